//! What belongs into an evidence bundle: originals of this device, edits, documents; packed by another program.

use super::Worker;
use crate::engine::evidence::{Evidence, evidence};
use crate::model::{CaseId, Zone};
use crate::platform::dom::text_blob;
use crate::platform::messages::{ReplyBody, UserError};
use crate::workspace::bundle::Part;
use chrono::NaiveDate;
use web_sys::Blob;

impl Worker {
    /// Gathers the files one after the other in one blob, which copies none of them.
    pub(super) async fn evidence(
        &self,
        case: CaseId,
        zone: Zone,
        date: NaiveDate,
    ) -> Result<(ReplyBody, Blob), UserError> {
        // Files are named by their hashes, and the journal is complete.
        let _turn = self.turn.lock().await;
        let mut journal = String::new();
        // The journal is that of all cases; other cases are no part of the evidence of this one.
        if self.engine.borrow().workspace().cases.len() == 1 {
            for line in self.storage().journal_lines().await? {
                journal.push_str(&line);
                journal.push('\n');
            }
        }
        let gathered = evidence(&self.engine.borrow(), case, zone, date, &journal);
        let gathered = gathered.map_err(|e| UserError::from_display(&e))?;
        let blobs = js_sys::Array::new();
        let mut texts = gathered.texts.iter();
        for part in &gathered.parts {
            let blob = match &part.sha256 {
                Some(sha256) => self.original_of(sha256, part).await?,
                None => text_blob(texts.next().map_or("", String::as_str), "text/plain")?,
            };
            blobs.push(&blob);
        }
        let all = Blob::new_with_blob_sequence(&blobs).map_err(|_| UserError {
            title: "The bundle could not be made".to_owned(),
            remedy: "Memory is full; close other tabs and try again".to_owned(),
        })?;
        let Evidence { name, title, parts, makes, .. } = gathered;
        Ok((ReplyBody::Evidence { name, title, parts, makes }, all))
    }

    async fn original_of(&self, sha256: &str, part: &Part) -> Result<Blob, UserError> {
        self.at_hand(sha256).await.filter(|blob| blob.size() as u64 == part.bytes).ok_or_else(|| UserError {
            title: format!("{} is not on this device", part.path),
            remedy: "Open the file again, then save the bundle".to_owned(),
        })
    }
}
