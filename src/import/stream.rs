//! Stream (WordPress) as CSV and JSON.
//!
//! After its source (classes/class-export.php, exporters/*.php). The date is a 12-hour clock with the abbreviation of a zone,
//! such as `2026/03/13 12:44:19 AM CET`; rows wait until a person has said which zone one means that several share. Stream ends
//! an export at 10,000 rows without saying so.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, join};
use super::rows::EventRows;
use crate::model::Format;

/// The CSV.
pub const CSV: Known =
    Known { format: Format::StreamCsv, shape: Shape::PhpTable, tell, reader: || Box::<Stream>::default() };

/// The JSON.
pub const JSON: Known = Known {
    format: Format::StreamJson,
    shape: Shape::Json(&[]),
    tell: |sample| {
        let own = ["date", "summary", "connector", "context", "action"];
        sample.objects(&own).then(|| sign(0.97, "its records are those of Stream"))?
    },
    reader: || Box::<Stream>::default(),
};

/// Where Stream stops.
const CAP: u64 = 10_000;

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    sample
        .columns(&["Date", "Summary", "Connector", "Context", "Action"])
        .then(|| sign(0.97, "its columns are those of Stream"))?
}

#[derive(Debug, Default)]
struct Stream {
    records: u64,
}

impl RecordReader for Stream {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        self.records += 1;
        let column = if row.names.iter().any(|n| n == "Date") { "Date" } else { "date" };
        let said = |csv: &'static str, json: &'static str| row.first(&[csv, json]).replace("\\\"", "\"");
        Draft::at(row, column)
            .text(said("Summary", "summary"))
            .kind(join(&[&said("Context", "context"), &said("Action", "action")], " "))
            .actor(join(&[&said("User", "user"), row.first(&["IP Address", "IP", "ip"])], ", "))
            .asset(said("Connector", "connector"))
            .push(rows);
    }

    fn finish(&mut self, rows: &mut EventRows) {
        if self.records == CAP {
            rows.say("The file has 10,000 rows, where Stream ends an export without saying so: export shorter spans of time.");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn twelve_hour_clocks_have_their_zone() {
        let csv = "Date,Summary,User,User ID,Connector,Context,Object ID,Action,IP Address\n\"2026/03/13 12:44:19 AM UTC\",\"New user registration \\\"\"wp_support1\\\"\"\",System,0,users,users,7,created,203.0.113.66\n\"2026/03/13 12:44:19 AM CST\",x,System,0,users,users,7,created,\n";
        let (found, report) = events(csv, Format::StreamCsv);
        assert_eq!(told(&found, 0), "2026-03-13T00:44:19Z New user registration \"wp_support1\"");
        assert_eq!((found.kind(0), found.actor(0)), ("users created", "System, 203.0.113.66"));
        assert_eq!((report.refusals.len(), report.naive_rows), (0, 0));
        let waiting: Vec<_> = report.abbreviated.iter().map(|(a, n)| (a.name(), *n)).collect();
        assert_eq!(waiting, [("CST", 1)]);
        let json = r#"[{"date":"2026/03/13 12:44:19 AM UTC","summary":"x","user":"System","connector":"users","context":"users","action":"created","ip":"203.0.113.66"}]"#;
        assert_eq!(told(&events(json, Format::StreamJson).0, 0), "2026-03-13T00:44:19Z x");
    }

    #[test]
    fn quotes_that_php_did_not_double_shift_no_cell() {
        let csv = "Date,Summary,User,User ID,Connector,Context,Object ID,Action,IP Address\n\"2026/03/13 12:44:19 AM UTC\",\"Changed \\\"Site title, tagline\\\"\",System,0,settings,general,,updated,203.0.113.66\n";
        let (found, report) = events(csv, Format::StreamCsv);
        assert_eq!(told(&found, 0), "2026-03-13T00:44:19Z Changed \"Site title, tagline\"");
        assert_eq!((found.actor(0), report.rows), ("System, 203.0.113.66", 1));
    }

    #[test]
    fn an_export_that_ends_at_the_cap_says_so() {
        let row = "2026/03/13 12:44:19 AM UTC,x,System,users,users,created\n";
        let text = format!("Date,Summary,User,Connector,Context,Action\n{}", row.repeat(10_000));
        assert!(events(&text, Format::StreamCsv).1.notes[0].contains("10,000"));
    }
}
