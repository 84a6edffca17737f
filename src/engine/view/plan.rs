//! What the Plan page shows: the outline, the text with its redline, amendments and versions.

use super::Evidence;
use crate::model::case::AmendmentDecision;
use crate::model::{Duty, Timestamp};
use crate::plan::change::Amendment;
use crate::plan::coverage::{Line, State};
use crate::plan::read::Topic;
use crate::plan::read::block::Block;
use crate::plan::redline::{Op, Redline};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// The plan with the amendments of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlanView {
    /// The file's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its version as written in it.
    pub version: Option<String>,
    /// Tells its text from any other: what [`PlanPaper::edition`] is of the same text.
    pub edition: u64,
    /// Its sections with coverage.
    pub outline: Vec<OutlineRow>,
    /// The amendments in the order of their places.
    pub amendments: Vec<AmendmentRow>,
    /// Versions, oldest first.
    pub versions: Vec<VersionRow>,
    /// What it has, lacks, and has out of date.
    pub coverage: Vec<Line>,
    /// The day of the last exercise that was held in the workspace.
    pub exercised: Option<NaiveDate>,
    /// Whether it was opened as a Word document, and can be saved as one.
    pub is_word: bool,
    /// Whether it was opened as a CACAO playbook.
    pub is_playbook: bool,
}

/// The plan as a document. It is large and seldom changes, so that it is asked for apart from what is decided on it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlanPaper {
    /// Tells the text from any other.
    pub edition: u64,
    /// Its blocks, in order.
    pub blocks: Arc<Vec<Block>>,
}

/// A version of the plan that is kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct VersionRow {
    /// When it was opened or written.
    pub written: Timestamp,
    /// The version as written in it.
    pub version: Option<String>,
    /// From when it is in effect, where that was said.
    pub effective: Option<NaiveDate>,
    /// Who approved it; empty where nobody said.
    pub approver: String,
    /// The title of the case whose amendments it took in.
    pub case: Option<String>,
}

/// Two versions of the plan side by side.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlanComparison {
    /// The words that stay, go and come.
    pub ops: Vec<Op>,
}

/// One section of the plan's outline.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct OutlineRow {
    /// Its title.
    pub title: String,
    /// Its level.
    pub level: u8,
    /// Where it starts, in bytes.
    pub start: usize,
    /// The duty that it covers.
    pub duty: Option<Duty>,
    /// Why it was recognised so.
    pub because: String,
    /// Amendments that land in it.
    pub amendments: usize,
    /// Its name over the versions of the plan.
    pub key: String,
    /// What it is about before all else.
    pub topic: Option<Topic>,
    /// Whether a person said so.
    pub said: bool,
    /// The worst of what the plan has in it or should have.
    pub state: Option<State>,
}

/// The blocks of the plan that a change cuts into, with the change in them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct InPlace {
    /// The blocks, as numbers in [`PlanPaper::blocks`]; what is told here stands in their place.
    pub blocks: Range<usize>,
    /// Their text as it is written, with what goes and comes.
    pub ops: Vec<Op>,
}

/// A finding that an amendment rests on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ground {
    /// Its rule, which names it.
    pub rule: String,
    /// The title of the rule.
    pub title: String,
    /// The first events that it rests on.
    pub evidence: Vec<Evidence>,
    /// How many further ones there are.
    pub more: usize,
}

/// One amendment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AmendmentRow {
    /// The amendment, with the owner that a person named where they named one.
    pub amendment: Amendment,
    /// The owner whom it proposes by itself.
    pub proposed_owner: String,
    /// The decision on it.
    pub decision: Option<AmendmentDecision>,
    /// Where it lands and what it changes there.
    pub redline: Redline,
    /// The same in the words around it, where it changes words that stand in the text; not once it is rejected.
    pub in_place: Option<InPlace>,
    /// What it adds as it will look on paper, where it adds whole blocks; else empty.
    pub added: Vec<Block>,
    /// The last block that starts before its place ends, as a number in [`PlanPaper::blocks`].
    pub block: usize,
    /// The section of that block, as a number in [`PlanView::outline`].
    pub section: Option<usize>,
    /// What was said about it.
    pub comment: String,
    /// The findings that it rests on, with their events.
    pub grounds: Vec<Ground>,
    /// The amendments that contradict it, by id, each with why; those that were rejected contradict nothing.
    pub conflicts: Vec<(String, String)>,
}

impl AmendmentRow {
    /// What is to be kept where a person says that somebody carries it: nothing where it is so already, and no name where that is
    /// whom it proposes.
    pub fn own(&self, said: &str) -> Option<String> {
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let owner = if said.is_empty() { &self.proposed_owner } else { &said };
        let proposed = *owner == self.proposed_owner;
        (*owner != self.amendment.owner).then(|| if proposed { String::new() } else { said.clone() })
    }
}

/// The new plan as it would be written now.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlanDraft {
    /// The text.
    pub text: String,
    /// Its version.
    pub version: String,
    /// How many amendments are in it.
    pub changes: usize,
    /// Whether it differs from the current version.
    pub changed: bool,
    /// What is cut into the current version.
    pub edits: Vec<crate::plan::change::Edit>,
    /// The current version with what is taken out and comes in.
    pub ops: Vec<Op>,
    /// Who approves it, and its date.
    pub stamp: crate::ooxml::Stamp,
}
