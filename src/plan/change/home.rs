//! The section a change belongs in: the one a reader of the plan would look for it in.

use crate::model::Duty;
use crate::plan::read::block::{Block, BlockKind};
use crate::plan::read::{Plan, SAID, Section, Topic, topic};
use crate::plan::words::{holds, words};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The title of the section that is about a topic before all else.
pub(super) fn topic_title(plan: &Plan, topic: Topic) -> Option<&str> {
    let section = plan.sections.iter().find(|s| s.topics.first().is_some_and(|(t, _)| *t == topic));
    section.map(|s| s.title.as_str())
}

/// The title of the section that says who is reached, and how. A heading with one role in it is about that role: it takes others
/// only where it has a table of them.
pub(super) fn people(plan: &Plan) -> Option<&str> {
    let is_table = |b: &Block| matches!(b.kind, BlockKind::Table { .. });
    let takes = |(n, s): &(usize, &Section)| match s.topics.first() {
        Some((Topic::Roles, because)) => {
            let clear = because == SAID || topic::heading_says(&s.title, Topic::Roles) > 2;
            clear || plan.blocks_of(*n).iter().any(is_table)
        }
        _ => false,
    };
    plan.sections.iter().enumerate().find(takes).map(|(_, s)| s.title.as_str())
}

/// The title of the section on bringing systems back: of several the one whose heading says the least besides.
pub(super) fn recovery(plan: &Plan) -> Option<&str> {
    let brings_back = |s: &Section| {
        let title = words(&s.title);
        let says = ["recover*", "restor*"].iter().any(|p| holds(&title, p));
        (says && may_take_steps(s)).then_some(Reverse(title.len()))
    };
    best(plan, brings_back)
}

/// The title of the section of a duty: one that is about it before all else, then one that is about it at all; of several
/// the one whose heading says it most clearly, then the first.
pub(super) fn section_title(plan: &Plan, duty: Duty) -> Option<&str> {
    let about = Topic::Duty(duty);
    let clear = |section: &Section| -> Option<(bool, u8)> {
        let place = section.topics.iter().position(|(t, _)| *t == about)?;
        let said = section.topics.get(place).is_some_and(|(_, because)| because == SAID);
        Some((place == 0, if said { u8::MAX } else { topic::heading_says(&section.title, about) }))
    };
    best(plan, clear)
}

/// The title of the section to write a change for a duty in. Where no section is about the duty, the one whose heading
/// hints at it, else, for what is done during an incident, the one whose text speaks of it most: a mention of training or of
/// the review after it is no place for either. What is told during an incident stands, last of all, where a plan has all that is
/// told.
pub(super) fn home(plan: &Plan, duty: Duty) -> Option<&str> {
    let about = Topic::Duty(duty);
    let hint =
        |s: &Section| Some(topic::heading_says(&s.title, about)).filter(|w| *w > 0 && may_take_steps(s));
    let afterwards = matches!(duty, Duty::PostMortem | Duty::UpdatePlan | Duty::TrainingAndResources);
    let by_text = || {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for (block, _) in plan.spoken().lines(topic::step_patterns(duty)) {
            if let Some(at) = plan.blocks.get(block).and_then(|b| b.section) {
                *counts.entry(at).or_default() += 1;
            }
        }
        let counts = counts.into_iter().filter_map(|(at, n)| Some((n, plan.sections.get(at)?)));
        let counts = counts.filter(|(_, section)| may_take_steps(section));
        counts.min_by_key(|(n, _)| Reverse(*n)).map(|(_, section)| section.title.as_str())
    };
    let told = matches!(duty, Duty::RegularUpdates | Duty::TimelyReporting);
    let wider = || {
        let tells = |s: &Section| {
            let says = topic::heading_says(&s.title, Topic::Duty(Duty::NotifyAffectedParties));
            Some(says).filter(|says| *says == 1 && may_take_steps(s) && !is_of_review(plan, s))
        };
        best(plan, tells).filter(|_| told)
    };
    section_title(plan, duty)
        .or_else(|| best(plan, hint))
        .or_else(|| by_text().filter(|_| !afterwards))
        .or_else(wider)
}

/// Whether a section is of the review after an incident: who is told of that is not told of the incident.
fn is_of_review(plan: &Plan, section: &Section) -> bool {
    let around = |s: &&Section| s.parent.and_then(|at| plan.sections.get(at));
    let reviews = |s: &Section| topic::heading_says(&s.title, Topic::Duty(Duty::PostMortem)) > 1;
    std::iter::successors(Some(section), around).any(reviews)
}

/// Whether steps may be written into a section: not where the plan keeps its own versions.
fn may_take_steps(section: &Section) -> bool {
    !section.is_about(Topic::DocumentControl) && !section.is_about(Topic::RevisionHistory)
}

/// The title of the first of the sections that rank highest.
fn best<R: Ord>(plan: &Plan, rank: impl Fn(&Section) -> Option<R>) -> Option<&str> {
    let ranked = plan.sections.iter().filter_map(|s| Some((rank(s)?, s)));
    ranked.min_by(|a, b| b.0.cmp(&a.0)).map(|(_, s)| s.title.as_str())
}
