//! The worker's side: one engine, one storage, and the requests of the page.
//!
//! Requests run side by side, so that a query is answered while a file is read. What changes the workspace goes
//! through [`Worker::commit`] one after the other: applied, journalled, and only then acknowledged.

mod again;
mod orders;

use super::clock::now;
use super::keeper::{Keeper, hash_and_keep};
use super::messages::{FileOutcome, Reply, ReplyBody, Request, RequestBody, UserError, pack, unpack};
use super::slices::{LARGE, Slices, Unreadable, bytes};
use super::storage::{Entry, Storage};
use crate::container::SEPARATOR;
use crate::engine::practice::Practice;
use crate::engine::{Command, Engine, Judges, Originals, Progress, Query};
use crate::import::{self, Content, Imported, Reader};
use crate::model::{CaseId, Format, Mapping, Reading, SourceId, Timestamp};
use crate::workspace::change::NewSource;
use crate::workspace::{Change, Target, file};
use futures_util::lock::{Mutex, OwnedMutexGuard};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope};

/// How much of a file is looked at to tell what it is.
const HEAD: u64 = 64 * 1024;
/// Plans and workspaces are read whole; beyond this they are refused.
const WHOLE: u64 = 1024 * 1024 * 1024;
/// The largest file that is taken for a plan.
const PLAN: u64 = 16 * 1024 * 1024;

/// What a slice of a file needs at most, several times over.
const ROOM: usize = 16 * 1024 * 1024;

/// How often a page hears how far a reading has come, in microseconds.
const TOLD_EVERY: i64 = 100_000;

/// How long the reading of a large case's texts waits for the page to ask for its first screen, in milliseconds.
const FIRST_SCREEN: i32 = 200;

/// The request of what nobody asked for; its progress is heard by nobody.
const NOBODY: u32 = 0;

/// Loads what this device holds, then answers the page.
pub fn run() {
    super::start::install_panic_hook();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let worker = Rc::new(Worker {
        scope: scope.clone(),
        engine: RefCell::default(),
        storage: RefCell::new(Rc::new(Storage::default())),
        turn: Arc::default(),
        originals: RefCell::default(),
        waiting: RefCell::default(),
        next_token: Cell::new(1),
        cancelled: RefCell::default(),
        kept: RefCell::new(Ok(None)),
        lost: RefCell::default(),
        next_file: Cell::new(1),
        asked: Cell::new(false),
        opened: Cell::new(None),
    });
    let loader = worker.clone();
    let on_message = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let worker = worker.clone();
        let data = event.data();
        spawn_local(async move { worker.receive(&data).await });
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    spawn_local(async move {
        let loaded = loader.load().await;
        *loader.kept.borrow_mut() = loaded;
        let ready = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&ready, &"ready".into(), &JsValue::TRUE);
        let _ = scope.post_message(&ready);
        loader.practise().await;
    });
}

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    /// Borrowed only between awaits, never across one.
    engine: RefCell<Engine>,
    storage: RefCell<Rc<Storage>>,
    /// Held while a command is applied and journalled.
    turn: Arc<Mutex<()>>,
    /// The original files at hand, by hash.
    originals: RefCell<HashMap<String, Blob>>,
    /// Files that wait to be told how to read them, by token.
    waiting: RefCell<BTreeMap<u32, WaitingFile>>,
    next_token: Cell<u32>,
    cancelled: RefCell<BTreeSet<u32>>,
    /// When the last change was kept on this device; none where nothing can be.
    kept: RefCell<Result<Option<Timestamp>, UserError>>,
    /// Why what was added last had to be taken back, until the page has heard of it.
    lost: RefCell<Option<UserError>>,
    /// Numbers files until they are hashed.
    next_file: Cell<u32>,
    /// Whether the page has asked for anything.
    asked: Cell<bool>,
    /// What was opened last, until its events are in order.
    opened: Cell<Option<CaseId>>,
}

impl Originals for Worker {
    fn read(&self, sha256: &str, offset: u64, length: u32) -> Option<Vec<u8>> {
        let blob = self.originals.borrow().get(sha256)?.clone();
        let end = (offset as f64) + f64::from(length);
        let slice = blob.slice_with_f64_and_f64(offset as f64, end).ok()?;
        let buffer = web_sys::FileReaderSync::new().ok()?.read_as_array_buffer(&slice).ok()?;
        Some(js_sys::Uint8Array::new(&buffer).to_vec())
    }
}

