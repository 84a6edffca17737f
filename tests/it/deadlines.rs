//! Every table and vector of ../shared/obligations/rules.md, each against the pack that comes with Floodmark.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use floodmark::milestone::{Held, Milestones, Status};
use floodmark::model::{Facts, Milestone, Moment, Precision, Span, Timestamp, Zone, ZoneOrigin};
use floodmark::obligation::{Obligation, Pack, Verdict, assess};

pub fn t(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

/// An instant, a date (a whole day in `zone`), or `none`.
fn moment(text: &str, zone: Zone) -> Option<Moment> {
    match text {
        "none" => None,
        date if date.len() == 10 => {
            let day: chrono::NaiveDate = date.parse().unwrap();
            Moment::from_local(day.and_time(Default::default()), Precision::Day, zone, ZoneOrigin::Asserted)
        }
        exact => Some(Moment::exact(t(exact))),
    }
}

fn milestones(list: &[(&str, &str)], zone: Zone) -> Milestones {
    let one = |(name, time): &(&str, &str)| {
        let moment = moment(time, zone);
        let status = if moment.is_some() { Status::Confirmed } else { Status::None };
        let held =
            Held { moment, status, confidence: 1.0, reasons: vec![], events: vec![], alternatives: vec![] };
        (name.parse::<Milestone>().unwrap(), held)
    };
    Milestones(list.iter().map(one).collect())
}

/// A case whose questions are all answered for the places given.
pub fn facts(codes: &[&str], sector: &str) -> Facts {
    Facts {
        jurisdictions: codes.iter().map(|c| (*c).to_owned()).collect(),
        personal_data: Some(true),
        risk_unlikely: Some(false),
        high_risk: Some(true),
        processor: Some(false),
        sector: sector.to_owned(),
        ..Facts::default()
    }
}

pub const END: &str = "2040-01-01T00:00:00Z";

pub fn assessed(rule: &str, facts: &Facts, list: &[(&str, &str)], as_of: &str) -> Obligation {
    let all = assess(Pack::builtin(), facts, &milestones(list, Zone::Utc), t(as_of));
    all.into_iter().find(|o| o.rule == rule).unwrap()
}

/// The one due time of an exact trigger.
#[track_caller]
fn due(rule: &str, facts: &Facts, list: &[(&str, &str)], expected: &str) {
    let o = assessed(rule, facts, list, END);
    assert_eq!(o.due, Some([t(expected); 2]), "{rule} {list:?}: {:?} {:?}", o.verdict, o.notes);
}

#[track_caller]
fn verdict(rule: &str, facts: &Facts, list: &[(&str, &str)], expected: Verdict) -> Obligation {
    let o = assessed(rule, facts, list, END);
    assert_eq!(o.verdict, expected, "{rule} {list:?}: due {:?}, {:?}", o.due, o.notes);
    o
}

#[test]
fn seventy_two_hours_across_clock_changes_strict_and_lenient() {
    let facts = facts(&["DE"], "retail");
    for (aware, strict, lenient) in [
        ("2026-11-20T14:25:00+01:00", "2026-11-23T14:25:00+01:00", "2026-11-23T15:00:00+01:00"),
        ("2026-10-23T14:25:00+02:00", "2026-10-26T13:25:00+01:00", "2026-10-26T14:00:00+01:00"),
        ("2026-03-27T14:25:00+01:00", "2026-03-30T15:25:00+02:00", "2026-03-30T16:00:00+02:00"),
    ] {
        let o = assessed("eu-gdpr-33-1-authority", &facts, &[("aware", aware)], END);
        assert_eq!((o.due, o.due_lenient), (Some([t(strict); 2]), Some([t(lenient); 2])));
    }
}

#[test]
fn the_sec_counts_four_business_days() {
    let facts = facts(&["US"], "listed");
    for (determined, last) in [
        ("2026-11-13T15:00:00-05:00", "2026-11-19"),
        ("2026-11-14T15:00:00-05:00", "2026-11-19"),
        ("2026-11-15T15:00:00-05:00", "2026-11-19"),
        ("2026-11-16T15:00:00-05:00", "2026-11-20"),
        ("2026-11-20T15:00:00-05:00", "2026-11-27"),
        ("2026-11-26T15:00:00-05:00", "2026-12-02"),
    ] {
        let list = [("materiality_determined", determined)];
        due("us-sec-8k-item-105", &facts, &list, &format!("{last}T23:59:59-05:00"));
    }
    // The time from discovery to determination is said beside it.
    let list = [("discovered", "2026-11-10T12:00:00Z"), ("materiality_determined", "2026-11-13T12:00:00Z")];
    let o = assessed("us-sec-8k-item-105", &facts, &list, END);
    assert!(o.notes.iter().any(|n| n.contains("it took 3 d. The law wants")), "{:?}", o.notes);
}

#[test]
fn months_end_on_the_same_number_or_the_last_day_and_roll_over() {
    let facts = facts(&["DE"], "critical");
    let rule = "eu-nis2-23-final-report";
    for (sent, last) in [
        ("2026-11-16T10:00:00+01:00", "2026-12-16T23:59:59+01:00"),
        // 31 January: the last day of February, in a common year (a Saturday, so Monday) and in a leap year.
        ("2026-01-31T10:00:00+01:00", "2026-03-02T23:59:59+01:00"),
        ("2028-01-31T10:00:00+01:00", "2028-02-29T23:59:59+01:00"),
        // 1 May is a holiday in all of Germany: the next working day is Monday.
        ("2026-04-01T10:00:00+02:00", "2026-05-04T23:59:59+02:00"),
        // A Saturday.
        ("2026-09-12T10:00:00+02:00", "2026-10-12T23:59:59+02:00"),
        ("2026-10-28T10:00:00+01:00", "2026-11-30T23:59:59+01:00"),
    ] {
        due(rule, &facts, &[("sent:eu-nis2-23-notification", sent)], last);
    }
    // 1 May is one in France as well, and Ascension is none in Bulgaria.
    let french = Facts { jurisdictions: vec!["FR".to_owned()], ..facts.clone() };
    let o = assessed(rule, &french, &[("sent:eu-nis2-23-notification", "2026-04-01T10:00:00+02:00")], END);
    assert_eq!(o.due, Some([t("2026-05-04T23:59:59+02:00"); 2]));
    assert!(o.notes.iter().any(|n| n.contains("public holidays of France;")), "{:?}", o.notes);
    let last = |code: &str, sent: &str| {
        let facts = Facts { jurisdictions: vec![code.to_owned()], ..facts.clone() };
        let o = assessed(rule, &facts, &[("sent:eu-nis2-23-notification", sent)], END);
        o.due.unwrap().map(|end| end.to_string()[..10].to_owned())
    };
    assert_eq!(last("FR", "2026-04-14T10:00:00Z"), ["2026-05-15"; 2]);
    assert_eq!(last("BG", "2026-04-14T10:00:00Z"), ["2026-05-14"; 2]);
}

#[test]
fn uncertain_holidays_are_an_interval_of_the_end() {
    let rule = "eu-nis2-23-final-report";
    let told = |code: &str, notified: &str, sent: &str| {
        let facts = facts(&[code], "critical");
        let list = [("sent:eu-nis2-23-notification", notified), ("sent:eu-nis2-23-final-report", sent)];
        let o = assessed(rule, &facts, &list, END);
        (o.due.unwrap().map(|end| end.to_string()[..10].to_owned()), o.verdict, o.notes)
    };
    // A month after 5 May ends on Constitution Day of Denmark, a Friday on which many rest.
    let (due, verdict, notes) = told("DK", "2026-05-05T10:00:00Z", "2026-06-08T10:00:00Z");
    assert_eq!((due, verdict), (["2026-06-05".to_owned(), "2026-06-08".to_owned()], Verdict::Undetermined));
    assert!(notes.iter().any(|n| n.starts_with("Whether offices rest on a day")), "{notes:?}");
    assert_eq!(told("DK", "2026-05-05T10:00:00Z", "2026-06-09T10:00:00Z").1, Verdict::Late);
    assert_eq!(told("DK", "2026-05-05T10:00:00Z", "2026-06-05T10:00:00Z").1, Verdict::OnTime);
    // Epiphany is a holiday of some German states; it decides where nobody has said which one.
    let german = |code| told(code, "2025-12-06T10:00:00Z", "2026-01-07T10:00:00Z");
    assert_eq!(
        ["DE", "DE-BY", "DE-BE"].map(|code| german(code).1),
        [Verdict::Undetermined, Verdict::OnTime, Verdict::Late]
    );
    // The 14th of July is one in France alone: it is possible where no member state is named.
    let july = |code| told(code, "2026-06-14T10:00:00Z", "2026-07-15T10:00:00Z").1;
    assert_eq!(["EU", "FR", "NL"].map(july), [Verdict::Undetermined, Verdict::OnTime, Verdict::Late]);
}

#[test]
fn days_roll_over_under_1182_and_hours_never() {
    let facts = facts(&["DE"], "manufacturer, critical");
    // 14 days from Saturday 19 September end on Saturday 3 October, a holiday: Monday 5 October.
    let fixed = [("corrective_measure_available", "2026-09-19T10:00:00+02:00")];
    due("eu-cra-14-vuln-final", &facts, &fixed, "2026-10-05T23:59:59+02:00");
    // 24 and 72 hours from a Friday end on Saturday and Monday, whatever day that is.
    let aware = [("aware", "2026-12-24T10:00:00+01:00")];
    due("eu-cra-14-vuln-early-warning", &facts, &aware, "2026-12-25T10:00:00+01:00");
    due("eu-nis2-23-early-warning", &facts, &aware, "2026-12-25T10:00:00+01:00");
    due("eu-nis2-23-notification", &facts, &aware, "2026-12-27T10:00:00+01:00");
}

#[test]
fn dora_is_the_earlier_of_both_limbs_with_its_own_weekend_rule() {
    let rule = "eu-dora-19-initial";
    let bank = facts(&["DE"], "bank");
    let list =
        |aware: &'static str, classified: &'static str| [("aware", aware), ("classified_major", classified)];
    // Classified at once: four hours from there.
    due(rule, &bank, &list("2026-11-16T08:00:00Z", "2026-11-16T10:00:00Z"), "2026-11-16T14:00:00Z");
    // Classified late on the first day: the cap of 24 hours.
    due(rule, &bank, &list("2026-11-16T08:00:00Z", "2026-11-17T06:00:00Z"), "2026-11-17T08:00:00Z");
    // Classified after these 24 hours: four hours from there alone.
    due(rule, &bank, &list("2026-11-16T08:00:00Z", "2026-11-17T09:00:00Z"), "2026-11-17T13:00:00Z");
    // Not classified: no limit runs yet.
    verdict(rule, &bank, &[("aware", "2026-11-16T08:00:00Z")], Verdict::NoTrigger);
    // Art. 5(4): a Saturday is Monday noon, not for a credit institution; who says no more has it generously only.
    let saturday = list("2026-11-20T08:00:00Z", "2026-11-20T22:30:00Z");
    due(rule, &bank, &saturday, "2026-11-21T02:30:00Z");
    due(rule, &facts(&["DE"], "payment"), &saturday, "2026-11-23T12:00:00+01:00");
    let open = assessed(rule, &facts(&["DE"], "finance"), &saturday, END);
    assert_eq!(open.due, Some([t("2026-11-21T02:30:00Z"); 2]));
    assert_eq!(open.due_lenient, Some([t("2026-11-23T12:00:00+01:00"); 2]));
    // 72 hours and one month from the notice before; the final report always has the relief.
    let initial = ("sent:eu-dora-19-initial", "2026-11-16T12:00:00Z");
    due("eu-dora-19-intermediate", &bank, &[initial], "2026-11-19T12:00:00Z");
    let intermediate = ("sent:eu-dora-19-intermediate", "2026-11-19T10:00:00Z");
    due("eu-dora-19-final", &bank, &[initial, intermediate], "2026-12-21T12:00:00+01:00");
}

#[test]
fn imprecise_times_of_dora_span_all_they_allow() {
    let bank = facts(&["DE"], "bank");
    let day = [("aware", "2026-11-16T08:00:00Z"), ("classified_major", "2026-11-17")];
    let o = assessed("eu-dora-19-initial", &bank, &day, END);
    // 00:00 + 4 h at the earliest; classified after awareness + 24 h, at midnight, + 4 h at the latest.
    assert_eq!(o.due, Some([t("2026-11-17T04:00:00Z"), t("2026-11-18T04:00:00Z")]));
}

#[test]
fn american_days_are_counted_from_the_next_one_without_rolling() {
    let california = facts(&["US-CA"], "retail");
    let found = [("discovered", "2026-11-05T10:00:00-08:00")];
    due("us-ca-1798-82-individuals", &california, &found, "2026-12-05T23:59:59-08:00");
    // The attorney general: 15 days from the notice to individuals.
    let mut counted = california.clone();
    counted.residents.insert("US-CA".to_owned(), 900);
    let told = [("sent:us-ca-1798-82-individuals", "2026-12-01T10:00:00-08:00")];
    due("us-ca-1798-82-ag", &counted, &told, "2026-12-16T23:59:59-08:00");
    due(
        "us-ca-1798-82-ag",
        &counted,
        &[("individuals_notified", "2026-12-01T10:00:00-08:00")],
        "2026-12-16T23:59:59-08:00",
    );
    // Across the night in which summer time ends.
    let before = [("discovered", "2026-10-20T23:30:00-04:00")];
    due("us-ny-899aa-individuals", &facts(&["US-NY"], "retail"), &before, "2026-11-19T23:59:59-05:00");
}

#[test]
fn sixty_days_after_the_year_are_the_first_of_march_or_a_leap_day() {
    let mut health = facts(&["US"], "health");
    health.records_affected = Some(120);
    for (found, last) in [
        ("2026-05-04T12:00:00-04:00", "2027-03-01T23:59:59-05:00"),
        ("2027-05-04T12:00:00-04:00", "2028-02-29T23:59:59-05:00"),
    ] {
        due("us-hipaa-408-hhs-under-500", &health, &[("discovered", found)], last);
    }
    let o = verdict(
        "us-hipaa-408-hhs-under-500",
        &health,
        &[("discovered", "2026-05-04T12:00:00Z")],
        Verdict::NotSent,
    );
    assert_eq!(o.applies, Some(true));
    health.records_affected = Some(500);
    assert_eq!(assessed("us-hipaa-408-hhs-under-500", &health, &[], END).applies, Some(false));
}

#[test]
fn calendar_days_of_singapore_and_visa_and_business_days_of_brazil() {
    let mut singapore = facts(&["SG"], "retail");
    singapore.thresholds.insert("sg-pdpa-pdpc".to_owned(), true);
    let monday = [("assessed_notifiable", "2026-11-16T10:00:00+08:00")];
    due("sg-pdpa-pdpc", &singapore, &monday, "2026-11-19T23:59:59+08:00");
    let visa = Facts {
        contracts: vec!["visa".to_owned()],
        data_types: vec!["payment card number".to_owned()],
        zones: [("visa".to_owned(), "Europe/Berlin".to_owned())].into(),
        ..Facts::default()
    };
    let friday = [("suspected", "2026-11-20T10:00:00+01:00")];
    due("visa-wtdic-notify", &visa, &friday, "2026-11-23T23:59:59+01:00");
    // Friday 30 October: Monday 2 November is a holiday, so Tuesday, Wednesday, Thursday.
    let brazil = facts(&["BR"], "retail");
    due(
        "br-lgpd-anpd",
        &brazil,
        &[("aware_personal_data", "2026-10-30T10:00:00-03:00")],
        "2026-11-05T23:59:59-03:00",
    );
}

#[test]
fn vermont_has_fourteen_business_days_or_the_notice_to_consumers() {
    let vermont = facts(&["US-VT"], "retail");
    let found = ("discovered", "2026-11-02T10:00:00-05:00");
    // 11 November and 26 November are holidays.
    due("us-vt-ag-preliminary", &vermont, &[found], "2026-11-23T23:59:59-05:00");
    let told = ("sent:us-vt-individuals", "2026-11-12T10:00:00-05:00");
    due("us-vt-ag-preliminary", &vermont, &[found, told], "2026-11-12T10:00:00-05:00");
    // Where nobody said when it was discovered, the notice to consumers alone bounds it.
    let told = ("individuals_notified", "2026-11-12T10:00:00-05:00");
    let o = assessed("us-vt-ag-preliminary", &vermont, &[told], END);
    assert_eq!(o.due, Some([t(told.1); 2]));
    assert_eq!(o.due_lenient, Some([t("2026-11-12T23:59:59-05:00"); 2]));
}

#[test]
fn a_notice_of_the_last_day_is_in_time_to_its_last_second() {
    let california = facts(&["US-CA"], "");
    let zone: Zone = "America/Los_Angeles".parse().unwrap();
    let judged = |sent: &str| {
        let list = [("detected", "2026-11-05T10:00:00-08:00"), ("individuals_notified", sent)];
        let all = assess(Pack::builtin(), &california, &milestones(&list, zone), t(END));
        let o = all.into_iter().find(|o| o.rule == "us-ca-1798-82-individuals").unwrap();
        assert_eq!(o.due, Some([t("2026-12-05T23:59:59-08:00"); 2]));
        (o.verdict, o.margin_seconds.unwrap())
    };
    assert_eq!(judged("2026-12-05T23:59:59.900-08:00"), (Verdict::OnTime, [0, 0]));
    assert_eq!(judged("2026-12-06T00:00:00-08:00"), (Verdict::Late, [-1, -1]));
    // Known to the day alone: all of the last day is in time, and nothing of the next.
    assert_eq!(judged("2026-12-05"), (Verdict::OnTime, [0, 86_399]));
    assert_eq!(judged("2026-12-06"), (Verdict::Late, [-86_400, -1]));
    // Nor is it missed before that second is over.
    let absent = |end: &str| {
        let list = [("detected", "2026-11-05T10:00:00-08:00")];
        let all = assess(Pack::builtin(), &california, &milestones(&list, zone), t(end));
        all.into_iter().find(|o| o.rule == "us-ca-1798-82-individuals").unwrap().verdict
    };
    assert_eq!(absent("2026-12-05T23:59:59.900-08:00"), Verdict::Undetermined);
    assert_eq!(absent("2026-12-06T00:00:00-08:00"), Verdict::NotSent);
}

#[test]
fn a_notice_before_the_clock_started_is_in_time_and_its_times_are_asked_about() {
    let list = |sent: &'static str| [("aware", "2026-11-20T14:25:00Z"), ("authority_notified", sent)];
    let facts = facts(&["DE"], "retail");
    let asks = |o: &Obligation| o.notes.iter().any(|note| note.contains("before its clock started"));
    let before = verdict("eu-gdpr-33-1-authority", &facts, &list("2026-11-20T14:24:59Z"), Verdict::OnTime);
    assert!(asks(&before), "{:?}", before.notes);
    let at_once = verdict("eu-gdpr-33-1-authority", &facts, &list("2026-11-20T14:25:00Z"), Verdict::OnTime);
    assert!(!asks(&at_once), "{:?}", at_once.notes);
    // A clock that starts with the end of the year is for those who wait: who tells at once is asked nothing.
    let mut health = self::facts(&["US"], "health");
    health.records_affected = Some(40);
    let list =
        [("discovered", "2026-03-10T12:00:00-05:00"), ("sent:us-hipaa-408-hhs-under-500", "2026-04-02")];
    let early = verdict("us-hipaa-408-hhs-under-500", &health, &list, Verdict::OnTime);
    assert!(!asks(&early), "{:?}", early.notes);
}

#[test]
fn customers_of_a_carrier_are_not_told_before_seven_full_business_days() {
    let carrier = facts(&["US"], "telecom");
    let rule = "us-fcc-64-2011-customers";
    let told = |sent: &'static str| {
        [("law_enforcement_notified", "2026-11-16T10:00:00-05:00"), ("sent:us-fcc-64-2011-customers", sent)]
    };
    // 17, 18, 19, 20, 23, 24, 25 November.
    let early = verdict(rule, &carrier, &told("2026-11-25T12:00:00-05:00"), Verdict::TooEarly);
    assert_eq!(early.due, Some([t("2026-11-25T23:59:59-05:00"); 2]));
    assert!(early.not_before && early.margin_seconds.unwrap()[1] < 0);
    verdict(rule, &carrier, &told("2026-11-26T00:00:00-05:00"), Verdict::OnTime);
    verdict(rule, &carrier, &told("2026-11-26"), Verdict::Undetermined);
    // There is no latest date.
    let never = [("law_enforcement_notified", "2026-11-16T10:00:00-05:00")];
    verdict(rule, &carrier, &never, Verdict::NotAssessable);
}

