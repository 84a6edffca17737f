//! One metric over many incidents.

use super::{Interval, Observation, kaplan_meier, turnbull};
use crate::model::{Duration, Unknown};
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
    /// The value is unknown: the record says so, the start has no time, or the end lies before the start.
    pub unknown: usize,
    /// The metric does not apply: the record says so, or a person set its end to “none”.
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

/// The exact and the right-censored durations as observations, in seconds.
pub fn observations(durations: impl Iterator<Item = Duration>) -> Vec<Observation> {
    durations
        .filter_map(|duration| match duration {
            Duration::Exact { value } => Some(Observation { time: value.as_seconds(), observed: true }),
            Duration::RightCensored { min } => Some(Observation { time: min.as_seconds(), observed: false }),
            Duration::Range { .. } | Duration::Unknown { .. } => None,
        })
        .collect()
}

/// All durations of which something is known as intervals, in seconds.
pub fn intervals(durations: impl Iterator<Item = Duration>) -> Vec<Interval> {
    durations
        .filter_map(|duration| match duration {
            Duration::Exact { value } => Some(Interval::exact(value.as_seconds())),
            Duration::Range { min, max } => {
                Some(Interval::between(min.as_seconds(), max.map(|max| max.as_seconds())))
            }
            Duration::RightCensored { min } => Some(Interval::right_censored(min.as_seconds())),
            Duration::Unknown { .. } => None,
        })
        .collect()
}

/// Counts and estimates one metric over many incidents.
///
/// ```
/// use floodmark::model::{Duration, Span, Unknown};
/// use floodmark::statistics::fleet_metric;
/// let hours = |h: i64| Span::seconds(h * 3_600);
/// let metric = fleet_metric([
///     Duration::Exact { value: hours(3) },
///     Duration::Range { min: hours(24), max: Some(hours(168)) },
///     Duration::RightCensored { min: hours(9) },
///     Duration::Unknown { reason: Unknown::Absent },
/// ].into_iter());
/// assert_eq!((metric.n, metric.observed, metric.interval_censored, metric.right_censored), (3, 1, 1, 1));
/// assert_eq!(metric.excluded.absent, 1);
/// ```
pub fn fleet_metric(durations: impl Iterator<Item = Duration>) -> FleetMetric {
    let durations: Vec<Duration> = durations.collect();
    let mut metric = FleetMetric::default();
    for duration in &durations {
        match duration {
            Duration::Exact { .. } => metric.observed += 1,
            Duration::Range { .. } => metric.interval_censored += 1,
            Duration::RightCensored { .. } => metric.right_censored += 1,
            Duration::Unknown { reason } => match reason {
                Unknown::NotApplicable | Unknown::EndNotApplicable => metric.excluded.not_applicable += 1,
                Unknown::Absent => metric.excluded.absent += 1,
                Unknown::NoStart | Unknown::Reversed | Unknown::StatedUnknown => metric.excluded.unknown += 1,
            },
        }
    }
    metric.n = metric.observed + metric.right_censored + metric.interval_censored;
    let curve = kaplan_meier(&observations(durations.iter().copied()));
    metric.exact_only = ExactOnly {
        n: curve.n,
        observed: curve.observed,
        median_seconds: curve.median,
        median_ci95_seconds: curve.median_ci,
        p90_seconds: curve.quantile(0.9),
    };
    let median = turnbull(&intervals(durations.iter().copied())).quantile(0.5);
    metric.turnbull = TurnbullMedian {
        median_lower_seconds: median.map(|m| m.lower),
        median_upper_seconds: median.and_then(|m| m.upper),
    };
    metric
}
