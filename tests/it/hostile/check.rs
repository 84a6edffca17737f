//! What a file that is written may hold, seen with the parsers of those who open it. Each check gives what is wrong.

use quick_xml::Reader;
use quick_xml::events::Event;
use scraper::{Html, Node};
use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

/// Elements that the writer of HTML and the charts in it make, and nothing else.
const ELEMENTS: [&str; 46] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "nav",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "div",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "details",
    "summary",
    "strong",
    "em",
    "code",
    "hr",
    "a",
    "bdi",
    "svg",
    "desc",
    "g",
    "rect",
    "line",
    "polyline",
    "polygon",
    "circle",
    "text",
];
/// Attributes that they have.
const ATTRIBUTES: [&str; 44] = [
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "aria-label",
    "class",
    "href",
    "id",
    "role",
    "scope",
    "tabindex",
    "xmlns",
    "width",
    "height",
    "viewBox",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "points",
    "fill",
    "opacity",
    "stroke",
    "stroke-width",
    "dx",
    "dy",
    "text-anchor",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "transform",
    "d",
    "rx",
    "ry",
    "stroke-dasharray",
    "stroke-linecap",
    "fill-opacity",
];

/// Marks that turn the direction of what follows.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
}

/// Control codes, which have no place in any document.
fn controls(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// A document for people turns no direction and has no control codes.
pub fn readable(text: &str) -> Vec<String> {
    let odd = text.char_indices().find(|(_, c)| turns(*c) || controls(*c));
    let around = |at: usize| {
        text[text.floor_char_boundary(at.saturating_sub(40))..].chars().take(60).collect::<String>()
    };
    odd.map(|(at, c)| format!("U+{:04X} stands in “{}”", c as u32, around(at).escape_debug()))
        .into_iter()
        .collect()
}

/// HTML in which every element and attribute is one of ours, and no address leaves the page.
pub fn html(text: &str) -> Vec<String> {
    let page = Html::parse_document(text);
    let mut wrong = readable(text);
    let mut policies = 0;
    for node in page.tree.nodes() {
        match node.value() {
            Node::Comment(comment) => wrong.push(format!("a comment: {}", &**comment)),
            Node::Element(element) => {
                if !ELEMENTS.contains(&element.name()) {
                    wrong.push(format!("an element <{}>", element.name()));
                }
                for (name, value) in element.attrs() {
                    let inside = element.name() == "a" && value.starts_with('#');
                    if !ATTRIBUTES.contains(&name) || (name == "href" && !inside) {
                        wrong.push(format!("<{} {name}=\"{value}\">", element.name()));
                    }
                    policies += usize::from(name == "http-equiv" && value == "Content-Security-Policy");
                }
            }
            _ => {}
        }
    }
    if policies != 1 {
        wrong.push(format!("{policies} policies"));
    }
    wrong
}

/// XML that is well-formed, declares no type and holds only characters that XML has; the SVG in it neither acts nor asks.
pub fn xml(text: &str) -> Vec<String> {
    let mut wrong = vec![];
    let mut reader = Reader::from_str(text);
    let mut depth = 0_i64;
    let seen = |tag: &quick_xml::events::BytesStart<'_>, wrong: &mut Vec<String>| {
        let name = tag.name().as_ref().to_owned();
        if ["script", "foreignObject", "image", "use", "a", "style", "iframe"].contains(&name.as_str()) {
            wrong.push(format!("an element <{name}>"));
        }
        for attribute in tag.attributes() {
            match attribute {
                Ok(a) => {
                    let (key, value) = (a.key.as_ref().to_lowercase(), a.value);
                    let external = value.contains("External") && key == "targetmode";
                    if key.starts_with("on") || key.ends_with("href") || external {
                        wrong.push(format!("<{name} {key}=\"{value}\">"));
                    }
                }
                Err(error) => wrong.push(error.to_string()),
            }
        }
    };
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                seen(&tag, &mut wrong);
            }
            Ok(Event::Empty(tag)) => seen(&tag, &mut wrong),
            Ok(Event::End(_)) => depth -= 1,
            Ok(Event::Eof) => break,
            Ok(Event::DocType(_) | Event::CData(_) | Event::PI(_) | Event::Comment(_)) => {
                wrong.push("a type, data, an instruction or a comment".to_owned());
            }
            Ok(_) => {}
            Err(error) => {
                wrong.push(error.to_string());
                break;
            }
        }
    }
    if depth != 0 {
        wrong.push(format!("{depth} elements stay open"));
    }
    wrong.extend(readable(text));
    wrong
}

