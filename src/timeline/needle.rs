//! Case-insensitive substring search without a copy of the haystack.

use std::ops::Range;
use wide::u8x16;

/// So many places are looked at together.
const BLOCK: usize = 64;
/// What makes two cases of a letter the same byte. Other bytes fall together too, and are told apart where one is found.
const FOLD: u8 = 0x20;

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
        let ends = [0, self.lower.len().saturating_sub(1)];
        self.find(haystack.as_bytes(), 0, ends).is_some()
    }

    /// What finds the word in many texts end to end, each place of it after the last; none where letters beyond ASCII have to be
    /// compared text by text, as their two cases may differ in length.
    pub(super) fn finder(
        &self,
        frequencies: &Frequencies,
    ) -> Option<impl Fn(&[u8], usize) -> Option<Range<usize>>> {
        let in_both_cases = |byte: u8| frequencies.get(byte) + frequencies.get(byte.to_ascii_uppercase());
        let mut rarest: Vec<(u32, usize)> =
            self.lower.bytes().enumerate().map(|(n, byte)| (in_both_cases(byte), n)).collect();
        rarest.sort_unstable();
        let pivot = |n: usize| rarest.get(n).or(rarest.first()).map_or(0, |(_, letter)| *letter);
        let pivots = [pivot(0), pivot(1)];
        let length = self.lower.len();
        self.ascii.then_some(move |hay: &[u8], from| self.find(hay, from, pivots).map(|at| at..at + length))
    }

    /// The first place of the word at or after `from`, looked for by two of its letters: the rarer they are, the faster.
    fn find(&self, hay: &[u8], from: usize, pivots: [usize; 2]) -> Option<usize> {
        let needle = self.lower.as_bytes();
        let letters = pivots.map(|pivot| needle.get(pivot).map_or(0, |letter| letter | FOLD));
        // How many places the whole word fits.
        let end = (hay.len() + 1).checked_sub(needle.len())?;
        for block in (from..end).step_by(BLOCK) {
            let mut left = places(hay, pivots.map(|pivot| block + pivot), letters);
            while left != 0 {
                let start = block + left.trailing_zeros() as usize;
                let word = hay.get(start..start + needle.len())?;
                if word.eq_ignore_ascii_case(needle) {
                    return Some(start);
                }
                left &= left - 1;
            }
        }
        None
    }
}

/// A bit for each of sixty-four places: whether two letters stand so far on from it.
#[inline]
fn places(hay: &[u8], from: [usize; 2], letters: [u8; 2]) -> u64 {
    let [a, b] = from.map(|from| hay.get(from..).unwrap_or_default());
    match (a.first_chunk(), b.first_chunk()) {
        (Some(a), Some(b)) => both(a, b, letters),
        // The end of a text.
        _ => both(&filled(a), &filled(b), letters),
    }
}

/// The first bytes of a text, zeros where it is shorter.
fn filled(text: &[u8]) -> [u8; BLOCK] {
    let mut bytes = [0; BLOCK];
    bytes.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
    bytes
}

/// A bit for each byte of two texts: whether each has its letter there.
#[inline]
fn both(a: &[u8; BLOCK], b: &[u8; BLOCK], letters: [u8; 2]) -> u64 {
    let [first, second] = letters.map(u8x16::splat);
    let fold = u8x16::splat(FOLD);
    let parts = a.as_chunks::<16>().0.iter().zip(b.as_chunks::<16>().0);
    parts.enumerate().fold(0, |found, (n, (a, b))| {
        let equal = (u8x16::new(*a) | fold).simd_eq(first) & (u8x16::new(*b) | fold).simd_eq(second);
        found | u64::from(equal.to_bitmask()) << (n * 16)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_place_of_a_word_is_found(hay in "[aAbB@`é]{0,200}", word in "[abAB@]{1,4}", from in 0_usize..80) {
            for needle in Needle::words(&word) {
                let frequencies = Frequencies::of(&hay);
                let find = needle.finder(&frequencies).unwrap();
                let (low, wanted) = (hay.to_ascii_lowercase(), word.to_ascii_lowercase());
                let ends = low.as_bytes().windows(wanted.len()).enumerate().skip(from);
                let first = ends.filter(|(_, at)| *at == wanted.as_bytes()).map(|(n, _)| n).next();
                prop_assert_eq!(find(hay.as_bytes(), from), first.map(|at| at..at + wanted.len()));
                prop_assert_eq!(needle.is_in(&hay), low.contains(&wanted));
            }
        }
    }

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
