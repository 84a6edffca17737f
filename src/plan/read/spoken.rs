//! The words of a plan, each kept once, with the lines that hold it: what is looked for in a plan is looked for many times,
//! and a plan may have hundreds of pages.

use super::block::Block;
use crate::plan::words::{each_word, words};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// The words of a plan by their numbers, which follow the alphabet.
#[derive(Debug, Default)]
pub struct Spoken {
    /// The words in order; a word's number is its place.
    words: Vec<String>,
    /// The words of the whole text, in its order.
    text: Vec<u32>,
    /// The lines in order.
    lines: Vec<Line>,
    /// For each word the lines that hold it, in order, each once.
    found: Vec<Vec<u32>>,
}

/// A line of a block.
#[derive(Debug)]
struct Line {
    /// Its block, as a number in [`super::Plan::blocks`].
    block: usize,
    /// Its place among the lines of the block's text.
    number: usize,
    /// Its words, in [`Spoken::text`].
    words: Range<usize>,
}

/// A pattern of [`crate::plan::words::holds`], its words as the numbers that they may be.
type Pattern = Vec<Vec<Range<u32>>>;

impl Spoken {
    /// The words of some blocks.
    pub fn of(blocks: &[Block]) -> Spoken {
        let mut spoken = Spoken::default();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        for (block, b) in blocks.iter().enumerate() {
            for (number, line) in b.text().lines().enumerate() {
                let start = spoken.text.len();
                each_word(line, |word| {
                    let next = numbers.len() as u32;
                    let known = numbers.get(&*word.text).copied();
                    let new = || *numbers.entry(word.text.into_owned()).or_insert(next);
                    spoken.text.push(known.unwrap_or_else(new));
                });
                spoken.lines.push(Line { block, number, words: start..spoken.text.len() });
            }
        }
        // From the order in which they came to that of the alphabet.
        let mut numbers: Vec<(String, u32)> = numbers.into_iter().collect();
        numbers.sort_unstable();
        let mut place = vec![0; numbers.len()];
        for (at, (_, came)) in numbers.iter().enumerate() {
            if let Some(place) = place.get_mut(*came as usize) {
                *place = at as u32;
            }
        }
        for word in &mut spoken.text {
            *word = place.get(*word as usize).copied().unwrap_or_default();
        }
        spoken.words = numbers.into_iter().map(|(word, _)| word).collect();
        spoken.found = vec![vec![]; spoken.words.len()];
        for (at, line) in spoken.lines.iter().enumerate() {
            for word in spoken.text.get(line.words.clone()).unwrap_or_default() {
                if let Some(lines) = spoken.found.get_mut(*word as usize)
                    && lines.last() != Some(&(at as u32))
                {
                    lines.push(at as u32);
                }
            }
        }
        spoken
    }

    /// The words, each once, in order; its place is a word's number.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The number of a word.
    pub fn number(&self, word: &str) -> Option<u32> {
        self.words.binary_search_by(|w| w.as_str().cmp(word)).ok().map(|at| at as u32)
    }

    /// The lines that hold one of some patterns, in order: block, and number among the lines of its text.
    pub fn lines(&self, patterns: &[&str]) -> Vec<(usize, usize)> {
        let mut found = BTreeSet::new();
        for pattern in patterns {
            let Some(pattern) = self.pattern(pattern) else { continue };
            let holds = |at: &u32| self.line(*at).is_some_and(|line| holds(line, &pattern));
            found.extend(self.candidates(&pattern).filter(holds));
        }
        found.into_iter().filter_map(|at| self.place(at)).collect()
    }

    /// The blocks whose whole text holds one of some patterns, in order.
    pub fn blocks(&self, patterns: &[&str]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for pattern in patterns {
            let Some(pattern) = self.pattern(pattern) else { continue };
            let lines = self.candidates(&pattern).filter_map(|at| self.lines.get(at as usize));
            let mut candidates: Vec<usize> = lines.map(|line| line.block).collect();
            candidates.dedup();
            found.extend(candidates.into_iter().filter(|block| holds(self.block(*block), &pattern)));
        }
        found
    }

    /// The blocks that share at least so much of their words with a text, as [`crate::plan::words::likeness`] counts it.
    pub fn like(&self, text: &str, least: f64) -> Vec<usize> {
        let long = |word: &str| word.chars().count() > 2;
        let all: BTreeSet<Cow<'_, str>> = words(text).into_iter().filter(|w| long(w)).collect();
        let mut sought: Vec<u32> = all.iter().filter_map(|word| self.number(word)).collect();
        // Its own words can only make the share smaller: a block that has too few of those that are sought is not like them.
        let Some(fewest) = (1..=sought.len()).find(|n| *n as f64 / all.len() as f64 >= least) else {
            return vec![];
        };
        // It lacks at most so many, and so holds one of as many and one more: of the rarest.
        let lines = |word: &u32| self.found.get(*word as usize).map(Vec::as_slice).unwrap_or_default();
        sought.sort_by_key(|word| lines(word).len());
        let rarest = sought.get(..sought.len() - fewest + 1).unwrap_or_default();
        let blocks = rarest.iter().flat_map(lines).filter_map(|at| self.lines.get(*at as usize));
        let blocks: BTreeSet<usize> = blocks.map(|line| line.block).collect();
        let alike = |block: &usize| {
            let own: BTreeSet<u32> = self.block(*block).iter().copied().collect();
            let both = sought.iter().filter(|word| own.contains(word)).count();
            let own = own.iter().filter(|n| self.words.get(**n as usize).is_some_and(|w| long(w))).count();
            let either = own + all.len() - both;
            both as f64 / either as f64 >= least
        };
        blocks.into_iter().filter(alike).collect()
    }

