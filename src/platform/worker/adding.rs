//! Adding files to the workspace: what was read joins a case, its file is hashed and kept, and only then the change is
//! journalled.

use super::{FIRST_SCREEN, HEAD, OpenError, Opened, WaitingFile, Worker, pause};
use crate::container::SEPARATOR;
use crate::engine::journal::Entry;
use crate::import::{self, Content, Imported};
use crate::model::{CaseId, Format, Reading, SourceId, Timestamp};
use crate::platform::clock::now;
use crate::platform::keeper::{Keeper, hash_and_keep};
use crate::platform::messages::{FileOutcome, ReplyBody, UserError};
use crate::platform::second;
use crate::platform::slices::{LARGE, bytes, prepare};
use crate::workspace::change::NewSource;
use crate::workspace::{Change, Target, WordFile};
use futures_util::lock::OwnedMutexGuard;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

impl Worker {
    /// Reads files one after the other and adds all that became evidence in one change, so that undo takes all back.
    pub(super) async fn import(
        self: &Rc<Self>,
        id: u32,
        names: Vec<String>,
        files: Vec<Blob>,
        (target, plan): (Target, bool),
    ) -> Result<ReplyBody, UserError> {
        let mut outcomes = vec![];
        let mut sources = vec![];
        let mut added = vec![];
        for (name, blob) in names.into_iter().zip(files) {
            let file = WaitingFile { name: name.clone(), blob: blob.clone(), again: None };
            let opened = if plan { self.open_as_plan(id, file).await } else { self.open(id, file).await };
            match opened {
                Ok(Opened::Evidence { reading, imported }) => {
                    let new = self.take(&name, &blob, reading, *imported, &mut added);
                    sources.push(new);
                }
                Ok(Opened::Other(outcome)) => outcomes.push(outcome),
                Err(OpenError::Cancelled) => {
                    return Err(UserError::cancelled());
                }
                Err(OpenError::Refused(reason)) => outcomes.push(FileOutcome::Refused { name, reason }),
            }
        }
        self.add(target, sources, added, outcomes).await
    }

    /// Opens a Word document, by what its text is: a plan stays the document that it is, anything else is read as text.
    pub(super) async fn open_word(
        self: &Rc<Self>,
        id: u32,
        (name, text): (String, String),
        files: Vec<Blob>,
        (target, plan): (Target, bool),
    ) -> Result<ReplyBody, UserError> {
        let as_text = format!("{name}{SEPARATOR}text.md");
        // What it is, its beginning tells, as of any file.
        let head = text.as_bytes().get(..HEAD as usize).unwrap_or(text.as_bytes());
        let detected = import::detect(&as_text, head, text.len() as u64);
        let is_plan = |d: import::Detection| d.undecided().any(|c| c.reading.format == Format::PlanMarkdown);
        let plan = plan || detected.is_ok_and(is_plan);
        if let Some(file) = files.first().filter(|_| plan) {
            let all = bytes(file, 0, file.size() as u64).await.map_err(|e| UserError::from_display(&e))?;
            let file = WordFile(all.into());
            self.commit(Change::OpenWord { name: name.clone(), text, file }.into()).await?;
            return Ok(ReplyBody::Imported(vec![FileOutcome::Plan { name }]));
        }
        let blob = crate::platform::dom::text_blob(&text, "text/markdown")?;
        self.import(id, vec![as_text], vec![blob], (target, false)).await
    }

    /// Hands what was read to the engine, under a name of its own until the file is hashed.
    pub(super) fn take(
        &self,
        name: &str,
        blob: &Blob,
        reading: Reading,
        imported: Imported,
        added: &mut Vec<FileOutcome>,
    ) -> NewSource {
        let file = format!("file {}", self.next_file.replace(self.next_file.get() + 1));
        self.originals.borrow_mut().insert(file.clone(), blob.clone());
        added.push(added_outcome(name, (CaseId(0), SourceId(0)), &imported));
        let mut new = self.engine.borrow_mut().supply(&file, reading, imported);
        name.clone_into(&mut new.name);
        new
    }

