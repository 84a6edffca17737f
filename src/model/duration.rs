//! How long something took, as far as the evidence tells.

use super::moment::Moment;
use super::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Why a duration is not known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// The start has no time.
    NoStart,
    /// The end was set to “none”: it never applied, or is not known.
    EndNotApplicable,
    /// The end lies before the start with certainty.
    Reversed,
    /// The record says that it does not apply (VERIS `NA`).
    NotApplicable,
    /// The record says that nobody knows (VERIS `Unknown`).
    StatedUnknown,
    /// The record does not speak of it.
    Absent,
}

/// A length of time with what is known of it; all ends in microseconds, never negative.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duration {
    /// Both ends are exact.
    Exact {
        /// The length.
        value: Span,
    },
    /// Somewhere between two lengths (interval-censored); without `max`, open above.
    Range {
        /// The shortest it may be.
        min: Span,
        /// The longest it may be; `None` when nothing bounds it.
        max: Option<Span>,
    },
    /// The end had not happened by the end of the record: at least `min`.
    RightCensored {
        /// How long it had lasted by the end of the record.
        min: Span,
    },
    /// Not known, and why.
    Unknown {
        /// The reason.
        reason: Unknown,
    },
}

impl Duration {
    /// From one moment to another: `[to.earliest − from.latest, to.latest − from.earliest]`.
    ///
    /// A range that would start below zero because of imprecision starts at zero; one that ends below zero is
    /// [`Unknown::Reversed`].
    ///
    /// ```
    /// use floodmark::model::{Duration, Moment, Span, Timestamp};
    /// let at = |s: i64| Moment::exact(Timestamp::from_seconds(s));
    /// assert_eq!(Duration::between(&at(0), &at(2_610)), Duration::Exact { value: Span::seconds(2_610) });
    /// ```
    pub fn between(from: &Moment, to: &Moment) -> Duration {
        let min = to.earliest.since(from.latest);
        let max = to.latest.since(from.earliest);
        if max < Span::ZERO {
            Duration::Unknown { reason: Unknown::Reversed }
        } else if min == max {
            Duration::Exact { value: min }
        } else {
            Duration::Range { min: min.max(Span::ZERO), max: Some(max) }
        }
    }

    /// From a moment to an end that had not come by `as_of`.
    pub fn censored(from: &Moment, as_of: Timestamp) -> Duration {
        Duration::RightCensored { min: as_of.since(from.latest).max(Span::ZERO) }
    }

    /// The shortest it may be, where something is known.
    pub fn min(&self) -> Option<Span> {
        match *self {
            Duration::Exact { value } => Some(value),
            Duration::Range { min, .. } | Duration::RightCensored { min } => Some(min),
            Duration::Unknown { .. } => None,
        }
    }

    /// The longest it may be, where something bounds it.
    pub fn max(&self) -> Option<Span> {
        match *self {
            Duration::Exact { value } => Some(value),
            Duration::Range { max, .. } => max,
            Duration::RightCensored { .. } | Duration::Unknown { .. } => None,
        }
    }

    /// Whether it starts at zero only because imprecise ends overlap, so that the order is uncertain.
    pub fn order_uncertain(from: &Moment, to: &Moment) -> bool {
        to.earliest < from.latest && to.latest >= from.earliest
    }
}
