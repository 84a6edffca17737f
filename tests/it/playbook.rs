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
use floodmark::model::{CaseId, MetricId, Timestamp, Zone};
use floodmark::ooxml::{Stamp, Step};
use floodmark::plan::change::{self, Amendment, AmendmentKind, Change as Amended, Revision};
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
    let draft: PlanDraft = ask(
        &engine,
        Query::PlanDraft {
            case,
            date: date(),
            approver: "Head of security".into(),
            version: None,
            exercised: None,
        },
    );
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
fn steps_that_run_in_a_circle_are_told_and_none_is_lost() {
    // What comes after the notice is where it began.
    let (end, start) =
        ("end--4e5f6a7b-8c9d-4e0f-8a1b-2c3d4e5f6a7b", "action--1b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e");
    let next = |id: &str| {
        format!(
            "\"agent\": \"group--c3d4e5f6-a7b8-4c9d-8e0f-1a2b3c4d5e6f\",\n      \"on_completion\": \"{id}\""
        )
    };
    assert!(OWN.contains(&next(end)));
    let circle = OWN.replace(&next(end), &next(start));
    let found = cacao::read(&circle).unwrap();
    assert_eq!(found.warnings.len(), 1, "{:?}", found.warnings);
    assert!(
        found.warnings[0].starts_with("The steps run in a circle at `action--3d4e5f6a-"),
        "{:?}",
        found.warnings
    );
    assert_eq!(found.text.matches("## Isolate the checkout").count(), 1, "{}", found.text);
    let (before, after): (Value, Value) =
        (serde_json::from_str(&circle).unwrap(), serde_json::from_str(&amended(&circle)).unwrap());
    valid(&after);
    for (id, step) in before["workflow"].as_object().unwrap() {
        for key in ["type", "name", "commands", "agent", "condition", "on_true"] {
            assert_eq!(after["workflow"][id][key], step[key], "{id} {key}");
        }
    }
    assert!(after["workflow"].as_object().unwrap().len() > before["workflow"].as_object().unwrap().len());
    assert_eq!(cacao::read(&after.to_string()).unwrap().warnings.len(), 1);
}

#[test]
fn a_playbook_is_detected_by_its_content_and_kept_byte_for_byte_without_changes() {
    let detected = floodmark::import::detect("x.json", OWN.as_bytes(), OWN.len() as u64).unwrap();
    assert_eq!(detected.candidates[0].reading.format, floodmark::model::Format::PlanPlaybook);
    assert_eq!(cacao::follow(OWN, &[]).unwrap(), OWN);
}

/// A change of words that stand in a plan.
fn revised(id: &str, kind: AmendmentKind, section: &str, old: &str, new: &str) -> Amended {
    let amendment = Amendment {
        id: format!("test.{id}"),
        kind,
        section: section.to_owned(),
        text: new.to_owned(),
        replaces: Some(old.to_owned()),
        reason: format!("because of {id}"),
        ..every_kind().remove(4)
    };
    Amended { amendment, text: None, comment: String::new() }
}

/// The next version of a text with some changes in it.
fn version(text: &str, changes: &[Amended], case: &str) -> Step {
    let revision =
        Revision { date: date(), approver: "Head | deputy".into(), case: case.into(), ..Revision::default() };
    let written = change::write(&read(text), changes, &revision);
    Step { text: written.text, edits: written.edits, stamp: Stamp { author: "Head".into(), date: date() } }
}

fn valid(playbook: &Value) {
    if let Some(schema) = schemas::cacao() {
        let faults: Vec<String> =
            schema.iter_errors(playbook).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert_eq!(faults, [] as [&str; 0]);
    }
}

