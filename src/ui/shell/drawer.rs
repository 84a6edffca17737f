//! The drawer: an event in full, with its original row, where it stands, and what a person changed.

use super::edit;
use crate::engine::Query;
use crate::engine::view::{EventDetail, RawLines};
use crate::model::{EventEdit, EventId, SourceId};
use crate::platform::clock;
use crate::ui::state::{Desk, Overlay, ask};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::badge;
use crate::ui::widgets::icon::{Icon, icon, icon_button};
use crate::workspace::Change;
use std::sync::Arc;

/// The drawer, where the address names an event.
pub fn drawer(desk: Desk) -> AnyView {
    let shown = Memo::new(move |_| {
        desk.route.with(|r| r.event).filter(|_| desk.ready.get() && desk.open_case_id().is_some())
    });
    let answer =
        ask::<EventDetail>(move || shown.get().map(|event| Query::Event { case: desk.case(), event }));
    let open = Memo::new(move |_| shown.get().is_some());
    (move || {
        open.get().then(|| {
            let body = move || match answer.get() {
                None => view! { <div class="skeleton" aria-busy="true"><div class="bone"></div><div class="bone"></div></div> }.into_any(),
                Some(Err(e)) => {
                    let e = e.told();
                    view! { <div role="alert"><p class="error">{e.title}</p><p>{e.remedy}</p></div> }.into_any()
                }
                Some(Ok(detail)) => event(desk, detail),
            };
            view! {
                <aside class="drawer" id="drawer" aria-label="Event">
                    <header class="drawer-head">
                        <h2>"Event"</h2>
                        {icon_button(Icon::Close, "Close the event", move || desk.close_event())}
                    </header>
                    <div class="drawer-body" tabindex="0" role="region" aria-label="Event in full">{body}</div>
                </aside>
            }
            .into_any()
        })
    })
    .into_any()
}

/// The correction of an event with one thing changed in it; none when nothing is left of it.
pub fn corrected(detail: Option<&EventEdit>, change: impl FnOnce(&mut EventEdit)) -> Option<EventEdit> {
    let mut edit = detail.cloned().unwrap_or_default();
    change(&mut edit);
    edit.decided = None;
    if edit.reason.is_empty() && edit == EventEdit::default() {
        return None;
    }
    edit.decided = Some(clock::now());
    Some(edit)
}

fn change(desk: Desk, id: EventId, edit: Option<EventEdit>) {
    desk.apply(Change::EditEvent { case: untrack(|| desk.case()), event: id, edit });
}

