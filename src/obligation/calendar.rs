//! Working days: which days an office works, and the zone in which days are counted.

use super::holidays::{self, Country, Rest};
use super::place::{self, is_member};
use super::rule::{CalendarOf, Rule};
use crate::model::{Facts, Timestamp, Zone};
use crate::say;
use bdays::calendars::de::GermanState;
use bdays::calendars::{brazil::BRSettlement, us::USSettlement};
use bdays::{HolidayCalendar, is_weekend};
use chrono::{Datelike, NaiveDate, TimeDelta};
use std::sync::LazyLock;

/// A calendar of working days. Weekends are Saturday and Sunday in all of them.
#[derive(Clone, Copy, Debug)]
pub enum Calendar {
    /// The rule asks for none: only weekends are free.
    Weekends,
    /// Federal holidays of the United States, moved from a weekend to its Friday or Monday.
    UsFederal,
    /// The same, and those of the State of Vermont.
    Vermont,
    /// National holidays of Brazil, with Carnival and Corpus Christi as banks keep them.
    Brazil,
    /// Holidays of a German state, nobody has said of which: those of all are sure.
    Germany,
    /// Holidays of one German state.
    GermanState(GermanState),
    /// Holidays of another country of the European Economic Area.
    Country(&'static Country),
    /// Holidays of a member state, nobody has said of which.
    AnyMember,
    /// Holidays of a country that nobody has named: those of all countries that are known here are possible.
    Anywhere,
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
    /// Whether offices rest on that day. Outside the years 1971 to 2199 they do on weekends alone.
    ///
    /// ```
    /// use floodmark::obligation::calendar::Calendar;
    /// use floodmark::obligation::holidays::Rest;
    /// let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
    /// assert_eq!(Calendar::UsFederal.rests(day(26)), Rest::Surely); // Thanksgiving
    /// assert_eq!(Calendar::UsFederal.rests(day(27)), Rest::No);
    /// ```
    pub fn rests(self, day: NaiveDate) -> Rest {
        if is_weekend(day) {
            return Rest::Surely;
        }
        if !(1971..2200).contains(&day.year()) {
            return Rest::No;
        }
        let known = |holiday: bool| if holiday { Rest::Surely } else { Rest::No };
        match self {
            Calendar::Weekends => Rest::No,
            Calendar::UsFederal => known(USSettlement.is_holiday(day)),
            Calendar::Vermont => {
                match holidays::country("US-VT").map_or(Rest::No, |state| state.rests(day)) {
                    Rest::No => known(USSettlement.is_holiday(day)),
                    own => own,
                }
            }
            Calendar::Brazil => known(BRSettlement.is_holiday(day)),
            Calendar::Germany => one_of(STATES.iter().map(|(_, state)| known(state.is_holiday(day)))),
            Calendar::GermanState(state) => known(state.is_holiday(day)),
            Calendar::Country(country) => country.rests(day),
            Calendar::AnyMember => {
                let members = holidays::countries().iter().filter(|country| is_member(country.code));
                one_of(members.map(|country| country.rests(day)).chain([Calendar::Germany.rests(day)]))
            }
            Calendar::Anywhere => {
                let known = [Calendar::AnyMember, Calendar::UsFederal, Calendar::Brazil, Calendar::Weekends];
                one_of(known.into_iter().map(|calendar| calendar.rests(day)))
            }
        }
    }

    /// Whether offices work on that day, as far as is known for sure.
    pub fn works(self, day: NaiveDate) -> bool {
        self.rests(day) != Rest::Surely
    }

    /// Whether some of its days are uncertain.
    pub fn is_open(self) -> bool {
        match self {
            Calendar::Weekends | Calendar::UsFederal | Calendar::Brazil | Calendar::GermanState(_) => false,
            Calendar::Vermont | Calendar::Germany | Calendar::AnyMember | Calendar::Anywhere => true,
            Calendar::Country(country) => country.is_open(),
        }
    }
}

/// Whether the one of several rests that is not known which.
fn one_of(all: impl Iterator<Item = Rest>) -> Rest {
    let one = |a, b| if a == b { a } else { Rest::Perhaps };
    all.reduce(one).unwrap_or(Rest::No)
}

impl Counting {
    /// Whether offices work on that day, by the reading of uncertain days.
    pub fn works(&self, day: NaiveDate) -> bool {
        match self.calendar.rests(day) {
            Rest::No => true,
            Rest::Perhaps => !self.wide,
            Rest::Surely => false,
        }
    }

    /// The day itself where offices work on it, else the next one on which they do.
    pub fn next_working(&self, day: NaiveDate) -> NaiveDate {
        // No calendar has more than a fortnight without a working day.
        day.iter_days().take(15).find(|d| self.works(*d)).unwrap_or(day)
    }

