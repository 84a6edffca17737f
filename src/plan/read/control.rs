//! Document control: version, dates and revision history, wherever a plan keeps them.

use super::block::{Block, BlockKind, Row};
use super::{Plan, Topic};
use crate::plan::words::{holds, normal, words, words_at};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What stands before the words of a header and of a footer where a Word document is read as text; such lines come first.
pub const RUNNING: [&str; 2] = ["(header: ", "(footer: "];

/// What a field of the document control holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// The version.
    Version,
    /// A date that moves with each version: last reviewed, last updated, effective.
    Date,
    /// The day of the next review.
    NextReview,
    /// The day on which the plan was exercised last.
    LastExercised,
}

/// A value of the document control and its bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Field {
    /// What it holds.
    pub kind: FieldKind,
    /// The bytes of the value alone.
    pub range: Range<usize>,
}

/// Where a plan keeps its revision history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "style")]
pub enum History {
    /// A table, as a number in [`Plan::blocks`].
    Table {
        /// The block.
        block: usize,
    },
    /// A list, as a number in [`Plan::lists`].
    List {
        /// The list.
        list: usize,
    },
    /// A section without table or list, as a number in [`Plan::sections`].
    Section {
        /// The section.
        section: usize,
    },
}

/// What a column of a revision history holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// The version.
    Version,
    /// The date.
    Date,
    /// Who approved it.
    Approver,
    /// The case.
    Case,
    /// The ids of the amendments.
    Amendments,
    /// What changed.
    Summary,
    /// Anything else.
    Other,
}

/// What a column holds, by its title.
pub fn column(title: &str) -> Column {
    let w = words(title);
    let any = |patterns: &[&str]| patterns.iter().any(|p| holds(&w, p));
    if any(&["version", "rev", "revision", "issue", "no", "v"]) {
        Column::Version
    } else if any(&["date", "when", "datum", "effective"]) {
        Column::Date
    } else if any(&["amendment*", "ids", "id"]) {
        Column::Amendments
    } else if any(&["approv*", "author*", "by", "who", "owner", "editor"]) {
        Column::Approver
    } else if any(&["case", "incident", "reason", "source", "trigger"]) {
        Column::Case
    } else if any(&["change*", "summary", "description", "notes", "note", "what", "comment*", "details"]) {
        Column::Summary
    } else {
        Column::Other
    }
}

/// Where the revision history is: under its heading, or a table whose header can be nothing else.
pub fn history(plan: &Plan) -> Option<History> {
    let section =
        plan.sections.iter().position(|s| s.topics.first().is_some_and(|t| t.0 == Topic::RevisionHistory));
    if let Some(section) = section {
        let range = plan.sections.get(section).map(|s| s.range.clone()).unwrap_or_default();
        let inside = |b: &Block| range.contains(&b.range.start);
        let table = |b: &&(usize, &Block)| inside(b.1) && matches!(b.1.kind, BlockKind::Table { .. });
        if let Some((block, _)) = plan.blocks.iter().enumerate().collect::<Vec<_>>().iter().find(table) {
            return Some(History::Table { block: *block });
        }
        let list = plan.blocks.iter().filter(|b| inside(b)).find_map(|b| match b.kind {
            BlockKind::Item { list, .. } if b.depth == 1 => Some(list),
            _ => None,
        });
        return Some(match list {
            Some(list) => History::List { list },
            None => History::Section { section },
        });
    }
    plan.blocks.iter().position(is_history_table).map(|block| History::Table { block })
}

fn is_history_table(block: &Block) -> bool {
    let BlockKind::Table { header, .. } = &block.kind else { return false };
    let columns: Vec<Column> = header.cells.iter().map(|c| column(&c.text())).collect();
    [Column::Version, Column::Date, Column::Summary].iter().all(|c| columns.contains(c))
}

/// The bytes of the revision history.
pub fn history_range(plan: &Plan) -> Option<Range<usize>> {
    match plan.history.as_ref()? {
        History::Table { block } => plan.blocks.get(*block).map(|b| b.range.clone()),
        History::List { list } => {
            let list = plan.lists.get(*list)?;
            let first = plan.blocks.get(*list.items.first()?)?;
            Some(first.range.start..list.end)
        }
        History::Section { section } => plan.sections.get(*section).map(|s| s.range.clone()),
    }
}

/// The ids of amendments that the revision history names: words such as `preserve-evidence.before-eradication`.
pub fn amended(plan: &Plan) -> Vec<String> {
    let Some(range) = history_range(plan) else { return Vec::new() };
    ids_in(plan.text.get(range).unwrap_or(""))
}

