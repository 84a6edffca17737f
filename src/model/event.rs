//! Events by column: what one read of one file yields.

use super::abbreviation::Abbreviation;
use super::column::{Column, Pool, Texts, WideColumn};
use super::moment::{Moment, Precision};
use super::numbers::{Few, Numbers, Rising};
use super::row_time::{RowTime, Unplaced};
use super::source::Asserted;
use super::time::Span;
use super::zone_table::NamedZone;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;

/// Names a source within its case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub u32);

impl SourceId {
    /// The events that a person wrote by hand or pasted, as if they were the rows of one more source.
    pub const HAND: SourceId = SourceId(u32::MAX);
}

/// Names an event for good: a row of a source, whatever the order of the timeline. Written `s3:41`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EventId {
    /// The source.
    pub source: SourceId,
    /// The row of its table, from 0.
    pub row: u32,
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.source {
            SourceId::HAND => write!(f, "hand:{}", self.row),
            SourceId(n) => write!(f, "s{n}:{}", self.row),
        }
    }
}

impl FromStr for EventId {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (source, row) = text.split_once(':')?;
            let source = match source {
                "hand" => SourceId::HAND,
                s => SourceId(s.strip_prefix('s')?.parse().ok()?),
            };
            Some(EventId { source, row: row.parse().ok()? })
        };
        read().ok_or_else(|| format!("“{text}” is no event; one is written s3:41 or hand:2"))
    }
}

impl Serialize for EventId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EventId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Something about a row that a reader should know; the row still counts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowNote {
    /// A single midnight in a column of times: perhaps only a date.
    MidnightDateOnly,
    /// Two time fields of the row disagree: the field that was not used, and its value.
    Disagrees {
        /// The column that was not used.
        column: String,
        /// What it says.
        value: String,
    },
    /// Fewer or more cells than the header: how many there were.
    Ragged {
        /// Cells found.
        cells: u32,
        /// Cells in the header.
        header: u32,
    },
    /// The text was longer than what is kept in memory; the original row has all of it.
    TextCut,
    /// The file counts from its own start and gives no date: the event stands in year 1 instead.
    Relative,
    /// A field beside the time of the row that cannot be read; the row was read without it.
    Unread {
        /// The column.
        column: String,
        /// What it says.
        value: String,
    },
}

/// The tag of a row that was written for a tool whose columns leave no other room to say so: an apostrophe stands before each
/// text of it that a spreadsheet would take for a formula. It is taken off with the tag where the row is read back.
pub const GUARDED: &str = "floodmark:apostrophe";

/// One event on its way into a table.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NewRow<'a> {
    /// When the responders knew, where the row tells.
    pub known_at: Option<RowTime>,
    /// What happened.
    pub text: &'a str,
    /// The kind of event, such as Timesketch's `timestamp_desc`.
    pub kind: &'a str,
    /// Who did it.
    pub actor: &'a str,
    /// What it happened to.
    pub asset: &'a str,
    /// Its tags.
    pub tags: &'a [&'a str],
    /// The line on which the row starts, from 1; 0 where the format has none.
    pub line: u32,
    /// The JSON pointer of the record, where the format has one.
    pub pointer: &'a str,
    /// The byte at which the original row starts.
    pub offset: u64,
    /// The length of the original row in bytes.
    pub length: u32,
}

/// The events of one read of one file, by column. Rows are in file order and never change.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EventTable {
    times: Column<i64>,
    shapes: Few<Shape>,
    texts: Texts,
    kinds: Numbers,
    actors: Numbers,
    assets: Numbers,
    tag_sets: Numbers,
    lines: Rising,
    starts: WideColumn,
    lengths: Numbers,
    known_at: BTreeMap<u32, RowTime>,
    moments: BTreeMap<u32, Moment>,
    known_moments: BTreeMap<u32, Moment>,
    pointers: BTreeMap<u32, String>,
    notes: BTreeMap<u32, Vec<RowNote>>,
    pool: Pool,
    sets: TagSets,
    /// The tags of the row on its way in, kept for its allocation.
    #[serde(skip)]
    set: Vec<u32>,
}

