//! What is written to be taken away: timeline.csv reads back, the report stays as it is, analysis.json keeps to its
//! schema.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::example;
use crate::schemas::faults;
use crate::{cases, scenario};
use floodmark::document::analysis::SCHEMA;
use floodmark::document::{html, markdown, timeline_csv};
use floodmark::engine::export::{analysis_json, report};
use floodmark::import::{Content, read_all};
use floodmark::model::event::NewRow;
use floodmark::model::{
    EventEdit, EventId, EventTable, HandEvent, Precision, RowTime, SourceId, Span, Timestamp,
};
use floodmark::timeline::{SourceTable, Timeline};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn local(text: &str, precision: Precision) -> RowTime {
    RowTime { micros: at(text).0, offset: None, precision, abbreviation: None, zone: None }
}

/// Reads a written timeline and writes it again: the timeline it holds, and its bytes.
fn again(csv: &str) -> (Timeline, String) {
    let imported = read_all("timeline.csv", csv.as_bytes(), None).unwrap();
    assert_eq!(imported.report.refusals, []);
    let Content::Events(table) = imported.content else { panic!("no events") };
    let source = SourceTable {
        id: SourceId(7),
        name: "again.csv".into(),
        table,
        zone: None,
        abbreviations: Default::default(),
        clock_offset: Span::ZERO,
    };
    let timeline = Timeline::build(vec![source], &[], &BTreeMap::new());
    let csv = timeline_csv::write(&timeline);
    (timeline, csv)
}

/// The cells of a CSV without the columns that tell where a row stood.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let (mut rows, mut input) = (vec![], csv.as_bytes());
    let (mut out, mut ends) = (vec![0; csv.len() + 64], vec![0; 64]);
    loop {
        let (result, read, _, ended) = reader.read_record(input, &mut out, &mut ends);
        input = &input[read..];
        match result {
            csv_core::ReadRecordResult::Record => {
                let mut from = 0;
                let row: Vec<String> = ends[..ended]
                    .iter()
                    .map(|end| {
                        let cell = String::from_utf8_lossy(&out[from..*end]).into_owned();
                        from = *end;
                        cell
                    })
                    .collect();
                let place = ["source", "line", "pointer", "event", "note"];
                let kept =
                    row.into_iter().zip(timeline_csv::COLUMNS).filter(|(_, name)| !place.contains(name));
                rows.push(kept.map(|(cell, _)| cell).collect());
            }
            csv_core::ReadRecordResult::End => return rows,
            other => assert_eq!(other, csv_core::ReadRecordResult::InputEmpty),
        }
    }
}

#[track_caller]
fn reads_back(timeline: &Timeline) -> String {
    let csv = timeline_csv::write(timeline);
    let (read, second) = again(&csv);
    assert_eq!(read.len(), timeline.len());
    for (a, b) in timeline.events().zip(read.events()) {
        assert_eq!(b.moment, a.moment, "{}", a.text);
        assert_eq!((b.text, b.kind, b.actor, b.asset), (a.text, a.kind, a.actor, a.asset));
        let tags = |tags: &[&str]| -> Vec<String> {
            tags.iter().filter(|t| **t != "__ts_star").map(|t| (*t).to_owned()).collect()
        };
        assert_eq!(tags(&b.tags), tags(&a.tags));
        assert_eq!(b.starred(), a.starred(), "{}", a.text);
        assert_eq!(b.known_at, a.known_at, "{}", a.text);
    }
    assert_eq!(cells(&second), cells(&csv));
    assert_eq!(again(&second).1.lines().count(), second.lines().count());
    csv
}

const HOSTILE: [&str; 12] = [
    "=HYPERLINK(\"x\";\"y\")",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "'quoted",
    "''twice",
    "\ttab",
    "<script>alert(1)</script>",
    "a \"b\", c;\nd\r\ne",
    " space ",
    "\u{202e}right\u{feff}",
    "Käufer 日本",
];

#[test]
fn the_example_reads_back_from_its_timeline() {
    let (engine, case) = example();
    reads_back(&engine.analysis(case).unwrap().timeline);
}

