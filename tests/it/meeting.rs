//! The meeting on a case: its course, what is captured, the vote, words to think about, and the minutes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

mod merging;

use crate::engine::{ask, example};
use floodmark::engine::meeting::{Elsewhere, MeetingView, Place};
use floodmark::engine::merging::MergeView;
use floodmark::engine::protocol::Export;
use floodmark::engine::view::Exported;
use floodmark::engine::{Command, Engine, Query};
use floodmark::import::capture::{Beside, capture};
use floodmark::model::case::FindingDecision;
use floodmark::model::case::HandEvent;
use floodmark::model::facts::Particular;
use floodmark::model::meeting::{Ballot, Captured, EntryKind, OnScreen, POINTS, Part};
use floodmark::model::paper::{OwnWords, SectionSetting};
use floodmark::model::{CaseId, EventEdit, EventId, Section, SourceId, Timestamp, Zone};
use floodmark::workspace::change::{ChangeError, apply};
use floodmark::workspace::meeting::Again;
use floodmark::workspace::{Change, ExerciseStep, MeetingStep, file};
use proptest::prelude::*;

fn minute(n: i64) -> Timestamp {
    let start: Timestamp = "2026-03-24T10:00:00Z".parse().unwrap();
    Timestamp(start.0 + n * 60_000_000)
}

struct Room {
    engine: Engine,
    case: CaseId,
    minute: i64,
    /// The two findings that were weightiest when the meeting began.
    rules: [String; 2],
}

impl Room {
    fn new() -> Room {
        let (mut engine, case) = example();
        engine.apply(&Change::ShowRoles { case, on: false }.into(), minute(0)).unwrap();
        let mut room = Room { engine, case, minute: 0, rules: Default::default() };
        let findings = room.view().findings;
        room.rules = [0, 1].map(|n: usize| findings[n].rule.clone());
        room
    }

    fn step(&mut self, step: MeetingStep) {
        let change = Change::Meeting { case: self.case, step };
        self.engine.apply(&change.into(), minute(self.minute)).unwrap();
    }

    fn turn(&mut self, part: Option<Part>, took: i64) {
        self.step(MeetingStep::TurnTo(part));
        self.minute += took;
    }

    /// Types a line while something is on the screen.
    fn type_in(&mut self, line: &str, on_screen: OnScreen) {
        let event = match &on_screen {
            OnScreen::Event(id) => {
                Some((*id, self.engine.analysis(self.case).unwrap().timeline.find(*id).unwrap().moment))
            }
            _ => None,
        };
        let beside = Beside { zone: Zone::Utc, now: minute(self.minute), event };
        let what = capture(line, &beside).unwrap();
        self.step(MeetingStep::Capture { what, on_screen });
    }

    fn view(&self) -> MeetingView {
        ask(&self.engine, Query::Meeting { case: self.case, zone: Zone::Utc })
    }

    fn minutes(&self) -> String {
        let date = "2026-03-24".parse().unwrap();
        let query =
            Query::Export { what: Export::MinutesMarkdown, case: Some(self.case), zone: Zone::Utc, date };
        ask::<Exported>(&self.engine, query).text
    }
}

/// A whole meeting on the example.
fn held() -> Room {
    let mut room = Room::new();
    let event = room.engine.analysis(room.case).unwrap().timeline.event(3).unwrap().id;
    let [rule, second] = room.rules.clone();
    let finding = OnScreen::Finding(rule.clone());
    let mut facts = room.view().facts;
    facts.review_teams = vec!["Shop operations".into(), "Legal".into()];
    let facts = Change::SetFacts { case: room.case, facts: Box::new(facts) };
    room.engine.apply(&facts.into(), minute(0)).unwrap();
    room.type_in("Read the timeline beforehand", OnScreen::Part);
    room.turn(Some(Part::Prepare), 4);
    room.turn(Some(Part::Walk), 30);
    room.type_in("* nobody knew that the copy of the payment page was live", OnScreen::Event(event));
    room.type_in("= The checkout page was changed by an unknown account", OnScreen::Event(event));
    room.type_in("+ 09:10 The host rang the shop, nobody answered", OnScreen::Event(event));
    room.turn(Some(Part::Findings), 12);
    room.type_in("The on-call engineer should have seen the alert", finding.clone());
    room.type_in("@Dana Osei: alert on any change of payment code by 2026-04-10", finding);
    for (voter, points) in [("DO", [3, 2]), ("AB", [1, 4]), ("CD", [5, 0])] {
        let ballot = [(rule.clone(), points[0]), (second.clone(), points[1])].into();
        room.step(MeetingStep::Vote { voter: voter.into(), ballot, again: Again::Unasked });
    }
    room.turn(Some(Part::Decisions), 5);
    room.type_in("! The host may take the checkout offline without asking", OnScreen::Part);
    room.type_in("? Who pays for the card reissue", OnScreen::Part);
    room.type_in("~ Move the shop to another host", OnScreen::Part);
    room.step(MeetingStep::TurnTo(None));
    room
}

