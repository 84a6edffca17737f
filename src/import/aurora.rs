//! Aurora Incident Response: the `.fox` file of a case, JSON of storage format 7.
//!
//! After its source (src/data_template.js, gui_definitions.js). Only rows of the timeline have a time, a wall clock
//! without zone; hosts, malware, accounts and the other grids are counted. A cell of a list is text or `{id, text}`.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, join, titled};
use super::rows::EventRows;
use crate::model::Format;

/// A case file.
pub const AURORA: Known = Known {
    format: Format::AuroraFox,
    shape: Shape::Json(&PLACES),
    tell,
    reader: || Box::<Aurora>::default(),
};

const PLACES: [&str; 11] = [
    "/timeline/*",
    "/investigated_systems/*",
    "/malware/*",
    "/compromised_accounts/*",
    "/network_indicators/*",
    "/exfiltration/*",
    "/systems/*",
    "/osint/*",
    "/evidence/*",
    "/actions/*",
    "/casenotes/*",
];

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    (sample.has(&["storage_format_version", "timeline"])
        || sample.has(&["timeline.*.event_data", "timeline.*.recid"]))
    .then(|| sign(0.97, "it is a case file of Aurora"))?
}

/// Counts what has no time.
#[derive(Debug, Default)]
struct Aurora {
    others: [u32; PLACES.len()],
    systems: Vec<String>,
    osint: Vec<String>,
}

/// A cell that is text, or the text of a list's entry.
fn cell<'a>(row: &'a Row<'_>, name: &str) -> &'a str {
    row.first(&[name, &format!("{name}.text")])
}

impl RecordReader for Aurora {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let grid = place(row);
        let name = PLACES.get(grid).copied().unwrap_or_default();
        if name != "/timeline/*" {
            if let Some(count) = self.others.get_mut(grid) {
                *count += 1;
            }
            match name {
                "/systems/*" => self.systems.push(row.raw.text()),
                "/osint/*" => self.osint.push(row.raw.text()),
                _ => {}
            }
            return;
        }
        let other = cell(row, "event_source_host");
        let direction = match (row.get("direction"), other) {
            (_, "") => String::new(),
            ("<-", other) => format!("from {other}"),
            ("->", other) => format!("to {other}"),
            (_, other) => format!("with {other}"),
        };
        Draft::at(row, "date_time")
            .text(join(&[&titled(row.get("event_data"), row.get("notes")), &direction], ", "))
            .kind(cell(row, "event_type"))
            .actor(cell(row, "attribution"))
            .asset(cell(row, "event_host"))
            .tags([cell(row, "killchain")])
            .push(rows);
    }

    fn finish(&mut self, rows: &mut EventRows) {
        let told: Vec<String> = PLACES
            .iter()
            .zip(self.others)
            .filter(|(_, count)| *count > 0)
            .map(|(place, count)| format!("{} ({count})", place.trim_matches(['/', '*']).replace('_', " ")))
            .collect();
        if !told.is_empty() {
            rows.say(format!("Without a time, and so no events: {}.", told.join(", ")));
        }
        if !self.systems.is_empty() && self.systems == self.osint {
            rows.say("The grid of open-source findings equals that of the systems: Aurora writes one over the other when it saves, so that the findings are lost in this file.");
        }
    }
}

/// The number of the row's grid.
fn place(row: &Row<'_>) -> usize {
    let grid = row.pointer.split('/').nth(1).unwrap_or("");
    PLACES.iter().position(|place| place.split('/').nth(1) == Some(grid)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn the_timeline_of_a_case_is_read_and_the_rest_counted() {
        let text = "{\n\t\"storage_format_version\": 7,\n\t\"case_id\": \"KO-2026-03\",\n\t\"timeline\": [\n\t\t{\"recid\": 1, \"date_time\": \"2026-03-13 00:02:51\", \"event_type\": {\"id\": 4, \"text\": \"Exfil\"}, \"event_host\": \"shop01\", \"direction\": \"<-\", \"event_source_host\": \"203.0.113.66\", \"killchain\": \"Actions on Obj.\", \"event_data\": \"checkout.js modified\", \"visual\": true},\n\t\t{\"recid\": 2, \"date_time\": \"\", \"event_data\": \"x\"}\n\t],\n\t\"systems\": [{\"text\": \"shop01\"}],\n\t\"osint\": [{\"text\": \"shop01\"}]\n}\n";
        let (events, report) = events(text, Format::AuroraFox);
        assert_eq!(told(&events, 0), "2026-03-13T00:02:51Z checkout.js modified, from 203.0.113.66");
        assert_eq!((events.kind(0), events.asset(0), events.time(0).offset), ("Exfil", "shop01", None));
        assert_eq!((report.refusals.len(), report.naive_rows), (1, 1));
        assert_eq!(report.notes[0], "Without a time, and so no events: systems (1), osint (1).");
        assert!(report.notes[1].contains("writes one over the other"));
    }
}
