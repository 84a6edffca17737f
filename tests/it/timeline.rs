//! Order, histogram, search and proposals over real, large and odd timelines.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::shared::shared;
use floodmark::milestone::{self, Proposal, Status};
use floodmark::model::event::{NewRow, Unplaced};
use floodmark::model::{
    EventEdit, EventId, EventTable, HandEvent, Milestone, MilestoneDecision, Moment, Precision, RowTime,
    SourceId, Span, Timestamp, Zone, ZoneOrigin,
};
use floodmark::timeline::{Filter, Grouping, SourceTable, Stack, Timeline};
use proptest::prelude::*;
use std::collections::BTreeMap;

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
        abbreviations: Default::default(),
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
    // By milestone: how often one was proposed, whether the case documents one or not.
    let mut proposed: BTreeMap<String, usize> = BTreeMap::new();
    let (mut total, mut nulls_wrong, mut believed) = ([0_usize; 3], vec![], vec![]);
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
            *proposed.entry(key.clone()).or_default() += usize::from(first.is_some());
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
                if first.is_some_and(|first| first.confidence > 0.7) {
                    believed.push(format!("{name} {key}"));
                }
            }
        }
    }
    println!("first, alternative, missed: {total:?}; {counts:?}; null but proposed: {nulls_wrong:?}");
    let n: usize = total.iter().sum();
    assert!(total[0] * 4 >= n * 3, "fewer than 75 % are the first proposal: {total:?}");
    assert!((total[0] + total[1]) * 10 >= n * 9, "fewer than 90 % are among the proposals: {total:?}");
    assert!(nulls_wrong.is_empty(), "proposed with confidence, but not documented: {nulls_wrong:?}");
    assert!(believed.is_empty(), "wrong, with more confidence than 0.7: {believed:?}");
    for (key, [first, alternative, missed]) in &counts {
        let share = |of: usize| *first as f64 / of.max(1) as f64;
        let (precision, recall) = (share(proposed[key]), share(first + alternative + missed));
        println!("{key}: precision {precision:.2}, recall {recall:.2}");
        let least = match key.as_str() {
            "detection"
            | "containment"
            | "authority_notified"
            | "individuals_notified"
            | "public_disclosure" => 0.8,
            _ => 0.0,
        };
        assert!(precision >= least && recall >= least, "{key}: precision {precision:.2}, recall {recall:.2}");
    }
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

/// What is proposed first for rows of time, kind, actor, text and tag.
fn first(rows: &[[&str; 5]], milestone: &Milestone) -> Proposal {
    let mut table = EventTable::new();
    for [time, kind, actor, text, tag] in rows {
        let tags: Vec<&str> = Some(*tag).filter(|tag| !tag.is_empty()).into_iter().collect();
        let row = NewRow { text, kind, actor, tags: &tags, ..NewRow::default() };
        table.push(&row, RowTime::utc(time.parse().unwrap()));
    }
    let timeline = Timeline::build(vec![source(0, table)], &[], &BTreeMap::new());
    let mut proposals = milestone::propose(&timeline, &BTreeMap::new());
    proposals.remove(milestone).expect("a proposal").remove(0)
}

#[test]
fn what_others_suspect_is_no_detection_where_the_organisation_sees_it_itself() {
    let suspected = [
        "2026-03-02T10:00:00Z",
        "Alert",
        "Northwind",
        "Customer Northwind tells the provider of a breach",
        "",
    ];
    let seen =
        ["2026-03-09T10:00:00Z", "Alert", "security team", "Intrusion found in the support system", ""];
    let detected = first(&[suspected, seen], &Milestone::Detected);
    assert_eq!(detected.moment.earliest.to_string(), "2026-03-09T10:00:00Z");
    // Where nobody else saw it, what others said is all there is.
    let detected = first(&[suspected], &Milestone::Detected);
    assert_eq!(detected.moment.earliest.to_string(), "2026-03-02T10:00:00Z");
}

