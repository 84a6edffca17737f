//! What the engine draws anew ten thousand times: its progress, a way to stop it, and what it tells.

use crate::document::Block;
use crate::engine::view::Resampled;
use crate::engine::{Progress, Query};
use crate::platform::client::RequestId;
use crate::ui::state::Desk;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::live::live;
use leptos::task::spawn_local;

/// How far it has come.
#[derive(Clone, PartialEq)]
enum State {
    Nothing,
    Drawing(Option<Progress>),
    Stopped,
    Told(Vec<Block>),
    Failed(String),
}

/// Draws for a question, and again whenever it or the workspace changes; while there is no question, there is nothing.
///
/// * `what`: what is drawn for, as a name of the progress bar.
pub(super) fn drawn(
    desk: Desk,
    what: &'static str,
    query: impl Fn() -> Option<Query> + Send + Sync + 'static,
) -> AnyView {
    let state = RwSignal::new(State::Nothing);
    let running = StoredValue::new(None::<RequestId>);
    let again = RwSignal::new(0_u32);
    let stop = move || {
        if let Some(id) = running.try_update_value(Option::take).flatten() {
            desk.client().cancel(id);
        }
    };
    Effect::new(move |last: Option<(u64, u32, Option<Query>)>| {
        let asked = (desk.revision.get(), again.get(), query());
        if last.as_ref() == Some(&asked) {
            return asked;
        }
        stop();
        let Some(query) = asked.2.clone() else {
            state.set(State::Nothing);
            return asked;
        };
        state.set(State::Drawing(None));
        let told = move |progress| {
            // What was overtaken tells nothing more.
            if matches!(state.try_get_untracked(), Some(State::Drawing(_))) {
                let _ = state.try_set(State::Drawing(Some(progress)));
            }
        };
        let (id, answer) = desk.client().ask_watched::<Resampled, _>(query, told);
        running.set_value(Some(id));
        spawn_local(async move {
            let result = answer.await;
            // It was stopped or overtaken, or the page was left, when it is no longer the one that runs.
            if running.try_get_value().flatten() == Some(id) {
                running.set_value(None);
                state.set(match result {
                    Ok(told) => State::Told(told.blocks),
                    Err(e) => State::Failed(e.sentences()),
                });
            }
        });
        asked
    });
    on_cleanup(stop);
    let press = move |_| {
        stop();
        state.set(State::Stopped);
    };
    let shown = move || {
        match state.get() {
        State::Nothing | State::Drawing(None) => ().into_any(),
        State::Drawing(Some(p)) => {
            let part = p.bytes as f64 / (p.total as f64).max(1.0);
            let counts = say!("{what}: {bytes} of {total} resamples", what = look(what), bytes = strings::number(p.bytes), total = strings::number(p.total));
            view! {
                <div class="drawing">
                    <progress max="1" aria-label=what prop:value=part.to_string()></progress>
                    <span class="hint">{counts}</span>
                    <button type="button" class="button small" on:click=press>"Stop"</button>
                </div>
            }
            .into_any()
        }
        State::Stopped => view! {
            <p class="drawing"><span>{say!("{what} was not drawn to its end.", what = look(what))}</span>
                <button type="button" class="button small" on:click=move |_| again.update(|n| *n += 1)>"Draw on"</button></p>
        }
        .into_any(),
        State::Told(blocks) => blocks_view(&blocks),
        State::Failed(words) => view! { <p class="error">{words}</p> }.into_any(),
    }
    };
    view! { <div class="drawn" role="status">{live(shown)}</div> }.into_any()
}
