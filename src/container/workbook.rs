//! An XLSX workbook: each sheet with something in it becomes a CSV file (RFC 4180, UTF-8).
//!
//! Cells are written as their values: dates as `2026-03-16`, times as `10:20:00`, both as `2026-03-16 10:20:00`, numbers
//! without thousands, errors as they are shown. A sheet is written from its first used row and column to its last; a row
//! without anything is an empty line, so that the lines keep their distance.

use super::expand::{Entry, Job};
use super::{ContainerError, SEPARATOR};
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use std::io::{Read, Seek};
use zip::ZipArchive;

/// The most rows and columns that a spreadsheet program writes.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;
/// Bytes of the parts of a workbook that are held in memory as objects several times their size.
const PART: u64 = 128 * 1024 * 1024;
/// How much of a sheet is written at once.
const SLICE: usize = 256 * 1024;

/// Writes the sheets of a workbook.
pub fn expand<R: Read + Seek>(
    job: &mut Job<'_>,
    name: &str,
    mut archive: ZipArchive<R>,
    entries: &[Entry],
) -> Result<(), ContainerError> {
    for entry in entries.iter().filter(|e| is_read(&e.path)) {
        weigh(job, &mut archive, entry)?;
    }
    let mut book = Xlsx::new(archive.into_inner()).map_err(workbook_error)?;
    let sheets = book.sheets_metadata().to_vec();
    let mut empty = vec![];
    let mut hidden = vec![];
    for sheet in &sheets {
        let label = format!("{name}{SEPARATOR}{}", sheet.name);
        if sheet.typ != SheetType::WorkSheet {
            job.skip(
                label,
                "it is a chart or a dialog, not a table; open the sheet that it shows".to_owned(),
            );
            continue;
        }
        match write(job, &mut book, &sheet.name) {
            Ok(true) => {
                job.take(label)?;
                if sheet.visible != SheetVisible::Visible {
                    hidden.push(format!("“{}”", sheet.name));
                }
            }
            Ok(false) => empty.push(format!("“{}”", sheet.name)),
            Err(error) if error.is_final() => return Err(error),
            Err(error) => {
                job.sink.discard();
                job.skip(label, error.to_string());
            }
        }
    }
    if !hidden.is_empty() {
        job.told.notes.push(format!("{name}: hidden sheets were read too: {}.", hidden.join(", ")));
    }
    if !empty.is_empty() {
        job.told.notes.push(format!("{name}: sheets without anything in them: {}.", empty.join(", ")));
    }
    Ok(())
}

/// Whether a part of a workbook is looked at when its cells are read.
fn is_read(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let other =
        ["xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/", "xl/pivot", "xl/comments", "xl/printer"];
    (path.ends_with(".xml") || path.ends_with(".rels")) && !other.iter().any(|o| path.starts_with(o))
}

/// Unpacks a part once to nowhere, so that no part that is read later breaks a limit.
fn weigh<R: Read + Seek>(
    job: &Job<'_>,
    archive: &mut ZipArchive<R>,
    entry: &Entry,
) -> Result<(), ContainerError> {
    let mut reader = job.open(archive, entry)?;
    let size = std::io::copy(&mut reader, &mut std::io::sink())?;
    if size > PART && !entry.path.to_ascii_lowercase().starts_with("xl/worksheets/") {
        return Err(ContainerError::Held { most: PART });
    }
    Ok(())
}

fn workbook_error(error: XlsxError) -> ContainerError {
    match error {
        XlsxError::Io(error) => error.into(),
        XlsxError::Zip(error) => super::expand::zip_error(error),
        XlsxError::Password => ContainerError::Encrypted,
        other => ContainerError::Workbook { detail: format!("the workbook is damaged ({other})") },
    }
}

/// What the first pass over a sheet finds.
#[derive(Default)]
struct Shape {
    /// First and last used column, from 0.
    columns: Option<(u32, u32)>,
    /// Columns with at least one time of day: there a midnight is a time too.
    timed: Vec<u32>,
}

