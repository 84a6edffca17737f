//! A time as the evidence states it.

use super::time::{HOUR, Span, Timestamp};
use super::zone::{LocalTime, Zone};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// How finely the evidence states a time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the second or finer; a written minute counts as exact.
    #[default]
    Exact,
    /// An exact wall-clock time that a clock change repeats: from its first to its second instant.
    Repeated,
    /// Within half an hour either way.
    Hour,
    /// Some time that day.
    Day,
    /// Some time that month.
    Month,
}

/// Where the zone of a time came from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneOrigin {
    /// Written in the row, an epoch, or fixed by the format's documentation.
    #[default]
    Stated,
    /// Given by a person for the source.
    Asserted,
    /// Nobody said: a date or month read as UTC.
    Assumed,
}

/// A time as an interval `[earliest, latest]`, equal ends when exact.
///
/// An hour is ± 30 minutes; a day runs to the next midnight of its zone, a month to the first of the next.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Moment {
    /// The first instant it may have been.
    pub earliest: Timestamp,
    /// The last instant it may have been.
    pub latest: Timestamp,
    /// How finely it is stated.
    pub precision: Precision,
    /// Where its zone came from.
    pub zone: ZoneOrigin,
}

impl Moment {
    /// An exact instant with a stated zone.
    pub fn exact(at: Timestamp) -> Self {
        Moment { earliest: at, latest: at, precision: Precision::Exact, zone: ZoneOrigin::Stated }
    }

    /// What a wall-clock time of a given precision means in `zone`; `None` when the clock skips an exact one.
    ///
    /// Days and months take the date of `local` and end at the next midnight of the zone.
    pub fn from_local(
        local: NaiveDateTime,
        precision: Precision,
        zone: Zone,
        origin: ZoneOrigin,
    ) -> Option<Self> {
        let (earliest, latest, precision) = match precision {
            Precision::Exact | Precision::Repeated => match zone.instant(local) {
                LocalTime::Single(t) => (t, t, Precision::Exact),
                LocalTime::Repeated(a, b) => (a, b, Precision::Repeated),
                LocalTime::Skipped => return None,
            },
            Precision::Hour => {
                let (first, last) = match zone.instant(local) {
                    LocalTime::Single(t) => (t, t),
                    LocalTime::Repeated(a, b) => (a, b),
                    LocalTime::Skipped => return None,
                };
                (first.plus(Span(-HOUR / 2)), last.plus(Span(HOUR / 2)), Precision::Hour)
            }
            Precision::Day => {
                let day = local.date();
                (zone.midnight(day)?, zone.midnight(day.succ_opt()?)?, Precision::Day)
            }
            Precision::Month => {
                let first = local.date().with_day(1)?;
                let next = if first.month() == 12 {
                    NaiveDate::from_ymd_opt(first.year() + 1, 1, 1)?
                } else {
                    first.with_month(first.month() + 1)?
                };
                (zone.midnight(first)?, zone.midnight(next)?, Precision::Month)
            }
        };
        Some(Moment { earliest, latest, precision, zone: origin })
    }

    /// Whether both ends are one instant.
    pub fn is_exact(&self) -> bool {
        self.earliest == self.latest
    }

    /// The middle of the interval: where a mark is drawn.
    pub fn middle(&self) -> Timestamp {
        Timestamp(self.earliest.0.midpoint(self.latest.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_a_clock_change_has_23_or_25_hours() {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let day = |d: u32, m: u32| {
            let local = NaiveDate::from_ymd_opt(2026, m, d).unwrap().and_hms_opt(15, 0, 0).unwrap();
            let m = Moment::from_local(local, Precision::Day, zone, ZoneOrigin::Stated).unwrap();
            m.latest.since(m.earliest).as_hours()
        };
        assert_eq!(day(29, 3), 23.0);
        assert_eq!(day(25, 10), 25.0);
        assert_eq!(day(26, 10), 24.0);
    }
}
