//! New paragraphs, items, rows and tables, in the manner of their neighbours.

use super::amend::{Job, inline, row_cells};
use super::paragraph::{all_bold, atoms};
use super::project::{Kind, Line, cells, span};
use super::xml::{Id, Tree, escape};
use crate::plan::read::block::{self, Block, BlockKind, Run};

/// What belongs to one stretch of words, not to the style of what stands beside it.
const OF_WORDS: [&str; 10] = [
    "w:rPrChange",
    "w:ins",
    "w:del",
    "w:moveFrom",
    "w:moveTo",
    "w:highlight",
    "w:vanish",
    "w:strike",
    "w:dstrike",
    "w:rStyle",
];
/// What makes words stand out in their paragraph.
const OF_EMPHASIS: [&str; 5] = ["w:b", "w:bCs", "w:i", "w:iCs", "w:u"];
/// What belongs to one paragraph alone.
const OF_PARAGRAPH: [&str; 7] =
    ["w:rPr", "w:pPrChange", "w:sectPr", "w:framePr", "w:pageBreakBefore", "w:divId", "w:cnfStyle"];

/// The style of a run, without its element: what an insertion beside it takes over.
pub(super) fn run_style(tree: &Tree<'_>, run: Id) -> String {
    style_of(
        tree,
        tree.child(run, "w:rPr"),
        &["w:rPrChange", "w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:vanish"],
    )
}

fn style_of(tree: &Tree<'_>, style: Option<Id>, without: &[&str]) -> String {
    let Some(style) = style else { return String::new() };
    tree.children(style).filter(|c| !without.contains(&tree.name(*c))).map(|c| tree.raw(c)).collect()
}

/// Styled text as runs over a style.
pub(super) fn runs(text: &[Run], style: &str) -> String {
    let mut out = String::new();
    for run in text {
        let mut own = style.to_owned();
        // Style of characters and fonts come first, then bold and italics.
        let place = ["<w:rFonts", "<w:rStyle"].iter().find_map(|n| {
            let start = own.find(n)?;
            own.get(start..)?.find('>').map(|end| start + end + 1)
        });
        let mut add = String::new();
        if run.code && !own.contains("<w:rFonts") {
            add.push_str("<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>");
        }
        if run.bold && !own.contains("<w:b/>") && !own.contains("<w:b ") {
            add.push_str("<w:b/>");
        }
        if run.italic && !own.contains("<w:i/>") && !own.contains("<w:i ") {
            add.push_str("<w:i/>");
        }
        own.insert_str(place.unwrap_or(0), &add);
        let style = if own.is_empty() { String::new() } else { format!("<w:rPr>{own}</w:rPr>") };
        let lines: Vec<String> = run
            .text
            .split('\n')
            .map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(line)))
            .collect();
        out.push_str(&format!("<w:r>{style}{}</w:r>", lines.join("<w:br/>")));
    }
    out
}

