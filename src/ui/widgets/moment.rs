//! Times and lengths as they are known.

use crate::model::{Moment, Span, Zone};
use crate::ui::strings;
use crate::ui::view::prelude::*;

/// A moment in a column whose header states the zone. What is imprecise has a bar before it in place of a dot, and
/// its whole range in the tooltip.
///
/// * `moment`: the moment.
/// * `zone`: in which it is shown.
pub fn moment_cell(moment: Moment, zone: Zone) -> AnyView {
    let text = strings::moment_cell(&moment, zone);
    let title = if moment.is_exact() {
        strings::moment(&moment, zone)
    } else {
        let [from, to] = [moment.earliest, moment.latest].map(|t| zone.local(t).format("%Y-%m-%d %H:%M"));
        say!(
            "between {from} and {to} {earliest}; {precision}",
            from,
            to,
            earliest = strings::zone_at(zone, moment.earliest),
            precision = look(strings::precision(moment.precision))
        )
    };
    let class = if moment.is_exact() { "moment" } else { "moment imprecise" };
    view! { <time class=class title=title datetime=moment.earliest.to_string()>{text}</time> }.into_any()
}

/// A length in two units, with all of them in the tooltip.
pub fn span_text(span: Span) -> AnyView {
    view! { <span class="span" title=format!("{span:#}")>{span.to_string()}</span> }.into_any()
}
