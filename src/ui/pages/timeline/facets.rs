//! The row of filters: words, sources, actors, assets, kinds, tags, stars; and the way to save what they keep.

use super::{Bench, hidden};
use crate::engine::Query;
use crate::engine::view::TechniquesView;
use crate::model::{SourceId, Timestamp};
use crate::timeline::{Facet, Facets, Filter};
use crate::ui::state::{Desk, ask};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::field::typed;
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::live::live;
use crate::ui::widgets::menu::{Close, menu};
use std::sync::Arc;

/// How many values a list shows at once; what is typed above it finds the others.
const SHOWN: usize = 80;

/// A list of values that a filter names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Actor,
    Asset,
    Kind,
    Tag,
    Technique,
}

impl Field {
    const ALL: [Field; 5] = [Field::Actor, Field::Asset, Field::Kind, Field::Tag, Field::Technique];

    fn label(self) -> &'static str {
        match self {
            Field::Actor => "Actor",
            Field::Asset => "Asset",
            Field::Kind => "Kind",
            Field::Tag => "Tag",
            Field::Technique => "Technique",
        }
    }

    fn values(self, facets: &Facets) -> &[Facet] {
        match self {
            Field::Actor => &facets.actors,
            Field::Asset => &facets.assets,
            Field::Kind => &facets.kinds,
            Field::Tag => &facets.tags,
            Field::Technique => &facets.techniques,
        }
    }

    fn chosen(self, filter: &Filter) -> &Vec<String> {
        match self {
            Field::Actor => &filter.actors,
            Field::Asset => &filter.assets,
            Field::Kind => &filter.kinds,
            Field::Tag => &filter.tags,
            Field::Technique => &filter.techniques,
        }
    }

    fn chosen_mut(self, filter: &mut Filter) -> &mut Vec<String> {
        match self {
            Field::Actor => &mut filter.actors,
            Field::Asset => &mut filter.assets,
            Field::Kind => &mut filter.kinds,
            Field::Tag => &mut filter.tags,
            Field::Technique => &mut filter.techniques,
        }
    }
}

/// Something that keeps only some events, on or off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Switch {
    Starred,
    Edited,
    Several,
}

impl Switch {
    const ALL: [Switch; 3] = [Switch::Starred, Switch::Edited, Switch::Several];

    fn label(self) -> &'static str {
        match self {
            Switch::Starred => "Starred",
            Switch::Edited => "Corrected or written by hand",
            Switch::Several => "Told by several sources",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Switch::Starred => Icon::Star,
            Switch::Edited => Icon::Pen,
            Switch::Several => Icon::Filter,
        }
    }

    fn offered(self, facets: &Facets) -> bool {
        match self {
            Switch::Starred => true,
            Switch::Edited => facets.edited > 0,
            Switch::Several => facets.several > 0,
        }
    }

    fn is_on(self, filter: &Filter) -> bool {
        match self {
            Switch::Starred => filter.starred,
            Switch::Edited => filter.edited,
            Switch::Several => filter.several,
        }
    }

    fn of(self, filter: &mut Filter) -> &mut bool {
        match self {
            Switch::Starred => &mut filter.starred,
            Switch::Edited => &mut filter.edited,
            Switch::Several => &mut filter.several,
        }
    }
}

fn toggle<T: PartialEq>(list: &mut Vec<T>, value: T) {
    match list.iter().position(|v| *v == value) {
        Some(n) => {
            list.remove(n);
        }
        None => list.push(value),
    }
}

/// A value with what stands beside it.
fn names(facet: &Facet) -> String {
    match facet.note.as_str() {
        "" => facet.value.clone(),
        note => format!("{} · {note}", facet.value),
    }
}

/// The name of a source as a person knows it.
fn source_name(name: &str) -> String {
    if name.is_empty() { say!("Written by hand").to_owned() } else { name.to_owned() }
}

/// The row of filters, and below it what is filtered.
pub(super) fn bar(bench: Bench) -> AnyView {
    let desk = bench.desk;
    let answer = ask::<Facets>(move || desk.open_case_id().map(|case| Query::Facets { case }));
    // For these all texts must have been read: the other lists do not wait for them.
    let named = ask::<TechniquesView>(move || desk.open_case_id().map(|case| Query::Techniques { case }));
    let facets = Memo::new(move |before: Option<&Arc<Facets>>| {
        let facets: Option<Arc<Facets>> = answer.get().and_then(Result::ok);
        let facets = facets.unwrap_or_else(|| before.cloned().unwrap_or_default());
        match named.get() {
            Some(Ok(named)) => Arc::new(Facets {
                techniques: named.techniques.clone(),
                several: named.several,
                ..(*facets).clone()
            }),
            _ => facets,
        }
    });
    let fields = Field::ALL.into_iter().map(|field| values_menu(desk, facets, field)).collect_view();
    let switches = Switch::ALL.into_iter().map(|switch| switch_button(desk, facets, switch)).collect_view();
    view! {
        <div class="filters" role="search" aria-label="Filter events">
            {search(desk)}
            {sources_menu(desk, facets)}
            {fields}
            {switches}
            {hidden::menu(desk)}
            <p class="filters-count" role="status">{live(move || counts(bench))}</p>
        </div>
        {live(move || chips(bench, facets))}
    }
    .into_any()
}

