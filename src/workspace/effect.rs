//! When each version of the response plan took effect.

use super::PlanDocument;
use crate::model::Moment;
use crate::plan::read::revision;

/// A version of the plan with the time from which it was in effect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InEffect {
    /// The version, as the plan writes it.
    pub version: String,
    /// From when: a day where the plan states a date.
    pub from: Moment,
    /// What says so.
    pub says: Says,
}

/// What says from when a version was in effect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Says {
    /// A row of the plan's revision history.
    History,
    /// A date of the document itself, such as “effective from”.
    Document,
    /// Nothing in the plan: it was written here then.
    Written,
}

impl PlanDocument {
    /// The versions of which it is known when they took effect, oldest first.
    ///
    /// The newest text's revision history is asked first, then that of older texts; a version without a row takes the date
    /// of its own document, and one that was written here the time of writing. A plan that was opened and states neither
    /// is left out: when it was opened says nothing of when it took effect.
    ///
    /// ```
    /// use floodmark::workspace::{PlanDocument, PlanVersion};
    /// let text = "# Plan\n\nVersion: 1.1\n\n## Revision history\n\n| Version | Date | Changes |\n|---|---|---|\n| 1.0 | 2025-02-01 | First |\n| 1.1 | 2026-03-02 | Contacts |\n";
    /// let opened = PlanVersion { text: text.into(), ..PlanVersion::default() };
    /// let plan = PlanDocument { name: "plan.md".into(), versions: vec![opened], word: None, from: 0, topics: Default::default() };
    /// let versions: Vec<String> = plan.in_effect().into_iter().map(|v| v.version).collect();
    /// assert_eq!(versions, ["1.0", "1.1"]);
    /// ```
    pub fn in_effect(&self) -> Vec<InEffect> {
        let mut known: Vec<InEffect> = vec![];
        let mut add = |version: String, from: Moment, says: Says| {
            if !known.iter().any(|k| k.version == version) {
                known.push(InEffect { version, from, says });
            }
        };
        let read: Vec<_> = self.versions.iter().map(|v| (v, v.read())).collect();
        for (_, plan) in read.iter().rev() {
            for (version, from) in revision::revisions(plan) {
                add(version, from, Says::History);
            }
        }
        for (held, plan) in read.iter().rev() {
            let Some(version) = plan.version.clone() else { continue };
            match (held.case, revision::stated_date(plan)) {
                (Some(_), _) => add(version, Moment::exact(held.written), Says::Written),
                (None, Some(from)) => add(version, from, Says::Document),
                (None, None) => {}
            }
        }
        known.sort_by_key(|k| (k.from.earliest, k.from.latest));
        known
    }
}
