//! From entries as written to events: the day of a clock alone, the zone of a wall clock, the milestones.

use super::marks::{Entry, Mark};
use super::when::{self, Day, Place};
use crate::import::rows::EventRows;
use crate::import::timestamp::{self, Stated};
use crate::import::{ImportedIncident, Report};
use crate::model::event::NewRow;
use crate::model::time::{HOUR, SECOND};
use crate::model::{Milestone, Precision, RowTime, Timestamp};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A clock that goes back further than this in a list has passed midnight; less is an entry out of order.
const OVER_MIDNIGHT: i64 = 6 * HOUR;
/// Notes of one kind beyond this are counted, not written out.
const MOST_NOTES: usize = 12;

/// A mark with its place in the file.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What it is.
    pub mark: Mark,
    /// Its line, from 1.
    pub line: u32,
    /// The bytes of its lines in the file: the first, and how many.
    pub bytes: (u64, u32),
    /// Its text without marks.
    pub text: String,
    /// Its text as it stands, for refusals.
    pub shown: String,
    /// The zone that the document says for it.
    pub zone: Option<Place>,
    /// Whether a heading stands here, below which no earlier day counts.
    pub heading: bool,
}

/// An incident as the document tells it.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Its identifier; empty where the file's name serves.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The day that the title names.
    pub day: Option<NaiveDate>,
    /// The only day that the text around its entries names.
    pub said_day: Option<NaiveDate>,
    /// What stands under it, in order.
    pub marks: Vec<Placed>,
    /// Fields and spans that it states by itself, in its words.
    pub groups: BTreeMap<String, String>,
}

/// An entry whose time has been settled.
struct Settled<'a> {
    entry: &'a Entry,
    placed: &'a Placed,
    stated: Stated,
    tag: Option<String>,
}

/// The one time of a date as written.
fn time_of(text: &str) -> Option<RowTime> {
    when::single(&timestamp::parse(text).ok()?)
}

/// The day of a time; a month is none.
fn day_within(time: &RowTime) -> Option<NaiveDate> {
    Some(time).filter(|time| time.precision != Precision::Month).and_then(when::local_day)
}

/// Whether a month stands where a day might.
fn is_month(day: &Day) -> bool {
    matches!(day, Day::Full(text) if time_of(text).is_some_and(|time| time.precision == Precision::Month))
}

/// The day of a whole date, where it can be read in one way.
pub fn day_of(day: &Day, near: Option<NaiveDate>) -> Option<NaiveDate> {
    match day {
        Day::Full(text) => day_within(&time_of(text)?),
        Day::WithoutYear(month, day) => {
            let near = near?;
            let found = NaiveDate::from_ymd_opt(near.year(), *month, *day)?;
            // A list that runs over the end of a year.
            let next = NaiveDate::from_ymd_opt(near.year() + 1, *month, *day)?;
            Some(if (near - found).num_days() > 180 { next } else { found })
        }
    }
}

#[derive(Default)]
struct Settler {
    /// The day of the title, else of the first entry with a whole date, else the only one of the text.
    fallback: Option<NaiveDate>,
    /// The day that a line or heading of its own gives.
    explicit: Option<NaiveDate>,
    /// The day of the entry before, in the same part.
    day: Option<NaiveDate>,
    /// The clock of the entry before, in the same part.
    clock: Option<i64>,
    /// The name of the zone that a person will be asked for.
    asked: Option<String>,
    notes: Vec<String>,
}

impl Settler {
    fn day(&self) -> Option<NaiveDate> {
        self.day.or(self.explicit).or(self.fallback)
    }