#[test]
fn odd_events_read_back_without_loss() {
    let mut table = EventTable::new();
    for (n, text) in HOSTILE.iter().enumerate() {
        let tags = [*text, "a,b", "c\\d", "\\,"];
        let row = NewRow {
            text,
            kind: text,
            actor: text,
            asset: text,
            tags: &tags,
            line: n as u32 + 2,
            ..NewRow::default()
        };
        table.push(&row, RowTime::utc(Timestamp(1_773_654_510_123_456 + n as i64)));
    }
    let row = NewRow { text: "imprecise", ..NewRow::default() };
    for precision in [Precision::Exact, Precision::Hour, Precision::Day, Precision::Month] {
        // The clock change of 29 March, the hour that 25 October repeats, and the edges of the calendar.
        for time in
            ["2026-03-29T12:00:00Z", "2026-10-25T02:30:00Z", "1601-01-01T00:00:00Z", "9999-11-30T23:59:59Z"]
        {
            table.push(&row, local(time, precision));
        }
    }
    let known = [
        RowTime::utc(at("2026-03-20T10:00:00.25Z")),
        RowTime { precision: Precision::Day, ..RowTime::utc(at("2026-03-20T00:00:00Z")) },
        RowTime { precision: Precision::Month, ..RowTime::utc(at("2026-03-01T00:00:00Z")) },
        RowTime { precision: Precision::Hour, ..RowTime::utc(at("2026-03-20T10:00:00Z")) },
        RowTime {
            offset: Some(-34_200),
            precision: Precision::Day,
            ..RowTime::utc(at("2026-03-20T12:00:00Z"))
        },
        RowTime { offset: None, precision: Precision::Day, ..RowTime::utc(at("2026-03-20T00:00:00Z")) },
    ];
    for known_at in known {
        let row = NewRow { text: "known later", known_at: Some(known_at), ..NewRow::default() };
        table.push(&row, RowTime::utc(at("2026-03-16T09:48:30Z")));
    }
    let star = NewRow { text: "starred by its tool", tags: &["__ts_star", "x"], ..NewRow::default() };
    table.push(&star, RowTime::utc(at("2026-03-16T09:48:30Z")));
    let source = SourceTable {
        id: SourceId(0),
        name: "=odd,\"name\".csv".into(),
        table: table.into(),
        zone: "Europe/Berlin".parse().ok(),
        abbreviations: Default::default(),
        clock_offset: Span::ZERO,
    };
    let hand = HandEvent {
        time: RowTime::utc(at("2026-03-16T09:48:30Z")),
        known_at: Some(RowTime::utc(at("2026-03-17T09:48:30Z"))),
        text: "by hand".into(),
        kind: String::new(),
        actor: "A. Osei".into(),
        asset: String::new(),
        tags: vec!["a,b".into()],
        words: "by hand".into(),
        written: at("2026-03-24T10:00:00Z"),
        removed: false,
    };
    let edit = EventEdit { starred: true, reason: "=why".into(), ..EventEdit::default() };
    let edits = [(EventId { source: SourceId(0), row: 1 }, edit)].into();
    let timeline = Timeline::build(vec![source], &[hand], &edits);
    assert_eq!(timeline.unplaced(), []);
    assert!(timeline.events().any(|e| e.moment.precision == Precision::Repeated));
    let csv = reads_back(&timeline);
    // No cell begins with what a spreadsheet takes for a formula.
    for row in cells(&csv) {
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
    }
    assert!(csv.contains("'=odd") && csv.contains("'=why"));
}

proptest! {
    #[test]
    fn any_text_reads_back(texts in prop::collection::vec("[a'=+@,;\"\\\\\r\n \tä|-]{1,12}", 1..6)) {
        let mut table = EventTable::new();
        for text in &texts {
            let tags = [text.as_str()];
            let row = NewRow { text, actor: text, tags: &tags, ..NewRow::default() };
            table.push(&row, RowTime::utc(Timestamp(1_773_654_510_000_000)));
        }
        let source = SourceTable { id: SourceId(0), name: String::new(), table: table.into(), zone: None, abbreviations: Default::default(), clock_offset: Span::ZERO };
        reads_back(&Timeline::build(vec![source], &[], &BTreeMap::new()));
    }
}

/// The report of the example as Markdown and as HTML.
fn reports() -> (String, String) {
    let (engine, case) = example();
    let analysis = engine.analysis(case).unwrap();
    let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 24).unwrap();
    let document = report(&analysis, "Europe/Berlin".parse().unwrap(), date);
    (markdown::write(&document), html::write(&document))
}

#[test]
fn the_report_of_the_example_stays_as_it_is() {
    let (markdown, html) = reports();
    insta::assert_snapshot!("example_report_markdown", markdown);
    insta::assert_snapshot!("example_report_html", html);
}

