//! Action items as issues of GitHub, in the form of `gh issue list --json`, whose names the REST interface shares where it
//! takes issues. There is no number yet, which is written as 0.

use super::{ActionsInput, account, line, markdown};
use crate::model::action::ActionStatus;
use serde_json::{Value, json};

/// All items as an array of issues.
pub fn write(input: &ActionsInput<'_>) -> Value {
    let issue = |item| {
        let labels: Vec<Value> = input.labels(item).into_iter().map(|name| json!({ "name": name })).collect();
        let assignees: Vec<Value> =
            account(&item.what.owner).map(|login| json!({ "login": login })).into_iter().collect();
        let reason = match item.status {
            ActionStatus::Done => "COMPLETED",
            ActionStatus::Dropped => "NOT_PLANNED",
            ActionStatus::Open | ActionStatus::InProgress => "",
        };
        json!({
            "number": 0,
            "title": line(&item.what.title),
            "body": input.body(item, markdown),
            "state": if item.status.is_closed() { "CLOSED" } else { "OPEN" },
            "stateReason": reason,
            "createdAt": item.opened.to_string(),
            "closedAt": item.closed.map(|at| at.to_string()),
            "labels": labels,
            "assignees": assignees,
        })
    };
    input.case.actions.iter().map(issue).collect()
}
