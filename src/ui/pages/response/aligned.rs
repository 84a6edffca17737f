//! Plan against actual as two columns: the plan's steps in their order, what happened in order of time, and a line from
//! each step to what shows it. Lines that cross show what was done in another order. The same as a table is a press away,
//! and stands alone where the page is narrow.
//!
//! The columns are elements and not a chart on a canvas: each side is text of any length that is read, focused and opened.
//! All rows are equally high, so that the lines follow from the places alone; each row has its own piece of them. A text that is
//! longer than its row shows the whole of it under the pointer and the focus; on paper, where neither is, stands the table.

use super::Bench;
use crate::document::aligned::{Aligned, Asked, Happened};
use crate::finding::Standing;
use crate::model::Duration;
use crate::ui::pages::desk::{go_to_plan, scroll_to};
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::live::{flag, live, word};

/// The place in the right column whose line is lit, with all that it joins.
type Lit = RwSignal<Option<usize>>;

/// The section, where there is a plan to hold against.
pub(super) fn section(bench: Bench) -> AnyView {
    let blocks = Memo::new(move |_| bench.view.with(|v| v.followed.clone()));
    let aligned = Memo::new(move |_| bench.view.with(|v| v.aligned.clone()));
    let as_table = RwSignal::new(false);
    let drawn = move || aligned.with(Option::is_some);
    let shown = move || {
        view! {
            <section class="course followed" aria-label="Plan against actual"
                data-as=word(move || if as_table.get() || !drawn() { "table" } else { "columns" })>
                <div class="section-head">
                    <h2>"Plan against actual"</h2>
                    {live(move || drawn().then(|| view! {
                        <button type="button" class="button small" aria-label="Table (plan against actual)"
                            aria-pressed=word(move || as_table.get().to_string()) on:click=move |_| as_table.update(|t| *t = !*t)>"Table"</button>
                    }.into_any()))}
                </div>
                {live(move || aligned.with(|a| a.as_ref().map(|a| columns(bench, a))))}
                {live(move || blocks.with(|b| blocks_view(b)))}
            </section>
        }
        .into_any()
    };
    let any = Memo::new(move |_| !blocks.with(Vec::is_empty));
    live(move || any.get().then(shown))
}

fn columns(bench: Bench, aligned: &Aligned) -> AnyView {
    let lit = Lit::new(None);
    let asked = aligned.asked.iter().map(|step| {
        let shown = step.shown_by.and_then(|n| aligned.happened.get(n));
        left(bench, lit, step, shown)
    });
    let happened = aligned.happened.iter().enumerate().map(|(n, what)| {
        let shows = aligned.asked.iter().filter(|step| step.shown_by == Some(n)).count();
        right(bench, lit, (n, what), shows)
    });
    view! {
        <p class="hint">"A solid line: done. Dashed: its stage was reached. Thick: late. Dotted, and crossing others: out of order. Without a line: skipped, not in the record, not in the plan, or late and not done."</p>
        <div class="aligned">
            <h3 id="aligned-asked">"The plan asks for"</h3>
            <h3 id="aligned-happened">"What happened, in order of time"</h3>
            <ol aria-labelledby="aligned-asked">{asked.collect_view()}</ol>
            <div class="aligned-lines" aria-hidden="true">{lines(lit, aligned)}</div>
            <ol aria-labelledby="aligned-happened">{happened.collect_view()}</ol>
        </div>
    }
    .into_any()
}

/// One side of a line: pressed, it opens; under the pointer or the focus, it lights up with its partners.
fn cell(lit: Lit, place: Option<usize>, open: Box<dyn Fn()>, inside: AnyView) -> AnyView {
    let on = move || lit.set(place);
    let off = move || lit.set(None);
    view! {
        <button type="button" class="aligned-cell" class:lit=flag(move || place.is_some() && lit.get() == place)
            on:pointerenter=move |_| on() on:pointerleave=move |_| off() on:focus=move |_| on() on:blur=move |_| off()
            on:click=move |_| open()>{inside}</button>
    }
    .into_any()
}

/// How a step stands, as a name for the style sheet.
fn state(standing: Standing) -> &'static str {
    match standing {
        Standing::Done => "done",
        Standing::Reached => "reached",
        Standing::Late => "late",
        Standing::OutOfOrder => "order",
        Standing::Skipped => "skipped",
        Standing::NotShown => "open",
    }
}

