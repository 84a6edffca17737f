//! The bars of the histogram, stacked by source or by phase of the response, and what their colours mean.

use super::histogram::{HEIGHT, Plot};
use crate::chart::Phase;
use crate::model::SourceId;
use crate::timeline::Histogram;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// One path a series, stacked.
pub(super) fn bars(plot: Plot) -> AnyView {
    let Some(density) = plot.counts.get() else { return ().into_any() };
    let width = plot.width.get();
    let h = &density.histogram;
    let marks = paths(h, width).into_iter().enumerate().map(|(n, path)| {
        if density.phases.is_empty() {
            let place = h.sources.get(n).filter(|s| **s != SourceId::HAND).map(|_| n % 6);
            let place = place.map_or_else(|| "hand".to_owned(), |n| n.to_string());
            return view! { <path d=path class="bar" data-source=place></path> }.into_any();
        }
        match density.phases.get(n).copied().flatten() {
            None => view! { <path d=path class="bar" data-source="hand"></path> }.into_any(),
            Some(phase) => {
                let id = phase_id(phase);
                let strokes = format!("url(#bar-{id})");
                view! { <path d=path.clone() class="bar" data-phase=id></path><path d=path.clone() fill=strokes></path> }
                    .into_any()
            }
        }
    });
    let patterns = (!density.phases.is_empty()).then(patterns);
    view! {
        <svg class="histogram-bars" width=format!("{width:.0}") height=format!("{HEIGHT}") viewBox=format!("0 0 {width:.0} {HEIGHT}") aria-hidden="true" shape-rendering="crispEdges">
            {patterns}
            {marks.collect_view()}
        </svg>
    }
    .into_any()
}

/// The outline of each series.
fn paths(h: &Histogram, width: f64) -> Vec<String> {
    let totals = h.totals();
    let most = totals.iter().copied().max().unwrap_or(0).max(1) as f64;
    let bins = totals.len().max(1);
    let mut base = vec![0.0_f64; bins];
    let series = |counts: &Vec<u32>| {
        let mut path = String::new();
        for (bin, count) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let (Some(base), Some(total)) = (base.get_mut(bin), totals.get(bin)) else { continue };
            // Even one event among thousands is seen.
            let whole = (f64::from(*total) / most * (HEIGHT - 2.0)).max(3.0);
            let high = whole * f64::from(*count) / f64::from(*total);
            let left = (width * bin as f64 / bins as f64).round();
            let right = (width * (bin + 1) as f64 / bins as f64).round() - 1.0;
            let bottom = HEIGHT - *base;
            path +=
                &format!("M{left} {bottom:.1}V{:.1}H{}V{bottom:.1}z", bottom - high, right.max(left + 1.0));
            *base += high;
        }
        path
    };
    h.counts.iter().map(series).collect()
}

/// The name of a phase in style sheets.
fn phase_id(phase: Phase) -> &'static str {
    match phase {
        Phase::Exposure => "exposure",
        Phase::Declaring => "detection",
        Phase::Containing => "containment",
        Phase::Eradicating => "eradication",
        Phase::Recovering => "recovery",
        Phase::After => "after",
    }
}

/// The strokes laid over the colours: those of the phase chart.
fn patterns() -> AnyView {
    let strokes = |phase: Phase| match phase {
        Phase::Exposure => "",
        Phase::Declaring => "M-1 1L1-1M0 6L6 0M5 7L7 5",
        Phase::Containing => "M-1 5L1 7M0 0L6 6M5-1L7 1",
        Phase::Eradicating => "M0 6L6 0M0 0L6 6",
        Phase::Recovering => "M3 0V6",
        Phase::After => "M2 3H4",
    };
    let one = |phase: Phase| {
        let id = format!("bar-{}", phase_id(phase));
        view! {
            <pattern id=id width="6" height="6" patternUnits="userSpaceOnUse"><path d=strokes(phase) class="bar-stroke"></path></pattern>
        }
        .into_any()
    };
    view! { <defs>{Phase::ALL.into_iter().map(one).collect_view()}</defs> }.into_any()
}

/// Which phases the colours are of, in the order of time.
pub(super) fn legend(plot: Plot) -> AnyView {
    live(move || {
        let phases = plot.counts.with(|d| d.as_ref().map(|d| d.phases.clone()).unwrap_or_default());
        if phases.is_empty() {
            return ().into_any();
        }
        let named: Vec<AnyView> = phases
            .into_iter()
            .flatten()
            .map(|phase| {
                view! { <li><span class="swatch" data-phase=phase_id(phase)></span>{known(phase.label())}</li> }
                    .into_any()
            })
            .collect();
        if named.is_empty() {
            return view! { <p class="hint">"No phase is known yet: set a milestone with M."</p> }.into_any();
        }
        view! { <ul class="bar-legend" aria-label="Phases">{named}</ul> }.into_any()
    })
}
