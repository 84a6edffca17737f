//! The individuals chart: which values differ from the rest by more than the usual variation.

use serde::{Deserialize, Serialize};

/// Limits lie this many mean moving ranges from the mean: 3 / 1.128 (Shewhart; Wheeler, “Understanding Variation”, 1993).
const LIMIT: f64 = 2.66;
/// The limit of a moving range, in mean moving ranges: D4 for pairs.
const RANGE_LIMIT: f64 = 3.267;
/// So many values in a row on one side of the mean are a signal (rule 4 of the Western Electric handbook, 1956).
const RUN: usize = 8;

/// An individuals and moving range chart (XmR) of values in order of time.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ControlChart {
    /// The mean of the values.
    pub mean: f64,
    /// The mean distance between neighbours.
    pub mean_range: f64,
    /// The lower and the upper limit of natural variation; a duration has no values below 0, whatever the lower says.
    pub limits: [f64; 2],
    /// The upper limit of a moving range.
    pub range_limit: f64,
    /// The values outside the limits, counted from 0.
    pub beyond: Vec<usize>,
    /// The values whose distance to the one before is beyond its limit.
    pub jumps: Vec<usize>,
    /// Where a run of eight values on one side of the mean is complete, and each value that continues it.
    pub runs: Vec<usize>,
}

/// The chart of values in order of time; `None` of fewer than two, which have no range.
///
/// ```
/// use floodmark::statistics::control_chart;
/// let chart = control_chart(&[10.0, 11.0, 9.0, 10.0, 11.0, 10.0, 40.0]).unwrap();
/// assert_eq!((chart.beyond, chart.runs), (vec![6], vec![]));
/// assert_eq!(control_chart(&[10.0]), None);
/// ```
pub fn control_chart(values: &[f64]) -> Option<ControlChart> {
    let ranges: Vec<f64> =
        values.windows(2).map(|pair| pair.iter().fold(0.0, |a: f64, b| b - a).abs()).collect();
    if ranges.is_empty() {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let mean_range = ranges.iter().sum::<f64>() / ranges.len() as f64;
    let limits = [mean - LIMIT * mean_range, mean + LIMIT * mean_range];
    let range_limit = RANGE_LIMIT * mean_range;
    let outside = |(_, value): &(usize, &f64)| **value < limits[0] || **value > limits[1];
    let beyond = values.iter().enumerate().filter(outside).map(|(n, _)| n).collect();
    let jumps = ranges.iter().enumerate().filter(|(_, range)| **range > range_limit).map(|(n, _)| n + 1);
    let (mut side, mut length, mut runs) = (None, 0, vec![]);
    for (n, value) in values.iter().enumerate() {
        // A value on the mean is on neither side, and ends a run.
        let here = value.partial_cmp(&mean).filter(|side| side.is_ne());
        length = if here.is_none() {
            0
        } else if here == side {
            length + 1
        } else {
            1
        };
        side = here;
        if length >= RUN {
            runs.push(n);
        }
    }
    Some(ControlChart { mean, mean_range, limits, range_limit, beyond, jumps: jumps.collect(), runs })
}
