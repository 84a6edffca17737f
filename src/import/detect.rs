//! What a file is, told by its content; its name only breaks a tie.

use super::decode::{self, Line, Lines};
use super::delimited::{Record, doubled, first_records, sniff};
use super::known::{self, Sample};
use super::presets::Suggested;
use super::{
    Candidate, Detection, Encoding, ImportError, iris, json_table, mapping, orders, own_csv, plaso,
    postmortem, timesketch, timestamp, title, values, veris,
};
use crate::model::{Format, Mapping, Reading};
use serde_json::Value;
use std::collections::BTreeSet;

/// Files that begin so are no text, whatever follows.
const MAGIC: [(&[u8], &str); 12] = [
    (b"PK\x03\x04", "a ZIP, DOCX or XLSX file, packed once more than is followed; unpack it"),
    (b"\x1F\x8B", "a gzip file, packed once more than is followed; unpack it"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xD0\xCF\x11\xE0", "an old or an encrypted Office file; save it as XLSX without a password"),
    (b"SQLite format 3", "a SQLite data base"),
    (b"7z\xBC\xAF", "a 7-Zip file"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ElfFile", "a Windows event log; export it with Hayabusa, Chainsaw or Plaso"),
];

/// Tells what a file may be, best first, from its first bytes (up to 64 KiB) and its size.
///
/// # Errors
/// [`ImportError`] for an empty file, one that is no text, and text without a known structure.
pub fn detect(name: &str, head: &[u8], total: u64) -> Result<Detection, ImportError> {
    if total == 0 || head.is_empty() {
        return Err(ImportError::Empty);
    }
    let encoding = decode::encoding_of(head);
    if let Some(found) = binary(head) {
        return Err(ImportError::Binary { found });
    }
    let text = decode::decode(head, encoding);
    if text.trim().is_empty() && head.len() as u64 == total {
        return Err(ImportError::Empty);
    }
    let whole = head.len() as u64 >= total;
    if whole && is_empty_list(&text) {
        return Err(ImportError::Empty);
    }
    if text.trim_start().starts_with('{')
        && text.contains("\"cacao-2.0\"")
        && text.contains("\"workflow_start\"")
    {
        let evidence =
            "`spec_version` is cacao-2.0, with a `workflow`: what is to be done, not what happened";
        let candidates = vec![candidate(Format::PlanPlaybook, 1.0, evidence.to_owned())];
        return Ok(Detection { candidates, encoding });
    }
    let mut candidates = json(&text, whole);
    if json_table::looks_like(&text) {
        candidates.extend(json_records(head, &text));
    } else if candidates.is_empty() {
        candidates = tables(head, encoding, &text);
    }
    let prose = prose(name, &text, &candidates);
    candidates.extend(prose);
    candidates.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    if candidates.is_empty() {
        let message = if text.trim_start().starts_with(['{', '[']) {
            "the file is JSON, but of no tool that Floodmark knows, and without objects that have a time; export the timeline as CSV, JSON or JSON lines"
        } else {
            "the file is text without a table, a heading or JSON in it; open a CSV, TSV, JSON or Markdown file"
        };
        return Err(ImportError::Unreadable { message: message.to_owned() });
    }
    Ok(Detection { candidates, encoding })
}

/// Whether a text is the answer of an API that lists nothing: an object with an empty list, and nowhere in it a list that
/// is not, or a time. Tools write lists that are empty beside those that are full.
fn is_empty_list(text: &str) -> bool {
    let Ok(answer) = serde_json::from_str::<serde_json::Map<String, Value>>(text.trim()) else {
        return false;
    };
    answer.values().any(|v| v.as_array().is_some_and(Vec::is_empty)) && !answer.values().any(holds_something)
}

/// Whether a list with anything in it, or a time, stands somewhere in a value of JSON.
fn holds_something(value: &Value) -> bool {
    match value {
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => object.values().any(holds_something),
        Value::String(text) => timestamp::parse(text).is_ok(),
        // The figures of paging are small.
        Value::Number(n) => n.as_f64().is_some_and(|n| n > 1e8),
        Value::Null | Value::Bool(_) => false,
    }
}

/// What a file without text seems to be.
pub fn binary(head: &[u8]) -> Option<String> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some((*what).to_owned());
    }
    if matches!(decode::encoding_of(head), Encoding::Utf16Le | Encoding::Utf16Be) {
        return None;
    }
    let odd = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    let odd_bytes = head.iter().filter(odd).count();
    if head.iter().all(|b| *b == 0) {
        return Some("nothing but zero bytes".to_owned());
    }
    // A stray control byte happens in logs; a NUL does not, nor does every hundredth byte.
    (head.contains(&0) || odd_bytes * 100 > head.len()).then(|| "binary data".to_owned())
}

fn candidate(format: Format, confidence: f64, evidence: impl Into<String>) -> Candidate {
    Candidate { reading: Reading::of(format), confidence, evidence: evidence.into() }
}

