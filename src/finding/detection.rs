//! Detection: who saw it first, what became of the first sign, and whether it was on record.

use super::CaseView;
use super::draft::{Rule, lasted, once, quote, when};
use super::scan::{Scan, ids, role, said};
use super::words::{Role, TEXTS, Topic};
use crate::language::inside;
use crate::model::{Duration, Duty, EventId, Family, Finding, Milestone, Severity, Theme, Threshold};
use crate::say;
use Milestone::{Compromise, Detected, ExposureStarted, FirstSignal};

pub(super) const GAP: Rule = Rule {
    name: "detection-gap",
    title: "Detection by others, or late",
    family: Family::Detection,
    duty: Some(Duty::IdentifyAndIsolate),
    looks_at: "The dwell time (compromise or exposure until detection) against the thresholds, and whether the events \
          behind first signal and detection speak of an outsider.",
    why: "What nobody sees, nobody can contain; NIST SP 800-61r3 (CSF 2.0 DE.CM, DE.AE) asks for monitoring that finds \
          anomalies itself.",
    question: "Which record that we already keep would have shown this first, and who would have looked at it?",
    change: "A detection for this pattern, and a way in for reports from outside.",
    thresholds: &[Threshold::Dwell, Threshold::LongDwell],
};

/// Found by outsiders, or after a long time.
pub(super) fn detection_gap(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let detected = view.at(&Detected)?;
    let outside = found_outside(view);
    let start = view.first_of(&[Compromise, ExposureStarted]).map_or(Compromise, |(start, _)| start);
    let dwell = view.took(&start, &Detected);
    let long = dwell
        .as_ref()
        .and_then(Duration::min)
        .is_some_and(|min| min >= view.thresholds.span(Threshold::Dwell));
    if !long && outside.is_empty() && scan.theme(Theme::DetectionGap).is_empty() {
        return None;
    }
    let mut claim = match &dwell {
        Some(dwell) => say!(
            "Detected {when}, {took} after “{start}”.",
            when = when(&detected),
            took = lasted(dwell),
            start = inside(start.label())
        ),
        None => say!("Detected {when}.", when = when(&detected)),
    };
    if !outside.is_empty() {
        claim.push(' ');
        claim.push_str(say!("The record has the word coming from outside, not from own monitoring."));
    }
    let severity = match dwell.as_ref().and_then(Duration::min) {
        Some(min) if min >= view.thresholds.span(Threshold::LongDwell) => Severity::High,
        _ => Severity::Medium,
    };
    let mut events = outside;
    events.extend(view.behind(&[start, Detected]));
    once(&mut events);
    Some(GAP.gap(severity, &[Theme::DetectionGap], claim, events))
}

/// The events behind the first signal or detection that speak of an outsider.
pub(crate) fn found_outside(view: &CaseView<'_>) -> Vec<EventId> {
    let mut events = [view.behind(&[Detected]), view.behind(&[FirstSignal])].concat();
    once(&mut events);
    events.retain(|id| {
        view.timeline.find(*id).is_some_and(|e| {
            // Day-precise milestones gather everything of that day: only what raised the alarm counts.
            let alarm = e.kind.to_lowercase().contains("alert")
                || view.milestones.get(&Detected).is_some_and(|h| h.events.contains(id));
            (alarm && role(e.actor) == Some(Role::Outsider)) || TEXTS.topics(e.text).contains(&Topic::Outside)
        })
    });
    events
}

pub(super) const IGNORED: Rule = Rule {
    name: "alert-ignored",
    title: "First sign not acted on",
    family: Family::Detection,
    duty: Some(Duty::IdentifyAndIsolate),
    looks_at: "The time from the first signal to detection against the threshold, and events that speak of a sign that \
          led nowhere.",
    why: "A sign that leads to no action is time given to the attack; NIST SP 800-61r3 (CSF 2.0 DE.AE-02, DE.AE-06) asks \
          that anomalies are analysed and reach the people in charge.",
    question: "What made the first sign look harmless, and what would have made it stand out?",
    change: "Who looks at which alert within what time, and what happens to reports from outside.",
    thresholds: &[Threshold::Signal],
};

/// A first sign long before detection, or one that the record says nobody acted on.
pub(super) fn alert_ignored(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let said = scan.theme(Theme::AlertIgnored);
    let limit = view.thresholds.span(Threshold::Signal);
    let waited = view.took(&FirstSignal, &Detected).filter(|d| d.min().is_some_and(|min| min >= limit));
    if said.is_empty() && waited.is_none() {
        return None;
    }
    let waiting = waited.as_ref().zip(view.at(&FirstSignal)).map(|(waited, signal)| {
        say!(
            "The first sign came {when}, {waited} before detection.",
            when = when(&signal),
            waited = lasted(waited)
        )
    });
    let nowhere = said.first().map(|first| {
        say!("The record says that a sign led nowhere: {quote}.", quote = quote(view, first.position))
    });
    let claim = waiting.into_iter().chain(nowhere).collect::<Vec<_>>().join(" ");
    let mut events = ids(said);
    if waited.is_some() {
        events.extend(view.behind(&[FirstSignal, Detected]));
        once(&mut events);
    }
    let severity = if waited.is_some() { Severity::High } else { Severity::Medium };
    Some(IGNORED.gap(severity, &[Theme::AlertIgnored], claim, events))
}

pub(super) const LOGGING: Rule = Rule {
    name: "logging-gap",
    title: "Records that were missing",
    family: Family::Detection,
    duty: Some(Duty::PreserveEvidence),
    looks_at: "Events that speak of logs that were not kept, not complete or not looked at. A gap where one does.",
    why: "Without records nobody can tell what was taken; NIST SP 800-61r3 (CSF 2.0 PR.PS-04) asks that log records are made \
          and available.",
    question: "Which question could we not answer, and which record would have answered it?",
    change: "Which logs are kept for how long, and which of them are looked at first.",
    thresholds: &[],
};

/// Records that were not kept or not looked at, as the record says.
pub(super) fn logging_gap(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let what = say!("of records that were not kept or not looked at");
    said(view, scan, &LOGGING, Theme::LoggingGap, what)
}
