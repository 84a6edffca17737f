//! Plan against actual: what the plan asks for beside what the record shows.

use super::CaseView;
use super::draft::Limit;
use super::evidence::certain_order;
use crate::model::{Duration, EventId, MetricId, Milestone, Moment, Span};
use crate::plan::read::meaning::{duty_of, forbids, leads_to};
use crate::plan::read::{Plan, Step, Topic};
use crate::plan::words::words;
use crate::timeline::EventView;
use std::collections::BTreeSet;

/// More events than this are the log of a machine, whose words match no step.
const MOST_EVENTS: usize = 2_000;
/// An event is a step's when it has so many of its words, and so large a part of them.
const LEAST_WORDS: usize = 2;
const LEAST_PART: f64 = 0.6;
/// Words that no step is told by.
const COMMON: &[&str] = &[
    "the", "and", "all", "that", "this", "with", "for", "from", "into", "may", "are", "was", "has", "have",
    "they", "them", "who", "what", "when", "each", "any", "not", "our", "one", "once", "more", "must",
    "will", "after", "before", "incident", "team",
];

/// A plan beside the response.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Against {
    /// The steps in the order of the plan.
    pub steps: Vec<StepTaken>,
    /// What was done and no step or section asks for, in order of time.
    pub unplanned: Vec<(Milestone, Moment)>,
}

/// A step of the plan, and what the record shows of it.
#[derive(Clone, PartialEq, Debug)]
pub struct StepTaken {
    /// Its text.
    pub text: String,
    /// The title of its section.
    pub section: String,
    /// The milestone that it leads to.
    pub milestone: Option<Milestone>,
    /// The plan's target for that, told at the first step that leads there.
    pub target: Option<Span>,
    /// How long that took.
    pub took: Option<Duration>,
    /// When it was done.
    pub moment: Option<Moment>,
    /// The event that shows it; none where only the milestone does.
    pub event: Option<EventId>,
    /// Whether it is one of a numbered list, whose order counts.
    pub numbered: bool,
    /// How it stands.
    pub standing: Standing,
}

/// How a step stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// An event shows it; within its target where it has one.
    Done,
    /// What it leads to was reached, within the target where there is one; that this step was taken no event shows.
    Reached,
    /// Done after its target, or not done while the target passed.
    Late,
    /// Done, certainly before an earlier step of its stage was.
    OutOfOrder,
    /// A person said that it never happened or is not known.
    Skipped,
    /// The record does not show it: skipped, or done and not written down.
    NotShown,
}

impl Standing {
    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Standing::Done => "Done",
            Standing::Reached => "Stage reached",
            Standing::Late => "Late",
            Standing::OutOfOrder => "Out of order",
            Standing::Skipped => "Skipped",
            Standing::NotShown => "Not in the record",
        }
    }
}

/// Milestones in the stage that the response goes through in order; those of telling stand beside it.
const STAGES: [Milestone; 4] =
    [Milestone::EvidencePreserved, Milestone::Contained, Milestone::Eradicated, Milestone::Recovered];