#[test]
fn ordered_notices_are_too_early_or_too_late() {
    let mut singapore = facts(&["SG"], "retail");
    singapore.thresholds.insert("sg-pdpa-individuals".to_owned(), true);
    let rule = "sg-pdpa-individuals";
    let pdpc = ("sent:sg-pdpa-pdpc", "2026-11-18T10:00:00+08:00");
    verdict(
        rule,
        &singapore,
        &[pdpc, ("sent:sg-pdpa-individuals", "2026-11-18T09:00:00+08:00")],
        Verdict::TooEarly,
    );
    verdict(
        rule,
        &singapore,
        &[pdpc, ("sent:sg-pdpa-individuals", "2026-11-18T11:00:00+08:00")],
        Verdict::NotAssessable,
    );
    // Maryland: the attorney general before the residents.
    let maryland = facts(&["US-MD"], "retail");
    let told = [
        ("discovered", "2026-11-02T10:00:00-05:00"),
        ("sent:us-md-individuals", "2026-11-18T10:00:00-05:00"),
    ];
    let with = |ag: &'static str| [told[0], told[1], ("attorney_general_notified", ag)];
    verdict("us-md-individuals", &maryland, &told, Verdict::OnTime);
    verdict("us-md-individuals", &maryland, &with("2026-11-17T10:00:00-05:00"), Verdict::OnTime);
    verdict("us-md-individuals", &maryland, &with("2026-11-19T10:00:00-05:00"), Verdict::TooEarly);
    // Illinois: the attorney general not after the residents; on the same day only by the generous reading.
    let mut illinois = facts(&["US-IL"], "retail");
    illinois.residents.insert("US-IL".to_owned(), 800);
    let people = ("sent:us-il-pipa-individuals", "2026-11-18T10:00:00-06:00");
    let ag = |time: &'static str| [people, ("sent:us-il-pipa-ag", time)];
    verdict("us-il-pipa-ag", &illinois, &ag("2026-11-18T09:00:00-06:00"), Verdict::OnTime);
    verdict("us-il-pipa-ag", &illinois, &ag("2026-11-18T15:00:00-06:00"), Verdict::OnTimeLenient);
    verdict("us-il-pipa-ag", &illinois, &ag("2026-11-19T09:00:00-06:00"), Verdict::Late);
    // HHS at the same time as the individuals, and within the 60 days.
    let mut health = facts(&["US"], "health");
    health.records_affected = Some(900);
    let found = ("discovered", "2026-05-04T12:00:00-04:00");
    due("us-hipaa-408-hhs-500", &health, &[found], "2026-07-03T23:59:59-04:00");
    let told = ("sent:us-hipaa-404-individuals", "2026-06-01T12:00:00-04:00");
    let late = ("sent:us-hipaa-408-hhs-500", "2026-06-03T12:00:00-04:00");
    verdict("us-hipaa-408-hhs-500", &health, &[found, told, late], Verdict::Late);
}

