//! The table of all incidents: sorted, filtered, grouped, a page of lines at a time.

use super::Bench;
use crate::document::Rests;
use crate::engine::view::{CaseRow, CaseRowsView, CaseTableLine};
use crate::engine::{CaseSort, Query};
use crate::metric;
use crate::model::{Duration, MetricId};
use crate::ui::pages::desk::{Desk, ask};
use crate::ui::pages::words;
use crate::ui::route::{Page, Route};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::explained::sentence;
use crate::ui::widgets::live::{flag, live, word};
use web_sys::wasm_bindgen::JsCast;

/// Lines on one page of the table.
const PAGE: usize = 100;

fn label(column: &CaseSort) -> String {
    match column {
        CaseSort::Title => say!("Case").to_owned(),
        CaseSort::Began => say!("Detected, else began").to_owned(),
        CaseSort::Metric(id) => known(id.label()),
        CaseSort::Gaps => say!("Gaps of eleven duties").to_owned(),
        CaseSort::Events => say!("Events").to_owned(),
    }
}

fn number_class(column: &CaseSort) -> &'static str {
    if matches!(column, CaseSort::Title | CaseSort::Began) { "" } else { "number" }
}

/// The chosen metric with the two that stand for most, between what every case has.
fn columns(chosen: &MetricId) -> Vec<CaseSort> {
    let mut metrics = vec![chosen.clone()];
    for id in [MetricId::Dwell, MetricId::TimeToContain, MetricId::Exposure] {
        if !metrics.contains(&id) && metrics.len() < 3 {
            metrics.push(id);
        }
    }
    let mut all = vec![CaseSort::Title, CaseSort::Began];
    all.extend(metrics.into_iter().map(CaseSort::Metric));
    all.extend([CaseSort::Gaps, CaseSort::Events]);
    all
}

/// What the table shows.
#[derive(Clone, Copy)]
struct Shown {
    bench: Bench,
    sort: RwSignal<(CaseSort, bool)>,
    by: RwSignal<Option<String>>,
    page: RwSignal<usize>,
    rows: Memo<CaseRowsView>,
    columns: Memo<Vec<CaseSort>>,
}

/// The table with its choice of groups and its pager.
pub(super) fn table(bench: Bench) -> AnyView {
    let sort = RwSignal::new((CaseSort::Began, true));
    let by = RwSignal::new(None::<String>);
    let page = RwSignal::new(0_usize);
    // Another filter begins at its first page.
    Effect::new(move |_| {
        bench.keep.track();
        page.set(0);
    });
    let answer = ask::<CaseRowsView>(move || {
        let (sort, down) = sort.get();
        Some(Query::CaseRows {
            keep: bench.keep.get(),
            by: by.get(),
            sort,
            down,
            metric: bench.metric.get(),
            from: u32::try_from(page.get() * PAGE).unwrap_or(u32::MAX),
            count: PAGE as u32,
        })
    });
    // The last lines stay until the next ones are there.
    let rows = Memo::new(move |before: Option<&CaseRowsView>| match answer.get() {
        Some(Ok(view)) => (*view).clone(),
        _ => before.cloned().unwrap_or_default(),
    });
    let columns = Memo::new(move |_| columns(&bench.metric.get()));
    let shown = Shown { bench, sort, by, page, rows, columns };
    let facets = Memo::new(move |_| bench.view.with(|v| v.facets.clone()));
    let options = move || {
        let one = |f: &crate::engine::view::FacetView| {
            let this = f.id.clone();
            let on = move || by.with(|b| b.as_ref() == Some(&this));
            view! { <option value=f.id.clone() prop:selected=on>{f.label.clone()}</option> }.into_any()
        };
        facets.with(|all| all.iter().map(one).collect_view())
    };
    view! {
        <section class="case-table" aria-labelledby="case-table-title">
            <div class="section-head">
                <h2 id="case-table-title">"All incidents"</h2>
                <label for="case-groups">"Grouped by"</label>
                <select id="case-groups" class="input" on:change=move |ev| {
                    let id = event_target_value(&ev);
                    page.set(0);
                    by.set((!id.is_empty()).then_some(id));
                }>
                    <option value="" prop:selected=move || by.with(Option::is_none)>"nothing"</option>{live(options)}
                </select>
                <p role="status">{live(move || told(shown))}</p>
            </div>
            <div class="table-scroll">
                <table class="table" aria-labelledby="case-table-title">
                    <thead><tr>{live(move || columns.get().into_iter().map(|c| head(shown, c)).collect_view())}</tr></thead>
                    <tbody on:keydown=walk>{live(move || lines(shown))}</tbody>
                </table>
            </div>
            {live(move || (pages(shown) > 1).then(|| pager(shown)))}
        </section>
    }
    .into_any()
}

