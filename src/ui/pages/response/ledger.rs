//! The legal duties as a ledger: who must be told, from when, by when, and when it happened. Not legal advice.

use super::{Bench, edit};
use crate::model::order;
use crate::model::{Milestone, Span, Timestamp, Zone};
use crate::obligation::{Obligation, Verdict};
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// The ledger with its heading.
pub(super) fn section(bench: Bench) -> AnyView {
    let all = Memo::new(move |_| bench.view.with(|v| v.obligations.clone()));
    view! {
        <section class="ledger" aria-labelledby="ledger-title">
            <div class="section-head">
                <h2 id="ledger-title">"Obligations to report"</h2>
                <p class="not-advice">"Computed from the rules below; not legal advice."</p>
            </div>
            {live(move || {
                let zone = bench.desk.zone.get();
                let (mut on, off): (Vec<_>, Vec<_>) = all.get().into_iter().partition(|o| o.selected);
                order::sort_by_key(&mut on, |o| (o.due.is_none(), o.due));
                let folded = off.len();
                view! {
                    <div class="ledger-rows">{on.into_iter().map(|o| entry(bench, o, zone)).collect_view()}</div>
                    {(folded > 0).then(|| view! {
                        <details class="ledger-off">
                            <summary>{format!("{folded} not applicable by the facts")}</summary>
                            <ul>{off.into_iter().map(|o| view! { <li><strong>{o.title}</strong>": "{o.because}</li> }.into_any()).collect_view()}</ul>
                        </details>
                    }.into_any())}
                }.into_any()
            })}
        </section>
    }
    .into_any()
}

/// A verdict in words, and its class: good, bad, open.
fn verdict(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::OnTime => ("good", "Sent in time"),
        Verdict::OnTimeLenient => ("good", "Sent in time by the lenient reading only"),
        Verdict::Late => ("bad", "Sent late"),
        Verdict::LateWithReason => ("attention", "Sent late, with documented reasons"),
        Verdict::TooEarly => ("attention", "Sent before the rule allows it"),
        Verdict::NotSent => ("bad", "Not sent by the end of the record"),
        Verdict::Undetermined => ("open", "Cannot be told: the times are too imprecise"),
        Verdict::NoTrigger => ("open", "The clock has no start yet: set the milestone that starts it"),
        Verdict::NotInForce => ("off", "Not in force then"),
        Verdict::NotAssessable => ("open", "No limit that can be computed"),
        Verdict::ContractValueMissing => ("open", "The limit stands in a contract that was not given"),
    }
}

fn interval(ends: Option<[Timestamp; 2]>, zone: Zone, none: &str) -> String {
    match ends {
        None => none.to_owned(),
        Some([a, b]) if a == b => words::instant(a, zone),
        Some([a, b]) => format!("between {} and {}", words::instant(a, zone), words::instant(b, zone)),
    }
}

fn margin(ends: Option<[i64; 2]>) -> String {
    let one = |s: i64| {
        let span = Span::seconds(s.abs());
        format!("{span} {}", if s < 0 { "late" } else { "to spare" })
    };
    match ends {
        None => "none".to_owned(),
        Some([a, b]) if a == b => one(a),
        Some([a, b]) => format!("between {} and {}", one(a), one(b)),
    }
}

fn entry(bench: Bench, o: Obligation, zone: Zone) -> AnyView {
    let (class, words) = if o.applies.is_none() {
        ("open", "Applicability not decided: answer the facts above")
    } else {
        verdict(o.verdict)
    };
    let id = format!("rule-{}", o.rule);
    let field =
        |label: &'static str, value: String| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any();
    let lenient = o.due_lenient.map(|d| field("Due, lenient reading", interval(Some(d), zone, "")));
    let notice = notice(bench, &o);
    view! {
        <article class="ledger-entry" aria-labelledby=id.clone() data-verdict=class>
            <header>
                <h3 id=id.clone()>{o.title}</h3>
                <p class="verdict" data-verdict=class><span class="mark" aria-hidden="true"></span>{words}</p>
            </header>
            <p class="because">{o.because}</p>
            <dl class="ledger-fields">
                {field("Recipient", o.recipient)}
                {field("Clock starts", interval(o.trigger, zone, "not known"))}
                {field(if lenient.is_some() { "Due, strict reading" } else { "Due" }, interval(o.due, zone, "not known"))}
                {lenient}
                {field("Sent", interval(o.sent, zone, "not in the record"))}
                {field("Margin", margin(o.margin_seconds))}
            </dl>
            {notice}
            <details class="ledger-notes">
                <summary>"How it was computed"</summary>
                <ul>{o.notes.into_iter().map(|n| view! { <li>{n}</li> }.into_any()).collect_view()}</ul>
            </details>
            <footer><cite>{o.citation}</cite>{format!(" · rule {} · pack {}", o.rule, o.pack)}</footer>
        </article>
    }
    .into_any()
}

/// When the notice of one rule was sent: stated here, or taken over from the milestone that may have served it.
fn notice(bench: Bench, o: &Obligation) -> AnyView {
    let sent = Milestone::Sent(o.rule.clone());
    let told = o.recipient_kind.milestone();
    let (form, open, served) = (sent.clone(), sent.clone(), sent.clone());
    let editing = Memo::new(move |_| bench.editing.with(|e| e.as_ref() == Some(&form)));
    let stated = told.filter(|_| o.sent.is_none()).and_then(|told| {
        let held = untrack(|| bench.row(&told))?.held?;
        Some((told, held.moment?, held.events.first().copied()))
    });
    let take = stated.map(|(told, moment, event)| {
        let label = format!("This notice is “{}”", told.label());
        let name = format!("{label}: {}", o.title);
        view! {
            <button type="button" class="button small" aria-label=name on:click=move |_| bench.confirm(served.clone(), moment, event)>{label}</button>
        }
        .into_any()
    });
    let name = format!("Set when it was sent: {}", o.title);
    view! {
        <div class="ledger-actions">
            {take}
            <button type="button" class="button small" aria-label=name on:click=move |_| bench.editing.set(Some(open.clone()))>"Set when it was sent…"</button>
            {live(move || editing.get().then(|| edit::form(bench, sent.clone(), || ())))}
        </div>
    }
    .into_any()
}
