//! Timesketch CSV and JSON lines: `message`, `datetime`, `timestamp_desc`, and any other columns in any order.
//!
//! After the tool's own import guide (docs/guides/user/import-from-json-csv.md) and reader: `timestamp` is an epoch
//! whose unit follows from its size, and stands in where `datetime` is blank or has no zone.

use super::decode::{self, LineRef, trimmed};
use super::delimited::{self, Record};
use super::flat_json::{self, FlatJson, Key};
use super::row::Row;
use super::rows::EventRows;
use super::timestamp::{self, Stated, TimeError};
use crate::model::Timestamp;
use crate::model::event::{NewRow, RowNote};
use crate::model::time::{DAY, SECOND};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The columns that name who acted, best first.
const ACTORS: [&str; 6] = ["actor", "user", "username", "user_name", "account", "src_user"];
/// The columns that name what it happened to, best first.
const ASSETS: [&str; 8] =
    ["asset", "host", "hostname", "computer", "computer_name", "device", "system", "display_name"];

/// What a column of the format is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    Message,
    Datetime,
    Timestamp,
    Kind,
    KnownAt,
    Tags,
    Actor(usize),
    Asset(usize),
}

fn role(name: &str) -> Option<Role> {
    let place = |list: &[&str]| list.iter().position(|n| *n == name);
    Some(match name {
        "message" => Role::Message,
        "datetime" => Role::Datetime,
        "timestamp" => Role::Timestamp,
        "timestamp_desc" => Role::Kind,
        "known_at" => Role::KnownAt,
        "tag" | "tags" | "label" => Role::Tags,
        _ => return place(&ACTORS).map(Role::Actor).or_else(|| place(&ASSETS).map(Role::Asset)),
    })
}

/// Whether a header is of this format, and which of its columns are missing: an event needs a text and a time.
pub fn looks_like(header: &[String]) -> Option<Vec<&'static str>> {
    let has = |name: &str| header.iter().any(|h| h.trim() == name);
    let missing: Vec<&'static str> =
        ["message", "datetime", "timestamp_desc"].into_iter().filter(|n| !has(n)).collect();
    let time = has("datetime") || has("timestamp");
    (has("message") && time && (has("timestamp_desc") || has("datetime") && has("timestamp")))
        .then_some(missing)
}

/// The fields of one row.
#[derive(Debug, Default)]
struct Fields<'a> {
    message: Cow<'a, str>,
    datetime: Cow<'a, str>,
    timestamp: Cow<'a, str>,
    kind: Cow<'a, str>,
    known_at: Cow<'a, str>,
    tags: Vec<Cow<'a, str>>,
    actor: (usize, Cow<'a, str>),
    asset: (usize, Cow<'a, str>),
}

impl<'a> Fields<'a> {
    #[inline]
    fn set(&mut self, role: Role, value: Cow<'a, str>) {
        match role {
            Role::Message => self.message = value,
            Role::Datetime => self.datetime = value,
            Role::Timestamp => self.timestamp = value,
            Role::Kind => self.kind = value,
            Role::KnownAt => self.known_at = value,
            Role::Tags if value.is_empty() || value == "[]" => {}
            Role::Tags => self.tags.extend(split_tags(&value).into_iter().map(Cow::Owned)),
            Role::Actor(rank) => better(&mut self.actor, rank, value),
            Role::Asset(rank) => better(&mut self.asset, rank, value),
        }
    }
}

/// Keeps the value of the better column; ranks count from 0, and 0 with an empty value means none yet.
fn better<'a>(kept: &mut (usize, Cow<'a, str>), rank: usize, value: Cow<'a, str>) {
    let wanted = kept.1.is_empty() || rank < kept.0;
    if wanted && value != "-" && !trimmed(&value).is_empty() {
        *kept = (rank, value);
    }
}