fn told(shown: Shown) -> String {
    let (cases, groups, several) = shown.rows.with(|r| (r.cases, r.groups, r.several));
    let all = shown.bench.view.with(|v| v.total);
    let of = if cases == all { String::new() } else { say!(" of {all}", all = strings::number(all as u64)) };
    let groups = match groups {
        0 => String::new(),
        n => say!(" in {groups}", groups = strings::count(n as u64, "group", "groups")),
    };
    let twice = match several {
        0 => String::new(),
        1 => say!("; an incident may count in several, as one does").to_owned(),
        n => say!("; an incident may count in several, as {n} do", n = strings::number(n as u64)),
    };
    say!("{cases}{of} shown{groups}{twice}", cases = strings::number(cases as u64), of, groups, twice)
}

fn pages(shown: Shown) -> usize {
    shown.rows.with(|r| r.lines).div_ceil(PAGE).max(1)
}

fn head(shown: Shown, column: CaseSort) -> AnyView {
    let Shown { sort, page, .. } = shown;
    let (this, press) = (column.clone(), column.clone());
    view! {
        <th scope="col" class=number_class(&column) aria-sort=word(move || sort.with(|(c, down)| match (*c == this, *down) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        }))>
            <button type="button" class="sort" on:click=move |_| {
                page.set(0);
                sort.update(|(c, down)| {
                    if *c == press { *down = !*down } else { (*c, *down) = (press.clone(), press != CaseSort::Title) }
                });
            }>{label(&column)}<span class="sort-mark" aria-hidden="true"></span></button>
        </th>
    }
    .into_any()
}

fn pager(shown: Shown) -> AnyView {
    let page = shown.page;
    let step = move |label: &'static str, by: isize| {
        view! {
            <button type="button" class="button small"
                disabled=flag(move || page.get().checked_add_signed(by).is_none_or(|n| n >= pages(shown)))
                on:click=move |_| if let Some(n) = page.get().checked_add_signed(by) { page.set(n) }>{label}</button>
        }
        .into_any()
    };
    view! {
        <nav class="pager" aria-label="Pages of the table">
            {step("Previous 100", -1)}
            <span>{live(move || say!("Page {page} of {shown}", page = page.get() + 1, shown = pages(shown)))}</span>
            {step("Next 100", 1)}
        </nav>
    }
    .into_any()
}

fn lines(shown: Shown) -> AnyView {
    let (columns, zone) = (shown.columns.get(), shown.bench.desk.zone.get());
    let wide = columns.len().to_string();
    shown.rows.with(|rows| {
        let continued = rows.continued.as_ref().map(|name| {
            view! { <tr class="case-group"><th scope="rowgroup" colspan=wide.clone()>{say!("{name} (continued)", name)}</th></tr> }.into_any()
        });
        let one = |entry: &CaseTableLine| match entry {
            CaseTableLine::Group { name, value, cases, known: with, open, median } => {
                let count = strings::count(*cases as u64, "incident", "incidents");
                let inputs = say!("n = {n}: {ended} ended, {open} not ended by the end of the record.", n = with, ended = with - open, open);
                let open = match open {
                    0 => String::new(),
                    open => say!(", {open} of them not over", open),
                };
                let told = match median {
                    Some(median) => say!("{count}; {metric}: median {median}, n = {with}{open}", count, metric = known(shown.bench.metric.get_untracked().label()), median = words::duration(median), with, open),
                    None => say!("{count}; {metric}: n = {with}{open}, no median", count, metric = known(shown.bench.metric.get_untracked().label()), with, open),
                };
                let meaning = vec![
                    say!("Half took longer: where Kaplan and Meier’s curve meets one half.").to_owned(),
                    metric::measured(&shown.bench.metric.get_untracked()),
                    inputs,
                    say!("Its incidents stand under it, on this page of the table and the next ones.").to_owned(),
                ];
                let told = sentence(told.into_any(), meaning, Rests::default());
                group(shown, name.clone(), told, value.clone(), wide.clone())
            }
            CaseTableLine::Case(row) => line(shown.bench.desk, row, &columns, zone),
        };
        (continued, rows.shown.iter().map(one).collect_view()).into_any()
    })
}

