//! The figures of a distribution, each with what it means, over how many it stands, and how many are left out.

use super::{LEAST_GROUP, from_to, lasted};
use crate::document::{Block, Part, Rests, plain};
use crate::language::number;
use crate::metric;
use crate::model::{Duration, MetricId};
use crate::say;
use crate::statistics::{FleetMetric, RESAMPLES, kaplan_meier, observations};
use serde::{Deserialize, Serialize};

/// A figure that opens to its definition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Figure {
    /// What it is.
    pub term: String,
    /// Its value.
    pub value: String,
    /// What it rests on, in a few words that are always seen.
    pub brief: String,
    /// What it means, how it is computed, and how many are censored or left out, a sentence each.
    pub meaning: Vec<String>,
    /// The parts of the cases that it takes in.
    pub takes: Vec<Part>,
}

/// The figures of one metric over many cases.
pub fn figures(id: &MetricId, fleet: &FleetMetric, durations: &[Duration]) -> Vec<Figure> {
    let end = |seconds: Option<f64>| seconds.map_or_else(|| say!("not reached").to_owned(), lasted);
    let exact = &fleet.exact_only;
    let curve = kaplan_meier(&observations(durations.iter().copied()));
    let excluded = &fleet.excluded;
    let left_out = excluded.unknown + excluded.not_applicable + excluded.absent;
    let measured = metric::measured(id);
    let rests = say!(
        "n = {n}: {ended} ended, {open} not ended by the end of the record (they count as lasting at least so long).",
        n = exact.n,
        ended = exact.observed,
        open = fleet.right_censored
    );
    let out = say!(
        "Left out: {ranges} known only within a range, {unknown} unknown, {other} not applicable, {absent} not in the record.",
        ranges = fleet.interval_censored,
        unknown = excluded.unknown,
        other = excluded.not_applicable,
        absent = excluded.absent
    );
    let figure = |term: &str, value: String, brief: String, takes: &[Part], how: &[&str]| Figure {
        term: term.to_owned(),
        value,
        brief,
        meaning: how.iter().map(|s| (*s).to_owned()).collect(),
        takes: takes.to_vec(),
    };
    // The curve takes in what is exact or open; Turnbull's estimate ranges as well.
    let [taking, known]: [&[Part]; 2] = [&[Part::Exact, Part::Open], &[Part::Exact, Part::Open, Part::Range]];
    let [low, high] = exact.median_ci95_seconds;
    let counted = say!(
        "{ended} with an exact end, {open} not ended by the end of the record, {ranges} known only within a range.",
        ended = fleet.observed,
        open = fleet.right_censored,
        ranges = fleet.interval_censored
    );
    let of_all = match durations.len() {
        1 => say!("of 1 incident").to_owned(),
        n => say!("of {n} incidents", n),
    };
    let mut figures = vec![
        figure(
            "n",
            fleet.n.to_string(),
            of_all.clone(),
            known,
            &[
                say!("Incidents that say something of it."),
                &measured,
                &counted,
                &say!(
                    "Left out: {left_out}, of which {unknown} unknown, {other} not applicable, {absent} not in the record.",
                    left_out,
                    unknown = excluded.unknown,
                    other = excluded.not_applicable,
                    absent = excluded.absent
                ),
            ],
        ),
        figure(
            say!("Median"),
            end(exact.median_seconds),
            brief([low, high], exact.n),
            taking,
            &[
                say!(
                    "Half took longer: where Kaplan and Meier’s curve meets one half. Interval from the log-log band (Brookmeyer and Crowley)."
                ),
                &measured,
                &rests,
                &out,
            ],
        ),
    ];
    let quantiles = [
        (0.25, "25 %", say!("three quarters")),
        (0.75, "75 %", say!("one quarter")),
        (0.9, "90 %", say!("one tenth")),
    ];
    figures.extend(quantiles.map(|(p, share, height)| {
        figure(
            &say!("{share} ended within", share),
            end(curve.quantile(p)),
            brief(curve.quantile_ci(p), curve.n),
            taking,
            &[
                &say!("The smallest time at which the curve comes down to {height}. Its interval is where the log-log band does (Brookmeyer and Crowley).", height),
                &measured,
                &rests,
                &out,
            ],
        )
    }));
    // Where all were open from the start there is no area under the curve.
    if let Some(horizon) = curve.times.last().copied().filter(|horizon| *horizon > 0.0) {
        let mean = curve.restricted_mean(horizon);
        let error = 1.96 * mean.standard_error;
        // Of few, the error is one of the few values that happen to be there: of one there is none at all.
        let interval = (curve.n >= LEAST_GROUP).then(|| [(mean.mean - error).max(0.0), mean.mean + error]);
        figures.push(figure(
            &say!("Mean up to {horizon}", horizon = lasted(horizon)),
            lasted(mean.mean),
            brief(interval.map_or([None; 2], |ends| ends.map(Some)), curve.n),
            taking,
            &[
                say!("The restricted mean: the area under the curve up to its horizon, here the longest time on record. A mean without a horizon is not known while incidents are open; one long incident moves it, which it does not do to the median."),
                say!("Its interval is 1.96 standard errors either way (Greenwood’s variance of the area), not below 0."),
                &measured,
                &rests,
                &out,
            ],
        ));
    }
    let turnbull = &fleet.turnbull;
    if fleet.interval_censored > 0 {
        figures.push(figure(
            say!("Median, ranges included"),
            match (turnbull.median_lower_seconds, turnbull.median_upper_seconds) {
                (Some(a), Some(b)) if a == b => lasted(a),
                (Some(a), Some(b)) => from_to(lasted(a), lasted(b)),
                (Some(a), None) => say!("more than {min}", min = lasted(a)),
                _ => say!("not reached").to_owned(),
            },
            say!("Turnbull’s estimate, n = {n}", n = fleet.n),
            known,
            &[
                say!("Turnbull’s estimate over all of which something is known, ranges such as “days” among them. Where it is itself a range, the record cannot tell more."),
                say!("It has no 95 % interval: the band and the bootstrap are those of exact and open values alone, and leave the ranges out."),
                &measured,
                &counted,
                &say!("Left out: {left_out}.", left_out),
            ],
        ));
    }
    figures.push(figure(
        say!("Left out"),
        left_out.to_string(),
        of_all,
        &[Part::Out],
        &[
            &measured,
            &say!(
                "{n} unknown: the record says so, an end has no time, or it lies before its start.",
                n = excluded.unknown
            ),
            &say!("{n} not applicable.", n = excluded.not_applicable),
            &say!("{n} not in the record.", n = excluded.absent),
        ],
    ));
    figures
}

