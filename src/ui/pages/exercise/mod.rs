//! Exercise: a past case played again with what was known at the time; its set-up, the participants' screen, the facilitator's
//! window, and the debrief.

mod answer;
mod clock;
mod debrief;
mod facilitator;
mod injects;
mod keys;
mod known;
mod pack;
mod screen;
mod setup;

use super::desk::{Asked, Desk, ask, desk, loaded};
use crate::engine::Query;
use crate::engine::exercise::{ExerciseView, KnownView, SessionView};
use crate::model::Timestamp;
use crate::model::exercise::{Inject, Session, Setup};
use crate::platform::clock as wall;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::ui::widgets::segmented::segmented;
use crate::workspace::{Change, ExerciseStep};
use std::sync::Arc;

/// A part of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    SetUp,
    Play,
    Debrief,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Play {
    desk: Desk,
    view: Signal<Arc<ExerciseView>>,
    part: RwSignal<Part>,
    /// The session that is on the screen.
    session: Memo<Option<u32>>,
    /// The session that was chosen; none for the last.
    chosen: RwSignal<Option<u32>>,
    /// Where its clock stands.
    at: Memo<Timestamp>,
    /// The injects that are on: one, or several that come at the same time.
    on: Memo<Vec<Inject>>,
    /// What is known and what is hidden.
    known: Asked<KnownView>,
    /// The team that answers, by its place.
    team: RwSignal<usize>,
    /// What owns the page, for what is opened by a press.
    owner: StoredValue<Owner>,
}

impl Play {
    /// Takes a step of the exercise.
    fn step(self, step: ExerciseStep) {
        self.step_then(step, || ());
    }

    /// Takes a step, and goes on once it is kept.
    fn step_then(self, step: ExerciseStep, then: impl FnOnce() + 'static) {
        if let Some(case) = untrack(|| self.desk.open_case_id()) {
            self.desk.apply_then(Change::Exercise { case, step }, then);
        }
    }

    /// Something of the session on the screen.
    fn of<T>(self, read: impl FnOnce(&SessionView) -> T) -> Option<T> {
        let id = self.session.get()?;
        self.view.with(|v| v.sessions.iter().find(|s| s.session.id == id).map(read))
    }

    /// Something of it that matters in this moment only.
    fn now<T>(self, read: impl FnOnce(&Session) -> T) -> Option<T> {
        untrack(|| self.of(|s| read(&s.session)))
    }

    /// Changes the set-up.
    fn set_up(self, change: impl FnOnce(&mut Setup)) {
        let mut setup = self.view.with_untracked(|v| v.setup.clone());
        change(&mut setup);
        self.step(ExerciseStep::SetUp(Some(Box::new(setup))));
    }

    /// The name of the team that answers.
    fn team_name(self) -> Option<String> {
        let at = self.team.get();
        self.of(|s| s.session.teams.get(at).or(s.session.teams.first()).map(|t| t.name.clone())).flatten()
    }

    /// Whether the clock of the session runs.
    fn runs(self) -> bool {
        self.of(|s| s.session.clock.since.is_some() && s.session.ended.is_none()).unwrap_or(false)
    }

    /// Whether the session is over.
    fn is_over(self) -> bool {
        self.of(|s| s.session.ended.is_some()).unwrap_or(false)
    }
}

/// The page Exercise of the open case.
pub fn open() -> AnyView {
    let desk = desk();
    let answer = ask::<ExerciseView>(move || Some(Query::Exercise { case: desk.case() }));
    loaded(answer, move |view| page(desk, view))
}

fn page(desk: Desk, view: Signal<Arc<ExerciseView>>) -> AnyView {
    let now = RwSignal::new(wall::now());
    let ticking = StoredValue::new_local(Some(gloo::timers::callback::Interval::new(500, move || {
        let _ = now.try_set(wall::now());
    })));
    on_cleanup(move || ticking.dispose());
    let chosen = RwSignal::new(None::<u32>);
    let session = Memo::new(move |_| {
        let chosen = chosen.get();
        view.with(|v| {
            let of = |id: u32| v.sessions.iter().find(|s| s.session.id == id);
            chosen.and_then(of).or(v.sessions.last()).map(|s| s.session.id)
        })
    });
    let at = Memo::new(move |_| {
        let now = now.get();
        let id = session.get();
        view.with(|v| {
            let of = v.sessions.iter().find(|s| Some(s.session.id) == id);
            of.map_or(v.setup.start, |s| s.session.position(now))
        })
    });
    let on = Memo::new(move |_| {
        let (at, id) = (at.get(), session.get());
        view.with(|v| {
            let of = v.sessions.iter().find(|s| Some(s.session.id) == id);
            of.map(|s| s.session.setup.on(at).cloned().collect()).unwrap_or_default()
        })
    });
    let holds = Memo::new(move |_| {
        let id = session.get();
        view.with(|v| {
            let of = v.sessions.iter().find(|s| Some(s.session.id) == id);
            of.map_or(v.setup.holds, |s| s.session.setup.holds)
        })
    });
    // It is asked again only when the clock passes the next thing that becomes known.
    let due = RwSignal::new(None::<Timestamp>);
    let asked = Memo::new(move |before: Option<&Timestamp>| {
        let (now, due) = (at.get(), due.get());
        match before {
            Some(before) if now >= *before && due.is_none_or(|due| now < due) => *before,
            _ => now,
        }
    });
    let known = ask::<KnownView>(move || {
        Some(Query::Known { case: desk.case(), holds: holds.get(), at: asked.get() })
    });
    Effect::new(move |_| {
        let next = known.with(|k| match k {
            Some(Ok(known)) => known.next,
            _ => None,
        });
        due.set(next);
    });
    let playing = view.with_untracked(|v| v.sessions.last().is_some_and(|s| s.session.ended.is_none()));
    let play = Play {
        desk,
        view,
        part: RwSignal::new(if playing { Part::Play } else { Part::SetUp }),
        session,
        chosen,
        at,
        on,
        known,
        team: RwSignal::new(0),
        owner: StoredValue::new(Owner::current().unwrap_or_default()),
    };
    keys::listen(play);
    let parts = vec![
        (Part::SetUp, say!("Set-up").to_owned()),
        (Part::Play, say!("Play").to_owned()),
        (Part::Debrief, say!("Debrief").to_owned()),
    ];
    // The title of the case may give away what participants are to find out: they see another, in the head too.
    let called = Memo::new(move |_| {
        let playing = play.part.get() != Part::SetUp;
        playing.then(|| {
            play.of(|s| s.session.setup.name.clone()).unwrap_or_else(|| view.with(|v| v.setup.name.clone()))
        })
    });
    Effect::new(move |_| desk.called.set(called.get()));
    on_cleanup(move || desk.called.set(None));
    let title = Memo::new(move |_| {
        let of = called.get().and_then(|name| play.of(|s| format!("{name}: {}", s.session.name)));
        of.unwrap_or_else(|| view.with(|v| v.setup.name.clone()))
    });
    view! {
        <div class="page exercise">
            <header class="exercise-head">
                <h1>{live(move || title.get())}</h1>
                {segmented("exercise-part", "Part of the exercise", parts, play.part.into(), move |part| play.part.set(part))}
            </header>
            {live(move || match play.part.get() {
                Part::SetUp => setup::setup(play),
                Part::Play => screen::screen(play),
                Part::Debrief => debrief::debrief(play),
            })}
        </div>
    }
    .into_any()
}
