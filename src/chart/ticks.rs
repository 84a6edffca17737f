//! Where an axis is marked, and with what words: clocks and calendars in a zone, and lengths of time.

use crate::language::look;
use crate::model::time::{DAY, HOUR, MINUTE, SECOND};
use crate::model::zone::LocalTime;
use crate::model::{Span, Timestamp, Zone};
use crate::say;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

/// A mark on a time axis.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimeTick {
    /// When.
    pub at: Timestamp,
    /// What stands beside it: `09:00`, `16 Mar`, `Mar`, `2026`.
    pub label: String,
    /// What the label leaves out, where it is new: the date under clocks, the year under days.
    pub context: Option<String>,
}

/// A mark on an axis of durations.
#[derive(Clone, PartialEq, Debug)]
pub struct DurationTick {
    /// How long, in seconds.
    pub seconds: f64,
    /// What stands beside it: `30 min`, `6 h`, `3 d`, `2 wk`, `1 mo`.
    pub label: String,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The short name of a date's month, in the language of what is made.
pub fn month_name(date: impl Datelike) -> &'static str {
    look(MONTHS.get(date.month0() as usize).copied().unwrap_or_default())
}

/// A date without its year: `16 Mar`, in German `16. Mär`.
pub fn day_name(date: impl Datelike) -> String {
    say!("{day} {month}", day = date.day(), month = month_name(date))
}

#[derive(Clone, Copy)]
enum Step {
    Micros(i64),
    Days(u32),
    Months(u32),
}

impl Step {
    fn length(self) -> i64 {
        match self {
            Step::Micros(n) => n,
            Step::Days(n) => i64::from(n) * DAY,
            Step::Months(n) => i64::from(n) * 30 * DAY,
        }
    }
}

const STEPS: [Step; 29] = [
    Step::Micros(SECOND),
    Step::Micros(2 * SECOND),
    Step::Micros(5 * SECOND),
    Step::Micros(15 * SECOND),
    Step::Micros(30 * SECOND),
    Step::Micros(MINUTE),
    Step::Micros(2 * MINUTE),
    Step::Micros(5 * MINUTE),
    Step::Micros(10 * MINUTE),
    Step::Micros(15 * MINUTE),
    Step::Micros(30 * MINUTE),
    Step::Micros(HOUR),
    Step::Micros(2 * HOUR),
    Step::Micros(3 * HOUR),
    Step::Micros(6 * HOUR),
    Step::Micros(12 * HOUR),
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(600),
];

/// Marks from one instant to another, at most `most` of them, on round times of the zone's clock and calendar.
/// A clock time that the zone skips has no mark; one that it repeats has one, at its first instant.
///
/// ```
/// use floodmark::chart::time_ticks;
/// use floodmark::model::Zone;
/// let at = |s: &str| s.parse().unwrap();
/// let ticks = time_ticks(at("2026-03-16T07:30:00Z"), at("2026-03-16T11:30:00Z"), 6, Zone::Utc);
/// let labels: Vec<_> = ticks.iter().map(|t| t.label.as_str()).collect();
/// assert_eq!(labels, ["08:00", "09:00", "10:00", "11:00"]);
/// assert_eq!(ticks[0].context.as_deref(), Some("16 Mar 2026"));
/// assert_eq!(ticks[1].context, None);
/// ```
pub fn time_ticks(from: Timestamp, to: Timestamp, most: usize, zone: Zone) -> Vec<TimeTick> {
    let (span, most) = (to.since(from).0, most.clamp(1, 200));
    if span <= 0 {
        return vec![];
    }
    let wanted = span / most as i64;
    let start = STEPS.iter().position(|s| s.length() >= wanted).unwrap_or(STEPS.len() - 1);
    for step in STEPS.iter().skip(start) {
        let ticks = at_step(from, to, *step, zone);
        if ticks.len() <= most {
            return ticks;
        }
    }
    vec![]
}

fn at_step(from: Timestamp, to: Timestamp, step: Step, zone: Zone) -> Vec<TimeTick> {
    let mut ticks: Vec<TimeTick> = vec![];
    let (first, last) = (zone.local(from), zone.local(to));
    let mut context = String::new();
    let mut local = before(first, step);
    // At most a little more than the marks asked for, whatever the calendar.
    for _ in 0..1_000 {
        let Some(now) = local.filter(|l| *l <= last + TimeDelta::hours(2)) else { break };
        local = after(now, step);
        let (LocalTime::Single(at) | LocalTime::Repeated(at, _)) = zone.instant(now) else { continue };
        if at < from || at > to {
            continue;
        }
        let (label, here) = words(now, step);
        let context = (here != context).then(|| {
            context.clone_from(&here);
            here
        });
        ticks.push(TimeTick { at, label, context: context.filter(|c| !c.is_empty()) });
    }
    ticks
}

