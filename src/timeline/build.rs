//! From tables and edits to one order.

use super::{Order, SourceTable, Timeline};
use crate::model::event::NewRow;
use crate::model::{
    EventEdit, EventId, EventTable, HandEvent, Moment, RowTime, SourceId, Span, Timestamp, Unplaced,
};
use std::cmp::Ordering;
use std::collections::BTreeMap;

impl Order {
    /// Adds all rows of a table, each at an instant: the same as [`Order::push`] row by row.
    fn extend_exact<'a>(&mut self, instants: impl Iterator<Item = &'a [i64]>, offset: Span, table: u32) {
        let before = self.earliest.len();
        for block in instants {
            self.earliest.extend(block.iter().map(|micros| micros.saturating_add(offset.0)));
        }
        let exact = Moment::exact(Timestamp::default());
        for row in 0..(self.earliest.len() - before) as u32 {
            self.table.push(table);
            self.row.push(row);
            self.shape.push((exact.precision, exact.zone, 0));
        }
    }

    /// Sorts, one column after the other, since a million whole rows beside them would double the memory.
    fn sort(&mut self, tables: usize) {
        let latest = |n: u32| self.latest(n as usize);
        // Events came table by table and row by row: equals stay so.
        let before = |a: u32, b: u32| {
            let earliest = |n: u32| self.earliest.get(n as usize);
            let order = earliest(a).cmp(&earliest(b)).then_with(|| latest(a).cmp(&latest(b)));
            order.then_with(|| a.cmp(&b)).is_lt()
        };
        let Some(places) = sorted(self.earliest.len() as u32, before) else { return };
        let places = || places.iter().map(|n| *n as usize);
        self.earliest = places().filter_map(|n| self.earliest.get(n).copied()).collect();
        self.row = places().filter_map(|n| self.row.get(n)).collect();
        // Columns that hold one number throughout are in any order.
        if tables > 1 {
            self.table = places().filter_map(|n| self.table.get(n)).collect();
        }
        if self.shape.values().len() > 1 {
            self.shape = places().filter_map(|n| self.shape.get(n)).collect();
        }
    }
}

/// The numbers below `count` in an order of theirs; none where they are in it already.
///
/// Files are mostly in order, but for a few rows that stand out and are sorted by themselves; files one after the other are merged.
///
/// * `before`: whether one of two numbers comes first.
fn sorted(count: u32, before: impl Fn(u32, u32) -> bool) -> Option<Vec<u32>> {
    let mut kept: Vec<u32> = Vec::with_capacity(count as usize);
    let mut others = vec![];
    // How many were taken out since the last one that was kept.
    let mut in_row = 0;
    for n in 0..count {
        if kept.last().is_none_or(|last| before(*last, n)) {
            kept.push(n);
            in_row = 0;
            continue;
        }
        // Rather than one more, as few of those that were kept may be what stands out.
        let few = kept.len().saturating_sub(in_row + 1);
        if few.checked_sub(1).and_then(|at| kept.get(at)).is_none_or(|held| before(*held, n)) {
            let from = kept.partition_point(|held| before(*held, n));
            others.extend(kept.drain(from..));
            kept.push(n);
            in_row = 0;
        } else {
            others.push(n);
            in_row += 1;
        }
    }
    if others.is_empty() {
        return None;
    }
    others.sort_by(|a, b| if before(*a, *b) { Ordering::Less } else { Ordering::Greater });
    let mut merged = Vec::with_capacity(count as usize);
    let mut others = others.into_iter().peekable();
    for n in kept {
        merged.extend(std::iter::from_fn(|| others.next_if(|other| before(*other, n))));
        merged.push(n);
    }
    merged.extend(others);
    Some(merged)
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
            // As most files of millions of rows.
            if corrections.peek().is_none()
                && source.id != SourceId::HAND
                && let Some(instants) = source.table.instants()
            {
                order.extend_exact(instants, source.clock_offset, number as u32);
                continue;
            }
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
        order.sort(sources.len());
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::Arc;

    proptest! {
        #[test]
        fn numbers_are_sorted_whatever_stands_out(
            rows in prop_oneof![
                prop::collection::vec(0_u8..12, 0..60),
                // In order but for a few, alone and in a row; and files one after the other.
                prop::collection::vec((0_u8..9, 0..6_usize), 0..5).prop_map(|some| {
                    let mut rows: Vec<u8> = (0..40).collect();
                    some.iter().for_each(|(value, at)| rows[at * 7] = value * 5);
                    some.iter().take(2).for_each(|(value, at)| rows[at * 5..][..3].fill(*value));
                    rows
                }),
                prop::collection::vec(0_u8..40, 0..30).prop_map(|mut rows| {
                    rows.sort_unstable();
                    [rows.clone(), rows].concat()
                }),
            ],
        ) {
            let mut all: Vec<u32> = (0..rows.len() as u32).collect();
            all.sort_by_key(|n| rows[*n as usize]);
            let read = sorted(rows.len() as u32, |a, b| (rows[a as usize], a) < (rows[b as usize], b));
            prop_assert_eq!(read.is_none(), rows.is_sorted());
            prop_assert_eq!(read.unwrap_or_else(|| (0..rows.len() as u32).collect()), all);
        }

        #[test]
        fn tables_of_instants_are_ordered_as_row_by_row(
            times in prop::collection::vec(-5_i64..5, 1..60),
            offset in -3_i64..3,
        ) {
            let mut table = EventTable::new();
            for micros in &times {
                table.push(&NewRow::default(), RowTime::utc(Timestamp(*micros)));
            }
            let table = Arc::new(table);
            let sources = || {
                let source = |n: u32| SourceTable {
                    id: SourceId(n),
                    name: String::new(),
                    table: table.clone(),
                    zone: None,
                    abbreviations: BTreeMap::new(),
                    clock_offset: Span(offset * i64::from(n)),
                };
                vec![source(0), source(1)]
            };
            // A star leaves the order as it is, and each row of its source is looked at.
            let star = EventEdit { starred: true, ..EventEdit::default() };
            let stars = [0, 1].map(|n| (EventId { source: SourceId(n), row: 0 }, star.clone()));
            let at_once = Timeline::build(sources(), &[], &BTreeMap::new());
            let by_row = Timeline::build(sources(), &[], &BTreeMap::from(stars));
            let seen = |timeline: &Timeline| -> Vec<_> {
                (0..timeline.len() as u32).map(|n| (timeline.id(n), timeline.moment(n))).collect()
            };
            prop_assert_eq!(at_once.len(), 2 * times.len());
            prop_assert_eq!(seen(&at_once), seen(&by_row));
        }
    }
}
