//! Lines with times, pasted from a chat or a notebook.

use crate::import::paste::parse_lines;
use crate::model::Zone;
use crate::platform::clock;
use crate::ui::state::{Desk, Overlay};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog;
use crate::ui::widgets::field::{text_area, zone_field};
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::live::live;
use crate::ui::widgets::moment::moment_cell;
use crate::workspace::Change;

/// How many lines are shown as they would be read.
const SHOWN: usize = 50;

/// The dialog, with what was pasted already.
pub fn dialog(desk: Desk, pasted: String) -> AnyView {
    let text = RwSignal::new(pasted);
    let zone_name = RwSignal::new(desk.zone.get_untracked().to_string());
    let zone = Memo::new(move |_| zone_name.with(|z| z.parse::<Zone>().ok()));
    let written = clock::now();
    let read = Memo::new(move |_| text.with(|t| parse_lines(t, zone.get(), written)));
    let close = move || desk.overlay.set(Overlay::Nothing);
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let (events, _) = read.get_untracked();
        if events.is_empty() {
            return;
        }
        close();
        let added = strings::count(events.len() as u64, "event added", "events added");
        let change = Change::AddEvents { case: untrack(|| desk.case()), events };
        desk.apply_then(change, move || {
            desk.tell(false, added, "They stand in the timeline with the pasted lines as their origin")
        });
    };
    let body = view! {
        <form class="form" on:submit=submit>
            {text_area("paste-text", "Lines that each start with a time", text, 8)}
            {zone_field("paste-zone", "Zone of times without one", zone_name)}
            {live(move || preview(desk, &read.get()))}
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=move || read.with(|(events, _)| events.is_empty())>
                    {live(move || read.with(|(events, _)| say!("Add {events}", events = strings::count(events.len() as u64, "event", "events"))))}
                </button>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    };
    dialog::dialog("paste-lines", "Paste lines with times", "", close, body)
}

fn preview(
    desk: Desk,
    (events, refusals): &(Vec<crate::model::HandEvent>, Vec<crate::model::Refusal>),
) -> AnyView {
    let zone = desk.zone.get();
    if events.is_empty() && refusals.is_empty() {
        return view! { <p class="hint">"Such as 2026-03-16 09:48 checkout taken offline. A line without a time belongs to the line above it."</p> }.into_any();
    }
    let rows = events.iter().take(SHOWN).map(|e| {
        let time = e
            .time
            .place(None, crate::model::Span::ZERO)
            .map_or_else(|_| ().into_any(), |m| moment_cell(m, zone));
        view! { <tr><td class="nowrap">{time}</td><td>{e.text.clone()}</td></tr> }.into_any()
    });
    let refused = refusals.iter().take(SHOWN).map(|r| {
        view! { <li class="attention">{icon(Icon::Attention)}<span>{say!("Line {line}: {reason}", line = r.line, reason = retold(r.reason.as_str()))}</span></li> }.into_any()
    });
    let more = events.len().saturating_sub(SHOWN);
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="As they would be read">
            <table class="table compact"><tbody>{rows.collect_view()}</tbody></table>
        </div>
        {(more > 0).then(|| view! { <p class="hint">{say!("and {more} more", more = strings::number(more as u64))}</p> }.into_any())}
        <ul class="mapper-problems" aria-label="Lines that cannot be read">{refused.collect_view()}</ul>
    }
    .into_any()
}