#[test]
fn who_speaks_in_a_text_is_heard_where_the_name_beside_it_says_nothing() {
    let told = |text| ["2026-03-02T10:00:00Z", "Alert", "Marten Logistics", text, ""];
    let seen = ["2026-03-09T10:00:00Z", "", "Harrier Labs", "Skimmer found in the checkout", ""];
    let detected = |text| first(&[told(text), seen], &Milestone::Detected).moment.earliest.to_string();
    assert_eq!(detected("A customer writes that suspicious charges follow every purchase"), seen[0]);
    // Nobody outside speaks here.
    let text = "Customer table found among suspicious files";
    assert_eq!(detected(text), "2026-03-02T10:00:00Z");
    // A firm is of a trade, which makes it none of the responders.
    let nameless = |text| ["2026-03-02T10:00:00Z", "", "", text, ""];
    let [by_firm, by_team] = ["A security firm notices odd logins", "The security team notices odd logins"]
        .map(|text| first(&[nameless(text)], &Milestone::Detected).confidence);
    assert!(by_firm < by_team, "{by_firm} {by_team}");
}

#[test]
fn a_containment_is_doubted_while_the_attacker_acts_on() {
    let seen = ["2026-03-09T10:00:00Z", "Alert", "SOC", "Intrusion detected", ""];
    let disabled = ["2026-03-09T11:00:00Z", "", "SOC", "Stolen account disabled, sessions ended", ""];
    let acts = |tag| ["2026-03-10T11:00:00Z", "", "attacker", "Logs in with another account", tag];
    let sure = first(&[seen, disabled], &Milestone::Contained);
    let doubted = first(&[seen, disabled, acts("")], &Milestone::Contained);
    assert!(doubted.confidence < sure.confidence, "{doubted:?}");
    assert!(doubted.reasons.iter().any(|r| r == "but the attacker acts after it"), "{doubted:?}");
    let elsewhere = first(&[seen, disabled, acts("related-incident")], &Milestone::Contained);
    assert_eq!(elsewhere.confidence, sure.confidence);
}

#[test]
fn a_time_that_its_source_doubts_is_never_proposed_with_confidence() {
    let seen =
        |tag| ["2026-03-09T10:00:00Z", "Alert", "security team", "Intrusion detected and confirmed", tag];
    assert!(first(&[seen("")], &Milestone::Detected).confidence > 0.7);
    assert!(first(&[seen("conflict")], &Milestone::Detected).confidence <= 0.65);
}

#[test]
fn where_two_events_fit_alike_neither_is_sure() {
    let off = |time| [time, "", "SOC", "Breach contained, sessions revoked, checkout taken off", ""];
    let seen = ["2026-03-09T10:00:00Z", "Alert", "SOC", "Intrusion detected", ""];
    assert!(first(&[seen, off("2026-03-09T12:00:00Z")], &Milestone::Contained).confidence > 0.7);
    let two = first(&[seen, off("2026-03-09T12:00:00Z"), off("2026-03-11T12:00:00Z")], &Milestone::Contained);
    assert!(two.confidence <= 0.7, "{two:?}");
    assert!(two.reasons.iter().any(|r| r == "but another event fits nearly as well"), "{two:?}");
}

#[test]
fn logs_of_machines_alone_propose_nothing() {
    let Some(path) = shared("data/plaso-apt/apt.dynamic.csv") else { return };
    let timeline = timesketch(&std::fs::read_to_string(path).unwrap());
    assert!(timeline.len() > 2_000);
    assert_eq!(milestone::propose(&timeline, &BTreeMap::new()), BTreeMap::new());
}