#[test]
fn a_hold_by_law_enforcement_suspends_american_clocks() {
    let texas = facts(&["US-TX"], "retail");
    let rule = "us-tx-521-053-individuals";
    let found = ("determined_breach", "2026-05-01T12:00:00-05:00");
    let from = ("law_enforcement_hold_started", "2026-05-10T12:00:00-05:00");
    let to = ("law_enforcement_hold_ended", "2026-05-20T12:00:00-05:00");
    due(rule, &texas, &[found], "2026-06-30T23:59:59-05:00");
    due(rule, &texas, &[found, from, to], "2026-07-10T23:59:59-05:00");
    let sent = ("sent:us-tx-521-053-individuals", "2026-07-08T12:00:00-05:00");
    verdict(rule, &texas, &[found, sent], Verdict::Late);
    verdict(rule, &texas, &[found, from, to, sent], Verdict::OnTime);
    // A hold that nobody lifted decides nothing; one that began after the limit changes nothing.
    verdict(rule, &texas, &[found, from, sent], Verdict::Undetermined);
    let after = ("law_enforcement_hold_started", "2026-07-02T12:00:00-05:00");
    verdict(rule, &texas, &[found, after, to, sent], Verdict::Late);
    // The European clock does not know it.
    let aware = [("aware", "2026-05-01T12:00:00Z"), from, to];
    due("eu-gdpr-33-1-authority", &facts(&["DE"], "retail"), &aware, "2026-05-04T12:00:00Z");
}

