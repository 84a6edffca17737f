//! The cases and events behind a chart: what each row of its table rests on, and what all of it does.

use super::{Chart, ClockRow, CourseChart, CoursePoint, PairChart, PhaseChart, SpreadChart};
use crate::language::known;
use crate::model::{CaseId, Duration, EventId, Milestone, Moment};
use crate::statistics::{Survival, intervals};
use serde::{Deserialize, Serialize};

/// A case of which something is known, as a chart over cases takes it in.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct CaseLength {
    /// The case.
    pub case: CaseId,
    /// Its name.
    pub label: String,
    /// How long it took: never [`Duration::Unknown`].
    pub duration: Duration,
}

/// A case with its name and its value.
pub type Input<'a> = (CaseId, &'a str, &'a Duration);

impl CaseLength {
    /// The cases of which something is known, in the order given.
    pub(super) fn known(cases: &[(CaseId, String, Duration)]) -> Vec<CaseLength> {
        let known = cases.iter().filter(|case| !matches!(case.2, Duration::Unknown { .. }));
        known
            .map(|(case, label, duration)| CaseLength {
                case: *case,
                label: label.clone(),
                duration: *duration,
            })
            .collect()
    }

    /// Those that a curve takes in: exact ones, and those that had not ended.
    pub(super) fn on_curve(cases: &[(CaseId, String, Duration)]) -> Vec<CaseLength> {
        CaseLength::with_a_step(CaseLength::known(cases).into_iter())
    }

    /// Those of them that a curve takes in.
    fn with_a_step(known: impl Iterator<Item = CaseLength>) -> Vec<CaseLength> {
        known.filter(|case| !matches!(case.duration, Duration::Range { .. })).collect()
    }

    fn input(&self) -> Input<'_> {
        (self.case, &self.label, &self.duration)
    }
}

impl CoursePoint {
    fn input(&self) -> Input<'_> {
        (self.case, &self.label, &self.duration)
    }
}

/// The durations of labelled cases.
pub(super) fn durations(cases: &[(CaseId, String, Duration)]) -> impl Iterator<Item = Duration> {
    cases.iter().map(|case| case.2)
}

impl Chart {
    /// The cases on which a number of the [`table`](Chart::table) rests, or all numbers of a row where no column is named,
    /// those first of which the row itself tells; none where the chart is not over cases.
    pub fn inputs(&self, row: usize, column: Option<usize>) -> Vec<Input<'_>> {
        match self {
            Chart::Strip(chart) => chart.cases.get(row).map(CaseLength::input).into_iter().collect(),
            Chart::Survival(chart) => of_curve(&chart.curve, &chart.cases, row, column),
            // The name of the group stands in front.
            Chart::Pair(chart) => of_pair(chart, row, column.map(|n| n.saturating_sub(1))),
            Chart::Spread(chart) => of_spread(chart, row),
            Chart::Course(chart) => of_course(chart, row),
            Chart::Phase(_) | Chart::Gap(_) | Chart::Clocks(_) | Chart::Versus(_) => vec![],
        }
    }

    /// The events on which a row of the table rests, each with what it shows; none where the chart is not of one case's
    /// milestones.
    pub fn evidence(&self, row: usize) -> Vec<(EventId, String)> {
        match self {
            Chart::Phase(chart) => of_phase(chart, row),
            Chart::Clocks(chart) => chart.rows.get(row).map(of_clock).unwrap_or_default(),
            _ => vec![],
        }
    }

    /// All cases that it is over, on which its title and its caption rest; none where it is not over cases.
    pub fn cases(&self) -> Vec<Input<'_>> {
        let cases = match self {
            Chart::Strip(chart) => [&chart.cases[..], &[]],
            Chart::Survival(chart) => [&chart.cases[..], &[]],
            Chart::Spread(chart) => [&chart.cases[..], &[]],
            Chart::Pair(chart) => chart.cases.each_ref().map(Vec::as_slice),
            Chart::Course(chart) => return chart.points.iter().map(CoursePoint::input).collect(),
            Chart::Phase(_) | Chart::Gap(_) | Chart::Clocks(_) | Chart::Versus(_) => return vec![],
        };
        cases.into_iter().flatten().map(CaseLength::input).collect()
    }

    /// All events that it shows, each once with what it shows; none where it is not of one case's milestones.
    pub fn events(&self) -> Vec<(EventId, String)> {
        let mut all = match self {
            Chart::Phase(chart) => shown(chart.flags.iter().map(|flag| (flag.event, &flag.milestone))),
            Chart::Clocks(chart) => chart.rows.iter().flat_map(of_clock).collect(),
            _ => vec![],
        };
        let mut seen = std::collections::BTreeSet::new();
        all.retain(|event| seen.insert(event.clone()));
        all
    }

    /// The same without its cases, which [`sharing`](Chart::sharing) gives back: they are many, and need not cross to the page
    /// with each chart of one metric.
    pub fn without_cases(mut self) -> Chart {
        match &mut self {
            Chart::Survival(chart) => chart.cases = vec![],
            Chart::Spread(chart) => chart.cases = vec![],
            _ => {}
        }
        self
    }

    /// The same with the cases of the strip of the same metric.
    pub fn sharing(mut self, strip: &Chart) -> Chart {
        let Chart::Strip(strip) = strip else { return self };
        match &mut self {
            Chart::Survival(chart) => chart.cases = CaseLength::with_a_step(strip.cases.iter().cloned()),
            Chart::Spread(chart) => chart.cases = strip.cases.clone(),
            _ => {}
        }
        self
    }
}

