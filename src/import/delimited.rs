//! Lines to records of cells: CSV and TSV with quotes, cells over several lines, and rows of any length.

use super::decode::{self, Line};
use super::marks::Marks;
use crate::model::event::RowNote;
use csv_core::ReadRecordResult;
use std::borrow::Cow;

/// A quoted cell that runs over more lines than this was never closed.
const MOST_LINES: usize = 2_000;
/// A record larger than this was never closed.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// One record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Record {
    /// Its cells.
    pub cells: Vec<String>,
    /// The line on which it starts.
    pub line: u32,
    /// Its JSON pointer, where it was an object.
    pub pointer: String,
    /// Its first byte in the original.
    pub start: u64,
    /// The byte after it in the original.
    pub end: u64,
}

impl Record {
    /// Its length in bytes.
    pub fn length(&self) -> u32 {
        decode::length(self.start, self.end)
    }

    /// Whether nothing stands in any of its cells, as in the rows that spreadsheets write below a table.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// What a reader should know when it has not as many cells as the header.
    pub fn ragged(&self, header: usize) -> Option<RowNote> {
        ragged(self.cells.len(), header)
    }
}

/// What a reader should know about a row that has not as many cells as the header.
pub fn ragged(cells: usize, header: usize) -> Option<RowNote> {
    (cells != header).then_some(RowNote::Ragged { cells: cells as u32, header: header as u32 })
}

/// Hands out the cells of a line that is a record by itself, each with its number, and gives how many there are. Nothing
/// is copied where no quote is doubled.
///
/// * `wanted`: the numbers of the cells that are handed out.
///
/// `None`, with some cells handed out, where only [`Records`] can tell what the line is: nothing stands in it, it may go on in
/// the next, has text after a closing quote, or a carriage return that ends a record early.
pub fn each_cell<'a>(
    text: &'a str,
    delimiter: u8,
    wanted: impl Fn(usize) -> bool,
    mut take: impl FnMut(usize, Cow<'a, str>),
) -> Option<usize> {
    let bytes = text.as_bytes();
    let empty = |b: &u8| *b == delimiter || *b == b'"' || b.is_ascii_whitespace();
    // A byte order mark is no part of a cell.
    if bytes.first().is_none_or(|b| *b == 0xEF || b.is_ascii_whitespace()) || bytes.iter().all(empty) {
        return None;
    }
    let mut marks = Marks::new(bytes, [delimiter, b'"', b'\r']);
    let (mut start, mut count) = (0, 0);
    while let Some(mark) = marks.next() {
        match *bytes.get(mark)? {
            byte if byte == delimiter => {
                if wanted(count) {
                    take(count, Cow::Borrowed(text.get(start..mark)?));
                }
                (start, count) = (mark + 1, count + 1);
            }
            b'"' if mark == start => {
                let (cell, end) = quoted(text, delimiter, start, &mut marks)?;
                if wanted(count) {
                    take(count, cell);
                }
                (start, count) = (end + 1, count + 1);
                if end == bytes.len() {
                    return Some(count);
                }
            }
            // Amid a cell it is a quote like any letter.
            b'"' => {}
            _ => return None,
        }
    }
    if wanted(count) {
        take(count, Cow::Borrowed(text.get(start..)?));
    }
    Some(count + 1)
}

/// The cell that a quote opens, and where it ends: at a delimiter, whose mark is passed too, or with the text.
fn quoted<'a>(
    text: &'a str,
    delimiter: u8,
    opening: usize,
    marks: &mut Marks<'_>,
) -> Option<(Cow<'a, str>, usize)> {
    let bytes = text.as_bytes();
    let mut from = opening + 1;
    let mut read: Option<String> = None;
    loop {
        let end = loop {
            let mark = marks.next()?;
            if bytes.get(mark) != Some(&delimiter) {
                break mark;
            }
        };
        if bytes.get(end) != Some(&b'"') {
            return None;
        }
        let part = text.get(from..end)?;
        let after = bytes.get(end + 1);
        if after == Some(&b'"') {
            let read = read.get_or_insert_with(|| String::with_capacity(part.len() * 2 + 128));
            read.push_str(part);
            read.push('"');
            from = end + 2;
            marks.next();
            continue;
        }
        if after.is_some_and(|b| *b != delimiter) {
            return None;
        }
        marks.next();
        let cell = match read {
            None => Cow::Borrowed(part),
            Some(read) => Cow::Owned(read + part),
        };
        return Some((cell, end + 1));
    }
}

