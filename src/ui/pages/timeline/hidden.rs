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

/// A menu of what is hidden, where anything is.
pub(super) fn menu(desk: Desk) -> AnyView {
    let answer = ask::<HiddenView>(move || desk.open_case_id().map(|case| Query::Hidden { case }));
    let hidden = Memo::new(move |before: Option<&Option<Arc<HiddenView>>>| match answer.get() {
        // While it is asked again, what is open stays.
        None => before.cloned().flatten(),
        Some(answer) => answer.ok(),
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
                move |_| live(move || hidden.get().map(|h| list(desk, &h))),
            )
        })
    })
}

fn list(desk: Desk, hidden: &HiddenView) -> AnyView {
    let zone = desk.zone.get();
    let one = |row: &HiddenRow| {
        let when = row.moment.map(|moment| words::moment(&moment, zone));
        let (id, edit) = (row.id, row.edit.clone());
        let show = move |_| {
            let edit = corrected(Some(&edit), |e| e.hidden = false);
            let change = Change::EditEvent { case: untrack(|| desk.case()), event: id, edit };
            desk.apply_then(change, move || {
                desk.say("The event is in the timeline again");
                desk.cursor.set(Some(id));
            });
        };
        view! {
            <li>
                <p class="hint">{when}" "{row.source_name.clone()}</p>
                <p>{row.text.clone()}</p>
                <button type="button" class="link" aria-label=say!("Show again: {text}", text = row.text) on:click=show>"Show again"</button>
            </li>
        }
        .into_any()
    };
    let more = (hidden.total as usize).saturating_sub(hidden.events.len());
    view! {
        <p class="hint">"They stand in no number of the case, and stay counted in their source."</p>
        <ul class="hidden-events" aria-label="Hidden events">{hidden.events.iter().map(one).collect_view()}</ul>
        {(more > 0).then(|| view! { <p class="hint">{say!("And {more} more, once some of these are shown.", more = strings::number(more as u64))}</p> }.into_any())}
    }
    .into_any()
}
