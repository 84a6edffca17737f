//! Words of a text against many phrases at once, without copies of the text or regular expressions.

/// Words of one text that are looked at; what stands later says little.
const MOST_WORDS: usize = 96;
/// How many words may stand in a gap (`..`) of a phrase.
const GAP: usize = 5;

/// A phrase made ready: slots that must be met in order, each by one of several words.
#[derive(Debug)]
struct Phrase {
    slots: Vec<Slot>,
}

#[derive(Debug)]
struct Slot {
    /// Patterns, any of which fits.
    any: Vec<u16>,
    /// Words that may stand before it.
    gap: usize,
}

/// A word, or the start of one.
#[derive(Debug)]
struct Pattern {
    text: String,
    start_only: bool,
}

/// Many phrases, found together in one pass over a text.
///
/// A phrase is written as words with spaces between. `a|b` is either word, `isolat*` any word that starts so,
/// `..` a gap of up to five words.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    patterns: Vec<Pattern>,
    phrases: Vec<Phrase>,
    /// By first two bytes of a word: the patterns that may fit.
    buckets: Vec<Vec<u16>>,
    /// By pattern: phrases whose first slot takes it.
    starts: Vec<Vec<u16>>,
    /// From this phrase on, every place counts, not only the first.
    repeating: Option<usize>,
}

/// Where a phrase stands in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Match {
    /// Which phrase.
    pub phrase: usize,
    /// The first and the last word that it met.
    pub words: [usize; 2],
}

/// A text cut into words, with what fits each.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// By word: where it stands in the text.
    spans: Vec<[usize; 2]>,
    /// Word and pattern, ascending.
    hits: Vec<(usize, u16)>,
}

impl Words {
    /// The stretch of the text from one word to another.
    pub(super) fn stretch<'t>(&self, text: &'t str, words: [usize; 2]) -> &'t str {
        let (Some(first), Some(last)) = (self.spans.get(words[0]), self.spans.get(words[1])) else {
            return "";
        };
        text.get(first[0]..last[1]).unwrap_or("")
    }

    /// Cuts the text at everything that is neither letter nor digit.
    fn cut(&mut self, text: &str) {
        self.spans.clear();
        self.hits.clear();
        let mut open: Option<usize> = None;
        let mut at = |place: usize, in_word: bool| {
            match (in_word, open) {
                (true, None) => open = Some(place),
                (false, Some(start)) => {
                    self.spans.push([start, place]);
                    open = None;
                }
                _ => {}
            }
            self.spans.len() < MOST_WORDS
        };
        let all = if text.is_ascii() {
            text.bytes().enumerate().all(|(place, b)| at(place, b.is_ascii_alphanumeric()))
        } else {
            text.char_indices().all(|(place, c)| at(place, c.is_alphanumeric()))
        };
        if all {
            at(text.len(), false);
        }
    }

    fn has(&self, word: usize, slot: &Slot) -> bool {
        let from = self.hits.partition_point(|(n, _)| *n < word);
        self.hits.iter().skip(from).take_while(|(n, _)| *n == word).any(|(_, p)| slot.any.contains(p))
    }
}

