//! What is known at this time of the exercise.

use super::Play;
use crate::document::words;
use crate::engine::exercise::KnownEvent;
use crate::model::Zone;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// An event with when it became known; when it happened, where that is another time.
pub(super) fn event(of: &KnownEvent, zone: Zone) -> AnyView {
    let happened = (of.moment.latest != of.known)
        .then(|| say!("happened {time}", time = words::moment(&of.moment, zone)));
    let who = [of.actor.as_str(), of.asset.as_str()].into_iter().filter(|t| !t.is_empty());
    let below: Vec<String> = happened.into_iter().chain(who.map(str::to_owned)).collect();
    view! {
        <li class="known-event">
            <p class="known-time">{words::instant(of.known, zone)}</p>
            <p class="known-text" lang="">{of.text.clone()}</p>
            <p class="hint">{below.join(" · ")}</p>
        </li>
    }
    .into_any()
}

/// The list, newest first.
pub(super) fn list(play: Play) -> AnyView {
    let shown = live(move || {
        let zone = play.desk.zone.get();
        let at = play.at.get();
        play.known.with(|known| {
            let Some(Ok(known)) = known else { return ().into_any() };
            // What was asked for a moment ago never shows more than the clock allows.
            let now: Vec<&KnownEvent> = known.known.iter().filter(|e| e.known <= at).collect();
            if now.is_empty() {
                return view! { <p class="hint">"Nothing unusual is known yet."</p> }.into_any();
            }
            let more = (known.known_count as usize).saturating_sub(now.len());
            view! {
                <ol class="known-list" aria-label="What is known, newest first">{now.into_iter().map(|e| event(e, zone)).collect_view()}</ol>
                {(more > 0).then(|| view! { <p class="hint">{say!("and {more} before", more = strings::count(more as u64, "event", "events"))}</p> }.into_any())}
            }
            .into_any()
        })
    });
    view! { <section class="exercise-known" aria-labelledby="known-title"><h2 id="known-title">"What is known"</h2>{shown}</section> }.into_any()
}
