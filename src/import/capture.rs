//! What a person types while people talk: one line, whose first character says what it is.
//!
//! | first | what |
//! |---|---|
//! | nothing | a note |
//! | `!` | a decision |
//! | `@` | an action item: `@Dana rotate the keys by 2026-04-10`, `@Data protection officer: ask the processor in 2 weeks`, `by Friday`, `bis Freitag` |
//! | `?` | an open question |
//! | `*` | what surprised somebody |
//! | `~` | the parking lot |
//! | `+` | an event that the record lacks: `+ 2026-03-16 09:48 checkout off`, `+ 09:48 …` on the day of the event on screen |
//! | `=` | other words for the event on screen, or another time of it: `= 09:48` |
//! | `&` | a team that is here |

use super::paste::parse_lines;
use crate::model::action::NewAction;
use crate::model::meeting::Captured;
use crate::model::{EventId, HandEvent, Moment, Precision, Timestamp, Zone};
use chrono::{Datelike, Days, Months, NaiveDate};

/// Why a line is not taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CaptureError {
    /// Nothing behind the first character.
    #[error("nothing is written yet")]
    Empty,
    /// An action item without what is to be done.
    #[error("write what is to be done behind the name: @Dana rotate the keys by 2026-04-10")]
    NoAction,
    /// An event whose time cannot be read.
    #[error("{0}")]
    Event(String),
    /// A correction of a time that is none.
    #[error("that time cannot be read; write = 09:48, or = 2026-03-16 09:48")]
    NoTime,
    /// A correction where no event is on the screen.
    #[error("no event is on the screen; go to the one that is to be corrected")]
    NoEvent,
}

/// What a line is typed beside.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// The zone in which times are shown.
    pub zone: Zone,
    /// Now.
    pub now: Timestamp,
    /// The event on the screen.
    pub event: Option<(EventId, Moment)>,
}

/// Reads a line.
///
/// ```
/// use floodmark::import::capture::{Beside, capture};
/// use floodmark::model::meeting::Captured;
/// use floodmark::model::{Timestamp, Zone};
/// let beside = Beside { zone: Zone::Utc, now: Timestamp(1_774_000_000_000_000), event: None };
/// let Ok(Captured::Action(action)) = capture("@Dana rotate the keys in 2 weeks", &beside) else { panic!() };
/// assert_eq!((action.owner.as_str(), action.title.as_str()), ("Dana", "rotate the keys"));
/// assert_eq!(action.due.unwrap().to_string(), "2026-04-03");
/// assert_eq!(capture("! Keep logs for a year", &beside), Ok(Captured::Decision("Keep logs for a year".into())));
/// ```
///
/// # Errors
/// [`CaptureError`] when nothing is written, or an event or an action item lacks what makes it one.
pub fn capture(line: &str, beside: &Beside) -> Result<Captured, CaptureError> {
    let line = line.trim();
    let mut chars = line.chars();
    let first = chars.next().ok_or(CaptureError::Empty)?;
    let rest = chars.as_str().trim();
    let words = || if rest.is_empty() { Err(CaptureError::Empty) } else { Ok(rest.to_owned()) };
    Ok(match first {
        '!' => Captured::Decision(words()?),
        '?' => Captured::Question(words()?),
        '*' => Captured::Surprise(words()?),
        '~' => Captured::Parked(words()?),
        '@' => Captured::Action(Box::new(action(rest, beside.zone.local(beside.now).date())?)),
        '&' => Captured::Present(words()?),
        '+' => Captured::Event(Box::new(event(&words()?, beside)?)),
        '=' => {
            let (id, _) = beside.event.ok_or(CaptureError::NoEvent)?;
            let words = words()?;
            let time = words.contains(':') && words.chars().all(|c| c.is_ascii_digit() || ":-. ".contains(c));
            if !time {
                return Ok(Captured::Correction(id, words));
            }
            // Read as an event of that time is, whose text does not matter; a clock that is none is part of that text.
            let read = event(&format!("{words} {first}"), beside)?;
            if read.time.precision != Precision::Exact || read.text.trim() != first.to_string() {
                return Err(CaptureError::NoTime);
            }
            Captured::Time(id, read.time)
        }
        _ => Captured::Note(line.to_owned()),
    })
}

/// `Dana rotate the keys by 2026-04-10`: the owner is the first word, or all before a colon.
fn action(text: &str, today: NaiveDate) -> Result<NewAction, CaptureError> {
    let colon = text.split_once(": ").filter(|(owner, _)| owner.chars().count() <= 60);
    let (owner, rest) = colon.or_else(|| text.split_once(char::is_whitespace)).unwrap_or((text, ""));
    let (title, due) = due(rest.trim(), today);
    if title.is_empty() || owner.is_empty() {
        return Err(CaptureError::NoAction);
    }
    Ok(NewAction { title: title.to_owned(), owner: owner.trim().to_owned(), due, ..NewAction::default() })
}

