//! What the Sources page shows: each file, how it was read, its times and what was refused.

use crate::model::{Abbreviation, Moment, Reading, SourceId, SourceSummary, Span, Zone};
use serde::{Deserialize, Serialize};

/// The files of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SourcesView {
    /// The files, in the order in which they were added.
    pub sources: Vec<SourceRow>,
    /// How many events stand in more than one file.
    pub duplicates: usize,
}

/// One file of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SourceRow {
    /// The source.
    pub id: SourceId,
    /// Its figures.
    pub summary: SourceSummary,
    /// The format's name on screen.
    pub format_label: String,
    /// What in the file speaks for the format.
    pub why: String,
    /// How it is read.
    pub reading: Reading,
    /// The asserted zone.
    pub zone: Option<Zone>,
    /// Rows whose wall clock has no zone of its own.
    pub naive_rows: u64,
    /// Rows that wait for a zone now, those with an abbreviation among them.
    pub waiting: u64,
    /// The zone abbreviations of its rows.
    pub abbreviations: Vec<AbbreviationRow>,
    /// The dates of which the file does not tell which figure is the day.
    pub dates: Option<DatesView>,
    /// Added to each time.
    pub clock_offset: Span,
    /// How many cases are made of the same file, this one among them; 0 where it is one of events.
    pub file_cases: u32,
    /// Whether the file's bytes have been read in this session.
    pub at_hand: bool,
}

/// A zone abbreviation that rows of a source are written with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AbbreviationRow {
    /// The abbreviation.
    pub abbreviation: Abbreviation,
    /// How many rows have it.
    pub rows: u64,
    /// How many of them wait.
    pub waiting: u64,
    /// What a person said that it means.
    pub zone: Option<Zone>,
    /// What it may mean: the zone, its name, and the first of the rows in it.
    pub meanings: Vec<(Zone, String, Option<Moment>)>,
}

/// Dates such as 03/04/2026 of which the file does not tell which figure is the day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DatesView {
    /// How many rows have such a date.
    pub rows: u64,
    /// What a person said: whether the first figure is the day.
    pub day_first: Option<bool>,
    /// The first rows: the event's text, the date with the day first, and with the month first.
    pub first: Vec<(String, String, String)>,
}

/// What a zone would do to a source: its first naive rows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ZonePreview {
    /// Text as written, moment now (if placed), moment in the tried zone (none: the clock skips it).
    pub rows: Vec<ZonePreviewRow>,
    /// How many rows the zone would place.
    pub rows_in_all: u64,
    /// How many of them the clock of that zone skips.
    pub skipped: u64,
    /// How many it shows twice.
    pub repeated: u64,
}

/// One row of a [`ZonePreview`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ZonePreviewRow {
    /// The wall clock as written.
    pub written: String,
    /// The event's text.
    pub text: String,
    /// The moment as it stands.
    pub before: Option<Moment>,
    /// The moment in the tried zone.
    pub after: Option<Moment>,
}

/// What a clock offset would do to a source: its first rows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OffsetPreview {
    /// The first rows that have a place, or get one.
    pub rows: Vec<OffsetPreviewRow>,
    /// How many rows the offset would move.
    pub rows_in_all: u64,
}

/// One row of an [`OffsetPreview`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OffsetPreviewRow {
    /// The event's text.
    pub text: String,
    /// The moment as it stands.
    pub before: Moment,
    /// The moment with the tried offset; none: the clock skips it.
    pub after: Option<Moment>,
}

/// What the same events in the other sources of a case say of a source's clock.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OffsetEvidence {
    /// The sources that share events with it, in the order of the case.
    pub others: Vec<OffsetRow>,
    /// How many other sources were compared.
    pub compared: u32,
}

/// What one other source says of a clock. Offered, never applied by itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OffsetRow {
    /// The other source's place in the case, from 0.
    pub source: u32,
    /// Its name.
    pub name: String,
    /// The offset that would make the two agree: the median of all differences.
    pub offset: Span,
    /// How many events both tell.
    pub pairs: u32,
    /// How many of their differences lie within `spread` of the median.
    pub agree: u32,
    /// The distance from the median within which pairs are said to agree.
    pub spread: Span,
    /// The first pairs.
    pub shown: Vec<OffsetPair>,
}

/// One event as two sources tell it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OffsetPair {
    /// What this source says.
    pub text: String,
    /// What the other says, where its words differ.
    pub other_text: Option<String>,
    /// The time in this source, as its file states it.
    pub own: Moment,
    /// The time in the other.
    pub other: Moment,
    /// From the own time to the other's.
    pub difference: Span,
    /// Whether the difference lies within the spread.
    pub agrees: bool,
}

/// What would mend a refused row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    /// Nothing but another file.
    None,
    /// Asserting a zone for the source.
    Zone,
    /// Saying which zone this abbreviation means.
    Abbreviation(Abbreviation),
    /// Saying which figure of its dates is the day.
    Dates,
    /// Choosing other columns, or another format.
    Another,
}

/// Refused rows of a source, some of them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RefusalsView {
    /// The reasons with how many rows each has and what would mend them, the most frequent first.
    pub reasons: Vec<RefusalReason>,
    /// How many rows there are of the reason asked for, or of all.
    pub total: u32,
    /// The number of the first row here among them.
    pub from: u32,
    /// The rows, in the order of the file.
    pub rows: Vec<crate::model::Refusal>,
}

/// Why rows were refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RefusalReason {
    /// The reason, with what it quotes of the row left out, as a query for its rows names it.
    pub reason: String,
    /// The reason in the language of the page.
    pub words: String,
    /// How many rows.
    pub count: u32,
    /// What would mend them.
    pub fix: Fix,
}
