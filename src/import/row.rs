//! One record by the names of its fields, and the draft of the event that it becomes.
//!
//! A row of a table and an object of JSON look alike here: the nested names of an object are joined by dots, so that
//! `agent.summary` and `labels.0.name` name its parts. What a format has to say is then only which field is what.

use super::decode;
use super::rows::EventRows;
use super::timestamp::{self, Stated, TimeError};
use crate::model::action::{LABEL, find_id};
use crate::model::event::{NewRow, RowNote};
use serde_json::{Map, Value};
use std::fmt;

/// Objects nested deeper than this say nothing that an event needs.
const DEEPEST: usize = 8;
/// An object has at most so many fields; the rest is in the original.
const MOST_FIELDS: usize = 2_000;

/// One record of a file.
#[derive(Debug)]
pub struct Row<'a> {
    /// The names of its fields. A name may stand twice.
    pub names: &'a [String],
    /// Their values, in the order of the names; fewer or more where a row of a table is ragged.
    pub cells: &'a [String],
    /// The object that it was, where it was JSON.
    pub object: Option<&'a Map<String, Value>>,
    /// The line on which it starts, from 1.
    pub line: u32,
    /// Its JSON pointer; empty where it has none.
    pub pointer: &'a str,
    /// Its first byte in the original.
    pub start: u64,
    /// The byte after it in the original.
    pub end: u64,
    /// The record as it stands in the file, for refusals.
    pub raw: &'a dyn RawText,
}

/// A record as it stands in its file.
pub trait RawText: fmt::Debug {
    /// The text.
    fn text(&self) -> String;
}

impl RawText for String {
    fn text(&self) -> String {
        self.clone()
    }
}

impl RawText for Vec<String> {
    fn text(&self) -> String {
        self.join(",")
    }
}

impl Row<'_> {
    /// The value of a field without blanks around it; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        let at = self.names.iter().position(|n| n == name);
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// The first of some fields that says something; `-` says nothing.
    pub fn first(&self, names: &[&str]) -> &str {
        let said = |cell: &&str| !cell.is_empty() && *cell != "-";
        names.iter().map(|name| self.get(name)).find(said).unwrap_or_default()
    }

    /// The values of a name that stands in several columns.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let named = self.names.iter().zip(self.cells).filter(move |(n, _)| *n == name);
        named.map(|(_, cell)| cell.trim())
    }

    /// The values of the fields `list.0.field`, `list.1.field`, …
    pub fn list<'s>(&'s self, list: &'s str, field: &'s str) -> impl Iterator<Item = &'s str> {
        let within = move |name: &str| {
            let number =
                name.strip_prefix(list)?.strip_prefix('.')?.strip_suffix(field)?.strip_suffix('.')?;
            number.bytes().all(|b| b.is_ascii_digit()).then_some(())
        };
        let named = self.names.iter().zip(self.cells).filter(move |(n, _)| within(n).is_some());
        named.map(|(_, cell)| cell.trim())
    }

    /// The fields whose names begin with `prefix` and that say something: the rest of the name, and the value.
    pub fn under<'s>(&'s self, prefix: &'s str) -> impl Iterator<Item = (&'s str, &'s str)> {
        let named = self.names.iter().zip(self.cells);
        let within = named.filter_map(move |(name, cell)| Some((name.strip_prefix(prefix)?, cell.trim())));
        within.filter(|(_, cell)| !cell.is_empty() && *cell != "-")
    }

    /// Refuses the record.
    pub fn refuse(&self, rows: &mut EventRows, reason: impl Into<String>) {
        rows.refuse(self.line, self.pointer, &self.raw.text(), reason);
    }
}

/// The fields of an object, nested names joined by dots; lists of plain values joined by commas; null is empty.
pub fn fields(object: &Map<String, Value>) -> (Vec<String>, Vec<String>) {
    let mut found = (vec![], vec![]);
    collect(object, "", 0, &mut found);
    found
}

