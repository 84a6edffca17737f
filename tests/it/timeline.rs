//! Order, histogram and search over large and odd timelines.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

use floodmark::milestone;
use floodmark::model::event::NewRow;
use floodmark::model::{
    EventEdit, EventId, EventTable, HandEvent, Milestone, Precision, RowTime, SourceId, Span, Timestamp,
    Unplaced, Zone, ZoneOrigin,
};
use floodmark::timeline::{Filter, Grouping, SourceTable, Stack, Timeline};
use proptest::prelude::*;
use std::collections::BTreeMap;

pub fn source(id: u32, table: EventTable) -> SourceTable {
    SourceTable {
        id: SourceId(id),
        name: format!("{id}.csv"),
        table: table.into(),
        zone: None,
        abbreviations: Default::default(),
        clock_offset: Span::ZERO,
    }
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A table of rows with a time, a text and tags.
pub fn table(rows: &[(&str, &str, &[&str])]) -> EventTable {
    let mut table = EventTable::new();
    for (time, text, tags) in rows {
        table.push(&NewRow { text, tags, ..NewRow::default() }, RowTime::utc(at(time)));
    }
    table
}

fn hand(time: &str, text: &str) -> HandEvent {
    HandEvent {
        time: RowTime::utc(at(time)),
        known_at: None,
        text: text.into(),
        kind: String::new(),
        actor: String::new(),
        asset: String::new(),
        tags: vec![],
        words: text.into(),
        written: Timestamp(0),
        removed: false,
    }
}

fn texts(timeline: &Timeline) -> Vec<&str> {
    timeline.events().map(|e| e.text).collect()
}

#[test]
fn equal_times_stand_by_source_then_row_and_hand_written_ones_last() {
    let t = "2026-03-16T09:00:00Z";
    let second = source(1, table(&[(t, "b1", &[]), (t, "b2", &[])]));
    let first = source(0, table(&[(t, "a1", &[])]));
    let timeline = Timeline::build(vec![second, first], &[hand(t, "typed")], &BTreeMap::new());
    assert_eq!(texts(&timeline), ["a1", "b1", "b2", "typed"]);
    assert_eq!(timeline.sources().len(), 2);
    let typed = timeline.event(3).unwrap();
    assert_eq!((typed.id.source, typed.source), (SourceId::HAND, ""));
    assert_eq!(timeline.position(typed.id), Some(3));
}

#[test]
fn a_day_stands_before_the_exact_times_in_it_and_after_an_exact_midnight() {
    let mut rows =
        table(&[("2026-03-16T00:00:00Z", "midnight", &[]), ("2026-03-16T00:00:01Z", "later", &[])]);
    let day = RowTime { precision: Precision::Day, ..RowTime::utc(at("2026-03-16T13:00:00Z")) };
    rows.push(&NewRow { text: "day", ..NewRow::default() }, day);
    let timeline = Timeline::build(vec![source(0, rows)], &[], &BTreeMap::new());
    assert_eq!(texts(&timeline), ["midnight", "day", "later"]);
    assert_eq!(timeline.as_of(), Some(at("2026-03-16T00:00:01Z")));
}

#[test]
fn corrections_move_hide_star_and_rename_without_touching_the_evidence() {
    let rows = table(&[
        ("2026-03-16T09:00:00Z", "one", &[]),
        ("2026-03-16T10:00:00Z", "two", &[]),
        ("2026-03-16T11:00:00Z", "three", &[]),
    ]);
    let id = |row| EventId { source: SourceId(0), row };
    let edits = BTreeMap::from([
        (
            id(0),
            EventEdit {
                time: Some(RowTime::utc(at("2026-03-16T12:00:00Z"))),
                text: Some("moved".into()),
                ..Default::default()
            },
        ),
        (id(1), EventEdit { hidden: true, ..Default::default() }),
        (id(2), EventEdit { starred: true, actor: Some("SOC".into()), ..Default::default() }),
    ]);
    let clock = SourceTable { clock_offset: Span::seconds(60), ..source(0, rows) };
    let timeline = Timeline::build(vec![clock], &[], &edits);
    assert_eq!(texts(&timeline), ["three", "moved"]);
    // The clock was a minute slow; a time that a person gave is not moved by it.
    assert_eq!(timeline.event(0).unwrap().moment.earliest, at("2026-03-16T11:01:00Z"));
    assert_eq!(timeline.event(1).unwrap().moment.earliest, at("2026-03-16T12:00:00Z"));
    assert_eq!((timeline.hidden(), timeline.position(id(1))), (1, None));
    let starred = Filter { starred: true, actors: vec!["SOC".into()], ..Filter::default() };
    assert_eq!(timeline.select(&starred), [0]);
    assert_eq!(timeline.select(&Filter { text: "MOVED".into(), ..Filter::default() }), [1]);
    assert!(timeline.select(&Filter { text: "one".into(), ..Filter::default() }).is_empty());
    assert_eq!(timeline.facets().actors[0].value, "SOC");
}

#[test]
fn rows_wait_for_a_zone_and_those_that_the_clock_skips_are_listed() {
    let mut rows = EventTable::new();
    let naive = |text: &str| RowTime { offset: None, ..RowTime::utc(at(text)) };
    rows.push(&NewRow { text: "skipped", ..NewRow::default() }, naive("2026-03-29T02:30:00Z"));
    rows.push(&NewRow { text: "repeated", ..NewRow::default() }, naive("2026-10-25T02:30:00Z"));
    let waiting = source(0, rows);
    let timeline = Timeline::build(vec![waiting.clone()], &[], &BTreeMap::new());
    assert_eq!((timeline.len(), timeline.unplaced().len()), (0, 2));
    assert!(timeline.unplaced().iter().all(|(_, why)| *why == Unplaced::NoZone));
    assert_eq!((timeline.span(), timeline.as_of()), (None, None));
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    let timeline =
        Timeline::build(vec![SourceTable { zone: Some(berlin), ..waiting }], &[], &BTreeMap::new());
    assert_eq!(texts(&timeline), ["repeated"]);
    assert_eq!(timeline.unplaced()[0].1, Unplaced::Skipped);
    let moment = timeline.moment(0).unwrap();
    assert_eq!((moment.precision, moment.zone), (Precision::Repeated, ZoneOrigin::Asserted));
}

#[test]
fn implausible_times_are_kept_but_bound_nothing() {
    let rows = table(&[
        ("1601-01-01T00:00:00Z", "contained", &["milestone:contained"]),
        ("2026-03-16T09:00:00Z", "alert", &[]),
        ("2026-03-16T11:00:00Z", "later", &[]),
        ("2227-01-01T00:00:00Z", "far", &[]),
    ]);
    let timeline = Timeline::build(vec![source(0, rows)], &[], &BTreeMap::new());
    assert_eq!(timeline.len(), 4);
    let span = timeline.span().unwrap();
    assert_eq!(span, [at("2026-03-16T09:00:00Z"), at("2026-03-16T11:00:00Z")]);
    let histogram = timeline.histogram(None, span[0], span[1], 4, Stack::Sources);
    assert_eq!((histogram.totals(), histogram.implausible), (vec![1, 0, 0, 1], 2));
    let silences = timeline.silences(Span::seconds(60));
    assert_eq!(silences.len(), 1);
    assert_eq!((silences[0].length(), silences[0].after), (Span::seconds(7_200), 1));
    assert!(!milestone::propose(&timeline, &BTreeMap::new()).contains_key(&Milestone::Contained));
}

#[test]
fn the_same_words_at_the_same_time_are_grouped_not_deleted() {
    let t = "2026-03-16T09:00:00Z";
    let one = source(0, table(&[(t, "Login failed, user root", &[]), (t, "other", &[])]));
    let two = source(1, table(&[(t, "login failed  user root", &[])]));
    let timeline = Timeline::build(vec![one, two], &[], &BTreeMap::new());
    let duplicates = timeline.duplicates();
    let groups = duplicates.groups();
    assert_eq!((groups.len(), timeline.len()), (1, 3));
    assert_eq!(groups[0].positions, [0, 2]);
    assert!(groups[0].across_sources);
}

proptest! {
    /// A list loses no event that a row does not stand for, and opening all groups gives every event a row.
    #[test]
    fn folding_keeps_one_row_for_what_several_sources_tell(
        rows in proptest::collection::vec((0..3_u32, 0..4_i64, 0..3_usize), 0..40),
        kept in proptest::collection::vec(any::<bool>(), 40),
        step in 1..9_usize,
    ) {
        let words = ["Door opened", "door, opened", "Alarm"];
        let mut tables = [(); 3].map(|()| EventTable::new());
        for (source, at, word) in &rows {
            let time = RowTime::utc(Timestamp::from_seconds(1_773_651_900 + at));
            tables[*source as usize].push(&NewRow { text: words[*word], ..NewRow::default() }, time);
        }
        let sources = tables.into_iter().zip(0..).map(|(t, n)| source(n, t)).collect();
        let timeline = Timeline::build(sources, &[], &BTreeMap::new());
        let duplicates = timeline.duplicates();
        let mut stepwise = Grouping::default();
        while !stepwise.advance(&timeline, step) {}
        prop_assert_eq!(&stepwise.finish(), &duplicates);
        let kept: Vec<u32> = (0..timeline.len() as u32).filter(|n| kept[*n as usize]).collect();
        let list = duplicates.fold(&kept, &[]).unwrap_or_else(|| kept.clone());
        for position in &kept {
            let group = duplicates.told_by_several(*position).map(|g| g.positions.as_slice());
            let stands = group.unwrap_or(std::slice::from_ref(position));
            let rows = stands.iter().filter(|p| list.contains(p)).count();
            prop_assert_eq!(rows, 1, "{} of {:?} in {:?}", position, stands, list);
        }
        let open: Vec<u32> = duplicates.groups().iter().map(|g| g.positions[0]).collect();
        prop_assert_eq!(duplicates.fold(&kept, &open), None);
    }
}

/// Rows of up to three sources: seconds, precision, and a few words.
fn rows() -> impl Strategy<Value = Vec<(u32, i64, u8, String)>> {
    prop::collection::vec((0_u32..3, -5_i64..200, 0_u8..4, "[abAB]{1,4}( [xyÄ]{1,3})?"), 0..60)
}

fn built(rows: &[(u32, i64, u8, String)]) -> Timeline {
    let mut tables: BTreeMap<u32, EventTable> = BTreeMap::new();
    for (id, hours, precision, text) in rows {
        let precision =
            [Precision::Exact, Precision::Exact, Precision::Hour, Precision::Day][*precision as usize];
        let micros = 1_700_000_000_000_000 + hours * 3_600_000_000;
        let time = RowTime { micros, offset: Some(0), precision, abbreviation: None, zone: None };
        let new = NewRow { text, actor: text.get(..1).unwrap_or(""), tags: &["t"], ..NewRow::default() };
        tables.entry(*id).or_default().push(&new, time);
    }
    let sources = tables.into_iter().map(|(id, table)| source(id, table)).collect();
    Timeline::build(sources, &[], &BTreeMap::new())
}

proptest! {
    #[test]
    fn every_row_stands_once_in_order(rows in rows()) {
        let timeline = built(&rows);
        prop_assert_eq!(timeline.len(), rows.len());
        let keys: Vec<_> = timeline.events().map(|e| (e.moment.earliest, e.moment.latest, e.id)).collect();
        let mut sorted = keys.clone();
        sorted.sort();
        prop_assert_eq!(&keys, &sorted);
        for event in timeline.events() {
            prop_assert_eq!(timeline.position(event.id), Some(event.position));
        }
    }

    #[test]
    fn searching_finds_what_reading_every_event_finds(rows in rows(), words in "[abxÄ]{1,2}( [AyB]{1,2})?", from in 0_i64..200) {
        let timeline = built(&rows);
        let from = Timestamp(1_700_000_000_000_000 + from * 3_600_000_000);
        let filter = Filter {
            text: words.clone(), from: Some(from), actors: vec!["a".into(), "B".into()], ..Filter::default()
        };
        let read: Vec<u32> = timeline
            .events()
            .filter(|e| {
                let all = [e.text, e.actor, "t"].map(str::to_lowercase);
                words.split(' ').all(|w| all.iter().any(|field| field.contains(&w.to_lowercase())))
                    && ["a", "B"].contains(&e.actor)
                    && (e.moment.earliest >= from || e.moment.latest > from)
            })
            .map(|e| e.position)
            .collect();
        prop_assert_eq!(timeline.select(&filter), read);
    }

    #[test]
    fn a_histogram_counts_every_event_once(rows in rows(), bins in 1_usize..40, ends in (0_i64..200, 0_i64..200)) {
        let timeline = built(&rows);
        let edge = |h: i64| Timestamp(1_700_000_000_000_000 + h * 3_600_000_000);
        let (from, to) = (edge(ends.0.min(ends.1)), edge(ends.0.max(ends.1)));
        let histogram = timeline.histogram(None, from, to, bins, Stack::Sources);
        let counted: u32 = histogram.totals().iter().sum();
        let all = counted + histogram.before + histogram.after + histogram.implausible;
        prop_assert_eq!(all as usize, timeline.len());
        // By stretches of time the same events count, each in the stretch that has it.
        let times = [edge(40), edge(120)];
        let stretches = timeline.histogram(None, from, to, bins, Stack::Times(&times));
        if !timeline.is_empty() {
            prop_assert_eq!(stretches.totals(), histogram.totals());
        }
        let within = |n: usize, t: Timestamp| (n == 0 || t >= times[n - 1]) && (n == 2 || t < times[n]);
        for (n, counts) in stretches.counts.iter().enumerate() {
            let told = timeline.events().map(|e| e.moment.earliest);
            let read = told.filter(|t| (from..=to).contains(t) && within(n, *t)).count();
            prop_assert_eq!(counts.iter().sum::<u32>() as usize, read, "stretch {}", n);
        }
        for (bin, total) in histogram.totals().into_iter().enumerate() {
            let (start, end) = (histogram.edge(bin), histogram.edge(bin + 1));
            let last = bin + 1 == bins;
            let read = timeline.events().filter(|e| {
                let t = e.moment.earliest;
                start <= t && (t < end || (last && t == end))
            });
            // Bins of no width share their events; only their sum is told above.
            if start < end {
                prop_assert_eq!(read.count() as u32, total, "bin {}", bin);
            }
        }
    }
}
