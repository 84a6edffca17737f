//! Findings: what the rules saw, duty by duty, with the events that each rests on and a question for the meeting.

mod actions;
mod card;
mod rules;
mod spark;

use super::desk::{Asked, Desk, ask, desk, loaded, scroll_to};
use crate::engine::Query;
use crate::engine::view::{ActionsView, FindingRow, FindingsView};
use crate::model::Duty;
use crate::model::action::NewAction;
use crate::model::finding::{Outcome, Severity};
use crate::model::order;
use crate::platform::clock;
use crate::ui::strings::count;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use std::sync::Arc;
use web_sys::wasm_bindgen::JsCast;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Board {
    desk: Desk,
    view: Signal<Arc<FindingsView>>,
    /// The finding whose dismissal is being written.
    dismissing: RwSignal<Option<String>>,
    /// The finding whose note is being written.
    noting: RwSignal<Option<String>>,
    /// The action items.
    actions: Asked<ActionsView>,
}

impl Board {
    /// The action item that an accepted finding asks for, where nobody has added it.
    fn suggested(self, rule: &str) -> Option<NewAction> {
        self.actions.with(|answer| {
            let view = answer.as_ref()?.as_ref().ok()?;
            view.suggested.iter().find(|action| action.finding.as_deref() == Some(rule)).cloned()
        })
    }

    /// One finding as it stands.
    fn row(self, rule: &str) -> Option<FindingRow> {
        self.view.with(|v| v.findings.iter().find(|f| f.finding.rule == rule).cloned())
    }
}

/// The page Findings of the open case.
pub fn open() -> AnyView {
    let desk = desk();
    let answer = ask::<FindingsView>(move || Some(Query::Findings { case: desk.case() }));
    loaded(answer, move |view| page(desk, view))
}

/// Findings of one duty: those of the record itself have none.
type Group = (Option<Duty>, Vec<String>);

/// Duties in the order of their weightiest finding; what the record lacks comes last.
fn groups(view: &FindingsView) -> Vec<Group> {
    let mut groups: Vec<Group> = vec![];
    for f in &view.findings {
        let (duty, rule) = (f.finding.duty, f.finding.rule.clone());
        match groups.iter_mut().find(|g| g.0 == duty) {
            Some(group) => group.1.push(rule),
            None => groups.push((duty, vec![rule])),
        }
    }
    order::sort_by_key(&mut groups, |g| g.0.is_none());
    groups
}

fn page(desk: Desk, view: Signal<Arc<FindingsView>>) -> AnyView {
    let actions = ask::<ActionsView>(move || {
        Some(Query::Actions { case: desk.case(), date: clock::today(desk.zone.get()) })
    });
    let board = Board { desk, view, dismissing: RwSignal::new(None), noting: RwSignal::new(None), actions };
    let all = Memo::new(move |_| view.with(|v| groups(v)));
    let counts = move || {
        view.with(|v| {
            let weighty = v.findings.iter().filter(|f| f.finding.severity != Severity::Info);
            let open = weighty.clone().filter(|f| f.decision.is_none()).count();
            say!("{weighty} of some weight, {open} to decide", weighty = weighty.count(), open)
        })
    };
    view! {
        <div class="page findings">
            <header class="page-head">
                <h1>"Findings"</h1>
                <p>{counts}</p>
                <p class="hint">
                    {live(move || view.with(|v| changed(v)))}
                    <kbd>"J"</kbd> <kbd>"K"</kbd> " move, " <kbd>"A"</kbd> " accepts, " <kbd>"D"</kbd> " dismisses, " <kbd>"N"</kbd> " writes a note."
                </p>
            </header>
            {coverage(view)}
            <div class="finding-groups" on:keydown=walk>
                <For each=move || all.get() key=|g| format!("{g:?}") children=move |(duty, rules)| {
                    let title = duty.map_or("The record itself", Duty::label);
                    let id = format!("duty-{}", duty.map_or("record", Duty::id));
                    view! {
                        <section class="finding-group" aria-labelledby=id.clone()>
                            <h2 id=id.clone()>{title}</h2>
                            {rules.into_iter().map(|rule| card::card(board, rule)).collect_view()}
                        </section>
                    }.into_any()
                }/>
            </div>
            {loaded(actions, move |view| actions::section(actions::Agreed { desk, view, editing: RwSignal::new(None) }))}
            {rules::catalogue(board)}
        </div>
    }
    .into_any()
}

/// How many thresholds a person set, where any is.
fn changed(view: &FindingsView) -> String {
    match view.thresholds.iter().filter(|m| m.is_set()).count() {
        0 => String::new(),
        n => say!("{n} changed in this workspace. ", n = count(n as u64, "threshold", "thresholds")),
    }
}

/// The eleven duties with what the evidence shows of each.
fn coverage(view: Signal<Arc<FindingsView>>) -> AnyView {
    let lines = Memo::new(move |_| view.with(|v| v.duties.clone()));
    let summary = move || {
        lines.with(|l| {
            let count = |o: Outcome| l.iter().filter(|d| d.outcome == o).count();
            say!(
                "{n} shown, {n2} with a gap, {n3} not in the record",
                n = count(Outcome::Shown),
                n2 = count(Outcome::Gap),
                n3 = count(Outcome::NotShown)
            )
        })
    };
    view! {
        <section class="coverage" aria-labelledby="coverage-title">
            <div class="section-head">
                <h2 id="coverage-title">"The eleven duties"</h2>
                <p>{summary}</p>
            </div>
            <ol class="duties">{live(move || lines.get().into_iter().map(|d| {
                let target = format!("finding-{}", d.rule);
                view! {
                    <li>
                        <button type="button" class="duty" data-outcome=d.outcome.id() on:click=move |_| scroll_to(&target)>
                            <span class="mark" aria-hidden="true"></span>
                            <span class="duty-name">{known(d.duty.label())}</span>
                            <span class="duty-outcome">{known(d.outcome.label())}</span>
                        </button>
                    </li>
                }.into_any()
            }).collect_view())}</ol>
        </section>
    }
    .into_any()
}

/// `J` and `K` move between cards.
fn walk(ev: leptos::ev::KeyboardEvent) {
    let step = match ev.key().as_str() {
        "j" | "J" => 1,
        "k" | "K" => -1,
        _ => return,
    };
    let Some(target) = ev.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else { return };
    if target.closest("input, textarea, select").ok().flatten().is_some() || ev.ctrl_key() || ev.meta_key() {
        return;
    }
    let here = target.closest(".finding").ok().flatten();
    let Ok(cards) = document().query_selector_all(".finding") else { return };
    let all: Vec<web_sys::HtmlElement> =
        (0..cards.length()).filter_map(|n| cards.item(n)?.dyn_into().ok()).collect();
    let at = all.iter().position(|c| here.as_ref().is_some_and(|h| h.is_same_node(Some(c))));
    let next = match at {
        Some(n) => n.checked_add_signed(step),
        None => Some(0),
    };
    if let Some(card) = next.and_then(|n| all.get(n)) {
        ev.prevent_default();
        let _ = card.focus();
    }
}

/// A part of a list of terms, where there is something in it.
fn part(label: &'static str, text: String) -> Option<AnyView> {
    (!text.is_empty())
        .then(|| view! { <div class="finding-part"><dt>{label}</dt><dd>{text}</dd></div> }.into_any())
}
