//! JSON whose values know their bytes, so that a file can be changed without printing it anew.

use super::PlaybookError;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;
use std::ops::Range;

/// The properties of an object in their order, each with the text of its value.
pub struct Object<'a>(pub Vec<(String, &'a str)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Properties;
        impl<'de> Visitor<'de> for Properties {
            type Value = Object<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut all = vec![];
                while let Some(key) = map.next_key::<String>()? {
                    let value: &RawValue = map.next_value()?;
                    all.push((key, value.get()));
                }
                Ok(Object(all))
            }
        }
        deserializer.deserialize_map(Properties)
    }
}

impl<'a> Object<'a> {
    /// Of a text that is one object.
    pub fn of(text: &'a str) -> Result<Object<'a>, PlaybookError> {
        serde_json::from_str(text).map_err(|e| PlaybookError::Json {
            line: e.line(),
            column: e.column(),
            detail: e.to_string(),
        })
    }

    /// The text of a value.
    pub fn raw(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, value)| *value)
    }

    /// A value that is a string.
    pub fn string(&self, key: &str) -> Option<String> {
        serde_json::from_str(self.raw(key)?).ok()
    }

    /// A value that is a list of strings.
    pub fn strings(&self, key: &str) -> Vec<String> {
        self.raw(key).and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default()
    }

    /// A value that is an object.
    pub fn object(&self, key: &str) -> Option<Object<'a>> {
        serde_json::from_str(self.raw(key)?).ok()
    }
}

/// The bytes of a part of a text.
pub fn place(whole: &str, part: &str) -> Range<usize> {
    let from = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    from..from + part.len()
}
