//! The blocks of a Markdown document: what it looks like as paper, with the bytes behind each piece.
//!
//! Raw HTML is text here, never markup, and only links of harmless schemes stay links.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A piece of text in one style.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Run {
    /// The text, without marks.
    pub text: String,
    /// Set in bold.
    pub bold: bool,
    /// Set in italics.
    pub italic: bool,
    /// Struck through.
    pub strike: bool,
    /// Set as code.
    pub code: bool,
    /// Where it leads: `http`, `https` and `mailto` addresses and places in the document only.
    pub link: Option<String>,
}

/// A cell of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Cell {
    /// Its bytes, without the bars.
    pub range: Range<usize>,
    /// Its text.
    pub runs: Vec<Run>,
}

/// A row of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Row {
    /// Its bytes, without the end of the line.
    pub range: Range<usize>,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// What a block is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading {
        /// Its level.
        level: u8,
    },
    /// A paragraph.
    Paragraph,
    /// An item of a list, up to its own first paragraph.
    Item {
        /// Its marker as written: `-`, `*`, `+`, `3.` or `3)`.
        marker: String,
        /// For a task item, whether it is ticked.
        task: Option<bool>,
        /// The byte at which its text starts, after marker and tick box.
        content: usize,
        /// Its list, as a number in [`super::Plan::lists`].
        list: usize,
    },
    /// A table.
    Table {
        /// The header.
        header: Row,
        /// The rows under it.
        rows: Vec<Row>,
    },
    /// Code, verbatim.
    Code {
        /// The language, where one is named.
        language: String,
    },
    /// Raw HTML, shown as the text that it is.
    Html,
    /// A line across the page.
    Rule,
    /// The metadata at the very start, verbatim.
    FrontMatter,
}

/// A block of the document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes, without the end of the last line.
    pub range: Range<usize>,
    /// In how many lists it lies.
    pub depth: u8,
    /// In how many quotations it lies.
    pub quote: u8,
    /// The section that holds it, as a number in [`super::Plan::sections`].
    pub section: Option<usize>,
    /// Its text; empty for tables, whose text is in their cells.
    pub runs: Vec<Run>,
}

/// A list: a run of items that share a marker.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct List {
    /// Its items, as numbers in [`super::Plan::blocks`].
    pub items: Vec<usize>,
    /// The end of its last item, with all that is nested in it.
    pub end: usize,
    /// In how many other lists it lies.
    pub depth: u8,
}

impl Block {
    /// Its text without marks; cells of a row are separated by a bar.
    pub fn text(&self) -> String {
        match &self.kind {
            BlockKind::Table { header, rows } => {
                let lines: Vec<String> = std::iter::once(header).chain(rows).map(Row::text).collect();
                lines.join("\n")
            }
            _ => plain(&self.runs),
        }
    }
}

impl Row {
    /// Its text without marks, cells separated by a bar.
    pub fn text(&self) -> String {
        let cells: Vec<String> = self.cells.iter().map(Cell::text).collect();
        cells.join(" | ")
    }
}

impl Cell {
    /// Its text without marks.
    pub fn text(&self) -> String {
        plain(&self.runs)
    }
}

/// The text of runs without marks, without space around it.
pub fn plain(runs: &[Run]) -> String {
    let all: String = runs.iter().map(|r| r.text.as_str()).collect();
    all.trim().to_owned()
}

/// Where the text proper starts: after a byte-order mark and front matter, with the front matter's bytes if any.
pub fn front_matter(text: &str) -> (usize, Option<Range<usize>>) {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = text.get(start..).unwrap_or("");
    let mut lines = rest.split_inclusive('\n');
    let fence = match lines.next().map(str::trim_end) {
        Some("---") => ["---", "..."],
        Some("+++") => ["+++", "+++"],
        _ => return (start, None),
    };
    let mut at = start + rest.find('\n').map_or(rest.len(), |n| n + 1);
    let mut keyed = false;
    for line in lines {
        let bare = line.trim_end();
        if fence.contains(&bare) {
            let end = at + bare.len();
            return if keyed { (at + line.len(), Some(start..end)) } else { (start, None) };
        }
        if !keyed && bare.trim().is_empty() {
            return (start, None); // a rule across the page, then text
        }
        keyed |= bare.contains([':', '=']);
        at += line.len();
    }
    (start, None)
}

