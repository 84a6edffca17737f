//! Each incident as a mark on one axis of durations: the data of the strip chart, and its words.

use super::ticks::span;
use super::words::{done_or_over, from_to, heads, lower, rough, seconds};
use super::{CaseLength, Table};
use crate::language::known;
use crate::model::{CaseId, Duration, MetricId};
use crate::say;
use crate::statistics::{intervals, turnbull};
use serde::{Deserialize, Serialize};

/// Every case of one metric: exact ones as dots, ranges as bars, those that had not ended as arrows.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct StripChart {
    /// The metric.
    pub metric: MetricId,
    /// The cases of which something is known.
    pub cases: Vec<CaseLength>,
    /// How many cases are left out because nothing is known of them.
    pub unknown: usize,
    /// Whether the axis is logarithmic.
    pub log: bool,
    /// The support interval of the median over all cases, in seconds (Turnbull).
    pub median: Option<(f64, Option<f64>)>,
}

impl StripChart {
    /// The cases of a metric; `None` when nothing is known of any. The axis is logarithmic where they lie far apart.
    pub fn new(id: &MetricId, cases: &[(CaseId, String, Duration)]) -> Option<StripChart> {
        let known = CaseLength::known(cases);
        let unknown = cases.len() - known.len();
        let seconds = |s: crate::model::Span| s.as_seconds();
        let low = known
            .iter()
            .filter_map(|c| c.duration.min())
            .map(seconds)
            .filter(|s| *s > 0.0)
            .fold(f64::MAX, f64::min);
        let high = known
            .iter()
            .filter_map(|c| c.duration.max().or(c.duration.min()))
            .map(seconds)
            .fold(0.0, f64::max);
        // Within two orders of magnitude a straight axis tells more.
        let log = high > 100.0 * low;
        let all = turnbull(&intervals(known.iter().map(|c| c.duration)));
        (!known.is_empty()).then(|| StripChart {
            median: all.quantile(0.5).map(|m| (m.lower, m.upper)),
            metric: id.clone(),
            cases: known,
            unknown,
            log,
        })
    }

    /// The result.
    pub fn title(&self) -> String {
        let name = known(self.metric.label());
        let ends = |c: &CaseLength| Some((c.duration.min()?.0, c.duration.max().map(|m| m.0)));
        let low = self.cases.iter().filter_map(|c| c.duration.min()).min();
        let high = self.cases.iter().filter_map(|c| c.duration.max().or(c.duration.min())).max();
        match (low, high) {
            (Some(low), Some(high)) if self.cases.len() > 1 => {
                let beyond =
                    self.cases.iter().filter_map(ends).any(|(min, max)| max.is_none() && min >= high.0);
                let (low, high) = (rough(low), rough(high));
                if beyond {
                    say!("{name} ranged from {low} to {high} or more", name, low, high)
                } else {
                    say!("{name} ranged from {low} to {high}", name, low, high)
                }
            }
            (Some(low), _) => format!("{name}: {}", self.words(&self.cases, low.0)),
            _ => name,
        }
    }

    fn words(&self, cases: &[CaseLength], low: i64) -> String {
        let more = cases.first().is_some_and(|c| matches!(c.duration, Duration::RightCensored { .. }));
        let low = rough(crate::model::Span(low));
        if more { say!("at least {min}", min = low) } else { low }
    }

    /// What stands under the picture.
    pub fn caption(&self) -> String {
        let count = |f: fn(&Duration) -> bool| self.cases.iter().filter(|c| f(&c.duration)).count();
        let censored = count(|d| matches!(d, Duration::RightCensored { .. }));
        let ranges = count(|d| matches!(d, Duration::Range { .. }));
        let mut caption = format!("n = {}", self.cases.len());
        if censored > 0 {
            let done = done_or_over(&self.metric);
            caption.push_str(&say!(", {n} not yet {done}", n = censored, done));
        }
        if ranges > 0 {
            caption.push_str(&say!(", {n} known only within a range", n = ranges));
        }
        if self.unknown > 0 {
            caption.push_str(&say!("; {n} not known, left out", n = self.unknown));
        }
        caption
    }

    /// In words.
    pub fn describe(&self) -> String {
        let mut text = say!(
            "Every incident's {metric} on one axis. {title}. {caption}.",
            metric = lower(&self.metric.label()),
            title = self.title(),
            caption = self.caption()
        );
        if let Some((low, high)) = self.median {
            let from = rough(span(low));
            text.push_str(&match high {
                Some(high) if high > low => {
                    say!(" The median lies between {low} and {high}.", low = from, high = rough(span(high)))
                }
                Some(_) => say!(" The median is {low}.", low = from),
                None => say!(" The median is at least {low}.", low = from),
            });
        }
        text
    }

    /// “Not yet contained”.
    pub fn not_yet(&self) -> String {
        let done = done_or_over(&self.metric);
        say!("Not yet {done}", done)
    }

    /// “Stolen laptop: 3 d 4 h”, “…: at least 9 d, not yet contained”.
    pub fn case_words(&self, case: &CaseLength) -> String {
        let how = match case.duration {
            Duration::Exact { value } => value.to_string(),
            Duration::Range { min, max: Some(max) } => from_to(min, max),
            Duration::Range { min, max: None } => say!("{min} or more", min),
            Duration::RightCensored { min } => {
                let done = done_or_over(&self.metric);
                say!("at least {min}, not yet {done}", min, done)
            }
            Duration::Unknown { .. } => say!("not known").to_owned(),
        };
        format!("{}: {how}", case.label)
    }

    /// The cases in the order given.
    pub fn table(&self) -> Table {
        let columns = ["Case", "At least (s)", "At most (s)", "Length"];
        let columns = heads(columns);
        let rows = self.cases.iter().map(|c| {
            let words = self.case_words(c);
            let how = words.strip_prefix(&format!("{}: ", c.label)).unwrap_or_default().to_owned();
            vec![c.label.clone(), seconds(c.duration.min()), seconds(c.duration.max()), how]
        });
        Table { columns, rows: rows.collect() }
    }
}
