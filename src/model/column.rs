//! What a table of a million events is kept in: columns that grow by blocks, text by blocks, and strings kept once. Numbers that
//! are mostly small are in [`super::numbers`].
//!
//! A vector that doubles holds up to three times its content for a moment, and the memory of a wasm module never
//! shrinks again. Blocks cost one of them at most.

use super::packed;
use bytemuck::{AnyBitPattern, NoUninit};
use serde::{Deserialize, Serialize, Serializer};
use std::ops::Range;

/// Elements of a block. The first block grows as it is filled, for the many tables with a few rows.
pub(super) const BLOCK: usize = 1 << 14;
/// Bytes of a block of text, as a power of two.
const TEXT_BITS: u32 = 20;
const TEXT_BLOCK: usize = 1 << TEXT_BITS;

/// One value a row.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(serialize = "T: NoUninit", deserialize = "T: AnyBitPattern + NoUninit"))]
pub struct Column<T> {
    #[serde(with = "packed::blocks")]
    blocks: Vec<Vec<T>>,
    len: usize,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column { blocks: vec![], len: 0 }
    }
}

impl<T: Copy> Column<T> {
    /// Adds a value.
    pub fn push(&mut self, value: T) {
        self.begin_block();
        if let Some(block) = self.blocks.last_mut() {
            block.push(value);
            self.len += 1;
        }
    }

    /// Makes a block for the next value where the last one is full.
    fn begin_block(&mut self) {
        if self.len.is_multiple_of(BLOCK) {
            self.blocks.push(if self.blocks.is_empty() { vec![] } else { Vec::with_capacity(BLOCK) });
        }
    }

    /// The value of a row.
    pub fn get(&self, row: usize) -> Option<T> {
        self.blocks.get(row / BLOCK)?.get(row % BLOCK).copied()
    }

    /// Adds all values of another column.
    pub fn append(&mut self, other: &Column<T>) {
        self.append_as(other, |value| value);
    }

    /// Adds all values of another column, each as `become_of` makes it.
    fn append_as(&mut self, other: &Column<T>, become_of: impl Fn(T) -> T) {
        for values in &other.blocks {
            let mut values = values.as_slice();
            while !values.is_empty() {
                self.begin_block();
                let room = BLOCK - self.len % BLOCK;
                let (now, later) = values.split_at(room.min(values.len()));
                if let Some(block) = self.blocks.last_mut() {
                    block.extend(now.iter().map(|value| become_of(*value)));
                }
                self.len += now.len();
                values = later;
            }
        }
    }

    /// Replaces the value of a row.
    pub fn set(&mut self, row: usize, value: T) {
        if let Some(slot) = self.blocks.get_mut(row / BLOCK).and_then(|block| block.get_mut(row % BLOCK)) {
            *slot = value;
        }
    }

    /// The values, some thousands at a time.
    pub fn blocks(&self) -> impl Iterator<Item = &[T]> {
        self.blocks.iter().map(Vec::as_slice)
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes that it holds in memory.
    pub fn heap_bytes(&self) -> usize {
        self.blocks.iter().map(|block| block.capacity() * size_of::<T>()).sum()
    }
}

/// Numbers beyond 32 bits in four bytes a row: neighbours share their upper half.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WideColumn {
    low: Column<u32>,
    /// From this row on, the upper half.
    high: Vec<(usize, u32)>,
}

impl WideColumn {
    /// Adds a value.
    pub fn push(&mut self, value: u64) {
        let high = (value >> 32) as u32;
        if self.high.last().map_or(0, |last| last.1) != high {
            self.high.push((self.low.len(), high));
        }
        self.low.push(value as u32);
    }

    /// Adds all values of another column.
    pub fn append(&mut self, other: &WideColumn) {
        self.append_beyond(other, 0, 0);
    }

    /// Adds all values of another column, each with `before` added, which makes them smaller than `end`.
    fn append_beyond(&mut self, other: &WideColumn, before: u64, end: u64) {
        // As in every file below 4 GB.
        if self.high.is_empty() && other.high.is_empty() && end <= 1 << 32 {
            return self.low.append_as(&other.low, |value| value + before as u32);
        }
        (0..).map_while(|row| other.get(row)).for_each(|value| self.push(before + value));
    }

    /// The value of a row.
    pub fn get(&self, row: usize) -> Option<u64> {
        let low = self.low.get(row)?;
        let after = self.high.partition_point(|(from, _)| *from <= row);
        let high = after.checked_sub(1).and_then(|n| self.high.get(n)).map_or(0, |(_, high)| *high);
        Some(u64::from(high) << 32 | u64::from(low))
    }

