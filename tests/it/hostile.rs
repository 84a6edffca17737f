//! Text from files is hostile: payloads in every field of every format, through import, into every document and export.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may panic, also in its helpers, and tell its numbers"
)]

mod carry;
mod check;
mod papers;

use crate::import::{adds_up, files};
use crate::scenario;
use carry::{PAYLOADS, Small, fields, with};
use floodmark::engine::Engine;
use floodmark::import::{Content, Imported, read_all};
use floodmark::model::action::NewAction;
use floodmark::model::case::FindingDecision;
use floodmark::model::facts::Particular;
use floodmark::model::meeting::{Captured, OnScreen, Part};
use floodmark::model::paper::OwnWords;
use floodmark::model::source::sha256;
use floodmark::model::{CaseId, Facts, Format, HandEvent, Paper, Reading, RowTime, Section, Timestamp};
use floodmark::workspace::file::{self, Saved};
use floodmark::workspace::meeting::Again;
use floodmark::workspace::{Change, MeetingStep, Target, Workspace};
use serde_json::Value;
use std::collections::BTreeSet;

/// A small file of each format, some of them more than once.
fn small() -> Vec<Small> {
    let mut all: Vec<Small> = files().into_iter().map(|(reading, text)| Small { reading, text }).collect();
    let whole = scenario::FILES.iter().map(|(_, format, text)| (format, text));
    let whole = whole.chain(scenario::SHOP.iter().map(|(format, _, text)| (format, text)));
    all.extend(whole.map(|(format, text)| Small { reading: Reading::of(*format), text: (*text).to_owned() }));
    all
}

fn now() -> Timestamp {
    "2026-03-24T10:00:00Z".parse().unwrap()
}

/// All text that a file gave.
fn given(imported: &Imported) -> String {
    let mut all = String::new();
    let mut table = |t: &floodmark::model::EventTable| {
        for row in 0..t.len() as u32 {
            for part in [t.text(row), t.kind(row), t.actor(row), t.asset(row)].into_iter().chain(t.tags(row))
            {
                all.push_str(part);
                all.push('\n');
            }
        }
    };
    match &imported.content {
        Content::Events(events) => table(events),
        Content::Incidents(incidents) => incidents.iter().for_each(|i| {
            table(&i.events);
        }),
    }
    if let Content::Incidents(incidents) = &imported.content {
        incidents.iter().for_each(|i| all.push_str(&format!("{}\n{}\n{:?}\n", i.id, i.title, i.groups)));
    }
    for refusal in &imported.report.refusals {
        all.push_str(&format!("{}\n{}\n", refusal.text, refusal.reason));
    }
    all
}

/// What is counted of a run.
#[derive(Default, Debug)]
struct Counts {
    formats: BTreeSet<Format>,
    fields: usize,
    /// Those in which a time stands: with a payload there, the row is refused and carries it.
    times: usize,
    carried: usize,
    /// Those of which the file gave something, as an event or as a refused row.
    given: usize,
    refused: usize,
    files: usize,
    bytes: usize,
}

/// The longest stretch of letters of a payload, which no reader alters.
fn trace(payload: &str) -> &str {
    payload.split(|c: char| !c.is_ascii_alphanumeric()).max_by_key(|w| w.len()).unwrap_or(payload)
}

