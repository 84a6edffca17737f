//! Stories for the tests of charts.

mod drawn;
mod legal_clocks;
mod many_cases;

use super::*;
use crate::milestone::{Held, Status};
use crate::model::time::{DAY, HOUR};
use crate::model::{CaseId, Milestone, Moment, Precision, Span, ZoneOrigin};
use crate::obligation::Verdict;
use Milestone::*;

fn t(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn held(moment: Moment, status: Status) -> Held {
    Held {
        moment: Some(moment),
        status,
        confidence: 1.0,
        reasons: vec![],
        events: vec![],
        alternatives: vec![],
    }
}

/// Confirmed milestones; a `?` in front of the time makes it proposed, a day without a clock imprecise.
pub fn milestones(all: &[(Milestone, &str)]) -> Milestones {
    let one = |(milestone, text): &(Milestone, &str)| {
        let status = if text.starts_with('?') { Status::Proposed } else { Status::Confirmed };
        let text = text.trim_start_matches('?');
        let moment = if text.contains('T') {
            Moment::exact(t(&format!("{text}:00Z")))
        } else {
            let earliest = t(&format!("{text}T00:00:00Z"));
            let (latest, precision, zone) = (earliest.plus(Span(DAY)), Precision::Day, ZoneOrigin::Assumed);
            Moment { earliest, latest, precision, zone }
        };
        (milestone.clone(), held(moment, status))
    };
    Milestones(all.iter().map(one).collect())
}

fn clock(title: &str, start: &str, due: &str, sent: Option<&str>, verdict: Verdict) -> Obligation {
    let pair = |text: &str| Some([t(text), t(text)]);
    let (trigger, due, sent) = (pair(start), pair(due), sent.and_then(pair));
    Obligation {
        title: title.into(),
        rule: title.into(),
        selected: true,
        applies: Some(true),
        trigger,
        due,
        sent,
        verdict,
        ..Obligation::default()
    }
}

/// One lane: everything within a few days.
pub fn days() -> Chart {
    let all = milestones(&[
        (Compromise, "?2026-03-14T22:10"),
        (FirstSignal, "?2026-03-15T03:00"),
        (Detected, "2026-03-16T09:48"),
        (Acknowledged, "2026-03-16T09:55"),
        (Declared, "2026-03-16T12:30"),
        (Aware, "2026-03-16T15:00"),
        (EvidencePreserved, "2026-03-16T16:00"),
        (Contained, "2026-03-17T01:05"),
        (Eradicated, "2026-03-17T19:00"),
        (Recovered, "2026-03-18T14:00"),
        (AuthorityNotified, "2026-03-19T11:00"),
    ]);
    let clocks = [
        clock(
            "Supervisory authority, GDPR Art. 33(1)",
            "2026-03-16T15:00:00Z",
            "2026-03-19T15:00:00Z",
            Some("2026-03-19T11:00:00Z"),
            Verdict::OnTime,
        ),
        clock(
            "NIS2 early warning, Art. 23(4)(a)",
            "2026-03-16T15:00:00Z",
            "2026-03-17T15:00:00Z",
            Some("2026-03-18T09:00:00Z"),
            Verdict::Late,
        ),
    ];
    Chart::phases(&all, &clocks, t("2026-03-20T00:00:00Z"), "Europe/Berlin".parse().unwrap())
}

/// Two lanes: weeks of exposure, hours of response, weeks until the review.
pub fn dwarfed() -> Chart {
    let all = milestones(&[
        (Compromise, "2026-02-03"),
        (ExposureStarted, "2026-02-05T10:00"),
        (Detected, "2026-03-16T09:48"),
        (Acknowledged, "2026-03-16T09:50"),
        (Declared, "2026-03-16T10:02"),
        (Aware, "2026-03-16T10:40"),
        (Contained, "2026-03-16T13:05"),
        (Eradicated, "?2026-03-16T18:00"),
        (Recovered, "?2026-03-16T20:10"),
        (AuthorityNotified, "2026-03-18T11:00"),
        (IndividualsNotified, "2026-03-27T11:00"),
        (ReviewHeld, "2026-04-02T13:00"),
        (PlanUpdated, "2026-04-10"),
    ]);
    let clocks = [clock(
        "Supervisory authority, GDPR Art. 33(1)",
        "2026-03-16T10:40:00Z",
        "2026-03-19T10:40:00Z",
        Some("2026-03-18T11:00:00Z"),
        Verdict::OnTime,
    )];
    Chart::phases(&all, &clocks, t("2026-04-12T00:00:00Z"), Zone::Utc)
}

/// Still open.
pub fn open() -> Chart {
    let all = milestones(&[
        (Compromise, "2026-03-12"),
        (Detected, "2026-03-16T09:48"),
        (Declared, "?2026-03-16T12:30"),
    ]);
    let clocks = [clock(
        "Supervisory authority, GDPR Art. 33(1)",
        "2026-03-16T12:30:00Z",
        "2026-03-19T12:30:00Z",
        None,
        Verdict::NotSent,
    )];
    Chart::phases(&all, &clocks, t("2026-03-20T08:00:00Z"), Zone::Utc)
}

/// All milestones within two hours.
pub fn crowded() -> Chart {
    let mut all = vec![];
    for (n, milestone) in Milestone::ALL.into_iter().enumerate() {
        all.push((milestone, format!("2026-03-16T{:02}:{:02}", 9 + n / 10, n % 10 * 6)));
    }
    let all: Vec<_> = all.iter().map(|(m, s)| (m.clone(), s.as_str())).collect();
    Chart::phases(&milestones(&all), &[], t("2026-03-20T08:00:00Z"), Zone::Utc)
}

/// Cases with lengths that look like an incident table's: skewed, some not over, some ranges.
pub fn cases(n: i64) -> Vec<(CaseId, String, Duration)> {
    (0..n)
        .map(|k| {
            let hours = 2 + (k * 7919) % 97 + ((k * 104_729) % 13).pow(2) * 3;
            let duration = match k % 11 {
                4 => Duration::RightCensored { min: Span(hours * HOUR) },
                7 => Duration::Range { min: Span(hours * HOUR), max: Some(Span(hours * HOUR + 3 * DAY)) },
                9 if k % 2 == 0 => Duration::Range { min: Span(hours * HOUR), max: None },
                _ => Duration::Exact { value: Span(hours * HOUR + k * 60_000_000) },
            };
            (CaseId(k as u32), format!("Incident {}", k + 1), duration)
        })
        .collect()
}

/// Events that were known between minutes and weeks later; some only to the day.
pub fn gaps(n: i64) -> Chart {
    let one = |k: i64| {
        let happened = Moment::exact(Timestamp(t("2026-03-10T00:00:00Z").0 + k * HOUR));
        let known = happened.earliest.plus(Span(60_000_000 * (1 + (k * 7919) % 9_973)));
        let known = match k % 5 {
            3 => Moment { earliest: known, latest: known.plus(Span(DAY)), ..Moment::exact(known) },
            _ => Moment::exact(known),
        };
        (format!("Event {k} on a host with quite a long name, told in many words"), happened, known)
    };
    Chart::awareness(&(0..n).map(one).collect::<Vec<_>>(), Zone::Utc).unwrap()
}

pub fn clocks(codes: &[&str]) -> Chart {
    use crate::model::Facts;
    use crate::obligation::{Pack, assess};
    let held = |time: &str| {
        let moment = Some(Moment::exact(t(time)));
        let status = crate::milestone::Status::Confirmed;
        Held { moment, status, confidence: 1.0, reasons: vec![], events: vec![], alternatives: vec![] }
    };
    let milestones = [
        ("detected", "2026-03-16T09:05:00Z"),
        ("aware", "2026-03-16T09:31:00Z"),
        ("sent:eu-gdpr-33-1-authority", "2026-03-18T15:22:00Z"),
        ("sent:us-ca-1798-82-individuals", "2026-04-20T15:22:00Z"),
    ];
    let milestones = Milestones(milestones.iter().map(|(m, at)| (m.parse().unwrap(), held(at))).collect());
    let facts = Facts {
        jurisdictions: codes.iter().map(|c| (*c).to_owned()).collect(),
        personal_data: Some(true),
        risk_unlikely: Some(false),
        ..Facts::default()
    };
    let all = assess(Pack::builtin(), &facts, &milestones, t("2026-06-01T00:00:00Z"));
    Chart::clocks(&all, &milestones, Zone::Utc).unwrap()
}

/// Cases with names of their own.
pub fn named(all: &[Duration]) -> Vec<(CaseId, String, Duration)> {
    all.iter().zip(0..).map(|(duration, n)| (CaseId(n), format!("Case {n}"), *duration)).collect()
}

/// Two groups of cases.
pub fn pair(n: i64) -> Chart {
    let all = cases(n);
    let (a, b) = all.split_at(all.len() / 3);
    let names = ["before 1.4", "since 1.4 of a plan with quite a long name"].map(str::to_owned);
    Chart::pair(&MetricId::TimeToContain, names, [a, b]).unwrap()
}

pub fn spread(n: i64) -> Chart {
    Chart::spread(&MetricId::TimeToContain, &cases(n)).unwrap()
}

/// Cases some weeks apart, with empty months between.
pub fn course(n: i64) -> Chart {
    let at = |k: i64| Moment::exact(t("2024-01-10T00:00:00Z").plus(Span((k * 17 + (k / 5) * 50) * DAY)));
    let all: Vec<_> = cases(n).into_iter().zip(0..).map(|((id, name, d), k)| (id, name, at(k), d)).collect();
    Chart::course(&MetricId::TimeToContain, &all).unwrap()
}

/// Teams of an exercise against history: one faster, one slower, one of a long name that reached little.
fn versus(teams: usize) -> Chart {
    let names = ["Harbour", "Lighthouse", "The team from the third floor of the warehouse", "=Quay"];
    let names: Vec<String> = names.iter().take(teams).map(|n| (*n).to_owned()).collect();
    let minute = |n: i64| Span::seconds(60 * n);
    let row = |label: &str, history: i64, target: Option<i64>, took: [Option<i64>; 4]| VersusRow {
        label: label.to_owned(),
        history: Duration::Exact { value: minute(history) },
        target: target.map(minute),
        teams: took.into_iter().take(teams).map(|n| n.map(minute)).collect(),
    };
    let rows = vec![
        row("Detected → Declared", 15, Some(15), [Some(0), Some(40), None, Some(3)]),
        row("Detected → Contained", 44, Some(60), [Some(30), Some(300), None, Some(44)]),
        row(
            "Aware of a personal-data breach → Authority notified",
            3_231,
            Some(4_320),
            [Some(600), None, None, None],
        ),
        VersusRow {
            label: "Detected → Recovered".to_owned(),
            history: Duration::Range { min: minute(900), max: Some(minute(1_500)) },
            target: None,
            teams: vec![None; teams],
        },
    ];
    Chart::versus(names, rows).unwrap()
}
