//! What a page needs from the shell, under one name: the open case, the zone, questions and changes.

pub use crate::ui::state::{Asked, Desk, ask, ask_still, desk, loaded};
use crate::ui::view::prelude::*;
use web_sys::wasm_bindgen::JsCast;

/// Brings an element into view.
pub fn scroll_to(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
        if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
            let _ = element.focus();
        }
    }
}
