//! The workspace: everything one person is working on.
//!
//! A workspace holds no evidence, only names of files by hash and what a person decided. It is the fold of its
//! journal: [`change::apply`] takes a workspace and a [`Change`] and gives the next one. Cases are shared by
//! reference between versions, so that keeping every version for undo costs a pointer a case, and undo is exact
//! by construction rather than by hand-written inverses.

mod actions;
pub mod ballots;
pub mod bundle;
pub mod change;
pub mod effect;
pub mod exercise;
pub mod file;
pub mod history;
mod log;
pub mod meeting;
pub mod merge;
mod plan;
pub mod records;
pub mod redact;
pub mod sealed;
pub mod word;

use crate::document::template::{Of, TemplateFile};
use crate::model::{Case, CaseId, Mapping, Thresholds, Timestamp};
use crate::ooxml::Stamp;
use crate::plan::change::Edit;
use crate::plan::read::{Plan, Topics, read_with};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use actions::news as is_news;
pub use change::{Change, Target};
pub use effect::InEffect;
pub use exercise::ExerciseStep;
pub use history::History;
pub use meeting::MeetingStep;
pub use plan::AsRead;
pub use word::WordFile;

/// One version of the response plan, as it was opened or written.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PlanVersion {
    /// The text, byte for byte.
    pub text: String,
    /// When it was opened or written.
    pub written: Timestamp,
    /// The case whose amendments it took in; none for a plan that was opened.
    #[serde(default)]
    pub case: Option<CaseId>,
    /// What was cut into the version before, where that is known.
    #[serde(default)]
    pub edits: Vec<Edit>,
    /// Who approved it, and its date.
    #[serde(default)]
    pub stamp: Option<Stamp>,
    /// How its text reads.
    #[serde(skip)]
    pub as_read: AsRead,
}

/// The response plan with its versions, oldest first; never empty.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanDocument {
    /// The file's name.
    pub name: String,
    /// Its versions; the last is the current one.
    pub versions: Vec<PlanVersion>,
    /// The Word document or CACAO playbook that a version was read from; its text is how it reads.
    #[serde(default)]
    pub word: Option<WordFile>,
    /// The version that was read from it, as a number in `versions`.
    #[serde(default)]
    pub from: usize,
    /// What a person said that its sections are about.
    #[serde(default)]
    pub topics: Topics,
}

impl PlanDocument {
    /// The text of the current version.
    pub fn text(&self) -> &str {
        self.versions.last().map_or("", |v| v.text.as_str())
    }

    /// The current version as it reads, with what a person said of its sections; read anew where somebody said anything.
    pub fn read(&self) -> Arc<Plan> {
        match self.versions.last().filter(|_| self.topics.is_empty()) {
            Some(version) => version.read(),
            None => Arc::new(read_with(self.text(), &self.topics)),
        }
    }
}

/// A person's own pack of notification rules, in place of the one that comes with Floodmark.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RulesFile {
    /// The file's name.
    pub name: String,
    /// The text, byte for byte: JSON in the schema of [`crate::obligation::pack`].
    pub text: String,
}

/// Everything one person is working on, without the evidence itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Workspace {
    /// The cases in the order in which they were made.
    pub cases: Vec<Arc<Case>>,
    /// The response plan.
    pub plan: Option<Arc<PlanDocument>>,
    /// The rules that obligations are judged by; none for the pack that comes with Floodmark.
    pub rules: Option<Arc<RulesFile>>,
    /// The number of the next case; numbers are never used twice.
    pub next_case: u32,
    /// The number of the next source; numbers are never used twice.
    pub next_source: u32,
    /// Mappings that a person kept under a name, for tables of the same kind.
    pub presets: BTreeMap<String, Mapping>,
    /// What findings are held against, where a person set it.
    pub thresholds: Thresholds,
    /// An organisation's own templates, by the document that each is of.
    pub templates: BTreeMap<String, Arc<TemplateFile>>,
}

impl Workspace {
    /// The case of that number.
    pub fn case(&self, id: CaseId) -> Option<&Arc<Case>> {
        // Cases are in the order of their numbers, and there may be thousands.
        let n = self.cases.binary_search_by_key(&id, |c| c.id).ok()?;
        self.cases.get(n)
    }

    /// The template that a document is written by, where it is not the built-in one.
    pub fn template(&self, of: Of) -> Option<&TemplateFile> {
        self.templates.get(of.id()).map(|file| &**file)
    }

    /// Gives a file its hash in place of the name that it had until it was hashed.
    pub fn hashed(&mut self, provisional: &str, sha256: &str) {
        for case in &mut self.cases {
            if case.sources.iter().any(|s| s.sha256 == provisional) {
                for source in Arc::make_mut(case).sources.iter_mut().filter(|s| s.sha256 == provisional) {
                    sha256.clone_into(&mut source.sha256);
                }
            }
        }
    }

    /// The hashes of all files that its sources name, each once, sorted.
    pub fn originals(&self) -> Vec<&str> {
        let mut hashes: Vec<&str> =
            self.cases.iter().flat_map(|c| &c.sources).map(|s| s.sha256.as_str()).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }
}
