//! Kanvas and the SANS “spreadsheet of doom”: the sheets of the workbook that tell what happened or what is to be done.
//!
//! After its workbook and source (sod.xlsx, helper/config.py, viz_timeline.py). A workbook is expanded into its sheets
//! before it comes here. Times are UTC, as the name of their column says, unless somebody wrote a zone to one; the times of
//! isolation beside it are read alike. They may have their fraction after a colon.

use super::known::{Each, Known, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, join, titled};
use super::rows::EventRows;
use crate::model::{Format, Milestone};

/// The sheet Timeline.
pub const TIMELINE: Known = Known {
    format: Format::KanvasTimeline,
    shape: Shape::Table,
    tell: |sample| tell(sample, &["Timestamp_UTC_0", "Activity"]),
    reader: || Box::new(Each(timeline)),
};

/// The sheet Containment -Isolation: when isolation was asked for, and when it was done.
pub const CONTAINMENT: Known = Known {
    format: Format::KanvasContainment,
    shape: Shape::Table,
    tell: |sample| tell(sample, &["TargetName", "IsolationMethod", ISOLATED]),
    reader: || Box::new(Each(containment)),
};

/// The sheet Evidence Tracker: when evidence was asked for, and when it was there.
pub const EVIDENCE: Known = Known {
    format: Format::KanvasEvidence,
    shape: Shape::Table,
    tell: |sample| {
        let named = sample.header.iter().any(|name| name.starts_with("Evidence"));
        (named && sample.columns(&["Date Requested", "Date Received"]))
            .then(|| sign(0.95, "its columns are those of the evidence tracker of a Kanvas workbook"))?
    },
    reader: || Box::new(Each(evidence)),
};

/// The sheet Recommendations: action items. It has no dates of its own; a column that somebody added tells them.
pub const RECOMMENDATIONS: Known = Known {
    format: Format::KanvasRecommendations,
    shape: Shape::Table,
    tell: |sample| tell(sample, &["Finding/Issue", "Recommendations"]),
    reader: || Box::new(Each(recommendation)),
};

const REQUESTED: &str = "Timestamp of Isolation Requested";
const ISOLATED: &str = "Timestamp of isolation";

fn tell(sample: &Sample<'_>, columns: &[&str]) -> Option<Sign> {
    sample.columns(columns).then(|| sign(0.97, "its columns are those of a Kanvas workbook"))?
}

/// A time of the workbook with its fraction after a point.
fn pointed(text: &str) -> String {
    let mut text = text.to_owned();
    let zoned = text.get(10..).is_some_and(|clock| clock.contains(['+', '-']));
    if !zoned
        && text.matches(':').count() == 3
        && let Some(at) = text.rfind(':')
    {
        text.replace_range(at..=at, ".");
    }
    text
}

fn timeline(row: &Row<'_>, rows: &mut EventRows) {
    let remote = row.first(&["Remote System"]);
    let remote = if remote.is_empty() {
        String::new()
    } else {
        format!("{} {remote}", row.first(&["<->"])).trim().to_owned()
    };
    Draft::utc(row, "Timestamp_UTC_0", &pointed(row.get("Timestamp_UTC_0")))
        .text(join(&[&titled(row.get("Activity"), row.get("Notes")), &remote], ", "))
        .kind(row.get("EvidenceType"))
        .actor(row.first(&["Suspect Account"]))
        .asset(row.first(&["Event System"]))
        .tags(row.get("MITRE Tactic").split(';').chain(row.get("MITRE Techniques").split(';')))
        .push(rows);
}

fn containment(row: &Row<'_>, rows: &mut EventRows) {
    let target = join(&[row.get("TargetType"), row.get("TargetName")], " ");
    let method = row.get("IsolationMethod");
    let dates =
        [(REQUESTED, "Isolation requested", None), (ISOLATED, "Isolated", Some(Milestone::Contained))];
    let any = dates.iter().any(|(column, ..)| !row.first(&[column]).is_empty());
    for (column, what, milestone) in dates {
        if any && row.first(&[column]).is_empty() {
            continue;
        }
        Draft::utc(row, column, &pointed(row.get(column)))
            .text(titled(&join(&[&format!("{what}: {target}"), method], ", by "), row.get("Notes")))
            .kind("Isolation")
            .asset(row.get("TargetName"))
            .milestone(milestone)
            .push(rows);
        if !any {
            return;
        }
    }
}

fn evidence(row: &Row<'_>, rows: &mut EventRows) {
    let dates = [
        ("Date Requested", "Evidence requested", None),
        ("Date Received", "Evidence received", Some(Milestone::EvidencePreserved)),
        ("Date Completed", "Evidence examined", None),
    ];
    // What it is stands in columns that each team names its own way.
    let told = row.under("").filter(|(name, _)| !name.starts_with("Date ") && !name.starts_with("Note"));
    let what = told.map(|(_, value)| value).take(4).collect::<Vec<_>>().join(", ");
    let notes = row.first(&["Notes", "Note"]);
    let any = dates.iter().any(|(column, ..)| !row.first(&[column]).is_empty());
    for (column, said, milestone) in dates {
        if any && row.first(&[column]).is_empty() {
            continue;
        }
        Draft::utc(row, column, &pointed(row.get(column)))
            .text(titled(&format!("{said}: {what}"), notes))
            .kind("Evidence")
            .asset(row.first(&["HostName", "Event System", "System"]))
            .milestone(milestone)
            .push(rows);
        if !any {
            return;
        }
    }
}

