//! Many cases in words and tables: what is usual, is there a trend, could it be noise, do two groups differ?

mod figures;
pub mod noise;
mod two;

use super::words::count;
use super::{Block, Part, Rests, Sentence, plain};
use crate::chart::from_to;
use crate::language::{decimal, known};
use crate::model::{CaseId, Duration, MetricId, Moment, Span};
use crate::say;
use crate::statistics::{control_chart, trend};
use chrono::Datelike as _;

pub use figures::{Figure, drawn, figures, resampled};
pub use two::{Two, both, neither, same};

/// Fewer cases than this tell no trend: a chart of fewer points has limits that mean nothing.
const LEAST: usize = 8;
/// Fewer cases a group than this are not compared.
const LEAST_GROUP: usize = 5;
/// The latest so many cases are looked at: a trend is told from all pairs of them.
const MOST: usize = 1_000;
/// Below this probability, chance alone is an unlikely reason.
const UNLIKELY: f64 = 0.05;

/// One case: its title, when it began, and the metric.
#[derive(Clone, Debug)]
pub struct CaseTime {
    /// The case.
    pub id: CaseId,
    /// The title.
    pub title: String,
    /// When it was detected, else when it began.
    pub began: Moment,
    /// How long.
    pub duration: Duration,
}

impl CaseTime {
    /// As a number rests on it.
    fn rest(&self) -> (CaseId, &str) {
        (self.id, &self.title)
    }

    /// With its title and how long the metric took.
    pub fn labelled(&self) -> Labelled {
        (self.id, self.title.clone(), self.duration)
    }
}

/// A case with its title and how long the metric took in it.
pub type Labelled = (CaseId, String, Duration);

/// What rests on these cases.
pub fn rests(cases: &[Labelled]) -> Rests {
    Rests::default().over(cases.iter().map(|(id, title, duration)| (*id, title.as_str(), duration)))
}

/// A note that opens to the cases of which it tells.
///
/// * `meaning`: what its numbers mean.
fn note(text: String, meaning: &str, cases: &[Labelled]) -> Block {
    Block::explained_by(Block::Note(plain(text)), &[(meaning, &[])], vec![rests(cases)])
}

fn lasted(seconds: f64) -> String {
    Span((seconds * 1e6).round() as i64).to_string()
}

/// A count of cases: “1 case”, “12 cases”.
fn counted(n: usize) -> String {
    count(n, say!("case"), say!("cases"))
}

fn probability(p: f64) -> String {
    if p < 0.001 { format!("p < {}", decimal(0.001, 3)) } else { format!("p = {}", decimal(p, 3)) }
}

/// The latest cases, as many as are looked at over time.
pub fn latest(cases: &[CaseTime]) -> Vec<CaseTime> {
    cases.get(cases.len().saturating_sub(MOST)..).unwrap_or_default().to_vec()
}

/// The exact values of the latest cases in seconds.
fn exact(cases: &[CaseTime]) -> Vec<(&CaseTime, f64)> {
    let latest = cases.get(cases.len().saturating_sub(MOST)..).unwrap_or_default();
    let value = |case: &CaseTime| match case.duration {
        Duration::Exact { value } => Some(value.as_seconds()),
        _ => None,
    };
    latest.iter().filter_map(|case| Some((case, value(case)?))).collect()
}

