//! VERIS incidents, schema 1.2 to 1.4: one object, an array, or one object a line.
//!
//! Durations are read as VERIS states them: `timeline.discovery` runs from compromise, `timeline.containment` from
//! discovery. A unit without a value is an interval (“Days” is one day to one week), `Never` is censored at the age of
//! the record, `Unknown` and `NA` are no durations. What Floodmark writes keeps the bounds that VERIS has no place for in
//! `plus.floodmark`.

use super::decode;
use super::rows::refusal;
use super::{ImportedIncident, Report};
use crate::model::event::NewRow;
use crate::model::time::{DAY, HOUR, MINUTE, SECOND};
use crate::model::{Duration, EventTable, MetricId, Milestone, Precision, RowTime, Span, Unknown};
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Collects incidents.
#[derive(Debug, Default)]
pub struct Incidents {
    found: Vec<Arc<ImportedIncident>>,
    report: Report,
}

impl Incidents {
    /// How many records were taken or refused.
    pub fn rows(&self) -> u64 {
        self.report.rows
    }

    /// Takes the text of one object: its line, pointer, first byte and the byte after it.
    pub fn read(&mut self, text: &str, line: u32, pointer: &str, start: u64, end: u64) {
        self.report.rows += 1;
        let place =
            NewRow { line, pointer, offset: start, length: decode::length(start, end), ..NewRow::default() };
        match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(object)) => match incident(&object, &place) {
                Ok(incident) => {
                    self.report.events += incident.events.len() as u64;
                    self.report.incidents += 1;
                    self.found.push(Arc::new(incident));
                }
                Err(reason) => self.report.refusals.push(refusal(line, pointer, text, reason)),
            },
            Ok(_) => self.refuse(text, line, pointer, "not an object; a VERIS incident is one".to_owned()),
            Err(error) => {
                let what = if error.is_eof() {
                    "the file breaks off inside this incident"
                } else {
                    "not valid JSON"
                };
                self.refuse(text, line, pointer, format!("{what} ({error}); export the file again"));
            }
        }
    }

    /// Refuses what is no incident.
    pub fn stray(&mut self, line: u32, text: &str) {
        self.report.rows += 1;
        self.refuse(text, line, "", super::known::STRAY.to_owned());
    }

    fn refuse(&mut self, text: &str, line: u32, pointer: &str, reason: String) {
        self.report.refusals.push(refusal(line, pointer, text, reason));
    }

    /// The incidents with the report.
    pub fn finish(self) -> (Vec<Arc<ImportedIncident>>, Report) {
        (self.found, self.report)
    }
}

/// Whether an object is a VERIS incident.
pub fn looks_like(object: &Map<String, Value>) -> bool {
    let has = |key: &str| object.contains_key(key);
    let count = [
        "schema_version",
        "incident_id",
        "action",
        "actor",
        "asset",
        "discovery_method",
        "security_incident",
    ]
    .iter()
    .filter(|key| has(key))
    .count();
    has("timeline") && count >= 2
}

/// Microseconds of a VERIS unit: a month is 365.25 / 12 days, a year 365.25 days.
fn unit(name: &str) -> Option<i64> {
    Some(match name {
        "Seconds" => SECOND,
        "Minutes" => MINUTE,
        "Hours" => HOUR,
        "Days" => DAY,
        "Weeks" => 7 * DAY,
        "Months" => 730 * HOUR + 30 * MINUTE,
        "Years" => 8766 * HOUR,
        _ => return None,
    })
}

/// The interval that a unit without a value stands for.
fn interval(name: &str) -> Option<Duration> {
    let next = match name {
        "Seconds" => Some("Minutes"),
        "Minutes" => Some("Hours"),
        "Hours" => Some("Days"),
        "Days" => Some("Weeks"),
        "Weeks" => Some("Months"),
        "Months" => Some("Years"),
        _ => None,
    };
    Some(Duration::Range { min: Span(unit(name)?), max: next.and_then(unit).map(Span) })
}

