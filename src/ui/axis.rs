//! Round times for the marks of a time axis.

use crate::model::{Span, Timestamp, Zone};
use crate::model::time::{DAY, HOUR, MINUTE, SECOND};
use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta};

/// A mark on a time axis.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tick {
    /// Where it stands.
    pub at: Timestamp,
    /// What is written there.
    pub label: String,
    /// Whether it begins a day, and so carries the date.
    pub major: bool,
}

/// The steps of an axis, ascending.
const STEPS: [i64; 19] = [
    SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR,
    6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 28 * DAY,
];

/// Round wall-clock times of `zone` between two instants, at most about `most` of them.
///
/// ```
/// use floodmark::model::{Timestamp, Zone};
/// use floodmark::ui::axis::ticks;
/// let day = |d: i64| Timestamp::from_seconds(1_773_619_200 + d * 86_400); // 2026-03-16
/// let labels: Vec<_> = ticks(day(0), day(1), Zone::Utc, 4).into_iter().map(|t| t.label).collect();
/// assert_eq!(labels, ["16 Mar", "06:00", "12:00", "18:00", "17 Mar"]);
/// ```
pub fn ticks(from: Timestamp, to: Timestamp, zone: Zone, most: u32) -> Vec<Tick> {
    let span = to.since(from).0.max(SECOND);
    let wanted = span / i64::from(most.max(1));
    match STEPS.into_iter().find(|step| *step >= wanted) {
        Some(step) => by_step(from, to, zone, step),
        None => by_month(from, to, zone, wanted),
    }
}

/// The instant at which the clock of a zone shows a time; a skipped one is left out.
fn instant(zone: Zone, local: NaiveDateTime) -> Option<Timestamp> {
    use crate::model::time::LocalTime;
    match zone.instant(local) {
        LocalTime::Single(t) | LocalTime::Repeated(t, _) => Some(t),
        LocalTime::Skipped => None,
    }
}

fn by_step(from: Timestamp, to: Timestamp, zone: Zone, step: i64) -> Vec<Tick> {
    // Steps count from a midnight, so that they fall on round wall-clock times; whole weeks from a Monday.
    let mut day = zone.local(from).date();
    if step >= 7 * DAY {
        day = day.checked_sub_days(chrono::Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day);
    } else if step > DAY {
        let days = step / DAY;
        let past = i64::from(day.num_days_from_ce()).rem_euclid(days);
        day = day.checked_sub_days(chrono::Days::new(past as u64)).unwrap_or(day);
    }
    let Some(start) = day.and_hms_opt(0, 0, 0) else { return vec![] };
    let mut found = vec![];
    // Where the axis starts late in a day, the steps before it are skipped at once.
    let ahead = zone.local(from).signed_duration_since(start).num_microseconds().unwrap_or(0).max(0);
    let mut n = ahead / step;
    while found.len() < 200 {
        let Some(local) = start.checked_add_signed(TimeDelta::microseconds(n * step)) else { break };
        n += 1;
        let Some(at) = instant(zone, local) else { continue };
        if at > to {
            break;
        }
        if at >= from {
            let midnight = local.time() == chrono::NaiveTime::MIN;
            let label = match () {
                () if midnight => local.format("%-d %b").to_string(),
                () if step < MINUTE => local.format("%H:%M:%S").to_string(),
                () => local.format("%H:%M").to_string(),
            };
            found.push(Tick { at, label, major: midnight });
        }
    }
    found
}

fn by_month(from: Timestamp, to: Timestamp, zone: Zone, wanted: i64) -> Vec<Tick> {
    let months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600].into_iter().find(|m| i64::from(*m) * 30 * DAY >= wanted).unwrap_or(1_200);
    let first = zone.local(from);
    let Some(mut day) = NaiveDate::from_ymd_opt(first.year(), 1, 1) else { return vec![] };
    let mut found = vec![];
    while found.len() < 200 {
        let Some(at) = day.and_hms_opt(0, 0, 0).and_then(|local| instant(zone, local)) else { break };
        if at > to {
            break;
        }
        if at >= from {
            let label = if day.month() == 1 { day.format("%Y") } else { day.format("%b") };
            found.push(Tick { at, label: label.to_string(), major: day.month() == 1 });
        }
        let Some(next) = day.checked_add_months(Months::new(months)) else { break };
        day = next;
    }
    found
}

/// A length as a bin of a histogram is named: `15 min`, `2 d`.
pub fn bin_words(bin: Span) -> String {
    bin.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn marks_are_round_in_the_zone_in_which_they_are_read() {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let marks = ticks(at("2026-03-28T12:00:00Z"), at("2026-03-30T12:00:00Z"), berlin, 8);
        // The night in which the clock goes forward has one hour less, and the marks stay round.
        let labels: Vec<_> = marks.iter().map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["18:00", "29 Mar", "06:00", "12:00", "18:00", "30 Mar", "06:00", "12:00"]);
    }

    #[test]
    fn years_and_months_mark_long_times() {
        let labels: Vec<_> = ticks(at("2020-02-01T00:00:00Z"), at("2023-06-01T00:00:00Z"), Zone::Utc, 7)
            .into_iter()
            .map(|t| t.label)
            .collect();
        assert_eq!(labels, ["Jul", "2021", "Jul", "2022", "Jul", "2023"]);
    }

    proptest! {
        #[test]
        fn marks_ascend_and_stay_within(from in 0_i64..4_000_000_000, length in 0_i64..4_000_000_000, most in 1_u32..30) {
            let (from, to) = (Timestamp::from_seconds(from), Timestamp::from_seconds(from + length));
            let marks = ticks(from, to, "America/New_York".parse().unwrap(), most);
            prop_assert!(marks.windows(2).all(|w| w[0].at < w[1].at));
            prop_assert!(marks.iter().all(|t| from <= t.at && t.at <= to));
            prop_assert!(marks.len() <= 2 * most as usize + 2, "{} marks", marks.len());
        }
    }
}
