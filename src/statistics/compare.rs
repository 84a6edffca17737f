//! Two or more groups of durations: do they differ, and by how much?

use super::Observation;
use super::normal::{ascending, chi_squared, median, over_ties, two_sided};
use serde::{Deserialize, Serialize};

/// A test whether survival differs between groups.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct LogRank {
    /// The statistic, chi-squared distributed where the groups do not differ.
    pub chi_squared: f64,
    /// Its degrees of freedom: the groups less one.
    pub freedom: usize,
    /// The probability of a statistic at least as large where the groups do not differ.
    pub p: f64,
}

/// How the times are weighted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weights {
    /// All alike: the log-rank test (Mantel 1966).
    Equal,
    /// By the number at risk: Gehan's generalised Wilcoxon test (1965), which looks at early times more.
    AtRisk,
}

/// The log-rank test over groups of possibly censored durations, with hypergeometric variance; ties as Mantel has them.
///
/// `None` where nothing can be told: fewer than two groups, an empty one, no end seen, or no time at which more than one
/// group was at risk.
///
/// ```
/// use floodmark::statistics::{Observation, Weights, log_rank};
/// let ended = |times: &[f64]| times.iter().map(|&time| Observation { time, observed: true }).collect::<Vec<_>>();
/// let test = log_rank(&[&ended(&[1.0, 2.0, 3.0]), &ended(&[4.0, 5.0, 6.0])], Weights::Equal).unwrap();
/// assert!(test.p < 0.05);
/// ```
pub fn log_rank(groups: &[&[Observation]], weights: Weights) -> Option<LogRank> {
    if groups.len() < 2 || groups.iter().any(|group| group.is_empty()) {
        return None;
    }
    let free = groups.len() - 1;
    let mut times: Vec<f64> =
        groups.iter().flat_map(|g| g.iter()).filter(|o| o.observed).map(|o| o.time).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    // By group, ascending: all times, and those of ends.
    let sorted = |group: &[Observation], ended: bool| {
        ascending(&group.iter().filter(|o| !ended || o.observed).map(|o| o.time).collect::<Vec<_>>())
    };
    let all: Vec<Vec<f64>> = groups.iter().map(|g| sorted(g, false)).collect();
    let ends: Vec<Vec<f64>> = groups.iter().map(|g| sorted(g, true)).collect();
    let mut score = vec![0.0; free];
    let mut variance = vec![vec![0.0; free]; free];
    for time in times {
        let at_risk: Vec<f64> =
            all.iter().map(|g| (g.len() - g.partition_point(|t| *t < time)) as f64).collect();
        let here =
            |g: &Vec<f64>| (g.partition_point(|t| *t <= time) - g.partition_point(|t| *t < time)) as f64;
        let ended: Vec<f64> = ends.iter().map(here).collect();
        let (n, d): (f64, f64) = (at_risk.iter().sum(), ended.iter().sum());
        let weight = if weights == Weights::Equal { 1.0 } else { n };
        let spread = if n > 1.0 { d * (n - d) / (n - 1.0) } else { 0.0 };
        let parts: Vec<f64> = at_risk.iter().map(|at_risk| at_risk / n).collect();
        for ((score, ended), part) in score.iter_mut().zip(&ended).zip(&parts) {
            *score += weight * (ended - d * part);
        }
        for (j, row) in variance.iter_mut().enumerate() {
            for (l, cell) in row.iter_mut().enumerate() {
                let (Some(a), Some(b)) = (parts.get(j), parts.get(l)) else { continue };
                *cell += weight * weight * spread * a * (f64::from(u8::from(j == l)) - b);
            }
        }
    }
    let solved = solve(variance, score.clone())?;
    let chi_squared_value: f64 = score.iter().zip(solved).map(|(a, b)| a * b).sum();
    let p = chi_squared(chi_squared_value, free)?;
    Some(LogRank { chi_squared: chi_squared_value, freedom: free, p })
}

