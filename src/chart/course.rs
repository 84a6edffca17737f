//! How long something took from case to case: the data of the individuals chart (XmR), and its words.

use super::Table;
use super::ticks::span;
use super::words::{done_or_over, from_to, full_time, heads, lower, rough, seconds};
use crate::language::{known, look, plain};
use crate::model::{CaseId, Duration, MetricId, Moment, Timestamp, Zone};
use crate::say;
use crate::statistics::{control_chart, trend};
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// Limits of fewer values than this mean nothing.
const LEAST: usize = 8;
/// Below this probability, chance alone is an unlikely reason.
const UNLIKELY: f64 = 0.05;

/// One case on the chart.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct CoursePoint {
    /// The case.
    pub case: CaseId,
    /// Its name.
    pub label: String,
    /// Where it stands: the middle of when it began.
    pub at: Timestamp,
    /// When it began.
    pub began: Moment,
    /// How long it took: never [`Duration::Unknown`].
    pub duration: Duration,
    /// The distance to the exact value before it, in seconds.
    pub range: Option<f64>,
    /// Whether it lies outside the limits.
    pub beyond: bool,
    /// Whether its distance to the value before is beyond the limit of the moving range.
    pub jump: bool,
    /// Whether it completes or continues a run of eight on one side of the mean.
    pub run: bool,
}

/// The limits of the usual variation, in seconds.
#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Debug)]
pub struct CourseLimits {
    /// The mean of the exact values.
    pub mean: f64,
    /// The lower limit; it may lie below 0, where nothing can.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// The change from case to case (Theil and Sen), where chance alone is an unlikely reason for it.
    pub slope: Option<f64>,
}

/// A metric of cases in order of time, with the limits of its usual variation.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct CourseChart {
    /// The metric.
    pub metric: MetricId,
    /// The cases of which something is known, in order of time.
    pub points: Vec<CoursePoint>,
    /// The limits; none of too few exact values.
    pub limits: Option<CourseLimits>,
    /// The months without a case: each from its first instant to the next month's.
    pub empty_months: Vec<[Timestamp; 2]>,
    /// Whether the axis is logarithmic.
    pub log: bool,
}

impl CourseChart {
    /// The cases in order of time: which, its name, when it began, how long it took. `None` of fewer than two that are known.
    pub fn new(id: &MetricId, cases: &[(CaseId, String, Moment, Duration)]) -> Option<CourseChart> {
        let mut points: Vec<CoursePoint> = cases
            .iter()
            .filter(|c| !matches!(c.3, Duration::Unknown { .. }))
            .map(|(case, label, began, duration)| CoursePoint {
                case: *case,
                label: label.clone(),
                at: began.middle(),
                began: *began,
                duration: *duration,
                range: None,
                beyond: false,
                jump: false,
                run: false,
            })
            .collect();
        points.sort_by_key(|p| p.at);
        let exact: Vec<(usize, f64)> =
            points.iter().enumerate().filter_map(|(n, p)| Some((n, p.exact()?))).collect();
        for (before, (n, value)) in exact.iter().zip(exact.iter().skip(1)) {
            if let Some(point) = points.get_mut(*n) {
                point.range = Some((value - before.1).abs());
            }
        }
        let values: Vec<f64> = exact.iter().map(|e| e.1).collect();
        let chart = (values.len() >= LEAST).then(|| control_chart(&values)).flatten();
        let mut flag = |places: &[usize], set: fn(&mut CoursePoint)| {
            for (n, _) in places.iter().filter_map(|n| exact.get(*n)) {
                points.get_mut(*n).map(set);
            }
        };
        if let Some(chart) = &chart {
            flag(&chart.beyond, |p| p.beyond = true);
            flag(&chart.jumps, |p| p.jump = true);
            flag(&chart.runs, |p| p.run = true);
        }
        let slope = trend(&values).filter(|t| t.p < UNLIKELY && t.slope != 0.0).map(|t| t.slope);
        let limits =
            chart.map(|c| CourseLimits { mean: c.mean, lower: c.limits[0], upper: c.limits[1], slope });
        let empty_months = empty_months(cases.iter().map(|c| c.2.middle()));
        (points.len() > 1).then(|| CourseChart {
            metric: id.clone(),
            points,
            limits,
            empty_months,
            log: false,
        })
    }

    /// The longest length that is drawn, in seconds.
    pub fn longest(&self) -> f64 {
        let limit = self.limits.map_or(0.0, |l| l.upper);
        let ends = self.points.iter().filter_map(|p| p.duration.max().or(p.duration.min()));
        ends.map(|s| s.as_seconds()).fold(limit.max(60.0), f64::max)
    }

    /// The result.
    pub fn title(&self) -> String {
        let name = known(self.metric.label());
        let beyond = self.points.iter().filter(|p| p.beyond).count();
        let outside = match beyond {
            0 => String::new(),
            1 => say!(", and 1 case lies outside the usual variation").to_owned(),
            n => say!(", and {n} cases lie outside the usual variation", n),
        };
        match self.limits {
            None => say!("{name} from case to case: too few to tell what is usual", name),
            Some(CourseLimits { slope: Some(slope), .. }) => {
                let length = rough(span(slope.abs()));
                if slope < 0.0 {
                    say!("{name} falls by about {length} from case to case{outside}", name, length, outside)
                } else {
                    say!("{name} rises by about {length} from case to case{outside}", name, length, outside)
                }
            }
            Some(_) => say!("{name}: no trend can be told from noise{outside}", name, outside),
        }
    }

