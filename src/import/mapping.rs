//! Any table through a mapping: which columns make an event or an incident, and what that does to the first rows.

use super::delimited::{Found, Record, Records};
use super::presets::{self, Suggested};
use super::rows::{EventRows, SHOWN_DATES, refusal, short, told, unread_date};
use super::timestamp::{self, Stated};
use super::title::{MOST_ABOVE, lines_above};
use super::{Encoding, ImportError, ImportedIncident, OpenDates, Report, decode, fleet_columns, json_table};
use crate::model::event::NewRow;
use crate::model::source::{Columns, EventMapping, IncidentMapping};
use crate::model::{EventTable, Mapping, Milestone, Moment, Precision, RowTime, Span, Zone};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a mapping names: a column, a text that is the same in every row, or a column of seconds to add to the time.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Column(usize),
    Constant(String),
    Later(usize),
}

/// The columns that a mapping names by `name` or `#number`, its constants, `=text`, and seconds to add, `+name`.
fn columns(wanted: &Columns, header: &[String]) -> Result<Vec<Part>, ImportError> {
    let place = |name: &str| Columns::place(name, header);
    let find = |name: &String| {
        let constant = || name.strip_prefix('=').map(|text| Part::Constant(text.trim().to_owned()));
        let later = || place(name.strip_prefix('+')?).map(Part::Later);
        place(name)
            .map(Part::Column)
            .or_else(constant)
            .or_else(later)
            .ok_or_else(|| ImportError::NoSuchColumn { column: name.clone(), columns: header.join(", ") })
    };
    wanted.0.iter().map(find).collect()
}

/// The cells of some columns, and constants, joined by a space.
fn joined(record: &Record, parts: &[Part]) -> String {
    let said = parts.iter().filter_map(|part| match part {
        Part::Column(n) => record.cells.get(*n).map(|cell| cell.trim()),
        Part::Constant(text) => Some(text.as_str()),
        Part::Later(_) => None,
    });
    // `\N` is how data bases write that there is no value.
    said.filter(|text| !text.is_empty() && *text != "\\N").collect::<Vec<_>>().join(" ")
}

/// Whether any of the columns says something, and all seconds do; constants say nothing of a row.
fn said(record: &Record, parts: &[Part]) -> bool {
    let filled = |n: &usize| {
        let cell = record.cells.get(*n).map(|cell| cell.trim());
        cell.is_some_and(|cell| !cell.is_empty() && cell != "\\N" && !cell.eq_ignore_ascii_case("null"))
    };
    parts.iter().any(|part| matches!(part, Part::Column(n) if filled(n)))
        && parts.iter().all(|part| !matches!(part, Part::Later(n) if !filled(n)))
}

/// What the columns of seconds add to a time.
fn later(record: &Record, parts: &[Part]) -> Result<Span, String> {
    let mut sum = 0.0;
    for part in parts {
        let Part::Later(n) = part else { continue };
        let cell = record.cells.get(*n).map(|cell| cell.trim()).unwrap_or_default();
        let seconds = cell.parse::<f64>().ok().filter(|s| s.abs() < 1e11);
        sum += seconds.ok_or_else(|| format!("“{cell}” is no number of seconds"))?;
    }
    Ok(Span((sum * 1e6) as i64))
}

