//! Real and broken files through the readers: nothing is lost without being told, whatever the bytes are.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

mod counts;
mod exports;
mod intel;
mod postmortem;
mod presets;
mod real;
mod samples;

use floodmark::import::{
    Content, Encoding, ImportError, Imported, Piece, Reader, detect, original_row, preview, read_all,
    suggest_mapping,
};
use floodmark::model::source::{Columns, EventMapping, IncidentMapping};
use floodmark::model::{EventTable, Format, Mapping, Milestone, Reading, SlackChannels, SlackChoice};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

const HEADER: &str = "message,datetime,timestamp_desc,host,tag\n";

/// Reads a file as what it is found to be.
pub fn read(bytes: &[u8]) -> Imported {
    let imported = read_all("dropped", bytes, None).unwrap_or_else(|e| panic!("{e}"));
    adds_up(&imported);
    imported
}

/// The rule of every report: what was found was read or refused with a place, a reason, and some of its text.
#[track_caller]
pub fn adds_up(imported: &Imported) {
    let report = &imported.report;
    let refused = report.refusals.len() as u64;
    match &imported.content {
        Content::Events(table) => {
            assert_eq!(report.events + report.merged + refused, report.rows);
            assert_eq!(table.len() as u64, report.events);
        }
        Content::Incidents(all) => {
            assert_eq!(report.incidents + refused, report.rows);
            assert_eq!(all.len() as u64, report.incidents);
        }
    }
    for refusal in &report.refusals {
        assert!(refusal.line > 0 && refusal.reason.len() > 5, "{refusal:?}");
    }
}

pub fn events(imported: &Imported) -> Arc<EventTable> {
    match &imported.content {
        Content::Events(table) => table.clone(),
        Content::Incidents(_) => panic!("incidents where events should be"),
    }
}

pub fn one(column: &str) -> Columns {
    Columns(vec![column.to_owned()])
}

fn mapped(mapping: EventMapping) -> Reading {
    Reading::mapped(Mapping::Events(mapping))
}

fn plain(format: Format) -> Reading {
    Reading::of(format)
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{FEFF}" } else { "" };
    format!("{mark}{text}").encode_utf16().flat_map(order).collect()
}

/// All that a read yields, as text: equal files give equal text.
pub fn told(imported: &Imported) -> String {
    let table = |table: &EventTable| -> String {
        (0..table.len() as u32)
            .map(|n| {
                let tags: Vec<&str> = table.tags(n).collect();
                format!(
                    "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {} {:?} {:?} {:?}\n",
                    table.time(n),
                    table.moment(n, None, Default::default()),
                    table.text(n),
                    table.kind(n),
                    table.actor(n),
                    table.asset(n),
                    tags,
                    table.line(n),
                    table.place(n),
                    table.known_at(n),
                    table.notes(n),
                )
            })
            .collect()
    };
    let content = match &imported.content {
        Content::Events(events) => table(events),
        Content::Incidents(all) => all
            .iter()
            .map(|i| {
                let (events, rest) = (table(&i.events), (&i.milestones, &i.durations, &i.groups));
                format!("{} {} {events} {rest:?}\n", i.id, i.title)
            })
            .collect(),
    };
    format!("{} {:?}\n{content}", imported.bytes, imported.report)
}

fn in_parts(reading: &Reading, bytes: &[u8], cuts: &[usize]) -> Result<Imported, ImportError> {
    let mut reader = Reader::open("dropped", reading, &bytes[..bytes.len().min(65_536)])?;
    let mut at = 0;
    for cut in cuts.iter().cycle().take_while(|_| !cuts.is_empty()).copied() {
        if at >= bytes.len() {
            break;
        }
        let end = (at + cut.max(1)).min(bytes.len());
        reader.push(&bytes[at..end])?;
        at = end;
    }
    reader.push(&bytes[at..])?;
    assert_eq!(reader.bytes(), bytes.len() as u64);
    reader.finish()
}

/// Which of the readers takes a part: now and then two in a row fall to the second, so that its parts also join one another.
const SECOND: [bool; 6] = [false, true, true, false, true, false];

/// As [`in_parts`], with some parts read by a second reader that knows nothing but the beginning of the file and the part.
fn by_two(reading: &Reading, bytes: &[u8], cuts: &[usize]) -> Result<Imported, ImportError> {
    let head = &bytes[..bytes.len().min(65_536)];
    let mut reader = Reader::open("dropped", reading, head)?;
    let mut second = Reader::open("dropped", reading, head)?;
    if second.push(head).is_err() || !second.divides() {
        return in_parts(reading, bytes, &[]);
    }
    let mut at = 0;
    let cuts = cuts.iter().cycle().take_while(|_| !cuts.is_empty()).copied();
    for (cut, there) in cuts.zip(SECOND.into_iter().cycle()) {
        if at >= bytes.len() {
            break;
        }
        let end = (at + cut.max(1)).min(bytes.len());
        let apart =
            if there && reader.divides() { second.read_piece(&bytes[at..end], at as u64) } else { None };
        let from = match apart {
            Some(piece) => {
                let sent = postcard::to_allocvec(&piece).unwrap();
                reader.join(postcard::from_bytes::<Piece>(&sent).unwrap())?
            }
            None => Some(0),
        };
        if let Some(from) = from {
            reader.push(&bytes[at + from..end])?;
        }
        at = end;
    }
    reader.push(&bytes[at..])?;
    assert_eq!(reader.bytes(), bytes.len() as u64);
    reader.finish()
}

