//! What Markdown says of the words of a line.

use crate::plan::read::block;

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
