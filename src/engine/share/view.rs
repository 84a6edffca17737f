//! What the page shows of a share, and what it asks for.

use super::super::protocol::Export;
use super::Shared;
use crate::workspace::redact::{Replacement, Residue};
use serde::{Deserialize, Serialize};

/// At most so many replacements and remains cross to the page.
pub const SHOWN: usize = 2_000;

/// A document of a share.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ShareOf {
    /// The report as one HTML file.
    Html,
    /// The report as Markdown.
    Markdown,
    /// The report as a Word document.
    Word,
    /// The timeline as CSV.
    Timeline,
}

impl From<ShareOf> for Export {
    fn from(of: ShareOf) -> Export {
        match of {
            ShareOf::Html => Export::ReportHtml,
            ShareOf::Markdown => Export::ReportMarkdown,
            ShareOf::Word => Export::ReportWord,
            ShareOf::Timeline => Export::TimelineCsv,
        }
    }
}

/// A file of a share.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SharePart {
    /// The case as a `.floodmark` file.
    Workspace,
    /// What the replacements stand for; to be kept apart.
    Key,
    /// A document.
    Document(ShareOf),
}

/// A share before it leaves.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ShareView {
    /// What is replaced or could be, the first [`SHOWN`].
    pub replacements: Vec<Replacement>,
    /// How many there are in all.
    pub total: u32,
    /// What is still there afterwards, the first [`SHOWN`].
    pub residue: Vec<Residue>,
    /// How much of that there is in all.
    pub left: u32,
    /// By how many weeks dates move.
    pub weeks: i64,
    /// Metrics and milestones that are not as they were; none in all likelihood.
    pub differing: Vec<String>,
    /// What a person should know of it.
    pub notes: Vec<String>,
}

impl Shared {
    /// What the page shows of it.
    pub fn view(&self) -> ShareView {
        ShareView {
            replacements: self.replacements.iter().take(SHOWN).cloned().collect(),
            total: self.replacements.len() as u32,
            residue: self.residue.iter().take(SHOWN).cloned().collect(),
            left: self.residue.len() as u32,
            weeks: self.weeks,
            differing: self.differing.clone(),
            notes: self.notes.clone(),
        }
    }
}
