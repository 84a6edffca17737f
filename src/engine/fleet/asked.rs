//! What a person asks of many cases.

use crate::model::MetricId;
use serde::{Deserialize, Serialize};

/// Which cases the statistics and the table look at.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Keep {
    /// Part of a title or identifier; empty keeps all.
    pub text: String,
    /// What cases must have: the id of a facet and one of its values.
    pub values: Vec<(String, String)>,
}

/// What the table of cases is sorted by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseSort {
    /// The title.
    Title,
    /// When it was detected, else when it began.
    Began,
    /// The least that a metric may be.
    Metric(MetricId),
    /// Gaps among the eleven duties.
    Gaps,
    /// How many events it has.
    Events,
}

/// What is drawn anew, for an interval of its median or of a difference of medians.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// All kept cases.
    All,
    /// The earlier half of the kept cases and the later one.
    Halves,
    /// Two groups.
    Groups {
        /// The facet that makes the groups, or `since:` and a version of the plan.
        by: String,
        /// The values of the two groups.
        groups: [String; 2],
    },
}
