//! Dates inside texts, moved by whole weeks with the case, so that weekdays stay.

use super::kind::Kind;
use super::names::words;
use super::structural::Hit;
use crate::plan::read::control::MONTHS;
use chrono::{Datelike, NaiveDate, TimeDelta};
use std::collections::BTreeSet;

/// Moves the dates of texts.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    /// By so many weeks; none of nothing.
    pub weeks: i64,
    /// The years of the case's own events: a year alone is one of these, else a number.
    pub years: BTreeSet<i32>,
}

impl Dates {
    fn moved(&self, date: NaiveDate) -> Option<NaiveDate> {
        date.checked_add_signed(TimeDelta::try_weeks(self.weeks)?)
    }

    /// The dates of a text; the key is what stands in its place.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        if self.weeks == 0 {
            return vec![];
        }
        let all = words(text);
        let mut hits: Vec<Hit> = vec![];
        let mut n = 0;
        while n < all.len() {
            let taken = self.at(text, &all, n, &mut hits);
            n += taken.max(1);
        }
        hits
    }

    fn at(&self, text: &str, all: &[super::names::Word<'_>], n: usize, hits: &mut Vec<Hit>) -> usize {
        let word = |at: usize| all.get(at).map_or("", |w| w.text);
        let gap = |a: usize, b: usize| match (all.get(a), all.get(b)) {
            (Some(a), Some(b)) => text.get(a.range.end..b.range.start).unwrap_or("?"),
            _ => "?",
        };
        let mut add = |from: usize, to: usize, moved: String| {
            if let (Some(a), Some(b)) = (all.get(from), all.get(to)) {
                hits.push(Hit::new(a.range.start..b.range.end, Kind::Date, moved));
            }
            to + 1 - from
        };
        let number = |at: usize| word(at).parse::<u32>().ok();
        // 2018-09-05, also with a time after it.
        if word(n).len() == 4 && gap(n, n + 1) == "-" && gap(n + 1, n + 2) == "-" {
            let day = word(n + 2).get(..2).and_then(|d| d.parse().ok());
            let ends = word(n + 2).len() == 2 || word(n + 2).get(2..3) == Some("T");
            let date = number(n).zip(number(n + 1)).zip(day.filter(|_| ends));
            let date = date.and_then(|((y, m), d)| NaiveDate::from_ymd_opt(i32::try_from(y).ok()?, m, d));
            if let Some(moved) = date.and_then(|date| self.moved(date)) {
                if let (Some(a), Some(b)) = (all.get(n), all.get(n + 2)) {
                    hits.push(Hit::new(a.range.start..b.range.start + 2, Kind::Date, moved.to_string()));
                }
                return 3;
            }
        }
        let month = |at: usize| {
            let text = word(at);
            let place = MONTHS.iter().position(|m| *m == text || text.len() == 3 && m.starts_with(text));
            place.map(|place| (place as u32 + 1, text.len() == 3 && text != "May"))
        };
        let name = |date: NaiveDate, short: bool| {
            let name = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
            if short { name.get(..3).unwrap_or(name) } else { name }.to_owned()
        };
        let year = |at: usize| number(at).filter(|y| (1990..2100).contains(y) && word(at).len() == 4);
        let assumed = self.years.first().copied().unwrap_or(2000);
        let on = |year: Option<u32>, month: u32, day: u32| {
            let year = year.and_then(|y| i32::try_from(y).ok()).unwrap_or(assumed);
            NaiveDate::from_ymd_opt(year, month, day).and_then(|date| self.moved(date))
        };
        let day = |at: usize| number(at).filter(|d| (1..=31).contains(d) && word(at).len() < 3);
        // 12 to 16 March 2018
        if let (Some(first), Some(last), Some((m, short))) = (day(n), day(n + 2), month(n + 3))
            && ["to", "and", "or"].contains(&word(n + 1))
        {
            let y = year(n + 4).filter(|_| gap(n + 3, n + 4) == " ");
            if let (Some(a), Some(b)) = (on(y, m, first), on(y, m, last)) {
                let from = if a.month() == b.month() {
                    a.day().to_string()
                } else {
                    format!("{} {}", a.day(), name(a, short))
                };
                let mut moved = format!("{from} {} {} {}", word(n + 1), b.day(), name(b, short));
                if y.is_some() {
                    moved.push_str(&format!(" {}", b.year()));
                }
                return add(n, if y.is_some() { n + 4 } else { n + 3 }, moved);
            }
        }
        // 21 August 2018, 21 August
        if let (Some(d), Some((m, short))) = (day(n), month(n + 1))
            && gap(n, n + 1) == " "
        {
            let y = year(n + 2).filter(|_| gap(n + 1, n + 2) == " ");
            if let Some(moved) = on(y, m, d) {
                let own = format!("{} {}", moved.day(), name(moved, short));
                return match y {
                    Some(_) => add(n, n + 2, format!("{own} {}", moved.year())),
                    None => add(n, n + 1, own),
                };
            }
        }
        let Some((m, short)) = month(n) else {
            // A year of the case alone.
            if let Some(y) = year(n).and_then(|y| i32::try_from(y).ok()).filter(|y| self.years.contains(y))
                && let Some(moved) = NaiveDate::from_ymd_opt(y, 7, 1).and_then(|date| self.moved(date))
            {
                return add(n, n, moved.year().to_string());
            }
            return 0;
        };
        // August 21, 2018; August 21; August 2018
        if let Some(d) = day(n + 1).filter(|_| gap(n, n + 1) == " ") {
            let y = year(n + 2).filter(|_| matches!(gap(n + 1, n + 2), ", " | " "));
            if let Some(moved) = on(y, m, d) {
                let own = format!("{} {}", name(moved, short), moved.day());
                return match y {
                    Some(_) => add(n, n + 2, format!("{own}, {}", moved.year())),
                    None => add(n, n + 1, own),
                };
            }
        }
        if let Some(y) = year(n + 1).filter(|_| gap(n, n + 1) == " ")
            && let Some(moved) = on(Some(y), m, 15)
        {
            return add(n, n + 1, format!("{} {}", name(moved, short), moved.year()));
        }
        // “March” alone; “May” is more often a verb.
        if word(n) != "May"
            && word(n).len() > 3
            && let Some(moved) = on(None, m, 15)
        {
            return add(n, n, name(moved, false));
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_texts_move_with_the_case() {
        let dates = Dates { weeks: 10, years: BTreeSet::from([2018]) };
        let moved = |text: &str| {
            let mut out = text.to_owned();
            for hit in dates.find(text).into_iter().rev() {
                out.replace_range(hit.range, &hit.key);
            }
            out
        };
        assert_eq!(moved("on 2018-08-21T21:58:00 and 2018-12-31"), "on 2018-10-30T21:58:00 and 2019-03-11");
        assert_eq!(moved("21 August 2018, then August 22, 2018"), "30 October 2018, then October 31, 2018");
        assert_eq!(moved("CDN logs for 12 to 16 March"), "CDN logs for 21 to 25 May");
        assert_eq!(
            moved("in the 2018 case, of 2012 sites; it may end"),
            "in the 2018 case, of 2012 sites; it may end"
        );
        assert_eq!(moved("Nothing 12 times"), "Nothing 12 times");
    }
}
