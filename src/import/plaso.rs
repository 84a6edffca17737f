//! Plaso's fixed formats: log2timeline CSV (`l2tcsv`), and TLN and l2tTLN, whose cells are separated by bars.
//!
//! After Plaso's own documentation (docs/sources/user/Output-format-l2tcsv.md) and writers (plaso/output/l2t_csv.py, tln.py).
//! Its `dynamic`, `json_line` and `json` formats carry Timesketch's fields and are read as such; `json` is one object that
//! holds the events under `event_0`, `event_1` and so on.

use super::delimited::Record;
use super::known::{Each, Known, Shape, sign};
use super::rows::EventRows;
use super::timesketch;
use super::timestamp::{self, Stated, TimeError};
use crate::model::event::{NewRow, RowNote};
use crate::model::time::SECOND;
use crate::model::{Format, Timestamp};

/// The columns of l2tcsv by which it is known.
const L2TCSV: [&str; 7] = ["date", "time", "timezone", "MACB", "sourcetype", "short", "desc"];
/// The columns of TLN; l2tTLN has two more.
const TLN: [&str; 7] = ["Time", "Source", "Host", "User", "Description", "TZ", "Notes"];

/// The `json` format.
pub const JSON: Known = Known {
    format: Format::PlasoJson,
    shape: Shape::Json(&["/*"]),
    tell: |sample| {
        let own = ["event_0.message", "event_0.timestamp"];
        sample.has(&own).then(|| sign(0.97, "it has Plaso's events under `event_0` and so on"))?
    },
    reader: || Box::new(Each(timesketch::object)),
};

/// Which of the two formats a first record is of, if any. TLN of other tools often comes without its header.
pub fn looks_like(first: &[String]) -> Option<Format> {
    if L2TCSV.iter().all(|name| first.iter().any(|cell| cell == name)) {
        return Some(Format::PlasoL2tcsv);
    }
    let width = matches!(first.len(), 5 | 7);
    let named = first.iter().zip(TLN).all(|(cell, name)| cell.eq_ignore_ascii_case(name));
    (width && (named || is_epoch(first))).then_some(Format::Tln)
}

/// Whether a record of TLN is an event, not the header: it starts with seconds since 1970.
pub fn is_epoch(cells: &[String]) -> bool {
    cells
        .first()
        .is_some_and(|cell| (9..=10).contains(&cell.len()) && cell.bytes().all(|b| b.is_ascii_digit()))
}

/// Reads the rows of either format.
#[derive(Debug)]
pub enum Plaso {
    /// log2timeline CSV, with its header.
    L2tcsv(Vec<String>),
    /// TLN or l2tTLN.
    Tln,
}

/// What a row says.
struct Fields<'a> {
    time: Result<(Stated, Option<RowNote>), (&'static str, TimeError)>,
    text: &'a str,
    kind: &'a str,
    actor: &'a str,
    asset: &'a str,
}

impl Plaso {
    /// Takes one record.
    pub fn read(&self, record: &Record, rows: &mut EventRows) {
        let fields = match self {
            Plaso::L2tcsv(header) => l2tcsv(header, &record.cells),
            Plaso::Tln => tln(&record.cells),
        };
        let raw = || record.cells.join(if matches!(self, Plaso::Tln) { "|" } else { "," });
        let (stated, disagrees) = match fields.time {
            Ok(time) => time,
            Err((column, error)) => {
                return rows.refuse(record.line, "", &raw(), format!("column `{column}`: {error}"));
            }
        };
        if fields.text.is_empty() {
            let column = if matches!(self, Plaso::Tln) { "Description" } else { "desc" };
            let reason = format!("column `{column}`: no text; an event needs one");
            return rows.refuse(record.line, "", &raw(), reason);
        }
        let width = match self {
            Plaso::L2tcsv(header) => header.len(),
            Plaso::Tln if record.cells.len() > 5 => 7,
            Plaso::Tln => 5,
        };
        let ragged = record.ragged(width);
        let row = NewRow {
            text: fields.text,
            kind: fields.kind,
            actor: fields.actor,
            asset: fields.asset,
            line: record.line,
            offset: record.start,
            length: record.length(),
            ..NewRow::default()
        };
        rows.push(&row, stated, disagrees.into_iter().chain(ragged));
    }
}