/// What the lines so far complete.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// A record.
    Record(Record),
    /// A line on which a quote opens that is never closed; the lines after it are read anew.
    Unclosed(Line),
}

/// Puts lines together to records.
pub struct Records {
    reader: csv_core::Reader,
    delimiter: u8,
    /// The lines of a record that is not complete.
    open: Vec<Line>,
    open_bytes: usize,
    output: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    ended: usize,
}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Records").field("delimiter", &char::from(self.delimiter)).finish_non_exhaustive()
    }
}

impl Records {
    /// Records whose cells are separated by `delimiter`.
    pub fn new(delimiter: u8) -> Self {
        Records {
            reader: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            open: vec![],
            open_bytes: 0,
            output: vec![0; 4096],
            written: 0,
            ends: vec![0; 64],
            ended: 0,
        }
    }

    /// What separates cells, where the next line starts a record.
    pub fn between(&self) -> Option<u8> {
        self.open.is_empty().then_some(self.delimiter)
    }

    /// The first line of a record that is not complete.
    pub fn open(&self) -> Option<&Line> {
        self.open.first()
    }

    /// The same, with no record begun.
    pub fn anew(&self) -> Records {
        Records::new(self.delimiter)
    }

    /// Takes a line and gives what it completes.
    pub fn push(&mut self, line: Line) -> Vec<Found> {
        let mut found = vec![];
        let mut queue = vec![line];
        while let Some(line) = queue.pop() {
            let blank = || line.text.trim().is_empty() && !line.text.contains(char::from(self.delimiter));
            if self.open.is_empty() && blank() {
                continue;
            }
            self.open_bytes += line.text.len();
            let complete = self.feed(&line);
            // A carriage return alone ends a row too: what follows it on the line is the next.
            let rest = complete.and_then(|end| line.text.get(end..)).filter(|rest| !rest.is_empty());
            queue.extend(rest.map(|rest| Line { text: rest.to_owned(), ..line }));
            self.open.push(line);
            if complete.is_some() {
                found.extend(self.take());
            } else if self.open.len() > MOST_LINES || self.open_bytes > MOST_BYTES {
                self.give_up(&mut found, &mut queue);
            }
        }
        found
    }

    /// Gives what is left at the end of the file.
    pub fn finish(&mut self) -> Vec<Found> {
        let mut found = vec![];
        while !self.open.is_empty() {
            let mut queue = vec![];
            self.give_up(&mut found, &mut queue);
            while let Some(line) = queue.pop() {
                found.extend(self.push(line));
            }
        }
        found
    }

    /// Takes the first open line for broken and puts the others back, last first.
    fn give_up(&mut self, found: &mut Vec<Found>, queue: &mut Vec<Line>) {
        let mut open = std::mem::take(&mut self.open).into_iter();
        found.extend(open.next().map(Found::Unclosed));
        let rest: Vec<Line> = open.collect();
        queue.extend(rest.into_iter().rev());
        self.reset();
    }

    fn reset(&mut self) {
        self.reader.reset();
        (self.written, self.ended, self.open_bytes) = (0, 0, 0);
    }

    /// Feeds a line with its line end; where the record is complete, the bytes of the text that it took.
    fn feed(&mut self, line: &Line) -> Option<usize> {
        let mut taken = 0;
        let returns = std::iter::repeat_n(&b"\r"[..], line.returns as usize);
        for part in std::iter::once(line.text.as_bytes()).chain(returns).chain([&b"\n"[..]]) {
            let mut part = part;
            while !part.is_empty() {
                let (output, ends) = (self.output.get_mut(self.written..), self.ends.get_mut(self.ended..));
                let (Some(output), Some(ends)) = (output, ends) else { return None };
                let (result, read, wrote, ended) = self.reader.read_record(part, output, ends);
                part = part.get(read..).unwrap_or(&[]);
                taken += read;
                self.written += wrote;
                self.ended += ended;
                match result {
                    ReadRecordResult::OutputFull => self.output.resize(self.output.len() * 2, 0),
                    ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                    ReadRecordResult::Record | ReadRecordResult::End => return Some(taken),
                    ReadRecordResult::InputEmpty => {}
                }
            }
        }
        None
    }

