//! The page's side of the worker: sends requests, hands out replies.

mod packed;
mod reading;

use super::messages::{Reply, ReplyBody, Request, RequestBody, UserError, pack, unpack};
use super::program;
use super::start::show_crash;
use super::unpacking::{self, End, Ended};
use crate::engine::{Answer, Command, Progress, Query, QueryError};
use crate::model::{CaseId, Timestamp};
use futures_channel::oneshot;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// A handle on the worker; cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    shared: Rc<Shared>,
}

/// Hears whether this tab may only read the workspace.
type Listener = Rc<dyn Fn(bool)>;

/// A request under way that can be cancelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestId(pub u32);

#[derive(Default)]
struct Shared {
    /// None until there is something to ask.
    worker: RefCell<Option<web_sys::Worker>>,
    last: Cell<u32>,
    waiting: RefCell<HashMap<u32, Waiting>>,
    /// The encrypted file that waits for its passphrase.
    sealed: RefCell<Option<(String, web_sys::Blob)>>,
    /// The evidence bundles that were opened last, by name.
    bundles: RefCell<Vec<(String, web_sys::Blob)>>,
    /// Containers being opened, by request.
    unpacking: RefCell<HashMap<u32, End>>,
    /// Messages from before the engine listens; `None` once it does.
    early: RefCell<Option<Vec<JsValue>>>,
    /// Told whether another tab changes the workspace, and this one only reads it.
    on_role: RefCell<Option<Listener>>,
}

struct Waiting {
    reply: oneshot::Sender<(ReplyBody, Option<web_sys::Blob>)>,
    progress: Option<Rc<dyn Fn(Progress)>>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("waiting", &self.waiting.borrow().len()).finish_non_exhaustive()
    }
}

impl Default for Client {
    fn default() -> Self {
        Self::new()
    }
}

impl Client {
    /// The engine's page, which starts the engine as soon as there is something to ask, or goes on with the one that the
    /// program before it on this page has started.
    pub fn new() -> Client {
        let at_work = program::engine_at_work();
        let early = if at_work.is_some() { None } else { Some(vec![]) };
        let shared = Rc::new(Shared { early: RefCell::new(early), ..Shared::default() });
        if let Some(worker) = at_work {
            // What comes still for the program before must not be taken for ours.
            shared.last.set(1 << 30);
            Shared::hear(&shared, &worker);
            *shared.worker.borrow_mut() = Some(worker);
        }
        Client { shared }
    }

    /// Whether the engine is at work, with what was opened.
    pub fn is_at_work(&self) -> bool {
        self.shared.worker.borrow().is_some()
    }

    /// Whether nothing that was asked is still to come, and the engine is either there or not called for.
    pub fn is_idle(&self) -> bool {
        let starting = self.is_at_work() && self.shared.early.borrow().is_some();
        !starting && self.shared.waiting.borrow().is_empty() && self.shared.unpacking.borrow().is_empty()
    }

    /// Has a listener told when this tab may only read the workspace, and when it may change it again.
    pub fn on_role(&self, listener: impl Fn(bool) + 'static) {
        *self.shared.on_role.borrow_mut() = Some(Rc::new(listener));
    }

    /// Changes the workspace here from now on, and no longer in another tab.
    ///
    /// # Errors
    /// When what was changed there cannot be read.
    pub async fn take_over(&self) -> Result<Option<Timestamp>, UserError> {
        self.applied(RequestBody::TakeOver).await
    }

    /// Starts the engine ahead of time, as when a file hovers over the page.
    pub fn wake(&self) {
        // What keeps it from starting is told to whoever asks.
        let _ = self.started();
    }

    /// The worker, started when there is none yet. It loads what this device holds before all else.
    fn started(&self) -> Result<web_sys::Worker, UserError> {
        if let Some(worker) = self.shared.worker.borrow().clone() {
            return Ok(worker);
        }
        let worker = Shared::start(&self.shared).map_err(|_| UserError {
            title: "Floodmark could not start its engine".to_owned(),
            remedy: "This browser does not let the page start a worker; use a current browser".to_owned(),
        })?;
        *self.shared.worker.borrow_mut() = Some(worker.clone());
        Ok(worker)
    }

    /// When the last change was kept on this device. `None`: nothing can be kept (private mode, storage blocked).
    ///
    /// # Errors
    /// When the journal could not be read.
    pub async fn kept(&self) -> Result<Option<Timestamp>, UserError> {
        self.applied(RequestBody::Kept).await
    }

    /// Applies a command; gives the time at which it was kept on this device.
    ///
    /// # Errors
    /// When it does not fit, or cannot be kept; then nothing has changed.
    pub async fn apply(&self, command: impl Into<Command>) -> Result<Option<Timestamp>, UserError> {
        self.applied(RequestBody::Apply(command.into())).await
    }

