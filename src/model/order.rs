//! Sorting for the page.
//!
//! The sort of std is made anew for each kind of item, some 5 KB each. Pages and charts sort a few hundred items at most, so
//! there they share one sort of positions.

use std::cmp::Ordering;

/// Sorts items; equal ones keep their order.
///
/// ```
/// let mut words = ["b2", "a1", "b1"];
/// floodmark::model::order::sort_by(&mut words, |a, b| a[..1].cmp(&b[..1]));
/// assert_eq!(words, ["a1", "b2", "b1"]);
/// ```
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut at = order(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    // Follows each cycle of the permutation: `at[n]` names the item that belongs at `n`.
    for n in 0..items.len() {
        let mut from = at[n];
        while from < n {
            from = at[from];
        }
        items.swap(n, from);
        at[n] = from;
    }
}

/// Sorts items by a key; equal ones keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

fn order(n: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_std_does(mut items in prop::collection::vec((0_u8..9, any::<u8>()), 0..60)) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            prop_assert_eq!(items, expected);
        }
    }
}
