//! A bundle that is opened again: what it says of itself, its workspace with the originals, and these alone.

use super::{BundleError, Entry, What, hashed, manifest};
use crate::container::{ContainerError, SEPARATOR, Sink};
use crate::workspace::file;
use serde::{Deserialize, Serialize};
use std::io::{Read, Seek};
use zip::ZipArchive;

/// A workspace is given out with its originals up to so many bytes.
pub(super) const HELD: u64 = 256 * 1024 * 1024;
pub(super) const ORIGINALS: &str = "originals/";

/// What a bundle says is in it; nothing of that was checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contents {
    /// The title of the case.
    pub title: String,
    /// When it was made.
    pub made: String,
    /// How many original files.
    pub originals: u64,
    /// How many documents.
    pub documents: u64,
    /// Whether it holds a workspace.
    pub workspace: bool,
}

/// What is in an archive that is a bundle; none where it is another archive.
///
/// # Errors
/// [`BundleError::Newer`], [`BundleError::Damaged`].
pub fn contents<R: Read + Seek>(source: R) -> Result<Option<Contents>, BundleError> {
    let manifest =
        match ZipArchive::new(source).map_err(BundleError::from).and_then(|mut zip| manifest(&mut zip)) {
            Ok((manifest, _)) => manifest,
            Err(ours @ (BundleError::Newer { .. } | BundleError::Damaged(_))) => return Err(ours),
            Err(_) => return Ok(None),
        };
    let count = |what| manifest.files.iter().filter(|f| f.what == what).count() as u64;
    Ok(Some(Contents {
        originals: count(What::Original),
        documents: count(What::Document),
        workspace: manifest.files.iter().any(Entry::is_workspace),
        title: manifest.title,
        made: manifest.made,
    }))
}

/// The workspace of a bundle as a `.floodmark` file with the bundle's originals in it.
///
/// # Errors
/// [`BundleError`] where there is none, it is too large, or a file is not what the manifest says.
pub fn workspace<R: Read + Seek>(source: R) -> Result<String, BundleError> {
    let mut zip = ZipArchive::new(source)?;
    let (manifest, _) = manifest(&mut zip)?;
    let mut left = HELD;
    let mut whole = |file: &Entry| {
        left = left.checked_sub(file.bytes).ok_or(BundleError::Large)?;
        let differs = || BundleError::Differs { path: file.path.clone() };
        let mut bytes = vec![];
        let entry = zip.by_name(&file.path).map_err(|_| differs())?;
        hashed(&mut entry.take(file.bytes.saturating_add(1)), &mut bytes)
            .ok()
            .filter(|(sha256, length)| *sha256 == file.sha256 && *length == file.bytes)
            .map(|_| bytes)
            .ok_or_else(differs)
    };
    let saved = manifest.files.iter().find(|f| f.is_workspace()).ok_or(BundleError::NoWorkspace)?;
    let foreign = |_| BundleError::Foreign(format!("{} is not in UTF-8", saved.path));
    let text = String::from_utf8(whole(saved)?).map_err(foreign)?;
    let originals = manifest.files.iter().filter(|f| f.what == What::Original);
    let originals = originals.map(|f| Ok((f.sha256.clone(), whole(f)?)));
    Ok(file::with_originals(&text, &originals.collect::<Result<_, BundleError>>()?)?)
}

/// Lets only the originals of a bundle that is unpacked go on to another sink, under the names that they had.
pub struct Originals<'a>(pub &'a mut dyn Sink);

impl Originals<'_> {
    /// The name that an original had, of the name of a member; none where the member is something else.
    ///
    /// ```
    /// use floodmark::workspace::bundle::Originals;
    /// assert_eq!(Originals::original("x.zip › originals/002-shop log.csv"), Some("shop log.csv"));
    /// assert_eq!(Originals::original("x.zip › documents/report.md"), None);
    /// ```
    pub fn original(member: &str) -> Option<&str> {
        let file = member.split_once(SEPARATOR)?.1.strip_prefix(ORIGINALS)?;
        // The number before it keeps apart what has the same name.
        let named = file.split_once('-').filter(|(number, _)| number.parse::<u32>().is_ok());
        Some(named.map_or(file, |(_, named)| named))
    }
}

impl Sink for Originals<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), ContainerError> {
        self.0.write(bytes)
    }

    fn take(&mut self, name: String) -> Result<(), ContainerError> {
        match Originals::original(&name) {
            Some(original) => self.0.take(original.to_owned()),
            None => {
                self.0.discard();
                Ok(())
            }
        }
    }

    fn discard(&mut self) {
        self.0.discard();
    }
}
