//! Changing a plan: amendments, merge by splicing, revision history.
//!
//! [`propose`] says what a case would change, [`splices`] where each change lands, [`write`] makes the new version. A
//! change is never more than a splice: bytes outside all splices stay what they were, and no change at all returns the
//! text itself.

mod catalogue;
mod cells;
mod conflict;
mod history;
mod home;
mod limits;
mod merge;
mod notice;
mod propose;
mod revise;
mod version;

pub use catalogue::owner_of;
pub use cells::cell_text;
pub(crate) use cells::{plain, split};
pub use conflict::{Conflict, conflicts};
pub use merge::{Splice, landings, splices, write};
pub use propose::propose;
pub use version::next_version;

use crate::model::{Duty, MetricId};
use chrono::NaiveDate;
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
    /// Puts the steps of a list into another order.
    ReorderSteps,
    /// Adds the text of a notice, in a section of its own.
    AddTemplate,
    /// Adds to the text of a notice what it lacks.
    CorrectTemplate,
}

impl AmendmentKind {
    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            AmendmentKind::AddSection => "Add a section",
            AmendmentKind::AddStep => "Add a step",
            AmendmentKind::ReviseStep => "Revise a step",
            AmendmentKind::SetTarget => "Set a target",
            AmendmentKind::NameContact => "Name a contact",
            AmendmentKind::AddObligation => "Add an obligation",
            AmendmentKind::ScheduleTraining => "Schedule training",
            AmendmentKind::AddTool => "Add a tool",
            AmendmentKind::ReorderSteps => "Change the order of steps",
            AmendmentKind::AddTemplate => "Add a template",
            AmendmentKind::CorrectTemplate => "Correct a template",
        }
    }

    /// Whether it makes a section of its own, with all its text.
    pub fn is_section(self) -> bool {
        matches!(self, AmendmentKind::AddSection | AmendmentKind::AddTemplate)
    }
}

/// What a cell of an amendment's row says, so that it finds its column in the user's own table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// The thing itself: a role, a metric, a rule.
    Name,
    /// A time limit.
    Limit,
    /// Where it is measured from, or what triggers it.
    From,
    /// Who must be told.
    Recipient,
    /// Who sees to it.
    Owner,
    /// Anything to add.
    Note,
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
    /// The new words, as Markdown, without list marker or indent. For a row: its cells, separated by ` | `. For a
    /// section: what stands under its heading.
    pub text: String,
    /// Why, in one or two sentences with the case's numbers.
    pub reason: String,
    /// What it should change next time.
    pub effect: String,
    /// Who should see to it, as a role.
    pub owner: String,
    /// The duty of the chapter that it serves.
    #[serde(default)]
    pub duty: Option<Duty>,
    /// The metric that a target bounds.
    #[serde(default)]
    pub metric: Option<MetricId>,
    /// For a row: what each cell of the text says. Empty for anything else.
    #[serde(default)]
    pub cells: Vec<CellKind>,
    /// For a revision: the words that it replaces, as they stand in the plan.
    #[serde(default)]
    pub replaces: Option<String>,
}

impl Amendment {
    /// Names who sees to it: in its row too, where that says whom it proposes.
    pub fn own(&mut self, owner: &str) {
        let mut cells = split(&self.text);
        let cell = self.cells.iter().position(|c| *c == CellKind::Owner).and_then(|at| cells.get_mut(at));
        if let Some(cell) = cell.filter(|cell| plain(cell) == self.owner) {
            *cell = cell_text(owner);
            self.text = cells.join(" | ");
        }
        owner.clone_into(&mut self.owner);
    }
}

/// An amendment that a person accepted, in their own wording where they changed it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// The amendment.
    pub amendment: Amendment,
    /// The person's wording, where it differs.
    #[serde(default)]
    pub text: Option<String>,
    /// What was said about it; empty for nothing.
    #[serde(default)]
    pub comment: String,
}

impl Change {
    /// The words to write.
    pub fn words(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.amendment.text)
    }
}

/// What the revision history shall say of the new version.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Revision {
    /// The date of the new version.
    pub date: NaiveDate,
    /// Who approved it, as the person wrote it.
    pub approver: String,
    /// The title of the case.
    pub case: String,
    /// The new version; without it, the next after the plan's own.
    #[serde(default)]
    pub version: Option<String>,
    /// The day of the last exercise; none leaves what the plan says.
    #[serde(default)]
    pub exercised: Option<NaiveDate>,
}

/// One cut into a text with its reason: the bytes of `range` give way to `text`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes that give way; empty for an insertion.
    pub range: std::ops::Range<usize>,
    /// What stands there instead.
    pub text: String,
    /// Why, for the people who read the changed document.
    #[serde(default)]
    pub remark: Option<String>,
}

/// A written plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Written {
    /// The whole text.
    pub text: String,
    /// Its version; empty where nothing was written and the plan has none.
    pub version: String,
    /// What was cut into the old text, in order.
    pub edits: Vec<Edit>,
}
