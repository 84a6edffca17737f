//! The `.floodmark` file: versioned, self-describing JSON with the original files inside.

use super::Workspace;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version that this program writes.
pub const VERSION: u32 = 1;

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
    let originals = saved.originals.iter().map(|(hash, bytes)| {
        let original = match std::str::from_utf8(bytes) {
            Ok(text) => Original::Text(text.to_owned()),
            Err(_) => Original::Base64(STANDARD.encode(bytes)),
        };
        (hash.clone(), original)
    });
    let file = File {
        format: MARK.to_owned(),
        version: VERSION,
        about:
            "A Floodmark workspace: cases, decisions, the response plan, and the original files by SHA-256."
                .to_owned(),
        workspace: saved.workspace.clone(),
        originals: originals.collect(),
    };
    serde_json::to_string(&file).map_err(|e| damaged(&e))
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
    let file: File = serde_json::from_str(text).map_err(|e| damaged(&e))?;
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

fn damaged(error: &serde_json::Error) -> FileError {
    FileError::Damaged { line: error.line(), what: error.to_string() }
}
