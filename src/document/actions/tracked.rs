//! What a tracker's export says of our own items, known by the name that they carry in a label or in the text.

use crate::import::{Content, Imported};
use crate::model::action::{ActionStatus, Tracked, find_id};
use crate::model::{EventTable, Span};
use std::collections::BTreeMap;

/// Words of a tracker for what will not be done.
const DROPPED: [&str; 10] = [
    "not planned",
    "won't do",
    "won't fix",
    "wont do",
    "wont fix",
    "cancelled",
    "canceled",
    "declined",
    "rejected",
    "duplicate",
];
/// Words of a tracker for what is done.
const DONE: [&str; 5] = ["done", "closed", "resolved", "complete", "completed"];
/// Words of a tracker for what somebody is at.
const AT_IT: [&str; 6] = [super::AT_IT, "status:in-progress", "in progress", "in review", "doing", "started"];

/// What an export says of our items, in the order of their names; an item that stands twice counts as it stands last.
pub fn tracked(imported: &Imported) -> Vec<Tracked> {
    let Content::Events(table) = &imported.content else { return vec![] };
    let mut found: BTreeMap<String, Tracked> = BTreeMap::new();
    for row in 0..table.len() as u32 {
        let Some(what) = table.kind(row).strip_prefix("action item ") else { continue };
        let Some(id) =
            table.tags(row).find_map(|tag| find_id(tag.strip_prefix(crate::model::action::LABEL)?))
        else {
            continue;
        };
        let entry = found.entry(id.to_owned());
        let told = match (what, entry) {
            ("opened", std::collections::btree_map::Entry::Occupied(mut old)) => {
                old.insert(opened(table, row, id));
                continue;
            }
            (_, entry) => entry.or_insert_with(|| opened(table, row, id)),
        };
        if what != "opened" {
            told.status = if has(table, row, &DROPPED) { ActionStatus::Dropped } else { ActionStatus::Done };
            told.closed = table.moment(row, None, Span::ZERO).ok().map(|m| m.earliest);
        }
    }
    found.into_values().collect()
}

fn has(table: &EventTable, row: u32, words: &[&str]) -> bool {
    table.tags(row).any(|tag| words.iter().any(|word| tag.eq_ignore_ascii_case(word)))
}

fn opened(table: &EventTable, row: u32, id: &str) -> Tracked {
    let status = match () {
        () if has(table, row, &DROPPED) => ActionStatus::Dropped,
        () if has(table, row, &DONE) => ActionStatus::Done,
        () if has(table, row, &AT_IT) => ActionStatus::InProgress,
        () => ActionStatus::Open,
    };
    Tracked { action: id.to_owned(), status, closed: None, link: link(table.text(row)) }
}

/// The number that a tracker gave: the first word after the colon, where it is one.
fn link(text: &str) -> String {
    let word = text.split_once(": ").and_then(|(_, title)| title.split(' ').next()).unwrap_or_default();
    let number = |text: &str| !text.is_empty() && text != "0" && text.bytes().all(|b| b.is_ascii_digit());
    let key = |text: &str| {
        text.rsplit_once('-').is_some_and(|(project, n)| {
            number(n)
                && project.starts_with(|c: char| c.is_ascii_uppercase())
                && project.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        })
    };
    let known = word.strip_prefix('#').is_some_and(number) || key(word);
    if known { word.to_owned() } else { String::new() }
}
