//! What goes into the evidence bundle of a case, beside its originals: edits and documents.

use super::Engine;
use super::export::{export, file_name, safe};
use super::notices;
use super::protocol::{Export, QueryError};
use super::view::Exported;
use super::word::Sealed;
use crate::model::{Case, CaseId, Zone};
use crate::workspace::Workspace;
use crate::workspace::bundle::{Part, What, not_made};
use crate::workspace::file;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is to be packed: texts that are there, originals by their hash, and documents that are still to be made.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// What the bundle is called.
    pub name: String,
    /// The title of the case.
    pub title: String,
    /// Its files in order; those with a hash are originals, the others the texts.
    pub parts: Vec<Part>,
    /// The texts, in the order of the parts that are none of the originals.
    pub texts: Vec<String>,
    /// Documents that the program which packs has to make, by their paths: Word files, and what an organisation's own template
    /// renders. They come after the parts.
    pub makes: Vec<(String, Sealed)>,
}

/// The documents of a bundle: those of every case, then what a meeting, a plan and action items leave.
fn documents(engine: &Engine, case: &Case) -> Vec<(Export, &'static str)> {
    let mut documents = vec![
        (Export::ReportWord, "report.docx"),
        (Export::ReportHtml, "report.html"),
        (Export::ReportMarkdown, "report.md"),
        (Export::TimelineCsv, "timeline.csv"),
        (Export::AnalysisJson, "analysis.json"),
    ];
    if !case.meeting.entries.is_empty() {
        documents.push((Export::MinutesWord, "minutes.docx"));
        documents.push((Export::MinutesHtml, "minutes.html"));
        documents.push((Export::MinutesMarkdown, "minutes.md"));
    }
    if !case.actions.is_empty() {
        documents.push((Export::ActionsMarkdown, "actions.md"));
    }
    if let Some(plan) = &engine.workspace().plan {
        // The plan in the form in which it was opened, with what was changed.
        if plan.word.is_some() {
            let name = if plan.is_playbook() { "plan.json" } else { "plan.docx" };
            documents.push((Export::PlanWord, name));
        }
        documents.push((Export::PlanMarkdown, "plan.md"));
        documents.push((Export::PlanChanges, "plan-changes.md"));
    }
    documents
}

/// What goes into the bundle of a case; the reason in the place of a document that cannot be written. `journal`: the commands that led to it, a line each; empty where none are kept.
///
/// # Errors
/// [`QueryError::NoSuchCase`], or [`QueryError::Unwritable`] of the workspace.
pub fn evidence(
    engine: &Engine,
    id: CaseId,
    zone: Zone,
    date: NaiveDate,
    journal: &str,
) -> Result<Evidence, QueryError> {
    let analysis = engine.analysis(id).ok_or(QueryError::NoSuchCase(id.0))?;
    let case: &Arc<Case> = &analysis.case;
    let (mut parts, mut texts) = (vec![], vec![]);
    for (n, source) in case.sources.iter().enumerate() {
        // Several cases of one file, or a file that was opened twice.
        if parts.iter().any(|p: &Part| p.sha256.as_ref() == Some(&source.sha256)) {
            continue;
        }
        parts.push(Part {
            path: format!("originals/{:03}-{}", n + 1, safe(&source.name)),
            what: What::Original,
            bytes: source.bytes,
            sha256: Some(source.sha256.clone()),
        });
    }
    let own = Workspace { cases: vec![case.clone()], ..(**engine.workspace()).clone() };
    let saved = file::Saved { workspace: own, originals: Default::default() };
    let saved = file::write(&saved).map_err(|e| QueryError::Unwritable(e.to_string()))?;
    let mut makes = vec![];
    let mut add = |path: String, what: What, text: String| {
        parts.push(Part { path, what, bytes: text.len() as u64, sha256: None });
        texts.push(text);
    };
    add("edits/case.floodmark".to_owned(), What::Edits, saved);
    if !journal.is_empty() {
        add("edits/journal.jsonl".to_owned(), What::Edits, journal.to_owned());
    }
    let mut document = |name: &str, made: Result<Exported, QueryError>| {
        let path = format!("documents/{name}");
        match made {
            Ok(Exported { make: Some(make), .. }) => makes.push((path, make)),
            Ok(Exported { text, .. }) => add(path, What::Document, text),
            Err(reason) => {
                let (path, text) = not_made(&path, &reason);
                add(path, What::Document, text);
            }
        }
    };
    for (what, name) in documents(engine, case) {
        document(name, export(engine, what, Some(&analysis), zone, date));
    }
    for (name, file) in notices::files(engine, &analysis, zone, date) {
        document(&name, Ok(file));
    }
    let title = case.title.clone();
    Ok(Evidence { name: format!("{}-evidence.zip", file_name(&title)), title, parts, texts, makes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_originals_are_no_paths() {
        assert_eq!(safe("../../etc/passwd"), "etc_passwd");
        assert_eq!(safe("a.zip › logs/../x.csv"), "a.zip _ logs_.._x.csv");
        assert_eq!(safe("C:\\Users\\x.csv"), "C__Users_x.csv");
        assert_eq!(safe("///"), "file");
    }
}
