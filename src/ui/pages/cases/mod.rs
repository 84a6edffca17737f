//! Cases: what can be said of one metric over many incidents, two groups beside each other, and all of them in a table.

mod charts;
mod compare;
mod drawn;
mod figures;
mod filter;
mod table;

use super::desk::{Desk, ask, desk, loaded};
use crate::engine::view::CasesView;
use crate::engine::{Keep, Query};
use crate::model::MetricId;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::explained::sentence;
use crate::ui::widgets::live::{flag, live};
use std::sync::Arc;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Bench {
    desk: Desk,
    /// The metric that is looked at.
    metric: RwSignal<MetricId>,
    /// Which cases are looked at.
    keep: RwSignal<Keep>,
    view: Signal<Arc<CasesView>>,
}

/// The page Cases.
pub fn open() -> AnyView {
    let desk = desk();
    let metric = RwSignal::new(MetricId::TimeToContain);
    let keep = RwSignal::new(Keep::default());
    let answer = ask::<CasesView>(move || Some(Query::Cases { metric: metric.get(), keep: keep.get() }));
    loaded(answer, move |view| page(Bench { desk, metric, keep, view }))
}

fn page(bench: Bench) -> AnyView {
    let count = Memo::new(move |_| bench.view.with(|v| v.total));
    view! {
        <div class="page cases">
            <header class="page-head">
                <h1>"Cases"</h1>
                <p>{live(move || match count.get() {
                    0 => say!("No incident yet. Drop its export on the page, or open an example on Start.").to_owned(),
                    1 => say!("1 incident. Statistics need several: open more, or a file of many incidents.").to_owned(),
                    n => strings::count(n as u64, "incident", "incidents"),
                })}</p>
            </header>
            {live(move || (count.get() > 0).then(|| parts(bench)))}
        </div>
    }
    .into_any()
}

fn parts(bench: Bench) -> AnyView {
    view! {
        {filter::filter(bench)}
        {statistics(bench)}
        {compare::compare(bench)}
        {table::table(bench)}
    }
    .into_any()
}

/// What is said of a fact of which an incident may have several values at once.
fn counts_in_several() -> AnyView {
    view! { <span class="hint">"An incident may count in several: the counts add up to more than the incidents."</span> }
        .into_any()
}

/// What the figure of the median means, whose numbers the sentence and the answer on the curve repeat.
fn of_median(view: &CasesView) -> Vec<String> {
    view.figures.iter().find(|f| f.term == look("Median")).map(|f| f.meaning.clone()).unwrap_or_default()
}

/// The chosen metric: what can be said, the figures, the charts.
fn statistics(bench: Bench) -> AnyView {
    let Bench { metric, view, .. } = bench;
    let options = MetricId::STANDARD.iter().map(|m| {
        let this = m.clone();
        view! { <option value=m.id() selected=flag(move || metric.get_untracked() == this)>{known(m.label())}</option> }
            .into_any()
    });
    let figures = Memo::new(move |_| view.with(|v| (v.figures.clone(), v.rests.clone())));
    view! {
        <section class="statistics" aria-labelledby="statistics-title">
            <div class="section-head">
                <h2 id="statistics-title">{live(move || view.with(|v| {
                    say!("{metric} over {incidents}", metric = known(v.metric.label()), incidents = strings::count(v.kept as u64, "incident", "incidents"))
                }))}</h2>
                <label for="cases-metric">"Metric"</label>
                <select id="cases-metric" class="input" on:change=move |ev| {
                    if let Ok(chosen) = event_target_value(&ev).parse() { metric.set(chosen); }
                }>{options.collect_view()}</select>
            </div>
            <div class="sentence" role="status">{live(move || view.with(|v| {
                sentence(v.sentence.clone().into_any(), of_median(v), v.rests.taken(&[]))
            }))}</div>
            {live(move || figures.with(|(all, rests)| figures::figures(all, rests)))}
            {charts::charts(bench)}
        </section>
    }
    .into_any()
}
