//! The same event told by several sources, or twice by one.

use super::Timeline;
use serde::{Deserialize, Serialize};

/// Events with the same time and the same words. They stay in the timeline: this groups, it does not delete.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Duplicate {
    /// The positions, ascending; at least two.
    pub positions: Vec<u32>,
    /// Whether more than one source tells it.
    pub across_sources: bool,
}

/// The groups of events with equal times and equal words, by position of their first.
///
/// Words are equal when they differ only in case, spaces and punctuation: exporters replace commas by spaces.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Duplicates {
    groups: Vec<Duplicate>,
    /// Positions with the number of their group, for groups that several sources tell; ascending.
    members: Vec<(u32, u32)>,
}

impl Duplicates {
    /// The groups.
    pub fn groups(&self) -> &[Duplicate] {
        &self.groups
    }

    /// The group of an event that several sources tell.
    pub fn told_by_several(&self, position: u32) -> Option<&Duplicate> {
        let n = self.members.binary_search_by_key(&position, |m| m.0).ok()?;
        self.groups.get(self.members.get(n)?.1 as usize)
    }

    /// The rows of a list of events in which those that several sources tell stand once, at the first that the list
    /// has; `None` where that changes nothing.
    ///
    /// * `kept`: the positions of the list, ascending.
    /// * `open`: the groups that stay apart, each named by its first position, ascending.
    pub fn fold(&self, kept: &[u32], open: &[u32]) -> Option<Vec<u32>> {
        let mut met = vec![false; self.groups.len()];
        let mut members = self.members.iter().peekable();
        let mut rows = Vec::with_capacity(kept.len());
        for position in kept {
            while members.next_if(|m| m.0 < *position).is_some() {}
            if let Some((_, group)) = members.next_if(|m| m.0 == *position)
                && let Some(met) = met.get_mut(*group as usize)
                && std::mem::replace(met, true)
                && !self.is_open(*group, open)
            {
                continue;
            }
            rows.push(*position);
        }
        (rows.len() < kept.len()).then_some(rows)
    }

    fn is_open(&self, group: u32, open: &[u32]) -> bool {
        let first = self.groups.get(group as usize).and_then(|g| g.positions.first());
        first.is_some_and(|first| open.binary_search(first).is_ok())
    }
}

/// A search for [`Duplicates`] that goes on step by step.
#[derive(Debug, Default)]
pub struct Grouping {
    next: usize,
    groups: Vec<Duplicate>,
}

impl Grouping {
    /// Looks at some further events, and at all that have the time of the last of them; true once all were seen.
    pub fn advance(&mut self, timeline: &Timeline, events: usize) -> bool {
        let until = self.next.saturating_add(events).min(timeline.len());
        let time = |n: usize| timeline.order.earliest.get(n).copied().zip(timeline.order.latest(n));
        while self.next < until {
            let start = self.next;
            self.next = start + 1;
            while self.next < timeline.len() && time(self.next) == time(start) {
                self.next += 1;
            }
            // Most events stand alone at their time: their words need not be read.
            if self.next - start > 1 {
                self.at_one_time(timeline, start..self.next);
            }
        }
        self.next >= timeline.len()
    }

    fn at_one_time(&mut self, timeline: &Timeline, positions: std::ops::Range<usize>) {
        let mut told: Vec<(String, u32)> = positions
            .filter_map(|n| Some((normal(timeline.event(n as u32)?.text), n as u32)))
            .filter(|(words, _)| !words.is_empty())
            .collect();
        told.sort();
        let before = self.groups.len();
        for same in told.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            let positions: Vec<u32> = same.iter().map(|(_, position)| *position).collect();
            let sources = positions.iter().filter_map(|p| timeline.order.table.get(*p as usize));
            let across_sources = sources.clone().min() != sources.max();
            self.groups.push(Duplicate { positions, across_sources });
        }
        if let Some(new) = self.groups.get_mut(before..) {
            new.sort_by(|a, b| a.positions.cmp(&b.positions));
        }
    }

    /// What was found.
    pub fn finish(self) -> Duplicates {
        let several = self.groups.iter().enumerate().filter(|(_, g)| g.across_sources);
        let mut members: Vec<(u32, u32)> =
            several.flat_map(|(n, g)| g.positions.iter().map(move |p| (*p, n as u32))).collect();
        members.sort_unstable();
        Duplicates { groups: self.groups, members }
    }
}

impl Timeline {
    /// All groups of events that are told more than once.
    pub fn duplicates(&self) -> Duplicates {
        let mut grouping = Grouping::default();
        grouping.advance(self, self.len());
        grouping.finish()
    }
}

/// Letters and digits in lower case, anything else as one space.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}
