//! The time of an event as its row states it, before anybody said what zone or which clock.

use super::abbreviation::Abbreviation;
use super::moment::{Moment, Precision, ZoneOrigin};
use super::source::Asserted;
use super::time::{Span, Timestamp};
use super::zone::Zone;
use super::zone_table::NamedZone;
use serde::{Deserialize, Serialize};

/// A time as a row states it, before any zone is asserted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowTime {
    /// With an offset: the instant. Without: the wall clock, as microseconds as if it were UTC.
    pub micros: i64,
    /// The stated offset in seconds east of UTC; `None` for a wall clock that no zone was written to.
    pub offset: Option<i32>,
    /// How finely it is stated.
    pub precision: Precision,
    /// The zone abbreviation that was written to a wall clock, where it may mean several zones.
    #[serde(default)]
    pub abbreviation: Option<Abbreviation>,
    /// The named zone of a wall clock which that zone shows twice or never, or of a day on which its clock is set; any other
    /// has its offset.
    #[serde(default)]
    pub zone: Option<NamedZone>,
}

/// Why a row's time cannot be placed yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unplaced {
    /// A wall clock without a zone, and none asserted for its source.
    NoZone,
    /// A wall clock with an abbreviation that may mean several zones, and nobody said which.
    Abbreviation(Abbreviation),
    /// The wall clock skips this time in the asserted zone.
    Skipped,
    /// The wall clock skips this time in the zone that the row itself states.
    SkippedAsStated(NamedZone),
}

impl RowTime {
    /// An instant with a stated offset of zero.
    pub fn utc(at: Timestamp) -> Self {
        RowTime { micros: at.0, offset: Some(0), precision: Precision::Exact, abbreviation: None, zone: None }
    }

    /// The instant that stands for it where one is shown: the first of two, and a wall clock without a zone as if it were UTC.
    pub fn instant(&self) -> Timestamp {
        let placed = self.zone.and_then(|_| self.place(None, Span::ZERO).ok());
        placed.map_or(Timestamp(self.micros), |moment| moment.earliest)
    }

    /// Whether it is a wall clock without any word of its zone.
    pub fn is_naive(&self) -> bool {
        self.offset.is_none() && self.abbreviation.is_none() && self.zone.is_none()
    }

    /// The moment that this row states, with `asserted` for wall clocks and `offset` added for a clock that was off.
    ///
    /// A stated zone always wins. Days and months without any zone are read as UTC and marked as assumed. What an
    /// abbreviation means is another answer than the zone of the source, unless the clock of that zone shows it then.
    ///
    /// # Errors
    /// [`Unplaced`] while it waits for an answer, or where the zone skips it.
    pub fn place<'a>(
        self,
        asserted: impl Into<Asserted<'a>>,
        clock_offset: Span,
    ) -> Result<Moment, Unplaced> {
        let shifted = Timestamp(self.micros.saturating_add(clock_offset.0));
        match self.offset {
            // The common case of a large import: no calendar needed.
            Some(_) if self.precision == Precision::Exact => Ok(Moment::exact(shifted)),
            Some(seconds) => {
                let zone = if seconds == 0 { Zone::Utc } else { Zone::Fixed(seconds) };
                Moment::from_local(zone.local(shifted), self.precision, zone, ZoneOrigin::Stated)
                    .ok_or(Unplaced::Skipped)
            }
            None => {
                let coarse = matches!(self.precision, Precision::Day | Precision::Month);
                let asserted = asserted.into();
                let (zone, origin) = match (self.zone, self.abbreviation) {
                    (Some(zone), _) => (Zone::Named(zone), ZoneOrigin::Stated),
                    (None, Some(written)) => match asserted.meant(written, shifted.naive_utc()) {
                        Some(zone) => (zone, ZoneOrigin::Asserted),
                        None => return Err(Unplaced::Abbreviation(written)),
                    },
                    (None, None) => match asserted.zone {
                        Some(zone) => (zone, ZoneOrigin::Asserted),
                        None if coarse => (Zone::Utc, ZoneOrigin::Assumed),
                        None => return Err(Unplaced::NoZone),
                    },
                };
                let skipped = self.zone.map_or(Unplaced::Skipped, Unplaced::SkippedAsStated);
                Moment::from_local(shifted.naive_utc(), self.precision, zone, origin).ok_or(skipped)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_clock_waits_for_a_zone_and_a_date_does_not() {
        let naive = RowTime { offset: None, ..RowTime::utc(Timestamp(0)) };
        assert_eq!(naive.place(None, Span::ZERO), Err(Unplaced::NoZone));
        assert!(naive.place(Some(Zone::Utc), Span::ZERO).is_ok());
        let day = RowTime { precision: Precision::Day, ..naive };
        assert_eq!(day.place(None, Span::ZERO).unwrap().zone, ZoneOrigin::Assumed);
    }

    #[test]
    fn the_zone_of_the_source_settles_an_abbreviation_that_its_clock_shows() {
        let placed = |wall: &str, written: &str, zone: &str| {
            let time = RowTime {
                micros: wall.parse::<Timestamp>().unwrap().0,
                offset: None,
                precision: Precision::Exact,
                abbreviation: written.parse().ok(),
                zone: None,
            };
            let moment = time.place(zone.parse::<Zone>().ok(), Span::ZERO).ok()?;
            moment.is_exact().then(|| moment.earliest.to_string())
        };
        let winter = "2026-01-13T00:00:00Z";
        assert_eq!(placed(winter, "CST", "America/Chicago").as_deref(), Some("2026-01-13T06:00:00Z"));
        assert_eq!(placed(winter, "CST", "Asia/Shanghai").as_deref(), Some("2026-01-12T16:00:00Z"));
        assert_eq!(placed(winter, "CET", "Europe/Amsterdam").as_deref(), Some("2026-01-12T23:00:00Z"));
        // In summer that clock shows EDT.
        assert_eq!(placed("2026-07-13T00:00:00Z", "EST", "America/New_York"), None);
        assert_eq!(placed(winter, "CST", "Europe/Berlin"), None);
        // The hour that the clock shows twice is told apart by what is written.
        let twice = "2026-11-01T01:30:00Z";
        assert_eq!(placed(twice, "CDT", "America/Chicago").as_deref(), Some("2026-11-01T06:30:00Z"));
        assert_eq!(placed(twice, "CST", "America/Chicago").as_deref(), Some("2026-11-01T07:30:00Z"));
        assert_eq!(placed(twice, "", "America/Chicago"), None);
    }
}