    /// What stands under the picture.
    pub fn caption(&self) -> String {
        let count = |f: fn(&Duration) -> bool| self.points.iter().filter(|p| f(&p.duration)).count();
        let mut caption = format!("n = {}", self.points.len());
        let open = count(|d| matches!(d, Duration::RightCensored { .. }));
        if open > 0 {
            let done = done_or_over(&self.metric);
            caption.push_str(&say!(", {n} not yet {done}", n = open, done));
        }
        let ranges = count(|d| matches!(d, Duration::Range { .. }));
        if ranges > 0 {
            caption.push_str(&say!(", {n} known only within a range", n = ranges));
        }
        if self.limits.is_some() {
            let exact = count(|d| matches!(d, Duration::Exact { .. }));
            caption.push_str(&say!("; mean and limits (XmR) are of the {n} exact values", n = exact));
        }
        if !self.empty_months.is_empty() {
            caption.push_str(&say!("; hatched below: {months} without incidents", months = self.months()));
        }
        caption
    }

    fn months(&self) -> String {
        match self.empty_months.len() {
            1 => say!("1 month").to_owned(),
            n => say!("{n} months", n),
        }
    }

    /// In words.
    pub fn describe(&self) -> String {
        let mut text = say!(
            "Every incident's {metric} in order of time, with the limits of the usual variation. {title}. {caption}.",
            metric = lower(&self.metric.label()),
            title = self.title(),
            caption = self.caption()
        );
        if let Some(limits) = self.limits {
            let [mean, upper, lower] =
                [limits.mean, limits.upper, limits.lower].map(|seconds| rough(span(seconds)));
            text.push_str(&if limits.lower > 0.0 {
                say!(
                    " The mean is {mean}, the upper limit {upper}, the lower limit {lower}.",
                    mean,
                    upper,
                    lower
                )
            } else {
                say!(" The mean is {mean}, the upper limit {upper}.", mean, upper)
            });
        }
        for point in self.points.iter().filter(|p| p.beyond).take(5) {
            text.push_str(&say!(" Outside: {case}.", case = point.words()));
        }
        text
    }

    /// The cases in order of time, then what else is drawn: the mean, the limits, and months without cases.
    pub fn table(&self) -> Table {
        let columns = ["Case", "Began", "At least (s)", "At most (s)", "Moving range (s)", "Signal"];
        let row = |p: &CoursePoint| {
            vec![
                p.label.clone(),
                full_time(&p.began, Zone::Utc),
                seconds(p.duration.min()),
                seconds(p.duration.max()),
                p.range.map(plain).unwrap_or_default(),
                p.signals(),
            ]
        };
        let further = |name: &'static str, began: String, length: Option<f64>| {
            let length = length.map(plain).unwrap_or_default();
            vec![look(name).to_owned(), began, length.clone(), length, String::new(), String::new()]
        };
        let mut rows: Vec<Vec<String>> = self.points.iter().map(row).collect();
        rows.extend(
            self.lines().into_iter().map(|(name, seconds)| further(name, String::new(), Some(seconds))),
        );
        let empty = self.empty_months.iter().map(|[from, _]| from.naive_utc().format("%Y-%m").to_string());
        rows.extend(empty.map(|month| further("No incident", month, None)));
        Table { columns: heads(columns), rows }
    }

    /// The lines that are drawn across, with their lengths in seconds.
    pub(super) fn lines(&self) -> Vec<(&'static str, f64)> {
        let lines = self.limits.into_iter().flat_map(|l| {
            let lower = (l.lower > 0.0).then_some(("Lower limit", l.lower));
            [("Mean", l.mean), ("Upper limit", l.upper)].into_iter().chain(lower)
        });
        lines.collect()
    }
}

impl CoursePoint {
    /// Its value in seconds, where it is exact.
    pub fn exact(&self) -> Option<f64> {
        match self.duration {
            Duration::Exact { value } => Some(value.as_seconds()),
            _ => None,
        }
    }

    /// What makes it stand out; empty where nothing does.
    pub fn signals(&self) -> String {
        let each = [
            (self.beyond, say!("outside the limits")),
            (self.jump, say!("further from the one before than usual")),
            (self.run, say!("eighth or later in a row on one side of the mean")),
        ];
        let words: Vec<&str> = each.into_iter().filter(|(shown, _)| *shown).map(|(_, words)| words).collect();
        words.join("; ")
    }

    /// What is said of it.
    pub fn words(&self) -> String {
        let length = match (self.duration.min(), self.duration.max()) {
            (Some(min), Some(max)) if min == max => min.to_string(),
            (Some(min), Some(max)) => from_to(min, max),
            (Some(min), None) => say!("at least {min}", min),
            _ => say!("not known").to_owned(),
        };
        let signals = self.signals();
        let after = if signals.is_empty() { "" } else { "; " };
        format!("{}, {}: {length}{after}{signals}", self.label, full_time(&self.began, Zone::Utc))
    }
}

/// The months between the first and the last of these times that hold none.
fn empty_months(times: impl Iterator<Item = Timestamp>) -> Vec<[Timestamp; 2]> {
    let mut with: Vec<i32> = times
        .map(|t| t.naive_utc().date())
        .map(|date| date.year() * 12 + i32::try_from(date.month0()).unwrap_or(0))
        .collect();
    with.sort_unstable();
    with.dedup();
    let first = |month: i32| {
        let date = NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1)?;
        Some(Timestamp::from_naive_utc(date.and_time(chrono::NaiveTime::MIN)))
    };
    // What is stretched over more than centuries is no gap between incidents.
    let gaps = with.windows(2).flat_map(|pair| match pair {
        [a, b] if b - a < 6_000 => a + 1..*b,
        _ => 0..0,
    });
    gaps.filter_map(|month| Some([first(month)?, first(month + 1)?])).collect()
}
