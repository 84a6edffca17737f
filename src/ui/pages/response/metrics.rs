//! The metrics in a table, the several times to contain side by side, and metrics of the user's own.

use super::{Bench, strip};
use crate::engine::view::{MetricRow, Others};
use crate::language::{Language, language};
use crate::metric::Metric;
use crate::milestone::Status;
use crate::model::order;
use crate::model::{Duration, MetricId, Milestone, Span};
use crate::ui::pages::desk::{go_to_plan, unfold};
use crate::ui::pages::words;
use crate::ui::route::Page;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{flag, live};
use crate::workspace::Change;

/// The table with its heading, the comparison and the form.
pub(super) fn section(bench: Bench) -> AnyView {
    let rows = Memo::new(move |_| bench.view.with(|v| v.metrics.clone()));
    view! {
        <section class="metrics" aria-labelledby="metrics-title">
            <h2 id="metrics-title">"How long each thing took"</h2>
            <div class="table-scroll">
                <table class="table metrics-table" aria-labelledby="metrics-title">
                    <thead><tr>
                        <th scope="col">"Metric"</th>
                        <th scope="col" class="number">"Value"</th>
                        <th scope="col">"From → to"</th>
                        <th scope="col">"Target of the plan"</th>
                        <th scope="col">"Standing"</th>
                        <th scope="col">"Against other cases"</th>
                    </tr></thead>
                    <tbody>{live(move || rows.get().into_iter().map(|r| line(bench, r)).collect_view())}</tbody>
                </table>
            </div>
            {live(move || rows.with(|r| contain(r)))}
            {own_metric(bench)}
        </section>
    }
    .into_any()
}

/// A length as the engine wrote it, or in the language of the page.
fn spoken(duration: &Duration, words: String) -> String {
    match language() {
        Language::English => words,
        Language::German => words::duration(duration),
    }
}

/// Where a metric stands against the plan's target.
fn against(duration: &Duration, target: Span) -> (&'static str, String) {
    let within = duration.max().is_some_and(|max| max <= target);
    let over = duration.min().is_some_and(|min| min > target);
    match duration {
        Duration::Unknown { .. } => ("", format!("{target}")),
        _ if within => ("within", say!("within {target}", target)),
        _ if over => {
            let by = Span(duration.min().map_or(0, |m| m.0) - target.0);
            (
                "over",
                say!(
                    "over {target} by {max}{by}",
                    target,
                    max = if duration.max().is_some() && duration.min() == duration.max() {
                        ""
                    } else {
                        say!("at least ")
                    },
                    by
                ),
            )
        }
        _ => ("open", say!("{target}: cannot be told", target)),
    }
}

fn line(bench: Bench, row: MetricRow) -> AnyView {
    let metric = row.metric;
    let id = metric.id.clone();
    let own = matches!(id, MetricId::Custom { .. });
    let (class, target) = match row.target {
        Some((minutes, start)) => {
            let (class, told) = against(&metric.duration, Span::seconds(i64::from(minutes) * 60));
            let press = move |_| go_to_plan(bench.desk, start);
            (class, view! { <button type="button" class="explained-cell" title="Open the plan where it promises this" on:click=press>{told}</button> }.into_any())
        }
        None => ("none", say!("no target in the plan").to_owned().into_any()),
    };
    let standing = match metric.basis {
        Status::Confirmed => "confirmed",
        Status::Proposed => "proposed",
        Status::Stated => "stated by the record",
        Status::None => "not known",
    };
    let label = known(id.label());
    let remove = own.then(|| {
        let name = say!("Remove {label}", label);
        view! {
            <button type="button" aria-disabled=read_only() class="button small" aria-label=name on:click=move |_| {
                bench.desk.apply(Change::SetMetric { case: bench.desk.case(), metric: id.clone(), present: false });
            }>"Remove"</button>
        }
        .into_any()
    });
    let opened = opened(bench, &metric, row.origin, &row.others);
    let definition = known(row.definition);
    let value = spoken(&metric.duration, row.words);
    let exact = words::duration_exact(&metric.duration);
    let exact = (exact != value && metric.duration.min().is_some()).then_some(exact);
    view! {
        <tr data-standing=standing>
            <th scope="row"><span title=definition.clone()>{label}</span>{remove}<small class="definition">{definition}</small>{opened}</th>
            <td class="number value" data-label="Value"><span class="big">{value}</span>{exact.map(|e| view! { <small class="exact">{e}</small> }.into_any())}</td>
            <td data-label="From → to">{known(metric.from.label())}" → "{inside(metric.to.label())}</td>
            <td data-label="Target of the plan"><span class="target" data-verdict=class>{target}</span></td>
            <td data-label="Standing"><span class="standing-mark" data-state=standing>{standing}</span>
                {metric.order_uncertain.then(|| view! { <small class="note">"order by meaning: both ends are imprecise and overlap"</small> }.into_any())}
            </td>
            <td data-label="Against other cases">{strip::strip(&metric.duration, &row.others)}</td>
        </tr>
    }
    .into_any()
}

