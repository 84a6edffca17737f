//! An incident as a STIX 2.1 bundle with the OASIS incident extension.
//!
//! After oasis-open/cti-stix-common-objects, extension-definition-specifications/incident-ef7: an `incident` with the core
//! extension, milestones of the response as `task`s, the rest of the timeline as `event`s, affected data as an `impact`.
//! Ids are UUIDs of version 5 from the case, so that a bundle that is written again replaces the one before. Times are as
//! fine as `start_time_fidelity` can say. A timeline longer than [`MOST`] gives what is starred or carries a milestone or
//! a finding, and the incident says so. What our own reader takes from a task type is told by it; other milestones go in a
//! label.

use super::stable;
use super::words::{coarse, cut};
use crate::finding::{CaseView, found_outside};
use crate::milestone::{Held, Status};
use crate::model::{Case, EventId, Finding, Milestone, Moment, Precision, Timestamp};
use crate::timeline::{EventView, STAR_TAG};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A timeline of so many events goes out whole.
pub const MOST: usize = 2_000;

const INCIDENT: &str = "extension-definition--ef765651-680c-498d-9894-99799f2fa126";
const EVENT: &str = "extension-definition--4ca6de00-5b0d-45ef-a1dc-ea7279ea910e";
const TASK: &str = "extension-definition--2074a052-8be4-4932-849e-f5e7798e0030";
const IMPACT: &str = "extension-definition--7cc33dd6-f6a1-489b-98ea-522d351d71b9";

/// Milestones that a type of task of the vocabulary says; the others are told in a label too.
const TASKS: [(Milestone, &str); 7] = [
    (Milestone::Detected, "detected"),
    (Milestone::Declared, "declared"),
    (Milestone::Contained, "containment"),
    (Milestone::Eradicated, "eradication"),
    (Milestone::Recovered, "recovery"),
    (Milestone::AuthorityNotified, "reported"),
    (Milestone::IndividualsNotified, "victim-notification"),
];

/// Milestones that no responder performs.
const HAPPENED: [Milestone; 3] = [Milestone::Compromise, Milestone::ExposureStarted, Milestone::FirstSignal];

/// What a bundle is written from.
#[derive(Clone, Copy, Debug)]
pub struct StixInput<'a> {
    /// The case.
    pub view: CaseView<'a>,
    /// Its findings.
    pub findings: &'a [Finding],
    /// When it is written.
    pub date: NaiveDate,
}

/// What each object of a bundle shares.
struct Objects<'a> {
    case: &'a Case,
    at: String,
    all: Vec<Value>,
}

impl Objects<'_> {
    fn id(&self, kind: &str, what: &str) -> String {
        format!("{kind}--{}", stable::uuid(self.case, &format!("stix {kind} {what}")))
    }

    /// Adds an object, and gives its id. `more` has its own members.
    fn add(&mut self, kind: &str, what: &str, more: Value) -> String {
        let id = self.id(kind, what);
        let mut object = json!({
            "type": kind, "spec_version": "2.1", "id": id, "created": self.at, "modified": self.at,
        });
        if kind != "identity" {
            object["created_by_ref"] = self.id("identity", "author").into();
        }
        if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
            object.extend(more.into_iter().filter(|(_, value)| !value.is_null()));
        }
        self.all.push(object);
        id
    }

    fn relate(&mut self, from: &str, kind: &str, to: &str) {
        let more = json!({ "relationship_type": kind, "source_ref": from, "target_ref": to });
        self.add("relationship", &format!("{from} {kind} {to}"), more);
    }
}

/// Writes the bundle.
pub fn write(input: &StixInput<'_>) -> Value {
    let view = &input.view;
    let at = format!("{}T00:00:00.000Z", input.date);
    let mut objects = Objects { case: view.case, at, all: vec![] };
    let author = json!({
        "name": "Floodmark", "identity_class": "system",
        "description": "The bench that the incident was reviewed with; it names no organisation.",
    });
    objects.add("identity", "author", author);
    let mut actors: BTreeMap<&str, String> = BTreeMap::new();
    let (mut events, mut tasks) = (vec![], vec![]);
    for (milestone, held) in &view.milestones.0 {
        let Some(moment) = held.moment else { continue };
        let task = !HAPPENED.contains(milestone);
        let made = marked(milestone, held, &moment, task);
        let id = objects.add(if task { "task" } else { "event" }, &milestone.id(), made);
        if task { &mut tasks } else { &mut events }.push(id);
    }
    let named = if view.timeline.len() <= MOST { None } else { Some(named(input)) };
    let mut left_out = 0;
    for event in view.timeline.events() {
        if named.as_ref().is_some_and(|named| !named.contains(&event.id) && !event.starred()) {
            left_out += 1;
            continue;
        }
        let id = objects.add("event", &event.id.to_string(), told(&event));
        if !event.actor.is_empty() && (actors.len() < MOST || actors.contains_key(event.actor)) {
            let actor = actors.entry(event.actor).or_insert_with(|| {
                objects.add(
                    "identity",
                    event.actor,
                    json!({ "name": event.actor, "identity_class": "unknown" }),
                )
            });
            let actor = actor.clone();
            objects.relate(&actor, "performed", &id);
        }
        events.push(id);
    }
    let impacts: Vec<String> =
        impact(view).map(|made| objects.add("impact", "data", made)).into_iter().collect();
    let incident = incident(input, &events, &tasks, &impacts, left_out);
    objects.add("incident", "incident", incident);
    json!({ "type": "bundle", "id": objects.id("bundle", "bundle"), "objects": objects.all })
}

