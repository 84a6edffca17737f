//! Jurisdiction codes: ISO 3166-1 and -2, `EU` and `WORLD`.

use crate::language::known;
use std::sync::LazyLock;

/// Code and name, a space between them: `EU`, `WORLD`, ISO 3166-1 in order of names, then the subdivisions of
/// the federations whose states have rules of their own.
const PLACES: &str = include_str!("places.txt");

/// Members of the European Economic Area: the European Union with its outermost regions and Åland, then Iceland,
/// Liechtenstein and Norway.
pub(super) const EEA: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "AX", "GF", "GP", "MF", "MQ", "RE", "YT",
    "IS", "LI", "NO",
];

/// Codes that people write for a place whose ISO code is another one.
const ALIASES: &[(&str, &str)] =
    &[("UK", "GB"), ("EEA", "EU"), ("EL", "GR"), ("USA", "US"), ("GER", "DE"), ("GLOBAL", "WORLD")];

/// The parts of the contract terms that a case may fall under.
pub const CONTRACTS: &[&str] =
    &["visa", "mastercard", "amex", "discover", "acquirer", "insurer", "customer", "pci"];

/// A code or contract that Floodmark does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{given}” is no jurisdiction code; {remedy}")]
pub struct UnknownCode {
    /// What was given.
    pub given: String,
    /// What to give instead.
    pub remedy: String,
}

/// All codes that can be chosen, with their names: `EU`, `WORLD`, the countries, then subdivisions.
///
/// ```
/// let places = floodmark::obligation::jurisdictions();
/// assert_eq!(places[0], ("EU", "European Union and EEA"));
/// assert!(places.contains(&("US-CA", "United States: California")));
/// ```
pub fn jurisdictions() -> &'static [(&'static str, &'static str)] {
    static LIST: LazyLock<Vec<(&str, &str)>> =
        LazyLock::new(|| PLACES.lines().filter_map(|line| line.split_once(' ')).collect());
    &LIST
}

/// The name of a code, such as `United Kingdom` for `GB`; the code itself where it is not known.
pub fn label(code: &str) -> &str {
    jurisdictions().iter().find(|(c, _)| *c == code).map_or(code, |(_, name)| name)
}

/// The same in the language of what is made; of a part of a country, both names.
pub fn named(code: &str) -> String {
    label(code).split(": ").map(known).collect::<Vec<_>>().join(": ")
}

/// The canonical form of a jurisdiction code, or which code was meant.
///
/// Case and spaces around do not matter. Subdivisions of Australia, Canada, the United Kingdom and the United
/// States are checked by name; those of other countries by the shape of ISO 3166-2.
///
/// ```
/// use floodmark::obligation::check_code;
/// assert_eq!(check_code(" us-ca ").unwrap(), "US-CA");
/// assert!(check_code("UK").unwrap_err().to_string().contains("GB"));
/// assert!(check_code("US-ZZ").is_err());
/// ```
pub fn check_code(given: &str) -> Result<String, UnknownCode> {
    let code = given.trim().to_ascii_uppercase();
    let known = |c: &str| jurisdictions().iter().any(|(k, _)| *k == c);
    if known(&code) {
        return Ok(code);
    }
    let refuse = |remedy: String| Err(UnknownCode { given: given.trim().to_owned(), remedy });
    if let Some((_, meant)) = ALIASES.iter().find(|(alias, _)| *alias == code) {
        return refuse(format!("the code of {} is {meant}", label(meant)));
    }
    let Some((country, part)) = code.split_once('-') else {
        return refuse("give an ISO 3166 code such as DE or US-CA, EU, or WORLD".to_owned());
    };
    if country == "EU" || country == "WORLD" || !known(country) {
        return refuse(format!("“{country}” is no country of ISO 3166-1"));
    }
    let listed =
        jurisdictions().iter().any(|(k, _)| k.strip_prefix(country).is_some_and(|s| s.starts_with('-')));
    let shaped = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if listed || !shaped {
        return refuse(format!("{} has no subdivision of that code in ISO 3166-2", label(country)));
    }
    Ok(code)
}

/// The canonical form of the code of one country, of a part of it, or of the EU where the member state is not known; the world
/// is none.
///
/// # Errors
/// [`UnknownCode`] says what to give instead.
pub fn check_country(given: &str) -> Result<String, UnknownCode> {
    match check_code(given)? {
        code if code == "WORLD" => Err(UnknownCode {
            given: given.trim().to_owned(),
            remedy: "give one country such as DE, or EU".to_owned(),
        }),
        code => Ok(code),
    }
}

/// Whether a case whose codes are `codes` touches the jurisdiction `rule`: the same code, a part of it, or, for
/// `EU`, any member's code.
///
/// ```
/// use floodmark::obligation::place::touches;
/// assert!(touches(&["DE-BY".to_owned()], "EU"));
/// assert!(touches(&["GB-SCT".to_owned()], "GB"));
/// assert!(!touches(&["GB".to_owned()], "EU"));
/// ```
pub fn touches(codes: &[String], rule: &str) -> bool {
    deciding(codes, rule).is_some()
}

/// Whether a code is that of a member of the European Economic Area or of a part of one.
pub(super) fn is_member(code: &str) -> bool {
    EEA.contains(&code.split('-').next().unwrap_or_default())
}

/// The first of the case's codes that touches the jurisdiction `rule`.
pub(super) fn deciding<'a>(codes: &'a [String], rule: &str) -> Option<&'a str> {
    codes.iter().map(String::as_str).find(|code| {
        let code = code.trim().to_ascii_uppercase();
        let country = code.split('-').next().unwrap_or_default();
        code == rule || country == rule || (rule == "EU" && EEA.contains(&country))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_every_country_once() {
        let codes: Vec<_> = jurisdictions().iter().map(|(c, _)| *c).collect();
        let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(codes.len(), distinct.len());
        assert_eq!(codes.iter().filter(|c| c.len() == 2 && **c != "EU").count(), 249);
        assert!(EEA.iter().all(|c| codes.contains(c)));
    }

    #[test]
    fn each_member_implies_the_union_and_its_neighbours_do_not() {
        for code in ["DE", "NO", "is", "FR-75", "RE"] {
            assert!(touches(&[code.to_owned()], "EU"), "{code}");
        }
        for code in ["GB", "CH", "US", "WORLD", "JE", ""] {
            assert!(!touches(&[code.to_owned()], "EU"), "{code}");
        }
    }

    #[test]
    fn an_unknown_code_is_refused_by_its_name_with_a_remedy() {
        for (code, expected) in
            [("EEA", "EU"), ("UK", "GB"), ("XX", "ISO 3166"), ("XX-A", "“XX”"), ("CA-ZZ", "Canada")]
        {
            let message = check_code(code).unwrap_err().to_string();
            assert!(message.contains(code) && message.contains(expected), "{message}");
        }
        assert_eq!(check_code("de-by").unwrap(), "DE-BY");
        assert!(check_code("DE-ÄÖ").is_err());
    }
}
