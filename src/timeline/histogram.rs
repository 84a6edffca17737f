//! How many events when, by source or by stretch of time.

use super::Timeline;
use crate::model::{SourceId, Timestamp};
use serde::{Deserialize, Serialize};

/// By what a histogram counts apart.
#[derive(Clone, Copy, Debug)]
pub enum Stack<'a> {
    /// By source.
    Sources,
    /// By the stretches before, between and after these times, which ascend; an event at one of them is after it.
    Times(&'a [Timestamp]),
}

/// Counts of events in bins of equal width. An event counts where it starts (`earliest`).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Histogram {
    /// Where the first bin starts.
    pub from: Timestamp,
    /// Where the last bin ends; an event at this very instant counts in it.
    pub to: Timestamp,
    /// The sources, in the order of `counts`; empty where these are of stretches of time.
    pub sources: Vec<SourceId>,
    /// By source or stretch, then bin.
    pub counts: Vec<Vec<u32>>,
    /// Events before `from`, implausible times left out.
    pub before: u32,
    /// Events after `to`, implausible times left out.
    pub after: u32,
    /// Events at implausible times: in no bin.
    pub implausible: u32,
}

impl Histogram {
    /// How many bins there are.
    pub fn bins(&self) -> usize {
        self.counts.first().map_or(0, Vec::len)
    }

    /// Events of all sources in each bin.
    pub fn totals(&self) -> Vec<u32> {
        let mut totals = vec![0; self.bins()];
        for counts in &self.counts {
            for (total, count) in totals.iter_mut().zip(counts) {
                *total += count;
            }
        }
        totals
    }

    /// Where a bin starts; with `bins()`, where the last one ends.
    pub fn edge(&self, bin: usize) -> Timestamp {
        let width = i128::from(self.to.0) - i128::from(self.from.0);
        let bins = self.bins().max(1) as i128;
        let edge = i128::from(self.from.0) + width * (bin as i128) / bins;
        Timestamp(edge.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64)
    }
}

impl Timeline {
    /// Counts events in `bins` bins of equal width between two times.
    ///
    /// `selection` holds positions as [`Timeline::select`] gives them; `None` means all events.
    pub fn histogram(
        &self,
        selection: Option<&[u32]>,
        from: Timestamp,
        to: Timestamp,
        bins: usize,
        stack: Stack<'_>,
    ) -> Histogram {
        let bins = bins.clamp(1, 1 << 16);
        let to = to.max(from);
        let (sources, series): (Vec<SourceId>, usize) = match stack {
            Stack::Sources => (self.tables.iter().map(|t| t.id).collect(), self.tables.len()),
            Stack::Times(times) => (vec![], times.len() + 1),
        };
        let mut histogram =
            Histogram { from, to, sources, counts: vec![vec![0; bins]; series], ..Histogram::default() };
        let width = (i128::from(to.0) - i128::from(from.0)).max(1);
        let per_micro = bins as f64 / width as f64;
        // The multiplication may land one bin off beside an edge; the edges decide.
        let edges: Vec<i64> = (0..=bins).map(|bin| histogram.edge(bin).0).collect();
        let plausible = self.plausible();
        let mut count = |position: usize| {
            let (Some(&at), Some(table)) =
                (self.order.earliest.get(position), self.order.table.get(position))
            else {
                return;
            };
            if !plausible.contains(&position) {
                histogram.implausible += 1;
            } else if at < from.0 {
                histogram.before += 1;
            } else if at > to.0 {
                histogram.after += 1;
            } else {
                let mut bin = (at.abs_diff(from.0) as f64 * per_micro) as usize;
                bin = bin.min(bins - 1);
                if edges.get(bin).is_some_and(|&edge| at < edge) {
                    bin = bin.saturating_sub(1);
                } else if bin + 1 < bins && edges.get(bin + 1).is_some_and(|&edge| at >= edge) {
                    bin += 1;
                }
                let series = match stack {
                    Stack::Sources => table as usize,
                    Stack::Times(times) => times.partition_point(|time| time.0 <= at),
                };
                if let Some(slot) = histogram.counts.get_mut(series).and_then(|c| c.get_mut(bin)) {
                    *slot += 1;
                }
            }
        };
        match selection {
            Some(positions) => positions.iter().for_each(|&p| count(p as usize)),
            None => (0..self.len()).for_each(count),
        }
        histogram
    }
}
