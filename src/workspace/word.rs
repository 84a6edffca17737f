//! A plan that was opened as a Word document or a CACAO playbook: the file itself, kept beside its text.

use super::PlanDocument;
use crate::ooxml::{self, Stamp, Step};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// The bytes of a Word document or a playbook; base64 where it is written as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WordFile(pub Arc<Vec<u8>>);

impl Serialize for WordFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&STANDARD.encode(&*self.0))
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for WordFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = if deserializer.is_human_readable() {
            STANDARD.decode(String::deserialize(deserializer)?).map_err(D::Error::custom)?
        } else {
            deserializer.deserialize_byte_buf(Bytes)?
        };
        Ok(WordFile(Arc::new(bytes)))
    }
}

struct Bytes;

impl serde::de::Visitor<'_> for Bytes {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }

    fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
        Ok(bytes)
    }
}

impl PlanDocument {
    /// Whether the file that it was opened from is a CACAO playbook.
    pub fn is_playbook(&self) -> bool {
        self.word.as_ref().is_some_and(|file| !ooxml::is_packed(&file.0))
    }

    /// The steps from the file that was opened to the current version.
    pub fn steps(&self) -> Vec<Step> {
        let step = |v: &super::PlanVersion| Step {
            text: v.text.clone(),
            edits: v.edits.clone(),
            stamp: v
                .stamp
                .clone()
                .unwrap_or_else(|| Stamp { author: String::new(), date: v.written.naive_utc().date() }),
        };
        self.versions.iter().skip(self.from + 1).map(step).collect()
    }
}