    /// The lines that may hold a text as it is written, whatever the case of its letters: block, and number among the lines
    /// of its text. None of the others does.
    pub fn may_hold(&self, text: &str) -> Vec<(usize, usize)> {
        let sought = words(text);
        let lines: Vec<u32> = match sought.as_slice() {
            [] => (0..self.lines.len() as u32).collect(),
            // It may stand inside a word.
            [word] => self.holding(&|at| self.words.get(at).is_some_and(|w| w.contains(&**word))),
            // The last may go on; those between the first and the last are words of the line.
            [_, inside @ .., last] => {
                let after = self.beginning(last);
                let inside = inside.iter().map(|word| self.number(word).map_or(0..0, |n| n..n + 1));
                let rarest = inside.chain([after]).min_by_key(|words| self.lines_of(words).count());
                let mut lines: Vec<u32> = rarest.iter().flat_map(|words| self.lines_of(words)).collect();
                lines.sort_unstable();
                lines.dedup();
                lines
            }
        };
        lines.into_iter().filter_map(|at| self.place(at)).collect()
    }

    /// The lines that hold a word of those numbers.
    fn holding(&self, is: &dyn Fn(usize) -> bool) -> Vec<u32> {
        let found = self.found.iter().enumerate().filter(|(at, _)| is(*at));
        let lines: BTreeSet<u32> = found.flat_map(|(_, lines)| lines.iter().copied()).collect();
        lines.into_iter().collect()
    }

    /// The lines that hold the words of a range of numbers, those with several of them more than once.
    fn lines_of(&self, words: &Range<u32>) -> impl Iterator<Item = u32> {
        let lists = self.found.get(words.start as usize..words.end as usize).unwrap_or_default();
        lists.iter().flatten().copied()
    }

    /// The words that begin so.
    fn beginning(&self, beginning: &str) -> Range<u32> {
        let from = self.words.partition_point(|w| w.as_str() < beginning);
        let after = self.words.get(from..).unwrap_or_default();
        from as u32..(from + after.partition_point(|w| w.starts_with(beginning))) as u32
    }

    /// The block of a line, and its number there.
    fn place(&self, at: u32) -> Option<(usize, usize)> {
        self.lines.get(at as usize).map(|line| (line.block, line.number))
    }

    fn line(&self, at: u32) -> Option<&[u32]> {
        self.text.get(self.lines.get(at as usize)?.words.clone())
    }

    /// The words of a block, by their numbers.
    pub fn block(&self, block: usize) -> &[u32] {
        let before = |limit: usize| self.lines.partition_point(|line| line.block < limit);
        let lines = self.lines.get(before(block)..before(block + 1)).unwrap_or_default();
        let range = lines.first().map_or(0, |l| l.words.start)..lines.last().map_or(0, |l| l.words.end);
        self.text.get(range).unwrap_or_default()
    }

    /// A pattern in numbers; none where the plan lacks one of its words.
    fn pattern(&self, pattern: &str) -> Option<Pattern> {
        let step = |step: &str| {
            let words = match step.strip_suffix('*') {
                Some(beginning) => self.beginning(beginning),
                None => self.number(step).map(|n| n..n + 1)?,
            };
            (!words.is_empty()).then_some(words)
        };
        pattern.split(' ').map(|part| part.split('+').map(step).collect()).collect()
    }

    /// The lines that hold the rarest word of a pattern: it is on every line, and in every block, that holds the pattern.
    fn candidates(&self, pattern: &Pattern) -> impl Iterator<Item = u32> {
        let rarest = pattern.iter().flatten().min_by_key(|words| self.lines_of(words).count());
        rarest.into_iter().flat_map(|words| self.lines_of(words))
    }
}

/// Whether a line holds all parts of a pattern, in any order.
fn holds(line: &[u32], pattern: &Pattern) -> bool {
    pattern.iter().all(|part| {
        line.windows(part.len()).any(|window| window.iter().zip(part).all(|(word, step)| step.contains(word)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::read::read;
    use crate::plan::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_found_is_what_looking_at_each_line_finds(
            text in "([a-c]{1,3}[ \n,.*|-]{1,2}){0,40}",
            pattern in "[a-c]{1,2}\\*?([+ ][a-c]{1,2}\\*?){0,2}",
            sought in "([a-c]{3} ){1,4}",
        ) {
            let plan = read(&text);
            let spoken = Spoken::of(&plan.blocks);
            let mut lines = vec![];
            let (mut like, mut whole) = (vec![], vec![]);
            for (block, b) in plan.blocks.iter().enumerate() {
                let text = b.text();
                for (number, line) in text.lines().enumerate() {
                    if words::holds(&words::words(line), &pattern) {
                        lines.push((block, number));
                    }
                }
                if words::holds(&words::words(&text), &pattern) {
                    whole.push(block);
                }
                if words::likeness(&text, &sought) >= 0.5 {
                    like.push(block);
                }
            }
            prop_assert_eq!(spoken.lines(&[&pattern]), lines);
            prop_assert_eq!(spoken.blocks(&[&pattern]).into_iter().collect::<Vec<_>>(), whole);
            prop_assert_eq!(spoken.like(&sought, 0.5), like);
        }

        #[test]
        fn a_line_may_hold_every_piece_of_itself(
            text in "([a-cA-C1-3]{1,3}[ \n,.*|-]{1,2}){0,40}",
            from in 0..20_usize,
            length in 0..12_usize,
        ) {
            let plan = read(&text);
            let spoken = Spoken::of(&plan.blocks);
            for (block, b) in plan.blocks.iter().enumerate() {
                for (number, line) in b.text().lines().enumerate() {
                    let piece: String = line.chars().skip(from).take(length).collect();
                    prop_assert!(spoken.may_hold(&piece).contains(&(block, number)), "{line}: {piece}");
                }
            }
        }
    }
}
