//! Times of figures alone: epochs by their size, and dates without separators.

use super::day_time;
use crate::model::time::SECOND;
use crate::model::{Precision, RowTime, Timestamp};
use chrono::{NaiveDate, NaiveTime};

/// A number: an epoch by its size, or a date without separators.
pub(super) fn number(text: &str) -> Option<Option<RowTime>> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty()
        || !all_digits(whole)
        || !all_digits(fraction)
        || (digits.contains('.') && fraction.is_empty())
    {
        return None;
    }
    if digits == whole && text == digits && (whole.len() == 8 || whole.len() == 14) {
        let compact = compact(whole);
        if compact.is_some() {
            return Some(compact);
        }
    }
    // Four figures are a year, six a year and month or a short date: no epoch of an incident.
    if whole.len() < 9 && whole != "0" {
        return Some(None);
    }
    let Ok(size) = whole.parse::<i64>() else { return Some(None) };
    let sign = if text.starts_with('-') { -1 } else { 1 };
    // The thresholds of Timesketch's own reader.
    let micros = if size > 100_000_000_000_000_000 {
        Some(size / 1000)
    } else if size > 100_000_000_000_000 {
        Some(size)
    } else if size > 100_000_000_000 {
        size.checked_mul(1000).and_then(|m| m.checked_add(micros(fraction) / 1000))
    } else {
        size.checked_mul(SECOND).and_then(|m| m.checked_add(micros(fraction)))
    };
    Some(micros.map(|m| RowTime::utc(Timestamp(sign * m))))
}

/// `20260316` or `20260316094830`, when that is a date of 1900 to 2099.
fn compact(digits: &str) -> Option<RowTime> {
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
    let year = part(0, 4).filter(|y| (1900..2100).contains(y))?;
    let day = NaiveDate::from_ymd_opt(year as i32, part(4, 6)?, part(6, 8)?)?;
    if digits.len() == 8 {
        return Some(day_time(day));
    }
    let clock = NaiveTime::from_hms_opt(part(8, 10)?, part(10, 12)?, part(12, 14)?)?;
    Some(RowTime {
        micros: day.and_time(clock).and_utc().timestamp_micros(),
        offset: None,
        precision: Precision::Exact,
        abbreviation: None,
        zone: None,
    })
}

/// Fraction digits as microseconds; finer digits are cut.
pub(super) fn micros(fraction: &str) -> i64 {
    let six: String = fraction.chars().chain("000000".chars()).take(6).collect();
    six.parse().unwrap_or(0)
}
