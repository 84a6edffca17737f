//! Documents as GitHub-flavoured Markdown.

use super::{Block, Document, OWN_WORDS, Run, TASK};
use crate::model::shown;

/// Writes a document. Text from files is escaped, so that it stays text.
pub fn write(document: &Document) -> String {
    let mut out = format!("# {}\n", escape(&document.title));
    if !document.meta.is_empty() {
        out.push('\n');
        for (name, value) in &document.meta {
            out.push_str(&format!("- **{}**: {}\n", escape(name), escape(value)));
        }
    }
    for block in &document.blocks {
        write_block(block, &mut out);
    }
    out
}

/// Some blocks of a document, for a person to write on.
///
/// ```
/// use floodmark::document::{Block, Run, markdown, written};
/// let blocks = [Block::Paragraph(vec![Run::Text("A ".into()), Run::Strong("clear".into()), Run::Text(" case.".into())])];
/// let text = markdown::of(&blocks);
/// assert_eq!(text, "A **clear** case.");
/// assert_eq!(written::blocks(&text, 3, "summary"), blocks);
/// ```
pub fn of(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        write_block(block, &mut out);
    }
    out.trim().to_owned()
}

fn write_block(block: &Block, out: &mut String) {
    match block {
        Block::Heading { level, text, .. } => {
            out.push_str(&format!("\n{} {}\n", "#".repeat(usize::from(*level)), escape(text)));
        }
        Block::Paragraph(runs) => out.push_str(&format!("\n{}\n", runs_text(runs))),
        Block::Note(runs) => out.push_str(&format!("\n> {}\n", runs_text(runs))),
        Block::List { ordered, items } => {
            out.push('\n');
            for (n, item) in items.iter().enumerate() {
                let marker = if *ordered { format!("{}.", n + 1) } else { "-".to_owned() };
                out.push_str(&format!("{marker} {}\n", item_text(item)));
            }
        }
        Block::Table { caption, columns, rows } => {
            out.push('\n');
            if !caption.is_empty() {
                out.push_str(&format!("*{}*\n\n", escape(caption)));
            }
            let titles = columns.iter().map(|c| escape(&c.title));
            table_row(titles, out);
            table_row(columns.iter().map(|c| if c.numeric { "---:" } else { "---" }.to_owned()), out);
            for row in rows {
                table_row(row.iter().map(|cell| cell_text(cell)), out);
            }
        }
        Block::Explained(explained) => write_block(&explained.shown, out),
        Block::Figure(chart) => {
            out.push_str(&format!("\n**{}**\n\n", escape(&chart.title())));
            let table = chart.table();
            table_row(table.columns.iter().map(|c| escape(c)), out);
            table_row(table.columns.iter().map(|_| "---".to_owned()), out);
            for row in &table.rows {
                table_row(row.iter().map(|cell| escape(cell)), out);
            }
            out.push_str(&format!("\n{}\n", escape(&chart.caption())));
        }
        Block::Own(blocks) => {
            out.push_str(&format!("\n*{OWN_WORDS}:*\n"));
            for block in blocks {
                write_block(block, out);
            }
        }
        Block::PageBreak => out.push_str("\n---\n"),
    }
}

fn table_row(cells: impl Iterator<Item = String>, out: &mut String) {
    out.push('|');
    for cell in cells {
        out.push_str(&format!(" {cell} |"));
    }
    out.push('\n');
}

/// An item of a list; one that starts with a box is a task.
fn item_text(runs: &[Run]) -> String {
    if let Some((Run::Text(first), rest)) = runs.split_first() {
        for (sign, mark) in TASK.into_iter().zip(["[ ] ", "[x] "]) {
            if let Some(words) = first.strip_prefix(sign) {
                let runs: Vec<Run> =
                    std::iter::once(Run::Text(words.to_owned())).chain(rest.iter().cloned()).collect();
                return format!("{mark}{}", runs_text(&runs));
            }
        }
    }
    runs_text(runs)
}

fn runs_text(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let text = run.text();
        // Spaces at the ends stand outside the marks: beside a space, a mark is none.
        if text.starts_with(char::is_whitespace) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        if !text.trim().is_empty() {
            match run {
                Run::Text(text) => out.push_str(&escape(text)),
                Run::Strong(text) => out.push_str(&format!("**{}**", escape(text))),
                Run::Emphasis(text) => out.push_str(&format!("*{}*", escape(text))),
                Run::Code(text) => out.push_str(&code(text)),
            }
            if text.ends_with(char::is_whitespace) {
                out.push(' ');
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A cell of a table: a bar inside code would end it.
fn cell_text(runs: &[Run]) -> String {
    let bars = |run: &Run| match run {
        Run::Code(text) if text.contains('|') => Run::Text(text.clone()),
        run => run.clone(),
    };
    runs_text(&runs.iter().map(bars).collect::<Vec<_>>())
}

/// Code with as many ticks as it needs.
fn code(text: &str) -> String {
    let text: String = one_line(text).chars().filter_map(tame).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r', '\t', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Text that Markdown leaves as it is: on one line, with everything that could be a mark behind a backslash.
pub fn escape(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '#' => {
                out.push('\\');
                out.push(c);
            }
            // Inside a word an underscore is no mark.
            '_' => {
                let around = [
                    text.get(..at).and_then(|t| t.chars().next_back()),
                    text.get(at + 1..).and_then(|t| t.chars().next()),
                ];
                if !around.iter().all(|c| c.is_some_and(char::is_alphanumeric)) {
                    out.push('\\');
                }
                out.push('_');
            }
            '&' => out.push_str("&amp;"),
            '+' | '-' | '=' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if at > 0 && text.get(..at).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit())) => {
                out.push('\\');
                out.push(c);
            }
            // A bare address would become a link.
            ':' if text.get(at..).is_some_and(|t| t.starts_with("://")) => out.push_str("\\:"),
            '.' if text.get(..at).is_some_and(ends_in_www) => out.push_str("\\."),
            c => out.extend(tame(c)),
        }
    }
    out
}

