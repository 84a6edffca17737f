//! Files of participants, who prepared apart, merged into the case of the facilitator.
//!
//! What only one side says is taken over; what is said alike stands once; what is said otherwise is a [`Conflict`], in which
//! the facilitator's own value stands until they choose another. All files are merged at once, and in whatever order they
//! come the result is the same. Nothing of the facilitator's own case is lost.

use super::change::follow;
use super::file::{self, FileError};
use crate::model::meeting::Entry;
use crate::model::{Case, EventId, HandEvent, SourceId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Two sides that say different things of the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Conflict {
    /// Names it: the way to the value, such as `milestones/contained`.
    pub place: String,
    /// What the facilitator's case says; empty where it says nothing.
    pub ours: String,
    /// What the others say: the name of a file and its value, each value once.
    pub theirs: Vec<(String, String)>,
    /// The file whose value was chosen; none for the facilitator's own.
    pub chosen: Option<String>,
}

/// A case with what the files add.
#[derive(Clone, PartialEq, Debug)]
pub struct Merged {
    /// The case as it would stand.
    pub case: Case,
    /// How many things were taken over.
    pub taken: usize,
    /// What is said differently.
    pub conflicts: Vec<Conflict>,
    /// Files that were left out, each with the reason.
    pub left_out: Vec<(String, String)>,
}

/// Merges files into a case.
///
/// * `files`: name and text of each.
/// * `choices`: the file whose value is to stand, by the place of a conflict.
pub fn merge_files(ours: &Case, files: &[(String, String)], choices: &BTreeMap<String, String>) -> Merged {
    let (mut theirs, mut left_out) = (vec![], vec![]);
    for (name, text) in files {
        match same_case(ours, text) {
            Ok(case) => theirs.push((name.clone(), case)),
            Err(why) => left_out.push((name.clone(), why)),
        }
    }
    Merged { left_out, ..merge(ours, &theirs, choices) }
}

/// The case of a file that is ours, or that rests on some of the same files.
pub(super) fn case_of(ours: &Case, text: &str) -> Result<Case, String> {
    let found = same_case(ours, text);
    if found.is_ok() {
        return found;
    }
    let Ok(saved) = file::read(text) else { return found };
    let shares =
        |case: &Case| case.sources.iter().any(|s| ours.sources.iter().any(|own| own.sha256 == s.sha256));
    found.or_else(|why| {
        saved.workspace.cases.iter().find(|case| shares(case)).map(|case| (**case).clone()).ok_or(why)
    })
}

/// The case of a file that is ours.
fn same_case(ours: &Case, text: &str) -> Result<Case, String> {
    let saved = file::read(text).map_err(|e: FileError| e.to_string())?;
    let hashes = |case: &Case| case.sources.iter().map(|s| s.sha256.clone()).collect::<BTreeSet<_>>();
    let wanted = hashes(ours);
    let same = |case: &&std::sync::Arc<Case>| match wanted.is_empty() {
        true => case.sources.is_empty() && case.name == ours.name && case.created == ours.created,
        false => hashes(case) == wanted,
    };
    let found = saved.workspace.cases.iter().find(same);
    let case = found.ok_or("none of its cases rests on the same files as this one; save this case, hand that file round, and let people write into it")?;
    Ok((**case).clone())
}

/// Merges cases that rest on the same files.
pub fn merge(ours: &Case, theirs: &[(String, Case)], choices: &BTreeMap<String, String>) -> Merged {
    let mut others: Vec<(String, Case)> = theirs.to_vec();
    for (_, case) in &mut others {
        rename_sources(case, ours);
    }
    others.sort_by_cached_key(|(name, case)| (name.clone(), text(case)));
    let mut merged = ours.clone();
    let mut taken = hand_events(&mut merged, &mut others);
    let mut overlay = Overlay { choices, conflicts: vec![], taken: 0 };
    let values: Vec<(&str, Value)> = others.iter().map(|(name, case)| (name.as_str(), said(case))).collect();
    let whole = overlay.merge(&[], &said(&merged), &values);
    if let Ok(case) = serde_json::from_value::<Case>(whole) {
        let kept = merged.clone();
        merged = Case {
            id: kept.id,
            name: kept.name,
            sources: kept.sources,
            hand_events: kept.hand_events,
            actions: kept.actions,
            next_action: kept.next_action,
            meeting: kept.meeting,
            exercise: kept.exercise,
            roles: kept.roles,
            created: kept.created,
            ..case
        };
    }
    taken += overlay.taken;
    taken += actions(&mut merged, &others, &mut overlay);
    taken += meeting(&mut merged, &others, &mut overlay);
    overlay.conflicts.sort_by(|a, b| a.place.cmp(&b.place));
    Merged { case: merged, taken, conflicts: overlay.conflicts, left_out: vec![] }
}

/// A value as text: for comparing, and for telling it.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Gives sources of another workspace the numbers that ours have; files are known by their hash.
fn rename_sources(case: &mut Case, ours: &Case) {
    for theirs in case.sources.clone() {
        let Some(own) = ours.sources.iter().find(|s| s.sha256 == theirs.sha256) else { continue };
        let to =
            |id: EventId| EventId { source: if id.source == theirs.id { own.id } else { id.source }, ..id };
        if own.id != theirs.id {
            case.rename_events(|id| Some(to(id)));
        }
    }
}

/// Takes over events that others wrote, in one order whatever the order of files, and lets what names them follow.
fn hand_events(ours: &mut Case, others: &mut [(String, Case)]) -> usize {
    let plain = |event: &HandEvent| text(&HandEvent { removed: false, ..event.clone() });
    let known: BTreeMap<String, u32> = ours.hand_events.iter().map(plain).zip(0..).collect();
    let mut new: BTreeMap<(i64, String), HandEvent> = BTreeMap::new();
    for event in others.iter().flat_map(|(_, case)| &case.hand_events) {
        let name = plain(event);
        if !known.contains_key(&name) && !event.removed {
            new.insert((event.time.micros, name), event.clone());
        }
    }
    let first = ours.hand_events.len() as u32;
    let rows: BTreeMap<String, u32> =
        new.keys().map(|(_, name)| name.clone()).zip(first..).chain(known).collect();
    for (_, case) in others.iter_mut() {
        let moved = case.hand_events.iter().zip(0_u32..).map(|(e, row)| (row, rows.get(&plain(e)).copied()));
        let moved: BTreeMap<u32, Option<u32>> = moved.collect();
        follow(case, SourceId::HAND, &moved);
    }
    let taken = new.len();
    ours.hand_events.extend(new.into_values());
    taken
}

/// What a person said of a case, without what is merged in a way of its own.
fn said(case: &Case) -> Value {
    let said = Case {
        sources: vec![],
        hand_events: vec![],
        actions: vec![],
        next_action: 0,
        meeting: crate::model::meeting::Meeting::default(),
        exercise: crate::model::exercise::Exercise::default(),
        roles: crate::model::Roles::default(),
        id: crate::model::CaseId::default(),
        name: String::new(),
        created: None,
        ..case.clone()
    };
    serde_json::to_value(said).unwrap_or_default()
}

/// Where values are merged field by field; elsewhere a value stands or gives way as a whole.
fn is_open(place: &[&str]) -> bool {
    match place {
        [] => true,
        [top] => {
            matches!(
                *top,
                "facts" | "milestones" | "event_edits" | "findings" | "notes" | "amendments" | "comments"
            )
        }
        ["event_edits", _] | ["facts", _] => true,
        _ => false,
    }
}

/// Texts that stand one below the other where people wrote different ones.
fn is_text(place: &[&str]) -> bool {
    matches!(place, ["notes" | "comments", _] | ["event_edits", _, "reason"] | ["facts", "breach_note"])
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(all) => all.is_empty(),
        Value::Object(all) => all.values().all(is_empty),
        _ => false,
    }
}

