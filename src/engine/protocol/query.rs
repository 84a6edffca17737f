//! Queries, and which cases their answers judge.

use super::{Export, PaperFormat};
use crate::document::exercise::PackPart;
use crate::document::template;
use crate::engine::fleet::asked::{CaseSort, Keep, Of};
use crate::engine::{notices, share};
use crate::model::{
    Abbreviation, CaseId, EventId, MetricId, Milestone, SlackChoice, SourceId, Span, Timestamp, Zone,
};
use crate::timeline::Filter;
use crate::workspace::redact::Wish;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Asks for what is on the screen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Query {
    /// The cases, the plan, undo and redo → `view::Overview`.
    Overview,
    /// A case's title and what needs a decision on each page → `view::CaseHead`.
    Head {
        /// The case.
        case: CaseId,
    },
    /// The files of a case → `view::SourcesView`.
    Sources {
        /// The case.
        case: CaseId,
    },
    /// A source's first rows as they stand and as they would stand in another zone → `view::ZonePreview`.
    ZonePreview {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
        /// The zone to try.
        zone: Zone,
        /// Only the rows with this abbreviation; none: the rows without any zone.
        abbreviation: Option<Abbreviation>,
    },
    /// A source's first rows as they stand and with another clock offset → `view::OffsetPreview`.
    OffsetPreview {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
        /// The offset to try.
        offset: Span,
    },
    /// What the same events in other sources say of a source's clock → `view::OffsetEvidence`.
    OffsetEvidence {
        /// The case.
        case: CaseId,
        /// The source whose clock is in question.
        source: SourceId,
    },
    /// What a choice of messages would make of a Slack export → `slack::SlackView`.
    SlackPreview {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
        /// The choice to try; none: the one by which it is read.
        choice: Option<SlackChoice>,
    },
    /// Rows of a source that were refused or wait → `view::RefusalsView`.
    Refusals {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
        /// Only those of this reason, as [`view::RefusalReason::reason`] names it.
        reason: Option<String>,
        /// The first row, from 0.
        from: u32,
        /// How many.
        count: u32,
    },
    /// All refused rows of a source as CSV → `view::Exported`.
    RefusalsCsv {
        /// The case.
        case: CaseId,
        /// The source.
        source: SourceId,
    },
    /// When events happened and when the responders knew → `view::AwarenessView`.
    Awareness {
        /// The case.
        case: CaseId,
        /// What to keep; its time range does not apply, as for [`Query::Histogram`].
        filter: Filter,
        /// The zone of the chart's times.
        zone: Zone,
    },
    /// Sources, kinds, actors, assets and tags with counts → [`Facets`].
    Facets {
        /// The case.
        case: CaseId,
    },
    /// The ATT&CK techniques that events name, and what several sources tell, with counts; rests on the texts, which the
    /// other facets do not
    /// → `view::TechniquesView`.
    Techniques {
        /// The case.
        case: CaseId,
    },
    /// Rows of the filtered timeline; an event that several sources tell has one, unless it is open → `view::RowsView`.
    Rows {
        /// The case.
        case: CaseId,
        /// What to keep.
        filter: Filter,
        /// The groups of events that several sources tell which are open, as [`view::Group::name`] names them.
        open: Vec<EventId>,
        /// The first row of the list, from 0.
        from: u32,
        /// How many.
        count: u32,
    },
    /// Counts over time → `view::Density`; without ends, over the plausible span of the case.
    Histogram {
        /// The case.
        case: CaseId,
        /// What to keep; its own time range does not apply, so that a brush keeps its surroundings.
        filter: Filter,
        /// First instant.
        from: Option<Timestamp>,
        /// Last instant.
        to: Option<Timestamp>,
        /// How many bins.
        bins: u32,
        /// Whether they are counted by phase of the response, not by source.
        by_phase: bool,
    },
    /// Where in the filtered list an event stands → `view::Place`.
    Locate {
        /// The case.
        case: CaseId,
        /// What is kept.
        filter: Filter,
        /// As in [`Query::Rows`].
        open: Vec<EventId>,
        /// The event.
        event: EventId,
    },
    /// The events that a person left out of the timeline → `view::HiddenView`.
    Hidden {
        /// The case.
        case: CaseId,
    },
    /// The events that a filter keeps, as CSV → `view::Exported`.
    TimelinePart {
        /// The case.
        case: CaseId,
        /// What is kept.
        filter: Filter,
    },
    /// One event in full, with its original row → `view::EventDetail`.
    Event {
        /// The case.
        case: CaseId,
        /// The event.
        event: EventId,
    },
    /// Milestones, metrics, facts, obligations, phase chart → `view::ResponseView`.
    Response {
        /// The case.
        case: CaseId,
        /// The zone in which the chart shows times.
        zone: Zone,
    },
    /// What another time of one milestone would have changed; changes nothing → `view::WhatIfView`.
    WhatIf {
        /// The case.
        case: CaseId,
        /// The zone of its times.
        zone: Zone,
        /// The milestone that moves.
        milestone: Milestone,
        /// Where it is put.
        to: Timestamp,
    },
    /// What the rules of the pack say of a case → `view::ObligationsView`.
    Obligations {
        /// The case.
        case: CaseId,
        /// The zone of its times.
        zone: Zone,
    },
    /// One rule in full → `view::RuleView`.
    Rule {
        /// The case.
        case: CaseId,
        /// The rule.
        rule: String,
    },
    /// Findings and the strip of duties → `view::FindingsView`.
    Findings {
        /// The case.
        case: CaseId,
    },
    /// The action items of a case, with those that its findings suggest, and how far those of all cases have come
    /// → `view::ActionsView`.
    Actions {
        /// The case.
        case: CaseId,
        /// The day from which an item is overdue.
        date: NaiveDate,
    },
    /// What a tracker's export says of action items; changes nothing → `view::TrackerView`.
    ReadTracker {
        /// The file's name.
        name: String,
        /// Its text.
        text: String,
    },
    /// All notification rules with where they were read → `view::RuleView`.
    Rules,
    /// The plan, with the amendments of a case → `view::PlanView`.
    Plan {
        /// The case whose amendments are shown, if any.
        case: Option<CaseId>,
        /// Today, by which its days have passed.
        date: NaiveDate,
    },
    /// The plan as a document → `view::PlanPaper`.
    PlanPaper {
        /// The text that is asked for, by [`view::PlanView::edition`], also where it has been undone since.
        edition: u64,
    },
    /// Two kept versions of the plan side by side → `view::PlanComparison`.
    ComparePlans {
        /// The older, as a number among the versions from 0.
        from: usize,
        /// The newer.
        to: usize,
    },
    /// The new plan as it would be written now → `view::PlanDraft`.
    PlanDraft {
        /// The case.
        case: CaseId,
        /// The date in the revision history.
        date: NaiveDate,
        /// Who approved it.
        approver: String,
        /// The version that a person chose; none for the next one.
        version: Option<String>,
        /// The day of the last exercise, where it is known.
        exercised: Option<NaiveDate>,
    },
    /// The report as a document → `view::ReportView`.
    Report {
        /// The case.
        case: CaseId,
        /// The zone of its times.
        zone: Zone,
        /// Its date.
        date: NaiveDate,
    },
    /// What can be said of a metric over many cases → `view::CasesView`.
    Cases {
        /// The metric of the distribution.
        metric: MetricId,
        /// Which cases.
        keep: Keep,
    },
    /// Lines of the table of cases → `view::CaseRowsView`.
    CaseRows {
        /// Which cases.
        keep: Keep,
        /// The facet that groups them.
        by: Option<String>,
        /// What they are sorted by.
        sort: CaseSort,
        /// Whether the greatest come first.
        down: bool,
        /// The metric that is told of a group.
        metric: MetricId,
        /// The first line, from 0.
        from: u32,
        /// How many.
        count: u32,
    },
    /// Two groups of cases beside each other → `view::CompareView`.
    Compare {
        /// The metric.
        metric: MetricId,
        /// Which cases.
        keep: Keep,
        /// The facet that makes the groups, or [`view::PlanStart::by`].
        by: String,
        /// The values of the two groups.
        groups: [String; 2],
    },
    /// An interval from cases drawn anew, ten thousand times: in steps where a person waits → `view::Resampled`.
    Resample {
        /// The metric.
        metric: MetricId,
        /// Which cases.
        keep: Keep,
        /// Of what.
        of: Of,
    },
    /// The template of a document as a file: the organisation's own, else the built-in one → `view::Exported`.
    TemplateFile {
        /// The document.
        of: template::Of,
    },
    /// The plan that somebody starts from who has none → `view::Exported`.
    StartingPlan {
        /// The zone of the reader.
        zone: Zone,
        /// Today.
        date: NaiveDate,
    },
    /// The meeting on a case → `meeting::MeetingView`.
    Meeting {
        /// The case.
        case: CaseId,
        /// The zone of the chart's times.
        zone: Zone,
    },
    /// The exercise on a case → `exercise::ExerciseView`.
    Exercise {
        /// The case.
        case: CaseId,
    },
    /// What is known at a time of an exercise → `exercise::KnownView`.
    Known {
        /// The case.
        case: CaseId,
        /// Whether what nobody told of is held back until detection.
        holds: bool,
        /// The time on the clock of the exercise.
        at: Timestamp,
    },
    /// A document of the exercise as it will print → `view::ReportView`.
    ExercisePaper {
        /// The case.
        case: CaseId,
        /// Which.
        part: PackPart,
        /// The zone of its times.
        zone: Zone,
        /// Its date.
        date: NaiveDate,
    },
    /// A document of the exercise as a file → `view::Exported`.
    ExerciseFile {
        /// The case.
        case: CaseId,
        /// Which; none: all of them in one archive.
        part: Option<PackPart>,
        /// As what.
        format: PaperFormat,
        /// The zone of its times.
        zone: Zone,
        /// Its date.
        date: NaiveDate,
    },
    /// Who is named in a case, and under which role → `roles::RolesView`.
    Roles {
        /// The case.
        case: CaseId,
    },
    /// The votes in the files of participants → `meeting::BallotsView`.
    Ballots {
        /// The case.
        case: CaseId,
        /// Name and text of each `.floodmark` file.
        files: Vec<(String, String)>,
    },
    /// The open case with what participants wrote → `merging::MergeView`.
    Merge {
        /// The case.
        case: CaseId,
        /// Name and text of each `.floodmark` file.
        files: Vec<(String, String)>,
        /// The file whose value is to stand, by the place of a conflict.
        choices: BTreeMap<String, String>,
        /// The zone in which times are told.
        zone: Zone,
    },
    /// A notice, pre-filled, with what is missing in it → `notices::NoticeView`.
    Notice {
        /// The case.
        case: CaseId,
        /// Which.
        which: notices::Which,
        /// The zone of its times.
        zone: Zone,
        /// Its date.
        date: NaiveDate,
    },
    /// A notice as a file → `view::Exported`.
    NoticeFile {
        /// The case.
        case: CaseId,
        /// Which.
        which: notices::Which,
        /// As what.
        format: PaperFormat,
        /// The zone of its times.
        zone: Zone,
        /// Its date.
        date: NaiveDate,
    },
    /// A case made fit for others, before it leaves → `share::ShareView`.
    Share {
        /// The case.
        case: CaseId,
        /// For whom and how.
        wish: Wish,
    },
    /// A file of a share → `view::Exported`.
    ShareFile {
        /// The case.
        case: CaseId,
        /// For whom and how.
        wish: Wish,
        /// Which file.
        part: share::SharePart,
        /// The zone of its times.
        zone: Zone,
        /// The date in it.
        date: NaiveDate,
    },
    /// A file to save → `view::Exported`.
    Export {
        /// What.
        what: Export,
        /// The case; not needed for the workspace and for all cases.
        case: Option<CaseId>,
        /// The zone of its times.
        zone: Zone,
        /// The date in it.
        date: NaiveDate,
    },
}

