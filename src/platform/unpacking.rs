//! The page's side of opening a container: a worker that lives for one file, and may wait for it.

use super::messages::{Unpack, Unpacking, UserError, pack, unpack};
use super::program;
use crate::container;
use crate::document::Document;
use crate::document::template::{LARGEST, Of, TemplateFile};
use crate::engine::Progress;
use crate::engine::word::Sealed;
use crate::workspace::bundle::{Contents, Verified};
use crate::workspace::sealed::is_sealed;
use futures_channel::oneshot;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Worker};

/// What was in a container.
#[derive(Debug, Default)]
pub struct Unpacked {
    /// Its members by name.
    pub members: Vec<(String, Blob)>,
    /// What could not be read, and why.
    pub skipped: Vec<(String, String)>,
    /// What a person should know of it.
    pub notes: Vec<String>,
    /// For a Word document: its text.
    pub word: Option<String>,
    /// What was to be made.
    pub made: Option<Blob>,
    /// What a check of a bundle found.
    pub verified: Option<Verified>,
    /// For an evidence bundle: what it says is in it.
    pub bundle: Option<Contents>,
}

/// Why there is nothing.
#[derive(Debug)]
pub enum Ended {
    /// A person stopped it.
    Cancelled,
    /// It cannot be opened; why, and what to do.
    Refused(String),
}

/// Sends the end of an unpacking, once.
pub type End = Rc<RefCell<Option<oneshot::Sender<Result<Unpacked, Ended>>>>>;

/// Ends an unpacking.
pub fn end(sender: &End, how: Result<Unpacked, Ended>) {
    if let Some(sender) = sender.borrow_mut().take() {
        // Whoever asked may have left the page.
        let _ = sender.send(how);
    }
}

/// What the page can tell of a file by its first bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Looks {
    /// It holds other files.
    Container,
    /// It is encrypted.
    Sealed,
    /// Neither. One that cannot be read is neither: its reader says so.
    Plain,
}

/// Looks at the first bytes of a file.
pub async fn looks(file: &Blob) -> Looks {
    let Ok(slice) = file.slice_with_f64_and_f64(0.0, 8.0) else { return Looks::Plain };
    let Ok(buffer) = JsFuture::from(slice.array_buffer()).await else { return Looks::Plain };
    let head = js_sys::Uint8Array::new(&buffer).to_vec();
    match (is_sealed(&head), container::kind(&head)) {
        (true, _) => Looks::Sealed,
        (_, Some(_)) => Looks::Container,
        _ => Looks::Plain,
    }
}

/// Makes a file of another in a worker of its own: encrypts, decrypts, bundles.
///
/// # Errors
/// With the reason of the worker, under a title.
pub async fn remade(title: &str, work: Unpack, file: &Blob) -> Result<(Blob, Vec<String>), UserError> {
    let failed = |remedy: String| UserError { title: title.to_owned(), remedy };
    match worked("", work, Some(file), |_| (), Rc::new(|_| ())).await {
        Ok(Unpacked { made: Some(blob), notes, .. }) => Ok((blob, notes)),
        Ok(_) => Err(failed(FAILED.to_owned())),
        Err(Ended::Refused(reason)) => Err(failed(reason)),
        Err(Ended::Cancelled) => Err(UserError::cancelled()),
    }
}

/// Checks an evidence bundle in a worker of its own.
///
/// # Errors
/// When it is none, or damaged.
pub async fn verified(file: &Blob) -> Result<Verified, UserError> {
    let failed = |remedy: String| UserError { title: "The bundle could not be checked".to_owned(), remedy };
    match worked("", Unpack::Verify, Some(file), |_| (), Rc::new(|_| ())).await {
        Ok(Unpacked { verified: Some(verified), .. }) => Ok(verified),
        Ok(_) | Err(Ended::Cancelled) => Err(failed(FAILED.to_owned())),
        Err(Ended::Refused(reason)) => Err(failed(reason)),
    }
}

