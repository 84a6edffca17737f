//! The clocks of notification rules beside one another: from the start of each to its due time, with what was sent.

use super::Table;
use super::words::{between, from_to, full_time, heads};
use crate::language::{decimal, inside, look};
use crate::milestone::Milestones;
use crate::model::{EventId, Milestone, Span, Timestamp, Zone, order};
use crate::obligation::{self, NOT_LEGAL_ADVICE, Obligation, Pair, Verdict, applicable};
use crate::say;
use serde::{Deserialize, Serialize};

/// The clock of one rule, in seconds since the zero of the chart: earliest and latest.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct ClockRow {
    /// What the rule is called.
    pub title: String,
    /// When the clock starts.
    pub start: [f64; 2],
    /// The strict end.
    pub due: [f64; 2],
    /// The lenient end, where there is one.
    pub lenient: Option<[f64; 2]>,
    /// When the notice was sent, or received where the rule counts that.
    pub sent: Option<[f64; 2]>,
    /// Whether the end is the earliest time allowed.
    pub not_before: bool,
    /// What follows.
    pub verdict: Verdict,
    /// Whether that counts: not while it is open whether the rule applies, or which rule a notice served.
    pub decided: bool,
    /// Whether the rule applies, where somebody has said so.
    pub applies: Option<bool>,
    /// Whether a notice is on record that may have served it.
    pub unassigned: bool,
    /// The events on which its start and its notice rest, with the milestone of each.
    pub events: Vec<(EventId, Milestone)>,
}

impl ClockRow {
    /// The verdict in words.
    fn words(&self) -> String {
        obligation::words(self.verdict, self.applies, self.unassigned)
    }
}

/// The clocks of a case on one axis.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct ClocksChart {
    /// The clocks, the earliest due time first.
    pub rows: Vec<ClockRow>,
    /// What the axis counts from.
    pub zero: Timestamp,
    /// Whether that is awareness, and not the first clock's start.
    pub from_awareness: bool,
    /// The zone in which it is told.
    pub zone: Zone,
    /// How many rules that apply, or may, have no due time and so no clock.
    pub without: usize,
    /// Whether the axis is logarithmic.
    pub log: bool,
}

impl ClocksChart {
    /// The clocks of the rules that apply and have a due time; `None` without any. The axis counts from awareness,
    /// or from the earliest start where a clock starts before it.
    pub fn new(obligations: &[Obligation], milestones: &Milestones, zone: Zone) -> Option<ClocksChart> {
        let known = |pair: &Pair| pair.iter().all(|t| t.is_plausible());
        let clocks =
            applicable(obligations).filter_map(|o| Some((o, o.trigger.filter(known)?, o.due.filter(known)?)));
        let mut clocks: Vec<(&Obligation, Pair, Pair)> = clocks.collect();
        order::sort_by(&mut clocks, |a, b| (a.2, &a.0.rule).cmp(&(b.2, &b.0.rule)));
        let first = clocks.iter().map(|(_, [start, _], _)| *start).min()?;
        let aware = milestones.moment(&Milestone::Aware).map(|m| m.earliest).filter(|aware| *aware <= first);
        let at = aware.unwrap_or(first);
        let since = |pair: Pair| pair.map(|t: Timestamp| t.since(at).as_seconds());
        let rows = clocks.into_iter().map(|(o, start, due)| ClockRow {
            title: o.title.clone(),
            start: since(start),
            due: since(due),
            lenient: o.due_lenient.filter(known).map(since),
            sent: o.counted.filter(known).map(since),
            not_before: o.not_before,
            verdict: o.verdict,
            decided: o.is_decided(),
            applies: o.applies,
            unassigned: o.unassigned,
            events: events(&o.stands_on(milestones), milestones),
        });
        let rows: Vec<ClockRow> = rows.collect();
        let ends = rows.iter().map(|r| r.due[1]);
        let (least, most) = ends.fold((f64::MAX, 0.0_f64), |(a, b), end| (a.min(end), b.max(end)));
        // A rule that is not in force has no clock to be without.
        let counts = |o: &&Obligation| o.verdict != Verdict::NotInForce;
        let without = applicable(obligations).filter(counts).count().saturating_sub(rows.len());
        let (log, from_awareness) = (most > 12.0 * least.max(1.0), aware.is_some());
        Some(ClocksChart { rows, zero: at, from_awareness, zone, without, log })
    }

