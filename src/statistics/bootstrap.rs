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
    /// By time, ends before censored ones.
    sample: Vec<Observation>,
    /// How often each observation was drawn, kept for its allocation.
    drawn: Vec<u32>,
    medians: Vec<f64>,
    random: Rand32,
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
        let drawn = vec![0; sample.len()];
        Bootstrap { sample, drawn, medians: vec![], random: Rand32::new_inc(SEED, stream) }
    }

    /// How many resamples there are.
    pub fn done(&self) -> usize {
        self.medians.len()
    }

    /// Draws so many more.
    pub fn step(&mut self, resamples: usize) {
        let n = self.sample.len() as u32;
        for _ in 0..resamples {
            self.drawn.fill(0);
            for _ in 0..n {
                // A multiplication spreads 32 bits evenly enough over any sample that fits into memory.
                let place = (u64::from(self.random.rand_u32()) * u64::from(n)) >> 32;
                if let Some(count) = self.drawn.get_mut(place as usize) {
                    *count += 1;
                }
            }
            self.medians.push(self.median());
        }
    }

    /// The Kaplan–Meier median of what was drawn; infinite where it is not reached.
    fn median(&self) -> f64 {
        let mut at_risk = self.sample.len() as f64;
        let mut survival = 1.0;
        // The time at which the curve met one half exactly: the median lies between it and the next end.
        let mut flat: Option<f64> = None;
        for (same, counts) in self.stretches() {
            let Some(first) = same.first() else { continue };
            let drawn = |ended: bool| {
                let of = same.iter().zip(counts).filter(|(o, _)| o.observed == ended);
                f64::from(of.map(|(_, n)| *n).sum::<u32>())
            };
            let (ended, censored) = (drawn(true), drawn(false));
            if ended > 0.0 {
                if let Some(from) = flat {
                    return f64::midpoint(from, first.time);
                }
                survival *= 1.0 - ended / at_risk;
                if (survival - 0.5_f64).abs() <= NEAR {
                    flat = Some(first.time);
                } else if survival < 0.5 {
                    return first.time;
                }
            }
            at_risk -= ended + censored;
        }
        flat.unwrap_or(f64::INFINITY)
    }

    /// The observations of each time with how often they were drawn.
    fn stretches(&self) -> impl Iterator<Item = (&[Observation], &[u32])> {
        let mut from = 0;
        self.sample.chunk_by(|a, b| a.time == b.time).map(move |same| {
            let counts = self.drawn.get(from..from + same.len()).unwrap_or_default();
            from += same.len();
            (same, counts)
        })
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

/// The interval that leaves 2.5 % of the values on either side; an end among infinite ones is `None`.
pub fn percentiles(values: &[f64]) -> [Option<f64>; 2] {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    [0.025, 0.975].map(|p| quantile(&sorted, p).filter(|value| value.is_finite()))
}
