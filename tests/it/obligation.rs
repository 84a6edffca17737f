//! Rule packs against ../shared/obligations, and findings on the real breaches of ../shared/data/cases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may panic, also in its helpers, and tell its numbers"
)]

use crate::shared::shared;
use floodmark::finding::{CaseView, find, of_duty};
use floodmark::metric::compute;
use floodmark::milestone::{Milestones, resolve};
use floodmark::model::event::NewRow;
use floodmark::model::{
    Case, Duty, EventTable, Finding, Milestone, MilestoneDecision, Moment, Precision, RowTime, SourceId,
    Span, Theme, Timestamp, Zone, ZoneOrigin,
};
use floodmark::obligation::{Pack, assess};
use floodmark::timeline::{SourceTable, Timeline};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn the_pack_keeps_every_fact_of_the_shared_rules() {
    let Some(path) = shared("obligations/rules.json") else { return };
    let all: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for rule in &Pack::builtin().rules {
        let theirs = all.iter().find(|r| r["id"] == rule.id.as_str()).expect(&rule.id);
        let limit = rule.limit().unwrap();
        assert_eq!(limit.value.map(u64::from), theirs["deadline"]["value"].as_u64());
        assert_eq!(theirs["deadline"]["unit"], "hours");
        assert_eq!(theirs["trigger"]["milestone"], rule.trigger.milestone.id());
        assert_eq!(theirs["citation"], rule.citation);
        assert_eq!(theirs["jurisdiction"], rule.jurisdiction_label);
        assert_eq!(theirs["in_force"]["from"], rule.in_force.from.unwrap().to_string());
        assert_eq!(theirs["verified"], rule.verification.verified);
        assert_eq!(serde_json::to_value(rule.verification.level).unwrap(), theirs["verification"]["level"]);
        let urls: Vec<_> =
            theirs["sources"].as_array().unwrap().iter().map(|s| s["url"].as_str().unwrap()).collect();
        assert_eq!(urls, rule.sources.iter().map(|s| s.url.as_str()).collect::<Vec<_>>());
        assert_eq!(theirs["clock_notes"].as_array().unwrap().len(), rule.clock_notes.len());
        assert_eq!(theirs["content_required"].as_array().unwrap().len(), rule.content_required.len());
        assert_eq!(theirs["follow_ups"].as_array().unwrap().len(), rule.follow_ups.len());
    }
}

/// The cells of a CSV file; enough for the cases, whose importer is tested elsewhere.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
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
    rows
}

fn timeline(path: &Path) -> Timeline {
    let rows = cells(&std::fs::read_to_string(path).unwrap());
    let mut table = EventTable::new();
    for (n, row) in rows.iter().enumerate().skip(1) {
        let tags: Vec<&str> = row[6].split(',').collect();
        let precision = match () {
            () if tags.contains(&"month-precision") => Precision::Month,
            () if tags.contains(&"date-precision") => Precision::Day,
            () => Precision::Exact,
        };
        let time = RowTime { precision, ..RowTime::utc(row[1].parse().unwrap()) };
        let new = NewRow {
            text: &row[0],
            kind: &row[2],
            actor: &row[4],
            asset: &row[5],
            tags: &tags,
            line: n as u32 + 1,
            ..NewRow::default()
        };
        table.push(&new, time);
    }
    let source = SourceTable {
        id: SourceId(0),
        name: "timeline.csv".into(),
        table: table.into(),
        zone: None,
        clock_offset: Span::ZERO,
    };
    Timeline::build(vec![source], &[], &BTreeMap::new())
}

