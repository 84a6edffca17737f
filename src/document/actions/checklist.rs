//! Action items for people: a checklist to work through, then the table with owner, day and effect.

use super::ActionsInput;
use crate::document::{Block, Document, Run, TASK, plain};
use crate::model::action::{ActionItem, ActionStatus};
use chrono::NaiveDate;

/// The checklist: a box for each item, then the table.
pub fn document(input: &ActionsInput<'_>) -> Document {
    let title = format!("Action items: {}", super::line(&input.case.title));
    let mut blocks = vec![];
    if !input.case.actions.is_empty() {
        blocks.push(Block::list(input.case.actions.iter().map(task).collect()));
    }
    blocks.push(table(input));
    Document { title, meta: vec![], blocks }
}

/// One item as a task, done or not.
fn task(item: &ActionItem) -> Vec<Run> {
    let mut parts = vec![super::line(&item.what.title)];
    if !item.what.owner.is_empty() {
        parts.push(format!("owner {}", super::line(&item.what.owner)));
    }
    parts.extend(item.what.due.map(|due| format!("due {due}")));
    if item.status != ActionStatus::Open {
        parts.push(item.status.label().to_lowercase());
    }
    plain(format!("{}{} ({})", TASK[usize::from(item.status.is_closed())], parts.join(" · "), item.id))
}

/// The table, as it stands in documents.
pub fn table(input: &ActionsInput<'_>) -> Block {
    let rows = input.case.actions.iter().map(|item| {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        vec![
            plain(item.what.title.clone()),
            plain(if item.what.owner.is_empty() { "nobody yet" } else { &item.what.owner }),
            plain(day(item.what.due)),
            plain(standing(item, input.date)),
            item.what.finding.iter().map(|rule| Run::Code(rule.clone())).collect(),
            plain(item.what.effect.clone()),
            plain(if item.link.is_empty() {
                item.id.clone()
            } else {
                format!("{} ({})", item.link, item.id)
            }),
        ]
    });
    let columns = ["Action", "Owner", "Due", "Status", "Finding", "Expected effect", "Name"];
    Block::table("Action items", &columns, rows.collect())
}

/// How far an item has come, with whether it should have been done.
pub fn standing(item: &ActionItem, today: NaiveDate) -> String {
    let late = if item.is_overdue(today) { ", overdue" } else { "" };
    format!("{}{late}", item.status.label().to_lowercase())
}
