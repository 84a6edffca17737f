//! Files on their way into the workspace, and what is shown once they are there.

use super::{Desk, Overlay, Saved, Work};
use crate::engine::view::TrackerView;
use crate::example::Example;
use crate::model::{CaseId, Reading, SourceId, Zone};
use crate::platform::messages::{FileOutcome, UserError};
use crate::ui::files::{Found, outcome_words};
use crate::ui::route::{Page, Route};
use crate::ui::strings::count;
use crate::ui::view::prelude::*;
use crate::workspace::{Change, Target};
use leptos::task::spawn_local;
use std::pin::Pin;

/// The files that are to be opened, looked for while a person waits.
type Finding = Pin<Box<dyn Future<Output = Result<Found, UserError>>>>;

/// What is told while files are read.
fn reading(files: &[web_sys::File]) -> String {
    match files {
        [one] => say!("Reading {one}", one = one.name()),
        many => say!("Reading {many} files", many = many.len()),
    }
}

impl Desk {
    /// Where files go that are opened now: into the open case, or on Start and Cases into one of their own.
    pub fn target(self) -> Target {
        match (self.route.get_untracked().page, self.open.get_untracked()) {
            (Page::Start | Page::Cases | Page::Help | Page::Settings, _) | (_, None) => Target::NewCase,
            (_, Some(case)) => Target::Case(case),
        }
    }

    /// Opens files, by what they are.
    pub fn open_files(self, files: Vec<web_sys::File>) {
        self.open_files_as(files, false);
    }

    /// Opens what a person says is the response plan.
    pub fn open_plan(self, file: web_sys::File) {
        self.open_files_as(vec![file], true);
    }

    fn open_files_as(self, files: Vec<web_sys::File>, plan: bool) {
        if !files.is_empty() {
            let what = reading(&files);
            self.open_once_found(what, Box::pin(async move { Ok(Found { files, others: vec![] }) }), plan);
        }
    }

    /// Opens files that must be looked for first, such as those of a folder. They go where they would have gone when that
    /// began, wherever a person is by then.
    ///
    /// * `what`: what is told meanwhile.
    pub fn open_found(self, what: String, finding: Finding) {
        self.open_once_found(what, finding, false);
    }

    fn open_once_found(self, what: String, finding: Finding, plan: bool) {
        if !self.begin(what) {
            return;
        }
        self.client().forget_bundles();
        let (target, from) = (self.target(), self.route.get_untracked().page);
        spawn_local(async move {
            let result = match finding.await {
                Ok(Found { files, others }) => {
                    self.at_work(|w| w.what = reading(&files));
                    let result = self.import(files, target, plan).await;
                    result.map(|outcomes| outcomes.into_iter().chain(others).collect())
                }
                Err(error) => Err(error),
            };
            self.opened(result, target, from).await;
        });
    }

    /// Takes up the reading of files; says so where others are still being read, and gives false.
    fn begin(self, what: String) -> bool {
        if self.work.get_untracked().is_some() {
            self.tell(
                true,
                "A file is still being read",
                "Wait until it is done, or cancel it, and open the next one then",
            );
            return false;
        }
        self.work.set(Some(Work { request: None, progress: None, what }));
        true
    }

    /// Changes what is told of the work, where there still is any.
    fn at_work(self, change: impl FnOnce(&mut Work)) {
        self.work.update(|w| {
            if let Some(w) = w {
                change(w);
            }
        });
    }

    /// Reads files as the work that was begun.
    async fn import(
        self,
        files: Vec<web_sys::File>,
        target: Target,
        plan: bool,
    ) -> Result<Vec<FileOutcome>, UserError> {
        let started = move |id| self.at_work(|w| w.request = Some(id));
        let progress = move |p| self.at_work(|w| w.progress = Some(p));
        self.client().import(files, (target, plan), started, progress).await
    }

    /// Loads the first invented example.
    pub fn open_example(self) {
        self.open_one_example(Example::default());
    }

