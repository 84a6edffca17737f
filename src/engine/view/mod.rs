//! What the screen shows: plain data, made by the engine, small enough to cross to the page at once.

mod cases;
mod findings;
mod obligations;
mod plan;
mod response;
mod sources;
mod timeline;

pub use crate::document::actions::Miss;
pub use crate::document::fleet::Figure;
pub use cases::{
    CaseNoise, CaseRow, CaseRowsView, CaseTableLine, CasesView, CompareView, FacetView, PlanStart, Resampled,
};
pub use findings::{
    ActionLine, ActionRow, ActionsView, DutyLine, Evidence, FindingRow, FindingsView, RuleLine, TrackerView,
};
pub use obligations::{LedgerEntry, ObligationsView, OrdersView, RuleView, UnsaidOrders};
pub use plan::{
    AmendmentRow, Ground, InPlace, OutlineRow, PlanComparison, PlanDraft, PlanPaper, PlanView, VersionRow,
};
pub use response::{MetricRow, MilestoneRow, Others, ResponseView, TechniquesView, WhatIfView};
pub use sources::{
    AbbreviationRow, DatesView, Fix, OffsetEvidence, OffsetPair, OffsetPreview, OffsetPreviewRow, OffsetRow,
    RefusalReason, RefusalsView, SourceRow, SourcesView, ZonePreview, ZonePreviewRow,
};
pub use timeline::{
    AwarenessView, Density, EventDetail, Group, HiddenRow, HiddenView, Place, RawLines, RowView, RowsView,
};

use crate::document::Document;
use crate::document::template::Of;
use crate::model::{CaseId, Paper, Timestamp, Zone};
use serde::{Deserialize, Serialize};

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
    /// The documents that are written by an organisation's own template, with its name.
    pub templates: Vec<(Of, String)>,
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

/// The report, or another document, as it will print.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ReportView {
    /// The document.
    pub document: Document,
    /// How a person wants the report.
    pub paper: Paper,
    /// The template that it is written by, where that is the organisation's own; then the document is made by it.
    pub template: Option<String>,
    /// What makes it by that template.
    pub make: Option<super::word::Sealed>,
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