/// The blocks and lists of a document, sections not yet set.
pub fn parse(text: &str) -> (Vec<Block>, Vec<List>) {
    let (start, front) = front_matter(text);
    let mut reader = Reader { text, ..Reader::default() };
    if let Some(range) = front {
        let runs = vec![Run { text: text.get(range.clone()).unwrap_or("").to_owned(), ..Run::default() }];
        reader.blocks.push(Block {
            kind: BlockKind::FrontMatter,
            range,
            depth: 0,
            quote: 0,
            section: None,
            runs,
        });
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let body = text.get(start..).unwrap_or("");
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        reader.event(event, start + range.start..start + range.end);
    }
    reader.close();
    (reader.blocks, reader.lists)
}

/// Addresses that a document may lead to: web, mail, and places in itself.
fn harmless(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(s, _)| s.to_ascii_lowercase());
    address.starts_with('#') || matches!(scheme.as_deref(), Some("https" | "http" | "mailto"))
}

#[derive(Clone, Copy)]
enum Container {
    Quote,
    List(usize),
    /// An item, where it starts, and whether its own block is still to come.
    Item(usize, bool),
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    lists: Vec<List>,
    containers: Vec<Container>,
    leaf: Option<Block>,
    /// A leaf that no block event opened: the text of a tight item.
    implicit: bool,
    table: Option<(Row, Vec<Row>, Row, bool)>,
    cell: Option<Cell>,
    bold: u32,
    italic: u32,
    strike: u32,
    links: Vec<Option<String>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end, range),
            Event::Text(t) => self.words(&t, false, &range),
            Event::Code(t) => self.words(&t, true, &range),
            Event::InlineHtml(t) | Event::Html(t) => self.words(&t, false, &range),
            Event::InlineMath(t) | Event::DisplayMath(t) => self.words(&t, false, &range),
            Event::FootnoteReference(t) => self.words(&format!("[^{t}]"), false, &range),
            Event::SoftBreak => self.words(" ", false, &range),
            Event::HardBreak => self.words("\n", false, &range),
            Event::Rule => {
                self.close();
                self.skip_item();
                self.push(BlockKind::Rule, range, Vec::new());
            }
            Event::TaskListMarker(ticked) => {
                self.ensure_leaf(&range);
                if let Some(Block { kind: BlockKind::Item { task, .. }, .. }) = &mut self.leaf {
                    *task = Some(ticked);
                }
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open(BlockKind::Paragraph, range),
            Tag::Heading { level, .. } => self.open(BlockKind::Heading { level: level_of(level) }, range),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or("").to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.skip_item();
                self.open(BlockKind::Code { language }, range);
            }
            Tag::HtmlBlock => {
                self.skip_item();
                self.open(BlockKind::Html, range);
            }
            Tag::BlockQuote(_) => {
                self.close();
                self.skip_item();
                self.containers.push(Container::Quote);
            }
            Tag::List(_) => {
                self.close();
                self.skip_item();
                let depth = self.depth();
                self.lists.push(List { depth, ..List::default() });
                self.containers.push(Container::List(self.lists.len() - 1));
            }
            Tag::Item => {
                self.close();
                self.containers.push(Container::Item(range.start, true));
            }
            Tag::Table(_) => {
                self.close();
                self.skip_item();
                self.table = Some((Row::default(), Vec::new(), Row::default(), false));
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some((_, _, row, _)) = &mut self.table {
                    *row = Row { range: trim(self.text, range), cells: Vec::new() };
                }
            }
            Tag::TableCell => self.cell = Some(Cell { range: trim_cell(self.text, range), runs: Vec::new() }),
            Tag::Emphasis => self.italic += 1,
            Tag::Strong => self.bold += 1,
            Tag::Strikethrough => self.strike += 1,
            Tag::Link { dest_url, .. } => self.links.push(self.address(&dest_url)),
            Tag::Image { .. } => self.links.push(None),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd, range: Range<usize>) {
        match end {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.close(),
            TagEnd::BlockQuote(_) => {
                self.close();
                self.containers.pop();
            }
            TagEnd::List(_) => {
                self.close();
                self.containers.pop();
            }
            TagEnd::Item => {
                self.close();
                self.skip_item();
                self.containers.pop();
                let end = trim(self.text, range).end;
                if let Some(Container::List(list)) = self.containers.last()
                    && let Some(list) = self.lists.get_mut(*list)
                {
                    list.end = list.end.max(end);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some((header, rows, row, headed)) = &mut self.table {
                    let row = std::mem::take(row);
                    if *headed {
                        rows.push(row)
                    } else {
                        *header = row
                    }
                    *headed = true;
                }
            }
            TagEnd::TableCell => {
                if let (Some(cell), Some((_, _, row, _))) = (self.cell.take(), &mut self.table) {
                    row.cells.push(cell);
                }
            }
            TagEnd::Table => {
                if let Some((header, rows, _, _)) = self.table.take() {
                    self.push(BlockKind::Table { header, rows }, range, Vec::new());
                }
            }
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Strikethrough => self.strike = self.strike.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                self.links.pop();
            }
            _ => {}
        }
    }

    fn address(&self, url: &CowStr<'_>) -> Option<String> {
        harmless(url).then(|| url.to_string())
    }

    fn depth(&self) -> u8 {
        let n = self.containers.iter().filter(|c| matches!(c, Container::List(_))).count();
        u8::try_from(n).unwrap_or(u8::MAX)
    }

    fn quote(&self) -> u8 {
        let n = self.containers.iter().filter(|c| matches!(c, Container::Quote)).count();
        u8::try_from(n).unwrap_or(u8::MAX)
    }

    /// Opens a block; the first of an item is the item itself.
    fn open(&mut self, kind: BlockKind, range: Range<usize>) {
        self.close();
        let range = trim(self.text, range);
        let verbatim = matches!(kind, BlockKind::Code { .. } | BlockKind::Html);
        let block = match self.fresh_item(range.end).filter(|_| !verbatim) {
            Some(item) => item,
            None => {
                Block { kind, range, depth: self.depth(), quote: self.quote(), section: None, runs: vec![] }
            }
        };
        self.leaf = Some(block);
        self.implicit = false;
    }

    /// The block of an item whose own text starts now, if one waits for it.
    fn fresh_item(&mut self, end: usize) -> Option<Block> {
        let depth = self.depth();
        let quote = self.quote();
        let [.., Container::List(list), Container::Item(start, fresh)] = self.containers.as_mut_slice()
        else {
            return None;
        };
        if !std::mem::take(fresh) {
            return None;
        }
        let (list, start) = (*list, *start);
        let (marker, content) = marker_at(self.text, start);
        let number = self.blocks.len();
        if let Some(l) = self.lists.get_mut(list) {
            l.items.push(number);
            l.end = l.end.max(end);
        }
        Some(Block {
            kind: BlockKind::Item { marker, task: None, content, list },
            range: start..end.max(content),
            depth,
            quote,
            section: None,
            runs: Vec::new(),
        })
    }

    /// An item that has no text of its own before what follows.
    fn skip_item(&mut self) {
        if let Some(Container::Item(start, true)) = self.containers.last().copied()
            && let Some(mut block) = self.fresh_item(start)
        {
            block.range.end = trim(self.text, block.range.clone()).end.max(start);
            self.blocks.push(block);
        }
    }

    fn ensure_leaf(&mut self, range: &Range<usize>) {
        if self.leaf.is_none() {
            self.open(BlockKind::Paragraph, range.clone());
            self.implicit = true;
        }
    }

    fn words(&mut self, text: &str, code: bool, range: &Range<usize>) {
        let link = self.links.iter().rev().find_map(Clone::clone);
        let run = Run {
            text: text.to_owned(),
            bold: self.bold > 0,
            italic: self.italic > 0,
            strike: self.strike > 0,
            code,
            link,
        };
        let runs = if let Some(cell) = &mut self.cell {
            &mut cell.runs
        } else {
            self.ensure_leaf(range);
            let Some(leaf) = &mut self.leaf else { return };
            if self.implicit {
                leaf.range.end = leaf.range.end.max(range.end);
            }
            &mut leaf.runs
        };
        match runs.last_mut() {
            Some(last) if same_style(last, &run) => last.text.push_str(&run.text),
            _ => runs.push(run),
        }
    }

    fn push(&mut self, kind: BlockKind, range: Range<usize>, runs: Vec<Run>) {
        let range = trim(self.text, range);
        let block = Block { kind, range, depth: self.depth(), quote: self.quote(), section: None, runs };
        self.blocks.push(block);
    }

    fn close(&mut self) {
        let Some(mut leaf) = self.leaf.take() else { return };
        leaf.range = trim(self.text, leaf.range);
        if let BlockKind::Item { task: Some(_), content, .. } = &mut leaf.kind {
            *content = after_box(self.text, *content);
        }
        if let BlockKind::Code { .. } | BlockKind::Html = leaf.kind {
            for run in &mut leaf.runs {
                (run.bold, run.italic, run.strike, run.code, run.link) = (false, false, false, false, None);
            }
        }
        self.blocks.push(leaf);
    }
}

