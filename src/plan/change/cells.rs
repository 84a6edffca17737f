//! Rows in the user's own tables: finding the column for each cell, and writing text that stays text.

use super::CellKind;
use crate::plan::read::block::{Block, BlockKind, Row};
use crate::plan::words::{holds, words};
use std::ops::Range;

/// A text as the content of a table cell: on one line, and free of marks that would make it anything but text.
///
/// ```
/// use floodmark::plan::change::cell_text;
/// assert_eq!(cell_text("a | b\n<img src=x>"), "a \\| b \\<img src=x\\>");
/// ```
pub fn cell_text(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        if matches!(c, '\\' | '|' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '&' | '~' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The text that the content of a cell stands for: [`cell_text`] backwards.
pub fn plain(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.next_if(|next| c == '\\' && next.is_ascii_punctuation()) {
            Some(own) => out.push(own),
            None => out.push(c),
        }
    }
    out
}

/// A text on one line, without control characters and without characters that turn the direction of writing.
pub fn one_line(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced: String = text
        .chars()
        .filter(|c| !turns(*c))
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The Markdown of a cell that a person may have written: on one line, bars escaped.
pub fn cell_markdown(text: &str) -> String {
    let mut out = String::new();
    let mut escaped = false;
    for c in one_line(text).chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    if escaped {
        out.push('\\'); // a lone backslash at the end would escape the bar after it
    }
    out
}

/// The cells of an amendment's text: parted by bars that are not escaped.
pub fn split(text: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in one_line(text).chars() {
        if c == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    cells.into_iter().map(|c| c.trim().to_owned()).collect()
}

/// The bytes of the cells of a row as it is written, without the bars.
pub fn ranges(row: &str) -> Vec<Range<usize>> {
    let (mut all, mut start, mut escaped) = (vec![], 0, false);
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            // A bar at the very beginning ends no cell.
            if at > 0 {
                all.push(start..at);
            }
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if start < row.len() {
        all.push(start..row.len());
    }
    all
}

/// What a column of the user's table takes, by its title.
fn column(title: &str) -> Option<CellKind> {
    let w = words(title);
    let any = |patterns: &[&str]| patterns.iter().any(|p| holds(&w, p));
    let timed = any(&["clock", "time", "goal"]) && !any(&["start*", "trigger*", "begin*"]);
    Some(if timed || any(&["target*", "limit", "within", "deadline*", "sla", "maximum"]) {
        CellKind::Limit
    } else if any(&["from", "start*", "trigger*", "measured", "when", "definition"]) {
        CellKind::From
    } else if any(&["authorit*", "recipient*", "regulator*", "to", "whom", "tell", "told"]) {
        CellKind::Recipient
    } else if any(&["owner*", "responsib*", "who", "files", "by", "lead"]) {
        CellKind::Owner
    } else if any(&[
        "metric*",
        "name",
        "rule",
        "obligation*",
        "regulation*",
        "regime",
        "law",
        "duty",
        "role",
        "what",
        "measure",
        "contract*",
        "jurisdiction*",
    ]) {
        CellKind::Name
    } else if any(&["note*", "comment*", "remark*", "source*", "detail*", "contact*", "how", "why"]) {
        CellKind::Note
    } else {
        return None;
    })
}

/// The column in which a table has limits: one that says so before one that speaks of time.
pub fn limit_column(header: &Row) -> Option<usize> {
    let limits = |title: &str| column(title) == Some(CellKind::Limit);
    let says = |title: &str| {
        let w = words(title);
        limits(title) && ["limit*", "deadline*", "within", "maximum"].iter().any(|p| holds(&w, p))
    };
    let find = |of: &dyn Fn(&str) -> bool| header.cells.iter().position(|c| of(&c.text()));
    find(&says).or_else(|| find(&limits))
}

/// The row that says the cells in a table's own columns; cells without a column join the last that has text.
pub fn row(header: &Row, kinds: &[CellKind], cells: &[String]) -> Vec<String> {
    let mut columns: Vec<Option<CellKind>> = header.cells.iter().map(|c| column(&c.text())).collect();
    // The first column names the row, whatever its title.
    if !columns.contains(&Some(CellKind::Name))
        && let Some(first) = columns.first_mut()
    {
        *first = Some(CellKind::Name);
    }
    let mut out = vec![String::new(); columns.len()];
    let mut left: Vec<String> = Vec::new();
    for (at, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
        let kind = kinds.get(at).copied().unwrap_or(CellKind::Note);
        let place = columns
            .iter()
            .position(|c| *c == Some(kind))
            .filter(|p| out.get(*p).is_some_and(String::is_empty));
        match place.and_then(|p| out.get_mut(p)) {
            Some(slot) => *slot = cell_markdown(cell),
            None => left.push(cell_markdown(cell)),
        }
    }
    for cell in left {
        let note = columns.iter().position(|c| *c == Some(CellKind::Note));
        let last = note.or_else(|| out.iter().rposition(|c| !c.is_empty())).unwrap_or(0);
        if let Some(slot) = out.get_mut(last) {
            *slot = if slot.is_empty() { cell } else { format!("{slot}; {cell}") };
        }
    }
    out
}

/// A row written as its table writes them: the same bars at the ends, the same prefix of the line.
pub fn line(text: &str, table: &Block, cells: &[String]) -> String {
    let BlockKind::Table { header, rows } = &table.kind else { return String::new() };
    let model = rows.last().unwrap_or(header);
    let written = text.get(model.range.clone()).unwrap_or("").trim();
    let body = cells.join(" | ");
    let lead =
        if written.starts_with('|') || cells.first().is_some_and(String::is_empty) { "| " } else { "" };
    let trail = if written.ends_with('|') || lead.is_empty() && cells.len() == 1 { " |" } else { "" };
    format!("{}{lead}{body}{trail}", prefix(text, model.range.start))
}

/// What stands before a byte on its line, with anything but quotation marks and white space blanked.
pub fn prefix(text: &str, at: usize) -> String {
    let start = crate::plan::read::line_start(text, at);
    let before = text.get(start..at).unwrap_or("").trim_start_matches('\u{feff}');
    before.chars().map(|c| if c.is_whitespace() || c == '>' { c } else { ' ' }).collect()
}

/// The cells as one sentence, for a plan that has no table for them.
pub fn sentence(cells: &[String]) -> String {
    let mut parts = cells.iter().filter(|c| !c.is_empty());
    let Some(first) = parts.next() else { return String::new() };
    let rest: Vec<&str> = parts.map(String::as_str).collect();
    if rest.is_empty() {
        first.clone()
    } else {
        format!("{first}: {}.", rest.join("; ").trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_bar_stays_in_its_cell() {
        assert_eq!(split(r"a \| b | c"), [r"a \| b", "c"]);
        assert_eq!(cell_markdown(r"a | b \| c \"), r"a \| b \| c \\");
    }

    #[test]
    fn cells_are_found_in_a_row_as_it_is_written() {
        let of = |row: &'static str| -> Vec<&str> {
            ranges(row).into_iter().filter_map(|r| row.get(r)).map(str::trim).collect()
        };
        assert_eq!(of(r"| a \| b |  | c |"), [r"a \| b", "", "c"]);
        assert_eq!(of("a | b"), ["a", "b"]);
    }

    #[test]
    fn a_cell_gives_back_the_text_that_was_written_into_it() {
        for text in [r"a | b \ c", "<img src=x> & `code` *x* [y]", r"C:\dir", r"\", ""] {
            assert_eq!(plain(&cell_text(text)), text);
        }
    }

    #[test]
    fn what_turns_or_breaks_a_line_is_gone() {
        assert_eq!(one_line("a\r\nb\u{202e}c\u{7}d"), "a bc d");
    }
}
