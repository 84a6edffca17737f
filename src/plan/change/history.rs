//! The revision history: one entry a version, naming the case and the ids of its amendments.

use super::cells::{self, cell_text, one_line};
use super::merge::{Splice, marker};
use super::{Change, Revision};
use crate::plan::read::Plan;
use crate::plan::read::block::{Block, BlockKind};
use crate::plan::read::control::{Column, History, column, newest_first};

/// The entry of a revision, in the style in which the plan keeps its history; with a section of its own where there is none.
pub fn entry(plan: &Plan, changes: &[Change], revision: &Revision, version: &str) -> Option<Splice> {
    let nl = plan.line_end();
    let end = |at: usize| plan.text.get(..at).map_or(at, |t| t.trim_end().len());
    let (at, text) = match &plan.history {
        Some(History::Table { block }) => {
            let table = plan.blocks.get(*block)?;
            let line = row(plan, table, changes, revision, version)?;
            let BlockKind::Table { rows, .. } = &table.kind else { return None };
            match rows.first().filter(|_| newest_first(plan, *block)) {
                Some(first) => {
                    (crate::plan::read::line_start(&plan.text, first.range.start), format!("{line}{nl}"))
                }
                None => (end(table.range.end), format!("{nl}{line}")),
            }
        }
        Some(History::List { list }) => {
            let list = plan.lists.get(*list)?;
            // Another marker would begin another list, which is no part of the history.
            let last = plan.blocks.get(*list.items.last()?)?;
            let marker = marker(plan, last, 0);
            let words = format!("{version}, {}: {}", revision.date, summary(changes, revision, true));
            (end(list.end), format!("{nl}{marker}{words}"))
        }
        Some(History::Section { section }) => {
            let at = end(plan.sections.get(*section)?.own.end);
            (at, format!("{nl}{nl}{}", table(changes, revision, version, nl)))
        }
        None => {
            let at = end(plan.text.len());
            let level = plan.sections.iter().map(|s| s.level).filter(|l| *l > 1).min().unwrap_or(2);
            let gap = if at == 0 { String::new() } else { format!("{nl}{nl}") };
            let heading = "#".repeat(usize::from(level));
            (at, format!("{gap}{heading} Revision history{nl}{nl}{}", table(changes, revision, version, nl)))
        }
    };
    Some(Splice { range: at..at, text, change: None })
}

/// What changed, in one line: the case, what was done in which section, and the ids where no column of their own holds them.
fn summary(changes: &[Change], revision: &Revision, with_ids: bool) -> String {
    let mut sections: Vec<(&str, Vec<&str>)> = vec![];
    for Change { amendment, .. } in changes {
        let kind = amendment.kind.label();
        match sections.iter_mut().find(|(section, _)| *section == amendment.section) {
            Some((_, kinds)) if kinds.contains(&kind) => {}
            Some((_, kinds)) => kinds.push(kind),
            None => sections.push((&amendment.section, vec![kind])),
        }
    }
    let done = sections.iter().map(|(section, kinds)| {
        format!("{}: {}", cell_text(&one_line(section)), kinds.join(", ").to_lowercase())
    });
    let done = done.collect::<Vec<_>>().join("; ");
    let count = if changes.len() == 1 { "1 change".to_owned() } else { format!("{} changes", changes.len()) };
    let case = cell_text(&revision.case);
    let after = if case.is_empty() { count } else { format!("{count} after “{case}”") };
    if with_ids { format!("{after}: {done} ({})", ids(changes)) } else { format!("{after}: {done}") }
}

fn ids(changes: &[Change]) -> String {
    changes.iter().map(|c| c.amendment.id.as_str()).collect::<Vec<_>>().join(", ")
}

/// A row in the columns of the plan's own table.
fn row(plan: &Plan, table: &Block, changes: &[Change], revision: &Revision, version: &str) -> Option<String> {
    let BlockKind::Table { header, .. } = &table.kind else { return None };
    let columns: Vec<Column> = header.cells.iter().map(|c| column(&c.text())).collect();
    let has = |kind: Column| columns.contains(&kind);
    let mut used: Vec<Column> = vec![];
    let mut cells: Vec<String> = vec![];
    for kind in &columns {
        let first = !used.contains(kind);
        used.push(*kind);
        cells.push(match kind {
            _ if !first => String::new(),
            Column::Version => version.to_owned(),
            Column::Date => revision.date.to_string(),
            Column::Approver => cell_text(&one_line(&revision.approver)),
            Column::Amendments => ids(changes),
            Column::Case if has(Column::Summary) => cell_text(&revision.case),
            Column::Case | Column::Summary => summary(changes, revision, !has(Column::Amendments)),
            Column::Other => String::new(),
        });
    }
    // The ids must stand somewhere, or a second run would not know them.
    if !has(Column::Amendments) && !has(Column::Summary) && !has(Column::Case) {
        let last = cells.iter_mut().rev().find(|c| c.is_empty());
        match last {
            Some(cell) => *cell = summary(changes, revision, true),
            None => {
                if let Some(cell) = cells.last_mut() {
                    *cell = format!("{cell}; {}", summary(changes, revision, true));
                }
            }
        }
    }
    Some(cells::line(&plan.text, table, &cells))
}

/// A history for a plan that has none.
fn table(changes: &[Change], revision: &Revision, version: &str, nl: &str) -> String {
    let approver = cell_text(&one_line(&revision.approver));
    [
        "| Version | Date | Approved by | Changes |".to_owned(),
        "|---|---|---|---|".to_owned(),
        format!("| {version} | {} | {approver} | {} |", revision.date, summary(changes, revision, true)),
    ]
    .join(nl)
}
