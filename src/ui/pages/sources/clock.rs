//! A file's clock that was fast or slow: what an offset does to the first rows, and what other files say of it.

use super::{Shelf, whole_file};
use crate::engine::Query;
use crate::engine::view::{OffsetEvidence, OffsetPair, OffsetPreview, OffsetRow};
use crate::model::{SourceId, Span, Zone};
use crate::ui::state::ask;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::badge::source_mark;
use crate::ui::widgets::field::text_field;
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::live::live;
use crate::workspace::Change;

/// The editor.
pub(super) fn editor(shelf: Shelf, id: SourceId) -> AnyView {
    let source = untrack(|| shelf.row(id));
    let (all, all_field) = whole_file(source.as_ref());
    let now = source.map(|s| s.clock_offset).unwrap_or_default();
    let typed = RwSignal::new(if now == Span::ZERO { String::new() } else { strings::offset_text(now) });
    let read = Memo::new(move |_| {
        typed.with(|t| if t.trim().is_empty() { Some(Span::ZERO) } else { strings::parse_offset(t) })
    });
    let desk = shelf.desk;
    let preview = ask::<OffsetPreview>(move || {
        let offset = read.get().unwrap_or(now);
        Some(Query::OffsetPreview { case: desk.case(), source: id, offset })
    });
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if let Some(offset) = read.get_untracked() {
            let (case, whole_file) = (untrack(|| desk.case()), all.get_untracked());
            let change = Change::SetClockOffset { case, source: id, offset, whole_file };
            desk.apply_then(change, move || shelf.close());
        }
    };
    let hint = move || match read.get() {
        Some(Span::ZERO) => {
            Ok(say!("Added to each time of the file. Leave empty for a clock that was right.").to_owned())
        }
        Some(s) if s.0 > 0 => {
            Ok(say!("The clock was {s} slow: each time moves later by as much.", s = format_args!("{:#}", s)))
        }
        Some(s) => Ok(say!(
            "The clock was {s} fast: each time moves earlier by as much.",
            s = format_args!("{:#}", Span(-s.0))
        )),
        None => Err(say!("Write seconds, or lengths such as −2 m 30 s, 1 h or 00:01:30").to_owned()),
    };
    view! {
        <form class="form below" aria-label="Clock of the file" on:submit=submit
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); shelf.close(); }>
            {text_field("source-clock", "Add to each time", typed, hint)}
            {all_field}
            {live(move || preview.get().and_then(Result::ok).map(|p| table(&p, read.get(), desk.zone.get())))}
            {compared(shelf, id, typed)}
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=move || read.get().is_none_or(|s| s == now)>"Shift the times"</button>
                <button type="button" class="button" on:click=move |_| shelf.close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}

/// The first rows before and after.
fn table(preview: &OffsetPreview, tried: Option<Span>, zone: Zone) -> AnyView {
    if preview.rows.is_empty() {
        return view! { <p class="hint">"No row of this file has a place in time yet; choose its zone first."</p> }.into_any();
    }
    let rows = preview.rows.iter().map(|r| {
        let after = match (tried, r.after) {
            (None, _) => "–".to_owned(),
            (Some(_), Some(m)) => strings::moment(&m, zone),
            (Some(_), None) => say!("the clock skips this time").to_owned(),
        };
        view! { <tr><td>{strings::moment(&r.before, zone)}</td><td>{after}</td><td class="muted">{r.text.clone()}</td></tr> }.into_any()
    });
    let words = say!(
        "It would move {rows_in_all} of this file.",
        rows_in_all = strings::count(preview.rows_in_all, "time", "times")
    );
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="The first rows before and after the offset">
            <table class="table compact">
                <thead><tr><th scope="col">"Now"</th><th scope="col">"With this offset"</th><th scope="col">"Text"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <p class="hint">{words}</p>
    }
    .into_any()
}

