//! Proposals from the evidence, each with its reasons.

use super::Proposal;
use crate::model::{EventId, Milestone, Moment};
use crate::timeline::Timeline;
use std::collections::BTreeMap;

/// What the evidence suggests for each milestone, best first. Implausible times are never proposed.
pub fn propose(
    timeline: &Timeline,
    stated: &BTreeMap<Milestone, (Moment, EventId)>,
) -> BTreeMap<Milestone, Vec<Proposal>> {
    let mut proposals: BTreeMap<Milestone, Vec<Proposal>> = BTreeMap::new();
    for event in timeline.events().filter(|e| e.is_plausible()) {
        for tag in &event.tags {
            let Some(name) = tag.strip_prefix("milestone:") else { continue };
            let Ok(milestone) = name.parse::<Milestone>() else { continue };
            if stated.contains_key(&milestone) {
                continue;
            }
            proposals.entry(milestone).or_default().push(Proposal {
                moment: event.moment,
                confidence: 0.9,
                reasons: vec![format!("tagged {tag}")],
                events: vec![event.id],
            });
        }
    }
    proposals
}
