//! What the whole page shares: the worker's client, the workspace at a glance, the open case, and what is open over it.
//!
//! [`Desk`] is a handful of signals and is handed round by context; [`ask`] keeps an answer of the engine up to date.

mod asking;
mod device;
mod opening;
mod reading;

use crate::engine::protocol::Export;
use crate::engine::view::{CaseHead, Exported, Overview};
use crate::engine::{Answer, Command, Progress, Query, QueryError};
use crate::model::{CaseId, EventId, SourceId, Timestamp, Zone};
use crate::platform::client::{Client, RequestId};
use crate::platform::messages::{FileOutcome, UserError};
use crate::platform::storage::holds_anything;
use crate::platform::{clock, dom};
use crate::timeline::Filter;
use crate::ui::prefs::Prefs;
use crate::ui::route::{Page, Route};
use crate::ui::shortcuts::Action;
use crate::ui::view::prelude::*;
use crate::workspace::Change;
pub use asking::{Asked, ask, ask_still, loaded};
pub use device::{Offer, Offline};
use leptos::task::spawn_local;
pub use reading::read_only;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

/// Where the work stands with regard to this device.
#[derive(Clone, PartialEq, Debug)]
pub enum Saved {
    /// What the device holds is being read.
    Loading,
    /// A change is on its way.
    Saving,
    /// Everything is kept, since then; none when nothing was ever changed.
    Kept(Option<Timestamp>),
    /// This device keeps nothing: private mode, or storage is blocked.
    NotKept,
    /// The last change could not be kept.
    Failed(UserError),
}

/// In which zone times are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ZoneChoice {
    /// UTC.
    #[default]
    Utc,
    /// The zone that was asserted first in the case, else UTC.
    Case,
    /// The zone of this device.
    Mine,
    /// A zone by name.
    Named(Zone),
}

/// Something told at the edge of the screen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Names it, so that it can be closed.
    pub id: u32,
    /// Whether something did not work.
    pub error: bool,
    /// What happened.
    pub title: String,
    /// Where, and what to do.
    pub body: String,
    /// What it lets a person do at once.
    pub offer: Option<Offer>,
}

/// What is open over the page.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Overlay {
    /// Nothing.
    #[default]
    Nothing,
    /// The command palette.
    Palette,
    /// The sheet of keys.
    Sheet,
    /// The choice of a zone.
    Zone,
    /// What became of the files that were opened.
    Outcomes,
    /// A file that waits to be told how to read it.
    Mapper,
    /// A file of orders that waits to be counted.
    Orders,
    /// The passphrase of an encrypted file.
    Passphrase,
    /// The choice of messages of a Slack export, with the file's name.
    Messages(SourceId, String),
    /// A dialog to add an event by hand.
    AddEvent,
    /// A dialog to paste lines with times; what was pasted already.
    PasteLines(String),
    /// The choice of a milestone for an event.
    MilestoneOf(EventId),
}

/// Reading under way.
#[derive(Clone, PartialEq, Debug)]
pub struct Work {
    /// What can cancel it.
    pub request: Option<RequestId>,
    /// How far it has come.
    pub progress: Option<Progress>,
    /// What is being done, in a few words.
    pub what: String,
}

