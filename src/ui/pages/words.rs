//! How times, lengths and confidence read on these pages.

use crate::chart::from_to;
use crate::language::look;
use crate::model::duration::Unknown;
use crate::model::moment::Precision;
use crate::model::zone::Zone;
use crate::model::{Duration, Moment, Timestamp};
use crate::say;

/// The offset of a zone at an instant as in RFC 3339: `Z`, `+01:00`.
pub fn offset(zone: Zone, at: Timestamp) -> String {
    let seconds = zone.offset_at(at);
    if seconds == 0 {
        return "Z".to_owned();
    }
    let minutes = seconds.unsigned_abs() / 60;
    format!("{}{:02}:{:02}", if seconds < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}

/// The name of a zone at an instant: `UTC`, or the zone with its offset.
fn zone_name(zone: Zone, at: Timestamp) -> String {
    match zone {
        Zone::Utc => "UTC".to_owned(),
        Zone::Fixed(_) => format!("UTC{zone}"),
        Zone::Named(_) => format!("{zone} ({})", offset(zone, at).replace('Z', "+00:00")),
    }
}

/// An instant: `2026-03-16 09:48:30 UTC`.
pub fn instant(at: Timestamp, zone: Zone) -> String {
    format!("{} {}", zone.local(at).format("%Y-%m-%d %H:%M:%S"), zone_name(zone, at))
}

/// A moment as precisely as it is known: `2026-03-16 09:48:30 UTC`, `about 2026-03-16 (day, UTC)`.
pub fn moment(m: &Moment, zone: Zone) -> String {
    let (local, name) = (zone.local(m.earliest), zone_name(zone, m.earliest));
    match m.precision {
        Precision::Exact => instant(m.earliest, zone),
        Precision::Repeated => {
            say!("{from} or {to}", from = instant(m.earliest, zone), to = instant(m.latest, zone))
        }
        Precision::Hour => {
            say!(
                "about {format} {name} (within half an hour)",
                format = zone.local(m.middle()).format("%Y-%m-%d %H:%M"),
                name
            )
        }
        Precision::Day => {
            say!("{format} (any time that day, {name})", format = local.format("%Y-%m-%d"), name)
        }
        Precision::Month => {
            say!("{format} (any time that month, {name})", format = local.format("%Y-%m"), name)
        }
    }
}

/// Both ends of a moment.
pub fn range(m: &Moment, zone: Zone) -> String {
    if m.is_exact() {
        instant(m.earliest, zone)
    } else {
        say!("between {zone} and {zone2}", zone = instant(m.earliest, zone), zone2 = instant(m.latest, zone))
    }
}

/// A length with two units, as on screen.
pub fn duration(d: &Duration) -> String {
    spelled(d, |s| s.to_string())
}

/// A length with all its units.
pub fn duration_exact(d: &Duration) -> String {
    spelled(d, |s| format!("{s:#}"))
}

fn spelled(d: &Duration, span: impl Fn(crate::model::Span) -> String) -> String {
    match d {
        Duration::Exact { value } => span(*value),
        Duration::Range { min, max: Some(max) } => from_to(span(*min), span(*max)),
        Duration::Range { min, max: None } | Duration::RightCensored { min } => {
            say!("at least {min}", min = span(*min))
        }
        Duration::Unknown { reason } => look(unknown(*reason)).to_owned(),
    }
}

/// Why a length is not known.
pub fn unknown(reason: Unknown) -> &'static str {
    match reason {
        Unknown::NoStart => "not known: no start",
        Unknown::EndNotApplicable => "not known: the end is set to none",
        Unknown::Reversed => "not known: the end lies before the start",
        Unknown::NotApplicable => "does not apply",
        Unknown::StatedUnknown => "not known, says the record",
        Unknown::Absent => "not in the record",
    }
}

/// Confidence in words, with its number.
pub fn confidence(c: f64) -> String {
    let words = match c {
        c if c >= 0.85 => "very likely",
        c if c >= 0.65 => "likely",
        c if c >= 0.45 => "possible",
        _ => "a guess",
    };
    format!("{} ({:.0} %)", look(words), c * 100.0)
}

/// A small number in words.
pub fn number(n: usize) -> String {
    match n {
        2 => say!("two").to_owned(),
        3 => say!("three").to_owned(),
        4 => say!("four").to_owned(),
        5 => say!("five").to_owned(),
        6 => say!("six").to_owned(),
        n => n.to_string(),
    }
}

/// The date of a moment, as precisely as it is known.
pub fn day(m: &Moment, zone: Zone) -> String {
    let local = zone.local(m.earliest);
    match m.precision {
        Precision::Month => local.format("%Y-%m").to_string(),
        _ => local.format("%Y-%m-%d").to_string(),
    }
}

/// A moment as short as it stays unmistakable beside its full form: `03-16 09:48`, `03-16`.
pub fn short(m: &Moment, zone: Zone) -> String {
    let local = zone.local(m.earliest);
    match m.precision {
        Precision::Month => local.format("%Y-%m").to_string(),
        Precision::Day => local.format("%m-%d").to_string(),
        _ => local.format("%m-%d %H:%M").to_string(),
    }
}
