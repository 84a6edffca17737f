//! Action items: what was agreed, who sees to it until when, what it lacks, and how far it has come.

mod form;

use super::super::desk::{Desk, scroll_to};
use crate::engine::Query;
use crate::engine::protocol::Export;
use crate::engine::view::{ActionLine, ActionRow, ActionsView, TrackerView};
use crate::model::action::{ActionStatus, NewAction};
use crate::ui::files;
use crate::ui::route::{Page, Route};
use crate::ui::view::prelude::*;
use crate::ui::widgets::exports::{Kind, exports};
use crate::ui::widgets::live::{live, word};
use crate::workspace::Change;
use std::sync::Arc;

const EXPORTS: [Kind; 2] = [
    (
        "For a tracker",
        &[
            (
                Export::ActionsScript,
                "Script for GitHub",
                "opens each open item as an issue with `gh`, once; accounts such as @osei are assigned",
            ),
            (Export::ActionsGithub, "Issues of GitHub (JSON)", "title, text, labels and state of all items"),
            (
                Export::ActionsJira,
                "CSV for Jira",
                "by Jira's own names of fields; state yyyy-MM-dd HH:mm as the format of dates",
            ),
        ],
    ),
    (
        "For people",
        &[
            (Export::ActionsMarkdown, "Checklist in Markdown", "with owner, day, status and expected effect"),
            (Export::ActionsCalendar, "Calendar (iCalendar)", "the days of due and review, as whole days"),
        ],
    ),
];

/// What the parts of the section share.
#[derive(Clone, Copy)]
pub(super) struct Agreed {
    pub desk: Desk,
    pub view: Signal<Arc<ActionsView>>,
    /// The item whose form is open; empty for a new one.
    pub editing: RwSignal<Option<String>>,
}

impl Agreed {
    /// Adds items.
    pub fn add(self, actions: Vec<NewAction>) {
        self.desk.apply(Change::AddActions { case: self.desk.case(), actions });
    }

    /// One item as it stands.
    fn row(self, id: &str) -> Option<ActionRow> {
        self.view.with(|v| v.items.iter().find(|row| row.item.id == id).cloned())
    }

    fn edit(self, id: &str, what: NewAction, status: ActionStatus) {
        let change = Change::EditAction {
            case: self.desk.case(),
            action: id.to_owned(),
            what: Box::new(what),
            status,
        };
        self.desk.apply(change);
    }
}

/// The section.
pub(super) fn section(agreed: Agreed) -> AnyView {
    let desk = agreed.desk;
    let ids = Memo::new(move |_| {
        agreed.view.with(|v| v.items.iter().map(|row| row.item.id.clone()).collect::<Vec<_>>())
    });
    let counts = move || {
        agreed.view.with(|v| {
            let open = v.items.iter().filter(|row| !row.item.status.is_closed()).count() as u64;
            let overdue = v.items.iter().filter(|row| row.overdue).count();
            match (v.items.len(), overdue) {
                (0, _) => say!("None agreed yet").to_owned(),
                (n, 0) => say!("{open} open of {n}", open, n),
                (n, late) => say!("{open} open of {n}, {late} overdue", open, n, late),
            }
        })
    };
    let some = Memo::new(move |_| !ids.with(Vec::is_empty));
    let back = move |_| {
        files::choose_text(".json,.csv", move |name, text| {
            let query = Query::ReadTracker { name: name.clone(), text };
            desk.ask_once::<TrackerView>(query, move |told| desk.track_actions(None, name, told));
        });
    };
    view! {
        <section class="actions" id="actions" tabindex="-1" aria-labelledby="actions-title">
            <div class="section-head">
                <h2 id="actions-title">"Action items"</h2>
                <p>{counts}</p>
                <div class="actions-tools">
                    <button type="button" aria-disabled=read_only() class="button small" id="action-add" on:click=move |_| agreed.editing.set(Some(String::new()))>"Add an action item…"</button>
                    {live(move || some.get().then(|| view! {
                        {exports(desk, "Export the action items", &EXPORTS, || ().into_any())}
                        <button type="button" aria-disabled=read_only() class="button small" title="A list of issues that a tracker exported: JSON of GitHub, CSV of Jira" on:click=back>"Take over status…"</button>
                    }.into_any()))}
                </div>
            </div>
            {live(move || suggestions(agreed, agreed.view.with(|v| v.suggested.clone())))}
            {live(move || (agreed.editing.with(|e| e.as_deref() == Some(""))).then(|| form::form(agreed, None)))}
            {live(move || some.get().then(|| view! {
                <div class="table-scroll">
                <table class="table action-table" aria-label="Action items">
                    <thead><tr>
                        <th scope="col">"Action"</th><th scope="col">"Owner"</th><th scope="col">"Due"</th><th scope="col">"Status"</th>
                        <th scope="col">"Finding"</th><th scope="col">"Expected effect"</th><th scope="col">"To mend"</th><th scope="col"><span class="visually-hidden">"Change"</span></th>
                    </tr></thead>
                    <tbody>
                        <For each=move || ids.get() key=|id| id.clone() children=move |id| item(agreed, id)/>
                    </tbody>
                </table>
                </div>
            }.into_any()))}
            {live(move || agreed.editing.get().filter(|id| !id.is_empty()).and_then(|id| untrack(|| agreed.row(&id))).map(|row| form::form(agreed, Some(row))))}
            {live(move || followed(agreed.desk, agreed.view.with(|v| v.cases.clone())))}
        </section>
    }
    .into_any()
}

