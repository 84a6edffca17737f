//! Milestones proposed over real breaches, invented cases and what the record states.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::shared::shared;
use crate::timeline::{at, source, table};
use floodmark::milestone::{self, Proposal, Status};
use floodmark::model::event::NewRow;
use floodmark::model::{EventTable, Milestone, MilestoneDecision, Moment, Precision, RowTime, Timestamp};
use floodmark::timeline::Timeline;
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
