//! Times as tools and people write them.
//!
//! One strict parser for all formats: what it cannot read with certainty it refuses, naming what is missing.
//! A time without a zone stays a wall clock, and so does one with an abbreviation that several zones share, such as CST,
//! which it keeps; a date of figures with the year last keeps both readings until the
//! whole column has been seen.

mod confirm;
mod fast;
mod month;
mod number;
mod scan;
#[cfg(test)]
mod tests;

pub use confirm::{parse_confirm, parse_row_time};
pub(super) use month::MONTHS;

use super::decode::trimmed;
use crate::model::time::{DAY, SECOND};
use crate::model::zone::LocalTime;
use crate::model::{Precision, RowTime, Timestamp};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use fast::{epoch, iso};
use number::number;
use scan::{Date, Scan, WrittenZone};

/// A time that cannot be read, and why.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TimeError {
    /// Nothing there.
    #[error("no time")]
    Blank,
    /// Not a form that is read without guessing.
    #[error("“{0}” is not a time that can be read without guessing; write it as 2026-03-16 09:48:30 +01:00")]
    Unknown(String),
    /// A day or clock that does not exist.
    #[error("“{0}” names a date or clock time that does not exist; correct it in the file")]
    Impossible(String),
    /// A word for a zone that several zones share, or none has.
    #[error("the zone “{0}” is not unique; write an offset such as +01:00 or a name such as Europe/Berlin")]
    Abbreviation(String),
}

/// A time as written: one reading, or both of a date such as 03/04/2026.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stated {
    /// There is one way to read it.
    Plain(RowTime),
    /// Figures with the year last: each reading, where it is a date at all.
    Either {
        /// The first figure is the day.
        day_first: Option<RowTime>,
        /// The first figure is the month.
        month_first: Option<RowTime>,
    },
}

/// Reads a time.
///
/// ```
/// use floodmark::import::timestamp::{Stated, parse};
/// let Ok(Stated::Plain(time)) = parse("2026-03-16T10:48:30.5+01:00") else { panic!() };
/// assert_eq!((time.micros, time.offset), (1_773_654_510_500_000, Some(3600)));
/// assert!(parse("05-07-28").is_err());
/// ```
///
/// # Errors
/// [`TimeError`] when it cannot be read with certainty.
pub fn parse(text: &str) -> Result<Stated, TimeError> {
    let text = trimmed(text);
    if text.is_empty() {
        return Err(TimeError::Blank);
    }
    match iso(text.as_bytes()).or_else(|| epoch(text.as_bytes())) {
        Some(time) => Ok(Stated::Plain(time)),
        None => parse_any(text),
    }
}

/// Reads a time of a field that is in UTC, as its format says: a clock time without a zone is one. What states a zone keeps
/// it, and a date alone stays without.
///
/// # Errors
/// As [`parse`].
pub fn parse_utc(text: &str) -> Result<Stated, TimeError> {
    let utc = |time: RowTime| {
        if time.is_naive() && time.precision == Precision::Exact {
            RowTime { offset: Some(0), ..time }
        } else {
            time
        }
    };
    Ok(match parse(text)? {
        Stated::Plain(time) => Stated::Plain(utc(time)),
        Stated::Either { day_first, month_first } => {
            Stated::Either { day_first: day_first.map(utc), month_first: month_first.map(utc) }
        }
    })
}

/// Reads a text that is trimmed and not empty.
fn parse_any(text: &str) -> Result<Stated, TimeError> {
    let shown = || text.chars().take(60).collect::<String>();
    if let Some(number) = number(text) {
        return number.map(Stated::Plain).ok_or_else(|| TimeError::Unknown(shown()));
    }
    let mut scan = Scan { rest: text };
    let unknown = || TimeError::Unknown(shown());
    let date = scan.date().ok_or_else(unknown)?;
    if scan.rest.is_empty() {
        return dates_alone(date).ok_or_else(|| TimeError::Impossible(shown()));
    }
    if !scan.gap() {
        return Err(unknown());
    }
    let clock = scan.clock().ok_or_else(unknown)?;
    let clock = clock.ok_or_else(|| TimeError::Impossible(shown()))?;
    let zone = scan.zone()?;
    if !scan.rest.is_empty() {
        return Err(unknown());
    }
    let place = |day: Option<NaiveDate>| placed(day?, clock, zone);
    let stated = match date {
        Date::Month(..) => return Err(unknown()),
        Date::Day(day) => place(day).map(Stated::Plain),
        Date::Figures { day_first, month_first } => match (place(day_first), place(month_first)) {
            (None, None) => None,
            (day_first, month_first) => Some(Stated::Either { day_first, month_first }),
        },
    };
    stated.ok_or_else(|| TimeError::Impossible(shown()))
}

fn day_time(day: NaiveDate) -> RowTime {
    let midnight = Timestamp::from_naive_utc(day.and_time(NaiveTime::MIN));
    RowTime { offset: None, precision: Precision::Day, ..RowTime::utc(midnight) }
}

fn dates_alone(date: Date) -> Option<Stated> {
    Some(match date {
        Date::Day(day) => Stated::Plain(day_time(day?)),
        Date::Month(year, month) => {
            let first = NaiveDate::from_ymd_opt(year, month, 1)?;
            Stated::Plain(RowTime { precision: Precision::Month, ..day_time(first) })
        }
        Date::Figures { day_first: None, month_first: None } => return None,
        Date::Figures { day_first, month_first } => {
            Stated::Either { day_first: day_first.map(day_time), month_first: month_first.map(day_time) }
        }
    })
}

/// A clock on a day: microseconds since midnight, which `24:00` takes to the next day.
fn placed(day: NaiveDate, clock: i64, zone: WrittenZone) -> Option<RowTime> {
    let local = day.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::microseconds(clock))?;
    let wall = Timestamp::from_naive_utc(local);
    let naive = RowTime { offset: None, ..RowTime::utc(wall) };
    Some(match zone {
        WrittenZone::None => naive,
        WrittenZone::Shared(written) => RowTime { abbreviation: Some(written), ..naive },
        WrittenZone::Offset(seconds) => at_offset(naive, seconds),
        WrittenZone::Named(zone) => match zone.instant(local) {
            LocalTime::Single(at) => at_offset(naive, (wall.since(at).0 / SECOND) as i32),
            // What its clock shows twice or never only an interval says, or a finding: the zone goes with the wall clock.
            LocalTime::Repeated(..) | LocalTime::Skipped => RowTime { zone: Some(zone), ..naive },
        },
    })
}

/// A wall clock that ran so many seconds east of UTC.
fn at_offset(naive: RowTime, seconds: i32) -> RowTime {
    RowTime { micros: naive.micros - i64::from(seconds) * SECOND, offset: Some(seconds), ..naive }
}

/// Whether a time is a midnight of its own clock.
pub fn is_midnight(time: &RowTime) -> bool {
    let wall = time.micros + i64::from(time.offset.unwrap_or(0)) * SECOND;
    // A day is a multiple of 8192 microseconds, and that is told without a division.
    const { assert!(DAY % 8192 == 0) };
    wall & 8191 == 0 && wall.rem_euclid(DAY) == 0
}
