//! The choice of a milestone for an event: a letter, or a press.

use crate::engine::Query;
use crate::engine::view::{EventDetail, ResponseView};
use crate::milestone::Status;
use crate::model::{EventId, Milestone, MilestoneDecision, Moment};
use crate::platform::clock;
use crate::ui::state::{Desk, Overlay, ask};
use crate::ui::strings::{self, MILESTONE_LETTERS};
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog;
use crate::ui::widgets::live::live;
use crate::workspace::Change;

/// The dialog.
pub fn dialog(desk: Desk, event: EventId) -> AnyView {
    let detail = ask::<EventDetail>(move || Some(Query::Event { case: desk.case(), event }));
    let held =
        ask::<ResponseView>(move || Some(Query::Response { case: desk.case(), zone: desk.zone.get() }));
    let moment =
        Memo::new(move |_| detail.with(|d| d.as_ref().and_then(|d| d.as_ref().ok().map(|d| d.row.moment))));
    let close = move || desk.overlay.set(Overlay::Nothing);
    let choose = move |milestone: Milestone| {
        let Some(moment) = moment.get_untracked() else { return };
        close();
        let label = known(milestone.label());
        let decision = MilestoneDecision::At { moment, event: Some(event), decided: clock::now() };
        let change =
            Change::DecideMilestone { case: untrack(|| desk.case()), milestone, decision: Some(decision) };
        desk.apply_then(change, move || {
            desk.tell(
                false,
                format!("{label}: {}", strings::moment(&moment, desk.zone.get_untracked())),
                "Undo takes it back",
            );
        });
    };
    let by_letter = move |ev: leptos::ev::KeyboardEvent| {
        if ev.ctrl_key() || ev.meta_key() || ev.alt_key() {
            return;
        }
        let mut typed = ev.key().to_lowercase().chars().collect::<Vec<_>>();
        if let (Some(letter), true) = (typed.pop(), typed.is_empty())
            && let Some((_, milestone)) = MILESTONE_LETTERS.iter().find(|(l, _)| *l == letter)
        {
            ev.prevent_default();
            ev.stop_propagation();
            choose(milestone.clone());
        }
    };
    let standing = move |milestone: &Milestone| -> Option<(Status, Option<Moment>)> {
        held.with(|h| {
            let view = h.as_ref()?.as_ref().ok()?;
            let held = view.milestones.iter().find(|r| r.milestone == *milestone)?.held.as_ref()?;
            Some((held.status, held.moment))
        })
    };
    let item = |(letter, milestone): (char, Milestone)| {
        let chosen = milestone.clone();
        let label = known(milestone.label());
        let meaning = known(milestone.meaning());
        let note = live(move || {
            let zone = desk.zone.get();
            standing(&milestone).map(|(status, at)| {
                let word = match status {
                    Status::Stated => "stated",
                    Status::Proposed => "proposed",
                    Status::Confirmed => "confirmed",
                    Status::None => "set to none",
                };
                let word = look(word);
                at.map_or_else(|| word.to_owned(), |m| format!("{word}, {}", strings::moment_cell(&m, zone)))
            })
        });
        view! {
            <li><button type="button" aria-disabled=read_only() class="menu-item" title=meaning on:click=move |_| choose(chosen.clone())>
                <kbd>{letter.to_uppercase().to_string()}</kbd><span>{label}</span><span class="menu-note">{note}</span>
            </button></li>
        }
        .into_any()
    };
    let shown = live(move || {
        detail.with(|d| {
            d.as_ref().and_then(|d| {
                d.as_ref().ok().map(|d| {
                    let when = strings::moment(&d.row.moment, desk.zone.get());
                    view! { <p><strong>{when}</strong>" "{d.row.text.clone()}</p> }.into_any()
                })
            })
        })
    });
    let body = view! {
        <div class="milestone-choice" on:keydown=by_letter>
            {shown}
            <p class="hint">"Press a letter, or choose. What stood there before can be brought back by undo."</p>
            <ul>{MILESTONE_LETTERS.into_iter().map(item).collect_view()}</ul>
        </div>
    };
    dialog::dialog("milestone-of", "Set as milestone", "", close, body)
}
