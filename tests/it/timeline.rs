//! Order, histogram, search and proposals over real, large and odd timelines.

use crate::shared::shared;
use floodmark::milestone::{self, Proposal};
use floodmark::model::event::NewRow;
use floodmark::model::{EventTable, Milestone, Precision, RowTime, SourceId, Span, Timestamp};
use floodmark::timeline::{SourceTable, Timeline};
use std::collections::BTreeMap;
use std::path::Path;

/// A quoted CSV file as rows of cells: enough for well-formed files.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.push(chars.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// A Timesketch CSV as a timeline, read by the few columns that the cases have.
fn timesketch(text: &str) -> Timeline {
    let rows = csv(text);
    let column = |name: &str| rows[0].iter().position(|c| c == name);
    let (message, datetime, kind) =
        (column("message").unwrap(), column("datetime").unwrap(), column("timestamp_desc").unwrap());
    let (actor, asset, tag) = (column("actor"), column("asset"), column("tag"));
    let mut table = EventTable::new();
    for row in &rows[1..] {
        let cell = |n: Option<usize>| n.and_then(|n| row.get(n)).map_or("", String::as_str);
        let tags: Vec<&str> = cell(tag)
            .split(',')
            .map(|t| t.trim_matches(['[', ']', '"', ' ']))
            .filter(|t| !t.is_empty())
            .collect();
        let precision = if tags.contains(&"month-precision") {
            Precision::Month
        } else if tags.contains(&"date-precision") {
            Precision::Day
        } else {
            Precision::Exact
        };
        let Ok(at) = row[datetime].parse::<Timestamp>() else { continue };
        let time = RowTime { precision, ..RowTime::utc(at) };
        let new = NewRow {
            text: &row[message],
            kind: &row[kind],
            actor: cell(actor),
            asset: cell(asset),
            tags: &tags,
            ..NewRow::default()
        };
        table.push(&new, time);
    }
    Timeline::build(vec![source(0, table)], &[], &BTreeMap::new())
}

fn source(id: u32, table: EventTable) -> SourceTable {
    SourceTable {
        id: SourceId(id),
        name: format!("{id}.csv"),
        table: table.into(),
        zone: None,
        clock_offset: Span::ZERO,
    }
}

/// How a proposal met what is known of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Hit {
    First,
    Alternative,
    Missed,
}

fn hit(proposals: Option<&Vec<Proposal>>, expected: Timestamp) -> Hit {
    let place = proposals.and_then(|list| list.iter().position(|p| p.moment.earliest == expected));
    match place {
        Some(0) => Hit::First,
        Some(_) => Hit::Alternative,
        None => Hit::Missed,
    }
}

fn standard(name: &str) -> Option<Milestone> {
    Some(match name {
        "detection" => Milestone::Detected,
        "acknowledgement" => Milestone::Acknowledged,
        "declaration" => Milestone::Declared,
        "containment" => Milestone::Contained,
        "eradication" => Milestone::Eradicated,
        "recovery" => Milestone::Recovered,
        "awareness_personal_data" => Milestone::Aware,
        "incident_start" => return None,
        other => other.parse().unwrap(),
    })
}

#[test]
fn most_milestones_of_real_breaches_are_proposed_first_or_among_the_alternatives() {
    let Some(folder) = shared("data/cases") else { return };
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let (mut total, mut nulls_wrong) = ([0_usize; 3], vec![]);
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    for case in cases.iter().filter(|c| c.is_dir()) {
        let timeline = timesketch(&std::fs::read_to_string(case.join("timeline.csv")).unwrap());
        let expected: serde_json::Value =
            serde_json::from_slice(&std::fs::read(case.join("expected.json")).unwrap()).unwrap();
        let proposals = milestone::propose(&timeline, &BTreeMap::new());
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        for (key, value) in expected["milestones"].as_object().unwrap() {
            let Some(milestone) = standard(key) else { continue };
            let list = proposals.get(&milestone);
            let first = list.map(|l| &l[0]);
            if value.is_null() {
                if let Some(first) = first {
                    println!("{name} {key}: null, proposed {} {:?}", first.confidence, first.reasons);
                    if first.confidence > 0.6 {
                        nulls_wrong.push(format!("{name} {key}"));
                    }
                }
                continue;
            }
            let time: Timestamp = value["time"].as_str().unwrap().parse().unwrap();
            let hit = hit(list, time);
            total[hit as usize] += 1;
            counts.entry(key.clone()).or_default()[hit as usize] += 1;
            if hit != Hit::First {
                let told = first.map(|f| (f.moment.earliest.to_string(), f.confidence, f.reasons.clone()));
                println!("{name} {key}: {hit:?}, expected {time}, proposed {told:?}");
            }
        }
    }
    println!("first, alternative, missed: {total:?}; {counts:?}; null but proposed: {nulls_wrong:?}");
    let n: usize = total.iter().sum();
    assert!(total[0] * 10 >= n * 6, "fewer than 60 % are the first proposal: {total:?}");
    assert!((total[0] + total[1]) * 10 >= n * 8, "fewer than 80 % are among the proposals: {total:?}");
    assert!(nulls_wrong.is_empty(), "proposed with confidence, but not documented: {nulls_wrong:?}");
}

/// The scenario that the formats' samples share: no actors, no tags, only plain words.
const KESTREL: [(&str, &str, &str); 14] = [
    ("2026-03-12T23:41:07Z", "exploit POST to upload plugin from 203.0.113.66", "compromise"),
    ("2026-03-12T23:44:19Z", "rogue admin `wp_support1`", ""),
    ("2026-03-13T00:02:51Z", "skimmer injected into checkout.js", "exposure_started"),
    ("2026-03-16T08:12:40Z", "customer reports card misuse", "first_signal"),
    ("2026-03-16T09:05:00Z", "ops confirms modified file", "detected"),
    ("2026-03-16T09:20:00Z", "IR team engaged", "declared"),
    ("2026-03-16T09:31:00Z", "personal-data breach established", "aware"),
    ("2026-03-16T09:48:30Z", "checkout off, IP blocked, sessions revoked", "contained"),
    ("2026-03-16T10:30:00Z", "disk snapshot + DB dump hashed", "evidence_preserved"),
    ("2026-03-16T14:10:00Z", "cleaned", "eradicated"),
    ("2026-03-17T06:00:00Z", "store reopened", "recovered"),
    ("2026-03-18T15:22:00Z", "regulator notified", "authority_notified"),
    ("2026-03-19T10:00:00Z", "customers notified", "individuals_notified"),
    ("2026-03-30T17:00:00Z", "California AG notified", ""),
];

#[test]
fn every_milestone_of_the_shared_scenario_is_found() {
    let mut table = EventTable::new();
    for (time, text, _) in KESTREL {
        table.push(&NewRow { text, ..NewRow::default() }, RowTime::utc(time.parse().unwrap()));
    }
    let timeline = Timeline::build(vec![source(0, table)], &[], &BTreeMap::new());
    let proposals = milestone::propose(&timeline, &BTreeMap::new());
    for (m, list) in &proposals {
        println!(
            "{m}: {:?}",
            list.iter()
                .map(|p| (p.moment.earliest.to_string(), p.confidence, p.reasons.clone()))
                .collect::<Vec<_>>()
        );
    }
    for (time, text, name) in KESTREL.iter().filter(|(_, _, name)| !name.is_empty()) {
        let milestone: Milestone = name.parse().unwrap();
        let hit = hit(proposals.get(&milestone), time.parse().unwrap());
        assert_eq!(hit, Hit::First, "{name}: “{text}”");
    }
}

#[allow(dead_code)]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
