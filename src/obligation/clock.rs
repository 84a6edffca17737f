//! Clocks: when a limit ends, and what a notice's time says against it.

use super::rule::{Lenient, Mode, Rule, Unit};
use super::{Pair, Verdict};
use crate::model::time::{HOUR, SECOND};
use crate::model::{Span, Timestamp};

/// The end of a limit, for the earliest and the latest start of its clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// The strict end.
    pub strict: Pair,
    /// The generous end, where the rule has one.
    pub lenient: Option<Pair>,
}

/// `start` and so many hours of elapsed time. Clocks that change in between do not matter.
///
/// ```
/// use floodmark::obligation::clock::after_hours;
/// // Friday 14:25 in Berlin before the night in which summer time ends: due on Monday at 13:25.
/// let due = after_hours("2026-10-23T14:25:00+02:00".parse().unwrap(), 72);
/// assert_eq!(due, "2026-10-26T13:25:00+01:00".parse().unwrap());
/// ```
pub fn after_hours(start: Timestamp, hours: u32) -> Timestamp {
    start.plus(Span(HOUR.saturating_mul(i64::from(hours))))
}

/// The next full hour, or `start` itself where it is one: the generous start of a limit in hours under
/// Regulation 1182/71 Art. 3(1), which does not count the hour in progress. Hours are those of UTC, as all zones
/// of the European Union are whole hours away from it.
pub fn full_hour(start: Timestamp) -> Timestamp {
    start.plus(Span((HOUR - start.0.rem_euclid(HOUR)) % HOUR))
}

/// The end of a rule's principal limit, or why it cannot be computed.
pub fn due(rule: &Rule, trigger: Pair) -> Result<Due, &'static str> {
    if rule.computation.mode == Mode::Qualitative {
        return Err("The rule gives no number, so that no end can be computed.");
    }
    let hours = match (rule.computation.mode, rule.limit()) {
        (Mode::ElapsedHours, Some(limit)) if limit.unit == Unit::Hours => limit.value,
        _ => None,
    };
    let hours = hours.ok_or("This version computes limits in elapsed hours only.")?;
    let lenient = rule.computation.lenient.map(|Lenient::Reg1182Hours| full_hour);
    Ok(Due {
        strict: trigger.map(|t| after_hours(t, hours)),
        lenient: lenient.map(|start| trigger.map(|t| after_hours(start(t), hours))),
    })
}

/// What the notice says against the limit. Where the best and the worst reading of imprecise times disagree:
/// [`Verdict::Undetermined`].
pub fn judge(due: &Due, sent: Pair, excused: bool) -> Verdict {
    let reading = |end: usize, sent: Timestamp| {
        let strict = due.strict.get(end).copied();
        let lenient = due.lenient.and_then(|l| l.get(end).copied());
        match (strict, lenient) {
            (Some(strict), _) if sent <= strict => Verdict::OnTime,
            (_, Some(lenient)) if sent <= lenient => Verdict::OnTimeLenient,
            _ if excused => Verdict::LateWithReason,
            _ => Verdict::Late,
        }
    };
    let [first, last] = sent;
    let (best, worst) = (reading(1, first), reading(0, last));
    if best == worst { best } else { Verdict::Undetermined }
}

/// What the absence of a notice says at the end of the record: not sent only when even the latest, most generous
/// end has passed.
pub fn judge_absent(due: &Due, as_of: Timestamp) -> Verdict {
    let [_, last] = due.lenient.unwrap_or(due.strict);
    if as_of > last { Verdict::NotSent } else { Verdict::Undetermined }
}

