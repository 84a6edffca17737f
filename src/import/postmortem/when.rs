//! Times inside prose: found, put into the form that [`timestamp::parse`] reads, and read by it.
//!
//! Nothing is judged here but where a time starts and ends. What is written in a way that only a guess could read
//! (`2023-MM-DD`, `24/07/25`) is found all the same, so that its entry can be refused with the reason.

use crate::import::timestamp::{self, MONTHS, Stated};
use crate::model::time::{DAY, HOUR, SECOND};
use crate::model::{Abbreviation, Precision, RowTime, Zone};
use chrono::{Datelike, NaiveDate};

/// A zone as prose writes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// UTC, an offset or a name, in a form that [`timestamp::parse`] reads.
    Known(String),
    /// A name that several zones share, as written: it needs a person.
    Shared(String),
}

/// The day of a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Day {
    /// A whole date, in a form that [`timestamp::parse`] reads.
    Full(String),
    /// Day and month; the year stands elsewhere.
    WithoutYear(u32, u32),
}

/// A time as prose writes it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Written {
    /// The day, where it is written.
    pub day: Option<Day>,
    /// The clock, as `HH:MM`, with seconds and AM or PM where written.
    pub clock: Option<String>,
    /// The clock at which a stretch of time ends, as `10:00–10:45` has it.
    pub until: Option<String>,
    /// The zone, where it is written.
    pub zone: Option<Place>,
    /// The same time on a second clock of a known zone, as in `20:07 EDT (00:07 UTC)`.
    pub also: Option<(String, String)>,
    /// “around”, “~”: give or take half an hour.
    pub about: bool,
}

/// What stands at a place of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// A time, and the byte after it.
    Time(Box<Written>, usize),
    /// What is written like a time but cannot be read, the byte after it, and why.
    Unreadable(usize, &'static str),
}

/// Names of zones that need a person, since several zones share them or people write them all year round.
const SHARED: [&str; 40] = [
    "EST", "EDT", "ET", "Eastern", "CST", "CDT", "CT", "Central", "MST", "MDT", "MT", "Mountain", "PST",
    "PDT", "PT", "Pacific", "BST", "CET", "CEST", "MEZ", "MESZ", "EET", "EEST", "WET", "WEST", "IST", "JST",
    "KST", "MSK", "SGT", "HKT", "AEST", "AEDT", "AWST", "ACST", "ACDT", "NZST", "NZDT", "BRT", "BRST",
];

/// The abbreviation that a shared name of a zone is, or stands for.
pub fn abbreviation(name: &str) -> Option<Abbreviation> {
    let letters = match name {
        "Eastern" => "ET",
        "Central" => "CT",
        "Mountain" => "MT",
        "Pacific" => "PT",
        "MEZ" => "CET",
        "MESZ" => "CEST",
        other => other,
    };
    letters.parse().ok()
}

const TWO_FIGURES: &str = "a year of two figures can be read several ways; write it as 2026-03-16";
const FIVE_FIGURES: &str = "its year has more than four figures; correct it, as in 2026-03-16";
const NO_DAY: &str = "the date names no day; write it as 2026-03-16 or leave the entry out";

