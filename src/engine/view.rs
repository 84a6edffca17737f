//! What the screen shows: plain data, made by the engine, small enough to cross to the page at once.

use crate::chart::{Chart, Phase};
use crate::document::Document;
pub use crate::document::actions::Miss;
pub use crate::document::fleet::Figure;
use crate::metric::Metric;
use crate::milestone::Held;
use crate::model::action::{ActionItem, NewAction, Tracked};
use crate::model::case::{AmendmentDecision, FindingDecision};
use crate::model::finding::{Family, Outcome, Severity};
use crate::model::{
    Abbreviation, CaseId, Duration, Duty, EventEdit, EventId, Facts, Finding, Measure, MetricId, Milestone,
    Moment, Paper, Reading, SourceId, SourceSummary, Span, Timestamp, Zone,
};
use crate::obligation::{Obligation, Question};
use crate::plan::change::Amendment;
use crate::plan::coverage::{Line, State};
use crate::plan::read::Topic;
use crate::plan::redline::{Block, Op, Redline};
use crate::timeline::{Facet, Histogram};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// The workspace at a glance.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Overview {
    /// Counts what was applied.
    pub revision: u64,
    /// The cases, in the order in which they were made.
    pub cases: Vec<CaseLine>,
    /// The plan.
    pub plan: Option<PlanLine>,
    /// What undo would undo.
    pub undo: Option<String>,
    /// What redo would do again.
    pub redo: Option<String>,
}

/// A case in a list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CaseLine {
    /// The case.
    pub id: CaseId,
    /// Its title.
    pub title: String,
    /// Its identifier in exports.
    pub name: String,
    /// How many files it has.
    pub sources: usize,
    /// When it was made.
    pub created: Option<Timestamp>,
}

/// The plan in a list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlanLine {
    /// The file's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its version as written in it.
    pub version: Option<String>,
}

/// A case with what needs a decision on each page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CaseHead {
    /// The revision that this is of: what a large case was shown as before its texts were read is older.
    pub revision: u64,
    /// The case.
    pub id: CaseId,
    /// Its title.
    pub title: String,
    /// Whether roles are shown in the place of names.
    pub roles: bool,
    /// Its sources' asserted zones, each once: what “case zone” switches to; the first is the default.
    pub zones: Vec<Zone>,
    /// How many files.
    pub sources: usize,
    /// Files with a question: rows without a zone, an unsettled day-first, an original not at hand.
    pub sources_open: usize,
    /// Events in the timeline.
    pub events: usize,
    /// Milestones with a moment.
    pub milestones: usize,
    /// Milestones that are proposed and not decided.
    pub milestones_open: usize,
    /// Findings of some weight.
    pub findings: usize,
    /// Findings of some weight that are not decided.
    pub findings_open: usize,
    /// Amendments.
    pub amendments: usize,
    /// Amendments that are not decided.
    pub amendments_open: usize,
    /// Obligations that apply or may apply.
    pub obligations: usize,
    /// Questions that are open and decide which obligations apply.
    pub obligations_open: usize,
}

/// The files of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SourcesView {
    /// The files, in the order in which they were added.
    pub sources: Vec<SourceRow>,
    /// How many events stand in more than one file.
    pub duplicates: usize,
}

/// One file of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SourceRow {
    /// The source.
    pub id: SourceId,
    /// Its figures.
    pub summary: SourceSummary,
    /// The format's name on screen.
    pub format_label: String,
    /// What in the file speaks for the format.
    pub why: String,
    /// How it is read.
    pub reading: Reading,
    /// The asserted zone.
    pub zone: Option<Zone>,
    /// Rows whose wall clock has no zone of its own.
    pub naive_rows: u64,
    /// Rows that wait for a zone now, those with an abbreviation among them.
    pub waiting: u64,
    /// The zone abbreviations of its rows.
    pub abbreviations: Vec<AbbreviationRow>,
    /// The dates of which the file does not tell which figure is the day.
    pub dates: Option<DatesView>,
    /// Added to each time.
    pub clock_offset: Span,
    /// How many cases are made of the same file, this one among them; 0 where it is one of events.
    pub file_cases: u32,
    /// Whether the file's bytes have been read in this session.
    pub at_hand: bool,
}

