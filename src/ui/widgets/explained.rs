//! What opens to its meaning, to what it was computed from, and to the events or cases that it rests on: a number of a table,
//! which tells it under the table, or a sentence as a whole, which tells it under itself.

use super::document::{Show, as_written, report_runs, table_view};
use super::live::{live, word};
use crate::chart::{Chart, Table};
use crate::document::{Block, Column, Explained, Rest, Rests, Run};
use crate::language::{language, written};
use crate::ui::state::Desk;
use crate::ui::view::prelude::*;
use std::cell::Cell;
use std::sync::Arc;

thread_local! {
    /// How many tables that open were made.
    static MADE: Cell<u32> = const { Cell::new(0) };
}

/// A name for what opens under a table, of which a page has several.
fn fresh() -> String {
    let n = MADE.get() + 1;
    MADE.set(n);
    format!("explained-{n}")
}

/// What opens under a table, by row and column of its number.
type Opens = Arc<dyn Fn((usize, usize)) -> Opened + Send + Sync>;

/// What a number means, a sentence each, and what it rests on.
#[derive(Clone)]
struct Opened {
    meaning: Vec<String>,
    rests: Rests,
}

/// A table with what is open of it.
///
/// * `meant`: whether a cell opens, by row and column.
/// * `in_english`: whether what opens is written as well. It is made later than the table, when nothing tells any more that a
///   document is around it.
fn opening(
    table: &Block,
    show: Show<'_>,
    meant: &dyn Fn((usize, usize)) -> bool,
    opens: Opens,
    in_english: bool,
) -> AnyView {
    let desk = use_context::<Desk>();
    let open = RwSignal::new(None::<(usize, usize)>);
    let id = fresh();
    let cell = |place: (usize, usize), runs: &[Run]| {
        let words = report_runs(runs, show);
        // An empty cell has nothing to open.
        if !meant(place) || runs.iter().all(|run| matches!(run.text(), "" | "–")) {
            return words;
        }
        view! {
            <button type="button" class="explained-cell" aria-expanded=word(move || (open.get() == Some(place)).to_string())
                aria-controls=id.clone() on:click=move |_| open.update(|o| *o = (*o != Some(place)).then_some(place))>{words}</button>
        }
        .into_any()
    };
    let shown = table_view(table, &cell);
    let table = table.clone();
    let told = move |place| {
        let make = || (named(&table, place), opens(place));
        let (name, what) = if in_english { written(make) } else { make() };
        opened(desk, Some(name), what)
    };
    view! {
        {shown}
        <div class="explained-meaning" id=id.clone() aria-live="polite">{live(move || open.get().map(&told))}</div>
    }
    .into_any()
}

/// A table or sentences of a document.
pub(super) fn explained_view(explained: &Explained, show: Show<'_>) -> AnyView {
    let nth = |n: usize, runs: &[Run]| {
        let words = report_runs(runs, show);
        match explained.meaning(n) {
            meaning if meaning.is_empty() => words,
            meaning => sentence(words, meaning, explained.behind(n)),
        }
    };
    match &explained.shown {
        Block::List { items, .. } => {
            let items = items.iter().enumerate();
            let items = items.map(|(n, item)| view! { <li>{nth(n, item)}</li> }.into_any());
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        }
        Block::Note(runs) => view! { <div class="document-note" role="note">{nth(0, runs)}</div> }.into_any(),
        Block::Paragraph(runs) => nth(0, runs),
        table => {
            // A row that rests on nothing has nothing to open.
            let meant = |(row, column): (usize, usize)| {
                !explained.meaning(column).is_empty() && row < explained.rows.len()
            };
            let all = explained.clone();
            let opens = move |(row, column): (usize, usize)| Opened {
                meaning: all.meaning(column),
                rests: all.rests(row, column),
            };
            opening(table, show, &meant, Arc::new(opens), false)
        }
    }
}

/// A sentence that opens, as a whole, to what its numbers mean and rest on. What opens is made when it is asked for.
pub fn sentence(said: AnyView, meaning: Vec<String>, rests: Rests) -> AnyView {
    let desk = use_context::<Desk>();
    let open = RwSignal::new(false);
    let what = Opened { meaning, rests };
    view! {
        <details class="told" on:toggle=move |_| if !open.get_untracked() { open.set(true) }>
            <summary>{said}</summary>
            {live(move || open.get().then(|| view! { <div class="explained-meaning">{opened(desk, None, what.clone())}</div> }.into_any()))}
        </details>
    }
    .into_any()
}

