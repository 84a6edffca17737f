//! A native modal dialog: Esc closes it, focus stays in it and goes back to where it was.

use super::icon::{Icon, icon_button};
use crate::ui::view::prelude::*;
use web_sys::wasm_bindgen::JsCast;

/// A modal dialog with a heading, closed by Esc, by its button, or by a press beside it.
///
/// * `id`: names it in the page; the heading is `{id}-title`.
/// * `title`: the heading and accessible name.
/// * `class`: `narrow`, `wide` or empty, for its width.
/// * `close`: called once it was closed by any of these ways; take it off the page there.
/// * `body`: what stands in it.
pub fn dialog(
    id: &'static str,
    title: impl Said,
    class: &'static str,
    close: impl Fn() + Clone + 'static,
    body: impl IntoView + 'static,
) -> AnyView {
    shell(id, title.said(), class, std::rc::Rc::new(close), body.into_any())
}

/// Gives the focus back to an element, unless something else has taken it.
fn give_back(element: &web_sys::HtmlElement) {
    if document().active_element().is_some_and(|e| e.tag_name() != "BODY") {
        return;
    }
    // One that was made anew meanwhile has the same id; one that left the page need not take the focus.
    let again = || document().get_element_by_id(&element.id())?.dyn_into::<web_sys::HtmlElement>().ok();
    let there = if element.is_connected() { None } else { again() };
    let _ = there.as_ref().unwrap_or(element).focus();
}

fn shell(
    id: &'static str,
    title: String,
    class: &'static str,
    close: std::rc::Rc<dyn Fn()>,
    body: AnyView,
) -> AnyView {
    let place = NodeRef::<leptos::html::Dialog>::new();
    let before = document().active_element().and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
    let before = StoredValue::new_local(before);
    Effect::new(move |_| {
        if let Some(dialog) = place.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    on_cleanup(move || {
        let Some(Some(element)) = before.try_get_value() else { return };
        // While the dialog stands, nothing outside it can take the focus.
        set_timeout(move || give_back(&element), std::time::Duration::ZERO);
    });
    let (by_key, by_press, natively, by_button) = (close.clone(), close.clone(), close.clone(), close);
    let heading = format!("{id}-title");
    let beside = move |ev: leptos::ev::MouseEvent| {
        // A press on the veil hits the dialog element itself.
        let on_veil = ev.target().zip(ev.current_target()).is_some_and(|(a, b)| a == b);
        if on_veil && ev.detail() > 0 {
            by_press();
        }
    };
    view! {
        <dialog node_ref=place id=id class=format!("dialog {class}") aria-labelledby=heading.clone()
            on:keydown=move |ev| if ev.key() == "Escape" && !ev.default_prevented() { ev.prevent_default(); ev.stop_propagation(); by_key(); }
            on:close=move |_| natively()
            on:mousedown=beside>
            <div class="dialog-box">
                <header class="dialog-head">
                    <h2 id=heading.clone()>{title}</h2>
                    {icon_button(Icon::Close, "Close", move || by_button())}
                </header>
                <div class="dialog-body">{body}</div>
            </div>
        </dialog>
    }
    .into_any()
}
