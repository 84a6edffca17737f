//! What the whole page shares: the worker's client, the workspace at a glance, the open case, and what is open over it.
//!
//! [`Desk`] is a handful of signals and is handed round by context; [`ask`] keeps an answer of the engine up to date.

mod asking;
mod changing;
mod device;
mod opening;
mod reading;
mod saving;
mod telling;

use crate::engine::Progress;
use crate::engine::view::{CaseHead, Overview};
use crate::model::{CaseId, EventId, SourceId, Timestamp, Zone};
use crate::platform::client::{Client, RequestId};
use crate::platform::clock;
use crate::platform::messages::{FileOutcome, UserError};
use crate::timeline::Filter;
use crate::ui::prefs::Prefs;
use crate::ui::route::{Page, Route};
use crate::ui::shortcuts::Action;
use crate::ui::view::prelude::*;
pub use asking::{Asked, ask, ask_still, loaded};
pub use device::{Offer, Offline};
pub use reading::{read_only, why_read_only};
use std::sync::Arc;
pub use telling::Notice;

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
}
