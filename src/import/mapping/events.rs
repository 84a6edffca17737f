//! A table whose rows are events.

use super::{Part, columns, joined, said, split_tags, time_text};
use crate::import::ImportError;
use crate::import::delimited::Record;
use crate::import::rows::EventRows;
use crate::import::timestamp;
use crate::model::event::NewRow;
use crate::model::source::EventMapping;

/// An event mapping against a header.
#[derive(Clone, Debug)]
pub struct EventColumns {
    width: usize,
    pub(super) time: Vec<Part>,
    pub(super) text: Vec<Part>,
    pub(super) kind: Vec<Part>,
    pub(super) actor: Vec<Part>,
    pub(super) asset: Vec<Part>,
    pub(super) tags: Vec<Part>,
    pub(super) known_at: Vec<Part>,
    /// What the columns of the time are called.
    pub(super) names: String,
    /// What the columns of when the responders knew are called.
    known_names: String,
}

impl EventColumns {
    /// Finds the columns.
    ///
    /// # Errors
    /// When a column is not there, or no time or text is named.
    pub fn new(mapping: &EventMapping, header: &[String]) -> Result<Self, ImportError> {
        if mapping.time.0.is_empty() || mapping.text.0.is_empty() {
            return Err(ImportError::NeedsMapping);
        }
        Ok(EventColumns {
            width: header.len(),
            time: columns(&mapping.time, header)?,
            text: columns(&mapping.text, header)?,
            kind: columns(&mapping.kind, header)?,
            actor: columns(&mapping.actor, header)?,
            asset: columns(&mapping.asset, header)?,
            tags: columns(&mapping.tags, header)?,
            known_at: columns(&mapping.known_at, header)?,
            names: mapping.time.0.join(" + "),
            known_names: mapping.known_at.0.join(" + "),
        })
    }

    /// Takes one record.
    pub fn read(&self, record: &Record, rows: &mut EventRows) {
        let raw = || record.cells.join(",");
        let time = if said(record, &self.time) { time_text(record, &self.time) } else { String::new() };
        let stated = match timestamp::parse(&time) {
            Ok(stated) => stated,
            Err(error) => {
                return rows.refuse(
                    record.line,
                    &record.pointer,
                    &raw(),
                    format!("column `{}`: {error}", self.names),
                );
            }
        };
        let text = joined(record, &self.text);
        if text.is_empty() {
            return rows.refuse(
                record.line,
                &record.pointer,
                &raw(),
                "no text in the mapped columns; an event needs one",
            );
        }
        let tags = split_tags(&joined(record, &self.tags));
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        let (kind, actor, asset) =
            (joined(record, &self.kind), joined(record, &self.actor), joined(record, &self.asset));
        let row = NewRow {
            text: &text,
            kind: &kind,
            actor: &actor,
            asset: &asset,
            tags: &tags,
            line: record.line,
            pointer: &record.pointer,
            offset: record.start,
            length: record.length(),
            ..NewRow::default()
        };
        let number = rows.push(&row, stated, record.ragged(self.width));
        if said(record, &self.known_at) {
            rows.know(number, &self.known_names, &time_text(record, &self.known_at));
        }
    }
}
