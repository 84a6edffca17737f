//! The plan's own steps: late, skipped or out of their order.

use super::CaseView;
use super::against::{Standing, against_plan};
use super::draft::{Rule, capital, count, list};
use crate::language::inside;
use crate::model::{Duty, EventId, Family, Finding, Severity, Theme};
use crate::say;

pub(super) const STEPS: Rule = Rule {
    name: "plan-steps",
    title: "Steps of the plan late, skipped or out of order",
    family: Family::Learning,
    duty: Some(Duty::UpdatePlan),
    looks_at: "Each step of the open plan beside what the record shows of it, as on Response. A gap where one was done after \
          its target, was said not to have happened, or was certainly done before an earlier one.",
    why: "A step that is not taken as written is one to practise or to write anew; NIST SP 800-61r3 (CSF 2.0 RS.MA-01, \
          ID.IM-03) asks to execute the plan and to learn from its execution.",
    question: "Which of these steps was not possible as it stands, and how should it stand?",
    change: "The steps as they can be done, in the order that held.",
    thresholds: &[],
};

/// Steps that a claim names.
const NAMED: usize = 4;

/// Steps that were not taken as the plan has them.
pub(super) fn plan_steps(view: &CaseView<'_>) -> Option<Finding> {
    let against = against_plan(view)?;
    let astray = |s: &Standing| matches!(s, Standing::Late | Standing::OutOfOrder | Standing::Skipped);
    let steps: Vec<_> = against.steps.iter().filter(|step| astray(&step.standing)).collect();
    if steps.is_empty() {
        return None;
    }
    let told: Vec<String> = steps
        .iter()
        .map(|step| {
            let text: String = step.text.chars().take(60).collect();
            let dots = if text.len() < step.text.len() { "…" } else { "" };
            let quote = say!("“{text}{dots}”", text = text.trim_end_matches(['.', ' ']), dots);
            format!("{quote} ({})", inside(step.standing.label()))
        })
        .collect();
    let claim = say!(
        "{steps} of the plan not taken as written: {told}.",
        steps = capital(&count(steps.len(), "one step", "steps")),
        told = list(&told, NAMED)
    );
    let events: Vec<EventId> = steps.iter().filter_map(|step| step.event).take(20).collect();
    Some(STEPS.gap(Severity::Low, &[Theme::PlanNotFollowed], claim, events))
}
