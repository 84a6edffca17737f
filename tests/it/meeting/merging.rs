//! Files of participants that are merged into the case of the meeting: in any order, with nothing lost.

use super::*;
use floodmark::model::exercise::Session;
use floodmark::model::{Case, EventEdit, EventId, MilestoneDecision, Moment, SourceId};
use floodmark::workspace::merge::{Conflict, Merged, merge, merge_files};
use floodmark::workspace::{Workspace, file};
use std::collections::BTreeMap;
use std::sync::Arc;

fn none() -> BTreeMap<String, String> {
    BTreeMap::new()
}

/// What one participant did with the case.
#[derive(Clone, Debug)]
enum Did {
    Note(u8, String),
    Finding(u8, bool),
    Milestone(i64, i64),
    Knew(u8, i64, i64),
    Event(i64, String),
    Entry(u8, String),
    Vote(u8, u32),
    Team(u8),
    Records(u64),
    Session(u8, u8),
}

fn did() -> impl Strategy<Value = Did> {
    let words = || "[a-c]{1,3}";
    prop_oneof![
        (0_u8..3, words()).prop_map(|(n, w)| Did::Note(n, w)),
        (0_u8..3, any::<bool>()).prop_map(|(n, b)| Did::Finding(n, b)),
        (0_i64..3, 6_i64..9).prop_map(|(m, decided)| Did::Milestone(m, decided)),
        (0_u8..3, 0_i64..3, 6_i64..9).prop_map(|(n, m, decided)| Did::Knew(n, m, decided)),
        (0_i64..3, words()).prop_map(|(m, w)| Did::Event(m, w)),
        (0_u8..3, words()).prop_map(|(n, w)| Did::Entry(n, w)),
        (0_u8..3, 1_u32..4).prop_map(|(v, n)| Did::Vote(v, n)),
        (0_u8..3).prop_map(Did::Team),
        (1_u64..3).prop_map(Did::Records),
        (0_u8..2, 0_u8..2).prop_map(|(n, t)| Did::Session(n, t)),
    ]
}

fn wrote(base: &Case, done: &[Did]) -> Case {
    let workspace = Workspace { cases: vec![Arc::new(base.clone())], ..Workspace::default() };
    let id = base.id;
    let row = |n: u8| EventId { source: base.sources[0].id, row: u32::from(n) };
    let mut workspace = workspace;
    for act in done {
        let case = workspace.case(id).unwrap();
        let change = match act {
            Did::Note(n, note) => {
                Change::NoteFinding { case: id, rule: format!("rule-{n}"), note: note.clone() }
            }
            Did::Finding(n, ok) => {
                let dismissed = FindingDecision::Dismissed { reason: "No".into() };
                let decision = Some(if *ok { FindingDecision::Accepted } else { dismissed });
                Change::DecideFinding { case: id, rule: format!("rule-{n}"), decision }
            }
            Did::Milestone(m, decided) => Change::DecideMilestone {
                case: id,
                milestone: "contained".parse().unwrap(),
                decision: Some(MilestoneDecision::At {
                    moment: Moment::exact(minute(*m)),
                    event: None,
                    decided: minute(*decided),
                }),
            },
            Did::Knew(n, m, decided) => {
                let known = floodmark::model::RowTime {
                    micros: minute(*m).0,
                    offset: Some(0),
                    precision: floodmark::model::Precision::Exact,
                    abbreviation: None,
                    zone: None,
                };
                let decided = Some(minute(*decided));
                let edit = EventEdit { known_at: Some(known), decided, ..EventEdit::default() };
                Change::EditEvent { case: id, event: row(*n), edit: Some(edit) }
            }
            Did::Event(m, text) => {
                let beside = Beside {
                    zone: Zone::Utc,
                    now: minute(5),
                    event: Some((row(0), Moment::exact(minute(*m)))),
                };
                let line = format!("+ 0{m}:10 {text}");
                let what = capture(&line, &beside).unwrap();
                Change::Meeting {
                    case: id,
                    step: MeetingStep::Capture { what, on_screen: OnScreen::Event(row(1)) },
                }
            }
            Did::Entry(n, text) => {
                let what = floodmark::model::meeting::Captured::Note(text.clone());
                Change::Meeting {
                    case: id,
                    step: MeetingStep::Capture { what, on_screen: OnScreen::Event(row(*n)) },
                }
            }
            Did::Vote(voter, points) => {
                let ballot = [("rule".to_owned(), *points)].into();
                Change::Meeting {
                    case: id,
                    step: MeetingStep::Vote { voter: format!("v{voter}"), ballot, again: Again::Unasked },
                }
            }
            Did::Team(n) => {
                let mut facts = case.facts.clone();
                let team = format!("team {n}");
                if !facts.review_teams.contains(&team) {
                    facts.review_teams.push(team);
                }
                Change::SetFacts { case: id, facts: Box::new(facts) }
            }
            Did::Session(n, team) => {
                let setup = Box::new(floodmark::model::exercise::Setup::default());
                let (name, teams) = (format!("session {n}"), vec![format!("team {team}")]);
                Change::Exercise { case: id, step: ExerciseStep::Begin { name, teams, setup } }
            }
            Did::Records(n) => {
                let facts = floodmark::model::Facts { records_affected: Some(*n), ..case.facts.clone() };
                Change::SetFacts { case: id, facts: Box::new(facts) }
            }
        };
        if let Ok(next) = apply(&workspace, &change, minute(5)) {
            workspace = next;
        }
    }
    (**workspace.case(id).unwrap()).clone()
}

