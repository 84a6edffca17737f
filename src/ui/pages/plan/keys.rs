//! The keys of the plan: from amendment to amendment, and what is done with the one that has the focus.

use super::{Table, Writing};
use crate::model::case::AmendmentDecision;
use crate::ui::files;
use crate::ui::shortcuts::{Action, Pressed, Scope, find};
use crate::ui::state::Overlay;
use crate::ui::view::prelude::*;
use web_sys::wasm_bindgen::JsCast;

/// Listens while the page is shown.
pub(super) fn listen(table: Table) {
    let desk = table.desk;
    let heard = window_event_listener(leptos::ev::keydown, move |ev| {
        let busy = desk.overlay.with_untracked(|o| *o != Overlay::Nothing);
        if ev.default_prevented() || files::is_typing(ev.target()) || busy {
            return;
        }
        let key = ev.key();
        let pressed = Pressed::of(&key, &ev);
        if let Some(entry) = find(pressed, Scope::Plan, desk.prefs.single_keys.get_untracked()) {
            ev.prevent_default();
            act(table, entry.action);
        }
    });
    on_cleanup(move || heard.remove());
    Effect::new(move |_| {
        if let Some(action) = desk.asked.get() {
            desk.asked.set(None);
            act(table, action);
        }
    });
}

/// The cards in the order of the page.
fn cards() -> Vec<web_sys::HtmlElement> {
    let Ok(found) = document().query_selector_all(".amendment") else { return vec![] };
    (0..found.length()).filter_map(|n| found.item(n)?.dyn_into().ok()).collect()
}

/// Where the focus is among the cards.
fn here(cards: &[web_sys::HtmlElement]) -> Option<usize> {
    let focused = document().active_element()?.closest(".amendment").ok().flatten()?;
    cards.iter().position(|card| focused.is_same_node(Some(card)))
}

fn step(by: isize) {
    let cards = cards();
    let next = match here(&cards) {
        Some(n) => n.checked_add_signed(by),
        None => Some(0),
    };
    if let Some(card) = next.and_then(|n| cards.get(n)) {
        let _ = card.focus();
        card.scroll_into_view_with_bool(false);
    }
}

/// Does what a key or the palette asks.
fn act(table: Table, action: Action) {
    match action {
        Action::NextAmendment => return step(1),
        Action::PreviousAmendment => return step(-1),
        _ => {}
    }
    let cards = cards();
    let card = here(&cards).and_then(|n| cards.get(n)).map(|card| card.id());
    let Some(id) = card.and_then(|id| id.strip_prefix("amendment-").map(str::to_owned)) else {
        table.desk.tell(false, "No amendment is chosen", "Choose one with J and K or by a press on it");
        return;
    };
    match action {
        Action::AcceptAmendment => table.accept(id),
        Action::EditAmendment => table.writing.set(Some((id, Writing::Wording))),
        Action::RejectAmendment => table.drop_to(id, Some(AmendmentDecision::Rejected)),
        Action::CommentAmendment => table.writing.set(Some((id, Writing::Comment))),
        Action::OwnAmendment => table.writing.set(Some((id, Writing::Owner))),
        _ => {}
    }
}
