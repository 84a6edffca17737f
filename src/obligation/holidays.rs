//! Public holidays by rules: fixed days, days after Easter, weekdays of a month, days in place of a weekend.
//!
//! `holidays.txt` has a line a country: its ISO code, perhaps another country whose holidays it shares, and its holidays:
//!
//! * `0501`: a day of the year. `0501>Mon`: the first Monday from that day on.
//! * `E+39`: so many days after Easter; `O-2`: before the Easter of the Orthodox churches.
//! * `@2020-`, `@-2023`, `@2022`: only in these years; `!2026`: not in that one.
//! * `s` after the day: where it falls on a weekend, the next working day is free in its place; `p`: it may be;
//!   `q`: it may be after a Sunday alone; `n`: the nearest of Friday and Monday is.
//! * `~` before it: a day on which banks, authorities or a part of the country may rest, and others work.
//! * `bridge`: the government may free a Monday before a holiday, or a Friday after one, by a decree for that year.
//!
//! What is proclaimed for one year alone is not known before it is, and only that of 2018 to 2026 is here.
//!
//! Each line was held against the `holidays` package of Python (0.109), an independent collection, year by year
//! (`tests/it/holidays.csv`). The laws on holidays or on time limits that it follows are named for whoever checks further, and were
//! not read anew for this table: AT Arbeitsruhegesetz § 7 (AVG § 33 and the bank
//! holidays of 1961 for what may rest); BE law of 4 January 1974; BG Labour Code art. 154; CY public holidays of the state; CZ
//! act 245/2000; DK Great Prayer Day until 2023; EE act on public holidays § 2; ES Estatuto de los Trabajadores art. 37.2;
//! FI act 150/1930 § 5; FR Code du travail L3133-1 and L3422-2; GR law 4808/2021 art. 60; HR NN 110/2019; HU Labour Code § 102;
//! IE Organisation of Working Time Act 1997, second schedule; IS act 88/1971; IT law 260/1949; LI Arbeitsgesetz; LT Labour
//! Code art. 123; LU Code du travail L. 232-2; LV law on public holidays; MT chapter 252; NL Algemene termijnenwet art. 3; NO
//! act on holidays of 1995; PL act of 18 January 1951; PT Código do Trabalho art. 234; RO Labour Code art. 139; SE acts 1989:253
//! and 1930:173 § 2; SI act on holidays; SK act 241/1993; US-VT 1 V.S.A. § 371 beside the federal ones.

use bdays::easter::easter_naive_date;
use bdays::is_weekend;
use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};
use std::sync::LazyLock;

/// Whether offices rest on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// They work.
    No,
    /// Some do, or a decree decides.
    Perhaps,
    /// They rest.
    Surely,
}

/// The holidays of one country.
#[derive(Debug)]
pub struct Country {
    /// Its ISO code.
    pub code: &'static str,
    base: Option<&'static str>,
    bridges: bool,
    holidays: Vec<Holiday>,
}

#[derive(Debug)]
struct Holiday {
    day: Day,
    sure: bool,
    /// What a weekend does to it: one of the letters of the table.
    moves: Option<char>,
    years: [i32; 2],
    not: Option<i32>,
}

#[derive(Debug)]
enum Day {
    Fixed(u32, u32),
    From(u32, u32, Weekday),
    Easter(i64),
    Orthodox(i64),
}

static COUNTRIES: LazyLock<Vec<Country>> =
    LazyLock::new(|| include_str!("holidays.txt").lines().filter_map(Country::read).collect());

/// All countries of the table.
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// A country by its code.
pub fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.code == code)
}

impl Country {
    fn read(line: &'static str) -> Option<Country> {
        let mut words = line.split(' ').peekable();
        let code = words.next()?;
        let base = words.next_if(|word| word.len() == 2 && *word != code);
        let mut country = Country { code, base, bridges: false, holidays: vec![] };
        for word in words {
            match word {
                "bridge" => country.bridges = true,
                word => country.holidays.push(Holiday::read(word)?),
            }
        }
        Some(country)
    }

