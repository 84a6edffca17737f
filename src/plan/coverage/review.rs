//! The days of review and exercise.

use super::people::open;
use super::{Line, State, Subject, line};
use crate::model::{Moment, Timestamp};
use crate::plan::named::own;
use crate::plan::read::control::RUNNING;
use crate::plan::read::{Plan, Topic, revision};
use crate::plan::words::words_at;
use crate::say;
use chrono::{Months, NaiveDate};

/// The day that a key of the document control states, with its section. What runs along every page stands behind what the text
/// says itself.
fn day_stated(plan: &Plan, keys: &[&str]) -> Option<(Option<NaiveDate>, Option<usize>)> {
    let own = own(plan);
    let patterns: Vec<String> = keys.iter().map(|key| key.replace(' ', "+")).collect();
    let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
    let mut beside = None;
    for (block, number) in plan.spoken().lines(&patterns) {
        let Some(block) = plan.blocks.get(block).filter(|b| own(b)) else { continue };
        if let Some(text) = block.text().lines().nth(number) {
            let words = words_at(text);
            let all: Vec<&str> = words.iter().map(|w| &*w.text).collect();
            let key = keys.iter().find_map(|key| {
                let key: Vec<&str> = key.split(' ').collect();
                let at = all.windows(key.len()).position(|w| w == key)?;
                words.get(at + key.len() - 1).map(|w| (at, w.range.end))
            });
            // A key stands at the beginning of its line; elsewhere the words are part of a sentence, but for what runs along every
            // page, which has no sentences.
            let running = RUNNING.iter().any(|mark| text.starts_with(mark));
            let Some((_, end)) = key.filter(|(at, _)| running || *at <= 1) else { continue };
            let rest = text.get(end..).unwrap_or("");
            // A moment ends where the next day or month begins.
            let last = |m: Moment| Timestamp(m.latest.0 - 1).naive_utc().date();
            let day = revision::moment(rest).map(last);
            if day.is_some() || open(rest.trim_matches([' ', ':', '|', '*', '_', ')'])) {
                let found = (day, block.section);
                if !running {
                    return Some(found);
                }
                beside = beside.or(Some(found));
            }
        }
    }
    beside
}

pub(super) fn review(plan: &Plan, today: NaiveDate) -> Vec<Line> {
    let year_ago = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let control = plan.sections.iter().position(|s| s.is_about(Topic::DocumentControl));
    let past = |name: &'static str, keys: &[&str]| {
        let (state, because, section) = match day_stated(plan, keys) {
            None => (State::Lacks, say!("The plan does not say when.").to_owned(), control),
            Some((None, section)) => (State::Lacks, say!("The day is not filled in.").to_owned(), section),
            Some((Some(day), section)) if day < year_ago => {
                (State::OutOfDate, say!("On {day}, more than a year ago.", day), section)
            }
            Some((Some(day), section)) => (State::Has, say!("On {day}.", day), section),
        };
        line(Subject::Review, name, state, because, section)
    };
    let (state, because, section) = match day_stated(plan, &["next review", "review due", "next reviewed"]) {
        None => (State::Lacks, say!("The plan sets no day.").to_owned(), control),
        Some((None, section)) => (State::Lacks, say!("The day is not filled in.").to_owned(), section),
        Some((Some(day), section)) if day < today => {
            (State::OutOfDate, say!("Due on {day}, which has passed.", day), section)
        }
        Some((Some(day), section)) => (State::Has, say!("Due on {day}.", day), section),
    };
    vec![
        past(
            say!("Last reviewed"),
            &["last reviewed", "last review", "review date", "last updated", "letzte änderung"],
        ),
        past(
            say!("Last exercised"),
            &["last exercised", "last exercise", "last tested", "last test", "test date"],
        ),
        line(Subject::Review, say!("Next review"), state, because, section),
    ]
}