fn left(bench: Bench, lit: Lit, step: &Asked, shown: Option<&Happened>) -> AnyView {
    let standing = known(step.standing.label());
    let took = step.took.filter(|took| !matches!(took, Duration::Unknown { .. }));
    let told = match (step.target, took) {
        (None, _) => standing,
        (Some(target), None) => say!("{standing}: target {target}", standing, target),
        (Some(target), Some(took)) => {
            say!("{standing}: {took}, target {target}", standing, took = words::duration(&took), target)
        }
    };
    let partner = match shown {
        Some(shown) => say!(
            "; shown by {what}, {when}",
            what = what(shown),
            when = words::moment(&shown.at, bench.desk.zone.get())
        ),
        None => String::new(),
    };
    let start = step.start;
    let inside = view! {
        <span class="aligned-text" lang="">{step.text.clone()}</span>
        <span class="aligned-state"><span class="mark" aria-hidden="true"></span>{told}<span class="aligned-section" lang="">{step.section.clone()}</span></span>
        <span class="visually-hidden">{partner}</span>
    };
    let open = Box::new(move || go_to_plan(bench.desk, start));
    view! { <li data-state=state(step.standing)>{cell(lit, step.shown_by, open, inside)}</li> }.into_any()
}

fn right(bench: Bench, lit: Lit, (place, shown): (usize, &Happened), shows: usize) -> AnyView {
    let (event, milestone) = (shown.event, shown.milestones.first().cloned());
    let open = Box::new(move || match (event, &milestone) {
        (Some(event), _) => bench.desk.open_event(event),
        (None, Some(milestone)) => scroll_to(&format!("milestone-{}", milestone.id())),
        (None, None) => {}
    });
    let told = match (shown.planned, shows) {
        (false, _) => say!("Not in the plan").to_owned(),
        (true, 1) => String::new(),
        (true, n) => say!("shows {n} steps", n),
    };
    let reached = reached(shown);
    let between = if shown.text.is_empty() || reached.is_empty() { "" } else { "; " };
    // What people wrote is in a language of their own.
    let text = view! { <span lang="">{shown.text.clone()}</span>{between} };
    let inside = view! {
        <span class="aligned-text">{text}{reached}</span>
        <span class="aligned-state"><span class="aligned-when">{words::moment(&shown.at, bench.desk.zone.get())}</span>{told}</span>
    };
    let state = if shown.planned { "done" } else { "unplanned" };
    view! { <li data-state=state>{cell(lit, Some(place), open, inside)}</li> }.into_any()
}

/// What happened, in a few words.
fn what(shown: &Happened) -> String {
    let each = [shown.text.clone(), reached(shown)].into_iter().filter(|part| !part.is_empty());
    each.collect::<Vec<_>>().join("; ")
}

/// Which milestones were reached with it.
fn reached(shown: &Happened) -> String {
    let each = shown.milestones.iter().map(|m| say!("“{label}” was reached", label = known(m.label())));
    each.collect::<Vec<_>>().join("; ")
}

/// The lines, cut by rows: a row is ten units high and all are a hundred wide.
fn lines(lit: Lit, aligned: &Aligned) -> AnyView {
    let rows = aligned.asked.len().max(aligned.happened.len());
    let joined = |(n, step): (usize, &Asked)| Some((n, step.shown_by?, state(step.standing)));
    let joins: Vec<_> = aligned.asked.iter().enumerate().filter_map(joined).collect();
    let row = |row: usize| {
        let here = joins.iter().filter(|(n, shown, _)| (*n.min(shown)..=*n.max(shown)).contains(&row));
        let line = |(n, shown, state): &(usize, usize, &'static str)| {
            let (from, to, place) = (n * 10 + 5, shown * 10 + 5, *shown);
            let path = format!("M0 {from}C50 {from} 50 {to} 100 {to}");
            view! { <path d=path data-state=*state class:lit=flag(move || lit.get() == Some(place))/> }
                .into_any()
        };
        let view_box = format!("0 {} 100 10", row * 10);
        let paths = here.map(line).collect_view();
        view! { <svg viewBox=view_box preserveAspectRatio="none">{paths}</svg> }.into_any()
    };
    (0..rows).map(row).collect_view()
}
