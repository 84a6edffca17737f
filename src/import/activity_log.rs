//! Activity Log (Aryo, Elementor) as CSV.
//!
//! After its source (exporters/class-aal-exporter-csv.php, class-aal-export.php). Dates follow the site's format and have no
//! zone; an apostrophe before what a spreadsheet would take for a formula is taken off.

use super::known::{Each, Known, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, join, unguarded};
use super::rows::EventRows;
use crate::model::Format;

/// The export.
pub const EVENTS: Known =
    Known { format: Format::ActivityLogCsv, shape: Shape::PhpTable, tell, reader: || Box::new(Each(read)) };

/// A column whatever its capitals.
fn column<'a>(row: &'a Row<'_>, name: &str) -> &'a str {
    let at = row.names.iter().position(|n| n.eq_ignore_ascii_case(name));
    at.and_then(|at| row.cells.get(at)).map_or("", |cell| unguarded(cell.trim()))
}

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let own = ["date", "author", "ip", "type", "label", "action", "description"];
    own.iter()
        .all(|name| sample.header.iter().any(|h| h.eq_ignore_ascii_case(name)))
        .then(|| sign(0.96, "its columns are those of Activity Log"))?
}

fn read(row: &Row<'_>, rows: &mut EventRows) {
    let said = join(&[column(row, "type"), column(row, "action")], " ");
    let description = column(row, "description");
    Draft::stated(row, "date", column(row, "date"))
        .text(if description.is_empty() {
            join(&[&said, column(row, "label")], " ")
        } else {
            description.to_owned()
        })
        .kind(said)
        .actor(join(&[column(row, "author"), column(row, "ip")], ", "))
        .asset(column(row, "label"))
        .push(rows);
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn an_export_is_read() {
        let text = "Date,Author,IP,Type,Label,Action,Description\n\"March 13, 2026 00:44:19\",System,203.0.113.66,Users,wp_support1,created,'=wp_support1\n\"March 13, 2026 00:44:20\",System,203.0.113.66,Posts,'Hello',updated,'Hello' again\n";
        let (found, report) = events(text, Format::ActivityLogCsv);
        assert_eq!(told(&found, 0), "2026-03-13T00:44:19Z =wp_support1");
        assert_eq!((found.kind(0), found.asset(0), report.naive_rows), ("Users created", "wp_support1", 2));
        assert_eq!((found.text(1), found.asset(1)), ("'Hello' again", "'Hello'"));
    }
}
