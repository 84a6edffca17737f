//! By how much a source's clock was off, told by events that another source has too.

use super::duplicates::normal;
use super::{SourceTable, Timeline};
use crate::model::{EventId, Precision, SourceId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Words that stand in more rows than this say nothing of a single event.
const RARE: usize = 4;
/// Rows of one source that are compared by their words; equal texts are compared over all.
const COMPARED: usize = 50_000;
/// Events are near-equal when they share at least this part of their words.
const ALIKE: f64 = 0.6;
/// Within how many seconds pairs may agree: the narrowest that holds most of them is told.
const SPREADS: [i64; 9] = [1, 2, 5, 10, 30, 60, 120, 300, 900];

/// One event as two sources tell it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SameEvent {
    /// The event in the source whose clock is in question.
    pub own: EventId,
    /// The event in the source that it is compared with.
    pub other: EventId,
    /// What must be added to the own time, as its file states it, to make it the other's.
    pub difference: Span,
    /// Whether the words are the same, not only alike.
    pub equal: bool,
}

/// What the same events in two sources say of the clock of one of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OffsetEstimate {
    /// The source compared with.
    pub other: SourceId,
    /// The median of all differences, to the millisecond.
    pub median: Span,
    /// The distance from the median within which pairs are said to agree.
    pub spread: Span,
    /// The pairs, in the order of the own rows; never empty.
    pub pairs: Vec<SameEvent>,
}

impl OffsetEstimate {
    /// Whether a pair lies within the spread.
    pub fn agrees(&self, pair: &SameEvent) -> bool {
        (pair.difference.0 - self.median.0).abs() <= self.spread.0
    }

    /// How many pairs lie within the spread.
    pub fn agree(&self) -> usize {
        self.pairs.iter().filter(|p| self.agrees(p)).count()
    }
}

/// A row with an exact time.
struct Told {
    row: u32,
    at: i64,
    words: String,
    asset: String,
}

impl Timeline {
    /// Compares the clock of one source with another's, by the events that both tell: those with the same words, and
    /// those that share rare words and most of the rest. `None` when there is no such event.
    ///
    /// Only exact times count. The own clock offset is left out, the other's is applied, so that the result is the
    /// offset to set. It is an estimate to be shown with its pairs, never to be applied by itself.
    pub fn estimate_offset(&self, own: SourceId, other: SourceId) -> Option<OffsetEstimate> {
        let find = |id: SourceId| self.sources().iter().find(|s| s.id == id);
        let (mine, theirs) = (find(own)?, find(other)?);
        let left = self.told(mine, Span::ZERO);
        let right = self.told(theirs, theirs.clock_offset);
        let mut found = equal(&left, &right);
        let taken: [BTreeSet<usize>; 2] =
            [found.iter().map(|p| p.0).collect(), found.iter().map(|p| p.1).collect()];
        found.extend(alike(&left, &right, &taken));
        found.sort_unstable();
        let pairs: Vec<SameEvent> = found
            .into_iter()
            .filter_map(|(l, r, equal)| {
                let (l, r) = (left.get(l)?, right.get(r)?);
                Some(SameEvent {
                    own: EventId { source: own, row: l.row },
                    other: EventId { source: other, row: r.row },
                    difference: Span(r.at.saturating_sub(l.at)),
                    equal,
                })
            })
            .collect();
        let median = median(pairs.iter().map(|p| p.difference.0).collect())?;
        let within = |seconds: i64| {
            let n =
                pairs.iter().filter(|p| (p.difference.0 - median).abs() <= Span::seconds(seconds).0).count();
            (seconds, n)
        };
        // Three quarters are most; where the pairs are further apart than that, half of them.
        let narrowest =
            |part: usize| SPREADS.into_iter().map(within).find(|(_, n)| n * 4 >= pairs.len() * part);
        let widest = SPREADS.last().copied().unwrap_or(1);
        let spread = narrowest(3).or_else(|| narrowest(2)).map_or(widest, |(seconds, _)| seconds);
        Some(OffsetEstimate { other, median: Span(median), spread: Span::seconds(spread), pairs })
    }

