//! Charts: pure drawing over any Plotters backend.
//!
//! A [`Chart`] is data that crosses from the worker to the page. It is laid out as a [`scene::Scene`] of shapes for a
//! size, which [`draw`] paints on a canvas and [`Chart::svg`] into a document, and which answers what lies under the
//! pointer. The same numbers stand in [`Chart::table`] and [`Chart::csv`].
//!
//! ```
//! use floodmark::chart::{Chart, Theme};
//! use floodmark::model::{CaseId, Duration, MetricId, Span};
//! let cases: Vec<_> = (1..=9)
//!     .map(|d| (CaseId(d as u32), format!("Case {d}"), Duration::Exact { value: Span::seconds(d * 86_400) }))
//!     .collect();
//! let chart = Chart::survival(&MetricId::TimeToContain, &cases).unwrap();
//! assert!(chart.title().starts_with("Half were contained within 5 d"));
//! assert!(chart.svg(640, 360, &Theme::light()).contains("<title>Half were contained within 5 d"));
//! ```

mod axis;
mod clocks;
mod clocks_layout;
mod course;
mod course_layout;
mod curve;
mod definition;
mod flags;
mod gap;
mod gap_layout;
mod inputs;
mod measured;
mod paint;
mod pair;
mod pair_layout;
mod phase;
mod phase_layout;
mod phase_plan;
mod scale;
pub mod scene;
mod spread;
mod spread_layout;
mod strip;
mod strip_layout;
mod survival;
mod survival_layout;
mod theme;
pub mod ticks;
mod versus;
mod versus_layout;
mod words;

pub(crate) use words::from_to;

pub use clocks::{ClockRow, ClocksChart};
pub use course::{CourseChart, CourseLimits, CoursePoint};
pub use gap::{GapChart, GapEvent};
pub use inputs::{CaseLength, Input};
pub use measured::{Measured, text_width};
pub use paint::{DrawError, draw};
pub use pair::PairChart;
pub use phase::{Clock, Flag, PhaseChart, Stretch};
pub use scale::Scale;
pub use scene::Hit;
pub use spread::SpreadChart;
pub use strip::StripChart;
pub use survival::SurvivalChart;
pub use theme::{Ink, Phase, Rgb, Theme};
pub use ticks::{DurationTick, TimeTick, duration_ticks, log_duration_ticks, time_ticks};
pub use versus::{VersusChart, VersusRow, took as history_words};

use crate::language::written;
use crate::milestone::Milestones;
use crate::model::{CaseId, Duration, MetricId, Moment, Timestamp, Zone};
use crate::obligation::Obligation;
use scene::Scene;
use serde::{Deserialize, Serialize};

/// A chart, ready to be drawn at any size.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub enum Chart {
    /// The phases of one incident on a time axis.
    Phase(PhaseChart),
    /// How long it takes over many incidents: the Kaplan–Meier curve.
    Survival(SurvivalChart),
    /// Each incident as a dot.
    Strip(StripChart),
    /// How long it takes in two groups of incidents: both curves.
    Pair(Box<PairChart>),
    /// The share of incidents that was over by each time.
    Spread(SpreadChart),
    /// A metric from case to case, with the limits of its usual variation.
    Course(CourseChart),
    /// Each event with the time from when it happened to when the responders knew.
    Gap(GapChart),
    /// The clocks of notification rules beside one another.
    Clocks(ClocksChart),
    /// How long each stretch of a response took: in the case, by the plan, and by the teams of an exercise.
    Versus(VersusChart),
}

/// The numbers of a chart as a table.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
}

impl Chart {
    /// The phases of an incident with its milestones, and the legal clocks that run in it. What had not happened by
    /// `as_of` stays open; times are shown in `zone`.
    pub fn phases(
        milestones: &Milestones,
        obligations: &[Obligation],
        as_of: Timestamp,
        zone: Zone,
    ) -> Chart {
        Chart::Phase(PhaseChart::new(milestones, obligations, as_of, zone))
    }

    /// The survival curve of a metric over labelled cases; `None` without any exact or right-censored one.
    pub fn survival(id: &MetricId, cases: &[(CaseId, String, Duration)]) -> Option<Chart> {
        SurvivalChart::new(id, cases).map(Chart::Survival)
    }

    /// Every case of a metric as a dot, a bar or an arrow; `None` when nothing is known of any.
    pub fn strip(id: &MetricId, cases: &[(CaseId, String, Duration)]) -> Option<Chart> {
        StripChart::new(id, cases).map(Chart::Strip)
    }

