//! The catalogue of the rules: what each looks at, why, whether it saw something here, and the thresholds that a person may set.

use super::{Board, part};
use crate::engine::view::RuleLine;
use crate::model::{Measure, Threshold};
use crate::ui::pages::desk::{scroll_to, unfold};
use crate::ui::strings::number;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{live, word};
use crate::workspace::Change;

/// The section at the foot of the page.
pub(super) fn catalogue(board: Board) -> AnyView {
    let rules = Memo::new(move |_| board.view.with(|v| v.rules.clone()));
    let families = move || {
        let mut families = rules.with(|r| r.iter().map(|line| line.family).collect::<Vec<_>>());
        families.dedup();
        families
    };
    let all = move || {
        let groups = families().into_iter().map(|family| {
            let lines = rules.with_untracked(|r| {
                r.iter()
                    .filter(|line| line.family == family)
                    .map(|line| line.rule.clone())
                    .collect::<Vec<_>>()
            });
            view! {
                <section class="rule-family" aria-label=known(family.label())>
                    <h3>{known(family.label())}</h3>
                    {lines.into_iter().map(|rule| one(board, rules, rule)).collect_view()}
                </section>
            }
            .into_any()
        });
        groups.collect_view()
    };
    let names = Memo::new(move |_| families());
    let summary = move || {
        rules.with(|r| {
            let spoke = r.iter().filter(|line| line.saw.is_some()).count();
            say!("{r} rules, {spoke} spoke here", r = number(r.len() as u64), spoke = number(spoke as u64))
        })
    };
    view! {
        <section class="rules" aria-labelledby="rules-title">
            <div class="section-head">
                <h2 id="rules-title">"Rules and thresholds"</h2>
                <p>{live(summary)}</p>
            </div>
            <p class="hint">"Each finding is what one of these rules saw. Thresholds hold for all cases of this workspace; a changed one is said wherever its finding stands."</p>
            {live(move || { names.track(); untrack(all) })}
        </section>
    }
    .into_any()
}

/// The place of a rule in the catalogue.
pub(super) fn place(rule: &str) -> String {
    format!("rule-{rule}")
}

/// Opens a rule in the catalogue and goes there.
pub(super) fn open(rule: &str) {
    unfold(&place(rule));
}

fn one(board: Board, rules: Memo<Vec<RuleLine>>, rule: String) -> AnyView {
    let find = rule.clone();
    let line = Memo::new(move |_| rules.with(|r| r.iter().find(|line| line.rule == find).cloned()));
    let Some(first) = line.get_untracked() else { return ().into_any() };
    let saw = move || {
        let (saw, too_many) =
            line.with(|line| line.as_ref().map_or((None, None), |line| (line.saw, line.too_many)));
        match (saw, too_many) {
            (Some((severity, outcome)), _) => {
                (outcome.id(), format!("{}, {}", known(outcome.label()), inside(severity.label())))
            }
            (None, Some(most)) => {
                ("silent", say!("not compared: more than {most} cases", most = number(most as u64)))
            }
            (None, None) => ("silent", say!("silent here").to_owned()),
        }
    };
    let target = format!("finding-{rule}");
    let spoke = Memo::new(move |_| line.with(|line| line.as_ref().is_some_and(|line| line.saw.is_some())));
    let duty = first.duty.map_or("none: it questions the record itself", crate::model::Duty::label);
    let fields = first.thresholds.iter().map(|m| field(board, m.threshold, &rule)).collect_view();
    view! {
        <details class="rule" id=place(&rule)>
            <summary id=format!("{}-name", place(&rule))><span class="rule-title">{first.title}</span>" "<span class="rule-saw outcome" data-outcome=word(move || saw().0)>{live(move || saw().1)}</span></summary>
            <dl class="finding-parts">
                {part("Looks at", first.looks_at)}
                {part("Why", first.why)}
                {part("Serves", look(duty).to_owned())}
                {part("Asks", first.question)}
                {part("In the plan", first.change)}
                {part("Name", first.rule)}
            </dl>
            {fields}
            {live(move || spoke.get().then(|| {
                let target = target.clone();
                view! { <button type="button" class="button small" on:click=move |_| scroll_to(&target)>"To its finding"</button> }.into_any()
            }))}
        </details>
    }
    .into_any()
}

/// A threshold with its unit, its default and what is wrong with what was typed.
fn field(board: Board, threshold: Threshold, rule: &str) -> AnyView {
    let at = move || {
        let default = Measure { threshold, value: threshold.default_value() };
        board
            .view
            .with(|v| v.thresholds.iter().find(|m| m.threshold == threshold).copied())
            .unwrap_or(default)
    };
    let measure = Memo::new(move |_| at());
    let problem = RwSignal::new(None::<String>);
    let id = format!("threshold-{rule}-{}", threshold.id());
    let hint_id = format!("{id}-hint");
    let [least, most] = threshold.range();
    let set = move |value: Option<u32>| {
        problem.set(None);
        if value.unwrap_or(threshold.default_value()) != measure.get_untracked().value {
            board.desk.apply(Change::SetThreshold { threshold, value });
        }
    };
    let typed = move |text: String| match text.trim().parse::<u32>() {
        Ok(value) if threshold.allows(value) => set(Some(value)),
        _ => problem.set(Some(say!(
            "Write a whole number from {least} to {most}; “{trim}” is none.",
            least = number(u64::from(least)),
            most = number(u64::from(most)),
            trim = text.trim()
        ))),
    };
    let hint = move || {
        problem.get().unwrap_or_else(|| {
            let default = threshold.words(threshold.default_value());
            let changed = if measure.get().is_set() { say!("Changed. ") } else { "" };
            say!(
                "{changed}Default: {default}. {because}",
                changed,
                default,
                because = look(threshold.because())
            )
        })
    };
    view! {
        <div class="threshold" data-changed=word(move || measure.get().is_set().then_some(""))>
            <label for=id.clone()>{known(threshold.label())}</label>
            <span class="threshold-value">
                <input aria-disabled=read_only() id=id type="text" class="input" inputmode="numeric" autocomplete="off" aria-describedby=hint_id.clone()
                    aria-invalid=word(move || problem.with(Option::is_some).to_string())
                    prop:value=move || measure.get().value.to_string()
                    on:change=move |ev| typed(event_target_value(&ev))/>
                " "{live(move || { let [one, many] = threshold.unit().words(); look(if measure.get().value == 1 { one } else { many }).to_owned() })}
                {live(move || measure.get().is_set().then(|| view! {
                    <button type="button" aria-disabled=read_only() class="button small" aria-label=say!("Use the default: {threshold}", threshold = known(threshold.label())) on:click=move |_| set(None)>"Use the default"</button>
                }.into_any()))}
            </span>
            <p class="hint" id=hint_id role="status">{live(hint)}</p>
        </div>
    }
    .into_any()
}
