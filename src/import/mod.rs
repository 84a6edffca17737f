//! Bytes to events: detection, decoding, and one file a format.
//!
//! A [`Reader`] takes a file in slices, so that no file is ever whole in memory, and yields [`Imported`]:
//! the events or incidents, and a [`Report`] whose counts always add up. Reading never fails because of a
//! bad row: the row goes into the report's refusals with its place, its text and the reason. What a person
//! decides later (a zone, a clock offset) is not part of reading, so that deciding it never reads again.

mod access_log;
mod activity_log;
mod attack_flow;
mod aurora;
pub mod capture;
mod chainsaw;
pub mod decode;
mod delimited;
mod detect;
mod dispatch;
mod elastic;
mod flat_json;
mod fleet_columns;
mod forensic_timeliner;
mod github;
mod hayabusa;
mod inner;
mod iris;
mod iris_case;
mod jira;
mod json_table;
mod kanvas;
mod known;
mod log_lines;
pub mod mapping;
mod marks;
mod misp;
pub mod orders;
mod own_csv;
mod pagerduty;
pub mod paste;
mod plaso;
mod postmortem;
mod presets;
mod reader;
mod row;
mod rows;
mod simple_history;
mod slack;
mod stix;
mod stream;
mod supported;
#[cfg(test)]
mod testing;
mod thehive;
mod timesketch;
pub mod timestamp;
mod title;
pub(crate) mod values;
mod velociraptor;
mod veris;
mod wordpress;
mod wp_activity_log;

use crate::model::slack::SlackCounts;
use crate::model::{
    Abbreviation, Asserted, Duration, EventTable, Mapping, MetricId, Milestone, Moment, Reading, Refusal,
    RowTime, Span, Zone,
};
use std::collections::BTreeMap;
use std::sync::Arc;

pub use access_log::burst_lines;
pub(crate) use detect::binary;
pub use detect::detect;
pub use mapping::MappingPreview;
pub use reader::{Piece, Reader, read_all};
pub use supported::{SUPPORTED, Supported};

/// The tag with which Timesketch stars an event.
const STAR_TAG: &str = "__ts_star";

/// What a file may be.
#[derive(Clone, PartialEq, Debug)]
pub struct Detection {
    /// Best first; never empty.
    pub candidates: Vec<Candidate>,
    /// How its text is encoded.
    pub encoding: Encoding,
}

/// Candidates within so much of the best are told apart by a person.
const UNDECIDED: f64 = 0.04;

impl Detection {
    /// The candidates that nothing tells from the best, with it; one where the file settles it.
    pub fn undecided(&self) -> impl Iterator<Item = &Candidate> {
        let best = self.candidates.first().map_or(0.0, |c| c.confidence);
        self.candidates.iter().filter(move |c| c.confidence > best - UNDECIDED)
    }
}

/// Shows what a mapping does to the first `rows` rows of a file, given its first bytes.
///
/// # Errors
/// [`ImportError::Empty`] when there is no row at all.
pub fn preview(
    head: &[u8],
    mapping: &Mapping,
    zone: Option<Zone>,
    rows: usize,
) -> Result<MappingPreview, ImportError> {
    mapping::preview(head, mapping, zone, rows)
}

/// The mapping that the header and the first rows of a table suggest.
pub fn suggest_mapping(head: &[u8]) -> Mapping {
    mapping::suggest(head).0
}

/// A row as it stands in its file, from the bytes at its place.
pub fn original_row(bytes: &[u8], encoding: Encoding) -> String {
    decode::decode(bytes, encoding).trim_end_matches(['\n', '\r']).to_owned()
}

/// What one read of one file yields.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The file's size in bytes.
    pub bytes: u64,
    /// What was read and refused.
    pub report: Report,
    /// The events or incidents.
    pub content: Content,
}

/// The events or incidents of a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// A file of events.
    Events(Arc<EventTable>),
    /// A file of incidents, in file order.
    Incidents(Vec<Arc<ImportedIncident>>),
}

