//! The next version: who approved it and when, what it will change, and writing it.

use super::{Table, redline, versions};
use crate::engine::Query;
use crate::engine::protocol::Export;
use crate::engine::view::{AmendmentRow, Exported, PlanDraft};
use crate::model::case::AmendmentDecision;
use crate::plan::redline::compare;
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
    let draft = RwSignal::new(None::<(PlanDraft, String)>);
    // What was drafted from other decisions is no preview any more.
    Effect::new(move |_| {
        table.view.track();
        draft.set(None);
    });
    let query = move || {
        let case = table.desk.open_case_id()?;
        let date: NaiveDate = date.get_untracked().parse().ok()?;
        Some(Query::PlanDraft { case, date, approver: approver.get_untracked().trim().to_owned() })
    };
    let write = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let (Some(query), Some(case)) = (query(), table.desk.open_case_id()) else { return };
        table.desk.ask_once::<PlanDraft>(query, move |d| {
            table.desk.apply(Change::WritePlan { case, text: d.text, edits: d.edits, stamp: Some(d.stamp) });
        });
    };
    let preview = move |_| {
        let Some(query) = query() else { return };
        table.desk.ask_once::<PlanDraft>(query, move |d| {
            let zone = table.desk.zone.get_untracked();
            let current =
                Query::Export { what: Export::PlanMarkdown, case: None, zone, date: clock::today(zone) };
            table.desk.ask_once::<Exported>(current, move |now| draft.set(Some((d, now.text))));
        });
    };
    let valid = Memo::new(move |_| date.with(|d| d.parse::<NaiveDate>().is_ok()));
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
                <label for="approver">"Approved by"</label>
                <input id="approver" type="text" class="input" autocomplete="off" placeholder="a role or a name"
                    on:input=move |ev| approver.set(event_target_value(&ev))/>
                <label for="effective">"Effective"</label>
                <input id="effective" type="date" class="input" prop:value=move || date.get() on:input=move |ev| date.set(event_target_value(&ev))/>
                <button type="button" class="button" disabled=none on:click=preview>"Preview the new plan"</button>
                <button type="submit" class="button primary" disabled=none>"Write the new plan"</button>
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
            {live(move || draft.get().map(|(d, now)| view! {
                <div class="plan-preview" role="region" aria-label="The new plan against the current one">
                    <div class="section-head">
                        <h2>{say!("Version {version}: {format}", version = d.version, format = match d.changes { 1 => say!("1 change").to_owned(), n => say!("{n} changes", n) })}</h2>
                        <button type="button" class="button small" on:click=move |_| draft.set(None)>"Close"</button>
                    </div>
                    <div class="compare">{redline::words(&compare(&now, &d.text))}</div>
                </div>
            }.into_any()))}
            {versions::panel(table)}
        </section>
    }
    .into_any()
}
