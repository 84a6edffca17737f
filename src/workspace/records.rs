//! A file of which each record is a case, or shall be one, read in another way: its cases follow their records.

use super::Workspace;
use super::change::{ChangeError, NewSource, add_source, edit, follow, named, new_case, source};
use crate::model::{Case, CaseId, EventId, MilestoneDecision, Source, SourceId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What another reading makes of the cases of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RecordsRead {
    /// The file as it is read from now on; without incidents, all of it belongs to one case.
    pub file: NewSource,
    /// The source that a person asked to read so: new ones have its zone and its clock.
    pub asked: SourceId,
    /// The sources whose record is a case still.
    pub kept: BTreeMap<SourceId, KeptRecord>,
    /// The sources whose record is none any more.
    pub gone: BTreeSet<SourceId>,
    /// The incidents of the file whose record was no case before.
    pub fresh: Vec<u32>,
}

/// A record that stays a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KeptRecord {
    /// Which incident of the file it is now.
    pub incident: u32,
    /// Its identifier and title as they were read before; what a person wrote in their place stays.
    pub was: (String, String),
    /// Where the rows stand now that decisions rest on; none for those that are gone.
    pub rows: BTreeMap<u32, Option<u32>>,
}

/// Lets the cases of a file follow their records. What a person added to a case stays, also where its record is gone; a
/// case with nothing else in it goes with its record.
pub(super) fn read(workspace: &mut Workspace, read: &RecordsRead, at: Timestamp) -> Result<(), ChangeError> {
    let mut sources = workspace.cases.iter().flat_map(|c| c.sources.iter().map(|s| (c.id, s)));
    let found = sources.find(|(_, s)| s.id == read.asked).ok_or(ChangeError::NoSuchSource)?;
    let (own, asked) = (Some(found.0), found.1.clone());
    let concerns = |s: &Source| read.gone.contains(&s.id) || read.kept.contains_key(&s.id);
    let concerned: Vec<CaseId> =
        workspace.cases.iter().filter(|c| c.sources.iter().any(concerns)).map(|c| c.id).collect();
    for id in &concerned {
        edit(workspace, *id, |case| {
            keep(case, read);
            leave(case, &read.gone);
            Ok(())
        })?;
    }
    // The case that was asked about, where there is more in it, else the first of those with more.
    let mut more = workspace.cases.iter().filter(|c| concerned.contains(&c.id) && !is_bare(c)).map(|c| c.id);
    let home = more.clone().find(|id| Some(*id) == own).or_else(|| more.next());
    workspace.cases.retain(|c| !(concerned.contains(&c.id) && is_bare(c)));
    let like = |mut new: Source| {
        (new.zone, new.clock_offset) = (asked.zone, asked.clock_offset);
        new.abbreviations.clone_from(&asked.abbreviations);
        new
    };
    if read.file.incidents.is_empty() {
        let case = match home {
            Some(case) => case,
            None => {
                let (name, title) = named(&read.file, ("", ""));
                new_case(workspace, name, title, at)
            }
        };
        let new = like(source(workspace, &read.file, None));
        return add_source(workspace, case, new);
    }
    for n in &read.fresh {
        let Some((id, title)) = read.file.incidents.get(*n as usize) else { continue };
        let (name, title) = named(&read.file, (id, title));
        let case = new_case(workspace, name, title, at);
        let new = like(source(workspace, &read.file, Some(*n)));
        add_source(workspace, case, new)?;
    }
    Ok(())
}

/// The sources of a case whose records are cases still.
fn keep(case: &mut Case, read: &RecordsRead) {
    let ids: Vec<SourceId> = case.sources.iter().map(|s| s.id).collect();
    for (id, kept) in ids.into_iter().filter_map(|id| Some((id, read.kept.get(&id)?))) {
        if let Some(source) = case.sources.iter_mut().find(|s| s.id == id) {
            source.reading.clone_from(&read.file.reading);
            source.incident = Some(kept.incident);
        }
        let Some((name, title)) = read.file.incidents.get(kept.incident as usize) else { continue };
        let (was, now) = (named(&read.file, (&kept.was.0, &kept.was.1)), named(&read.file, (name, title)));
        if case.name == was.0 {
            case.name = now.0;
        }
        if case.title == was.1 {
            case.title = now.1;
        }
        follow(case, id, &kept.rows);
    }
}

/// Takes sources out of a case. A milestone that rests on one of their rows keeps its time.
fn leave(case: &mut Case, gone: &BTreeSet<SourceId>) {
    let stays = |id: &EventId| !gone.contains(&id.source);
    case.sources.retain(|s| !gone.contains(&s.id));
    case.event_edits.retain(|id, _| stays(id));
    for decision in case.milestones.values_mut() {
        if let MilestoneDecision::At { event, .. } = decision {
            *event = event.filter(stays);
        }
    }
}

/// Whether a case holds nothing, of a file or of a person, beside what it is called.
fn is_bare(case: &Case) -> bool {
    let Case { id, name, title, created, .. } = case;
    let bare =
        Case { id: *id, name: name.clone(), title: title.clone(), created: *created, ..Case::default() };
    *case == bare
}
