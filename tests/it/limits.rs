//! Limits over random times: days, months and business days end where their calendars say, and an interval decides only what
//! both of its ends decide.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use crate::deadlines::{END, assessed, facts, t};
use floodmark::milestone::{Held, Milestones, Status};
use floodmark::model::{Moment, Precision, Timestamp, Zone, ZoneOrigin};
use floodmark::obligation::{Pack, Verdict, assess};
use proptest::prelude::*;

const DAY_RULES: [(&str, &str, &str, u32); 4] = [
    ("us-ca-1798-82-individuals", "US-CA", "America/Los_Angeles", 30),
    ("us-tx-521-053-individuals", "US-TX", "America/Chicago", 60),
    ("us-wi-individuals", "US-WI", "America/Chicago", 45),
    ("jp-appi-final", "JP", "Asia/Tokyo", 30),
];

proptest! {
    #[test]
    fn a_limit_in_days_ends_with_its_last_local_day(
        // 2026 to 2060, so that clock changes and leap days are among the days.
        seconds in 1_767_312_000i64..2_840_000_000, which in 0usize..4,
    ) {
        let (rule, code, zone, days) = DAY_RULES[which];
        let (start, zone): (_, Zone) = (Timestamp::from_seconds(seconds), zone.parse().unwrap());
        let text = start.to_string();
        let list = [("discovered", text.as_str()), ("determined_breach", text.as_str()), ("aware", text.as_str())];
        let o = assessed(rule, &facts(&[code], ""), &list, END);
        let [first, last] = o.due.unwrap();
        prop_assert_eq!(first, last);
        let local = zone.local(first);
        prop_assert_eq!(local.time().to_string(), "23:59:59");
        let counted = (local.date() - zone.local(start).date()).num_days();
        prop_assert_eq!(counted, i64::from(days));
    }

    #[test]
    fn a_month_ends_on_the_same_number_or_the_last_day_unless_it_rolls(seconds in 1_767_312_000i64..2_840_000_000) {
        use chrono::Datelike;
        use floodmark::obligation::holidays::{Rest, country};
        let (start, zone): (_, Zone) = (Timestamp::from_seconds(seconds), "Europe/Paris".parse().unwrap());
        let france = country("FR").unwrap();
        let text = start.to_string();
        let o = assessed("eu-nis2-23-final-report", &facts(&["FR"], "critical"), &[("sent:eu-nis2-23-notification", &text)], END);
        let (from, to) = (zone.local(start).date(), zone.local(o.due.unwrap()[0]).date());
        prop_assert!(!matches!(to.weekday(), chrono::Weekday::Sat | chrono::Weekday::Sun));
        let plain = from.checked_add_months(chrono::Months::new(1)).unwrap();
        prop_assert!(plain.day() == from.day() || plain.succ_opt().unwrap().day() == 1);
        // It rolls over every day on which offices rest, and over no other.
        let rests = |day| floodmark::obligation::calendar::Calendar::Country(france).rests(day) == Rest::Surely;
        prop_assert!(to >= plain && !rests(to));
        prop_assert!(plain.iter_days().take_while(|day| *day < to).all(rests));
    }

    #[test]
    fn business_days_never_end_on_a_free_day_and_grow_with_the_trigger(
        seconds in 1_767_312_000i64..2_840_000_000, later in 0i64..2_000_000,
    ) {
        let listed = facts(&["US"], "listed");
        let due = |at: i64| {
            let text = Timestamp::from_seconds(at).to_string();
            assessed("us-sec-8k-item-105", &listed, &[("materiality_determined", &text)], END).due.unwrap()[0]
        };
        let (one, two) = (due(seconds), due(seconds + later));
        prop_assert!(one <= two);
        let zone: Zone = "America/New_York".parse().unwrap();
        let day = zone.local(one).date();
        prop_assert!(floodmark::obligation::calendar::Calendar::UsFederal.works(day));
        // Four business days are at least four days and, with the longest run of holidays, at most nine.
        let days = (day - zone.local(Timestamp::from_seconds(seconds)).date()).num_days();
        prop_assert!((4..=9).contains(&days), "{} days", days);
    }

    #[test]
    fn an_interval_decides_only_what_both_of_its_ends_decide(
        trigger in 1_767_312_000i64..2_840_000_000, width in 0i64..400_000, delay in -100_000i64..4_000_000, spread in 0i64..400_000,
    ) {
        let texas = facts(&["US-TX"], "");
        let at = Timestamp::from_seconds;
        let of = |trigger: [i64; 2], sent: [i64; 2]| {
            let held = |[a, b]: [i64; 2]| Held {
                moment: Some(Moment { earliest: at(a), latest: at(b), precision: Precision::Exact, zone: ZoneOrigin::Stated }),
                status: Status::Confirmed, confidence: 1.0, reasons: vec![], events: vec![], alternatives: vec![],
            };
            let milestones = Milestones([
                ("determined_breach".parse().unwrap(), held(trigger)),
                ("sent:us-tx-521-053-ag".parse().unwrap(), held(sent)),
            ].into());
            let all = assess(Pack::builtin(), &texas, &milestones, t(END));
            all.into_iter().find(|o| o.rule == "us-tx-521-053-ag").unwrap().verdict
        };
        let sent = [trigger + delay, trigger + delay + spread];
        let whole = of([trigger, trigger + width], sent);
        if whole != Verdict::Undetermined {
            // The last instant of an interval is no part of it.
            for (a, b) in [(0, 0), (width - 1, spread - 1), (0, spread - 1), (width - 1, 0), (width / 2, spread / 2)] {
                let (a, b) = (a.max(0), b.max(0));
                prop_assert_eq!(of([trigger + a; 2], [trigger + delay + b; 2]), whole);
            }
        }
    }
}
