//! A case: its sources, and everything a person decided about them.

use super::action::ActionItem;
use super::duration::Duration;
use super::event::{EventId, SourceId};
use super::exercise::Exercise;
use super::facts::Facts;
use super::meeting::{EntryKind, Meeting, OnScreen};
use super::milestone::{MetricId, Milestone};
use super::moment::Moment;
use super::orders::OrderCount;
use super::paper::Paper;
use super::roles::Roles;
use super::row_time::RowTime;
use super::source::Source;
use super::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Names a case within its workspace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub u32);

/// What a person decided about a milestone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneDecision {
    /// It happened then.
    At {
        /// The moment.
        moment: Moment,
        /// The event that it was set from, if any.
        #[serde(default)]
        event: Option<EventId>,
        /// When the person decided.
        decided: Timestamp,
    },
    /// It never applied or is not known: it is not proposed, and metrics that need it are unknown.
    None {
        /// When the person decided.
        decided: Timestamp,
    },
}

/// An event that a person wrote, with their own words as provenance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HandEvent {
    /// When it happened.
    pub time: RowTime,
    /// When the responders knew, where the person said so.
    #[serde(default)]
    pub known_at: Option<RowTime>,
    /// What happened.
    pub text: String,
    /// The kind of event.
    #[serde(default)]
    pub kind: String,
    /// Who did it.
    #[serde(default)]
    pub actor: String,
    /// What it happened to.
    #[serde(default)]
    pub asset: String,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The line as typed or pasted.
    pub words: String,
    /// When the person wrote it.
    pub written: Timestamp,
    /// Whether it was taken back; kept so that later numbers do not move.
    #[serde(default)]
    pub removed: bool,
}

/// A correction of an event, beside the evidence. What is `None` stays as the evidence has it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EventEdit {
    /// The corrected time.
    pub time: Option<RowTime>,
    /// When the responders knew.
    pub known_at: Option<RowTime>,
    /// The corrected text.
    pub text: Option<String>,
    /// The corrected actor.
    pub actor: Option<String>,
    /// The corrected asset.
    pub asset: Option<String>,
    /// Left out of the timeline; still counted in its source.
    pub hidden: bool,
    /// Starred as important.
    pub starred: bool,
    /// Why, in the person's words.
    pub reason: String,
    /// When the person decided.
    pub decided: Option<Timestamp>,
}

impl EventEdit {
    /// Whether it puts anything in the place of what the evidence says; a star does not.
    pub fn is_correction(&self) -> bool {
        let EventEdit { time, known_at, text, actor, asset, .. } = self;
        [time, known_at].into_iter().any(Option::is_some)
            || [text, actor, asset].into_iter().any(Option::is_some)
    }
}

/// What a person decided about a finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingDecision {
    /// It stands.
    Accepted,
    /// It does not stand, and why.
    Dismissed {
        /// The reason.
        reason: String,
    },
}

/// What a person decided about an amendment to the plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmendmentDecision {
    /// Into the next version, in the person's wording if they changed it.
    Accepted {
        /// The wording, where it differs from the proposal.
        #[serde(default)]
        text: Option<String>,
    },
    /// Not into the plan.
    Rejected,
}

/// A milestone as it stood in the case that a share was made of.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CarriedMilestone {
    /// When.
    pub moment: Moment,
    /// Whether the record stated it by itself.
    #[serde(default)]
    pub stated: bool,
    /// From 0 to 1.
    pub confidence: f64,
    /// Why.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// The events that it rests on.
    #[serde(default)]
    pub events: Vec<EventId>,
}

// What is read or computed is a number.
impl Eq for CarriedMilestone {}

/// What a case that was shared had from its texts and its records: names are gone from these, and no interval shall
/// change by that. Nothing else is proposed from the texts of such a case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Carried {
    /// The milestones, the best of each first.
    pub milestones: BTreeMap<Milestone, Vec<CarriedMilestone>>,
    /// The durations that the records stated by themselves.
    pub durations: BTreeMap<MetricId, Duration>,
}

