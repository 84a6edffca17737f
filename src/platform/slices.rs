//! A file in slices. Those of a large file are read by a worker of its own, ahead of whoever takes them apart.

use super::program;
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::StreamExt as _;
use std::cell::RefCell;
use std::fmt;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessagePort, Worker};

/// How much of a file is read at once: small enough that a cancel is heard within a few frames, large enough that asking
/// the browser for it costs little.
const SLICE: u64 = 8 * 1024 * 1024;
/// How many slices are read ahead.
const AHEAD: u32 = 2;
/// Files larger than this are worth a worker.
pub const LARGE: u64 = 8 * 1024 * 1024;
/// Files larger than this are worth a second one that takes slices apart.
const SHARED: u64 = 4 * SLICE;

/// The browser cannot read a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// It cannot at all.
    Gone,
    /// It ended early.
    Shorter,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unreadable::Gone => {
                "the browser cannot read the file; it may have been moved or changed, open it again"
            }
            Unreadable::Shorter => "the file became shorter while it was read; open it again",
        })
    }
}

/// What comes next of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// A slice.
    Here,
    /// A slice that a second reader has: from which byte of the file on, and how many bytes.
    There(u64, u64),
}

/// The slices of a file in order.
#[derive(Debug)]
pub struct Slices {
    blob: Blob,
    at: u64,
    total: u64,
    feeder: Option<Feeder>,
}

impl Slices {
    /// All of a file.
    pub fn of(blob: &Blob) -> Self {
        let total = blob.size() as u64;
        // Where no worker can be started, slices are read one after the other.
        let feeder = (total > LARGE).then(|| Feeder::start(blob).ok()).flatten();
        Slices { blob: blob.clone(), at: 0, total, feeder }
    }

    /// The size of the file in bytes.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many bytes were handed out.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Whether so much is ahead, and read ahead, that a second reader may take every other slice.
    pub fn may_share(&self) -> bool {
        self.feeder.is_some() && self.total - self.at > SHARED
    }

    /// Lets the reader at the other end of a port take every other slice from now on.
    pub fn share(&self, port: &MessagePort) {
        if let Some(feeder) = &self.feeder {
            // Where it cannot be handed over, all slices come here.
            let _ = feeder.worker.post_message_with_transfer(port, &js_sys::Array::of1(port));
        }
    }

    /// Takes back what a second reader that failed has not given back: all further slices are read here.
    pub fn share_no_more(&mut self) {
        self.feeder = None;
    }

    /// Puts the next slice into `buffer`; false at the end.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub async fn next(&mut self, buffer: &mut Vec<u8>) -> Result<bool, Unreadable> {
        Ok(self.next_part(buffer).await? == Some(Part::Here))
    }

    /// Puts the next slice into `buffer`, unless a second reader has it; none at the end.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub async fn next_part(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Part>, Unreadable> {
        if self.at >= self.total {
            return Ok(None);
        }
        let fed = match &mut self.feeder {
            Some(feeder) => feeder.next().await,
            None => None,
        };
        let from = self.at;
        match fed {
            Some(Fed::There(length)) => {
                self.at += length;
                return Ok(Some(Part::There(from, length)));
            }
            Some(Fed::Here(array)) => {
                hold(&array, buffer)?;
                if let Some(feeder) = &self.feeder {
                    feeder.return_buffer(&array.buffer());
                }
            }
            None => {
                self.feeder = None;
                hold(&fetch(&self.blob, from, SLICE).await?, buffer)?;
            }
        }
        self.at += buffer.len() as u64;
        Ok(Some(Part::Here))
    }

    /// Puts a part of the file that was handed out before into `buffer`.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub async fn again(&self, from: u64, length: u64, buffer: &mut Vec<u8>) -> Result<(), Unreadable> {
        hold(&fetch(&self.blob, from, length).await?, buffer)
    }
}

