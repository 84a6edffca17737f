//! What somebody agreed to do after an incident, and how far it has come.

use super::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How far an action item has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionStatus {
    /// Nobody has begun.
    #[default]
    Open,
    /// Somebody is at it.
    InProgress,
    /// It is done.
    Done,
    /// It will not be done.
    Dropped,
}

impl ActionStatus {
    /// All of them in order.
    pub const ALL: [ActionStatus; 4] =
        [ActionStatus::Open, ActionStatus::InProgress, ActionStatus::Done, ActionStatus::Dropped];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            ActionStatus::Open => "open",
            ActionStatus::InProgress => "in_progress",
            ActionStatus::Done => "done",
            ActionStatus::Dropped => "dropped",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            ActionStatus::Open => "Open",
            ActionStatus::InProgress => "In progress",
            ActionStatus::Done => "Done",
            ActionStatus::Dropped => "Dropped",
        }
    }

    /// Whether nothing more is to be done.
    pub fn is_closed(self) -> bool {
        matches!(self, ActionStatus::Done | ActionStatus::Dropped)
    }
}

/// An action item on its way in.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewAction {
    /// What is to be done.
    pub title: String,
    /// Who sees to it.
    pub owner: String,
    /// The day by which it shall be done.
    pub due: Option<NaiveDate>,
    /// The day on which somebody looks whether it had its effect.
    pub review: Option<NaiveDate>,
    /// The rule whose finding is behind it.
    pub finding: Option<String>,
    /// The amendment to the plan that it carries out.
    pub amendment: Option<String>,
    /// What it should change next time, so that one can tell.
    pub effect: String,
}

/// An action item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ActionItem {
    /// Its name for good, such as `fm-3f9a2c1b7d`: trackers carry it in a label and in the text.
    pub id: String,
    /// What was agreed.
    pub what: NewAction,
    /// How far it has come.
    #[serde(default)]
    pub status: ActionStatus,
    /// Where a tracker has it, such as `KO-7` or `#7`; empty where none does.
    #[serde(default)]
    pub link: String,
    /// When it was agreed.
    pub opened: Timestamp,
    /// When it was done or dropped.
    #[serde(default)]
    pub closed: Option<Timestamp>,
    /// How often it was changed since it was agreed, by a person or by a tracker.
    #[serde(default)]
    pub changes: u32,
}

impl ActionItem {
    /// Whether it should have been done before a day and is not.
    ///
    /// ```
    /// use floodmark::model::action::{ActionItem, NewAction};
    /// let day = |text: &str| text.parse().ok();
    /// let what = NewAction { due: day("2026-04-30"), ..NewAction::default() };
    /// let item = ActionItem { id: "fm-0000000000".into(), what, status: Default::default(),
    ///     link: String::new(), opened: Default::default(), closed: None, changes: 0 };
    /// assert!(!item.is_overdue(day("2026-04-30").unwrap()));
    /// assert!(item.is_overdue(day("2026-05-01").unwrap()));
    /// ```
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        !self.status.is_closed() && self.what.due.is_some_and(|due| due < today)
    }

    /// Where it came from.
    pub fn origin(&self) -> &'static str {
        match (&self.what.amendment, &self.what.finding) {
            (Some(_), _) => "an amendment to the plan",
            (None, Some(_)) => "a finding",
            (None, None) => "written by hand",
        }
    }
}

/// What a label of a tracker begins with that names one of our items.
pub const LABEL: &str = "floodmark:";

/// The name of an action item in a text, where it stands as a word of its own.
///
/// ```
/// use floodmark::model::action::find_id;
/// assert_eq!(find_id("floodmark:fm-3f9a2c1b7d"), Some("fm-3f9a2c1b7d"));
/// assert_eq!(find_id("see fm-3f9a2c1b7d, please"), Some("fm-3f9a2c1b7d"));
/// assert_eq!(find_id("xfm-3f9a2c1b7d fm-3f9a2c1b7d0"), None);
/// ```
pub fn find_id(text: &str) -> Option<&str> {
    let word = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    text.match_indices("fm-").find_map(|(at, _)| {
        let id = text.get(at..at + 13)?;
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        let bytes = text.as_bytes();
        let alone = !word(at.checked_sub(1).and_then(|n| bytes.get(n))) && !word(bytes.get(at + 13));
        (alone && id.bytes().skip(3).all(hex)).then_some(id)
    })
}

/// What a tracker says of one of our items.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tracked {
    /// The item.
    pub action: String,
    /// How far it has come.
    pub status: ActionStatus,
    /// When it was closed, where the tracker tells.
    pub closed: Option<Timestamp>,
    /// Where the tracker has it; empty where it does not tell.
    pub link: String,
}
