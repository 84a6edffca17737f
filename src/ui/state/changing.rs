//! Changes on their way to the engine and to this device, and where the work stands with regard to it.

use super::{Desk, Saved};
use crate::engine::view::Overview;
use crate::engine::{Command, Query};
use crate::model::{CaseId, Timestamp};
use crate::platform::clock;
use crate::platform::messages::UserError;
use crate::platform::storage::holds_anything;
use crate::timeline::Filter;
use crate::ui::route::Route;
use crate::ui::view::prelude::*;
use crate::workspace::Change;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use std::future::Future;

impl Desk {
    /// Changes the workspace; what does not fit is told.
    pub fn apply(self, change: Change) {
        self.command(Command::Change(Box::new(change)), || ());
    }

    /// Changes the workspace, and goes on once that is kept.
    pub fn apply_then(self, change: Change, then: impl FnOnce() + 'static) {
        self.command(Command::Change(Box::new(change)), then);
    }

    /// Takes over what the files of participants add to a case, and goes on once that is kept or refused, as it is told;
    /// `seen`: how many things were said differently on the screen.
    pub fn take_merged(
        self,
        case: CaseId,
        files: Vec<(String, String)>,
        choices: BTreeMap<String, String>,
        seen: usize,
        then: impl FnOnce(bool) + 'static,
    ) {
        self.run_settled(async move { self.client().take_merged(case, files, choices, seen).await }, then);
    }

    /// Changes the workspace, and goes on once that is kept or refused, as it is told.
    pub fn apply_settled(self, change: Change, then: impl FnOnce(bool) + 'static) {
        let command = Command::Change(Box::new(change));
        self.run_settled(async move { self.client().apply(command).await }, then);
    }

    /// Changes the workspace, and hands over what does not fit to whoever can ask about it.
    pub fn apply_asked(self, change: Change, then: impl FnOnce(Result<(), UserError>) + 'static) {
        let command = Command::Change(Box::new(change));
        self.run_asked(async move { self.client().apply(command).await }, then);
    }

    /// Goes back one change.
    pub fn undo(self) {
        if let Some(what) = self.overview.with_untracked(|o| o.undo.clone()) {
            self.command(Command::Undo, move || self.say(say!("Undone: {what}", what = undone(what))));
        }
    }

    /// Shows roles in the place of names in a case, or names again; values that were filtered by would still be the others.
    pub fn show_roles(self, case: CaseId, on: bool) {
        self.filter.update(|f| {
            *f = Filter { text: f.text.clone(), from: f.from, to: f.to, ..Filter::default() };
        });
        self.apply(Change::ShowRoles { case, on });
    }

    /// Does an undone change again.
    pub fn redo(self) {
        if let Some(what) = self.overview.with_untracked(|o| o.redo.clone()) {
            self.command(Command::Redo, move || self.say(say!("Done again: {what}", what = undone(what))));
        }
    }

    fn command(self, command: Command, then: impl FnOnce() + 'static) {
        self.run(async move { self.client().apply(command).await }, then);
    }

    /// Waits for something that is journalled, shows how it went, asks for everything anew, and goes on where it was kept.
    pub(super) fn run(
        self,
        work: impl Future<Output = Result<Option<Timestamp>, UserError>> + 'static,
        then: impl FnOnce() + 'static,
    ) {
        self.run_settled(work, |kept| {
            if kept {
                then();
            }
        });
    }

    /// As [`Desk::run`], going on in either case; it is told which.
    fn run_settled(
        self,
        work: impl Future<Output = Result<Option<Timestamp>, UserError>> + 'static,
        then: impl FnOnce(bool) + 'static,
    ) {
        self.run_asked(work, move |result| {
            let kept = result.is_ok();
            if let Err(error) = result {
                self.fail(error);
            }
            then(kept);
        });
    }

    /// As [`Desk::run`], handing over what does not fit in place of telling it.
    fn run_asked(
        self,
        work: impl Future<Output = Result<Option<Timestamp>, UserError>> + 'static,
        then: impl FnOnce(Result<(), UserError>) + 'static,
    ) {
        let before = self.saved.get_untracked();
        self.saved.set(Saved::Saving);
        spawn_local(async move {
            match work.await {
                Ok(kept) => {
                    self.saved.set(kept.map_or(Saved::NotKept, |at| Saved::Kept(Some(at))));
                    self.refresh().await;
                    then(Ok(()));
                }
                Err(error) => {
                    self.saved.set(match before {
                        _ if error.is_of_storage() => Saved::Failed(error.clone()),
                        Saved::Saving => Saved::Kept(None),
                        before => before,
                    });
                    then(Err(error));
                }
            }
        });
    }

    /// Erases everything that this device holds.
    pub fn erase(self) {
        self.go(Route::default());
        self.run(async move { self.client().erase().await.map(|()| Some(clock::now())) }, move || {
            self.tell(false, "Everything on this device is erased", "");
        });
    }

    /// Shows when the last change was kept on this device.
    pub(super) async fn ask_kept(self) {
        let saved = match self.client().kept().await {
            Ok(Some(at)) => Saved::Kept(Some(at)),
            Ok(None) => {
                if self.saved.get_untracked() != Saved::NotKept {
                    self.tell_not_kept();
                }
                Saved::NotKept
            }
            Err(error) => {
                self.fail(error.clone());
                Saved::Failed(error)
            }
        };
        self.saved.set(saved);
    }

    /// Reads what this device holds. Where it holds nothing, the engine is not needed yet.
    pub fn load(self) {
        spawn_local(async move {
            if self.client().is_at_work() || holds_anything().await {
                self.ask_kept().await;
                self.refresh().await;
            } else {
                self.saved.set(Saved::Kept(None));
            }
            self.ready.set(true);
        });
    }

    /// Loads the engine, so that the network is no longer needed.
    pub fn load_engine(self, then: impl FnOnce() + 'static) {
        spawn_local(async move {
            match self.client().kept().await {
                Ok(_) => then(),
                Err(error) => self.fail(error),
            }
        });
    }

    /// Asks for the workspace at a glance, and has every answer asked anew.
    pub async fn refresh(self) {
        match self.client().ask::<Overview>(Query::Overview).await {
            Ok(overview) => {
                let revision = overview.revision;
                self.overview.set(overview);
                if self.revision.get_untracked() != revision {
                    self.revision.set(revision);
                }
            }
            Err(error) => self.fail(error),
        }
    }
}
