//! Something that opens below its button and closes by Esc or by leaving it.

use super::icon::{Icon, icon};
use crate::ui::view::prelude::*;
use web_sys::wasm_bindgen::JsCast;

/// A button that opens what stands in `body` below itself.
///
/// * `label`: what the button says; read again when it changes.
/// * `name`: its accessible name, which begins with what it says.
/// * `class`: on the outermost element.
/// * `body`: made when it opens. `close` closes it and gives the focus back.
pub fn menu(
    label: impl Fn() -> AnyView + Send + 'static,
    name: impl Fn() -> String + Send + 'static,
    class: &'static str,
    body: impl Fn(Close) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let open = RwSignal::new(false);
    let place = NodeRef::<leptos::html::Div>::new();
    let close = Close { open, place };
    let left = move |ev: leptos::ev::FocusEvent| {
        // What is taken away with the focus in it leaves too.
        if !open.try_get_untracked().unwrap_or(false) {
            return;
        }
        let to = ev.related_target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        let inside = place.get_untracked().is_some_and(|p| to.as_ref().is_some_and(|t| p.contains(Some(t))));
        // A press on what cannot take the focus goes nowhere, and is inside.
        if !inside && to.is_some() {
            open.set(false);
        }
    };
    let outside = window_event_listener(leptos::ev::pointerdown, move |ev| {
        if !open.try_get_untracked().unwrap_or(false) {
            return;
        }
        let at = ev.target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        let inside = place.get_untracked().is_some_and(|p| at.as_ref().is_some_and(|t| p.contains(Some(t))));
        if !inside {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    view! {
        <div node_ref=place class=format!("menu {class}") on:focusout=left
            on:keydown=move |ev| if ev.key() == "Escape" && open.get_untracked() {
                ev.stop_propagation();
                ev.prevent_default();
                close.close();
            }>
            <button type="button" class="menu-button" aria-haspopup="dialog" aria-label=name
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|o| *o = !*o)>
                {label}{icon(Icon::Down)}
            </button>
            {move || open.get().then(|| view! { <div class="menu-sheet">{body(close)}</div> }.into_any())}
        </div>
    }
    .into_any()
}

/// Closes a [`menu`].
#[derive(Clone, Copy)]
pub struct Close {
    open: RwSignal<bool>,
    place: NodeRef<leptos::html::Div>,
}

impl Close {
    /// Closes it and gives the focus back to its button.
    pub fn close(self) {
        self.open.set(false);
        if let Some(button) =
            self.place.get_untracked().and_then(|p| p.query_selector(".menu-button").ok().flatten())
            && let Ok(button) = button.dyn_into::<web_sys::HtmlElement>()
        {
            let _ = button.focus();
        }
    }
}