fn phase(timeline: &Map<String, Value>, name: &str) -> Duration {
    let unknown = |reason| Duration::Unknown { reason };
    let Some(Value::Object(phase)) = timeline.get(name) else { return unknown(Unknown::Absent) };
    let Some(unit_name) = phase.get("unit").and_then(Value::as_str) else { return unknown(Unknown::Absent) };
    match unit_name {
        "NA" => unknown(Unknown::NotApplicable),
        // Its length of observation is not here but in the age of the record.
        "Never" => Duration::RightCensored { min: Span::ZERO },
        _ => match (unit(unit_name), phase.get("value").and_then(number)) {
            (None, _) => unknown(Unknown::StatedUnknown),
            (Some(size), Some(value)) if value >= 0.0 => {
                Duration::Exact { value: Span((value * size as f64).round() as i64) }
            }
            (Some(_), _) => interval(unit_name).unwrap_or(unknown(Unknown::StatedUnknown)),
        },
    }
}

/// A number, also where a tool wrote it as text.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn whole(value: Option<&Value>) -> Option<i64> {
    number(value?).filter(|n| n.fract() == 0.0).map(|n| n as i64)
}

/// The date of an object with `year`, `month`, `day`, as finely as it is stated; a month or day that does not exist
/// makes it coarser, never wrong.
fn dated(object: &Map<String, Value>) -> Option<(NaiveDate, Option<Precision>)> {
    let year = i32::try_from(whole(object.get("year"))?).ok().filter(|y| (1..=9999).contains(y))?;
    let month =
        whole(object.get("month")).and_then(|m| u32::try_from(m).ok()).filter(|m| (1..=12).contains(m));
    let Some(month) = month else { return Some((NaiveDate::from_ymd_opt(year, 1, 1)?, None)) };
    let day = whole(object.get("day")).and_then(|d| u32::try_from(d).ok());
    match day.and_then(|day| NaiveDate::from_ymd_opt(year, month, day)) {
        Some(date) => Some((date, Some(Precision::Day))),
        None => Some((NaiveDate::from_ymd_opt(year, month, 1)?, Some(Precision::Month))),
    }
}

/// The time of a date; a year alone is written as its first month, which the text says.
fn row_time(date: NaiveDate, precision: Option<Precision>) -> RowTime {
    let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros();
    RowTime {
        micros: midnight,
        offset: None,
        precision: precision.unwrap_or(Precision::Month),
        abbreviation: None,
        zone: None,
    }
}

fn incident(object: &Map<String, Value>, place: &NewRow<'_>) -> Result<ImportedIncident, String> {
    let Some(Value::Object(timeline)) = object.get("timeline") else {
        return Err("field `timeline`: missing or not an object; a VERIS incident needs one".to_owned());
    };
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or("").trim();
    let mut found = ImportedIncident { id: text("incident_id").to_owned(), ..ImportedIncident::default() };
    let summary = text("summary");
    let name =
        object.get("victim").and_then(|v| v.get("victim_id")).and_then(Value::as_str).unwrap_or("").trim();
    found.title = match (name, summary) {
        ("" | "Unknown", "") => found.id.clone(),
        ("" | "Unknown", summary) => short(summary),
        (name, _) => short(name),
    };
    let mut events = EventTable::new();
    let discovery = phase(timeline, "discovery");
    let bounds = object.get("plus").and_then(|plus| plus.get("floodmark")?.get("timeline"));
    let bounded =
        |name: &str, duration: Duration| bounds.and_then(|b| bound(b.get(name)?)).unwrap_or(duration);
    let compromise = phase(timeline, "compromise");
    let began = timeline.get("incident").and_then(Value::as_object).and_then(dated);
    if let Some((date, precision)) = began {
        let what = if summary.is_empty() { "Incident" } else { summary };
        let note = if precision.is_none() { " (the record gives the year alone)" } else { "" };
        let line = format!("{what}{note}");
        let time = row_time(date, precision);
        let number = events.push(&NewRow { text: &line, kind: "timeline.incident", ..place.clone() }, time);
        if precision.is_some() {
            found.milestones.insert(Milestone::Compromise, number);
        }
    }
    let notified = object.get("plus").and_then(|p| p.get("timeline")).and_then(|t| t.get("notification"));
    if let Some((date, Some(precision))) = notified.and_then(Value::as_object).and_then(dated) {
        let time = row_time(date, Some(precision));
        let row = NewRow { text: "Notification", kind: "plus.timeline.notification", ..place.clone() };
        let number = events.push(&row, time);
        found.milestones.insert(Milestone::IndividualsNotified, number);
    }
    let age = age(object, began.map(|(date, _)| date));
    let dwell = bounded("discovery", censor(discovery, age, &[compromise]));
    found.durations.insert(MetricId::Dwell, dwell);
    let containment = censor(phase(timeline, "containment"), age, &[compromise, discovery]);
    found.durations.insert(MetricId::TimeToContain, bounded("containment", containment));
    groups(object, timeline, &mut found);
    found.events = Arc::new(events);
    Ok(found)
}

