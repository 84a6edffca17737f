//! From tables and edits to one order.

use super::{ABSENT, Order, SourceTable, Timeline};
use crate::model::event::{NewRow, RowTime, Unplaced};
use crate::model::{
    EventEdit, EventId, EventTable, HandEvent, Moment, Precision, SourceId, Span, ZoneOrigin,
};
use std::collections::BTreeMap;

/// A placed row on its way into the order. Compared by time, then table (tables ascend by source), then row.
#[derive(Clone, Copy)]
struct Key {
    earliest: i64,
    latest: i64,
    table: u32,
    row: u32,
    shape: (Precision, ZoneOrigin),
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
        let mut keys: Vec<Key> = Vec::with_capacity(total);
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
                    Ok(m) => keys.push(Key {
                        earliest: m.earliest.0,
                        latest: m.latest.0,
                        table: number as u32,
                        row,
                        shape: (m.precision, m.zone),
                    }),
                    Err(why) => unplaced.push((id, why)),
                }
            }
        }
        // Files are mostly in order already; the stable sort finds those runs.
        keys.sort_by_key(|k| (k.earliest, k.latest, k.table, k.row));

        let mut positions: Vec<Vec<u32>> = sources.iter().map(|s| vec![ABSENT; s.table.len()]).collect();
        let mut order = Order {
            earliest: Vec::with_capacity(keys.len()),
            latest: Vec::with_capacity(keys.len()),
            table: Vec::with_capacity(keys.len()),
            row: Vec::with_capacity(keys.len()),
            shape: Vec::with_capacity(keys.len()),
        };
        for (position, key) in keys.iter().enumerate() {
            order.earliest.push(key.earliest);
            order.latest.push(key.latest);
            order.table.push(key.table);
            order.row.push(key.row);
            order.shape.push(key.shape);
            let slot = positions.get_mut(key.table as usize).and_then(|p| p.get_mut(key.row as usize));
            if let Some(slot) = slot {
                *slot = position as u32;
            }
        }
        let hand = !hand.is_empty();
        let mut timeline = Timeline {
            tables: sources,
            hand,
            order,
            positions,
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

fn moment(source: &SourceTable, row: u32, edit: Option<&EventEdit>) -> Result<Moment, Unplaced> {
    match edit.and_then(|e| e.time) {
        Some(time) => time.place(source.zone, Span::ZERO),
        None => source.table.moment(row, source.zone, source.clock_offset),
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
        clock_offset: Span::ZERO,
    }
}
