//! The agenda: its parts, the time that is left of each, and what turns from one to the next.

use super::Room;
use crate::model::meeting::{Part, Planned};
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::MeetingStep;

/// Minutes and seconds: `4:05`.
fn minutes(micros: i64) -> String {
    let seconds = micros.abs() / 1_000_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// What is left of a part, in words, and whether its time is over.
pub(super) fn left(room: Room, planned: Planned) -> (String, bool) {
    let spent = room.view.with(|v| v.meeting.spent(planned.part, room.now.get()));
    let left = i64::from(planned.minutes) * 60_000_000 - spent.0;
    if left < 0 {
        (say!("{time} over", time = minutes(left)), true)
    } else {
        (say!("{time} left", time = minutes(left)), false)
    }
}

/// The strip.
pub(super) fn strip(room: Room) -> AnyView {
    let agenda = Memo::new(move |_| {
        room.view.with(|v| v.meeting.agenda().iter().map(|p| (p.part, p.minutes)).collect::<Vec<_>>())
    });
    let parts = live(move || {
        let entries = agenda.get().into_iter().map(|(part, minutes)| entry(room, Planned { part, minutes }));
        entries.collect_view()
    });
    let next = Memo::new(move |_| {
        let agenda = agenda.get();
        match room.part.get() {
            None => agenda.first().map(|p| p.0),
            Some(now) => agenda.iter().skip_while(|p| p.0 != now).nth(1).map(|p| p.0),
        }
    });
    let state =
        Memo::new(move |_| room.view.with(|v| (v.meeting.began().is_some(), v.meeting.ended().is_some())));
    let buttons = live(move || {
        let forward = next.get().map(|part| {
            let label = match (room.part.get(), state.get()) {
                (Some(_), _) => say!("Next: {part}", part = known(part.label())),
                (None, (true, _)) => say!("Go on with the meeting").to_owned(),
                (None, _) => say!("Begin the meeting").to_owned(),
            };
            view! { <button type="button" aria-disabled=read_only() class="button primary" on:click=move |_| room.step(MeetingStep::TurnTo(Some(part)))>{label}</button> }.into_any()
        });
        let end = room.part.get().is_some().then(|| {
            view! { <button type="button" aria-disabled=read_only() class="button" on:click=move |_| room.step(MeetingStep::TurnTo(None))>"End the meeting"</button> }.into_any()
        });
        (forward, end)
    });
    view! {
        <ol class="agenda" aria-label="Agenda">{parts}</ol>
        <div class="agenda-actions">
            {buttons}
            <button type="button" class="button" on:click=move |_| super::second::open(room)>"Second window"</button>
            <button type="button" class="button" on:click=move |_| full_screen()>"Full screen"</button>
            {minutes_of_parts(room, agenda)}
        </div>
    }
    .into_any()
}

fn entry(room: Room, planned: Planned) -> AnyView {
    let part = planned.part;
    let current = Memo::new(move |_| room.part.get() == Some(part));
    let told = move || {
        if current.get() {
            let (text, over) = left(room, planned);
            return view! { <span class="agenda-left" class:over=over role="timer">{text}</span> }.into_any();
        }
        let spent = room.view.with(|v| v.meeting.spent(part, untrack(|| room.now.get())));
        let text = match spent.0 {
            0 => format!("{} min", planned.minutes),
            n => say!(
                "{spent} of {minutes} min",
                spent = (n + 30_000_000) / 60_000_000,
                minutes = planned.minutes
            ),
        };
        view! { <span class="agenda-left">{text}</span> }.into_any()
    };
    view! {
        <li>
            <button type="button" aria-disabled=read_only() class="agenda-part" aria-current=move || current.get().then(|| "step".to_owned())
                on:click=move |_| room.step(MeetingStep::TurnTo(Some(part)))>
                <span>{known(part.label())}</span>" "{live(told)}
            </button>
        </li>
    }
    .into_any()
}

/// The minutes of each part, which a facilitator sets before the meeting.
fn minutes_of_parts(room: Room, agenda: Memo<Vec<(Part, u32)>>) -> AnyView {
    let fields = live(move || {
        let field = |(part, minutes): (Part, u32)| {
            let id = format!("minutes-{part:?}").to_lowercase();
            let set = move |ev: leptos::ev::Event| {
                let Ok(minutes) = event_target_value(&ev).trim().parse::<u32>() else { return };
                let with = |(p, m): (Part, u32)| Planned {
                    part: p,
                    minutes: if p == part { minutes.min(600) } else { m },
                };
                let planned = agenda.get_untracked().into_iter().map(with).collect();
                room.step(MeetingStep::Agenda(planned));
            };
            view! {
                <div class="agenda-field">
                    <label for=id.clone()>{known(part.label())}</label>
                    <input aria-disabled=read_only() id=id class="input" type="number" min="0" max="600" value=minutes.to_string() on:change=set/>
                </div>
            }
            .into_any()
        };
        agenda.get().into_iter().map(field).collect_view()
    });
    view! {
        <details class="agenda-minutes">
            <summary>"Minutes for each part…"</summary>
            <div class="agenda-fields">{fields}</div>
        </details>
    }
    .into_any()
}

fn full_screen() {
    let document = document();
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(root) = document.document_element() {
        let _ = root.request_fullscreen();
    }
}
