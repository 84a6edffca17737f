//! Times as tools and people write them.
//!
//! One strict parser for all formats: what it cannot read with certainty it refuses, naming what is missing.
//! A time without a zone stays a wall clock, and so does one with an abbreviation that several zones share, such as CST,
//! which it keeps; a date of figures with the year last keeps both readings until the
//! whole column has been seen.

use super::decode::trimmed;
use crate::model::time::{DAY, HOUR, MINUTE, SECOND};
use crate::model::zone::LocalTime;
use crate::model::{Abbreviation, Moment, Precision, RowTime, Timestamp, Zone, ZoneOrigin};
use chrono::{NaiveDate, NaiveTime, TimeDelta};

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
    /// A wall clock that its own zone shows twice or never.
    #[error(
        "“{0}” is shown twice or never by the clock of its zone; write an offset instead of the zone's name"
    )]
    Fold(String),
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
        let clock =
            time.offset.is_none() && time.abbreviation.is_none() && time.precision == Precision::Exact;
        if clock { RowTime { offset: Some(0), ..time } } else { time }
    };
    Ok(match parse(text)? {
        Stated::Plain(time) => Stated::Plain(utc(time)),
        Stated::Either { day_first, month_first } => {
            Stated::Either { day_first: day_first.map(utc), month_first: month_first.map(utc) }
        }
    })
}

/// The other form that tools write a million times, an epoch in microseconds, as [`parse`] reads it.
fn epoch(text: &[u8]) -> Option<RowTime> {
    let (high, rest) = text.split_first_chunk::<8>()?;
    let (low, rest) = rest.split_first_chunk::<8>()?;
    let sixteen = i64::from(figures(high)?) * 100_000_000 + i64::from(figures(low)?);
    let micros = match *rest {
        [] => sixteen,
        [last @ b'0'..=b'9'] => sixteen * 10 + i64::from(last - b'0'),
        _ => return None,
    };
    let plain = (100_000_000_000_001..=100_000_000_000_000_000).contains(&micros);
    plain.then_some(RowTime::utc(Timestamp(micros)))
}

/// The number that at most eight digits write; `None` where one of them is none.
fn figures<const N: usize>(digits: &[u8; N]) -> Option<u32> {
    const { assert!(N <= 8) };
    let (mut number, mut all) = (0, true);
    for digit in digits {
        let figure = digit.wrapping_sub(b'0');
        all &= figure < 10;
        number = number * 10 + u32::from(figure);
    }
    all.then_some(number)
}

/// The microseconds that the digits after a decimal point write, nine at most, and what follows them.
fn fraction_of(text: &[u8]) -> Option<(u32, &[u8])> {
    if let Some((six, rest)) = text.split_first_chunk::<6>()
        && let Some(micros) = figures(six)
        && !rest.first().is_some_and(u8::is_ascii_digit)
    {
        return Some((micros, rest));
    }
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let six = (0..6).fold(0, |value, n| {
        value * 10 + text.get(n).filter(|_| n < digits).map_or(0, |b| u32::from(b - b'0'))
    });
    (1..=9).contains(&digits).then_some((six, text.get(digits..)?))
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
    let place = |day: Option<NaiveDate>| day.map(|day| placed(day, clock, zone)).transpose();
    match date {
        Date::Month(..) => Err(unknown()),
        Date::Day(day) => match place(day) {
            Ok(Some(time)) => Ok(Stated::Plain(time)),
            Ok(None) => Err(TimeError::Impossible(shown())),
            Err(()) => Err(TimeError::Fold(shown())),
        },
        Date::Figures { day_first, month_first } => {
            let (day_first, month_first) =
                (place(day_first).unwrap_or(None), place(month_first).unwrap_or(None));
            match (day_first, month_first) {
                (None, None) => Err(TimeError::Impossible(shown())),
                _ => Ok(Stated::Either { day_first, month_first }),
            }
        }
    }
}

