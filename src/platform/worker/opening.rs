//! Telling what a file is, asking what only a person can say of it, and reading it slice by slice.

use super::{TOLD_EVERY, Worker};
use crate::cacao;
use crate::container::SEPARATOR;
use crate::engine::Progress;
use crate::import::{self, Imported, Reader};
use crate::model::{CaseId, Format, Mapping, Reading, SourceId, Timestamp};
use crate::platform::clock::now;
use crate::platform::messages::{FileOutcome, Reply, ReplyBody, UserError};
use crate::platform::second::{Gone, Second};
use crate::platform::slices::{Part, Slices, Unreadable, bytes};
use crate::workspace::{Change, Target, WordFile};
use std::rc::Rc;
use web_sys::Blob;

/// How much of a file is looked at to tell what it is.
pub(super) const HEAD: u64 = 64 * 1024;
/// Plans and workspaces are read whole; beyond this they are refused.
const WHOLE: u64 = 1024 * 1024 * 1024;
/// The largest file that is taken for a plan.
const PLAN: u64 = 16 * 1024 * 1024;

/// What a slice of a file needs at most, several times over.
const ROOM: usize = 16 * 1024 * 1024;

impl Worker {
    pub(super) async fn preview(
        &self,
        token: u32,
        mapping: &crate::model::Mapping,
        zone: Option<crate::model::Zone>,
    ) -> Result<ReplyBody, UserError> {
        let WaitingFile { blob, .. } = self.waiting_file(token)?;
        let head = bytes(&blob, 0, HEAD).await.map_err(|e| UserError::from_display(&e))?;
        let preview = import::preview(&head, mapping, zone, PREVIEW_ROWS);
        preview.map(|p| ReplyBody::Preview(Box::new(p))).map_err(|e| UserError::from_display(&e))
    }

    pub(super) fn waiting_file(&self, token: u32) -> Result<WaitingFile, UserError> {
        self.waiting.borrow().get(&token).cloned().ok_or_else(|| UserError {
            title: "That file is no longer waiting".to_owned(),
            remedy: "Open it again".to_owned(),
        })
    }

    pub(super) async fn read_waiting(
        self: &Rc<Self>,
        id: u32,
        token: u32,
        reading: Reading,
        target: Target,
    ) -> Result<ReplyBody, UserError> {
        let file = self.waiting_file(token)?;
        if let Some((case, source)) = file.again.filter(|_| is_settled(&reading)) {
            let (outcome, _) = self.read_again(id, case, source, reading).await?;
            self.waiting.borrow_mut().remove(&token);
            return Ok(ReplyBody::Imported(vec![outcome]));
        }
        let WaitingFile { name, blob, .. } = file.clone();
        match self.open_as(id, file, reading, None).await {
            Ok(Opened::Evidence { reading, imported }) => {
                let mut added = vec![];
                let new = self.take(&name, &blob, reading, *imported, &mut added);
                self.waiting.borrow_mut().remove(&token);
                self.add(target, vec![new], added, vec![]).await
            }
            Ok(Opened::Other(outcome)) => {
                self.waiting.borrow_mut().remove(&token);
                Ok(ReplyBody::Imported(vec![outcome]))
            }
            Err(OpenError::Refused(reason)) => {
                Ok(ReplyBody::Imported(vec![FileOutcome::Refused { name, reason }]))
            }
            Err(OpenError::Cancelled) => Ok(ReplyBody::Imported(vec![])),
        }
    }

    /// Opens what a person says is the response plan, whatever else its text could be.
    pub(super) async fn open_as_plan(&self, id: u32, file: WaitingFile) -> Result<Opened, OpenError> {
        let head = bytes(&file.blob, 0, HEAD).await?;
        let text = String::from_utf8_lossy(&head);
        let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
        let format = if is_json { Format::PlanPlaybook } else { Format::PlanMarkdown };
        self.open_as(id, file, Reading::of(format), None).await
    }

