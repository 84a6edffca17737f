//! Changes to the files of cases: adding them, and saying what their times mean.

use super::super::Workspace;
use super::{ChangeError, NewSource, Target, edit};
use crate::model::{Case, CaseId, Source, SourceId, Span, Timestamp};
use std::sync::Arc;

pub(super) fn edit_source(
    workspace: &mut Workspace,
    case: CaseId,
    source: SourceId,
    change: impl FnOnce(&mut Source),
) -> Result<(), ChangeError> {
    edit(workspace, case, |c| {
        change(c.sources.iter_mut().find(|s| s.id == source).ok_or(ChangeError::NoSuchSource)?);
        Ok(())
    })
}

/// Changes what is said of the times of a source, or of all sources that are cases of its file.
pub(super) fn edit_times(
    workspace: &mut Workspace,
    (case, source, whole_file): (CaseId, SourceId, bool),
    change: impl Fn(&mut Source),
) -> Result<(), ChangeError> {
    edit_source(workspace, case, source, &change)?;
    let of_case = workspace.case(case).and_then(|c| c.sources.iter().find(|s| s.id == source));
    let Some(of) = of_case.filter(|_| whole_file).cloned() else { return Ok(()) };
    let others: Vec<(CaseId, SourceId)> = workspace
        .cases
        .iter()
        .flat_map(|c| c.sources.iter().map(|s| (c.id, s)))
        .filter(|(_, s)| s.id != source && s.is_of_file(&of))
        .map(|(case, s)| (case, s.id))
        .collect();
    others.into_iter().try_for_each(|(case, source)| edit_source(workspace, case, source, &change))
}

pub(super) fn add_sources(
    workspace: &mut Workspace,
    target: Target,
    sources: &[NewSource],
    at: Timestamp,
) -> Result<(), ChangeError> {
    if sources.is_empty() {
        return Err(ChangeError::Nothing);
    }
    // Files of events that are opened together on Start make one case together.
    let mut joined = match target {
        Target::Case(case) => Some(case),
        Target::NewCase => None,
    };
    for new in sources {
        if new.incidents.is_empty() {
            let case = match joined {
                Some(case) => case,
                None => {
                    let (name, title) = named(new, ("", ""));
                    new_case(workspace, name, title, at)
                }
            };
            joined = Some(case);
            let source = source(workspace, new, None);
            add_source(workspace, case, source)?;
        } else {
            for (n, (id, title)) in new.incidents.iter().enumerate() {
                let (name, title) = named(new, (id, title));
                let case = new_case(workspace, name, title, at);
                let source = source(workspace, new, Some(n as u32));
                add_source(workspace, case, source)?;
            }
        }
    }
    Ok(())
}

/// What a case is called, and its title, by the identifier and title that a file has for it.
pub(in crate::workspace) fn named(file: &NewSource, (id, title): (&str, &str)) -> (String, String) {
    let name = if id.is_empty() { stem(&file.name) } else { id };
    (name.to_owned(), if title.trim().is_empty() { name } else { title }.to_owned())
}

pub(in crate::workspace) fn add_source(
    workspace: &mut Workspace,
    case: CaseId,
    source: Source,
) -> Result<(), ChangeError> {
    edit(workspace, case, |c| {
        c.sources.push(source);
        Ok(())
    })
}

pub(in crate::workspace) fn new_case(
    workspace: &mut Workspace,
    name: String,
    title: String,
    at: Timestamp,
) -> CaseId {
    let id = CaseId(workspace.next_case);
    workspace.next_case += 1;
    workspace.cases.push(Arc::new(Case { id, name, title, created: Some(at), ..Case::default() }));
    id
}

pub(in crate::workspace) fn source(
    workspace: &mut Workspace,
    new: &NewSource,
    incident: Option<u32>,
) -> Source {
    let id = SourceId(workspace.next_source);
    workspace.next_source += 1;
    Source {
        id,
        name: new.name.clone(),
        sha256: new.sha256.clone(),
        bytes: new.bytes,
        reading: new.reading.clone(),
        incident,
        zone: None,
        abbreviations: Default::default(),
        clock_offset: Span::ZERO,
    }
}

/// The file's name without folders and extension.
pub fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}
