//! What can be said of a distribution at its size, in plain words.

use super::FleetMetric;
use crate::language::known;
use crate::model::{MetricId, Span};
use crate::say;

/// One or two sentences: how many incidents say something, how many are censored or left out, and the median with its
/// interval where the curve gets there.
pub fn sentence(id: &MetricId, fleet: &FleetMetric) -> String {
    let name = known(id.label());
    let left_out = fleet.excluded.unknown + fleet.excluded.not_applicable + fleet.excluded.absent;
    let left_out = match left_out {
        0 => String::new(),
        n => say!(" {n} more say nothing of it and are left out.", n),
    };
    let exact = &fleet.exact_only;
    if fleet.n == 0 {
        return say!("{name}: no incident says how long it took.{left_out}", name, left_out);
    }
    if exact.n < 5 {
        return match exact.n {
            1 => say!(
                "{name}: 1 incident has an exact or open value; too few to say what is typical.{left_out}",
                name,
                left_out
            ),
            n => say!(
                "{name}: {n} incidents have an exact or open value; too few to say what is typical.{left_out}",
                name,
                n,
                left_out
            ),
        };
    }
    let span = |seconds: f64| Span((seconds * 1e6).round() as i64).to_string();
    let open = match fleet.right_censored {
        0 => String::new(),
        n => say!(", {n} of them not ended on record", n),
    };
    let middle = match (exact.median_seconds, exact.median_ci95_seconds) {
        (Some(median), [Some(low), Some(high)]) => {
            say!(
                "half had ended within {median} (95 % interval {low} to {high})",
                median = span(median),
                low = span(low),
                high = span(high)
            )
        }
        (Some(median), [Some(low), None]) => {
            say!(
                "half had ended within {median} (95 % interval from {low}, open above)",
                median = span(median),
                low = span(low)
            )
        }
        (Some(median), _) => say!("half had ended within {median}", median = span(median)),
        (None, _) => {
            say!("fewer than half had ended by the end of the record, so that there is no median").to_owned()
        }
    };
    let ranges = match fleet.interval_censored {
        0 => String::new(),
        n => say!(" {n} more are known only as a range; Turnbull’s estimate takes them in.", n),
    };
    say!(
        "{name}: of {n} incidents with an exact or open value{open}, {middle}.{ranges}{left_out}",
        name,
        n = exact.n,
        open,
        middle,
        ranges,
        left_out
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Duration;
    use crate::statistics::fleet_metric;

    #[test]
    fn it_says_no_more_than_the_number_of_incidents_carries() {
        let days = |n: i64| Duration::Exact { value: Span::seconds(n * 86_400) };
        let of = |durations: Vec<Duration>| {
            sentence(&MetricId::TimeToContain, &fleet_metric(durations.into_iter()))
        };
        assert!(of(vec![]).contains("no incident"));
        assert!(of(vec![days(1), days(2)]).contains("too few"));
        let many = of((1..=9).map(days).collect());
        assert!(many.contains("half had ended within 5 d"), "{many}");
    }
}
