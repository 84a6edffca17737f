//! DFIR-IRIS timelines as CSV: what its timeline page exports, and what its upload takes.
//!
//! After its source (source/app/static/assets/js/iris/case.timeline.js, blueprints/case/case_timeline_routes.py). The export does
//! not double the quotes inside a cell and puts each event on one line, so its lines are cut between cells, at `","`.

use super::decode::Line;
use super::delimited::Record;
use super::row::titled;
use super::rows::EventRows;
use super::timestamp::{self, Stated};
use crate::model::event::{GUARDED, NewRow, RowNote};
use crate::model::time::SECOND;
use crate::model::{Format, Milestone};

/// Which of the two a header is of, if any.
pub fn looks_like(header: &[String]) -> Option<Format> {
    let has = |name: &str| header.iter().any(|h| h == name);
    if has("event_date(UTC)") && has("event_title") {
        Some(Format::IrisExport)
    } else {
        (has("event_date") && has("event_tz") && has("event_title")).then_some(Format::IrisImport)
    }
}

/// What a category says by itself: the first access and the first theft. “Remediation” may be any step of the response.
pub fn milestone(category: &str) -> Option<Milestone> {
    match category {
        "Initial Access" => Some(Milestone::Compromise),
        "Exfiltration" => Some(Milestone::ExposureStarted),
        _ => None,
    }
}

/// The note of an event whose wall clock is another instant than its date in UTC, which is the one that is read.
pub fn disagreeing(date: &str, local: &str, zone: &str) -> Option<RowNote> {
    let value = format!("{local}{zone}");
    let stated = match timestamp::parse(&value) {
        Ok(Stated::Plain(time)) if time.offset.is_some() => time,
        _ => return None,
    };
    match timestamp::parse_utc(date) {
        Ok(Stated::Plain(utc)) if utc.offset.is_some() && (utc.micros - stated.micros).abs() > SECOND => {
            Some(RowNote::Disagrees { column: "event_date_wtz".to_owned(), value })
        }
        _ => None,
    }
}

/// Reads the rows of either.
#[derive(Debug)]
pub struct Iris {
    header: Vec<String>,
}

impl Iris {
    /// For a header.
    pub fn new(header: &[String]) -> Self {
        Iris { header: header.iter().map(|h| h.trim().to_owned()).collect() }
    }

