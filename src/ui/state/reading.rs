//! A tab that only reads: what would change the workspace is disabled in it, and says why when it is used all the same.

use super::{Desk, desk};
use crate::platform::messages::UserError;
use crate::ui::view::prelude::*;
use gloo::events::{EventListener, EventListenerOptions};
use web_sys::wasm_bindgen::JsCast;

/// The value of `aria-disabled` for each control that changes the workspace.
pub fn read_only() -> impl Fn() -> Option<&'static str> + Copy {
    let reads = desk().reads;
    move || reads.get().then_some("true")
}

/// What a control is used by. A list is opened by the pointer or by keys, everything else is clicked or typed into.
const USES: [&str; 4] = ["click", "beforeinput", "mousedown", "keydown"];

impl Desk {
    /// Holds back the use of disabled controls while this tab only reads, and says why. Call once.
    pub fn hold_back(self) {
        let listen = |sign| {
            let options = EventListenerOptions::enable_prevent_default();
            let options =
                EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, ..options };
            EventListener::new_with_options(&window(), sign, options, move |event| {
                if self.reads.get_untracked() && is_held(event) {
                    event.prevent_default();
                    event.stop_propagation();
                    self.fail(UserError::read_only());
                }
            })
        };
        StoredValue::new_local(USES.map(listen));
    }
}

/// Whether an event uses a control that is disabled.
fn is_held(event: &web_sys::Event) -> bool {
    let element = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let Some(control) = element.and_then(|e| e.closest("[aria-disabled=true]").ok().flatten()) else {
        return false;
    };
    let is_list = control.local_name() == "select";
    match event.dyn_ref::<web_sys::KeyboardEvent>() {
        Some(key) => is_list && !matches!(key.key().as_str(), "Tab" | "Escape" | "Shift"),
        None => is_list || event.type_() != "mousedown",
    }
}
