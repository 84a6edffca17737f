//! How cases stand to a target of the plan, and lengths of time in words.

use crate::model::{Duration, MetricId, Span};

/// From so many cases on, their times say whether a target is one.
pub const ENOUGH: usize = 3;

/// A length in words: minutes, hours or days.
pub fn spoken(minutes: i64) -> String {
    let many = |n: i64, unit: &str| if n == 1 { format!("1 {unit}") } else { format!("{n} {unit}s") };
    match minutes {
        m if m >= 2880 && m % 1440 == 0 => many(m / 1440, "day"),
        m if m >= 2880 => format!("about {}", many((m + 720) / 1440, "day")),
        m if m >= 60 && m % 60 == 0 => many(m / 60, "hour"),
        m if m >= 180 => format!("about {}", many((m + 30) / 60, "hour")),
        m => many(m, "minute"),
    }
}

/// What the cases say of a target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// How many cases tell how long it took.
    pub cases: usize,
    /// How many certainly kept it.
    pub kept: usize,
    /// How many certainly did not.
    pub missed: usize,
    /// The times in minutes, shortest first; of a range its middle.
    pub minutes: Vec<i64>,
    /// How many of them are no exact times: ranges, or no more than “at least so long”.
    pub rough: usize,
}

impl Kept {
    /// The time within which at least this share of the cases was done.
    pub fn within(&self, share: f64) -> Option<i64> {
        let at = (self.minutes.len() as f64 * share).ceil() as usize;
        self.minutes.get(at.max(1) - 1).copied()
    }

    /// Whether no case kept it, of enough.
    pub fn never(&self) -> bool {
        self.cases >= ENOUGH && self.missed == self.cases
    }

    /// Whether every case kept it in half its time or less, of enough.
    pub fn easily(&self, limit: u32) -> bool {
        self.cases >= ENOUGH
            && self.kept == self.cases
            && self.minutes.last().is_some_and(|most| most.saturating_mul(2) <= i64::from(limit))
    }

    /// The distribution in words.
    pub fn words(&self) -> String {
        let shown = |share| self.within(share).map_or_else(|| "not known".to_owned(), spoken);
        let rough = match self.rough {
            0 => String::new(),
            n if n == self.cases => " (all known only roughly)".to_owned(),
            n => format!(" ({n} known only roughly)"),
        };
        format!(
            "{} cases took {} to {}, half of them at most {}{rough}",
            self.cases,
            shown(0.0),
            shown(1.0),
            shown(0.5)
        )
    }
}

/// How the cases stand to a limit.
pub fn kept(metric: &MetricId, minutes: u32, took: &[(MetricId, Duration)]) -> Kept {
    let limit = Span::seconds(i64::from(minutes) * 60);
    let known = took.iter().filter(|(m, d)| m == metric && d.min().is_some()).map(|(_, d)| d);
    let mut kept = Kept { cases: 0, kept: 0, missed: 0, minutes: vec![], rough: 0 };
    for duration in known {
        kept.cases += 1;
        kept.rough += usize::from(duration.max() != duration.min());
        kept.kept += usize::from(duration.max().is_some_and(|most| most <= limit));
        kept.missed += usize::from(duration.min().is_some_and(|least| least > limit));
        let (min, max) = (duration.min().unwrap_or_default(), duration.max());
        let middle = max.map_or(min.0, |max| min.0 / 2 + max.0 / 2);
        kept.minutes.push(middle / 60_000_000);
    }
    kept.minutes.sort_unstable();
    kept
}
