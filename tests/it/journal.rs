//! The journal of a device: one of an earlier version opens as it was, and one that cannot be read is read as far as it can be.

use floodmark::engine::Engine;
use floodmark::engine::journal::Journal;
use floodmark::model::MilestoneDecision;

const EARLIER: &str = include_str!("file/journal-1.jsonl");

fn read(text: &str) -> Journal {
    Journal::read(text.lines().collect::<Vec<_>>().into_iter())
}

#[test]
fn a_journal_of_an_earlier_version_opens_as_it_was() {
    let journal = read(EARLIER);
    assert_eq!(journal.broken, None);
    let mut engine = Engine::new();
    for entry in &journal.entries {
        engine.apply(&entry.command, entry.at).unwrap();
    }
    let case = &engine.workspace().cases[0];
    assert_eq!((case.title.as_str(), case.sources.len()), ("Autumn", 1));
    assert!(matches!(case.milestones.values().next(), Some(MilestoneDecision::At { event: None, .. })));
    assert_eq!(engine.workspace().plan.as_ref().unwrap().versions.len(), 2);
    // Nobody was asked then whether two were one; and an answer was to what came last.
    assert_eq!(case.meeting.ballots.len(), 2);
    let session = &case.exercise.sessions[0];
    assert_eq!((session.setup.stops, session.teams[0].answers[0].inject), (false, Some(2)));
    // What is written now reads back.
    for entry in &journal.entries {
        let line = serde_json::to_string(entry).unwrap();
        assert_eq!(read(&line).entries, std::slice::from_ref(entry));
    }
}

#[test]
fn what_comes_behind_an_entry_that_cannot_be_read_is_not_applied() {
    let mut lines: Vec<&str> = EARLIER.lines().collect();
    let newer = r#"{"at":"2026-03-24T10:01:30Z","command":{"change":{"of_a_newer_version":{"case":0}}}}"#;
    for broken in [newer, "", "{\"at\":"] {
        lines[2] = broken;
        let journal = Journal::read(lines.iter().copied());
        assert_eq!(journal.entries.len(), 2);
        let why = journal.broken.unwrap();
        assert!(why.starts_with("entry 3 of 13: "), "{why}");
    }
    assert_eq!(read(""), Journal::default());
}
