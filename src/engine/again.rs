//! Reading a source in another way: what a person decided stays with the rows that are the same.

use super::{ChangeError, Engine};
use crate::import::{Content, Imported};
use crate::model::{Case, CaseId, EventTable, MilestoneDecision, Reading, Source, SourceId};
use crate::workspace::Change;
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Engine {
    /// Hands over what the file of a source yields under another reading, and gives the change that reads it so.
    /// Without `imported`, the file must have been supplied under that reading before.
    ///
    /// # Errors
    /// [`ChangeError`] when the source is gone, is read so already, or either reading makes a case of each record;
    /// then nothing was taken.
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
        let content = match (&imported, self.evidence.get(&key)) {
            (Some(imported), _) => &imported.content,
            (None, Some(evidence)) => &evidence.imported.content,
            (None, None) => return Err(ChangeError::NoSuchSource),
        };
        let Content::Events(table) = content else { return Err(ChangeError::OneCaseEach) };
        if found.incident.is_some() {
            return Err(ChangeError::OneCaseEach);
        }
        let rows = match self.evidence(found).map(|evidence| &evidence.imported.content) {
            Some(Content::Events(before)) => moved(&of, found, before, table),
            _ => BTreeMap::new(),
        };
        if let Some(imported) = imported {
            self.take(key, imported);
        }
        Ok(Change::SetReading { case, source, reading, rows })
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
    // Several events may come of one record: they keep their order among themselves.
    fn places(table: &EventTable) -> impl Iterator<Item = ((u32, &str, u64, u32), u32)> {
        let mut seen: HashMap<(u32, &str, u64), u32> = HashMap::new();
        (0..table.len() as u32).map(move |row| {
            let record = (table.line(row), table.pointer(row), table.place(row).0);
            let nth = seen.entry(record).or_default();
            *nth += 1;
            ((record.0, record.1, record.2, *nth), row)
        })
    }
    let mut missing: HashMap<_, u32> = places(before).filter(|(_, row)| wanted.contains(row)).collect();
    let mut found = BTreeMap::new();
    for (place, row) in places(after) {
        if let Some(was) = missing.remove(&place) {
            found.insert(was, Some(row));
        }
    }
    found.extend(missing.into_values().map(|was| (was, None)));
    found
}
