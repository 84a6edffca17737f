//! A Slack workspace export: a folder a channel, a file a day, and the lists of people and channels beside them.

use super::expand::{Entry, Job};
use super::{ContainerError, SEPARATOR};
use crate::import::decode::Line;
use crate::import::values::{Found, Objects};
use std::io::{Read, Seek};
use zip::ZipArchive;

/// Where an export begins inside its archive.
pub struct Export {
    /// The folder that was packed with it, with its slash; empty where the lists are on top.
    root: String,
    /// The entries that list people.
    users: Vec<usize>,
    /// The entries that list channels, and conversations without a channel.
    channels: Vec<usize>,
}

/// The lists of people: of a workspace, or of an Enterprise organisation.
const USERS: [&str; 2] = ["users.json", "org_users.json"];
/// The lists of channels: public, private, of several people, of two.
const CHANNELS: [&str; 4] = ["channels.json", "groups.json", "mpims.json", "dms.json"];

/// Whether an archive is an export: it has a list of people and one of channels, and at least one day.
pub fn find(entries: &[Entry]) -> Option<Export> {
    let root = entries.iter().find_map(|e| {
        let (root, name) = e.path.split_at(e.path.rfind('/').map_or(0, |slash| slash + 1));
        (USERS.contains(&name) && root.matches('/').count() < 2).then(|| root.to_owned())
    })?;
    let named = |names: &[&str]| -> Vec<usize> {
        let place = |name: &&str| entries.iter().find(|e| e.path.strip_prefix(&root) == Some(*name));
        names.iter().filter_map(place).map(|e| e.index).collect()
    };
    let (users, channels) = (named(&USERS), named(&CHANNELS));
    let export = Export { root, users, channels };
    let any_day = entries.iter().any(|e| export.day(&e.path).is_some());
    (any_day && !export.channels.is_empty()).then_some(export)
}

impl Export {
    /// Whether an entry is a list of people or channels.
    fn is_list(&self, entry: &Entry) -> bool {
        self.users.contains(&entry.index) || self.channels.contains(&entry.index)
    }

    /// The channel and the day of a path such as `incident-41/2026-03-16.json`.
    fn day<'p>(&self, path: &'p str) -> Option<(&'p str, &'p str)> {
        let (channel, file) = path.strip_prefix(self.root.as_str())?.split_once('/')?;
        let day = file.strip_suffix(".json")?;
        let shape = day.len() == 10
            && day.bytes().enumerate().all(|(at, b)| match at {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        (shape && !channel.is_empty()).then_some((channel, day))
    }
}

/// Writes the one member that an export becomes.
pub fn expand<R: Read + Seek>(
    job: &mut Job<'_>,
    name: &str,
    archive: &mut ZipArchive<R>,
    entries: &[Entry],
    export: &Export,
) -> Result<(), ContainerError> {
    let mut read = |job: &Job<'_>, entry: &Entry| -> Result<String, ContainerError> {
        let bytes = job.open(archive, entry).and_then(|reader| job.hold(reader))?;
        let damaged = |detail: String| ContainerError::Damaged { detail };
        let text = String::from_utf8(bytes).map_err(|_| damaged("it is not in UTF-8".to_owned()))?;
        serde_json::from_str::<serde::de::IgnoredAny>(&text)
            .map_err(|e| damaged(format!("its JSON: {e}")))?;
        Ok(text)
    };
    let mut list = |job: &mut Job<'_>, index: Option<&usize>| -> Result<String, ContainerError> {
        let entry = index.and_then(|index| entries.iter().find(|e| e.index == *index));
        let Some(entry) = entry else { return Ok("[]".to_owned()) };
        // Without the lists the messages are still worth reading: people go by their identifiers.
        match read(job, entry) {
            Ok(text) => Ok(one_line(text.trim_start_matches('\u{FEFF}').trim())),
            Err(error) if error.is_final() => Err(error),
            Err(error) => {
                job.skip(format!("{name}{SEPARATOR}{}", entry.path), error.to_string());
                Ok("[]".to_owned())
            }
        }
    };
    for n in 0..export.users.len().max(export.channels.len()) {
        let (users, channels) = (list(job, export.users.get(n))?, list(job, export.channels.get(n))?);
        job.sink.write(format!("{{\"slack_users\":{users},\"slack_channels\":{channels}}}\n").as_bytes())?;
    }

    let mut days: Vec<(&str, &str, &Entry)> =
        entries.iter().filter_map(|e| export.day(&e.path).map(|(c, d)| (c, d, e))).collect();
    days.sort_unstable_by_key(|(channel, day, _)| (*channel, *day));
    let (mut channels, mut read_days) = (0, 0);
    let mut last = None;
    for (channel, _, entry) in &days {
        let text = match read(job, entry) {
            Ok(text) => text,
            Err(error) if error.is_final() => return Err(error),
            Err(error) => {
                job.skip(format!("{name}{SEPARATOR}{}", entry.path), error.to_string());
                continue;
            }
        };
        read_days += 1;
        channels += u64::from(last != Some(*channel));
        last = Some(*channel);
        let mut out = String::with_capacity(text.len());
        messages(channel, &text, &mut out);
        job.sink.write(out.as_bytes())?;
    }
    job.take(format!("{name}{SEPARATOR}Slack messages"))?;
    let others = entries
        .iter()
        .filter(|e| export.day(&e.path).is_none() && !e.path.ends_with('/') && !export.is_list(e));
    let others: Vec<&str> = others.map(|e| e.path.as_str()).collect();
    let mut note =
        format!("{name}: this is a Slack export; {read_days} days of {channels} channels were read.");
    if !others.is_empty() {
        let named = others.iter().take(5).copied().collect::<Vec<_>>().join(", ");
        note += &format!(" Left out, as they hold no messages: {} files ({named}", others.len());
        note += if others.len() > 5 { ", …)." } else { ")." };
    }
    job.told.notes.push(note);
    Ok(())
}

/// The messages of a day, a line each, with the channel put before their own keys.
fn messages(channel: &str, text: &str, out: &mut String) {
    let quoted = serde_json::Value::from(channel).to_string();
    let mut objects = Objects::at("/*");
    for line in text.lines() {
        let line = Line { text: line.to_owned(), ..Line::default() };
        objects.push(&line, |found| match found {
            Found::Object(object) => {
                let body = one_line(object.text.strip_prefix('{').unwrap_or(&object.text).trim_start());
                let comma = if body.starts_with('}') { "" } else { "," };
                *out += &format!("{{\"channel\":{quoted}{comma}{body}\n");
            }
            // No message: the reader of the messages tells of it.
            Found::Stray(_, text) => *out += &format!("{}\n", one_line(&text)),
        });
    }
}

/// JSON on one line: a line break in it stands only between its parts, never inside a text.
fn one_line(json: &str) -> String {
    json.chars().filter(|c| !matches!(c, '\n' | '\r')).collect()
}
