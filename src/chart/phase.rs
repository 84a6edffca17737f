//! The phases of one incident: the data of the phase chart, and its words.

use super::Table;
use super::theme::Phase;
use super::words::{between, done, from_to, full_time, heads, lower, rough};
use crate::language::{known, sense};
use crate::milestone::{Milestones, Status};
use crate::model::order;
use crate::model::{Duration, EventId, Milestone, Moment, Span, Timestamp, Zone};
use crate::obligation::{self, Obligation, Pair, Verdict, applicable};
use crate::say;
use serde::{Deserialize, Serialize};

/// A milestone as it stands on the chart.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Flag {
    /// Which.
    pub milestone: Milestone,
    /// When.
    pub moment: Moment,
    /// Confirmed and stated ones are drawn solid, proposed ones dashed.
    pub status: Status,
    /// The event that it rests on first.
    pub event: Option<EventId>,
}

/// One phase, from a milestone to the next.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Stretch {
    /// Which; it gives colour and pattern.
    pub phase: Phase,
    /// When it began.
    pub from: Moment,
    /// When it ended; `None` when it had not by the end of the record.
    pub to: Option<Moment>,
    /// The milestone that ends it, or would have.
    pub ends: Milestone,
}

/// A legal clock: an applicable obligation whose start or end is known.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct Clock {
    /// The rule.
    pub rule: String,
    /// Who must be told, under which text.
    pub title: String,
    /// When it starts.
    pub start: Pair,
    /// When it ends, where that can be computed.
    pub due: Option<Pair>,
    /// When the notice was sent.
    pub sent: Option<Pair>,
    /// What follows.
    pub verdict: Verdict,
    /// Whether that counts: not while it is open whether the rule applies, or which rule a notice served.
    pub decided: bool,
    /// Whether the rule applies, where somebody has said so.
    pub applies: Option<bool>,
    /// Whether a notice is on record that may have served it.
    pub unassigned: bool,
}

impl Clock {
    /// The verdict in words.
    pub fn words(&self) -> String {
        obligation::words(self.verdict, self.applies, self.unassigned)
    }
}

/// The phases of one incident on a time axis.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct PhaseChart {
    /// The milestones in order of time.
    pub flags: Vec<Flag>,
    /// The phases in order of time.
    pub stretches: Vec<Stretch>,
    /// The legal clocks, the earliest end first.
    pub clocks: Vec<Clock>,
    /// The end of the record.
    pub as_of: Timestamp,
    /// The zone of all times shown.
    pub zone: Zone,
}

impl PhaseChart {
    /// From what a case holds.
    pub fn new(
        milestones: &Milestones,
        obligations: &[Obligation],
        as_of: Timestamp,
        zone: Zone,
    ) -> PhaseChart {
        let mut flags: Vec<Flag> = milestones
            .0
            .iter()
            .filter(|(m, _)| !matches!(m, Milestone::Legal(_) | Milestone::Sent(_) | Milestone::Received(_)))
            .filter_map(|(m, held)| {
                let moment = held.moment.filter(|t| t.earliest.is_plausible() && t.latest.is_plausible())?;
                let event = held.events.first().copied();
                Some(Flag { milestone: m.clone(), moment, status: held.status, event })
            })
            .collect();
        order::sort_by_key(&mut flags, |f| (f.moment.middle(), f.milestone.clone()));
        let stretches = stretches(milestones, &flags);
        let known = |pair: &Pair| pair.iter().all(|t| t.is_plausible());
        let mut clocks: Vec<Clock> = applicable(obligations)
            .filter(|o| o.applies != Some(false) && o.verdict != Verdict::NotInForce)
            .filter_map(|o| {
                let (start, due) = (o.trigger.filter(known)?, o.due.or(o.due_lenient).filter(known));
                let sent = o.sent.filter(known);
                let clock = Clock {
                    rule: o.rule.clone(),
                    title: o.title.clone(),
                    start,
                    due,
                    sent,
                    verdict: o.verdict,
                    decided: o.is_decided(),
                    applies: o.applies,
                    unassigned: o.unassigned,
                };
                (due.is_some() || sent.is_some()).then_some(clock)
            })
            .collect();
        order::sort_by(&mut clocks, |a, b| {
            (a.due.is_none(), a.due, &a.rule).cmp(&(b.due.is_none(), b.due, &b.rule))
        });
        PhaseChart { flags, stretches, clocks, as_of, zone }
    }

    /// A milestone's moment.
    pub fn moment(&self, milestone: &Milestone) -> Option<Moment> {
        self.flags.iter().find(|f| f.milestone == *milestone).map(|f| f.moment)
    }

    /// How long a stretch took, or has taken by the end of the record.
    pub fn length(&self, stretch: &Stretch) -> Duration {
        match &stretch.to {
            Some(to) => Duration::between(&stretch.from, to),
            None => Duration::censored(&stretch.from, self.as_of),
        }
    }

