//! Clocks: from a trigger to the ends of a limit, and from a notice to a verdict.
//!
//! Limits in hours are elapsed time between instants. Limits in days, working days and months are counted in the
//! dates of a named zone and end at 23:59:59 of its wall clock; the day of the trigger is not counted.

use super::calendar::{Counting, end_of_day, noon};
use super::rule::{Deadline, DeadlineKind, Lenient, Mode, Rollover, Rule, Unit};
use super::{Pair, Verdict};
use crate::model::time::{HOUR, SECOND};
use crate::model::{Span, Timestamp};
use crate::say;
use chrono::{Days, Months, NaiveDate};

/// The end of a limit, for the earliest and the latest start of its clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// The strict end.
    pub strict: Pair,
    /// The generous end, where the rule has one.
    pub lenient: Option<Pair>,
    /// Until when documented reasons excuse a late notice; `None` where the rule sets no bound.
    pub excused: Option<Pair>,
    /// Whether the notice may not be sent before this end, rather than not after it.
    pub not_before: bool,
    /// Whether the limit is counted in dates, so that it ends with all of the last second of one.
    pub by_date: bool,
    /// Whether days of which nobody knows whether offices rest keep the ends apart.
    pub by_calendar: bool,
    /// Whether a hold by law enforcement moved an end.
    pub held: bool,
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

/// Which relief of Delegated Regulation (EU) 2025/301 Art. 5(4) a notifier has: noon of the next working day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Relief {
    /// None.
    #[default]
    No,
    /// It depends on what kind of entity it is, which nobody has said: only the generous reading has it.
    Perhaps,
    /// It has it.
    Yes,
}

/// A hold by law enforcement that suspends a clock. Without an end it was still on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hold {
    /// When it began.
    pub from: Pair,
    /// When it was lifted.
    pub to: Option<Pair>,
}

/// Everything that the end of a limit depends on besides the rule.
#[derive(Clone, Debug)]
pub struct Start<'a> {
    /// When the clock starts.
    pub trigger: Pair,
    /// The times from which further limits of the rule count, by their place in [`Rule::deadlines`].
    pub others: Vec<(usize, Pair)>,
    /// A limit of the case's own contract in place of the rule's.
    pub own: Option<(u32, Unit)>,
    /// The relief of DORA.
    pub relief: Relief,
    /// A hold by law enforcement.
    pub hold: Option<Hold>,
    /// How days are counted.
    pub counting: &'a Counting,
}

/// How generously a limit is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Strict,
    Lenient,
}

/// The end of so many units after `from`.
pub fn end(value: u32, unit: Unit, from: Timestamp, counting: &Counting) -> Timestamp {
    let zone = counting.zone;
    let day = zone.local(from).date();
    match unit {
        Unit::Hours => after_hours(from, value),
        // “Not after” another notice: at the latest together with it.
        Unit::Days if value == 0 => from,
        Unit::Days => end_of_day(day.checked_add_days(Days::new(value.into())).unwrap_or(day), zone),
        Unit::Months => end_of_day(day.checked_add_months(Months::new(value)).unwrap_or(day), zone),
        Unit::BusinessDays => end_of_day(counting.nth_after(day, value), zone),
        Unit::WithoutUndueDelay | Unit::None => from,
    }
}

/// Whether a unit is counted in dates of a zone.
pub fn by_date(unit: Unit) -> bool {
    matches!(unit, Unit::Days | Unit::BusinessDays | Unit::Months)
}

fn read(
    rule: &Rule,
    value: u32,
    unit: Unit,
    from: Timestamp,
    reading: Reading,
    start: &Start<'_>,
) -> Timestamp {
    let counting = start.counting;
    let lenient = reading == Reading::Lenient;
    let rounded = match (rule.computation.lenient, unit) {
        (Some(Lenient::Reg1182Hours), Unit::Hours) if lenient => full_hour(from),
        _ => from,
    };
    let plain = match (unit, value) {
        (Unit::Days, 0) if lenient => end_of_day(counting.zone.local(from).date(), counting.zone),
        _ => end(value, unit, rounded, counting),
    };
    let last = counting.zone.local(plain).date();
    if counting.works(last) {
        return plain;
    }
    let next: NaiveDate = counting.next_working(last);
    match rule.computation.rollover {
        Rollover::NextWorkingDay if matches!(unit, Unit::Days | Unit::Months) => {
            end_of_day(next, counting.zone)
        }
        Rollover::Dora54 if start.relief == Relief::Yes || (lenient && start.relief == Relief::Perhaps) => {
            noon(next, counting.zone)
        }
        _ => plain,
    }
}

