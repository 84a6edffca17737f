//! Changes of a workspace, and what each does.

use super::exercise::{self, ExerciseStep};
use super::meeting::{self, MeetingStep};
use super::records::{self, RecordsRead};
use super::{PlanVersion, RulesFile, WordFile, Workspace, actions, plan};
use crate::document::template::{Of, TemplateFile};
use crate::model::action::{ActionStatus, NewAction, Tracked};
use crate::model::case::{AmendmentDecision, FindingDecision};
use crate::model::orders::OrderCount;
use crate::model::{
    Abbreviation, Case, CaseId, EventEdit, EventId, Facts, HandEvent, Mapping, MetricId, Milestone,
    MilestoneDecision, Paper, Reading, Source, SourceId, Span, Threshold, Timestamp, Zone,
};
use crate::obligation::Pack;
use crate::ooxml::Stamp;
use crate::plan::change::Edit;
use crate::plan::read::Topic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

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

/// The workspace after a change. The given one is untouched; unchanged cases are shared.
///
/// # Errors
/// [`ChangeError`] when the change names something that is not there.
pub fn apply(workspace: &Workspace, change: &Change, at: Timestamp) -> Result<Workspace, ChangeError> {
    let mut next = workspace.clone();
    match change {
        Change::AddSources { target, sources } => add_sources(&mut next, *target, sources, at)?,
        Change::RemoveSource { case, source } => edit(&mut next, *case, |c| {
            let before = c.sources.len();
            c.sources.retain(|s| s.id != *source);
            c.event_edits.retain(|id, _| id.source != *source);
            if c.sources.len() == before { Err(ChangeError::NoSuchSource) } else { Ok(()) }
        })?,
        Change::RemoveCase { case } => {
            next.case(*case).ok_or(ChangeError::NoSuchCase(case.0))?;
            next.cases.retain(|c| c.id != *case);
        }
        Change::RenameCase { case, title } => edit(&mut next, *case, |c| {
            c.title = title.trim().to_owned();
            Ok(())
        })?,
        Change::SetZone { case, source, zone, whole_file } => {
            edit_times(&mut next, (*case, *source, *whole_file), |s| s.zone = *zone)?;
        }
        Change::SetAbbreviation { case, source, abbreviation, zone, whole_file } => {
            edit_times(&mut next, (*case, *source, *whole_file), |s| {
                set(&mut s.abbreviations, abbreviation.name().to_owned(), *zone);
            })?;
        }
        Change::SetClockOffset { case, source, offset, whole_file } => {
            edit_times(&mut next, (*case, *source, *whole_file), |s| s.clock_offset = *offset)?;
        }
        Change::SetReading { case, source, reading, rows } => {
            edit_source(&mut next, *case, *source, |s| s.reading = reading.clone())?;
            edit(&mut next, *case, |c| {
                follow(c, *source, rows);
                Ok(())
            })?;
        }
        Change::ReadRecords { read } => records::read(&mut next, read, at)?,
        Change::AddEvents { case, events } => edit(&mut next, *case, |c| {
            c.hand_events.extend(events.iter().cloned());
            if events.is_empty() { Err(ChangeError::Nothing) } else { Ok(()) }
        })?,
        Change::RemoveEvent { case, row } => edit(&mut next, *case, |c| {
            let event = c.hand_events.get_mut(*row as usize).ok_or(ChangeError::NoSuchEvent)?;
            event.removed = true;
            Ok(())
        })?,
        Change::EditEvent { case, event, edit: correction } => edit(&mut next, *case, |c| {
            set(&mut c.event_edits, *event, correction.clone());
            Ok(())
        })?,
        Change::DecideMilestone { case, milestone, decision } => edit(&mut next, *case, |c| {
            set(&mut c.milestones, milestone.clone(), decision.clone());
            Ok(())
        })?,
        Change::SetFacts { case, facts } => edit(&mut next, *case, |c| {
            c.facts = (**facts).clone();
            Ok(())
        })?,
        Change::CountOrders { case, count } => edit(&mut next, *case, |c| {
            let count = count.as_deref().cloned();
            if c.orders == count {
                return Err(ChangeError::Nothing);
            }
            c.orders = count;
            Ok(())
        })?,
        Change::SetAsOf { case, as_of } => edit(&mut next, *case, |c| {
            c.as_of = *as_of;
            Ok(())
        })?,
        Change::SetMetric { case, metric, present } => edit(&mut next, *case, |c| {
            let changed = if *present { c.metrics.insert(metric.clone()) } else { c.metrics.remove(metric) };
            if changed { Ok(()) } else { Err(ChangeError::Nothing) }
        })?,
        Change::DecideFinding { case, rule, decision } => edit(&mut next, *case, |c| {
            set(&mut c.findings, rule.clone(), decision.clone());
            Ok(())
        })?,
        Change::NoteFinding { case, rule, note } => edit(&mut next, *case, |c| {
            set(&mut c.notes, rule.clone(), (!note.trim().is_empty()).then(|| note.clone()));
            Ok(())
        })?,
        Change::SetPaper { case, paper } => edit(&mut next, *case, |c| {
            if c.paper == **paper {
                return Err(ChangeError::Nothing);
            }
            c.paper = (**paper).clone();
            Ok(())
        })?,
        Change::AddActions { case, actions } => {
            edit(&mut next, *case, |c| actions::add(c, actions, at))?;
        }
        Change::EditAction { case, action, what, status } => {
            edit(&mut next, *case, |c| actions::change(c, action, what, *status, at))?;
        }
        Change::RemoveAction { case, action } => edit(&mut next, *case, |c| {
            let before = c.actions.len();
            c.actions.retain(|item| item.id != *action);
            if c.actions.len() == before { Err(ChangeError::NoSuchAction) } else { Ok(()) }
        })?,
        Change::TrackActions { tracked, .. } => actions::track(&mut next, tracked, at)?,
        Change::OpenPlan { name, text } => {
            next.plan = Some(Arc::new(plan::opened(next.plan.as_deref(), name, text, None, at)));
        }
        Change::OpenWord { name, text, file } => {
            let file = Some(file.clone());
            next.plan = Some(Arc::new(plan::opened(next.plan.as_deref(), name, text, file, at)));
        }
        Change::RemovePlan => {
            next.plan.take().ok_or(ChangeError::NoPlan)?;
        }
        Change::OpenRules { name, text } => {
            Pack::parse(text).map_err(|e| ChangeError::Rules(e.to_string()))?;
            next.rules = Some(Arc::new(RulesFile { name: name.clone(), text: text.clone() }));
        }
        Change::OpenTemplate { name, text } => {
            let of = match Of::named(text) {
                Some(of) => of.map_err(|e| ChangeError::Template(format!("{name}: {e}")))?,
                None => {
                    return Err(ChangeError::Template(format!(
                        "{name} is no template; its first line says which document it is of"
                    )));
                }
            };
            let file = TemplateFile { name: name.clone(), text: text.clone() };
            next.templates.insert(of.id().to_owned(), Arc::new(file));
        }
        Change::RemoveTemplate { of } => {
            next.templates.remove(of.id()).ok_or(ChangeError::Nothing)?;
        }
        Change::RemoveRules => {
            next.rules.take().ok_or(ChangeError::Nothing)?;
        }
        Change::DecideAmendments { case, amendments, decision } => edit(&mut next, *case, |c| {
            for id in amendments {
                set(&mut c.amendments, id.clone(), decision.clone());
            }
            Ok(())
        })?,
        Change::SetTopic { section, topic } => {
            let plan = next.plan.as_mut().ok_or(ChangeError::NoPlan)?;
            if plan.topics.get(section) == topic.as_ref() {
                return Err(ChangeError::Nothing);
            }
            set(&mut Arc::make_mut(plan).topics, section.clone(), *topic);
        }
        Change::CommentAmendment { case, amendment, comment } => edit(&mut next, *case, |c| {
            let comment = comment.trim();
            set(&mut c.comments, amendment.clone(), (!comment.is_empty()).then(|| comment.to_owned()));
            Ok(())
        })?,
        Change::ChooseAmendment { case, keep, reject } => edit(&mut next, *case, |c| {
            let kept = c.amendments.get(keep).filter(|d| matches!(d, AmendmentDecision::Accepted { .. }));
            let kept = kept.cloned().unwrap_or(AmendmentDecision::Accepted { text: None });
            c.amendments.insert(keep.clone(), kept);
            for id in reject.iter().filter(|id| *id != keep) {
                c.amendments.insert(id.clone(), AmendmentDecision::Rejected);
            }
            Ok(())
        })?,
        Change::WritePlan { case, text, edits, stamp } => {
            next.case(*case).ok_or(ChangeError::NoSuchCase(case.0))?;
            let plan = next.plan.as_mut().ok_or(ChangeError::NoPlan)?;
            if plan.text() == text {
                return Err(ChangeError::Nothing);
            }
            let (edits, stamp) = (edits.clone(), stamp.clone());
            let version = PlanVersion { text: text.clone(), written: at, case: Some(*case), edits, stamp };
            Arc::make_mut(plan).versions.push(version);
        }
        Change::SetThreshold { threshold, value } => {
            if let Some(value) = value.filter(|value| !threshold.allows(*value)) {
                return Err(ChangeError::Threshold { threshold: *threshold, value });
            }
            next.thresholds.set(*threshold, *value);
            if next.thresholds == workspace.thresholds {
                return Err(ChangeError::Nothing);
            }
        }
        Change::KeepPreset { name, mapping } => {
            set(&mut next.presets, name.trim().to_owned(), mapping.clone());
            if next.presets == workspace.presets {
                return Err(ChangeError::Nothing);
            }
        }
        Change::TakeMerged { case, merged } => edit(&mut next, *case, |c| {
            let merged: Case =
                serde_json::from_str(merged).map_err(|e| ChangeError::Merged(e.to_string()))?;
            if *c == merged || merged.id != c.id {
                return Err(ChangeError::Nothing);
            }
            *c = merged;
            Ok(())
        })?,
        Change::Meeting { case, step } => edit(&mut next, *case, |c| meeting::step(c, step, at))?,
        Change::Exercise { case, step } => edit(&mut next, *case, |c| exercise::step(c, step, at))?,
        Change::ShowRoles { case, on } => edit(&mut next, *case, |c| {
            if (c.roles.on, c.roles.settled) == (*on, true) {
                return Err(ChangeError::Nothing);
            }
            (c.roles.on, c.roles.settled) = (*on, true);
            Ok(())
        })?,
        Change::SetRole { case, name, role } => edit(&mut next, *case, |c| {
            let before = c.roles.said.clone();
            let role = role.as_ref().map(|role| role.trim().to_owned());
            set(&mut c.roles.said, name.trim().to_owned(), role);
            if name.trim().is_empty() || c.roles.said == before {
                return Err(ChangeError::Nothing);
            }
            Ok(())
        })?,
        Change::Restore { workspace } => next = (**workspace).clone(),
        Change::Clear => next = Workspace::default(),
    }
    Ok(next)
}

