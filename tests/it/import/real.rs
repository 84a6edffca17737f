//! Exports of real tools from ../shared, and of the generator of large timelines.

#![allow(clippy::print_stdout, reason = "a test tells what it skipped")]

use super::{adds_up, events, one};
use crate::shared::shared;
use floodmark::import::{Content, Imported, detect, read_all};
use floodmark::model::source::IncidentMapping;
use floodmark::model::{
    Duration, EventTable, Format, Mapping, MetricId, Milestone, Precision, Reading, Span, Timestamp, Zone,
};
use std::fs;
use std::process::Command;

fn open(path: &str) -> Option<(Format, Imported)> {
    let bytes = fs::read(shared(path)?).unwrap();
    let head = &bytes[..bytes.len().min(65_536)];
    let found = detect("dropped", head, bytes.len() as u64).unwrap_or_else(|e| panic!("{path}: {e}"));
    let imported = read_all("dropped", &bytes, Some(&found.candidates[0].reading)).unwrap();
    adds_up(&imported);
    Some((found.candidates[0].reading.format, imported))
}

fn at(table: &EventTable, row: u32) -> String {
    table.moment(row, None, Default::default()).unwrap().earliest.to_string()
}

#[test]
fn every_timesketch_file_gives_its_rows() {
    use Format::{TimesketchCsv as Csv, TimesketchJsonl as Jsonl};
    // File, format, rows, events, rows that wait for a zone.
    let files = [
        ("end_to_end_tests/test_data/evtx_part.csv", Csv, 13, 13, 0),
        ("end_to_end_tests/test_data/sigma_events.jsonl", Jsonl, 4, 4, 0),
        ("end_to_end_tests/test_data/evtx_direct_without_label.csv", Csv, 13, 13, 0),
        ("end_to_end_tests/test_data/sigma_events.csv", Csv, 4, 4, 0),
        ("end_to_end_tests/test_data/evtx_direct.csv", Csv, 13, 13, 0),
        ("tests/test_events/validate_time_precision.csv", Csv, 2, 2, 0),
        ("tests/test_events/validate_time_out_of_range.csv", Csv, 2, 2, 0),
        ("tests/test_events/csv_timestamp_as_datetime.csv", Csv, 4, 4, 0),
        ("tests/test_events/validate_time_precision_jsonl.jsonl", Jsonl, 2, 2, 0),
        ("tests/test_events/validate_timestamp_conversion.csv", Csv, 3, 3, 0),
        ("tests/test_events/validate_no_datetime_timestamps.csv", Csv, 5, 5, 0),
        ("tests/test_events/mapping_limit_exceed.csv", Csv, 1, 1, 0),
        ("tests/test_events/validate_time_precision_datetime.csv", Csv, 1, 1, 0),
        ("tests/test_events/csv_timestamp_no_datetime.csv", Csv, 3, 3, 0),
        ("tests/test_events/validate_date_events_missing_timestamp.csv", Csv, 1, 1, 0),
        ("tests/test_events/large_field_event.jsonl", Jsonl, 3, 3, 0),
        ("tests/test_events/sigma_events.jsonl", Jsonl, 5, 5, 0),
        ("tests/test_events/csv_datetime_last_column.csv", Csv, 4, 4, 0),
        ("tests/test_events/sigma_events.csv", Csv, 4, 4, 0),
    ];
    for (file, format, rows, read, naive) in files {
        let Some((found, imported)) = open(&format!("data/timesketch/{file}")) else { return };
        assert_eq!(found, format, "{file}");
        let report = &imported.report;
        assert_eq!(
            (report.rows, report.events, report.naive_rows),
            (rows, read, naive),
            "{file}: {report:?}"
        );
    }
}

#[test]
fn timesketch_times_are_read_as_its_own_reader_does() {
    let Some((_, imported)) = open("data/timesketch/tests/test_events/validate_time_out_of_range.csv") else {
        return;
    };
    let table = events(&imported);
    assert_eq!(
        (at(&table, 0), at(&table, 1)),
        ("1601-01-01T00:00:00Z".into(), "2227-12-31T23:01:01Z".into())
    );
    let (_, imported) = open("data/timesketch/tests/test_events/csv_timestamp_no_datetime.csv").unwrap();
    let table = events(&imported);
    assert_eq!(at(&table, 0), "2022-07-24T19:01:01Z");
    assert_eq!(at(&table, 1), "2022-07-24T19:01:01.123Z");
    assert_eq!(at(&table, 2), "2022-07-24T19:01:01.123456Z");
    let (_, imported) = open("data/timesketch/tests/test_events/csv_timestamp_as_datetime.csv").unwrap();
    assert_eq!(at(&events(&imported), 0), "2024-08-12T15:03:14.349345Z");
    let (_, imported) =
        open("data/timesketch/tests/test_events/validate_no_datetime_timestamps.csv").unwrap();
    let table = events(&imported);
    assert_eq!(
        (at(&table, 0), at(&table, 3)),
        ("2015-07-01T22:27:41Z".into(), "2014-07-25T02:01:01Z".into())
    );
    let (_, imported) = open("data/timesketch/tests/test_events/invalid_datetime.csv").unwrap();
    assert_eq!(imported.report.rows, 4);
    let table = events(&imported);
    // A datetime without zone waits or is settled by nothing: the four timestamps there contradict it.
    assert!((0..table.len() as u32).all(|n| !table.notes(n).is_empty() || table.time(n).offset.is_none()));
}

