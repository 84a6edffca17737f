//! Search and filter.

use super::needle::{Frequencies, Needle};
use super::technique::{named_techniques, techniques};
use super::{EventView, STAR_TAG, SourceTable, Timeline};
use crate::model::{SourceId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a person looks for. Everything that is set must hold; within one list, any entry is enough.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words, each of which must stand in the text, actor, asset, kind or tags; case does not matter.
    pub text: String,
    /// Other words instead; filled in by the engine, where a search for a role means the names that it is shown for.
    pub or_text: Vec<String>,
    /// Sources; [`SourceId::HAND`] for events written by hand.
    pub sources: Vec<SourceId>,
    /// Kinds, as they stand.
    pub kinds: Vec<String>,
    /// Actors, as they stand.
    pub actors: Vec<String>,
    /// Assets, as they stand.
    pub assets: Vec<String>,
    /// Tags, as they stand.
    pub tags: Vec<String>,
    /// ATT&CK techniques by identifier, as tags or texts name them.
    pub techniques: Vec<String>,
    /// Events that may have happened at or after this time.
    pub from: Option<Timestamp>,
    /// Events that may have happened at or before this time.
    pub to: Option<Timestamp>,
    /// Only what a person or the source's tool starred.
    pub starred: bool,
    /// Only events that a person wrote or corrected.
    pub edited: bool,
    /// Only events that several sources tell. [`Timeline::select`] leaves it to whoever has compared all events, as
    /// [`super::Duplicates::told_by_several`] answers it.
    pub several: bool,
}

impl Filter {
    /// Whether every event passes.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }
}

/// A filter made ready for the rows of one table: what each pooled string, each tag set and each text means for it.
struct Prepared {
    /// Whether rows of this table can pass at all.
    source: bool,
    /// By pool number: the words that stand in the string, one bit each; empty where none stands in any.
    words: Vec<u32>,
    /// By pool number: whether it is among the kinds, actors, assets; empty where none is asked for.
    wanted: Vec<[bool; 3]>,
    /// By tag set: the words in its tags, whether it has a wanted tag, the star, a wanted technique; empty where no set has any.
    tag_sets: Vec<(u32, [bool; 3])>,
    /// By word: the rows in whose text it stands; none where each text has to be asked.
    texts: Vec<Option<Rows>>,
    /// The rows in whose texts all words stand, where these alone tell: as in most searches.
    only: Option<Rows>,
}

/// A set of the rows of a table.
struct Rows(Vec<u64>);

impl Rows {
    /// The rows in whose text a word stands.
    fn with(needle: &Needle, frequencies: &Frequencies, source: &SourceTable) -> Option<Rows> {
        let finder = needle.finder(frequencies)?;
        let mut rows = Rows(vec![0; source.table.len().div_ceil(64)]);
        source.table.texts().rows_with(finder, |row| {
            if let Some(bits) = rows.0.get_mut(row / 64) {
                *bits |= 1 << (row % 64);
            }
        });
        Some(rows)
    }

    /// Those that are in another set too.
    fn and(mut self, other: &Rows) -> Rows {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, others)| *bits &= others);
        self
    }

    fn has(&self, row: u32) -> bool {
        self.0.get(row as usize / 64).is_some_and(|bits| bits & (1 << (row % 64)) != 0)
    }
}

impl Timeline {
    /// The positions of the events that pass, in order.
    ///
    /// An imprecise event passes a time range when it may have happened in it.
    pub fn select(&self, filter: &Filter) -> Vec<u32> {
        if filter.is_empty() {
            return (0..self.len() as u32).collect();
        }
        if let Some((text, or_text)) = filter.or_text.split_last() {
            let others = self.select(&Filter { or_text: or_text.to_vec(), ..filter.clone() });
            let these = self.select(&Filter { text: text.clone(), or_text: vec![], ..filter.clone() });
            let mut all = [others, these].concat();
            all.sort_unstable();
            all.dedup();
            return all;
        }
        let needles = Needle::words(&filter.text);
        let all_words = needles.iter().enumerate().fold(0_u32, |bits, (n, _)| bits | 1 << n);
        let prepared: Vec<Prepared> = self.tables.iter().map(|t| filter.prepare(t, &needles)).collect();
        // Only what starts by `to` can pass; the order is by start.
        let end = match filter.to {
            Some(to) => self.order.earliest.partition_point(|&t| t <= to.0),
            None => self.len(),
        };
        let mut edited = self.edited.iter().copied().peekable();
        let mut selected = Vec::new();
        for (n, &earliest) in self.order.earliest.iter().enumerate().take(end) {
            let position = n as u32;
            let is_edited = edited.next_if_eq(&position).is_some();
            let ended = |from: Timestamp| self.order.latest(n).is_some_and(|latest| latest <= from.0);
            if filter.from.is_some_and(|from| earliest < from.0 && ended(from)) {
                continue;
            }
            let Some((table, row)) = self.order.place(n) else { continue };
            let (Some(ready), Some(source)) = (prepared.get(table as usize), self.tables.get(table as usize))
            else {
                continue;
            };
            if !is_edited && ready.only.as_ref().is_some_and(|rows| !rows.has(row)) {
                continue;
            }
            let by_person = || source.id == SourceId::HAND || is_edited && self.is_corrected(table, row);
            if !ready.source || (filter.edited && !by_person()) {
                continue;
            }
            let passes = if is_edited {
                self.event(position).is_some_and(|event| filter.passes(&event, &needles))
            } else {
                ready.passes(filter, source, row, &needles, all_words)
            };
            if passes {
                selected.push(position);
            }
        }
        selected
    }
}

