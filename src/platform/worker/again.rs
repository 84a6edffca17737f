//! Reading a source in another way: from its original, and only then a change of the workspace.

use super::{HEAD, OpenError, WaitingFile, Worker, added_outcome, bytes};
use crate::engine::QueryError;
use crate::import;
use crate::model::{CaseId, Format, Reading, Source, SourceId, Timestamp};
use crate::platform::messages::{FileOutcome, ReplyBody, UserError};
use web_sys::Blob;

impl Worker {
    /// A source as it stands.
    pub(super) fn source(&self, case: CaseId, source: SourceId) -> Option<Source> {
        let engine = self.engine.borrow();
        engine.workspace().case(case)?.sources.iter().find(|s| s.id == source).cloned()
    }

    /// A source with its original.
    async fn original(&self, case: CaseId, source: SourceId) -> Result<(Source, Blob), UserError> {
        // A file that was just added is named by its hash once it has been hashed.
        drop(self.turn.lock().await);
        let source = self.source(case, source).ok_or(QueryError::NoSuchSource);
        let source = source.map_err(|e| UserError::from_display(&e))?;
        let blob = self.at_hand(&source.sha256).await.ok_or_else(|| UserError {
            title: format!("{} is not at hand on this device", source.name),
            remedy: "Open the file again, then read it another way".to_owned(),
        })?;
        Ok((source, blob))
    }

    /// Lets the file of a source wait to be read another way, and tells how it could be.
    pub(super) async fn another(&self, case: CaseId, source: SourceId) -> Result<ReplyBody, UserError> {
        let (found, blob) = self.original(case, source).await?;
        let head = bytes(&blob, 0, HEAD).await.map_err(|e| UserError::from_display(&e))?;
        let detection = import::detect(&found.name, &head, blob.size() as u64);
        let candidates = detection.map_err(|e| UserError::from_display(&e))?.candidates.into_iter();
        let now = found.reading.format;
        let other = |format: Format| {
            let read_whole = matches!(
                format,
                Format::PlanMarkdown | Format::PlanPlaybook | Format::Workspace | Format::WooOrders
            );
            !read_whole && (format == Format::Delimited || format != now)
        };
        let mut choices: Vec<_> =
            candidates.filter(|c| other(c.reading.format)).map(|c| (c.reading, c.evidence)).collect();
        if now == Format::Delimited && !choices.iter().any(|(reading, _)| reading.format == now) {
            choices.push((found.reading.clone(), "it is read so now".to_owned()));
        }
        if choices.is_empty() {
            return Err(UserError {
                title: format!("Nothing else can be made of {}", found.name),
                remedy: format!("Its content fits {} alone", found.reading.format.label()),
            });
        }
        let name = found.name;
        let token = self.wait(WaitingFile { name: name.clone(), blob, again: Some((case, source)) });
        Ok(ReplyBody::Imported(vec![FileOutcome::Undecided { name, token, choices, again: true }]))
    }

    /// Reads a source in another way. Until that has been done whole, nothing changes.
    pub(super) async fn read_again(
        &self,
        id: u32,
        case: CaseId,
        source: SourceId,
        reading: Reading,
    ) -> Result<(FileOutcome, Option<Timestamp>), UserError> {
        let (found, blob) = self.original(case, source).await?;
        let imported = match self.read(id, &found.name, &blob, &reading, None).await {
            Ok(imported) => imported,
            Err(OpenError::Cancelled) => return Err(UserError::cancelled()),
            Err(OpenError::Refused(reason)) => {
                return Err(UserError {
                    title: format!("{} cannot be read as {}", found.name, reading.format.label()),
                    remedy: format!("It stays as it was: {reason}"),
                });
            }
        };
        let mut outcome = added_outcome(&found.name, (case, source), &imported);
        // The zone that was asserted stays, also where its records become cases.
        if let (Some(_), FileOutcome::Added { naive_rows, .. }) = (found.zone, &mut outcome) {
            *naive_rows = 0;
        }
        let change = self.engine.borrow_mut().read_again(case, source, reading.clone(), Some(imported));
        let kept = self.commit(change.map_err(|e| UserError::from_display(&e))?.into()).await?;
        // Where each record is a case, the source may be gone: then the first of the new ones is told.
        if self.source(case, source).is_none_or(|s| s.reading != reading) {
            let engine = self.engine.borrow();
            let mut all = engine.workspace().cases.iter().flat_map(|c| c.sources.iter().map(|s| (c.id, s)));
            let first = all.find(|(_, s)| (&s.sha256, &s.reading) == (&found.sha256, &reading));
            if let (Some((id, first)), FileOutcome::Added { case, source, .. }) = (first, &mut outcome) {
                (*case, *source) = (id.0, first.id);
            }
        }
        Ok((outcome, kept))
    }
}
