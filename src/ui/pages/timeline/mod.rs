//! Timeline: all events of a case in one order, with their density above and every row's origin one key away.

pub mod add;
mod bars;
mod facets;
mod flags;
mod hidden;
mod histogram;
mod keys;
mod lanes;
pub mod milestone;
pub mod paste;
mod rows;

use crate::engine::Query;
use crate::engine::view::{Place, RowView, RowsView};
use crate::model::{EventEdit, EventId, Moment, Span};
use crate::platform::clock;
use crate::ui::pages::words;
use crate::ui::state::{Asked, Desk, Overlay, ask};
use crate::ui::view::prelude::*;
use crate::ui::widgets::empty;
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::list::ListHandle;
use crate::ui::widgets::live::{later, live};
use crate::workspace::Change;

/// Rows are asked for in pages of so many, with one page of them around what is seen.
const PAGE: u32 = 60;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Bench {
    desk: Desk,
    list: ListHandle,
    rows: Asked<RowsView>,
    /// Whether they are those of the filter as it stands now.
    fresh: RwSignal<bool>,
    /// The groups of events told by several sources that are open.
    open: RwSignal<Vec<EventId>>,
    /// Whether the histogram is coloured by phase, not by source.
    by_phase: RwSignal<bool>,
    /// The length of the record.
    whole: RwSignal<Span>,
}

impl Bench {
    /// A row of the filtered list, where it is at hand.
    fn at(self, row: u32) -> Option<RowView> {
        self.rows.with(|a| {
            let view = a.as_ref()?.as_ref().ok()?;
            view.rows.get(row.checked_sub(view.from)? as usize).cloned()
        })
    }

    /// The row under the cursor.
    fn current(self) -> Option<RowView> {
        untrack(|| self.at(self.list.cursor.get()?))
    }

    /// Moves the cursor, and the drawer with it where it is open.
    fn step(self, by: i64) {
        self.list.step(by);
        self.list.focus();
    }

    /// Brings an event into view and puts the cursor on it.
    fn locate(self, event: EventId) {
        self.go_to(event, true);
    }

    /// Puts the cursor on a row that a person points at, whatever it was on, and the drawer with it where it is open.
    fn choose(self, row: u32, event: EventId) {
        self.turn(event);
        self.list.move_to(row);
    }

    /// Remembers the event under the cursor, and shows it where the drawer is open.
    fn turn(self, event: EventId) {
        self.desk.cursor.set(Some(event));
        if self.desk.route.with_untracked(|r| r.event.is_some_and(|e| e != event)) {
            self.desk.turn_to_event(event);
        }
    }

    /// Puts the cursor on an event's row; where that stands for several, opens it or stays on it.
    fn go_to(self, event: EventId, unfold: bool) {
        let held = self.desk.cursor.get_untracked();
        // Another was chosen, or opened, while this one was looked for.
        let stale = move || {
            self.desk.cursor.get_untracked() != held
                || (unfold && self.desk.route.with_untracked(|r| r.event.is_some_and(|e| e != event)))
        };
        let query = Query::Locate {
            case: untrack(|| self.desk.case()),
            filter: self.desk.filter.get_untracked(),
            open: self.open.get_untracked(),
            event,
        };
        self.desk.ask_once::<Place>(query, move |place| match (place.row, place.within) {
            _ if stale() => {}
            // It has no row of its own yet.
            (Some(_), Some(group)) if unfold && !self.open.with_untracked(|o| o.contains(&group)) => {
                self.open.update(|o| o.push(group));
                self.go_to(event, false);
            }
            (Some(row), _) => self.list.move_to(row),
            // It is gone: the cursor is on what took its place. One that a filter hides is kept for when it shows again.
            (None, _) if !unfold => self.desk.cursor.set(self.current().map(|row| row.id)),
            (None, _) => {}
        });
    }

    /// Opens or closes the row that stands for several events; any of them can close it.
    fn unfold(self, row: &RowView, open: bool) {
        let Some(group) = row.group.filter(|g| g.open != open) else { return };
        self.open.update(|o| match open {
            true => o.push(group.name),
            false => o.retain(|name| *name != group.name),
        });
        self.go_to(row.id, false);
    }