/// The day at the end of a line, in English or in German, and what stands before it.
fn due(text: &str, today: NaiveDate) -> (&str, Option<NaiveDate>) {
    let lower = text.to_ascii_lowercase();
    let last = |mark: &str| {
        let at = lower.rfind(mark)?;
        Some((text.get(..at)?.trim(), lower.get(at + mark.len()..)?.trim_end_matches('.').trim()))
    };
    let by = [" by ", " bis zum ", " bis "].into_iter().filter_map(last);
    let by = by.map(|(before, day)| (before, day_of(day, today)));
    let within = last(" in ").map(|(before, span)| (before, after(span, today)));
    let found = by.chain(within).find_map(|(before, day)| Some((before, day?)));
    found.map_or((text, None), |(before, day)| (before, Some(day)))
}

/// Weekdays from Monday on, in both languages.
const WEEKDAYS: [[&str; 2]; 7] = [
    ["monday", "montag"],
    ["tuesday", "dienstag"],
    ["wednesday", "mittwoch"],
    ["thursday", "donnerstag"],
    ["friday", "freitag"],
    ["saturday", "samstag"],
    ["sunday", "sonntag"],
];

/// A day by its date, or by its name: the next of that name, never today.
fn day_of(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    match word {
        "today" | "heute" => return Some(today),
        "tomorrow" | "morgen" => return today.succ_opt(),
        _ => {}
    }
    if let Some(weekday) = WEEKDAYS.iter().position(|names| names.contains(&word)) {
        let ahead = (weekday as u64 + 7 - u64::from(today.weekday().num_days_from_monday())) % 7;
        return today.checked_add_days(Days::new(if ahead == 0 { 7 } else { ahead }));
    }
    // A year of two figures is one of this century; with four it would be one of the first.
    let dotted = |form| NaiveDate::parse_from_str(word, form).ok();
    word.parse()
        .ok()
        .or_else(|| dotted("%d.%m.%y"))
        .or_else(|| dotted("%d.%m.%Y").filter(|d| d.year() >= 1000))
}

/// The day after so many days, weeks or months.
fn after(span: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (number, unit) = span.split_once(' ')?;
    let n: u32 = number.parse().ok()?;
    match unit.trim() {
        "day" | "days" | "tag" | "tagen" => today.checked_add_days(Days::new(n.into())),
        "week" | "weeks" | "woche" | "wochen" => today.checked_add_days(Days::new(u64::from(n) * 7)),
        "month" | "months" | "monat" | "monaten" => today.checked_add_months(Months::new(n)),
        _ => None,
    }
}

