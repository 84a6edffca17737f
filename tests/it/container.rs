//! Containers: what is in them comes out whole, or is told with a reason; bombs end early.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

pub mod book;

use flate2::Compression;
use flate2::write::GzEncoder;
use floodmark::container::{ContainerError, Kind, Limits, Member, Told, expand, kind};
use floodmark::import::read_all;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TIMELINE: &str = "message,datetime,timestamp_desc\nCheckout off,2026-03-16T09:48:30Z,Containment\n";

pub fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in files {
        if name.ends_with('/') {
            writer.add_directory(*name, SimpleFileOptions::default()).unwrap();
        } else {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// The bytes of a gzip file.
pub fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut all = vec![];
    std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(bytes), &mut all).unwrap();
    all
}

pub fn gz_of(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(vec![], Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

pub fn open(name: &str, bytes: &[u8]) -> (Vec<Member>, Told) {
    expand(name, bytes, &Limits::default()).unwrap_or_else(|e| panic!("{e}"))
}

fn refused(name: &str, bytes: &[u8]) -> String {
    expand(name, bytes, &Limits::default()).unwrap_err().to_string()
}

fn names(members: &[Member]) -> Vec<&str> {
    members.iter().map(|m| m.name.as_str()).collect()
}

/// A place in a ZIP file: where in the bytes a signature stands.
fn find(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).position(|w| w == what).unwrap()
}

#[test]
fn members_come_as_they_were_packed_and_are_read_as_files_of_their_own() {
    let inner = zip_of(&[("deep.csv", TIMELINE.as_bytes())]);
    let packed = gz_of(TIMELINE.as_bytes());
    let outer = zip_of(&[
        ("logs/", b""),
        ("logs/a.csv", TIMELINE.as_bytes()),
        ("logs/b.csv.gz", &packed),
        ("inner.zip", &inner),
        ("__MACOSX/logs/._a.csv", b"\0\0"),
        ("logs/.DS_Store", b"\0\0\0\x01"),
        ("shot.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("memory.dmp", b"\0\x01\x02\x03 any dump \x04\x05"),
    ]);
    let (members, told) = open("case.zip", &outer);
    assert_eq!(
        names(&members),
        ["case.zip › logs/a.csv", "case.zip › logs/b.csv.gz › b.csv", "case.zip › inner.zip › deep.csv"]
    );
    assert_eq!(told.members, 3);
    for member in &members {
        assert_eq!(member.bytes, TIMELINE.as_bytes());
        assert_eq!(read_all(&member.name, &member.bytes, None).unwrap().report.events, 1);
    }
    assert_eq!(told.notes, ["case.zip: left out: 1 picture, 2 files of a file manager."]);
    let [skipped] = told.skipped.as_slice() else { panic!("{told:?}") };
    assert_eq!(skipped.name, "case.zip › memory.dmp");
    assert!(skipped.reason.contains("binary data"), "{}", skipped.reason);
}

#[test]
fn a_gzip_file_may_have_several_parts_and_may_hold_a_zip() {
    let both = [gz_of(b"a,b\n"), gz_of(b"1,2\n")].concat();
    let (members, _) = open("x/log.csv.gz", &both);
    assert_eq!(names(&members), ["x/log.csv.gz › log.csv"]);
    assert_eq!(members[0].bytes, b"a,b\n1,2\n");

    let (members, _) = open("case.zip.gz", &gz_of(&zip_of(&[("a.csv", b"a,b\n")])));
    assert_eq!(names(&members), ["case.zip.gz › case.zip › a.csv"]);
    assert_eq!(kind(&both), Some(Kind::Gzip));
    assert_eq!(kind(b"PK\x05\x06"), Some(Kind::Zip));
    assert_eq!(kind(b""), None);
}

#[test]
fn bombs_end_early_with_the_limit_and_the_remedy() {
    // A gigabyte of zeros in a megabyte.
    let zeros = vec![0; 16 << 20];
    let gigabyte = gz_of(&zeros).repeat(64);
    assert!(gigabyte.len() < 16 << 20);
    let small = Limits { total: 64 << 20, ..Limits::default() };
    let whole = expand("zeros.gz", &gigabyte, &small).map(|(members, told)| (members.len(), told));
    // Zeros are no text: the head says so, and nothing more is unpacked.
    let (members, told) = whole.unwrap();
    assert_eq!((members, told.skipped.len()), (0, 1));
    assert!(told.skipped[0].reason.contains("zero bytes"));

    let spaces = vec![b' '; 4 << 20];
    let limits = Limits { ratio: 100, ratio_from: 1 << 20, ..Limits::default() };
    let error = expand("spaces.gz", &gz_of(&spaces), &limits).unwrap_err();
    assert_eq!(error, ContainerError::Ratio { most: 100 });
    assert!(error.to_string().contains("100 times") && error.to_string().contains("unpack it"));

    // In a ZIP, the bomb is left out and the rest comes.
    let bomb = zip_of(&[("bomb.csv", &spaces), ("a.csv", b"a,b\n")]);
    let (members, told) = expand("bomb.zip", &bomb, &limits).unwrap();
    assert_eq!(names(&members), ["bomb.zip › a.csv"]);
    assert_eq!(told.skipped[0].name, "bomb.zip › bomb.csv");
    assert!(told.skipped[0].reason.contains("100 times"));

    let limits = Limits { member: 1 << 20, ..Limits::default() };
    let (members, told) = expand("big.zip", &bomb, &limits).unwrap();
    assert_eq!((members.len(), told.skipped.len()), (1, 1));
    assert!(told.skipped[0].reason.contains("more than 1 MB"));
    assert!(matches!(expand("big.gz", &gz_of(&spaces), &limits), Err(ContainerError::Member { .. })));

    let limits = Limits { total: 1 << 20, ..Limits::default() };
    assert!(matches!(expand("big.zip", &bomb, &limits), Err(ContainerError::Total { .. })));
    let limits = Limits { held: 1 << 10, ..Limits::default() };
    let (_, told) = expand("big.zip", &zip_of(&[("in.zip", &bomb)]), &limits).unwrap();
    assert!(told.skipped[0].reason.contains("unpack the outer one"));
}

#[test]
fn the_default_ratio_stops_deflate_at_its_best() {
    let mut writer = GzEncoder::new(vec![], Compression::best());
    writer.write_all(&vec![b' '; 20 << 20]).unwrap();
    let packed = writer.finish().unwrap();
    assert!(matches!(expand("a.gz", &packed, &Limits::default()), Err(ContainerError::Ratio { most: 1000 })));
}

#[test]
fn containers_are_followed_two_deep() {
    let one = zip_of(&[("a.csv", b"a,b\n")]);
    let two = zip_of(&[("one.zip", &one), ("b.csv", b"a,b\n")]);
    let three = zip_of(&[("two.zip", &two), ("c.csv", b"a,b\n")]);
    let (members, told) = open("three.zip", &three);
    assert_eq!(names(&members), ["three.zip › two.zip › b.csv", "three.zip › c.csv"]);
    assert_eq!(told.skipped[0].name, "three.zip › two.zip › one.zip");
    assert!(told.skipped[0].reason.contains("2 deep"));
    assert!(refused("a.gz", &gz_of(&gz_of(&gz_of(b"a,b\n")))).contains("2 deep"));
}

#[test]
fn too_many_entries_are_refused_before_they_are_read() {
    let mut writer = ZipWriter::new(Cursor::new(vec![]));
    for n in 0..100_000 {
        writer.start_file(n.to_string(), SimpleFileOptions::default()).unwrap();
    }
    let many = writer.finish().unwrap().into_inner();
    let text = refused("many.zip", &many);
    assert!(text.contains("100000 files, more than 20000"), "{text}");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_comes() {
    let good = zip_of(&[("bad.csv", TIMELINE.as_bytes()), ("good.csv", b"a,b\n")]);
    let central = find(&good, b"PK\x01\x02");
    let cases: [(&str, usize, u8, usize, &str); 3] = [
        ("encrypted", 6, 1, 8, "password"),
        ("a method from nowhere", 8, 77, 10, "Deflate"),
        ("another check sum", 14, 0xAA, 16, "damaged"),
    ];
    for (what, local_at, value, central_at, says) in cases {
        let mut bytes = good.clone();
        bytes[local_at] = value;
        bytes[central + central_at] = value;
        let (members, told) = open("a.zip", &bytes);
        assert_eq!(names(&members), ["a.zip › good.csv"], "{what}");
        assert_eq!(told.skipped[0].name, "a.zip › bad.csv", "{what}");
        assert!(told.skipped[0].reason.contains(says), "{what}: {}", told.skipped[0].reason);
    }
    // A size that lies: what comes out is what is there, or a damage that is told.
    let mut lying = good.clone();
    lying[central + 24..central + 28].copy_from_slice(&[1, 0, 0, 0]);
    let (members, told) = open("a.zip", &lying);
    assert_eq!(members.len() + told.skipped.len(), 2);
    for member in members.iter().filter(|m| m.name.ends_with("bad.csv")) {
        assert_eq!(member.bytes, TIMELINE.as_bytes());
    }

    assert!(refused("cut.zip", &good[..good.len() - 30]).contains("cut short or damaged"));
    let packed = gz_of(TIMELINE.as_bytes());
    assert!(refused("cut.gz", &packed[..packed.len() - 6]).contains("ends too soon"));
    let mut broken = packed.clone();
    let at = broken.len() - 6;
    broken[at] ^= 1;
    assert!(refused("broken.gz", &broken).contains("damaged"));
}

#[test]
fn other_documents_name_their_remedy() {
    let cases = [
        ("word/document.xml", "Word document"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("xl/workbook.bin", "XLSB"),
    ];
    for (part, says) in cases {
        let file = zip_of(&[("[Content_Types].xml", b"<a/>"), (part, b"<a/>")]);
        assert!(refused("x", &file).contains(says));
        let (members, told) = open("case.zip", &zip_of(&[("x", &file), ("a.csv", b"a,b\n")]));
        assert_eq!((members.len(), told.skipped.len()), (1, 1), "{part}");
    }
    let open_document = zip_of(&[("mimetype", b"application/x"), ("content.xml", b"<a/>")]);
    assert!(refused("x.ods", &open_document).contains("XLSX or CSV"));
    let mut tar = vec![b'a'; 257];
    tar.extend_from_slice(b"ustar\0");
    let (members, told) = open("logs.tgz", &gz_of(&tar));
    assert!(members.is_empty());
    assert_eq!(told.skipped[0].name, "logs.tgz › logs.tar");
    assert!(told.skipped[0].reason.contains("pack its files as ZIP"));
}

#[test]
fn a_slack_export_becomes_one_file_of_messages() {
    let day = br#"[
    {
        "type": "message", "user": "U1", "ts": "1773651600.000100",
        "text": "checkout is off\n}{ \"now\"", "n": 1.50
    },
    {},
    {"user":"U2","ts":"1773651660.000200","text":"confirmed"}
]"#;
    let files: [(&str, &[u8]); 7] = [
        ("users.json", b"[{\"id\":\"U1\"},\n{\"id\":\"U2\"}]"),
        ("channels.json", b"[{\"id\":\"C1\",\"name\":\"incident-41\"}]"),
        ("incident-41/2026-03-17.json", b"[{\"ts\":\"3\"}]"),
        ("incident-41/2026-03-16.json", day),
        ("general/2026-03-16.json", b"[{\"ts\":\"0\"}]"),
        ("general/2026-03-18.json", b"[{\"ts\":"),
        ("integration_logs.json", b"[]"),
    ];
    for root in ["", "export/"] {
        let named: Vec<(String, &[u8])> = files.iter().map(|(n, b)| (format!("{root}{n}"), *b)).collect();
        let borrowed: Vec<(&str, &[u8])> = named.iter().map(|(n, b)| (n.as_str(), *b)).collect();
        let (members, told) = open("ours.zip", &zip_of(&borrowed));
        assert_eq!(names(&members), ["ours.zip › Slack messages"]);
        let text = std::str::from_utf8(&members[0].bytes).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            r#"{"slack_users":[{"id":"U1"},{"id":"U2"}],"slack_channels":[{"id":"C1","name":"incident-41"}]}"#
        );
        assert_eq!(lines[1], r#"{"channel":"general","ts":"0"}"#);
        assert!(lines[2].starts_with(r#"{"channel":"incident-41","type": "message", "user": "U1""#));
        assert!(lines[2].contains(r#""text": "checkout is off\n}{ \"now\"", "n": 1.50"#), "{}", lines[2]);
        assert_eq!(lines[3], r#"{"channel":"incident-41"}"#);
        assert_eq!(lines[5], r#"{"channel":"incident-41","ts":"3"}"#);
        assert_eq!(lines.len(), 6);
        for line in lines {
            serde_json::from_str::<serde_json::Value>(line).unwrap();
        }
        assert_eq!(told.skipped[0].name, format!("ours.zip › {root}general/2026-03-18.json"));
        assert!(told.notes[0].contains("integration_logs.json"), "{:?}", told.notes);
    }
}

#[test]
fn an_export_of_an_organisation_or_of_private_conversations_is_one_too() {
    let day: &[u8] = br#"[{"user":"U1","ts":"1773651600.000100","text":"off"}]"#;
    let (members, told) = open(
        "ours.zip",
        &zip_of(&[
            ("export/org_users.json", br#"[{"id":"U1"}]"#),
            ("export/groups.json", br#"[{"id":"G1","name":"incident-41"}]"#),
            ("export/dms.json", br#"[{"id":"D1","members":["U1","U2"]}]"#),
            ("export/incident-41/2026-03-16.json", day),
            ("export/D1/2026-03-16.json", day),
        ]),
    );
    assert_eq!(names(&members), ["ours.zip › Slack messages"]);
    let text = std::str::from_utf8(&members[0].bytes).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[..2],
        [
            r#"{"slack_users":[{"id":"U1"}],"slack_channels":[{"id":"G1","name":"incident-41"}]}"#,
            r#"{"slack_users":[],"slack_channels":[{"id":"D1","members":["U1","U2"]}]}"#,
        ]
    );
    assert!(lines[2].starts_with(r#"{"channel":"D1","#) && lines.len() == 4, "{lines:?}");
    assert!(told.skipped.is_empty() && !told.notes[0].contains("Left out"), "{told:?}");
}

#[test]
fn a_sketch_of_timesketch_gives_its_tables_and_its_name() {
    let sketch = zip_of(&[
        ("METADATA", br#"{"user":"a","sketch_id":7,"sketch_name":"Shop breach"}"#),
        ("stories/1.html", b"<html>"),
        ("timelines/plaso.csv", TIMELINE.as_bytes()),
    ]);
    let (members, told) = open("sketch.zip", &sketch);
    assert_eq!(names(&members), ["sketch.zip › timelines/plaso.csv"]);
    assert_eq!(
        told.notes,
        [
            "sketch.zip: this is the Timesketch sketch “Shop breach”.",
            "sketch.zip: left out: 1 story page (HTML)."
        ]
    );
}

#[test]
fn real_exports_are_the_same_packed_and_unpacked() {
    let Some(path) = super::shared::shared("data/plaso-apt/apt.l2t.csv.gz") else { return };
    let (members, told) = open("apt.l2t.csv.gz", &std::fs::read(path).unwrap());
    assert_eq!(names(&members), ["apt.l2t.csv.gz › apt.l2t.csv"]);
    assert_eq!((told.skipped.len(), told.notes.len()), (0, 0));
    let imported = read_all(&members[0].name, &members[0].bytes, None).unwrap();
    assert!(imported.report.events > 1000 && imported.report.refusals.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any bytes behind any signature: an answer, never a panic.
    #[test]
    fn any_bytes_give_an_answer(
        sign in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"PK\x05\x06", b"\x1F\x8B\x08\0\0\0\0\0\0\x03"]),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let _ = expand("x", &[sign, &bytes].concat(), &Limits::default());
    }

    /// A cut archive is refused, and a changed one still accounts for each of its files.
    #[test]
    fn a_cut_or_changed_zip_adds_up(cut in 0usize..2000, at in 0usize..2000, value in any::<u8>()) {
        let inner = gz_of(TIMELINE.as_bytes());
        let whole = zip_of(&[("a.csv", TIMELINE.as_bytes()), ("b.csv", b"a,b\n"), ("c.gz", &inner)]);
        let cut = cut % whole.len();
        if cut + 1 < whole.len() {
            prop_assert!(expand("x", &whole[..cut], &Limits::default()).is_err());
        }
        let mut changed = whole.clone();
        let at = at % whole.len();
        changed[at] = value;
        // A changed central directory may list fewer files; then the archive says so as damaged or lists what is left.
        if let Ok((members, told)) = expand("x", &changed, &Limits::default()) {
            prop_assert_eq!(members.len() as u64, told.members);
            prop_assert!(members.len() + told.skipped.len() <= 3);
            if at < find(&whole, b"PK\x01\x02") {
                prop_assert_eq!(members.len() + told.skipped.len(), 3);
            }
            for member in &members {
                let right = member.bytes == TIMELINE.as_bytes() || member.bytes == b"a,b\n" || member.bytes == inner;
                prop_assert!(right, "{}: other bytes than were packed", member.name);
            }
        }
    }
}
