//! One finding: its claim, its evidence, why it matters, what to ask, and what a person decides.

use super::{Board, part, rules, spark};
use crate::document::Rests;
use crate::engine::view::{Evidence, FindingRow};
use crate::model::case::FindingDecision;
use crate::model::finding::Severity;
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::explained::sentence;
use crate::ui::widgets::live::{flag, live, word};
use crate::workspace::Change;

impl Board {
    fn decide(self, rule: String, decision: Option<FindingDecision>) {
        self.dismissing.set(None);
        self.desk.apply(Change::DecideFinding { case: self.desk.case(), rule, decision });
    }

    fn note(self, rule: String, note: String) {
        self.noting.set(None);
        self.desk.apply(Change::NoteFinding { case: self.desk.case(), rule, note });
    }
}

/// Events that a card shows without being asked.
const SHOWN: usize = 6;

/// Whether a form of the finding is open.
fn is(open: RwSignal<Option<String>>, rule: &str) -> Memo<bool> {
    let rule = rule.to_owned();
    Memo::new(move |_| open.with(|o| o.as_deref() == Some(&rule)))
}

/// The card of one finding.
pub(super) fn card(board: Board, rule: String) -> AnyView {
    let row = {
        let rule = rule.clone();
        Memo::new(move |_| board.row(&rule))
    };
    let card = NodeRef::<leptos::html::Article>::new();
    let refocus = move || {
        if let Some(card) = card.get_untracked() {
            let _ = card.focus();
        }
    };
    let (dismissing, noting) = (is(board.dismissing, &rule), is(board.noting, &rule));
    let keys = rule.clone();
    let on_key = move |ev: leptos::ev::KeyboardEvent| {
        if ev.target() != ev.current_target() || ev.ctrl_key() || ev.meta_key() || ev.alt_key() {
            return;
        }
        match ev.key().as_str() {
            "a" | "A" => board.decide(keys.clone(), Some(FindingDecision::Accepted)),
            "d" | "D" => board.dismissing.set(Some(keys.clone())),
            "n" | "N" => board.noting.set(Some(keys.clone())),
            _ => return,
        }
        ev.prevent_default();
        ev.stop_propagation();
    };
    let state = move || {
        row.with(|r| match r.as_ref().and_then(|r| r.decision.as_ref()) {
            None => "open",
            Some(FindingDecision::Accepted) => "accepted",
            Some(FindingDecision::Dismissed { .. }) => "dismissed",
        })
    };
    let id = format!("finding-{rule}");
    let claim = format!("{id}-claim");
    let forms = rule.clone();
    view! {
        <article node_ref=card class="finding" id=id tabindex="0" aria-labelledby=claim.clone() aria-keyshortcuts="A D N"
            data-decision=state
            data-severity=word(move || row.with(|r| r.as_ref().map(|r| r.finding.severity.id())))
            data-outcome=word(move || row.with(|r| r.as_ref().map(|r| r.finding.outcome.id())))
            on:keydown=on_key>
            {let claim = claim.clone(); move || row.get().map(|r| body(board, r, &claim, refocus))}
            {live(move || dismissing.get().then(|| dismissal(board, forms.clone(), refocus)))}
            {live(move || noting.get().then(|| note(board, rule.clone(), row.with_untracked(|r| r.as_ref().map(|r| r.note.clone()).unwrap_or_default()), refocus)))}
        </article>
    }
    .into_any()
}