/// Looks over a sheet.
fn shape<R: Read + Seek>(book: &mut Xlsx<R>, sheet: &str) -> Result<Shape, ContainerError> {
    let wrong = |detail: String| ContainerError::Workbook { detail };
    let mut shape = Shape::default();
    let mut cells = book.worksheet_cells_reader(sheet).map_err(workbook_error)?;
    let mut last_row = 0;
    while let Some(cell) = cells.next_cell().map_err(workbook_error)? {
        let (row, column) = cell.get_position();
        if matches!(cell.get_value(), DataRef::Empty) {
            continue;
        }
        if row >= ROWS || column >= COLUMNS {
            return Err(wrong(format!(
                "the sheet has a cell in row {row}, column {column}, beyond any spreadsheet"
            )));
        }
        if row < last_row {
            return Err(wrong(format!("row {} of the sheet stands after row {}", row + 1, last_row + 1)));
        }
        last_row = row;
        let (first, last) = shape.columns.unwrap_or((column, column));
        shape.columns = Some((first.min(column), last.max(column)));
        if let DataRef::DateTime(time) = cell.get_value()
            && time.is_datetime()
            && time.as_f64() >= 1.0
            && clock(time).is_some()
            && !shape.timed.contains(&column)
        {
            shape.timed.push(column);
        }
    }
    Ok(shape)
}

/// Writes a sheet; whether there was anything in it.
fn write<R: Read + Seek>(job: &mut Job<'_>, book: &mut Xlsx<R>, sheet: &str) -> Result<bool, ContainerError> {
    let shape = shape(book, sheet)?;
    let Some((first, last)) = shape.columns else { return Ok(false) };

    let mut cells = book.worksheet_cells_reader(sheet).map_err(workbook_error)?;
    let mut out = String::new();
    let mut row: Vec<String> = vec![String::new(); (last - first + 1) as usize];
    let mut at: Option<u32> = None;
    let mut written = 0;
    while let Some(cell) = cells.next_cell().map_err(workbook_error)? {
        let (number, column) = cell.get_position();
        if matches!(cell.get_value(), DataRef::Empty) {
            continue;
        }
        if at != Some(number) {
            if let Some(at) = at {
                finish(&mut row, &mut out);
                for _ in at + 1..number {
                    out.push_str("\r\n");
                }
            }
            at = Some(number);
            if out.len() > SLICE {
                written = flush(job, &mut out, written)?;
            }
        }
        if let Some(place) = row.get_mut(column.saturating_sub(first) as usize) {
            *place = text(cell.get_value(), shape.timed.contains(&column));
        }
    }
    finish(&mut row, &mut out);
    flush(job, &mut out, written)?;
    Ok(true)
}

/// Hands over what is written; gives the bytes so far.
fn flush(job: &mut Job<'_>, out: &mut String, written: u64) -> Result<u64, ContainerError> {
    let written = written + out.len() as u64;
    job.spend(out.len() as u64, written)?;
    job.sink.write(out.as_bytes())?;
    out.clear();
    Ok(written)
}

/// Writes a row and empties it.
fn finish(row: &mut [String], out: &mut String) {
    for (at, cell) in row.iter_mut().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
        cell.clear();
    }
    out.push_str("\r\n");
}

/// A cell as text.
fn text(value: &DataRef<'_>, timed: bool) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(time) if time.is_duration() => duration(time.as_f64()),
        DataRef::DateTime(time) => date_time(time, timed),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// The time of day, unless it is midnight.
fn clock(time: &ExcelDateTime) -> Option<String> {
    let (_, _, _, hour, minute, second, milli) = time.to_ymd_hms_milli();
    ((hour, minute, second, milli) != (0, 0, 0, 0)).then(|| hms(hour.into(), minute, second, milli))
}

fn hms(hour: u64, minute: u8, second: u8, milli: u16) -> String {
    let fraction = if milli > 0 { format!(".{milli:03}") } else { String::new() };
    format!("{hour:02}:{minute:02}:{second:02}{fraction}")
}

fn date_time(time: &ExcelDateTime, timed: bool) -> String {
    let value = time.as_f64();
    if !(0.0..2_958_466.0).contains(&value) {
        // Spreadsheet programs show ####; the number is all there is.
        return value.to_string();
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    let midnight = || "00:00:00".to_owned();
    if value < 1.0 {
        return clock(time).unwrap_or_else(midnight);
    }
    match clock(time).or_else(|| timed.then(midnight)) {
        Some(clock) => format!("{year:04}-{month:02}-{day:02} {clock}"),
        None => format!("{year:04}-{month:02}-{day:02}"),
    }
}

/// Days as `HH:MM:SS`, which may go beyond a day.
fn duration(days: f64) -> String {
    let millis = (days.abs() * 86_400_000.0).round();
    if !millis.is_finite() || millis > 1e15 {
        return days.to_string();
    }
    let millis = millis as u64;
    let part = |unit: u64, of: u64| ((millis / unit) % of) as u8;
    let sign = if days < 0.0 && millis > 0 { "-" } else { "" };
    format!("{sign}{}", hms(millis / 3_600_000, part(60_000, 60), part(1000, 60), (millis % 1000) as u16))
}