/// The ids of amendments that a text names.
pub fn ids_in(text: &str) -> Vec<String> {
    let mut ids: Vec<String> = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')))
        .map(|w| w.trim_matches('.'))
        .filter(|w| {
            let named = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase());
            w.split('.').count() >= 2
                && w.split('.').all(named)
                && w.chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_'))
        })
        .map(str::to_owned)
        .collect();
    ids.sort();
    ids.dedup();
    ids
}

/// The version and date fields: in front matter, before the first section, under the title, under document control.
pub fn fields(plan: &Plan) -> Vec<Field> {
    let mut out = Vec::new();
    let history = history_range(plan).unwrap_or(0..0);
    let title =
        plan.sections.first().filter(|_| plan.sections.len() > 1).map(|s| s.own.clone()).unwrap_or(0..0);
    for block in plan.blocks.iter() {
        if history.contains(&block.range.start) {
            continue;
        }
        let controlled = block
            .section
            .and_then(|s| plan.sections.get(s))
            .is_some_and(|s| s.is_about(Topic::DocumentControl));
        let place = match block.kind {
            BlockKind::FrontMatter => true,
            BlockKind::Code { .. } | BlockKind::Html | BlockKind::Heading { .. } | BlockKind::Rule => false,
            _ => block.section.is_none() || title.contains(&block.range.start) || controlled,
        };
        if place {
            match &block.kind {
                BlockKind::Table { header, rows } => table_fields(plan, header, rows, &mut out),
                _ => text_fields(plan, block.range.clone(), &mut out),
            }
        }
    }
    // Only one version is the document's own: the first; others count where they say the same. What runs along every page may be
    // the version of a form.
    let running = |f: &&Field| {
        let start = super::line_start(&plan.text, f.range.start);
        RUNNING.iter().any(|mark| plan.text.get(start..).is_some_and(|line| line.starts_with(mark)))
    };
    let mut versions: Vec<&Field> = out.iter().filter(|f| f.kind == FieldKind::Version).collect();
    versions.sort_by_key(running);
    let first = versions.first().and_then(|f| plan.text.get(f.range.clone())).map(str::to_owned);
    out.retain(|f| f.kind != FieldKind::Version || plan.text.get(f.range.clone()) == first.as_deref());
    out.sort_by_key(|f| f.range.start);
    out.dedup_by_key(|f| f.range.start);
    out
}

/// A table of keys and values, or with the keys as header over one row.
fn table_fields(plan: &Plan, header: &Row, rows: &[Row], out: &mut Vec<Field>) {
    for row in std::iter::once(header).chain(rows) {
        if let [key, value, ..] = row.cells.as_slice() {
            let joined = key.range.start..value.range.end.max(key.range.start);
            text_fields(plan, joined, out);
        }
    }
    if let [row] = rows {
        for (key, value) in header.cells.iter().zip(&row.cells) {
            let Some(kind) = key_kind(&key.text()) else { continue };
            let text = plan.text.get(value.range.clone()).unwrap_or("");
            let literal = match kind {
                FieldKind::Version => version_at(text),
                FieldKind::Date | FieldKind::NextReview | FieldKind::LastExercised => date_or_open(text),
            };
            if let Some(l) = literal {
                out.push(Field { kind, range: value.range.start + l.start..value.range.start + l.end });
            }
        }
    }
}

fn key_kind(key: &str) -> Option<FieldKind> {
    match normal(key).as_str() {
        "version" | "revision" | "rev" => Some(FieldKind::Version),
        k if DATE_KEYS.contains(&k) => Some(FieldKind::Date),
        k if NEXT_KEYS.contains(&k) => Some(FieldKind::NextReview),
        k if EXERCISE_KEYS.contains(&k) => Some(FieldKind::LastExercised),
        _ => None,
    }
}

const NEXT_KEYS: &[&str] = &["next review", "next review date", "review due", "next reviewed"];

const EXERCISE_KEYS: &[&str] =
    &["last exercised", "last exercise", "last tested", "last test", "test date", "letzte übung"];

/// The bytes of a date, or of the place that is left for one.
fn date_or_open(text: &str) -> Option<Range<usize>> {
    if let Some(found) = date_at(text) {
        return Some(found.range);
    }
    let at = text.to_ascii_lowercase().find("[date]")?;
    Some(at..at + "[date]".len())
}

const DATE_KEYS: &[&str] = &[
    "date",
    "last reviewed",
    "last updated",
    "last revised",
    "updated",
    "effective",
    "effective date",
    "effective from",
    "revised",
    "released",
    "last review",
    "review date",
    "version date",
    "as of",
    "stand",
    "letzte änderung",
];

