//! The keys of the exercise.

use super::{Part, Play, answer, clock};
use crate::ui::files;
use crate::ui::shortcuts::{Action, Pressed, Scope, find};
use crate::ui::state::Overlay;
use crate::ui::view::prelude::*;

/// Listens while the page is shown.
pub(super) fn listen(play: Play) {
    let desk = play.desk;
    let heard = window_event_listener(leptos::ev::keydown, move |ev| hear(play, &ev));
    on_cleanup(move || heard.remove());
    Effect::new(move |_| {
        if let Some(action) = desk.asked.get() {
            desk.asked.set(None);
            act(play, action);
        }
    });
}

/// Takes up a key, pressed on this page or in the facilitator's window.
pub(super) fn hear(play: Play, ev: &web_sys::KeyboardEvent) {
    let desk = play.desk;
    let busy = desk.overlay.with_untracked(|o| *o != Overlay::Nothing);
    if ev.default_prevented() || files::is_typing(ev.target()) || busy {
        return;
    }
    let key = ev.key();
    // Space presses what has the focus.
    let pressable = files::element(ev.target()).is_some_and(|e| {
        matches!(e.closest("button, a, summary, select, input, [tabindex=\"0\"]"), Ok(Some(_)))
    });
    if key == " " && pressable {
        return;
    }
    let pressed = Pressed::of(&key, ev);
    let playing = play.part.get_untracked() == Part::Play;
    if let Some(entry) =
        find(pressed, Scope::Exercise, desk.prefs.single_keys.get_untracked()).filter(|_| playing)
    {
        ev.prevent_default();
        act(play, entry.action);
    }
}

fn act(play: Play, action: Action) {
    match action {
        Action::RunClock => clock::run(play),
        Action::NextInject => clock::next_inject(play),
        Action::NextKnown => clock::next_known(play),
        Action::NextTeam => answer::next_team(play),
        _ => {}
    }
}
