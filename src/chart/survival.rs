//! How long something takes over many incidents: the data of the survival chart, and its words.

use super::inputs::durations;
use super::ticks::span;
use super::words::{done_or_over, half_within, heads, lower, rough};
use super::{CaseLength, Table};
use crate::language::{decimal, plain};
use crate::model::{CaseId, Duration, MetricId};
use crate::say;
use crate::statistics::{Survival, kaplan_meier, observations};
use serde::{Deserialize, Serialize};

/// Kaplan and Meier's curve of one metric, times in seconds.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct SurvivalChart {
    /// The metric.
    pub metric: MetricId,
    /// The curve over the exact and the right-censored cases.
    pub curve: Survival,
    /// These cases.
    pub cases: Vec<CaseLength>,
    /// Cases known only within a range: not in the curve.
    pub ranges: usize,
    /// Whether the axis is logarithmic.
    pub log: bool,
}

impl SurvivalChart {
    /// The curve of a metric; `None` without any exact or right-censored case.
    pub fn new(id: &MetricId, cases: &[(CaseId, String, Duration)]) -> Option<SurvivalChart> {
        let curve = kaplan_meier(&observations(durations(cases)));
        let ranges = durations(cases).filter(|d| matches!(d, Duration::Range { .. })).count();
        (curve.n > 0).then(|| SurvivalChart {
            metric: id.clone(),
            curve,
            cases: CaseLength::on_curve(cases),
            ranges,
            log: false,
        })
    }

    /// The longest time on the curve, in seconds.
    pub fn longest(&self) -> f64 {
        self.curve.times.last().copied().unwrap_or(0.0)
    }

    /// “contained”, or “over” for what has no such word.
    pub fn done(&self) -> &'static str {
        done_or_over(&self.metric)
    }

    /// “(95 % 1 d – 4 d)”, as far as the band gets there.
    pub fn interval(&self) -> Option<String> {
        match self.curve.median_ci {
            [Some(low), Some(high)] => {
                let (low, high) = (rough(span(low)), rough(span(high)));
                let unit = |text: &str| text.split_once(' ').map(|(n, unit)| (n.to_owned(), unit.to_owned()));
                Some(match (unit(&low), unit(&high)) {
                    // One unit is written once: 1–4 d.
                    (Some((n, a)), Some((m, b))) if a == b && !a.contains(' ') => format!("{n}–{m} {a}"),
                    _ => format!("{low} – {high}"),
                })
            }
            [Some(low), None] => Some(say!("at least {min}", min = rough(span(low)))),
            _ => None,
        }
    }

    /// The result.
    pub fn title(&self) -> String {
        match self.curve.median {
            Some(median) if self.curve.n == 1 => {
                say!("One incident, {done} within {time}", done = self.done(), time = rough(span(median)))
            }
            Some(median) => {
                let interval = self.interval().map(|i| format!(" (95 % {i})")).unwrap_or_default();
                half_within(self.curve.n, self.done(), &format!("{}{interval}", rough(span(median))))
            }
            None if self.curve.observed == 0 => say!("None is {done} yet", done = self.done()),
            None => {
                let share = 100.0 * (1.0 - self.curve.at(self.longest()));
                say!(
                    "Fewer than half ({share} %) were {done} by the end of the record",
                    share = format_args!("{share:.0}"),
                    done = self.done()
                )
            }
        }
    }

    /// What stands under the picture.
    pub fn caption(&self) -> String {
        let mut caption = format!("n = {}", self.curve.n);
        if self.curve.right_censored > 0 {
            caption.push_str(&say!(
                ", {n} not yet {done}",
                n = self.curve.right_censored,
                done = self.done()
            ));
        }
        if self.ranges > 0 {
            caption.push_str(&say!("; {n} known only within a range left out", n = self.ranges));
        }
        caption
    }

    /// In words.
    pub fn describe(&self) -> String {
        let mut text = say!(
            "Survival curve of “{metric}” with its 95 % band: the share of incidents not yet {done} by time. {caption}.",
            metric = lower(&self.metric.label()),
            done = self.done(),
            caption = self.caption()
        );
        let by = |share: f64| self.curve.quantile(share).map(|time| rough(span(time)));
        if let Some(time) = by(0.5) {
            text.push_str(&say!(" By {time}, half were {done}.", time, done = self.done()));
        }
        if let Some(time) = by(0.9) {
            text.push_str(&say!(" By {time}, nine in ten were {done}.", time, done = self.done()));
        }
        text.push_str(&say!(" The longest on record is {time}.", time = rough(span(self.longest()))));
        text
    }

    /// The steps.
    pub fn table(&self) -> Table {
        Table { columns: heads(HEAD), rows: rows(&self.curve).collect() }
    }
}

/// What the columns of a curve's table hold.
pub(super) const HEAD: [&str; 8] =
    ["Time (s)", "Time", "At risk", "Ended", "Last seen", "Share longer", "95 % lower", "95 % upper"];

/// The steps of a curve.
pub(super) fn rows(curve: &Survival) -> impl Iterator<Item = Vec<String>> {
    let share = |value: Option<f64>| value.map(|v| decimal(v, 4)).unwrap_or_default();
    curve.steps().map(move |s| {
        vec![
            plain(s.time),
            span(s.time).to_string(),
            s.at_risk.to_string(),
            s.events.to_string(),
            s.censored.to_string(),
            share(Some(s.survival)),
            share(s.lower),
            share(s.upper),
        ]
    })
}
