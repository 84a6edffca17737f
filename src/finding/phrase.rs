//! Phrases in the texts of events, found in one pass.
//!
//! A phrase is a few words that must all stand in a text, in any order: `log* overwritten`. `a|b` takes either,
//! `word*` takes what begins so, `not+rotated` takes neighbours. The first part is looked up by the first three
//! letters of a word, so that a million log lines cost one look-up a word.

use std::collections::HashMap;

/// One phrase and what it speaks of.
pub(super) type Entry<T> = (T, &'static str);

/// Phrases ready to be found.
pub(super) struct Lexicon<T> {
    phrases: Vec<(T, Vec<Part>)>,
    /// By the first three letters of a word: the phrases whose first part may begin there.
    anchors: HashMap<[u8; 3], Vec<usize>>,
}

/// A part of a phrase: alternatives, each of them words that must stand side by side.
type Part = Vec<Vec<&'static str>>;

impl<T: Copy + PartialEq> Lexicon<T> {
    /// From phrases. Each alternative of a phrase's first part needs a word of three letters to be found by.
    pub(super) fn new(entries: &[Entry<T>]) -> Self {
        let mut lexicon = Lexicon { phrases: Vec::with_capacity(entries.len()), anchors: HashMap::new() };
        for (topic, phrase) in entries {
            let parts: Vec<Part> = phrase
                .split(' ')
                .map(|part| part.split('|').map(|words| words.split('+').collect()).collect())
                .collect();
            let number = lexicon.phrases.len();
            for words in parts.first().into_iter().flatten() {
                if let Some(key) = words.iter().find_map(|word| key(word)) {
                    lexicon.anchors.entry(key).or_default().push(number);
                }
            }
            lexicon.phrases.push((*topic, parts));
        }
        lexicon
    }

    /// What the text speaks of, each topic once, in the order of the phrases.
    pub(super) fn topics(&self, text: &str) -> Vec<T> {
        let mut candidates: Vec<usize> = Vec::new();
        for word in split(text) {
            let Some(found) = key(word).and_then(|key| self.anchors.get(&key)) else { continue };
            candidates.extend(found);
        }
        if candidates.is_empty() {
            return Vec::new();
        }
        candidates.sort_unstable();
        candidates.dedup();
        let lower = text.to_lowercase();
        let words: Vec<&str> = split(&lower).collect();
        let mut topics = Vec::new();
        for (topic, parts) in candidates.iter().filter_map(|n| self.phrases.get(*n)) {
            if !topics.contains(topic) && parts.iter().all(|part| holds(&words, part)) {
                topics.push(*topic);
            }
        }
        topics
    }
}

/// The words of a text: runs of letters and digits.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The first three letters in small letters; `None` for a shorter word or one with letters beyond ASCII there.
fn key(word: &str) -> Option<[u8; 3]> {
    let first: [u8; 3] = word.as_bytes().get(..3)?.try_into().ok()?;
    let first = first.map(|b| b.to_ascii_lowercase());
    first.iter().all(u8::is_ascii_alphanumeric).then_some(first)
}

fn holds(words: &[&str], part: &Part) -> bool {
    let is = |word: &&str, asked: &&str| match asked.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == asked,
    };
    part.iter().any(|asked| {
        words.windows(asked.len().max(1)).any(|window| window.iter().zip(asked).all(|(w, a)| is(w, a)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrase: &'static str, text: &str) -> bool {
        Lexicon::new(&[((), phrase)]).topics(text) == [()]
    }

    #[test]
    fn all_parts_must_stand_in_the_text_in_any_order() {
        assert!(found("log* overwritten", "Overwritten: the web LOGS of May"));
        assert!(!found("log* overwritten", "Web logs copied"));
        assert!(found("not+rotated", "They were not rotated."));
        assert!(!found("not+rotated", "Rotated, but not all"));
        assert!(found("supplier|vendor access|login*", "Login of a vendor"));
        assert!(!found("supplier|vendor access|login*", "Login of a customer"));
        assert!(found("no+logs|without+logs", "There were no logs"), "“no” is too short to be looked up");
    }

    #[test]
    fn any_text_may_be_asked() {
        for text in ["", "é", "…", "ab", "Ünïcode wörds", "a-b-c", &"x".repeat(10_000)] {
            assert!(!found("log* overwritten", text));
        }
        assert!(Lexicon::new(&[((), "ok")]).topics("ok").is_empty(), "two letters are no anchor");
    }
}
