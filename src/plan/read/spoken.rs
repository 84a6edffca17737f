//! The words of a plan, each kept once, with the lines that hold it: what is looked for in a plan is looked for many times,
//! and a plan may have hundreds of pages.

use super::block::Block;
use crate::plan::words::words;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
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
                for word in words(line) {
                    let next = numbers.len() as u32;
                    let known = numbers.get(&*word).copied();
                    spoken
                        .text
                        .push(known.unwrap_or_else(|| *numbers.entry(word.into_owned()).or_insert(next)));
                }
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

    /// The lines that hold one of some patterns, in order: block, and number among the lines of its text.
    pub fn lines(&self, patterns: &[&str]) -> Vec<(usize, usize)> {
        let mut found = BTreeSet::new();
        for pattern in patterns {
            let Some(pattern) = self.pattern(pattern) else { continue };
            let holds = |at: &u32| self.line(*at).is_some_and(|line| holds(line, &pattern));
            found.extend(self.holding(&pattern).filter(holds));
        }
        let place = |at: u32| self.lines.get(at as usize).map(|line| (line.block, line.number));
        found.into_iter().filter_map(place).collect()
    }

    /// The blocks whose whole text holds one of some patterns, in order.
    pub fn blocks(&self, patterns: &[&str]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for pattern in patterns {
            let Some(pattern) = self.pattern(pattern) else { continue };
            let candidates =
                self.holding(&pattern).filter_map(|at| self.lines.get(at as usize)).map(|l| l.block);
            found.extend(candidates.filter(|block| holds(self.block(*block), &pattern)));
        }
        found
    }

    /// The blocks that share at least so much of their words with a text, as [`crate::plan::words::likeness`] counts it.
    pub fn like(&self, text: &str, least: f64) -> Vec<usize> {
        let long = |word: &str| word.chars().count() > 2;
        let sought: BTreeSet<Cow<'_, str>> = words(text).into_iter().filter(|w| long(w)).collect();
        // How many of the words each block holds.
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in &sought {
            let Ok(number) = self.words.binary_search_by(|w| w.as_str().cmp(word)) else { continue };
            let lines = self.found.get(number).map(Vec::as_slice).unwrap_or_default();
            let mut blocks: Vec<usize> =
                lines.iter().filter_map(|at| self.lines.get(*at as usize)).map(|line| line.block).collect();
            blocks.dedup();
            for block in blocks {
                *shared.entry(block).or_default() += 1;
            }
        }
        let enough = |(block, both): (usize, usize)| {
            // Its own words can only make the share smaller.
            if (both as f64 / sought.len() as f64) < least {
                return None;
            }
            let own: BTreeSet<u32> = self.block(block).iter().copied().collect();
            let own = own.iter().filter(|n| self.words.get(**n as usize).is_some_and(|w| long(w))).count();
            let either = own + sought.len() - both;
            (both as f64 / either as f64 >= least).then_some(block)
        };
        shared.into_iter().filter_map(enough).collect()
    }

    fn line(&self, at: u32) -> Option<&[u32]> {
        self.text.get(self.lines.get(at as usize)?.words.clone())
    }

    /// The words of a block.
    fn block(&self, block: usize) -> &[u32] {
        let before = |limit: usize| self.lines.partition_point(|line| line.block < limit);
        let lines = self.lines.get(before(block)..before(block + 1)).unwrap_or_default();
        let range = lines.first().map_or(0, |l| l.words.start)..lines.last().map_or(0, |l| l.words.end);
        self.text.get(range).unwrap_or_default()
    }

    /// A pattern in numbers; none where the plan lacks one of its words.
    fn pattern(&self, pattern: &str) -> Option<Pattern> {
        let step = |step: &str| {
            let (from, to) = match step.strip_suffix('*') {
                Some(beginning) => {
                    let from = self.words.partition_point(|w| w.as_str() < beginning);
                    let after = self.words.get(from..).unwrap_or_default();
                    (from, from + after.partition_point(|w| w.starts_with(beginning)))
                }
                None => {
                    let from = self.words.partition_point(|w| w.as_str() < step);
                    (from, from + usize::from(self.words.get(from).is_some_and(|w| w == step)))
                }
            };
            (from < to).then_some(from as u32..to as u32)
        };
        pattern.split(' ').map(|part| part.split('+').map(step).collect()).collect()
    }

    /// The lines that hold the first word of a pattern.
    fn holding(&self, pattern: &Pattern) -> impl Iterator<Item = u32> {
        let first = pattern.first().and_then(|part| part.first()).cloned().unwrap_or_default();
        let lists = self.found.get(first.start as usize..first.end as usize).unwrap_or_default();
        lists.iter().flatten().copied()
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
    }
}