/// Months without cases, control limits and the earlier half against the later one; cases in order of time.
///
/// * `undated`: the cases that are not among them, as their record gives them no time or does not have the metric.
pub fn over_time(id: &MetricId, cases: &[CaseTime], undated: &[Labelled]) -> Vec<Block> {
    if cases.len() < 2 {
        return vec![];
    }
    let shown = latest(cases);
    let mut told: Vec<Sentence<'_>> = vec![(
        months(&shown),
        say!(
            "From the month in which the first of them stands to that of the last; a month in which none stands had none. Each stands where it was detected, else where it began."
        ),
        &[],
    )];
    if cases.len() > shown.len() {
        let text =
            say!("Of {all} cases the latest {n} are looked at here.", all = cases.len(), n = shown.len());
        told.push((text, say!("A trend is told from all pairs of cases, which are too many of more."), &[]));
    }
    let silent = shown.iter().filter(|case| matches!(case.duration, Duration::Unknown { .. })).count();
    if silent > 0 {
        let text = match silent {
            1 => say!("1 of them says nothing of how long it took: in no figure here.").to_owned(),
            n => say!("{n} of them say nothing of how long it took: in no figure here.", n),
        };
        told.push((text, two::silent(), &[Part::Out]));
    }
    let all: Vec<Labelled> = shown.iter().map(CaseTime::labelled).collect();
    let mut behind = vec![rests(&all); told.len()];
    if !undated.is_empty() {
        let text = say!(
            "Not among them: {cases} without a time on record, or whose record does not have this metric.",
            cases = counted(undated.len())
        );
        told.push((text, say!("The filter keeps them, and the order of time does not."), &[]));
        behind.push(rests(undated));
    }
    let mut blocks = vec![Block::sentences(told, behind)];
    blocks.extend(limits(&exact(cases)));
    let (two, halves) = split(id, &shown);
    blocks.extend(two.blocks(halves));
    blocks
}

/// What is said of cases that stand at their compromise in an order of time, as nothing tells when they were found;
/// `None` where there are none.
///
/// * `latest`: where the latest of them stand: “the end of the course”.
pub fn at_compromise(cases: &[Labelled], latest: &str) -> Option<Block> {
    (!cases.is_empty()).then(|| {
        let text = match cases.len() {
            1 => say!(
                "1 case stands at the compromise, as the record does not tell when the incident was found. Of the latest only those found soon are on record (right truncation), so that {latest} looks better than it is.",
                latest
            ),
            n => say!(
                "{n} cases stand at the compromise, as the record does not tell when the incident was found. Of the latest only those found soon are on record (right truncation), so that {latest} looks better than it is.",
                n,
                latest
            ),
        };
        note(text, say!("Their record dates the compromise, and tells neither when they were found nor how long that took."), cases)
    })
}

/// What is said of groups by the year of the incident.
pub fn by_year_of_incident() -> Block {
    Block::Note(plain(say!(
        "Years are those of the incident, not of its discovery: of the latest years only what was found soon is on record (right truncation), so that they look better than they are. “Year of discovery” tells apart by the other."
    )))
}

/// The earlier half of the latest cases and the later one; `None` where they are too few to compare.
pub fn halves(id: &MetricId, cases: &[CaseTime]) -> Option<Two> {
    Some(split(id, &latest(cases)).0).filter(Two::can_test)
}

/// What the halves are called.
pub fn halves_named() -> [String; 2] {
    [say!("earlier half"), say!("later half")].map(str::to_owned)
}

