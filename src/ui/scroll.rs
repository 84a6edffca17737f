//! Where a list of a million rows of one height stands in a box that browsers can scroll.
//!
//! Browsers lay out elements of some 17 to 33 million pixels at most. A longer list gets a shorter box, and each
//! scrolled pixel then stands for more than one; wheel and keys still move by true pixels.

/// The height beyond which a box is shortened, in pixels.
const LONGEST: f64 = 8_000_000.0;

/// A list and the part of it that is seen; all in CSS pixels.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Scroll {
    /// Rows in all.
    pub total: u32,
    /// The height of a row.
    pub row: f64,
    /// The height of what is seen.
    pub view: f64,
}

impl Scroll {
    /// The height that the list would need.
    fn full(self) -> f64 {
        f64::from(self.total) * self.row
    }

    /// The height of the box.
    pub fn height(self) -> f64 {
        self.full().min(LONGEST)
    }

    /// Whether the box is shorter than the list.
    pub fn is_scaled(self) -> bool {
        self.full() > LONGEST
    }

    /// How far the list can be moved at most.
    pub fn last_top(self) -> f64 {
        (self.full() - self.view).max(0.0)
    }

    /// The pixel of the list at the upper edge, for where the box was scrolled to.
    pub fn top(self, scrolled: f64) -> f64 {
        let range = self.height() - self.view;
        if range <= 0.0 { 0.0 } else { (scrolled / range).clamp(0.0, 1.0) * self.last_top() }
    }

    /// Where the box must be scrolled to for a pixel of the list to stand at the upper edge.
    pub fn scrolled(self, top: f64) -> f64 {
        let last = self.last_top();
        if last <= 0.0 { 0.0 } else { (top / last).clamp(0.0, 1.0) * (self.height() - self.view) }
    }

    /// The first row that is seen at least in part, and how many are, for a pixel at the upper edge.
    pub fn seen(self, top: f64) -> (u32, u32) {
        if self.row <= 0.0 || self.total == 0 {
            return (0, 0);
        }
        let first = ((top / self.row).max(0.0) as u32).min(self.total - 1);
        let count = (self.view / self.row).ceil() as u32 + 1;
        (first, count.min(self.total - first))
    }

    /// The pixel at the upper edge with which a row is wholly seen, moving as little as possible.
    pub fn reveal(self, top: f64, row: u32) -> f64 {
        let start = f64::from(row) * self.row;
        let top = if start < top {
            start
        } else if start + self.row > top + self.view {
            start + self.row - self.view
        } else {
            top
        };
        top.clamp(0.0, self.last_top())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MILLION: Scroll = Scroll { total: 1_000_000, row: 28.0, view: 600.0 };

    #[test]
    fn a_million_rows_can_be_reached_from_the_first_to_the_last() {
        assert!(MILLION.is_scaled());
        assert_eq!(MILLION.seen(MILLION.top(0.0)).0, 0);
        let (first, count) = MILLION.seen(MILLION.top(MILLION.height() - MILLION.view));
        assert_eq!(first + count, 1_000_000);
    }

    #[test]
    fn a_short_list_scrolls_pixel_by_pixel() {
        let list = Scroll { total: 100, row: 28.0, view: 600.0 };
        assert!(!list.is_scaled());
        assert_eq!(list.top(281.0), 281.0);
        assert_eq!(list.seen(281.0), (10, 23));
        assert_eq!(Scroll::default().seen(0.0), (0, 0));
    }

    proptest! {
        #[test]
        fn a_revealed_row_is_wholly_seen(total in 1_u32..2_000_000, at in 0.0..1.0, row in 0.0..1.0) {
            let list = Scroll { total, row: 28.0, view: 500.0 };
            let row = (row * f64::from(total - 1)) as u32;
            let top = list.reveal(at * list.last_top(), row);
            let start = f64::from(row) * 28.0;
            prop_assert!(top <= start + 1e-6 && start + 28.0 <= top + 500.0 + 1e-6);
            prop_assert!((list.top(list.scrolled(top)) - top).abs() < 0.01);
        }
    }
}