fn event(desk: Desk, detail: Arc<EventDetail>) -> AnyView {
    let zone = desk.zone.get();
    let row = &detail.row;
    let id = row.id;
    let editing = RwSignal::new(false);
    let by_hand = id.source == SourceId::HAND;
    let line = |name: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any())
    };
    let milestones = row.milestones.iter().map(|(m, s)| badge::milestone_badge(m, *s)).collect_view();
    let tags = (!row.tags.is_empty()).then(|| {
        view! { <div><dt>"Tags"</dt><dd class="chips">{row.tags.iter().map(|t| badge::tag(t)).collect_view()}</dd></div> }.into_any()
    });
    let place = match (by_hand, detail.line, detail.pointer.as_str()) {
        (true, ..) => say!("Written by hand").to_owned(),
        (_, 0, "") => row.source_name.clone(),
        (_, 0, pointer) => say!("{source_name}, at {pointer}", source_name = row.source_name, pointer),
        (_, line, "") => say!(
            "{source_name}, line {line}",
            source_name = row.source_name,
            line = strings::number(u64::from(line))
        ),
        (_, line, pointer) => {
            say!(
                "{source_name}, line {line}, at {pointer}",
                source_name = row.source_name,
                line = strings::number(u64::from(line)),
                pointer
            )
        }
    };
    let notes = row.notes.iter().map(|n| view! { <li>{n.clone()}</li> }.into_any()).collect_view();
    let has_notes = !row.notes.is_empty();
    let known = row.known_at.map(|m| strings::moment(&m, zone)).unwrap_or_default();
    let when = strings::moment(&row.moment, zone);
    let imprecise = strings::precision(row.moment.precision);
    let starred = row.starred;
    let roles = desk.head.with_untracked(|h| h.as_ref().is_some_and(|h| h.roles));
    let (for_star, for_hide, for_edit, for_back) =
        (detail.clone(), detail.clone(), detail.clone(), detail.clone());
    let original = match (&detail.original, by_hand) {
        (Some(text), _) => view! { <pre class="original" tabindex="0" aria-label="Original row">{text.clone()}</pre> }.into_any(),
        (None, _) => view! { <p class="hint">"The file is not at hand on this device; open it again to see the row."</p> }.into_any(),
    };
    view! {
        <article class="event">
            <p class="event-when">{when}</p>
            {(!imprecise.is_empty()).then(|| view! { <p class="hint">{imprecise}</p> }.into_any())}
            <p class="event-text">{row.text.clone()}</p>
            <div class="chips">{milestones}</div>
            <div class="event-actions" role="group" aria-label="Event">
                <button type="button" aria-disabled=read_only() class="button small" aria-pressed=starred.to_string() on:click=move |_| {
                    change(desk, id, corrected(for_star.edit.as_ref(), |e| e.starred = !starred));
                }>{icon(Icon::Star)}{if starred { "Starred" } else { "Star" }}</button>
                <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| desk.overlay.set(Overlay::MilestoneOf(id))>{icon(Icon::Flag)}"Set as milestone…"</button>
                <button type="button" aria-disabled=read_only() class="button small" aria-expanded=move || editing.get().to_string() on:click=move |_| editing.update(|e| *e = !*e)>{icon(Icon::Pen)}"Correct…"</button>
                {if by_hand {
                    view! { <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| {
                        desk.apply_then(Change::RemoveEvent { case: untrack(|| desk.case()), row: id.row }, move || desk.close_event());
                    }>{icon(Icon::Bin)}"Take back"</button> }.into_any()
                } else {
                    view! { <button type="button" aria-disabled=read_only() class="button small" title="Leaves it out of the timeline; it stays counted in its source" on:click=move |_| {
                        let edit = corrected(for_hide.edit.as_ref(), |e| e.hidden = true);
                        desk.apply_then(Change::EditEvent { case: untrack(|| desk.case()), event: id, edit }, move || desk.close_event());
                    }>{icon(Icon::Hide)}"Hide"</button> }.into_any()
                }}
            </div>
            {move || editing.get().then(|| edit::form(desk, for_edit.clone(), zone, move || editing.set(false)))}
            <dl class="facts-list">
                {line("Known at", known)}
                {line("Kind", row.kind.clone())}
                {line("Actor", row.actor.clone())}
                {line("Asset", row.asset.clone())}
                {tags}
            </dl>
            {has_notes.then(|| view! { <section><h3>"Notes"</h3><ul class="notes">{notes}</ul></section> }.into_any())}
            {changed(desk, &for_back, zone)}
            <section>
                <h3>{if by_hand { "As it was written" } else { "Original row" }}</h3>
                {original}
                {detail.burst.map(|lines| view! { <p class="hint">{burst(lines)}</p> }.into_any())}
                {detail.cut.then(|| view! { <p class="hint">"Only the first 4 MB of the row are shown; the file has all of it."</p> }.into_any())}
                {roles.then(|| view! { <p class="hint">"Roles stand in the place of names; the file has the names."</p> }.into_any())}
                <dl class="facts-list">
                    {line("From", place)}
                    {line("Event", say!("{id}, number {position} of the timeline", id, position = strings::number(u64::from(row.position) + 1)))}
                    {line("SHA-256", detail.sha256.clone())}
                </dl>
            </section>
        </article>
    }
    .into_any()
}

/// How many lines of the file the event was put together from.
fn burst(lines: RawLines) -> String {
    let shown = strings::number(u64::from(lines.shown));
    match lines.all {
        Some(all) if all == lines.shown => {
            say!(
                "{all} lines of the file, of which this event was put together.",
                all = strings::number(u64::from(all))
            )
        }
        Some(all) => say!(
            "The first {shown} of {all} lines of which this event was put together; the file has the others.",
            shown,
            all = strings::number(u64::from(all))
        ),
        None => say!(
            "The first {shown} lines of which this event was put together; more stand further down in the file.",
            shown
        ),
    }
}

/// What a person changed, beside what the evidence says.
fn changed(desk: Desk, detail: &Arc<EventDetail>, zone: crate::model::Zone) -> Option<AnyView> {
    let edit = detail.edit.clone()?;
    if !edit.is_correction() && edit.reason.is_empty() {
        return None;
    }
    let id = detail.row.id;
    let was = |name: &'static str, value: Option<String>| {
        value.map(|v| view! { <div><dt>{name}</dt><dd>{v}</dd></div> }.into_any())
    };
    let decided = edit
        .decided
        .map(|at| say!("Corrected {zone}", zone = strings::moment(&crate::model::Moment::exact(at), zone)));
    let starred = edit.starred;
    Some(
        view! {
            <section class="changed">
                <h3>"Corrected by hand"</h3>
                <p class="hint">{decided}</p>
                {(!edit.reason.is_empty()).then(|| view! { <p>{edit.reason.clone()}</p> }.into_any())}
                <dl class="facts-list">
                    {was("Evidence says", detail.evidence_text.clone())}
                    {was("Time there", detail.evidence_moment.map(|m| strings::moment(&m, zone)))}
                    {was("Known there at", detail.evidence_known.map(|m| strings::moment(&m, zone)))}
                </dl>
                <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| {
                    let keep = starred.then(|| EventEdit { starred: true, decided: Some(clock::now()), ..EventEdit::default() });
                    change(desk, id, keep);
                }>"Take the correction back"</button>
            </section>
        }
        .into_any(),
    )
}