    /// Takes over what the files of participants add to a case as it stands by then; as [`Client::apply`].
    ///
    /// * `choices`: the file whose value is to stand, by the place of a conflict.
    /// * `seen`: how many things were said differently when a person looked.
    ///
    /// # Errors
    /// As [`Client::apply`], and when more is said differently by now.
    pub async fn take_merged(
        &self,
        case: CaseId,
        files: Vec<(String, String)>,
        choices: BTreeMap<String, String>,
        seen: usize,
    ) -> Result<Option<Timestamp>, UserError> {
        self.applied(RequestBody::TakeMerged { case, files, choices, seen }).await
    }

    /// Asks the engine.
    ///
    /// # Errors
    /// When the query names something that is not there.
    pub async fn ask<T: TryFrom<Answer, Error = QueryError>>(&self, query: Query) -> Result<T, UserError> {
        self.ask_watched(query, |_| ()).1.await
    }

    /// Asks for what is drawn in steps. Progress comes while it runs; the id is for [`Client::cancel`].
    pub fn ask_watched<T, P>(
        &self,
        query: Query,
        progress: P,
    ) -> (RequestId, impl Future<Output = Result<T, UserError>> + use<T, P>)
    where
        T: TryFrom<Answer, Error = QueryError>,
        P: Fn(Progress) + 'static,
    {
        let (id, reply) = self.send(RequestBody::Ask(Box::new(query)), vec![], Some(Rc::new(progress)));
        let answer = async move {
            match reply.await?.0 {
                ReplyBody::Answered(answer) => T::try_from(*answer).map_err(|e| UserError::from_display(&e)),
                other => Err(unexpected(&other)),
            }
        };
        (id, answer)
    }

    /// Stops a request.
    pub fn cancel(&self, request: RequestId) {
        if let Some(end) = self.shared.unpacking.borrow_mut().remove(&request.0) {
            return unpacking::end(&end, Err(Ended::Cancelled));
        }
        drop(self.send(RequestBody::Cancel { request: request.0 }, vec![], None));
    }

    /// The `.floodmark` file as a blob, and how many originals are not in it, since this device does not have them.
    ///
    /// # Errors
    /// When an original cannot be read.
    pub async fn save(&self) -> Result<(web_sys::Blob, u32), UserError> {
        match self.send(RequestBody::Save, vec![], None).1.await? {
            (ReplyBody::Saved { missing }, Some(blob)) => Ok((blob, missing)),
            (body, _) => Err(unexpected(&body)),
        }
    }

    /// The journal of this device as it is kept, an entry a line, whether it can be read or not.
    ///
    /// # Errors
    /// When the browser does not give it out.
    pub async fn journal(&self) -> Result<web_sys::Blob, UserError> {
        let (body, blob) = self.send(RequestBody::Journal, vec![], None).1.await?;
        blob.ok_or_else(|| unexpected(&body))
    }

    /// Erases everything on this device.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn erase(&self) -> Result<(), UserError> {
        self.applied(RequestBody::Erase).await.map(|_| ())
    }

    async fn applied(&self, body: RequestBody) -> Result<Option<Timestamp>, UserError> {
        match self.send(body, vec![], None).1.await?.0 {
            ReplyBody::Applied { kept } => Ok(kept),
            other => Err(unexpected(&other)),
        }
    }

    fn send(
        &self,
        body: RequestBody,
        files: Vec<web_sys::Blob>,
        progress: Option<Rc<dyn Fn(Progress)>>,
    ) -> (RequestId, impl Future<Output = Result<(ReplyBody, Option<web_sys::Blob>), UserError>> + use<>)
    {
        let id = self.shared.next();
        (RequestId(id), self.send_as(id, body, files, progress))
    }

    fn send_as(
        &self,
        id: u32,
        body: RequestBody,
        files: Vec<web_sys::Blob>,
        progress: Option<Rc<dyn Fn(Progress)>>,
    ) -> impl Future<Output = Result<(ReplyBody, Option<web_sys::Blob>), UserError>> + use<> {
        let (sender, receiver) = oneshot::channel();
        self.shared.waiting.borrow_mut().insert(id, Waiting { reply: sender, progress });
        let sent = self.started().and_then(|worker| self.shared.post(&worker, &Request { id, body }, &files));
        async move {
            sent?;
            let gone = || UserError {
                title: "The worker has stopped".to_owned(),
                remedy: "Reload the page; everything that was acknowledged is saved on this device"
                    .to_owned(),
            };
            match receiver.await.map_err(|_| gone())? {
                (ReplyBody::Failed(error), _) => Err(error),
                reply => Ok(reply),
            }
        }
    }
}

