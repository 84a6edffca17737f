//! What can be saved as a file, and as which kind.

use crate::engine::word;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A document as a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum PaperFormat {
    /// One self-contained HTML file.
    Html,
    /// Markdown.
    Markdown,
    /// A Word document.
    Word,
}

impl PaperFormat {
    /// How the names of such files end.
    pub fn extension(self) -> &'static str {
        match self {
            PaperFormat::Html => "html",
            PaperFormat::Markdown => "md",
            PaperFormat::Word => "docx",
        }
    }

    /// Their media type.
    pub fn mime(self) -> &'static str {
        match self {
            PaperFormat::Html => "text/html",
            PaperFormat::Markdown => "text/markdown",
            PaperFormat::Word => word::MIME,
        }
    }
}

/// What can be saved as a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Export {
    /// The analysis of one case, or of all without a case.
    AnalysisJson,
    /// The JSON Schema of the analysis.
    AnalysisSchema,
    /// The rules that cases are judged by, as the file that they are: a person's own, else those that come with Floodmark.
    Rules,
    /// The JSON Schema of rule packs.
    RulesSchema,
    /// The merged timeline.
    TimelineCsv,
    /// The merged timeline for the upload of DFIR-IRIS.
    IrisCsv,
    /// The merged timeline for Timesketch, as CSV.
    TimesketchCsv,
    /// The merged timeline for Timesketch, as lines of JSON.
    TimesketchJsonl,
    /// The incident as VERIS 1.4.
    Veris,
    /// The incident as a STIX 2.1 bundle.
    Stix,
    /// The action items as issues of GitHub.
    ActionsGithub,
    /// The action items as a script that opens them as issues of GitHub.
    ActionsScript,
    /// The action items as CSV for Jira.
    ActionsJira,
    /// The action items as a checklist in Markdown.
    ActionsMarkdown,
    /// The days of the action items as a calendar.
    ActionsCalendar,
    /// The report as Markdown.
    ReportMarkdown,
    /// The report as one self-contained HTML file.
    ReportHtml,
    /// The current version of the plan as text.
    PlanMarkdown,
    /// The current version of the plan as the Word document that it was, with what has changed as tracked changes.
    PlanWord,
    /// The report as a Word document.
    ReportWord,
    /// What each version of the plan changed, and why, as Markdown.
    PlanChanges,
    /// The minutes of the meeting as Markdown.
    MinutesMarkdown,
    /// The minutes of the meeting as one self-contained HTML file.
    MinutesHtml,
    /// The minutes of the meeting as a Word document.
    MinutesWord,
}

impl Export {
    /// All of them, by the name that `analyse --export` takes.
    pub const ALL: [(&str, Export); 21] = [
        ("analysis", Export::AnalysisJson),
        ("analysis-schema", Export::AnalysisSchema),
        ("rules", Export::Rules),
        ("rules-schema", Export::RulesSchema),
        ("timeline", Export::TimelineCsv),
        ("iris", Export::IrisCsv),
        ("timesketch-csv", Export::TimesketchCsv),
        ("timesketch-jsonl", Export::TimesketchJsonl),
        ("veris", Export::Veris),
        ("stix", Export::Stix),
        ("actions-github", Export::ActionsGithub),
        ("actions-gh", Export::ActionsScript),
        ("actions-jira", Export::ActionsJira),
        ("actions-markdown", Export::ActionsMarkdown),
        ("actions-calendar", Export::ActionsCalendar),
        ("report-markdown", Export::ReportMarkdown),
        ("report-html", Export::ReportHtml),
        ("plan", Export::PlanMarkdown),
        ("plan-changes", Export::PlanChanges),
        ("minutes-markdown", Export::MinutesMarkdown),
        ("minutes-html", Export::MinutesHtml),
    ];
}

impl FromStr for Export {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Export::ALL.iter().find(|(known, _)| *known == name).map(|(_, export)| *export);
        let known = || Export::ALL.map(|(known, _)| known).join(", ");
        found.ok_or_else(|| format!("“{name}” is none of {}", known()))
    }
}
