//! Plan against actual: what the plan asks for beside what the record shows.

use super::CaseView;
use super::draft::Limit;
use super::evidence::certain_order;
use crate::model::{Duration, EventId, MetricId, Milestone, Moment, Span};
use crate::plan::read::meaning::{duty_of, forbids_in, leads};
use crate::plan::read::{Plan, Step, Topic};
use crate::plan::words::words;
use crate::timeline::EventView;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// Where it begins in the text of the plan, in bytes.
    pub start: usize,
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
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
    /// All of them, from the best on.
    pub const ALL: [Standing; 6] = [
        Standing::Done,
        Standing::Reached,
        Standing::Late,
        Standing::OutOfOrder,
        Standing::Skipped,
        Standing::NotShown,
    ];

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
    let forbids = forbids_in(plan);
    let asks = |step: &&Step| {
        let targets = plan.sections.get(step.section).is_some_and(|s| s.is_about(Topic::Targets));
        !targets && !forbids(step.block)
    };
    let leads = leads(plan);
    let asked: Vec<&Step> = plan.steps.iter().filter(asks).collect();
    let shown = Shown::of(plan, &events);
    let shown: Vec<Option<&EventView<'_>>> = asked.iter().map(|step| shown.event(step)).collect();
    let speaks = |(step, event): (&&Step, &Option<&EventView<'_>>)| {
        (leads.contains_key(&step.block) || event.is_some()).then_some(step.section)
    };
    let speaking: BTreeSet<usize> = asked.iter().zip(&shown).filter_map(speaks).collect();
    let mut steps: Vec<StepTaken> = asked
        .into_iter()
        .zip(shown)
        .filter(|(step, _)| speaking.contains(&step.section))
        .map(|(step, event)| taken(view, plan, step, leads.get(&step.block).cloned(), event))
        .collect();
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

/// The events of the response, and the beginnings of their words with the events that hold them.
#[derive(Default)]
struct Told<'a> {
    events: Vec<EventView<'a>>,
    stems: HashMap<String, Vec<usize>>,
}

fn response_events<'a>(view: &CaseView<'a>) -> Told<'a> {
    let Some((_, from)) = view.first_of(&[Milestone::FirstSignal, Milestone::Detected]) else {
        return Told::default();
    };
    let range = view.timeline.between(from.earliest, view.as_of.plus(Span(1)));
    if range.len() > MOST_EVENTS {
        return Told::default();
    }
    let events = range.filter_map(|position| view.timeline.event(position));
    // What was asked was not yet done.
    let events = events.filter(|event| !event.text.trim_end().ends_with('?'));
    let mut told = Told::default();
    for event in events {
        for stem in stems(event.text) {
            told.stems.entry(stem).or_default().push(told.events.len());
        }
        told.events.push(event);
    }
    told
}

/// The first four letters of the words that tell something: “disk” and “disks”, “take” and “taken” are the same.
pub(crate) fn stems(text: &str) -> Vec<String> {
    let mut stems: Vec<String> =
        words(text).iter().filter_map(|word| stem(word)).map(str::to_owned).collect();
    stems.sort();
    stems.dedup();
    stems
}

/// The first four letters of a word that tells something.
fn stem(word: &str) -> Option<&str> {
    let end = |letters: usize| word.char_indices().nth(letters).map_or(word.len(), |(at, _)| at);
    let tells = word.chars().nth(2).is_some() && !COMMON.contains(&word);
    tells.then(|| word.get(..end(4))).flatten()
}

/// What the record shows of the steps of a plan. A plan may have tens of thousands of steps, and each of its words many times:
/// the stem of each is looked up once.
struct Shown<'a> {
    plan: &'a Plan,
    told: &'a Told<'a>,
    /// For each word of the plan, by its number: its stem as a number, none for one that tells nothing.
    stems: Vec<Option<u32>>,
    /// For each stem the events that hold it.
    events: Vec<&'a [usize]>,
}

