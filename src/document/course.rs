//! Where the time of the response went, in words and tables. The same on the page and in the report.

use super::words::{count, instant, quoted};
use super::{Block, Part, Rests, Sentence, apportion, plain};
use crate::finding::CaseView;
use crate::language::{known, sense};
use crate::metric::{self, Breakdown, HandOff, Metric, Stretch};
use crate::model::time::SECOND;
use crate::model::{EventId, Milestone, Span, Timestamp, Zone};
use crate::say;

/// Where the time to contain went ([`CaseView::containment`]); nothing where it has no start.
pub fn time_spent(view: &CaseView<'_>, parts: Option<&(&Metric, Breakdown)>, zone: Zone) -> Vec<Block> {
    let Some((metric, parts)) = parts else { return vec![] };
    let mut blocks = vec![stretches(view, parts, zone)];
    let measured = metric::measured(&metric.id);
    let silence = silence_means(parts);
    let passed =
        say!("From the last event of the one to the first of the other after it, as far as is certain.");
    let mut told: Vec<(Sentence<'_>, Rests)> = vec![];
    if !parts.exact {
        let text = say!(
            "Imprecise times stand at their middle in this table, so that it adds up; the metric itself is {value}.",
            value = metric::note(metric)
        );
        let rests = Rests::default().on_milestones(view, [&metric.from, &metric.to]);
        told.push(((text, &measured, &[]), rests));
    }
    told.extend(
        silences(view, parts, zone).into_iter().map(|(text, rests)| ((text, &*silence, &[][..]), rests)),
    );
    told.extend(hand_offs(view, parts).into_iter().map(|(text, rests)| ((text, passed, &[][..]), rests)));
    let (told, rests) = told.into_iter().unzip();
    blocks.push(Block::sentences(told, rests));
    blocks
}

/// Whole seconds of each length, which add up to those of the whole: what is cut off in one place is not lost in print.
fn seconds(lengths: &[i64], whole: Span) -> Vec<Span> {
    let whole = u64::try_from(whole.0 / SECOND).unwrap_or(0);
    let parts = apportion(lengths, whole).into_iter();
    parts.map(|seconds| Span::seconds(i64::try_from(seconds).unwrap_or(i64::MAX))).collect()
}

fn stretches(view: &CaseView<'_>, parts: &Breakdown, zone: Zone) -> Block {
    let row = |what: String, from: Timestamp, length: Span, share: u64, waiting: Span, events: usize| {
        let waits = if waiting == Span::ZERO { "–".to_owned() } else { format!("{waiting:#}") };
        let cells = [
            what,
            instant(from, zone),
            format!("{length:#}"),
            format!("{share} %"),
            waits,
            events.to_string(),
        ];
        cells.map(plain).to_vec()
    };
    let each = |of: fn(&Stretch) -> Span| -> Vec<i64> { parts.stretches.iter().map(|s| of(s).0).collect() };
    let (lengths, waits) = (each(Stretch::length), each(|s| s.waiting));
    let waiting = Span(waits.iter().sum());
    let (times, quiet) = (seconds(&lengths, parts.total), seconds(&waits, waiting));
    let shares = apportion(&lengths, 100);
    let figures = times.into_iter().zip(shares).zip(quiet);
    let mut rows: Vec<_> = parts
        .stretches
        .iter()
        .zip(figures)
        .map(|(s, ((time, share), quiet))| {
            let to = s.to.as_ref().map_or_else(
                || say!("end of the record, not yet contained").to_owned(),
                |to| known(to.label()),
            );
            row(format!("{} → {to}", known(s.from.label())), s.ends[0], time, share, quiet, s.events)
        })
        .collect();
    let events = parts.stretches.iter().map(|s| s.events).sum();
    let start = parts.stretches.first().map_or(Timestamp::default(), |s| s.ends[0]);
    let all = if parts.ended { say!("Together") } else { say!("Together, at least") };
    rows.push(row(all.to_owned(), start, parts.total, 100, waiting, events));
    let silent = say!("Silent for {span} and more\t", span = parts.silence_from);
    let columns =
        [say!("Stretch"), sense("span|From"), say!("Time\t"), say!("Share\t"), &silent, say!("Events\t")];
    let table = Block::table(say!("From detection to containment, stretch by stretch"), &columns, rows);
    let waits = silence_means(parts);
    let (ends, between): (&[Part], &[Part]) = (&[Part::End], &[Part::Between]);
    let meanings = [
        ("", ends),
        ("", ends),
        (
            say!(
                "The time from its first milestone to its last; imprecise ones stand at their middle. In whole seconds that add up to the total."
            ),
            ends,
        ),
        (
            say!(
                "Its time as a part of the whole, rounded so that all add up to 100 % (largest remainders)."
            ),
            ends,
        ),
        (waits.as_str(), between),
        (say!("Events of the record inside it; the one at its end counts to the next."), between),
    ];
    let whole = parts.stretches.first().zip(parts.stretches.last());
    let whole = whole.map(|(first, last)| {
        rests(
            view,
            [&first.from, last.to.as_ref().unwrap_or(&first.from)],
            [first.ends[0], last.ends[1]],
            zone,
        )
    });
    let each = parts
        .stretches
        .iter()
        .map(|s| rests(view, [&s.from, s.to.as_ref().unwrap_or(&s.from)], s.ends, zone));
    Block::explained_by(table, &meanings, each.chain(whole).collect())
}

/// What a silence is.
fn silence_means(parts: &Breakdown) -> String {
    say!(
        "The part of it without any event in the record for {span} or longer at a time: a silence, in which nothing was done or nothing written down.",
        span = parts.silence_from
    )
}

/// The ends of a stretch of time, with the events that their milestones rest on, and those inside it.
fn rests(view: &CaseView<'_>, milestones: [&Milestone; 2], [from, to]: [Timestamp; 2], zone: Zone) -> Rests {
    Rests::told([ends_told([from, to], zone)]).on_milestones(view, milestones).between(view, [from, to])
}

fn ends_told([from, to]: [Timestamp; 2], zone: Zone) -> String {
    say!("From {from} to {to}.", from = instant(from, zone), to = instant(to, zone))
}

/// What a sentence rests on that one event ends.
fn ended_by(view: &CaseView<'_>, told: String, event: Option<EventId>) -> Rests {
    Rests::told([told]).on_events(event.and_then(|id| Some((id, self::told(view, id)?))))
}

fn told(view: &CaseView<'_>, id: EventId) -> Option<String> {
    view.timeline.find(id).map(|event| quoted(event.text))
}

fn silences(view: &CaseView<'_>, parts: &Breakdown, zone: Zone) -> Vec<(String, Rests)> {
    let one = |(n, quiet): (usize, &metric::Quiet)| {
        let (span, from) = (quiet.length(), instant(quiet.ends[0], zone));
        let text = match (n, quiet.before.and_then(|id| told(view, id))) {
            (0, None) => say!("Longest silence: {span} from {from}.", span, from),
            (0, Some(event)) => {
                say!("Longest silence: {span} from {from}, until {event}.", span, from, event)
            }
            (_, None) => say!("Then: {span} from {from}.", span, from),
            (_, Some(event)) => say!("Then: {span} from {from}, until {event}.", span, from, event),
        };
        (text, ended_by(view, ends_told(quiet.ends, zone), quiet.before))
    };
    if parts.silences.is_empty() {
        return vec![(say!("No silence of {span} or more.", span = parts.silence_from), Rests::default())];
    }
    parts.silences.iter().enumerate().map(one).collect()
}

fn hand_offs(view: &CaseView<'_>, parts: &Breakdown) -> Vec<(String, Rests)> {
    if let Some(events) = parts.not_read {
        let text = say!(
            "Hand-offs are not looked for: {events} in this time are more than people write by hand.",
            events = count(events, say!("event"), say!("events"))
        );
        return vec![(text, Rests::default())];
    }
    let one = |(n, hand_off): (usize, &HandOff)| {
        let (from, to, span) = (&hand_off.from, &hand_off.to, hand_off.after);
        let event = told(view, hand_off.event).unwrap_or_default();
        let text = match n {
            0 => say!(
                "{hand_offs} between {actors}; the slowest from {from} to {to}, {span} until {event}.",
                hand_offs = count(parts.hand_offs, say!("hand-off"), say!("hand-offs")),
                actors = count(parts.actors, say!("actor"), say!("actors")),
                from,
                to,
                span,
                event
            ),
            _ => say!("Then from {from} to {to}, {span} until {event}.", from, to, span, event),
        };
        (text, ended_by(view, String::new(), Some(hand_off.event)))
    };
    parts.slowest.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::testing::Story;

    #[test]
    fn the_events_of_a_stretch_are_those_inside_it_and_its_time_rests_on_its_ends() {
        let decided = [("detected", "2026-03-16T09:00:00Z"), ("contained", "2026-03-16T11:00:00Z")];
        let story = Story::with(&decided)
            .event("2026-03-16T08:00:00Z", "ops", "", "Before it")
            .event("2026-03-16T09:00:00Z", "ops", "", "Alert read")
            .event("2026-03-16T09:10:00Z", "ops", "", "Checkout looked at")
            .event("2026-03-16T11:00:00Z", "ops", "", "Checkout switched off");
        let blocks = story.view(|view| time_spent(view, view.containment().as_ref(), Zone::Utc));
        let Some(Block::Explained(stretches)) = blocks.first() else { panic!("{blocks:?}") };
        let Block::Table { rows, .. } = &stretches.shown else { panic!("{stretches:?}") };
        // The one stretch, and all together.
        for (n, row) in rows.iter().enumerate() {
            assert_eq!(row[5].iter().map(crate::document::Run::text).collect::<String>(), "2");
            let inside: Vec<String> = stretches.rests(n, 5).events.into_iter().map(|e| e.said).collect();
            assert_eq!(inside, ["“Alert read”", "“Checkout looked at”"]);
            assert!(stretches.rests(n, 2).events.iter().all(|e| e.part == Part::End));
        }
    }
}
