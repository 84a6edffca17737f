//! The merged timeline as Timesketch takes it, as CSV and as lines of JSON.
//!
//! After the tool's import guide (docs/guides/user/import-from-json-csv.md): `message`, `datetime` (ISO 8601),
//! `timestamp_desc`, with `timestamp` in microseconds beside them, and other columns as they come. A day or a month becomes
//! its first instant, since the tool reads one form of time a file, with a tag that says so and that Floodmark reads back.
//! In the CSV a cell that a spreadsheet would take for a formula is made harmless; the last column `floodmark` tells our
//! own reader to undo that.

use super::escaped_json;
use super::timeline_csv::{row, text};
use super::words::coarse;
use crate::timeline::{EventView, STAR_TAG, Timeline};
use serde_json::{Value, json};

/// The columns of the CSV, in order.
pub const COLUMNS: [&str; 10] = [
    "message",
    "datetime",
    "timestamp",
    "timestamp_desc",
    "tag",
    "actor",
    "asset",
    "known_at",
    "source_file",
    "floodmark",
];

/// What says what kind of time it is, where the event does not.
const TIME: &str = "Event Logged";

/// All events in their order as CSV.
pub fn csv(timeline: &Timeline) -> String {
    let mut out = COLUMNS.join(",");
    out.push('\n');
    for event in timeline.events() {
        let one = Fields::of(&event);
        let cells = [
            text(event.text),
            one.datetime,
            one.timestamp.to_string(),
            text(one.kind),
            text(&one.tags.join(",")),
            text(event.actor),
            text(event.asset),
            one.known_at,
            text(event.source),
            "1".to_owned(),
        ];
        row(&cells, &mut out);
    }
    out
}

/// All events in their order, one JSON object a line.
pub fn jsonl(timeline: &Timeline) -> String {
    let mut out = String::new();
    for event in timeline.events() {
        let one = Fields::of(&event);
        let mut line = json!({
            "message": event.text, "datetime": one.datetime, "timestamp": one.timestamp, "timestamp_desc": one.kind,
        });
        let more = [
            ("tag", Value::from(one.tags)),
            ("actor", event.actor.into()),
            ("asset", event.asset.into()),
            ("known_at", one.known_at.into()),
            ("source_file", event.source.into()),
        ];
        let empty = |value: &Value| value == "" || value.as_array().is_some_and(Vec::is_empty);
        for (name, value) in more.into_iter().filter(|(_, value)| !empty(value)) {
            line[name] = value;
        }
        out.push_str(&escaped_json(line.to_string()));
        out.push('\n');
    }
    out
}

/// What both forms hold.
struct Fields<'a> {
    datetime: String,
    timestamp: i64,
    kind: &'a str,
    tags: Vec<String>,
    known_at: String,
}

impl<'a> Fields<'a> {
    fn of(event: &EventView<'a>) -> Self {
        let (at, precision) = coarse(&event.moment);
        let own = event.tags.iter().copied().filter(|tag| Some(*tag) != precision && *tag != STAR_TAG);
        let star = event.starred().then_some(STAR_TAG);
        Fields {
            datetime: format!("{}+00:00", at.naive_utc().format("%Y-%m-%dT%H:%M:%S%.f")),
            timestamp: at.0,
            kind: if event.kind.trim().is_empty() { TIME } else { event.kind },
            // The tool cuts a cell of tags at each comma.
            tags: own.chain(precision).chain(star).map(|tag| tag.replace(',', ";")).collect(),
            known_at: event.known_at.map(|moment| moment.earliest.to_string()).unwrap_or_default(),
        }
    }
}
