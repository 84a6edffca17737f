//! Working days: which days an office works, and the zone in which days are counted.

use super::place::{self, is_member};
use super::rule::{CalendarOf, Rule};
use crate::model::{Facts, Timestamp, Zone};
use bdays::HolidayCalendar;
use bdays::calendars::de::GermanState;
use bdays::calendars::{brazil::BRSettlement, us::USSettlement};
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use std::sync::LazyLock;

/// A calendar of working days. Weekends are Saturday and Sunday in all of them.
#[derive(Clone, Copy, Debug)]
pub enum Calendar {
    /// No holiday is known: only weekends are free.
    Weekends,
    /// Federal holidays of the United States, moved from a weekend to its Friday or Monday.
    UsFederal,
    /// National holidays of Brazil, with Carnival and Corpus Christi as banks keep them.
    Brazil,
    /// Holidays that all German states have.
    Germany,
    /// Holidays of one German state.
    GermanState(GermanState),
}

const STATES: [(&str, GermanState); 16] = [
    ("BW", GermanState::BW),
    ("BY", GermanState::BY),
    ("BE", GermanState::BE),
    ("BB", GermanState::BB),
    ("HB", GermanState::HB),
    ("HH", GermanState::HH),
    ("HE", GermanState::HE),
    ("MV", GermanState::MV),
    ("NI", GermanState::NI),
    ("NW", GermanState::NW),
    ("RP", GermanState::RP),
    ("SL", GermanState::SL),
    ("SN", GermanState::SN),
    ("ST", GermanState::ST),
    ("SH", GermanState::SH),
    ("TH", GermanState::TH),
];

impl Calendar {
    /// Whether offices work on that day. Outside the years 1971 to 2199 only weekends are free.
    ///
    /// ```
    /// use floodmark::obligation::calendar::Calendar;
    /// let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
    /// assert!(!Calendar::UsFederal.works(day(26))); // Thanksgiving
    /// assert!(Calendar::UsFederal.works(day(27)));
    /// ```
    pub fn works(self, day: NaiveDate) -> bool {
        if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            return false;
        }
        if !(1971..2200).contains(&day.year()) {
            return true;
        }
        let holiday = match self {
            Calendar::Weekends => false,
            Calendar::UsFederal => USSettlement.is_holiday(day),
            Calendar::Brazil => BRSettlement.is_holiday(day),
            Calendar::Germany => STATES.iter().all(|(_, state)| state.is_holiday(day)),
            Calendar::GermanState(state) => state.is_holiday(day),
        };
        !holiday
    }

    /// The day itself where offices work on it, else the next one on which they do.
    pub fn next_working(self, day: NaiveDate) -> NaiveDate {
        // No calendar has more than a fortnight without a working day.
        day.iter_days().take(15).find(|d| self.works(*d)).unwrap_or(day)
    }

    /// The `n`th working day after `day`, which is not counted itself.
    ///
    /// A count that the SEC starts on, and including, the next business day after a weekend is the same count:
    /// Saturday's first business day is Monday either way.
    pub fn nth_after(self, day: NaiveDate, n: u32) -> NaiveDate {
        let mut working = day.iter_days().skip(1).filter(|d| self.works(*d));
        match n.checked_sub(1) {
            Some(before) => working.nth(before as usize).unwrap_or(day),
            None => day,
        }
    }
}

/// How a rule counts days in a case: zone, calendar, and in words what was assumed.
#[derive(Clone, Debug)]
pub struct Counting {
    /// The zone whose dates count.
    pub zone: Zone,
    /// The calendar of working days.
    pub calendar: Calendar,
    /// Which zone, and why that one.
    pub zone_words: String,
    /// Which calendar, and what is not known of it; empty where the rule needs none.
    pub calendar_words: String,
}

/// The zone by code, and whether the place has more than one.
static ZONES: LazyLock<Vec<(&str, Zone, bool)>> = LazyLock::new(|| {
    include_str!("zones.txt")
        .lines()
        .filter_map(|line| {
            let (code, name) = line.split_once(' ')?;
            Some((code.trim_end_matches('*'), name.parse().ok()?, code.ends_with('*')))
        })
        .collect()
});

fn zone_of(code: &str) -> Option<(Zone, bool)> {
    let find = |code: &str| ZONES.iter().find(|(c, ..)| *c == code).map(|(_, zone, many)| (*zone, *many));
    find(code).or_else(|| find(code.split_once('-')?.0))
}

/// The member state of the case that decides for rules of the Union: the first one named.
fn member(facts: &Facts) -> Option<&str> {
    let codes = facts.jurisdictions.iter().map(String::as_str);
    codes.chain(facts.residents.keys().map(String::as_str)).find(|code| is_member(code))
}

/// How `rule` counts days in the case.
pub fn counting(rule: &Rule, facts: &Facts) -> Counting {
    let (zone, zone_words) = zone(rule, facts);
    let (calendar, calendar_words) = match rule.computation.calendar {
        None => (Calendar::Weekends, String::new()),
        Some(of) => calendar(of, facts),
    };
    Counting { zone, calendar, zone_words, calendar_words }
}