/// The last round time at or before a local time.
fn before(local: NaiveDateTime, step: Step) -> Option<NaiveDateTime> {
    let date = local.date();
    let day = match step {
        Step::Micros(size) => {
            let seconds = i64::from(local.num_seconds_from_midnight());
            let size = (size / SECOND).max(1);
            return date.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::seconds(seconds / size * size));
        }
        Step::Days(n) => {
            // Weeks start on Monday; other runs of days count from the same one.
            let monday = NaiveDate::from_ymd_opt(1970, 1, 5)?;
            let past = date.signed_duration_since(monday).num_days().rem_euclid(i64::from(n));
            date.checked_sub_days(Days::new(past.unsigned_abs()))?
        }
        Step::Months(n) if n < 12 => NaiveDate::from_ymd_opt(date.year(), date.month0() / n * n + 1, 1)?,
        Step::Months(n) => {
            let years = (n / 12) as i32;
            NaiveDate::from_ymd_opt(date.year().div_euclid(years) * years, 1, 1)?
        }
    };
    day.and_hms_opt(0, 0, 0)
}

fn after(local: NaiveDateTime, step: Step) -> Option<NaiveDateTime> {
    match step {
        Step::Micros(n) => local.checked_add_signed(TimeDelta::microseconds(n)),
        Step::Days(n) => local.checked_add_days(Days::new(u64::from(n))),
        Step::Months(n) => local.checked_add_months(Months::new(n)),
    }
}

/// The label of a mark, and what goes under it when new.
fn words(local: NaiveDateTime, step: Step) -> (String, String) {
    let date = day_name(local);
    match step {
        Step::Micros(n) => {
            let clock = format!("{:02}:{:02}", local.hour(), local.minute());
            let clock = if n < MINUTE { format!("{clock}:{:02}", local.second()) } else { clock };
            (clock, format!("{date} {}", local.year()))
        }
        Step::Days(_) => (date, local.year().to_string()),
        Step::Months(n) if n < 12 => (month_name(local).to_owned(), local.year().to_string()),
        Step::Months(_) => (local.year().to_string(), String::new()),
    }
}

const MIN: f64 = 60.0;
const H: f64 = 3_600.0;
const D: f64 = 86_400.0;
/// The mean month and year of the Gregorian calendar, so that twelve of the one make one of the other.
const MONTH: f64 = 30.436_875 * D;
const YEAR: f64 = 365.2425 * D;

/// Round lengths: the steps of a straight axis.
const LENGTHS: [(f64, &str, &[f64]); 7] = [
    (1.0, "s", &[1.0, 2.0, 5.0, 10.0, 15.0, 30.0]),
    (MIN, "min", &[1.0, 2.0, 5.0, 10.0, 15.0, 30.0]),
    (H, "h", &[1.0, 2.0, 3.0, 6.0, 12.0]),
    (D, "d", &[1.0, 2.0, 4.0]),
    (7.0 * D, "wk", &[1.0, 2.0]),
    (MONTH, "mo", &[1.0, 2.0, 3.0, 6.0]),
    (YEAR, "y", &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]),
];

/// Marks of a straight axis of durations in seconds, at most `most`, all in one unit.
///
/// ```
/// use floodmark::chart::duration_ticks;
/// let labels = |to: f64| duration_ticks([0.0, to], 6).into_iter().map(|t| t.label).collect::<Vec<_>>();
/// assert_eq!(labels(4.0 * 3_600.0), ["0", "1 h", "2 h", "3 h", "4 h"]);
/// assert_eq!(labels(9.0 * 86_400.0), ["0", "2 d", "4 d", "6 d", "8 d"]);
/// ```
pub fn duration_ticks([from, to]: [f64; 2], most: usize) -> Vec<DurationTick> {
    let most = most.clamp(1, 200) as f64;
    let (from, span) = (from.max(0.0), to - from.max(0.0));
    if !(span > 0.0 && span.is_finite()) {
        return vec![];
    }
    let steps = LENGTHS.iter().flat_map(|(unit, name, steps)| steps.iter().map(move |n| (*unit, *name, *n)));
    for (unit, name, n) in steps {
        let step = unit * n;
        let (first, last) = ((from / step - 1e-9).ceil(), (to / step + 1e-9).floor());
        if last - first + 1.0 <= most {
            return (0..=((last - first).max(-1.0) as i64))
                .map(|k| (first + k as f64) * n)
                .take_while(|count| count * unit <= to * (1.0 + 1e-9))
                .map(|count| DurationTick { seconds: count * unit, label: length(count, name) })
                .collect();
        }
    }
    vec![]
}

