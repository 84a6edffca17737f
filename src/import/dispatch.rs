//! Netflix Dispatch: the timeline of an incident as CSV, and its events as JSON or a table.
//!
//! After its source (src/dispatch/event/models.py, TimelineExportDialog.vue). The export names the zone in the column of
//! the time; events of the API and of its tables are in UTC without saying so. Tables of incidents have a mapping of their own
//! (`presets.rs`).

use super::known::{Each, Known, Sample, Shape, Sign, sign};
use super::row::{Draft, Row};
use super::rows::EventRows;
use crate::model::Format;

/// The export of the timeline dialog.
pub const TIMELINE: Known = Known {
    format: Format::DispatchTimeline,
    shape: Shape::Table,
    tell: |sample| {
        let time = sample.header.first().is_some_and(|name| name.starts_with("Time (in "));
        (time && sample.columns(&["Description", "Owner"]))
            .then(|| sign(0.97, "its columns are those of a timeline of Dispatch"))?
    },
    reader: || Box::new(Each(timeline)),
};

/// Events of its API.
pub const EVENTS_JSON: Known = Known {
    format: Format::DispatchEventsJson,
    shape: Shape::Json(&["/events/*", "/items/*"]),
    tell: |sample| {
        let own = ["uuid", "started_at", "source", "description"];
        let listed = |list: &str| own.iter().all(|key| sample.paths.contains(&format!("{list}.*.{key}")));
        tell(sample.objects(&own) || listed("events") || listed("items"))
    },
    reader: || Box::new(Each(event)),
};

/// Events of its data base, as a table.
pub const EVENTS: Known = Known {
    format: Format::DispatchEvents,
    shape: Shape::Table,
    tell: |sample: &Sample<'_>| tell(sample.columns(&["uuid", "started_at", "source", "description"])),
    reader: || Box::new(Each(event)),
};

fn tell(fits: bool) -> Option<Sign> {
    fits.then(|| sign(0.93, "its fields are those of events of Dispatch"))?
}

fn timeline(row: &Row<'_>, rows: &mut EventRows) {
    let column = row.names.first().map_or("Time (in UTC)", String::as_str);
    // The dialog offers UTC and one zone of the Pacific coast, and writes an offset in either case.
    let zone = column.trim_start_matches("Time (in ").trim_end_matches(')');
    let time = row.get(column);
    let draft = if zone == "UTC" { Draft::utc(row, column, time) } else { Draft::stated(row, column, time) };
    draft.text(row.get("Description")).kind("timeline").actor(row.get("Owner")).push(rows);
}

fn event(row: &Row<'_>, rows: &mut EventRows) {
    let said = |name: &str| row.first(&[name]).trim_start_matches("\\N");
    Draft::utc(row, "started_at", row.get("started_at"))
        .text(said("description"))
        .kind(said("type"))
        .actor(if said("owner").is_empty() { said("source") } else { said("owner") })
        .tags((said("pinned") == "true" || said("pinned") == "t").then_some("pinned"))
        .push(rows);
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn the_export_and_the_api_agree() {
        let csv = "\"Time (in UTC)\",\"Description\",\"Owner\"\n\"2026-03-16T09:48:30.000Z\",\"Checkout disabled\",\"A. Osei\"\n";
        let json = r#"[{"uuid":"49557f6b","started_at":"2026-03-16T09:48:30","ended_at":null,"source":"Slack","description":"Checkout disabled","type":"Custom event","owner":"A. Osei","pinned":true}]"#;
        let table = "id\tuuid\tstarted_at\tended_at\tsource\tdescription\ttype\towner\tpinned\n29\t49557f6b\t2026-03-16 09:48:30\t\\N\tDispatch Core App\tCheckout disabled\t\\N\tA. Osei\t\\N\n";
        for (text, format) in [
            (csv, Format::DispatchTimeline),
            (json, Format::DispatchEventsJson),
            (table, Format::DispatchEvents),
        ] {
            let (events, _) = events(text, format);
            assert_eq!(told(&events, 0), "2026-03-16T09:48:30Z Checkout disabled");
            assert_eq!((events.actor(0), events.time(0).offset), ("A. Osei", Some(0)));
        }
    }
}
