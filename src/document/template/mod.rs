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
pub(crate) use fill::{notice_job, report_job};
pub use render::render;

use super::notice::NoticeKind;
use super::{Block, Document};
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
}

impl Of {
    /// All documents, with their names in templates and the built-in template of each.
    pub const ALL: [(Of, &str, &str); 7] = [
        (Of::Report, "report", include_str!("../templates/report.md.jinja")),
        (Of::Notice(NoticeKind::Authority), "authority", include_str!("../templates/authority.md.jinja")),
        (
            Of::Notice(NoticeKind::Individuals),
            "individuals",
            include_str!("../templates/individuals.md.jinja"),
        ),
        (
            Of::Notice(NoticeKind::CardBrands),
            "card-brands",
            include_str!("../templates/card-brands.md.jinja"),
        ),
        (Of::Notice(NoticeKind::Internal), "internal", include_str!("../templates/internal.md.jinja")),
        (
            Of::Notice(NoticeKind::StatusPage),
            "status-page",
            include_str!("../templates/status-page.md.jinja"),
        ),
        (Of::Notice(NoticeKind::Support), "support", include_str!("../templates/support.md.jinja")),
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
        let found = Of::ALL.iter().find(|(_, known, _)| *known == name).map(|(of, ..)| *of);
        let known = || Of::ALL.map(|(_, known, _)| known).join(", ");
        Some(found.ok_or_else(|| TemplateError {
            line: 1,
            what: format!("“{name}” is no document; it may be {}", known()),
        }))
    }

    /// Its name in templates.
    pub fn id(self) -> &'static str {
        Of::ALL.iter().find(|(of, ..)| *of == self).map_or("report", |(_, id, _)| id)
    }

    /// The template that gives the built-in document.
    pub fn builtin(self) -> &'static str {
        Of::ALL.iter().find(|(of, ..)| *of == self).map_or("", |(.., text)| text)
    }

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Of::Report => "Post-mortem report",
            Of::Notice(kind) => kind.label(),
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
