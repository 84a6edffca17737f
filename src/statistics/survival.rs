//! Kaplan and Meier's product-limit estimate with Greenwood's variance and the log-log band.

use super::NEAR;
use super::normal::Z_975;
use serde::{Deserialize, Serialize};

/// One subject: until when it was followed, and whether it ended then.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Observation {
    /// The time at which it ended or was last seen, in any one unit; not negative.
    pub time: f64,
    /// Whether it ended then; otherwise it lasted longer than that (right-censored).
    pub observed: bool,
}

/// The estimated share that lasts longer than a time, by distinct time. The columns have one length.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Survival {
    /// Subjects.
    pub n: usize,
    /// Ends seen.
    pub observed: usize,
    /// Right-censored subjects.
    pub right_censored: usize,
    /// Distinct times, ascending.
    pub times: Vec<f64>,
    /// Subjects that lasted at least until each time.
    pub at_risk: Vec<usize>,
    /// Ends at each time.
    pub events: Vec<usize>,
    /// Subjects last seen at each time; they count as lasting longer than ends at the same time.
    pub censored: Vec<usize>,
    /// The share that lasts longer than each time.
    pub survival: Vec<f64>,
    /// The lower end of the pointwise 95 % band; `None` where it is undefined (S is 0 or still 1).
    pub lower: Vec<Option<f64>>,
    /// The upper end of the band.
    pub upper: Vec<Option<f64>>,
    /// The midpoint of the flat stretch where S is one half (as R does), else the smallest time with S ≤ 0.5.
    pub median: Option<f64>,
    /// The smallest times at which the lower and the upper band are at most one half; `None` where not reached.
    pub median_ci: [Option<f64>; 2],
}

/// One row of the table, which is one step of the curve.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// Subjects that lasted at least until then.
    pub at_risk: usize,
    /// Ends then.
    pub events: usize,
    /// Subjects last seen then: a censor mark on the curve.
    pub censored: usize,
    /// The share that lasts longer.
    pub survival: f64,
    /// The lower end of the 95 % band.
    pub lower: Option<f64>,
    /// The upper end of the 95 % band.
    pub upper: Option<f64>,
}

/// The mean up to a horizon: the area under the curve until then.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct RestrictedMean {
    /// The horizon.
    pub horizon: f64,
    /// The area under the curve from 0 to the horizon.
    pub mean: f64,
    /// Its standard error (Greenwood; Klein and Moeschberger, *Survival Analysis*, 4.5).
    pub standard_error: f64,
}

/// Estimates the survival curve. Times that are negative or no numbers are left out; order does not matter.
///
/// ```
/// use floodmark::statistics::{Observation, kaplan_meier};
/// let hours = [(3.0, true), (5.0, true), (5.0, false), (9.0, true)];
/// let curve = kaplan_meier(&hours.map(|(time, observed)| Observation { time, observed }));
/// assert_eq!(curve.survival, [0.75, 0.5, 0.0]);
/// assert_eq!(curve.median, Some(7.0)); // the midpoint of the flat stretch from 5 to 9
/// assert_eq!(curve.quantile(0.9), Some(9.0));
/// ```
pub fn kaplan_meier(observations: &[Observation]) -> Survival {
    let mut sorted: Vec<Observation> =
        observations.iter().filter(|o| o.time.is_finite() && o.time >= 0.0).copied().collect();
    sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
    let observed = sorted.iter().filter(|o| o.observed).count();
    let mut curve = Survival {
        n: sorted.len(),
        observed,
        right_censored: sorted.len() - observed,
        ..Survival::default()
    };
    let mut at_risk = sorted.len();
    let mut survival = 1.0;
    let mut greenwood = 0.0;
    for same in sorted.chunk_by(|a, b| a.time == b.time) {
        let Some(first) = same.first() else { continue };
        let events = same.iter().filter(|o| o.observed).count();
        if events == at_risk {
            survival = 0.0;
        } else if events > 0 {
            let (n, d) = (at_risk as f64, events as f64);
            survival *= (n - d) / n;
            greenwood += d / (n * (n - d));
        }
        let band = band(survival, greenwood);
        curve.times.push(first.time + 0.0); // no negative zero
        curve.at_risk.push(at_risk);
        curve.events.push(events);
        curve.censored.push(same.len() - events);
        curve.survival.push(survival);
        curve.lower.push(band.map(|b| b.0));
        curve.upper.push(band.map(|b| b.1));
        at_risk -= same.len();
    }
    curve.median = curve.median_of_curve();
    curve.median_ci = curve.quantile_ci(0.5);
    curve
}

