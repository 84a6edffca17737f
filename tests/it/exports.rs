//! What other tools take: each file against its published schema, and read back by our own reader without loss.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::example;
use crate::schemas::{Stix, faults, veris};
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
    insta::assert_snapshot!("example_stix", saved(&engine, Export::Stix, case));
    insta::assert_snapshot!("example_timesketch_csv", saved(&engine, Export::TimesketchCsv, case));
    insta::assert_snapshot!("example_timesketch_jsonl", saved(&engine, Export::TimesketchJsonl, case));
}

/// The events of a file, as instants and texts.
fn events(text: &str) -> Vec<(floodmark::model::Moment, String)> {
    let Content::Events(table) = read(text).content else { panic!("no events") };
    let all = (0..table.len() as u32).map(|row| {
        (
            table.moment(row, Some(Zone::Utc), floodmark::model::Span::ZERO).unwrap(),
            table.text(row).to_owned(),
        )
    });
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(moment, text)| (moment.earliest, moment.latest, text.clone()));
    all
}

/// The events of a case in the same form.
fn own_events(engine: &Engine, case: CaseId) -> Vec<(floodmark::model::Moment, String)> {
    let analysis = engine.analysis(case).unwrap();
    let mut all: Vec<_> = analysis.timeline.events().map(|e| (e.moment, e.text.to_owned())).collect();
    all.sort_by_key(|(moment, text)| (moment.earliest, moment.latest, text.clone()));
    all
}

#[test]
fn timesketch_and_iris_read_back_without_loss_of_instants() {
    for (engine, case) in told() {
        let own = own_events(&engine, case);
        for what in [Export::TimesketchCsv, Export::TimesketchJsonl, Export::IrisCsv] {
            let text = saved(&engine, what, case);
            let again = events(&text);
            assert_eq!(again.len(), own.len());
            for (a, b) in own.iter().zip(&again) {
                assert_eq!((b.0.earliest, b.0.latest, &b.1), (a.0.earliest, a.0.latest, &a.1), "{what:?}");
            }
        }
        for line in saved(&engine, Export::TimesketchCsv, case).lines() {
            assert!(!line.starts_with(['=', '+', '-', '@', '\t', '\r']), "{line:?}");
        }
    }
}

#[test]
fn every_real_timeline_goes_to_timesketch_and_back() {
    for kind in ["timesketch-csv", "timesketch-jsonl"] {
        for (analysis, text) in of_every_case(kind) {
            let again = events(&text);
            let rows = analysis["incidents"][0]["sources"][0]["events"].as_u64().unwrap();
            assert_eq!(again.len() as u64, rows);
        }
    }
}

#[test]
fn stix_is_valid_and_reads_back_with_the_same_instants() {
    let Some(schemas) = Stix::load() else { return };
    let check = |text: &str| {
        let bundle: Value = serde_json::from_str(text).unwrap();
        assert_eq!(schemas.faults(&bundle), Vec::<String>::new());
        let ids: Vec<&str> =
            bundle["objects"].as_array().unwrap().iter().map(|o| o["id"].as_str().unwrap()).collect();
        let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "an id stands twice");
        // Whatever is referred to is in the bundle.
        for object in bundle["objects"].as_array().unwrap() {
            for reference in ["source_ref", "target_ref", "created_by_ref"] {
                if let Some(to) = object[reference].as_str() {
                    assert!(ids.contains(&to), "{to}");
                }
            }
        }
        bundle
    };
    for (engine, case) in told() {
        let text = saved(&engine, Export::Stix, case);
        check(&text);
        assert_eq!(text, saved(&engine, Export::Stix, case), "the same bytes");
        let again = events(&text);
        for (moment, text) in own_events(&engine, case) {
            let same = |(m, t): &(floodmark::model::Moment, String)| {
                (m.earliest, m.latest) == (moment.earliest, moment.latest) && *t == text
            };
            assert!(again.iter().any(same), "{moment:?} {text}");
        }
        // A case made of the bundle alone has the milestones of the case that it was made of.
        let mut fresh = Engine::new();
        let imported = read(&text);
        let reading = floodmark::model::Reading::of(floodmark::model::Format::Stix);
        let mut new = fresh.supply(&floodmark::model::source::sha256(text.as_bytes()), reading, imported);
        new.name = "stix.json".into();
        let add = Change::AddSources { target: floodmark::workspace::Target::NewCase, sources: vec![new] };
        fresh.apply(&add.into(), "2026-03-24T10:00:00Z".parse().unwrap()).unwrap();
        let (ours, theirs) = (engine.analysis(case).unwrap(), fresh.analysis(CaseId(0)).unwrap());
        for milestone in Milestone::ALL {
            let moment = |a: &floodmark::engine::analysis::CaseAnalysis| {
                a.milestones.moment(&milestone).map(|m| (m.earliest, m.latest))
            };
            if ours.milestones.moment(&milestone).is_some() {
                assert_eq!(moment(&theirs), moment(&ours), "{milestone:?}");
            }
        }
    }
    for (_, text) in of_every_case("stix") {
        let bundle = check(&text);
        assert!(events(&text).len() >= bundle["objects"].as_array().unwrap().len() / 3);
    }
}

#[test]
fn the_schemas_of_stix_refuse_what_is_broken() {
    let Some(schemas) = Stix::load() else { return };
    let (engine, case) = example();
    let whole: Value = serde_json::from_str(&saved(&engine, Export::Stix, case)).unwrap();
    let place = |kind: &str| {
        let all = whole["objects"].as_array().unwrap();
        format!("/objects/{}", all.iter().position(|o| o["type"] == kind).unwrap())
    };
    for (place, value) in [
        ("/id".to_owned(), "bundle"),
        (format!("{}/created", place("incident")), "2026-03-24"),
        (format!("{}/id", place("task")), "task--1"),
        (format!("{}/name", place("identity")), ""),
        (format!("{}/source_ref", place("relationship")), "nobody"),
    ] {
        let mut broken = whole.clone();
        *broken.pointer_mut(&place).unwrap() = if value.is_empty() { 7.into() } else { value.into() };
        assert_ne!(schemas.faults(&broken), Vec::<String>::new(), "{place}");
    }
}
