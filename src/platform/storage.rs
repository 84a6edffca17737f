//! What this device keeps: the journal of commands in IndexedDB, and original files under their SHA-256 in the
//! origin private file system, or in IndexedDB where there is none.
//!
//! Entries are numbered, and one is added only right after the last that this instance knows. So what another tab has
//! journalled meanwhile is never followed by something that was made without it, whatever the tabs know of each other.

use super::messages::UserError;
use crate::engine::journal::Entry;
use idb::{
    Database, DatabaseEvent, Factory, ObjectStoreParams, Transaction, TransactionMode, TransactionResult,
};
use std::cell::Cell;
use std::cmp::Ordering;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemWritableFileStream};

const NAME: &str = "floodmark";
const VERSION: u32 = 1;
const JOURNAL: &str = "journal";
const ORIGINALS: &str = "originals";

/// Whether this device may hold anything of Floodmark's. What cannot be told may well be.
///
/// It makes nothing, unlike [`Storage::open`].
pub async fn holds_anything() -> bool {
    let names = async {
        let get = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &name.into());
        let factory = get(&js_sys::global(), "indexedDB")?;
        let list: js_sys::Function = get(&factory, "databases")?.dyn_into()?;
        let list: js_sys::Promise = list.call0(&factory)?.dyn_into()?;
        let list: js_sys::Array = JsFuture::from(list).await?.dyn_into()?;
        list.iter().map(|entry| get(&entry, "name")).collect::<Result<Vec<_>, JsValue>>()
    };
    names.await.map_or(true, |names| names.contains(&JsValue::from_str(NAME)))
}

/// The storage of this device. Where the browser offers none, nothing is kept and the page says so.
#[derive(Debug, Default)]
pub struct Storage {
    database: Option<Database>,
    folder: Option<FileSystemDirectoryHandle>,
    /// The number of the last entry of the journal that was read or added; 0 for none.
    last: Cell<u32>,
}

impl Storage {
    /// Opens what the browser offers.
    pub async fn open() -> Storage {
        let (database, folder) = (open_database().await.ok(), open_folder().await.ok());
        Storage { database, folder, last: Cell::new(0) }
    }

    /// Whether anything can be kept.
    pub fn keeps(&self) -> bool {
        self.database.is_some()
    }

    /// All entries of the journal in order, as they were written.
    ///
    /// # Errors
    /// When the data base cannot be read.
    pub async fn journal(&self) -> Result<Vec<String>, UserError> {
        let (lines, last) = self.lines().await?;
        self.last.set(last);
        Ok(lines)
    }

    /// The same for whoever only looks at it.
    ///
    /// # Errors
    /// When the data base cannot be read.
    pub async fn journal_lines(&self) -> Result<Vec<String>, UserError> {
        self.lines().await.map(|(lines, _)| lines)
    }

    /// All entries, and the number of the last.
    async fn lines(&self) -> Result<(Vec<String>, u32), UserError> {
        let Some(database) = &self.database else { return Ok((vec![], 0)) };
        let read: Result<(Vec<JsValue>, Vec<JsValue>), idb::Error> = async {
            let transaction = database.transaction(&[JOURNAL], TransactionMode::ReadOnly)?;
            let journal = transaction.object_store(JOURNAL)?;
            Ok((journal.get_all(None, None)?.await?, journal.get_all_keys(None, None)?.await?))
        }
        .await;
        let (lines, numbers) = read.map_err(|e| unreadable(&e.to_string()))?;
        // What is no text is no entry either, and told as such.
        let texts = lines.iter().map(|line| line.as_string().unwrap_or_default()).collect();
        Ok((texts, last(&numbers)))
    }

    /// Adds an entry; returns once it is kept.
    ///
    /// # Errors
    /// When it could not be kept: for want of space, because another tab has added to the journal since it was read
    /// here, or because the journal is gone.
    pub async fn append(&self, entry: &Entry) -> Result<(), UserError> {
        let Some(database) = &self.database else { return Ok(()) };
        let text = serde_json::to_string(entry).map_err(|e| full(&e.to_string()))?;
        let (last, next) = (self.last.get(), self.last.get() + 1);
        let kept: Result<bool, Refusal> = async {
            let transaction = database.transaction(&[JOURNAL], TransactionMode::ReadWrite)?;
            let journal = transaction.object_store(JOURNAL)?;
            if last > 0 && journal.count(Some(JsValue::from(last).into()))?.await? == 0 {
                return Ok(false);
            }
            journal.add(&JsValue::from_str(&text), Some(&next.into()))?.await?;
            committed(transaction).await?;
            Ok(true)
        }
        .await;
        match kept {
            Ok(true) => {
                self.last.set(next);
                Ok(())
            }
            Ok(false) => Err(gone("it was erased, here or in another tab")),
            Err(Refusal(what)) => Err(refused(&what)),
        }
    }