    /// The complete record.
    fn take(&mut self) -> Option<Found> {
        let mut from = 0;
        let ends = self.ends.get(..self.ended).unwrap_or(&[]);
        let cells = ends.iter().map(|end| {
            let cell = self.output.get(from..*end).unwrap_or(&[]);
            from = *end;
            String::from_utf8_lossy(cell).into_owned()
        });
        let cells = cells.collect();
        let lines = std::mem::take(&mut self.open);
        self.reset();
        let first = lines.first()?;
        let (line, start) = (first.number, first.start);
        let end = lines.last()?.end;
        Some(Found::Record(Record { cells, line, start, end, ..Record::default() }))
    }
}

/// The first records of some lines, at most so many; empty rows are left out.
pub fn first_records(lines: impl IntoIterator<Item = Line>, delimiter: u8, most: usize) -> Vec<Record> {
    let mut cut = Records::new(delimiter);
    let found = lines.into_iter().flat_map(|line| cut.push(line)).filter_map(|found| match found {
        Found::Record(record) => (!record.is_empty()).then_some(record),
        Found::Unclosed(_) => None,
    });
    found.take(most).collect()
}

/// A line of PHP's `fputcsv` with its quotes as CSV has them. PHP does not double a quote that follows a backslash, so that
/// an odd number of them inside a cell, or an even one at its end, lacks one. A single quote after a backslash at the end
/// of a cell closes it: the text ended in a backslash. No cell begins with a blank that is not quoted.
pub fn doubled(line: String) -> String {
    if !line.contains("\\\"") {
        return line;
    }
    let mut text = String::with_capacity(line.len() + 8);
    let mut rest = line.as_str();
    while let Some(at) = rest.find("\\\"") {
        let (before, after) = rest.split_at(at + 1);
        let quotes = after.bytes().take_while(|b| *b == b'"').count();
        let (run, next) = after.split_at(quotes);
        let delimited = next.strip_prefix([',', '\t', ';', '|']);
        let ends = next.is_empty() || delimited.is_some_and(|cell| !cell.starts_with(' '));
        text.push_str(before);
        text.push_str(run);
        if ends == (quotes % 2 == 0) {
            text.push('"');
        }
        rest = next;
    }
    text.push_str(rest);
    text
}

/// The width that most rows have; the widest of several.
pub(super) fn usual_width(widths: &[usize]) -> Option<usize> {
    let as_wide = |width: &usize| widths.iter().filter(|w| *w == width).count();
    widths.iter().max_by_key(|width| (as_wide(width), **width)).copied()
}

/// The score of a delimiter by which half of the rows are as wide as the first.
const MOST_ALIKE: usize = 5_000;

