//! What a version says, written into the playbook by cuts into its JSON.

use super::PlaybookError;
use super::follow::{Added, Rewritten, Said};
use super::json::{Object, place};
use super::project::{Slot, commands, shown_at, words_key};
use crate::ooxml::Step;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The agent of the steps that are added, where the playbook has no person or group.
const AGENT: &str = "Incident response team";

/// A UUID of version 4, as the standard wants it for steps, that is the same for the same step.
fn uuid(parts: &[&str]) -> String {
    let hash = Sha256::digest(parts.join("\n").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// A cut into the playbook.
type Cut = (Range<usize>, String);

/// Added steps, each with its number among them, that follow one another: where the step before them names the one after it, and
/// which that is.
type Chain<'s> = (Range<usize>, String, Vec<(usize, &'s Added)>);

/// What changes in one string: the bytes of it that give way, and what is said of them.
type Rewrites<'s> = Vec<(Range<usize>, &'s Rewritten)>;

/// The playbook with what a version says in it, and under which id each added step stands there.
pub fn write(json: &str, said: &Said, step: &Step) -> Result<(String, Vec<Option<String>>), PlaybookError> {
    let playbook = Object::of(json)?;
    let id = playbook.string("id").unwrap_or_default();
    let mut cuts: Vec<Cut> = vec![];
    let mut fresh: Vec<(&str, String)> = vec![];
    let mut set = |key: &'static str, value: String| match playbook.raw(key) {
        Some(raw) => cuts.push((place(json, raw), value)),
        None => fresh.push((key, value)),
    };
    set("modified", quoted(&modified(&playbook, step)));
    let mut derived = playbook.strings("derived_from");
    if !derived.contains(&id) {
        derived.push(id.clone());
        set("derived_from", serde_json::json!(derived).to_string());
    }
    if !said.history.is_empty() {
        let mut labels = playbook.strings("labels");
        labels.extend(said.history.iter().cloned());
        set("labels", serde_json::json!(labels).to_string());
    }
    let (strings, unheld) = Strings::of(&playbook, said);
    let before = playbook.string("description").unwrap_or_default();
    let mut description = strings.changed(None, Slot::Description, &before);
    let lines: Vec<&str> = said.lines.iter().map(String::as_str).chain(unheld).collect();
    if !lines.is_empty() {
        let gap = if description.is_empty() { "" } else { "\n\n" };
        description = format!("{description}{gap}{}", lines.join("\n"));
    }
    if description != before {
        set("description", quoted(&description));
    }
    let workflow = playbook.object("workflow").unwrap_or(Object(vec![]));
    cuts.extend(
        strings.steps(said).into_iter().flat_map(|id| own_words(json, &workflow, id, said, &strings)),
    );
    let mut ids: Vec<Option<String>> = vec![None; said.steps.len()];
    let mut entries = vec![];
    if !said.steps.is_empty() {
        let agent = agent(&playbook, &id);
        if let (agent_id, true) = &agent {
            let entry =
                format!("{}: {{\"type\": \"organization\", \"name\": {}}}", quoted(agent_id), quoted(AGENT));
            match playbook.raw("agent_definitions") {
                Some(raw) => cuts.push(insertion(json, raw, &[entry])),
                None => fresh.push(("agent_definitions", format!("{{{entry}}}"))),
            }
        }
        // What follows the same step is one chain, in the order in which it was asked for.
        let mut chains: Vec<Chain<'_>> = vec![];
        for (n, added) in said.steps.iter().enumerate() {
            let Some((place, next)) = link(json, &workflow, &added.after) else { continue };
            match chains.iter_mut().find(|(at, ..)| *at == place) {
                Some((.., chain)) => chain.push((n, added)),
                None => chains.push((place, next, vec![(n, added)])),
            }
        }
        let mut named: BTreeSet<String> = BTreeSet::new();
        for (place, next, chain) in chains {
            let mut owns: Vec<String> = vec![];
            for (n, added) in &chain {
                // The same words may be added twice, also by an earlier version.
                let name = |n: usize| {
                    format!("action--{}", uuid(&[&id, &added.name, &added.command, &n.to_string()]))
                };
                let is_free = |own: &String| !named.contains(own) && workflow.raw(own).is_none();
                let own = (0..=named.len() + workflow.0.len()).map(name).find(is_free).unwrap_or_default();
                named.insert(own.clone());
                if let Some(id) = ids.get_mut(*n) {
                    *id = Some(own.clone());
                }
                owns.push(own);
            }
            let followers = owns.iter().skip(1).cloned().chain([next]);
            for ((own, follower), (_, added)) in owns.iter().zip(followers).zip(&chain) {
                let mut step = serde_json::json!({
                    "type": "action", "name": added.name,
                    "commands": [{"type": "manual", "command": added.command}],
                    "agent": agent.0, "on_completion": follower,
                });
                if let Some(object) = step.as_object_mut().filter(|_| !added.reason.is_empty()) {
                    object.insert("description".to_owned(), added.reason.clone().into());
                }
                entries.push(format!("{}: {step}", quoted(own)));
            }
            cuts.extend(owns.first().map(|own| (place, quoted(own))));
        }
        cuts.extend(playbook.raw("workflow").map(|raw| insertion(json, raw, &entries)));
    }
    if !fresh.is_empty() {
        let new: Vec<String> = fresh.iter().map(|(key, value)| format!("{}: {value}", quoted(key))).collect();
        cuts.push(insertion(json, json.trim(), &new));
    }
    Ok((cut(json, cuts), ids))
}

