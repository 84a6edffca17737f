//! What was captured, newest first, with a better question where words look for who erred.

use super::Room;
use crate::document::wording::Slipped;
use crate::model::meeting::{Entry, EntryKind, OnScreen};
use crate::model::{EventId, SourceId};
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::ui::widgets::wording::marked;
use crate::workspace::MeetingStep;

/// A better question, once for each kind of slip.
pub(super) fn questions(slips: &[Slipped]) -> AnyView {
    let mut said: Vec<&'static str> = slips.iter().map(|s| s.slip.question()).collect();
    said.dedup();
    let question = |q: &'static str| view! { <p class="slip-question">{q}</p> }.into_any();
    said.into_iter().map(question).collect_view()
}

/// The stack.
pub(super) fn stack(room: Room) -> AnyView {
    let editing = RwSignal::new(None::<u32>);
    let entries = Memo::new(move |_| {
        room.view.with(|v| {
            let slips =
                |id: u32| v.slips.iter().find(|(n, _)| *n == id).map(|(_, s)| s.clone()).unwrap_or_default();
            v.meeting.entries.iter().rev().map(|e| (e.clone(), slips(e.id))).collect::<Vec<_>>()
        })
    });
    let shown = live(move || match entries.with(Vec::is_empty) {
        true => view! { <p class="hint">"Nothing captured yet."</p> }.into_any(),
        false => {
            let edited = editing.get();
            let items = entries.get().into_iter().map(|(e, slips)| entry(room, editing, edited, e, &slips));
            view! { <ol class="captured">{items.collect_view()}</ol> }.into_any()
        }
    });
    view! { <section class="meeting-notes no-print" aria-label="Captured">{shown}</section> }.into_any()
}

fn entry(
    room: Room,
    editing: RwSignal<Option<u32>>,
    edited: Option<u32>,
    entry: Entry,
    slips: &[Slipped],
) -> AnyView {
    let id = entry.id;
    let zone = room.desk.zone.get();
    let clock = crate::ui::strings::clock(entry.at, zone);
    let label = known(entry.kind.label());
    if edited == Some(id) {
        return form(room, editing, entry);
    }
    let name = crate::document::wording::start(&entry.text);
    let lead = leads_to(room, &entry).map(|go| {
        let label = say!("Show what “{name}” is about", name);
        view! { <button type="button" class="link" aria-label=label on:click=move |_| go()>"Show"</button> }
            .into_any()
    });
    // Another time of an event is captured anew.
    let reword = (!matches!(entry.kind, EntryKind::Time(_))).then(|| {
        let label = say!("Reword “{name}”", name);
        view! { <button type="button" aria-disabled=read_only() class="link" aria-label=label on:click=move |_| editing.set(Some(id))>"Reword"</button> }.into_any()
    });
    view! {
        <li class="captured-entry" data-kind=entry.kind.label()>
            <p class="captured-head"><span class="captured-time">{clock}</span>" "<strong>{label}</strong>
                <span class="captured-actions">
                    {lead}
                    {reword}
                    <button type="button" aria-disabled=read_only() class="link" aria-label=say!("Remove “{name}”", name) on:click=move |_| room.step(MeetingStep::Remove { entry: id })>"Remove"</button>
                </span>
            </p>
            <p class="captured-text" lang="">{marked(&entry.text, slips, None)}</p>
            {questions(slips)}
        </li>
    }
    .into_any()
}

/// The way to what was on the screen when an entry was captured, or to the event that it made.
fn leads_to(room: Room, entry: &Entry) -> Option<impl Fn() + Copy + use<>> {
    let event = match (&entry.kind, &entry.on_screen) {
        (EntryKind::Event(row), _) => EventId { source: SourceId::HAND, row: *row },
        (EntryKind::Correction(id) | EntryKind::Time(id), _) | (_, OnScreen::Event(id)) => *id,
        _ => return None,
    };
    Some(move || room.desk.open_event(event))
}

fn form(room: Room, editing: RwSignal<Option<u32>>, entry: Entry) -> AnyView {
    let text = RwSignal::new(entry.text.clone());
    let field = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let id = format!("reword-{}", entry.id);
    let close = move || {
        editing.set(None);
        room.listen();
    };
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let words = text.get_untracked();
        if words.trim() != entry.text {
            room.step(MeetingStep::Reword { entry: entry.id, text: words });
        }
        close();
    };
    view! {
        <li class="captured-entry">
            <form on:submit=submit on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); close(); }>
                <label for=id.clone()>"Other words"</label>
                <textarea node_ref=field id=id class="input" rows="3" prop:value=move || text.get() on:input=move |ev| text.set(event_target_value(&ev))></textarea>
                <div class="form-actions">
                    <button type="submit" aria-disabled=read_only() class="button small primary">"Keep these words"</button>
                    <button type="button" class="button small" on:click=move |_| close()>"Cancel"</button>
                </div>
            </form>
        </li>
    }
    .into_any()
}