#[test]
fn a_meeting_begins_with_roles_unless_names_were_chosen() {
    let on = |room: &Room| room.engine.workspace().case(room.case).unwrap().roles.on;
    let mut chosen = Room::new();
    chosen.turn(Some(Part::Prepare), 4);
    assert!(!on(&chosen));
    let (engine, case) = example();
    let mut unasked = Room { engine, case, minute: 0, rules: Default::default() };
    assert!(!on(&unasked));
    unasked.turn(Some(Part::Prepare), 4);
    assert!(on(&unasked));
    // A person's choice stays, also when the meeting goes on.
    let names = Change::ShowRoles { case, on: false };
    unasked.engine.apply(&names.into(), minute(5)).unwrap();
    unasked.turn(None, 1);
    unasked.turn(Some(Part::Walk), 1);
    assert!(!on(&unasked));
    // One undo takes the beginning back, and with it the roles.
    let (engine, case) = example();
    let mut room = Room { engine, case, minute: 0, rules: Default::default() };
    room.turn(Some(Part::Prepare), 4);
    room.engine.apply(&Command::Undo, minute(6)).unwrap();
    assert!(!on(&room));
}

#[test]
fn the_minutes_say_what_was_decided_first_and_then_what_was_said() {
    let minutes = held().minutes();
    insta::assert_snapshot!("minutes", minutes);
    assert_eq!(minutes, held().minutes(), "the same meeting gives the same minutes");
}

#[test]
fn what_is_captured_becomes_what_it_is_and_goes_again_with_its_entry() {
    let mut room = held();
    let view = room.view();
    let kind =
        |kind: fn(&EntryKind) -> bool| view.meeting.entries.iter().find(|e| kind(&e.kind)).cloned().unwrap();
    let case = room.engine.workspace().case(room.case).unwrap().clone();
    assert_eq!(case.actions[0].what.owner, "Dana Osei");
    assert_eq!(case.actions[0].what.finding.as_deref(), Some(room.rules[0].as_str()));
    let action = kind(|k| matches!(k, EntryKind::Action(_)));
    assert_eq!((action.part, action.at), (Some(Part::Findings), minute(46)));
    let correction = kind(|k| matches!(k, EntryKind::Correction(_)));
    let EntryKind::Correction(event) = correction.kind else { panic!() };
    let text =
        |room: &Room| room.engine.analysis(room.case).unwrap().timeline.find(event).unwrap().text.to_owned();
    assert_eq!(text(&room), "The checkout page was changed by an unknown account");
    room.step(MeetingStep::Reword { entry: correction.id, text: "The page was changed".into() });
    assert_eq!(text(&room), "The page was changed");
    let events = |room: &Room| room.engine.analysis(room.case).unwrap().timeline.len();
    let before = events(&room);
    for entry in [action.id, correction.id, kind(|k| matches!(k, EntryKind::Event(_))).id] {
        room.step(MeetingStep::Remove { entry });
    }
    let case = room.engine.workspace().case(room.case).unwrap().clone();
    assert!(case.actions.is_empty() && case.event_edits.is_empty());
    assert_eq!(events(&room), before - 1);
    let gone = MeetingStep::Remove { entry: action.id };
    let gone = apply(room.engine.workspace(), &Change::Meeting { case: room.case, step: gone }, minute(99));
    assert_eq!(gone.unwrap_err(), ChangeError::NoSuchEntry);
}