/// The line over the cases of a group, with a button that leaves only these.
fn group(shown: Shown, name: String, told: AnyView, value: Option<String>, wide: String) -> AnyView {
    let (keep, by) = (shown.bench.keep, shown.by);
    let only = value.map(|value| {
        let label = say!("Only these: {name}", name);
        view! {
            <button type="button" class="button small" aria-label=label on:click=move |_| {
                if let Some(by) = by.get_untracked() {
                    let value = value.clone();
                    keep.update(|k| {
                        k.values.retain(|(other, _)| *other != by);
                        k.values.push((by, value));
                    });
                }
            }>"Only these"</button>
        }
        .into_any()
    });
    view! {
        <tr class="case-group"><th scope="rowgroup" colspan=wide><span>{name}</span><small>{told}</small>{only}</th></tr>
    }
    .into_any()
}

fn line(desk: Desk, row: &CaseRow, columns: &[CaseSort], zone: crate::model::Zone) -> AnyView {
    let id = row.id;
    let value = |id: &MetricId| row.metrics.iter().find(|(m, _)| m == id).map(|(_, d)| d);
    // Each number opens on the page that shows how it came about; to the keyboard it is a step to the right of the title, as
    // hundreds of stops would be none.
    let opens = |page: Page, text: String| {
        let route = Route { page, case: Some(id), event: None };
        view! { <button type="button" class="explained-cell" tabindex="-1" on:click=move |_| desk.go(route)>{text}</button> }
            .into_any()
    };
    let cells = columns.iter().skip(1).map(|c| {
        let page = match c {
            CaseSort::Gaps => Page::Findings,
            CaseSort::Events => Page::Timeline,
            _ => Page::Response,
        };
        let (text, title) = match c {
            CaseSort::Metric(m) => match value(m) {
                Some(d @ Duration::Unknown { .. }) => ("–".to_owned(), words::duration(d)),
                Some(d) => (words::duration(d), words::duration_exact(d)),
                None => ("–".to_owned(), say!("not in the record").to_owned()),
            },
            CaseSort::Began => match &row.began {
                Some(m) => (words::day(m, zone), words::range(m, zone)),
                None => ("–".to_owned(), say!("not in the record").to_owned()),
            },
            CaseSort::Gaps => match row.gaps {
                Some(gaps) => (gaps.to_string(), String::new()),
                None => ("–".to_owned(), say!("the record shows none either way").to_owned()),
            },
            _ => (row.events.to_string(), String::new()),
        };
        let text = if text == "–" { text.into_any() } else { opens(page, text) };
        view! { <td class=number_class(c) title=title data-label=label(c)>{text}</td> }.into_any()
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

/// Up and down go from case to case, Home and End to the first and the last of the page; left and right from number to number
/// of one case.
fn walk(ev: leptos::ev::KeyboardEvent) {
    if let step @ ("ArrowLeft" | "ArrowRight") = ev.key().as_str() {
        return sideways(&ev, step == "ArrowRight");
    }
    let Ok(found) = document().query_selector_all(".case-table tbody .link") else { return };
    let all: Vec<web_sys::HtmlElement> =
        (0..found.length()).filter_map(|n| found.get(n)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let now = all.iter().position(|e| active.as_ref().is_some_and(|a| a.is_same_node(Some(e.as_ref()))));
    let last = all.len().saturating_sub(1);
    let next = match (ev.key().as_str(), now) {
        ("ArrowDown" | "j", Some(n)) => (n + 1).min(last),
        ("ArrowUp" | "k", Some(n)) => n.saturating_sub(1),
        ("Home", _) => 0,
        ("End", _) => last,
        _ => return,
    };
    if let Some(element) = all.get(next) {
        ev.prevent_default();
        let _ = element.focus();
    }
}

/// From one number of a case to the next one, or to the one before.
fn sideways(ev: &leptos::ev::KeyboardEvent, forward: bool) {
    let Some(active) = document().active_element() else { return };
    let row = active.closest("tr").ok().flatten();
    let Some(found) = row.and_then(|row| row.query_selector_all(".link, .explained-cell").ok()) else {
        return;
    };
    let at = (0..found.length()).find(|n| found.get(*n).is_some_and(|e| active.is_same_node(Some(&e))));
    let next = at.and_then(|n| n.checked_add_signed(if forward { 1 } else { -1 }));
    let next = next.and_then(|n| found.get(n)?.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = next {
        ev.prevent_default();
        let _ = element.focus();
    }
}
