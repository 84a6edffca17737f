//! The share of incidents that was over by each time, ranges included: the data of the distribution's curve.

use super::inputs::durations;
use super::ticks::span;
use super::words::{done_or_over, from_to, half_within, heads, lower, rough};
use super::{CaseLength, Table};
use crate::language::{decimal, plain};
use crate::model::{CaseId, Duration, MetricId};
use crate::say;
use crate::statistics::{Interval, Support, intervals, turnbull};
use serde::{Deserialize, Serialize};

/// The distribution function of one metric over all incidents of which something is known, times in seconds.
///
/// Where all are exact it is the plain step function (ECDF); with incidents that had not ended, or are known only within
/// a range, it is Turnbull's estimate, and where the record cannot tell its height it has a box instead of a step.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct SpreadChart {
    /// The metric.
    pub metric: MetricId,
    /// How many incidents.
    pub n: usize,
    /// These incidents.
    pub cases: Vec<CaseLength>,
    /// How many of them had not ended by the end of the record.
    pub right_censored: usize,
    /// How many of them are known only within a range.
    pub ranges: usize,
    /// The stretches in which the share grows, ascending.
    pub support: Vec<Support>,
    /// The longest time on record.
    pub longest: f64,
    /// Whether the axis is logarithmic.
    pub log: bool,
}

impl SpreadChart {
    /// The distribution of a metric; `None` when nothing is known of any case. The axis is logarithmic where the times lie
    /// far apart.
    pub fn new(id: &MetricId, cases: &[(CaseId, String, Duration)]) -> Option<SpreadChart> {
        let all = intervals(durations(cases));
        let count = |f: fn(&Duration) -> bool| durations(cases).filter(f).count();
        let ends = |i: &Interval| [Some(i.lower), i.upper];
        let longest = all.iter().flat_map(ends).flatten().fold(0.0, f64::max);
        let least = all.iter().map(|i| i.lower).filter(|t| *t > 0.0).fold(f64::MAX, f64::min);
        (!all.is_empty()).then(|| SpreadChart {
            metric: id.clone(),
            n: all.len(),
            cases: CaseLength::known(cases),
            right_censored: count(|d| matches!(d, Duration::RightCensored { .. })),
            ranges: count(|d| matches!(d, Duration::Range { .. })),
            support: turnbull(&all).support,
            longest,
            log: longest > 100.0 * least,
        })
    }

    /// “contained”, or “over” for what has no such word.
    pub fn done(&self) -> &'static str {
        done_or_over(&self.metric)
    }

    /// The least and the most that the share may be at a time.
    pub fn at(&self, time: f64) -> [f64; 2] {
        let over = |s: &Support| s.upper.is_some_and(|upper| upper <= time);
        let begun = |s: &Support| s.lower < time || (s.lower == time && over(s));
        let least = self.support.iter().rfind(|s| over(s)).map_or(0.0, |s| 1.0 - s.survival);
        let most = self.support.iter().rfind(|s| begun(s)).map_or(0.0, |s| 1.0 - s.survival);
        [least, most.max(least)]
    }

    /// The stretch in which a share is reached.
    pub fn quantile(&self, share: f64) -> Option<Support> {
        self.support.iter().find(|s| s.survival <= 1.0 - share + 1e-9).copied()
    }

    fn reached(&self, share: f64) -> Option<String> {
        let stretch = self.quantile(share)?;
        Some(match stretch.upper {
            Some(upper) if upper > stretch.lower => from_to(rough(span(stretch.lower)), rough(span(upper))),
            Some(_) => rough(span(stretch.lower)),
            None => say!("more than {min}", min = rough(span(stretch.lower))),
        })
    }

    /// The result.
    pub fn title(&self) -> String {
        match (self.reached(0.5), self.reached(0.9)) {
            (Some(all), _) if self.n == 1 => {
                say!("One incident, {done} within {time}", done = self.done(), time = all)
            }
            (Some(middle), Some(most)) if middle != most && self.n > 4 => {
                say!(
                    "Half were {done} within {middle}, nine in ten within {most}",
                    done = self.done(),
                    middle,
                    most
                )
            }
            (Some(middle), _) => half_within(self.n, self.done(), &middle),
            _ => say!("Fewer than half were {done} by the end of the record", done = self.done()),
        }
    }

    /// Whether the curve is Turnbull's estimate rather than a plain step function.
    pub fn estimated(&self) -> bool {
        self.ranges + self.right_censored > 0
    }

    /// What stands under the picture.
    pub fn caption(&self) -> String {
        let mut caption = format!("n = {}", self.n);
        if self.right_censored > 0 {
            caption.push_str(&say!(", {n} not yet {done}", n = self.right_censored, done = self.done()));
        }
        if self.ranges > 0 {
            caption.push_str(&say!(", {n} known only within a range", n = self.ranges));
        }
        caption.push_str(if !self.estimated() {
            say!("; plain step function of exact values (ECDF)")
        } else if self.ranges > 0 {
            say!("; Turnbull’s estimate: in a shaded box the record cannot tell")
        } else {
            say!("; Turnbull’s estimate, here the same as Kaplan and Meier’s")
        });
        caption
    }

    /// In words.
    pub fn describe(&self) -> String {
        let mut text = say!(
            "The share of incidents that were {done} by time, over all of which “{metric}” is known. {title}. {caption}.",
            done = self.done(),
            metric = lower(&self.metric.label()),
            title = self.title(),
            caption = self.caption()
        );
        if let Some(time) = self.reached(0.1) {
            text.push_str(&say!(" After {time}, one in ten.", time));
        }
        if let Some(time) = self.reached(0.25) {
            text.push_str(&say!(" After {time}, a quarter.", time));
        }
        if let Some(time) = self.reached(0.75) {
            text.push_str(&say!(" After {time}, three quarters.", time));
        }
        text
    }

    /// The stretches.
    pub fn table(&self) -> Table {
        let columns = ["After (s)", "By (s)", "column|After", "column|By", "Share added", "Share by then"];
        let words = |seconds: f64| span(seconds).to_string();
        let row = |s: &Support| {
            vec![
                plain(s.lower),
                s.upper.map(plain).unwrap_or_default(),
                words(s.lower),
                s.upper.map_or_else(|| say!("not on record").to_owned(), words),
                decimal(s.mass, 4),
                decimal(1.0 - s.survival, 4),
            ]
        };
        Table { columns: heads(columns), rows: self.rows().map(row).collect() }
    }

    /// The stretches that the table tells of.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Support> {
        self.support.iter().filter(|s| s.mass > 1e-9)
    }
}
