//! The questions that decide which rules apply, each with its effect beside it.

use super::Board;
use crate::document::Rests;
use crate::language::retold;
use crate::milestone::Status;
use crate::model::facts::NoticePart;
use crate::model::{Facts, Milestone};
use crate::obligation::{self, Question};
use crate::ui::pages::fact::{self, list, whole};
use crate::ui::pages::{milestone_form, words};
use crate::ui::view::prelude::*;
use crate::ui::widgets::explained::sentence;
use crate::ui::widgets::live::live;

/// The place of the forms that open among the questions.
const HERE: &str = "questions";

/// The questions, in the order in which they decide.
pub(super) fn section(board: Board) -> AnyView {
    let stating = board.stating;
    // A question with what its answer does.
    let with = |question: Question, field: AnyView| {
        let effect =
            Memo::new(move |_| board.view.with(|v| v.effects.iter().find(|e| e.0 == question).cloned()));
        let told = move || {
            effect.get().map(|(_, words, rules)| match rules.is_empty() {
                true => words.into_any(),
                false => sentence(words.into_any(), rules, Rests::default()),
            })
        };
        view! { <div class="decides">{field}<div class="effect" role="status">{live(told)}</div></div> }
            .into_any()
    };
    let ask = |question: Question,
               id: &'static str,
               get: fn(&Facts) -> Option<bool>,
               set: fn(&mut Facts, Option<bool>)| {
        with(question, fact::answer(stating, id.to_owned(), look(question.words()).to_owned(), get, set))
    };
    let say = |question: Question,
               id: &str,
               hint: &'static str,
               get: fn(&Facts) -> String,
               set: fn(&mut Facts, String) -> Result<(), String>| {
        with(
            question,
            fact::field(
                stating,
                id.to_owned(),
                look(question.words()).to_owned(),
                look(hint).to_owned(),
                get,
                set,
            ),
        )
    };
    view! {
        <section class="facts" aria-labelledby="questions-title">
            <h2 id="questions-title">"What decides"</h2>
            <div class="facts-grid">
                {aware(board)}
                <div class="fact wide">{with(Question::Place, jurisdictions(board))}</div>
                {ask(Question::PersonalData, "personal-data", |f| f.personal_data, |f, v| f.personal_data = v)}
                {ask(Question::Risk, "risk-unlikely", |f| f.risk_unlikely, |f, v| f.risk_unlikely = v)}
                {ask(Question::HighRisk, "high-risk", |f| f.high_risk, |f, v| f.high_risk = v)}
                {ask(Question::Processor, "processor", |f| f.processor, |f, v| f.processor = v)}
                {say(Question::DataTypes, "data-types", "name, payment card number, password; separated by commas",
                    |f| f.data_types.join(", "), |f, v| { f.data_types = list(&v); Ok(()) })}
                {say(Question::People, "records-affected", "a whole number",
                    |f| f.records_affected.map(|n| n.to_string()).unwrap_or_default(), people)}
                {say(Question::Residents, "residents", "by place, such as US-CA 900, US-NY 40",
                    |f| pairs(&f.residents), residents)}
                {say(Question::Sector, "sector", "retail, finance, bank, health, telecom, listed, critical, manufacturer …",
                    |f| f.sector.clone(), |f, v| { f.sector = v.trim().to_owned(); Ok(()) })}
                {say(Question::Contracts, "contracts", "visa, mastercard, amex, discover, acquirer, insurer, customer, pci",
                    |f| f.contracts.join(", "), |f, v| { f.contracts = list(&v.to_lowercase()); Ok(()) })}
                {fact::field(stating, "acquirer-country".to_owned(), say!("In which country is your acquirer?").to_owned(),
                    say!("its code, such as DE or US: business days of card brands are counted by its holidays").to_owned(),
                    |f| f.acquirer_country.clone(), acquirer_country)}
                {fact::field(stating, "zones".to_owned(), say!("In which zone are days counted?").to_owned(),
                    say!("by place or contract, such as US-TX America/Denver, visa Europe/Berlin; empty: the zone of the place").to_owned(),
                    |f| pairs(&f.zones), zones)}
                {hold(board)}
            </div>
        </section>
        <section class="facts" aria-labelledby="notice-title">
            <h2 id="notice-title">"What the notice to people said"</h2>
            <p class="hint">"Findings hold these answers against what a notice has to say."</p>
            <div class="facts-grid">{NoticePart::ALL.into_iter().map(|part| said(board, part)).collect_view()}</div>
        </section>
    }
    .into_any()
}

/// Whether the notice had one of its parts.
fn said(board: Board, part: NoticePart) -> AnyView {
    let id = format!("notice-{part:?}").to_lowercase();
    let words = say!("Did it say {part}?", part = look(part.words()));
    let set = move |f: &mut Facts, v: Option<bool>| {
        match v {
            Some(v) => f.notice.insert(part, v),
            None => f.notice.remove(&part),
        };
    };
    fact::answer(board.stating, id, words, move |f| f.notice.get(&part).copied(), set)
}

/// What stands between commas as key and value.
fn parts(text: &str, example: &str) -> Result<Vec<(String, String)>, String> {
    let one = |part: String| match part.rsplit_once([' ', ':', '=']) {
        Some((key, value)) => Ok((key.trim_end_matches([' ', ':', '=']).to_owned(), value.to_owned())),
        None => Err(say!("“{part}” cannot be read; write it like {example}", part, example)),
    };
    list(text).into_iter().map(one).collect()
}