impl Worker {
    async fn receive(self: &Rc<Self>, data: &JsValue) {
        let field = |name: &str| js_sys::Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let Some(Request { id, body }) = unpack(data) else { return };
        self.asked.set(true);
        let files: Vec<Blob> = field("files")
            .dyn_ref::<js_sys::Array>()
            .map(|list| list.iter().filter_map(|file| file.dyn_into().ok()).collect())
            .unwrap_or_default();
        let result = match body {
            RequestBody::Kept => {
                let _turn = self.turn.lock().await;
                let kept = self.lost.take().map_or_else(|| self.kept.borrow().clone(), Err);
                kept.map(|kept| ReplyBody::Applied { kept })
            }
            RequestBody::Apply(command) => self.commit(command).await.map(|kept| ReplyBody::Applied { kept }),
            RequestBody::Ask(query) => {
                if *query == Query::Overview {
                    self.order_opened();
                }
                if query.judges() != Judges::Nothing {
                    // What was asked in the same moment and fills the screen is answered first.
                    let near = self.engine.borrow().is_near(&query);
                    pause(if near { 0 } else { FIRST_SCREEN }).await;
                }
                if matches!(*query, Query::Report { .. } | Query::Export { .. }) {
                    // Documents name files by their hashes.
                    drop(self.turn.lock().await);
                }
                self.answered(id, &query).await
            }
            RequestBody::Import { names, target } => self.import(id, names, files, target).await,
            RequestBody::Example => self.example(id).await,
            RequestBody::Preview { token, mapping, zone } => self.preview(token, &mapping, zone).await,
            RequestBody::Read { token, reading, target } => {
                self.read_waiting(id, token, reading, target).await
            }
            RequestBody::CountOrders { token, case, zone, day_first } => {
                self.count_orders(id, token, case, zone, day_first).await
            }
            RequestBody::Another { case, source } => self.another(case, source).await,
            RequestBody::ReadAgain { case, source, reading } => {
                let read = self.read_again(id, case, source, reading).await;
                read.map(|(_, kept)| ReplyBody::Applied { kept })
            }
            RequestBody::Forget { token } => {
                self.waiting.borrow_mut().remove(&token);
                Ok(ReplyBody::Done)
            }
            RequestBody::Cancel { request } => {
                self.cancelled.borrow_mut().insert(request);
                Ok(ReplyBody::Done)
            }
            RequestBody::Save => match self.save().await {
                Ok(blob) => return self.post(&Reply { id, body: ReplyBody::Saved }, Some(&blob)),
                Err(error) => Err(error),
            },
            RequestBody::Erase => self.erase().await,
        };
        self.cancelled.borrow_mut().remove(&id);
        self.post(&Reply { id, body: result.unwrap_or_else(ReplyBody::Failed) }, None);
    }

    /// Makes the engine quick while nobody asks for anything, as when a person looks for a file.
    async fn practise(&self) {
        super::slices::prepare();
        let mut practice = Practice::default();
        // Whoever asks is heard between the steps.
        loop {
            pause(0).await;
            if self.asked.get() || !practice.step() {
                return;
            }
        }
    }

    /// Puts the events of what was just opened in order, while the page, which knows of it from now on, makes room for them.
    fn order_opened(self: &Rc<Self>) {
        let Some(case) = self.opened.take() else { return };
        let worker = self.clone();
        spawn_local(async move {
            pause(0).await;
            worker.engine.borrow().order(case);
        });
    }

    /// Answers a query in steps, with progress where it is drawn, until it is there or cancelled.
    async fn answered(&self, id: u32, query: &Query) -> Result<ReplyBody, UserError> {
        let mut told = Timestamp(i64::MIN);
        while !self.engine.borrow().advance(query) {
            if self.cancelled.borrow().contains(&id) {
                return Err(UserError::stopped());
            }
            let progress = self.engine.borrow().progress(query);
            let at = now();
            if let Some(progress) = progress.filter(|_| at.0.saturating_sub(told.0) >= TOLD_EVERY) {
                told = at;
                self.post(&Reply { id, body: ReplyBody::Progress(progress) }, None);
            }
            pause(0).await;
        }
        let answer = self.engine.borrow().answer(query, self);
        answer.map(|a| ReplyBody::Answered(Box::new(a))).map_err(|e| UserError::from_display(&e))
    }