/// A zone abbreviation that rows of a source are written with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AbbreviationRow {
    /// The abbreviation.
    pub abbreviation: Abbreviation,
    /// How many rows have it.
    pub rows: u64,
    /// How many of them wait.
    pub waiting: u64,
    /// What a person said that it means.
    pub zone: Option<Zone>,
    /// What it may mean: the zone, its name, and the first of the rows in it.
    pub meanings: Vec<(Zone, String, Option<Moment>)>,
}

/// Dates such as 03/04/2026 of which the file does not tell which figure is the day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DatesView {
    /// How many rows have such a date.
    pub rows: u64,
    /// What a person said: whether the first figure is the day.
    pub day_first: Option<bool>,
    /// The first rows: the event's text, the date with the day first, and with the month first.
    pub first: Vec<(String, String, String)>,
}

/// What a zone would do to a source: its first naive rows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ZonePreview {
    /// Text as written, moment now (if placed), moment in the tried zone (none: the clock skips it).
    pub rows: Vec<ZonePreviewRow>,
    /// How many rows the zone would place.
    pub rows_in_all: u64,
    /// How many of them the clock of that zone skips.
    pub skipped: u64,
    /// How many it shows twice.
    pub repeated: u64,
}

/// One row of a [`ZonePreview`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ZonePreviewRow {
    /// The wall clock as written.
    pub written: String,
    /// The event's text.
    pub text: String,
    /// The moment as it stands.
    pub before: Option<Moment>,
    /// The moment in the tried zone.
    pub after: Option<Moment>,
}

/// What a clock offset would do to a source: its first rows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OffsetPreview {
    /// The first rows that have a place, or get one.
    pub rows: Vec<OffsetPreviewRow>,
    /// How many rows the offset would move.
    pub rows_in_all: u64,
}

/// One row of an [`OffsetPreview`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OffsetPreviewRow {
    /// The event's text.
    pub text: String,
    /// The moment as it stands.
    pub before: Moment,
    /// The moment with the tried offset; none: the clock skips it.
    pub after: Option<Moment>,
}

/// What the same events in the other sources of a case say of a source's clock.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OffsetEvidence {
    /// The sources that share events with it, in the order of the case.
    pub others: Vec<OffsetRow>,
    /// How many other sources were compared.
    pub compared: u32,
}

/// What one other source says of a clock. Offered, never applied by itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OffsetRow {
    /// The other source's place in the case, from 0.
    pub source: u32,
    /// Its name.
    pub name: String,
    /// The offset that would make the two agree: the median of all differences.
    pub offset: Span,
    /// How many events both tell.
    pub pairs: u32,
    /// How many of their differences lie within `spread` of the median.
    pub agree: u32,
    /// The distance from the median within which pairs are said to agree.
    pub spread: Span,
    /// The first pairs.
    pub shown: Vec<OffsetPair>,
}

/// One event as two sources tell it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OffsetPair {
    /// What this source says.
    pub text: String,
    /// What the other says, where its words differ.
    pub other_text: Option<String>,
    /// The time in this source, as its file states it.
    pub own: Moment,
    /// The time in the other.
    pub other: Moment,
    /// From the own time to the other's.
    pub difference: Span,
    /// Whether the difference lies within the spread.
    pub agrees: bool,
}

/// What would mend a refused row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    /// Nothing but another file.
    None,
    /// Asserting a zone for the source.
    Zone,
    /// Saying which zone this abbreviation means.
    Abbreviation(Abbreviation),
    /// Saying which figure of its dates is the day.
    Dates,
    /// Choosing other columns, or another format.
    Another,
}

/// Refused rows of a source, some of them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RefusalsView {
    /// The reasons with how many rows each has and what would mend them, the most frequent first.
    pub reasons: Vec<RefusalReason>,
    /// How many rows there are of the reason asked for, or of all.
    pub total: u32,
    /// The number of the first row here among them.
    pub from: u32,
    /// The rows, in the order of the file.
    pub rows: Vec<crate::model::Refusal>,
}

/// Why rows were refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RefusalReason {
    /// The reason, with what it quotes of the row left out.
    pub reason: String,
    /// How many rows.
    pub count: u32,
    /// What would mend them.
    pub fix: Fix,
}

