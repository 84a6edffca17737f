//! Detection and escalation: who saw it first, what became of the first sign, who was engaged.

use super::CaseView;
use super::containment::themes;
use super::draft::{DAY, Rule, capital, count, lasted, quote, when};
use super::scan::{Hit, Scan, ids, role, said};
use super::words::{Role, TEXTS, Topic};
use crate::model::{Duration, Duty, EventId, Family, Finding, MetricId, Milestone, Severity, Span, Theme};
use Milestone::{Acknowledged, Compromise, Contained, Declared, Detected, ExposureStarted, FirstSignal};

const ENGAGE: Rule = Rule {
    name: "engage-response-team",
    family: Family::Detection,
    duty: Some(Duty::EngageResponseTeam),
    why: "A declared incident has a lead, a team and a plan; NIST SP 800-61r3 (CSF 2.0 DE.AE-08, RS.MA-01) asks to declare \
          it and to execute the plan.",
    question: "What did the team need to see before it could declare, and how could it see that sooner?",
    change: "A target for declaring, the signs that are enough, and how to reach the team at any hour.",
};

/// Declared, who was engaged, how long it took.
pub(super) fn engage_response_team(view: &CaseView<'_>, scan: &Scan) -> Finding {
    let events = view.behind(&[Detected, Acknowledged, Declared]);
    let acknowledged = view
        .took(&Detected, &Acknowledged)
        .map(|d| format!(" It was acknowledged {} after detection.", lasted(&d)));
    let acknowledged = acknowledged.unwrap_or_default();
    let Some(declared) = view.at(&Declared) else {
        let claim = match view.at(&Detected) {
            Some(detected) => format!(
                "Detected {}; no declaration is on record.{acknowledged}{}",
                when(&detected),
                teams(view, scan)
            ),
            None => "No declaration and no detection have a time.".to_owned(),
        };
        return ENGAGE.not_shown(claim, events);
    };
    let Some(took) = view.took(&Detected, &Declared) else {
        let claim = format!(
            "Declared {}; how long that took after detection is not known.{}",
            when(&declared),
            teams(view, scan)
        );
        return ENGAGE.not_shown(claim, events);
    };
    let limit = view.limit(&MetricId::TimeToDeclare);
    let claim = format!(
        "Declared {}: {} after detection, against {}.{acknowledged}{}",
        when(&declared),
        lasted(&took),
        limit.words(),
        teams(view, scan)
    );
    match limit.over(&took) {
        Some(true) => {
            ENGAGE.gap(Severity::Medium, &themes(Theme::SlowEscalation, limit.from_plan), claim, events)
        }
        Some(false) => ENGAGE.shown(claim, events),
        None => Finding { severity: Severity::Low, ..ENGAGE.shown(claim, events) },
    }
}

/// How many teams the record shows at work from detection to containment.
fn teams(view: &CaseView<'_>, scan: &Scan) -> String {
    let until = view.at(&Contained).map_or(view.as_of, |m| m.latest);
    match scan.teams.values().filter(|h| h.moment.earliest <= until).count() {
        0 => " The record does not tell which teams were engaged.".to_owned(),
        n => format!(" The record shows {} at work before containment.", count(n, "team")),
    }
}

const GAP: Rule = Rule {
    name: "detection-gap",
    family: Family::Detection,
    duty: Some(Duty::IdentifyAndIsolate),
    why: "What nobody sees, nobody can contain; NIST SP 800-61r3 (CSF 2.0 DE.CM, DE.AE) asks for monitoring that finds \
          anomalies itself.",
    question: "Which record that we already keep would have shown this first, and who would have looked at it?",
    change: "A detection for this pattern, and a way in for reports from outside.",
};

/// A week: the dwell time from which detection counts as late.
const WEEK: Span = Span(DAY.0 * 7);
/// A month of thirty days.
const MONTH: Span = Span(DAY.0 * 30);

/// Found by outsiders, or after a long time.
pub(super) fn detection_gap(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let detected = view.at(&Detected)?;
    let outside = found_outside(view);
    let start = view.first_of(&[Compromise, ExposureStarted]).map_or(Compromise, |(start, _)| start);
    let dwell = view.took(&start, &Detected);
    let long = dwell.as_ref().and_then(Duration::min).is_some_and(|min| min >= WEEK);
    if !long && outside.is_empty() && scan.theme(Theme::DetectionGap).is_empty() {
        return None;
    }
    let mut claim = match &dwell {
        Some(dwell) => format!(
            "Detected {}, {} after “{}”.",
            when(&detected),
            lasted(dwell),
            start.label().to_lowercase()
        ),
        None => format!("Detected {}.", when(&detected)),
    };
    if !outside.is_empty() {
        claim.push_str(" The record has the word coming from outside, not from own monitoring.");
    }
    let severity = match dwell.as_ref().and_then(Duration::min) {
        Some(min) if min >= MONTH => Severity::High,
        _ => Severity::Medium,
    };
    let mut events = outside;
    events.extend(
        view.behind(&[start, Detected]).into_iter().filter(|id| !events.contains(id)).collect::<Vec<_>>(),
    );
    Some(GAP.gap(severity, &[Theme::DetectionGap], claim, events))
}

