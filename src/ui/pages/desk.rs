//! What a page needs from the shell, under one name: the open case, the zone, questions and changes.

use crate::ui::route::Page;
pub use crate::ui::state::{Asked, Desk, ask, ask_still, desk, loaded};
use crate::ui::view::prelude::*;
use web_sys::wasm_bindgen::JsCast;

/// Shows the page Findings with one of them in view, once it is there.
pub fn go_to_finding(desk: Desk, rule: &str) {
    go_to(desk, Page::Findings, format!("finding-{rule}"));
}

/// Shows a page with one of its elements in view, once that is there.
pub fn go_to(desk: Desk, page: Page, id: String) {
    desk.go_page(page);
    wait_for(id, 20);
}

/// Shows the page Plan with the block in view that begins at a byte of its text; the page takes it up once it is there.
pub fn go_to_plan(desk: Desk, start: usize) {
    desk.plan_at.set(Some(start));
    desk.go_page(Page::Plan);
}

/// Brings an element into view that is still being made; after so many looks nobody waits for it any more.
fn wait_for(id: String, looks: u32) {
    if document().get_element_by_id(&id).is_some() || looks == 0 {
        return scroll_to(&id);
    }
    set_timeout(move || wait_for(id, looks - 1), std::time::Duration::from_millis(100));
}

/// Opens a part that is folded, and brings its name into view: the two are called by one id, with `-name` for the latter.
pub fn unfold(id: &str) {
    if let Some(details) = document().get_element_by_id(id) {
        let _ = details.set_attribute("open", "");
        scroll_to(&format!("{id}-name"));
    }
}

/// Brings an element into view.
pub fn scroll_to(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
        if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
            let _ = element.focus();
        }
    }
}