/// The original files in an evidence bundle, by name.
///
/// # Errors
/// When it cannot be unpacked, one of them cannot be read, or there is none.
pub async fn originals(file: &Blob) -> Result<Vec<(String, Blob)>, UserError> {
    let failed = |remedy: String| UserError { title: "The bundle was not opened".to_owned(), remedy };
    match worked("", Unpack::Originals, Some(file), |_| (), Rc::new(|_| ())).await {
        Ok(Unpacked { members, skipped, .. }) => match skipped.into_iter().next() {
            Some((name, reason)) => Err(failed(format!("{name}: {reason}"))),
            None if members.is_empty() => Err(failed(NO_ORIGINALS.to_owned())),
            None => Ok(members),
        },
        Err(Ended::Refused(reason)) => Err(failed(reason)),
        Err(Ended::Cancelled) => Err(UserError::cancelled()),
    }
}

/// The text of a template, by its first line; none where it is something else.
pub async fn template(file: &Blob) -> Option<String> {
    // Larger ones are refused by their text.
    let size = file.size().min(2.0 * LARGEST as f64);
    let head = text(file, 64.0).await?;
    match Of::named(&head) {
        Some(_) => text(file, size).await,
        None => None,
    }
}

async fn text(file: &Blob, size: f64) -> Option<String> {
    let slice = file.slice_with_f64_and_f64(0.0, size).ok()?;
    let buffer = JsFuture::from(slice.array_buffer()).await.ok()?;
    Some(String::from_utf8_lossy(&js_sys::Uint8Array::new(&buffer).to_vec()).into_owned())
}

/// The text of what was made.
///
/// # Errors
/// When the browser cannot read it.
pub async fn all_text(blob: &Blob) -> Result<String, UserError> {
    text(blob, blob.size()).await.ok_or_else(|| UserError {
        title: "The text could not be made by its template".to_owned(),
        remedy: FAILED.to_owned(),
    })
}

/// The document in what was made for the page.
///
/// # Errors
/// When it is none.
pub async fn document(blob: &Blob) -> Result<Document, UserError> {
    let failed = || UserError {
        title: "The document could not be made by its template".to_owned(),
        remedy: FAILED.to_owned(),
    };
    let buffer = JsFuture::from(blob.array_buffer()).await.map_err(|_| failed())?;
    postcard::from_bytes(&js_sys::Uint8Array::new(&buffer).to_vec()).map_err(|_| failed())
}

/// Opens a container in a worker of its own. `started` is handed what ends it early.
///
/// # Errors
/// [`Ended`], with the reason.
pub async fn unpacked(
    name: &str,
    file: &Blob,
    started: impl FnOnce(End),
    progress: Rc<dyn Fn(Progress)>,
) -> Result<Unpacked, Ended> {
    worked(name, Unpack::Open { name: name.to_owned() }, Some(file), started, progress).await
}

/// Makes a Word document in a worker of its own: the document, and what in it is left to a person.
///
/// # Errors
/// When the worker could not be loaded, or the document that was opened is damaged.
pub async fn made(make: Sealed) -> Result<(Blob, Vec<String>), UserError> {
    let failed = |remedy: String| UserError { title: "The document could not be made".to_owned(), remedy };
    match worked("", Unpack::Make(make), None, |_| (), Rc::new(|_| ())).await {
        Ok(Unpacked { made: Some(blob), notes, .. }) => Ok((blob, notes)),
        Ok(_) => Err(failed(FAILED.to_owned())),
        Err(Ended::Refused(reason)) => Err(failed(reason)),
        Err(Ended::Cancelled) => Err(UserError::cancelled()),
    }
}

/// Whether a template has no error.
///
/// # Errors
/// [`Ended`], with each error and its line.
pub async fn checked(template: TemplateFile) -> Result<(), Ended> {
    worked("", Unpack::Check(template), None, |_| (), Rc::new(|_| ())).await.map(|_| ())
}

