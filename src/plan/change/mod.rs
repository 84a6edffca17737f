//! Changing a plan: amendments, merge by splicing, revision history.

use serde::{Deserialize, Serialize};

/// What an amendment does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmendmentKind {
    /// Adds a section with its first steps.
    AddSection,
    /// Adds a step to a section.
    AddStep,
    /// Replaces the words of a step.
    ReviseStep,
    /// Sets or changes a target.
    SetTarget,
    /// Names an owner, contact or deputy.
    NameContact,
    /// Adds a row to the table of obligations.
    AddObligation,
    /// Schedules training or an exercise.
    ScheduleTraining,
    /// Adds a tool.
    AddTool,
}

/// One proposed change to the plan, with the findings that justify it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Amendment {
    /// Its name: the same for the same change in any case, such as `preserve-evidence.before-eradication`.
    pub id: String,
    /// What it does.
    pub kind: AmendmentKind,
    /// The title of the section that it changes or adds.
    pub section: String,
    /// The findings that justify it, by rule.
    pub findings: Vec<String>,
    /// The new words, as Markdown, without list marker or indent.
    pub text: String,
    /// Why, in one or two sentences with the case's numbers.
    pub reason: String,
    /// What it should change next time.
    pub effect: String,
    /// Who should see to it, as a role.
    pub owner: String,
}
