//! What the plan covers: by subject, what it has, lacks and has out of date, each line leading to its section.

use super::{Table, paper};
use crate::plan::coverage::{Line, State};
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// The word of a state in an attribute.
pub(super) fn word(state: State) -> &'static str {
    match state {
        State::Has => "has",
        State::OutOfDate => "out-of-date",
        State::Lacks => "lacks",
    }
}

/// The panel, closed until somebody opens it.
pub(super) fn panel(table: Table) -> AnyView {
    let lines = Memo::new(move |_| table.view.with(|v| v.coverage.clone()));
    let all = RwSignal::new(false);
    let title = move || {
        lines.with(|lines| {
            let count = |state| lines.iter().filter(|l| l.state == state).count();
            say!(
                "What the plan covers: has {n}, lacks {n2}, {n3} out of date",
                n = count(State::Has),
                n2 = count(State::Lacks),
                n3 = count(State::OutOfDate)
            )
        })
    };
    view! {
        <details class="plan-coverage">
            <summary>{title}</summary>
            <label class="check"><input type="checkbox" prop:checked=move || all.get()
                on:change=move |ev| all.set(event_target_checked(&ev))/>"Show what it has, too"</label>
            {live(move || {
                let shown = |l: &Line| all.get() || l.state != State::Has;
                let lines: Vec<Line> = lines.with(|lines| lines.iter().filter(|l| shown(l)).cloned().collect());
                groups(table, lines)
            })}
        </details>
    }
    .into_any()
}

fn groups(table: Table, lines: Vec<Line>) -> AnyView {
    if lines.is_empty() {
        return view! { <p>"The plan has everything that is looked for."</p> }.into_any();
    }
    let mut parts: Vec<AnyView> = vec![];
    let mut rest = lines.as_slice();
    while let Some(first) = rest.first() {
        let subject = first.subject;
        let count = rest.iter().take_while(|l| l.subject == subject).count();
        let (own, left) = rest.split_at(count);
        rest = left;
        let items = own.iter().map(|l| item(table, l.clone())).collect_view();
        parts.push(
            view! {
                <section aria-label=known(subject.label())>
                    <h3>{known(subject.label())}</h3>
                    <ul>{items}</ul>
                </section>
            }
            .into_any(),
        );
    }
    view! { <div class="coverage-groups">{parts.into_iter().collect_view()}</div> }.into_any()
}

fn item(table: Table, line: Line) -> AnyView {
    let name = match line.section {
        Some(section) => {
            view! { <button type="button" class="link" title="Go to the section" on:click=move |_| paper::go_to_section(table, section)>{line.name.clone()}</button> }.into_any()
        }
        None => view! { <strong>{line.name.clone()}</strong> }.into_any(),
    };
    view! {
        <li data-state=word(line.state)>
            <span class="coverage-state">{known(line.state.label())}</span>" "{name}" "<span class="coverage-why">{line.because}</span>
        </li>
    }
    .into_any()
}
