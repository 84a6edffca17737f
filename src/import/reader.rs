//! The push reader: takes a file in slices and yields what is in it.

mod piece;

pub use piece::Piece;

use super::decode::{Line, LineRef, Lines, encoding_of};
use super::delimited::{Found, Record, Records, doubled, sniff};
use super::iris::{self, Iris};
use super::json_table::{self, Cut, JsonTable};
use super::known::{self, RecordReader, Shape};
use super::mapping::{EventColumns, IncidentColumns, header_of};
use super::orders;
use super::own_csv::OwnCsv;
use super::plaso::{self, Plaso};
use super::postmortem;
use super::row::Row;
use super::rows::{EventRows, short};
use super::timesketch::{self, Csv};
use super::values::{self, Objects};
use super::veris::Incidents;
use super::{Content, Encoding, ImportError, Imported, detect, wordpress};
use crate::model::{Format, Mapping, Reading};
use std::sync::Arc;

/// Reads one file of a known format. Push all of its bytes in order, in slices of any size.
#[derive(Debug)]
pub struct Reader {
    encoding: Encoding,
    lines: Lines,
    body: Body,
    bytes: u64,
    /// What speaks for the format.
    why: String,
}

/// What the lines are put together to.
#[derive(Debug)]
enum Body {
    Table(Box<Table>),
    JsonLines(Box<timesketch::JsonLines>),
    IrisExport(Box<iris::Export>),
    Known(Box<known::Body>),
    Postmortem(Box<postmortem::Document>),
    Veris {
        incidents: Box<Incidents>,
        /// `None`: one object a line.
        objects: Option<Box<Objects>>,
    },
}

/// A table whose header may not have come yet.
#[derive(Debug)]
struct Table {
    reading: Reading,
    cutter: Cutter,
    rows: EventRows,
    columns: Option<Columns>,
    failed: Option<ImportError>,
    /// Whether PHP wrote it.
    php: bool,
    /// How many lines stand above it.
    above: u32,
    /// What they say.
    title: Vec<String>,
}

/// What cuts lines into the rows of a table.
#[derive(Debug)]
enum Cutter {
    Delimited(Box<Records>),
    Json(Box<JsonTable>),
}

#[derive(Debug)]
enum Columns {
    Known { names: Vec<String>, reader: Box<dyn RecordReader> },
    Timesketch(Csv),
    Own(OwnCsv),
    Iris(Iris),
    Plaso(Plaso),
    Events(EventColumns),
    Incidents(IncidentColumns),
}

impl Reader {
    /// Opens a file by its first bytes (the same as for [`detect()`]); they are pushed again with the rest.
    ///
    /// # Errors
    /// [`ImportError::NeedsMapping`] for a mapped format without a mapping, [`ImportError::Unreadable`] for a format that
    /// holds no events.
    pub fn open(name: &str, reading: &Reading, head: &[u8]) -> Result<Reader, ImportError> {
        Reader::because(why(name, reading, head), reading, head)
    }

