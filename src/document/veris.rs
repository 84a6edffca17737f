//! An incident as VERIS 1.4: what facts and milestones tell of it, and “Unknown” for the rest.
//!
//! After verisc.json and verisc-enum.json of vz-risk/veris: `timeline.discovery` runs from compromise,
//! `timeline.containment` from discovery. A length goes out in the largest unit that it fills; a range that lies within
//! one unit as that unit without a value; what has not ended as `Never`. VERIS has no place for bounds, so these stand
//! in `plus.floodmark`, which is there for such things, and which Floodmark reads back. Who it happened to is not told:
//! the schema asks not to.

use super::stable;
use super::words::cut;
use crate::finding::{CaseView, Scan, found_outside};
use crate::model::case::{AmendmentDecision, FindingDecision};
use crate::model::time::{DAY, HOUR, MINUTE, SECOND};
use crate::model::{Duration, Finding, MetricId, Milestone, Moment, Precision, Span, Unknown};
use crate::plan::change::Amendment;
use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value, json};

/// The units of VERIS with their length; a month is 365.25 / 12 days.
const UNITS: [(&str, i64); 7] = [
    ("Years", 8766 * HOUR),
    ("Months", 730 * HOUR + 30 * MINUTE),
    ("Weeks", 7 * DAY),
    ("Days", DAY),
    ("Hours", HOUR),
    ("Minutes", MINUTE),
    ("Seconds", SECOND),
];

/// What an ATT&CK technique is as an action of VERIS: action, variety, vector. After the mapping of the Center for
/// Threat-Informed Defense; only what is beyond doubt.
const TECHNIQUES: [(&str, &str, &str, &str); 14] = [
    ("T1190", "hacking", "Exploit vuln", "Web application"),
    ("T1110", "hacking", "Brute force", "Unknown"),
    ("T1078", "hacking", "Use of stolen creds", "Unknown"),
    ("T1133", "hacking", "Unknown", "VPN"),
    ("T1498", "hacking", "DoS", "Unknown"),
    ("T1499", "hacking", "DoS", "Unknown"),
    ("T1557", "hacking", "AitM", "Unknown"),
    ("T1505", "malware", "Backdoor", "Direct install"),
    ("T1056", "malware", "Capture app data", "Unknown"),
    ("T1486", "malware", "Ransomware", "Unknown"),
    ("T1496", "malware", "Cryptocurrency mining", "Unknown"),
    ("T1195", "malware", "Unknown", "Software update"),
    ("T1566", "social", "Phishing", "Email"),
    ("T1485", "malware", "Destroy data", "Unknown"),
];

/// Kinds of data by a word that names them, most telling first.
const DATA: [(&str, &str); 16] = [
    ("card", "Payment"),
    ("payment", "Payment"),
    ("iban", "Bank"),
    ("bank", "Bank"),
    ("health", "Medical"),
    ("medical", "Medical"),
    ("patient", "Medical"),
    ("password", "Credentials"),
    ("credential", "Credentials"),
    ("api key", "API key"),
    ("token", "Session key"),
    ("source code", "Source code"),
    ("ssn", "Sensitive Personal"),
    ("social security", "Sensitive Personal"),
    ("passport", "Sensitive Personal"),
    ("biometric", "Sensitive Personal"),
];

/// What an incident is written from.
#[derive(Clone, Copy, Debug)]
pub struct VerisInput<'a> {
    /// The case.
    pub view: CaseView<'a>,
    /// What its texts speak of.
    pub scan: &'a Scan,
    /// Its findings.
    pub findings: &'a [Finding],
    /// Its amendments.
    pub amendments: &'a [Amendment],
    /// When it is written.
    pub date: NaiveDate,
}

