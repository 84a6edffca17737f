//! Which side of the app this is, and what happens when it panics.

use std::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen::JsCast;

/// Whether another program has taken the place of this one.
static RETIRED: AtomicBool = AtomicBool::new(false);

/// This program is no longer on the page: what fails in it is nobody's concern.
pub fn retire() {
    RETIRED.store(true, Ordering::Relaxed);
}

/// Whether this instance runs in a window; otherwise it is the worker.
pub fn is_page() -> bool {
    js_sys::global().has_type::<web_sys::Window>()
}

/// A panic leaves the instance unusable: say so where people see it. The journal holds everything acknowledged.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        if RETIRED.load(Ordering::Relaxed) {
            return;
        }
        let text = info.to_string();
        web_sys::console::error_1(&text.as_str().into());
        if is_page() {
            show_crash(&text);
        } else if let Ok(scope) = js_sys::global().dyn_into::<web_sys::DedicatedWorkerGlobalScope>() {
            let message = js_sys::Object::new();
            let _ = js_sys::Reflect::set(&message, &"panic".into(), &text.as_str().into());
            let _ = scope.post_message(&message);
        }
    }));
}

/// Shows the crash card of index.html with the details in it.
pub fn show_crash(details: &str) {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
    if let Some(card) = document.get_element_by_id("crash") {
        let _ = card.remove_attribute("hidden");
    }
    if let Some(place) = document.get_element_by_id("crash-details") {
        place.set_text_content(Some(details));
    }
}
