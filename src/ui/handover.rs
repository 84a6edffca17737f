//! The page is two programs. The first has what a first visit and a first file need, and is small; the whole one has every
//! page, and takes its place over the same engine when somebody goes to a page that only it has.

use super::files;
use super::route::Page;
use super::state::{Desk, Notice, Offline, Overlay};
use super::view::prelude::*;
use crate::model::EventId;
use crate::platform::messages::FileOutcome;
use crate::platform::{program, start, unpacking};
use crate::timeline::Filter;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The pages that a program has.
pub type Pages = fn(Desk, Page) -> Option<AnyView>;

/// What the page knows beside the workspace and its address.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Carried {
    /// What is told at the edge of the screen.
    notices: Vec<Notice>,
    /// What became of the files that were opened last.
    outcomes: Vec<FileOutcome>,
    /// Whether that is being looked at.
    told: bool,
    filter: Filter,
    /// The page that was shown last, Help aside.
    left: Page,
    /// Where the plan is wanted in view.
    plan_at: Option<usize>,
    cursor: Option<EventId>,
    /// Whether another tab changes the workspace.
    reads: bool,
    /// How the program stands on this device.
    offline: Offline,
}

impl Carried {
    /// What a page hands over.
    fn of(desk: Desk) -> Carried {
        Carried {
            notices: desk.notices.get_untracked(),
            offline: desk.offline.get_untracked(),
            outcomes: desk.outcomes.get_untracked(),
            told: desk.overlay.with_untracked(|o| *o == Overlay::Outcomes),
            filter: desk.filter.get_untracked(),
            left: desk.left.get_untracked(),
            plan_at: desk.plan_at.get_untracked(),
            cursor: desk.cursor.get_untracked(),
            reads: desk.reads.get_untracked(),
        }
    }

    /// Takes it up.
    pub fn take_up(self, desk: Desk) {
        for Notice { error, title, body, offer, .. } in self.notices {
            desk.tell_offering(error, title, body, offer);
        }
        desk.offline.set(self.offline);
        desk.outcomes.set(self.outcomes);
        if self.told {
            desk.overlay.set(Overlay::Outcomes);
        }
        desk.filter.set(self.filter);
        desk.left.set(self.left);
        desk.plan_at.set(self.plan_at);
        desk.cursor.set(self.cursor);
        desk.reads.set(self.reads);
    }
}

thread_local! {
    /// Whether the whole program is on its way.
    static ASKED: Cell<bool> = const { Cell::new(false) };
    /// What takes this program off the page.
    static LEAVE: RefCell<Option<Closure<dyn FnMut()>>> = const { RefCell::new(None) };
}

/// Loads the whole program, and hands over to it once nothing is under way; until then this one goes on.
pub fn hand_over(desk: Desk) {
    if ASKED.replace(true) {
        return;
    }
    leptos::task::spawn_local(async move {
        match program::load_whole().await {
            Ok(whole) => when_idle(desk, whole),
            Err(_) => {
                ASKED.set(false);
                desk.tell(
                    true,
                    "This page could not be loaded",
                    "It is loaded once, when it is first needed; connect to the network and go there again",
                );
            }
        }
    });
}

/// In a turn of its own, so that no task of this program is half done but those that wait for the engine.
fn when_idle(desk: Desk, whole: program::Whole) {
    set_timeout(
        move || {
            // What is being answered is not carried; what became of files is.
            let asks = desk.overlay.with_untracked(|overlay| match overlay {
                Overlay::Nothing => false,
                // The file of a bundle that waits is not carried either.
                Overlay::Outcomes => {
                    let is_bundle = |o: &FileOutcome| matches!(o, FileOutcome::Bundle { .. });
                    desk.outcomes.with_untracked(|all| all.iter().any(is_bundle))
                }
                _ => true,
            });
            // Files that a person is choosing come to this program.
            let busy = desk.work.with_untracked(Option::is_some) || files::is_choosing();
            if !desk.client().is_idle() || busy || asks {
                return when_idle(desk, whole);
            }
            whole.start(&postcard::to_allocvec(&Carried::of(desk)).unwrap_or_default());
        },
        Duration::from_millis(20),
    );
}

/// Takes the place of the program that handed over, where one did; what it carried.
pub fn arrive() -> Option<Carried> {
    let carried = program::carried()?;
    program::leave();
    Some(postcard::from_bytes(&carried).unwrap_or_default())
}

/// Lets a program that takes over take this one off the page.
pub fn prepare(app: Option<Owner>) {
    let leave = Closure::new(move || {
        start::retire();
        unpacking::dismiss();
        if let Some(app) = &app {
            app.cleanup();
        }
        let Some(body) = document().body() else { return };
        let nodes = body.child_nodes();
        let stays = |node: &web_sys::Node| {
            let element = node.dyn_ref::<web_sys::Element>();
            element.is_some_and(|e| e.id() == "crash" || e.tag_name() == "SCRIPT")
        };
        // The marks of parts that change are no elements, and would bring them back.
        let all: Vec<_> = (0..nodes.length()).filter_map(|n| nodes.get(n)).collect();
        for node in all.iter().filter(|node| !stays(node)) {
            let _ = body.remove_child(node);
        }
    });
    program::on_leave(&leave);
    LEAVE.with(|held| *held.borrow_mut() = Some(leave));
}
