//! A second reader of a large file: the engine's program once more, in a worker of its own, which takes every other slice apart
//! while the engine takes those between. What it makes of a slice the engine joins to what stands before it.

use super::messages::{pack, unpack};
use super::{program, start};
use crate::import::{Piece, Reader};
use crate::model::Reading;
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort, Worker, WorkerNavigator,
};

/// The role in which the engine's program is a second reader.
pub const ROLE: &str = "second reader";

/// What the second reader tells.
#[derive(Debug, Serialize, Deserialize)]
enum Told {
    /// It can take slices.
    Ready,
    /// What it made of the next slice; none where that cannot be read apart.
    Read(Option<Box<Piece>>),
}

fn tell(scope: &DedicatedWorkerGlobalScope, told: &Told) {
    let message = js_sys::Object::new();
    let Ok(data) = pack(told) else { return };
    let _ = js_sys::Reflect::set(&message, &"data".into(), &data);
    let _ = scope.post_message_with_transfer(&message, &js_sys::Array::of1(&data.buffer()));
}

/// The program of the worker: the first message says how the file is read and carries the port to who reads it ahead.
pub fn run() {
    start::install_panic_hook();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let own = scope.clone();
    let on_message = Closure::once_into_js(move |event: MessageEvent| {
        let data = event.data();
        let port =
            js_sys::Reflect::get(&data, &"port".into()).ok().and_then(|p| p.dyn_into::<MessagePort>().ok());
        let (Some((reading, head)), Some(port)) = (unpack::<(Reading, Vec<u8>)>(&data), port) else { return };
        let Ok(mut reader) = Reader::because(String::new(), &reading, &head) else { return };
        if reader.push(&head).is_err() || !reader.divides() {
            return;
        }
        listen(&own, reader, port);
        tell(&own, &Told::Ready);
    });
    scope.set_onmessage(Some(on_message.unchecked_ref()));
}

/// Takes each slice apart that comes through the port, and gives its buffer back.
fn listen(scope: &DedicatedWorkerGlobalScope, mut reader: Reader, port: MessagePort) {
    let (scope, back) = (scope.clone(), port.clone());
    let mut slice = vec![];
    let on_slice = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let field =
            |name: &str| js_sys::Reflect::get(&event.data(), &name.into()).unwrap_or(JsValue::UNDEFINED);
        let (Some(at), Ok(bytes)) = (field("at").as_f64(), field("bytes").dyn_into::<js_sys::Uint8Array>())
        else {
            return;
        };
        slice.resize(bytes.length() as usize, 0);
        bytes.copy_to(&mut slice);
        let buffer = bytes.buffer();
        // A buffer that cannot be given back is one less to read ahead into.
        let _ = back.post_message_with_transferable(&buffer, &js_sys::Array::of1(&buffer));
        tell(&scope, &Told::Read(reader.read_piece(&slice, at as u64).map(Box::new)));
    });
    port.set_onmessage(Some(on_slice.as_ref().unchecked_ref()));
    on_slice.forget();
}

/// A handle on that worker, which ends with it.
pub struct Second {
    worker: Worker,
    /// What goes to who reads the file ahead, as soon as the worker is ready.
    port: MessagePort,
    ready: Rc<Cell<bool>>,
    /// What it made of its slices in order; the sender is gone when it has failed.
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

impl Second {
    /// Starts a worker that reads as `reading` says a file which begins with `head`; `None` where there is no second core for it
    /// or none can be started.
    pub fn start(reading: &Reading, head: &[u8]) -> Option<Second> {
        let navigator = js_sys::Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
        if navigator.unchecked_into::<WorkerNavigator>().hardware_concurrency() < 2.0 {
            return None;
        }
        let worker = program::start_as("engine", ROLE, &[]).ok()?;
        let (sender, pieces) = unbounded();
        let ready = Rc::new(Cell::new(false));
        let own = ready.clone();
        let failed = sender.clone();
        let on_message =
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| match unpack(&event.data()) {
                Some(Told::Ready) => own.set(true),
                Some(Told::Read(piece)) => {
                    // Whoever read the file may have stopped.
                    let _ = sender.unbounded_send(piece);
                }
                None => {}
            });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            failed.close_channel();
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let channel = MessageChannel::new().ok()?;
        let message = js_sys::Object::new();
        js_sys::Reflect::set(&message, &"data".into(), &pack(&(reading, head)).ok()?.into()).ok()?;
        js_sys::Reflect::set(&message, &"port".into(), &channel.port1()).ok()?;
        worker.post_message_with_transfer(&message, &js_sys::Array::of1(&channel.port1())).ok()?;
        Some(Second {
            worker,
            port: channel.port2(),
            ready,
            pieces,
            _on_message: on_message,
            _on_error: on_error,
        })
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
