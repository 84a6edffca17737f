//! Computed public holidays against an independent collection of them.

use chrono::{Datelike, NaiveDate, Weekday};
use floodmark::obligation::calendar::Calendar;
use floodmark::obligation::holidays::{Rest, country};
use std::collections::BTreeSet;

/// What is a holiday there is one here, or possible; and what is surely one here is one there.
#[test]
fn computed_holidays_are_those_of_an_independent_collection() {
    let (mut wrong, mut compared, mut open) = (vec![], 0, 0);
    for line in include_str!("holidays.csv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split(',');
        let [code, year, days] = std::array::from_fn(|_| cells.next().unwrap());
        let calendar = match code {
            "US-VT" => Calendar::Vermont,
            code => Calendar::Country(country(code).unwrap()),
        };
        let wanted: BTreeSet<NaiveDate> = days
            .split(' ')
            .map(|day| NaiveDate::parse_from_str(&format!("{year}{day}"), "%Y%m%d").unwrap())
            .collect();
        let first = NaiveDate::from_ymd_opt(year.parse().unwrap(), 1, 1).unwrap();
        let all = first.iter_days().take_while(|day| day.year() == first.year());
        for day in all.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)) {
            let rest = calendar.rests(day);
            compared += usize::from(wanted.contains(&day));
            open += usize::from(wanted.contains(&day) && rest == Rest::Perhaps);
            if wanted.contains(&day) && rest == Rest::No || !wanted.contains(&day) && rest == Rest::Surely {
                wrong.push(format!("{code} {day}: {rest:?}, there {}", wanted.contains(&day)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(compared > 4_000 && open * 50 < compared, "{compared} holidays, {open} of them only possible");
}