/// The tag sets of a table, each once: the numbers of their tags in its pool.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<Vec<u32>>")]
struct TagSets {
    all: Vec<Vec<u32>>,
    index: HashMap<Vec<u32>, u32>,
}

impl From<Vec<Vec<u32>>> for TagSets {
    fn from(all: Vec<Vec<u32>>) -> Self {
        let index = all.iter().zip(0..).map(|(set, number)| (set.clone(), number)).collect();
        TagSets { all, index }
    }
}

impl Serialize for TagSets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(serializer)
    }
}

impl TagSets {
    /// The number of a set.
    fn number(&mut self, set: &[u32]) -> u32 {
        if let Some(number) = self.index.get(set) {
            return *number;
        }
        let number = self.all.len() as u32;
        self.all.push(set.to_owned());
        self.index.insert(set.to_owned(), number);
        number
    }
}

/// What few rows have, for rows that so many others come before.
fn further<T>(rows: BTreeMap<u32, T>, before: u32) -> impl Iterator<Item = (u32, T)> {
    rows.into_iter().map(move |(row, value)| (row + before, value))
}

/// The offset, the precision, the abbreviation and the named zone of a time: a file has few.
type Shape = (Option<i32>, Precision, Option<Abbreviation>, Option<NamedZone>);

fn shape(time: RowTime) -> Shape {
    (time.offset, time.precision, time.abbreviation, time.zone)
}

impl EventTable {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row and gives its number. A row needs a time: one without is refused by its reader, not stored.
    pub fn push(&mut self, row: &NewRow<'_>, time: RowTime) -> u32 {
        let number = self.times.len() as u32;
        self.times.push(time.micros);
        self.shapes.push(shape(time));
        self.texts.push(row.text);
        self.kinds.push(self.pool.intern(row.kind));
        self.actors.push(self.pool.intern(row.actor));
        self.assets.push(self.pool.intern(row.asset));
        let set_number = self.set_of(row.tags);
        self.tag_sets.push(set_number);
        self.lines.push(row.line);
        self.starts.push(row.offset);
        self.lengths.push(row.length);
        if let Some(known) = row.known_at {
            self.known_at.insert(number, known);
        }
        if !row.pointer.is_empty() {
            self.pointers.insert(number, row.pointer.to_owned());
        }
        number
    }

    /// The number of a tag set.
    fn set_of(&mut self, tags: &[&str]) -> u32 {
        let EventTable { set, pool, sets, .. } = self;
        // As on most rows of most tools.
        if tags.is_empty() && sets.all.first().is_some_and(Vec::is_empty) {
            return 0;
        }
        set.clear();
        set.extend(tags.iter().map(|tag| pool.intern(tag)));
        sets.number(set)
    }

    /// Adds all rows of a table that was read apart from a later piece of the same file, whose lines were counted from that
    /// piece: so many lines stand before it.
    pub fn append(&mut self, piece: EventTable, lines: u32) {
        let before = self.len() as u32;
        let strings = self.pool.adopt(&piece.pool);
        let string = |number: &u32| strings.get(*number as usize).copied().unwrap_or(0);
        let sets: Vec<u32> = piece
            .sets
            .all
            .iter()
            .map(|set| {
                let set: Vec<u32> = set.iter().map(string).collect();
                self.sets.number(&set)
            })
            .collect();
        self.times.append(&piece.times);
        self.shapes.append(&piece.shapes);
        self.texts.append(piece.texts);
        for (column, read) in [
            (&mut self.kinds, &piece.kinds),
            (&mut self.actors, &piece.actors),
            (&mut self.assets, &piece.assets),
        ] {
            read.each(|number| column.push(string(&number)));
        }
        piece.tag_sets.each(|set| self.tag_sets.push(sets.get(set as usize).copied().unwrap_or(0)));
        // A row without a line of its own stays so.
        piece.lines.each(|line| self.lines.push(if line == 0 { 0 } else { line.saturating_add(lines) }));
        self.starts.append(&piece.starts);
        piece.lengths.each(|length| self.lengths.push(length));
        self.known_at.extend(further(piece.known_at, before));
        self.moments.extend(further(piece.moments, before));
        self.known_moments.extend(further(piece.known_moments, before));
        self.pointers.extend(further(piece.pointers, before));
        self.notes.extend(further(piece.notes, before));
    }

