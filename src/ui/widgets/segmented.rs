//! One of a few, side by side.

use crate::ui::view::prelude::*;

/// A choice of one among a few; native radio buttons underneath, so that the arrow keys work.
///
/// * `name`: of the group in the page.
/// * `label`: the accessible name of the group.
/// * `options`: value and label of each.
/// * `value`: what is chosen.
/// * `choose`: called with what was chosen.
pub fn segmented<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    label: &'static str,
    options: Vec<(T, String)>,
    value: Signal<T>,
    choose: impl Fn(T) + Copy + 'static,
) -> AnyView {
    let choices = options.into_iter().map(|(option, text)| {
        choice(name, text, Signal::derive(move || value.get() == option), Box::new(move || choose(option)))
    });
    view! { <div class="segmented" role="radiogroup" aria-label=label>{choices.collect_view()}</div> }
        .into_any()
}

fn choice(name: &'static str, text: String, on: Signal<bool>, choose: Box<dyn Fn()>) -> AnyView {
    view! {
        <label>
            <input type="radio" name=name prop:checked=move || on.get() on:change=move |_| choose()/>
            <span>{text}</span>
        </label>
    }
    .into_any()
}
