//! Post-mortems that a team has written, in Markdown: one incident a file, or one under each of several headings.
//!
//! Dated entries are what starts with a time (items, paragraphs, headings, rows of a table) and labels with a time
//! behind them (“First detected 2026-03-16 09:48”). Where there are none, sentences that tell a date are read. Key events
//! name milestones; what the text says of durations (“Time to repair: 0h 16m”) is kept beside them, never used for them.

mod label;
mod marks;
mod place;
mod units;
mod when;

use super::decode::{self, Line};
use super::{ImportError, ImportedIncident, Report};
use chrono::NaiveDate;
use marks::Mark;
use place::{Placed, Told};
use std::collections::BTreeSet;
use std::sync::Arc;
use units::{Kind, Unit};
use when::{Found, Place};

/// A post-mortem is prose; a text beyond this is something else.
const LARGEST: usize = 16 * 1024 * 1024;

/// A document on its way in, line by line.
#[derive(Debug, Default)]
pub struct Document {
    text: String,
    places: Vec<LinePlace>,
    too_large: bool,
    read: Option<Read>,
}

#[derive(Clone, Copy, Debug)]
struct LinePlace {
    /// The byte of the text at which the line starts.
    at: usize,
    number: u32,
    start: u64,
    end: u64,
}

#[derive(Debug, Default)]
struct Read {
    incidents: Vec<Arc<ImportedIncident>>,
    report: Report,
    /// The words of a post-mortem that it has.
    signs: Vec<&'static str>,
    /// Entries that a label names.
    labelled: usize,
    title: String,
    /// Whether there is any heading, list or table.
    marked_up: bool,
    /// Whether each dated entry is nothing but a link to another document.
    index: bool,
    /// The date of the document itself, as its metadata has it.
    written: Option<String>,
}

impl Document {
    /// Takes one line.
    pub fn line(&mut self, line: &Line) {
        if self.text.len() + line.text.len() > LARGEST {
            self.too_large = true;
            return;
        }
        let place = LinePlace { at: self.text.len(), number: line.number, start: line.start, end: line.end };
        self.places.push(place);
        self.text.push_str(&line.text);
        self.text.push('\n');
    }

    /// Reads what has come.
    pub fn end(&mut self) {
        self.read = Some(read(&self.text, &self.places));
    }

    /// Why nothing can be had from it, once it has been read.
    ///
    /// # Errors
    /// [`ImportError::Unreadable`] for a text of more than 16 MB, without any dated entry, or with nothing but links to such texts.
    pub fn failed(&self) -> Result<(), ImportError> {
        let message = if self.too_large {
            "the text is longer than 16 MB; a post-mortem is shorter: export its timeline as CSV"
        } else if self.read.as_ref().is_some_and(|r| r.index) {
            "each of its dates is that of a link to another document; open those documents"
        } else if self.read.as_ref().is_some_and(|r| r.report.rows == 0) && !self.text.trim().is_empty() {
            "no dated entry in the text; write a time in front of what happened, such as `- 2026-03-16 09:48 UTC: checkout off`"
        } else {
            return Ok(());
        };
        Err(ImportError::Unreadable { message: message.to_owned() })
    }

    /// Incidents and refusals; none before the end.
    pub fn rows(&self) -> u64 {
        self.read.as_ref().map_or(0, |r| r.report.rows)
    }

    /// The incidents with the report.
    pub fn finish(self) -> (Vec<Arc<ImportedIncident>>, Report) {
        let read = self.read.unwrap_or_default();
        (read.incidents, read.report)
    }
}

/// How surely a text is a post-mortem, and what speaks for it; `None` without a dated entry.
pub fn looks_like(text: &str) -> Option<(f64, String)> {
    let mut document = Document::default();
    for (number, line) in (1..).zip(text.lines()) {
        document.line(&Line { text: line.to_owned(), number, ..Line::default() });
    }
    document.end();
    let read = document.read?;
    let entries = read.report.events as usize;
    let signs = read.signs.len();
    if entries == 0 && read.report.rows == 0 {
        // An article on an incident looks like a plan by its headings.
        let written = read.written.filter(|_| label::is_report_title(&read.title))?;
        return Some((
            0.9,
            format!("it is titled “{}” and dated {written}, without a dated entry", read.title),
        ));
    }
    if entries == 0 || !read.marked_up || (signs == 0 && read.labelled == 0 && entries < 3) {
        return None;
    }
    let planned = label::is_plan_title(&read.title);
    let confidence = match (entries, signs, read.labelled) {
        _ if planned => 0.5,
        (2.., 2.., _) | (2.., 1, 2..) => 0.96,
        (2.., _, 2..) | (3.., 1, _) => 0.93,
        (_, 2.., _) => 0.91,
        _ => 0.6,
    };
    let list = read.signs.iter().take(3).map(|s| format!("“{s}”")).collect::<Vec<_>>().join(", ");
    let evidence = match (entries, list.is_empty()) {
        (1, true) => "it has 1 dated entry".to_owned(),
        (_, true) => format!("it has {entries} dated entries"),
        (1, false) => format!("it has 1 dated entry and speaks of {list}"),
        (_, false) => format!("it has {entries} dated entries and speaks of {list}"),
    };
    Some((confidence, evidence))
}

