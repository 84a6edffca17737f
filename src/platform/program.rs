//! Where the programs that run in workers are, and how one is started.
//!
//! `boot.js` holds that as `places`, and `worker.js` the part of it that its program was handed: addresses where the app
//! is served, what is in the page itself where the app is one file. Nothing else in the app names a file of the build.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Worker;

/// The part of `places` that a name stands for.
fn place(name: &str) -> Result<JsValue, JsValue> {
    let places = js_sys::Reflect::get(&js_sys::global(), &"places".into())?;
    js_sys::Reflect::get(&places, &name.into())
}

/// Starts the script of a worker.
///
/// # Errors
/// When this build has none of that name, or the browser lets it start none from here.
pub fn script(name: &str) -> Result<Worker, JsValue> {
    let address = js_sys::Reflect::get(&place(name)?, &"worker".into())?;
    Worker::new(&address.dyn_into::<js_sys::JsString>().map(String::from)?)
}

/// Starts a program in a worker, and hands it the places of those that it may start itself.
///
/// # Errors
/// As [`script`].
pub fn start(name: &str, others: &[&str]) -> Result<Worker, JsValue> {
    let worker = script(name)?;
    let places = js_sys::Object::new();
    for other in others {
        js_sys::Reflect::set(&places, &(*other).into(), &place(other)?)?;
    }
    worker.post_message(&js_sys::Array::of2(&place(name)?, &places))?;
    Ok(worker)
}
