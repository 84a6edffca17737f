//! The list of events.

use super::Bench;
use crate::engine::view::RowView;
use crate::model::time::MINUTE;
use crate::model::{Span, Timestamp, Zone};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::badge::{milestone_badge, source_mark, tag};
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::list::virtual_list;
use crate::ui::widgets::live::live;
use crate::ui::widgets::moment::moment_cell;

/// Tags that name a milestone stand on the row as that already.
const HINT: &str = "milestone:";

/// A row of the list, at hand or on its way.
#[derive(Clone)]
struct Slot {
    row: u32,
    event: Option<RowView>,
    zone: Zone,
    /// Silences from this length on are drawn as gaps.
    gap: Span,
}

/// The list.
pub(super) fn list(bench: Bench) -> AnyView {
    let zone = bench.desk.zone;
    // The offset in the header is that of the first row in sight.
    let offset = Memo::new(move |_| {
        let (first, _) = bench.list.seen.get();
        let at = bench.at(first).map_or(Timestamp(0), |r| r.moment.earliest);
        strings::zone_at(zone.get(), at)
    });
    let head = view! {
        <div class="event-row event-head" role="row" aria-rowindex="1">
            <span role="columnheader" class="cell-star"><span class="visually-hidden">"Star"</span></span>
            <span role="columnheader" class="cell-time">"Time, "{live(move || offset.get())}</span>
            <span role="columnheader" class="cell-lag">{sense("lag|After")}</span>
            <span role="columnheader" class="cell-source">"Source"</span>
            <span role="columnheader" class="cell-text">"What happened"</span>
            <span role="columnheader" class="cell-actor">"Actor"</span>
            <span role="columnheader" class="cell-asset">"Asset"</span>
            <span role="columnheader" class="cell-tags">"Tags"</span>
        </div>
    }
    .into_any();
    let slots = move || {
        let (first, count) = bench.list.seen.get();
        let zone = zone.get();
        let version = bench
            .rows
            .with(|a| a.as_ref().and_then(|a| a.as_ref().ok().map(|v| std::sync::Arc::as_ptr(v) as usize)))
            .unwrap_or(0);
        let gap = gap_length(bench);
        (first..first + count)
            .map(|row| (version, Slot { row, event: bench.at(row), zone, gap }))
            .collect::<Vec<_>>()
    };
    let key = |(version, slot): &(usize, Slot)| {
        (slot.row, *version, slot.event.is_some(), slot.gap, slot.zone.to_string())
    };
    let rows = view! { <For each=slots key=key children=move |(_, slot)| row(bench, slot)/> }.into_any();
    let pressed = move |ev: &leptos::ev::KeyboardEvent| {
        let by = match ev.key().as_str() {
            "PageDown" => bench.list.page(),
            "PageUp" => -bench.list.page(),
            "Home" => i64::from(i32::MIN),
            "End" => i64::from(i32::MAX),
            _ => return false,
        };
        if ev.ctrl_key() || ev.meta_key() || ev.alt_key() {
            return false;
        }
        bench.list.step(by);
        true
    };
    let none = Memo::new(move |_| bench.rows.with(|a| matches!(a, Some(Ok(v)) if v.total == 0)));
    view! {
        <div class="events" class:none=move || none.get()>
            {virtual_list(bench.list, "events", "Events", head, rows, pressed)}
            {live(move || none.get().then(|| view! {
                <div class="events-none"><p>"No event passes the filter."</p>
                    <button type="button" class="button small" on:click=move |_| bench.desk.filter.set(Default::default())>"Clear all filters"</button></div>
            }.into_any()))}
        </div>
    }
    .into_any()
}

/// From which length on a silence is drawn as a gap: a fortieth of the record, at least ten minutes.
fn gap_length(bench: Bench) -> Span {
    match bench.whole.get().0 {
        0 => Span(i64::MAX),
        whole => Span((whole / 40).max(10 * MINUTE)),
    }
}

