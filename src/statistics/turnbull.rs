//! Turnbull's estimate for values that are known only within ranges.

use super::NEAR;
use serde::{Deserialize, Serialize};

/// What is known of one value: in `[lower, upper)`, exactly `lower` when both are equal, or more than `lower` when
/// it is right-censored.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Interval {
    /// The smallest it may be.
    pub lower: f64,
    /// What it is below; `None` when nothing bounds it.
    pub upper: Option<f64>,
    /// Whether it is more than `lower` (right-censored there) rather than at least `lower`.
    pub beyond: bool,
}

impl Interval {
    /// A value that is known.
    pub fn exact(value: f64) -> Self {
        Interval { lower: value, upper: Some(value), beyond: false }
    }

    /// A value in `[lower, upper)`; open above without `upper`.
    pub fn between(lower: f64, upper: Option<f64>) -> Self {
        Interval { lower, upper, beyond: false }
    }

    /// A value that is more than `lower`.
    pub fn right_censored(lower: f64) -> Self {
        Interval { lower, upper: None, beyond: true }
    }

    /// Whether the value may lie in a stretch of an estimate in which it took part.
    pub fn may_lie_in(&self, stretch: &Support) -> bool {
        let (left, right) = edges(self);
        let point = stretch.upper == Some(stretch.lower);
        // A stretch of some length begins after all that begins at its lower end, and ends before its upper end.
        let from = Edge { at: stretch.lower, side: i8::from(!point) };
        let to = match stretch.upper {
            Some(_) if point => from,
            Some(upper) => Edge { at: upper, side: -1 },
            None => Edge { at: f64::INFINITY, side: 0 },
        };
        left.key(&from).is_le() && right.key(&to).is_ge()
    }
}

/// A stretch on which the estimate puts mass; where within it, the data cannot tell.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Support {
    /// Its lower end.
    pub lower: f64,
    /// Its upper end; `None` when nothing bounds it.
    pub upper: Option<f64>,
    /// The share of values in it.
    pub mass: f64,
    /// The share of values above it.
    pub survival: f64,
}

/// The estimate.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Turnbull {
    /// Values.
    pub n: usize,
    /// The stretches, ascending.
    pub support: Vec<Support>,
    /// Rounds that the iteration took.
    pub iterations: usize,
    /// Whether it came to rest within the rounds allowed.
    pub converged: bool,
}

impl Turnbull {
    /// The stretch in which the share above first falls to `1 − p`: `quantile(0.5)` holds the median.
    pub fn quantile(&self, p: f64) -> Option<Support> {
        self.support.iter().find(|s| s.survival <= 1.0 - p + NEAR).copied()
    }
}

/// When the iteration has come to rest: no mass moves by more.
const REST: f64 = 1e-10;
/// Rounds after which it stops in any case.
const ROUNDS: usize = 20_000;

/// An end of an interval on the line on which “just below t”, “t” and “just above t” are three points.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
struct Edge {
    at: f64,
    side: i8,
}

impl Edge {
    fn key(&self, other: &Edge) -> std::cmp::Ordering {
        self.at.total_cmp(&other.at).then(self.side.cmp(&other.side))
    }
}

