//! Rows on their way into a table: what every event format does alike.

use super::row::count;
use super::timestamp::{self, Stated, TimeError, is_midnight};
use super::{OpenDates, Report};
use crate::model::event::{NewRow, RowNote};
use crate::model::slack::SlackCounts;
use crate::model::{EventTable, Moment, Precision, Refusal, RowTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Text beyond this is left in the original: enough for any message, too little for a file in a cell.
const LONGEST_TEXT: usize = 64 * 1024;
/// A question about dates shows so many rows.
pub(super) const SHOWN_DATES: usize = 3;
/// Refusals show this much of their row.
const REFUSAL_TEXT: usize = 300;

/// Collects rows, and settles at the end what only the whole column can tell.
#[derive(Clone, Debug)]
pub struct EventRows {
    table: EventTable,
    report: Report,
    /// What a person chose for dates of figures with the year last.
    day_first: Option<bool>,
    /// The rows with such dates: both readings.
    either: BTreeMap<u32, (Option<RowTime>, Option<RowTime>)>,
    /// The rows that tell with such a date when the responders knew: both readings, and what is noted where neither is sure.
    known_either: BTreeMap<u32, (Option<RowTime>, Option<RowTime>, RowNote)>,
    /// Rows written with a clock that shows midnight.
    midnights: Vec<u32>,
    all_midnight: bool,
}

/// The rows of one piece of a file, on their way to those of the pieces before it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PieceRows {
    table: EventTable,
    rows: u64,
    merged: u64,
    empty: u64,
    refusals: Vec<Refusal>,
    notes: Vec<String>,
    either: BTreeMap<u32, (Option<RowTime>, Option<RowTime>)>,
    known_either: BTreeMap<u32, (Option<RowTime>, Option<RowTime>, RowNote)>,
    midnights: Vec<u32>,
    all_midnight: bool,
}

impl Default for EventRows {
    fn default() -> Self {
        EventRows::new(None)
    }
}

impl EventRows {
    /// An empty collection.
    pub fn new(day_first: Option<bool>) -> Self {
        EventRows {
            table: EventTable::new(),
            report: Report::default(),
            day_first,
            either: BTreeMap::new(),
            known_either: BTreeMap::new(),
            midnights: vec![],
            all_midnight: true,
        }
    }

    /// How many rows were taken or refused.
    pub fn rows(&self) -> u64 {
        self.report.rows
    }

    /// Takes a row and gives its number in the table. Tags may make its time coarser.
    pub fn push(
        &mut self,
        row: &NewRow<'_>,
        stated: Stated,
        notes: impl IntoIterator<Item = RowNote>,
    ) -> u32 {
        self.report.rows += 1;
        let time = match stated {
            Stated::Plain(time) => time,
            Stated::Either { day_first, month_first } => {
                let first = if self.day_first == Some(false) { month_first } else { day_first };
                first.or(month_first).or(day_first).unwrap_or(RowTime::utc(Default::default()))
            }
        };
        let coarse = coarser(row.tags);
        let written = time.precision;
        let time = RowTime { precision: coarse.unwrap_or(written), ..time };
        let cut = (row.text.len() > LONGEST_TEXT).then(|| row.text.floor_char_boundary(LONGEST_TEXT));
        let number = match cut {
            None => self.table.push(row, time),
            Some(end) => {
                let text = row.text.get(..end).unwrap_or(row.text);
                let number = self.table.push(&NewRow { text, ..row.clone() }, time);
                self.table.note(number, RowNote::TextCut);
                number
            }
        };
        for note in notes {
            self.table.note(number, note);
        }
        if let Stated::Either { day_first, month_first } = stated {
            self.either.insert(number, (day_first, month_first));
        }
        if !is_midnight(&time) {
            self.all_midnight = false;
        } else if coarse.is_none() && written == Precision::Exact {
            self.midnights.push(number);
        }
        number
    }

    /// Takes what a column says of when the responders knew of a row that was taken; what cannot be read is noted.
    pub fn know(&mut self, row: u32, column: &str, value: &str) {
        let unread = || RowNote::Unread { column: column.to_owned(), value: short(value.trim()) };
        match timestamp::parse(value) {
            Ok(Stated::Plain(time)) => self.table.set_known_at(row, time),
            Ok(Stated::Either { day_first, month_first }) => {
                self.known_either.insert(row, (day_first, month_first, unread()));
            }
            Err(TimeError::Blank) => {}
            Err(_) => self.table.note(row, unread()),
        }
    }

