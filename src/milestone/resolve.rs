//! What people decided, what the record states, what the evidence suggests: in this order.

use super::{Held, Milestones, Proposal, Status};
use crate::model::{EventId, Milestone, MilestoneDecision, Moment};
use std::collections::BTreeMap;

/// Settles each milestone: a person's decision first, then what the record states by itself, then the best proposal.
/// What did not win stands under `alternatives`.
///
/// ```
/// use floodmark::milestone::{Status, resolve};
/// use floodmark::model::{Milestone, MilestoneDecision, Timestamp};
/// let never = MilestoneDecision::None { decided: Timestamp(0) };
/// let milestones = resolve(Default::default(), &Default::default(), &[(Milestone::Recovered, never)].into());
/// assert_eq!(milestones.get(&Milestone::Recovered).unwrap().status, Status::None);
/// ```
pub fn resolve(
    mut proposals: BTreeMap<Milestone, Vec<Proposal>>,
    stated: &BTreeMap<Milestone, (Moment, EventId)>,
    decisions: &BTreeMap<Milestone, MilestoneDecision>,
) -> Milestones {
    let mut names: Vec<&Milestone> = decisions.keys().chain(stated.keys()).collect();
    let proposed: Vec<Milestone> = proposals.keys().cloned().collect();
    names.extend(&proposed);
    names.sort();
    names.dedup();
    let mut held = BTreeMap::new();
    for name in names {
        let mut others = proposals.remove(name).unwrap_or_default();
        let record = stated.get(name).map(|(moment, event)| Proposal {
            moment: *moment,
            confidence: 0.95,
            reasons: vec!["the record states it".to_owned()],
            events: vec![*event],
        });
        if let Some(record) = record {
            others.retain(|p| p.moment != record.moment);
            others.insert(0, record);
        }
        let decided = match decisions.get(name) {
            Some(MilestoneDecision::At { moment, event, .. }) => Held {
                moment: Some(*moment),
                status: Status::Confirmed,
                confidence: 1.0,
                reasons: vec!["confirmed by a person".to_owned()],
                events: event.iter().copied().collect(),
                alternatives: vec![],
            },
            Some(MilestoneDecision::None { .. }) => Held {
                moment: None,
                status: Status::None,
                confidence: 1.0,
                reasons: vec!["a person said that it did not apply or is not known".to_owned()],
                events: vec![],
                alternatives: vec![],
            },
            None if others.is_empty() => continue,
            None => {
                let best = others.remove(0);
                Held {
                    moment: Some(best.moment),
                    status: if stated.contains_key(name) { Status::Stated } else { Status::Proposed },
                    confidence: best.confidence,
                    reasons: best.reasons,
                    events: best.events,
                    alternatives: vec![],
                }
            }
        };
        // A confirmed proposal keeps the evidence that spoke for it.
        let mut decided = decided;
        if decided.status == Status::Confirmed
            && let Some(same) = others.iter().find(|p| Some(p.moment) == decided.moment)
        {
            decided.reasons.extend(same.reasons.iter().cloned());
            if decided.events.is_empty() {
                decided.events.clone_from(&same.events);
            }
        }
        others.retain(|p| Some(p.moment) != decided.moment);
        held.insert(name.clone(), Held { alternatives: others, ..decided });
    }
    Milestones(held)
}
