//! Where the time between two milestones went: its stretches, its silences, and who handed on to whom.

use super::Metric;
use crate::milestone::Milestones;
use crate::model::time::MINUTE;
use crate::model::{EventId, Milestone, Span, Timestamp};
use crate::timeline::{EventView, Timeline};

/// The milestones that cut the time, where they lie inside it.
const CUTS: [Milestone; 6] = [
    Milestone::Acknowledged,
    Milestone::Declared,
    Milestone::EvidencePreserved,
    Milestone::Contained,
    Milestone::Eradicated,
    Milestone::Recovered,
];
/// A silence shorter than this is work between two notes of it.
const LEAST_SILENCE: Span = Span(15 * MINUTE);
/// A silence shorter than this part of the whole is not told either: what takes days is not noted every quarter of an hour.
const LEAST_PART: i64 = 20;
/// So many silences and hand-offs are named.
const NAMED: usize = 3;
/// More events than this are the log of a machine, in which nobody hands on to anybody.
const MOST_EVENTS: usize = 2_000;

/// Where the time of a metric went.
///
/// Imprecise times stand at their middle here, so that the stretches always add up to `total`, and their waiting
/// time to the silences of the whole.
#[derive(Clone, PartialEq, Debug)]
pub struct Breakdown {
    /// The stretches in order; the first starts where the metric does.
    pub stretches: Vec<Stretch>,
    /// The sum of the stretches.
    pub total: Span,
    /// Whether the metric has ended; else the last stretch lasts until the end of the record.
    pub ended: bool,
    /// Whether both ends and all cuts are exact, so that the total is the metric's value.
    pub exact: bool,
    /// From which length on a stretch without any event is a silence.
    pub silence_from: Span,
    /// The longest silences, longest first.
    pub silences: Vec<Quiet>,
    /// How many events the time has, where they are the log of a machine, in which hand-offs are not looked for.
    pub not_read: Option<usize>,
    /// How many hand-offs there were: events after which somebody else acts.
    pub hand_offs: usize,
    /// How many actors took part in them.
    pub actors: usize,
    /// The slowest hand-offs, slowest first.
    pub slowest: Vec<HandOff>,
}

/// The time from one milestone to the next.
#[derive(Clone, PartialEq, Debug)]
pub struct Stretch {
    /// Where it starts.
    pub from: Milestone,
    /// Where it ends; `None` at the end of the record.
    pub to: Option<Milestone>,
    /// Its ends.
    pub ends: [Timestamp; 2],
    /// How much of it lies in silences.
    pub waiting: Span,
    /// How many events it has, that at its end not counted.
    pub events: usize,
}

impl Stretch {
    /// How long it lasted.
    pub fn length(&self) -> Span {
        let [from, to] = self.ends;
        to.since(from)
    }
}

/// A silence inside the time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quiet {
    /// Its ends.
    pub ends: [Timestamp; 2],
    /// The event that ends it, where one does inside the time.
    pub before: Option<EventId>,
}

impl Quiet {
    /// How long it lasted.
    pub fn length(&self) -> Span {
        let [from, to] = self.ends;
        to.since(from)
    }
}

/// Somebody acts after somebody else did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandOff {
    /// Who acted before.
    pub from: String,
    /// Who acted then.
    pub to: String,
    /// The event with which the second begins.
    pub event: EventId,
    /// How long after the event before it, as far as is certain.
    pub after: Span,
}

