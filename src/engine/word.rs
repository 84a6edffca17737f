//! Files that are made elsewhere: what a Word document is to be made of crosses to the program that opens packed files, which alone
//! packs any. On the host, [`Make::made`] is called at once.

use super::protocol::PaperFormat;
use super::roles::masked::to_postcard;
use super::view::Exported;
use crate::document::template::{self, Job, TemplateError};
use crate::document::{Document, docx, html, markdown};
use crate::ooxml::{self, Amended, Step, WordError};
use crate::workspace::redact::Cast;
use crate::workspace::{WordFile, bundle};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};

/// The media type of Word documents.
pub const MIME: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What a file is to be made of, as it crosses the page, which needs to know nothing of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// What is in it.
    ///
    /// # Errors
    /// When it is none of ours.
    pub fn opened(&self) -> Result<Make, MakeError> {
        postcard::from_bytes(&self.0).map_err(|_| MakeError::Word(WordError::Unusual))
    }
}

/// A file that cannot be made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MakeError {
    /// A Word document is damaged.
    #[error(transparent)]
    Word(#[from] WordError),
    /// A template has an error, with its line.
    #[error("{0}")]
    Template(String),
    /// An archive cannot be packed, and why.
    #[error("{0}")]
    Bundle(String),
}

/// What is wrong in a template, with its name.
fn told(job: &Job, error: &TemplateError) -> MakeError {
    MakeError::Template(format!("{}, line {}: {}", job.template.name, error.line, error.what))
}

/// A file of an archive.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum PackFile {
    /// A document.
    Paper {
        /// Its name in the archive.
        name: String,
        /// The document.
        document: Document,
        /// As what.
        format: PaperFormat,
    },
    /// A document by an organisation's own template.
    ByTemplate {
        /// Its name in the archive.
        name: String,
        /// What it is rendered with.
        job: Box<Job>,
        /// As what.
        format: PaperFormat,
    },
    /// Text as it is.
    Text {
        /// Its name in the archive.
        name: String,
        /// The text.
        text: String,
    },
}

impl PackFile {
    fn name(&self) -> &str {
        match self {
            PackFile::Paper { name, .. }
            | PackFile::ByTemplate { name, .. }
            | PackFile::Text { name, .. } => name,
        }
    }

    fn bytes(&self, date: NaiveDate) -> Result<Vec<u8>, MakeError> {
        Ok(match self {
            PackFile::Text { text, .. } => text.clone().into_bytes(),
            PackFile::Paper { document, format, .. } => written(document, *format, date)?,
            PackFile::ByTemplate { job, format, .. } => {
                written(&template::render(job).map_err(|e| told(job, &e))?, *format, date)?
            }
        })
    }
}

/// An evidence bundle that was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bundled {
    /// The SHA-256 of its manifest.
    pub manifest: String,
    /// The paths of the documents that could not be made; a text in the place of each says why.
    pub not_made: Vec<String>,
}

/// Writes an evidence bundle: what stands in `source`, then the documents that are still to be made. One that cannot be made is
/// replaced by the reason.
///
/// * `parts`: what stands in `source`, one after the other.
/// * `makes`: the documents, by their paths in the bundle.
/// * `made`: when, as it shall be written.
///
/// # Errors
/// When an original is not the one that the case knows, or the bundle cannot be written.
pub fn bundled<R: Read, W: Write>(
    title: &str,
    made: &str,
    parts: &[bundle::Part],
    makes: &[(String, Sealed)],
    source: R,
    sink: W,
) -> Result<Bundled, MakeError> {
    let (mut parts, mut documents) = (parts.to_vec(), vec![]);
    for (path, make) in makes {
        let (path, document) = match make.opened().and_then(|make| make.made()) {
            Ok(document) => (path.clone(), document.bytes),
            Err(reason) => {
                let (path, text) = bundle::not_made(path, &reason);
                (path, text.into_bytes())
            }
        };
        parts.push(bundle::Part::document(path, document.len()));
        documents.extend(document);
    }
    let manifest = bundle::write(title, made, &parts, &mut source.chain(documents.as_slice()), sink)
        .map_err(|e| MakeError::Bundle(e.to_string()))?;
    Ok(Bundled { manifest, not_made: bundle::missing(&parts).map(str::to_owned).collect() })
}