    fn post(&self, reply: &Reply, blob: Option<&Blob>) {
        let failed = |error| pack(&Reply { id: reply.id, body: ReplyBody::Failed(error) });
        let message = js_sys::Object::new();
        if let Ok(data) = pack(reply).or_else(failed) {
            let _ = js_sys::Reflect::set(&message, &"data".into(), &data);
        }
        if let Some(blob) = blob {
            let _ = js_sys::Reflect::set(&message, &"blob".into(), blob);
        }
        let _ = self.scope.post_message(&message);
    }

    fn storage(&self) -> Rc<Storage> {
        self.storage.borrow().clone()
    }

    /// Applies a command, journals it, and gives the time at which it was kept. What cannot be kept is taken back.
    async fn commit(&self, command: Command) -> Result<Option<Timestamp>, UserError> {
        let _turn = self.turn.lock().await;
        let at = now();
        self.engine.borrow_mut().apply(&command, at).map_err(|e| UserError::from_display(&e))?;
        let storage = self.storage();
        if !storage.keeps() {
            return Ok(None);
        }
        let inverse = match &command {
            Command::Undo => Some(Command::Redo),
            Command::Redo => Some(Command::Undo),
            Command::Change(_) => None,
        };
        if let Err(error) = storage.append(&Entry { at, command }).await {
            let mut engine = self.engine.borrow_mut();
            match inverse {
                Some(back) => drop(engine.apply(&back, at)),
                None => engine.retract(),
            }
            return Err(error);
        }
        *self.kept.borrow_mut() = Ok(Some(at));
        Ok(Some(at))
    }

    /// Folds the journal of this device, then reads the files that it names.
    async fn load(&self) -> Result<Option<Timestamp>, UserError> {
        let _turn = self.turn.lock().await;
        let storage = Rc::new(Storage::open().await);
        *self.storage.borrow_mut() = storage.clone();
        let mut last = None;
        for entry in storage.journal().await? {
            // An entry that no longer fits changes nothing; those after it may still fit.
            if self.engine.borrow_mut().apply(&entry.command, entry.at).is_ok() {
                last = Some(entry.at);
            }
        }
        let missing = self.engine.borrow().missing();
        for (sha256, name, reading) in missing {
            let Some(blob) = storage.original(&sha256).await else { continue };
            if let Ok(imported) = self.read(NOBODY, &name, &blob, &reading, None).await {
                self.engine.borrow_mut().supply(&sha256, reading, imported);
                self.originals.borrow_mut().insert(sha256, blob);
            }
        }
        Ok(storage.keeps().then(|| last.unwrap_or_else(now)))
    }

    async fn erase(&self) -> Result<ReplyBody, UserError> {
        let _turn = self.turn.lock().await;
        let storage = self.storage();
        storage.erase().await?;
        *self.engine.borrow_mut() = Engine::new();
        self.originals.borrow_mut().clear();
        self.waiting.borrow_mut().clear();
        let kept = storage.keeps().then(now);
        *self.kept.borrow_mut() = Ok(kept);
        Ok(ReplyBody::Applied { kept })
    }

    /// Reads files one after the other and adds all that became evidence in one change, so that undo takes all back.
    async fn import(
        self: &Rc<Self>,
        id: u32,
        names: Vec<String>,
        files: Vec<Blob>,
        target: Target,
    ) -> Result<ReplyBody, UserError> {
        let mut outcomes = vec![];
        let mut sources = vec![];
        let mut added = vec![];
        for (name, blob) in names.into_iter().zip(files) {
            match self.open(id, WaitingFile { name: name.clone(), blob: blob.clone(), again: None }).await {
                Ok(Opened::Evidence { reading, imported }) => {
                    let new = self.take(&name, &blob, reading, imported, &mut added);
                    sources.push(new);
                }
                Ok(Opened::Other(outcome)) => outcomes.push(outcome),
                Err(OpenError::Cancelled) => {
                    return Err(UserError::cancelled());
                }
                Err(OpenError::Refused(reason)) => outcomes.push(FileOutcome::Refused { name, reason }),
            }
        }
        self.add(target, sources, added, outcomes).await
    }

