//! What each unit of a post-mortem is: a dated entry, the day of the entries after it, a label, or text of the entry before.

use super::label;
use super::units::{Kind, Unit};
use super::when::{self, Day, Found, Place, Written};
use crate::model::Milestone;

/// An entry with a time, as written.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The time.
    pub written: Written,
    /// What happened; what stands below it is still to come.
    pub text: String,
    /// Who did it, where a table has a column for that.
    pub actor: String,
    /// The milestone that its words name.
    pub milestone: Option<Milestone>,
    /// Whether the label stands first, as in “First detected 2026-03-16 09:48”.
    pub labelled: bool,
}

/// What a line turned out to be.
#[derive(Clone, PartialEq, Debug)]
#[allow(clippy::large_enum_variant, reason = "a text has a few hundred, which live a moment")]
pub enum Mark {
    /// A dated entry.
    Entry(Entry),
    /// A dated entry that cannot be read, and why.
    Unreadable(String),
    /// A day alone, for the entries after it.
    Day(Day),
    /// A label that opens a part: “Context:”.
    Part(String),
    /// A milestone that the text says has no time.
    Without(Milestone),
    /// Neither.
    Text,
}

/// Between a time and its words.
const BETWEEN: [char; 14] = [' ', ':', '-', '–', '—', '|', ',', ';', '.', ')', ']', '*', '=', '>'];
/// Before a time at the start of a line.
const BEFORE: [char; 10] = [' ', '-', '–', '—', '•', '*', '[', '(', '“', '"'];
/// A time after one of these words bounds something else.
const BOUNDS: [&str; 12] =
    ["before", "until", "since", "from", "between", "by", "after", "to", "and", "till", "than", "through"];

/// What a line is. `follows`: another line of its block came before, and whether that one was an entry.
pub fn of_line(unit: &Unit, text: &str, follows: Option<bool>) -> Mark {
    if let Some(mark) = time_first(unit, text, follows) {
        return mark;
    }
    if let Some(mark) = label_first(text, unit.pieces.len() == 1) {
        return mark;
    }
    if let Some(milestone) = label::without_time(text) {
        return Mark::Without(milestone);
    }
    part(text).map_or(Mark::Text, Mark::Part)
}

/// “14:33, admin receives an e-mail”.
fn time_first(unit: &Unit, text: &str, follows: Option<bool>) -> Option<Mark> {
    let bare = text.trim_start_matches(BEFORE);
    let dashed = bare.len() < text.trim_start().len();
    // A line inside a paragraph that merely wraps may start with any time.
    if follows.is_some_and(|entry| !entry && !dashed) {
        return None;
    }
    let mut at = text.len() - bare.len();
    for word in ["on ", "at ", "by "] {
        if bare.get(..3).is_some_and(|w| w.eq_ignore_ascii_case(word)) {
            at += 3;
        }
    }
    let (written, end) = match when::at(text, at)? {
        Found::Unreadable(end, reason) => {
            let shown = text.get(at..end).unwrap_or("").trim();
            return Some(Mark::Unreadable(format!("“{shown}”: {reason}")));
        }
        Found::Time(written, end) => (written, end),
    };
    let after = text.get(end..).unwrap_or("");
    if after.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let words = after.trim_start_matches(BETWEEN);
    match (&written.day, &written.clock) {
        // “July 12 was quiet” says less than “July 12: quiet”.
        (Some(Day::WithoutYear(..)), None)
            if !words.is_empty() && !after.trim_start().starts_with([':', '-', '–', '—', '|']) =>
        {
            return None;
        }
        (Some(day), None) if words.is_empty() => return Some(Mark::Day(day.clone())),
        // A heading such as “2026-03-16 – Skimmer” names an incident or a day.
        (Some(day), None) if matches!(unit.kind, Kind::Heading(_)) => return Some(Mark::Day(day.clone())),
        _ => {}
    }
    let text = match &written.until {
        Some(until) => format!("(until {until}) {words}").trim_end().to_owned(),
        None => words.to_owned(),
    };
    let milestone = label::milestone(words);
    Some(Mark::Entry(Entry { written: *written, text, actor: String::new(), milestone, labelled: false }))
}