    /// Stars or unstars an event.
    fn star(self, row: &RowView) {
        let (id, starred) = (row.id, row.starred);
        // The whole correction is sent, so what else stands in it is asked first.
        let query = Query::Event { case: untrack(|| self.desk.case()), event: id };
        self.desk.ask_once::<crate::engine::view::EventDetail>(query, move |detail| {
            let mut edit = detail.edit.unwrap_or_default();
            edit.starred = !starred;
            edit.decided = None;
            let edit =
                (edit != EventEdit::default()).then(|| EventEdit { decided: Some(clock::now()), ..edit });
            let change = Change::EditEvent { case: untrack(|| self.desk.case()), event: id, edit };
            self.desk.apply_then(change, move || {
                self.desk.say(if starred { "Star taken off" } else { "Starred" })
            });
        });
    }
}

/// What shows the timeline of the open case.
fn bench(desk: Desk) -> Bench {
    let total = RwSignal::new(0_u32);
    let row_height = Signal::derive(move || if desk.prefs.comfortable.get() { 36.0 } else { 28.0 });
    let list = ListHandle::new(total.into(), row_height);
    let wanted = Memo::new(move |_| {
        let (first, count) = list.seen.get();
        let from = first.saturating_sub(PAGE / 2) / PAGE * PAGE;
        let to = (first + count + PAGE / 2).div_ceil(PAGE) * PAGE;
        (from, to - from)
    });
    let open = RwSignal::new(vec![]);
    let rows = ask::<RowsView>(move || {
        let (from, count) = wanted.get();
        let filter = desk.filter.get();
        desk.open_case_id().map(|case| Query::Rows { case, filter, open: open.get(), from, count })
    });
    let fresh = RwSignal::new(true);
    let kept_by = Memo::new(move |_| (desk.open_case_id(), desk.filter.get()));
    Effect::new(move |before: Option<()>| {
        kept_by.track();
        if before.is_some() {
            fresh.set(false);
        }
    });
    Effect::new(move |_| {
        // An answer that was overtaken never comes here.
        rows.with(|a| {
            if let Some(Ok(view)) = a {
                total.set(view.total);
            }
        });
        fresh.set(true);
    });
    let bench = Bench {
        desk,
        list,
        rows,
        fresh,
        open,
        by_phase: RwSignal::new(false),
        whole: RwSignal::new(Span::ZERO),
    };
    follow_cursor(bench);
    // A narrower filter starts at its first row.
    Effect::new(move |before: Option<crate::timeline::Filter>| {
        let filter = desk.filter.get();
        if before.is_some_and(|b| b != filter) {
            list.cursor.set(None);
            if let Some(event) = desk.cursor.get_untracked() {
                bench.locate(event);
            }
        }
        filter
    });
    if let Some(event) = desk.route.with_untracked(|r| r.event).or(desk.cursor.get_untracked()) {
        bench.locate(event);
    }
    bench
}

/// The page.
pub fn page(desk: Desk) -> AnyView {
    let bench = bench(desk);
    let rows = bench.rows;
    keys::listen(bench);
    // Whether there is any event: not how many, or every filter would make the whole page anew.
    let any =
        Memo::new(move |_| rows.with(|a| a.as_ref().map(|a| a.as_ref().is_ok_and(|view| view.all > 0))));
    let failed = Memo::new(move |_| rows.with(|a| a.as_ref().and_then(|a| a.as_ref().err().cloned())));
    let body = live(move || match any.get() {
        None => empty::skeleton(),
        Some(false) => nothing(desk),
        Some(true) => full(bench),
    });
    view! {
        <div class="page timeline">
            <header class="page-head">
                <h1>"Timeline"</h1>
                <div class="form-actions">
                    <button type="button" aria-disabled=read_only() class="button small" title="Add an event ( N )" on:click=move |_| desk.overlay.set(Overlay::AddEvent)>{icon(Icon::Add)}"Add an event…"</button>
                    <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| desk.overlay.set(Overlay::PasteLines(String::new()))>{icon(Icon::Paste)}"Paste lines…"</button>
                </div>
            </header>
            {live(move || failed.get().map(empty::failure))}
            {body}
        </div>
    }
    .into_any()
}

/// A walk through the timeline, event by event.
#[derive(Clone, Copy)]
pub struct Walk {
    /// Counts up by what goes on and down by what goes back.
    pub steps: RwSignal<i64>,
    /// The event that is on the screen.
    pub shown: RwSignal<Option<(EventId, Moment)>>,
    /// The rows after it, as many as [`Walk::COMING`].
    pub coming: RwSignal<Vec<RowView>>,
    /// Whether the event on the screen is the last.
    pub at_end: RwSignal<bool>,
}