#[derive(Clone, Copy)]
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: &[char]) -> Option<char> {
        let c = self.peek().filter(|c| wanted.contains(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// A run of figures, at most nine.
    fn figures(&mut self) -> Option<&'a str> {
        let n = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let found = self.rest().get(..n).filter(|_| (1..=9).contains(&n))?;
        self.at += n;
        Some(found)
    }

    fn word(&mut self) -> &'a str {
        let n = self.rest().bytes().take_while(u8::is_ascii_alphabetic).count();
        let found = self.rest().get(..n).unwrap_or("");
        self.at += n;
        found
    }

    /// Goes past a word, whatever its case, when a whole one stands here.
    fn eat_word(&mut self, wanted: &str) -> bool {
        let mut ahead = *self;
        let found = ahead.word().eq_ignore_ascii_case(wanted);
        if found {
            *self = ahead;
        }
        found
    }

    /// Whether a letter or figure follows, so that what was read is only a part of it.
    fn within(&self) -> bool {
        self.peek().is_some_and(char::is_alphanumeric)
    }

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

    fn day(&mut self) -> Option<Result<Day, &'static str>> {
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

    /// A clock. Behind a date also `11.50`, `1600` and `14h30`.
    fn clock(&mut self, dated: bool) -> Option<String> {
        let mut ahead = *self;
        let hour = ahead.figures()?;
        let mut clock = match (hour.len(), ahead.peek()) {
            (1 | 2, Some(':')) => {
                ahead.at += 1;
                let minute = ahead.figures().filter(|m| m.len() == 2)?;
                let mut clock = format!("{hour}:{minute}");
                let mut second = ahead;
                if second.eat(&[':']).is_some() && second.figures().is_some_and(|s| s.len() == 2) {
                    let mut fraction = second;
                    if fraction.eat(&['.']).is_some() && fraction.figures().is_some() {
                        second = fraction;
                    }
                    clock.push_str(ahead.text.get(ahead.at..second.at).unwrap_or(""));
                    ahead = second;
                }
                clock
            }
            (1 | 2, Some('.' | 'h')) if dated => {
                ahead.at += 1;
                let minute = ahead.figures().filter(|m| m.len() == 2)?;
                format!("{hour}:{minute}")
            }
            (4, _) if dated => format!("{}:{}", hour.get(..2)?, hour.get(2..)?),
            (1 | 2, _) => {
                let half = ahead.half_day()?;
                *self = ahead;
                return Some(format!("{hour}:00 {half}"));
            }
            _ => return None,
        };
        if let Some(half) = ahead.half_day() {
            clock = format!("{clock} {half}");
        }
        // `Z` and an offset may follow at once.
        if ahead.within() && !ahead.rest().starts_with(['Z', 'z']) {
            return None;
        }
        *self = ahead;
        Some(clock)
    }

    fn half_day(&mut self) -> Option<&'static str> {
        let mut ahead = *self;
        ahead.space();
        let letters = ahead.rest().get(..4).map(str::to_ascii_lowercase);
        if let Some(dotted @ ("a.m." | "p.m.")) = letters.as_deref() {
            self.at = ahead.at + 4;
            return Some(if dotted.starts_with('a') { "am" } else { "pm" });
        }
        let half = match ahead.word().to_ascii_lowercase().as_str() {
            "am" => "am",
            "pm" => "pm",
            _ => return None,
        };
        *self = ahead;
        Some(half)
    }

    /// A zone, with or without brackets.
    fn zone(&mut self) -> Option<Place> {
        let mut ahead = *self;
        ahead.space();
        let bracket = ahead.eat(&['(', '[']).is_some();
        let mut place = ahead.bare_zone()?;
        // “PST (UTC-7)”, “BST / UTC+1”: the offset says more than the name.
        if matches!(place, Place::Shared(_)) {
            let mut second = ahead;
            second.space();
            let inner = second.eat(&['(', '/', ',', '=']).is_some();
            second.space();
            if let (true, Some(known @ Place::Known(_))) = (inner, second.bare_zone()) {
                second.eat(&[')']);
                (place, ahead) = (known, second);
            }
        }
        if bracket {
            ahead.space();
            ahead.eat(&[')', ']'])?;
        }
        *self = ahead;
        Some(place)
    }

    fn bare_zone(&mut self) -> Option<Place> {
        let start = self.at;
        let mut ahead = *self;
        if let Some(offset) = ahead.offset() {
            *self = ahead;
            return Some(Place::Known(offset));
        }
        let n = ahead.rest().find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '_')));
        let name = ahead.rest().get(..n.unwrap_or(ahead.rest().len()))?;
        if name.contains('/') {
            let zone = name.parse::<Zone>().ok()?;
            self.at = start + name.len();
            return Some(Place::Known(zone.to_string()));
        }
        let word = ahead.word();
        if ahead.within() {
            return None;
        }
        if ["utc", "gmt", "z", "zulu"].iter().any(|z| word.eq_ignore_ascii_case(z)) {
            let mut more = ahead;
            more.space();
            let offset = more.offset();
            if offset.is_some() {
                ahead = more;
            }
            *self = ahead;
            return Some(Place::Known(offset.unwrap_or_else(|| "Z".to_owned())));
        }
        if word.eq_ignore_ascii_case("local") {
            ahead.space();
            return ahead.eat_word("time").then(|| {
                *self = ahead;
                Place::Shared("local time".to_owned())
            });
        }
        let known = SHARED.contains(&word);
        if !known {
            return None;
        }
        // “Pacific Time”, “Eastern Standard Time”.
        for more in ["standard", "daylight", "summer", "time"] {
            let mut after = ahead;
            after.space();
            if after.eat_word(more) {
                ahead = after;
            }
        }
        *self = ahead;
        Some(Place::Shared(word.to_owned()))
    }

    /// `+01:00`, `-7`, `+0530`.
    fn offset(&mut self) -> Option<String> {
        let mut ahead = *self;
        let sign = match ahead.eat(&['+', '-', '−', '±'])? {
            '-' | '−' => '-',
            _ => '+',
        };
        let hours = ahead.figures()?;
        let (hours, minutes) = match hours.len() {
            4 => hours.split_at_checked(2)?,
            1 | 2 => {
                let mut colon = ahead;
                match colon.eat(&[':']).and_then(|_| colon.figures()).filter(|m| m.len() == 2) {
                    Some(minutes) => {
                        ahead = colon;
                        (hours, minutes)
                    }
                    None => (hours, "00"),
                }
            }
            _ => return None,
        };
        if ahead.within() || hours.parse::<u32>().ok()? > 14 {
            return None;
        }
        *self = ahead;
        Some(format!("{sign}{hours:0>2}:{minutes}"))
    }

    /// The rest of a time behind its first clock: the end of a stretch, zone, second clock.
    fn after_clock(&mut self, written: &mut Written) {
        let mut ahead = *self;
        ahead.space();
        let dash = ahead.eat(&['-', '–', '—']).is_some() || ahead.eat_word("to") || ahead.eat_word("until");
        ahead.space();
        if dash && let Some(until) = ahead.clock(false) {
            written.until = Some(until);
            *self = ahead;
        }
        // Only with minutes or letters: “10:00 -5 pods” has no zone.
        let mut ahead = *self;
        if let Some(place) = ahead.zone() {
            let bare = self.rest().get(..ahead.at - self.at).unwrap_or("").trim();
            let sign = bare.starts_with(['+', '-', '−']);
            if !sign || bare.len() >= 5 {
                written.zone = Some(place);
                *self = ahead;
            }
        }
        let mut ahead = *self;
        ahead.space();
        if ahead.eat(&['(', '/', '[']).is_some() {
            ahead.space();
            if let Some(clock) = ahead.clock(false)
                && let Some(Place::Known(zone)) = ahead.zone()
            {
                ahead.eat(&[')', ']']);
                written.also = Some((clock, zone));
                *self = ahead;
            }
        }
    }
}

