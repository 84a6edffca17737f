//! Files that are made elsewhere: what a Word document is to be made of crosses to the program that opens packed files, which alone
//! packs any. On the host, [`Make::made`] is called at once.

use super::view::Exported;
use crate::document::{Document, docx};
use crate::ooxml::{self, Amended, Step, WordError};
use crate::workspace::WordFile;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The media type of Word documents.
pub const MIME: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What a file is to be made of, as it crosses the page, which needs to know nothing of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// The file.
    ///
    /// # Errors
    /// When the document that was opened is damaged.
    pub fn made(&self) -> Result<Amended, WordError> {
        postcard::from_bytes::<Make>(&self.0).map_err(|_| WordError::Unusual)?.made()
    }
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
    /// A document of ours.
    Report {
        /// The document.
        document: Document,
        /// The date that it bears.
        date: NaiveDate,
    },
}

impl Make {
    /// The file to save, still to be made.
    pub fn exported(self, name: String) -> Exported {
        // Nothing in it can fail to be written; a message that is empty would be told by whoever makes the file.
        let sealed = Sealed(postcard::to_allocvec(&self).unwrap_or_default());
        Exported { name, mime: MIME.to_owned(), text: String::new(), make: Some(sealed) }
    }

    /// The file.
    ///
    /// # Errors
    /// When the document that was opened is damaged.
    pub fn made(&self) -> Result<Amended, WordError> {
        match self {
            Make::Plan { file, steps } => ooxml::follow(&file.0, steps),
            Make::Report { document, date } => {
                Ok(Amended { bytes: docx::write(document, *date)?, left: vec![] })
            }
        }
    }
}
