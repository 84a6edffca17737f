//! Sources: the files of a case, how each was read, what was refused, and in which zone its clock ran.

mod clock;
mod dates;
pub mod mapper;
pub mod messages;
mod refused;
mod row;
mod zone;

use crate::engine::Query;
use crate::engine::view::{SourceRow, SourcesView};
use crate::model::{Abbreviation, SourceId};
use crate::timeline::Filter;
use crate::ui::files;
use crate::ui::route::Page;
use crate::ui::state::{Desk, ask, loaded};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::empty::empty;
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::live::live;
use std::sync::Arc;

/// What is open below a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Zone,
    Abbreviation(Abbreviation),
    Dates,
    Clock,
    Refused,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Shelf {
    desk: Desk,
    view: Signal<Arc<SourcesView>>,
    /// The part that is open, of which file.
    open: RwSignal<Option<(SourceId, Part)>>,
}

impl Shelf {
    /// One file as it stands.
    fn row(self, id: SourceId) -> Option<SourceRow> {
        self.view.with(|v| v.sources.iter().find(|s| s.id == id).cloned())
    }

    /// Opens a part of a file, or closes it.
    fn toggle(self, id: SourceId, part: Part) {
        self.open.update(|open| *open = (*open != Some((id, part))).then_some((id, part)));
    }

    /// Closes what is open, and gives the focus back to what opened it.
    fn close(self) {
        if let Some((id, part)) = self.open.get_untracked() {
            self.open.set(None);
            super::desk::scroll_to(&part_button(id, part));
        }
    }
}

/// Whether what is said of the times of a source is said of every case of its file, and the box that asks so where there
/// are others.
fn whole_file(source: Option<&SourceRow>) -> (RwSignal<bool>, Option<AnyView>) {
    let cases = source.map_or(0, |s| s.file_cases);
    let all = RwSignal::new(cases > 1);
    let label = say!("For all {cases} cases of this file", cases = strings::number(u64::from(cases)));
    let check = (cases > 1).then(|| {
        view! {
            <label class="check"><input type="checkbox" prop:checked=move || all.get() on:change=move |ev| all.set(event_target_checked(&ev))/>{label}</label>
        }
        .into_any()
    });
    (all, check)
}

/// The id of the button that opens a part.
fn part_button(id: SourceId, part: Part) -> String {
    let name = match part {
        Part::Zone => "zone",
        Part::Abbreviation(written) => written.name(),
        Part::Dates => "dates",
        Part::Clock => "clock",
        Part::Refused => "refused",
    };
    format!("source-{}-{name}", id.0)
}

/// The page.
pub fn page(desk: Desk) -> AnyView {
    let answer = ask::<SourcesView>(move || desk.open_case_id().map(|case| Query::Sources { case }));
    loaded(answer, move |view| {
        let shelf = Shelf { desk, view, open: RwSignal::new(None) };
        let any = Memo::new(move |_| view.with(|v| !v.sources.is_empty()));
        view! {
            <div class="page sources">
                <header class="page-head">
                    <h1>"Sources"</h1>
                    <button type="button" aria-disabled=read_only() class="button" on:click=move |_| files::choose(desk)>{icon(Icon::Open)}"Add files…"</button>
                </header>
                {live(move || if any.get() { table(shelf) } else { nothing(desk) })}
            </div>
        }
        .into_any()
    })
}

fn nothing(desk: Desk) -> AnyView {
    let action = view! { <button type="button" aria-disabled=read_only() class="button primary" on:click=move |_| files::choose(desk)>"Add files…"</button> };
    empty(
        Icon::Sources,
        "No file in this case",
        "Drop an export anywhere on this page to add it to the case.",
        action,
    )
}

fn table(shelf: Shelf) -> AnyView {
    let ids = Memo::new(move |_| shelf.view.with(|v| v.sources.iter().map(|s| s.id).collect::<Vec<_>>()));
    let head = ["File", "Rows", "Span of time", "Zone", "Clock", "SHA-256"];
    view! {
        {questions(shelf)}
        {summary(shelf)}
        <div class="table-scroll" role="region" aria-label="Files of this case" tabindex="0">
            <table class="table sources-table">
                <thead><tr>{head.map(|h| view! { <th scope="col">{h}</th> }.into_any()).into_iter().collect_view()}<th scope="col"><span class="visually-hidden">"Remove"</span></th></tr></thead>
                <For each=move || ids.get().into_iter().enumerate() key=|(n, id)| (*n, *id) children=move |(n, id)| row::row(shelf, n as u32, id)/>
            </table>
        </div>
    }
    .into_any()
}

