//! Timelines of Elastic Security: what investigators noted, and when.
//!
//! After Kibana's documents of its API (security_solution, timeline: import and export): one timeline a line, with
//! `globalNotes` and `eventNotes`, each with its text, author and time in milliseconds. The events that a timeline
//! searches for stand in the indices of Elasticsearch; of those that were pinned it keeps only the identifiers.

use super::known::{Known, RecordReader, Shape, sign};
use super::row::{Draft, Row, count};
use super::rows::EventRows;
use crate::model::Format;

/// Timelines, one a line.
pub const TIMELINES: Known = Known {
    format: Format::ElasticTimeline,
    shape: Shape::Json(&[]),
    tell: |sample| {
        let own = ["savedObjectId", "dataProviders", "kqlMode"];
        sample.objects(&own).then(|| sign(0.96, "its records are timelines of Elastic Security"))?
    },
    reader: || Box::<Timelines>::default(),
};

#[derive(Debug, Default)]
struct Timelines {
    pinned: u64,
}

impl RecordReader for Timelines {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let title = row.first(&["title", "description"]);
        let title = if title.is_empty() { "without a title" } else { title };
        let template = row.get("timelineType") == "template";
        let what = if template { "Timeline template opened" } else { "Timeline opened" };
        Draft::at(row, "created")
            .text(format!("{what}: {title}"))
            .kind("investigation")
            .actor(row.get("createdBy"))
            .push(rows);
        for (list, kind) in [("globalNotes", "note"), ("eventNotes", "note on an event")] {
            for n in 0.. {
                let field = |name: &str| format!("{list}.{n}.{name}");
                let (note, created) = (row.get(&field("note")).to_owned(), field("created"));
                if note.is_empty() && row.get(&created).is_empty() {
                    break;
                }
                Draft::at(row, &created)
                    .text(note)
                    .kind(kind)
                    .actor(row.first(&[&field("createdBy"), &field("updatedBy")]))
                    .tags([title])
                    .push(rows);
            }
        }
        self.pinned += row.get("pinnedEventIds").split(", ").filter(|id| !id.is_empty()).count() as u64;
    }

    fn finish(&mut self, rows: &mut EventRows) {
        if self.pinned > 0 {
            let pinned = count(self.pinned, "pinned event stands", "pinned events stand");
            rows.say(format!(
                "{pinned} in Elasticsearch, not in this file; export the timeline's events from Discover as CSV and open that too."
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn notes_are_events_and_pinned_events_are_counted() {
        let text = r#"{"savedObjectId":"a3","version":"W1","columns":[{"id":"@timestamp"}],"dataProviders":[],"description":"","kqlMode":"filter","title":"Skimmer","dateRange":{"start":1773358867000,"end":1773654510000},"created":1773651900000,"createdBy":"osei","updated":1773654600000,"updatedBy":"osei","eventNotes":[{"noteId":"n2","eventId":"e1","note":"The file was modified here","created":1773651960000,"createdBy":"berg"}],"globalNotes":[{"noteId":"n1","note":"Checkout disabled","created":1773654510000,"createdBy":"osei","updated":1773654510000},{"note":"Undated"}],"pinnedEventIds":["e1","e2"]}
{"savedObjectId":"a4","dataProviders":[],"kqlMode":"search","title":"","created":null,"eventNotes":[],"globalNotes":[],"pinnedEventIds":[]}
"#;
        let (events, report) = events(text, Format::ElasticTimeline);
        let lines: Vec<String> = (0..events.len() as u32).map(|n| told(&events, n)).collect();
        assert_eq!(
            lines,
            [
                "2026-03-16T09:05:00Z Timeline opened: Skimmer",
                "2026-03-16T09:48:30Z Checkout disabled",
                "2026-03-16T09:06:00Z The file was modified here"
            ]
        );
        assert_eq!((events.actor(2), events.kind(2)), ("berg", "note on an event"));
        assert_eq!(events.tags(1).collect::<Vec<_>>(), ["Skimmer"]);
        // The note without a time, and the timeline that was never saved.
        assert_eq!((report.rows, report.refusals.len()), (5, 2));
        assert!(report.notes[0].starts_with("2 pinned events stand in Elasticsearch"), "{:?}", report.notes);
    }
}