/// Puts new lines between two lines of the document.
pub(super) fn lines(
    job: &mut Job<'_, '_>,
    after: Option<usize>,
    before: Option<usize>,
    text: &str,
    remarks: &[(usize, String)],
) {
    let line = |n: Option<usize>| n.and_then(|n| job.projection.lines.get(n));
    let (above, below) = (line(after).cloned(), line(before).cloned());
    let table = [&above, &below].into_iter().flatten().find_map(|l| match l.kind {
        Kind::Row { table, .. } => Some(table),
        _ => None,
    });
    // Rows of the table that is there come first.
    let mut rest = text;
    let mut at = 0;
    if let Some(table) = table {
        let rows: Vec<&str> = text.split('\n').take_while(|l| l.trim_start().starts_with('|')).collect();
        let is_new = rows.get(1).is_some_and(|l| l.chars().all(|c| "|-: \r".contains(c)));
        if !rows.is_empty() && !is_new {
            let length = rows.iter().map(|l| l.len() + 1).sum::<usize>().min(text.len());
            let own: Vec<&(usize, String)> = remarks.iter().filter(|(at, _)| *at < length).collect();
            add_rows(job, table, above.as_ref(), below.as_ref(), &rows, &own);
            rest = text.get(length..).unwrap_or("");
            at = length;
        }
    }
    if rest.trim().is_empty() {
        return;
    }
    let mut remarks: Vec<(usize, &str)> =
        remarks.iter().filter(|(n, _)| *n >= at).map(|(n, r)| (n - at, r.as_str())).collect();
    // Items that go on with a nested list are indented: taken alone they would be code.
    let indent = rest.lines().find(|l| !l.trim().is_empty()).map_or(0, |l| l.len() - l.trim_start().len());
    let base = match &above {
        Some(Line { kind: Kind::Item { level, .. }, .. }) if indent > 0 => *level,
        _ => 0,
    };
    let mut text = String::new();
    let mut cut = 0;
    let mut place = 0;
    for line in rest.split_inclusive('\n') {
        let own = (line.len() - line.trim_start_matches(' ').len()).min(indent);
        cut += own;
        for (at, _) in remarks.iter_mut().filter(|(at, _)| *at >= place && *at < place + line.len()) {
            *at = at.saturating_sub(cut);
        }
        place += line.len();
        text.push_str(line.get(own..).unwrap_or(""));
    }
    let (blocks, _) = block::parse(&text);
    let mut xml = String::new();
    let mut near = above.clone();
    for (n, one) in blocks.iter().enumerate() {
        let end = blocks.get(n + 1).map_or(usize::MAX, |b| b.range.start);
        let start = if n == 0 { 0 } else { one.range.start };
        let own: Vec<&str> =
            remarks.iter().filter(|(at, _)| (start..end).contains(at)).map(|(_, r)| *r).collect();
        let last = n + 1 == blocks.len();
        xml.push_str(&block_xml(job, one, base, near.as_ref(), last, &own));
        near = near.filter(|_| matches!(one.kind, BlockKind::Item { .. }));
    }
    let tree = job.tree;
    let whole = |line: &Line| match line.kind {
        Kind::Row { table, .. } => tree.whole(table),
        _ => tree.whole(line.node),
    };
    let headed = matches!(blocks.first().map(|b| &b.kind), Some(BlockKind::Heading { .. }));
    let same_table = table.is_some() && above.as_ref().zip(below.as_ref()).is_some_and(|(a, b)| matches!((a.kind, b.kind), (Kind::Row { table: a, .. }, Kind::Row { table: b, .. }) if a == b));
    let place = match (&above, &below) {
        // What is shown before a heading, such as a picture, belongs to what is above it.
        // What stands beside a heading is read below it, and is part of it.
        (_, Some(below)) if headed && !same_table && below.kind != Kind::Aside => whole(below).start,
        (Some(above), _) => whole(above).end,
        (None, Some(below)) => whole(below).start,
        (None, None) => match tree.child(tree.root(), "w:body") {
            Some(body) => tree.inner(body).start,
            None => return,
        },
    };
    job.splice(place..place, xml);
}

/// The XML of a block.
fn block_xml(
    job: &mut Job<'_, '_>,
    block: &Block,
    base: u8,
    near: Option<&Line>,
    last: bool,
    remarks: &[&str],
) -> String {
    let mut kept: Vec<Run> = block.runs.clone();
    for run in &mut kept {
        run.link = None;
    }
    match &block.kind {
        BlockKind::Heading { level } => {
            let style = heading_style(job, *level);
            let text: Vec<Run> = kept.into_iter().map(|r| Run { bold: false, italic: false, ..r }).collect();
            paragraph(job, &style, &text, remarks)
        }
        BlockKind::Item { marker, task, .. } => {
            let bullet = !marker.starts_with(|c: char| c.is_ascii_digit());
            let level = base.saturating_add(block.depth.saturating_sub(1));
            let style = item_style(job, level, bullet, near);
            if let Some(ticked) = task {
                kept.insert(0, Run { text: if *ticked { "☒ " } else { "☐ " }.to_owned(), ..Run::default() });
            }
            paragraph(job, &style, &kept, remarks)
        }
        BlockKind::Paragraph | BlockKind::Html | BlockKind::Code { .. } => {
            let style = first(job, |k| k == Kind::Plain).map(|l| style_like(job, l.node)).unwrap_or_default();
            if let BlockKind::Code { .. } = block.kind {
                for run in &mut kept {
                    run.text = run.text.trim_end_matches('\n').to_owned();
                    run.code = true;
                }
            }
            paragraph(job, &style, &kept, remarks)
        }
        BlockKind::Table { header, rows } => {
            let all: Vec<Vec<Vec<Run>>> = std::iter::once(header)
                .chain(rows)
                .map(|row| row.cells.iter().map(|c| c.runs.clone()).collect())
                .collect();
            let mut xml = table(job, &all, remarks);
            if last {
                // Two tables side by side would be one, and a document does not end in a table.
                xml.push_str(&paragraph(job, &Style::default(), &[], &[]));
            }
            xml
        }
        BlockKind::Rule | BlockKind::FrontMatter => String::new(),
    }
}

/// How a new paragraph looks: its properties and those of its words, without their elements.
#[derive(Clone, Debug, Default)]
struct Style {
    paragraph: String,
    words: String,
}