#[test]
fn banks_are_judged_by_the_time_of_receipt() {
    let bank = facts(&["US"], "bank");
    let rule = "us-bank-36h";
    let start = ("determined_notification_incident", "2026-11-16T08:00:00Z");
    let sent = ("sent:us-bank-36h", "2026-11-17T19:00:00Z");
    let received = ("received:us-bank-36h", "2026-11-17T21:00:00Z");
    due(rule, &bank, &[start], "2026-11-17T20:00:00Z");
    let stands_in = verdict(rule, &bank, &[start, sent], Verdict::OnTime);
    assert!(stands_in.notes.iter().any(|n| n.contains("receipt is not on record")));
    let both = verdict(rule, &bank, &[start, sent, received], Verdict::Late);
    assert_eq!((both.sent, both.received), (Some([t(sent.1); 2]), Some([t(received.1); 2])));
    assert_eq!(both.margin_seconds, Some([-3600, -3600]));
}

#[test]
fn reasons_excuse_as_far_as_the_rule_lets_them() {
    let with = |mut facts: Facts, rule: &str| {
        facts.delay_reasons.insert(rule.to_owned(), "The forensic copy took a week.".to_owned());
        facts
    };
    // Thailand: up to 15 days.
    let rule = "th-pdpa-pdpc";
    let thailand = with(facts(&["TH"], "retail"), rule);
    let sent = |time: &'static str| [("aware", "2026-11-02T10:00:00+07:00"), ("sent:th-pdpa-pdpc", time)];
    verdict(rule, &thailand, &sent("2026-11-10T10:00:00+07:00"), Verdict::LateWithReason);
    verdict(rule, &thailand, &sent("2026-11-19T10:00:00+07:00"), Verdict::Late);
    verdict(rule, &facts(&["TH"], "retail"), &sent("2026-11-10T10:00:00+07:00"), Verdict::Late);
    // Florida: 15 days more than its 30.
    let rule = "us-fl-501-171-individuals";
    let florida = with(facts(&["US-FL"], "retail"), rule);
    let sent = |time: &'static str| {
        [("determined_breach", "2026-05-01T10:00:00-04:00"), ("sent:us-fl-501-171-individuals", time)]
    };
    verdict(rule, &florida, &sent("2026-06-15T10:00:00-04:00"), Verdict::LateWithReason);
    verdict(rule, &florida, &sent("2026-06-16T10:00:00-04:00"), Verdict::Late);
}