/// `2026-03-16 09:48 checkout off`, or `09:48 checkout off` on the day of the event on screen.
fn event(text: &str, beside: &Beside) -> Result<HandEvent, CaptureError> {
    let clock = text.split_whitespace().next().is_some_and(|word| {
        let figures = word.split(':').map(|f| f.len() == 2 && f.bytes().all(|b| b.is_ascii_digit()));
        (2..=3).contains(&figures.clone().count()) && figures.clone().all(|ok| ok)
    });
    let day = beside.event.map(|(_, moment)| beside.zone.local(moment.earliest).date());
    let line = match (clock, day) {
        (true, Some(day)) => format!("{day} {text}"),
        (true, None) => {
            let why = "a time without a day; write 2026-03-16 09:48 in front, or go to an event of that day";
            return Err(CaptureError::Event(why.to_owned()));
        }
        (false, _) => text.to_owned(),
    };
    let (events, refusals) = parse_lines(&line, Some(beside.zone), beside.now);
    match (events.into_iter().next(), refusals.into_iter().next()) {
        (Some(event), _) => Ok(event),
        (None, refusal) => Err(CaptureError::Event(
            refusal.map(|r| r.reason).unwrap_or_else(|| CaptureError::Empty.to_string()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceId;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp(1_774_000_000_000_000); // 2026-03-20

    fn beside() -> Beside {
        let event = EventId { source: SourceId(2), row: 41 };
        let day = Moment::exact(Timestamp(1_773_654_510_000_000)); // 2026-03-16
        Beside { zone: Zone::Utc, now: NOW, event: Some((event, day)) }
    }

    #[test]
    fn each_kind_has_its_character() {
        for (line, wanted) in [
            ("We rang twice", Captured::Note("We rang twice".into())),
            ("! Move the keys", Captured::Decision("Move the keys".into())),
            ("?who owns the host", Captured::Question("who owns the host".into())),
            ("* no backup ran", Captured::Surprise("no backup ran".into())),
            ("~ budget", Captured::Parked("budget".into())),
            ("& Legal", Captured::Present("Legal".into())),
            (
                "= 09:48 was too early",
                Captured::Correction(beside().event.unwrap().0, "09:48 was too early".into()),
            ),
            (
                "= The checkout was off",
                Captured::Correction(beside().event.unwrap().0, "The checkout was off".into()),
            ),
        ] {
            assert_eq!(capture(line, &beside()), Ok(wanted));
        }
        for line in ["", " ", "!", "@", "@Dana", "+", "="] {
            assert!(capture(line, &beside()).is_err(), "{line}");
        }
    }

    #[test]
    fn a_time_alone_corrects_the_time_of_the_event() {
        for (line, micros) in [
            ("= 09:48", 1_773_654_480_000_000_i64),
            ("= 09:48:30", 1_773_654_510_000_000),
            ("= 2026-03-17 09:48", 1_773_740_880_000_000),
        ] {
            let Ok(Captured::Time(_, time)) = capture(line, &beside()) else { panic!("{line}") };
            assert_eq!((time.micros, time.offset), (micros, Some(0)), "{line}");
        }
        for line in ["= 99:99", "= 09:48 10:12", "= 10:15 - 10:45"] {
            assert_eq!(capture(line, &beside()), Err(CaptureError::NoTime), "{line}");
        }
    }

    #[test]
    fn an_action_has_an_owner_and_a_day() {
        let read = |line: &str| match capture(line, &beside()) {
            Ok(Captured::Action(a)) => (a.owner, a.title, a.due.map(|d| d.to_string()).unwrap_or_default()),
            other => panic!("{other:?}"),
        };
        let is = |owner: &str, title: &str, due: &str| (owner.to_owned(), title.to_owned(), due.to_owned());
        assert_eq!(read("@Dana rotate the keys by 2026-04-10."), is("Dana", "rotate the keys", "2026-04-10"));
        assert_eq!(
            read("@Data protection officer: ask them by tomorrow"),
            is("Data protection officer", "ask them", "2026-03-21")
        );
        for (line, due) in [
            ("@Dana: rotate the keys by Friday", "2026-03-27"),
            ("@Dana: rotate the keys by Saturday.", "2026-03-21"),
            ("@Dana: Schlüssel tauschen bis 2026-04-10", "2026-04-10"),
            ("@Dana: Schlüssel tauschen bis zum 10.04.2026", "2026-04-10"),
            ("@Dana: Schlüssel tauschen bis 10.04.26", "2026-04-10"),
            ("@Dana: Schlüssel tauschen in 2 Wochen", "2026-04-03"),
            ("@Dana: Schlüssel tauschen bis Montag", "2026-03-23"),
            ("@Dana: Schlüssel tauschen bis morgen", "2026-03-21"),
            ("@Dana: Schlüssel tauschen in 1 Monat", "2026-04-20"),
        ] {
            let (_, title, day) = read(line);
            assert_eq!(day, due, "{line}");
            assert!(title == "rotate the keys" || title == "Schlüssel tauschen", "{line}: {title}");
        }
        assert_eq!(read("@Dana von A bis Z prüfen").2, "");
        assert_eq!(read("@Dana stand by me"), is("Dana", "stand by me", ""));
        assert_eq!(read("@Dana work in pairs in 1 month"), is("Dana", "work in pairs", "2026-04-20"));
        assert_eq!(read("@Dana put it in 3 places"), is("Dana", "put it in 3 places", ""));
    }

    #[test]
    fn an_event_takes_the_day_of_the_screen() {
        let Ok(Captured::Event(event)) = capture("+ 09:48 checkout off", &beside()) else { panic!() };
        assert_eq!((event.time.micros, event.text.as_str()), (1_773_654_480_000_000, "checkout off"));
        let nowhere = Beside { event: None, ..beside() };
        assert!(capture("+ 09:48 checkout off", &nowhere).unwrap_err().to_string().contains("day"));
        assert!(matches!(capture("+ 2026-03-16 09:48 off", &nowhere), Ok(Captured::Event(_))));
        assert!(matches!(capture("+ checkout off", &beside()), Err(CaptureError::Event(_))));
    }

    proptest! {
        #[test]
        fn no_line_can_break_it(line in "\\PC{0,60}", by in "[!@?*~+=]?\\PC{0,20} (by|in) \\PC{0,12}") {
            let _ = capture(&line, &beside());
            let _ = capture(&by, &beside());
        }
    }
}