thread_local! {
    /// A worker that waits for a file.
    static SPARE: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Loads the worker for the next file while a person looks for one, who has not to wait for that then.
pub fn prepare() {
    // One that fails is loaded anew with the file, and told then.
    program::keep_ready(&SPARE, || program::start("unpack", &[]));
}

/// Ends the worker that waits.
pub fn dismiss() {
    if let Some(spare) = SPARE.take() {
        spare.terminate();
    }
}

/// Has a worker do one piece of work.
async fn worked(
    name: &str,
    work: Unpack,
    file: Option<&Blob>,
    started: impl FnOnce(End),
    progress: Rc<dyn Fn(Progress)>,
) -> Result<Unpacked, Ended> {
    let unloaded = |_: JsValue| {
        let reason =
            "the program that opens packed files could not be started; connect to the network and try again";
        Ended::Refused(reason.to_owned())
    };
    let (sender, receiver) = oneshot::channel();
    let sender: End = Rc::new(RefCell::new(Some(sender)));
    started(sender.clone());
    let spare = SPARE.take();
    let worker = spare.map_or_else(|| program::start("unpack", &[]), Ok).map_err(unloaded)?;

    let found = RefCell::new(Unpacked::default());
    let (ending, label) = (sender.clone(), name.to_owned());
    let on_message = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let data = event.data();
        let blob = js_sys::Reflect::get(&data, &"blob".into()).ok().and_then(|b| b.dyn_into::<Blob>().ok());
        match unpack::<Unpacking>(&data) {
            Some(Unpacking::Progress { bytes, total }) => {
                progress(Progress { name: label.clone(), bytes, total, rows: 0 });
            }
            Some(Unpacking::Member { name }) => {
                found.borrow_mut().members.extend(blob.map(|blob| (name, blob)));
            }
            Some(Unpacking::Done { skipped, notes }) => {
                let members = found.take().members;
                end(&ending, Ok(Unpacked { members, skipped, notes, ..Unpacked::default() }));
            }
            Some(Unpacking::Word { text, warnings: notes }) => {
                end(&ending, Ok(Unpacked { notes, word: Some(text), ..Unpacked::default() }));
            }
            Some(Unpacking::Made { left: notes }) => {
                end(&ending, Ok(Unpacked { notes, made: blob, ..Unpacked::default() }));
            }
            Some(Unpacking::Bundle(contents)) => {
                end(&ending, Ok(Unpacked { bundle: Some(contents), ..Unpacked::default() }));
            }
            Some(Unpacking::Verified(verified)) => {
                end(&ending, Ok(Unpacked { verified: Some(verified), ..Unpacked::default() }));
            }
            Some(Unpacking::Refused { reason }) => end(&ending, Err(Ended::Refused(reason))),
            // Its panic: a file that no reader should have met.
            None => end(&ending, Err(Ended::Refused(FAILED.to_owned()))),
        }
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    let ending = sender.clone();
    let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        event.prevent_default();
        end(&ending, Err(Ended::Refused(FAILED.to_owned())));
    });
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

    let message = js_sys::Object::new();
    let posted = pack(&work).map_err(|_| JsValue::NULL).and_then(|data| {
        js_sys::Reflect::set(&message, &"data".into(), &data)?;
        if let Some(file) = file {
            js_sys::Reflect::set(&message, &"file".into(), file)?;
        }
        worker.post_message(&message)
    });
    let result = match posted.map_err(unloaded) {
        Ok(()) => receiver.await.unwrap_or(Err(Ended::Cancelled)),
        Err(error) => Err(error),
    };
    worker.terminate();
    result
}

const FAILED: &str = "the program that opens packed files has failed or could not be loaded; connect to the network and try again, or unpack the file and open what is inside";
const NO_ORIGINALS: &str = "It holds no original files; open its case with all decisions instead";
