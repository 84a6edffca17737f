//! The language that the program speaks. English is written where it is said; a catalogue (`locale/`) says what stands there in another.
//!
//! The English text is the key, as in gettext. Whatever a view shows as `&'static str` is text of the program and is looked up
//! by the builder of views; a `String` is somebody's data, or was made by [`say!`](crate::say), and stays as it is. So names
//! and texts of cases are never translated, whatever they are. In English there is no catalogue, and nothing is looked up.
//!
//! What is *said* to the person at the screen is in their language; what is *written*, into documents, plans and files for other
//! tools, is English whoever made it, so that the same case gives the same bytes. One function may serve both: the page always
//! speaks, the engine only where an answer for the screen is made ([`aloud`]), and what it keeps for later is made in English ([`written`]).

mod kept;

pub use kept::{retold, retold_apart, undone};

use std::cell::Cell;
use std::fmt::{Display, Write};

/// A language that the page speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// English, in which the program is written.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 2] = [Language::English, Language::German];

    /// Its name in the attribute `lang`, and in what this device keeps.
    pub fn id(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
        }
    }

    /// Its name in itself.
    pub fn label(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::German => "Deutsch",
        }
    }

    /// What stands between the thousands of a number.
    pub fn thousands(self) -> char {
        match self {
            Language::English => ',',
            Language::German => '.',
        }
    }

    /// What stands before the decimals of a number.
    pub fn decimal(self) -> char {
        match self {
            Language::English => '.',
            Language::German => ',',
        }
    }
}

/// English texts with their translations, in the order of the bytes of the former.
type Catalogue = &'static [(&'static str, &'static str)];

thread_local! {
    static CATALOGUE: Cell<Catalogue> = const { Cell::new(&[]) };
    static LEARNT: Cell<Language> = const { Cell::new(Language::English) };
    static ALOUD: Cell<bool> = const { Cell::new(false) };
}

/// The language of what is made now: the page's where it is said, English where it is written.
pub fn language() -> Language {
    if ALOUD.get() { LEARNT.get() } else { Language::English }
}

/// From now on all is said: for programs of the page, where nothing is written.
pub fn speak() {
    ALOUD.set(true);
}

/// Makes something for the person at the screen, in their language.
pub fn aloud<T>(make: impl FnOnce() -> T) -> T {
    with(true, make)
}

/// Makes something that is kept, or read elsewhere: in English, even where it is needed for something said.
pub fn written<T>(make: impl FnOnce() -> T) -> T {
    with(false, make)
}

fn with<T>(aloud: bool, make: impl FnOnce() -> T) -> T {
    let before = ALOUD.replace(aloud);
    let made = make();
    ALOUD.set(before);
    made
}

/// Takes up a catalogue, for as long as the program lives: key and translation in turn, a NUL between any two, sorted by key.
pub fn learn(language: Language, catalogue: String) {
    let texts: Vec<&'static str> = catalogue.leak().split('\0').collect();
    let pairs = texts.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
    CATALOGUE.set(pairs.collect::<Vec<_>>().leak());
    LEARNT.set(language);
}

#[inline(never)]
fn found(text: &str) -> Option<&'static str> {
    if !ALOUD.get() {
        return None;
    }
    let catalogue = CATALOGUE.get();
    let at = catalogue.binary_search_by(|(key, _)| (*key).cmp(text)).ok()?;
    catalogue.get(at).map(|(_, translation)| *translation)
}

/// A text of the program in the language of the page.
#[inline(never)]
pub fn look(text: &'static str) -> &'static str {
    found(text).unwrap_or(text)
}

/// A text that English says alike in several senses, with the sense before a bar: `verb|Open`.
///
/// ```
/// assert_eq!(floodmark::language::sense("verb|Open"), "Open");
/// ```
#[inline(never)]
pub fn sense(key: &'static str) -> &'static str {
    found(key).unwrap_or_else(|| key.split_once('|').map_or(key, |(_, text)| look(text)))
}

/// A word of a closed vocabulary in the language of the page, such as the name of a milestone. Never for what people wrote.
///
/// Names that are made of two, as `Detected → contained`, are looked up by their parts.
#[inline(never)]
pub fn known(word: impl Into<String>) -> String {
    let word = word.into();
    if language() == Language::English {
        return word;
    }
    if let Some(translation) = found(&word) {
        return translation.to_owned();
    }
    if let Some((from, to)) = word.split_once(" → ") {
        // The second begins with a small letter, and its name with a capital.
        let mut rest = to.chars();
        let capital = rest.next().map(|first| first.to_uppercase().chain(rest).collect::<String>());
        let to = capital.as_deref().and_then(found).map_or_else(|| known(to), str::to_owned);
        return format!("{} → {to}", known(from));
    }
    match (word.strip_prefix("Sent: "), word.strip_prefix("Received: ")) {
        (Some(rule), _) => crate::say!("Sent: {rule}", rule),
        (_, Some(rule)) => crate::say!("Received: {rule}", rule),
        _ => word,
    }
}

/// Such a word as it stands inside a sentence: in small letters, unless the language writes nouns with a capital.
#[inline(never)]
pub fn inside(word: impl Into<String>) -> String {
    match language() {
        Language::English => word.into().to_lowercase(),
        Language::German => known(word),
    }
}

/// A text of the program with its places filled: `{name}` by what has this name. Use [`say!`](crate::say).
#[inline(never)]
pub fn fill(text: &'static str, values: &[(&str, &dyn Display)]) -> String {
    filled(look(text), values)
}

#[inline(never)]
fn filled(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut rest = text;
    let mut said = String::with_capacity(rest.len() + 16);
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            let _ = write!(said, "{value}");
        }
        rest = after;
    }
    said.push_str(rest);
    said
}

