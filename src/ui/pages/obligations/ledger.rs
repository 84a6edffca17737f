//! The ledger: who must be told, from when, by when, and when it happened. Not legal advice.

use super::Board;
use crate::engine::Query;
use crate::engine::view::{LedgerEntry, RuleView};
use crate::language::language;
use crate::model::Milestone;
use crate::ui::pages::desk::ask;
use crate::ui::pages::fact;
use crate::ui::pages::milestone_form::form;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::explained::behind;
use crate::ui::widgets::live::{live, word};

/// The rules that apply or may apply, by due time.
pub(super) fn section(board: Board) -> AnyView {
    let rules =
        Memo::new(move |_| board.view.with(|v| v.ledger.iter().map(|e| e.rule.clone()).collect::<Vec<_>>()));
    let empty = Memo::new(move |_| rules.with(Vec::is_empty));
    view! {
        <section class="ledger" aria-labelledby="ledger-title">
            <h2 id="ledger-title">"Obligations to report"</h2>
            {live(move || empty.get().then(|| view! { <p class="hint">"No rule is selected yet: answer the questions above."</p> }.into_any()))}
            <div class="ledger-rows">
                <For each=move || rules.get() key=String::clone children=move |rule| entry(board, rule)/>
            </div>
        </section>
    }
    .into_any()
}

/// The rules that are not selected, folded, each with its reason.
pub(super) fn others(board: Board) -> AnyView {
    let off = Memo::new(move |_| board.view.with(|v| v.off.clone()));
    let shown = RwSignal::new(false);
    view! {
        <details class="ledger-off" on:toggle=move |_| once(shown)>
            <summary>{live(move || say!("{off} rules are not selected", off = off.with(Vec::len)))}</summary>
            {live(move || shown.get().then(|| view! {
                <ul><For each=move || off.get() key=Clone::clone children=move |(rule, title, because)| view! {
                    <li><strong lang="en">{title}</strong>": "{because}{in_full(board, rule)}</li>
                }.into_any()/></ul>
            }.into_any()))}
        </details>
    }
    .into_any()
}

/// Remembers that something was opened; what was made then stays.
fn once(opened: RwSignal<bool>) {
    if !opened.get_untracked() {
        opened.set(true);
    }
}

/// The text of a rule with its sources, asked for when it is opened.
fn in_full(board: Board, rule: String) -> AnyView {
    let open = RwSignal::new(false);
    let part = move || {
        let (case, rule) = (untrack(|| board.desk.case()), rule.clone());
        let answer = ask::<RuleView>(move || Some(Query::Rule { case, rule: rule.clone() }));
        view! { <div class="rule-text" lang="en">{live(move || match answer.get() {
            None => ().into_any(),
            Some(Ok(rule)) => blocks_view(&rule.blocks),
            Some(Err(e)) => view! { <p class="error" lang=language().id()>{e.sentences()}</p> }.into_any(),
        })}</div> }
        .into_any()
    };
    view! {
        <details class="ledger-notes" on:toggle=move |_| once(open)>
            <summary>"The rule, its sources, how sure it is"</summary>
            {live(move || open.get().then(&part))}
        </details>
    }
    .into_any()
}

