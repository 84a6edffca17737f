//! The language that the program speaks. English is written where it is said; a catalogue (`locale/`) says what stands there in another.
//!
//! The English text is the key, as in gettext. Whatever a view shows as `&'static str` is text of the program and is looked up
//! by the builder of views; a `String` is somebody's data, or was made by [`say!`](crate::say), and stays as it is. So names
//! and texts of cases are never translated, whatever they are. In English there is no catalogue, and nothing is looked up.
//!
//! What is *said* to the person at the screen is in their language; what is *written*, into documents, plans and files for other
//! tools, is English whoever made it, so that the same case gives the same bytes. One function may serve both: the page always
//! speaks, the engine only where an answer for the screen is made ([`aloud`]), and what it keeps for later is made in English ([`written`]).

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

/// What begins the keys of texts that are kept, such as why a row was refused.
const KEPT: &str = "kept|";

/// A text that is kept in English, such as why a row was refused, in the language of what is made now.
///
/// What files yield is kept as it was said when they were read, with names and numbers in it. Such a text is known again by the
/// keys of the catalogue that begin with `kept|`, and said anew; what fills its places likewise, as one text often ends in another.
/// Of several that fit, the one with the most words of its own is meant. What nothing fits stays as it is.
///
/// The name of a place may say what fills it, and the text fits only with that in it: `{n}` a number, `{count}` a number with its
/// noun, `{term}` a word of a closed vocabulary; with a figure behind it where there are several.
pub fn retold(text: impl Into<String>) -> String {
    let text = text.into();
    again(&text).unwrap_or(text)
}

/// What begins the keys of what a change does, for “Undo: …”.
const UNDONE: &str = "undo|";

/// What a change does, as the workspace keeps it in English, in the language of what is made now.
pub fn undone(text: impl Into<String>) -> String {
    let text = text.into();
    if language() == Language::English {
        return text;
    }
    fitting(UNDONE, &text).unwrap_or(text)
}

/// A text that was cut at its first semicolon into what happened and what to do, both in the language of what is made now.
pub fn retold_apart(what: String, remedy: String) -> (String, String) {
    if language() == Language::English {
        return (what, remedy);
    }
    let apart = |whole: String| match whole.split_once("; ") {
        Some((what, remedy)) => (what.to_owned(), remedy.to_owned()),
        None => (whole, String::new()),
    };
    if found(&what).is_none()
        && let Some(whole) = fitting(KEPT, &format!("{what}; {remedy}"))
    {
        return apart(whole);
    }
    (retold(known(what)), retold(known(remedy)))
}

/// [`retold`], where there is something to tell.
fn again(text: &str) -> Option<String> {
    if language() == Language::English {
        return None;
    }
    fitting(KEPT, text).or_else(|| joined(text))
}

/// The text whose key, of those that begin so, fits one that is kept. What stands in quotation marks or backticks is somebody's own.
fn fitting(of: &str, text: &str) -> Option<String> {
    if let Some(same) = found(&[of, text].concat()) {
        return Some(same.to_owned());
    }
    let catalogue = CATALOGUE.get();
    let start = catalogue.partition_point(|(key, _)| *key < of);
    let keys = catalogue.get(start..).unwrap_or_default().iter();
    let keys = keys.map_while(|(key, translation)| Some((key.strip_prefix(of)?, *translation)));
    let own =
        |places: &[(&str, &str)]| text.len() - places.iter().map(|(_, value)| value.len()).sum::<usize>();
    let fits = keys.filter_map(|(key, translation)| Some((key, places(key, text)?, translation)));
    let fits = fits.filter(|(_, places, _)| places.iter().all(|(name, value)| Kind::of(name).takes(value)));
    let (key, places, translation) = fits.max_by_key(|(_, places, _)| own(places))?;
    let quoted = |name: &str| ["“", "`"].iter().any(|mark| key.contains(&format!("{mark}{{{name}}}")));
    let told = |name: &str, value: &str| match Kind::of(name) {
        Kind::Text if quoted(name) => value.to_owned(),
        kind => kind.told(value),
    };
    let values: Vec<(&str, String)> =
        places.into_iter().map(|(name, value)| (name, told(name, value))).collect();
    let values: Vec<(&str, &dyn Display)> =
        values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
    Some(filled(translation, &values))
}

