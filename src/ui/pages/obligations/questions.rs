//! The questions that decide which rules apply, each with its effect beside it.

use super::Board;
use crate::model::Facts;
use crate::obligation::{self, Question};
use crate::ui::pages::fact::{self, list, whole};
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// The questions, in the order in which they decide.
pub(super) fn section(board: Board) -> AnyView {
    let stating = board.stating;
    // A question with what its answer does.
    let with = |question: Question, field: AnyView| {
        let words = Memo::new(move |_| {
            board
                .view
                .with(|v| v.effects.iter().find(|(q, _)| *q == question).map(|(_, words)| words.clone()))
        });
        view! { <div class="question">{field}<p class="effect" role="status">{live(move || words.get())}</p></div> }.into_any()
    };
    let ask = |question: Question,
               id: &'static str,
               get: fn(&Facts) -> Option<bool>,
               set: fn(&mut Facts, Option<bool>)| {
        with(question, fact::answer(stating, id.to_owned(), question.words().to_owned(), get, set))
    };
    let say = |question: Question, id, hint, get: fn(&Facts) -> String, set: fn(&mut Facts, String)| {
        with(question, fact::text(stating, id, question.words(), hint, get, set))
    };
    view! {
        <section class="facts" aria-labelledby="questions-title">
            <h2 id="questions-title">"What decides"</h2>
            <div class="facts-grid">
                <div class="fact wide">{with(Question::Place, jurisdictions(board))}</div>
                {ask(Question::PersonalData, "personal-data", |f| f.personal_data, |f, v| f.personal_data = v)}
                {ask(Question::Risk, "risk-unlikely", |f| f.risk_unlikely, |f, v| f.risk_unlikely = v)}
                {ask(Question::HighRisk, "high-risk", |f| f.high_risk, |f, v| f.high_risk = v)}
                {ask(Question::Processor, "processor", |f| f.processor, |f, v| f.processor = v)}
                {say(Question::DataTypes, "data-types", "name, payment card number, password; separated by commas",
                    |f| f.data_types.join(", "), |f, v| f.data_types = list(&v))}
                {say(Question::People, "records-affected", "a whole number",
                    |f| f.records_affected.map(|n| n.to_string()).unwrap_or_default(), |f, v| f.records_affected = whole(&v))}
                {say(Question::Residents, "residents", "by place, such as US-CA 900, US-NY 40",
                    |f| f.residents.iter().map(|(code, n)| format!("{code} {n}")).collect::<Vec<_>>().join(", "), residents)}
                {say(Question::Sector, "sector", "retail, finance, bank, health, telecom, listed, critical, manufacturer …",
                    |f| f.sector.clone(), |f, v| f.sector = v.trim().to_owned())}
                {say(Question::Contracts, "contracts", "visa, mastercard, amex, discover, acquirer, insurer, customer, pci",
                    |f| f.contracts.join(", "), |f, v| {
                        f.contracts = list(&v.to_lowercase()).into_iter().filter(|c| obligation::place::CONTRACTS.contains(&c.as_str())).collect();
                    })}
            </div>
        </section>
    }
    .into_any()
}

/// `US-CA 900, US-NY 40`; a part without a known place or a number is left out.
fn residents(facts: &mut Facts, text: String) {
    let one = |part: String| {
        let (code, n) = part.rsplit_once([' ', ':', '='])?;
        Some((obligation::check_code(code.trim_end_matches([':', '='])).ok()?, whole(n)?))
    };
    facts.residents = list(&text).into_iter().filter_map(one).collect();
}

fn jurisdictions(board: Board) -> AnyView {
    let stating = board.stating;
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(String::new());
    let add = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        // A choice from the list reads “DE, Germany”.
        let text = typed.get_untracked();
        match obligation::check_code(text.split(',').next().unwrap_or_default()) {
            Ok(code) => {
                problem.set(String::new());
                typed.set(String::new());
                stating.state(|f| {
                    if !f.jurisdictions.contains(&code) {
                        f.jurisdictions.push(code);
                    }
                });
            }
            Err(e) => problem.set(e.to_string()),
        }
    };
    let label = |code: &str| match obligation::place::label(code) {
        name if name == code => code.to_owned(),
        name => format!("{code}, {name}"),
    };
    let options = obligation::jurisdictions()
        .iter()
        .map(|(c, l)| view! { <option value=format!("{c}, {l}")></option> }.into_any());
    view! {
        <form class="fact wide" on:submit=add aria-label="Where affected people live">
            <label for="jurisdiction">"Where do affected people live?"</label>
            <ul class="chips" aria-label="Chosen places">
                {live(move || stating.facts.with(|f| f.jurisdictions.clone()).into_iter().map(|code| {
                    let words = label(&code);
                    view! {
                        <li class="chip">{words.clone()}
                            <button type="button" class="chip-remove" aria-label=format!("Remove {words}")
                                on:click=move |_| stating.state(|f| f.jurisdictions.retain(|c| *c != code))>"×"</button>
                        </li>
                    }.into_any()
                }).collect_view())}
            </ul>
            <div class="inline-form">
                <input id="jurisdiction" type="text" class="input" list="jurisdiction-list" autocomplete="off" aria-describedby="jurisdiction-hint"
                    prop:value=move || typed.get() on:input=move |ev| typed.set(event_target_value(&ev))/>
                <datalist id="jurisdiction-list">{options.collect_view()}</datalist>
                <button type="submit" class="button">"Add place"</button>
            </div>
            <p class="hint" id="jurisdiction-hint" role="status">{live(move || {
                let said = problem.get();
                if said.is_empty() { "An ISO country code such as DE or GB, a state such as US-CA, or EU".to_owned() } else { said }
            })}</p>
        </form>
    }
    .into_any()
}
