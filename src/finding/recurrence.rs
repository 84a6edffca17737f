//! Recurrence over cases: what an earlier case had shown before.

use super::CaseView;
use super::draft::{Rule, capital, count, list, themes_of, when};
use super::evidence::certain_order;
use crate::language::{inside, look};
use crate::model::action::ActionItem;
use crate::model::case::AmendmentDecision;
use crate::model::finding::Outcome;
use crate::model::{
    Case, Duration, Duty, EventId, Family, Finding, MetricId, Milestone, Moment, Severity, Theme, Threshold,
    Timestamp,
};
use crate::plan::read::revision;
use crate::say;
use Milestone::{Compromise, Detected};

/// What this case needs to know of another one.
#[derive(Clone, PartialEq, Debug)]
pub struct Earlier {
    /// Its title.
    pub title: String,
    /// When it began.
    pub began: Moment,
    /// Its contributing factors that nobody dismissed.
    pub factors: Vec<Theme>,
    /// Its action items.
    pub actions: Vec<Action>,
    /// The amendments that were accepted in it.
    pub accepted: Vec<String>,
    /// How long each thing took in it.
    pub took: Vec<(MetricId, Duration)>,
}

/// An action item, as a case has it or a tracker exported it.
#[derive(Clone, PartialEq, Debug)]
pub struct Action {
    /// What is to be done, with its number.
    pub name: String,
    /// When it was opened.
    pub opened: Option<Moment>,
    /// When it was closed.
    pub closed: Option<Moment>,
    /// The end of the day by which it was to be done, where one was set.
    pub due: Option<Timestamp>,
}

impl Action {
    /// From an item of a case.
    fn of(item: &ActionItem) -> Action {
        let end = |due: chrono::NaiveDate| Timestamp::from_naive_utc(due.succ_opt().unwrap_or(due).into());
        let number = if item.link.is_empty() { String::new() } else { format!("{} ", item.link) };
        Action {
            name: format!("{number}{}", item.what.title),
            opened: Some(Moment::exact(item.opened)),
            closed: item.closed.map(Moment::exact),
            due: item.what.due.map(end),
        }
    }
}

impl Earlier {
    /// From the view of a case and its contributing factors; `None` where it has no time.
    pub fn of(view: &CaseView<'_>, mut actions: Vec<Action>, found: &[Finding]) -> Option<Earlier> {
        let case: &Case = view.case;
        actions.extend(case.actions.iter().map(Action::of));
        let accepted =
            case.amendments.iter().filter(|(_, d)| matches!(d, AmendmentDecision::Accepted { .. }));
        Some(Earlier {
            title: case.title.clone(),
            began: began(view)?,
            factors: themes_of(found),
            actions,
            accepted: accepted.map(|(id, _)| id.clone()).collect(),
            took: view.metrics.iter().map(|m| (m.id.clone(), m.duration)).collect(),
        })
    }
}

/// The milestones that tell when a case began, the first that has a time.
const BEGINNING: [Milestone; 2] = [Detected, Compromise];

/// When a case began, as far as its order among cases goes.
fn began(view: &CaseView<'_>) -> Option<Moment> {
    let first = || view.timeline.event(0).map(|e| e.moment).filter(|m| m.earliest.is_plausible());
    view.first_of(&BEGINNING).map(|(_, moment)| moment).or_else(first)
}

/// The cases that certainly began before this one.
fn earlier<'a>(view: &CaseView<'a>) -> Vec<&'a Earlier> {
    let Some(this) = began(view) else { return vec![] };
    let before = |other: &&Earlier| certain_order(&other.began, &this) == Some(true);
    let mut all: Vec<&Earlier> = view.earlier.iter().filter(before).collect();
    all.sort_by_key(|e| e.began.earliest);
    all
}

/// Cases that a claim names.
const NAMED: usize = 4;

pub(super) const FACTOR: Rule = Rule {
    name: "recurring-factor",
    title: "The same contributing factor again",
    family: Family::Recurrence,
    duty: Some(Duty::UpdatePlan),
    looks_at: "The contributing factors of this case beside those of the cases in this workspace that certainly began before \
          it. A gap where one stands in as many cases as the threshold says.",
    why: "A factor that comes again is one that nothing removed after the first time; NIST SP 800-61r3 (CSF 2.0 ID.IM-03, GV.RM) asks for \
          improvements from earlier incidents.",
    question: "What was decided after the earlier case, and what kept it from working?",
    change: "An owner and a date for the change that the earlier case had asked for.",
    thresholds: &[Threshold::Recurrence],
};

/// A factor of this case that stood in earlier ones. `found` are the findings of the other rules.
pub(super) fn recurring_factor(view: &CaseView<'_>, found: &[Finding]) -> Option<Finding> {
    let before = earlier(view);
    let least = view.thresholds.value(Threshold::Recurrence) as usize;
    let mut told: Vec<String> = vec![];
    let mut events: Vec<EventId> = vec![];
    let mut themes = vec![];
    let mut most = 0;
    for theme in themes_of(found) {
        let with: Vec<&&Earlier> = before.iter().filter(|e| e.factors.contains(&theme)).collect();
        if with.len() + 1 < least {
            continue;
        }
        most = most.max(with.len() + 1);
        let named = |e: &&&Earlier| say!("“{name}” ({when})", name = e.title, when = when(&e.began));
        let cases: Vec<String> = with.iter().map(named).collect();
        let (factor, cases) = (inside(theme.label()), list(&cases, NAMED));
        told.push(say!("{factor} also in {cases}", factor, cases));
        let new = found.iter().filter(|f| f.themes.contains(&theme)).flat_map(|f| f.events.clone());
        events.extend(new.take(5));
        themes.push(theme);
    }
    if told.is_empty() {
        return None;
    }
    events.sort();
    events.dedup();
    events.truncate(20);
    let claim = say!("Contributing factors that an earlier case had: {told}.", told = told.join("; "));
    let severity = if most > least { Severity::High } else { Severity::Medium };
    Some(FACTOR.gap(severity, &themes, claim, events))
}

