//! The span in which data of a case could be taken, as instants.

use super::{definition, from_milestones};
use crate::milestone::{Milestones, Status};
use crate::model::{MetricId, Milestone, Timestamp};

/// The ends of [`MetricId::Exposure`], as widely as they are known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exposure {
    /// The first instant at which data could be taken.
    pub from: Timestamp,
    /// The last.
    pub to: Timestamp,
    /// The milestone that it starts at: “Exposure started”, else “Compromise”.
    pub start: Milestone,
    /// The weaker of the two milestones' standing.
    pub basis: Status,
}

/// Why a case has no exposure window, and what mends it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoExposure {
    /// Nothing tells when it started.
    #[error(
        "the case has no “Exposure started” and no “Compromise”; confirm one of them, then count the orders"
    )]
    NoStart,
    /// Nothing tells when it ended.
    #[error("the case has no “Contained”; confirm it, then count the orders")]
    NoEnd,
    /// The end lies before the start.
    #[error("the exposure is contained before it starts; correct one of the two, then count the orders")]
    Reversed,
}

/// The span from the start of the exposure, or else of the compromise, until containment.
///
/// # Errors
/// [`NoExposure`] where an end is missing, or both are the wrong way round.
pub fn exposure(milestones: &Milestones) -> Result<Exposure, NoExposure> {
    let metric = from_milestones(definition(&MetricId::Exposure), milestones, None);
    let from = milestones.moment(&metric.from).ok_or(NoExposure::NoStart)?.earliest;
    let to = milestones.moment(&metric.to).ok_or(NoExposure::NoEnd)?.latest;
    if to < from {
        return Err(NoExposure::Reversed);
    }
    Ok(Exposure { from, to, start: metric.from, basis: metric.basis })
}
