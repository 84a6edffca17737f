//! Numbers sent as the bytes that they are, for what the programs of one page tell each other: postcard gives each number a length
//! of its own, and those of a large file took a good part of the time of reading it.

use bytemuck::{AnyBitPattern, NoUninit};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

fn numbers<T: AnyBitPattern + NoUninit, E: serde::de::Error>(bytes: &[u8]) -> Result<Vec<T>, E> {
    match bytes.len() % size_of::<T>() {
        0 => Ok(bytemuck::pod_collect_to_vec(bytes)),
        _ => Err(E::invalid_length(bytes.len(), &"whole numbers")),
    }
}

/// Writes the numbers of a block.
pub fn serialize<T: NoUninit, S: Serializer>(block: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytemuck::cast_slice(block))
}

/// Reads the numbers of a block.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: AnyBitPattern + NoUninit,
    D: Deserializer<'de>,
{
    numbers(<&[u8]>::deserialize(deserializer)?)
}

/// The same for several blocks.
pub mod blocks {
    use super::*;

    /// Writes the blocks of a column.
    pub fn serialize<T: NoUninit, S: Serializer>(
        blocks: &[Vec<T>],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(blocks.iter().map(|block| Bytes(bytemuck::cast_slice(block))))
    }

    /// Reads the blocks of a column.
    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Vec<Vec<T>>, D::Error>
    where
        T: AnyBitPattern + NoUninit,
        D: Deserializer<'de>,
    {
        <Vec<&[u8]>>::deserialize(deserializer)?.into_iter().map(numbers).collect()
    }
}
