//! Instants, lengths of time and zones.

use chrono::{DateTime, LocalResult, NaiveDateTime, Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Microseconds in a second, minute, hour and day.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Microseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Microseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;

/// An instant: microseconds since 1970-01-01T00:00:00 UTC, on a time line without leap seconds.
///
/// In files it is written as RFC 3339 with `Z` and as many fraction digits as it needs.
///
/// ```
/// use floodmark::model::Timestamp;
/// let t: Timestamp = "2026-03-16T10:48:30+01:00".parse().unwrap();
/// assert_eq!(t.to_string(), "2026-03-16T09:48:30Z");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Timestamp(pub i64);

/// A length of time in microseconds; may be negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Timestamp {
    /// The earliest instant that counts as plausible in an incident's record (1970-01-02).
    pub const PLAUSIBLE_FROM: Timestamp = Timestamp(DAY);
    /// The first instant after the plausible ones (2100-01-01).
    pub const PLAUSIBLE_UNTIL: Timestamp = Timestamp(4_102_444_800 * SECOND);

    /// From whole seconds since the epoch.
    pub const fn from_seconds(seconds: i64) -> Self {
        Timestamp(seconds * SECOND)
    }

    /// Whether the instant may bound a record, a histogram or a proposal.
    pub fn is_plausible(self) -> bool {
        Self::PLAUSIBLE_FROM <= self && self < Self::PLAUSIBLE_UNTIL
    }

    /// The UTC wall clock of this instant; clamped to the years that chrono knows.
    pub fn naive_utc(self) -> NaiveDateTime {
        DateTime::from_timestamp_micros(self.0)
            .unwrap_or(if self.0 < 0 {
                DateTime::<chrono::Utc>::MIN_UTC
            } else {
                DateTime::<chrono::Utc>::MAX_UTC
            })
            .naive_utc()
    }

    /// The instant at which a clock in UTC shows `naive`.
    pub fn from_naive_utc(naive: NaiveDateTime) -> Self {
        Timestamp(naive.and_utc().timestamp_micros())
    }

    /// `self − earlier`.
    pub fn since(self, earlier: Timestamp) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// `self + span`, saturating.
    pub fn plus(self, span: Span) -> Self {
        Timestamp(self.0.saturating_add(span.0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let naive = self.naive_utc();
        write!(f, "{}", naive.format("%Y-%m-%dT%H:%M:%S"))?;
        let micros = self.0.rem_euclid(SECOND);
        if micros != 0 {
            let digits = format!("{micros:06}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

/// The text is no RFC 3339 instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time with a date, a clock and an offset, such as 2026-03-16T09:48:30Z")]
pub struct ParseTimestampError;

impl FromStr for Timestamp {
    type Err = ParseTimestampError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| ParseTimestampError)?;
        Ok(Timestamp(time.timestamp_micros()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);

    /// From whole seconds.
    pub const fn seconds(n: i64) -> Self {
        Span(n * SECOND)
    }

    /// The length in seconds, with its fraction.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / SECOND as f64
    }

    /// The length in hours, with its fraction.
    pub fn as_hours(self) -> f64 {
        self.0 as f64 / HOUR as f64
    }
}

/// Two units, as on screen: `3 d 9 h`, `43 min 30 s`, `0 s`. Whole units are cut, never rounded up.
///
/// ```
/// use floodmark::model::Span;
/// assert_eq!(Span::seconds(294_339).to_string(), "3 d 9 h");
/// assert_eq!(Span::seconds(2_610).to_string(), "43 min 30 s");
/// assert_eq!(format!("{:#}", Span::seconds(294_339)), "3 d 9 h 45 min 39 s");
/// ```
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            f.write_str("−")?;
        }
        let mut rest = self.0.unsigned_abs();
        let parts = [(DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s")].map(|(size, unit)| {
            let n = rest / size as u64;
            rest %= size as u64;
            (n, unit)
        });
        let limit = if f.alternate() { 4 } else { 2 };
        let first = parts.iter().position(|(n, _)| *n > 0).unwrap_or(3);
        let mut wrote = false;
        for (n, unit) in parts.iter().skip(first).take(limit) {
            if *n > 0 || (!wrote && *unit == "s") {
                write!(f, "{}{n} {unit}", if wrote { " " } else { "" })?;
                wrote = true;
            }
        }
        Ok(())
    }
}

/// A time zone: UTC, a fixed offset, or a named zone of the IANA data base.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Zone {
    /// Coordinated universal time.
    #[default]
    Utc,
    /// A fixed distance east of UTC, in seconds.
    Fixed(i32),
    /// An IANA zone such as `Europe/Berlin`.
    Named(chrono_tz::Tz),
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
            Zone::Named(tz) => match tz.offset_from_local_datetime(&local) {
                LocalResult::Single(o) => LocalTime::Single(utc.plus(east(&o, -1))),
                LocalResult::Ambiguous(a, b) => {
                    let (a, b) = (utc.plus(east(&a, -1)), utc.plus(east(&b, -1)));
                    LocalTime::Repeated(a.min(b), a.max(b))
                }
                LocalResult::None => LocalTime::Skipped,
            },
        }
    }

    /// The offset in force at an instant, in seconds east of UTC.
    pub fn offset_at(self, at: Timestamp) -> i32 {
        match self {
            Zone::Utc => 0,
            Zone::Fixed(seconds) => seconds,
            Zone::Named(tz) => tz.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc(),
        }
    }

    /// The wall clock of this zone at an instant.
    pub fn local(self, at: Timestamp) -> NaiveDateTime {
        at.plus(Span::seconds(i64::from(self.offset_at(at)))).naive_utc()
    }
}

fn east(offset: &impl Offset, sign: i64) -> Span {
    Span::seconds(sign * i64::from(offset.fix().local_minus_utc()))
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
            Zone::Named(tz) => f.write_str(tz.name()),
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
        let tz = trimmed.parse::<chrono_tz::Tz>().ok().or_else(|| {
            chrono_tz::TZ_VARIANTS.iter().find(|tz| tz.name().eq_ignore_ascii_case(trimmed)).copied()
        });
        tz.map(Zone::Named).ok_or_else(unknown)
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

    #[test]
    fn fractions_are_written_as_long_as_they_need() {
        assert_eq!(Timestamp(1_500_000).to_string(), "1970-01-01T00:00:01.5Z");
        assert_eq!(Timestamp(-1).to_string(), "1969-12-31T23:59:59.999999Z");
    }
}
