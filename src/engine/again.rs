//! Reading a source in another way: what a person decided stays with the rows that are the same.

use super::{ChangeError, Engine, new_source};
use crate::import::{Content, Imported, ImportedIncident};
use crate::model::{Case, CaseId, EventTable, MilestoneDecision, Reading, Source, SourceId};
use crate::workspace::Change;
use crate::workspace::change::NewSource;
use crate::workspace::records::{KeptRecord, RecordsRead};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

impl Engine {
    /// Hands over what the file of a source yields under another reading, and gives the change that reads it so.
    /// Without `imported`, the file must have been supplied under that reading before.
    ///
    /// # Errors
    /// [`ChangeError`] when the source is gone or is read so already; then nothing was taken.
    pub fn read_again(
        &mut self,
        case: CaseId,
        source: SourceId,
        reading: Reading,
        imported: Option<Imported>,
    ) -> Result<Change, ChangeError> {
        let of = self.workspace().case(case).ok_or(ChangeError::NoSuchCase(case.0))?.clone();
        let found = of.sources.iter().find(|s| s.id == source).ok_or(ChangeError::NoSuchSource)?;
        if found.reading == reading {
            return Err(ChangeError::Nothing);
        }
        let key = (found.sha256.clone(), reading.clone());
        let now = match (&imported, self.evidence.get(&key)) {
            (Some(imported), _) => imported,
            (None, Some(evidence)) => &evidence.imported,
            (None, None) => return Err(ChangeError::NoSuchSource),
        };
        let before = self.evidence(found).map(|evidence| &evidence.imported.content);
        let change = match (found.incident, &now.content) {
            (None, Content::Events(table)) => {
                let rows = match before {
                    Some(Content::Events(before)) => moved(&of, found, before, table),
                    _ => BTreeMap::new(),
                };
                Change::SetReading { case, source, reading, rows }
            }
            _ => {
                let mut file = new_source(&found.sha256, &reading, now);
                file.name.clone_from(&found.name);
                let read = self.records(found, file, &now.content)?;
                Change::ReadRecords { read: Box::new(read) }
            }
        };
        if let Some(imported) = imported {
            self.take(key, imported);
        }
        Ok(change)
    }

    /// What becomes of the cases of a file, each of which goes with its record: what stands at the same place of the file.
    fn records(&self, asked: &Source, file: NewSource, now: &Content) -> Result<RecordsRead, ChangeError> {
        fn all(content: &Content) -> &[Arc<ImportedIncident>] {
            match content {
                Content::Incidents(all) => all,
                Content::Events(_) => &[],
            }
        }
        // Without what it was, no decision could follow.
        let before = self.evidence(asked).ok_or(ChangeError::NoSuchSource)?;
        let (before, now) = (all(&before.imported.content), all(now));
        let mut places: HashMap<Place<'_>, u32> = HashMap::new();
        for (n, incident) in (0..).zip(now) {
            places.entry(record_of(incident)).or_insert(n);
        }
        let mut read = RecordsRead {
            file,
            asked: asked.id,
            kept: BTreeMap::new(),
            gone: BTreeSet::new(),
            fresh: vec![],
        };
        let same_file = |s: &Source| match asked.incident {
            Some(_) => s.incident.is_some() && (&s.sha256, &s.reading) == (&asked.sha256, &asked.reading),
            None => s.id == asked.id,
        };
        for case in &self.workspace().cases {
            for source in case.sources.iter().filter(|s| same_file(s)) {
                let was = source.incident.and_then(|n| before.get(n as usize));
                let found = was.and_then(|was| Some((was, *places.get(&record_of(was))?)));
                let Some((was, n)) = found else {
                    read.gone.insert(source.id);
                    continue;
                };
                let rows = now.get(n as usize).map(|is| moved(case, source, &was.events, &is.events));
                let kept = KeptRecord {
                    incident: n,
                    was: (was.id.clone(), was.title.clone()),
                    rows: rows.unwrap_or_default(),
                };
                read.kept.insert(source.id, kept);
            }
        }
        // A record that was a case before, and whose case was removed, does not come back.
        let known: HashSet<Place<'_>> = before.iter().map(|incident| record_of(incident)).collect();
        let fresh = (0..).zip(now).filter(|(_, incident)| !known.contains(&record_of(incident)));
        read.fresh = fresh.map(|(n, _)| n).collect();
        Ok(read)
    }
}

/// Where a record stands in its file: line, pointer and first byte; its identifier where nothing in it has a place.
type Place<'a> = (u32, &'a str, u64);

fn record_of(incident: &ImportedIncident) -> Place<'_> {
    match incident.events.len() {
        0 => (0, &incident.id, 0),
        _ => (incident.events.line(0), incident.events.pointer(0), incident.events.place(0).0),
    }
}

/// Where the rows that decisions rest on stand after the change; none where there is no such row any more.
fn moved(
    case: &Case,
    source: &Source,
    before: &EventTable,
    after: &EventTable,
) -> BTreeMap<u32, Option<u32>> {
    let decided = case.milestones.values().filter_map(|decision| match decision {
        MilestoneDecision::At { event, .. } => *event,
        MilestoneDecision::None { .. } => None,
    });
    let all = decided.chain(case.event_edits.keys().copied()).filter(|id| id.source == source.id);
    let wanted: BTreeSet<u32> = all.map(|id| id.row).collect();
    if wanted.is_empty() {
        return BTreeMap::new();
    }
    // Several events may come of one record: they keep their order among themselves; those of an incident are told by the
    // milestone that they are.
    let by_kind = source.incident.is_some();
    fn places(table: &EventTable, by_kind: bool) -> impl Iterator<Item = ((Place<'_>, &str, u32), u32)> {
        let mut seen: HashMap<(Place<'_>, &str), u32> = HashMap::new();
        (0..table.len() as u32).map(move |row| {
            let kind = if by_kind { table.kind(row) } else { "" };
            let record = ((table.line(row), table.pointer(row), table.place(row).0), kind);
            let nth = seen.entry(record).or_default();
            *nth += 1;
            ((record.0, record.1, *nth), row)
        })
    }
    let mut missing: HashMap<_, u32> =
        places(before, by_kind).filter(|(_, row)| wanted.contains(row)).collect();
    let mut found = BTreeMap::new();
    for (place, row) in places(after, by_kind) {
        if let Some(was) = missing.remove(&place) {
            found.insert(was, Some(row));
        }
    }
    found.extend(missing.into_values().map(|was| (was, None)));
    found
}