/// Writes the incident.
pub fn write(input: &VerisInput<'_>) -> Value {
    let view = &input.view;
    let id = stable::uuid(view.case, "veris");
    let mut incident = json!({
        "schema_version": "1.4.0",
        "schema_name": "veris",
        "incident_id": id.to_string(),
        "source_id": "floodmark",
        "security_incident": if view.milestones.moment(&Milestone::Detected).is_some() { "Confirmed" } else { "Suspected" },
        "summary": summary(input),
        "actor": { "unknown": { "notes": "Floodmark does not infer who acted; state it here." } },
        "action": action(input.scan),
        "asset": { "assets": [{ "variety": "S - Unknown" }], "cloud": ["Unknown"] },
        "attribute": attribute(view),
        "discovery_method": discovery(view),
        "victim": { "employee_count": "Unknown", "industry": industry(&view.case.facts.sector), "government": ["Unknown"], "country": ["Unknown"] },
        "impact": { "overall_rating": "Unknown" },
        "targeted": "Unknown",
    });
    let (timeline, bounds) = timeline(view);
    let mut plus = json!({
        "master_id": id.to_string(),
        "created": format!("{}T00:00:00Z", input.date),
        "floodmark": { "as_of": view.as_of.to_string(), "timeline": bounds },
    });
    if let Some(moment) = view.milestones.moment(&Milestone::IndividualsNotified) {
        set(&mut plus, "timeline", json!({ "notification": date(&moment) }));
    }
    set(&mut incident, "timeline", timeline);
    set(&mut incident, "plus", plus);
    let failed = view.case.findings.iter().filter(|(_, decision)| **decision == FindingDecision::Accepted);
    let failed: Vec<&str> = failed
        .filter_map(|(rule, _)| input.findings.iter().find(|f| f.rule == *rule))
        .map(|f| f.claim.as_str())
        .collect();
    if !failed.is_empty() {
        set(&mut incident, "control_failure", failed.join("\n").into());
    }
    let accepted = input
        .amendments
        .iter()
        .filter(|a| matches!(view.case.amendments.get(&a.id), Some(AmendmentDecision::Accepted { .. })));
    let accepted: Vec<&str> = accepted.map(|a| a.text.trim()).collect();
    if !accepted.is_empty() {
        set(&mut incident, "corrective_action", accepted.join("\n").into());
    }
    incident
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(map) = object {
        map.insert(name.to_owned(), value);
    }
}

/// In sentences, from what is known alone.
fn summary(input: &VerisInput<'_>) -> String {
    let view = &input.view;
    let title = view.case.title.trim();
    let mut summary = if title.is_empty() { "Incident".to_owned() } else { cut(title, 200) };
    if !summary.ends_with(['.', '!', '?']) {
        summary.push('.');
    }
    let facts = &view.case.facts;
    if !facts.data_types.is_empty() {
        summary.push_str(&format!(" Data affected: {}.", facts.data_types.join(", ")));
    }
    if let Some(n) = facts.records_affected {
        summary.push_str(&format!(" People or records affected: {n}."));
    }
    summary
}

/// The actions that techniques of the record stand for; unknown without any.
fn action(scan: &Scan) -> Value {
    let mut actions: Map<String, Value> = Map::new();
    for technique in scan.techniques() {
        let base = technique.id.split('.').next().unwrap_or_default();
        for (_, action, variety, vector) in TECHNIQUES.iter().filter(|t| t.0 == base) {
            let entry = actions.entry(*action).or_insert_with(|| match *action {
                "social" => json!({ "variety": [], "vector": [], "target": ["Unknown"] }),
                _ => json!({ "variety": [], "vector": [] }),
            });
            add(entry, "variety", variety);
            add(entry, "vector", vector);
        }
    }
    if actions.is_empty() {
        return json!({ "unknown": { "notes": "No technique is named in the record." } });
    }
    Value::Object(actions)
}

/// Adds a word to a list of an object, once.
fn add(object: &mut Value, name: &str, word: &str) {
    if let Some(Value::Array(list)) = object.get_mut(name)
        && !list.iter().any(|w| w == word)
    {
        list.push(word.into());
    }
}

fn attribute(view: &CaseView<'_>) -> Value {
    let facts = &view.case.facts;
    if facts.data_types.is_empty() && facts.personal_data != Some(true) {
        return json!({ "unknown": { "notes": "Which property of which data was affected is not stated in the case." } });
    }
    let mut varieties: Vec<&str> = vec![];
    for kind in &facts.data_types {
        let kind = kind.to_lowercase();
        let variety = DATA.iter().find(|(word, _)| kind.contains(word)).map_or("Personal", |(_, v)| v);
        if !varieties.contains(&variety) {
            varieties.push(variety);
        }
    }
    let data: Vec<Value> = varieties.iter().map(|variety| json!({ "variety": variety })).collect();
    // That data could be taken is not yet that they were.
    let mut confidentiality = json!({ "data_disclosure": "Potentially", "state": ["Unknown"] });
    if !data.is_empty() {
        set(&mut confidentiality, "data", data.into());
    }
    if let Some(n) = facts.records_affected {
        set(&mut confidentiality, "data_total", n.into());
    }
    json!({ "confidentiality": confidentiality })
}

