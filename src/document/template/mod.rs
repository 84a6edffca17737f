//! Templates: the wording and order of a document, replaced by an organisation's own.
//!
//! A template is Markdown with expressions of Jinja. Its first line says of which document it is:
//! `{# floodmark template: report #}`. What it yields is read as Markdown into the blocks of a [`Document`], so that all
//! writers follow; values are escaped for Markdown, so that hostile text stays text. Only the program that opens packed
//! files links what renders templates ([`render`]): the engine hands it [`Job`]s.

mod check;
mod context;
mod fill;
mod render;
pub mod schema;

pub use check::check;
pub use context::Context;
pub(crate) use fill::{actions_job, exercise_job, minutes_job, notice_job, plan_job, report_job};
pub use render::{render, text};

use super::exercise::PackPart;
use super::notice::NoticeKind;
use super::{Block, Document, heading_id, minutes};
use crate::model::{Duty, Section};
use schema::Described;
use serde::{Deserialize, Serialize};

/// The beginning of the first line of a template.
pub const MARK: &str = "{# floodmark template:";
/// A template is no larger than this.
pub const LARGEST: usize = 512 * 1024;

/// A template file as it was opened.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TemplateFile {
    /// Its name.
    pub name: String,
    /// Its text, byte for byte.
    pub text: String,
}

/// A document that a template can be of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// The post-mortem report.
    Report,
    /// A notice.
    Notice(NoticeKind),
    /// The minutes of the meeting.
    Minutes,
    /// The checklist of action items.
    Actions,
    /// A document of the exercise pack.
    Exercise(PackPart),
    /// The plan that somebody starts from who has none.
    Plan,
}

/// A built-in template that places all sections of its document in turn.
macro_rules! all_sections {
    ($id:literal) => {
        concat!("{# floodmark template: ", $id, " #}\n", include_str!("../templates/sections.md.jinja"))
    };
}

impl Of {
    /// All documents, with their names in templates.
    pub const ALL: [(Of, &str); 17] = [
        (Of::Report, "report"),
        (Of::Notice(NoticeKind::Authority), "authority"),
        (Of::Notice(NoticeKind::Individuals), "individuals"),
        (Of::Notice(NoticeKind::CardBrands), "card-brands"),
        (Of::Notice(NoticeKind::Internal), "internal"),
        (Of::Notice(NoticeKind::StatusPage), "status-page"),
        (Of::Notice(NoticeKind::Support), "support"),
        (Of::Minutes, "minutes"),
        (Of::Actions, "action-items"),
        (Of::Exercise(PackPart::SituationManual), "situation-manual"),
        (Of::Exercise(PackPart::FacilitatorGuide), "facilitator-guide"),
        (Of::Exercise(PackPart::EvaluatorGuide), "evaluator-guide"),
        (Of::Exercise(PackPart::Handout), "participant-handout"),
        (Of::Exercise(PackPart::EventsList), "events-list"),
        (Of::Exercise(PackPart::EvaluationForms), "evaluation-forms"),
        (Of::Exercise(PackPart::AfterAction), "after-action-report"),
        (Of::Plan, "plan"),
    ];

    /// The document that a template is of, by its first line; none where it is no template.
    ///
    /// ```
    /// use floodmark::document::template::Of;
    /// assert_eq!(Of::named("{# floodmark template: report #}\n# {{ title }}"), Some(Ok(Of::Report)));
    /// assert_eq!(Of::named("# A plan"), None);
    /// ```
    pub fn named(text: &str) -> Option<Result<Of, TemplateError>> {
        let rest = text.trim_start_matches('\u{feff}').trim_start().strip_prefix(MARK)?;
        let name = rest.split("#}").next().unwrap_or_default().trim();
        let found = Of::ALL.iter().find(|(_, known)| *known == name).map(|(of, _)| *of);
        let known = || Of::ALL.map(|(_, known)| known).join(", ");
        Some(found.ok_or_else(|| TemplateError {
            line: 1,
            what: format!("“{name}” is no document; it may be {}", known()),
        }))
    }

