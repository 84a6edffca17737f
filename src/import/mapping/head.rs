//! The beginning of a file as a table.

use crate::import::delimited::{Record, first_records, sniff};
use crate::import::title::{MOST_ABOVE, lines_above};
use crate::import::{Encoding, decode, json_table, timestamp};
use crate::model::Mapping;

/// The first rows of a file as a table.
pub(super) struct Head {
    /// What separates the cells, by name.
    pub(super) delimiter: &'static str,
    /// The names of the columns.
    pub(super) header: Vec<String>,
    /// The rows below the header.
    pub(super) rows: Vec<Record>,
    /// How many lines stand above the header.
    pub(super) above: u32,
}

impl Head {
    /// Up to `most` rows, with a header and below so many lines as told by a mapping; where there is none, the first row
    /// is no header when it holds a time, and what stands above the header is told by its shape.
    pub(super) fn read(head: &[u8], mapping: Option<&Mapping>, most: usize) -> Head {
        if json_table::looks_like(&decode::decode(head, decode::encoding_of(head))) {
            let (header, rows) = json_table::head(head, most);
            return Head { delimiter: "json", header, rows, above: 0 };
        }
        let (delimiter, mut rows) =
            head_records(head, most + 1 + mapping.map_or(MOST_ABOVE, Mapping::above) as usize);
        let above = mapping.map_or_else(|| lines_above(&rows), Mapping::above);
        rows.retain(|row| row.line > above);
        let headerless = match mapping {
            Some(mapping) => matches!(mapping, Mapping::Events(m) if m.headerless),
            None => rows
                .first()
                .is_some_and(|first| first.cells.iter().any(|cell| timestamp::parse(cell).is_ok())),
        };
        let header = rows.first().map(|first| header_of(first, headerless)).unwrap_or_default();
        if !headerless && !rows.is_empty() {
            rows.remove(0);
        }
        rows.truncate(most);
        let delimiter = match delimiter {
            b'\t' => "tab",
            b';' => "semicolon",
            b'|' => "bar",
            _ => "comma",
        };
        Head { delimiter, header, rows, above }
    }
}

/// The first records of a head, the last one left out where it may be cut.
fn head_records(head: &[u8], most: usize) -> (u8, Vec<Record>) {
    let encoding: Encoding = decode::encoding_of(head);
    let mut lines = vec![];
    let mut cutter = decode::Lines::new(encoding);
    let _ = cutter.push(head, |line| {
        lines.push(line);
        Ok(())
    });
    if lines.len() < 2 {
        lines.extend(cutter.finish());
    }
    let text: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
    let delimiter = sniff(&text.join("\n"));
    (delimiter, first_records(lines, delimiter, most + 1))
}

/// The names of the columns: those of the first row, or `#1`, `#2`, ….
pub fn header_of(first: &Record, headerless: bool) -> Vec<String> {
    if headerless {
        (1..=first.cells.len()).map(|n| format!("#{n}")).collect()
    } else {
        first.cells.iter().map(|c| c.trim().to_owned()).collect()
    }
}
