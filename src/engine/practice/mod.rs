//! Reading that nobody asked for, while there is nothing else to do.
//!
//! A browser compiles a program quickly first and well later, one function after the other, once it has run often. What a
//! person waits for with a large file is over before that, at a third of the speed. So the engine opens an invented file
//! again and again while the person still looks for theirs, and forgets it.

mod plan;
mod word;

pub use plan::PlanPractice;
pub use word::WordPractice;

use super::{Engine, Query};
use crate::example;
use crate::import::{self, Content, Imported, Piece, Reader};
use crate::model::source::{Format, Reading};
use crate::model::{CaseId, Timestamp};
use crate::timeline::Filter;
use crate::workspace::{Change, Target};
use serde_json::json;

/// The rows of a file: as many as are read within some milliseconds.
const ROWS: usize = 1_000;
/// How often each file is read. Browsers compile a function well after some thousand rows.
const ROUNDS: u32 = 40;

/// Practice, in steps of some milliseconds.
#[derive(Debug, Default)]
pub struct Practice {
    /// The invented files: Timesketch CSV and JSONL.
    files: Vec<(Format, String)>,
    done: u32,
}

impl Practice {
    /// Reads one of the files; false once there was enough practice.
    pub fn step(&mut self) -> bool {
        if self.files.is_empty() {
            self.files = files();
        }
        let at = self.done as usize % self.files.len().max(1);
        self.done += 1;
        if let Some((format, text)) = self.files.get(at) {
            open(&Reading::of(*format), text.as_bytes());
        }
        self.done < ROUNDS * self.files.len() as u32
    }
}

/// Opens a file and asks for its first screen, in an engine of its own.
fn open(reading: &Reading, bytes: &[u8]) {
    // Whatever comes of it, nobody waits for it.
    let Some(imported) = by_two(reading, bytes) else { return };
    let mut engine = Engine::new();
    let new = engine.supply("practice", reading.clone(), imported);
    let _ = engine
        .apply(&Change::AddSources { target: Target::NewCase, sources: vec![new] }.into(), Timestamp(0));
    let case = CaseId(0);
    let screen = [
        Query::Rows { case, filter: Filter::default(), open: vec![], from: 0, count: 60 },
        Query::Facets { case },
        Query::Histogram {
            case,
            filter: Filter::default(),
            from: None,
            to: None,
            bins: 400,
            by_phase: false,
        },
    ];
    for query in screen {
        let _ = engine.answer(&query, &());
    }
}

/// Reads a file as large ones are: half of it apart from the rest, and joined.
fn by_two(reading: &Reading, bytes: &[u8]) -> Option<Imported> {
    let open = || Reader::because(String::new(), reading, bytes).ok();
    let (mut reader, mut second) = (open()?, open()?);
    let (here, there) = bytes.split_at(bytes.len() / 2);
    reader.push(here).ok()?;
    second.push(here).ok()?;
    let piece = second.read_piece(there, here.len() as u64)?;
    let sent = postcard::to_allocvec(&piece).ok()?;
    let piece: Piece = postcard::from_bytes(&sent).ok()?;
    reader.join(piece).ok()?;
    reader.finish().ok()
}

/// The events of the example, over and over, as a tool exports them.
fn files() -> Vec<(Format, String)> {
    let reading = Reading::of(Format::TimesketchCsv);
    let Some((name, text)) = example::files().into_iter().next() else { return vec![] };
    let Ok(imported) = import::read_all(name, text.as_bytes(), Some(&reading)) else { return vec![] };
    let Content::Events(table) = imported.content else { return vec![] };
    let mut csv =
        "message,timestamp,datetime,timestamp_desc,data_type,hostname,username,tag,label\n".to_owned();
    let mut jsonl = String::new();
    for n in 0..ROWS {
        let row = (n % table.len().max(1)) as u32;
        let time = Timestamp(table.time(row).micros + n as i64 * 1_000_001);
        let quoted = table.text(row).replace('"', "\"\"");
        let (kind, actor, asset) = (table.kind(row), table.actor(row), table.asset(row));
        csv.push_str(&format!("\"{quoted}\",{},{time},{kind},note,{asset},{actor},[],\n", time.0));
        let object = json!({
            "message": table.text(row), "timestamp": time.0, "datetime": time.to_string(), "timestamp_desc": kind,
            "data_type": "note", "hostname": asset, "username": actor, "tag": [], "label": [],
        });
        jsonl.push_str(&object.to_string());
        jsonl.push('\n');
    }
    vec![(Format::TimesketchCsv, csv), (Format::TimesketchJsonl, jsonl)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_are_read_as_large_ones_are_and_practice_ends() {
        let files = files();
        for (format, text) in &files {
            let imported = by_two(&Reading::of(*format), text.as_bytes()).unwrap();
            assert_eq!(
                (imported.report.events, imported.report.refusals.len()),
                (ROWS as u64, 0),
                "{format:?}"
            );
        }
        assert_eq!(files.len(), 2);
        let mut practice = Practice::default();
        let steps = std::iter::repeat_with(|| practice.step()).take_while(|more| *more).count();
        assert_eq!(steps, 2 * ROUNDS as usize - 1);
    }
}