    /// Whether offices rest on a day, weekends aside.
    ///
    /// ```
    /// use floodmark::obligation::holidays::{Rest, country};
    /// let day = |text: &str| text.parse().unwrap();
    /// let france = country("FR").unwrap();
    /// assert_eq!(france.rests(day("2026-05-14")), Rest::Surely); // Ascension
    /// assert_eq!(france.rests(day("2026-05-15")), Rest::No);
    /// ```
    pub fn rests(&self, day: NaiveDate) -> Rest {
        let told = self.told(day);
        if told != Rest::No || !self.bridges {
            return told;
        }
        let beside = match day.weekday() {
            Weekday::Mon => day.succ_opt(),
            Weekday::Fri => day.pred_opt(),
            _ => None,
        };
        match beside.is_some_and(|beside| self.told(beside) == Rest::Surely) {
            true => Rest::Perhaps,
            false => Rest::No,
        }
    }

    /// Whether some of its days are uncertain.
    pub fn is_open(&self) -> bool {
        let open = |h: &Holiday| !h.sure || h.moves.is_some() && !h.moves_surely();
        self.bridges || self.holidays.iter().any(open) || self.shared().is_some_and(Country::is_open)
    }

    fn shared(&self) -> Option<&'static Country> {
        country(self.base?)
    }

    /// What the table tells of a day.
    fn told(&self, day: NaiveDate) -> Rest {
        let days = self.of(day.year());
        let sure = days.iter().filter(|(d, _)| *d == day).map(|(_, sure)| *sure).max();
        match sure {
            Some(true) => Rest::Surely,
            Some(false) => Rest::Perhaps,
            None => self.shared().map_or(Rest::No, |base| base.told(day)),
        }
    }

    /// Its own holidays in a year, with those in place of others.
    fn of(&self, year: i32) -> Vec<(NaiveDate, bool)> {
        let told = self.holidays.iter().filter_map(|h| Some((h, h.of(year)?)));
        let mut days: Vec<(NaiveDate, bool)> = told.clone().map(|(h, day)| (day, h.sure)).collect();
        for (holiday, day) in told {
            let (Some(how), Weekday::Sat | Weekday::Sun) = (holiday.moves, day.weekday()) else { continue };
            let saturday = day.weekday() == Weekday::Sat;
            // What may be free in its place is another day than what may be free in place of another holiday.
            let free = |d: &NaiveDate| {
                days.iter().any(|(other, sure)| other == d && (*sure || !holiday.moves_surely()))
            };
            let next = day.iter_days().skip(1).find(|d| !is_weekend(*d) && !free(d));
            let instead = match how {
                'q' if saturday => None,
                'n' if saturday => day.pred_opt(),
                _ => next,
            };
            days.extend(instead.map(|instead| (instead, holiday.moves_surely())));
        }
        days
    }
}

impl Holiday {
    fn read(word: &str) -> Option<Holiday> {
        let (word, sure) = word.strip_prefix('~').map_or((word, true), |word| (word, false));
        let (word, not) = word.split_once('!').map_or((word, None), |(word, year)| (word, year.parse().ok()));
        let (word, years) = word.split_once('@').unwrap_or((word, ""));
        let year = |text: &str, open: i32| if text.is_empty() { Some(open) } else { text.parse().ok() };
        let years = match years.split_once('-') {
            Some((from, to)) => [year(from, i32::MIN)?, year(to, i32::MAX)?],
            None => [year(years, i32::MIN)?, year(years, i32::MAX)?],
        };
        let moves = word.chars().last().filter(|c| "spqn".contains(*c) && !word.contains('>'));
        let word = moves.map_or(word, |letter| word.trim_end_matches(letter));
        Some(Holiday { day: Day::read(word)?, sure, moves, years, not })
    }

    /// Whether the day in place of a weekend is free for sure.
    fn moves_surely(&self) -> bool {
        matches!(self.moves, Some('s' | 'n'))
    }