    /// Whether the journal ends after, at or before the entry that this instance knows as the last.
    pub async fn end(&self) -> Ordering {
        let Some(database) = &self.database else { return Ordering::Equal };
        let numbers: Result<Vec<JsValue>, idb::Error> = async {
            let transaction = database.transaction(&[JOURNAL], TransactionMode::ReadOnly)?;
            transaction.object_store(JOURNAL)?.get_all_keys(None, None)?.await
        }
        .await;
        numbers.map_or(Ordering::Less, |all| last(&all).cmp(&self.last.get()))
    }

    /// Keeps an original under its hash.
    ///
    /// # Errors
    /// When it could not be kept, such as for want of space.
    pub async fn keep(&self, sha256: &str, original: &Blob) -> Result<(), UserError> {
        if let Some(folder) = &self.folder
            && write_file(folder, sha256, original).await.is_ok()
        {
            return Ok(());
        }
        let Some(database) = &self.database else { return Ok(()) };
        let kept: Result<(), Refusal> = async {
            let transaction = database.transaction(&[ORIGINALS], TransactionMode::ReadWrite)?;
            transaction.object_store(ORIGINALS)?.put(original, Some(&JsValue::from_str(sha256)))?.await?;
            committed(transaction).await
        }
        .await;
        kept.map_err(|Refusal(what)| full(&what))
    }

    /// The original of that hash, where this device has it.
    pub async fn original(&self, sha256: &str) -> Option<Blob> {
        if let Some(folder) = &self.folder
            && let Ok(blob) = read_file(folder, sha256).await
        {
            return Some(blob);
        }
        let transaction =
            self.database.as_ref()?.transaction(&[ORIGINALS], TransactionMode::ReadOnly).ok()?;
        let store = transaction.object_store(ORIGINALS).ok()?;
        store.get(JsValue::from_str(sha256)).ok()?.await.ok()??.dyn_into().ok()
    }

    /// Erases the journal and all originals.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn erase(&self) -> Result<(), UserError> {
        let unerased = |what: String| UserError {
            title: "This device's copy could not be erased".to_owned(),
            remedy: format!("Clear the site data in the browser's settings instead ({what})"),
        };
        if let Some(folder) = &self.folder {
            let names = file_names(folder).await.map_err(|e| unerased(text_of(&e)))?;
            for name in names {
                JsFuture::from(folder.remove_entry(&name)).await.map_err(|e| unerased(text_of(&e)))?;
            }
        }
        let Some(database) = &self.database else { return Ok(()) };
        let erased: Result<(), Refusal> = async {
            let transaction = database.transaction(&[JOURNAL, ORIGINALS], TransactionMode::ReadWrite)?;
            transaction.object_store(JOURNAL)?.clear()?.await?;
            transaction.object_store(ORIGINALS)?.clear()?.await?;
            committed(transaction).await
        }
        .await;
        erased.map_err(|Refusal(what)| unerased(what))?;
        self.last.set(0);
        Ok(())
    }
}

/// Why the data base did not do something, as the browser says it.
struct Refusal(String);

impl From<idb::Error> for Refusal {
    fn from(error: idb::Error) -> Refusal {
        Refusal(error.to_string())
    }
}

/// Returns once a transaction is kept as a whole. Each of its steps may have gone well: what there is no room for, the browser
/// takes back only then, and calls that no error.
async fn committed(transaction: Transaction) -> Result<(), Refusal> {
    match transaction.commit()?.await? {
        TransactionResult::Committed => Ok(()),
        TransactionResult::Aborted => Err(Refusal("the browser took it back".to_owned())),
    }
}

/// The highest number of entries; 0 for none.
fn last(numbers: &[JsValue]) -> u32 {
    numbers.last().and_then(JsValue::as_f64).unwrap_or_default() as u32
}

async fn open_database() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        let Ok(database) = event.database() else { return };
        let mut numbered = ObjectStoreParams::new();
        numbered.auto_increment(true);
        // The request fails as a whole when a store cannot be made, so that nothing half-made is used.
        let _ = database.create_object_store(JOURNAL, numbered);
        let _ = database.create_object_store(ORIGINALS, ObjectStoreParams::new());
    });
    request.await
}

