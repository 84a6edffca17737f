//! Files that are opened, and what waits to be told how it is read.

use super::{Client, RequestId, unexpected};
use crate::document::template::TemplateFile;
use crate::engine::Progress;
use crate::import::MappingPreview;
use crate::language::retold;
use crate::model::{CaseId, Mapping, Reading, SourceId, Timestamp, Zone};
use crate::platform::messages::{FileOutcome, ReplyBody, RequestBody, UserError};
use crate::platform::unpacking::{self, Ended, Looks};
use crate::workspace::{Change, Target};
use std::rc::Rc;

impl Client {
    /// Reads files, containers opened. Progress comes while it runs; `started` is handed the id for [`Client::cancel`].
    ///
    /// # Errors
    /// When nothing could be kept, or it was cancelled.
    pub async fn import(
        &self,
        files: Vec<web_sys::File>,
        (target, plan): (Target, bool),
        started: impl FnOnce(RequestId),
        progress: impl Fn(Progress) + 'static,
    ) -> Result<Vec<FileOutcome>, UserError> {
        self.wake();
        let id = self.shared.next();
        started(RequestId(id));
        let progress: Rc<dyn Fn(Progress)> = Rc::new(progress);
        let mut names = vec![];
        let mut blobs: Vec<web_sys::Blob> = vec![];
        let mut told = vec![];
        let mut words = vec![];
        for file in files {
            let name = file.name();
            if let Some(text) = unpacking::template(&file).await {
                told.push(self.open_template(name, text).await);
                continue;
            }
            match unpacking::looks(&file).await {
                Looks::Container => {}
                Looks::Sealed => {
                    told.push(FileOutcome::Sealed { name: name.clone() });
                    *self.shared.sealed.borrow_mut() = Some((name, file.into()));
                    continue;
                }
                Looks::Plain => {
                    names.push(name);
                    blobs.push(file.into());
                    continue;
                }
            }
            let hold = |end| {
                self.shared.unpacking.borrow_mut().insert(id, end);
            };
            let unpacked = unpacking::unpacked(&name, &file, hold, progress.clone()).await;
            self.shared.unpacking.borrow_mut().remove(&id);
            match unpacked {
                Ok(unpacked) => {
                    if let Some(contents) = unpacked.bundle {
                        told.push(FileOutcome::Bundle { name: name.clone(), contents });
                        self.shared.bundles.borrow_mut().push((name, file.into()));
                        continue;
                    }
                    if let Some(text) = unpacked.word {
                        let note = |text| FileOutcome::Note { name: name.clone(), text };
                        told.extend(unpacked.notes.into_iter().map(note));
                        words.push((RequestBody::OpenWord { name, text, target, plan }, file.into()));
                        continue;
                    }
                    if unpacked.members.is_empty() && unpacked.skipped.is_empty() {
                        let reason =
                            "it holds no file that can be read; pack the files that you need".to_owned();
                        told.push(FileOutcome::Refused { name: name.clone(), reason });
                    }
                    for (name, blob) in unpacked.members {
                        names.push(name);
                        blobs.push(blob);
                    }
                    let refused = |(name, reason)| FileOutcome::Refused { name, reason };
                    told.extend(unpacked.skipped.into_iter().map(refused));
                    let note = |text: String| {
                        let text = retold(text);
                        let own = text.strip_prefix(&format!("{name}: ")).map(str::to_owned);
                        FileOutcome::Note { name: name.clone(), text: own.unwrap_or(text) }
                    };
                    told.extend(unpacked.notes.into_iter().map(note));
                }
                Err(Ended::Refused(reason)) => told.push(FileOutcome::Refused { name, reason }),
                Err(Ended::Cancelled) => return Err(UserError::cancelled()),
            }
        }
        for (word, file) in words {
            told.extend(imported(self.send(word, vec![file], None).1.await?.0)?);
        }
        if blobs.is_empty() {
            return Ok(told);
        }
        // Of several files that were packed together, each is what it is.
        let plan = plan && blobs.len() == 1;
        let reply = self.send_as(id, RequestBody::Import { names, target, plan }, blobs, Some(progress));
        let mut outcomes = imported(reply.await?.0)?;
        outcomes.append(&mut told);
        Ok(outcomes)
    }

    /// Opens a template, where it has no error.
    async fn open_template(&self, name: String, text: String) -> FileOutcome {
        let file = TemplateFile { name: name.clone(), text: text.clone() };
        let reason = match unpacking::checked(file).await {
            Err(Ended::Refused(reason)) => reason,
            Err(Ended::Cancelled) => UserError::cancelled().title,
            Ok(()) => match self.apply(Change::OpenTemplate { name: name.clone(), text }).await {
                Ok(_) => return FileOutcome::Template { name },
                Err(error) if error.remedy.is_empty() => error.title,
                Err(error) => error.remedy,
            },
        };
        FileOutcome::Refused { name, reason }
    }

    /// Loads an invented example.
    ///
    /// # Errors
    /// When it could not be kept.
    pub async fn example(&self, which: crate::example::Example) -> Result<Vec<FileOutcome>, UserError> {
        imported(self.send(RequestBody::Example { which }, vec![], None).1.await?.0)
    }

    /// What a mapping does to a waiting file.
    ///
    /// # Errors
    /// When the mapping names columns that are not there.
    pub async fn preview(
        &self,
        token: u32,
        mapping: Mapping,
        zone: Option<Zone>,
    ) -> Result<MappingPreview, UserError> {
        match self.send(RequestBody::Preview { token, mapping, zone }, vec![], None).1.await?.0 {
            ReplyBody::Preview(preview) => Ok(*preview),
            other => Err(unexpected(&other)),
        }
    }

    /// Reads a waiting file in the given way.
    ///
    /// # Errors
    /// As [`Client::import`].
    pub async fn read(
        &self,
        token: u32,
        reading: Reading,
        target: Target,
    ) -> Result<Vec<FileOutcome>, UserError> {
        imported(self.send(RequestBody::Read { token, reading, target }, vec![], None).1.await?.0)
    }

    /// Counts a waiting file of orders for a case; gives the time at which that was kept on this device.
    ///
    /// # Errors
    /// When it cannot be read, or the case has no exposure window.
    pub async fn count_orders(
        &self,
        token: u32,
        case: CaseId,
        zone: Option<Zone>,
        day_first: Option<bool>,
    ) -> Result<Option<Timestamp>, UserError> {
        self.applied(RequestBody::CountOrders { token, case, zone, day_first }).await
    }

    /// How else a source could be read; its file waits then for [`Client::read`].
    ///
    /// # Errors
    /// When the file is not at hand, or nothing else can be made of it.
    pub async fn another(&self, case: CaseId, source: SourceId) -> Result<Vec<FileOutcome>, UserError> {
        imported(self.send(RequestBody::Another { case, source }, vec![], None).1.await?.0)
    }

    /// Reads a source in another way; gives the time at which that was kept on this device.
    ///
    /// # Errors
    /// When it cannot be read so; then it stays as it was.
    pub async fn read_again(
        &self,
        case: CaseId,
        source: SourceId,
        reading: Reading,
    ) -> Result<Option<Timestamp>, UserError> {
        self.applied(RequestBody::ReadAgain { case, source, reading }).await
    }

    /// Forgets a waiting file.
    pub fn forget(&self, token: u32) {
        drop(self.send(RequestBody::Forget { token }, vec![], None));
    }
}

fn imported(body: ReplyBody) -> Result<Vec<FileOutcome>, UserError> {
    match body {
        ReplyBody::Imported(outcomes) => Ok(outcomes),
        other => Err(unexpected(&other)),
    }
}
