//! The shell: rail, head, page, drawer, and what opens over them.

pub mod drawer;
mod drop;
pub mod edit;
mod head;
mod keys;
mod notices;
mod outcomes;
mod palette;
mod rail;
pub mod sheet;
mod zone;

use super::handover::{self, Carried, Pages};
use super::pages;
use super::route::{Page, Route};
use super::state::{Desk, Overlay, Saved, ask};
use super::widgets::chart::ThemeTick;
use super::widgets::empty;
use super::widgets::icon::Icon;
use crate::document::html::running;
use crate::engine::Query;
use crate::engine::view::CaseHead;
use crate::model::CaseId;
use crate::platform::client::Client;
use crate::platform::dom;
use crate::timeline::Filter;
use crate::ui::view::prelude::*;

/// The whole app.
///
/// * `pages`: those that this program has.
/// * `carried`: what the program before it hands over.
pub fn app(client: Client, pages: Pages, carried: Option<Carried>) -> AnyView {
    let desk = Desk::new(client);
    provide_context(desk);
    let themes = Memo::new(move |before: Option<&u32>| {
        desk.prefs.theme.track();
        before.map_or(0, |n| n.wrapping_add(1))
    });
    provide_context(ThemeTick(themes.into()));
    follow_address(desk);
    follow_head(desk);
    follow_title(desk);
    follow_case(desk);
    warn_before_leaving(desk);
    keys::listen(desk);
    drop::listen(desk);
    wake_early(desk);
    desk.follow_device();
    desk.hold_back(&window());
    if let Some(carried) = carried {
        carried.take_up(desk);
    }
    desk.load();
    view! {
        <a class="skip" href="#main" on:click=move |ev| { ev.prevent_default(); pages::desk::scroll_to("main"); }>"Skip to the page"</a>
        <div class="shell" class:on-stage=move || matches!(desk.page(), Page::Meeting | Page::Exercise) class:with-drawer=move || desk.route.with(|r| r.event.is_some())>
            {rail::rail(desk)}
            {head::head(desk)}
            <main id="main" class="main" tabindex="-1">{page(desk, pages)}</main>
            {drawer::drawer(desk)}
        </div>
        {notices::notices(desk)}
        {drop::veil()}
        {overlay(desk)}
    }
    .into_any()
}

/// The page that the address names.
fn page(desk: Desk, pages: Pages) -> AnyView {
    let shown = Memo::new(move |_| (desk.ready.get(), desk.page(), desk.open_case_id().is_some()));
    (move || match shown.get() {
        (false, ..) => empty::skeleton(),
        (true, page, false) if page.needs_case() => no_case(desk, page),
        (true, page, _) => pages(desk, page).unwrap_or_else(|| {
            handover::hand_over(desk);
            empty::skeleton()
        }),
    })
    .into_any()
}

fn no_case(desk: Desk, page: Page) -> AnyView {
    let actions = view! {
        <button type="button" aria-disabled=read_only() class="button primary" on:click=move |_| super::files::choose(desk)>"Open files…"</button>
        <button type="button" aria-disabled=read_only() class="button" on:click=move |_| desk.open_example()>"Try an example"</button>
    };
    let text = "Drop the export of an incident anywhere on this page, or open it from a file. Several files at once become one case.";
    view! { <div class="page"><h1>{known(page.label())}</h1>{empty::empty(Icon::Open, "No case is open", text, actions)}</div> }.into_any()
}

fn overlay(desk: Desk) -> AnyView {
    (move || match desk.overlay.get() {
        Overlay::Nothing => ().into_any(),
        Overlay::Palette => palette::palette(desk),
        Overlay::Sheet => sheet::sheet(desk),
        Overlay::Zone => zone::dialog(desk),
        Overlay::Outcomes => outcomes::dialog(desk),
        Overlay::Mapper => pages::sources::mapper::dialog(desk),
        Overlay::Orders => pages::response::orders::dialog(desk),
        Overlay::Passphrase => pages::share::passphrase_dialog(desk),
        Overlay::Messages(source, name) => pages::sources::messages::dialog(desk, source, name),
        Overlay::AddEvent => pages::timeline::add::dialog(desk),
        Overlay::PasteLines(text) => pages::timeline::paste::dialog(desk, text),
        Overlay::MilestoneOf(event) => pages::timeline::milestone::dialog(desk, event),
    })
    .into_any()
}

