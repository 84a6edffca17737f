//! Could this be noise? One answer for each chart over many cases.

use super::{CaseTime, LEAST, counted, exact, lasted, latest, trend_words};
use crate::model::Duration;
use crate::model::MetricId;
use crate::say;
use crate::statistics::FleetMetric;

/// Fewer than this say nothing of what is typical.
const FEW: usize = 5;

/// What another such record could show as its median.
pub fn of_median(fleet: &FleetMetric) -> String {
    let exact = &fleet.exact_only;
    if exact.n < FEW {
        return say!(
            "At n = {n} the curve says nothing of what is typical: each step is one incident.",
            n = exact.n
        );
    }
    match exact.median_ci95_seconds {
        [Some(low), Some(high)] => say!(
            "The median is known only as far as {low} to {high} (95 %, n = {n}). A median that moves within these bounds from one report to the next may be noise.",
            low = lasted(low),
            high = lasted(high),
            n = exact.n
        ),
        [Some(low), None] => say!(
            "The median is at least {low} (95 %, n = {n}); how much more cannot be told while so many are open.",
            low = lasted(low),
            n = exact.n
        ),
        _ => say!("At n = {n} the record gives the median no bounds.", n = exact.n),
    }
}

/// How far shares may be off (Dvoretzky, Kiefer and Wolfowitz 1956; Massart 1990).
pub fn of_shares(fleet: &FleetMetric) -> String {
    let n = fleet.n;
    if n < FEW {
        let points = format!("{:.0}", 100.0 / n.max(1) as f64);
        return say!("At n = {n} each incident moves the curve by {points} points.", n, points);
    }
    let points = 100.0 * ((2.0_f64 / 0.05).ln() / (2.0 * n as f64)).sqrt();
    let points = format!("{points:.0}");
    let points = if n > fleet.observed { say!("at least {min}", min = points) } else { points };
    say!(
        "Each share may be off by {points} points either way (95 % for the whole curve, n = {n}; Dvoretzky, Kiefer and Wolfowitz). A step smaller than that, or one long case, need not mean anything.",
        points,
        n
    )
}

/// Whether a trend can be told from noise, and which way the cases pull that have no exact value.
pub fn of_course(id: &MetricId, cases: &[CaseTime]) -> String {
    let exact = exact(cases);
    match trend_words(id, &exact) {
        Some(words) => match left_out(cases) {
            Some(caution) => format!("{words} {caution}"),
            None => words,
        },
        None => say!("Too few to tell: {n} of {all} with an exact value.", n = exact.len(), all = LEAST),
    }
}

/// What trend and limits, which are of exact values alone, do not see.
fn left_out(cases: &[CaseTime]) -> Option<String> {
    let latest = latest(cases);
    let of = |kind: fn(&Duration) -> bool| latest.iter().filter(|case| kind(&case.duration)).count();
    let open = of(|d| matches!(d, Duration::RightCensored { .. }));
    let ranges = of(|d| matches!(d, Duration::Range { .. }));
    let mut told = vec![];
    if open > 0 {
        told.push(say!(
            "Left out: {cases} not over by the end of the record. The longest of the latest are the likeliest to be among them, so that the course looks shorter towards its end than it is.",
            cases = counted(open)
        ));
    }
    if ranges > 0 {
        told.push(say!(
            "Left out: {cases} known only within a range; where these are mostly longer or shorter than the rest, mean and trend are off that way.",
            cases = counted(ranges)
        ));
    }
    (!told.is_empty()).then(|| told.join(" "))
}