    /// Both survival curves of a metric in two groups; `None` where one has no exact or right-censored case.
    pub fn pair(
        id: &MetricId,
        names: [String; 2],
        groups: [&[(CaseId, String, Duration)]; 2],
    ) -> Option<Chart> {
        PairChart::new(id, names, groups).map(|chart| Chart::Pair(Box::new(chart)))
    }

    /// The share of incidents that was over by each time, ranges included; `None` when nothing is known of any.
    pub fn spread(id: &MetricId, cases: &[(CaseId, String, Duration)]) -> Option<Chart> {
        SpreadChart::new(id, cases).map(Chart::Spread)
    }

    /// A metric from case to case in order of time: which, its name, when it began, how long it took. `None` of fewer than two.
    pub fn course(id: &MetricId, cases: &[(CaseId, String, Moment, Duration)]) -> Option<Chart> {
        CourseChart::new(id, cases).map(Chart::Course)
    }

    /// How long after each event the responders knew of it: text, when it happened, when they knew. `None` without
    /// any event that was known after it happened.
    pub fn awareness(events: &[(String, Moment, Moment)], zone: Zone) -> Option<Chart> {
        GapChart::new(events, zone).map(Chart::Gap)
    }

    /// The clocks of the rules that apply, on one axis since awareness; `None` without any that has a due time.
    pub fn clocks(obligations: &[Obligation], milestones: &Milestones, zone: Zone) -> Option<Chart> {
        ClocksChart::new(obligations, milestones, zone).map(Chart::Clocks)
    }

    /// How long each stretch of a response took, by the teams of an exercise and in the case; `None` where nothing is known.
    pub fn versus(teams: Vec<String>, rows: Vec<VersusRow>) -> Option<Chart> {
        VersusChart::new(teams, rows).map(Chart::Versus)
    }

    /// A chart of no clocks, while there is none.
    pub fn no_clocks() -> Chart {
        Chart::Clocks(ClocksChart {
            rows: vec![],
            zero: Timestamp::default(),
            from_awareness: false,
            zone: Zone::Utc,
            without: 0,
            log: false,
        })
    }

    /// The same with a logarithmic axis of durations, or a straight one. A time axis stays as it is.
    pub fn with_log(mut self, log: bool) -> Chart {
        match &mut self {
            Chart::Phase(_) => {}
            Chart::Survival(chart) => chart.log = log,
            Chart::Pair(chart) => chart.log = log,
            Chart::Spread(chart) => chart.log = log,
            Chart::Course(chart) => chart.log = log,
            Chart::Strip(chart) => chart.log = log,
            Chart::Gap(chart) => chart.log = log,
            Chart::Clocks(chart) => chart.log = log,
            Chart::Versus(chart) => chart.log = log,
        }
        self
    }

    /// Whether its axis of durations is logarithmic; `None` on a time axis.
    pub fn is_log(&self) -> Option<bool> {
        match self {
            Chart::Phase(_) => None,
            Chart::Survival(chart) => Some(chart.log),
            Chart::Pair(chart) => Some(chart.log),
            Chart::Spread(chart) => Some(chart.log),
            Chart::Course(chart) => Some(chart.log),
            Chart::Strip(chart) => Some(chart.log),
            Chart::Gap(chart) => Some(chart.log),
            Chart::Clocks(chart) => Some(chart.log),
            Chart::Versus(chart) => Some(chart.log),
        }
    }

    /// The result in one sentence: “Half were contained within 3 d (95 % 1 d – 4 d)”.
    pub fn title(&self) -> String {
        match self {
            Chart::Phase(chart) => chart.title(),
            Chart::Survival(chart) => chart.title(),
            Chart::Pair(chart) => chart.title(),
            Chart::Spread(chart) => chart.title(),
            Chart::Course(chart) => chart.title(),
            Chart::Strip(chart) => chart.title(),
            Chart::Gap(chart) => chart.title(),
            Chart::Clocks(chart) => chart.title(),
            Chart::Versus(chart) => chart.title(),
        }
    }

    /// What the picture shows, in words, for those who do not see it.
    pub fn describe(&self) -> String {
        match self {
            Chart::Phase(chart) => chart.describe(),
            Chart::Survival(chart) => chart.describe(),
            Chart::Pair(chart) => chart.describe(),
            Chart::Spread(chart) => chart.describe(),
            Chart::Course(chart) => chart.describe(),
            Chart::Strip(chart) => chart.describe(),
            Chart::Gap(chart) => chart.describe(),
            Chart::Clocks(chart) => chart.describe(),
            Chart::Versus(chart) => chart.describe(),
        }
    }