    /// What the axis counts from, in words.
    pub fn zero_words(&self) -> String {
        let time = full_time(&between([self.zero, self.zero]), self.zone);
        match self.from_awareness {
            true => say!("awareness, {time}", time),
            false => say!("the first clock’s start, {time}", time),
        }
    }

    /// The result.
    pub fn title(&self) -> String {
        let decided = || self.rows.iter().filter(|r| r.decided);
        let count = |wanted: &[Verdict]| decided().filter(|r| wanted.contains(&r.verdict)).count();
        let kept = count(&[Verdict::OnTime, Verdict::OnTimeLenient]);
        let missed = count(&[Verdict::Late, Verdict::NotSent, Verdict::TooEarly]);
        let excused = count(&[Verdict::LateWithReason]);
        let open = self.rows.len() - kept - missed - excused;
        // What the law treats by itself is told by itself.
        let lenient = match count(&[Verdict::OnTimeLenient]) {
            0 => String::new(),
            n => say!(" ({n} by the lenient reading alone)", n),
        };
        let excused = match excused {
            0 => String::new(),
            n => say!(", {n} late with documented reasons", n),
        };
        match self.rows.len() {
            1 => say!(
                "Of one clock: {kept} kept{lenient}, {missed} not kept{excused}, {open} not decided",
                kept,
                lenient,
                missed,
                excused,
                open
            ),
            n => say!(
                "Of {n} clocks: {kept} kept{lenient}, {missed} not kept{excused}, {open} not decided",
                n,
                kept,
                lenient,
                missed,
                excused,
                open
            ),
        }
    }

    /// What stands under the picture.
    pub fn caption(&self) -> String {
        let without = match self.without {
            0 => String::new(),
            n => say!(", {n} more without a due time", n),
        };
        say!(
            "n = {n}{without}. Time since {zero}. A line runs from a clock’s start to its due time (the upright bar; broken on to the lenient one); the dot is the notice. {advice}",
            n = self.rows.len(),
            without,
            zero = self.zero_words(),
            advice = look(NOT_LEGAL_ADVICE)
        )
    }

    /// In words.
    pub fn describe(&self) -> String {
        let first: Vec<String> = self.rows.iter().take(3).map(row_words).collect();
        say!(
            "The clocks of notification rules. {title}. {rows}",
            title = self.title(),
            rows = first.join(" ")
        )
    }

    /// The clocks in hours, the earliest due time first.
    pub fn table(&self) -> Table {
        let columns = ["Rule", "Starts (h)", "Due (h)", "Due, lenient (h)", "Notice (h)", "Verdict"];
        let hours = |pair: Option<[f64; 2]>| match pair {
            None => String::new(),
            Some([a, b]) if a == b => decimal(a / 3600.0, 2),
            Some([a, b]) => from_to(decimal(a / 3600.0, 2), decimal(b / 3600.0, 2)),
        };
        let rows = self.rows.iter().map(|r| {
            vec![
                r.title.clone(),
                hours(Some(r.start)),
                if r.not_before {
                    say!("not before {time}", time = hours(Some(r.due)))
                } else {
                    hours(Some(r.due))
                },
                hours(r.lenient),
                hours(r.sent),
                r.words(),
            ]
        });
        Table { columns: heads(columns), rows: rows.collect() }
    }
}

/// The event that each of these milestones rests on first.
fn events(of: &[Milestone], milestones: &Milestones) -> Vec<(EventId, Milestone)> {
    let event = |m: &Milestone| Some((milestones.get(m)?.events.first().copied()?, m.clone()));
    of.iter().filter_map(event).collect()
}

/// What is said of one clock.
pub fn row_words(row: &ClockRow) -> String {
    let after = |[a, b]: [f64; 2]| {
        let span = |s: f64| Span::seconds(s as i64);
        if a == b { span(a).to_string() } else { from_to(span(a), span(b)) }
    };
    let sent = match row.sent {
        None => say!("nothing sent").to_owned(),
        Some(sent) => say!("sent after {time}", time = after(sent)),
    };
    let time = after(row.due);
    let due = if row.not_before { say!("not before {time}", time) } else { say!("due after {time}", time) };
    format!("{}: {due}, {sent}: {}.", row.title, inside(row.words()))
}
