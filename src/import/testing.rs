//! What the tests of the formats share.

use super::{Content, Imported, Report, detect, read_all};
use crate::model::{EventTable, Format, Zone};
use std::sync::Arc;

/// Reads a text that must be found to be of a format: its events and the report, whose counts add up.
#[track_caller]
pub fn events(text: &str, format: Format) -> (Arc<EventTable>, Report) {
    let found = detect("x", text.as_bytes(), text.len() as u64).unwrap();
    let best = &found.candidates[0];
    assert_eq!(best.reading.format, format, "{:?}", found.candidates);
    assert_eq!(found.undecided().count(), 1, "{:?}", found.candidates);
    let Imported { report, content, .. } = read_all("x", text.as_bytes(), None).unwrap();
    let Content::Events(events) = content else { panic!("incidents") };
    assert_eq!(report.rows, report.events + report.merged + report.refusals.len() as u64, "{report:?}");
    (events, report)
}

/// The time of a row, wall clocks as UTC, and its text.
pub fn told(events: &EventTable, row: u32) -> String {
    let moment = events.moment(row, Some(Zone::Utc), Default::default()).unwrap();
    format!("{} {}", moment.earliest, events.text(row))
}