fn digit(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The time that starts at byte `at` of a text, if any.
pub fn at(text: &str, at: usize) -> Option<Found> {
    let mut scan = Scan { text, at };
    let mut written = Written { about: about(&mut scan), ..Written::default() };
    let before = scan.at;
    match scan.day() {
        Some(Err(reason)) => {
            // The clock behind it belongs to what cannot be read.
            scan.space();
            let _ = scan.clock(true);
            return Some(Found::Unreadable(scan.at, reason));
        }
        Some(Ok(day)) => written.day = Some(day),
        None => scan.at = before,
    }
    if written.day.is_some() {
        let mut ahead = scan;
        if ahead.eat(&['T', 't']).is_none() {
            ahead.eat(&[',', ':']);
            ahead.space();
            let _ = ahead.eat(&['@', '-', '–']).is_some() || ahead.eat_word("at") || ahead.eat_word("around");
            ahead.space();
        }
        if let Some(clock) = ahead.clock(true) {
            written.clock = Some(clock);
            scan = ahead;
        } else if vague(text.get(at..scan.at).unwrap_or("")) {
            written.about = false;
        }
    } else {
        written.clock = Some(scan.clock(false)?);
        scan.after_clock(&mut written);
        // “11:51 on 25 August 2020”.
        let mut ahead = scan;
        ahead.eat(&[',']);
        ahead.space();
        let _ = ahead.eat_word("on");
        ahead.space();
        if ahead.at > scan.at
            && let Some(Ok(day)) = ahead.day()
        {
            written.day = Some(day);
            scan = ahead;
        }
        return Some(Found::Time(Box::new(written), scan.at));
    }
    if written.clock.is_some() {
        scan.after_clock(&mut written);
    }
    Some(Found::Time(Box::new(written), scan.at))
}

/// “~”, “around”, and the vague parts of a day before its date.
fn about(scan: &mut Scan<'_>) -> bool {
    let mut found = scan.eat(&['~', '≈']).is_some();
    loop {
        let mut ahead = *scan;
        ahead.space();
        let word = ahead.word().to_ascii_lowercase();
        let known = [
            "around",
            "approximately",
            "approx",
            "about",
            "circa",
            "ca",
            "early",
            "late",
            "mid",
            "morning",
            "afternoon",
            "evening",
            "night",
            "noon",
        ];
        if !known.contains(&word.as_str()) {
            break;
        }
        ahead.eat(&['.', ',', '-']);
        ahead.space();
        if ahead.eat_word("of") || ahead.eat_word("on") {
            ahead.space();
        }
        *scan = ahead;
        found = true;
    }
    scan.space();
    found
}

fn vague(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic())
}

