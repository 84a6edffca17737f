//! The timeline of a case: all sources and hand-written events in one order.
//!
//! A [`Timeline`] borrows nothing and copies no text: it holds the order of the rows of shared tables, with the
//! corrections that a person made laid over them. Building it is the only place where zones and clock offsets meet
//! the times that files state.
//!
//! It is made for a million events: everything is held by column, and questions ([`Timeline::select`],
//! [`Timeline::histogram`], [`Timeline::facets`]) look at each distinct kind, actor, asset and tag once per table.

mod awareness;
mod build;
mod duplicates;
mod facets;
mod filter;
mod histogram;
mod needle;
mod offset;
mod silences;
mod technique;

pub use awareness::Awareness;
pub use duplicates::{Duplicate, Duplicates, Grouping};
pub use facets::{Facet, Facets, SourceCount};
pub use filter::Filter;
pub use histogram::{Histogram, Stack};
pub use offset::{OffsetEstimate, SameEvent};
pub use silences::Silence;
pub use technique::named_techniques;

use crate::model::event::RowNote;
use crate::model::numbers::{Few, Numbers, Rising};
use crate::model::{
    Asserted, EventEdit, EventId, EventTable, Moment, Precision, SourceId, Span, Timestamp, Unplaced, Zone,
    ZoneOrigin,
};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The tag with which Timesketch stars an event.
pub const STAR_TAG: &str = "__ts_star";

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
    /// What its zone abbreviations were said to mean.
    pub abbreviations: BTreeMap<String, Zone>,
    /// Added to each of its times.
    pub clock_offset: Span,
}

impl SourceTable {
    /// What a person said of its wall clocks.
    pub fn asserted(&self) -> Asserted<'_> {
        Asserted { zone: self.zone, abbreviations: Some(&self.abbreviations) }
    }
}

/// All events of a case in one order: by earliest, then latest time, then source, then row.
///
/// A *position* is an event's place in that order, from 0. Events written by hand stand in it as the rows of one
/// more source, [`SourceId::HAND`], after all others at the same time.
///
/// ```
/// use floodmark::model::{EventTable, RowTime, SourceId, Span, Timestamp};
/// use floodmark::model::event::NewRow;
/// use floodmark::timeline::{SourceTable, Timeline};
/// let mut table = EventTable::new();
/// table.push(&NewRow { text: "second", ..NewRow::default() }, RowTime::utc(Timestamp::from_seconds(1_773_651_900)));
/// table.push(&NewRow { text: "first", ..NewRow::default() }, RowTime::utc(Timestamp::from_seconds(1_773_648_760)));
/// let source = SourceTable {
///     id: SourceId(0), name: "log.csv".into(), table: table.into(), zone: None,
///     abbreviations: Default::default(), clock_offset: Span::ZERO,
/// };
/// let timeline = Timeline::build(vec![source], &[], &Default::default());
/// assert_eq!(timeline.events().map(|e| e.text).collect::<Vec<_>>(), ["first", "second"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// The sources by ascending number; the hand-written events last, where there are any.
    tables: Vec<SourceTable>,
    /// Whether the last table holds the hand-written events.
    hand: bool,
    /// By position.
    order: Order,
    unplaced: Vec<(EventId, Unplaced)>,
    hidden: u32,
    edits: BTreeMap<EventId, EventEdit>,
    /// Positions of events with a correction, ascending.
    edited: Vec<u32>,
}

/// The columns of the order; all of one length.
#[derive(Clone, Debug, Default)]
struct Order {
    earliest: Vec<i64>,
    table: Numbers,
    row: Rising,
    /// Precision, origin of the zone, and microseconds from the earliest time to the latest.
    shape: Few<(Precision, ZoneOrigin, i64)>,
}

impl Order {
    /// The table of the event at a place, and its row there.
    fn place(&self, n: usize) -> Option<(u32, u32)> {
        Some((self.table.get(n)?, self.row.get(n)?))
    }

