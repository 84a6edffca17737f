//! What is read: incident files, what is packed in them, and the plan.

use super::call::CallError;
use floodmark::cacao;
use floodmark::container::{self, Limits, Member};
use floodmark::engine::export::Unread;
use floodmark::import::{self, ImportError, Imported, Reader};
use floodmark::model::source::Hash;
use floodmark::model::{Format, Mapping, Reading, SlackChoice};
use floodmark::ooxml;
use floodmark::workspace::bundle;
use floodmark::workspace::{Change, WordFile};
use std::fs;
use std::io::{Read, Seek};
use std::sync::Arc;

/// A file as text.
pub fn text_of(path: &str) -> Result<String, CallError> {
    fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))
}

/// A file as JSON.
pub fn json_of<T: serde::de::DeserializeOwned>(path: &str) -> Result<T, CallError> {
    serde_json::from_str(&text_of(path)?).map_err(|e| format!("{path}: {e}"))
}

/// What is in a container.
pub struct Inside {
    /// The files in it.
    pub members: Vec<Member>,
    /// What of it could not be read.
    pub unread: Vec<Unread>,
}

/// Expands a container. `None`: the file is none.
pub fn expanded(path: &str) -> Result<Option<Inside>, CallError> {
    let failed = |e: std::io::Error| format!("{path}: {e}");
    let mut file = fs::File::open(path).map_err(failed)?;
    let mut head = [0; 4];
    let filled = file.read(&mut head).map_err(failed)?;
    if container::kind(head.get(..filled).unwrap_or_default()).is_none() {
        return Ok(None);
    }
    let bytes = file.metadata().map_err(failed)?.len();
    file.rewind().map_err(failed)?;
    let unread = |reason: String| Inside {
        members: vec![],
        unread: vec![Unread { name: path.to_owned(), bytes, reason }],
    };
    let bundle = match bundle::contents(&file) {
        Ok(bundle) => bundle,
        Err(error) => return Ok(Some(unread(error.to_string()))),
    };
    file.rewind().map_err(failed)?;
    let mut held = container::Held::default();
    let mut originals;
    let only_originals = bundle.is_some();
    let sink: &mut dyn container::Sink = match bundle {
        // Its documents tell of the events, and are none.
        Some(contents) => {
            eprintln!("{path}: the evidence bundle of {}; its original files are read", contents.title);
            originals = bundle::Originals(&mut held);
            &mut originals
        }
        None => &mut held,
    };
    let told = match container::expand_into(path, file, &Limits::default(), sink) {
        Ok(told) => told,
        Err(error) => return Ok(Some(unread(error.to_string()))),
    };
    for note in &told.notes {
        eprintln!("{note}");
    }
    let is_wanted =
        |s: &container::Skipped| !only_originals || bundle::Originals::original(&s.name).is_some();
    let skipped = told.skipped.into_iter().filter(is_wanted);
    let mut unread: Vec<Unread> =
        skipped.map(|s| Unread { name: s.name, bytes: 0, reason: s.reason }).collect();
    if held.members.is_empty() && unread.is_empty() {
        let reason = "it holds no file that can be read; pack the files that you need".to_owned();
        unread.push(Unread { name: path.to_owned(), bytes, reason });
    }
    Ok(Some(Inside { members: held.members, unread }))
}

/// A file that was read: its hash, how it was read, and what it yields.
pub type Opened = (String, Reading, Imported);

/// Reads a file in slices, as the page does.
pub fn read(
    path: &str,
    mapping: Option<Mapping>,
    slack: SlackChoice,
) -> Result<Result<Opened, ImportError>, CallError> {
    let failed = |e: std::io::Error| format!("{path}: {e}");
    let mut file = fs::File::open(path).map_err(failed)?;
    let total = file.metadata().map_err(failed)?.len();
    read_from(path, &mut file, total, mapping, slack)
}

/// Reads what a container held, or a file that is open.
pub fn read_from(
    path: &str,
    file: &mut dyn Read,
    total: u64,
    mapping: Option<Mapping>,
    slack: SlackChoice,
) -> Result<Result<Opened, ImportError>, CallError> {
    let failed = |e: std::io::Error| format!("{path}: {e}");
    let mut head = vec![0; 64 * 1024];
    let mut filled = 0;
    while let Some(rest) = head.get_mut(filled..).filter(|r| !r.is_empty()) {
        match file.read(rest).map_err(failed)? {
            0 => break,
            n => filled += n,
        }
    }
    head.truncate(filled);
    let reading = match mapping {
        Some(mapping) => Reading::mapped(mapping),
        None => match import::detect(path, &head, total) {
            Ok(detection) => match detection.candidates.into_iter().next() {
                Some(best) if best.reading.format == Format::SlackExport => Reading::slack(slack),
                Some(best) => with_mapping(best.reading, &head),
                None => return Ok(Err(ImportError::NeedsMapping)),
            },
            Err(error) => return Ok(Err(error)),
        },
    };
    let mut reader = match Reader::open(path, &reading, &head) {
        Ok(reader) => reader,
        Err(error) => return Ok(Err(error)),
    };
    let mut hash = Hash::default();
    hash.update(&head);
    if let Err(error) = reader.push(&head) {
        return Ok(Err(error));
    }
    let mut slice = vec![0; 1024 * 1024];
    loop {
        let n = file.read(&mut slice).map_err(failed)?;
        let Some(part) = slice.get(..n).filter(|p| !p.is_empty()) else { break };
        hash.update(part);
        if let Err(error) = reader.push(part) {
            return Ok(Err(error));
        }
    }
    Ok(reader.finish().map(|imported| (hash.finish(), reading, imported)))
}

fn with_mapping(mut reading: Reading, head: &[u8]) -> Reading {
    if reading.format == Format::Delimited && reading.mapping.is_none() {
        reading.mapping = Some(import::suggest_mapping(head));
    }
    reading
}
/// A plan as Markdown, as a Word document or as a playbook, told by its content.
pub fn opened_plan(path: &str) -> Result<Change, CallError> {
    let told = |e: String| format!("--plan {path}: {e}");
    let bytes = fs::read(path).map_err(|e| told(e.to_string()))?;
    if !ooxml::is_packed(&bytes) {
        let text = text_of(path)?;
        if cacao::is_playbook(&text) {
            let read = cacao::read(&text).map_err(|e| told(e.to_string()))?;
            for warning in read.warnings {
                eprintln!("analyse: {path}: {warning}");
            }
            let file = WordFile(Arc::new(bytes));
            return Ok(Change::OpenWord { name: path.to_owned(), text: read.text, file });
        }
        return Ok(Change::OpenPlan { name: path.to_owned(), text });
    }
    let read = ooxml::read(&bytes).map_err(|e| told(e.to_string()))?;
    for warning in read.warnings {
        eprintln!("analyse: {path}: {warning}");
    }
    Ok(Change::OpenWord { name: path.to_owned(), text: read.text, file: WordFile(Arc::new(bytes)) })
}
