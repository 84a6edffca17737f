//! Findings: each rule a small pure function over a case.

use crate::metric::Metric;
use crate::milestone::Milestones;
use crate::model::{Case, Timestamp};
use crate::obligation::Obligation;
use crate::plan::read::Plan;
use crate::timeline::Timeline;

/// Everything that a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct CaseView<'a> {
    /// The decisions and facts.
    pub case: &'a Case,
    /// The events in order.
    pub timeline: &'a Timeline,
    /// The milestones.
    pub milestones: &'a Milestones,
    /// The metrics.
    pub metrics: &'a [Metric],
    /// The obligations.
    pub obligations: &'a [Obligation],
    /// The response plan, where there is one.
    pub plan: Option<&'a Plan>,
    /// The end of the record.
    pub as_of: Timestamp,
}

/// What the rules see in a case: exactly one finding a duty, then what the data and the texts show; heaviest first.
pub fn find(view: &CaseView<'_>) -> Vec<crate::model::Finding> {
    let _ = view;
    Vec::new()
}
