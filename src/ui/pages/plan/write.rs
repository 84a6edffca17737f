//! The next version: who approved it and when, what it will change, and writing it.

use super::{Table, redline, versions};
use crate::engine::Query;
use crate::engine::protocol::Export;
use crate::engine::view::{AmendmentRow, PlanDraft};
use crate::model::case::AmendmentDecision;
use crate::plan::read::control::is_version;
use crate::platform::clock;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::Change;
use chrono::NaiveDate;

/// The panel with the form, the preview and the versions.
pub(super) fn panel(table: Table) -> AnyView {
    let accepted = Memo::new(move |_| {
        table.view.with(|v| {
            v.amendments
                .iter()
                .filter(|a| matches!(a.decision, Some(AmendmentDecision::Accepted { .. })))
                .count()
        })
    });
    let approver = RwSignal::new(String::new());
    let date = RwSignal::new(clock::today(table.desk.zone.get_untracked()).to_string());
    let version = RwSignal::new(String::new());
    // The newest exercise of the workspace, until somebody says another day.
    let exercised = RwSignal::new(
        table.view.with_untracked(|v| v.exercised).map(|day| day.to_string()).unwrap_or_default(),
    );
    let draft = RwSignal::new(None::<PlanDraft>);
    // What was drafted from other decisions, for another day or in another name, is no preview any more.
    Effect::new(move |_| {
        table.view.track();
        for said in [date, approver, version, exercised] {
            said.track();
        }
        draft.set(None);
    });
    let query = move || {
        let case = table.desk.open_case_id()?;
        let date: NaiveDate = date.get_untracked().parse().ok()?;
        let version = version.get_untracked().trim().to_owned();
        Some(Query::PlanDraft {
            case,
            date,
            approver: approver.get_untracked().trim().to_owned(),
            version: (!version.is_empty()).then_some(version),
            exercised: exercised.get_untracked().parse().ok(),
        })
    };
    let write = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let (Some(query), Some(case)) = (query(), table.desk.open_case_id()) else { return };
        table.desk.ask_once::<PlanDraft>(query, move |d| {
            let change = Change::WritePlan { case, text: d.text, edits: d.edits, stamp: Some(d.stamp) };
            // The version after this one is not called the same.
            table.desk.apply_then(change, move || version.set(String::new()));
        });
    };
    let preview = move |_| {
        let Some(asked) = query() else { return };
        table.desk.ask_once::<PlanDraft>(asked.clone(), move |d| {
            // Somebody may have gone on writing meanwhile.
            if query().as_ref() == Some(&asked) {
                draft.set(Some(d));
            }
        });
    };
    let is_named = Memo::new(move |_| version.with(|v| v.trim().is_empty() || is_version(v.trim())));
    let valid = Memo::new(move |_| date.with(|d| d.parse::<NaiveDate>().is_ok()) && is_named.get());
    let is_word = Memo::new(move |_| table.view.with(|v| v.is_word));
    let is_playbook = Memo::new(move |_| table.view.with(|v| v.is_playbook));
    // Of two that contradict each other one has to give way first.
    let torn = Memo::new(move |_| {
        table.view.with(|v| {
            let accepted = |id: &str| {
                v.amendments.iter().any(|a| {
                    a.amendment.id == id && matches!(a.decision, Some(AmendmentDecision::Accepted { .. }))
                })
            };
            let both = |a: &AmendmentRow| {
                accepted(&a.amendment.id) && a.conflicts.iter().any(|(other, _)| accepted(other))
            };
            v.amendments.iter().filter(|a| both(a)).count()
        })
    });
    let none = move || accepted.get() == 0 || !valid.get() || torn.get() > 0;
    view! {
        <section class="plan-write" aria-label="The next version">
            {live(move || (torn.get() > 0).then(|| view! {
                <p class="torn" role="alert">"Amendments that contradict each other are accepted: choose one of them on its card before the plan is written."</p>
            }.into_any()))}
            <form class="inline-form" on:submit=write>
                <span class="write-count">{live(move || match accepted.get() {
                    0 => say!("Nothing accepted yet").to_owned(),
                    1 => say!("1 amendment accepted").to_owned(),
                    n => say!("{n} amendments accepted", n),
                })}</span>
                <span class="pair"><label for="approver">"Approved by"</label>
                    <input id="approver" type="text" class="input" autocomplete="off" placeholder="a role or a name"
                    on:input=move |ev| approver.set(event_target_value(&ev))/></span>
                <span class="pair"><label for="effective">"Effective"</label>
                    <input id="effective" type="date" class="input" prop:value=move || date.get() on:input=move |ev| date.set(event_target_value(&ev))/></span>
                <span class="pair"><label for="plan-version">"Version"</label>
                    <input id="plan-version" type="text" class="input" autocomplete="off" placeholder="the next one" size="8" prop:value=move || version.get()
                    aria-invalid=move || (!is_named.get()).to_string() title="Such as 2.0, v3 or 2026-04"
                    on:input=move |ev| version.set(event_target_value(&ev))/></span>
                <span class="pair"><label for="exercised">"Last exercised"</label>
                    <input id="exercised" type="date" class="input" prop:value=move || exercised.get() on:input=move |ev| exercised.set(event_target_value(&ev))/></span>
                <button type="button" class="button" disabled=none on:click=preview>"Preview the new plan"</button>
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=none>"Write the new plan"</button>
                {live(move || is_word.get().then(|| view! {
                    <button type="button" class="button" title="your own document, with every change tracked and its reason as a comment"
                        on:click=move |_| table.desk.export(Export::PlanWord)>"Save plan as Word"</button>
                }.into_any()))}
                {live(move || is_playbook.get().then(|| view! {
                    <button type="button" class="button" title="your own playbook, with what was added as manual steps"
                        on:click=move |_| table.desk.export(Export::PlanWord)>"Save plan as CACAO"</button>
                }.into_any()))}
                <button type="button" class="button" on:click=move |_| table.desk.export(Export::PlanMarkdown)>"Save plan as Markdown"</button>
            </form>
            {live(move || draft.get().map(|d| view! {
                <div class="plan-preview" role="region" aria-label="The new plan against the current one">
                    <div class="section-head">
                        <h2>{say!("Version {version}: {format}", version = d.version, format = match d.changes { 1 => say!("1 change").to_owned(), n => say!("{n} changes", n) })}</h2>
                        <button type="button" class="button small" on:click=move |_| draft.set(None)>"Close"</button>
                    </div>
                    <div class="diff" lang="">{redline::words(&d.ops)}</div>
                </div>
            }.into_any()))}
            {versions::panel(table)}
        </section>
    }
    .into_any()
}