    /// Tells what a file is, and reads it where that is settled.
    pub(super) async fn open(&self, id: u32, file: WaitingFile) -> Result<Opened, OpenError> {
        let (name, blob) = (file.name.as_str(), &file.blob);
        // What reads a large file ahead starts before it is known what that is.
        let slices = Slices::of(blob);
        let head = bytes(blob, 0, HEAD).await?;
        let detection =
            import::detect(name, &head, blob.size() as u64).map_err(|e| OpenError::Refused(e.to_string()))?;
        let choices: Vec<_> =
            detection.undecided().map(|c| (c.reading.clone(), c.evidence.clone())).collect();
        // Other ways to read it would keep what belongs to customers: nobody is led there unasked.
        if choices.first().is_some_and(|(reading, _)| reading.format == Format::WooOrders) {
            return self.ask_orders(id, file).await;
        }
        if choices.len() > 1 {
            let name = name.to_owned();
            let token = self.wait(file);
            return Ok(Opened::Other(FileOutcome::Undecided { name, token, choices, again: false }));
        }
        let Some((reading, evidence)) = choices.into_iter().next() else {
            return Err(OpenError::Refused("nothing in the file says what it is".to_owned()));
        };
        match reading.format {
            Format::Delimited => {
                let mapping = reading.mapping.unwrap_or_else(|| import::suggest_mapping(&head));
                // Of a whole workbook or archive, what has no times is no question to a person.
                if name.contains(SEPARATOR) && matches!(&mapping, Mapping::Events(m) if m.time.0.is_empty()) {
                    let reason = "no column of it holds times, so that nothing in it can stand on a timeline; if one does, open it alone";
                    return Err(OpenError::Refused(reason.to_owned()));
                }
                self.ask_mapping(file, mapping, evidence).await.map(Opened::Other)
            }
            Format::GithubIssues | Format::JiraCsv => {
                let opened = self
                    .open_as(id, file.clone(), reading, Some(Detected { evidence, head, slices }))
                    .await?;
                let Opened::Evidence { reading, imported } = opened else { return Ok(opened) };
                // What a tracker says of our own items is news of them before it is evidence of an incident.
                let told = self.engine.borrow().told_of_actions(&imported);
                let Some(told) = told else { return Ok(Opened::Evidence { reading, imported }) };
                let (name, token) = (file.name.clone(), self.wait(file));
                Ok(Opened::Other(FileOutcome::Tracker { name, token, reading, told }))
            }
            _ => self.open_as(id, file, reading, Some(Detected { evidence, head, slices })).await,
        }
    }

    /// Lets a file wait for a person's answer; gives what names it.
    pub(super) fn wait(&self, file: WaitingFile) -> u32 {
        let token = self.next_token.replace(self.next_token.get() + 1);
        self.waiting.borrow_mut().insert(token, file);
        token
    }

    /// Asks which column of a table is which, with a preset of the person's where one fits, else with what suggests itself.
    pub(super) async fn ask_mapping(
        &self,
        file: WaitingFile,
        suggested: Mapping,
        evidence: String,
    ) -> Result<FileOutcome, OpenError> {
        let head = bytes(&file.blob, 0, HEAD).await?;
        let presets = self.engine.borrow().workspace().presets.clone();
        let source = file.again.and_then(|(case, source)| self.source(case, source));
        let zone = source.as_ref().and_then(|source| source.zone);
        let preview = |mapping: &Mapping| {
            import::preview(&head, mapping, zone, PREVIEW_ROWS).map_err(|e| OpenError::Refused(e.to_string()))
        };
        let mut preview_now = preview(&suggested)?;
        let (mut mapping, mut evidence) = (suggested, evidence);
        if let Some(present) = source.and_then(|source| source.reading.mapping) {
            mapping = present;
            evidence = "it is read so now".to_owned();
            preview_now = preview(&mapping)?;
        } else {
            let close = |(name, preset): (_, &Mapping)| Some((name, preset.close_to(&preview_now.header)?));
            // Of equals the first is taken.
            let close = presets.iter().rev().filter_map(close);
            let best = close.max_by_key(|(_, (_, found, all))| found * 1000 / all);
            if let Some((kept, (preset, found, all))) = best {
                mapping = preset.below(mapping.above());
                evidence = match all - found {
                    0 => format!("it has all columns of your preset “{kept}”"),
                    _ => format!("it has {found} of the {all} columns of your preset “{kept}”"),
                };
                preview_now = preview(&mapping)?;
            }
        }
        Ok(FileOutcome::Waiting {
            name: file.name.clone(),
            token: self.wait(file),
            mapping: Box::new(mapping),
            preview: Box::new(preview_now),
            evidence,
            presets,
            zone,
        })
    }