/// How it came to light, as far as the record has the word coming from outside.
fn discovery(view: &CaseView<'_>) -> Value {
    let outside = found_outside(view);
    let told: Vec<String> = outside
        .iter()
        .filter_map(|id| view.timeline.find(*id))
        .map(|event| format!("{} {}", event.actor, event.text).to_lowercase())
        .collect();
    if told.is_empty() {
        return json!({ "unknown": true });
    }
    let speaks = |words: &[&str]| told.iter().any(|text| words.iter().any(|word| text.contains(word)));
    let variety = if speaks(&["customer", "shopper", "cardholder"]) {
        "Customer"
    } else if speaks(&["police", "fbi", "law enforcement", "secret service"]) {
        "Law enforcement"
    } else if speaks(&["researcher"]) {
        "Security researcher"
    } else if speaks(&["acquirer", "card brand", "issuer", "fraud"]) {
        "Fraud detection"
    } else {
        "Unknown"
    };
    json!({ "external": { "variety": [variety] } })
}

/// The sector as NAICS has it, to two figures.
fn industry(sector: &str) -> &'static str {
    let sector = sector.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| sector.contains(word));
    match () {
        () if is(&["retail", "shop", "commerce"]) => "44",
        () if is(&["bank", "financ", "insur"]) => "52",
        () if is(&["health", "hospital"]) => "62",
        () if is(&["telecom", "media", "software"]) => "51",
        () if is(&["education", "school", "universit"]) => "61",
        () if is(&["energy", "utility", "water"]) => "22",
        () if is(&["transport"]) => "48",
        () if is(&["public admin", "government"]) => "92",
        () => "00",
    }
}

/// The timeline of the schema, and beside it the bounds that the schema has no place for.
fn timeline(view: &CaseView<'_>) -> (Value, Value) {
    let compromise = [Milestone::Compromise, Milestone::ExposureStarted];
    let began = compromise.iter().find_map(|m| view.milestones.moment(m));
    let first = || view.timeline.event(0).map(|e| e.moment).filter(|m| m.earliest.is_plausible());
    let incident = match began.or_else(first) {
        Some(moment) => date(&moment),
        None => json!({ "year": view.as_of.naive_utc().year().clamp(1950, 2050) }),
    };
    let facts = &view.case.facts;
    let theft = !facts.data_types.is_empty() || facts.personal_data == Some(true);
    let ends = compromise.clone().map(|m| view.milestones.moment(&m).filter(|_| theft));
    let exfiltration = match ends {
        [Some(from), Some(to)] => Some(Duration::between(&from, &to)),
        _ => None,
    };
    let metric = |id: MetricId| view.metrics.iter().find(|m| m.id == id).map(|m| m.duration);
    let phases = [
        ("compromise", None),
        ("exfiltration", exfiltration),
        ("discovery", metric(MetricId::Dwell)),
        ("containment", metric(MetricId::TimeToContain)),
    ];
    let mut timeline = json!({ "incident": incident });
    let mut bounds = Map::new();
    for (name, duration) in phases {
        let duration = duration.unwrap_or(Duration::Unknown { reason: Unknown::Absent });
        set(&mut timeline, name, phase(&duration));
        if let Some(said) = bound(&duration) {
            bounds.insert(name.to_owned(), said);
        }
    }
    (timeline, Value::Object(bounds))
}

/// A date as finely as it is known, in UTC.
fn date(moment: &Moment) -> Value {
    let at = moment.earliest.naive_utc();
    let year = at.year().clamp(1950, 2050);
    match moment.precision {
        Precision::Month => {
            let at = moment.middle().naive_utc();
            json!({ "year": at.year().clamp(1950, 2050), "month": at.month() })
        }
        Precision::Day => {
            let at = moment.middle().naive_utc();
            json!({ "year": at.year().clamp(1950, 2050), "month": at.month(), "day": at.day() })
        }
        Precision::Exact if moment.is_exact() => json!({
            "year": year, "month": at.month(), "day": at.day(), "time": at.format("%I:%M:%S %p").to_string(),
        }),
        _ => json!({ "year": year, "month": at.month(), "day": at.day() }),
    }
}

