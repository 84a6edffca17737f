//! What the Cases page shows: the table of incidents, statistics over them and comparisons.

use super::Figure;
use crate::chart::Chart;
use crate::document::Rests;
use crate::model::{CaseId, Duration, MetricId, Moment};
use serde::{Deserialize, Serialize};

/// What can be said of many cases.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CasesView {
    /// How many cases there are.
    pub total: usize,
    /// How many the filter keeps.
    pub kept: usize,
    /// How many are left out by the filter, and why; empty without a filter.
    pub left_out: String,
    /// The cases that are left out by it.
    pub without: Rests,
    /// The metric of the distribution.
    pub metric: MetricId,
    /// What can be said at this n, in one or two sentences.
    pub sentence: String,
    /// The cases that are looked at: what the sentence, the figures and the answers on noise rest on.
    pub rests: Rests,
    /// The figures, each with its meaning.
    pub figures: Vec<Figure>,
    /// The survival curve, without the cases: [`CasesView::drawn`] gives them back.
    pub survival: Option<Chart>,
    /// Each case as a mark.
    pub strip: Option<Chart>,
    /// The share that was over by each time, ranges included; without the cases too.
    pub spread: Option<Chart>,
    /// The metric from case to case.
    pub course: Option<Chart>,
    /// Whether what the charts show could be noise.
    pub noise: CaseNoise,
    /// The metric over time: months without cases, usual variation, the earlier half against the later one.
    pub over_time: Vec<crate::document::Block>,
    /// Whether an interval can be drawn for the difference between the halves.
    pub halves: bool,
    /// What cases can be grouped and filtered by.
    pub facets: Vec<FacetView>,
    /// The versions of the plan of which it is known when they took effect, oldest first.
    pub plans: Vec<PlanStart>,
}

impl CasesView {
    /// One of the charts with the cases that it rests on. Tens of thousands of them cross to the page once, with the strip.
    pub fn drawn(&self, chart: &Chart) -> Chart {
        match &self.strip {
            Some(strip) => chart.clone().sharing(strip),
            None => chart.clone(),
        }
    }
}

/// Whether what a chart shows could be noise: a sentence or two for each.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CaseNoise {
    /// Of the survival curve.
    pub survival: String,
    /// Of the distribution.
    pub spread: String,
    /// Of the metric over time.
    pub course: String,
}

/// Something that tells cases apart.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FacetView {
    /// Names it in questions.
    pub id: String,
    /// Its name in the language of the page, or as a file has it.
    pub label: String,
    /// Its values, with how many of all cases have each.
    pub values: Vec<(String, usize)>,
    /// How many cases have more than one of them: they count in each, so that the counts add up to more than the cases.
    pub several: usize,
}

/// When a version of the plan took effect.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanStart {
    /// The version as the plan writes it.
    pub version: String,
    /// Names the groups before it and since in [`super::Query::Compare`].
    pub by: String,
    /// What the two groups are called.
    pub groups: [String; 2],
    /// From when it was in effect.
    pub from: Moment,
    /// What says so.
    pub says: String,
}

/// Two groups of cases beside each other.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CompareView {
    /// Both survival curves; none where a group has nothing to draw.
    pub chart: Option<Chart>,
    /// Why there is no test, where there is none, and the figures of both groups.
    pub blocks: Vec<crate::document::Block>,
    /// How many cases are in neither group, and why; none where all are in one.
    pub neither: Option<crate::document::Block>,
    /// Whether there is a test, and an interval to be drawn: [`super::Query::Resample`].
    pub draws: bool,
}

/// What drawing anew tells.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Resampled {
    /// The interval, and what can be concluded.
    pub blocks: Vec<crate::document::Block>,
}

/// Some lines of the table of cases.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct CaseRowsView {
    /// How many lines there are in all.
    pub lines: usize,
    /// How many different cases they show.
    pub cases: usize,
    /// How many of these stand in several groups.
    pub several: usize,
    /// How many groups.
    pub groups: usize,
    /// The group within which the first line here stands.
    pub continued: Option<String>,
    /// The lines.
    pub shown: Vec<CaseTableLine>,
}

/// A line of the table of cases.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum CaseTableLine {
    /// A group of cases begins.
    Group {
        /// What they share.
        name: String,
        /// The value itself; none where it is not known.
        value: Option<String>,
        /// How many there are.
        cases: usize,
        /// How many of them its median is over.
        known: usize,
        /// How many of these had not ended by the end of their record.
        open: usize,
        /// The median of the metric (Kaplan–Meier), where it is reached.
        median: Option<Duration>,
    },
    /// A case.
    Case(CaseRow),
}

/// One case in the table of cases.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CaseRow {
    /// The case.
    pub id: CaseId,
    /// Its identifier in exports.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Events in its timeline.
    pub events: usize,
    /// When it was detected, else when it began.
    pub began: Option<Moment>,
    /// Its standard metrics in their order.
    pub metrics: Vec<(MetricId, Duration)>,
    /// Gaps among the eleven duties; `None` where the record shows none either way, as in a table of incidents.
    pub gaps: Option<usize>,
}