/// One rule. Its words change with each answer; its fields stay, so that the focus does.
fn entry(board: Board, rule: String) -> AnyView {
    let find = move |rule: &str| board.view.with(|v| v.ledger.iter().find(|e| e.rule == rule).cloned());
    let Some(first) = untrack(|| find(&rule)) else { return ().into_any() };
    let last = first.clone();
    // A rule that is gone keeps its last words until it leaves the list.
    let now = Memo::new(move |_| find(&last.rule).unwrap_or_else(|| last.clone()));
    let id = format!("rule-{}", first.rule);
    let look = move || now.with(|e| e.look.clone());
    let fields = move || {
        let one = |(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any();
        now.with(|e| e.fields.clone()).into_iter().map(one).collect_view()
    };
    let notes = move || {
        let one = |n| view! { <li>{n}</li> }.into_any();
        now.with(|e| e.notes.clone()).into_iter().map(one).collect_view()
    };
    let actions = actions(board, &first, now);
    view! {
        <article class="ledger-entry" aria-labelledby=id.clone() data-verdict=word(look)>
            <header>
                <h3 id=id.clone() lang="en">{first.title}</h3>
                <p class="verdict" data-verdict=word(look)><span class="mark" aria-hidden="true"></span>{live(move || now.with(|e| e.verdict.clone()))}</p>
            </header>
            <p class="because">{live(move || now.with(|e| e.because.clone()))}</p>
            <dl class="ledger-fields">{live(fields)}</dl>
            {actions}
            <details class="ledger-notes">
                <summary>"How it was computed"</summary>
                <ul>{live(notes)}</ul>
                {live(move || behind(now.with(|e| e.rests.clone())))}
            </details>
            {in_full(board, first.rule)}
            <footer><cite lang="en">{first.citation}</cite></footer>
        </article>
    }
    .into_any()
}

/// What can be said of one rule: when its notice was sent and received, when its clock started, why it was late.
fn actions(board: Board, e: &LedgerEntry, now: Memo<LedgerEntry>) -> AnyView {
    let (setting, rule, title) = (board.setting, e.rule.clone(), e.title.clone());
    let sent = Milestone::Sent(rule.clone());
    let (served, called) = (sent.clone(), title.clone());
    let take = live(move || {
        now.with(|e| e.notice.clone()).map(|(told, moment, event)| {
            let (label, sent) = (say!("This notice is “{told}”", told = known(told.label())), served.clone());
            let name = format!("{label}: {called}");
            view! {
                <button type="button" aria-disabled=read_only() class="button small" aria-label=name on:click=move |_| setting.confirm(sent.clone(), moment, event)>{label}</button>
            }
            .into_any()
        })
    });
    let received =
        e.receipt.then(|| (say!("Set when it was received…").to_owned(), Milestone::Received(rule.clone())));
    let starts = e.starts.clone().map(|m| (say!("Set when its clock started…").to_owned(), m));
    let others = e.depends_on.iter().map(|m| {
        let milestone = known(m.label());
        (say!("Set when “{milestone}” happened…", milestone), m.clone())
    });
    let times: Vec<(String, Milestone)> = std::iter::once((say!("Set when it was sent…").to_owned(), sent))
        .chain(received)
        .chain(starts)
        .chain(others)
        .collect();
    let mine: Vec<Milestone> = times.iter().map(|(_, milestone)| milestone.clone()).collect();
    let buttons = times.into_iter().map(|(label, milestone)| {
        let name = format!("{}: {title}", label.trim_end_matches('…'));
        let place = rule.clone();
        view! {
            <button type="button" aria-disabled=read_only() class="button small" aria-label=name on:click=move |_| board.edit(&place, &milestone)>{label}</button>
        }
        .into_any()
    });
    let place = rule.clone();
    let form =
        live(move || board.edited(&place).filter(|m| mine.contains(m)).map(|m| form(setting, m, || ())));
    let facts = facts(board, e, &rule);
    view! {
        <div class="ledger-actions">{take}{buttons.collect_view()}{form}</div>
        <div class="facts-grid">{facts}</div>
    }
    .into_any()
}

/// The facts that only this rule asks for.
fn facts(board: Board, e: &LedgerEntry, rule: &str) -> AnyView {
    let stating = board.stating;
    let owned = |s: &str| s.to_owned();
    let excuse = e.excuse.clone().map(|words| {
        let (get, set) = (owned(rule), owned(rule));
        fact::field(
            stating,
            format!("delay-{rule}"),
            say!("Documented reasons for a late notice").to_owned(),
            words,
            move |f| f.delay_reasons.get(&get).cloned().unwrap_or_default(),
            move |f, v| {
                keep(&mut f.delay_reasons, &set, v.trim());
                Ok(())
            },
        )
    });
    let limit = e.contract.then(|| {
        let (get, set) = (owned(rule), owned(rule));
        fact::field(
            stating,
            format!("limit-{rule}"),
            say!("The limit in your contract").to_owned(),
            say!("such as 24 hours, 3 days or 2 business days; empty: the rule’s own").to_owned(),
            move |f| f.contract_limits.get(&get).cloned().unwrap_or_default(),
            move |f, v| {
                keep(&mut f.contract_limits, &set, v.trim());
                Ok(())
            },
        )
    });
    let threshold = e.threshold.then(|| {
        let (get, set) = (StoredValue::new(owned(rule)), owned(rule));
        fact::answer(
            stating,
            format!("threshold-{rule}"),
            say!("Is its threshold met?").to_owned(),
            move |f| get.with_value(|rule| f.thresholds.get(rule).copied()),
            move |f, v| match v {
                Some(met) => drop(f.thresholds.insert(set.clone(), met)),
                None => drop(f.thresholds.remove(&set)),
            },
        )
    });
    view! { {excuse}{limit}{threshold} }.into_any()
}

fn keep(map: &mut std::collections::BTreeMap<String, String>, key: &str, value: &str) {
    match value.is_empty() {
        true => drop(map.remove(key)),
        false => drop(map.insert(key.to_owned(), value.to_owned())),
    }
}
