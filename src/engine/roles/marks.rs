//! Marks around a role that stands in the place of a name on the page, by which it is known again.
//!
//! The page sends back what it was shown: a value to filter by, facts with one of them changed, a note with a word more. So
//! that no role gets into the data in the place of a name, each role on the page carries a number, in characters that show
//! nothing and have no width. Whoever takes the role out of a text or writes another in its place takes the number with it.
//! Numbers are given away once while the engine runs, and tell nothing of the name. Documents have none.

use std::collections::HashMap;

/// Stands before and behind a role: WORD JOINER.
const EDGE: char = '\u{2060}';
/// The digit 0 of a number behind a role, the first of the variation selectors, which show nothing where there is no variant.
const ZERO: u32 = 0xfe00;
/// So many digits there are.
const DIGITS: usize = 8;

/// The roles that were shown: what stood there, and what is shown.
#[derive(Debug, Default)]
pub struct Marks {
    pairs: Vec<(String, String)>,
    numbers: HashMap<(String, String), usize>,
}

fn digit(c: char) -> Option<usize> {
    let n = u32::from(c).checked_sub(ZERO)? as usize;
    (n < DIGITS).then_some(n)
}

impl Marks {
    /// Whether no role was shown yet.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// A role with its mark.
    pub fn mark(&mut self, original: &str, role: &str) -> String {
        let next = self.pairs.len();
        let pair = (original.to_owned(), role.to_owned());
        let number = *self.numbers.entry(pair.clone()).or_insert(next);
        if number == next {
            self.pairs.push(pair);
        }
        let mut marked = format!("{EDGE}{role}{EDGE}");
        let mut left = number;
        loop {
            marked.extend(char::from_u32(ZERO + (left % DIGITS) as u32));
            left /= DIGITS;
            if left == 0 {
                return marked;
            }
        }
    }

    /// The text with what stood there in the place of each role that is still as it was shown; `write` writes either for the
    /// text, such as escaped.
    pub fn restore(&self, text: &str, write: impl Fn(&str) -> String) -> String {
        taken_out(text, |role, number| match self.pairs.get(number) {
            Some((original, shown)) if write(shown) == role => write(original),
            _ => role.to_owned(),
        })
    }
}

/// The text without marks: roles as they are shown.
pub fn unmarked(text: &str) -> String {
    taken_out(text, |role, _| role.to_owned())
}

/// Puts something in the place of each marked role.
fn taken_out(text: &str, with: impl Fn(&str, usize) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(EDGE) {
        out.push_str(before);
        rest = after;
        let Some((role, behind)) = after.split_once(EDGE) else {
            out.push(EDGE);
            continue;
        };
        let digits: Vec<usize> = behind.chars().map_while(digit).collect();
        if digits.is_empty() {
            // An edge of the text's own.
            out.push(EDGE);
            continue;
        }
        let number = digits.iter().rev().fold(0_usize, |n, d| n.wrapping_mul(DIGITS).wrapping_add(*d));
        out.push_str(&with(role, number));
        rest = behind.get(digits.len() * EDGE.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_known_again_unless_somebody_wrote_over_it() {
        let mut marks = Marks::default();
        let all: Vec<String> = (0..70).map(|n| marks.mark(&format!("Name {n}"), "engineer")).collect();
        let plain = |text: &str| marks.restore(text, str::to_owned);
        assert_eq!(plain(&format!("{} and {}", all[69], all[8])), "Name 69 and Name 8");
        assert_eq!(unmarked(&format!("{}’s", all[9])), "engineer’s");
        assert_eq!(plain(&all[3].replace("engineer", "engineers")), "engineers");
        assert_eq!(plain("an engineer"), "an engineer");
        // Characters of the text’s own, and half a mark.
        for text in ["a\u{2060}b", "\u{2060}\u{2060}", "❤\u{fe0f}", "x\u{2060}"] {
            assert_eq!(plain(text), text);
        }
        let own = format!("a\u{2060}b {}", all[1]);
        assert_eq!(plain(&own), "a\u{2060}b Name 1");
    }
}
