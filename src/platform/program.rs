//! Where the programs that run in workers are, and how one is started.
//!
//! `boot.js` holds that as `places`, and `worker.js` the part of it that its program was handed: addresses where the app
//! is served, what is in the page itself where the app is one file. Nothing else in the app names a file of the build.

use crate::language::{Language, learn};
use std::cell::RefCell;
use std::thread::LocalKey;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, Worker, WorkerOptions};

/// The part of `places` that a name stands for.
fn place(name: &str) -> Result<JsValue, JsValue> {
    let places = js_sys::Reflect::get(&js_sys::global(), &"places".into())?;
    js_sys::Reflect::get(&places, &name.into())
}

fn global(name: &str) -> JsValue {
    js_sys::Reflect::get(&js_sys::global(), &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set_global(name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(&js_sys::global(), &name.into(), value);
}

/// Keeps the worker of the engine for a program that takes over the page; none where it has ended.
pub fn keep_engine(worker: Option<&Worker>) {
    set_global("engineAtWork", worker.map_or(&JsValue::UNDEFINED, |worker| worker));
}

/// The worker of the engine that another program of this page started.
pub fn engine_at_work() -> Option<Worker> {
    global("engineAtWork").dyn_into().ok()
}

/// The program with all pages, loaded and not started.
#[derive(Debug)]
pub struct Whole(js_sys::Function);

/// Loads it.
///
/// # Errors
/// When it cannot be loaded.
pub async fn load_whole() -> Result<Whole, JsValue> {
    let load: js_sys::Function = global("loadWhole").dyn_into()?;
    let loading: js_sys::Promise = load.call0(&JsValue::UNDEFINED)?.dyn_into()?;
    let loaded = wasm_bindgen_futures::JsFuture::from(loading).await?;
    Ok(Whole(loaded.dyn_into()?))
}

impl Whole {
    /// Starts it, and hands it something. It takes the place of this program before this returns.
    pub fn start(&self, carried: &[u8]) {
        set_global("carried", &js_sys::Uint8Array::from(carried));
        if let Err(error) = self.0.call0(&JsValue::UNDEFINED) {
            super::start::show_crash(&format!("{error:?}"));
        }
    }
}

/// What the program before this one hands over; none where this is the first.
pub fn carried() -> Option<Vec<u8>> {
    let carried: js_sys::Uint8Array = global("carried").dyn_into().ok()?;
    set_global("carried", &JsValue::UNDEFINED);
    Some(carried.to_vec())
}

/// Takes up the catalogue of the language that was chosen, as `boot.js` left it; there is none in English.
pub fn learn_language() {
    if let Some(catalogue) = global("catalogue").as_string() {
        learn(Language::German, catalogue);
    }
}

/// Sets what takes this program off the page.
pub fn on_leave(leave: &wasm_bindgen::closure::Closure<dyn FnMut()>) {
    set_global("leavePage", leave.as_ref());
}

/// Takes the program before this one off the page.
pub fn leave() {
    if let Ok(leave) = global("leavePage").dyn_into::<js_sys::Function>() {
        let _ = leave.call0(&JsValue::UNDEFINED);
    }
}

/// Starts the script of a worker.
///
/// # Errors
/// When this build has none of that name, or the browser lets it start none from here.
pub fn script(name: &str) -> Result<Worker, JsValue> {
    script_as(name, "")
}

fn script_as(name: &str, role: &str) -> Result<Worker, JsValue> {
    let address = js_sys::Reflect::get(&place(name)?, &"worker".into())?;
    let options = WorkerOptions::new();
    options.set_name(role);
    Worker::new_with_options(&address.dyn_into::<js_sys::JsString>().map(String::from)?, &options)
}

/// Starts a worker ahead of its work and keeps it in `spare`, where none waits there; one that cannot be loaded is not waited for.
pub fn keep_ready(
    spare: &'static LocalKey<RefCell<Option<Worker>>>,
    start: impl FnOnce() -> Result<Worker, JsValue>,
) {
    if spare.with_borrow(Option::is_some) {
        return;
    }
    let Ok(worker) = start() else { return };
    let on_error = Closure::once_into_js(move |event: web_sys::Event| {
        event.prevent_default();
        spare.take();
    });
    worker.set_onerror(Some(on_error.unchecked_ref()));
    spare.set(Some(worker));
}

/// The role in which this program runs in its worker; empty for its usual one.
pub fn role() -> String {
    js_sys::global()
        .dyn_into::<DedicatedWorkerGlobalScope>()
        .map_or_else(|_| String::new(), |scope| scope.name())
}

/// Starts a program in a worker, and hands it the places of those that it may start itself, and the catalogue of the language.
///
/// # Errors
/// As [`script`].
pub fn start(name: &str, others: &[&str]) -> Result<Worker, JsValue> {
    start_as(name, "", others)
}

/// As [`start`], in another [`role`] than the program's usual one.
///
/// # Errors
/// As [`script`].
pub fn start_as(name: &str, role: &str, others: &[&str]) -> Result<Worker, JsValue> {
    let worker = script_as(name, role)?;
    let places = js_sys::Object::new();
    for other in others {
        js_sys::Reflect::set(&places, &(*other).into(), &place(other)?)?;
    }
    worker.post_message(&js_sys::Array::of3(&place(name)?, &places, &global("catalogue")))?;
    Ok(worker)
}