    /// Opens a file as a person or its content says.
    pub(super) async fn open_as(
        &self,
        id: u32,
        file: WaitingFile,
        reading: Reading,
        detected: Option<Detected>,
    ) -> Result<Opened, OpenError> {
        let (name, blob) = (file.name.as_str(), &file.blob);
        let size = blob.size() as u64;
        Ok(match reading.format {
            Format::PlanMarkdown => {
                let text = text_of(
                    blob,
                    "the text is too large for a response plan; open a file under 16 MB",
                    "the plan is not in UTF-8; save it as UTF-8 and open it again",
                )
                .await?;
                let change = Change::OpenPlan { name: name.to_owned(), text };
                self.commit(change.into()).await.map_err(|e| OpenError::Refused(e.sentence()))?;
                Opened::Other(FileOutcome::Plan { name: name.to_owned() })
            }
            Format::PlanPlaybook => {
                let text = text_of(
                    blob,
                    "a playbook is under 16 MB; open that file",
                    "the playbook is not in UTF-8; save it as UTF-8 and open it again",
                )
                .await?;
                let read = cacao::read(&text).map_err(|e| OpenError::Refused(e.to_string()))?;
                let file = WordFile(text.into_bytes().into());
                let change = Change::OpenWord { name: name.to_owned(), text: read.text, file };
                self.commit(change.into()).await.map_err(|e| OpenError::Refused(e.sentence()))?;
                Opened::Other(match read.warnings.is_empty() {
                    true => FileOutcome::Plan { name: name.to_owned() },
                    false => FileOutcome::Note { name: name.to_owned(), text: read.warnings.join(" ") },
                })
            }
            Format::RulePack => {
                let text = text_of(
                    blob,
                    "a pack of rules is under 16 MB; open that file",
                    "the rules are not in UTF-8; save them as UTF-8 and open them again",
                )
                .await?;
                let change = Change::OpenRules { name: name.to_owned(), text };
                self.commit(change.into()).await.map_err(|e| OpenError::Refused(e.sentence()))?;
                Opened::Other(FileOutcome::Rules { name: name.to_owned() })
            }
            Format::Workspace => {
                if size > WHOLE {
                    return Err(OpenError::Refused("the workspace is larger than 1 GB".to_owned()));
                }
                self.restore(id, blob).await?;
                Opened::Other(FileOutcome::Workspace { name: name.to_owned() })
            }
            Format::WooOrders => self.ask_orders(id, file).await?,
            Format::Delimited if reading.mapping.is_none() => {
                let head = bytes(blob, 0, HEAD).await?;
                let mapping = import::suggest_mapping(&head);
                let evidence = detected.map_or_else(|| "you said so".to_owned(), |d| d.evidence);
                Opened::Other(self.ask_mapping(file, mapping, evidence).await?)
            }
            _ => {
                let imported = self.read(id, name, blob, &reading, detected).await?;
                Opened::Evidence { reading, imported: Box::new(imported) }
            }
        })
    }

    /// Reads a file slice by slice, with progress, until it ends or is cancelled.
    pub(super) async fn read(
        &self,
        id: u32,
        name: &str,
        blob: &Blob,
        reading: &Reading,
        detected: Option<Detected>,
    ) -> Result<Imported, OpenError> {
        let refused = |e: import::ImportError| OpenError::Refused(e.to_string());
        let (mut slices, head, reader) = match detected {
            Some(Detected { evidence, head, slices }) => {
                let reader = Reader::because(evidence, reading, &head);
                (slices, head, reader)
            }
            None => {
                // What reads ahead starts meanwhile.
                let slices = Slices::of(blob);
                let head = bytes(blob, 0, HEAD).await?;
                let reader = Reader::open(name, reading, &head);
                (slices, head, reader)
            }
        };
        let mut reader = reader.map_err(refused)?;
        let mut second = if slices.may_share() { Second::start(reading, &head) } else { None };
        let mut slice = vec![];
        let mut told = Timestamp(i64::MIN);
        loop {
            if let Some(port) = second.as_ref().and_then(Second::port) {
                slices.share(port);
            }
            let Some(part) = slices.next_part(&mut slice).await? else { break };
            self.go_on(id)?;
            match part {
                Part::Here => reader.push(&slice).map_err(refused)?,
                Part::There(from, length) => {
                    let piece = match &mut second {
                        Some(reading) => reading.piece().await,
                        None => Err(Gone),
                    };
                    if piece.is_err() {
                        slices.share_no_more();
                        second = None;
                    }
                    let unread = match piece {
                        Ok(Some(piece)) => reader.join(*piece).map_err(refused)?,
                        Ok(None) | Err(Gone) => Some(0),
                    };
                    if let Some(read) = unread.map(|read| read as u64).filter(|read| *read < length) {
                        slices.again(from + read, length - read, &mut slice).await?;
                        reader.push(&slice).map_err(refused)?;
                    }
                }
            }
            self.tell(id, name, &slices, reader.rows(), &mut told);
        }
        reader.finish().map_err(refused)
    }

