//! STIX 2 bundles, read for what happened when: the incident extension above all.
//!
//! After the OASIS incident extension (extension-definition--ef765651-…, whose schema has `event_refs` and `task_refs`
//! while its examples have `events[].event_ref` and `tasks[].task_ref`) and STIX 2.1. Events, tasks, impacts, attack
//! actions, sightings, observed data, reports and dated observables give events, each at its start and at its end.
//! `created` and `modified` tell when somebody wrote an object, not when anything happened, and `valid_from` how long an
//! indicator is good: objects with nothing else are context, counted by type. Times are RFC 3339 in UTC; a fidelity
//! coarser than a minute is kept. Relationships are read for who performed a task, everything else of them is lost.

use super::attack_flow::Relative;
use super::inner::Kept;
use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, join, titled};
use super::rows::EventRows;
use super::timestamp::{self, Stated, TimeError};
use crate::model::time::HOUR;
use crate::model::{Format, Milestone, Precision, RowTime};
use std::collections::{BTreeMap, BTreeSet};

/// A bundle, or its objects as an array or one a line.
pub const BUNDLE: Known = Known {
    format: Format::Stix,
    shape: Shape::Json(&["/objects/*"]),
    tell,
    reader: || Box::<Bundle>::default(),
};

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    if sample.has(&["objects.*.type", "objects.*.id"]) && sample.text.contains("\"bundle--") {
        return sign(0.92, "it is a STIX bundle");
    }
    let objects = sample.objects(&["type", "id", "spec_version"]) && sample.text.contains("--");
    objects.then(|| sign(0.88, "its objects are those of STIX 2"))?
}