/// Within an interval of the trigger, the last instant that counts for dates: an interval up to midnight is that
/// day's and not the next one's.
fn within(pair: Pair, unit: Unit) -> Pair {
    match pair {
        [first, last] if by_date(unit) && last > first => [first, last.plus(Span(-1))],
        other => other,
    }
}

/// The end of a rule's limits, or why it cannot be computed.
///
/// A cap that ends earlier wins; DORA's initial notification is the earlier of classification + 4 h and awareness +
/// 24 h, but classification + 4 h alone where the incident was classified after those 24 hours.
///
/// # Errors
/// One sentence, where the rule has no number.
pub fn due(rule: &Rule, start: &Start<'_>) -> Result<Due, &'static str> {
    let no_number = say!("The rule gives no number, so that no end can be computed.");
    let limit = rule.limit().ok_or(no_number)?;
    let (value, unit) = match (start.own, limit.value, limit.unit) {
        (Some(own), ..) => own,
        (None, Some(value), unit) if !matches!(unit, Unit::WithoutUndueDelay | Unit::None) => (value, unit),
        _ => return Err(no_number),
    };
    if rule.computation.mode == Mode::Qualitative && start.own.is_none() {
        return Err(no_number);
    }
    let sure = ends(rule, (value, unit), Reading::Strict, start);
    // Each free day that is uncertain may put the end off.
    let wide = start.counting.widest();
    let most = |reading, [first, last]: Pair| {
        let wide = wide.as_ref().map(|counting| Start { counting, ..start.clone() });
        let [_, later] = wide.map_or([first, last], |wide| ends(rule, (value, unit), reading, &wide));
        [first, last.max(later)]
    };
    let strict = most(Reading::Strict, sure);
    let lenient = most(Reading::Lenient, ends(rule, (value, unit), Reading::Lenient, start));
    let excused = rule.late_excuse.as_ref().and_then(|e| Some((e.value?, e.unit?, e.after)));
    let excused = excused.map(|(more, of, after)| match after {
        super::rule::ExcuseStart::Trigger => {
            within(start.trigger, of).map(|t| end(more, of, t, start.counting))
        }
        super::rule::ExcuseStart::Limit => strict.map(|t| end(more, of, t, start.counting)),
    });
    let unheld = Start { hold: None, ..start.clone() };
    let moves = |reading| {
        let of = |start| ends(rule, (value, unit), reading, start);
        of(start) != of(&unheld)
    };
    Ok(Due {
        strict,
        lenient: (lenient != strict).then_some(lenient),
        excused,
        not_before: limit.kind == DeadlineKind::NotBefore,
        by_date: by_date(unit),
        by_calendar: strict != sure,
        held: start.hold.is_some() && [Reading::Strict, Reading::Lenient].into_iter().any(moves),
    })
}

fn ends(rule: &Rule, (value, unit): (u32, Unit), reading: Reading, start: &Start<'_>) -> Pair {
    let at = |value, unit, from| read(rule, value, unit, from, reading, start);
    let triggers = within(start.trigger, unit);
    let other = |kind: DeadlineKind| -> Option<(&Deadline, Pair)> {
        let (n, pair) =
            start.others.iter().find(|(n, _)| rule.deadlines.get(*n).is_some_and(|d| d.kind == kind))?;
        rule.deadlines.get(*n).map(|d| (d, *pair))
    };
    let mut all: Vec<Timestamp> = Vec::new();
    match other(DeadlineKind::Cap) {
        None => all.extend(triggers.map(|t| at(value, unit, t))),
        Some((cap, starts)) => {
            let starts = within(starts, cap.unit);
            let most = cap.value.unwrap_or_default();
            let [cap_first, cap_last] = starts.map(|s| at(most, cap.unit, s));
            let instead = rule.deadlines.iter().any(|d| d.kind == DeadlineKind::Instead);
            for t in triggers {
                let own = at(value, unit, t);
                for cap in [cap_first, cap_last] {
                    all.push(if instead && t > cap { own } else { own.min(cap) });
                }
                // Between the ends of the cap the due time jumps where it passes the trigger.
                if instead && cap_first <= t && t <= cap_last {
                    all.extend([t, own]);
                }
            }
            let [first, last] = triggers;
            if instead {
                for cap in [cap_first, cap_last].into_iter().filter(|c| first <= *c && *c <= last) {
                    all.extend([cap, at(value, unit, cap)]);
                }
            }
        }
    }
    let first = all.iter().min().copied().unwrap_or_default();
    let last = all.iter().max().copied().unwrap_or_default();
    suspended([first, last], unit, start)
}

/// The ends with the time of a hold added, which began before them.
fn suspended(ends: Pair, unit: Unit, start: &Start<'_>) -> Pair {
    let Some(Hold { from: [from_first, from_last], to: Some([to_first, to_last]) }) = start.hold else {
        return ends;
    };
    let [trigger_first, trigger_last] = start.trigger;
    let shifted = |end: Timestamp, from: Timestamp, to: Timestamp, trigger: Timestamp| {
        let held = to.since(from.max(trigger));
        if from > end || held <= Span::ZERO {
            return end;
        }
        let moved = end.plus(held);
        if by_date(unit) {
            end_of_day(start.counting.zone.local(moved).date(), start.counting.zone)
        } else {
            moved
        }
    };
    let [first, last] = ends;
    let least = shifted(first, from_last, to_first, trigger_last);
    let most = shifted(last, from_first, to_last, trigger_first);
    [least.min(most), most.max(least)]
}

/// What the notice says against the limit. Where the best and the worst reading of imprecise times disagree:
/// [`Verdict::Undetermined`].
pub fn judge(due: &Due, sent: Pair, excused: bool) -> Verdict {
    let sent = counted(due, sent);
    let at = |pair: Option<Pair>, end: usize| pair.and_then(|p| p.get(end).copied());
    let reading = |end: usize, sent: Timestamp| {
        let strict = at(Some(due.strict), end);
        if due.not_before {
            return match strict {
                Some(earliest) if sent <= earliest => Verdict::TooEarly,
                _ => Verdict::OnTime,
            };
        }
        match (strict, at(due.lenient, end)) {
            (Some(strict), _) if sent <= strict => Verdict::OnTime,
            (_, Some(lenient)) if sent <= lenient => Verdict::OnTimeLenient,
            _ if excused && at(due.excused, end).is_none_or(|last| sent <= last) => Verdict::LateWithReason,
            _ => Verdict::Late,
        }
    };
    let [first, last] = sent;
    let (one, other) = (reading(1, first), reading(0, last));
    if one == other { one } else { Verdict::Undetermined }
}

/// What the absence of a notice says at the end of the record: not sent only when even the latest, most generous
/// end has passed. Where there is only an earliest date, nothing.
pub fn judge_absent(due: &Due, as_of: Timestamp) -> Verdict {
    let [_, last] = due.lenient.unwrap_or(due.strict);
    let [_, as_of] = counted(due, [as_of; 2]);
    match due.not_before {
        true => Verdict::NotAssessable,
        false if as_of > last => Verdict::NotSent,
        false => Verdict::Undetermined,
    }
}

/// When a notice went, as a limit in dates counts it: by the second, since 23:59:59 counts to its end, and an interval that
/// runs up to midnight is that day's and not the next one's.
fn counted(due: &Due, [first, last]: Pair) -> Pair {
    if !due.by_date {
        return [first, last];
    }
    let last = if last > first { last.plus(Span(-1)) } else { last };
    [first, last].map(|at| Timestamp(at.0.div_euclid(SECOND).saturating_mul(SECOND)))
}

/// `due − sent` in whole seconds, smallest and largest; negative when late. For an earliest date `sent − due`, negative
/// when too early.
pub fn margin(due: &Due, sent: Pair) -> [i64; 2] {
    let [first_due, last_due] = due.strict;
    let [first_sent, last_sent] = counted(due, sent);
    let spans = match due.not_before {
        false => [first_due.since(last_sent), last_due.since(first_sent)],
        true => [first_sent.since(last_due), last_sent.since(first_due)],
    };
    spans.map(|span| span.0.div_euclid(SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Facts, Zone};
    use crate::obligation::Pack;
    use crate::obligation::calendar::counting;
    use proptest::prelude::*;

    fn t(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn rule() -> &'static Rule {
        Pack::builtin().rule("eu-gdpr-33-1-authority").unwrap()
    }

    fn exact(at: Timestamp) -> Due {
        ends_of(rule(), [at, at])
    }

    /// The ends of a rule's limits in a case that says nothing more.
    fn ends_of(rule: &Rule, trigger: Pair) -> Due {
        let counting = counting(rule, &Facts::default());
        let start =
            Start { trigger, others: vec![], own: None, relief: Relief::No, hold: None, counting: &counting };
        due(rule, &start).unwrap()
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
        let due = ends_of(rule(), day(10));
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
