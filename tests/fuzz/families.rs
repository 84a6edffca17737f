//! What each family of parsers must bear: any bytes at all. The fuzz targets call these, and `tests/it/corpus.rs`
//! replays what they found.
//!
//! The first byte chooses the format of the family, the second how the rest is cut into slices.

use floodmark::container::{Limits, expand};
use floodmark::import::orders::Counter;
use floodmark::import::{Content, Imported, Reader, detect, preview, suggest_mapping};
use floodmark::model::orders::Window;
use floodmark::model::source::{Columns, EventMapping, IncidentMapping};
use floodmark::model::{Format, Mapping, Milestone, Reading, Timestamp, Zone};
use floodmark::workspace::file;

/// Reads any format; beyond their number, only tells what the bytes are.
pub fn formats(data: &[u8]) {
    let Some((choice, cut, rest)) = split(data) else { return };
    match Format::ALL.get(usize::from(choice)) {
        Some(format) => both_ways(&Reading::of(*format), rest, cut),
        None => {
            let _ = detect("x", rest, rest.len() as u64);
        }
    }
}

/// Reads tables and JSON through mappings: what suggests itself, rows without a header, incidents.
pub fn mapped(data: &[u8]) {
    let Some((choice, cut, rest)) = split(data) else { return };
    let column = |name: &str| Columns(vec![name.to_owned()]);
    let mapping = match choice % 3 {
        0 => suggest_mapping(rest),
        1 => Mapping::Events(EventMapping {
            time: column("#1"),
            text: column("#2"),
            kind: column("=x"),
            tags: column("#3"),
            headerless: true,
            ..EventMapping::default()
        }),
        _ => Mapping::Incidents(IncidentMapping {
            id: column("#1"),
            milestones: [(Milestone::Detected, column("#2")), (Milestone::Contained, column("#3"))].into(),
            ..IncidentMapping::default()
        }),
    };
    let _ = preview(rest, &mapping, None, 5);
    both_ways(&Reading::mapped(mapping), rest, cut);
}

/// Opens saved workspaces.
pub fn workspace(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(saved) = file::read(text)
    {
        let again = file::write(&saved).map(|text| file::read(&text));
        assert!(matches!(again, Ok(Ok(again)) if again.workspace == saved.workspace), "it is read back");
    }
}

/// Reads times: of files, and of people.
pub fn times(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = floodmark::import::timestamp::parse(text);
    for zone in ["UTC", "+05:45", "Europe/Berlin", "Australia/Lord_Howe"] {
        let zone: Zone = zone.parse().unwrap_or_default();
        let _ = floodmark::import::timestamp::parse_confirm(text, zone);
    }
    let _ = text.parse::<Zone>();
}

/// Reads Markdown: post-mortems and plans.
pub fn markdown(data: &[u8]) {
    let Some((choice, cut, rest)) = split(data) else { return };
    let own = |format: &&Format| format.id().starts_with("postmortem");
    if choice % 2 == 0 {
        for format in Format::ALL.iter().filter(own) {
            both_ways(&Reading::of(*format), rest, cut);
        }
    } else if let Ok(text) = std::str::from_utf8(rest) {
        let plan = floodmark::plan::read::read(text);
        assert!(plan.title.len() <= text.len() + 64, "a title comes from the text");
    }
}

/// Opens containers, within limits that a few kilobytes reach.
pub fn containers(data: &[u8]) {
    let limits = Limits { member: 1 << 16, total: 1 << 18, held: 1 << 16, entries: 64, ..Limits::default() };
    if let Ok((members, told)) = expand("x", data, &limits) {
        assert_eq!(members.len() as u64, told.members);
        let sum: u64 = members.iter().map(|m| m.bytes.len() as u64).sum();
        assert!(sum <= limits.total, "{sum} bytes");
        assert!(told.skipped.iter().all(|s| !s.reason.is_empty()), "{told:?}");
    }
}

/// Counts orders, at once and in slices.
pub fn orders(data: &[u8]) {
    let Some((choice, cut, rest)) = split(data) else { return };
    let head = rest.get(..rest.len().min(64 * 1024)).unwrap_or(rest);
    let count = |slice: usize| {
        let mut counter = Counter::open(head);
        rest.chunks(slice).try_for_each(|part| counter.push(part)).ok()?;
        let orders = counter.finish().ok()?;
        let window = Window {
            from: Timestamp::from_seconds(0),
            to: Timestamp::from_seconds(4_000_000_000),
            zone: (choice & 1 == 1).then_some(Zone::Utc),
            day_first: [None, Some(true), Some(false)][usize::from(choice >> 1) % 3],
        };
        Some((orders.unsaid(), orders.within(&window)))
    };
    let whole = count(rest.len().max(1));
    assert_eq!(whole, count(cut));
    if let Some((_, counted)) = whole {
        let told = counted.orders + counted.repeated + counted.waiting + counted.refusals.len() as u64;
        assert_eq!(told, counted.rows, "{counted:?}");
        for groups in [&counted.countries, &counted.payments] {
            assert_eq!(groups.iter().map(|g| g.orders).sum::<u64>(), counted.inside.orders, "{counted:?}");
        }
    }
}

fn split(data: &[u8]) -> Option<(u8, usize, &[u8])> {
    match data {
        [choice, cut, rest @ ..] => Some((*choice, usize::from(*cut) + 1, rest)),
        _ => None,
    }
}

/// Reads bytes at once and in slices: the same counts, which add up.
fn both_ways(reading: &Reading, bytes: &[u8], cut: usize) {
    match (read(reading, bytes, bytes.len().max(1)), read(reading, bytes, cut)) {
        (Some(whole), Some(parts)) => {
            adds_up(&whole);
            assert_eq!(whole.report.rows, parts.report.rows);
            assert_eq!(whole.report.refusals, parts.report.refusals);
        }
        (None, None) => {}
        _ => panic!("the slices make a difference"),
    }
}

fn read(reading: &Reading, bytes: &[u8], slice: usize) -> Option<Imported> {
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or(bytes);
    let mut reader = Reader::open("x", reading, head).ok()?;
    for slice in bytes.chunks(slice) {
        reader.push(slice).ok()?;
    }
    reader.finish().ok()
}

fn adds_up(imported: &Imported) {
    let report = &imported.report;
    let refused = report.refusals.len() as u64;
    let taken = match &imported.content {
        Content::Events(table) => table.len() as u64,
        Content::Incidents(all) => all.len() as u64,
    };
    assert_eq!(taken + report.merged + refused, report.rows, "{report:?}");
    assert!(report.refusals.iter().all(|r| r.line > 0 && !r.reason.is_empty()), "{report:?}");
}