/// A button that keeps only some events, where there are any such; the stars are always offered.
fn switch_button(desk: Desk, facets: Memo<Arc<Facets>>, switch: Switch) -> AnyView {
    let on = Memo::new(move |_| desk.filter.with(|f| switch.is_on(f)));
    let any = Memo::new(move |_| on.get() || facets.with(|f| switch.offered(f)));
    live(move || {
        any.get().then(|| {
            view! {
                <button type="button" class="button small" aria-pressed=move || on.get().to_string()
                    on:click=move |_| desk.filter.update(|f| *switch.of(f) = !switch.is_on(f))>{icon(switch.icon())}{switch.label()}</button>
            }
            .into_any()
        })
    })
}

/// Saves what the filter keeps.
fn save(bench: Bench) -> AnyView {
    let kept = bench.rows.with(|a| a.as_ref().and_then(|a| a.as_ref().ok()).map_or(0, |view| view.kept));
    if kept == 0 {
        return ().into_any();
    }
    let desk = bench.desk;
    let press = move |_| {
        if !bench.fresh.get_untracked() {
            return;
        }
        let filter = desk.filter.get_untracked();
        desk.take_away(Query::TimelinePart { case: untrack(|| desk.case()), filter });
    };
    let title = if desk.head.with(|h| h.as_ref().is_some_and(|h| h.roles)) {
        say!("As CSV; the name of the file says that it is a part. It has the names, not the roles")
    } else {
        say!("As CSV; the name of the file says that it is a part")
    };
    let label = match kept {
        1 => say!("Save this event").to_owned(),
        _ => say!("Save these {kept}", kept = strings::count(u64::from(kept), "event", "events")),
    };
    view! {
        <li><button type="button" class="link" title=title aria-disabled=move || (!bench.fresh.get()).to_string() on:click=press>{label}</button></li>
    }
    .into_any()
}

fn counts(bench: Bench) -> String {
    bench.rows.with(|a| match a {
        Some(Ok(v)) => {
            let all = strings::count(u64::from(v.all), "event", "events");
            let kept = if v.kept == v.all {
                all
            } else {
                say!("{kept} of {all}", kept = strings::number(u64::from(v.kept)), all)
            };
            match v.kept - v.total {
                0 => kept,
                _ => say!("{kept} in {rows}", kept, rows = strings::count(u64::from(v.total), "row", "rows")),
            }
        }
        _ => String::new(),
    })
}

/// The words that events must have.
fn search(desk: Desk) -> AnyView {
    let input = typed(move |text| desk.filter.update(|f| f.text = text));
    view! {
        <div class="search">
            {icon(Icon::Search)}
            <input id="timeline-search" class="input" type="search" aria-label="Search events" placeholder="Search events" autocomplete="off" spellcheck="false"
                prop:value=move || desk.filter.with(|f| f.text.clone()) on:input=input
                on:keydown=move |ev| match ev.key().as_str() {
                    "Escape" => {
                        ev.stop_propagation();
                        // What was typed a moment ago is not in the filter yet.
                        event_target::<web_sys::HtmlInputElement>(&ev).set_value("");
                        desk.filter.update(|f| f.text.clear());
                    }
                    "Enter" => { if let Some(list) = document().get_element_by_id("events") {
                        use web_sys::wasm_bindgen::JsCast;
                        if let Ok(list) = list.dyn_into::<web_sys::HtmlElement>() { let _ = list.focus(); }
                    } }
                    _ => {}
                }/>
        </div>
    }
    .into_any()
}

fn item(id: String, text: String, count: u32, on: bool, press: Box<dyn Fn()>) -> AnyView {
    view! {
        <li><label class="facet" for=id.clone()>
            <input type="checkbox" id=id.clone() prop:checked=on on:change=move |_| press()/>
            <span class="facet-name" title=text.clone()>{text.clone()}</span><span class="menu-note">{strings::number(u64::from(count))}</span>
        </label></li>
    }
    .into_any()
}

fn label_of(name: String, chosen: Signal<usize>) -> String {
    match chosen.get() {
        0 => name,
        n => format!("{name}: {n}"),
    }
}

fn sources_menu(desk: Desk, facets: Memo<Arc<Facets>>) -> AnyView {
    let chosen = Signal::derive(move || desk.filter.with(|f| f.sources.len()));
    let body = move |_: Close| {
        let facets = facets.get();
        let lines = facets.sources.iter().enumerate().map(|(n, s)| {
            let id: SourceId = s.id;
            let on = desk.filter.with_untracked(|f| f.sources.contains(&id));
            item(
                format!("facet-source-{n}"),
                source_name(&s.name),
                s.count,
                on,
                Box::new(move || desk.filter.update(|f| toggle(&mut f.sources, id))),
            )
        });
        view! { <ul class="facets" aria-label="Sources">{lines.collect_view()}</ul> }.into_any()
    };
    // Its name begins with what is seen, so that it can be called by voice.
    menu(
        move || label_of(say!("Source").to_owned(), chosen).into_any(),
        move || say!("{chosen}, filter", chosen = label_of(say!("Source").to_owned(), chosen)),
        "facet-menu",
        body,
    )
}

