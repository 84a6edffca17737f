//! Zones, as prose writes them.

use super::Place;
use super::scan::Scan;
use crate::model::{Abbreviation, Zone};

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

impl Scan<'_> {
    /// A zone, with or without brackets.
    pub(super) fn zone(&mut self) -> Option<Place> {
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
}
