//! Files of participants, who prepared apart, merged into the case of the facilitator.
//!
//! What only one side says is taken over; what is said alike stands once; what is said otherwise is a [`Conflict`], in which
//! the facilitator's own value stands until they choose another. All files are merged at once, and in whatever order they
//! come the result is the same. Nothing of the facilitator's own case is lost.

use super::change::follow;
use super::file::{self, FileError};
use crate::model::exercise::Session;
use crate::model::meeting::Entry;
use crate::model::{Case, EventId, HandEvent, SourceId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Two sides that say different things of the same.
#[derive(Clone, PartialEq, Debug)]
pub struct Conflict {
    /// Names it: the way to the value, such as `milestones/contained`.
    pub place: String,
    /// What the facilitator's case says; none where it says nothing.
    pub ours: Option<Value>,
    /// What the others say: the name of a file and its value, each value once.
    pub theirs: Vec<(String, Value)>,
    /// The file whose value was chosen; none for the facilitator's own.
    pub chosen: Option<String>,
}

/// Something that is taken over.
#[derive(Clone, PartialEq, Debug)]
pub struct New {
    /// Where it goes, as [`Conflict::place`].
    pub place: String,
    /// Itself.
    pub value: Value,
}

/// A case with what the files add.
#[derive(Clone, PartialEq, Debug)]
pub struct Merged {
    /// The case as it would stand.
    pub case: Case,
    /// What was taken over.
    pub new: Vec<New>,
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
    let mut overlay = Overlay { choices, conflicts: vec![], new: vec![] };
    hand_events(&mut merged, &mut others, &mut overlay);
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
    actions(&mut merged, &others, &mut overlay);
    meeting(&mut merged, &others, &mut overlay);
    sessions(&mut merged, &others, &mut overlay);
    overlay.conflicts.sort_by(|a, b| a.place.cmp(&b.place));
    let Overlay { conflicts, new, .. } = overlay;
    Merged { case: merged, new, conflicts, left_out: vec![] }
}

/// A value as text, for comparing.
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
fn hand_events(ours: &mut Case, others: &mut [(String, Case)], overlay: &mut Overlay<'_>) {
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
    for event in new.into_values() {
        overlay.take("hand_events", &event);
        ours.hand_events.push(event);
    }
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
                "facts"
                    | "milestones"
                    | "event_edits"
                    | "findings"
                    | "notes"
                    | "amendments"
                    | "comments"
                    | "owners"
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
    new: Vec<New>,
}

/// A value that is a time.
fn time(value: &Value) -> Option<Timestamp> {
    Timestamp::deserialize(value).ok()
}

/// A decision on a milestone without when it was taken, and that time.
fn decision(value: &Value) -> (Value, Option<Timestamp>) {
    let mut plain = value.clone();
    let inner = plain.as_object_mut().and_then(|of| of.values_mut().next()).and_then(Value::as_object_mut);
    let decided = inner.and_then(|of| of.remove("decided")).and_then(|at| time(&at));
    (plain, decided)
}

/// Gives decisions that say the same the time of the latest of them: two people who confirm the same are of one mind.
fn level(values: &mut [&mut Value]) {
    let known: Vec<(Value, Option<Timestamp>)> = values.iter().map(|value| decision(value)).collect();
    for (one, (plain, own)) in values.iter_mut().zip(&known) {
        let latest = known.iter().filter(|(other, _)| other == plain).filter_map(|(_, at)| *at).max();
        let inner = one.as_object_mut().and_then(|of| of.values_mut().next()).and_then(Value::as_object_mut);
        if let Some((inner, latest)) = inner.zip(latest).filter(|_| own.is_some()) {
            inner.insert("decided".to_owned(), value(&latest));
        }
    }
}

impl Overlay<'_> {
    fn merge(&mut self, place: &[&str], ours: &Value, theirs: &[(&str, Value)]) -> Value {
        if let ["milestones", _] = place {
            let (mut ours, mut theirs) = (ours.clone(), theirs.to_vec());
            level(&mut theirs.iter_mut().map(|(_, value)| value).chain([&mut ours]).collect::<Vec<_>>());
            return self.values(place, &ours, &theirs);
        }
        self.values(place, ours, theirs)
    }

    fn values(&mut self, place: &[&str], ours: &Value, theirs: &[(&str, Value)]) -> Value {
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
            return latest.max_by_key(|v| time(v)).cloned().unwrap_or_default();
        }
        if said.iter().all(|(_, v)| v.is_array()) && (ours.is_array() || is_empty(ours)) {
            return self.union(place, ours, &said);
        }
        if is_text(place) {
            return self.lines(place, ours, &said);
        }
        let mut values: Vec<(&str, &Value)> = vec![];
        for (name, value) in said {
            if !values.iter().any(|(_, known)| *known == value) {
                values.push((name, value));
            }
        }
        let place = place.join("/");
        if let ([(_, only)], true) = (values.as_slice(), is_empty(ours)) {
            self.take(&place, *only);
            return (*only).clone();
        }
        let named = values.iter().map(|(n, v)| ((*n).to_owned(), (*v).clone())).collect();
        let chosen = self.settle(place, Some(ours).filter(|ours| !is_empty(ours)).cloned(), named);
        let value = chosen.and_then(|file| values.into_iter().find(|(name, _)| *name == file));
        value.map_or_else(|| ours.clone(), |(_, value)| value.clone())
    }

    /// Tells what is taken over.
    fn take(&mut self, place: &str, value: &impl Serialize) {
        self.new.push(New { place: place.to_owned(), value: self::value(value) });
    }

    /// Tells a conflict, and whose value was chosen.
    fn settle(&mut self, place: String, ours: Option<Value>, theirs: Vec<(String, Value)>) -> Option<String> {
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
    fn union(&mut self, place: &[&str], ours: &Value, theirs: &[(&str, &Value)]) -> Value {
        let mut all = ours.as_array().cloned().unwrap_or_default();
        let new: BTreeMap<String, &Value> =
            theirs.iter().filter_map(|(_, v)| v.as_array()).flatten().map(|v| (text(v), v)).collect();
        for value in new.into_values() {
            if !all.contains(value) {
                all.push(value.clone());
                self.take(&place.join("/"), value);
            }
        }
        Value::Array(all)
    }

    /// Texts one below the other, ours first, each once.
    fn lines(&mut self, place: &[&str], ours: &Value, theirs: &[(&str, &Value)]) -> Value {
        let mut whole = ours.as_str().unwrap_or_default().to_owned();
        let new: BTreeSet<&str> = theirs.iter().filter_map(|(_, v)| v.as_str()).collect();
        for piece in new {
            if whole.lines().all(|line| line != piece) && !whole.contains(piece) {
                if !whole.is_empty() {
                    whole.push('\n');
                }
                whole.push_str(piece);
                self.take(&place.join("/"), &piece);
            }
        }
        Value::String(whole)
    }
}

