//! Milestones: proposed from the evidence with reasons, confirmed by a person.

mod lexicon;
mod order;
mod propose;
mod resolve;
mod role;
mod shift;
mod words;

pub use propose::{Proposing, propose};
pub use resolve::resolve;
pub use shift::{Shifted, shift};

use crate::model::{EventId, Milestone, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A moment that the evidence suggests for a milestone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    /// The moment.
    pub moment: Moment,
    /// From 0 to 1.
    pub confidence: f64,
    /// Why, one short sentence each.
    pub reasons: Vec<String>,
    /// The events that it rests on.
    pub events: Vec<EventId>,
}

/// How a milestone stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The record states it itself (a VERIS incident, a row of an incident table).
    Stated,
    /// Floodmark suggests it.
    Proposed,
    /// A person confirmed, moved or typed it.
    Confirmed,
    /// A person said that it never applied or is not known.
    None,
}

/// A milestone of a case as it stands.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Held {
    /// When; `None` only with [`Status::None`].
    pub moment: Option<Moment>,
    /// How it stands.
    pub status: Status,
    /// From 0 to 1; 1 when confirmed.
    pub confidence: f64,
    /// Why.
    pub reasons: Vec<String>,
    /// The events that it rests on.
    pub events: Vec<EventId>,
    /// What else the evidence suggests, best first.
    pub alternatives: Vec<Proposal>,
}

/// The milestones of a case. A milestone that is not in the map is neither proposed nor decided.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Milestones(pub BTreeMap<Milestone, Held>);

impl Milestones {
    /// The milestone as it stands.
    pub fn get(&self, milestone: &Milestone) -> Option<&Held> {
        self.0.get(milestone)
    }

    /// Its moment, where it has one.
    pub fn moment(&self, milestone: &Milestone) -> Option<Moment> {
        self.get(milestone)?.moment
    }

    /// Whether a person said that it never applied or is not known.
    pub fn is_none(&self, milestone: &Milestone) -> bool {
        self.get(milestone).is_some_and(|h| h.status == Status::None)
    }
}
