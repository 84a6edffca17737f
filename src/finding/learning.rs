//! The review, the plan, training: whether the incident left the organisation better prepared.

use super::CaseView;
use super::draft::{Rule, capital, count, lasted, list, themes_of, utc, when};
use super::scan::{Scan, ids, said};
use super::words::Topic;
use crate::language::inside;
use crate::model::case::AmendmentDecision;
use crate::model::{Duration, Duty, Family, Finding, Milestone, Severity, Theme, Threshold, Timestamp};
use crate::say;
use Milestone::{Closed, Contained, Eradicated, PlanUpdated, Recovered, ReviewHeld};

pub(super) const REVIEW: Rule = Rule {
    name: "post-mortem",
    title: "Post-mortem with all teams",
    family: Family::Learning,
    duty: Some(Duty::PostMortem),
    looks_at: "When the review was held after the incident ended, against the threshold; the teams that took part \
          against those that the timeline shows at work. A gap where it was late or a team was missing.",
    why: "Each team saw another part of it; NIST SP 800-61r3 (CSF 2.0 ID.IM-03) asks for improvements from the execution of \
          the response, soon, with all who took part.",
    question: "Who saw a part of this that nobody in the room saw?",
    change: "A review within two weeks of the end of the incident, with every team that took part.",
    thresholds: &[Threshold::Review],
};

/// Held, who took part, which relevant team was missing.
pub(super) fn post_mortem(view: &CaseView<'_>, scan: &Scan) -> Finding {
    let events = view.behind(&[ReviewHeld]);
    let Some(held) = view.at(&ReviewHeld) else {
        let claim = match view.milestones.is_none(&ReviewHeld) {
            true => say!("A review was not held, or is not known.").to_owned(),
            false => say!("No review is on record by {by}.", by = utc(view.as_of)),
        };
        return REVIEW.not_shown(claim, events);
    };
    let end = view.first_of(&[Closed, Recovered, Eradicated, Contained]);
    let took = end.and_then(|(m, _)| Some((m.clone(), view.took(&m, &ReviewHeld)?)));
    let held = when(&held);
    let mut claim = match &took {
        Some((from, took)) => {
            let (took, from) = (lasted(took), inside(from.label()));
            say!("The review was held {held}, {took} after “{from}”.", held, took, from)
        }
        None => say!("The review was held {held}.", held),
    };
    claim.push(' ');
    let present = &view.case.facts.review_teams;
    if present.is_empty() {
        claim.push_str(say!("Who took part is not on record."));
        return REVIEW.not_shown(claim, events);
    }
    let missing = absent(present, scan);
    claim.push_str(&match present.len() {
        1 => say!("One team took part.").to_owned(),
        n => say!("{n} teams took part.", n),
    });
    if !missing.is_empty() {
        claim.push(' ');
        claim.push_str(&say!("In the timeline, but not on the list: {teams}.", teams = list(&missing, 5)));
        let mut events = events;
        events.extend(ids(missing.iter().filter_map(|team| scan.teams.get(team))));
        return REVIEW.gap(Severity::Low, &[], claim, events);
    }
    let limit = view.thresholds.span(Threshold::Review);
    if took.as_ref().and_then(|(_, d): &(Milestone, Duration)| d.min()).is_some_and(|min| min > limit) {
        return REVIEW.gap(Severity::Low, &[], claim, events);
    }
    REVIEW.shown(claim, events)
}

/// The teams that the timeline names and that are not among some.
pub fn absent(present: &[String], scan: &Scan) -> Vec<String> {
    scan.teams.keys().filter(|team| !present.iter().any(|p| same(p, team))).cloned().collect()
}

/// Whether two names mean one team: one holds the other, whatever the case.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim().to_lowercase(), b.trim().to_lowercase());
    !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
}

pub(super) const PLAN: Rule = Rule {
    name: "update-plan",
    title: "Update the response plan",
    family: Family::Learning,
    duty: Some(Duty::UpdatePlan),
    looks_at: "The amendments of this case that were accepted, and whether the open plan holds them. A gap where one is \
          not in it yet.",
    why: "A lesson that is not in the plan is learned again; NIST SP 800-61r3 (CSF 2.0 ID.IM-04) asks that response plans are \
          updated and improved.",
    question: "Which step of the plan would have helped us that night, and which was in the way?",
    change: "The date of the next review of the plan, and who carries accepted findings into it.",
    thresholds: &[],
};

/// Each accepted finding became a change in the plan.
pub(super) fn update_plan(view: &CaseView<'_>) -> Finding {
    let events = view.behind(&[PlanUpdated]);
    let accepted: Vec<&String> = view
        .case
        .amendments
        .iter()
        .filter(|(_, d)| matches!(d, AmendmentDecision::Accepted { .. }))
        .map(|(id, _)| id)
        .collect();
    let written = |id: &&&String| view.plan.is_some_and(|p| p.amended.contains(**id));
    let (n, done) = (accepted.len(), accepted.iter().filter(written).count());
    let changes = match n {
        1 => say!("the one accepted change").to_owned(),
        n => say!("all {n} accepted changes", n),
    };
    match view.at(&PlanUpdated) {
        Some(updated) if view.plan.is_none() || done == n => {
            let claim = match (view.plan, n) {
                (Some(_), 1..) => {
                    let when = when(&updated);
                    say!("The plan was updated {when}; it holds {changes}.", when, changes)
                }
                _ => say!("The plan was updated {when}.", when = when(&updated)),
            };
            PLAN.shown(claim, events)
        }
        None if n > 0 && done == n => PLAN.shown(say!("The plan holds {changes}.", changes), events),
        updated if n > done => {
            let claim = match (updated.map(|m| when(&m)), n - done) {
                (None, 1) => say!("One accepted change is not yet in the plan.").to_owned(),
                (None, n) => say!("{n} accepted changes are not yet in the plan.", n),
                (Some(when), 1) => {
                    say!("The plan was updated {when}, but one accepted change is not yet in the plan.", when)
                }
                (Some(when), n) => say!(
                    "The plan was updated {when}, but {n} accepted changes are not yet in the plan.",
                    when,
                    n
                ),
            };
            PLAN.gap(Severity::Low, &[], claim, events)
        }
        _ => {
            let claim = match view.plan {
                Some(_) => say!("A plan is open; no change from this incident is on record."),
                None => say!("No response plan is open, and no update of one is on record."),
            };
            PLAN.not_shown(claim, events)
        }
    }
}