    fn push(&mut self, moment: Moment, table: u32, row: u32) {
        let (earliest, latest) = (moment.earliest.0, moment.latest.0);
        self.earliest.push(earliest);
        self.table.push(table);
        self.row.push(row);
        self.shape.push((moment.precision, moment.zone, latest.wrapping_sub(earliest)));
    }

    fn latest(&self, n: usize) -> Option<i64> {
        Some(self.earliest.get(n)?.wrapping_add(self.shape.get(n)?.2))
    }

    /// What events are compared by: time, then table (tables ascend by source), then row.
    fn key(&self, n: usize) -> Option<(i64, i64, u32, u32)> {
        let (table, row) = self.place(n)?;
        Some((*self.earliest.get(n)?, self.latest(n)?, table, row))
    }
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

/// A row that a person left out of the timeline.
#[derive(Clone, Copy, Debug)]
pub struct HiddenEvent<'a> {
    /// Its name.
    pub id: EventId,
    /// When it happened, where that can be placed.
    pub moment: Option<Moment>,
    /// The name of its source.
    pub source: &'a str,
    /// What happened, as corrected.
    pub text: &'a str,
    /// The correction that hides it, among other things.
    pub edit: &'a EventEdit,
}

impl EventView<'_> {
    /// Whether a person or the source's tool starred it.
    pub fn starred(&self) -> bool {
        self.edit.is_some_and(|e| e.starred) || self.tags.contains(&STAR_TAG)
    }

    /// Whether its time lies in the years that may bound a record (1970-01-02 to 2099).
    pub fn is_plausible(&self) -> bool {
        self.moment.earliest.is_plausible()
    }
}

impl Timeline {
    /// How many events stand in the order.
    pub fn len(&self) -> usize {
        self.order.earliest.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.earliest.is_empty()
    }

    /// The moment of the event at a position.
    pub fn moment(&self, position: u32) -> Option<Moment> {
        let n = position as usize;
        let (precision, zone, lasting) = self.order.shape.get(n)?;
        let earliest = *self.order.earliest.get(n)?;
        Some(Moment {
            earliest: Timestamp(earliest),
            latest: Timestamp(earliest.wrapping_add(lasting)),
            precision,
            zone,
        })
    }

    /// The name of the event at a position.
    pub fn id(&self, position: u32) -> Option<EventId> {
        let (table, row) = self.place(position)?;
        Some(EventId { source: table.id, row })
    }