impl<'a> Shown<'a> {
    fn of(plan: &'a Plan, told: &'a Told<'a>) -> Shown<'a> {
        let mut shown = Shown { plan, told, stems: vec![], events: vec![] };
        let mut last = None;
        // Words of one stem stand side by side.
        for stem in plan.spoken().words().iter().map(|word| stem(word)) {
            if let Some(new) = stem.filter(|_| stem != last) {
                shown.events.push(told.stems.get(new).map(Vec::as_slice).unwrap_or_default());
                last = stem;
            }
            shown.stems.push(stem.map(|_| shown.events.len() as u32 - 1));
        }
        shown
    }

    /// The event with most of the words of a step, where it has enough of them.
    fn event(&self, step: &Step) -> Option<&'a EventView<'a>> {
        let words = self.plan.spoken().block(step.block).iter();
        let mut asked: Vec<u32> = words.filter_map(|word| *self.stems.get(*word as usize)?).collect();
        asked.sort_unstable();
        asked.dedup();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for event in asked.iter().filter_map(|stem| self.events.get(*stem as usize)).copied().flatten() {
            *shared.entry(*event).or_default() += 1;
        }
        let enough = |n: usize| n >= LEAST_WORDS && n as f64 >= asked.len() as f64 * LEAST_PART;
        // Of several with as many words the first.
        let best = shared.into_iter().filter(|(_, n)| enough(*n)).min_by_key(|(at, n)| (Reverse(*n), *at));
        best.and_then(|(at, _)| self.told.events.get(at))
    }
}

/// What the record shows of a step: the event with most of its words, else the milestone that it leads to.
fn taken(
    view: &CaseView<'_>,
    plan: &Plan,
    step: &Step,
    milestone: Option<Milestone>,
    event: Option<&EventView<'_>>,
) -> StepTaken {
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
        start: plan.blocks.get(step.block).map_or(step.range.start, |block| block.range.start),
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

/// The two latest of some moments, of different events: one of them is later than another moment and of another event, if
/// any is.
#[derive(Default)]
struct Latest(Vec<(Moment, Option<EventId>)>);

impl Latest {
    fn add(&mut self, moment: Moment, event: Option<EventId>) {
        let key = |m: &Moment| (m.earliest, m.latest);
        match self.0.iter_mut().find(|(_, of)| *of == event) {
            Some((before, _)) if key(before) < key(&moment) => *before = moment,
            Some(_) => {}
            None => self.0.push((moment, event)),
        }
        self.0.sort_by_key(|(m, _)| Reverse(key(m)));
        self.0.truncate(2);
    }

    /// Whether one of them, of another event, is certainly later than a moment.
    fn after(&self, moment: &Moment, event: Option<EventId>) -> bool {
        self.0.iter().any(|(at, of)| *of != event && certain_order(at, moment) == Some(false))
    }
}

/// Marks a step that was certainly done before one that the plan has earlier in the same numbered list, or in an earlier stage.
fn mark_order(steps: &mut [StepTaken]) {
    let mut stages: [Latest; STAGES.len()] = Default::default();
    let mut lists: BTreeMap<String, Latest> = BTreeMap::new();
    for step in steps {
        let Some(moment) = step.moment else { continue };
        let stage = step.milestone.as_ref().and_then(|m| STAGES.iter().position(|stage| stage == m));
        let earlier = stages.get(..stage.unwrap_or(0)).unwrap_or_default();
        let listed = lists.get(&step.section).filter(|_| step.numbered);
        let late = earlier.iter().chain(listed).any(|latest| latest.after(&moment, step.event));
        if late && matches!(step.standing, Standing::Done | Standing::Reached) {
            step.standing = Standing::OutOfOrder;
        }
        if let Some(latest) = stage.and_then(|stage| stages.get_mut(stage)) {
            latest.add(moment, step.event);
        }
        if step.numbered {
            lists.entry(step.section.clone()).or_default().add(moment, step.event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Story, planned};
    use super::*;

    const PLAN: &str = "# Plan\n\n## Contain\n\n1. Switch the checkout off.\n2. Revoke all sessions of administrators.\n3. Take snapshots of the disks.\n\n\
        ## Recover\n\n- Reopen the shop.\n- Order cake.\n- Do not reopen it alone.\n\n## Training\n\n- New staff read it.\n\n## Targets\n\n- Contain within 60 minutes of detection.\n";

    fn story() -> Story {
        planned(PLAN)
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
