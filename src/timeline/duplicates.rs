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

impl Timeline {
    /// The groups of events with equal times and equal words, by position of their first.
    ///
    /// Words are equal when they differ only in case, spaces and punctuation: exporters replace commas by spaces.
    pub fn duplicates(&self) -> Vec<Duplicate> {
        let mut groups: Vec<Duplicate> = Vec::new();
        let mut start = 0;
        let time = |n: usize| self.order.earliest.get(n).zip(self.order.latest.get(n));
        while start < self.len() {
            let mut end = start + 1;
            while end < self.len() && time(end) == time(start) {
                end += 1;
            }
            if end - start > 1 {
                let mut told: Vec<(String, u32)> = (start..end)
                    .filter_map(|n| Some((normal(self.event(n as u32)?.text), n as u32)))
                    .filter(|(words, _)| !words.is_empty())
                    .collect();
                told.sort();
                for same in told.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
                    let positions: Vec<u32> = same.iter().map(|(_, position)| *position).collect();
                    let sources = positions.iter().filter_map(|p| self.order.table.get(*p as usize));
                    let across_sources = sources.clone().min() != sources.max();
                    groups.push(Duplicate { positions, across_sources });
                }
            }
            start = end;
        }
        groups.sort_by(|a, b| a.positions.cmp(&b.positions));
        groups
    }

    /// The other events with the same time and words as the one at a position, in order: its group in
    /// [`Timeline::duplicates`] without itself. At most 200 neighbours at that time are looked at on either side.
    pub fn also_told(&self, position: u32) -> Vec<u32> {
        const NEIGHBOURS: usize = 200;
        let here = position as usize;
        let time = |n: usize| self.order.earliest.get(n).zip(self.order.latest.get(n));
        let same = |n: &usize| time(*n) == time(here);
        let mut around: Vec<usize> = (0..here).rev().take(NEIGHBOURS).take_while(same).collect();
        around.reverse();
        around.extend((here + 1..self.len()).take(NEIGHBOURS).take_while(same));
        let words = |n: usize| self.event(n as u32).map(|e| normal(e.text)).filter(|w| !w.is_empty());
        // Most events stand alone at their time: their words need not be read.
        if around.is_empty() {
            return vec![];
        }
        let Some(own) = words(here) else { return vec![] };
        around.into_iter().filter(|n| words(*n).as_ref() == Some(&own)).map(|n| n as u32).collect()
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