    /// The event at a position, with corrections applied.
    pub fn event(&self, position: u32) -> Option<EventView<'_>> {
        let (source, row) = self.place(position)?;
        let id = EventId { source: source.id, row };
        let table = source.table.as_ref();
        let edit = if self.edits.is_empty() { None } else { self.edits.get(&id) };
        let known_at = match edit.and_then(|e| e.known_at) {
            Some(time) => time.place(source.asserted(), Span::ZERO).ok(),
            None => table.known_moment(row, source.asserted(), source.clock_offset),
        };
        let corrected = |pick: fn(&EventEdit) -> &Option<String>, original| {
            edit.and_then(|e| pick(e).as_deref()).unwrap_or(original)
        };
        Some(EventView {
            position,
            id,
            moment: self.moment(position)?,
            known_at,
            source: &source.name,
            text: corrected(|e| &e.text, table.text(row)),
            kind: table.kind(row),
            actor: corrected(|e| &e.actor, table.actor(row)),
            asset: corrected(|e| &e.asset, table.asset(row)),
            tags: table.tags(row).collect(),
            line: table.line(row),
            pointer: table.pointer(row),
            notes: table.notes(row),
            edit,
        })
    }

    /// The position of an event; `None` while it is unplaced, hidden, taken back or not of this case.
    pub fn position(&self, id: EventId) -> Option<u32> {
        let table = self.tables.iter().position(|t| t.id == id.source)?;
        let source = self.tables.get(table).filter(|source| (id.row as usize) < source.table.len())?;
        let edit = if self.edits.is_empty() { None } else { self.edits.get(&id) };
        let moment = build::moment(source, id.row, edit).ok()?;
        // A column of positions by row would answer at once, and be a quarter of what the order of a large timeline holds.
        let key = (moment.earliest.0, moment.latest.0, table as u32, id.row);
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from + (to - from) / 2;
            match self.order.key(middle)?.cmp(&key) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Some(middle as u32),
                Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// An event by its name; `None` as for [`Timeline::position`].
    pub fn find(&self, id: EventId) -> Option<EventView<'_>> {
        self.event(self.position(id)?)
    }

    /// All events in order.
    pub fn events(&self) -> impl Iterator<Item = EventView<'_>> {
        (0..self.len() as u32).filter_map(|position| self.event(position))
    }

    /// Whether a person put anything in the place of what a row of a table says.
    fn is_corrected(&self, table: u32, row: u32) -> bool {
        let id = self.tables.get(table as usize).map(|source| EventId { source: source.id, row });
        id.and_then(|id| self.edits.get(&id)).is_some_and(EventEdit::is_correction)
    }

    /// Rows that wait for a zone, or that a clock change skips in the zone asserted, by source and row.
    pub fn unplaced(&self) -> &[(EventId, Unplaced)] {
        &self.unplaced
    }

    /// How many rows a person left out of the timeline.
    pub fn hidden(&self) -> u32 {
        self.hidden
    }

    /// The rows that a person left out, by source and row.
    pub fn hidden_events(&self) -> impl Iterator<Item = HiddenEvent<'_>> {
        self.edits.iter().filter(|(_, edit)| edit.hidden).filter_map(|(id, edit)| {
            let source = self.tables.iter().find(|table| table.id == id.source)?;
            let there = (id.row as usize) < source.table.len();
            there.then(|| HiddenEvent {
                id: *id,
                moment: build::moment(source, id.row, Some(edit)).ok(),
                source: &source.name,
                text: edit.text.as_deref().unwrap_or_else(|| source.table.text(id.row)),
                edit,
            })
        })
    }

    /// The sources by ascending number, without the hand-written events.
    pub fn sources(&self) -> &[SourceTable] {
        let n = self.tables.len() - usize::from(self.hand && !self.tables.is_empty());
        self.tables.get(..n).unwrap_or_default()
    }

    /// The first and the last time of the record, implausible times left out: both are `earliest` of an event.
    pub fn span(&self) -> Option<[Timestamp; 2]> {
        let plausible = self.plausible();
        let first = *self.order.earliest.get(plausible.start)?;
        let last = *self.order.earliest.get(plausible.clone().next_back()?)?;
        Some([Timestamp(first), Timestamp(last)])
    }

    /// The end of the record where nobody set one: the `earliest` of the last event between 1970-01-02 and 2100.
    pub fn as_of(&self) -> Option<Timestamp> {
        self.span().map(|[_, last]| last)
    }

    /// The positions of events with plausible times; they lie together, since the order is by time.
    pub fn plausible(&self) -> std::ops::Range<usize> {
        let earliest = &self.order.earliest;
        let from = earliest.partition_point(|&t| t < Timestamp::PLAUSIBLE_FROM.0);
        let to = earliest.partition_point(|&t| t < Timestamp::PLAUSIBLE_UNTIL.0);
        from..to.max(from)
    }

    /// The positions of events that begin at or after `from` and before `to`.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> std::ops::Range<u32> {
        let place = |at: Timestamp| self.order.earliest.partition_point(|&t| t < at.0) as u32;
        let start = place(from);
        start..place(to).max(start)
    }

    fn place(&self, position: u32) -> Option<(&SourceTable, u32)> {
        let (table, row) = self.order.place(position as usize)?;
        Some((self.tables.get(table as usize)?, row))
    }
}