#[test]
fn files_without_the_mandatory_columns_are_offered_for_mapping() {
    for file in ["tests/test_events/incorrect.csv", "end_to_end_tests/test_data/evtx_fails.csv"] {
        let Some(path) = shared(&format!("data/timesketch/{file}")) else { return };
        let bytes = fs::read(path).unwrap();
        let found = detect("dropped", &bytes, bytes.len() as u64).unwrap();
        let reading = &found.candidates[0].reading;
        assert_eq!(reading.format, Format::Delimited, "{file}");
        assert!(
            matches!(&reading.mapping, Some(Mapping::Events(m)) if !m.time.0.is_empty()),
            "{file}: {reading:?}"
        );
    }
}

#[test]
fn the_real_breaches_are_read_without_a_refusal() {
    let Some(cases) = shared("data/cases") else { return };
    let mut seen = 0;
    for entry in fs::read_dir(cases).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        let name = entry.file_name().unwrap().to_string_lossy().into_owned();
        let (format, imported) = open(&format!("data/cases/{name}/timeline.csv")).unwrap();
        assert_eq!(format, Format::TimesketchCsv, "{name}");
        assert_eq!(imported.report.refusals, [], "{name}");
        assert!(imported.report.events > 10, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 8);
}

#[test]
fn plaso_csv_is_read_with_its_dummy_dates() {
    let Some((format, imported)) = open("data/plaso-apt/apt.dynamic.csv") else { return };
    assert_eq!(format, Format::TimesketchCsv);
    assert_eq!((imported.report.rows, imported.report.events), (2_122, 2_122));
    let table = events(&imported);
    assert_eq!((0..2_122).filter(|n| at(&table, *n).starts_with("1601-01-01")).count(), 6);
}

#[test]
fn veris_tests_are_read_whatever_their_schema() {
    let Some(folder) = shared("data/veris-tests/tests") else { return };
    let (mut read, mut strings) = (0, 0);
    for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        let test: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let incident = &test["incident"];
        let reading = Reading::of(Format::VerisJson);
        let imported = read_all("dropped", incident.to_string().as_bytes(), Some(&reading)).unwrap();
        adds_up(&imported);
        assert_eq!(imported.report.rows, 1, "{}", path.display());
        let Content::Incidents(all) = &imported.content else { panic!("no incidents") };
        let Some(found) = all.first() else {
            assert!(!incident["timeline"].is_object(), "{}: {:?}", path.display(), imported.report);
            continue;
        };
        read += 1;
        if let Some(method) = incident["discovery_method"].as_str() {
            strings += 1;
            assert_eq!(found.groups["discovery_method"], [method]);
        }
        if let Some(year) = incident["timeline"]["incident"]["year"].as_i64() {
            assert_eq!(found.groups["timeline.incident.year"], [year.to_string()]);
        }
    }
    assert!(read > 200, "{read} incidents");
    println!("{read} incidents, {strings} with a string as discovery_method");
}

#[test]
fn a_table_of_incidents_gives_one_incident_a_row() {
    let Some(path) = shared("data/dispatch/incident.tsv") else { return };
    let milestones = [
        (Milestone::Detected, one("reported_at")),
        (Milestone::Contained, one("stable_at")),
        (Milestone::Closed, one("closed_at")),
    ];
    let mapping = IncidentMapping {
        id: one("name"),
        title: one("title"),
        milestones: milestones.into(),
        groups: one("status"),
        ..IncidentMapping::default()
    };
    let reading = Reading::mapped(Mapping::Incidents(mapping));
    let bytes = fs::read(path).unwrap();
    let imported = read_all("dropped", &bytes, Some(&reading)).unwrap();
    adds_up(&imported);
    let Content::Incidents(all) = &imported.content else { panic!("no incidents") };
    let rows = String::from_utf8_lossy(&bytes).lines().count() - 1;
    assert_eq!((all.len(), imported.report.rows as usize), (rows, rows));
    let heartbleed = all.iter().find(|i| i.title == "Heartbleed").unwrap();
    // Its wall clocks wait for a zone, as the rows of any table do.
    assert_eq!(heartbleed.moment(&Milestone::Detected, None, Span::ZERO), None);
    let time = |m| heartbleed.moment(m, Some(Zone::Utc), Span::ZERO).unwrap().earliest.to_string();
    assert_eq!(time(&Milestone::Detected), "2021-07-27T19:52:57.757214Z");
    assert_eq!(time(&Milestone::Contained), "2021-07-27T19:54:03.96021Z");
    assert!(!heartbleed.milestones.contains_key(&Milestone::Closed));
    assert_eq!(heartbleed.groups["status"], ["Stable"]);
}