fn value(of: &impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

fn actions(merged: &mut Case, others: &[(String, Case)], overlay: &mut Overlay<'_>) {
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
            overlay.take(&format!("actions/{id}"), first);
            continue;
        }
        let named = values.iter().map(|(n, item)| ((*n).to_owned(), value(item))).collect();
        let ours = own.and_then(|at| merged.actions.get(at)).map(value);
        let chosen = overlay.settle(format!("actions/{id}"), ours, named);
        let stands =
            chosen.and_then(|file| values.iter().find(|(name, _)| *name == file)).map(|(_, item)| *item);
        match (own.and_then(|at| merged.actions.get_mut(at)), stands) {
            (Some(held), Some(item)) => item.clone_into(held),
            (None, item) => merged.actions.push(item.unwrap_or(first).clone()),
            (Some(_), None) => {}
        }
    }
    let next = others.iter().map(|(_, case)| case.next_action).max().unwrap_or_default();
    merged.next_action = merged.next_action.max(next);
}

fn meeting(merged: &mut Case, others: &[(String, Case)], overlay: &mut Overlay<'_>) {
    let name =
        |entry: &Entry| (entry.at, text(&Entry { id: 0, before: Default::default(), ..entry.clone() }));
    let known: BTreeSet<_> = merged.meeting.entries.iter().map(name).collect();
    let new: BTreeMap<_, &Entry> =
        others.iter().flat_map(|(_, case)| &case.meeting.entries).map(|e| (name(e), e)).collect();
    for (_, entry) in new.into_iter().filter(|(name, _)| !known.contains(name)) {
        let id = merged.meeting.next_entry;
        merged.meeting.next_entry += 1;
        merged.meeting.entries.push(Entry { id, ..entry.clone() });
        overlay.take("meeting", entry);
    }
    let mut ballots: BTreeMap<String, Vec<(&str, &crate::model::meeting::Ballot)>> = BTreeMap::new();
    for (file, case) in others {
        for (voter, ballot) in &case.meeting.ballots {
            let voter = merged.meeting.voter(voter).unwrap_or(voter);
            let said = ballots.entry(voter.to_owned()).or_default();
            if merged.meeting.ballots.get(voter) != Some(ballot)
                && !said.iter().any(|(_, known)| *known == ballot)
            {
                said.push((file, ballot));
            }
        }
    }
    for (voter, said) in ballots {
        let own = merged.meeting.ballots.get(&voter).cloned();
        let ballot = match (said.as_slice(), &own) {
            ([], _) => continue,
            ([(_, only)], None) => {
                overlay.take(&format!("votes/{voter}"), only);
                Some(*only)
            }
            _ => {
                let named = said.iter().map(|(n, b)| ((*n).to_owned(), value(b))).collect();
                let ours = own.as_ref().map(value);
                let chosen = overlay.settle(format!("votes/{voter}"), ours, named);
                chosen.and_then(|file| said.iter().find(|(n, _)| *n == file)).map(|(_, b)| *b)
            }
        };
        if let Some(ballot) = ballot {
            merged.meeting.ballots.insert(voter, ballot.clone());
        }
    }
}

