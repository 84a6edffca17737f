//! Changes of the text carried back into the playbook.

use super::PlaybookError;
use super::json::{Object, place};
use super::project::{CELLS, HISTORY, Project};
use crate::ooxml::Step;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::ops::Range;

/// The agent of the steps that are added, where the playbook has no person or group.
const AGENT: &str = "Incident response team";

/// A step that is added: after which, under which name, and what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Added {
    after: String,
    name: String,
    command: String,
    reason: String,
}

/// What the edits of a version say.
#[derive(Debug, Default)]
struct Said {
    steps: Vec<Added>,
    /// Rows of tables, a line each.
    lines: Vec<String>,
    /// Rows of the revision history.
    history: Vec<String>,
}

/// The playbook with all versions of its text in it.
///
/// # Errors
/// [`PlaybookError`] when it cannot be read.
pub fn follow(json: &str, steps: &[Step]) -> Result<String, PlaybookError> {
    let project = Project::of(json)?;
    let (mut anchors, mut last) = (project.steps, project.last);
    let (mut json, mut text) = (json.to_owned(), project.text);
    for step in steps {
        let said = said(&text, &anchors, &last, step);
        shift(&mut anchors, step);
        json = write(&json, &said, step)?;
        last = Project::of(&json)?.last;
        text.clone_from(&step.text);
    }
    Ok(json)
}

/// Moves the ends of the sections with the text that was put in before them.
fn shift(anchors: &mut [(usize, String)], step: &Step) {
    for (end, _) in anchors {
        let before = step.edits.iter().filter(|e| e.range.end <= *end);
        let (gone, come) = before.fold((0, 0), |(g, c), e| (g + e.range.len(), c + e.text.len()));
        *end = (*end + come).saturating_sub(gone);
    }
}

/// The step to whose section a place belongs; none behind them all.
fn step_at(anchors: &[(usize, String)], at: usize) -> Option<&str> {
    anchors.iter().find(|(end, _)| at <= *end).map(|(_, id)| id.as_str())
}

fn said(text: &str, anchors: &[(usize, String)], last: &str, step: &Step) -> Said {
    let mut said = Said::default();
    // A section that is new begins with its heading; what follows at the same place stands under it.
    let mut new: Option<(usize, String)> = None;
    for edit in &step.edits {
        let before = text.get(..edit.range.start).unwrap_or_default();
        let heading = before.lines().rev().find_map(|line| line.strip_prefix("## "));
        let under = new.take().filter(|(at, _)| *at == edit.range.start);
        let mut within = if under.is_some() { None } else { step_at(anchors, edit.range.start) };
        let mut name = under.map_or_else(|| heading.unwrap_or("Step").to_owned(), |(_, name)| name);
        let mut rows = 0;
        for line in edit.text.lines().map(str::trim) {
            if let Some(title) = line.strip_prefix('#') {
                name = title.trim_start_matches('#').trim().to_owned();
                (rows, within) = (0, None);
            } else if let Some(row) = line.strip_prefix('|') {
                let cells: Vec<&str> = row.trim_end_matches('|').split('|').map(str::trim).collect();
                let is_rule = cells.iter().all(|c| c.chars().all(|c| matches!(c, '-' | ':' | ' ')));
                let is_history = name.to_lowercase().contains("revision");
                // In a table that is new, the first line says what the columns are.
                let is_header = rows == 0 && edit.text.contains("|---");
                rows += 1;
                match (is_rule || is_header, is_history) {
                    (true, _) => {}
                    (_, true) => said.history.push(cells.join(CELLS)),
                    _ => said.lines.push(format!("{name}: {}", cells.join(", "))),
                }
            } else if !line.is_empty() {
                let command = unmarked(line);
                if !command.is_empty() {
                    let reason = edit.remark.clone().unwrap_or_default();
                    said.steps.push(Added {
                        after: within.unwrap_or(last).to_owned(),
                        name: name.clone(),
                        command: command.to_owned(),
                        reason,
                    });
                }
            }
        }
        new = within.is_none().then_some((edit.range.start, name));
    }
    said
}

/// The words of a line without the marker of its list.
fn unmarked(line: &str) -> &str {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (digits.len() < line.len()).then(|| digits.strip_prefix(['.', ')'])).flatten();
    let item =
        numbered.or_else(|| line.strip_prefix(['-', '*', '+'])).and_then(|rest| rest.strip_prefix(' '));
    let item = item.unwrap_or(line);
    item.strip_prefix("[ ] ").unwrap_or(item).trim()
}

/// A UUID of version 4, as the standard wants it for steps, that is the same for the same step.
fn uuid(parts: &[&str]) -> String {
    let hash = Sha256::digest(parts.join("\n").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// A cut into the playbook.
type Cut = (Range<usize>, String);

fn write(json: &str, said: &Said, step: &Step) -> Result<String, PlaybookError> {
    let playbook = Object::of(json)?;
    let id = playbook.string("id").unwrap_or_default();
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
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
        labels.extend(said.history.iter().map(|row| format!("{HISTORY}{row}")));
        set("labels", serde_json::json!(labels).to_string());
    }
    if !said.lines.is_empty() {
        let before = playbook.string("description").unwrap_or_default();
        let gap = if before.is_empty() { "" } else { "\n\n" };
        set("description", quoted(&format!("{before}{gap}{}", said.lines.join("\n"))));
    }
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
        let workflow = playbook.object("workflow").unwrap_or(Object(vec![]));
        // What follows the same step is one chain, in the order in which it was asked for.
        let mut chains: Vec<(Range<usize>, String, Vec<&Added>)> = vec![];
        for added in &said.steps {
            let Some((place, next)) = link(json, &workflow, &added.after) else { continue };
            match chains.iter_mut().find(|(at, ..)| *at == place) {
                Some((.., chain)) => chain.push(added),
                None => chains.push((place, next, vec![added])),
            }
        }
        let mut named: BTreeSet<String> = BTreeSet::new();
        for (place, next, chain) in chains {
            let mut ids: Vec<String> = vec![];
            for added in &chain {
                // The same words may be added twice, also by an earlier version.
                let name = |n: usize| {
                    format!("action--{}", uuid(&[&id, &added.name, &added.command, &n.to_string()]))
                };
                let is_free = |own: &String| !named.contains(own) && workflow.raw(own).is_none();
                let own = (0..=named.len() + workflow.0.len()).map(name).find(is_free).unwrap_or_default();
                named.insert(own.clone());
                ids.push(own);
            }
            let followers = ids.iter().skip(1).cloned().chain([next]);
            for ((own, follower), added) in ids.iter().zip(followers).zip(&chain) {
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
            cuts.extend(ids.first().map(|own| (place, quoted(own))));
        }
        cuts.extend(playbook.raw("workflow").map(|raw| insertion(json, raw, &entries)));
    }
    if !fresh.is_empty() {
        let new: Vec<String> = fresh.iter().map(|(key, value)| format!("{}: {value}", quoted(key))).collect();
        cuts.push(insertion(json, json.trim(), &new));
    }
    Ok(cut(json, cuts))
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