/// The zone at byte `at` of a text, if any, and the byte after it.
pub fn zone_at(text: &str, at: usize) -> Option<(Place, usize)> {
    let mut scan = Scan { text, at };
    let place = scan.zone()?;
    Some((place, scan.at))
}

/// The first zone that a text names.
pub fn zone_in(text: &str) -> Option<Place> {
    words(text).find_map(|at| zone_at(text, at).map(|(place, _)| place))
}

/// The bytes at which words start.
pub fn words(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let start = !before.is_alphanumeric() && !matches!(before, '-' | '/' | '.' | ':' | '_' | '#');
        before = c;
        (start && (c.is_alphanumeric() || matches!(c, '+' | '-' | '~'))).then_some(at)
    })
}

/// The day of a local time, for the entries after it that have only a clock.
pub fn local_day(time: &RowTime) -> Option<NaiveDate> {
    let wall = time.micros.checked_add(i64::from(time.offset.unwrap_or(0)) * SECOND)?;
    chrono::DateTime::from_timestamp_micros(wall).map(|t| t.date_naive())
}

/// The one local time of a statement: both readings of a date of figures give none.
pub fn single(stated: &Stated) -> Option<RowTime> {
    match stated {
        Stated::Plain(time) => Some(*time),
        Stated::Either { day_first: Some(a), month_first: Some(b) } if a == b => Some(*a),
        Stated::Either { .. } => None,
    }
}

/// Puts day and clock together and has them read; `zone` counts where the time names none itself.
///
/// # Errors
/// Why it cannot be read.
pub fn read(written: &Written, day: &str, zone: Option<&Place>) -> Result<Stated, String> {
    let of = |clock: &str, zone: &str| {
        timestamp::parse(&format!("{day} {clock} {zone}")).map_err(|error| error.to_string())
    };
    let Some(clock) = &written.clock else {
        let stated = timestamp::parse(day).map_err(|error| error.to_string())?;
        return Ok(match (stated, written.zone.as_ref().or(zone)) {
            (Stated::Plain(time), Some(Place::Known(zone))) => Stated::Plain(in_zone(time, zone)),
            (stated, _) => stated,
        });
    };
    let stated = match (&written.also, written.zone.as_ref().or(zone)) {
        (Some((second, second_zone)), _) => Stated::Plain(both(&of(clock, "")?, &of(second, second_zone)?)?),
        (None, Some(Place::Known(zone))) => of(clock, zone)?,
        (None, Some(Place::Shared(name))) => of(clock, abbreviation(name).map_or("", Abbreviation::name))?,
        (None, _) => of(clock, "")?,
    };
    Ok(match stated {
        Stated::Plain(time) if written.about => Stated::Plain(RowTime { precision: Precision::Hour, ..time }),
        other => other,
    })
}

/// A day of a stated zone.
fn in_zone(time: RowTime, zone: &str) -> RowTime {
    match zone.parse::<Zone>() {
        Ok(Zone::Utc) => RowTime { offset: Some(0), ..time },
        Ok(Zone::Fixed(seconds)) => {
            RowTime { offset: Some(seconds), micros: time.micros - i64::from(seconds) * SECOND, ..time }
        }
        _ => time,
    }
}

/// One time on two clocks: the date belongs to the first, the zone to the second.
fn both(local: &Stated, second: &Stated) -> Result<RowTime, String> {
    let reason = || "its two clocks do not fit one zone; correct one of them".to_owned();
    let (local, second) = (single(local).ok_or_else(reason)?, single(second).ok_or_else(reason)?);
    if second.zone.is_some() {
        return Err(reason());
    }
    // The second clock may show the day before or after.
    let instants = [-DAY, 0, DAY].map(|days| second.micros + days);
    let fits: Vec<i64> =
        instants.into_iter().filter(|at| (-12 * HOUR..=14 * HOUR).contains(&(local.micros - at))).collect();
    match fits.as_slice() {
        [one] => Ok(RowTime { micros: *one, offset: Some(((local.micros - one) / SECOND) as i32), ..second }),
        _ => Err(reason()),
    }
}

