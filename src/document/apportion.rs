//! Rounded parts that add up to their rounded whole, as printed.

/// Divides `whole` units among parts in the ratio of their lengths by the largest remainder (Hamilton's method): each part
/// is its exact share rounded up or down, and together they are `whole`. Of equal remainders the earlier part is rounded
/// up first. All are 0 where there is no length to divide by; a length below 0 counts as none.
///
/// ```
/// use floodmark::document::apportion;
/// assert_eq!(apportion(&[1, 1, 1], 100), [34, 33, 33]);
/// assert_eq!(apportion(&[0, 5], 7), [0, 7]);
/// assert_eq!(apportion(&[0, 0], 100), [0, 0]);
/// ```
pub fn apportion(lengths: &[i64], whole: u64) -> Vec<u64> {
    let lengths: Vec<u128> = lengths.iter().map(|length| u128::try_from(*length).unwrap_or(0)).collect();
    let sum: u128 = lengths.iter().sum();
    if sum == 0 {
        return vec![0; lengths.len()];
    }
    let exact = |length: &u128| (length * u128::from(whole) / sum, length * u128::from(whole) % sum);
    let mut parts: Vec<u64> = lengths.iter().map(|l| u64::try_from(exact(l).0).unwrap_or(u64::MAX)).collect();
    let missing = whole.saturating_sub(parts.iter().sum());
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(lengths.get(*n).map(|l| exact(l).1)));
    for n in order.into_iter().take(usize::try_from(missing).unwrap_or(usize::MAX)) {
        if let Some(part) = parts.get_mut(n) {
            *part += 1;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_add_up_and_are_off_by_less_than_one(
            lengths in prop::collection::vec(0_i64..1_000_000_000_000, 1..9),
            whole in 0_u64..10_000_000,
        ) {
            let parts = apportion(&lengths, whole);
            let sum: i64 = lengths.iter().sum();
            prop_assert_eq!(parts.iter().sum::<u64>(), if sum > 0 { whole } else { 0 });
            for (part, length) in parts.iter().zip(&lengths) {
                let exact = *length as f64 * whole as f64 / (sum as f64).max(1.0);
                prop_assert!((*part as f64 - exact).abs() < 1.0 + 1e-6, "{part} of {exact}");
            }
        }
    }
}