    /// As [`Reader::open`], where detection has told before what speaks for the format.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn because(why: String, reading: &Reading, head: &[u8]) -> Result<Reader, ImportError> {
        let encoding = encoding_of(head);
        let text = super::decode::decode(head, encoding);
        let table = |reading: &Reading| {
            let mut table = Table {
                reading: reading.clone(),
                cutter: Cutter::Delimited(Box::new(Records::new(sniff(&text)))),
                rows: EventRows::new(reading.day_first()),
                columns: None,
                failed: None,
                above: reading.mapping.as_ref().map_or(0, Mapping::above),
                title: vec![],
                php: known::find(reading.format).is_some_and(|k| matches!(k.shape, Shape::PhpTable)),
            };
            if reading.format.is_mapped() && json_table::looks_like(&text) {
                let mut json = JsonTable::new(head);
                if reading.format != Format::Delimited {
                    // The tool's own mapping may name what the first objects have not.
                    json.add(reading.mapping.iter().flat_map(Mapping::names));
                }
                table.open(json.header());
                table.cutter = Cutter::Json(Box::new(json));
                table.above = 0;
            }
            Body::Table(Box::new(table))
        };
        let body = match reading.format {
            format if let Some(known) = known::find(format) => match known.shape {
                Shape::Table | Shape::PhpTable => table(reading),
                Shape::Lines | Shape::Json(_) => {
                    Body::Known(Box::new(known::Body::new(known, &text, reading)))
                }
            },
            Format::TimesketchCsv
            | Format::FloodmarkCsv
            | Format::PlasoL2tcsv
            | Format::Tln
            | Format::IrisImport => table(reading),
            Format::IrisExport => Body::IrisExport(Box::new(iris::Export::new(reading.day_first()))),
            Format::PostmortemMarkdown => Body::Postmortem(Box::default()),
            format if format.is_mapped() && reading.mapping.is_some() => table(reading),
            format if format.is_mapped() => return Err(ImportError::NeedsMapping),
            Format::TimesketchJsonl => {
                Body::JsonLines(Box::new(timesketch::JsonLines::new(reading.day_first())))
            }
            Format::VerisJson => {
                let first = text.trim_start().lines().next().unwrap_or("");
                let one_a_line =
                    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(first).is_ok();
                Body::Veris { incidents: Box::default(), objects: (!one_a_line).then(Box::default) }
            }
            Format::WooOrders => return Err(orders::no_timeline()),
            _ => {
                return Err(ImportError::Unreadable {
                    message: format!("a {} holds no events; open it as what it is", reading.format.label()),
                });
            }
        };
        Ok(Reader { encoding, lines: Lines::new(encoding), body, bytes: 0, why })
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When the mapping names a column that the header has not, or a line is beyond all measure.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), ImportError> {
        self.bytes += bytes.len() as u64;
        let body = &mut self.body;
        self.lines.push_borrowed(bytes, |line| {
            body.line(line);
            body.failed()
        })
    }

    /// Bytes so far.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        match &self.body {
            Body::Table(table) => match &table.columns {
                Some(Columns::Incidents(columns)) => columns.rows(),
                _ => table.rows.rows(),
            },
            Body::JsonLines(lines) => lines.rows.rows(),
            Body::IrisExport(export) => export.rows.rows(),
            Body::Known(known) => known.rows.rows(),
            Body::Postmortem(document) => document.rows(),
            Body::Veris { incidents, .. } => incidents.rows(),
        }
    }

    /// What the file holds.
    ///
    /// # Errors
    /// [`ImportError::Empty`] when there was no row at all; else as [`Reader::push`].
    pub fn finish(mut self) -> Result<Imported, ImportError> {
        if let Some(line) = self.lines.finish() {
            self.body.line(line.borrowed());
        }
        self.body.end();
        self.body.failed()?;
        let rows = self.rows();
        let (content, mut report) = match self.body {
            Body::Table(table) => match table.columns {
                Some(Columns::Incidents(columns)) => {
                    let (incidents, mut report) = columns.finish();
                    let (_, unread) = table.rows.finish();
                    report.rows += unread.rows;
                    report.empty = unread.empty;
                    report.refusals.extend(unread.refusals);
                    report.notes.extend(unread.notes);
                    (Content::Incidents(incidents), report)
                }
                _ => events(table.rows),
            },
            Body::JsonLines(lines) => events(lines.rows),
            Body::IrisExport(export) => events(export.rows),
            Body::Known(known) => events(known.rows),
            Body::Postmortem(document) => {
                let (incidents, report) = document.finish();
                (Content::Incidents(incidents), report)
            }
            Body::Veris { incidents, .. } => {
                let (incidents, report) = incidents.finish();
                (Content::Incidents(incidents), report)
            }
        };
        if rows == 0 && report.refusals.is_empty() {
            return Err(match report.notes.as_slice() {
                [] => ImportError::Empty,
                // What the file holds instead was told.
                notes => ImportError::Unreadable {
                    message: format!("nothing in the file has a time; {}", notes.join(" ")),
                },
            });
        }
        report.say_empty();
        report.encoding = self.encoding;
        report.why = self.why;
        if self.lines.mixed() {
            let note = "Some of the text is not UTF-8; it was read as Windows-1252 (Latin-1).";
            report.notes.push(note.to_owned());
        }
        if self.encoding == Encoding::Windows1252 {
            report.notes.push("The text is not UTF-8; it was read as Windows-1252 (Latin-1).".to_owned());
        }
        Ok(Imported { bytes: self.bytes, report, content })
    }
}

