//! The span in which data of a case could be taken, as instants, and what a count of orders tells of another such span.

use super::{definition, from_milestones};
use crate::milestone::{Milestones, Status};
use crate::model::orders::{Along, Course, OrderCount};
use crate::model::{MetricId, Milestone, Span, Timestamp};

/// The ends of [`MetricId::Exposure`], as widely as they are known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exposure {
    /// The first instant at which data could be taken.
    pub from: Timestamp,
    /// The last.
    pub to: Timestamp,
    /// The latest start and the earliest end, where the one lies before the other: data could be taken in between for sure.
    pub surely: Option<[Timestamp; 2]>,
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
    let start = milestones.moment(&metric.from).ok_or(NoExposure::NoStart)?;
    let end = milestones.moment(&metric.to).ok_or(NoExposure::NoEnd)?;
    let (from, to) = (start.earliest, end.latest);
    if to < from {
        return Err(NoExposure::Reversed);
    }
    let surely = (start.latest <= end.earliest).then_some([start.latest, end.earliest]);
    Ok(Exposure { from, to, surely, start: metric.from, basis: metric.basis })
}

/// How many there are at least and at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// At least.
    pub least: u64,
    /// At most; unknown where the span reaches beyond the one that was counted.
    pub most: Option<u64>,
}

/// The orders and the customers of an exposure, as far as a count tells that may be of another one. At least those count
/// that lie for sure in the part of it that is sure; at most those that can lie anywhere in it.
pub fn affected(count: &OrderCount, exposure: &Exposure) -> [Bounds; 2] {
    let coarse = coarse(count);
    let course = if count.counted.course.edges.len() < 2 { &coarse } else { &count.counted.course };
    let stretches: Vec<[Timestamp; 2]> =
        course.edges.windows(2).map(|edges| [edges[0], edges[1].plus(Span(-1))]).collect();
    let among = |holds: &dyn Fn(&[Timestamp; 2]) -> bool| -> Vec<usize> {
        stretches.iter().enumerate().filter(|(_, stretch)| holds(stretch)).map(|(n, _)| n).collect()
    };
    let sure =
        among(&|[first, last]| exposure.surely.is_some_and(|[from, to]| from <= *first && *last <= to));
    let touched = among(&|[first, last]| exposure.from <= *last && *first <= exposure.to);
    let within = count.window.from <= exposure.from && exposure.to <= count.window.to;
    [&course.orders, &course.customers].map(|along| {
        let of = |numbers: &[u64]| sure.iter().filter_map(|n| numbers.get(*n)).sum::<u64>();
        let most = within.then(|| most(along, touched.first().copied(), touched.last().copied()));
        Bounds { least: of(&along.first_sure).max(of(&along.last_sure)), most }
    })
}

/// All but those that end before the first stretch or begin after the last.
fn most(along: &Along, first: Option<usize>, last: Option<usize>) -> u64 {
    let (Some(first), Some(last)) = (first, last) else { return 0 };
    let before: u64 = along.last.iter().take(first).sum();
    let after: u64 = along.first.iter().skip(last + 1).sum();
    along.first.iter().sum::<u64>().saturating_sub(before).saturating_sub(after)
}

/// A count without a course as one of a single stretch.
fn coarse(count: &OrderCount) -> Course {
    let (counted, window) = (&count.counted, &count.window);
    let along = |all: u64| {
        let sure = vec![all.saturating_sub(counted.uncertain)];
        Along { first_sure: sure.clone(), last_sure: sure, first: vec![all], last: vec![all] }
    };
    Course {
        edges: vec![window.from, window.to.plus(Span(1))],
        orders: along(counted.inside.orders),
        customers: along(counted.inside.customers),
    }
}