/// The first JSON object of a text, complete or as far as it goes.
fn first_object(text: &str) -> Option<&str> {
    let start = text.trim_start().strip_prefix('[').unwrap_or(text).trim_start();
    start.starts_with('{').then_some(start)
}

/// Whether a key stands in the first object, also where the head breaks it off.
fn has_key(object: &str, key: &str) -> bool {
    object.contains(&format!("\"{key}\""))
}

fn json(text: &str, whole: bool) -> Vec<Candidate> {
    let trimmed = text.trim_start();
    if trimmed.starts_with('[') && whole && trimmed.trim_end() == "[]" {
        return vec![];
    }
    let Some(object) = first_object(trimmed) else { return vec![] };
    let mut found = vec![];
    let line = object.lines().next().unwrap_or("");
    let start = object.get(..object.floor_char_boundary(400)).unwrap_or(object);
    if start.contains("\"floodmark/workspace\"") {
        found.push(candidate(Format::Workspace, 1.0, "it says that it is a Floodmark workspace"));
        return found;
    }
    if start.contains("\"floodmark/rules/") {
        found.push(candidate(Format::RulePack, 1.0, "it says that it is a pack of notification rules"));
        return found;
    }
    let parsed = serde_json::from_str::<Value>(line).ok().or_else(|| {
        let all = text.trim();
        serde_json::from_str::<Value>(all).ok().map(|v| match v {
            Value::Array(mut items) if !items.is_empty() => items.swap_remove(0),
            other => other,
        })
    });
    match parsed {
        Some(Value::Object(map)) => {
            let keys: Vec<String> = map.keys().cloned().collect();
            if veris::looks_like(&map) {
                found.push(candidate(
                    Format::VerisJson,
                    0.97,
                    "its objects have `timeline` and other VERIS fields",
                ));
            } else if timesketch::looks_like(&keys).is_some() || sparse_timesketch(&keys) {
                found.push(candidate(
                    Format::TimesketchJsonl,
                    0.95,
                    "each line is an object with `message` and a time",
                ));
            }
        }
        _ => {
            let has = |key| has_key(object, key);
            if has("timeline") && (has("incident_id") || has("schema_version") || has("discovery_method")) {
                found.push(candidate(Format::VerisJson, 0.8, "it has `timeline` and other VERIS fields"));
            } else if has("message") && (has("datetime") || has("timestamp")) {
                found.push(candidate(Format::TimesketchJsonl, 0.7, "it has `message` and a time"));
            }
        }
    }
    found
}

/// A row of JSON without all the columns still has a text and a time.
fn sparse_timesketch(keys: &[String]) -> bool {
    let has = |name: &str| keys.iter().any(|k| k == name);
    has("message") && (has("datetime") || has("timestamp"))
}

/// The first records of a text, `php`: with its quotes as PHP writes them.
fn records(head: &[u8], encoding: Encoding, delimiter: u8, most: usize, php: bool) -> Vec<Record> {
    let mut lines = vec![];
    let mut cutter = Lines::new(encoding);
    let _ = cutter.push(head, |line| {
        lines.push(line);
        Ok(())
    });
    lines.extend(cutter.finish());
    let quoted = |line: Line| if php { Line { text: doubled(line.text), ..line } } else { line };
    first_records(lines.into_iter().map(quoted), delimiter, most)
}

fn tables(head: &[u8], encoding: Encoding, text: &str) -> Vec<Candidate> {
    let delimiter = sniff(text);
    let first_row = |records: &[Record]| -> Option<Vec<String>> {
        Some(records.first()?.cells.iter().map(|c| c.trim().to_owned()).collect())
    };
    let php = first_row(&records(head, encoding, delimiter, 1, true));
    let records = records(head, encoding, delimiter, 50, false);
    let Some(header) = first_row(&records) else { return vec![] };
    // No header has a quote after a backslash; the first row of a file without one may. Read so, it may never end.
    let php = php.unwrap_or_else(|| header.clone());
    let sample = Sample { text, header: &php, translated: false, paths: &BTreeSet::new() };
    let mut found = known_candidates(&sample, false);
    if own_csv::looks_like(&header) {
        found.push(candidate(Format::FloodmarkCsv, 1.0, "its last column is `floodmark`"));
    }
    if let Some(missing) = timesketch::looks_like(&header) {
        let (confidence, evidence) = if missing.is_empty() {
            (0.97, "the header has `message`, `datetime` and `timestamp_desc`".to_owned())
        } else {
            (0.8, format!("the header is Timesketch's without `{}`", missing.join("`, `")))
        };
        found.push(candidate(Format::TimesketchCsv, confidence, evidence));
    }
    if let Some(format) = plaso::looks_like(&header) {
        let evidence = match format {
            Format::PlasoL2tcsv => "the header is log2timeline's",
            _ => "its rows have the cells of TLN: time, source, host, user, description",
        };
        found.push(candidate(format, 0.95, evidence));
    }
    if let Some(format) = iris::looks_like(&header) {
        found.push(candidate(format, 0.97, "the header is that of a DFIR-IRIS timeline"));
    }
    // A person's table may have a title, which tools do not write.
    let above = title::lines_above(&records);
    let records: Vec<&Record> = records.iter().filter(|record| record.line > above).collect();
    let width = records.first().map_or(0, |first| first.cells.len());
    let even = records.iter().filter(|r| r.cells.len() == width).count();
    if width >= 2 && (records.len() > 1 || even == 1) && even * 10 >= records.len() * 5 {
        let even = format!("{even} of the first {} rows have {width} cells", records.len());
        let through = mapped(head, 0.6, even);
        let confidence = through.last().map_or(0.0, |c| c.confidence);
        found.extend(through);
        // Told first, and beside the table: what people ordered is no timeline unless somebody says so.
        if orders::looks_like(&header) {
            found.push(candidate(Format::WooOrders, confidence + 0.03, orders::EVIDENCE));
        }
    }
    found
}

