//! Every real export under ../shared/data, as a golden table: what each file is, how many rows it has, and why rows were
//! refused. A file that is added there makes the test fail until its line has been looked at.

use super::adds_up;
use crate::container::gunzip;
use crate::shared::shared;
use floodmark::import::{detect, read_all};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What is no export of a tool: licences, notes, plans and playbooks, schemas, expected values, templates.
const OTHER: [&str; 6] = ["plans", "pm-templates", "schemas", "cacao", "veris-tests", "gen_timeline.py"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let other = OTHER.contains(&name.as_str())
            || ["README.md", "LICENSE.upstream", "expected.json", "facts.json", "truth.json"]
                .contains(&name.as_str());
        if other {
            continue;
        }
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// One line for one file.
fn line(name: &str, bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(65_536)];
    let found = match detect(name, head, bytes.len() as u64) {
        Ok(found) => found,
        Err(error) => return format!("not read: {error}"),
    };
    let best = &found.candidates[0].reading;
    let imported = match read_all(name, bytes, Some(best)) {
        Ok(imported) => imported,
        Err(error) => return format!("{}: not read: {error}", best.format.id()),
    };
    adds_up(&imported);
    let report = &imported.report;
    let mut told = format!("{}: {} rows", best.format.id(), report.rows);
    for (n, what) in [(report.incidents, "incidents"), (report.events, "events"), (report.merged, "merged")] {
        if n > 0 {
            let _ = write!(told, ", {n} {what}");
        }
    }
    if report.naive_rows > 0 {
        let _ = write!(told, ", {} without a zone", report.naive_rows);
    }
    for (written, n) in &report.abbreviated {
        let _ = write!(told, ", {n} in {written}");
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    report.refusals.iter().for_each(|refusal| *reasons.entry(refusal.reason.as_str()).or_default() += 1);
    for (reason, n) in reasons {
        let _ = write!(told, "\n    {n} refused: {reason}");
    }
    told
}

#[test]
fn every_real_export_is_read_or_says_why_not() {
    let Some(data) = shared("data") else { return };
    let mut all = vec![];
    files(&data, &mut all);
    let mut table = String::new();
    for path in all {
        let bytes = fs::read(&path).unwrap();
        let packed = path.extension().is_some_and(|end| end == "gz");
        let bytes = if packed { gunzip(&bytes) } else { bytes };
        let name = path.strip_prefix(&data).unwrap().to_string_lossy().replace('\\', "/");
        let _ = writeln!(table, "{name}\n    {}", line(&name, &bytes));
    }
    insta::assert_snapshot!(table);
}
