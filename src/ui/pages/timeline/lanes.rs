//! Two lanes under the histogram, “happened” and “known”, and the awareness gap as a chart, where events have both.

use super::histogram::Plot;
use crate::engine::Query;
use crate::engine::view::AwarenessView;
use crate::timeline::Filter;
use crate::ui::state::ask;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::chart::chart_view;
use crate::ui::widgets::live::live;
use std::sync::Arc;

/// The height of a lane, in pixels.
const LANE: f64 = 14.0;
/// The room between the lanes, in which each event's two times are joined.
const BETWEEN: f64 = 16.0;
/// More events than this are not joined: the lines would be a block.
const JOINED: usize = 400;

/// The lanes with their chart below; nothing where no event has both times.
pub(super) fn lanes(plot: Plot) -> AnyView {
    let desk = plot.bench.desk;
    let answer = ask::<AwarenessView>(move || {
        let filter = desk.filter.with(|f| Filter { from: None, to: None, ..f.clone() });
        desk.open_case_id().map(|case| Query::Awareness { case, filter, zone: desk.zone.get() })
    });
    let view = Memo::new(move |before: Option<&Option<Arc<AwarenessView>>>| {
        answer.get().and_then(Result::ok).or_else(|| before.cloned().flatten())
    });
    let any = Memo::new(move |_| view.with(|v| v.as_ref().is_some_and(|v| v.total > 0)));
    let chart = Memo::new(move |_| view.with(|v| v.as_ref().and_then(|v| v.gaps.clone())));
    let charted = Memo::new(move |_| chart.with(Option::is_some));
    let open = RwSignal::new(false);
    let title = move || chart.with(|c| c.as_ref().map(crate::chart::Chart::title)).unwrap_or_default();
    live(move || {
        if !any.get() {
            return ().into_any();
        }
        view! {
            <div class="lanes" role="img" aria-label=move || view.with(|v| v.as_ref().map_or(String::new(), |v| words(v)))>
                <span class="lane-name">"Happened"</span>
                <span class="lane-name known">"Known"</span>
                {live(move || view.get().map(|v| draw(plot, &v)))}
            </div>
            {live(move || charted.get().then(|| view! {
                <div class="gap-chart">
                    <button type="button" class="link" aria-expanded=move || open.get().to_string() aria-controls="gap-chart"
                        on:click=move |_| open.update(|o| *o = !*o)>{live(title)}</button>
                    <span class="hint">{live(move || if open.get() { "" } else { "Show the chart" })}</span>
                    <div id="gap-chart">
                        {live(move || open.get().then(|| {
                            let last = Memo::new(move |before: Option<&Option<crate::chart::Chart>>| chart.get().or_else(|| before.cloned().flatten()));
                            last.get_untracked().map(|first| chart_view(Signal::derive(move || last.get().unwrap_or_else(|| first.clone())), "awareness"))
                        }))}
                    </div>
                </div>
            }.into_any()))}
        }
        .into_any()
    })
}

fn words(view: &AwarenessView) -> String {
    let events = strings::count(u64::from(view.total), "event has", "events have");
    say!("{events} both a time at which it happened and one at which it was known", events)
}

/// Marks in both lanes; each event's two joined.
fn draw(plot: Plot, view: &AwarenessView) -> AnyView {
    let width = plot.width.get();
    let height = 2.0 * LANE + BETWEEN;
    let (mut happened, mut known, mut joined) = (String::new(), String::new(), String::new());
    let inside = |x: f64| (-0.5..=width + 0.5).contains(&x);
    for [from, to] in &view.lanes {
        let (Some(a), Some(b)) = (plot.x(*from), plot.x(*to)) else { continue };
        if inside(a) {
            happened += &format!("M{a:.1} 2V{:.1}", LANE - 1.0);
        }
        if inside(b) {
            known += &format!("M{b:.1} {:.1}V{:.1}", LANE + BETWEEN + 1.0, height - 2.0);
        }
        if view.lanes.len() <= JOINED && (inside(a) || inside(b)) {
            joined += &format!("M{a:.1} {LANE}L{b:.1} {:.1}", LANE + BETWEEN);
        }
    }
    view! {
        <svg class="lanes-marks" width=format!("{width:.0}") height=format!("{height}") viewBox=format!("0 0 {width:.0} {height}") aria-hidden="true">
            <path class="lane-join" d=joined></path>
            <path class="lane-happened" d=happened></path>
            <path class="lane-known" d=known></path>
        </svg>
    }
    .into_any()
}
