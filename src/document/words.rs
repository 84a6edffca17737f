//! Times in words, in the reader's zone with the offset always written, and other words that documents share.

use crate::model::{Moment, Precision, Span, Timestamp, Zone};
use crate::say;
use chrono::Datelike;

/// So much of an event's text is quoted.
const QUOTED: usize = 80;

/// The offset of a zone at an instant, as it is written behind a time.
pub fn zone_at(at: Timestamp, zone: Zone) -> String {
    match zone {
        Zone::Utc => "UTC".to_owned(),
        _ => Zone::Fixed(zone.offset_at(at)).to_string(),
    }
}

/// An instant to the second.
pub fn instant(at: Timestamp, zone: Zone) -> String {
    format!("{} {}", zone.local(at).format("%Y-%m-%d %H:%M:%S"), zone_at(at, zone))
}

/// An instant, or two between which it lies; empty where there is none.
pub fn instants(ends: Option<[Timestamp; 2]>, zone: Zone) -> String {
    match ends {
        None => String::new(),
        Some([from, to]) if from == to => instant(from, zone),
        Some([from, to]) => say!("{from} to {to}", from = instant(from, zone), to = instant(to, zone)),
    }
}

/// A text whose instants are stated in UTC, with them in another zone. What stands in quotes stays as the record has it.
pub fn in_zone(text: &str, zone: Zone) -> String {
    const UTC: &str = " UTC";
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split(UTC).peekable();
    while let Some(part) = parts.next() {
        out.push_str(part);
        if parts.peek().is_none() {
            break;
        }
        let quoted = out.matches('“').count() > out.matches('”').count();
        match stated(&out).filter(|_| !quoted) {
            Some((from, at)) => {
                let minutes = out.len() - from == "2026-03-16 09:48".len();
                out.truncate(from);
                let whole = instant(at, zone);
                out.push_str(&if minutes { whole.replacen(":00 ", " ", 1) } else { whole });
            }
            None => out.push_str(UTC),
        }
    }
    out
}

/// The instant that a text ends in, to the second or to the minute, and where it begins.
fn stated(text: &str) -> Option<(usize, Timestamp)> {
    [("2026-03-16 09:48:30", "Z"), ("2026-03-16 09:48", ":00Z")].into_iter().find_map(|(form, rest)| {
        let from = text.len().checked_sub(form.len())?;
        let at = format!("{}{rest}", text.get(from..)?.replacen(' ', "T", 1));
        Some((from, at.parse().ok()?))
    })
}

/// A moment as finely as it is known: to the second, an hour, a day or a month.
pub fn moment(moment: &Moment, zone: Zone) -> String {
    let local = |at: Timestamp| zone.local(at);
    match moment.precision {
        Precision::Exact if moment.is_exact() => instant(moment.earliest, zone),
        Precision::Hour => say!(
            "about {time}",
            time = format_args!(
                "{} {}",
                local(moment.middle()).format("%Y-%m-%d %H:%M"),
                zone_at(moment.middle(), zone)
            )
        ),
        // A day or month keeps its own date: shifting it into another zone would show the wrong one.
        Precision::Day => say!("{date} (day)", date = date_of(moment, zone).format("%Y-%m-%d")),
        Precision::Month => say!("{date} (month)", date = date_of(moment, zone).format("%Y-%m")),
        Precision::Exact | Precision::Repeated => {
            say!("{from} to {to}", from = instant(moment.earliest, zone), to = instant(moment.latest, zone))
        }
    }
}

/// The date that a day or month was stated as: it began at a midnight of its own zone.
fn date_of(moment: &Moment, zone: Zone) -> chrono::NaiveDateTime {
    let local = zone.local(moment.earliest);
    if local.time() == chrono::NaiveTime::MIN { local } else { moment.middle().naive_utc() }
}

/// A moment as one instant, for formats that have no intervals, with the tag that says how fine it is and that our readers
/// take back: the middle of an hour, the first instant of a day or a month.
pub fn coarse(moment: &Moment) -> (Timestamp, Option<&'static str>) {
    let date = moment.middle().naive_utc().date();
    let midnight = |date: chrono::NaiveDate| Timestamp::from_naive_utc(date.and_time(chrono::NaiveTime::MIN));
    match moment.precision {
        Precision::Exact | Precision::Repeated => (moment.earliest, None),
        Precision::Hour => (moment.middle(), Some("hour-precision")),
        Precision::Day => (midnight(date), Some("date-precision")),
        Precision::Month => (midnight(date.with_day(1).unwrap_or(date)), Some("month-precision")),
    }
}

/// A text cut to so many characters, with an ellipsis where something is missing.
pub fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text).trim_end()),
    }
}

/// The text of an event in quotes, cut to a readable length.
pub fn quoted(text: &str) -> String {
    say!("“{name}”", name = cut(text, QUOTED))
}

/// The least and the most of a margin in seconds; negative: late.
pub fn margin([least, most]: [i64; 2]) -> String {
    let one = |seconds: i64| Span::seconds(seconds).to_string();
    if least == most { one(least) } else { say!("{from} to {to}", from = one(least), to = one(most)) }
}

/// A number of things, with the word in the right number.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A name as it stands inside a sentence, where it begins with no noun.
pub fn small(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// A message as a sentence of its own.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let mut made: String = chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default();
    if !made.ends_with('.') {
        made.push('.');
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_of_a_text_move_to_the_zone_and_quotes_stay() {
        let zone = "Europe/Berlin".parse().unwrap();
        for (text, told) in [
            ("Contained 2026-03-16 09:48:30 UTC.", "Contained 2026-03-16 10:48:30 +01:00."),
            ("about 2026-07-01 22:30 UTC", "about 2026-07-02 00:30 +02:00"),
            ("2026-03-16 09:00:00 UTC and 2026-03-16 UTC", "2026-03-16 10:00:00 +01:00 and 2026-03-16 UTC"),
            ("“down at 2026-03-16 08:00 UTC”", "“down at 2026-03-16 08:00 UTC”"),
            ("ä UTC", "ä UTC"),
            (" UTC", " UTC"),
        ] {
            assert_eq!(in_zone(text, zone), told);
        }
        assert_eq!(in_zone("2026-03-16 09:00:00 UTC", Zone::Utc), "2026-03-16 09:00:00 UTC");
    }
}
