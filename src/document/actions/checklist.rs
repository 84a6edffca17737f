//! Action items as Markdown: a checklist to work through, then the table with owner, day and effect.

use super::ActionsInput;
use crate::document::markdown::{self, escape};
use crate::document::{Block, Document, Run, plain};
use crate::model::action::{ActionItem, ActionStatus};
use chrono::NaiveDate;

/// The whole text.
pub fn write(input: &ActionsInput<'_>) -> String {
    let title = format!("Action items: {}", super::line(&input.case.title));
    let whole = markdown::write(&Document { title, meta: vec![], blocks: vec![table(input)] });
    let (head, table) = whole.split_once("\n\n").unwrap_or((&whole, ""));
    let mut out = format!("{head}\n\n");
    for item in &input.case.actions {
        let mark = if item.status.is_closed() { 'x' } else { ' ' };
        let mut parts = vec![escape(&super::line(&item.what.title))];
        if !item.what.owner.is_empty() {
            parts.push(format!("owner {}", escape(&super::line(&item.what.owner))));
        }
        parts.extend(item.what.due.map(|due| format!("due {due}")));
        if item.status != ActionStatus::Open {
            parts.push(item.status.label().to_lowercase());
        }
        out.push_str(&format!("- [{mark}] {} ({})\n", parts.join(" · "), item.id));
    }
    out.push('\n');
    out.push_str(table);
    out
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
