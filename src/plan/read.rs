//! Reading a plan: sections, steps, targets, cadence.

use crate::model::{Duty, MetricId};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A response plan: its text, and what was recognised in it. Ranges are bytes of `text`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// The text, byte for byte as given.
    pub text: String,
    /// Its title: the front matter's, else the first heading.
    pub title: String,
    /// Its sections in order; each knows its level, so that they form a tree.
    pub sections: Vec<Section>,
    /// Its steps: list items and task items under a recognised section.
    pub steps: Vec<Step>,
    /// Its targets, such as “contain within 60 minutes”.
    pub targets: Vec<Target>,
    /// How often it promises updates, in minutes, and where.
    pub cadence_minutes: Option<(u32, Range<usize>)>,
    /// Its version, as written.
    pub version: Option<String>,
    /// The ids of the amendments that its revision history names.
    pub amended: Vec<String>,
}

/// What a section is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// One of the chapter's duties.
    Duty(Duty),
    /// Version, owner, review dates.
    DocumentControl,
    /// The revision history.
    RevisionHistory,
    /// Scope and severity.
    Scope,
    /// Roles and contacts.
    Roles,
    /// Investigate, contain, eradicate, recover beyond isolation.
    Playbook,
    /// Targets and definitions of metrics.
    Targets,
}

/// A section: a heading and what follows until the next heading of the same or a higher level.
#[derive(Clone, PartialEq, Debug)]
pub struct Section {
    /// The heading's text.
    pub title: String,
    /// The heading's level, 1 to 6.
    pub level: u8,
    /// The heading itself.
    pub heading: Range<usize>,
    /// From the heading to the end of the section, subsections included.
    pub range: Range<usize>,
    /// From the end of the heading to the first subsection or the end.
    pub own: Range<usize>,
    /// What it is about, with why; best first.
    pub topics: Vec<(Topic, String)>,
}

/// One step of the plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Its text without the marker.
    pub text: String,
    /// Where it stands.
    pub range: Range<usize>,
    /// The section that holds it, as a number in [`Plan::sections`].
    pub section: usize,
}

/// A target time of the plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// The metric it bounds.
    pub metric: MetricId,
    /// The limit in minutes.
    pub minutes: u32,
    /// Where the number and unit stand.
    pub range: Range<usize>,
    /// The section that holds it, as a number in [`Plan::sections`].
    pub section: usize,
}