fn collect(object: &Map<String, Value>, prefix: &str, depth: usize, found: &mut (Vec<String>, Vec<String>)) {
    for (key, value) in object {
        if found.0.len() >= MOST_FIELDS {
            return;
        }
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        field(name, value, depth, found);
    }
}

fn field(name: String, value: &Value, depth: usize, found: &mut (Vec<String>, Vec<String>)) {
    match value {
        Value::Object(_) | Value::Array(_) if depth >= DEEPEST => {}
        Value::Object(inner) => collect(inner, &name, depth + 1, found),
        Value::Array(items) if items.iter().any(|i| i.is_object() || i.is_array()) => {
            for (n, item) in items.iter().enumerate().take(MOST_FIELDS) {
                if found.0.len() >= MOST_FIELDS {
                    return;
                }
                field(format!("{name}.{n}"), item, depth + 1, found);
            }
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(plain).filter(|item| !item.is_empty()).collect();
            found.0.push(name);
            found.1.push(items.join(", "));
        }
        other => {
            found.0.push(name);
            found.1.push(plain(other));
        }
    }
}

/// A scalar as text; null is empty.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Texts that say something, joined.
pub fn join(parts: &[&str], between: &str) -> String {
    let said = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty() && *part != "-");
    said.collect::<Vec<_>>().join(between)
}

/// Fields as a person would read them out: `name: value; name: value`, not more than an event needs.
pub fn listed<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let shown = fields.take(12).map(|(name, value)| match value.char_indices().nth(300) {
        Some((end, _)) => format!("{name}: {}…", value.get(..end).unwrap_or(value)),
        None => format!("{name}: {value}"),
    });
    shown.collect::<Vec<_>>().join("; ")
}

/// A count with its noun: “1 comment”, “2 comments”.
pub fn count(n: impl Into<u64>, one: &str, many: &str) -> String {
    let n = n.into();
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A cell without the apostrophe that a tool put before what a spreadsheet would take for a formula; one that a person
/// wrote stays.
pub fn unguarded(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    bare.unwrap_or(cell)
}

/// A title and what follows it, which may begin with the title or be the same.
pub fn titled(title: &str, more: &str) -> String {
    match (title.trim(), more.trim()) {
        (title, "") => title.to_owned(),
        ("", more) => more.to_owned(),
        (title, more) if more.starts_with(title) => more.to_owned(),
        (title, more) => format!("{title}: {more}"),
    }
}

/// An event on its way from a record into the table.
#[derive(Debug)]
pub struct Draft<'a> {
    row: &'a Row<'a>,
    column: &'a str,
    stated: Result<Stated, TimeError>,
    text: String,
    kind: String,
    actor: String,
    asset: String,
    tags: Vec<String>,
    notes: Vec<RowNote>,
}

impl<'a> Draft<'a> {
    /// An event at the time of a field.
    pub fn at(row: &'a Row<'a>, column: &'a str) -> Self {
        let time = row.get(column);
        Self::stated(row, column, time)
    }

    /// An event at the first of some fields that says something.
    pub fn at_first(row: &'a Row<'a>, columns: &[&'a str]) -> Self {
        let said = columns.iter().find(|column| !row.first(&[column]).is_empty());
        Self::at(row, said.or(columns.first()).copied().unwrap_or("time"))
    }

    /// An event at a time that was put together from the field `column`.
    pub fn stated(row: &'a Row<'a>, column: &'a str, time: &str) -> Self {
        Self::with(row, column, timestamp::parse(time))
    }

    /// An event at a time that was put together from the field `column`, which is in UTC where it states no zone.
    pub fn utc(row: &'a Row<'a>, column: &'a str, time: &str) -> Self {
        Self::with(row, column, timestamp::parse_utc(time))
    }

    /// An event at a time that has been read.
    pub fn with(row: &'a Row<'a>, column: &'a str, stated: Result<Stated, TimeError>) -> Self {
        let text = |text: &str| text.to_owned();
        Draft {
            row,
            column,
            stated,
            text: text(""),
            kind: text(""),
            actor: text(""),
            asset: text(""),
            tags: vec![],
            notes: vec![],
        }
    }

    /// What happened.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// The kind of event.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = kind.into();
        self
    }

