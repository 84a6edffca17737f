//! From tables and edits to one order.

use super::{Order, SourceTable, Timeline};
use crate::model::event::{NewRow, RowTime, Unplaced};
use crate::model::{EventEdit, EventId, EventTable, HandEvent, Moment, SourceId, Span};
use std::collections::BTreeMap;

impl Order {
    /// Sorts, one column after the other, since a million whole rows beside them would double the memory.
    fn sort(&mut self) {
        let len = self.earliest.len();
        // Files are mostly in order already.
        if (1..len).all(|n| self.key(n - 1) <= self.key(n)) {
            return;
        }
        let mut places: Vec<u32> = (0..len as u32).collect();
        let earliest = |n: &u32| self.earliest.get(*n as usize);
        let key = |n: &u32| self.key(*n as usize);
        places.sort_unstable_by(|a, b| earliest(a).cmp(&earliest(b)).then_with(|| key(a).cmp(&key(b))));
        let places = || places.iter().map(|n| *n as usize);
        self.earliest = places().filter_map(|n| self.earliest.get(n).copied()).collect();
        self.table = places().filter_map(|n| self.table.get(n)).collect();
        self.row = places().filter_map(|n| self.row.get(n)).collect();
        self.shape = places().filter_map(|n| self.shape.get(n)).collect();
    }
}

impl Timeline {
    /// Puts the rows of all sources and the hand-written events into one order, with corrections applied.
    ///
    /// Rows whose time has no place yet are listed in [`Timeline::unplaced`]; rows that a person hid are counted in
    /// [`Timeline::hidden`]. A corrected time is taken as it stands: the source's clock offset is not added to it.
    pub fn build(
        mut sources: Vec<SourceTable>,
        hand: &[HandEvent],
        edits: &BTreeMap<EventId, EventEdit>,
    ) -> Timeline {
        sources.sort_by_key(|s| s.id);
        let removed: Vec<bool> = hand.iter().map(|e| e.removed).collect();
        if !hand.is_empty() {
            sources.push(hand_table(hand));
        }
        let total = sources.iter().map(|s| s.table.len()).sum();
        let mut order = Order::default();
        order.earliest.reserve_exact(total);
        let mut unplaced = Vec::new();
        let mut hidden = 0;
        for (number, source) in sources.iter().enumerate() {
            let mut corrections = edits
                .range(EventId { source: source.id, row: 0 }..=EventId { source: source.id, row: u32::MAX })
                .peekable();
            for row in 0..source.table.len() as u32 {
                let id = EventId { source: source.id, row };
                let edit = corrections.next_if(|(edited, _)| **edited == id).map(|(_, edit)| edit);
                let gone = source.id == SourceId::HAND && removed.get(row as usize) == Some(&true);
                if gone {
                    continue;
                }
                if edit.is_some_and(|e| e.hidden) {
                    hidden += 1;
                    continue;
                }
                match moment(source, row, edit) {
                    Ok(moment) => order.push(moment, number as u32, row),
                    Err(why) => unplaced.push((id, why)),
                }
            }
        }
        order.sort();
        let hand = !hand.is_empty();
        let mut timeline = Timeline {
            tables: sources,
            hand,
            order,
            unplaced,
            hidden,
            edits: edits.clone(),
            edited: Vec::new(),
        };
        let mut edited: Vec<u32> = edits.keys().filter_map(|id| timeline.position(*id)).collect();
        edited.sort_unstable();
        timeline.edited = edited;
        timeline
    }
}

/// The moment of a row with its correction.
pub(super) fn moment(source: &SourceTable, row: u32, edit: Option<&EventEdit>) -> Result<Moment, Unplaced> {
    match edit.and_then(|e| e.time) {
        Some(time) => time.place(source.asserted(), Span::ZERO),
        None => source.table.moment(row, source.asserted(), source.clock_offset),
    }
}

/// The hand-written events as a table: the row is the position in `hand`, also for those taken back.
fn hand_table(hand: &[HandEvent]) -> SourceTable {
    let mut table = EventTable::new();
    for event in hand {
        let tags: Vec<&str> = event.tags.iter().map(String::as_str).collect();
        let time: RowTime = event.time;
        table.push(
            &NewRow {
                known_at: event.known_at,
                text: &event.text,
                kind: &event.kind,
                actor: &event.actor,
                asset: &event.asset,
                tags: &tags,
                ..NewRow::default()
            },
            time,
        );
    }
    SourceTable {
        id: SourceId::HAND,
        name: String::new(),
        table: table.into(),
        zone: None,
        abbreviations: BTreeMap::new(),
        clock_offset: Span::ZERO,
    }
}