/// The form that tools write a million times, `2026-03-16T10:48:30.123456+01:00` with a blank for the `T` or without
/// fraction or zone, read as [`parse`] reads it; `None` for any other.
fn iso(text: &[u8]) -> Option<RowTime> {
    let (date, rest) = text.split_first_chunk::<19>()?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b' ', h1, h2, b':', n1, n2, b':', s1, s2] = *date
    else {
        return None;
    };
    // Numbers of 32 bits: in WebAssembly a division of 64 bits costs ten times as much.
    let year = figures(&[y1, y2, y3, y4])? as i32;
    let (month, day) = (figures(&[m1, m2])? as i32, figures(&[d1, d2])? as i32);
    let (hour, minute, second) = (figures(&[h1, h2])?, figures(&[n1, n2])?, figures(&[s1, s2])?);
    if !(1..=12).contains(&month) || day < 1 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if day > longest {
        return None;
    }
    // Days since 1970 of the civil calendar, with years that start in March.
    let (years, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = years * 365 + years.div_euclid(4) - years.div_euclid(100)
        + years.div_euclid(400)
        + (months * 153 + 2) / 5
        + day
        - 719_469;
    let (fraction, zone) = match rest.split_first() {
        Some((b'.', rest)) => fraction_of(rest)?,
        _ => (0, rest),
    };
    let offset = match *zone {
        [] => None,
        [b'Z'] | [b'+', b'0', b'0', b':', b'0', b'0'] => Some(0),
        [
            sign @ (b'+' | b'-'),
            h1 @ b'0'..=b'1',
            h2 @ b'0'..=b'9',
            b':',
            m1 @ b'0'..=b'5',
            m2 @ b'0'..=b'9',
        ] => {
            let digit = |b: u8| i32::from(b - b'0');
            let seconds = (digit(h1) * 10 + digit(h2)) * 3600 + (digit(m1) * 10 + digit(m2)) * 60;
            (seconds > 0 && seconds <= 14 * 3600).then_some(Some(if sign == b'-' {
                -seconds
            } else {
                seconds
            }))?
        }
        _ => return None,
    };
    let clock = i64::from(hour * 3600 + minute * 60 + second) * SECOND + i64::from(fraction);
    let wall = i64::from(days) * DAY + clock;
    let micros = wall - i64::from(offset.unwrap_or(0)) * SECOND;
    Some(RowTime { micros, offset, precision: Precision::Exact, abbreviation: None })
}

/// Reads a time that a person gives for a milestone: any time of [`parse`], an hour (`2017-02-01T18`, ± 30 minutes),
/// a date or a month. A wall clock is taken in `zone`.
///
/// # Errors
/// [`TimeError`] when it cannot be read with certainty, or the clock of `zone` skips it.
pub fn parse_confirm(text: &str, zone: Zone) -> Result<Moment, TimeError> {
    let text = text.trim();
    let hour = (text.len() == 13)
        .then(|| text.split_at_checked(10))
        .flatten()
        .filter(|(_, hour)| hour.starts_with(['T', ' ']) && hour.chars().skip(1).all(|c| c.is_ascii_digit()));
    let (stated, precision) = match hour {
        Some((_, _)) => (parse(&format!("{text}:00"))?, Some(Precision::Hour)),
        None => (parse(text)?, None),
    };
    let time = match stated {
        Stated::Plain(time) => time,
        Stated::Either { day_first: Some(a), month_first: Some(b) } if a == b => a,
        Stated::Either { day_first: Some(time), month_first: None }
        | Stated::Either { day_first: None, month_first: Some(time) } => time,
        Stated::Either { .. } => return Err(TimeError::Unknown(text.to_owned())),
    };
    if let Some(written) = time.abbreviation {
        return Err(TimeError::Abbreviation(written.to_string()));
    }
    let time = RowTime { precision: precision.unwrap_or(time.precision), ..time };
    let asserted = if zone == Zone::Utc && time.offset.is_none() { Zone::Utc } else { zone };
    let moment = time.place(Some(asserted), Default::default());
    moment.map_err(|_| TimeError::Impossible(text.to_owned())).map(|m| match time.offset {
        Some(_) => m,
        None => Moment { zone: ZoneOrigin::Asserted, ..m },
    })
}