#[test]
fn the_law_is_that_of_the_day_of_the_trigger() {
    for (rule, codes, sector, trigger, before, after) in [
        (
            "us-ca-1798-82-individuals",
            "US-CA",
            "",
            "discovered",
            "2025-12-31T23:00:00-08:00",
            "2026-01-01T00:00:00-08:00",
        ),
        (
            "us-ny-899aa-individuals",
            "US-NY",
            "",
            "discovered",
            "2024-12-20T23:00:00-05:00",
            "2024-12-21T00:00:00-05:00",
        ),
        ("uk-pecr-5a-ico", "GB", "telecom", "aware", "2025-08-19T23:00:00Z", "2025-08-20T00:00:00Z"),
        (
            "us-ftc-hbnr-ftc-500",
            "US",
            "health",
            "discovered",
            "2024-07-28T23:00:00-04:00",
            "2024-07-29T00:00:00-04:00",
        ),
        (
            "eu-cra-14-vuln-early-warning",
            "EU",
            "manufacturer",
            "aware",
            "2026-09-10T23:00:00Z",
            "2026-09-11T00:00:00Z",
        ),
        ("cn-cac-operators-4h", "CN", "", "discovered", "2025-10-31T23:00:00Z", "2025-11-01T00:00:00Z"),
        ("in-dpdp-board-detailed", "IN", "", "aware", "2027-05-12T23:00:00Z", "2027-05-13T00:00:00Z"),
    ] {
        let mut facts = facts(&[codes], sector);
        facts.records_affected = Some(900);
        verdict(rule, &facts, &[(trigger, before)], Verdict::NotInForce);
        verdict(rule, &facts, &[(trigger, after)], Verdict::NotSent);
    }
    let chile = facts(&["CL"], "");
    verdict("cl-21719-agency", &chile, &[("aware", "2026-11-30T12:00:00Z")], Verdict::NotInForce);
    verdict("cl-21719-agency", &chile, &[("aware", "2026-12-02T12:00:00Z")], Verdict::NotAssessable);
}

