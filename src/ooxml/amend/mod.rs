//! Changes of the text carried back into the document, as tracked changes.

mod job;
mod parts;
mod words;

pub(super) use job::Job;
pub(super) use words::{inline, row_cells};

use super::aside::{Asides, Beside};
use super::lines::{edits_between, ops};
use super::package::Package;
use super::paragraph::Place;
use super::project::{Parts, Projection, project};
use super::xml::Tree;
use super::{WordError, running, safe};
use crate::plan::change::Edit;
use chrono::NaiveDate;
use parts::{add_comments, add_lists, first_free_comment};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Who is named as the author of changes where nobody else is known.
pub const AUTHOR: &str = "Floodmark";

/// Who made changes, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// The author that each change names; empty for Floodmark itself.
    pub author: String,
    /// The date that each change names.
    pub date: NaiveDate,
}

/// One version of a text after another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Step {
    /// Its text.
    pub text: String,
    /// The edits that made it of the version before, where they are known.
    pub edits: Vec<Edit>,
    /// By whom, and when.
    pub stamp: Stamp,
}

/// A changed document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Amended {
    /// The document.
    pub bytes: Vec<u8>,
    /// What could not be changed in it and is left to a person, in plain sentences.
    pub left: Vec<String>,
}

/// Writes versions into a document, one after the other. Without any, the document stays as it is but for what is unsafe.
///
/// # Errors
/// As [`amend`].
pub fn follow(bytes: &[u8], steps: &[Step]) -> Result<Amended, WordError> {
    let mut done = amend(bytes, &[], &Stamp { author: String::new(), date: NaiveDate::default() })?;
    let beside = beside_read(&done.bytes, steps)?;
    for step in steps {
        let edits = |text: &str| match apply(text, &step.edits) {
            _ if text.trim().is_empty() => Err(WordError::Empty),
            made if made == step.text => Ok(Cow::from(&step.edits)),
            // Where an earlier version of the text was read in another way, lines are compared instead.
            _ => Ok(Cow::from(edits_between(text, &step.text))),
        };
        let mut package = Package::open(&done.bytes)?;
        let changes = Changes::of(&mut package, &step.stamp, beside, edits)?;
        let next = changes.written(package, &done.bytes)?;
        done.bytes = next.bytes;
        done.left.extend(next.left);
    }
    Ok(done)
}

/// How much of what stands beside its text was read of a document: an older program read less, and what it opened is followed so.
/// That is told by what the first edits make the first version of.
fn beside_read(bytes: &[u8], steps: &[Step]) -> Result<Beside, WordError> {
    let Some(first) = steps.first() else { return Ok(Beside::All) };
    for beside in Beside::ALL {
        // What an older program did not look at may be damaged.
        let read = Parts::of(&mut Package::open(bytes)?, beside).and_then(|parts| parts.project());
        if read.is_ok_and(|read| apply(&read.text, &first.edits) == first.text) {
            return Ok(beside);
        }
    }
    Ok(steps.iter().map(|step| Beside::told_by(&step.text)).max().unwrap_or_default())
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.range.start).unwrap_or(""));
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// Writes edits of the text of a document into it, as tracked changes. Macros and links that would be followed by themselves
/// are taken out; besides that, and without edits, the document stays byte for byte.
///
/// # Errors
/// [`WordError`] when the document is damaged.
pub fn amend(bytes: &[u8], edits: &[Edit], stamp: &Stamp) -> Result<Amended, WordError> {
    let mut package = Package::open(bytes)?;
    let changes = match edits {
        [] => Changes::default(),
        edits => Changes::of(&mut package, stamp, Beside::All, |_| Ok(edits.into()))?,
    };
    changes.written(package, bytes)
}

/// What changes in a package: its parts, and what is left to a person.
#[derive(Default)]
struct Changes {
    parts: BTreeMap<String, Option<Vec<u8>>>,
    left: Vec<String>,
}

impl Changes {
    /// What edits change, which are told by the text of the document.
    fn of<'e>(
        package: &mut Package<'_>,
        stamp: &Stamp,
        beside: Beside,
        edits: impl FnOnce(&str) -> Result<Cow<'e, [Edit]>, WordError>,
    ) -> Result<Changes, WordError> {
        let parts = Parts::of(package, beside)?;
        let tree = parts.tree()?;
        let projection = project(&tree, &parts);
        let edits = edits(&projection.text)?;
        let (running, edits) = running::parted(&parts, &projection.text, &edits);
        let mut job = Job::new(&tree, &parts, &projection, stamp);
        job.comment = first_free_comment(package)?;
        let first = job.comment;
        for op in ops(&projection, &edits) {
            job.apply(op);
        }
        let comments = std::mem::take(&mut job.comments);
        let lists = (job.bullets.take(), job.numbers.take());
        let mut changes = Changes { parts: BTreeMap::new(), left: std::mem::take(&mut job.left) };
        changes.run(&job, &running)?;
        if !job.untouched {
            changes.parts.insert(package.main.clone(), Some(job.spliced().into_bytes()));
        }
        if !comments.is_empty() {
            add_comments(package, &mut changes.parts, first, &comments, stamp)?;
        }
        if lists != (None, None) {
            add_lists(package, &mut changes.parts, &parts, lists)?;
        }
        Ok(changes)
    }

    /// Changes what headers and footers say, beside the changes of the document.
    fn run(&mut self, beside: &Job<'_, '_>, lines: &[running::Changed<'_>]) -> Result<(), WordError> {
        let (asides, projection) = (Asides::of_running(), Projection::default());
        let mut next = beside.next;
        for (part, (path, text)) in beside.parts.running.parts.iter().enumerate() {
            let tree = Tree::parse(path, text)?;
            let mut job = Job::new(&tree, beside.parts, &projection, beside.stamp);
            (job.asides, job.remarks, job.next) = (&asides, false, job.next.max(next));
            for running::Changed { line, new } in lines {
                for (_, holder) in line.places.iter().filter(|(n, _)| *n == part) {
                    match running::words(new) {
                        Some(new) => drop(job.rewrite(*holder, Place::Text, new, &[])),
                        None => job.leave(*holder, &line.text, new),
                    }
                }
            }
            next = job.next;
            let left = std::mem::take(&mut job.left);
            self.left.extend(left);
            if !job.untouched {
                self.parts.insert(path.clone(), Some(job.spliced().into_bytes()));
            }
        }
        let mut told = BTreeSet::new();
        self.left.retain(|text| told.insert(text.clone()));
        Ok(())
    }

    /// The package with them, and without what is unsafe.
    fn written(mut self, mut package: Package<'_>, bytes: &[u8]) -> Result<Amended, WordError> {
        safe::clean(&mut package, &mut self.parts)?;
        let bytes = if self.parts.is_empty() { bytes.to_vec() } else { package.write(&self.parts)? };
        Ok(Amended { bytes, left: self.left })
    }
}