    /// Loads an invented example.
    pub fn open_one_example(self, which: Example) {
        self.work.set(Some(Work {
            request: None,
            progress: None,
            what: say!("Opening the example").to_owned(),
        }));
        let from = self.route.get_untracked().page;
        spawn_local(async move {
            let result = self.client().example(which).await;
            self.opened(result, Target::NewCase, from).await;
        });
    }

    /// Reads a file that waited for a mapping, and asserts the zone that was chosen with it.
    pub fn read_waiting(self, token: u32, reading: Reading, zone: Option<Zone>) {
        self.work.set(Some(Work { request: None, progress: None, what: say!("Reading").to_owned() }));
        let (target, from) = (self.target(), self.route.get_untracked().page);
        spawn_local(async move {
            // What else came with the file stays in the list.
            let is_this = |o: &FileOutcome| o.token() == Some(token);
            let mut all: Vec<FileOutcome> =
                self.outcomes.with_untracked(|all| all.iter().filter(|o| !is_this(o)).cloned().collect());
            let result = match self.client().read(token, reading, target).await {
                Ok(mut new) => {
                    if let Some(zone) = zone {
                        self.assert_zone(&mut new, zone).await;
                    }
                    all.append(&mut new);
                    Ok(all)
                }
                Err(error) => Err(error),
            };
            self.opened(result, target, from).await;
        });
    }

    /// Counts a waiting file of orders for the open case, and shows the figures.
    pub fn count_orders(self, token: u32, zone: Option<Zone>, day_first: Option<bool>) {
        let Some(case) = self.open.get_untracked() else { return };
        self.overlay.set(Overlay::Nothing);
        let counted = async move {
            let result = self.client().count_orders(token, case, zone, day_first).await;
            if result.is_err() {
                // It still waits, and is offered again.
                self.overlay.set(Overlay::Outcomes);
            }
            result
        };
        self.run(counted, move || {
            self.settled(token);
            self.open_case(case);
            self.tell(false, "The orders are counted", "The figures stand on Response; the file is not kept");
        });
    }

    /// Opens the workspace of an evidence bundle that waits, with its originals, or these alone.
    pub fn open_bundled(self, name: String, whole: bool) {
        let file = match self.client().bundle(&name) {
            Ok(file) => file,
            Err(error) => return self.fail(error),
        };
        // Begun at once: no other file is opened, and no other program takes over, while the bundle is unpacked.
        if !self.begin(say!("Reading {one}", one = name.as_str())) {
            return;
        }
        self.overlay.set(Overlay::Nothing);
        let (target, from) = (self.target(), self.route.get_untracked().page);
        spawn_local(async move {
            let within = match whole {
                true => {
                    let workspace = self.client().bundled_workspace(&file).await;
                    workspace.map(|blob| vec![(format!("{name} › case.floodmark"), blob)])
                }
                false => self.client().bundled_originals(&file).await,
            };
            let files = within.map(|within| {
                let named = within.into_iter().filter_map(|(name, blob)| {
                    web_sys::File::new_with_blob_sequence(&js_sys::Array::of1(&blob), &name).ok()
                });
                named.collect::<Vec<_>>()
            });
            let result = match files {
                Ok(files) => self.import(files, target, false).await,
                Err(error) => Err(error),
            };
            let result = result.map(|mut new| {
                self.client().forget_bundle(&name);
                let mut all = self.besides(&name, whole);
                all.append(&mut new);
                all
            });
            if result.is_err() {
                // It still waits, and is offered again.
                self.overlay.set(Overlay::Outcomes);
            }
            self.opened(result, target, from).await;
        });
    }

    /// What became of the files that came with a bundle. `whole`: its workspace took the place of the cases that they told of.
    fn besides(self, bundle: &str, whole: bool) -> Vec<FileOutcome> {
        let mut all = self.outcomes.get_untracked();
        let is_it = |o: &FileOutcome| matches!(o, FileOutcome::Bundle { name, .. } if name == bundle);
        if let Some(at) = all.iter().position(is_it) {
            all.remove(at);
        }
        all.retain(|o| !whole || !matches!(o, FileOutcome::Added { .. }));
        all
    }