    /// Hands what was read to the engine, under a name of its own until the file is hashed.
    fn take(
        &self,
        name: &str,
        blob: &Blob,
        reading: Reading,
        imported: Imported,
        added: &mut Vec<FileOutcome>,
    ) -> NewSource {
        let file = format!("file {}", self.next_file.replace(self.next_file.get() + 1));
        self.originals.borrow_mut().insert(file.clone(), blob.clone());
        added.push(added_outcome(name, (CaseId(0), SourceId(0)), &imported));
        let mut new = self.engine.borrow_mut().supply(&file, reading, imported);
        name.clone_into(&mut new.name);
        new
    }

    /// Adds sources in one change, which is kept once their files are ([`Worker::settle`]), and completes their outcomes with the cases that they joined or made.
    async fn add(
        self: &Rc<Self>,
        target: Target,
        sources: Vec<NewSource>,
        added: Vec<FileOutcome>,
        mut outcomes: Vec<FileOutcome>,
    ) -> Result<ReplyBody, UserError> {
        if !sources.is_empty() {
            let turn = self.turn.clone().lock_owned().await;
            let (first, mut next_source) = {
                let engine = self.engine.borrow();
                (engine.workspace().next_case, engine.workspace().next_source)
            };
            let (at, change) = (now(), Change::AddSources { target, sources });
            let applied = self.engine.borrow_mut().apply(&change.clone().into(), at);
            applied.map_err(|e| UserError::from_display(&e))?;
            let mut next = first;
            let joined = match target {
                Target::Case(case) => Some(case.0),
                Target::NewCase => None,
            };
            let mut shared = joined;
            for mut outcome in added {
                if let FileOutcome::Added { case, source, cases, .. } = &mut outcome {
                    *source = SourceId(next_source);
                    next_source += (*cases).max(1) as u32;
                    if *cases > 0 {
                        *case = next;
                        next += *cases as u32;
                    } else {
                        *case = *shared.get_or_insert_with(|| {
                            next += 1;
                            next - 1
                        });
                    }
                }
                outcomes.push(outcome);
            }
            self.opened.set(outcomes.iter().rev().find_map(|outcome| match outcome {
                FileOutcome::Added { case, cases: 0, .. } => Some(CaseId(*case)),
                _ => None,
            }));
            spawn_local(self.clone().settle(at, change, turn));
        }
        Ok(ReplyBody::Imported(outcomes))
    }

    /// Hashes and keeps the files of sources that were just added, then journals the change. What cannot be kept is taken
    /// back. Nothing else is applied before.
    async fn settle(self: Rc<Self>, at: Timestamp, mut change: Change, _turn: OwnedMutexGuard<()>) {
        let kept = match self.hashed(&mut change).await {
            Ok(()) => self.storage().append(&Entry { at, command: change.into() }).await,
            Err(error) => Err(error),
        };
        match kept {
            Ok(()) => *self.kept.borrow_mut() = Ok(self.storage().keeps().then_some(at)),
            Err(error) => {
                self.engine.borrow_mut().retract();
                *self.lost.borrow_mut() = Some(error);
            }
        }
        super::slices::prepare();
    }

    /// Hashes and keeps the files of a change that adds sources, and names them by their hashes.
    async fn hashed(&self, change: &mut Change) -> Result<(), UserError> {
        let Change::AddSources { sources, .. } = change else { return Ok(()) };
        let storage = self.storage();
        let mut keeper = None;
        for source in sources {
            let blob = self.originals.borrow().get(&source.sha256).cloned();
            let Some(blob) = blob else { continue };
            if blob.size() as u64 > LARGE && keeper.is_none() {
                // What fills the first screen has both cores until then.
                pause(2 * FIRST_SCREEN).await;
                keeper = Keeper::start();
            }
            let elsewhere = match &keeper {
                Some(keeper) => keeper.keep(&blob).await,
                None => None,
            };
            let sha256 = match elsewhere {
                Some(kept) => kept?,
                None => hash_and_keep(&storage, &blob).await?,
            };
            self.engine.borrow_mut().hashed(&source.sha256, &sha256);
            let mut originals = self.originals.borrow_mut();
            originals.remove(&source.sha256);
            originals.insert(sha256.clone(), blob);
            source.sha256 = sha256;
        }
        Ok(())
    }

