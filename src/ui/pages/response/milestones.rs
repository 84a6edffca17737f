//! The milestones as a list: what stands, why, and what a person can do about it.

use super::Bench;
use crate::engine::view::MilestoneRow;
use crate::milestone::{Held, Status};
use crate::model::{EventId, Milestone, MilestoneDecision, Moment};
use crate::ui::pages::milestone_form;
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{live, word};

impl Bench {
    /// One milestone as it stands.
    pub(super) fn row(self, milestone: &Milestone) -> Option<MilestoneRow> {
        self.setting.row(milestone)
    }

    /// Decides on a milestone, or takes the decision back.
    pub(super) fn decide(self, milestone: Milestone, decision: Option<MilestoneDecision>) {
        self.setting.decide(milestone, decision);
    }

    /// Sets a milestone to a moment.
    pub(super) fn confirm(self, milestone: Milestone, moment: Moment, event: Option<EventId>) {
        self.setting.confirm(milestone, moment, event);
    }

    /// Says that a milestone never applied or is not known.
    pub(super) fn reject(self, milestone: Milestone) {
        self.setting.reject(milestone);
    }

    fn confirm_proposal(self, milestone: &Milestone) {
        if let Some(held) = self.row(milestone).and_then(|r| r.held)
            && held.status != Status::None
            && let Some(moment) = held.moment
        {
            self.confirm(milestone.clone(), moment, held.events.first().copied());
        }
    }
}

/// The list with its heading and the button for all that is proposed.
pub(super) fn section(bench: Bench) -> AnyView {
    let open = Memo::new(move |_| {
        bench.view.with(|v| {
            let proposed = |r: &&MilestoneRow| r.held.as_ref().is_some_and(|h| h.status == Status::Proposed);
            v.milestones.iter().filter(proposed).map(|r| r.milestone.clone()).collect::<Vec<_>>()
        })
    });
    let keys = Memo::new(move |_| {
        bench.view.with(|v| v.milestones.iter().map(|r| r.milestone.clone()).collect::<Vec<_>>())
    });
    view! {
        <section class="milestones" aria-labelledby="milestones-title">
            <div class="section-head">
                <h2 id="milestones-title">"Milestones"</h2>
                <p class="hint">
                    <kbd>"Enter"</kbd> " confirms, " <kbd>"E"</kbd> " edits, " <kbd>"X"</kbd> " says that it never applied or is not known."
                </p>
                {live(move || {
                    let count = open.with(Vec::len);
                    (count > 0).then(|| view! {
                        <button type="button" aria-disabled=read_only() class="button primary" on:click=move |_| {
                            for milestone in open.get_untracked() {
                                bench.confirm_proposal(&milestone);
                            }
                        }>{say!("Confirm all proposed ({count})", count)}</button>
                    }.into_any())
                })}
            </div>
            <ul class="milestone-list" aria-labelledby="milestones-title">
                <For each=move || keys.get() key=|m| m.id() children=move |m| line(bench, m)/>
            </ul>
        </section>
    }
    .into_any()
}

/// How a milestone stands, in one word for the style sheet.
pub(super) fn state(held: Option<&Held>) -> &'static str {
    match held.map(|h| h.status) {
        None => "missing",
        Some(Status::Stated) => "stated",
        Some(Status::Proposed) => "proposed",
        Some(Status::Confirmed) => "confirmed",
        Some(Status::None) => "none",
    }
}

/// How a milestone stands, in words.
fn standing(held: Option<&Held>) -> String {
    match held {
        None => say!("nothing in the record suggests it").to_owned(),
        Some(h) => match h.status {
            Status::Stated => say!("stated by the record").to_owned(),
            Status::Proposed => say!("proposed, {confidence}", confidence = words::confidence(h.confidence)),
            Status::Confirmed => say!("confirmed").to_owned(),
            Status::None => say!("does not apply, or is not known").to_owned(),
        },
    }
}

fn line(bench: Bench, milestone: Milestone) -> AnyView {
    let group = NodeRef::<leptos::html::Div>::new();
    let row = {
        let milestone = milestone.clone();
        Memo::new(move |_| bench.row(&milestone))
    };
    let held = move || row.with(|r| r.as_ref().and_then(|r| r.held.clone()));
    let label = known(milestone.label());
    let name = {
        let label = label.clone();
        move || {
            let held = held();
            let when = held.as_ref().and_then(|h| h.moment).map(|m| words::moment(&m, bench.desk.zone.get()));
            format!(
                "{label}: {}{}",
                when.map(|w| format!("{w}, ")).unwrap_or_default(),
                standing(held.as_ref())
            )
        }
    };
    let editing = {
        let milestone = milestone.clone();
        Memo::new(move |_| bench.editing.with(|e| e.as_ref() == Some(&milestone)))
    };
    let refocus = move || {
        if let Some(group) = group.get_untracked() {
            let _ = group.focus();
        }
    };
    let keys = milestone.clone();
    let on_key = move |ev: leptos::ev::KeyboardEvent| {
        if ev.target() != ev.current_target() || ev.ctrl_key() || ev.meta_key() || ev.alt_key() {
            return;
        }
        match ev.key().as_str() {
            "Enter" => bench.confirm_proposal(&keys),
            "e" | "E" => bench.editing.set(Some(keys.clone())),
            "x" | "X" => bench.reject(keys.clone()),
            _ => return,
        }
        ev.prevent_default();
        ev.stop_propagation();
    };
    let body = milestone.clone();
    let form = milestone.clone();
    view! {
        <li>
            <div
                node_ref=group
                class="milestone"
                role="group"
                tabindex="0"
                id=format!("milestone-{}", milestone.id())
                aria-label=name
                aria-keyshortcuts="Enter E X"
                data-state=word(move || state(held().as_ref()))
                data-imprecise=word(move || held().and_then(|h| h.moment).is_some_and(|m| !m.is_exact()).then_some(""))
                on:keydown=on_key
            >
                <span class="mark" aria-hidden="true"></span>
                <div class="milestone-name" title=known(milestone.meaning())>{label}</div>
                {live(move || content(bench, &body, row.get(), refocus))}
                {live(move || editing.get().then(|| milestone_form::form(bench.setting, form.clone(), refocus)))}
            </div>
        </li>
    }
    .into_any()
}

