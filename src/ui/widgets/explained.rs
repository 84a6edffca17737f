//! A table whose numbers open: pressed, one tells under the table what it means, what it was computed from, and the events
//! or cases that it rests on.

use super::document::{Show, as_written, report_runs, table_view};
use super::live::{live, word};
use crate::chart::{Chart, Table};
use crate::document::{Block, Column, Explained, Rests, Run};
use crate::ui::state::Desk;
use crate::ui::view::prelude::*;

/// The table with what is open of it.
pub(super) fn explained_view(explained: &Explained, show: Show<'_>) -> AnyView {
    let desk = use_context::<Desk>();
    let open = RwSignal::new(None::<(usize, usize)>);
    let meaning = |column: usize| explained.columns.get(column).filter(|meaning| !meaning.is_empty());
    let cell = |place: (usize, usize), runs: &[Run]| {
        let words = report_runs(runs, show);
        // An empty cell has nothing to open.
        if meaning(place.1).is_none() || runs.iter().all(|run| matches!(run.text(), "" | "–")) {
            return words;
        }
        view! {
            <button type="button" class="explained-cell" aria-expanded=word(move || (open.get() == Some(place)).to_string())
                on:click=move |_| open.update(|o| *o = (*o != Some(place)).then_some(place))>{words}</button>
        }
        .into_any()
    };
    let table = table_view(&explained.table, &cell);
    let all = explained.clone();
    view! {
        {table}
        <div class="explained-meaning" lang="en" role="status">{live(move || open.get().map(|place| opened(desk, &all, place)))}</div>
    }
    .into_any()
}

/// The table of a chart over cases, whose numbers open to their meaning and to the case of their row.
pub(super) fn chart_table(chart: &Chart) -> AnyView {
    let Table { columns, rows } = chart.table();
    let points = match chart {
        Chart::Course(course) => course.points.as_slice(),
        _ => &[],
    };
    let rests = (0..rows.len()).map(|row| Rests {
        told: chart.definition(),
        events: vec![],
        cases: points.get(row).map(|point| (point.case, point.label.clone())).into_iter().collect(),
    });
    let cells = |row: Vec<String>| row.into_iter().map(|cell| vec![Run::Text(cell)]).collect();
    let meanings = chart.meanings();
    let column = |(n, title): (usize, String)| Column {
        numeric: meanings.get(n).is_some_and(|meaning| !meaning.is_empty()),
        title,
    };
    let explained = Explained {
        columns: meanings.iter().map(|meaning| (*meaning).to_owned()).collect(),
        rows: rests.collect(),
        table: Block::Table {
            caption: chart.title(),
            columns: columns.into_iter().enumerate().map(column).collect(),
            rows: rows.into_iter().map(cells).collect(),
        },
    };
    explained_view(&explained, &as_written)
}

/// What one number means and rests on.
fn opened(desk: Option<Desk>, explained: &Explained, (row, column): (usize, usize)) -> AnyView {
    let rests = explained.rows.get(row).cloned().unwrap_or_default();
    let meaning = explained.columns.get(column).cloned().unwrap_or_default();
    let sentence = |text: String| view! { <p>{text}</p> }.into_any();
    let item = |text: String, go: Box<dyn Fn()>| {
        view! { <li><button type="button" class="link" on:click=move |_| go()>{text}</button></li> }
            .into_any()
    };
    let events = rests.events.into_iter().map(|(id, text)| {
        let go: Box<dyn Fn()> = Box::new(move || {
            if let Some(desk) = desk {
                desk.open_event(id)
            }
        });
        (text, go)
    });
    let cases = rests.cases.into_iter().map(|(id, text)| {
        let go: Box<dyn Fn()> = Box::new(move || {
            if let Some(desk) = desk {
                desk.open_case(id)
            }
        });
        (text, go)
    });
    let items: Vec<_> = events.chain(cases).map(|(text, go)| item(text, go)).collect();
    let items = (!items.is_empty()).then(|| view! { <p>"It rests on"</p><ul>{items}</ul> }.into_any());
    view! {
        <p><strong>{named(&explained.table, row, column)}</strong></p>
        {sentence(meaning)}
        {rests.told.into_iter().map(sentence).collect_view()}
        {items}
    }
    .into_any()
}

/// A number with its row and its column: “before 1.1, Median: 3 h”.
fn named(table: &Block, row: usize, column: usize) -> String {
    let Block::Table { columns, rows, .. } = table else { return String::new() };
    let cell = |n: usize| -> String {
        let runs = rows.get(row).and_then(|cells| cells.get(n));
        runs.into_iter().flatten().map(Run::text).collect()
    };
    let title = columns.get(column).map(|c| c.title.clone()).unwrap_or_default();
    format!("{}, {title}: {}", cell(0), cell(column))
}
