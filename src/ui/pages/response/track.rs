//! The milestones as handles on one time axis: pulled with the pointer, or moved with the arrow keys.

use super::{Bench, milestones};
use crate::engine::view::MilestoneRow;
use crate::metric;
use crate::milestone::Status;
use crate::model::moment::Precision;
use crate::model::order;
use crate::model::time::{DAY, HOUR, MINUTE};
use crate::model::{Milestone, Moment, Span, Timestamp, Zone};
use crate::ui::pages::words;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{flag, live, word};
use chrono::{Days, Months};
use gloo::events::EventListener;
use std::collections::BTreeSet;
use web_sys::wasm_bindgen::JsCast;

/// How far one key press moves a handle.
#[derive(Clone, Copy)]
enum Step {
    Minute,
    Hour,
    Day,
}

/// A moment `n` steps later; what is imprecise moves by its own precision at least, and stays as imprecise.
fn moved(moment: Moment, step: Step, n: i64, zone: Zone) -> Moment {
    let shift = |size: i64| Moment {
        earliest: moment.earliest.plus(Span(n * size)),
        latest: moment.latest.plus(Span(n * size)),
        ..moment
    };
    let local = zone.local(moment.earliest);
    let days = Days::new(n.unsigned_abs());
    let months = Months::new(u32::try_from(n.unsigned_abs()).unwrap_or(1));
    let coarse = match moment.precision {
        Precision::Day if n < 0 => local.checked_sub_days(days),
        Precision::Day => local.checked_add_days(days),
        Precision::Month if n < 0 => local.checked_sub_months(months),
        Precision::Month => local.checked_add_months(months),
        _ => None,
    };
    if let Some(local) = coarse {
        return Moment::from_local(local, moment.precision, zone, moment.zone).unwrap_or(moment);
    }
    shift(match (step, moment.precision) {
        (Step::Minute, Precision::Hour) | (Step::Hour, _) => HOUR,
        (Step::Minute, _) => MINUTE,
        (Step::Day, _) => DAY,
    })
}

/// The moment with its middle at an instant, to the minute.
fn placed(moment: Moment, at: Timestamp, zone: Zone) -> Moment {
    let at = Timestamp(at.0.div_euclid(MINUTE) * MINUTE);
    let coarse = matches!(moment.precision, Precision::Day | Precision::Month);
    if coarse {
        return Moment::from_local(zone.local(at), moment.precision, zone, moment.zone).unwrap_or(moment);
    }
    let delta = at.since(moment.middle());
    Moment { earliest: moment.earliest.plus(delta), latest: moment.latest.plus(delta), ..moment }
}

/// The axis: from the first to the last moment or the end of the record, with a little room.
fn domain(rows: &[MilestoneRow], as_of: Option<Timestamp>) -> Option<(i64, i64)> {
    let ends = rows.iter().filter_map(|r| r.held.as_ref()?.moment).flat_map(|m| [m.earliest, m.latest]);
    let ends: Vec<i64> = ends.chain(as_of).filter(|t| t.is_plausible()).map(|t| t.0).collect();
    let (from, to) = (*ends.iter().min()?, *ends.iter().max()?);
    let room = ((to - from) / 50).max(MINUTE);
    Some((from - room, to + room))
}