#[test]
fn a_dirty_large_timeline_is_read_or_refused_with_reasons() {
    let Some(script) = shared("data/gen_timeline.py") else { return };
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("gen-timeline");
    fs::create_dir_all(&folder).unwrap();
    let prefix = folder.join("tl");
    let made = Command::new("python3")
        .arg(script)
        .args(["-n", "2000", "--dirty", "0.2", "-o"])
        .arg(&prefix)
        .output();
    let Ok(made) = made else {
        println!("skipped: python3 is not here");
        return;
    };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let truth: serde_json::Value =
        serde_json::from_slice(&fs::read(prefix.with_extension("truth.json")).unwrap()).unwrap();
    for (end, format) in [("csv", Format::TimesketchCsv), ("jsonl", Format::TimesketchJsonl)] {
        let bytes = fs::read(prefix.with_extension(end)).unwrap();
        let found = detect("x", &bytes[..65_536], bytes.len() as u64).unwrap();
        assert_eq!(found.candidates[0].reading.format, format);
        let imported = read_all("x", &bytes, Some(&found.candidates[0].reading)).unwrap();
        adds_up(&imported);
        assert!(imported.report.rows >= 2_000, "{}", imported.report.rows);
        assert_eq!(imported.report.refusals, [], "{end}");
        let table = events(&imported);
        let mut named: Vec<String> = vec![];
        for n in 0..table.len() as u32 {
            let tags: Vec<&str> = table.tags(n).filter_map(|t| t.strip_prefix("milestone:")).collect();
            if let Some(name) = tags.first() {
                let time: Timestamp = table.moment(n, Some(Zone::Utc), Default::default()).unwrap().earliest;
                assert!(truth.to_string().contains(&time.to_string()[..19]), "{end} {name} {time}: {truth}");
                named.push((*name).to_owned());
            }
        }
        named.sort();
        named.dedup();
        assert_eq!(named.len(), 10, "{end}: {named:?}");
    }
}

#[test]
fn veris_dates_and_durations_are_read_as_stated() {
    let text = r#"{"schema_version":"1_3_4","incident_id":"x","discovery_method":"Int - unknown","timeline":{"incident":{"year":2018,"month":2},"discovery":{"unit":"NA"},"containment":{"unit":"Hours","value":3}}}"#;
    let imported = read_all("x", text.as_bytes(), None).unwrap();
    let Content::Incidents(all) = &imported.content else { panic!("no incidents") };
    let compromise = all[0].moment(&Milestone::Compromise, None, Span::ZERO).unwrap();
    assert_eq!(compromise.precision, Precision::Month);
    assert!(
        matches!(all[0].durations[&MetricId::TimeToContain], Duration::Exact { value } if value.as_hours() == 3.0)
    );
}

#[test]
fn every_format_of_plaso_gives_the_same_instants() {
    let instants = |file: &str, expected: Format, zone: Option<Zone>| -> Option<Vec<i64>> {
        let (format, imported) = open(&format!("data/plaso-expected/{file}"))?;
        assert_eq!(format, expected, "{file}");
        assert_eq!(imported.report.refusals.len(), 0, "{file}: {:?}", imported.report);
        let table = events(&imported);
        let moment = |row| table.moment(row, zone, Default::default()).unwrap().earliest.0;
        let mut all: Vec<i64> = (0..table.len() as u32).map(moment).collect();
        all.sort();
        Some(all)
    };
    let Some(dynamic) = instants("dynamic.log", Format::TimesketchCsv, None) else { return };
    assert_eq!(dynamic.len(), 20);
    let cet = Some("Europe/Amsterdam".parse().unwrap());
    // Plaso writes nanoseconds, which are cut here, or microseconds, which it rounds; l2tcsv has whole seconds.
    for (file, format, zone, second) in [
        ("dynamic_time_zone.log", Format::TimesketchCsv, None, false),
        ("dynamic_without_dynamic_time.log", Format::TimesketchCsv, None, false),
        ("json_line.log", Format::TimesketchJsonl, None, false),
        ("json.log", Format::PlasoJson, None, false),
        ("l2tcsv.log", Format::PlasoL2tcsv, None, true),
        ("l2tcsv_time_zone.log", Format::PlasoL2tcsv, cet, true),
        ("tln.log", Format::Tln, None, false),
        ("l2ttln.log", Format::Tln, None, false),
    ] {
        let mut found = instants(file, format, zone).unwrap();
        let mut expected = dynamic.clone();
        if second {
            // It also puts the times of one record that are equal into one row.
            assert_eq!(found.len(), 19, "{file}");
            expected.iter_mut().for_each(|t| *t = t.div_euclid(1_000_000) * 1_000_000);
            found.dedup();
            expected.dedup();
        }
        assert_eq!(found.len(), expected.len(), "{file}");
        for (found, expected) in found.iter().zip(&expected) {
            assert!((found - expected).abs() <= 1, "{file}: {found} for {expected}");
        }
    }
}

#[test]
fn a_large_timeline_of_plaso_is_read_without_a_refusal() {
    let Some((format, imported)) = open("data/plaso-apt/apt.dynamic.csv") else { return };
    assert_eq!((format, imported.report.events), (Format::TimesketchCsv, 2_122));
}
