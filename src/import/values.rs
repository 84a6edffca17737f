//! Text to JSON objects: cuts a stream of lines into the objects that are records, wherever they stand in a document,
//! without holding more than one of them.

use super::ImportError;
use super::decode::Line;
use std::collections::BTreeSet;

/// An object larger than this is not a record.
const LARGEST: usize = 64 * 1024 * 1024;
/// Nesting outside of records beyond this is no export.
const DEEPEST: usize = 64;
/// So many lines amid a record that is not closed are remembered as beginnings of others.
const MOST_BEGUN: usize = 10_000;
/// So many paths tell what a document is.
const MOST_PATHS: usize = 4_000;

/// One JSON object as text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Object {
    /// Its text, complete or broken off by the end of the file.
    pub text: String,
    /// The line on which it starts.
    pub line: u32,
    /// Its JSON pointer: `/3` in an array; empty outside one.
    pub pointer: String,
    /// Its first byte in the original, or that of its line where only the line is known.
    pub start: u64,
    /// The byte after it in the original, or after its last line.
    pub end: u64,
}

/// What lines complete.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// A record.
    Object(Object),
    /// Text where a record should be: the line and what stands there.
    Stray(u32, String),
}

/// What is open outside of records.
#[derive(Debug)]
enum Frame {
    Array {
        count: u32,
        /// What stands in the current element, where it is no record.
        other: String,
        line: u32,
    },
    Object {
        key: String,
        expects_key: bool,
    },
}

/// Where in a document a reader stands, outside of records.
#[derive(Debug, Default)]
struct Walk {
    frames: Vec<Frame>,
    string: Option<String>,
    escaped: bool,
}

impl Walk {
    /// Takes a character that is not inside a string; `{` is pushed here too.
    fn step(&mut self, c: char, line: u32) {
        match c {
            '"' => self.string = Some(String::new()),
            '{' => self.frames.push(Frame::Object { key: String::new(), expects_key: true }),
            '[' => self.frames.push(Frame::Array { count: 0, other: String::new(), line }),
            '}' | ']' => {
                self.frames.pop();
            }
            ',' => match self.frames.last_mut() {
                Some(Frame::Array { count, .. }) => *count += 1,
                Some(Frame::Object { expects_key, .. }) => *expects_key = true,
                None => {}
            },
            ':' => {
                if let Some(Frame::Object { expects_key, .. }) = self.frames.last_mut() {
                    *expects_key = false;
                }
            }
            _ => {}
        }
    }

    /// Takes a character inside a string; true when it ended a key.
    fn string(&mut self, c: char) -> bool {
        let Some(string) = self.string.as_mut() else { return false };
        if self.escaped {
            self.escaped = false;
            string.push(c);
            return false;
        }
        match c {
            '\\' => self.escaped = true,
            '"' => {
                let string = self.string.take().unwrap_or_default();
                if let Some(Frame::Object { key, expects_key: true }) = self.frames.last_mut() {
                    *key = string;
                    return true;
                }
            }
            c if string.len() < 200 => string.push(c),
            _ => {}
        }
        false
    }

    fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        self.frames.iter().map(|frame| match frame {
            Frame::Array { count, .. } => Segment::Index(*count),
            Frame::Object { key, .. } => Segment::Key(key),
        })
    }

    fn pointer(&self) -> String {
        self.segments()
            .map(|segment| match segment {
                Segment::Index(n) => format!("/{n}"),
                Segment::Key(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            })
            .collect()
    }

    /// Whether the next value stands in one of some places. `*` stands for any index or key.
    fn wanted(&self, wanted: &[String]) -> bool {
        wanted.iter().any(|place| {
            let mut parts = place.split('/').skip(1);
            let fits = self.segments().all(|segment| match (parts.next(), segment) {
                (Some("*"), _) => true,
                (Some(part), Segment::Key(key)) => part == key,
                _ => false,
            });
            fits && parts.next().is_none()
        })
    }
}