fn style_like(job: &Job<'_, '_>, p: Id) -> Style {
    let tree = job.tree;
    let ppr = tree.child(p, "w:pPr");
    let mut found = atoms(tree, p, job.asides);
    found.retain(|a| !a.aside);
    let bold = all_bold(&found);
    // The run that holds most of the words.
    let mut counts: Vec<(Id, usize)> = vec![];
    for atom in &found {
        match counts.iter_mut().find(|(run, _)| *run == atom.run) {
            Some((_, count)) => *count += 1,
            None => counts.push((atom.run, 1)),
        }
    }
    let inside_link = |run: Id| tree.parent(run).is_some_and(|p| tree.name(p) == "w:hyperlink");
    let most = counts.into_iter().filter(|(run, _)| !inside_link(*run)).max_by_key(|(_, count)| *count);
    let mut without: Vec<&str> = OF_WORDS.to_vec();
    if !bold {
        without.extend(OF_EMPHASIS);
    }
    let words = most.map(|(run, _)| style_of(tree, tree.child(run, "w:rPr"), &without)).unwrap_or_default();
    Style { paragraph: style_of(tree, ppr, &OF_PARAGRAPH), words }
}

/// The first line of a kind.
fn first<'j>(job: &Job<'j, '_>, is: impl Fn(Kind) -> bool) -> Option<&'j Line> {
    let lines = &job.projection.lines;
    lines.iter().find(|l| is(l.kind))
}

fn heading_style(job: &Job<'_, '_>, level: u8) -> Style {
    if let Some(line) = job.projection.lines.iter().rev().find(|l| l.kind == Kind::Heading(level)) {
        return style_like(job, line.node);
    }
    let named = (1..=level).rev().find_map(|n| job.parts.styles.named(&format!("heading {n}")));
    match named {
        Some(id) => {
            Style { paragraph: format!("<w:pStyle w:val=\"{}\"/>", escape(id)), words: String::new() }
        }
        None => Style {
            paragraph: format!("<w:keepNext/><w:outlineLvl w:val=\"{}\"/>", level.saturating_sub(1).min(8)),
            words: "<w:b/>".to_owned(),
        },
    }
}

fn item_style(job: &mut Job<'_, '_>, level: u8, bullet: bool, near: Option<&Line>) -> Style {
    let like = |l: &&Line| l.kind == Kind::Item { level, bullet };
    let lines = &job.projection.lines;
    // The list that it goes on with, else the last before it, else any.
    let at = near.and_then(|n| lines.iter().position(|l| l.node == n.node)).map_or(0, |n| n + 1);
    let above = lines.get(..at).unwrap_or_default().iter().rev().find(like);
    if let Some(line) = above.or_else(|| lines.iter().find(like)) {
        return style_like(job, line.node);
    }
    let free = job.parts.styles.free_list();
    let later = |n: &(u32, u32)| (n.0 + 1, n.1 + 1);
    let list = if bullet {
        *job.bullets.get_or_insert(job.numbers.as_ref().map_or(free, later))
    } else {
        *job.numbers.get_or_insert(job.bullets.as_ref().map_or(free, later))
    };
    let plain = first(job, |k| k == Kind::Plain).map(|l| style_like(job, l.node)).unwrap_or_default();
    Style {
        paragraph: format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{}\"/></w:numPr>", list.0),
        words: plain.words,
    }
}

/// A new paragraph, its mark and its words tracked.
fn paragraph(job: &mut Job<'_, '_>, style: &Style, text: &[Run], remarks: &[&str]) -> String {
    let mark = job.tracked();
    let mut words = String::new();
    let marks: Vec<(String, String)> = remarks.iter().map(|r| job.remark(r)).collect();
    words.extend(marks.iter().map(|(start, _)| start.as_str()));
    if !text.is_empty() {
        let tracked = job.tracked();
        words.push_str(&format!("<w:ins {tracked}>{}</w:ins>", runs(text, &style.words)));
    }
    words.extend(marks.iter().map(|(_, end)| end.as_str()));
    format!(
        "<w:p><w:pPr>{}<w:rPr><w:ins {mark}/>{}</w:rPr></w:pPr>{words}</w:p>",
        style.paragraph, style.words
    )
}