/// A ransomware case in an operations channel's words: other vocabulary, actors, and much around it.
const CLINIC: [(&str, &str, &str, &str); 20] = [
    (
        "2026-05-02T21:10:00Z",
        "threat actor",
        "VPN login with a stolen password from an address never seen before",
        "compromise",
    ),
    (
        "2026-05-03T01:44:00Z",
        "threat actor",
        "12 GB of patient files copied to a storage provider",
        "exposure_started",
    ),
    ("2026-05-04T04:00:00Z", "backup", "Nightly backup finished", ""),
    ("2026-05-04T05:31:00Z", "EDR", "Alert raised: mass file renames on fs-02", "first_signal"),
    ("2026-05-04T05:50:00Z", "night shift", "Nurses report that images do not open", ""),
    ("2026-05-04T06:02:00Z", "on-call engineer", "Acknowledged the page", "acknowledged"),
    (
        "2026-05-04T06:15:00Z",
        "on-call engineer",
        "Identified ransomware note on fs-02, this is an attack",
        "detected",
    ),
    ("2026-05-04T06:30:00Z", "IT lead", "Major incident declared, crisis team called", "declared"),
    ("2026-05-04T06:41:00Z", "IT lead", "We should isolate the network soon, waiting for approval", ""),
    ("2026-05-04T07:05:00Z", "network team", "All file servers quarantined, VPN shut down", "contained"),
    (
        "2026-05-04T08:20:00Z",
        "forensics",
        "Memory and disk images of fs-02 taken and hashed",
        "evidence_preserved",
    ),
    ("2026-05-05T11:00:00Z", "DPO", "Confirmed that personal data of patients were taken", "aware"),
    ("2026-05-06T15:00:00Z", "DPO", "Breach reported to the supervisory authority", "authority_notified"),
    ("2026-05-07T08:00:00Z", "IT", "Backdoors deleted and fs-02 reimaged", "eradicated"),
    ("2026-05-08T06:00:00Z", "IT", "Services back online, normal operation", "recovered"),
    ("2026-05-09T09:00:00Z", "communications", "Press release published", "public_disclosure"),
    ("2026-05-09T09:30:00Z", "communications", "Helpline for patients opened", "support_opened"),
    ("2026-05-10T10:00:00Z", "communications", "Letters sent to patients", "individuals_notified"),
    ("2026-05-20T10:00:00Z", "all teams", "Post-mortem meeting held", "review_held"),
    ("2026-05-28T10:00:00Z", "CISO", "Response plan updated to version 5", "plan_updated"),
];

