//! The words of charts: short times and lengths of time.

use super::ticks::{day_name, month_name};
use crate::language::{Language, known, language, plain, sense};
use crate::metric::definition;
use crate::model::time::{DAY, HOUR, MINUTE};
use crate::model::{MetricId, Milestone, Moment, Precision, Span, Timestamp, Zone};
use crate::say;
use chrono::{Datelike, Timelike};

/// A time beside a flag: `16 Mar 09:48`, with the year where the axis spans several; a day or a month as such.
pub fn short_time(moment: &Moment, zone: Zone, year: bool) -> String {
    // A day or a month is that of its start; the middle of anything else is where its flag stands.
    let local = match moment.precision {
        Precision::Day | Precision::Month => zone.local(moment.earliest),
        _ => zone.local(moment.middle()),
    };
    let day = day_name(local);
    let with_year = if year { format!(" {}", local.year()) } else { String::new() };
    match moment.precision {
        Precision::Month => format!("{} {}", month_name(local), local.year()),
        Precision::Day => format!("{day}{with_year}"),
        _ => {
            let about = if moment.is_exact() || moment.precision == Precision::Repeated { "" } else { "~" };
            format!("{day}{with_year} {about}{:02}:{:02}", local.hour(), local.minute())
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
        _ => say!(
            "{from} to {to} {zone}",
            from = local.format("%Y-%m-%d %H:%M"),
            to = zone.local(moment.latest).format("%Y-%m-%d %H:%M"),
            zone
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
        Milestone::Detected => say!("detected"),
        Milestone::Acknowledged => say!("acknowledged"),
        Milestone::Declared => say!("declared"),
        Milestone::Contained => say!("contained"),
        Milestone::Eradicated => say!("eradicated"),
        Milestone::Recovered => say!("recovered"),
        Milestone::Closed => say!("closed"),
        Milestone::AuthorityNotified => say!("notified to the authority"),
        Milestone::IndividualsNotified => say!("notified to the people affected"),
        Milestone::PublicDisclosure => say!("disclosed"),
        Milestone::ReviewHeld => say!("reviewed"),
        _ => return None,
    })
}

/// What a title says of the time within which half were there: a few are no more than themselves.
///
/// * `n`: how many incidents there are.
pub fn half_within(n: usize, done: &str, time: &str) -> String {
    match n {
        0..=4 => say!("Half of these {n} were {done} within {time}", n, done, time),
        _ => say!("Half were {done} within {time}", done, time),
    }
}

/// “contained”, or “over” for a metric whose end has no such word.
pub fn done_or_over(metric: &MetricId) -> &'static str {
    done(&definition(metric).to).unwrap_or_else(|| say!("over"))
}

/// The heads of columns in the language of what is made.
pub fn heads(titles: impl IntoIterator<Item = &'static str>) -> Vec<String> {
    titles.into_iter().map(|title| sense(title).to_owned()).collect()
}

/// A length in seconds for a column of numbers; empty where there is none.
pub fn seconds(span: Option<Span>) -> String {
    span.map(|span| plain(span.as_seconds())).unwrap_or_default()
}

/// A stretch between two lengths: “3 h to 2 d”.
pub fn from_to(from: impl std::fmt::Display, to: impl std::fmt::Display) -> String {
    say!("{min} to {max}", min = from, max = to)
}

/// A word of ours within a sentence: with a small letter, unless the language writes nouns with a capital.
pub fn lower(text: &str) -> String {
    if language() != Language::English {
        return known(text);
    }
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