/// The shell as a page sees it; cheap to copy.
#[derive(Clone, Copy)]
pub struct Desk {
    client: StoredValue<Client, LocalStorage>,
    /// What the address says.
    pub route: RwSignal<Route>,
    /// The page that was shown last, Help aside: what help is looked for.
    pub left: RwSignal<Page>,
    /// Where the text of the plan is wanted in view, in bytes, until its page takes it up.
    pub plan_at: RwSignal<Option<usize>>,
    /// Whether the page Report is to begin with the notices, until it takes that up.
    pub notices_first: RwSignal<bool>,
    /// Counts what was applied; answers older than this are asked anew.
    pub revision: RwSignal<u64>,
    /// The workspace at a glance.
    pub overview: RwSignal<Overview>,
    /// The open case at a glance.
    pub head: RwSignal<Option<Arc<CaseHead>>>,
    /// What the open case is called where its title would give away what people are to find out.
    pub called: RwSignal<Option<String>>,
    /// The zone in which times are shown.
    pub zone: Signal<Zone>,
    /// How that zone was chosen.
    pub zone_choice: RwSignal<ZoneChoice>,
    /// Where the work stands with regard to this device.
    pub saved: RwSignal<Saved>,
    /// Whether another tab changes the workspace, and this one only reads it.
    pub reads: RwSignal<bool>,
    /// How the program itself stands on this device.
    pub offline: RwSignal<Offline>,
    /// Whether what this device holds has been read.
    pub ready: RwSignal<bool>,
    /// What is told at the edge of the screen.
    pub notices: RwSignal<Vec<Notice>>,
    /// What is read out without being seen.
    pub said: RwSignal<String>,
    /// What is open over the page.
    pub overlay: RwSignal<Overlay>,
    /// Reading under way.
    pub work: RwSignal<Option<Work>>,
    /// What became of the files that were opened last.
    pub outcomes: RwSignal<Vec<FileOutcome>>,
    /// What the timeline keeps, while the page is left and come back to.
    pub filter: RwSignal<Filter>,
    /// The event under the cursor of the timeline.
    pub cursor: RwSignal<Option<EventId>>,
    /// What the palette asks of the page that is shown.
    pub asked: RwSignal<Option<Action>>,
    /// Preferences of this device.
    pub prefs: Prefs,
    open: Memo<Option<CaseId>>,
    next_notice: StoredValue<u32>,
}

/// The desk of this page.
pub fn desk() -> Desk {
    expect_context()
}

impl Desk {
    /// Makes the desk of the page around a worker. Call once, in the outermost component.
    pub fn new(client: Client) -> Desk {
        let prefs = Prefs::load();
        let route = RwSignal::new(Route::parse(&location().hash().unwrap_or_default()));
        let overview = RwSignal::new(Overview::default());
        let head = RwSignal::new(None::<Arc<CaseHead>>);
        let zone_choice = prefs.zone;
        let open = Memo::new(move |_| {
            let asked = route.with(|r| r.case);
            overview.with(|o| {
                let there = asked.filter(|id| o.cases.iter().any(|c| c.id == *id));
                there.or_else(|| o.cases.first().map(|c| c.id))
            })
        });
        let mine = clock::zone();
        let zone = Memo::new(move |_| match zone_choice.get() {
            ZoneChoice::Utc => Zone::Utc,
            ZoneChoice::Case => {
                head.with(|h| h.as_ref().and_then(|h| h.zones.first().copied())).unwrap_or_default()
            }
            ZoneChoice::Mine => mine,
            ZoneChoice::Named(zone) => zone,
        });
        Desk {
            client: StoredValue::new_local(client),
            route,
            left: RwSignal::new(Page::Start),
            plan_at: RwSignal::new(None),
            notices_first: RwSignal::new(false),
            revision: RwSignal::new(0),
            overview,
            head,
            called: RwSignal::new(None),
            zone: zone.into(),
            zone_choice,
            saved: RwSignal::new(Saved::Loading),
            reads: RwSignal::new(false),
            offline: RwSignal::new(Offline::default()),
            ready: RwSignal::new(false),
            notices: RwSignal::new(vec![]),
            said: RwSignal::new(String::new()),
            overlay: RwSignal::new(Overlay::Nothing),
            work: RwSignal::new(None),
            outcomes: RwSignal::new(vec![]),
            filter: RwSignal::new(Filter::default()),
            cursor: RwSignal::new(None),
            asked: RwSignal::new(None),
            prefs,
            open,
            next_notice: StoredValue::new(0),
        }
    }

    /// The worker's client.
    pub fn client(self) -> Client {
        self.client.get_value()
    }

    /// The open case; a number that no case has where none is open, so that the answer says so.
    pub fn case(self) -> CaseId {
        self.open.get().unwrap_or(CaseId(u32::MAX))
    }

