//! Names: who acts in a case, and what else is written with a capital where no common word would be.

use super::kind::Kind;
use super::vocabulary::{is_common, is_plain, is_role, is_technology, kind_of};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

/// More names than these are no names of people and firms any more, but the vocabulary of a log.
pub const MOST: usize = 5_000;

/// A word of a text.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    /// Where.
    pub range: Range<usize>,
    /// Itself.
    pub text: &'a str,
}

/// The words of a text: letters and digits.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = vec![];
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Word { range: from..at, text: text.get(from..at).unwrap_or_default() });
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push(Word { range: from..text.len(), text: text.get(from..).unwrap_or_default() });
    }
    words
}

fn is_capital(word: &str) -> bool {
    word.chars().any(char::is_uppercase)
}

/// Names as they are found, before any is replaced.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By the words in small letters; in the order in which they came.
    found: Vec<Name>,
    index: HashMap<String, usize>,
    /// Words that are written small somewhere.
    small: HashSet<String>,
    /// Words at the beginning of a sentence, which may be names if nothing speaks against it.
    first: BTreeMap<String, String>,
    /// What looks like one of our own replacements.
    pub ours: HashSet<String>,
}

/// A name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// What kind.
    pub kind: Kind,
    /// As it was first written.
    pub written: String,
    /// Its words as they were first written.
    pub words: Vec<String>,
}

impl Names {
    /// Adds a name.
    pub(super) fn add(&mut self, kind: Kind, written: &str) {
        let parts: Vec<String> = words(written).iter().map(|w| w.text.to_owned()).collect();
        let key = parts.join(" ").to_lowercase();
        if parts.is_empty() || self.found.len() >= MOST {
            return;
        }
        match self.index.get(&key).and_then(|n| self.found.get_mut(*n)) {
            // Who acts is better known than what a text names.
            Some(name) if name.kind == Kind::Name => name.kind = kind,
            Some(_) => {}
            None => {
                self.index.insert(key, self.found.len());
                self.found.push(Name { kind, written: written.to_owned(), words: parts });
            }
        }
    }

    /// Adds a login, such as the last part of a path.
    pub fn account(&mut self, login: &str) {
        let small = login.to_lowercase();
        let common = is_common(&small) || is_role(&small);
        if login.chars().count() >= 3 && !common && !is_ours(login) {
            self.add(Kind::Account, login);
        }
    }

    /// Looks at who acts, or at what something happened to.
    pub fn actor(&mut self, value: &str, acts: bool) {
        for part in value.split([',', ';', '(', ')', '/', '|']) {
            self.actors(part.trim(), acts);
        }
    }

    fn actors(&mut self, value: &str, acts: bool) {
        let all = words(value);
        self.note_ours(&all, value);
        let [only] = all.as_slice() else {
            // One word of several parts: a login or a machine, such as j.smith or srv-db01.
            let whole = !value.contains(' ') && !all.is_empty();
            if whole && !is_capital(value) && !is_ours(value) {
                let digits = value.chars().any(|c| c.is_ascii_digit());
                let common = all.iter().all(|w| is_common(w.text) || is_role(w.text));
                if !common || digits {
                    self.add(if acts { Kind::Account } else { Kind::Host }, value);
                }
                return;
            }
            return self.runs(value, &all, acts);
        };
        let small = only.text.to_lowercase();
        if only.text != value.trim_matches(|c: char| !c.is_alphanumeric()) || is_ours(value) {
            return;
        }
        let digits = only.text.chars().any(|c| c.is_ascii_digit());
        if is_capital(only.text) {
            if digits && !acts && !is_technology(only.text) {
                self.add(Kind::Host, only.text);
            } else {
                self.runs(value, &all, acts);
            }
        } else if digits && only.text.chars().any(char::is_alphabetic) {
            self.add(if acts { Kind::Account } else { Kind::Host }, only.text);
        } else if acts && !is_common(&small) && !is_role(&small) && small.chars().count() > 2 {
            self.add(Kind::Account, only.text);
        }
    }

