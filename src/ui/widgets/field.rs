//! A labelled field with its hint and its error.

use crate::ui::state::{Desk, desk};
use crate::ui::view::prelude::*;

/// How long a person who types is left alone, in milliseconds.
const PAUSE: u32 = 120;
/// How often it is looked meanwhile whether what was asked before is answered, in milliseconds.
const LOOK: u32 = 20;

/// Hears a field in which one types, and hands on its text: at once where nothing is being asked, else once that is answered, and
/// at the latest a moment after the last key. The first letter waits for the next: most events have it somewhere.
pub fn typed(then: impl Fn(String) + Copy + 'static) -> impl Fn(leptos::ev::Event) + Copy {
    let desk = desk();
    move |ev| hand_on(desk, event_target(&ev), event_target_value(&ev), then, PAUSE / LOOK)
}

/// Hands a text on where nothing is being asked, or else looks again, so many times; not where something else stands in the field by
/// then, or the field has left the page.
fn hand_on(
    desk: Desk,
    field: web_sys::HtmlInputElement,
    text: String,
    then: impl Fn(String) + Copy + 'static,
    looks: u32,
) {
    if !field.is_connected() || field.value() != text {
        return;
    }
    let first_letter = text.chars().count() == 1;
    if looks == 0 || (!first_letter && desk.client().is_idle()) {
        return then(text);
    }
    let later = move || hand_on(desk, field, text, then, looks - 1);
    set_timeout(later, std::time::Duration::from_millis(LOOK.into()));
}

/// A line of text with a label above it.
///
/// * `id`: of the input; the hint is `{id}-hint`.
/// * `label`: what belongs in it.
/// * `value`: what stands in it, both ways.
/// * `hint`: what is said below it: what is expected, or, for `Err`, what is wrong.
pub fn text_field(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    hint: impl Fn() -> Result<String, String> + Send + Sync + 'static,
) -> AnyView {
    let hint = Signal::derive(hint);
    let below = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id class="input" type="text" autocomplete="off" spellcheck="false" aria-describedby=below.clone()
                aria-invalid=move || hint.with(Result::is_err).to_string()
                prop:value=move || value.get() on:input=move |ev| value.set(event_target_value(&ev))/>
            <p id=below class=move || if hint.with(Result::is_err) { "hint error" } else { "hint" }>
                {move || hint.get().unwrap_or_else(|e| e)}
            </p>
        </div>
    }
    .into_any()
}

/// Several lines of text with a label above them.
///
/// * `id`, `label`, `value`: as for [`text_field`].
/// * `rows`: how many lines are seen.
pub fn text_area(id: &'static str, label: &'static str, value: RwSignal<String>, rows: u32) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <textarea id=id class="input" rows=rows.to_string() spellcheck="false"
                prop:value=move || value.get() on:input=move |ev| value.set(event_target_value(&ev))></textarea>
        </div>
    }
    .into_any()
}

/// A zone by name with the known ones suggested.
///
/// * `id`, `label`: as for [`text_field`].
/// * `value`: the name as typed.
pub fn zone_field(id: &'static str, label: &'static str, value: RwSignal<String>) -> AnyView {
    let list = format!("{id}-zones");
    let below = format!("{id}-hint");
    let read = Memo::new(move |_| value.with(|v| v.parse::<crate::model::Zone>().map_err(|e| e.to_string())));
    let empty = move || value.with(|v| v.trim().is_empty());
    // The list of six hundred names is made when somebody is about to use it.
    let open = RwSignal::new(false);
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id class="input" type="text" autocomplete="off" spellcheck="false" list=list.clone() aria-describedby=below.clone()
                aria-invalid=move || (!empty() && read.with(Result::is_err)).to_string()
                placeholder="Europe/Berlin, +01:00 or UTC"
                on:focus=move |_| open.set(true)
                prop:value=move || value.get() on:input=move |ev| value.set(event_target_value(&ev))/>
            <datalist id=list>
                {move || open.get().then(|| crate::model::zone_table::all().map(|zone| view! { <option value=zone.name()></option> }).collect_view())}
            </datalist>
            <p id=below class=move || if !empty() && read.with(Result::is_err) { "hint error" } else { "hint" }>
                {move || match read.get() {
                    Err(e) if !empty() => e,
                    _ => say!("A name with its clock changes is better than an offset.").to_owned(),
                }}
            </p>
        </div>
    }
    .into_any()
}
