//! The merged timeline as CSV, which Floodmark reads back without loss.
//!
//! A text cell that a spreadsheet would take for a formula gets one apostrophe in front; the last column `floodmark`
//! tells our own reader to take it off again.

use crate::model::event::RowNote;
use crate::model::{Moment, Precision, ZoneOrigin};
use crate::timeline::{STAR_TAG, Timeline};

/// The columns, in order.
pub const COLUMNS: [&str; 18] = [
    "time",
    "earliest",
    "latest",
    "precision",
    "zone",
    "known_at",
    "text",
    "type",
    "actor",
    "asset",
    "tags",
    "source",
    "line",
    "pointer",
    "event",
    "starred",
    "note",
    "floodmark",
];

/// Writes all events in their order.
pub fn write(timeline: &Timeline) -> String {
    write_part(timeline, 0..timeline.len() as u32)
}

/// Writes the events at some positions.
pub fn write_part(timeline: &Timeline, positions: impl IntoIterator<Item = u32>) -> String {
    let mut out = COLUMNS.join(",");
    out.push('\n');
    for event in positions.into_iter().filter_map(|position| timeline.event(position)) {
        let moment = event.moment;
        let tags: Vec<String> = event.tags.iter().filter(|t| **t != STAR_TAG).map(|t| escaped(t)).collect();
        let note = event.edit.map(|e| e.reason.clone()).filter(|r| !r.is_empty());
        let note = note.unwrap_or_else(|| event.notes.iter().map(word).collect::<Vec<_>>().join("; "));
        let cells = [
            moment.earliest.to_string(),
            moment.earliest.to_string(),
            moment.latest.to_string(),
            precision(moment.precision).to_owned(),
            origin(moment.zone).to_owned(),
            event.known_at.map(known).unwrap_or_default(),
            text(event.text),
            text(event.kind),
            text(event.actor),
            text(event.asset),
            text(&tags.join(",")),
            text(event.source),
            if event.line == 0 { String::new() } else { event.line.to_string() },
            text(event.pointer),
            event.id.to_string(),
            if event.starred() { "1" } else { "" }.to_owned(),
            text(&note),
            "1".to_owned(),
        ];
        row(&cells, &mut out);
    }
    out
}

/// A tag in a list of tags: its commas and backslashes marked as its own.
fn escaped(tag: &str) -> String {
    tag.replace('\\', "\\\\").replace(',', "\\,")
}

/// When the responders knew: an instant as such, anything else as `earliest/latest precision zone`.
fn known(moment: Moment) -> String {
    if moment == Moment::exact(moment.earliest) {
        return moment.earliest.to_string();
    }
    let (precision, origin) = (precision(moment.precision), origin(moment.zone));
    format!("{}/{} {precision} {origin}", moment.earliest, moment.latest)
}

/// A text cell, made harmless for spreadsheets.
pub(super) fn text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Writes a row.
pub(super) fn row(cells: &[String], out: &mut String) {
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        quote(cell, out);
    }
    out.push('\n');
}

/// Writes a cell, in quotes where it needs them.
fn quote(cell: &str, out: &mut String) {
    if cell.contains(['"', ',', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Exact => "exact",
        Precision::Repeated => "repeated",
        Precision::Hour => "hour",
        Precision::Day => "day",
        Precision::Month => "month",
    }
}

fn origin(origin: ZoneOrigin) -> &'static str {
    match origin {
        ZoneOrigin::Stated => "stated",
        ZoneOrigin::Asserted => "asserted",
        ZoneOrigin::Assumed => "assumed",
    }
}

fn word(note: &RowNote) -> String {
    match note {
        RowNote::MidnightDateOnly => "midnight: date only?".to_owned(),
        RowNote::Disagrees { column, value } => format!("column {column} says {value}"),
        RowNote::Unread { column, value } => format!("column {column} says {value}: not read"),
        RowNote::Ragged { cells, header } => format!("{cells} cells where the header has {header}"),
        RowNote::TextCut => "text cut".to_owned(),
        RowNote::Relative => "no date, counted from a start".to_owned(),
    }
}
