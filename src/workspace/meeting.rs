//! Steps of a meeting on a case.

use super::actions;
use super::change::ChangeError;
use crate::model::meeting::{Ballot, Before, Captured, Entry, EntryKind, OnScreen, Part, Planned, Turn};
use crate::model::{Case, EventEdit, EventId, RowTime, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something that happens in a meeting. Everything here is in the journal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingStep {
    /// Sets the agenda; empty goes back to the template.
    Agenda(Vec<Planned>),
    /// Turns to a part of the agenda; none ends the meeting. The first turn begins it.
    TurnTo(Option<Part>),
    /// Captures something.
    Capture {
        /// What.
        what: Captured,
        /// What was on the screen.
        on_screen: OnScreen,
    },
    /// Gives an entry other words.
    Reword {
        /// The entry.
        entry: u32,
        /// Its words.
        text: String,
    },
    /// Takes an entry away, and with it the action item or the event that it made.
    Remove {
        /// The entry.
        entry: u32,
    },
    /// Gives a person's points to findings; empty takes the vote back.
    Vote {
        /// Who votes.
        voter: String,
        /// The points.
        ballot: Ballot,
        /// How it stands to a vote of the same name.
        #[serde(default)]
        again: Again,
    },
    /// Takes over votes out of the files of participants; who has voted already votes anew.
    TakeBallots(BTreeMap<String, Ballot>),
}

/// How a vote stands to one of the same name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// It takes its place without a word, as in journals from before anybody was asked.
    #[default]
    Unasked,
    /// There should be none: two people may have the same initials.
    First,
    /// It takes its place, as the voter said.
    Anew,
}

impl MeetingStep {
    /// What it does, for “Undo: …”.
    pub fn label(&self) -> String {
        match self {
            MeetingStep::Agenda(_) => "change the agenda".to_owned(),
            MeetingStep::TurnTo(Some(part)) => format!("turn to “{}”", part.label()),
            MeetingStep::TurnTo(None) => "end the meeting".to_owned(),
            MeetingStep::Capture { what, .. } => match what {
                Captured::Note(_) => "write a note",
                Captured::Decision(_) => "record a decision",
                Captured::Question(_) => "record a question",
                Captured::Surprise(_) => "record a surprise",
                Captured::Parked(_) => "put something aside",
                Captured::Action(_) => "add an action item",
                Captured::Event(_) => "add an event",
                Captured::Correction(..) | Captured::Time(..) => "correct an event",
                Captured::Present(_) => "note who is here",
            }
            .to_owned(),
            MeetingStep::Reword { .. } => "reword an entry".to_owned(),
            MeetingStep::Remove { .. } => "remove an entry".to_owned(),
            MeetingStep::Vote { voter, ballot, .. } if ballot.is_empty() => {
                format!("take back the vote of {voter}")
            }
            MeetingStep::Vote { voter, .. } => format!("count the vote of {voter}"),
            MeetingStep::TakeBallots(ballots) => match ballots.len() {
                1 => "count a vote from a file".to_owned(),
                n => format!("count {n} votes from files"),
            },
        }
    }
}

