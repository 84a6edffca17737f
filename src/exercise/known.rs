//! What was known when: the fog of war.

use crate::milestone::Milestones;
use crate::model::{EventId, Milestone, Moment, Timestamp};
use crate::plan::words::{holds, words};
use crate::timeline::{EventView, Timeline};

/// Kinds of records by which somebody tells somebody; what stands in others was found in them later, unless they say so.
const TOLD: &[&str] = &[
    "mail*", "e+mail", "message*", "chat*", "call*", "phone*", "alert*", "pager", "page", "note", "decision",
    "ticket", "report*", "letter",
];
/// Those who tell, where the kind of a record says nothing.
const TELLERS: &[&str] = &[
    "operations",
    "ops",
    "development",
    "developer*",
    "support",
    "security",
    "call",
    "commander",
    "customer",
    "host",
    "management",
    "dpo",
    "communications",
    "finance",
    "legal",
    "acquirer",
    "monitoring",
];

/// What happened before the responders knew of the incident and nobody told of stays hidden until they knew: the record has
/// it only because somebody looked for it afterwards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hold {
    /// It holds what happened before this.
    pub before: Timestamp,
    /// It is known from then on.
    pub until: Timestamp,
}

impl Hold {
    /// Until the incident was detected; none where no such time is known.
    pub fn of(milestones: &Milestones) -> Option<Hold> {
        let detected = milestones.moment(&Milestone::Detected)?;
        Some(Hold { before: detected.earliest, until: detected.latest })
    }

    fn holds(self, event: &EventView<'_>) -> bool {
        let said = |text: &str, patterns: &[&str]| {
            let said = words(text);
            patterns.iter().any(|p| holds(&said, p))
        };
        let told = said(event.kind, TOLD) || (event.kind.is_empty() && said(event.actor, TELLERS));
        event.known_at.is_none() && event.moment.earliest < self.before && !told
    }
}

/// The events of a case in the order in which the responders came to know of them.
///
/// An event is known from the latest instant at which its `known_at` may have been, else from the latest at which it may
/// have happened. Events without a plausible time are left out.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    /// When each is known, with its position in the timeline; ascending.
    order: Vec<(Timestamp, u32)>,
}

/// When an event is known.
fn known_from(event: &EventView<'_>, hold: Option<Hold>) -> Option<Timestamp> {
    let latest = |moment: &Moment| moment.latest;
    let stated = latest(event.known_at.as_ref().unwrap_or(&event.moment));
    let from = match hold {
        Some(hold) if hold.holds(event) => stated.max(hold.until),
        _ => stated,
    };
    (event.is_plausible() && from.is_plausible()).then_some(from)
}

impl Known {
    /// What was known when in a case.
    pub fn of(timeline: &Timeline, hold: Option<Hold>) -> Known {
        let known = |event: EventView<'_>| Some((known_from(&event, hold)?, event.position));
        let mut order: Vec<(Timestamp, u32)> = timeline.events().filter_map(known).collect();
        order.sort_unstable();
        Known { order }
    }

    /// All of it: when, and the position in the timeline.
    pub fn all(&self) -> &[(Timestamp, u32)] {
        &self.order
    }

    /// What is known at a time, in the order in which it became known.
    pub fn at(&self, now: Timestamp) -> &[(Timestamp, u32)] {
        self.order.get(..self.count(now)).unwrap_or_default()
    }

    /// What is not known yet at a time, the next first.
    pub fn hidden(&self, now: Timestamp) -> &[(Timestamp, u32)] {
        self.order.get(self.count(now)..).unwrap_or_default()
    }

    /// When the next thing becomes known.
    pub fn next(&self, now: Timestamp) -> Option<Timestamp> {
        self.hidden(now).first().map(|(at, _)| *at)
    }

    /// When one becomes known.
    pub fn from(&self, position: u32) -> Option<Timestamp> {
        self.order.iter().find(|(_, p)| *p == position).map(|(at, _)| *at)
    }

    /// When an event of a timeline becomes known.
    pub fn of_event(&self, timeline: &Timeline, id: EventId) -> Option<Timestamp> {
        self.from(timeline.position(id)?)
    }

    fn count(&self, now: Timestamp) -> usize {
        self.order.partition_point(|(at, _)| *at <= now)
    }
}
