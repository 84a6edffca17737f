//! The rows of a source as they are shared: a table of their own, with the times that they have in the case.

use crate::document::timeline_csv;
use crate::model::event::NewRow;
use crate::model::{EventEdit, EventId, EventTable, RowTime, Source, Span, Timestamp};
use crate::timeline::{SourceTable, Timeline};
use crate::workspace::redact::{Place, moved};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rows of a source.
pub struct Rows {
    /// The table, which Floodmark reads back.
    pub text: String,
    /// How many rows have no time.
    pub left: u32,
    /// Where each row stands in the table.
    pub places: Vec<(u32, u32)>,
}

/// Writes the rows of a source anew.
pub fn rows(
    source: &Source,
    table: &EventTable,
    name: &str,
    edits: &BTreeMap<EventId, EventEdit>,
    weeks: i64,
    replace: &mut dyn FnMut(Place, &str) -> String,
) -> Rows {
    let (mut new, mut old, mut left) = (EventTable::new(), vec![], 0);
    for row in 0..table.len() as u32 {
        let edit = edits.get(&EventId { source: source.id, row });
        // A corrected time is taken as it stands, as in the timeline.
        let placed = |time: RowTime| time.place(source.asserted(), Span::ZERO).ok();
        let moment = match edit.and_then(|e| e.time) {
            Some(time) => placed(time),
            None => table.moment(row, source.asserted(), source.clock_offset).ok(),
        };
        let Some(moment) = moment else {
            left += 1;
            continue;
        };
        let known = match edit.and_then(|e| e.known_at) {
            Some(time) => placed(time),
            None => table.known_moment(row, source.asserted(), source.clock_offset),
        };
        let tags: Vec<String> = table.tags(row).map(|tag| replace(Place::Tag, tag)).collect();
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        let (kind, text) = (replace(Place::Tag, table.kind(row)), replace(Place::Event, table.text(row)));
        let (actor, asset) =
            (replace(Place::Actor, table.actor(row)), replace(Place::Asset, table.asset(row)));
        let copy = NewRow {
            text: &text,
            kind: &kind,
            actor: &actor,
            asset: &asset,
            tags: &tags,
            ..NewRow::default()
        };
        let number = new.push(&copy, RowTime::utc(Timestamp::default()));
        new.set_moment(number, moved(moment, weeks));
        if let Some(known) = known {
            new.set_known(number, moved(known, weeks));
        }
        old.push(row);
    }
    let table = SourceTable {
        id: source.id,
        name: name.to_owned(),
        table: Arc::new(new),
        zone: None,
        abbreviations: BTreeMap::new(),
        clock_offset: Span::ZERO,
    };
    // The rows of the new table stand in the order of the timeline.
    let timeline = Timeline::build(vec![table], &[], &BTreeMap::new());
    let place = |position: u32| Some((*old.get(timeline.id(position)?.row as usize)?, position));
    let places = (0..timeline.len() as u32).filter_map(place).collect();
    Rows { text: timeline_csv::write(&timeline), left, places }
}
