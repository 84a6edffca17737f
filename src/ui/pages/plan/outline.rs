//! The outline of the plan, with what each section covers and how many changes land in it.

use super::{Table, coverage, paper};
use crate::engine::view::OutlineRow;
use crate::model::Duty;
use crate::plan::coverage::State;
use crate::plan::read::Topic;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{later, live};
use crate::workspace::Change;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The outline with its coverage marks.
pub(super) fn outline(table: Table) -> AnyView {
    // Where a section starts is asked when somebody goes there, and no row knows it: a change before it draws nothing anew.
    let rows = Memo::new(move |_| {
        table
            .view
            .with(|v| v.outline.iter().map(|r| OutlineRow { start: 0, ..r.clone() }).collect::<Vec<_>>())
    });
    let parts = move || (0..).zip(rows.with(|rows| parts(rows))).collect::<Vec<_>>();
    let asked = RwSignal::new(None::<String>);
    let uncovered = move || {
        rows.with(|rows| {
            let missing = Duty::ALL.iter().filter(|d| !rows.iter().any(|r| r.duty == Some(**d)));
            missing.map(|d| look(d.label())).collect::<Vec<_>>()
        })
    };
    view! {
        <nav class="plan-outline" aria-label="Outline of the plan">
            <ol><For each=parts key=|(_, rows)| rows.clone() children=move |(turn, rows)| {
                let part = move || rows.iter().cloned().map(|r| row(table, asked, r)).collect_view().into_any();
                if turn == 0 { part() } else { later(turn, part) }
            }/></ol>
            {live(move || {
                let missing = uncovered();
                (!missing.is_empty()).then(|| view! {
                    <div class="uncovered">
                        <h2>"No section covers"</h2>
                        <ul>{missing.into_iter().map(|d| view! { <li><span class="mark" aria-hidden="true"></span>{d}</li> }.into_any()).collect_view()}</ul>
                    </div>
                }.into_any())
            })}
        </nav>
    }
    .into_any()
}

/// Rows that are drawn together: the first ones at once, the others a moment later, since a plan may have thousands of sections.
///
/// A part ends at a section whose own name says so, as far as that gives parts of a fair size. Where a section comes in, hardly
/// a part but its own is another one.
fn parts(rows: &[OutlineRow]) -> Vec<Vec<OutlineRow>> {
    const LEAST: usize = 30;
    const MOST: usize = 90;
    let ends = |row: &OutlineRow| {
        let mut hasher = DefaultHasher::new();
        row.key.hash(&mut hasher);
        hasher.finish().is_multiple_of(LEAST as u64)
    };
    let mut all: Vec<Vec<OutlineRow>> = vec![];
    let mut part = vec![];
    for row in rows {
        part.push(row.clone());
        if part.len() == MOST || part.len() >= LEAST && ends(row) {
            all.push(std::mem::take(&mut part));
        }
    }
    if !part.is_empty() {
        all.push(part);
    }
    all
}

/// One section.
fn row(table: Table, asked: RwSignal<Option<String>>, r: OutlineRow) -> AnyView {
    let covers = r.topic.map(|t| view! {
        <span class="covers" title=r.because.clone()>{format!("{}: {}", look(if r.duty.is_some() { "covers" } else { "about" }), inside(t.label()))}</span>
    }.into_any());
    let standards =
        r.topic.map(|t| t.standards().into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" · "));
    let standards = standards.map(|tags| view! {
        <span class="standards" lang="en" title="Category of CSF 2.0 (NIST SP 800-61r3) and phase of PICERL">{tags}</span>
    }.into_any());
    let state = r.state.map(|s| {
        view! {
            <span class="coverage-state" data-state=coverage::word(s)>{match s {
                State::Has => "has what is looked for",
                State::OutOfDate => "something is out of date",
                State::Lacks => "something is missing",
            }}</span>
        }
        .into_any()
    });
    let about = about(table, asked, &r);
    let changes = (r.amendments > 0).then(|| view! {
        <span class="count">{if r.amendments == 1 { say!("1 change").to_owned() } else { say!("{n} changes", n = r.amendments) }}</span>
    }.into_any());
    let key = r.key;
    let go = move |_| {
        let section = table.view.with_untracked(|v| v.outline.iter().position(|r| r.key == key));
        if let Some(section) = section {
            paper::go_to_section(table, section);
        }
    };
    view! {
        <li data-level=r.level.to_string()>
            <button type="button" class="link" lang="" on:click=go>{r.title}</button>
            {covers}{standards}{state}{changes}{about}
        </li>
    }
    .into_any()
}

/// What the section is about, for a person to put right. The choices are made for the section that is asked about alone: a plan
/// may have hundreds.
fn about(table: Table, asked: RwSignal<Option<String>>, row: &OutlineRow) -> AnyView {
    let name = say!("“{title}” is about", title = row.title);
    let (key, chosen, said) = (row.key.clone(), row.topic, row.said);
    let own = row.key.clone();
    let open = Memo::new(move |_| asked.with(|a| a.as_deref() == Some(&own)));
    live(move || {
        let (key, name) = (key.clone(), name.clone());
        if !open.get() {
            return view! {
                <button type="button" aria-disabled=read_only() class="link about" aria-label=format!("{name}…") on:click=move |_| asked.set(Some(key.clone()))>"is about…"</button>
            }
            .into_any();
        }
        let options = Topic::all().enumerate().map(|(n, topic)| {
            let own = said && Some(topic) == chosen;
            view! { <option value=n.to_string() selected=own.then_some("")>{known(topic.label())}</option> }
                .into_any()
        });
        let options = options.collect_view();
        let field = NodeRef::<leptos::html::Select>::new();
        Effect::new(move |_| {
            if let Some(field) = field.get() {
                let _ = field.focus();
            }
        });
        let choose = move |ev| {
            let value = event_target_value(&ev);
            let topic = value.parse::<usize>().ok().and_then(|n| Topic::all().nth(n));
            asked.set(None);
            table.desk.apply(Change::SetTopic { section: key.clone(), topic });
        };
        view! {
            <select aria-disabled=read_only() node_ref=field class="input about" aria-label=name on:change=choose
                on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); asked.set(None); }>
                <option value="" selected=(!said).then_some("")>"what its words say"</option>
                {options}
            </select>
        }
        .into_any()
    })
}
