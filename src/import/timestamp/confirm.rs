//! A time that a person gives for a milestone.

use super::{Stated, TimeError, parse};
use crate::model::{Moment, Precision, RowTime, Span, Zone, ZoneOrigin};

/// Reads a time that a person gives for a milestone: any time of [`parse`], an hour (`2017-02-01T18`, ± 30 minutes),
/// a date or a month. A wall clock is taken in `zone`.
///
/// # Errors
/// [`TimeError`] when it cannot be read with certainty, or the clock of `zone` skips it.
pub fn parse_confirm(text: &str, zone: Zone) -> Result<Moment, TimeError> {
    Ok(read(text, zone)?.1)
}

/// The same as the time of a row, which is kept: in the zone that the text itself states, else in `zone`.
///
/// # Errors
/// As of [`parse_confirm`].
pub fn parse_row_time(text: &str, zone: Zone) -> Result<RowTime, TimeError> {
    let (stated, moment) = read(text, zone)?;
    if stated.offset.is_some() || stated.zone.is_some() {
        return Ok(stated);
    }
    let at = if moment.precision == Precision::Hour { moment.middle() } else { moment.earliest };
    let time = RowTime { micros: at.0, offset: Some(zone.offset_at(at)), ..stated };
    let says_all = time
        .place(None, Span::ZERO)
        .is_ok_and(|m| (m.earliest, m.latest) == (moment.earliest, moment.latest));
    Ok(match zone {
        // No offset says both instants of a clock that is set back, nor both ends of a day on which it is set.
        Zone::Named(named) if !says_all => RowTime { zone: Some(named), ..stated },
        _ => time,
    })
}

/// A time as a text states it, and the moment that it is in `zone`.
fn read(text: &str, zone: Zone) -> Result<(RowTime, Moment), TimeError> {
    let text = text.trim();
    let hour = (text.len() == 13)
        .then(|| text.split_at_checked(10))
        .flatten()
        .filter(|(_, hour)| hour.starts_with(['T', ' ']) && hour.chars().skip(1).all(|c| c.is_ascii_digit()));
    let (stated, precision) = match hour {
        Some((_, _)) => (parse(&format!("{text}:00"))?, Some(Precision::Hour)),
        None => (parse(text)?, None),
    };
    let time = match stated {
        Stated::Plain(time) => time,
        Stated::Either { day_first: Some(a), month_first: Some(b) } if a == b => a,
        Stated::Either { day_first: Some(time), month_first: None }
        | Stated::Either { day_first: None, month_first: Some(time) } => time,
        Stated::Either { .. } => return Err(TimeError::Unknown(text.to_owned())),
    };
    if let Some(written) = time.abbreviation {
        return Err(TimeError::Abbreviation(written.to_string()));
    }
    let time = RowTime { precision: precision.unwrap_or(time.precision), ..time };
    let asserted = if zone == Zone::Utc && time.offset.is_none() { Zone::Utc } else { zone };
    let moment = time.place(Some(asserted), Default::default());
    let moment = moment.map_err(|_| TimeError::Impossible(text.to_owned())).map(|m| match time.offset {
        Some(_) => m,
        None if time.zone.is_some() => m,
        None => Moment { zone: ZoneOrigin::Asserted, ..m },
    })?;
    Ok((time, moment))
}