pub(super) const TRAIN: Rule = Rule {
    name: "training-and-resources",
    title: "Training and resources",
    family: Family::Learning,
    duty: Some(Duty::TrainingAndResources),
    looks_at: "Gaps in skills and tools that the other rules saw, and events from containment on that speak of training, \
          exercises or new tools. A gap where there are gaps and no such event.",
    why: "A gap in skills or tools stays open until somebody owns it; NIST SP 800-61r3 (CSF 2.0 PR.AT, ID.IM-02) asks for \
          training and for exercises that improve the response.",
    question: "Which skill or tool would have changed the course of that day, and who will see to it?",
    change: "A training, an exercise or a tool for each gap, with an owner and a date.",
    thresholds: &[],
};

/// The themes that training or a tool answers.
const SKILLS: [Theme; 6] = [
    Theme::TrainingGap,
    Theme::CredentialHygiene,
    Theme::MissingPatch,
    Theme::AssetInventory,
    Theme::LoggingGap,
    Theme::PlanNotFollowed,
];

/// Gaps in skills or tools became training or tooling actions. `found` are the findings of the other rules.
pub(super) fn training_and_resources(view: &CaseView<'_>, scan: &Scan, found: &[Finding]) -> Finding {
    let mut gaps = themes_of(found);
    gaps.retain(|theme| SKILLS.contains(theme));
    let names: Vec<String> = gaps.iter().map(|t| inside(t.label())).collect();
    let from = view
        .first_of(&[Contained, Milestone::Detected])
        .map_or(Timestamp::PLAUSIBLE_FROM, |(_, m)| m.earliest);
    let actions = scan.within(Topic::Training, [from, view.as_of.max(from)]);
    let events = ids(actions.iter().copied());
    let done = match actions.first() {
        Some(first) => say!(
            "{events} of training or tools on record, first {when}.",
            events = capital(&count(actions.len(), "one event", "events")),
            when = when(&first.moment)
        ),
        None => say!("No training or tooling action is on record.").to_owned(),
    };
    match (gaps.is_empty(), actions.is_empty()) {
        (_, false) if gaps.is_empty() => TRAIN.shown(done, events),
        (_, false) => TRAIN.shown(say!("{done} Gaps seen: {gaps}.", done, gaps = list(&names, 6)), events),
        (false, true) => {
            let claim = say!("{done} Gaps seen: {gaps}.", done, gaps = list(&names, 6));
            let mut events = found
                .iter()
                .filter(|f| f.themes.iter().any(|t| gaps.contains(t)))
                .flat_map(|f| f.events.clone())
                .collect::<Vec<_>>();
            events.truncate(20);
            TRAIN.gap(Severity::Low, &[], claim, events)
        }
        (true, true) => {
            TRAIN.not_shown(say!("{done} No gap in skills or tools was seen either.", done), events)
        }
    }
}

pub(super) const NOT_FOLLOWED: Rule = Rule {
    name: "plan-not-followed",
    title: "A procedure left aside",
    family: Family::Learning,
    duty: Some(Duty::UpdatePlan),
    looks_at: "Events that speak of a procedure that was missing, skipped or left aside. A gap where one does.",
    why: "Where people leave the plan, the plan often did not fit; NIST SP 800-61r3 (CSF 2.0 RS.MA-01, ID.IM-04) asks to \
          execute it and to improve it.",
    question: "What made the other way the sensible one at that moment?",
    change: "The step as it should be done, with what it needs at hand.",
    thresholds: &[],
};

/// The plan or a procedure said otherwise, as the record says.
pub(super) fn plan_not_followed(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let what = say!("of a procedure that was missing or left aside");
    said(view, scan, &NOT_FOLLOWED, Theme::PlanNotFollowed, what)
}

pub(super) const SKILL: Rule = Rule {
    name: "training-gap",
    title: "A skill that was missing",
    family: Family::Learning,
    duty: Some(Duty::TrainingAndResources),
    looks_at: "Events that speak of a skill, a runbook or an exercise that was missing. A gap where one does.",
    why: "Rare tasks are done well only after practice; NIST SP 800-61r3 (CSF 2.0 PR.AT-02) asks that people with special \
          roles have the skills for them.",
    question: "What would we have wanted to have practised beforehand?",
    change: "A short exercise of this task for each team that may have to do it.",
    thresholds: &[],
};

/// A skill, a runbook or an exercise was missing, as the record says.
pub(super) fn training_gap(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let what = say!("of a skill or a description that was missing");
    said(view, scan, &SKILL, Theme::TrainingGap, what)
}
