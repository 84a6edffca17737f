//! What crosses between page and worker besides the engine's own messages: files, progress, storage.
//!
//! A message is a JavaScript object `{ data, files? }`: `data` is one of these in postcard, whose code is a fraction of
//! JSON's, `files` an array of `File`s, which cross by reference, so that no file is ever copied into the page.

use crate::document::template::TemplateFile;
use crate::engine::view::{TrackerView, UnsaidOrders};
use crate::engine::word::Sealed;
use crate::engine::{Answer, Command, Progress, Query};
use crate::import::MappingPreview;
use crate::language::retold_apart;
use crate::model::{CaseId, Mapping, Reading, SourceId, Timestamp, Zone};
use crate::workspace::Target;
use crate::workspace::bundle::{Contents, Part, Verified};
use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast, JsValue};

/// A message in postcard.
///
/// # Errors
/// When it holds what postcard cannot express.
pub fn pack<T: Serialize>(message: &T) -> Result<js_sys::Uint8Array, UserError> {
    packed(postcard::to_allocvec(message))
}

/// The bytes of a message, for the `data` of a JavaScript object.
///
/// # Errors
/// When there are none.
pub fn packed(bytes: Result<Vec<u8>, postcard::Error>) -> Result<js_sys::Uint8Array, UserError> {
    let bytes = bytes.map_err(|e| UserError::from_display(&e))?;
    Ok(js_sys::Uint8Array::from(bytes.as_slice()))
}

/// A message out of the `data` of a JavaScript object.
pub fn unpack<T: DeserializeOwned>(object: &JsValue) -> Option<T> {
    let data = js_sys::Reflect::get(object, &"data".into()).ok()?.dyn_into::<js_sys::Uint8Array>().ok()?;
    postcard::from_bytes(&data.to_vec()).ok()
}

/// From page to worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Request {
    /// Names the request; its replies carry the same number.
    pub id: u32,
    /// What is asked.
    pub body: RequestBody,
}

/// What a page asks of its worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestBody {
    /// When the last change was kept on this device → [`ReplyBody::Applied`].
    Kept,
    /// Change the workspace → [`ReplyBody::Applied`].
    Apply(Command),
    /// Take over what the files of participants add to a case as it stands by then → [`ReplyBody::Applied`].
    TakeMerged {
        /// The case.
        case: CaseId,
        /// Name and text of each file.
        files: Vec<(String, String)>,
        /// The file whose value is to stand, by the place of a conflict.
        choices: BTreeMap<String, String>,
        /// How many things were said differently when a person looked.
        seen: usize,
    },
    /// Ask → [`ReplyBody::Answered`].
    Ask(Box<Query>),
    /// Read the files that come with the message → [`ReplyBody::Imported`].
    Import {
        /// What each of them is called.
        names: Vec<String>,
        /// Where they go.
        target: Target,
        /// Whether a person says that they are the response plan.
        plan: bool,
    },
    /// Open the Word document that comes with the message: a plan, or what else its text turns out to be →
    /// [`ReplyBody::Imported`].
    OpenWord {
        /// What it is called.
        name: String,
        /// Its text as Markdown.
        text: String,
        /// Where it goes, if it is no plan.
        target: Target,
        /// Whether a person says that it is the response plan.
        plan: bool,
    },
    /// Load an invented example → [`ReplyBody::Imported`].
    Example {
        /// Which.
        which: crate::example::Example,
    },
    /// Show what a mapping does to a file that waits for one → [`ReplyBody::Preview`].
    Preview {
        /// The waiting file.
        token: u32,
        /// The mapping to try.
        mapping: Mapping,
        /// The zone to try.
        zone: Option<Zone>,
    },
    /// Read a waiting file in this way → [`ReplyBody::Imported`].
    Read {
        /// The waiting file.
        token: u32,
        /// How to read it.
        reading: Reading,
        /// Where it goes.
        target: Target,
    },
    /// Count a waiting file of orders inside the exposure window of a case → [`ReplyBody::Applied`].
    CountOrders {
        /// The waiting file.
        token: u32,
        /// The case.
        case: CaseId,
        /// The zone of dates that state none.
        zone: Option<Zone>,
        /// Whether the first figure of dates that fit both orders is the day.
        day_first: Option<bool>,
    },
    /// Ask how else a source could be read: its file waits then, to be read with [`RequestBody::Read`] →
    /// [`ReplyBody::Imported`].
    Another {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
    },
    /// Read a source in another way → [`ReplyBody::Applied`].
    ReadAgain {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
        /// How to read it.
        reading: Reading,
    },
    /// Forget a waiting file → [`ReplyBody::Done`].
    Forget {
        /// The waiting file.
        token: u32,
    },
    /// Stop the request of that number → no reply of its own.
    Cancel {
        /// The request.
        request: u32,
    },
    /// Gather what belongs into the evidence bundle of a case, one file after the other in a `Blob` →
    /// [`ReplyBody::Evidence`].
    Evidence {
        /// The case.
        case: CaseId,
        /// The zone of its documents.
        zone: Zone,
        /// The date in them.
        date: NaiveDate,
    },
    /// Build the `.floodmark` file; its text comes as a `Blob` → [`ReplyBody::Saved`].
    Save,
    /// Write the journal as it is kept, an entry a line, into a `Blob` → [`ReplyBody::Saved`].
    Journal,
    /// Erase everything on this device → [`ReplyBody::Applied`].
    Erase,
    /// Change the workspace here from now on, and no longer in another tab → [`ReplyBody::Applied`].
    TakeOver,
}