fn recommendation(row: &Row<'_>, rows: &mut EventRows) {
    let dates = ["Date Added", "Timestamp_UTC_0", "Date", "Due Date", "Date Completed"];
    let Some(column) = dates.into_iter().find(|column| !row.first(&[column]).is_empty()) else {
        let reason = "a recommendation without a date; add a column “Date Added” to the sheet, or an event on Timeline";
        return row.refuse(rows, reason);
    };
    Draft::utc(row, column, &pointed(row.get(column)))
        .text(titled(
            &format!("Action item opened: {}", row.get("Recommendations")),
            &join(&[row.get("Finding/Issue"), row.get("Notes")], ", "),
        ))
        .kind("action item opened")
        .asset(row.first(&["ApplyTo"]))
        .tags([row.get("Priority"), row.get("Status")])
        .push(rows);
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn the_sheets_with_times_are_read() {
        let text = "Timestamp_UTC_0,EvidenceType,Event System,<->,Remote System,Suspect Account,MITRE Tactic,MITRE Techniques,Visualize,Activity,Notes\n\
            2026-03-13 00:02:51:250000,File,shop01,<-,203.0.113.66,wp_support1,Collection,T1056,Yes,checkout.js modified,skimmer\n";
        let (found, _) = events(text, Format::KanvasTimeline);
        assert_eq!(told(&found, 0), "2026-03-13T00:02:51.25Z checkout.js modified: skimmer, <- 203.0.113.66");
        assert_eq!((found.actor(0), found.asset(0)), ("wp_support1", "shop01"));
        assert_eq!(found.tags(0).collect::<Vec<_>>(), ["Collection", "T1056"]);
        let text = "Timestamp_UTC_0,TargetType,TargetName,IsolationMethod,Timestamp of Isolation Requested,Timestamp of isolation,Notes\n\
            2026-03-16 09:50:00,Host,shop01,WAF rule,2026-03-16 10:31:00+01:00,2026-03-16 09:48:30Z,\n\
            2026-03-16 09:50:00,Host,shop02,none,,,\n";
        let (found, report) = events(text, Format::KanvasContainment);
        assert_eq!(told(&found, 0), "2026-03-16T09:31:00Z Isolation requested: Host shop01, by WAF rule");
        assert_eq!(told(&found, 1), "2026-03-16T09:48:30Z Isolated: Host shop01, by WAF rule");
        assert_eq!(found.tags(1).collect::<Vec<_>>(), ["milestone:contained"]);
        assert_eq!((report.rows, report.refusals.len()), (3, 1));
    }

    #[test]
    fn evidence_and_recommendations_are_read_where_they_have_a_date() {
        let text = "EvidenceType,EvidenceCollected,Location,Date Requested,Date Received,SHA256,Notes\n\
            Disk image,shop01.e01,safe 2,2026-03-16,2026-03-16 10:30:00,9f2c,handed over by the host\n\
            Logs,nginx,,2026-03-16 09:40:00,,,\n\
            Memory,,,,,,never asked for\n";
        let (found, report) = events(text, Format::KanvasEvidence);
        let lines: Vec<String> = (0..found.len() as u32).map(|n| told(&found, n)).collect();
        assert_eq!(
            lines,
            [
                "2026-03-16T00:00:00Z Evidence requested: Disk image, shop01.e01, safe 2, 9f2c: handed over by the host",
                "2026-03-16T10:30:00Z Evidence received: Disk image, shop01.e01, safe 2, 9f2c: handed over by the host",
                "2026-03-16T09:40:00Z Evidence requested: Logs, nginx",
            ]
        );
        assert_eq!(found.tags(1).collect::<Vec<_>>(), ["milestone:evidence_preserved"]);
        assert_eq!((report.rows, report.refusals.len()), (4, 1));

        let text = "Finding/Issue,Recommendations,ApplyTo,Priority,Status,Notes\nNo MFA,Enforce MFA,wp-admin,High,Open,\n";
        let (found, report) = events(text, Format::KanvasRecommendations);
        assert_eq!((found.len(), report.rows), (0, 1));
        assert!(report.refusals[0].reason.contains("Date Added"), "{report:?}");
        let text = text.replace("Notes\n", "Notes,Date Added\n").replace("Open,\n", "Open,,2026-03-24\n");
        let (found, _) = events(&text, Format::KanvasRecommendations);
        assert_eq!(told(&found, 0), "2026-03-24T00:00:00Z Action item opened: Enforce MFA: No MFA");
        assert_eq!((found.asset(0), found.tags(0).collect::<Vec<_>>()), ("wp-admin", vec!["High", "Open"]));
    }
}