    /// Opens the encrypted file that waits; `wrong` hears why it did not open.
    pub fn unseal(self, passphrase: String, wrong: impl FnOnce(UserError) + 'static) {
        spawn_local(async move {
            match self.client().unseal(passphrase).await {
                Ok((name, blob)) => {
                    let parts = js_sys::Array::of1(&blob);
                    self.overlay.set(Overlay::Nothing);
                    if let Ok(file) = web_sys::File::new_with_blob_sequence(&parts, &name) {
                        self.open_files(vec![file]);
                    }
                }
                Err(error) => wrong(error),
            }
        });
    }

    /// Forgets a file that waits for an answer.
    pub fn give_up(self, token: u32) {
        self.client().forget(token);
        self.settled(token);
    }

    /// Takes over what a tracker's list says of action items, and tells it. `waiting`: the file, which is
    /// given up once that is kept.
    pub fn track_actions(self, waiting: Option<u32>, name: String, told: TrackerView) {
        let others = match told.others {
            0 => String::new(),
            n => say!("{n} of it name none of these action items", n = count(u64::from(n), "row", "rows")),
        };
        if told.tracked.is_empty() {
            let title = match told.same {
                0 => say!("{name} names no action item of this workspace", name),
                n => say!(
                    "{name} says nothing new of {n}",
                    name,
                    n = count(u64::from(n), "action item", "action items")
                ),
            };
            return self.tell(false, title, others);
        }
        let title = say!(
            "{tracked} updated from {name}",
            tracked = count(told.tracked.len() as u64, "action item", "action items"),
            name
        );
        let change = Change::TrackActions { from: name, tracked: told.tracked };
        self.apply_then(change, move || {
            if let Some(token) = waiting {
                self.give_up(token);
            }
            self.tell(false, title, others);
        });
    }

    /// Shows what else was opened with a file that no longer waits.
    fn settled(self, token: u32) {
        self.outcomes.update(|all| all.retain(|o| o.token() != Some(token)));
        let rest = !self.outcomes.with_untracked(Vec::is_empty);
        self.overlay.set(if rest { Overlay::Outcomes } else { Overlay::Nothing });
    }

    /// Asks how else a source could be read, and offers that.
    pub fn read_another_way(self, case: CaseId, source: SourceId) {
        spawn_local(async move {
            match self.client().another(case, source).await {
                Ok(outcomes) => {
                    self.outcomes.set(outcomes);
                    self.overlay.set(Overlay::Outcomes);
                }
                Err(error) => self.fail(error),
            }
        });
    }

    /// Reads a source in another way, and goes on once that is kept.
    pub fn read_again(self, case: CaseId, source: SourceId, reading: Reading, then: impl FnOnce() + 'static) {
        self.run(async move { self.client().read_again(case, source, reading).await }, then);
    }

    /// Asserts a zone for a file that was read just now.
    async fn assert_zone(self, outcomes: &mut [FileOutcome], zone: Zone) {
        for outcome in outcomes {
            let FileOutcome::Added { case, source, naive_rows, cases, .. } = outcome else {
                continue;
            };
            let (case, source, whole_file) = (CaseId(*case), *source, *cases > 1);
            let change = Change::SetZone { case, source, zone: Some(zone), whole_file };
            match self.client().apply(change).await {
                Ok(_) => *naive_rows = 0,
                Err(error) => self.fail(error),
            }
        }
    }

    /// Stops reading.
    pub fn cancel(self) {
        if let Some(id) = self.work.with_untracked(|w| w.as_ref().and_then(|w| w.request)) {
            self.client().cancel(id);
        }
    }