    /// Its name in templates.
    pub fn id(self) -> &'static str {
        Of::ALL.iter().find(|(of, _)| *of == self).map_or("report", |(_, id)| id)
    }

    /// The template that gives the built-in document.
    pub fn builtin(self) -> &'static str {
        match self {
            Of::Report => include_str!("../templates/report.md.jinja"),
            Of::Notice(NoticeKind::Authority) => include_str!("../templates/authority.md.jinja"),
            Of::Notice(NoticeKind::Individuals) => include_str!("../templates/individuals.md.jinja"),
            Of::Notice(NoticeKind::CardBrands) => include_str!("../templates/card-brands.md.jinja"),
            Of::Notice(NoticeKind::Internal) => include_str!("../templates/internal.md.jinja"),
            Of::Notice(NoticeKind::StatusPage) => include_str!("../templates/status-page.md.jinja"),
            Of::Notice(NoticeKind::Support) => include_str!("../templates/support.md.jinja"),
            Of::Minutes => include_str!("../templates/minutes.md.jinja"),
            Of::Actions => all_sections!("action-items"),
            Of::Exercise(PackPart::SituationManual) => all_sections!("situation-manual"),
            Of::Exercise(PackPart::FacilitatorGuide) => all_sections!("facilitator-guide"),
            Of::Exercise(PackPart::EvaluatorGuide) => all_sections!("evaluator-guide"),
            Of::Exercise(PackPart::Handout) => all_sections!("participant-handout"),
            Of::Exercise(PackPart::EventsList | PackPart::EventsListCsv) => all_sections!("events-list"),
            Of::Exercise(PackPart::EvaluationForms) => all_sections!("evaluation-forms"),
            Of::Exercise(PackPart::AfterAction) => all_sections!("after-action-report"),
            Of::Plan => concat!("{# floodmark template: plan #}\n", include_str!("../../plan/template.md")),
        }
    }

    /// The sections that it may have, but for those that are named by what a case holds: one that has nothing to say in a case
    /// places nothing.
    pub fn sections(self) -> Vec<String> {
        let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        match self {
            Of::Report => named(&Section::ALL.map(Section::id)),
            Of::Minutes => named(&minutes::SECTIONS),
            Of::Exercise(PackPart::SituationManual) => named(&[
                "opening",
                "overview",
                "objectives",
                "roles",
                "rules",
                "the-situation-when-the-clock-starts",
                "the-plan-at-hand",
            ]),
            Of::Exercise(PackPart::Handout) => {
                named(&["opening", "your-role", "what-you-know", "how-it-goes", "your-notes"])
            }
            Of::Exercise(PackPart::FacilitatorGuide) => {
                named(&["opening", "before-it-starts", "course", "looking-back-together"])
            }
            Of::Exercise(PackPart::EvaluatorGuide) => {
                named(&["opening", "what-you-do", "what-is-compared", "not-probed"])
            }
            Of::Exercise(PackPart::EvaluationForms) => {
                let duties = Duty::ALL.iter().map(|duty| heading_id(duty.label()));
                std::iter::once("opening".to_owned()).chain(duties).collect()
            }
            Of::Exercise(PackPart::AfterAction) => {
                named(&["opening", "overview", "over-the-sessions", "what-was-hidden", "improvement-plan"])
            }
            Of::Actions
            | Of::Exercise(PackPart::EventsList | PackPart::EventsListCsv)
            | Of::Notice(NoticeKind::StatusPage) => named(&["opening"]),
            Of::Notice(NoticeKind::Authority) => named(&[
                "opening",
                "who-notifies-and-b-the-contact-point",
                "a-nature-of-the-breach",
                "c-likely-consequences",
                "d-measures-taken-and-proposed",
                "reasons-for-the-delay",
                "what-follows",
            ]),
            Of::Notice(NoticeKind::Individuals) => named(&[
                "opening",
                "what-happened",
                "what-information-was-involved",
                "what-it-may-mean-for-you",
                "what-we-are-doing",
                "what-you-can-do",
                "for-more-information",
            ]),
            Of::Notice(NoticeKind::CardBrands) => named(&[
                "opening",
                "who-reports",
                "the-incident",
                "containment-and-evidence",
                "beside-this-notice",
            ]),
            Of::Notice(NoticeKind::Internal) => {
                named(&["opening", "where-it-stands", "measures", "who-must-be-told", "what-is-said-to-whom"])
            }
            Of::Notice(NoticeKind::Support) => named(&[
                "opening",
                "what-happened",
                "are-my-data-affected",
                "what-may-happen-now",
                "what-should-i-do",
                "what-have-you-done",
                "where-can-i-ask-more",
                "for-whoever-answers",
            ]),
            Of::Plan => vec![],
        }
    }

    /// Whether a section that a document has not places nothing, as one that another case has: every section of an exercise or
    /// a checklist may be. So may those of the report in a notice: templates that were opened before these were told place them.
    pub(super) fn may_place(self, section: &str) -> bool {
        let own = || self.sections().iter().any(|known| known == section);
        match self {
            Of::Actions | Of::Exercise(_) => true,
            Of::Notice(_) => own() || Section::ALL.iter().any(|known| known.id() == section),
            _ => own(),
        }
    }

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Of::Report => "Post-mortem report",
            Of::Notice(kind) => kind.label(),
            Of::Minutes => "Minutes of the meeting",
            Of::Actions => "Checklist of action items",
            Of::Exercise(part) => part.label(),
            Of::Plan => "Plan to start from",
        }
    }
}

/// What is wrong in a template, and where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, Serialize, Deserialize)]
#[error("line {line}: {what}")]
pub struct TemplateError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// Errors as one text, a line each.
pub fn told(errors: &[TemplateError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// All that a template is rendered with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Job {
    /// The template.
    pub template: TemplateFile,
    /// What it is handed.
    pub context: Context,
    /// What stands under the title.
    pub cover: Document,
    /// The computed sections by name, for `section(…)`.
    pub parts: Vec<(String, Vec<Block>)>,
}

/// The fields of the context with what each says, for Help.
pub fn fields() -> Vec<(String, &'static str)> {
    Context::shape().fields()
}