    /// Who did it.
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = actor.into();
        self
    }

    /// What it happened to.
    pub fn asset(mut self, asset: impl Into<String>) -> Self {
        self.asset = asset.into();
        self
    }

    /// Adds tags; blank ones are left out.
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        let tags = tags.into_iter().map(|tag| tag.into().trim().to_owned());
        self.tags.extend(tags.filter(|tag| !tag.is_empty()));
        self
    }

    /// Adds the tag that names a milestone, where the format carries it.
    pub fn milestone(self, milestone: Option<crate::model::Milestone>) -> Self {
        self.tags(milestone.map(|milestone| format!("milestone:{}", milestone.id())))
    }

    /// What a reader should know about the row.
    pub fn note(mut self, note: Option<RowNote>) -> Self {
        self.notes.extend(note);
        self
    }

    /// Puts it into the table, or refuses the record: an event needs a time and a text.
    pub fn push(self, rows: &mut EventRows) {
        let stated = match self.stated {
            Ok(stated) => stated,
            Err(error) => return self.row.refuse(rows, format!("field `{}`: {error}", self.column)),
        };
        if self.text.trim().is_empty() {
            return self
                .row
                .refuse(rows, "no text in the fields that tell what happened; an event needs one");
        }
        let tags: Vec<&str> = self.tags.iter().map(String::as_str).collect();
        let row = NewRow {
            text: self.text.trim(),
            kind: self.kind.trim(),
            actor: self.actor.trim(),
            asset: self.asset.trim(),
            tags: &tags,
            line: self.row.line,
            pointer: self.row.pointer,
            offset: self.row.start,
            length: decode::length(self.row.start, self.row.end),
            ..NewRow::default()
        };
        rows.push(&row, stated, self.notes);
    }
}

/// The label of one of our own action items, where its text names it and no label does.
pub fn own(labels: &[&str], body: &str) -> Option<String> {
    if labels.iter().any(|label| label.starts_with(LABEL)) {
        return None;
    }
    let (_, name) = body.rsplit_once("Floodmark action item ")?;
    find_id(name).map(|id| format!("{LABEL}{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_told_by_its_paths() {
        let object = r#"{"a":{"b":[{"c":1},{"c":"x"}]},"tags":["p","q"],"none":null,"n":1773654510}"#;
        let (names, cells) = fields(&serde_json::from_str(object).unwrap());
        let row = Row {
            names: &names,
            cells: &cells,
            object: None,
            line: 1,
            pointer: "",
            start: 0,
            end: 0,
            raw: &String::new(),
        };
        assert_eq!(
            (row.get("a.b.1.c"), row.get("tags"), row.get("none"), row.get("n")),
            ("x", "p, q", "", "1773654510")
        );
        assert_eq!(row.list("a.b", "c").collect::<Vec<_>>(), ["1", "x"]);
        assert_eq!(row.first(&["none", "missing", "tags"]), "p, q");
    }

    #[test]
    fn only_the_apostrophe_of_a_guard_is_taken_off() {
        let cells = ["'=1", "'+1", "'-1", "'@a", "'Hello' page", "''=1", "=1", ""];
        assert_eq!(cells.map(unguarded), ["=1", "+1", "-1", "@a", "'Hello' page", "''=1", "=1", ""]);
    }

    #[test]
    fn titles_are_not_said_twice() {
        assert_eq!(
            titled("Checkout off", "Checkout off at the load balancer"),
            "Checkout off at the load balancer"
        );
        assert_eq!(titled("Checkout off", "by ops"), "Checkout off: by ops");
        assert_eq!(join(&["a", "-", "", "b"], " · "), "a · b");
    }
}
