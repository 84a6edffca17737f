//! Metrics: named intervals between two milestones.
//!
//! The same incident has several “times to contain”: each [`Definition`] says what it measures, so that they can
//! stand side by side. [`compute`] never puts the present in place of a missing end: it says “at least this long”.

mod breakdown;
mod definition;
mod exposure;
mod words;

pub use breakdown::{Breakdown, HandOff, Quiet, Stretch, breakdown};
pub use definition::{Definition, definition, definitions, measured};
pub use exposure::{Bounds, Exposure, NoExposure, affected, exposure};
pub use words::{lasted, note, span_range};

use crate::milestone::{Milestones, Status};
use crate::model::{Duration, MetricId, Milestone, Span, Timestamp, Unknown};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A metric of a case, with the milestones that it was computed from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Metric {
    /// Which one.
    pub id: MetricId,
    /// The milestone it starts at: the first of the definition's that is confirmed, else the first that the case has.
    pub from: Milestone,
    /// The milestone it ends at.
    pub to: Milestone,
    /// How long.
    pub duration: Duration,
    /// The weaker of the two milestones' standing: a metric is confirmed only when both ends are.
    /// [`Status::None`] where no end has a time.
    pub basis: Status,
    /// Both ends are imprecise and overlap, so that the order is given by their meaning alone.
    pub order_uncertain: bool,
}

/// Computes the standard metrics in their order, then the user's own.
///
/// A duration that the record states by itself (VERIS `timeline`) stands, unless a person has decided on both ends.
/// `as_of` is the end of the record: a metric that has started and not ended had lasted at least until then.
///
/// ```
/// use floodmark::metric::compute;
/// use floodmark::milestone::resolve;
/// use floodmark::model::{Duration, MilestoneDecision, Milestone, Moment, Span, Timestamp};
/// let at = |s: i64| MilestoneDecision::At {
///     moment: Moment::exact(Timestamp::from_seconds(s)), event: None, decided: Timestamp(0),
/// };
/// let decisions = [(Milestone::Detected, at(1_773_651_900)), (Milestone::Contained, at(1_773_654_510))].into();
/// let milestones = resolve(Default::default(), &Default::default(), &decisions);
/// let metrics = compute(&milestones, &Default::default(), &Default::default(), None);
/// let contain = metrics.iter().find(|m| m.id.id() == "time_to_contain").unwrap();
/// assert_eq!(contain.duration, Duration::Exact { value: Span::seconds(2_610) });
/// ```
pub fn compute(
    milestones: &Milestones,
    own: &BTreeSet<MetricId>,
    stated: &BTreeMap<MetricId, Duration>,
    as_of: Option<Timestamp>,
) -> Vec<Metric> {
    let own = own.iter().filter(|id| !MetricId::STANDARD.contains(id));
    MetricId::STANDARD
        .iter()
        .chain(own)
        .map(|id| {
            let computed = from_milestones(definition(id), milestones, as_of);
            let decided = |m: &Milestone| {
                milestones.get(m).is_some_and(|h| matches!(h.status, Status::Confirmed | Status::None))
            };
            match stated.get(id) {
                Some(duration) if !(decided(&computed.from) && decided(&computed.to)) => {
                    Metric { duration: *duration, basis: Status::Stated, order_uncertain: false, ..computed }
                }
                _ => computed,
            }
        })
        .collect()
}

fn from_milestones(definition: Definition, milestones: &Milestones, as_of: Option<Timestamp>) -> Metric {
    let Definition { id, from: candidates, to, .. } = definition;
    // A confirmed milestone comes before one that is only proposed, whatever their order in the definition.
    let standing = |m: &&Milestone| milestones.get(m).filter(|h| h.moment.is_some()).map(|h| h.status);
    let confirmed = candidates.iter().find(|m| standing(m) == Some(Status::Confirmed));
    let from = confirmed.or_else(|| candidates.iter().find(|m| standing(m).is_some())).or(candidates.first());
    let from = from.cloned().unwrap_or(Milestone::Detected);
    let (start, end) = (milestones.moment(&from), milestones.moment(&to));
    let duration = match (start, end) {
        (None, _) => Duration::Unknown { reason: Unknown::NoStart },
        (Some(start), Some(end)) => Duration::between(&start, &end),
        (Some(_), None) if milestones.is_none(&to) => Duration::Unknown { reason: Unknown::EndNotApplicable },
        (Some(start), None) => match as_of {
            Some(as_of) => Duration::censored(&start, as_of),
            None => Duration::RightCensored { min: Span::ZERO },
        },
    };
    let standing = |m: &Milestone| milestones.get(m).map(|h| h.status);
    let basis = [standing(&from), standing(&to)]
        .into_iter()
        .flatten()
        .filter(|status| *status != Status::None)
        .min_by_key(|status| match status {
            Status::Proposed => 0,
            Status::Stated => 1,
            Status::Confirmed | Status::None => 2,
        })
        .unwrap_or(Status::None);
    let order_uncertain = start.zip(end).is_some_and(|(a, b)| Duration::order_uncertain(&a, &b));
    Metric { id, from, to, duration, basis, order_uncertain }
}

#[cfg(test)]
mod tests;