/// How a metric is counted: its formula, both moments with the events that they rest on, its exact length, and where the
/// definition is from.
fn opened(bench: Bench, metric: &Metric, origin: String, others: &Others) -> AnyView {
    let end = |label: &'static str, milestone: &Milestone| {
        let row = bench.setting.row(milestone);
        let held = row.as_ref().and_then(|r| r.held.as_ref());
        let zone = bench.desk.zone.get();
        let when = held.and_then(|h| h.moment).map_or(say!("no time").to_owned(), |m| words::range(&m, zone));
        let text = row.as_ref().map(|r| r.event_text.clone()).unwrap_or_default();
        let event = held.and_then(|h| h.events.first().copied()).map(|id| {
            view! {
                <button type="button" class="link evidence" title="Open the event that it rests on"
                    on:click=move |_| bench.desk.open_event(id)>{text}</button>
            }
            .into_any()
        });
        view! { <dt>{label}</dt><dd>{known(milestone.label())}": "{when}" "{event}</dd> }.into_any()
    };
    let seconds = |s: Span| s.as_seconds().to_string();
    let exact = match (metric.duration.min(), metric.duration.max()) {
        (Some(min), Some(max)) if min == max => say!("{min} s", min = seconds(min)),
        (Some(min), Some(max)) => say!("{min} to {max} s", min = seconds(min), max = seconds(max)),
        (Some(min), None) => say!("at least {min} s", min = seconds(min)),
        _ => words::duration(&metric.duration),
    };
    let dated = |m: &Milestone| bench.setting.row(m).and_then(|r| r.held).is_some_and(|h| h.moment.is_some());
    let ended = matches!(metric.duration, Duration::Exact { .. } | Duration::Range { max: Some(_), .. });
    // A length without both its ends is one that the record states, as VERIS does.
    let formula = match ended && !(dated(&metric.from) && dated(&metric.to)) {
        true => say!("stated by the record itself, as a length").to_owned(),
        false => say!(
            "time of “{to}” less time of “{from}”; of imprecise ends the least and the most",
            to = known(metric.to.label()),
            from = known(metric.from.label())
        ),
    };
    view! {
        <details class="counted" id=place(metric)>
            <summary id=format!("{}-name", place(metric))>"How it is counted"</summary>
            <dl>
                <dt>"Formula"</dt><dd>{formula}</dd>
                {end(sense("span|From"), &metric.from)}
                {end("to", &metric.to)}
                <dt>"Exactly"</dt><dd>{exact}</dd>
                <dt>"Defined by"</dt><dd>{known(origin)}</dd>
                {(!others.lengths.is_empty()).then(|| view! {
                    <dt>"Against other cases"</dt><dd>{strip::words(metric.duration.min().is_some(), others)}" "
                        <button type="button" class="link" on:click=move |_| bench.desk.go_page(Page::Cases)>"To all cases"</button></dd>
                }.into_any())}
            </dl>
        </details>
    }
    .into_any()
}

