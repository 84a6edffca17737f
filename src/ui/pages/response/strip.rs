//! A metric of this case beside the same metric of the others, as a strip of marks.

use crate::ui::view::prelude::*;

/// The strip: the others as ticks on a logarithmic axis, this case as a filled mark.
pub(super) fn strip(own: Option<f64>, others: &[f64]) -> AnyView {
    if others.is_empty() {
        return view! { <span class="muted">"no other case"</span> }.into_any();
    }
    // A logarithm of one second more: a metric may be zero.
    let place = |seconds: f64| (seconds.max(0.0) + 1.0).ln();
    let all = others.iter().copied().chain(own).map(place);
    let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
    let x =
        |seconds: f64| if high > low { 6.0 + 108.0 * (place(seconds) - low) / (high - low) } else { 60.0 };
    let shorter = own.map(|own| others.iter().filter(|o| **o < own).count());
    let words = match shorter {
        Some(n) => say!("{n} of {others} other cases took less time", n, others = others.len()),
        None => say!("{others} other cases; no value here", others = others.len()),
    };
    // A thousand ticks say no more than the first five hundred of an even choice.
    let step = others.len().div_ceil(500);
    let ticks: String = others.iter().step_by(step).map(|o| format!("M{:.1} 5V15", x(*o))).collect();
    view! {
        <svg class="mini-strip" viewBox="0 0 120 20" role="img" aria-label=words.clone()>
            <title>{words.clone()}</title>
            <path class="axis" d="M2 10H118"/>
            <path class="other" d=ticks/>
            {own.map(|own| view! { <circle class="own" cx=format!("{:.1}", x(own)) cy="10" r="4.5"/> }.into_any())}
        </svg>
    }
    .into_any()
}
