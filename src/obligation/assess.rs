//! The rules of a pack against one case.

use super::applies::{applies, in_force};
use super::clock::{Due, due, judge, judge_absent, margin};
use super::pack::Pack;
use super::rule::{ExcuseFact, Rule, Status};
use super::{Obligation, Pair, Verdict};
use crate::milestone::Milestones;
use crate::model::{Facts, Milestone, Moment, Timestamp};
use serde::{Deserialize, Serialize};

/// The milestones that people argue over when they ask from when a clock runs.
pub const SENSITIVITY: [Milestone; 4] =
    [Milestone::FirstSignal, Milestone::Detected, Milestone::Declared, Milestone::Aware];

/// Applies each rule of the pack, in its order. Rules that do not apply are in the answer too, with the reason;
/// [`applicable`] leaves them out.
pub fn assess(pack: &Pack, facts: &Facts, milestones: &Milestones, as_of: Timestamp) -> Vec<Obligation> {
    let mut all: Vec<(&Rule, Obligation)> =
        pack.rules.iter().map(|rule| (rule, start(pack, rule, facts, milestones))).collect();
    let wanted: Vec<_> = all
        .iter()
        .filter(|(_, o)| o.selected && o.verdict != Verdict::NotInForce)
        .map(|(_, o)| o.recipient_kind)
        .collect();
    for (rule, obligation) in &mut all {
        let rivals = wanted.iter().filter(|kind| **kind == rule.recipient).count();
        finish(rule, obligation, facts, milestones, as_of, rivals);
    }
    all.into_iter().map(|(_, obligation)| obligation).collect()
}

/// The obligations that the case's jurisdictions and contracts select and that no fact rules out: those that
/// analysis.json lists. A question that is still open does not rule out.
pub fn applicable(obligations: &[Obligation]) -> impl Iterator<Item = &Obligation> {
    obligations.iter().filter(|o| o.selected)
}

/// The first half: whether it applies, when its clock starts, whether it was in force then.
fn start(pack: &Pack, rule: &Rule, facts: &Facts, milestones: &Milestones) -> Obligation {
    let applies = applies(rule, facts);
    let (trigger, mut notes) = trigger(rule, milestones);
    let verdict = match trigger.map(|pair| in_force(rule, pair)) {
        _ if matches!(rule.status, Status::Proposed | Status::NotInForce) => Verdict::NotInForce,
        None => Verdict::NoTrigger,
        Some(Some(false)) => Verdict::NotInForce,
        Some(None) => {
            notes.push(
                "The rule came into or went out of force within the interval of the trigger.".to_owned(),
            );
            Verdict::Undetermined
        }
        Some(Some(true)) => Verdict::Undetermined,
    };
    if verdict == Verdict::NotInForce {
        notes.push(match rule.in_force.from {
            Some(day) if rule.status == Status::InForce => format!("In force from {day} only."),
            Some(day) => format!("Not in force at that time; expected from {day}."),
            None => "Not in force at that time.".to_owned(),
        });
    }
    Obligation {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        citation: rule.citation.clone(),
        jurisdiction: rule.jurisdiction.clone(),
        recipient: rule.recipient_name.clone(),
        recipient_kind: rule.recipient,
        pack: pack.version.clone(),
        selected: applies.selected,
        applies: applies.answer,
        because: applies.because,
        trigger,
        verdict,
        notes,
        ..Obligation::default()
    }
}