/// What in the beginning of a file speaks for reading it so.
fn why(name: &str, reading: &Reading, head: &[u8]) -> String {
    let found = detect(name, head, head.len() as u64).map(|d| d.candidates).unwrap_or_default();
    let same = found.into_iter().find(|c| c.reading.format == reading.format);
    match same {
        // The columns may be others than those that the header suggests.
        Some(found) if found.reading.mapping == reading.mapping => found.evidence,
        _ if reading.format == Format::Delimited => "you chose the columns".to_owned(),
        Some(found) => found.evidence,
        None => "you chose the format".to_owned(),
    }
}

fn events(rows: EventRows) -> (Content, super::Report) {
    let (table, report) = rows.finish();
    (Content::Events(Arc::new(table)), report)
}

impl Body {
    fn line(&mut self, line: LineRef<'_>) {
        match self {
            Body::JsonLines(lines) => return lines.line(&line),
            Body::Table(table) => {
                if line.number <= table.above {
                    table.title.push(line.text.trim().to_owned());
                } else if table.simple_line(&line).is_none() {
                    table.line(line.into_owned());
                }
                return;
            }
            _ => {}
        }
        let line = line.into_owned();
        match self {
            Body::Table(_) | Body::JsonLines(_) => {}
            Body::Known(known) => known.line(&line),
            Body::Postmortem(document) => document.line(&line),
            Body::IrisExport(export) => export.line(&line),
            Body::Veris { incidents, objects: Some(objects) } => {
                objects.push(&line, |found| take_object(incidents, &found));
            }
            Body::Veris { incidents, objects: None } => {
                if !line.text.trim().is_empty() {
                    incidents.read(&line.text, line.number, "", line.start, line.end);
                }
            }
        }
    }

    fn end(&mut self) {
        match self {
            Body::Table(table) => table.end(),
            Body::Known(known) => known.end(),
            Body::Postmortem(document) => document.end(),
            Body::Veris { incidents, objects: Some(objects) } => {
                objects.finish(|found| take_object(incidents, &found));
            }
            Body::JsonLines(_) | Body::IrisExport(_) | Body::Veris { objects: None, .. } => {}
        }
    }

    fn failed(&self) -> Result<(), ImportError> {
        match self {
            Body::Table(table) => table.failed.clone().map_or(Ok(()), Err),
            Body::Postmortem(document) => document.failed(),
            Body::Known(known) => known.failed().cloned().map_or(Ok(()), Err),
            Body::Veris { objects: Some(objects), .. } => objects.failed().cloned().map_or(Ok(()), Err),
            _ => Ok(()),
        }
    }
}

fn take_object(incidents: &mut Incidents, found: &values::Found) {
    match found {
        values::Found::Object(object) => {
            incidents.read(&object.text, object.line, &object.pointer, object.start, object.end);
        }
        values::Found::Stray(line, text) => incidents.stray(*line, text),
    }
}

impl Table {
    /// Finds the columns in a header.
    fn open(&mut self, header: &[String]) {
        match Columns::new(&self.reading, header) {
            Ok(columns) => self.columns = Some(columns),
            Err(error) => self.failed = Some(error),
        }
    }

    /// Takes a line of Timesketch CSV that is a record by itself, as nearly all are, without cells of its own.
    fn simple_line(&mut self, line: &LineRef<'_>) -> Option<()> {
        let (Cutter::Delimited(records), Some(Columns::Timesketch(csv))) = (&self.cutter, &self.columns)
        else {
            return None;
        };
        csv.read_line(line, records.between()?, &mut self.rows)
    }

    fn line(&mut self, line: Line) {
        let line = if self.php { Line { text: doubled(line.text), ..line } } else { line };
        match &mut self.cutter {
            Cutter::Delimited(records) => {
                for found in records.push(line) {
                    self.take(found);
                }
            }
            Cutter::Json(json) => {
                let cut = json.push(&line);
                self.failed = self.failed.take().or_else(|| json.failed().cloned());
                cut.into_iter().for_each(|cut| self.cut(cut));
            }
        }
    }

    fn end(&mut self) {
        self.title.retain(|line| !line.is_empty());
        if !self.title.is_empty() {
            let said = short(&self.title.join(" / "));
            self.rows.say(match self.above {
                1 => format!("One line stands above the table and was not read as a row: “{said}”."),
                n => format!("{n} lines stand above the table and were not read as rows: “{said}”."),
            });
        }
        match &mut self.cutter {
            Cutter::Delimited(records) => {
                for found in records.finish() {
                    self.take(found);
                }
            }
            Cutter::Json(json) => {
                json.finish().into_iter().for_each(|cut| self.cut(cut));
            }
        }
        if let Some(Columns::Known { reader, .. }) = &mut self.columns {
            reader.finish(&mut self.rows);
        }
    }

