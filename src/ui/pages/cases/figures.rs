//! The figures of a distribution: each opens to its definition, its n, what is censored or left out, and its cases.

use crate::document::Rests;
use crate::engine::view::Figure;
use crate::ui::view::prelude::*;
use crate::ui::widgets::explained::behind;
use crate::ui::widgets::live::live;

/// The figures side by side.
///
/// * `rests`: the cases that are looked at.
pub(super) fn figures(all: &[Figure], rests: &Rests) -> AnyView {
    let one = |figure: &Figure| {
        let open = RwSignal::new(false);
        let cases = rests.taken(&figure.takes);
        let meaning = figure.meaning.iter().map(|s| view! { <p>{s.clone()}</p> }.into_any()).collect_view();
        view! {
            <details class="figure-item" on:toggle=move |_| if !open.get_untracked() { open.set(true) }>
                <summary>
                    <span class="figure-term">{figure.term.clone()}</span>
                    <span class="figure-value">{figure.value.clone()}</span>
                    <span class="figure-brief">{figure.brief.clone()}</span>
                </summary>
                <div class="definition">{meaning}{live(move || open.get().then(|| behind(cases.clone())))}</div>
            </details>
        }
        .into_any()
    };
    view! { <div class="figures">{all.iter().map(one).collect_view()}</div> }.into_any()
}
