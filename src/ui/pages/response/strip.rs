//! A metric of this case beside the same metric of the others, as a strip of marks.

use crate::engine::view::Others;
use crate::model::Duration;
use crate::ui::view::prelude::*;

/// As many marks as the strip shows apart.
const MARKS: usize = 500;
/// The ends of the axis.
const ENDS: [f64; 2] = [6.0, 114.0];

/// The strip on a logarithmic axis: the others as ticks, ranges and what is not yet over as lines; this case as a filled
/// mark, or a thick line where it is not exact. Beneath it, what is left out of the comparison.
pub(super) fn strip(own: &Duration, others: &Others) -> AnyView {
    let left_out = left_out(own.min().is_some(), others);
    if others.lengths.is_empty() {
        let none = match others.unknown {
            0 => say!("no other case"),
            _ => say!("no other case says anything of it"),
        };
        return view! { <span class="muted">{none}</span>{left_out} }.into_any();
    }
    let own = own.min().map(|min| (min.as_seconds(), own.max().map(|max| max.as_seconds())));
    // A logarithm of one second more: a metric may be zero.
    let place = |seconds: f64| (seconds.max(0.0) + 1.0).ln();
    let known = others.lengths.iter().copied().chain(own);
    let all = known.flat_map(|(least, most)| [place(least), place(most.unwrap_or(least))]);
    let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
    let [left, right] = ENDS;
    let x = |seconds: f64| match high > low {
        true => left + (right - left) * (place(seconds) - low) / (high - low),
        false => 60.0,
    };
    let end = |most: Option<f64>| most.map_or(right + 4.0, x);
    let mark = |(least, most): &(f64, Option<f64>)| match most {
        Some(most) if most == least => format!("M{:.1} 5V15", x(*least)),
        _ => format!("M{:.1} 7V13M{0:.1} 10H{:.1}", x(*least), end(*most)),
    };
    // A thousand ticks say no more than the first five hundred of an even choice.
    let step = others.lengths.len().div_ceil(MARKS);
    let ticks: String = others.lengths.iter().step_by(step).map(mark).collect();
    let words = words(own.is_some(), others);
    let here = own.map(|(least, most)| match most {
        Some(most) if most == least => {
            view! { <circle class="own" cx=format!("{:.1}", x(least)) cy="10" r="4.5"/> }.into_any()
        }
        _ => {
            let width = format!("{:.1}", (end(most) - x(least)).max(4.0));
            view! { <rect class="own" x=format!("{:.1}", x(least)) y="7" width=width height="6"/> }.into_any()
        }
    });
    view! {
        <svg class="mini-strip" viewBox="0 0 120 20" role="img" aria-label=words.clone()>
            <title>{words}</title>
            <path class="axis" d="M2 10H118"/>
            <path class="other" d=ticks/>
            {here}
        </svg>
        {left_out}
    }
    .into_any()
}

/// How many surely took less time, how many more.
pub(super) fn words(here: bool, others: &Others) -> String {
    let (all, shorter, longer) = (others.lengths.len(), others.shorter, others.longer);
    if !here {
        return say!("{others} other cases; no value here", others = all);
    }
    let same = match others.same {
        0 => String::new(),
        n => say!(", {n} took as long", n),
    };
    say!(
        "Of {all} other cases {shorter} surely took less time, {longer} surely took more{same}",
        all,
        shorter,
        longer,
        same
    )
}

/// What the comparison does not tell.
fn left_out(here: bool, others: &Others) -> AnyView {
    let each = [
        // Where this one has no value, none is compared with it.
        (
            if here { others.open } else { 0 },
            say!("cannot be told apart from this one: imprecise, or not yet over"),
        ),
        (others.unknown, say!("without a value")),
        (others.skipped, say!("not looked at, as there are too many cases: Cases tells of all")),
    ];
    let told: Vec<String> =
        each.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    (!told.is_empty()).then(|| view! { <small class="note">{told.join("; ")}</small> }.into_any()).into_any()
}