/// Estimates the distribution by self-consistency (Turnbull 1976): start with equal mass on each innermost stretch,
/// then share out each value over the stretches that it may lie in, until nothing moves.
///
/// Intervals are half-open, `[lower, upper)`, so that “days” (24 h to 168 h) and “weeks” (from 168 h) do not touch.
/// What is negative or no number is left out.
///
/// ```
/// use floodmark::statistics::{Interval, turnbull};
/// let estimate = turnbull(&[Interval::exact(2.0), Interval::between(1.0, Some(24.0)), Interval::exact(30.0)]);
/// let median = estimate.quantile(0.5).unwrap();
/// assert_eq!((median.lower, median.upper), (2.0, Some(2.0)));
/// ```
pub fn turnbull(intervals: &[Interval]) -> Turnbull {
    let sound = |i: &&Interval| {
        i.lower.is_finite() && i.lower >= 0.0 && i.upper.is_none_or(|u| u.is_finite() && u >= i.lower)
    };
    let edges: Vec<(Edge, Edge)> = intervals.iter().filter(sound).map(edges).collect();
    if edges.is_empty() {
        return Turnbull { converged: true, ..Turnbull::default() };
    }
    let innermost = innermost(&edges);
    // Each value covers an unbroken run of stretches; equal runs are taken together.
    let mut runs: Vec<(usize, usize)> = edges
        .iter()
        .map(|(left, right)| {
            let from = innermost.partition_point(|(l, _)| l.key(left).is_lt());
            let to = innermost.partition_point(|(_, r)| r.key(right).is_le());
            (from, to.max(from))
        })
        .collect();
    runs.sort_unstable();
    let runs: Vec<(usize, usize, f64)> = runs
        .chunk_by(|a, b| a == b)
        .filter_map(|same| same.first().map(|r| (r.0, r.1, same.len() as f64)))
        .collect();

    let n = edges.len();
    let (mass, iterations, converged) = rest(&runs, innermost.len(), n as f64);
    let mut left = 1.0;
    let support = innermost
        .iter()
        .zip(&mass)
        .map(|((lower, upper), &mass)| {
            left -= mass;
            Support {
                lower: lower.at,
                upper: upper.at.is_finite().then_some(upper.at),
                mass,
                survival: f64::max(left, 0.0),
            }
        })
        .collect();
    Turnbull { n, support, iterations, converged }
}

fn edges(interval: &Interval) -> (Edge, Edge) {
    let left = Edge { at: interval.lower + 0.0, side: i8::from(interval.beyond) };
    let right = match interval.upper {
        None => Edge { at: f64::INFINITY, side: 0 },
        Some(upper) if upper == interval.lower => left,
        Some(upper) => Edge { at: upper, side: -1 },
    };
    (left, right)
}

/// The stretches from a left edge to the next right edge with no other left edge between: only they can hold mass.
fn innermost(edges: &[(Edge, Edge)]) -> Vec<(Edge, Edge)> {
    let mut ends: Vec<(Edge, bool)> = edges.iter().flat_map(|(l, r)| [(*l, false), (*r, true)]).collect();
    ends.sort_by(|a, b| a.0.key(&b.0).then(a.1.cmp(&b.1)));
    let mut stretches = Vec::new();
    let mut open: Option<Edge> = None;
    for (edge, is_right) in ends {
        match (is_right, open) {
            (false, _) => open = Some(edge),
            (true, Some(left)) => {
                stretches.push((left, edge));
                open = None;
            }
            (true, None) => {}
        }
    }
    stretches
}

/// Iterates to rest. With running sums a round costs one step a run and a stretch, however many a run covers.
fn rest(runs: &[(usize, usize, f64)], stretches: usize, n: f64) -> (Vec<f64>, usize, bool) {
    let mut mass = vec![1.0 / stretches as f64; stretches];
    let mut sums = vec![0.0; stretches + 1];
    let mut weights = vec![0.0; stretches + 1];
    for round in 1..=ROUNDS {
        let mut sum = 0.0;
        for (slot, m) in sums.iter_mut().skip(1).zip(&mass) {
            sum += m;
            *slot = sum;
        }
        weights.fill(0.0);
        let at = |n: usize| sums.get(n).copied().unwrap_or(0.0);
        for &(from, to, count) in runs {
            let covered = at(to) - at(from);
            if covered > 0.0 {
                let share = count / covered;
                if let Some(w) = weights.get_mut(from) {
                    *w += share;
                }
                if let Some(w) = weights.get_mut(to) {
                    *w -= share;
                }
            }
        }
        let mut weight = 0.0;
        let mut moved: f64 = 0.0;
        for (m, w) in mass.iter_mut().zip(&weights) {
            weight += w;
            let next = *m * f64::max(weight, 0.0) / n;
            moved = moved.max((next - *m).abs());
            *m = next;
        }
        if moved <= REST {
            return (mass, round, true);
        }
    }
    (mass, ROUNDS, false)
}