#[test]
fn a_line_says_who_is_here_and_corrects_a_time_and_both_go_again_with_their_entries() {
    let mut room = Room::new();
    let event = room.engine.analysis(room.case).unwrap().timeline.event(3).unwrap().id;
    room.type_in("& Legal", OnScreen::Part);
    room.type_in("= 2026-03-16 09:48", OnScreen::Event(event));
    let case = |room: &Room| room.engine.workspace().case(room.case).unwrap().clone();
    assert!(case(&room).facts.review_teams.contains(&"Legal".to_owned()));
    let time = case(&room).event_edits[&event].time.unwrap();
    assert_eq!(Timestamp(time.micros), "2026-03-16T09:48:00Z".parse().unwrap());
    let minutes = room.minutes();
    assert!(minutes.contains("Legal") && minutes.contains("2026-03-16 09:48:00 UTC"), "{minutes}");
    for entry in room.view().meeting.entries {
        room.step(MeetingStep::Remove { entry: entry.id });
    }
    assert!(!case(&room).facts.review_teams.contains(&"Legal".to_owned()));
    assert!(!case(&room).event_edits.contains_key(&event));
}

#[test]
fn what_an_entry_corrected_comes_back_when_it_is_removed() {
    let mut room = Room::new();
    let event = room.engine.analysis(room.case).unwrap().timeline.event(3).unwrap().id;
    let text = |room: &Room| {
        let case = room.engine.workspace().case(room.case).unwrap();
        case.event_edits.get(&event).and_then(|edit| edit.text.clone())
    };
    // Somebody had corrected it on the timeline already.
    let own = EventEdit { text: Some("Own words".into()), reason: "heard".into(), ..EventEdit::default() };
    let change = Change::EditEvent { case: room.case, event, edit: Some(own) };
    room.engine.apply(&change.into(), minute(0)).unwrap();
    for words in ["First", "Second"] {
        let what = Captured::Correction(event, words.into());
        room.step(MeetingStep::Capture { what, on_screen: OnScreen::Event(event) });
    }
    let entries: Vec<u32> = room.view().meeting.entries.iter().map(|e| e.id).collect();
    let kept = room.engine.workspace().clone();
    // The later one stands, whatever happens to the earlier; then what had stood before both comes back.
    room.step(MeetingStep::Reword { entry: entries[0], text: "First, in other words".into() });
    assert_eq!(text(&room).as_deref(), Some("Second"));
    room.step(MeetingStep::Remove { entry: entries[1] });
    assert_eq!(text(&room).as_deref(), Some("First, in other words"));
    room.step(MeetingStep::Remove { entry: entries[0] });
    assert_eq!(text(&room).as_deref(), Some("Own words"));
    // The other way round.
    room.engine.apply(&Change::Restore { workspace: Box::new((*kept).clone()) }.into(), minute(1)).unwrap();
    room.step(MeetingStep::Remove { entry: entries[0] });
    assert_eq!(text(&room).as_deref(), Some("Second"));
    room.step(MeetingStep::Remove { entry: entries[1] });
    assert_eq!(text(&room).as_deref(), Some("Own words"));
}

/// The corrected text of an event.
fn corrected(room: &Room, event: EventId) -> Option<String> {
    let case = room.engine.workspace().case(room.case).unwrap();
    case.event_edits.get(&event).and_then(|edit| edit.text.clone())
}

impl Room {
    /// Corrects an event by a line, and gives the entry.
    fn correct(&mut self, event: EventId, words: &str) -> u32 {
        let what = Captured::Correction(event, words.into());
        self.step(MeetingStep::Capture { what, on_screen: OnScreen::Event(event) });
        self.view().meeting.entries.last().unwrap().id
    }
}

#[test]
fn what_was_corrected_beside_the_meeting_stands() {
    let mut room = Room::new();
    let event = room.engine.analysis(room.case).unwrap().timeline.event(3).unwrap().id;
    let first = room.correct(event, "a");
    let own = EventEdit { text: Some("m".into()), ..EventEdit::default() };
    room.engine
        .apply(&Change::EditEvent { case: room.case, event, edit: Some(own) }.into(), minute(0))
        .unwrap();
    let second = room.correct(event, "b");
    room.step(MeetingStep::Remove { entry: first });
    assert_eq!(corrected(&room, event).as_deref(), Some("b"));
    room.step(MeetingStep::Remove { entry: second });
    assert_eq!(corrected(&room, event).as_deref(), Some("m"));
}

