//! The events that a person left out of the timeline, and the way back for each.

use crate::engine::Query;
use crate::engine::view::{HiddenRow, HiddenView};
use crate::ui::pages::words;
use crate::ui::shell::drawer::corrected;
use crate::ui::state::{Desk, ask};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::ui::widgets::menu;
use crate::workspace::Change;
use std::sync::Arc;
use std::time::Duration;
use web_sys::wasm_bindgen::JsCast;

/// A menu of what is hidden, where anything is.
pub(super) fn menu(desk: Desk) -> AnyView {
    let answer = ask::<HiddenView>(move || desk.open_case_id().map(|case| Query::Hidden { case }));
    let hidden = Memo::new(move |before: Option<&Option<Arc<HiddenView>>>| {
        let told = match answer.get() {
            // While it is asked again, what is open stays.
            None => before.cloned().flatten(),
            Some(answer) => answer.ok(),
        };
        told.filter(|told| desk.open_case_id() == Some(told.case))
    });
    // Where the focus was when an event was shown again; it goes on to the one that takes its place.
    let pressed = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        hidden.track();
        if let Some(n) = pressed.try_update_untracked(Option::take).flatten() {
            set_timeout(move || focus_on(n), Duration::ZERO);
        }
    });
    let count = Memo::new(move |_| hidden.with(|h| h.as_ref().map_or(0, |h| h.total)));
    let any = Memo::new(move |_| count.get() > 0);
    let label = move || say!("Hidden: {count}", count = strings::number(u64::from(count.get())));
    live(move || {
        any.get().then(|| {
            menu::menu(
                move || label().into_any(),
                move || say!("{chosen}, filter", chosen = label()),
                "facet-menu",
                move |_| live(move || hidden.get().map(|h| list(desk, &h, pressed))),
            )
        })
    })
}

/// Gives the focus to the way back of an event of the list, or of the last one; where none is left, to the timeline.
fn focus_on(n: usize) {
    let left = document().query_selector_all(".hidden-events>li>button").ok();
    let button = left.and_then(|all| all.item((n as u32).min(all.length().checked_sub(1)?)));
    let to = button.or_else(|| document().get_element_by_id("events").map(Into::into));
    if let Some(Ok(to)) = to.map(JsCast::dyn_into::<web_sys::HtmlElement>) {
        let _ = to.focus();
    }
}

fn list(desk: Desk, hidden: &HiddenView, pressed: RwSignal<Option<usize>>) -> AnyView {
    let (zone, case) = (desk.zone.get(), hidden.case);
    let one = |(n, row): (usize, &HiddenRow)| {
        let when = row.moment.map(|moment| words::moment(&moment, zone));
        let (id, edit) = (row.id, row.edit.clone());
        let show = move |_| {
            let edit = corrected(Some(&edit), |e| e.hidden = false);
            pressed.set(Some(n));
            desk.apply_settled(Change::EditEvent { case, event: id, edit }, move |kept| {
                if !kept {
                    let _ = pressed.try_set(None);
                    return;
                }
                desk.say("The event is in the timeline again");
                desk.cursor.set(Some(id));
            });
        };
        view! {
            <li>
                <p class="hint">{when}" "{row.source_name.clone()}</p>
                <p>{row.text.clone()}</p>
                <button type="button" aria-disabled=read_only() class="link" aria-label=say!("Show again: {text}", text = row.text) on:click=show>"Show again"</button>
            </li>
        }
        .into_any()
    };
    let more = (hidden.total as usize).saturating_sub(hidden.events.len());
    view! {
        <p class="hint">"They stand in no number of the case, and stay counted in their source."</p>
        <ul class="hidden-events" aria-label="Hidden events">{hidden.events.iter().enumerate().map(one).collect_view()}</ul>
        {(more > 0).then(|| view! { <p class="hint">{say!("And {more} more, once some of these are shown.", more = strings::number(more as u64))}</p> }.into_any())}
    }
    .into_any()
}
