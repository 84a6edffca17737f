//! Cases: all incidents in a table, and what can be said of one metric over all of them.

mod figures;
mod table;

use super::desk::{Desk, ask, desk, loaded};
use crate::chart::Chart;
use crate::engine::Query;
use crate::engine::view::CasesView;
use crate::model::MetricId;
use crate::ui::view::prelude::*;
use crate::ui::widgets::chart::chart_view;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::live::{flag, live};
use std::sync::Arc;

/// The page Cases.
pub fn open() -> AnyView {
    let desk = desk();
    let metric = RwSignal::new(MetricId::TimeToContain);
    let answer = ask::<CasesView>(move || Some(Query::Cases { metric: metric.get() }));
    loaded(answer, move |view| page(desk, metric, view))
}

fn page(desk: Desk, metric: RwSignal<MetricId>, view: Signal<Arc<CasesView>>) -> AnyView {
    let count = Memo::new(move |_| view.with(|v| v.cases.len()));
    view! {
        <div class="page cases">
            <header class="page-head">
                <h1>"Cases"</h1>
                <p>{live(move || match count.get() {
                    0 => "No incident yet. Drop its export on the page, or open an example on Start.".to_owned(),
                    1 => "1 incident. Statistics need several: open more, or a file of many incidents.".to_owned(),
                    n => format!("{n} incidents"),
                })}</p>
            </header>
            {live(move || (count.get() > 0).then(|| statistics(metric, view)))}
            {live(move || (count.get() > 0).then(|| table::table(desk, view)))}
        </div>
    }
    .into_any()
}

/// The chosen metric: what can be said, the figures, the two charts.
fn statistics(metric: RwSignal<MetricId>, view: Signal<Arc<CasesView>>) -> AnyView {
    let options = MetricId::STANDARD.iter().map(|m| {
        let this = m.clone();
        view! { <option value=m.id() selected=flag(move || metric.get_untracked() == this)>{m.label()}</option> }
            .into_any()
    });
    view! {
        <section class="statistics" aria-labelledby="statistics-title">
            <div class="section-head">
                <h2 id="statistics-title">{live(move || view.with(|v| format!("{} over all cases", v.metric.label())))}</h2>
                <label for="cases-metric">"Metric"</label>
                <select id="cases-metric" class="input" on:change=move |ev| {
                    if let Ok(chosen) = event_target_value(&ev).parse() { metric.set(chosen); }
                }>{options.collect_view()}</select>
            </div>
            <p class="sentence" role="status">{live(move || view.with(|v| v.sentence.clone()))}</p>
            {live(move || view.with(|v| figures::figures(&v.fleet)))}
            <div class="case-charts">
                {optional(view, |v| v.survival.as_ref(), "survival")}
                {optional(view, |v| v.strip.as_ref(), "strip")}
            </div>
            {live(move || view.with(|v| (!v.over_time.is_empty()).then(|| view! {
                <div class="course"><h3>"Over time: could it be noise?"</h3>{blocks_view(&v.over_time)}</div>
            }.into_any())))}
        </section>
    }
    .into_any()
}

/// A chart that is there only when there is something to draw.
fn optional(
    view: Signal<Arc<CasesView>>,
    pick: fn(&CasesView) -> Option<&Chart>,
    name: &'static str,
) -> AnyView {
    let there = Memo::new(move |_| view.with(|v| pick(v).is_some()));
    live(move || {
        there.get().then(|| {
            let first = view.with_untracked(|v| pick(v).cloned());
            let last = Memo::new(move |before: Option<&Option<Chart>>| {
                view.with(|v| pick(v).cloned())
                    .or_else(|| before.cloned().flatten())
                    .or_else(|| first.clone())
            });
            let drawn = move || last.get();
            drawn().map(|start| {
                chart_view(Signal::derive(move || drawn().unwrap_or_else(|| start.clone())), name)
            })
        })
    })
}