/// The cases of a step of a curve: those that ended or were last seen then, and after them those that lasted longer, where
/// the number of that column takes them in.
fn of_curve<'a>(
    curve: &Survival,
    cases: &'a [CaseLength],
    row: usize,
    column: Option<usize>,
) -> Vec<Input<'a>> {
    let Some(time) = curve.times.get(row).copied() else { return vec![] };
    let length = |case: &CaseLength| case.duration.min().map_or(-1.0, |min| min.as_seconds());
    let ended = |case: &CaseLength| matches!(case.duration, Duration::Exact { .. });
    let [ends, seen, longer] = match column.and_then(|n| super::survival::HEAD.get(n)) {
        Some(&("Time (s)" | "Time")) => [true, true, false],
        Some(&"Ended") => [true, false, false],
        Some(&"Last seen") => [false, true, false],
        _ => [true, true, true],
    };
    let at = cases.iter().filter(|case| length(case) == time && if ended(case) { ends } else { seen });
    let after = cases.iter().filter(|case| longer && length(case) > time);
    at.chain(after).map(CaseLength::input).collect()
}

/// The rows of the second group follow those of the first.
fn of_pair(chart: &PairChart, row: usize, column: Option<usize>) -> Vec<Input<'_>> {
    let [first, second] = &chart.curves;
    match row.checked_sub(first.times.len()) {
        None => of_curve(first, &chart.cases[0], row, column),
        Some(row) => of_curve(second, &chart.cases[1], row, column),
    }
}

/// Those that may have ended within a stretch.
fn of_spread(chart: &SpreadChart, row: usize) -> Vec<Input<'_>> {
    let Some(stretch) = chart.rows().nth(row) else { return vec![] };
    let within =
        |case: &&CaseLength| intervals([case.duration].into_iter()).iter().any(|i| i.may_lie_in(stretch));
    chart.cases.iter().filter(within).map(CaseLength::input).collect()
}

/// The case itself; the mean and the limits, which stand after the cases, rest on all exact ones.
fn of_course(chart: &CourseChart, row: usize) -> Vec<Input<'_>> {
    let points = chart.points.iter().map(CoursePoint::input);
    match chart.points.get(row) {
        Some(_) => points.skip(row).take(1).collect(),
        None if row < chart.points.len() + chart.lines().len() => {
            points.filter(|point| matches!(point.2, Duration::Exact { .. })).collect()
        }
        None => vec![],
    }
}

/// The events at both ends of a phase, or that of a milestone.
fn of_phase(chart: &PhaseChart, row: usize) -> Vec<(EventId, String)> {
    let flags = chart.flags.iter();
    let at = |moment: &Moment| flags.clone().filter(|flag| flag.moment == *moment).collect::<Vec<_>>();
    let flags = match chart.stretches.get(row) {
        Some(stretch) => {
            let ends = stretch.to.iter().flat_map(at).filter(|flag| flag.milestone == stretch.ends);
            at(&stretch.from).into_iter().chain(ends).collect()
        }
        None => chart.flags.get(row - chart.stretches.len()).into_iter().collect::<Vec<_>>(),
    };
    shown(flags.into_iter().map(|flag| (flag.event, &flag.milestone)))
}

/// The events of milestones, each with the milestone that it shows.
fn shown<'a>(milestones: impl Iterator<Item = (Option<EventId>, &'a Milestone)>) -> Vec<(EventId, String)> {
    milestones.filter_map(|(event, milestone)| Some((event?, known(milestone.label())))).collect()
}

