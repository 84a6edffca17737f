//! Words that look for who erred, or know afterwards, with a better question; marked, never forced.
//!
//! After Sidney Dekker, “The Field Guide to Understanding ‘Human Error’” (3rd ed., 2014): counterfactuals say what people
//! did not do, hindsight says what they could not know, blame says who; none of them explains what happened.

use crate::plan::words::{Word, words_at};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a phrase does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slip {
    /// It looks for who erred.
    Blame,
    /// It knows what was known only afterwards.
    Hindsight,
    /// It tells what did not happen in place of what did.
    Counterfactual,
}

impl Slip {
    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Slip::Blame => "blame",
            Slip::Hindsight => "hindsight",
            Slip::Counterfactual => "counterfactual",
        }
    }

    /// A better question.
    pub fn question(self) -> &'static str {
        match self {
            Slip::Blame => "What in the system made this easy to do and hard to notice?",
            Slip::Hindsight => "What was known at that moment, and by whom?",
            Slip::Counterfactual => "What made what was done the sensible thing at that moment?",
        }
    }
}

/// A phrase in a text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Slipped {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it does.
    pub slip: Slip,
}

/// Phrases, word by word: `…` is up to four words of any kind, and a word with `*` at its end begins so.
const PHRASES: &[(Slip, &[&str])] = &[
    (
        Slip::Counterfactual,
        &[
            "should have",
            "shouldn t have",
            "should ve",
            "should not have",
            "shouldn t ve",
            "should of",
            "should never have",
            "should always have",
            "should at least have",
            "should already have",
            "should also have",
            "should probably have",
            "should really have",
            "should simply have",
            "should just have",
            "should surely have",
            "should clearly have",
            "could have",
            "could ve",
            "would have",
            "would ve",
            "would not have",
            "wouldn t have",
            "would never have",
            "ought to have",
            "ought not to have",
            "might have avoided",
            "needed to have",
            "if only",
            "failed to",
            "failure to",
            "neglected to",
            "did not bother",
            "didn t bother",
            "hätte … müssen",
            "hätten … müssen",
            "hätte … sollen",
            "hätten … sollen",
            "hätte … können",
            "hätten … können",
            "versäumt*",
        ],
    ),
    (
        Slip::Blame,
        &[
            "human error*",
            "human mistake*",
            "user error*",
            "operator error*",
            "operator mistake*",
            "pilot error*",
            "careless*",
            "negligen*",
            "sloppy",
            "incompeten*",
            "lazy",
            "to blame",
            "blame",
            "blamed",
            "at fault",
            "fault of",
            "s fault",
            "guilty",
            "culprit",
            "stupid*",
            "forgot to",
            "violated procedure*",
            "did not follow the procedure*",
            "didn t follow the procedure*",
            "lost situational awareness",
            "complacen*",
            "menschliche* versagen*",
            "menschliche* fehler",
            "menschliche* fehlern",
            "bedienfehler",
            "nachlässig*",
            "fahrlässig*",
            "schuld",
            "schuldig*",
            "unfähig*",
            "vergaß*",
        ],
    ),
    (
        Slip::Hindsight,
        &[
            "obvious",
            "obviously",
            "of course",
            "in hindsight",
            "with hindsight",
            "clearly",
            "simply had to",
            "only had to",
            "just had to",
            "easily have",
            "anyone could",
            "everyone knew",
            "common sense",
            "predictabl*",
            "offensichtlich*",
            "selbstverständlich*",
            "im nachhinein",
            "hinterher",
            "gesunder menschenverstand",
        ],
    ),
];

/// So many words `…` may stand for.
const GAP: usize = 4;

/// The phrases in a text, in order.
///
/// ```
/// use floodmark::document::wording::{Slip, slips};
/// let found = slips("Ops should have seen the alert; it was obvious.");
/// assert_eq!(found.iter().map(|s| s.slip).collect::<Vec<_>>(), [Slip::Counterfactual, Slip::Hindsight]);
/// assert!(slips("The alert went to an inbox that nobody read at night.").is_empty());
/// ```
pub fn slips(text: &str) -> Vec<Slipped> {
    let words = words_at(text);
    let mut found: Vec<Slipped> = vec![];
    for at in 0..words.len() {
        let here = words.get(at..).unwrap_or_default();
        let longest = PHRASES
            .iter()
            .flat_map(|(slip, phrases)| phrases.iter().map(move |phrase| (*slip, *phrase)))
            .filter_map(|(slip, phrase)| Some((length(here, phrase)?, slip)))
            .max_by_key(|(n, _)| *n);
        let Some((n, slip)) = longest else { continue };
        let Some((first, last)) = here.first().zip(here.get(n - 1)) else { continue };
        let range = first.range.start..last.range.end;
        if found.last().is_none_or(|before| before.range.end <= range.start) {
            found.push(Slipped { range, slip });
        }
    }
    found
}

