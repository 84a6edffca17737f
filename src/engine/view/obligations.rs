//! What the Obligations page shows: questions, the ledger, one rule in full and affected orders.

use super::MilestoneRow;
use crate::chart::Chart;
use crate::document::Rests;
use crate::model::{EventId, Facts, Milestone, Moment};
use crate::obligation::Question;
use serde::{Deserialize, Serialize};

/// What the rules of a pack say of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ObligationsView {
    /// How many rules apply, may apply, are not selected; which pack.
    pub head: String,
    /// Whether a person's own pack is used.
    pub own_rules: bool,
    /// The facts.
    pub facts: Facts,
    /// What each answer does, in words, and the rules that it does it to, each with its reason.
    pub effects: Vec<(Question, String, Vec<String>)>,
    /// The milestones that can be set here.
    pub milestones: Vec<MilestoneRow>,
    /// The rules that apply or may apply, by due time.
    pub ledger: Vec<LedgerEntry>,
    /// The others: rule, title, why not.
    pub off: Vec<(String, String, String)>,
    /// The chart of clocks, where one has a due time.
    pub clocks: Option<Chart>,
    /// Due times from other starts, as a table; empty where nothing moves.
    pub sensitivity: Vec<crate::document::Block>,
}

/// One rule in the ledger, in words.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its citation, name and pack.
    pub citation: String,
    /// `good`, `bad`, `attention`, `open` or `off`.
    pub look: String,
    /// The verdict.
    pub verdict: String,
    /// Why it applies, or what is to be said first.
    pub because: String,
    /// Label and value: recipient, limit, start, due, sent, margin.
    pub fields: Vec<(String, String)>,
    /// How it was computed.
    pub notes: Vec<String>,
    /// The events on which its start, its notice and the receipt rest.
    pub rests: Rests,
    /// The milestone that starts its clock, where that is no notice with an entry of its own.
    pub starts: Option<Milestone>,
    /// Further milestones that its limits or the order of its notice depend on.
    pub depends_on: Vec<Milestone>,
    /// Whether the time of receipt counts.
    pub receipt: bool,
    /// A notice on record that may have served it.
    pub notice: Option<(Milestone, Moment, Option<EventId>)>,
    /// How a late notice is excused, where the rule says.
    pub excuse: Option<String>,
    /// Whether it has a threshold in words that only a person can judge.
    pub threshold: bool,
    /// Whether it is a contract's, so that a limit of its own can be given.
    pub contract: bool,
}

/// One rule in full.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RuleView {
    /// Its text, sources and verification.
    pub blocks: Vec<crate::document::Block>,
}

/// The orders of a shop inside the exposure of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OrdersView {
    /// Whether the case has an exposure window, so that orders can be counted.
    pub ready: bool,
    /// That window in words, or which milestone to confirm first.
    pub window: String,
    /// What was counted, as in the report; empty where nothing was.
    pub blocks: Vec<crate::document::Block>,
}

/// What only a person can say of the dates of a shop's orders.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct UnsaidOrders {
    /// Rows of the file without its header.
    pub rows: u64,
    /// Orders with a clock time and no zone.
    pub naive: u64,
    /// Dates of which the file does not tell which figure is the day.
    pub dates: u64,
    /// The first of them, with the day first and with the month first.
    pub first: Vec<(String, String)>,
}
