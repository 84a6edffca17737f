//! Changes of a workspace, and what each does.

mod apply;
mod label;
mod sources;

pub use apply::apply;
pub(in crate::workspace) use apply::{edit, follow};
pub use label::label;
pub use sources::stem;
pub(in crate::workspace) use sources::{add_source, named, new_case, source};

use super::exercise::ExerciseStep;
use super::meeting::MeetingStep;
use super::records::RecordsRead;
use super::{WordFile, Workspace};
use crate::document::template::Of;
use crate::model::action::{ActionStatus, NewAction, Tracked};
use crate::model::case::{AmendmentDecision, FindingDecision};
use crate::model::orders::OrderCount;
use crate::model::{
    Abbreviation, CaseId, EventEdit, EventId, Facts, HandEvent, Mapping, MetricId, Milestone,
    MilestoneDecision, Paper, Reading, SourceId, Span, Threshold, Timestamp, Zone,
};
use crate::ooxml::Stamp;
use crate::plan::change::Edit;
use crate::plan::read::Topic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a file goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A case of its own; a file of many incidents makes one each.
    NewCase,
    /// Joins a case; a file of many incidents still makes one case each.
    Case(CaseId),
}

/// A file as its reader found it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewSource {
    /// The file's name or path as given.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How it is read.
    pub reading: Reading,
    /// For a file of many incidents: identifier and title of each, in file order.
    #[serde(default)]
    pub incidents: Vec<(String, String)>,
}