/// The handles under the phase chart.
pub(super) fn track(bench: Bench) -> AnyView {
    let keys = Memo::new(move |_| {
        bench.view.with(|v| {
            let placed = v.milestones.iter().filter(|r| r.held.as_ref().is_some_and(|h| h.moment.is_some()));
            placed.map(|r| r.milestone.clone()).collect::<Vec<_>>()
        })
    });
    let axis = Memo::new(move |_| bench.view.with(|v| domain(&v.milestones, v.as_of)));
    let width = window_width();
    // The row of each handle, so that labels do not cover one another.
    let lanes = Memo::new(move |_| {
        let Some((from, to)) = axis.get() else { return vec![] };
        let wide = width.get();
        bench.view.with(|v| {
            let mut marks: Vec<(f64, Milestone)> = v
                .milestones
                .iter()
                .filter_map(|r| {
                    Some((fraction(r.held.as_ref()?.moment?.middle(), from, to), r.milestone.clone()))
                })
                .collect();
            order::sort_by(&mut marks, |a, b| a.0.total_cmp(&b.0));
            let mut ends: Vec<f64> = vec![];
            let mut lanes = vec![];
            for (at, milestone) in marks {
                let (start, width) = extent(at, &milestone, wide);
                let free = ends.iter().position(|end| *end <= start);
                let lane = free.unwrap_or(ends.len());
                match ends.get_mut(lane) {
                    Some(end) => *end = start + width,
                    None => ends.push(start + width),
                }
                lanes.push((milestone, lane));
            }
            lanes
        })
    });
    let lane_count = move || lanes.with(|l| l.iter().map(|(_, n)| n + 1).max().unwrap_or(0));
    let lane_of = move |m: &Milestone| lanes.with(|l| l.iter().find(|(k, _)| k == m).map_or(0, |(_, n)| *n));
    let root = NodeRef::<leptos::html::Div>::new();
    view! {
        <div class="track-block" class:hidden=flag(move || keys.with(Vec::is_empty))>
            <p class="hint">
                "Pull a handle, or focus it: " <kbd>"←"</kbd> <kbd>"→"</kbd> " a minute, with " <kbd>"Shift"</kbd> " an hour, "
                <kbd>"Page Up"</kbd> <kbd>"Page Down"</kbd> " a day, " <kbd>"Enter"</kbd> " keeps, " <kbd>"Esc"</kbd> " leaves it."
            </p>
            <div class="track" node_ref=root role="group" aria-label="Milestones as handles on a time axis"
                style:height=word(move || format!("{}px", lane_count() * 28 + 12))>
                <For each=move || keys.get() key=|m| m.id() children=move |m| {
                    let key = m.clone();
                    handle(bench, m, axis, Signal::derive(move || lane_of(&key)), root)
                }/>
            </div>
            <div class="track-ends" aria-hidden="true">
                <span>{live(move || axis.get().map(|(from, _)| words::instant(Timestamp(from), bench.desk.zone.get())))}</span>
                <span>{live(move || axis.get().map(|(_, to)| words::instant(Timestamp(to), bench.desk.zone.get())))}</span>
            </div>
            <div class="draft-bar" role="status">{live(move || bench.draft.get().map(|(milestone, moment)| draft(bench, milestone, moment)))}</div>
        </div>
    }
    .into_any()
}

/// The bar that keeps or leaves what was moved.
fn draft(bench: Bench, milestone: Milestone, moment: Moment) -> AnyView {
    let words = words::moment(&moment, bench.desk.zone.get());
    let effects = effects(bench, &milestone, moment);
    view! {
        <span><strong>{known(milestone.label())}</strong>{say!(" would be {words}", words)}</span>
        <ul class="draft-effects">{effects.into_iter().map(|e| view! { <li>{e}</li> }.into_any()).collect_view()}</ul>
        <button type="button" aria-disabled=read_only() class="button small primary" on:click=move |_| bench.confirm(milestone.clone(), moment, None)>"Keep"</button>
        <button type="button" class="button small" on:click=move |_| bench.draft.set(None)>"Leave as it was"</button>
    }
    .into_any()
}

/// What the metrics would become.
fn effects(bench: Bench, milestone: &Milestone, moment: Moment) -> Vec<String> {
    let milestones = bench.drafted(milestone, moment);
    bench.view.with(|v| {
        let own: BTreeSet<_> = v.metrics.iter().map(|r| r.metric.id.clone()).collect();
        let after = metric::compute(&milestones, &own, &Default::default(), v.as_of);
        let rows = v.metrics.iter().filter(|r| r.metric.basis != Status::Stated);
        rows.filter_map(|row| {
            let next = after.iter().find(|m| m.id == row.metric.id)?;
            let touched = row.metric.from == *milestone || row.metric.to == *milestone;
            (touched && next.duration != row.metric.duration)
                .then(|| format!("{}: {} → {}", known(next.id.label()), row.words, metric::note(next)))
        })
        .collect()
    })
}

fn fraction(at: Timestamp, from: i64, to: i64) -> f64 {
    let width = (to - from).max(1) as f64;
    ((at.0 - from) as f64 / width).clamp(0.0, 1.0)
}

/// Where a label starts and how wide it is, as fractions of a track of so many pixels.
fn extent(at: f64, milestone: &Milestone, wide: f64) -> (f64, f64) {
    let width = (6.8 * known(milestone.label()).chars().count() as f64 + 30.0) / wide;
    (if at > TURNED { at - width } else { at - 10.0 / wide }, width)
}

/// Handles beyond this share of the axis have their label on the left.
const TURNED: f64 = 0.55;

/// About how wide the track is: the window without the rail.
fn window_width() -> Signal<f64> {
    let measure = || {
        let all = window().inner_width().ok().and_then(|w| w.as_f64()).unwrap_or(1200.0);
        (if all > 720.0 { all - 280.0 } else { all - 40.0 }).max(240.0)
    };
    let width = RwSignal::new(measure());
    let heard = EventListener::new(&window(), "resize", move |_| {
        let _ = width.try_set(measure());
    });
    // Heard as long as the page stands.
    StoredValue::new_local(heard);
    width.into()
}

