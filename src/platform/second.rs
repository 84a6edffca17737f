//! A second reader of a large file: the engine's program once more, in a worker of its own, which takes every other slice apart
//! while the engine takes those between. What it makes of a slice the engine joins to what stands before it.

use super::messages::{pack, unpack};
use super::{program, start};
use crate::import::{Piece, Reader};
use crate::model::Reading;
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort, Worker, WorkerNavigator,
};

/// The role in which the engine's program is a second reader.
pub const ROLE: &str = "second reader";

/// The size of a buffer for what becomes of a slice.
const ROOM: u32 = 6 * 1024 * 1024;

/// What the second reader tells.
#[derive(Debug, Serialize, Deserialize)]
enum Told {
    /// It has been loaded, and can be told about a file.
    Loaded,
    /// It can take slices.
    Ready,
    /// What it made of the next slice; none where that cannot be read apart.
    Read(Option<Box<Piece>>),
}

/// Buffers that came back.
type Buffers = Rc<RefCell<Vec<js_sys::ArrayBuffer>>>;

/// Tells the engine something, in a buffer that it has given back where there is one: memory that is new to a program costs several
/// times as much as what is written into it.
fn tell(scope: &DedicatedWorkerGlobalScope, told: &Told, buffers: &Buffers) {
    // With room for it at once: a vector that doubles copies all of it twice.
    let bytes = postcard::to_extend(told, Vec::with_capacity(ROOM as usize)).unwrap_or_default();
    let length = bytes.len() as u32;
    let back = buffers.borrow_mut().pop().filter(|buffer| buffer.byte_length() >= length);
    let buffer = back.unwrap_or_else(|| js_sys::ArrayBuffer::new(length.max(ROOM)));
    let data = js_sys::Uint8Array::new_with_byte_offset_and_length(&buffer, 0, length);
    data.copy_from(&bytes);
    let message = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&message, &"data".into(), &data);
    let _ = scope.post_message_with_transfer(&message, &js_sys::Array::of1(&buffer));
}

fn field(message: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(message, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// The program of the worker: one message says how the file is read and carries the port to who reads it ahead; each further one
/// gives a buffer back.
pub fn run() {
    start::install_panic_hook();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let buffers = Buffers::default();
    tell(&scope, &Told::Loaded, &buffers);
    let own = scope.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        if let Some(buffer) = data.dyn_ref::<js_sys::ArrayBuffer>() {
            return buffers.borrow_mut().push(buffer.clone());
        }
        let port = field(&data, "port").dyn_into::<MessagePort>();
        let (Some((reading, head)), Ok(port)) = (unpack::<(Reading, Vec<u8>)>(&data), port) else { return };
        let Ok(mut reader) = Reader::because(String::new(), &reading, &head) else { return };
        if reader.push(&head).is_ok() && reader.divides() {
            listen(&own, reader, port, buffers.clone());
            tell(&own, &Told::Ready, &buffers);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

/// Takes each slice apart that comes through the port, and gives its buffer back.
fn listen(scope: &DedicatedWorkerGlobalScope, mut reader: Reader, port: MessagePort, buffers: Buffers) {
    let (scope, back) = (scope.clone(), port.clone());
    let mut slice = vec![];
    let on_slice = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        let bytes = field(&data, "bytes").dyn_into::<js_sys::Uint8Array>();
        let (Some(at), Ok(bytes)) = (field(&data, "at").as_f64(), bytes) else { return };
        slice.resize(bytes.length() as usize, 0);
        bytes.copy_to(&mut slice);
        let buffer = bytes.buffer();
        // A buffer that cannot be given back is one less to read ahead into.
        let _ = back.post_message_with_transferable(&buffer, &js_sys::Array::of1(&buffer));
        tell(&scope, &Told::Read(reader.read_piece(&slice, at as u64).map(Box::new)), &buffers);
    });
    port.set_onmessage(Some(on_slice.as_ref().unchecked_ref()));
    on_slice.forget();
}

/// A handle on that worker, which ends with it.
pub struct Second {
    worker: Worker,
    /// What goes to who reads the file ahead, as soon as the worker is ready.
    port: MessagePort,
    /// The other end, which the worker gets.
    there: MessagePort,
    loaded: Rc<Cell<bool>>,
    ready: Rc<Cell<bool>>,
    /// What it made of its slices in order; closed when it has failed.
    pieces: UnboundedReceiver<Option<Box<Piece>>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(web_sys::Event)>,
}

impl fmt::Debug for Second {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Second").field("ready", &self.ready.get()).finish_non_exhaustive()
    }
}

/// The second reader has failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gone;

thread_local! {
    /// One that waits for a file: until a new one runs, half of 300 MB are read.
    static SPARE: RefCell<Option<Second>> = const { RefCell::new(None) };
}

/// Starts a second reader for the next large file, where there is a core for it.
pub fn prepare() {
    if SPARE.with_borrow(Option::is_none) {
        SPARE.set(Second::load());
    }
}

impl Second {
    fn load() -> Option<Second> {
        let navigator = field(&js_sys::global(), "navigator").unchecked_into::<WorkerNavigator>();
        if navigator.hardware_concurrency() < 2.0 {
            return None;
        }
        let worker = program::start_as("engine", ROLE, &[]).ok()?;
        let (sender, pieces) = unbounded();
        let failed = sender.clone();
        let [loaded, ready] = [Rc::<Cell<bool>>::default(), Rc::default()];
        let (is_loaded, is_ready, back) = (loaded.clone(), ready.clone(), worker.clone());
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            match unpack(&data) {
                Some(Told::Loaded) => is_loaded.set(true),
                Some(Told::Ready) => is_ready.set(true),
                Some(Told::Read(piece)) => {
                    if let Ok(data) = field(&data, "data").dyn_into::<js_sys::Uint8Array>() {
                        // Without it the worker makes a new one.
                        let buffer = data.buffer();
                        let _ = back.post_message_with_transfer(&buffer, &js_sys::Array::of1(&buffer));
                    }
                    // Whoever read the file may have stopped.
                    let _ = sender.unbounded_send(piece);
                }
                None => {}
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            failed.close_channel();
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let channel = MessageChannel::new().ok()?;
        Some(Second {
            worker,
            port: channel.port2(),
            there: channel.port1(),
            loaded,
            ready,
            pieces,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Takes the one that waits for a file, and tells it to read as `reading` says a file which begins with `head`; `None` where none
    /// is there yet: what starts now would take more time than it saves.
    pub fn start(reading: &Reading, head: &[u8]) -> Option<Second> {
        let second = SPARE.with_borrow_mut(|spare| spare.take_if(|spare| spare.loaded.get()))?;
        let message = js_sys::Object::new();
        js_sys::Reflect::set(&message, &"data".into(), &pack(&(reading, head)).ok()?.into()).ok()?;
        js_sys::Reflect::set(&message, &"port".into(), &second.there).ok()?;
        second.worker.post_message_with_transfer(&message, &js_sys::Array::of1(&second.there)).ok()?;
        Some(second)
    }

    /// The port through which it takes slices, once: when it has become ready.
    pub fn port(&self) -> Option<&MessagePort> {
        self.ready.take().then_some(&self.port)
    }

    /// What it made of the next of its slices; none where that cannot be read apart.
    ///
    /// # Errors
    /// [`Gone`].
    pub async fn piece(&mut self) -> Result<Option<Box<Piece>>, Gone> {
        self.pieces.next().await.ok_or(Gone)
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
