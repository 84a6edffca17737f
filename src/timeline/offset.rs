//! How far a source's clock was off, told by events that another source tells too.

use super::Timeline;
use super::duplicates::normal;
use crate::model::time::{HOUR, SECOND};
use crate::model::{Precision, SourceId, Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Two clocks are not further apart than the zones of the earth: 26 hours.
const FURTHEST: i64 = 26 * HOUR;
/// Pairs within so much of each other agree: clocks drift, and tools round.
const AGREE: i64 = 2 * SECOND;
/// Words that stand more often than this tell no event from another.
const OFTEN: usize = 50;
/// A word shorter than this is no identifier.
const IDENTIFIER: usize = 6;
/// How many pairs are shown.
const SHOWN: usize = 5;

/// What one other source says about a source's clock.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OffsetEstimate {
    /// The other source.
    pub other: SourceId,
    /// To be added to the source's times as they now stand, so that the agreeing pairs meet.
    pub offset: Span,
    /// Events that both tell: by the same words, or by an identifier that each names once.
    pub pairs: u32,
    /// How many of them agree with the offset within two seconds.
    pub agreeing: u32,
    /// The first of the agreeing pairs.
    pub shown: Vec<OffsetPair>,
}

/// One event in two sources.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OffsetPair {
    /// What the source says.
    pub text: String,
    /// When, by the source.
    pub here: Timestamp,
    /// When, by the other source.
    pub there: Timestamp,
}

/// By what an event is known again: position and time.
type Known = HashMap<String, Vec<(u32, i64)>>;

impl Timeline {
    /// What each other source says about the clock of one, the best first. At least two pairs must agree.
    ///
    /// ```
    /// use floodmark::model::{EventTable, RowTime, SourceId, Span, Timestamp, event::NewRow};
    /// use floodmark::timeline::{SourceTable, Timeline};
    /// let source = |n: u32, late: i64| {
    ///     let mut table = EventTable::new();
    ///     for (text, at) in [("Checkout off", 1_773_654_510), ("Store reopened", 1_773_727_200)] {
    ///         table.push(&NewRow { text, ..NewRow::default() }, RowTime::utc(Timestamp::from_seconds(at + late)));
    ///     }
    ///     SourceTable { id: SourceId(n), name: String::new(), table: table.into(), zone: None, clock_offset: Span::ZERO }
    /// };
    /// let timeline = Timeline::build(vec![source(0, 0), source(1, 192)], &[], &Default::default());
    /// let estimate = &timeline.offset_estimates(SourceId(1))[0];
    /// assert_eq!((estimate.offset, estimate.agreeing), (Span::seconds(-192), 2));
    /// ```
    pub fn offset_estimates(&self, source: SourceId) -> Vec<OffsetEstimate> {
        let mut here = Known::new();
        let mut others: BTreeMap<SourceId, Known> = BTreeMap::new();
        for event in self.events().filter(|e| e.id.source == source && e.moment.precision == Precision::Exact)
        {
            know(&mut here, event.text, event.position, event.moment.earliest.0);
        }
        for event in self.events().filter(|e| e.id.source != source && e.moment.precision == Precision::Exact)
        {
            let there = others.entry(event.id.source).or_default();
            for key in keys(event.text).filter(|key| here.contains_key(key)) {
                there.entry(key).or_default().push((event.position, event.moment.earliest.0));
            }
        }
        let mut found: Vec<OffsetEstimate> = others
            .into_iter()
            .filter(|(other, _)| *other != SourceId::HAND)
            .filter_map(|(other, there)| self.estimate(other, &here, &there))
            .collect();
        found.sort_by_key(|estimate| std::cmp::Reverse((estimate.agreeing, estimate.pairs)));
        found
    }

    fn estimate(&self, other: SourceId, here: &Known, there: &Known) -> Option<OffsetEstimate> {
        // By position here: the same event is one pair, however many words tell of it.
        let mut pairs: BTreeMap<u32, (i64, i64)> = BTreeMap::new();
        let mut taken = HashSet::new();
        let mut keys: Vec<&String> = there.keys().collect();
        // Whole texts before identifiers; the order of a map is none.
        keys.sort_unstable_by_key(|key| (key.starts_with(IDENTIFIED), *key));
        for key in keys {
            let (Some(a), Some(b)) = (here.get(key), there.get(key)) else { continue };
            let once = a.len() == 1 && b.len() == 1;
            if key.starts_with(IDENTIFIED) && !once || a.len() > OFTEN || a.len() != b.len() {
                continue;
            }
            // What was told as often by both is paired in order.
            for ((position, here), (twin, there)) in a.iter().zip(b) {
                if (there - here).abs() <= FURTHEST && !pairs.contains_key(position) && taken.insert(*twin) {
                    pairs.insert(*position, (*here, *there));
                }
            }
        }
        let mut differences: Vec<i64> = pairs.values().map(|(here, there)| there - here).collect();
        differences.sort_unstable();
        let (from, to) = densest(&differences)?;
        let near = differences.get(from..to)?;
        let offset = *near.get(near.len() / 2)?;
        let agrees = |(here, there): &(i64, i64)| (there - here - offset).abs() <= AGREE;
        let agreeing = pairs.values().filter(|pair| agrees(pair)).count();
        if agreeing < 2 {
            return None;
        }
        let shown =
            pairs.iter().filter(|(_, pair)| agrees(pair)).take(SHOWN).map(|(position, (here, there))| {
                let text = self.event(*position).map_or(String::new(), |e| e.text.to_owned());
                OffsetPair { text, here: Timestamp(*here), there: Timestamp(*there) }
            });
        Some(OffsetEstimate {
            other,
            offset: Span(offset),
            pairs: pairs.len() as u32,
            agreeing: agreeing as u32,
            shown: shown.collect(),
        })
    }
}

