//! Columns of whole numbers that are mostly small, and of values of which there are few.

use super::column::BLOCK;
use super::packed;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// One number a row, in as many bytes as the largest of its block needs: most files have a handful of kinds, some dozens of
/// hosts, and rows of a few hundred bytes, while four bytes a row are a fifth of what a table of a million events holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Numbers {
    blocks: Vec<Block>,
    len: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Block {
    One(#[serde(with = "packed")] Vec<u8>),
    Two(#[serde(with = "packed")] Vec<u16>),
    Four(#[serde(with = "packed")] Vec<u32>),
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

    /// Replaces a number where the new one fits.
    fn set(&mut self, at: usize, number: u32) -> Option<()> {
        match self {
            Block::One(all) => *all.get_mut(at)? = u8::try_from(number).ok()?,
            Block::Two(all) => *all.get_mut(at)? = u16::try_from(number).ok()?,
            Block::Four(all) => *all.get_mut(at)? = number,
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
        let within = self.len % BLOCK;
        self.len += 1;
        // As nearly always.
        match self.blocks.last_mut() {
            Some(Block::One(all)) if within != 0 && number <= 0xFF => all.push(number as u8),
            Some(Block::Two(all)) if within != 0 && number <= 0xFFFF => all.push(number as u16),
            _ => self.push_slowly(number, within),
        }
    }

    /// Starts or widens a block where that is needed.
    #[cold]
    fn push_slowly(&mut self, number: u32, within: usize) {
        if within == 0 {
            self.blocks.push(Block::after(self.blocks.last()));
        }
        if let Some(block) = self.blocks.last_mut()
            && block.push(number).is_none()
        {
            *block = block.widened(number);
            // A block that was widened for a number has room for it.
            let _ = block.push(number);
        }
    }

    /// The number of a row.
    pub fn get(&self, row: usize) -> Option<u32> {
        self.blocks.get(row / BLOCK)?.get(row % BLOCK)
    }

    /// Replaces the number of a row.
    pub fn set(&mut self, row: usize, number: u32) {
        let at = row % BLOCK;
        if let Some(block) = self.blocks.get_mut(row / BLOCK)
            && block.get(at).is_some()
            && block.set(at, number).is_none()
        {
            *block = block.widened(number);
            // It fits now.
            let _ = block.set(at, number);
        }
    }

    /// Hands out all numbers.
    pub fn each(&self, mut take: impl FnMut(u32)) {
        for block in &self.blocks {
            match block {
                Block::One(all) => all.iter().for_each(|number| take(u32::from(*number))),
                Block::Two(all) => all.iter().for_each(|number| take(u32::from(*number))),
                Block::Four(all) => all.iter().for_each(|number| take(*number)),
            }
        }
    }

    /// The bytes that it holds in memory.
    pub fn heap_bytes(&self) -> usize {
        self.blocks.iter().map(Block::heap_bytes).sum()
    }
}

impl Extend<u32> for Numbers {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, numbers: I) {
        numbers.into_iter().for_each(|number| self.push(number));
    }
}

impl FromIterator<u32> for Numbers {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut column = Numbers::default();
        column.extend(numbers);
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

    /// Hands out all numbers.
    pub fn each(&self, mut take: impl FnMut(u32)) {
        let mut row = 0;
        self.beyond.each(|beyond| {
            let first = self.firsts.get(row / BLOCK).copied().unwrap_or(0);
            row += 1;
            take(first.wrapping_add(beyond));
        });
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

impl FromIterator<u32> for Rising {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut column = Rising::default();
        numbers.into_iter().for_each(|number| column.push(number));
        column
    }
}

/// Values of which there are few: each is kept once, and a row keeps its number.
#[derive(Clone, Debug)]
pub struct Few<T> {
    numbers: Numbers,
    values: Vec<T>,
    known: BTreeMap<T, u32>,
    /// Of neighbours most are alike.
    last: Option<(T, u32)>,
}

impl<T> Default for Few<T> {
    fn default() -> Self {
        Few { numbers: Numbers::default(), values: vec![], known: BTreeMap::new(), last: None }
    }
}

impl<T: Copy + Ord> From<(Numbers, Vec<T>)> for Few<T> {
    fn from((numbers, values): (Numbers, Vec<T>)) -> Self {
        let known = values.iter().zip(0..).map(|(value, number)| (*value, number)).collect();
        Few { numbers, values, known, last: None }
    }
}

impl<T: Serialize> Serialize for Few<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.numbers, &self.values).serialize(serializer)
    }
}

impl<'de, T: Copy + Ord + Deserialize<'de>> Deserialize<'de> for Few<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <(Numbers, Vec<T>)>::deserialize(deserializer).map(Few::from)
    }
}

impl<T: Copy + Ord> Few<T> {
    /// Adds all values of another column.
    pub fn append(&mut self, other: &Few<T>) {
        let numbers: Vec<u32> = other.values.iter().map(|value| self.number(*value)).collect();
        other.numbers.each(|number| self.numbers.push(numbers.get(number as usize).copied().unwrap_or(0)));
    }

    /// Adds a value.
    pub fn push(&mut self, value: T) {
        let number = self.number(value);
        self.numbers.push(number);
    }

    /// Replaces the value of a row.
    pub fn set(&mut self, row: usize, value: T) {
        let number = self.number(value);
        self.numbers.set(row, number);
    }

    fn number(&mut self, value: T) -> u32 {
        if let Some((_, number)) = self.last.filter(|(last, _)| *last == value) {
            return number;
        }
        let number = *self.known.entry(value).or_insert_with(|| {
            self.values.push(value);
            self.values.len() as u32 - 1
        });
        self.last = Some((value, number));
        number
    }

    /// The value of a row.
    pub fn get(&self, row: usize) -> Option<T> {
        self.values.get(self.numbers.get(row)? as usize).copied()
    }

    /// The values that rows have or had, each once.
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The bytes that its numbers hold in memory.
    pub fn heap_bytes(&self) -> usize {
        self.numbers.heap_bytes()
    }
}

impl<T: Copy + Ord> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut column = Few::default();
        values.into_iter().for_each(|value| column.push(value));
        column
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
        assert_eq!((one_large.get(4 * BLOCK), one_large.len), (None, 4 * BLOCK));
    }

    proptest! {
        #[test]
        fn any_numbers_are_given_back(numbers in prop::collection::vec(prop_oneof![0_u32..300, 0..70_000_u32, any::<u32>()], 0..300), with: u32) {
            let mut column: Numbers = numbers.iter().copied().collect();
            prop_assert!((0..=numbers.len()).all(|n| column.get(n) == numbers.get(n).copied()));
            let few: Few<u32> = numbers.iter().copied().collect();
            prop_assert!((0..=numbers.len()).all(|n| few.get(n) == numbers.get(n).copied()));
            let distinct: std::collections::BTreeSet<&u32> = numbers.iter().collect();
            prop_assert_eq!(few.values().len(), distinct.len());
            // What is set takes the place of what was there, and only of that.
            let mut changed = numbers.clone();
            if let Some(slot) = changed.get_mut(numbers.len() / 2) {
                *slot = with;
            }
            column.set(numbers.len() / 2, with);
            prop_assert!((0..=numbers.len()).all(|n| column.get(n) == changed.get(n).copied()));
            let mut rising = Rising::default();
            numbers.iter().for_each(|number| rising.push(*number));
            prop_assert!((0..=numbers.len()).all(|n| rising.get(n) == numbers.get(n).copied()));
        }
    }
}
