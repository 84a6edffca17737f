//! What the record itself lacks or contradicts: what a reader must know before trusting a number.

use super::CaseView;
use super::draft::{Rule, capital, count, list, when};
use crate::language::{inside, known};
use crate::metric::Metric;
use crate::model::event::RowNote;
use crate::model::{Duration, EventId, Family, Finding, Milestone, Severity, Unknown, Unplaced, ZoneOrigin};
use crate::say;

const fn rule(
    [name, title]: [&'static str; 2],
    looks_at: &'static str,
    why: &'static str,
    question: &'static str,
) -> Rule {
    let family = Family::DataQuality;
    Rule { name, title, family, duty: None, looks_at, why, question, change: "", thresholds: &[] }
}

/// As many events as a finding of this family shows; all are counted.
const SHOWN: usize = 20;

/// The rules of this family.
pub(super) const RULES: [&Rule; 11] = [
    &MISSING,
    &REVERSED,
    &UNCERTAIN,
    &IMPRECISE,
    &IMPLAUSIBLE,
    &ASSUMED,
    &DISAGREE,
    &MIDNIGHT,
    &WAITING,
    &SKIPPED,
    &TWICE,
];

/// All that is to be said of the record.
pub(super) fn data_quality(view: &CaseView<'_>) -> Vec<Finding> {
    let milestones = [missing(view), order_reversed(view), order_uncertain(view), imprecise(view)];
    let mut found: Vec<Finding> = milestones.into_iter().flatten().collect();
    found.extend(rows(view));
    found.extend(unplaced(view));
    found.extend(duplicates(view));
    found
}

const REVERSED: Rule = rule(
    ["order-reversed", "Milestones in reversed order"],
    "The two ends of each metric. Speaks where one certainly lies before the one that it must follow.",
    "A milestone that certainly lies before the one it must follow is an error of a date, a zone or a choice; no duration is \
     computed from it.",
    "Which of the two times is the one that people remember, and where does the other come from?",
);

fn order_reversed(view: &CaseView<'_>) -> Option<Finding> {
    let reversed = |m: &&Metric| m.duration == Duration::Unknown { reason: Unknown::Reversed };
    pairs(view, view.metrics.iter().filter(reversed), |a, b| say!("{b} lies before {a}", b, a))
        .map(|(words, events)| REVERSED.gap(Severity::Medium, &[], format!("{words}."), events))
}

const UNCERTAIN: Rule = rule(
    ["order-uncertain", "Order of milestones uncertain"],
    "The two ends of each metric. Speaks where their intervals overlap.",
    "Where imprecise times overlap, the order is taken from what the milestones mean, and the shortest time is zero.",
    "Does anybody have the hour?",
);

fn order_uncertain(view: &CaseView<'_>) -> Option<Finding> {
    pairs(view, view.metrics.iter().filter(|m| m.order_uncertain), |a, b| say!("{a} and {b}", a, b)).map(
        |(words, events)| {
            let claim = say!("The times are too imprecise to tell the order of {words}.", words);
            UNCERTAIN.gap(Severity::Low, &[], claim, events)
        },
    )
}

/// The pairs of milestones of some metrics in words, with their events.
fn pairs<'m>(
    view: &CaseView<'_>,
    metrics: impl Iterator<Item = &'m Metric>,
    words: impl Fn(&str, &str) -> String,
) -> Option<(String, Vec<EventId>)> {
    let (mut named, mut ends) = (Vec::new(), Vec::new());
    for metric in metrics {
        let named_at = |m: &Milestone| match view.at(m) {
            Some(moment) => say!("“{name}” ({when})", name = known(m.label()), when = when(&moment)),
            None => say!("“{name}”", name = known(m.label())),
        };
        named.push(words(&named_at(&metric.from), &named_at(&metric.to)));
        ends.extend([metric.from.clone(), metric.to.clone()]);
    }
    named.dedup();
    (!named.is_empty()).then(|| (named.join("; "), view.behind(&ends)))
}

