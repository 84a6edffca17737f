//! Events of which the record tells both: when they happened, and when the responders knew.

use super::Timeline;
use crate::model::{EventId, Moment};
use std::collections::BTreeSet;

/// One event with both of its times.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Awareness {
    /// Its position in the timeline.
    pub position: u32,
    /// Its name.
    pub id: EventId,
    /// When it happened.
    pub happened: Moment,
    /// When the responders knew.
    pub known: Moment,
}

impl Timeline {
    /// The events with both times, in order; implausible times left out. `selection` holds positions as
    /// [`Timeline::select`] gives them; `None` means all events.
    pub fn awareness(&self, selection: Option<&[u32]>) -> Vec<Awareness> {
        // Few rows of a large file tell when they were known: those are looked at, not all.
        let mut positions = BTreeSet::new();
        for source in &self.tables {
            let rows = source.table.known_rows();
            positions.extend(rows.filter_map(|row| self.position(EventId { source: source.id, row })));
        }
        positions.extend(&self.edited);
        if let Some(selection) = selection {
            positions.retain(|p| selection.binary_search(p).is_ok());
        }
        let both = positions.into_iter().filter_map(|position| {
            let event = self.event(position)?;
            let known = event.known_at?;
            (event.is_plausible() && known.earliest.is_plausible()).then_some(Awareness {
                position,
                id: event.id,
                happened: event.moment,
                known,
            })
        });
        both.collect()
    }
}