/// The events whose time of happening and of being known are both told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AwarenessView {
    /// How many there are.
    pub total: u32,
    /// When each happened and was known, in the middle of what is told, the first [`Self::LANES`] of them.
    pub lanes: Vec<[Timestamp; 2]>,
    /// The time between, for each; none when all were known before they happened.
    pub gaps: Option<Chart>,
}

impl AwarenessView {
    /// As many events are drawn in the two lanes.
    pub const LANES: usize = 4_000;
}

/// How many events when.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Density {
    /// The counts.
    pub histogram: Histogram,
    /// Counted by phase: which phase each series is of, in the order of time; none before the first and after the last.
    pub phases: Vec<Option<Phase>>,
}

/// Rows of the filtered timeline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RowsView {
    /// Rows of the list.
    pub total: u32,
    /// Events that the filter keeps: more than rows where several sources tell the same.
    pub kept: u32,
    /// Events in the timeline.
    pub all: u32,
    /// The number of the first row here in the list.
    pub from: u32,
    /// The rows.
    pub rows: Vec<RowView>,
}

/// One row of the timeline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RowView {
    /// Its position in the whole timeline, from 0: the number that exports use.
    pub position: u32,
    /// The event.
    pub id: EventId,
    /// When it happened.
    pub moment: Moment,
    /// When the responders knew, where that is told.
    pub known_at: Option<Moment>,
    /// The source's place in the case, from 0; none for hand-written events.
    pub source: Option<u32>,
    /// The source's name.
    pub source_name: String,
    /// What happened, cut to a screenful.
    pub text: String,
    /// The kind of event.
    pub kind: String,
    /// Who did it.
    pub actor: String,
    /// What it happened to.
    pub asset: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Time since the row before in the filtered list.
    pub lag: Option<Span>,
    /// Others that tell the same at the same time, where several sources do: place of the source in the case (none: by
    /// hand), and the event there.
    pub also_in: Vec<(Option<u32>, EventId)>,
    /// How it belongs to these others in a list that has them too.
    pub group: Option<Group>,
    /// Milestones that stand on this event, or on one that it stands for in the list.
    pub milestones: Vec<(Milestone, crate::milestone::Status)>,
    /// Starred.
    pub starred: bool,
    /// Corrected by a person.
    pub edited: bool,
    /// What a reader should know about it, in plain words.
    pub notes: Vec<String>,
}

/// One of several events of a list that tell the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    /// The first of them in the whole timeline, by which a list is told to open them.
    pub name: EventId,
    /// How many others the list has.
    pub others: u32,
    /// Whether this is the first of the list: the one that has a row while they are closed.
    pub first: bool,
    /// Whether each has a row.
    pub open: bool,
}

/// Where an event stands in a list; nowhere when it is filtered out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The number of the row, from 0.
    pub row: Option<u32>,
    /// The closed group that the row stands for, where the event has none of its own.
    pub within: Option<EventId>,
}

/// One event in full.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EventDetail {
    /// The row, its text uncut.
    pub row: RowView,
    /// The row as it stands in its file; a person's own words for hand-written events.
    pub original: Option<String>,
    /// The line in the file, from 1; 0 where there is none.
    pub line: u32,
    /// The JSON pointer in the file.
    pub pointer: String,
    /// The hash of the file; empty for hand-written events.
    pub sha256: String,
    /// The correction laid over it.
    pub edit: Option<EventEdit>,
    /// The text as the evidence has it, where the correction changed it.
    pub evidence_text: Option<String>,
    /// The time as the evidence has it, where the correction changed it.
    pub evidence_moment: Option<Moment>,
    /// When the responders knew as the evidence has it, where the correction changed it and the evidence tells.
    pub evidence_known: Option<Moment>,
}

/// Milestones, metrics, facts and obligations of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ResponseView {
    /// The end of the record.
    pub as_of: Option<Timestamp>,
    /// Whether a person set it.
    pub as_of_set: bool,
    /// All milestones in their order, those without a time too.
    pub milestones: Vec<MilestoneRow>,
    /// All metrics in their order.
    pub metrics: Vec<MetricRow>,
    /// The phase chart.
    pub phases: Chart,
    /// Where the time to contain went, as in the report; empty where it has no start.
    pub spent: Vec<crate::document::Block>,
    /// The plan beside what was done, as in the report; empty without a plan.
    pub followed: Vec<crate::document::Block>,
    /// Scenarios that the case offers: title, milestone, where it would be put.
    pub scenarios: Vec<(String, Milestone, Timestamp)>,
    /// The same ranked by what they save, with the amendments that serve them; empty where there are none.
    pub ranking: Vec<crate::document::Block>,
    /// The severity by ENISA's method, as in the report, with what is still to be answered.
    pub severity: Vec<crate::document::Block>,
    /// The ATT&CK techniques that the record names, as in the report.
    pub techniques: Vec<crate::document::Block>,
    /// The facts.
    pub facts: Facts,
    /// The orders of a shop inside the exposure.
    pub orders: OrdersView,
    /// The obligations that apply or may apply, without their notes: the phase chart has their clocks.
    pub obligations: Vec<Obligation>,
}