/// The events that milestones and findings rest on.
fn named(input: &StixInput<'_>) -> BTreeSet<EventId> {
    let milestones = input.view.milestones.0.values().flat_map(|held| &held.events);
    milestones.chain(input.findings.iter().flat_map(|f| &f.events)).copied().collect()
}

/// A list as a member; none where it is empty, as STIX wants it.
fn list<T: Into<Value>>(all: Vec<T>) -> Value {
    if all.is_empty() { Value::Null } else { all.into() }
}

fn time(moment: &Moment) -> (Value, Value) {
    let (at, fidelity) = match moment.precision {
        Precision::Exact if moment.is_exact() => (moment.earliest, Value::Null),
        // Both instants of the clock that was set back lie in the hour that begins with the first.
        Precision::Exact | Precision::Repeated | Precision::Hour => (moment.earliest, "hour".into()),
        Precision::Day => (coarse(moment).0, "day".into()),
        Precision::Month => (coarse(moment).0, "month".into()),
    };
    (stamp(at).into(), fidelity)
}

/// RFC 3339 with milliseconds at least.
fn stamp(at: Timestamp) -> String {
    let text = at.to_string();
    if text.contains('.') { text } else { format!("{}.000Z", text.trim_end_matches('Z')) }
}

/// A milestone as an object of its own.
fn marked(milestone: &Milestone, held: &Held, moment: &Moment, task: bool) -> Value {
    let (start, fidelity) = time(moment);
    let kind = TASKS.iter().find(|(m, _)| m == milestone).map(|(_, kind)| *kind);
    let label = if kind.is_none() { vec![format!("milestone:{}", milestone.id())] } else { vec![] };
    let own = milestone.id().replace(['_', ':'], "-");
    let standing = match held.status {
        Status::Confirmed => "Confirmed by a person.".to_owned(),
        Status::Stated => "Stated by the record.".to_owned(),
        Status::Proposed | Status::None => format!("Proposed, not confirmed: {}", held.reasons.join("; ")),
    };
    let mut made = json!({
        "name": milestone.label(), "description": standing.trim(),
        "start_time": start, "start_time_fidelity": fidelity, "labels": list(label),
    });
    if task {
        made["task_types"] = json!([kind.unwrap_or(&own)]);
        made["outcome"] = "successful".into();
        made["end_time"] = made["start_time"].clone();
        made["end_time_fidelity"] = made["start_time_fidelity"].clone();
        made["extensions"] = json!({ TASK: { "extension_type": "new-sdo" } });
    } else {
        made["event_types"] = json!([own]);
        made["status"] = "occurred".into();
        made["extensions"] = json!({ EVENT: { "extension_type": "new-sdo" } });
    }
    made
}

/// An event of the timeline.
fn told(event: &EventView<'_>) -> Value {
    let (start, fidelity) = time(&event.moment);
    let labels: Vec<&str> = event.tags.iter().copied().filter(|t| *t != STAR_TAG && !t.is_empty()).collect();
    json!({
        "description": event.text, "status": "occurred",
        "event_types": list(if event.kind.is_empty() { vec![] } else { vec![event.kind] }),
        "labels": list(labels), "start_time": start, "start_time_fidelity": fidelity,
        "extensions": { EVENT: { "extension_type": "new-sdo" } },
    })
}

/// What data were affected; none where the case does not tell.
fn impact(view: &CaseView<'_>) -> Option<Value> {
    let facts = &view.case.facts;
    if facts.data_types.is_empty() && facts.personal_data != Some(true) {
        return None;
    }
    let kinds = facts.data_types.join(", ");
    let mut loss = json!({
        "information_type": if kinds.is_empty() { "personal data" } else { kinds.as_str() },
        "loss_type": "suspected-loss",
    });
    if let Some(n) = facts.records_affected {
        loss["record_count"] = n.into();
    }
    let [start, end] = [Milestone::ExposureStarted, Milestone::Contained]
        .map(|m| view.milestones.moment(&m).map(|moment| time(&moment)).unwrap_or_default());
    Some(json!({
        "impact_category": "confidentiality", "description": "Data that could be taken, as the facts of the case state.",
        "start_time": start.0, "start_time_fidelity": start.1, "end_time": end.0, "end_time_fidelity": end.1,
        "extensions": { IMPACT: { "extension_type": "new-sdo" }, "confidentiality-ext": loss },
    }))
}

fn incident(
    input: &StixInput<'_>,
    events: &[String],
    tasks: &[String],
    impacts: &[String],
    left_out: usize,
) -> Value {
    let view = &input.view;
    let known = |m: &Milestone| view.milestones.moment(m).is_some();
    let title = view.case.title.trim();
    let mut description = format!("The record ends {}.", view.as_of);
    if left_out > 0 {
        description.push_str(&format!(
            " {left_out} events of the timeline are left out: the bundle holds those that are starred or that a milestone or a finding rests on."
        ));
    }
    let mut extension = json!({
        "extension_type": "property-extension",
        "determination": if known(&Milestone::Detected) { "confirmed" } else { "suspected" },
        "investigation_status": if known(&Milestone::Closed) { "closed" } else { "open" },
        "event_refs": events, "task_refs": tasks, "impact_refs": impacts,
    });
    if !found_outside(view).is_empty() {
        extension["detection_methods"] = json!(["external-reporting"]);
    }
    if let Some(n) = view.case.facts.records_affected {
        extension["impacted_entity_counts"] = json!({ "individuals-or-records": n });
    }
    if let Value::Object(extension) = &mut extension {
        extension.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
    }
    json!({
        "name": if title.is_empty() { "Incident".to_owned() } else { cut(title, 200) },
        "description": description, "extensions": { INCIDENT: extension },
    })
}
