//! One amendment in the margin: what it changes and why, and what a person decides.

use super::{Table, Writing};
use crate::engine::view::{AmendmentRow, Evidence, Ground};
use crate::model::case::AmendmentDecision;
use crate::ui::files::is_typing;
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
    let writing = {
        let id = id.clone();
        Memo::new(move |_| {
            table.writing.with(|w| w.as_ref().filter(|(of, _)| *of == id).map(|(_, what)| *what))
        })
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
            "e" | "E" => table.writing.set(Some((keys.clone(), Writing::Wording))),
            "x" | "X" => table.drop_to(keys.clone(), Some(AmendmentDecision::Rejected)),
            "c" | "C" => table.writing.set(Some((keys.clone(), Writing::Comment))),
            "o" | "O" => table.writing.set(Some((keys.clone(), Writing::Owner))),
            _ => return,
        }
        ev.prevent_default();
        ev.stop_propagation();
    };
    let dom = format!("amendment-{id}");
    view! {
        <article node_ref=card class="amendment" id=dom tabindex="0" aria-label=name aria-keyshortcuts="A E X C O" data-state=state on:keydown=on_key>
            {live(move || row.get().map(|r| match writing.get() {
                Some(Writing::Wording) => editor(table, r, refocus),
                Some(what) => writer(table, r, what, refocus),
                None => body(table, r, refocus),
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
            on:click=move |_| table.writing.set(Some((id.clone(), Writing::Wording)))>"Edit…"</button>
    }
    .into_any();
    let reject = undecided.then(|| act("Reject", "button small", drop_to(Some(AmendmentDecision::Rejected))));
    let back = (!undecided).then(|| act("Take back", "button small", drop_to(None)));
    let id = a.id.clone();
    let comment = view! {
        <button type="button" aria-disabled=read_only() class="button small" aria-label=say!("Comment on {what}: {section}", what = inside(a.kind.label()), section = a.section)
            on:click=move |_| table.writing.set(Some((id.clone(), Writing::Comment)))>"Comment…"</button>
    }
    .into_any();
    let id = a.id.clone();
    let owner = view! {
        <button type="button" aria-disabled=read_only() class="button small" aria-label=say!("Owner of {what}: {section}", what = inside(a.kind.label()), section = a.section)
            on:click=move |_| table.writing.set(Some((id.clone(), Writing::Owner)))>"Owner…"</button>
    }
    .into_any();
    // What goes into the plan and its history is English everywhere; who carries it, and what is remarked, is somebody's own.
    let part = |label: &'static str, text: String, lang: &'static str| {
        (!text.is_empty()).then(|| view! { <div><dt>{label}</dt><dd lang=lang>{text}</dd></div> }.into_any())
    };
    view! {
        <header><strong>{known(a.kind.label())}</strong><span class="amendment-state">{words}</span></header>
        <dl>
            {part("Why", a.reason.clone(), "en")}
            {part("Owner", a.owner.clone(), "")}
            {part("Comment", row.comment.clone(), "")}
        </dl>
        {rivals}
        <details>
            <summary>"Effect, findings"</summary>
            <dl>{part("Effect", a.effect.clone(), "en")}</dl>
            {grounds}
        </details>
        <div class="amendment-actions">{accept}{edit}{reject}{back}{comment}{owner}</div>
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
        table.writing.set(None);
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
                <button type="button" class="link" title="Go to the finding" on:click=move |_| go_to_finding(table.desk, &rule)>{title}</button>
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

/// A comment on the amendment, or who carries it: both go with the change into the plan's change log and the Word document.
fn writer(table: Table, row: AmendmentRow, what: Writing, refocus: impl Fn() + Copy + 'static) -> AnyView {
    let (label, keep, rows, before) = match what {
        Writing::Owner => (
            "Owner: a role or a name; empty for the one that is proposed",
            "Keep owner",
            "1",
            row.amendment.owner.clone(),
        ),
        _ => ("Comment, for those who read the change", "Keep comment", "3", row.comment.clone()),
    };
    let text = RwSignal::new(before.clone());
    let field = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let id = row.amendment.id.clone();
    let dom = format!("said-{id}");
    let shown = before;
    let close = move || {
        table.writing.set(None);
        refocus();
    };
    let done = move || {
        let said = text.get_untracked();
        // What stays as it is stored, or proposed, is not said anew.
        let kept = match what {
            Writing::Owner => row.own(&said),
            _ => Some(said.trim().to_owned()).filter(|said| *said != row.comment),
        };
        match kept {
            Some(said) => table.keep(id.clone(), what, said),
            None => table.writing.set(None),
        }
        refocus();
    };
    let by_key = done.clone();
    view! {
        <form class="amendment-form" on:submit=move |ev| { ev.prevent_default(); done(); }
            on:keydown=move |ev| match ev.key().as_str() {
                "Escape" => { ev.stop_propagation(); close(); }
                // Within the composition of a character, Enter is the input method's own.
                "Enter" if what == Writing::Owner && !ev.is_composing() && is_typing(ev.target()) => { ev.prevent_default(); by_key(); }
                _ => {}
            }>
            <label for=dom.clone()>{label}</label>
            <textarea node_ref=field id=dom.clone() class="input" rows=rows prop:value=shown
                on:input=move |ev| text.set(event_target_value(&ev))></textarea>
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button small primary">{keep}</button>
                <button type="button" class="button small" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}