const IMPRECISE: Rule = rule(
    ["milestones-imprecise", "Milestones known only roughly"],
    "The precision of the milestones on which most numbers rest. Speaks where one is known to the hour, the day or the month only.",
    "A number is no finer than the times that it rests on; imprecise ones give ranges.",
    "Which system or mailbox has the exact time?",
);

/// The milestones on which most numbers rest.
const KEY: [Milestone; 6] = [
    Milestone::Compromise,
    Milestone::Detected,
    Milestone::Aware,
    Milestone::Contained,
    Milestone::AuthorityNotified,
    Milestone::IndividualsNotified,
];

const MISSING: Rule = rule(
    ["milestones-missing", "Milestones without a time"],
    "The milestones on which most numbers rest. Speaks where the record has events and one of these has neither a time nor \
     a person's word that it never applied.",
    "A metric without one of its ends is unknown or only “at least”; a milestone that nobody set is no milestone that never \
     happened.",
    "Who knows when this was, or that it did not happen?",
);

fn missing(view: &CaseView<'_>) -> Option<Finding> {
    let open = |m: &Milestone| view.at(m).is_none() && !view.milestones.is_none(m);
    let names: Vec<String> =
        KEY.into_iter().filter(open).map(|m| say!("“{name}”", name = inside(m.label()))).collect();
    let claim = say!(
        "Without a time, and nobody has said that they did not apply: {names}.",
        names = list(&names, 6)
    );
    // A table of incidents states the few dates that it has.
    let told = !view.timeline.is_empty() && !view.case.sources.iter().any(|s| s.incident.is_some());
    (told && !names.is_empty()).then(|| MISSING.gap(Severity::Low, &[], claim, vec![]))
}

fn imprecise(view: &CaseView<'_>) -> Option<Finding> {
    let coarse: Vec<Milestone> =
        KEY.into_iter().filter(|m| view.at(m).is_some_and(|m| !m.is_exact())).collect();
    let names: Vec<String> = coarse
        .iter()
        .map(|m| format!("{} ({})", inside(m.label()), view.at(m).map(|m| when(&m)).unwrap_or_default()))
        .collect();
    let claim = say!("Known only roughly: {names}.", names = list(&names, 6));
    (!names.is_empty()).then(|| IMPRECISE.gap(Severity::Low, &[], claim, view.behind(&coarse)))
}

const IMPLAUSIBLE: Rule = rule(
    ["time-implausible", "Implausible times"],
    "The time of each event. Speaks of those outside the years 1970 to 2099.",
    "Times outside 1970 to 2099 are errors of a clock or of an export; they are kept, and bound neither the record nor any \
     proposal.",
    "Which clock wrote these?",
);

const ASSUMED: Rule = rule(
    ["zone-assumed", "Dates without a zone"],
    "Where the zone of each time came from. Speaks of dates whose zone nobody stated.",
    "A date without a zone is read as a day in UTC; a local day may begin up to 14 hours earlier or 12 hours later.",
    "In which zone were these dates written?",
);

const DISAGREE: Rule = rule(
    ["time-fields-disagree", "A row's own fields disagree"],
    "All time fields of each row. Speaks where two that should agree tell different times.",
    "Two time fields of one row tell different times; one was used, the other is shown with the event.",
    "Which field does the tool that wrote them mean?",
);

const MIDNIGHT: Rule = rule(
    ["midnight-date-only", "Midnight, or no time"],
    "Exact times in columns that are not all dates. Speaks of those at exactly midnight.",
    "A single midnight in a column of times often is a date without a time.",
    "Did these really happen at midnight?",
);