/// Markdown without markup of HTML, links and pictures, as a reader of GitHub's dialect takes it.
pub fn markdown(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};
    let mut wrong = readable(text);
    let mut plain = String::new();
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => wrong.push(format!("HTML: {html}")),
            Event::Start(Tag::Link { dest_url, link_type, .. }) if link_type != LinkType::Email => {
                wrong.push(format!("a link to {dest_url}"));
            }
            Event::Start(Tag::Image { dest_url, .. }) => wrong.push(format!("a picture {dest_url}")),
            Event::Start(Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_))
            | Event::FootnoteReference(_) => {
                wrong.push("a footnote, or data in front".to_owned());
            }
            Event::Text(text) => plain.push_str(&text),
            _ => {}
        }
    }
    // GitHub makes links of bare addresses too, unless a backslash stands in them.
    let outside: String = text.split('`').step_by(2).collect();
    for bare in ["https://", "http://", "www.evil"] {
        if outside.contains(bare) {
            wrong.push(format!("a bare address: {bare}"));
        }
    }
    wrong
}

/// A table in which no cell is a formula; numbers are bare.
pub fn csv(text: &str) -> Vec<String> {
    let mut wrong = vec![];
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for record in reader.records() {
        match record {
            Err(error) => wrong.push(error.to_string()),
            Ok(record) => wrong.extend(
                record
                    .iter()
                    .filter(|c| c.starts_with(['=', '+', '-', '@', '\t', '\r']) && c.parse::<f64>().is_err())
                    // A fixed offset is data of the format, which no spreadsheet takes for more than a number.
                    .filter(|c| !is_offset(c))
                    .map(|c| format!("a cell “{}”", c.escape_debug())),
            ),
        }
    }
    wrong
}

fn is_offset(cell: &str) -> bool {
    cell.len() == 6
        && cell
            .bytes()
            .enumerate()
            .all(|(n, b)| if n == 3 { b == b':' } else { n == 0 || b.is_ascii_digit() })
}

/// JSON.
pub fn valid_json(text: &str) -> Vec<String> {
    serde_json::from_str::<serde_json::Value>(text).err().map(|e| e.to_string()).into_iter().collect()
}

/// JSON, or a line of it each; marks that turn directions are written as escapes.
pub fn json(text: &str, lines: bool) -> Vec<String> {
    let parts: Vec<&str> =
        if lines { text.split('\n').filter(|l| !l.is_empty()).collect() } else { vec![text] };
    let broken = parts.iter().filter_map(|part| serde_json::from_str::<serde_json::Value>(part).err());
    let mut wrong: Vec<String> = broken.map(|e| e.to_string()).collect();
    wrong.extend(text.chars().find(|c| turns(*c)).map(|c| format!("U+{:04X} is not escaped", c as u32)));
    wrong
}