/// So many characters are shown on each side of a phrase.
const AROUND: usize = 40;

/// A phrase with what stands around it: before it, itself, and after it.
///
/// ```
/// use floodmark::document::wording::around;
/// assert_eq!(around("Ops should have seen it.", &(4..15)), ["Ops ", "should have", " seen it."]);
/// ```
pub fn around(text: &str, range: &Range<usize>) -> [String; 3] {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let before = part(0..range.start);
    let before = match before.char_indices().rev().nth(AROUND) {
        // Not amid a word.
        Some((from, _)) => {
            let cut = before.get(from..).unwrap_or_default();
            format!("…{}", cut.split_once(' ').map_or(cut, |(_, rest)| rest))
        }
        None => before.to_owned(),
    };
    let after = super::words::cut(part(range.end..text.len()), AROUND);
    [before, part(range.clone()).to_owned(), after]
}

/// The first words of a text, to name it by.
pub fn start(text: &str) -> String {
    super::words::cut(text, 40)
}

/// How many of the words at the start a phrase takes.
fn length(words: &[Word], phrase: &str) -> Option<usize> {
    let (mut at, mut gap) = (0, 0);
    for wanted in phrase.split(' ') {
        if wanted == "…" {
            gap = GAP;
            continue;
        }
        let is = |word: &Word| match wanted.strip_suffix('*') {
            Some(start) => word.text.starts_with(start),
            None => word.text == wanted,
        };
        let skipped = words.get(at..)?.iter().take(gap + 1).position(is)?;
        at += skipped + 1;
        gap = 0;
    }
    (at > 0).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(text: &str) -> Vec<&str> {
        slips(text).into_iter().map(|s| &text[s.range]).collect()
    }

    #[test]
    fn phrases_are_found_where_they_stand() {
        assert_eq!(marked("They Should have known. Human error."), ["Should have", "Human error"]);
        assert_eq!(marked("She shouldn’t have done it"), ["shouldn’t have"]);
        assert_eq!(
            marked("It should never have shipped, and should probably have been seen; we should of looked"),
            ["should never have", "should probably have", "should of"]
        );
        assert_eq!(
            marked("This wouldn't have happened; human errors, as ever"),
            ["wouldn't have", "human errors"]
        );
        assert_eq!(
            marked("Menschliches Versagen, also ein menschlicher Fehler"),
            ["Menschliches Versagen", "menschlicher Fehler"]
        );
        assert_eq!(
            marked("Es war Dana's fault, hätte sie doch früher fragen müssen"),
            ["s fault", "hätte sie doch früher fragen müssen"]
        );
        assert_eq!(marked("The careless change; it failed to roll back"), ["careless", "failed to"]);
        // What somebody could not do is what they met.
        assert_eq!(marked("She could not have known; the team should ask whether they have room"), [""; 0]);
        assert_eq!(marked("3 failed logins, then a default password; the obligations are clear"), [""; 0]);
    }

    proptest! {
        #[test]
        fn what_stands_around_a_phrase_is_of_the_text(text in "\\PC{0,120}( should have)?\\PC{0,120}") {
            for s in slips(&text) {
                let [before, itself, after] = around(&text, &s.range);
                let told = format!("{}{itself}{}", before.trim_start_matches('…'), after.trim_end_matches('…'));
                prop_assert!(text.contains(&told) || text.contains('…'), "{told:?}");
            }
        }

        #[test]
        fn ranges_are_in_order_and_inside(text in "\\PC{0,120}") {
            let mut end = 0;
            for s in slips(&text) {
                prop_assert!(s.range.start >= end && s.range.end <= text.len());
                prop_assert!(text.get(s.range.clone()).is_some());
                end = s.range.end;
            }
        }
    }
}
