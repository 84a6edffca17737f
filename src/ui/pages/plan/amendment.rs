//! One amendment in the margin: what it changes and why, and what a person decides.

use super::Table;
use crate::engine::view::{AmendmentRow, Evidence, Ground};
use crate::model::case::AmendmentDecision;
use crate::ui::pages::desk::{go_to_finding, scroll_to};
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// The card beside the words that it changes.
pub(super) fn card(table: Table, id: String) -> AnyView {
    let row = {
        let id = id.clone();
        Memo::new(move |_| table.row(&id))
    };
    let editing = {
        let id = id.clone();
        Memo::new(move |_| table.editing.with(|e| e.as_deref() == Some(&id)))
    };
    let commenting = {
        let id = id.clone();
        Memo::new(move |_| table.commenting.with(|c| c.as_deref() == Some(&id)))
    };
    let card = NodeRef::<leptos::html::Article>::new();
    let refocus = move || {
        if let Some(card) = card.get_untracked() {
            let _ = card.focus();
        }
    };
    let state = move || {
        row.with(|r| match r.as_ref().and_then(|r| r.decision.as_ref()) {
            None => "proposed",
            Some(AmendmentDecision::Accepted { .. }) => "accepted",
            Some(AmendmentDecision::Rejected) => "rejected",
        })
    };
    let name = move || {
        row.with(|r| {
            r.as_ref().map(|r| {
                say!(
                    "Amendment: {what}, {section}",
                    what = inside(r.amendment.kind.label()),
                    section = r.amendment.section
                )
            })
        })
    };
    let keys = id.clone();
    let on_key = move |ev: leptos::ev::KeyboardEvent| {
        if ev.target() != ev.current_target() || ev.ctrl_key() || ev.meta_key() || ev.alt_key() {
            return;
        }
        match ev.key().as_str() {
            "a" | "A" => table.accept(keys.clone()),
            "e" | "E" => table.editing.set(Some(keys.clone())),
            "x" | "X" => table.drop_to(keys.clone(), Some(AmendmentDecision::Rejected)),
            "c" | "C" => table.commenting.set(Some(keys.clone())),
            _ => return,
        }
        ev.prevent_default();
        ev.stop_propagation();
    };
    let dom = format!("amendment-{id}");
    view! {
        <article node_ref=card class="amendment" id=dom tabindex="0" aria-label=name aria-keyshortcuts="A E X C" data-state=state on:keydown=on_key>
            {live(move || row.get().map(|r| match (editing.get(), commenting.get()) {
                (true, _) => editor(table, r, refocus),
                (_, true) => commenter(table, r, refocus),
                _ => body(table, r, refocus),
            }))}
        </article>
    }
    .into_any()
}

fn body(table: Table, row: AmendmentRow, refocus: impl Fn() + Copy + 'static) -> AnyView {
    let rivals = rivals(table, &row);
    let grounds = grounds(table, &row);
    let a = row.amendment;
    let words = match &row.decision {
        None => None,
        Some(AmendmentDecision::Accepted { text: None }) => Some("Accepted"),
        Some(AmendmentDecision::Accepted { text: Some(_) }) => Some("Accepted in your wording"),
        Some(AmendmentDecision::Rejected) => Some("Rejected"),
    };
    let undecided = row.decision.is_none();
    let act = |label: &'static str, class: &'static str, run: Box<dyn Fn()>| {
        let name = format!("{} {}: {}", look(label), inside(a.kind.label()), a.section);
        view! { <button type="button" aria-disabled=read_only() class=class aria-label=name on:click=move |_| { run(); refocus(); }>{label}</button> }.into_any()
    };
    let drop_to = |decision: Option<AmendmentDecision>| -> Box<dyn Fn()> {
        let id = a.id.clone();
        Box::new(move || table.drop_to(id.clone(), decision.clone()))
    };
    let id = a.id.clone();
    let accept =
        undecided.then(|| act("Accept", "button small primary", Box::new(move || table.accept(id.clone()))));
    let id = a.id.clone();
    let edit = view! {
        <button type="button" aria-disabled=read_only() class="button small" aria-label=say!("Edit {what}: {section}", what = inside(a.kind.label()), section = a.section)
            on:click=move |_| table.editing.set(Some(id.clone()))>"Edit…"</button>
    }
    .into_any();
    let reject = undecided.then(|| act("Reject", "button small", drop_to(Some(AmendmentDecision::Rejected))));
    let back = (!undecided).then(|| act("Take back", "button small", drop_to(None)));
    let id = a.id.clone();
    let comment = view! {
        <button type="button" aria-disabled=read_only() class="button small" aria-label=say!("Comment on {what}: {section}", what = inside(a.kind.label()), section = a.section)
            on:click=move |_| table.commenting.set(Some(id.clone()))>"Comment…"</button>
    }
    .into_any();
    let part = |label: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <div><dt>{label}</dt><dd>{text}</dd></div> }.into_any())
    };
    view! {
        <header><strong>{known(a.kind.label())}</strong><span class="amendment-state">{words}</span></header>
        <dl>
            {part("Why", a.reason.clone())}
            {part("Comment", row.comment.clone())}
        </dl>
        {rivals}
        <details>
            <summary>"Effect, owner, findings"</summary>
            <dl>
                {part("Effect", a.effect.clone())}
                {part("Owner", a.owner.clone())}
            </dl>
            {grounds}
        </details>
        <div class="amendment-actions">{accept}{edit}{reject}{back}{comment}</div>
    }
    .into_any()
}