#[test]
fn large_files_of_these_formats_are_read_by_two() {
    let divided = files().into_iter().filter(|(reading, text)| {
        let mut reader = Reader::open("dropped", reading, text.as_bytes()).unwrap();
        reader.push(text.as_bytes()).unwrap();
        reader.divides()
    });
    let divided: BTreeSet<String> = divided.map(|(reading, _)| reading.format.label().to_owned()).collect();
    insta::assert_debug_snapshot!(divided);
}

#[test]
fn pieces_of_many_rows_join_across_the_blocks_of_columns() {
    let mut text = HEADER.to_owned();
    for n in 0..40_000_u32 {
        let (host, tag) = (n % 700, n / 9_000);
        let zone = if n == 21_000 { "" } else { "Z" };
        writeln!(text, "\"event {n}, of {n}\",2026-03-16T09:48:30{zone},L,host {host},\"a,{tag}\"").unwrap();
    }
    let reading = plain(Format::TimesketchCsv);
    let whole = read_all("dropped", text.as_bytes(), Some(&reading)).unwrap();
    let two = by_two(&reading, text.as_bytes(), &[700_001, 900_007]).unwrap();
    assert_eq!(whole.report.rows, 40_000);
    assert!(told(&two) == told(&whole));
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_what_to_do() {
    let refused = |bytes: &[u8]| detect("timeline.csv", bytes, bytes.len() as u64).unwrap_err();
    assert_eq!(refused(b""), ImportError::Empty);
    assert_eq!(refused(b" \r\n \n"), ImportError::Empty);
    assert_eq!(refused(b"\xEF\xBB\xBF"), ImportError::Empty);
    assert!(ImportError::Empty.to_string().contains("at least one row"));
    let zeros = detect("timeline.csv", &[0; 65_536], 1 << 30).unwrap_err();
    assert!(matches!(zeros, ImportError::Binary { .. }), "{zeros:?}");
    assert!(zeros.to_string().contains("zero bytes") && zeros.to_string().contains("CSV"), "{zeros}");
    for head in [&b"PK\x03\x04\x14\x00"[..], b"\x1F\x8B\x08\x00", b"%PDF-1.7\n", b"a,b\n\x00\x01\x02\x03,4\n"]
    {
        assert!(matches!(refused(head), ImportError::Binary { .. }), "{head:?}");
    }
    let noise: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert!(matches!(refused(&noise), ImportError::Binary { .. }));
    assert!(refused(b"{\"a\": 1}").to_string().contains("JSON"));
    assert!(refused(b"only words").to_string().contains("CSV"));
}

#[test]
fn a_header_alone_is_an_empty_file() {
    assert_eq!(
        read_all("t.csv", HEADER.as_bytes(), Some(&plain(Format::TimesketchCsv))).unwrap_err(),
        ImportError::Empty
    );
}

#[test]
fn what_a_file_is_follows_from_its_content_and_not_its_name() {
    let row = "a,2026-03-16T09:48:30Z,Logged,web1,x\n";
    let own = format!("{}\n", floodmark::document::timeline_csv::COLUMNS.join(","));
    let veris =
        "{\"schema_version\":\"1.3\",\"incident_id\":\"a\",\"timeline\":{\"incident\":{\"year\":2020}}}";
    let files = [
        (format!("{HEADER}{row}"), Format::TimesketchCsv),
        (
            "{\"message\":\"a\",\"datetime\":\"2026-03-16T09:48:30Z\",\"timestamp_desc\":\"b\"}\n".into(),
            Format::TimesketchJsonl,
        ),
        (veris.to_owned(), Format::VerisJson),
        (format!("[{veris},\n{veris}]"), Format::VerisJson),
        (own, Format::FloodmarkCsv),
        ("When;What\n2026-03-16 09:48;page changed\n".into(), Format::Delimited),
        ("# Plan\n\n## Contain\n\n- Turn checkout off\n".into(), Format::PlanMarkdown),
        ("{\"format\":\"floodmark/workspace\",\"version\":1}".into(), Format::Workspace),
    ];
    for (text, format) in files {
        for name in ["a.csv", "a.json", "a.md", "a.xlsx", "", "..\\../a.jsonl"] {
            let found = detect(name, text.as_bytes(), text.len() as u64)
                .unwrap_or_else(|e| panic!("{name}: {e}\n{text}"));
            assert_eq!(found.candidates[0].reading.format, format, "{name}: {text}");
        }
    }
}

#[test]
fn json_that_breaks_off_keeps_the_rows_before() {
    let line = |n: u32| {
        format!(
            "{{\"message\":\"m{n}\",\"datetime\":\"2026-03-16T09:48:{n:02}Z\",\"timestamp_desc\":\"x\"}}\n"
        )
    };
    let mut text: String = (10..15).map(line).collect();
    text.truncate(text.len() - 20);
    let imported = read(text.as_bytes());
    assert_eq!((imported.report.rows, imported.report.events), (5, 4));
    let refusal = &imported.report.refusals[0];
    assert!(refusal.line == 5 && refusal.reason.contains("breaks off"), "{refusal:?}");

    let incident = |n: u32| {
        format!(
            "  {{\"schema_version\":\"1.3\",\"incident_id\":\"i{n}\",\n  \"timeline\":{{\"incident\":{{\"year\":2020}}}}}}"
        )
    };
    let mut text = format!("[\n{},\n{},\n{}", incident(0), incident(1), incident(2));
    text.truncate(text.len() - 9);
    let imported = read(text.as_bytes());
    assert_eq!((imported.report.rows, imported.report.incidents), (3, 2));
    let refusal = &imported.report.refusals[0];
    assert!((refusal.line, refusal.pointer.as_str()) == (6, "/2"), "{refusal:?}");
    assert!(refusal.reason.contains("breaks off"), "{refusal:?}");
}

#[test]
fn a_json_line_that_is_cut_off_anywhere_costs_itself_alone() {
    let line = |n: usize| {
        format!(
            r#"{{"Timestamp":"2026-03-13 00:02:{n}.000 +00:00","RuleTitle":"a","Level":"crit","Details":{{"User":"b","All":[{{"c":1}},[2,{{"d":3}}]],"E":{{"f":4,"g":[]}}}}}}"#
        )
    };
    let reading = plain(Format::HayabusaJson);
    for (at, after) in (1..line(11).len()).flat_map(|at| [(at, 0), (at, 1), (at, 3)]) {
        let mut text = format!("{}\n{}\n", line(10), &line(11)[..at]);
        (0..after).for_each(|n| text += &format!("{}\n", line(12 + n)));
        let imported = read_all("x", text.as_bytes(), Some(&reading)).unwrap();
        adds_up(&imported);
        let report = &imported.report;
        let refused: Vec<u32> = report.refusals.iter().map(|r| r.line).collect();
        assert_eq!((report.rows, refused), (2 + after as u64, vec![2]), "{text}");
        assert_eq!(events(&imported).line(after as u32), if after > 0 { 2 + after as u32 } else { 1 });
    }
}

#[test]
fn ragged_rows_are_read_with_a_note_or_refused() {
    let text = format!(
        "{HEADER}a,2026-03-16T09:48:30Z,Logged,web1,x\nb,2026-03-16T09:48:31Z\nc\nd,2026-03-16T09:48:32Z,Logged,web1,x,y,z\n"
    );
    let imported = read(text.as_bytes());
    let table = events(&imported);
    assert_eq!((imported.report.rows, table.len()), (4, 3));
    assert_eq!((table.text(1), table.notes(1).len(), table.notes(0).len()), ("b", 1, 0));
    assert_eq!((table.text(2), table.notes(2).len()), ("d", 1));
    let refusal = &imported.report.refusals[0];
    assert_eq!((refusal.line, refusal.text.as_str()), (4, "c"));
}

#[test]
fn a_row_without_zone_waits_and_years_at_the_edge_stay_what_they_are() {
    let text = format!(
        "{HEADER}naive,2026-03-16 09:48:30,x,,\nzero,0000-01-01T00:00:01Z,x,,\nlast,9999-12-31T23:59:59Z,x,,\nbeyond,10000-01-01T00:00:00Z,x,,\n"
    );
    let imported = read(text.as_bytes());
    let table = events(&imported);
    assert_eq!((imported.report.rows, imported.report.naive_rows), (4, 1));
    assert_eq!(table.time(0).offset, None);
    assert!(table.moment(0, None, Default::default()).is_err());
    let time = |n: u32| table.moment(n, None, Default::default()).unwrap().earliest.to_string();
    let row = |text: &str| (0..table.len() as u32).find(|n| table.text(*n) == text);
    assert_eq!(time(row("last").unwrap()), "9999-12-31T23:59:59Z");
    if let Some(zero) = row("zero") {
        assert_eq!(time(zero), "0000-01-01T00:00:01Z");
    }
    assert_eq!(row("beyond"), None);
    assert!(imported.report.refusals.iter().any(|r| r.line == 5 && r.reason.contains("`datetime`")));
}

#[test]
fn every_encoding_gives_the_same_rows_and_each_row_back() {
    let text = format!(
        "{HEADER}\"Käufer meldet\nzweite Zeile – €\",2026-03-16T09:48:30Z,Logged,wéb1,x\nb,2026-03-16T09:48:31Z,Logged,web1,\n"
    );
    let windows: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '€' => 0x80,
            '–' => 0x96,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    let files = [
        (text.clone().into_bytes(), Encoding::Utf8),
        (format!("\u{FEFF}{text}").into_bytes(), Encoding::Utf8),
        (windows, Encoding::Windows1252),
        (utf16(&text, u16::to_le_bytes, true), Encoding::Utf16Le),
        (utf16(&text, u16::to_le_bytes, false), Encoding::Utf16Le),
        (utf16(&text, u16::to_be_bytes, true), Encoding::Utf16Be),
        (utf16(&text, u16::to_be_bytes, false), Encoding::Utf16Be),
    ];
    for (bytes, encoding) in files {
        let imported = read(&bytes);
        assert_eq!(imported.report.encoding, encoding);
        let table = events(&imported);
        assert_eq!(table.len(), 2, "{encoding:?}");
        assert_eq!(table.text(0), "Käufer meldet\nzweite Zeile – €", "{encoding:?}");
        assert_eq!((table.asset(0), table.line(0), table.line(1)), ("wéb1", 2, 4));
        let (start, length) = table.place(0);
        let original = &bytes[start as usize..start as usize + length as usize];
        assert_eq!(
            original_row(original, encoding),
            "\"Käufer meldet\nzweite Zeile – €\",2026-03-16T09:48:30Z,Logged,wéb1,x"
        );
        let (start, length) = table.place(1);
        let original = &bytes[start as usize..start as usize + length as usize];
        assert_eq!(original_row(original, encoding), "b,2026-03-16T09:48:31Z,Logged,web1,");
    }
}

#[test]
fn latin_letters_after_the_first_64_kb_are_no_question_marks() {
    let mut bytes = HEADER.as_bytes().to_vec();
    for n in 0..2_000 {
        bytes.extend(format!("row {n},2026-03-16T09:48:30Z,Logged by the watch,web1,x\n").bytes());
    }
    assert!(bytes.len() > 80_000);
    bytes.extend(b"K\xE4ufer,2026-03-16T09:48:31Z,Logged,web1,x\n");
    let imported = read(&bytes);
    let table = events(&imported);
    assert_eq!(table.text(2_000), "Käufer");
}

#[test]
fn a_line_of_10_mb_is_read_and_cut_with_a_note() {
    let long = "x".repeat(10 * 1024 * 1024);
    let csv = format!(
        "{HEADER}{long},2026-03-16T09:48:30Z,Logged,web1,x\nafter,2026-03-16T09:48:31Z,Logged,web1,x\n"
    );
    let jsonl = format!(
        "{{\"message\":\"a\",\"datetime\":\"2026-03-16T09:48:30Z\",\"timestamp_desc\":\"x\"}}\n{{\"message\":\"{long}\",\"datetime\":\"2026-03-16T09:48:30Z\"}}\n"
    );
    for (text, at) in [(csv, 0), (jsonl, 1)] {
        let imported = read(text.as_bytes());
        let table = events(&imported);
        assert_eq!((table.len(), imported.report.refusals.len()), (2, 0));
        assert!(table.text(at).len() >= 1024 && table.notes(at).len() == 1);
        let (start, length) = table.place(at);
        assert!(length > 10 * 1024 * 1024 && text[start as usize..].contains(&long[..100]));
    }
}

const HOSTILE: [&str; 8] = [
    "<img src=x onerror=alert(1)>",
    "=HYPERLINK(\"x\";\"y\")",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "</script><script>alert(1)</script>",
    "../../etc/passwd",
    "\u{202e}abc\u{0}\u{7}",
];

#[test]
fn markup_and_formulas_are_text_like_any_other() {
    for hostile in HOSTILE {
        let cell = format!("\"{}\"", hostile.replace('"', "\"\""));
        let csv = format!(
            "{HEADER}{cell},2026-03-16T09:48:30Z,{cell},{cell},{cell}\n{cell},{cell},{cell},{cell},{cell}\n"
        );
        let imported = read_all("x", csv.as_bytes(), Some(&plain(Format::TimesketchCsv))).unwrap();
        adds_up(&imported);
        let table = events(&imported);
        assert_eq!((table.len(), imported.report.refusals.len()), (1, 1), "{hostile}");
        assert_eq!(table.text(0), hostile.trim());
        let value = serde_json::to_string(hostile).unwrap();
        let json = format!(
            "{{\"message\":{value},\"datetime\":\"2026-03-16T09:48:30Z\",\"timestamp_desc\":{value},{value}:{value}}}\n"
        );
        let table = events(&read(json.as_bytes()));
        assert_eq!((table.text(0), table.kind(0)), (hostile.trim(), hostile));
    }
}

#[test]
fn a_carriage_return_alone_loses_nothing() {
    let text =
        format!("{HEADER}a\rb,2026-03-16T09:48:30Z,Logged,web1,x\nc,2026-03-16T09:48:31Z,Logged,web1,x\n");
    let imported = read(text.as_bytes());
    let table = events(&imported);
    let seen: String = (0..table.len() as u32).map(|n| table.text(n)).collect::<Vec<_>>().join(" ");
    let refused: String = imported.report.refusals.iter().map(|r| r.text.as_str()).collect();
    for letter in ["a", "b", "c"] {
        assert!(seen.contains(letter) || refused.contains(letter), "{letter} of {seen:?} {refused:?}");
    }
    assert!(seen.contains('b') && seen.contains('c'), "{seen:?} {refused:?}");
}

#[test]
fn line_ends_inside_a_cell_stay_what_they_are() {
    let text = format!("{HEADER}\"a\r\nb\",2026-03-16T09:48:30Z,Logged,web1,x\r\n");
    assert_eq!(events(&read(text.as_bytes())).text(0), "a\r\nb");
}

#[test]
fn day_first_is_settled_by_the_whole_column_or_refused() {
    let mapping = EventMapping { time: one("When"), text: one("What"), ..EventMapping::default() };
    let open = |rows: &str| {
        let text = format!("When,What\n{rows}");
        let imported = read_all("x", text.as_bytes(), Some(&mapped(mapping.clone()))).unwrap();
        adds_up(&imported);
        (imported.report.day_first, imported.report.events, imported.report.refusals.len())
    };
    assert_eq!(open("03/04/2026 10:00,a\n13/04/2026 10:00,b\n"), (Some(true), 2, 0));
    assert_eq!(open("03/04/2026 10:00,a\n04/13/2026 10:00,b\n"), (Some(false), 2, 0));
    assert_eq!(open("03/04/2026 10:00,a\n04/05/2026 10:00,b\n").1, 0);
    assert_eq!(open("13/04/2026 10:00,a\n04/13/2026 10:00,b\n2026-03-16 10:00,c\n"), (None, 1, 2));
}

#[test]
fn a_column_that_is_not_there_is_named() {
    let mapping = EventMapping { time: one("Whenn"), text: one("What"), ..EventMapping::default() };
    let error = read_all("x", b"When,What\n2026-03-16,a\n", Some(&mapped(mapping))).unwrap_err();
    assert_eq!(error.to_string(), "the file has no column “Whenn”; it has When, What");
}

#[test]
fn what_stands_above_a_table_is_told_and_no_row_of_it() {
    let csv = "Incident log of the shop,,\nExported by,Ana,\n\nWhen,Who,What\n2026-03-16 09:00:00Z,ana,off\n2026-03-16 09:05:00Z,ben,on\n";
    let found = detect("log.csv", csv.as_bytes(), csv.len() as u64).unwrap().candidates.remove(0);
    assert_eq!(found.reading.mapping.as_ref().map(Mapping::above), Some(3), "{found:?}");
    let imported = read_all("log.csv", csv.as_bytes(), Some(&found.reading)).unwrap();
    let Content::Events(events) = &imported.content else { panic!() };
    assert_eq!((events.text(0), events.actor(0), events.line(0)), ("off", "ana", 5));
    let report = &imported.report;
    assert_eq!((report.rows, report.refusals.len()), (2, 0));
    assert_eq!(
        report.notes,
        [
            "3 lines stand above the table and were not read as rows: “Incident log of the shop,, / Exported by,Ana,”."
        ]
    );
    // Incidents, too, and whoever reads the file otherwise decides so.
    let csv = "Our incidents\nid,from,to\n1,2026-03-16 09:00Z,2026-03-16 10:00Z\n";
    let incidents = IncidentMapping {
        id: one("id"),
        milestones: [(Milestone::Detected, one("from"))].into(),
        above: 1,
        ..IncidentMapping::default()
    };
    let reading = Reading::mapped(Mapping::Incidents(incidents));
    let imported = read_all("x.csv", csv.as_bytes(), Some(&reading)).unwrap();
    assert_eq!((imported.report.rows, imported.report.notes.len()), (1, 1));
}

#[test]
fn empty_rows_above_between_and_below_a_table_are_no_rows_of_it() {
    let csv = ",,\nWhen,Who,What\n2026-03-16 09:00:00Z,ana,off\n,,\n2026-03-16 09:05:00Z,ben,on\n,,\n,,\n";
    let found = detect("log.csv", csv.as_bytes(), csv.len() as u64).unwrap().candidates.remove(0);
    let mapping = found.reading.mapping.clone().unwrap();
    assert_eq!(mapping.above(), 0, "{mapping:?}");
    let shown = preview(csv.as_bytes(), &mapping, None, 9).unwrap();
    assert_eq!((shown.header.join(" "), shown.rows.len()), ("When Who What".to_owned(), 2));
    let imported = read_all("log.csv", csv.as_bytes(), Some(&found.reading)).unwrap();
    let table = events(&imported);
    assert_eq!((table.text(0), table.line(1)), ("off", 5));
    let report = &imported.report;
    assert_eq!((report.rows, report.empty, report.refusals.len()), (2, 4, 0));
    assert_eq!(report.notes, ["Empty, and so not counted: 4 rows."]);
    // Nothing else in the file is an empty file.
    let reading = plain(Format::TimesketchCsv);
    assert_eq!(
        read_all("t.csv", format!("{HEADER},,,,\n").as_bytes(), Some(&reading)).unwrap_err(),
        ImportError::Empty
    );
}

/// A file of each format, with what makes it hard to cut.
pub fn files() -> Vec<(Reading, String)> {
    let events = EventMapping {
        time: one("When"),
        text: Columns(vec!["What".into(), "More".into()]),
        tags: one("Tags"),
        ..EventMapping::default()
    };
    let headerless =
        EventMapping { time: one("#1"), text: one("#3"), headerless: true, ..EventMapping::default() };
    let incidents = IncidentMapping {
        id: one("id"),
        milestones: [(Milestone::Detected, one("from")), (Milestone::Contained, one("to"))].into(),
        ..IncidentMapping::default()
    };
    let incidents = Reading::mapped(Mapping::Incidents(incidents));
    // The mapping of a tool's list of incidents is the one that its columns suggest.
    let listed = |text: &str| {
        let found = detect("x", text.as_bytes(), text.len() as u64).unwrap().candidates.remove(0).reading;
        assert!(found.format.is_mapped() && found.format != Format::Delimited, "{found:?}");
        (found, text.to_owned())
    };
    let channels = SlackChannels::Only(["a".to_owned()].into());
    let slack = SlackChoice { channels, unmarked: true, notices: true, ..SlackChoice::default() };
    let veris = |id: &str| {
        format!(
            "{{\"incident_id\":\"{id}\",\"summary\":\"}}ä\\\"]\",\n \"timeline\":{{\"incident\":{{\"year\":2020,\"month\":2}},\"discovery\":{{\"unit\":\"Days\"}}}}}}"
        )
    };
    vec![
        (plain(Format::TimesketchCsv), format!("{HEADER}\"ä\r\nb, \"\"c\"\"\",2026-03-16T09:48:30Z,L,h,\"x,y\"\r\n\n日本,1773654510,L\n,,,,\n\"open,2026-03-16T09:48:30Z,L,h,\nlast,2026-03-16,L,h,z")),
        (plain(Format::TimesketchJsonl), "{\"message\":\"ä\",\"datetime\":\"2026-03-16T09:48:30Z\",\"tag\":[\"a\",\"b\"]}\r\n\nnot json\n{\"message\":\"b\",\"timestamp\":1773654510}\n{\"mess".into()),
        (plain(Format::PlasoL2tcsv), "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra\n03/13/2026,00:02:51,UTC,M...,FILE,x,Modified,-,shop01,a,\"b\nä\",2,f,1,-,p,-\n00/00/0000,--:--:--,UTC,M...,FILE,x,Modified,-,shop01,a,b,2,f,1,-,p,-\n".into()),
        (plain(Format::IrisExport), "event_date(UTC),event_title,event_description\n\"2026-03-13T00:02:51\",\"a \"ä\" b\",\"c\"\nx\n\n\"2026-03-13T00:02:52\",\"\",\"日本\"".into()),
        (plain(Format::IrisImport), "event_date,event_tz,event_title,event_assets\n2026-03-16T10:48:30,+01:00,\"a\nä\",b;c\n,,x,\n".into()),
        (plain(Format::Tln), "1773360171|FILE|shop01|-|2026-03-13T00:02:51.5+00:00; Modified; ä; b\nx|FILE|shop01|-|b\n1773360172|FILE|shop01|-|b\n".into()),
        (plain(Format::PagerdutyLog), "{\"log_entries\":[{\"type\":\"trigger_log_entry\",\"summary\":\"ä\",\"created_at\":\"2026-03-16T09:21:10Z\"},\n{\"type\":\"x\"}, 7, {\"type\":\"resolve_log_entry\",\"summary\":\"日\",\"created_at\":\"2026-03-16T09:21:10Z\"}],\"more\":false}\n".into()),
        (plain(Format::ThehiveJson), "{\"events\":[{\"date\":1773654510000,\"kind\":\"caseCreated\",\"entity\":\"ä\",\"details\":{\"title\":\"}]\"}},\n{\"date\":null,\"kind\":\"x\"},{\"da".into()),
        (plain(Format::AuroraFox), "{\"storage_format_version\":7,\n\"timeline\":[{\"date_time\":\"2026-03-13 00:02:51\",\"event_data\":\"ä\"},{\"recid\":2}],\"malware\":[{\"text\":\"x\"}]}".into()),
        (plain(Format::IrisCase), "{\"data\":{\"timeline\":[{\"event_title\":\"ä\",\"event_date\":\"2026-03-16T09:48:30\"},{\"event_title\":\"b\"}],\n\"tasks\":[{\"task_title\":\"c\"},{\"task_title\":\"d\",\"task_open_date\":\"2026-03-16T09:48:30\"}]}}".into()),
        (plain(Format::KanvasTimeline), "Timestamp_UTC_0,EvidenceType,Activity\n2026-03-13 00:02:51:25,x,\"ä\nb\"\n,x,c\n".into()),
        (plain(Format::KanvasContainment), "TargetName,IsolationMethod,Timestamp of isolation\nä,x,2026-03-13 00:02:51\nb,x,\n".into()),
        (plain(Format::KanvasEvidence), "EvidenceType,Date Requested,Date Received\n\"ä\nb\",2026-03-13,2026-03-13 00:02:51\nc,,\n".into()),
        (plain(Format::KanvasRecommendations), "Finding/Issue,Recommendations,Date Added\n\"ä\nb\",c,2026-03-13\nd,e,\n".into()),
        (plain(Format::DispatchTimeline), "\"Time (in UTC)\",\"Description\",\"Owner\"\n\"2026-03-16T09:48:30.000Z\",\"ä\",\"x\"\n\"\",\"b\",\"\"\n".into()),
        (plain(Format::DispatchEventsJson), "[{\"uuid\":\"1\",\"started_at\":\"2026-03-16T09:48:30\",\"source\":\"ä\",\"description\":\"b\"},{\"uuid\":\"2\"}]".into()),
        (plain(Format::DispatchEvents), "uuid\tstarted_at\tsource\tdescription\n1\t2026-03-16 09:48:30\tä\tb\n2\t\\N\ta\tb\n".into()),
        (plain(Format::SlackExport), "{\"slack_users\":[{\"id\":\"U1\",\"name\":\"ä\"}]}\n{\"type\":\"message\",\"user\":\"U1\",\"ts\":\"1773654510.0002\",\"text\":\"breach <@U1> <\"}\n{\"type\":\"message\",\"ts\":\"\",\"text\":\"a\"}\n".into()),
        (Reading::slack(slack), "{\"channel\":\"a\",\"type\":\"message\",\"user\":\"U1\",\"ts\":\"1773654510.0002\",\"text\":\"ä\"}\n{\"channel\":\"日\",\"type\":\"message\",\"ts\":\"1773654511\",\"text\":\"b\"}\n{\"channel\":\"a\",\"subtype\":\"channel_join\",\"ts\":\"1773654512\"}\n{\"ts\":\"x\"}".into()),
        (plain(Format::GithubIssues), "[{\"number\":7,\"title\":\"ä\",\"state\":\"OPEN\",\"createdAt\":\"2026-03-24T15:00:00Z\"},\n{\"number\":8,\"title\":\"b\",\"created_at\":\"x\"}]".into()),
        (plain(Format::WpActivityLog), "Date,User,Severity,IP,Message\n\"13.03.2026 00:44:19\",ä,Low,x,\"a\nb: c\"\n,x,Low,y,z\n".into()),
        (plain(Format::SimpleHistoryCsv), "\"2026-03-12 23:44:19\",\"2026-03-13 00:44:19\",L,info,wp_user,k,,,,\"'=ä\",\"b\",2\nx,,,,,,,,,,,\n".into()),
        (plain(Format::SimpleHistoryJson), "[{\"date\":\"2026-03-12 23:44:19\",\"logger\":\"L\",\"level\":\"i\",\"initiator\":\"ä\",\"message\":\"m\"},{\"date\":\"\"}, 3]".into()),
        (plain(Format::StreamCsv), "Date,Summary,Connector,Context,Action\n2026/03/13 12:44:19 AM UTC,ä,x,y,z\n2026/03/13 12:44:19 AM IST,b,x,y,z\n".into()),
        (plain(Format::StreamJson), "[{\"date\":\"2026/03/13 12:44:19 AM UTC\",\"summary\":\"ä\"},{\"summary\":\"b\"}]".into()),
        (plain(Format::ActivityLogCsv), "Date,Author,IP,Type,Label,Action,Description\n2026-03-13 00:44:19,ä,x,Users,a,created,'=b\n,a,b,c,d,e,f\n".into()),
        (plain(Format::WoocommerceLog), "lost\n2026-03-16T09:48:30+00:00 CRITICAL ä CONTEXT: {}\n  #0 x\n2026-03-16T09:48:31+00:00 INFO \n".into()),
        (plain(Format::PhpErrorLog), "[13-Mar-2026 00:02:51 UTC] PHP Warning:  ä\n#0\n\n[32-Mar-2026 00:02:51 UTC] x\n[13-Mar-2026 00:02:52 CST] y\n".into()),
        (plain(Format::AccessLog), "203.0.113.66 - - [12/Mar/2026:23:41:07 +0000] \"POST /ä?x HTTP/1.1\" 200 43 \"-\" \"curl\"\n203.0.113.66 - - [12/Mar/2026:23:41:08 +0000] \"POST /ä HTTP/1.1\" 200 43 \"-\" \"curl\"\nx\n203.0.113.66 - - [12/Mar/2026:23:59:08 +0000] \"POST /ä HTTP/1.1\" 200 43\n".into()),
        (plain(Format::PostmortemMarkdown), "# Incident on 2026-03-16\n\n- **Key events**\n  - First detected 2026-03-16 09:05\n  - Repaired: 22026-03-16 09:48\n  - Resolved: (Time TBC)\n\n## Timeline\n\n| Time | What |\n|---|---|\n| 10:20 | ä |\n| 25:00 | b |\n".into()),
        (plain(Format::JiraCsv), "Summary,Issue key,Created,Comment,Comment\nä,K-1,2026-03-24 15:00,\"a\nb\",c\nb,K-2,,,\n".into()),
        (Reading::mapped(Mapping::Events(EventMapping { time: one("at"), text: Columns(vec!["=Alert".into(), "what.text".into()]), ..EventMapping::default() })), "{\"hits\":[{\"at\":\"2026-03-24T15:00:00Z\",\"what\":{\"text\":\"ä}\"}},\n{\"at\":1,\"x\":[]}, 3, {\"at".into()),
        (plain(Format::VerisJson), format!("[{},\n{},{{\"a\":1}}, {{\"br", veris("a"), veris("b"))),
        (plain(Format::VerisJson), format!("{}\n{}\nx\n", veris("a").replace('\n', ""), veris("b").replace('\n', ""))),
        (mapped(EventMapping { above: 3, ..events.clone() }), "Incident log \"ä\n\nExported;Ana\r\nWhen;What;More;Tags\n2026-03-16 10:00;\"ä\nö\";x;a|b\n;c;;\n".into()),
        (mapped(events), "When;What;More;Tags\n03/04/2026 10:00;\"ä\nö\";x;a|b\n;;;\n13/04/2026 10:00;b;;\n;c;;\n; ;\"\";\n".into()),
        (mapped(headerless), "2026-03-16 09:48:30|a|ü\n2026-03-16 09:48:31|b|c|d\nx\n".into()),
        (incidents, "id,from,to\n1,2026-03-16 09:48,2026-03-16 10:48\n2,,\n\"3\n4\",16/03/2026 10:00,\n".into()),
        (plain(Format::HayabusaCsv), "Timestamp,RuleTitle,Level,Computer,Details\n01-04-2026 00:02:51.000 +00:00,\"ä\nb\",crit,shop01,a: b ¦ c: d\n13-03-2026 00:02:51.000 +00:00,x,low,,\n,y,,,\n".into()),
        (plain(Format::HayabusaJson), "{\n\"Timestamp\":\"2026-03-13 00:02:51.000 +00:00\",\"RuleTitle\":\"ä}\",\"Details\":{\"User\":\"日本\"}}\n{\"Timestamp\":1}\nx\n{\"Time".into()),
        (plain(Format::ChainsawCsv), "timestamp,detections,path,count\n2026-03-12T23:44:19+00:00,\"‣ ä\n‣ b\",x,2\n,y,,\n".into()),
        (plain(Format::ChainsawJson), "[{\"timestamp\":\"2026-03-12T23:44:19+00:00\",\"name\":\"ä\",\"document\":{\"data\":{\"Event\":{\"EventData\":{\"a\":\"b\"}}}}},\n{\"name\":\"b\"},{\"br".into()),
        (plain(Format::VelociraptorCsv), "Created0x10,LastModified0x10,OSPath\n2025-01-01T10:00:00Z,2026-03-13T00:02:51Z,\"ä\nb\"\n,,c\n".into()),
        (plain(Format::VelociraptorJson), "{\"_ts\":1773648760,\"message\":\"ä\"}\r\n{\"message\":\"b\"}\n{\"_t".into()),
        (plain(Format::ForensicTimeliner), "DateTime,TimestampInfo,ArtifactName,Tool,Description\n2026-03-13T00:02:51.1234567Z,x,MFT,EZ,\"ä\nb\"\n,x,MFT,EZ,c\n".into()),
        (plain(Format::MispEvent), "{\"Event\":{\"info\":\"ä\",\r\n\"date\":\"2026-03-13\",\"Attribute\":[{\"type\":\"ip\",\n\"value\":\"日本\",\"first_seen\":\"2026-03-12T23:41:07Z\"},{\"value\":\"b\",\"last_seen\":\"x\"}]}}\n{\"Event\":{\"br".into()),
        (plain(Format::Stix), "{\"type\":\"bundle\",\"objects\":[{\"type\":\"event\",\"description\":\"ä}\",\n\"start_time\":\"2026-03-13T00:02:51Z\"},{\"type\":\"task\"},1,{\"ty".into()),
        (plain(Format::AttackFlow), "{\"schema\":\"attack_flow_v2\",\"objects\":[{\"id\":\"action\",\"properties\":[[\"name\",\"ä\"],\n[\"execution_start\",\"1970-01-01T10:00:00Z\"]]},{\"id\":\"action\",\"properties\":[[1]]},{\"br".into()),
        listed("{\"more\":false,\"incidents\":[{\"incident_number\":41,\"title\":\"ä}\",\"created_at\":\"2026-03-16T09:20:00Z\",\"status\":\"resolved\",\"urgency\":\"high\",\n\"acknowledgements\":[{\"at\":\"2026-03-16T09:21:10Z\"}],\"resolved_at\":null},{\"title\":\"b\"}, 7,\n{\"incident_number\":42,\"created_at\":\"x\"}],\"limit\":25}"),
        listed("incident_number,service_name,created_on,resolved_on,seconds_to_first_ack,seconds_to_resolve\n41,\"ä\nb\",2026-03-16T09:20:00Z,2026-03-16T10:00:00Z,70,2400\n42,b,2026-03-16T09:20:00Z,,soon,\n43,,,,,\n"),
        listed("{\"data\":[{\"tinyId\":\"7\",\"message\":\"ä]\",\"status\":\"open\",\"createdAt\":\"2026-03-16T09:20:00.123Z\",\n\"impactStartDate\":\"2026-03-13T00:02:51Z\"},{\"message\":\"日本\"},{\"tin"),
        listed("name,title,status,reported_at,stable_at,closed_at\nd-1,\"ä\nb\",Stable,2026-03-16 09:05,2026-03-16 09:48:30,\\N\nd-2,x,y,\\N,\\N,\n"),
        (plain(Format::PlasoJson), "{\"event_0\":{\"message\":\"ä}\",\"timestamp\":1773651900000000,\"timestamp_desc\":\"x\"}\n, \"event_1\":{\"message\":\"日\"}\n, \"event_2\":{\"mes".into()),
        (plain(Format::ElasticTimeline), "{\"savedObjectId\":\"a\",\"kqlMode\":\"x\",\"dataProviders\":[],\"title\":\"ä}\",\"created\":1773651900000,\"globalNotes\":[{\"note\":\"日\",\"created\":1773651900000},{\"note\":\"b\"}]}\n{\"savedObjectId\":\"b\",\"pinnedEventIds\":[\"e\"]}\n{\"br".into()),
        (plain(Format::FloodmarkCsv), "time,earliest,latest,text,tags,floodmark\n2026-03-16T09:48:30Z,2026-03-16T09:48:30Z,,\"'=1\nä\",\"a\\,b,c\",1\nx,,,b,,1\n".into()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_cut_of_the_bytes_gives_the_same_rows(cuts in prop::collection::vec(1_usize..40, 1..6)) {
        for (reading, text) in files() {
            for bytes in [text.clone().into_bytes(), utf16(&text, u16::to_le_bytes, true), utf16(&text, u16::to_be_bytes, true)] {
                let whole = read_all("dropped", &bytes, Some(&reading)).unwrap();
                adds_up(&whole);
                prop_assert!(whole.report.rows > 1);
                prop_assert_eq!(told(&in_parts(&reading, &bytes, &cuts).unwrap()), told(&whole));
                prop_assert_eq!(told(&by_two(&reading, &bytes, &cuts).unwrap()), told(&whole));
            }
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(
        soup in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"{}[]\",;\n\r\t\\:0129-T|# ".to_vec())], 0..200),
        keep in 0_usize..120,
        cuts in prop::collection::vec(1_usize..50, 1..4),
    ) {
        for (reading, text) in files() {
            let mut bytes = text.as_bytes().get(..keep.min(text.len())).unwrap().to_vec();
            bytes.extend(&soup);
            let _ = detect("x.csv", &bytes, bytes.len() as u64);
            let mapping = suggest_mapping(&bytes);
            let _ = preview(&bytes, &mapping, None, 5);
            if let Some(mapping) = &reading.mapping {
                let _ = preview(&bytes, mapping, None, 5);
            }
            let whole = in_parts(&reading, &bytes, &[]);
            let parts = in_parts(&reading, &bytes, &cuts);
            let two = by_two(&reading, &bytes, &cuts);
            match (whole, parts, two) {
                (Ok(a), Ok(b), Ok(c)) => {
                    adds_up(&a);
                    prop_assert_eq!(told(&a), told(&b));
                    prop_assert_eq!(told(&a), told(&c));
                }
                (a, b, c) => {
                    let a = a.err();
                    prop_assert_eq!(&a, &b.err());
                    prop_assert_eq!(a, c.err());
                }
            }
        }
    }
}