/// Steps that ask for something during a response, each with what the record shows. Steps of training, review dates and the
/// like, which lead to no milestone and match no event, are left out where nothing of their section does.
pub fn against_plan(view: &CaseView<'_>) -> Option<Against> {
    let plan = view.plan?;
    let events = response_events(view);
    let asks = |step: &&Step| {
        let targets = plan.sections.get(step.section).is_some_and(|s| s.is_about(Topic::Targets));
        !targets && !forbids(&step.text)
    };
    let taken: Vec<(usize, StepTaken)> =
        plan.steps.iter().filter(asks).map(|step| (step.section, taken(view, plan, step, &events))).collect();
    let speaks = |(section, step): &(usize, StepTaken)| {
        (step.milestone.is_some() || step.event.is_some()).then_some(*section)
    };
    let speaking: BTreeSet<usize> = taken.iter().filter_map(speaks).collect();
    let mut steps: Vec<StepTaken> =
        taken.into_iter().filter(|(section, _)| speaking.contains(section)).map(|(_, step)| step).collect();
    hold_against_targets(view, plan, &mut steps);
    mark_order(&mut steps);
    let led_to: Vec<&Milestone> = steps.iter().filter_map(|s| s.milestone.as_ref()).collect();
    let in_prose = |m: &Milestone| {
        duty_of(m).is_some_and(|duty| plan.sections.iter().any(|s| s.is_about(Topic::Duty(duty))))
    };
    let mut unplanned: Vec<(Milestone, Moment)> = Milestone::ALL
        .iter()
        .skip_while(|m| **m != Milestone::Acknowledged)
        .filter(|m| !matches!(m, Milestone::Aware | Milestone::Closed) && !led_to.contains(m) && !in_prose(m))
        .filter_map(|m| Some((m.clone(), view.at(m)?)))
        .collect();
    unplanned.sort_by_key(|(_, at)| at.earliest);
    Some(Against { steps, unplanned })
}

/// The events of the response, with the beginnings of their words.
fn response_events<'a>(view: &CaseView<'a>) -> Vec<(EventView<'a>, Vec<String>)> {
    let Some((_, from)) = view.first_of(&[Milestone::FirstSignal, Milestone::Detected]) else {
        return vec![];
    };
    let range = view.timeline.between(from.earliest, view.as_of.plus(Span(1)));
    if range.len() > MOST_EVENTS {
        return vec![];
    }
    let events = range.filter_map(|position| view.timeline.event(position));
    // What was asked was not yet done.
    let events = events.filter(|event| !event.text.trim_end().ends_with('?'));
    events.map(|event| (event.clone(), stems(event.text))).collect()
}

/// The first four letters of the words that tell something: “disk” and “disks”, “take” and “taken” are the same.
fn stems(text: &str) -> Vec<String> {
    let mut stems: Vec<String> = words(text)
        .into_iter()
        .filter(|word| word.chars().count() > 2 && !COMMON.contains(&word.as_str()))
        .map(|word| word.chars().take(4).collect())
        .collect();
    stems.sort();
    stems.dedup();
    stems
}