/// The 95 % interval of a quantile in seconds, as far as the band gets there, and what it rests on.
fn brief(interval: [Option<f64>; 2], n: usize) -> String {
    let words = match interval {
        [Some(low), Some(high)] => from_to(lasted(low), lasted(high)),
        [Some(low), None] => say!("at least {min}", min = lasted(low)),
        [None, Some(high)] => say!("at most {max}", max = lasted(high)),
        [None, None] => say!("not known").to_owned(),
    };
    say!("95 %: {interval}, n = {n}", interval = words, n)
}

/// How the interval of a median is drawn.
pub fn resampled() -> &'static str {
    say!(
        "As many incidents as there are, are drawn with replacement, and their median is taken; the interval runs from the 2.5th to the 97.5th percentile of these medians (Efron 1979 and 1981)."
    )
}

/// The bootstrap interval of a median in words.
///
/// * `rests`: the cases that were drawn from.
pub fn drawn(n: usize, interval: [Option<f64>; 2], rests: Rests) -> Vec<Block> {
    let told = |block: Block| vec![Block::explained_by(block, &[(resampled(), &[])], vec![rests])];
    // Drawn anew from few, the same few values come again, and the interval is narrower than what is known.
    if n < LEAST_GROUP {
        let text =
            say!("No interval is drawn of n = {n}: at least {least} are needed.", n, least = LEAST_GROUP);
        return told(Block::Note(plain(text)));
    }
    let words = match interval {
        [Some(low), Some(high)] => from_to(lasted(low), lasted(high)),
        [Some(low), None] => say!("from {low}, open above", low = lasted(low)),
        _ => say!("not reached").to_owned(),
    };
    let text = say!(
        "95 % interval of the median: {interval} (bootstrap: {resamples} resamples of n = {n}, seeded, so that the same incidents give the same interval).",
        interval = words,
        resamples = number(RESAMPLES as u64),
        n
    );
    told(Block::Paragraph(plain(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use crate::statistics::fleet_metric;

    #[test]
    fn few_incidents_give_no_interval_of_their_mean_nor_one_that_is_drawn() {
        let hours = |n: i64| -> Vec<Duration> {
            (1..=n).map(|h| Duration::Exact { value: Span::seconds(h * 3_600) }).collect()
        };
        let mean = |n: i64| {
            let known = fleet_metric(hours(n).into_iter());
            let figures = figures(&MetricId::TimeToContain, &known, &hours(n));
            figures.into_iter().find(|f| f.term.starts_with("Mean up to")).unwrap().brief
        };
        assert_eq!(mean(1), "95 %: not known, n = 1");
        assert_eq!(mean(4), "95 %: not known, n = 4");
        assert_eq!(mean(5), "95 %: 1 h 45 min to 4 h 14 min, n = 5");
        let told =
            |n: usize| crate::document::fleet::tests::text(&drawn(n, [Some(3_600.0); 2], Rests::default()));
        assert_eq!(told(1), "No interval is drawn of n = 1: at least 5 are needed.");
        assert!(told(5).starts_with("95 % interval of the median: 1 h to 1 h"), "{}", told(5));
    }

    #[test]
    fn an_interval_is_told_as_far_as_the_band_gets() {
        let day = Some(86_400.0);
        assert_eq!(brief([None, None], 1), "95 %: not known, n = 1");
        assert_eq!(brief([day, None], 6), "95 %: at least 1 d, n = 6");
        assert_eq!(brief([day, Some(172_800.0)], 20), "95 %: 1 d to 2 d, n = 20");
    }
}