/// Back and forward of the browser, and addresses typed by hand.
fn follow_address(desk: Desk) {
    Effect::new(move |_| {
        let page = desk.route.with(|r| r.page);
        if page != Page::Help {
            desk.left.set(page);
        }
    });
    let heard = window_event_listener(leptos::ev::hashchange, move |_| {
        let now = Route::parse(&location().hash().unwrap_or_default());
        if now != desk.route.get_untracked() {
            desk.route.set(now);
        }
    });
    on_cleanup(move || heard.remove());
}

/// Keeps what rail and head show of the open case up to date.
fn follow_head(desk: Desk) {
    let answer = ask::<CaseHead>(move || desk.open_case_id().map(|case| Query::Head { case }));
    Effect::new(move |_| {
        let head = answer.with(|a| a.as_ref().and_then(|a| a.as_ref().ok().cloned()));
        // Rows of a large case are shown before its milestones are known, and asked for again then.
        let revision = head.as_ref().map(|h| h.revision);
        desk.head.set(head);
        if let Some(revision) = revision.filter(|n| *n > desk.revision.get_untracked()) {
            desk.revision.set(revision);
        }
    });
}

/// What was looked for in one case means nothing in another.
fn follow_case(desk: Desk) {
    Effect::new(move |before: Option<Option<CaseId>>| {
        let case = desk.open_case_id();
        if before.is_some_and(|b| b != case) {
            desk.filter.set(Filter::default());
            desk.cursor.set(None);
        }
        case
    });
}

fn follow_title(desk: Desk) {
    let called =
        move || desk.called.get().or_else(|| desk.head.with(|h| h.as_ref().map(|h| h.title.clone())));
    // Saving changes the title of the window, and nothing of what runs along the pages of paper.
    let styles = Memo::new(move |_| {
        let page = desk.page();
        running(&called().filter(|_| page.needs_case()).unwrap_or_default(), look(page.label()))
    });
    Effect::new(move |_| styles.with(|css| dom::own_styles(css)));
    Effect::new(move |_| {
        let page = desk.page();
        let case = called();
        let unsaved = matches!(desk.saved.get(), Saved::Saving | Saved::Failed(_));
        let dot = if unsaved { "• " } else { "" };
        document().set_title(&match case {
            Some(title) if page.needs_case() => {
                say!("{dot}{title}, {page} – Floodmark", dot, title, page = look(page.label()))
            }
            _ => say!("{dot}{page} – Floodmark", dot, page = look(page.label())),
        });
    });
}

/// Loads the engine at the first sign of a person, so that it is there, and quick, when a file comes.
fn wake_early(desk: Desk) {
    for sign in ["pointermove", "pointerdown", "keydown"] {
        let heard = gloo::events::EventListener::once(&window(), sign, move |_| desk.client().wake());
        StoredValue::new_local(heard);
    }
}

/// Asks before the tab is closed while something is not kept on this device.
fn warn_before_leaving(desk: Desk) {
    let heard = window_event_listener(leptos::ev::beforeunload, move |ev| {
        let something = desk.overview.with_untracked(|o| !o.cases.is_empty() || o.plan.is_some());
        let at_risk = match desk.saved.get_untracked() {
            Saved::Saving => true,
            Saved::NotKept | Saved::Failed(_) => something,
            Saved::Loading | Saved::Kept(_) => false,
        };
        if at_risk {
            ev.prevent_default();
        }
    });
    on_cleanup(move || heard.remove());
}