/// The 95 % band of S on the scale of log(−log S), where it never leaves 0 to 1.
fn band(survival: f64, greenwood: f64) -> Option<(f64, f64)> {
    if survival <= 0.0 || survival >= 1.0 - 1e-15 {
        return None;
    }
    let half = Z_975 * greenwood.sqrt() / survival.ln().abs();
    Some((survival.powf(half.exp()), survival.powf((-half).exp())))
}

impl Survival {
    /// The rows of the table.
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        let counts = self.at_risk.iter().zip(&self.events).zip(&self.censored);
        let curve = self.survival.iter().zip(&self.lower).zip(&self.upper);
        self.times.iter().zip(counts.zip(curve)).map(
            |(&time, (((&at_risk, &events), &censored), ((&survival, &lower), &upper)))| Step {
                time,
                at_risk,
                events,
                censored,
                survival,
                lower,
                upper,
            },
        )
    }

    /// The smallest time by which at least the share `p` has ended: S(t) ≤ 1 − p. `None` where not reached.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.steps().find(|s| s.events > 0 && s.survival <= 1.0 - p + NEAR).map(|s| s.time)
    }

    /// The 95 % interval of a quantile: the smallest times at which the lower and the upper band are at most 1 − p
    /// (Brookmeyer and Crowley 1982, on the log-log band); `None` where a band does not come down so far.
    ///
    /// ```
    /// use floodmark::statistics::{Observation, kaplan_meier};
    /// let curve = kaplan_meier(&[2.0, 3.0, 5.0, 8.0].map(|time| Observation { time, observed: true }));
    /// // The band at 2 is 0.13 to 0.96, at 3 it is 0.06 to 0.84, at 5 it is 0.01 to 0.67.
    /// assert_eq!(curve.quantile_ci(0.25), [Some(2.0), Some(5.0)]);
    /// assert_eq!(curve.quantile_ci(0.9), [Some(3.0), None]);
    /// ```
    pub fn quantile_ci(&self, p: f64) -> [Option<f64>; 2] {
        let reaches = |band: &[Option<f64>]| {
            let n = band.iter().position(|edge| edge.is_some_and(|e| e <= 1.0 - p + NEAR))?;
            self.times.get(n).copied()
        };
        [reaches(&self.lower), reaches(&self.upper)]
    }

    /// The share that lasts longer than `time`.
    pub fn at(&self, time: f64) -> f64 {
        let n = self.times.partition_point(|&t| t <= time);
        n.checked_sub(1).and_then(|n| self.survival.get(n)).copied().unwrap_or(1.0)
    }

    /// How many had lasted at least until each of these times: the row under the curve.
    pub fn at_risk_at(&self, times: &[f64]) -> Vec<usize> {
        times
            .iter()
            .map(|&time| self.at_risk.get(self.times.partition_point(|&t| t < time)).copied().unwrap_or(0))
            .collect()
    }

    /// Times of right-censored subjects with the height of the curve there: the marks on it.
    pub fn censor_marks(&self) -> impl Iterator<Item = (f64, f64)> {
        self.steps().filter(|s| s.censored > 0).map(|s| (s.time, s.survival))
    }

    /// The corners of the curve from (0, 1): a horizontal and a vertical stroke at each end.
    pub fn corners(&self) -> Vec<(f64, f64)> {
        let mut corners = vec![(0.0, 1.0)];
        let mut height = 1.0;
        for step in self.steps() {
            corners.push((step.time, height));
            if step.survival != height {
                height = step.survival;
                corners.push((step.time, height));
            }
        }
        corners
    }

    /// The area under the curve until `horizon`, which is the mean of the smaller of the duration and the horizon.
    /// Beyond the last time the curve is drawn on at its last height.
    pub fn restricted_mean(&self, horizon: f64) -> RestrictedMean {
        // From the right, so that the area beyond each end is at hand for its term of the variance.
        let mut area = 0.0;
        let mut variance = 0.0;
        let mut right = horizon.max(0.0);
        let steps: Vec<Step> = self.steps().take_while(|s| s.time <= horizon).collect();
        for step in steps.iter().rev() {
            area += (right - step.time) * step.survival;
            right = step.time;
            let (n, d) = (step.at_risk as f64, step.events as f64);
            if step.events > 0 && step.events < step.at_risk {
                variance += area * area * d / (n * (n - d));
            }
        }
        area += right;
        RestrictedMean { horizon, mean: area, standard_error: variance.sqrt() }
    }

    fn median_of_curve(&self) -> Option<f64> {
        let mut ends = self.steps().filter(|s| s.events > 0).skip_while(|s| s.survival > 0.5 + NEAR);
        let first = ends.next()?;
        match ends.next() {
            Some(next) if (first.survival - 0.5).abs() <= NEAR => Some((first.time + next.time) / 2.0),
            _ => Some(first.time),
        }
    }
}
