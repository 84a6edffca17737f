//! The form that corrects an event, beside the evidence.

use super::drawer::corrected;
use crate::engine::view::EventDetail;
use crate::import::timestamp;
use crate::model::{Moment, Precision, Zone};
use crate::ui::state::Desk;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::field::{text_area, text_field};
use crate::workspace::Change;
use std::sync::Arc;

/// A moment as a person writes it, which reads back as it is.
pub fn written(moment: &Moment, zone: Zone) -> String {
    let local = zone.local(moment.earliest);
    match moment.precision {
        Precision::Exact | Precision::Repeated => {
            let offset = strings::offset(zone, moment.earliest).replace('−', "-").replace("UTC", "Z");
            format!("{}{offset}", local.format("%Y-%m-%dT%H:%M:%S"))
        }
        Precision::Hour => zone.local(moment.middle()).format("%Y-%m-%dT%H").to_string(),
        Precision::Day => local.format("%Y-%m-%d").to_string(),
        Precision::Month => local.format("%Y-%m").to_string(),
    }
}

/// What is said below a field for a time.
pub fn time_hint(text: &str, zone: Zone, needed: bool) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        let how = say!(
            "2026-03-16 09:48:30 (in {zone}), 2026-03-16T09:48:30Z, an hour 2026-03-16T09, a date or a month",
            zone
        );
        return if needed { Ok(how) } else { Ok(say!("Leave empty, or {how}", how)) };
    }
    match timestamp::parse_confirm(text, zone) {
        Ok(m) => {
            let how = look(strings::precision(m.precision));
            Ok(say!(
                "Reads as {zone}{how2}{how}",
                zone = strings::moment(&m, zone),
                how2 = if how.is_empty() { "" } else { ", " },
                how
            ))
        }
        Err(e) => Err(retold(e.to_string())),
    }
}

/// The form.
pub fn form(desk: Desk, detail: Arc<EventDetail>, zone: Zone, done: impl Fn() + Copy + 'static) -> AnyView {
    let row = &detail.row;
    let start = written(&row.moment, zone);
    let known_start = row.known_at.map(|m| written(&m, zone)).unwrap_or_default();
    let time = RwSignal::new(start.clone());
    let known = RwSignal::new(known_start.clone());
    let text = RwSignal::new(row.text.clone());
    let actor = RwSignal::new(row.actor.clone());
    let asset = RwSignal::new(row.asset.clone());
    let reason = RwSignal::new(detail.edit.as_ref().map(|e| e.reason.clone()).unwrap_or_default());
    let hint = move || time.with(|t| time_hint(t, zone, true));
    let known_hint = move || known.with(|t| time_hint(t, zone, false));
    let plain = || Ok(String::new());
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let typed = time.get_untracked();
        let read = timestamp::parse_row_time(typed.trim(), zone);
        if (typed != start && read.is_err()) || untrack(known_hint).is_err() {
            return;
        }
        let row = &detail.row;
        let differs = |now: RwSignal<String>, was: &str| {
            let now = now.get_untracked();
            (now.trim() != was).then(|| now.trim().to_owned())
        };
        let edit = corrected(detail.edit.as_ref(), |e| {
            if let (true, Ok(time)) = (typed != start, read) {
                e.time = Some(time);
            }
            let typed = known.get_untracked();
            if typed != known_start {
                // Left empty, it is as the evidence has it.
                e.known_at = timestamp::parse_row_time(typed.trim(), zone).ok();
            }
            e.text = differs(text, &row.text).or(e.text.take());
            e.actor = differs(actor, &row.actor).or(e.actor.take());
            e.asset = differs(asset, &row.asset).or(e.asset.take());
            e.reason = reason.get_untracked().trim().to_owned();
        });
        desk.apply_then(Change::EditEvent { case: untrack(|| desk.case()), event: row.id, edit }, done);
    };
    view! {
        <form class="form" aria-label="Correct the event" on:submit=submit
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); done(); }>
            {text_field("edit-time", "Time", time, hint)}
            {text_field("edit-known", "Known to the responders at", known, known_hint)}
            {text_area("edit-text", "What happened", text, 3)}
            <div class="form-pair">
                {text_field("edit-actor", "Actor", actor, plain)}
                {text_field("edit-asset", "Asset", asset, plain)}
            </div>
            {text_field("edit-reason", "Why it is corrected", reason, || Ok(say!("Stands beside the evidence in the report.").to_owned()))}
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=move || hint().is_err() || known_hint().is_err()>"Keep the correction"</button>
                <button type="button" class="button" on:click=move |_| done()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}