    /// The open case, where there is one.
    pub fn open_case_id(self) -> Option<CaseId> {
        self.open.get()
    }

    /// The page that is shown.
    pub fn page(self) -> Page {
        self.route.with(|r| r.page)
    }

    /// Shows another view; the browser's back comes back to this one.
    pub fn go(self, route: Route) {
        if route != self.route.get_untracked() {
            self.route.set(route);
            let _ = location().set_hash(&route.to_string());
        }
    }

    /// Shows a page of the open case.
    pub fn go_page(self, page: Page) {
        self.go(Route { page, event: None, ..self.route.get_untracked() });
    }

    /// Opens a case on its page Response.
    pub fn open_case(self, case: CaseId) {
        self.go(Route { page: Page::Response, case: Some(case), event: None });
    }

    /// Opens an event in the drawer.
    pub fn open_event(self, event: EventId) {
        self.go(Route { event: Some(event), ..self.route.get_untracked() });
    }

    /// Shows another event in the open drawer, without a step for the browser's back.
    pub fn turn_to_event(self, event: EventId) {
        let route = Route { event: Some(event), ..self.route.get_untracked() };
        self.route.set(route);
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&js_sys::Object::new(), "", Some(&route.to_string()));
        }
    }

    /// Closes the drawer.
    pub fn close_event(self) {
        self.go(Route { event: None, ..self.route.get_untracked() });
    }

    /// Tells something at the edge of the screen.
    pub fn tell(self, error: bool, title: impl Said, body: impl Said) {
        self.tell_offering(error, title, body, None);
    }

    /// Tells something, and what can be done about it at once; that stays until it is closed.
    pub fn tell_offering(self, error: bool, title: impl Said, body: impl Said, offer: Option<Offer>) {
        self.next_notice.update_value(|n| *n += 1);
        let (title, body) = (title.said(), body.said());
        let notice = Notice { id: self.next_notice.get_value(), error, title, body, offer };
        let id = notice.id;
        self.notices.update(|all| {
            // The same thing is told once.
            all.retain(|n| n.title != notice.title || n.body != notice.body);
            all.push(notice);
            let spare = all.len().saturating_sub(4);
            all.drain(..spare);
        });
        if !error && offer.is_none() {
            set_timeout(move || self.dismiss(id), std::time::Duration::from_secs(8));
        }
    }

    /// Tells that something did not work; stays until it is closed.
    pub fn fail(self, error: UserError) {
        let offer = if self.reads.get_untracked() {
            Some(Offer::TakeOver)
        } else if error.is_of_journal() {
            Some(Offer::SaveJournal)
        } else {
            error.is_of_storage().then_some(Offer::SaveFile)
        };
        let UserError { title, remedy } = error.told();
        self.tell_offering(true, title, remedy, offer);
    }

    /// Closes a notice.
    pub fn dismiss(self, id: u32) {
        let _ = self.notices.try_update(|all| all.retain(|n| n.id != id));
    }

    /// Has something read out that is seen anyway.
    pub fn say(self, text: impl Said) {
        self.said.set(text.said());
    }

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
    fn run(
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
                    let stays = if before == Saved::Saving { Saved::Kept(None) } else { before };
                    self.saved.set(stays);
                    then(Err(error));
                }
            }
        });
    }

    /// Shows when the last change was kept on this device.
    async fn ask_kept(self) {
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

    /// Saves everything as a `.floodmark` file.
    pub fn save_file(self) {
        self.work.set(Some(Work {
            request: None,
            progress: None,
            what: say!("Writing the workspace").to_owned(),
        }));
        spawn_local(async move {
            let zone = self.zone.get_untracked();
            let name = format!("workspace-{}.floodmark", clock::today(zone).format("%Y-%m-%d"));
            let result = self.client().save().await.and_then(|blob| dom::download(&name, &blob));
            self.work.set(None);
            match result {
                Ok(()) => self.tell(
                    false,
                    say!("Saved {name}", name),
                    "It holds every case, decision, the plan and the original files",
                ),
                Err(error) => self.fail(error),
            }
        });
    }

    /// Saves the journal of this device as it is kept.
    pub(super) fn save_journal(self) {
        let name = format!("journal-{}.jsonl", clock::today(self.zone.get_untracked()).format("%Y-%m-%d"));
        spawn_local(async move {
            let journal = self.client().journal().await;
            self.saved(&name, journal.map(|blob| (blob, vec![])));
        });
    }

    /// Saves a document or data of the open case.
    pub fn export(self, what: Export) {
        let zone = self.zone.get_untracked();
        self.take_away(Query::Export {
            what,
            case: self.open.get_untracked(),
            zone,
            date: clock::today(zone),
        });
    }

    /// Saves the file that answers a query.
    pub fn take_away(self, query: Query) {
        self.ask_once::<Exported>(query, move |file| {
            let Some(make) = file.make else {
                let blob = dom::text_blob(&file.text, &file.mime).map(|blob| (blob, vec![]));
                return self.saved(&file.name, blob);
            };
            self.work.set(Some(Work {
                request: None,
                progress: None,
                what: say!("Making {file}", file = file.name),
            }));
            spawn_local(async move {
                let made = self.client().make(make).await;
                self.work.set(None);
                self.saved(&file.name, made);
            });
        });
    }

    /// Saves the file that answers a query under a passphrase.
    pub fn take_away_sealed(self, query: Query, passphrase: String) {
        self.ask_once::<Exported>(query, move |file| {
            spawn_local(async move {
                let sealed = match dom::text_blob(&file.text, &file.mime) {
                    Ok(blob) => self.client().seal(&blob, passphrase).await,
                    Err(error) => Err(error),
                };
                self.saved(&file.name, sealed.map(|blob| (blob, vec![])));
            });
        });
    }

    /// Saves the evidence bundle of the open case, and tells the hash of its manifest.
    pub fn save_evidence(self) {
        let Some(case) = self.open.get_untracked() else { return };
        let zone = self.zone.get_untracked();
        let what = say!("Gathering the evidence").to_owned();
        self.work.set(Some(Work { request: None, progress: None, what }));
        spawn_local(async move {
            let made = clock::now().to_string();
            let bundle = self.client().evidence(case, zone, clock::today(zone), made).await;
            self.work.set(None);
            match bundle.and_then(|(name, blob, made)| dom::download(&name, &blob).map(|()| (name, made))) {
                Ok((name, made)) => {
                    let mut words = say!(
                        "Write down the SHA-256 of its manifest, and keep it elsewhere: {hash}",
                        hash = made.manifest
                    );
                    if !made.not_made.is_empty() {
                        words += ". ";
                        words += &say!(
                            "Not made, a text in its place in the bundle says why: {documents}",
                            documents = made.not_made.join(", ")
                        );
                    }
                    self.tell(true, say!("Saved {name}", name), words);
                }
                Err(error) => self.fail(error),
            }
        });
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

    /// Hands out a file, and tells so; what in it is left to a person is told too.
    fn saved(self, name: &str, file: Result<(web_sys::Blob, Vec<String>), UserError>) {
        match file.and_then(|(blob, left)| dom::download(name, &blob).map(|()| left)) {
            Ok(left) => self.tell(
                !left.is_empty(),
                say!("Saved {name}", name),
                left.into_iter().map(retold).collect::<Vec<_>>().join(" "),
            ),
            Err(error) => self.fail(error),
        }
    }

    /// Erases everything that this device holds.
    pub fn erase(self) {
        self.go(Route::default());
        self.run(async move { self.client().erase().await.map(|()| Some(clock::now())) }, move || {
            self.tell(false, "Everything on this device is erased", "");
        });
    }

    /// Asks once, and hands over the answer; what cannot be answered is told.
    pub fn ask_once<T: TryFrom<Answer, Error = QueryError> + 'static>(
        self,
        query: Query,
        then: impl FnOnce(T) + 'static,
    ) {
        spawn_local(async move {
            match self.client().ask::<T>(query).await {
                Ok(answer) => then(answer),
                Err(error) => self.fail(error),
            }
        });
    }
}
