//! How a rule's end moves with the moment that is taken for the start of its clock.

use super::applies::in_force;
use super::assess::{against, ends};
use super::calendar::counting;
use super::clock::{by_date, margin};
use super::rule::Rule;
use super::times::{Sent, pair};
use super::{Obligation, Pair, Verdict};
use crate::milestone::Milestones;
use crate::model::{Facts, Milestone, Timestamp, Zone};
use serde::{Deserialize, Serialize};

/// The milestones that people argue over when they ask from when a clock runs.
pub const SENSITIVITY: [Milestone; 4] =
    [Milestone::FirstSignal, Milestone::Detected, Milestone::Declared, Milestone::Aware];

/// A rule's clock as if another milestone had started it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Alternative {
    /// The milestone taken for the start.
    pub milestone: Milestone,
    /// Whether it is the one that the rule names.
    pub own: bool,
    /// When the clock would start.
    pub trigger: Pair,
    /// The strict limit.
    pub due: Pair,
    /// The lenient limit, where the rule has one.
    pub due_lenient: Option<Pair>,
    /// What the notice, or its absence, would say.
    pub verdict: Verdict,
    /// `due − sent` in seconds, smallest and largest.
    pub margin_seconds: Option<[i64; 2]>,
}

/// How a rule's end and verdict move with the milestone that starts its clock: one entry for each of `starts`
/// that has a time, in that order. Usually [`SENSITIVITY`]; `sent` and `excused` are those of the assessed
/// obligation.
pub fn due_if(
    rule: &Rule,
    starts: &[Milestone],
    facts: &Facts,
    milestones: &Milestones,
    obligation: &Obligation,
    as_of: Timestamp,
) -> Vec<Alternative> {
    let counting = counting(rule, facts);
    let sent = Sent::new();
    let one = |milestone: &Milestone| {
        let trigger = pair(milestones.moment(milestone)?);
        let ends = ends(rule, trigger, facts, milestones, &sent, &counting).ok()?;
        let zone = if by_date(rule.limit()?.unit) { counting.zone } else { Zone::Utc };
        let told = obligation.received.filter(|_| rule.computation.receipt).or(obligation.sent);
        let verdict = match in_force(rule, trigger, zone) {
            Some(true) => against(rule, &ends, told, as_of, facts, milestones, &mut Vec::new()),
            Some(false) => Verdict::NotInForce,
            None => Verdict::Undetermined,
        };
        Some(Alternative {
            milestone: milestone.clone(),
            own: *milestone == rule.trigger.milestone,
            trigger,
            due: ends.strict,
            due_lenient: ends.lenient,
            verdict,
            margin_seconds: told.map(|sent| margin(&ends, sent)),
        })
    };
    starts.iter().filter_map(one).collect()
}
