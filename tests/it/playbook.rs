//! CACAO playbooks as plans: real ones are read, amended with manual steps, and stay valid playbooks.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::{ask, example};
use crate::plan::every_kind;
use crate::schemas;
use crate::shared::shared;
use floodmark::cacao;
use floodmark::engine::protocol::Export;
use floodmark::engine::view::{Exported, PlanDraft, PlanView};
use floodmark::engine::{Engine, Query};
use floodmark::model::case::AmendmentDecision;
use floodmark::model::{CaseId, Timestamp, Zone};
use floodmark::ooxml::{Stamp, Step};
use floodmark::plan::change::{self, Change as Amended, Revision};
use floodmark::plan::read::read;
use floodmark::workspace::{Change, WordFile};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// A playbook of the project's own: two manual steps, a decision with two ways, a person.
const OWN: &str = r#"{
  "type": "playbook",
  "spec_version": "cacao-2.0",
  "id": "playbook--1d3f6a52-6f0e-4a8b-9d55-2f6d1c7e9a01",
  "name": "Web skimmer response",
  "description": "What the shop does when payment code was changed.",
  "created_by": "identity--9a2b6c1d-1f2e-4c3d-8a4b-5c6d7e8f9a0b",
  "created": "2025-06-01T09:00:00.000Z",
  "modified": "2025-06-01T09:00:00.000Z",
  "workflow_start": "start--0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
  "workflow": {
    "start--0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d": { "type": "start", "on_completion": "action--1b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e" },
    "action--1b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e": {
      "type": "action",
      "name": "Isolate the checkout",
      "commands": [{ "type": "manual", "command": "Enable maintenance mode" }],
      "agent": "group--c3d4e5f6-a7b8-4c9d-8e0f-1a2b3c4d5e6f",
      "on_completion": "if-condition--2c3d4e5f-6a7b-4c8d-9e0f-1a2b3c4d5e6f"
    },
    "if-condition--2c3d4e5f-6a7b-4c8d-9e0f-1a2b3c4d5e6f": {
      "type": "if-condition",
      "name": "Were cards exposed?",
      "condition": "__exposed__:value = 'true'",
      "on_true": "action--3d4e5f6a-7b8c-4d9e-8f0a-1b2c3d4e5f6a",
      "on_completion": "end--4e5f6a7b-8c9d-4e0f-8a1b-2c3d4e5f6a7b"
    },
    "action--3d4e5f6a-7b8c-4d9e-8f0a-1b2c3d4e5f6a": {
      "type": "action",
      "name": "Notify the people affected",
      "commands": [{ "type": "manual", "command": "Send the notice" }],
      "agent": "group--c3d4e5f6-a7b8-4c9d-8e0f-1a2b3c4d5e6f",
      "on_completion": "end--4e5f6a7b-8c9d-4e0f-8a1b-2c3d4e5f6a7b"
    },
    "end--4e5f6a7b-8c9d-4e0f-8a1b-2c3d4e5f6a7b": { "type": "end" }
  },
  "agent_definitions": {
    "group--c3d4e5f6-a7b8-4c9d-8e0f-1a2b3c4d5e6f": { "type": "group", "name": "Shop operations" }
  }
}
"#;

fn at() -> Timestamp {
    "2026-03-24T10:00:00Z".parse().unwrap()
}

fn date() -> chrono::NaiveDate {
    "2026-03-24".parse().unwrap()
}

fn with_playbook(json: &str) -> (Engine, CaseId) {
    let (mut engine, case) = example();
    let text = cacao::read(json).unwrap().text;
    let file = WordFile(json.as_bytes().to_vec().into());
    engine.apply(&Change::OpenWord { name: "skimmer.json".into(), text, file }.into(), at()).unwrap();
    (engine, case)
}

fn plan(engine: &Engine, case: CaseId) -> PlanView {
    ask(engine, Query::Plan { case: Some(case), date: date() })
}

/// Accepts everything that is proposed and writes the plan; the playbook as it is saved.
fn amended(json: &str) -> String {
    let (mut engine, case) = with_playbook(json);
    let amendments = plan(&engine, case).amendments.iter().map(|a| a.amendment.id.clone()).collect();
    let decision = Some(AmendmentDecision::Accepted { text: None });
    engine.apply(&Change::DecideAmendments { case, amendments, decision }.into(), at()).unwrap();
    let draft: PlanDraft =
        ask(&engine, Query::PlanDraft { case, date: date(), approver: "Head of security".into() });
    assert!(draft.changes > 3);
    let write = Change::WritePlan { case, text: draft.text, edits: draft.edits, stamp: Some(draft.stamp) };
    engine.apply(&write.into(), at()).unwrap();
    let file: Exported = ask(
        &engine,
        Query::Export { what: Export::PlanWord, case: Some(case), zone: Zone::Utc, date: date() },
    );
    assert!(file.name.ends_with(".json"), "{}", file.name);
    file.text
}

/// The steps as they run, by their names, from the start along `on_completion`.
fn chain(playbook: &Value) -> Vec<String> {
    let mut id = playbook["workflow_start"].as_str().unwrap().to_owned();
    let mut names = vec![];
    loop {
        let step = &playbook["workflow"][&id];
        assert!(step.is_object(), "{id} is in the workflow");
        names.push(step["name"].as_str().unwrap_or(step["type"].as_str().unwrap()).to_owned());
        assert!(names.len() < 1_000, "the steps end");
        let Some(next) = step["on_completion"].as_str() else { return names };
        id = next.to_owned();
    }
}