    /// Shows what was opened, which was asked for on the page `from`.
    async fn opened(self, result: Result<Vec<FileOutcome>, UserError>, target: Target, from: Page) {
        let outcomes = match result {
            Ok(outcomes) => outcomes,
            Err(error) => {
                self.work.set(None);
                if error.is_of_storage() {
                    self.saved.set(Saved::Failed(error.clone()));
                }
                self.fail(error);
                return;
            }
        };
        self.saved.set(Saved::Saving);
        self.refresh().await;
        turn().await;
        let waiting = outcomes.iter().any(|o| matches!(o, FileOutcome::Waiting { .. }));
        let orders = outcomes.iter().any(|o| matches!(o, FileOutcome::Orders { .. }));
        let sealed = outcomes.iter().any(|o| matches!(o, FileOutcome::Sealed { .. }));
        let told = outcomes.iter().any(|o| match o {
            FileOutcome::Refused { .. }
            | FileOutcome::Undecided { .. }
            | FileOutcome::Bundle { .. }
            | FileOutcome::Tracker { .. }
            | FileOutcome::Note { .. } => true,
            FileOutcome::Added { refused, naive_rows, abbreviated, .. } => {
                *refused + *naive_rows + *abbreviated > 0
            }
            _ => false,
        });
        self.show_opened(&outcomes, target, from);
        turn().await;
        self.say(outcomes.iter().map(outcome_words).collect::<Vec<_>>().join(". "));
        self.outcomes.set(outcomes);
        self.overlay.set(match (waiting, orders, told) {
            (true, ..) => Overlay::Mapper,
            (_, true, _) => Overlay::Orders,
            (..) if sealed => Overlay::Passphrase,
            (.., true) => Overlay::Outcomes,
            _ => Overlay::Nothing,
        });
        // Not before what is asked stands there: the whole page may take over once nothing is under way.
        self.work.set(None);
        if !waiting && !orders && !told && !sealed {
            let words: Vec<String> =
                self.outcomes.with_untracked(|all| all.iter().map(outcome_words).collect());
            match words.as_slice() {
                [one] => self.tell(false, one.clone(), ""),
                many => self.tell(false, say!("{many} files opened", many = many.len()), many.join("; ")),
            }
        }
        // Originals are hashed and kept meanwhile; what finds no room is taken back.
        self.ask_kept().await;
        self.refresh().await;
    }

    /// Goes where what was opened is seen; whoever went to another page meanwhile stays there.
    fn show_opened(self, outcomes: &[FileOutcome], target: Target, from: Page) {
        let here = self.route.get_untracked();
        let mut to = here;
        // A case goes with its record where the file is read another way.
        let stays = |case| self.overview.with_untracked(|o| o.cases.iter().any(|line| line.id == case));
        let elsewhere = match target {
            Target::NewCase => true,
            Target::Case(case) => !stays(case),
        };
        for outcome in outcomes {
            match outcome {
                FileOutcome::Added { cases, .. } if *cases > 1 => {
                    to = Route { page: Page::Cases, ..Route::default() }
                }
                FileOutcome::Added { case, naive_rows, abbreviated, dates, .. } if elsewhere => {
                    let page =
                        if *naive_rows + *abbreviated + *dates > 0 { Page::Sources } else { Page::Timeline };
                    to = Route { page, case: Some(CaseId(*case)), event: None };
                }
                FileOutcome::Plan { .. } if outcomes.len() == 1 => {
                    to = Route { page: Page::Plan, event: None, ..here }
                }
                FileOutcome::Workspace { .. } => to = Route { page: Page::Cases, ..Route::default() },
                _ => {}
            }
        }
        if here.page != from {
            to = Route { page: here.page, ..to };
        }
        self.go(to);
    }
}

/// Lets the browser hear and paint before what follows, so that no task of it is long.
async fn turn() {
    let (done, heard) = futures_channel::oneshot::channel();
    set_timeout(move || drop(done), std::time::Duration::ZERO);
    // It ends by being dropped.
    let _: Result<(), _> = heard.await;
}
