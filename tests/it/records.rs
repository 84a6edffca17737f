//! A file of which each record is a case is read in another way: the cases follow their records, and nothing that a
//! person added is lost.

use floodmark::engine::{Command, Engine};
use floodmark::import;
use floodmark::model::source::{Columns, EventMapping, IncidentMapping, sha256};
use floodmark::model::{
    Case, CaseId, EventEdit, EventId, Mapping, Milestone, MilestoneDecision, Moment, Reading, SourceId,
    Timestamp, Zone,
};
use floodmark::workspace::change::ChangeError;
use floodmark::workspace::{Change, Target};

/// The second row has no start, the third no name.
const FLEET: &str = "id,what,alt,found,stopped,started\n\
    1,Skimmer,Card skimmer,2026-03-16 09:05Z,2026-03-16 09:48Z,2026-03-13 00:02Z\n\
    2,Phish,Phishing wave,2026-04-01 08:00Z,2026-04-01 12:00Z,\n\
    3,,Lost laptop,,2026-05-01 12:00Z,2026-05-01 10:00Z\n";

fn column(name: &str) -> Columns {
    Columns(vec![name.to_owned()])
}

fn incidents(title: &str, milestones: &[(Milestone, &str)]) -> Reading {
    let milestones = milestones.iter().map(|(milestone, name)| (milestone.clone(), column(name))).collect();
    let mapping =
        IncidentMapping { id: column("id"), title: column(title), milestones, ..IncidentMapping::default() };
    Reading::mapped(Mapping::Incidents(mapping))
}

/// Two columns of times: the third row is refused, as neither has one.
fn narrow() -> Reading {
    incidents("what", &[(Milestone::Detected, "found")])
}

fn wide() -> Reading {
    use Milestone::{Contained, Detected, ExposureStarted};
    incidents("alt", &[(ExposureStarted, "started"), (Detected, "found"), (Contained, "stopped")])
}

fn events() -> Reading {
    let mapping = EventMapping { time: column("stopped"), text: column("alt"), ..EventMapping::default() };
    Reading::mapped(Mapping::Events(mapping))
}

fn apply(engine: &mut Engine, change: Change) {
    let change: Command = change.into();
    let change: Command = postcard::from_bytes(&postcard::to_allocvec(&change).unwrap()).unwrap();
    let kept: Command = serde_json::from_str(&serde_json::to_string(&change).unwrap()).unwrap();
    assert_eq!(kept, change);
    engine.apply(&kept, Timestamp(0)).unwrap();
}

fn opened(reading: Reading) -> Engine {
    let mut engine = Engine::new();
    let imported = import::read_all("fleet.csv", FLEET.as_bytes(), Some(&reading)).unwrap();
    let mut new = engine.supply(&sha256(FLEET.as_bytes()), reading, imported);
    new.name = "fleet.csv".to_owned();
    apply(&mut engine, Change::AddSources { target: Target::NewCase, sources: vec![new] });
    engine
}

fn again(engine: &mut Engine, case: u32, reading: Reading) {
    let source = engine.workspace().case(CaseId(case)).unwrap().sources[0].id;
    let imported = import::read_all("fleet.csv", FLEET.as_bytes(), Some(&reading)).unwrap();
    let change = engine.read_again(CaseId(case), source, reading, Some(imported)).unwrap();
    apply(engine, change);
}

/// The cases: number, title, and the texts of their events.
fn cases(engine: &Engine) -> Vec<(u32, String, Vec<String>)> {
    let told = |case: &Case| {
        let analysis = engine.analysis(case.id).unwrap();
        (case.id.0, case.title.clone(), analysis.timeline.events().map(|e| e.text.to_owned()).collect())
    };
    engine.workspace().cases.iter().map(|case| told(case)).collect()
}

fn titles(engine: &Engine) -> Vec<(u32, String)> {
    cases(engine).into_iter().map(|(id, title, _)| (id, title)).collect()
}

fn named(all: &[(u32, &str)]) -> Vec<(u32, String)> {
    all.iter().map(|(id, title)| (*id, (*title).to_owned())).collect()
}

fn decide(engine: &mut Engine, case: u32, milestone: Milestone, row: u32) {
    let case = CaseId(case);
    let event = EventId { source: engine.workspace().case(case).unwrap().sources[0].id, row };
    let moment = Moment::exact(Timestamp(1_775_000_000_000_000));
    let decision = MilestoneDecision::At { moment, event: Some(event), decided: Timestamp(0) };
    apply(engine, Change::DecideMilestone { case, milestone, decision: Some(decision) });
    let edit = EventEdit { starred: true, ..EventEdit::default() };
    apply(engine, Change::EditEvent { case, event, edit: Some(edit) });
}

/// On which rows the decisions of a case rest: milestones, then corrections.
fn rests_on(engine: &Engine, case: u32) -> (Vec<Option<u32>>, Vec<u32>) {
    let case = engine.workspace().case(CaseId(case)).unwrap().clone();
    let row = |decision: &MilestoneDecision| match decision {
        MilestoneDecision::At { event, .. } => event.map(|id| id.row),
        MilestoneDecision::None { .. } => None,
    };
    (case.milestones.values().map(row).collect(), case.event_edits.keys().map(|id| id.row).collect())
}

