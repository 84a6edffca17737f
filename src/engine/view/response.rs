//! What the Response page shows: milestones, metrics, what if and techniques.

use super::OrdersView;
use crate::chart::Chart;
use crate::document::aligned::Aligned;
use crate::metric::Metric;
use crate::milestone::Held;
use crate::model::{Facts, Milestone, Timestamp};
use crate::obligation::Obligation;
use crate::timeline::Facet;
use serde::{Deserialize, Serialize};

/// Milestones, metrics, facts and obligations of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ResponseView {
    /// The end of the record.
    pub as_of: Option<Timestamp>,
    /// Whether a person set it.
    pub as_of_set: bool,
    /// All milestones in their order, those without a time too.
    pub milestones: Vec<MilestoneRow>,
    /// All metrics in their order.
    pub metrics: Vec<MetricRow>,
    /// The phase chart.
    pub phases: Chart,
    /// Where the time to contain went, as in the report; empty where it has no start.
    pub spent: Vec<crate::document::Block>,
    /// The plan beside what was done, as in the report; empty without a plan.
    pub followed: Vec<crate::document::Block>,
    /// The same as two columns; none without a plan, and of one that is too long for lines between its steps and what happened.
    pub aligned: Option<Aligned>,
    /// Scenarios that the case offers: title, milestone, where it would be put.
    pub scenarios: Vec<(String, Milestone, Timestamp)>,
    /// The same ranked by what they save, with the amendments that serve them; empty where there are none.
    pub ranking: Vec<crate::document::Block>,
    /// The severity by ENISA's method, as in the report, with what is still to be answered.
    pub severity: Vec<crate::document::Block>,
    /// The ATT&CK techniques that the record names, as in the report.
    pub techniques: Vec<crate::document::Block>,
    /// The facts.
    pub facts: Facts,
    /// The orders of a shop inside the exposure.
    pub orders: OrdersView,
    /// The obligations that apply or may apply, without their notes: the phase chart has their clocks.
    pub obligations: Vec<Obligation>,
}

/// A milestone at another time, beside the record. Hypothetical: nothing of it is kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WhatIfView {
    /// What moves, then the record and the hypothetical side by side.
    pub blocks: Vec<crate::document::Block>,
}

/// One milestone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MilestoneRow {
    /// Which.
    pub milestone: Milestone,
    /// How it stands; none when neither proposed nor decided.
    pub held: Option<Held>,
    /// Text of the event that it rests on first.
    pub event_text: String,
}

/// One metric.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MetricRow {
    /// Its value and ends.
    pub metric: Metric,
    /// What it means, in one sentence.
    pub definition: String,
    /// Where that is from.
    pub origin: String,
    /// The value in words, such as “about 3 days (2–4)”.
    pub words: String,
    /// The plan's target in minutes, and where in its text it stands, in bytes.
    pub target: Option<(u32, usize)>,
    /// The same metric in the other cases.
    pub others: Others,
}

/// A metric of one case beside the same metric of the other cases. Each of those that say something of it is counted
/// once: surely shorter, surely longer, equal, or open.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Others {
    /// The least and the most that each may be, in seconds; no most where it was not over by the end of its record.
    pub lengths: Vec<(f64, Option<f64>)>,
    /// How many surely took less time.
    pub shorter: usize,
    /// How many surely took more.
    pub longer: usize,
    /// How many took exactly as long.
    pub same: usize,
    /// Of how many that cannot be told: imprecise, or not yet over.
    pub open: usize,
    /// How many say nothing of it.
    pub unknown: usize,
    /// How many cases are not looked at, as there are too many for a glance.
    pub skipped: usize,
}

/// What only a look at the text of every event tells.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TechniquesView {
    /// Each by its identifier, its tactics beside it, most frequent first.
    pub techniques: Vec<Facet>,
    /// How many events several sources tell.
    pub several: u32,
}