/// What dates an object, and how it is said: the field of the start, that of the end, and the words before each.
struct Dated {
    kind: &'static str,
    start: &'static str,
    end: &'static str,
    words: [&'static str; 2],
    /// Whether an object without any of the two is refused, because it is an event by its nature.
    needed: bool,
}

const fn dated(
    kind: &'static str,
    start: &'static str,
    end: &'static str,
    words: [&'static str; 2],
) -> Dated {
    Dated { kind, start, end, words, needed: false }
}

const DATED: [Dated; 13] = [
    Dated { needed: true, ..dated("event", "start_time", "end_time", ["", "End"]) },
    Dated { needed: true, ..dated("task", "start_time", "end_time", ["", "Done"]) },
    Dated { needed: true, ..dated("attack-action", "execution_start", "execution_end", ["", "End"]) },
    dated("impact", "start_time", "end_time", ["Impact", "Impact ended"]),
    dated("observed-data", "first_observed", "last_observed", ["Observed", "Last observed"]),
    dated("sighting", "first_seen", "last_seen", ["Sighted", "Last sighted"]),
    dated("report", "published", "", ["Report published", ""]),
    dated("email-message", "date", "", ["E-mail", ""]),
    dated("network-traffic", "start", "end", ["Connection", "Connection ended"]),
    dated("process", "created_time", "", ["Process started", ""]),
    dated("file", "ctime", "mtime", ["File created", "File changed"]),
    dated("user-account", "account_created", "", ["Account created", ""]),
    dated("windows-registry-key", "modified_time", "", ["Registry key changed", ""]),
];

/// What a type of task says about the response, and whether its end says it rather than its start.
const TASKS: [(&str, Milestone, bool); 9] = [
    ("detected", Milestone::Detected, false),
    ("discovery", Milestone::Detected, false),
    ("declared", Milestone::Declared, false),
    ("escalated", Milestone::Declared, false),
    ("containment", Milestone::Contained, true),
    ("eradication", Milestone::Eradicated, true),
    ("recovery", Milestone::Recovered, true),
    ("reported", Milestone::AuthorityNotified, true),
    ("victim-notification", Milestone::IndividualsNotified, true),
];

/// The objects of one file. What they refer to may stand after them.
#[derive(Debug, Default)]
pub struct Bundle {
    kept: Vec<Kept>,
    /// How an object is called, by its id.
    labels: BTreeMap<String, String>,
    /// Who performed what, by the id of what.
    actors: BTreeMap<String, String>,
    /// The incidents with the ids of what belongs to them.
    incidents: Vec<(String, BTreeSet<String>)>,
    /// Objects without a time of the incident, by type.
    context: BTreeMap<String, usize>,
    declared: bool,
}

impl RecordReader for Bundle {
    fn read(&mut self, row: &Row<'_>, _rows: &mut EventRows) {
        let Some(map) = row.object else { return };
        let (kind, id) = (row.get("type"), row.get("id").to_owned());
        self.labels.insert(id.clone(), label(row));
        match kind {
            "incident" => self.incident(row),
            "relationship"
                if matches!(row.get("relationship_type"), "performed" | "participated-in" | "assigned") =>
            {
                self.actors.insert(row.get("target_ref").to_owned(), row.get("source_ref").to_owned());
            }
            _ => {}
        }
        let timed = DATED.iter().find(|dated| dated.kind == kind).is_some_and(|dated| {
            dated.needed
                || !row.get(dated.start).is_empty()
                || !dated.end.is_empty() && !row.get(dated.end).is_empty()
        });
        if timed && row.get("revoked") != "true" {
            self.declared |= kind == "task" && row.get("task_types").split(", ").any(|t| t == "declared");
            self.kept.push(Kept::new(row, map.clone()));
        } else if kind != "incident" {
            let kind = if kind.is_empty() { "object without a type" } else { kind };
            *self.context.entry(kind.to_owned()).or_default() += 1;
        }
    }

    fn finish(&mut self, rows: &mut EventRows) {
        let kept = std::mem::take(&mut self.kept);
        let times = kept.iter().filter(|k| k.row().get("type") == "attack-action").map(|k| k.row());
        let relative = Relative::of(times.map(|row| row.get("execution_start").to_owned()));
        relative.say(rows);
        for one in &kept {
            self.event(&one.row(), &relative, rows);
        }
        self.say(rows);
    }
}

impl Bundle {
    fn incident(&mut self, row: &Row<'_>) {
        // Schema and examples spell the references differently, and put them into the extension or beside it.
        let refs = row.names.iter().zip(row.cells).filter(|(name, _)| {
            let last = name.rsplit('.').next().unwrap_or(name);
            matches!(last, "event_refs" | "task_refs" | "impact_refs" | "event_ref" | "task_ref")
        });
        let refs = refs.flat_map(|(_, cell)| cell.split(", ")).map(str::to_owned).collect();
        self.incidents.push((row.get("name").to_owned(), refs));
    }

    /// The names that some references stand for.
    fn named(&self, refs: &str) -> String {
        let named = refs.split(", ").filter_map(|id| self.labels.get(id)).map(String::as_str);
        named.filter(|label| !label.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn event(&self, row: &Row<'_>, relative: &Relative, rows: &mut EventRows) {
        let kind = row.get("type");
        let Some(dated) = DATED.iter().find(|dated| dated.kind == kind) else { return };
        let what = self.what(row);
        let (start, end) = (row.get(dated.start), row.get(dated.end));
        if start.is_empty() && end.is_empty() {
            return row
                .refuse(rows, format!("no `{}` and no `{}`; an event needs a time", dated.start, dated.end));
        }
        let types = row.first(&["task_types", "event_types", "impact_category"]).to_owned();
        let named = if types.is_empty() { kind.replace('-', " ") } else { format!("{kind}: {types}") };
        let id = row.get("id");
        let actor = self.actors.get(id).map(|source| self.named(source)).unwrap_or_default();
        let own = self.incidents.iter().filter(|(_, refs)| self.incidents.len() > 1 && refs.contains(id));
        let own: Vec<String> = own.map(|(name, _)| format!("incident:{name}")).collect();
        let asset = self.named(row.first(&["asset_refs", "where_sighted_refs", "impacted_refs"]));
        let ends = [(dated.start, start, dated.words[0], false), (dated.end, end, dated.words[1], true)];
        for (field, time, word, is_end) in ends {
            if time.is_empty() || is_end && end == start {
                continue;
            }
            let alone = start == end || start.is_empty() || end.is_empty();
            let (stated, after) = relative.time(stated(row, field));
            let draft = Draft::with(row, field, stated)
                .text(join(&[&after, &titled(word, &what)], " "))
                .kind(named.as_str())
                .actor(actor.as_str())
                .asset(asset.as_str())
                .tags(row.get("labels").split(", "))
                .tags([row.get("technique_id"), row.get("tactic_id")])
                .tags(own.clone())
                .note(relative.note());
            let milestone = self.milestone(row, &types, is_end, alone);
            draft.milestone(milestone).push(rows);
        }
    }

    fn what(&self, row: &Row<'_>) -> String {
        let (name, said) = (row.get("name"), row.first(&["description", "summary", "abstract"]));
        match row.get("type") {
            "observed-data" => {
                let count = match row.get("number_observed") {
                    "" | "1" => String::new(),
                    n => format!("({n} times)"),
                };
                join(&[&self.named(row.get("object_refs")), &count], " ")
            }
            "sighting" => titled(&self.named(row.get("sighting_of_ref")), said),
            "attack-action" => {
                let technique = row.get("technique_id");
                let technique = if technique.is_empty() { String::new() } else { format!("({technique})") };
                titled(&join(&[name, &technique], " "), said)
            }
            "event" | "task" | "impact" => {
                let types = row.first(&["task_types", "event_types", "impact_category", "status"]);
                titled(if name.is_empty() && said.is_empty() { types } else { name }, said)
            }
            "report" => titled(name, said),
            _ => self.labels.get(row.get("id")).cloned().unwrap_or_default(),
        }
    }

    fn milestone(&self, row: &Row<'_>, types: &str, is_end: bool, alone: bool) -> Option<Milestone> {
        if row.get("type") != "task"
            || matches!(row.get("outcome"), "failed" | "cancelled" | "pending" | "ongoing")
        {
            return None;
        }
        let of = |(name, _, at_end): &&(&str, Milestone, bool)| {
            let declared = *name == "escalated" && self.declared;
            types.split(", ").any(|t| t == *name) && (alone || *at_end == is_end) && !declared
        };
        TASKS.iter().find(of).map(|(_, milestone, _)| milestone.clone())
    }

    fn say(&self, rows: &mut EventRows) {
        let count: usize = self.context.values().sum();
        if count > 0 {
            let kinds: Vec<String> = self.context.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
            rows.say(format!(
                "{count} {} context without a time of the incident: {}.",
                if count == 1 { "object is" } else { "objects are" },
                kinds.join(", ")
            ));
        }
        for (name, refs) in &self.incidents {
            let of = |kind: &str| refs.iter().filter(|id| id.starts_with(kind)).count();
            let missing = refs.iter().filter(|id| !self.labels.contains_key(*id)).count();
            let missing =
                if missing == 0 { String::new() } else { format!("; {missing} of them are not in the file") };
            rows.say(format!(
                "Incident “{name}” names {} events, {} tasks and {} impacts{missing}.",
                of("event--"),
                of("task--"),
                of("impact--")
            ));
        }
    }
}

/// What an object is called.
fn label(row: &Row<'_>) -> String {
    let name = row.first(&[
        "name",
        "value",
        "path",
        "subject",
        "user_id",
        "account_login",
        "key",
        "command_line",
        "abstract",
        "number",
        "serial_number",
        "pattern",
    ]);
    let kind = row.get("type");
    match kind {
        "network-traffic" => join(&["network traffic", row.get("protocols"), row.get("dst_port")], " "),
        "autonomous-system" => format!("AS{name}"),
        "domain-name" | "ipv4-addr" | "ipv6-addr" | "url" | "email-addr" | "file" | "directory"
        | "mac-addr" => name.to_owned(),
        "identity" | "threat-actor" | "attack-asset" | "infrastructure" | "location" | "attack-pattern" => {
            name.to_owned()
        }
        kind => join(&[&kind.replace('-', " "), name], " "),
    }
}

/// The time of a field with the fidelity that the object states for it.
fn stated(row: &Row<'_>, field: &str) -> Result<Stated, TimeError> {
    let Stated::Plain(time) = timestamp::parse(row.get(field))? else {
        return Err(TimeError::Unknown(row.get(field).to_owned()));
    };
    Ok(Stated::Plain(match row.get(&format!("{field}_fidelity")) {
        "year" => return Err(TimeError::Unknown(format!("{}, known only to the year", row.get(field)))),
        "month" => RowTime { precision: Precision::Month, ..time },
        "day" => RowTime { precision: Precision::Day, ..time },
        // The hour that begins there, and Floodmark's hour reaches half of one to either side.
        "hour" => RowTime { precision: Precision::Hour, micros: time.micros + HOUR / 2, ..time },
        _ => time,
    }))
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::{Format, Precision};

    /// The kinds of objects of the scenario, with the references of an incident in either spelling.
    fn bundle(refs: &str) -> String {
        format!(
            r#"{{"type":"bundle","id":"bundle--1","objects":[
            {{"type":"incident","spec_version":"2.1","id":"incident--1","created":"2026-03-24T10:00:00.000Z","name":"Skimmer","extensions":{{"extension-definition--ef765651-680c-498d-9894-99799f2fa126":{{"extension_type":"property-extension","determination":"confirmed",{refs}}}}}}},
            {{"type":"event","id":"event--1","description":"Skimmer injected","event_types":["exfiltration"],"start_time":"2026-03-13T00:02:51.000Z","end_time":"2026-03-16T09:48:30.000Z","start_time_fidelity":"day"}},
            {{"type":"task","id":"task--1","task_types":["discovery"],"outcome":"successful","description":"Modified file confirmed","start_time":"2026-03-16T09:05:00.000Z","end_time":"2026-03-16T09:05:00.000Z"}},
            {{"type":"task","id":"task--2","task_types":["declared"],"outcome":"successful","name":"IR engaged","start_time":"2026-03-16T09:20:00.000Z"}},
            {{"type":"task","id":"task--3","task_types":["escalated"],"outcome":"successful","description":"Board told","start_time":"2026-03-16T09:30:00.000Z"}},
            {{"type":"task","id":"task--4","task_types":["containment"],"outcome":"successful","description":"Checkout off","start_time":"2026-03-16T09:40:00.000Z","end_time":"2026-03-16T09:48:30.000Z"}},
            {{"type":"task","id":"task--5","task_types":["reported"],"outcome":"failed","description":"DPA form down","start_time":"2026-03-18T10:00:00.000Z"}},
            {{"type":"task","id":"task--6","task_types":["reported"],"outcome":"successful","description":"DPA notified","start_time":"2026-03-18T15:22:00.000Z","end_time":"2026-03-18T15:22:00.000Z"}},
            {{"type":"task","id":"task--7","task_types":["recovery"],"outcome":"successful","description":"Untimed"}},
            {{"type":"impact","id":"impact--1","impact_category":"confidentiality","description":"Cards taken","start_time":"2026-03-13T00:02:51.000Z"}},
            {{"type":"sighting","id":"sighting--1","sighting_of_ref":"indicator--1","where_sighted_refs":["identity--1"],"first_seen":"2026-03-12T23:41:07Z"}},
            {{"type":"indicator","spec_version":"2.1","id":"indicator--1","name":"203.0.113.66","pattern":"[x]","valid_from":"2026-03-12T23:41:07Z"}},
            {{"type":"report","id":"report--1","name":"Skimmer report","published":"2026-03-30T17:00:00.000Z","object_refs":[]}},
            {{"type":"identity","id":"identity--1","name":"A. Osei"}},
            {{"type":"relationship","id":"relationship--1","relationship_type":"performed","source_ref":"identity--1","target_ref":"task--4"}}]}}"#
        )
    }

    #[test]
    fn an_incident_gives_its_events_tasks_and_hints_in_either_spelling() {
        for refs in [
            r#""event_refs":["event--1"],"task_refs":["task--1","task--2","task--9"]"#,
            r#""events":[{"event_ref":"event--1"}],"tasks":[{"task_ref":"task--1"},{"task_ref":"task--2"},{"task_ref":"task--9"}]"#,
        ] {
            let (table, report) = events(&bundle(refs), Format::Stix);
            let all: Vec<String> = (0..table.len() as u32).map(|row| told(&table, row)).collect();
            assert_eq!(
                all,
                [
                    "2026-03-13T00:00:00Z Skimmer injected",
                    "2026-03-16T09:48:30Z End: Skimmer injected",
                    "2026-03-16T09:05:00Z Modified file confirmed",
                    "2026-03-16T09:20:00Z IR engaged",
                    "2026-03-16T09:30:00Z Board told",
                    "2026-03-16T09:40:00Z Checkout off",
                    "2026-03-16T09:48:30Z Done: Checkout off",
                    "2026-03-18T10:00:00Z DPA form down",
                    "2026-03-18T15:22:00Z DPA notified",
                    "2026-03-13T00:02:51Z Impact: Cards taken",
                    "2026-03-12T23:41:07Z Sighted: indicator 203.0.113.66",
                    "2026-03-30T17:00:00Z Report published: Skimmer report",
                ]
            );
            let hints = |row| table.tags(row).find_map(|tag| tag.strip_prefix("milestone:")).unwrap_or("");
            let hints: Vec<&str> = (2..9).map(hints).collect();
            assert_eq!(hints, ["detected", "declared", "", "", "contained", "", "authority_notified"]);
            assert_eq!(
                (table.actor(5), table.kind(5), table.asset(10)),
                ("A. Osei", "task: containment", "A. Osei")
            );
            assert_eq!(
                (table.time(0).precision, table.time(1).precision),
                (Precision::Day, Precision::Exact)
            );
            assert_eq!((report.rows, report.refusals.len()), (13, 1));
            assert!(report.refusals[0].reason.contains("no `start_time`"), "{report:?}");
            let notes = report.notes.join("\n");
            for said in [
                "3 objects are context without a time of the incident: 1 identity, 1 indicator, 1 relationship.",
                "“Skimmer” names 1 events, 3 tasks and 0 impacts; 1 of them are not in the file.",
            ] {
                assert!(notes.contains(said), "{said}: {notes}");
            }
        }
    }

    #[test]
    fn a_bundle_of_indicators_says_that_nothing_in_it_happened() {
        let text = r#"{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","spec_version":"2.1","id":"indicator--1","valid_from":"2026-03-12T23:41:07Z"}]}"#;
        let error = crate::import::read_all("x", text.as_bytes(), None).unwrap_err().to_string();
        assert!(error.contains("nothing in the file has a time; 1 object is context"), "{error}");
    }
}