fn same_style(a: &Run, b: &Run) -> bool {
    (a.bold, a.italic, a.strike, a.code) == (b.bold, b.italic, b.strike, b.code) && a.link == b.link
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// A range without the white space at its end.
pub fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let kept = text.get(range.clone()).unwrap_or("").trim_end().len();
    range.start..range.start + kept
}

fn trim_cell(text: &str, range: Range<usize>) -> Range<usize> {
    let range = trim(text, range);
    let cell = text.get(range.clone()).unwrap_or("");
    let lead = cell.len() - cell.trim_start().len();
    range.start + lead..range.end
}

/// The marker of the item that starts at a byte, and where its text starts.
fn marker_at(text: &str, start: usize) -> (String, usize) {
    let rest = text.get(start..).unwrap_or("");
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = if digits > 0 { digits + 1 } else { 1 };
    let marker = rest.get(..length).unwrap_or("").to_owned();
    let after = rest.get(marker.len()..).unwrap_or("");
    let space = after.len() - after.trim_start_matches([' ', '\t']).len();
    let content = start + marker.len() + space;
    (marker, content)
}

/// Where the text starts after a tick box.
fn after_box(text: &str, content: usize) -> usize {
    let rest = text.get(content..).unwrap_or("");
    match rest.find(']') {
        Some(at) if rest.starts_with('[') && at <= 4 => {
            let after = rest.get(at + 1..).unwrap_or("");
            content + at + 1 + (after.len() - after.trim_start_matches([' ', '\t']).len())
        }
        _ => content,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        let (blocks, _) = parse(text);
        blocks
            .iter()
            .map(|b| {
                let name = match &b.kind {
                    BlockKind::Heading { level } => format!("h{level}"),
                    BlockKind::Paragraph => "p".into(),
                    BlockKind::Item { marker, task, .. } => {
                        format!("{marker}{}", if task.is_some() { "[]" } else { "" })
                    }
                    BlockKind::Table { rows, .. } => format!("table{}", rows.len()),
                    BlockKind::Code { language } => format!("code {language}"),
                    BlockKind::Html => "html".into(),
                    BlockKind::Rule => "rule".into(),
                    BlockKind::FrontMatter => "front".into(),
                };
                format!("{name}: {}", b.text().replace('\n', "/"))
            })
            .collect()
    }

    #[test]
    fn a_document_becomes_blocks_in_order() {
        let text = "---\nversion: 1.2\n---\n# Plan\n\nIntro **bold**\n\n1. one\n   - [ ] deep `x`\n\n2) two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\n# no heading\n```\n\nUnder\n-----\n\n---\n";
        assert_eq!(
            kinds(text),
            [
                "front: ---/version: 1.2/---",
                "h1: Plan",
                "p: Intro bold",
                "1.: one",
                "-[]: deep x",
                "2): two",
                "table1: a | b/1 | 2",
                "code sh: # no heading",
                "h2: Under",
                "rule: "
            ]
        );
    }

    #[test]
    fn html_is_text_and_hostile_links_lead_nowhere() {
        let (blocks, _) =
            parse("<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b>y</b> [z](https://a.example)");
        assert_eq!(blocks[0].text(), "<script>alert(1)</script>");
        let links: Vec<_> = blocks[1].runs.iter().filter_map(|r| r.link.as_deref()).collect();
        assert_eq!(links, ["https://a.example"]);
        assert!(blocks[1].text().contains("<b>y</b>"));
    }

    #[test]
    fn each_block_knows_its_bytes() {
        let text = "# A\r\n\r\n* one\r\n* two\r\n";
        let (blocks, lists) = parse(text);
        let slices: Vec<&str> = blocks.iter().map(|b| &text[b.range.clone()]).collect();
        assert_eq!(slices, ["# A", "* one", "* two"]);
        assert_eq!(&text[..lists[0].end], "# A\r\n\r\n* one\r\n* two");
    }

    #[test]
    fn a_rule_at_the_start_is_no_front_matter() {
        assert_eq!(front_matter("---\n\nkey: text\n---\n"), (0, None));
        assert_eq!(front_matter("\u{feff}---\nversion: 2\n---\nx"), (22, Some(3..21)));
    }
}