/// Copies what the browser holds into memory of this program.
fn hold(array: &js_sys::Uint8Array, buffer: &mut Vec<u8>) -> Result<(), Unreadable> {
    if array.length() == 0 {
        return Err(Unreadable::Shorter);
    }
    buffer.resize(array.length() as usize, 0);
    array.copy_to(buffer);
    Ok(())
}

/// What the worker that reads ahead tells of a slice.
#[derive(Debug)]
enum Fed {
    Here(js_sys::Uint8Array),
    /// How many bytes a second reader got.
    There(u64),
}

impl Fed {
    fn of(data: JsValue) -> Option<Fed> {
        match data.as_f64() {
            Some(length) => Some(Fed::There(length as u64)),
            None => data.dyn_into().ok().map(Fed::Here),
        }
    }
}

/// The worker that reads ahead; it ends with its handle.
struct Feeder {
    worker: Worker,
    /// Slices in order; `None` when it has failed.
    slices: UnboundedReceiver<Option<Fed>>,
    failing: UnboundedSender<Option<Fed>>,
    _on_message: Closure<dyn Fn(web_sys::MessageEvent)>,
    _on_error: Closure<dyn Fn(web_sys::Event)>,
}

impl fmt::Debug for Feeder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Feeder")
    }
}

thread_local! {
    /// A reader that waits for a file: until a new one runs, a person would wait as long as it takes to read 30 MB.
    static SPARE: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Starts what reads files ahead, for the next file.
pub fn prepare() {
    // Where none can be started, slices are read one after the other.
    program::keep_ready(&SPARE, || program::script("feeder"));
}

impl Feeder {
    fn start(blob: &Blob) -> Result<Feeder, JsValue> {
        let worker = match SPARE.take() {
            Some(spare) => spare,
            None => program::script("feeder")?,
        };
        let (sender, slices) = unbounded();
        let [failing, failed] = [sender.clone(), sender.clone()];
        let on_message =
            Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
                // Whoever read it may have stopped.
                let _ = sender.unbounded_send(Fed::of(event.data()));
            });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            let _ = failing.unbounded_send(None);
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let message = js_sys::Object::new();
        js_sys::Reflect::set(&message, &"file".into(), blob)?;
        js_sys::Reflect::set(&message, &"slice".into(), &(SLICE as f64).into())?;
        js_sys::Reflect::set(&message, &"ahead".into(), &AHEAD.into())?;
        worker.post_message(&message)?;
        Ok(Feeder { worker, slices, failing: failed, _on_message: on_message, _on_error: on_error })
    }

    /// The next slice; `None` when the worker has failed.
    async fn next(&mut self) -> Option<Fed> {
        self.slices.next().await?
    }

    /// Gives the buffer of a slice back, into which a further one is read while this one is taken apart.
    fn return_buffer(&self, buffer: &js_sys::ArrayBuffer) {
        // Where it cannot be asked, waiting for the next slice would not end: one that failed is said to have.
        if self.worker.post_message_with_transfer(buffer, &js_sys::Array::of1(buffer)).is_err() {
            let _ = self.failing.unbounded_send(None);
        }
    }
}

impl Drop for Feeder {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// At most `length` bytes of a file.
///
/// # Errors
/// [`Unreadable::Gone`].
pub async fn bytes(blob: &Blob, from: u64, length: u64) -> Result<Vec<u8>, Unreadable> {
    Ok(fetch(blob, from, length).await?.to_vec())
}

/// At most `length` bytes of a file, as the browser holds them.
async fn fetch(blob: &Blob, from: u64, length: u64) -> Result<js_sys::Uint8Array, Unreadable> {
    let gone = |_: JsValue| Unreadable::Gone;
    let slice = blob.slice_with_f64_and_f64(from as f64, (from + length) as f64).map_err(gone)?;
    let buffer = JsFuture::from(slice.array_buffer()).await.map_err(gone)?;
    Ok(js_sys::Uint8Array::new(&buffer))
}