/// Takes a step.
pub(super) fn step(case: &mut Case, step: &MeetingStep, at: Timestamp) -> Result<(), ChangeError> {
    match step {
        MeetingStep::Agenda(agenda) => {
            if case.meeting.agenda == *agenda {
                return Err(ChangeError::Nothing);
            }
            case.meeting.agenda.clone_from(agenda);
        }
        MeetingStep::TurnTo(part) => {
            if case.meeting.now() == *part {
                return Err(ChangeError::Nothing);
            }
            case.meeting.turns.push(Turn { to: *part, at });
            // On the screen that everybody looks at, people are roles; the switch stands beside the agenda.
            if part.is_some() && !case.roles.settled {
                (case.roles.on, case.roles.settled) = (true, true);
            }
        }
        MeetingStep::Capture { what, on_screen } => capture(case, what, on_screen, at)?,
        MeetingStep::Reword { entry, text } => {
            let text = text.trim();
            let held = case.meeting.entries.iter_mut().find(|e| e.id == *entry);
            let held = held.ok_or(ChangeError::NoSuchEntry)?;
            // Another time is captured anew: its words are no text of a person's.
            if text.is_empty() || held.text == text || matches!(held.kind, EntryKind::Time(_)) {
                return Err(ChangeError::Nothing);
            }
            let before = std::mem::replace(&mut held.text, text.to_owned());
            let kind = held.kind.clone();
            match kind {
                EntryKind::Action(id) => {
                    for item in case.actions.iter_mut().filter(|item| item.id == id) {
                        text.clone_into(&mut item.what.title);
                        item.changes += 1;
                    }
                }
                EntryKind::Event(row) => {
                    if let Some(event) = case.hand_events.get_mut(row as usize) {
                        text.clone_into(&mut event.text);
                    }
                }
                EntryKind::Correction(event) => {
                    // It may stand behind a later one, or have been taken back on the event itself.
                    let held = match where_held(&case.meeting.entries, *entry, &kind, &before) {
                        Held::Later(at) => case.meeting.entries.get_mut(at).map(|e| &mut e.before.text),
                        Held::Event => case.event_edits.get_mut(&event).map(|edit| &mut edit.text),
                        Held::Nowhere => None,
                    };
                    let held = held.filter(|held| held.as_ref() == Some(&before));
                    held.into_iter().for_each(|held| *held = Some(text.to_owned()));
                }
                EntryKind::Present => {
                    let known = case.facts.review_teams.iter_mut().find(|team| **team == before);
                    known.into_iter().for_each(|team| text.clone_into(team));
                    let mut seen = BTreeSet::new();
                    case.facts.review_teams.retain(|team| seen.insert(team.clone()));
                }
                _ => {}
            }
        }
        MeetingStep::Remove { entry } => {
            let at = case.meeting.entries.iter().position(|e| e.id == *entry);
            let entry = case.meeting.entries.remove(at.ok_or(ChangeError::NoSuchEntry)?);
            match entry.kind {
                EntryKind::Action(id) => case.actions.retain(|item| item.id != id),
                EntryKind::Event(row) => {
                    if let Some(event) = case.hand_events.get_mut(row as usize) {
                        event.removed = true;
                    }
                }
                EntryKind::Present => {
                    let still =
                        case.meeting.entries.iter().any(|e| e.kind == entry.kind && e.text == entry.text);
                    case.facts.review_teams.retain(|team| still || *team != entry.text);
                }
                EntryKind::Correction(event) | EntryKind::Time(event) => uncorrect(case, event, entry),
                _ => {}
            }
        }
        MeetingStep::TakeBallots(ballots) => {
            let before = case.meeting.ballots.clone();
            case.meeting.ballots.extend(ballots.clone());
            if case.meeting.ballots == before {
                return Err(ChangeError::Nothing);
            }
        }
        MeetingStep::Vote { voter, ballot, again } => {
            let known = case.meeting.voter(voter).filter(|_| *again != Again::Unasked).map(str::to_owned);
            if known.is_some() && *again == Again::First {
                return Err(ChangeError::HasVoted);
            }
            let voter = known.as_deref().unwrap_or(voter.trim());
            if voter.is_empty() {
                return Err(ChangeError::NoVoter);
            }
            let ballot: Ballot =
                ballot.iter().filter(|(_, n)| **n > 0).map(|(r, n)| (r.clone(), *n)).collect();
            match ballot.is_empty() {
                true => {
                    case.meeting.ballots.remove(voter).ok_or(ChangeError::Nothing)?;
                }
                false => {
                    case.meeting.ballots.insert(voter.to_owned(), ballot);
                }
            }
        }
    }
    Ok(())
}

/// Says when and where a correction was made.
fn decide(edit: &mut EventEdit, at: Timestamp) {
    edit.decided = Some(at);
    if edit.reason.is_empty() {
        "Corrected in the meeting".clone_into(&mut edit.reason);
    }
}

/// Where what an entry put in the place of an event's text or time is held now.
enum Held {
    /// By the entry at this place, as what that one found there.
    Later(usize),
    /// On the event itself, unless that was corrected elsewhere since.
    Event,
    /// Nowhere: a later entry put the same there again.
    Nowhere,
}