/// One line over all files: the counts that add up.
fn summary(shelf: Shelf) -> AnyView {
    live(move || {
        shelf.view.with(|v| {
            let sum = |f: fn(&SourceRow) -> u64| v.sources.iter().map(f).sum::<u64>();
            let (rows, refused) = (sum(|s| s.summary.rows), sum(|s| s.summary.refused));
            // Of a file of one case a record, the records are counted, as its rows are.
            let (cases, events) = (
                sum(|s| s.summary.incidents),
                sum(|s| if s.summary.incidents > 0 { 0 } else { s.summary.events }),
            );
            let read = [(cases, ["case", "cases"]), (events, ["event", "events"])];
            let read: Vec<String> = read
                .into_iter()
                .filter(|(n, [one, _])| *n > 0 || (cases == 0 && *one == "event"))
                .map(|(n, [one, many])| strings::count(n, one, many))
                .collect();
            let waiting = sum(|s| s.waiting);
            let mut words = format!(
                "{}, {}: {}",
                strings::count(v.sources.len() as u64, "file", "files"),
                strings::count(rows, "row", "rows"),
                read.join(say!(" and ")),
            );
            let merged = sum(|s| s.summary.merged);
            if merged > 0 {
                words += &say!(", {merged} put together with them", merged = strings::number(merged));
            }
            if refused > 0 {
                words += &say!(", {refused} refused", refused = strings::number(refused));
                if waiting > 0 {
                    words += &say!(
                        " ({waiting} for a zone)",
                        waiting = strings::count(waiting, "of them waits", "of them wait")
                    );
                }
            }
            words += ".";
            let twice = match v.duplicates {
                0 => String::new(),
                n => say!(
                    " {n} in more than one file; each is kept, in the order of the files.",
                    n = strings::count(n as u64, "event stands", "events stand")
                ),
            };
            let show = (v.duplicates > 0).then(|| {
                let desk = shelf.desk;
                let press = move |_| {
                    desk.filter.set(Filter { several: true, ..Filter::default() });
                    desk.go_page(Page::Timeline);
                };
                view! { <button type="button" class="link" on:click=press>"Show them on the timeline"</button> }.into_any()
            });
            view! { <div class="sources-sum"><p role="status">{words}{twice}</p>{show}</div> }.into_any()
        })
    })
}

/// What must be asked before the timeline is whole: in amber, above everything.
fn questions(shelf: Shelf) -> AnyView {
    live(move || {
        let asked = shelf.view.with(|v| v.sources.iter().flat_map(asked).collect::<Vec<_>>());
        let gone = shelf.view.with(|v| {
            v.sources.iter().filter(|s| !s.at_hand).map(|s| s.summary.name.clone()).collect::<Vec<_>>()
        });
        let gone = (!gone.is_empty()).then(|| {
            view! {
                <li class="question">{icon(Icon::Attention)}<p>
                    <strong>{say!("{gone} not at hand on this device. ", gone = if gone.len() == 1 { say!("One file is") } else { say!("Some files are") })}</strong>
                    {say!("Open {gone} again to go on; what was decided is kept.", gone = gone.join(", "))}
                </p></li>
            }
            .into_any()
        });
        if asked.is_empty() && gone.is_none() {
            return ().into_any();
        }
        let one = asked.into_iter().map(|question| {
            let Question { source, part, what, ask, answer } = question;
            view! {
                <li class="question">
                    {icon(Icon::Attention)}
                    <p><strong>{what}</strong>{ask}</p>
                    <button type="button" class="button small" on:click=move |_| shelf.open.set(Some((source, part)))>{answer}</button>
                </li>
            }
            .into_any()
        });
        view! { <ul class="questions" aria-label="Questions">{one.collect_view()}{gone}</ul> }.into_any()
    })
}

/// Something that only a person can say of a file.
struct Question {
    source: SourceId,
    /// Where it is answered.
    part: Part,
    what: String,
    ask: &'static str,
    answer: String,
}

/// What must be asked about a file.
fn asked(s: &SourceRow) -> Vec<Question> {
    let (source, name) = (s.id, &s.summary.name);
    let mut questions = vec![];
    let abbreviated = s.abbreviations.iter().map(|a| a.waiting).sum::<u64>();
    let waiting = s.waiting.saturating_sub(abbreviated);
    if waiting > 0 {
        let rows = strings::count(waiting, "row", "rows");
        let one = waiting == 1;
        let what = if waiting == s.naive_rows && s.zone.is_none() {
            say!(
                "{rows} of {name} {one} no time zone. ",
                rows,
                name,
                one = look(if one { "has" } else { "have" })
            )
        } else {
            say!(
                "{rows} of {name} still {one} for a time zone. ",
                rows,
                name,
                one = look(if one { "waits" } else { "wait" })
            )
        };
        let ask = "In which zone did its clock run? They stay out of the timeline until you say.";
        questions.push(Question {
            source,
            part: Part::Zone,
            what,
            ask,
            answer: say!("Choose the zone…").to_owned(),
        });
    }
    for a in s.abbreviations.iter().filter(|a| a.waiting > 0) {
        let written = a.abbreviation;
        let rows = strings::count(a.waiting, "row", "rows");
        let what = say!(
            "{rows} of {name} {waiting} in {written}. ",
            rows,
            name,
            waiting = look(if a.waiting == 1 { "is" } else { "are" }),
            written
        );
        let ask = "Which zone does that mean? They stay out of the timeline until you say.";
        let (part, answer) = (Part::Abbreviation(written), say!("Say what {written} means…", written));
        questions.push(Question { source, part, what, ask, answer });
    }
    if let Some(dates) = s.dates.as_ref().filter(|dates| dates.day_first.is_none()) {
        let what = say!(
            "{rows} of {name} {rows2} a date such as 03/04/2026. ",
            rows = strings::count(dates.rows, "row", "rows"),
            name,
            rows2 = look(if dates.rows == 1 { "has" } else { "have" })
        );
        let ask = "Which figure is the day? Nothing in the file tells; they stay out of the timeline until you say.";
        let answer = say!("Choose day or month first…").to_owned();
        questions.push(Question { source, part: Part::Dates, what, ask, answer });
    }
    questions
}
