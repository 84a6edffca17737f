//! A plan that goes out as a Word document and comes back stays the plan that it is.

use super::make::document;
use super::seen;
use crate::engine::{ask, example};
use floodmark::engine::protocol::Export;
use floodmark::engine::view::{Exported, PlanDraft, PlanView};
use floodmark::engine::{Engine, Query};
use floodmark::model::case::AmendmentDecision;
use floodmark::model::{CaseId, Duty, Timestamp, Zone};
use floodmark::ooxml::read;
use floodmark::plan::read::Topic;
use floodmark::workspace::{Change, PlanDocument, WordFile};

fn at() -> Timestamp {
    "2026-03-24T10:00:00Z".parse().unwrap()
}

fn day() -> chrono::NaiveDate {
    "2026-03-24".parse().unwrap()
}

fn open_word(engine: &mut Engine, name: &str, bytes: &[u8]) {
    let (text, file) = (read(bytes).unwrap().text, WordFile(bytes.to_vec().into()));
    engine.apply(&Change::OpenWord { name: name.into(), text, file }.into(), at()).unwrap();
}

/// Accepts so many of what is proposed and writes the plan.
fn write(engine: &mut Engine, case: CaseId, count: usize) {
    let view: PlanView = ask(engine, Query::Plan { case: Some(case), date: day() });
    let amendments = view.amendments.iter().take(count).map(|a| a.amendment.id.clone()).collect();
    let decision = Some(AmendmentDecision::Accepted { text: None });
    engine.apply(&Change::DecideAmendments { case, amendments, decision }.into(), at()).unwrap();
    let query =
        Query::PlanDraft { case, date: day(), approver: "Head".into(), version: None, exercised: None };
    let draft: PlanDraft = ask(engine, query);
    let write = Change::WritePlan { case, text: draft.text, edits: draft.edits, stamp: Some(draft.stamp) };
    engine.apply(&write.into(), at()).unwrap();
}

fn saved(engine: &Engine) -> (String, Vec<u8>) {
    let query = Query::Export { what: Export::PlanWord, case: None, zone: Zone::Utc, date: day() };
    let file: Exported = ask(engine, query);
    (file.name, file.make.unwrap().opened().unwrap().made().unwrap().bytes)
}

fn held(engine: &Engine) -> &PlanDocument {
    engine.workspace().plan.as_ref().unwrap()
}

#[test]
fn what_comes_back_is_the_next_version_with_what_was_said_of_its_sections() {
    let (mut engine, case) = example();
    open_word(&mut engine, "Our plan.docx", &document(floodmark::example::plan()));
    let before = held(&engine).versions.len();
    let view: PlanView = ask(&engine, Query::Plan { case: Some(case), date: day() });
    let section = view.outline.last().unwrap().key.clone();
    let topic = Some(Topic::Duty(Duty::PostMortem));
    engine.apply(&Change::SetTopic { section: section.clone(), topic }.into(), at()).unwrap();
    write(&mut engine, case, 2);
    let (name, bytes) = saved(&engine);
    assert_eq!(name, "our-plan-1.3.docx");

    // Somebody accepts the changes in Word, and it comes back.
    let accepted = super::make::settled(&bytes, true);
    open_word(&mut engine, &name, &accepted);
    let plan = held(&engine);
    assert_eq!(plan.name, "Our plan.docx");
    assert!(plan.versions.len() > before, "{}", plan.versions.len());
    assert_eq!(plan.topics.get(&section), topic.as_ref());
    assert_eq!(plan.steps(), [], "nothing has changed since the file that was opened");
    assert_eq!(saved(&engine).1, accepted);

    // What is written next is written into the file that came back.
    write(&mut engine, case, 1);
    assert_eq!(held(&engine).steps().len(), 1);
    let (name, bytes) = saved(&engine);
    assert_eq!(name, "our-plan-1.4.docx");
    assert_eq!(seen(&read(&bytes).unwrap().text), seen(held(&engine).text()));
    // What is saved before the number of the version was kept had the first.
    let json = serde_json::to_string(held(&engine)).unwrap();
    let old: PlanDocument = serde_json::from_str(&json.replace("\"from\":", "\"unknown\":")).unwrap();
    assert_eq!(old.from, 0);
}

#[test]
fn another_plan_takes_the_place_of_the_one_that_is_here() {
    let (mut engine, _) = example();
    for (name, text) in [
        ("plan.md", "# Response plan\n\n## Contain\n\n- Stop.\n"),
        (
            "plan.md",
            "# Response plan\n\n## Phishing\n\n- Look.\n\n## Malware\n\n- Look.\n\n## Theft\n\n- Look.\n",
        ),
        ("other.md", "# Another company\n\n## Phishing\n\n- Look.\n"),
    ] {
        engine.apply(&Change::OpenPlan { name: name.into(), text: text.into() }.into(), at()).unwrap();
        assert_eq!((held(&engine).versions.len(), held(&engine).text()), (1, text));
    }
}