/// Looks for what the entry `id` of a `kind` put there.
fn where_held(entries: &[Entry], id: u32, kind: &EntryKind, text: &str) -> Held {
    for (at, later) in entries.iter().enumerate().filter(|(_, e)| e.id > id && e.kind == *kind) {
        let found = match kind {
            EntryKind::Time(_) => later.before.time.is_some_and(|time| told(time) == text),
            _ => later.before.text.as_deref() == Some(text),
        };
        // One that found something else there does not follow this one: the event was corrected beside the meeting in
        // between, or the entry is another participant's.
        if found {
            return Held::Later(at);
        }
        if later.text == text {
            return Held::Nowhere;
        }
    }
    Held::Event
}

/// Puts back what an entry had corrected. What was corrected again since stands.
fn uncorrect(case: &mut Case, event: EventId, entry: Entry) {
    match where_held(&case.meeting.entries, entry.id, &entry.kind, &entry.text) {
        Held::Later(at) => {
            if let Some(later) = case.meeting.entries.get_mut(at) {
                later.before = entry.before;
            }
            return;
        }
        Held::Nowhere => return,
        Held::Event => {}
    }
    let Some(edit) = case.event_edits.get_mut(&event) else { return };
    match entry.kind {
        EntryKind::Time(_) => {
            if edit.time.is_some_and(|time| told(time) == entry.text) {
                edit.time = entry.before.time;
            }
        }
        _ => {
            if edit.text.as_ref() == Some(&entry.text) {
                edit.text = entry.before.text;
            }
        }
    }
    let empty = EventEdit { decided: None, reason: String::new(), ..edit.clone() };
    if empty == EventEdit::default() {
        case.event_edits.remove(&event);
    }
}

/// A corrected time, as its entry has it.
fn told(time: RowTime) -> String {
    time.instant().to_string()
}

fn capture(case: &mut Case, what: &Captured, on_screen: &OnScreen, at: Timestamp) -> Result<(), ChangeError> {
    let mut before = Before::default();
    let (kind, text) = match what {
        Captured::Note(text) => (EntryKind::Note, text.clone()),
        Captured::Decision(text) => (EntryKind::Decision, text.clone()),
        Captured::Question(text) => (EntryKind::Question, text.clone()),
        Captured::Surprise(text) => (EntryKind::Surprise, text.clone()),
        Captured::Parked(text) => (EntryKind::Parked, text.clone()),
        Captured::Action(action) => {
            let mut action = (**action).clone();
            match on_screen {
                OnScreen::Finding(rule) if action.finding.is_none() => action.finding = Some(rule.clone()),
                OnScreen::Amendment(id) if action.amendment.is_none() => action.amendment = Some(id.clone()),
                _ => {}
            }
            let title = action.title.clone();
            actions::add(case, &[action], at)?;
            let id = case.actions.last().map(|item| item.id.clone()).unwrap_or_default();
            (EntryKind::Action(id), title)
        }
        Captured::Event(event) => {
            case.hand_events.push((**event).clone());
            (EntryKind::Event((case.hand_events.len() - 1) as u32), event.text.clone())
        }
        Captured::Correction(event, text) => {
            let edit = case.event_edits.entry(*event).or_default();
            before.text = edit.text.replace(text.clone());
            decide(edit, at);
            (EntryKind::Correction(*event), text.clone())
        }
        Captured::Time(event, time) => {
            let edit = case.event_edits.entry(*event).or_default();
            before.time = edit.time.replace(*time);
            decide(edit, at);
            (EntryKind::Time(*event), told(*time))
        }
        Captured::Present(team) => {
            let teams = &mut case.facts.review_teams;
            // Who was ticked already stays when an entry is removed: an entry stands for a team that it added.
            if teams.contains(team) {
                return Err(ChangeError::Nothing);
            }
            teams.push(team.clone());
            (EntryKind::Present, team.clone())
        }
    };
    let meeting = &mut case.meeting;
    let (id, part) = (meeting.next_entry, meeting.now());
    meeting.next_entry += 1;
    meeting.entries.push(Entry { id, kind, text, at, part, on_screen: on_screen.clone(), before });
    Ok(())
}
