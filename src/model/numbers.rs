//! A column of whole numbers that are mostly small.

use super::column::BLOCK;
use serde::{Deserialize, Serialize};

/// One number a row, in as many bytes as the largest of its block needs: most files have a handful of kinds, some dozens of
/// hosts, and rows of a few hundred bytes, while four bytes a row are a fifth of what a table of a million events holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Numbers {
    blocks: Vec<Block>,
    len: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Block {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Block {
    /// An empty block as wide as the one before it, whose numbers were probably alike.
    fn after(before: Option<&Block>) -> Block {
        match before {
            // The first grows as it is filled, for the many tables with a few rows.
            None => Block::One(vec![]),
            Some(Block::One(_)) => Block::One(Vec::with_capacity(BLOCK)),
            Some(Block::Two(_)) => Block::Two(Vec::with_capacity(BLOCK)),
            Some(Block::Four(_)) => Block::Four(Vec::with_capacity(BLOCK)),
        }
    }

    /// Adds a number where it fits.
    fn push(&mut self, number: u32) -> Option<()> {
        match self {
            Block::One(all) => all.push(u8::try_from(number).ok()?),
            Block::Two(all) => all.push(u16::try_from(number).ok()?),
            Block::Four(all) => all.push(number),
        }
        Some(())
    }

    fn get(&self, at: usize) -> Option<u32> {
        match self {
            Block::One(all) => all.get(at).copied().map(u32::from),
            Block::Two(all) => all.get(at).copied().map(u32::from),
            Block::Four(all) => all.get(at).copied(),
        }
    }

    /// The same numbers with room for a larger one.
    fn widened(&self, number: u32) -> Block {
        let all = (0..).map_while(|at| self.get(at));
        let room = match self {
            Block::One(all) => all.capacity(),
            Block::Two(all) => all.capacity(),
            Block::Four(all) => all.capacity(),
        };
        if u16::try_from(number).is_ok() {
            let mut wide = Vec::with_capacity(room);
            wide.extend(all.map(|n| n as u16));
            Block::Two(wide)
        } else {
            let mut wide = Vec::with_capacity(room);
            wide.extend(all);
            Block::Four(wide)
        }
    }

    fn heap_bytes(&self) -> usize {
        match self {
            Block::One(all) => all.capacity(),
            Block::Two(all) => all.capacity() * 2,
            Block::Four(all) => all.capacity() * 4,
        }
    }
}

impl Numbers {
    /// Adds a number.
    pub fn push(&mut self, number: u32) {
        if self.len.is_multiple_of(BLOCK) {
            self.blocks.push(Block::after(self.blocks.last()));
        }
        if let Some(block) = self.blocks.last_mut() {
            if block.push(number).is_none() {
                *block = block.widened(number);
                // It fits now.
                let _ = block.push(number);
            }
            self.len += 1;
        }
    }

    /// The number of a row.
    pub fn get(&self, row: usize) -> Option<u32> {
        self.blocks.get(row / BLOCK)?.get(row % BLOCK)
    }

    /// All numbers by row.
    pub fn iter(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        self.blocks.iter().flat_map(|block| (0..).map_while(|at| block.get(at)))
    }

    /// The bytes that it holds in memory.
    pub fn heap_bytes(&self) -> usize {
        self.blocks.iter().map(Block::heap_bytes).sum()
    }
}

impl FromIterator<u32> for Rising {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut column = Rising::default();
        numbers.into_iter().for_each(|number| column.push(number));
        column
    }
}

impl FromIterator<u32> for Numbers {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut column = Numbers::default();
        numbers.into_iter().for_each(|number| column.push(number));
        column
    }
}

/// Numbers that rise slowly from row to row, such as lines of a file: each block keeps how far they are beyond its first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rising {
    firsts: Vec<u32>,
    beyond: Numbers,
}

impl Rising {
    /// Adds a number; one below the first of its block only takes more room.
    pub fn push(&mut self, number: u32) {
        if self.beyond.len.is_multiple_of(BLOCK) {
            self.firsts.push(number);
        }
        let first = self.firsts.last().copied().unwrap_or(0);
        self.beyond.push(number.wrapping_sub(first));
    }

    /// The number of a row.
    pub fn get(&self, row: usize) -> Option<u32> {
        Some(self.firsts.get(row / BLOCK)?.wrapping_add(self.beyond.get(row)?))
    }

    /// The bytes that it holds in memory.
    pub fn heap_bytes(&self) -> usize {
        self.firsts.capacity() * size_of::<u32>() + self.beyond.heap_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_block_takes_the_bytes_that_its_largest_number_needs() {
        let small: Numbers = (0..4 * BLOCK as u32).map(|n| n % 200).collect();
        assert!(small.heap_bytes() <= 4 * BLOCK + BLOCK, "{}", small.heap_bytes());
        let one_large = (0..4 * BLOCK as u32).map(|n| if n == 2 * BLOCK as u32 { 70_000 } else { 7 });
        let one_large: Numbers = one_large.collect();
        assert_eq!((one_large.get(2 * BLOCK), one_large.get(2 * BLOCK - 1)), (Some(70_000), Some(7)));
        assert_eq!((one_large.get(4 * BLOCK), one_large.iter().count()), (None, 4 * BLOCK));
    }

    proptest! {
        #[test]
        fn any_numbers_are_given_back(numbers in prop::collection::vec(prop_oneof![0_u32..300, 0..70_000_u32, any::<u32>()], 0..300)) {
            let column: Numbers = numbers.iter().copied().collect();
            prop_assert_eq!(column.iter().collect::<Vec<_>>(), numbers.clone());
            prop_assert!((0..=numbers.len()).all(|n| column.get(n) == numbers.get(n).copied()));
            let mut rising = Rising::default();
            numbers.iter().for_each(|number| rising.push(*number));
            prop_assert!((0..=numbers.len()).all(|n| rising.get(n) == numbers.get(n).copied()));
        }
    }
}
