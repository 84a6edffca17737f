//! Keys that work everywhere, and what each action does.

use crate::ui::files;
use crate::ui::route::Page;
use crate::ui::shortcuts::{Action, Pressed, Scope, find, is_single};
use crate::ui::state::{Desk, Overlay};
use crate::ui::view::prelude::*;
use web_sys::wasm_bindgen::JsCast;

/// Listens for the keys of the table that apply everywhere, and for what is pasted.
pub fn listen(desk: Desk) {
    let keys = window_event_listener(leptos::ev::keydown, move |ev| {
        let key = ev.key();
        let pressed = Pressed::of(&key, &ev);
        let Some(entry) = find(pressed, Scope::Everywhere, desk.prefs.single_keys.get_untracked()) else {
            return;
        };
        let typing = files::is_typing(ev.target());
        let text_keys = matches!(entry.action, Action::Undo | Action::Redo);
        // While somebody types, single keys are text, and undo is the field's own.
        if typing && (text_keys || entry.keys.iter().any(|k| is_single(k) && pressed.is(k))) {
            return;
        }
        let dialog = desk.overlay.with_untracked(|o| *o != Overlay::Nothing);
        if dialog && !matches!(entry.action, Action::Save | Action::Palette) {
            return;
        }
        if entry.action == Action::Close {
            close(desk);
            return;
        }
        ev.prevent_default();
        act(desk, entry.action);
    });
    on_cleanup(move || keys.remove());
    let paste = window_event_listener(leptos::ev::paste, move |ev| {
        if files::is_typing(ev.target()) || desk.overlay.with_untracked(|o| *o != Overlay::Nothing) {
            return;
        }
        let Some(data) = ev.clipboard_data() else { return };
        let chosen = files::list(data.files());
        if !chosen.is_empty() {
            ev.prevent_default();
            desk.open_files(chosen);
            return;
        }
        let Ok(text) = data.get_data("text/plain") else { return };
        if text.trim().is_empty() {
            return;
        }
        ev.prevent_default();
        // On an open timeline a few lines are events; anywhere else pasted text is a file.
        if desk.route.with_untracked(|r| r.page) == Page::Timeline
            && untrack(|| desk.open_case_id()).is_some()
        {
            desk.overlay.set(Overlay::PasteLines(text));
        } else if let Some(file) = files::pasted(&text) {
            desk.open_files(vec![file]);
        }
    });
    on_cleanup(move || paste.remove());
}

fn close(desk: Desk) {
    if desk.route.with_untracked(|r| r.event.is_some()) {
        desk.close_event();
    } else if let Some(last) = desk.notices.with_untracked(|n| n.last().map(|n| n.id)) {
        desk.dismiss(last);
    }
}

/// Puts the cursor into the search of the timeline, going there first.
pub fn search(desk: Desk) {
    // Where the page is there, what is typed next is the first letter of a word, not the key of a command.
    if desk.route.with_untracked(|r| r.page) == Page::Timeline && focus_search() {
        return;
    }
    desk.go_page(Page::Timeline);
    // The page is there after the next turn.
    set_timeout(
        || {
            focus_search();
        },
        std::time::Duration::from_millis(60),
    );
}

/// Puts the cursor into the search of the timeline, where that is on the page.
fn focus_search() -> bool {
    let field = document().get_element_by_id("timeline-search");
    let Some(field) = field.and_then(|f| f.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
        return false;
    };
    let _ = field.focus();
    field.select();
    true
}

/// Does what an entry of the table says.
pub fn act(desk: Desk, action: Action) {
    match action {
        Action::Go(page) => desk.go_page(page),
        Action::Open => files::choose(desk),
        Action::OpenFolder => files::choose_folder(desk),
        Action::Save => desk.save_file(),
        Action::Undo => desk.undo(),
        Action::Redo => desk.redo(),
        Action::Search => search(desk),
        Action::Palette => desk.overlay.set(Overlay::Palette),
        Action::Sheet => desk.overlay.set(Overlay::Sheet),
        Action::Zone => desk.overlay.set(Overlay::Zone),
        Action::Example => desk.open_example(),
        Action::Rename => {
            if let Some(field) = document()
                .get_element_by_id("case-title")
                .and_then(|f| f.dyn_into::<web_sys::HtmlInputElement>().ok())
            {
                let _ = field.focus();
                field.select();
            }
        }
        Action::Theme => desk.prefs.toggle_theme(),
        Action::Close => close(desk),
        Action::AddEvent | Action::PasteLines if untrack(|| desk.open_case_id()).is_none() => {
            desk.tell(true, "No case is open", "Open the files of an incident first");
        }
        Action::AddEvent => desk.overlay.set(Overlay::AddEvent),
        Action::PasteLines => desk.overlay.set(Overlay::PasteLines(String::new())),
        // What needs an event under the cursor is done by the timeline itself.
        Action::Next
        | Action::Previous
        | Action::Detail
        | Action::Original
        | Action::Unfold
        | Action::Fold
        | Action::Star
        | Action::Milestone
        | Action::FilterBy
        | Action::ClearFilter => {
            desk.go_page(Page::Timeline);
            desk.asked.set(Some(action));
        }
        Action::NextAmendment
        | Action::PreviousAmendment
        | Action::AcceptAmendment
        | Action::EditAmendment
        | Action::RejectAmendment
        | Action::CommentAmendment
        | Action::OwnAmendment => {
            desk.go_page(Page::Plan);
            desk.asked.set(Some(action));
        }
        Action::RunClock | Action::NextInject | Action::NextKnown | Action::NextTeam => {
            desk.go_page(Page::Exercise);
            desk.asked.set(Some(action));
        }
    }
}
