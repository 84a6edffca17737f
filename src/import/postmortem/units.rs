//! A Markdown document as the lines that a reader sees: headings, items, paragraphs and rows, without marks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What a unit is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// The first paragraph of an item of a list.
    Item,
    /// A paragraph; also a later one of an item.
    Paragraph,
    /// A row of a table; the row of names itself comes first, with no header.
    Row {
        /// The texts of the header.
        header: Vec<String>,
        /// The texts of the cells.
        cells: Vec<String>,
    },
    /// The metadata at the start.
    Metadata,
}

/// A line of a unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Its text, without marks and without space around it.
    pub text: String,
    /// The byte of the document at which it starts.
    pub at: usize,
}

/// A block of text that stands on its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// What it is.
    pub kind: Kind,
    /// Its lines; at least one.
    pub pieces: Vec<Piece>,
    /// The items that it lies in, outermost first, by the number of their unit.
    pub inside: Vec<usize>,
    /// Whether it lies in a quotation.
    pub quoted: bool,
    /// Its bytes in the document.
    pub range: Range<usize>,
}

impl Unit {
    /// Its whole text on one line.
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.pieces.iter().map(|p| p.text.as_str()).collect();
        lines.join(" ")
    }
}

#[derive(Default)]
struct Reader {
    units: Vec<Unit>,
    /// The open block.
    open: Option<(Kind, Range<usize>, Vec<Piece>)>,
    /// The open items: the number of their unit, once it is known.
    items: Vec<Option<usize>>,
    quotes: u32,
    /// Inside what is no prose: code, comments, footnotes.
    silent: u32,
    header: Vec<String>,
    cells: Vec<String>,
    in_table: bool,
}

