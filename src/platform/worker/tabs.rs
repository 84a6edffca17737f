//! Several tabs on one workspace: one of them changes it, the others read until it is closed or they take over.
//!
//! The lock of the browser says which one that is, so that a tab that crashes gives it up. It only keeps people from
//! surprises: that nothing is overwritten, `storage.rs` sees to by itself.

use super::{Worker, pause};
use crate::engine::Engine;
use crate::engine::journal::Entry;
use crate::model::Timestamp;
use crate::platform::messages::{RequestBody, UserError};
use futures_channel::oneshot;
use futures_util::future::{Either, select};
use std::cell::Cell;
use std::cmp::Ordering;
use std::pin::pin;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The name of the lock.
const LOCK: &str = "floodmark workspace";

/// How long a tab that opens waits for the lock, in milliseconds: the one that was just reloaded may still hold it.
const GIVEN_UP: i32 = 500;

/// The function of that name of the browser's locks, with what it is called on.
fn of_locks(name: &str) -> Result<(JsValue, js_sys::Function), JsValue> {
    let get = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &name.into());
    let locks = get(&get(&js_sys::global(), "navigator")?, "locks")?;
    let function = get(&locks, name)?.dyn_into()?;
    Ok((locks, function))
}

/// Waits until the browser has answered whatever was asked of its locks before.
async fn locks_answered() {
    let asked = || -> Result<js_sys::Promise, JsValue> {
        let (locks, query) = of_locks("query")?;
        query.call0(&locks)?.dyn_into()
    };
    if let Ok(asked) = asked() {
        // What it tells of the locks says no more than that it came.
        let _: Result<JsValue, JsValue> = JsFuture::from(asked).await;
    }
}

impl Worker {
    /// Asks for the workspace, and waits a moment. Without it this tab only reads, and goes on once it has it.
    pub(super) async fn claim(self: &Rc<Self>) {
        let Some(granted) = self.lock(false) else { return };
        // A busy browser may take longer over a lock that nobody has; it answers in the order in which it was asked.
        let given_up = async {
            pause(GIVEN_UP).await;
            locks_answered().await;
        };
        match select(granted, pin!(given_up)).await {
            Either::Left(_) => {}
            Either::Right(((), granted)) => self.only_read(granted),
        }
    }

    /// Takes the workspace from the tab that has it, and reads what was changed there.
    pub(super) async fn take_over(self: &Rc<Self>) -> Result<Option<Timestamp>, UserError> {
        if let Some(granted) = self.lock(true) {
            // Where it ends without one, there is none to wait for.
            let _: Result<(), _> = granted.await;
        }
        self.catch_up().await
    }

    /// Why a request is refused here: it would change what another tab is changing, or be added behind what cannot be read.
    pub(super) fn refused(&self, body: &RequestBody) -> Option<UserError> {
        let changes = matches!(
            body,
            RequestBody::Apply(_)
                | RequestBody::TakeMerged { .. }
                | RequestBody::Import { .. }
                | RequestBody::OpenWord { .. }
                | RequestBody::Example { .. }
                | RequestBody::Read { .. }
                | RequestBody::CountOrders { .. }
                | RequestBody::ReadAgain { .. }
                | RequestBody::Erase
        );
        if let Err(error) = &*self.kept.borrow()
            && changes
            && !matches!(body, RequestBody::Erase)
        {
            return Some(error.clone());
        }
        (changes && self.reads.get()).then(UserError::read_only)
    }

    /// Asks the browser for the lock; what is returned ends once it is there. `None` where it has no locks.
    fn lock(self: &Rc<Self>, steal: bool) -> Option<oneshot::Receiver<()>> {
        let (sender, granted) = oneshot::channel();
        let sender = Rc::new(Cell::new(Some(sender)));
        let waiting = sender.clone();
        let held = Closure::once_into_js(move |_: JsValue| -> JsValue {
            // Whoever asked waits as long as the worker lives.
            let _ = sender.take().map(|sender| sender.send(()));
            // It is held until the worker ends, or another tab takes it.
            js_sys::Promise::new(&mut |_, _| ()).into()
        });
        let asked = || -> Result<js_sys::Promise, JsValue> {
            let (locks, request) = of_locks("request")?;
            let options = js_sys::Object::new();
            js_sys::Reflect::set(&options, &"steal".into(), &steal.into())?;
            request.call3(&locks, &LOCK.into(), &options, &held)?.dyn_into()
        };
        let asked = asked().ok()?;
        let worker = self.clone();
        spawn_local(async move {
            // It ends only when the browser refuses, which ends the waiting too, or once another tab took what was held.
            let _: Result<JsValue, JsValue> = JsFuture::from(asked).await;
            if waiting.take().is_none()
                && !worker.reads.get()
                && let Some(granted) = worker.lock(false)
            {
                // This one is next when that is closed.
                worker.only_read(granted);
            }
        });
        Some(granted)
    }

    /// Reads only, and says so, until the lock is there.
    fn only_read(self: &Rc<Self>, granted: oneshot::Receiver<()>) {
        self.reads.set(true);
        self.tell_role();
        let worker = self.clone();
        spawn_local(async move {
            if granted.await.is_ok() {
                // What cannot be read now is told when something is asked.
                let _ = worker.catch_up().await;
            }
        });
    }

    /// Reads what another tab has changed, and is the one that changes it from then on.
    async fn catch_up(self: &Rc<Self>) -> Result<Option<Timestamp>, UserError> {
        let current = {
            let _turn = self.turn.lock().await;
            let storage = self.storage();
            storage.end().await == Ordering::Equal
        };
        if !current {
            *self.engine.borrow_mut() = Engine::new();
            self.originals.borrow_mut().clear();
            self.waiting.borrow_mut().clear();
            let loaded = self.load().await;
            *self.kept.borrow_mut() = loaded;
        }
        self.reads.set(false);
        self.tell_role();
        self.kept.borrow().clone()
    }

    /// Adds an entry to the journal. Where another tab has added one, this one only reads until it takes over.
    pub(super) async fn journal(&self, entry: &Entry) -> Result<(), UserError> {
        let storage = self.storage();
        let added = storage.append(entry).await;
        if added.is_err() && storage.end().await == Ordering::Greater {
            self.reads.set(true);
            self.tell_role();
        }
        added
    }

    /// Tells the page whether this tab only reads.
    fn tell_role(&self) {
        let message = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&message, &"reads".into(), &self.reads.get().into());
        let _ = self.scope.post_message(&message);
    }
}
