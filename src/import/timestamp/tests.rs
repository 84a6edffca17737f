//! Times in many hands, and what is refused rather than guessed.

use super::fast::{epoch, iso};
use super::*;
use crate::model::{Zone, ZoneOrigin};
use proptest::prelude::*;

fn plain(text: &str) -> RowTime {
    match parse(text) {
        Ok(Stated::Plain(time)) => time,
        other => panic!("{text}: {other:?}"),
    }
}

fn utc(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().0
}

#[test]
fn the_same_instant_in_many_hands() {
    let instant = utc("2026-03-16T09:48:30Z");
    for text in [
        "2026-03-16T09:48:30Z",
        "2026-03-16T09:48:30+00:00",
        "2026-03-16 10:48:30 +0100",
        "2026-03-16T10:48:30+01",
        "2026-03-16 09:48:30 UTC",
        "2026/03/16 09:48:30 GMT",
        "20260316T094830Z",
        "16/Mar/2026:10:48:30 +0100",
        "16-Mar-2026 09:48:30 UTC",
        "Mon, 16 Mar 2026 09:48:30 +0000",
        "Mar 16, 2026 @ 09:48:30.000 UTC",
        "March 16, 2026 9:48:30 AM UTC",
        "2026-03-16 10:48:30 Europe/Berlin",
        "1773654510",
        "1773654510000",
        "1773654510000000",
        "1773654510000000000",
        "1773654510.000",
        "16/Mar/26 9:48:30 AM UTC",
        "Mon, 16 Mar 26 10:48:30 +0100",
    ] {
        assert_eq!(plain(text).micros, instant, "{text}");
        assert!(plain(text).offset.is_some(), "{text}");
    }
}

#[test]
fn a_wall_clock_keeps_its_missing_zone() {
    assert_eq!(plain("2026-03-16 09:48:30").offset, None);
    assert_eq!(plain("2026-03-16 09:48").precision, Precision::Exact);
    assert_eq!(plain("2026-03-16").precision, Precision::Day);
    assert_eq!(plain("2023-10").precision, Precision::Month);
}

#[test]
fn a_clock_of_a_field_in_utc_needs_no_zone_and_keeps_one() {
    let read = |text: &str| match parse_utc(text) {
        Ok(Stated::Plain(time)) => (time.micros, time.offset),
        other => panic!("{text}: {other:?}"),
    };
    let instant = utc("2026-03-16T09:48:30Z");
    for text in ["2026-03-16 09:48:30", "2026-03-16T09:48:30Z", "1773654510"] {
        assert_eq!(read(text), (instant, Some(0)), "{text}");
    }
    assert_eq!(read("2026-03-16 10:48:30+01:00"), (instant, Some(3600)));
    assert_eq!(read("2026-03-16 09:48:30 CST"), (instant, None));
    assert_eq!(read("2026-03-16").1, None);
    let Ok(Stated::Either { day_first, month_first }) = parse_utc("03/04/2026 10:00") else { panic!() };
    assert_eq!([day_first, month_first].map(|time| time.and_then(|t| t.offset)), [Some(0); 2]);
}

#[test]
fn an_abbreviation_that_zones_share_stays_with_its_wall_clock() {
    for text in ["2026-03-13 00:02:51 CST", "2026/03/13 12:02:51 AM cst", "13/Mar/2026 00:02:51 (CST)"] {
        let time = plain(text);
        assert_eq!(time.abbreviation.map(|a| a.name()), Some("CST"), "{text}");
        assert_eq!((time.micros, time.offset), (utc("2026-03-13T00:02:51Z"), None), "{text}");
    }
    assert_eq!(plain("2026-03-13 00:02:51 GMT").abbreviation, None);
    let confirmed = parse_confirm("2026-03-13 00:02:51 CST", Zone::Utc);
    assert_eq!(confirmed, Err(TimeError::Abbreviation("CST".into())));
}

#[test]
fn what_is_kept_of_a_time_is_the_moment_that_was_shown() {
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    let york: Zone = "America/New_York".parse().unwrap();
    for text in [
        "2026-10-25 02:30 Europe/Berlin",
        "2026-10-25 02:30",
        "2026-10-25T02",
        "2026-10-25T02:30:00+01:00",
        "2026-11-01 01:30",
        "2026-11-01T01",
        "2026-03-16 09:48:30",
        "2026-03-16 09:48 Europe/Berlin",
        "2026-03-16T09",
        "2026-03-16",
        "2026-03",
    ] {
        for zone in [Zone::Utc, Zone::Fixed(5400), berlin, york] {
            let shown = parse_confirm(text, zone).unwrap();
            let kept = parse_row_time(text, zone).unwrap().place(None, Default::default()).unwrap();
            assert_eq!(
                (kept.earliest, kept.latest, kept.precision),
                (shown.earliest, shown.latest, shown.precision),
                "{text} in {zone}"
            );
        }
    }
}

