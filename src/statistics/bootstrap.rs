//! The bootstrap interval of a median, of durations that may be censored.

use super::normal::quantile;
use super::{NEAR, Observation};
use oorandom::Rand32;

/// How many times a sample is drawn anew.
pub const RESAMPLES: usize = 10_000;
/// Where the generator starts: the same sample gives the same interval everywhere.
const SEED: u64 = 20_261_123;

/// Resampling under way (Efron 1979; percentile intervals): step by step, so that it can be watched and stopped.
///
/// Observations are drawn with replacement as pairs of duration and whether it ended (Efron 1981). Their median is that of
/// [`super::kaplan_meier`]; where a resample does not reach it, it counts as longer than any.
#[derive(Clone, Debug)]
pub struct Bootstrap {
    /// What can be drawn, by time, ends before censored ones: each time once, whether it ended, and how many share it.
    slots: Vec<Slot>,
    /// The slot of each observation.
    slot_of: Vec<u32>,
    /// How often each slot was drawn, kept for its allocation.
    drawn: Vec<u32>,
    medians: Vec<f64>,
    random: Rand32,
}

/// Observations that are alike.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Slot {
    time: f64,
    ended: bool,
}

impl Bootstrap {
    /// Before any resample.
    pub fn new(sample: &[Observation]) -> Self {
        Bootstrap::of_stream(sample, 0)
    }

    /// The same with its own stream of random numbers, for two samples that are drawn independently.
    pub fn of_stream(sample: &[Observation], stream: u64) -> Self {
        let mut sample = sample.to_vec();
        sample.sort_by(|a, b| a.time.total_cmp(&b.time).then(b.observed.cmp(&a.observed)));
        let mut slots: Vec<Slot> = vec![];
        let mut slot_of = Vec::with_capacity(sample.len());
        for observation in sample {
            let slot = Slot { time: observation.time, ended: observation.observed };
            if slots.last() != Some(&slot) {
                slots.push(slot);
            }
            slot_of.push(slots.len() as u32 - 1);
        }
        let drawn = vec![0; slots.len()];
        Bootstrap { slots, slot_of, drawn, medians: vec![], random: Rand32::new_inc(SEED, stream) }
    }

    /// How many observations are drawn for one resample.
    pub fn size(&self) -> usize {
        self.slot_of.len()
    }

    /// How many resamples there are.
    pub fn done(&self) -> usize {
        self.medians.len()
    }

    /// Draws so many more.
    pub fn step(&mut self, resamples: usize) {
        let n = self.slot_of.len() as u64;
        for _ in 0..resamples {
            self.drawn.fill(0);
            for _ in 0..n {
                // A multiplication spreads 32 bits evenly enough over any sample that fits into memory.
                let place = (u64::from(self.random.rand_u32()) * n) >> 32;
                let slot = self.slot_of.get(place as usize).copied().unwrap_or_default();
                if let Some(count) = self.drawn.get_mut(slot as usize) {
                    *count += 1;
                }
            }
            self.medians.push(median(&self.slots, &self.drawn, n as u32));
        }
    }

    /// The medians of the resamples so far, for a difference of two groups: infinite where one was not reached.
    pub fn medians(&self) -> &[f64] {
        &self.medians
    }

    /// The 95 % interval so far; an end that is not reached is `None`.
    pub fn interval(&self) -> [Option<f64>; 2] {
        percentiles(&self.medians)
    }
}

/// The Kaplan–Meier median of what was drawn; infinite where it is not reached.
///
/// Between two censored observations the products of the estimate telescope: the curve is proportional to the number at
/// risk, so that a comparison of whole numbers tells where it meets one half.
fn median(slots: &[Slot], drawn: &[u32], n: u32) -> f64 {
    let mut at_risk = n;
    // The height of the curve for each one at risk, and the number at risk at which it has come down to one half.
    let mut height = 1.0 / f64::from(n);
    let half = |height: f64| ((0.5 + NEAR) / height) as u32;
    let mut limit = half(height);
    for (place, (slot, count)) in slots.iter().zip(drawn).enumerate() {
        if slot.ended {
            at_risk -= count;
            if at_risk <= limit {
                let flat = (height * f64::from(at_risk) - 0.5).abs() <= NEAR;
                let later = slots.iter().zip(drawn).skip(place + 1);
                let next =
                    later.filter(|(slot, count)| slot.ended && **count > 0).map(|(s, _)| s.time).next();
                return match next {
                    // Where the curve is one half for a while, the median is the middle of that stretch.
                    Some(next) if flat => f64::midpoint(slot.time, next),
                    _ => slot.time,
                };
            }
        } else if at_risk > *count {
            height *= f64::from(at_risk) / f64::from(at_risk - count);
            at_risk -= count;
            limit = half(height);
        } else {
            break;
        }
    }
    f64::INFINITY
}

/// The interval that leaves 2.5 % of the values on either side; an end among infinite ones is `None`.
///
/// A value that is not a number, such as the difference of two medians that were both not reached, may be anything: it
/// counts as the least for the lower end and as the greatest for the upper one. To leave it out would make the interval
/// one of those resamples alone that tell a difference.
pub fn percentiles(values: &[f64]) -> [Option<f64>; 2] {
    let end = |p: f64, unknown: f64| {
        let mut sorted: Vec<f64> = values.iter().map(|v| if v.is_nan() { unknown } else { *v }).collect();
        sorted.sort_by(f64::total_cmp);
        quantile(&sorted, p).filter(|value| value.is_finite())
    };
    [end(0.025, f64::NEG_INFINITY), end(0.975, f64::INFINITY)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::kaplan_meier;
    use proptest::prelude::*;

    #[test]
    fn what_may_be_anything_widens_both_ends() {
        let known: Vec<f64> = (0..98).map(f64::from).collect();
        let with = |unknown: usize| percentiles(&[known.clone(), vec![f64::NAN; unknown]].concat());
        let near = |interval: [Option<f64>; 2], ends: [f64; 2]| {
            interval.iter().zip(ends).all(|(got, end)| got.is_some_and(|got| (got - end).abs() < 1e-9))
        };
        assert!(near(with(0), [2.425, 94.575]), "{:?}", with(0));
        // Two of a hundred: the third least and the third greatest bound the interval, nearly.
        assert!(near(with(2), [0.475, 96.525]), "{:?}", with(2));
        assert_eq!(with(6), [None, None]);
    }

    proptest! {
        #[test]
        fn the_median_of_a_resample_is_that_of_kaplan_and_meier(
            drawn in prop::collection::vec((0_u8..12, any::<bool>(), 0_u32..4), 1..40),
        ) {
            let sample: Vec<Observation> = drawn
                .iter()
                .flat_map(|(time, observed, count)| {
                    let one = Observation { time: f64::from(*time), observed: *observed };
                    std::iter::repeat_n(one, *count as usize)
                })
                .collect();
            let whole = Bootstrap::new(&sample);
            let mut counts = vec![0; whole.slots.len()];
            whole.slot_of.iter().for_each(|slot| counts[*slot as usize] += 1);
            let ours = median(&whole.slots, &counts, sample.len() as u32);
            prop_assert_eq!(ours, kaplan_meier(&sample).median.unwrap_or(f64::INFINITY));
        }
    }
}
