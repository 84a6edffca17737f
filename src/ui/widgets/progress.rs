//! How far something long has come, with its counts and a way to stop it.

use crate::ui::state::Work;
use crate::ui::strings;
use crate::ui::view::prelude::*;

/// A bar with bytes and rows so far.
///
/// * `work`: what is under way.
/// * `cancel`: called when a person stops it; the button is there only where it can be stopped.
pub fn progress(work: Signal<Option<Work>>, cancel: impl Fn() + Copy + Send + 'static) -> AnyView {
    let part = move || {
        work.with(|w| {
            w.as_ref()?.progress.as_ref().filter(|p| p.total > 0).map(|p| p.bytes as f64 / p.total as f64)
        })
    };
    let what = move || {
        work.with(|w| {
            w.as_ref()
                .map(|w| w.progress.as_ref().map_or(w.what.clone(), |p| say!("Reading {p}", p = p.name)))
        })
    };
    let counts = move || {
        work.with(|w| {
            w.as_ref()?.progress.as_ref().map(|p| {
                say!(
                    "{bytes} of {total}, {rows}",
                    bytes = strings::size(p.bytes),
                    total = strings::size(p.total),
                    rows = strings::count(p.rows, "row", "rows")
                )
            })
        })
    };
    let can_stop = move || work.with(|w| w.as_ref().is_some_and(|w| w.request.is_some()));
    view! {
        <div class="progress" role="group" aria-label="Progress">
            <p class="progress-what">{what}</p>
            <progress max="1" aria-label=move || what().unwrap_or_default() prop:value=move || part().unwrap_or(0.0) class:unknown=move || part().is_none()></progress>
            <p class="hint">{move || counts().unwrap_or_else(|| say!("This takes a moment").to_owned())}</p>
            {move || can_stop().then(|| view! { <button type="button" class="button small" on:click=move |_| cancel()>"Cancel"</button> }.into_any())}
        </div>
    }
    .into_any()
}