/// A milestone at another time, beside the record. Hypothetical: nothing of it is kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WhatIfView {
    /// What moves, then the record and the hypothetical side by side.
    pub blocks: Vec<crate::document::Block>,
}

/// What the rules of a pack say of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ObligationsView {
    /// How many rules apply, may apply, are not selected; which pack.
    pub head: String,
    /// Whether a person's own pack is used.
    pub own_rules: bool,
    /// The facts.
    pub facts: Facts,
    /// What each answer does, in words.
    pub effects: Vec<(Question, String)>,
    /// The milestones that can be set here.
    pub milestones: Vec<MilestoneRow>,
    /// The rules that apply or may apply, by due time.
    pub ledger: Vec<LedgerEntry>,
    /// The others: rule, title, why not.
    pub off: Vec<(String, String, String)>,
    /// The chart of clocks, where one has a due time.
    pub clocks: Option<Chart>,
    /// Due times from other starts, as a table; empty where nothing moves.
    pub sensitivity: Vec<crate::document::Block>,
}

/// One rule in the ledger, in words.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its citation, name and pack.
    pub citation: String,
    /// `good`, `bad`, `attention`, `open` or `off`.
    pub look: String,
    /// The verdict.
    pub verdict: String,
    /// Why it applies, or what is to be said first.
    pub because: String,
    /// Label and value: recipient, limit, start, due, sent, margin.
    pub fields: Vec<(String, String)>,
    /// How it was computed.
    pub notes: Vec<String>,
    /// The milestone that starts its clock, where that is no notice with an entry of its own.
    pub starts: Option<Milestone>,
    /// Further milestones that its limits or the order of its notice depend on.
    pub depends_on: Vec<Milestone>,
    /// Whether the time of receipt counts.
    pub receipt: bool,
    /// A notice on record that may have served it.
    pub notice: Option<(Milestone, Moment, Option<EventId>)>,
    /// How a late notice is excused, where the rule says.
    pub excuse: Option<String>,
    /// Whether it has a threshold in words that only a person can judge.
    pub threshold: bool,
    /// Whether it is a contract's, so that a limit of its own can be given.
    pub contract: bool,
}

/// One rule in full.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RuleView {
    /// Its text, sources and verification.
    pub blocks: Vec<crate::document::Block>,
}

/// The orders of a shop inside the exposure of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OrdersView {
    /// Whether the case has an exposure window, so that orders can be counted.
    pub ready: bool,
    /// That window in words, or which milestone to confirm first.
    pub window: String,
    /// What was counted, as in the report; empty where nothing was.
    pub blocks: Vec<crate::document::Block>,
}

/// What only a person can say of the dates of a shop's orders.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct UnsaidOrders {
    /// Rows of the file without its header.
    pub rows: u64,
    /// Orders with a clock time and no zone.
    pub naive: u64,
    /// Dates of which the file does not tell which figure is the day.
    pub dates: u64,
    /// The first of them, with the day first and with the month first.
    pub first: Vec<(String, String)>,
}

/// One milestone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MilestoneRow {
    /// Which.
    pub milestone: Milestone,
    /// How it stands; none when neither proposed nor decided.
    pub held: Option<Held>,
    /// Text of the event that it rests on first.
    pub event_text: String,
}

/// One metric.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MetricRow {
    /// Its value and ends.
    pub metric: Metric,
    /// What it means, in one sentence.
    pub definition: String,
    /// Where that is from.
    pub origin: String,
    /// The value in words, such as “about 3 days (2–4)”.
    pub words: String,
    /// The plan's target in minutes.
    pub target_minutes: Option<u32>,
    /// The same metric in the other cases.
    pub others: Others,
}

