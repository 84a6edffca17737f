//! Words of a text, for recognising what it speaks of.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// One word: letters or digits, in small letters, with its place in the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word<'a> {
    /// The word in small letters; the text's own where it is written so.
    pub text: Cow<'a, str>,
    /// Its bytes.
    pub range: Range<usize>,
}

impl<'a> Word<'a> {
    fn of(text: &'a str, range: Range<usize>) -> Word<'a> {
        let written = text.get(range.clone()).unwrap_or_default();
        let small = |b: u8| b.is_ascii() && !b.is_ascii_uppercase();
        let text = if written.bytes().all(small) {
            Cow::Borrowed(written)
        } else {
            Cow::Owned(written.chars().flat_map(char::to_lowercase).collect())
        };
        Word { text, range }
    }
}

impl AsRef<str> for Word<'_> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// The words of a text. Letters and digits are split, so that `72h` is two words; `1.5` is one.
pub fn words_at(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    each_word(text, |word| out.push(word));
    out
}

/// Hands out the words of a text, one after the other, as [`words_at`] tells them.
pub fn each_word<'a>(text: &'a str, mut take: impl FnMut(Word<'a>)) {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Letter,
        Digit,
        Other,
    }
    let class = |c: char| {
        if c.is_numeric() {
            Class::Digit
        } else if c.is_alphanumeric() {
            Class::Letter
        } else {
            Class::Other
        }
    };
    let (mut previous, mut start) = (Class::Other, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let decimal = matches!(c, '.' | ',')
            && previous == Class::Digit
            && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let now = if decimal { Class::Digit } else { class(c) };
        if now != previous {
            if previous != Class::Other {
                take(Word::of(text, start..at));
            }
            start = at;
        }
        previous = now;
    }
    if previous != Class::Other {
        take(Word::of(text, start..text.len()));
    }
}

/// The words of a text without their places.
pub fn words(text: &str) -> Vec<Cow<'_, str>> {
    let mut out = Vec::new();
    each_word(text, |word| out.push(word.text));
    out
}

/// A text as its words alone: what stays of it when marks, case and spacing are put aside.
///
/// ```
/// use floodmark::plan::words::normal;
/// assert_eq!(normal("**Block** the `IP`…"), normal("block the ip"));
/// ```
pub fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    each_word(text, |word| {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(&word.text);
    });
    normal
}

/// Whether the words hold a pattern: all its parts, in any order. `notif*` matches by beginning; `on+call` asks for
/// neighbours.
pub fn holds<W: AsRef<str>>(words: &[W], pattern: &str) -> bool {
    // By bytes: what parts a pattern is ASCII, and hundreds of them are held against each heading.
    pattern.as_bytes().split(|b| *b == b' ').all(|part| {
        let mut steps = part.split(|b| *b == b'+');
        let first = steps.next().unwrap_or_default();
        words.iter().enumerate().any(|(at, word)| {
            let mut after = words.get(at + 1..).unwrap_or_default().iter();
            let mut next = |step| after.next().is_some_and(|word| is_step(word.as_ref(), step));
            is_step(word.as_ref(), first) && steps.clone().all(&mut next)
        })
    })
}

/// Whether a word is that of a pattern: `notif*` matches by beginning.
pub fn is(word: &str, step: &str) -> bool {
    is_step(word, step.as_bytes())
}

fn is_step(word: &str, step: &[u8]) -> bool {
    match step {
        [beginning @ .., b'*'] => word.as_bytes().starts_with(beginning),
        _ => word.as_bytes() == step,
    }
}

/// How much two texts share: the words in both over the words in either, from 0 to 1; short words do not count.
pub fn likeness(a: &str, b: &str) -> f64 {
    fn set(text: &str) -> BTreeSet<Cow<'_, str>> {
        words(text).into_iter().filter(|w| w.chars().count() > 2).collect()
    }
    let (a, b) = (set(a), set(b));
    let both = a.intersection(&b).count();
    let either = a.union(&b).count();
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_units_are_words_of_their_own() {
        assert_eq!(
            words("Within 72h, or 1.5 days (post-mortem)"),
            ["within", "72", "h", "or", "1.5", "days", "post", "mortem"]
        );
    }

    #[test]
    fn a_pattern_asks_for_all_its_parts() {
        let w = words("Notify affected customers through the on-call channel");
        assert!(holds(&w, "notif* customer*"));
        assert!(holds(&w, "on+call"));
        assert!(!holds(&w, "call+on"));
        assert!(!holds(&w, "notif* regulator*"));
    }
}
