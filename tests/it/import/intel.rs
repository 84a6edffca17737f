//! Real threat-intelligence files: every dated fact is an event, and what is not read is told with its number.

use super::{events, read};
use crate::shared::shared;
use floodmark::import::{Imported, detect};
use floodmark::model::event::RowNote;
use floodmark::model::{Format, Precision};
use std::fs;

/// Reads a file as what it is found to be, which must be `format`.
fn open(path: &str, format: Format) -> Option<Imported> {
    let bytes = fs::read(shared(path)?).unwrap();
    let found = detect("x", &bytes[..bytes.len().min(65_536)], bytes.len() as u64).unwrap();
    assert_eq!(found.candidates[0].reading.format, format, "{path}: {:?}", found.candidates);
    Some(read(&bytes))
}

/// What a row says: its time and its text.
fn row(imported: &Imported, n: u32) -> String {
    let table = events(imported);
    let moment = table.moment(n, None, Default::default()).unwrap();
    format!("{} {}", moment.earliest, table.text(n))
}

fn counts(imported: &Imported) -> (u64, u64, usize) {
    (imported.report.rows, imported.report.events, imported.report.refusals.len())
}

#[test]
fn misp_events_tell_what_they_hold() {
    let Some(small) = open("data/misp/misp_event.json", Format::MispEvent) else { return };
    assert_eq!(counts(&small), (1, 1, 0));
    assert_eq!(row(&small, 0), "2016-06-09T00:00:00Z MISP event: A Random Event");
    let table = events(&small);
    assert_eq!(table.time(0).precision, Precision::Day);
    let tags: Vec<&str> = table.tags(0).collect();
    assert_eq!(tags, ["ecsirt:malicious-code=\"ransomware\"", "for_intelmq_processing", "threat-level:high"]);
    let notes = small.report.notes.join("\n");
    assert!(notes.contains("2 indicators have no time") && notes.contains("not published"), "{notes}");

    // The keys of this one are sorted, so that its head holds nothing of the event itself.
    let Some(large) = open("data/misp/mispevent_testfiles/existing_event.json", Format::MispEvent) else {
        return;
    };
    assert_eq!(counts(&large), (1, 1, 0));
    assert_eq!(
        row(&large, 0),
        "2017-12-21T00:00:00Z MISP event: OSINT - Sednit update: How Fancy Bear Spent the Year"
    );
    let notes = large.report.notes.join("\n");
    for said in
        ["122 indicators have no time", "49 objects have no time", "20 related events", "not published"]
    {
        assert!(notes.contains(said), "{said}: {notes}");
    }
}

#[test]
fn stix_bundles_give_what_was_observed() {
    let files = ["test_events_collection_stix21.json", "test_objects_collection_stix21.json"];
    for name in files {
        let Some(imported) = open(&format!("data/misp-stix/tests/{name}"), Format::Stix) else { return };
        let bytes = fs::read(shared(&format!("data/misp-stix/tests/{name}")).unwrap()).unwrap();
        let bundle: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let of = |kind: &str| {
            let objects = bundle["objects"].as_array().unwrap();
            objects.iter().filter(|o| kind.is_empty() || o["type"] == *kind).count() as u64
        };
        // First and last observation are the same in all of them, and nothing else in the files has a time.
        let observed = of("observed-data");
        assert_eq!(counts(&imported), (observed, observed, 0), "{name}");
        let context = format!("{} objects are context", of("") - observed);
        assert!(imported.report.notes[0].starts_with(&context), "{context}: {:?}", imported.report.notes);
        let table = events(&imported);
        for n in 0..table.len() as u32 {
            assert!(
                row(&imported, n).starts_with("2020-10-25T16:22:00Z Observed: "),
                "{}",
                row(&imported, n)
            );
            let (start, length) = table.place(n);
            let original: serde_json::Value =
                serde_json::from_slice(&bytes[start as usize..start as usize + length as usize]).unwrap();
            assert_eq!(original["type"], "observed-data");
        }
    }
}

#[test]
fn attack_flows_give_their_actions() {
    let Some(nerve) = open("data/attack-flow/MITRE NERVE.afb", Format::AttackFlow) else { return };
    // 33 actions, all with a start, two with an end that differs.
    assert_eq!(counts(&nerve), (35, 35, 0));
    assert_eq!(
        row(&nerve, 0),
        "2023-12-31T12:00:00Z Exploit Public-Facing Application (T1190): The adversary compromises MITRE's NERVE system through multiple zero-day vulnerabilities in Ivanti Connect Secure."
    );
    let table = events(&nerve);
    assert!((0..35).all(|n| table.actor(n) == "UNC5221"));
    // One action begins at a midnight, which may be only a date; nothing else is odd about these times.
    let noted: Vec<RowNote> = (0..35).flat_map(|n| table.notes(n).to_vec()).collect();
    assert_eq!(noted, [RowNote::MidnightDateOnly]);
    let first = table.tags(0).collect::<Vec<_>>();
    assert_eq!(first, ["T1190", "TA0001"]);
    let notes = nerve.report.notes.join("\n");
    assert!(notes.contains("5 malware") && notes.contains("8 file"), "{notes}");

    // None of the actions of the example has a time: each is refused by name, and the file is no error.
    let Some(example) = open("data/attack-flow/attack-flow-example.json", Format::AttackFlow) else { return };
    assert_eq!(counts(&example), (5, 0, 5));
    for refusal in &example.report.refusals {
        assert!(refusal.reason.contains("no `execution_start`") && refusal.pointer.starts_with("/objects/"));
    }
    assert!(example.report.notes[0].starts_with("15 objects are context"), "{:?}", example.report.notes);
}