/// Cases or events on which something rests, each of which opens; nothing where there are none.
pub fn behind(rests: Rests) -> AnyView {
    opened(use_context::<Desk>(), None, Opened { meaning: vec![], rests })
}

/// Of a longer table each row opens, and not each number: hundreds of them are stops enough.
const EACH: usize = 60;

/// The table of a chart, whose numbers open to what they mean and to the cases or events that they rest on.
///
/// * `written`: whether the chart is a figure of a document, which is English.
pub(super) fn chart_table(chart: Chart, written: bool) -> AnyView {
    let Table { columns, rows } = chart.table();
    let each = rows.len() <= EACH;
    let meaning = {
        let meanings: Arc<[&'static str]> = chart.meanings().into();
        move |column: usize| meanings.get(column).or(meanings.last()).copied().unwrap_or_default()
    };
    let cells = |row: Vec<String>| row.into_iter().map(|cell| vec![Run::Text(cell)]).collect();
    let head = |(n, title): (usize, &String)| Column {
        title: title.clone(),
        numeric: !meaning(n).is_empty(),
        english: false,
    };
    let table = Block::Table {
        caption: chart.title(),
        columns: columns.iter().enumerate().map(head).collect(),
        rows: rows.into_iter().map(cells).collect(),
    };
    let meant = |(_, column): (usize, usize)| if each { !meaning(column).is_empty() } else { column == 0 };
    let told_of = meaning.clone();
    let opens = move |(row, column): (usize, usize)| {
        let meaning = &told_of;
        let mut told: Vec<String> = if each {
            vec![meaning(column).to_owned()]
        } else {
            let all = columns.iter().enumerate().filter(|(n, _)| !meaning(*n).is_empty());
            all.map(|(n, title)| format!("{title}: {}", meaning(n))).collect()
        };
        told.extend(chart.definition());
        let inputs = chart.inputs(row, each.then_some(column));
        let rests = Rests::default().over(inputs).on_events(chart.evidence(row));
        Opened { meaning: told, rests: rests.taken(&[]) }
    };
    opening(&table, &as_written, &meant, Arc::new(opens), written)
}

/// Events or cases, each of which opens.
fn links<Id: Copy + 'static>(desk: Option<Desk>, rests: Vec<Rest<Id>>, open: fn(Desk, Id)) -> Vec<AnyView> {
    let link = |Rest { id, said, .. }: Rest<Id>| {
        let press = move |_| {
            if let Some(desk) = desk {
                open(desk, id);
            }
        };
        view! { <li><button type="button" class="link" lang="" on:click=press>{said}</button></li> }
            .into_any()
    };
    rests.into_iter().map(link).collect()
}

/// What one number, by its name where it stands in a table, means and rests on.
fn opened(desk: Option<Desk>, name: Option<String>, Opened { meaning, rests }: Opened) -> AnyView {
    let sentence = |text: String| view! { <p>{text}</p> }.into_any();
    // What the page says itself is in its language, in a document as well.
    let lang = language().id();
    let cut = rests.cut().map(|text| view! { <p lang=lang>{text}</p> }.into_any());
    let mut items = links(desk, rests.events, Desk::open_event);
    items.extend(links(desk, rests.cases, Desk::open_case));
    let items =
        (!items.is_empty()).then(|| view! { <p lang=lang>"It rests on"</p><ul>{items}</ul> }.into_any());
    view! {
        {name.map(|name| view! { <p><strong>{name}</strong></p> }.into_any())}
        {meaning.into_iter().map(sentence).collect_view()}
        {rests.told.into_iter().map(sentence).collect_view()}
        {cut}
        {items}
    }
    .into_any()
}

/// A number with its row and its column: “before 1.1, Median: 3 h”; the name of the row by itself.
fn named(table: &Block, (row, column): (usize, usize)) -> String {
    let Block::Table { columns, rows, .. } = table else { return String::new() };
    let cell = |n: usize| -> String {
        let runs = rows.get(row).and_then(|cells| cells.get(n));
        runs.into_iter().flatten().map(Run::text).collect()
    };
    if column == 0 {
        return cell(0);
    }
    let title = columns.get(column).map(|c| c.title.clone()).unwrap_or_default();
    format!("{}, {title}: {}", cell(0), cell(column))
}
