//! What there is to filter by, with counts.

use super::Timeline;
use crate::model::SourceId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A value that events have, and how many have it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Facet {
    /// The value; empty where events state none.
    pub value: String,
    /// How many events.
    pub count: u32,
    /// What stands beside the value: the tactics of a technique.
    pub note: String,
}

/// A source and how many of its events stand in the order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SourceCount {
    /// The source.
    pub id: SourceId,
    /// Its name; empty for hand-written events.
    pub name: String,
    /// How many events.
    pub count: u32,
}

/// The values of a timeline, most frequent first, equal counts by name. Corrections count as corrected.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Facets {
    /// Sources by number; hand-written events last.
    pub sources: Vec<SourceCount>,
    /// Kinds of events; events without one are not counted.
    pub kinds: Vec<Facet>,
    /// Actors; events without one are not counted.
    pub actors: Vec<Facet>,
    /// Assets; events without one are not counted.
    pub assets: Vec<Facet>,
    /// Tags; an event counts once for each of its tags.
    pub tags: Vec<Facet>,
    /// ATT&CK techniques, an event once for each. Not counted with the others: for these all texts are read, and whoever has
    /// read them fills it in.
    pub techniques: Vec<Facet>,
    /// Starred events.
    pub starred: u32,
    /// Events that a person corrected or wrote by hand.
    pub edited: u32,
    /// Events that several sources tell. Not counted with the others, as the techniques are not.
    pub several: u32,
}

impl Timeline {
    /// Counts events by source, kind, actor, asset and tag.
    pub fn facets(&self) -> Facets {
        let mut facets = Facets::default();
        let mut columns: [BTreeMap<&str, u32>; 4] = Default::default();
        let mut pools: Vec<Vec<[u32; 3]>> =
            self.tables.iter().map(|t| vec![[0; 3]; t.table.pool().len()]).collect();
        let mut sets: Vec<Vec<u32>> =
            self.tables.iter().map(|t| vec![0; t.table.tag_set_strings().count()]).collect();
        let mut per_table = vec![0_u32; self.tables.len()];
        let mut edited = self.edited.iter().copied().peekable();
        for (position, (table, row)) in (0..self.len()).filter_map(|n| Some((n, self.order.place(n)?))) {
            let table = table as usize;
            if let Some(n) = per_table.get_mut(table) {
                *n += 1;
            }
            if edited.next_if_eq(&(position as u32)).is_some() {
                let Some(event) = self.event(position as u32) else { continue };
                facets.starred += u32::from(event.starred());
                let [kinds, actors, assets, tags] = &mut columns;
                for (column, value) in [(kinds, event.kind), (actors, event.actor), (assets, event.asset)] {
                    *column.entry(value).or_default() += 1;
                }
                for tag in event.tags {
                    *tags.entry(tag).or_default() += 1;
                }
                continue;
            }
            let (Some(source), Some(pool), Some(sets)) =
                (self.tables.get(table), pools.get_mut(table), sets.get_mut(table))
            else {
                continue;
            };
            for (column, number) in source.table.pool_numbers(row).into_iter().enumerate() {
                if let Some(n) = pool.get_mut(number as usize).and_then(|counts| counts.get_mut(column)) {
                    *n += 1;
                }
            }
            if let Some(n) = sets.get_mut(source.table.tag_set(row) as usize) {
                *n += 1;
            }
        }
        for ((source, pool), sets) in self.tables.iter().zip(&pools).zip(&sets) {
            for (value, counts) in source.table.pool().iter().zip(pool) {
                for (column, &count) in columns.iter_mut().zip(counts) {
                    if count > 0 {
                        *column.entry(value).or_default() += count;
                    }
                }
            }
            for (tags, &count) in source.table.tag_set_strings().zip(sets) {
                if count == 0 {
                    continue;
                }
                facets.starred += if tags.contains(&super::STAR_TAG) { count } else { 0 };
                if let Some(column) = columns.last_mut() {
                    for tag in tags {
                        *column.entry(tag).or_default() += count;
                    }
                }
            }
        }
        // Those by hand are all counted below.
        let corrected = |position: &u32| {
            let by_hand = self.id(*position).is_some_and(|id| id.source == SourceId::HAND);
            let place = self.order.place(*position as usize).filter(|_| !by_hand);
            place.is_some_and(|(table, row)| self.is_corrected(table, row))
        };
        facets.edited = self.edited.iter().filter(|position| corrected(position)).count() as u32;
        facets.sources = self
            .tables
            .iter()
            .zip(per_table)
            .map(|(t, count)| SourceCount { id: t.id, name: t.name.clone(), count })
            .collect();
        let by_hand = facets.sources.iter().filter(|source| source.id == SourceId::HAND);
        facets.edited += by_hand.map(|source| source.count).sum::<u32>();
        [facets.kinds, facets.actors, facets.assets, facets.tags] = columns.map(most_first);
        facets
    }
}

fn most_first(counts: BTreeMap<&str, u32>) -> Vec<Facet> {
    let mut facets: Vec<Facet> = counts
        .into_iter()
        .filter(|(value, _)| !value.is_empty())
        .map(|(value, count)| Facet { value: value.to_owned(), count, note: String::new() })
        .collect();
    facets.sort_by_key(|facet| std::cmp::Reverse(facet.count));
    facets
}
