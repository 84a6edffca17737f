//! Which incidents are looked at: words of their title, and facts that they share.

use super::Bench;
use crate::engine::Keep;
use crate::engine::fleet::told_value;
use crate::engine::view::FacetView;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::explained::sentence;
use crate::ui::widgets::field::typed;
use crate::ui::widgets::live::live;

/// The filter, with what it leaves out.
pub(super) fn filter(bench: Bench) -> AnyView {
    let Bench { keep, view, .. } = bench;
    let facets = Memo::new(move |_| view.with(|v| v.facets.clone()));
    let chosen = RwSignal::new(String::new());
    let input = typed(move |text| keep.update(|k| k.text = text));
    let add = move |value: String| {
        let by = chosen.get_untracked();
        if !value.is_empty() {
            keep.update(|k| {
                k.values.retain(|(other, _)| *other != by);
                k.values.push((by, value));
            });
            chosen.set(String::new());
        }
    };
    let values = move || {
        let by = chosen.get();
        facets.with(|all| all.iter().find(|f| f.id == by).cloned())
    };
    view! {
        <div class="case-filter" role="group" aria-label="Which incidents are looked at">
            <label for="case-search">"Filter"</label>
            <input id="case-search" type="search" class="input" autocomplete="off" spellcheck="false" placeholder="part of a title or identifier"
                prop:value=move || keep.with(|k| k.text.clone()) on:input=input/>
            {live(move || facets.with(|all| (!all.is_empty()).then(|| {
                let options = all.iter().map(|f| option(f.id.clone(), f.label.clone(), chosen)).collect_view();
                view! {
                    <label for="case-facet">"only where"</label>
                    <select id="case-facet" class="input" on:change=move |ev| chosen.set(event_target_value(&ev))>
                        <option value="" prop:selected=move || chosen.with(String::is_empty)>"choose a fact…"</option>{options}
                    </select>
                }
                .into_any()
            })))}
            {live(move || values().map(|FacetView { id, label, values, several }| {
                let options = values.into_iter().map(|(value, n)| {
                    let text = format!("{} ({})", told_value(&id, &value), strings::number(n as u64));
                    view! { <option value=value>{text}</option> }.into_any()
                });
                view! {
                    <label for="case-value">{say!("{label} is", label)}</label>
                    <select id="case-value" class="input" on:change=move |ev| add(event_target_value(&ev))>
                        <option value="">"choose…"</option>{options.collect_view()}
                    </select>
                    {(several > 0).then(super::counts_in_several)}
                }
                .into_any()
            }))}
            {live(move || keep.with(|k| chips(keep, k, &facets.get())))}
            <div class="left-out" role="status">{live(move || view.with(|v| (!v.left_out.is_empty()).then(|| {
                let meaning = say!("The incidents for which the filter does not hold.");
                sentence(v.left_out.clone().into_any(), vec![meaning.to_owned()], v.without.clone())
            })))}</div>
        </div>
    }
    .into_any()
}

fn option(id: String, label: String, chosen: RwSignal<String>) -> AnyView {
    let this = id.clone();
    view! { <option value=id prop:selected=move || chosen.with(|c| *c == this)>{label}</option> }.into_any()
}

/// What cases must have, each to be taken away again.
fn chips(keep: RwSignal<Keep>, now: &Keep, facets: &[FacetView]) -> AnyView {
    let chip = |(by, value): &(String, String)| {
        let label = facets.iter().find(|f| f.id == *by).map_or(by.clone(), |f| f.label.clone());
        let (text, by) = (format!("{label}: {}", told_value(by, value)), by.clone());
        view! {
            <button type="button" class="button small" aria-label=say!("Remove the filter {text}", text)
                on:click=move |_| keep.update(|k| k.values.retain(|(other, _)| *other != by))>{text.clone()}<span aria-hidden="true">" ×"</span></button>
        }
        .into_any()
    };
    now.values.iter().map(chip).collect_view()
}
