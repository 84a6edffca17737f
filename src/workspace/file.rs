//! The `.floodmark` file: versioned, self-describing JSON with the original files inside.
//!
//! # Form
//!
//! One JSON object in UTF-8, in this order: `format` (`"floodmark/workspace"`, by which it is known), `version`, `about` (a
//! sentence for whoever opens it in an editor), `workspace` ([`Workspace`]: cases, decisions, plan, rules), and `originals`:
//! by SHA-256 either `{"text": …}` for UTF-8 or `{"base64": …}`. Each original is checked against its hash.
//!
//! Under a passphrase the whole object is encrypted, see [`super::sealed`].
//!
//! # Versions
//!
//! 1. The first. Fields that came since are absent and have their defaults.
//! 2. A case may carry milestones ([`crate::model::case::Carried`]), as shares do. A program that knows only version 1 would
//!    read such a case and propose others from its replaced texts; so it is told that the file is newer.
//!
//! Version 2 is written only where a case carries something, so that any other file still opens in an older program. Files
//! of each version are kept in `tests/it/file/` and opened by a test.

use super::Workspace;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The newest version that this program reads and writes.
pub const VERSION: u32 = 2;

/// What stands first in the file, so that it is known by its content.
const MARK: &str = "floodmark/workspace";

/// An original file: as text where it is UTF-8, else in base64.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Original {
    /// UTF-8 text as it is.
    Text(String),
    /// Any other bytes.
    Base64(String),
}

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    version: u32,
    about: String,
    workspace: Workspace,
    /// By SHA-256.
    originals: BTreeMap<String, Original>,
}

impl Original {
    fn of(bytes: &[u8]) -> Original {
        match std::str::from_utf8(bytes) {
            Ok(text) => Original::Text(text.to_owned()),
            Err(_) => Original::Base64(STANDARD.encode(bytes)),
        }
    }
}

/// A `.floodmark` file that cannot be opened.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FileError {
    /// It was written by a newer program.
    #[error(
        "the file has version {found}, this program reads up to {VERSION}; open it with a newer Floodmark"
    )]
    Newer {
        /// Its version.
        found: u32,
    },
    /// It is no workspace, or damaged.
    #[error("the file is no Floodmark workspace or is damaged (line {line}: {what}); use an undamaged copy")]
    Damaged {
        /// The line of the damage.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// An original's bytes do not have the hash under which they stand.
    #[error("the original {sha256} inside the file was altered; use an undamaged copy")]
    Altered {
        /// The hash under which it stands.
        sha256: String,
    },
}

/// A workspace with its originals.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Saved {
    /// The workspace.
    pub workspace: Workspace,
    /// The bytes of each original by SHA-256.
    pub originals: BTreeMap<String, Vec<u8>>,
}

/// Writes the file. Originals that are missing are left out; their sources then say so when opened.
///
/// # Errors
/// [`FileError::Damaged`] when the workspace cannot be written, which no workspace of this program causes.
pub fn write(saved: &Saved) -> Result<String, FileError> {
    let originals = saved.originals.iter().map(|(hash, bytes)| (hash.clone(), Original::of(bytes)));
    let file = File {
        format: MARK.to_owned(),
        version: if saved.workspace.cases.iter().any(|case| case.carried.is_some()) { VERSION } else { 1 },
        about:
            "A Floodmark workspace: cases, decisions, the response plan, and the original files by SHA-256."
                .to_owned(),
        workspace: saved.workspace.clone(),
        originals: originals.collect(),
    };
    serde_json::to_string(&file).map_err(|e| damaged(&e))
}

/// The same file with other originals in it. What is decided stays as it is written, whatever its version.
///
/// # Errors
/// [`FileError::Damaged`] when the text is no such file.
pub fn with_originals(text: &str, originals: &BTreeMap<String, Vec<u8>>) -> Result<String, FileError> {
    #[derive(Serialize, Deserialize)]
    struct Raw<'a> {
        format: String,
        version: u32,
        about: String,
        #[serde(borrow)]
        workspace: &'a RawValue,
        #[serde(skip_deserializing)]
        originals: BTreeMap<String, Original>,
    }
    let mut raw: Raw<'_> = serde_json::from_str(text).map_err(|e| damaged(&e))?;
    raw.originals = originals.iter().map(|(hash, bytes)| (hash.clone(), Original::of(bytes))).collect();
    serde_json::to_string(&raw).map_err(|e| damaged(&e))
}

/// Reads a file of this or an earlier version, and checks each original against its hash.
///
/// # Errors
/// [`FileError`] with what is wrong and what to do.
pub fn read(text: &str) -> Result<Saved, FileError> {
    #[derive(Deserialize)]
    struct Head {
        format: String,
        version: u32,
    }
    let head: Head = serde_json::from_str(text).map_err(|e| damaged(&e))?;
    if head.format != MARK {
        return Err(FileError::Damaged { line: 1, what: format!("its format is “{}”", head.format) });
    }
    if head.version > VERSION {
        return Err(FileError::Newer { found: head.version });
    }
    let file = parsed(text).map_err(|e| damaged(&e))?;
    let mut originals = BTreeMap::new();
    for (sha256, original) in file.originals {
        let bytes = match original {
            Original::Text(text) => text.into_bytes(),
            Original::Base64(text) => {
                STANDARD.decode(text).map_err(|_| FileError::Altered { sha256: sha256.clone() })?
            }
        };
        if crate::model::source::sha256(&bytes) != sha256 {
            return Err(FileError::Altered { sha256 });
        }
        originals.insert(sha256, bytes);
    }
    Ok(Saved { workspace: file.workspace, originals })
}

/// The file, upgraded where it is of the first programs.
fn parsed(text: &str) -> Result<File, serde_json::Error> {
    let failed = match serde_json::from_str(text) {
        Ok(file) => return Ok(file),
        Err(error) => error,
    };
    // What is neither in the present form nor in an older one fails for the reason that it had in the present one.
    let Ok(mut value) = serde_json::from_str::<Value>(text) else { return Err(failed) };
    upgrade(&mut value);
    serde_json::from_value(value).map_err(|_| failed)
}

/// The first programs wrote what was decided, and how a table is read, as one object with a tag in it:
/// `{"decision": "dismissed", "reason": "…"}`; since then the tag stands outside: `{"dismissed": {"reason": "…"}}`.
fn upgrade(file: &mut Value) {
    let cases = file.pointer_mut("/workspace/cases").and_then(Value::as_array_mut);
    for case in cases.into_iter().flatten() {
        // What has no fields is its name alone.
        for (map, bare) in [("milestones", ""), ("findings", "accepted"), ("amendments", "rejected")] {
            let decisions = case.get_mut(map).and_then(Value::as_object_mut);
            decisions
                .into_iter()
                .flat_map(Map::values_mut)
                .for_each(|decision| untag(decision, "decision", bare));
        }
        let sources = case.get_mut("sources").and_then(Value::as_array_mut);
        for mapping in sources.into_iter().flatten().filter_map(|s| s.pointer_mut("/reading/mapping")) {
            untag(mapping, "mode", "");
        }
    }
}

fn untag(value: &mut Value, tag: &str, bare: &str) {
    let Some(object) = value.as_object_mut() else { return };
    let Some(Value::String(name)) = object.remove(tag) else { return };
    let rest = std::mem::take(object);
    *value = match name == bare {
        true => Value::String(name),
        false => Value::Object(Map::from_iter([(name, Value::Object(rest))])),
    };
}

fn damaged(error: &serde_json::Error) -> FileError {
    FileError::Damaged { line: error.line(), what: error.to_string() }
}
