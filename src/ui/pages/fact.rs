//! Fields for the facts of a case, which only a person can state.

use super::desk::Desk;
use crate::model::Facts;
use crate::obligation;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{live, word};
use crate::workspace::Change;

/// Where facts are stated.
#[derive(Clone, Copy)]
pub struct Stating {
    desk: Desk,
    /// The facts as they stand.
    pub facts: Signal<Facts>,
    /// Facts that were stated and are not in the answer yet, so that two quick answers do not undo one another.
    stated: RwSignal<Option<Facts>>,
    /// How many statements are under way: an answer that comes meanwhile may be older than the last of them.
    underway: RwSignal<u32>,
}

impl Stating {
    /// Over the facts of an answer.
    pub fn new(desk: Desk, facts: Signal<Facts>) -> Stating {
        let (stated, underway) = (RwSignal::new(None), RwSignal::new(0));
        Effect::new(move |_| {
            facts.track();
            if underway.get_untracked() == 0 {
                stated.set(None);
            }
        });
        Stating { desk, facts, stated, underway }
    }

    /// Changes the facts.
    pub fn state(self, change: impl FnOnce(&mut Facts)) {
        let _ = self.try_state(|facts| {
            change(facts);
            Ok(())
        });
    }

    /// Changes the facts where what was written can be read and names what the rules know.
    ///
    /// # Errors
    /// What is wrong, and what would be right; nothing has changed then.
    pub fn try_state(self, change: impl FnOnce(&mut Facts) -> Result<(), String>) -> Result<(), String> {
        let before = self.stated.get_untracked().unwrap_or_else(|| self.facts.get_untracked());
        let mut facts = before.clone();
        change(&mut facts)?;
        if facts != before {
            obligation::check_facts(&facts).map_err(|e| e.to_string())?;
            self.stated.set(Some(facts.clone()));
            self.underway.update(|n| *n += 1);
            let change = Change::SetFacts { case: self.desk.case(), facts: Box::new(facts) };
            self.desk.apply_settled(change, move |kept| {
                // The page may have been left meanwhile.
                let _ = self.underway.try_update(|n| *n -= 1);
                if !kept {
                    let _ = self.stated.try_set(None);
                }
            });
        }
        Ok(())
    }
}

/// What is between commas.
pub fn list(text: &str) -> Vec<String> {
    text.split([',', ';']).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

/// A whole number, with or without marks between its thousands.
pub fn whole(text: &str) -> Option<u64> {
    let digits: String =
        text.chars().filter(|c| !matches!(c, ' ' | ',' | '.' | '\u{a0}' | '\u{202f}' | '_')).collect();
    digits.parse().ok()
}

/// A fact in words.
pub fn text(
    stating: Stating,
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    get: fn(&Facts) -> String,
    set: fn(&mut Facts, String),
) -> AnyView {
    field(stating, id.to_owned(), look(label).to_owned(), look(hint).to_owned(), get, move |f, v| {
        set(f, v);
        Ok(())
    })
}

/// A fact in words that may be refused: what was typed stays then, with the reason under it.
pub fn field(
    stating: Stating,
    id: String,
    label: String,
    hint: String,
    get: impl Fn(&Facts) -> String + Send + Sync + 'static,
    set: impl Fn(&mut Facts, String) -> Result<(), String> + 'static,
) -> AnyView {
    let problem = RwSignal::new(None::<String>);
    let hint_id = format!("{id}-hint");
    view! {
        <div class="fact">
            <label for=id.clone()>{label}</label>
            <input aria-disabled=read_only() id=id type="text" class="input" autocomplete="off" aria-describedby=hint_id.clone()
                prop:value=move || stating.facts.with(|f| get(f))
                aria-invalid=word(move || problem.with(Option::is_some).to_string())
                on:change=move |ev| { let v = event_target_value(&ev); problem.set(stating.try_state(|f| set(f, v)).err()); }/>
            <p class="hint" id=hint_id role="status">{live(move || problem.get().unwrap_or_else(|| hint.clone()))}</p>
        </div>
    }
    .into_any()
}

/// A question with three answers: yes, no, nobody has said.
pub fn answer(
    stating: Stating,
    id: String,
    question: String,
    get: impl Fn(&Facts) -> Option<bool> + Copy + Send + Sync + 'static,
    set: impl Fn(&mut Facts, Option<bool>) + Clone + 'static,
) -> AnyView {
    let value = Memo::new(move |_| stating.facts.with(get));
    let name = id.clone();
    let choice = move |words: &'static str, this: Option<bool>| {
        let own = format!("{id}-{words}").replace(' ', "-").to_lowercase();
        let set = set.clone();
        view! {
            <label class="choice" for=own.clone()>
                <input aria-disabled=read_only() type="radio" id=own.clone() name=name.clone() prop:checked=move || value.get() == this
                    on:change=move |_| stating.state(|f| set(f, this))/>
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
