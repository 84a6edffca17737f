//! Pasted lines with times, as events in a person's own words.

use super::rows::refusal;
use super::timestamp::{self, Stated};
use crate::model::{HandEvent, Precision, Refusal, RowTime, Timestamp, Zone};

/// Reads lines that each start with a time: `2026-03-16 09:48 checkout off`, `- [2026-03-16T09:48Z] A. Osei: checkout off`.
/// A line without a time belongs to the event before it. Wall clocks are taken in `zone`; without one, their lines
/// are refused.
pub fn parse_lines(text: &str, zone: Option<Zone>, written: Timestamp) -> (Vec<HandEvent>, Vec<Refusal>) {
    let mut events: Vec<HandEvent> = vec![];
    let mut refusals = vec![];
    for (n, line) in text.lines().enumerate() {
        let number = n as u32 + 1;
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        match leading_time(words) {
            Some((_, "")) => {
                refusals.push(refusal(
                    number,
                    "",
                    line,
                    "a time without words; write what happened behind it",
                ));
            }
            Some((time, rest)) => match settled(time, zone) {
                Ok(time) => events.push(event(time, rest, words, written)),
                Err(reason) => refusals.push(refusal(number, "", line, reason)),
            },
            None => match events.last_mut() {
                Some(last) => {
                    last.text = format!("{} {words}", last.text);
                    last.words = format!("{}\n{words}", last.words);
                }
                None => refusals.push(refusal(
                    number,
                    "",
                    line,
                    "no time at the start of the line; write one in front",
                )),
            },
        }
    }
    (events, refusals)
}

fn event(time: RowTime, text: &str, words: &str, written: Timestamp) -> HandEvent {
    HandEvent {
        time,
        known_at: None,
        text: text.to_owned(),
        kind: String::new(),
        actor: String::new(),
        asset: String::new(),
        tags: vec![],
        words: words.to_owned(),
        written,
        removed: false,
    }
}

/// Why a line is not taken whose zone never shows its time.
const SKIPPED: &str = "the clock of that zone skips this time";

/// Fixes a wall clock in a zone, so that the event keeps its meaning whatever happens to zones later.
fn settled(time: RowTime, zone: Option<Zone>) -> Result<RowTime, &'static str> {
    let coarse = matches!(time.precision, Precision::Day | Precision::Month);
    if time.offset.is_some() || (zone.is_none() && coarse) {
        return Ok(time);
    }
    if time.zone.is_some() {
        return time.place(None, Default::default()).map(|_| time).map_err(|_| SKIPPED);
    }
    if time.abbreviation.is_some() {
        return Err("the abbreviation of its zone is not unique; write an offset such as +01:00 instead");
    }
    let zone = zone.ok_or("no time zone; choose one for the pasted lines")?;
    let moment = time.place(Some(zone), Default::default()).map_err(|_| SKIPPED)?;
    if let (Precision::Repeated, Zone::Named(zone)) = (moment.precision, zone) {
        // No offset says both of its instants.
        return Ok(RowTime { zone: Some(zone), ..time });
    }
    let offset = zone.offset_at(moment.earliest);
    Ok(RowTime { micros: moment.earliest.0, offset: Some(offset), ..time })
}

/// The longest start of a line that is a time, and the words behind it.
fn leading_time(line: &str) -> Option<(RowTime, &str)> {
    let line = line.trim_start_matches(['-', '*', '•', '>', '|', ' ', '\t', '[', '(']);
    let ends = line.char_indices().filter(|(_, c)| {
        c.is_whitespace() || matches!(c, ']' | ')' | '|' | ',' | ';' | ':' | '–' | '—' | '-')
    });
    let mut ends: Vec<usize> = ends.map(|(at, _)| at).take_while(|at| *at <= 48).collect();
    ends.push(line.len());
    ends.into_iter().rev().find_map(|end| {
        let (time, rest) = line.split_at_checked(end)?;
        match timestamp::parse(time).ok()? {
            Stated::Plain(time) => {
                let rest = rest.trim_start_matches([']', ')', '|', ',', ';', ':', '-', '–', '—', ' ', '\t']);
                Some((time, rest.trim_end_matches(['|', ' '])))
            }
            Stated::Either { .. } => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_events_with_their_words() {
        let text = "2026-03-16 09:48 checkout off\n  by A. Osei\n- [2026-03-16T10:30:00Z] disk snapshot\n\nno time here is fine";
        let (events, refusals) = parse_lines(text, Some(Zone::Utc), Timestamp(5));
        assert!(refusals.is_empty(), "{refusals:?}");
        assert_eq!(events.len(), 2);
        assert_eq!(events[0].text, "checkout off by A. Osei");
        assert_eq!(events[0].words, "2026-03-16 09:48 checkout off\nby A. Osei");
        assert_eq!(events[1].text, "disk snapshot no time here is fine");
        assert_eq!(events[1].time.micros, "2026-03-16T10:30:00Z".parse::<Timestamp>().unwrap().0);
    }

    #[test]
    fn a_wall_clock_without_zone_and_a_line_without_time_are_refused() {
        let (events, refusals) =
            parse_lines("hello\n2026-03-16 09:48 x\n2026-03-16 some day", None, Timestamp(0));
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].time.precision, Precision::Day);
        assert_eq!(refusals.len(), 2);
        assert_eq!(refusals[1].line, 2);
    }

    #[test]
    fn a_local_time_keeps_the_offset_that_was_in_force() {
        let (events, _) =
            parse_lines("2026-07-01 12:00 x", Some("Europe/Berlin".parse().unwrap()), Timestamp(0));
        assert_eq!(events[0].time.offset, Some(7200));
        assert_eq!(Timestamp(events[0].time.micros).to_string(), "2026-07-01T10:00:00Z");
    }

    #[test]
    fn a_time_that_the_zone_shows_twice_keeps_both_instants_and_one_that_it_never_shows_is_refused() {
        let berlin = "Europe/Berlin".parse::<Zone>().unwrap();
        for (text, zone) in [
            ("2026-10-25 02:30 x\n2026-03-29 02:30 y", Some(berlin)),
            ("2026-10-25 02:30 Europe/Berlin x\n2026-03-29 02:30 Europe/Berlin y", None),
        ] {
            let (events, refusals) = parse_lines(text, zone, Timestamp(0));
            let moment = events[0].time.place(None, Default::default()).unwrap();
            assert_eq!(
                [moment.earliest, moment.latest].map(|t| t.to_string()),
                ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]
            );
            assert_eq!(
                (moment.precision, events.len(), refusals.len()),
                (Precision::Repeated, 1, 1),
                "{text}"
            );
            assert_eq!(refusals[0].reason, SKIPPED);
        }
    }
}