/// The bounds of a length as Floodmark writes them.
fn bound(said: &Value) -> Option<Duration> {
    let span = |name: &str| said.get(name).and_then(number).filter(|n| *n >= 0.0);
    let span = |name: &str| span(name).map(|seconds| Span((seconds * SECOND as f64).round() as i64));
    match (span("min_seconds"), span("at_least_seconds")) {
        (Some(min), _) => Some(Duration::Range { min, max: span("max_seconds").filter(|max| *max >= min) }),
        (None, Some(min)) => Some(Duration::RightCensored { min }),
        (None, None) => None,
    }
}

fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line).trim_end()),
        None => line.to_owned(),
    }
}

/// How old the record was when it was written: from the start of the incident's day to the day of `plus.created`.
fn age(object: &Map<String, Value>, began: Option<NaiveDate>) -> Option<Span> {
    let created = object.get("plus")?.get("created")?.as_str()?;
    let created: NaiveDate = created.get(..10)?.parse().ok()?;
    Some(Span((created - began?).num_days() * DAY))
}

/// Gives a `Never` its time under observation: the age of the record less the phases before it, not below zero.
/// Without an age it says nothing.
fn censor(duration: Duration, age: Option<Span>, before: &[Duration]) -> Duration {
    let Duration::RightCensored { .. } = duration else { return duration };
    let Some(age) = age else { return Duration::Unknown { reason: Unknown::StatedUnknown } };
    let spent: i64 = before
        .iter()
        .map(|d| match d {
            Duration::Exact { value } => value.0,
            Duration::Range { min, .. } => min.0,
            _ => 0,
        })
        .sum();
    Duration::RightCensored { min: Span((age.0 - spent).max(0)) }
}

/// What groups an incident with others. Actors, actions and assets may be several at once, and so may their varieties.
fn groups(object: &Map<String, Value>, timeline: &Map<String, Value>, found: &mut ImportedIncident) {
    let mut set = |name: &str, mut values: Vec<String>| {
        values.retain(|value| !value.trim().is_empty());
        values.sort();
        values.dedup();
        if !values.is_empty() {
            found.groups.insert(name.to_owned(), values);
        }
    };
    let keys = |name: &str| -> Vec<String> {
        let object = object.get(name).and_then(Value::as_object);
        object.into_iter().flat_map(|o| o.keys().cloned()).collect()
    };
    set("action", keys("action"));
    set("actor", keys("actor"));
    let actions = object.get("action").and_then(Value::as_object).into_iter().flatten();
    set("action.variety", actions.flat_map(|(_, action)| texts(action.get("variety"))).collect());
    let assets = object.get("asset").and_then(|a| a.get("assets")?.as_array()).into_iter().flatten();
    set("asset.variety", assets.flat_map(|asset| texts(asset.get("variety"))).collect());
    // An object since 1.3.4, a string before.
    let method = object.get("discovery_method").and_then(Value::as_str).map(|method| vec![method.to_owned()]);
    set("discovery_method", method.unwrap_or_else(|| keys("discovery_method")));
    let victim = |key: &str| texts(object.get("victim").and_then(|v| v.get(key)));
    set("victim.industry", victim("industry"));
    set("victim.employee_count", victim("employee_count"));
    let year = timeline.get("incident").and_then(|i| whole(i.get("year")));
    set("timeline.incident.year", year.map(|y| y.to_string()).into_iter().collect());
}