impl Shared {
    /// A number for a request.
    fn next(&self) -> u32 {
        self.last.replace(self.last.get() + 1) + 1
    }

    fn start(shared: &Rc<Shared>) -> Result<web_sys::Worker, JsValue> {
        let worker = program::start("engine", &["engine", "keeper", "feeder"])?;
        Shared::hear(shared, &worker);
        program::keep_engine(Some(&worker));
        Ok(worker)
    }

    /// Hears what the worker says.
    fn hear(shared: &Rc<Shared>, worker: &web_sys::Worker) {
        let receiver = shared.clone();
        let on_message =
            Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
                receiver.receive(&event.data());
            });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // The page holds one client for as long as it lives.
        on_message.forget();
        let failing = shared.clone();
        let on_error = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            // An event without a message says that the worker's own file could not be loaded.
            let message = js_sys::Reflect::get(&event, &"message".into()).ok().and_then(|m| m.as_string());
            failing.failed(&message.unwrap_or_default());
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        on_error.forget();
    }

    /// The engine failed. Before it was there nothing is lost: whoever waits is told, and the next request starts it anew.
    fn failed(&self, message: &str) {
        if self.early.borrow().is_none() {
            show_crash(message);
            return;
        }
        if let Some(worker) = self.worker.take() {
            worker.terminate();
        }
        program::keep_engine(None);
        self.early.replace(Some(vec![]));
        for waiting in self.waiting.take().into_values() {
            let error = UserError {
                title: "The engine could not be loaded".to_owned(),
                remedy:
                    "It is loaded once, before the first file is read; connect to the network and try again"
                        .to_owned(),
            };
            // Whoever asked may have left the page.
            let _ = waiting.reply.send((ReplyBody::Failed(error), None));
        }
    }

    fn post(
        &self,
        worker: &web_sys::Worker,
        request: &Request,
        files: &[web_sys::Blob],
    ) -> Result<(), UserError> {
        let data = pack(request)?;
        let message = js_sys::Object::new();
        let list: js_sys::Array = files.iter().collect();
        let set = |key: &str, value: &JsValue| js_sys::Reflect::set(&message, &key.into(), value).map(|_| ());
        let built = set("data", &data).and_then(|()| set("files", &list));
        let posted = built.and_then(|()| match self.early.borrow_mut().as_mut() {
            Some(early) => {
                early.push(message.clone().into());
                Ok(())
            }
            None => worker.post_message(&message),
        });
        posted.map_err(|_| UserError {
            title: "The worker does not answer".to_owned(),
            remedy: "Reload the page; everything that was acknowledged is saved on this device".to_owned(),
        })
    }

    fn receive(&self, data: &JsValue) {
        let field = |name: &str| js_sys::Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if field("ready").is_truthy() {
            let worker = self.worker.borrow().clone();
            for message in self.early.take().into_iter().flatten() {
                let _ = worker.as_ref().map(|worker| worker.post_message(&message));
            }
            return;
        }
        if let Some(reads) = field("reads").as_bool() {
            let listener = self.on_role.borrow().clone();
            if let Some(listener) = listener {
                listener(reads);
            }
            return;
        }
        if let Some(text) = field("panic").as_string() {
            show_crash(&text);
            return;
        }
        let Some(Reply { id, body }) = unpack(data) else {
            show_crash("The worker sent something that the page does not understand.");
            return;
        };
        if let ReplyBody::Progress(progress) = body {
            let listener = self.waiting.borrow().get(&id).and_then(|w| w.progress.clone());
            if let Some(listener) = listener {
                listener(progress);
            }
            return;
        }
        let blob = field("blob").dyn_into::<web_sys::Blob>().ok();
        if let Some(waiting) = self.waiting.borrow_mut().remove(&id) {
            // Whoever asked may have left the page; then nobody needs the reply.
            let _ = waiting.reply.send((body, blob));
        }
    }
}

impl UserError {
    /// What a person is told who stopped the reading.
    pub fn cancelled() -> UserError {
        UserError { title: "Reading was cancelled".to_owned(), remedy: "Nothing was added".to_owned() }
    }

    /// What a person is told who stopped what was being drawn.
    pub fn stopped() -> UserError {
        UserError { title: "Stopped".to_owned(), remedy: "Nothing was changed; ask again".to_owned() }
    }

    /// An error whose text names place and remedy itself.
    pub fn from_display(error: &dyn std::fmt::Display) -> UserError {
        let text = error.to_string();
        let (title, remedy) = text.split_once("; ").unwrap_or((&text, ""));
        UserError { title: title.to_owned(), remedy: remedy.to_owned() }
    }
}

fn unexpected(_: &ReplyBody) -> UserError {
    UserError::from_display(&QueryError::Unexpected)
}