/// What a change does, for “Undo: …”.
pub fn label(change: &Change, before: &Workspace) -> String {
    let file = |case: &CaseId, id: &SourceId| {
        let source = before.case(*case).and_then(|c| c.sources.iter().find(|s| s.id == *id));
        source.map_or_else(|| "file".to_owned(), |s| s.name.clone())
    };
    match change {
        Change::AddSources { sources, .. } => match sources.as_slice() {
            [one] => format!("open {}", one.name),
            many => format!("open {} files", many.len()),
        },
        Change::RemoveSource { case, source } => format!("remove {}", file(case, source)),
        Change::RemoveCase { .. } => "remove the case".to_owned(),
        Change::RenameCase { .. } => "rename the case".to_owned(),
        Change::SetZone { case, source, zone: Some(zone), .. } => {
            format!("assert {zone} for {}", file(case, source))
        }
        Change::SetZone { case, source, zone: None, .. } => {
            format!("take back the zone of {}", file(case, source))
        }
        Change::SetAbbreviation { case, source, abbreviation, zone: Some(zone), .. } => {
            format!("read {abbreviation} as {zone} in {}", file(case, source))
        }
        Change::SetAbbreviation { case, source, abbreviation, zone: None, .. } => {
            format!("take back what {abbreviation} means in {}", file(case, source))
        }
        Change::SetClockOffset { case, source, .. } => {
            format!("set the clock offset of {}", file(case, source))
        }
        Change::SetReading { case, source, .. } => format!("read {} anew", file(case, source)),
        Change::ReadRecords { read } => format!("read {} anew", read.file.name),
        Change::AddEvents { events, .. } => match events.len() {
            1 => "add an event".to_owned(),
            n => format!("add {n} events"),
        },
        Change::RemoveEvent { .. } => "remove a hand-written event".to_owned(),
        Change::EditEvent { .. } => "correct an event".to_owned(),
        Change::DecideMilestone { milestone, decision, .. } => {
            let verb = match decision {
                Some(MilestoneDecision::At { .. }) => "set",
                Some(MilestoneDecision::None { .. }) => "rule out",
                None => "take back",
            };
            format!("{verb} “{}”", milestone.label())
        }
        Change::SetFacts { .. } => "change the facts".to_owned(),
        Change::CountOrders { count: Some(count), .. } => format!("count the orders of {}", count.name),
        Change::CountOrders { count: None, .. } => "remove the count of orders".to_owned(),
        Change::SetPaper { case, paper } => match before.case(*case) {
            Some(case) => paper.change(&case.paper),
            None => "change the report".to_owned(),
        },
        Change::SetAsOf { .. } => "set the end of the record".to_owned(),
        Change::SetMetric { present: true, .. } => "add a metric".to_owned(),
        Change::SetMetric { present: false, .. } => "remove a metric".to_owned(),
        Change::DecideFinding { .. } => "decide on a finding".to_owned(),
        Change::NoteFinding { .. } => "note on a finding".to_owned(),
        Change::AddActions { actions, .. } => match actions.len() {
            1 => "add an action item".to_owned(),
            n => format!("add {n} action items"),
        },
        Change::EditAction { .. } => "change an action item".to_owned(),
        Change::RemoveAction { .. } => "remove an action item".to_owned(),
        Change::TrackActions { from, .. } => format!("take over the status of {from}"),
        Change::OpenPlan { name, .. } | Change::OpenWord { name, .. } => format!("open the plan {name}"),
        Change::RemovePlan => "remove the plan".to_owned(),
        Change::OpenRules { name, .. } => format!("use the rules of {name}"),
        Change::OpenTemplate { name, .. } => format!("use the template {name}"),
        Change::RemoveTemplate { of } => {
            format!("use the built-in template of “{}”", of.label())
        }
        Change::RemoveRules => "use the rules that come with Floodmark".to_owned(),
        Change::DecideAmendments { amendments, decision, .. } => {
            let verb = match decision {
                Some(AmendmentDecision::Accepted { .. }) => "accept",
                Some(AmendmentDecision::Rejected) => "reject",
                None => "take back",
            };
            match amendments.len() {
                1 => format!("{verb} an amendment"),
                n => format!("{verb} {n} amendments"),
            }
        }
        Change::WritePlan { .. } => "write the new plan".to_owned(),
        Change::SetTopic { topic: Some(topic), .. } => {
            format!("say that a section is about “{}”", topic.label())
        }
        Change::SetTopic { topic: None, .. } => "take back what a section is about".to_owned(),
        Change::CommentAmendment { .. } => "comment on an amendment".to_owned(),
        Change::ChooseAmendment { .. } => "choose between amendments".to_owned(),
        Change::SetThreshold { threshold, value: Some(value) } => {
            format!("set “{}” to {}", threshold.label(), threshold.words(*value))
        }
        Change::SetThreshold { threshold, value: None } => {
            format!("take back the threshold “{}”", threshold.label())
        }
        Change::KeepPreset { name, mapping: Some(_) } => format!("keep the preset {name}"),
        Change::KeepPreset { name, mapping: None } => format!("forget the preset {name}"),
        Change::TakeMerged { .. } => "take over what participants wrote".to_owned(),
        Change::Meeting { step, .. } => step.label(),
        Change::Exercise { step, .. } => step.label(),
        Change::ShowRoles { on: true, .. } => "show roles instead of names".to_owned(),
        Change::ShowRoles { on: false, .. } => "show names again".to_owned(),
        Change::SetRole { .. } => "set a role".to_owned(),
        Change::Restore { .. } => "open a workspace".to_owned(),
        Change::Clear => "start again".to_owned(),
    }
}

fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

pub(super) fn edit(
    workspace: &mut Workspace,
    id: CaseId,
    change: impl FnOnce(&mut Case) -> Result<(), ChangeError>,
) -> Result<(), ChangeError> {
    let missing = ChangeError::NoSuchCase(id.0);
    let n = workspace.cases.binary_search_by_key(&id, |c| c.id).map_err(|_| missing.clone())?;
    change(Arc::make_mut(workspace.cases.get_mut(n).ok_or(missing)?))
}

/// Lets decisions follow the rows of a source that is read in another way. A milestone whose row is gone keeps its time.
pub(super) fn follow(case: &mut Case, source: SourceId, rows: &BTreeMap<u32, Option<u32>>) {
    let moved = |id: EventId| match rows.get(&id.row) {
        Some(row) if id.source == source => row.map(|row| EventId { source, row }),
        _ => Some(id),
    };
    case.rename_events(moved);
}

fn edit_source(
    workspace: &mut Workspace,
    case: CaseId,
    source: SourceId,
    change: impl FnOnce(&mut Source),
) -> Result<(), ChangeError> {
    edit(workspace, case, |c| {
        change(c.sources.iter_mut().find(|s| s.id == source).ok_or(ChangeError::NoSuchSource)?);
        Ok(())
    })
}

