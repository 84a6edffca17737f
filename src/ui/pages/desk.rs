//! What these pages need from the shell, in one place: the open case, the zone, questions and changes.

use crate::engine::protocol::Export;
use crate::engine::{Answer, Query, QueryError};
use crate::model::{CaseId, EventId, Zone};
use crate::platform::messages::UserError;
use crate::workspace::Change;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::wasm_bindgen::JsCast;

/// The shell as a page sees it; cheap to copy.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The zone in which times are shown.
    pub zone: Signal<Zone>,
}

/// The desk of the page that is being built.
pub fn desk() -> Desk {
    todo!()
}

impl Desk {
    /// The open case; the first one where the address names none.
    pub fn case(self) -> CaseId {
        todo!()
    }

    /// The open case, where there is one.
    pub fn open_case_id(self) -> Option<CaseId> {
        todo!()
    }

    /// Opens files that were chosen on a page.
    pub fn open_files(self, _files: Vec<web_sys::File>) {
        todo!()
    }

    /// Asks once, and hands over the answer; what cannot be answered is told in the shell.
    pub fn ask_once<T: TryFrom<Answer, Error = QueryError> + 'static>(self, _query: Query, _then: impl FnOnce(T) + 'static) {
        todo!()
    }

    /// Changes the workspace; what does not fit is told in the shell.
    pub fn apply(self, _change: Change) {
        todo!()
    }

    /// Opens an event in the drawer.
    pub fn open_event(self, _event: EventId) {
        todo!()
    }

    /// Opens a case on its page Response.
    pub fn open_case(self, _case: CaseId) {
        todo!()
    }

    /// Saves a file.
    pub fn export(self, _what: Export) {
        todo!()
    }
}

/// An answer under way: none before the first one came.
pub type Asked<T> = Signal<Option<Result<Arc<T>, UserError>>>;

/// Asks the engine, and again whenever the workspace or the question changes.
pub fn ask<T>(_query: impl Fn() -> Option<Query> + Send + Sync + 'static) -> Asked<T>
where
    T: TryFrom<Answer, Error = QueryError> + Send + Sync + 'static,
{
    todo!()
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
    (move || match state.get() {
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
    .into_any()
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
