//! A playbook as Markdown, with the step that each stretch of it stands for.

use super::PlaybookError;
use super::json::Object;
use crate::plan::change::{cell_text, plain, split};
use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;

/// Begins the labels that keep the revision history, a row a label.
const HISTORY: &str = "floodmark: ";
/// What separates the cells of a label; a bar inside a cell is escaped.
const CELLS: &str = " | ";
/// The columns of the revision history.
const COLUMNS: usize = 4;

/// Where the next step is named, in the order in which it is read.
const NEXT: [&str; 6] = ["on_completion", "on_success", "on_failure", "on_true", "on_false", "default"];

/// Which string of a step, or of the playbook itself, a stretch of the text shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Slot {
    /// Its description.
    Description,
    /// What a person is told to do, by the number of the command.
    Manual(usize),
    /// A command for a machine, by its number: it is shown in other words than its own.
    Machine(usize),
}

impl Slot {
    /// The number of the command, where it is one.
    pub fn command(self) -> Option<usize> {
        match self {
            Slot::Description => None,
            Slot::Manual(n) | Slot::Machine(n) => Some(n),
        }
    }
}

/// A stretch of the text that shows a string of the playbook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Its bytes in the text, without the marker of a list.
    pub range: Range<usize>,
    /// The step that it is of; none for the playbook itself.
    pub step: Option<String>,
    /// Which of its strings.
    pub slot: Slot,
}

/// A playbook as text.
#[derive(Debug, Default)]
pub struct Project {
    pub text: String,
    pub warnings: Vec<String>,
    /// The stretches that can be told by the strings that they show, in order.
    pub pieces: Vec<Piece>,
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
            project.prose(None, &description);
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
                self.prose(Some(id), &description);
            }
            if let Some(condition) = step.string("condition").or_else(|| step.string("switch")) {
                self.text.push_str(&format!("\nDecides by `{}`.\n", one_line(&condition).replace('`', "'")));
            }
            self.commands(id, step);
        }
        self.steps.push((self.text.len(), id.to_owned()));
    }

    /// A description, as paragraphs.
    fn prose(&mut self, step: Option<&str>, description: &str) {
        self.text.push('\n');
        self.piece(step, Slot::Description, &prose(description));
        self.text.push('\n');
    }

    /// Adds words that show a string.
    fn piece(&mut self, step: Option<&str>, slot: Slot, words: &str) {
        let start = self.text.len();
        self.text.push_str(words);
        self.pieces.push(Piece { range: start..self.text.len(), step: step.map(str::to_owned), slot });
    }

    fn commands(&mut self, id: &str, step: &Object<'_>) {
        let mut lead = "\n- ";
        for (n, command) in commands(step).into_iter().enumerate() {
            let Ok(command) = Object::of(command) else { continue };
            let kind = command.string("type").unwrap_or_default();
            let words = words_key(&command).and_then(|key| command.string(key));
            let (slot, line) = match (kind.as_str(), words) {
                ("manual", Some(words)) => (Slot::Manual(n), one_line(&words)),
                (_, Some(words)) => {
                    let words = one_line(&words).replace('`', "'");
                    (Slot::Machine(n), format!("`{}`: `{words}`", one_line(&kind)))
                }
                (_, None) => (Slot::Machine(n), format!("`{}`", one_line(&kind))),
            };
            self.text.push_str(std::mem::replace(&mut lead, "- "));
            self.piece(Some(id), slot, &line);
            self.text.push('\n');
        }
    }

    fn history(&mut self, labels: &[String]) {
        let rows: Vec<Vec<String>> = labels.iter().filter_map(|label| label_cells(label)).collect();
        if rows.is_empty() {
            return;
        }
        self.text.push_str(
            "\n## Revision history\n\n| Version | Date | Approved by | Changes |\n|---|---|---|---|\n",
        );
        for row in rows {
            // Names of amendments are read as they are written, and inside a word an underscore is no mark.
            let cells: Vec<String> = row.iter().map(|cell| cell_text(cell).replace("\\_", "_")).collect();
            self.text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
}

/// The cells of a row of Markdown, as plain text.
pub fn row_cells(row: &str) -> Vec<String> {
    let mut cells = split(row.trim().trim_start_matches('|'));
    // What follows the bar at the end of the row is no cell.
    cells.pop_if(|last| last.is_empty());
    cells.iter().map(|cell| plain(cell)).collect()
}

/// The label that keeps a row of the revision history, which is given as Markdown.
pub fn label(row: &str) -> String {
    let own = |cell: String| cell.replace('\\', "\\\\").replace('|', "\\|");
    format!("{HISTORY}{}", row_cells(row).into_iter().map(own).collect::<Vec<_>>().join(CELLS))
}

/// The cells of the row that a label keeps, as plain text; none of another label.
fn label_cells(label: &str) -> Option<Vec<String>> {
    let mut cells = split(label.strip_prefix(HISTORY)?);
    // Bars used not to be escaped: the names of amendments stand in the last cell.
    if cells.len() > COLUMNS {
        let rest = cells.split_off(COLUMNS - 1).join(CELLS);
        cells.push(rest);
    }
    cells.resize(COLUMNS, String::new());
    Some(cells.iter().map(|cell| plain(cell)).collect())
}

/// The commands of a step, each as it is written.
pub fn commands<'a>(step: &Object<'a>) -> Vec<&'a str> {
    let all: Option<Vec<&serde_json::value::RawValue>> =
        step.raw("commands").and_then(|raw| serde_json::from_str(raw).ok());
    all.unwrap_or_default().into_iter().map(serde_json::value::RawValue::get).collect()
}