/// Everything about one incident that a person added or decided.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Case {
    /// Its number in the workspace.
    pub id: CaseId,
    /// Its identifier in exports: the file's stem, a VERIS `incident_id`, a mapped column.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its files, in the order in which they were added.
    pub sources: Vec<Source>,
    /// Its facts.
    pub facts: Facts,
    /// Decisions on milestones.
    pub milestones: BTreeMap<Milestone, MilestoneDecision>,
    /// Events written by hand; the position is the row of [`super::SourceId::HAND`].
    pub hand_events: Vec<HandEvent>,
    /// Corrections of events.
    pub event_edits: BTreeMap<EventId, EventEdit>,
    /// Decisions on findings, by rule.
    pub findings: BTreeMap<String, FindingDecision>,
    /// Notes on findings, by rule.
    pub notes: BTreeMap<String, String>,
    /// Decisions on amendments, by amendment.
    pub amendments: BTreeMap<String, AmendmentDecision>,
    /// Comments on amendments, by amendment.
    pub comments: BTreeMap<String, String>,
    /// Who carries an amendment, where a person named somebody else than it proposes; by amendment.
    pub owners: BTreeMap<String, String>,
    /// The user's own metrics.
    pub metrics: BTreeSet<MetricId>,
    /// What was counted of a shop's orders, where a person had it counted.
    pub orders: Option<OrderCount>,
    /// The end of the record, where a person set it.
    pub as_of: Option<Timestamp>,
    /// What was agreed to be done.
    pub actions: Vec<ActionItem>,
    /// The number of the next action item; numbers are never used twice.
    pub next_action: u32,
    /// How a person wants its report.
    pub paper: Paper,
    /// The meeting on it.
    pub meeting: Meeting,
    /// The exercise on it.
    pub exercise: Exercise,
    /// Whether people are shown by their roles, and who has which.
    pub roles: Roles,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// What it was shared with, where it is a share of another case.
    pub carried: Option<Carried>,
}

impl Case {
    /// Gives events other names wherever a decision or an entry of the meeting names them; what rested on an event that is
    /// gone keeps its words and its time.
    pub fn rename_events(&mut self, to: impl Fn(EventId) -> Option<EventId>) {
        self.event_edits = std::mem::take(&mut self.event_edits)
            .into_iter()
            .filter_map(|(id, edit)| Some((to(id)?, edit)))
            .collect();
        for decision in self.milestones.values_mut() {
            if let MilestoneDecision::At { event, .. } = decision {
                *event = event.and_then(&to);
            }
        }
        for events in self.facts.breach_events.values_mut() {
            *events = events.iter().filter_map(|id| to(*id)).collect();
        }
        for held in self.carried.iter_mut().flat_map(|c| c.milestones.values_mut()).flatten() {
            held.events = held.events.iter().filter_map(|id| to(*id)).collect();
        }
        let setups = self.exercise.sessions.iter_mut().map(|session| &mut session.setup);
        for setup in setups.chain(self.exercise.setup.as_deref_mut()) {
            for inject in &mut setup.injects {
                inject.events = inject.events.iter().filter_map(|id| to(*id)).collect();
            }
        }
        for entry in &mut self.meeting.entries {
            let kind = match entry.kind {
                EntryKind::Correction(event) => Some(to(event).map(EntryKind::Correction)),
                EntryKind::Time(event) => Some(to(event).map(EntryKind::Time)),
                EntryKind::Event(row) => {
                    let moved = to(EventId { source: SourceId::HAND, row });
                    Some(moved.map(|id| EntryKind::Event(id.row)))
                }
                _ => None,
            };
            if let Some(kind) = kind {
                entry.kind = kind.unwrap_or(EntryKind::Note);
            }
            if let OnScreen::Event(event) = entry.on_screen {
                entry.on_screen = to(event).map_or(OnScreen::Part, OnScreen::Event);
            }
        }
    }
}
