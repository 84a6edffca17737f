//! Severity for the people affected: the questions of ENISA's method, and what the answers give.

use super::Bench;
use crate::obligation::severity::{QUESTIONS, Question};
use crate::ui::pages::fact::{self, Stating};
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::live::live;

/// The questions, then the score with its factors.
pub(super) fn section(bench: Bench, stating: Stating) -> AnyView {
    let blocks = Memo::new(move |_| bench.view.with(|v| v.severity.clone()));
    let questions = QUESTIONS.iter().map(|question| ask(stating, question));
    view! {
        <section class="facts" aria-labelledby="severity-title">
            <h2 id="severity-title">"Severity for the people affected"</h2>
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
fn ask(stating: Stating, question: &'static Question) -> AnyView {
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
            <select id=id class="input" aria-describedby=hint.clone() on:change=choose>
                <option value="" prop:selected=move || held.get().is_none()>"Not answered"</option>
                {options.collect_view()}
            </select>
            <p class="hint" id=hint>{question.meaning}</p>
        </div>
    }
    .into_any()
}
