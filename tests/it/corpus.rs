//! What fuzzing found, replayed as plain tests through the functions that the fuzz targets call.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic, also in its helpers")]

#[path = "../fuzz/families.rs"]
mod families;

use crate::container::book::plain_book;
use crate::container::{gz_of, zip_of};
use crate::import::files;
use floodmark::model::{Format, Mapping};
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::PathBuf;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A family's name, what it does, and how many inputs its corpus must have at least.
type Family = (&'static str, fn(&[u8]), usize);

const FAMILIES: [Family; 7] = [
    ("formats", families::formats, 500),
    ("mapped", families::mapped, 300),
    ("times", families::times, 100),
    ("markdown", families::markdown, 300),
    ("workspace", families::workspace, 300),
    ("containers", families::containers, 100),
    ("orders", families::orders, 100),
];

/// Thousands of small inputs are one file a family: `tests/fuzz/corpus/formats.zip`.
fn archive(family: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fuzz/corpus/{family}.zip"))
}

/// Where the fuzzer has the inputs as files: `.ci/fuzz.sh` says where.
fn folder(family: &str) -> PathBuf {
    let base = std::env::var("FLOODMARK_CORPUS").map(PathBuf::from);
    let folder =
        base.unwrap_or_else(|_| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("corpus")).join(family);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The inputs of a family with their names.
fn inputs(family: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(bytes) = fs::read(archive(family)) else { return vec![] };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut entry = archive.by_index(n).unwrap();
            let mut bytes = vec![];
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[test]
fn the_corpora_do_no_harm() {
    for (family, run, least) in FAMILIES {
        let inputs = inputs(family);
        assert!(inputs.len() >= least, "{family} has {} inputs", inputs.len());
        for (name, bytes) in inputs {
            let result = std::panic::catch_unwind(|| run(&bytes));
            assert!(result.is_ok(), "{family}: {name} fails: {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn every_format_is_chosen_by_a_byte() {
    let all: Vec<&str> = Format::ALL.iter().map(|format| format.id()).collect();
    let missing: Vec<&&str> = all.iter().filter(|id| !families::CHOSEN.contains(id)).collect();
    assert!(missing.is_empty(), "add at the end of CHOSEN: {missing:?}");
    assert!(families::CHOSEN.len() < 250 && families::CHOSEN.iter().all(|id| all.contains(id)));
}

#[test]
#[ignore = "for .ci/fuzz.sh: lays out the corpora as files, with every fixture as a seed"]
fn unpack() {
    for (family, ..) in FAMILIES {
        for (name, bytes) in inputs(family) {
            fs::write(folder(family).join(name), bytes).unwrap();
        }
    }
    seeds();
}

#[test]
#[ignore = "for .ci/fuzz.sh: takes the files back into the corpora"]
fn pack() {
    for (family, ..) in FAMILIES {
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder(family)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let mut out = ZipWriter::new(Cursor::new(vec![]));
        for file in files {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            out.start_file(name, SimpleFileOptions::default()).unwrap();
            out.write_all(&fs::read(&file).unwrap()).unwrap();
        }
        fs::write(archive(family), out.finish().unwrap().into_inner()).unwrap();
    }
}

/// Every fixture of the readers, times of every form, a plan and a workspace.
fn seeds() {
    let write = |family: &str, name: String, bytes: &[u8]| {
        fs::write(folder(family).join(format!("seed-{name}")), bytes).unwrap();
    };
    for (n, (reading, text)) in files().into_iter().enumerate() {
        let choice = match &reading.mapping {
            None => families::CHOSEN.iter().position(|id| *id == reading.format.id()).unwrap() as u8,
            Some(Mapping::Events(mapping)) => 3 + u8::from(mapping.headerless),
            Some(Mapping::Incidents(_)) => 2,
        };
        let family = if reading.mapping.is_some() { "mapped" } else { "formats" };
        write(family, format!("{}-{n}", reading.format.id()), &[&[choice, 6], text.as_bytes()].concat());
        write("formats", format!("detect-{n}"), &[&[255, 0], text.as_bytes()].concat());
    }
    let day = b"[{\"type\":\"message\",\"ts\":\"1773654510.000200\",\"text\":\"off\"}]";
    let inner = zip_of(&[("a.csv", b"When,What\n2026-03-16,x\n")]);
    let slack: &[(&str, &[u8])] =
        &[("users.json", b"[]"), ("channels.json", b"[]"), ("c/2026-03-16.json", day)];
    let packed = [
        ("nested", zip_of(&[("inner.zip", &inner), ("__MACOSX/._x", b""), ("b.txt", b"b")])),
        ("slack", zip_of(slack)),
        ("book", plain_book()),
        ("gzip", gz_of(b"When,What\n2026-03-16,x\n")),
    ];
    for (name, bytes) in packed {
        write("containers", name.into(), &bytes);
    }
    for (n, table) in ORDERS.iter().enumerate() {
        write("orders", n.to_string(), &[&[n as u8, 6], table.as_bytes()].concat());
    }
    for (n, time) in TIMES.iter().enumerate() {
        write("times", n.to_string(), time.as_bytes());
    }
    write("markdown", "plan".into(), &[&[1, 0], floodmark::example::plan().as_bytes()].concat());
    let list =
        b"\x01\x00# Plan\n\n- [ ] Turn *checkout* off (**15 min**)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    write("markdown", "list".into(), list);
    let post_mortem = "\x00\x00# Incident on 2026-03-16\n\n**Time**: 09:48 UTC\n\n- First detected: 2026-03-16 09:05\n- Resolved: 2026-03-17 06:00\n";
    write("markdown", "post-mortem".into(), post_mortem.as_bytes());
    let saved =
        floodmark::workspace::file::Saved { workspace: Default::default(), originals: Default::default() };
    write("workspace", "empty".into(), floodmark::workspace::file::write(&saved).unwrap().as_bytes());
}

const ORDERS: [&str; 3] = [
    "order_id,order_date,billing_email,billing_country,payment_method_title\n1,2026-03-14 10:00:00,a@example.org,DE,Card\n1,2026-03-14 10:00:00,a@example.org,DE,Card\n2,soon,b@example.org,,\n",
    "Order Number;Date Created GMT;Email (Billing);Country Code (Billing);Payment Method\n7;03/04/2026 10:00;x@example.org;FR;PayPal\n",
    "Order ID,Order Date,Order Time,Customer Email\n9,13/03/2026,10:00 PM,\n",
];

const TIMES: [&str; 24] = [
    "2026-03-16T09:48:30Z",
    "2026-03-16 09:48:30.123456789 +01:00",
    "16/Mar/26 9:20 AM",
    "03/04/2026",
    "20260316T094830Z",
    "1773654510",
    "1773654510.000200",
    "1773654510000000000",
    "Mar 13, 2026 @ 00:02:51.000",
    "13-Mar-2026 00:02:51 UTC",
    "12/Mar/2026:23:41:07 +0000",
    "2026/03/13 12:44:19 AM CET",
    "Fri, 13 Mar 2026 00:02:51 GMT",
    "24:00",
    "2026-03-29 02:30 Europe/Berlin",
    "0000-00-00T00:00:00",
    "9999-12-31T23:59:59.999999Z",
    "2026-02-30",
    "Not set",
    "-11644473600000000",
    "2016-12-31T23:59:60Z",
    "2026-W12-1",
    "２０２６-03-16",
    "2026-03-16T18",
];
