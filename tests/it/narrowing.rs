//! A time that becomes more precise never turns a certain verdict into another: over all rules with a number, for
//! random times and for those of the real breaches of ../shared/data/cases.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::cases::{confirmed, folders};
use floodmark::milestone::{Held, Milestones, Status};
use floodmark::model::{Facts, Milestone, Moment, Precision, Timestamp, ZoneOrigin};
use floodmark::obligation::{Pack, Rule, Verdict, assess};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// When something happened: its ends in seconds.
type Ends = [i64; 2];

fn held([first, last]: Ends) -> Held {
    let at = Timestamp::from_seconds;
    let moment = Moment {
        earliest: at(first),
        latest: at(last),
        precision: Precision::Exact,
        zone: ZoneOrigin::Stated,
    };
    Held {
        moment: Some(moment),
        status: Status::Confirmed,
        confidence: 1.0,
        reasons: vec![],
        events: vec![],
        alternatives: vec![],
    }
}

/// The rules that can give a verdict of their own, each with the milestones that it depends on.
fn numeric() -> Vec<(&'static Rule, Vec<Milestone>)> {
    let counts = |rule: &&Rule| rule.limit().is_some_and(|limit| limit.value.is_some());
    let all = Pack::builtin().rules.iter().filter(counts).map(|rule| {
        let own = [Milestone::Sent(rule.id.clone()), Milestone::Received(rule.id.clone())];
        let holds = ["law_enforcement_hold_started", "law_enforcement_hold_ended"];
        let holds = holds.map(|name| Milestone::Legal(name.to_owned()));
        (rule, rule.milestones().into_iter().chain(own).chain(holds).collect())
    });
    all.collect()
}

fn verdict(rule: &Rule, times: &BTreeMap<Milestone, Ends>, as_of: i64) -> Verdict {
    let milestones = Milestones(times.iter().map(|(m, ends)| (m.clone(), held(*ends))).collect());
    let all = assess(Pack::builtin(), &Facts::default(), &milestones, Timestamp::from_seconds(as_of));
    all.into_iter().find(|o| o.rule == rule.id).unwrap().verdict
}

/// Whether a verdict says that something surely holds of the notice.
fn is_certain(verdict: Verdict) -> bool {
    use Verdict::{Late, LateWithReason, NotSent, OnTime, OnTimeLenient, TooEarly};
    matches!(verdict, OnTime | OnTimeLenient | Late | LateWithReason | TooEarly | NotSent)
}

/// A part of an interval, given in thousandths of it. The last instant of an interval of days is the next day's first,
/// and no part of it.
fn part([first, last]: Ends, [from, to]: [i64; 2]) -> Ends {
    let width = last - first;
    let at = |thousandths: i64| first + width * thousandths / 1_000;
    [at(from.min(to)), at(from.max(to))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_narrower_interval_never_turns_a_certain_verdict_into_another(
        which in any::<prop::sample::Index>(),
        // Times within three months of one another, so that limits from hours to months are kept and missed.
        start in 1_767_312_000i64..1_900_000_000,
        offsets in prop::collection::vec(0i64..8_000_000, 8),
        close in prop::collection::vec(any::<bool>(), 8),
        widths in prop::collection::vec(0i64..300_000, 8),
        absent in prop::collection::vec(0u8..4, 8),
        parts in prop::collection::vec([0i64..=999, 0i64..=999], 8),
        end in 0i64..12_000_000,
    ) {
        let rules = numeric();
        let (rule, milestones) = which.get(&rules);
        let mut wide = BTreeMap::new();
        for (n, milestone) in milestones.iter().enumerate().take(8) {
            // The trigger is always there; the others are missing now and then, holds mostly.
            let hold = milestone.id().starts_with("law_enforcement_hold");
            if n > 0 && (absent[n] == 0 || (hold && absent[n] < 3)) {
                continue;
            }
            let offset = if close[n] { offsets[n] / 20 } else { offsets[n] };
            wide.insert(milestone.clone(), [start + offset, start + offset + widths[n]]);
        }
        let narrow: BTreeMap<Milestone, Ends> =
            wide.iter().zip(&parts).map(|((m, ends), p)| (m.clone(), part(*ends, *p))).collect();
        let whole = verdict(rule, &wide, start + end);
        if is_certain(whole) {
            let closer = verdict(rule, &narrow, start + end);
            prop_assert_eq!(closer, whole, "{}: {:?} to {:?}", rule.id, wide, narrow);
        }
    }
}

#[test]
fn the_verdicts_of_real_breaches_stand_when_their_times_become_precise() {
    let mut certain = 0;
    for folder in folders() {
        let (_, analysis) = confirmed(&folder);
        let seconds = |value: &serde_json::Value| {
            let at: Timestamp = value.as_str()?.parse().unwrap();
            Some(at.0.div_euclid(1_000_000))
        };
        let incident = &analysis["incidents"][0];
        let milestones: BTreeMap<Milestone, Ends> = incident["milestones"]
            .as_object()
            .unwrap()
            .iter()
            .filter_map(|(name, m)| {
                Some((name.parse().unwrap(), [seconds(&m["earliest"])?, seconds(&m["latest"])?]))
            })
            .collect();
        let as_of = milestones.values().map(|ends| ends[1]).max().unwrap_or(0) + 400 * 86_400;
        for (rule, _) in numeric() {
            // Each rule as if the notice to its kind of recipient were its own.
            let mut times = milestones.clone();
            let notice = rule.recipient.milestone().and_then(|told| milestones.get(&told).copied());
            times.extend(notice.map(|ends| (Milestone::Sent(rule.id.clone()), ends)));
            let whole = verdict(rule, &times, as_of);
            if !is_certain(whole) {
                continue;
            }
            certain += 1;
            for parts in [[0, 0], [500, 500], [999, 999], [250, 750]] {
                let narrow = times.iter().map(|(m, ends)| (m.clone(), part(*ends, parts))).collect();
                assert_eq!(verdict(rule, &narrow, as_of), whole, "{}, {}", folder.display(), rule.id);
            }
        }
    }
    assert!(folders().is_empty() || certain > 100, "{certain} certain verdicts");
}