/// A calendar of events with no property but ours.
pub fn calendar(text: &str) -> Vec<String> {
    const OURS: [&str; 13] = [
        "VERSION",
        "PRODID",
        "CALSCALE",
        "METHOD",
        "UID",
        "DTSTAMP",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "STATUS",
        "TRANSP",
    ];
    let mut wrong = readable(text);
    let lines: Vec<&str> = text.split("\r\n").collect();
    wrong.extend(
        lines.iter().filter(|l| l.contains(['\n', '\r'])).map(|l| format!("a lone line end in {l:?}")),
    );
    wrong.extend(lines.iter().filter(|l| l.len() > 75).map(|l| format!("a long line {l:?}")));
    for line in text.replace("\r\n ", "").split("\r\n").filter(|l| !l.is_empty()) {
        let name = line.split([':', ';']).next().unwrap();
        let frame = ["BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT"].contains(&line);
        if !frame && !OURS.contains(&name) {
            wrong.push(format!("a property {line:?}"));
        }
    }
    if let Err(error) = text.parse::<icalendar::Calendar>() {
        wrong.push(error);
    }
    wrong
}

/// A script in which nothing stands outside quotes but calls of its own function.
pub fn script(text: &str) -> Vec<String> {
    let mut wrong = readable(text);
    let (_, calls) = text.split_once("signed in").unwrap_or(("", text));
    let calls =
        calls.split_once("From the review of an incident\" >/dev/null\n").map_or("", |(_, calls)| calls);
    let mut bare = String::new();
    let mut quoted = false;
    let mut chars = calls.chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' => quoted = !quoted,
            '\\' if !quoted => {
                chars.next();
            }
            c if !quoted => bare.push(c),
            _ => {}
        }
    }
    let fits = |line: &str| {
        line.is_empty()
            || line
                .strip_prefix("item fm-")
                .is_some_and(|l| l.chars().all(|c| c.is_ascii_alphanumeric() || c == ' '))
    };
    wrong.extend(bare.lines().filter(|l| !fits(l)).map(|l| format!("outside quotes: {l:?}")));
    if quoted {
        wrong.push("a quote stays open".to_owned());
    }
    wrong
}

/// A ZIP archive whose members stay where they are unpacked; each member with its bytes.
pub fn archive(bytes: &[u8]) -> (Vec<String>, Vec<(String, Vec<u8>)>) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let (mut wrong, mut members) = (vec![], vec![]);
    let mut names = BTreeSet::new();
    for n in 0..archive.len() {
        let mut member = archive.by_index(n).unwrap();
        let name = member.name().unwrap().into_owned();
        let parts: Vec<&str> = name.split('/').collect();
        let odd = parts.iter().any(|part| part.is_empty() || *part == "." || *part == "..");
        if odd
            || name.contains(['\\', ':', '<', '>', '|', '"', '*', '?'])
            || name.chars().any(|c| turns(c) || controls(c))
        {
            wrong.push(format!("a member {name:?}"));
        }
        if !names.insert(name.to_lowercase()) {
            wrong.push(format!("two members {name:?}"));
        }
        let mut held = vec![];
        member.read_to_end(&mut held).unwrap();
        members.push((name, held));
    }
    (wrong, members)
}

/// A Word document: parts of XML that are well-formed, with no relation to anything outside.
pub fn word(bytes: &[u8]) -> Vec<String> {
    let (mut wrong, members) = archive(bytes);
    for (name, held) in members {
        if name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".svg") {
            let text = String::from_utf8(held).unwrap();
            wrong.extend(xml(&text).into_iter().map(|w| format!("{name}: {w}")));
        }
    }
    wrong
}

/// A name that no system takes for a path, a device or another name.
pub fn name(name: &str) -> Vec<String> {
    let odd = |c: char| turns(c) || c.is_control() || "/\\:*?\"<>|".contains(c);
    let stem = name.split('.').next().unwrap_or("").to_ascii_uppercase();
    let device = ["CON", "PRN", "AUX", "NUL", "COM1", "LPT1"].contains(&stem.as_str());
    let wrong = name.is_empty()
        || name.len() > 200
        || name.starts_with(['.', '-', ' '])
        || name.ends_with(['.', ' ']);
    if wrong || device || name.chars().any(odd) { vec![format!("the name {name:?}")] } else { vec![] }
}
