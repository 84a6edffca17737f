//! Tables whose numbers open: to what they mean, what they were computed from, and the events or cases that they rest on. A
//! document shows the table alone; the page opens each number.

use super::Block;
use super::words::quoted;
use crate::finding::CaseView;
use crate::model::{CaseId, EventId, Milestone};
use serde::{Deserialize, Serialize};

/// More cases than this are not listed under a number: the table of all incidents has them.
const MOST_CASES: usize = 50;

/// A table with what its numbers mean.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Explained {
    /// The table.
    pub table: Block,
    /// What the numbers of each column mean and how they are computed; empty for a column that does not open.
    pub columns: Vec<String>,
    /// What the numbers of each row rest on.
    pub rows: Vec<Rests>,
}

/// What the numbers of a row rest on.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Rests {
    /// Its own definition and its inputs, a sentence each.
    pub told: Vec<String>,
    /// The events, with their texts.
    pub events: Vec<(EventId, String)>,
    /// The cases, with their titles and values.
    pub cases: Vec<(CaseId, String)>,
}

impl Rests {
    /// On what is told alone.
    pub(crate) fn told<const N: usize>(told: [String; N]) -> Rests {
        Rests { told: told.into_iter().filter(|sentence| !sentence.is_empty()).collect(), ..Rests::default() }
    }

    /// And on the events that milestones rest on first, each once.
    pub(crate) fn on_milestones<'a>(
        mut self,
        view: &CaseView<'_>,
        milestones: impl IntoIterator<Item = &'a Milestone>,
    ) -> Rests {
        let ids = milestones.into_iter().filter_map(|m| view.milestones.get(m)?.events.first().copied());
        let mut ids: Vec<EventId> = ids.collect();
        ids.dedup();
        let told = ids.into_iter().filter_map(|id| Some((id, quoted(view.timeline.find(id)?.text))));
        self.events.extend(told);
        self
    }

    /// And on cases, of which the first ones are listed.
    pub(crate) fn over(mut self, mut cases: Vec<(CaseId, String)>) -> Rests {
        let all = cases.len();
        if all > MOST_CASES {
            cases.truncate(MOST_CASES);
            self.told.push(format!("The first {MOST_CASES} of its {all} cases are listed."));
        }
        self.cases = cases;
        self
    }
}

impl Block {
    /// A table as [`Block::table`] whose columns open where they have a meaning.
    pub(crate) fn explained(table: Block, columns: &[&str], rows: Vec<Rests>) -> Block {
        let columns = columns.iter().map(|meaning| (*meaning).to_owned()).collect();
        Block::Explained(Box::new(Explained { table, columns, rows }))
    }

    /// The block as a document writes it.
    pub fn as_written(&self) -> &Block {
        match self {
            Block::Explained(explained) => &explained.table,
            block => block,
        }
    }
}
