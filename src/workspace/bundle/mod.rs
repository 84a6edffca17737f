//! The evidence bundle: originals, edits and documents of a case in one ZIP archive, with the SHA-256 of each.
//!
//! `manifest.json` lists every file with its hash; `SHA256SUMS` says the same so that `sha256sum -c SHA256SUMS` checks it
//! without Floodmark. Who changes a file and the manifest with it goes unnoticed by these alone: so the hash of the manifest
//! is shown when a bundle is made and when one is checked, to be written down elsewhere.
//!
//! One that is opened again says what it is, gives out what is in it ([`contents`], [`workspace`], [`Originals`]), and is checked ([`verify`]).
//!
//! Files go in and come out in a stream, so that no original is ever whole in memory. Only the program that opens packed
//! files and the host link this. Only the workspace is whole in memory, up to a limit.

mod opened;
mod verified;

use super::file;
use crate::model::source::Hash;
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use std::io::{self, Read, Seek, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

pub use opened::{Contents, Originals, contents, workspace};
pub use verified::{Difference, Verified, verify};

/// The version that this program writes.
pub const VERSION: u32 = 1;
const FORMAT: &str = "floodmark/evidence";
const MANIFEST: &str = "manifest.json";
const SUMS: &str = "SHA256SUMS";
const EDITS: &str = "edits/";
/// A manifest larger than this is not read.
const LARGEST: u64 = 64 * 1024 * 1024;
const SLICE: usize = 256 * 1024;

/// What a file of a bundle is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A file as it was opened.
    Original,
    /// What people decided: the workspace and its journal.
    Edits,
    /// A document made from both.
    Document,
}

/// A file on its way into a bundle.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// Its path in the bundle.
    pub path: String,
    /// What it is.
    pub what: What,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 that the case knows it by, for an original.
    pub sha256: Option<String>,
}

impl Part {
    /// A document of some bytes.
    pub fn document(path: String, bytes: usize) -> Part {
        Part { path, what: What::Document, bytes: bytes as u64, sha256: None }
    }
}

/// What the name of a file ends with that stands in the place of a document.
const NOT_MADE: &str = ".not-made.txt";

/// What goes into a bundle in the place of a document that cannot be made, so that the originals and the edits can be saved all
/// the same: its path and its text.
///
/// * `path`: of the document.
pub fn not_made(path: &str, reason: &dyn Display) -> (String, String) {
    let text = format!(
        "This document could not be made: {reason}.\n\nNothing else is missing from this bundle. Mend what is named here, then save the bundle again.\n"
    );
    (format!("{path}{NOT_MADE}"), text)
}

/// The paths of the documents of a bundle that could not be made.
pub fn missing(parts: &[Part]) -> impl Iterator<Item = &str> {
    parts
        .iter()
        .filter(|part| part.what == What::Document)
        .filter_map(|part| part.path.strip_suffix(NOT_MADE))
}

/// A file of a manifest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Entry {
    path: String,
    what: What,
    bytes: u64,
    sha256: String,
}

impl Entry {
    fn is_workspace(&self) -> bool {
        self.what == What::Edits && self.path.ends_with(".floodmark")
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Manifest {
    format: String,
    version: u32,
    about: String,
    title: String,
    made: String,
    files: Vec<Entry>,
}

/// A bundle that cannot be made or read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It is no bundle.
    #[error("the file is no evidence bundle ({0}); choose one that Floodmark saved")]
    Foreign(String),
    /// It is of a newer program.
    #[error(
        "the bundle has version {found}, this program reads up to {VERSION}; check it with a newer Floodmark"
    )]
    Newer {
        /// Its version.
        found: u32,
    },
    /// Its manifest is damaged.
    #[error(
        "the manifest of the bundle is damaged ({0}); use an undamaged copy, or unpack it and open what is in “edits” and “originals”"
    )]
    Damaged(String),
    /// An original is not what the case knows.
    #[error(
        "{path} on this device is not the file that was opened: its SHA-256 is another; open the file again, then save the bundle"
    )]
    Altered {
        /// Which.
        path: String,
    },
    /// A file is not what the manifest says.
    #[error(
        "{path} is not what the manifest of the bundle says; verify the bundle, and use an undamaged copy"
    )]
    Differs {
        /// Which.
        path: String,
    },
    /// There is nothing in it to go on with.
    #[error("the bundle holds no workspace; open its original files instead")]
    NoWorkspace,
    /// More than can be held at once.
    #[error(
        "the bundle holds more than {} MB; unpack it, and open what is in “edits” and “originals”",
        opened::HELD / 1024 / 1024
    )]
    Large,
    /// The workspace in it cannot be opened.
    #[error(transparent)]
    Workspace(#[from] file::FileError),
    /// It cannot be read or written.
    #[error("the bundle cannot be read or written ({0}); use an undamaged copy, or free some space")]
    Io(#[from] io::Error),
}

impl From<ZipError> for BundleError {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) => BundleError::Io(error),
            other => BundleError::Foreign(other.to_string()),
        }
    }
}