#[test]
fn what_is_not_law_yet_or_not_confirmed_gives_no_verdict() {
    let world = facts(&["EU", "GB", "US"], "critical, telecom");
    let aware = [("aware", "2026-11-16T08:00:00Z"), ("ransom_paid", "2026-11-16T09:00:00Z")];
    for rule in [
        "eu-digital-omnibus-gdpr-33",
        "uk-csr-bill-24-72",
        "us-circia-incident",
        "us-circia-ransom-payment",
        "us-fcc-2023-order-pending",
    ] {
        let o = verdict(rule, &world, &aware, Verdict::NotInForce);
        assert!(o.due.is_none() && o.notes.iter().any(|n| n.contains("gives no verdict")), "{:?}", o.notes);
    }
    // An unverified figure is shown and judged by nobody.
    let late = [("aware", "2026-11-02T08:00:00Z"), ("sent:uk-nis-2018-incident", "2026-11-16T09:00:00Z")];
    let o = verdict("uk-nis-2018-incident", &world, &late, Verdict::NotAssessable);
    assert_eq!(o.due, Some([t("2026-11-05T08:00:00Z"); 2]));
    assert!(o.notes.iter().any(|n| n.contains("No source that was read confirms this figure")));
    // A rule without a number shows its benchmark.
    let o = verdict(
        "ch-fadp-24-fdpic",
        &facts(&["CH"], ""),
        &[("aware", "2026-11-02T08:00:00Z")],
        Verdict::NotAssessable,
    );
    assert!(o.due.is_none() && o.benchmark.unwrap().starts_with("72 hours"));
}