    async fn example(self: &Rc<Self>, id: u32) -> Result<ReplyBody, UserError> {
        let mut sources = vec![];
        let mut added = vec![];
        for (name, text) in crate::example::files() {
            let blob = super::dom::text_blob(text, "text/csv")?;
            let reading = crate::example::reading(name);
            let imported = match self.read(id, name, &blob, &reading, None).await {
                Ok(imported) => imported,
                Err(OpenError::Refused(reason)) => {
                    return Err(UserError { title: format!("{name} could not be read"), remedy: reason });
                }
                Err(OpenError::Cancelled) => return Ok(ReplyBody::Imported(vec![])),
            };
            sources.push(self.take(name, &blob, reading, imported, &mut added));
        }
        let case = crate::model::CaseId(self.engine.borrow().workspace().next_case);
        let reply = self.add(Target::NewCase, sources, added, vec![]).await?;
        self.commit(Change::RenameCase { case, title: crate::example::TITLE.to_owned() }.into()).await?;
        if self.engine.borrow().workspace().plan.is_none() {
            let plan = Change::OpenPlan {
                name: crate::example::PLAN_NAME.to_owned(),
                text: crate::example::plan().to_owned(),
            };
            self.commit(plan.into()).await?;
        }
        Ok(reply)
    }

    async fn preview(
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

    fn waiting_file(&self, token: u32) -> Result<WaitingFile, UserError> {
        self.waiting.borrow().get(&token).cloned().ok_or_else(|| UserError {
            title: "That file is no longer waiting".to_owned(),
            remedy: "Open it again".to_owned(),
        })
    }

    async fn read_waiting(
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
                let new = self.take(&name, &blob, reading, imported, &mut added);
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

    /// Tells what a file is, and reads it where that is settled.
    async fn open(&self, id: u32, file: WaitingFile) -> Result<Opened, OpenError> {
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
            _ => self.open_as(id, file, reading, Some(Detected { evidence, head, slices })).await,
        }
    }

    /// Lets a file wait for a person's answer; gives what names it.
    fn wait(&self, file: WaitingFile) -> u32 {
        let token = self.next_token.replace(self.next_token.get() + 1);
        self.waiting.borrow_mut().insert(token, file);
        token
    }

    /// Asks which column of a table is which, with a preset of the person's where one fits, else with what suggests itself.
    async fn ask_mapping(
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
        } else if let Some((kept, preset)) =
            presets.iter().find(|(_, preset)| preset.fits(&preview_now.header))
        {
            mapping = preset.clone().below(mapping.above());
            evidence = format!("it has all columns of your preset “{kept}”");
            preview_now = preview(&mapping)?;
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
    async fn open_as(
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
                Opened::Evidence { reading, imported }
            }
        })
    }

    /// Reads a file slice by slice, with progress, until it ends or is cancelled.
    async fn read(
        &self,
        id: u32,
        name: &str,
        blob: &Blob,
        reading: &Reading,
        detected: Option<Detected>,
    ) -> Result<Imported, OpenError> {
        let refused = |e: import::ImportError| OpenError::Refused(e.to_string());
        let (slices, reader) = match detected {
            Some(Detected { evidence, head, slices }) => (slices, Reader::because(evidence, reading, &head)),
            None => {
                // What reads ahead starts meanwhile.
                let slices = Slices::of(blob);
                (slices, Reader::open(name, reading, &bytes(blob, 0, HEAD).await?))
            }
        };
        let mut reader = reader.map_err(refused)?;
        self.in_slices(id, name, slices, |slice| {
            reader.push(slice)?;
            Ok(reader.rows())
        })
        .await?;
        reader.finish().map_err(refused)
    }

    /// Hands out a file slice by slice to what takes it and tells its rows so far.
    async fn in_slices(
        &self,
        id: u32,
        name: &str,
        mut slices: Slices,
        mut take: impl FnMut(&[u8]) -> Result<u64, import::ImportError>,
    ) -> Result<(), OpenError> {
        let mut slice = vec![];
        let mut told = Timestamp(i64::MIN);
        while slices.next(&mut slice).await? {
            if self.cancelled.borrow().contains(&id) {
                return Err(OpenError::Cancelled);
            }
            make_room();
            let rows = take(&slice).map_err(|e| OpenError::Refused(e.to_string()))?;
            let (bytes, total) = (slices.at(), slices.total());
            // What is painted more often than it can be read takes time from the reading.
            let at = now();
            if at.0.saturating_sub(told.0) < TOLD_EVERY && bytes < total {
                continue;
            }
            told = at;
            let progress = Progress { name: name.to_owned(), bytes, total, rows };
            self.post(&Reply { id, body: ReplyBody::Progress(progress) }, None);
        }
        Ok(())
    }

    async fn save(&self) -> Result<Blob, UserError> {
        let _turn = self.turn.lock().await;
        let workspace = self.engine.borrow().workspace().clone();
        let mut originals = BTreeMap::new();
        for sha256 in workspace.originals() {
            let blob = self.originals.borrow().get(sha256).cloned();
            if let Some(blob) = blob {
                let all =
                    bytes(&blob, 0, blob.size() as u64).await.map_err(|e| UserError::from_display(&e))?;
                originals.insert(sha256.to_owned(), all);
            }
        }
        let saved = file::Saved { workspace: (*workspace).clone(), originals };
        let text = file::write(&saved).map_err(|e| UserError::from_display(&e))?;
        super::dom::text_blob(&text, "application/json")
    }

    /// Opens a saved workspace: keeps and reads its originals, then takes its place.
    async fn restore(&self, id: u32, blob: &Blob) -> Result<(), OpenError> {
        let all = bytes(blob, 0, blob.size() as u64).await?;
        let text = String::from_utf8(all).map_err(|_| {
            OpenError::Refused("the workspace is not in UTF-8; use an undamaged copy".to_owned())
        })?;
        let saved = file::read(&text).map_err(|e| OpenError::Refused(e.to_string()))?;
        drop(text);
        for (sha256, bytes) in saved.originals {
            let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
            let blob = Blob::new_with_u8_array_sequence(&parts).map_err(|_| {
                OpenError::Refused("memory is full; close other tabs and try again".to_owned())
            })?;
            self.storage().keep(&sha256, &blob).await.map_err(|e| OpenError::Refused(e.sentence()))?;
            self.originals.borrow_mut().insert(sha256, blob);
        }
        let change = Change::Restore { workspace: Box::new(saved.workspace) };
        self.commit(change.into()).await.map_err(|e| OpenError::Refused(e.sentence()))?;
        let missing = self.engine.borrow().missing();
        for (sha256, name, reading) in missing {
            let blob = self.originals.borrow().get(&sha256).cloned();
            let Some(blob) = blob else { continue };
            let imported = self.read(id, &name, &blob, &reading, None).await?;
            self.engine.borrow_mut().supply(&sha256, reading, imported);
        }
        Ok(())
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
struct WaitingFile {
    name: String,
    blob: Blob,
    /// The source that it is already, where it is to be read in another way.
    again: Option<(CaseId, SourceId)>,
}

/// What a look at the beginning of a file has told, for its reading.
struct Detected {
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

/// What is told of a file that joined a case.
fn added_outcome(name: &str, (case, source): (CaseId, SourceId), imported: &Imported) -> FileOutcome {
    let report = &imported.report;
    let names: Vec<&str> = report.abbreviated.keys().map(|a| a.name()).collect();
    FileOutcome::Added {
        name: name.to_owned(),
        case: case.0,
        source,
        rows: report.rows,
        refused: report.refusals.len() as u64,
        naive_rows: report.naive_rows,
        abbreviated: report.abbreviated.values().sum(),
        abbreviations: names.join(", "),
        dates: report.dates.as_ref().filter(|_| report.day_first.is_none()).map_or(0, |dates| dates.rows),
        cases: match &imported.content {
            Content::Events(_) => 0,
            Content::Incidents(all) => all.len(),
        },
    }
}

enum Opened {
    Evidence { reading: Reading, imported: Imported },
    Other(FileOutcome),
}

enum OpenError {
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

impl UserError {
    fn sentence(&self) -> String {
        if self.remedy.is_empty() { self.title.clone() } else { format!("{}; {}", self.title, self.remedy) }
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

/// Waits so many milliseconds, and until the messages that have come are taken.
async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
            // Without a timer nothing waits.
            let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(promise).await;
}
