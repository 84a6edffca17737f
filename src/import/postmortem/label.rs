//! The words of post-mortems: which label names a milestone, which section tells of the incident and which does not.

use crate::model::Milestone;

/// Words that may stand in a label beside the one that names the milestone.
const BESIDE: &[&str] = &[
    "the",
    "a",
    "an",
    "first",
    "initially",
    "initial",
    "incident",
    "fault",
    "issue",
    "outage",
    "problem",
    "bug",
    "attack",
    "breach",
    "was",
    "is",
    "were",
    "be",
    "been",
    "team",
    "service",
    "services",
    "fully",
    "finally",
    "at",
    "on",
    "as",
    "time",
    "date",
    "timestamp",
    "status",
    "by",
    "and",
    "of",
    "to",
    "declared",
    "impact",
    "date/time",
    "all",
    "customer",
    "user",
    "point",
    "confirmed",
];

/// Words that name a milestone; earlier lines win where a label has several (“declared resolved”).
const NAMES: &[(&[&str], Milestone)] = &[
    (&["closed", "closure"], Milestone::Closed),
    (
        &["resolved", "resolution", "recovered", "recovery", "restored", "ended", "ends", "end", "finished"],
        Milestone::Recovered,
    ),
    (&["eradicated", "eradication"], Milestone::Eradicated),
    (
        &[
            "contained",
            "containment",
            "mitigated",
            "mitigation",
            "repaired",
            "fixed",
            "isolated",
            "stabilised",
            "stabilized",
            "stable",
        ],
        Milestone::Contained,
    ),
    (&["acknowledged", "acknowledgement", "acknowledgment", "ack"], Milestone::Acknowledged),
    (
        &["detected", "detection", "discovered", "discovery", "identified", "noticed", "aware"],
        Milestone::Detected,
    ),
    (&["signal", "alert", "alerted"], Milestone::FirstSignal),
    (&["compromise", "compromised", "intrusion"], Milestone::Compromise),
    (
        &["occurs", "occurred", "began", "begins", "begin", "start", "started", "starts", "onset"],
        Milestone::ExposureStarted,
    ),
    (&["disclosed", "disclosure"], Milestone::PublicDisclosure),
    (&["preserved"], Milestone::EvidencePreserved),
    (&["reviewed", "retrospective"], Milestone::ReviewHeld),
    (&["declared"], Milestone::Declared),
    (&["declaration"], Milestone::Declared),
];

fn lower_words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '/' || c == '\''))
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The milestone that a label such as “First detected” names. A label with any other word names none: “Affected
/// customers” is no milestone.
///
/// “Repaired” is read as contained: what is repaired harms no more. “Resolved” is read as recovered, as tags are.
pub fn milestone(label: &str) -> Option<Milestone> {
    let words = lower_words(label);
    if words.is_empty() || words.len() > 6 {
        return None;
    }
    let names = |word: &String| NAMES.iter().position(|(names, _)| names.contains(&word.as_str()));
    let known = |word: &String| BESIDE.contains(&word.as_str()) || names(word).is_some();
    if !words.iter().all(known) {
        return None;
    }
    let first = words.iter().filter_map(names).min()?;
    NAMES.get(first).map(|(_, milestone)| milestone.clone())
}

/// Whether a line names a milestone and says that it has no time: “Incident not declared, but …”, “Resolved: TBC”.
pub fn without_time(text: &str) -> Option<Milestone> {
    let words = lower_words(text);
    let denied =
        ["not", "never", "tbc", "tbd", "unknown", "n/a", "ongoing", "pending", "none", "unclear", "yet"];
    let at = words.iter().position(|w| denied.contains(&w.as_str()));
    let colon = text.split_once(':');
    let label = match (colon, at) {
        (Some((label, rest)), _) if rest.trim().is_empty() => label.to_owned(),
        (_, Some(at)) if words.len() <= 16 => {
            let before = words.get(..at).unwrap_or(&[]);
            let after = words.get(at + 1).filter(|w| milestone(w).is_some());
            before.iter().chain(after).cloned().collect::<Vec<_>>().join(" ")
        }
        _ => return None,
    };
    milestone(&label).filter(|_| at.is_some())
}

/// A span that the text states by itself: “Time to repair: 0h 16m” gives name and value.
pub fn stated_span(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(':')?;
    let (name, value) = (name.trim(), value.trim());
    let low = name.to_lowercase();
    let named = low.starts_with("time to ")
        || low.starts_with("mean time to ")
        || low == "duration"
        || low == "total duration"
        || ["ttd", "ttr", "ttm", "mttr", "mttd", "ttc"].contains(&low.as_str());
    let length = value.chars().any(|c| c.is_ascii_digit()) && value.chars().count() <= 80;
    (named && length && low.split_whitespace().count() <= 6).then_some((name, value))
}

/// What groups incidents: “Severity: 2”.
pub fn field(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(':')?;
    let (name, value) = (name.trim(), value.trim());
    let known = ["severity", "priority", "status", "incident type", "root cause category"];
    let fits = known.contains(&name.to_lowercase().as_str());
    (fits && !value.is_empty() && value.chars().count() <= 60).then_some((name, value))
}

