//! Tests of the module around this directory.

use super::super::SENSITIVITY;
use super::super::sensitivity::due_if;
use super::*;
use crate::milestone::{Held, Status as Standing};
use crate::model::Moment;

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
        high_risk: Some(false),
        processor: Some(false),
        ..Facts::default()
    }
}

fn verdicts(codes: &[&str], list: &[(&str, &str)], as_of: &str) -> Vec<(String, Verdict)> {
    let all = assess(Pack::builtin(), &facts(codes), &milestones(list), t(as_of));
    let adopted = |o: &&Obligation| Pack::builtin().rule(&o.rule).unwrap().status != Status::Proposed;
    applicable(&all).filter(adopted).map(|o| (o.rule.clone(), o.verdict)).collect()
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

/// The one obligation of a rule of the pack.
fn of_rule(rule: &str, codes: &[&str], list: &[(&str, Moment)]) -> Obligation {
    let list = list.iter().map(|(name, at)| (name.parse::<Milestone>().unwrap(), held(Some(*at))));
    let all = assess(Pack::builtin(), &facts(codes), &Milestones(list.collect()), t(LATER));
    all.into_iter().find(|o| o.rule == rule).unwrap()
}

#[test]
fn a_notice_whose_order_cannot_be_told_is_not_cleared() {
    let exact = |time: &str| Moment::exact(t(time));
    let sent = |notice: Moment| {
        let times = [
            ("discovered", exact("2026-11-16T09:00:00Z")),
            ("attorney_general_notified", exact("2026-11-18T12:00:00Z")),
            ("individuals_notified", notice),
        ];
        of_rule("us-md-individuals", &["US-MD"], &times)
    };
    let day = Moment { latest: t("2026-11-19T00:00:00Z"), ..exact("2026-11-18T00:00:00Z") };
    let either = sent(day);
    assert_eq!(either.verdict, Verdict::Undetermined, "{:?}", either.notes);
    assert!(either.notes.iter().any(|n| n.contains("cannot be told")), "{:?}", either.notes);
    assert_eq!(sent(exact("2026-11-18T12:00:00Z")).verdict, Verdict::OnTime);
    assert_eq!(sent(exact("2026-11-18T11:59:59Z")).verdict, Verdict::TooEarly);
    // What is late is late in either order.
    let times = [
        ("discovered", exact("2026-11-16T09:00:00Z")),
        ("attorney_general_notified", exact("2027-02-18T12:00:00Z")),
        (
            "individuals_notified",
            Moment { latest: t("2027-02-19T00:00:00Z"), ..exact("2027-02-18T00:00:00Z") },
        ),
    ];
    assert_eq!(of_rule("us-md-individuals", &["US-MD"], &times).verdict, Verdict::Late);
}

#[test]
fn a_hold_is_told_only_where_it_moves_an_end() {
    let exact = |time: &str| Moment::exact(t(time));
    let held = |from: &str, to: &str| {
        let times = [
            ("discovered", exact("2026-03-02T09:00:00Z")),
            ("individuals_notified", exact("2026-03-20T12:00:00Z")),
            ("law_enforcement_hold_started", exact(from)),
            ("law_enforcement_hold_ended", exact(to)),
        ];
        let judged = of_rule("us-md-individuals", &["US-MD"], &times);
        judged.notes.iter().any(|n| n.starts_with("The time of the hold"))
    };
    assert!(held("2026-03-05T00:00:00Z", "2026-03-12T00:00:00Z"));
    // Before the clock starts, and after it ran out.
    assert!(!held("2026-02-01T00:00:00Z", "2026-02-20T00:00:00Z"));
    assert!(!held("2026-05-20T00:00:00Z", "2026-05-28T00:00:00Z"));
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
    let counting = counting(&rule, &Facts::default());
    let (pair, notes) = times::trigger(&rule, &m, &Sent::new(), &counting);
    assert_eq!(pair, Some([t("2026-03-16T09:00:00Z"); 2]));
    assert!(notes[0].contains("Detected"), "{notes:?}");
    let refused = milestones(&[("detected", "2026-03-16T09:00:00Z"), ("discovered", "none")]);
    assert_eq!(times::trigger(&rule, &refused, &Sent::new(), &counting).0, None);
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
    assert!(all.iter().all(|o| o.applies.is_none() && !o.selected));
    assert!(all.iter().all(|o| matches!(o.verdict, Verdict::NoTrigger | Verdict::NotInForce)));
    let open: Vec<_> = open_questions(&all).into_iter().map(|(q, ..)| q).collect();
    assert_eq!(open, [Question::Place]);
}
