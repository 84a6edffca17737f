//! Which figure of dates such as 03/04/2026 is the day, with both readings of the first rows.

use super::Shelf;
use crate::model::SourceId;
use crate::ui::view::prelude::*;

/// The editor.
pub(super) fn editor(shelf: Shelf, id: SourceId) -> AnyView {
    let Some((dates, reading)) = untrack(|| shelf.row(id)).and_then(|s| Some((s.dates?, s.reading))) else {
        return ().into_any();
    };
    let choose = move |day_first: bool| {
        let reading = reading.clone().with_day_first(Some(day_first));
        shelf.desk.read_again(untrack(|| shelf.desk.case()), id, reading, move || shelf.close());
    };
    let offer = move |day_first: bool, text: &'static str| {
        let (choose, now) = (choose.clone(), dates.day_first == Some(day_first));
        view! { <button type="button" aria-disabled=read_only() class="button" aria-pressed=now.to_string() disabled=now on:click=move |_| choose(day_first)>{text}</button> }
            .into_any()
    };
    let rows = dates.first.iter().map(|(text, day, month)| {
        view! { <tr><td>{day.clone()}</td><td>{month.clone()}</td><td class="muted">{text.clone()}</td></tr> }
            .into_any()
    });
    let rows = rows.collect_view();
    view! {
        <div class="form below" role="group" aria-label="Day or month first"
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); shelf.close(); }>
            <div class="table-scroll" tabindex="0" role="region" aria-label="The first rows both ways">
                <table class="table compact">
                    <thead><tr><th scope="col">"Day first"</th><th scope="col">"Month first"</th><th scope="col">"Text"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="hint">"Year, month and day, as each order reads them. The file is read again with your choice."</p>
            <div class="form-actions">
                {offer(true, "Day first")}
                {offer(false, "Month first")}
                <button type="button" class="button" on:click=move |_| shelf.close()>"Cancel"</button>
            </div>
        </div>
    }
    .into_any()
}