    /// Its day in a year.
    fn of(&self, year: i32) -> Option<NaiveDate> {
        let [from, to] = self.years;
        if !(from..=to).contains(&year) || self.not == Some(year) {
            return None;
        }
        match self.day {
            Day::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Day::From(month, day, weekday) => NaiveDate::from_ymd_opt(year, month, day)?
                .iter_days()
                .take(7)
                .find(|d| d.weekday() == weekday),
            Day::Easter(after) => easter_naive_date(year).ok()?.checked_add_signed(TimeDelta::days(after)),
            Day::Orthodox(after) => orthodox_easter(year)?.checked_add_signed(TimeDelta::days(after)),
        }
    }
}

impl Day {
    fn read(word: &str) -> Option<Day> {
        if let Some(after) = word.strip_prefix('E') {
            return after.parse().ok().map(Day::Easter);
        }
        if let Some(after) = word.strip_prefix('O') {
            return after.parse().ok().map(Day::Orthodox);
        }
        let [month, day] = [word.get(..2)?.parse().ok()?, word.get(2..4)?.parse().ok()?];
        match word.get(4..)?.strip_prefix('>') {
            Some(weekday) => Some(Day::From(month, day, weekday.parse().ok()?)),
            None => Some(Day::Fixed(month, day)),
        }
    }
}

/// Easter of the Orthodox churches, in the Gregorian calendar: the Julian one by J. Meeus, Astronomical Algorithms (1991),
/// chapter 8, and the days between the two calendars.
///
/// ```
/// use floodmark::obligation::holidays::orthodox_easter;
/// assert_eq!(orthodox_easter(2026), "2026-04-12".parse().ok());
/// assert_eq!(orthodox_easter(2024), "2024-05-05".parse().ok());
/// ```
pub fn orthodox_easter(year: i32) -> Option<NaiveDate> {
    let year = u32::try_from(year).ok()?;
    let d = (19 * (year % 19) + 15) % 30;
    let e = (2 * (year % 4) + 4 * (year % 7) + 34 - d) % 7;
    let behind = (year / 100).checked_sub(year / 400 + 2)?;
    let march = NaiveDate::from_ymd_opt(year as i32, 3, 1)?;
    march.checked_add_days(Days::new(u64::from(d + e + 21 + behind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read_and_every_base_is_there() {
        assert_eq!(countries().len(), include_str!("holidays.txt").lines().count());
        assert!(countries().iter().all(|c| c.base.is_none() || c.shared().is_some()));
        assert!(countries().iter().all(|c| super::super::place::check_code(c.code).is_ok()));
    }

    #[test]
    fn days_move_as_their_country_moves_them() {
        let rest = |code: &str, day: &str| country(code).unwrap().rests(day.parse().unwrap());
        // New Year's Day of 2028 is a Saturday; Christmas of 2027 a Saturday and a Sunday.
        assert_eq!(rest("BG", "2028-01-03"), Rest::Surely);
        assert_eq!(["2027-12-27", "2027-12-28"].map(|day| rest("BG", day)), [Rest::Surely; 2]);
        assert_eq!(["2027-12-27", "2027-12-28"].map(|day| rest("IE", day)), [Rest::Perhaps; 2]);
        assert_eq!(rest("IE", "2027-12-29"), Rest::No);
        // Spain's regions move a Sunday, and no Saturday.
        assert_eq!([rest("ES", "2026-11-02"), rest("ES", "2026-08-17")], [Rest::Perhaps, Rest::No]);
        // The 16th of August is a Sunday in 2026 and a Saturday in 2025.
        assert_eq!(["2026-08-17", "2025-08-15"].map(|day| rest("US-VT", day)), [Rest::Surely; 2]);
        assert_eq!(rest("US-VT", "2026-08-14"), Rest::No);
        // Hungary may free the Monday before the 20th of August.
        assert_eq!([rest("HU", "2030-08-19"), rest("HU", "2030-08-16")], [Rest::Perhaps, Rest::No]);
        // A part of France has its holidays and one of its own.
        assert_eq!([rest("RE", "2026-07-14"), rest("RE", "2026-12-20")], [Rest::Surely; 2]);
        assert_eq!(rest("FR", "2026-12-20"), Rest::No);
    }
}
