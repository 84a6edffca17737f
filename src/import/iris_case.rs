//! DFIR-IRIS cases as JSON: the timeline, tasks and evidence of the export or of the report, and the lists of events that its
//! timeline page asks for.
//!
//! After its source (datamgmt/reporter/report_db.py, blueprints/case/case_routes.py and case_timeline_routes.py). Dates have no
//! zone: `event_date` and the dates of tasks and evidence are UTC, `event_date_wtz` is the wall clock of `event_tz`. A list of
//! events names the category `category_name`; `/timeline/events/list` loses the assets, `/timeline/advanced-filter` has them
//! as objects, in `tim` where a browser asks. Indicators, notes and comments are counted.

use super::iris::{disagreeing, milestone};
use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, count, join, titled};
use super::rows::EventRows;
use crate::model::{Format, Milestone};

/// A case.
pub const CASE: Known = Known {
    format: Format::IrisCase,
    shape: Shape::Json(&[
        "/data/timeline/*",
        "/timeline/*",
        "/data/tim/*",
        "/data/tasks/*",
        "/tasks/*",
        "/data/evidences/*",
        "/evidences/*",
        "/data/case",
        "/case",
        "/data/iocs/*",
        "/iocs/*",
        "/data/notes/*",
        "/notes/*",
        "/data/comments/*",
        "/comments/*",
    ]),
    tell,
    reader: || Box::<Case>::default(),
};

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let any = |key: &str| {
        let lists = ["timeline", "data.timeline", "data.tim"];
        lists.iter().any(|list| sample.paths.contains(&format!("{list}.*.{key}")))
    };
    (any("event_title") && any("event_date")).then(|| sign(0.97, "it is a case of DFIR-IRIS"))?
}

#[derive(Debug, Default)]
struct Case {
    others: u32,
    undated: u32,
}

impl RecordReader for Case {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let part = row.pointer.trim_start_matches("/data");
        if part.starts_with("/tim") {
            event(row, rows);
        } else if part.starts_with("/tasks") {
            self.dated(
                row,
                rows,
                &[("task_open_date", "Task opened"), ("task_close_date", "Task closed")],
                "task_title",
            );
        } else if part.starts_with("/evidences") {
            self.dated(row, rows, &[("date_added", "Evidence registered")], "filename");
        } else if part == "/case" {
            let dates = [
                ("initial_date", "Incident dated"),
                ("open_date", "Case opened"),
                ("close_date", "Case closed"),
            ];
            self.dated(row, rows, &dates, "name");
        } else {
            self.others += 1;
        }
    }

    fn finish(&mut self, rows: &mut EventRows) {
        if self.others > 0 {
            rows.say(format!(
                "Not read as events: {}.",
                count(self.others, "indicator, note or comment", "indicators, notes and comments")
            ));
        }
        if self.undated > 0 {
            rows.say(format!(
                "Without a date, and so no events: {}.",
                count(self.undated, "task or piece of evidence", "tasks and pieces of evidence")
            ));
        }
    }
}

fn event(row: &Row<'_>, rows: &mut EventRows) {
    let date = row.get("event_date");
    let [local, zone] = ["event_date_wtz", "event_tz"].map(|name| row.get(name));
    let draft = if date.is_empty() {
        Draft::stated(row, "event_date_wtz", &format!("{local}{zone}"))
    } else {
        Draft::utc(row, "event_date", date).note(disagreeing(date, local, zone))
    };
    let category = row.first(&["category", "category.name", "category_name", "event_category"]);
    // “shop01 (Linux Server)”, or objects with a name.
    let all = row.get("assets").split(", ");
    let all = all.chain(row.list("assets", "asset_name")).chain(row.list("assets", "name"));
    let assets: Vec<&str> =
        all.map(|asset| asset.rsplit_once(" (").map_or(asset, |(name, _)| name)).collect();
    draft
        .text(titled(row.get("event_title"), row.get("event_content")))
        .kind(category)
        .asset(join(&assets, ", "))
        .tags(row.get("event_tags").split([',', '|']))
        .milestone(milestone(category))
        .push(rows);
}