    /// The bytes that it holds in memory.
    pub fn heap_bytes(&self) -> usize {
        self.low.heap_bytes() + self.high.capacity() * size_of::<(usize, u32)>()
    }
}

/// One text a row, end to end in blocks; no text lies in two of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Texts {
    /// One that is longer than a block has a block of its own.
    blocks: Vec<String>,
    /// By row: block and byte in it.
    starts: WideColumn,
}

impl Texts {
    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        // The first block grows; a later one that is full as it was made was taken from another column.
        let most = |block: &String| {
            if self.blocks.len() == 1 { TEXT_BLOCK } else { block.capacity().min(TEXT_BLOCK) }
        };
        let fits = |block: &String| block.len() < TEXT_BLOCK && block.len() + text.len() <= most(block);
        if !self.blocks.last().is_some_and(fits) {
            self.blocks.push(if self.blocks.is_empty() {
                String::new()
            } else {
                String::with_capacity(text.len().max(TEXT_BLOCK))
            });
        }
        let number = self.blocks.len() as u64 - 1;
        if let Some(block) = self.blocks.last_mut() {
            self.starts.push(number << TEXT_BITS | block.len() as u64);
            block.push_str(text);
        }
    }

    /// Adds all texts of another column, whose blocks become its own.
    pub fn append(&mut self, other: Texts) {
        // What is left of the last block is given back: nothing is added to it any more.
        if let Some(last) = self.blocks.last_mut() {
            last.shrink_to_fit();
        }
        let before = (self.blocks.len() as u64) << TEXT_BITS;
        self.blocks.extend(other.blocks);
        self.starts.append_beyond(&other.starts, before, (self.blocks.len() as u64) << TEXT_BITS);
    }

    /// The text of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        let start = self.starts.get(row)?;
        let block = self.blocks.get((start >> TEXT_BITS) as usize)?;
        let within = |place: u64| (place & (TEXT_BLOCK as u64 - 1)) as usize;
        let next = self.starts.get(row + 1).filter(|next| next >> TEXT_BITS == start >> TEXT_BITS);
        block.get(within(start)..next.map_or(block.len(), within))
    }

    /// The first block of the texts, end to end.
    pub fn first_block(&self) -> &str {
        self.blocks.first().map_or("", String::as_str)
    }

    /// Tells the rows in whose text something stands, ascending: looked for in whole blocks of texts, which takes a fraction of the
    /// time that looking into each text takes.
    ///
    /// * `next`: the place in a block where it stands first, from a byte on.
    pub fn rows_with(
        &self,
        next: impl Fn(&[u8], usize) -> Option<Range<usize>>,
        mut tell: impl FnMut(usize),
    ) {
        let mut row = 0;
        for (number, block) in self.blocks.iter().enumerate() {
            let base = (number as u64) << TEXT_BITS;
            let mut from = 0;
            while let Some(found) = next(block.as_bytes(), from) {
                // A text that is longer than a block is the only one of its own.
                row = self.row_at(base | found.start.min(TEXT_BLOCK - 1) as u64, row);
                let next_row = self.starts.get(row + 1).filter(|next| next >> TEXT_BITS == number as u64);
                let end = next_row.map_or(block.len(), |next| (next - base) as usize);
                if found.end <= end {
                    tell(row);
                    from = end;
                } else {
                    // It begins in one text and ends in the next.
                    from = found.start + 1;
                }
            }
        }
    }

    /// The row whose text has this place; `row` is that one or stands before it.
    fn row_at(&self, place: u64, mut row: usize) -> usize {
        let begins = |row: usize| self.starts.get(row).is_some_and(|start| start <= place);
        // The next is near most of the time.
        let mut step = 1;
        while begins(row + step) {
            row += step;
            step *= 2;
        }
        while step > 1 {
            step /= 2;
            if begins(row + step) {
                row += step;
            }
        }
        row
    }

    /// The bytes that it holds in memory.
    pub fn heap_bytes(&self) -> usize {
        self.blocks.iter().map(String::capacity).sum::<usize>() + self.starts.heap_bytes()
    }
}

/// Strings kept once; number 0 is the empty string.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Pool {
    strings: Vec<String>,
    /// Open addressing: the number of the string whose hash leads here, or `FREE`. A power of two long.
    slots: Vec<u32>,
}

const FREE: u32 = u32::MAX;

impl Default for Pool {
    fn default() -> Self {
        Pool { strings: vec![String::new()], slots: vec![] }
    }
}