/// A table whose header is all that a preset asks for.
const PRESET: f64 = 0.65;
/// The same, where only one tool writes it.
const OWN: f64 = 0.93;

fn has_time(mapping: &Mapping) -> bool {
    match mapping {
        Mapping::Events(events) => !events.time.0.is_empty(),
        Mapping::Incidents(_) => true,
    }
}

fn known_candidates(sample: &Sample<'_>, json: bool) -> Vec<Candidate> {
    let signs = known::signs(sample, json).into_iter();
    signs.map(|(format, sign)| candidate(format, sign.confidence, sign.evidence)).collect()
}

/// JSON of a tool, or of any kind through a mapping.
fn json_records(head: &[u8], text: &str) -> Vec<Candidate> {
    let paths = values::paths(text);
    let mut found = known_candidates(&Sample { text, header: &[], translated: false, paths: &paths }, true);
    let (header, rows) = json_table::head(head, 50);
    if header.len() >= 2 {
        let objects = format!("its {} first objects have {} fields", rows.len(), header.len());
        found.extend(mapped(head, 0.4, objects).into_iter().filter(|c| c.confidence >= 0.4));
    }
    found
}

/// A table through the mapping that suggests itself, which a person confirms; before it the format of a tool that alone
/// writes such a header, which nobody need confirm. Without a preset it is as sure as `plain` for the reason `evidence`.
fn mapped(head: &[u8], plain: f64, evidence: String) -> Vec<Candidate> {
    let by = |format, mapping: Mapping, confidence, evidence| Candidate {
        reading: Reading { format, ..Reading::mapped(mapping) },
        confidence,
        evidence,
    };
    let (mapping, preset) = mapping::suggest(head);
    let plain = if has_time(&mapping) { plain } else { 0.3 };
    let Some(Suggested { whole, own, evidence }) = preset else {
        return vec![by(Format::Delimited, mapping, plain, evidence)];
    };
    let own = own.map(|(format, mapping)| by(format, mapping, OWN, evidence.clone()));
    let table = by(Format::Delimited, mapping, if whole { PRESET } else { plain }, evidence);
    own.into_iter().chain([table]).collect()
}

/// A post-mortem or a response plan. Tables inside them do not make them tables.
fn prose(name: &str, text: &str, others: &[Candidate]) -> Vec<Candidate> {
    if others.iter().any(|c| c.confidence > 0.65) || text.trim_start().starts_with(['{', '[']) {
        return vec![];
    }
    let told = postmortem::looks_like(text)
        .map(|(confidence, evidence)| candidate(Format::PostmortemMarkdown, confidence, evidence));
    told.into_iter().chain(plan(name, text)).collect()
}

/// A response plan: prose with headings.
fn plan(name: &str, text: &str) -> Option<Candidate> {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    let heading = |l: &&&str| {
        let hashes = l.bytes().take_while(|b| *b == b'#').count();
        (1..=6).contains(&hashes) && l.get(hashes..).is_some_and(|rest| rest.starts_with(' '))
    };
    let underline = |l: &&&str| {
        l.len() >= 3 && (l.trim().bytes().all(|b| b == b'=') || l.trim().bytes().all(|b| b == b'-'))
    };
    let item = |l: &&&str| {
        let l = l.trim_start();
        l.starts_with("- ") || l.starts_with("* ") || l.starts_with("1. ")
    };
    let headings = lines.iter().filter(heading).count() + lines.iter().filter(underline).count();
    let items = lines.iter().filter(item).count();
    let named = name.to_ascii_lowercase();
    let named = named.ends_with(".md") || named.ends_with(".markdown");
    if headings == 0 && !(named && items > 0) {
        return None;
    }
    let confidence = if headings >= 2 || named { 0.9 } else { 0.65 };
    Some(candidate(Format::PlanMarkdown, confidence, format!("Markdown with {headings} headings")))
}
