//! What is still in a text after everything was replaced.

use super::kind::{Kind, Place};
use super::{Scan, Wish};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Something that a person should look at before the share leaves.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Residue {
    /// What kind of thing it may be.
    pub kind: Kind,
    /// As it stands.
    pub text: String,
    /// How often.
    pub count: u32,
    /// Where.
    pub places: BTreeSet<Place>,
}

/// Reads redacted texts as if they were a case of their own: what it finds and nobody made is left over.
///
/// `made`: the replacements. What was left by choice is found again, and belongs into the report as much as what was missed.
pub fn residue<'a>(texts: impl Iterator<Item = (Place, &'a str)> + Clone, made: &[String]) -> Vec<Residue> {
    let mut scan = Scan::default();
    for (place, text) in texts.clone() {
        scan.read(place, text);
    }
    let mut again = scan.finish(&Wish::default(), 0);
    for (place, text) in texts {
        again.replace(place, text);
    }
    let made: HashSet<&str> = made.iter().map(String::as_str).collect();
    let mut all: BTreeMap<(Kind, String), Residue> = BTreeMap::new();
    for left in again.replacements() {
        if !made.contains(left.original.as_str())
            && !made.iter().any(|m| m.contains(' ') && m.contains(&left.original))
        {
            let key = (left.kind, left.original.clone());
            all.insert(
                key,
                Residue { kind: left.kind, text: left.original, count: left.count, places: left.places },
            );
        }
    }
    all.into_values().collect()
}