fn row(bench: Bench, slot: Slot) -> AnyView {
    let Slot { row, event, zone, gap } = slot;
    let Some(e) = event else {
        return view! { <div class="event-row waiting" role="row" aria-rowindex=(row + 2).to_string() id=format!("events-{row}")>
            <span role="gridcell" class="cell-text"><span class="bone"></span></span></div> }
        .into_any();
    };
    let RowView {
        id,
        moment,
        source,
        source_name,
        text,
        kind,
        actor,
        asset,
        tags,
        lag,
        also_in,
        group,
        milestones,
        starred,
        edited,
        notes,
        ..
    } = e;
    let mut letters: Vec<String> = also_in.iter().map(|(place, _)| strings::source_letter(*place)).collect();
    letters.dedup();
    let also = say!("also in {letters}", letters = letters.join(", "));
    let also = match group {
        _ if letters.is_empty() => None,
        Some(group) if group.first => {
            let told = bench.at(row);
            let press = move |ev: leptos::ev::MouseEvent| {
                ev.stop_propagation();
                if let Some(told) = &told {
                    bench.unfold(told, !group.open);
                }
            };
            let title = "The same words at the same time stand there too: one row for all, → opens it, ← closes it";
            Some(view! {
                <button type="button" class="also-in" tabindex="-1" title=title aria-expanded=group.open.to_string() on:click=press>{icon(Icon::Down)}{also}</button>
            }
            .into_any())
        }
        _ => Some(view! { <span class="also-in" title="The same words at the same time stand there too; each is kept">{also}</span> }.into_any()),
    };
    let part = group.is_some_and(|g| g.open && !g.first);
    let silence = lag.filter(|l| *l >= gap);
    let lag = lag.filter(|l| l.0 >= MINUTE).map(|l| {
        let title = say!("{l} since the event before", l = format_args!("{:#}", l));
        let silent = silence.map(|_| view! { <span class="visually-hidden">" of silence"</span> }.into_any());
        view! { <span title=title>{l.to_string()}{silent}</span> }.into_any()
    });
    let badges = milestones.iter().map(|(m, status)| milestone_badge(m, *status)).collect_view();
    let note = (!notes.is_empty() || edited).then(|| {
        let words = if edited { vec![say!("corrected by hand").to_owned()] } else { vec![] };
        let words = words.into_iter().chain(notes).collect::<Vec<_>>().join("; ");
        view! { <span class="row-note" title=words.clone()>{icon(if edited { Icon::Pen } else { Icon::Attention })}<span class="visually-hidden">{words.clone()}</span></span> }.into_any()
    });
    let star = starred
        .then(|| view! { {icon(Icon::Star)}<span class="visually-hidden">"Starred"</span> }.into_any());
    let full = text.clone();
    view! {
        <div class="event-row" role="row" id=format!("events-{row}") aria-rowindex=(row + 2).to_string()
            class:silence=silence.is_some()
            class:part=part
            aria-selected=move || (bench.list.cursor.get() == Some(row)).to_string()
            on:click=move |_| bench.choose(row, id)
            on:dblclick=move |_| bench.desk.open_event(id)>
            <span role="gridcell" class="cell-star">{star}</span>
            <span role="gridcell" class="cell-time">{moment_cell(moment, zone)}</span>
            <span role="gridcell" class="cell-lag">{lag}</span>
            <span role="gridcell" class="cell-source">{source_mark(source, &source_name)}</span>
            <span role="gridcell" class="cell-text" title=full>{badges}{note}<span class="row-text" lang="">{text}</span>{also}</span>
            <span role="gridcell" class="cell-actor" lang="" title=actor.clone()>{actor.clone()}</span>
            <span role="gridcell" class="cell-asset" lang="" title=asset.clone()>{asset.clone()}</span>
            <span role="gridcell" class="cell-tags" title=kind>{tags.iter().filter(|t| !t.starts_with(HINT)).map(|t| tag(t)).collect_view()}</span>
        </div>
    }
    .into_any()
}