    /// Names in who acts: capitals that tell no role.
    fn runs(&mut self, value: &str, all: &[Word<'_>], acts: bool) {
        let named = |w: &Word<'_>| is_capital(w.text) && !is_role(w.text) && !is_technology(w.text);
        // A capital at the beginning is a name only where it is not the beginning of a description.
        let describes = |n: usize| {
            let others = all.get(n + 1..).unwrap_or_default();
            let common = all.get(n).is_some_and(|w| is_common(&w.text.to_lowercase()));
            n == 0 && !acts && common && others.iter().any(|w| !is_capital(w.text))
        };
        let mut n = 0;
        while n < all.len() {
            if !all.get(n).is_some_and(named) || describes(n) {
                n += 1;
                continue;
            }
            let mut end = n + 1;
            while all.get(end).is_some_and(|w| {
                is_capital(w.text) && (!is_technology(w.text) || w.text.len() == 1) && near(value, all, end)
            }) {
                end += 1;
            }
            while end > n + 1 && all.get(end - 1).is_some_and(|w| is_role(w.text)) {
                end -= 1;
            }
            self.run(value, all.get(n..end).unwrap_or_default(), acts);
            n = end;
        }
    }

    fn run(&mut self, text: &str, run: &[Word<'_>], acts: bool) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        let parts: Vec<&str> = run.iter().map(|w| w.text).collect();
        if let Some(written) = text.get(first.range.start..last.range.end) {
            self.add(kind_of(&parts, acts), written);
        }
    }

    /// Looks at a title, where small letters name somebody too: `british-airways-2018`.
    pub fn title(&mut self, text: &str) {
        let all = words(text);
        let named = |w: &Word<'_>| {
            let small = w.text.to_lowercase();
            let letters = w.text.chars().any(char::is_alphabetic) && w.text.chars().count() > 2;
            letters && !is_common(&small) && !is_role(&small) && !is_technology(w.text)
        };
        let mut n = 0;
        while n < all.len() {
            let mut end = n;
            while all.get(end).is_some_and(named) && (end == n || near(text, &all, end)) {
                end += 1;
            }
            self.run(text, all.get(n..end).unwrap_or_default(), false);
            n = end.max(n + 1);
        }
    }

    /// What looks like one of our replacements must be no other thing's.
    fn note_ours(&mut self, all: &[Word<'_>], text: &str) {
        for pair in all.windows(2) {
            let [a, b] = pair else { continue };
            if b.text.bytes().all(|c| c.is_ascii_digit()) && OURS.contains(&a.text.to_lowercase().as_str()) {
                self.ours.extend(text.get(a.range.start..b.range.end).map(str::to_owned));
            }
        }
    }

    /// Looks at a text. `free`: two common words with capitals are a name too, as in a sentence and unlike in a heading.
    pub fn text(&mut self, text: &str, skip: &[Range<usize>], free: bool) {
        let all = words(text);
        self.note_ours(&all, text);
        let skipped = |w: &Word<'_>| skip.iter().any(|r| r.start < w.range.end && w.range.start < r.end);
        self.logins(text, &all, &skipped);
        for w in all.iter().filter(|w| !is_capital(w.text) && w.text.len() > 3 && !skipped(w)) {
            if self.small.len() < 50_000 && !self.small.contains(w.text) && !is_common(w.text) {
                self.small.insert(w.text.to_owned());
            }
        }
        let mut n = 0;
        while n < all.len() {
            let starts = |w: &Word<'_>| is_capital(w.text) && !skipped(w);
            if !all.get(n).is_some_and(starts) {
                n += 1;
                continue;
            }
            let mut end = n + 1;
            while all.get(end).is_some_and(|w| starts(w) && near(text, &all, end)) {
                end += 1;
            }
            let begins = begins_sentence(text, all.get(n).map_or(0, |w| w.range.start));
            self.candidate(text, all.get(n..end).unwrap_or_default(), begins, free);
            n = end;
        }
    }

    /// What follows “account” and the like: `wp_support1`, `jdoe`.
    fn logins(&mut self, text: &str, all: &[Word<'_>], skipped: &impl Fn(&Word<'_>) -> bool) {
        for pair in all.windows(2) {
            let [what, login] = pair else { continue };
            let named = LOGINS.contains(&what.text.to_lowercase().as_str());
            if !named
                || skipped(login)
                || text.get(what.range.end..login.range.start).is_none_or(|gap| gap.len() > 2)
            {
                continue;
            }
            let rest = text.get(login.range.start..).unwrap_or_default();
            let end = rest.find(|c: char| !c.is_alphanumeric() && !"_.-".contains(c)).unwrap_or(rest.len());
            let whole = rest.get(..end).unwrap_or_default().trim_end_matches(['.', '-', '_']);
            let odd = whole.contains('_') || whole.chars().any(|c| c.is_ascii_digit());
            let letters = whole.chars().any(char::is_alphabetic);
            if letters && (odd || !is_capital(whole) && !whole.contains(['.', '-'])) {
                self.account(whole);
            }
        }
    }

    fn candidate(&mut self, text: &str, run: &[Word<'_>], begins: bool, free: bool) {
        let plain = |w: &Word<'_>| is_plain(w.text);
        let (mut run, mut begins) = (run, begins);
        // “J. Lindqvist”
        if let [initial, family] = run
            && initial.text.chars().count() == 1
            && !plain(family)
            && text.get(initial.range.end..family.range.start) == Some(". ")
        {
            if let Some(written) = text.get(initial.range.start..family.range.end) {
                self.add(Kind::Person, written);
            }
            return;
        }
        // The first word of a sentence has a capital in any case.
        if begins
            && let [first, rest @ ..] = run
            && !rest.is_empty()
            && is_common(&first.text.to_lowercase())
        {
            (run, begins) = (rest, false);
        }
        // What tells a role or is common technology is no part of a name that stands beside it.
        let dull = |w: &Word<'_>| is_role(w.text) || is_technology(w.text);
        while let [first, rest @ ..] = run
            && dull(first)
            && !rest.iter().all(plain)
        {
            run = rest;
        }
        while let [rest @ .., last] = run
            && dull(last)
            && !rest.iter().all(plain)
        {
            run = rest;
        }
        match run {
            all if all.iter().all(dull) => {}
            [only] if plain(only) => {}
            [only] if begins => {
                let small = only.text.to_lowercase();
                self.first.entry(small).or_insert_with(|| only.text.to_owned());
            }
            [_] => self.run(text, run, false),
            many if free || !many.iter().all(plain) => {
                // A heading with capitals throughout is no name.
                if many.len() <= 6 {
                    self.run(text, many, false);
                }
            }
            many => {
                for word in many.iter().filter(|w| !plain(w)) {
                    self.run(text, std::slice::from_ref(word), false);
                }
            }
        }
    }

    /// All names, the words at the beginning of a sentence among them that nobody writes small.
    pub fn finish(mut self) -> (Vec<Name>, HashSet<String>) {
        for (small, written) in std::mem::take(&mut self.first) {
            if !is_plain(&written)
                && !is_role(&written)
                && !self.small.contains(&small)
                && !self.index.contains_key(&small)
            {
                let kind = kind_of(&[&written], false);
                self.add(kind, &written);
            }
        }
        // A family's name alone is a person's too.
        let people: Vec<&Name> = self.found.iter().filter(|n| n.kind == Kind::Person).collect();
        let family: HashSet<String> =
            people.iter().flat_map(|n| &n.words).map(|w| w.to_lowercase()).collect();
        for name in self.found.iter_mut().filter(|n| n.kind == Kind::Name) {
            if let [one] = name.words.as_slice()
                && family.contains(&one.to_lowercase())
            {
                name.kind = Kind::Person;
            }
        }
        let small = self.small;
        // Where it is also written small, a single word in a text names nobody: “Malvertising” and “malvertising”.
        self.found.retain(|name| match name.words.as_slice() {
            [one] => name.kind != Kind::Name || !small.contains(&one.to_lowercase()),
            _ => true,
        });
        (self.found, self.ours)
    }
}

/// Whether a word stands near the one before it.
fn near(text: &str, all: &[Word<'_>], n: usize) -> bool {
    let Some([a, b]) = n.checked_sub(1).and_then(|from| all.get(from..=n)) else { return false };
    matches!(
        text.get(a.range.end..b.range.start),
        Some(" " | "-" | " & " | "." | "'" | "’" | "\u{a0}" | ". ")
    ) && !(text.get(a.range.end..b.range.start) == Some(". ") && a.text.len() > 1)
}

/// Whether a sentence begins at a place.
pub(super) fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text
        .get(..at)
        .unwrap_or_default()
        .trim_end_matches(['"', '\'', '“', '„', '(', '*', '_', '#', '-', ' ']);
    before.is_empty() || before.ends_with(['.', ':', '!', '?', '\n', ';', '|', '…', '/'])
}

/// What a login comes after.
const LOGINS: [&str; 8] =
    ["account", "user", "login", "username", "admin", "administrator", "accounts", "logon"];

/// What our replacements begin with, in small letters.
const OURS: [&str; 10] =
    ["person", "company", "authority", "name", "account", "host", "secret", "digest", "id", "file"];

/// Whether a word is one of our replacements.
pub fn is_ours(word: &str) -> bool {
    word.split_once(['-', ' ']).is_some_and(|(stem, number)| {
        OURS.contains(&stem.to_lowercase().as_str())
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(actors: &[&str], texts: &[&str]) -> Vec<(Kind, String)> {
        let mut names = Names::default();
        actors.iter().for_each(|actor| names.actor(actor, true));
        texts.iter().for_each(|text| names.text(text, &[], true));
        names.finish().0.into_iter().map(|name| (name.kind, name.written)).collect()
    }

    fn written(actors: &[&str], texts: &[&str]) -> Vec<String> {
        names(actors, texts).into_iter().map(|(_, written)| written).collect()
    }

    #[test]
    fn who_acts_is_named_without_what_they_are() {
        let roles = [
            "attacker",
            "engineer",
            "Operations",
            "SOC",
            "data broker",
            "CEO",
            "Data protection authority",
            "on-call engineer",
        ];
        assert_eq!(written(&roles, &[]), Vec::<String>::new());
        let named = [
            "BA CEO",
            "Target",
            "ICO and NCSC",
            "uBlock Origin volunteers",
            "Have I Been Pwned",
            "1Password",
            "The Guardian",
        ];
        let expected =
            ["BA", "Target", "ICO", "NCSC", "uBlock Origin", "Have I Been Pwned", "1Password", "Guardian"];
        assert_eq!(written(&named, &[]), expected);
        assert_eq!(
            names(&["jsmith", "wp_support1"], &[]),
            [(Kind::Account, "jsmith".into()), (Kind::Account, "wp_support1".into())]
        );
    }

    #[test]
    fn names_in_texts_are_told_from_common_words() {
        let texts = [
            "Registrar Namecheap suspends the domain",
            "Security journalist Brian Krebs breaks the story",
            "Meeting with Justice Department and Secret Service",
            "The login was issued to an employee of cargo-handling supplier Swissport; it had no second factor",
            "Swelling of queues seen. Queues swelling again. Customer complains on Monday in March",
            "GET request from the SOC: JavaScript altered on WordPress",
        ];
        let expected = ["Namecheap", "Brian Krebs", "Justice Department", "Secret Service", "Swissport"];
        assert_eq!(written(&[], &texts), expected);
    }
}