/// Writes a bundle, and gives the SHA-256 of its manifest.
///
/// * `parts`: what stands in `source`, one after the other.
/// * `made`: when, as it shall be written.
///
/// # Errors
/// [`BundleError::Altered`] when an original has another hash than the case knows; [`BundleError::Io`].
pub fn write<R: Read, W: Write>(
    title: &str,
    made: &str,
    parts: &[Part],
    source: &mut R,
    sink: W,
) -> Result<String, BundleError> {
    let mut zip = ZipWriter::new_stream(sink);
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let mut files = vec![];
    for part in parts {
        zip.start_file(part.path.as_str(), options)?;
        let (sha256, bytes) = hashed(&mut source.by_ref().take(part.bytes), &mut zip)?;
        if bytes != part.bytes || part.sha256.as_ref().is_some_and(|known| *known != sha256) {
            return Err(BundleError::Altered { path: part.path.clone() });
        }
        files.push(Entry { path: part.path.clone(), what: part.what, bytes, sha256 });
    }
    let mut sums: String = files.iter().map(|f| format!("{}  {}\n", f.sha256, f.path)).collect();
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        about: "Originals, edits and documents of a case, with the SHA-256 of each. Check with `sha256sum -c SHA256SUMS`, or with Floodmark.".to_owned(),
        title: title.to_owned(),
        made: made.to_owned(),
        files,
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::other)?;
    let hash = crate::model::source::sha256(&text);
    zip.start_file(MANIFEST, options)?;
    zip.write_all(&text)?;
    sums.push_str(&format!("{hash}  {MANIFEST}\n"));
    zip.start_file(SUMS, options)?;
    zip.write_all(sums.as_bytes())?;
    zip.finish()?;
    Ok(hash)
}

/// Copies all of a source, and gives its SHA-256 and length.
fn hashed(source: &mut dyn Read, sink: &mut dyn Write) -> io::Result<(String, u64)> {
    let mut hash = Hash::default();
    let mut slice = vec![0; SLICE];
    let mut length = 0;
    loop {
        let n = source.read(&mut slice)?;
        let Some(part) = slice.get(..n).filter(|p| !p.is_empty()) else { break };
        hash.update(part);
        sink.write_all(part)?;
        length += n as u64;
    }
    Ok((hash.finish(), length))
}

/// Whether an archive is laid out as a bundle, whatever its manifest says.
fn is_laid_out<R: Read + Seek>(zip: &ZipArchive<R>) -> bool {
    let has = |is: fn(&str) -> bool| zip.file_names().any(|name| name.is_ok_and(|name| is(&name)));
    has(|name| name == MANIFEST)
        && has(|name| name == SUMS)
        && has(|name| name.starts_with(EDITS) || name.starts_with(opened::ORIGINALS))
}