fn split_tags(cell: &str) -> Vec<String> {
    let trimmed = cell.trim().trim_start_matches('[').trim_end_matches(']');
    let tags = trimmed.split([',', ';', '|']).map(|t| t.trim().trim_matches(['\'', '"']));
    tags.filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

/// An event mapping against a header.
#[derive(Clone, Debug)]
pub struct EventColumns {
    width: usize,
    time: Vec<Part>,
    text: Vec<Part>,
    kind: Vec<Part>,
    actor: Vec<Part>,
    asset: Vec<Part>,
    tags: Vec<Part>,
    known_at: Vec<Part>,
    names: String,
    /// What the columns of when the responders knew are called.
    known_names: String,
}

impl EventColumns {
    /// Finds the columns.
    ///
    /// # Errors
    /// When a column is not there, or no time or text is named.
    pub fn new(mapping: &EventMapping, header: &[String]) -> Result<Self, ImportError> {
        if mapping.time.0.is_empty() || mapping.text.0.is_empty() {
            return Err(ImportError::NeedsMapping);
        }
        Ok(EventColumns {
            width: header.len(),
            time: columns(&mapping.time, header)?,
            text: columns(&mapping.text, header)?,
            kind: columns(&mapping.kind, header)?,
            actor: columns(&mapping.actor, header)?,
            asset: columns(&mapping.asset, header)?,
            tags: columns(&mapping.tags, header)?,
            known_at: columns(&mapping.known_at, header)?,
            names: mapping.time.0.join(" + "),
            known_names: mapping.known_at.0.join(" + "),
        })
    }

    /// Takes one record.
    pub fn read(&self, record: &Record, rows: &mut EventRows) {
        let raw = || record.cells.join(",");
        let time = if said(record, &self.time) { joined(record, &self.time) } else { String::new() };
        let stated = match timestamp::parse(&time) {
            Ok(stated) => stated,
            Err(error) => {
                return rows.refuse(
                    record.line,
                    &record.pointer,
                    &raw(),
                    format!("column `{}`: {error}", self.names),
                );
            }
        };
        let text = joined(record, &self.text);
        if text.is_empty() {
            return rows.refuse(
                record.line,
                &record.pointer,
                &raw(),
                "no text in the mapped columns; an event needs one",
            );
        }
        let tags = split_tags(&joined(record, &self.tags));
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        let (kind, actor, asset) =
            (joined(record, &self.kind), joined(record, &self.actor), joined(record, &self.asset));
        let row = NewRow {
            text: &text,
            kind: &kind,
            actor: &actor,
            asset: &asset,
            tags: &tags,
            line: record.line,
            pointer: &record.pointer,
            offset: record.start,
            length: record.length(),
            ..NewRow::default()
        };
        let number = rows.push(&row, stated, record.ragged(self.width));
        if said(record, &self.known_at) {
            rows.know(number, &self.known_names, &joined(record, &self.known_at));
        }
    }
}

/// Reads a table of incidents.
#[derive(Debug)]
pub struct IncidentColumns {
    mapping: IncidentMapping,
    id: Vec<Part>,
    title: Vec<Part>,
    milestones: Vec<(Milestone, Vec<Part>)>,
    groups: Vec<(String, Part)>,
    records: Vec<Record>,
}

impl IncidentColumns {
    /// Finds the columns.
    ///
    /// # Errors
    /// When a column is not there, or no milestone is named.
    pub fn new(mapping: &IncidentMapping, header: &[String]) -> Result<Self, ImportError> {
        if mapping.milestones.is_empty() {
            return Err(ImportError::NeedsMapping);
        }
        let milestones = mapping.milestones.iter().map(|(m, c)| Ok((m.clone(), columns(c, header)?)));
        let groups = columns(&mapping.groups, header)?;
        Ok(IncidentColumns {
            id: columns(&mapping.id, header)?,
            title: columns(&mapping.title, header)?,
            milestones: milestones.collect::<Result<_, ImportError>>()?,
            groups: mapping.groups.0.iter().cloned().zip(groups).collect(),
            mapping: mapping.clone(),
            records: vec![],
        })
    }

    /// How many rows were taken.
    pub fn rows(&self) -> u64 {
        self.records.len() as u64
    }

    /// Takes one record; what its dates mean is settled over all of them.
    pub fn push(&mut self, record: Record) {
        self.records.push(record);
    }

    /// The incidents with the report.
    pub fn finish(self) -> (Vec<Arc<ImportedIncident>>, Report) {
        let (told, dates) = self.dates();
        let day_first = self.mapping.day_first.or(told);
        let mut report = Report { rows: self.rows(), day_first, dates, ..Report::default() };
        let mut incidents = vec![];
        for record in &self.records {
            match self.incident(record, day_first) {
                Ok(incident) => {
                    report.events += incident.events.len() as u64;
                    report.naive_rows += incident.events.naive();
                    for (written, rows) in incident.events.abbreviated() {
                        *report.abbreviated.entry(written).or_default() += rows;
                    }
                    incidents.push(Arc::new(incident));
                }
                Err(reason) => {
                    report.refusals.push(refusal(
                        record.line,
                        &record.pointer,
                        &record.cells.join(","),
                        reason,
                    ));
                }
            }
        }
        report.incidents = incidents.len() as u64;
        report.notes.extend(maintenance(&incidents));
        (incidents, report)
    }

    /// Which figure is the day, where only one reading fits every date of the table; the question, where it is one.
    fn dates(&self) -> (Option<bool>, Option<OpenDates>) {
        let (mut readings, mut open) = (vec![], OpenDates::default());
        for record in &self.records {
            let before = readings.len();
            for (_, columns) in &self.milestones {
                let Ok(Stated::Either { day_first, month_first }) =
                    timestamp::parse(&joined(record, columns))
                else {
                    continue;
                };
                readings.push((day_first, month_first));
                if let (Some(day), Some(month)) = (day_first, month_first)
                    && day != month
                    && open.first.len() < SHOWN_DATES
                {
                    open.first.push((short(&self.named(record)), day, month));
                }
            }
            open.rows += u64::from(readings.len() > before);
        }
        let told = told(readings.iter().copied());
        (told, (told.is_none() && open.rows > 0).then_some(open))
    }

    /// What a person calls an incident: its title, or else its identifier.
    fn named(&self, record: &Record) -> String {
        let title = joined(record, &self.title);
        if title.is_empty() { joined(record, &self.id) } else { title }
    }

    fn incident(&self, record: &Record, day_first: Option<bool>) -> Result<ImportedIncident, String> {
        let mut events = EventTable::new();
        let mut incident = ImportedIncident {
            id: joined(record, &self.id),
            title: joined(record, &self.title),
            ..ImportedIncident::default()
        };
        let name = self.named(record);
        let mut blank = true;
        for (milestone, columns) in &self.milestones {
            if !said(record, columns) {
                continue;
            }
            let cell = joined(record, columns);
            blank = false;
            let about = |e: String| format!("{}: {e}", milestone.label());
            let mut time = self.time(&cell, day_first).map_err(about)?;
            time.micros = time.micros.saturating_add(later(record, columns).map_err(about)?.0);
            let text = format!("{}: {name}", milestone.label());
            let row = NewRow {
                text: &text,
                kind: &milestone.id(),
                line: record.line,
                pointer: &record.pointer,
                offset: record.start,
                length: record.length(),
                ..NewRow::default()
            };
            incident.milestones.insert(milestone.clone(), events.push(&row, time));
        }
        if blank {
            return Err("no time in any of the mapped columns; an incident needs one".to_owned());
        }
        for (name, column) in &self.groups {
            let value = joined(record, std::slice::from_ref(column));
            if !value.is_empty() {
                incident.groups.insert(name.clone(), vec![value]);
            }
        }
        incident.events = Arc::new(events);
        Ok(incident)
    }

    fn time(&self, cell: &str, day_first: Option<bool>) -> Result<RowTime, String> {
        match timestamp::parse(cell) {
            Ok(Stated::Plain(time)) => Ok(time),
            Ok(Stated::Either { day_first: day, month_first: month }) => {
                let chosen = match day_first {
                    Some(true) => day,
                    Some(false) => month,
                    None => day.filter(|_| day == month),
                };
                chosen.ok_or_else(|| unread_date(day_first).to_owned())
            }
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Says how many incidents the file itself calls maintenance: whether they count is for a person to decide.
fn maintenance(incidents: &[Arc<ImportedIncident>]) -> Option<String> {
    let planned = |value: &String| value.eq_ignore_ascii_case("maintenance");
    let group = incidents.iter().flat_map(|i| &i.groups).find(|(_, values)| values.iter().any(planned))?.0;
    let of_group = |i: &&Arc<ImportedIncident>| i.groups.get(group).is_some_and(|v| v.iter().any(planned));
    let count = incidents.iter().filter(of_group).count();
    Some(format!(
        "{count} of the incidents have `{group}` = maintenance: planned work. They are counted until you leave them out by that group."
    ))
}

/// What a mapping does to the first rows of a file.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct MappingPreview {
    /// The names of the columns; `#1`, `#2`, … where the file has none.
    pub header: Vec<String>,
    /// The first rows as they stand.
    pub rows: Vec<Vec<String>>,
    /// What separates the cells: `comma`, `tab`, `semicolon` or `bar`; `json` for objects.
    pub delimiter: String,
    /// What becomes of each of these rows.
    pub outcome: Vec<PreviewRow>,
    /// What the columns would be, were each row an incident.
    pub incidents: IncidentMapping,
    /// Whether dates in the head may be day first or month first, so that the choice matters.
    pub ambiguous_dates: bool,
    /// Whether any of the rows has a wall clock without a zone.
    pub naive: bool,
    /// What stands in the way, in plain sentences.
    pub problems: Vec<String>,
}

/// What becomes of one row.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Its line.
    pub line: u32,
    /// The moment, where the row has a zone or one is tried.
    pub moment: Option<Moment>,
    /// The time as it would be read: a moment in UTC, or a wall clock that waits for a zone.
    pub time: String,
    /// The text.
    pub text: String,
    /// The kind of event.
    pub kind: String,
    /// The actor.
    pub actor: String,
    /// The asset.
    pub asset: String,
    /// The tags.
    pub tags: Vec<String>,
    /// The milestones of an incident: the moment, and the time as [`PreviewRow::moment`] and [`PreviewRow::time`].
    pub milestones: Vec<(Milestone, Option<Moment>, String)>,
    /// What groups an incident with others, by column.
    pub groups: Vec<(String, String)>,
    /// Why it would be refused; empty when it would not.
    pub refused: String,
}

/// The first rows of a file as a table.
struct Head {
    /// What separates the cells, by name.
    delimiter: &'static str,
    header: Vec<String>,
    rows: Vec<Record>,
    /// How many lines stand above the header.
    above: u32,
}

impl Head {
    /// Up to `most` rows, with a header and below so many lines as told by a mapping; where there is none, the first row
    /// is no header when it holds a time, and what stands above the header is told by its shape.
    fn read(head: &[u8], mapping: Option<&Mapping>, most: usize) -> Head {
        if json_table::looks_like(&decode::decode(head, decode::encoding_of(head))) {
            let (header, rows) = json_table::head(head, most);
            return Head { delimiter: "json", header, rows, above: 0 };
        }
        let (delimiter, mut rows) =
            head_records(head, most + 1 + mapping.map_or(MOST_ABOVE, Mapping::above) as usize);
        let above = mapping.map_or_else(|| lines_above(&rows), Mapping::above);
        rows.retain(|row| row.line > above);
        let headerless = match mapping {
            Some(mapping) => matches!(mapping, Mapping::Events(m) if m.headerless),
            None => rows
                .first()
                .is_some_and(|first| first.cells.iter().any(|cell| timestamp::parse(cell).is_ok())),
        };
        let header = rows.first().map(|first| header_of(first, headerless)).unwrap_or_default();
        if !headerless && !rows.is_empty() {
            rows.remove(0);
        }
        rows.truncate(most);
        let delimiter = match delimiter {
            b'\t' => "tab",
            b';' => "semicolon",
            b'|' => "bar",
            _ => "comma",
        };
        Head { delimiter, header, rows, above }
    }
}

/// The first records of a head, the last one left out where it may be cut.
fn head_records(head: &[u8], most: usize) -> (u8, Vec<Record>) {
    let encoding: Encoding = decode::encoding_of(head);
    let mut lines = vec![];
    let mut cutter = decode::Lines::new(encoding);
    let _ = cutter.push(head, |line| {
        lines.push(line);
        Ok(())
    });
    if lines.len() < 2 {
        lines.extend(cutter.finish());
    }
    let text: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
    let delimiter = super::delimited::sniff(&text.join("\n"));
    let mut records = Records::new(delimiter);
    let mut found = vec![];
    for line in lines {
        found.extend(records.push(line).into_iter().filter_map(|f| match f {
            Found::Record(record) => Some(record),
            Found::Unclosed(_) => None,
        }));
        if found.len() > most {
            break;
        }
    }
    (delimiter, found)
}

/// The names of the columns: those of the first row, or `#1`, `#2`, ….
pub fn header_of(first: &Record, headerless: bool) -> Vec<String> {
    if headerless {
        (1..=first.cells.len()).map(|n| format!("#{n}")).collect()
    } else {
        first.cells.iter().map(|c| c.trim().to_owned()).collect()
    }
}

/// Shows what a mapping does to the first `count` rows of a file.
///
/// # Errors
/// [`ImportError::Empty`] when there is no row at all. A mapping that does not fit is told under `problems`.
pub fn preview(
    head: &[u8],
    mapping: &Mapping,
    zone: Option<Zone>,
    count: usize,
) -> Result<MappingPreview, ImportError> {
    let Head { delimiter, header, rows: data, .. } = Head::read(head, Some(mapping), count);
    if header.is_empty() {
        return Err(ImportError::Empty);
    }
    let mut shown = MappingPreview {
        rows: data.iter().map(|r| r.cells.clone()).collect(),
        delimiter: delimiter.to_owned(),
        header: header.clone(),
        incidents: fleet_columns::suggest(&header, &data),
        ..MappingPreview::default()
    };
    match mapping {
        Mapping::Events(events) => match EventColumns::new(events, &header) {
            Ok(columns) => {
                for record in &data {
                    let row = preview_row(&columns, events, record, zone, &mut shown);
                    shown.outcome.push(row);
                }
            }
            Err(error) => shown.problems.push(error.to_string()),
        },
        Mapping::Incidents(incidents) => match IncidentColumns::new(incidents, &header) {
            Ok(mut columns) => {
                data.into_iter().for_each(|record| columns.push(record));
                columns.preview(zone, &mut shown);
            }
            Err(error) => shown.problems.push(error.to_string()),
        },
    }
    if shown.ambiguous_dates {
        let which =
            "Some dates can be read day first or month first; the whole column decides, or choose one.";
        shown.problems.push(which.to_owned());
    }
    Ok(shown)
}

fn preview_row(
    columns: &EventColumns,
    mapping: &EventMapping,
    record: &Record,
    zone: Option<Zone>,
    shown: &mut MappingPreview,
) -> PreviewRow {
    let mut row = PreviewRow {
        line: record.line,
        text: joined(record, &columns.text),
        kind: joined(record, &columns.kind),
        actor: joined(record, &columns.actor),
        asset: joined(record, &columns.asset),
        tags: split_tags(&joined(record, &columns.tags)),
        ..PreviewRow::default()
    };
    match timestamp::parse(&joined(record, &columns.known_at)) {
        Ok(Stated::Either { day_first: Some(day), month_first: Some(month) }) => {
            shown.ambiguous_dates |= mapping.day_first.is_none() && day != month;
        }
        Ok(Stated::Plain(time)) => {
            placed(time, zone, shown);
        }
        _ => {}
    }
    let time = match timestamp::parse(&joined(record, &columns.time)) {
        Err(error) => {
            row.refused = format!("column `{}`: {error}", columns.names);
            return row;
        }
        Ok(Stated::Plain(time)) => Some(time),
        Ok(Stated::Either { day_first, month_first }) => match mapping.day_first {
            Some(true) => day_first,
            Some(false) => month_first,
            None => {
                shown.ambiguous_dates |=
                    day_first.is_some() && month_first.is_some() && day_first != month_first;
                day_first.or(month_first)
            }
        },
    };
    let Some(time) = time else {
        row.refused = "no such date in the chosen order of day and month".to_owned();
        return row;
    };
    (row.moment, row.time) = placed(time, zone, shown);
    if row.text.is_empty() {
        row.refused = "no text in the mapped columns; an event needs one".to_owned();
    }
    row
}

/// The moment of a time with the zone that is tried, and the time as it would be read.
fn placed(time: RowTime, zone: Option<Zone>, shown: &mut MappingPreview) -> (Option<Moment>, String) {
    let moment = time.place(zone, Span::ZERO).ok();
    let said = match moment {
        Some(moment) => moment.earliest.to_string(),
        None => {
            let wall = crate::model::Timestamp(time.micros).to_string();
            let wall = wall.trim_end_matches('Z').replace('T', " ");
            match (time.abbreviation, time.zone) {
                (Some(written), _) => format!("{wall} {written}, which Sources asks about"),
                (None, Some(zone)) => format!("{wall}, which the clock of {} skips", zone.name()),
                (None, None) => format!("{wall}, zone not known"),
            }
        }
    };
    // One that is tried shows what it does, and is asked for still.
    shown.naive |= time.is_naive() && time.precision == Precision::Exact;
    (moment, said)
}

impl IncidentColumns {
    /// What becomes of the first rows.
    fn preview(&self, zone: Option<Zone>, shown: &mut MappingPreview) {
        let (told, open) = self.dates();
        let day_first = self.mapping.day_first.or(told);
        shown.ambiguous_dates |= day_first.is_none() && open.is_some();
        for record in &self.records {
            let mut row = PreviewRow {
                line: record.line,
                text: joined(record, &self.title),
                kind: joined(record, &self.id),
                ..PreviewRow::default()
            };
            match self.incident(record, day_first) {
                Ok(incident) => {
                    for (milestone, event) in incident.milestones {
                        let (moment, time) = placed(incident.events.time(event), zone, shown);
                        row.milestones.push((milestone, moment, time));
                    }
                    let groups = incident.groups.into_iter();
                    row.groups = groups.map(|(name, values)| (name, values.join(", "))).collect();
                }
                Err(reason) => row.refused = reason,
            }
            shown.outcome.push(row);
        }
    }
}

/// The mapping that the header and the first rows suggest, or the preset of a tool.
pub fn suggest(head: &[u8]) -> (Mapping, Option<Suggested>) {
    let Head { delimiter, header, rows: data, above } = Head::read(head, None, 12);
    let is_time = |cell: &String| timestamp::parse(cell).is_ok();
    let headerless = delimiter != "json" && header.first().is_some_and(|name| name == "#1");
    let times = |n: usize| data.iter().filter(|r| r.cells.get(n).is_some_and(is_time)).count();
    let find = |words: &[&str], taken: &[usize]| {
        let named = |h: &String, word: &str| {
            let name = h.to_ascii_lowercase();
            name == word || name.split(|c: char| !c.is_alphanumeric()).any(|part| part == word)
        };
        words.iter().find_map(|word| {
            (0..header.len()).find(|n| !taken.contains(n) && header.get(*n).is_some_and(|h| named(h, word)))
        })
    };
    let time = (0..header.len()).filter(|n| times(*n) > 0).max_by_key(|n| {
        let named =
            find(&["time", "timestamp", "datetime", "date", "when", "created", "occurred"], &[]) == Some(*n);
        (times(*n) * 2 + usize::from(named), std::cmp::Reverse(*n))
    });
    // A date in one column and a clock in the next.
    let split = find(&["date"], &[]).zip(find(&["time"], &[])).filter(|(d, t)| {
        data.iter().any(|r| {
            r.cells
                .get(*d)
                .zip(r.cells.get(*t))
                .is_some_and(|(d, t)| !is_time(t) && is_time(&format!("{d} {t}")))
        })
    });
    let time: Vec<usize> = match split {
        Some((date, clock)) => vec![date, clock],
        None => time.into_iter().collect(),
    };
    let length = |n: usize| data.iter().filter_map(|r| r.cells.get(n)).map(String::len).sum::<usize>();
    let texts = [
        "message",
        "text",
        "description",
        "summary",
        "event",
        "what",
        "activity",
        "title",
        "details",
        "note",
    ];
    let text = find(&texts, &time)
        .or_else(|| (0..header.len()).filter(|n| !time.contains(n)).max_by_key(|n| length(*n)));
    let mut taken: Vec<usize> = time.iter().copied().chain(text).collect();
    let mut next = |words: &[&str]| {
        let found = find(words, &taken);
        taken.extend(found);
        name_of(found.as_slice(), &header)
    };
    let base = EventMapping {
        actor: next(&["actor", "who", "user", "username", "owner", "author", "by", "account"]),
        asset: next(&["asset", "system", "host", "hostname", "computer", "device", "target"]),
        kind: next(&["type", "kind", "category", "action", "severity", "level"]),
        tags: next(&["tags", "tag", "labels", "label"]),
        known_at: next(&["known_at", "known"]),
        time: name_of(&time, &header),
        text: name_of(text.as_slice(), &header),
        day_first: None,
        headerless,
        above: 0,
    };
    // The first objects of JSON need not have all keys of those that follow.
    match presets::suggest(&header, &base, delimiter == "json") {
        Some((mapping, preset)) => (mapping.below(above), Some(preset.below(above))),
        None => (Mapping::Events(base).below(above), None),
    }
}

/// Columns by what names each of them alone.
fn name_of(columns: &[usize], header: &[String]) -> Columns {
    Columns(columns.iter().map(|n| Columns::name(*n, header)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Content, read_all};
    use crate::model::Reading;

    #[test]
    fn each_column_is_read_by_what_names_it_alone() {
        let csv = "When,Comment,,Comment,\n2026-03-16 09:00Z,first,second,third,fourth\n";
        let header: Vec<String> = csv.lines().next().unwrap().split(',').map(str::to_owned).collect();
        for (n, text) in ["first", "second", "third", "fourth"].into_iter().enumerate() {
            let mapping = EventMapping {
                time: Columns(vec![Columns::name(0, &header)]),
                text: Columns(vec![Columns::name(n + 1, &header)]),
                ..EventMapping::default()
            };
            let reading = Reading::mapped(Mapping::Events(mapping));
            let imported = read_all("x.csv", csv.as_bytes(), Some(&reading)).unwrap();
            let Content::Events(events) = imported.content else { panic!() };
            assert_eq!(events.text(0), text);
        }
    }
}