enum Segment<'a> {
    Index(u32),
    Key(&'a str),
}

/// The paths of the keys at the beginning of a document, such as `log_entries.*.created_at`; of JSON lines, of all of
/// them together. A head may end anywhere.
pub fn paths(head: &str) -> BTreeSet<String> {
    let mut walk = Walk::default();
    let mut found = BTreeSet::new();
    for c in head.chars() {
        if walk.string.is_some() {
            if walk.string(c) {
                let parts = walk.segments().map(|segment| match segment {
                    Segment::Index(_) => "*",
                    Segment::Key(key) => key,
                });
                found.insert(parts.collect::<Vec<_>>().join("."));
            }
        } else {
            walk.step(c, 0);
        }
        if found.len() >= MOST_PATHS || walk.frames.len() > DEEPEST {
            break;
        }
    }
    found
}

/// Cuts lines into objects.
#[derive(Debug)]
pub struct Objects {
    wanted: Vec<String>,
    walk: Walk,
    open: Option<Object>,
    /// The lines amid an open record that begin others, should it turn out to be broken off.
    begun: Vec<Begun>,
    depth: u32,
    /// A bit for each open bracket, the innermost last: whether it is that of a list. `serde_json` reads none that is deeper.
    lists: u128,
    in_string: bool,
    escaped: bool,
    failed: Option<ImportError>,
}

/// A line that may begin a record.
#[derive(Debug)]
struct Begun {
    /// Where it begins in the text of the open record.
    at: usize,
    line: u32,
    start: u64,
}

impl Default for Objects {
    /// The objects of one document, of an array, or one after the other.
    fn default() -> Self {
        Objects::new(&["", "/*"])
    }
}

impl Objects {
    /// The objects at some places: JSON pointers in which `*` stands for any index or key.
    pub fn new(wanted: &[&str]) -> Self {
        Objects {
            wanted: wanted.iter().map(|place| (*place).to_owned()).collect(),
            walk: Walk::default(),
            open: None,
            begun: vec![],
            depth: 0,
            lists: 0,
            in_string: false,
            escaped: false,
            failed: None,
        }
    }

    /// The objects at one place.
    pub fn at(place: &str) -> Self {
        Objects::new(&[place])
    }

    /// Why the rest of the file cannot be cut, where that is so.
    pub fn failed(&self) -> Option<&ImportError> {
        self.failed.as_ref()
    }

    /// Takes a line and hands out what it completes.
    pub fn push(&mut self, line: &Line, mut each: impl FnMut(Found)) {
        if self.failed.is_some() {
            return;
        }
        let exact = exact(line);
        let mut from = 0;
        if self.breaks_off(&line.text) {
            self.give_up(&mut each);
        }
        if let Some(object) = self.open.as_mut() {
            object.text.push('\n');
            let alone = self.walk.frames.is_empty() && begins_record(&line.text);
            if alone && self.begun.len() < MOST_BEGUN {
                self.begun.push(Begun { at: object.text.len(), line: line.number, start: line.start });
            }
        }
        for (at, c) in line.text.char_indices() {
            if self.open.is_some() {
                if self.inside(c) {
                    self.begun.clear();
                    let mut object = self.open.take().unwrap_or_default();
                    object.text.push_str(line.text.get(from..=at).unwrap_or(""));
                    object.end = exact.map_or(line.end, |before| before + at as u64 + 1);
                    each(Found::Object(object));
                }
                continue;
            }
            if self.walk.string.is_some() {
                self.walk.string(c);
                continue;
            }
            match c {
                '{' if self.walk.wanted(&self.wanted) => {
                    from = at;
                    (self.depth, self.lists) = (1, 0);
                    (self.in_string, self.escaped) = (false, false);
                    self.open = Some(Object {
                        line: line.number,
                        pointer: self.walk.pointer(),
                        start: exact.map_or(line.start, |before| before + at as u64),
                        ..Object::default()
                    });
                }
                c if self.walk.frames.is_empty() && !matches!(c, '[' | '{' | ',' | ' ' | '\t' | '\r') => {
                    // No value of a document: what stands there is told, up to the end of the line.
                    let rest = line.text.get(at..).unwrap_or("");
                    if rest.trim() != "]" && !rest.trim().is_empty() {
                        each(Found::Stray(line.number, rest.to_owned()));
                    }
                    return;
                }
                c => {
                    self.element(c, line.number, &mut each);
                    self.walk.step(c, line.number);
                    if self.walk.frames.len() > DEEPEST {
                        self.failed = Some(ImportError::Unreadable {
                            message: format!(
                                "line {}: the JSON is nested deeper than {DEEPEST}; export it again without nesting",
                                line.number
                            ),
                        });
                        return;
                    }
                }
            }
        }
        if let Some(object) = self.open.as_mut() {
            object.text.push_str(line.text.get(from..).unwrap_or(""));
            object.end = line.end;
            if object.text.len() > LARGEST {
                self.failed = Some(ImportError::Unreadable {
                    message: format!(
                        "the JSON object that starts on line {} is larger than 64 MB; export one object a record",
                        object.line
                    ),
                });
            }
        }
    }

