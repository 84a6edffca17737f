//! Tests of the module around this file.

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

/// The clocks of a shop in many places.
#[test]
fn clocks_tell_apart_what_the_law_does_and_stand_at_the_time_that_counts() {
    let at = |text: &str| Some([t(text), t(text)]);
    let clock = |verdict| Obligation {
        counted: at("2026-03-17T10:00:00Z"),
        // Received later than sent, by a rule that counts the sending.
        received: at("2026-03-20T10:00:00Z"),
        ..clock(
            "A rule",
            "2026-03-16T10:00:00Z",
            "2026-03-19T10:00:00Z",
            Some("2026-03-17T10:00:00Z"),
            verdict,
        )
    };
    use Verdict::*;
    let mut all = [OnTime, OnTimeLenient, Late, LateWithReason].map(clock).to_vec();
    all.push(Obligation { due: None, ..clock(NotAssessable) });
    // A proposal has no due time either, and no clock to miss.
    all.push(Obligation { due: None, ..clock(NotInForce) });
    let chart = Chart::clocks(&all, &Milestones::default(), Zone::Utc).unwrap();
    assert_eq!(
        chart.title(),
        "Of 4 clocks: 2 kept (1 by the lenient reading alone), 1 not kept, 1 late with documented reasons, 0 not decided"
    );
    assert!(chart.caption().starts_with("n = 4, 1 more without a due time. "), "{}", chart.caption());
    assert!(chart.table().rows.iter().all(|row| row[4] == "24.00"), "{:?}", chart.table());
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

/// A notice that was sent in time and received too late, under a rule that counts the sending and one that counts the receipt.
#[test]
fn the_notice_stands_at_the_time_that_its_rule_counts() {
    use crate::model::Facts;
    use crate::obligation::{Pack, assess};
    let rules = [("eu-gdpr-33-1-authority", "24.00", "On time"), ("us-bank-36h", "96.00", "Late")];
    let mut all = vec![
        (Milestone::Aware, "2026-03-16T09:00".to_owned()),
        ("determined_notification_incident".parse().unwrap(), "2026-03-16T09:00".to_owned()),
    ];
    for (rule, ..) in rules {
        all.push((Milestone::Sent(rule.to_owned()), "2026-03-17T09:00".to_owned()));
        all.push((Milestone::Received(rule.to_owned()), "2026-03-20T09:00".to_owned()));
    }
    let all: Vec<(Milestone, &str)> = all.iter().map(|(m, at)| (m.clone(), at.as_str())).collect();
    let facts = Facts {
        jurisdictions: ["DE", "US"].map(str::to_owned).to_vec(),
        sector: "bank".to_owned(),
        personal_data: Some(true),
        risk_unlikely: Some(false),
        thresholds: [("us-bank-36h".to_owned(), true)].into(),
        ..Facts::default()
    };
    let milestones = milestones(&all);
    let judged = assess(Pack::builtin(), &facts, &milestones, t("2026-06-01T00:00:00Z"));
    for (rule, hours, verdict) in rules {
        let one = judged.iter().find(|o| o.rule == rule).unwrap();
        let chart = Chart::clocks(std::slice::from_ref(one), &milestones, Zone::Utc).unwrap();
        let row = &chart.table().rows[0];
        assert_eq!([row[4].as_str(), row[5].as_str()], [hours, verdict], "{rule}");
    }
}

#[test]
fn what_is_not_decided_counts_for_nobody() {
    let times = ["2026-03-16T09:31:00Z", "2026-03-19T09:31:00Z"];
    let clocks = |change: fn(&mut Obligation)| {
        let mut one = clock("Authority", times[0], times[1], None, Verdict::NotSent);
        change(&mut one);
        (Chart::clocks(std::slice::from_ref(&one), &Milestones::default(), Zone::Utc).unwrap(), one)
    };
    let (sure, _) = clocks(|_| ());
    assert_eq!(sure.title(), "Of one clock: 0 kept, 1 not kept, 0 not decided");
    // Nobody has said whether the rule applies; or which rule the notice on record served.
    for change in [|o: &mut Obligation| o.applies = None, |o: &mut Obligation| o.unassigned = true] {
        let (open, one) = clocks(change);
        assert_eq!(open.title(), "Of one clock: 0 kept, 0 not kept, 1 not decided");
        assert_eq!(open.table().rows[0][5], one.words());
        let harm = open.scene(900.0, 200.0).shapes.into_iter().any(|s| format!("{s:?}").contains("Harm"));
        assert!(!harm, "not in red");
        let phases = Chart::phases(
            &milestones(&[(Detected, "2026-03-16T09:05")]),
            std::slice::from_ref(&one),
            t("2026-06-01T00:00:00Z"),
            Zone::Utc,
        );
        assert!(phases.describe().contains(&words::lower(&one.words())), "{}", phases.describe());
    }
    let (_, one) = clocks(|o| o.unassigned = true);
    assert_eq!(one.words(), "A notice is on record; say which rule it served");
}

#[test]
fn the_clocks_stand_in_a_table_as_they_are_drawn() {
    let chart = clocks(&["DE", "US-CA"]);
    let table = chart.table();
    assert_eq!(table.columns[2], "Due (h)");
    let gdpr = &table.rows[0];
    assert_eq!(
        gdpr[1..],
        ["0.43", "72.43", "72.92", "54.28", "On time"].map(str::to_owned),
        "counted from detection"
    );
    let late = table.rows.iter().find(|r| r[0] == "California: residents are told").unwrap();
    assert_eq!((late[1].as_str(), late[5].as_str()), ("0.00", "Late"));
    assert!(chart.title().contains(": 1 kept"), "{}", chart.title());
    assert!(
        chart.caption().contains("not legal advice") && chart.caption().contains("the first clock’s start")
    );
    assert!(clocks(&["DE"]).caption().contains("Time since awareness, 2026-03-16 09:31:00"));
    // One mark a rule, each with its words, whatever the axis.
    for chart in [chart.clone(), chart.clone().with_log(false)] {
        let marks = chart.marks(900.0, chart.height(900.0));
        assert_eq!(marks.len(), table.rows.len());
        assert!(
            marks[0].label.contains("sent after 2 d 6 h") && marks[0].label.contains("on time"),
            "{}",
            marks[0].label
        );
    }
}

fn lengths(n: i64) -> Vec<Duration> {
    cases(n).into_iter().map(|c| c.1).collect()
}

/// Two groups of cases.
pub fn pair(n: i64) -> Chart {
    let all = lengths(n);
    let (a, b) = all.split_at(all.len() / 3);
    let names = ["before 1.4", "since 1.4 of a plan with quite a long name"].map(str::to_owned);
    Chart::pair(&MetricId::TimeToContain, names, [a, b]).unwrap()
}

pub fn spread(n: i64) -> Chart {
    Chart::spread(&MetricId::TimeToContain, &lengths(n)).unwrap()
}

/// Cases some weeks apart, with empty months between.
pub fn course(n: i64) -> Chart {
    let at = |k: i64| Moment::exact(t("2024-01-10T00:00:00Z").plus(Span((k * 17 + (k / 5) * 50) * DAY)));
    let all: Vec<_> =
        cases(n).into_iter().zip(0..).map(|((name, d), k)| (CaseId(k as u32), name, at(k), d)).collect();
    Chart::course(&MetricId::TimeToContain, &all).unwrap()
}

#[test]
fn a_title_speaks_of_few_incidents_as_of_few() {
    let survival = |n| Chart::survival(&MetricId::TimeToContain, &cases(n)).unwrap().title();
    for one in [survival(1), spread(1).title()] {
        assert!(one.starts_with("One incident, contained within "), "{one}");
    }
    for few in [survival(4), spread(4).title()] {
        assert!(
            few.starts_with("Half of these 4 were contained within ") && !few.contains("nine in ten"),
            "{few}"
        );
    }
    for more in [survival(12), spread(12).title()] {
        assert!(more.starts_with("Half were contained within "), "{more}");
    }
}

#[test]
fn two_curves_are_told_apart_by_their_strokes_and_named() {
    let chart = pair(40);
    assert!(chart.title().starts_with("Half were contained: before 1.4 within"), "{}", chart.title());
    let table = chart.table();
    assert_eq!((table.columns[0].as_str(), table.columns.len()), ("Group", 9));
    assert!(table.rows.iter().any(|r| r[0] == "before 1.4") && table.rows.iter().all(|r| r.len() == 9));
    let scene = chart.scene(900.0, 420.0);
    // One line is whole, the other in pieces: without colour they differ still.
    let lines = |ink| {
        scene
            .shapes
            .iter()
            .filter(|s| matches!(s, scene::Shape::Line(_, i, w) if *i == ink && *w > 1.5))
            .count()
    };
    assert!(lines(Ink::Accent) == 2 && lines(Ink::Text) > 20, "{} {}", lines(Ink::Accent), lines(Ink::Text));
    assert!(scene.texts().any(|text| text.text == "before 1.4"));
    let hit = chart.hit(900.0, 420.0, 400.0, 200.0).unwrap();
    assert!(hit.label.contains("before 1.4") && hit.label.contains("at risk"), "{}", hit.label);
}

#[test]
fn the_distribution_of_exact_values_is_their_step_function() {
    let days = |n: i64| Duration::Exact { value: Span(n * DAY) };
    let Some(Chart::Spread(chart)) = Chart::spread(&MetricId::TimeToContain, &[4, 1, 2, 2].map(days)) else {
        panic!()
    };
    let day = 86_400.0;
    assert_eq!([0.5, 1.0, 2.0, 3.9, 4.0].map(|d| chart.at(d * day)[0]), [0.0, 0.25, 0.75, 0.75, 1.0]);
    assert!(chart.caption().contains("plain step function of exact values (ECDF)"));
    // Where a range leaves it open, least and most differ, and the picture has a box.
    let range = Duration::Range { min: Span(DAY), max: Some(Span(7 * DAY)) };
    let Some(Chart::Spread(chart)) = Chart::spread(&MetricId::TimeToContain, &[days(9), range]) else {
        panic!()
    };
    assert_eq!(chart.at(3.0 * day), [0.0, 0.5]);
    let label = Chart::Spread(chart.clone()).marks(800.0, 400.0);
    assert!(label.iter().any(|hit| hit.label.ends_with("50 % contained")), "{label:?}");
    let scene = Chart::Spread(chart).scene(800.0, 400.0);
    assert!(scene.shapes.iter().any(|s| matches!(s, scene::Shape::Frame(.., true))));
}

#[test]
fn the_course_names_what_stands_out_and_months_without_incidents() {
    let hours = [5, 4, 6, 5, 4, 5, 60, 4, 5, 6];
    let all: Vec<_> = hours
        .iter()
        .zip(0_i64..)
        .map(|(h, k)| {
            let at = Moment::exact(t("2024-01-10T00:00:00Z").plus(Span(k * 40 * DAY)));
            (CaseId(k as u32), format!("case {k}"), at, Duration::Exact { value: Span(h * HOUR) })
        })
        .collect();
    let chart = Chart::course(&MetricId::TimeToContain, &all).unwrap();
    assert_eq!(
        chart.title(),
        "Time to contain: no trend can be told from noise, and 1 case lies outside the usual variation"
    );
    assert!(chart.caption().contains("hatched below: 3 months without incidents"), "{}", chart.caption());
    let rows = chart.table().rows;
    assert_eq!(rows[6][5], "outside the limits; further from the one before than usual");
    assert_eq!((rows[7][5].as_str(), rows[8][5].as_str()), ("further from the one before than usual", ""));
    assert_eq!((rows[1][4].as_str(), rows[0][4].as_str()), ("3600", ""));
    // What is drawn beside the cases stands in the table too.
    let mean = hours.iter().sum::<i64>() as f64 * 3600.0 / 10.0;
    assert_eq!((rows[10][0].as_str(), rows[10][2].parse().ok()), ("Mean", Some(mean)));
    assert_eq!(rows[11][0], "Upper limit");
    let empty: Vec<&str> = rows[12..].iter().map(|row| row[1].as_str()).collect();
    assert_eq!(empty.len(), 3);
    assert!(rows[12..].iter().all(|row| row[0] == "No incident"), "{rows:?}");
    assert!(chart.caption().contains("of the 10 exact values"), "{}", chart.caption());
    assert!(Chart::course(&MetricId::Dwell, &all[..1]).is_none());
    let few = Chart::course(&MetricId::Dwell, &all[..3]).unwrap();
    assert!(few.title().contains("too few to tell what is usual"));
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

#[test]
fn participants_against_history_says_who_was_faster() {
    let chart = versus(2);
    assert_eq!(chart.title(), "Faster than history: Harbour in 3 of 3, Lighthouse in 0 of 2");
    assert!(chart.describe().contains("Detected → Declared: history 15 min, plan 15 min, Harbour 0 s"));
    let table = versus(4).table();
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    assert!(versus(4).csv().contains("\"'=Quay (s)\""));
    assert!(Chart::versus(vec![], vec![]).is_none());
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
        ("clocks", clocks(&["DE", "GB", "US-CA", "US-NY", "US-TX", "JP", "BR"])),
        ("gaps", gaps(12)),
        ("versus", versus(4)),
        ("versus_two", versus(2)),
        ("pair", pair(60)),
        ("pair_many", pair(2_000).with_log(true)),
        ("spread", spread(60)),
        ("spread_few", spread(9).with_log(false)),
        ("course", course(60)),
        ("course_log", course(30).with_log(true)),
        ("course_many", course(900)),
        ("gaps_many", gaps(300)),
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
        clocks(&["DE"]),
        clocks(&["DE", "GB", "US-CA", "US-NY", "US-TX", "JP", "BR"]),
        clocks(&["DE", "US-CA"]).with_log(false),
        versus(1),
        versus(2),
        versus(4),
        versus(4).with_log(false),
        gaps(1),
        gaps(12),
        gaps(12).with_log(false),
        gaps(3_000),
        pair(60),
        pair(2_000).with_log(true),
        spread(60),
        spread(9).with_log(false),
        course(60),
        course(3),
        course(900).with_log(true),
        Chart::strip(&MetricId::Dwell, &cases(5_000)).unwrap(),
        Chart::strip(&MetricId::Dwell, &cases(9)).unwrap().with_highlight(Some(3)),
    ];
    for chart in all {
        for width in [360.0, 390.0, 640.0, 1_060.0, 1_400.0] {
            let height = chart.height(width);
            let complaints = chart.scene(width, height).complaints(width, height);
            assert!(complaints.is_empty(), "{} at {width}: {complaints:#?}", chart.title());
        }
    }
}

#[test]
fn an_svg_is_well_formed_says_what_it_shows_and_escapes_what_it_quotes() {
    let mut all = cases(20);
    all[0].0 = "<script> & \u{1} \u{202e} \"x\"".to_owned();
    let strip = Chart::strip(&MetricId::TimeToContain, &all).unwrap().with_highlight(Some(0));
    for chart in
        [days(), dwarfed(), strip, clocks(&["DE", "KR"]), gaps(9), pair(9), spread(9), course(9), versus(4)]
    {
        let svg = chart.svg(900, 400, &Theme::light());
        assert!(svg.starts_with("<svg xmlns=\"") && svg.trim_end().ends_with("</svg>"), "{}", &svg[..200]);
        assert!(svg.contains("role=\"img\" width=\"900\" height=\"400\" viewBox=\"0 0 3600 1600\""));
        assert!(svg.contains("<title>") && svg.contains("<desc>"));
        assert!(!svg.contains("<script") && !svg.contains('\u{1}'));
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
        assert_eq!(svg.matches("<svg").count(), 1);
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    }
}

#[test]
fn a_phase_chart_says_what_happened_in_its_title_table_and_flags() {
    let chart = dwarfed();
    assert_eq!(chart.title(), "About 40 d undetected, contained 3 h 17 min after detection");
    let Chart::Phase(phases) = &chart else { panic!() };
    let order: Vec<_> = phases.stretches.iter().map(|s| s.phase).collect();
    assert_eq!(order, Phase::ALL);
    let svg = chart.svg(1_060, chart.height(1_060.0) as u32, &Theme::light());
    for words in [
        "The whole incident",
        "From detection, enlarged",
        "Contained 16 Mar 13:05",
        "Eradication 4 h 55 min",
        "Compromise 3 Feb",
    ] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(open().title().ends_with("not yet contained 3 d 22 h after detection"));
    assert!(chart.table().rows.iter().all(|row| row.len() == chart.table().columns.len()));
    assert!(
        chart.csv().contains("Phase,Containment,2026-03-16 10:02:00 UTC,2026-03-16 13:05:00 UTC,3 h 3 min,")
    );
}

#[test]
fn a_milestone_out_of_order_bounds_no_phase() {
    let late = milestones(&[
        (Detected, "2026-03-16T09:00"),
        (Contained, "2026-03-16T10:00"),
        (Declared, "2026-03-16T11:00"),
        (Recovered, "2026-03-16T12:00"),
    ]);
    let Chart::Phase(chart) = Chart::phases(&late, &[], t("2026-03-17T00:00:00Z"), Zone::Utc) else {
        panic!()
    };
    let order: Vec<_> = chart.stretches.iter().map(|s| s.phase).collect();
    assert_eq!(order, [Phase::Containing, Phase::Recovering]);
    assert_eq!(chart.flags.len(), 4);
}

#[test]
fn an_empty_case_says_so() {
    let chart = Chart::phases(&Milestones::default(), &[], t("2026-03-17T00:00:00Z"), Zone::Utc);
    assert_eq!(chart.title(), "No milestone has a time yet");
    assert!(chart.svg(600, 200, &Theme::dark()).contains("No milestone has a time yet"));
    let unknown = ("A".to_owned(), Duration::Unknown { reason: crate::model::Unknown::Absent });
    assert!(Chart::survival(&MetricId::Dwell, std::slice::from_ref(&unknown)).is_none());
    assert!(Chart::strip(&MetricId::Dwell, &[unknown]).is_none());
}

#[test]
fn pointer_and_keyboard_find_the_same_milestones() {
    let chart = dwarfed();
    let height = chart.height(1_060.0);
    let marks = chart.marks(1_060.0, height);
    let contained = marks.iter().find(|m| m.milestone == Some(Contained)).unwrap();
    assert_eq!(contained.label, "Contained: 2026-03-16 13:05:00 UTC");
    let hit = chart.hit(1_060.0, height, contained.x + 1.0, contained.y).unwrap();
    assert_eq!(hit.milestone, Some(Contained));
    let at = chart.instant(1_060.0, height, contained.x, contained.y).unwrap();
    assert!(at.since(t("2026-03-16T13:05:00Z")).0.abs() < 60_000_000);
    let curve = Chart::survival(&MetricId::TimeToContain, &cases(60)).unwrap();
    assert!(curve.hit(800.0, 400.0, 400.0, 200.0).unwrap().label.contains("not yet contained"));
    assert!(curve.hit(800.0, 400.0, -50.0, 200.0).is_none());
}

#[test]
fn charts_survive_hostile_numbers_and_any_size() {
    let far = [Span(i64::MAX), Span(0), Span(1), Span(-5)];
    let mut all: Vec<_> = far.iter().map(|s| ("x".repeat(500), Duration::Exact { value: *s })).collect();
    all.push(("y".to_owned(), Duration::Range { min: Span(0), max: Some(Span(i64::MAX)) }));
    all.push(("z".to_owned(), Duration::RightCensored { min: Span(i64::MAX) }));
    let charts = [
        Chart::survival(&MetricId::Dwell, &all),
        Chart::strip(&MetricId::Dwell, &all),
        Chart::spread(&MetricId::Dwell, &all.iter().map(|c| c.1).collect::<Vec<_>>()),
        Chart::pair(&MetricId::Dwell, Default::default(), [&[all[0].1], &[all[1].1, all[2].1]]),
        Chart::course(
            &MetricId::Dwell,
            &all.iter()
                .zip([i64::MIN, 0, i64::MAX].into_iter().cycle())
                .map(|(c, at)| (CaseId(0), c.0.clone(), Moment::exact(Timestamp(at)), c.1))
                .collect::<Vec<_>>(),
        ),
        Some(days()),
        Some(open()),
    ];
    for chart in charts.into_iter().flatten() {
        for log in [false, true] {
            for (width, height) in [(0, 0), (1, 1), (40, 900), (3_000, 10), (800, 400)] {
                let _ = chart.clone().with_log(log).svg(width, height, &Theme::print());
            }
        }
    }
}

#[test]
fn a_field_that_a_spreadsheet_would_run_is_guarded() {
    let table =
        Table { columns: vec!["a".into(), "b".into()], rows: vec![vec!["=1+1".into(), "x, \"y\"".into()]] };
    assert_eq!(table.csv(), "a,b\r\n\"'=1+1\",\"x, \"\"y\"\"\"\r\n");
}

#[test]
fn a_chart_crosses_to_the_page_unchanged() {
    let strip = Chart::strip(&MetricId::Dwell, &cases(9)).unwrap();
    let survival = Chart::survival(&MetricId::Dwell, &cases(9)).unwrap();
    let across =
        |chart: &Chart| -> Chart { serde_json::from_str(&serde_json::to_string(chart).unwrap()).unwrap() };
    for chart in [days(), strip, course(9)] {
        assert_eq!(across(&chart), chart);
    }
    // Shares may differ in their last digit, which no one sees.
    assert_eq!(across(&survival).table(), survival.table());
}
