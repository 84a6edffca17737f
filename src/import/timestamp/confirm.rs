//! A time that a person gives for a milestone.

use super::{Stated, TimeError, parse};
use crate::model::{Moment, Precision, RowTime, Zone, ZoneOrigin};

/// Reads a time that a person gives for a milestone: any time of [`parse`], an hour (`2017-02-01T18`, ± 30 minutes),
/// a date or a month. A wall clock is taken in `zone`.
///
/// # Errors
/// [`TimeError`] when it cannot be read with certainty, or the clock of `zone` skips it.
pub fn parse_confirm(text: &str, zone: Zone) -> Result<Moment, TimeError> {
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
    moment.map_err(|_| TimeError::Impossible(text.to_owned())).map(|m| match time.offset {
        Some(_) => m,
        None if time.zone.is_some() => m,
        None => Moment { zone: ZoneOrigin::Asserted, ..m },
    })
}