impl Case {
    fn dated(&mut self, row: &Row<'_>, rows: &mut EventRows, dates: &[(&'static str, &str)], title: &str) {
        let hash = row.first(&["file_hash"]);
        let hash = if hash.is_empty() { String::new() } else { format!("hash {hash}") };
        let more = join(&[row.first(&["task_description", "file_description"]), &hash], ", ");
        let mut any = false;
        for (column, what) in dates {
            if row.first(&[column]).is_empty() {
                continue;
            }
            any = true;
            Draft::utc(row, column, row.get(column))
                .text(titled(&format!("{what}: {}", row.get(title)), &more))
                .kind(what.split(' ').next().unwrap_or("").to_lowercase())
                .actor(join(&row.list("task_assignees", "name").collect::<Vec<_>>(), ", "))
                .tags(row.get("task_tags").split(','))
                .milestone((*column == "close_date").then_some(Milestone::Closed))
                .push(rows);
        }
        if !any {
            self.undated += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;
    use crate::model::event::RowNote;

    #[test]
    fn a_case_gives_events_tasks_and_evidence() {
        let text = r##"{"status":"success","data":{"case":{"name":"#41 - Skimmer","open_date":"2026-03-16"},
            "timeline":[{"event_title":"Checkout disabled","event_date":"2026-03-16T09:48:30","event_tz":"+00:00","category":"Remediation","assets":["shop01 (Linux Server)"],"iocs":[]},
            {"event_title":"Skimmer injected","event_date":"2026-03-13T00:02:51.000000","event_date_wtz":"2026-03-13T01:02:51.000000","event_tz":"+01:00","category":"Exfiltration"}],
            "iocs":[{"ioc_value":"203.0.113.66"}],
            "evidences":[{"filename":"disk.e01","date_added":"2026-03-16T10:30:00","file_hash":"9f2c"}],
            "tasks":[{"task_title":"Rotate keys","task_status":"Done","task_assignees":[{"name":"A. Osei"}]},
            {"task_title":"Notify","task_open_date":"2026-03-16T09:31:00","task_assignees":[{"name":"A. Osei"}]}]}}"##;
        let (events, report) = events(text, Format::IrisCase);
        let all: Vec<String> = (0..events.len() as u32).map(|n| told(&events, n)).collect();
        assert_eq!(
            all,
            [
                "2026-03-16T00:00:00Z Case opened: #41 - Skimmer",
                "2026-03-16T09:48:30Z Checkout disabled",
                "2026-03-13T00:02:51Z Skimmer injected",
                "2026-03-16T10:30:00Z Evidence registered: disk.e01: hash 9f2c",
                "2026-03-16T09:31:00Z Task opened: Notify",
            ]
        );
        assert_eq!((events.asset(1), events.actor(4)), ("shop01", "A. Osei"));
        assert_eq!(events.tags(2).collect::<Vec<_>>(), ["milestone:exposure_started"]);
        assert_eq!(report.notes.len(), 2);
    }

    #[test]
    fn lists_of_events_are_cases_too() {
        // As `/timeline/events/list` answers, and `/timeline/advanced-filter` to a script and to a browser.
        for (list, assets) in [
            ("timeline", ""),
            ("timeline", r#""assets":[{"name":"shop01 (Linux Server)","ip":"","compromised":true}],"#),
            ("tim", r#""assets":[{"name":"shop01 (Linux Server)","ip":"","compromised":true}],"#),
        ] {
            let text = format!(
                r#"{{"status":"success","message":"","data":{{"{list}":[{{"event_id":7,"event_uuid":"0f","event_date":"2026-03-13T00:02:51.000000","event_date_wtz":"2026-03-13T01:02:51.000000","event_tz":"+01:00","event_title":"Skimmer injected","event_color":"","event_tags":"skimmer","event_content":"checkout.js modified","event_in_summary":false,"event_in_graph":true,"category_name":"Exfiltration",{assets}"iocs":[{{"ioc_id":1,"ioc_value":"203.0.113.66","event_id":7}}]}}],"state":{{"object_last_update":"2026-03-16T10:00:00","object_state":3}}}}}}"#
            );
            let (events, report) = events(&text, Format::IrisCase);
            assert_eq!(told(&events, 0), "2026-03-13T00:02:51Z Skimmer injected: checkout.js modified");
            assert_eq!(events.kind(0), "Exfiltration");
            assert_eq!(events.tags(0).collect::<Vec<_>>(), ["skimmer", "milestone:exposure_started"]);
            assert_eq!(events.asset(0), if assets.is_empty() { "" } else { "shop01" });
            assert_eq!((report.rows, report.refusals.len()), (1, 0));
        }
    }

    #[test]
    fn a_wall_clock_that_is_another_instant_is_noted() {
        let text = r#"{"timeline":[
            {"event_title":"a","event_date":"2026-03-16T09:48:30","event_tz":"+01:00","event_date_wtz":"2026-03-16T10:48:30"},
            {"event_title":"b","event_date":"2026-03-16T09:48:30","event_tz":"+01:00","event_date_wtz":"2026-03-16T09:48:30"},
            {"event_title":"c","event_date":"2026-03-16T09:48:30+00:00","event_tz":"","event_date_wtz":"2026-03-16T09:48:30"}]}"#;
        let (events, _) = events(text, Format::IrisCase);
        assert!((0..3).all(|n| told(&events, n).starts_with("2026-03-16T09:48:30Z")));
        let value = "2026-03-16T09:48:30+01:00".to_owned();
        let note = RowNote::Disagrees { column: "event_date_wtz".to_owned(), value };
        assert_eq!([0, 1, 2].map(|n| events.notes(n).to_vec()), [vec![], vec![note], vec![]]);
    }
}