/// An incident that a file states as a whole.
#[derive(Clone, Debug, Default)]
pub struct ImportedIncident {
    /// Its identifier in the file; empty where it has none.
    pub id: String,
    /// Its title or summary.
    pub title: String,
    /// Its dated facts, as events.
    pub events: Arc<EventTable>,
    /// The event row of each milestone that the record states by itself. Its moment is that of the row: it waits for a
    /// zone as the row does, and moves with it.
    pub milestones: BTreeMap<Milestone, u32>,
    /// Durations that the record states by itself, such as VERIS `timeline.containment`.
    pub durations: BTreeMap<MetricId, Duration>,
    /// What groups it with others: column or VERIS path → values. A VERIS incident may have several actors, actions or assets;
    /// it belongs to each of their groups.
    pub groups: BTreeMap<String, Vec<String>>,
}

impl ImportedIncident {
    /// The moment of a milestone that the record states, where its row has a place; zone and clock offset as for
    /// [`EventTable::moment`].
    pub fn moment<'a>(
        &self,
        milestone: &Milestone,
        asserted: impl Into<Asserted<'a>>,
        offset: Span,
    ) -> Option<Moment> {
        self.events.moment(*self.milestones.get(milestone)?, asserted, offset).ok()
    }
}

/// How text was encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// Windows-1252, of which Latin-1 is a part.
    Windows1252,
}

/// What was read and refused. `events + merged + refused = rows` for event formats; `incidents + refused = rows` otherwise.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Data rows or records found; blank lines, empty rows and headers are not counted.
    pub rows: u64,
    /// Rows of a table with nothing in any cell, as spreadsheets write them below it. A note says how many.
    pub empty: u64,
    /// Rows or dated facts that became events.
    pub events: u64,
    /// Rows that are part of an event beside its first, such as the requests of a burst.
    pub merged: u64,
    /// Records that became incidents.
    pub incidents: u64,
    /// Rows that could not be read, in file order.
    pub refusals: Vec<Refusal>,
    /// What in the file speaks for the format, in one sentence; where nothing does, that a person chose it.
    pub why: String,
    /// How the text was encoded.
    pub encoding: Encoding,
    /// The day-first decision, where the column needed one.
    pub day_first: Option<bool>,
    /// Whether all times were midnights, so that the column was read as days.
    pub dates_only: bool,
    /// What a reader should know about the file as a whole, in plain sentences.
    pub notes: Vec<String>,
    /// Rows whose wall clock has no zone: they wait until one is asserted for the source.
    pub naive_rows: u64,
    /// Rows whose wall clock has a zone abbreviation that may mean several: they wait until a person says which.
    pub abbreviated: BTreeMap<Abbreviation, u64>,
    /// The dates that fit both orders of day and month in every row, or no order in all; such rows are refused
    /// until a person says which.
    pub dates: Option<OpenDates>,
    /// The messages of a Slack export by channel, those that were left out among them.
    pub slack: Option<Box<SlackCounts>>,
}

impl Report {
    /// Says how many rows were empty.
    fn say_empty(&mut self) {
        if self.empty > 0 {
            let empty = row::count(self.empty, "row", "rows");
            self.notes.push(format!("Empty, and so not counted: {empty}."));
        }
    }
}

/// Dates such as 03/04/2026 of which the file does not tell which figure is the day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OpenDates {
    /// How many rows have such a date.
    pub rows: u64,
    /// The first that can be read both ways: the text of the event, with the day first, with the month first.
    pub first: Vec<(String, RowTime, RowTime)>,
}

/// A format that a file may have, with why.
#[derive(Clone, PartialEq, Debug)]
pub struct Candidate {
    /// How it would be read; for what is read through a mapping with the one that suggests itself.
    pub reading: Reading,
    /// From 0 to 1.
    pub confidence: f64,
    /// What in the file speaks for it, in one sentence.
    pub evidence: String,
}

/// A file that cannot be read at all, with the remedy.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ImportError {
    /// Nothing in it.
    #[error("the file is empty; export it again, with at least one row")]
    Empty,
    /// No text.
    #[error("the file is not text ({found}); export it as CSV, JSON or JSON lines")]
    Binary {
        /// What it seems to be.
        found: String,
    },
    /// No known structure.
    #[error("{message}")]
    Unreadable {
        /// What is wrong, where, and what to do.
        message: String,
    },
    /// A format that needs a mapping was opened without one.
    #[error("say which column holds the time and which the text")]
    NeedsMapping,
    /// A column that the mapping names is not in the header.
    #[error("the file has no column “{column}”; it has {columns}")]
    NoSuchColumn {
        /// The column that the mapping names.
        column: String,
        /// The header, joined by commas.
        columns: String,
    },
}
