//! The table of all incidents: sorted, filtered, a page of rows at a time.

use crate::engine::view::{CaseRow, CasesView};
use crate::model::{Duration, MetricId};
use crate::ui::pages::desk::Desk;
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{flag, live, word};
use std::sync::Arc;

/// Rows on one page of the table.
const PAGE: usize = 100;

/// What the table is sorted by.
#[derive(Clone, PartialEq)]
enum Column {
    Title,
    Began,
    Metric(MetricId),
    Gaps,
    Events,
}

impl Column {
    fn label(&self) -> String {
        match self {
            Column::Title => "Case".to_owned(),
            Column::Began => "Detected, else began".to_owned(),
            Column::Metric(id) => id.label(),
            Column::Gaps => "Gaps of eleven duties".to_owned(),
            Column::Events => "Events".to_owned(),
        }
    }

    fn is_number(&self) -> bool {
        matches!(self, Column::Metric(_) | Column::Gaps | Column::Events)
    }
}

fn value<'a>(row: &'a CaseRow, id: &MetricId) -> Option<&'a Duration> {
    row.metrics.iter().find(|(m, _)| m == id).map(|(_, d)| d)
}

/// Something to sort by; what is missing comes last in either direction.
fn key(row: &CaseRow, column: &Column) -> Option<i64> {
    match column {
        Column::Title => None,
        Column::Began => row.began.map(|m| m.earliest.0),
        Column::Metric(id) => value(row, id)?.min().map(|s| s.0),
        Column::Gaps => i64::try_from(row.gaps).ok(),
        Column::Events => i64::try_from(row.events).ok(),
    }
}

/// The places of the rows that the filter keeps, in order.
fn arranged(rows: &[CaseRow], filter: &str, column: &Column, down: bool) -> Vec<usize> {
    let needle = filter.trim().to_lowercase();
    let keeps = |r: &CaseRow| {
        needle.is_empty()
            || r.title.to_lowercase().contains(&needle)
            || r.name.to_lowercase().contains(&needle)
    };
    if *column == Column::Title {
        let mut kept: Vec<(String, usize)> = rows
            .iter()
            .enumerate()
            .filter(|(_, r)| keeps(r))
            .map(|(n, r)| (r.title.to_lowercase(), n))
            .collect();
        kept.sort();
        if down {
            kept.reverse();
        }
        return kept.into_iter().map(|(_, n)| n).collect();
    }
    let mut kept: Vec<(bool, i64, usize)> = rows
        .iter()
        .enumerate()
        .filter(|(_, r)| keeps(r))
        .map(|(n, r)| {
            let key = key(r, column);
            let value = key.unwrap_or(0);
            (key.is_none(), if down { value.saturating_neg() } else { value }, n)
        })
        .collect();
    kept.sort_unstable();
    kept.into_iter().map(|(_, _, n)| n).collect()
}