fn base() -> Case {
    let (engine, case) = example();
    (**engine.workspace().case(case).unwrap()).clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_does_not_matter_and_nothing_is_lost(
        ours in prop::collection::vec(did(), 0..5),
        a in prop::collection::vec(did(), 0..5),
        b in prop::collection::vec(did(), 0..5),
        c in prop::collection::vec(did(), 0..5),
    ) {
        let base = base();
        let ours = wrote(&base, &ours);
        let [a, b, c] = [("a", a), ("b", b), ("c", c)].map(|(n, done)| (n.to_owned(), wrote(&base, &done)));
        let merged = merge(&ours, &[a.clone(), b.clone(), c.clone()], &none());
        for order in [[&c, &a, &b], [&b, &c, &a], [&a, &c, &b], [&b, &a, &c], [&c, &b, &a]] {
            prop_assert_eq!(&merged, &merge(&ours, &order.map(Clone::clone), &none()));
        }
        // Merged once more it adds nothing.
        let again = merge(&merged.case, &[a.clone(), b.clone(), c.clone()], &none());
        prop_assert_eq!((&again.case, again.new), (&merged.case, vec![]));
        // What the facilitator said stands.
        let Merged { case, conflicts, .. } = &merged;
        for (rule, decision) in &ours.findings {
            prop_assert_eq!(case.findings.get(rule), Some(decision));
        }
        prop_assert!(case.hand_events.starts_with(&ours.hand_events));
        prop_assert!(case.exercise.sessions.starts_with(&ours.exercise.sessions));
        let ids: std::collections::BTreeSet<u32> = case.exercise.sessions.iter().map(|s| s.id).collect();
        prop_assert_eq!(ids.len(), case.exercise.sessions.len());
        prop_assert!(case.meeting.entries.starts_with(&ours.meeting.entries));
        for (rule, note) in &ours.notes {
            prop_assert!(case.notes.get(rule).is_some_and(|merged| merged.starts_with(note.as_str())));
        }
        // What each participant said is there, or told as a conflict.
        for (file, theirs) in [&a, &b, &c] {
            for (rule, decision) in &theirs.findings {
                let told = conflicts.iter().any(|c| c.place == format!("findings/{rule}"));
                prop_assert!(case.findings.get(rule) == Some(decision) || told, "{} {}", file, rule);
            }
            // Who decides alike is of one mind, whenever each did; the latest time stands.
            for (milestone, decision) in &theirs.milestones {
                let said = |d: &MilestoneDecision| match d {
                    MilestoneDecision::At { moment, event, decided } => (Some((*moment, *event)), *decided),
                    MilestoneDecision::None { decided } => (None, *decided),
                };
                let (what, when) = said(decision);
                let stands = case.milestones.get(milestone).map(said);
                let told = conflicts.iter().any(|c| c.place == format!("milestones/{}", milestone.id()));
                prop_assert!(told || stands.is_some_and(|(w, at)| w == what && at >= when), "{} {:?}", file, stands);
                let all = [&ours, &a.1, &b.1, &c.1].map(|case| case.milestones.get(milestone).map(|d| said(d).0));
                prop_assert_eq!(told, all.iter().flatten().any(|other| *other != what));
            }
            for (rule, note) in &theirs.notes {
                prop_assert!(case.notes.get(rule).is_some_and(|merged| merged.contains(note.as_str())));
            }
            for event in &theirs.hand_events {
                prop_assert!(case.hand_events.iter().any(|e| e.text == event.text && e.time == event.time));
            }
            for entry in &theirs.meeting.entries {
                prop_assert!(case.meeting.entries.iter().any(|e| e.text == entry.text && e.at == entry.at));
            }
            for session in &theirs.exercise.sessions {
                let place = format!("sessions/{} {}", session.began, session.name);
                let same = |own: &Session| own.name == session.name && own.teams == session.teams;
                let told = conflicts.iter().any(|c| c.place == place);
                prop_assert!(told || case.exercise.sessions.iter().any(same), "{} {}", file, place);
            }
            for team in &theirs.facts.review_teams {
                prop_assert!(case.facts.review_teams.contains(team));
            }
        }
    }
}