/// The property that holds the words of a command.
pub fn words_key(command: &Object<'_>) -> Option<&'static str> {
    ["command", "description"].into_iter().find(|key| command.string(key).is_some())
}

/// The bytes of a string that stand for some bytes of how it is shown, as [`one_line`] and [`prose`] show it: escapes and
/// white space aside, the two are the same. An empty range is the place behind the character before it.
pub fn shown_at(own: &str, shown: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let mut rest = own.char_indices().peekable();
    let (mut from, mut to) = (None, 0);
    for (at, c) in shown.char_indices() {
        if at >= range.end {
            break;
        }
        let place = if c.is_whitespace() {
            let mut place: Option<Range<usize>> = None;
            while let Some((at, c)) = rest.next_if(|(_, c)| c.is_whitespace()) {
                place = Some(place.map_or(at, |p| p.start)..at + c.len_utf8());
            }
            place.unwrap_or(to..to)
        } else {
            if to == 0 {
                while rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
            }
            match rest.next_if(|(_, own)| *own == c) {
                Some((at, c)) => at..at + c.len_utf8(),
                None if c == '\\' => continue,
                None => return None,
            }
        };
        if at >= range.start {
            from.get_or_insert(place.start);
        }
        to = place.end;
    }
    Some(from.unwrap_or(to)..to)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_what_is_shown_are_found_in_the_string_that_it_shows() {
        let own = "  # Stop  within\n\n 90 minutes <b> \\x, then call";
        let shown = prose(own);
        for (words, wanted) in
            [("90 minutes", "90 minutes"), ("\\<b> \\x", "<b> \\x"), ("Stop  within", "Stop  within")]
        {
            let start = shown.find(words).unwrap();
            let place = shown_at(own, &shown, &(start..start + words.len())).unwrap();
            assert_eq!(own.get(place), Some(wanted), "{shown}");
        }
        assert_eq!(shown_at("Version:", "Version:", &(8..8)), Some(8..8));
        assert_eq!(shown_at("something else", "Version:", &(2..4)), None);
    }

    #[test]
    fn a_label_gives_back_the_cells_of_its_row() {
        let row = r"| 1.1 | 2026-03-24 | Head \| deputy | 1 change after “a \<b\> \| c\\d” (timely-reporting.limit-x, a.b_c) |";
        let label = label(row);
        assert_eq!(
            label,
            r"floodmark: 1.1 | 2026-03-24 | Head \| deputy | 1 change after “a <b> \| c\\d” (timely-reporting.limit-x, a.b_c)"
        );
        let cells = label_cells(&label).unwrap();
        assert_eq!(
            cells[2..],
            ["Head | deputy", r"1 change after “a <b> | c\d” (timely-reporting.limit-x, a.b_c)"]
        );
        // As it was written before bars were escaped.
        let torn = label_cells(r"floodmark: 1.1 | 2026-03-24 | Head \ | deputy | 1 change (a.b)").unwrap();
        assert_eq!((torn.len(), torn[3].contains("a.b")), (4, true));
        assert_eq!(label_cells("web"), None);
    }
}