/// Sessions of an exercise that were played on other devices. A session is known by its name and by when it was begun.
fn sessions(merged: &mut Case, others: &[(String, Case)], overlay: &mut Overlay<'_>) {
    let name = |session: &Session| (session.began, session.name.clone());
    let plain = |session: &Session| Session { id: 0, ..session.clone() };
    let mut all: BTreeMap<_, Vec<(&str, Session)>> = BTreeMap::new();
    for (file, case) in others {
        for session in &case.exercise.sessions {
            let own = merged.exercise.sessions.iter().find(|own| name(own) == name(session));
            let said = all.entry(name(session)).or_default();
            let one = plain(session);
            if own.map(plain).as_ref() != Some(&one) && !said.iter().any(|(_, known)| *known == one) {
                said.push((file, one));
            }
        }
    }
    for (key, said) in all {
        let own = merged.exercise.sessions.iter().position(|own| name(own) == key);
        let Some((_, first)) = said.first() else { continue };
        let stands = if said.len() == 1 && own.is_none() {
            overlay.take("sessions", first);
            Some(first)
        } else {
            let named = said.iter().map(|(file, session)| ((*file).to_owned(), value(session))).collect();
            let ours = own.and_then(|at| merged.exercise.sessions.get(at)).map(|own| value(&plain(own)));
            let chosen = overlay.settle(format!("sessions/{} {}", key.0, key.1), ours, named);
            let chosen = chosen.and_then(|file| said.iter().find(|(name, _)| *name == file)).map(|(_, s)| s);
            // Without one of one's own, one of theirs is there until another is chosen.
            chosen.or(Some(first).filter(|_| own.is_none()))
        };
        let Some(session) = stands else { continue };
        let exercise = &mut merged.exercise;
        match own.and_then(|at| exercise.sessions.get_mut(at)) {
            Some(held) => *held = Session { id: held.id, ..session.clone() },
            None => {
                exercise.sessions.push(Session { id: exercise.next_session, ..session.clone() });
                exercise.next_session += 1;
            }
        }
    }
}
