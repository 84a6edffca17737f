//! The participants' screen: the clock, the inject, what is known, and what the team says and does. Nothing hidden is on it.

use super::{Play, answer, clock, facilitator, known};
use crate::model::Zone;
use crate::model::exercise::Inject;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// The screen.
pub(super) fn screen(play: Play) -> AnyView {
    let any = Memo::new(move |_| play.session.get().is_some());
    live(move || if any.get() { playing(play) } else { nothing(play) })
}

fn nothing(play: Play) -> AnyView {
    view! {
        <section class="empty">
            <h2>"No session yet"</h2>
            <p>"Name the teams in the set-up and begin a session: the clock then stands at the first sign until you let it run."</p>
            <p><button type="button" class="button primary" on:click=move |_| play.part.set(super::Part::SetUp)>"Go to the set-up"</button></p>
        </section>
    }
    .into_any()
}

/// The session that is on the screen, where there are several.
pub(super) fn chooser(play: Play) -> AnyView {
    let sessions = Memo::new(move |_| {
        play.view
            .with(|v| v.sessions.iter().map(|s| (s.session.id, s.session.name.clone())).collect::<Vec<_>>())
    });
    live(move || {
        let all = sessions.get();
        (all.len() > 1).then(|| {
            let now = play.session.get();
            let option = |(id, name): (u32, String)| {
                view! { <option value=id.to_string() selected=Some(id) == now>{name}</option> }.into_any()
            };
            let pick = move |ev: leptos::ev::Event| play.chosen.set(event_target_value(&ev).parse().ok());
            view! {
                <div class="field"><label for="exercise-session">"Session"</label>
                    <select id="exercise-session" class="input" on:change=pick>{all.into_iter().map(option).collect_view()}</select></div>
            }
            .into_any()
        })
    })
}

fn playing(play: Play) -> AnyView {
    view! {
        <div class="exercise-top">
            {clock::face(play)}
            <div class="exercise-side">
                {clock::controls(play)}
                <div class="exercise-controls">
                    <button type="button" class="button" on:click=move |_| facilitator::open(play)>"Facilitator’s window"</button>
                    {chooser(play)}
                </div>
            </div>
        </div>
        <div class="exercise-room">
            <div>
                {inject(play)}
                {answer::answers(play)}
                {answer::points(play)}
                {answer::plan(play)}
            </div>
            {known::list(play)}
        </div>
    }
    .into_any()
}

/// The injects that are on.
fn inject(play: Play) -> AnyView {
    let shown = live(move || match play.on.get() {
        on if on.is_empty() => {
            view! { <p class="hint">"No inject yet. The clock has to run."</p> }.into_any()
        }
        on => {
            let zone = play.desk.zone.get();
            on.into_iter().map(|inject| card(&inject, zone)).collect_view().into_any()
        }
    });
    view! { <section aria-labelledby="inject-title" aria-live="polite"><h2 id="inject-title" class="visually-hidden">"Inject"</h2>{shown}</section> }.into_any()
}

fn card(inject: &Inject, zone: Zone) -> AnyView {
    let told = inject
        .told
        .lines()
        .map(|line| view! { <p class="inject-told" lang="">{line.to_owned()}</p> }.into_any());
    view! {
        <article class="stage-card">
            <p class="hint">{crate::document::words::instant(inject.at, zone)}</p>
            <h3 lang="">{inject.title.clone()}</h3>
            {told.collect_view()}
            <p class="stage-ask" lang="">{inject.prompt.clone()}</p>
        </article>
    }
    .into_any()
}