    /// The `n`th working day after `day`, which is not counted itself.
    ///
    /// A count that the SEC starts on, and including, the next business day after a weekend is the same count:
    /// Saturday's first business day is Monday either way.
    pub fn nth_after(&self, day: NaiveDate, n: u32) -> NaiveDate {
        let mut working = day.iter_days().skip(1).filter(|d| self.works(*d));
        match n.checked_sub(1) {
            Some(before) => working.nth(before as usize).unwrap_or(day),
            None => day,
        }
    }

    /// The other reading, in which uncertain days are free; none where there are no such days.
    pub fn widest(&self) -> Option<Counting> {
        self.calendar.is_open().then(|| Counting { wide: true, ..self.clone() })
    }
}

/// How a rule counts days in a case: zone, calendar, and in words what was assumed.
#[derive(Clone, Debug)]
pub struct Counting {
    /// The zone whose dates count.
    pub zone: Zone,
    /// The calendar of working days.
    pub calendar: Calendar,
    /// Whether days on which offices may rest are counted as free.
    pub wide: bool,
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
    Counting { zone, calendar, wide: false, zone_words, calendar_words }
}

fn zone(rule: &Rule, facts: &Facts) -> (Zone, String) {
    let key = rule.contract.as_deref().unwrap_or(&rule.jurisdiction);
    if let Some(zone) = facts.zones.get(key).and_then(|name| name.parse::<Zone>().ok()) {
        return (zone, say!("Days are counted in {zone}, as the facts of the case say.", zone));
    }
    if rule.contract.is_some() {
        let words = say!("Days are counted in UTC, as nobody has said in which zone the notifier is.");
        return (Zone::Utc, words.to_owned());
    }
    let code = match rule.jurisdiction.as_str() {
        "EU" => member(facts).unwrap_or("EU"),
        other => other,
    };
    match zone_of(code) {
        Some((zone, many)) => {
            let place = place::named(code);
            let words = match many {
                true => say!(
                    "Days are counted in {zone}, the zone of {place}; the place has more than one zone, and this one is assumed.",
                    zone,
                    place
                ),
                false => say!("Days are counted in {zone}, the zone of {place}.", zone, place),
            };
            (zone, words)
        }
        None => (Zone::Utc, say!("Days are counted in UTC, as no zone is known for {code}.", code)),
    }
}

fn calendar(of: CalendarOf, facts: &Facts) -> (Calendar, String) {
    match of {
        CalendarOf::UsFederal => (
            Calendar::UsFederal,
            say!("Working days are those without weekends and federal holidays of the United States.").to_owned(),
        ),
        CalendarOf::Vermont => (
            Calendar::Vermont,
            say!(
                "Working days are those without weekends, federal holidays of the United States and holidays of the State of \
                 Vermont."
            )
            .to_owned(),
        ),
        CalendarOf::Brazil => (
            Calendar::Brazil,
            say!(
                "Working days are those without weekends and national holidays of Brazil, with Carnival and Corpus Christi; \
                 local holidays are not known here."
            )
            .to_owned(),
        ),
        CalendarOf::Acquirer => acquirer_calendar(&facts.acquirer_country),
        CalendarOf::MemberState | CalendarOf::EntityState => member_calendar(facts),
    }
}

/// The calendar of the acquirer's country, which card brands count business days by.
fn acquirer_calendar(code: &str) -> (Calendar, String) {
    // A file of facts, or one that was saved before, has it as somebody wrote it.
    let code = code.trim().to_ascii_uppercase();
    match code.split('-').next().unwrap_or_default() {
        "" => (
            Calendar::Anywhere,
            say!(
                "Working days are those without weekends; holidays of the acquirer’s country are not known here, and one of \
                 any country that is known makes the end uncertain: name the country among the facts."
            )
            .to_owned(),
        ),
        "US" => (
            Calendar::UsFederal,
            say!(
                "Working days are those without weekends and federal holidays of the United States, the acquirer’s country."
            )
            .to_owned(),
        ),
        "BR" => (
            Calendar::Brazil,
            say!(
                "Working days are those without weekends and national holidays of Brazil, the acquirer’s country; local ones \
                 are not known here."
            )
            .to_owned(),
        ),
        "EU" => (
            Calendar::AnyMember,
            say!(
                "Working days are those without weekends; of the acquirer’s country only the EU is known, and a holiday of any \
                 member state makes the end uncertain."
            )
            .to_owned(),
        ),
        _ if is_member(&code) => country_calendar(&code),
        _ => (
            Calendar::Anywhere,
            say!(
                "Working days are those without weekends; holidays of {place}, the acquirer’s country, are not known here, and \
                 one of any country that is known makes the end uncertain.",
                place = place::named(&code)
            ),
        ),
    }
}

fn member_calendar(facts: &Facts) -> (Calendar, String) {
    match member(facts) {
        Some(code) => country_calendar(code),
        None => (
            Calendar::AnyMember,
            say!(
                "Working days are those without weekends; nobody has said whose holidays count, and one of any member state \
                 makes the end uncertain."
            )
            .to_owned(),
        ),
    }
}

/// The calendar of a country of the European Economic Area, or of a German state.
fn country_calendar(code: &str) -> (Calendar, String) {
    let (country, part) = code.split_once('-').unwrap_or((code, ""));
    match (holidays::country(country), STATES.iter().find(|(short, _)| *short == part)) {
        (None, Some((_, state))) => (
            Calendar::GermanState(*state),
            say!("Working days are those without weekends and public holidays of {place}.", place = place::named(code)),
        ),
        (None, None) => (
            Calendar::Germany,
            say!(
                "Working days are those without weekends and the public holidays that all German states have; one of some \
                 makes the end uncertain."
            )
            .to_owned(),
        ),
        (Some(calendar), _) => {
            let words = match calendar.is_open() {
                true => say!(
                    "Working days are those without weekends and public holidays of {place}; days on which banks or \
                     authorities may rest as well, or that a decree may free, make the end uncertain; what is proclaimed for \
                     one year alone, and days of one region or place, are not known here.",
                    place = place::named(country)
                ),
                false => say!(
                    "Working days are those without weekends and public holidays of {place}; what is proclaimed for one year \
                     alone, and days of one region or place, are not known here.",
                    place = place::named(country)
                ),
            };
            (Calendar::Country(calendar), words)
        }
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
    fn every_member_state_has_a_calendar() {
        for code in place::EEA.iter().filter(|code| **code != "DE") {
            assert!(holidays::country(code).is_some(), "{code}");
        }
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        // Christmas is a holiday in all of them, the French one in some.
        assert_eq!(Calendar::AnyMember.rests(day("2026-12-25")), Rest::Surely);
        assert_eq!(Calendar::AnyMember.rests(day("2026-07-14")), Rest::Perhaps);
        assert_eq!(Calendar::AnyMember.rests(day("2026-07-15")), Rest::No);
        assert_eq!(Calendar::Anywhere.rests(day("2026-11-26")), Rest::Perhaps);
        assert_eq!(Calendar::Vermont.rests(day("2026-03-03")), Rest::Surely);
    }

    #[test]
    fn business_days_of_card_brands_are_those_of_the_acquirer_s_country_once_it_is_named() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let of = |code: &str| {
            let facts = Facts { acquirer_country: code.to_owned(), ..Facts::default() };
            calendar(CalendarOf::Acquirer, &facts)
        };
        // Bastille Day and Thanksgiving: free in one of the two.
        for (code, bastille, thanksgiving) in [
            ("FR", Rest::Surely, Rest::No),
            ("US", Rest::No, Rest::Surely),
            ("US-TX", Rest::No, Rest::Surely),
            ("", Rest::Perhaps, Rest::Perhaps),
            ("GB", Rest::Perhaps, Rest::Perhaps),
            (" us-tx ", Rest::No, Rest::Surely),
            ("fr", Rest::Surely, Rest::No),
            ("EU", Rest::Perhaps, Rest::No),
        ] {
            let (calendar, _) = of(code);
            let told = [calendar.rests(day("2026-07-14")), calendar.rests(day("2026-11-26"))];
            assert_eq!(told, [bastille, thanksgiving], "{code}");
        }
        assert!(of("").1.contains("name the country among the facts"));
        assert!(
            of("GB").1.contains("holidays of United Kingdom, the acquirer’s country, are not known here")
        );
    }

    #[test]
    fn german_holidays_are_those_of_the_state_or_of_all() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let bavaria = Calendar::GermanState(GermanState::BY);
        // Epiphany is Bavarian, Labour Day is everywhere.
        assert!(!bavaria.works(day("2026-01-06")) && Calendar::Germany.works(day("2026-01-06")));
        assert!(!Calendar::Germany.works(day("2026-05-01")));
        // Which state it is, nobody has said.
        assert_eq!(Calendar::Germany.rests(day("2026-01-06")), Rest::Perhaps);
        let facts = |code: &str| Facts { jurisdictions: vec![code.to_owned()], ..Facts::default() };
        assert!(matches!(member_calendar(&facts("DE-BY")).0, Calendar::GermanState(GermanState::BY)));
        assert!(matches!(member_calendar(&facts("DE")).0, Calendar::Germany));
        assert!(member_calendar(&facts("FR")).1.contains("public holidays of France; what is proclaimed"));
        assert!(matches!(member_calendar(&facts("EU")).0, Calendar::AnyMember));
    }
}
