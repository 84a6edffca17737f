//! What the Findings page shows: rules, findings with their evidence, action items and duties.

use super::Miss;
use crate::model::action::{ActionItem, NewAction, Tracked};
use crate::model::case::FindingDecision;
use crate::model::finding::{Family, Outcome, Severity};
use crate::model::{CaseId, Duty, EventId, Finding, Measure, Moment, Timestamp};
use serde::{Deserialize, Serialize};

/// A rule of the catalogue, and what it saw in a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RuleLine {
    /// Its name.
    pub rule: String,
    /// What it is called.
    pub title: String,
    /// What kind of rule it is.
    pub family: Family,
    /// The duty that it serves.
    pub duty: Option<Duty>,
    /// What it looks at.
    pub looks_at: String,
    /// Why it matters, with the source.
    pub why: String,
    /// What to ask.
    pub question: String,
    /// What it would change in the plan.
    pub change: String,
    /// What it is held against.
    pub thresholds: Vec<Measure>,
    /// What it saw here; none where it is silent.
    pub saw: Option<(Severity, Outcome)>,
    /// The most cases that it compares, where there are more of them: it was not asked then, which is no silence.
    pub too_many: Option<usize>,
}

/// The findings of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FindingsView {
    /// The eleven duties in their order, with what the evidence shows.
    pub duties: Vec<DutyLine>,
    /// The findings in order of weight.
    pub findings: Vec<FindingRow>,
    /// The plausible span of the timeline, for the mini timelines.
    pub span: Option<[Timestamp; 2]>,
    /// The catalogue of the rules, by family.
    pub rules: Vec<RuleLine>,
    /// What every threshold stands at.
    pub thresholds: Vec<Measure>,
}

/// The action items of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ActionsView {
    /// Its items, in the order in which they were added.
    pub items: Vec<ActionRow>,
    /// What accepted findings and amendments suggest, and nobody has taken up.
    pub suggested: Vec<NewAction>,
    /// The findings that an item may answer: rule and claim.
    pub findings: Vec<(String, String)>,
    /// How far the items of each case have come; none without items.
    pub cases: Vec<ActionLine>,
}

/// One action item.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ActionRow {
    /// The item.
    pub item: ActionItem,
    /// Whether it should have been done.
    pub overdue: bool,
    /// What it lacks.
    pub misses: Vec<Miss>,
}

/// How far the items of a case have come.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ActionLine {
    /// The case.
    pub case: CaseId,
    /// Its title.
    pub title: String,
    /// Items that are open or that somebody is at.
    pub open: u32,
    /// Those of them that should have been done.
    pub overdue: u32,
    /// Items that are done.
    pub done: u32,
    /// Items that will not be done.
    pub dropped: u32,
}

/// What a tracker's export says of action items.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TrackerView {
    /// What is new.
    pub tracked: Vec<Tracked>,
    /// Items of this workspace on which the export says nothing new.
    pub same: u32,
    /// Rows that are no items of this workspace.
    pub others: u32,
}

/// One duty of the coverage strip.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DutyLine {
    /// The duty.
    pub duty: Duty,
    /// What the evidence shows.
    pub outcome: Outcome,
    /// The rule whose finding tells.
    pub rule: String,
}

/// One finding.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FindingRow {
    /// The finding.
    pub finding: Finding,
    /// The decision on it.
    pub decision: Option<FindingDecision>,
    /// The note on it.
    pub note: String,
    /// The events that it rests on.
    pub evidence: Vec<Evidence>,
    /// The amendments that it justifies, by id.
    pub amendments: Vec<String>,
}

/// An event as evidence.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// The event.
    pub id: EventId,
    /// Its position in the timeline.
    pub position: u32,
    /// When it happened.
    pub moment: Moment,
    /// What happened, cut.
    pub text: String,
}
