//! Texts that are kept in English, known again by the keys of the catalogue and said anew at the screen.

use super::{CATALOGUE, Language, filled, found, known, language};
use std::fmt::Display;

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
fn places<'k, 'a>(template: &'k str, text: &'a str) -> Option<Vec<(&'k str, &'a str)>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::tests::german;

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