impl Phrases {
    /// Makes phrases ready; their numbers are their places in the list.
    pub(super) fn new<'p>(phrases: impl Iterator<Item = &'p str>) -> Phrases {
        let mut ready = Phrases { buckets: vec![vec![]; 1024], ..Phrases::default() };
        for (number, phrase) in phrases.enumerate() {
            let mut slots = Vec::new();
            let mut gap = 0;
            for word in phrase.split(' ') {
                if word == ".." {
                    gap = GAP;
                    continue;
                }
                let any: Vec<u16> = word.split('|').map(|p| ready.pattern(p)).collect();
                if slots.is_empty() {
                    for pattern in &any {
                        if let Some(starts) = ready.starts.get_mut(*pattern as usize) {
                            starts.push(number as u16);
                        }
                    }
                }
                slots.push(Slot { any, gap });
                gap = 0;
            }
            ready.phrases.push(Phrase { slots });
        }
        ready
    }

    /// Makes every place of the phrases from this one on count, not only the first.
    pub(super) fn repeating(mut self, from: usize) -> Phrases {
        self.repeating = Some(from);
        self
    }

    fn pattern(&mut self, text: &str) -> u16 {
        let (text, start_only) = match text.strip_suffix('*') {
            Some(start) => (start, true),
            None => (text, false),
        };
        let known = self.patterns.iter().position(|p| p.text == text && p.start_only == start_only);
        known.unwrap_or_else(|| {
            let number = self.patterns.len();
            if let Some(bucket) = self.buckets.get_mut(bucket(text.as_bytes())) {
                bucket.push(number as u16);
            }
            self.patterns.push(Pattern { text: text.to_owned(), start_only });
            self.starts.push(vec![]);
            number
        }) as u16
    }

    /// The patterns that fit a word in any ASCII case.
    fn fitting(&self, word: &str, mut found: impl FnMut(u16)) {
        let word = word.as_bytes();
        let Some(bucket) = self.buckets.get(bucket(word)) else { return };
        for &pattern in bucket {
            let fits = self.patterns.get(pattern as usize).is_some_and(|p| {
                let start = word.get(..p.text.len());
                (p.start_only || word.len() == p.text.len())
                    && start.is_some_and(|s| s.eq_ignore_ascii_case(p.text.as_bytes()))
            });
            if fits {
                found(pattern);
            }
        }
    }

    /// Finds the first place of each phrase, in the order of the places. `words` is scratch space to be used again;
    /// afterwards it tells where words stand.
    pub(super) fn find(&self, text: &str, words: &mut Words) -> Vec<Match> {
        words.cut(text);
        for (number, span) in words.spans.iter().enumerate() {
            let Some(word) = text.get(span[0]..span[1]) else { continue };
            if word.is_ascii() {
                self.fitting(word, |pattern| words.hits.push((number, pattern)));
            } else {
                self.fitting(&word.to_lowercase(), |pattern| words.hits.push((number, pattern)));
            }
        }
        let mut found: Vec<Match> = Vec::new();
        for &(word, pattern) in &words.hits {
            for &phrase in self.starts.get(pattern as usize).into_iter().flatten() {
                let phrase = phrase as usize;
                if self.repeating.is_none_or(|from| phrase < from) && found.iter().any(|m| m.phrase == phrase)
                {
                    continue;
                }
                if let Some(last) = self.phrases.get(phrase).and_then(|p| p.end_from(word, words)) {
                    found.push(Match { phrase, words: [word, last] });
                }
            }
        }
        found
    }
}

impl Phrase {
    /// The last word of the phrase when its first slot is met at `word`.
    fn end_from(&self, word: usize, words: &Words) -> Option<usize> {
        let mut at = word;
        for slot in self.slots.iter().skip(1) {
            at = (at + 1..=at + 1 + slot.gap).find(|&n| words.has(n, slot))?;
        }
        Some(at)
    }
}

/// The bucket of a word by its first two bytes, whatever the case of ASCII letters. Every pattern has at least two.
fn bucket(word: &[u8]) -> usize {
    match word {
        [a, b, ..] => (usize::from(a & 31) << 5) | usize::from(b & 31),
        [a] => usize::from(a & 31) << 5,
        [] => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<String> {
        let ready = Phrases::new(phrases.iter().copied());
        let mut words = Words::default();
        let matches = ready.find(text, &mut words);
        matches.iter().map(|m| words.stretch(text, m.words).to_owned()).collect()
    }

    #[test]
    fn phrases_are_found_whatever_their_case_and_endings() {
        assert_eq!(found(&["isolat*"], "All hosts ISOLATED at once"), ["ISOLATED"]);
        assert_eq!(
            found(&["account .. disabled|blocked"], "Account of the intruder disabled."),
            ["Account of the intruder disabled"]
        );
        assert!(found(&["account disabled"], "account was disabled").is_empty());
        assert!(found(&["contain*"], "the rest").is_empty());
        assert_eq!(found(&["straße|gasse"], "Die STRASSE, die Straße"), ["Straße"]);
    }
}