/// A document in a format.
fn written(document: &Document, format: PaperFormat, date: NaiveDate) -> Result<Vec<u8>, WordError> {
    Ok(match format {
        PaperFormat::Html => html::write(document).into_bytes(),
        PaperFormat::Markdown => markdown::write(document).into_bytes(),
        PaperFormat::Word => docx::write(document, date)?,
    })
}

/// Packs files.
fn packed(title: &str, files: &[PackFile], date: NaiveDate) -> Result<Vec<u8>, MakeError> {
    let (mut parts, mut all) = (vec![], vec![]);
    for file in files {
        let bytes = file.bytes(date)?;
        parts.push(bundle::Part::document(file.name().to_owned(), bytes.len()));
        all.extend(bytes);
    }
    let mut out = vec![];
    bundle::write(title, &date.to_string(), &parts, &mut all.as_slice(), &mut out)
        .map_err(|e| MakeError::Bundle(e.to_string()))?;
    Ok(out)
}

/// What a file is to be made of.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Make {
    /// A plan with what has changed in it.
    Plan {
        /// The document as it was opened.
        file: WordFile,
        /// Its versions since.
        steps: Vec<Step>,
    },
    /// A document of ours by a template.
    Paper {
        /// What it is rendered with.
        job: Box<Job>,
        /// As what; none: for the page, as postcard.
        format: Option<PaperFormat>,
        /// The date that it bears.
        date: NaiveDate,
    },
    /// A text by a template.
    Text(Box<Job>),
    /// Documents of ours in one archive, with their hashes.
    Pack {
        /// What they are of.
        title: String,
        /// The files, in order.
        files: Vec<PackFile>,
        /// The date that they bear.
        date: NaiveDate,
    },
    /// A document of ours.
    Report {
        /// The document.
        document: Document,
        /// The date that it bears.
        date: NaiveDate,
    },
}

impl Make {
    /// The same, for the page to hand on.
    ///
    /// * `cast`: the roles in it, where they stand in the place of names.
    pub fn sealed(&self, cast: Option<&Cast>) -> Sealed {
        let show = |text: &str, _| cast?.show(text, |_, role| role.to_owned());
        // Nothing in it can fail to be written; a message that is empty would be told by whoever makes the file.
        Sealed(to_postcard(self, Some(&show)).unwrap_or_default())
    }

    /// The file to save, still to be made.
    pub fn exported(self, name: String, cast: Option<&Cast>) -> Exported {
        let (mime, make) = (self.mime().to_owned(), Some(self.sealed(cast)));
        Exported { name, mime, text: String::new(), make }
    }

    /// The media type of what is made.
    pub fn mime(&self) -> &'static str {
        match self {
            Make::Paper { format: Some(format), .. } => format.mime(),
            Make::Paper { format: None, .. } => "application/octet-stream",
            Make::Pack { .. } => "application/zip",
            Make::Text(_) => PaperFormat::Markdown.mime(),
            Make::Plan { .. } | Make::Report { .. } => MIME,
        }
    }

    /// The file.
    ///
    /// # Errors
    /// When the document that was opened is damaged, or a template has errors.
    pub fn made(&self) -> Result<Amended, MakeError> {
        let made = |bytes| Ok(Amended { bytes, left: vec![] });
        match self {
            Make::Plan { file, steps } => Ok(ooxml::follow(&file.0, steps)?),
            Make::Pack { title, files, date } => made(packed(title, files, *date)?),
            Make::Report { document, date } => made(docx::write(document, *date)?),
            Make::Text(job) => made(template::text(job).map_err(|e| told(job, &e))?.into_bytes()),
            Make::Paper { job, format, date } => {
                let document = template::render(job).map_err(|e| told(job, &e))?;
                made(match format {
                    None => postcard::to_allocvec(&document)
                        .map_err(|e| MakeError::Template(format!("{}, {e}", job.template.name)))?,
                    Some(format) => written(&document, *format, *date)?,
                })
            }
        }
    }
}
