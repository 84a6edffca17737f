//! A second window for the facilitator: what comes next, the time, and what was captured, off the shared screen.

use super::{Room, notes};
use crate::ui::pages::desk::Desk;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use web_sys::wasm_bindgen::JsCast;

/// Opens it.
pub(super) fn open(room: Room) {
    let notes =
        Second {
            desk: room.desk, owner: room.owner, target: "floodmark-notes", title: "Notes – Floodmark"
        };
    notes.open(move || view(room));
}

/// A window beside the shared screen.
#[derive(Clone, Copy)]
pub(in crate::ui::pages) struct Second {
    /// Where it is told that none could be opened.
    pub desk: Desk,
    /// What owns the page: the window lives as long.
    pub owner: StoredValue<Owner>,
    /// Names the window, so that there is one of its kind.
    pub target: &'static str,
    /// Its title.
    pub title: &'static str,
}

impl Second {
    /// Opens it, or says why not. It is drawn by this page, so that it needs no worker and no copy of the case.
    pub fn open(self, view: impl FnOnce() -> AnyView + 'static) {
        let features = "popup,width=560,height=820";
        let opened = window().open_with_url_and_target_and_features("", self.target, features);
        let Ok(Some(popup)) = opened else {
            self.desk.tell(
                true,
                "The second window was not opened",
                "The browser blocks new windows here: allow them for this page, then press again",
            );
            return;
        };
        let Some((page, body)) = popup.document().and_then(|d| Some((d.clone(), d.body()?))) else { return };
        page.set_title(look(self.title));
        body.set_text_content(None);
        dress(&page);
        if let Some(theme) = document().document_element().and_then(|root| root.get_attribute("data-theme"))
            && let Some(root) = page.document_element()
        {
            let _ = root.set_attribute("data-theme", &theme);
        }
        // It lives as long as the page: what was pressed owns nothing.
        self.owner.get_value().with(|| {
            crate::ui::view::mount_in(&body, view);
            let popup = StoredValue::new_local(popup);
            on_cleanup(move || {
                popup.with_value(|popup| {
                    let _ = popup.close();
                });
            });
        });
    }
}

/// Gives the window the style sheets and the language of this page.
fn dress(page: &web_sys::Document) {
    if let Some(root) = page.document_element() {
        let _ = root.set_attribute("lang", crate::ui::language::language().id());
    }
    let Some(head) = page.query_selector("head").ok().flatten() else { return };
    head.set_text_content(None);
    let Ok(sheets) = document().query_selector_all("link[rel=stylesheet]") else { return };
    for n in 0..sheets.length() {
        let link = sheets.get(n).and_then(|s| s.dyn_into::<web_sys::Element>().ok());
        let Some(address) = link.and_then(|l| js_sys::Reflect::get(&l, &"href".into()).ok()?.as_string())
        else {
            continue;
        };
        if let Ok(copy) = page.create_element("link") {
            let _ = copy.set_attribute("rel", "stylesheet");
            let _ = copy.set_attribute("href", &address);
            let _ = head.append_child(&copy);
        }
    }
}

fn view(room: Room) -> AnyView {
    let next = Memo::new(move |_| {
        room.view.with(|v| {
            let agenda = v.meeting.agenda();
            let at = agenda.iter().position(|p| Some(p.part) == v.meeting.now());
            let now = at.and_then(|at| agenda.get(at)).map(|p| p.part);
            let next = agenda.get(at.map_or(0, |at| at + 1)).map(|p| p.part);
            (now, next)
        })
    });
    let coming =
        live(move || {
            let at = room.finding.get();
            room.view.with(|v| {
                let items =
                    v.findings.iter().skip(at + 1).take(3).map(|f| {
                        view! { <li>{f.claim.clone()}" "<em>{f.question.clone()}</em></li> }.into_any()
                    });
                view! { <ol class="slips">{items.collect_view()}</ol> }.into_any()
            })
        });
    view! {
        <main class="page second-window">
            <h1>{live(move || next.get().0.map_or("Before the meeting", crate::model::meeting::Part::label))}</h1>
            <p class="stage-question">{live(move || next.get().0.map_or("", crate::model::meeting::Part::question))}</p>
            <p>{live(move || next.get().1.map_or_else(|| say!("Nothing comes next.").to_owned(), |p| say!("Next: {p}. {question}", p = known(p.label()), question = look(p.question()))))}</p>
            <h2>"Findings to come"</h2>
            {coming}
            <h2>"Captured"</h2>
            {notes::stack(room)}
        </main>
    }
    .into_any()
}
