//! Tests of the module around this file.

use super::*;
use crate::milestone::resolve;
use crate::model::{MilestoneDecision, Moment, Precision, Zone, ZoneOrigin};

fn exact(seconds: i64) -> Moment {
    Moment::exact(Timestamp::from_seconds(seconds))
}

fn day(text: &str) -> Moment {
    let t: Timestamp = format!("{text}T00:00:00Z").parse().unwrap();
    Moment::from_local(t.naive_utc(), Precision::Day, Zone::Utc, ZoneOrigin::Stated).unwrap()
}

fn case(entries: &[(Milestone, Option<Moment>)]) -> Milestones {
    let decisions = entries
        .iter()
        .map(|(m, moment)| {
            let decision = match moment {
                Some(moment) => MilestoneDecision::At { moment: *moment, event: None, decided: Timestamp(0) },
                None => MilestoneDecision::None { decided: Timestamp(0) },
            };
            (m.clone(), decision)
        })
        .collect();
    resolve(BTreeMap::new(), &BTreeMap::new(), &decisions)
}

fn one(id: MetricId, milestones: &Milestones, as_of: Option<i64>) -> Metric {
    let own = BTreeSet::from([id.clone()]);
    let as_of = as_of.map(Timestamp::from_seconds);
    compute(milestones, &own, &BTreeMap::new(), as_of).into_iter().find(|m| m.id == id).unwrap()
}

#[test]
fn two_days_apart_is_between_one_and_three_days() {
    let m = case(&[
        (Milestone::Detected, Some(day("2023-10-18"))),
        (Milestone::Contained, Some(day("2023-10-20"))),
    ]);
    let metric = one(MetricId::TimeToContain, &m, None);
    let days = |n: i64| Span::seconds(n * 86_400);
    assert_eq!(metric.duration, Duration::Range { min: days(1), max: Some(days(3)) });
    assert_eq!(note(&metric), "about 2 days (1–3)");
    assert!(!metric.order_uncertain);
}

#[test]
fn both_on_one_day_starts_at_zero_and_says_that_the_order_is_uncertain() {
    let m = case(&[
        (Milestone::Detected, Some(day("2023-10-18"))),
        (Milestone::Contained, Some(day("2023-10-18"))),
    ]);
    let metric = one(MetricId::TimeToContain, &m, None);
    assert_eq!(metric.duration.min(), Some(Span::ZERO));
    assert!(metric.order_uncertain);
    assert_eq!(note(&metric), "less than 1 day");
}

#[test]
fn a_missing_end_is_at_least_until_the_end_of_the_record() {
    let m = case(&[(Milestone::Detected, Some(exact(0)))]);
    let metric = one(MetricId::TimeToContain, &m, Some(273_600));
    assert_eq!(metric.duration, Duration::RightCensored { min: Span::seconds(273_600) });
    assert_eq!(note(&metric), "at least 3 d 4 h, not yet contained");
    let early = one(MetricId::TimeToContain, &m, Some(-5));
    assert_eq!(early.duration, Duration::RightCensored { min: Span::ZERO });
}

#[test]
fn an_end_set_to_none_and_a_missing_start_are_unknown() {
    let m = case(&[(Milestone::Detected, Some(exact(0))), (Milestone::Contained, None)]);
    let metric = one(MetricId::TimeToContain, &m, Some(9));
    assert_eq!(metric.duration, Duration::Unknown { reason: Unknown::EndNotApplicable });
    let dwell = one(MetricId::Dwell, &m, Some(9));
    assert_eq!(dwell.duration, Duration::Unknown { reason: Unknown::NoStart });
}

#[test]
fn an_end_before_the_start_is_no_number() {
    let m = case(&[(Milestone::Detected, Some(exact(9))), (Milestone::Contained, Some(exact(0)))]);
    let metric = one(MetricId::TimeToContain, &m, None);
    assert_eq!(metric.duration, Duration::Unknown { reason: Unknown::Reversed });
}

#[test]
fn exposure_falls_back_to_compromise_and_notices_to_detection() {
    let m = case(&[
        (Milestone::Compromise, Some(exact(0))),
        (Milestone::ExposureStarted, None),
        (Milestone::Detected, Some(exact(50))),
        (Milestone::Contained, Some(exact(100))),
        (Milestone::AuthorityNotified, Some(exact(90))),
    ]);
    let exposure = one(MetricId::Exposure, &m, None);
    assert_eq!((exposure.from, exposure.duration.max()), (Milestone::Compromise, Some(Span::seconds(100))));
    let notify = one(MetricId::TimeToNotifyAuthority, &m, None);
    assert_eq!((notify.from, notify.duration.max()), (Milestone::Detected, Some(Span::seconds(40))));
}

#[test]
fn what_the_record_states_stands_until_a_person_decides_both_ends() {
    let stated = BTreeMap::from([(MetricId::TimeToContain, Duration::Exact { value: Span::seconds(7) })]);
    let m = case(&[(Milestone::Detected, Some(exact(0)))]);
    let metric = &compute(&m, &BTreeSet::new(), &stated, None)[3];
    assert_eq!((metric.duration.max(), metric.basis), (Some(Span::seconds(7)), Status::Stated));
    let m = case(&[(Milestone::Detected, Some(exact(0))), (Milestone::Contained, Some(exact(9)))]);
    let metric = &compute(&m, &BTreeSet::new(), &stated, None)[3];
    assert_eq!((metric.duration.max(), metric.basis), (Some(Span::seconds(9)), Status::Confirmed));
}

#[test]
fn any_two_milestones_make_a_metric() {
    let own = MetricId::Custom { from: Milestone::Aware, to: Milestone::PublicDisclosure };
    let m = case(&[(Milestone::Aware, Some(exact(0))), (Milestone::PublicDisclosure, Some(exact(60)))]);
    let metric = one(own, &m, None);
    assert_eq!(note(&metric), "1 min");
    assert_eq!(
        definition(&metric.id).meaning,
        "From “Aware of a personal-data breach” until “Public disclosure”."
    );
}