#[test]
fn a_case_in_other_words_is_understood_too() {
    let mut table = EventTable::new();
    for (time, actor, text, _) in CLINIC {
        table.push(&NewRow { text, actor, ..NewRow::default() }, RowTime::utc(at(time)));
    }
    let timeline = Timeline::build(vec![source(0, table)], &[], &BTreeMap::new());
    let proposals = milestone::propose(&timeline, &BTreeMap::new());
    let mut missed = vec![];
    for (time, _, text, name) in CLINIC.iter().filter(|row| !row.3.is_empty()) {
        let list = proposals.get(&name.parse().unwrap());
        if hit(list, at(time)) != Hit::First {
            missed.push(format!(
                "{name}: “{text}”, proposed {:?}",
                list.map(|l| (&l[0].moment.earliest, &l[0].reasons))
            ));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(!proposals.contains_key(&Milestone::Closed));
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A table of rows with a time, a text and tags.
fn table(rows: &[(&str, &str, &[&str])]) -> EventTable {
    let mut table = EventTable::new();
    for (time, text, tags) in rows {
        table.push(&NewRow { text, tags, ..NewRow::default() }, RowTime::utc(at(time)));
    }
    table
}

fn hand(time: &str, text: &str) -> HandEvent {
    HandEvent {
        time: RowTime::utc(at(time)),
        known_at: None,
        text: text.into(),
        kind: String::new(),
        actor: String::new(),
        asset: String::new(),
        tags: vec![],
        words: text.into(),
        written: Timestamp(0),
        removed: false,
    }
}

fn texts(timeline: &Timeline) -> Vec<&str> {
    timeline.events().map(|e| e.text).collect()
}

#[test]
fn equal_times_stand_by_source_then_row_and_hand_written_ones_last() {
    let t = "2026-03-16T09:00:00Z";
    let second = source(1, table(&[(t, "b1", &[]), (t, "b2", &[])]));
    let first = source(0, table(&[(t, "a1", &[])]));
    let timeline = Timeline::build(vec![second, first], &[hand(t, "typed")], &BTreeMap::new());
    assert_eq!(texts(&timeline), ["a1", "b1", "b2", "typed"]);
    assert_eq!(timeline.sources().len(), 2);
    let typed = timeline.event(3).unwrap();
    assert_eq!((typed.id.source, typed.source), (SourceId::HAND, ""));
    assert_eq!(timeline.position(typed.id), Some(3));
}

#[test]
fn a_day_stands_before_the_exact_times_in_it_and_after_an_exact_midnight() {
    let mut rows =
        table(&[("2026-03-16T00:00:00Z", "midnight", &[]), ("2026-03-16T00:00:01Z", "later", &[])]);
    let day = RowTime { precision: Precision::Day, ..RowTime::utc(at("2026-03-16T13:00:00Z")) };
    rows.push(&NewRow { text: "day", ..NewRow::default() }, day);
    let timeline = Timeline::build(vec![source(0, rows)], &[], &BTreeMap::new());
    assert_eq!(texts(&timeline), ["midnight", "day", "later"]);
    assert_eq!(timeline.as_of(), Some(at("2026-03-16T00:00:01Z")));
}

#[test]
fn corrections_move_hide_star_and_rename_without_touching_the_evidence() {
    let rows = table(&[
        ("2026-03-16T09:00:00Z", "one", &[]),
        ("2026-03-16T10:00:00Z", "two", &[]),
        ("2026-03-16T11:00:00Z", "three", &[]),
    ]);
    let id = |row| EventId { source: SourceId(0), row };
    let edits = BTreeMap::from([
        (
            id(0),
            EventEdit {
                time: Some(RowTime::utc(at("2026-03-16T12:00:00Z"))),
                text: Some("moved".into()),
                ..Default::default()
            },
        ),
        (id(1), EventEdit { hidden: true, ..Default::default() }),
        (id(2), EventEdit { starred: true, actor: Some("SOC".into()), ..Default::default() }),
    ]);
    let clock = SourceTable { clock_offset: Span::seconds(60), ..source(0, rows) };
    let timeline = Timeline::build(vec![clock], &[], &edits);
    assert_eq!(texts(&timeline), ["three", "moved"]);
    // The clock was a minute slow; a time that a person gave is not moved by it.
    assert_eq!(timeline.event(0).unwrap().moment.earliest, at("2026-03-16T11:01:00Z"));
    assert_eq!(timeline.event(1).unwrap().moment.earliest, at("2026-03-16T12:00:00Z"));
    assert_eq!((timeline.hidden(), timeline.position(id(1))), (1, None));
    let starred = Filter { starred: true, actors: vec!["SOC".into()], ..Filter::default() };
    assert_eq!(timeline.select(&starred), [0]);
    assert_eq!(timeline.select(&Filter { text: "MOVED".into(), ..Filter::default() }), [1]);
    assert!(timeline.select(&Filter { text: "one".into(), ..Filter::default() }).is_empty());
    assert_eq!(timeline.facets().actors[0].value, "SOC");
}

#[test]
fn rows_wait_for_a_zone_and_those_that_the_clock_skips_are_listed() {
    let mut rows = EventTable::new();
    let naive = |text: &str| RowTime { offset: None, ..RowTime::utc(at(text)) };
    rows.push(&NewRow { text: "skipped", ..NewRow::default() }, naive("2026-03-29T02:30:00Z"));
    rows.push(&NewRow { text: "repeated", ..NewRow::default() }, naive("2026-10-25T02:30:00Z"));
    let waiting = source(0, rows);
    let timeline = Timeline::build(vec![waiting.clone()], &[], &BTreeMap::new());
    assert_eq!((timeline.len(), timeline.unplaced().len()), (0, 2));
    assert!(timeline.unplaced().iter().all(|(_, why)| *why == Unplaced::NoZone));
    assert_eq!((timeline.span(), timeline.as_of()), (None, None));
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    let timeline =
        Timeline::build(vec![SourceTable { zone: Some(berlin), ..waiting }], &[], &BTreeMap::new());
    assert_eq!(texts(&timeline), ["repeated"]);
    assert_eq!(timeline.unplaced()[0].1, Unplaced::Skipped);
    let moment = timeline.moment(0).unwrap();
    assert_eq!((moment.precision, moment.zone), (Precision::Repeated, ZoneOrigin::Asserted));
}

#[test]
fn implausible_times_are_kept_but_bound_nothing() {
    let rows = table(&[
        ("1601-01-01T00:00:00Z", "contained", &["milestone:contained"]),
        ("2026-03-16T09:00:00Z", "alert", &[]),
        ("2026-03-16T11:00:00Z", "later", &[]),
        ("2227-01-01T00:00:00Z", "far", &[]),
    ]);
    let timeline = Timeline::build(vec![source(0, rows)], &[], &BTreeMap::new());
    assert_eq!(timeline.len(), 4);
    let span = timeline.span().unwrap();
    assert_eq!(span, [at("2026-03-16T09:00:00Z"), at("2026-03-16T11:00:00Z")]);
    let histogram = timeline.histogram(None, span[0], span[1], 4, Stack::Sources);
    assert_eq!((histogram.totals(), histogram.implausible), (vec![1, 0, 0, 1], 2));
    let silences = timeline.silences(Span::seconds(60));
    assert_eq!(silences.len(), 1);
    assert_eq!((silences[0].length(), silences[0].after), (Span::seconds(7_200), 1));
    assert!(!milestone::propose(&timeline, &BTreeMap::new()).contains_key(&Milestone::Contained));
}

#[test]
fn the_same_words_at_the_same_time_are_grouped_not_deleted() {
    let t = "2026-03-16T09:00:00Z";
    let one = source(0, table(&[(t, "Login failed, user root", &[]), (t, "other", &[])]));
    let two = source(1, table(&[(t, "login failed  user root", &[])]));
    let timeline = Timeline::build(vec![one, two], &[], &BTreeMap::new());
    let duplicates = timeline.duplicates();
    let groups = duplicates.groups();
    assert_eq!((groups.len(), timeline.len()), (1, 3));
    assert_eq!(groups[0].positions, [0, 2]);
    assert!(groups[0].across_sources);
}

proptest! {
    /// A list loses no event that a row does not stand for, and opening all groups gives every event a row.
    #[test]
    fn folding_keeps_one_row_for_what_several_sources_tell(
        rows in proptest::collection::vec((0..3_u32, 0..4_i64, 0..3_usize), 0..40),
        kept in proptest::collection::vec(any::<bool>(), 40),
        step in 1..9_usize,
    ) {
        let words = ["Door opened", "door, opened", "Alarm"];
        let mut tables = [(); 3].map(|()| EventTable::new());
        for (source, at, word) in &rows {
            let time = RowTime::utc(Timestamp::from_seconds(1_773_651_900 + at));
            tables[*source as usize].push(&NewRow { text: words[*word], ..NewRow::default() }, time);
        }
        let sources = tables.into_iter().zip(0..).map(|(t, n)| source(n, t)).collect();
        let timeline = Timeline::build(sources, &[], &BTreeMap::new());
        let duplicates = timeline.duplicates();
        let mut stepwise = Grouping::default();
        while !stepwise.advance(&timeline, step) {}
        prop_assert_eq!(&stepwise.finish(), &duplicates);
        let kept: Vec<u32> = (0..timeline.len() as u32).filter(|n| kept[*n as usize]).collect();
        let list = duplicates.fold(&kept, &[]).unwrap_or_else(|| kept.clone());
        for position in &kept {
            let group = duplicates.told_by_several(*position).map(|g| g.positions.as_slice());
            let stands = group.unwrap_or(std::slice::from_ref(position));
            let rows = stands.iter().filter(|p| list.contains(p)).count();
            prop_assert_eq!(rows, 1, "{} of {:?} in {:?}", position, stands, list);
        }
        let open: Vec<u32> = duplicates.groups().iter().map(|g| g.positions[0]).collect();
        prop_assert_eq!(duplicates.fold(&kept, &open), None);
    }
}

#[test]
fn a_tag_that_names_a_milestone_outweighs_any_words() {
    let rows = table(&[
        ("2026-03-29T09:48:00Z", "EDR alert", &["milestone:detection"]),
        ("2026-03-30T04:30:00Z", "All affected hosts isolated and contained", &[]),
        ("2026-03-30T05:00:00Z", "done", &["milestone:containment"]),
        ("2026-03-31T05:00:00Z", "Supervisory authority notified", &["milestone:notification"]),
        ("2026-04-01T05:00:00Z", "Customers notified by mail", &["milestone:notification"]),
        ("2026-04-01T06:00:00Z", "form sent", &["milestone:sent:eu-gdpr-33-1-authority"]),
    ]);
    let timeline = Timeline::build(vec![source(0, rows)], &[], &BTreeMap::new());
    let proposals = milestone::propose(&timeline, &BTreeMap::new());
    let best = |m: &Milestone| proposals[m][0].moment.earliest.to_string();
    assert_eq!(best(&Milestone::Contained), "2026-03-30T05:00:00Z");
    assert_eq!(proposals[&Milestone::Contained].len(), 2);
    assert!(proposals[&Milestone::Contained][0].reasons[0].contains("milestone:containment"));
    assert_eq!(best(&Milestone::AuthorityNotified), "2026-03-31T05:00:00Z");
    assert_eq!(best(&Milestone::IndividualsNotified), "2026-04-01T05:00:00Z");
    assert_eq!(best(&Milestone::Sent("eu-gdpr-33-1-authority".into())), "2026-04-01T06:00:00Z");
}

#[test]
fn a_kind_that_names_a_milestone_counts_while_it_is_rare() {
    let kinds = |times: usize| {
        let mut table = EventTable::new();
        for n in 0..times {
            let time = RowTime::utc(Timestamp::from_seconds(1_773_654_510 + n as i64 * 60));
            table.push(&NewRow { text: "Step done", kind: "Containment", ..NewRow::default() }, time);
        }
        milestone::propose(&Timeline::build(vec![source(0, table)], &[], &BTreeMap::new()), &BTreeMap::new())
    };
    assert_eq!(kinds(1)[&Milestone::Contained][0].reasons, ["its kind is “Containment”"]);
    assert!(kinds(40).is_empty());
}

#[test]
fn what_a_person_decided_stands_before_what_the_record_states_and_what_words_suggest() {
    let rows = table(&[("2026-03-16T09:48:30Z", "Checkout isolated", &[])]);
    let timeline = Timeline::build(vec![source(0, rows)], &[], &BTreeMap::new());
    let id = timeline.id(0).unwrap();
    let stated = BTreeMap::from([(Milestone::Detected, (Moment::exact(at("2026-03-16T09:00:00Z")), id))]);
    let proposals = milestone::propose(&timeline, &stated);
    let confirmed = MilestoneDecision::At {
        moment: Moment::exact(at("2026-03-16T10:00:00Z")),
        event: None,
        decided: Timestamp(0),
    };
    let proposed = milestone::resolve(proposals.clone(), &stated, &BTreeMap::new());
    assert_eq!(proposed.get(&Milestone::Contained).unwrap().status, Status::Proposed);
    assert_eq!(proposed.get(&Milestone::Detected).unwrap().status, Status::Stated);
    let decisions = BTreeMap::from([
        (Milestone::Contained, confirmed),
        (Milestone::Detected, MilestoneDecision::None { decided: Timestamp(0) }),
    ]);
    let decided = milestone::resolve(proposals, &stated, &decisions);
    let contained = decided.get(&Milestone::Contained).unwrap();
    assert_eq!((contained.status, contained.confidence), (Status::Confirmed, 1.0));
    assert_eq!(contained.alternatives.len(), 1);
    assert!(decided.is_none(&Milestone::Detected));
    assert_eq!(decided.get(&Milestone::Detected).unwrap().alternatives[0].reasons, ["the record states it"]);
}

#[test]
fn a_containment_before_any_sign_and_a_fine_years_later_are_hardly_milestones() {
    let rows = table(&[
        ("2026-01-01T09:00:00Z", "Old test account disabled", &[]),
        ("2026-03-16T08:00:00Z", "Customer reports card misuse", &[]),
        ("2026-03-16T09:00:00Z", "Checkout isolated", &[]),
        ("2028-03-16T09:00:00Z", "Regulator announces a fine, customers informed too late", &[]),
    ]);
    let timeline = Timeline::build(vec![source(0, rows)], &[], &BTreeMap::new());
    let proposals = milestone::propose(&timeline, &BTreeMap::new());
    let contained = &proposals[&Milestone::Contained];
    assert_eq!((contained.len(), contained[0].events[0].row), (1, 2));
    for milestone in
        [Milestone::AuthorityNotified, Milestone::IndividualsNotified, Milestone::PublicDisclosure]
    {
        assert!(!proposals.contains_key(&milestone), "{milestone}: {:?}", proposals[&milestone]);
    }
}

/// Rows of up to three sources: seconds, precision, and a few words.
fn rows() -> impl Strategy<Value = Vec<(u32, i64, u8, String)>> {
    prop::collection::vec((0_u32..3, -5_i64..200, 0_u8..4, "[abAB]{1,4}( [xyÄ]{1,3})?"), 0..60)
}

fn built(rows: &[(u32, i64, u8, String)]) -> Timeline {
    let mut tables: BTreeMap<u32, EventTable> = BTreeMap::new();
    for (id, hours, precision, text) in rows {
        let precision =
            [Precision::Exact, Precision::Exact, Precision::Hour, Precision::Day][*precision as usize];
        let micros = 1_700_000_000_000_000 + hours * 3_600_000_000;
        let time = RowTime { micros, offset: Some(0), precision, abbreviation: None, zone: None };
        let new = NewRow { text, actor: text.get(..1).unwrap_or(""), tags: &["t"], ..NewRow::default() };
        tables.entry(*id).or_default().push(&new, time);
    }
    let sources = tables.into_iter().map(|(id, table)| source(id, table)).collect();
    Timeline::build(sources, &[], &BTreeMap::new())
}

proptest! {
    #[test]
    fn every_row_stands_once_in_order(rows in rows()) {
        let timeline = built(&rows);
        prop_assert_eq!(timeline.len(), rows.len());
        let keys: Vec<_> = timeline.events().map(|e| (e.moment.earliest, e.moment.latest, e.id)).collect();
        let mut sorted = keys.clone();
        sorted.sort();
        prop_assert_eq!(&keys, &sorted);
        for event in timeline.events() {
            prop_assert_eq!(timeline.position(event.id), Some(event.position));
        }
    }

    #[test]
    fn searching_finds_what_reading_every_event_finds(rows in rows(), words in "[abxÄ]{1,2}( [AyB]{1,2})?", from in 0_i64..200) {
        let timeline = built(&rows);
        let from = Timestamp(1_700_000_000_000_000 + from * 3_600_000_000);
        let filter = Filter {
            text: words.clone(), from: Some(from), actors: vec!["a".into(), "B".into()], ..Filter::default()
        };
        let read: Vec<u32> = timeline
            .events()
            .filter(|e| {
                let all = [e.text, e.actor, "t"].map(str::to_lowercase);
                words.split(' ').all(|w| all.iter().any(|field| field.contains(&w.to_lowercase())))
                    && ["a", "B"].contains(&e.actor)
                    && (e.moment.earliest >= from || e.moment.latest > from)
            })
            .map(|e| e.position)
            .collect();
        prop_assert_eq!(timeline.select(&filter), read);
    }

    #[test]
    fn a_histogram_counts_every_event_once(rows in rows(), bins in 1_usize..40, ends in (0_i64..200, 0_i64..200)) {
        let timeline = built(&rows);
        let edge = |h: i64| Timestamp(1_700_000_000_000_000 + h * 3_600_000_000);
        let (from, to) = (edge(ends.0.min(ends.1)), edge(ends.0.max(ends.1)));
        let histogram = timeline.histogram(None, from, to, bins, Stack::Sources);
        let counted: u32 = histogram.totals().iter().sum();
        let all = counted + histogram.before + histogram.after + histogram.implausible;
        prop_assert_eq!(all as usize, timeline.len());
        // By stretches of time the same events count, each in the stretch that has it.
        let times = [edge(40), edge(120)];
        let stretches = timeline.histogram(None, from, to, bins, Stack::Times(&times));
        if !timeline.is_empty() {
            prop_assert_eq!(stretches.totals(), histogram.totals());
        }
        let within = |n: usize, t: Timestamp| (n == 0 || t >= times[n - 1]) && (n == 2 || t < times[n]);
        for (n, counts) in stretches.counts.iter().enumerate() {
            let told = timeline.events().map(|e| e.moment.earliest);
            let read = told.filter(|t| (from..=to).contains(t) && within(n, *t)).count();
            prop_assert_eq!(counts.iter().sum::<u32>() as usize, read, "stretch {}", n);
        }
        for (bin, total) in histogram.totals().into_iter().enumerate() {
            let (start, end) = (histogram.edge(bin), histogram.edge(bin + 1));
            let last = bin + 1 == bins;
            let read = timeline.events().filter(|e| {
                let t = e.moment.earliest;
                start <= t && (t < end || (last && t == end))
            });
            // Bins of no width share their events; only their sum is told above.
            if start < end {
                prop_assert_eq!(read.count() as u32, total, "bin {}", bin);
            }
        }
    }
}
