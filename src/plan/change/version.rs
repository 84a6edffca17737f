//! The version after a version, and dates in the style in which a plan writes them.

use crate::plan::read::control::{DateStyle, MONTHS};
use chrono::{Datelike, NaiveDate};

/// The version after `version`, in its own scheme: the last number counts up, a letter moves on, a date becomes the new
/// date. A plan without version starts at 1.0; a word gets a number.
///
/// ```
/// use floodmark::plan::change::next_version;
/// let date = chrono::NaiveDate::from_ymd_opt(2026, 4, 2).unwrap();
/// let next = |v| next_version(Some(v), date);
/// assert_eq!(next("1.2"), "1.3");
/// assert_eq!(next("v2.9"), "v2.10");
/// assert_eq!(next("7"), "8");
/// assert_eq!(next("C"), "D");
/// assert_eq!(next("2026-01-15"), "2026-04-02");
/// assert_eq!(next("2026-04-02"), "2026-04-02.2");
/// assert_eq!(next("1.2-draft"), "1.3-draft");
/// assert_eq!(next_version(None, date), "1.0");
/// ```
pub fn next_version(version: Option<&str>, date: NaiveDate) -> String {
    let Some(version) = version.map(str::trim).filter(|v| !v.is_empty()) else { return "1.0".to_owned() };
    if let Some(dated) = dated(version, date) {
        return if dated == version { format!("{version}.2") } else { dated };
    }
    if let [letter @ (b'A'..=b'Y' | b'a'..=b'y')] = version.as_bytes() {
        return char::from(letter + 1).to_string();
    }
    let end = version.rfind(|c: char| c.is_ascii_digit()).map(|at| at + 1);
    let Some(end) = end else { return format!("{version}-2") };
    let head = version.get(..end).unwrap_or("");
    let start = head
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + head.get(at..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8));
    let digits = head.get(start..).unwrap_or("");
    let Ok(number) = digits.parse::<u64>() else { return format!("{version}-2") };
    let next = format!("{:0width$}", number.saturating_add(1), width = digits.len());
    format!("{}{next}{}", version.get(..start).unwrap_or(""), version.get(end..).unwrap_or(""))
}

/// For a version that is a date, the new date in the same form.
fn dated(version: &str, date: NaiveDate) -> Option<String> {
    let parts: Vec<&str> = version.split(['-', '.']).collect();
    let number = |at: usize, width: usize| {
        parts.get(at).filter(|p| p.len() == width).and_then(|p| p.parse::<u32>().ok())
    };
    number(0, 4).filter(|y| (1990..2200).contains(y))?;
    let separator = version.get(4..5)?;
    number(1, 2).filter(|m| (1..=12).contains(m))?;
    let month = format!("{:04}{separator}{:02}", date.year(), date.month());
    match parts.len() {
        2 => Some(month),
        3 if number(2, 2).is_some_and(|d| (1..=31).contains(&d)) => {
            Some(format!("{month}{separator}{:02}", date.day()))
        }
        4 if parts.get(3).is_some_and(|n| n.parse::<u32>().is_ok()) => {
            // A second version of that day: `2026-04-02.2`.
            let day = format!("{month}{separator}{:02}", date.day());
            let same = version.starts_with(&day);
            (!same).then_some(day)
        }
        _ => None,
    }
}

/// A date in a style. Numbers parted by slashes give way to ISO 8601, which cannot be misread.
pub fn written_date(date: NaiveDate, style: DateStyle) -> String {
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or("");
    match style {
        DateStyle::Iso | DateStyle::Slashed => date.format("%Y-%m-%d").to_string(),
        DateStyle::Dotted => date.format("%d.%m.%Y").to_string(),
        DateStyle::DayMonth => format!("{} {month} {}", date.day(), date.year()),
        DateStyle::MonthDay => format!("{month} {}, {}", date.day(), date.year()),
        DateStyle::Month => format!("{month} {}", date.year()),
    }
}