/// One change of the workspace. Everything here is in the journal, so names and fields never change meaning.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Adds files that were opened together; undone together.
    AddSources {
        /// Where they go.
        target: Target,
        /// The files.
        sources: Vec<NewSource>,
    },
    /// Takes a file out of its case.
    RemoveSource {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
    },
    /// Takes a case out of the workspace.
    RemoveCase {
        /// The case.
        case: CaseId,
    },
    /// Gives a case another title.
    RenameCase {
        /// The case.
        case: CaseId,
        /// The title.
        title: String,
    },
    /// Asserts a zone for the wall clocks of a source, or takes the assertion back.
    SetZone {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
        /// The zone.
        zone: Option<Zone>,
        /// Whether it is said of every case of the same file.
        #[serde(default)]
        whole_file: bool,
    },
    /// Says which zone an abbreviation of a source's rows means, or takes that back.
    SetAbbreviation {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
        /// The abbreviation, such as `CST`.
        abbreviation: Abbreviation,
        /// The zone that it means.
        zone: Option<Zone>,
        /// Whether it is said of every case of the same file.
        #[serde(default)]
        whole_file: bool,
    },
    /// Shifts all times of a source, for a clock that was off.
    SetClockOffset {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
        /// Added to each time.
        offset: Span,
        /// Whether it is said of every case of the same file.
        #[serde(default)]
        whole_file: bool,
    },
    /// Reads a source in another way, such as through another mapping.
    SetReading {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
        /// The new reading.
        reading: Reading,
        /// Where the rows stand then that decisions rest on; none for those that are gone.
        #[serde(default)]
        rows: BTreeMap<u32, Option<u32>>,
    },
    /// Reads a file in another way of which each record is a case, or shall be one.
    ReadRecords {
        /// What becomes of its cases.
        read: Box<RecordsRead>,
    },
    /// Adds events in a person's words.
    AddEvents {
        /// The case.
        case: CaseId,
        /// The events.
        events: Vec<HandEvent>,
    },
    /// Takes back a hand-written event.
    RemoveEvent {
        /// The case.
        case: CaseId,
        /// Its row among the hand-written ones.
        row: u32,
    },
    /// Lays a correction over an event, or takes it away.
    EditEvent {
        /// The case.
        case: CaseId,
        /// The event.
        event: EventId,
        /// The whole correction as it shall stand.
        edit: Option<EventEdit>,
    },
    /// Decides on a milestone; `None` goes back to what is proposed.
    DecideMilestone {
        /// The case.
        case: CaseId,
        /// The milestone.
        milestone: Milestone,
        /// The decision.
        decision: Option<MilestoneDecision>,
    },
    /// States the facts of a case.
    SetFacts {
        /// The case.
        case: CaseId,
        /// All of them, as they shall stand.
        facts: Box<Facts>,
    },
    /// Keeps what was counted of a shop's orders in place of an older count; `None` takes it away. The file is not kept.
    CountOrders {
        /// The case.
        case: CaseId,
        /// The figures.
        count: Option<Box<OrderCount>>,
    },
    /// Sets the end of the record; `None` goes back to the last event.
    SetAsOf {
        /// The case.
        case: CaseId,
        /// The end of the record.
        as_of: Option<Timestamp>,
    },
    /// Adds or removes a metric of the user's own.
    SetMetric {
        /// The case.
        case: CaseId,
        /// The metric.
        metric: MetricId,
        /// Whether it shall be there.
        present: bool,
    },
    /// Decides on a finding; `None` takes the decision back.
    DecideFinding {
        /// The case.
        case: CaseId,
        /// The rule that saw it.
        rule: String,
        /// The decision.
        decision: Option<FindingDecision>,
    },
    /// Writes a note on a finding; empty removes it.
    NoteFinding {
        /// The case.
        case: CaseId,
        /// The rule that saw it.
        rule: String,
        /// The note.
        note: String,
    },
    /// Adds action items.
    AddActions {
        /// The case.
        case: CaseId,
        /// The items.
        actions: Vec<NewAction>,
    },
    /// Changes an action item.
    EditAction {
        /// The case.
        case: CaseId,
        /// Its name.
        action: String,
        /// What is agreed, as it shall stand.
        what: Box<NewAction>,
        /// How far it has come.
        status: ActionStatus,
    },
    /// Takes an action item away.
    RemoveAction {
        /// The case.
        case: CaseId,
        /// Its name.
        action: String,
    },
    /// Takes over what a tracker says of action items, of whichever cases.
    TrackActions {
        /// The file's name.
        from: String,
        /// What it says.
        tracked: Vec<Tracked>,
    },
    /// Opens a response plan in place of the one there is.
    OpenPlan {
        /// The file's name.
        name: String,
        /// The text, byte for byte.
        text: String,
    },
    /// Takes the plan out of the workspace.
    RemovePlan,
    /// Judges obligations by a person's own pack of rules.
    OpenRules {
        /// The file's name.
        name: String,
        /// The text, byte for byte.
        text: String,
    },
    /// Judges obligations by the pack that comes with Floodmark again.
    RemoveRules,
    /// Decides on amendments; `None` takes the decision back.
    DecideAmendments {
        /// The case.
        case: CaseId,
        /// The amendments, by id.
        amendments: Vec<String>,
        /// The decision.
        decision: Option<AmendmentDecision>,
    },
    /// Keeps the next version of the plan, with the amendments of a case in it.
    WritePlan {
        /// The case.
        case: CaseId,
        /// The text, byte for byte.
        text: String,
        /// What was cut into the version before.
        #[serde(default)]
        edits: Vec<Edit>,
        /// Who approved it, and its date.
        #[serde(default)]
        stamp: Option<Stamp>,
    },
    /// Sets what findings of all cases are held against; `None` goes back to the default.
    SetThreshold {
        /// Which.
        threshold: Threshold,
        /// The value, in its unit.
        value: Option<u32>,
    },
    /// Keeps a mapping under a name, or forgets it.
    KeepPreset {
        /// The name.
        name: String,
        /// The mapping; none forgets it.
        mapping: Option<Mapping>,
    },
    /// Opens a saved workspace in place of this one.
    Restore {
        /// The saved workspace.
        workspace: Box<Workspace>,
    },
    /// Starts again with nothing.
    Clear,
    /// Opens a response plan that is a Word document in place of the one there is.
    OpenWord {
        /// The file's name.
        name: String,
        /// How it reads: its text as Markdown.
        text: String,
        /// The document itself.
        file: WordFile,
    },
    /// Says what a section of the plan is about; `None` goes back to what its words say.
    SetTopic {
        /// The section, by [`crate::plan::read::section_keys`].
        section: String,
        /// What it is about.
        topic: Option<Topic>,
    },
    /// Writes a comment on an amendment; empty removes it.
    CommentAmendment {
        /// The case.
        case: CaseId,
        /// The amendment.
        amendment: String,
        /// The comment.
        comment: String,
    },
    /// Says who carries an amendment; empty goes back to whom it proposes.
    OwnAmendment {
        /// The case.
        case: CaseId,
        /// The amendment.
        amendment: String,
        /// A role or a name.
        owner: String,
    },
    /// Takes one of several amendments that contradict each other, and rejects the others.
    ChooseAmendment {
        /// The case.
        case: CaseId,
        /// The one that stands; its wording stays as it is.
        keep: String,
        /// Those that give way.
        reject: Vec<String>,
    },
    /// Writes a document by an organisation's own template, in place of the one before; its first line says which document.
    OpenTemplate {
        /// The file's name.
        name: String,
        /// The text, byte for byte.
        text: String,
    },
    /// Writes a document by the built-in template again.
    RemoveTemplate {
        /// The document.
        of: Of,
    },
    /// Says how the report of a case shall be.
    SetPaper {
        /// The case.
        case: CaseId,
        /// All of it, as it shall stand.
        paper: Box<Paper>,
    },
    /// Takes over what participants wrote, as [`super::merge`] merged it.
    TakeMerged {
        /// The case.
        case: CaseId,
        /// The case as it shall stand, in JSON.
        merged: String,
    },
    /// A step of the meeting on a case.
    Meeting {
        /// The case.
        case: CaseId,
        /// What happens.
        step: MeetingStep,
    },
    /// A step of the exercise on a case.
    Exercise {
        /// The case.
        case: CaseId,
        /// What happens.
        step: ExerciseStep,
    },
    /// Shows roles in the place of names in a case, or names again.
    ShowRoles {
        /// The case.
        case: CaseId,
        /// Whether roles are shown.
        on: bool,
    },
    /// Says which role somebody has in a case.
    SetRole {
        /// The case.
        case: CaseId,
        /// The name.
        name: String,
        /// The role; empty leaves the name as it is, `None` goes back to what Floodmark proposes.
        role: Option<String>,
    },
}