#[test]
fn cases_follow_their_records_through_another_mapping() {
    let mut engine = opened(narrow());
    assert_eq!(titles(&engine), named(&[(0, "Skimmer"), (1, "Phish")]));
    decide(&mut engine, 1, Milestone::Detected, 0);
    apply(&mut engine, Change::RenameCase { case: CaseId(0), title: "Ours".to_owned() });
    let zone = Some(Zone::Fixed(3600));
    apply(&mut engine, Change::SetZone { case: CaseId(1), source: SourceId(1), zone, whole_file: false });
    let before = engine.workspace().clone();

    again(&mut engine, 1, wide());
    // What a person wrote stays; what the file says follows it; the record that was refused is a case now.
    assert_eq!(titles(&engine), named(&[(0, "Ours"), (1, "Phishing wave"), (2, "Lost laptop")]));
    let texts = &cases(&engine)[0].2;
    assert_eq!(texts.len(), 3, "{texts:?}");
    // Row 0 is where the exposure started, where the file says so; the second record does not.
    assert_eq!(rests_on(&engine, 1), (vec![Some(0)], vec![0]));
    let workspace = engine.workspace().clone();
    let source = |case: usize| &workspace.cases[case].sources[0];
    assert_eq!((source(0).zone, source(1).zone, source(2).zone), (None, zone, zone));
    assert_eq!([0, 1, 2].map(|case| source(case).incident), [Some(0), Some(1), Some(2)]);

    engine.apply(&Command::Undo, Timestamp(0)).unwrap();
    assert_eq!(engine.workspace(), &before);
    engine.apply(&Command::Redo, Timestamp(0)).unwrap();
    assert_eq!(engine.workspace(), &workspace);

    // And back: a case of which the record is refused now goes, unless there is more in it.
    decide(&mut engine, 0, Milestone::Contained, 2);
    decide(&mut engine, 0, Milestone::Detected, 1);
    assert_eq!(rests_on(&engine, 0), (vec![Some(1), Some(2)], vec![1, 2]));
    again(&mut engine, 0, narrow());
    assert_eq!(titles(&engine), named(&[(0, "Ours"), (1, "Phish")]));
    // What was contained keeps its time without its row.
    assert_eq!(rests_on(&engine, 0), (vec![Some(0), None], vec![0]));
    // Nothing but these cases is left of the file.
    assert_eq!(engine.missing().len(), 0);
}

#[test]
fn a_case_with_more_in_it_than_its_record_stays_without_it() {
    let mut engine = opened(wide());
    decide(&mut engine, 2, Milestone::Contained, 1);
    again(&mut engine, 0, narrow());
    assert_eq!(titles(&engine), named(&[(0, "Skimmer"), (1, "Phish"), (2, "Lost laptop")]));
    assert!(engine.workspace().cases[2].sources.is_empty());
    assert_eq!(rests_on(&engine, 2), (vec![None], vec![]));
}

#[test]
fn a_case_that_was_removed_does_not_come_back() {
    let mut engine = opened(wide());
    apply(&mut engine, Change::RemoveCase { case: CaseId(1) });
    again(&mut engine, 0, incidents("what", &[(Milestone::Contained, "stopped")]));
    assert_eq!(titles(&engine), named(&[(0, "Skimmer"), (2, "3")]));
}

#[test]
fn events_become_cases_and_cases_events() {
    let mut engine = opened(events());
    assert_eq!(titles(&engine), named(&[(0, "fleet")]));
    assert_eq!(cases(&engine)[0].2, ["Card skimmer", "Phishing wave", "Lost laptop"]);
    let before = engine.workspace().clone();
    again(&mut engine, 0, wide());
    assert_eq!(titles(&engine), named(&[(1, "Card skimmer"), (2, "Phishing wave"), (3, "Lost laptop")]));
    again(&mut engine, 2, events());
    assert_eq!(titles(&engine), named(&[(4, "fleet")]));
    assert_eq!(cases(&engine)[0].2, ["Card skimmer", "Phishing wave", "Lost laptop"]);
    for _ in 0..2 {
        engine.apply(&Command::Undo, Timestamp(0)).unwrap();
    }
    assert_eq!(engine.workspace(), &before);

    // What was decided stays where it was, and the events join it.
    engine.apply(&Command::Redo, Timestamp(0)).unwrap();
    decide(&mut engine, 2, Milestone::Contained, 0);
    again(&mut engine, 1, events());
    assert_eq!(titles(&engine), named(&[(2, "Phishing wave")]));
    assert_eq!((cases(&engine)[0].2.len(), rests_on(&engine, 2)), (3, (vec![None], vec![])));
}

#[test]
fn without_what_the_file_was_nothing_is_moved() {
    let engine = opened(wide());
    let workspace = Box::new((**engine.workspace()).clone());
    let mut reopened = Engine::new();
    reopened.apply(&Change::Restore { workspace }.into(), Timestamp(0)).unwrap();
    let imported = import::read_all("fleet.csv", FLEET.as_bytes(), Some(&narrow())).unwrap();
    let refused = reopened.read_again(CaseId(0), SourceId(0), narrow(), Some(imported)).unwrap_err();
    assert_eq!(refused, ChangeError::NoSuchSource);
    assert!(!reopened.has(&sha256(FLEET.as_bytes()), &narrow()));
}