#[test]
fn a_contract_without_a_number_asks_for_it() {
    let mut shop = Facts {
        contracts: ["acquirer", "customer"].map(str::to_owned).into(),
        data_types: vec!["payment card number".to_owned()],
        ..Facts::default()
    };
    let list = [
        ("suspected", "2026-11-16T08:00:00Z"),
        ("aware", "2026-11-16T08:00:00Z"),
        ("sent:acquirer-psp-contract", "2026-11-17T09:00:00Z"),
    ];
    verdict("acquirer-psp-contract", &shop, &list, Verdict::ContractValueMissing);
    verdict("customer-contract-notice", &shop, &list, Verdict::ContractValueMissing);
    shop.contract_limits.insert("acquirer".to_owned(), "24 hours".to_owned());
    shop.contract_limits.insert("customer-contract-notice".to_owned(), "2 days".to_owned());
    let o = verdict("acquirer-psp-contract", &shop, &list, Verdict::Late);
    assert_eq!(o.margin_seconds, Some([-3600, -3600]));
    due("customer-contract-notice", &shop, &list, "2026-11-18T23:59:59Z");
}

#[test]
fn triggers_fall_back_as_the_contract_of_analyse_says() {
    let california = facts(&["US-CA", "US-TX"], "");
    let detected = [("detected", "2026-11-05T10:00:00-08:00")];
    due("us-ca-1798-82-individuals", &california, &detected, "2026-12-05T23:59:59-08:00");
    verdict("us-tx-521-053-individuals", &california, &detected, Verdict::NoTrigger);
    let aware = [("aware", "2026-11-05T10:00:00-06:00")];
    due("us-tx-521-053-individuals", &california, &aware, "2027-01-04T23:59:59-06:00");
    due("us-ncua-72h", &facts(&["US"], "credit-union"), &aware, "2026-11-08T10:00:00-06:00");
    verdict("us-sec-8k-item-105", &facts(&["US"], "listed"), &aware, Verdict::NoTrigger);
    verdict("au-ransomware-payment", &facts(&["AU"], ""), &aware, Verdict::NoTrigger);
    verdict("eu-eidas-24-qualified-tsp", &facts(&["EU"], "trust-services"), &aware, Verdict::NoTrigger);
    // One notice to individuals serves the one rule that asks for it; a right of action asks for none.
    let told =
        [("detected", "2026-11-05T10:00:00-08:00"), ("individuals_notified", "2026-11-20T10:00:00-08:00")];
    verdict("us-ca-1798-82-individuals", &facts(&["US-CA"], ""), &told, Verdict::OnTime);
    // A day is that day's limit and not the next one's too.
    let o = assessed("us-tx-521-053-individuals", &california, &[("determined_breach", "2026-11-05")], END);
    assert_eq!(
        o.due,
        Some([t("2027-01-03T23:59:59-06:00"), t("2027-01-04T23:59:59-06:00")]),
        "a day of UTC is two in Texas"
    );
}