    /// Whether a line begins the next of JSON lines, so that the record before it was cut off: a string never runs over the end
    /// of a line, an object follows only a colon, the beginning of a list or a comma in one, and no record begins a line amid
    /// another of the same first key.
    fn breaks_off(&self, line: &str) -> bool {
        let Some(open) = self.open.as_ref().filter(|_| self.walk.frames.is_empty() && begins_record(line))
        else {
            return false;
        };
        let in_list = self.lists & 1 == 1;
        let follows = match open.text.trim_end().bytes().last() {
            Some(b',') => in_list,
            Some(b':') => !in_list,
            last => last == Some(b'['),
        };
        self.in_string || !follows || self.depth == 1 && first_key(&open.text) == first_key(line)
    }

    /// Hands out a record that was cut off. A line after its first that looked like a part of it is a record of its own.
    fn give_up(&mut self, each: &mut impl FnMut(Found)) {
        let begun = std::mem::take(&mut self.begun);
        let Some(open) = self.open.take() else { return };
        let first = Begun { at: 0, line: open.line, start: open.start };
        let ends = begun.iter().map(|next| (next.at - 1, next.start)).chain([(open.text.len(), open.end)]);
        for (Begun { at, line, start }, (to, end)) in std::iter::once(&first).chain(&begun).zip(ends) {
            let text = open.text.get(*at..to).unwrap_or_default().to_owned();
            let pointer = open.pointer.clone();
            each(Found::Object(Object { text, line: *line, pointer, start: *start, end }));
        }
    }

