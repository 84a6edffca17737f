//! The sheet of keys.

use super::palette::is_mac;
use crate::ui::shortcuts::{self, Scope, TABLE};
use crate::ui::state::{Desk, Overlay};
use crate::ui::strings::MILESTONE_LETTERS;
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog::dialog;

/// Keys as they are printed, each in its frame; several ways side by side.
pub fn keys(all: &[&str]) -> AnyView {
    let mac = is_mac();
    all.iter()
        .map(|k| view! { <kbd>{shortcuts::shown(k, mac)}</kbd>" " }.into_any())
        .collect_view()
        .into_any()
}

/// All keys, by where they do something.
pub fn map() -> AnyView {
    let part = |title: &'static str, scope: Scope| {
        let lines = TABLE.iter().filter(|e| e.scope == scope && !e.keys.is_empty()).map(|e| {
            view! { <div class="key-line"><dt>{keys(e.keys)}</dt><dd>{e.label}</dd></div> }.into_any()
        });
        view! { <section><h3>{title}</h3><dl class="key-lines">{lines.collect_view()}</dl></section> }
            .into_any()
    };
    let letters = MILESTONE_LETTERS.iter().map(|(letter, milestone)| {
        view! { <div class="key-line"><dt><kbd>{letter.to_uppercase().to_string()}</kbd></dt><dd>{known(milestone.label())}</dd></div> }.into_any()
    });
    view! {
        <div class="key-sheet">
            {part("Everywhere", Scope::Everywhere)}
            {part("On the timeline", Scope::Timeline)}
            {part("On the plan", Scope::Plan)}
            {part("In an exercise", Scope::Exercise)}
            <section><h3>"After M, on an event"</h3><dl class="key-lines">{letters.collect_view()}</dl></section>
        </div>
    }
    .into_any()
}

/// The sheet.
pub fn sheet(desk: Desk) -> AnyView {
    let body = view! {
        {map()}
        <label class="check"><input type="checkbox" prop:checked=move || desk.prefs.single_keys.get()
            on:change=move |ev| desk.prefs.single_keys.set(event_target_checked(&ev))/>"Keys without Ctrl do something"</label>
    };
    dialog("keys", "Keys", "wide", move || desk.overlay.set(Overlay::Nothing), body)
}
