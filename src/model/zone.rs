//! Time zones, and what a wall clock means in them.

use super::time::{DAY, HOUR, SECOND, Span, Timestamp};
use super::zone_table::NamedZone;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A time zone: UTC, a fixed offset, or a named zone of the IANA data base.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Zone {
    /// Coordinated universal time.
    #[default]
    Utc,
    /// A fixed distance east of UTC, in seconds.
    Fixed(i32),
    /// An IANA zone such as `Europe/Berlin`.
    Named(NamedZone),
}

/// The name is no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no time zone is called “{0}”; give UTC, an offset such as +01:00, or a name such as Europe/Berlin")]
pub struct UnknownZone(pub String);

/// What a wall-clock time means in a zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LocalTime {
    /// One instant.
    Single(Timestamp),
    /// The clock shows it twice, as when summer time ends: the first and the second instant.
    Repeated(Timestamp, Timestamp),
    /// The clock never shows it, as when summer time starts.
    Skipped,
}

impl Zone {
    /// What the wall-clock time `local` means in this zone.
    pub fn instant(self, local: NaiveDateTime) -> LocalTime {
        let utc = Timestamp::from_naive_utc(local);
        match self {
            Zone::Utc => LocalTime::Single(utc),
            Zone::Fixed(seconds) => LocalTime::Single(utc.plus(Span::seconds(-i64::from(seconds)))),
            Zone::Named(zone) => zone.instant(local),
        }
    }

    /// The offsets from UTC at which the clock of this zone shows `local`: none, one, or two where it shows it twice.
    pub fn offsets(self, local: NaiveDateTime) -> impl Iterator<Item = Zone> {
        let wall = Timestamp::from_naive_utc(local);
        let (first, second) = match self.instant(local) {
            LocalTime::Single(t) => (Some(t), None),
            LocalTime::Repeated(a, b) => (Some(a), Some(b)),
            LocalTime::Skipped => (None, None),
        };
        [first, second].into_iter().flatten().map(move |t| match ((wall.0 - t.0) / SECOND) as i32 {
            0 => Zone::Utc,
            seconds => Zone::Fixed(seconds),
        })
    }

    /// The offset in force at an instant, in seconds east of UTC.
    pub fn offset_at(self, at: Timestamp) -> i32 {
        match self {
            Zone::Utc => 0,
            Zone::Fixed(seconds) => seconds,
            Zone::Named(zone) => zone.offset_at(at),
        }
    }

    /// The first instant of a date in this zone. Where the clock skips midnight, the first instant after the gap.
    pub fn midnight(self, day: NaiveDate) -> Option<Timestamp> {
        let local = day.and_hms_opt(0, 0, 0)?;
        let first = |local| match self.instant(local) {
            LocalTime::Single(t) | LocalTime::Repeated(t, _) => Some(t),
            LocalTime::Skipped => None,
        };
        // No zone skips a whole day at midnight except by crossing the date line; step by quarter hours.
        first(local).or_else(|| {
            (1..=DAY / (HOUR / 4)).find_map(|n| first(local + chrono::TimeDelta::minutes(15 * n)))
        })
    }

    /// The wall clock of this zone at an instant.
    pub fn local(self, at: Timestamp) -> NaiveDateTime {
        at.plus(Span::seconds(i64::from(self.offset_at(at)))).naive_utc()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Utc => f.write_str("UTC"),
            Zone::Fixed(seconds) => {
                let sign = if *seconds < 0 { '-' } else { '+' };
                let minutes = seconds.unsigned_abs() / 60;
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Zone::Named(zone) => f.write_str(zone.name()),
        }
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;
    /// `UTC`, `Z`, `GMT`, an offset (`+01:00`, `+0100`, `-5`, `UTC+1`) or an IANA name in any case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        let unknown = || UnknownZone(trimmed.to_owned());
        if ["utc", "z", "gmt"].iter().any(|n| trimmed.eq_ignore_ascii_case(n)) {
            return Ok(Zone::Utc);
        }
        let digits = trimmed.strip_prefix("UTC").or_else(|| trimmed.strip_prefix("GMT")).unwrap_or(trimmed);
        if let Some(sign) = digits.chars().next().filter(|c| matches!(c, '+' | '-' | '−')) {
            let rest: String = digits.chars().skip(1).filter(|c| *c != ':').collect();
            let number = |s: &str| s.parse::<i32>().ok();
            let (hours, minutes) = match rest.len() {
                1 | 2 => (number(&rest), Some(0)),
                3 | 4 if rest.is_ascii() => {
                    let (h, m) = rest.split_at(rest.len() - 2);
                    (number(h), number(m))
                }
                _ => (None, None),
            };
            let (hours, minutes) = hours.zip(minutes).ok_or_else(unknown)?;
            if hours > 14 || minutes > 59 {
                return Err(unknown());
            }
            let seconds = (hours * 60 + minutes) * 60;
            return Ok(match if sign == '+' { seconds } else { -seconds } {
                0 => Zone::Utc,
                s => Zone::Fixed(s),
            });
        }
        NamedZone::find(trimmed).map(Zone::Named).ok_or_else(unknown)
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_hour_is_both_instants_and_a_skipped_one_none() {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let at = |s: &str| berlin.instant(NaiveDateTime::parse_from_str(s, "%Y-%m-%d %H:%M").unwrap());
        let t = |s: &str| s.parse::<Timestamp>().unwrap();
        assert_eq!(
            at("2026-10-25 02:30"),
            LocalTime::Repeated(t("2026-10-25T00:30:00Z"), t("2026-10-25T01:30:00Z"))
        );
        assert_eq!(at("2026-03-29 02:30"), LocalTime::Skipped);
        assert_eq!(at("2026-07-01 12:00"), LocalTime::Single(t("2026-07-01T10:00:00Z")));
    }

    #[test]
    fn zones_read_back_what_they_write() {
        for text in ["UTC", "+01:00", "-09:30", "Europe/Berlin", "America/Los_Angeles"] {
            assert_eq!(text.parse::<Zone>().unwrap().to_string(), text);
        }
        assert_eq!("europe/berlin".parse::<Zone>().unwrap().to_string(), "Europe/Berlin");
        assert_eq!("UTC+1".parse::<Zone>().unwrap(), Zone::Fixed(3600));
        assert!("Mars/Olympus".parse::<Zone>().is_err());
        assert!("+25:00".parse::<Zone>().is_err());
    }
}
