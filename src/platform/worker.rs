//! The worker's side: one engine, one storage, and the requests of the page.
//!
//! Requests run side by side, so that a query is answered while a file is read. What changes the workspace goes
//! through [`Worker::commit`] one after the other: applied, journalled, and only then acknowledged.

mod adding;
mod again;
mod evidence;
mod opening;
mod orders;
mod tabs;

use adding::added_outcome;
use opening::{HEAD, OpenError, Opened, WaitingFile};

use super::clock::{now, pause};
use super::messages::{Reply, ReplyBody, Request, RequestBody, UserError, packed, unpack};
use super::slices::bytes;
use super::storage::{Storage, unreadable};
use crate::engine::journal::{Entry, Journal};
use crate::engine::practice::{PlanPractice, Practice};
use crate::engine::roles::masked::to_postcard;
use crate::engine::{Command, Engine, Judges, Originals, Query};
use crate::model::{CaseId, Timestamp};
use crate::workspace::redact::Cast;
use crate::workspace::{Change, Target, file};
use futures_util::lock::Mutex;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope};

/// How often a page hears how far a reading has come, in microseconds.
const TOLD_EVERY: i64 = 100_000;

/// How long the reading of a large case's texts waits for the page to ask for its first screen, in milliseconds.
const FIRST_SCREEN: i32 = 200;

/// How long nobody must have asked for anything before the engine practises, in microseconds.
const QUIET: i64 = 200_000;

/// The request of what nobody asked for; its progress is heard by nobody.
const NOBODY: u32 = 0;

