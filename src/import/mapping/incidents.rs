//! A table whose rows are incidents: what its dates mean is settled over all of them.

use super::{Part, columns, joined, later, said, time_text};
use crate::import::delimited::Record;
use crate::import::rows::{SHOWN_DATES, refusal, short, told, unread_date};
use crate::import::timestamp::{self, Stated};
use crate::import::{ImportError, ImportedIncident, OpenDates, Report};
use crate::model::event::NewRow;
use crate::model::source::IncidentMapping;
use crate::model::{EventTable, Milestone, RowTime};
use std::sync::Arc;

/// Reads a table of incidents.
#[derive(Debug)]
pub struct IncidentColumns {
    pub(super) mapping: IncidentMapping,
    pub(super) id: Vec<Part>,
    pub(super) title: Vec<Part>,
    milestones: Vec<(Milestone, Vec<Part>)>,
    groups: Vec<(String, Part)>,
    pub(super) records: Vec<Record>,
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
    pub(super) fn dates(&self) -> (Option<bool>, Option<OpenDates>) {
        let (mut readings, mut open) = (vec![], OpenDates::default());
        for record in &self.records {
            let before = readings.len();
            for (_, columns) in &self.milestones {
                let Ok(Stated::Either { day_first, month_first }) =
                    timestamp::parse(&time_text(record, columns))
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

    /// The incident of a record, or why it is none.
    pub(super) fn incident(
        &self,
        record: &Record,
        day_first: Option<bool>,
    ) -> Result<ImportedIncident, String> {
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
            let cell = time_text(record, columns);
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
