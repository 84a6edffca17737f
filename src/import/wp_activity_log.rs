//! WP Activity Log as CSV.
//!
//! After its source (ListAdminEvents/class-list-events.php, Writers/class-csv-writer.php). Columns follow what the user left
//! visible; dates follow the site's format and have no zone. A message has its sentence in the first line and
//! “key: value” lines under it, such as the role of a new user. The number of the kind of event stays in the file.

use super::known::{Each, Known, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, join};
use super::rows::EventRows;
use crate::model::Format;

/// The export.
pub const EVENTS: Known =
    Known { format: Format::WpActivityLog, shape: Shape::PhpTable, tell, reader: || Box::new(Each(read)) };

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let own = ["ID", "Severity", "User", "IP", "Object", "Event Type"];
    let found = own.iter().filter(|name| sample.columns(&[name])).count();
    // Words such as “Datum, Benutzer, Schweregrad, Meldung” head many tables of other languages.
    let telling = sample.columns(&["Event Type"]) || sample.columns(&["Object"]);
    let enough = if sample.translated { found >= 5 && telling } else { found >= 3 };
    (sample.columns(&["Date", "Message"]) && enough)
        .then(|| sign(0.93, "its columns are those of WP Activity Log"))?
}

fn read(row: &Row<'_>, rows: &mut EventRows) {
    // The date may have a line break before AM or PM.
    let date = row.get("Date").split_whitespace().collect::<Vec<_>>().join(" ");
    let message: Vec<&str> = row.get("Message").lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    Draft::stated(row, "Date", &date)
        .text(message.join("; "))
        .kind(join(&[row.get("Object"), row.get("Event Type")], " "))
        .actor(join(&[row.get("User"), row.get("IP")], ", "))
        .asset(row.get("Site"))
        .tags([row.get("Severity").to_lowercase()])
        .push(rows);
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn any_column_may_be_hidden() {
        let text = "ID,Severity,Date,User,IP,Object,\"Event Type\",Message\n4000,Critical,\"13.03.2026 00:44:19.000\",System,203.0.113.66,User,Created,\"Created a new user: wp_support1\nRole: administrator\"\n";
        let (found, report) = events(text, Format::WpActivityLog);
        assert_eq!(
            told(&found, 0),
            "2026-03-13T00:44:19Z Created a new user: wp_support1; Role: administrator"
        );
        assert_eq!((found.kind(0), found.actor(0)), ("User Created", "System, 203.0.113.66"));
        assert_eq!((report.naive_rows, found.tags(0).next()), (1, Some("critical")));
        let text = "Date,User,IP,Severity,Message\n\"2026-03-13\n12:44:19 AM\",System,203.0.113.66,Low,x\n";
        let (found, _) = events(text, Format::WpActivityLog);
        assert_eq!(told(&found, 0), "2026-03-13T00:44:19Z x");
        // The order of day and month follows the site: the whole column settles it, or it is refused.
        let text = "Date,User,IP,Severity,Message\n\"03/04/2026 12:44:19.000\nAM\",a,b,Low,x\n\"13/04/2026 12:44:19.000\nPM\",a,b,Low,y\n";
        let (found, report) = events(text, Format::WpActivityLog);
        assert_eq!(told(&found, 0), "2026-04-03T00:44:19Z x");
        assert_eq!((told(&found, 1).as_str(), report.day_first), ("2026-04-13T12:44:19Z y", Some(true)));
    }
}
