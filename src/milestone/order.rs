//! Milestones against each other: which must lie before which.

use super::propose::{BAR, Candidate};
use crate::model::{EventId, Milestone, Moment};
use std::collections::BTreeMap;

/// What a candidate loses that lies on the wrong side of another milestone.
const WRONG_SIDE: f64 = 0.35;

/// Each milestone with those that it hardly precedes.
const AFTER: [(Milestone, &[Milestone]); 15] = {
    use Milestone::*;
    [
        (ExposureStarted, &[Compromise]),
        (FirstSignal, &[Compromise]),
        (Detected, &[Compromise, FirstSignal]),
        (Acknowledged, &[FirstSignal, Detected]),
        (Declared, &[FirstSignal, Detected]),
        (Aware, &[FirstSignal, Detected]),
        (EvidencePreserved, &[FirstSignal, Detected]),
        (Contained, &[FirstSignal, Detected]),
        (Eradicated, &[Detected, Contained]),
        (Recovered, &[Detected, Contained]),
        (AuthorityNotified, &[FirstSignal, Detected]),
        (IndividualsNotified, &[FirstSignal, Detected]),
        (PublicDisclosure, &[FirstSignal, Detected]),
        (Closed, &[Detected, Contained]),
        (ReviewHeld, &[Detected, Contained]),
    ]
};

/// Each milestone with those that it hardly follows.
const BEFORE: [(Milestone, &[Milestone]); 4] = {
    use Milestone::*;
    [
        (Compromise, &[Contained, AuthorityNotified, PublicDisclosure]),
        (FirstSignal, &[Detected, Contained, AuthorityNotified]),
        (Detected, &[Contained, AuthorityNotified, IndividualsNotified]),
        (Contained, &[Recovered]),
    ]
};

/// Lowers candidates that lie on the wrong side of what is surer than they are, surest first.
pub(super) fn weigh(
    lists: &mut BTreeMap<Milestone, Vec<Candidate>>,
    stated: &BTreeMap<Milestone, (Moment, EventId)>,
) {
    for _round in 0..3 {
        let mut anchors: BTreeMap<Milestone, (Moment, f64)> =
            stated.iter().map(|(m, (moment, _))| (m.clone(), (*moment, 1.0))).collect();
        for (milestone, candidates) in lists.iter() {
            let best = candidates.iter().max_by(|a, b| {
                a.confidence.total_cmp(&b.confidence).then(b.moment.earliest.cmp(&a.moment.earliest))
            });
            if let Some(best) = best.filter(|b| b.confidence >= BAR) {
                anchors.entry(milestone.clone()).or_insert((best.moment, best.confidence));
            }
        }
        for (milestone, candidates) in lists.iter_mut() {
            let bounds = |table: &'static [(Milestone, &'static [Milestone])]| {
                table.iter().find(|(m, _)| m == milestone).map_or(&[][..], |(_, others)| *others)
            };
            for candidate in candidates.iter_mut().filter(|c| !c.named) {
                for (others, later) in [(bounds(&AFTER), true), (bounds(&BEFORE), false)] {
                    for other in others {
                        let Some((anchor, confidence)) = anchors.get(other) else { continue };
                        let wrong = if later {
                            candidate.moment.latest < anchor.earliest
                        } else {
                            candidate.moment.earliest > anchor.latest
                        };
                        let reason = if later {
                            format!("but it lies before “{}”", other.label())
                        } else {
                            format!("but it lies after “{}”", other.label())
                        };
                        if wrong
                            && *confidence >= candidate.confidence
                            && !candidate.reasons.contains(&reason)
                        {
                            candidate.confidence *= WRONG_SIDE;
                            candidate.reasons.push(reason);
                        }
                    }
                }
            }
        }
    }
}
