//! Meeting: the screen that everybody looks at, the agenda with its clock, and a line in which all is captured.

mod agenda;
mod ballots;
mod capture;
mod chosen;
mod notes;
mod participants;
pub(super) mod second;
mod stage;
mod vote;

use super::desk::{Desk, ask, desk, loaded};
use super::fact::Stating;
use crate::engine::Query;
use crate::engine::meeting::MeetingView;
use crate::model::Timestamp;
use crate::model::meeting::{OnScreen, Part};
use crate::platform::clock;
use crate::ui::files;
use crate::ui::pages::timeline::Walk;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::{Change, MeetingStep};
use std::sync::Arc;
use web_sys::wasm_bindgen::JsCast;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Room {
    desk: Desk,
    view: Signal<Arc<MeetingView>>,
    /// The part of the agenda that is on.
    part: Memo<Option<Part>>,
    /// Now, to the second.
    now: RwSignal<Timestamp>,
    /// The finding that is discussed, by its place.
    finding: RwSignal<usize>,
    /// The amendment that is discussed, by its place.
    amendment: RwSignal<usize>,
    /// The walk through the timeline.
    walk: Walk,
    /// Where who took part is kept.
    stating: Stating,
    /// What owns the page, for what is opened by a press.
    owner: StoredValue<Owner>,
    /// The capture line.
    line: NodeRef<leptos::html::Input>,
}

impl Room {
    /// Takes a step of the meeting.
    fn step(self, step: MeetingStep) {
        self.step_then(step, || ());
    }

    /// Takes a step, and goes on once it is kept.
    fn step_then(self, step: MeetingStep, then: impl FnOnce() + 'static) {
        if let Some(case) = untrack(|| self.desk.open_case_id()) {
            self.desk.apply_then(Change::Meeting { case, step }, then);
        }
    }

    /// What stands on the screen.
    fn on_screen(self) -> OnScreen {
        match self.part.get_untracked() {
            Some(Part::Walk) => {
                self.walk.shown.get_untracked().map_or(OnScreen::Part, |(id, _)| OnScreen::Event(id))
            }
            Some(Part::Findings) => self.view.with_untracked(|v| {
                let finding = v.findings.get(self.finding.get_untracked());
                finding.map_or(OnScreen::Part, |f| OnScreen::Finding(f.rule.clone()))
            }),
            Some(Part::Plan) => self.view.with_untracked(|v| {
                let amendment = v.amendments.get(self.amendment.get_untracked());
                amendment.map_or(OnScreen::Part, |a| OnScreen::Amendment(a.id.clone()))
            }),
            _ => OnScreen::Part,
        }
    }

    /// Goes on or back within what is on the screen.
    fn turn(self, by: i64) {
        let within = |place: RwSignal<usize>, count: usize| {
            let last = count.saturating_sub(1) as i64;
            place.update(|n| *n = (*n as i64 + by).clamp(0, last) as usize);
        };
        match self.part.get_untracked() {
            Some(Part::Walk) => self.walk.steps.update(|n| *n += by),
            Some(Part::Findings) => within(self.finding, self.view.with_untracked(|v| v.findings.len())),
            Some(Part::Plan) => within(self.amendment, self.view.with_untracked(|v| v.amendments.len())),
            _ => {}
        }
    }

    /// Gives the capture line the focus, once what was pressed is done, unless that opened a field which has it.
    fn listen(self) {
        let line = self.line;
        set_timeout(
            move || {
                let focused = document().active_element();
                if files::is_typing(focused.map(Into::into)) {
                    return;
                }
                // What was pressed may have led to another page.
                if let Some(Some(line)) = line.try_get_untracked() {
                    let _ = line.focus();
                }
            },
            std::time::Duration::from_millis(0),
        );
    }
}

/// The page Meeting of the open case.
pub fn open() -> AnyView {
    let desk = desk();
    let answer =
        ask::<MeetingView>(move || Some(Query::Meeting { case: desk.case(), zone: desk.zone.get() }));
    loaded(answer, move |view| page(desk, view))
}

fn page(desk: Desk, view: Signal<Arc<MeetingView>>) -> AnyView {
    let now = RwSignal::new(clock::now());
    let ticking = StoredValue::new_local(Some(gloo::timers::callback::Interval::new(1_000, move || {
        let _ = now.try_set(clock::now());
    })));
    on_cleanup(move || ticking.dispose());
    let room = Room {
        desk,
        view,
        part: Memo::new(move |_| view.with(|v| v.meeting.now())),
        now,
        finding: RwSignal::new(0),
        amendment: RwSignal::new(0),
        walk: Walk::default(),
        stating: Stating::new(desk, Signal::derive(move || view.with(|v| v.facts.clone()))),
        owner: StoredValue::new(Owner::current().unwrap_or_default()),
        line: NodeRef::new(),
    };
    let began = Memo::new(move |_| view.with(|v| v.meeting.began().is_some()));
    // Whatever is pressed, what is typed next belongs into the capture line.
    let listen = move |ev: leptos::ev::MouseEvent| {
        let element = ev.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let typing = element
            .is_some_and(|e| matches!(e.closest("input, textarea, select, details, form"), Ok(Some(_))));
        if !typing {
            room.listen();
        }
    };
    view! {
        <div class="page meeting" on:click=listen>
            <header class="meeting-head">
                <h1>{live(move || desk.head.with(|h| h.as_ref().map_or_else(|| say!("Meeting").to_owned(), |h| say!("Meeting: {title}", title = h.title))))}</h1>
                {agenda::strip(room)}
            </header>
            <div class="meeting-room">
                <section class="meeting-stage" aria-label="On the screen">{stage::stage(room)}</section>
                {live(move || began.get().then(|| notes::stack(room)))}
            </div>
            {capture::line(room)}
        </div>
    }
    .into_any()
}
