//! Case-insensitive substring search without a copy of the haystack.

/// One word that a person searches for.
#[derive(Clone, Debug)]
pub(super) struct Needle {
    lower: String,
    ascii: bool,
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
        let (needle, hay) = (self.lower.as_bytes(), haystack.as_bytes());
        let Some((&first, rest)) = needle.split_first() else { return true };
        let Some(last_start) = hay.len().checked_sub(needle.len()) else { return false };
        let upper = first.to_ascii_uppercase();
        let mut from = 0;
        while let Some(window) = hay.get(from..=last_start) {
            let Some(found) = memchr::memchr2(first, upper, window) else { return false };
            let start = from + found + 1;
            if hay.get(start..start + rest.len()).is_some_and(|tail| tail.eq_ignore_ascii_case(rest)) {
                return true;
            }
            from = start;
        }
        false
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
