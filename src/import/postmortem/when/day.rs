//! Days, as prose writes them.

use super::Day;
use super::scan::{Scan, digit};
use crate::import::timestamp::MONTHS;

const TWO_FIGURES: &str = "a year of two figures can be read several ways; write it as 2026-03-16";
const FIVE_FIGURES: &str = "its year has more than four figures; correct it, as in 2026-03-16";
const NO_DAY: &str = "the date names no day; write it as 2026-03-16 or leave the entry out";

impl<'a> Scan<'a> {
    fn month(&mut self) -> Option<u32> {
        let mut ahead = *self;
        let word = ahead.word().to_ascii_lowercase();
        let named =
            |n: &usize| MONTHS.get(*n).is_some_and(|m| *m == word || m.get(..3) == Some(word.as_str()));
        let found = (0..12).find(named).or((word == "sept").then_some(8))?;
        ahead.eat(&['.']);
        *self = ahead;
        Some(found as u32 + 1)
    }

    fn ordinal(&mut self) {
        let mut ahead = *self;
        if ["st", "nd", "rd", "th"].contains(&ahead.word().to_ascii_lowercase().as_str()) {
            *self = ahead;
        }
    }

    /// The year after day and month, with what may stand before it.
    fn year(&mut self) -> Option<&'a str> {
        let mut ahead = *self;
        ahead.eat(&[',', '/', '-', ' ']);
        ahead.space();
        let year = ahead.figures().filter(|y| y.len() == 4)?;
        // “12 July 14:33” and “July 12 2018” differ in what follows the figures.
        if ahead.within() || ahead.peek() == Some(':') && ahead.rest().get(1..2).is_some_and(digit) {
            return None;
        }
        *self = ahead;
        Some(year)
    }

    /// A day, with or without its year and the name of the weekday; or why it cannot be read.
    pub(super) fn day(&mut self) -> Option<Result<Day, &'static str>> {
        let mut ahead = *self;
        let mut named = ahead;
        let word = named.word().to_ascii_lowercase();
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        if word.len() >= 3 && days.iter().any(|d| *d == word || (word.len() <= 4 && d.starts_with(&word))) {
            named.eat(&[',', '.']);
            named.space();
            ahead = named;
        }
        let found = ahead.written_day()?;
        *self = ahead;
        Some(found)
    }

    fn written_day(&mut self) -> Option<Result<Day, &'static str>> {
        if let Some(month) = self.month() {
            self.space();
            let day = self.figures().filter(|d| d.len() <= 2)?;
            self.ordinal();
            if self.within() || self.peek() == Some(':') && self.rest().get(1..2).is_some_and(digit) {
                return None;
            }
            return Some(Ok(self.with_year(day.parse().ok()?, month)));
        }
        let first = self.figures()?;
        let separator = self.peek().filter(|c| ['-', '/', '.'].contains(c));
        match (first.len(), separator) {
            (4, Some(separator)) => {
                self.at += 1;
                let placeholder = |s: &str| s.starts_with(['M', 'm', 'X', 'x', '?', 'D', 'd']);
                if separator == '-' && placeholder(self.rest()) {
                    let n = self.rest().find(|c: char| !(c == '-' || c == '?' || c.is_ascii_alphanumeric()));
                    self.at += n.unwrap_or(self.rest().len());
                    return Some(Err(NO_DAY));
                }
                let month = self.figures().filter(|m| m.len() <= 2)?;
                let mut ahead = *self;
                if ahead.eat(&[separator]).is_some() {
                    if placeholder(ahead.rest()) {
                        ahead.word();
                        *self = ahead;
                        return Some(Err(NO_DAY));
                    }
                    let day = ahead.figures().filter(|d| d.len() <= 2)?;
                    *self = ahead;
                    // A `T` may stand before a clock.
                    let clock =
                        self.rest().strip_prefix(['T', 't']).is_some_and(|r| r.get(..1).is_some_and(digit));
                    return (clock || !self.within())
                        .then(|| Ok(Day::Full(format!("{first}-{month}-{day}"))));
                }
                (separator == '-' && !self.within()).then(|| Ok(Day::Full(format!("{first}-{month}"))))
            }
            (5.., Some('-')) => {
                self.at += 1;
                self.figures().filter(|m| m.len() <= 2)?;
                self.eat(&['-'])?;
                self.figures().filter(|d| d.len() <= 2)?;
                Some(Err(FIVE_FIGURES))
            }
            (1 | 2, _) => {
                let mut ahead = *self;
                ahead.ordinal();
                ahead.eat(&['/', '-']);
                ahead.space();
                if ahead.eat_word("of") {
                    ahead.space();
                }
                if let Some(month) = ahead.month() {
                    *self = ahead;
                    let day = self.with_year(first.parse().ok()?, month);
                    return (!self.within()).then_some(Ok(day));
                }
                let separator = separator?;
                self.at += 1;
                let second = self.figures().filter(|s| s.len() <= 2)?;
                self.eat(&[separator])?;
                let year = self.figures()?;
                match year.len() {
                    _ if self.within() => None,
                    4 => Some(Ok(Day::Full(format!("{first}/{second}/{year}")))),
                    2 if separator == '/' => Some(Err(TWO_FIGURES)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn with_year(&mut self, day: u32, month: u32) -> Day {
        match self.year() {
            Some(year) => {
                Day::Full(format!("{day} {} {year}", MONTHS.get(month as usize - 1).unwrap_or(&"")))
            }
            None => Day::WithoutYear(month, day),
        }
    }
}