/// What strings of the playbook become: for each the bytes of it that give way, and what stands there instead.
#[derive(Default)]
struct Strings<'s>(BTreeMap<(Option<&'s str>, Slot), Rewrites<'s>>);

impl<'s> Strings<'s> {
    /// Those that a version changes, and in sentences what it changes that no string holds.
    fn of(playbook: &Object<'_>, said: &'s Said) -> (Strings<'s>, Vec<&'s str>) {
        let (mut strings, mut unheld) = (Strings::default(), vec![]);
        for rewritten in &said.rewritten {
            let step = rewritten.step.as_deref();
            let own = string_of(playbook, step, rewritten.slot);
            match own.and_then(|own| shown_at(&own, &rewritten.shown, &rewritten.range)) {
                Some(range) => {
                    strings.0.entry((step, rewritten.slot)).or_default().push((range, rewritten));
                }
                None => unheld.extend(rewritten.sentence.as_deref()),
            }
        }
        (strings, unheld)
    }

    /// The steps in which something changes, each once.
    fn steps(&self, said: &'s Said) -> BTreeSet<&'s str> {
        let reordered = said.reordered.iter().map(|r| r.step.as_str());
        self.0.keys().filter_map(|(step, _)| *step).chain(reordered).collect()
    }

    /// What a string becomes.
    fn changed(&self, step: Option<&str>, slot: Slot, own: &str) -> String {
        let changes = self.0.get(&(step, slot)).map(Vec::as_slice).unwrap_or_default();
        // Markdown escapes what a string has as it is.
        let plain = |text: &str| text.replace("\\<", "<");
        cut(own, changes.iter().map(|(range, r)| (range.clone(), plain(&r.text))).collect())
    }

    /// Why a string changes; empty where it does not.
    fn reasons(&self, step: Option<&str>, slot: Slot) -> Vec<&'s str> {
        let changes = self.0.get(&(step, slot)).map(Vec::as_slice).unwrap_or_default();
        changes.iter().map(|(_, r)| r.reason.as_str()).filter(|r| !r.is_empty()).collect()
    }
}

/// A string of a step, or of the playbook.
fn string_of(playbook: &Object<'_>, step: Option<&str>, slot: Slot) -> Option<String> {
    let workflow = playbook.object("workflow");
    let own = match step {
        Some(id) => &workflow?.object(id)?,
        None => playbook,
    };
    match slot {
        Slot::Description => own.string("description"),
        Slot::Manual(n) => {
            let command = Object::of(commands(own).get(n)?).ok()?;
            command.string(words_key(&command)?)
        }
        Slot::Machine(_) => None,
    }
}

/// What changes in the words of a step: its description, and its commands in their places.
fn own_words(json: &str, workflow: &Object<'_>, id: &str, said: &Said, strings: &Strings<'_>) -> Vec<Cut> {
    let Some(step) = workflow.object(id) else { return vec![] };
    let mut cuts = vec![];
    if let Some((raw, own)) = step.raw("description").zip(step.string("description")) {
        let new = strings.changed(Some(id), Slot::Description, &own);
        if new != own {
            cuts.push((place(json, raw), quoted(&new)));
        }
    }
    let before = commands(&step);
    let mut after: Vec<String> = before
        .iter()
        .enumerate()
        .map(|(n, raw)| {
            let slot = Slot::Manual(n);
            command_with(raw, |own| strings.changed(Some(id), slot, own), &strings.reasons(Some(id), slot))
        })
        .collect();
    for reordered in said.reordered.iter().filter(|r| r.step == id) {
        let moved = reordered.order.iter().map(|n| after.get(*n).cloned());
        let Some(mut moved) = moved.collect::<Option<Vec<String>>>() else { continue };
        if let Some(first) = moved.first_mut() {
            *first = command_with(first, str::to_owned, &[&reordered.reason]);
        }
        for (slot, command) in after.iter_mut().skip(reordered.first).zip(moved) {
            *slot = command;
        }
    }
    let changed = before.iter().zip(after).filter(|(raw, new)| *raw != new);
    cuts.extend(changed.map(|(raw, new)| (place(json, raw), new)));
    cuts
}