/// Breaks the time of a metric down; `None` where it has no start, or no time passed.
///
/// ```
/// use floodmark::metric::{breakdown, compute};
/// use floodmark::milestone::resolve;
/// use floodmark::model::{MilestoneDecision, Milestone, Moment, Span, Timestamp};
/// let at = |s: i64| MilestoneDecision::At {
///     moment: Moment::exact(Timestamp::from_seconds(s)), event: None, decided: Timestamp(0),
/// };
/// let decisions = [
///     (Milestone::Detected, at(1_000_000_000)), (Milestone::Declared, at(1_000_000_900)), (Milestone::Contained, at(1_000_002_610)),
/// ];
/// let milestones = resolve(Default::default(), &Default::default(), &decisions.into());
/// let metrics = compute(&milestones, &Default::default(), &Default::default(), None);
/// let contain = metrics.iter().find(|m| m.id.id() == "time_to_contain").unwrap();
/// let parts = breakdown(contain, &milestones, &Default::default(), Timestamp(0)).unwrap();
/// assert_eq!(parts.stretches.iter().map(|s| s.length()).collect::<Vec<_>>(), [Span::seconds(900), Span::seconds(1710)]);
/// assert_eq!(parts.total, Span::seconds(2610));
/// ```
pub fn breakdown(
    metric: &Metric,
    milestones: &Milestones,
    timeline: &Timeline,
    as_of: Timestamp,
) -> Option<Breakdown> {
    let first = milestones.moment(&metric.from)?;
    let last = milestones.moment(&metric.to);
    if last.is_none() && milestones.is_none(&metric.to) {
        return None;
    }
    let (start, end) = (first.middle(), last.map_or(as_of, |last| last.middle()));
    if end <= start {
        return None;
    }
    let mut cuts: Vec<(Timestamp, &Milestone, bool)> = CUTS
        .iter()
        .filter(|m| **m != metric.from && **m != metric.to)
        .filter_map(|m| milestones.moment(m).map(|at| (at.middle(), m, at.is_exact())))
        .filter(|(at, ..)| *at > start && *at < end)
        .collect();
    cuts.sort_by_key(|(at, ..)| *at);
    let exact =
        first.is_exact() && last.is_none_or(|l| l.is_exact()) && cuts.iter().all(|(.., exact)| *exact);
    let total = end.since(start);
    let silence_from = LEAST_SILENCE.max(Span(total.0 / LEAST_PART));
    let quiet = quiet(timeline, [start, end], silence_from);

    let ended = last.is_some();
    let ends = cuts.iter().map(|(at, m, _)| (*at, Some((*m).clone())));
    let ends = ends.chain([(end, ended.then(|| metric.to.clone()))]);
    let mut stretches: Vec<Stretch> = vec![];
    let (mut from, mut at) = (metric.from.clone(), start);
    for (until, to) in ends {
        let waits = quiet.iter().map(|q| {
            let [since, till] = q.ends;
            Span(till.min(until).0.saturating_sub(since.max(at).0).max(0))
        });
        let waiting = Span(waits.map(|span| span.0).sum());
        let events = timeline.between(at, until).len();
        stretches.push(Stretch { from: from.clone(), to: to.clone(), ends: [at, until], waiting, events });
        (from, at) = (to.unwrap_or(from), until);
    }
    let mut silences = quiet;
    silences.sort_by_key(|q| std::cmp::Reverse(q.length()));
    silences.truncate(NAMED);
    let events = timeline.between(start, end).len();
    let not_read = (events > MOST_EVENTS).then_some(events);
    let (hand_offs, actors, slowest) = match not_read {
        Some(_) => (0, 0, vec![]),
        None => hand_offs(timeline, [start, end]),
    };
    Some(Breakdown {
        stretches,
        total,
        ended,
        exact,
        silence_from,
        silences,
        not_read,
        hand_offs,
        actors,
        slowest,
    })
}

/// The silences inside a time, in order, cut at its ends.
fn quiet(timeline: &Timeline, [start, end]: [Timestamp; 2], at_least: Span) -> Vec<Quiet> {
    let inside = timeline.silences(at_least).into_iter().filter_map(|silence| {
        let ends = [silence.from.max(start), silence.to.min(end)];
        let before = (silence.to <= end).then(|| timeline.event(silence.before).map(|e| e.id)).flatten();
        Some(Quiet { ends, before }).filter(|q| q.length() >= at_least)
    });
    inside.collect()
}