/// Tags of a cell: separated by commas, or the list that pandas or JSON writes. Plaso writes `-` where there is none.
pub fn split_tags(cell: &str) -> Vec<String> {
    let inner = cell.trim().strip_prefix('[').and_then(|c| c.strip_suffix(']')).unwrap_or(cell);
    inner
        .split(',')
        .map(|tag| tag.trim().trim_matches(['\'', '"']).trim())
        .filter(|tag| !tag.is_empty() && *tag != "-")
        .map(str::to_owned)
        .collect()
}

/// Reads the rows of a CSV.
#[derive(Debug)]
pub struct Csv {
    roles: Vec<Option<Role>>,
    /// Written by Floodmark, which puts an apostrophe before what a spreadsheet would take for a formula.
    own: bool,
}

impl Csv {
    /// For a header.
    pub fn new(header: &[String]) -> Self {
        let own = header.last().is_some_and(|name| name.trim() == "floodmark");
        Csv { roles: header.iter().map(|name| role(name.trim())).collect(), own }
    }

    /// Takes one record.
    pub fn read(&self, record: &Record, rows: &mut EventRows) {
        let mut row = self.row();
        for (n, cell) in record.cells.iter().enumerate() {
            row.cell(n, Cow::Borrowed(cell.as_str()));
        }
        let raw = || record.cells.join(",");
        row.take(
            record.cells.len(),
            &Place { line: record.line, pointer: "", start: record.start, end: record.end, raw: &raw },
            rows,
        );
    }

    /// Takes a line that is a record by itself, cell by cell; `None` where it may be none, and nothing was taken.
    pub fn read_line(&self, line: &LineRef<'_>, delimiter: u8, rows: &mut EventRows) -> Option<()> {
        let mut row = self.row();
        let has_role = |n| matches!(self.roles.get(n), Some(Some(_)));
        let count = delimited::each_cell(&line.text, delimiter, has_role, |n, cell| row.cell(n, cell))?;
        let raw = || {
            let mut cells = vec![];
            // It was cut before, and nothing is left of that.
            let _ = delimited::each_cell(&line.text, delimiter, |_| true, |_, cell| cells.push(cell));
            cells.join(",")
        };
        row.take(
            count,
            &Place { line: line.number, pointer: "", start: line.start, end: line.end, raw: &raw },
            rows,
        );
        Some(())
    }

    fn row(&self) -> CsvRow<'_, '_> {
        CsvRow { roles: &self.roles, own: self.own, fields: Fields::default(), known: 0, as_header: true }
    }
}

/// A row on its way in, cell by cell.
struct CsvRow<'r, 'a> {
    roles: &'r [Option<Role>],
    own: bool,
    fields: Fields<'a>,
    /// How many cells have a role.
    known: usize,
    /// Whether each of them says what the header says.
    as_header: bool,
}

impl<'a> CsvRow<'_, 'a> {
    #[inline]
    fn cell(&mut self, n: usize, cell: Cow<'a, str>) {
        if let Some(Some(role)) = self.roles.get(n) {
            self.known += 1;
            self.as_header = self.as_header && self::role(trimmed(&cell)) == Some(*role);
            let cell = if self.own && cell.starts_with('\'') {
                Cow::Owned(cell.split_at(1).1.to_owned())
            } else {
                cell
            };
            self.fields.set(*role, cell);
        }
    }

    fn take(self, count: usize, place: &Place<'_>, rows: &mut EventRows) {
        // A header that stands again, as in files put together, is no event.
        if self.known < 2 || !self.as_header {
            take(self.fields, place, delimited::ragged(count, self.roles.len()), rows);
        }
    }
}

/// Reads lines of JSON.
#[derive(Debug)]
pub struct JsonLines {
    /// The rows so far.
    pub rows: EventRows,
    /// The keys of the line before and what they are for: lines of one tool are alike.
    keys: Vec<(String, Option<Role>)>,
}

impl JsonLines {
    /// Nothing read yet; `day_first` as in [`crate::model::Reading`].
    pub fn new(day_first: Option<bool>) -> Self {
        JsonLines { rows: EventRows::new(day_first), keys: vec![] }
    }