/// A text, or the texts of an array.
fn texts(value: Option<&Value>) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(text).collect(),
        Some(value) => text(value).into_iter().collect(),
        None => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> ImportedIncident {
        let mut incidents = Incidents::default();
        incidents.read(json, 1, "", 0, json.len() as u64);
        let (found, report) = incidents.finish();
        assert!(report.refusals.is_empty(), "{:?}", report.refusals);
        (*found[0]).clone()
    }

    #[test]
    fn durations_are_read_as_veris_states_them() {
        let incident = read(
            r#"{"schema_version":"1.4.0","incident_id":"ko-2026-03","summary":"Web skimmer","timeline":{"incident":
            {"year":2026,"month":3,"day":12},"discovery":{"unit":"Days"},"containment":{"unit":"Minutes","value":44}}}"#,
        );
        assert_eq!(
            incident.durations[&MetricId::TimeToContain],
            Duration::Exact { value: Span::seconds(2640) }
        );
        let days = Duration::Range { min: Span(DAY), max: Some(Span(7 * DAY)) };
        assert_eq!(incident.durations[&MetricId::Dwell], days);
        assert_eq!(incident.events.text(0), "Web skimmer");
    }

    #[test]
    fn an_incident_of_several_actors_actions_and_assets_has_each_of_them() {
        let incident = read(
            r#"{"incident_id":"x","timeline":{"incident":{"year":2020}},"action":{"malware":{"variety":["Ransomware"]},
            "hacking":{"variety":["SQLi","Use of stolen creds"]}},"actor":{"external":{},"partner":{}},
            "asset":{"assets":[{"variety":"S - Web application"},{"variety":"S - Database"},{"variety":"S - Database"}]}}"#,
        );
        let of = |name: &str| incident.groups[name].join(" | ");
        assert_eq!(of("action"), "hacking | malware");
        assert_eq!(of("action.variety"), "Ransomware | SQLi | Use of stolen creds");
        assert_eq!(of("actor"), "external | partner");
        assert_eq!(of("asset.variety"), "S - Database | S - Web application");
    }

    #[test]
    fn never_is_censored_at_the_age_of_the_record() {
        let json = |created: &str| {
            format!(
                r#"{{"incident_id":"x","timeline":{{"incident":{{"year":2014,"month":1,"day":1}},"discovery":
                {{"unit":"Days","value":2}},"containment":{{"unit":"Never"}}}},"plus":{{{created}}}}}"#
            )
        };
        let incident = read(&json(r#""created":"2014-01-11T22:00:00Z""#));
        assert_eq!(
            incident.durations[&MetricId::TimeToContain],
            Duration::RightCensored { min: Span(8 * DAY) }
        );
        let without = read(&json(""));
        let unknown = Duration::Unknown { reason: Unknown::StatedUnknown };
        assert_eq!(without.durations[&MetricId::TimeToContain], unknown);
    }

    #[test]
    fn dates_that_do_not_exist_become_coarser() {
        let at = |json: &str| {
            let incident = read(&format!(r#"{{"incident_id":"x","timeline":{{"incident":{json}}}}}"#));
            let moment = incident.moment(&Milestone::Compromise, None, Span::ZERO);
            moment.map(|m| (m.earliest.to_string(), m.precision))
        };
        assert_eq!(
            at(r#"{"year":2018,"month":2,"day":29}"#),
            Some(("2018-02-01T00:00:00Z".into(), Precision::Month))
        );
        assert_eq!(
            at(r#"{"year":2018,"month":3,"day":2018}"#),
            Some(("2018-03-01T00:00:00Z".into(), Precision::Month))
        );
        assert_eq!(at(r#"{"year":2018,"month":123}"#), None);
        assert_eq!(at(r#"{"month":3}"#), None);
    }
}
