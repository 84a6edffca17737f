//! Action items of a case: added, changed, and brought up to date by what a tracker says.

use super::Workspace;
use super::change::ChangeError;
use crate::document::stable;
use crate::model::action::{ActionItem, ActionStatus, NewAction, Tracked};
use crate::model::{Case, Timestamp};
use std::sync::Arc;

/// Adds items, each under a name that nothing else will have.
pub(super) fn add(case: &mut Case, actions: &[NewAction], at: Timestamp) -> Result<(), ChangeError> {
    if actions.is_empty() {
        return Err(ChangeError::Nothing);
    }
    for what in actions {
        if what.title.trim().is_empty() {
            return Err(ChangeError::NoTitle);
        }
        let name =
            stable::uuid(case, &format!("action {} {}", case.next_action, what.title)).simple().to_string();
        let id = format!("fm-{}", name.get(..10).unwrap_or(&name));
        case.next_action += 1;
        let (what, status) = (what.clone(), ActionStatus::Open);
        let (link, closed, changes) = (String::new(), None, 0);
        case.actions.push(ActionItem { id, what, status, link, opened: at, closed, changes });
    }
    Ok(())
}

/// Changes an item.
pub(super) fn change(
    case: &mut Case,
    action: &str,
    what: &NewAction,
    status: ActionStatus,
    at: Timestamp,
) -> Result<(), ChangeError> {
    let item = case.actions.iter_mut().find(|item| item.id == action).ok_or(ChangeError::NoSuchAction)?;
    if what.title.trim().is_empty() {
        return Err(ChangeError::NoTitle);
    }
    if item.what == *what && item.status == status {
        return Err(ChangeError::Nothing);
    }
    what.clone_into(&mut item.what);
    set(item, status, None, at);
    item.changes += 1;
    Ok(())
}

/// Takes over what a tracker says. What it says of no item of ours changes nothing.
pub(super) fn track(
    workspace: &mut Workspace,
    tracked: &[Tracked],
    at: Timestamp,
) -> Result<(), ChangeError> {
    let mut changed = false;
    for case in &mut workspace.cases {
        let differs =
            |told: &&Tracked| case.actions.iter().any(|item| told.action == item.id && news(item, told));
        let told: Vec<&Tracked> = tracked.iter().filter(differs).collect();
        if told.is_empty() {
            continue;
        }
        changed = true;
        let case = Arc::make_mut(case);
        for told in told {
            for item in case.actions.iter_mut().filter(|item| item.id == told.action) {
                item.changes += 1;
                set(item, told.status, told.closed, at);
                if !told.link.is_empty() {
                    told.link.clone_into(&mut item.link);
                }
            }
        }
    }
    if changed { Ok(()) } else { Err(ChangeError::Nothing) }
}

/// Whether a tracker says something new of an item.
pub(crate) fn news(item: &ActionItem, told: &Tracked) -> bool {
    item.status != told.status || !told.link.is_empty() && item.link != told.link
}

fn set(item: &mut ActionItem, status: ActionStatus, closed: Option<Timestamp>, at: Timestamp) {
    if item.status != status {
        item.closed = status.is_closed().then(|| closed.unwrap_or(at));
    }
    item.status = status;
}