    /// Replaces the time of a row: for what only the whole column decides, such as day-first dates.
    pub fn set_time(&mut self, row: u32, time: RowTime) {
        self.times.set(row as usize, time.micros);
        self.shapes.set(row as usize, shape(time));
    }

    /// States the moment of a row as an interval, for files that know it so; no zone or clock offset moves it.
    pub fn set_moment(&mut self, row: u32, moment: Moment) {
        self.moments.insert(row, moment);
    }

    /// States when the responders knew of a row, for what only the whole column decides.
    pub fn set_known_at(&mut self, row: u32, time: RowTime) {
        self.known_at.insert(row, time);
    }

    /// States when the responders knew of a row as an interval; as [`EventTable::set_moment`].
    pub fn set_known(&mut self, row: u32, moment: Moment) {
        self.known_moments.insert(row, moment);
    }

    /// When the responders knew of it, where the row tells and it can be placed; zone and clock offset as for
    /// [`EventTable::moment`].
    pub fn known_moment<'a>(
        &self,
        row: u32,
        asserted: impl Into<Asserted<'a>>,
        offset: Span,
    ) -> Option<Moment> {
        match self.known_moments.get(&row) {
            Some(moment) => Some(*moment),
            None => self.known_at(row)?.place(asserted, offset).ok(),
        }
    }

    /// The moment of a row, with `asserted` for wall clocks and `offset` added for a clock that was off.
    ///
    /// # Errors
    /// [`Unplaced`] as for [`RowTime::place`].
    pub fn moment<'a>(
        &self,
        row: u32,
        asserted: impl Into<Asserted<'a>>,
        offset: Span,
    ) -> Result<Moment, Unplaced> {
        match self.moments.get(&row) {
            Some(moment) => Ok(*moment),
            None => self.time(row).place(asserted, offset),
        }
    }

    /// The same table without some rows, given in ascending order; the others close up.
    pub fn without(&self, gone: &[u32]) -> EventTable {
        let mut table = EventTable::new();
        for row in (0..self.len() as u32).filter(|row| gone.binary_search(row).is_err()) {
            let tags: Vec<&str> = self.tags(row).collect();
            let (offset, length) = self.place(row);
            let copy = NewRow {
                known_at: self.known_at(row),
                text: self.text(row),
                kind: self.kind(row),
                actor: self.actor(row),
                asset: self.asset(row),
                tags: &tags,
                line: self.line(row),
                pointer: self.pointer(row),
                offset,
                length,
            };
            let number = table.push(&copy, self.time(row));
            for note in self.notes(row) {
                table.note(number, note.clone());
            }
            if let Some(moment) = self.moments.get(&row) {
                table.set_moment(number, *moment);
            }
            if let Some(moment) = self.known_moments.get(&row) {
                table.set_known(number, *moment);
            }
        }
        table
    }

    /// Adds a note to a row.
    pub fn note(&mut self, row: u32, note: RowNote) {
        self.notes.entry(row).or_default().push(note);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The time of a row as stated. Out of range: the epoch.
    pub fn time(&self, row: u32) -> RowTime {
        let n = row as usize;
        let (offset, precision, abbreviation, zone) =
            self.shapes.get(n).unwrap_or((Some(0), Precision::default(), None, None));
        RowTime { micros: self.times.get(n).unwrap_or(0), offset, precision, abbreviation, zone }
    }

    /// The instants of all rows in microseconds, block by block, where each row states one exactly and with its zone.
    pub fn instants(&self) -> Option<impl Iterator<Item = &[i64]>> {
        let exact = |(offset, precision, ..): &Shape| offset.is_some() && *precision == Precision::Exact;
        let all = self.moments.is_empty() && self.shapes.values().iter().all(exact);
        all.then(|| self.times.blocks())
    }

    /// The rows that tell when the responders knew, ascending; a row may come twice.
    pub fn known_rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.known_at.keys().chain(self.known_moments.keys()).copied()
    }

    /// The zone abbreviations that rows were written with, and how many rows; most tables have none, which costs no look
    /// at the rows.
    pub fn abbreviated(&self) -> BTreeMap<Abbreviation, u64> {
        let mut counts = BTreeMap::new();
        if self.shapes.values().iter().any(|(_, _, written, _)| written.is_some()) {
            for written in (0..self.len() as u32).filter_map(|row| self.time(row).abbreviation) {
                *counts.entry(written).or_default() += 1;
            }
        }
        counts
    }

    /// How many rows have a wall clock that waits for a zone; most tables have none, which costs no look at the rows.
    pub fn naive(&self) -> u64 {
        let naive = |(offset, precision, written, zone): &Shape| {
            offset.is_none()
                && written.is_none()
                && zone.is_none()
                && !matches!(precision, Precision::Day | Precision::Month)
        };
        if !self.shapes.values().iter().any(naive) {
            return 0;
        }
        (0..self.len() as u32).filter(|row| naive(&shape(self.time(*row)))).count() as u64
    }

    /// When the responders knew of it, as the row states it.
    pub fn known_at(&self, row: u32) -> Option<RowTime> {
        self.known_at.get(&row).copied()
    }

    /// What happened.
    pub fn text(&self, row: u32) -> &str {
        self.texts.get(row as usize).unwrap_or("")
    }

    /// What happened, of all rows.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    fn pooled(&self, column: &Numbers, row: u32) -> &str {
        self.pool.get(column.get(row as usize).unwrap_or(0))
    }

    /// The numbers of the row's kind, actor and asset in [`EventTable::pool`]: equal numbers mean equal strings,
    /// so that filters and counts over many rows look at each distinct string once.
    pub fn pool_numbers(&self, row: u32) -> [u32; 3] {
        let n = row as usize;
        [&self.kinds, &self.actors, &self.assets].map(|column| column.get(n).unwrap_or(0))
    }

    /// The distinct kinds, actors, assets and tags of the table in the order of their numbers; the first is empty.
    pub fn pool(&self) -> &[String] {
        self.pool.strings()
    }

    /// The kind of event.
    pub fn kind(&self, row: u32) -> &str {
        self.pooled(&self.kinds, row)
    }

    /// Who did it.
    pub fn actor(&self, row: u32) -> &str {
        self.pooled(&self.actors, row)
    }

    /// What it happened to.
    pub fn asset(&self, row: u32) -> &str {
        self.pooled(&self.assets, row)
    }

    /// The tags of a row.
    pub fn tags(&self, row: u32) -> impl Iterator<Item = &str> {
        let set = self.tag_sets.get(row as usize).and_then(|n| self.sets.all.get(n as usize));
        set.into_iter().flatten().map(|&n| self.pool.get(n))
    }

    /// The number of the row's tag set: equal numbers mean equal tags, for filters over many rows.
    pub fn tag_set(&self, row: u32) -> u32 {
        self.tag_sets.get(row as usize).unwrap_or(0)
    }

    /// The tag sets of the table in the order of their numbers.
    pub fn tag_set_strings(&self) -> impl Iterator<Item = Vec<&str>> {
        self.sets.all.iter().map(|set| set.iter().map(|&n| self.pool.get(n)).collect())
    }

    /// The line on which the row starts, from 1; 0 where the format has none.
    pub fn line(&self, row: u32) -> u32 {
        self.lines.get(row as usize).unwrap_or(0)
    }

    /// The JSON pointer of the record; empty where the format has none.
    pub fn pointer(&self, row: u32) -> &str {
        self.pointers.get(&row).map_or("", String::as_str)
    }

    /// Where the original row stands in the file: first byte and length.
    pub fn place(&self, row: u32) -> (u64, u32) {
        let n = row as usize;
        (self.starts.get(n).unwrap_or(0), self.lengths.get(n).unwrap_or(0))
    }

    /// What a reader should know about a row.
    pub fn notes(&self, row: u32) -> &[RowNote] {
        self.notes.get(&row).map_or(&[], Vec::as_slice)
    }

    /// The bytes of its columns, texts and strings in memory; what only few rows have is left out.
    pub fn heap_bytes(&self) -> usize {
        let numbers = [&self.kinds, &self.actors, &self.assets, &self.tag_sets, &self.lengths];
        self.times.heap_bytes()
            + self.shapes.heap_bytes()
            + self.lines.heap_bytes()
            + numbers.map(Numbers::heap_bytes).iter().sum::<usize>()
            + self.starts.heap_bytes()
            + self.texts.heap_bytes()
            + self.pool.heap_bytes()
    }

    /// Rows with notes, in order.
    pub fn noted_rows(&self) -> impl Iterator<Item = (u32, &[RowNote])> {
        self.notes.iter().map(|(row, notes)| (*row, notes.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Timestamp, Zone, ZoneOrigin};

    #[test]
    fn a_row_gives_back_what_was_put_in() {
        let mut table = EventTable::new();
        let t = RowTime::utc(Timestamp(7));
        for n in 0..3 {
            let text = format!("event {n}");
            let tags = ["a", "b"];
            let row = NewRow {
                text: &text,
                actor: "attacker",
                tags: &tags[..n],
                line: n as u32,
                ..NewRow::default()
            };
            table.push(&row, t);
        }
        assert_eq!(table.text(1), "event 1");
        assert_eq!(table.actor(2), "attacker");
        assert_eq!(table.tags(2).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(table.tags(0).count(), 0);
        assert_eq!(table.time(2), t);
    }

    #[test]
    fn an_abbreviation_waits_for_its_own_answer_and_not_for_the_zone_of_the_source() {
        let cst: Abbreviation = "CST".parse().unwrap();
        let mut table = EventTable::new();
        let written = RowTime { offset: None, abbreviation: Some(cst), ..RowTime::utc(Timestamp(0)) };
        table.push(&NewRow::default(), written);
        table.push(&NewRow::default(), RowTime { abbreviation: None, ..written });
        assert_eq!(table.abbreviated(), BTreeMap::from([(cst, 1)]));
        assert_eq!(table.time(0), written);
        assert_eq!(table.moment(0, Some(Zone::Utc), Span::ZERO), Err(Unplaced::Abbreviation(cst)));
        let meant = BTreeMap::from([("CST".to_owned(), Zone::Fixed(8 * 3600))]);
        let asserted = Asserted { zone: Some(Zone::Utc), abbreviations: Some(&meant) };
        let at = |row| table.moment(row, asserted, Span::ZERO).unwrap();
        assert_eq!(at(0).earliest.to_string(), "1969-12-31T16:00:00Z");
        assert_eq!(at(0).zone, ZoneOrigin::Asserted);
        assert_eq!(at(1).earliest, Timestamp(0));
    }

    #[test]
    fn a_named_zone_of_the_row_places_what_its_clock_shows_twice_and_no_other_zone_does() {
        let berlin = NamedZone::find("Europe/Berlin").unwrap();
        let placed = |wall: &str, shift: i64| {
            let zone = Some(berlin);
            let at = wall.parse::<Timestamp>().unwrap();
            let mut table = EventTable::new();
            table.push(&NewRow::default(), RowTime { offset: None, zone, ..RowTime::utc(at) });
            assert_eq!((table.naive(), table.time(0).zone), (0, zone));
            table.moment(0, Some(Zone::Utc), Span::seconds(shift))
        };
        let moment = placed("2026-10-25T02:30:00Z", 0).unwrap();
        assert_eq!(
            [moment.earliest, moment.latest].map(|t| t.to_string()),
            ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]
        );
        assert_eq!((moment.precision, moment.zone), (Precision::Repeated, ZoneOrigin::Stated));
        let wall = "2026-10-25T02:30:00Z".parse().unwrap();
        let shown = RowTime { offset: None, zone: Some(berlin), ..RowTime::utc(wall) }.instant();
        assert_eq!((shown, RowTime::utc(wall).instant()), (moment.earliest, wall));
        assert_eq!(placed("2026-03-29T02:30:00Z", 0), Err(Unplaced::SkippedAsStated(berlin)));
        // A clock that was an hour slow showed another time in truth.
        let moment = placed("2026-03-29T02:30:00Z", 3600).unwrap();
        assert_eq!((moment.earliest.to_string().as_str(), moment.is_exact()), ("2026-03-29T01:30:00Z", true));
    }

    #[test]
    fn ids_read_back() {
        for id in [EventId { source: SourceId(3), row: 41 }, EventId { source: SourceId::HAND, row: 2 }] {
            assert_eq!(id.to_string().parse::<EventId>().unwrap(), id);
        }
    }
}
