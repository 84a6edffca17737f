//! Where a few kinds of bytes stand in a text, sixty-four bytes at a time: what cuts a row into its cells is then found
//! without a look at each byte between.

use wide::u8x16;

/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// The places of the bytes that are one of three, in order.
#[derive(Clone, Debug)]
pub struct Marks<'a> {
    bytes: &'a [u8],
    sought: [u8; 3],
    /// Where the block starts that is looked at next.
    next: usize,
    /// The places in the one before it that were not given yet, the first as the lowest bit.
    left: u64,
}

impl<'a> Marks<'a> {
    /// The places of the bytes that are one of `sought`.
    #[inline]
    pub fn new(bytes: &'a [u8], sought: [u8; 3]) -> Self {
        Marks { bytes, sought, next: 0, left: 0 }
    }
}

impl Iterator for Marks<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            if self.next >= self.bytes.len() {
                return None;
            }
            self.left = look(self.bytes, self.next, self.sought);
            self.next += BLOCK;
        }
        let place = self.next - BLOCK + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(place)
    }
}

/// A bit for each of the sixty-four bytes from a place on: whether it is one of those sought.
#[inline]
fn look(bytes: &[u8], from: usize, sought: [u8; 3]) -> u64 {
    let rest = bytes.get(from..).unwrap_or_default();
    let mut short = [0; BLOCK];
    let (block, passed, within) = match (rest.first_chunk(), bytes.last_chunk()) {
        (Some(block), _) => (block, 0, u64::MAX),
        // The last bytes of a row are looked at with some before them, which were looked at already.
        (None, Some(last)) => (last, BLOCK - rest.len(), u64::MAX),
        (None, None) => {
            short.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            (&short, 0, !(u64::MAX << rest.len()))
        }
    };
    let [a, b, c] = sought.map(u8x16::splat);
    let mut found = 0;
    for (n, part) in block.as_chunks::<16>().0.iter().enumerate() {
        let part = u8x16::new(*part);
        let equal = part.simd_eq(a) | part.simd_eq(b) | part.simd_eq(c);
        found |= u64::from(equal.to_bitmask()) << (n * 16);
    }
    (found & within) >> passed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_mark_is_found_in_order(
            bytes in prop::collection::vec(prop_oneof![Just(b','), Just(b'"'), Just(b'\r'), any::<u8>()], 0..200),
            third in any::<u8>(),
        ) {
            let sought = [b',', b'"', third];
            let expected: Vec<usize> =
                bytes.iter().enumerate().filter(|(_, b)| sought.contains(b)).map(|(n, _)| n).collect();
            prop_assert_eq!(Marks::new(&bytes, sought).collect::<Vec<_>>(), expected);
        }
    }
}
