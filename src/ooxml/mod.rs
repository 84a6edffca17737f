//! Word documents: reading one as text, and writing changes back into it as tracked changes.
//!
//! A document is read as Markdown, a line a paragraph and a line a row of a table, so that everything that is known of plans in
//! Markdown holds for it. Each line knows the bytes of `word/document.xml` that it stands for. A change of that text becomes
//! insertions and deletions with author and date, as Word makes them when it tracks changes: accepting all gives the new
//! text, rejecting all the old. Every other byte of that part, and every other part, stays as it was.
//!
//! What cannot be changed safely (fields, content bound to other data) is read and left alone; see [`Amended::left`]. Notes and
//! text boxes are read where they are anchored, headers and footers above the text.
//!
//! Only the program that opens packed files and the host link this; page and engine use no more than its types.

mod amend;
mod aside;
mod insert;
mod lines;
pub mod package;
mod paragraph;
mod project;
mod running;
mod safe;
mod styles;
pub mod xml;

pub use amend::{Amended, Stamp, Step, amend, follow};
pub use package::is_word;

use aside::Beside;
use package::Package;
use project::{Parts, Projection};

/// The most that is read of a Word document, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// A Word document that cannot be read or written, with the remedy.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WordError {
    /// It ends too soon, or is no package at all.
    #[error(
        "the Word document is cut short or damaged ({detail}); open it in Word or LibreOffice, save it again and open that"
    )]
    Damaged {
        /// What does not fit.
        detail: String,
    },
    /// It needs a password.
    #[error("the Word document is protected by a password; save it without one and open that")]
    Encrypted,
    /// Nothing in it is the document.
    #[error(
        "the file is packed as a Word document, but the document itself is missing in it; use an undamaged copy"
    )]
    NoDocument,
    /// A part is no XML.
    #[error(
        "{part} in the Word document is damaged (line {line}: {detail}); open it in Word or LibreOffice, save it again and open that"
    )]
    Xml {
        /// The part.
        part: String,
        /// The line in it.
        line: usize,
        /// What is wrong.
        detail: String,
    },
    /// A part grows without measure.
    #[error(
        "{part} in the Word document unpacks to more than a document holds; if you trust it, save it again in Word and open that"
    )]
    TooLarge {
        /// The part.
        part: String,
    },
    /// It is written with names that are not expected.
    #[error(
        "the Word document is written in an unusual way; open it in Word or LibreOffice, save it as DOCX and open that"
    )]
    Unusual,
    /// There is no text in it.
    #[error(
        "there is no text in the Word document; if it is a scan, save its text as DOCX or Markdown and open that"
    )]
    Empty,
}

/// Whether a file can only be a Word document, damaged or not: a package, or what Word makes of one with a password.
pub fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// A Word document as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Read {
    /// Its text as Markdown.
    pub text: String,
    /// What a person should know of it, in plain sentences.
    pub warnings: Vec<String>,
}

/// Reads a Word document as Markdown.
///
/// # Errors
/// [`WordError`] with what is wrong and what to do.
pub fn read(bytes: &[u8]) -> Result<Read, WordError> {
    let mut package = Package::open(bytes)?;
    let mut warnings = safe::warnings(&mut package)?;
    let parts = Parts::of(&mut package, Beside::All)?;
    let Projection { text, asides, lines } = parts.project()?;
    if asides {
        warnings.push(
            "Its footnotes, endnotes and text boxes are read in brackets where they are anchored. Changes go into the text around them; they themselves stay as they are, so change those in Word."
                .to_owned(),
        );
    }
    if !parts.running.lines.is_empty() {
        warnings.push(
            "Its headers and footers are read in brackets above the text, where they state more than a title or the number of a page. A version or date changes there too, as a tracked change without a comment, which Word keeps to the text."
                .to_owned(),
        );
    }
    if lines.is_empty() {
        return Err(WordError::Empty);
    }
    Ok(Read { text, warnings })
}