    /// Takes one record.
    pub fn read(&self, record: &Record, rows: &mut EventRows) {
        let place = |name: &str| self.header.iter().position(|h| h == name);
        let first = |names: [&str; 2]| {
            let cell = names.into_iter().find_map(place).and_then(|n| record.cells.get(n));
            cell.map_or("", |cell| cell.trim())
        };
        let cell = |name: &str| first([name, name]);
        let tags = cell("event_tags").split(['|', ',']).map(str::trim).filter(|tag| !tag.is_empty());
        // Written by Floodmark, with an apostrophe before what a spreadsheet would take for a formula.
        let guarded = tags.clone().any(|tag| tag == GUARDED);
        let bare = |cell: &str| cell.strip_prefix('\'').filter(|_| guarded).unwrap_or(cell).to_owned();
        let raw = || record.cells.join(",");
        // The date is written without its zone: UTC in the export, `event_tz` in what is uploaded.
        let (column, stated) = match place("event_date(UTC)") {
            Some(_) => ("event_date(UTC)", timestamp::parse_utc(cell("event_date(UTC)"))),
            None => {
                let written = format!("{}{}", cell("event_date"), cell("event_tz"));
                ("event_date", timestamp::parse(&written))
            }
        };
        let stated = match stated {
            Ok(stated) => stated,
            Err(error) => return rows.refuse(record.line, "", &raw(), format!("column `{column}`: {error}")),
        };
        let (title, more) = (bare(cell("event_title")), bare(first(["event_description", "event_content"])));
        let text = titled(&title, &more);
        if text.is_empty() {
            let reason = "column `event_title`: no text; an event needs one";
            return rows.refuse(record.line, "", &raw(), reason);
        }
        // Assets end with a semicolon each, and with their kind in brackets in the export.
        let asset = bare(first(["linked_assets", "event_assets"]))
            .split(';')
            .map(|asset| asset.rsplit_once(" (").map_or(asset, |(name, _)| name).trim())
            .filter(|asset| !asset.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let hint = milestone(cell("event_category")).map(|milestone| format!("milestone:{}", milestone.id()));
        let tags = tags.filter(|tag| *tag != GUARDED);
        let hint = hint.as_deref().filter(|hint| tags.clone().all(|tag| tag != *hint));
        let tags: Vec<&str> = tags.chain(hint).collect();
        let disagrees = match column {
            "event_date" => None,
            _ => disagreeing(cell(column), cell("event_date_wtz"), cell("event_tz")),
        };
        let notes = record.ragged(self.header.len()).into_iter().chain(disagrees);
        let row = NewRow {
            text: &text,
            kind: cell("event_category"),
            asset: &asset,
            tags: &tags,
            line: record.line,
            offset: record.start,
            length: record.length(),
            ..NewRow::default()
        };
        rows.push(&row, stated, notes);
    }
}

/// Reads the lines of an export, whose quotes follow no rule.
#[derive(Debug)]
pub struct Export {
    columns: Option<Iris>,
    /// The rows so far.
    pub rows: EventRows,
}

impl Export {
    /// Nothing read yet; `day_first` as in [`crate::model::Reading`].
    pub fn new(day_first: Option<bool>) -> Self {
        Export { columns: None, rows: EventRows::new(day_first) }
    }
}

impl Export {
    /// Takes one line.
    pub fn line(&mut self, line: &Line) {
        if line.text.trim().is_empty() {
            return;
        }
        let (cells, start, end) = (cells(line.text.trim()), line.start, line.end);
        let record = Record { cells, line: line.number, start, end, ..Record::default() };
        match &self.columns {
            _ if record.is_empty() => self.rows.leave_empty(),
            Some(columns) => columns.read(&record, &mut self.rows),
            None => self.columns = Some(Iris::new(&record.cells)),
        }
    }
}

/// The cells of a line: between `","` where it starts with a quote, else between commas.
fn cells(line: &str) -> Vec<String> {
    let inner = line.strip_prefix('"').map(|rest| rest.strip_suffix('"').unwrap_or(rest));
    match inner {
        Some(inner) => inner.split("\",\"").map(|cell| cell.replace("\"\"", "\"")).collect(),
        None => line.split(',').map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Content, detect, read_all};

    fn events(text: &str, format: Format) -> std::sync::Arc<crate::model::EventTable> {
        let found = detect("x", text.as_bytes(), text.len() as u64).unwrap();
        assert_eq!(found.candidates[0].reading.format, format);
        let Content::Events(events) = read_all("x", text.as_bytes(), None).unwrap().content else { panic!() };
        events
    }

    #[test]
    fn an_export_with_broken_quotes_keeps_its_cells() {
        let events = events(
            "event_date(UTC),event_title,event_description,event_tz,event_date_wtz,event_category,event_tags,linked_assets,linked_iocs\n\
             \"2026-03-13T00:02:51.000000\",\"Skimmer \"kx\" injected, twice\",\"checkout.js modified - see \"notes\"\",\"+01:00\",\"2026-03-13T01:02:51.000000\",\"Exfiltration\",\"skimmer,card\",\"shop01 (Linux Server);cdn (Cloud);\",\"203.0.113.66;\"\n\
             \"not a date\",\"x\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n",
            Format::IrisExport,
        );
        assert_eq!(events.len(), 1);
        assert_eq!(events.time(0).micros, 1_773_360_171_000_000);
        assert_eq!(events.text(0), "Skimmer \"kx\" injected, twice: checkout.js modified - see \"notes\"");
        assert_eq!((events.kind(0), events.asset(0)), ("Exfiltration", "shop01, cdn"));
        assert_eq!(events.tags(0).collect::<Vec<_>>(), ["skimmer", "card", "milestone:exposure_started"]);
        assert!(events.notes(0).is_empty());
    }

    #[test]
    fn an_export_keeps_a_zone_and_notes_a_wall_clock_that_is_another_instant() {
        let events = events(
            "event_date(UTC),event_title,event_description,event_tz,event_date_wtz\n\
             \"2026-03-13T00:02:51Z\",\"a\",\"\",\"+01:00\",\"2026-03-13T01:02:51.000000\"\n\
             \"2026-03-13T01:02:51+01:00\",\"b\",\"\",\"+01:00\",\"2026-03-13T00:02:51.000000\"\n",
            Format::IrisExport,
        );
        assert_eq!([0, 1].map(|n| events.time(n).micros), [1_773_360_171_000_000; 2]);
        assert!(events.notes(0).is_empty());
        assert!(matches!(events.notes(1), [RowNote::Disagrees { column, .. }] if column == "event_date_wtz"));
    }

    #[test]
    fn an_upload_has_its_zone_in_a_column_of_its_own() {
        let events = events(
            "event_date,event_tz,event_title,event_category,event_content,event_raw,event_source,event_assets,event_iocs,event_tags\n\
             2026-03-16T10:48:30.000,+01:00,Checkout switched off,Remediation,,,,shop01;cdn,,contained|late\n",
            Format::IrisImport,
        );
        assert_eq!(events.time(0).micros, 1_773_654_510_000_000);
        assert_eq!((events.text(0), events.asset(0)), ("Checkout switched off", "shop01, cdn"));
        assert_eq!(events.tags(0).collect::<Vec<_>>(), ["contained", "late"]);
    }
}
