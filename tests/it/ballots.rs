//! The silent vote out of the files of participants: their points alone, in whatever order the files come.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::engine::{ask, example};
use floodmark::engine::meeting::BallotsView;
use floodmark::engine::view::FindingsView;
use floodmark::engine::{Command, Engine, Query};
use floodmark::model::meeting::Ballot;
use floodmark::model::{CaseId, Timestamp};
use floodmark::workspace::ballots::take_ballots;
use floodmark::workspace::file::{Saved, write};
use floodmark::workspace::meeting::Again;
use floodmark::workspace::{Change, MeetingStep};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const CASE: CaseId = CaseId(0);

/// A participant's file: the case with these votes, and with a note that is none of the facilitator's business.
fn file(engine: &Engine, votes: &[(&str, &[(&str, u32)])]) -> String {
    let mut workspace = (**engine.workspace()).clone();
    let case = Arc::make_mut(&mut workspace.cases[0]);
    case.notes.insert("preserve-evidence".into(), "We had a snapshot.".into());
    for (voter, ballot) in votes {
        let ballot: Ballot = ballot.iter().map(|(rule, points)| ((*rule).to_owned(), *points)).collect();
        case.meeting.ballots.insert((*voter).to_owned(), ballot);
    }
    write(&Saved { workspace, originals: BTreeMap::new() }).unwrap()
}

fn rules(engine: &Engine) -> Vec<String> {
    let view: FindingsView = ask(engine, Query::Findings { case: CASE });
    view.findings.into_iter().map(|f| f.finding.rule).collect()
}

fn found(engine: &Engine, files: &[(&str, String)]) -> BallotsView {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
    ask(engine, Query::Ballots { case: CASE, files })
}

#[test]
fn votes_come_out_of_files_and_nothing_else_does() {
    let (mut engine, case) = example();
    // Copies are handed out before anybody votes.
    let (copy, _) = example();
    let all = rules(&engine);
    let (one, two) = (all[0].as_str(), all[1].as_str());
    let own = [(one.to_owned(), 5)].into();
    let vote = Change::Meeting {
        case,
        step: MeetingStep::Vote { voter: "DO".into(), ballot: own, again: Again::Unasked },
    };
    engine.apply(&vote.into(), Timestamp::default()).unwrap();
    let before = engine.workspace().clone();
    let mut other = file(&copy, &[]);
    let hash = before.cases[0].sources[0].sha256.clone();
    for source in &before.cases[0].sources {
        other = other.replace(&source.sha256, &"0".repeat(64));
    }
    let files = [
        ("ana.floodmark", file(&copy, &[("Ana", &[(one, 2), (two, 3)])])),
        ("bo.floodmark", file(&copy, &[("Bo", &[(one, 4), ("no-such-rule", 1)]), ("Ana", &[(two, 5)])])),
        ("dora.floodmark", file(&copy, &[("DO", &[(two, 1)])])),
        ("empty.floodmark", other),
        ("torn.floodmark", "{".to_owned()),
    ];
    let view = found(&engine, &files);
    assert_eq!(view.ballots["Ana"], [(two.to_owned(), 5)].into());
    assert_eq!(view.ballots["Bo"], [(one.to_owned(), 4)].into());
    assert_eq!(view.ballots["DO"], [(two.to_owned(), 1)].into());
    let told = view.told.join("\n");
    for said in ["no-such-rule", "Ana votes in ana.floodmark and in bo.floodmark", "DO has voted already"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let left: Vec<&str> = view.left_out.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(left, ["empty.floodmark", "torn.floodmark"], "{hash}");
    assert!(view.left_out[0].1.contains("rests on the same files"), "{:?}", view.left_out);

    let take = Change::Meeting { case, step: MeetingStep::TakeBallots(view.ballots.clone()) };
    engine.apply(&take.into(), Timestamp::default()).unwrap();
    let now = engine.workspace().case(case).unwrap();
    assert_eq!(now.meeting.ballots, view.ballots);
    assert_eq!(now.notes, before.cases[0].notes);
    assert_eq!(now.meeting.ranked(), [(two.to_owned(), 6, 2), (one.to_owned(), 4, 1)]);
    // Once more there is nothing new in them but what one file says against another.
    assert_eq!(found(&engine, &files[1..3]).ballots, BTreeMap::new());
    engine.apply(&Command::Undo, Timestamp::default()).unwrap();
    assert_eq!(engine.workspace(), &before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_files_does_not_matter(
        votes in prop::collection::vec(prop::collection::vec((0_u8..4, 0_u8..3, 0_u32..6), 0..4), 1..5),
        turn in 0_usize..24,
    ) {
        let (engine, _) = example();
        let rules = ["rule-0", "rule-1"];
        let mut files: Vec<(String, String)> = vec![];
        for (n, ballots) in votes.iter().enumerate() {
            let named: Vec<(String, String, u32)> = ballots.iter().map(|(v, r, p)| (format!("v{v}"), format!("rule-{r}"), *p)).collect();
            let each: Vec<[(&str, u32); 1]> = named.iter().map(|(_, rule, points)| [(rule.as_str(), *points)]).collect();
            let votes: Vec<(&str, &[(&str, u32)])> =
                named.iter().zip(&each).map(|((voter, ..), ballot)| (voter.as_str(), &ballot[..])).collect();
            files.push((format!("f{n}"), file(&engine, &votes)));
        }
        let known: BTreeSet<&str> = rules.into();
        let ours = engine.workspace().case(CASE).unwrap();
        let taken = take_ballots(ours, &known, &files);
        let count = files.len();
        files.rotate_left(turn % count);
        if turn % 2 == 1 {
            files.reverse();
        }
        prop_assert_eq!(&take_ballots(ours, &known, &files), &taken);
        for ballot in taken.ballots.values() {
            prop_assert!(!ballot.is_empty() && ballot.keys().all(|rule| known.contains(rule.as_str())));
        }
    }
}
