//! What other tools take: each file against its published schema, and read back by our own reader without loss.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::example;
use crate::schemas::{faults, veris};
use crate::{cases, scenario};
use floodmark::engine::Engine;
use floodmark::engine::export::export;
use floodmark::engine::protocol::Export;
use floodmark::import::{Content, Imported, read_all};
use floodmark::model::{CaseId, Duration, Facts, MetricId, Milestone, MilestoneDecision, Zone};
use floodmark::workspace::Change;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// A file as the page saves it.
fn saved(engine: &Engine, what: Export, case: CaseId) -> String {
    let analysis = engine.analysis(case).unwrap();
    let date = "2026-03-24".parse().unwrap();
    export(engine, what, Some(&analysis), Zone::Utc, date).unwrap().text
}

fn read(text: &str) -> Imported {
    let imported = read_all("x", text.as_bytes(), None).unwrap();
    assert_eq!(imported.report.refusals, []);
    imported
}

fn duration(engine: &Engine, case: CaseId, id: MetricId) -> Duration {
    engine.analysis(case).unwrap().metrics.iter().find(|m| m.id == id).unwrap().duration
}

/// The example with its facts, and one that has not ended.
fn told() -> Vec<(Engine, CaseId)> {
    let now = "2026-03-24T10:00:00Z".parse().unwrap();
    let apply = |engine: &mut Engine, change: Change| engine.apply(&change.into(), now).unwrap();
    let (mut with_facts, case) = example();
    let facts = Facts {
        data_types: vec!["name".into(), "payment card number".into()],
        records_affected: Some(412),
        personal_data: Some(true),
        sector: "retail".into(),
        ..Facts::default()
    };
    apply(&mut with_facts, Change::SetFacts { case, facts: Box::new(facts) });
    let (mut open, _) = example();
    let none = Some(MilestoneDecision::None { decided: now });
    apply(&mut open, Change::DecideMilestone { case, milestone: Milestone::Compromise, decision: none });
    vec![example(), scenario::merged(), (with_facts, case), (open, case)]
}

/// Writes a file of every real case, by `analyse`; with the case's analysis.
fn of_every_case(kind: &str) -> Vec<(Value, String)> {
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("export-{kind}"));
    let mut made = vec![];
    for folder in cases::folders() {
        let arguments = [
            folder.join("timeline.csv").to_string_lossy().into_owned(),
            "--export".into(),
            format!("{kind}={}", out.display()),
        ];
        let analysis = cases::analyse(&arguments);
        made.push((analysis, fs::read_to_string(&out).unwrap()));
    }
    made
}

#[test]
fn veris_is_valid_and_reads_back_with_the_same_durations() {
    let Some(schema) = veris() else { return };
    for (engine, case) in told() {
        let text = saved(&engine, Export::Veris, case);
        assert_eq!(faults(&schema, &serde_json::from_str(&text).unwrap()), Vec::<String>::new(), "{text}");
        let Content::Incidents(all) = read(&text).content else { panic!("no incident") };
        for id in [MetricId::Dwell, MetricId::TimeToContain] {
            let (ours, read) = (duration(&engine, case, id.clone()), all[0].durations[&id]);
            let unknown = matches!((ours, read), (Duration::Unknown { .. }, Duration::Unknown { .. }));
            assert!(unknown || ours == read, "{id:?}: {ours:?}, {read:?}");
        }
    }
    for (analysis, text) in of_every_case("veris") {
        assert_eq!(faults(&schema, &serde_json::from_str(&text).unwrap()), Vec::<String>::new(), "{text}");
        let Content::Incidents(all) = read(&text).content else { panic!("no incident") };
        for id in [MetricId::Dwell, MetricId::TimeToContain] {
            let ours = &analysis["incidents"][0]["metrics"][id.id()];
            let near = |read: Option<f64>, ours: &Value| match (read, ours.as_f64()) {
                (Some(read), Some(ours)) => (read - ours).abs() < 1e-3,
                (read, ours) => read.is_none() && ours.is_none(),
            };
            let read = all[0].durations[&id];
            assert!(near(read.min().map(|s| s.as_seconds()), &ours["min_seconds"]), "{ours}, {read:?}");
            assert!(near(read.max().map(|s| s.as_seconds()), &ours["max_seconds"]), "{ours}, {read:?}");
        }
    }
}

#[test]
fn the_schema_of_veris_refuses_what_is_broken() {
    let Some(schema) = veris() else { return };
    let (engine, case) = example();
    let whole: Value = serde_json::from_str(&saved(&engine, Export::Veris, case)).unwrap();
    for (place, value) in [
        ("/timeline/containment/unit", "Fortnights"),
        ("/security_incident", "Perhaps"),
        ("/asset/assets/0/variety", "S - Toaster"),
        ("/timeline/incident/month", "13"),
    ] {
        let mut broken = whole.clone();
        *broken.pointer_mut(place).unwrap() = value.into();
        assert_ne!(faults(&schema, &broken), Vec::<String>::new(), "{place}");
    }
}

#[test]
fn the_example_as_other_tools_take_it_stays_as_it_is() {
    let (engine, case) = told().swap_remove(2);
    insta::assert_snapshot!("example_veris", saved(&engine, Export::Veris, case));
}