impl From<Vec<String>> for Pool {
    fn from(strings: Vec<String>) -> Self {
        let mut pool = Pool { strings, slots: vec![] };
        pool.grow();
        pool
    }
}

impl Serialize for Pool {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.strings.serialize(serializer)
    }
}

impl Pool {
    /// The numbers that the strings of another pool have here, by their numbers there.
    pub fn adopt(&mut self, other: &Pool) -> Vec<u32> {
        other.strings.iter().map(|text| self.intern(text)).collect()
    }

    /// The number of a string.
    pub fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if self.strings.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash(text.as_bytes()) as usize & mask;
        while let Some(&number) = self.slots.get(at).filter(|number| **number != FREE) {
            if self.strings.get(number as usize).is_some_and(|known| same(known.as_bytes(), text.as_bytes()))
            {
                return number;
            }
            at = (at + 1) & mask;
        }
        let number = self.strings.len() as u32;
        self.strings.push(text.to_owned());
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = number;
        }
        number
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(self.strings.len() * 4).next_power_of_two().max(16);
        self.slots = vec![FREE; size];
        for (number, text) in self.strings.iter().enumerate().skip(1) {
            let mut at = hash(text.as_bytes()) as usize & (size - 1);
            while self.slots.get(at).is_some_and(|number| *number != FREE) {
                at = (at + 1) & (size - 1);
            }
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = number as u32;
            }
        }
    }

    /// All strings by number.
    pub fn strings(&self) -> &[String] {
        &self.strings
    }

    /// The string of a number.
    pub fn get(&self, number: u32) -> &str {
        self.strings.get(number as usize).map_or("", String::as_str)
    }

    /// The bytes that it holds in memory.
    pub fn heap_bytes(&self) -> usize {
        self.strings.iter().map(String::capacity).sum::<usize>()
            + self.strings.capacity() * size_of::<String>()
            + self.slots.capacity() * size_of::<u32>()
    }
}

/// Mixes eight bytes at a time by multiplication; the upper bits are folded down, since a slot is found by the lower.
fn hash(bytes: &[u8]) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut mixed = (bytes.len() as u64).wrapping_mul(ODD);
    let mut mix = |word: u64| {
        let product = (mixed ^ word).wrapping_mul(ODD);
        mixed = product ^ product >> 32;
    };
    for word in words {
        mix(u64::from_le_bytes(*word));
    }
    // The last eight bytes, some of them anew, are one word where a loop over the rest would be seven.
    mix(match bytes.last_chunk::<8>() {
        Some(word) => u64::from_le_bytes(*word),
        None => rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    });
    mixed
}

