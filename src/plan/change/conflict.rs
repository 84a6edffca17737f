//! Changes that contradict each other: two that cut into the same words, or that say different limits for the same thing.

use super::merge::landings;
use super::{CellKind, Change, cells};
use crate::language::inside;
use crate::model::MetricId;
use crate::plan::kept::spoken;
use crate::plan::read::Plan;
use crate::plan::read::target::{Piece, lengths};
use crate::plan::words::words_at;
use crate::say;
use std::iter::empty;

/// Two changes that cannot both stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// The two, as numbers in the list of changes, the smaller first.
    pub between: [usize; 2],
    /// Why, in one sentence.
    pub because: String,
}

/// The changes among some that contradict each other.
pub fn conflicts(plan: &Plan, changes: &[Change]) -> Vec<Conflict> {
    let places: Vec<_> = landings(plan, changes);
    let place = |n: usize| places.iter().find(|s| s.change == Some(n)).map(|s| s.range.clone());
    let said: Vec<Vec<(Said, u32)>> = changes.iter().map(said).collect();
    let mut all = vec![];
    for a in 0..changes.len() {
        for b in a + 1..changes.len() {
            let (Some(one), Some(other)) = (place(a), place(b)) else { continue };
            let (Some(first), Some(second)) = (said.get(a), said.get(b)) else { continue };
            // Changes for two duties bound different things, even where one names the other as its start.
            let duty = |n: usize| changes.get(n).and_then(|c| c.amendment.duty);
            let apart = duty(a).zip(duty(b)).is_some_and(|(one, other)| one != other);
            let differs = first.iter().filter(|_| !apart).find_map(|(what, minutes)| {
                let found = second.iter().find(|(w, m)| w == what && m != minutes)?;
                Some((what, *minutes, found.1))
            });
            // Two insertions at one place stand there one after the other.
            let cuts = !(one.is_empty() && other.is_empty());
            let because = if cuts && one.start < other.end && other.start < one.end {
                say!("Both change the same words of the plan.").to_owned()
            } else if let Some((what, one, other)) = differs {
                let name = match what {
                    Said::Limit(metric) => inside(metric.label()),
                    Said::Cadence => say!("the rhythm of updates").to_owned(),
                };
                let (one, other) = (spoken(i64::from(one)), spoken(i64::from(other)));
                say!("They say different limits for {name}: {one} and {other}.", name, one, other)
            } else {
                continue;
            };
            all.push(Conflict { between: [a, b], because });
        }
    }
    all
}

#[derive(PartialEq)]
enum Said {
    Limit(MetricId),
    Cadence,
}

/// What the words of a change bound by their own words.
fn said(change: &Change) -> Vec<(Said, u32)> {
    let words = change.words();
    if let Some(metric) = &change.amendment.metric {
        let cells = cells::split(words);
        let limit = change.amendment.cells.iter().position(|c| *c == CellKind::Limit);
        let text = limit.and_then(|at| cells.get(at)).map_or(words, String::as_str);
        let first = lengths(text, &words_at(text)).into_iter().next();
        return first.map(|l| (Said::Limit(metric.clone()), l.minutes)).into_iter().collect();
    }
    if !change.amendment.cells.is_empty() {
        return vec![];
    }
    let piece = Piece::of(words);
    let limits = piece.limits(empty(), None).into_iter().map(|l| (Said::Limit(l.metric), l.minutes));
    limits.chain(piece.cadence(empty()).map(|(minutes, _)| (Said::Cadence, minutes))).collect()
}
