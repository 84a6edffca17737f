//! How long something takes in two groups of incidents: the data of the chart with both curves, and its words.

use super::inputs::durations;
use super::survival::{HEAD, rows};
use super::ticks::span;
use super::words::{done_or_over, heads, lower, rough};
use super::{CaseLength, Table};
use crate::model::{CaseId, Duration, MetricId};
use crate::say;
use crate::statistics::{Survival, kaplan_meier, observations};
use serde::{Deserialize, Serialize};

/// Kaplan and Meier's curves of one metric in two groups, times in seconds.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct PairChart {
    /// The metric.
    pub metric: MetricId,
    /// What the groups are called.
    pub names: [String; 2],
    /// The curves over the exact and the right-censored cases of each.
    pub curves: [Survival; 2],
    /// These cases of each.
    pub cases: [Vec<CaseLength>; 2],
    /// Cases known only within a range: in no curve.
    pub ranges: usize,
    /// Whether the axis is logarithmic.
    pub log: bool,
}

impl PairChart {
    /// The curves; `None` where a group has no exact or right-censored case.
    pub fn new(
        id: &MetricId,
        names: [String; 2],
        groups: [&[(CaseId, String, Duration)]; 2],
    ) -> Option<PairChart> {
        let curves = groups.map(|group| kaplan_meier(&observations(durations(group))));
        let is_range = |d: &Duration| matches!(d, Duration::Range { .. });
        let ranges = groups.iter().flat_map(|group| durations(group)).filter(is_range).count();
        let drawn = curves.iter().all(|curve| curve.n > 0);
        let cases = groups.map(CaseLength::on_curve);
        drawn.then(|| PairChart { metric: id.clone(), names, curves, cases, ranges, log: false })
    }

    /// The longest time on either curve, in seconds.
    pub fn longest(&self) -> f64 {
        self.times().fold(0.0, f64::max)
    }

    /// The times of both.
    pub fn times(&self) -> impl Iterator<Item = f64> {
        self.curves.iter().flat_map(|curve| curve.times.iter().copied())
    }

    /// “contained”, or “over” for what has no such word.
    pub fn done(&self) -> &'static str {
        done_or_over(&self.metric)
    }

    /// The result.
    pub fn title(&self) -> String {
        let within = |curve: &Survival| match curve.median {
            Some(median) => say!("within {time}", time = rough(span(median))),
            None => say!("not on record").to_owned(),
        };
        let [a, b] = [&self.curves[0], &self.curves[1]].map(within);
        say!(
            "Half were {done}: {first} {a}, {second} {b}",
            done = self.done(),
            first = self.names[0],
            a,
            second = self.names[1],
            b
        )
    }

    /// What stands under the picture.
    pub fn caption(&self) -> String {
        let [a, b] = &self.curves;
        let mut caption = vec![say!("n = {a} and {b}", a = a.n, b = b.n)];
        if a.right_censored + b.right_censored > 0 {
            caption.push(say!(
                "{a} and {b} not yet {done}",
                a = a.right_censored,
                b = b.right_censored,
                done = self.done()
            ));
        }
        if self.ranges > 0 {
            caption.push(say!("{n} known only within a range left out", n = self.ranges));
        }
        caption.push(say!("95 %: shaded, and between thin lines").to_owned());
        caption.join("; ")
    }

    /// In words.
    pub fn describe(&self) -> String {
        let mut text = say!(
            "Survival curves of “{metric}” in two groups, {first} as a solid line and {second} as a dashed one: the share of incidents not yet {done} by time. {title}. {caption}.",
            metric = lower(&self.metric.label()),
            first = self.names[0],
            second = self.names[1],
            done = self.done(),
            title = self.title(),
            caption = self.caption()
        );
        for (name, curve) in self.names.iter().zip(&self.curves) {
            if let Some(time) = curve.quantile(0.9) {
                text.push_str(&say!(
                    " {name}: nine in ten were {done} by {time}.",
                    name,
                    done = self.done(),
                    time = rough(span(time))
                ));
            }
        }
        text
    }

    /// The steps of both.
    pub fn table(&self) -> Table {
        let of = |(name, curve): (&String, &Survival)| {
            rows(curve)
                .map(|row| std::iter::once(name.clone()).chain(row).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        };
        let columns = heads(std::iter::once("Group").chain(HEAD));
        Table { columns, rows: self.names.iter().zip(&self.curves).flat_map(of).collect() }
    }
}