fn content(
    bench: Bench,
    milestone: &Milestone,
    row: Option<MilestoneRow>,
    refocus: impl Fn() + Copy + 'static,
) -> AnyView {
    let (held, event_text) = row.map(|r| (r.held, r.event_text)).unwrap_or_default();
    let zone = bench.desk.zone.get();
    let moment = held.as_ref().and_then(|h| h.moment);
    let when = match moment {
        Some(m) => view! { <span class="when" title=words::range(&m, zone)>{words::moment(&m, zone)}</span> }.into_any(),
        None if held.is_some() => view! { <span class="when none">"none"</span> }.into_any(),
        None => view! {
            <span class="when missing" title="An event that says so, or a time that you know, fills it">{say!("empty; to fill: {meaning}", meaning = look(milestone.meaning()))}</span>
        }
        .into_any(),
    };
    let status = held.as_ref().map(|h| h.status);
    let standing = standing(held.as_ref());
    let event = held.as_ref().and_then(|h| h.events.first().copied());
    let source = event.map(|id| {
        view! {
            <button type="button" class="link evidence" title="Open the event that it rests on"
                on:click=move |_| bench.desk.open_event(id)>{event_text}</button>
        }
        .into_any()
    });
    let reasons = held.as_ref().map(|h| h.reasons.clone()).unwrap_or_default();
    let why = (!reasons.is_empty()).then(|| {
        view! {
            <details class="why">
                <summary>"Why"</summary>
                <ul>{reasons.into_iter().map(|r| view! { <li>{r}</li> }.into_any()).collect_view()}</ul>
            </details>
        }
        .into_any()
    });
    let others = held.as_ref().map(|h| h.alternatives.clone()).unwrap_or_default();
    let others = (!others.is_empty()).then(|| {
        let count = others.len();
        let all = others.into_iter().map(|p| {
            let (milestone, moment, event) = (milestone.clone(), p.moment, p.events.first().copied());
            let when = words::moment(&p.moment, zone);
            view! {
                <li>
                    <span class="when">{when.clone()}</span>
                    <span class="because">{format!("{}: {}", words::confidence(p.confidence), p.reasons.join("; "))}</span>
                    <button type="button" aria-disabled=read_only() class="button small" aria-label=say!("Use this: {when} for {milestone}", when, milestone = known(milestone.label()))
                        on:click=move |_| { bench.confirm(milestone.clone(), moment, event); refocus(); }>"Use this"</button>
                </li>
            }
            .into_any()
        });
        view! {
            <details class="others">
                <summary>{if count == 1 { say!("1 other candidate").to_owned() } else { say!("{count} other candidates", count) }}</summary>
                <ul>{all.collect_view()}</ul>
            </details>
        }
        .into_any()
    });
    let label = known(milestone.label());
    let (a, b, c, d) = (milestone.clone(), milestone.clone(), milestone.clone(), milestone.clone());
    let action = |text: &'static str, class: &'static str, run: Box<dyn Fn()>| {
        let name = format!("{} {}", look(text), inside(label.clone()));
        view! { <button type="button" aria-disabled=read_only() class=class aria-label=name on:click=move |_| run()>{text}</button> }
            .into_any()
    };
    let confirm = (status == Some(Status::Proposed)).then(|| {
        action(
            "Confirm",
            "button small primary",
            Box::new(move || {
                bench.confirm_proposal(&a);
                refocus();
            }),
        )
    });
    let edit = action(
        if moment.is_some() { "Edit" } else { "Set" },
        "button small",
        Box::new(move || bench.editing.set(Some(b.clone()))),
    );
    let reject = (status != Some(Status::None)).then(|| {
        action(
            "Reject",
            "button small",
            Box::new(move || {
                bench.reject(c.clone());
                refocus();
            }),
        )
    });
    let back = matches!(status, Some(Status::Confirmed | Status::None)).then(|| {
        action(
            "Take back",
            "button small",
            Box::new(move || {
                bench.decide(d.clone(), None);
                refocus();
            }),
        )
    });
    view! {
        {when}
        {held.is_some().then(|| view! { <span class="standing">{standing}</span> }.into_any())}
        <div class="milestone-actions">{confirm}{edit}{reject}{back}</div>
        <div class="milestone-evidence">{source}{why}{others}</div>
    }
    .into_any()
}