/// A command with its words changed, and with the reasons in its description, which nobody is told to do.
fn command_with(raw: &str, change: impl Fn(&str) -> String, reasons: &[&str]) -> String {
    let Ok(command) = Object::of(raw) else { return raw.to_owned() };
    let mut cuts = vec![];
    let key = words_key(&command);
    if let Some((value, own)) = key.and_then(|key| command.raw(key).zip(command.string(key))) {
        let new = change(&own);
        if new != own {
            cuts.push((place(raw, value), quoted(&new)));
        }
    }
    if !reasons.is_empty() && key == Some("command") {
        let before = command.string("description");
        let all: Vec<&str> = before.as_deref().into_iter().chain(reasons.iter().copied()).collect();
        let description = quoted(&all.join("\n\n"));
        cuts.push(match command.raw("description") {
            Some(value) => (place(raw, value), description),
            None => insertion(raw, raw, &[format!("\"description\": {description}")]),
        });
    }
    cut(raw, cuts)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// When this version was made: the day of its stamp, and later than the version before.
fn modified(playbook: &Object<'_>, step: &Step) -> String {
    use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
    let before = playbook.string("modified").or_else(|| playbook.string("created"));
    let before = before.and_then(|text| NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.fZ").ok());
    let day = step.stamp.date.and_time(NaiveTime::MIN);
    let at = before.map_or(day, |before| day.max(before + TimeDelta::seconds(1)));
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Who does what is added: the first person, group or organisation of the playbook; whether it is new.
fn agent(playbook: &Object<'_>, id: &str) -> (String, bool) {
    let known = ["individual--", "group--", "organization--"];
    let all = playbook.object("agent_definitions").unwrap_or(Object(vec![]));
    let found = all.0.iter().map(|(id, _)| id).find(|id| known.iter().any(|kind| id.starts_with(kind)));
    match found {
        Some(found) => (found.clone(), false),
        None => (format!("organization--{}", uuid(&[id, AGENT])), true),
    }
}

/// Where the step after another is named, and which that is. A step that only branches, or ends, has none: then the last
/// step before an end that has.
fn link(json: &str, workflow: &Object<'_>, after: &str) -> Option<(Range<usize>, String)> {
    let of = |step: &Object<'_>| {
        let key = ["on_completion", "on_success"].into_iter().find(|key| step.string(key).is_some())?;
        Some((place(json, step.raw(key)?), step.string(key)?))
    };
    let own = workflow.object(after).and_then(|step| of(&step));
    own.or_else(|| {
        let all = workflow.0.iter().rev().filter_map(|(_, raw)| of(&Object::of(raw).ok()?));
        all.min_by_key(|(_, next)| !next.starts_with("end--"))
    })
}

/// Further properties at the end of an object, in the manner of the last one.
fn insertion(json: &str, object: &str, entries: &[String]) -> Cut {
    let whole = place(json, object);
    let inside = object.strip_suffix('}').unwrap_or(object);
    let end = whole.start + inside.trim_end().len();
    let is_empty = inside.trim_end().ends_with('{');
    let own = Object::of(object).ok().and_then(|o| o.0.last().map(|(_, raw)| place(json, raw).start));
    // What stands between the line's beginning and its key.
    let indent = own.and_then(|at| {
        let line = json.get(..at)?.rsplit('\n').next()?;
        let space: String = line.chars().take_while(|c| c.is_whitespace()).collect();
        (json.get(..at)?.contains('\n') && inside.contains('\n')).then_some(format!("\n{space}"))
    });
    let gap = indent.unwrap_or_else(|| " ".to_owned());
    let text = entries.iter().enumerate().map(|(n, entry)| {
        let comma = if n == 0 && is_empty { "" } else { "," };
        format!("{comma}{gap}{entry}")
    });
    (end..end, text.collect())
}

/// The text with all cuts made.
fn cut(json: &str, mut cuts: Vec<Cut>) -> String {
    cuts.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut out, mut at) = (String::with_capacity(json.len() * 2), 0);
    for (range, text) in cuts {
        // A cut inside another would tear it.
        let Some(kept) = json.get(at..range.start) else { continue };
        out.push_str(kept);
        out.push_str(&text);
        at = range.end;
    }
    out.push_str(json.get(at..).unwrap_or_default());
    out
}