/// A text that is several: a line each, one sentence after the other, what happened and the remedy, a list, or one after the name of what it is about.
fn joined(text: &str) -> Option<String> {
    if text.contains('\n') {
        let lines = text.split('\n').map(retold).collect::<Vec<_>>().join("\n");
        return (lines != text).then_some(lines);
    }
    let sentences = text.match_indices(". ").find_map(|(at, _)| {
        let (first, rest) = text.split_at(at + 1);
        // The first part is looked at alone, and first: what nothing fits takes time in proportion to its length.
        let first = fitting(KEPT, first)?;
        // Some begin with the space that parts them from what they are added to.
        let rest = fitting(KEPT, rest).unwrap_or_else(|| format!(" {}", retold(rest.trim_start())));
        Some(first + &rest)
    });
    let list = || {
        text.match_indices(", ").find_map(|(at, comma)| {
            let first = fitting(KEPT, text.get(..at)?)?;
            Some(first + comma + &again(text.get(at + comma.len()..)?)?)
        })
    };
    let remedied = || {
        let (what, remedy) = text.split_once("; ")?;
        let told = format!("{}; {}", retold(what), retold(remedy));
        (told != text).then_some(told)
    };
    let about = || {
        text.match_indices(": ").find_map(|(at, _)| {
            let said = fitting(KEPT, text.get(at + 2..)?)?;
            let about = text.get(..at)?;
            let quoted = about.strip_prefix('“').and_then(|name| name.strip_suffix('”'));
            let about = quoted.map_or_else(|| known(about), |name| crate::say!("“{name}”", name));
            Some(format!("{about}: {said}"))
        })
    };
    sentences.or_else(list).or_else(about).or_else(remedied)
}

/// What fills a place of a text that is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Count,
    Term,
    Text,
}

impl Kind {
    fn of(place: &str) -> Kind {
        match place.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "n" => Kind::Number,
            "count" => Kind::Count,
            "term" => Kind::Term,
            _ => Kind::Text,
        }
    }

    fn takes(self, value: &str) -> bool {
        match self {
            Kind::Number => renumbered(value).is_some(),
            Kind::Count => counted(value).is_some(),
            Kind::Term | Kind::Text => true,
        }
    }

    fn told(self, value: &str) -> String {
        match self {
            Kind::Number => renumbered(value).unwrap_or_default(),
            Kind::Count => counted(value).unwrap_or_default(),
            Kind::Term => known(value),
            Kind::Text => retold(value),
        }
    }
}

/// A number that was said, with the mark of the language.
fn renumbered(said: &str) -> Option<String> {
    let is_number = said.starts_with(|c: char| c.is_ascii_digit())
        && said.chars().all(|c| c.is_ascii_digit() || c == ',');
    is_number.then(|| said.replace(',', language().thousands().encode_utf8(&mut [0; 4])))
}

/// A number with its noun, or several.
fn counted(said: &str) -> Option<String> {
    let (n, noun) = said.split_once(' ')?;
    let n = renumbered(n)?;
    if let Some(noun) = found(noun) {
        return Some(format!("{n} {noun}"));
    }
    let mut commas = said.match_indices(", ");
    commas.find_map(|(at, comma)| {
        let (first, rest) = said.split_at(at);
        Some(counted(first)? + comma + &counted(rest.get(comma.len()..)?)?)
    })
}

