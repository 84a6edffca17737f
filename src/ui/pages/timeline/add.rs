//! An event in a person's own words.

use crate::import::timestamp;
use crate::model::{HandEvent, Moment, Zone};
use crate::platform::clock;
use crate::ui::shell::edit::{time_hint, written};
use crate::ui::state::{Desk, Overlay};
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog;
use crate::ui::widgets::field::{text_area, text_field, zone_field};
use crate::workspace::Change;

/// The dialog.
pub fn dialog(desk: Desk) -> AnyView {
    let time = RwSignal::new(String::new());
    let known = RwSignal::new(String::new());
    let zone_name = RwSignal::new(desk.zone.get_untracked().to_string());
    let zone = Memo::new(move |_| zone_name.with(|z| z.parse::<Zone>().unwrap_or_default()));
    let [text, actor, asset, tags] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let close = move || desk.overlay.set(Overlay::Nothing);
    let read =
        move |typed: RwSignal<String>| typed.with(|t| timestamp::parse_row_time(t.trim(), zone.get()).ok());
    let ready = Memo::new(move |_| {
        let known_fits = known.with(|k| k.trim().is_empty()) || read(known).is_some();
        read(time).is_some()
            && known_fits
            && text.with(|t| !t.trim().is_empty())
            && zone_name.with(|z| z.parse::<Zone>().is_ok())
    });
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some(at) = untrack(|| read(time)) else { return };
        if !ready.get_untracked() {
            return;
        }
        let trimmed = |field: RwSignal<String>| field.with_untracked(|t| t.trim().to_owned());
        let event = HandEvent {
            time: at,
            known_at: untrack(|| read(known)),
            text: trimmed(text),
            kind: String::new(),
            actor: trimmed(actor),
            asset: trimmed(asset),
            tags: trimmed(tags)
                .split([',', ';'])
                .map(str::trim)
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
                .collect(),
            words: format!("{} {}", trimmed(time), trimmed(text)),
            written: clock::now(),
            removed: false,
        };
        close();
        let change = Change::AddEvents { case: untrack(|| desk.case()), events: vec![event] };
        desk.apply_then(change, move || {
            desk.tell(false, "Event added", "It stands in the timeline with your words as its origin")
        });
    };
    let plain = || Ok(String::new());
    let now = move |field: &'static str, into: RwSignal<String>| {
        let at = move |_| into.set(written(&Moment::exact(clock::now()), zone.get_untracked()));
        let label = say!("Now, for “{field}”", field = look(field));
        view! { <button type="button" class="link" aria-label=label on:click=at>"Now"</button> }.into_any()
    };
    let body = view! {
        <form class="form" on:submit=submit>
            <div class="form-pair">
                <div>
                    {text_field("add-time", "Time", time, move || time.with(|t| time_hint(t, zone.get(), true)))}
                    {now("Time", time)}
                </div>
                {zone_field("add-zone", "Time zone", zone_name)}
            </div>
            {text_area("add-text", "What happened", text, 3)}
            <div class="form-pair">
                {text_field("add-actor", "Actor", actor, plain)}
                {text_field("add-asset", "Asset", asset, plain)}
            </div>
            <div class="form-pair">
                <div>
                    {text_field("add-known", "Known to the responders at", known, move || known.with(|t| time_hint(t, zone.get(), false)))}
                    {now("Known to the responders at", known)}
                </div>
                {text_field("add-tags", "Tags", tags, || Ok(say!("Separated by commas.").to_owned()))}
            </div>
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=move || !ready.get()>"Add the event"</button>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    };
    dialog::dialog("add-event", "Add an event", "", close, body)
}
