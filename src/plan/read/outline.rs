//! The plan at a glance: its outline, and which duties of the chapter it covers.

use super::block::Block;
use super::{Plan, Topic, topic, topics_around};
use crate::model::{Duty, MetricId};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A line of the outline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The section, as a number in [`Plan::sections`].
    pub section: usize,
    /// Its title.
    pub title: String,
    /// Its level, 1 to 6.
    pub level: u8,
    /// Its heading's bytes.
    pub heading: Range<usize>,
    /// The steps under its own heading.
    pub steps: usize,
    /// What it is about, with why; best first.
    pub topics: Vec<(Topic, String)>,
}

/// How a plan covers a duty.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covered {
    /// A section with steps or a table.
    Full,
    /// A section without steps, or steps without a section.
    Partly,
    /// Nothing.
    Missing,
}

/// A duty of the chapter, as the plan covers it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Coverage {
    /// The duty.
    pub duty: Duty,
    /// How it is covered.
    pub state: Covered,
    /// The sections about it.
    pub sections: Vec<usize>,
    /// The steps in them.
    pub steps: usize,
    /// Whether a target time stands for it (for updates: a rhythm).
    pub target: bool,
    /// In one sentence, how it was recognised.
    pub why: String,
}

/// The outline of a plan.
pub fn outline(plan: &Plan) -> Vec<Entry> {
    let steps = |at: usize| plan.steps.iter().filter(|s| s.section == at).count();
    let entry = |(at, s): (usize, &super::Section)| Entry {
        section: at,
        title: s.title.clone(),
        level: s.level,
        heading: s.heading.clone(),
        steps: steps(at),
        topics: s.topics.clone(),
    };
    plan.sections.iter().enumerate().map(entry).collect()
}

/// The plan as blocks, to be drawn as a document.
pub fn document_blocks(plan: &Plan) -> Vec<Block> {
    plan.blocks.clone()
}

/// How the plan covers each of the eleven duties, in their order.
pub fn coverage(plan: &Plan) -> Vec<Coverage> {
    Duty::ALL.iter().map(|duty| of_duty(plan, *duty)).collect()
}

/// The sections about a duty, those whose heading says so first.
pub fn sections_of(plan: &Plan, duty: Duty) -> Vec<usize> {
    let mut found: Vec<(bool, usize)> = Vec::new();
    for (at, section) in plan.sections.iter().enumerate() {
        if let Some((_, reason)) = section.topics.iter().find(|(t, _)| *t == Topic::Duty(duty)) {
            found.push((!reason.starts_with("the heading"), at));
        }
    }
    found.sort();
    found.into_iter().map(|(_, at)| at).collect()
}

fn of_duty(plan: &Plan, duty: Duty) -> Coverage {
    let sections = sections_of(plan, duty);
    let steps =
        plan.steps.iter().filter(|s| topics_around(plan, s.section).contains(&Topic::Duty(duty))).count();
    let tables = plan
        .blocks
        .iter()
        .filter(|b| matches!(b.kind, super::block::BlockKind::Table { .. }))
        .any(|b| b.section.is_some_and(|s| topics_around(plan, s).contains(&Topic::Duty(duty))));
    let elsewhere = plan.steps.iter().filter(|s| topic::step_speaks_of(&s.text, duty)).count();
    let state = match (sections.is_empty(), steps > 0 || tables, elsewhere) {
        (false, true, _) => Covered::Full,
        (false, false, _) | (true, _, 1..) => Covered::Partly,
        (true, _, 0) => Covered::Missing,
    };
    let named = sections.first().and_then(|s| plan.sections.get(*s));
    let why = match (named, state) {
        (Some(s), Covered::Full) => {
            let reason = s.topics.iter().find(|(t, _)| *t == Topic::Duty(duty)).map_or("", |t| t.1.as_str());
            format!("Section “{}”: {reason}.", s.title)
        }
        (Some(s), _) => format!("Section “{}” has no steps.", s.title),
        (None, Covered::Partly) => format!("No section of its own; {elsewhere} steps elsewhere speak of it."),
        (None, _) => "No section and no step speaks of it.".to_owned(),
    };
    Coverage { duty, state, sections, steps, target: has_target(plan, duty), why }
}

fn has_target(plan: &Plan, duty: Duty) -> bool {
    use crate::model::Milestone::{EvidencePreserved, ReviewHeld, SupportOpened};
    if duty == Duty::RegularUpdates {
        return plan.cadence_minutes.is_some();
    }
    plan.targets.iter().any(|t| match &t.metric {
        MetricId::TimeToContain | MetricId::ResponseTimeToContain => duty == Duty::IdentifyAndIsolate,
        MetricId::TimeToAcknowledge | MetricId::TimeToDeclare => duty == Duty::EngageResponseTeam,
        MetricId::TimeToNotifyAuthority => duty == Duty::TimelyReporting,
        MetricId::TimeToNotifyIndividuals => duty == Duty::NotifyAffectedParties,
        MetricId::Custom { to: EvidencePreserved, .. } => duty == Duty::PreserveEvidence,
        MetricId::Custom { to: ReviewHeld, .. } => duty == Duty::PostMortem,
        MetricId::Custom { to: SupportOpened, .. } => duty == Duty::SupportChannels,
        _ => false,
    })
}