/// A metric of one case beside the same metric of the other cases. Each of those that say something of it is counted
/// once: surely shorter, surely longer, equal, or open.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Others {
    /// The least and the most that each may be, in seconds; no most where it was not over by the end of its record.
    pub lengths: Vec<(f64, Option<f64>)>,
    /// How many surely took less time.
    pub shorter: usize,
    /// How many surely took more.
    pub longer: usize,
    /// How many took exactly as long.
    pub same: usize,
    /// Of how many that cannot be told: imprecise, or not yet over.
    pub open: usize,
    /// How many say nothing of it.
    pub unknown: usize,
    /// How many cases are not looked at, as there are too many for a glance.
    pub skipped: usize,
}

/// The ATT&CK techniques of a timeline.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TechniquesView {
    /// Each by its identifier, its tactics beside it, most frequent first.
    pub techniques: Vec<Facet>,
}

/// A rule of the catalogue, and what it saw in a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RuleLine {
    /// Its name.
    pub rule: String,
    /// What it is called.
    pub title: String,
    /// What kind of rule it is.
    pub family: Family,
    /// The duty that it serves.
    pub duty: Option<Duty>,
    /// What it looks at.
    pub looks_at: String,
    /// Why it matters, with the source.
    pub why: String,
    /// What to ask.
    pub question: String,
    /// What it would change in the plan.
    pub change: String,
    /// What it is held against.
    pub thresholds: Vec<Measure>,
    /// What it saw here; none where it is silent.
    pub saw: Option<(Severity, Outcome)>,
    /// The most cases that it compares, where there are more of them: it was not asked then, which is no silence.
    pub too_many: Option<usize>,
}

/// The findings of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FindingsView {
    /// The eleven duties in their order, with what the evidence shows.
    pub duties: Vec<DutyLine>,
    /// The findings in order of weight.
    pub findings: Vec<FindingRow>,
    /// The plausible span of the timeline, for the mini timelines.
    pub span: Option<[Timestamp; 2]>,
    /// The catalogue of the rules, by family.
    pub rules: Vec<RuleLine>,
    /// What every threshold stands at.
    pub thresholds: Vec<Measure>,
}

/// The action items of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ActionsView {
    /// Its items, in the order in which they were added.
    pub items: Vec<ActionRow>,
    /// What accepted findings and amendments suggest, and nobody has taken up.
    pub suggested: Vec<NewAction>,
    /// The findings that an item may answer: rule and claim.
    pub findings: Vec<(String, String)>,
    /// How far the items of each case have come; none without items.
    pub cases: Vec<ActionLine>,
}

/// One action item.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ActionRow {
    /// The item.
    pub item: ActionItem,
    /// Whether it should have been done.
    pub overdue: bool,
    /// What it lacks.
    pub misses: Vec<Miss>,
}

/// How far the items of a case have come.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ActionLine {
    /// The case.
    pub case: CaseId,
    /// Its title.
    pub title: String,
    /// Items that are open or that somebody is at.
    pub open: u32,
    /// Those of them that should have been done.
    pub overdue: u32,
    /// Items that are done.
    pub done: u32,
    /// Items that will not be done.
    pub dropped: u32,
}

/// What a tracker's export says of action items.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TrackerView {
    /// What is new.
    pub tracked: Vec<Tracked>,
    /// Items of this workspace on which the export says nothing new.
    pub same: u32,
    /// Rows that are no items of this workspace.
    pub others: u32,
}

/// One duty of the coverage strip.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DutyLine {
    /// The duty.
    pub duty: Duty,
    /// What the evidence shows.
    pub outcome: Outcome,
    /// The rule whose finding tells.
    pub rule: String,
}

/// One finding.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FindingRow {
    /// The finding.
    pub finding: Finding,
    /// The decision on it.
    pub decision: Option<FindingDecision>,
    /// The note on it.
    pub note: String,
    /// The events that it rests on.
    pub evidence: Vec<Evidence>,
    /// The amendments that it justifies, by id.
    pub amendments: Vec<String>,
}

/// An event as evidence.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// The event.
    pub id: EventId,
    /// Its position in the timeline.
    pub position: u32,
    /// When it happened.
    pub moment: Moment,
    /// What happened, cut.
    pub text: String,
}

