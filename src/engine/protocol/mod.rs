//! The messages between page and engine. They cross in postcard, so nothing that crosses has tags or leaves fields out.

mod files;
mod query;

pub use files::{Export, PaperFormat};
pub use query::{Judges, Query};

use super::{exercise, meeting, merging, notices, roles, share, slack, view};
use crate::timeline::Facets;
use crate::workspace::Change;
use serde::{Deserialize, Serialize};

/// Changes the workspace. Journalled before it is acknowledged.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// One change.
    Change(Box<Change>),
    /// Goes back one change.
    Undo,
    /// Does an undone change again.
    Redo,
}

/// How far something long has come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Progress {
    /// What is being read.
    pub name: String,
    /// Bytes so far.
    pub bytes: u64,
    /// Bytes in all.
    pub total: u64,
    /// Rows so far.
    pub rows: u64,
}
macro_rules! answers {
    ($($(#[$meta:meta])* $name:ident($type:ty);)+) => {
        /// What a [`Query`] is answered with.
        #[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Answer { $($(#[$meta])* $name(Box<$type>),)+ }
        $(
            impl From<$type> for Answer {
                fn from(value: $type) -> Self { Answer::$name(Box::new(value)) }
            }
            impl TryFrom<Answer> for $type {
                type Error = QueryError;
                fn try_from(answer: Answer) -> Result<Self, QueryError> {
                    match answer {
                        Answer::$name(value) => Ok(*value),
                        _ => Err(QueryError::Unexpected),
                    }
                }
            }
        )+
    };
}

answers! {
    /// To [`Query::Overview`].
    Overview(view::Overview);
    /// To [`Query::Head`].
    Head(view::CaseHead);
    /// To [`Query::Sources`].
    Sources(view::SourcesView);
    /// To [`Query::ZonePreview`].
    ZonePreview(view::ZonePreview);
    /// To [`Query::OffsetPreview`].
    OffsetPreview(view::OffsetPreview);
    /// To [`Query::OffsetEvidence`].
    OffsetEvidence(view::OffsetEvidence);
    /// To [`Query::SlackPreview`].
    SlackPreview(slack::SlackView);
    /// To [`Query::Notice`].
    Notice(notices::NoticeView);
    /// To [`Query::Meeting`].
    Meeting(meeting::MeetingView);
    /// To [`Query::Exercise`].
    Exercise(exercise::ExerciseView);
    /// To [`Query::Known`].
    Known(exercise::KnownView);
    /// To [`Query::Roles`].
    Roles(roles::RolesView);
    /// To [`Query::Ballots`].
    Ballots(meeting::BallotsView);
    /// To [`Query::Merge`].
    Merged(merging::MergeView);
    /// To [`Query::Refusals`].
    Refusals(view::RefusalsView);
    /// To [`Query::Awareness`].
    Awareness(view::AwarenessView);
    /// To [`Query::Facets`].
    Facets(Facets);
    /// To [`Query::Techniques`].
    Techniques(view::TechniquesView);
    /// To [`Query::Rows`].
    Rows(view::RowsView);
    /// To [`Query::Histogram`].
    Density(view::Density);
    /// To [`Query::Locate`].
    Place(view::Place);
    /// To [`Query::Hidden`].
    Hidden(view::HiddenView);
    /// To [`Query::Event`].
    Event(view::EventDetail);
    /// To [`Query::Response`].
    Response(view::ResponseView);
    /// To [`Query::WhatIf`].
    WhatIf(view::WhatIfView);
    /// To [`Query::Obligations`].
    Obligations(view::ObligationsView);
    /// To [`Query::Rule`] and [`Query::Rules`].
    Rule(view::RuleView);
    /// To [`Query::Findings`].
    Findings(view::FindingsView);
    /// To [`Query::Actions`].
    Actions(view::ActionsView);
    /// To [`Query::ReadTracker`].
    Tracker(view::TrackerView);
    /// To [`Query::Plan`].
    Plan(view::PlanView);
    /// To [`Query::PlanPaper`].
    PlanPaper(view::PlanPaper);
    /// To [`Query::PlanDraft`].
    PlanDraft(view::PlanDraft);
    /// To [`Query::ComparePlans`].
    PlanComparison(view::PlanComparison);
    /// To [`Query::Report`] and [`Query::ExercisePaper`].
    Report(view::ReportView);
    /// To [`Query::Cases`].
    Cases(view::CasesView);
    /// To [`Query::CaseRows`].
    CaseRows(view::CaseRowsView);
    /// To [`Query::Compare`].
    Compare(view::CompareView);
    /// To [`Query::Resample`].
    Resampled(view::Resampled);
    /// To [`Query::Share`].
    Share(share::ShareView);
    /// To [`Query::Export`], [`Query::TimelinePart`] and [`Query::RefusalsCsv`].
    Exported(view::Exported);
}

/// A query that cannot be answered.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize)]
pub enum QueryError {
    /// The case is gone.
    #[error("case {0} is no longer in this workspace; choose another on Cases")]
    NoSuchCase(u32),
    /// The source is gone.
    #[error("that file is no longer part of the case")]
    NoSuchSource,
    /// The event is gone.
    #[error("that event is no longer in the timeline; it may be hidden or wait for a time zone")]
    NoSuchEvent,
    /// The rule is not in the pack.
    #[error("that rule is not in the pack that is used now")]
    NoSuchRule,
    /// There is no plan.
    #[error("there is no response plan yet; open yours or start from the template")]
    NoPlan,
    /// Amendments that contradict each other are accepted.
    #[error("{0}; choose one of them on its card")]
    Conflict(String),
    /// The version of the plan is gone.
    #[error("that version of the plan is no longer kept")]
    NoSuchVersion,
    /// A tracker's export that cannot be read.
    #[error("{0}")]
    Tracker(String),
    /// The answer is of another kind: page and worker are of different versions.
    #[error("the page and its worker do not match; reload the page")]
    Unexpected,
    /// The plan is no Word document.
    #[error("the plan was not opened as a Word document; save it as Markdown")]
    NoWord,
    /// The answer could not be written.
    #[error("the answer could not be written: {0}")]
    Unwritable(String),
}
