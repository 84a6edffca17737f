//! Findings: each rule a small pure function over a case.
//!
//! [`find`] gives exactly one finding for each duty of the chapter ([`of_duty`]), then those that single themes and
//! the quality of the record call for. A finding speaks of systems and processes, with the case's numbers and the
//! events that it rests on; what the evidence does not tell is said to be so and is never taken for a failure.
//! The vocabulary with which texts are read stands in one place and is conservative.

mod against;
mod catalogue;
mod cause;
mod communication;
mod containment;
mod data_quality;
mod detection;
mod draft;
mod escalation;
mod evidence;
#[cfg(test)]
mod fires;
mod followed;
mod learning;
mod notice;
mod obligation;
mod phrase;
mod recovery;
mod recurrence;
mod scan;
mod technique;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod whatif;
mod words;

use crate::metric::{Breakdown, Metric, breakdown};
use crate::milestone::Milestones;
use crate::model::{Case, Duration, Duty, Finding, MetricId, Thresholds, Timestamp};
use crate::obligation::Obligation;
use crate::plan::read::Plan;
use crate::timeline::{Duplicates, Timeline};

pub(crate) use against::stems;
pub use against::{Against, Standing, StepTaken, against_plan};
pub use catalogue::rules;
pub(crate) use detection::found_outside;
pub use draft::Rule;
pub use learning::absent;
pub use recurrence::{Action, Earlier};
pub use scan::Scan;
pub use technique::Technique;
pub use whatif::{Scenario, WhatIf, scenarios, what_if};

/// Everything that a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct CaseView<'a> {
    /// The decisions and facts.
    pub case: &'a Case,
    /// The events in order.
    pub timeline: &'a Timeline,
    /// The events that are told more than once.
    pub duplicates: &'a Duplicates,
    /// The milestones.
    pub milestones: &'a Milestones,
    /// The metrics.
    pub metrics: &'a [Metric],
    /// The obligations.
    pub obligations: &'a [Obligation],
    /// The response plan, where there is one.
    pub plan: Option<&'a Plan>,
    /// The end of the record.
    pub as_of: Timestamp,
    /// What the record is held against where neither a rule of law nor the plan says.
    pub thresholds: &'a Thresholds,
    /// The other cases of the workspace, whenever they began; none where there are too many to compare.
    pub earlier: &'a [Earlier],
}

impl<'a> CaseView<'a> {
    /// How long each thing took, in this case and in the others of the workspace.
    pub fn all_took(&self) -> Vec<(MetricId, Duration)> {
        let own = self.metrics.iter().map(|m| (m.id.clone(), m.duration));
        own.chain(self.earlier.iter().flat_map(|e| e.took.iter().cloned())).collect()
    }

    /// Where the time to contain went, with the metric; `None` where it has no start, or no time passed. It looks at all
    /// events of the time: made once by whoever shows it and what rests on it.
    pub fn containment(&self) -> Option<(&'a Metric, Breakdown)> {
        let metric = self.metrics.iter().find(|m| m.id == MetricId::TimeToContain)?;
        Some((metric, breakdown(metric, self.milestones, self.timeline, self.as_of)?))
    }
}

/// What the rules see in a case: exactly one finding a duty, then what the texts and the data show; heaviest first.
///
/// The order is by severity, then duty in the order of the chapter, then the rule's name.
pub fn find(view: &CaseView<'_>) -> Vec<Finding> {
    find_in(view, &Scan::new(view.timeline))
}

/// As [`find`], where the texts of the timeline have been read already.
pub fn find_in(view: &CaseView<'_>, scan: &Scan) -> Vec<Finding> {
    let mut found = vec![
        containment::identify_and_isolate(view, scan),
        escalation::engage_response_team(view, scan),
        evidence::preserve_evidence(view, scan),
        communication::notify_affected_parties(view, scan),
        communication::regular_updates(view, scan),
        communication::support_channels(view),
        obligation::know_obligations(view),
        obligation::timely_reporting(view),
        learning::post_mortem(view, scan),
        learning::update_plan(view),
    ];
    let factors = factors(view, scan);
    let single = [
        escalation::late_acknowledgement(view),
        containment::contained_after_eradication(view, scan),
        recovery::slow_recovery(view),
        recovery::recovered_before_eradicated(view),
        notice::notice_content(view),
        followed::plan_steps(view),
        recurrence::recurring_factor(view, &factors),
        recurrence::overdue_actions(view),
    ];
    found.extend(factors);
    found.extend(single.into_iter().flatten());
    found.push(learning::training_and_resources(view, scan, &found));
    found.extend(recurrence::change_did_not_help(view, &found));
    found.extend(data_quality::data_quality(view));
    for finding in &mut found {
        let rule = rules().find(|rule| rule.name == finding.rule);
        // What stands in no catalogue has no fixture and cannot be opened.
        debug_assert!(rule.is_some(), "{} is in no list of rules", finding.rule);
        let used = rule.into_iter().flat_map(|rule| rule.thresholds).filter(|t| view.uses(**t));
        finding.measures = used.map(|t| view.thresholds.measure(*t)).collect();
    }
    let place = |f: &Finding| f.duty.map_or(usize::MAX, |d| d as usize);
    found.sort_by(|a, b| {
        (b.severity.cmp(&a.severity)).then(place(a).cmp(&place(b))).then_with(|| a.rule.cmp(&b.rule))
    });
    found
}

/// The contributing factors that the record tells of: what is compared over cases. They need no obligations, and no other case.
pub fn factors(view: &CaseView<'_>, scan: &Scan) -> Vec<Finding> {
    let themes = [
        detection::detection_gap(view, scan),
        detection::alert_ignored(view, scan),
        escalation::slow_escalation(view, scan),
        detection::logging_gap(view, scan),
        containment::segmentation(view, scan),
        containment::containment_held(view, scan),
        communication::poor_communication(view, scan),
        learning::plan_not_followed(view, scan),
        learning::training_gap(view, scan),
    ];
    themes.into_iter().flatten().chain(cause::causes(view, scan)).collect()
}

/// The finding of a duty's own rule, of the eleven that every case has. Other findings may belong to the same duty.
///
/// ```
/// use floodmark::finding::duty_rule;
/// use floodmark::model::Duty;
/// assert_eq!(duty_rule(Duty::PreserveEvidence), "preserve-evidence");
/// ```
pub fn of_duty(findings: &[Finding], duty: Duty) -> Option<&Finding> {
    let rule = duty_rule(duty);
    findings.iter().find(|f| f.rule == rule)
}

/// The name of a duty's own rule.
pub fn duty_rule(duty: Duty) -> String {
    duty.id().replace('_', "-")
}