/// Puts rows into a table that is there.
fn add_rows(
    job: &mut Job<'_, '_>,
    table: Id,
    above: Option<&Line>,
    below: Option<&Line>,
    rows: &[&str],
    remarks: &[&(usize, String)],
) {
    let tree = job.tree;
    let in_table = |line: Option<&Line>| {
        line.and_then(|l| match l.kind {
            Kind::Row { header, table: t } if t == table => Some((l.node, header)),
            _ => None,
        })
    };
    let (above, below) = (in_table(above), in_table(below));
    // A row looks like its neighbour, rather than like the header.
    let neighbours = [above, below];
    let model = neighbours
        .iter()
        .flatten()
        .find(|(_, header)| !header)
        .or_else(|| neighbours.iter().flatten().next());
    let Some((model, header)) = model.copied() else { return };
    let mut xml = String::new();
    let mut place = 0;
    for row in rows {
        let within = place..place + row.len() + 1;
        place = within.end;
        let own: Vec<&str> =
            remarks.iter().filter(|(at, _)| within.contains(at)).map(|(_, r)| r.as_str()).collect();
        xml.push_str(&row_like(job, model, header, &row_cells(row), &own));
    }
    let at = match (above, below) {
        (Some((row, _)), _) => tree.whole(row).end,
        (None, Some((row, _))) => tree.whole(row).start,
        (None, None) => return,
    };
    job.splice(at..at, xml);
}

fn row_like(job: &mut Job<'_, '_>, model: Id, header: bool, said: &[String], remarks: &[&str]) -> String {
    let tree = job.tree;
    let tracked = job.tracked();
    let exceptions = tree.child(model, "w:tblPrEx").map(|e| tree.raw(e)).unwrap_or("");
    let own = style_of(
        tree,
        tree.child(model, "w:trPr"),
        &["w:tblHeader", "w:ins", "w:del", "w:trPrChange", "w:cnfStyle"],
    );
    let mut out = format!("<w:tr>{exceptions}<w:trPr>{own}<w:ins {tracked}/></w:trPr>");
    let mut column = 0;
    let mut remarks = remarks;
    let all = cells(tree, model);
    let last = all.len().saturating_sub(1);
    for (n, cell) in all.into_iter().enumerate() {
        let span = span(tree, cell);
        let end = if n == last { said.len() } else { (column + span).min(said.len()) };
        let text = said.get(column.min(end)..end).unwrap_or_default();
        let text = text.iter().filter(|t| !t.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
        column += span;
        let style = tree.child(cell, "w:p").map(|p| style_like(job, p)).unwrap_or_default();
        let style = if header {
            let emphasis = |xml: &str| OF_EMPHASIS.iter().any(|e| xml.starts_with(&format!("<{e}")));
            let words: String = style.words.split_inclusive('>').filter(|e| !emphasis(e)).collect();
            Style { words, ..style }
        } else {
            style
        };
        let cell_style = style_of(
            tree,
            tree.child(cell, "w:tcPr"),
            &["w:vMerge", "w:cellIns", "w:cellDel", "w:tcPrChange", "w:cnfStyle"],
        );
        let text = if text.is_empty() { vec![] } else { inline(&text) };
        let own = if text.is_empty() { &[] } else { std::mem::take(&mut remarks) };
        out.push_str(&format!(
            "<w:tc><w:tcPr>{cell_style}</w:tcPr>{}</w:tc>",
            paragraph(job, &style, &text, own)
        ));
    }
    out.push_str("</w:tr>");
    out
}

/// A new table, every row tracked, in the style of the document's own tables where it has any.
fn table(job: &mut Job<'_, '_>, rows: &[Vec<Vec<Run>>], remarks: &[&str]) -> String {
    let tree = job.tree;
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let model = job.projection.lines.iter().rev().find_map(|l| match l.kind {
        Kind::Row { table, .. } => Some(table),
        _ => None,
    });
    let like = model.and_then(|t| tree.child(t, "w:tblPr")).map(|p| {
        style_of(
            tree,
            Some(p),
            &["w:tblPrChange", "w:tblpPr", "w:tblOverlap", "w:tblCaption", "w:tblDescription"],
        )
    });
    let lines = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"))
        .concat();
    let style = like.unwrap_or_else(|| {
        format!("<w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblBorders>{lines}</w:tblBorders>")
    });
    let width = 9000 / columns;
    let grid = format!("<w:gridCol w:w=\"{width}\"/>").repeat(columns);
    let mut out = format!("<w:tbl><w:tblPr>{style}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>");
    let mut remarks = remarks;
    for (n, row) in rows.iter().enumerate() {
        let tracked = job.tracked();
        out.push_str(&format!(
            "<w:tr><w:trPr>{}<w:ins {tracked}/></w:trPr>",
            if n == 0 { "<w:tblHeader/>" } else { "" }
        ));
        for column in 0..columns {
            let mut text = row.get(column).cloned().unwrap_or_default();
            for run in &mut text {
                run.link = None;
            }
            let words = if n == 0 { "<w:b/>" } else { "" }.to_owned();
            let own = if text.is_empty() { &[] } else { std::mem::take(&mut remarks) };
            let cell = paragraph(job, &Style { paragraph: String::new(), words }, &text, own);
            out.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{cell}</w:tc>"
            ));
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    out
}
