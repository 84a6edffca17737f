//! Documents as GitHub-flavoured Markdown.

use super::{Block, Document, Run};

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
                out.push_str(&format!("{marker} {}\n", runs_text(item)));
            }
        }
        Block::Table { caption, columns, rows } => {
            out.push_str(&format!("\n*{}*\n\n", escape(caption)));
            let titles = columns.iter().map(|c| escape(&c.title));
            table_row(titles, out);
            table_row(columns.iter().map(|c| if c.numeric { "---:" } else { "---" }.to_owned()), out);
            for row in rows {
                table_row(row.iter().map(|cell| runs_text(cell)), out);
            }
        }
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
        Block::PageBreak => out.push_str("\n---\n"),
    }
}

fn table_row(cells: impl Iterator<Item = String>, out: &mut String) {
    out.push('|');
    for cell in cells {
        out.push_str(&format!(" {} |", cell.replace('|', "\\|")));
    }
    out.push('\n');
}

fn runs_text(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        match run {
            Run::Text(text) => out.push_str(&escape(text)),
            Run::Strong(text) => styled("**", text, &mut out),
            Run::Emphasis(text) => styled("*", text, &mut out),
            Run::Code(text) => out.push_str(&code(text)),
        }
    }
    out
}

/// Marks stand beside letters, not beside spaces, or they are no marks.
fn styled(mark: &str, text: &str, out: &mut String) {
    let inner = text.trim();
    if inner.is_empty() {
        out.push_str(text);
        return;
    }
    let lead = text.len() - text.trim_start().len();
    out.push_str(text.get(..lead).unwrap_or(""));
    out.push_str(&format!("{mark}{}{mark}", escape(inner)));
    out.push_str(text.trim_start().get(inner.len()..).unwrap_or(""));
}

/// Code with as many ticks as it needs.
fn code(text: &str) -> String {
    let text = one_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text that Markdown leaves as it is: on one line, with everything that could be a mark behind a backslash.
pub fn escape(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => {
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
            '#' | '+' | '-' | '=' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if at > 0 && text.get(..at).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit())) => {
                out.push('\\');
                out.push(c);
            }
            // A bare address would become a link.
            ':' if text.get(at..).is_some_and(|t| t.starts_with("://")) => out.push_str("\\:"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    /// What a reader of Markdown sees.
    fn seen(markdown: &str) -> String {
        let mut text = String::new();
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(t) | Event::Code(t) => text.push_str(&t),
                Event::Html(t) | Event::InlineHtml(t) => panic!("markup: {t}"),
                _ => {}
            }
        }
        text
    }

    #[test]
    fn hostile_text_stays_text() {
        for text in [
            "<script>alert(1)</script>",
            "# not a heading",
            "a | b",
            "[x](y)",
            "1. no",
            "*_`~",
            "&lt;",
            "- no",
        ] {
            assert_eq!(seen(&format!("{}\n", escape(text))), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_reads_back(text in "[a-zA-Z0-9 <>|*_`~#&.)\\-\\[\\]\\\\:/!=+]{0,40}") {
            let text = text.trim();
            let expected: String = text.to_owned();
            prop_assert_eq!(seen(&escape(text)), expected);
        }
    }
}