/// Control codes, and marks that turn the direction of a line, could make it read as something else.
fn tame(c: char) -> Option<char> {
    if c.is_control() { Some(char::REPLACEMENT_CHARACTER) } else { shown(c) }
}

fn ends_in_www(text: &str) -> bool {
    text.len() >= 3 && text.get(text.len() - 3..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    fn parse(markdown: &str) -> Parser<'_> {
        Parser::new_ext(
            markdown,
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH,
        )
    }

    /// What a reader of Markdown sees.
    fn seen(markdown: &str) -> String {
        let mut text = String::new();
        for event in parse(markdown) {
            match event {
                Event::Text(t) | Event::Code(t) => text.push_str(&t),
                Event::SoftBreak => text.push(' '),
                Event::Start(Tag::Paragraph | Tag::Strong | Tag::Emphasis) | Event::End(_) => {}
                other => panic!("more than text in {markdown:?}: {other:?}"),
            }
        }
        text
    }

    /// The cells of the first table, as a reader sees them.
    fn cells(markdown: &str) -> Vec<String> {
        let mut cells = vec![];
        let mut cell = String::new();
        for event in parse(markdown) {
            match event {
                Event::Text(t) | Event::Code(t) => cell.push_str(&t),
                Event::Start(Tag::TableCell) => cell.clear(),
                Event::End(TagEnd::TableCell) => cells.push(std::mem::take(&mut cell)),
                Event::Start(Tag::Paragraph | Tag::Heading { .. }) => cell.clear(),
                _ => {}
            }
        }
        cells
    }

    fn table(cell: Run) -> Document {
        let mut document = Document::default();
        document.table("c", &["a|b", "n\t"], vec![vec![vec![cell], vec!["2".into()]]]);
        document
    }

    #[test]
    fn hostile_text_stays_text() {
        let hostile = [
            "<script>alert(1)</script>",
            "# not a heading",
            "a | b",
            "[x](y)",
            "1. no",
            "*_`~",
            "&lt;",
            "- no",
            "$x$",
            "| a | b |",
            "ends with #",
            "back\\slash \\| bar",
        ];
        for text in hostile {
            assert_eq!(seen(&format!("{}\n", escape(text))), text);
        }
        assert_eq!(
            escape("https://evil.example www.evil.example"),
            "https\\://evil.example www\\.evil.example"
        );
        assert_eq!(escape("a\u{202e}b\u{1}c"), "a\u{fffd}b\u{fffd}c");
    }

    #[test]
    fn a_bar_never_ends_a_cell() {
        for run in [Run::Text("a | b \\| c".into()), Run::Code("x|y".into()), Run::Strong("|".into())] {
            let text = run.text().to_owned();
            assert_eq!(cells(&write(&table(run))), ["a|b", "n", text.as_str(), "2"]);
        }
    }

    #[test]
    fn runs_keep_the_spaces_between_them() {
        let runs = [
            Run::Strong("Gap. ".into()),
            Run::Text("Late.".into()),
            Run::Text(" ".into()),
            Run::Code("a`b".into()),
        ];
        assert_eq!(runs_text(&runs), "**Gap.** Late. ``a`b``");
        assert_eq!(runs_text(&[Run::Emphasis(" ".into())]), "");
    }

    proptest! {
        #[test]
        fn any_text_reads_back(text in "[a-zA-Z0-9 <>|*_`~#&.)\\-\\[\\]\\\\:/!=+$w]{0,40}") {
            let text = text.trim();
            prop_assert_eq!(seen(&escape(text)), text.to_owned());
        }

        #[test]
        fn any_text_fits_a_cell(text in "[a-z <>|*_`~#&\\\\$]{1,20}", code in any::<bool>()) {
            let text = text.trim().to_owned();
            let run = if code { Run::Code(text.clone()) } else { Run::Text(text.clone()) };
            let found = cells(&write(&table(run)));
            prop_assert_eq!(found.len(), 4);
            prop_assert_eq!(&found[2], &text);
        }
    }
}
