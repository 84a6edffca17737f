//! Chainsaw's detections: the CSV files of one run, one for each group, and its JSON.
//!
//! After its src/cli.rs: a CSV has `timestamp`, `detections`, `path`, perhaps `count`, and then the columns that the
//! mapping of its group names; JSON has the whole document under `document`, or several under `documents` where a rule
//! counts. Times are RFC 3339 with an offset, UTC unless a zone was asked for. Of a document the computer and the data
//! of the event are read; the rest of it stays in the original.

use super::known::{Each, Known, Shape, sign};
use super::row::{Draft, Row, join, listed, titled};
use super::rows::EventRows;
use crate::model::Format;

/// One of the CSV files.
pub const CSV: Known = Known {
    format: Format::ChainsawCsv,
    shape: Shape::Table,
    tell: |sample| {
        let own = sample.columns(&["timestamp", "detections", "path"]);
        own.then(|| sign(0.96, "it has Chainsaw's `timestamp`, `detections` and `path`"))?
    },
    reader: || Box::new(Each(read_row)),
};

/// An array, or one object a line.
pub const JSON: Known = Known {
    format: Format::ChainsawJson,
    shape: Shape::Json(&[]),
    tell: |sample| {
        let own = sample.objects(&["group", "kind", "name", "timestamp", "source"])
            && (sample.objects(&["document"]) || sample.objects(&["documents"]));
        own.then(|| sign(0.96, "its objects are Chainsaw detections with their documents"))?
    },
    reader: || Box::new(Each(read_object)),
};

const COMPUTERS: [&str; 3] = ["Computer", "computer", "Hostname"];
const USERS: [&str; 6] =
    ["User", "Username", "User Name", "SubjectUserName", "Subject User", "TargetUserName"];

fn read_row(row: &Row<'_>, rows: &mut EventRows) {
    // Rules stand one a line with a mark, or separated by semicolons.
    let marks = |c: char| c.is_whitespace() || matches!(c, '‣' | '+' | '•');
    let rules = row.get("detections").split([';', '\n']).map(|rule| rule.trim_matches(marks));
    let rules: Vec<&str> = rules.filter(|rule| !rule.is_empty()).collect();
    let told = ["timestamp", "detections", "path", "count", "Computer", "computer", "Hostname"];
    let mapped = row.under("").filter(|(name, _)| !told.contains(name));
    let count = match row.get("count") {
        "" | "1" => String::new(),
        count => format!("{count} times"),
    };
    let said = join(&[&count, &listed(mapped).replace(['\r', '\n'], " ")], "; ");
    Draft::at(row, "timestamp")
        .text(if rules.is_empty() { String::new() } else { titled(&rules.join(", "), &said) })
        .kind("detection")
        .actor(row.first(&USERS))
        .asset(row.first(&COMPUTERS))
        .push(rows);
}

fn read_object(row: &Row<'_>, rows: &mut EventRows) {
    let document =
        if row.names.iter().any(|n| n.starts_with("documents.")) { "documents.0" } else { "document" };
    let event = format!("{document}.data.Event.");
    let data = |name: &str| row.get(&format!("{event}EventData.{name}"));
    let inside = format!("{event}EventData.");
    let user = USERS.iter().map(|name| data(name)).find(|user| !user.is_empty()).unwrap_or("");
    let count = row.names.iter().filter(|n| n.starts_with("documents.") && n.ends_with(".path")).count();
    let count = if count > 1 { format!("{count} events") } else { String::new() };
    let group = row.get("group");
    Draft::at(row, "timestamp")
        .text(titled(row.get("name"), &join(&[&count, &listed(row.under(&inside))], "; ")))
        .kind(if group.is_empty() { "detection" } else { group })
        .actor(user)
        .asset(row.get(&format!("{event}System.Computer")))
        .tags([row.get("level")])
        .tags(row.get("tags").split(", "))
        .push(rows);
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn a_group_of_detections_is_a_table() {
        let text = "timestamp,detections,path,count,Event ID,Computer,User Name\n\
            2026-03-12T23:44:19+00:00,\"‣ New account\n‣ Odd name\",C:/logs/Security.evtx,2,4720,shop01,www-data\n\
            2026-03-12T23:44:20+00:00,Account Tampering;Odd name,x.evtx,1,4738,shop01,\n\
            -,x,y,,,,\n";
        let (table, report) = events(text, Format::ChainsawCsv);
        assert_eq!(
            told(&table, 0),
            "2026-03-12T23:44:19Z New account, Odd name: 2 times; Event ID: 4720; User Name: www-data"
        );
        assert_eq!(told(&table, 1), "2026-03-12T23:44:20Z Account Tampering, Odd name: Event ID: 4738");
        assert_eq!((table.actor(0), table.asset(1)), ("www-data", "shop01"));
        assert_eq!((report.rows, report.refusals[0].line), (3, 5));
    }

    #[test]
    fn json_and_json_lines_tell_rule_and_event() {
        let one = r#"{"group":"Sigma","kind":"individual","document":{"kind":"evtx","path":"a.evtx","data":{"Event":{"System":{"EventID":4720,"Computer":"shop01"},"EventData":{"TargetUserName":"wp_support1","SubjectUserName":"www-data"}}}},"name":"Account created","timestamp":"2026-03-12T23:44:19+00:00","authors":["x"],"level":"high","source":"sigma","status":"stable","tags":["attack.persistence","attack.t1136"],"id":"u1"}"#;
        let many = r#"{"group":"Sigma","kind":"aggregate","documents":[{"path":"a","data":{"Event":{"System":{"Computer":"shop02"}}}},{"path":"b","data":{}}],"name":"Many logons","timestamp":"2026-03-12T23:45:00+00:00","authors":[],"level":"low","source":"sigma","status":"test"}"#;
        for text in [format!("[{one},\n{many}]"), format!("{one}\n{many}\n")] {
            let (table, report) = events(&text, Format::ChainsawJson);
            assert_eq!(
                told(&table, 0),
                "2026-03-12T23:44:19Z Account created: SubjectUserName: www-data; TargetUserName: wp_support1"
            );
            assert_eq!((table.actor(0), table.asset(0), table.kind(0)), ("www-data", "shop01", "Sigma"));
            assert_eq!(table.tags(0).collect::<Vec<_>>(), ["high", "attack.persistence", "attack.t1136"]);
            assert_eq!(told(&table, 1), "2026-03-12T23:45:00Z Many logons: 2 events");
            assert_eq!((table.asset(1), report.rows), ("shop02", 2));
        }
    }
}