    /// What stands under the picture: how many, how many not yet, the zone.
    pub fn caption(&self) -> String {
        match self {
            Chart::Phase(chart) => chart.caption(),
            Chart::Survival(chart) => chart.caption(),
            Chart::Pair(chart) => chart.caption(),
            Chart::Spread(chart) => chart.caption(),
            Chart::Course(chart) => chart.caption(),
            Chart::Strip(chart) => chart.caption(),
            Chart::Gap(chart) => chart.caption(),
            Chart::Clocks(chart) => chart.caption(),
            Chart::Versus(chart) => chart.caption(),
        }
    }

    /// The numbers behind the picture.
    pub fn table(&self) -> Table {
        match self {
            Chart::Phase(chart) => chart.table(),
            Chart::Survival(chart) => chart.table(),
            Chart::Pair(chart) => chart.table(),
            Chart::Spread(chart) => chart.table(),
            Chart::Course(chart) => chart.table(),
            Chart::Strip(chart) => chart.table(),
            Chart::Gap(chart) => chart.table(),
            Chart::Clocks(chart) => chart.table(),
            Chart::Versus(chart) => chart.table(),
        }
    }

    /// The table as CSV (RFC 4180) in UTF-8. A field that a spreadsheet would take for a formula has an apostrophe
    /// in front. It is for other tools: heads and numbers are as everywhere, whatever the language of the page.
    pub fn csv(&self) -> String {
        written(|| self.table().csv())
    }

    /// The chart as an SVG document of a size in pixels, with a title and a description for screen readers.
    pub fn svg(&self, width: u32, height: u32, theme: &Theme) -> String {
        paint::svg(self, width, height, theme)
    }

    /// The height in logical pixels at which nothing is crowded and nothing is loose.
    pub fn height(&self, width: f64) -> f64 {
        match self {
            Chart::Phase(chart) => phase_layout::height(chart, width),
            Chart::Survival(_) | Chart::Spread(_) => (width * 0.5).clamp(300.0, 420.0),
            // A row more over the curves, or under the axis; on a narrow page the words take more lines.
            Chart::Pair(_) | Chart::Course(_) if width < 560.0 => 380.0,
            Chart::Pair(_) | Chart::Course(_) => (width * 0.5).clamp(320.0, 440.0),
            Chart::Strip(chart) => strip_layout::height(chart, width),
            Chart::Gap(chart) => gap_layout::height(chart, width),
            Chart::Clocks(chart) => clocks_layout::height(chart, width),
            Chart::Versus(chart) => versus_layout::height(chart, width),
        }
    }

    /// What lies under the pointer at `(x, y)` when drawn at this size, all in logical pixels.
    pub fn hit(&self, width: f64, height: f64, x: f64, y: f64) -> Option<Hit> {
        match self {
            // A curve answers anywhere: with its height at that time.
            Chart::Survival(chart) => survival_layout::read(chart, width, height, x),
            Chart::Pair(chart) => pair_layout::read(chart, width, height, (x, y)),
            Chart::Spread(chart) => spread_layout::read(chart, width, height, x),
            Chart::Course(chart) => course_layout::read(chart, width, height, (x, y)),
            _ => self.scene(width, height).hit((x, y)).cloned(),
        }
    }

    /// The stops of the keyboard, in reading order.
    pub fn marks(&self, width: f64, height: f64) -> Vec<Hit> {
        self.scene(width, height).targets.into_iter().filter(|t| t.mark).map(|t| t.hit).collect()
    }

    /// The chart laid out at a size in logical pixels.
    pub fn scene(&self, width: f64, height: f64) -> Scene {
        match self {
            Chart::Phase(chart) => phase_layout::scene(chart, width, height),
            Chart::Survival(chart) => survival_layout::scene(chart, width, height),
            Chart::Pair(chart) => pair_layout::scene(chart, width, height),
            Chart::Spread(chart) => spread_layout::scene(chart, width, height),
            Chart::Course(chart) => course_layout::scene(chart, width, height),
            Chart::Strip(chart) => strip_layout::scene(chart, width, height),
            Chart::Gap(chart) => gap_layout::scene(chart, width, height),
            Chart::Clocks(chart) => clocks_layout::scene(chart, width, height),
            Chart::Versus(chart) => versus_layout::scene(chart, width, height),
        }
    }
}

impl Table {
    /// As CSV (RFC 4180), with lines that end in CR LF.
    pub fn csv(&self) -> String {
        let mut csv = String::new();
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            for (n, field) in row.iter().enumerate() {
                if n > 0 {
                    csv.push(',');
                }
                let guard = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
                if guard.is_empty() && !field.contains([',', '"', '\n', '\r']) {
                    csv.push_str(field);
                } else {
                    csv.push('"');
                    csv.push_str(guard);
                    csv.push_str(&field.replace('"', "\"\""));
                    csv.push('"');
                }
            }
            csv.push_str("\r\n");
        }
        csv
    }
}

#[cfg(test)]
mod tests;