/// From worker to page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reply {
    /// The request that it answers.
    pub id: u32,
    /// The reply.
    pub body: ReplyBody,
}

/// What a worker tells its page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyBody {
    /// How far it has come; more follows.
    Progress(Progress),
    /// Applied and kept.
    Applied {
        /// When it was kept; none where nothing can be kept on this device.
        kept: Option<Timestamp>,
    },
    /// The answer.
    Answered(Box<Answer>),
    /// What became of each file.
    Imported(Vec<FileOutcome>),
    /// What a mapping does.
    Preview(Box<MappingPreview>),
    /// The file is in the message's `blob`.
    Saved {
        /// How many originals are not in it, since this device does not have them.
        missing: u32,
    },
    /// What belongs into a bundle is in the message's `blob`.
    Evidence {
        /// What the bundle is called.
        name: String,
        /// The title of the case.
        title: String,
        /// What stands in the blob, in order.
        parts: Vec<Part>,
        /// Documents that are still to be made, by their paths in the bundle.
        makes: Vec<(String, Sealed)>,
    },
    /// Done.
    Done,
    /// It did not work, and why; nothing has changed.
    Failed(UserError),
}

/// What became of one file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileOutcome {
    /// It joined the workspace.
    Added {
        /// The file.
        name: String,
        /// The case it joined, or the first that it made.
        case: u32,
        /// What it is called there.
        source: SourceId,
        /// Rows or records found.
        rows: u64,
        /// How many of them were refused.
        refused: u64,
        /// Rows whose wall clock waits for a zone.
        naive_rows: u64,
        /// Rows with a zone abbreviation that may mean several zones: they wait to be told which.
        abbreviated: u64,
        /// Those abbreviations, joined by commas.
        abbreviations: String,
        /// Rows with dates that fit both orders of day and month: they wait to be told which.
        dates: u64,
        /// How many cases it made.
        cases: usize,
    },
    /// It is the response plan now.
    Plan {
        /// The file.
        name: String,
    },
    /// It is a pack of rules, and obligations are judged by it now.
    Rules {
        /// The file.
        name: String,
    },
    /// It is a template, and its document is written by it now.
    Template {
        /// The file.
        name: String,
    },
    /// It was a saved workspace and is open now.
    Workspace {
        /// The file.
        name: String,
    },
    /// It waits to be told how to read it.
    Waiting {
        /// The file.
        name: String,
        /// Names it in further requests.
        token: u32,
        /// The suggested mapping.
        mapping: Box<Mapping>,
        /// What that mapping does.
        preview: Box<MappingPreview>,
        /// What in the file speaks for this.
        evidence: String,
        /// The mappings that the person kept, by name.
        presets: BTreeMap<String, Mapping>,
        /// The zone of its wall clocks, where a person asserted one already.
        zone: Option<Zone>,
    },
    /// It may be of several formats, and waits to be told which.
    Undecided {
        /// The file.
        name: String,
        /// Names it in further requests.
        token: u32,
        /// How it could be read, best first, and what in the file speaks for each.
        choices: Vec<(Reading, String)>,
        /// Whether it is a source already, and is read in another way.
        again: bool,
    },
    /// It holds a shop's orders, and waits to be counted.
    Orders {
        /// The file.
        name: String,
        /// Names it in further requests.
        token: u32,
        /// What only a person can say of its dates.
        unsaid: UnsaidOrders,
    },
    /// It is a tracker's list that names action items of the workspace, and waits to be told what it is for.
    Tracker {
        /// The file.
        name: String,
        /// Names it in further requests.
        token: u32,
        /// How its rows would be read.
        reading: Reading,
        /// What it says of the items.
        told: TrackerView,
    },
    /// It is encrypted, and waits on the page for its passphrase.
    Sealed {
        /// The file.
        name: String,
    },
    /// It is an evidence bundle, and waits on the page to be told what of it to open.
    Bundle {
        /// The file.
        name: String,
        /// What it says is in it.
        contents: Contents,
    },
    /// It was opened, and this is to be known of it.
    Note {
        /// The file.
        name: String,
        /// What is to be known, as a sentence.
        text: String,
    },
    /// It could not be read; nothing else is lost.
    Refused {
        /// The file.
        name: String,
        /// Why, and what to do.
        reason: String,
    },
}