#[test]
fn a_correction_is_taken_off_though_one_of_a_participant_was_put_behind_it() {
    let mut room = Room::new();
    let event = room.engine.analysis(room.case).unwrap().timeline.event(3).unwrap().id;
    let ours = room.correct(event, "ours");
    // Both corrected the event in their own files: ours was kept, their entry came after it.
    let mut workspace = (**room.engine.workspace()).clone();
    let mut case = (**workspace.case(room.case).unwrap()).clone();
    let mut theirs = case.meeting.entries[0].clone();
    (theirs.id, theirs.text) = (case.meeting.next_entry, "theirs".into());
    case.meeting.next_entry += 1;
    case.meeting.entries.push(theirs.clone());
    let place = workspace.cases.iter().position(|c| c.id == room.case).unwrap();
    workspace.cases[place] = case.into();
    room.engine.apply(&Change::Restore { workspace: Box::new(workspace) }.into(), minute(1)).unwrap();
    room.step(MeetingStep::Reword { entry: ours, text: "ours, in other words".into() });
    assert_eq!(corrected(&room, event).as_deref(), Some("ours, in other words"));
    room.step(MeetingStep::Remove { entry: ours });
    assert_eq!(corrected(&room, event), None);
    room.step(MeetingStep::Remove { entry: theirs.id });
    assert_eq!(corrected(&room, event), None);
}

#[test]
fn other_words_for_a_correction_change_no_other_one() {
    let mut room = Room::new();
    let timeline = room.engine.analysis(room.case).unwrap().timeline.clone();
    let [event, other] = [3, 4].map(|row| timeline.event(row).unwrap().id);
    let [first, ..] = ["x", "y", "x"].map(|words| room.correct(event, words));
    let [_, elsewhere] = ["x", "z"].map(|words| room.correct(other, words));
    room.step(MeetingStep::Reword { entry: first, text: "w".into() });
    // The third entry says the same as the first did, and stands.
    assert_eq!(corrected(&room, event).as_deref(), Some("x"));
    room.step(MeetingStep::Remove { entry: elsewhere });
    assert_eq!(corrected(&room, other).as_deref(), Some("x"));
    let entries = room.view().meeting.entries;
    room.step(MeetingStep::Remove { entry: entries[2].id });
    room.step(MeetingStep::Remove { entry: entries[1].id });
    assert_eq!(corrected(&room, event).as_deref(), Some("w"));
}

#[test]
fn who_was_ticked_before_stays_and_another_time_is_captured_anew() {
    let mut room = Room::new();
    let case = |room: &Room| room.engine.workspace().case(room.case).unwrap().clone();
    let refused = |room: &Room, step| {
        apply(room.engine.workspace(), &Change::Meeting { case: room.case, step }, minute(0)).unwrap_err()
    };
    let mut facts = case(&room).facts.clone();
    facts.review_teams.push("Payments".into());
    let change = Change::SetFacts { case: room.case, facts: Box::new(facts) };
    room.engine.apply(&change.into(), minute(0)).unwrap();
    let here = Captured::Present("Payments".into());
    assert_eq!(
        refused(&room, MeetingStep::Capture { what: here, on_screen: OnScreen::Part }),
        ChangeError::Nothing
    );
    room.type_in("& Press", OnScreen::Part);
    let entry = room.view().meeting.entries[0].id;
    room.step(MeetingStep::Reword { entry, text: "Payments".into() });
    let teams = case(&room).facts.review_teams.clone();
    assert_eq!(teams.iter().filter(|team| *team == "Payments").count(), 1);
    let event = room.engine.analysis(room.case).unwrap().timeline.event(3).unwrap().id;
    room.type_in("= 2026-03-16 09:48", OnScreen::Event(event));
    let entry = room.view().meeting.entries[1].id;
    assert_eq!(refused(&room, MeetingStep::Reword { entry, text: "10:00".into() }), ChangeError::Nothing);
}