    /// Takes one line.
    pub fn line(&mut self, line: &LineRef<'_>) {
        let text = line.text.trim();
        if text.is_empty() {
            return;
        }
        let read = match self.flat(text) {
            Some(fields) => Ok(fields),
            None => serde_json::from_str::<JsonFields<'_>>(text).map(|fields| fields.0),
        };
        match read {
            Ok(fields) => {
                let raw = || line.text.clone().into_owned();
                let place =
                    Place { line: line.number, pointer: "", start: line.start, end: line.end, raw: &raw };
                take(fields, &place, None, &mut self.rows);
            }
            Err(error) => {
                let what =
                    if error.is_eof() { "the line breaks off" } else { "the line is not a JSON object" };
                let reason = format!("{what} (column {}: {error}); export the file again", error.column());
                self.rows.refuse(line.number, "", &line.text, reason);
            }
        }
    }

    /// The fields of a line that holds nothing unusual.
    fn flat<'a>(&mut self, text: &'a str) -> Option<Fields<'a>> {
        let mut json = FlatJson::open(text)?;
        let mut fields = Fields::default();
        let mut place = 0;
        while let Key::Next(key) = json.key()? {
            let known = self.keys.get(place).filter(|(known, _)| known == key).map(|(_, role)| *role);
            let own = known.unwrap_or_else(|| {
                let own = role(key);
                self.keys.truncate(place);
                self.keys.push((key.to_owned(), own));
                own
            });
            place += 1;
            let Some(role) = own else {
                json.skip()?;
                continue;
            };
            match (json.value()?, role) {
                (flat_json::Value::List(list), Role::Tags) => fields.tags.extend(tags(list)),
                (flat_json::Value::List(_), _) => return None,
                (flat_json::Value::Text(text), Role::Tags) => fields.tags.extend(tags(vec![text])),
                (flat_json::Value::Text(text), role) => fields.set(role, text),
                (flat_json::Value::Null, Role::Tags) => {}
                (flat_json::Value::Null, role) => fields.set(role, Cow::Borrowed("")),
            }
        }
        Some(fields)
    }
}

/// Takes a record of JSON with the same fields, wherever it stands in its document.
pub fn object(row: &Row<'_>, rows: &mut EventRows) {
    let text = row.raw.text();
    match serde_json::from_str::<JsonFields<'_>>(&text) {
        Ok(fields) => {
            let raw = || text.clone();
            let place =
                Place { line: row.line, pointer: row.pointer, start: row.start, end: row.end, raw: &raw };
            take(fields.0, &place, None, rows);
        }
        Err(error) => row.refuse(rows, format!("not such a record ({error}); export the file again")),
    }
}

struct Place<'a> {
    line: u32,
    pointer: &'a str,
    start: u64,
    end: u64,
    raw: &'a dyn Fn() -> String,
}

fn take(fields: Fields<'_>, place: &Place<'_>, ragged: Option<RowNote>, rows: &mut EventRows) {
    let mut notes: Vec<RowNote> = ragged.into_iter().collect();
    let stated = match time_of(&fields, &mut notes) {
        Ok(stated) => stated,
        Err((column, error)) => {
            return rows.refuse(
                place.line,
                place.pointer,
                &(place.raw)(),
                format!("column `{column}`: {error}"),
            );
        }
    };
    let text = trimmed(&fields.message);
    if text.is_empty() {
        let reason = "column `message`: no text; an event needs one";
        return rows.refuse(place.line, place.pointer, &(place.raw)(), reason);
    }
    let tags: Vec<&str> = fields.tags.iter().map(AsRef::as_ref).collect();
    let row = NewRow {
        text,
        kind: &fields.kind,
        actor: trimmed(&fields.actor.1),
        asset: trimmed(&fields.asset.1),
        tags: &tags,
        line: place.line,
        pointer: place.pointer,
        offset: place.start,
        length: decode::length(place.start, place.end),
        ..NewRow::default()
    };
    let number = rows.push(&row, stated, notes);
    rows.know(number, "known_at", &fields.known_at);
}

