//! The form that takes a milestone's time: exact with its zone, an hour, a date, a month, or none.

use super::desk::Desk;
use crate::engine::view::MilestoneRow;
use crate::import::timestamp;
use crate::model::{EventId, Milestone, MilestoneDecision, Moment, Precision, Zone};
use crate::platform::clock;
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{flag, live, word};
use crate::workspace::Change;

/// Where milestones are set: their rows, the one whose form is open, the one that is being moved.
#[derive(Clone, Copy)]
pub struct Setting {
    /// The shell.
    pub desk: Desk,
    /// The milestones of the case.
    pub rows: Signal<Vec<MilestoneRow>>,
    /// The milestone whose form is open.
    pub editing: RwSignal<Option<Milestone>>,
    /// A milestone that is being moved and not yet kept.
    pub draft: RwSignal<Option<(Milestone, Moment)>>,
}

impl Setting {
    /// Over some rows.
    pub fn new(desk: Desk, rows: Signal<Vec<MilestoneRow>>) -> Setting {
        Setting { desk, rows, editing: RwSignal::new(None), draft: RwSignal::new(None) }
    }

    /// One milestone as it stands.
    pub fn row(self, milestone: &Milestone) -> Option<MilestoneRow> {
        self.rows.with(|rows| rows.iter().find(|r| r.milestone == *milestone).cloned())
    }

    /// Decides on a milestone, or takes the decision back.
    pub fn decide(self, milestone: Milestone, decision: Option<MilestoneDecision>) {
        self.draft.set(None);
        self.editing.set(None);
        self.desk.apply(Change::DecideMilestone { case: self.desk.case(), milestone, decision });
    }

    /// Sets a milestone to a moment.
    pub fn confirm(self, milestone: Milestone, moment: Moment, event: Option<EventId>) {
        self.decide(milestone, Some(MilestoneDecision::At { moment, event, decided: clock::now() }));
    }

    /// Says that a milestone never applied or is not known.
    pub fn reject(self, milestone: Milestone) {
        self.decide(milestone, Some(MilestoneDecision::None { decided: clock::now() }));
    }
}

/// The text that the form starts with: what stands, as [`timestamp::parse_confirm`] reads it.
fn written(moment: Option<Moment>, zone: Zone) -> String {
    let Some(moment) = moment else { return String::new() };
    let local = zone.local(moment.earliest);
    match moment.precision {
        Precision::Exact | Precision::Repeated => {
            format!("{}{}", local.format("%Y-%m-%dT%H:%M:%S"), words::offset(zone, moment.earliest))
        }
        Precision::Hour => zone.local(moment.middle()).format("%Y-%m-%dT%H").to_string(),
        Precision::Day => local.format("%Y-%m-%d").to_string(),
        Precision::Month => local.format("%Y-%m").to_string(),
    }
}

/// The open form of one milestone.
pub fn form(bench: Setting, milestone: Milestone, refocus: impl Fn() + Copy + 'static) -> AnyView {
    let zone = bench.desk.zone.get_untracked();
    let held = untrack(|| bench.row(&milestone)).and_then(|r| r.held);
    let start = written(held.as_ref().and_then(|h| h.moment), zone);
    let text = RwSignal::new(start);
    let read = Memo::new(move |_| {
        text.with(|t| timestamp::parse_confirm(t.trim(), zone).map_err(|e| retold(e.to_string())))
    });
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
            input.select();
        }
    });
    let label = known(milestone.label());
    let id = format!("edit-{}", milestone.id().replace(':', "-"));
    let (hint, keep, reject) = (format!("{id}-reads"), milestone.clone(), milestone);
    let close = move || {
        bench.editing.set(None);
        refocus();
    };
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if let Ok(moment) = read.get_untracked() {
            bench.confirm(keep.clone(), moment, None);
            refocus();
        }
    };
    view! {
        <form class="milestone-edit" aria-label=say!("Time of {what}", what = inside(label.clone())) on:submit=submit
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); close(); }>
            <label for=id.clone()>{say!("{label}: time", label)}</label>
            <input node_ref=input id=id.clone() type="text" autocomplete="off" spellcheck="false" class="input"
                aria-describedby=hint.clone() aria-invalid=word(move || read.with(|r| r.is_err()).to_string())
                prop:value=move || text.get() on:input=move |ev| text.set(event_target_value(&ev))/>
            <p id=hint class="hint" role="status">{live(move || match read.get() {
                Ok(m) => say!("Reads as {zone}{rough}", zone = words::moment(&m, zone), rough = if m.is_exact() { "" } else { say!("; kept as imprecise as written") }),
                Err(_) if text.with(|t| t.trim().is_empty()) => say!("2026-03-16 09:48:30 (in {zone}), 2026-03-16T09:48:30Z, an hour 2026-03-16T09, a date or a month", zone),
                Err(e) => e,
            })}</p>
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=flag(move || read.with(|r| r.is_err()))>"Keep this time"</button>
                <button type="button" aria-disabled=read_only() class="button" on:click=move |_| { bench.reject(reject.clone()); refocus(); }>"None: does not apply, or not known"</button>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}