#[test]
fn what_the_clock_of_a_named_zone_shows_twice_or_never_keeps_clock_and_zone() {
    for (text, wall) in [
        ("2026-10-25 02:30 Europe/Berlin", "2026-10-25T02:30:00Z"),
        ("2026-03-29 02:30 Europe/Berlin", "2026-03-29T02:30:00Z"),
    ] {
        let time = plain(text);
        assert_eq!((time.micros, time.offset), (utc(wall), None), "{text}");
        assert_eq!(time.zone.map(|zone| zone.name()), Some("Europe/Berlin"), "{text}");
        assert!(!time.is_naive(), "{text}");
    }
    assert_eq!(plain("2026-10-25 03:30 Europe/Berlin").offset, Some(3600));
    let moment = parse_confirm("2026-10-25 02:30 Europe/Berlin", Zone::Utc).unwrap();
    assert_eq!(
        [moment.earliest, moment.latest].map(|t| t.0),
        [utc("2026-10-25T00:30:00Z"), utc("2026-10-25T01:30:00Z")]
    );
    assert_eq!((moment.precision, moment.zone), (Precision::Repeated, ZoneOrigin::Stated));
    assert!(parse_confirm("2026-03-29 02:30 Europe/Berlin", Zone::Utc).is_err());
    // A date of figures with the year last has both readings, of which either may be such a time.
    let Ok(Stated::Either { day_first: Some(day), month_first: Some(month) }) =
        parse("08/03/2026 02:30 America/New_York")
    else {
        panic!()
    };
    assert_eq!(
        (day.zone, month.offset),
        (
            parse("2026-03-08 02:30 America/New_York")
                .map(|s| match s {
                    Stated::Plain(t) => t.zone,
                    _ => None,
                })
                .unwrap(),
            Some(-4 * 3600)
        )
    );
}

#[test]
fn figures_with_the_year_last_keep_both_readings() {
    let Ok(Stated::Either { day_first: Some(a), month_first: Some(b) }) = parse("03/04/2026 10:00") else {
        panic!()
    };
    assert_ne!(a, b);
    assert!(matches!(parse("13/04/2026"), Ok(Stated::Either { day_first: Some(_), month_first: None })));
    assert!(matches!(parse("04.13.2026"), Ok(Stated::Either { day_first: None, month_first: Some(_) })));
}

#[test]
fn what_would_be_a_guess_is_refused() {
    for text in [
        "05-07-28",
        "2026",
        "202603",
        "tomorrow",
        "16:20",
        "2026-03-16T25:00:00Z",
        "2026-02-30",
        "32/13/2026",
    ] {
        assert!(parse(text).is_err(), "{text}: {:?}", parse(text));
    }
    assert_eq!(parse("2026-03-16 09:48 XYZ"), Err(TimeError::Abbreviation("XYZ".into())));
}

#[test]
fn two_figures_after_the_name_of_a_month_are_a_year() {
    let jira = plain("16/Mar/26 9:20 AM");
    assert_eq!((jira.micros, jira.offset), (utc("2026-03-16T09:20:00Z"), None));
    assert_eq!(plain("16-Mar-99 09:20 UTC").micros, utc("1999-03-16T09:20:00Z"));
    // The figures of a clock are no year.
    for text in ["16 Mar 09:12:30", "16/Mar/126 9:20", "16/03/26 9:20", "Mar 16, 26"] {
        assert!(parse(text).is_err(), "{text}: {:?}", parse(text));
    }
}

#[test]
fn months_are_read_in_the_languages_of_sites() {
    for text in [
        "13. März 2026 00:44",
        "13. March 2026 00:44",
        "13. März 2026 um 00:44 Uhr",
        "13 mars 2026 0h44",
        "13 Mär. 2026 00:44",
        "13 de marzo de 2026 0:44",
        "13 de março de 2026 00:44",
        "13 Marzo 2026 00:44",
        "13 maart 2026 00:44",
        "13 mrt 2026 00:44",
        "13/mar/2026 00:44",
    ] {
        let time = plain(text);
        assert_eq!((time.micros, time.offset), (utc("2026-03-13T00:44:00Z"), None), "{text}");
    }
    let months = [
        "janv. fév. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "jan fev mar abr mai jun jul ago set out nov dez",
    ];
    for names in months {
        for (n, name) in (1..).zip(names.split(' ')) {
            let time = plain(&format!("5 {name} 2026"));
            assert_eq!(time.micros, utc(&format!("2026-{n:02}-05T00:00:00Z")), "{name}");
        }
    }
    // Two months begin so.
    assert!(parse("5 jui 2026").is_err());
    assert!(parse("5 foo 2026").is_err());
}

