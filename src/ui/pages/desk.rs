//! What these pages need from the shell, in one place: the open case, the zone, questions and changes.

use crate::engine::protocol::Export;
use crate::engine::view::Exported;
use crate::engine::{Answer, Query, QueryError};
use crate::model::{CaseId, EventId, Zone};
use crate::platform::client::Client;
use crate::platform::messages::{FileOutcome, UserError};
use crate::platform::{clock, dom};
use crate::ui::widgets::live::live;
use crate::workspace::{Change, Target};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use web_sys::wasm_bindgen::JsCast;

/// What the shell hands to the pages.
#[derive(Clone)]
pub struct Port {
    /// The page's side of the worker.
    pub client: Client,
    /// The open case.
    pub case: Signal<Option<CaseId>>,
    /// The zone in which times are shown.
    pub zone: Signal<Zone>,
    /// Changes whenever the workspace did.
    pub revision: Signal<u64>,
    /// Changes the workspace; what does not fit is told in the shell.
    pub apply: Callback<Change>,
    /// Opens an event in the drawer.
    pub open_event: Callback<EventId>,
    /// Opens a case on its page Response.
    pub open_case: Callback<CaseId>,
    /// Tells what did not work.
    pub fail: Callback<UserError>,
}

/// The shell as a page sees it; cheap to copy.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The zone in which times are shown.
    pub zone: Signal<Zone>,
    case: Signal<Option<CaseId>>,
    revision: Signal<u64>,
    apply: Callback<Change>,
    open_event: Callback<EventId>,
    open_case: Callback<CaseId>,
    fail: Callback<UserError>,
    client: StoredValue<Client, LocalStorage>,
}

/// The desk of the page that is being built.
pub fn desk() -> Desk {
    let port = expect_context::<Port>();
    Desk {
        zone: port.zone,
        case: port.case,
        revision: port.revision,
        apply: port.apply,
        open_event: port.open_event,
        open_case: port.open_case,
        fail: port.fail,
        client: StoredValue::new_local(port.client),
    }
}

impl Desk {
    /// The open case; a number that no case has where none is open, so that the answer says so.
    pub fn case(self) -> CaseId {
        self.open_case_id().unwrap_or(CaseId(u32::MAX))
    }

    /// The open case, where there is one.
    pub fn open_case_id(self) -> Option<CaseId> {
        self.case.get()
    }

    /// Changes the workspace.
    pub fn apply(self, change: Change) {
        self.apply.run(change);
    }

    /// Opens an event in the drawer.
    pub fn open_event(self, event: EventId) {
        self.open_event.run(event);
    }

    /// Opens a case on its page Response.
    pub fn open_case(self, case: CaseId) {
        self.open_case.run(case);
    }

    /// Opens files that were chosen on a page; a plan becomes the plan.
    pub fn open_files(self, files: Vec<web_sys::File>) {
        let Some(client) = self.client.try_get_value() else { return };
        let target = untrack(|| self.open_case_id()).map_or(Target::NewCase, Target::Case);
        spawn_local(async move {
            match client.import(files, target, |_| (), |_| ()).await {
                Ok(outcomes) => {
                    for outcome in outcomes {
                        if let FileOutcome::Refused { name, reason } = outcome {
                            let _ = self.fail.try_run(UserError {
                                title: format!("{name} could not be opened"),
                                remedy: reason,
                            });
                        }
                    }
                }
                Err(e) => {
                    let _ = self.fail.try_run(e);
                }
            }
        });
    }

    /// Asks once, and hands over the answer; what cannot be answered is told in the shell.
    pub fn ask_once<T>(self, query: Query, then: impl FnOnce(T) + 'static)
    where
        T: TryFrom<Answer, Error = QueryError> + 'static,
    {
        let Some(client) = self.client.try_get_value() else { return };
        spawn_local(async move {
            match client.ask::<T>(query).await {
                Ok(answer) => then(answer),
                Err(e) => {
                    let _ = self.fail.try_run(e);
                }
            }
        });
    }

    /// Saves a file.
    pub fn export(self, what: Export) {
        let zone = self.zone.get_untracked();
        let case = untrack(|| self.open_case_id());
        let query = Query::Export { what, case, zone, date: clock::today(zone) };
        self.ask_once::<Exported>(query, move |file| {
            let saved =
                dom::text_blob(&file.text, &file.mime).and_then(|blob| dom::download(&file.name, &blob));
            if let Err(e) = saved {
                let _ = self.fail.try_run(e);
            }
        });
    }
}

/// An answer under way: none before the first one came.
pub type Asked<T> = Signal<Option<Result<Arc<T>, UserError>>>;

/// Asks the engine, and again whenever the workspace or the question changes.
pub fn ask<T>(query: impl Fn() -> Option<Query> + Send + Sync + 'static) -> Asked<T>
where
    T: TryFrom<Answer, Error = QueryError> + Send + Sync + 'static,
{
    let desk = desk();
    let asked = RwSignal::new(None::<Result<Arc<T>, UserError>>);
    let latest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        desk.revision.track();
        let Some(query) = query() else { return };
        let number = latest.get_value().wrapping_add(1);
        latest.set_value(number);
        let Some(client) = desk.client.try_get_value() else { return };
        spawn_local(async move {
            let answer = client.ask::<T>(query).await.map(Arc::new);
            // An answer to an older question says nothing any more.
            if latest.try_get_value() == Some(number) {
                let _ = asked.try_set(Some(answer));
            }
        });
    });
    asked.into()
}

/// A page that is built once, when its first answer is there, and follows the later ones.
pub fn loaded<T>(answer: Asked<T>, page: impl Fn(Signal<Arc<T>>) -> AnyView + Send + 'static) -> AnyView
where
    T: PartialEq + Send + Sync + 'static,
{
    let state = Memo::new(move |_| {
        answer.with(|a| match a {
            None => Err(None),
            Some(Err(e)) => Err(Some(e.clone())),
            Some(Ok(_)) => Ok(()),
        })
    });
    live(move || match state.get() {
        Ok(()) => {
            let Some(Ok(first)) = answer.get_untracked() else { return ().into_any() };
            let last = Memo::new(move |before: Option<&Arc<T>>| {
                answer.with(|a| match a {
                    Some(Ok(now)) => now.clone(),
                    _ => before.unwrap_or(&first).clone(),
                })
            });
            page(last.into())
        }
        Err(None) => view! { <div class="page skeleton" aria-busy="true"><p>"Loading…"</p></div> }.into_any(),
        Err(Some(e)) => view! {
            <div class="page"><div class="empty" role="alert"><h1>{e.title}</h1><p>{e.remedy}</p></div></div>
        }
        .into_any(),
    })
}

/// Brings an element into view.
pub fn scroll_to(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
        if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
            let _ = element.focus();
        }
    }
}
