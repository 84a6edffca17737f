//! Markdown that a person wrote, as blocks of a document. Raw HTML in it is text; addresses lead nowhere and stand as text.

use super::{Block, Column, Run, TASK};
use crate::plan::read::block::{self, BlockKind, Cell};

/// The blocks of a text. Its headings stand at `top` or below; `name` begins their names.
///
/// ```
/// use floodmark::document::{Block, Run, written};
/// let blocks = written::blocks("# Why\n\n<b>not bold</b> and **bold**", 3, "factors");
/// assert!(matches!(&blocks[0], Block::Heading { level: 3, id, .. } if id == "factors-own-1"));
/// assert_eq!(blocks[1], Block::Paragraph(vec![Run::Text("<b>not bold</b> and ".to_owned()), Run::Strong("bold".to_owned())]));
/// ```
pub fn blocks(text: &str, top: u8, name: &str) -> Vec<Block> {
    let mut out: Vec<Block> = vec![];
    let mut headings = 0;
    // The list that the last block belongs to.
    let mut list = None;
    for block in block::parse(text).0 {
        let words = || runs(&block.runs);
        let before = list.take();
        match block.kind {
            BlockKind::Heading { level } => {
                headings += 1;
                let id = format!("{name}-own-{headings}");
                out.push(Block::Heading { level: level.clamp(top, 4), text: block.text(), id });
            }
            BlockKind::Paragraph | BlockKind::Html if block.quote > 0 => out.push(Block::Note(words())),
            BlockKind::Paragraph | BlockKind::Html => out.push(Block::Paragraph(words())),
            BlockKind::Item { ref marker, task, list: of, .. } => {
                let mut item = words();
                if let Some(done) = task {
                    item.insert(0, Run::Text(TASK[usize::from(done)].to_owned()));
                }
                list = Some(of);
                let ordered = marker.starts_with(|c: char| c.is_ascii_digit());
                match out.last_mut() {
                    Some(Block::List { items, .. }) if before == list => items.push(item),
                    _ => out.push(Block::List { ordered, items: vec![item] }),
                }
            }
            BlockKind::Table { ref header, ref rows } => {
                let columns = header
                    .cells
                    .iter()
                    .map(|c| Column { title: c.text(), numeric: false, english: false })
                    .collect();
                let cells = |cells: &[Cell]| cells.iter().map(|c| runs(&c.runs)).collect();
                let rows = rows.iter().map(|row| cells(&row.cells)).collect();
                out.push(Block::Table { caption: String::new(), columns, rows });
            }
            BlockKind::Code { .. } | BlockKind::FrontMatter => {
                let lines = block.runs.iter().flat_map(|run| run.text.lines());
                out.extend(lines.map(|line| Block::Paragraph(vec![Run::Code(line.to_owned())])));
            }
            BlockKind::Rule => {}
        }
    }
    out
}

/// Words in their styles; of several, the stronger one.
fn runs(runs: &[block::Run]) -> Vec<Run> {
    let mut out: Vec<Run> = vec![];
    for run in runs {
        let text = run.text.clone();
        let one = match (run.code, run.bold, run.italic) {
            (true, ..) => Run::Code(text),
            (_, true, _) => Run::Strong(text),
            (.., true) => Run::Emphasis(text),
            _ => Run::Text(text),
        };
        match (out.last_mut(), one) {
            (Some(Run::Text(before)), Run::Text(text)) => before.push_str(&text),
            (_, one) => out.push(one),
        }
        if let Some(link) = run.link.as_deref().filter(|link| *link != run.text && !link.starts_with('#')) {
            out.push(Run::Text(format!(" ({link})")));
        }
    }
    out
}