/// How often and how slowly work passed from one to another.
fn hand_offs(timeline: &Timeline, [start, end]: [Timestamp; 2]) -> (usize, usize, Vec<HandOff>) {
    let range = timeline.between(start, end);
    let mut all: Vec<HandOff> = vec![];
    let mut actors: Vec<String> = vec![];
    let mut before: Option<EventView<'_>> = None;
    for event in range.filter_map(|position| timeline.event(position)).filter(|e| !e.actor.is_empty()) {
        if !actors.iter().any(|actor| actor == event.actor) {
            actors.push(event.actor.to_owned());
        }
        if let Some(before) = before.filter(|before| before.actor != event.actor) {
            let after = Span(event.moment.earliest.0.saturating_sub(before.moment.latest.0).max(0));
            let (from, to) = (before.actor.to_owned(), event.actor.to_owned());
            all.push(HandOff { from, to, event: event.id, after });
        }
        before = Some(event);
    }
    let count = all.len();
    all.sort_by_key(|hand_off| std::cmp::Reverse(hand_off.after));
    all.truncate(NAMED);
    (count, actors.len(), all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::compute;
    use crate::milestone::resolve;
    use crate::model::event::NewRow;
    use crate::model::{EventTable, MilestoneDecision, Moment, RowTime, SourceId};
    use crate::timeline::SourceTable;
    use proptest::prelude::*;

    fn timeline(rows: &[(i64, &str)]) -> Timeline {
        let mut table = EventTable::new();
        for (minute, actor) in rows {
            let row = NewRow { text: "note", actor, ..NewRow::default() };
            table.push(&row, RowTime::utc(Timestamp(minute * MINUTE + 1_700_000_000_000_000)));
        }
        let source = SourceTable {
            id: SourceId(0),
            name: "log.csv".into(),
            table: table.into(),
            zone: None,
            abbreviations: Default::default(),
            clock_offset: Span::ZERO,
        };
        Timeline::build(vec![source], &[], &Default::default())
    }

    fn parts(milestones: &[(Milestone, i64)], rows: &[(i64, &str)], as_of: i64) -> Option<Breakdown> {
        let at = |minute: i64| Timestamp(minute * MINUTE + 1_700_000_000_000_000);
        let decided = milestones.iter().map(|(m, minute)| {
            let moment = Moment::exact(at(*minute));
            (m.clone(), MilestoneDecision::At { moment, event: None, decided: Timestamp(0) })
        });
        let milestones = resolve(Default::default(), &Default::default(), &decided.collect());
        let metrics = compute(&milestones, &Default::default(), &Default::default(), Some(at(as_of)));
        let contain = metrics.iter().find(|m| m.id.id() == "time_to_contain").unwrap();
        breakdown(contain, &milestones, &timeline(rows), at(as_of))
    }

    #[test]
    fn waiting_and_working_are_told_apart_by_the_record() {
        let milestones = [(Milestone::Detected, 0), (Milestone::Declared, 60), (Milestone::Contained, 100)];
        let rows = [(0, "ana"), (5, "ana"), (50, "ben"), (60, "ben"), (70, "ana"), (100, "ana")];
        let parts = parts(&milestones, &rows, 500).unwrap();
        let told: Vec<_> =
            parts.stretches.iter().map(|s| (s.length().0 / MINUTE, s.waiting.0 / MINUTE, s.events)).collect();
        // From minute 5 to 50, and from 70 to 100; 10 minutes between two notes are work.
        assert_eq!(told, [(60, 45, 3), (40, 30, 2)]);
        assert!(parts.exact && parts.ended);
        let silences: Vec<_> = parts.silences.iter().map(|q| q.length().0 / MINUTE).collect();
        assert_eq!(silences, [45, 30]);
        assert_eq!((parts.hand_offs, parts.actors), (2, 2));
        let slowest = &parts.slowest[0];
        assert_eq!(
            (slowest.from.as_str(), slowest.to.as_str(), slowest.after.0 / MINUTE),
            ("ana", "ben", 45)
        );
    }

    #[test]
    fn in_the_log_of_a_machine_hand_offs_are_not_looked_for_and_it_is_told() {
        let milestones = [(Milestone::Detected, 0), (Milestone::Contained, 3_000)];
        let rows = |n: i64| -> Vec<(i64, &str)> {
            (0..n).map(|k| (k, if k % 2 == 0 { "ana" } else { "ben" })).collect()
        };
        let few = parts(&milestones, &rows(100), 5_000).unwrap();
        assert_eq!((few.not_read, few.hand_offs, few.slowest.len()), (None, 99, 3));
        let many = parts(&milestones, &rows(2_500), 5_000).unwrap();
        assert_eq!((many.not_read, many.hand_offs), (Some(2_500), 0));
    }

    #[test]
    fn what_is_not_contained_lasts_until_the_end_of_the_record() {
        let parts =
            parts(&[(Milestone::Detected, 0), (Milestone::Acknowledged, 10)], &[(0, ""), (10, "")], 90);
        let parts = parts.unwrap();
        assert!(!parts.ended);
        assert_eq!(parts.stretches.last().unwrap().to, None);
        assert_eq!(parts.total, Span(90 * MINUTE));
    }

    #[test]
    fn without_a_start_or_in_no_time_there_is_nothing_to_break_down() {
        assert_eq!(parts(&[(Milestone::Contained, 0)], &[], 90), None);
        assert_eq!(parts(&[(Milestone::Detected, 5), (Milestone::Contained, 5)], &[], 90), None);
    }

    proptest! {
        #[test]
        fn stretches_add_up(minutes in prop::collection::vec(0_i64..500, 2..8), rows in prop::collection::vec(0_i64..500, 0..30)) {
            let names = [Milestone::Detected, Milestone::Contained].into_iter().chain(CUTS);
            let milestones: Vec<_> = names.zip(minutes).collect();
            let rows: Vec<_> = rows.into_iter().map(|minute| (minute, "a")).collect();
            if let Some(parts) = parts(&milestones, &rows, 600) {
                prop_assert_eq!(parts.stretches.iter().map(|s| s.length().0).sum::<i64>(), parts.total.0);
                for pair in parts.stretches.windows(2) {
                    prop_assert_eq!(pair[0].ends[1], pair[1].ends[0]);
                }
                for stretch in &parts.stretches {
                    prop_assert!(stretch.length() > Span::ZERO || parts.stretches.len() > 1);
                    prop_assert!(stretch.waiting <= stretch.length());
                }
            }
        }
    }
}
