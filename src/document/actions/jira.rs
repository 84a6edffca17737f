//! Action items as the CSV that Jira's import takes: its own names of fields, `Labels` once for each label, times in UTC as
//! `yyyy-MM-dd HH:mm`, the one format for all dates that the import asks for. Text is made harmless for spreadsheets.

use super::{ActionsInput, account, as_is, line};
use crate::document::timeline_csv::{row, text};
use crate::model::Timestamp;
use crate::model::action::ActionStatus;

/// The columns, in order; the third label is that of an item somebody is at.
pub const COLUMNS: [&str; 14] = [
    "Summary",
    "Issue key",
    "Issue Type",
    "Status",
    "Assignee",
    "Created",
    "Resolved",
    "Due Date",
    "Labels",
    "Labels",
    "Labels",
    "Description",
    "Expected effect",
    "floodmark",
];

/// All items, one a row.
pub fn write(input: &ActionsInput<'_>) -> String {
    let mut out = COLUMNS.join(",");
    out.push('\n');
    for item in &input.case.actions {
        let time = |at: Timestamp| at.naive_utc().format("%Y-%m-%d %H:%M").to_string();
        let status = match item.status {
            ActionStatus::Open => "To Do",
            ActionStatus::InProgress => "In Progress",
            ActionStatus::Done => "Done",
            ActionStatus::Dropped => "Won't Do",
        };
        // Labels of Jira hold no blanks.
        let mut labels = input.labels(item).into_iter().map(|label| label.replace(' ', "-"));
        let mut label = || labels.next().unwrap_or_default();
        let key = item.link.split(' ').next().filter(|key| !key.starts_with('#')).unwrap_or_default();
        let cells = [
            text(&line(&item.what.title)),
            text(key),
            "Task".to_owned(),
            status.to_owned(),
            text(account(&item.what.owner).unwrap_or(&line(&item.what.owner))),
            time(item.opened),
            item.closed.map(time).unwrap_or_default(),
            item.what.due.map(|due| format!("{due} 00:00")).unwrap_or_default(),
            label(),
            label(),
            label(),
            text(&input.body(item, as_is)),
            text(&line(&item.what.effect)),
            item.id.clone(),
        ];
        row(&cells, &mut out);
    }
    out
}