/// Changes what is said of the times of a source, or of all sources that are cases of its file.
fn edit_times(
    workspace: &mut Workspace,
    (case, source, whole_file): (CaseId, SourceId, bool),
    change: impl Fn(&mut Source),
) -> Result<(), ChangeError> {
    edit_source(workspace, case, source, &change)?;
    let of_case = workspace.case(case).and_then(|c| c.sources.iter().find(|s| s.id == source));
    let Some(of) = of_case.filter(|_| whole_file).cloned() else { return Ok(()) };
    let others: Vec<(CaseId, SourceId)> = workspace
        .cases
        .iter()
        .flat_map(|c| c.sources.iter().map(|s| (c.id, s)))
        .filter(|(_, s)| s.id != source && s.is_of_file(&of))
        .map(|(case, s)| (case, s.id))
        .collect();
    others.into_iter().try_for_each(|(case, source)| edit_source(workspace, case, source, &change))
}

fn add_sources(
    workspace: &mut Workspace,
    target: Target,
    sources: &[NewSource],
    at: Timestamp,
) -> Result<(), ChangeError> {
    if sources.is_empty() {
        return Err(ChangeError::Nothing);
    }
    // Files of events that are opened together on Start make one case together.
    let mut joined = match target {
        Target::Case(case) => Some(case),
        Target::NewCase => None,
    };
    for new in sources {
        if new.incidents.is_empty() {
            let case = match joined {
                Some(case) => case,
                None => {
                    let (name, title) = named(new, ("", ""));
                    new_case(workspace, name, title, at)
                }
            };
            joined = Some(case);
            let source = source(workspace, new, None);
            add_source(workspace, case, source)?;
        } else {
            for (n, (id, title)) in new.incidents.iter().enumerate() {
                let (name, title) = named(new, (id, title));
                let case = new_case(workspace, name, title, at);
                let source = source(workspace, new, Some(n as u32));
                add_source(workspace, case, source)?;
            }
        }
    }
    Ok(())
}