/// The events behind the first signal or detection that speak of an outsider.
fn found_outside(view: &CaseView<'_>) -> Vec<EventId> {
    let mut events = view.behind(&[Detected]);
    events.extend(
        view.behind(&[FirstSignal]).into_iter().filter(|id| !events.contains(id)).collect::<Vec<_>>(),
    );
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

const IGNORED: Rule = Rule {
    name: "alert-ignored",
    family: Family::Detection,
    duty: Some(Duty::IdentifyAndIsolate),
    why: "A sign that leads to no action is time given to the attack; NIST SP 800-61r3 (CSF 2.0 DE.AE-02, DE.AE-06) asks \
          that anomalies are analysed and reach the people in charge.",
    question: "What made the first sign look harmless, and what would have made it stand out?",
    change: "Who looks at which alert within what time, and what happens to reports from outside.",
};

/// A first sign long before detection, or one that the record says nobody acted on.
pub(super) fn alert_ignored(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let said = scan.theme(Theme::AlertIgnored);
    let waited = view.took(&FirstSignal, &Detected).filter(|d| d.min().is_some_and(|min| min >= WEEK));
    if said.is_empty() && waited.is_none() {
        return None;
    }
    let mut claim = String::new();
    if let (Some(waited), Some(signal)) = (&waited, view.at(&FirstSignal)) {
        claim = format!("The first sign came {}, {} before detection.", when(&signal), lasted(waited));
    }
    if let Some(first) = said.first() {
        let space = if claim.is_empty() { "" } else { " " };
        claim.push_str(&format!(
            "{space}The record says that a sign led nowhere: {}.",
            quote(view, first.position)
        ));
    }
    let mut events = ids(said);
    if waited.is_some() {
        events.extend(
            view.behind(&[FirstSignal, Detected])
                .into_iter()
                .filter(|id| !events.contains(id))
                .collect::<Vec<_>>(),
        );
    }
    let severity = if waited.is_some() { Severity::High } else { Severity::Medium };
    Some(IGNORED.gap(severity, &[Theme::AlertIgnored], claim, events))
}

const SLOW: Rule = Rule {
    name: "slow-escalation",
    family: Family::Detection,
    duty: Some(Duty::EngageResponseTeam),
    why: "The people who decide can only act once they know; NIST SP 800-61r3 (CSF 2.0 RS.MA-04) asks to escalate as needed.",
    question: "Through whose hands did the first sign pass, and where did it wait?",
    change: "When a sign must leave the desk that saw it, and to whom it goes.",
};

/// Three days: how long a sign may take to become an incident.
const SOON: Span = Span(DAY.0 * 3);

/// Days from the first sign until somebody understood or declared.
pub(super) fn slow_escalation(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let said: &[Hit] = scan.theme(Theme::SlowEscalation);
    let (end, took) = [Detected, Declared]
        .into_iter()
        .filter_map(|end| Some((end.clone(), view.took(&FirstSignal, &end)?)))
        .find(|(_, took)| took.min().is_some_and(|min| min >= SOON))
        .unzip();
    let (claim, events) = match (took, end, said.first()) {
        (Some(took), Some(end), _) => {
            let between =
                scan.within(Topic::Outside, [view.at(&FirstSignal)?.latest, view.at(&end)?.earliest]).len();
            let more = match between {
                0 => String::new(),
                n => format!(" {} from outside came in between.", capital(&count(n, "further sign"))),
            };
            let claim = format!(
                "From the first sign to “{}” it took {}.{more}",
                end.label().to_lowercase(),
                lasted(&took)
            );
            (claim, view.behind(&[FirstSignal, end]))
        }
        (_, _, Some(first)) => {
            (format!("The record tells of slow escalation: {}.", quote(view, first.position)), ids(said))
        }
        _ => return None,
    };
    Some(SLOW.gap(Severity::Medium, &[Theme::SlowEscalation], claim, events))
}

const LOGGING: Rule = Rule {
    name: "logging-gap",
    family: Family::Detection,
    duty: Some(Duty::PreserveEvidence),
    why: "Without records nobody can tell what was taken; NIST SP 800-61r3 (CSF 2.0 PR.PS-04) asks that log records are made \
          and available.",
    question: "Which question could we not answer, and which record would have answered it?",
    change: "Which logs are kept for how long, and which of them are looked at first.",
};

/// Records that were not kept or not looked at, as the record says.
pub(super) fn logging_gap(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    said(view, scan, &LOGGING, Theme::LoggingGap, "of records that were not kept or not looked at")
}
