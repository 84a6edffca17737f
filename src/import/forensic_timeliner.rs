//! Forensic Timeliner's CSV: what the parsers of a triage found, in one table.
//!
//! After its README: `DateTime` is `yyyy-MM-ddTHH:mm:ss.fffffffZ`, always UTC; the seventh digit of the fraction is
//! finer than Floodmark keeps. Sizes, hashes and the paths of the evidence stay in the original.

use super::known::{Each, Known, Shape, sign};
use super::row::{Draft, Row, join, titled};
use super::rows::EventRows;
use crate::model::Format;

/// The CSV.
pub const CSV: Known = Known {
    format: Format::ForensicTimeliner,
    shape: Shape::Table,
    tell: |sample| {
        let own = sample.columns(&["DateTime", "TimestampInfo", "ArtifactName", "Tool"]);
        own.then(|| sign(0.97, "its header is that of Forensic Timeliner"))?
    },
    reader: || Box::new(Each(read)),
};

fn read(row: &Row<'_>, rows: &mut EventRows) {
    let addresses = join(&[row.get("SourceAddress"), row.get("DestinationAddress")], " → ");
    let path = row.get("DataPath");
    let details = row.get("DataDetails");
    let path = if details.contains(path) { "" } else { path };
    let more = join(&[details, path, row.get("IPAddress"), &addresses], "; ");
    let what = titled(row.get("Description"), &more);
    let event = row.first(&["EventId"]);
    let event = if event.is_empty() { String::new() } else { format!("event {event}") };
    Draft::at(row, "DateTime")
        .text(if what.is_empty() { row.get("ArtifactName").to_owned() } else { what })
        .kind(join(&[row.get("ArtifactName"), row.get("TimestampInfo"), &event], ", "))
        .actor(row.first(&["User"]))
        .asset(row.first(&["Computer"]))
        .tags([row.get("Tool")])
        .push(rows);
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn rows_tell_artifact_and_path() {
        let text = "DateTime,TimestampInfo,ArtifactName,Tool,Description,DataDetails,DataPath,FileExtension,EventId,User,Computer,FileSize,IPAddress,SourceAddress,DestinationAddress,SHA1,Count,EvidencePath\n\
            2026-03-13T00:02:51.1234567Z,Last Modified,MFT,EZ Tools,File changed,checkout.js,C:\\www\\checkout.js,.js,,,shop01,411,,,,,,E:\\mft.csv\n\
            2026-03-13T00:03:00.0000000Z,Event Time,EventLogs,Hayabusa,Logon,,,,4624,admin,shop01,,,203.0.113.66,10.0.0.5,,,x\n\
            ,,MFT,EZ Tools,none,,,,,,,,,,,,,\n";
        let (table, report) = events(text, Format::ForensicTimeliner);
        assert_eq!(
            told(&table, 0),
            "2026-03-13T00:02:51.123456Z File changed: checkout.js; C:\\www\\checkout.js"
        );
        assert_eq!(told(&table, 1), "2026-03-13T00:03:00Z Logon: 203.0.113.66 → 10.0.0.5");
        assert_eq!(
            (table.kind(0), table.kind(1)),
            ("MFT, Last Modified", "EventLogs, Event Time, event 4624")
        );
        assert_eq!((table.actor(1), table.asset(0)), ("admin", "shop01"));
        assert_eq!((report.rows, report.refusals[0].line), (3, 4));
    }
}
