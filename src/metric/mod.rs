//! Metrics: named intervals between two milestones.

use crate::milestone::Status;
use crate::model::{Duration, MetricId, Milestone};
use serde::{Deserialize, Serialize};

/// A metric of a case, with the milestones that it was computed from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Metric {
    /// Which one.
    pub id: MetricId,
    /// The milestone it starts at: the first of the definition's that the case has.
    pub from: Milestone,
    /// The milestone it ends at.
    pub to: Milestone,
    /// How long.
    pub duration: Duration,
    /// The weaker of the two milestones' standing: a metric is confirmed only when both ends are.
    pub basis: Status,
    /// Both ends are imprecise and overlap, so that the order is given by their meaning alone.
    pub order_uncertain: bool,
}