enum Date {
    Day(Option<NaiveDate>),
    Month(i32, u32),
    Figures { day_first: Option<NaiveDate>, month_first: Option<NaiveDate> },
}

#[derive(Clone, Copy)]
enum WrittenZone {
    None,
    Offset(i32),
    Named(Zone),
    Shared(Abbreviation),
}

/// A number: an epoch by its size, or a date without separators.
fn number(text: &str) -> Option<Option<RowTime>> {
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
        size.checked_mul(1000)
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
    })
}

fn day_time(day: NaiveDate) -> RowTime {
    let midnight = day.and_time(NaiveTime::MIN);
    let micros = midnight.and_utc().timestamp_micros();
    RowTime { micros, offset: None, precision: Precision::Day, abbreviation: None }
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
fn placed(day: NaiveDate, clock: i64, zone: WrittenZone) -> Result<RowTime, ()> {
    let local = day.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::microseconds(clock)).ok_or(())?;
    let wall = local.and_utc().timestamp_micros();
    let (micros, offset) = match zone {
        WrittenZone::None | WrittenZone::Shared(_) => (wall, None),
        WrittenZone::Offset(seconds) => (wall - i64::from(seconds) * SECOND, Some(seconds)),
        WrittenZone::Named(zone) => match zone.instant(local) {
            LocalTime::Single(t) => (t.0, Some(((wall - t.0) / SECOND) as i32)),
            LocalTime::Repeated(..) | LocalTime::Skipped => return Err(()),
        },
    };
    let abbreviation = match zone {
        WrittenZone::Shared(written) => Some(written),
        _ => None,
    };
    Ok(RowTime { micros, offset, precision: Precision::Exact, abbreviation })
}

/// Fraction digits as microseconds; finer digits are cut.
fn micros(fraction: &str) -> i64 {
    let six: String = fraction.chars().chain("000000".chars()).take(6).collect();
    six.parse().unwrap_or(0)
}

struct Scan<'a> {
    rest: &'a str,
}

/// The months in English, lower case.
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The months in the other languages that sites are written in, lower case: German, French, Spanish, Italian, Dutch and
/// Portuguese, with what they are cut to where that is not their first three letters.
const MONTHS_ABROAD: [&str; 12] = [
    "januar jänner janvier janv enero gennaio januari janeiro",
    "februar feber février févr febrero febbraio februari fevereiro",
    "märz mrz mars marzo maart mrt março",
    "april avril abril aprile",
    "mai mayo maggio mei maio",
    "juni juin junio giugno junho",
    "juli juillet juil julio luglio julho",
    "august août agosto augustus",
    "september septembre sept septiembre settembre setembro",
    "oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "dezember décembre diciembre dicembre december dezembro",
];

