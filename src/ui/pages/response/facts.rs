//! The few facts that decide what applies, each with its effect beside it.

use super::Bench;
use crate::model::Facts;
use crate::obligation;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{live, word};
use crate::workspace::Change;

impl Bench {
    /// Changes the facts.
    fn state(self, change: impl FnOnce(&mut Facts)) {
        let before =
            self.stated.get_untracked().unwrap_or_else(|| self.view.with_untracked(|v| v.facts.clone()));
        let mut facts = before.clone();
        change(&mut facts);
        if facts != before {
            self.stated.set(Some(facts.clone()));
            self.desk.apply(Change::SetFacts { case: self.desk.case(), facts: Box::new(facts) });
        }
    }
}

/// The questions, in the order in which they decide.
pub(super) fn section(bench: Bench) -> AnyView {
    let facts = Memo::new(move |_| bench.view.with(|v| v.facts.clone()));
    view! {
        <section class="facts" aria-labelledby="facts-title">
            <h2 id="facts-title">"Facts of the case"</h2>
            <div class="facts-grid">
                {jurisdictions(bench, facts)}
                {answer(bench, "personal-data", "Were personal data affected?", Signal::derive(move || facts.with(|f| f.personal_data)),
                    |f, v| f.personal_data = v)}
                {answer(bench, "risk-unlikely", "Is a risk to people unlikely?", Signal::derive(move || facts.with(|f| f.risk_unlikely)),
                    |f, v| f.risk_unlikely = v)}
                {effect(bench)}
                {text(bench, "data-types", "Kinds of data affected", "name, payment card number, password; separated by commas",
                    Signal::derive(move || facts.with(|f| f.data_types.join(", "))), |f, v| f.data_types = list(&v))}
                {text(bench, "records-affected", "People or records affected", "a whole number; stands in the report",
                    Signal::derive(move || facts.with(|f| f.records_affected.map(|n| n.to_string()).unwrap_or_default())),
                    |f, v| f.records_affected = whole(&v))}
                {text(bench, "update-cadence", "Updates were promised every … minutes", "the longest silence is measured against it",
                    Signal::derive(move || facts.with(|f| f.update_cadence_minutes.map(|n| n.to_string()).unwrap_or_default())),
                    |f, v| f.update_cadence_minutes = whole(&v).and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0))}
                {text(bench, "review-teams", "Teams in the review", "security, operations, legal; a relevant team that is missing becomes a finding",
                    Signal::derive(move || facts.with(|f| f.review_teams.join(", "))), |f, v| f.review_teams = list(&v))}
                {delay_reasons(bench)}
            </div>
        </section>
    }
    .into_any()
}

/// What is between commas.
fn list(text: &str) -> Vec<String> {
    text.split([',', ';']).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

/// A whole number, with or without marks between its thousands.
fn whole(text: &str) -> Option<u64> {
    let digits: String =
        text.chars().filter(|c| !matches!(c, ' ' | ',' | '.' | '\u{a0}' | '\u{202f}' | '_')).collect();
    digits.parse().ok()
}

fn text(
    bench: Bench,
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    value: Signal<String>,
    set: fn(&mut Facts, String),
) -> AnyView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="fact">
            <label for=id>{label}</label>
            <input id=id type="text" class="input" autocomplete="off" aria-describedby=hint_id.clone()
                prop:value=move || value.get()
                on:change=move |ev| { let v = event_target_value(&ev); bench.state(|f| set(f, v)); }/>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
    .into_any()
}

/// A question with three answers: yes, no, nobody has said.
fn answer(
    bench: Bench,
    id: &'static str,
    question: &'static str,
    value: Signal<Option<bool>>,
    set: fn(&mut Facts, Option<bool>),
) -> AnyView {
    let choice = move |words: &'static str, this: Option<bool>| {
        let name = format!("{id}-{words}").replace(' ', "-").to_lowercase();
        view! {
            <label class="choice" for=name.clone()>
                <input type="radio" id=name.clone() name=id prop:checked=move || value.get() == this
                    on:change=move |_| bench.state(|f| set(f, this))/>
                {words}
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="fact" data-open=word(move || value.get().is_none().then_some(""))>
            <legend>{question}</legend>
            <div class="choices">{choice("Yes", Some(true))}{choice("No", Some(false))}{choice("Not said yet", None)}</div>
        </fieldset>
    }
    .into_any()
}

fn jurisdictions(bench: Bench, facts: Memo<Facts>) -> AnyView {
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
                bench.state(|f| {
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
                {live(move || facts.with(|f| f.jurisdictions.clone()).into_iter().map(|code| {
                    let words = label(&code);
                    view! {
                        <li class="chip">{words.clone()}
                            <button type="button" class="chip-remove" aria-label=format!("Remove {words}")
                                on:click=move |_| bench.state(|f| f.jurisdictions.retain(|c| *c != code))>"×"</button>
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

/// What the answers so far decide, rule by rule.
fn effect(bench: Bench) -> AnyView {
    let rules = Memo::new(move |_| {
        bench.view.with(|v| {
            let line = |o: &obligation::Obligation| (o.title.clone(), o.applies, o.because.clone());
            v.obligations.iter().map(line).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="fact wide effect" role="status" aria-label="Effect of these answers">
            <h3>"Effect of these answers"</h3>
            <ul>{live(move || rules.get().into_iter().map(|(title, applies, because)| {
                let (state, words) = match applies {
                    Some(true) => ("applies", "applies"),
                    Some(false) => ("not", "does not apply"),
                    None => ("open", "cannot be told yet"),
                };
                view! { <li data-applies=state><span class="mark" aria-hidden="true"></span><span><strong>{title}</strong>" "{words}": "{because}</span></li> }.into_any()
            }).collect_view())}</ul>
        </div>
    }
    .into_any()
}

/// The documented reasons for a late notice, one field for each rule that applies.
fn delay_reasons(bench: Bench) -> AnyView {
    let rules = Memo::new(move |_| {
        bench.view.with(|v| {
            let applying = v.obligations.iter().filter(|o| o.applies == Some(true));
            applying.map(|o| (o.rule.clone(), o.title.clone())).collect::<Vec<_>>()
        })
    });
    view! {
        <For each=move || rules.get() key=|r| r.0.clone() children=move |(rule, title)| {
            let id = format!("delay-{rule}");
            let (read, write) = (rule.clone(), rule);
            view! {
                <div class="fact wide">
                    <label for=id.clone()>{format!("Documented reasons for a late notice: {title}")}</label>
                    <input id=id type="text" class="input" autocomplete="off"
                        prop:value=move || bench.view.with(|v| v.facts.delay_reasons.get(&read).cloned().unwrap_or_default())
                        on:change=move |ev| {
                            let reason = event_target_value(&ev).trim().to_owned();
                            bench.state(|f| match reason.is_empty() {
                                true => { f.delay_reasons.remove(&write); }
                                false => { f.delay_reasons.insert(write.clone(), reason); }
                            });
                        }/>
                </div>
            }.into_any()
        }/>
    }
    .into_any()
}