/// A line of the text with what it is, before incidents are told apart.
struct Marked {
    unit: usize,
    placed: Placed,
    /// Under a part that tells what is to come.
    aside: bool,
}

fn read(text: &str, places: &[LinePlace]) -> Read {
    let units = units::units(text);
    let mut marked = mark(&units, places, text);
    append(&units, &mut marked);
    let mut found = Read {
        title: title(&units),
        marked_up: units.iter().any(|u| !matches!(u.kind, Kind::Paragraph | Kind::Metadata)),
        ..Read::default()
    };
    let labels: Vec<String> = units.iter().map(|u| cut(&u.text()).to_lowercase()).collect();
    found.signs = label::vocabulary(&labels);
    found.written = metadata(&units, "date:");
    let incidents = tell(&units, marked, &found.title);
    let entries =
        || incidents.iter().flat_map(|told| &told.marks).filter(|p| matches!(p.mark, Mark::Entry(_)));
    let lines: Vec<&str> = text.lines().collect();
    let line = |entry: &Placed| lines.get((entry.line as usize).wrapping_sub(1)).copied().unwrap_or("");
    found.index = entries().count() > 2 && entries().all(|entry| is_link(line(entry)));
    let several = incidents.len() > 1;
    for told in &incidents {
        let entry = |p: &&Placed| matches!(&p.mark, Mark::Entry(e) if e.milestone.is_some());
        found.labelled += told.marks.iter().filter(entry).count();
        let (incident, report) = place::incident(told);
        let name = |note: String| if several { format!("{}: {note}", cut(&told.title)) } else { note };
        let stated = told
            .groups
            .iter()
            .filter(|(name, value)| label::stated_span(&format!("{name}: {value}")).is_some());
        for (span, value) in stated {
            let note = format!(
                "The text states “{span}: {value}”; the metrics here rest on the times of the entries alone."
            );
            found.report.notes.push(name(note));
        }
        found.report.notes.extend(report.notes.into_iter().map(name));
        found.report.refusals.extend(report.refusals);
        found.report.events += report.events;
        found.report.incidents += report.incidents;
        found.report.naive_rows += report.naive_rows;
        for (written, rows) in report.abbreviated {
            *found.report.abbreviated.entry(written).or_default() += rows;
        }
        found.report.dates_only |= report.dates_only;
        found.report.day_first = found.report.day_first.or(report.day_first);
        found.incidents.extend(incident.map(Arc::new));
    }
    found.report.refusals.sort_by_key(|r| r.line);
    found.report.rows = found.report.incidents + found.report.refusals.len() as u64;
    found
}

/// The start of a text, short enough for a note.
fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(100)).unwrap_or(text)
}

/// What the metadata say under a name.
fn metadata(units: &[Unit], name: &str) -> Option<String> {
    let lines = units.iter().filter(|u| u.kind == Kind::Metadata).flat_map(|u| &u.pieces);
    let mut stated =
        lines.filter_map(|p| p.text.strip_prefix(name)).map(|t| t.trim().trim_matches(['"', '\'']));
    stated.find(|t| !t.is_empty()).map(str::to_owned)
}

/// The title: of the metadata, else the first heading.
fn title(units: &[Unit]) -> String {
    let heading = || units.iter().find(|u| matches!(u.kind, Kind::Heading(_))).map(Unit::text);
    metadata(units, "title:").or_else(heading).unwrap_or_default()
}

/// Whether an item of a list is nothing but a link to elsewhere.
fn is_link(line: &str) -> bool {
    let item = line.trim().strip_prefix(['*', '-', '+']).map(str::trim_start);
    let link = item.and_then(|item| item.strip_prefix('[')?.strip_suffix(')')?.split_once("]("));
    link.is_some_and(|(_, target)| !target.contains([' ', '(', ')']))
}