#[test]
fn what_a_case_asks_for_becomes_manual_steps_of_a_valid_playbook() {
    let json = amended(OWN);
    let (before, after): (Value, Value) =
        (serde_json::from_str(OWN).unwrap(), serde_json::from_str(&json).unwrap());
    assert_eq!(after["id"], before["id"]);
    assert_eq!(after["created"], before["created"]);
    assert_eq!(after["modified"], "2026-03-24T00:00:00.000Z");
    assert_eq!(after["derived_from"], serde_json::json!([before["id"]]));
    assert!(after["labels"][0].as_str().unwrap().contains("Head of security"), "{}", after["labels"]);
    // Every step that was there is there, with its own words.
    for (id, step) in before["workflow"].as_object().unwrap() {
        for key in ["type", "name", "commands", "agent", "condition", "on_true"] {
            assert_eq!(after["workflow"][id][key], step[key], "{id} {key}");
        }
    }
    // What was added runs: it is reached, and its agent is there.
    let steps = after["workflow"].as_object().unwrap();
    let added: Vec<&Value> =
        steps.iter().filter(|(id, _)| !before["workflow"][id.as_str()].is_object()).map(|(_, s)| s).collect();
    assert!(added.len() >= 3, "{added:#?}");
    for step in &added {
        assert_eq!(step["commands"][0]["type"], "manual");
        assert!(after["agent_definitions"][step["agent"].as_str().unwrap()].is_object());
    }
    let reached = cacao::read(&json).unwrap();
    assert_eq!(reached.warnings, [] as [&str; 0], "every step is reached");
    let chain = chain(&after);
    let support = chain.iter().position(|name| name == "Support channels").expect("runs whatever is decided");
    assert!(chain.iter().position(|name| name == "Were cards exposed?") < Some(support), "{chain:?}");
    insta::assert_snapshot!("example_playbook", json);
    if let Some(schema) = schemas::cacao() {
        let faults: Vec<String> =
            schema.iter_errors(&after).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert_eq!(faults, [] as [&str; 0]);
        assert_ne!(schema.iter_errors(&serde_json::json!({ "type": "playbook" })).count(), 0, "it refuses");
    }
}

#[test]
fn a_playbook_that_has_the_changes_is_asked_for_none_of_them_again() {
    let json = amended(OWN);
    let (engine, case) = with_playbook(&json);
    let again: Vec<String> = plan(&engine, case).amendments.into_iter().map(|a| a.amendment.id).collect();
    assert_eq!(again, [] as [&str; 0]);
    assert!(plan(&engine, case).is_playbook && !plan(&engine, case).is_word);
}

#[test]
fn real_playbooks_are_read_and_amended_and_broken_ones_say_what_is_wrong() {
    let Some(folder) = shared("data/cacao") else { return };
    let schema = schemas::cacao().unwrap();
    let mut told = BTreeMap::new();
    for part in ["examples", "test/playbooks"] {
        for file in fs::read_dir(folder.join(part)).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let json = fs::read_to_string(&path).unwrap();
            let read = match cacao::read(&json) {
                Ok(read) => read,
                Err(error) => {
                    told.insert(name, error.to_string());
                    continue;
                }
            };
            told.insert(name.clone(), read.warnings.join(" "));
            assert!(!floodmark::plan::read::read(&read.text).title.is_empty(), "{name}");
            let faults = |json: &str| {
                let value: Value = serde_json::from_str(json).unwrap();
                schema.iter_errors(&value).map(|e| e.to_string()).collect::<Vec<_>>()
            };
            // What was wrong with it before is no worse after.
            let (before, after) = (faults(&json), faults(&amended(&json)));
            assert!(after.len() <= before.len(), "{name}: {after:#?}");
        }
    }
    insta::assert_debug_snapshot!("real_playbooks", told);
}

#[test]
fn a_playbook_is_detected_by_its_content_and_kept_byte_for_byte_without_changes() {
    let detected = floodmark::import::detect("x.json", OWN.as_bytes(), OWN.len() as u64).unwrap();
    assert_eq!(detected.candidates[0].reading.format, floodmark::model::Format::PlanPlaybook);
    assert_eq!(cacao::follow(OWN, &[]).unwrap(), OWN);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any choice of changes, in any words, gives JSON with every old step in it as it was, and every new one reached.
    #[test]
    fn any_changes_keep_the_steps(chosen in prop::collection::vec(any::<bool>(), 12), words in "\\PC{1,60}") {
        let text = cacao::read(OWN).unwrap().text;
        let all = every_kind();
        let picked = all.iter().zip(chosen).filter(|(_, on)| *on);
        let changes: Vec<Amended> = picked
            .map(|(a, _)| Amended { amendment: a.clone(), text: a.cells.is_empty().then(|| words.clone()), comment: String::new() })
            .collect();
        let revision = Revision { date: date(), approver: words.clone(), case: words.clone(), version: None };
        let written = change::write(&read(&text), &changes, &revision);
        let step = Step { text: written.text, edits: written.edits, stamp: Stamp { author: words, date: date() } };
        let json = cacao::follow(OWN, &[step]).unwrap();
        let (before, after): (Value, Value) =
            (serde_json::from_str(OWN).unwrap(), serde_json::from_str(&json).unwrap());
        for (id, was) in before["workflow"].as_object().unwrap() {
            for key in ["type", "name", "commands", "agent"] {
                prop_assert_eq!(&after["workflow"][id][key], &was[key]);
            }
        }
        prop_assert_eq!(cacao::read(&json).unwrap().warnings, Vec::<String>::new());
    }
}
