//! A playbook as Markdown, with the step that each stretch of it stands for.

use super::PlaybookError;
use super::json::Object;
use std::collections::{BTreeSet, VecDeque};

/// Begins the labels that keep the revision history.
pub const HISTORY: &str = "floodmark: ";
/// What separates the cells of a label.
pub const CELLS: &str = " | ";

/// Where the next step is named, in the order in which it is read.
const NEXT: [&str; 6] = ["on_completion", "on_success", "on_failure", "on_true", "on_false", "default"];

/// A playbook as text.
#[derive(Debug, Default)]
pub struct Project {
    pub text: String,
    pub warnings: Vec<String>,
    /// The steps in order, each with the byte behind its section.
    pub steps: Vec<(usize, String)>,
    /// The last step of the main way before its end: what is done at the end comes after it.
    pub last: String,
}

impl Project {
    pub fn of(json: &str) -> Result<Project, PlaybookError> {
        let playbook = Object::of(json)?;
        let missing = |property, remedy| PlaybookError::Property { property, remedy };
        if playbook.string("type").as_deref() != Some("playbook") {
            return Err(missing(
                "type",
                "a playbook says `\"type\": \"playbook\"`; open the playbook itself",
            ));
        }
        if playbook.string("spec_version").as_deref() != Some("cacao-2.0") {
            return Err(missing("spec_version", "Floodmark reads `cacao-2.0`; convert the playbook to it"));
        }
        let name = playbook.string("name").ok_or(missing("name", "give the playbook a name"))?;
        playbook.string("id").ok_or(missing("id", "export the playbook again with its `id`"))?;
        let workflow = playbook
            .object("workflow")
            .ok_or(missing("workflow", "it holds the steps; export the playbook again"))?;
        let start = playbook
            .string("workflow_start")
            .ok_or(missing("workflow_start", "name the step with which it starts"))?;
        let mut project = Project { text: format!("# {}\n", one_line(&name)), ..Project::default() };
        if let Some(description) = playbook.string("description").filter(|d| !d.trim().is_empty()) {
            project.text.push_str(&format!("\n{}\n", prose(&description)));
        }
        project.last = last(&workflow, &start);
        project.walk(&workflow, start);
        let unreached = workflow.0.len().saturating_sub(project.seen(&workflow));
        if project.steps.is_empty() {
            return Err(PlaybookError::Empty);
        }
        if unreached > 0 {
            project.warnings.push(format!(
                "{unreached} of its steps are never reached; they are kept as they are and not shown."
            ));
        }
        project.history(&playbook.strings("labels"));
        Ok(project)
    }

    /// How many steps were met, by what they were met as.
    fn seen(&self, workflow: &Object<'_>) -> usize {
        workflow.0.iter().filter(|(id, _)| self.steps.iter().any(|(_, step)| step == id)).count()
    }

    /// The steps from the start on: what follows comes after, branches one after the other.
    fn walk(&mut self, workflow: &Object<'_>, start: String) {
        let mut met: BTreeSet<String> = BTreeSet::new();
        let mut queue: VecDeque<String> = [start].into();
        while let Some(id) = queue.pop_front() {
            if !met.insert(id.clone()) {
                continue;
            }
            let Some(step) = workflow.object(&id) else {
                self.warnings.push(format!(
                    "A step that is named, `{id}`, is not in the playbook; mend it where it is made."
                ));
                continue;
            };
            self.step(&id, &step);
            let mut next: Vec<String> = NEXT.iter().filter_map(|key| step.string(key)).collect();
            let branches = step.strings("next_steps");
            if let Some(cases) = step.object("cases") {
                next.extend(cases.0.iter().filter_map(|(_, raw)| serde_json::from_str(raw).ok()));
            }
            if next.iter().chain(&branches).any(|n| met.contains(n) && !n.starts_with("end--")) {
                self.warnings.push(format!("The steps run in a circle at `{id}`; each is shown once."));
            }
            // What runs inside stands before what comes after.
            for id in next.into_iter().chain(branches).rev() {
                queue.push_front(id);
            }
        }
    }

    fn step(&mut self, id: &str, step: &Object<'_>) {
        let kind = step.string("type").unwrap_or_default();
        let name = step.string("name").filter(|n| !n.trim().is_empty());
        let shown = !matches!(kind.as_str(), "start" | "end");
        if shown {
            let title = name.unwrap_or_else(|| kind.replace('-', " "));
            self.text.push_str(&format!("\n## {}\n", one_line(&title)));
            if let Some(description) = step.string("description").filter(|d| !d.trim().is_empty()) {
                self.text.push_str(&format!("\n{}\n", prose(&description)));
            }
            if let Some(condition) = step.string("condition").or_else(|| step.string("switch")) {
                self.text.push_str(&format!("\nDecides by `{}`.\n", one_line(&condition).replace('`', "'")));
            }
            self.commands(step);
        }
        self.steps.push((self.text.len(), id.to_owned()));
    }

    fn commands(&mut self, step: &Object<'_>) {
        let all: Vec<&serde_json::value::RawValue> =
            step.raw("commands").and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default();
        let mut first = true;
        for command in all {
            let Ok(command) = Object::of(command.get()) else { continue };
            let kind = command.string("type").unwrap_or_default();
            let words = command.string("command").or_else(|| command.string("description"));
            let line = match (kind.as_str(), words) {
                ("manual", Some(words)) => one_line(&words),
                (_, Some(words)) => {
                    format!("`{}`: `{}`", one_line(&kind), one_line(&words).replace('`', "'"))
                }
                (_, None) => format!("`{}`", one_line(&kind)),
            };
            self.text.push_str(if std::mem::take(&mut first) { "\n- " } else { "- " });
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    fn history(&mut self, labels: &[String]) {
        let rows: Vec<&str> = labels.iter().filter_map(|label| label.strip_prefix(HISTORY)).collect();
        if rows.is_empty() {
            return;
        }
        self.text.push_str(
            "\n## Revision history\n\n| Version | Date | Approved by | Changes |\n|---|---|---|---|\n",
        );
        for row in rows {
            let mut cells: Vec<String> =
                row.split(CELLS).map(|cell| one_line(cell).replace('|', "\\|")).collect();
            cells.resize(4, String::new());
            self.text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
}

/// A text on one line, of which nothing begins a block of Markdown.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('<', "\\<")
}

/// A text of several paragraphs, none of which is a heading, a list or a table.
fn prose(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let escaped = lines.map(|line| match line.chars().next() {
        Some('#' | '>' | '|' | '`' | '~' | '=' | '-' | '+' | '*') => format!("\\{line}"),
        _ => line.to_owned(),
    });
    escaped.map(|line| line.replace('<', "\\<")).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The last step along `on_completion` that has one.
fn last(workflow: &Object<'_>, start: &str) -> String {
    let (mut last, mut id, mut met) = (start.to_owned(), start.to_owned(), BTreeSet::new());
    while met.insert(id.clone())
        && let Some(next) = workflow.object(&id).and_then(|step| step.string("on_completion"))
    {
        last = std::mem::replace(&mut id, next);
    }
    last
}