#[test]
fn a_sector_selects_its_rules_only_once_it_is_said() {
    let aware = [("aware", "2026-11-16T08:00:00Z"), ("authority_notified", "2026-11-17T08:00:00Z")];
    let open = facts(&["DE"], "");
    let o = assessed("eu-dora-19-intermediate", &open, &aware, END);
    assert_eq!((o.applies, o.selected), (None, false), "{}", o.because);
    verdict("eu-gdpr-33-1-authority", &open, &aware, Verdict::OnTime);
    assert_eq!(assessed("eu-dora-19-initial", &facts(&["DE"], "retail"), &aware, END).applies, Some(false));
    assert!(assessed("eu-dora-19-initial", &facts(&["DE"], "regulated:finance"), &aware, END).selected);
    // A time that only one rule asks for says that somebody holds it to apply.
    let stated = [("classified_major", "2026-11-16T08:00:00Z")];
    assert!(assessed("eu-dora-19-initial", &open, &stated, END).selected);
    // Nor where another question of the rule is open as well.
    let o = assessed("us-hipaa-408-hhs-500", &facts(&["US"], ""), &aware, END);
    assert_eq!((o.applies, o.selected), (None, false), "{}", o.because);
    // The state of a country that is only named as a whole is asked for.
    let o = assessed("us-ca-1798-82-individuals", &facts(&["US"], ""), &[], END);
    assert!(o.applies.is_none() && o.because.contains("as a whole"), "{}", o.because);
}

#[test]
fn an_hour_is_an_hour_everywhere() {
    // 72 hours in India and Korea, 6 hours in India, through a clock change that only others have.
    let aware = [("aware", "2026-10-24T10:00:00+05:30")];
    due("in-cert-in-6h", &facts(&["IN"], ""), &aware, "2026-10-24T16:00:00+05:30");
    let o = assessed("kr-pipa-pipc", &facts(&["KR"], ""), &aware, END);
    assert_eq!(o.due.unwrap()[0].since(t(aware[0].1)), Span::seconds(72 * 3600));
}
