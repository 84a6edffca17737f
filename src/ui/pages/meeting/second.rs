//! A second window for the facilitator: what comes next, the time, and what was captured, off the shared screen.

use super::{Room, agenda, capture, notes};
use crate::engine::meeting::Discussed;
use crate::model::meeting::Part;
use crate::ui::pages::desk::Desk;
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::closure::Closure;

/// Opens it.
pub(super) fn open(room: Room) {
    let notes =
        Second {
            desk: room.desk, owner: room.owner, target: "floodmark-notes", title: "Notes – Floodmark"
        };
    notes.open(move || view(room), |_| ());
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
    ///
    /// * `heard`: takes up keys that are pressed in it.
    pub fn open(
        self,
        view: impl FnOnce() -> AnyView + 'static,
        heard: impl Fn(web_sys::KeyboardEvent) + 'static,
    ) {
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
        // Opened again it is the same window, which hears once.
        let heard = Closure::<dyn Fn(web_sys::KeyboardEvent)>::new(heard).into_js_value();
        popup.set_onkeydown(heard.dyn_ref());
        // It lives as long as the page: what was pressed owns nothing.
        self.owner.get_value().with(|| {
            crate::ui::view::mount_in(&body, view);
            self.desk.hold_back(&popup);
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
        let _ = root.set_attribute("lang", crate::language::language().id());
    }
    let Some(head) = page.query_selector("head").ok().flatten() else { return };
    head.set_text_content(None);
    let Ok(sheets) = document().query_selector_all("link[rel=stylesheet],style") else { return };
    for n in 0..sheets.length() {
        let Some(sheet) = sheets.get(n).and_then(|s| s.dyn_into::<web_sys::Element>().ok()) else { continue };
        let Ok(copy) = page.create_element(&sheet.local_name()) else { continue };
        match js_sys::Reflect::get(&sheet, &"href".into()).ok().and_then(|href| href.as_string()) {
            Some(address) => {
                let _ = copy.set_attribute("rel", "stylesheet");
                let _ = copy.set_attribute("href", &address);
            }
            // The one-file build has its styles in the page. The policy, which the window shares, knows them by their hash.
            None => copy.set_text_content(sheet.text_content().as_deref()),
        }
        let _ = head.append_child(&copy);
    }
}

/// So many of what is to come are shown.
const COMING: usize = 3;

fn discussed(finding: &Discussed) -> AnyView {
    view! { <li>{finding.claim.clone()}" "<em>{finding.question.clone()}</em></li> }.into_any()
}

/// The events after the one on the screen, and what is to be asked: first of these events, then of the others.
fn walk(room: Room) -> AnyView {
    let zone = room.desk.zone.get();
    let coming = room.walk.coming.get();
    let events: Vec<AnyView> = coming
        .iter()
        .map(|row| {
            let when = words::moment(&row.moment, zone);
            view! { <li><span class="stage-time">{when}</span>" "<span lang="">{row.text.clone()}</span></li> }.into_any()
        })
        .collect();
    let shown = room.walk.shown.get();
    let near = |id| shown.is_some_and(|(on, _)| on == id) || coming.iter().any(|row| row.id == id);
    let questions = room.view.with(|v| {
        let (near, others): (Vec<&Discussed>, Vec<&Discussed>) =
            v.findings.iter().partition(|f| f.evidence.iter().any(|e| near(e.id)));
        near.into_iter().chain(others).take(COMING).map(discussed).collect_view()
    });
    view! {
        <h2>"Events to come"</h2>
        {room.walk.at_end.get().then(|| view! { <p class="hint">"This is the last event."</p> }.into_any())}
        <ol class="stage-events" aria-label="Events to come">{events.into_iter().collect_view()}</ol>
        <h2>"Questions to come"</h2>
        <ol class="slips" aria-label="Questions to come">{questions}</ol>
    }
    .into_any()
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
    let time = live(move || {
        let planned =
            room.view.with(|v| v.meeting.agenda().into_iter().find(|p| Some(p.part) == v.meeting.now()));
        planned.map(|planned| {
            let (words, over) = agenda::left(room, planned);
            view! { <p class="agenda-left" class:over=over role="timer">{words}</p> }.into_any()
        })
    });
    let coming = live(move || match room.part.get() {
        Some(Part::Plan) => {
            let at = room.amendment.get();
            let items = room.view.with(|v| {
                let next = v.amendments.iter().skip(at + 1).take(COMING);
                next.map(|a| {
                    view! { <li>{a.title.clone()}" "<em lang="en">{a.reason.clone()}</em></li> }.into_any()
                })
                .collect_view()
            });
            view! { <h2>"Amendments to come"</h2><ol class="slips">{items}</ol> }.into_any()
        }
        Some(Part::Walk) => walk(room),
        part => {
            // Before their part begins the first finding is to come, too.
            let from = if part == Some(Part::Findings) { room.finding.get() + 1 } else { 0 };
            let items =
                room.view.with(|v| v.findings.iter().skip(from).take(COMING).map(discussed).collect_view());
            view! { <h2>"Findings to come"</h2><ol class="slips">{items}</ol> }.into_any()
        }
    });
    view! {
        <main class="page second-window">
            <h1>{live(move || next.get().0.map_or("Before the meeting", Part::label))}</h1>
            <p class="stage-question">{live(move || next.get().0.map_or("", Part::question))}</p>
            <p>{live(move || next.get().1.map_or_else(|| say!("Nothing comes next.").to_owned(), |p| say!("Next: {p}. {question}", p = known(p.label()), question = look(p.question()))))}</p>
            {time}
            {coming}
            <h2>"Captured"</h2>
            {capture::field(room, NodeRef::new(), "second-line")}
            {notes::stack(room)}
        </main>
    }
    .into_any()
}