/// A change that does not fit the workspace.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize)]
pub enum ChangeError {
    /// The case is gone.
    #[error("case {0} is no longer in this workspace; choose another on Cases")]
    NoSuchCase(u32),
    /// The source is gone.
    #[error("that file is no longer part of the case; open it again")]
    NoSuchSource,
    /// The hand-written event is gone.
    #[error("that hand-written event is no longer there")]
    NoSuchEvent,
    /// The action item is gone.
    #[error("that action item is no longer there")]
    NoSuchAction,
    /// An action item without words.
    #[error("an action item needs a title; say what is to be done")]
    NoTitle,
    /// A merged case that is none.
    #[error("the merged case cannot be read ({0}); merge the files again")]
    Merged(String),
    /// More is said differently than somebody has seen.
    #[error(
        "the case has changed since its files were laid beside it; look at what is said differently now, and take over again"
    )]
    SaidMeanwhile,
    /// The entry of the meeting is gone.
    #[error("that entry of the meeting is no longer there")]
    NoSuchEntry,
    /// The session of the exercise is gone.
    #[error("that session is no longer there; choose another")]
    NoSuchSession,
    /// The team is gone.
    #[error("that team does not play in this session")]
    NoSuchTeam,
    /// The inject is gone.
    #[error("that inject is not part of this session")]
    NoSuchInject,
    /// A session of nobody.
    #[error("a session needs a team; give it a name")]
    NoTeam,
    /// The session is over.
    #[error("this session is over; open it again, or begin another")]
    SessionOver,
    /// A clock that was to go back, or beyond the end.
    #[error("the clock of an exercise only goes forward, up to its end")]
    NotLater,
    /// A vote of nobody.
    #[error("a vote needs a name or initials, so that nobody votes twice")]
    NoVoter,
    /// A vote of somebody who has voted, or of somebody else with the same initials.
    #[error(
        "somebody of this name has voted already; add something to the name, or count this in place of that vote"
    )]
    HasVoted,
    /// There is no plan.
    #[error("there is no response plan yet; open yours or start from the template")]
    NoPlan,
    /// A pack of rules that cannot be used.
    #[error("{0}")]
    Rules(String),
    /// A template that cannot be used.
    #[error("{0}")]
    Template(String),
    /// A threshold beyond what makes sense.
    #[error("“{}” may be from {} to {}; {value} is not", threshold.label(), threshold.range()[0], threshold.words(threshold.range()[1]))]
    Threshold {
        /// Which.
        threshold: Threshold,
        /// What it was to be.
        value: u32,
    },
    /// Nothing would change.
    #[error("nothing to change")]
    Nothing,
}