async fn open_folder() -> Result<FileSystemDirectoryHandle, JsValue> {
    let scope: web_sys::WorkerGlobalScope = js_sys::global().dyn_into()?;
    // A page that came without encryption has no storage manager, and an old browser none of these folders.
    let storage: JsValue = scope.navigator().storage().into();
    let open: js_sys::Function = js_sys::Reflect::get(&storage, &"getDirectory".into())?.dyn_into()?;
    let root: js_sys::Promise = open.call0(&storage)?.dyn_into()?;
    let root: FileSystemDirectoryHandle = JsFuture::from(root).await?.dyn_into()?;
    let options = web_sys::FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    JsFuture::from(root.get_directory_handle_with_options(ORIGINALS, &options)).await?.dyn_into()
}

async fn write_file(folder: &FileSystemDirectoryHandle, name: &str, blob: &Blob) -> Result<(), JsValue> {
    if let Ok(known) = read_file(folder, name).await
        && known.size() == blob.size()
    {
        return Ok(());
    }
    let options = web_sys::FileSystemGetFileOptions::new();
    options.set_create(true);
    let file: FileSystemFileHandle =
        JsFuture::from(folder.get_file_handle_with_options(name, &options)).await?.dyn_into()?;
    let stream: FileSystemWritableFileStream = JsFuture::from(file.create_writable()).await?.dyn_into()?;
    let written = async {
        JsFuture::from(stream.write_with_blob(blob)?).await?;
        JsFuture::from(stream.close()).await
    };
    if let Err(error) = written.await {
        // A file that is still being written cannot be removed.
        let _ = JsFuture::from(stream.abort()).await;
        let _ = JsFuture::from(folder.remove_entry(name)).await;
        return Err(error);
    }
    Ok(())
}

/// The file of that name. An empty one is none: it is made before anything is written, and stays where that did not come to an
/// end, with the browser or for want of room.
async fn read_file(folder: &FileSystemDirectoryHandle, name: &str) -> Result<Blob, JsValue> {
    let file: FileSystemFileHandle = JsFuture::from(folder.get_file_handle(name)).await?.dyn_into()?;
    let file: Blob = JsFuture::from(file.get_file()).await?.dyn_into()?;
    if file.size() > 0.0 { Ok(file) } else { Err(JsValue::NULL) }
}

async fn file_names(folder: &FileSystemDirectoryHandle) -> Result<Vec<String>, JsValue> {
    let keys: js_sys::AsyncIterator = folder.keys().unchecked_into();
    let mut names = vec![];
    loop {
        let step: js_sys::IteratorNext = JsFuture::from(keys.next()?).await?.unchecked_into();
        if step.done() {
            return Ok(names);
        }
        names.extend(step.value().as_string());
    }
}

fn text_of(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |e| String::from(e.message()))
}

/// Told where the journal cannot be read to its end. Nothing is added to it then, for that would be lost with the rest.
pub fn unreadable(what: &str) -> UserError {
    UserError {
        title: UNREADABLE.to_owned(),
        remedy: format!(
            "Nothing is changed or lost, and nothing more is kept until it can be read: reload the page, which may bring a newer version; save the journal as a file; then erase this device's copy under Settings and open your saved .floodmark file ({what})"
        ),
    }
}

/// What is told where what this device keeps cannot be read.
const UNREADABLE: &str = "What this device keeps cannot be read to its end";

/// What is told where nothing more can be kept.
const FULL: &str = "Not saved on this device";
/// What is told where what was kept is no longer there.
const GONE: &str = "What this device kept is gone";

impl UserError {
    /// Whether the journal of this device cannot be read.
    pub fn is_of_journal(&self) -> bool {
        self.title == UNREADABLE
    }

    /// Whether the work is safe only in a file.
    pub fn is_of_storage(&self) -> bool {
        [FULL, GONE].contains(&self.title.as_str())
    }
}

fn full(what: &str) -> UserError {
    UserError {
        title: FULL.to_owned(),
        remedy: format!("Free some space or save the workspace as a file, then try again ({what})"),
    }
}

/// Why an entry was refused, by what the browser says.
fn refused(what: &str) -> UserError {
    if what.contains("ConstraintError") {
        UserError {
            title: "Another tab has changed this workspace".to_owned(),
            remedy:
                "Nothing of either is lost: take over here to see what was changed there, then do this again"
                    .to_owned(),
        }
    } else if what.contains("InvalidStateError") || what.contains("NotFoundError") {
        gone("the browser has cleared the data of this page")
    } else {
        full(what)
    }
}

fn gone(why: &str) -> UserError {
    UserError {
        title: GONE.to_owned(),
        remedy: format!("Save the workspace as a file now, then reload the page and open that file ({why})"),
    }
}