    fn told(&self, source: &SourceTable, offset: Span) -> Vec<Told> {
        let table = &source.table;
        let rows = (0..table.len() as u32).filter_map(|row| {
            let id = EventId { source: source.id, row };
            if self.edits.get(&id).is_some_and(|e| e.hidden) {
                return None;
            }
            let moment = table.moment(row, source.asserted(), offset).ok()?;
            let words = normal(table.text(row));
            (moment.precision == Precision::Exact && moment.earliest.is_plausible() && !words.is_empty())
                .then(|| Told { row, at: moment.earliest.0, words, asset: normal(table.asset(row)) })
        });
        rows.collect()
    }
}

/// The median, rounded to the millisecond.
fn median(mut all: Vec<i64>) -> Option<i64> {
    all.sort_unstable();
    let upper = *all.get(all.len() / 2)?;
    let lower = *all.get((all.len() - 1) / 2)?;
    let middle = lower.midpoint(upper);
    Some((middle as f64 / 1000.0).round() as i64 * 1000)
}

fn same_asset(a: &Told, b: &Told) -> bool {
    a.asset.is_empty() || b.asset.is_empty() || a.asset == b.asset
}

/// Events with the same words; where each source tells them several times, in their order.
fn equal(left: &[Told], right: &[Told]) -> Vec<(usize, usize, bool)> {
    let index = |told: &[Told]| -> BTreeMap<String, Vec<usize>> {
        let mut by_words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, t) in told.iter().enumerate() {
            by_words.entry(t.words.clone()).or_default().push(n);
        }
        for all in by_words.values_mut() {
            all.sort_by_key(|n| told.get(*n).map(|t| t.at));
        }
        by_words
    };
    let (mine, theirs) = (index(left), index(right));
    let mut pairs = vec![];
    for (words, own) in &mine {
        let Some(other) = theirs.get(words) else { continue };
        // Told often and not equally often: which is which cannot be said.
        if own.len() != other.len() || own.len() > RARE {
            continue;
        }
        for (l, r) in own.iter().zip(other) {
            if let (Some(a), Some(b)) = (left.get(*l), right.get(*r))
                && same_asset(a, b)
            {
                pairs.push((*l, *r, true));
            }
        }
    }
    pairs
}

/// Events that share a rare word and most of all words, each the best for the other.
fn alike(left: &[Told], right: &[Told], taken: &[BTreeSet<usize>; 2]) -> Vec<(usize, usize, bool)> {
    let free = |n: &usize, taken: &BTreeSet<usize>| !taken.contains(n);
    let sets = |told: &'_ [Told], taken: &BTreeSet<usize>| -> BTreeMap<usize, BTreeSet<String>> {
        let rows = told.iter().enumerate().filter(|(n, _)| free(n, taken)).take(COMPARED);
        rows.map(|(n, t)| {
            let words = t.words.split(' ').chain(t.asset.split(' ')).filter(|w| !w.is_empty());
            (n, words.map(str::to_owned).collect())
        })
        .collect()
    };
    let (mine, theirs) = (sets(left, &taken[0]), sets(right, &taken[1]));
    let index = |sets: &BTreeMap<usize, BTreeSet<String>>| -> BTreeMap<String, Vec<usize>> {
        let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, words) in sets {
            for word in words.iter().filter(|w| w.chars().count() >= 4) {
                let all = rows.entry(word.clone()).or_default();
                if all.len() <= RARE {
                    all.push(*n);
                }
            }
        }
        rows.retain(|_, all| all.len() <= RARE);
        rows
    };
    let (rare, other_rare) = (index(&mine), index(&theirs));
    let mut best: [BTreeMap<usize, (f64, usize)>; 2] = Default::default();
    for (word, own) in &rare {
        for (l, r) in
            own.iter().flat_map(|l| other_rare.get(word).into_iter().flatten().map(move |r| (*l, *r)))
        {
            let (Some(a), Some(b)) = (mine.get(&l), theirs.get(&r)) else { continue };
            let shared = a.intersection(b).count() as f64;
            let score = shared / (a.len() + b.len()) as f64 * 2.0;
            if score < ALIKE {
                continue;
            }
            let [to_right, to_left] = &mut best;
            for (map, key, value) in [(to_right, l, r), (to_left, r, l)] {
                let now = map.entry(key).or_insert((score, value));
                if score > now.0 {
                    *now = (score, value);
                }
            }
        }
    }
    let [to_right, to_left] = &best;
    let mutual = to_right.iter().filter(|(l, (_, r))| to_left.get(r).is_some_and(|(_, back)| back == *l));
    mutual.map(|(l, (_, r))| (*l, *r, false)).collect()
}