/// What the record shows of a step: the event with most of its words, else the milestone that it leads to.
fn taken(
    view: &CaseView<'_>,
    plan: &Plan,
    step: &Step,
    events: &[(EventView<'_>, Vec<String>)],
) -> StepTaken {
    let milestone = leads_to(&step.text);
    let asked = stems(&step.text);
    let shared = |said: &[String]| asked.iter().filter(|stem| said.contains(stem)).count();
    let mut best: Option<(usize, &EventView<'_>)> = None;
    for (event, said) in events {
        let n = shared(said);
        let enough = n >= LEAST_WORDS && n as f64 >= asked.len() as f64 * LEAST_PART;
        if enough && best.is_none_or(|(most, _)| n > most) {
            best = Some((n, event));
        }
    }
    let event = best.map(|(_, event)| event);
    let reached = milestone.as_ref().and_then(|m| view.at(m));
    let moment = event.map(|e| e.moment).or(reached);
    let standing = match moment {
        Some(_) if event.is_none() => Standing::Reached,
        Some(_) => Standing::Done,
        None if milestone.as_ref().is_some_and(|m| view.milestones.is_none(m)) => Standing::Skipped,
        None => Standing::NotShown,
    };
    StepTaken {
        text: step.text.clone(),
        section: plan.sections.get(step.section).map(|s| s.title.clone()).unwrap_or_default(),
        milestone,
        target: None,
        took: None,
        moment,
        event: event.map(|e| e.id),
        numbered: plan
            .text
            .get(step.range.clone())
            .is_some_and(|written| written.starts_with(|c: char| c.is_ascii_digit())),
        standing,
    }
}

/// Tells the plan's targets at the first step that leads to each.
fn hold_against_targets(view: &CaseView<'_>, plan: &Plan, steps: &mut [StepTaken]) {
    for target in &plan.targets {
        let Some(metric) = view.metrics.iter().find(|m| m.id == target.metric) else { continue };
        // The response time to contain would stand at the same step as the time to contain.
        let first = steps.iter_mut().find(|s| s.target.is_none() && s.milestone.as_ref() == Some(&metric.to));
        let Some(step) = first.filter(|_| target.metric != MetricId::ResponseTimeToContain) else { continue };
        let span = Span::seconds(i64::from(target.minutes) * 60);
        (step.target, step.took) = (Some(span), Some(metric.duration));
        if Limit::promised(target.minutes).over(&metric.duration) == Some(true) {
            step.standing = Standing::Late;
        }
    }
}

/// Marks a step that was certainly done before one that the plan has earlier in the same numbered list, or in an earlier stage.
fn mark_order(steps: &mut [StepTaken]) {
    let stage = |s: &StepTaken| s.milestone.as_ref().and_then(|m| STAGES.iter().position(|stage| stage == m));
    let marks: Vec<bool> = steps
        .iter()
        .enumerate()
        .map(|(n, step)| {
            let Some(moment) = &step.moment else { return false };
            steps.iter().take(n).any(|before| {
                let listed = before.section == step.section && before.numbered && step.numbered;
                let related = listed || stage(before).zip(stage(step)).is_some_and(|(a, b)| a < b);
                related
                    && before.event != step.event
                    && before.moment.as_ref().and_then(|at| certain_order(at, moment)) == Some(false)
            })
        })
        .collect();
    for (step, mark) in steps.iter_mut().zip(marks) {
        if mark && matches!(step.standing, Standing::Done | Standing::Reached) {
            step.standing = Standing::OutOfOrder;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Story;
    use super::*;
    use crate::plan::read::read;

    const PLAN: &str = "# Plan\n\n## Contain\n\n1. Switch the checkout off.\n2. Revoke all sessions of administrators.\n3. Take snapshots of the disks.\n\n\
        ## Recover\n\n- Reopen the shop.\n- Order cake.\n- Do not reopen it alone.\n\n## Training\n\n- New staff read it.\n\n## Targets\n\n- Contain within 60 minutes of detection.\n";

    fn story() -> Story {
        let mut story = Story::with(&[
            ("detected", "2026-03-16T09:00:00Z"),
            ("contained", "2026-03-16T11:00:00Z"),
            ("declared", "2026-03-16T09:30:00Z"),
            ("recovered", "none"),
        ])
        .event("2026-03-16T10:00:00Z", "ops", "", "Disk snapshots taken")
        .event("2026-03-16T11:00:00Z", "ops", "", "Checkout switched off");
        story.plan = Some(read(PLAN));
        story
    }

    #[test]
    fn each_step_stands_beside_what_the_record_shows() {
        let against = story().view(|view| against_plan(view).unwrap());
        let told: Vec<(&str, Standing, bool)> =
            against.steps.iter().map(|s| (s.text.as_str(), s.standing, s.event.is_some())).collect();
        assert_eq!(
            told,
            [
                // Two hours, and the target is one.
                ("Switch the checkout off.", Standing::Late, true),
                // No event of its own, but what it leads to was reached.
                ("Revoke all sessions of administrators.", Standing::Reached, false),
                // An hour before the first step of the section.
                ("Take snapshots of the disks.", Standing::OutOfOrder, true),
                ("Reopen the shop.", Standing::Skipped, false),
                ("Order cake.", Standing::NotShown, false),
            ]
        );
        assert_eq!(against.steps[0].target, Some(Span::seconds(3600)));
        // Nobody planned to declare.
        let unplanned: Vec<Milestone> = against.unplanned.into_iter().map(|(m, _)| m).collect();
        assert_eq!(unplanned, [Milestone::Declared]);
    }

    #[test]
    fn without_a_plan_there_is_nothing_to_hold_against() {
        let story = Story { plan: None, ..story() };
        assert_eq!(story.view(against_plan), None);
    }
}