/// The plan with the amendments of a case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlanView {
    /// The file's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its version as written in it.
    pub version: Option<String>,
    /// Tells its text from any other: what [`PlanPaper::edition`] is of the same text.
    pub edition: u64,
    /// Its sections with coverage.
    pub outline: Vec<OutlineRow>,
    /// The amendments in the order of their places.
    pub amendments: Vec<AmendmentRow>,
    /// Versions, oldest first.
    pub versions: Vec<VersionRow>,
    /// What it has, lacks, and has out of date.
    pub coverage: Vec<Line>,
    /// The day of the last exercise that was held in the workspace.
    pub exercised: Option<NaiveDate>,
    /// Whether it was opened as a Word document, and can be saved as one.
    pub is_word: bool,
    /// Whether it was opened as a CACAO playbook.
    pub is_playbook: bool,
}

/// The plan as a document. It is large and seldom changes, so that it is asked for apart from what is decided on it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlanPaper {
    /// Tells the text from any other.
    pub edition: u64,
    /// Its blocks, in order.
    pub blocks: Arc<Vec<Block>>,
}

/// A version of the plan that is kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct VersionRow {
    /// When it was opened or written.
    pub written: Timestamp,
    /// The version as written in it.
    pub version: Option<String>,
    /// From when it is in effect, where that was said.
    pub effective: Option<NaiveDate>,
    /// Who approved it; empty where nobody said.
    pub approver: String,
    /// The title of the case whose amendments it took in.
    pub case: Option<String>,
}

/// Two versions of the plan side by side.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlanComparison {
    /// The words that stay, go and come.
    pub ops: Vec<Op>,
}

/// One section of the plan's outline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OutlineRow {
    /// Its title.
    pub title: String,
    /// Its level.
    pub level: u8,
    /// Where it starts, in bytes.
    pub start: usize,
    /// The duty that it covers.
    pub duty: Option<Duty>,
    /// Why it was recognised so.
    pub because: String,
    /// Amendments that land in it.
    pub amendments: usize,
    /// Its name over the versions of the plan.
    pub key: String,
    /// What it is about before all else.
    pub topic: Option<Topic>,
    /// Whether a person said so.
    pub said: bool,
    /// The worst of what the plan has in it or should have.
    pub state: Option<State>,
}

/// The blocks of the plan that a change cuts into, with the change in them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct InPlace {
    /// The blocks, as numbers in [`PlanPaper::blocks`]; what is told here stands in their place.
    pub blocks: Range<usize>,
    /// Their text as it is written, with what goes and comes.
    pub ops: Vec<Op>,
}

/// A finding that an amendment rests on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ground {
    /// Its rule, which names it.
    pub rule: String,
    /// The title of the rule.
    pub title: String,
    /// The first events that it rests on.
    pub evidence: Vec<Evidence>,
    /// How many further ones there are.
    pub more: usize,
}

/// One amendment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AmendmentRow {
    /// The amendment.
    pub amendment: Amendment,
    /// The decision on it.
    pub decision: Option<AmendmentDecision>,
    /// Where it lands and what it changes there.
    pub redline: Redline,
    /// The same in the words around it, where it changes words that stand in the text; not once it is rejected.
    pub in_place: Option<InPlace>,
    /// The last block that starts before its place ends, as a number in [`PlanPaper::blocks`].
    pub block: usize,
    /// The section of that block, as a number in [`PlanView::outline`].
    pub section: Option<usize>,
    /// What was said about it.
    pub comment: String,
    /// The findings that it rests on, with their events.
    pub grounds: Vec<Ground>,
    /// The amendments that contradict it, by id, each with why; those that were rejected contradict nothing.
    pub conflicts: Vec<(String, String)>,
}

/// The new plan as it would be written now.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlanDraft {
    /// The text.
    pub text: String,
    /// Its version.
    pub version: String,
    /// How many amendments are in it.
    pub changes: usize,
    /// Whether it differs from the current version.
    pub changed: bool,
    /// What is cut into the current version.
    pub edits: Vec<crate::plan::change::Edit>,
    /// The current version with what is taken out and comes in.
    pub ops: Vec<Op>,
    /// Who approves it, and its date.
    pub stamp: crate::ooxml::Stamp,
}