fn values_menu(desk: Desk, facets: Memo<Arc<Facets>>, field: Field) -> AnyView {
    let chosen = Signal::derive(move || desk.filter.with(|f| field.chosen(f).len()));
    let any = Memo::new(move |_| facets.with(|f| !field.values(f).is_empty()));
    let body = move |_: Close| {
        let typed = RwSignal::new(String::new());
        let lines = move || {
            let typed = typed.get().to_lowercase();
            let values = facets.get();
            let found: Vec<&Facet> =
                field.values(&values).iter().filter(|f| names(f).to_lowercase().contains(&typed)).collect();
            let more = found.len().saturating_sub(SHOWN);
            let lines = found.into_iter().take(SHOWN).enumerate().map(|(n, f)| {
                let on = desk.filter.with_untracked(|filter| field.chosen(filter).contains(&f.value));
                let value = f.value.clone();
                item(
                    format!("facet-{}-{n}", field.label()),
                    names(f),
                    f.count,
                    on,
                    Box::new(move || {
                        let value = value.clone();
                        desk.filter.update(|filter| toggle(field.chosen_mut(filter), value));
                    }),
                )
            });
            view! {
                <ul class="facets" aria-label=known(field.label())>{lines.collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="hint">{say!("{more} more; type to find them", more = strings::number(more as u64))}</p> }.into_any())}
            }
            .into_any()
        };
        let many = facets.with_untracked(|f| field.values(f).len() > 12);
        view! {
            {many.then(|| view! {
                <input class="input" type="text" aria-label=say!("Find in {what}", what = inside(field.label())) placeholder="Find" autocomplete="off" spellcheck="false"
                    on:input=move |ev| typed.set(event_target_value(&ev))/>
            }.into_any())}
            {live(lines)}
        }
        .into_any()
    };
    let made = StoredValue::new(body);
    live(move || {
        any.get().then(|| {
            menu(
                move || label_of(known(field.label()), chosen).into_any(),
                move || say!("{chosen}, filter", chosen = label_of(known(field.label()), chosen)),
                "facet-menu",
                move |close| made.with_value(|body| body(close)),
            )
        })
    })
}

/// What is filtered, each with a way to take it away.
fn chips(bench: Bench, facets: Memo<Arc<Facets>>) -> AnyView {
    let desk = bench.desk;
    let filter = desk.filter.get();
    if filter.is_empty() {
        return ().into_any();
    }
    let zone = desk.zone.get();
    let mut chips: Vec<AnyView> = vec![];
    let mut chip = |text: String, take: Box<dyn Fn(&mut Filter)>| {
        chips.push(
            view! {
                <li><button type="button" class="chip" aria-label=say!("Remove the filter {text}", text) on:click=move |_| desk.filter.update(|f| take(f))>
                    <span class="chip-text">{text.clone()}</span>{icon(Icon::Close)}
                </button></li>
            }
            .into_any(),
        );
    };
    if !filter.text.is_empty() {
        chip(format!("“{}”", filter.text), Box::new(|f| f.text.clear()));
    }
    if filter.from.is_some() || filter.to.is_some() {
        let end = |at: Option<Timestamp>| {
            at.map_or("…".to_owned(), |t| zone.local(t).format("%Y-%m-%d %H:%M").to_string())
        };
        let take = |f: &mut Filter| {
            f.from = None;
            f.to = None;
        };
        chip(format!("{} – {}", end(filter.from), end(filter.to)), Box::new(take));
    }
    for id in &filter.sources {
        let id = *id;
        let name = facets.with(|f| f.sources.iter().find(|s| s.id == id).map(|s| source_name(&s.name)));
        chip(
            say!("Source: {name}", name = name.unwrap_or_default()),
            Box::new(move |f| f.sources.retain(|s| *s != id)),
        );
    }
    for field in Field::ALL {
        for value in field.chosen(&filter) {
            let gone = value.clone();
            chip(
                format!("{}: {value}", known(field.label())),
                Box::new(move |f| field.chosen_mut(f).retain(|v| *v != gone)),
            );
        }
    }
    for switch in Switch::ALL.into_iter().filter(|switch| switch.is_on(&filter)) {
        chip(look(switch.label()).to_owned(), Box::new(move |f| *switch.of(f) = false));
    }
    view! {
        <ul class="chips filter-chips" aria-label="Filters in force">
            {chips}
            <li><button type="button" class="link" on:click=move |_| desk.filter.set(Filter::default())>"Clear all"</button></li>
            {live(move || save(bench))}
        </ul>
    }
    .into_any()
}
