//! Instants and lengths of time.

use chrono::{DateTime, NaiveDateTime};
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_written_as_long_as_they_need() {
        assert_eq!(Timestamp(1_500_000).to_string(), "1970-01-01T00:00:01.5Z");
        assert_eq!(Timestamp(-1).to_string(), "1969-12-31T23:59:59.999999Z");
    }
}
