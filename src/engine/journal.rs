//! The journal: commands as they were given, one entry each in JSON, of which the workspace is the fold.

use super::Command;
use crate::model::Timestamp;
use serde::{Deserialize, Serialize};

/// One entry of the journal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// When the command was given.
    pub at: Timestamp,
    /// The command.
    pub command: Command,
}

/// A journal as far as it can be read.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Journal {
    /// The entries before the first that cannot be read.
    pub entries: Vec<Entry>,
    /// Where and why reading ended early. What comes behind may rest on what was not read, so nothing of it is applied.
    pub broken: Option<String>,
}

impl Journal {
    /// Reads entries in their order.
    pub fn read<'a>(lines: impl ExactSizeIterator<Item = &'a str>) -> Journal {
        let all = lines.len();
        let mut journal = Journal::default();
        for (n, line) in lines.enumerate() {
            match serde_json::from_str(line) {
                Ok(entry) => journal.entries.push(entry),
                Err(error) => {
                    journal.broken = Some(format!("entry {} of {all}: {error}", n + 1));
                    break;
                }
            }
        }
        journal
    }
}