/// Values after their key in running text: `Version: 1.2`, `**Last reviewed:** 2026-01-15`, `last reviewed on …`.
fn text_fields(plan: &Plan, range: Range<usize>, out: &mut Vec<Field>) {
    let text = plan.text.get(range.clone()).unwrap_or("");
    let words = words_at(text);
    for (at, word) in words.iter().enumerate() {
        let before: Vec<&str> =
            words.get(at.saturating_sub(2)..at).unwrap_or_default().iter().map(|w| &*w.text).collect();
        if ["version", "revision", "rev"].contains(&&*word.text) && before.last() != Some(&"next") {
            let rest = text.get(word.range.end..).unwrap_or("");
            let gap = rest.len()
                - rest
                    .trim_start_matches([' ', ':', '*', '_', '|', '`', '\t', '=', '"', '\'', '#', '\u{a0}'])
                    .len();
            if let Some(found) = version_at(rest.get(gap..).unwrap_or("")).filter(|f| f.start == 0 && gap > 0)
            {
                let start = range.start + word.range.end + gap;
                out.push(Field { kind: FieldKind::Version, range: start..start + found.end });
            }
        }
        let pair = |n: usize| {
            let phrase: Vec<&str> = words
                .get((at + 1).saturating_sub(n)..=at)
                .unwrap_or_default()
                .iter()
                .map(|w| &*w.text)
                .collect();
            phrase.len() == n && DATE_KEYS.contains(&phrase.join(" ").as_str())
        };
        let next = before.iter().any(|w| ["next", "test", "tested", "approved", "birth"].contains(w));
        let ends = |keys: &[&str]| {
            words.get(at.saturating_sub(1)..=at).is_some_and(|pair| {
                let phrase: Vec<&str> = pair.iter().map(|w| &*w.text).collect();
                keys.contains(&phrase.join(" ").as_str())
            })
        };
        let kind = if ends(NEXT_KEYS) {
            Some(FieldKind::NextReview)
        } else if ends(EXERCISE_KEYS) {
            Some(FieldKind::LastExercised)
        } else {
            ((pair(1) || pair(2)) && !next).then_some(FieldKind::Date)
        };
        if let Some(kind) = kind {
            let rest = text.get(word.range.end..).unwrap_or("");
            let line = rest.lines().next().unwrap_or("");
            if let Some(found) = date_or_open(line) {
                let between = words_at(line.get(..found.start).unwrap_or(""));
                let plain = between.iter().all(|w| ["on", "date", "of", "in", "from"].contains(&&*w.text));
                if plain {
                    let start = range.start + word.range.end;
                    out.push(Field { kind, range: start + found.start..start + found.end });
                }
            }
        }
    }
}

/// Whether a text can be a version: it is read as one, whole.
///
/// ```
/// use floodmark::plan::read::control::is_version;
/// assert!(is_version("2.0") && is_version("v3") && is_version("2026-04"));
/// assert!(!is_version("two | 2") && !is_version(""));
/// ```
pub fn is_version(text: &str) -> bool {
    version_at(text).is_some_and(|found| found == (0..text.len()))
}

/// The bytes of a version at the very start of a text: `1.2`, `v3`, `2026-03`, `C`.
pub fn version_at(text: &str) -> Option<Range<usize>> {
    let end = text
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')))
        .map_or(text.len(), |(at, _)| at);
    let literal = text.get(..end)?.trim_end_matches(['.', '-', '_']);
    let numbered = literal.trim_start_matches(['v', 'V', 'r', 'R']).starts_with(|c: char| c.is_ascii_digit());
    let lettered = literal.len() == 1 && literal.starts_with(|c: char| c.is_ascii_uppercase());
    (numbered || lettered).then_some(0..literal.len())
}

/// How a date is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateStyle {
    /// `2026-03-16`
    Iso,
    /// `16.03.2026`
    Dotted,
    /// `16 March 2026`
    DayMonth,
    /// `March 16, 2026`
    MonthDay,
    /// `March 2026`
    Month,
    /// `16/03/2026`, of which nobody can tell which number is the month.
    Slashed,
}

/// A date in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dated {
    /// How it is written.
    pub style: DateStyle,
    /// Its bytes.
    pub range: Range<usize>,
}