/// The second half: due, sent, verdict, margin, notes.
fn finish(
    rule: &Rule,
    obligation: &mut Obligation,
    facts: &Facts,
    milestones: &Milestones,
    as_of: Timestamp,
    rivals: usize,
) {
    let (sent, sent_note) = sent(rule, milestones, obligation.selected.then_some(rivals));
    obligation.sent = sent;
    obligation.notes.extend(sent_note);
    let excused = excused(rule, facts);
    let straddles = obligation.trigger.is_some_and(|t| in_force(rule, t).is_none());
    if let (Some(trigger), Verdict::Undetermined) = (obligation.trigger, obligation.verdict) {
        match due(rule, trigger) {
            Ok(ends) => {
                obligation.due = Some(ends.strict);
                obligation.due_lenient = ends.lenient;
                obligation.margin_seconds = sent.map(|sent| margin(&ends, sent));
                if !straddles {
                    obligation.verdict = against(&ends, sent, as_of, excused, &mut obligation.notes);
                }
            }
            Err(why) => {
                obligation.verdict = Verdict::NotAssessable;
                obligation.notes.push(why.to_owned());
            }
        }
    }
    clock_notes(rule, obligation);
}

/// Whether the facts document what excuses a late notice.
fn excused(rule: &Rule, facts: &Facts) -> bool {
    rule.late_excuse.as_ref().is_some_and(|excuse| match excuse.from_facts {
        ExcuseFact::DelayReasons => facts.delay_reasons.get(&rule.id).is_some_and(|r| !r.trim().is_empty()),
    })
}

/// The verdict on a notice or on its absence.
fn against(
    ends: &Due,
    sent: Option<Pair>,
    as_of: Timestamp,
    excused: bool,
    notes: &mut Vec<String>,
) -> Verdict {
    let Some(sent) = sent else {
        let verdict = judge_absent(ends, as_of);
        if verdict == Verdict::Undetermined {
            notes.push(format!(
                "No notice is in the record, and the limit had not surely passed when it ends ({as_of})."
            ));
        }
        return verdict;
    };
    let verdict = judge(ends, sent, excused);
    match verdict {
        Verdict::Undetermined => {
            notes.push("The times are too imprecise: their ends lead to different verdicts.".to_owned());
        }
        Verdict::Late => {
            notes.push("No reasons for the delay are stated among the facts of the case.".to_owned());
        }
        _ => {}
    }
    verdict
}

/// Which clock was used, and how well the rule is confirmed.
fn clock_notes(rule: &Rule, obligation: &mut Obligation) {
    let notes = &mut obligation.notes;
    if obligation.due.is_some() {
        notes.extend(
            [&rule.computation.strict, &rule.computation.lenient_words]
                .into_iter()
                .filter(|s| !s.is_empty())
                .cloned(),
        );
        notes.extend(rule.computation.zone.clone());
        if !rule.computation.note.is_empty() {
            notes.push(rule.computation.note.clone());
        }
        notes.extend(rule.clock_notes.iter().cloned());
    }
    let level = rule.verification.level.words();
    notes.push(match rule.verification.verified {
        true => format!("Confirmed by {level}; pack {}.", obligation.pack),
        false => format!("Not confirmed; rests on {level}; pack {}.", obligation.pack),
    });
}

fn pair(moment: Moment) -> Pair {
    [moment.earliest, moment.latest]
}

/// When a rule's clock starts: its own milestone; `discovered` without a value takes `detected`,
/// `determined_breach` and `reasonably_believes` take `aware`; then the rule's alternatives.
fn trigger(rule: &Rule, milestones: &Milestones) -> (Option<Pair>, Vec<String>) {
    let own = &rule.trigger.milestone;
    let stands_for = match own {
        Milestone::Legal(name) if !milestones.is_none(own) => match name.as_str() {
            "discovered" => Some(Milestone::Detected),
            "determined_breach" | "reasonably_believes" => Some(Milestone::Aware),
            _ => None,
        },
        _ => None,
    };
    let found = std::iter::once(own)
        .chain(stands_for.as_ref())
        .chain(&rule.trigger.alternatives)
        .find_map(|m| milestones.moment(m).map(|moment| (m, moment)));
    match found {
        Some((m, moment)) if m == own => (Some(pair(moment)), vec![]),
        Some((m, moment)) => {
            let note = format!("“{}” has no time of its own; “{}” stands in for it.", own.label(), m.label());
            (Some(pair(moment)), vec![note])
        }
        None => (None, vec![format!("The clock starts at “{}”, which has no time.", own.label())]),
    }
}

