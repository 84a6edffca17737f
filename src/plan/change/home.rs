//! The section a change belongs in: the one a reader of the plan would look for it in.

use crate::model::Duty;
use crate::plan::read::{Plan, SAID, Section, Topic, topic};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The title of the section that is about a topic before all else.
pub(super) fn topic_title(plan: &Plan, topic: Topic) -> Option<&str> {
    let section = plan.sections.iter().find(|s| s.topics.first().is_some_and(|(t, _)| *t == topic));
    section.map(|s| s.title.as_str())
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
            Some(says).filter(|says| *says == 1 && may_take_steps(s))
        };
        best(plan, tells).filter(|_| told)
    };
    section_title(plan, duty)
        .or_else(|| best(plan, hint))
        .or_else(|| by_text().filter(|_| !afterwards))
        .or_else(wider)
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
