//! Action items as people and trackers take them. Each carries its name, so that what comes back is known again.

pub mod calendar;
pub mod checklist;
pub mod github;
pub mod jira;
pub mod script;
mod smart;
mod tracked;

pub use smart::{Miss, misses};
pub use tracked::tracked;

use crate::model::action::{ActionItem, ActionStatus, LABEL};
use crate::model::{Case, Finding, shown};
use chrono::NaiveDate;

/// The label of all items, by which a tracker finds them.
pub const ALL: &str = "postmortem";

/// The label that says of an open item that somebody is at it.
pub const AT_IT: &str = "status:in progress";

/// What items are written from.
#[derive(Clone, Copy, Debug)]
pub struct ActionsInput<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its findings.
    pub findings: &'a [Finding],
    /// When it is written.
    pub date: NaiveDate,
}

impl ActionsInput<'_> {
    /// What the finding behind an item claims.
    fn claim(&self, item: &ActionItem) -> Option<&str> {
        let rule = item.what.finding.as_deref()?;
        self.findings.iter().find(|f| f.rule == rule).map(|f| f.claim.as_str())
    }

    /// The text of an item in a tracker, in plain words; the last line has its name. `word` writes a text for the tracker.
    fn body(&self, item: &ActionItem, word: impl Fn(&str) -> String) -> String {
        let what = &item.what;
        let line = |text: &str| word(&line(text));
        let mut lines = vec![];
        if !what.effect.is_empty() {
            lines.push(format!("Expected effect: {}", line(&what.effect)));
        }
        if let (Some(rule), claim) = (&what.finding, self.claim(item)) {
            lines.push(match claim {
                Some(claim) => format!("Finding ({rule}): {}", line(claim)),
                None => format!("Finding: {rule}"),
            });
        }
        if !what.owner.is_empty() {
            lines.push(format!("Owner: {}", line(&what.owner)));
        }
        lines.extend(what.due.map(|due| format!("Due: {due}")));
        lines.extend(what.review.map(|review| format!("Effect reviewed: {review}")));
        lines.push(format!("From the review of: {}", line(&self.case.title)));
        lines.push(format!("Floodmark action item {}", item.id));
        lines.join("\n\n")
    }

    /// The labels of an item.
    fn labels(&self, item: &ActionItem) -> Vec<String> {
        let mut labels = vec![ALL.to_owned(), format!("{LABEL}{}", item.id)];
        if item.status == ActionStatus::InProgress {
            labels.push(AT_IT.to_owned());
        }
        labels
    }
}

/// A text on one line, without what would act on a terminal or turn the direction of writing.
fn line(text: &str) -> String {
    let spaced = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().filter(|c| shown(*c) == Some(*c)).map(spaced).collect::<String>().trim().to_owned()
}

/// A text for a body that is read as Markdown, in which no name calls anybody.
fn markdown(text: &str) -> String {
    super::markdown::escape(text).replace('@', "@\u{200b}")
}

/// A text as it is.
fn as_is(text: &str) -> String {
    text.to_owned()
}

/// The name of an account, where the owner is written as one: `@osei`.
fn account(owner: &str) -> Option<&str> {
    let name = owner.trim().strip_prefix('@')?;
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    (!name.is_empty() && name.len() < 40 && !name.starts_with('-') && name.bytes().all(fits)).then_some(name)
}
