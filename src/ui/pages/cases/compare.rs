//! Two groups of incidents beside each other: by any fact that they share, or before and after a version of the plan.

use super::{Bench, charts, drawn};
use crate::engine::fleet::told_value;
use crate::engine::view::{CompareView, PlanStart};
use crate::engine::{Of, Query};
use crate::model::Zone;
use crate::ui::pages::desk::ask;
use crate::ui::pages::words;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::live::{live, word};

/// A choice of groups: by what, its values with their counts, and the two that are chosen.
type Chosen = (String, [String; 2]);

/// What groups can be made by: id, name, and values with how many cases have each.
#[derive(Clone, PartialEq)]
struct By {
    id: String,
    label: String,
    values: Vec<(String, Option<usize>)>,
    /// Whether a case may have several of them.
    several: bool,
}

/// The section with its choices and what they tell.
pub(super) fn compare(bench: Bench) -> AnyView {
    let Bench { metric, keep, view, desk } = bench;
    let plans = Memo::new(move |_| view.with(|v| v.plans.clone()));
    let all = Memo::new(move |_| view.with(|v| choices(v)));
    let chosen = RwSignal::new(None::<Chosen>);
    // What is chosen, as long as it can be: another file may have other facts.
    let held = Memo::new(move |_| {
        let (by, groups) = chosen.get()?;
        all.with(|all| all.iter().any(|b| b.id == by)).then_some((by, groups))
    });
    let answer = ask::<CompareView>(move || {
        let (by, groups) = held.get()?;
        Some(Query::Compare { metric: metric.get(), keep: keep.get(), by, groups })
    });
    let told = Memo::new(move |_| answer.get().and_then(Result::ok));
    let chart = Signal::derive(move || told.with(|t| t.as_ref().and_then(|t| t.chart.clone())));
    let blocks = Memo::new(move |_| told.with(|t| t.as_ref().map(|t| (t.blocks.clone(), t.neither.clone()))));
    let draws = Memo::new(move |_| told.with(|t| t.as_ref().is_some_and(|t| t.draws)));
    let resample = move || {
        let (by, groups) = held.get().filter(|_| draws.get())?;
        Some(Query::Resample { metric: metric.get(), keep: keep.get(), of: Of::Groups { by, groups } })
    };
    view! {
        <section class="compare course" aria-labelledby="compare-title">
            <h2 id="compare-title">"Compare two groups"</h2>
            {live(move || plans.with(|p| plan_buttons(p, chosen)))}
            {live(move || all.with(|all| selects(all, chosen)))}
            {live(move || match (held.with(Option::is_some), answer.get()) {
                (true, Some(Err(e))) => view! { <p class="error" role="alert">{e.sentences()}</p> }.into_any(),
                _ => ().into_any(),
            })}
            <p class="visually-hidden" role="status">{live(move || held.get().filter(|_| told.with(Option::is_some)).map(|(by, [a, b])| say!("{a} and {b} stand beside each other.", a = told_value(&by, &a), b = told_value(&by, &b))))}</p>
            {charts::follow(chart, "groups")}
            {drawn::drawn(desk, "The interval of the difference", resample)}
            {live(move || blocks.get().map(|(blocks, neither)| view! {
                <div>{blocks_view(&blocks)}{blocks_view(neither.as_slice())}</div>
            }.into_any()))}
        </section>
    }
    .into_any()
}

fn choices(view: &crate::engine::view::CasesView) -> Vec<By> {
    let facets = view.facets.iter().filter(|f| f.values.len() > 1).map(|f| By {
        id: f.id.clone(),
        label: f.label.clone(),
        values: f.values.iter().map(|(value, n)| (value.clone(), Some(*n))).collect(),
        several: f.several > 0,
    });
    let plans = view.plans.iter().map(|p| By {
        id: p.by.clone(),
        label: say!("Before and since plan {version}", version = p.version),
        values: p.groups.iter().map(|g| (g.clone(), None)).collect(),
        several: false,
    });
    facets.chain(plans).collect()
}

