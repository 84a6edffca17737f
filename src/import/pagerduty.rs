//! PagerDuty log entries as JSON: `GET /incidents/{id}/log_entries`, newest first, or one, `GET /log_entries/{id}`.
//!
//! After its API schema (PagerDuty/api-schema, reference/REST/openapiv3.json): each entry has `created_at` in UTC, a
//! `type` that ends in `_log_entry`, a `summary`, and who did it through which channel. Lists of incidents are
//! tables with a mapping of their own (`presets.rs`).

use super::known::{Each, Known, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, titled};
use super::rows::EventRows;
use crate::model::{Format, Milestone};

/// Log entries.
pub const LOG_ENTRIES: Known = Known {
    format: Format::PagerdutyLog,
    shape: Shape::Json(&["/log_entries/*", "/log_entry"]),
    tell,
    reader: || Box::new(Each(read)),
};

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let any = |of: &str| sample.has(&[&format!("{of}.type"), &format!("{of}.created_at")]);
    // An incident names its first entry, and has a number.
    let entry = sample.text.contains("_log_entry\"") && !sample.objects(&["incident_number"]);
    (any("log_entries.*") || any("log_entry") || entry && sample.objects(&["type", "created_at"]))
        .then(|| sign(0.97, "its records are PagerDuty log entries"))?
}

/// What the type of an entry says about the response: the trigger is the first alarm, an acknowledgement takes it on.
/// A resolve ends the page, which may be long before or after the incident ends, so that it names nothing.
fn milestone(kind: &str) -> Option<Milestone> {
    Some(match kind {
        "trigger" => Milestone::FirstSignal,
        "acknowledge" => Milestone::Acknowledged,
        _ => return None,
    })
}

fn read(row: &Row<'_>, rows: &mut EventRows) {
    let kind = row.get("type").trim_end_matches("_log_entry").trim_end_matches("_reference");
    let said = titled(row.first(&["summary", "channel.summary"]), row.first(&["note", "channel.content"]));
    let more = row.get("event_details.description");
    Draft::at(row, "created_at")
        .text(if said.contains(more) { said } else { titled(&said, more) })
        .kind(kind.replace('_', " "))
        .actor(row.get("agent.summary"))
        .asset(row.first(&["service.summary", "incident.summary"]))
        .tags(row.list("teams", "summary"))
        .milestone(milestone(kind))
        .push(rows);
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn one_entry_is_one_too() {
        let entry = r#"{"id":"R1","type":"acknowledge_log_entry","summary":"Acknowledged by A. Osei","created_at":"2026-03-16T09:21:10Z","agent":{"type":"user_reference","summary":"A. Osei"},"channel":{"type":"website"},"incident":{"id":"PKO41","type":"incident_reference","summary":"[#41] Skimmer"}}"#;
        for text in [entry.to_owned(), format!("[{entry}]"), format!(r#"{{"log_entry":{entry}}}"#)] {
            let (events, report) = events(&text, Format::PagerdutyLog);
            assert_eq!(told(&events, 0), "2026-03-16T09:21:10Z Acknowledged by A. Osei");
            assert_eq!(events.tags(0).collect::<Vec<_>>(), ["milestone:acknowledged"]);
            assert_eq!((report.rows, report.refusals.len()), (1, 0));
        }
    }

    #[test]
    fn log_entries_are_the_response_with_its_hints() {
        let text = r#"{"log_entries":[
            {"id":"R2","type":"acknowledge_log_entry","summary":"Acknowledged by A. Osei","created_at":"2026-03-16T09:21:10Z","agent":{"type":"user_reference","summary":"A. Osei"},"channel":{"type":"website"},"service":{"summary":"shop"},"teams":[{"summary":"Ops"}]},
            {"id":"R1","type":"trigger_log_entry","summary":"Triggered through the website","created_at":"2026-03-16T09:20:00Z","event_details":{"description":"Checkout file changed"}},
            {"id":"R0","type":"note_log_entry","summary":"x"}],"more":false}"#;
        let (events, report) = events(text, Format::PagerdutyLog);
        assert_eq!(told(&events, 0), "2026-03-16T09:21:10Z Acknowledged by A. Osei");
        assert_eq!((events.actor(0), events.asset(0), events.kind(0)), ("A. Osei", "shop", "acknowledge"));
        assert_eq!(events.tags(0).collect::<Vec<_>>(), ["Ops", "milestone:acknowledged"]);
        assert_eq!(
            told(&events, 1),
            "2026-03-16T09:20:00Z Triggered through the website: Checkout file changed"
        );
        assert_eq!((report.rows, report.refusals[0].pointer.as_str()), (3, "/log_entries/2"));
        assert!(report.refusals[0].reason.contains("`created_at`"));
    }
}
