//! Clocks, and what stands behind them: the end of a stretch, a zone, the same time on a second clock.

use super::scan::Scan;
use super::{Place, Written};

impl Scan<'_> {
    /// A clock. Behind a date also `11.50`, `1600` and `14h30`; `9.48am` anywhere.
    pub(super) fn clock(&mut self, dated: bool) -> Option<String> {
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
            // “9.48am” is a clock without a date too, as British teams write it.
            (1 | 2, Some(c @ ('.' | 'h'))) if dated || c == '.' && ahead.dotted_half_day() => {
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

    /// Whether minutes and AM or PM stand behind the dot here.
    fn dotted_half_day(mut self) -> bool {
        self.at += 1;
        self.figures().is_some_and(|minute| minute.len() == 2) && self.half_day().is_some()
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

    /// The rest of a time behind its first clock: the end of a stretch, zone, second clock.
    pub(super) fn after_clock(&mut self, written: &mut Written) {
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
