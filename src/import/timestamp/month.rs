//! The names of months, in the languages that sites are written in.

/// The months in English, lower case.
pub(in crate::import) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The months in the other languages that sites are written in, lower case: German, French, Spanish, Italian, Dutch and
/// Portuguese, with what they are cut to where that is not their first three letters.
const MONTHS_ABROAD: [&str; 12] = [
    "januar jänner janvier janv enero gennaio januari janeiro",
    "februar feber février févr febrero febbraio februari fevereiro",
    "märz mrz mars marzo maart mrt março",
    "april avril abril aprile",
    "mai mayo maggio mei maio",
    "juni juin junio giugno junho",
    "juli juillet juil julio luglio julho",
    "august août agosto augustus",
    "september septembre sept septiembre settembre setembro",
    "oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "dezember décembre diciembre dicembre december dezembro",
];

/// The month of a name in lower case, whole or as its first three letters, where no other month begins so.
pub(super) fn month_of(word: &str) -> Option<u32> {
    // Most times have none, and are asked for it twice.
    if word.len() < 3 {
        return None;
    }
    let cut = word.chars().count() == 3;
    let named = |name: &str| name == word || (cut && name.starts_with(word));
    let mut found = (1..)
        .zip(MONTHS.iter().zip(MONTHS_ABROAD))
        .filter(|(_, (english, abroad))| named(english) || abroad.split(' ').any(named));
    let (month, _) = found.next()?;
    found.next().is_none().then_some(month)
}