    /// Takes a character of an open record; true when it closes it.
    fn inside(&mut self, c: char) -> bool {
        if self.in_string {
            match c {
                _ if self.escaped => self.escaped = false,
                '\\' => self.escaped = true,
                '"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match c {
            '"' => self.in_string = true,
            '{' | '[' => {
                self.depth += 1;
                self.lists = self.lists << 1 | u128::from(c == '[');
            }
            '}' | ']' => {
                self.depth -= 1;
                self.lists >>= 1;
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }

    /// Tells of elements of a wanted array that are no objects.
    fn element(&mut self, c: char, number: u32, each: &mut impl FnMut(Found)) {
        if !matches!(self.walk.frames.last(), Some(Frame::Array { .. })) || !self.walk.wanted(&self.wanted) {
            return;
        }
        let Some(Frame::Array { other, line, .. }) = self.walk.frames.last_mut() else { return };
        match c {
            ',' | ']' => {
                if !other.is_empty() {
                    each(Found::Stray(*line, std::mem::take(other)));
                }
            }
            c if c.is_whitespace() => {}
            c => {
                if other.is_empty() {
                    *line = number;
                }
                if other.len() < 200 {
                    other.push(c);
                }
            }
        }
    }

    /// Hands out what the end of the file broke off.
    pub fn finish(&mut self, mut each: impl FnMut(Found)) {
        let lines = |open: &Object| {
            let first = first_key(&open.text);
            let mut texts = self.begun.iter().filter_map(|begun| open.text.get(begun.at..));
            open.text.ends_with('}') || texts.any(|text| first_key(text) == first)
        };
        // Else they may be parts of one large record.
        if !self.open.as_ref().is_some_and(lines) {
            self.begun.clear();
        }
        self.give_up(&mut each);
    }

    /// Whether the document that held the records was closed.
    pub fn complete(&self) -> bool {
        self.open.is_none() && self.walk.frames.is_empty() && self.walk.string.is_none()
    }
}

/// Whether a line begins as a record in JSON lines does.
fn begins_record(line: &str) -> bool {
    line.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'))
}

/// The first key of a record, with its bracket, where its line has it.
fn first_key(text: &str) -> Option<&str> {
    let line = text.split('\n').next()?;
    line.split_once(':').map(|(key, _)| key)
}

/// The byte at which the text of a line starts, where its bytes are its text: UTF-8, perhaps after a mark.
fn exact(line: &Line) -> Option<u64> {
    let bytes = line.end.saturating_sub(line.start);
    let text = (line.text.len() + line.returns as usize) as u64;
    let mark = if line.number == 1 && bytes.saturating_sub(text) >= 3 { 3 } else { 0 };
    (bytes == text + mark || bytes == text + mark + 1).then_some(line.start + mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        let mut at = 0;
        let line = |(n, line): (usize, &str)| {
            let start = at;
            at += line.len() as u64;
            let text = line.trim_end_matches('\n').to_owned();
            Line { text, number: n as u32 + 1, start, end: at, ..Line::default() }
        };
        text.split_inclusive('\n').enumerate().map(line).collect()
    }

    fn found(text: &str, mut objects: Objects) -> Vec<Found> {
        let mut all = vec![];
        for line in lines(text) {
            objects.push(&line, |found| all.push(found));
        }
        objects.finish(|found| all.push(found));
        all
    }

    fn objects(text: &str, wanted: &[&'static str]) -> Vec<(String, String, u32)> {
        let object = |found| match found {
            Found::Object(o) => (o.text, o.pointer, o.line),
            Found::Stray(line, text) => (text, "stray".to_owned(), line),
        };
        found(text, Objects::new(wanted)).into_iter().map(object).collect()
    }

    #[test]
    fn arrays_lines_and_documents_give_the_same_objects() {
        let own = |p: &str, l: u32| (r#"{"a":"}]\""}"#.to_owned(), p.to_owned(), l);
        let any = ["", "/*"];
        assert_eq!(objects(r#"[{"a":"}]\""}, {"a":"}]\""}]"#, &any), [own("/0", 1), own("/1", 1)]);
        assert_eq!(objects("{\"a\":\"}]\\\"\"}\n{\"a\":\"}]\\\"\"}", &any), [own("", 1), own("", 2)]);
        assert_eq!(objects("{\n\"a\": {}\n}", &any).len(), 1);
    }

    #[test]
    fn a_broken_end_is_handed_out_too() {
        let found = objects("[{\"a\":1},\n{\"b\":", &["/*"]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].2, 2);
    }

    #[test]
    fn a_line_that_breaks_off_takes_no_other_with_it() {
        let any = ["", "/*"];
        for broken in [
            r#"{"a":1,"b":"two"#,
            r#"{"a":1,"b":"#,
            r#"{"a":1,"#,
            r#"{"a":1,"b":{"c":2"#,
            r#"{"a":1,"b":[1"#,
            r#"{"a":1,"b":[{"c":2}"#,
            r#"{"a":1,"b":{"c":2,"#,
            r#"{"a":1,"b":{"c":"#,
            r#"{"a":1,"b":["#,
            r#"{"a":1,"b":[{"c":2},"#,
            r#"{"a":1,"b":[[],{"c":[2],"#,
            r#"{"z":1,"b":"#,
        ] {
            let text = format!("{{\"a\":0}}\n{broken}\n{{\"a\":2}}\n{{\"a\":3}}\n");
            let found = objects(&text, &any);
            let texts: Vec<&str> = found.iter().map(|(text, ..)| text.as_str()).collect();
            assert_eq!(texts, [r#"{"a":0}"#, broken, r#"{"a":2}"#, r#"{"a":3}"#]);
            assert_eq!(found.iter().map(|(.., line)| *line).collect::<Vec<_>>(), [1, 2, 3, 4]);
            // Nor does it where no third line tells that it broke off, or the file breaks off again.
            for end in [r#"{"a":2}"#, r#"{"a":2,"b":"#, r#"{"a":2,"b":{"c":2,"#] {
                if broken.starts_with("{\"z") && !end.ends_with('}') {
                    continue;
                }
                let found = objects(&format!("{broken}\n{end}"), &any);
                let texts: Vec<&str> = found.iter().map(|(text, ..)| text.as_str()).collect();
                assert_eq!(texts, [broken, end]);
            }
        }
        // Each keeps its bytes.
        let text = "{\"a\":1,\"b\":[\n{\"a\":2}\n{\"a\":3}\n";
        let kept = found(text, Objects::new(&any)).into_iter().map(|found| match found {
            Found::Object(o) => text[o.start as usize..o.end as usize].trim_end().to_owned(),
            Found::Stray(..) => "stray".to_owned(),
        });
        assert_eq!(kept.collect::<Vec<_>>(), text.lines().collect::<Vec<_>>());
        // One record over several lines stays one.
        for whole in [
            "{\"a\":\n{\"b\":1}}",
            "{\"a\":[\n{\"a\":1},\n{\"a\":2}\n]}",
            "{\n\"a\":\n{\"a\":1}}",
            "{\"a\":{\"b\":[[1],\n{\"b\":1}\n]}}",
            "{\"a\":[\n{\"b\":1},\n{\"b\":2,",
        ] {
            assert_eq!(objects(whole, &any).len(), 1, "{whole}");
        }
    }

    #[test]
    fn records_are_found_inside_a_document_with_their_bytes() {
        let text = "{\"more\": false, \"[x\": \"]}\",\n \"data\": {\"list\": [ {\"a\": 1},\n{\"a\": {\"b\": []}} ], \"other\": [{\"c\": 1}]}}\n";
        let all = found(text, Objects::new(&["/data/list/*"]));
        let pointers: Vec<&str> = all
            .iter()
            .map(|found| match found {
                Found::Object(o) => {
                    assert_eq!(&text[o.start as usize..o.end as usize], o.text);
                    o.pointer.as_str()
                }
                Found::Stray(..) => "stray",
            })
            .collect();
        assert_eq!(pointers, ["/data/list/0", "/data/list/1"]);
    }

    #[test]
    fn what_is_no_object_is_told() {
        let told = objects("[1, {\"a\":1}, \"two, or 2\", null]\n", &["/*"]);
        let texts: Vec<&str> = told.iter().map(|(text, ..)| text.as_str()).collect();
        assert_eq!(texts, ["1", "{\"a\":1}", "\"", "null"]);
        let told = objects("{\"a\":1}\nnot \"json {\n{\"a\":2}\n", &[""]);
        assert_eq!(told[1], ("not \"json {".to_owned(), "stray".to_owned(), 2));
        assert_eq!(told.len(), 3);
    }

    #[test]
    fn paths_tell_what_a_document_is() {
        let found = paths("{\"log_entries\":[{\"type\":\"x\",\"agent\":{\"sum");
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, ["log_entries", "log_entries.*.agent", "log_entries.*.type"]);
        assert!(paths("{\"a\":1}\n{\"b\":2}\n").contains("b"));
    }
}