#[test]
fn the_report_tells_its_numbers_sources_and_limits() {
    let (engine, case) = example();
    let hashes: Vec<String> =
        engine.analysis(case).unwrap().case.sources.iter().map(|s| s.sha256.clone()).collect();
    assert_eq!(hashes.len(), 2);
    let (markdown, html) = reports();
    for text in [&markdown, &html] {
        for needle in ["43 min 30 s", "Europe/Berlin", "ot legal advice", "kestrel-timeline.csv"] {
            assert!(text.contains(needle), "{needle}");
        }
        for hash in &hashes {
            assert!(text.contains(hash.as_str()), "{hash}");
        }
    }
    let lower = html.to_ascii_lowercase();
    for never in [
        "<script",
        "javascript:",
        " onload",
        " onclick",
        "@import",
        "<link",
        "<iframe",
        "src=\"http",
        "href=\"http",
        "url(http",
        "url(//",
    ] {
        assert!(!lower.contains(never), "{never}");
    }
    assert!(html.contains("<svg") && html.contains("default-src 'none'"));
}

/// Objects of the schema with members that it does not describe.
fn undescribed(value: &Value, schema: &Value, root: &Value, path: &str, found: &mut Vec<String>) {
    let schema = match schema.get("$ref") {
        Some(name) => root.pointer(name.as_str().unwrap().trim_start_matches('#')).unwrap(),
        None => schema,
    };
    for (name, member) in value.as_object().into_iter().flatten() {
        let rule = schema.get("properties").and_then(|p| p.get(name)).or(schema.get("additionalProperties"));
        match rule {
            Some(rule) if rule.is_object() => {
                undescribed(member, rule, root, &format!("{path}/{name}"), found)
            }
            Some(_) => {}
            None => found.push(format!("{path}/{name}")),
        }
    }
    if let (Some(items), Some(rule)) = (value.as_array(), schema.get("items")) {
        for item in items {
            undescribed(item, rule, root, &format!("{path}/*"), found);
        }
    }
}

#[test]
fn analysis_json_keeps_to_its_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let (engine, case) = example();
    let analysis = engine.analysis(case).unwrap();
    for cases in [vec![analysis.clone()], vec![analysis.clone(), analysis]] {
        let value: Value = serde_json::from_str(&analysis_json(&cases, &[]).unwrap()).unwrap();
        assert_eq!(faults(&schema, &value), Vec::<String>::new());
        let mut unknown = vec![];
        undescribed(&value, &schema, &schema, "", &mut unknown);
        unknown.sort();
        unknown.dedup();
        assert!(unknown.is_empty(), "not described: {unknown:#?}");
        assert_eq!(value.get("fleet").is_some_and(|f| !f.as_object().unwrap().is_empty()), cases.len() > 1);
    }
}

#[test]
fn the_analysis_of_every_real_case_keeps_to_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    for folder in cases::folders() {
        let (_, analysis) = cases::confirmed(&folder);
        assert_eq!(faults(&schema, &analysis), Vec::<String>::new(), "{}", folder.display());
    }
    let (engine, case) = scenario::merged();
    let cases = [engine.analysis(case).unwrap()];
    let analysis = serde_json::from_str(&analysis_json(&cases, &[]).unwrap()).unwrap();
    assert_eq!(faults(&schema, &analysis), Vec::<String>::new());
}

#[test]
fn the_schema_refuses_what_is_broken() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let (engine, case) = example();
    let cases = [engine.analysis(case).unwrap()];
    let whole: Value = serde_json::from_str(&analysis_json(&cases, &[]).unwrap()).unwrap();
    // Each member that must be there, taken away; and each value, made one of another kind.
    let (mut refused, mut tried) = (0, 0);
    let incident = "/incidents/0";
    for place in ["", incident, "/incidents/0/findings/0", "/incidents/0/metrics/time_to_contain"] {
        let names: Vec<String> = whole.pointer(place).unwrap().as_object().unwrap().keys().cloned().collect();
        for name in names {
            let mut broken = whole.clone();
            broken.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(&name);
            tried += 1;
            refused += usize::from(!faults(&schema, &broken).is_empty());
            let mut broken = whole.clone();
            broken.pointer_mut(place).unwrap()[&name] = Value::from(vec![vec![7]]);
            assert_ne!(faults(&schema, &broken), Vec::<String>::new(), "{place}/{name}");
        }
    }
    assert!(refused * 10 >= tried * 9, "{refused} of {tried}");
    for (place, value) in [
        ("/schema", "floodmark/analysis/2"),
        ("/incidents/0/milestones/contained/status", "perhaps"),
        ("/incidents/0/metrics/time_to_contain/kind", "long"),
        ("/incidents/0/findings/0/severity", "dreadful"),
        ("/incidents/0/as_of", "yesterday"),
    ] {
        let mut broken = whole.clone();
        *broken.pointer_mut(place).unwrap() = value.into();
        assert_ne!(faults(&schema, &broken), Vec::<String>::new(), "{place}");
    }
}