fn body(board: Board, row: FindingRow, claim: &str, refocus: impl Fn() + Copy + Send + 'static) -> AnyView {
    let f = row.finding;
    let lit = RwSignal::new(None::<usize>);
    let span = board.view.with(|v| v.span);
    let zone = board.desk.zone.get();
    let mini = span.map(|span| spark::spark(span, row.evidence.iter().map(|e| e.moment).collect(), lit));
    let count = row.evidence.len();
    // The numbers of the claim: what the rule looks at, what it held that against, and the events with their times in full.
    let mut looks_at: Vec<String> = board.view.with(|v| {
        let rule = v.rules.iter().find(|line| line.rule == f.rule);
        rule.map(|line| line.looks_at.clone()).into_iter().collect()
    });
    looks_at.extend(f.measures.iter().map(|m| m.words()));
    let timed = |e: &Evidence| (e.id, format!("{}: {}", words::range(&e.moment, zone), e.text));
    let behind = Rests::default().on_events(row.evidence.iter().map(timed));
    let chips = row.evidence.into_iter().enumerate().map(|(n, e)| {
        let light = move |on: bool| lit.set(on.then_some(n));
        let when = words::moment(&e.moment, zone);
        let short = words::short(&e.moment, zone);
        view! {
            <li>
                <button type="button" class="chip evidence-chip" title=say!("Event {position}: {when}, {e}", position = e.position + 1, when, e = e.text)
                    on:click=move |_| board.desk.open_event(e.id)
                    on:mouseenter=move |_| light(true) on:mouseleave=move |_| light(false)
                    on:focus=move |_| light(true) on:blur=move |_| light(false)>
                    <span class="visually-hidden">{say!("Event {position}: ", position = e.position + 1)}</span><span class="chip-time">{short}</span>" "<span class="chip-text">{e.text.clone()}</span>
                </button>
            </li>
        }
        .into_any()
    });
    let more = count > SHOWN;
    let chips: Vec<_> = chips.collect();
    let (first, rest): (Vec<_>, Vec<_>) = chips.into_iter().enumerate().partition(|(n, _)| *n < SHOWN);
    let plain = |all: Vec<(usize, AnyView)>| all.into_iter().map(|(_, v)| v).collect_view();
    let decided = match &row.decision {
        None => None,
        Some(FindingDecision::Accepted) => Some(say!("Accepted").to_owned()),
        Some(FindingDecision::Dismissed { reason }) => Some(say!("Dismissed: {reason}", reason)),
    };
    let undecided = row.decision.is_none();
    let weighty = f.severity != Severity::Info;
    let [a, b, c, d, e] = [(); 5].map(|()| f.rule.clone());
    let measures = f.measures.iter().map(|m| {
        let set = if m.is_set() { Some("") } else { None };
        view! { <div class="finding-part measure" data-changed=set><dt>"Threshold"</dt><dd>{m.words()}</dd></div> }.into_any()
    });
    let measures = measures.collect_view();
    let (rule, of) = (f.rule.clone(), f.rule.clone());
    let amendments = match row.amendments.len() {
        0 => String::new(),
        1 => say!("1 amendment to the plan rests on it").to_owned(),
        n => say!("{n} amendments to the plan rest on it", n),
    };
    view! {
        <header class="finding-head">
            <span class="severity" data-severity=f.severity.id()><span class="mark" aria-hidden="true"></span>{known(f.severity.label())}</span>
            <span class="outcome" data-outcome=f.outcome.id()>{known(f.outcome.label())}</span>
            <span class="family">{known(f.family.label())}</span>
            {decided.map(|d| view! { <span class="decision">{d}</span> }.into_any())}
        </header>
        <div class="finding-body">
        <div class="finding-left">
        <div class="claim">{sentence(view! { <span id=claim.to_owned()>{f.claim}</span> }, looks_at, behind)}</div>
        {(count > 0).then(|| view! {
            <div class="finding-evidence">
                {mini}
                <ul class="chips" aria-label="Events that it rests on">{plain(first)}</ul>
                {more.then(|| view! {
                    <details><summary>{say!("{n} more events", n = count - SHOWN)}</summary><ul class="chips">{plain(rest)}</ul></details>
                }.into_any())}
            </div>
        }.into_any())}
        </div>
        <dl class="finding-parts">
            {part("Why it matters", f.why)}
            {part("To ask", f.question)}
            {part("In the plan", f.change)}
            {measures}
            {part("", amendments)}
            {part("Note", row.note)}
        </dl>
        </div>
        <div class="finding-actions">
            {undecided.then(|| view! {
                <button type="button" aria-disabled=read_only() class=if weighty { "button small primary" } else { "button small" }
                    on:click=move |_| { board.decide(a.clone(), Some(FindingDecision::Accepted)); refocus(); }>"Accept"</button>
                <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| board.dismissing.set(Some(b.clone()))>"Dismiss…"</button>
            }.into_any())}
            {(!undecided).then(|| view! {
                <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| { board.decide(c.clone(), None); refocus(); }>"Take back"</button>
            }.into_any())}
            {live(move || board.suggested(&e).map(|action| view! {
                <button type="button" aria-disabled=read_only() class="button small primary" on:click=move |_| {
                    let actions = vec![action.clone()];
                    board.desk.apply(Change::AddActions { case: board.desk.case(), actions });
                    refocus();
                }>"Add an action item"</button>
            }.into_any()))}
            <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| board.noting.set(Some(d.clone()))>"Note…"</button>
            <button type="button" class="link rule-name" title="What the rule looks at, why, and its thresholds" on:click=move |_| rules::open(&rule)>{say!("rule {of}", of)}</button>
        </div>
    }
    .into_any()
}

fn dismissal(board: Board, rule: String, refocus: impl Fn() + Copy + 'static) -> AnyView {
    let reason = RwSignal::new(String::new());
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let id = format!("dismiss-{rule}");
    let close = move || {
        board.dismissing.set(None);
        refocus();
    };
    view! {
        <form class="finding-form" on:submit=move |ev| {
            ev.prevent_default();
            let reason = reason.get_untracked().trim().to_owned();
            if !reason.is_empty() {
                board.decide(rule.clone(), Some(FindingDecision::Dismissed { reason }));
                refocus();
            }
        } on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); close(); }>
            <label for=id.clone()>"Why it does not stand"</label>
            <input node_ref=field id=id type="text" class="input" required=true autocomplete="off"
                on:input=move |ev| reason.set(event_target_value(&ev))/>
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=flag(move || reason.with(|r| r.trim().is_empty()))>"Dismiss with this reason"</button>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}

fn note(board: Board, rule: String, before: String, refocus: impl Fn() + Copy + 'static) -> AnyView {
    let text = RwSignal::new(before);
    let field = NodeRef::<leptos::html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let id = format!("note-{rule}");
    let close = move || {
        board.noting.set(None);
        refocus();
    };
    view! {
        <form class="finding-form" on:submit=move |ev| {
            ev.prevent_default();
            board.note(rule.clone(), text.get_untracked().trim().to_owned());
            refocus();
        } on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); close(); }>
            <label for=id.clone()>"Note"</label>
            <textarea node_ref=field id=id class="input" rows="3" prop:value=text.get_untracked()
                on:input=move |ev| text.set(event_target_value(&ev))></textarea>
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary">"Keep note"</button>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}
