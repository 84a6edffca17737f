//! The same event told by several sources, or twice by one.

use super::Timeline;
use crate::model::time::SECOND;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;

/// Events with the same words at the same time. They stay in the timeline: this groups, it does not delete.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Duplicate {
    /// The positions, ascending; at least two.
    pub positions: Vec<u32>,
    /// Whether more than one source tells it.
    pub across_sources: bool,
}

/// The groups of events with equal times and equal words, by position of their first.
///
/// Times are equal to the microsecond; or one source tells the second alone and the others a fraction of it, since many tools
/// cut what they read. A source that tells both means what it says, so that nothing of it is put together across them.
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

    /// How many events stand in groups that several sources tell.
    pub fn events_told_by_several(&self) -> u32 {
        self.members.len() as u32
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
    /// Looks at some further events, and at all that have the time or the second of the last of them; true once all were seen.
    pub fn advance(&mut self, timeline: &Timeline, events: usize) -> bool {
        let until = self.next.saturating_add(events).min(timeline.len());
        let several = timeline.tables.len() > 1;
        while self.next < until {
            let start = self.next;
            // A second matters only where another source may tell a fraction of it.
            match whole_second(timeline, start).filter(|_| several) {
                Some(second) => {
                    let of_second = |at: &i64| *at < second.saturating_add(SECOND);
                    let rest = timeline.order.earliest.get(start..).unwrap_or_default();
                    self.next = start + rest.iter().take_while(|at| of_second(at)).count().max(1);
                    self.in_one_second(timeline, start..self.next);
                }
                None => {
                    self.next = end_of_time(timeline, start);
                    self.at_one_time(timeline, start..self.next);
                }
            }
        }
        self.next >= timeline.len()
    }

    /// Groups the events of one second, the first of which tells the second alone.
    fn in_one_second(&mut self, timeline: &Timeline, positions: Range<usize>) {
        let first = end_of_time(timeline, positions.start);
        let table = |n: usize| timeline.order.table.get(n);
        let coarse: BTreeSet<_> = (positions.start..first).filter_map(table).collect();
        let is_other = |n| coarse.len() > 1 || table(n).is_some_and(|table| !coarse.contains(&table));
        let others = (first..positions.end).any(|n| is_exact(timeline, n) && is_other(n));
        // Most seconds are told by one source, or as finely by all.
        if !others {
            let mut start = positions.start;
            while start < positions.end {
                let end = end_of_time(timeline, start);
                self.at_one_time(timeline, start..end);
                start = end;
            }
            return;
        }
        let before = self.groups.len();
        for same in told(timeline, positions).chunk_by(|a, b| a.0 == b.0) {
            let exact = || same.iter().map(|(_, n)| *n as usize).filter(|n| is_exact(timeline, *n));
            let (whole, finer): (Vec<usize>, Vec<usize>) = exact().partition(|n| *n < first);
            let of = |all: &[usize]| all.iter().filter_map(|n| table(*n)).collect::<BTreeSet<_>>();
            let apart = of(&whole).is_disjoint(&of(&finer));
            let joins = !whole.is_empty() && !finer.is_empty() && apart;
            if joins {
                self.group(timeline, exact().map(|n| n as u32).collect());
            }
            let left = same.iter().filter(|(_, n)| !joins || !is_exact(timeline, *n as usize));
            let left: Vec<u32> = left.map(|(_, n)| *n).collect();
            for at_once in left.chunk_by(|a, b| time(timeline, *a as usize) == time(timeline, *b as usize)) {
                self.group(timeline, at_once.to_vec());
            }
        }
        self.sort_from(before);
    }

    /// Groups the events of one time.
    fn at_one_time(&mut self, timeline: &Timeline, positions: Range<usize>) {
        // Most events stand alone at their time: their words need not be read.
        if positions.len() < 2 {
            return;
        }
        let before = self.groups.len();
        for same in told(timeline, positions).chunk_by(|a, b| a.0 == b.0) {
            self.group(timeline, same.iter().map(|(_, position)| *position).collect());
        }
        self.sort_from(before);
    }

    /// Puts events together, where there are several.
    fn group(&mut self, timeline: &Timeline, positions: Vec<u32>) {
        if positions.len() < 2 {
            return;
        }
        let sources = positions.iter().filter_map(|p| timeline.order.table.get(*p as usize));
        let across_sources = sources.clone().min() != sources.max();
        self.groups.push(Duplicate { positions, across_sources });
    }

    fn sort_from(&mut self, before: usize) {
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

fn time(timeline: &Timeline, n: usize) -> Option<(i64, i64)> {
    timeline.order.earliest.get(n).copied().zip(timeline.order.latest(n))
}

fn is_exact(timeline: &Timeline, n: usize) -> bool {
    time(timeline, n).is_some_and(|(earliest, latest)| earliest == latest)
}

/// The time of an event that tells the second alone.
fn whole_second(timeline: &Timeline, n: usize) -> Option<i64> {
    let (earliest, latest) = time(timeline, n)?;
    (earliest == latest && earliest.rem_euclid(SECOND) == 0).then_some(earliest)
}

/// The position behind those with the time of an event.
fn end_of_time(timeline: &Timeline, start: usize) -> usize {
    let mut end = start + 1;
    while end < timeline.len() && time(timeline, end) == time(timeline, start) {
        end += 1;
    }
    end
}

/// The words of some events with their positions, in order of both; those without a word are left out.
fn told(timeline: &Timeline, positions: Range<usize>) -> Vec<(String, u32)> {
    let words = |n: usize| Some((normal(timeline.event(n as u32)?.text), n as u32));
    let mut told: Vec<(String, u32)> =
        positions.filter_map(words).filter(|(words, _)| !words.is_empty()).collect();
    told.sort();
    told
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::NewRow;
    use crate::model::{EventTable, Precision, RowTime, SourceId, Span, Timestamp};
    use crate::timeline::SourceTable;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Rows of a source each: the time in microseconds, whether it is an hour, the words.
    fn timeline(sources: &[Vec<(i64, bool, &str)>]) -> Timeline {
        let source = |(n, rows): (usize, &Vec<(i64, bool, &str)>)| {
            let mut table = EventTable::new();
            for (micros, hour, text) in rows {
                let precision = if *hour { Precision::Hour } else { Precision::Exact };
                let time = RowTime { precision, ..RowTime::utc(Timestamp(*micros)) };
                table.push(&NewRow { text, ..NewRow::default() }, time);
            }
            SourceTable {
                id: SourceId(n as u32),
                name: String::new(),
                table: table.into(),
                zone: None,
                abbreviations: BTreeMap::new(),
                clock_offset: Span::ZERO,
            }
        };
        Timeline::build(sources.iter().enumerate().map(source).collect(), &[], &BTreeMap::new())
    }

    fn positions(timeline: &Timeline) -> Vec<Vec<u32>> {
        timeline.duplicates().groups().iter().map(|g| g.positions.clone()).collect()
    }

    #[test]
    fn a_second_told_alone_is_put_with_its_fractions_in_other_sources() {
        let at = 1_773_654_510_000_000;
        let told = timeline(&[
            vec![(at, false, "Checkout off"), (at, false, "other")],
            vec![(at + 250_000, false, "checkout, off"), (at + SECOND, false, "checkout off")],
        ]);
        assert_eq!(positions(&told), [[0, 2]]);
        assert!(told.duplicates().groups()[0].across_sources);
        // A source that tells fractions means its whole seconds.
        let fine = timeline(&[vec![(at, false, "a"), (at + 250_000, false, "a")], vec![(at, false, "a")]]);
        assert_eq!(positions(&fine), [[0, 1]]);
        // Nor is an hour around it the same.
        let hour = timeline(&[vec![(at, false, "a")], vec![(at + 250_000 + 1_800 * SECOND, true, "a")]]);
        assert_eq!(positions(&hour), [[0_u32; 2]; 0]);
    }

    proptest! {
        #[test]
        fn groups_are_what_comparing_all_with_all_gives(
            sources in prop::collection::vec(
                prop::collection::vec((0_i64..12, prop::bool::weighted(0.1), prop::sample::select(vec!["a", "b"])), 0..9),
                1..4,
            ),
            step in 1_usize..9,
        ) {
            // Quarters of three seconds.
            let sources: Vec<Vec<(i64, bool, &str)>> = sources
                .into_iter()
                .map(|rows| rows.into_iter().map(|(at, hour, text)| (at * SECOND / 4, hour, text)).collect())
                .collect();
            let timeline = timeline(&sources);
            let all: Vec<_> = timeline.events().map(|e| (e.position, e.id.source.0, e.moment, e.text.to_owned())).collect();
            let second = |micros: i64| micros.div_euclid(SECOND);
            let mut expected: Vec<Vec<u32>> = vec![];
            for (position, _, moment, text) in &all {
                let alike = |(_, _, other, words): &&(u32, u32, crate::model::Moment, String)| {
                    let within = moment.is_exact()
                        && other.is_exact()
                        && second(moment.earliest.0) == second(other.earliest.0);
                    words == text && (within || (moment.earliest, moment.latest) == (other.earliest, other.latest))
                };
                let near: Vec<_> = all.iter().filter(alike).collect();
                let is_whole = |at: i64| at % SECOND == 0;
                let tables = |whole: bool| -> Vec<u32> {
                    near.iter().filter(|n| is_whole(n.2.earliest.0) == whole).map(|n| n.1).collect()
                };
                let (whole, finer) = (tables(true), tables(false));
                let joins = moment.is_exact()
                    && !whole.is_empty()
                    && !finer.is_empty()
                    && whole.iter().all(|table| !finer.contains(table));
                let group: Vec<u32> = near
                    .iter()
                    .filter(|n| joins || (n.2.earliest, n.2.latest) == (moment.earliest, moment.latest))
                    .map(|n| n.0)
                    .collect();
                if group.len() > 1 && group[0] == *position {
                    expected.push(group);
                }
            }
            prop_assert_eq!(positions(&timeline), expected);
            let mut grouping = Grouping::default();
            while !grouping.advance(&timeline, step) {}
            prop_assert_eq!(grouping.finish(), timeline.duplicates());
        }
    }
}