/// What single rows have to be told of, in one pass.
fn rows(view: &CaseView<'_>) -> Vec<Finding> {
    let timeline = view.timeline;
    let (mut implausible, mut assumed) = (Tally::default(), Tally::default());
    for position in 0..timeline.len() as u32 {
        let (Some(moment), Some(id)) = (timeline.moment(position), timeline.id(position)) else { continue };
        if !moment.earliest.is_plausible() {
            implausible.add(id);
        }
        if moment.zone == ZoneOrigin::Assumed {
            assumed.add(id);
        }
    }
    let (mut disagree, mut midnight) = (Tally::default(), Tally::default());
    let mut fields: Vec<String> = Vec::new();
    for source in timeline.sources() {
        for (row, notes) in source.table.noted_rows() {
            let id = EventId { source: source.id, row };
            for note in notes {
                match note {
                    RowNote::Disagrees { column, .. } => {
                        disagree.add(id);
                        if !fields.contains(column) {
                            fields.push(column.clone());
                        }
                    }
                    RowNote::MidnightDateOnly => midnight.add(id),
                    _ => {}
                }
            }
        }
    }
    let fields = list(&fields.iter().map(|f| format!("`{f}`")).collect::<Vec<_>>(), 4);
    [
        implausible.finding(&IMPLAUSIBLE, Severity::Low, |n| say!("{n} outside the years 1970 to 2099.", n)),
        assumed.finding(&ASSUMED, Severity::Low, |n| {
            say!("{n} with a date whose zone nobody stated, read as UTC.", n)
        }),
        disagree.finding(&DISAGREE, Severity::Low, |n| {
            say!("{n} with a second time that says otherwise, in {fields}.", n, fields)
        }),
        midnight.finding(&MIDNIGHT, Severity::Low, |n| say!("{n} at exactly midnight among exact times.", n)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How many events, and the first of them.
#[derive(Default)]
struct Tally {
    count: usize,
    first: Vec<EventId>,
}

impl Tally {
    fn add(&mut self, id: EventId) {
        self.count += 1;
        if self.first.len() < SHOWN {
            self.first.push(id);
        }
    }

    fn finding(
        self,
        rule: &Rule,
        severity: Severity,
        words: impl FnOnce(String) -> String,
    ) -> Option<Finding> {
        let claim = words(count(self.count, "one event", "events"));
        (self.count > 0).then(|| rule.gap(severity, &[], capital(&claim), self.first))
    }
}

const WAITING: Rule = rule(
    ["rows-without-zone", "Rows that wait for a zone"],
    "Rows with a wall clock and no zone that is known for sure; they stand in no number.",
    "A wall clock without a zone has no place in an order of instants; these rows wait and are in no number.",
    "In which zone did the tool write its times?",
);

const SKIPPED: Rule = rule(
    ["time-skipped", "Times that the clock skips"],
    "Rows whose local time does not exist in their zone, whether they state it or it was asserted.",
    "When summer time starts, the clock never shows these times: the zone or the clock is another one.",
    "Was the clock of this system in the zone that we think?",
);

fn unplaced(view: &CaseView<'_>) -> Vec<Finding> {
    let (mut waiting, mut skipped) = (Tally::default(), Tally::default());
    for (id, why) in view.timeline.unplaced() {
        match why {
            Unplaced::NoZone | Unplaced::Abbreviation(_) => waiting.add(*id),
            Unplaced::Skipped | Unplaced::SkippedAsStated(_) => skipped.add(*id),
        }
    }
    [
        waiting.finding(&WAITING, Severity::Medium, |n| {
            say!("{n} without a time zone that is known for sure, not in the timeline yet.", n)
        }),
        skipped.finding(&SKIPPED, Severity::Low, |n| {
            say!("{n} at a local time that the clock of its zone skips.", n)
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

const TWICE: Rule = rule(
    ["duplicates", "Events told more than once"],
    "Events with the same time and the same words, in one source or several.",
    "The same words at the same time are often one event told by two exports; both are kept and counted.",
    "Are these one event or two?",
);

fn duplicates(view: &CaseView<'_>) -> Option<Finding> {
    let groups = view.duplicates.groups();
    let across = groups.iter().filter(|g| g.across_sources).count();
    let events: Vec<EventId> =
        groups.iter().flat_map(|g| &g.positions).filter_map(|p| view.timeline.id(*p)).take(SHOWN).collect();
    let claim = say!(
        "{events} told more than once with the same time and words, {across} of them by several sources.",
        events = capital(&count(groups.len(), "one event", "events")),
        across
    );
    (!groups.is_empty()).then(|| TWICE.gap(Severity::Low, &[], claim, events))
}