#[test]
fn a_vote_counts_once_a_person_and_ranks_the_findings() {
    let room = held();
    let [first, second] = room.rules.clone();
    assert_eq!(room.view().meeting.ranked(), [(first.clone(), 9, 3), (second, 6, 2)]);
    let mut room = room;
    let vote = |voter: &str, ballot: Ballot, again| MeetingStep::Vote { voter: voter.into(), ballot, again };
    room.step(vote(" DO ", [(first.clone(), POINTS)].into(), Again::Unasked));
    assert_eq!(room.view().meeting.ranked()[0], (first.clone(), 11, 3));
    room.step(vote("DO", [].into(), Again::Unasked));
    assert_eq!(room.view().meeting.ballots.len(), 2);
    let refused = |room: &Room, step| {
        apply(room.engine.workspace(), &Change::Meeting { case: room.case, step }, minute(0)).unwrap_err()
    };
    assert_eq!(refused(&room, vote(" ", [].into(), Again::First)), ChangeError::NoVoter);
    // Two may have the same initials: the second is asked.
    assert_eq!(refused(&room, vote("ab ", [(first.clone(), 1)].into(), Again::First)), ChangeError::HasVoted);
    room.step(vote("ab", [(first.clone(), 2)].into(), Again::Anew));
    assert_eq!(room.view().meeting.ballots["AB"], [(first.clone(), 2)].into());
    room.step(vote("AB2", [(first, 1)].into(), Again::First));
    assert_eq!(room.view().meeting.ballots.len(), 3);
}

#[test]
fn words_that_look_for_who_erred_are_marked_and_never_changed() {
    let mut room = held();
    let view = room.view();
    let marked: Vec<&str> = view
        .slips
        .iter()
        .flat_map(|(id, slips)| {
            let entry = view.meeting.entries.iter().find(|e| e.id == *id).unwrap();
            slips.iter().map(|s| &entry.text[s.range.clone()])
        })
        .collect();
    assert_eq!(marked, ["should have"]);
    assert_eq!(view.elsewhere, []);
    let note = Change::NoteFinding {
        case: room.case,
        rule: view.findings[0].rule.clone(),
        note: "Pure human error.".into(),
    };
    room.engine.apply(&note.into(), minute(70)).unwrap();
    let [Elsewhere { place, text, slips }] = room.view().elsewhere.try_into().unwrap();
    let Place::Note { rule, claim } = place else { panic!("{place:?}") };
    assert_eq!(rule, view.findings[0].rule);
    assert!(!claim.is_empty());
    assert_eq!((text.as_str(), slips.len()), ("Pure human error.", 1));
    // So is whatever else a person wrote: why a finding is dismissed, other words for an event, texts of notices.
    let mut case = (**room.engine.workspace().case(room.case).unwrap()).clone();
    let blame = || "Somebody failed to look".to_owned();
    let dismissed = view.findings[1].rule.clone();
    case.findings.insert(dismissed.clone(), FindingDecision::Dismissed { reason: blame() });
    let event = *case.event_edits.keys().next().unwrap();
    case.event_edits.get_mut(&event).unwrap().text = Some(blame());
    case.facts.said.insert(Particular::WhatHappened, blame());
    case.facts.delay_reasons.insert("rule".into(), blame());
    let own = OwnWords { text: blame(), ..OwnWords::default() };
    case.paper.sections.insert(Section::Summary, SectionSetting { own: Some(own), ..Default::default() });
    let merged = serde_json::to_string(&case).unwrap();
    room.engine.apply(&Change::TakeMerged { case: room.case, merged }.into(), minute(71)).unwrap();
    // Each says where it stands, so that the page leads there.
    let places: Vec<Place> = room.view().elsewhere.into_iter().map(|e| e.place).collect();
    assert_eq!(places.len(), 6, "{places:?}");
    assert!(
        places.iter().any(|p| matches!(p, Place::Dismissal { rule, .. } if *rule == dismissed)),
        "{places:?}"
    );
    for place in [
        Place::Section(Section::Summary),
        Place::Corrected(event),
        Place::Notices(Particular::WhatHappened),
        Place::Delay("rule".into()),
    ] {
        assert!(places.contains(&place), "{place:?}: {places:?}");
    }
    // A hand-written event is named by its place among all, whatever was removed before it.
    case = (**room.engine.workspace().case(room.case).unwrap()).clone();
    let of = |text: &str, removed| HandEvent { text: text.into(), removed, ..case.hand_events[0].clone() };
    let before = case.hand_events.len() as u32;
    case.hand_events.extend([of("Their fault", true), of("They should have seen it", false)]);
    let merged = serde_json::to_string(&case).unwrap();
    room.engine.apply(&Change::TakeMerged { case: room.case, merged }.into(), minute(72)).unwrap();
    let view = room.view();
    let by_hand: Vec<_> = view.elsewhere.iter().filter(|e| matches!(e.place, Place::Written(_))).collect();
    let [written] = by_hand[..] else { panic!("{by_hand:?}") };
    let id = EventId { source: SourceId::HAND, row: before + 1 };
    assert_eq!((&written.place, written.text.as_str()), (&Place::Written(id), "They should have seen it"));
}