fn length(count: f64, unit: &str) -> String {
    if count == 0.0 { "0".to_owned() } else { format!("{count} {unit}") }
}

/// Marks of a logarithmic axis of durations in seconds, at most `most`: the units themselves first, then what lies
/// between; within one order of magnitude those of a straight axis.
///
/// ```
/// use floodmark::chart::log_duration_ticks;
/// let labels = |from: f64, to: f64| log_duration_ticks([from, to], 7).into_iter().map(|t| t.label).collect::<Vec<_>>();
/// assert_eq!(labels(60.0, 40.0 * 86_400.0), ["1 min", "10 min", "1 h", "6 h", "1 d", "1 wk", "1 mo"]);
/// // Plotters' own logarithmic axis has no labels here.
/// assert!(labels(4_000.0 * 3_600.0, 9_000.0 * 3_600.0).len() >= 3);
/// ```
pub fn log_duration_ticks([from, to]: [f64; 2], most: usize) -> Vec<DurationTick> {
    /// The coarse ones first: each finer set contains the coarser.
    const SETS: [&[(f64, f64, &str)]; 4] = [
        &[(1.0, 1.0, "s"), (H, 1.0, "h"), (MONTH, 1.0, "mo"), (YEAR, 10.0, "y")],
        &[
            (1.0, 1.0, "s"),
            (MIN, 1.0, "min"),
            (H, 1.0, "h"),
            (D, 1.0, "d"),
            (MONTH, 1.0, "mo"),
            (YEAR, 1.0, "y"),
            (YEAR, 10.0, "y"),
        ],
        &[
            (1.0, 1.0, "s"),
            (1.0, 10.0, "s"),
            (MIN, 1.0, "min"),
            (MIN, 10.0, "min"),
            (H, 1.0, "h"),
            (H, 6.0, "h"),
            (D, 1.0, "d"),
            (7.0 * D, 1.0, "wk"),
            (MONTH, 1.0, "mo"),
            (MONTH, 6.0, "mo"),
            (YEAR, 2.0, "y"),
            (YEAR, 10.0, "y"),
        ],
        &[
            (1.0, 1.0, "s"),
            (1.0, 10.0, "s"),
            (1.0, 30.0, "s"),
            (MIN, 1.0, "min"),
            (MIN, 2.0, "min"),
            (MIN, 5.0, "min"),
            (MIN, 10.0, "min"),
            (MIN, 30.0, "min"),
            (H, 1.0, "h"),
            (H, 2.0, "h"),
            (H, 6.0, "h"),
            (H, 12.0, "h"),
            (D, 1.0, "d"),
            (D, 2.0, "d"),
            (D, 4.0, "d"),
            (7.0 * D, 1.0, "wk"),
            (7.0 * D, 2.0, "wk"),
            (MONTH, 1.0, "mo"),
            (MONTH, 2.0, "mo"),
            (MONTH, 6.0, "mo"),
            (YEAR, 1.0, "y"),
            (YEAR, 2.0, "y"),
            (YEAR, 5.0, "y"),
            (YEAR, 10.0, "y"),
        ],
    ];
    if to <= from * 6.0 {
        return duration_ticks([from, to], most);
    }
    let within = |set: &[(f64, f64, &str)]| -> Vec<DurationTick> {
        set.iter()
            .map(|(unit, n, name)| DurationTick { seconds: unit * n, label: length(*n, name) })
            .filter(|t| t.seconds >= from * (1.0 - 1e-9) && t.seconds <= to * (1.0 + 1e-9))
            .collect()
    };
    let mut best = vec![];
    for set in SETS {
        let ticks = within(set);
        if ticks.len() <= most && ticks.len() > best.len() {
            best = ticks;
        }
    }
    if best.len() < 2 { duration_ticks([from, to], most) } else { best }
}

/// A length of time in seconds, in the two units of the screen.
pub fn span(seconds: f64) -> Span {
    // `as` saturates.
    Span((seconds * SECOND as f64).round() as i64)
}

#[cfg(test)]
mod tests;
