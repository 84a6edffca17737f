//! How long something takes over many incidents: the data of the survival chart, and its words.

use super::inputs::durations;
use super::ticks::span;
use super::words::{done, half, lower, rough};
use super::{CaseLength, Table};
use crate::metric::definition;
use crate::model::{CaseId, Duration, MetricId};
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
        done(&definition(&self.metric).to).unwrap_or("over")
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
            [Some(low), None] => Some(format!("at least {}", rough(span(low)))),
            _ => None,
        }
    }

    /// The result.
    pub fn title(&self) -> String {
        match self.curve.median {
            Some(median) if self.curve.n == 1 => {
                format!("One incident, {} within {}", self.done(), rough(span(median)))
            }
            Some(median) => {
                let interval = self.interval().map(|i| format!(" (95 % {i})")).unwrap_or_default();
                format!("{} {} within {}{interval}", half(self.curve.n), self.done(), rough(span(median)))
            }
            None if self.curve.observed == 0 => format!("None is {} yet", self.done()),
            None => {
                let share = 100.0 * (1.0 - self.curve.at(self.longest()));
                format!("Fewer than half ({share:.0} %) were {} by the end of the record", self.done())
            }
        }
    }

    /// What stands under the picture.
    pub fn caption(&self) -> String {
        let mut caption = format!("n = {}", self.curve.n);
        if self.curve.right_censored > 0 {
            caption.push_str(&format!(", {} not yet {}", self.curve.right_censored, self.done()));
        }
        if self.ranges > 0 {
            caption.push_str(&format!("; {} known only within a range left out", self.ranges));
        }
        caption
    }

    /// In words.
    pub fn describe(&self) -> String {
        let mut text = format!(
            "Survival curve of “{}” with its 95 % band: the share of incidents not yet {} by time. {}.",
            lower(&self.metric.label()),
            self.done(),
            self.caption()
        );
        for (share, name) in [(0.5, "half"), (0.9, "nine in ten")] {
            if let Some(time) = self.curve.quantile(share) {
                text.push_str(&format!(" By {}, {name} were {}.", rough(span(time)), self.done()));
            }
        }
        text.push_str(&format!(" The longest on record is {}.", rough(span(self.longest()))));
        text
    }

    /// The steps.
    pub fn table(&self) -> Table {
        Table { columns: HEAD.map(str::to_owned).to_vec(), rows: rows(&self.curve).collect() }
    }
}

/// What the columns of a curve's table hold.
pub(super) const HEAD: [&str; 8] =
    ["Time (s)", "Time", "At risk", "Ended", "Last seen", "Share longer", "95 % lower", "95 % upper"];

/// The steps of a curve.
pub(super) fn rows(curve: &Survival) -> impl Iterator<Item = Vec<String>> {
    let share = |value: Option<f64>| value.map(|v| format!("{v:.4}")).unwrap_or_default();
    curve.steps().map(move |s| {
        vec![
            s.time.to_string(),
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