/// The units of a document, in order.
pub fn units(text: &str) -> Vec<Unit> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.close();
    reader.units
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(end) => self.end(end),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.words(&text, range);
            }
            Event::SoftBreak | Event::HardBreak => self.line(),
            Event::InlineHtml(html) if html.to_ascii_lowercase().starts_with("<br") => self.words(" ", range),
            Event::InlineHtml(_) | Event::Html(_) | Event::FootnoteReference(_) => {}
            Event::Rule => self.close(),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.begin(Kind::Heading(*level as u8), range),
            Tag::Paragraph => self.begin(self.prose(), range),
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes += 1;
            }
            Tag::List(_) => self.close(),
            Tag::Item => {
                self.close();
                self.items.push(None);
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::FootnoteDefinition(_) => {
                self.close();
                self.silent += 1;
            }
            Tag::MetadataBlock(_) => self.begin(Kind::Metadata, range),
            Tag::Table(_) => {
                self.close();
                self.in_table = true;
                self.header.clear();
            }
            Tag::TableHead | Tag::TableRow => {
                self.cells.clear();
                self.open = Some((Kind::Paragraph, range.clone(), vec![]));
            }
            Tag::TableCell => self.cells.push(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::MetadataBlock(_) => self.close(),
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Item => {
                self.close();
                self.items.pop();
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::FootnoteDefinition => {
                self.close();
                self.silent = self.silent.saturating_sub(1);
            }
            TagEnd::TableHead => {
                self.header = self.cells.drain(..).map(|c| squeeze(&c)).collect();
                // A table of labels and values has its first pair where others have names.
                self.row(vec![], self.header.clone());
            }
            TagEnd::TableRow => {
                let cells: Vec<String> = self.cells.drain(..).map(|c| squeeze(&c)).collect();
                self.row(self.header.clone(), cells);
            }
            TagEnd::Table => self.in_table = false,
            _ => {}
        }
    }

    /// What text is that no tag has opened: the first of an item is the item.
    fn prose(&self) -> Kind {
        if matches!(self.items.last(), Some(None)) { Kind::Item } else { Kind::Paragraph }
    }

    fn begin(&mut self, kind: Kind, range: Range<usize>) {
        self.close();
        self.open = Some((kind, range, vec![]));
    }

    fn words(&mut self, text: &str, range: Range<usize>) {
        if self.silent > 0 {
            return;
        }
        if self.in_table {
            if let Some(cell) = self.cells.last_mut() {
                cell.push_str(text);
            }
            return;
        }
        if self.open.is_none() {
            self.open = Some((self.prose(), range.clone(), vec![]));
        }
        if let Some((kind, whole, pieces)) = &mut self.open {
            whole.end = whole.end.max(range.end);
            // The text of metadata comes in one piece with its line ends.
            if *kind == Kind::Metadata {
                let lines = text.lines().filter(|l| !l.trim().is_empty());
                return pieces.extend(lines.map(|l| Piece { text: l.to_owned(), at: range.start }));
            }
            match pieces.last_mut().filter(|p| !p.text.ends_with('\n')) {
                Some(piece) => piece.text.push_str(text),
                None => pieces.push(Piece { text: text.to_owned(), at: range.start }),
            }
        }
    }

    /// Ends a line: the next words start a piece of their own.
    fn line(&mut self) {
        if self.in_table {
            self.words(" ", 0..0);
        } else if let Some(piece) = self.open.as_mut().and_then(|(_, _, pieces)| pieces.last_mut()) {
            piece.text.push('\n');
        }
    }

    /// Ends a row of a table.
    fn row(&mut self, header: Vec<String>, cells: Vec<String>) {
        if let Some((_, range, _)) = self.open.take()
            && cells.iter().any(|c| !c.is_empty())
        {
            let text = cells.join(" | ");
            self.push(Kind::Row { header, cells }, vec![Piece { text, at: range.start }], range);
        }
    }

    fn close(&mut self) {
        let Some((kind, range, pieces)) = self.open.take() else { return };
        self.push(kind, pieces, range);
    }

    fn push(&mut self, kind: Kind, pieces: Vec<Piece>, range: Range<usize>) {
        let pieces: Vec<Piece> = pieces
            .into_iter()
            .map(|p| Piece { text: squeeze(&p.text), at: p.at })
            .filter(|p| !p.text.is_empty())
            .collect();
        if pieces.is_empty() || self.silent > 0 {
            return;
        }
        let number = self.units.len();
        let inside = self.items.iter().filter_map(|item| *item).collect();
        if kind == Kind::Item
            && let Some(item) = self.items.last_mut()
        {
            *item = Some(number);
        }
        self.units.push(Unit { kind, pieces, inside, quoted: self.quotes > 0, range });
    }
}

/// A text with its runs of space as one space each.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_line_by_line_without_marks() {
        let text = "---\ntitle: T\n---\n# **Head**\n\n- **Key**: `a`\n  more\n  - nested\n\n    later\n\n> quoted\n\n| When | What |\n|---|---|\n| 10:00 | *x*<br>y |\n\n```\ncode 10:00\n```\n<!-- 10:00 -->\nlast[^1]\n\n[^1]: note 10:00\n";
        let all: Vec<(String, String, usize)> =
            units(text).iter().map(|u| (format!("{:?}", u.kind), u.text(), u.inside.len())).collect();
        let expected = [
            ("Metadata", "title: T", 0),
            ("Heading(1)", "Head", 0),
            ("Item", "Key: a more", 0),
            ("Item", "nested", 1),
            ("Paragraph", "later", 2),
            ("Paragraph", "quoted", 0),
            ("Row { header: [], cells: [\"When\", \"What\"] }", "When | What", 0),
            ("Row { header: [\"When\", \"What\"], cells: [\"10:00\", \"x y\"] }", "10:00 | x y", 0),
            ("Paragraph", "last", 0),
        ];
        let expected: Vec<(String, String, usize)> =
            expected.map(|(k, t, n)| (k.to_owned(), t.to_owned(), n)).to_vec();
        assert_eq!(all, expected);
        let key = &units(text)[2];
        assert_eq!(key.pieces.len(), 2);
        assert!(text[key.pieces[1].at..].starts_with("more"));
    }
}