/// A day as [`timestamp::parse`] reads it.
pub fn iso(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Option<(String, &str)> {
        match at(text, 0)? {
            Found::Time(written, end) => {
                let day = match &written.day {
                    Some(Day::Full(day)) => day.clone(),
                    Some(Day::WithoutYear(month, day)) => format!("2018-{month:02}-{day:02}"),
                    None => "2026-03-16".to_owned(),
                };
                let read = match read(&written, &day, None) {
                    Ok(Stated::Plain(time)) => {
                        let wall = crate::model::Timestamp(time.micros).to_string();
                        let zone = time.offset.map_or("?".to_owned(), |o| (o / 60).to_string());
                        format!("{wall} {zone} {:?}", time.precision)
                    }
                    Ok(either) => format!("{either:?}"),
                    Err(error) => error,
                };
                Some((read, text.get(end..).unwrap()))
            }
            Found::Unreadable(end, reason) => Some((reason.to_owned(), text.get(end..).unwrap())),
        }
    }

    #[test]
    fn times_of_prose_are_read_as_far_as_they_go() {
        for (text, expected, rest) in [
            ("15:05: x", "2026-03-16T15:05:00Z ? Exact", ": x"),
            ("08:42:33 new", "2026-03-16T08:42:33Z ? Exact", " new"),
            ("2024-06-28 7:09 AM Eastern: x", "2024-06-28T07:09:00Z ? Exact", ": x"),
            ("2024-11-05 20:07 EDT (00:07 UTC) x", "2024-11-06T00:07:00Z -240 Exact", " x"),
            ("20:07 EDT (00:07 UTC)", "2026-03-17T00:07:00Z -240 Exact", ""),
            ("2018-07-12 9:49 UTC: The", "2018-07-12T09:49:00Z 0 Exact", ": The"),
            ("25th August 2020 at 11:51, we", "2020-08-25T11:51:00Z ? Exact", ", we"),
            ("11:51 on 25 August 2020.", "2020-08-25T11:51:00Z ? Exact", "."),
            ("2022-03-10 11.50", "2022-03-10T11:50:00Z ? Exact", ""),
            ("2025-01-14 1600", "2025-01-14T16:00:00Z ? Exact", ""),
            ("2026-03-16T09:48:30Z x", "2026-03-16T09:48:30Z 0 Exact", " x"),
            ("2026-03-16 09:48 +01:00 x", "2026-03-16T08:48:00Z 60 Exact", " x"),
            ("2026-03-16 09:48 (UTC+2) x", "2026-03-16T07:48:00Z 120 Exact", " x"),
            ("2026-03-16 09:48 PST (UTC-7) x", "2026-03-16T16:48:00Z -420 Exact", " x"),
            ("2026-07-16 09:48 Europe/London x", "2026-07-16T08:48:00Z 60 Exact", " x"),
            ("Early morning July 12th, 2018: x", "2018-07-12T00:00:00Z ? Day", ": x"),
            ("July 12 14:33 x", "2018-07-12T14:33:00Z ? Exact", " x"),
            ("around 14:00 the", "2026-03-16T14:00:00Z ? Hour", " the"),
            ("10:00–10:45 rollback", "2026-03-16T10:00:00Z ? Exact", " rollback"),
            ("3pm: x", "2026-03-16T15:00:00Z ? Exact", ": x"),
            ("2023-03-03:", "2023-03-03T00:00:00Z ? Day", ":"),
            ("Thursday, 12 July 2018 at 9:49 a.m.", "2018-07-12T09:49:00Z ? Exact", ""),
        ] {
            assert_eq!(time(text), Some((expected.to_owned(), rest)), "{text}");
        }
    }

    #[test]
    fn what_only_a_guess_could_read_is_found_and_refused() {
        for text in ["2023-MM-DD: token", "24/07/25", "22025-03-18 09:36", "2023-10-XX: x"] {
            assert!(matches!(at(text, 0), Some(Found::Unreadable(..))), "{text}: {:?}", at(text, 0));
        }
        assert!(time("2026-02-30 10:00").unwrap().0.contains("does not exist"));
        assert!(time("10:07 EDT (00:37 UTC)").is_some());
    }

    #[test]
    fn figures_of_other_things_are_no_times() {
        for text in
            ["1.25.24 was released", "16 nodes", "may be", "10 pods", "100:20", "2 of 6", "1234", "v1:20"]
        {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn two_clocks_that_fit_no_zone_are_refused() {
        let local = Stated::Plain(RowTime {
            micros: 13 * HOUR,
            offset: None,
            precision: Precision::Exact,
            abbreviation: None,
            zone: None,
        });
        let at = |hour: i64| {
            Stated::Plain(RowTime {
                micros: hour * HOUR,
                offset: Some(0),
                precision: Precision::Exact,
                abbreviation: None,
                zone: None,
            })
        };
        assert!(both(&local, &at(0)).is_err(), "+13 and -11 both fit");
        assert_eq!(both(&local, &at(18)).unwrap().offset, Some(-5 * 3600));
    }
}