/// What accepted findings and amendments ask for.
fn suggestions(agreed: Agreed, all: Vec<NewAction>) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let many = all.len();
    let lines = all.iter().cloned().map(|action| {
        let title = action.title.clone();
        let owner = if action.owner.is_empty() { String::new() } else { say!(" Owner: {owner}.", owner = action.owner) };
        view! {
            <li>
                <p>{title.clone()}"."<span class="hint">{owner}</span></p>
                <button type="button" aria-disabled=read_only() class="button small" aria-label=say!("Add: {title}", title) on:click=move |_| agreed.add(vec![action.clone()])>"Add"</button>
            </li>
        }
        .into_any()
    });
    let lines = lines.collect_view();
    Some(
        view! {
            <div class="action-suggested" role="group" aria-label="Asked for by what was accepted">
                <div class="section-head">
                    <h3>"Asked for by what was accepted"</h3>
                    {(many > 1).then(|| view! {
                        <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| agreed.add(all.clone())>{say!("Add all {many}", many)}</button>
                    }.into_any())}
                </div>
                <ul>{lines}</ul>
            </div>
        }
        .into_any(),
    )
}

/// One row of the table.
fn item(agreed: Agreed, id: String) -> AnyView {
    let row = {
        let id = id.clone();
        Memo::new(move |_| agreed.row(&id))
    };
    let state =
        move || row.with(|r| r.as_ref().map(|r| if r.overdue { "overdue" } else { r.item.status.id() }));
    view! {
        <tr data-status=word(state) id=format!("action-{id}") tabindex="-1">
            {live(move || row.get().map(|row| cells(agreed, row)))}
        </tr>
    }
    .into_any()
}

fn cells(agreed: Agreed, row: ActionRow) -> AnyView {
    let ActionRow { item, overdue, misses } = row;
    let what = item.what.clone();
    let day = |day: Option<chrono::NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    let options = ActionStatus::ALL.into_iter().map(|status| {
        view! { <option value=status.id() selected=(status == item.status).then_some("")>{known(status.label())}</option> }.into_any()
    });
    let (id, kept) = (item.id.clone(), what.clone());
    let choose = move |ev| {
        let value = event_target_value(&ev);
        if let Some(status) = ActionStatus::ALL.into_iter().find(|s| s.id() == value) {
            agreed.edit(&id, kept.clone(), status);
        }
    };
    let mends = misses.iter().map(|miss| {
        view! { <li title=miss.remedy()><strong>{known(miss.label())}</strong>" "{miss.remedy()}</li> }
            .into_any()
    });
    let (edit, remove) = (item.id.clone(), item.id.clone());
    let finding = what.finding.clone().map(|rule| {
        let target = format!("finding-{rule}");
        view! { <button type="button" class="link" title="Go to the finding" on:click=move |_| scroll_to(&target)>{rule}</button> }.into_any()
    });
    let count = misses.len();
    view! {
        <th scope="row">{what.title.clone()}<span class="hint action-id">{if item.link.is_empty() { item.id.clone() } else { format!("{} · {}", item.link, item.id) }}</span></th>
        <td>{if what.owner.is_empty() { say!("nobody yet").to_owned() } else { what.owner.clone() }}</td>
        <td class="number">{day(what.due)}{overdue.then(|| view! { <span class="overdue">"overdue"</span> }.into_any())}</td>
        <td><select aria-disabled=read_only() class="input" aria-label=say!("Status of {title}", title = what.title) on:change=choose>{options.collect_view()}</select></td>
        <td>{finding}</td>
        <td>{what.effect.clone()}</td>
        <td>{(count > 0).then(|| view! {
            <details><summary>{crate::ui::strings::count(count as u64, "point", "points")}</summary><ul class="mends">{mends.collect_view()}</ul></details>
        }.into_any())}</td>
        <td class="action-change">
            <button type="button" aria-disabled=read_only() class="button small" aria-label=say!("Edit… {title}", title = what.title) on:click=move |_| agreed.editing.set(Some(edit.clone()))>"Edit…"</button>
            <button type="button" aria-disabled=read_only() class="button small" aria-label=say!("Remove {title}", title = what.title) on:click=move |_| {
                agreed.desk.apply(Change::RemoveAction { case: agreed.desk.case(), action: remove.clone() });
            }>"Remove"</button>
        </td>
    }
    .into_any()
}

/// How far the items of each case have come; nothing where one case has all of them.
fn followed(desk: Desk, lines: Vec<ActionLine>) -> Option<AnyView> {
    (lines.len() > 1).then(|| {
        let rows = lines.into_iter().map(|line| {
            let route = Route { page: Page::Findings, case: Some(line.case), event: None };
            view! {
                <tr>
                    <th scope="row"><button type="button" class="link" title="Open the items that are counted" on:click=move |_| desk.go(route)>{line.title}</button></th><td class="number">{line.open.to_string()}</td><td class="number">{line.overdue.to_string()}</td>
                    <td class="number">{line.done.to_string()}</td><td class="number">{line.dropped.to_string()}</td>
                </tr>
            }
            .into_any()
        });
        view! {
            <details class="action-cases" open="">
                <summary>"Over all cases"</summary>
                <p class="hint">"With those that trackers exported as files of a case, which count as open or done."</p>
                <table class="table" aria-label="Action items by case">
                    <thead><tr><th scope="col">"Case"</th><th scope="col" class="number">"Open"</th><th scope="col" class="number">"Overdue"</th>
                        <th scope="col" class="number">"Done"</th><th scope="col" class="number">"Dropped"</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </details>
        }
        .into_any()
    })
}
