//! The timeline of a case: all sources and hand-written events in one order.
//!
//! A [`Timeline`] borrows nothing and copies no text: it holds the order of the rows of shared tables, with the
//! corrections that a person made laid over them. Building it is the only place where zones and clock offsets meet
//! the times that files state.

use crate::model::event::{RowNote, Unplaced};
use crate::model::{EventEdit, EventId, EventTable, HandEvent, Moment, SourceId, Span, Zone};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One source's rows on their way into a timeline.
#[derive(Clone, Debug)]
pub struct SourceTable {
    /// The source's name within its case.
    pub id: SourceId,
    /// The file's name.
    pub name: String,
    /// Its rows.
    pub table: Arc<EventTable>,
    /// The zone asserted for wall clocks.
    pub zone: Option<Zone>,
    /// Added to each of its times.
    pub clock_offset: Span,
}

/// All events of a case in one order: by earliest, then latest time, then source, then row.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    sources: Vec<SourceTable>,
    order: Vec<Placed>,
    positions: BTreeMap<EventId, u32>,
    unplaced: Vec<(EventId, Unplaced)>,
    edits: BTreeMap<EventId, EventEdit>,
    hand: Vec<HandEvent>,
}

#[derive(Clone, Copy, Debug)]
struct Placed {
    id: EventId,
    moment: Moment,
}

/// One event as it stands in the order, with corrections applied.
#[derive(Clone, Debug)]
pub struct EventView<'a> {
    /// Its position, from 0: the number that exports use.
    pub position: u32,
    /// Its name.
    pub id: EventId,
    /// When it happened.
    pub moment: Moment,
    /// When the responders knew, where the evidence or a person tells.
    pub known_at: Option<Moment>,
    /// The name of its source; empty for hand-written events.
    pub source: &'a str,
    /// What happened.
    pub text: &'a str,
    /// The kind of event.
    pub kind: &'a str,
    /// Who did it.
    pub actor: &'a str,
    /// What it happened to.
    pub asset: &'a str,
    /// Its tags.
    pub tags: Vec<&'a str>,
    /// Its line in the file, from 1; 0 where there is none.
    pub line: u32,
    /// Its JSON pointer in the file; empty where there is none.
    pub pointer: &'a str,
    /// What a reader should know about the row.
    pub notes: &'a [RowNote],
    /// The correction laid over it, if any.
    pub edit: Option<&'a EventEdit>,
}
