//! Escalation: from the first sign to the people who decide, and who was engaged.

use super::CaseView;
use super::containment::themes;
use super::draft::{Rule, capital, count, lasted, quote, when};
use super::scan::{Hit, Scan, ids};
use super::words::Topic;
use crate::language::inside;
use crate::model::{Duty, Family, Finding, MetricId, Milestone, Severity, Theme, Threshold};
use crate::say;
use Milestone::{Acknowledged, Contained, Declared, Detected, FirstSignal};

pub(super) const ENGAGE: Rule = Rule {
    name: "engage-response-team",
    title: "Engage the response team",
    family: Family::Escalation,
    duty: Some(Duty::EngageResponseTeam),
    looks_at: "The time from detection to the declaration against the plan's target, else the threshold; when it was \
          acknowledged; which teams the record shows at work. A gap where declaring took longer.",
    why: "A declared incident has a lead, a team and a plan; NIST SP 800-61r3 (CSF 2.0 DE.AE-08, RS.MA-01) asks to declare \
          it and to execute the plan.",
    question: "What did the team need to see before it could declare, and how could it see that sooner?",
    change: "A target for declaring, the signs that are enough, and how to reach the team at any hour.",
    thresholds: &[Threshold::Declare],
};

/// Declared, who was engaged, how long it took.
pub(super) fn engage_response_team(view: &CaseView<'_>, scan: &Scan) -> Finding {
    let events = view.behind(&[Detected, Acknowledged, Declared]);
    let acknowledged = view
        .took(&Detected, &Acknowledged)
        .map(|d| format!(" {}", say!("It was acknowledged {took} after detection.", took = lasted(&d))));
    let acknowledged = acknowledged.unwrap_or_default();
    let Some(declared) = view.at(&Declared) else {
        let claim = match view.at(&Detected) {
            Some(detected) => {
                let detected = say!("Detected {when}; no declaration is on record.", when = when(&detected));
                format!("{detected}{acknowledged} {}", teams(view, scan))
            }
            None => say!("No declaration and no detection have a time.").to_owned(),
        };
        return ENGAGE.not_shown(claim, events);
    };
    let Some(took) = view.took(&Detected, &Declared) else {
        let claim =
            say!("Declared {when}; how long that took after detection is not known.", when = when(&declared));
        return ENGAGE.not_shown(format!("{claim} {}", teams(view, scan)), events);
    };
    let limit = view.limit(&MetricId::TimeToDeclare, Threshold::Declare);
    let declared = say!(
        "Declared {when}: {took} after detection, against {limit}.",
        when = when(&declared),
        took = lasted(&took),
        limit = limit.words()
    );
    let claim = format!("{declared}{acknowledged} {}", teams(view, scan));
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
        0 => say!("The record does not tell which teams were engaged.").to_owned(),
        n => say!(
            "The record shows {teams} at work before containment.",
            teams = count(n, "one team", "teams")
        ),
    }
}

pub(super) const ACKNOWLEDGE: Rule = Rule {
    name: "late-acknowledgement",
    title: "Alert acknowledged late",
    family: Family::Escalation,
    duty: Some(Duty::EngageResponseTeam),
    looks_at: "The time from detection to the acknowledgement against the plan's target, else the threshold. A gap where \
          it was longer.",
    why: "An alert that nobody has taken waits for its owner; NIST SP 800-61r3 (CSF 2.0 RS.MA-02) asks that reports are \
          triaged and validated, and paging tools measure exactly this.",
    question: "Where did the alert arrive, and what would have brought it to somebody who was awake?",
    change: "Who takes an alert within what time, and where it goes when nobody has.",
    thresholds: &[Threshold::Acknowledge],
};

/// Detected long before somebody took it.
pub(super) fn late_acknowledgement(view: &CaseView<'_>) -> Option<Finding> {
    let took = view.took(&Detected, &Acknowledged)?;
    let limit = view.limit(&MetricId::TimeToAcknowledge, Threshold::Acknowledge);
    (limit.over(&took) == Some(true)).then(|| {
        let claim = say!(
            "Acknowledged {took} after detection, against {limit}.",
            took = lasted(&took),
            limit = limit.words()
        );
        let themes = themes(Theme::SlowEscalation, limit.from_plan);
        ACKNOWLEDGE.gap(Severity::Medium, &themes, claim, view.behind(&[Detected, Acknowledged]))
    })
}

pub(super) const SLOW: Rule = Rule {
    name: "slow-escalation",
    title: "Slow escalation",
    family: Family::Escalation,
    duty: Some(Duty::EngageResponseTeam),
    looks_at: "The time from the first signal to detection, else to the declaration, against the threshold; further \
          signs from outside in between; and events that speak of escalation that was late.",
    why: "The people who decide can only act once they know; NIST SP 800-61r3 (CSF 2.0 RS.MA-04) asks to escalate as needed.",
    question: "Through whose hands did the first sign pass, and where did it wait?",
    change: "When a sign must leave the desk that saw it, and to whom it goes.",
    thresholds: &[Threshold::Escalation],
};

/// Days from the first sign until somebody understood or declared.
pub(super) fn slow_escalation(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let said: &[Hit] = scan.theme(Theme::SlowEscalation);
    let limit = view.thresholds.span(Threshold::Escalation);
    let (end, took) = [Detected, Declared]
        .into_iter()
        .filter_map(|end| Some((end.clone(), view.took(&FirstSignal, &end)?)))
        .find(|(_, took)| took.min().is_some_and(|min| min >= limit))
        .unzip();
    let (claim, events) = match (took, end, said.first()) {
        (Some(took), Some(end), _) => {
            let between =
                scan.within(Topic::Outside, [view.at(&FirstSignal)?.latest, view.at(&end)?.earliest]).len();
            let more = match between {
                0 => String::new(),
                n => {
                    let signs = count(n, "one further sign", "further signs");
                    format!(" {}", capital(&say!("{signs} from outside came in between.", signs)))
                }
            };
            let claim = say!(
                "From the first sign to “{end}” it took {took}.",
                end = inside(end.label()),
                took = lasted(&took)
            );
            (claim + &more, view.behind(&[FirstSignal, end]))
        }
        (_, _, Some(first)) => {
            let quote = quote(view, first.position);
            (say!("The record tells of slow escalation: {quote}.", quote), ids(said))
        }
        _ => return None,
    };
    Some(SLOW.gap(Severity::Medium, &[Theme::SlowEscalation], claim, events))
}
