//! Hashing originals and keeping them on this device: in a worker of its own for large files, so that their rows are on
//! screen and can be worked with meanwhile.

use super::messages::{Kept, UserError, pack, unpack};
use super::program;
use super::slices::Slices;
use super::storage::Storage;
use crate::model::source::Hash;
use futures_channel::oneshot;
use futures_util::lock::Mutex;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, Worker};

/// Hashes a file and keeps it under its hash; gives the hash.
///
/// # Errors
/// When the file cannot be read, or there is no room for it.
pub async fn hash_and_keep(storage: &Storage, blob: &Blob) -> Result<String, UserError> {
    let mut hash = Hash::default();
    let mut slices = Slices::of(blob);
    let mut slice = vec![];
    while slices.next(&mut slice).await.map_err(|e| UserError::from_display(&e))? {
        hash.update(&slice);
    }
    let sha256 = hash.finish();
    storage.keep(&sha256, blob).await?;
    Ok(sha256)
}

/// The program of the worker: takes one file after the other.
pub fn run() {
    super::start::install_panic_hook();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let own = scope.clone();
    // The storage, once it is open; held while a file is taken, since two at once would only share the disk.
    let storage: Rc<Mutex<Option<Storage>>> = Rc::default();
    let on_message = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let data = event.data();
        let file = js_sys::Reflect::get(&data, &"file".into()).ok().and_then(|f| f.dyn_into::<Blob>().ok());
        let (Some(number), Some(file)) = (unpack::<u32>(&data), file) else { return };
        let (scope, storage) = (own.clone(), storage.clone());
        spawn_local(async move {
            let mut storage = storage.lock().await;
            let open = match storage.take() {
                Some(open) => open,
                None => Storage::open().await,
            };
            let result = hash_and_keep(&open, &file).await;
            *storage = Some(open);
            let message = js_sys::Object::new();
            if let Ok(data) = pack(&Kept { number, result }) {
                let _ = js_sys::Reflect::set(&message, &"data".into(), &data);
            }
            let _ = scope.post_message(&message);
        });
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

type Waiting = Rc<RefCell<HashMap<u32, oneshot::Sender<Result<String, UserError>>>>>;

/// A handle on that worker, which ends with it.
pub struct Keeper {
    worker: Worker,
    waiting: Waiting,
    next: Cell<u32>,
    _on_message: Closure<dyn Fn(web_sys::MessageEvent)>,
    _on_error: Closure<dyn Fn(web_sys::Event)>,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper").field("waiting", &self.waiting.borrow().len()).finish_non_exhaustive()
    }
}

impl Keeper {
    /// Starts the worker; `None` where this browser lets a worker start none.
    pub fn start() -> Option<Keeper> {
        let worker = program::start("keeper", &["feeder"]).ok()?;
        let waiting = Waiting::default();
        let answered = waiting.clone();
        let on_message =
            Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
                let Some(Kept { number, result }) = unpack(&event.data()) else { return };
                if let Some(sender) = answered.borrow_mut().remove(&number) {
                    // Whoever asked may have given up.
                    let _ = sender.send(result);
                }
            });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let failed = waiting.clone();
        let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            // Dropped senders tell whoever waits.
            failed.borrow_mut().clear();
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Keeper { worker, waiting, next: Cell::new(0), _on_message: on_message, _on_error: on_error })
    }

    /// As [`hash_and_keep`], in the worker. `None` where it could not be loaded or has failed.
    pub async fn keep(&self, blob: &Blob) -> Option<Result<String, UserError>> {
        let number = self.next.replace(self.next.get() + 1);
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().insert(number, sender);
        let message = js_sys::Object::new();
        let posted = pack(&number).map_err(|_| JsValue::NULL).and_then(|data| {
            js_sys::Reflect::set(&message, &"data".into(), &data)?;
            js_sys::Reflect::set(&message, &"file".into(), blob)?;
            self.worker.post_message(&message)
        });
        posted.ok()?;
        receiver.await.ok()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