/// The milestones of an `expected.json`, as a person would confirm them.
fn decisions(expected: &Value) -> BTreeMap<Milestone, MilestoneDecision> {
    let names = [
        ("compromise", "compromise"),
        ("first_signal", "first_signal"),
        ("detection", "detected"),
        ("acknowledgement", "acknowledged"),
        ("declaration", "declared"),
        ("containment", "contained"),
        ("eradication", "eradicated"),
        ("recovery", "recovered"),
        ("authority_notified", "authority_notified"),
        ("individuals_notified", "individuals_notified"),
        ("public_disclosure", "public_disclosure"),
    ];
    let decided = Timestamp::default();
    let mut all = BTreeMap::new();
    for (theirs, ours) in names {
        let Some(stated) = expected["milestones"].get(theirs) else { continue };
        let decision = if stated.is_null() {
            MilestoneDecision::None { decided }
        } else {
            let at: Timestamp = stated["time"].as_str().unwrap().parse().unwrap();
            let precision = match stated["precision"].as_str().unwrap() {
                "exact" => Precision::Exact,
                "hour" => Precision::Hour,
                "day" => Precision::Day,
                _ => Precision::Month,
            };
            let moment =
                Moment::from_local(at.naive_utc(), precision, Zone::Utc, ZoneOrigin::Stated).unwrap();
            MilestoneDecision::At { moment, event: None, decided }
        };
        all.insert(ours.parse().unwrap(), decision);
    }
    all
}

fn found(timeline: &Timeline, case: &Case, milestones: &Milestones) -> Vec<Finding> {
    let as_of = timeline.as_of().unwrap_or_default();
    let metrics = compute(milestones, &case.metrics, &BTreeMap::new(), Some(as_of));
    let obligations = assess(Pack::builtin(), &case.facts, milestones, as_of);
    find(&CaseView {
        case,
        timeline,
        milestones,
        metrics: &metrics,
        obligations: &obligations,
        plan: None,
        as_of,
    })
}

/// The cases with their expectations and findings.
fn cases() -> Vec<(String, Value, Vec<Finding>)> {
    let Some(folder) = shared("data/cases") else { return vec![] };
    let mut folders: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    let one = |path: std::path::PathBuf| {
        let expected: Value =
            serde_json::from_str(&std::fs::read_to_string(path.join("expected.json")).unwrap()).unwrap();
        let timeline = timeline(&path.join("timeline.csv"));
        let milestones = resolve(BTreeMap::new(), &BTreeMap::new(), &decisions(&expected));
        let found = found(&timeline, &Case::default(), &milestones);
        (path.file_name().unwrap().to_string_lossy().into_owned(), expected, found)
    };
    folders.into_iter().map(one).collect()
}

#[test]
fn the_themes_of_real_breaches_are_mostly_found_and_rarely_invented() {
    let (mut hits, mut misses, mut extra) = (0, 0, 0);
    for (name, expected, findings) in cases() {
        let documented: BTreeSet<Theme> = expected["documented_findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| serde_json::from_value(f["theme"].clone()).unwrap())
            .collect();
        let seen: BTreeSet<Theme> = findings.iter().flat_map(|f| f.themes.iter().copied()).collect();
        let ids = |set: Vec<&Theme>| set.iter().map(|t| t.id()).collect::<Vec<_>>().join(" ");
        println!("{name}\n  found {}", ids(documented.intersection(&seen).collect()));
        println!("  missed {}", ids(documented.difference(&seen).collect()));
        println!("  not documented {}", ids(seen.difference(&documented).collect()));
        for f in findings.iter() {
            println!(
                "    {:?} {:?} {} {:?}: {} [{}]",
                f.severity,
                f.outcome,
                f.rule,
                f.themes,
                f.claim,
                f.events.len()
            );
        }
        for duty in Duty::ALL {
            assert!(of_duty(&findings, *duty).is_some(), "{name} lacks {duty:?}");
        }
        hits += documented.intersection(&seen).count();
        misses += documented.difference(&seen).count();
        extra += seen.difference(&documented).count();
    }
    if hits + misses == 0 {
        return;
    }
    let (precision, recall) = (hits as f64 / (hits + extra) as f64, hits as f64 / (hits + misses) as f64);
    println!(
        "precision {precision:.2}, recall {recall:.2} ({hits} found, {misses} missed, {extra} not documented)"
    );
    assert!(precision >= 0.8 && recall >= 0.75);
}