#[test]
fn a_text_to_send_is_one_command() {
    let text = cacao::read(OWN).unwrap().text;
    let notice = every_kind().into_iter().find(|a| a.kind == AmendmentKind::AddTemplate).unwrap();
    let change = Amended { amendment: notice, text: None, comment: String::new() };
    let step = version(&text, std::slice::from_ref(&change), "A case");
    let json = cacao::follow(OWN, std::slice::from_ref(&step)).unwrap();
    let after: Value = serde_json::from_str(&json).unwrap();
    valid(&after);
    let commands = |after: &Value| -> Vec<String> {
        let steps = after["workflow"].as_object().unwrap().values();
        let own = steps.filter(|step| step["name"] == "Template: notice");
        own.map(|step| step["commands"][0]["command"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(commands(&after), ["Dear customer,\n\n- what\n- when"]);
    // It is changed in its place by the next version.
    let later = revised("later", AmendmentKind::ReviseStep, "Template: notice", "when", "when and where");
    let next = version(&step.text, &[later], "Another");
    let json = cacao::follow(OWN, &[step, next]).unwrap();
    assert_eq!(
        commands(&serde_json::from_str(&json).unwrap()),
        ["Dear customer,\n\n- what\n- when and where"]
    );
}

#[test]
fn words_that_change_are_changed_in_the_strings_that_say_them() {
    let own = OWN
        .replace("What the shop does when payment code was changed.", "Version: 1.0\\n\\nFor <shops>.")
        .replace(
            r#"{ "type": "manual", "command": "Enable maintenance mode" }"#,
            r#"{ "type": "manual", "command": "Contain  within 90 minutes of detection <b>" },
      { "type": "bash", "command": "systemctl stop nginx" },
      { "type": "manual", "command": "Remove the skimmer", "version": "1.0" },
      { "type": "manual", "command": "Copy the logs", "description": "To the evidence store." }"#,
        )
        .replace("Send the notice", "Notify the authority without undue delay");
    let before: Value = serde_json::from_str(&own).unwrap();
    valid(&before);
    let text = cacao::read(&own).unwrap().text;
    assert_eq!(read(&text).targets.len(), 1, "{text}");
    use AmendmentKind::{ReorderSteps, ReviseStep, SetTarget};
    let mut target = revised("target", SetTarget, "Isolate the checkout", "90 minutes", "2 hours");
    target.amendment.metric = Some(MetricId::TimeToContain);
    let changes = [
        target,
        revised(
            "machine",
            ReviseStep,
            "Isolate the checkout",
            "`bash`: `systemctl stop nginx`",
            "`bash`: `systemctl stop apache2`",
        ),
        revised(
            "order",
            ReorderSteps,
            "Isolate the checkout",
            "Remove the skimmer\n- Copy the logs",
            "Copy the logs\n- Remove the skimmer",
        ),
        revised(
            "limit",
            ReviseStep,
            "Notify the people affected",
            "Notify the authority without undue delay",
            "Notify the authority without undue delay, at the latest within 72 hours",
        ),
        Amended { amendment: every_kind().remove(2), text: None, comment: String::new() },
    ];
    let first = version(&text, &changes, "A case | with bars");
    let json = cacao::follow(&own, std::slice::from_ref(&first)).unwrap();
    let after: Value = serde_json::from_str(&json).unwrap();
    valid(&after);
    let steps = after["workflow"].as_object().unwrap();
    assert_eq!(steps.len(), before["workflow"].as_object().unwrap().len() + 1, "one step is added: {json}");
    let commands = |id: &str| after["workflow"][id]["commands"].as_array().unwrap().clone();
    let isolate = commands("action--1b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5e");
    let words: Vec<&str> = isolate.iter().map(|c| c["command"].as_str().unwrap()).collect();
    assert_eq!(
        words,
        [
            "Contain  within 2 hours of detection <b>",
            "systemctl stop nginx",
            "Copy the logs",
            "Remove the skimmer"
        ]
    );
    assert_eq!(isolate[3]["version"], "1.0", "what belongs to a command goes with it");
    assert!(isolate[0]["description"].as_str().unwrap().contains("because of target"), "{json}");
    let described = isolate[2]["description"].as_str().unwrap();
    assert!(described.starts_with("To the evidence store.") && described.contains("because of order"));
    let notify = commands("action--3d4e5f6a-7b8c-4d9e-8f0a-1b2c3d4e5f6a");
    assert_eq!(notify.len(), 1);
    assert_eq!(
        notify[0]["command"],
        "Notify the authority without undue delay, at the latest within 72 hours"
    );
    assert_eq!(
        after["description"],
        "Version: 1.1\n\nFor <shops>.\n\nIsolate the checkout: change “`bash`: `systemctl stop nginx`” to “`bash`: `systemctl stop apache2`”."
    );
    // The history names what was done, whatever the case and the approver are called.
    let again = cacao::read(&json).unwrap();
    assert_eq!(again.warnings, [] as [&str; 0]);
    let known = read(&again.text);
    for change in &changes {
        assert!(known.amended.contains(&change.amendment.id), "{}", again.text);
    }
    assert_eq!(version(&again.text, &changes, "A case | with bars").text, again.text, "a second run");
    assert!(again.text.contains(r"A case \| with bars") && again.text.contains(r"| Head \| deputy |"));

    // A later version changes what an earlier one added, moved and changed.
    let later = [
        revised("later", ReviseStep, "Isolate the checkout", "Isolate the <b>page</b> first.", "Isolate it."),
        revised("logs", ReviseStep, "Isolate the checkout", "Copy the logs", "Copy all logs"),
        revised("day", ReviseStep, "Notify the people affected", "72 hours", "3 days"),
    ];
    let second = version(&first.text, &later, "Another");
    let json = cacao::follow(&own, &[first, second]).unwrap();
    let after: Value = serde_json::from_str(&json).unwrap();
    valid(&after);
    let mut all: Vec<&str> = after["workflow"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|step| step["commands"].as_array().into_iter().flatten())
        .map(|command| command["command"].as_str().unwrap())
        .collect();
    all.sort_unstable();
    assert_eq!(
        all,
        [
            "Contain  within 2 hours of detection <b>",
            "Copy all logs",
            "Isolate it.",
            "Notify the authority without undue delay, at the latest within 3 days",
            "Remove the skimmer",
            "systemctl stop nginx",
        ]
    );
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
        let revision = Revision { date: date(), approver: words.clone(), case: words.clone(), ..Revision::default() };
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
        let again = cacao::read(&json).unwrap();
        prop_assert_eq!(again.warnings, Vec::<String>::new());
        let known = read(&again.text);
        for change in &changes {
            prop_assert!(known.amended.contains(&change.amendment.id), "{}", again.text);
        }
    }
}
