//! A metric in plain words.

use super::Metric;
use crate::language::known;
use crate::model::time::{DAY, HOUR, MINUTE};
use crate::model::{Duration, Milestone, Span, Unknown};
use crate::say;

/// What a metric says, as one would say it in the meeting: “about 3 days (2–4)”, “at least 3 d 4 h, not yet
/// contained”, “not known: detected has no time”.
pub fn note(metric: &Metric) -> String {
    match metric.duration {
        Duration::Exact { value } => value.to_string(),
        Duration::Range { min, max: Some(max) } => span_range(min, max),
        Duration::Range { min, max: None } => say!("{min} or more", min),
        Duration::RightCensored { min } => match not_yet(&metric.to) {
            Some(what) => say!("at least {min}, {what}", min, what),
            None => say!("at least {min}, no end on record", min),
        },
        Duration::Unknown { reason } => match reason {
            Unknown::NoStart => {
                say!("not known: “{milestone}” has no time", milestone = known(metric.from.label()))
            }
            Unknown::EndNotApplicable => {
                let milestone = known(metric.to.label());
                say!("not known: “{milestone}” did not apply or is not known", milestone)
            }
            Unknown::Reversed => {
                let (to, from) = (known(metric.to.label()), known(metric.from.label()));
                say!("not known: “{to}” lies before “{from}”", to, from)
            }
            Unknown::NotApplicable => say!("does not apply, says the record").to_owned(),
            Unknown::StatedUnknown => say!("not known, says the record").to_owned(),
            Unknown::Absent => say!("not on record").to_owned(),
        },
    }
}

/// A duration as one says it: `43 min 30 s`, `about 3 days (2–4)`, `at least 2 d`.
pub fn lasted(duration: &Duration) -> String {
    match *duration {
        Duration::Exact { value } => value.to_string(),
        Duration::Range { min, max: Some(max) } => span_range(min, max),
        Duration::Range { min, max: None } | Duration::RightCensored { min } => {
            say!("at least {min}", min)
        }
        Duration::Unknown { .. } => say!("an unknown time").to_owned(),
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
    let (unit, [one, many]) = if max.0 >= 3 * DAY || (whole(min, DAY) && whole(max, DAY)) {
        (DAY, [say!("day"), say!("days")])
    } else if max.0 >= 2 * HOUR || (whole(min, HOUR) && whole(max, HOUR)) {
        (HOUR, [say!("hour"), say!("hours")])
    } else {
        (MINUTE, [say!("minute"), say!("minutes")])
    };
    let count = |n: i64| format!("{n} {}", if n == 1 { one } else { many });
    if min <= Span::ZERO {
        return if whole(max, unit) {
            say!("less than {count}", count = count(max.0 / unit))
        } else {
            say!("up to {max}", max)
        };
    }
    let middle = min.0.midpoint(max.0).saturating_add(unit / 2) / unit;
    if whole(min, unit) && whole(max, unit) {
        let (min, max) = (min.0 / unit, max.0 / unit);
        return say!("about {count} ({min}–{max})", count = count(middle), min, max);
    }
    let end = |span: Span| match unit {
        HOUR => format!("{} h {} min", span.0 / HOUR, span.0 % HOUR / MINUTE),
        _ => span.to_string(),
    };
    say!("about {count} ({min} – {max})", count = count(middle), min = end(min), max = end(max))
}

fn whole(span: Span, unit: i64) -> bool {
    span.0 % unit == 0
}

/// “not yet contained”, for milestones that read so.
fn not_yet(to: &Milestone) -> Option<&'static str> {
    Some(match to {
        Milestone::Detected => say!("not yet detected"),
        Milestone::Acknowledged => say!("not yet acknowledged"),
        Milestone::Declared => say!("not yet declared"),
        Milestone::Contained => say!("not yet contained"),
        Milestone::Eradicated => say!("not yet eradicated"),
        Milestone::Recovered => say!("not yet recovered"),
        Milestone::Closed => say!("not yet closed"),
        Milestone::AuthorityNotified => say!("authority not yet notified"),
        Milestone::IndividualsNotified => say!("individuals not yet notified"),
        Milestone::PublicDisclosure => say!("not yet disclosed"),
        Milestone::SupportOpened => say!("no support channel yet"),
        Milestone::EvidencePreserved => say!("evidence not yet preserved"),
        Milestone::ReviewHeld => say!("review not yet held"),
        Milestone::PlanUpdated => say!("plan not yet updated"),
        _ => return None,
    })
}