fn handle(
    bench: Bench,
    milestone: Milestone,
    axis: Memo<Option<(i64, i64)>>,
    lane: Signal<usize>,
    root: NodeRef<leptos::html::Div>,
) -> AnyView {
    let (a, b, c, d) = (milestone.clone(), milestone.clone(), milestone.clone(), milestone.clone());
    let stands = Memo::new(move |_| bench.row(&a).and_then(|r| r.held));
    let moment = Memo::new(move |_| {
        let drafted = bench.draft.with(|d| d.as_ref().filter(|(m, _)| *m == b).map(|(_, moment)| *moment));
        drafted.or_else(|| stands.with(|h| h.as_ref()?.moment))
    });
    let at = move |pick: fn(&Moment) -> Timestamp| {
        axis.get().zip(moment.get()).map_or(0.0, |((from, to), m)| fraction(pick(&m), from, to) * 100.0)
    };
    let middle = move || at(Moment::middle);
    let minutes = move |t: Option<i64>| t.map(|t| (t / MINUTE).to_string());
    let on_key = move |ev: leptos::ev::KeyboardEvent| {
        let Some(now) = moment.get_untracked() else { return };
        let zone = bench.desk.zone.get_untracked();
        let step = if ev.shift_key() {
            Step::Hour
        } else if ev.ctrl_key() || ev.alt_key() {
            Step::Day
        } else {
            Step::Minute
        };
        let next = match ev.key().as_str() {
            "ArrowLeft" | "ArrowDown" => moved(now, step, -1, zone),
            "ArrowRight" | "ArrowUp" => moved(now, step, 1, zone),
            "PageDown" => moved(now, Step::Day, -1, zone),
            "PageUp" => moved(now, Step::Day, 1, zone),
            "Enter" => {
                let event = stands.with_untracked(|h| {
                    h.as_ref().filter(|h| h.moment == Some(now))?.events.first().copied()
                });
                bench.confirm(c.clone(), now, event);
                ev.prevent_default();
                return;
            }
            "Escape" if bench.draft.with_untracked(Option::is_some) => {
                ev.stop_propagation();
                bench.draft.set(None);
                return;
            }
            _ => return,
        };
        ev.prevent_default();
        ev.stop_propagation();
        bench.draft.set(Some((c.clone(), next)));
    };
    let pulling = RwSignal::new(false);
    let pull = move |ev: leptos::ev::PointerEvent| {
        if !pulling.get_untracked() {
            return;
        }
        let (Some(root), Some((from, to)), Some(now)) =
            (root.get_untracked(), axis.get_untracked(), moment.get_untracked())
        else {
            return;
        };
        let rect = root.get_bounding_client_rect();
        if rect.width() <= 0.0 {
            return;
        }
        let share = ((f64::from(ev.client_x()) - rect.left()) / rect.width()).clamp(0.0, 1.0);
        let to = Timestamp(from + (share * (to - from) as f64) as i64);
        bench.draft.set(Some((d.clone(), placed(now, to, bench.desk.zone.get_untracked()))));
    };
    let capture = move |ev: leptos::ev::PointerEvent| {
        if let Some(target) = ev.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) {
            let _ = target.set_pointer_capture(ev.pointer_id());
        }
        pulling.set(true);
    };
    view! {
        <div class="handle-span" aria-hidden="true" data-state=word(move || stands.with(|h| milestones::state(h.as_ref())))
            class:hidden=flag(move || moment.get().is_none_or(|m| m.is_exact()))
            style:left=word(move || format!("{:.3}%", at(|m| m.earliest))) style:right=word(move || format!("{:.3}%", 100.0 - at(|m| m.latest)))
            style:top=word(move || format!("{}px", lane.get() * 28 + 15))></div>
        <div class="handle" role="slider" tabindex="0" aria-disabled=read_only()
            class:right=flag(move || { middle() > TURNED * 100.0 })
            data-state=word(move || stands.with(|h| milestones::state(h.as_ref())))
            style:left=word(move || format!("{:.3}%", middle()))
            style:top=word(move || format!("{}px", lane.get() * 28))
            aria-label=say!("{milestone}, handle", milestone = known(milestone.label()))
            aria-valuemin=word(move || minutes(axis.get().map(|a| a.0)))
            aria-valuemax=word(move || minutes(axis.get().map(|a| a.1)))
            aria-valuenow=word(move || minutes(moment.get().map(|m| m.middle().0)))
            aria-valuetext=word(move || moment.get().map(|m| words::moment(&m, bench.desk.zone.get())))
            on:keydown=on_key on:pointerdown=capture on:pointermove=pull
            on:pointerup=move |_| pulling.set(false) on:pointercancel=move |_| pulling.set(false)>
            <span class="mark" aria-hidden="true"></span>
            <span class="handle-label">{known(milestone.label())}</span>
        </div>
    }
    .into_any()
}
