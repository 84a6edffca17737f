//! Charts, and what is told of many cases.

use super::{english, german};
use crate::engine::{all_rows, ask, example};
use crate::fleet::{CHANGED, cases, compare, fleet, keep, resample};
use floodmark::chart::{Chart, ClockRow, ClocksChart, VersusRow};
use floodmark::document::{Block, Run};
use floodmark::engine::view::{CaseRowsView, CaseTableLine, CasesView, Resampled, ResponseView};
use floodmark::engine::{Engine, Keep, Of, Query};
use floodmark::language::written;
use floodmark::model::{Duration, MetricId, Moment, Precision, Span, Timestamp, Zone};
use floodmark::obligation::Verdict;

/// Words that German does not have.
const ENGLISH: [&str; 24] = [
    "the",
    "of",
    "and",
    "not",
    "were",
    "are",
    "is",
    "by",
    "with",
    "known",
    "record",
    "within",
    "half",
    "than",
    "that",
    "case",
    "cases",
    "incidents",
    "left",
    "out",
    "to",
    "at",
    "from",
    "yet",
];

/// Holds that a text of ours is German, with all its places filled.
fn is_german(text: &str) {
    let word = |w: &str| ENGLISH.contains(&w.to_lowercase().as_str());
    let found: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|w| word(w)).collect();
    assert!(found.is_empty() && !text.contains(['{', '}']), "{found:?}: {text}");
}

/// All that a chart says of itself and in its picture.
fn told(chart: &Chart) -> Vec<String> {
    let scene = chart.scene(900.0, chart.height(900.0));
    let mut told = vec![chart.title(), chart.caption(), chart.describe()];
    told.extend(chart.definition());
    told.extend(chart.meanings().into_iter().map(str::to_owned));
    let table = chart.table();
    told.extend(table.columns);
    told.extend(table.rows.into_iter().flatten());
    told.extend(scene.texts().map(|text| text.text.clone()));
    told.extend(scene.targets.into_iter().map(|target| target.hit.label));
    told
}

/// All that blocks say, with what their numbers mean.
fn blocks(all: &[Block]) -> Vec<String> {
    let runs = |runs: &Vec<Run>| runs.iter().map(Run::text).collect::<String>();
    let one = |block: &Block| -> Vec<String> {
        let mut told = match block.as_written() {
            Block::Paragraph(text) | Block::Note(text) => vec![runs(text)],
            Block::List { items, .. } => items.iter().map(runs).collect(),
            Block::Table { caption, columns, rows } => {
                let heads = columns.iter().map(|column| column.title.clone());
                std::iter::once(caption.clone()).chain(heads).chain(rows.iter().flatten().map(runs)).collect()
            }
            _ => vec![],
        };
        if let Block::Explained(explained) = block {
            told.extend(explained.columns.clone());
            told.extend(explained.rows.iter().flat_map(|rests| rests.told.clone()));
        }
        told
    };
    all.iter().flat_map(one).collect()
}

/// All that is told of many cases, with a comparison and its interval.
fn many(engine: &Engine) -> Vec<String> {
    let view: CasesView = cases(engine, keep("Incident", &[("action", "error")]));
    let mut told = vec![view.left_out];
    let view: CasesView = cases(engine, Keep::default());
    told.extend([view.sentence, view.noise.survival, view.noise.spread, view.noise.course]);
    told.extend(view.plans.iter().map(|plan| plan.says.clone()));
    for figure in view.figures {
        told.extend([figure.term, figure.value, figure.brief]);
        told.extend(figure.meaning);
    }
    let charts = [view.survival, view.strip, view.spread, view.course];
    told.extend(charts.iter().flatten().flat_map(self::told));
    told.extend(blocks(&view.over_time));
    let pair = compare(engine, Keep::default(), "since:1.1", ["before 1.1", "since 1.1"]);
    told.extend(pair.chart.iter().flat_map(self::told));
    told.extend(blocks(pair.neither.as_slice()));
    told.extend(blocks(&pair.blocks));
    told.extend(blocks(
        &compare(engine, keep("Incident 1", &[]), "since:1.1", ["before 1.1", "since 1.1"]).blocks,
    ));
    told.extend(blocks(&compare(engine, Keep::default(), "action", ["error", "error"]).blocks));
    for of in [Of::All, Of::Halves] {
        let query = resample(engine, Keep::default(), of);
        // It is drawn in steps before anybody answers.
        while !engine.advance(&query) {}
        told.extend(blocks(&ask::<Resampled>(engine, query).blocks));
    }
    let lines: CaseRowsView = ask(engine, all_rows(&MetricId::TimeToContain, Some("action")));
    told.extend(lines.shown.into_iter().filter_map(|line| match line {
        CaseTableLine::Group { name, .. } => Some(name),
        CaseTableLine::Case(_) => None,
    }));
    told
}