/// Whether a section tells what is to come, or of the document itself: its dates are no part of the incident.
pub fn is_aside(title: &str) -> bool {
    let low = title.to_lowercase();
    let asides = [
        "action item",
        "actions",
        "follow-up",
        "follow up",
        "followup",
        "next step",
        "revision",
        "change log",
        "changelog",
        "document control",
        "version history",
        "document history",
        "reference",
        "review action",
        "backlog",
        "recommendation",
        "supporting",
        "links",
        "corrective",
        "preventative",
        "preventive",
        "appendix: definitions",
        "glossary",
        "todo",
        "to do",
        "improvement",
        "schedule",
    ];
    // Whole words, also in the plural: “due to DockerHub” is nothing to do.
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let whole = |at: usize, phrase: &str| {
        let rest = low.get(at + phrase.len()..).unwrap_or("");
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        edge(low.get(..at).and_then(|before| before.chars().next_back())) && edge(rest.chars().next())
    };
    asides.iter().any(|phrase| low.match_indices(phrase).any(|(at, _)| whole(at, phrase)))
}

/// Whether a heading names a part of a post-mortem, not an incident.
pub fn is_part(title: &str) -> bool {
    let words = lower_words(title);
    let parts = [
        "timeline",
        "chronology",
        "events",
        "summary",
        "impact",
        "detection",
        "response",
        "resolution",
        "cause",
        "causes",
        "background",
        "context",
        "lessons",
        "learned",
        "learnt",
        "what",
        "how",
        "why",
        "where",
        "day",
        "containment",
        "recovery",
        "eradication",
        "investigation",
        "communication",
        "overview",
        "details",
        "analysis",
        "trigger",
        "mitigation",
        "remediation",
        "aftermath",
        "metrics",
        "key",
        "phase",
        "update",
        "updates",
        "follow",
        "actions",
        "action",
        "contributing",
        "affected",
    ];
    words.first().is_some_and(|w| parts.contains(&w.as_str()))
        || words.last().is_some_and(|w| ["timeline", "events", "summary", "chronology"].contains(&w.as_str()))
}

/// Whether a heading speaks of one incident.
pub fn names_incident(title: &str) -> bool {
    let words = lower_words(title);
    let known =
        ["incident", "outage", "breach", "post-mortem", "postmortem", "compromise", "disruption", "attack"];
    words.iter().any(|w| known.contains(&w.as_str()) || w.starts_with("inc-"))
}

/// The words of a post-mortem that a text has, each once; for telling it from a plan.
pub fn vocabulary(headings_and_labels: &[String]) -> Vec<&'static str> {
    let signs = [
        "timeline",
        "key events",
        "chain of events",
        "chronology",
        "impact",
        "root cause",
        "time to repair",
        "time to resolve",
        "time to detect",
        "what went well",
        "what went wrong",
        "lessons",
        "got lucky",
        "contributing factor",
        "post-mortem",
        "postmortem",
        "incident report",
        "incident on",
        "action items",
        "resolution",
        "what happened",
        "how did this happen",
        "review actions",
        "takeaways",
        "first detected",
        "learn from this incident",
    ];
    let has = |sign: &&str| headings_and_labels.iter().any(|h| h.contains(*sign));
    signs.into_iter().filter(|s| has(s)).collect()
}

/// Whether a title is that of a text on one thing that happened.
pub fn is_report_title(title: &str) -> bool {
    let reports = [
        "analysis",
        "post-mortem",
        "postmortem",
        "retrospective",
        "report",
        "attack",
        "breach",
        "outage",
        "compromise",
        "compromised",
        "takeover",
        "leak",
        "leaked",
    ];
    !is_plan_title(title) && lower_words(title).iter().any(|word| reports.contains(&word.as_str()))
}

/// Whether a title is that of a plan, a template or a procedure.
pub fn is_plan_title(title: &str) -> bool {
    let words = lower_words(title);
    let plans = [
        "plan",
        "plans",
        "playbook",
        "playbooks",
        "runbook",
        "policy",
        "procedure",
        "procedures",
        "template",
    ];
    words.iter().any(|w| plans.contains(&w.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_name_milestones_and_other_words_do_not() {
        for (label, expected) in [
            ("First detected", Some(Milestone::Detected)),
            ("Fault occurs", Some(Milestone::ExposureStarted)),
            ("Team aware", Some(Milestone::Detected)),
            ("Incident declared:", Some(Milestone::Declared)),
            ("Repaired declared", Some(Milestone::Contained)),
            ("Incident declared as resolved", Some(Milestone::Recovered)),
            ("Mitigation Time", Some(Milestone::Contained)),
            ("**End Date/Time**", Some(Milestone::Recovered)),
            ("Incident closed", Some(Milestone::Closed)),
            ("The team declared war on bugs", None),
            ("Incident on", None),
            ("Raised an issue with AWS", None),
            ("Last reviewed", None),
            ("", None),
        ] {
            assert_eq!(milestone(label), expected, "{label}");
        }
    }

    #[test]
    fn a_milestone_without_time_is_known_as_such() {
        assert_eq!(
            without_time("Incident not declared, but later agreed it was one"),
            Some(Milestone::Declared)
        );
        assert_eq!(without_time("Resolved: TBC"), Some(Milestone::Recovered));
        assert_eq!(without_time("Not all incidents are declared"), None);
        assert_eq!(without_time("Public users - No reports."), None);
    }

    #[test]
    fn spans_are_known_by_their_names() {
        assert_eq!(stated_span("Time to repair: 0h 16m"), Some(("Time to repair", "0h 16m")));
        assert_eq!(stated_span("Impact: 16 users"), None);
        assert_eq!(stated_span("Time to repair: later"), None);
    }
}
