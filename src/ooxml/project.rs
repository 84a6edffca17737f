//! A document as Markdown, line by line, each with the element that it stands for.

use super::WordError;
use super::aside::{Asides, Beside};
use super::package::Package;
use super::paragraph::{Atom, Place, all_bold, atoms, plain, say};
use super::running::Running;
use super::styles::{Mark, Styles};
use super::xml::{Id, Tree};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

/// How long a paragraph in bold may be to be taken for a heading, where a document has no headings.
const SHORT: usize = 80;

/// The parts that say what stands in a document.
pub struct Parts {
    /// The document itself.
    pub document: Rc<str>,
    /// The path of the numbering, where there is one.
    pub numbering_path: Option<String>,
    /// Styles and lists.
    pub styles: Styles,
    /// Notes and text boxes.
    pub asides: Asides,
    /// Headers and footers.
    pub running: Running,
}

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A heading of that level.
    Heading(u8),
    /// An item of a list.
    Item {
        /// In how many lists its list lies.
        level: u8,
        /// Whether it is marked by a bullet, not a number.
        bullet: bool,
    },
    /// Any other paragraph.
    Plain,
    /// A note or a text box that is anchored in the heading above it.
    Aside,
    /// A row of a table.
    Row {
        /// Whether it is the first.
        header: bool,
        /// The table.
        table: Id,
    },
}

/// A line of the text that stands for something in the document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its bytes in the text, without the end of the line.
    pub range: Range<usize>,
    /// Where its own text starts, after the mark of a heading or item.
    pub content: usize,
    /// What it is.
    pub kind: Kind,
    /// The paragraph or row.
    pub node: Id,
}

/// A document as text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Projection {
    /// The text.
    pub text: String,
    /// Its lines in order; empty lines and the rules under headers stand for nothing.
    pub lines: Vec<Line>,
    /// Whether a note or a text box is in it.
    pub asides: bool,
}

impl Parts {
    /// Reads the parts of a package, with so much of what stands beside its text.
    ///
    /// # Errors
    /// When one is missing or damaged.
    pub fn of(package: &mut Package<'_>, beside: Beside) -> Result<Parts, WordError> {
        let main = package.main.clone();
        let document = package.text(&main)?.ok_or(WordError::NoDocument)?;
        let styles = match package.related("/styles")? {
            Some(path) => package.text(&path)?,
            None => None,
        };
        let numbering_path = package.related("/numbering")?.filter(|p| package.has(p));
        let numbering = match &numbering_path {
            Some(path) => package.text(path)?,
            None => None,
        };
        let styles = Styles::read(styles.as_deref(), numbering.as_deref())?;
        let asides = Asides::of(package, beside)?;
        let running =
            if beside == Beside::All { Running::of(package, &document)? } else { Running::default() };
        Ok(Parts { document, numbering_path, styles, asides, running })
    }

    /// The tree of the document.
    ///
    /// # Errors
    /// When it is not well-formed, or its names are not the usual ones.
    pub fn tree(&self) -> Result<Tree<'_>, WordError> {
        let tree = Tree::parse("word/document.xml", &self.document)?;
        if tree.name(tree.root()) != "w:document" {
            return Err(WordError::Unusual);
        }
        Ok(tree)
    }

    /// The document as text.
    ///
    /// # Errors
    /// As [`Parts::tree`].
    pub fn project(&self) -> Result<Projection, WordError> {
        Ok(project(&self.tree()?, self))
    }
}

/// The document of a tree as text.
pub fn project(tree: &Tree<'_>, Parts { styles, asides, running, .. }: &Parts) -> Projection {
    let out = Projection { text: running.text(), ..Projection::default() };
    let Some(body) = tree.child(tree.root(), "w:body") else { return out };
    let mut found = vec![];
    blocks(tree, body, &mut found);
    // The level of each paragraph that is a heading by its style; none for tables.
    let level = |b: &Id| styles.heading(tree, tree.child(*b, "w:pPr")).filter(|_| tree.name(*b) == "w:p");
    let levels: Vec<Option<u8>> = found.iter().map(level).collect();
    let titled = levels.contains(&Some(0));
    let headed = levels.iter().any(Option::is_some);
    let mut writer = Writer {
        tree,
        styles,
        asides,
        titled,
        headed,
        out,
        open: vec![],
        counts: BTreeMap::new(),
        last: None,
    };
    for (block, level) in found.into_iter().zip(levels) {
        match tree.name(block) {
            "w:p" => writer.paragraph(block, level),
            _ => writer.table(block),
        }
    }
    writer.out
}

