//! CACAO 2.0 playbooks as plans: reading one as text, and writing changes back into it as manual steps.
//!
//! A playbook is read as Markdown, a section a step in the order in which the steps run, so that everything that is known of
//! plans in Markdown holds for it. What an amendment adds becomes a manual step after the step whose section it was added
//! to; what it changes is changed in the manual command or description that says it. Rows of tables, and changes of what a
//! machine reads, go into the description. The playbook keeps its `id`, its `modified` becomes newer, `derived_from`
//! names it, and labels keep the revision history. Every other byte of the file stays as it was.
//!
//! After *CACAO Security Playbooks Version 2.0* (OASIS, Committee Specification 01).

mod follow;
mod json;
mod project;
mod write;

pub use follow::follow;

use project::Project;

/// A playbook that cannot be read or written, with the remedy.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PlaybookError {
    /// It is no JSON.
    #[error("the CACAO playbook is no valid JSON (line {line}, column {column}: {detail}); export it again")]
    Json {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// What is wrong.
        detail: String,
    },
    /// Something that every playbook has is missing, or is not what it should be.
    #[error("the CACAO playbook has no usable `{property}`; {remedy}")]
    Property {
        /// The property.
        property: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// Nothing in it says what is to be done.
    #[error(
        "no step of the CACAO playbook can be reached from its `workflow_start`; mend `workflow_start` or `on_completion`"
    )]
    Empty,
}

/// A playbook as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Read {
    /// Its text as Markdown.
    pub text: String,
    /// What a person should know of it, in plain sentences.
    pub warnings: Vec<String>,
}

/// Whether a text is a playbook of this version of the standard.
pub fn is_playbook(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"cacao-2.0\"") && text.contains("\"workflow\"")
}

/// Reads a playbook as Markdown.
///
/// # Errors
/// [`PlaybookError`] with what is wrong and what to do.
///
/// ```
/// let playbook = r#"{"type":"playbook","spec_version":"cacao-2.0","id":"playbook--1","name":"Skimmer","workflow_start":"start--1",
///   "workflow":{"start--1":{"type":"start","on_completion":"action--1"},
///   "action--1":{"type":"action","name":"Take the checkout off","commands":[{"type":"manual","command":"Switch maintenance on"}],"on_completion":"end--1"},
///   "end--1":{"type":"end"}}}"#;
/// let read = floodmark::cacao::read(playbook).unwrap();
/// assert_eq!(read.text, "# Skimmer\n\n## Take the checkout off\n\n- Switch maintenance on\n");
/// ```
pub fn read(text: &str) -> Result<Read, PlaybookError> {
    let project = Project::of(text)?;
    Ok(Read { text: project.text, warnings: project.warnings })
}
