//! Records inside a record, with their own place in the file, and records that wait for the end of the file.

use super::decode::Line;
use super::known::parsed;
use super::row::{Row, fields};
use super::values::{Found, Objects};
use serde_json::{Map, Value};

/// Hands out the objects at some places inside a record of JSON, as records of their own.
pub fn each(row: &Row<'_>, places: &[&str], mut take: impl FnMut(&Row<'_>)) {
    let text = row.raw.text();
    let mut objects = Objects::new(places);
    let breaks = text.matches('\n').count() as u64;
    // Line ends have one byte or two; in any other encoding than UTF-8 only the place of the whole record is known.
    let more = (row.end - row.start).checked_sub(text.len() as u64);
    let exact = more.filter(|more| *more == 0 || *more == breaks).map(|more| 1 + u64::from(more > 0));
    let mut at = row.start;
    for (number, line) in (row.line..).zip(text.split('\n')) {
        let end = at + line.len() as u64;
        let line = Line { text: line.to_owned(), number, returns: 0, start: at, end: end + 1 };
        objects.push(&line, |found| {
            let Found::Object(object) = found else { return };
            let Ok(map) = parsed(&object) else { return };
            let (names, cells) = fields(&map);
            let pointer = format!("{}{}", row.pointer, object.pointer);
            let (start, end) = exact.map_or((row.start, row.end), |_| (object.start, object.end));
            take(&Row {
                names: &names,
                cells: &cells,
                object: Some(&map),
                line: object.line,
                pointer: &pointer,
                start,
                end,
                raw: &object.text,
            });
        });
        at = end + exact.unwrap_or(1);
    }
}

/// A record that is kept until the whole file was seen.
#[derive(Debug)]
pub struct Kept {
    map: Map<String, Value>,
    names: Vec<String>,
    cells: Vec<String>,
    line: u32,
    pointer: String,
    start: u64,
    end: u64,
    text: String,
}

impl Kept {
    /// Keeps a record, or what was made of it.
    pub fn new(row: &Row<'_>, map: Map<String, Value>) -> Kept {
        let (names, cells) = fields(&map);
        Kept {
            map,
            names,
            cells,
            line: row.line,
            pointer: row.pointer.to_owned(),
            start: row.start,
            end: row.end,
            text: row.raw.text(),
        }
    }

    /// The record again.
    pub fn row(&self) -> Row<'_> {
        Row {
            names: &self.names,
            cells: &self.cells,
            object: Some(&self.map),
            line: self.line,
            pointer: &self.pointer,
            start: self.start,
            end: self.end,
            raw: &self.text,
        }
    }
}