/// The manifest of a bundle, and its SHA-256.
fn manifest<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<(Manifest, String), BundleError> {
    let is_bundle = is_laid_out(zip);
    let unreadable = |e: &dyn Display| match is_bundle {
        true => BundleError::Damaged(e.to_string()),
        false => BundleError::Foreign(format!("{MANIFEST}: {e}")),
    };
    let mut text = vec![];
    let file = zip.by_name(MANIFEST).map_err(|e| match e {
        ZipError::FileNotFound => BundleError::Foreign(format!("it has no {MANIFEST}")),
        damaged => unreadable(&damaged),
    })?;
    file.take(LARGEST).read_to_end(&mut text).map_err(|e| unreadable(&e))?;
    #[derive(Deserialize)]
    struct Head {
        format: String,
        version: u32,
    }
    let head: Head = serde_json::from_slice(&text).map_err(|e| unreadable(&e))?;
    if head.format != FORMAT {
        return Err(BundleError::Foreign(format!("its manifest is “{}”", head.format)));
    }
    if head.version > VERSION {
        return Err(BundleError::Newer { found: head.version });
    }
    let manifest = serde_json::from_slice(&text).map_err(|e| unreadable(&e))?;
    Ok((manifest, crate::model::source::sha256(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn bundle() -> (Vec<u8>, String) {
        let files: [(&str, What, &[u8]); 3] = [
            ("originals/001-log.csv", What::Original, b"time,text\n2026-03-16,contained\n"),
            ("edits/case.floodmark", What::Edits, b"{}"),
            ("documents/report.md", What::Document, b"# Report\n"),
        ];
        let all: Vec<u8> = files.iter().flat_map(|(_, _, bytes)| bytes.to_vec()).collect();
        let sha = |bytes: &[u8]| crate::model::source::sha256(bytes);
        let parts: Vec<Part> = files
            .iter()
            .map(|(path, what, bytes)| Part {
                path: (*path).to_owned(),
                what: *what,
                bytes: bytes.len() as u64,
                sha256: (*what == What::Original).then(|| sha(bytes)),
            })
            .collect();
        let mut out = vec![];
        let hash =
            write("Kestrel", "2026-03-24 10:00 UTC", &parts, &mut Cursor::new(&all), &mut out).unwrap();
        let wrong = [Part { sha256: Some(sha(b"other")), ..parts[0].clone() }];
        let refused = write("", "", &wrong, &mut Cursor::new(&all), &mut vec![]);
        assert!(matches!(refused, Err(BundleError::Altered { .. })));
        (out, hash)
    }

    /// The same archive with some files other or gone, as an unpacker would pack them.
    fn repacked(bytes: &[u8], other: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>, more: &[&str]) -> Vec<u8> {
        let mut old = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut new = ZipWriter::new(Cursor::new(vec![]));
        for n in 0..old.len() {
            let mut file = old.by_index(n).unwrap();
            let (name, mut content) = (file.name().unwrap().into_owned(), vec![]);
            file.read_to_end(&mut content).unwrap();
            if let Some(content) = other(&name, content) {
                new.start_file(name, SimpleFileOptions::default()).unwrap();
                new.write_all(&content).unwrap();
            }
        }
        for name in more {
            new.start_file(*name, SimpleFileOptions::default()).unwrap();
        }
        new.finish().unwrap().into_inner()
    }

    #[test]
    fn any_other_archive_is_no_bundle() {
        let (bytes, _) = bundle();
        let found = contents(Cursor::new(&bytes)).unwrap().unwrap();
        assert_eq!((found.originals, found.documents, found.workspace), (1, 1, true));
        let none = repacked(&bytes, |name, content| (name != MANIFEST).then_some(content), &[]);
        assert_eq!(contents(Cursor::new(none)).unwrap(), None);
        let with_manifest = |text: &'static [u8]| {
            repacked(
                &bytes,
                |name, content| Some(if name == MANIFEST { text.to_vec() } else { content }),
                &[],
            )
        };
        let foreign = with_manifest(br#"{"format": "bagit", "version": 1}"#);
        assert_eq!(contents(Cursor::new(foreign)).unwrap(), None);
        let other = repacked(&bytes, |_, _| None, &[MANIFEST, SUMS, "data/log.csv"]);
        assert_eq!(contents(Cursor::new(other)).unwrap(), None);
        // One that is laid out as ours is no ordinary archive: its documents would be read as evidence.
        let cut: &[u8] = b"{\"format\": \"floodmark/evidence\", \"version\": 1, \"files\": [{\"path\"";
        for damaged in [b"{}".as_slice(), cut] {
            let damaged = with_manifest(damaged);
            let refused = contents(Cursor::new(&damaged)).unwrap_err();
            assert!(
                matches!(refused, BundleError::Damaged(_))
                    && refused.to_string().contains("use an undamaged")
            );
            assert!(matches!(verify(Cursor::new(&damaged)), Err(BundleError::Damaged(_))));
        }
        assert_eq!(contents(Cursor::new(b"PK nothing")).unwrap(), None);
        let newer = repacked(
            &bytes,
            |name, content| {
                let text = String::from_utf8(content).unwrap();
                Some(
                    if name == MANIFEST { text.replace("\"version\": 1", "\"version\": 9") } else { text }
                        .into_bytes(),
                )
            },
            &[],
        );
        assert!(matches!(contents(Cursor::new(newer)), Err(BundleError::Newer { found: 9 })));
    }

    #[test]
    fn a_bundle_is_checked_file_by_file() {
        let (bytes, hash) = bundle();
        let verified = verify(Cursor::new(&bytes)).unwrap();
        assert_eq!((verified.files, verified.manifest.as_str()), (3, hash.as_str()));
        assert_eq!(verified.differs, vec![]);
        let changed = repacked(
            &bytes,
            |name, content| match name {
                "originals/001-log.csv" => Some(b"time,text\n2026-03-17,contained\n".to_vec()),
                "documents/report.md" => None,
                _ => Some(content),
            },
            &["extra.txt"],
        );
        let differs = verify(Cursor::new(changed)).unwrap().differs;
        let expected = [
            ("documents/report.md", Difference::Missing),
            ("extra.txt", Difference::Unlisted),
            ("originals/001-log.csv", Difference::Changed),
        ];
        assert_eq!(differs, expected.map(|(path, how)| (path.to_owned(), how)));
        // Who changes the manifest too changes its hash, and the sums.
        let mended = repacked(
            &bytes,
            |name, content| match name {
                MANIFEST => {
                    Some(String::from_utf8(content).unwrap().replace("Kestrel", "Kestrels").into_bytes())
                }
                _ => Some(content),
            },
            &[],
        );
        let verified = verify(Cursor::new(mended)).unwrap();
        assert_ne!(verified.manifest, hash);
        assert_eq!(verified.differs, [(SUMS.to_owned(), Difference::Changed)]);
        // Bytes that were damaged inside the archive.
        for at in (40..bytes.len() - 200).step_by(97) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            let found = verify(Cursor::new(damaged));
            // What lies in a name or a checksum of the archive itself may change nothing that is read.
            if let Ok(found) = found {
                assert!(found.differs.len() <= 3);
            }
        }
        assert!(matches!(verify(Cursor::new(b"PK nothing")), Err(BundleError::Foreign(_))));
    }
}
