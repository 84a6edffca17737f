//! One document model, and its writers.
//!
//! A [`Document`] is what is said, free of any format: [`report()`] builds the post-mortem, [`markdown`] and [`html`]
//! write it, and the page shows it as elements. Text in it is text: each writer escapes it for its own format.

pub mod actions;
pub mod aligned;
pub mod analysis;
mod apportion;
pub mod course;
pub mod docx;
pub mod exercise;
mod explained;
pub mod fleet;
pub mod html;
pub mod iris_csv;
pub mod markdown;
pub mod minutes;
pub mod notice;
pub mod orders;
mod report;
mod rule;
pub mod severity;
pub mod stable;
pub mod stix;
pub mod techniques;
pub mod template;
pub mod timeline_csv;
pub mod timesketch;
pub mod veris;
pub mod whatif;
pub mod wording;
pub(crate) mod words;
pub mod written;

use crate::chart::Chart;
use crate::model::{is_shown, shown};
use serde::{Deserialize, Serialize};

pub use apportion::apportion;
pub(crate) use explained::Sentence;
pub use explained::{Explained, Part, Rest, Rests};
pub use report::{ReportInput, cover, place, report};
pub use rule::{rule_blocks, rule_sources};

/// What stands before a person's own words.
pub const OWN_WORDS: &str = "In the reviewers’ words";

/// What stands before an item of a list that is a task: still to do, and done.
pub const TASK: [&str; 2] = ["☐ ", "☑ "];

/// What stands with everything that touches the law.
pub const NOT_LEGAL_ADVICE: &str = "Computed from the stated rules and times; not legal advice. “Late” is a computed fact, not a breach of law.";

/// The same in the language of what is made.
pub(crate) fn not_legal_advice() -> &'static str {
    crate::language::look(NOT_LEGAL_ADVICE)
}

/// A document.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// What stands under the title: name and value.
    pub meta: Vec<(String, String)>,
    /// What is in it, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a document.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading; level 2 is the highest under the title.
    Heading {
        /// From 2 to 4.
        level: u8,
        /// Its text.
        text: String,
        /// Names it for links inside the document.
        id: String,
    },
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A list.
    List {
        /// Numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Run>>,
    },
    /// A table.
    Table {
        /// What it shows.
        caption: String,
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows; each has a cell a column.
        rows: Vec<Vec<Vec<Run>>>,
    },
    /// A table whose numbers open on the page.
    Explained(Box<Explained>),
    /// A chart, with the table of its numbers.
    Figure(Box<Chart>),
    /// A remark that must not be missed.
    Note(Vec<Run>),
    /// What follows starts on a new page in print.
    PageBreak,
    /// What a person wrote, beside what is computed.
    Own(Vec<Block>),
}

/// A column of a table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// Its cells are numbers or times, aligned to the right.
    pub numeric: bool,
    /// Its cells are English in whatever language the rest is said.
    pub english: bool,
}

/// A stretch of text in one style.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// Plain.
    Text(String),
    /// Strong.
    Strong(String),
    /// Emphasised.
    Emphasis(String),
    /// A name of a file, a rule, a hash.
    Code(String),
}

impl Run {
    /// The text without its style.
    pub fn text(&self) -> &str {
        match self {
            Run::Text(text) | Run::Strong(text) | Run::Emphasis(text) | Run::Code(text) => text,
        }
    }
}

impl From<&str> for Run {
    fn from(text: &str) -> Self {
        Run::Text(text.to_owned())
    }
}

impl From<String> for Run {
    fn from(text: String) -> Self {
        Run::Text(text)
    }
}

impl Block {
    /// A list without numbers.
    pub(crate) fn list(items: Vec<Vec<Run>>) -> Block {
        Block::List { ordered: false, items }
    }

    /// A table whose columns are numeric where their title ends in a tab.
    pub(crate) fn table<T: AsRef<str>>(caption: &str, columns: &[T], rows: Vec<Vec<Vec<Run>>>) -> Block {
        let column = |title: &T| Column {
            title: title.as_ref().trim_end_matches('\t').to_owned(),
            numeric: title.as_ref().ends_with('\t'),
            english: false,
        };
        Block::Table { caption: caption.to_owned(), columns: columns.iter().map(column).collect(), rows }
    }

    /// A table of which some columns, by their places, are English in whatever language the rest is said.
    pub(crate) fn with_english(mut self, places: &[usize]) -> Block {
        if let Block::Table { columns, .. } = &mut self {
            columns.iter_mut().enumerate().for_each(|(n, column)| column.english = places.contains(&n));
        }
        self
    }
}

/// What stands in a cell of a table that is left to be written in. One that merely has nothing to say is empty.
const BLANK: &str = "\u{a0}";

/// A cell to write in.
pub(crate) fn blank() -> Vec<Run> {
    plain(BLANK)
}

/// Whether a cell is left to be written in.
fn is_blank(cell: &[Run]) -> bool {
    matches!(cell, [Run::Text(text)] if text == BLANK)
}

/// Which columns of a table are left to be written in, in every row.
fn to_fill(columns: &[Column], rows: &[Vec<Vec<Run>>]) -> Vec<bool> {
    let blank = |n: usize| rows.iter().all(|row| row.get(n).is_some_and(|cell| is_blank(cell)));
    (0..columns.len()).map(|n| !rows.is_empty() && blank(n)).collect()
}

/// The id of a heading: its words in small letters, joined by dashes.
pub(crate) fn heading_id(text: &str) -> String {
    let mut id = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            id.extend(c.to_lowercase());
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

impl Document {
    /// Its headings in order: level, text, id.
    pub fn headings(&self) -> impl Iterator<Item = (u8, &str, &str)> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading { level, text, id } => Some((*level, text.as_str(), id.as_str())),
            _ => None,
        })
    }

    pub(crate) fn heading(&mut self, level: u8, text: &str) {
        let id = heading_id(text);
        let same = self.headings().filter(|(_, _, other)| *other == id).count();
        let id = if same == 0 { id } else { format!("{id}-{}", same + 1) };
        self.blocks.push(Block::Heading { level, text: text.to_owned(), id });
    }

    pub(crate) fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(vec![Run::Text(text.into())]));
    }

    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Note(vec![Run::Text(text.into())]));
    }

    pub(crate) fn list(&mut self, items: Vec<Vec<Run>>) {
        if !items.is_empty() {
            self.blocks.push(Block::list(items));
        }
    }

    /// As [`Block::table`].
    pub(crate) fn table(&mut self, caption: &str, columns: &[&str], rows: Vec<Vec<Vec<Run>>>) {
        self.blocks.push(Block::table(caption, columns, rows));
    }
}

/// One run of plain text, as a table cell or a list item.
pub(crate) fn plain(text: impl Into<String>) -> Vec<Run> {
    vec![Run::Text(text.into())]
}

/// JSON with what [`shown`] changes as escapes: the same data, and nothing turns the lines of whoever looks at it.
pub(crate) fn escaped_json(json: String) -> String {
    if is_shown(&json) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        // Outside strings JSON has none of them, and all are a single code of UTF-16.
        match shown(c) == Some(c) {
            true => out.push(c),
            false => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    out
}