struct Overlay<'a> {
    choices: &'a BTreeMap<String, String>,
    conflicts: Vec<Conflict>,
    taken: usize,
}

impl Overlay<'_> {
    fn merge(&mut self, place: &[&str], ours: &Value, theirs: &[(&str, Value)]) -> Value {
        let said: Vec<(&str, &Value)> =
            theirs.iter().filter(|(_, v)| !is_empty(v) && v != ours).map(|(n, v)| (*n, v)).collect();
        if said.is_empty() {
            return ours.clone();
        }
        let objects = said.iter().all(|(_, v)| v.is_object()) && (ours.is_object() || is_empty(ours));
        if objects && is_open(place) {
            return self.fields(place, ours.as_object(), &said);
        }
        if place.last() == Some(&"decided") {
            let latest = said.iter().map(|(_, v)| *v).chain([ours]).filter(|v| !is_empty(v));
            return latest.max_by_key(|v| v.as_i64()).cloned().unwrap_or_default();
        }
        if said.iter().all(|(_, v)| v.is_array()) && (ours.is_array() || is_empty(ours)) {
            return self.union(ours, &said);
        }
        if is_text(place) {
            return self.lines(ours, &said);
        }
        let mut values: Vec<(&str, &Value)> = vec![];
        for (name, value) in said {
            if !values.iter().any(|(_, known)| *known == value) {
                values.push((name, value));
            }
        }
        if let ([(_, only)], true) = (values.as_slice(), is_empty(ours)) {
            self.taken += 1;
            return (*only).clone();
        }
        let named: Vec<(String, String)> = values.iter().map(|(n, v)| ((*n).to_owned(), told(v))).collect();
        let (place, ours_told) = (place.join("/"), if is_empty(ours) { String::new() } else { told(ours) });
        let chosen = self.settle(place, ours_told, named);
        let value = chosen.and_then(|file| values.into_iter().find(|(name, _)| *name == file));
        value.map_or_else(|| ours.clone(), |(_, value)| value.clone())
    }

    /// Tells a conflict, and whose value was chosen.
    fn settle(&mut self, place: String, ours: String, theirs: Vec<(String, String)>) -> Option<String> {
        let chosen =
            self.choices.get(&place).filter(|file| theirs.iter().any(|(name, _)| name == *file)).cloned();
        self.conflicts.push(Conflict { place, ours, theirs, chosen: chosen.clone() });
        chosen
    }

    fn fields(
        &mut self,
        place: &[&str],
        ours: Option<&Map<String, Value>>,
        theirs: &[(&str, &Value)],
    ) -> Value {
        let keys: BTreeSet<&String> =
            theirs.iter().filter_map(|(_, v)| v.as_object()).chain(ours).flat_map(Map::keys).collect();
        let mut merged = Map::new();
        for key in keys {
            let of = |value: Option<&Map<String, Value>>| {
                value.and_then(|v| v.get(key)).cloned().unwrap_or_default()
            };
            let each: Vec<(&str, Value)> = theirs.iter().map(|(n, v)| (*n, of(v.as_object()))).collect();
            let mut at = place.to_vec();
            at.push(key);
            let (own, had) = (of(ours), ours.is_some_and(|o| o.contains_key(key)));
            let value = self.merge(&at, &own, &each);
            if had || !is_empty(&value) {
                merged.insert(key.clone(), value);
            }
        }
        Value::Object(merged)
    }

    /// A list with everything that any side has in it, ours first.
    fn union(&mut self, ours: &Value, theirs: &[(&str, &Value)]) -> Value {
        let mut all = ours.as_array().cloned().unwrap_or_default();
        let new: BTreeMap<String, &Value> =
            theirs.iter().filter_map(|(_, v)| v.as_array()).flatten().map(|v| (text(v), v)).collect();
        for value in new.into_values() {
            if !all.contains(value) {
                all.push(value.clone());
                self.taken += 1;
            }
        }
        Value::Array(all)
    }

    /// Texts one below the other, ours first, each once.
    fn lines(&mut self, ours: &Value, theirs: &[(&str, &Value)]) -> Value {
        let mut whole = ours.as_str().unwrap_or_default().to_owned();
        let new: BTreeSet<&str> = theirs.iter().filter_map(|(_, v)| v.as_str()).collect();
        for piece in new {
            if whole.lines().all(|line| line != piece) && !whole.contains(piece) {
                if !whole.is_empty() {
                    whole.push('\n');
                }
                whole.push_str(piece);
                self.taken += 1;
            }
        }
        Value::String(whole)
    }
}