/// The place where a metric tells how it is counted.
fn place(metric: &Metric) -> String {
    format!("counted-{}", metric.id.id())
}

/// The metrics that end at containment, as bars with one common end.
fn contain(rows: &[MetricRow]) -> AnyView {
    let mut ends: Vec<&MetricRow> = rows
        .iter()
        .filter(|r| r.metric.to == Milestone::Contained && r.metric.duration.min().is_some())
        .collect();
    if ends.len() < 2 {
        return ().into_any();
    }
    order::sort_by_key(&mut ends, |r| std::cmp::Reverse(r.metric.duration.max().or(r.metric.duration.min())));
    let longest = ends
        .iter()
        .filter_map(|r| r.metric.duration.max().or(r.metric.duration.min()))
        .max()
        .map_or(1.0, |s| s.as_seconds().max(1.0));
    let count = words::number(ends.len());
    let bars = ends.iter().map(|r| {
        let duration = r.metric.duration;
        let share = |s: Option<Span>| s.map_or(0.0, |s| (s.as_seconds() / longest * 100.0).max(0.4));
        let (min, max) = (share(duration.min()), share(duration.max().or(duration.min())));
        let at = place(&r.metric);
        view! {
            <li class="contain-row">
                <span class="contain-name">{known(r.metric.id.label())}</span>
                <button type="button" class="explained-cell contain-words" title="How it is counted" on:click=move |_| unfold(&at)>{spoken(&r.metric.duration, r.words.clone())}</button>
                <span class="contain-bar" aria-hidden="true">
                    <span class="contain-max" style:width=format!("{max:.2}%")></span>
                    <span class="contain-min" style:width=format!("{min:.2}%")></span>
                </span>
                <span class="contain-why">{say!("counts from: {what}. {definition}", what = inside(r.metric.from.label()), definition = known(r.definition.clone()))}</span>
            </li>
        }
        .into_any()
    });
    view! {
        <div class="contain">
            <h3>{say!("The same incident has {count} times to contain", count)}</h3>
            <p class="hint">"All end when the harm stopped spreading; they differ in where the clock starts. Say which one you mean."</p>
            <ul>{bars.collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// The form for an interval between any two milestones.
fn own_metric(bench: Bench) -> AnyView {
    let from = RwSignal::new(Milestone::FirstSignal.id());
    let to = RwSignal::new(Milestone::Contained.id());
    let choice = move |id: &'static str, label: &'static str, value: RwSignal<String>| {
        let options = Milestone::ALL.iter().map(|m| {
            let id = m.id();
            let same = id.clone();
            view! { <option value=id selected=flag(move || value.get_untracked() == same)>{known(m.label())}</option> }
                .into_any()
        });
        view! {
            <label for=id>{label}</label>
            <select id=id class="input" on:change=move |ev| value.set(event_target_value(&ev))>{options.collect_view()}</select>
        }
        .into_any()
    };
    let same = Memo::new(move |_| from.get() == to.get());
    let add = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if let (Ok(from), Ok(to)) = (from.get_untracked().parse(), to.get_untracked().parse()) {
            let metric = MetricId::Custom { from, to };
            bench.desk.apply(Change::SetMetric { case: bench.desk.case(), metric, present: true });
        }
    };
    view! {
        <details class="own-metric">
            <summary>"Add a metric of your own…"</summary>
            <form class="inline-form" aria-label="Metric of your own" on:submit=add>
                {choice("metric-from", sense("span|From"), from)}
                {choice("metric-to", "to", to)}
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=flag(move || same.get())>"Add metric"</button>
                <p class="hint" role="status">{live(move || same.get().then_some("Choose two different milestones"))}</p>
            </form>
        </details>
    }
    .into_any()
}