/// “Did the plan change work?”: one press for each version of the plan.
fn plan_buttons(plans: &[PlanStart], chosen: RwSignal<Option<Chosen>>) -> AnyView {
    if plans.is_empty() {
        return view! {
            <p class="hint">"Did a change of the plan work? Open your response plan: each version that its revision history dates, or that you write here, can be compared with one press."</p>
        }
        .into_any();
    }
    let button = |p: &PlanStart| {
        let pick = (p.by.clone(), p.groups.clone());
        let on = p.by.clone();
        let says =
            say!("In effect from {from}, {says}", from = words::moment(&p.from, Zone::Utc), says = p.says);
        let text =
            say!("Plan {version}, from {from}", version = p.version, from = words::day(&p.from, Zone::Utc));
        view! {
            <button type="button" class="button small" title=says
                aria-pressed=word(move || chosen.with(|c| c.as_ref().is_some_and(|c| c.0 == on)).to_string())
                on:click=move |_| chosen.set(Some(pick.clone()))>{text}</button>
        }
        .into_any()
    };
    view! {
        <div class="plan-buttons" role="group" aria-labelledby="plan-change-title">
            <h3 id="plan-change-title">"Did the plan change work?"</h3>
            {plans.iter().map(button).collect_view()}
        </div>
    }
    .into_any()
}

/// By what, and which two.
fn selects(all: &[By], chosen: RwSignal<Option<Chosen>>) -> AnyView {
    if all.is_empty() {
        return view! { <p class="hint">"These incidents have no fact in common by which they differ: open a file that states one, such as their kind or team."</p> }.into_any();
    }
    let facts = StoredValue::new(all.to_vec());
    let of = move |id: &str| facts.with_value(|all| all.iter().find(|b| b.id == id).cloned());
    // The two largest are a fair beginning; where they are not counted, the first two.
    let pick = move |id: String| {
        let Some(by) = of(&id) else { return chosen.set(None) };
        let mut values = by.values;
        crate::model::order::sort_by_key(&mut values, |(_, n)| std::cmp::Reverse(n.unwrap_or(0)));
        let mut two = values.into_iter().map(|(value, _)| value);
        if let (Some(a), Some(b)) = (two.next(), two.next()) {
            let mut groups = [a, b];
            // In the order in which they are listed, so that years run forward.
            let place =
                |value: &String| of(&id).and_then(|by| by.values.iter().position(|(v, _)| v == value));
            if place(&groups[1]) < place(&groups[0]) {
                groups.swap(0, 1);
            }
            chosen.set(Some((id, groups)));
        }
    };
    let is = move |id: String| move || chosen.with(|c| c.as_ref().is_some_and(|c| c.0 == id));
    let options = all
        .iter()
        .map(|b| {
            view! { <option value=b.id.clone() prop:selected=is(b.id.clone())>{b.label.clone()}</option> }
                .into_any()
        })
        .collect_view();
    let by = Memo::new(move |_| chosen.with(|c| c.as_ref().map(|c| c.0.clone())));
    let group = move |place: usize, label: &'static str, by: &By| {
        let id = format!("compare-{place}");
        let options = by.values.iter().map(|(value, n)| {
            let told = told_value(&by.id, value);
            let text = match n {
                Some(n) => format!("{told} ({})", strings::number(*n as u64)),
                None => told,
            };
            let this = value.clone();
            let on = move || chosen.with(|c| c.as_ref().and_then(|c| c.1.get(place)) == Some(&this));
            // A group is not compared with itself.
            let other = value.clone();
            let taken = move || chosen.with(|c| c.as_ref().and_then(|c| c.1.get(1 - place)) == Some(&other));
            view! { <option value=value prop:selected=on prop:disabled=taken>{text}</option> }.into_any()
        });
        view! {
            <label for=id.clone()>{label}</label>
            <select id=id class="input" on:change=move |ev| {
                let value = event_target_value(&ev);
                chosen.update(|c| if let Some(group) = c.as_mut().and_then(|c| c.1.get_mut(place)) { *group = value });
            }>{options.collect_view()}</select>
        }
        .into_any()
    };
    view! {
        <div class="compare-choice" role="group" aria-label="Groups to compare">
            <label for="compare-by">"Group by"</label>
            <select id="compare-by" class="input" on:change=move |ev| pick(event_target_value(&ev))>
                <option value="" prop:selected=move || chosen.with(Option::is_none)>"choose…"</option>{options}
            </select>
            {live(move || by.get().and_then(|id| of(&id)).map(|b| {
                let hint = b.several.then(super::counts_in_several);
                (group(0, "first", &b), (group(1, "against", &b), hint))
            }))}
        </div>
    }
    .into_any()
}
