//! Simple History as CSV, with and without its header, and as JSON.
//!
//! After its source (inc/class-export.php, class-helpers.php). The first column is UTC, the second the same in the site's
//! zone. An apostrophe stands before what a spreadsheet would take for a formula, and is taken off. Rows that repeat are
//! one row with the number of occasions. JSON has a message with places in it, `Created user {created_user_login}`, that are
//! filled from the context; the rest of the context stays in the file.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, titled, unguarded};
use super::rows::EventRows;
use super::timestamp;
use crate::model::Format;

/// The CSV.
pub const CSV: Known =
    Known { format: Format::SimpleHistoryCsv, shape: Shape::PhpTable, tell, reader: || Box::new(History) };

/// The JSON.
pub const JSON: Known = Known {
    format: Format::SimpleHistoryJson,
    shape: Shape::Json(&[]),
    tell: |sample| {
        let own = ["logger", "initiator", "level", "message", "date"];
        sample.objects(&own).then(|| sign(0.96, "its records are those of Simple History"))?
    },
    reader: || Box::new(History),
};

/// The columns of an export without its header.
const COLUMNS: [&str; 12] = [
    DATE,
    "Date (local)",
    "Logger",
    "Level",
    "Initiator",
    "Message Key",
    "User Email",
    "User Login",
    "User Roles",
    "Header Message",
    "Details",
    "Occasions",
];
const DATE: &str = "Date (UTC)";

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    if sample.columns(&[DATE, "Logger", "Initiator"]) {
        return sign(0.97, "its columns are those of Simple History");
    }
    headerless(sample.header)
        .then(|| sign(0.93, "its rows begin with two times, as those of Simple History"))?
}

/// Twelve cells, or eleven, that begin with two times of a second's precision.
fn headerless(cells: &[String]) -> bool {
    let time = |n: usize| cells.get(n).is_some_and(|cell| cell.len() == 19 && timestamp::parse(cell).is_ok());
    (COLUMNS.len() - 1..=COLUMNS.len()).contains(&cells.len()) && time(0) && time(1)
}

#[derive(Debug)]
struct History;

impl RecordReader for History {
    fn names(&self, first: &[String]) -> Option<Vec<String>> {
        // A first row that names no column is a row, be its times readable or not.
        let named = first.iter().any(|cell| cell == "date" || COLUMNS.contains(&cell.as_str()));
        (!named).then(|| COLUMNS.map(str::to_owned).into())
    }

    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        read(row, rows);
    }
}

fn read(row: &Row<'_>, rows: &mut EventRows) {
    let said = |names: &[&str]| unguarded(row.first(names)).to_owned();
    let column = if row.names.iter().any(|n| n == DATE) { DATE } else { "date" };
    let occasions: u64 =
        said(&["Occasions", "subsequentOccasions", "subsequent_occasions_count"]).parse().unwrap_or(1);
    let message = filled(&said(&["Header Message", "message_html", "message"]), row);
    let text = titled(&message, &said(&["Details", "details"]));
    let text = if occasions > 1 { format!("{text} ({occasions} occasions)") } else { text };
    Draft::utc(row, column, row.get(column))
        .text(text)
        .kind(
            said(&["Message Key", "context_message_key", "message_key", "Logger", "logger"])
                .replace('_', " "),
        )
        .actor(said(&[
            "User Login",
            "context._user_login",
            "User Email",
            "context._user_email",
            "Initiator",
            "initiator",
        ]))
        .tags([said(&["Level", "level"])])
        .push(rows);
}

/// A message with its places filled; one without a value stays as it is.
fn filled(message: &str, row: &Row<'_>) -> String {
    let mut parts = message.split('{');
    let mut text = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let value = part.split_once('}').map(|(key, rest)| (row.get(&format!("context.{key}")), rest));
        match value {
            Some((value, rest)) if !value.is_empty() => text.extend([value, rest]),
            _ => text.extend(["{", part]),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::import::detect;
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn with_header_without_it_and_as_json() {
        let row = "\"2026-03-12 23:44:19\",\"2026-03-13 00:44:19\",SimpleUserLogger,info,wp_user,user_created,,,,\"'=Anonymous web user\",\"Created user wp_support1\",3\n";
        let header = "Date (UTC),Date (local),Logger,Level,Initiator,Message Key,User Email,User Login,User Roles,Header Message,Details,Occasions\n";
        let json = r#"[{"id":1,"date":"2026-03-12 23:44:19","logger":"SimpleUserLogger","level":"info","initiator":"wp_user","message":"=Anonymous web user","details":"Created user wp_support1","context_message_key":"user_created","subsequentOccasions":"3","context":{}}]"#;
        for (text, format) in [
            (row.to_owned(), Format::SimpleHistoryCsv),
            (format!("{header}{row}"), Format::SimpleHistoryCsv),
            (json.to_owned(), Format::SimpleHistoryJson),
        ] {
            let (events, report) = events(&text, format);
            assert_eq!(
                told(&events, 0),
                "2026-03-12T23:44:19Z =Anonymous web user: Created user wp_support1 (3 occasions)"
            );
            assert_eq!((events.kind(0), events.actor(0), report.rows), ("user created", "wp_user", 1));
        }
    }

    #[test]
    fn a_file_without_header_is_known_by_a_row_with_quotes_after_backslashes() {
        let row = "\"2026-03-12 23:44:19\",\"2026-03-13 00:44:19\",SimpleOptionsLogger,info,wp_user,option_updated,,anna,,anna,\"Updated {\\\"x\\\": 1, \\\"y\\\": 2}\",1\n";
        let found = detect("export.csv", row.as_bytes(), row.len() as u64).unwrap();
        assert_eq!(found.candidates[0].reading.format, Format::SimpleHistoryCsv);
        let (events, _) = events(row, Format::SimpleHistoryCsv);
        assert_eq!(events.text(0), r#"anna: Updated {\"x\": 1, \"y\": 2}"#);
    }

    #[test]
    fn places_of_a_message_are_filled_from_its_context() {
        let json = r#"[{"id":1,"date":"2026-03-12 23:44:19","logger":"SimpleUserLogger","level":"info","initiator":"wp_user",
            "message":"Created user {created_user_login} ({created_user_role}) {unknown} {","context_message_key":"user_created",
            "context":{"created_user_login":"wp_support1","created_user_role":"administrator","_user_login":"anna"}}]"#;
        let (events, _) = events(json, Format::SimpleHistoryJson);
        assert_eq!(events.text(0), "Created user wp_support1 (administrator) {unknown} {");
        assert_eq!(events.actor(0), "anna");
    }

    #[test]
    fn what_a_person_quoted_stays_quoted() {
        let row = "\"2026-03-12 23:44:19\",\"2026-03-13 00:44:19\",SimplePostLogger,info,wp_user,post_updated,,anna,,anna,\"'Hello' was updated\",1\n";
        assert_eq!(events(row, Format::SimpleHistoryCsv).0.text(0), "anna: 'Hello' was updated");
        let own = row.replace("anna,,anna,", "anna,,,");
        assert_eq!(events(&own, Format::SimpleHistoryCsv).0.text(0), "'Hello' was updated");
    }
}
