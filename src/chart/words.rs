//! The words of charts: short times and lengths of time.

use super::ticks::month_name;
use crate::model::time::{DAY, HOUR, MINUTE};
use crate::model::{Milestone, Moment, Precision, Span, Timestamp, Zone};
use chrono::{Datelike, Timelike};

/// A time beside a flag: `16 Mar 09:48`, with the year where the axis spans several; a day or a month as such.
pub fn short_time(moment: &Moment, zone: Zone, year: bool) -> String {
    // A day or a month is that of its start; the middle of anything else is where its flag stands.
    let local = match moment.precision {
        Precision::Day | Precision::Month => zone.local(moment.earliest),
        _ => zone.local(moment.middle()),
    };
    let month = month_name(local);
    let with_year = if year { format!(" {}", local.year()) } else { String::new() };
    match moment.precision {
        Precision::Month => format!("{month} {}", local.year()),
        Precision::Day => format!("{} {month}{with_year}", local.day()),
        _ => {
            let about = if moment.is_exact() || moment.precision == Precision::Repeated { "" } else { "~" };
            format!("{} {month}{with_year} {about}{:02}:{:02}", local.day(), local.hour(), local.minute())
        }
    }
}

/// A time in full: `2026-03-16 09:48:30 UTC`, a day or a month as such, or both ends of anything else.
pub fn full_time(moment: &Moment, zone: Zone) -> String {
    let local = zone.local(moment.earliest);
    match moment.precision {
        Precision::Day => format!("{} ({zone})", local.format("%Y-%m-%d")),
        Precision::Month => format!("{} ({zone})", local.format("%Y-%m")),
        _ if moment.is_exact() => format!("{} {zone}", local.format("%Y-%m-%d %H:%M:%S")),
        _ => format!(
            "{} to {} {zone}",
            local.format("%Y-%m-%d %H:%M"),
            zone.local(moment.latest).format("%Y-%m-%d %H:%M")
        ),
    }
}

/// An interval as a moment that keeps both ends.
pub fn between([earliest, latest]: [Timestamp; 2]) -> Moment {
    let precision = if earliest == latest { Precision::Exact } else { Precision::Hour };
    Moment { earliest, latest, precision, zone: crate::model::ZoneOrigin::Stated }
}

/// A length with as many digits as a title needs: `43 min`, `3 h 17 min`, `41 d`.
pub fn rough(span: Span) -> String {
    let n = span.0.max(0);
    let unit = match n {
        n if n >= 10 * DAY => DAY,
        n if n >= DAY => HOUR,
        n if n >= 10 * MINUTE => MINUTE,
        _ => return span.to_string(),
    };
    Span(n / unit * unit).to_string()
}

/// “contained”, as after “half were”; `None` for what cannot be said so.
pub fn done(milestone: &Milestone) -> Option<&'static str> {
    Some(match milestone {
        Milestone::Detected => "detected",
        Milestone::Acknowledged => "acknowledged",
        Milestone::Declared => "declared",
        Milestone::Contained => "contained",
        Milestone::Eradicated => "eradicated",
        Milestone::Recovered => "recovered",
        Milestone::Closed => "closed",
        Milestone::AuthorityNotified => "notified to the authority",
        Milestone::IndividualsNotified => "notified to the people affected",
        Milestone::PublicDisclosure => "disclosed",
        Milestone::ReviewHeld => "reviewed",
        _ => return None,
    })
}

/// Of whom a title says that half of them were there: a few are no more than themselves.
///
/// * `n`: how many incidents there are.
pub fn half(n: usize) -> String {
    match n {
        0..=4 => format!("Half of these {n} were"),
        _ => "Half were".to_owned(),
    }
}

/// The first letter made small, for a name within a sentence.
pub fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ZoneOrigin;

    #[test]
    fn a_time_is_as_short_as_its_precision() {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let t = |s: &str| s.parse::<Timestamp>().unwrap();
        let exact = Moment::exact(t("2026-03-16T09:48:30Z"));
        assert_eq!(short_time(&exact, berlin, false), "16 Mar 10:48");
        assert_eq!(short_time(&exact, Zone::Utc, true), "16 Mar 2026 09:48");
        assert_eq!(full_time(&exact, berlin), "2026-03-16 10:48:30 Europe/Berlin");
        let day = Moment {
            earliest: t("2026-03-15T23:00:00Z"),
            latest: t("2026-03-16T23:00:00Z"),
            precision: Precision::Day,
            zone: ZoneOrigin::Stated,
        };
        assert_eq!(short_time(&day, berlin, false), "16 Mar");
        assert_eq!(rough(Span(3 * HOUR + 17 * MINUTE + 5)), "3 h 17 min");
        assert_eq!(rough(Span(41 * DAY + 5 * HOUR)), "41 d");
    }
}
