//! TheHive as JSON of its API: a case's timeline, cases, tasks, custom events and procedures, alone or in lists.
//!
//! After TheHive4py (thehive4py/types/{timeline,case,task,procedure}.py). All times are milliseconds since 1970, so that
//! no zone is in question. A task without a start or an end is no event; it is counted. The archive that the web page
//! exports is encrypted and cannot be read: save the answer of the API instead.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, count, join, titled};
use super::rows::EventRows;
use crate::model::{Format, Milestone};

/// What the API answers.
pub const THEHIVE: Known = Known {
    format: Format::ThehiveJson,
    shape: Shape::Json(&["/events/*", "/cases/*", "/tasks/*", "/procedures/*"]),
    tell,
    reader: || Box::<Thehive>::default(),
};

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    if sample.has(&["events.*.date", "events.*.kind", "events.*.entity"]) {
        return sign(0.97, "it is the timeline of a case of TheHive");
    }
    let own = |keys: &[&str]| sample.objects(keys);
    let record = own(&["_id", "_createdAt"]) || sample.has(&["tasks.*._createdAt"]);
    let kinds = [
        ["startDate", "severity", "title"].as_slice(),
        &["status", "group", "title"],
        &["occurDate", "patternId"],
        &["date", "title"],
    ];
    (record && (kinds.iter().any(|keys| own(keys)) || sample.has(&["tasks.*.title"])))
        .then(|| sign(0.95, "its records are those of TheHive"))?
}

#[derive(Debug, Default)]
struct Thehive {
    undated_tasks: u32,
}

impl RecordReader for Thehive {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let has = |name: &str| row.names.iter().any(|n| n == name);
        if has("occurDate") {
            Draft::at(row, "occurDate")
                .text(titled(row.first(&["patternName", "patternId"]), row.get("description")))
                .kind(join(&["procedure", row.get("tactic")], ", "))
                .tags([row.get("patternId")])
                .push(rows);
        } else if has("kind") && has("date") {
            event(row, rows);
        } else if has("startDate") && has("severity") {
            case(row, rows);
        } else if has("group") || has("mandatory") || has("assignee") {
            self.task(row, rows);
        } else {
            Draft::at(row, "date")
                .text(titled(row.get("title"), row.get("description")))
                .kind("custom event")
                .push(rows);
        }
    }

    fn finish(&mut self, rows: &mut EventRows) {
        if self.undated_tasks > 0 {
            rows.say(format!(
                "{} neither started nor ended: no events.",
                count(self.undated_tasks, "task has", "tasks have")
            ));
        }
    }
}

