//! What only the program that opens packed files does: documents by a template, files under a passphrase, evidence bundles.

use super::{Client, unexpected};
use crate::document::Document;
use crate::engine::word::{Bundled, Sealed};
use crate::model::{CaseId, Zone};
use crate::platform::messages::{ReplyBody, RequestBody, Unpack, UserError};
use crate::platform::unpacking::{self, Looks};
use crate::workspace::bundle::Verified;
use chrono::NaiveDate;

impl Client {
    /// The document that a template yields.
    ///
    /// # Errors
    /// As [`Client::make`].
    pub async fn written(&self, make: Sealed) -> Result<Document, UserError> {
        let (blob, _) = unpacking::made(make).await?;
        unpacking::document(&blob).await
    }

    /// The text that a template yields.
    ///
    /// # Errors
    /// As [`Client::make`].
    pub async fn text(&self, make: Sealed) -> Result<String, UserError> {
        let (blob, _) = unpacking::made(make).await?;
        unpacking::all_text(&blob).await
    }

    /// Makes a file that the engine has said the content of.
    ///
    /// # Errors
    /// When what makes it could not be loaded, or a document in it is damaged.
    pub async fn make(&self, make: Sealed) -> Result<(web_sys::Blob, Vec<String>), UserError> {
        unpacking::made(make).await
    }

    /// Encrypts a file.
    ///
    /// # Errors
    /// When what does it could not be loaded, or gets no random numbers.
    pub async fn seal(&self, file: &web_sys::Blob, passphrase: String) -> Result<web_sys::Blob, UserError> {
        let sealed = unpacking::remade("The file could not be encrypted", Unpack::Seal { passphrase }, file);
        sealed.await.map(|(blob, _)| blob)
    }

    /// Decrypts the encrypted file that was opened last: its name, and the file.
    ///
    /// # Errors
    /// When the passphrase does not fit, or the file is damaged or was changed; it can be tried again.
    pub async fn unseal(&self, passphrase: String) -> Result<(String, web_sys::Blob), UserError> {
        let waiting = self.shared.sealed.borrow().clone();
        let Some((name, file)) = waiting else { return Err(UserError::cancelled()) };
        let blob = self.unsealed(&name, &file, passphrase).await?;
        *self.shared.sealed.borrow_mut() = None;
        Ok((name, blob))
    }

    /// What is in an encrypted file.
    ///
    /// # Errors
    /// As [`Client::unseal`].
    pub async fn unsealed(
        &self,
        name: &str,
        file: &web_sys::Blob,
        passphrase: String,
    ) -> Result<web_sys::Blob, UserError> {
        let work = Unpack::Unseal { passphrase };
        unpacking::remade(&format!("{name} was not opened"), work, file).await.map(|(blob, _)| blob)
    }

    /// Whether a file is encrypted.
    pub async fn is_sealed(&self, file: &web_sys::File) -> bool {
        matches!(unpacking::looks(file).await, Looks::Sealed)
    }

    /// The evidence bundle of a case: its name, itself, and what was made of it.
    ///
    /// # Errors
    /// When an original is not at hand or not what the case knows.
    pub async fn evidence(
        &self,
        case: CaseId,
        zone: Zone,
        date: NaiveDate,
        made: String,
    ) -> Result<(String, web_sys::Blob, Bundled), UserError> {
        let (body, blob) = self.send(RequestBody::Evidence { case, zone, date }, vec![], None).1.await?;
        let (ReplyBody::Evidence { name, title, parts, makes }, Some(blob)) = (&body, blob) else {
            return Err(unexpected(&body));
        };
        let work = Unpack::Bundle { title: title.clone(), made, parts: parts.clone(), makes: makes.clone() };
        let (blob, told) = unpacking::remade("The bundle could not be made", work, &blob).await?;
        let mut told = told.into_iter();
        let manifest = told.next().unwrap_or_default();
        Ok((name.clone(), blob, Bundled { manifest, not_made: told.collect() }))
    }

    /// An evidence bundle that was opened last, by its name.
    ///
    /// # Errors
    /// When it is no longer held.
    pub fn bundle(&self, name: &str) -> Result<web_sys::Blob, UserError> {
        let bundles = self.shared.bundles.borrow();
        let held = bundles.iter().find(|(known, _)| known == name).map(|(_, file)| file.clone());
        held.ok_or_else(|| UserError {
            title: "The file of the bundle is no longer at hand".to_owned(),
            remedy: "Open it again".to_owned(),
        })
    }

    /// Forgets an evidence bundle that was opened, by its name.
    pub fn forget_bundle(&self, name: &str) {
        let mut bundles = self.shared.bundles.borrow_mut();
        if let Some(at) = bundles.iter().position(|(known, _)| known == name) {
            bundles.remove(at);
        }
    }

    /// Forgets all evidence bundles that were opened.
    pub fn forget_bundles(&self) {
        self.shared.bundles.borrow_mut().clear();
    }

    /// The workspace of an evidence bundle, with its originals, as a `.floodmark` file.
    ///
    /// # Errors
    /// When there is none, or the bundle is damaged.
    pub async fn bundled_workspace(&self, file: &web_sys::Blob) -> Result<web_sys::Blob, UserError> {
        let made = unpacking::remade("The bundle was not opened", Unpack::Workspace, file);
        made.await.map(|(blob, _)| blob)
    }

    /// The original files in an evidence bundle, by name.
    ///
    /// # Errors
    /// When one of them cannot be read, or there is none.
    pub async fn bundled_originals(
        &self,
        file: &web_sys::Blob,
    ) -> Result<Vec<(String, web_sys::Blob)>, UserError> {
        unpacking::originals(file).await
    }

    /// Hashes everything in an evidence bundle anew.
    ///
    /// # Errors
    /// When it is none, or damaged.
    pub async fn verify(&self, file: &web_sys::Blob) -> Result<Verified, UserError> {
        unpacking::verified(file).await
    }
}
