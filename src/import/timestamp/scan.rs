//! A time that people or less usual tools write, read from left to right: date, clock, zone.

use super::TimeError;
use super::month::month_of;
use super::number::micros;
use crate::model::time::{HOUR, MINUTE, SECOND};
use crate::model::zone_table::NamedZone;
use crate::model::{Abbreviation, Zone};
use chrono::NaiveDate;

/// A date as written, where it is one.
pub(super) enum Date {
    Day(Option<NaiveDate>),
    Month(i32, u32),
    Figures { day_first: Option<NaiveDate>, month_first: Option<NaiveDate> },
}

/// The zone behind a clock.
#[derive(Clone, Copy)]
pub(super) enum WrittenZone {
    None,
    Offset(i32),
    Named(NamedZone),
    Shared(Abbreviation),
}

/// A text from the left, with what is still to be read of it.
pub(super) struct Scan<'a> {
    pub(super) rest: &'a str,
}

impl Scan<'_> {
    fn figures(&mut self) -> Option<(u32, usize)> {
        let n = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at_checked(n)?;
        let value = digits.parse().ok().filter(|_| n <= 9)?;
        self.rest = rest;
        Some((value, n))
    }

    fn eat(&mut self, wanted: &[char]) -> Option<char> {
        let c = self.rest.chars().next().filter(|c| wanted.contains(c))?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or("");
        Some(c)
    }

    fn word(&mut self) -> &str {
        let n = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, rest) = self.rest.split_at_checked(n).unwrap_or(("", self.rest));
        self.rest = rest;
        word
    }

    fn month_name(&mut self) -> Option<u32> {
        let end = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        let month = month_of(&word.to_lowercase())?;
        self.rest = rest;
        Some(month)
    }

    /// The ending of “13th” or “1er”.
    fn ordinal(&mut self) {
        let ended = |rest: &&str| !rest.starts_with(char::is_alphanumeric);
        let endings = ["st", "nd", "rd", "th", "er"];
        let rest = endings.iter().find_map(|ending| self.rest.strip_prefix(ending).filter(ended));
        self.rest = rest.unwrap_or(self.rest);
    }

    /// The “de” of “13 de marzo de 2026”.
    fn of(&mut self) {
        self.rest = self.rest.strip_prefix("de ").unwrap_or(self.rest);
    }

    /// A date, leaving what follows it.
    pub(super) fn date(&mut self) -> Option<Date> {
        // “Fri, 13 Mar 2026”: the name of the day says nothing new.
        let before = self.rest;
        if self.rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let word = self.word().to_ascii_lowercase();
            let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
            if word.len() >= 3 && days.iter().any(|d| word.starts_with(d)) {
                self.eat(&[',']);
                self.rest = self.rest.trim_start();
            } else {
                self.rest = before;
            }
        }
        if let Some(month) = self.month_name() {
            // “Mar 13, 2026”, “Mar. 13, 2026”, “March 13th 2026”.
            self.eat(&['.']);
            self.rest = self.rest.trim_start();
            let (day, _) = self.figures()?;
            self.ordinal();
            self.eat(&[',']);
            self.rest = self.rest.trim_start();
            let (year, digits) = self.figures()?;
            return (digits == 4).then(|| Date::Day(NaiveDate::from_ymd_opt(year as i32, month, day)));
        }
        let (first, digits) = self.figures()?;
        if digits == 8 {
            // “20260316T094830Z”.
            let text = format!("{first:08}");
            let part = |a: usize, b: usize| text.get(a..b).and_then(|s| s.parse::<u32>().ok());
            return Some(Date::Day(NaiveDate::from_ymd_opt(part(0, 4)? as i32, part(4, 6)?, part(6, 8)?)));
        }
        let figures = self.rest;
        self.ordinal();
        let named = self.rest.len() < figures.len();
        if named && digits > 2 {
            return None;
        }
        let separator = self.eat(&['-', '/', '.', ' '])?;
        if digits == 4 {
            let (month, n) = self.figures()?;
            if n > 2 {
                return None;
            }
            let day = self.rest;
            if self.eat(&[separator]).is_some() {
                match self.figures() {
                    Some((day, 1 | 2)) => {
                        return Some(Date::Day(NaiveDate::from_ymd_opt(first as i32, month, day)));
                    }
                    _ => self.rest = day,
                }
            }
            return Some(Date::Month(first as i32, month));
        }
        if digits > 2 {
            return None;
        }
        let before = self.rest;
        if matches!(separator, '.' | ' ') {
            self.rest = self.rest.trim_start();
            self.of();
        }
        if let Some(month) = self.month_name() {
            // “13/Mar/2026”, “13 March 2026”, “13. März 2026”, “13 févr. 2026”.
            self.eat(&[separator, ',', '.']);
            self.rest = self.rest.trim_start();
            self.of();
            let (year, n) = self.figures()?;
            // “16/Mar/26 9:20 AM”: after the name of a month two figures can only be a year, unless they begin a clock.
            let year = match n {
                4 => year,
                2 if !self.rest.starts_with(':') => year + if year < 70 { 2000 } else { 1900 },
                _ => return None,
            };
            return Some(Date::Day(NaiveDate::from_ymd_opt(year as i32, month, first)));
        }
        if named {
            return None;
        }
        self.rest = before;
        let (second, n) = self.figures()?;
        self.eat(&[separator])?;
        let (year, year_digits) = self.figures()?;
        if n > 2 || year_digits != 4 {
            return None;
        }
        let date = |day, month| NaiveDate::from_ymd_opt(year as i32, month, day);
        Some(Date::Figures { day_first: date(first, second), month_first: date(second, first) })
    }

    /// What stands between date and clock.
    pub(super) fn gap(&mut self) -> bool {
        let before = self.rest.len();
        if self.eat(&['T', 't', ':']).is_none() {
            self.eat(&[',']);
            self.rest = self.rest.trim_start();
            let words = ["@ ", "at ", "um ", "à "];
            if let Some(rest) = words.iter().find_map(|word| self.rest.strip_prefix(word)) {
                self.rest = rest;
            }
        }
        self.rest.len() < before
    }

    /// A clock in microseconds since midnight; the inner `None` when there is no such time of day.
    pub(super) fn clock(&mut self) -> Option<Option<i64>> {
        let (hour, digits) = self.figures()?;
        let (hour, minute, second) = if digits == 6 {
            (hour / 10_000, hour / 100 % 100, hour % 100)
        } else {
            // “0h44” in French.
            self.eat(&[':', 'h']).filter(|_| digits <= 2)?;
            let (minute, n) = self.figures()?;
            let second = match self.eat(&[':']) {
                Some(_) => self.figures().filter(|(_, n)| *n == 2)?.0,
                None => 0,
            };
            if n != 2 {
                return None;
            }
            (hour, minute, second)
        };
        let mut fraction = 0;
        let before = self.rest;
        if self.eat(&['.', ',', ':']).is_some() {
            let n = self.rest.bytes().take_while(u8::is_ascii_digit).count();
            match self.rest.split_at_checked(n) {
                Some((digits, rest)) if n > 0 => {
                    fraction = micros(digits);
                    self.rest = rest;
                }
                _ => self.rest = before,
            }
        }
        self.rest = self.rest.strip_prefix(" Uhr").unwrap_or(self.rest);
        let hour = match self.half_day() {
            None => hour,
            Some(_) if !(1..=12).contains(&hour) => return Some(None),
            Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        };
        let midnight_after = hour == 24 && minute == 0 && second == 0 && fraction == 0;
        if (hour > 23 && !midnight_after) || minute > 59 || second > 60 {
            return Some(None);
        }
        Some(Some(
            i64::from(hour) * HOUR + i64::from(minute) * MINUTE + i64::from(second) * SECOND + fraction,
        ))
    }

    /// AM or PM, also as “a.m.” and, in Spanish, “a. m.”.
    fn half_day(&mut self) -> Option<bool> {
        let (letter, after) = self.rest.trim_start().split_at_checked(1)?;
        let afternoon = match letter {
            "a" | "A" => false,
            "p" | "P" => true,
            _ => return None,
        };
        let dotted = after.strip_prefix('.');
        let after = dotted.map_or(after, str::trim_start).strip_prefix(['m', 'M'])?;
        let after = dotted.and_then(|_| after.strip_prefix('.')).unwrap_or(after);
        if after.starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        self.rest = after;
        Some(afternoon)
    }

    /// Everything that is left, as a zone.
    pub(super) fn zone(&mut self) -> Result<WrittenZone, TimeError> {
        let rest = std::mem::take(&mut self.rest).trim();
        let rest = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')).unwrap_or(rest);
        if rest.is_empty() {
            return Ok(WrittenZone::None);
        }
        let letters = rest.chars().all(|c| c.is_ascii_alphabetic());
        let known = ["utc", "z", "gmt"].iter().any(|n| rest.eq_ignore_ascii_case(n));
        if letters && !known {
            let written = rest.parse().map_err(|_| TimeError::Abbreviation(rest.to_owned()));
            return written.map(WrittenZone::Shared);
        }
        match rest.parse::<Zone>() {
            Ok(Zone::Utc) => Ok(WrittenZone::Offset(0)),
            Ok(Zone::Fixed(seconds)) => Ok(WrittenZone::Offset(seconds)),
            Ok(Zone::Named(zone)) => Ok(WrittenZone::Named(zone)),
            Err(_) => Err(TimeError::Unknown(rest.chars().take(60).collect())),
        }
    }
}