    fn cut(&mut self, cut: Cut) {
        match cut {
            Cut::Row(record) => self.row(record),
            Cut::Refused(line, pointer, text, reason) => self.rows.refuse(line, &pointer, &text, reason),
        }
    }

    fn take(&mut self, found: Found) {
        let record = match found {
            Found::Unclosed(line) => {
                let reason = "a quote opens on this line and never closes; double the quotes inside the cell";
                return self.rows.refuse(line.number, "", &line.text, reason);
            }
            Found::Record(record) if record.is_empty() => return self.rows.leave_empty(),
            Found::Record(record) => record,
        };
        if self.columns.is_none() {
            let headerless = matches!(&self.reading.mapping, Some(Mapping::Events(m)) if m.headerless)
                || self.reading.format == Format::Tln && plaso::is_epoch(&record.cells);
            let mut header = header_of(&record, headerless);
            if self.php {
                header = wordpress::english(&header);
            }
            let own = known::find(self.reading.format).and_then(|known| (known.reader)().names(&header));
            let named = own.is_some();
            self.open(&own.unwrap_or(header));
            if !headerless && !named {
                return;
            }
        }
        self.row(record);
    }

    fn row(&mut self, record: Record) {
        match &mut self.columns {
            Some(Columns::Known { names, reader }) => {
                let row = Row {
                    names: names.as_slice(),
                    cells: &record.cells,
                    object: None,
                    line: record.line,
                    pointer: &record.pointer,
                    start: record.start,
                    end: record.end,
                    raw: &record.cells,
                };
                reader.read(&row, &mut self.rows);
            }
            Some(Columns::Timesketch(csv)) => csv.read(&record, &mut self.rows),
            Some(Columns::Own(csv)) => csv.read(&record, &mut self.rows),
            Some(Columns::Iris(csv)) => csv.read(&record, &mut self.rows),
            Some(Columns::Plaso(csv)) => csv.read(&record, &mut self.rows),
            Some(Columns::Events(columns)) => columns.read(&record, &mut self.rows),
            Some(Columns::Incidents(columns)) => columns.push(record),
            None => {}
        }
    }
}

impl Columns {
    fn new(reading: &Reading, header: &[String]) -> Result<Self, ImportError> {
        Ok(match (&reading.format, &reading.mapping) {
            (format, _) if let Some(known) = known::find(*format) => {
                Columns::Known { names: header.to_vec(), reader: known.open(reading) }
            }
            (Format::IrisImport, _) => Columns::Iris(Iris::new(header)),
            (Format::PlasoL2tcsv, _) => Columns::Plaso(Plaso::L2tcsv(header.to_vec())),
            (Format::Tln, _) => Columns::Plaso(Plaso::Tln),
            (Format::FloodmarkCsv, _) => Columns::Own(OwnCsv::new(header)),
            (format, Some(Mapping::Events(events))) if format.is_mapped() => {
                Columns::Events(EventColumns::new(events, header)?)
            }
            (format, Some(Mapping::Incidents(incidents))) if format.is_mapped() => {
                Columns::Incidents(IncidentColumns::new(incidents, header)?)
            }
            _ => Columns::Timesketch(Csv::new(header)),
        })
    }
}

/// Reads a whole file at once: in the given way, or as the best that its content suggests.
///
/// ```
/// use floodmark::import::{Content, read_all};
/// let csv = b"message,datetime,timestamp_desc\nCheckout off,2026-03-16T09:48:30Z,Containment\n";
/// let imported = read_all("timeline.csv", csv, None)?;
/// let Content::Events(events) = imported.content else { panic!() };
/// assert_eq!(events.text(0), "Checkout off");
/// # Ok::<(), floodmark::import::ImportError>(())
/// ```
///
/// # Errors
/// As [`detect()`] and [`Reader`].
pub fn read_all(name: &str, bytes: &[u8], reading: Option<&Reading>) -> Result<Imported, ImportError> {
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or(bytes);
    let reading = match reading {
        Some(reading) => reading.clone(),
        None => {
            let found = detect(name, head, bytes.len() as u64)?.candidates.into_iter().next();
            found.ok_or(ImportError::Empty)?.reading
        }
    };
    let mut reader = Reader::open(name, &reading, head)?;
    reader.push(bytes)?;
    reader.finish()
}