impl FileOutcome {
    /// What names the file in further requests, where it waits for an answer.
    pub fn token(&self) -> Option<u32> {
        match self {
            FileOutcome::Waiting { token, .. }
            | FileOutcome::Undecided { token, .. }
            | FileOutcome::Tracker { token, .. }
            | FileOutcome::Orders { token, .. } => Some(*token),
            _ => None,
        }
    }
}

/// To the worker that opens containers and makes Word documents.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unpack {
    /// Open the container of that name in the message's `file`.
    Open {
        /// What it is called.
        name: String,
    },
    /// Make a file.
    Make(Sealed),
    /// Tell the errors of a template.
    Check(TemplateFile),
    /// Encrypt the message's `file`.
    Seal {
        /// With this.
        passphrase: String,
    },
    /// Decrypt the message's `file`.
    Unseal {
        /// With this.
        passphrase: String,
    },
    /// Pack what stands in the message's `file` as an evidence bundle.
    Bundle {
        /// The title of the case.
        title: String,
        /// When it was made.
        made: String,
        /// What stands in the file, in order.
        parts: Vec<Part>,
        /// Documents to make and to add after it, by their paths.
        makes: Vec<(String, Sealed)>,
    },
    /// Check the evidence bundle in the message's `file`.
    Verify,
    /// Make a `.floodmark` file of the workspace and the originals in the bundle in the message's `file`.
    Workspace,
    /// Hand out the originals in the bundle in the message's `file`.
    Originals,
}

/// From the worker that opens containers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unpacking {
    /// How much of the packed file was read.
    Progress {
        /// Bytes so far.
        bytes: u64,
        /// Bytes in all.
        total: u64,
    },
    /// A member, whose bytes are in the message's `blob`.
    Member {
        /// `outer.zip › path/inside.csv`.
        name: String,
    },
    /// All members were handed out.
    Done {
        /// What could not be read: name and reason.
        skipped: Vec<(String, String)>,
        /// What a person should know of it.
        notes: Vec<String>,
    },
    /// It is a Word document.
    Word {
        /// Its text as Markdown.
        text: String,
        /// What a person should know of it.
        warnings: Vec<String>,
    },
    /// The file that was to be made is in the message's `blob`.
    Made {
        /// What in it is left to a person.
        left: Vec<String>,
    },
    /// It is an evidence bundle, of which nothing was handed out.
    Bundle(Contents),
    /// What a check of a bundle found.
    Verified(Verified),
    /// It cannot be opened; members that came before are void.
    Refused {
        /// Why, and what to do.
        reason: String,
    },
}

/// From the worker that hashes originals and keeps them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// The number that came with the file.
    pub number: u32,
    /// The file's SHA-256, under which it is kept.
    pub result: Result<String, UserError>,
}

/// An error as a person reads it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct UserError {
    /// What happened, in a few words.
    pub title: String,
    /// Where, and what to do.
    pub remedy: String,
}

impl UserError {
    /// In the language of the page. Errors come in English, since they are compared, and cross several programs.
    pub fn told(self) -> UserError {
        let (title, remedy) = retold_apart(self.title, self.remedy);
        UserError { title, remedy }
    }

    /// As one text in the language of the page.
    pub fn sentences(self) -> String {
        let UserError { title, remedy } = self.told();
        format!("{title}. {remedy}")
    }

    /// Why a tab that only reads changes nothing.
    pub fn read_only() -> UserError {
        UserError {
            title: "This tab is read-only".to_owned(),
            remedy: "Another tab is changing this workspace: go on there, or take over here".to_owned(),
        }
    }
}