/// The table with its filter and pager.
pub(super) fn table(desk: Desk, view: Signal<Arc<CasesView>>) -> AnyView {
    let filter = RwSignal::new(String::new());
    let sort = RwSignal::new((Column::Began, true));
    let page = RwSignal::new(0_usize);
    let columns = Memo::new(move |_| {
        let chosen = view.with(|v| v.metric.clone());
        let mut metrics = vec![chosen];
        for id in [MetricId::Dwell, MetricId::TimeToContain, MetricId::Exposure] {
            if !metrics.contains(&id) {
                metrics.push(id);
            }
        }
        let mut all = vec![Column::Title, Column::Began];
        all.extend(metrics.into_iter().take(3).map(Column::Metric));
        all.extend([Column::Gaps, Column::Events]);
        all
    });
    let order = Memo::new(move |_| {
        let (column, down) = sort.get();
        filter.with(|f| view.with(|v| arranged(&v.cases, f, &column, down)))
    });
    let pages = move || order.with(Vec::len).div_ceil(PAGE).max(1);
    let here = move || page.get().min(pages() - 1);
    let head = move |column: Column| {
        let label = column.label();
        let (this, press) = (column.clone(), column.clone());
        let class = if column.is_number() { "number" } else { "" };
        view! {
            <th scope="col" class=class aria-sort=word(move || sort.with(|(c, down)| match (*c == this, *down) {
                (false, _) => "none",
                (true, true) => "descending",
                (true, false) => "ascending",
            }))>
                <button type="button" class="sort" on:click=move |_| {
                    page.set(0);
                    sort.update(|(c, down)| {
                        if *c == press { *down = !*down } else { (*c, *down) = (press.clone(), press != Column::Title) }
                    });
                }>{label}<span class="sort-mark" aria-hidden="true"></span></button>
            </th>
        }
        .into_any()
    };
    let rows = move || {
        let (start, columns) = (here() * PAGE, columns.get());
        let zone = desk.zone.get();
        view.with(|v| {
            let shown = order.with(|o| o.iter().skip(start).take(PAGE).copied().collect::<Vec<_>>());
            shown
                .into_iter()
                .filter_map(|n| v.cases.get(n))
                .map(|r| line(desk, r, &columns, zone))
                .collect_view()
        })
    };
    let step = move |label: &'static str, by: isize| {
        view! {
            <button type="button" class="button small"
                disabled=flag(move || here().checked_add_signed(by).is_none_or(|n| n >= pages()))
                on:click=move |_| if let Some(n) = here().checked_add_signed(by) { page.set(n) }>{label}</button>
        }
        .into_any()
    };
    view! {
        <section class="case-table" aria-labelledby="case-table-title">
            <div class="section-head">
                <h2 id="case-table-title">"All incidents"</h2>
                <label for="case-filter">"Filter"</label>
                <input id="case-filter" type="search" class="input" autocomplete="off" placeholder="part of a title or identifier"
                    on:input=move |ev| { page.set(0); filter.set(event_target_value(&ev)); }/>
                <p role="status">{live(move || {
                    let (shown, all) = (order.with(Vec::len), view.with(|v| v.cases.len()));
                    if shown == all { format!("{all} shown") } else { format!("{shown} of {all} shown") }
                })}</p>
            </div>
            <div class="table-scroll">
                <table class="table" aria-labelledby="case-table-title">
                    <thead><tr>{live(move || columns.get().into_iter().map(head).collect_view())}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {live(move || (pages() > 1).then(|| view! {
                <nav class="pager" aria-label="Pages of the table">
                    {step("Previous 100", -1)}
                    <span>{live(move || format!("Page {} of {}", here() + 1, pages()))}</span>
                    {step("Next 100", 1)}
                </nav>
            }.into_any()))}
        </section>
    }
    .into_any()
}

fn line(desk: Desk, row: &CaseRow, columns: &[Column], zone: crate::model::Zone) -> AnyView {
    let id = row.id;
    let cells = columns.iter().skip(1).map(|c| {
        let (text, title) = match c {
            Column::Metric(m) => match value(row, m) {
                Some(d @ Duration::Unknown { .. }) => ("–".to_owned(), words::duration(d)),
                Some(d) => (words::duration(d), words::duration_exact(d)),
                None => ("–".to_owned(), "not in the record".to_owned()),
            },
            Column::Began => match &row.began {
                Some(m) => (words::day(m, zone), words::range(m, zone)),
                None => ("–".to_owned(), "not in the record".to_owned()),
            },
            Column::Gaps => (row.gaps.to_string(), String::new()),
            _ => (row.events.to_string(), String::new()),
        };
        let class = if c.is_number() { "number" } else { "" };
        view! { <td class=class title=title data-label=c.label()>{text}</td> }.into_any()
    });
    let cells: Vec<_> = cells.collect();
    let name = (row.name != row.title)
        .then(|| view! { <small class="case-name">{row.name.clone()}</small> }.into_any());
    view! {
        <tr>
            <th scope="row"><button type="button" class="link" on:click=move |_| desk.open_case(id)>{row.title.clone()}</button>{name}</th>
            {cells}
        </tr>
    }
    .into_any()
}
