//! Floodmark's own timeline.csv, read back as it was: known by its last column `floodmark`.
//!
//! Text cells that a spreadsheet would take for a formula carry one apostrophe in front, which is taken off here.

use super::delimited::Record;
use super::rows::EventRows;
use super::timestamp::{self, Stated};
use crate::model::event::NewRow;
use crate::model::{Moment, Precision, Span, Timestamp, Zone, ZoneOrigin};

/// Whether a header is of this format.
pub fn looks_like(header: &[String]) -> bool {
    header.last().is_some_and(|h| h.trim() == "floodmark") && header.iter().any(|h| h == "time")
}

/// Reads the rows of the file.
#[derive(Debug)]
pub struct OwnCsv {
    header: Vec<String>,
}

impl OwnCsv {
    /// For a header.
    pub fn new(header: &[String]) -> Self {
        OwnCsv { header: header.to_vec() }
    }

    /// Takes one record.
    pub fn read(&self, record: &Record, rows: &mut EventRows) {
        let cell = |name: &str| {
            let n = self.header.iter().position(|h| h == name)?;
            let cell = record.cells.get(n)?;
            Some(cell.strip_prefix('\'').unwrap_or(cell))
        };
        let text = |name: &str| cell(name).unwrap_or("");
        let raw = || record.cells.join(",");
        let instant = |name: &str| text(name).parse::<Timestamp>().ok();
        let Some(earliest) = instant("earliest").or_else(|| instant("time")) else {
            return rows.refuse(
                record.line,
                "",
                &raw(),
                "column `time`: not a time such as 2026-03-16T09:48:30Z",
            );
        };
        let moment = Moment {
            earliest,
            latest: instant("latest").filter(|t| *t >= earliest).unwrap_or(earliest),
            precision: precision(text("precision")),
            zone: origin(text("zone")),
        };
        let known = known(text("known_at"));
        let tags = split_escaped(text("tags"));
        let mut tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        if text("starred") == "1" && !tags.contains(&crate::import::STAR_TAG) {
            tags.push(crate::import::STAR_TAG);
        }
        let row = NewRow {
            text: text("text"),
            kind: text("type"),
            actor: text("actor"),
            asset: text("asset"),
            tags: &tags,
            line: record.line,
            offset: record.start,
            length: record.length(),
            ..NewRow::default()
        };
        rows.push_moment(&row, moment, known);
    }
}

/// When the responders knew: an instant, or `earliest/latest precision zone`. A person may have typed any other time.
fn known(cell: &str) -> Option<Moment> {
    let Some((earliest, rest)) = cell.split_once('/') else {
        return match timestamp::parse(cell) {
            Ok(Stated::Plain(time)) => time.place(Some(Zone::Utc), Span::ZERO).ok(),
            _ => None,
        };
    };
    let mut words = rest.split(' ');
    let (earliest, latest) = (earliest.parse().ok()?, words.next()?.parse().ok()?);
    let precision = precision(words.next()?);
    (earliest <= latest).then_some(Moment { earliest, latest, precision, zone: origin(words.next()?) })
}

fn precision(word: &str) -> Precision {
    match word {
        "repeated" => Precision::Repeated,
        "hour" => Precision::Hour,
        "day" => Precision::Day,
        "month" => Precision::Month,
        _ => Precision::Exact,
    }
}

fn origin(word: &str) -> ZoneOrigin {
    match word {
        "asserted" => ZoneOrigin::Asserted,
        "assumed" => ZoneOrigin::Assumed,
        _ => ZoneOrigin::Stated,
    }
}

/// Tags joined by commas, with a backslash before a comma or backslash that is part of one.
fn split_escaped(cell: &str) -> Vec<String> {
    let mut tags = vec![];
    let mut tag = String::new();
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => tag.extend(chars.next()),
            ',' => tags.push(std::mem::take(&mut tag)),
            c => tag.push(c),
        }
    }
    tags.push(tag);
    tags.retain(|t| !t.is_empty());
    tags
}