#[test]
fn no_payload_in_any_field_of_any_format_acts_in_anything_that_is_written() {
    let mut counts = Counts::default();
    let mut wrong = BTreeSet::new();
    for (n, Small { reading, text }) in small().into_iter().enumerate() {
        let mut engine = Engine::new();
        let mut sources = vec![];
        for field in fields(&text) {
            counts.fields += 1;
            counts.times += usize::from(field.is_time);
            for (p, payload) in PAYLOADS.iter().enumerate() {
                let file = with(&text, &field, payload);
                counts.carried += 1;
                // A file that is no longer of its format says so, in words that are ours.
                let Ok(imported) = read_all("x", file.as_bytes(), Some(&reading)) else {
                    counts.refused += 1;
                    continue;
                };
                adds_up(&imported);
                counts.given += usize::from(given(&imported).contains(trace(payload)));
                // Documents take a part of them, in which each payload and each field stands.
                if (counts.fields + p) % 9 == 0 {
                    let mut new = engine.supply(&sha256(file.as_bytes()), reading.clone(), imported);
                    new.name = format!("{payload}.csv");
                    sources.push(new);
                }
            }
        }
        counts.formats.insert(reading.format);
        engine.apply(&Change::AddSources { target: Target::NewCase, sources }.into(), now()).unwrap();
        let cases: Vec<CaseId> = engine.workspace().cases.iter().map(|c| c.id).take(5).collect();
        for (c, case) in cases.into_iter().enumerate() {
            let title = PAYLOADS[(n + c) % PAYLOADS.len()].to_owned();
            engine.apply(&Change::RenameCase { case, title }.into(), now()).unwrap();
            for file in papers::all(&engine, case, c == 0) {
                counts.files += 1;
                counts.bytes += file.bytes.len();
                let found = papers::wrong(&file);
                wrong.extend(
                    found.into_iter().map(|w| format!("{} in {}: {w}", reading.format.id(), file.what)),
                );
            }
        }
    }
    println!(
        "hostile: {} formats, {} fields ({} of times), {} payloads: {} carried in; {} came out of the reader, {} files were refused whole; {} files written from them, {} MB",
        counts.formats.len(),
        counts.fields,
        counts.times,
        PAYLOADS.len(),
        counts.carried,
        counts.given,
        counts.refused,
        counts.files,
        counts.bytes / 1_000_000
    );
    let mut shown: Vec<String> = wrong.into_iter().map(|w| w.chars().take(300).collect()).collect();
    let all = shown.len();
    shown.truncate(40);
    assert!(shown.is_empty(), "{all}:\n{}", shown.join("\n"));
}

/// The places of the strings of a saved workspace, as JSON pointers.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, v)| pointers(v, &format!("{at}/{n}"), found))
        }
        Value::Object(map) => map.iter().for_each(|(key, v)| {
            let key = key.replace('~', "~0").replace('/', "~1");
            pointers(v, &format!("{at}/{key}"), found);
        }),
        _ => {}
    }
}

/// A case in which people have said something wherever they can.
fn told() -> Workspace {
    let (mut engine, case) = crate::engine::example();
    let event = engine.analysis(case).unwrap().timeline.event(2).unwrap().id;
    let rules: Vec<String> =
        engine.analysis(case).unwrap().judgement().findings.iter().map(|f| f.rule.clone()).take(3).collect();
    let hand = HandEvent {
        time: RowTime::utc(now()),
        known_at: None,
        text: "w".into(),
        kind: "w".into(),
        actor: "w".into(),
        asset: "w".into(),
        tags: vec!["w".into()],
        words: "w".into(),
        written: now(),
        removed: false,
    };
    let action = NewAction {
        title: "w".into(),
        owner: "w".into(),
        due: "2026-04-01".parse().ok(),
        review: "2026-05-01".parse().ok(),
        finding: Some(rules[0].clone()),
        effect: "w".into(),
        ..NewAction::default()
    };
    let facts = Facts {
        title: Some("w".into()),
        data_types: vec!["w".into()],
        sector: "w".into(),
        delay_reasons: [("gdpr-33".to_owned(), "w".to_owned())].into(),
        contract_limits: [("w".to_owned(), "24 hours".to_owned())].into(),
        said: Particular::ALL.iter().map(|p| (*p, "w".to_owned())).collect(),
        review_teams: vec!["w".into()],
        attack: "w".into(),
        team: "w".into(),
        breach_note: "w".into(),
        ..Facts::default()
    };
    let own = OwnWords { text: "w".into(), instead: false };
    let paper = Section::ALL.into_iter().fold(Paper::default(), |p, s| p.worded(s, Some(own.clone())));
    let capture =
        |what| Change::Meeting { case, step: MeetingStep::Capture { what, on_screen: OnScreen::Part } };
    let mut changes = vec![
        Change::SetFacts { case, facts: Box::new(facts) },
        Change::AddEvents { case, events: vec![hand.clone()] },
        Change::AddActions { case, actions: vec![action.clone(), action.clone()] },
        Change::SetPaper { case, paper: Box::new(paper) },
        Change::Meeting { case, step: MeetingStep::TurnTo(Some(Part::Walk)) },
        capture(Captured::Note("w".into())),
        capture(Captured::Decision("w".into())),
        capture(Captured::Question("w".into())),
        capture(Captured::Surprise("w".into())),
        capture(Captured::Parked("w".into())),
        capture(Captured::Correction(event, "w".into())),
        capture(Captured::Event(Box::new(hand))),
        capture(Captured::Action(Box::new(action))),
        Change::Meeting {
            case,
            step: MeetingStep::Vote {
                voter: "w".into(),
                ballot: [(rules[0].clone(), 3)].into(),
                again: Again::Unasked,
            },
        },
    ];
    changes.extend(rules.iter().map(|rule| Change::NoteFinding {
        case,
        rule: rule.clone(),
        note: "w".into(),
    }));
    changes.extend(rules.iter().map(|rule| Change::DecideFinding {
        case,
        rule: rule.clone(),
        decision: Some(FindingDecision::Accepted),
    }));
    for change in changes {
        engine.apply(&change.into(), now()).unwrap();
    }
    (**engine.workspace()).clone()
}

