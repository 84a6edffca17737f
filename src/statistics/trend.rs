//! Whether values rise or fall over time: Mann and Kendall's test, and the slope of Theil and Sen.

use super::normal::{Z_975, ascending, median, over_ties, two_sided};
use serde::{Deserialize, Serialize};

/// A trend over the order of the values, which are taken as one step apart.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Trend {
    /// How many pairs rise, less how many fall (Mann 1945).
    pub s: f64,
    /// Its variance where there is no trend, corrected for ties (Kendall 1975).
    pub variance: f64,
    /// S in standard deviations, corrected for continuity.
    pub z: f64,
    /// The two-sided probability of an S at least as far from 0 where there is no trend.
    pub p: f64,
    /// S as a part of all pairs, from −1 to 1.
    pub tau: f64,
    /// The same with ties taken out (Kendall's tau-b); `None` where all values are the same.
    pub tau_b: Option<f64>,
    /// The median of the slopes of all pairs, a step (Theil 1950, Sen 1968).
    pub slope: f64,
    /// The value at the first step: the median of the values less the slope times the median step.
    pub intercept: f64,
    /// The 95 % interval of the slope (Sen 1968).
    pub slope_ci: [f64; 2],
}

/// The trend of values in order of time; `None` of fewer than three.
///
/// ```
/// use floodmark::statistics::trend;
/// let falling = trend(&[9.0, 8.5, 7.0, 7.2, 6.0, 5.0, 4.8, 4.0]).unwrap();
/// assert!(falling.slope < 0.0 && falling.p < 0.05);
/// assert_eq!(trend(&[1.0, 2.0]), None);
/// ```
pub fn trend(values: &[f64]) -> Option<Trend> {
    let n = values.len() as f64;
    if values.len() < 3 {
        return None;
    }
    let later = |from: usize| values.iter().enumerate().skip(from + 1);
    let slopes = values
        .iter()
        .enumerate()
        .flat_map(|(from, a)| later(from).map(move |(to, b)| (b - a) / (to - from) as f64))
        .collect::<Vec<_>>();
    let slopes = ascending(&slopes);
    let falling = slopes.partition_point(|slope| *slope < 0.0);
    let rising = slopes.len() - slopes.partition_point(|slope| *slope <= 0.0);
    let s = rising as f64 - falling as f64;
    let sorted = ascending(values);
    let spread = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let variance = (spread(n) - over_ties(&sorted, spread)) / 18.0;
    let z = if variance > 0.0 && s != 0.0 { (s - s.signum()) / variance.sqrt() } else { 0.0 };
    let all = slopes.len() as f64;
    let slope = median(&slopes)?;
    let tied = over_ties(&sorted, |t| t * (t - 1.0) / 2.0);
    let reach = Z_975 * variance.sqrt();
    let place = |rank: f64| rank.round_ties_even().clamp(0.0, all - 1.0) as usize;
    let [lower, upper] = [place((all - reach) / 2.0).saturating_sub(1), place((all + reach) / 2.0)];
    Some(Trend {
        s,
        variance,
        z,
        p: two_sided(z),
        tau: s / all,
        tau_b: (tied < all).then(|| s / (all * (all - tied)).sqrt()),
        slope,
        intercept: median(&sorted)? - slope * (n - 1.0) / 2.0,
        slope_ci: [*slopes.get(lower)?, *slopes.get(upper)?],
    })
}