/// The months as English writes them.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The first date in a text.
pub fn date_at(text: &str) -> Option<Dated> {
    let words = words_at(text);
    let month = |w: &str| {
        MONTHS
            .iter()
            .any(|m| m.to_ascii_lowercase() == w || (w.len() == 3 && m.to_ascii_lowercase().starts_with(w)))
    };
    let digits = |w: &str, n: std::ops::RangeInclusive<usize>| {
        w.chars().all(|c| c.is_ascii_digit()) && n.contains(&w.len())
    };
    for (at, word) in words.iter().enumerate() {
        let next = |n: usize| words.get(at + n);
        let gap = |n: usize| {
            let (a, b) = (words.get(at + n)?, words.get(at + n + 1)?);
            text.get(a.range.end..b.range.start)
        };
        let dated =
            |style, last: usize| next(last).map(|l| Dated { style, range: word.range.start..l.range.end });
        let w = &*word.text;
        // `16.03.2026` is a number, a dot and a number to the reader of words: look at the text itself.
        let raw = text.get(word.range.start..).unwrap_or("");
        let head: String =
            raw.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '/' | '-')).collect();
        let parts: Vec<&str> = head.split(['.', '/', '-']).collect();
        if let [a, b, c, ..] = parts.as_slice() {
            let last = |n: usize| n.min(head.len());
            if head.contains('-') && digits(a, 4..=4) && digits(b, 2..=2) && digits(c, 2..=2) {
                return Some(Dated {
                    style: DateStyle::Iso,
                    range: word.range.start..word.range.start + last(10),
                });
            }
            if digits(a, 1..=2) && digits(b, 1..=2) && digits(c, 4..=4) && !head.contains('-') {
                let style = if head.contains('/') { DateStyle::Slashed } else { DateStyle::Dotted };
                let length = a.len() + b.len() + c.len() + 2;
                return Some(Dated { style, range: word.range.start..word.range.start + length });
            }
        }
        let year = |n: usize| next(n).is_some_and(|w| digits(&w.text, 4..=4));
        if digits(w, 1..=2) && next(1).is_some_and(|m| month(&m.text)) && year(2) && gap(0) == Some(" ") {
            return dated(DateStyle::DayMonth, 2);
        }
        if month(w) && next(1).is_some_and(|d| digits(&d.text, 1..=2)) && year(2) {
            return dated(DateStyle::MonthDay, 2);
        }
        if month(w) && year(1) && gap(0) == Some(" ") {
            return dated(DateStyle::Month, 1);
        }
    }
    None
}

/// The version that the newest row of the revision history names.
pub fn history_version(plan: &Plan) -> Option<String> {
    match plan.history.as_ref()? {
        History::Table { block } => {
            let BlockKind::Table { header, rows } = &plan.blocks.get(*block)?.kind else { return None };
            let at = header.cells.iter().position(|c| column(&c.text()) == Column::Version)?;
            let row = if newest_first(plan, *block) { rows.first() } else { rows.last() };
            let cell = row?.cells.get(at)?.text();
            version_at(&cell).and_then(|r| cell.get(r)).map(str::to_owned)
        }
        History::List { list } => {
            let list = plan.lists.get(*list)?;
            let text = plan.blocks.get(*list.items.last()?)?.text();
            let start = text.trim_start_matches(|c: char| !c.is_ascii_digit());
            version_at(start).and_then(|r| start.get(r)).map(str::to_owned)
        }
        History::Section { .. } => None,
    }
}

/// Whether a history table has its newest row on top: by dates, else by versions.
pub fn newest_first(plan: &Plan, block: usize) -> bool {
    let Some(BlockKind::Table { header, rows }) = plan.blocks.get(block).map(|b| &b.kind) else {
        return false;
    };
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return false };
    let cell = |row: &Row, kind: Column| {
        let at = header.cells.iter().position(|c| column(&c.text()) == kind)?;
        row.cells.get(at).map(super::block::Cell::text)
    };
    let iso = |row: &Row| {
        let text = cell(row, Column::Date)?;
        let found = date_at(&text)?;
        (found.style == DateStyle::Iso).then(|| text.get(found.range).map(str::to_owned)).flatten()
    };
    if let (Some(a), Some(b)) = (iso(first), iso(last))
        && a != b
    {
        return a > b;
    }
    let version = |row: &Row| {
        let numbers: Vec<u64> = words(&cell(row, Column::Version)?)
            .iter()
            .flat_map(|w| w.split(['.', ',']).filter_map(|n| n.parse().ok()).collect::<Vec<u64>>())
            .collect();
        (!numbers.is_empty()).then_some(numbers)
    };
    matches!((version(first), version(last)), (Some(a), Some(b)) if a > b)
}
