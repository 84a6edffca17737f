//! What a mapping does to the first rows of a file, before a person confirms it.

use super::head::Head;
use super::{EventColumns, IncidentColumns, joined, split_tags, time_text};
use crate::import::delimited::Record;
use crate::import::timestamp::{self, Stated};
use crate::import::{ImportError, fleet_columns};
use crate::model::source::{EventMapping, IncidentMapping};
use crate::model::{Mapping, Milestone, Moment, Precision, RowTime, Span, Zone};
use serde::{Deserialize, Serialize};

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
    match timestamp::parse(&time_text(record, &columns.known_at)) {
        Ok(Stated::Either { day_first: Some(day), month_first: Some(month) }) => {
            shown.ambiguous_dates |= mapping.day_first.is_none() && day != month;
        }
        Ok(Stated::Plain(time)) => {
            placed(time, zone, shown);
        }
        _ => {}
    }
    let time = match timestamp::parse(&time_text(record, &columns.time)) {
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