/// A count with its noun: `1 row`, `2,411 rows`.
///
/// ```
/// use floodmark::language::count;
/// assert_eq!(count(1, "row", "rows"), "1 row");
/// assert_eq!(count(2411, "row", "rows"), "2,411 rows");
/// ```
#[inline(never)]
pub fn count(n: u64, one: &'static str, many: &'static str) -> String {
    format!("{} {}", number(n), look(if n == 1 { one } else { many }))
}

/// A number with its thousands apart.
#[inline(never)]
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(language().thousands());
        }
        text.push(digit);
    }
    text
}

/// A number with so many decimals.
#[inline(never)]
pub fn decimal(n: f64, decimals: usize) -> String {
    marked(format!("{n:.decimals$}"))
}

/// A number with as many decimals as it has, and no marks between its thousands: for what is computed with.
///
/// ```
/// assert_eq!(floodmark::language::plain(5400.5), "5400.5");
/// ```
pub fn plain(n: f64) -> String {
    marked(n.to_string())
}

/// A number that was written, with the decimal mark of the language.
fn marked(text: String) -> String {
    match language().decimal() {
        '.' => text,
        mark => text.replace('.', mark.encode_utf8(&mut [0; 4])),
    }
}

/// What can be told: text of the program, which is looked up, or text that was made.
pub trait Said {
    /// In the language of the page.
    fn said(self) -> String;
}

impl Said for &'static str {
    fn said(self) -> String {
        look(self).to_owned()
    }
}

impl Said for String {
    fn said(self) -> String {
        self
    }
}

/// A text of the program in the language of the page; with places, as a `String`.
///
/// ```
/// use floodmark::say;
/// let (name, reason) = ("a.csv", "it is empty");
/// assert_eq!(say!("Cancel"), "Cancel");
/// assert_eq!(say!("{name} was not opened: {reason}", name, reason), "a.csv was not opened: it is empty");
/// assert_eq!(say!("{n} of {all}", n = 1 + 1, all = 3), "2 of 3");
/// ```
#[macro_export]
macro_rules! say {
    ($text:literal) => { $crate::language::look($text) };
    ($text:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::language::fill($text, &[$((stringify!($name), &$crate::said!($name $(= $value)?))),+])
    };
}

/// What fills a place: the value that is given, or what has the name of the place.
#[doc(hidden)]
#[macro_export]
macro_rules! said {
    ($name:ident) => {
        $name
    };
    ($name:ident = $value:expr) => {
        $value
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::strings::size;

    /// Takes up a catalogue of these, and speaks it from then on.
    pub(super) fn german(pairs: &[(&str, &str)]) {
        let mut pairs = pairs.to_vec();
        pairs.sort_unstable();
        let texts: Vec<&str> = pairs.iter().flat_map(|(key, text)| [*key, *text]).collect();
        learn(Language::German, texts.join("\0"));
        speak();
    }

    #[test]
    fn a_text_is_looked_up_and_what_is_missing_stays() {
        assert_eq!((look("Cancel"), language()), ("Cancel", Language::English));
        german(&[
            ("Cancel", "Abbrechen"),
            ("Detected", "Entdeckt"),
            ("Open", "Offen"),
            ("verb|Open", "Öffnen"),
        ]);
        assert_eq!((sense("verb|Open"), sense("state|Open"), look("Open")), ("Öffnen", "Offen", "Offen"));
        assert_eq!((look("Cancel"), look("Close"), language()), ("Abbrechen", "Close", Language::German));
        assert_eq!((known("Detected"), known("Declared".to_owned())), ("Entdeckt".into(), "Declared".into()));
        assert_eq!(
            (known("Detected → detected"), known("Declared → soon")),
            ("Entdeckt → Entdeckt".into(), "Declared → soon".into())
        );
        assert_eq!(("Cancel".said(), "Cancel".to_owned().said()), ("Abbrechen".into(), "Cancel".into()));
    }

    #[test]
    fn places_are_filled_after_the_lookup_in_the_order_of_the_language() {
        german(&[("{name} was not opened: {reason}", "Wegen {reason} blieb {name} zu ({name})")]);
        let reason = "{name}";
        assert_eq!(
            say!("{name} was not opened: {reason}", name = "A", reason),
            "Wegen {name} blieb A zu (A)"
        );
    }

    #[test]
    fn a_place_that_is_not_closed_or_not_known_breaks_nothing() {
        assert_eq!(fill("a {b", &[("b", &1)]), "a 1");
        assert_eq!(fill("a {c} d", &[("b", &1)]), "a  d");
    }

    #[test]
    fn nouns_have_a_plural_and_numbers_the_marks_of_the_language() {
        assert_eq!((count(2_411, "row", "rows"), size(38_300_000)), ("2,411 rows".into(), "38.3 MB".into()));
        german(&[("row", "Zeile"), ("rows", "Zeilen")]);
        assert_eq!(
            (count(1, "row", "rows"), count(2_411, "row", "rows")),
            ("1 Zeile".into(), "2.411 Zeilen".into())
        );
        assert_eq!((number(1_000_000), size(38_300_000)), ("1.000.000".into(), "38,3 MB".into()));
    }

    #[test]
    fn what_is_written_is_english_wherever_it_is_made() {
        german(&[("Open", "Offen")]);
        assert_eq!(
            (look("Open"), written(|| look("Open")), aloud(|| written(language))),
            ("Offen", "Open", Language::English)
        );
        assert_eq!(written(|| aloud(|| look("Open"))), "Offen");
        assert_eq!(language(), Language::German, "and what comes after speaks on");
    }
}
