//! Tests of the module around this file.

use super::*;
use crate::milestone::{Held, Status};
use crate::model::time::{DAY, HOUR};
use crate::model::{Milestone, Moment, Precision, Span, ZoneOrigin};
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
pub fn cases(n: i64) -> Vec<(String, Duration)> {
    (0..n)
        .map(|k| {
            let hours = 2 + (k * 7919) % 97 + ((k * 104_729) % 13).pow(2) * 3;
            let duration = match k % 11 {
                4 => Duration::RightCensored { min: Span(hours * HOUR) },
                7 => Duration::Range { min: Span(hours * HOUR), max: Some(Span(hours * HOUR + 3 * DAY)) },
                9 if k % 2 == 0 => Duration::Range { min: Span(hours * HOUR), max: None },
                _ => Duration::Exact { value: Span(hours * HOUR + k * 60_000_000) },
            };
            (format!("Incident {}", k + 1), duration)
        })
        .collect()
}

/// Writes the pictures that eyes should look at: `CHART_DIR=/tmp/charts cargo test --lib chart::tests::pictures -- --ignored`.
#[test]
#[ignore = "for eyes"]
fn pictures() {
    let Ok(dir) = std::env::var("CHART_DIR") else { return };
    std::fs::create_dir_all(&dir).unwrap();
    let mut page = String::from("<meta charset=utf-8><body style='margin:0;background:#777'>");
    let head = page.len();
    let survival = Chart::survival(&MetricId::TimeToContain, &cases(60)).unwrap();
    let charts = [
        ("days", days()),
        ("dwarfed", dwarfed()),
        ("open", open()),
        ("crowded", crowded()),
        ("survival", survival.clone()),
        ("survival_log", survival.with_log(true)),
        ("strip", Chart::strip(&MetricId::TimeToContain, &cases(60)).unwrap().with_highlight(Some(7))),
        ("strip_few", Chart::strip(&MetricId::Dwell, &cases(9)).unwrap().with_log(false)),
        ("strip_many", Chart::strip(&MetricId::Dwell, &cases(5_000)).unwrap()),
    ];
    for (name, chart) in charts {
        for (theme_name, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
            for width in [1060.0, 390.0] {
                let svg = chart.svg(width as u32, chart.height(width) as u32, &theme);
                std::fs::write(format!("{dir}/{name}_{theme_name}_{width}.svg"), &svg).unwrap();
                page.push_str(&format!(
                    "<div style='display:inline-block;vertical-align:top;margin:4px'>{svg}</div>"
                ));
            }
        }
        std::fs::write(format!("{dir}/{name}.html"), &page).unwrap();
        page.truncate(head);
    }
}

#[test]
fn no_text_overlaps_another_or_leaves_the_frame() {
    let survival = Chart::survival(&MetricId::TimeToContain, &cases(60)).unwrap();
    let strip = Chart::strip(&MetricId::TimeToContain, &cases(60)).unwrap();
    let all = [
        days(),
        dwarfed(),
        open(),
        crowded(),
        survival.clone(),
        survival.with_log(true),
        strip.clone(),
        strip.with_log(false),
    ];
    for chart in all {
        for width in [360.0, 390.0, 640.0, 1_060.0, 1_400.0] {
            let height = chart.height(width);
            let complaints = chart.scene(width, height).complaints(width, height);
            assert!(complaints.is_empty(), "{} at {width}: {complaints:#?}", chart.title());
        }
    }
}
