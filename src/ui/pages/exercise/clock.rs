//! The clock of the exercise, and what moves it.

use super::Play;
use crate::model::exercise::PACES;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::ExerciseStep;

/// Runs the clock, or halts it. One that stopped at an inject runs on.
pub(super) fn run(play: Play) {
    let (at, running) = (play.at.get_untracked(), untrack(|| play.runs()));
    let Some((session, waits)) = play.now(|s| {
        let waits = s.setup.stops && at > s.clock.at && s.setup.injects.iter().any(|i| i.at == at);
        (s.id, waits)
    }) else {
        return;
    };
    let on = !running || waits;
    play.step_then(ExerciseStep::Run { session, on }, move || {
        play.desk.say(if on { "The clock runs" } else { "The clock stands" });
    });
}

/// Moves the clock to the next inject.
pub(super) fn next_inject(play: Play) {
    let at = play.at.get_untracked();
    let next = play.now(|s| (s.id, s.setup.next_after(at).unwrap_or(s.setup.end)));
    if let Some((session, to)) = next {
        play.step_then(ExerciseStep::Jump { session, to }, move || {
            let titles = play.on.with_untracked(|on| on.iter().map(|i| i.title.clone()).collect::<Vec<_>>());
            play.desk.say(titles.join(". "));
        });
    }
}

/// Moves the clock to the next event that becomes known.
pub(super) fn next_known(play: Play) {
    let next = play.known.with_untracked(|k| match k {
        Some(Ok(known)) => known.next,
        _ => None,
    });
    if let (Some(to), Some(session)) = (next, play.now(|s| s.id)) {
        play.step(ExerciseStep::Jump { session, to });
    }
}

/// The pace in words.
pub(super) fn pace_words(pace: u32) -> String {
    match pace {
        1 => say!("as fast as the wall").to_owned(),
        60 => say!("a minute a second").to_owned(),
        3600 => say!("an hour a second").to_owned(),
        pace => say!("{pace} times the wall", pace),
    }
}

/// The field for the pace.
pub(super) fn pace_field(
    id: &'static str,
    value: Signal<u32>,
    choose: impl Fn(u32) + Copy + Send + 'static,
) -> AnyView {
    let fields = live(move || {
        let now = value.get();
        let known = PACES.contains(&now);
        let all = PACES.into_iter().chain((!known).then_some(now));
        let option = |pace: u32| {
            view! { <option value=pace.to_string() selected=pace == now>{pace_words(pace)}</option> }
                .into_any()
        };
        let pick = move |ev: leptos::ev::Event| {
            if let Ok(pace) = event_target_value(&ev).parse::<u32>() {
                choose(pace);
            }
        };
        view! { <select aria-disabled=read_only() id=id class="input" on:change=pick>{all.map(option).collect_view()}</select> }
            .into_any()
    });
    view! { <div class="field"><label for=id>"Pace"</label>{fields}</div> }.into_any()
}

/// What moves the clock, as buttons.
pub(super) fn controls(play: Play) -> AnyView {
    let over = Memo::new(move |_| play.is_over());
    let running = Memo::new(move |_| play.runs());
    let label = move || if running.get() { "Halt the clock" } else { "Run the clock" };
    let end = move |_| {
        if let Some((session, over)) = play.now(|s| (s.id, s.ended.is_none())) {
            play.step_then(ExerciseStep::End { session, over }, move || {
                if over {
                    play.part.set(super::Part::Debrief);
                }
            });
        }
    };
    view! {
        <div class="exercise-controls" role="group" aria-label="Clock">
            <button type="button" aria-disabled=read_only() class="button primary" disabled=move || over.get() on:click=move |_| run(play)>{live(label)}</button>
            <button type="button" aria-disabled=read_only() class="button" disabled=move || over.get() on:click=move |_| next_known(play)>"Next event"</button>
            <button type="button" aria-disabled=read_only() class="button" disabled=move || over.get() on:click=move |_| next_inject(play)>"Next inject"</button>
            <button type="button" aria-disabled=read_only() class="button" on:click=end>{live(move || if over.get() { "Open the session again" } else { "End the session" })}</button>
        </div>
    }
    .into_any()
}

/// The clock itself, in large type.
pub(super) fn face(play: Play) -> AnyView {
    let since = move || {
        let start = play.of(|s| s.session.setup.start).unwrap_or_default();
        say!("{start} since the first sign", start = play.at.get().since(start))
    };
    let state = move || match (play.is_over(), play.runs()) {
        (true, _) => say!("The session is over").to_owned(),
        (false, true) => {
            say!("Runs {pace}", pace = pace_words(play.of(|s| s.session.clock.pace).unwrap_or(1)))
        }
        (false, false) => say!("Stands").to_owned(),
    };
    view! {
        <div class="exercise-clock">
            <p class="exercise-time" role="timer" aria-label="Time of the exercise">{live(move || {
                crate::document::words::instant(play.at.get(), play.desk.zone.get())
            })}</p>
            <p class="hint">{live(since)}" · "{live(state)}</p>
        </div>
    }
    .into_any()
}