    /// Takes a row whose moment, and when it was known, are intervals, as our own files state it.
    pub fn push_moment(&mut self, row: &NewRow<'_>, moment: Moment, known: Option<Moment>) {
        let number = self.push(row, Stated::Plain(RowTime::utc(moment.earliest)), []);
        self.all_midnight = false;
        self.table.set_moment(number, moment);
        if let Some(known) = known {
            self.table.set_known(number, known);
        }
    }

    /// Refuses a row.
    pub fn refuse(&mut self, line: u32, pointer: &str, text: &str, reason: impl Into<String>) {
        self.report.rows += 1;
        self.report.refusals.push(refusal(line, pointer, text, reason));
    }

    /// Leaves out a row of a table that has nothing in any cell: it is none, and told with the others like it.
    pub fn leave_empty(&mut self) {
        self.report.empty += 1;
    }

    /// Counts rows that are part of an event beside its first.
    pub fn merge(&mut self, rows: u64) {
        self.report.rows += rows;
        self.report.merged += rows;
    }

    /// Gives the rows so far, as those of one piece of the file, and starts anew.
    pub fn take_piece(&mut self) -> PieceRows {
        let EventRows { table, report, either, known_either, midnights, all_midnight, .. } =
            std::mem::replace(self, EventRows::new(self.day_first));
        let Report { rows, merged, empty, refusals, notes, .. } = report;
        PieceRows {
            table,
            rows,
            merged,
            empty,
            refusals,
            notes,
            either,
            known_either,
            midnights,
            all_midnight,
        }
    }

    /// Adds the rows of the next piece, whose lines were counted from its first: so many stand before that.
    pub fn append(&mut self, piece: PieceRows, lines: u32) {
        let before = self.table.len() as u32;
        let report = &mut self.report;
        report.rows += piece.rows;
        report.merged += piece.merged;
        report.empty += piece.empty;
        report.refusals.extend(piece.refusals.into_iter().map(|mut refusal| {
            if refusal.line > 0 {
                refusal.line = refusal.line.saturating_add(lines);
            }
            refusal
        }));
        for note in piece.notes {
            if !report.notes.contains(&note) {
                report.notes.push(note);
            }
        }
        self.either.extend(piece.either.into_iter().map(|(row, readings)| (row + before, readings)));
        self.known_either.extend(piece.known_either.into_iter().map(|(row, known)| (row + before, known)));
        self.midnights.extend(piece.midnights.iter().map(|row| row + before));
        self.all_midnight &= piece.all_midnight;
        self.table.append(piece.table, lines);
    }

    /// Says something about the file as a whole.
    pub fn say(&mut self, note: impl Into<String>) {
        self.report.notes.push(note.into());
    }

    /// Says how many comments of issues were not read.
    pub fn say_comments(&mut self, comments: usize) {
        if comments > 0 {
            let comments = count(comments as u64, "comment", "comments");
            self.say(format!("{comments} on the issues: not read as events."));
        }
    }

    /// The table and report as they would be with that choice for dates of figures with the year last.
    pub fn settled(&self, day_first: Option<bool>) -> (EventTable, Report) {
        EventRows { day_first, ..self.clone() }.finish()
    }

    /// Takes the counts of a Slack export.
    pub fn count_slack(&mut self, counts: SlackCounts) {
        self.report.slack = Some(Box::new(counts));
    }

    /// Settles the column and gives the table with the report.
    pub fn finish(mut self) -> (EventTable, Report) {
        self.settle_figures();
        if self.all_midnight && !self.midnights.is_empty() {
            for row in &self.midnights {
                let time = RowTime { precision: Precision::Day, ..self.table.time(*row) };
                self.table.set_time(*row, time);
            }
            self.report.dates_only = true;
            self.report.notes.push("Every time is a midnight: the column was read as days.".to_owned());
        } else {
            for row in &self.midnights {
                self.table.note(*row, RowNote::MidnightDateOnly);
            }
        }
        self.report.events = self.table.len() as u64;
        self.report.abbreviated = self.table.abbreviated();
        self.report.naive_rows = self.table.naive();
        self.report.refusals.sort_by_key(|r| r.line);
        (self.table, self.report)
    }

