//! The figures of a distribution: each opens to its definition, its n, and what is censored or left out.

use crate::engine::view::Figure;
use crate::ui::view::prelude::*;

/// The figures side by side.
pub(super) fn figures(all: &[Figure]) -> AnyView {
    let one = |figure: &Figure| {
        let meaning = figure.meaning.iter().map(|s| view! { <p>{s.clone()}</p> }.into_any()).collect_view();
        view! {
            <details class="figure-item">
                <summary>
                    <span class="figure-term">{figure.term.clone()}</span>
                    <span class="figure-value">{figure.value.clone()}</span>
                    <span class="figure-brief">{figure.brief.clone()}</span>
                </summary>
                <div class="definition">{meaning}</div>
            </details>
        }
        .into_any()
    };
    view! { <div class="figures">{all.iter().map(one).collect_view()}</div> }.into_any()
}