    /// The result.
    pub fn title(&self) -> String {
        let start = self.exposed();
        let (detected, contained) = (self.moment(&Milestone::Detected), self.moment(&Milestone::Contained));
        let says = |d: Duration| match d {
            Duration::Exact { value } => Some(rough(value)),
            Duration::Range { min, max: Some(max) } => {
                Some(say!("about {time}", time = rough(Span(min.0.midpoint(max.0)))))
            }
            Duration::Range { min, max: None } => Some(say!("at least {min}", min = rough(min))),
            _ => None,
        };
        let took = |from: Option<Moment>, to: Option<Moment>| says(Duration::between(&from?, &to?));
        let exposed = took(start, detected).map(|d| say!("{time} undetected", time = d));
        let end = match (took(detected, contained), detected, contained) {
            (Some(d), ..) => Some(say!("contained {time} after detection", time = d)),
            (None, Some(from), None) => {
                let Duration::RightCensored { min } = Duration::censored(&from, self.as_of) else {
                    return say!("Phases of the incident").to_owned();
                };
                Some(say!("not yet contained {time} after detection", time = rough(min)))
            }
            _ => took(start, contained).map(|d| say!("contained {time} after it began", time = d)),
        };
        let text = exposed.into_iter().chain(end).collect::<Vec<_>>().join(", ");
        match text.chars().next() {
            None if self.flags.is_empty() => say!("No milestone has a time yet").to_owned(),
            None => say!("Phases of the incident").to_owned(),
            Some(first) => first.to_uppercase().chain(text.chars().skip(1)).collect(),
        }
    }

    /// What stands under the picture.
    pub fn caption(&self) -> String {
        let mut parts = vec![say!("Times in {zone}", zone = self.zone)];
        if self.flags.iter().any(|f| f.status == Status::Proposed) {
            parts.push(say!("dashed flags are proposed, not yet confirmed").to_owned());
        }
        if self.flags.iter().any(|f| !f.moment.is_exact()) {
            parts.push(say!("bars on the line: the time is known only so finely").to_owned());
        }
        if !self.clocks.is_empty() {
            parts.push(say!("clocks are a computed aid, not legal advice").to_owned());
        }
        format!("{}.", parts.join("; "))
    }

    /// In words.
    pub fn describe(&self) -> String {
        let mut text = say!("Phases of the incident on a time axis.").to_owned();
        for stretch in &self.stretches {
            let how = match self.length(stretch) {
                Duration::Exact { value } => rough(value),
                Duration::Range { min, max: Some(max) } => from_to(rough(min), rough(max)),
                Duration::Range { min, max: None } => say!("at least {min}", min = rough(min)),
                Duration::RightCensored { min } => {
                    say!("at least {min}, not yet {done}", min = rough(min), done = not_yet(&stretch.ends))
                }
                Duration::Unknown { .. } => continue,
            };
            text.push_str(&format!(" {}: {how}.", known(stretch.phase.label())));
        }
        for flag in &self.flags {
            let status = if flag.status == Status::Proposed { say!(" (proposed)") } else { "" };
            text.push_str(&format!(
                " {}{status}: {}.",
                known(flag.milestone.label()),
                full_time(&flag.moment, self.zone)
            ));
        }
        for clock in &self.clocks {
            text.push_str(&format!(" {}: {}.", clock.title, self.clock_words(clock)));
        }
        text
    }

    /// “due 2026-03-19 09:48:30 UTC, sent …, late”.
    pub fn clock_words(&self, clock: &Clock) -> String {
        let at = |pair: Pair| full_time(&between(pair), self.zone);
        let mut words = say!("clock from {time}", time = at(clock.start));
        if let Some(due) = clock.due {
            words.push_str(&say!(", due {time}", time = at(due)));
        }
        if let Some(sent) = clock.sent {
            words.push_str(&say!(", sent {time}", time = at(sent)));
        }
        format!("{words}: {}", lower(&clock.words()))
    }

