//! A tab that only reads: what would change the workspace is disabled in it, and says why when it is used all the same.

use super::{Desk, Offer, desk};
use crate::platform::messages::UserError;
use crate::ui::files::element;
use crate::ui::held;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use gloo::events::{EventListener, EventListenerOptions};
use web_sys::wasm_bindgen::JsCast;

/// The value of `aria-disabled` for each control that changes the workspace.
pub fn read_only() -> impl Fn() -> Option<&'static str> + Copy {
    let reads = desk().reads;
    move || reads.get().then_some("true")
}

/// Why controls of a dialog are disabled in a tab that only reads, and the way out: what is told at the edge of the screen is out
/// of reach while a dialog is open.
pub fn why_read_only() -> AnyView {
    let desk = desk();
    live(move || {
        desk.reads.get().then(|| {
            let (words, offer) = (UserError::read_only().told().remedy, Offer::TakeOver);
            view! { <p class="hint" role="status">{words}" "<button type="button" class="button small" on:click=move |_| desk.take_up(offer)>{known(offer.label())}</button></p> }.into_any()
        })
    })
}

/// What a control is used by. A list is opened by the pointer or by keys, a number is stepped by them, a handle is pulled or moved
/// by them, everything else is clicked or typed into.
const USES: [&str; 5] = ["click", "beforeinput", "mousedown", "pointerdown", "keydown"];

impl Desk {
    /// Holds back the use of disabled controls in a window while this tab only reads, and says why: for as long as what calls it.
    pub fn hold_back(self, window: &web_sys::Window) {
        let listen = |sign| {
            let options = EventListenerOptions::enable_prevent_default();
            let options =
                EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, ..options };
            EventListener::new_with_options(window, sign, options, move |event| {
                if self.reads.get_untracked() && is_held(event) {
                    event.prevent_default();
                    // A second window that is opened again hears twice.
                    event.stop_immediate_propagation();
                    self.fail(UserError::read_only());
                }
            })
        };
        StoredValue::new_local(USES.map(listen));
    }
}

/// Whether an event uses a control that is disabled.
fn is_held(event: &web_sys::Event) -> bool {
    let control = element(event.target()).and_then(|e| e.closest("[aria-disabled=true]").ok().flatten());
    let Some(control) = control else { return false };
    let is_list = control.local_name() == "select";
    let is_number = control.get_attribute("type").is_some_and(|kind| kind == "number");
    let is_handle = control.get_attribute("role").is_some_and(|role| role == "slider");
    match event.type_().as_str() {
        "keydown" => {
            let key = event.unchecked_ref::<web_sys::KeyboardEvent>();
            let combined = key.ctrl_key() || key.meta_key() || key.alt_key();
            match (is_list, is_number, is_handle) {
                (true, ..) => held::changes_list(&key.key(), combined),
                (_, true, _) => held::is_step(&key.key()),
                (_, _, is_handle) => is_handle && held::moves_handle(&key.key()),
            }
        }
        "mousedown" => is_list || is_number,
        "pointerdown" => is_handle,
        _ => true,
    }
}