/// Says of each line what it is.
fn mark(units: &[Unit], places: &[LinePlace], text: &str) -> Vec<Marked> {
    let line_of = |at: usize| places.get(places.partition_point(|p| p.at <= at).saturating_sub(1));
    let mut found: Vec<Marked> = vec![];
    let mut headings: Vec<(u8, bool)> = vec![];
    let (mut aside, mut said): (bool, Option<Place>) = (false, None);
    for (number, unit) in units.iter().enumerate() {
        if unit.kind == Kind::Metadata {
            continue;
        }
        if let Kind::Heading(level) = unit.kind {
            headings.retain(|(above, _)| *above < level);
            headings.push((level, label::is_aside(&unit.text())));
            aside = false;
        }
        let mut follows: Option<bool> = None;
        for (n, piece) in unit.pieces.iter().enumerate() {
            said = marks::zone_said(unit, &piece.text).or(said);
            let marks = match &unit.kind {
                _ if unit.quoted => vec![Mark::Text],
                Kind::Row { header, cells } => marks::of_row(header, cells),
                _ => vec![marks::of_line(unit, &piece.text, follows)],
            };
            let next = unit.pieces.get(n + 1).map_or(unit.range.end, |p| p.at);
            let (first, last) = (line_of(piece.at), line_of(next.saturating_sub(1).max(piece.at)));
            let start = first.map_or(0, |p| p.start);
            let bytes = (start, decode::length(start, last.map_or(start, |p| p.end)));
            let line = first.map_or(1, |p| p.number);
            let zone = match &unit.kind {
                Kind::Row { header, .. } => marks::zone_of_header(header).or_else(|| said.clone()),
                _ => said.clone(),
            };
            let shown = text.get(piece.at..next).unwrap_or("").trim().to_owned();
            let shown = if shown.is_empty() { piece.text.clone() } else { shown };
            if marks.iter().any(|m| matches!(m, Mark::Part(_))) && unit.inside.is_empty() {
                aside = matches!(marks.first(), Some(Mark::Part(name)) if label::is_aside(name));
            }
            follows = Some(marks.iter().any(|m| matches!(m, Mark::Entry(_))));
            for mark in marks {
                let heading = matches!(unit.kind, Kind::Heading(_));
                let (text, shown, zone) = (piece.text.clone(), shown.clone(), zone.clone());
                let placed = Placed { mark, line, bytes, text, shown, zone, heading };
                let aside = aside || headings.iter().any(|(_, aside)| *aside);
                found.push(Marked { unit: number, placed, aside });
            }
        }
    }
    // A zone that is said once counts for what stands before it too.
    let first_said = found.iter().find_map(|m| m.placed.zone.clone());
    let once =
        units.iter().flat_map(|u| u.pieces.iter().filter_map(|p| marks::zone_said(u, &p.text))).count() == 1;
    if once {
        for marked in found.iter_mut().filter(|m| m.placed.zone.is_none()) {
            marked.placed.zone.clone_from(&first_said);
        }
    }
    found
}

/// Gives each entry the text that stands below it: the rest of its paragraph, what is nested in its item, the list that
/// its colon announces, the paragraphs under a heading that is an entry.
fn append(units: &[Unit], marked: &mut [Marked]) {
    let mut open: Option<(usize, bool)> = None;
    for n in 0..marked.len() {
        let Some(at) = marked.get(n) else { continue };
        if !matches!(at.placed.mark, Mark::Text | Mark::Part(_)) {
            open = match &at.placed.mark {
                Mark::Entry(entry) => Some((n, entry.text.ends_with(':'))),
                _ => None,
            };
            continue;
        }
        let Some((entry, announced)) = open else { continue };
        let number = at.unit;
        let (Some(unit), Some(above)) =
            (units.get(number), marked.get(entry).and_then(|e| units.get(e.unit)))
        else {
            continue;
        };
        let own = marked.get(entry).map(|e| e.unit);
        let headed = matches!(above.kind, Kind::Heading(_)) && !matches!(unit.kind, Kind::Heading(_));
        let listed =
            announced && (unit.kind == Kind::Item || unit.quoted) && unit.inside.starts_with(&above.inside);
        let nested = own.is_some_and(|own| own == number || unit.inside.contains(&own));
        if !(headed || listed || nested) {
            open = None;
            continue;
        }
        let words = at.placed.text.clone();
        if let Some(Mark::Entry(entry)) = marked.get_mut(entry).map(|m| &mut m.placed.mark) {
            entry.text = format!("{} {words}", entry.text).trim().to_owned();
        }
    }
}

/// A stretch of units under one heading, and the heading's text.
struct Section {
    from: usize,
    to: usize,
    title: String,
}