#[test]
fn odd_years_are_read_and_fractions_cut() {
    assert_eq!(plain("0000-01-01T00:00:00Z").micros, -62_167_219_200_000_000);
    assert_eq!(plain("9999-12-31T23:59:59Z").micros, 253_402_300_799_000_000);
    assert_eq!(plain("1601-01-01T00:00:00.1234567Z").micros.rem_euclid(SECOND), 123_456);
    assert_eq!(plain("1773654510123.4567").micros, 1_773_654_510_123_456);
    assert_eq!(plain("-11644473600000000").micros, -11_644_473_600_000_000);
}

#[test]
fn days_may_be_ordinals() {
    for text in
        ["March 13th 2026, 00:02:51.000Z", "13th March 2026 00:02:51 UTC", "Mar 13th, 2026 @ 00:02:51 Z"]
    {
        assert_eq!(plain(text).micros, utc("2026-03-13T00:02:51Z"), "{text}");
    }
    assert_eq!(plain("1er mars 2026 14:44 Z").micros, utc("2026-03-01T14:44:00Z"));
    for text in ["13th/03/2026", "13th 03 2026", "2026th-03-13", "13ths March 2026"] {
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn twelve_hour_clocks() {
    assert_eq!(plain("2026-03-13 12:44:19 AM UTC").micros, utc("2026-03-13T00:44:19Z"));
    assert_eq!(plain("2026-03-13 12:00 pm UTC").micros, utc("2026-03-13T12:00:00Z"));
    assert_eq!(plain("2026-03-13 9:20 p.m. UTC").micros, utc("2026-03-13T21:20:00Z"));
    // As browsers and spreadsheets write it in Spanish, with blanks that do not break.
    assert_eq!(plain("13 mar 2026, 9:20:05\u{202f}a.\u{a0}m. +00:00").micros, utc("2026-03-13T09:20:05Z"));
    assert!(parse("2026-03-13 13:00 PM").is_err());
    assert!(parse("2026-03-13 9:20 a. b.").is_err());
}

#[test]
fn confirmations_take_hours_days_and_months() {
    let moment = |t: &str| parse_confirm(t, Zone::Utc).unwrap();
    let hour = moment("2017-02-01T18");
    assert_eq!(hour.earliest.to_string(), "2017-02-01T17:30:00Z");
    assert_eq!(hour.latest.to_string(), "2017-02-01T18:30:00Z");
    assert_eq!(moment("2023-10").latest.to_string(), "2023-11-01T00:00:00Z");
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    let local = parse_confirm("2026-03-16 10:48:30", berlin).unwrap();
    assert_eq!(local.earliest.to_string(), "2026-03-16T09:48:30Z");
    assert_eq!(local.zone, ZoneOrigin::Asserted);
    assert!(parse_confirm("2026-03-29 02:30", berlin).is_err());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
        let _ = parse(&text);
        let _ = parse_confirm(&text, Zone::Utc);
    }

    #[test]
    fn an_epoch_is_read_as_any_number_is(value in 90_000_000_000_000_i64..200_000_000_000_000_000) {
        let text = value.to_string();
        if let Some(time) = epoch(text.as_bytes()) {
            prop_assert_eq!(parse_any(&text), Ok(Stated::Plain(time)), "{}", text);
        }
    }

    #[test]
    fn the_form_of_tools_is_read_as_any_other(
        parts in (0_u32..10_000, 0_u32..14, 0_u32..33, 0_u32..26, 0_u32..62, 0_u32..62),
        gap in "[T t]",
        fraction in "(\\.[0-9]{0,11})?",
        zone in "(Z|z| UTC|[+-][0-2][0-9]:?[0-6][0-9]|[+-]00:00)?",
    ) {
        let (year, month, day, hour, minute, second) = parts;
        let text = format!("{year:04}-{month:02}-{day:02}{gap}{hour:02}:{minute:02}:{second:02}{fraction}{zone}");
        if let Some(time) = iso(text.as_bytes()) {
            prop_assert_eq!(Ok(Stated::Plain(time)), parse_any(&text), "{}", text);
        }
    }

    #[test]
    fn every_day_of_the_calendar_is_counted_alike(day in -719_528_i64..2_932_896) {
        let text = format!("{}", Timestamp(day * DAY));
        prop_assert_eq!(iso(text.as_bytes()).map(|t| t.micros), Some(day * DAY), "{}", text);
    }

    #[test]
    fn what_is_written_reads_back(micros in -62_135_596_800_000_000_i64..253_402_300_800_000_000) {
        prop_assert_eq!(plain(&Timestamp(micros).to_string()).micros, micros);
    }
}