/// The halves with the cases of each.
fn split<'a>(id: &MetricId, cases: &'a [CaseTime]) -> (Two, [Vec<(CaseId, &'a str)>; 2]) {
    let takes_part =
        |case: &CaseTime| matches!(case.duration, Duration::Exact { .. } | Duration::RightCensored { .. });
    let taking: Vec<usize> = (0..).zip(cases).filter(|(_, case)| takes_part(case)).map(|(n, _)| n).collect();
    // As many of those that the test takes in on both sides; the others stand on the side of their time, and are counted there.
    let middle = taking.get(taking.len() / 2).copied().unwrap_or(cases.len());
    let halves: [&'a [CaseTime]; 2] = cases.split_at(middle).into();
    let names = halves_named();
    let durations = halves.map(|half| half.iter().map(|case| case.duration).collect());
    let rests = halves.map(|half| half.iter().map(|case| case.rest()).collect());
    (Two::new(id, names, durations, true), rests)
}

/// How many months of the time had no case.
fn months(cases: &[CaseTime]) -> String {
    let month = |case: &CaseTime| {
        let date = case.began.middle().naive_utc().date();
        i64::from(date.year()) * 12 + i64::from(date.month0())
    };
    let mut with: Vec<i64> = cases.iter().map(month).collect();
    with.dedup();
    let span = with.last().zip(with.first()).map_or(0, |(last, first)| last - first + 1);
    let without = span - with.len() as i64;
    let months = |n: i64| count(n.max(0) as usize, say!("month"), say!("months"));
    say!(
        "{cases} over {months}; {without} had none.",
        cases = counted(cases.len()),
        months = months(span),
        without = months(without)
    )
}

/// Whether a trend can be told from noise in exact values in order of time; `None` of too few.
fn trend_words(id: &MetricId, exact: &[(&CaseTime, f64)]) -> Option<String> {
    let values: Vec<f64> = exact.iter().map(|(_, seconds)| *seconds).collect();
    let (trend, chart) = (values.len() >= LEAST).then(|| trend(&values).zip(control_chart(&values)))??;
    let [low, high] = trend.slope_ci.map(two::way);
    let (name, length) = (known(id.label()), lasted(trend.slope.abs()));
    let test = say!("Mann–Kendall {p}, n = {n}", p = probability(trend.p), n = values.len());
    let mut told = vec![match trend.p < UNLIKELY && trend.slope != 0.0 {
        true if trend.slope < 0.0 => say!(
            "{name} falls by about {length} from case to case (95 % interval {low} to {high}); chance alone is an unlikely reason ({test}).",
            name,
            length,
            low,
            high,
            test
        ),
        true => say!(
            "{name} rises by about {length} from case to case (95 % interval {low} to {high}); chance alone is an unlikely reason ({test}).",
            name,
            length,
            low,
            high,
            test
        ),
        false => say!("No trend can be told from noise ({test}).", test),
    }];
    let few = |places: &[usize]| -> Option<String> {
        let names: Vec<&str> =
            places.iter().filter_map(|n| exact.get(*n)).map(|(case, _)| case.title.as_str()).collect();
        match names.as_slice() {
            [] => None,
            few @ ([_] | [_, _] | [_, _, _]) => Some(few.join(", ")),
            many => Some(counted(many.len())),
        }
    };
    told.push(match few(&chart.beyond) {
        None if chart.jumps.is_empty() && chart.runs.is_empty() => {
            say!("No case lies outside the limits of the usual variation: each difference may be noise.")
                .to_owned()
        }
        None => say!("No case lies outside the limits of the usual variation.").to_owned(),
        Some(cases) => say!("Outside the limits of the usual variation: {cases}.", cases),
    });
    if let Some(far) = few(&chart.jumps) {
        told.push(say!(
            "Further from the case before than the usual variation explains: {cases}.",
            cases = far
        ));
    }
    if !chart.runs.is_empty() {
        told.push(
            say!("Eight or more cases in a row lie on one side of the mean: something may have shifted.")
                .to_owned(),
        );
    }
    Some(told.join(" "))
}

/// The limits of the usual variation, with the trend's slope.
fn limits(exact: &[(&CaseTime, f64)]) -> Option<Block> {
    let values: Vec<f64> = exact.iter().map(|(_, seconds)| *seconds).collect();
    let (trend, chart) = (values.len() >= LEAST).then(|| trend(&values).zip(control_chart(&values)))??;
    let rows = [
        (say!("Mean"), lasted(chart.mean), say!("of the exact values")),
        (
            say!("Upper limit"),
            lasted(chart.limits[1]),
            say!("mean + 2.66 × the mean distance between neighbours (XmR)"),
        ),
        (say!("Lower limit"), lasted(chart.limits[0].max(0.0)), say!("not below 0")),
        (
            say!("Limit of the moving range"),
            lasted(chart.range_limit),
            say!(
                "3.267 × the mean distance between neighbours: a case further from the one before is a signal"
            ),
        ),
        (
            say!("Slope"),
            say!("{length} a case", length = lasted(trend.slope)),
            say!("Theil–Sen: the median over all pairs"),
        ),
        (
            say!("Kendall's tau"),
            decimal(trend.tau, 2).replace('-', "−"),
            say!("pairs that rise less those that fall, as a part of all"),
        ),
    ];
    let n = values.len();
    let rests = rows.iter().map(|(what, _, why)| {
        let cases = exact.iter().map(|(case, _)| (case.id, case.title.as_str(), &case.duration));
        Rests::told([format!("{what}: {why}."), say!("n = {n} exact values.", n)]).over(cases)
    });
    let rests = rests.collect();
    let rows = rows.iter().map(|(what, value, why)| [*what, value, why].map(plain).to_vec());
    let caption = say!("Trend and usual variation of the exact values, in order of time, n = {n}", n);
    let value = format!("{}\t", say!("Value"));
    let table = Block::table(&caption, &[say!("Figure"), &value, say!("Meaning")], rows.collect());
    let meaning =
        say!("Of the cases with an exact value, in order of time; cases not over and ranges are not in it.");
    Some(Block::explained(table, &["", meaning, ""], rests))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Run;
    use crate::model::Timestamp;

    /// All that blocks say, a line each.
    pub fn text(blocks: &[Block]) -> String {
        let lines = blocks.iter().map(Block::as_written).flat_map(|block| match block {
            Block::List { items, .. } => {
                items.iter().map(|runs| runs.iter().map(Run::text).collect::<String>()).collect()
            }
            Block::Table { caption, rows, .. } => {
                let cells =
                    |row: &Vec<Vec<Run>>| row.iter().flatten().map(Run::text).collect::<Vec<_>>().join(" ");
                std::iter::once(caption.clone()).chain(rows.iter().map(cells)).collect()
            }
            Block::Note(runs) | Block::Paragraph(runs) => vec![runs.iter().map(Run::text).collect()],
            _ => vec![],
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn told(hours: &[f64]) -> String {
        let case = |(n, hours): (usize, &f64)| CaseTime {
            id: CaseId(n as u32),
            title: format!("case {n}"),
            began: Moment::exact(Timestamp(1_700_000_000_000_000 + n as i64 * 40 * 86_400_000_000)),
            duration: Duration::Exact { value: Span((hours * 3.6e9) as i64) },
        };
        let cases: Vec<CaseTime> = hours.iter().enumerate().map(case).collect();
        let id = MetricId::TimeToContain;
        format!("{}\n{}", noise::of_course(&id, &cases), text(&over_time(&id, &cases, &[])))
    }

    #[test]
    fn it_says_no_more_than_the_number_carries() {
        assert_eq!(told(&[1.0]), "Too few to tell: 1 of 8 with an exact value.\n");
        let few = told(&[1.0, 2.0, 3.0]);
        assert!(few.contains("Too few to tell") && few.contains("No test: earlier half has 1"), "{few}");
        let flat = told(&[5.0, 4.0, 6.0, 5.5, 4.5, 5.0, 6.0, 4.0, 5.2, 4.8]);
        assert!(flat.contains("No trend can be told from noise"), "{flat}");
        assert!(flat.contains("No case lies outside"), "{flat}");
    }

    #[test]
    fn what_the_trend_does_not_see_is_counted_with_the_way_it_pulls() {
        let at = |n: i64| Moment::exact(Timestamp(1_700_000_000_000_000 + n * 40 * 86_400_000_000));
        let case = |(n, duration): (i64, Duration)| CaseTime {
            id: CaseId(n as u32),
            title: format!("case {n}"),
            began: at(n),
            duration,
        };
        let exact = |h: i64| Duration::Exact { value: Span::seconds(3_600 * h) };
        let mut all: Vec<Duration> = (1..=9).rev().map(exact).collect();
        let told = |all: &[Duration]| {
            let cases: Vec<CaseTime> = (0..).zip(all.iter().copied()).map(case).collect();
            noise::of_course(&MetricId::TimeToContain, &cases)
        };
        assert!(!told(&all).contains("Left out"), "{}", told(&all));
        all.push(Duration::RightCensored { min: Span::seconds(60) });
        all.push(Duration::Range { min: Span::ZERO, max: Some(Span::seconds(60)) });
        let said = told(&all);
        assert!(said.contains("Left out: 1 case not over"), "{said}");
        assert!(
            said.contains("shorter towards its end") && said.contains("1 case known only within"),
            "{said}"
        );
    }

    #[test]
    fn what_no_figure_over_time_takes_in_is_counted_in_its_half() {
        let at = |n: i64| Moment::exact(Timestamp(1_700_000_000_000_000 + n * 40 * 86_400_000_000));
        let exact = |h: i64| Duration::Exact { value: Span::seconds(3_600 * h) };
        let mut all: Vec<Duration> = (1..=10).map(exact).collect();
        all.insert(2, Duration::Range { min: Span::ZERO, max: Some(Span::seconds(60)) });
        all.push(Duration::Range { min: Span::ZERO, max: Some(Span::seconds(60)) });
        all.push(Duration::Unknown { reason: crate::model::Unknown::StatedUnknown });
        let case = |(n, duration): (u32, Duration)| CaseTime {
            id: CaseId(n),
            title: format!("case {n}"),
            began: at(i64::from(n)),
            duration,
        };
        let cases: Vec<CaseTime> = (0..).zip(all).map(case).collect();
        let undated: Vec<Labelled> = cases[..2].iter().map(CaseTime::labelled).collect();
        let blocks = over_time(&MetricId::TimeToContain, &cases, &undated);
        let said = text(&blocks);
        // Group, n, not ended, only a range, left out.
        assert!(
            said.contains("earlier half 5 0 1 0 3 h") && said.contains("later half 5 0 1 1 8 h"),
            "{said}"
        );
        assert!(said.contains("1 of them says nothing of how long it took: in no figure here."), "{said}");
        assert!(said.contains("Not among them: 2 cases without a time on record"), "{said}");
        // Each sentence opens to the cases that it counts.
        let Some(Block::Explained(told)) = blocks.first() else { panic!("{blocks:?}") };
        let Block::List { items, .. } = &told.shown else { panic!("{told:?}") };
        let counts: Vec<usize> = (0..items.len()).map(|n| told.behind(n).cases.len()).collect();
        assert_eq!(counts, [13, 1, 2]);
        assert!((0..items.len()).all(|n| !told.meaning(n).is_empty()));
    }

    #[test]
    fn what_changes_is_told() {
        let falls = told(&[20.0, 19.0, 18.5, 17.0, 16.0, 15.0, 12.0, 11.0, 9.0, 8.0, 7.0, 6.0]);
        assert!(falls.contains("falls by about 1 h"), "{falls}");
        // The interval has the direction in the same words, and no sign that contradicts “falls”.
        let interval = falls.split("(95 % interval ").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
        assert!(interval.matches("shorter").count() == 2 && !interval.contains('−'), "{interval}");
        let one = told(&[5.0, 4.0, 6.0, 5.0, 4.0, 5.0, 60.0, 4.0, 5.0, 6.0]);
        assert!(one.contains("Outside the limits of the usual variation: case 6."), "{one}");
        assert!(
            one.contains("Further from the case before than the usual variation explains: case 6, case 7."),
            "{one}"
        );
        assert!(one.contains("Limit of the moving range"), "{one}");
        assert!(falls.contains("Kendall's tau −"), "{falls}");
        // Cases 40 days apart leave months empty.
        assert!(one.contains("10 cases over 13 months; 3 months had none."), "{one}");
    }
}
