//! Rows of Velociraptor artifacts, as JSON, JSON lines or CSV.
//!
//! After its timelines/proto/timelines.proto and the artifacts' tests: a row of a timeline has `message`,
//! `timestamp_description` and one time; the rows of any other artifact have the columns of its query, of which those
//! are times whose names say so. A row with several different times gives several events, as a file that was created
//! and changed. `_ts` is when the row reached the server and is the time only where there is no other. Times are
//! RFC 3339 in UTC, finer than a microsecond at times, or an epoch. Zero dates (`0001-01-01`) are no times.

use super::known::{Each, Known, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, listed, titled};
use super::rows::EventRows;
use super::timestamp::{self, Stated};
use crate::model::Format;

/// Rows as CSV.
pub const CSV: Known = Known {
    format: Format::VelociraptorCsv,
    shape: Shape::Table,
    tell: |sample| {
        tell(sample, &|name| sample.columns(&[name]), sample.header.iter().any(|name| says_time(name)))
    },

    reader: || Box::new(Each(read)),
};

/// Rows as JSON: an array, or one object a line.
pub const JSON: Known = Known {
    format: Format::VelociraptorJson,
    shape: Shape::Json(&[]),
    tell: |sample| {
        let names = sample.paths.iter().map(|path| path.strip_prefix("*.").unwrap_or(path));
        let timed = names.filter(|name| !name.contains('.')).any(says_time);
        tell(sample, &|name| sample.objects(&[name]), timed)
    },
    reader: || Box::new(Each(read)),
};

fn tell(sample: &Sample<'_>, has: &dyn Fn(&str) -> bool, timed: bool) -> Option<Sign> {
    if !timed {
        return None;
    }
    // The names of artifacts stand in `_Source`.
    let artifact = ["Windows.", "Linux.", "MacOS.", "Generic.", "Server.", "Custom.", "Exchange."];
    if has("_Source") && artifact.iter().any(|a| sample.text.contains(a)) {
        return sign(0.99, "its rows name a Velociraptor artifact in `_Source`");
    }
    let client = has("ClientId") || has("FlowId") || has("Fqdn");
    if has("_Source") || client && has("_ts") || has("ClientId") && has("FlowId") {
        return sign(0.96, "its rows have the fields that Velociraptor adds to each");
    }
    if has("_ts") {
        return sign(0.9, "it has `_ts`, which Velociraptor adds to each row");
    }
    // Others name their columns so too: close enough to the mapper that a person is asked.
    let timeline = has("event_time") && has("message");
    timeline.then(|| sign(0.63, "it has the columns of a Velociraptor timeline"))?
}

/// The times that a timeline is built on, before any other.
const FIRST: [&str; 6] = ["event_time", "Timestamp", "timestamp", "EventTime", "TimeCreated", "Time"];
const MESSAGES: [&str; 6] = ["message", "Message", "Description", "Details", "Notes", "Title"];
const HOSTS: [&str; 7] =
    ["hostname", "Hostname", "Computer", "Fqdn", "ComputerName", "System.Computer", "ClientId"];
const USERS: [&str; 6] = ["Username", "UserName", "User", "username", "user", "Account"];
const KINDS: [&str; 3] = ["timestamp_description", "timestamp_desc", "TimestampDescription"];

fn read(row: &Row<'_>, rows: &mut EventRows) {
    let source = row.first(&["_Source", "parser"]);
    let times = times(row);
    let kinds = row.first(&KINDS);
    let only = times.len() == 1;
    for (column, names, time) in &times {
        let kind = match (kinds, only && FIRST.contains(column)) {
            ("", true) => source.to_owned(),
            ("", false) => names.clone(),
            (kind, _) => kind.to_owned(),
        };
        Draft::with(row, column, Ok(*time))
            .text(text(row))
            .kind(kind)
            .actor(row.first(&USERS))
            .asset(row.first(&HOSTS))
            .tags([source])
            .push(rows);
    }
    if times.is_empty() {
        let named =
            row.names.iter().zip(row.cells).find(|(name, cell)| says_time(name) && !cell.trim().is_empty());
        match named {
            Some((name, _)) => Draft::at(row, name).text(text(row)).push(rows),
            None => row.refuse(rows, "no time in any column whose name says time; add one to the query"),
        }
    }
}

/// The times of a row: the column, the names of all columns with that time, and the time.
fn times<'a>(row: &'a Row<'_>) -> Vec<(&'a str, String, Stated)> {
    let value = |name: &str| match row.get(name) {
        zero if zero.is_empty()
            || zero.starts_with("0001-01-01")
            || zero.starts_with("1601-01-01T00:00:00Z") =>
        {
            None
        }
        text => timestamp::parse(text).ok(),
    };
    let main = FIRST.iter().find_map(|name| Some((*name, (*name).to_owned(), value(name)?)));
    if let Some(main) = main {
        return vec![main];
    }
    let mut found: Vec<(&str, String, Stated)> = vec![];
    for name in row.names.iter().filter(|name| *name != "_ts" && says_time(name)) {
        let Some(time) = value(name) else { continue };
        match found.iter_mut().find(|(.., same)| *same == time) {
            Some((_, names, _)) => *names = format!("{names}, {name}"),
            None => found.push((name, name.clone(), time)),
        }
    }
    if found.is_empty() {
        found.extend(value("_ts").map(|time| ("_ts", "_ts".to_owned(), time)));
    }
    found
}

