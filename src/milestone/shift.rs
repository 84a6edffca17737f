//! What if a milestone had come at another time: what moves with it, and what stays.

use super::{Held, Milestones, Status};
use crate::model::{Milestone, Moment, Precision, Span, Timestamp};
use std::collections::BTreeSet;

/// Milestones that do not follow from the response, and so stay where they are: what the attacker and the systems did.
const STAYS: [Milestone; 3] = [Milestone::Compromise, Milestone::ExposureStarted, Milestone::FirstSignal];

/// The milestones of a case as they would be, beside nothing that is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct Shifted {
    /// The hypothetical milestones.
    pub milestones: Milestones,
    /// How far the milestone moved, at least and at most: negative when earlier; zero where it had no time before.
    pub by: [Span; 2],
    /// Those that moved with it, in the order of milestones.
    pub with: BTreeSet<Milestone>,
}

/// Puts a milestone at another time. Those of the response that lie after it with certainty move by the same amount, so that
/// every later step takes as long as it took; where it is not known to the second by how much, they have an interval. What the attacker did, and holds that law enforcement asked for, stay. A
/// milestone without a time is put there, and nothing else moves.
///
/// ```
/// use floodmark::milestone::{resolve, shift};
/// use floodmark::model::{Milestone, MilestoneDecision, Moment, Timestamp};
/// let at = |s: i64| MilestoneDecision::At { moment: Moment::exact(Timestamp::from_seconds(s)), event: None, decided: Timestamp(0) };
/// let decisions = [(Milestone::FirstSignal, at(0)), (Milestone::Detected, at(600)), (Milestone::Contained, at(900))].into();
/// let held = resolve(Default::default(), &Default::default(), &decisions);
/// let moved = shift(&held, &Milestone::Detected, Timestamp::from_seconds(0));
/// assert_eq!(moved.milestones.moment(&Milestone::Contained), Some(Moment::exact(Timestamp::from_seconds(300))));
/// assert_eq!(moved.milestones.moment(&Milestone::FirstSignal), held.moment(&Milestone::FirstSignal));
/// ```
pub fn shift(milestones: &Milestones, moved: &Milestone, to: Timestamp) -> Shifted {
    let mut hypothetical = milestones.clone();
    let before = milestones.moment(moved);
    let by = before.map_or([Span::ZERO; 2], |at| [to.since(at.latest), to.since(at.earliest)]);
    let mut with = BTreeSet::new();
    if let Some(before) = before {
        for (milestone, held) in &mut hypothetical.0 {
            let Some(at) = held.moment else { continue };
            let stays = STAYS.contains(milestone)
                || matches!(milestone, Milestone::Legal(name) if name.starts_with("law_enforcement"));
            if milestone == moved || stays || at.earliest < before.latest {
                continue;
            }
            if by != [Span::ZERO; 2] {
                // A day that is moved by some hours is no day any more.
                let [earliest, latest] = [at.earliest.plus(by[0]), at.latest.plus(by[1])];
                held.moment = Some(Moment { earliest, latest, precision: Precision::Exact, ..at });
            }
            with.insert(milestone.clone());
        }
    }
    let held = hypothetical.0.entry(moved.clone()).or_insert(Held {
        moment: None,
        status: Status::Proposed,
        confidence: 0.0,
        reasons: vec![],
        events: vec![],
        alternatives: vec![],
    });
    held.moment = Some(Moment::exact(to));
    if held.status == Status::None {
        held.status = Status::Proposed;
    }
    Shifted { milestones: hypothetical, by, with }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestone::resolve;
    use crate::model::MilestoneDecision;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Detection is known to the day: whatever hour of it was true, what follows keeps its distance to it.
    #[test]
    fn what_follows_an_imprecise_milestone_has_an_interval() {
        let at = |seconds| Timestamp::from_seconds(seconds);
        let day =
            Moment { earliest: at(0), latest: at(86_400), precision: Precision::Day, ..Moment::exact(at(0)) };
        let decided = |moment| MilestoneDecision::At { moment, event: None, decided: Timestamp(0) };
        let decisions = [
            (Milestone::Detected, decided(day)),
            (Milestone::Contained, decided(Moment::exact(at(90_000)))),
            (Milestone::Recovered, decided(Moment { earliest: at(172_800), latest: at(259_200), ..day })),
        ];
        let held = resolve(BTreeMap::new(), &BTreeMap::new(), &decisions.into());
        let there = shift(&held, &Milestone::Detected, at(-3_600));
        assert_eq!(there.by, [Span::seconds(-90_000), Span::seconds(-3_600)]);
        for true_start in [0, 40_000, 86_400] {
            for (milestone, was) in [(Milestone::Contained, 90_000), (Milestone::Recovered, 200_000)] {
                let is = there.milestones.moment(&milestone).unwrap();
                let truly = at(-3_600 + was - true_start);
                assert!(is.earliest <= truly && truly <= is.latest && is.precision == Precision::Exact);
            }
        }
    }

    proptest! {
        /// There and back again is where one started; and what lies before never moves.
        #[test]
        fn a_shift_taken_back_leaves_everything_where_it_was(
            times in proptest::collection::vec(0_i64..1_000_000, 18), pick in 0_usize..18, to in 0_i64..1_000_000,
        ) {
            let at = |s: i64| MilestoneDecision::At { moment: Moment::exact(Timestamp::from_seconds(s)), event: None, decided: Timestamp(0) };
            let decisions = Milestone::ALL.into_iter().zip(times.iter().map(|s| at(*s))).collect();
            let held = resolve(BTreeMap::new(), &BTreeMap::new(), &decisions);
            let moved = &Milestone::ALL[pick];
            let there = shift(&held, moved, Timestamp::from_seconds(to));
            for milestone in &Milestone::ALL {
                let (was, is) = (held.moment(milestone).unwrap(), there.milestones.moment(milestone).unwrap());
                if milestone == moved {
                    prop_assert_eq!(is.earliest, Timestamp::from_seconds(to));
                } else if there.with.contains(milestone) {
                    prop_assert_eq!([is.earliest.since(was.earliest); 2], there.by);
                    // Whatever follows the moved milestone still follows it by as much.
                    prop_assert!(is.earliest >= Timestamp::from_seconds(to));
                } else {
                    prop_assert_eq!(is, was);
                }
            }
            let same = shift(&held, moved, held.moment(moved).unwrap().middle());
            prop_assert_eq!(same.milestones, held);
        }
    }
}