#[test]
fn no_payload_in_anything_that_a_person_can_say_acts_in_anything_that_is_written() {
    let saved = Saved { workspace: told(), originals: Default::default() };
    let whole: Value = serde_json::from_str(&file::write(&saved).unwrap()).unwrap();
    let mut places = vec![];
    pointers(&whole, "", &mut places);
    let with =
        |place: &str, payload: &str, value: &mut Value| *value.pointer_mut(place).unwrap() = payload.into();
    // Names of kinds, rules and times are no places for words: a file with others there is refused by name, and does no harm.
    let words = |place: &String| {
        let mut one = whole.clone();
        with(place, PAYLOADS[0], &mut one);
        file::read(&one.to_string()).is_ok()
    };
    let (open, closed): (Vec<String>, Vec<String>) = places.into_iter().partition(words);
    let mut wrong = BTreeSet::new();
    let (mut carried, mut files) = (0, 0);
    for shift in 0..PAYLOADS.len() {
        let mut value = whole.clone();
        for (n, place) in open.iter().enumerate() {
            // What names the file and joins the parts of the case stays.
            if !["/format", "/sha256", "/finding", "/id", "/amendment"].iter().any(|end| place.ends_with(end))
            {
                with(place, PAYLOADS[(n + shift) % PAYLOADS.len()], &mut value);
                carried += 1;
            }
        }
        let saved = file::read(&value.to_string()).unwrap();
        let mut engine = Engine::new();
        engine.apply(&Change::Restore { workspace: Box::new(saved.workspace) }.into(), now()).unwrap();
        for (name, text) in floodmark::example::files() {
            let reading = floodmark::example::reading(name);
            let imported = read_all(name, text.as_bytes(), Some(&reading)).unwrap();
            engine.supply(&sha256(text.as_bytes()), reading, imported);
        }
        let case = engine.workspace().cases[0].id;
        for file in papers::all(&engine, case, true) {
            files += 1;
            wrong.extend(papers::wrong(&file).into_iter().map(|w| format!("{}: {w}", file.what)));
        }
    }
    println!(
        "hostile words: {} places, {carried} payloads carried into {files} files; {} places refuse them",
        open.len(),
        closed.len()
    );
    let shown: Vec<String> = wrong.iter().take(40).map(|w| w.chars().take(300).collect()).collect();
    assert!(shown.is_empty(), "{}:\n{}", wrong.len(), shown.join("\n"));
}
