//! What each family of parsers must bear: any bytes at all. The fuzz targets call these, and `tests/it/corpus.rs`
//! replays what they found.
//!
//! The first byte chooses the format of the family, the second how the rest is cut into slices.

use floodmark::container::{Limits, expand};
use floodmark::import::orders::Counter;
use floodmark::import::{Content, Imported, Piece, Reader, detect, preview, suggest_mapping};
use floodmark::model::orders::Window;
use floodmark::model::source::{Columns, EventMapping, IncidentMapping};
use floodmark::model::{Format, Mapping, Milestone, Reading, Timestamp, Zone};
use floodmark::workspace::file;

/// The formats by the byte that chooses each. Its place here is what the corpora mean: a new format comes last.
pub const CHOSEN: &[&str] = &[
    "timesketch-csv",
    "timesketch-jsonl",
    "plaso-l2tcsv",
    "tln",
    "iris-export",
    "iris-import",
    "veris-json",
    "iris-case",
    "thehive-json",
    "aurora-fox",
    "kanvas-timeline",
    "kanvas-containment",
    "dispatch-timeline",
    "dispatch-events-json",
    "dispatch-events",
    "slack-export",
    "github-issues",
    "jira-csv",
    "pagerduty-log",
    "hayabusa-csv",
    "hayabusa-json",
    "chainsaw-csv",
    "chainsaw-json",
    "velociraptor-csv",
    "velociraptor-json",
    "forensic-timeliner",
    "misp-event",
    "stix",
    "attack-flow",
    "wp-activity-log",
    "simple-history-csv",
    "simple-history-json",
    "stream-csv",
    "stream-json",
    "activity-log-csv",
    "woocommerce-log",
    "php-error-log",
    "access-log",
    "floodmark-csv",
    "delimited",
    "postmortem-markdown",
    "plan-markdown",
    "plan-cacao",
    "workspace",
    "rule-pack",
    "woo-orders",
    "pagerduty-incidents",
    "opsgenie-incidents",
    "dispatch-incidents",
    "elastic-timeline",
    "kanvas-evidence",
    "kanvas-recommendations",
    "plaso-json",
];

/// The format that a byte chooses.
fn chosen(choice: u8) -> Option<Format> {
    let id = CHOSEN.get(usize::from(choice))?;
    Format::ALL.iter().copied().find(|format| format.id() == *id)
}

/// Reads any format; beyond their number, only tells what the bytes are.
pub fn formats(data: &[u8]) {
    let Some((choice, cut, rest)) = split(data) else { return };
    match chosen(choice) {
        Some(format) => both_ways(&Reading::of(format), rest, cut),
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

/// Reads bytes at once, in slices, and by two readers: the same counts, which add up.
fn both_ways(reading: &Reading, bytes: &[u8], cut: usize) {
    if let Some(by_two) = by_two(reading, bytes, cut) {
        match (read(reading, bytes, bytes.len().max(1)), by_two) {
            (Some(whole), Some(two)) => {
                assert_eq!(whole.report.rows, two.report.rows);
                assert_eq!(whole.report.refusals, two.report.refusals);
                assert_eq!(whole.report.notes, two.report.notes);
            }
            (None, None) => {}
            _ => panic!("the second reader makes a difference"),
        }
    }
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

/// Reads some slices, also two in a row, by a second reader, whose pieces cross as bytes; `None` where the format is not read so, and then
/// none where it cannot be read.
fn by_two(reading: &Reading, bytes: &[u8], cut: usize) -> Option<Option<Imported>> {
    let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or(bytes);
    let reader = Reader::open("x", reading, head).ok()?;
    let mut second = Reader::open("x", reading, head).ok()?;
    (second.push(head).is_ok() && second.divides()).then(|| join(reader, second, bytes, cut))
}

fn join(mut reader: Reader, mut second: Reader, bytes: &[u8], cut: usize) -> Option<Imported> {
    let mut at = 0;
    for (n, slice) in bytes.chunks(cut).enumerate() {
        let apart = if n % 3 != 0 && reader.divides() { second.read_piece(slice, at as u64) } else { None };
        let from = match apart {
            Some(piece) => {
                let sent = postcard::to_allocvec(&piece).ok()?;
                reader.join(postcard::from_bytes::<Piece>(&sent).ok()?).ok()?
            }
            None => Some(0),
        };
        if let Some(rest) = from.and_then(|from| slice.get(from..)) {
            reader.push(rest).ok()?;
        }
        at += slice.len();
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