/// `US-CA 900, US-NY 40`.
fn pairs<T: std::fmt::Display>(map: &std::collections::BTreeMap<String, T>) -> String {
    map.iter().map(|(key, value)| format!("{key} {value}")).collect::<Vec<_>>().join(", ")
}

fn residents(facts: &mut Facts, text: String) -> Result<(), String> {
    let one = |(code, n): (String, String)| {
        let code = obligation::check_code(&code).map_err(|e| retold(e.to_string()))?;
        whole(&n).map(|n| (code, n)).ok_or_else(|| say!("“{n}” is no whole number", n))
    };
    facts.residents = parts(&text, "US-CA 900")?.into_iter().map(one).collect::<Result<_, String>>()?;
    Ok(())
}

fn zones(facts: &mut Facts, text: String) -> Result<(), String> {
    facts.zones = parts(&text, "US-TX America/Denver")?.into_iter().collect();
    Ok(())
}

fn acquirer_country(facts: &mut Facts, text: String) -> Result<(), String> {
    facts.acquirer_country = match text.trim() {
        "" => String::new(),
        code => obligation::check_country(code).map_err(|e| retold(e.to_string()))?,
    };
    Ok(())
}

fn people(facts: &mut Facts, text: String) -> Result<(), String> {
    facts.records_affected = match text.trim() {
        "" => None,
        number => Some(whole(number).ok_or_else(|| say!("“{number}” is no whole number", number))?),
    };
    Ok(())
}

/// Since when the organisation was aware: the start of most clocks.
fn aware(board: Board) -> AnyView {
    view! {
        <fieldset class="fact wide">
            <legend>"Aware since"</legend>
            {when(board, "Set when you were aware…", Milestone::Aware)}
            <p class="hint">"Most clocks start here: when it was reasonably certain that personal data were affected. All due times below move with it."</p>
        </fieldset>
    }
    .into_any()
}

/// From when to when law enforcement had notices held back: two milestones that only rules know.
fn hold(board: Board) -> AnyView {
    let one = |label: &'static str, name: &str| when(board, label, Milestone::Legal(name.to_owned()));
    view! {
        <fieldset class="fact wide">
            <legend>"Did law enforcement ask to hold notices back?"</legend>
            {one("Set when the hold began…", "law_enforcement_hold_started")}
            {one("Set when it was lifted…", "law_enforcement_hold_ended")}
            <p class="hint">"Such a hold suspends the clocks of American rules that allow it."</p>
        </fieldset>
    }
    .into_any()
}

/// A milestone as it stands, with a button that opens its form here.
fn when(board: Board, label: &'static str, milestone: Milestone) -> AnyView {
    let setting = board.setting;
    let (read, open) = (milestone.clone(), milestone.clone());
    let stands = live(move || {
        let held = setting.row(&read).and_then(|r| r.held);
        let proposed = held.as_ref().is_some_and(|h| h.status == Status::Proposed);
        let Some(moment) = held.and_then(|h| h.moment) else { return say!("not stated").to_owned() };
        let time = words::moment(&moment, board.desk.zone.get());
        if proposed { format!("{time} ({})", say!("proposed")) } else { time }
    });
    let form = milestone.clone();
    let editing = Memo::new(move |_| board.edited(HERE).as_ref() == Some(&form));
    view! {
        <div>
            <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| board.edit(HERE, &open)>{label}</button>
            " "{stands}
            {live(move || editing.get().then(|| milestone_form::form(setting, milestone.clone(), || ())))}
        </div>
    }
    .into_any()
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
            Err(e) => problem.set(retold(e.to_string())),
        }
    };
    let label = |code: &str| match obligation::place::label(code) {
        name if name == code => code.to_owned(),
        _ => format!("{code}, {}", obligation::place::named(code)),
    };
    let options = obligation::jurisdictions()
        .iter()
        .map(|(code, _)| view! { <option value=label(code)></option> }.into_any());
    view! {
        <form class="fact wide" on:submit=add aria-label="Where affected people live">
            <label for="jurisdiction">"Where do affected people live?"</label>
            <ul class="chips" aria-label="Chosen places">
                {live(move || stating.facts.with(|f| f.jurisdictions.clone()).into_iter().map(|code| {
                    let words = label(&code);
                    view! {
                        <li class="chip">{words.clone()}
                            <button type="button" aria-disabled=read_only() class="chip-remove" aria-label=say!("Remove {words}", words)
                                on:click=move |_| stating.state(|f| f.jurisdictions.retain(|c| *c != code))>"×"</button>
                        </li>
                    }.into_any()
                }).collect_view())}
            </ul>
            <div class="inline-form">
                <input id="jurisdiction" type="text" class="input" list="jurisdiction-list" autocomplete="off" aria-describedby="jurisdiction-hint"
                    prop:value=move || typed.get() on:input=move |ev| typed.set(event_target_value(&ev))/>
                <datalist id="jurisdiction-list">{options.collect_view()}</datalist>
                <button type="submit" aria-disabled=read_only() class="button">"Add place"</button>
            </div>
            <p class="hint" id="jurisdiction-hint" role="status">{live(move || {
                let said = problem.get();
                if said.is_empty() { say!("An ISO country code such as DE or GB, a state such as US-CA, or EU").to_owned() } else { said }
            })}</p>
        </form>
    }
    .into_any()
}