fn editor(table: Table, row: AmendmentRow, refocus: impl Fn() + Copy + 'static) -> AnyView {
    let before = match row.decision {
        Some(AmendmentDecision::Accepted { text: Some(text) }) => text,
        _ => row.amendment.text.clone(),
    };
    let proposed = row.amendment.text;
    let text = RwSignal::new(before.clone());
    let field = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let id = row.amendment.id;
    let dom = format!("wording-{id}");
    let close = move || {
        table.editing.set(None);
        refocus();
    };
    view! {
        <form class="amendment-form" on:submit=move |ev| {
            ev.prevent_default();
            let words = text.get_untracked().trim().to_owned();
            let text = (words != proposed && !words.is_empty()).then_some(words);
            table.decide(vec![id.clone()], Some(AmendmentDecision::Accepted { text }));
            refocus();
        } on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); close(); }>
            <label for=dom.clone()>"Wording, in Markdown"</label>
            <textarea node_ref=field id=dom.clone() class="input" rows="6" prop:value=before
                on:input=move |ev| text.set(event_target_value(&ev))></textarea>
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button small primary">"Accept this wording"</button>
                <button type="button" class="button small" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}

/// The findings that the amendment rests on, each with the way to it and to its events.
fn grounds(table: Table, row: &AmendmentRow) -> AnyView {
    let zone = table.desk.zone.get();
    let one = |ground: &Ground| {
        let (rule, title) = (ground.rule.clone(), ground.title.clone());
        let event = |e: &Evidence| {
            let (id, when) = (e.id, words::short(&e.moment, zone));
            view! {
                <li><button type="button" class="link" on:click=move |_| table.desk.open_event(id)>{when}": "<span lang="">{e.text.clone()}</span></button></li>
            }
            .into_any()
        };
        let events = ground.evidence.iter().map(event).collect_view();
        let more = (ground.more > 0)
            .then(|| view! { <li>{say!("{n} more events", n = ground.more)}</li> }.into_any());
        view! {
            <div class="ground">
                <button type="button" class="link" title="Go to the finding" lang="en" on:click=move |_| go_to_finding(table.desk, rule.clone())>{title}</button>
                <ul>{events}{more}</ul>
            </div>
        }
        .into_any()
    };
    row.grounds.iter().map(one).collect_view().into_any()
}

/// What contradicts the amendment, and the choice between them.
fn rivals(table: Table, row: &AmendmentRow) -> Option<AnyView> {
    if row.conflicts.is_empty() || matches!(row.decision, Some(AmendmentDecision::Rejected)) {
        return None;
    }
    let lines = row.conflicts.iter().map(|(id, because)| {
        let name = table.row(id).map_or_else(String::new, |r| {
            say!("“{kind}” in {section}", kind = known(r.amendment.kind.label()), section = r.amendment.section)
        });
        let target = format!("amendment-{id}");
        view! {
            <li><button type="button" class="link" title="Go to the other amendment" on:click=move |_| scroll_to(&target)>{name}</button>": "{because.clone()}</li>
        }
        .into_any()
    });
    let lines = lines.collect_view();
    let keep = row.amendment.id.clone();
    let reject: Vec<String> = row.conflicts.iter().map(|(id, _)| id.clone()).collect();
    let name = say!(
        "Keep this one: {what}, {section}",
        what = inside(row.amendment.kind.label()),
        section = row.amendment.section
    );
    Some(
        view! {
            <div class="rivals" role="group" aria-label="Contradicts other amendments">
                <strong>"Contradicts"</strong>
                <ul>{lines}</ul>
                <button type="button" aria-disabled=read_only() class="button small" aria-label=name title="Accepts this one and rejects the others"
                    on:click=move |_| table.choose(keep.clone(), reject.clone())>"Keep this one"</button>
            </div>
        }
        .into_any(),
    )
}

/// A comment on the amendment, which goes with the change into the plan's change log and the Word document.
fn commenter(table: Table, row: AmendmentRow, refocus: impl Fn() + Copy + 'static) -> AnyView {
    let before = row.comment;
    let text = RwSignal::new(before.clone());
    let field = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let id = row.amendment.id;
    let dom = format!("comment-{id}");
    let close = move || {
        table.commenting.set(None);
        refocus();
    };
    view! {
        <form class="amendment-form" on:submit=move |ev| {
            ev.prevent_default();
            table.comment(id.clone(), text.get_untracked().trim().to_owned());
            refocus();
        } on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); close(); }>
            <label for=dom.clone()>"Comment, for those who read the change"</label>
            <textarea node_ref=field id=dom.clone() class="input" rows="3" prop:value=before
                on:input=move |ev| text.set(event_target_value(&ev))></textarea>
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button small primary">"Keep comment"</button>
                <button type="button" class="button small" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}
