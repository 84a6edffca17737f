//! Tail probabilities of the distributions that tests are held against.

use statrs::distribution::{ChiSquared, ContinuousCDF as _, Normal};

/// The 0.975 quantile of the standard normal distribution: a 95 % interval leaves 2.5 % on either side.
pub(super) const Z_975: f64 = 1.959_963_984_540_054;

/// The probability that a standard normal value lies at least so far from 0 on either side.
pub(super) fn two_sided(z: f64) -> f64 {
    (2.0 * Normal::standard().sf(z.abs())).min(1.0)
}

/// The probability that a chi-squared value with so many degrees of freedom is at least this.
pub(super) fn chi_squared(value: f64, freedom: usize) -> Option<f64> {
    ChiSquared::new(freedom as f64).ok().map(|distribution| distribution.sf(value))
}

/// The median of ascending values: the middle one, or the mean of the two in the middle.
pub(super) fn median(ascending: &[f64]) -> Option<f64> {
    let n = ascending.len();
    let upper = *ascending.get(n / 2)?;
    Some(if n % 2 == 1 { upper } else { f64::midpoint(*ascending.get((n / 2).checked_sub(1)?)?, upper) })
}

/// The quantile of ascending values by linear interpolation (type 7 of Hyndman and Fan, 1996).
pub(super) fn quantile(ascending: &[f64], p: f64) -> Option<f64> {
    let place = p * ascending.len().checked_sub(1)? as f64;
    let (low, part) = (place.floor() as usize, place.fract());
    let from = *ascending.get(low)?;
    match ascending.get(low + 1) {
        Some(to) if part > 0.0 => Some(from + (to - from) * part),
        _ => Some(from),
    }
}

/// The sum over ties of a function of how many values are equal.
pub(super) fn over_ties(ascending: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    ascending.chunk_by(|a, b| a == b).map(|tied| of(tied.len() as f64)).sum()
}

/// Values in ascending order.
pub(super) fn ascending(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}