/// What a row says: its message, or its columns by name.
fn text(row: &Row<'_>) -> String {
    let message = row.first(&MESSAGES);
    if !message.is_empty() {
        return titled(message, row.get("AnnotatedNote"));
    }
    let told = |name: &str| {
        says_time(name) || name.starts_with('_') || HOSTS.contains(&name) || KINDS.contains(&name)
    };
    listed(row.under("").filter(|(name, _)| !told(name)))
}

/// Whether one of the words of a name says time, as in `LastModified0x10`, `event_time` or `_ts`.
fn says_time(name: &str) -> bool {
    const WORDS: [&str; 16] = [
        "time",
        "timestamp",
        "datetime",
        "date",
        "ts",
        "created",
        "modified",
        "accessed",
        "changed",
        "mtime",
        "atime",
        "ctime",
        "btime",
        "birth",
        "executed",
        "run",
    ];
    let last = name.rsplit('.').next().unwrap_or(name);
    let mut word = String::new();
    let mut before = ' ';
    let mut any = false;
    for c in last.chars().chain([' ']) {
        let starts = !c.is_ascii_alphabetic() || c.is_ascii_uppercase() && before.is_ascii_lowercase();
        if starts {
            any |= WORDS.contains(&word.to_ascii_lowercase().as_str());
            word.clear();
        }
        if c.is_ascii_alphabetic() {
            word.push(c);
        }
        before = c;
    }
    any
}

#[cfg(test)]
mod tests {
    use super::says_time;
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn a_timeline_row_is_its_message_at_its_time() {
        let one = r#"{"event_time":"2026-03-13T00:02:51.1234567Z","hostname":"shop01","parser":"MFT","source":"x","message":"checkout.js changed","path":"/var","_Source":"Windows.Timeline.MFT"}"#;
        let two =
            r#"{"event_time":"","hostname":"shop01","message":"none","_Source":"Windows.Timeline.MFT"}"#;
        for text in [format!("[{one},{two}]"), format!("{one}\n{two}\n")] {
            let (table, report) = events(&text, Format::VelociraptorJson);
            assert_eq!(told(&table, 0), "2026-03-13T00:02:51.123456Z checkout.js changed");
            assert_eq!((table.asset(0), table.kind(0)), ("shop01", "Windows.Timeline.MFT"));
            assert_eq!((report.rows, report.refusals.len()), (2, 1));
            assert!(report.refusals[0].reason.contains("no time"));
        }
    }

    #[test]
    fn a_file_with_several_times_is_several_events() {
        let text = "ClientId,FlowId,OSPath,Created0x10,LastModified0x10,LastAccess0x10,Runtime,_ts\n\
            C.1,F.1,/var/www/checkout.js,2025-01-01T10:00:00Z,2026-03-13T00:02:51Z,0001-01-01T00:00:00Z,1773648760,1773648760\n\
            C.1,F.1,/var/www/a.js,2025-01-01T10:00:00Z,2025-01-01T10:00:00Z,,,1773648760\n\
            C.1,F.1,/var/www/b.js,,,,,1773648760\n\
            C.1,F.1,/var/www/c.js,soon,,,,\n";
        let (table, report) = events(text, Format::VelociraptorCsv);
        assert_eq!((report.rows, report.events), (5, 4));
        assert!(
            told(&table, 1).starts_with("2026-03-13T00:02:51Z ") && told(&table, 1).contains("checkout.js")
        );
        assert_eq!((table.kind(0), table.kind(1)), ("Created0x10", "LastModified0x10"));
        assert_eq!(table.kind(2), "Created0x10, LastModified0x10");
        assert!(told(&table, 3).starts_with("2026-03-16T08:12:40Z "));
        assert!(report.refusals[0].reason.contains("`Created0x10`"), "{report:?}");
    }

    #[test]
    fn columns_that_others_have_too_are_asked_about() {
        let text = "event_time,message,hostname\n2026-03-13T00:02:51Z,checkout.js changed,shop01\n";
        let found = crate::import::detect("x", text.as_bytes(), text.len() as u64).unwrap();
        let formats: Vec<Format> = found.undecided().map(|c| c.reading.format).collect();
        assert_eq!(formats, [Format::VelociraptorCsv, Format::Delimited]);
    }

    #[test]
    fn names_say_time_by_their_words() {
        for name in
            ["_ts", "event_time", "Timestamp", "LastModified0x10", "System.TimeCreated.SystemTime", "Mtime"]
        {
            assert!(says_time(name), "{name}");
        }
        for name in ["Uptime", "Sentiment", "Hosts", "Candidate", "OSPath", "Runtime"] {
            assert!(!says_time(name), "{name}");
        }
    }
}
