//! What if a milestone had come at another time: the choice of one, and the answer beside the record. Nothing is kept.

use super::Bench;
use crate::engine::Query;
use crate::engine::view::WhatIfView;
use crate::import::timestamp;
use crate::model::{Milestone, Timestamp};
use crate::ui::pages::words;
use crate::ui::state::ask;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::field::text_field;
use crate::ui::widgets::live::live;

/// The scenarios that the case offers, the form for any other, and what the chosen one would have changed.
pub(super) fn section(bench: Bench) -> AnyView {
    let desk = bench.desk;
    // The scenario that is looked at; nothing of it leaves this page.
    let chosen = RwSignal::new(None::<(Milestone, Timestamp)>);
    let answer = ask::<WhatIfView>(move || {
        let (milestone, to) = chosen.get()?;
        Some(Query::WhatIf { case: desk.case(), zone: desk.zone.get(), milestone, to })
    });
    let offered = Memo::new(move |_| bench.view.with(|v| v.scenarios.clone()));
    let ranking = Memo::new(move |_| bench.view.with(|v| v.ranking.clone()));
    let offers = move || {
        let one = |(title, milestone, to): (String, Milestone, Timestamp)| {
            let scenario = (milestone, to);
            let own = scenario.clone();
            view! {
                <button type="button" class="button small" aria-pressed=move || chosen.with(|c| c.as_ref() == Some(&own)).to_string()
                    on:click=move |_| chosen.set(Some(scenario.clone()))>{title}</button>
            }
            .into_any()
        };
        offered.get().into_iter().map(one).collect_view()
    };
    // One line is announced, and not all the tables.
    let status = move || match (chosen.get(), answer.get()) {
        (None, _) => String::new(),
        (_, None) => say!("Computing…").to_owned(),
        (_, Some(Err(e))) => e.sentences(),
        (_, Some(Ok(_))) => say!("What would follow stands below.").to_owned(),
    };
    let shown = move || {
        match (chosen.get(), answer.get()) {
        (Some(_), Some(Ok(view))) => view! {
            <div>{blocks_view(&view.blocks)}</div>
            <p><button type="button" class="button small" on:click=move |_| chosen.set(None)>"Back to the record"</button></p>
        }
        .into_any(),
        _ => ().into_any(),
    }
    };
    view! {
        <section class="course" aria-labelledby="what-if-title">
            <h2 id="what-if-title">"What if"</h2>
            {live(move || ranking.with(|b| (!b.is_empty()).then(|| blocks_view(b))))}
            <div class="form-actions" role="group" aria-label="Scenarios of this case">{live(offers)}</div>
            {other(bench, chosen)}
            <p role="status">{live(status)}</p>
            {live(shown)}
        </section>
    }
    .into_any()
}

/// Any milestone at any time.
fn other(bench: Bench, chosen: RwSignal<Option<(Milestone, Timestamp)>>) -> AnyView {
    let picked = RwSignal::new(Milestone::Detected.id());
    let text = RwSignal::new(String::new());
    let zone = bench.desk.zone;
    let read = move || timestamp::parse_confirm(text.get().trim(), zone.get());
    let hint = move || match read() {
        _ if text.with(|t| t.trim().is_empty()) => Ok(format!("2026-03-16 09:48 (in {})", zone.get())),
        Ok(at) => Ok(say!("Reads as {zone}", zone = words::instant(at.middle(), zone.get()))),
        Err(e) => Err(retold(e.to_string())),
    };
    let options = Milestone::ALL.iter().map(|m| {
        let (id, own) = (m.id(), m.id());
        view! { <option value=id prop:selected=move || picked.with(|p| *p == own)>{known(m.label())}</option> }
            .into_any()
    });
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if let (Ok(milestone), Ok(at)) = (picked.get_untracked().parse(), untrack(read)) {
            chosen.set(Some((milestone, at.middle())));
        }
    };
    view! {
        <form class="inline-form" aria-label="Another scenario" on:submit=submit>
            <div class="field">
                <label for="what-if-milestone">"Milestone"</label>
                <select id="what-if-milestone" class="input" on:change=move |ev| picked.set(event_target_value(&ev))>{options.collect_view()}</select>
            </div>
            {text_field("what-if-time", "Had come at", text, hint)}
            <button type="submit" class="button">"Show what changes"</button>
        </form>
    }
    .into_any()
}