/// When the notice of a rule was sent: its own `sent:RULE`, else the case's one milestone for that recipient where
/// `rivals`, the rules that apply and ask for it, number just one.
fn sent(rule: &Rule, milestones: &Milestones, rivals: Option<usize>) -> (Option<Pair>, Option<String>) {
    let own = Milestone::Sent(rule.id.clone());
    if let Some(held) = milestones.get(&own) {
        return (held.moment.map(pair), None);
    }
    let Some(shared) = rule.recipient.milestone() else { return (None, None) };
    let Some(moment) = milestones.moment(&shared) else { return (None, None) };
    match rivals {
        Some(1) => (Some(pair(moment)), None),
        Some(n) if n > 1 => {
            let note = format!(
                "“{}” has a time, but {n} rules ask for such a notice; say which one it served (`{own}`).",
                shared.label()
            );
            (None, Some(note))
        }
        _ => (None, None),
    }
}

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
    let one = |milestone: &Milestone| {
        let trigger = pair(milestones.moment(milestone)?);
        let ends = due(rule, trigger).ok()?;
        let verdict = match in_force(rule, trigger) {
            Some(true) => against(&ends, obligation.sent, as_of, excused(rule, facts), &mut Vec::new()),
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
            margin_seconds: obligation.sent.map(|sent| margin(&ends, sent)),
        })
    };
    starts.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestone::{Held, Status as Standing};

    const EU: &str = "eu-gdpr-33-1-authority";

    fn t(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn held(moment: Option<Moment>) -> Held {
        let status = if moment.is_some() { Standing::Confirmed } else { Standing::None };
        Held { moment, status, confidence: 1.0, reasons: vec![], events: vec![], alternatives: vec![] }
    }

    fn milestones(list: &[(&str, &str)]) -> Milestones {
        let one = |(name, time): &(&str, &str)| {
            let moment = (*time != "none").then(|| Moment::exact(t(time)));
            (name.parse::<Milestone>().unwrap(), held(moment))
        };
        Milestones(list.iter().map(one).collect())
    }

    fn facts(codes: &[&str]) -> Facts {
        Facts {
            jurisdictions: codes.iter().map(|c| (*c).to_owned()).collect(),
            personal_data: Some(true),
            risk_unlikely: Some(false),
            ..Facts::default()
        }
    }

    fn verdicts(codes: &[&str], list: &[(&str, &str)], as_of: &str) -> Vec<(String, Verdict)> {
        let all = assess(Pack::builtin(), &facts(codes), &milestones(list), t(as_of));
        applicable(&all).map(|o| (o.rule.clone(), o.verdict)).collect()
    }

    const AWARE: (&str, &str) = ("aware", "2026-03-16T09:48:30Z");
    const LATER: &str = "2026-06-01T00:00:00Z";

    #[test]
    fn each_verdict_is_reached_by_its_own_story() {
        let one = |list: &[(&str, &str)], as_of: &str| verdicts(&["EU"], list, as_of)[0].1;
        let told = |time: &'static str| [AWARE, ("authority_notified", time)];
        assert_eq!(one(&told("2026-03-18T12:00:00Z"), LATER), Verdict::OnTime);
        assert_eq!(one(&told("2026-03-19T09:59:00Z"), LATER), Verdict::OnTimeLenient);
        assert_eq!(one(&told("2026-03-20T12:00:00Z"), LATER), Verdict::Late);
        assert_eq!(one(&[AWARE], LATER), Verdict::NotSent);
        assert_eq!(one(&[AWARE], "2026-03-17T00:00:00Z"), Verdict::Undetermined);
        assert_eq!(one(&[("detected", "2026-03-16T09:00:00Z")], LATER), Verdict::NoTrigger);
        assert_eq!(one(&[("aware", "2017-01-01T00:00:00Z")], LATER), Verdict::NotInForce);
    }

    #[test]
    fn documented_reasons_excuse_a_late_notice() {
        let mut facts = facts(&["EU"]);
        facts.delay_reasons.insert(EU.to_owned(), "The processor told us late.".to_owned());
        let m = milestones(&[AWARE, ("authority_notified", "2026-03-20T12:00:00Z")]);
        let all = assess(Pack::builtin(), &facts, &m, t(LATER));
        assert_eq!(all[0].verdict, Verdict::LateWithReason);
        assert_eq!(all[0].margin_seconds, Some([-94_290, -94_290]));
    }

    #[test]
    fn one_notice_serves_only_the_one_rule_that_asks_for_it() {
        let list = [AWARE, ("authority_notified", "2026-03-18T12:00:00Z")];
        let both = verdicts(&["EU", "GB"], &list, LATER);
        assert!(both.iter().all(|(_, v)| *v == Verdict::NotSent), "{both:?}");
        let all = assess(Pack::builtin(), &facts(&["EU", "GB"]), &milestones(&list), t(LATER));
        assert!(all[0].notes.iter().any(|n| n.contains("2 rules ask")), "{:?}", all[0].notes);
        let own = [AWARE, list[1], ("sent:uk-gdpr-33-1-ico", "2026-03-18T12:00:00Z")];
        assert_eq!(verdicts(&["EU", "GB"], &own, LATER)[1].1, Verdict::OnTime);
        // A person who says that the rule's own notice never went wins over the shared one.
        let never = [AWARE, list[1], ("sent:eu-gdpr-33-1-authority", "none")];
        assert_eq!(verdicts(&["EU"], &never, LATER)[0].1, Verdict::NotSent);
    }

    #[test]
    fn a_member_state_selects_the_union_and_worldwide_selects_nothing() {
        assert_eq!(verdicts(&["DE"], &[AWARE], LATER).len(), 1);
        assert_eq!(verdicts(&["DE", "GB"], &[AWARE], LATER).len(), 2);
        assert_eq!(verdicts(&["WORLD"], &[AWARE], LATER).len(), 0);
        assert_eq!(verdicts(&[], &[AWARE], LATER).len(), 0);
    }

    #[test]
    fn a_trigger_of_another_name_is_stood_in_for_and_says_so() {
        let mut rule = Pack::builtin().rule(EU).unwrap().clone();
        rule.trigger.milestone = Milestone::Legal("discovered".to_owned());
        let m = milestones(&[("detected", "2026-03-16T09:00:00Z")]);
        let (pair, notes) = trigger(&rule, &m);
        assert_eq!(pair, Some([t("2026-03-16T09:00:00Z"); 2]));
        assert!(notes[0].contains("Detected"), "{notes:?}");
        let refused = milestones(&[("detected", "2026-03-16T09:00:00Z"), ("discovered", "none")]);
        assert_eq!(trigger(&rule, &refused).0, None);
    }

    #[test]
    fn what_if_awareness_came_earlier_stands_side_by_side() {
        let rule = Pack::builtin().rule(EU).unwrap();
        let m = milestones(&[
            ("first_signal", "2026-03-14T08:00:00Z"),
            AWARE,
            ("authority_notified", "2026-03-18T12:00:00Z"),
        ]);
        let facts = facts(&["EU"]);
        let all = assess(Pack::builtin(), &facts, &m, t(LATER));
        let side = due_if(rule, &SENSITIVITY, &facts, &m, &all[0], t(LATER));
        let got: Vec<_> = side.iter().map(|a| (a.milestone.id(), a.own, a.verdict)).collect();
        assert_eq!(
            got,
            [("first_signal".to_owned(), false, Verdict::Late), ("aware".to_owned(), true, Verdict::OnTime)]
        );
    }

    #[test]
    fn everything_may_be_missing() {
        let all = assess(Pack::builtin(), &Facts::default(), &Milestones::default(), Timestamp::default());
        assert_eq!(all.len(), Pack::builtin().rules.len());
        assert!(all.iter().all(|o| o.applies.is_none() && !o.selected && o.verdict == Verdict::NoTrigger));
    }
}
