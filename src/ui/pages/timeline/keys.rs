//! The keys of the timeline.

use super::Bench;
use crate::model::EventId;
use crate::timeline::Filter;
use crate::ui::files;
use crate::ui::shortcuts::{Action, Pressed, Scope, find};
use crate::ui::state::Overlay;
use crate::ui::view::prelude::*;
use web_sys::wasm_bindgen::JsCast;

/// Listens while the page is shown.
pub(super) fn listen(bench: Bench) {
    let desk = bench.desk;
    let heard = window_event_listener(leptos::ev::keydown, move |ev| {
        if ev.default_prevented()
            || files::is_typing(ev.target())
            || desk.overlay.with_untracked(|o| *o != Overlay::Nothing)
        {
            return;
        }
        let key = ev.key();
        let pressed = Pressed::of(&key, &ev);
        let free = is_free(ev.target());
        // Keys that press buttons and move sliders belong to those that have the focus.
        let shared = matches!(key.as_str(), " " | "Enter") || key.starts_with("Arrow");
        if shared && !free {
            return;
        }
        let single = desk.prefs.single_keys.get_untracked() || shared;
        if let Some(entry) = find(pressed, Scope::Timeline, single) {
            ev.prevent_default();
            act(bench, entry.action);
        }
    });
    on_cleanup(move || heard.remove());
    Effect::new(move |_| {
        if let Some(action) = desk.asked.get() {
            desk.asked.set(None);
            act(bench, action);
        }
    });
}

/// Whether the focus is on the list or on nothing in particular.
fn is_free(target: Option<web_sys::EventTarget>) -> bool {
    let Some(element) = target.and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else { return true };
    element.id() == "events" || matches!(element.tag_name().as_str(), "BODY" | "MAIN")
}

/// Does what a key or the palette asks.
pub(super) fn act(bench: Bench, action: Action) {
    let desk = bench.desk;
    match action {
        Action::Next => bench.step(1),
        Action::Previous => bench.step(-1),
        Action::AddEvent => desk.overlay.set(Overlay::AddEvent),
        Action::PasteLines => desk.overlay.set(Overlay::PasteLines(String::new())),
        Action::ClearFilter => desk.filter.set(Filter::default()),
        _ => {
            let Some(row) = bench.current() else {
                desk.tell(false, "No event is chosen", "Choose one with J and K or by a press on it");
                return;
            };
            match action {
                Action::Detail => desk.open_event(row.id),
                Action::Original => original(bench, row.id),
                Action::Star => bench.star(&row),
                Action::Unfold => bench.unfold(&row, true),
                Action::Fold => bench.unfold(&row, false),
                Action::Milestone => desk.overlay.set(Overlay::MilestoneOf(row.id)),
                Action::FilterBy => desk.filter.update(|f| {
                    // The most telling thing first; pressed again, the next one.
                    let wanted = [
                        (row.actor.clone(), &mut f.actors),
                        (row.asset.clone(), &mut f.assets),
                        (row.kind.clone(), &mut f.kinds),
                    ];
                    for (value, list) in wanted {
                        if !value.is_empty() && !list.contains(&value) {
                            *list = vec![value];
                            return;
                        }
                    }
                    if !f.sources.contains(&row.id.source) {
                        f.sources = vec![row.id.source];
                    }
                }),
                _ => {}
            }
        }
    }
}

/// Opens the drawer at the original row.
fn original(bench: Bench, event: EventId) {
    bench.desk.open_event(event);
    set_timeout(
        || {
            if let Some(row) = document().query_selector(".drawer .original").ok().flatten() {
                row.scroll_into_view();
                if let Ok(row) = row.dyn_into::<web_sys::HtmlElement>() {
                    let _ = row.focus();
                }
            }
        },
        std::time::Duration::from_millis(150),
    );
}
