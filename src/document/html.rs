//! Documents as one self-contained HTML file: no script, no request, charts as vectors, fit to print.

use super::{Block, Column, Document, OWN_WORDS, Run, is_blank, to_fill};
use crate::chart::Theme;
use crate::model::shown;

/// The look: a document on paper, on screen and in print, light and dark.
const STYLE: &str = include_str!("report.css");

/// The lines of the cover that say how the document may be handed on, or whom it is for.
const HANDLING: [&str; 2] = ["Handling", "For"];

/// Of so many columns that are left to be written in, each has room to write: a table is not wider than the paper.
const ROOMY: usize = 3;
/// A column with a title of at most so many letters, such as “Time”, needs none.
const SHORT: usize = 6;

/// The width of a figure; its height follows from what it shows.
const FIGURE: u32 = 960;

/// Writes a document. The policy in its head forbids everything but its own styles.
pub fn write(document: &Document) -> String {
    let title = escape(&document.title);
    let mut out = String::new();
    out.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta name=\"generator\" content=\"Floodmark\">\n");
    out.push_str(&format!(
        "<title>{title}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        running_head(document)
    ));
    if !document.meta.is_empty() {
        out.push_str("<dl class=\"meta\">\n");
        for (name, value) in &document.meta {
            out.push_str(&format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escape(name), escape(value)));
        }
        out.push_str("</dl>\n");
    }
    contents(document, &mut out);
    let mut figures = 0;
    for block in &document.blocks {
        write_block(block, &mut figures, &mut out);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// What stands at the head of each printed page but the first, which has it in full: the title, and how the document may be
/// handed on.
fn running_head(document: &Document) -> String {
    let told = |name: &str| document.meta.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let handling = HANDLING.into_iter().find_map(told).map_or("", String::as_str);
    running(&document.title, handling)
}

/// The rules that put two texts at the head of each printed page but the first.
pub fn running(left: &str, right: &str) -> String {
    let boxed = |place: &str, text: &str| {
        format!("@{place} {{ content: \"{}\"; font: 9pt system-ui, sans-serif; }} ", css_string(text))
    };
    format!(
        "@page {{ {}{}}}\n@page :first {{ @top-left {{ content: none; }} @top-right {{ content: none; }} }}\n",
        boxed("top-left", left),
        boxed("top-right", right)
    )
}

/// A text inside a string of CSS: all but letters, digits and blanks by its number, so that nothing ends the string or the
/// element around it.
fn css_string(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter_map(shown) {
        match c {
            ' ' => out.push(c),
            c if c.is_alphanumeric() => out.push(c),
            c => out.push_str(&format!("\\{:x} ", u32::from(c))),
        }
    }
    out
}

fn contents(document: &Document, out: &mut String) {
    out.push_str("<nav aria-label=\"Contents\">\n<ol>\n");
    for (_, text, id) in document.headings().filter(|(level, _, _)| *level == 2) {
        out.push_str(&format!("<li><a href=\"#{}\">{}</a></li>\n", escape(id), escape(text)));
    }
    out.push_str("</ol>\n</nav>\n");
}

fn write_block(block: &Block, figures: &mut usize, out: &mut String) {
    match block {
        Block::Heading { level, text, id } => {
            out.push_str(&format!("<h{level} id=\"{}\">{}</h{level}>\n", escape(id), escape(text)));
        }
        Block::Paragraph(runs) => out.push_str(&format!("<p>{}</p>\n", runs_html(runs))),
        Block::Note(runs) => {
            out.push_str(&format!("<p class=\"note\" role=\"note\">{}</p>\n", runs_html(runs)))
        }
        Block::List { ordered, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            out.push_str(&format!("<{tag}>\n"));
            for item in items {
                // A box to tick stands in the place of the mark.
                let ticked = item.first().is_some_and(|run| run.text().starts_with('☐'));
                let class = if ticked { " class=\"tick\"" } else { "" };
                out.push_str(&format!("<li{class}>{}</li>\n", runs_html(item)));
            }
            out.push_str(&format!("</{tag}>\n"));
        }
        Block::Explained(explained) => write_block(&explained.shown, figures, out),
        Block::Table { caption, columns, rows } => table(caption, columns, rows, out),
        Block::Figure(chart) => {
            *figures += 1;
            out.push_str("<figure>\n");
            let height = chart.height(f64::from(FIGURE)).ceil() as u32;
            out.push_str(&chart.svg(FIGURE, height, &Theme::print()));
            // Title and caption stand in the drawing.
            out.push_str(&format!("\n<figcaption>Figure {figures}</figcaption>\n"));
            out.push_str("<details><summary>The numbers of this figure</summary>\n<div class=\"table\"><table>\n<thead><tr>");
            let table = chart.table();
            for column in &table.columns {
                out.push_str(&format!("<th scope=\"col\">{}</th>", escape(column)));
            }
            out.push_str("</tr></thead>\n<tbody>\n");
            for row in &table.rows {
                out.push_str("<tr>");
                for cell in row {
                    out.push_str(&format!("<td>{}</td>", escape(cell)));
                }
                out.push_str("</tr>\n");
            }
            out.push_str("</tbody>\n</table></div>\n</details>\n</figure>\n");
        }
        Block::Own(blocks) => {
            out.push_str(&format!("<div class=\"own\">\n<p class=\"own-label\">{OWN_WORDS}</p>\n"));
            for block in blocks {
                write_block(block, figures, out);
            }
            out.push_str("</div>\n");
        }
        Block::PageBreak => out.push_str("<hr class=\"page\">\n"),
    }
}

/// A table. What is left to be written in has rules around it, and room: a column where there are few, a row where all of it is.
fn table(caption: &str, columns: &[Column], rows: &[Vec<Vec<Run>>], out: &mut String) {
    let fill = to_fill(columns, rows);
    let form = if fill.contains(&true) { " class=\"form\"" } else { "" };
    let caption = escape(caption);
    out.push_str(&format!(
        "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n<table{form}>\n<caption>{caption}</caption>\n<thead><tr>"
    ));
    let class = |numeric: bool| if numeric { " class=\"number\"" } else { "" };
    let roomy = fill.iter().filter(|fill| **fill).count() <= ROOMY;
    for (column, fill) in columns.iter().zip(&fill) {
        let wide = *fill && roomy && column.title.chars().count() > SHORT;
        let class = if wide { " class=\"write\"" } else { class(column.numeric) };
        out.push_str(&format!("<th scope=\"col\"{class}>{}</th>", escape(&column.title)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        let blank = row.iter().all(|cell| is_blank(cell));
        out.push_str(if blank { "<tr class=\"write\">" } else { "<tr>" });
        for (n, cell) in row.iter().enumerate() {
            let numeric = columns.get(n).is_some_and(|c| c.numeric);
            out.push_str(&format!("<td{}>{}</td>", class(numeric), runs_html(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn runs_html(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match run {
            Run::Text(text) => isolated(text),
            Run::Strong(text) => format!("<strong>{}</strong>", isolated(text)),
            Run::Emphasis(text) => format!("<em>{}</em>", isolated(text)),
            Run::Code(text) => format!("<code>{}</code>", isolated(text)),
        })
        .collect()
}

/// Letters that are written from the right: Hebrew, Arabic and their neighbours.
fn from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Text in which words that are written from the right stand for themselves, so that no time or name beside them moves.
fn isolated(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(from_right) {
        let (before, words) = rest.split_at(start);
        // To the last such letter before one that is written from the left.
        let stretch = words.find(|c: char| c.is_alphabetic() && !from_right(c)).unwrap_or(words.len());
        let inside = words.get(..stretch).unwrap_or(words);
        let end = inside
            .rfind(from_right)
            .map_or(0, |at| at + inside.get(at..).and_then(|c| c.chars().next()).map_or(0, char::len_utf8));
        let (words, after) = words.split_at(end);
        out.push_str(&format!("{}<bdi>{}</bdi>", escape(before), escape(words)));
        rest = after;
    }
    out.push_str(&escape(rest));
    out
}

/// Text that HTML leaves as it is, in content and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Control codes have no place in a page.
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push(' '),
            c => out.extend(shown(c)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::blank;

    #[test]
    fn hostile_text_is_no_markup() {
        let document = Document {
            title: "</title><script>alert(1)</script>".to_owned(),
            meta: vec![("\"><img src=x onerror=alert(1)>".to_owned(), "x".to_owned())],
            blocks: vec![Block::Paragraph(vec![Run::Text("<b>bold</b> & 'quoted'".to_owned())])],
        };
        let html = write(&document);
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"));
        assert!(html.contains("&lt;b&gt;bold&lt;/b&gt; &amp; &#39;quoted&#39;"));
    }

    #[test]
    fn what_is_to_be_written_in_has_room() {
        let cell = |text: &str| vec![Run::Text(text.to_owned())];
        let table = |rows: Vec<Vec<Vec<Run>>>| {
            let blocks = vec![Block::table("x", &["Action", "Time", "What was seen"], rows)];
            write(&Document { blocks, ..Document::default() })
        };
        let row = |text: &str| vec![cell(text), blank(), blank()];
        let form = table(vec![row("Call"), row("Lock")]);
        assert!(form.contains("<table class=\"form\">"));
        let head = "<th scope=\"col\">Time</th><th scope=\"col\" class=\"write\">What was seen</th>";
        assert!(form.contains(head) && !form.contains("<tr class"));
        assert!(table(vec![vec![blank(), blank(), blank()]]).contains("<tr class=\"write\">"));
        // A column that merely has nothing to say makes no form of a table.
        let silent =
            table(vec![vec![cell("Call"), cell(""), vec![]], vec![cell("Lock"), cell(""), cell("")]]);
        assert!(silent.contains("<table>") && !silent.contains("class=\"write\""));
        assert!(table(vec![]).contains("<table>"));
    }

    #[test]
    fn directions_of_writing_stay_where_they_are() {
        assert_eq!(escape("invoice\u{202e}gpj.exe \u{200e}x"), "invoice\u{fffd}gpj.exe x");
        assert_eq!(isolated("by אבג 10 דה, 10:30 <x>"), "by <bdi>אבג 10 דה</bdi>, 10:30 &lt;x&gt;");
        assert_eq!(isolated("א a ב"), "<bdi>א</bdi> a <bdi>ב</bdi>");
    }

    #[test]
    fn the_file_asks_nobody() {
        let html = write(&Document { title: "x".to_owned(), ..Document::default() });
        assert!(html.contains("default-src 'none'"));
        assert!(!html.contains("http://") && !html.contains("https://") && !html.contains("src="));
    }
}
