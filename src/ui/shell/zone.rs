//! The choice of any zone by name.

use crate::model::Zone;
use crate::platform::clock;
use crate::ui::state::{Desk, Overlay, ZoneChoice};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog;
use crate::ui::widgets::field::zone_field;

/// The dialog.
pub fn dialog(desk: Desk) -> AnyView {
    let name = RwSignal::new(match desk.zone_choice.get_untracked() {
        ZoneChoice::Named(zone) => zone.to_string(),
        _ => String::new(),
    });
    let read = Memo::new(move |_| name.with(|n| n.parse::<Zone>().ok()));
    let close = move || desk.overlay.set(Overlay::Nothing);
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if let Some(zone) = read.get_untracked() {
            desk.zone_choice.set(if zone == Zone::Utc { ZoneChoice::Utc } else { ZoneChoice::Named(zone) });
            close();
        }
    };
    let now = move || {
        read.get().map(|zone| {
            let now = clock::now();
            say!(
                "There it is {format} now, {now}.",
                format = zone.local(now).format("%Y-%m-%d %H:%M"),
                now = strings::zone_at(zone, now)
            )
        })
    };
    let body = view! {
        <form class="form" on:submit=submit>
            <p>"Times on all pages are shown in this zone. What the evidence states does not change."</p>
            {zone_field("zone-name", "Time zone", name)}
            <p role="status">{now}</p>
            <div class="form-actions">
                <button type="submit" class="button primary" disabled=move || read.with(Option::is_none)>"Show times in this zone"</button>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    };
    dialog::dialog("zone", "Choose the time zone", "narrow", close, body)
}
