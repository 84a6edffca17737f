//! Tests of the module around this file.

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn labels(ticks: &[TimeTick]) -> Vec<String> {
    ticks.iter().map(|t| t.label.clone()).collect()
}

#[test]
fn a_day_of_a_clock_change_keeps_round_hours() {
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    let ticks = time_ticks(at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"), 10, berlin);
    assert_eq!(
        labels(&ticks),
        ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "00:00"]
    );
    // 02:00 does not exist, and 03:00 comes two hours after midnight.
    assert_eq!(ticks[1].at.since(ticks[0].at), Span::seconds(2 * 3_600));
    assert_eq!(ticks.last().unwrap().context.as_deref(), Some("30 Mar 2026"));
}

#[test]
fn months_and_years_start_on_their_first() {
    let ticks = time_ticks(at("2025-11-10T00:00:00Z"), at("2026-04-20T00:00:00Z"), 6, Zone::Utc);
    assert_eq!(labels(&ticks), ["Dec", "Jan", "Feb", "Mar", "Apr"]);
    assert_eq!(ticks[0].context.as_deref(), Some("2025"));
    assert_eq!(ticks[1].context.as_deref(), Some("2026"));
    let ticks = time_ticks(at("1999-02-01T00:00:00Z"), at("2026-02-01T00:00:00Z"), 6, Zone::Utc);
    assert_eq!(labels(&ticks), ["2000", "2005", "2010", "2015", "2020", "2025"]);
}

#[test]
fn there_are_never_more_marks_than_asked_for() {
    for minutes in [1, 7, 61, 1_000, 9_999, 100_000, 3_000_000, 30_000_000] {
        for most in [1, 3, 8, 20] {
            let to = Timestamp(minutes * MINUTE);
            let n = time_ticks(Timestamp(0), to, most, Zone::Utc).len();
            assert!(n <= most, "{minutes} min: {n} > {most}");
            assert!(duration_ticks([0.0, minutes as f64 * 60.0], most).len() <= most);
            assert!(log_duration_ticks([30.0, minutes as f64 * 60.0], most).len() <= most);
        }
    }
}

#[test]
fn hostile_ends_give_no_marks() {
    assert!(time_ticks(Timestamp(5), Timestamp(5), 9, Zone::Utc).is_empty());
    let _ = time_ticks(Timestamp(i64::MIN), Timestamp(i64::MAX), 9, Zone::Utc);
    assert!(duration_ticks([0.0, f64::NAN], 9).is_empty());
    assert!(duration_ticks([0.0, f64::INFINITY], 9).is_empty());
    assert!(duration_ticks([5.0, 1.0], 9).is_empty());
}

#[test]
fn a_long_straight_axis_counts_weeks_then_months() {
    let text =
        |to: f64| duration_ticks([0.0, to * 86_400.0], 7).into_iter().map(|t| t.label).collect::<Vec<_>>();
    assert_eq!(text(30.0), ["0", "1 wk", "2 wk", "3 wk", "4 wk"]);
    assert_eq!(text(200.0), ["0", "1 mo", "2 mo", "3 mo", "4 mo", "5 mo", "6 mo"]);
}

#[test]
fn marks_of_a_calendar_are_in_the_language_of_what_is_made() {
    let keys = "Mar\0Mär\0{day} {month}\0{day}. {month}";
    crate::language::learn(crate::language::Language::German, keys.to_owned());
    let days = || time_ticks(at("2026-03-15T12:00:00Z"), at("2026-03-18T12:00:00Z"), 6, Zone::Utc);
    let said = crate::language::aloud(days);
    assert_eq!(labels(&said), ["16. Mär", "17. Mär", "18. Mär"]);
    assert_eq!(said[0].context.as_deref(), Some("2026"));
    assert_eq!(labels(&days()), ["16 Mar", "17 Mar", "18 Mar"]);
}
