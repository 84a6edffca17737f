//! Severity for the people affected: the questions of ENISA's method, and what the answers give.

use super::Bench;
use crate::model::EventId;
use crate::obligation::severity::{QUESTIONS, Question};
use crate::ui::pages::fact::{self, Stating};
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::live::live;

/// The questions, then the score with its factors.
pub(super) fn section(bench: Bench, stating: Stating) -> AnyView {
    let blocks = Memo::new(move |_| bench.view.with(|v| v.severity.clone()));
    let questions = QUESTIONS.iter().map(|question| ask(bench, stating, question));
    view! {
        <section class="facts" aria-labelledby="severity-title">
            <h2 id="severity-title">"Severity for the people affected"</h2>
            <p class="hint">"An answer can be tied to events: open one, and say at the question that it rests on it."</p>
            <div class="facts-grid">
                {questions.collect_view()}
                {fact::text(stating, "breach-note", "Why these answers", "stands in the report", |f| f.breach_note.clone(), |f, v| f.breach_note = v.trim().to_owned())}
            </div>
            <div role="status">{live(move || blocks.with(|b| blocks_view(b)))}</div>
        </section>
    }
    .into_any()
}

/// One factor, answered from a list; nothing is chosen until a person chooses.
fn ask(bench: Bench, stating: Stating, question: &'static Question) -> AnyView {
    let factor = question.factor;
    let id = format!("breach-{}", factor as u8);
    let hint = format!("{id}-hint");
    let held = Memo::new(move |_| stating.facts.with(|f| f.breach.get(&factor).copied()));
    let options = question.answers.iter().map(|(value, words)| {
        view! { <option value=value.to_string() prop:selected=move || held.get() == Some(*value)>{*words}</option> }.into_any()
    });
    let choose = move |ev: leptos::ev::Event| {
        let answer = event_target_value(&ev).parse::<i8>().ok();
        stating.state(|f| match answer {
            Some(answer) => drop(f.breach.insert(factor, answer)),
            None => drop(f.breach.remove(&factor)),
        });
    };
    view! {
        <div class="fact">
            <label for=id.clone()>{question.words}</label>
            <select aria-disabled=read_only() id=id class="input" aria-describedby=hint.clone() on:change=choose>
                <option value="" prop:selected=move || held.get().is_none()>"Not answered"</option>
                {options.collect_view()}
            </select>
            <p class="hint" id=hint>{question.meaning}</p>
            {ties(bench, stating, question)}
        </div>
    }
    .into_any()
}

/// The events that the answer rests on: the one that is open beside the page is added, each can be opened and taken out.
fn ties(bench: Bench, stating: Stating, question: &'static Question) -> AnyView {
    let (factor, desk) = (question.factor, bench.desk);
    let held =
        Memo::new(move |_| stating.facts.with(|f| f.breach_events.get(&factor).cloned().unwrap_or_default()));
    let open = Memo::new(move |_| desk.route.with(|r| r.event).filter(|id| held.with(|h| !h.contains(id))));
    let add = move |_| {
        if let Some(id) = open.get_untracked() {
            stating.state(|f| f.breach_events.entry(factor).or_default().push(id));
        }
    };
    let take_out = move |id: EventId| {
        stating.state(|f| {
            if let Some(events) = f.breach_events.get_mut(&factor) {
                events.retain(|held| *held != id);
            }
            f.breach_events.retain(|_, events| !events.is_empty());
        });
    };
    let one = move |id: EventId| {
        let name = say!("Remove event {id}", id = id.to_string());
        view! {
            <li class="chip">
                <button type="button" class="link" on:click=move |_| desk.open_event(id)>{say!("event {id}", id = id.to_string())}</button>
                <button type="button" aria-disabled=read_only() class="chip-remove" aria-label=name on:click=move |_| take_out(id)>"×"</button>
            </li>
        }
        .into_any()
    };
    let label = say!("Events that it rests on: {question}", question = look(question.words));
    view! {
        {live(move || held.with(|h| (!h.is_empty()).then(|| view! {
            <ul class="chips" aria-label=label.clone()>{h.iter().copied().map(one).collect_view()}</ul>
        }.into_any())))}
        {live(move || open.get().map(|id| view! {
            <button type="button" aria-disabled=read_only() class="button small" on:click=add
                aria-label=say!("Rests on the open event {id}: {question}", id = id.to_string(), question = look(question.words))>"Rests on the open event"</button>
        }.into_any()))}
    }
    .into_any()
}