impl Prepared {
    fn passes(
        &self,
        filter: &Filter,
        source: &SourceTable,
        row: u32,
        needles: &[Needle],
        all_words: u32,
    ) -> bool {
        let asks = !self.wanted.is_empty() || !self.words.is_empty();
        let numbers = if asks { source.table.pool_numbers(row) } else { [0; 3] };
        if !self.wanted.is_empty() {
            let lists = [&filter.kinds, &filter.actors, &filter.assets];
            for (column, (number, list)) in numbers.iter().zip(lists).enumerate() {
                let wanted = self.wanted.get(*number as usize).and_then(|w| w.get(column));
                if !list.is_empty() && wanted != Some(&true) {
                    return false;
                }
            }
        }
        let set = if self.tag_sets.is_empty() { 0 } else { source.table.tag_set(row) as usize };
        let (tag_words, [tagged, starred, technique]) = self.tag_sets.get(set).copied().unwrap_or_default();
        if (!filter.tags.is_empty() && !tagged) || (filter.starred && !starred) {
            return false;
        }
        if !filter.techniques.is_empty()
            && !technique
            && !filter.names_technique(source.table.text(row), false)
        {
            return false;
        }
        if self.only.is_some() {
            return true;
        }
        let mut found = tag_words;
        if !self.words.is_empty() {
            for number in numbers {
                found |= self.words.get(number as usize).copied().unwrap_or(0);
            }
        }
        if found == all_words {
            return true;
        }
        needles.iter().zip(&self.texts).enumerate().all(|(n, (needle, texts))| {
            found & (1 << n) != 0
                || match texts {
                    Some(rows) => rows.has(row),
                    None => needle.is_in(source.table.text(row)),
                }
        })
    }
}

impl Filter {
    fn prepare(&self, source: &SourceTable, needles: &[Needle]) -> Prepared {
        let words_in = |text: &str| {
            needles.iter().enumerate().fold(0, |bits, (n, word)| bits | u32::from(word.is_in(text)) << n)
        };
        let pool = source.table.pool();
        let lists = [&self.kinds, &self.actors, &self.assets];
        let some = self.sources.is_empty() || self.sources.contains(&source.id);
        let mut words: Vec<u32> =
            if needles.is_empty() { vec![] } else { pool.iter().map(|s| words_in(s)).collect() };
        if words.iter().all(|bits| *bits == 0) {
            words.clear();
        }
        let mut tag_sets: Vec<(u32, [bool; 3])> = source
            .table
            .tag_set_strings()
            .map(|tags| {
                let words = tags.iter().fold(0, |bits, tag| bits | words_in(tag));
                let wanted = tags.iter().any(|tag| self.tags.iter().any(|t| t == tag));
                let technique = tags.iter().any(|tag| self.names_technique(tag, true));
                (words, [wanted, tags.contains(&STAR_TAG), technique])
            })
            .collect();
        if tag_sets.iter().all(|set| *set == Default::default()) {
            tag_sets.clear();
        }
        let mut texts = if some && !needles.is_empty() {
            let frequencies = Frequencies::of(source.table.texts().first_block());
            needles.iter().map(|needle| Rows::with(needle, &frequencies, source)).collect()
        } else {
            vec![]
        };
        let elsewhere = !words.is_empty() || tag_sets.iter().any(|(words, _)| *words != 0);
        let all: Option<Vec<Rows>> =
            if elsewhere || texts.iter().any(Option::is_none) { None } else { texts.drain(..).collect() };
        let only = all.and_then(|all| all.into_iter().reduce(|some, others| some.and(&others)));
        Prepared {
            source: some,
            only,
            words,
            wanted: if lists.iter().all(|l| l.is_empty()) {
                vec![]
            } else {
                pool.iter().map(|s| lists.map(|list| list.contains(s))).collect()
            },
            tag_sets,
            texts,
        }
    }

    /// Whether a text or a tag names one of the techniques.
    fn names_technique(&self, text: &str, tag: bool) -> bool {
        let mut named = vec![];
        if !self.techniques.is_empty() {
            techniques(text, tag, &mut named);
        }
        named.iter().any(|id| self.techniques.contains(id))
    }

    /// The same question asked of one event with its corrections; time and source are already settled.
    fn passes(&self, event: &EventView<'_>, needles: &[Needle]) -> bool {
        let any = |list: &[String], value: &str| list.is_empty() || list.iter().any(|l| l == value);
        any(&self.kinds, event.kind)
            && any(&self.actors, event.actor)
            && any(&self.assets, event.asset)
            && (self.tags.is_empty() || event.tags.iter().any(|tag| self.tags.iter().any(|t| t == tag)))
            && (self.techniques.is_empty()
                || named_techniques(event).iter().any(|id| self.techniques.contains(id)))
            && (!self.starred || event.starred())
            && needles.iter().all(|needle| {
                [event.text, event.actor, event.asset, event.kind]
                    .iter()
                    .chain(&event.tags)
                    .any(|field| needle.is_in(field))
            })
    }
}