#[test]
fn a_conflict_is_told_and_settled_by_choice() {
    let base = base();
    let ours = wrote(&base, &[Did::Records(1)]);
    let theirs = [
        ("ana.floodmark".to_owned(), wrote(&base, &[Did::Records(2), Did::Milestone(1, 6)])),
        ("bo.floodmark".to_owned(), wrote(&base, &[Did::Milestone(2, 7)])),
    ];
    let merged = merge(&ours, &theirs, &none());
    let places: Vec<&str> = merged.conflicts.iter().map(|c| c.place.as_str()).collect();
    assert_eq!(places, ["facts/records_affected", "milestones/contained"]);
    assert_eq!(merged.case.facts.records_affected, Some(1));
    let Conflict { ours: said, theirs: others, .. } = &merged.conflicts[0];
    assert_eq!((said, others), (&Some(1.into()), &vec![("ana.floodmark".to_owned(), 2.into())]));
    let choices = [("facts/records_affected", "ana.floodmark"), ("milestones/contained", "bo.floodmark")];
    let choices = choices.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
    let settled = merge(&ours, &theirs, &choices);
    assert_eq!(settled.case.facts.records_affected, Some(2));
    assert_eq!(settled.case.milestones.len(), ours.milestones.len() + 1);
}

#[test]
fn two_who_confirm_the_same_milestone_are_of_one_mind() {
    let base = base();
    let ours = wrote(&base, &[Did::Milestone(1, 6)]);
    let theirs = [
        ("ana.floodmark".to_owned(), wrote(&base, &[Did::Milestone(1, 8)])),
        ("bo.floodmark".to_owned(), wrote(&base, &[Did::Milestone(1, 7)])),
    ];
    for ours in [&ours, &base] {
        let merged = merge(ours, &theirs, &none());
        assert_eq!(merged.conflicts, []);
        let decision = &merged.case.milestones[&"contained".parse().unwrap()];
        assert!(matches!(decision, MilestoneDecision::At { decided, .. } if *decided == minute(8)));
    }
}

#[test]
fn a_correction_that_two_made_alike_has_the_time_of_the_later() {
    let base = base();
    let ours = wrote(&base, &[Did::Knew(1, 2, 7)]);
    let theirs = [("ana.floodmark".to_owned(), wrote(&base, &[Did::Knew(1, 2, 8)]))];
    for (ours, theirs) in [(&ours, &theirs[0].1), (&theirs[0].1, &ours)] {
        let merged = merge(ours, &[("a".to_owned(), theirs.clone())], &none());
        assert_eq!(merged.conflicts, []);
        let edit = merged.case.event_edits.values().next().unwrap();
        assert_eq!(edit.decided, Some(minute(8)));
    }
}