/// A cell; Plaso writes `-` for an empty one.
fn cell(cells: &[String], n: Option<usize>) -> &str {
    let cell = n.and_then(|n| cells.get(n)).map_or("", |cell| cell.trim());
    if cell == "-" { "" } else { cell }
}

fn l2tcsv<'a>(header: &[String], cells: &'a [String]) -> Fields<'a> {
    let cell = |name: &str| cell(cells, header.iter().position(|h| h == name));
    let time = || {
        let date = cell("date");
        let mut parts = date.split('/');
        let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
        // 00/00/0000 is how the tool writes that there was no time.
        let wall = format!("{year}-{month}-{day} {}", cell("time"));
        let parsed = match timestamp::parse(&format!("{wall} {}", cell("timezone"))) {
            // A word that names no zone; the row waits for one to be asserted.
            Err(TimeError::Abbreviation(_)) => timestamp::parse(&wall),
            parsed => parsed,
        };
        Some(parsed.map(|stated| (stated, None)).map_err(|error| ("date", error)))
    };
    let text = match cell("desc") {
        "" => cell("short"),
        desc => desc,
    };
    Fields {
        time: time().unwrap_or(Err(("date", TimeError::Unknown(cell("date").to_owned())))),
        text,
        kind: cell("type"),
        actor: cell("user"),
        asset: cell("host"),
    }
}

fn tln(cells: &[String]) -> Fields<'_> {
    let description = cell(cells, Some(4));
    let epoch = timestamp::parse(cell(cells, Some(0))).map_err(|error| ("Time", error));
    // Plaso puts time and kind, which TLN has no room for, in front of the text.
    let mut parts = description.splitn(3, "; ");
    let stated = parts.next().and_then(|part| match timestamp::parse(part) {
        Ok(Stated::Plain(time)) if time.offset.is_some() => Some(time),
        _ => None,
    });
    let (fine, kind, text) = match (stated, parts.next(), parts.next()) {
        (Some(time), Some(kind), Some(text)) => (Some(time), kind, text.trim()),
        _ => (None, cell(cells, Some(1)), description),
    };
    let time = epoch.map(|epoch| match (epoch, fine) {
        (Stated::Plain(seconds), Some(fine)) if (fine.micros - seconds.micros).abs() < SECOND => {
            (Stated::Plain(fine), None)
        }
        (epoch, Some(fine)) => {
            let value = Timestamp(fine.micros).to_string();
            (epoch, Some(RowNote::Disagrees { column: "Description".to_owned(), value }))
        }
        (epoch, None) => (epoch, None),
    });
    Fields { time, text, kind, actor: cell(cells, Some(3)), asset: cell(cells, Some(2)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Content, detect, read_all};

    #[test]
    fn tln_without_a_header_is_known_and_loses_no_row() {
        let text = b"1773360171|REG|shop01|-|run key set\n1773360172|EVT|shop01|wp|login\n";
        assert_eq!(detect("x", text, text.len() as u64).unwrap().candidates[0].reading.format, Format::Tln);
        let Content::Events(events) = read_all("x", text, None).unwrap().content else { panic!() };
        let row =
            |n| (events.time(n).micros, events.kind(n), events.actor(n), events.asset(n), events.text(n));
        assert_eq!(row(0), (1_773_360_171_000_000, "REG", "", "shop01", "run key set"));
        assert_eq!(row(1), (1_773_360_172_000_000, "EVT", "wp", "shop01", "login"));
    }

    #[test]
    fn a_finer_time_in_the_text_is_taken_and_another_one_is_noted() {
        let text = b"Time|Source|Host|User|Description\n\
            1773360171|FILE|h|-|2026-03-13T00:02:51.25+00:00; Modified; a; b\n\
            1773360171|FILE|h|-|2026-03-13T00:02:55+00:00; Modified; c\n";
        let Content::Events(events) = read_all("x", text, None).unwrap().content else { panic!() };
        assert_eq!(
            (events.time(0).micros, events.kind(0), events.text(0)),
            (1_773_360_171_250_000, "Modified", "a; b")
        );
        assert_eq!(events.time(1).micros, 1_773_360_171_000_000);
        assert!(matches!(events.notes(1).first(), Some(RowNote::Disagrees { .. })));
    }
}