/// The time of a row: `datetime` where it has a zone, else `timestamp`.
fn time_of(fields: &Fields<'_>, notes: &mut Vec<RowNote>) -> Result<Stated, (&'static str, TimeError)> {
    let epoch = match timestamp::parse(&fields.timestamp) {
        Ok(Stated::Plain(time)) if time.offset.is_some() => Some(time),
        _ => None,
    };
    let datetime = timestamp::parse(&fields.datetime);
    match (datetime, epoch) {
        (Ok(Stated::Plain(time)), Some(epoch)) => {
            // A wall clock differs from the instant by its zone, which is less than a day.
            let tolerance = if time.offset.is_some() { SECOND } else { DAY };
            if (time.micros - epoch.micros).abs() > tolerance {
                let value = format!("{} ({})", fields.timestamp, Timestamp(epoch.micros));
                notes.push(RowNote::Disagrees { column: "timestamp".to_owned(), value });
                return Ok(Stated::Plain(time));
            }
            let coarse = time.precision != crate::model::Precision::Exact;
            Ok(Stated::Plain(if time.offset.is_some() || coarse { time } else { epoch }))
        }
        (Ok(stated), _) => Ok(stated),
        (Err(TimeError::Blank), Some(epoch)) => Ok(Stated::Plain(epoch)),
        (Err(error), Some(epoch)) => {
            notes.push(RowNote::Disagrees { column: "datetime".to_owned(), value: error.to_string() });
            Ok(Stated::Plain(epoch))
        }
        (Err(TimeError::Blank), None) if !fields.timestamp.trim().is_empty() => {
            let error = timestamp::parse(&fields.timestamp).err();
            Err(("timestamp", error.unwrap_or(TimeError::Unknown(fields.timestamp.to_string()))))
        }
        (Err(error), None) => Err(("datetime", error)),
    }
}

/// One JSON object, of which only known keys are kept.
struct JsonFields<'a>(Fields<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for JsonFields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = JsonFields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Fields::default();
                while let Some(Text(key)) = map.next_key()? {
                    match role(&key) {
                        Some(Role::Tags) => fields.tags.extend(map.next_value::<List<'de>>()?.0),
                        Some(role) => fields.set(role, map.next_value::<Text<'de>>()?.0),
                        None => {
                            map.next_value::<de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(JsonFields(fields))
            }
        }
        deserializer.deserialize_map(Map)
    }
}

/// A string, or any other scalar as text; an object or list counts as nothing.
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(|mut texts| Text(texts.pop().unwrap_or_default()))
    }
}

/// A list of strings, or one string with tags separated by commas.
struct List<'a>(Vec<Cow<'a, str>>);

impl<'de: 'a, 'a> Deserialize<'de> for List<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(|texts| List(tags(texts)))
    }
}

/// The tags of a list, or of one string.
fn tags(texts: Vec<Cow<'_, str>>) -> Vec<Cow<'_, str>> {
    match texts.as_slice() {
        [one] if one.contains([',', '[']) => split_tags(one).into_iter().map(Cow::Owned).collect(),
        _ => texts.into_iter().filter(|t| !t.trim().is_empty()).collect(),
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Vec<Cow<'de, str>>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(vec![Cow::Borrowed(text)])
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(vec![Cow::Owned(text.to_owned())])
    }
    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(vec![Cow::Owned(value.to_string())])
    }
    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(vec![Cow::Owned(value.to_string())])
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(vec![Cow::Owned(value.to_string())])
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(vec![Cow::Owned(format!("{value}"))])
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(vec![])
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut texts = vec![];
        while let Some(Text(text)) = seq.next_element()? {
            texts.push(text);
        }
        Ok(texts)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
        Ok(vec![])
    }
}
