//! The formats that are read record by record: how each is told by the beginning of a file, where its records stand,
//! and who reads them.

use super::decode::Line;
use super::row::{Row, fields};
use super::rows::EventRows;
use super::values::{Found, Object, Objects};
use super::{
    ImportError, access_log, activity_log, attack_flow, aurora, chainsaw, dispatch, elastic,
    forensic_timeliner, github, hayabusa, iris_case, jira, kanvas, log_lines, misp, pagerduty, plaso,
    simple_history, slack, stix, stream, thehive, velociraptor, wordpress, wp_activity_log,
};
use crate::model::{Format, Reading};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt;

/// A format that is read record by record.
pub struct Known {
    /// Which it is.
    pub format: Format,
    /// Where its records stand.
    pub shape: Shape,
    /// Whether the beginning of a file is of it.
    pub tell: fn(&Sample<'_>) -> Option<Sign>,
    /// A reader for one file.
    pub reader: fn() -> Box<dyn RecordReader>,
}

impl Known {
    /// A reader for one file, told how a person wants it read.
    pub fn open(&self, reading: &Reading) -> Box<dyn RecordReader> {
        let mut reader = (self.reader)();
        reader.choose(reading);
        reader
    }
}

/// Why a file may be of a format.
pub struct Sign {
    /// From 0 to 1.
    pub confidence: f64,
    /// What in the file speaks for it, in one sentence.
    pub evidence: String,
}

/// A sign that is as good as certain, or less.
pub fn sign(confidence: f64, evidence: impl Into<String>) -> Option<Sign> {
    Some(Sign { confidence, evidence: evidence.into() })
}

/// Where records stand in a file.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Rows of a table of cells.
    Table,
    /// Rows of a table as PHP's `fputcsv` writes them: a quote after a backslash is not doubled. They are of plugins of
    /// WordPress, which write the titles of columns in the language of the site.
    PhpTable,
    /// Lines of text, each under the name `line`.
    Lines,
    /// Objects at these places of a JSON document, where it has any of them; else the objects of an array, or one
    /// after the other.
    Json(&'static [&'static str]),
}

/// Reads the records of one file.
pub trait RecordReader: fmt::Debug {
    /// The names of the columns, where the first row of a table is data.
    fn names(&self, _first: &[String]) -> Option<Vec<String>> {
        None
    }

    /// Takes how a person wants the file read, before the first record.
    fn choose(&mut self, _reading: &Reading) {}

    /// Takes one record: each becomes events or a refusal.
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows);

    /// Whether nothing is kept between records, so that those of a large file may be read in any order.
    fn keeps_nothing(&self) -> bool {
        false
    }

    /// Takes the end of the file.
    fn finish(&mut self, _rows: &mut EventRows) {}
}

/// A reader that keeps nothing between records.
pub struct Each(pub fn(&Row<'_>, &mut EventRows));

impl fmt::Debug for Each {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Each")
    }
}

impl RecordReader for Each {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        (self.0)(row, rows);
    }

    fn keeps_nothing(&self) -> bool {
        true
    }
}

/// The beginning of a file, as detection sees it.
#[derive(Debug)]
pub struct Sample<'a> {
    /// Its text, up to 64 KiB.
    pub text: &'a str,
    /// The first row of a table, without blanks around the names; empty for JSON.
    pub header: &'a [String],
    /// Whether `header` has words of the site's language put into English.
    pub translated: bool,
    /// The paths of its keys, such as `log_entries.*.type`; empty unless it is JSON.
    pub paths: &'a BTreeSet<String>,
}

impl Sample<'_> {
    /// Whether a table has all of these columns.
    pub fn columns(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.header.iter().any(|h| h == name))
    }

    /// Whether JSON has all of these paths.
    pub fn has(&self, paths: &[&str]) -> bool {
        paths.iter().all(|path| self.paths.contains(*path))
    }

    /// Whether the objects of JSON, in an array or one after the other, have all of these keys.
    pub fn objects(&self, keys: &[&str]) -> bool {
        self.has(keys) || keys.iter().all(|key| self.paths.contains(&format!("*.{key}")))
    }
}

/// All of them. What two formats share is told apart by how sure each is.
pub const ALL: &[Known] = &[
    access_log::REQUESTS,
    activity_log::EVENTS,
    attack_flow::FLOW,
    aurora::AURORA,
    chainsaw::CSV,
    chainsaw::JSON,
    dispatch::EVENTS,
    dispatch::EVENTS_JSON,
    dispatch::TIMELINE,
    elastic::TIMELINES,
    forensic_timeliner::CSV,
    github::ISSUES,
    hayabusa::CSV,
    hayabusa::JSON,
    iris_case::CASE,
    jira::ISSUES,
    kanvas::CONTAINMENT,
    kanvas::EVIDENCE,
    kanvas::RECOMMENDATIONS,
    kanvas::TIMELINE,
    log_lines::PHP,
    log_lines::WOOCOMMERCE,
    misp::EVENTS,
    pagerduty::LOG_ENTRIES,
    plaso::JSON,
    simple_history::CSV,
    simple_history::JSON,
    slack::MESSAGES,
    stix::BUNDLE,
    stream::CSV,
    stream::JSON,
    thehive::THEHIVE,
    velociraptor::CSV,
    velociraptor::JSON,
    wp_activity_log::EVENTS,
];

