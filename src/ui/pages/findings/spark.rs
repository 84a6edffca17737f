//! The mini timeline of a card: where in the record its evidence stands.

use crate::model::{Moment, Timestamp};
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::flag;

/// Ticks on one line; the one that `lit` names is lifted.
pub(super) fn spark(span: [Timestamp; 2], moments: Vec<Moment>, lit: RwSignal<Option<usize>>) -> AnyView {
    let [from, to] = span.map(|t| t.0 as f64);
    let width = (to - from).max(1.0);
    let x = move |t: Timestamp| 4.0 + 592.0 * ((t.0 as f64 - from) / width).clamp(0.0, 1.0);
    let marks = moments.into_iter().enumerate().map(move |(n, m)| {
        let (a, b) = (x(m.earliest), x(m.latest));
        view! {
            <rect class="tick" class:lit=flag(move || lit.get() == Some(n))
                x=format!("{:.1}", a - 1.5) y="3" width=format!("{:.1}", (b - a).max(0.0) + 3.0) height="10" rx="1.5"/>
        }
        .into_any()
    });
    view! {
        <svg class="spark" viewBox="0 0 600 16" preserveAspectRatio="none" aria-hidden="true">
            <path class="axis" d="M0 8H600"/>
            {marks.collect_view()}
        </svg>
    }
    .into_any()
}
