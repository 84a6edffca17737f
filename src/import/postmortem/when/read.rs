//! A written time as a local one or an instant: put into the form that [`timestamp::parse`] reads, and read by it.

use super::{Place, Written, abbreviation};
use crate::import::timestamp::{self, Stated};
use crate::model::time::{DAY, HOUR, SECOND};
use crate::model::{Abbreviation, Precision, RowTime, Zone};
use chrono::{Datelike, NaiveDate};

/// The day of a local time, for the entries after it that have only a clock.
pub fn local_day(time: &RowTime) -> Option<NaiveDate> {
    let wall = time.micros.checked_add(i64::from(time.offset.unwrap_or(0)) * SECOND)?;
    chrono::DateTime::from_timestamp_micros(wall).map(|t| t.date_naive())
}

/// The one local time of a statement: both readings of a date of figures give none.
pub fn single(stated: &Stated) -> Option<RowTime> {
    match stated {
        Stated::Plain(time) => Some(*time),
        Stated::Either { day_first: Some(a), month_first: Some(b) } if a == b => Some(*a),
        Stated::Either { .. } => None,
    }
}

/// Puts day and clock together and has them read; `zone` counts where the time names none itself.
///
/// # Errors
/// Why it cannot be read.
pub fn read(written: &Written, day: &str, zone: Option<&Place>) -> Result<Stated, String> {
    let of = |clock: &str, zone: &str| {
        timestamp::parse(&format!("{day} {clock} {zone}")).map_err(|error| error.to_string())
    };
    let Some(clock) = &written.clock else {
        let stated = timestamp::parse(day).map_err(|error| error.to_string())?;
        return Ok(match (stated, written.zone.as_ref().or(zone)) {
            (Stated::Plain(time), Some(Place::Known(zone))) => Stated::Plain(in_zone(time, zone)),
            (stated, _) => stated,
        });
    };
    let stated = match (&written.also, written.zone.as_ref().or(zone)) {
        (Some((second, second_zone)), _) => Stated::Plain(both(&of(clock, "")?, &of(second, second_zone)?)?),
        (None, Some(Place::Known(zone))) => of(clock, zone)?,
        (None, Some(Place::Shared(name))) => of(clock, abbreviation(name).map_or("", Abbreviation::name))?,
        (None, _) => of(clock, "")?,
    };
    Ok(match stated {
        Stated::Plain(time) if written.about => Stated::Plain(RowTime { precision: Precision::Hour, ..time }),
        other => other,
    })
}

/// A day of a stated zone.
fn in_zone(time: RowTime, zone: &str) -> RowTime {
    match zone.parse::<Zone>() {
        Ok(Zone::Utc) => RowTime { offset: Some(0), ..time },
        Ok(Zone::Fixed(seconds)) => {
            RowTime { offset: Some(seconds), micros: time.micros - i64::from(seconds) * SECOND, ..time }
        }
        _ => time,
    }
}

/// One time on two clocks: the date belongs to the first, the zone to the second.
pub(super) fn both(local: &Stated, second: &Stated) -> Result<RowTime, String> {
    let reason = || "its two clocks do not fit one zone; correct one of them".to_owned();
    let (local, second) = (single(local).ok_or_else(reason)?, single(second).ok_or_else(reason)?);
    if second.zone.is_some() {
        return Err(reason());
    }
    // The second clock may show the day before or after.
    let instants = [-DAY, 0, DAY].map(|days| second.micros + days);
    let fits: Vec<i64> =
        instants.into_iter().filter(|at| (-12 * HOUR..=14 * HOUR).contains(&(local.micros - at))).collect();
    match fits.as_slice() {
        [one] => Ok(RowTime { micros: *one, offset: Some(((local.micros - one) / SECOND) as i32), ..second }),
        _ => Err(reason()),
    }
}

/// A day as [`timestamp::parse`] reads it.
pub fn iso(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}