impl Walk {
    /// So many of the rows to come are told.
    pub const COMING: u32 = 4;
}

impl Default for Walk {
    /// One that has not begun.
    fn default() -> Walk {
        Walk {
            steps: RwSignal::new(0),
            shown: RwSignal::new(None),
            coming: RwSignal::new(vec![]),
            at_end: RwSignal::new(false),
        }
    }
}

/// A walk on a shared screen: density with zoom above, the event under the cursor large, the list below.
pub fn walk(desk: Desk, walk: Walk) -> AnyView {
    let bench = bench(desk);
    Effect::new(move |before: Option<i64>| {
        let now = walk.steps.get();
        if let Some(by) = before.map(|before| now - before).filter(|by| *by != 0) {
            bench.list.step(by);
        }
        now
    });
    let current = Memo::new(move |_| bench.list.cursor.get().and_then(|row| bench.at(row)));
    Effect::new(move |_| walk.shown.set(current.with(|c| c.as_ref().map(|row| (row.id, row.moment)))));
    Effect::new(move |_| {
        let after = bench.list.cursor.get().into_iter().flat_map(|row| row + 1..=row + Walk::COMING);
        walk.coming.set(after.filter_map(|row| bench.at(row)).collect());
        walk.at_end.set(bench.list.is_at_end());
    });
    // The walk begins with the first event.
    Effect::new(move |_| {
        if bench.rows.with(Option::is_some) && bench.list.cursor.with_untracked(Option::is_none) {
            bench.list.move_to(0);
        }
    });
    let card = live(move || {
        current.get().map(|row| {
            let who = [row.actor.as_str(), row.asset.as_str(), row.source_name.as_str()];
            let who = who.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · ");
            let id = row.id;
            view! {
                <article class="stage-card">
                    <p class="stage-time">{words::moment(&row.moment, desk.zone.get())}</p>
                    <h3>{row.text.clone()}</h3>
                    <p class="hint">{who}</p>
                    <button type="button" class="link" on:click=move |_| desk.open_event(id)>"Show its row and source"</button>
                </article>
            }
            .into_any()
        })
    });
    view! {
        <div class="timeline-head">{later(1, move || histogram::histogram(bench))}</div>
        {card}
        <div class="walk-list">{rows::list(bench)}</div>
    }
    .into_any()
}

/// Everything of a timeline that has events; made once, so that typing in its filter keeps the focus.
fn full(bench: Bench) -> AnyView {
    view! {
        <div class="timeline-head">
            {later(1, move || histogram::histogram(bench))}
            {later(2, move || facets::bar(bench))}
        </div>
        {rows::list(bench)}
    }
    .into_any()
}

fn nothing(desk: Desk) -> AnyView {
    let waiting = desk.head.with(|h| h.as_ref().is_some_and(|h| h.sources_open > 0));
    let actions = view! {
        <button type="button" class="button primary" on:click=move |_| desk.go_page(crate::ui::route::Page::Sources)>"Go to Sources"</button>
        <button type="button" aria-disabled=read_only() class="button" on:click=move |_| desk.overlay.set(Overlay::AddEvent)>"Add an event…"</button>
        {hidden::menu(desk)}
    };
    let text = if waiting {
        "The files of this case wait for an answer on Sources, such as the time zone of their clock."
    } else {
        "Drop an export on this page, add an event by hand, or paste lines that start with a time."
    };
    empty::empty(Icon::Timeline, "No event in the timeline yet", text, actions)
}

/// The event under the cursor is remembered, and shown where the drawer is open.
fn follow_cursor(bench: Bench) {
    Effect::new(move |settled: Option<Option<u32>>| {
        let number = bench.list.cursor.get()?;
        let row = bench.at(number)?;
        match bench.desk.cursor.get_untracked() {
            Some(event) if event == row.id => {}
            // The rows moved under the cursor: it stays with its event.
            Some(event) if settled == Some(Some(number)) => bench.go_to(event, false),
            _ => bench.turn(row.id),
        }
        Some(number)
    });
    // An event that is opened from elsewhere takes the cursor along.
    Effect::new(move |before: Option<Option<EventId>>| {
        let event = bench.desk.route.with(|r| r.event);
        if let (Some(before), Some(event)) = (before, event)
            && before != Some(event)
            && bench.desk.cursor.get_untracked() != Some(event)
        {
            bench.locate(event);
        }
        event
    });
}