#[test]
fn what_is_new_and_what_is_said_differently_is_told_in_words() {
    let mut room = held();
    let (case, rule) = (room.case, room.rules[0].clone());
    let copy = (**room.engine.workspace().case(case).unwrap()).clone();
    let did = [Did::Milestone(1, 6), Did::Knew(1, 2, 6), Did::Event(1, "abc".into()), Did::Records(2)];
    let mut theirs = wrote(&copy, &did);
    theirs.meeting.ballots.insert("DO".into(), [(rule.clone(), 1)].into());
    theirs.notes.insert(rule, "We had a snapshot".into());
    let ours = wrote(&copy, &[Did::Milestone(2, 6), Did::Records(3)]);
    for (milestone, decision) in &ours.milestones {
        let change =
            Change::DecideMilestone { case, milestone: milestone.clone(), decision: Some(decision.clone()) };
        // What was decided before changes nothing.
        let _ = room.engine.apply(&change.into(), minute(90));
    }
    let facts = Change::SetFacts { case, facts: Box::new(ours.facts) };
    room.engine.apply(&facts.into(), minute(90)).unwrap();
    let files = vec![("ana.floodmark".to_owned(), saved(theirs))];
    let view: MergeView = ask(&room.engine, Query::Merge { case, files, choices: none(), zone: Zone::Utc });
    let lines = view.new.iter().map(|(what, words)| format!("new: {what}: {words}"));
    let conflicts = view.conflicts.iter().map(|c| format!("{}: {} / {:?}", c.what, c.ours, c.theirs));
    insta::assert_snapshot!("merging", lines.chain(conflicts).collect::<Vec<_>>().join("\n"));
}

fn saved(case: Case) -> String {
    let workspace = Workspace { cases: vec![Arc::new(case)], ..Workspace::default() };
    file::write(&file::Saved { workspace, originals: Default::default() }).unwrap()
}

#[test]
fn a_vote_is_of_one_person_however_the_name_is_written() {
    let room = held();
    let ours = (**room.engine.workspace().case(room.case).unwrap()).clone();
    let mut theirs = ours.clone();
    theirs.meeting.ballots = [("do".to_owned(), ours.meeting.ballots["DO"].clone())].into();
    let merged = merge(&ours, &[("a".to_owned(), theirs)], &none());
    assert_eq!((merged.case.meeting.ballots, merged.conflicts), (ours.meeting.ballots, vec![]));
}

#[test]
fn what_was_captured_while_files_lay_on_the_table_stays() {
    let mut room = held();
    let case = room.case;
    let copy = (**room.engine.workspace().case(case).unwrap()).clone();
    let theirs = saved(wrote(&copy, &[Did::Team(1), Did::Records(2)]));
    let files = vec![("ana.floodmark".to_owned(), theirs)];
    let query = Query::Merge { case, files: files.clone(), choices: none(), zone: Zone::Utc };
    let looked: MergeView = ask(&room.engine, query);
    room.type_in("The host was slow", OnScreen::Part);
    let change = room.engine.taken_over(case, &files, none(), looked.conflicts.len()).unwrap();
    room.engine.apply(&change.into(), minute(99)).unwrap();
    let now = room.engine.workspace().case(case).unwrap();
    assert!(now.meeting.entries.iter().any(|e| e.text == "The host was slow"));
    assert!(now.facts.review_teams.contains(&"team 1".to_owned()));
    // What is said differently only since then is for a person to look at.
    room.engine.apply(&Command::Undo, minute(99)).unwrap();
    let mut facts = room.engine.workspace().case(case).unwrap().facts.clone();
    facts.records_affected = Some(7);
    room.engine.apply(&Change::SetFacts { case, facts: Box::new(facts) }.into(), minute(99)).unwrap();
    let refused = room.engine.taken_over(case, &files, none(), looked.conflicts.len());
    assert_eq!(refused.unwrap_err(), ChangeError::SaidMeanwhile);
}

#[test]
fn files_are_matched_by_what_they_rest_on() {
    let base = base();
    let mut renumbered = wrote(&base, &[Did::Knew(0, 1, 6), Did::Entry(1, "abc".into())]);
    for source in &mut renumbered.sources {
        source.id = SourceId(source.id.0 + 40);
    }
    let shift = |id: EventId| Some(EventId { source: SourceId(id.source.0 + 40), ..id });
    renumbered.rename_events(|id| if id.source == SourceId::HAND { Some(id) } else { shift(id) });
    let mut other = base.clone();
    other.sources[0].sha256 = "0".repeat(64);
    let files = [
        ("same.floodmark".to_owned(), saved(renumbered)),
        ("other.floodmark".to_owned(), saved(other)),
        ("broken.floodmark".to_owned(), "{".to_owned()),
    ];
    let merged = merge_files(&base, &files, &none());
    assert_eq!(merged.new.len(), 2, "{:?}", merged.conflicts);
    let first = EventId { source: base.sources[0].id, row: 0 };
    assert!(merged.case.event_edits.contains_key(&first));
    let left: Vec<&str> = merged.left_out.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(left, ["other.floodmark", "broken.floodmark"]);
    assert!(merged.left_out[0].1.contains("same files") && merged.left_out[1].1.contains("damaged"));
}
