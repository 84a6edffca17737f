//! Case-insensitive substring search without a copy of the haystack.

use std::ops::Range;

/// One word that a person searches for.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    lower: String,
    ascii: bool,
}

/// How often each byte stands in what is searched.
pub(super) struct Frequencies([u32; 256]);

/// So many bytes tell which letters are rare.
const SAMPLE: usize = 1 << 16;

impl Frequencies {
    /// As the beginning of a text has them.
    pub(super) fn of(text: &str) -> Frequencies {
        let mut counts = [0; 256];
        for byte in text.bytes().take(SAMPLE) {
            if let Some(count) = counts.get_mut(usize::from(byte)) {
                *count += 1;
            }
        }
        Frequencies(counts)
    }

    fn get(&self, byte: u8) -> u32 {
        self.0.get(usize::from(byte)).copied().unwrap_or(0)
    }
}

impl Needle {
    /// The words of a search text, at most 32.
    pub(super) fn words(text: &str) -> Vec<Needle> {
        text.split_whitespace()
            .take(32)
            .map(|word| {
                let lower = word.to_lowercase();
                Needle { ascii: lower.is_ascii(), lower }
            })
            .collect()
    }

    /// Whether the word stands anywhere in `haystack`, whatever the case of either.
    pub(super) fn is_in(&self, haystack: &str) -> bool {
        if !self.ascii {
            return haystack.to_lowercase().contains(&self.lower);
        }
        self.find(haystack.as_bytes(), 0, 0).is_some()
    }

    /// What finds the word in many texts end to end, each place of it after the last; none where letters beyond ASCII have to be
    /// compared text by text, as their two cases may differ in length.
    pub(super) fn finder(
        &self,
        frequencies: &Frequencies,
    ) -> Option<impl Fn(&[u8], usize) -> Option<Range<usize>>> {
        let both = |byte: u8| frequencies.get(byte) + frequencies.get(byte.to_ascii_uppercase());
        let pivot = self.lower.bytes().enumerate().min_by_key(|(_, byte)| both(*byte)).map_or(0, |(n, _)| n);
        let length = self.lower.len();
        self.ascii.then_some(move |hay: &[u8], from| self.find(hay, from, pivot).map(|at| at..at + length))
    }

    /// The first place of the word at or after `from`, looked for by its letter number `pivot`: the rarer that is, the faster.
    fn find(&self, hay: &[u8], from: usize, pivot: usize) -> Option<usize> {
        let needle = self.lower.as_bytes();
        let Some(&letter) = needle.get(pivot) else { return Some(from) };
        let upper = letter.to_ascii_uppercase();
        // Where the letter stands in the last place that the whole word fits.
        let end = (hay.len() + pivot + 1).checked_sub(needle.len())?;
        let mut at = from + pivot;
        while let Some(window) = hay.get(at..end) {
            let found = at + memchr::memchr2(letter, upper, window)?;
            let start = found - pivot;
            if hay.get(start..start + needle.len()).is_some_and(|word| word.eq_ignore_ascii_case(needle)) {
                return Some(start);
            }
            at = found + 1;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(needle: &str, hay: &str) -> bool {
        Needle::words(needle).iter().all(|n| n.is_in(hay))
    }

    #[test]
    fn case_does_not_matter_and_all_words_must_be_there() {
        assert!(found("CHECKOUT off", "Checkout taken OFFLINE"));
        assert!(!found("checkout on-call", "Checkout taken offline"));
        assert!(found("ÄRGER", "großer ärger"));
        assert!(found("aab", "aaab"));
        assert!(!found("abc", "ab"));
        assert!(found("", ""));
    }
}