/// `customEvent` as “custom event”.
fn words(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() && !words.ends_with([' ', '-']) {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

fn event(row: &Row<'_>, rows: &mut EventRows) {
    let title = row.first(&[
        "details.title",
        "details.name",
        "details.patternName",
        "details.patternId",
        "details.message",
    ]);
    let kind = words(row.get("kind"));
    let text = titled(title, row.first(&["details.description", "details.status", "details.data"]));
    let text = if text.is_empty() { titled(&kind, row.get("entity")) } else { text };
    let draft = |field, text| {
        Draft::at(row, field)
            .text(text)
            .kind(kind.as_str())
            .actor(row.first(&["details._createdBy", "details.assignee"]))
    };
    draft("date", text.clone()).push(rows);
    // What lasts has an end.
    let end = row.first(&["endDate"]);
    if !end.is_empty() && end != row.get("date") {
        draft("endDate", format!("End: {text}")).push(rows);
    }
}

fn case(row: &Row<'_>, rows: &mut EventRows) {
    let title = join(
        &[&row.get("number").parse::<u64>().map(|n| format!("#{n}")).unwrap_or_default(), row.get("title")],
        " ",
    );
    let tags: Vec<&str> = row.get("tags").split(", ").collect();
    // An earlier version writes no other date when a case is closed.
    let closing = if row.first(&["closedDate"]).is_empty() { "endDate" } else { "closedDate" };
    // What each date of a case means; the page of a case names them so.
    let dates = [
        ("startDate", "Case began", None),
        ("alertDate", "Alert raised", Some(Milestone::FirstSignal)),
        ("newDate", "Case opened", None),
        ("inProgressDate", "Case taken on", Some(Milestone::Acknowledged)),
        ("endDate", "Case ended", None),
        ("closedDate", "Case closed", None),
    ];
    for (field, what, milestone) in dates {
        if field != "startDate" && row.first(&[field]).is_empty() {
            continue;
        }
        let (summary, milestone) =
            if field == closing { (row.get("summary"), Some(Milestone::Closed)) } else { ("", milestone) };
        Draft::at(row, field)
            .text(titled(&format!("{what}: {title}"), summary))
            .kind("case")
            .actor(row.first(&["assignee"]))
            .tags(tags.iter().copied())
            .milestone(milestone)
            .push(rows);
    }
}

impl Thehive {
    fn task(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let group = row.get("group");
        let (title, mut dated) = (row.get("title"), false);
        for (field, what) in [("startDate", "Task started"), ("endDate", "Task done")] {
            if row.first(&[field]).is_empty() {
                continue;
            }
            dated = true;
            let more = if field == "endDate" { "" } else { row.get("description") };
            Draft::at(row, field)
                .text(titled(&format!("{what}: {title}"), more))
                .kind(join(&["task", group], ", "))
                .actor(row.get("assignee"))
                .milestone(milestone(group).filter(|_| field == "endDate"))
                .push(rows);
        }
        if !dated {
            self.undated_tasks += 1;
        }
    }
}

/// What the end of a task says, where its group is named after a phase of the response.
fn milestone(group: &str) -> Option<Milestone> {
    let group = group.to_lowercase();
    let phases = [
        ("contain", Milestone::Contained),
        ("eradicat", Milestone::Eradicated),
        ("recover", Milestone::Recovered),
    ];
    phases.into_iter().find(|(word, _)| group.contains(word)).map(|(_, milestone)| milestone)
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn a_timeline_is_read() {
        let text = r#"{"events":[{"date":1773654510000,"kind":"customEvent","entity":"CustomEvent","entityId":"~8200","details":{"title":"Checkout disabled"}},
            {"date":1773651900000,"kind":"caseCreated","entity":"Case","entityId":"~1","details":{}},{"kind":"x","date":"soon","entity":"Case"}]}"#;
        let (events, report) = events(text, Format::ThehiveJson);
        assert_eq!(told(&events, 0), "2026-03-16T09:48:30Z Checkout disabled");
        assert_eq!((events.kind(0), events.text(1)), ("custom event", "case created: Case"));
        assert_eq!(report.refusals[0].pointer, "/events/2");
    }

    #[test]
    fn what_lasts_has_an_end() {
        let text = r#"{"events":[{"date":1773654510000,"endDate":1773655510000,"kind":"customEvent","entity":"CustomEvent","entityId":"~8","details":{"title":"Checkout off"}},
            {"date":1773654510000,"endDate":null,"kind":"customEvent","entity":"CustomEvent","entityId":"~9","details":{"title":"Point"}}]}"#;
        let (events, report) = events(text, Format::ThehiveJson);
        let lines: Vec<String> = (0..events.len() as u32).map(|n| told(&events, n)).collect();
        assert_eq!(
            lines,
            [
                "2026-03-16T09:48:30Z Checkout off",
                "2026-03-16T10:05:10Z End: Checkout off",
                "2026-03-16T09:48:30Z Point"
            ]
        );
        assert_eq!((report.rows, report.events), (3, 3));
    }

    #[test]
    fn a_case_gives_its_dates_and_a_task_its_phase() {
        let case = r#"[{"_id":"~1","_createdAt":1773652000000,"number":41,"title":"Skimmer","severity":3,"startDate":1773651900000,"closedDate":1773727200000,"tags":["web","card"],"summary":"Store reopened"}]"#;
        let (found, _) = events(case, Format::ThehiveJson);
        assert_eq!(told(&found, 0), "2026-03-16T09:05:00Z Case began: #41 Skimmer");
        assert_eq!(told(&found, 1), "2026-03-17T06:00:00Z Case closed: #41 Skimmer: Store reopened");
        assert_eq!(found.tags(1).collect::<Vec<_>>(), ["web", "card", "milestone:closed"]);
        let ended = case.replace("closedDate", "endDate");
        let (found, _) = events(&ended, Format::ThehiveJson);
        assert_eq!(told(&found, 1), "2026-03-17T06:00:00Z Case ended: #41 Skimmer: Store reopened");
        assert_eq!(found.tags(1).last(), Some("milestone:closed"));
        let task = r#"[{"_id":"~2","_createdAt":1,"title":"Block the address","group":"Containment","status":"Completed","startDate":1773653880000,"endDate":1773654510000,"assignee":"osei"},
            {"_id":"~3","_createdAt":1,"title":"Later","group":"Recovery","status":"Waiting"}]"#;
        let (found, report) = events(task, Format::ThehiveJson);
        assert_eq!(told(&found, 1), "2026-03-16T09:48:30Z Task done: Block the address");
        assert_eq!(found.tags(1).collect::<Vec<_>>(), ["milestone:contained"]);
        assert_eq!(report.notes, ["1 task has neither started nor ended: no events."]);
    }
}
