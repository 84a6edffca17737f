//! A table whose numbers open: pressed, one tells under the table what it means, what it was computed from, and the events
//! or cases that it rests on.

use super::document::{Show, as_written, report_runs, table_view};
use super::live::{live, word};
use crate::chart::{Chart, Table};
use crate::document::{Block, Column, Explained, Rest, Rests, Run};
use crate::ui::state::Desk;
use crate::ui::view::prelude::*;
use std::cell::Cell;

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

/// The table with what is open of it.
pub(super) fn explained_view(explained: &Explained, show: Show<'_>) -> AnyView {
    let desk = use_context::<Desk>();
    let open = RwSignal::new(None::<(usize, usize)>);
    let id = fresh();
    let meaning = |column: usize| explained.columns.get(column).filter(|meaning| !meaning.is_empty());
    let cell = |place: (usize, usize), runs: &[Run]| {
        let words = report_runs(runs, show);
        // An empty cell has nothing to open, nor has a row that rests on nothing.
        let opens = meaning(place.1).is_some() && place.0 < explained.rows.len();
        if !opens || runs.iter().all(|run| matches!(run.text(), "" | "–")) {
            return words;
        }
        view! {
            <button type="button" class="explained-cell" aria-expanded=word(move || (open.get() == Some(place)).to_string())
                aria-controls=id.clone() on:click=move |_| open.update(|o| *o = (*o != Some(place)).then_some(place))>{words}</button>
        }
        .into_any()
    };
    let table = table_view(&explained.table, &cell);
    let all = explained.clone();
    view! {
        {table}
        <div class="explained-meaning" id=id.clone() aria-live="polite">{live(move || open.get().map(|place| opened(desk, &all, place)))}</div>
    }
    .into_any()
}

/// The table of a chart over cases, each of which opens to what its numbers mean and to the case itself.
pub(super) fn chart_table(chart: &Chart) -> AnyView {
    let Table { columns, rows } = chart.table();
    let points = match chart {
        Chart::Course(course) => course.points.as_slice(),
        _ => &[],
    };
    // One opener a row, which tells of all its columns: thousands of cases are stops enough. What else is drawn, such as the
    // mean and the limits, stands in rows after the cases and rests on all of them.
    let rests =
        points.iter().map(|point| Rests::default().over([(point.case, &*point.label, &point.duration)]));
    let meanings = chart.meanings();
    let told = columns.iter().zip(meanings).filter(|(_, meaning)| !meaning.is_empty());
    let told: Vec<String> =
        told.map(|(title, meaning)| format!("{title}: {meaning}")).chain(chart.definition()).collect();
    let cells = |row: Vec<String>| row.into_iter().map(|cell| vec![Run::Text(cell)]).collect();
    let column = |(n, title): (usize, String)| Column {
        numeric: meanings.get(n).is_some_and(|meaning| !meaning.is_empty()),
        title,
    };
    let explained = Explained {
        columns: vec![told.join("\n")],
        takes: vec![],
        rows: rests.collect(),
        table: Block::Table {
            caption: chart.title(),
            columns: columns.into_iter().enumerate().map(column).collect(),
            rows: rows.into_iter().map(cells).collect(),
        },
    };
    explained_view(&explained, &as_written)
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

/// What one number means and rests on.
fn opened(desk: Option<Desk>, explained: &Explained, (row, column): (usize, usize)) -> AnyView {
    let rests = explained.rests(row, column);
    let meaning = explained.columns.get(column).cloned().unwrap_or_default();
    let sentence = |text: String| view! { <p>{text}</p> }.into_any();
    let mut items = links(desk, rests.events, Desk::open_event);
    items.extend(links(desk, rests.cases, Desk::open_case));
    let items = (!items.is_empty()).then(|| view! { <p>"It rests on"</p><ul>{items}</ul> }.into_any());
    view! {
        <p><strong>{named(&explained.table, row, column)}</strong></p>
        {meaning.lines().map(|line| sentence(line.to_owned())).collect_view()}
        {rests.told.into_iter().map(sentence).collect_view()}
        {items}
    }
    .into_any()
}

/// A number with its row and its column: “before 1.1, Median: 3 h”; the name of the row by itself.
fn named(table: &Block, row: usize, column: usize) -> String {
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
