//! The line at the foot that is always ready: one character says what the rest is.

use super::Room;
use crate::import::capture::{Beside, capture};
use crate::platform::clock;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::MeetingStep;

/// What the first character says, for the hint.
const KINDS: [(&str, &str); 9] = [
    ("!", "decision"),
    ("@name", "action"),
    ("?", "question"),
    ("*", "surprise"),
    ("~", "parking lot"),
    ("+ 09:48", "new event"),
    ("=", "corrects the event"),
    ("= 09:48", "corrects its time"),
    ("& team", "who is here"),
];

/// The line of the page.
pub(super) fn line(room: Room) -> AnyView {
    field(room, room.line, "capture-line")
}

/// A line, named `id`, that stands in `line`.
pub(super) fn field(room: Room, line: NodeRef<leptos::html::Input>, id: &'static str) -> AnyView {
    let hint = format!("{id}-hint");
    let text = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let beside = Beside {
            zone: room.desk.zone.get_untracked(),
            now: clock::now(),
            event: room
                .walk
                .shown
                .get_untracked()
                .filter(|_| matches!(room.on_screen(), crate::model::meeting::OnScreen::Event(_))),
        };
        match capture(&text.get_untracked(), &beside) {
            Ok(what) => {
                wrong.set(None);
                let on_screen = room.on_screen();
                room.step_then(MeetingStep::Capture { what, on_screen }, move || {
                    text.set(String::new());
                    room.desk.say("Captured");
                });
            }
            Err(error) => wrong.set(Some(retold(error.to_string()))),
        }
    };
    let keys = move |ev: leptos::ev::KeyboardEvent| {
        if ev.ctrl_key() || ev.meta_key() {
            return;
        }
        let by = match ev.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            "PageDown" => 10,
            "PageUp" => -10,
            _ => return,
        };
        ev.prevent_default();
        room.turn(by);
    };
    Effect::new(move |_| {
        if let Some(line) = line.get() {
            let _ = line.focus();
        }
    });
    let named = hint.clone();
    let below = move || {
        match wrong.get() {
        Some(why) => view! { <p id=named.clone() class="hint error" role="alert">{why}</p> }.into_any(),
        None => view! {
            <p id=named.clone() class="hint">{kinds()}<span class="capture-kind"><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" move on the screen"</span></p>
        }
        .into_any(),
    }
    };
    view! {
        <form class="capture no-print" on:submit=submit>
            <label class="visually-hidden" for=id>"Capture: a note, or one of the kinds named below"</label>
            <input aria-disabled=read_only() node_ref=line id=id class="input" type="text" autocomplete="off" aria-describedby=hint
                placeholder="Write a note, or begin with one of the characters below"
                prop:value=move || text.get() on:input=move |ev| { text.set(event_target_value(&ev)); wrong.set(None); } on:keydown=keys/>
            {live(below)}
        </form>
    }
    .into_any()
}

fn kinds() -> AnyView {
    let kind = |(key, what): &(&'static str, &'static str)| {
        view! { <span class="capture-kind"><kbd>{*key}</kbd>" "{*what}</span> }.into_any()
    };
    KINDS.iter().map(kind).collect_view()
}
