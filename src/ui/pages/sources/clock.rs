//! A file's clock that was fast or slow.

use super::Shelf;
use crate::engine::Query;
use crate::engine::view::{ClockPreview, OffsetEstimates};
use crate::model::{Moment, SourceId, Span, Zone};
use crate::timeline::OffsetEstimate;
use crate::ui::state::ask;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::field::text_field;
use crate::ui::widgets::live::live;
use crate::workspace::Change;

/// The editor.
pub(super) fn editor(shelf: Shelf, id: SourceId) -> AnyView {
    let now = untrack(|| shelf.row(id)).map(|s| s.clock_offset).unwrap_or_default();
    let typed = RwSignal::new(if now == Span::ZERO { String::new() } else { format!("{now:#}") });
    let read = Memo::new(move |_| {
        typed.with(|t| if t.trim().is_empty() { Some(Span::ZERO) } else { strings::parse_offset(t) })
    });
    let desk = shelf.desk;
    let preview = ask::<ClockPreview>(move || {
        let offset = read.get().unwrap_or(now);
        Some(Query::ClockPreview { case: desk.case(), source: id, offset })
    });
    let estimates =
        ask::<OffsetEstimates>(move || Some(Query::OffsetEstimates { case: desk.case(), source: id }));
    // What is told is to be added to the times as they stand, which hold the offset so far.
    let take = move |offset: Span| typed.set(format!("{:#}", Span(now.0 + offset.0)));
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if let Some(offset) = read.get_untracked() {
            let change = Change::SetClockOffset { case: untrack(|| desk.case()), source: id, offset };
            desk.apply_then(change, move || shelf.close());
        }
    };
    let hint = move || match read.get() {
        Some(Span::ZERO) => {
            Ok("Added to each time of the file. Leave empty for a clock that was right.".to_owned())
        }
        Some(s) if s.0 > 0 => Ok(format!("The clock was {s:#} slow: each time moves later by as much.")),
        Some(s) => Ok(format!("The clock was {:#} fast: each time moves earlier by as much.", Span(-s.0))),
        None => Err("Write seconds, or lengths such as −2 m 30 s, 1 h or 00:01:30".to_owned()),
    };
    view! {
        <form class="form below" aria-label="Clock of the file" on:submit=submit
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); shelf.close(); }>
            {text_field("source-clock", "Add to each time", typed, hint)}
            {live(move || preview.get().and_then(Result::ok).map(|p| table(&p)))}
            {live(move || estimates.get().and_then(Result::ok).map(|e| told(&e, take)))}
            <div class="form-actions">
                <button type="submit" class="button primary" disabled=move || read.with(Option::is_none)>"Shift the times"</button>
                <button type="button" class="button" on:click=move |_| shelf.close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}

/// The first rows before and after.
fn table(preview: &ClockPreview) -> AnyView {
    let moment = |m: Option<Moment>| m.map_or_else(String::new, |m| strings::moment(&m, Zone::Utc));
    let rows = preview.rows.iter().map(|r| {
        view! { <tr><td>{r.written.clone()}</td><td>{moment(r.before)}</td><td>{moment(r.after)}</td><td class="muted">{r.text.clone()}</td></tr> }.into_any()
    });
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="The first rows before and after">
            <table class="table compact">
                <thead><tr><th scope="col">"As written"</th><th scope="col">"Now"</th><th scope="col">"Shifted"</th><th scope="col">"Text"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What the other files say about the clock of this one, with the events that say it.
fn told(estimates: &OffsetEstimates, take: impl Fn(Span) + Copy + 'static) -> AnyView {
    if estimates.estimates.is_empty() {
        return view! { <p class="hint">"No other file of the case tells two of the same events, so nothing can be said of this clock."</p> }.into_any();
    }
    let all = estimates.estimates.iter().map(|(name, estimate)| one(name, estimate, take));
    view! { <section class="estimates" aria-label="What the other files say"><h3>"What the other files say"</h3>{all.collect_view()}</section> }
        .into_any()
}

fn one(name: &str, estimate: &OffsetEstimate, take: impl Fn(Span) + Copy + 'static) -> AnyView {
    let offset = estimate.offset;
    let shared = strings::count(u64::from(estimate.pairs), "event", "events");
    let agree = strings::number(u64::from(estimate.agreeing));
    let words = match offset {
        Span(0) => format!("{name} tells {shared} of this file too; {agree} of them agree with its clock."),
        _ => format!(
            "{name} tells {shared} of this file too; {agree} of them are {offset:#} apart, within 2 s."
        ),
    };
    let rows = estimate.shown.iter().map(|pair| {
        let at = |t| strings::moment(&Moment::exact(t), Zone::Utc);
        view! { <tr><td>{at(pair.here)}</td><td>{at(pair.there)}</td><td class="muted">{pair.text.clone()}</td></tr> }
            .into_any()
    });
    let label = format!("Use {offset:#}");
    let button = (offset != Span::ZERO).then(|| {
        view! { <button type="button" class="button small" on:click=move |_| take(offset)>{label}</button> }.into_any()
    });
    view! {
        <div class="estimate">
            <p>{words}</p>
            {button}
            <details>
                <summary>"The events"</summary>
                <table class="table compact">
                    <thead><tr><th scope="col">"In this file"</th><th scope="col">{format!("In {name}")}</th><th scope="col">"Text"</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </details>
        </div>
    }
    .into_any()
}