/// “First detected 2026-03-16 09:48”, “All instances back up at 17:38”.
fn label_first(text: &str, alone: bool) -> Option<Mark> {
    for at in when::words(text).skip(1) {
        let Some(found) = when::at(text, at) else { continue };
        let end = match &found {
            Found::Time(_, end) | Found::Unreadable(end, _) => *end,
        };
        let tail = text.get(end..).unwrap_or("").trim_start_matches(BETWEEN);
        if !(tail.is_empty()
            || tail.starts_with('(') && tail.trim_end_matches(BETWEEN).len() + 1 >= tail.len())
        {
            continue;
        }
        let before = text.get(..at).unwrap_or("").trim_end();
        let label = before.trim_end_matches(BETWEEN).trim_end_matches(['(', '[', '~']);
        let milestone = label::milestone(label);
        let written = match found {
            Found::Unreadable(end, reason) if milestone.is_some() => {
                let shown = text.get(at..end).unwrap_or("").trim();
                return Some(Mark::Unreadable(format!("“{shown}”: {reason}")));
            }
            Found::Unreadable(..) => continue,
            Found::Time(written, _) => *written,
        };
        if let (Some(day), None) = (&written.day, &written.clock)
            && is_day_label(label)
        {
            return Some(Mark::Day(day.clone()));
        }
        let last = label.rsplit(' ').next().unwrap_or("").to_lowercase();
        let told = matches!(last.as_str(), "at" | "on") || before.ends_with(':');
        let dated = written.day.is_some() || last == "at";
        let sentence = alone && written.clock.is_some() && told && dated && !of_document(label);
        if (milestone.is_none() && !sentence) || BOUNDS.contains(&last.as_str()) {
            continue;
        }
        let text = match milestone {
            Some(_) => format!("{label} {tail}").trim().to_owned(),
            None => text.to_owned(),
        };
        return Some(Mark::Entry(Entry { written, text, actor: String::new(), milestone, labelled: true }));
    }
    None
}

/// “Date:”, “Date of the incident:”.
fn is_day_label(label: &str) -> bool {
    let words: Vec<String> = label.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let known = ["date", "day", "of", "the", "incident", "event", "outage"];
    let day = |w: &String| w.trim_matches(':') == "date" || w.trim_matches(':') == "day";
    words.iter().any(day) && words.iter().all(|w| known.contains(&w.trim_matches(':')))
}

/// Whether a label speaks of the document or of what is to come: “Last updated”, “Meeting”.
fn of_document(label: &str) -> bool {
    let low = label.to_lowercase();
    [
        "updated",
        "reviewed",
        "modified",
        "published",
        "meeting",
        "due",
        "deadline",
        "version",
        "written",
        "approved",
    ]
    .iter()
    .any(|w| low.contains(w))
}

/// A short label with a colon: “Context:”, “Impact: none”.
fn part(text: &str) -> Option<String> {
    let (name, rest) = text.split_once(':')?;
    let short = name.split_whitespace().count() <= 5 && !name.contains(|c: char| c.is_ascii_digit());
    let alone = rest.trim().is_empty();
    let known = label::is_part(name) || label::is_aside(name) || name.eq_ignore_ascii_case("identified");
    (short && (alone || known)).then(|| name.trim().to_owned())
}

/// Which cells of a row tell when, from the names above them.
fn time_columns(header: &[String]) -> Vec<usize> {
    let words = |name: &str| -> Vec<String> {
        name.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
    };
    let other = [
        "due",
        "deadline",
        "target",
        "eta",
        "completed",
        "done",
        "version",
        "revision",
        "reviewed",
        "approved",
    ];
    if header.iter().any(|h| {
        words(h).iter().any(|w| ["version", "revision", "owner", "due", "assignee"].contains(&w.as_str()))
    }) {
        return vec![];
    }
    let times = ["time", "timestamp", "datetime", "date", "when", "day", "utc"];
    let is_time = |name: &String| {
        let words = words(name);
        words.iter().any(|w| times.contains(&w.as_str()))
            && !words.iter().any(|w| other.contains(&w.as_str()))
            && words.len() <= 6
            && !words.iter().any(|w| w == "to")
    };
    header.iter().enumerate().filter(|(_, name)| is_time(name)).map(|(n, _)| n).take(2).collect()
}

