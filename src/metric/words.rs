//! A metric in plain words.

use super::Metric;
use crate::model::time::{DAY, HOUR, MINUTE};
use crate::model::{Duration, Milestone, Span, Unknown};

/// What a metric says, as one would say it in the meeting: “about 3 days (2–4)”, “at least 3 d 4 h, not yet
/// contained”, “not known: detected has no time”.
pub fn note(metric: &Metric) -> String {
    match metric.duration {
        Duration::Exact { value } => value.to_string(),
        Duration::Range { min, max: Some(max) } => span_range(min, max),
        Duration::Range { min, max: None } => format!("{min} or more"),
        Duration::RightCensored { min } => match not_yet(&metric.to) {
            Some(what) => format!("at least {min}, {what}"),
            None => format!("at least {min}, no end on record"),
        },
        Duration::Unknown { reason } => match reason {
            Unknown::NoStart => format!("not known: “{}” has no time", metric.from.label()),
            Unknown::EndNotApplicable => {
                format!("not known: “{}” did not apply or is not known", metric.to.label())
            }
            Unknown::Reversed => {
                format!("not known: “{}” lies before “{}”", metric.to.label(), metric.from.label())
            }
            Unknown::NotApplicable => "does not apply, says the record".to_owned(),
            Unknown::StatedUnknown => "not known, says the record".to_owned(),
            Unknown::Absent => "not on record".to_owned(),
        },
    }
}

/// A duration as one says it: `43 min 30 s`, `about 3 days (2–4)`, `at least 2 d`.
pub fn lasted(duration: &Duration) -> String {
    match *duration {
        Duration::Exact { value } => value.to_string(),
        Duration::Range { min, max: Some(max) } => span_range(min, max),
        Duration::Range { min, max: None } | Duration::RightCensored { min } => format!("at least {min}"),
        Duration::Unknown { .. } => "an unknown time".to_owned(),
    }
}

/// A range in one unit: “about 3 days (2–4)”, “less than 2 days”, “20–21 h”.
///
/// ```
/// use floodmark::metric::span_range;
/// use floodmark::model::Span;
/// let days = |n: i64| Span::seconds(n * 86_400);
/// assert_eq!(span_range(days(2), days(4)), "about 3 days (2–4)");
/// assert_eq!(span_range(Span::ZERO, days(2)), "less than 2 days");
/// assert_eq!(span_range(Span::seconds(74_700), Span::seconds(161_100)), "about 33 hours (20 h 45 min – 44 h 45 min)");
/// ```
pub fn span_range(min: Span, max: Span) -> String {
    let (unit, name) = if max.0 >= 3 * DAY || (whole(min, DAY) && whole(max, DAY)) {
        (DAY, "day")
    } else if max.0 >= 2 * HOUR || (whole(min, HOUR) && whole(max, HOUR)) {
        (HOUR, "hour")
    } else {
        (MINUTE, "minute")
    };
    let count = |n: i64| format!("{n} {name}{}", if n == 1 { "" } else { "s" });
    if min <= Span::ZERO {
        return if whole(max, unit) {
            format!("less than {}", count(max.0 / unit))
        } else {
            format!("up to {max}")
        };
    }
    let middle = min.0.midpoint(max.0).saturating_add(unit / 2) / unit;
    if whole(min, unit) && whole(max, unit) {
        return format!("about {} ({}–{})", count(middle), min.0 / unit, max.0 / unit);
    }
    let end = |span: Span| match unit {
        HOUR => format!("{} h {} min", span.0 / HOUR, span.0 % HOUR / MINUTE),
        _ => span.to_string(),
    };
    format!("about {} ({} – {})", count(middle), end(min), end(max))
}

fn whole(span: Span, unit: i64) -> bool {
    span.0 % unit == 0
}

/// “not yet contained”, for milestones that read so.
fn not_yet(to: &Milestone) -> Option<&'static str> {
    Some(match to {
        Milestone::Detected => "not yet detected",
        Milestone::Acknowledged => "not yet acknowledged",
        Milestone::Declared => "not yet declared",
        Milestone::Contained => "not yet contained",
        Milestone::Eradicated => "not yet eradicated",
        Milestone::Recovered => "not yet recovered",
        Milestone::Closed => "not yet closed",
        Milestone::AuthorityNotified => "authority not yet notified",
        Milestone::IndividualsNotified => "individuals not yet notified",
        Milestone::PublicDisclosure => "not yet disclosed",
        Milestone::SupportOpened => "no support channel yet",
        Milestone::EvidencePreserved => "evidence not yet preserved",
        Milestone::ReviewHeld => "review not yet held",
        Milestone::PlanUpdated => "plan not yet updated",
        _ => return None,
    })
}