/// What a case is called, and its title, by the identifier and title that a file has for it.
pub(super) fn named(file: &NewSource, (id, title): (&str, &str)) -> (String, String) {
    let name = if id.is_empty() { stem(&file.name) } else { id };
    (name.to_owned(), if title.trim().is_empty() { name } else { title }.to_owned())
}

pub(super) fn add_source(workspace: &mut Workspace, case: CaseId, source: Source) -> Result<(), ChangeError> {
    edit(workspace, case, |c| {
        c.sources.push(source);
        Ok(())
    })
}

pub(super) fn new_case(workspace: &mut Workspace, name: String, title: String, at: Timestamp) -> CaseId {
    let id = CaseId(workspace.next_case);
    workspace.next_case += 1;
    workspace.cases.push(Arc::new(Case { id, name, title, created: Some(at), ..Case::default() }));
    id
}

pub(super) fn source(workspace: &mut Workspace, new: &NewSource, incident: Option<u32>) -> Source {
    let id = SourceId(workspace.next_source);
    workspace.next_source += 1;
    Source {
        id,
        name: new.name.clone(),
        sha256: new.sha256.clone(),
        bytes: new.bytes,
        reading: new.reading.clone(),
        incident,
        zone: None,
        abbreviations: Default::default(),
        clock_offset: Span::ZERO,
    }
}

/// The file's name without folders and extension.
pub fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}