/// The delimiter that cuts the first lines into the most equal rows: comma, tab, semicolon or bar. Where few rows are
/// as wide as the first, it may be a title, and the usual row tells.
pub fn sniff(head: &str) -> u8 {
    let score = |delimiter: u8, titled: bool| {
        let lines = head.lines().take(40).map(|text| Line { text: text.to_owned(), ..Line::default() });
        let records = first_records(lines, delimiter, usize::MAX);
        let widths: Vec<usize> = records.iter().map(|record| record.cells.len()).collect();
        let first = if titled { usual_width(&widths) } else { widths.first().copied() }.unwrap_or(0);
        let same = widths.iter().filter(|w| **w == first).count();
        if first < 2 { 0 } else { same * 1000 / widths.len().max(1) * 10 + first.min(9) }
    };
    // Of equals the last is taken.
    let best = |titled: bool| {
        let scores = [b'|', b';', b'\t', b','].map(|delimiter| (score(delimiter, titled), delimiter));
        scores.into_iter().max_by_key(|(score, _)| *score).filter(|(score, _)| *score > 0)
    };
    let first = best(false).filter(|(score, _)| *score >= MOST_ALIKE);
    first.or_else(|| best(true)).map_or(b',', |(_, delimiter)| delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn records(text: &str, delimiter: u8) -> Vec<Found> {
        let mut records = Records::new(delimiter);
        let mut at = 0;
        let mut found = vec![];
        for (n, line) in text.split_inclusive('\n').enumerate() {
            let start = at;
            at += line.len() as u64;
            let text = line.trim_end_matches('\n').to_owned();
            found.extend(records.push(Line {
                text,
                number: n as u32 + 1,
                start,
                end: at,
                ..Line::default()
            }));
        }
        found.extend(records.finish());
        found
    }

    fn cells(found: &Found) -> Vec<&str> {
        match found {
            Found::Record(record) => record.cells.iter().map(String::as_str).collect(),
            Found::Unclosed(line) => panic!("unclosed: {}", line.text),
        }
    }

    #[test]
    fn cells_may_hold_quotes_delimiters_and_line_ends() {
        let found = records("a,\"b, \"\"c\"\"\nd\",e\n\n1,2,3\n", b',');
        assert_eq!(cells(&found[0]), ["a", "b, \"c\"\nd", "e"]);
        assert_eq!(cells(&found[1]), ["1", "2", "3"]);
        let Found::Record(second) = &found[1] else { panic!() };
        assert_eq!((second.line, second.start), (4, 18));
    }

    #[test]
    fn a_quote_that_never_closes_costs_one_line() {
        let found = records("1,\"open\n2,b\n3,c\n", b',');
        assert!(matches!(&found[0], Found::Unclosed(line) if line.number == 1));
        assert_eq!(cells(&found[1]), ["2", "b"]);
        assert_eq!(cells(&found[2]), ["3", "c"]);
    }

    fn cut(text: &str) -> Option<Vec<Cow<'_, str>>> {
        let mut cells = vec![];
        let count = each_cell(
            text,
            b',',
            |_| true,
            |n, cell| {
                assert_eq!(n, cells.len());
                cells.push(cell);
            },
        );
        assert!(count.is_none_or(|count| count == cells.len()));
        count.map(|_| cells)
    }

    proptest! {
        #[test]
        fn cells_of_a_line_are_those_of_its_record(text in "[a,\"\r ä;\u{FEFF}]{0,24}") {
            if let Some(cut) = cut(&text) {
                let found = records(&format!("{text}\n"), b',');
                prop_assert_eq!(found.len(), 1, "{:?}", found);
                prop_assert_eq!(cells(&found[0]), cut);
            }
        }
    }

    #[test]
    fn lines_without_surprises_are_cut_without_a_record() {
        assert_eq!(cut("a,\"b, \"\"c\"\"\",,d\"e").unwrap(), ["a", "b, \"c\"", "", "d\"e"]);
        assert_eq!(cut("a,").unwrap(), ["a", ""]);
        for other in ["a,\"b", "\"a\"b", "a\rb", " ", ",,", "\"\", ,\"\""] {
            assert_eq!(cut(other), None, "{other}");
        }
    }

    #[test]
    fn quotes_after_backslashes_are_read_as_php_writes_them() {
        // What fputcsv writes for each text, with a backslash as its escape character.
        for (written, text) in [
            (r#""say \"hi, there\" now""#, r#"say \"hi, there\" now"#),
            (r#""say \"hi\", all""#, r#"say \"hi\", all"#),
            (r#""ends in \""#, r"ends in \"),
            (r#""ends in \"""#, r#"ends in \""#),
            (r#""C:\dir""#, r"C:\dir"),
            (r#""plain ""quotes""""#, r#"plain "quotes""#),
            (r#""\"""two""#, r#"\""two"#),
            (r"bare\path", r"bare\path"),
        ] {
            for line in [format!("{written},next"), format!("next,{written}")] {
                let line = doubled(line);
                let found = records(&format!("{line}\nafter,row\n"), b',');
                let mut cells = cells(&found[0]);
                cells.retain(|cell| *cell != "next");
                assert_eq!((cells, found.len()), (vec![text], 2), "{written}: {line}");
            }
        }
        // Other writers double it.
        assert_eq!(doubled(r#""a \""b"""#.to_owned()), r#""a \""b"""#);
    }

    #[test]
    fn the_delimiter_is_found_in_the_rows() {
        assert_eq!(sniff("a;b;c\n1,5;2;3\n"), b';');
        assert_eq!(sniff("a\tb\n1\t2,3\n"), b'\t');
        assert_eq!(sniff("when,what\n2026,x\n"), b',');
        assert_eq!(sniff("1773|WEBLOG|host|user|text, more\n"), b'|');
        assert_eq!(sniff("Incident log\nwhen;what;who\n1;2;3\n4;5;6\n"), b';');
        assert_eq!(sniff("Incident log, March\nwhen;what;who\n1;2;3\n4;5;6\n"), b';');
    }
}
