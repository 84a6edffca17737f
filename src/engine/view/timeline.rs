//! What the Timeline shows: rows, density, the two lanes and one event in full.

use crate::chart::{Chart, Phase};
use crate::model::{CaseId, EventEdit, EventId, Milestone, Moment, Span, Timestamp};
use crate::timeline::Histogram;
use serde::{Deserialize, Serialize};

/// The events whose time of happening and of being known are both told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AwarenessView {
    /// How many there are.
    pub total: u32,
    /// When each happened and was known, in the middle of what is told, the first [`Self::LANES`] of them.
    pub lanes: Vec<[Timestamp; 2]>,
    /// The time between, for each; none when all were known before they happened.
    pub gaps: Option<Chart>,
}

impl AwarenessView {
    /// As many events are drawn in the two lanes.
    pub const LANES: usize = 4_000;
}

/// How many events when.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Density {
    /// The counts.
    pub histogram: Histogram,
    /// Counted by phase: which phase each series is of, in the order of time; none before the first and after the last.
    pub phases: Vec<Option<Phase>>,
}

/// Rows of the filtered timeline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RowsView {
    /// Rows of the list.
    pub total: u32,
    /// Events that the filter keeps: more than rows where several sources tell the same.
    pub kept: u32,
    /// Events in the timeline.
    pub all: u32,
    /// The number of the first row here in the list.
    pub from: u32,
    /// The rows.
    pub rows: Vec<RowView>,
}

/// One row of the timeline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RowView {
    /// Its position in the whole timeline, from 0: the number that exports use.
    pub position: u32,
    /// The event.
    pub id: EventId,
    /// When it happened.
    pub moment: Moment,
    /// When the responders knew, where that is told.
    pub known_at: Option<Moment>,
    /// The source's place in the case, from 0; none for hand-written events.
    pub source: Option<u32>,
    /// The source's name.
    pub source_name: String,
    /// What happened, cut to a screenful.
    pub text: String,
    /// The kind of event.
    pub kind: String,
    /// Who did it.
    pub actor: String,
    /// What it happened to.
    pub asset: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Time since the row before in the filtered list.
    pub lag: Option<Span>,
    /// Others that tell the same at the same time, where several sources do: place of the source in the case (none: by
    /// hand), and the event there.
    pub also_in: Vec<(Option<u32>, EventId)>,
    /// How it belongs to these others in a list that has them too.
    pub group: Option<Group>,
    /// Milestones that stand on this event, or on one that it stands for in the list.
    pub milestones: Vec<(Milestone, crate::milestone::Status)>,
    /// Starred.
    pub starred: bool,
    /// Corrected by a person.
    pub edited: bool,
    /// What a reader should know about it, in plain words.
    pub notes: Vec<String>,
}

/// One of several events of a list that tell the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    /// The first of them in the whole timeline, by which a list is told to open them.
    pub name: EventId,
    /// How many others the list has.
    pub others: u32,
    /// Whether this is the first of the list: the one that has a row while they are closed.
    pub first: bool,
    /// Whether each has a row.
    pub open: bool,
}

/// Where an event stands in a list; nowhere when it is filtered out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The number of the row, from 0.
    pub row: Option<u32>,
    /// The closed group that the row stands for, where the event has none of its own.
    pub within: Option<EventId>,
}

/// The events that a person left out of the timeline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct HiddenView {
    /// The case that they are of.
    pub case: CaseId,
    /// How many there are.
    pub total: u32,
    /// The first [`Self::SHOWN`] of them, by source and row.
    pub events: Vec<HiddenRow>,
}

impl HiddenView {
    /// As many are listed.
    pub const SHOWN: usize = 200;
}

/// An event that a person left out of the timeline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct HiddenRow {
    /// The event.
    pub id: EventId,
    /// When it happened; none where it waits for a zone.
    pub moment: Option<Moment>,
    /// The source's name.
    pub source_name: String,
    /// What happened, cut to a line or two.
    pub text: String,
    /// The correction that hides it, which may correct other things too.
    pub edit: EventEdit,
}

/// The lines of a file that one event was put together from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RawLines {
    /// How many are shown.
    pub shown: u32,
    /// How many there are; none where the file is not read as far as the last of them.
    pub all: Option<u32>,
}

/// One event in full.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EventDetail {
    /// The row, its text uncut.
    pub row: RowView,
    /// The row as it stands in its file; a person's own words for hand-written events.
    pub original: Option<String>,
    /// Whether `original` is only the beginning of a very long row.
    pub cut: bool,
    /// How many lines of the file `original` has, where the event was put together from several.
    pub burst: Option<RawLines>,
    /// The line in the file, from 1; 0 where there is none.
    pub line: u32,
    /// The JSON pointer in the file.
    pub pointer: String,
    /// The hash of the file; empty for hand-written events.
    pub sha256: String,
    /// The correction laid over it.
    pub edit: Option<EventEdit>,
    /// The text as the evidence has it, where the correction changed it.
    pub evidence_text: Option<String>,
    /// The time as the evidence has it, where the correction changed it.
    pub evidence_moment: Option<Moment>,
    /// When the responders knew as the evidence has it, where the correction changed it and the evidence tells.
    pub evidence_known: Option<Moment>,
}