/// The events on which the start of a clock and its notice rest.
fn of_clock(clock: &ClockRow) -> Vec<(EventId, String)> {
    shown(clock.events.iter().map(|(event, milestone)| (Some(*event), milestone)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cases, course, milestones, named, pair};
    use super::*;
    use crate::model::time::DAY;
    use crate::model::{MetricId, SourceId, Span, Zone};

    #[test]
    fn each_number_of_a_table_over_cases_rests_on_the_cases_that_it_counts() {
        let numbers = |chart: &Chart, column: usize| -> Vec<(usize, usize)> {
            let rows = chart.table().rows.into_iter().enumerate();
            rows.map(|(n, row)| (row[column].parse().unwrap(), chart.inputs(n, Some(column)).len())).collect()
        };
        let survival = Chart::survival(&MetricId::TimeToContain, &cases(60)).unwrap();
        for (chart, first) in [(&survival, 2), (&pair(60), 3)] {
            for column in [first, first + 1, first + 2] {
                for (told, rest) in numbers(chart, column) {
                    assert_eq!(told, rest, "{} in column {column}", chart.title());
                }
            }
            assert_eq!(chart.meanings().len(), chart.table().columns.len());
            assert!(chart.inputs(9_999, None).is_empty());
        }
        // A share rests on all that were at risk; its own cases come first.
        let row = survival.inputs(0, None);
        assert_eq!(row.len().to_string(), survival.table().rows[0][2]);
        assert!(row.iter().all(|(.., duration)| duration.min() >= row[0].2.min()));
    }

    #[test]
    fn charts_of_one_metric_get_their_cases_back_from_the_strip() {
        let day = |n: i64| Span(n * DAY);
        let mut all = cases(20);
        all[3].2 = Duration::Range { min: day(2), max: Some(day(7)) };
        all[4].2 = Duration::Unknown { reason: crate::model::Unknown::Absent };
        let id = MetricId::TimeToContain;
        let strip = Chart::strip(&id, &all).unwrap();
        for chart in [Chart::survival(&id, &all), Chart::spread(&id, &all)] {
            let chart = chart.unwrap();
            let sent = chart.clone().without_cases();
            assert!(!chart.cases().is_empty() && sent.cases().is_empty(), "{}", chart.title());
            assert_eq!(sent.sharing(&strip), chart);
        }
        // A picture as a whole rests on all that it is over.
        assert_eq!(strip.cases().len(), 19);
        // Two of these are ranges, which a curve does not take in.
        assert_eq!(pair(20).cases().len(), 18);
        assert_eq!(course(20).cases().len(), 20);
    }

    #[test]
    fn a_stretch_of_the_distribution_rests_on_the_cases_that_may_lie_in_it() {
        let day = |n: i64| Span(n * DAY);
        let all = named(&[
            Duration::Exact { value: day(1) },
            Duration::Range { min: day(2), max: Some(day(7)) },
            Duration::RightCensored { min: day(1) },
            Duration::Exact { value: day(9) },
            Duration::Range { min: day(9), max: None },
            Duration::Exact { value: day(7) },
        ]);
        let chart = Chart::spread(&MetricId::TimeToContain, &all).unwrap();
        let told: Vec<_> =
            chart.table().rows.into_iter().map(|row| [row[2].clone(), row[3].clone()]).collect();
        let rests: Vec<Vec<u32>> =
            (0..told.len()).map(|n| chart.inputs(n, None).iter().map(|i| i.0.0).collect()).collect();
        assert_eq!(told, [["1 d", "1 d"], ["2 d", "7 d"], ["7 d", "7 d"], ["9 d", "9 d"]]);
        // What is right-censored at a day lasted longer; a range ends before its upper end.
        assert_eq!(rests, [vec![0], vec![1, 2], vec![2, 5], vec![2, 3, 4]]);
    }

    #[test]
    fn the_mean_and_the_limits_rest_on_the_exact_cases_and_a_phase_on_its_events() {
        let chart = course(30);
        let Chart::Course(course) = &chart else { panic!() };
        let exact = course.points.iter().filter(|p| p.exact().is_some()).count();
        for (n, row) in chart.table().rows.iter().enumerate() {
            let expected = match row[0].as_str() {
                "Mean" | "Upper limit" | "Lower limit" => exact,
                "No incident" => 0,
                _ => 1,
            };
            assert_eq!(chart.inputs(n, None).len(), expected, "{row:?}");
        }
        let event = |row: u32| EventId { source: SourceId(0), row };
        let mut all = milestones(&[
            (Milestone::Detected, "2026-03-16T09:00"),
            (Milestone::Contained, "2026-03-16T10:00"),
        ]);
        for (row, (_, held)) in all.0.iter_mut().enumerate() {
            held.events = vec![event(row as u32)];
        }
        let chart = Chart::phases(&all, &[], "2026-03-17T00:00:00Z".parse().unwrap(), Zone::Utc);
        let shown = |n: usize| chart.evidence(n).into_iter().map(|(_, said)| said).collect::<Vec<_>>();
        assert_eq!(shown(0), ["Detected", "Contained"]);
        // The row of a milestone shows its event under the time, the one of its numbers that has one.
        let (from, row) = (chart.meanings()[2], &chart.table().rows[2]);
        assert!(!from.is_empty() && !row[2].is_empty() && row[4].is_empty(), "{from}: {row:?}");
        assert_eq!(shown(2), ["Detected"]);
        assert_eq!(chart.evidence(99), []);
        let all: Vec<String> = chart.events().into_iter().map(|(_, said)| said).collect();
        assert_eq!(all, ["Detected", "Contained"]);
    }
}