    /// Phases, milestones and clocks, one a row.
    pub fn table(&self) -> Table {
        let columns = ["Kind", "Name", "column|From", "column|To", "Length", "Status"];
        let columns = heads(columns);
        let time = |m: &Moment| full_time(m, self.zone);
        let at_least = |min: Span| say!("at least {min}", min = format_args!("{min:#}"));
        let mut rows = vec![];
        for s in &self.stretches {
            let (length, status) = match self.length(s) {
                Duration::Exact { value } => (format!("{value:#}"), ""),
                Duration::Range { min, max: Some(max) } => {
                    (from_to(format!("{min:#}"), format!("{max:#}")), say!("range"))
                }
                Duration::Range { min, max: None } => (at_least(min), say!("range")),
                Duration::RightCensored { min } => (at_least(min), say!("not yet over")),
                Duration::Unknown { .. } => (String::new(), say!("not known")),
            };
            let to = s.to.as_ref().map(time).unwrap_or_default();
            let row = [
                say!("Phase").to_owned(),
                known(s.phase.label()),
                time(&s.from),
                to,
                length,
                status.to_owned(),
            ];
            rows.push(row.to_vec());
        }
        for f in &self.flags {
            let status = match f.status {
                Status::Stated => say!("stated by the record"),
                Status::Proposed => say!("proposed"),
                Status::Confirmed => say!("confirmed"),
                Status::None => say!("none"),
            };
            let name = known(f.milestone.label());
            let (blank, status) = (String::new(), status.to_owned());
            rows.push(vec![
                say!("Milestone").to_owned(),
                name,
                time(&f.moment),
                blank.clone(),
                blank,
                status,
            ]);
        }
        for c in &self.clocks {
            let at = |pair: Option<Pair>| pair.map(|p| time(&between(p))).unwrap_or_default();
            let sent = c.sent.map(|_| say!("sent {time}", time = at(c.sent))).unwrap_or_default();
            let verdict = c.words();
            let (kind, from) = (sense("rule|Clock").to_owned(), at(Some(c.start)));
            rows.push(vec![kind, c.title.clone(), from, at(c.due), sent, verdict]);
        }
        Table { columns, rows }
    }

    /// The earlier of the start of the exposure and the compromise.
    fn exposed(&self) -> Option<Moment> {
        let starts = [Milestone::ExposureStarted, Milestone::Compromise].map(|m| self.moment(&m));
        starts.into_iter().flatten().min_by_key(Moment::middle)
    }
}

/// What has not happened while a stretch is open: “contained”.
pub(super) fn not_yet(ends: &Milestone) -> String {
    done(ends).map_or_else(|| lower(&ends.label()), str::to_owned)
}

/// The phases between the milestones that bound them. A milestone out of order, such as a declaration after the
/// containment, bounds none; its flag stands all the same.
fn stretches(milestones: &Milestones, flags: &[Flag]) -> Vec<Stretch> {
    use Milestone::*;
    let at = |m: &Milestone| flags.iter().find(|f| f.milestone == *m).map(|f| f.moment);
    let start = [ExposureStarted, Compromise]
        .into_iter()
        .filter_map(|m| Some((0_usize, m.clone(), at(&m)?)))
        .min_by_key(|s| s.2.middle());
    let bounds = [Detected, Declared, Contained, Eradicated, Recovered];
    // Those that matter most first, so that an odd one among the others gives way.
    let mut kept: Vec<(usize, Milestone, Moment)> = vec![];
    let found = |n: usize, m: Milestone| at(&m).map(|t| (n, m, t));
    let candidates = [
        found(1, Detected),
        found(3, Contained),
        start,
        found(5, Recovered),
        found(2, Declared),
        found(4, Eradicated),
    ];
    for one in candidates.into_iter().flatten() {
        let fits = |other: &(usize, Milestone, Moment)| {
            let (a, b) = if other.0 < one.0 { (other.2, one.2) } else { (one.2, other.2) };
            a.middle() <= b.middle()
        };
        if kept.iter().all(fits) {
            kept.push(one);
        }
    }
    order::sort_by_key(&mut kept, |k| k.0);
    let phase = |from: usize, to: usize| match to {
        _ if from == 0 => Phase::Exposure,
        2 => Phase::Declaring,
        3 => Phase::Containing,
        4 => Phase::Eradicating,
        5 => Phase::Recovering,
        _ => Phase::After,
    };
    let mut stretches: Vec<Stretch> = kept
        .iter()
        .zip(kept.iter().skip(1))
        .map(|(a, b)| Stretch { phase: phase(a.0, b.0), from: a.2, to: Some(b.2), ends: b.1.clone() })
        .collect();
    let Some((last, _, from)) = kept.last().cloned() else { return stretches };
    if last == 5 {
        let end =
            flags.iter().filter(|f| f.moment.middle() > from.middle()).max_by_key(|f| f.moment.middle());
        stretches.extend(end.map(|f| Stretch {
            phase: Phase::After,
            from,
            to: Some(f.moment),
            ends: f.milestone.clone(),
        }));
        return stretches;
    }
    // What had not happened by the end of the record. The declaration alone never holds up the picture, nor what a
    // person said does not apply or is not known.
    let open = [(1, Detected), (3, Contained), (4, Eradicated), (5, Recovered)];
    let next = open.into_iter().find(|(n, m)| {
        *n > last && !milestones.is_none(m) && !(*n == 4 && at(&Recovered).is_none() && at(m).is_none())
    });
    if let Some((n, ends)) = next
        && bounds.contains(&ends)
        && at(&ends).is_none()
    {
        stretches.push(Stretch { phase: phase(last, n), from, to: None, ends });
    }
    stretches
}
