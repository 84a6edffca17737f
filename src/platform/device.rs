//! What the device does for the page, as `device.js` tells it: the program kept for use offline, files that the system
//! opens with it, files in folders, room that is short, a window that forgets.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

/// Something that the device tells.
#[derive(Clone, Debug)]
pub enum Told {
    /// This version of the program is on the device as a whole.
    Ready,
    /// A newer version is on the device as a whole, and waits until it is asked for.
    Newer,
    /// Another tab runs a newer version already.
    Elsewhere,
    /// So many per cent of the room that the browser gives are used.
    Full(u32),
    /// The browser gives this page no folder of its own, as in a private window.
    Private,
    /// The system opens these files with the app.
    Files(Vec<File>),
}

impl Told {
    fn read(event: &JsValue) -> Option<Told> {
        let get = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &name.into()).ok();
        let detail = get(event, "detail")?;
        Some(match get(&detail, "what")?.as_string()?.as_str() {
            "ready" => Told::Ready,
            "newer" => Told::Newer,
            "elsewhere" => Told::Elsewhere,
            "private" => Told::Private,
            "full" => Told::Full(get(&detail, "percent")?.as_f64()? as u32),
            "files" => {
                let files: js_sys::Array = get(&detail, "files")?.dyn_into().ok()?;
                Told::Files(files.iter().filter_map(|file| file.dyn_into().ok()).collect())
            }
            _ => return None,
        })
    }
}

/// Hears what the device tells, until the listener is dropped.
pub fn listen(heard: impl Fn(Told) + 'static) -> Option<Listener> {
    let window = web_sys::window()?;
    let listener = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        if let Some(told) = Told::read(&event) {
            heard(told);
        }
    });
    // Without it the page goes on as if the device told nothing.
    let _ = window.add_event_listener_with_callback("device", listener.as_ref().unchecked_ref());
    Some(Listener(listener))
}

/// Hears what the device tells.
#[derive(Debug)]
pub struct Listener(Closure<dyn Fn(JsValue)>);

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let _ = window.remove_event_listener_with_callback("device", self.0.as_ref().unchecked_ref());
        }
    }
}

/// The files of a drop (`DataTransfer`) or a choice (`FileList`) that are not read as they came: those of folders, and a Slack
/// export that was unpacked. None where all stays as it is, or before `device.js` is there.
pub fn gather(from: &JsValue) -> Option<js_sys::Promise> {
    let window: JsValue = web_sys::window()?.into();
    let gather: js_sys::Function = js_sys::Reflect::get(&window, &"gather".into()).ok()?.dyn_into().ok()?;
    gather.call1(&window, from).ok()?.dyn_into().ok()
}

/// Goes on with the newer version; the page is loaded anew.
pub fn take_newer() {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new("take-newer")) {
        // A page that cannot be asked goes on as it is.
        let _ = window.dispatch_event(&event);
    }
}

/// Whether the whole app is one file, opened from wherever it lies.
pub fn is_one_file() -> bool {
    let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
    root.is_some_and(|root| root.has_attribute("data-one-file"))
}

/// Whether the browser keeps what this page stores until somebody erases it, not only while there is room; none where it
/// does not say.
pub async fn is_persisted() -> Option<bool> {
    storage_says("persisted").await
}

/// Asks the browser to keep it so; it may ask the person, or refuse.
pub async fn persist() -> Option<bool> {
    storage_says("persist").await
}

/// What the browser answers to a question about this page's storage.
async fn storage_says(question: &str) -> Option<bool> {
    let storage: JsValue = web_sys::window()?.navigator().storage().into();
    let ask: js_sys::Function = js_sys::Reflect::get(&storage, &question.into()).ok()?.dyn_into().ok()?;
    let answer: js_sys::Promise = ask.call0(&storage).ok()?.dyn_into().ok()?;
    wasm_bindgen_futures::JsFuture::from(answer).await.ok()?.as_bool()
}
