//! A labelled field with its hint and its error.

use crate::ui::view::prelude::*;

/// Hears a field in which one types, and hands on its text a moment after the last key.
pub fn typed(then: impl Fn(String) + Copy + 'static) -> impl Fn(leptos::ev::Event) + Copy {
    let keys = StoredValue::new(0_u32);
    move |ev| {
        let text = event_target_value(&ev);
        keys.update_value(|n| *n = n.wrapping_add(1));
        let mine = keys.get_value();
        set_timeout(
            move || {
                if keys.try_get_value() == Some(mine) {
                    then(text);
                }
            },
            std::time::Duration::from_millis(120),
        );
    }
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