#[test]
fn what_is_told_of_many_cases_is_german() {
    let said = |hours: &[u32]| {
        let said = german(|| many(&fleet(hours)));
        said.iter().for_each(|text| is_german(text));
        said
    };
    let clear = said(&CHANGED);
    for text in ["vor 1.1", "spätere Hälfte", "10.000 Ziehungen", " kürzer"] {
        assert!(clear.iter().any(|said| said.contains(text)), "{text}: {clear:#?}");
    }
    said(&[200, 0, 300, 0, 250, 220, 9, 0]);
    said(&[5, 7]);
    let even: Vec<u32> = (0..30).map(|n| 40 + n * 7 % 11).chain([400]).collect();
    said(&even);
}

#[test]
fn the_charts_of_a_case_are_german() {
    let (engine, case) = example();
    let charts = || {
        let response: ResponseView = ask(&engine, Query::Response { case, zone: Zone::Utc });
        let hours = |h: i64| Span::seconds(3_600 * h);
        let row = VersusRow {
            label: "Time to contain".to_owned(),
            history: Duration::RightCensored { min: hours(3) },
            target: Some(hours(2)),
            teams: vec![Some(hours(1)), None],
        };
        let at = |day: i64| Moment::exact(Timestamp(day * 86_400_000_000));
        let mut events = [1, 2, 3].map(|day| (format!("E{day}"), at(day), at(day * day)));
        // One whose time is a stretch: its two ends stand in words.
        events[2].1 = Moment { latest: at(4).earliest, precision: Precision::Hour, ..at(3) };
        let clock = |n: f64, sent| ClockRow {
            title: format!("R{n}"),
            start: [0.0, 0.0],
            due: [n * 3_600.0, n * 7_200.0],
            lenient: None,
            sent,
            not_before: sent.is_none(),
            verdict: if sent.is_none() { Verdict::NotSent } else { Verdict::OnTime },
            decided: true,
            applies: Some(true),
            unassigned: false,
            events: vec![],
        };
        let rows = vec![clock(4.0, Some([60.0, 90.0])), clock(72.0, None)];
        let (zero, zone) = (Timestamp::default(), Zone::Utc);
        let clocks = ClocksChart { rows, zero, from_awareness: true, zone, without: 2, log: true };
        [
            Some(response.phases),
            Some(Chart::Clocks(clocks)),
            Chart::awareness(&events, Zone::Utc),
            Chart::versus(["A", "B"].map(str::to_owned).to_vec(), vec![row]),
        ]
    };
    let said: Vec<Vec<String>> = german(|| charts().iter().flatten().map(told).collect());
    let titles: Vec<&str> = said.iter().map(|told| told[0].as_str()).collect();
    assert!(titles[0].contains("nach der Erkennung eingedämmt"), "{titles:?}");
    assert!(titles[1].starts_with("Von 2 Fristen: 1 eingehalten, 1 nicht"), "{titles:?}");
    said.iter().flatten().for_each(|text| is_german(text));
    assert!(said[0].iter().any(|text| text.contains(". Mär")), "{:?}", said[0]);
    // A file for other tools is as everywhere, and a figure of a document is written.
    let csv = || charts().iter().flatten().map(Chart::csv).collect::<Vec<_>>();
    let (here, everywhere) = (german(csv), english(csv));
    assert!(here[3].starts_with("Stretch,") && here[1].contains(",Not sent"), "{here:?}");
    assert_eq!(here, everywhere);
    let title = written(|| charts()[2].as_ref().map(Chart::title));
    assert_eq!(title.as_deref(), Some("Half of 3 events were known within 2 d"));
}
