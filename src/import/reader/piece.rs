//! A large file in pieces that several readers take apart at the same time.
//!
//! Whoever reads a piece cannot know whether it begins amid a record: that is seen when it joins what stands before it, and
//! then it is read once more there.

use super::{Body, Columns, Cutter, Reader, Table};
use crate::import::decode::{Line, Lines};
use crate::import::rows::{EventRows, PieceRows};
use crate::import::{Encoding, ImportError};
use memchr::memchr;
use serde::{Deserialize, Serialize};

/// What one piece of a large file holds: read apart from what stands before it, by [`Reader::read_piece`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Piece {
    /// What belongs to a line that began before the piece.
    head: Vec<u8>,
    rows: PieceRows,
    lines: u32,
    /// How many bytes these lines have.
    bytes: u64,
    mixed: bool,
    /// The beginning of a record that goes on after the piece.
    tail: Vec<u8>,
}

impl Reader {
    /// Whether pieces of the rest of the file can be read apart: its header has come, and each of its rows is read by itself.
    pub fn divides(&self) -> bool {
        !matches!(self.encoding, Encoding::Utf16Le | Encoding::Utf16Be) && self.body.divides()
    }

    /// Reads a piece of the file apart from what stands before it: its bytes, and at which offset in the file they are. The
    /// reader was opened like the one that the piece is for, and has seen the header; what it read before is forgotten.
    ///
    /// `None` where pieces of this file cannot be read apart.
    pub fn read_piece(&mut self, bytes: &[u8], start: u64) -> Option<Piece> {
        if !self.divides() {
            return None;
        }
        let first = memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
        let (head, rest) = bytes.split_at_checked(first)?;
        let start = start + first as u64;
        self.lines = Lines::from(self.encoding, start);
        self.body.anew();
        self.push(rest).ok()?;
        let (lines, end) = match self.body.open_record() {
            Some(line) => (line.number - 1, line.start),
            None => (self.lines.number(), self.lines.start()),
        };
        let tail = rest.get((end - start) as usize..)?;
        if let Some(open) = self.body.open_record() {
            // Of a line in which a carriage return ended a record, only the rest is open: it cannot be read once more.
            let line = tail.split(|b| *b == b'\n').next()?;
            if !matches!(line.strip_prefix(open.text.as_bytes()), Some(ends) if ends.iter().all(|b| *b == b'\r'))
            {
                return None;
            }
        }
        Some(Piece {
            head: head.to_owned(),
            rows: self.body.rows()?.take_piece(),
            lines,
            bytes: end - start,
            mixed: self.lines.mixed(),
            tail: tail.to_owned(),
        })
    }

    /// Takes the next bytes as the piece that another reader made of them.
    ///
    /// `Some` where the piece begins amid a record, which nobody can know who reads it apart: the bytes from that place in the
    /// piece on are to be pushed as they are.
    ///
    /// # Errors
    /// As [`Reader::push`].
    pub fn join(&mut self, piece: Piece) -> Result<Option<usize>, ImportError> {
        self.push(&piece.head)?;
        let between = self.lines.between() && self.body.open_record().is_none() && self.divides();
        let Some(rows) = self.body.rows().filter(|_| between) else { return Ok(Some(piece.head.len())) };
        rows.append(piece.rows, self.lines.number());
        self.lines.pass(piece.lines, piece.bytes, piece.mixed);
        self.bytes += piece.bytes;
        self.push(&piece.tail)?;
        Ok(None)
    }
}

impl Body {
    fn divides(&self) -> bool {
        match self {
            Body::JsonLines(_) => true,
            Body::Table(table) => matches!(table.cutter, Cutter::Delimited(_)) && table.keeps_nothing(),
            _ => false,
        }
    }

    /// Forgets the rows, and the lines of a record that is not complete; the columns stay.
    fn anew(&mut self) {
        if let Body::Table(table) = self {
            table.above = 0;
            if let Cutter::Delimited(records) = &mut table.cutter {
                **records = records.anew();
            }
        }
        if let Some(rows) = self.rows() {
            rows.take_piece();
        }
    }

    /// The first line of a record that is not complete.
    fn open_record(&self) -> Option<&Line> {
        match self {
            Body::Table(table) => match &table.cutter {
                Cutter::Delimited(records) => records.open(),
                Cutter::Json(_) => None,
            },
            _ => None,
        }
    }

    /// The rows of a body that divides.
    fn rows(&mut self) -> Option<&mut EventRows> {
        match self {
            Body::Table(table) => Some(&mut table.rows),
            Body::JsonLines(lines) => Some(&mut lines.rows),
            _ => None,
        }
    }
}

impl Table {
    /// Whether the header has come, and nothing is kept between its rows.
    fn keeps_nothing(&self) -> bool {
        match &self.columns {
            Some(Columns::Known { reader, .. }) => reader.keeps_nothing(),
            Some(
                Columns::Timesketch(_)
                | Columns::Own(_)
                | Columns::Iris(_)
                | Columns::Plaso(_)
                | Columns::Events(_),
            ) => self.failed.is_none(),
            Some(Columns::Incidents(_)) | None => false,
        }
    }
}
