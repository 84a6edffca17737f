//! Abbreviations of time zones: what each may mean. None of them is read without asking, since several zones share
//! most of them and people write the rest all year round.
//!
//! After the list of abbreviations in the IANA time zone data base and those that its tools wrote before 2017.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Each abbreviation with what it may mean: the zone as [`super::Zone`] reads it, and its name.
const MEANINGS: &[(&str, &[(&str, &str)])] = &[
    ("ACDT", &[("+10:30", "Australian central, summer")]),
    ("ACST", &[("+09:30", "Australian central")]),
    ("ADT", &[("-03:00", "Atlantic, summer"), ("+04:00", "Arabia, summer")]),
    ("AEDT", &[("+11:00", "Australian eastern, summer")]),
    ("AEST", &[("+10:00", "Australian eastern")]),
    ("AKDT", &[("-08:00", "Alaska, summer")]),
    ("AKST", &[("-09:00", "Alaska")]),
    ("AMT", &[("-04:00", "Amazon"), ("+04:00", "Armenia")]),
    ("ART", &[("-03:00", "Argentina")]),
    ("AST", &[("-04:00", "Atlantic"), ("+03:00", "Arabia")]),
    ("AWST", &[("+08:00", "Australian western")]),
    ("BRT", &[("-03:00", "Brasília")]),
    ("BST", &[("+01:00", "British summer"), ("+06:00", "Bangladesh"), ("+11:00", "Bougainville")]),
    ("CAT", &[("+02:00", "Central Africa")]),
    ("CDT", &[("-05:00", "North American central, summer"), ("-04:00", "Cuba, summer")]),
    ("CEST", &[("+02:00", "Central Europe, summer")]),
    (
        "CET",
        &[("+01:00", "Central Europe, winter"), ("Europe/Berlin", "Central Europe, both halves of the year")],
    ),
    ("CLT", &[("-04:00", "Chile")]),
    ("COT", &[("-05:00", "Colombia")]),
    ("CST", &[("-06:00", "North American central"), ("+08:00", "China"), ("-05:00", "Cuba")]),
    ("CT", &[("America/Chicago", "North American central, both halves of the year")]),
    ("EAT", &[("+03:00", "East Africa")]),
    ("ECT", &[("-05:00", "Ecuador"), ("-04:00", "Eastern Caribbean")]),
    ("EDT", &[("-04:00", "North American eastern, summer")]),
    ("EEST", &[("+03:00", "Eastern Europe, summer")]),
    (
        "EET",
        &[("+02:00", "Eastern Europe, winter"), ("Europe/Athens", "Eastern Europe, both halves of the year")],
    ),
    ("EST", &[("-05:00", "North American eastern"), ("+10:00", "Australian eastern, as once written")]),
    ("ET", &[("America/New_York", "North American eastern, both halves of the year")]),
    ("GST", &[("+04:00", "Gulf"), ("-02:00", "South Georgia"), ("+10:00", "Guam, as once written")]),
    ("HKT", &[("+08:00", "Hong Kong")]),
    ("HST", &[("-10:00", "Hawaii")]),
    ("ICT", &[("+07:00", "Indochina")]),
    ("IDT", &[("+03:00", "Israel, summer")]),
    ("IST", &[("+05:30", "India"), ("+01:00", "Irish, summer"), ("+02:00", "Israel")]),
    ("JST", &[("+09:00", "Japan")]),
    ("KST", &[("+09:00", "Korea")]),
    ("MDT", &[("-06:00", "North American mountain, summer")]),
    ("MSK", &[("+03:00", "Moscow")]),
    ("MST", &[("-07:00", "North American mountain"), ("+08:00", "Malaysia"), ("+06:30", "Myanmar")]),
    ("MT", &[("America/Denver", "North American mountain, both halves of the year")]),
    ("NDT", &[("-02:30", "Newfoundland, summer")]),
    ("NST", &[("-03:30", "Newfoundland")]),
    ("NZDT", &[("+13:00", "New Zealand, summer")]),
    ("NZST", &[("+12:00", "New Zealand")]),
    ("PDT", &[("-07:00", "North American Pacific, summer")]),
    ("PHT", &[("+08:00", "Philippines")]),
    ("PKT", &[("+05:00", "Pakistan")]),
    ("PST", &[("-08:00", "North American Pacific"), ("+08:00", "Philippines")]),
    ("PT", &[("America/Los_Angeles", "North American Pacific, both halves of the year")]),
    ("SAST", &[("+02:00", "South Africa")]),
    ("SGT", &[("+08:00", "Singapore")]),
    ("SST", &[("-11:00", "Samoa"), ("+08:00", "Singapore")]),
    ("TRT", &[("+03:00", "Türkiye")]),
    ("WAT", &[("+01:00", "West Africa")]),
    ("WEST", &[("+01:00", "Western Europe, summer")]),
    (
        "WET",
        &[("UTC", "Western Europe, winter"), ("Europe/Lisbon", "Western Europe, both halves of the year")],
    ),
    ("WIB", &[("+07:00", "Western Indonesia")]),
];

/// A zone abbreviation as a row writes it, such as `CST`: it may mean several zones until a person says which.
///
/// ```
/// use floodmark::model::Abbreviation;
/// let cst: Abbreviation = "cst".parse().unwrap();
/// assert_eq!(cst.to_string(), "CST");
/// assert!(cst.meanings().any(|(zone, _)| zone == "+08:00"));
/// assert!("XYZ".parse::<Abbreviation>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Abbreviation(u8);

impl Abbreviation {
    /// The letters, in capitals.
    pub fn name(self) -> &'static str {
        MEANINGS.get(usize::from(self.0)).map_or("", |(name, _)| name)
    }

    /// What it may mean, the most usual first: a zone as [`super::Zone`] reads it, and its name.
    pub fn meanings(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let meanings = MEANINGS.get(usize::from(self.0)).map_or(&[][..], |(_, meanings)| meanings);
        meanings.iter().copied()
    }
}

impl fmt::Display for Abbreviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Abbreviation {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let place = MEANINGS.iter().position(|(name, _)| name.eq_ignore_ascii_case(text));
        let place = place.and_then(|n| u8::try_from(n).ok());
        place.map(Abbreviation).ok_or_else(|| format!("“{text}” is no known abbreviation of a time zone"))
    }
}

impl Serialize for Abbreviation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Abbreviation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Zone;

    #[test]
    fn every_meaning_is_a_zone_and_every_name_stands_once() {
        for (n, (name, meanings)) in MEANINGS.iter().enumerate() {
            assert_eq!(name.parse::<Abbreviation>().unwrap(), Abbreviation(n as u8), "{name}");
            assert!(!meanings.is_empty());
            for (zone, words) in *meanings {
                assert_eq!(zone.parse::<Zone>().unwrap().to_string(), *zone, "{name}");
                assert!(!words.is_empty());
            }
        }
        assert!(MEANINGS.is_sorted());
    }
}