/// What the same events in other files say; asked for, since it looks at every row of every file.
fn compared(shelf: Shelf, id: SourceId, typed: RwSignal<String>) -> AnyView {
    if untrack(|| shelf.view.with(|v| v.sources.len())) < 2 {
        return ().into_any();
    }
    let desk = shelf.desk;
    let asked = RwSignal::new(false);
    let evidence = ask::<OffsetEvidence>(move || {
        asked.get().then(|| Query::OffsetEvidence { case: desk.case(), source: id })
    });
    view! {
        <section class="offset-evidence" aria-label="Estimate from the same events in other files">
            {live(move || (!asked.get()).then(|| view! {
                <div class="inline-form">
                    <button type="button" class="button small" on:click=move |_| asked.set(true)>"Estimate from the same events in other files"</button>
                    <span class="hint">"Compares times of events that two files tell alike. Nothing is changed by it."</span>
                </div>
            }.into_any()))}
            {live(move || asked.get().then(|| match evidence.get() {
                None => view! { <p class="hint" role="status">"Comparing the files…"</p> }.into_any(),
                Some(Err(e)) => view! { <p class="error" role="alert">{e.sentences()}</p> }.into_any(),
                Some(Ok(found)) => estimates(&found, typed, desk.zone.get()),
            }))}
        </section>
    }
    .into_any()
}

fn estimates(found: &OffsetEvidence, typed: RwSignal<String>, zone: Zone) -> AnyView {
    if found.others.is_empty() {
        let words = say!(
            "No event stands alike in this file and in {compared}; the offset must come from elsewhere.",
            compared = if found.compared == 1 { say!("the other") } else { say!("any other") }
        );
        return view! { <p class="hint" role="status">{words}</p> }.into_any();
    }
    let all = found.others.iter().map(|row| estimate(row, typed, zone)).collect_view();
    view! { <ul class="estimates" aria-label="Estimates">{all}</ul> }.into_any()
}

/// One other file: the result, how far to trust it, the pairs, and the offer.
fn estimate(row: &OffsetRow, typed: RwSignal<String>, zone: Zone) -> AnyView {
    let offset = row.offset;
    let result = strings::clock_against(offset, row.spread);
    let trust = say!(
        "{agree} of {pairs} agree within ± {spread}; the median difference is {offset}.",
        agree = strings::number(u64::from(row.agree)),
        pairs = strings::count(u64::from(row.pairs), "pair of events", "pairs of events"),
        spread = row.spread,
        offset = strings::signed(offset)
    );
    let doubt = strings::offset_doubt(offset, row.pairs, row.agree);
    let agree = offset.0.abs() <= row.spread.0;
    let name = row.name.clone();
    let use_it = (!agree).then(|| {
        let label = say!("Try {offset}", offset = strings::signed(offset));
        view! { <button type="button" class="button small" on:click=move |_| typed.set(strings::offset_text(offset))>{label}</button> }.into_any()
    });
    let hidden = row.pairs as usize - row.shown.len().min(row.pairs as usize);
    let rows = row.shown.iter().map(|p| pair(p, zone)).collect_view();
    view! {
        <li class="estimate">
            <div class="estimate-head">
                <p>{source_mark(Some(row.source), &row.name)}" "<span class="estimate-file">{name}</span>": "<strong>{result}</strong></p>
                {use_it}
            </div>
            <p class="hint">{trust}</p>
            {doubt.map(|d| view! { <p class="estimate-doubt">{icon(Icon::Attention)}{d}</p> }.into_any())}
            <details>
                <summary>"The pairs"</summary>
                <div class="table-scroll estimate-pairs" tabindex="0" role="region" aria-label=say!("Events in this file and in {row}", row = row.name)>
                    <table class="table compact">
                        <thead><tr><th scope="col" class="number">"Difference"</th><th scope="col">"In this file, as written"</th><th scope="col">{say!("In {row}", row = row.name)}</th><th scope="col">"Event"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {(hidden > 0).then(|| view! { <p class="hint">{say!("And {hidden} more.", hidden = strings::number(hidden as u64))}</p> }.into_any())}
            </details>
        </li>
    }
    .into_any()
}

fn pair(p: &OffsetPair, zone: Zone) -> AnyView {
    let far = (!p.agrees).then(|| view! { <span class="hint">"apart from the others"</span> }.into_any());
    let other =
        p.other_text.clone().map(|t| view! { <span class="hint">{say!("there: {t}", t)}</span> }.into_any());
    view! {
        <tr class:apart=!p.agrees>
            <td class="number"><div class="stack">{strings::signed(p.difference)}{far}</div></td>
            <td class="nowrap">{strings::moment(&p.own, zone)}</td>
            <td class="nowrap">{strings::moment(&p.other, zone)}</td>
            <td><div class="stack"><span>{p.text.clone()}</span>{other}</div></td>
        </tr>
    }
    .into_any()
}