/// `due − sent` in whole seconds, smallest and largest; negative when late.
pub fn margin(due: &Due, sent: Pair) -> [i64; 2] {
    let [first_due, last_due] = due.strict;
    let [first_sent, last_sent] = sent;
    [first_due.since(last_sent), last_due.since(first_sent)].map(|span| span.0.div_euclid(SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Zone;
    use crate::obligation::Pack;
    use proptest::prelude::*;

    fn t(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn rule() -> &'static Rule {
        Pack::builtin().rule("eu-gdpr-33-1-authority").unwrap()
    }

    fn exact(at: Timestamp) -> Due {
        due(rule(), [at, at]).unwrap()
    }

    #[test]
    fn seventy_two_hours_run_through_weekends_and_clock_changes() {
        // The table of ../shared/obligations/rules.md, Europe/Berlin.
        for (trigger, strict, lenient) in [
            ("2026-11-20T14:25:00+01:00", "2026-11-23T14:25:00+01:00", "2026-11-23T15:00:00+01:00"),
            ("2026-10-23T14:25:00+02:00", "2026-10-26T13:25:00+01:00", "2026-10-26T14:00:00+01:00"),
            ("2026-03-27T14:25:00+01:00", "2026-03-30T15:25:00+02:00", "2026-03-30T16:00:00+02:00"),
        ] {
            let due = exact(t(trigger));
            assert_eq!(due.strict, [t(strict); 2]);
            assert_eq!(due.lenient, Some([t(lenient); 2]));
        }
    }

    #[test]
    fn a_notice_is_on_time_to_the_second_and_lenient_to_the_hour() {
        let due = exact(t("2026-03-16T09:48:30Z"));
        let verdict = |sent: &str| judge(&due, [t(sent); 2], false);
        assert_eq!(verdict("2026-03-19T09:48:30Z"), Verdict::OnTime);
        assert_eq!(verdict("2026-03-19T09:48:31Z"), Verdict::OnTimeLenient);
        assert_eq!(verdict("2026-03-19T10:00:00Z"), Verdict::OnTimeLenient);
        assert_eq!(verdict("2026-03-19T10:00:01Z"), Verdict::Late);
        assert_eq!(judge(&due, [t("2026-03-20T00:00:00Z"); 2], true), Verdict::LateWithReason);
        assert_eq!(margin(&due, [t("2026-03-19T09:00:00Z"), t("2026-03-19T10:48:30Z")]), [-3600, 2910]);
    }

    #[test]
    fn imprecise_times_decide_only_where_both_ends_agree() {
        let day =
            |d: u32| [t(&format!("2026-03-{d:02}T00:00:00Z")), t(&format!("2026-03-{:02}T00:00:00Z", d + 1))];
        let due = due(rule(), day(10)).unwrap();
        assert_eq!(judge(&due, day(11), false), Verdict::OnTime);
        assert_eq!(judge(&due, day(13), false), Verdict::Undetermined);
        assert_eq!(judge(&due, day(15), false), Verdict::Late);
        assert_eq!(judge_absent(&due, t("2026-03-13T12:00:00Z")), Verdict::Undetermined);
        assert_eq!(judge_absent(&due, t("2026-03-14T00:00:01Z")), Verdict::NotSent);
    }

    fn rank(verdict: Verdict) -> i32 {
        match verdict {
            Verdict::OnTime => 0,
            Verdict::OnTimeLenient => 1,
            _ => 2,
        }
    }

    proptest! {
        #[test]
        fn adding_hours_does_not_depend_on_the_zone_that_shows_them(
            seconds in 0i64..4_000_000_000, hours in 0u32..2_000,
            name in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
        ) {
            let (start, zone): (_, Zone) = (Timestamp::from_seconds(seconds), name.parse().unwrap());
            let due = after_hours(start, hours);
            prop_assert_eq!(due.since(start), Span::seconds(i64::from(hours) * 3600));
            // Through the zone's wall clock and back, with its own offset, it is the same instant.
            let shown = zone.local(due).and_utc().timestamp() - i64::from(zone.offset_at(due));
            prop_assert_eq!(Timestamp::from_seconds(shown), due);
        }

        #[test]
        fn a_later_notice_is_never_judged_better(
            trigger in 0i64..2_000_000_000, delays in (0i64..400_000, 0i64..400_000),
        ) {
            let due = exact(Timestamp::from_seconds(trigger));
            let verdict = |delay: i64| rank(judge(&due, [Timestamp::from_seconds(trigger + delay); 2], false));
            let (a, b) = (delays.0.min(delays.1), delays.0.max(delays.1));
            prop_assert!(verdict(a) <= verdict(b));
        }

        #[test]
        fn the_lenient_end_is_never_before_the_strict_one(micros in any::<i64>()) {
            let due = exact(Timestamp(micros));
            let lenient = due.lenient.unwrap();
            prop_assert!(lenient[0] >= due.strict[0] && lenient[0].since(due.strict[0]) < Span(HOUR));
        }
    }
}
