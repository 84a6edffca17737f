//! A bundle that is checked: everything in it is hashed anew and held against its manifest.

use super::{BundleError, LARGEST, MANIFEST, SUMS, hashed, manifest};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek};
use zip::ZipArchive;
use zip::result::ZipError;

/// How a file of a bundle differs from what its manifest says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Other bytes.
    Changed,
    /// Not there, or not readable.
    Missing,
    /// There, and not in the manifest.
    Unlisted,
}

impl Difference {
    /// As a person reads it.
    pub fn words(self) -> &'static str {
        match self {
            Difference::Changed => "changed: its bytes are not those of the manifest",
            Difference::Missing => "missing, or not readable",
            Difference::Unlisted => "not in the manifest",
        }
    }
}

/// What a check of a bundle found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Verified {
    /// The title of the case.
    pub title: String,
    /// When it was made.
    pub made: String,
    /// The SHA-256 of its manifest, to be compared with what was written down.
    pub manifest: String,
    /// How many files were hashed.
    pub files: u32,
    /// How many bytes.
    pub bytes: u64,
    /// What differs, by path.
    pub differs: Vec<(String, Difference)>,
}

/// Hashes everything in a bundle anew, and lists what differs.
///
/// # Errors
/// [`BundleError`] when it is none, or of a newer program.
pub fn verify<R: Read + Seek>(source: R) -> Result<Verified, BundleError> {
    let mut zip = ZipArchive::new(source)?;
    let (manifest, hash) = manifest(&mut zip)?;
    let mut differs = BTreeMap::new();
    let listed: BTreeSet<&str> =
        manifest.files.iter().map(|f| f.path.as_str()).chain([MANIFEST, SUMS]).collect();
    // A path that stands in the archive twice is read once: the other hides.
    let mut seen = BTreeSet::new();
    let names: Vec<String> =
        zip.file_names().map(|name| Ok(name?.into_owned())).collect::<Result<_, ZipError>>()?;
    for name in &names {
        if !listed.contains(name.as_str()) || !seen.insert(name.as_str()) {
            differs.insert(name.clone(), Difference::Unlisted);
        }
    }
    let mut bytes = 0;
    for file in &manifest.files {
        let Ok(entry) = zip.by_name(&file.path) else {
            differs.insert(file.path.clone(), Difference::Missing);
            continue;
        };
        // One byte more than it should have tells as much as all.
        match hashed(&mut entry.take(file.bytes.saturating_add(1)), &mut io::sink()) {
            Ok((sha256, length)) => {
                bytes += length;
                if sha256 != file.sha256 || length != file.bytes {
                    differs.insert(file.path.clone(), Difference::Changed);
                }
            }
            // The archive's own checksum does not fit.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                differs.insert(file.path.clone(), Difference::Changed);
            }
            Err(_) => {
                differs.insert(file.path.clone(), Difference::Missing);
            }
        }
    }
    let mut sums = String::new();
    let told =
        zip.by_name(SUMS).ok().and_then(|sums_file| sums_file.take(LARGEST).read_to_string(&mut sums).ok());
    let mut expected: String = manifest.files.iter().map(|f| format!("{}  {}\n", f.sha256, f.path)).collect();
    expected.push_str(&format!("{hash}  {MANIFEST}\n"));
    match told {
        Some(_) if sums == expected => {}
        Some(_) => drop(differs.insert(SUMS.to_owned(), Difference::Changed)),
        None => drop(differs.insert(SUMS.to_owned(), Difference::Missing)),
    }
    Ok(Verified {
        title: manifest.title,
        made: manifest.made,
        manifest: hash,
        files: manifest.files.len() as u32,
        bytes,
        differs: differs.into_iter().collect(),
    })
}