/// What fills the places of a text, where another text is that one filled.
pub fn places<'k, 'a>(template: &'k str, text: &'a str) -> Option<Vec<(&'k str, &'a str)>> {
    let mut parts = template.split('{');
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut found = vec![];
    for part in parts {
        let (name, after) = part.split_once('}')?;
        let end = if after.is_empty() { rest.len() } else { rest.find(after)? };
        found.push((name, rest.get(..end)?));
        rest = rest.get(end + after.len()..)?;
    }
    rest.is_empty().then_some(found)
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

    fn german(pairs: &[(&str, &str)]) {
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
    fn what_is_kept_is_known_again_with_what_fills_it() {
        let (kept, plain) = ("column `datetime`: no time zone; assert one", "Open");
        assert_eq!(retold(kept), kept, "English needs nothing");
        german(&[
            ("Open", "Offen"),
            ("kept|column `{name}`: {why}", "Spalte `{name}`: {why}"),
            ("kept|column `{name}`: no time", "Spalte `{name}` ohne Zeit"),
            ("kept|no time zone; assert one", "keine Zeitzone; legen Sie eine fest"),
        ]);
        assert_eq!(retold(kept), "Spalte `datetime`: keine Zeitzone; legen Sie eine fest");
        assert_eq!(retold("column `a`: no time"), "Spalte `a` ohne Zeit", "the most words of its own");
        assert_eq!(
            retold(format!("column `{plain}`: {plain}")),
            "Spalte `Open`: Open",
            "data stays as it is"
        );
        assert_eq!(retold("anything else"), "anything else");
    }

    #[test]
    fn a_place_says_what_fills_it() {
        german(&[
            ("Contained", "Eingedämmt"),
            ("comments", "Kommentare"),
            ("kept|open {name}", "{name} öffnen"),
            ("kept|open {n} files", "{n} Dateien öffnen"),
            ("kept|set “{term}”", "„{term}“ setzen"),
            ("kept|{count} on the issues.", "{count} an den Vorgängen."),
        ]);
        let told = ["open 3,000 files", "open my files", "set “Contained”", "2,000 comments on the issues."];
        assert_eq!(
            told.map(retold),
            [
                "3.000 Dateien öffnen",
                "my files öffnen",
                "„Eingedämmt“ setzen",
                "2.000 Kommentare an den Vorgängen."
            ]
        );
        let not = ["do something new", "some comments on the issues.", "3 oddities on the issues."];
        assert_eq!(not.map(retold), not);
    }

    #[test]
    fn what_is_joined_is_known_again_part_by_part() {
        german(&[
            ("Contained", "Eingedämmt"),
            ("Open it again", "Öffnen Sie sie erneut"),
            ("The bundle was not opened", "Das Paket wurde nicht geöffnet"),
            ("“{name}”", "„{name}“"),
            ("kept|it is empty", "sie ist leer"),
            ("kept|All is well.", "Alles ist gut."),
            ("kept| And {n} more.", " Und {n} weitere."),
            ("kept|the file is {what}; open it as it is", "die Datei ist {what}; öffnen Sie sie so"),
        ]);
        for (kept, told) in [
            ("a.csv: it is empty", "a.csv: sie ist leer"),
            ("Contained: it is empty", "Eingedämmt: sie ist leer"),
            ("“3/4”: it is empty", "„3/4“: sie ist leer"),
            ("All is well. And 3 more.", "Alles ist gut. Und 3 weitere."),
            ("All is well. All is well.", "Alles ist gut. Alles ist gut."),
            ("All is well. It was: so.", "Alles ist gut. It was: so."),
            ("it is empty\nunknown", "sie ist leer\nunknown"),
            ("a: b. c: d", "a: b. c: d"),
        ] {
            assert_eq!(retold(kept), told);
        }
        let apart = |what: &str, remedy: &str| retold_apart(what.to_owned(), remedy.to_owned());
        assert_eq!(
            apart("the file is a PDF", "open it as it is"),
            ("die Datei ist a PDF".into(), "öffnen Sie sie so".into())
        );
        assert_eq!(
            apart("The bundle was not opened", "the file is a PDF; open it as it is"),
            ("Das Paket wurde nicht geöffnet".into(), "die Datei ist a PDF; öffnen Sie sie so".into())
        );
        assert_eq!(
            apart("it is empty", "Open it again"),
            ("sie ist leer".into(), "Öffnen Sie sie erneut".into())
        );
        assert_eq!(apart("as it is", ""), ("as it is".into(), String::new()));
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

    #[test]
    fn what_nothing_fits_takes_no_time_however_it_is_joined() {
        german(&[("kept|it is empty", "sie ist leer"), ("kept|it has {columns}", "sie hat {columns}")]);
        for between in [", ", ". ", "; ", ": ", "\n"] {
            let text = vec!["a column"; 300].join(between);
            assert_eq!(retold(text.as_str()), text);
            assert_eq!(retold(format!("it has {text}")), format!("sie hat {text}"));
        }
    }

    #[test]
    fn what_is_quoted_is_somebodys_own_and_what_is_undone_is_looked_for_by_itself() {
        german(&[
            ("kept|it is empty", "sie ist leer"),
            ("kept|the text says “{what}”", "der Text sagt „{what}“"),
            ("undo|open {name}", "{name} öffnen"),
        ]);
        assert_eq!(retold("the text says “it is empty”"), "der Text sagt „it is empty“");
        assert_eq!(retold("it is empty; open it again"), "sie ist leer; open it again");
        assert_eq!(
            (undone("open a.csv"), retold("open a.csv")),
            ("a.csv öffnen".to_owned(), "open a.csv".to_owned())
        );
    }
}
