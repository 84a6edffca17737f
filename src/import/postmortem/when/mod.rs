//! Times inside prose: found, put into the form that [`timestamp::parse`] reads, and read by it.
//!
//! Nothing is judged here but where a time starts and ends. What is written in a way that only a guess could read
//! (`2023-MM-DD`, `24/07/25`) is found all the same, so that its entry can be refused with the reason.

mod clock;
mod day;
mod read;
mod scan;
mod zone;

pub use read::{iso, local_day, read, single};
pub use zone::abbreviation;

use scan::Scan;

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

#[cfg(test)]
mod tests {
    use super::read::both;
    use super::*;
    use crate::import::timestamp::Stated;
    use crate::model::time::HOUR;
    use crate::model::{Precision, RowTime};

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
            ("9.48am fixed", "2026-03-16T09:48:00Z ? Exact", " fixed"),
            ("11.30 p.m.: x", "2026-03-16T23:30:00Z ? Exact", ": x"),
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
