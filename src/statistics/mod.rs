//! Statistics over many incidents: how long it takes, with censoring taken seriously.
//!
//! Incidents that had not ended by the end of the record still tell that it took *at least* so long, so the curve is
//! Kaplan and Meier's ([`kaplan_meier`]); those known only within a range are taken up by Turnbull's estimate
//! ([`turnbull`]). Figures match R's `survival` package (`conf.type = "log-log"`) where programs differ.

mod bootstrap;
mod compare;
mod control;
mod fleet;
mod normal;
mod sentence;
mod survival;
mod trend;
mod turnbull;

pub use bootstrap::{Bootstrap, RESAMPLES, percentiles};
pub use compare::{LogRank, MannWhitney, Weights, log_rank, mann_whitney};
pub use control::{ControlChart, control_chart};
pub use fleet::{ExactOnly, Excluded, FleetMetric, TurnbullMedian, fleet_metric, intervals, observations};
pub use sentence::sentence;
pub use survival::{Observation, RestrictedMean, Step, Survival, kaplan_meier};
pub use trend::{Trend, trend};
pub use turnbull::{Interval, Support, Turnbull, turnbull};

/// How near to a probability counts as equal to it: products of fractions such as (5/6)(4/5)(3/4) miss one half by a
/// unit in the last place.
const NEAR: f64 = 1e-9;
