//! The time between what happened and when the responders knew: the data of the awareness chart, and its words.

use super::Table;
use super::words::{from_to, full_time, heads, rough, seconds};
use crate::model::{Duration, Moment, Span, Zone};
use crate::say;
use serde::{Deserialize, Serialize};

/// As many events are drawn and listed; the figures are of all.
const MOST: usize = 2_000;

/// An event of which both times are told.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct GapEvent {
    /// What happened.
    pub label: String,
    /// When it happened.
    pub happened: Moment,
    /// When the responders knew.
    pub known: Moment,
    /// The time between: exact or a range.
    pub gap: Duration,
}

/// Each event with its awareness gap, the longest first.
#[derive(Serialize, Deserialize, Clone, PartialEq, Debug)]
pub struct GapChart {
    /// The events, the longest gap first.
    pub events: Vec<GapEvent>,
    /// How many events have a gap; more than are drawn where there are very many.
    pub all: usize,
    /// Between which two lengths the median of all lies.
    pub median: [Span; 2],
    /// Events that the record says were known before they happened: left out.
    pub reversed: usize,
    /// The zone of all times shown.
    pub zone: Zone,
    /// Whether the axis is logarithmic.
    pub log: bool,
}

impl GapChart {
    /// The gaps of some events; `None` when there is none.
    pub fn new(events: &[(String, Moment, Moment)], zone: Zone) -> Option<GapChart> {
        let mut gaps: Vec<(&(String, Moment, Moment), Duration)> = vec![];
        let mut reversed = 0;
        for event in events {
            match Duration::between(&event.1, &event.2) {
                Duration::Unknown { .. } => reversed += 1,
                gap => gaps.push((event, gap)),
            }
        }
        let ends = |pick: fn(&Duration) -> Option<Span>| {
            let mut ends: Vec<Span> = gaps.iter().filter_map(|(_, gap)| pick(gap)).collect();
            ends.sort_unstable();
            let upper = ends.get(ends.len() / 2)?.0;
            let lower = ends.get(ends.len().checked_sub(1)? / 2)?.0;
            Some(Span(lower.midpoint(upper)))
        };
        // The median lies between that of the shortest and that of the longest each may have been.
        let median = [ends(Duration::min)?, ends(|d| d.max().or(d.min()))?];
        gaps.sort_by_key(|(_, gap)| {
            std::cmp::Reverse((gap.max().or(gap.min()).unwrap_or_default(), gap.min().unwrap_or_default()))
        });
        let all = gaps.len();
        let one = |((label, happened, known), gap): (&(String, Moment, Moment), Duration)| GapEvent {
            label: label.clone(),
            happened: *happened,
            known: *known,
            gap,
        };
        let events = gaps.into_iter().take(MOST).map(|(event, gap)| one((event, gap))).collect();
        Some(GapChart { events, all, median, reversed, zone, log: true })
    }

    /// “2 h 5 min”, “1 d to 2 d”.
    pub fn median_words(&self) -> String {
        let [low, high] = self.median.map(rough);
        if low == high { low } else { from_to(low, high) }
    }

    /// The result.
    pub fn title(&self) -> String {
        match self.events.as_slice() {
            [one] if self.all == 1 => {
                say!("The responders knew of it after {time}", time = gap_words(&one.gap))
            }
            _ => {
                say!("Half of {n} events were known within {time}", n = self.all, time = self.median_words())
            }
        }
    }

    /// What stands under the picture.
    pub fn caption(&self) -> String {
        let mut caption = format!("n = {}", self.all);
        let ranges = self.events.iter().filter(|e| matches!(e.gap, Duration::Range { .. })).count();
        if ranges > 0 {
            caption.push_str(&say!(", {n} known only within a range", n = ranges));
        }
        if self.all > self.events.len() {
            caption.push_str(&say!("; the {n} longest are drawn", n = self.events.len()));
        }
        if self.reversed > 0 {
            caption.push_str(&say!("; {n} known before it happened, left out", n = self.reversed));
        }
        caption
    }

    /// In words.
    pub fn describe(&self) -> String {
        let longest = self.events.first();
        let longest =
            longest.map(|event| say!(" The longest: {event}.", event = event_words(event, self.zone)));
        say!(
            "Each event's time from when it happened to when the responders knew. {title}. {caption}.{longest}",
            title = self.title(),
            caption = self.caption(),
            longest = longest.unwrap_or_default()
        )
    }

    /// The events, the longest gap first.
    pub fn table(&self) -> Table {
        let columns = ["Event", "Happened", "Known", "At least (s)", "At most (s)", "Between"];
        let time = |moment: &Moment| full_time(moment, self.zone);
        let rows = self.events.iter().map(|e| {
            let (min, max) = (seconds(e.gap.min()), seconds(e.gap.max()));
            vec![e.label.clone(), time(&e.happened), time(&e.known), min, max, gap_words(&e.gap)]
        });
        Table { columns: heads(columns), rows: rows.collect() }
    }
}

/// “3 d 4 h”, “1 d to 2 d”.
fn gap_words(gap: &Duration) -> String {
    match (gap.min(), gap.max()) {
        (Some(min), Some(max)) if min != max => from_to(min, max),
        (Some(min), _) => min.to_string(),
        _ => say!("not known").to_owned(),
    }
}

/// What is said of one mark.
pub fn event_words(event: &GapEvent, zone: Zone) -> String {
    say!(
        "{event}: {gap}; happened {happened}, known {known}",
        event = event.label,
        gap = gap_words(&event.gap),
        happened = full_time(&event.happened, zone),
        known = full_time(&event.known, zone)
    )
}
