//! The end of the record: what is not over by then is counted as “at least this long”.

use super::Bench;
use crate::document::Rests;
use crate::import::timestamp;
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::explained::sentence;
use crate::ui::widgets::live::{flag, live};
use crate::workspace::Change;

/// The end of the record, with a form to set it.
pub(super) fn end_of_record(bench: Bench) -> AnyView {
    let as_of = Memo::new(move |_| bench.view.with(|v| (v.as_of, v.as_of_set)));
    let open = RwSignal::new(false);
    let set = move |as_of| {
        open.set(false);
        bench.desk.apply(Change::SetAsOf { case: bench.desk.case(), as_of });
    };
    view! {
        <div class="as-of">
            {live(move || {
                let (at, by_hand) = as_of.get();
                let told = match at {
                    Some(at) => say!(
                        "End of the record: {time} ({why})",
                        time = words::instant(at, bench.desk.zone.get()),
                        why = look(if by_hand { "set by you" } else { "the last event" }),
                    ),
                    None => say!("End of the record: not known, there is no event yet").to_owned(),
                };
                let meaning = say!("What has not ended by then is shown as “at least this long”, never with today in place of the missing end");
                sentence(told.into_any(), vec![meaning.to_owned()], Rests::default())
            })}
            {live(move || if open.get() {
                let zone = bench.desk.zone.get_untracked();
                let start = as_of.get_untracked().0.map(|t| t.to_string()).unwrap_or_default();
                let text = RwSignal::new(start);
                let read = Memo::new(move |_| text.with(|t| timestamp::parse_confirm(t.trim(), zone).map_err(|e| retold(e.to_string()))));
                view! {
                    <form class="inline-form" on:submit=move |ev| {
                        ev.prevent_default();
                        if let Ok(moment) = read.get_untracked() { set(Some(moment.latest)); }
                    } on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); open.set(false); }>
                        <label for="as-of">"End of the record"</label>
                        <input id="as-of" type="text" class="input" autocomplete="off" aria-describedby="as-of-reads"
                            prop:value=move || text.get() on:input=move |ev| text.set(event_target_value(&ev))/>
                        <button type="submit" aria-disabled=read_only() class="button primary" disabled=flag(move || read.with(|r| r.is_err()))>"Set the end"</button>
                        <button type="button" class="button" on:click=move |_| open.set(false)>"Cancel"</button>
                        <p id="as-of-reads" class="hint" role="status">{live(move || read.with(|r| match r {
                            Ok(m) => say!("Reads as {zone}", zone = words::instant(m.latest, zone)),
                            Err(e) => e.clone(),
                        }))}</p>
                    </form>
                }.into_any()
            } else {
                view! {
                    <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| open.set(true)>"Set the end of the record…"</button>
                    {live(move || as_of.get().1.then(|| view! {
                        <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| set(None)>"Use the last event"</button>
                    }.into_any()))}
                }.into_any()
            })}
        </div>
    }
    .into_any()
}