    /// Decides over the whole column which figure is the day.
    fn settle_figures(&mut self) {
        if self.either.is_empty() && self.known_either.is_empty() {
            return;
        }
        // When the responders knew is written as the times of the same file are, and may tell them where they do not.
        let told = told(self.either.values().copied())
            .or_else(|| told(self.known_either.values().map(|(day, month, _)| (*day, *month))));
        let choice = self.day_first.or(told);
        for (row, (day, month, unread)) in std::mem::take(&mut self.known_either) {
            let chosen = match choice {
                Some(true) => day,
                Some(false) => month,
                None => None,
            };
            match chosen {
                Some(time) => self.table.set_known_at(row, time),
                None => self.table.note(row, unread),
            }
        }
        let all = self.either.len();
        if told.is_none() && all > 0 {
            let both = self.either.iter().filter_map(|(row, (day, month))| {
                let (day, month) = ((*day)?, (*month)?);
                (day != month).then(|| (short(self.table.text(*row)), day, month))
            });
            let first = both.take(SHOWN_DATES).collect();
            self.report.dates = Some(OpenDates { rows: all as u64, first });
        }
        self.report.day_first = choice;
        let mut refused = vec![];
        for (row, (day, month)) in &self.either {
            let chosen = match choice {
                Some(true) => *day,
                Some(false) => *month,
                None => None,
            };
            match chosen {
                Some(time) => {
                    let precision = self.table.time(*row).precision.max(time.precision);
                    self.table.set_time(*row, RowTime { precision, ..time });
                }
                None => refused.push(*row),
            }
        }
        if let (Some(choice), None) = (choice, self.day_first) {
            let which = if choice { "day first" } else { "month first" };
            self.report
                .notes
                .push(format!("Dates such as 03/04/2026 were read {which}: only that fits every row."));
        }
        if refused.is_empty() {
            return;
        }
        let reason = unread_date(choice);
        for row in &refused {
            let (line, text) = (self.table.line(*row), self.table.text(*row).to_owned());
            self.report.refusals.push(refusal(line, self.table.pointer(*row), &text, reason));
        }
        self.midnights = renumbered(&self.midnights, &refused);
        self.table = self.table.without(&refused);
    }
}

/// Why a date of figures with the year last is refused, by the order of day and month that was chosen.
pub(super) fn unread_date(day_first: Option<bool>) -> &'static str {
    match day_first {
        None => {
            "the date may be day first or month first, and the column fits both or neither; choose one for this source"
        }
        Some(true) => {
            "no such date with the day first; choose month first for this source or correct the file"
        }
        Some(false) => {
            "no such date with the month first; choose day first for this source or correct the file"
        }
    }
}

/// Which figure is the day, where only one reading fits every date of a column; none where there is no date in it.
pub(super) fn told(dates: impl Iterator<Item = (Option<RowTime>, Option<RowTime>)> + Clone) -> Option<bool> {
    let mut differ = dates.clone().filter(|(day, month)| day != month).peekable();
    dates.clone().next()?;
    match (dates.clone().all(|(day, _)| day.is_some()), dates.clone().all(|(_, month)| month.is_some())) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        (true, true) if differ.peek().is_none() => Some(true),
        _ => None,
    }
}

/// The numbers that rows have once others are gone; both ascending.
fn renumbered(rows: &[u32], gone: &[u32]) -> Vec<u32> {
    let kept = rows.iter().filter(|row| gone.binary_search(row).is_err());
    kept.map(|row| row - gone.partition_point(|g| g < row) as u32).collect()
}

/// The precision that tags give.
fn coarser(tags: &[&str]) -> Option<Precision> {
    if tags.contains(&"month-precision") {
        Some(Precision::Month)
    } else if tags.contains(&"hour-precision") {
        Some(Precision::Hour)
    } else if tags.contains(&"date-precision") {
        Some(Precision::Day)
    } else {
        None
    }
}

/// A refusal with its text cut to a readable length.
pub fn refusal(line: u32, pointer: &str, text: &str, reason: impl Into<String>) -> Refusal {
    Refusal { line, pointer: pointer.to_owned(), text: short(text), reason: reason.into() }
}

/// A text cut to a readable length.
pub(super) fn short(text: &str) -> String {
    let end = text.char_indices().nth(REFUSAL_TEXT).map(|(end, _)| end);
    match end.and_then(|end| text.get(..end)) {
        Some(cut) => format!("{cut}…"),
        None => text.to_owned(),
    }
}
