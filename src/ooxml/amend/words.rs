//! The words of a line: what differs between two, and what Markdown says of them.

use crate::plan::read::block;
use crate::plan::redline;

/// A word diff in which numbers and dates change as a whole: “2026-01-15” gives way to “2026-04-02”, not its digits.
pub(super) fn whole_words(ops: Vec<redline::Op>) -> Vec<redline::Op> {
    use redline::Op::{Delete, Equal, Insert};
    let numeric = |t: &str| {
        t.chars().any(|c| c.is_ascii_digit()) && t.chars().all(|c| c.is_ascii_digit() || "-./:".contains(c))
    };
    let tail = |t: &str| {
        t.rfind(|c: char| !(c.is_ascii_digit() || "-./:".contains(c)))
            .map_or(0, |at| at + t.get(at..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8))
    };
    let head = |t: &str| t.find(|c: char| !(c.is_ascii_digit() || "-./:".contains(c))).unwrap_or(t.len());
    let mut out: Vec<redline::Op> = vec![];
    // What is being replaced: old and new.
    let (mut old, mut new) = (String::new(), String::new());
    let close = |old: &mut String, new: &mut String, out: &mut Vec<redline::Op>| {
        if !old.is_empty() {
            out.push(Delete(std::mem::take(old)));
        }
        if !new.is_empty() {
            out.push(Insert(std::mem::take(new)));
        }
    };
    let mut ops = ops.into_iter().peekable();
    while let Some(op) = ops.next() {
        match op {
            Delete(text) => old.push_str(&text),
            Insert(text) => new.push_str(&text),
            Equal(text) => {
                let mut rest = text.as_str();
                let replaces = !old.is_empty() && !new.is_empty();
                let lead = rest.get(..head(rest)).unwrap_or("");
                let goes_on = lead.len() == rest.len()
                    && matches!(ops.peek(), Some(Delete(t) | Insert(t)) if numeric(t));
                if replaces && numeric(&old) && !lead.is_empty() && (numeric(lead) || goes_on) {
                    old.push_str(lead);
                    new.push_str(lead);
                    rest = rest.get(lead.len()..).unwrap_or("");
                }
                if rest.is_empty() {
                    continue;
                }
                close(&mut old, &mut new, &mut out);
                let (keep, trail) = rest.split_at(tail(rest));
                let next = matches!(ops.peek(), Some(Delete(t) | Insert(t)) if numeric(t));
                if next && numeric(trail) {
                    if !keep.is_empty() {
                        out.push(Equal(keep.to_owned()));
                    }
                    old.push_str(trail);
                    new.push_str(trail);
                } else {
                    out.push(Equal(rest.to_owned()));
                }
            }
        }
    }
    close(&mut old, &mut new, &mut out);
    out
}

/// Markdown inside a line as styled text; space at its ends is kept.
pub(in crate::ooxml) fn inline(text: &str) -> Vec<block::Run> {
    let lead = text.len() - text.trim_start().len();
    let (lead, rest) = text.split_at(lead);
    let body = rest.trim_end();
    let trail = rest.get(body.len()..).unwrap_or("");
    let plain = |text: &str| block::Run { text: text.to_owned(), ..block::Run::default() };
    let mut runs = vec![];
    if !lead.is_empty() {
        runs.push(plain(lead));
    }
    // A letter before it keeps the text a paragraph, whatever it begins with.
    let (blocks, _) = block::parse(&format!("x {body}"));
    match blocks.as_slice() {
        [one] if one.kind == block::BlockKind::Paragraph => {
            let mut found = one.runs.clone();
            if let Some(first) = found.first_mut() {
                first.text = first
                    .text
                    .strip_prefix("x ")
                    .or_else(|| first.text.strip_prefix('x'))
                    .unwrap_or(&first.text)
                    .to_owned();
            }
            runs.extend(found.into_iter().filter(|r| !r.text.is_empty()));
        }
        _ => runs.push(plain(body)),
    }
    if !trail.is_empty() {
        runs.push(plain(trail));
    }
    runs
}

/// The cells of a row of Markdown.
pub(in crate::ooxml) fn row_cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        if c == '|' && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    if cells.last().is_some_and(|c| c.trim().is_empty()) {
        cells.pop();
    }
    cells.into_iter().map(|c| c.trim().to_owned()).collect()
}
