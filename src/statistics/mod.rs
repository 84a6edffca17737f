//! Statistics over many incidents.

use serde::{Deserialize, Serialize};

/// The distribution of one metric over many incidents, as `fleet` in analysis.json.
/// `n = observed + right_censored + interval_censored`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct FleetMetric {
    /// Incidents that say something of it.
    pub n: usize,
    /// With an exact value.
    pub observed: usize,
    /// Not ended by the end of the record.
    pub right_censored: usize,
    /// Known only within a range.
    pub interval_censored: usize,
    /// Incidents left out, and why.
    pub excluded: Excluded,
    /// Kaplan–Meier over the exact and the right-censored alone.
    pub exact_only: ExactOnly,
    /// Turnbull's estimate over all `n`.
    pub turnbull: TurnbullMedian,
}

/// Incidents left out of a distribution.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Excluded {
    /// The value is unknown.
    pub unknown: usize,
    /// The metric does not apply.
    pub not_applicable: usize,
    /// The record does not speak of it.
    pub absent: usize,
}

/// Kaplan–Meier figures; `null` where the curve does not get there.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ExactOnly {
    /// `observed + right_censored`.
    pub n: usize,
    /// Ends seen.
    pub observed: usize,
    /// The midpoint of the flat stretch where S is one half, else the smallest t with S(t) ≤ 0.5.
    pub median_seconds: Option<f64>,
    /// 95 % interval of the median from the log-log band.
    pub median_ci95_seconds: [Option<f64>; 2],
    /// The smallest t with S(t) ≤ 0.1.
    pub p90_seconds: Option<f64>,
}

/// The support interval in which Turnbull's S first reaches one half.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct TurnbullMedian {
    /// Its lower end.
    pub median_lower_seconds: Option<f64>,
    /// Its upper end.
    pub median_upper_seconds: Option<f64>,
}