/// Paragraphs and tables in order, also those in content controls, and those of a frame that is made as a table of one cell.
fn blocks(tree: &Tree<'_>, id: Id, out: &mut Vec<Id>) {
    for child in tree.children(id) {
        match tree.name(child) {
            "w:p" => out.push(child),
            "w:tbl" => match only_cell(tree, child) {
                Some(cell) => blocks(tree, cell, out),
                None => out.push(child),
            },
            "w:sdt" => {
                let gallery = tree
                    .child(child, "w:sdtPr")
                    .and_then(|p| tree.child(p, "w:docPartObj"))
                    .and_then(|d| tree.value(d, "w:docPartGallery"));
                if gallery.as_deref() != Some("Table of Contents")
                    && let Some(content) = tree.child(child, "w:sdtContent")
                {
                    blocks(tree, content, out);
                }
            }
            "w:ins" | "w:moveTo" | "w:customXml" => blocks(tree, child, out),
            _ => {}
        }
    }
}

fn only_cell(tree: &Tree<'_>, table: Id) -> Option<Id> {
    let mut rows = rows(tree, table).into_iter();
    let (row, None) = (rows.next()?, rows.next()) else { return None };
    let mut cells = cells(tree, row).into_iter();
    let (cell, None) = (cells.next()?, cells.next()) else { return None };
    Some(cell)
}

/// The rows of a table that are not deleted.
pub fn rows(tree: &Tree<'_>, table: Id) -> Vec<Id> {
    inner(tree, table, "w:tr")
        .into_iter()
        .filter(|r| tree.child(*r, "w:trPr").is_none_or(|p| tree.child(p, "w:del").is_none()))
        .collect()
}

/// The cells of a row.
pub fn cells(tree: &Tree<'_>, row: Id) -> Vec<Id> {
    inner(tree, row, "w:tc")
}

fn inner(tree: &Tree<'_>, id: Id, name: &str) -> Vec<Id> {
    let mut out = vec![];
    for child in tree.children(id) {
        match tree.name(child) {
            n if n == name => out.push(child),
            "w:sdt" => out
                .extend(tree.child(child, "w:sdtContent").map(|c| inner(tree, c, name)).unwrap_or_default()),
            "w:customXml" | "w:ins" | "w:moveTo" => out.extend(inner(tree, child, name)),
            _ => {}
        }
    }
    out
}

/// How many columns a cell covers.
pub fn span(tree: &Tree<'_>, cell: Id) -> usize {
    let span = tree.child(cell, "w:tcPr").and_then(|p| tree.value(p, "w:gridSpan"));
    span.and_then(|s| s.parse().ok()).unwrap_or(1).clamp(1, 64)
}

struct Writer<'t, 'a> {
    tree: &'t Tree<'a>,
    styles: &'t Styles,
    asides: &'t Asides,
    /// Whether the document has a title, under which all headings lie.
    titled: bool,
    headed: bool,
    out: Projection,
    /// The items that the next one may lie in: level and width of the mark.
    open: Vec<(u8, usize)>,
    /// The next number of each level of what counts together.
    counts: BTreeMap<(String, u8), u32>,
    last: Option<Kind>,
}

impl Writer<'_, '_> {
    fn line(&mut self, mark: &str, text: &str, kind: Kind, node: Id) {
        let tight = matches!((self.last, kind), (Some(Kind::Item { .. }), Kind::Item { .. }));
        if !self.out.text.is_empty() && !tight {
            self.out.text.push('\n');
        }
        let start = self.out.text.len();
        self.out.text.push_str(mark);
        let content = self.out.text.len();
        self.out.text.push_str(text);
        self.out.lines.push(Line { range: start..self.out.text.len(), content, kind, node });
        self.out.text.push('\n');
        self.last = Some(kind);
    }

