//! Stretches without any event.

use super::Timeline;
use crate::model::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// A stretch of time in which no event can have happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Silence {
    /// Where it starts: the latest that any earlier event may have been.
    pub from: Timestamp,
    /// Where it ends: the earliest that the next event may have been.
    pub to: Timestamp,
    /// The position of the event that it follows.
    pub after: u32,
    /// The position of the event that ends it.
    pub before: u32,
}

impl Silence {
    /// How long it lasts.
    pub fn length(&self) -> Span {
        self.to.since(self.from)
    }
}

impl Timeline {
    /// The stretches of at least this length between events with plausible times, in order.
    pub fn silences(&self, at_least: Span) -> Vec<Silence> {
        let plausible = self.plausible();
        let mut silences = Vec::new();
        let mut last: Option<(i64, u32)> = None;
        let events = self.order.earliest.iter().enumerate();
        for (n, &earliest) in events.take(plausible.end).skip(plausible.start) {
            let (position, latest) = (n as u32, self.order.latest(n).unwrap_or(earliest));
            if let Some((until, after)) = last
                && earliest.saturating_sub(until) >= at_least.0.max(1)
            {
                silences.push(Silence {
                    from: Timestamp(until),
                    to: Timestamp(earliest),
                    after,
                    before: position,
                });
            }
            if last.is_none_or(|(until, _)| latest >= until) {
                last = Some((latest, position));
            }
        }
        silences
    }
}