    fn settle(&mut self, entry: &Entry, placed: &Placed) -> Result<Stated, String> {
        let written = &entry.written;
        let zone = written.zone.as_ref().or(placed.zone.as_ref());
        let shared = match zone {
            // What an abbreviation means is asked for each by itself.
            Some(Place::Shared(name)) if when::abbreviation(name).is_some() => None,
            Some(Place::Shared(name)) if written.also.is_none() && written.clock.is_some() => {
                Some(name.clone())
            }
            _ => None,
        };
        if let (Some(name), Some(asked)) = (&shared, &self.asked)
            && name != asked
        {
            return Err(format!(
                "its zone “{name}” is not unique, and neither is “{asked}” of an earlier entry; write UTC or an offset such as -07:00"
            ));
        }
        let day = match &written.day {
            Some(Day::Full(day)) => day.clone(),
            Some(short) => {
                let day =
                    day_of(short, self.day()).ok_or("the date names no year; write it as 2026-03-16")?;
                when::iso(day)
            }
            None => {
                let no_day = "a clock time without a day; write the date in front of it or into the heading";
                when::iso(self.day().ok_or(no_day)?)
            }
        };
        let mut stated = when::read(written, &day, placed.zone.as_ref())?;
        if written.day.is_none()
            && let (Some(time), Some(before)) = (when::single(&stated), self.clock)
            && before - clock_of(&time) > OVER_MIDNIGHT
            && let Some(next) = when::local_day(&time).and_then(|d| d.succ_opt())
        {
            stated = when::read(written, &when::iso(next), placed.zone.as_ref())?;
            self.notes.push(format!(
                "Line {}: the clock goes back from {} to {}; read as the next day, {}.",
                placed.line,
                hours(before),
                hours(clock_of(&time)),
                when::iso(next)
            ));
        }
        if let Some(time) = when::single(&stated) {
            self.day = day_within(&time);
            self.clock = written.clock.is_some().then(|| clock_of(&time));
        }
        self.asked = self.asked.take().or(shared);
        Ok(stated)
    }
}

/// Microseconds since the midnight of its own clock.
fn clock_of(time: &RowTime) -> i64 {
    (time.micros + i64::from(time.offset.unwrap_or(0)) * SECOND).rem_euclid(24 * HOUR)
}

fn hours(clock: i64) -> String {
    format!("{:02}:{:02}", clock / HOUR, clock / (HOUR / 60) % 60)
}

/// The wall clock of a time, for people.
fn wall(time: &RowTime) -> String {
    let wall = Timestamp(time.micros + i64::from(time.offset.unwrap_or(0)) * SECOND).to_string();
    wall.trim_end_matches('Z').replace('T', " ")
}