/// Loads what this device holds, then answers the page.
pub fn run() {
    super::start::install_panic_hook();
    super::program::learn_language();
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
        busy: Cell::new(0),
        heard: Cell::new(Timestamp(i64::MIN)),
        imported: Cell::new(false),
        practised_plan: Cell::new(false),
        opened: Cell::new(None),
        reads: Cell::new(false),
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
        loader.claim().await;
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
    /// When the last change was kept on this device; none where nothing can be. An error: what it keeps could not be read.
    kept: RefCell<Result<Option<Timestamp>, UserError>>,
    /// Why what was added last had to be taken back, until the page has heard of it.
    lost: RefCell<Option<UserError>>,
    /// Numbers files until they are hashed.
    next_file: Cell<u32>,
    /// How many requests are being answered.
    busy: Cell<u32>,
    /// When the last request was answered.
    heard: Cell<Timestamp>,
    /// Whether files have come: from then on there is better to do than to practise.
    imported: Cell<bool>,
    /// Whether it practises, or has practised, what is done with a plan.
    practised_plan: Cell<bool>,
    /// What was opened last, until its events are in order.
    opened: Cell<Option<CaseId>>,
    /// Whether another tab changes the workspace, and this one only reads it.
    reads: Cell<bool>,
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
        self.busy.update(|n| n + 1);
        self.take_up(data).await;
        self.busy.update(|n| n - 1);
        self.heard.set(now());
    }

    /// Does what the page asks, and replies.
    async fn take_up(self: &Rc<Self>, data: &JsValue) {
        let field = |name: &str| js_sys::Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let Some(Request { id, body }) = unpack(data) else { return };
        let files: Vec<Blob> = field("files")
            .dyn_ref::<js_sys::Array>()
            .map(|list| list.iter().filter_map(|file| file.dyn_into().ok()).collect())
            .unwrap_or_default();
        if let Some(error) = self.refused(&body) {
            return self.post(&Reply { id, body: ReplyBody::Failed(error) }, None);
        }
        let mut mask = None;
        let result = match body {
            RequestBody::TakeOver => self.take_over().await.map(|kept| ReplyBody::Applied { kept }),
            RequestBody::Kept => {
                let _turn = self.turn.lock().await;
                let kept = self.lost.take().map_or_else(|| self.kept.borrow().clone(), Err);
                kept.map(|kept| ReplyBody::Applied { kept })
            }
            RequestBody::Apply(command) => self.commit(command).await.map(|kept| ReplyBody::Applied { kept }),
            RequestBody::TakeMerged { case, files, choices, seen } => {
                let _turn = self.turn.lock().await;
                let change = self.engine.borrow().taken_over(case, &files, choices, seen);
                match change {
                    Ok(change) => {
                        self.commit_in_turn(change.into()).await.map(|kept| ReplyBody::Applied { kept })
                    }
                    Err(error) => Err(UserError::from_display(&error)),
                }
            }
            RequestBody::Ask(query) => {
                let query = Box::new(self.engine.borrow().heard(*query));
                if *query == Query::Overview {
                    self.order_opened();
                }
                if query.judges() != Judges::Nothing {
                    // What was asked in the same moment and fills the screen is answered first.
                    let near = self.engine.borrow().is_near(&query);
                    pause(if near { 0 } else { FIRST_SCREEN }).await;
                }
                if matches!(*query, Query::Report { .. } | Query::Export { .. } | Query::ShareFile { .. }) {
                    // Documents name files by their hashes.
                    drop(self.turn.lock().await);
                }
                let answered = self.answered(id, &query).await;
                if matches!(*query, Query::Plan { .. }) {
                    self.practise_plan();
                }
                mask = self.engine.borrow().mask(&query);
                answered
            }
            RequestBody::Import { names, target, plan } => {
                self.imported.set(true);
                self.import(id, names, files, (target, plan)).await
            }
            RequestBody::OpenWord { name, text, target, plan } => {
                self.open_word(id, (name, text), files, (target, plan)).await
            }
            RequestBody::Example { which } => self.example(id, which).await,
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
            RequestBody::Evidence { case, zone, date } => match self.evidence(case, zone, date).await {
                Ok((body, blob)) => return self.post(&Reply { id, body }, Some(&blob)),
                Err(error) => Err(error),
            },
            RequestBody::Save => match self.save().await {
                Ok((blob, missing)) => {
                    return self.post(&Reply { id, body: ReplyBody::Saved { missing } }, Some(&blob));
                }
                Err(error) => Err(error),
            },
            RequestBody::Journal => match self.journal_file().await {
                Ok(blob) => {
                    return self.post(&Reply { id, body: ReplyBody::Saved { missing: 0 } }, Some(&blob));
                }
                Err(error) => Err(error),
            },
            RequestBody::Erase => self.erase().await,
        };
        self.cancelled.borrow_mut().remove(&id);
        self.post_as(&Reply { id, body: result.unwrap_or_else(ReplyBody::Failed) }, None, mask.as_deref());
    }

    /// Makes the engine quick while nobody asks for anything, as when a person looks for a file.
    async fn practise(&self) {
        super::slices::prepare();
        let mut practice = Practice::default();
        self.in_quiet(|| !self.imported.get() && practice.step()).await;
        // Beside a file that has come meanwhile it would only take time.
        if !self.imported.get() {
            super::second::prepare();
        }
    }

    /// Makes it quick with plans, once somebody looks at one and may open a larger one.
    fn practise_plan(self: &Rc<Self>) {
        if self.practised_plan.replace(true) {
            return;
        }
        let worker = self.clone();
        spawn_local(async move {
            let mut practice = PlanPractice::default();
            worker.in_quiet(|| practice.step()).await;
        });
    }

    /// Takes steps that nobody waits for until one gives false.
    async fn in_quiet(&self, mut step: impl FnMut() -> bool) {
        let mut more = true;
        while more {
            // Whoever asks is heard between the steps, and left alone for what is asked next.
            let quiet = self.busy.get() == 0 && now().0.saturating_sub(self.heard.get().0) >= QUIET;
            pause(if quiet { 0 } else { (QUIET / 1000) as i32 }).await;
            // What was asked meanwhile comes first.
            more = !quiet || self.busy.get() > 0 || step();
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
        self.post_as(reply, blob, None);
    }

    /// Posts a reply; `mask`: the roles that it shows in the place of names.
    fn post_as(&self, reply: &Reply, blob: Option<&Blob>, mask: Option<&Cast>) {
        let failed =
            |error| packed(to_postcard(&Reply { id: reply.id, body: ReplyBody::Failed(error) }, None));
        let bytes = match mask {
            Some(mask) => self.engine.borrow().packed(reply, mask),
            None => to_postcard(reply, None),
        };
        let message = js_sys::Object::new();
        if let Ok(data) = packed(bytes).or_else(failed) {
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
        self.commit_in_turn(command).await
    }

    /// The same for whoever holds the turn already.
    async fn commit_in_turn(&self, command: Command) -> Result<Option<Timestamp>, UserError> {
        let at = now();
        let command = self.engine.borrow().restored(command);
        let applied = self.engine.borrow_mut().apply(&command, at);
        // What it rests on may have been taken back meanwhile for want of room: then that is what happened.
        applied.map_err(|e| self.lost.take().unwrap_or_else(|| UserError::from_display(&e)))?;
        let storage = self.storage();
        if !storage.keeps() {
            return Ok(None);
        }
        let inverse = match &command {
            Command::Undo => Some(Command::Redo),
            Command::Redo => Some(Command::Undo),
            Command::Change(_) => None,
        };
        if let Err(error) = self.journal(&Entry { at, command }).await {
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

    /// The journal as it was written, an entry a line.
    async fn journal_file(&self) -> Result<Blob, UserError> {
        let lines = self.storage().journal_lines().await?;
        super::dom::text_blob(&lines.join("\n"), "application/x-ndjson")
    }

    /// Folds the journal of this device as far as it can be read, then reads the files that it names.
    ///
    /// # Errors
    /// When it cannot be read to its end; what came before is there, and [`Worker::refused`] lets nothing be added.
    async fn load(&self) -> Result<Option<Timestamp>, UserError> {
        let _turn = self.turn.lock().await;
        let storage = Rc::new(Storage::open().await);
        *self.storage.borrow_mut() = storage.clone();
        let mut last = None;
        let lines = storage.journal().await?;
        let Journal { entries, broken } = Journal::read(lines.iter().map(String::as_str));
        for entry in entries {
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
        match broken {
            Some(what) => Err(unreadable(&what)),
            None => Ok(storage.keeps().then(|| last.unwrap_or_else(now))),
        }
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

    async fn example(
        self: &Rc<Self>,
        id: u32,
        which: crate::example::Example,
    ) -> Result<ReplyBody, UserError> {
        let mut sources = vec![];
        let mut added = vec![];
        for (name, text) in which.files() {
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
        self.commit(Change::RenameCase { case, title: which.title().to_owned() }.into()).await?;
        if self.engine.borrow().workspace().plan.is_none() {
            let plan = Change::OpenPlan { name: which.plan_name().to_owned(), text: which.plan().to_owned() };
            self.commit(plan.into()).await?;
        }
        Ok(reply)
    }

    /// The original of that hash, where this device has it.
    async fn at_hand(&self, sha256: &str) -> Option<Blob> {
        let held = self.originals.borrow().get(sha256).cloned();
        match held {
            Some(blob) => Some(blob),
            // What could not be read when it was loaded is there all the same.
            None => self.storage().original(sha256).await,
        }
    }

    /// The `.floodmark` file, and how many originals are missing in it.
    async fn save(&self) -> Result<(Blob, u32), UserError> {
        let _turn = self.turn.lock().await;
        let workspace = self.engine.borrow().workspace().clone();
        let mut originals = BTreeMap::new();
        let mut missing = 0;
        for sha256 in workspace.originals() {
            let Some(blob) = self.at_hand(sha256).await else {
                missing += 1;
                continue;
            };
            let all = bytes(&blob, 0, blob.size() as u64).await.map_err(|e| UserError::from_display(&e))?;
            originals.insert(sha256.to_owned(), all);
        }
        let saved = file::Saved { workspace: (*workspace).clone(), originals };
        let text = file::write(&saved).map_err(|e| UserError::from_display(&e))?;
        Ok((super::dom::text_blob(&text, "application/json")?, missing))
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
            // What the file does not hold may be on this device.
            let Some(blob) = self.at_hand(&sha256).await else { continue };
            self.originals.borrow_mut().insert(sha256.clone(), blob.clone());
            let imported = self.read(id, &name, &blob, &reading, None).await?;
            self.engine.borrow_mut().supply(&sha256, reading, imported);
        }
        Ok(())
    }
}

impl UserError {
    fn sentence(&self) -> String {
        if self.remedy.is_empty() { self.title.clone() } else { format!("{}; {}", self.title, self.remedy) }
    }
}