    /// Hands out a file slice by slice to what takes it and tells its rows so far.
    pub(super) async fn in_slices(
        &self,
        id: u32,
        name: &str,
        mut slices: Slices,
        mut take: impl FnMut(&[u8]) -> Result<u64, import::ImportError>,
    ) -> Result<(), OpenError> {
        let mut slice = vec![];
        let mut told = Timestamp(i64::MIN);
        while slices.next(&mut slice).await? {
            self.go_on(id)?;
            let rows = take(&slice).map_err(|e| OpenError::Refused(e.to_string()))?;
            self.tell(id, name, &slices, rows, &mut told);
        }
        Ok(())
    }

    /// Goes on reading, with room for what comes next, unless that was cancelled.
    fn go_on(&self, id: u32) -> Result<(), OpenError> {
        if self.cancelled.borrow().contains(&id) {
            return Err(OpenError::Cancelled);
        }
        make_room();
        Ok(())
    }

    /// Tells the page now and then how far a reading has come.
    fn tell(&self, id: u32, name: &str, slices: &Slices, rows: u64, told: &mut Timestamp) {
        let (bytes, total) = (slices.at(), slices.total());
        // What is painted more often than it can be read takes time from the reading.
        let at = now();
        if at.0.saturating_sub(told.0) < TOLD_EVERY && bytes < total {
            return;
        }
        *told = at;
        let progress = Progress { name: name.to_owned(), bytes, total, rows };
        self.post(&Reply { id, body: ReplyBody::Progress(progress) }, None);
    }
}

/// All of a file that is a text for people to read, or why it is none.
async fn text_of(blob: &Blob, too_large: &str, not_utf8: &str) -> Result<String, OpenError> {
    let size = blob.size() as u64;
    if size > PLAN {
        return Err(OpenError::Refused(too_large.to_owned()));
    }
    let all = bytes(blob, 0, size).await?;
    String::from_utf8(all).map_err(|_| OpenError::Refused(not_utf8.to_owned()))
}

/// How many rows a mapping preview shows.
const PREVIEW_ROWS: usize = 8;

/// A file that waits for a person's answer.
#[derive(Clone)]
pub(super) struct WaitingFile {
    pub(super) name: String,
    pub(super) blob: Blob,
    /// The source that it is already, where it is to be read in another way.
    pub(super) again: Option<(CaseId, SourceId)>,
}

/// What a look at the beginning of a file has told, for its reading.
pub(super) struct Detected {
    /// What speaks for the format.
    evidence: String,
    /// The beginning.
    head: Vec<u8>,
    /// The file, which is read ahead meanwhile.
    slices: Slices,
}

/// Whether nothing is missing to read a file so.
fn is_settled(reading: &Reading) -> bool {
    reading.format != Format::Delimited || reading.mapping.is_some()
}

pub(super) enum Opened {
    Evidence { reading: Reading, imported: Box<Imported> },
    Other(FileOutcome),
}

pub(super) enum OpenError {
    Cancelled,
    Refused(String),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            OpenError::Cancelled => f.write_str("reading was cancelled"),
            OpenError::Refused(reason) => f.write_str(reason),
        }
    }
}

impl From<Unreadable> for OpenError {
    fn from(error: Unreadable) -> Self {
        OpenError::Refused(error.to_string())
    }
}

/// Makes the memory of this program grow by a few large steps instead of many small ones: each costs the browser about a
/// millisecond, which is half the time of reading a large file.
fn make_room() {
    let mut room: Vec<u8> = vec![];
    // Where there is none left, reading goes on with what there is.
    let _ = room.try_reserve_exact(ROOM);
    std::hint::black_box(&room);
}