fn zone(rule: &Rule, facts: &Facts) -> (Zone, String) {
    let key = rule.contract.as_deref().unwrap_or(&rule.jurisdiction);
    if let Some(zone) = facts.zones.get(key).and_then(|name| name.parse::<Zone>().ok()) {
        return (zone, format!("Days are counted in {zone}, as the facts of the case say."));
    }
    if rule.contract.is_some() {
        let words = "Days are counted in UTC, as nobody has said in which zone the notifier is.";
        return (Zone::Utc, words.to_owned());
    }
    let code = match rule.jurisdiction.as_str() {
        "EU" => member(facts).unwrap_or("EU"),
        other => other,
    };
    match zone_of(code) {
        Some((zone, many)) => {
            let place = place::label(code);
            let assumed =
                if many { "; the place has more than one zone, and this one is assumed" } else { "" };
            (zone, format!("Days are counted in {zone}, the zone of {place}{assumed}."))
        }
        None => (Zone::Utc, format!("Days are counted in UTC, as no zone is known for {code}.")),
    }
}

fn calendar(of: CalendarOf, facts: &Facts) -> (Calendar, String) {
    match of {
        CalendarOf::UsFederal => (
            Calendar::UsFederal,
            "Working days are those without weekends and federal holidays of the United States.".to_owned(),
        ),
        CalendarOf::Vermont => (
            Calendar::UsFederal,
            "Working days are those without weekends and federal holidays of the United States; holidays of the State of \
             Vermont alone are not known here."
                .to_owned(),
        ),
        CalendarOf::Brazil => (
            Calendar::Brazil,
            "Working days are those without weekends and national holidays of Brazil, with Carnival and Corpus Christi; \
             local holidays are not known here."
                .to_owned(),
        ),
        CalendarOf::Acquirer => (
            Calendar::Weekends,
            "Working days are those without weekends; holidays of the acquirer’s country are not known here.".to_owned(),
        ),
        CalendarOf::MemberState | CalendarOf::EntityState => member_calendar(facts),
    }
}

fn member_calendar(facts: &Facts) -> (Calendar, String) {
    let Some(code) = member(facts) else {
        let words = "Working days are those without weekends; nobody has said whose holidays count.";
        return (Calendar::Weekends, words.to_owned());
    };
    let (country, part) = code.split_once('-').unwrap_or((code, ""));
    let name = place::label(code);
    if country != "DE" {
        let words =
            format!("Working days are those without weekends; holidays of {name} are not known here.");
        return (Calendar::Weekends, words);
    }
    match STATES.iter().find(|(short, _)| *short == part) {
        Some((_, state)) => (
            Calendar::GermanState(*state),
            format!("Working days are those without weekends and public holidays of {name}."),
        ),
        None => (
            Calendar::Germany,
            "Working days are those without weekends and the public holidays that all German states have."
                .to_owned(),
        ),
    }
}

/// The last second of a day in a zone: 23:59:59 of its wall clock.
pub fn end_of_day(day: NaiveDate, zone: Zone) -> Timestamp {
    let next = day.succ_opt().unwrap_or(day);
    let midnight =
        zone.midnight(next).unwrap_or_else(|| Timestamp::from_naive_utc(next.and_time(Default::default())));
    midnight.plus(crate::model::Span::seconds(-1))
}

/// Noon of a day in a zone.
pub fn noon(day: NaiveDate, zone: Zone) -> Timestamp {
    let local = day.and_time(Default::default()) + TimeDelta::hours(12);
    match zone.instant(local) {
        crate::model::LocalTime::Single(t) | crate::model::LocalTime::Repeated(t, _) => t,
        crate::model::LocalTime::Skipped => end_of_day(day, zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obligation::Pack;

    #[test]
    fn every_place_of_the_pack_has_a_zone_and_every_zone_reads() {
        assert_eq!(ZONES.len(), include_str!("zones.txt").lines().count());
        for rule in &Pack::builtin().rules {
            if rule.contract.is_none() {
                assert!(ZONES.iter().any(|(code, ..)| *code == rule.jurisdiction), "{}", rule.jurisdiction);
            }
        }
        assert!(ZONES.iter().all(|(code, ..)| place::check_code(code).is_ok()));
    }

    #[test]
    fn german_holidays_are_those_of_the_state_or_of_all() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let bavaria = Calendar::GermanState(GermanState::BY);
        // Epiphany is Bavarian, Labour Day is everywhere.
        assert!(!bavaria.works(day("2026-01-06")) && Calendar::Germany.works(day("2026-01-06")));
        assert!(!Calendar::Germany.works(day("2026-05-01")));
        let facts = |code: &str| Facts { jurisdictions: vec![code.to_owned()], ..Facts::default() };
        assert!(matches!(member_calendar(&facts("DE-BY")).0, Calendar::GermanState(GermanState::BY)));
        assert!(matches!(member_calendar(&facts("DE")).0, Calendar::Germany));
        assert!(member_calendar(&facts("FR")).1.contains("holidays of France are not known"));
    }
}