/// Which cases the answer to a query judges: their texts must have been read for it, which takes long for a large case.
/// Judging one case reads the others too where rules compare it with them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Judges {
    /// None; such queries fill the first screen, or follow the hand.
    Nothing,
    /// One case.
    Case(CaseId),
    /// All cases, which it compares.
    All,
}

impl Query {
    /// Whether its answer holds what is written, and is read elsewhere than on the screen: documents, files, text for the plan.
    pub fn is_written(&self) -> bool {
        matches!(
            self,
            Query::RefusalsCsv { .. }
                | Query::TimelinePart { .. }
                | Query::PlanDraft { .. }
                | Query::PlanPaper { .. }
                | Query::ComparePlans { .. }
                | Query::Report { .. }
                | Query::Notice { .. }
                | Query::NoticeFile { .. }
                | Query::ExercisePaper { .. }
                | Query::ExerciseFile { .. }
                | Query::StartingPlan { .. }
                | Query::TemplateFile { .. }
                | Query::Share { .. }
                | Query::ShareFile { .. }
                | Query::Export { .. }
        )
    }

    /// The case that it is about; none for what is of several.
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Query::Rows { case, .. }
            | Query::Histogram { case, .. }
            | Query::Facets { case }
            | Query::Hidden { case }
            | Query::Locate { case, .. }
            | Query::Awareness { case, .. }
            | Query::Response { case, .. }
            | Query::Roles { case } => Some(*case),
            _ => match self.judges() {
                Judges::Case(case) => Some(case),
                Judges::Nothing | Judges::All => None,
            },
        }
    }

    /// What the answer rests on.
    pub fn judges(&self) -> Judges {
        match self {
            // All events are compared for it.
            Query::Rows { case, filter, .. }
            | Query::Histogram { case, filter, .. }
            | Query::Locate { case, filter, .. }
            | Query::Awareness { case, filter, .. }
                if filter.several =>
            {
                Judges::Case(*case)
            }
            Query::Overview
            | Query::Rows { .. }
            | Query::Histogram { by_phase: false, .. }
            | Query::Facets { .. }
            | Query::Hidden { .. }
            | Query::Locate { .. }
            | Query::Awareness { .. }
            | Query::ReadTracker { .. }
            | Query::Roles { .. }
            | Query::ComparePlans { .. }
            | Query::PlanPaper { .. }
            | Query::Rules
            | Query::TemplateFile { .. }
            | Query::StartingPlan { .. }
            | Query::Plan { case: None, .. } => Judges::Nothing,
            Query::Head { case }
            | Query::Sources { case }
            | Query::ZonePreview { case, .. }
            | Query::OffsetPreview { case, .. }
            | Query::OffsetEvidence { case, .. }
            | Query::SlackPreview { case, .. }
            | Query::Refusals { case, .. }
            | Query::RefusalsCsv { case, .. }
            | Query::Event { case, .. }
            | Query::TimelinePart { case, .. }
            | Query::Techniques { case }
            | Query::Histogram { case, by_phase: true, .. }
            | Query::Findings { case }
            | Query::Actions { case, .. }
            | Query::WhatIf { case, .. }
            | Query::Obligations { case, .. }
            | Query::Rule { case, .. }
            | Query::Plan { case: Some(case), .. }
            | Query::PlanDraft { case, .. }
            | Query::Report { case, .. }
            | Query::Meeting { case, .. }
            | Query::Ballots { case, .. }
            | Query::Merge { case, .. }
            | Query::Exercise { case }
            | Query::Known { case, .. }
            | Query::ExercisePaper { case, .. }
            | Query::ExerciseFile { case, .. }
            | Query::Notice { case, .. }
            | Query::NoticeFile { case, .. }
            | Query::Share { case, .. }
            | Query::ShareFile { case, .. }
            | Query::Export { case: Some(case), .. } => Judges::Case(*case),
            Query::Response { .. }
            | Query::Cases { .. }
            | Query::CaseRows { .. }
            | Query::Compare { .. }
            | Query::Resample { .. }
            | Query::Export { case: None, .. } => Judges::All,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_compares_all_events_is_read_in_steps() {
        let case = CaseId(3);
        for several in [false, true] {
            let filter = || Filter { several, ..Filter::default() };
            let judged = if several { Judges::Case(case) } else { Judges::Nothing };
            for query in [
                Query::Rows { case, filter: filter(), open: vec![], from: 0, count: 1 },
                Query::Locate {
                    case,
                    filter: filter(),
                    open: vec![],
                    event: EventId { source: SourceId(1), row: 0 },
                },
                Query::Awareness { case, filter: filter(), zone: Zone::Utc },
                Query::Histogram { case, filter: filter(), from: None, to: None, bins: 1, by_phase: false },
            ] {
                assert_eq!(query.judges(), judged, "{query:?}");
                assert_eq!(query.case(), Some(case));
            }
        }
    }
}
