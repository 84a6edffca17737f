//! The days of action items as iCalendar (RFC 5545): whole days, since calendars take events where they take no tasks.
//!
//! Written here: the crate for it makes names by a random generator, and this is two rules, for text and for long lines.
//! Its parser reads what is written in the tests.

use super::{ActionsInput, as_is, line};
use crate::model::action::ActionItem;
use chrono::NaiveDate;

/// The calendar: for each item the day by which it is due, and that on which its effect is looked at. What is closed is no
/// longer due: its event is cancelled under the same name.
pub fn write(input: &ActionsInput<'_>) -> String {
    let mut out = String::new();
    let head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Floodmark//Action items//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ];
    head.iter().for_each(|line| fold(line, &mut out));
    for item in &input.case.actions {
        let title = line(&item.what.title);
        if let Some(due) = item.what.due {
            event(input, item, "due", &format!("Due: {title}"), due, item.status.is_closed(), &mut out);
        }
        if let Some(review) = item.what.review {
            event(input, item, "review", &format!("Did it work? {title}"), review, false, &mut out);
        }
    }
    fold("END:VCALENDAR", &mut out);
    out
}

fn event(
    input: &ActionsInput<'_>,
    item: &ActionItem,
    which: &str,
    summary: &str,
    day: NaiveDate,
    cancelled: bool,
    out: &mut String,
) {
    let date = |day: NaiveDate| day.format("%Y%m%d").to_string();
    let status = if cancelled { "CANCELLED" } else { "CONFIRMED" };
    let lines = [
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}-{which}@floodmark", item.id),
        format!("DTSTAMP:{}T000000Z", date(input.date)),
        format!("SEQUENCE:{}", sequence(item)),
        format!("DTSTART;VALUE=DATE:{}", date(day)),
        format!("DTEND;VALUE=DATE:{}", date(day.succ_opt().unwrap_or(day))),
        format!("SUMMARY:{}", escaped(summary)),
        format!("DESCRIPTION:{}", escaped(&input.body(item, as_is))),
        format!("STATUS:{status}"),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ];
    lines.iter().for_each(|line| fold(line, out));
}

/// How many times the days of an item were told before: a calendar keeps what it has rather than take what does not count up.
///
/// Changes count double, because what was closed before they were counted is known to calendars as 1.
fn sequence(item: &ActionItem) -> u32 {
    item.changes.saturating_mul(2).saturating_add(u32::from(item.status.is_closed()))
}

/// A text as a value: what separates values is marked as the text's own.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a line, cut where it is longer than 75 octets; the rest goes on behind a blank.
fn fold(line: &str, out: &mut String) {
    let (mut rest, mut room) = (line, 75);
    while rest.len() > room {
        let (first, more) = rest.split_at(rest.floor_char_boundary(room));
        out.push_str(first);
        out.push_str("\r\n ");
        (rest, room) = (more, 74);
    }
    out.push_str(rest);
    out.push_str("\r\n");
}