    /// Adds sources in one change, which is kept once their files are ([`Worker::settle`]), and completes their outcomes with the cases that they joined or made.
    pub(super) async fn add(
        self: &Rc<Self>,
        target: Target,
        sources: Vec<NewSource>,
        added: Vec<FileOutcome>,
        mut outcomes: Vec<FileOutcome>,
    ) -> Result<ReplyBody, UserError> {
        if !sources.is_empty() {
            let turn = self.turn.clone().lock_owned().await;
            let (first, mut next_source) = {
                let engine = self.engine.borrow();
                (engine.workspace().next_case, engine.workspace().next_source)
            };
            let (at, change) = (now(), Change::AddSources { target, sources });
            let applied = self.engine.borrow_mut().apply(&change.clone().into(), at);
            applied.map_err(|e| UserError::from_display(&e))?;
            let mut next = first;
            let joined = match target {
                Target::Case(case) => Some(case.0),
                Target::NewCase => None,
            };
            let mut shared = joined;
            for mut outcome in added {
                if let FileOutcome::Added { case, source, cases, .. } = &mut outcome {
                    *source = SourceId(next_source);
                    next_source += (*cases).max(1) as u32;
                    if *cases > 0 {
                        *case = next;
                        next += *cases as u32;
                    } else {
                        *case = *shared.get_or_insert_with(|| {
                            next += 1;
                            next - 1
                        });
                    }
                }
                outcomes.push(outcome);
            }
            self.opened.set(outcomes.iter().rev().find_map(|outcome| match outcome {
                FileOutcome::Added { case, cases: 0, .. } => Some(CaseId(*case)),
                _ => None,
            }));
            spawn_local(self.clone().settle(at, change, turn));
        }
        Ok(ReplyBody::Imported(outcomes))
    }

    /// Hashes and keeps the files of sources that were just added, then journals the change. What cannot be kept is taken
    /// back. Nothing else is applied before.
    pub(super) async fn settle(
        self: Rc<Self>,
        at: Timestamp,
        mut change: Change,
        _turn: OwnedMutexGuard<()>,
    ) {
        let kept = match self.hashed(&mut change).await {
            Ok(()) => self.journal(&Entry { at, command: change.into() }).await,
            Err(error) => Err(error),
        };
        match kept {
            Ok(()) => *self.kept.borrow_mut() = Ok(self.storage().keeps().then_some(at)),
            Err(error) => {
                self.engine.borrow_mut().retract();
                *self.lost.borrow_mut() = Some(error);
            }
        }
        prepare();
        second::prepare();
    }

    /// Hashes and keeps the files of a change that adds sources, and names them by their hashes.
    pub(super) async fn hashed(&self, change: &mut Change) -> Result<(), UserError> {
        let Change::AddSources { sources, .. } = change else { return Ok(()) };
        let storage = self.storage();
        let mut keeper = None;
        for source in sources {
            let blob = self.originals.borrow().get(&source.sha256).cloned();
            let Some(blob) = blob else { continue };
            if blob.size() as u64 > LARGE && keeper.is_none() {
                // What fills the first screen has both cores until then.
                pause(2 * FIRST_SCREEN).await;
                keeper = Keeper::start();
            }
            let elsewhere = match &keeper {
                Some(keeper) => keeper.keep(&blob).await,
                None => None,
            };
            let sha256 = match elsewhere {
                Some(kept) => kept?,
                None => hash_and_keep(&storage, &blob).await?,
            };
            self.engine.borrow_mut().hashed(&source.sha256, &sha256);
            let mut originals = self.originals.borrow_mut();
            originals.remove(&source.sha256);
            originals.insert(sha256.clone(), blob);
            source.sha256 = sha256;
        }
        Ok(())
    }
}

/// What is told of a file that joined a case.
pub(super) fn added_outcome(
    name: &str,
    (case, source): (CaseId, SourceId),
    imported: &Imported,
) -> FileOutcome {
    let report = &imported.report;
    let names: Vec<&str> = report.abbreviated.keys().map(|a| a.name()).collect();
    FileOutcome::Added {
        name: name.to_owned(),
        case: case.0,
        source,
        rows: report.rows,
        refused: report.refusals.len() as u64,
        naive_rows: report.naive_rows,
        abbreviated: report.abbreviated.values().sum(),
        abbreviations: names.join(", "),
        dates: report.dates.as_ref().filter(|_| report.day_first.is_none()).map_or(0, |dates| dates.rows),
        cases: match &imported.content {
            Content::Events(_) => 0,
            Content::Incidents(all) => all.len(),
        },
    }
}