pub(super) const OVERDUE: Rule = Rule {
    name: "overdue-actions",
    title: "Actions of an earlier case still open",
    family: Family::Recurrence,
    duty: Some(Duty::TrainingAndResources),
    looks_at: "Action items of earlier cases, agreed here or exported by trackers, still open when this case began and past \
          their day, or older then than the threshold where none is set; and amendments accepted in earlier cases that the open plan does not hold. A gap where there is one.",
    why: "What was decided and not done protects nobody; NIST SP 800-61r3 (CSF 2.0 ID.IM-04) asks that improvements are carried \
          out, not only found.",
    question: "Would this case have gone otherwise with it done, and what does it wait for?",
    change: "Who looks at open actions, how often, and what happens to those that are overdue.",
    thresholds: &[Threshold::Action],
};

/// What earlier cases decided and this one still found open.
pub(super) fn overdue_actions(view: &CaseView<'_>) -> Option<Finding> {
    let this = began(view)?;
    let limit = view.thresholds.span(Threshold::Action);
    let mut items: Vec<String> = vec![];
    let mut unwritten: Vec<String> = vec![];
    for case in earlier(view) {
        for action in &case.actions {
            let open = action.closed.is_none_or(|closed| certain_order(&this, &closed) == Some(true));
            let late = |opened: &Moment| match action.due {
                Some(due) => due <= this.earliest,
                None => this.earliest.since(opened.latest) > limit,
            };
            if let Some(opened) = action.opened.filter(|opened| open && late(opened)) {
                let (name, case, when) = (&action.name, &case.title, when(&opened));
                items.push(say!("{name} (“{case}”, opened {when})", name, case, when));
            }
        }
        if let Some(plan) = view.plan {
            let missing = case.accepted.iter().filter(|id| !plan.amended.contains(id)).count();
            if missing > 0 {
                let changes = count(missing, "one accepted change", "accepted changes");
                unwritten.push(say!("{changes} of “{case}”", changes, case = case.title));
            }
        }
    }
    let mut told = vec![];
    if !items.is_empty() {
        told.push(say!(
            "{items} of earlier cases stood open when this began: {named}.",
            items = capital(&count(items.len(), "one action item", "action items")),
            named = list(&items, NAMED)
        ));
    }
    if !unwritten.is_empty() {
        told.push(say!("Not in the plan: {changes}.", changes = list(&unwritten, NAMED)));
    }
    // What they are held against is the start of this case.
    let start = match view.first_of(&BEGINNING) {
        Some((milestone, _)) => view.behind(&[milestone]),
        None => view.timeline.event(0).map(|event| event.id).into_iter().collect(),
    };
    (!told.is_empty()).then(|| OVERDUE.gap(Severity::Medium, &[], told.join(" "), start))
}

pub(super) const UNHELPED: Rule = Rule {
    name: "change-did-not-help",
    title: "What a change of the plan was made for came again",
    family: Family::Recurrence,
    duty: Some(Duty::UpdatePlan),
    looks_at: "The changes that the plan's revision history names, of versions that certainly took effect before this case began, \
          beside the gaps of this case. A gap where a rule sees again what a change had been made for.",
    why: "One case more does not show that a change was useless, but that it was not enough here; NIST SP 800-61r3 (CSF 2.0 ID.IM) asks that improvements \
          are evaluated.",
    question: "Was the change carried out, and known to those who would follow it; if so, why was it not enough?",
    change: "Another measure in place of the one that did not help.",
    thresholds: &[],
};

/// What an earlier version of the plan was changed for, and came again. `found` are the findings of the other rules.
pub(super) fn change_did_not_help(view: &CaseView<'_>, found: &[Finding]) -> Option<Finding> {
    let this = began(view)?;
    let again = |id: &str| {
        let rule = id.split('.').next().unwrap_or("");
        let gap = |f: &&Finding| f.rule == rule && f.outcome == Outcome::Gap && f.severity > Severity::Info;
        found.iter().find(gap)
    };
    let mut told: Vec<String> = vec![];
    let mut events: Vec<EventId> = vec![];
    for (version, from, ids) in revision::amendments(view.plan?) {
        if certain_order(&from, &this) != Some(true) {
            continue;
        }
        for (id, finding) in ids.iter().filter_map(|id| Some((id, again(id)?))) {
            let title = super::rules().find(|r| r.name == finding.rule).map_or("", |r| r.title);
            told.push(say!(
                "“{title}” ({id}, in effect since {from} with version {version})",
                title = look(title),
                id,
                from = when(&from),
                version
            ));
            events.extend(finding.events.iter().take(3));
        }
    }
    if told.is_empty() {
        return None;
    }
    events.sort();
    events.dedup();
    let named = list(&told, NAMED);
    let claim = match told.len() {
        1 => say!("One change of the plan did not keep the same from coming again: {named}.", named),
        n => say!("{n} changes of the plan did not keep the same from coming again: {named}.", n, named),
    };
    Some(UNHELPED.gap(Severity::Medium, &[], claim, events))
}