    /// A paragraph, which is a heading by its style where it has a level.
    fn paragraph(&mut self, p: Id, level: Option<u8>) {
        let tree = self.tree;
        let ppr = tree.child(p, "w:pPr");
        if self.styles.is_contents(tree, ppr) {
            return;
        }
        let plain = plain(tree, p);
        let atoms = if plain.is_some() { vec![] } else { atoms(tree, p, self.asides) };
        self.out.asides |= atoms.iter().any(|a| a.aside);
        if plain.as_ref().map_or(atoms.iter().all(|a| a.c.is_whitespace()), String::is_empty) {
            return;
        }
        let list = self.styles.list(tree, ppr);
        let length = atoms.iter().filter(|a| !a.aside).count();
        let fake =
            !self.headed && list.is_none() && length <= SHORT && all_bold(&atoms) && !ends_sentence(&atoms);
        let heading = level.or(fake.then_some(if self.out.lines.is_empty() { 1 } else { 2 }));
        if let Some(level) = heading {
            let level = if self.titled { level + 1 } else { level.max(1) }.min(6);
            self.open.clear();
            let said = plain.unwrap_or_else(|| say(&atoms, Place::Heading).text);
            let mark = format!("{} ", "#".repeat(usize::from(level)));
            self.line(&mark, &said, Kind::Heading(level), p);
            if self.asides.read == Beside::All && atoms.iter().any(|a| a.aside) {
                // No words of the title: they stand below it.
                let beside: Vec<Atom> = atoms.into_iter().filter(|a| a.aside).collect();
                self.line("", &say(&beside, Place::Text).text, Kind::Aside, p);
            }
            return;
        }
        let said = plain.unwrap_or_else(|| say(&atoms, Place::Text).text);
        let Some(list) = list else {
            self.open.clear();
            return self.line("", &said, Kind::Plain, p);
        };
        if !matches!(self.last, Some(Kind::Item { .. })) {
            self.open.clear();
        }
        self.open.retain(|(level, _)| *level < list.level);
        let indent: usize = self.open.iter().map(|(_, width)| width).sum();
        let nested = !self.open.is_empty();
        let kind = self.styles.kind(&list.list).to_owned();
        self.counts.retain(|(k, level), _| *k != kind || *level <= list.level);
        let mark = match list.mark {
            Mark::Bullet => "- ".to_owned(),
            Mark::Number(start) => {
                // Inside an item, a list that does not begin with one would be read as text.
                let first = if nested { 1 } else { start };
                let count = self.counts.entry((kind, list.level)).or_insert(first);
                let mark = format!("{count}. ");
                *count = count.saturating_add(1);
                mark
            }
        };
        let depth = u8::try_from(self.open.len()).unwrap_or(u8::MAX);
        self.open.push((list.level, mark.len()));
        let kind = Kind::Item { level: depth, bullet: list.mark == Mark::Bullet };
        self.line(&format!("{}{mark}", " ".repeat(indent)), &said, kind, p);
    }

    fn table(&mut self, table: Id) {
        let tree = self.tree;
        self.open.clear();
        let rows = rows(tree, table);
        let columns = rows
            .iter()
            .map(|r| cells(tree, *r).iter().map(|c| span(tree, *c)).sum::<usize>())
            .max()
            .unwrap_or(0);
        if columns == 0 {
            return;
        }
        for (n, row) in rows.into_iter().enumerate() {
            let line = self.row_line(row, columns);
            let kind = Kind::Row { header: n == 0, table };
            if n == 0 {
                self.line("", &line, kind, row);
                self.out.text.push_str(&format!("|{}\n", "---|".repeat(columns)));
            } else {
                let start = self.out.text.len();
                self.out.text.push_str(&line);
                self.out.lines.push(Line {
                    range: start..self.out.text.len(),
                    content: start,
                    kind,
                    node: row,
                });
                self.out.text.push('\n');
            }
        }
    }

    /// A row with its bars.
    fn row_line(&mut self, row: Id, columns: usize) -> String {
        let tree = self.tree;
        let mut line = "|".to_owned();
        let mut filled = 0;
        for cell in cells(tree, row) {
            let atoms = atoms(tree, cell, self.asides);
            self.out.asides |= atoms.iter().any(|a| a.aside);
            line.push_str(&format!(" {} |", say(&atoms, Place::Cell).text));
            let span = span(tree, cell);
            line.push_str(&"  |".repeat(span - 1));
            filled += span;
        }
        line.push_str(&"  |".repeat(columns.saturating_sub(filled)));
        line
    }
}

fn ends_sentence(atoms: &[Atom]) -> bool {
    let last = atoms.iter().rev().find(|a| !a.c.is_whitespace() && !a.aside);
    last.is_some_and(|a| matches!(a.c, '.' | ';' | ','))
}
