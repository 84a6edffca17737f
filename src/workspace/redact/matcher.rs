//! Where names stand in a text, however they are joined or capitalised.

use super::names::{Name, Word, words};
use super::vocabulary::is_common;
use std::collections::HashMap;
use std::ops::Range;

/// Finds names in texts.
#[derive(Debug, Default)]
pub struct Matcher {
    entries: Vec<Entry>,
    /// By the first word in small letters, the longest first.
    by_first: HashMap<String, Vec<usize>>,
    /// By the first bytes of the joined name: for names inside longer words.
    by_start: HashMap<[u8; 4], Vec<usize>>,
}

#[derive(Debug)]
struct Entry {
    /// In small letters.
    words: Vec<String>,
    written: Vec<String>,
    joined: String,
    /// All of its words are common, or too short to be told from others: capitals must be as written.
    strict: bool,
}

impl Matcher {
    /// The same for names that stand alone: none is looked for inside a longer word.
    pub fn of_words<'a>(names: impl IntoIterator<Item = &'a Name>) -> Matcher {
        Matcher { by_start: HashMap::new(), ..Matcher::new(names) }
    }

    /// For these names; what is found has their places in the list.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a Name>) -> Matcher {
        let mut matcher = Matcher::default();
        for (n, name) in names.into_iter().enumerate() {
            let words: Vec<String> = name.words.iter().map(|w| w.to_lowercase()).collect();
            let joined = words.concat();
            let short = joined.chars().count() < 4;
            let strict = words.iter().all(|w| is_common(w)) || short;
            if let Some(first) = words.first() {
                matcher.by_first.entry(first.clone()).or_default().push(n);
            }
            // Written as one word, as in CapitalOne or capitalone.
            if words.len() > 1 && joined.chars().count() >= 6 {
                matcher.by_first.entry(joined.clone()).or_default().push(n);
            }
            if joined.len() >= 6
                && !is_common(&joined)
                && let Some(start) = joined.as_bytes().first_chunk::<4>()
            {
                matcher.by_start.entry(*start).or_default().push(n);
            }
            matcher.entries.push(Entry { words, written: name.words.clone(), joined, strict });
        }
        let lengths: Vec<usize> = matcher.entries.iter().map(|e| e.words.len()).collect();
        for list in matcher.by_first.values_mut() {
            list.sort_by_key(|n| usize::MAX - lengths.get(*n).copied().unwrap_or(0));
        }
        matcher
    }

    /// The names of a text by position, without overlaps.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        if self.entries.is_empty() {
            return vec![];
        }
        let all = words(text);
        let mut found = vec![];
        let mut n = 0;
        while n < all.len() {
            match self.at(text, &all, n) {
                Some((range, name, taken)) => {
                    found.push((range, name));
                    n += taken;
                }
                None => {
                    if let Some(word) = all.get(n) {
                        self.inside(word, &mut found);
                    }
                    n += 1;
                }
            }
        }
        found
    }

    fn at(&self, text: &str, all: &[Word<'_>], n: usize) -> Option<(Range<usize>, usize, usize)> {
        let first = all.get(n)?;
        let candidates = self.by_first.get(&first.text.to_lowercase())?;
        candidates.iter().find_map(|name| {
            let entry = self.entries.get(*name)?;
            if entry.words.len() > 1 && entry.joined == first.text.to_lowercase() {
                return Some((first.range.clone(), *name, 1));
            }
            let used = all.get(n..n + entry.words.len())?;
            let alike = used.iter().zip(&entry.words).all(|(w, own)| w.text.to_lowercase() == *own);
            let joined = used.windows(2).all(|w| match w {
                [a, b] => {
                    let gap = text.get(a.range.end..b.range.start).unwrap_or("  ");
                    gap.chars().count() == 1 && !gap.contains([',', ';', ':', '|'])
                        || gap == " & "
                        || gap == ". "
                }
                _ => false,
            });
            if !alike || !joined || entry.strict && !entry.fits(text, used) {
                return None;
            }
            let range = first.range.start..used.last()?.range.end;
            Some((range, *name, entry.words.len()))
        })
    }

    /// Names inside a longer word.
    fn inside(&self, word: &Word<'_>, found: &mut Vec<(Range<usize>, usize)>) {
        if word.text.len() < 7 || self.by_start.is_empty() {
            return;
        }
        let small = word.text.to_lowercase();
        // Small letters of some scripts have another length; then places would not fit.
        if small.len() != word.text.len() || is_common(&small) {
            return;
        }
        let mut at = 0;
        while let Some(rest) = small.get(at..) {
            let Some(start) = rest.as_bytes().first_chunk::<4>() else { break };
            let hit = self.by_start.get(start).into_iter().flatten().find_map(|n| {
                let entry = self.entries.get(*n)?;
                rest.starts_with(&entry.joined).then_some((*n, entry.joined.len()))
            });
            match hit {
                Some((n, length)) => {
                    found.push((word.range.start + at..word.range.start + at + length, n));
                    at += length;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
    }
}

impl Entry {
    /// Whether common words are written as the name is: with its capitals, or joined as in a file's name.
    fn fits(&self, text: &str, used: &[Word<'_>]) -> bool {
        let upper = |t: &str| t.chars().all(|c| !c.is_lowercase());
        let as_written = used
            .iter()
            .zip(&self.written)
            .all(|(w, own)| w.text == own || own.chars().count() > 2 && upper(w.text));
        let file = used.len() > 1
            && used.windows(2).all(|w| match w {
                [a, b] => matches!(text.get(a.range.end..b.range.start), Some("-" | "_")),
                _ => false,
            });
        as_written || file
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::redact::kind::Kind;

    fn matcher(names: &[&str]) -> Matcher {
        let names: Vec<Name> = names
            .iter()
            .map(|name| Name {
                kind: Kind::Name,
                written: (*name).to_owned(),
                words: words(name).iter().map(|w| w.text.to_owned()).collect(),
            })
            .collect();
        Matcher::new(&names)
    }

    #[test]
    fn names_are_found_however_they_are_joined() {
        let matcher = matcher(&["Capital One", "Target", "Cloudflare", "BA"]);
        let found = |text: &'static str| -> Vec<&'static str> {
            matcher.find(text).into_iter().map(|(range, _)| &text[range]).collect()
        };
        assert_eq!(found("Capital One told CAPITAL ONE"), ["Capital One", "CAPITAL ONE"]);
        assert_eq!(
            found("capital-one-2019 and CapitalOneBucket, capital one way"),
            ["capital-one", "CapitalOne"]
        );
        assert_eq!(found("Target's target was targeted at TARGET"), ["Target", "TARGET"]);
        assert_eq!(found("cloudflare, mycloudflareworker"), ["cloudflare", "cloudflare"]);
        assert_eq!(found("BA and ba and Bar"), ["BA"]);
    }
}
