//! How cases stand to a target of the plan, and lengths of time in words.

use crate::model::{Duration, MetricId, Span};
use crate::say;

/// From so many cases on, their times say whether a target is one.
pub const ENOUGH: usize = 3;

/// A length in words: minutes, hours or days.
pub fn spoken(minutes: i64) -> String {
    let count = |n: i64, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let days = |n: i64| count(n, say!("day"), say!("days"));
    let hours = |n: i64| count(n, say!("hour"), say!("hours"));
    let about = |time: String| say!("about {time}", time);
    match minutes {
        m if m >= 2880 && m % 1440 == 0 => days(m / 1440),
        m if m >= 2880 => about(days((m + 720) / 1440)),
        m if m >= 60 && m % 60 == 0 => hours(m / 60),
        m if m >= 180 => about(hours((m + 30) / 60)),
        m => count(m, say!("minute"), say!("minutes")),
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
        let shown = |share| self.within(share).map_or_else(|| say!("not known").to_owned(), spoken);
        let rough = match self.rough {
            0 => String::new(),
            n if n == self.cases => say!(" (all known only roughly)").to_owned(),
            n => say!(" ({n} known only roughly)", n),
        };
        let took = say!(
            "{n} cases took {least} to {most}, half of them at most {half}",
            n = self.cases,
            least = shown(0.0),
            most = shown(1.0),
            half = shown(0.5)
        );
        took + &rough
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