/// The events and milestones of an incident; `None` with the refusals when nothing could be read.
pub fn incident(told: &Told) -> (Option<ImportedIncident>, Report) {
    let first = told.marks.iter().find_map(|p| match &p.mark {
        Mark::Entry(Entry { written, .. }) => written.day.as_ref().and_then(|d| day_of(d, None)),
        Mark::Day(day) => day_of(day, None),
        _ => None,
    });
    let named = told.day.or(first);
    // What names a day in part takes the rest from no other part of the text.
    let dayless = told.marks.iter().all(|p| match &p.mark {
        Mark::Entry(Entry { written, .. }) => written.day.is_none(),
        Mark::Day(_) => false,
        _ => true,
    });
    let said = told.said_day.filter(|_| named.is_none() && dayless);
    let mut settler = Settler { fallback: named.or(said), ..Settler::default() };
    let mut rows = EventRows::new(None);
    let mut settled: Vec<Settled<'_>> = vec![];
    for placed in &told.marks {
        if placed.heading {
            (settler.explicit, settler.day, settler.clock) = (None, None, None);
        }
        match &placed.mark {
            Mark::Entry(entry) => match settler.settle(entry, placed) {
                Ok(_) if entry.text.is_empty() => {
                    let reason = "a time without words; write what happened behind it";
                    rows.refuse(placed.line, "", &placed.shown, reason);
                }
                Ok(stated) => settled.push(Settled { entry, placed, stated, tag: None }),
                Err(reason) => rows.refuse(placed.line, "", &placed.shown, reason),
            },
            Mark::Unreadable(reason) => rows.refuse(placed.line, "", &placed.shown, reason.clone()),
            Mark::Day(day) => match day_of(day, settler.day()) {
                None if !is_month(day) => {
                    let reason = "a day that cannot be read in one way; write it as 2026-03-16";
                    rows.refuse(placed.line, "", &placed.shown, reason);
                }
                // Below a month each entry needs a day of its own.
                day => (settler.explicit, settler.day, settler.clock) = (day, None, None),
            },
            Mark::Part(_) => (settler.day, settler.clock) = (None, None),
            Mark::Without(milestone) => settler.notes.push(format!(
                "Line {}: “{}” states no time; the milestone “{}” is left out.",
                placed.line,
                placed.shown,
                milestone.label()
            )),
            Mark::Text => {}
        }
    }
    if let Some(day) = said.filter(|_| !settled.is_empty()) {
        let note = format!(
            "The entries name no day; they were read as of {}, the only date in the text.",
            when::iso(day)
        );
        settler.notes.insert(0, note);
    }
    name_milestones(&mut settled, &mut settler.notes);
    for Settled { entry, placed, stated, tag } in &settled {
        let tags: Vec<&str> = tag.iter().map(String::as_str).collect();
        let row = NewRow {
            text: &entry.text,
            kind: if entry.labelled { "Key event" } else { "Timeline entry" },
            actor: &entry.actor,
            tags: &tags,
            line: placed.line,
            offset: placed.bytes.0,
            length: placed.bytes.1,
            ..NewRow::default()
        };
        rows.push(&row, *stated, []);
    }
    if let Some(name) = &settler.asked {
        settler.notes.push(format!(
            "Times are given in “{name}”, which several zones share; they wait until a zone is chosen for this source."
        ));
    }
    let more = settler.notes.len().saturating_sub(MOST_NOTES);
    settler.notes.truncate(MOST_NOTES);
    if more > 0 {
        settler.notes.push(format!("… and {more} more notes of this kind."));
    }
    for note in settler.notes {
        rows.say(note);
    }
    let (table, mut report) = rows.finish();
    if table.is_empty() {
        return (None, report);
    }
    let mut incident = ImportedIncident {
        id: told.id.clone(),
        title: told.title.clone(),
        groups: told.groups.iter().map(|(name, value)| (name.clone(), vec![value.clone()])).collect(),
        ..ImportedIncident::default()
    };
    // A milestone is stated only where no zone is still to be chosen for all, which would move it; its tag proposes it then.
    let waits = (0..table.len() as u32).any(|row| table.time(row).is_naive());
    for row in (0..table.len() as u32).filter(|_| !waits) {
        let named = table.tags(row).find_map(|t| t.strip_prefix("milestone:")?.parse::<Milestone>().ok());
        let Some(milestone) = named else { continue };
        incident.milestones.insert(milestone, row);
    }
    incident.events = Arc::new(table);
    report.incidents = 1;
    (Some(incident), report)
}

/// Gives each milestone to the first entry that names it: of key events before those of the story.
fn name_milestones(settled: &mut [Settled<'_>], notes: &mut Vec<String>) {
    let mut taken: BTreeMap<Milestone, (u32, RowTime)> = BTreeMap::new();
    for labelled in [true, false] {
        for one in settled.iter_mut().filter(|s| s.entry.labelled == labelled) {
            let Some(milestone) = &one.entry.milestone else { continue };
            let Some(time) = when::single(&one.stated) else { continue };
            match taken.get(milestone) {
                None => {
                    taken.insert(milestone.clone(), (one.placed.line, time));
                    one.tag = Some(format!("milestone:{milestone}"));
                }
                Some((line, first)) if wall(first) != wall(&time) => notes.push(format!(
                    "“{}” is stated twice: {} (line {line}) and {} (line {}); the first is taken.",
                    milestone.label(),
                    wall(first),
                    wall(&time),
                    one.placed.line
                )),
                Some(_) => {}
            }
        }
    }
}
