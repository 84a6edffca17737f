//! The charts over many incidents, each with the answer to “Could this be noise?”.

use super::{Bench, drawn};
use crate::chart::Chart;
use crate::engine::view::{CaseNoise, CasesView};
use crate::engine::{Of, Query};
use crate::ui::view::prelude::*;
use crate::ui::widgets::chart::chart_view;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::explained::sentence;
use crate::ui::widgets::live::live;

/// The curve with its drawn interval, the distribution, and the course over time.
pub(super) fn charts(bench: Bench) -> AnyView {
    let view = bench.view;
    let resample =
        move |of: Of| Some(Query::Resample { metric: bench.metric.get(), keep: bench.keep.get(), of });
    let any = Memo::new(move |_| view.with(|v| v.survival.is_some()));
    let halves = Memo::new(move |_| view.with(|v| v.halves));
    let blocks = Memo::new(move |_| view.with(|v| v.over_time.clone()));
    view! {
        <div class="case-charts">
            <div>
                {optional(bench, |v| v.survival.as_ref(), "survival")}
                {noise(bench, |v| v.survival.is_some(), |n| &n.survival, super::of_median)}
                {drawn::drawn(bench.desk, "The interval of the median", move || any.get().then(|| resample(Of::All))?)}
            </div>
            <div class="distribution">
                {optional(bench, |v| v.strip.as_ref(), "strip")}
                {optional(bench, |v| v.spread.as_ref(), "distribution")}
            </div>
            {noise(bench, |v| v.spread.is_some(), |n| &n.spread, of_shares)}
        </div>
        <div class="course">
            <h3>"Over time"</h3>
            {optional(bench, |v| v.course.as_ref(), "course")}
            {noise(bench, |_| true, |n| &n.course, |v| v.course.iter().flat_map(Chart::definition).collect())}
            {live(move || blocks.with(|b| blocks_view(b)))}
            {drawn::drawn(bench.desk, "The difference between the halves", move || halves.get().then(|| resample(Of::Halves))?)}
        </div>
    }
    .into_any()
}

/// How far shares may be off, in one more sentence than the definition of their chart.
fn of_shares(view: &CasesView) -> Vec<String> {
    let width = say!(
        "Half the width of the band is √(ln 40 ÷ 2n); where n is below 5, one step of the curve is 1 ÷ n."
    );
    view.spread.iter().flat_map(Chart::definition).chain([width.to_owned()]).collect()
}

/// The answer for one chart, which opens to what its numbers mean.
fn noise(
    bench: Bench,
    there: fn(&CasesView) -> bool,
    pick: fn(&CaseNoise) -> &String,
    meaning: fn(&CasesView) -> Vec<String>,
) -> AnyView {
    let told = Memo::new(move |_| {
        bench.view.with(|v| there(v).then(|| (pick(&v.noise).clone(), meaning(v), v.rests.taken(&[]))))
    });
    live(move || {
        told.get().map(|(words, meaning, rests)| {
            let said = view! { <strong>"Could this be noise? "</strong>{words} };
            view! { <div class="noise">{sentence(said, meaning, rests)}</div> }.into_any()
        })
    })
}

/// A chart that is there only when there is something to draw.
fn optional(bench: Bench, pick: fn(&CasesView) -> Option<&Chart>, name: &'static str) -> AnyView {
    let view = bench.view;
    follow(Signal::derive(move || view.with(|v| pick(v).map(|chart| v.drawn(chart)))), name)
}

/// A chart that follows what it is given, and is not there while that is nothing.
pub(super) fn follow(given: Signal<Option<Chart>>, name: &'static str) -> AnyView {
    let there = Memo::new(move |_| given.with(Option::is_some));
    live(move || {
        there.get().then(|| {
            let first = given.get_untracked();
            let last = Memo::new(move |before: Option<&Option<Chart>>| {
                given.get().or_else(|| before.cloned().flatten()).or_else(|| first.clone())
            });
            let drawn = move || last.get();
            drawn().map(|start| {
                chart_view(Signal::derive(move || drawn().unwrap_or_else(|| start.clone())), name)
            })
        })
    })
}
