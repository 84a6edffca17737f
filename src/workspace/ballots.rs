//! The silent vote of people who prepared apart: their points alone, out of their own files.

use super::merge::case_of;
use crate::model::Case;
use crate::model::meeting::Ballot;
use std::collections::{BTreeMap, BTreeSet};

/// The votes in some files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The votes, by voter.
    pub ballots: BTreeMap<String, Ballot>,
    /// What is to be said of them, in plain sentences.
    pub told: Vec<String>,
    /// Files that were left out, each with the reason.
    pub left_out: Vec<(String, String)>,
}

/// Takes the votes of people out of files, in whatever order these come. Nothing else in a file counts.
///
/// * `ours`: the case that is voted on.
/// * `rules`: its findings, by their names, which are the same in every copy of the case.
/// * `files`: name and text of each.
pub fn take_ballots(ours: &Case, rules: &BTreeSet<&str>, files: &[(String, String)]) -> Taken {
    let mut taken = Taken { ballots: BTreeMap::new(), told: vec![], left_out: vec![] };
    // Of two files with a vote of the same person the last by name stands, whichever was chosen first.
    let mut in_order: Vec<&(String, String)> = files.iter().collect();
    in_order.sort();
    let mut from: BTreeMap<String, &str> = BTreeMap::new();
    for (name, text) in in_order {
        let case = match case_of(ours, text) {
            Ok(case) => case,
            Err(why) => {
                taken.left_out.push((name.clone(), why));
                continue;
            }
        };
        let cast =
            case.meeting.ballots.iter().filter(|(_, ballot)| ballot.values().any(|points| *points > 0));
        let mut votes = 0;
        for (voter, ballot) in cast {
            votes += 1;
            let (known, unknown): (Ballot, Ballot) = ballot
                .iter()
                .filter(|(_, points)| **points > 0)
                .map(|(rule, points)| (rule.clone(), *points))
                .partition(|(rule, _)| rules.contains(rule.as_str()));
            let unknown: Vec<String> = unknown.into_keys().collect();
            if !unknown.is_empty() {
                taken.told.push(format!(
                    "{name}: {voter} has points on what is no finding of this case ({}); they do not count.",
                    unknown.join(", ")
                ));
            }
            // What is counted already came with the copy of the case.
            let voter = ours.meeting.voter(voter).unwrap_or(voter);
            let held = ours.meeting.ballots.get(voter);
            if known.is_empty() || held == Some(&known) {
                continue;
            }
            match from.insert(voter.to_owned(), name) {
                Some(earlier) if taken.ballots.get(voter) != Some(&known) => {
                    taken.told.push(format!(
                        "{voter} votes in {earlier} and in {name}; the vote in {name} stands."
                    ));
                }
                None if held.is_some() => {
                    taken
                        .told
                        .push(format!("{voter} has voted already; the vote in {name} takes its place."));
                }
                _ => {}
            }
            taken.ballots.insert(voter.to_owned(), known);
        }
        if votes == 0 {
            taken.left_out.push((name.clone(), "nobody votes in it".to_owned()));
        }
    }
    taken
}
