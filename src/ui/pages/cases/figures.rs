//! The figures of a distribution, each with its definition.

use crate::model::Span;
use crate::statistics::FleetMetric;
use crate::ui::view::prelude::*;

fn span(seconds: Option<f64>) -> String {
    match seconds {
        Some(s) if s.is_finite() => Span((s * 1e6) as i64).to_string(),
        _ => "not reached".to_owned(),
    }
}

/// The figures as a row of terms and values.
pub(super) fn figures(fleet: &FleetMetric) -> AnyView {
    let exact = &fleet.exact_only;
    let figure = |term: &'static str, value: String, definition: String| {
        view! { <div class="figure-item" title=definition.clone()><dt>{term}</dt><dd>{value}</dd><dd class="definition">{definition.clone()}</dd></div> }.into_any()
    };
    let [low, high] = exact.median_ci95_seconds;
    let excluded = &fleet.excluded;
    let left_out = excluded.unknown + excluded.not_applicable + excluded.absent;
    let turnbull = &fleet.turnbull;
    view! {
        <dl class="figures">
            {figure("n", fleet.n.to_string(), format!(
                "{} with an exact end, {} not ended by the end of the record, {} known only within a range",
                fleet.observed, fleet.right_censored, fleet.interval_censored))}
            {figure("Median", span(exact.median_seconds), format!(
                "Kaplan–Meier over n = {}: half took longer; 95 % interval {} to {}", exact.n, span(low), span(high)))}
            {figure("90 % ended within", span(exact.p90_seconds), "the smallest time at which the curve reaches one tenth".to_owned())}
            {figure("Median, ranges included", match (turnbull.median_lower_seconds, turnbull.median_upper_seconds) {
                (Some(a), Some(b)) if a == b => span(Some(a)),
                (Some(a), b) => format!("{} to {}", span(Some(a)), b.map_or("no upper end".to_owned(), |b| span(Some(b)))),
                _ => "not reached".to_owned(),
            }, format!("Turnbull's estimate over n = {}", fleet.n))}
            {figure("Left out", left_out.to_string(), format!(
                "{} unknown, {} not applicable, {} not in the record", excluded.unknown, excluded.not_applicable, excluded.absent))}
        </dl>
    }
    .into_any()
}