/// What a row of a table is; several entries where it holds pairs of label and time.
pub fn of_row(header: &[String], cells: &[String]) -> Vec<Mark> {
    let cell = |n: usize| cells.get(n).map_or("", String::as_str);
    let pairs: Vec<Mark> = (1..cells.len())
        .filter_map(|n| {
            let milestone = label::milestone(cell(n - 1))?;
            let text = format!("{}: {}", cell(n - 1), cell(n));
            match label_first(&text, true)? {
                Mark::Entry(entry) => Some(Mark::Entry(Entry { milestone: Some(milestone), ..entry })),
                mark @ Mark::Unreadable(_) => Some(mark),
                _ => None,
            }
        })
        .collect();
    let columns = time_columns(header);
    if columns.is_empty() || !pairs.is_empty() && header.len() != 2 {
        return pairs;
    }
    let written: Vec<&str> = columns.iter().map(|n| cell(*n)).filter(|c| !c.is_empty()).collect();
    let written = written.join(" ");
    let who = header
        .iter()
        .position(|h| ["who", "actor", "by", "person", "responder"].contains(&h.to_lowercase().as_str()));
    let others = (0..cells.len()).filter(|n| !columns.contains(n) && Some(*n) != who && !cell(*n).is_empty());
    let mut text = others.map(cell).collect::<Vec<_>>().join(" | ");
    let name = header.get(columns.first().copied().unwrap_or(0)).map_or("", String::as_str);
    if written.is_empty() {
        return vec![Mark::Unreadable(format!(
            "column `{name}`: no time; write one or join the row to the one above"
        ))];
    }
    let start = written.len() - written.trim_start_matches(BEFORE).len();
    let mark = match when::at(&written, start) {
        Some(Found::Time(found, end)) => {
            let more = written.get(end..).unwrap_or("").trim_matches(BETWEEN);
            if !more.is_empty() {
                text = format!("({more}) {text}");
            }
            if let Some(until) = &found.until {
                text = format!("(until {until}) {text}");
            }
            let milestone = label::milestone(&text);
            let actor = who.map_or("", cell).to_owned();
            Mark::Entry(Entry {
                written: *found,
                text: text.trim().to_owned(),
                actor,
                milestone,
                labelled: false,
            })
        }
        Some(Found::Unreadable(_, reason)) => {
            Mark::Unreadable(format!("column `{name}`: “{written}”: {reason}"))
        }
        None => Mark::Unreadable(format!(
            "column `{name}`: “{written}” is no time; write it as 2026-03-16 09:48 UTC"
        )),
    };
    vec![mark]
}

/// The zone that the names of a table give to its times.
pub fn zone_of_header(header: &[String]) -> Option<Place> {
    time_columns(header).into_iter().filter_map(|n| header.get(n)).find_map(|name| when::zone_in(name))
}

/// The zone that a line gives to all times: “all times in UTC”, “Timeline (UTC)”, “Time zone: Europe/London”.
pub fn zone_said(unit: &Unit, text: &str) -> Option<Place> {
    let low = text.to_lowercase();
    let phrases = [
        "all times",
        "times are",
        "times in",
        "time zone",
        "timezone",
        "timestamps",
        "times shown",
        "times below",
    ];
    if let Some(at) = phrases.iter().filter_map(|p| low.find(p)).min() {
        // The lower-cased text may differ in length; then the whole line is searched.
        let rest = if low.len() == text.len() { text.get(at..) } else { None }.unwrap_or(text);
        return when::zone_in(rest);
    }
    let short = text.split_whitespace().count() <= 6;
    let names_times = ["timeline", "key events", "chronology", "events"].iter().any(|w| low.starts_with(w));
    (short && names_times && (matches!(unit.kind, Kind::Heading(_)) || text.trim_end().ends_with([')', ':'])))
        .then(|| when::zone_in(text))
        .flatten()
}

/// The sentences of prose that tell when something happened, for a text without entries.
pub fn of_prose(text: &str) -> Vec<Mark> {
    let mut found = vec![];
    for sentence in sentences(text) {
        let told = when::words(sentence).find_map(|at| {
            let Found::Time(written, end) = when::at(sentence, at)? else { return None };
            let before = sentence.get(..at).unwrap_or("").trim_end();
            let last = before.rsplit(' ').next().unwrap_or("").to_lowercase();
            let dated = matches!(written.day, Some(Day::Full(_)));
            let whole = !sentence.get(end..).unwrap_or("").starts_with(|c: char| c.is_alphanumeric());
            let fits = dated || (written.day.is_none() && matches!(last.as_str(), "at" | "around" | "about"));
            (fits && whole && !BOUNDS.contains(&last.as_str())).then_some(written)
        });
        if let Some(written) = told {
            let text = sentence.to_owned();
            found.push(Mark::Entry(Entry {
                written: *written,
                text,
                actor: String::new(),
                milestone: None,
                labelled: false,
            }));
        }
    }
    found
}

/// A text cut where a sentence ends and the next begins with a capital.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = vec![];
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        let next = text.get(at + 2..).and_then(|r| r.chars().next());
        if next.is_some_and(char::is_uppercase) {
            found.push(text.get(start..=at).unwrap_or("").trim());
            start = at + 2;
        }
    }
    found.push(text.get(start..).unwrap_or("").trim());
    found.retain(|s| !s.is_empty());
    found
}
