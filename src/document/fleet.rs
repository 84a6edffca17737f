//! Many cases over time, in words and tables: is there a trend, could it be noise, did it change?

use super::words::count;
use super::{Block, plain};
use crate::model::{Duration, MetricId, Moment, Span};
use crate::statistics::{
    Bootstrap, RESAMPLES, Weights, control_chart, kaplan_meier, log_rank, observations, percentiles, trend,
};
use chrono::Datelike as _;

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
    /// The title.
    pub title: String,
    /// When it was detected, else when it began.
    pub began: Moment,
    /// How long.
    pub duration: Duration,
}

fn lasted(seconds: f64) -> String {
    Span((seconds * 1e6).round() as i64).to_string()
}

fn probability(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

/// Trend, control limits and the earlier half against the later one. Cases in any order; those without a beginning are
/// left out by whoever asks.
pub fn over_time(id: &MetricId, mut cases: Vec<CaseTime>) -> Vec<Block> {
    cases.sort_by_key(|case| case.began.middle());
    if cases.len() < 2 {
        return vec![];
    }
    let all = cases.len();
    let cases = cases.get(all.saturating_sub(MOST)..).unwrap_or_default();
    let mut blocks = vec![];
    let mut told = vec![months(cases)];
    if all > cases.len() {
        told.push(format!("Of {all} cases the latest {} are looked at here.", cases.len()));
    }
    let exact: Vec<(&CaseTime, f64)> = cases
        .iter()
        .filter_map(|case| match case.duration {
            Duration::Exact { value } => Some((case, value.as_seconds())),
            _ => None,
        })
        .collect();
    match noise(id, &exact) {
        Ok((sentences, table)) => {
            told.extend(sentences);
            blocks.push(table);
        }
        Err(few) => told.push(few),
    }
    match halves(cases) {
        Ok((sentence, table)) => {
            told.push(sentence);
            blocks.push(table);
        }
        Err(few) => told.push(few),
    }
    blocks.insert(0, Block::list(told.into_iter().map(plain).collect()));
    blocks
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
    format!(
        "{} over {}; {} had none.",
        count(cases.len(), "case", "cases"),
        count(span.max(0) as usize, "month", "months"),
        count(without.max(0) as usize, "month", "months")
    )
}

/// Could it be noise? The trend and the control chart of the exact values in order of time.
fn noise(id: &MetricId, exact: &[(&CaseTime, f64)]) -> Result<(Vec<String>, Block), String> {
    let values: Vec<f64> = exact.iter().map(|(_, seconds)| *seconds).collect();
    let found = (values.len() >= LEAST).then(|| trend(&values).zip(control_chart(&values))).flatten();
    let Some((trend, chart)) = found else {
        return Err(format!(
            "{} with an exact value: too few to tell a trend from noise ({LEAST} at least).",
            count(values.len(), "case", "cases")
        ));
    };
    let way = if trend.slope < 0.0 { "falls" } else { "rises" };
    let [low, high] = trend.slope_ci;
    let said = format!("Mann–Kendall {}, n = {}", probability(trend.p), values.len());
    let mut told = vec![if trend.p < UNLIKELY && trend.slope != 0.0 {
        format!(
            "{} {way} by about {} from case to case (95 % interval {} to {}); chance alone is an unlikely reason ({said}).",
            id.label(),
            lasted(trend.slope.abs()),
            lasted(low),
            lasted(high)
        )
    } else {
        format!("No trend can be told from noise ({said}).")
    }];
    let signals: Vec<&str> =
        chart.beyond.iter().filter_map(|n| exact.get(*n)).map(|(case, _)| case.title.as_str()).collect();
    told.push(match signals.as_slice() {
        [] => {
            "No case lies outside the limits of the usual variation: each difference may be noise.".to_owned()
        }
        few @ ([_] | [_, _] | [_, _, _]) => {
            format!("Outside the limits of the usual variation: {}.", few.join(", "))
        }
        many => format!("{} cases lie outside the limits of the usual variation.", many.len()),
    });
    if !chart.runs.is_empty() {
        told.push("Eight or more cases in a row lie on one side of the mean: something shifted.".to_owned());
    }
    let rows = [
        ("Mean", lasted(chart.mean), "of the exact values"),
        ("Upper limit", lasted(chart.limits[1]), "mean + 2.66 × the mean distance between neighbours (XmR)"),
        ("Lower limit", lasted(chart.limits[0].max(0.0)), "not below 0"),
        ("Slope", format!("{} a case", lasted(trend.slope)), "Theil–Sen: the median over all pairs"),
        (
            "Kendall's tau",
            format!("{:.2}", trend.tau).replace('-', "−"),
            "pairs that rise less those that fall, as a part of all",
        ),
    ];
    let rows = rows.into_iter().map(|(what, value, why)| [what, &value, why].map(plain).to_vec());
    let caption = "Trend and usual variation of the exact values, in order of time";
    Ok((told, Block::table(caption, &["Figure", "Value\t", "Meaning"], rows.collect())))
}

/// The earlier half of the cases against the later one.
fn halves(cases: &[CaseTime]) -> Result<(String, Block), String> {
    let seen = observations(cases.iter().map(|case| case.duration));
    let (earlier, later) = seen.split_at(seen.len() / 2);
    let few = || {
        format!(
            "The earlier and the later half are not compared: {} and {} with an exact or open value, and {LEAST_GROUP} each are needed.",
            earlier.len(),
            count(later.len(), "case", "cases")
        )
    };
    if earlier.len().min(later.len()) < LEAST_GROUP {
        return Err(few());
    }
    let test = log_rank(&[earlier, later], Weights::Equal).ok_or_else(few)?;
    let curves = [kaplan_meier(earlier), kaplan_meier(later)];
    let drawn = |sample, stream| {
        let mut drawn = Bootstrap::of_stream(sample, stream);
        drawn.step(RESAMPLES);
        drawn
    };
    let (before, after) = (drawn(earlier, 0), drawn(later, 1));
    let differences: Vec<f64> = before.medians().iter().zip(after.medians()).map(|(a, b)| b - a).collect();
    let end = |seconds: Option<f64>| seconds.map_or("not reached".to_owned(), lasted);
    let [low, high] = percentiles(&differences);
    let verdict = verdict(test.p < UNLIKELY, low.zip(high));
    let sentence = format!(
        "The earlier {} against the later {}: {verdict} (log-rank {}; the median of the later is longer by {} to {}, 95 %, {RESAMPLES} resamples; negative: shorter).",
        earlier.len(),
        later.len(),
        probability(test.p),
        end(low),
        end(high)
    );
    let rows = ["Earlier half", "Later half"].into_iter().zip(&curves).map(|(name, curve)| {
        let [low, high] = curve.median_ci;
        let interval = format!("{} to {}", end(low), end(high));
        [name, &curve.n.to_string(), &curve.right_censored.to_string(), &end(curve.median), &interval]
            .map(plain)
            .to_vec()
    });
    let columns = ["Cases", "n\t", "not ended\t", "Median\t", "95 % interval\t"];
    let caption = "The earlier half of the cases against the later one";
    Ok((sentence, Block::table(caption, &columns, rows.collect())))
}

/// What can be said of two groups: by the test of the whole curves, and by the interval of the difference of their medians.
/// One long case may hide from the test that the usual case became shorter, and curves may differ only in their tails.
fn verdict(curves_differ: bool, interval: Option<(f64, f64)>) -> &'static str {
    let medians_differ = interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
    match (curves_differ, medians_differ) {
        (true, true) => "chance alone is an unlikely reason for the difference",
        (false, false) => "at this number the difference may well be chance",
        (false, true) => {
            "the medians differ by more than chance explains, all cases taken together do not: look at the longest ones before concluding"
        }
        (true, false) => {
            "all cases taken together differ by more than chance explains, the medians need not: the difference may lie in the longest or the shortest ones"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Run;
    use crate::model::Timestamp;

    fn told(hours: &[f64]) -> String {
        let case = |(n, hours): (usize, &f64)| CaseTime {
            title: format!("case {n}"),
            began: Moment::exact(Timestamp(1_700_000_000_000_000 + n as i64 * 40 * 86_400_000_000)),
            duration: Duration::Exact { value: Span((hours * 3.6e9) as i64) },
        };
        let blocks = over_time(&MetricId::TimeToContain, hours.iter().enumerate().map(case).rev().collect());
        let lines = blocks.iter().flat_map(|block| match block {
            Block::List { items, .. } => {
                items.iter().map(|runs| runs.iter().map(Run::text).collect::<String>()).collect()
            }
            Block::Table { caption, rows, .. } => {
                let cells =
                    |row: &Vec<Vec<Run>>| row.iter().flatten().map(Run::text).collect::<Vec<_>>().join(" ");
                std::iter::once(caption.clone()).chain(rows.iter().map(cells)).collect()
            }
            _ => vec![],
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn it_says_no_more_than_the_number_carries() {
        assert_eq!(told(&[1.0]), "");
        let few = told(&[1.0, 2.0, 3.0]);
        assert!(few.contains("too few to tell a trend") && few.contains("are not compared"), "{few}");
        let flat = told(&[5.0, 4.0, 6.0, 5.5, 4.5, 5.0, 6.0, 4.0, 5.2, 4.8]);
        assert!(
            flat.contains("No trend can be told from noise") && flat.contains("may well be chance"),
            "{flat}"
        );
        assert!(flat.contains("No case lies outside"), "{flat}");
    }

    #[test]
    fn where_test_and_medians_disagree_it_says_so() {
        let both = [verdict(false, Some((-9.0, -1.0))), verdict(true, Some((-1.0, 1.0)))];
        assert!(
            both[0].starts_with("the medians differ")
                && both[1].starts_with("all cases taken together differ")
        );
        assert_eq!(verdict(false, None), verdict(false, Some((-1.0, 2.0))));
    }

    #[test]
    fn what_changes_is_told() {
        let falls = told(&[20.0, 19.0, 18.5, 17.0, 16.0, 15.0, 12.0, 11.0, 9.0, 8.0, 7.0, 6.0]);
        assert!(
            falls.contains("falls by about 1 h") && falls.contains("unlikely reason for the difference"),
            "{falls}"
        );
        let one = told(&[5.0, 4.0, 6.0, 5.0, 4.0, 5.0, 60.0, 4.0, 5.0, 6.0]);
        assert!(one.contains("Outside the limits of the usual variation: case 6."), "{one}");
        assert!(falls.contains("Kendall's tau −"), "{falls}");
        // Cases 40 days apart leave months empty.
        assert!(one.contains("10 cases over 13 months; 3 months had none."), "{one}");
    }
}