/// The part of ascending numbers that has the most of them within twice [`AGREE`]; of several, the nearest to zero.
fn densest(sorted: &[i64]) -> Option<(usize, usize)> {
    let mut to = 0;
    let windows = (0..sorted.len()).filter_map(|from| {
        let first = *sorted.get(from)?;
        while sorted.get(to).is_some_and(|n| n - first <= 2 * AGREE) {
            to += 1;
        }
        Some((from, to, first.abs()))
    });
    let best = windows.max_by_key(|(from, to, size)| (to - from, std::cmp::Reverse(*size)))?;
    Some((best.0, best.1))
}

/// What stands before an identifier among the keys.
const IDENTIFIED: char = '#';

fn know(known: &mut Known, text: &str, position: u32, at: i64) {
    for key in keys(text) {
        known.entry(key).or_default().push((position, at));
    }
}

/// The whole text, and the words in it that name one thing: addresses, hashes, numbers of tickets.
fn keys(text: &str) -> impl Iterator<Item = String> {
    let whole = normal(text);
    let words = text
        .split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '"' | '\'' | '(' | ')' | '[' | ']' | '<' | '>')
        })
        .map(|word| word.trim_matches(['.', ':', '!', '?']))
        .filter(|word| word.len() >= IDENTIFIER && word.bytes().any(|b| b.is_ascii_digit()))
        .take(8);
    let mut words: Vec<String> = words.map(|word| format!("{IDENTIFIED}{}", word.to_lowercase())).collect();
    words.sort_unstable();
    words.dedup();
    (!whole.is_empty()).then_some(whole).into_iter().chain(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::NewRow;
    use crate::model::{EventTable, RowTime};
    use crate::timeline::SourceTable;
    use proptest::prelude::*;

    fn source(n: u32, rows: &[(String, i64)]) -> SourceTable {
        let mut table = EventTable::new();
        for (text, at) in rows {
            table.push(&NewRow { text, ..NewRow::default() }, RowTime::utc(Timestamp(*at)));
        }
        SourceTable {
            id: SourceId(n),
            name: String::new(),
            table: table.into(),
            zone: None,
            clock_offset: Span::ZERO,
        }
    }

    fn estimates(a: &[(String, i64)], b: &[(String, i64)]) -> Vec<OffsetEstimate> {
        Timeline::build(vec![source(0, a), source(1, b)], &[], &Default::default())
            .offset_estimates(SourceId(0))
    }

    fn row(text: &str, seconds: i64) -> (String, i64) {
        (text.to_owned(), (1_773_000_000 + seconds) * SECOND)
    }

    #[test]
    fn identifiers_pair_what_two_tools_word_differently() {
        let a = [
            row("blocked 203.0.113.66 at the firewall", 0),
            row("session kx-4711 revoked", 60),
            row("other", 70),
        ];
        let b = [row("DROP src=1 203.0.113.66", 192), row("Revoked: KX-4711", 252), row("else", 9)];
        let found = estimates(&a, &b);
        assert_eq!((found[0].offset, found[0].pairs, found[0].agreeing), (Span::seconds(192), 2, 2));
        assert_eq!(found[0].shown[0].text, "blocked 203.0.113.66 at the firewall");
    }

    #[test]
    fn one_pair_or_pairs_that_differ_say_nothing() {
        assert_eq!(estimates(&[row("a", 0)], &[row("a", 5)]), []);
        assert_eq!(estimates(&[row("a", 0), row("b", 0)], &[row("a", 5), row("b", 500)]), []);
        // A day apart is another day, not another clock.
        assert_eq!(estimates(&[row("a", 0), row("b", 9)], &[row("a", 200_000), row("b", 200_009)]), []);
    }

    proptest! {
        #[test]
        fn a_shifted_copy_gives_the_shift(
            times in prop::collection::btree_set(0_i64..1_000_000, 2..40),
            shift in -90_000_i64..90_000,
            noise in prop::collection::vec(0_i64..1_000_000, 0..10),
        ) {
            let a: Vec<_> = times.iter().enumerate().map(|(n, t)| row(&format!("event {n}"), *t)).collect();
            let mut b: Vec<_> = times.iter().enumerate().map(|(n, t)| row(&format!("Event {n}."), *t + shift)).collect();
            b.extend(noise.iter().map(|t| row("noise", *t)));
            let found = estimates(&a, &b);
            prop_assert_eq!(found[0].offset, Span::seconds(shift));
            prop_assert_eq!(found[0].agreeing as usize, times.len());
        }
    }
}