#[test]
fn teams_that_the_timeline_names_and_that_are_not_there_are_named() {
    let mut room = Room::new();
    let before = room.view().teams;
    assert!(before.iter().all(|(_, here)| !here), "{before:?}");
    let Some((team, _)) = before.first().cloned() else { panic!("the example names its teams") };
    let mut facts = room.view().facts;
    facts.review_teams = vec![team.clone()];
    let change = Change::SetFacts { case: room.case, facts: Box::new(facts) };
    room.engine.apply(&change.into(), minute(0)).unwrap();
    assert_eq!(room.view().teams.first(), Some(&(team, true)));
    assert_eq!(room.view().teams.len(), before.len());
}

#[test]
fn every_step_is_undone_and_a_saved_meeting_reads_back() {
    let mut room = held();
    let held = room.engine.workspace().clone();
    let saved = file::Saved { workspace: (*held).clone(), originals: Default::default() };
    assert_eq!(file::read(&file::write(&saved).unwrap()).unwrap(), saved);
    let before = example().0.workspace().clone();
    while room.engine.workspace().case(room.case).is_some_and(|c| c.meeting != Default::default()) {
        room.engine.apply(&Command::Undo, minute(61)).unwrap();
    }
    let case = |w: &floodmark::workspace::Workspace| w.case(room.case).unwrap().meeting.clone();
    assert_eq!(case(room.engine.workspace()), case(&before));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn any_course_has_minutes_with_every_entry(
        lines in prop::collection::vec(("[!?*~]?", "[a-zA-Z<>|\u{202e}]{1,12} [a-z*_`]{1,8}"), 1..8),
        turns in prop::collection::vec(0..Part::ALL.len(), 1..8),
    ) {
        let mut room = Room::new();
        let mut previous = None;
        for (n, part) in turns.iter().enumerate() {
            if previous != Some(part) {
                room.turn(Some(Part::ALL[*part]), 3);
            }
            previous = Some(part);
            if let Some((key, text)) = lines.get(n) {
                room.type_in(&format!("{key}{text}"), OnScreen::Part);
            }
        }
        let view = room.view();
        let minutes = room.minutes();
        for entry in &view.meeting.entries {
            let words: String = entry.text.chars().filter(|c| c.is_ascii_lowercase()).skip(1).take(4).collect();
            let plain: String = minutes.chars().filter(|c| c.is_ascii_lowercase()).collect();
            prop_assert!(plain.contains(&words), "{} in {minutes}", entry.text);
        }
    }
}

#[test]
fn what_the_meeting_leaves_goes_into_the_evidence_bundle() {
    let room = held();
    let date = "2026-03-24".parse().unwrap();
    let packed = floodmark::engine::evidence::evidence(&room.engine, room.case, Zone::Utc, date, "").unwrap();
    let texts = packed.parts.iter().filter(|p| p.sha256.is_none()).zip(&packed.texts);
    let minutes = texts.filter(|(p, _)| p.path == "documents/minutes.md").map(|(_, text)| text.clone());
    assert_eq!(minutes.collect::<Vec<_>>(), [room.minutes()]);
    let made: Vec<&str> = packed.makes.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(made, ["documents/report.docx", "documents/minutes.docx"]);
    // So are the notices that the case may need.
    let notices = packed.parts.iter().filter(|p| p.path.starts_with("documents/notice-"));
    let notices: Vec<&str> = notices.map(|p| p.path.as_str()).collect();
    assert!(notices.iter().any(|path| path.contains("authority") && path.ends_with(".md")), "{notices:?}");
    assert!(notices.iter().all(|path| path.ends_with(".md") || path.ends_with(".html")), "{notices:?}");
}