/// The sections of a level.
fn sections(units: &[Unit], level: u8) -> Vec<Section> {
    let heading = |u: &Unit| match u.kind {
        Kind::Heading(level) => Some(level),
        _ => None,
    };
    let all: Vec<(usize, u8)> =
        units.iter().enumerate().filter_map(|(n, u)| Some((n, heading(u)?))).collect();
    let mut found = vec![];
    for (place, (from, _)) in all.iter().enumerate().filter(|(_, (_, l))| *l == level) {
        let next = all.iter().skip(place + 1).find(|(_, l)| *l <= level);
        let to = next.map_or(units.len(), |(n, _)| *n);
        found.push(Section { from: *from, to, title: units.get(*from).map(Unit::text).unwrap_or_default() });
    }
    found
}

/// Tells the incidents apart: one for the whole text, or one under each heading that names an incident and has entries.
fn tell(units: &[Unit], marked: Vec<Marked>, title: &str) -> Vec<Told> {
    let dated = |m: &&Marked| !m.aside && matches!(m.placed.mark, Mark::Entry(_) | Mark::Unreadable(_));
    let several = (1..=6).find_map(|level| {
        let mut found = sections(units, level);
        found.retain(|s| {
            let own = |m: &&Marked| (s.from..s.to).contains(&m.unit);
            let day = day_in(&s.title).is_some() && s.title.split_whitespace().count() > 2;
            !label::is_part(&s.title)
                && (label::names_incident(&s.title) || day)
                && marked.iter().filter(own).any(|m| dated(&m))
        });
        (found.len() >= 2).then_some(found)
    });
    let whole = Section { from: 0, to: units.len(), title: title.to_owned() };
    let (sections, single) = several.map_or((vec![whole], true), |found| (found, false));
    let mut told: Vec<Told> = vec![];
    let mut rest = Told { title: title.to_owned(), ..Told::default() };
    for section in &sections {
        let id = if single { String::new() } else { slug(&section.title) };
        let mut one =
            Told { id, title: section.title.clone(), day: day_in(&section.title), ..Told::default() };
        for unit in units.get(section.from..section.to).unwrap_or(&[]) {
            for piece in &unit.pieces {
                if let Some((name, value)) =
                    label::stated_span(&piece.text).or_else(|| label::field(&piece.text))
                {
                    one.groups.entry(name.to_owned()).or_insert_with(|| value.to_owned());
                }
            }
        }
        told.push(one);
    }
    if let (true, [one]) = (single, told.as_mut_slice()) {
        let parts = marked.iter().filter(|marked| !marked.aside);
        let days: BTreeSet<NaiveDate> = parts.flat_map(|marked| days_in(&marked.placed.text)).collect();
        one.said_day = days.first().copied().filter(|_| days.len() == 1);
    }
    // What is still to come is no part of what happened.
    for one in marked.into_iter().filter(|one| !one.aside) {
        let home = sections.iter().position(|s| (s.from..s.to).contains(&one.unit));
        match home.and_then(|n| told.get_mut(n)) {
            Some(told) => told.marks.push(one.placed),
            None => rest.marks.push(one.placed),
        }
    }
    if rest.marks.iter().any(|p| matches!(p.mark, Mark::Entry(_) | Mark::Unreadable(_))) {
        told.insert(0, rest);
    }
    for one in told.iter_mut().filter(|_| single) {
        if !one.marks.iter().any(|p| matches!(p.mark, Mark::Entry(_) | Mark::Unreadable(_))) {
            one.marks = one.marks.drain(..).flat_map(prose).collect();
        }
    }
    told
}

/// What the sentences of a line tell, where it is prose.
fn prose(line: Placed) -> Vec<Placed> {
    match line.mark {
        Mark::Text => {
            marks::of_prose(&line.text).into_iter().map(|mark| Placed { mark, ..line.clone() }).collect()
        }
        _ => vec![line],
    }
}

/// The whole dates in a text.
fn days_in(text: &str) -> impl Iterator<Item = NaiveDate> {
    when::words(text).filter_map(move |at| match when::at(text, at)? {
        Found::Time(written, _) => place::day_of(written.day.as_ref()?, None),
        Found::Unreadable(..) => None,
    })
}

/// The first of them.
fn day_in(text: &str) -> Option<NaiveDate> {
    days_in(text).next()
}

/// A title as an identifier: letters and digits, the rest as single hyphens.
fn slug(title: &str) -> String {
    let mut id = String::new();
    for c in title.chars().take(80) {
        if c.is_alphanumeric() {
            id.extend(c.to_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}