/// The format with that name, where it is one of these.
pub fn find(format: Format) -> Option<&'static Known> {
    ALL.iter().find(|known| known.format == format)
}

/// What [`ALL`] says to a sample: formats of tables and lines for text, of JSON for JSON.
pub fn signs(sample: &Sample<'_>, json: bool) -> Vec<(Format, Sign)> {
    let fits = |known: &&Known| matches!(known.shape, Shape::Json(_)) == json;
    let header = wordpress::english(sample.header);
    let in_english = Sample { header: &header, translated: header != sample.header, ..*sample };
    let tell = |known: &Known| match known.shape {
        Shape::PhpTable => (known.tell)(&in_english),
        _ => (known.tell)(sample),
    };
    ALL.iter().filter(fits).filter_map(|known| Some((known.format, tell(known)?))).collect()
}

/// Where the records of a JSON document stand: at those of `places` that it has, else in its array or one by one.
pub fn places(places: &[&'static str], paths: &BTreeSet<String>) -> Vec<&'static str> {
    let here = |place: &&&str| {
        let list = place.trim_start_matches('/').trim_end_matches("/*").replace('/', ".");
        list == "*" || paths.contains(&list)
    };
    let found: Vec<&'static str> = places.iter().filter(here).copied().collect();
    if found.is_empty() { vec!["", "/*"] } else { found }
}

/// Takes the records of a file that is no table.
#[derive(Debug)]
pub struct Body {
    reader: Box<dyn RecordReader>,
    /// None for lines of text.
    objects: Option<Objects>,
    /// The rows so far.
    pub rows: EventRows,
}

impl Body {
    /// For a format, the beginning of a file, and how it is to be read.
    pub fn new(known: &Known, head: &str, reading: &Reading) -> Self {
        let objects = match known.shape {
            Shape::Json(wanted) => Some(Objects::new(&places(wanted, &super::values::paths(head)))),
            Shape::Table | Shape::PhpTable | Shape::Lines => None,
        };
        Body { reader: known.open(reading), objects, rows: EventRows::new(reading.day_first()) }
    }

    /// Takes a line.
    pub fn line(&mut self, line: &Line) {
        let Body { reader, objects: Some(objects), rows } = self else { return self.text(line) };
        objects.push(line, |found| take(reader.as_mut(), found, rows));
    }

    fn text(&mut self, line: &Line) {
        if line.text.trim().is_empty() {
            return;
        }
        let names = ["line".to_owned()];
        let cells = [line.text.clone()];
        let row = Row {
            names: &names,
            cells: &cells,
            object: None,
            line: line.number,
            pointer: "",
            start: line.start,
            end: line.end,
            raw: &line.text,
        };
        self.reader.read(&row, &mut self.rows);
    }

    /// Takes the end of the file.
    pub fn end(&mut self) {
        let Body { reader, objects, rows } = self;
        if let Some(objects) = objects {
            let mut cut = false;
            objects.finish(|found| {
                cut = true;
                take(reader.as_mut(), found, rows);
            });
            if !cut && !objects.complete() {
                rows.say("The JSON ends before it is closed: the file may have been cut.");
            }
        }
        self.reader.finish(&mut self.rows);
    }

    /// Why the rest of the file cannot be read, where that is so.
    pub fn failed(&self) -> Option<&ImportError> {
        self.objects.as_ref()?.failed()
    }
}

fn take(reader: &mut dyn RecordReader, found: Found, rows: &mut EventRows) {
    match found {
        Found::Stray(line, text) => rows.refuse(line, "", &text, STRAY),
        Found::Object(object) => match parsed(&object) {
            Err(reason) => rows.refuse(object.line, &object.pointer, &object.text, reason),
            Ok(map) => {
                let (names, cells) = fields(&map);
                let row = Row {
                    names: &names,
                    cells: &cells,
                    object: Some(&map),
                    line: object.line,
                    pointer: &object.pointer,
                    start: object.start,
                    end: object.end,
                    raw: &object.text,
                };
                reader.read(&row, rows);
            }
        },
    }
}

/// Why text between records is refused.
pub const STRAY: &str = "not a JSON object; a record is one, export the file again";

/// The object that a record of JSON is.
///
/// # Errors
/// A sentence with what is wrong.
pub fn parsed(object: &Object) -> Result<Map<String, Value>, String> {
    serde_json::from_str(&object.text).map_err(|error| {
        let what =
            if error.is_eof() { "it breaks off before the record is closed" } else { "not valid JSON" };
        format!("{what} ({error}); export the file again")
    })
}