/// A value in words that a person can compare.
fn told(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn actions(merged: &mut Case, others: &[(String, Case)], overlay: &mut Overlay<'_>) -> usize {
    let mut taken = 0;
    let mut all: BTreeMap<&str, Vec<(&str, &crate::model::action::ActionItem)>> = BTreeMap::new();
    for (name, case) in others {
        for item in &case.actions {
            all.entry(&item.id).or_default().push((name, item));
        }
    }
    for (id, said) in all {
        let own = merged.actions.iter().position(|item| item.id == id);
        let mut values: Vec<(&str, &crate::model::action::ActionItem)> = vec![];
        for (name, item) in said {
            let ours = own.and_then(|at| merged.actions.get(at));
            if ours != Some(item) && !values.iter().any(|(_, known)| *known == item) {
                values.push((name, item));
            }
        }
        let Some((_, first)) = values.first().copied() else { continue };
        if values.len() == 1 && own.is_none() {
            merged.actions.push(first.clone());
            taken += 1;
            continue;
        }
        let words = |item: &crate::model::action::ActionItem| {
            format!("{}, {}, {}", item.what.title, item.what.owner, item.status.label())
        };
        let named = values.iter().map(|(n, item)| ((*n).to_owned(), words(item))).collect();
        let ours = own.and_then(|at| merged.actions.get(at)).map(words).unwrap_or_default();
        let chosen = overlay.settle(format!("actions/{id}"), ours, named);
        let value =
            chosen.and_then(|file| values.iter().find(|(name, _)| *name == file)).map(|(_, item)| *item);
        match (own.and_then(|at| merged.actions.get_mut(at)), value) {
            (Some(held), Some(item)) => item.clone_into(held),
            (None, item) => merged.actions.push(item.unwrap_or(first).clone()),
            (Some(_), None) => {}
        }
    }
    let next = others.iter().map(|(_, case)| case.next_action).max().unwrap_or_default();
    merged.next_action = merged.next_action.max(next);
    taken
}

fn meeting(merged: &mut Case, others: &[(String, Case)], overlay: &mut Overlay<'_>) -> usize {
    let name = |entry: &Entry| (entry.at, text(&Entry { id: 0, ..entry.clone() }));
    let known: BTreeSet<_> = merged.meeting.entries.iter().map(name).collect();
    let new: BTreeMap<_, &Entry> =
        others.iter().flat_map(|(_, case)| &case.meeting.entries).map(|e| (name(e), e)).collect();
    let mut taken = 0;
    for (_, entry) in new.into_iter().filter(|(name, _)| !known.contains(name)) {
        let id = merged.meeting.next_entry;
        merged.meeting.next_entry += 1;
        merged.meeting.entries.push(Entry { id, ..entry.clone() });
        taken += 1;
    }
    let mut ballots: BTreeMap<&str, Vec<(&str, &crate::model::meeting::Ballot)>> = BTreeMap::new();
    for (file, case) in others {
        for (voter, ballot) in &case.meeting.ballots {
            let said = ballots.entry(voter).or_default();
            if merged.meeting.ballots.get(voter) != Some(ballot)
                && !said.iter().any(|(_, known)| *known == ballot)
            {
                said.push((file, ballot));
            }
        }
    }
    for (voter, said) in ballots {
        let own = merged.meeting.ballots.get(voter).cloned();
        let ballot = match (said.as_slice(), &own) {
            ([], _) => continue,
            ([(_, only)], None) => {
                taken += 1;
                Some(*only)
            }
            _ => {
                let named = said.iter().map(|(n, b)| ((*n).to_owned(), text(b))).collect();
                let ours = own.as_ref().map(text).unwrap_or_default();
                let chosen = overlay.settle(format!("votes/{voter}"), ours, named);
                chosen.and_then(|file| said.iter().find(|(n, _)| *n == file)).map(|(_, b)| *b)
            }
        };
        if let Some(ballot) = ballot {
            merged.meeting.ballots.insert(voter.to_owned(), ballot.clone());
        }
    }
    taken
}
