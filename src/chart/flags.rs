//! Labels on poles over an axis, staggered so that none covers another or another's pole.

use super::axis::SMALL;
use super::measured::{fit, text_width};
use crate::model::order;

/// The height of a row of labels.
pub const ROW: f64 = 18.0;
/// Between a pole and its label.
const GAP: f64 = 5.0;
/// Between the end of a label and the next pole.
const AIR: f64 = 8.0;

/// A label that has its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// Which of the labels given.
    pub index: usize,
    /// Where the pole stands.
    pub x: f64,
    /// The row, from 0 just above the axis.
    pub row: usize,
    /// Whether the label ends at the pole instead of starting there.
    pub left: bool,
    /// The label, cut where the frame is narrow.
    pub text: String,
}

impl Placed {
    /// Where the text is anchored.
    pub fn anchor(&self) -> f64 {
        if self.left { self.x - GAP } else { self.x + GAP }
    }

    /// The stretch that the label takes.
    pub fn stretch(&self) -> (f64, f64) {
        let width = text_width(&self.text, SMALL, false) + GAP;
        if self.left { (self.x - width, self.x) } else { (self.x, self.x + width) }
    }
}

/// Gives each `(x, label)` a row. Labels stand to the right of their poles and fall from left to right; those without
/// room before `right` stand to the left of theirs, and rise from left to right above whatever is in their way.
pub fn place(labels: &[(f64, String)], left: f64, right: f64) -> Vec<Placed> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order::sort_by(&mut order, |a, b| {
        let x = |n: &usize| labels.get(*n).map_or(0.0, |l| l.0);
        x(a).total_cmp(&x(b)).then(a.cmp(b))
    });
    let of = |index: usize| labels.get(index).cloned().unwrap_or_default();
    let right_room = |x: f64| right - x - GAP;
    // From the right: a label that fits before the edge goes right, above every pole that it would cover.
    let mut placed: Vec<Placed> = vec![];
    let mut flipped: Vec<Placed> = vec![];
    for index in order.into_iter().rev() {
        let (x, text) = of(index);
        let width = text_width(&text, SMALL, false);
        // A hair of tolerance, for what was reserved to fit exactly.
        let fits_right = width <= right_room(x) + 0.01;
        if fits_right && flipped.iter().all(|f| !covers(x, x + GAP + width + AIR, f.x)) {
            let end = x + GAP + width + AIR;
            let row = placed.iter().filter(|p| covers(x, end, p.x)).map(|p| p.row + 1).max().unwrap_or(0);
            placed.push(Placed { index, x, row, left: false, text });
        } else {
            let room = x - left - GAP;
            let go_left = width <= room || room >= right_room(x);
            let text = fit(&text, SMALL, false, if go_left { room } else { right_room(x) });
            flipped.push(Placed { index, x, row: 0, left: go_left, text });
        }
    }
    // The flipped ones from the left: each above the poles under its label, and above labels over its own pole.
    flipped.reverse();
    for mut flag in flipped {
        let (from, to) = flag.stretch();
        let above = |p: &Placed| {
            let (a, b) = p.stretch();
            covers(from - AIR, to + AIR, p.x) || (a - AIR < to && from < b + AIR) || covers(a, b, flag.x)
        };
        flag.row = placed.iter().filter(|p| above(p)).map(|p| p.row + 1).max().unwrap_or(0);
        placed.push(flag);
    }
    order::sort_by_key(&mut placed, |p| p.index);
    placed
}

fn covers(from: f64, to: f64, x: f64) -> bool {
    from <= x && x <= to
}

/// Whether a pole runs through a label on its way down.
pub fn crossed(placed: &[Placed]) -> bool {
    placed.iter().any(|a| {
        let (from, to) = a.stretch();
        placed.iter().any(|b| b.row > a.row && from + 1.0 < b.x && b.x < to - 1.0)
    })
}

/// The right end of a straight scale from `left` so that the labels of the flags at these shares of it end before
/// `edge`; at least `least`.
pub fn reserve(shares: &[(f64, String)], left: f64, edge: f64, most: f64, least: f64) -> f64 {
    let room = |(share, text): &(f64, String)| {
        let pole = edge - GAP - text_width(text, SMALL, false);
        if *share > 0.0 { left + (pole - left) / share } else { most }
    };
    shares.iter().map(room).fold(most, f64::min).max(least)
}

/// How many rows there are.
pub fn rows(placed: &[Placed]) -> usize {
    placed.iter().map(|p| p.row + 1).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn with_room_at_the_right_no_pole_crosses_a_label(shares in prop::collection::vec((0.0..1.0f64, 2usize..15), 0..20)) {
            let labels: Vec<_> = shares.iter().map(|(x, n)| (*x, "m".repeat(*n))).collect();
            let right = reserve(&labels, 50.0, 1010.0, 1000.0, 100.0);
            let labels: Vec<_> = labels.into_iter().map(|(s, text)| (50.0 + s * (right - 50.0), text)).collect();
            prop_assert!(!crossed(&place(&labels, 40.0, 1010.0)));
        }

        #[test]
        fn no_label_covers_another(xs in prop::collection::vec((60.0..1000.0f64, 4usize..30), 0..14)) {
            let labels: Vec<_> = xs.iter().map(|(x, n)| (*x, "m".repeat(*n / 2))).collect();
            let placed = place(&labels, 50.0, 1010.0);
            prop_assert_eq!(placed.len(), labels.len());
            for a in &placed {
                let (from, to) = a.stretch();
                prop_assert!(from >= 49.9 && to <= 1010.1);
                for b in placed.iter().filter(|b| b.index != a.index) {
                    let (c, d) = b.stretch();
                    prop_assert!(a.row != b.row || to <= c || d <= from, "{:?} overlaps {:?}", a, b);
                }
            }
        }
    }
}
