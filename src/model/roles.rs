//! Whether people are shown by their roles in a case, and who has which.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the people of a case are shown: on screen and in what is written for people. Data keeps the names.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Roles {
    /// Whether roles stand in the place of names.
    pub on: bool,
    /// Whether that is settled: a person has said so, or a meeting has begun, which shows roles unless somebody said otherwise.
    pub settled: bool,
    /// Roles that a person gave, by name; an empty one leaves the name as it is.
    pub said: BTreeMap<String, String>,
}