/// The report as a document.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReportView {
    /// The document.
    pub document: Document,
    /// How a person wants it.
    pub paper: Paper,
    /// The template that it is written by, where that is the organisation's own; then the document is made by it.
    pub template: Option<String>,
    /// What makes it by that template.
    pub make: Option<super::word::Sealed>,
}

/// What can be said of many cases.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CasesView {
    /// How many cases there are.
    pub total: usize,
    /// How many the filter keeps.
    pub kept: usize,
    /// How many are left out by the filter, and why; empty without a filter.
    pub left_out: String,
    /// The metric of the distribution.
    pub metric: MetricId,
    /// What can be said at this n, in one or two sentences.
    pub sentence: String,
    /// The figures, each with its meaning.
    pub figures: Vec<Figure>,
    /// The survival curve.
    pub survival: Option<Chart>,
    /// Each case as a mark.
    pub strip: Option<Chart>,
    /// The share that was over by each time, ranges included.
    pub spread: Option<Chart>,
    /// The metric from case to case.
    pub course: Option<Chart>,
    /// Whether what the charts show could be noise.
    pub noise: CaseNoise,
    /// The metric over time: months without cases, usual variation, the earlier half against the later one.
    pub over_time: Vec<crate::document::Block>,
    /// Whether an interval can be drawn for the difference between the halves.
    pub halves: bool,
    /// What cases can be grouped and filtered by.
    pub facets: Vec<FacetView>,
    /// The versions of the plan of which it is known when they took effect, oldest first.
    pub plans: Vec<PlanStart>,
}

/// Whether what a chart shows could be noise: a sentence or two for each.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CaseNoise {
    /// Of the survival curve.
    pub survival: String,
    /// Of the distribution.
    pub spread: String,
    /// Of the metric over time.
    pub course: String,
}

/// Something that tells cases apart.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FacetView {
    /// Names it in questions.
    pub id: String,
    /// Its name on screen.
    pub label: String,
    /// Its values, with how many of all cases have each.
    pub values: Vec<(String, usize)>,
}

/// When a version of the plan took effect.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanStart {
    /// The version as the plan writes it.
    pub version: String,
    /// Names the groups before it and since in [`super::Query::Compare`].
    pub by: String,
    /// What the two groups are called.
    pub groups: [String; 2],
    /// From when it was in effect.
    pub from: Moment,
    /// What says so.
    pub says: String,
}

/// Two groups of cases beside each other.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CompareView {
    /// Both survival curves; none where a group has nothing to draw.
    pub chart: Option<Chart>,
    /// Why there is no test, where there is none, and the figures of both groups.
    pub blocks: Vec<crate::document::Block>,
    /// How many cases are in neither group, and why; empty for none.
    pub neither: String,
    /// Whether there is a test, and an interval to be drawn: [`super::Query::Resample`].
    pub draws: bool,
}

/// What drawing anew tells.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Resampled {
    /// The interval, and what can be concluded.
    pub blocks: Vec<crate::document::Block>,
}

/// Some lines of the table of cases.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct CaseRowsView {
    /// How many lines there are in all.
    pub lines: usize,
    /// How many of them are cases.
    pub cases: usize,
    /// How many groups.
    pub groups: usize,
    /// The group within which the first line here stands.
    pub continued: Option<String>,
    /// The lines.
    pub shown: Vec<CaseTableLine>,
}

/// A line of the table of cases.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum CaseTableLine {
    /// A group of cases begins.
    Group {
        /// What they share.
        name: String,
        /// The value itself; none where it is not known.
        value: Option<String>,
        /// How many there are.
        cases: usize,
        /// How many of them its median is over.
        known: usize,
        /// The median of the metric (Kaplan–Meier), where it is reached.
        median: Option<Duration>,
    },
    /// A case.
    Case(CaseRow),
}

/// One case in the table of cases.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CaseRow {
    /// The case.
    pub id: CaseId,
    /// Its identifier in exports.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Events in its timeline.
    pub events: usize,
    /// When it was detected, else when it began.
    pub began: Option<Moment>,
    /// Its standard metrics in their order.
    pub metrics: Vec<(MetricId, Duration)>,
    /// Gaps among the eleven duties; `None` where the record shows none either way, as in a table of incidents.
    pub gaps: Option<usize>,
}

/// A file to save.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Exported {
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its text.
    pub text: String,
    /// What the file is to be made of, where it is no text.
    pub make: Option<super::word::Sealed>,
}