/// The month of a name in lower case, whole or as its first three letters, where no other month begins so.
fn month_of(word: &str) -> Option<u32> {
    // Most times have none, and are asked for it twice.
    if word.len() < 3 {
        return None;
    }
    let cut = word.chars().count() == 3;
    let named = |name: &str| name == word || (cut && name.starts_with(word));
    let mut found = (1..)
        .zip(MONTHS.iter().zip(MONTHS_ABROAD))
        .filter(|(_, (english, abroad))| named(english) || abroad.split(' ').any(named));
    let (month, _) = found.next()?;
    found.next().is_none().then_some(month)
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

    /// The “de” of “13 de marzo de 2026”.
    fn of(&mut self) {
        self.rest = self.rest.strip_prefix("de ").unwrap_or(self.rest);
    }

    /// A date, leaving what follows it.
    fn date(&mut self) -> Option<Date> {
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
            // “Mar 13, 2026”, “Mar. 13, 2026”.
            self.eat(&['.']);
            self.rest = self.rest.trim_start();
            let (day, _) = self.figures()?;
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
    fn gap(&mut self) -> bool {
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
    fn clock(&mut self) -> Option<Option<i64>> {
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

    /// AM or PM.
    fn half_day(&mut self) -> Option<bool> {
        let rest = self.rest.trim_start();
        let (word, after) = rest.split_at_checked(2)?;
        let afternoon = match word.to_ascii_lowercase().as_str() {
            "am" => false,
            "pm" => true,
            _ => return None,
        };
        if after.starts_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        self.rest = after;
        Some(afternoon)
    }

    /// Everything that is left, as a zone.
    fn zone(&mut self) -> Result<WrittenZone, TimeError> {
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
            Ok(zone @ Zone::Named(_)) => Ok(WrittenZone::Named(zone)),
            Err(_) => Err(TimeError::Unknown(rest.chars().take(60).collect())),
        }
    }
}

/// Whether a time is a midnight of its own clock.
pub fn is_midnight(time: &RowTime) -> bool {
    let wall = time.micros + i64::from(time.offset.unwrap_or(0)) * SECOND;
    // A day is a multiple of 8192 microseconds, and that is told without a division.
    const { assert!(DAY % 8192 == 0) };
    wall & 8191 == 0 && wall.rem_euclid(DAY) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> RowTime {
        match parse(text) {
            Ok(Stated::Plain(time)) => time,
            other => panic!("{text}: {other:?}"),
        }
    }

    fn utc(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().0
    }

    #[test]
    fn the_same_instant_in_many_hands() {
        let instant = utc("2026-03-16T09:48:30Z");
        for text in [
            "2026-03-16T09:48:30Z",
            "2026-03-16T09:48:30+00:00",
            "2026-03-16 10:48:30 +0100",
            "2026-03-16T10:48:30+01",
            "2026-03-16 09:48:30 UTC",
            "2026/03/16 09:48:30 GMT",
            "20260316T094830Z",
            "16/Mar/2026:10:48:30 +0100",
            "16-Mar-2026 09:48:30 UTC",
            "Mon, 16 Mar 2026 09:48:30 +0000",
            "Mar 16, 2026 @ 09:48:30.000 UTC",
            "March 16, 2026 9:48:30 AM UTC",
            "2026-03-16 10:48:30 Europe/Berlin",
            "1773654510",
            "1773654510000",
            "1773654510000000",
            "1773654510000000000",
            "1773654510.000",
            "16/Mar/26 9:48:30 AM UTC",
            "Mon, 16 Mar 26 10:48:30 +0100",
        ] {
            assert_eq!(plain(text).micros, instant, "{text}");
            assert!(plain(text).offset.is_some(), "{text}");
        }
    }

    #[test]
    fn a_wall_clock_keeps_its_missing_zone() {
        assert_eq!(plain("2026-03-16 09:48:30").offset, None);
        assert_eq!(plain("2026-03-16 09:48").precision, Precision::Exact);
        assert_eq!(plain("2026-03-16").precision, Precision::Day);
        assert_eq!(plain("2023-10").precision, Precision::Month);
    }

    #[test]
    fn a_clock_of_a_field_in_utc_needs_no_zone_and_keeps_one() {
        let read = |text: &str| match parse_utc(text) {
            Ok(Stated::Plain(time)) => (time.micros, time.offset),
            other => panic!("{text}: {other:?}"),
        };
        let instant = utc("2026-03-16T09:48:30Z");
        for text in ["2026-03-16 09:48:30", "2026-03-16T09:48:30Z", "1773654510"] {
            assert_eq!(read(text), (instant, Some(0)), "{text}");
        }
        assert_eq!(read("2026-03-16 10:48:30+01:00"), (instant, Some(3600)));
        assert_eq!(read("2026-03-16 09:48:30 CST"), (instant, None));
        assert_eq!(read("2026-03-16").1, None);
        let Ok(Stated::Either { day_first, month_first }) = parse_utc("03/04/2026 10:00") else { panic!() };
        assert_eq!([day_first, month_first].map(|time| time.and_then(|t| t.offset)), [Some(0); 2]);
    }

    #[test]
    fn an_abbreviation_that_zones_share_stays_with_its_wall_clock() {
        for text in ["2026-03-13 00:02:51 CST", "2026/03/13 12:02:51 AM cst", "13/Mar/2026 00:02:51 (CST)"] {
            let time = plain(text);
            assert_eq!(time.abbreviation.map(|a| a.name()), Some("CST"), "{text}");
            assert_eq!((time.micros, time.offset), (utc("2026-03-13T00:02:51Z"), None), "{text}");
        }
        assert_eq!(plain("2026-03-13 00:02:51 GMT").abbreviation, None);
        let confirmed = parse_confirm("2026-03-13 00:02:51 CST", Zone::Utc);
        assert_eq!(confirmed, Err(TimeError::Abbreviation("CST".into())));
    }

    #[test]
    fn figures_with_the_year_last_keep_both_readings() {
        let Ok(Stated::Either { day_first: Some(a), month_first: Some(b) }) = parse("03/04/2026 10:00")
        else {
            panic!()
        };
        assert_ne!(a, b);
        assert!(matches!(parse("13/04/2026"), Ok(Stated::Either { day_first: Some(_), month_first: None })));
        assert!(matches!(parse("04.13.2026"), Ok(Stated::Either { day_first: None, month_first: Some(_) })));
    }

    #[test]
    fn what_would_be_a_guess_is_refused() {
        for text in [
            "05-07-28",
            "2026",
            "202603",
            "tomorrow",
            "16:20",
            "2026-03-16T25:00:00Z",
            "2026-02-30",
            "32/13/2026",
        ] {
            assert!(parse(text).is_err(), "{text}: {:?}", parse(text));
        }
        assert_eq!(parse("2026-03-16 09:48 XYZ"), Err(TimeError::Abbreviation("XYZ".into())));
        assert!(matches!(parse("2026-10-25 02:30 Europe/Berlin"), Err(TimeError::Fold(_))));
    }

    #[test]
    fn two_figures_after_the_name_of_a_month_are_a_year() {
        let jira = plain("16/Mar/26 9:20 AM");
        assert_eq!((jira.micros, jira.offset), (utc("2026-03-16T09:20:00Z"), None));
        assert_eq!(plain("16-Mar-99 09:20 UTC").micros, utc("1999-03-16T09:20:00Z"));
        // The figures of a clock are no year.
        for text in ["16 Mar 09:12:30", "16/Mar/126 9:20", "16/03/26 9:20", "Mar 16, 26"] {
            assert!(parse(text).is_err(), "{text}: {:?}", parse(text));
        }
    }

    #[test]
    fn months_are_read_in_the_languages_of_sites() {
        for text in [
            "13. März 2026 00:44",
            "13. March 2026 00:44",
            "13. März 2026 um 00:44 Uhr",
            "13 mars 2026 0h44",
            "13 Mär. 2026 00:44",
            "13 de marzo de 2026 0:44",
            "13 de março de 2026 00:44",
            "13 Marzo 2026 00:44",
            "13 maart 2026 00:44",
            "13 mrt 2026 00:44",
            "13/mar/2026 00:44",
        ] {
            let time = plain(text);
            assert_eq!((time.micros, time.offset), (utc("2026-03-13T00:44:00Z"), None), "{text}");
        }
        let months = [
            "janv. fév. mars avr. mai juin juil. août sept. oct. nov. déc.",
            "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.",
            "ene feb mar abr may jun jul ago sep oct nov dic",
            "gen feb mar apr mag giu lug ago set ott nov dic",
            "jan feb mrt apr mei jun jul aug sep okt nov dec",
            "jan fev mar abr mai jun jul ago set out nov dez",
        ];
        for names in months {
            for (n, name) in (1..).zip(names.split(' ')) {
                let time = plain(&format!("5 {name} 2026"));
                assert_eq!(time.micros, utc(&format!("2026-{n:02}-05T00:00:00Z")), "{name}");
            }
        }
        // Two months begin so.
        assert!(parse("5 jui 2026").is_err());
        assert!(parse("5 foo 2026").is_err());
    }

    #[test]
    fn odd_years_are_read_and_fractions_cut() {
        assert_eq!(plain("0000-01-01T00:00:00Z").micros, -62_167_219_200_000_000);
        assert_eq!(plain("9999-12-31T23:59:59Z").micros, 253_402_300_799_000_000);
        assert_eq!(plain("1601-01-01T00:00:00.1234567Z").micros.rem_euclid(SECOND), 123_456);
        assert_eq!(plain("-11644473600000000").micros, -11_644_473_600_000_000);
    }

    #[test]
    fn twelve_hour_clocks() {
        assert_eq!(plain("2026-03-13 12:44:19 AM UTC").micros, utc("2026-03-13T00:44:19Z"));
        assert_eq!(plain("2026-03-13 12:00 pm UTC").micros, utc("2026-03-13T12:00:00Z"));
        assert!(parse("2026-03-13 13:00 PM").is_err());
    }

    #[test]
    fn confirmations_take_hours_days_and_months() {
        let moment = |t: &str| parse_confirm(t, Zone::Utc).unwrap();
        let hour = moment("2017-02-01T18");
        assert_eq!(hour.earliest.to_string(), "2017-02-01T17:30:00Z");
        assert_eq!(hour.latest.to_string(), "2017-02-01T18:30:00Z");
        assert_eq!(moment("2023-10").latest.to_string(), "2023-11-01T00:00:00Z");
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let local = parse_confirm("2026-03-16 10:48:30", berlin).unwrap();
        assert_eq!(local.earliest.to_string(), "2026-03-16T09:48:30Z");
        assert_eq!(local.zone, ZoneOrigin::Asserted);
        assert!(parse_confirm("2026-03-29 02:30", berlin).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = parse(&text);
            let _ = parse_confirm(&text, Zone::Utc);
        }

        #[test]
        fn an_epoch_is_read_as_any_number_is(value in 90_000_000_000_000_i64..200_000_000_000_000_000) {
            let text = value.to_string();
            if let Some(time) = epoch(text.as_bytes()) {
                prop_assert_eq!(parse_any(&text), Ok(Stated::Plain(time)), "{}", text);
            }
        }

        #[test]
        fn the_form_of_tools_is_read_as_any_other(
            parts in (0_u32..10_000, 0_u32..14, 0_u32..33, 0_u32..26, 0_u32..62, 0_u32..62),
            gap in "[T t]",
            fraction in "(\\.[0-9]{0,11})?",
            zone in "(Z|z| UTC|[+-][0-2][0-9]:?[0-6][0-9]|[+-]00:00)?",
        ) {
            let (year, month, day, hour, minute, second) = parts;
            let text = format!("{year:04}-{month:02}-{day:02}{gap}{hour:02}:{minute:02}:{second:02}{fraction}{zone}");
            if let Some(time) = iso(text.as_bytes()) {
                prop_assert_eq!(Ok(Stated::Plain(time)), parse_any(&text), "{}", text);
            }
        }

        #[test]
        fn every_day_of_the_calendar_is_counted_alike(day in -719_528_i64..2_932_896) {
            let text = format!("{}", Timestamp(day * DAY));
            prop_assert_eq!(iso(text.as_bytes()).map(|t| t.micros), Some(day * DAY), "{}", text);
        }

        #[test]
        fn what_is_written_reads_back(micros in -62_135_596_800_000_000_i64..253_402_300_800_000_000) {
            prop_assert_eq!(plain(&Timestamp(micros).to_string()).micros, micros);
        }
    }
}