/// Solves a small system of equations by elimination; `None` where it has no single solution.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for n in 0..size {
        let size_of = |row: usize| matrix.get(row).and_then(|r| r.get(n)).map_or(0.0, |v| v.abs());
        let pivot = (n..size).max_by(|a, b| size_of(*a).total_cmp(&size_of(*b)))?;
        if size_of(pivot) < 1e-12 {
            return None;
        }
        matrix.swap(n, pivot);
        right.swap(n, pivot);
        let (row, value) = (matrix.get(n)?.clone(), *right.get(n)?);
        let divisor = *row.get(n)?;
        for other in (0..size).filter(|other| *other != n) {
            let factor = matrix.get(other)?.get(n)? / divisor;
            for (cell, pivot) in matrix.get_mut(other)?.iter_mut().zip(&row) {
                *cell -= factor * pivot;
            }
            *right.get_mut(other)? -= factor * value;
        }
    }
    (0..size).map(|n| Some(right.get(n)? / matrix.get(n)?.get(n)?)).collect()
}

/// A test whether the values of one sample tend to be larger than those of another, and by how much.
///
/// Only durations that have ended take part: say how many were left out.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct MannWhitney {
    /// U of the first sample: in how many pairs its value is the larger, ties counting one half.
    pub u: f64,
    /// Two-sided probability by the normal approximation, with corrections for ties and continuity; 1 where all values
    /// are the same.
    pub p: f64,
    /// Two-sided probability by counting all orders, where no two values are equal and neither sample has more than 20.
    pub p_exact: Option<f64>,
    /// From −1, every value of the first is smaller, to 1, every one is larger.
    pub rank_biserial: f64,
    /// The median of all differences, first less second (Hodges and Lehmann 1963).
    pub shift: f64,
}

/// So many values a sample are counted out exactly.
const EXACT: usize = 20;

/// The test of Mann and Whitney (1947); `None` where a sample is empty.
pub fn mann_whitney(first: &[f64], second: &[f64]) -> Option<MannWhitney> {
    let (a, b) = (first.len() as f64, second.len() as f64);
    let ordered = ascending(second);
    let below = |value: f64| ordered.partition_point(|v| *v < value) as f64;
    let not_above = |value: f64| ordered.partition_point(|v| *v <= value) as f64;
    let u: f64 = first.iter().map(|&value| f64::midpoint(below(value), not_above(value))).sum();
    let differences: Vec<f64> = first.iter().flat_map(|x| second.iter().map(move |y| x - y)).collect();
    let shift = median(&ascending(&differences))?;
    let both = ascending(&[first, second].concat());
    let n = a + b;
    let ties = over_ties(&both, |t| t * t * t - t);
    let deviation = (a * b / 12.0 * (n + 1.0 - ties / (n * (n - 1.0)))).sqrt();
    let middle = a * b / 2.0;
    // Half a step toward the middle, and not beyond it.
    let distance = (u - middle).abs() - 0.5;
    let p = if distance <= 0.0 || deviation <= 0.0 { 1.0 } else { two_sided(distance / deviation) };
    let few = first.len().max(second.len()) <= EXACT;
    let p_exact = (few && ties == 0.0).then(|| exact(u.max(a * b - u), first.len(), second.len()));
    Some(MannWhitney { u, p, p_exact, rank_biserial: 2.0 * u / (a * b) - 1.0, shift })
}

/// Twice the part of all orders of two samples in which U is at least this.
fn exact(u: f64, first: usize, second: usize) -> f64 {
    // By how many values of the second sample are placed, then by U: in how many orders. Each value of the first that
    // is added may lie above any number of the second.
    let most = first * second;
    let mut ways = vec![vec![0.0_f64; most + 1]; second + 1];
    for row in &mut ways {
        if let Some(none) = row.first_mut() {
            *none = 1.0;
        }
    }
    for _ in 0..first {
        // ways(i, j, u) = ways(i, j − 1, u) + ways(i − 1, j, u − j).
        let before = ways.clone();
        for j in 1..=second {
            for u in 0..=most {
                let without = ways.get(j - 1).and_then(|row| row.get(u)).copied().unwrap_or_default();
                let with = u.checked_sub(j).and_then(|u| before.get(j)?.get(u)).copied().unwrap_or_default();
                if let Some(cell) = ways.get_mut(j).and_then(|row| row.get_mut(u)) {
                    *cell = without + with;
                }
            }
        }
    }
    let counts = ways.last().map(Vec::as_slice).unwrap_or_default();
    let all: f64 = counts.iter().sum();
    let beyond: f64 = counts.iter().skip(u.ceil() as usize).sum();
    (2.0 * beyond / all).min(1.0)
}