/// A length of time as the schema has it.
fn phase(duration: &Duration) -> Value {
    match duration {
        Duration::Exact { value } => exact(*value),
        Duration::Range { min, max: Some(max) } => match (unit_of(*min), unit_of(Span(max.0 - 1))) {
            (Some(a), Some(b)) if a == b => json!({ "unit": a }),
            _ => json!({ "unit": "Unknown" }),
        },
        Duration::Range { min, max: None } if min.0 >= 8766 * HOUR => json!({ "unit": "Years" }),
        Duration::Range { .. } => json!({ "unit": "Unknown" }),
        Duration::RightCensored { .. } => json!({ "unit": "Never" }),
        Duration::Unknown { reason: Unknown::NotApplicable } => json!({ "unit": "NA" }),
        Duration::Unknown { .. } => json!({ "unit": "Unknown" }),
    }
}

/// The largest unit that a length fills.
fn unit_of(span: Span) -> Option<&'static str> {
    UNITS.iter().find(|(_, size)| span.0 >= *size).map(|(name, _)| *name)
}

fn exact(value: Span) -> Value {
    let (name, size) = UNITS.iter().find(|(_, size)| value.0 >= *size).unwrap_or(&UNITS[6]);
    match value.0 % size {
        0 => json!({ "unit": name, "value": value.0 / size }),
        _ => json!({ "unit": name, "value": value.0 as f64 / *size as f64 }),
    }
}

/// The bounds of a length that a unit does not give.
fn bound(duration: &Duration) -> Option<Value> {
    let seconds = |span: Span| span.as_seconds();
    match duration {
        Duration::Range { min, max } => {
            Some(json!({ "min_seconds": seconds(*min), "max_seconds": max.map(seconds) }))
        }
        Duration::RightCensored { min } => Some(json!({ "at_least_seconds": seconds(*min) })),
        Duration::Exact { .. } | Duration::Unknown { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Content, read_all};
    use proptest::prelude::*;

    /// A length of time, written and read back.
    fn again(duration: Duration) -> Duration {
        let mut timeline = json!({ "incident": { "year": 2026, "month": 3, "day": 12 } });
        set(&mut timeline, "containment", phase(&duration));
        let mut plus = json!({ "created": "2026-03-24T00:00:00Z", "floodmark": { "timeline": {} } });
        if let Some(said) = bound(&duration) {
            set(&mut plus["floodmark"]["timeline"], "containment", said);
        }
        let text = json!({
            "schema_version": "1.4.0", "incident_id": "x", "action": {}, "actor": {}, "timeline": timeline, "plus": plus,
        });
        let Content::Incidents(all) = read_all("x.json", text.to_string().as_bytes(), None).unwrap().content
        else {
            panic!("no incident")
        };
        all[0].durations[&MetricId::TimeToContain]
    }

    proptest! {
        #[test]
        fn any_length_reads_back_to_the_second(a in 0i64..4_000_000_000, b in 0i64..4_000_000_000) {
            let (min, max) = (Span::seconds(a.min(b)), Span::seconds(a.max(b)));
            for duration in [
                Duration::Exact { value: min },
                Duration::Range { min, max: Some(max) },
                Duration::Range { min, max: None },
                Duration::RightCensored { min },
            ] {
                prop_assert_eq!(again(duration), duration);
            }
        }
    }

    #[test]
    fn a_length_is_told_in_the_largest_unit_that_it_fills() {
        assert_eq!(exact(Span::seconds(2_610)), json!({ "unit": "Minutes", "value": 43.5 }));
        assert_eq!(exact(Span::seconds(7_200)), json!({ "unit": "Hours", "value": 2 }));
        assert_eq!(exact(Span::ZERO), json!({ "unit": "Seconds", "value": 0 }));
        let range = |min, max| phase(&Duration::Range { min: Span(min), max: Some(Span(max)) });
        assert_eq!(range(DAY, 3 * DAY), json!({ "unit": "Days" }));
        assert_eq!(range(HOUR, 3 * DAY), json!({ "unit": "Unknown" }));
        assert_eq!(phase(&Duration::RightCensored { min: Span(DAY) }), json!({ "unit": "Never" }));
    }
}