/// Whether two strings are the same, eight bytes at a time: WebAssembly's comparison goes byte by byte.
fn same(a: &[u8], b: &[u8]) -> bool {
    let ((a_words, a_rest), (b_words, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let word = |word: &[u8; 8]| u64::from_le_bytes(*word);
    a.len() == b.len() && a_words.iter().map(word).eq(b_words.iter().map(word)) && a_rest.iter().eq(b_rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_give_back_what_was_put_in_across_blocks() {
        let mut column = Column::default();
        let mut wide = WideColumn::default();
        let value = |n: usize| n as u64 * 0x1_2345_6789;
        for n in 0..3 * BLOCK + 5 {
            column.push(n as u16);
            wide.push(value(n));
        }
        column.set(2 * BLOCK, 7);
        assert_eq!((column.get(2 * BLOCK), column.get(BLOCK - 1)), (Some(7), Some((BLOCK - 1) as u16)));
        assert_eq!((column.get(3 * BLOCK + 5), column.len()), (None, 3 * BLOCK + 5));
        assert!((0..3 * BLOCK + 5).all(|n| wide.get(n) == Some(value(n))));
        assert_eq!(wide.get(3 * BLOCK + 5), None);
        let mut twice = wide.clone();
        twice.append(&wide);
        assert!((0..2 * (3 * BLOCK + 5)).all(|n| twice.get(n) == Some(value(n % (3 * BLOCK + 5)))));
    }

    #[test]
    fn a_text_longer_than_a_block_stands_beside_others() {
        let long = "x".repeat(TEXT_BLOCK * 2 + 3);
        let full = "y".repeat(TEXT_BLOCK);
        let all = ["", "a", &long, "", &full, "", "b", &long];
        let mut texts = Texts::default();
        all.iter().for_each(|text| texts.push(text));
        let read: Vec<&str> = (0..all.len()).filter_map(|n| texts.get(n)).collect();
        assert!(read == all, "{:?}", read.iter().map(|t| t.len()).collect::<Vec<_>>());
        assert_eq!(texts.get(all.len()), None);
        let with = |letter: u8| {
            let mut rows = vec![];
            texts.rows_with(
                |block, from| {
                    let at = from + block.get(from..)?.iter().position(|b| *b == letter)?;
                    Some(at..at + 1)
                },
                |row| rows.push(row),
            );
            rows
        };
        assert_eq!(
            ["a", "b", "x", "y", "z"].map(|l| with(l.as_bytes()[0])),
            [vec![1], vec![6], vec![2, 7], vec![4], vec![]]
        );
    }

    /// What another program makes of it.
    fn sent<T: Serialize + serde::de::DeserializeOwned>(column: &T) -> T {
        postcard::from_bytes(&postcard::to_allocvec(column).unwrap()).unwrap()
    }

    #[test]
    fn columns_that_were_sent_join_across_blocks() {
        let numbers = |from: u64, to: u64| {
            let (mut column, mut wide) = (Column::default(), WideColumn::default());
            (from..to).for_each(|n| {
                column.push(n as i64 - 9);
                wide.push(n);
            });
            (column, wide)
        };
        let many = BLOCK as u64;
        let (mut column, mut wide) = numbers(0, many - 3);
        for (from, to) in [(many - 3, many - 3), (many - 3, many + 5), (many + 5, 4 * many)] {
            let (next, further) = numbers(from, to);
            column.append(&sent(&next));
            wide.append(&sent(&further));
        }
        assert_eq!(column.len(), 4 * BLOCK);
        assert!((0..4 * BLOCK).all(|n| (column.get(n), wide.get(n)) == (Some(n as i64 - 9), Some(n as u64))));
        let one = postcard::to_allocvec(&numbers(0, 1).0).unwrap();
        assert!(postcard::from_bytes::<Column<u64>>(&one).is_ok());
        assert!(postcard::from_bytes::<Column<[u8; 3]>>(&one).is_err());
    }

    proptest! {
        #[test]
        fn texts_that_were_sent_stand_after_those_before(pieces in prop::collection::vec(prop::collection::vec(0..TEXT_BLOCK * 5 / 8, 0..5), 0..5)) {
            let mut texts = Texts::default();
            let mut all: Vec<String> = vec![];
            for (number, piece) in pieces.iter().enumerate() {
                let mut apart = Texts::default();
                for length in piece {
                    let text = char::from(b'a' + all.len() as u8).to_string().repeat(*length);
                    // Every other piece is read here.
                    if number % 2 == 0 { texts.push(&text) } else { apart.push(&text) }
                    all.push(text);
                }
                texts.append(sent(&apart));
            }
            prop_assert!((0..=all.len()).all(|n| texts.get(n) == all.get(n).map(String::as_str)));
            prop_assert!(texts.heap_bytes() <= all.iter().map(String::len).sum::<usize>() + (pieces.len() + 1) * 2 * TEXT_BLOCK);
        }

        #[test]
        fn rows_with_a_word_are_those_whose_text_has_it(all in prop::collection::vec("[ab]{0,4}", 0..120), word in "[ab]{1,3}") {
            let mut texts = Texts::default();
            all.iter().for_each(|text| texts.push(text));
            let mut rows = vec![];
            let next = |block: &[u8], from: usize| {
                let at = from + std::str::from_utf8(block.get(from..)?).ok()?.find(&word)?;
                Some(at..at + word.len())
            };
            texts.rows_with(next, |row| rows.push(row));
            let read: Vec<usize> = (0..all.len()).filter(|n| all[*n].contains(&word)).collect();
            prop_assert_eq!(rows, read);
        }

        #[test]
        fn texts_and_pool_give_back_any_strings(all in prop::collection::vec("[a-cä]{0,12}", 0..200)) {
            let (mut texts, mut pool) = (Texts::default(), Pool::default());
            let numbers: Vec<u32> = all.iter().map(|text| {
                texts.push(text);
                pool.intern(text)
            }).collect();
            for (n, text) in all.iter().enumerate() {
                prop_assert_eq!(texts.get(n), Some(text.as_str()));
                prop_assert_eq!(pool.get(numbers[n]), text.as_str());
                prop_assert_eq!(pool.intern(text), numbers[n]);
            }
            let distinct: std::collections::BTreeSet<&String> = all.iter().filter(|t| !t.is_empty()).collect();
            prop_assert_eq!(pool.strings().len(), distinct.len() + 1);
        }
    }
}
