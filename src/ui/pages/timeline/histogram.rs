//! The density of events over time, with a brush and the milestones as flags.

use super::{Bench, bars, flags, lanes};
use crate::chart::ticks::time_ticks;
use crate::engine::Query;
use crate::engine::view::Density;
use crate::model::{Timestamp, Zone};
use crate::timeline::{Filter, Histogram};
use crate::ui::state::ask;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::ui::widgets::segmented::segmented;
use std::sync::Arc;
use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::prelude::Closure;

/// The height of the bars, in pixels.
pub(super) const HEIGHT: f64 = 72.0;
/// The width of a bar, in pixels.
const BAR: f64 = 4.0;

/// What the parts of the histogram share.
#[derive(Clone, Copy)]
pub(super) struct Plot {
    pub bench: Bench,
    /// The width in pixels.
    pub width: RwSignal<f64>,
    /// The ends of the axis.
    pub ends: Memo<Option<[Timestamp; 2]>>,
    pub counts: Memo<Option<Arc<Density>>>,
    /// The range that is being drawn.
    draft: RwSignal<Option<[Timestamp; 2]>>,
    place: NodeRef<leptos::html::Div>,
}

impl Plot {
    /// Where an instant stands, in pixels.
    pub fn x(self, at: Timestamp) -> Option<f64> {
        let [from, to] = self.ends.get()?;
        let whole = to.since(from).0.max(1) as f64;
        Some(at.since(from).0 as f64 / whole * self.width.get())
    }

    /// The instant at a pixel.
    fn at(self, x: f64) -> Option<Timestamp> {
        let [from, to] = self.ends.get_untracked()?;
        let part = (x / self.width.get_untracked().max(1.0)).clamp(0.0, 1.0);
        Some(Timestamp(from.0 + (to.since(from).0 as f64 * part) as i64))
    }

    /// The chosen range: what is being drawn, else what is filtered.
    fn range(self) -> Option<[Timestamp; 2]> {
        if let Some(draft) = self.draft.get() {
            return Some(draft);
        }
        let [first, last] = self.ends.get()?;
        let (from, to) = self.bench.desk.filter.with(|f| (f.from, f.to));
        (from.is_some() || to.is_some()).then(|| [from.unwrap_or(first), to.unwrap_or(last)])
    }

    fn choose(self, range: Option<[Timestamp; 2]>) {
        self.bench.desk.filter.update(|f| {
            f.from = range.map(|r| r[0]);
            f.to = range.map(|r| r[1]);
        });
    }

    /// The length of a bar.
    fn bin(self) -> i64 {
        let bins = bins(self.width.get_untracked());
        self.ends.get_untracked().map_or(1, |[from, to]| (to.since(from).0 / i64::from(bins)).max(1))
    }
}

fn bins(width: f64) -> u32 {
    ((width / BAR) as u32).clamp(40, 480)
}

/// The histogram.
pub(super) fn histogram(bench: Bench) -> AnyView {
    let desk = bench.desk;
    let width = RwSignal::new(960.0_f64);
    let zoom = RwSignal::new(None::<[Timestamp; 2]>);
    let place = NodeRef::<leptos::html::Div>::new();
    measure(place, width);
    let asked_bins = Memo::new(move |_| bins(width.get()));
    let answer = ask::<Density>(move || {
        // Its own range does not apply, and a brush that moves need not ask anew.
        let filter = desk.filter.with(|f| Filter { from: None, to: None, ..f.clone() });
        let (from, to) = zoom.get().map_or((None, None), |[a, b]| (Some(a), Some(b)));
        let (bins, by_phase) = (asked_bins.get(), bench.by_phase.get());
        desk.open_case_id().map(|case| Query::Histogram { case, filter, from, to, bins, by_phase })
    });
    let counts = Memo::new(move |before: Option<&Option<Arc<Density>>>| {
        answer.get().and_then(Result::ok).or_else(|| before.cloned().flatten())
    });
    let ends = Memo::new(move |_| {
        let fits = |h: &&Histogram| h.bins() > 0 && h.to > h.from;
        counts.with(|c| c.as_ref().map(|d| &d.histogram).filter(fits).map(|h| [h.from, h.to]))
    });
    // Another case has another time.
    Effect::new(move |before: Option<Option<crate::model::CaseId>>| {
        let case = desk.open_case_id();
        if before.is_some_and(|b| b != case) {
            zoom.set(None);
        }
        case
    });
    Effect::new(move |_| {
        if let Some([from, to]) = ends.get() {
            bench.whole.set(to.since(from));
        }
    });
    let plot = Plot { bench, width, ends, counts, draft: RwSignal::new(None), place };
    let can_zoom = Memo::new(move |_| desk.filter.with(|f| f.from.is_some() && f.to.is_some()));
    let zoom_in = move |_| {
        let range = desk.filter.with_untracked(|f| f.from.zip(f.to));
        if let Some((from, to)) = range.filter(|(from, to)| to > from) {
            zoom.set(Some([from, to]));
            plot.choose(None);
        }
    };
    let stacks = vec![(false, say!("Source").to_owned()), (true, say!("Phase").to_owned())];
    view! {
        <section class="histogram" aria-labelledby="histogram-title">
            <div class="histogram-head">
                <h2 id="histogram-title" class="visually-hidden">"Events over time"</h2>
                <p class="hint">{live(move || caption(plot))}</p>
                {live(move || can_zoom.get().then(|| view! { <button type="button" class="button small" on:click=zoom_in>"Zoom to the range"</button> }.into_any()))}
                {live(move || zoom.get().map(|_| view! { <button type="button" class="button small" on:click=move |_| zoom.set(None)>"Show the whole record"</button> }.into_any()))}
                {bars::legend(plot)}
                {segmented("stack", "Colours of the histogram", stacks, bench.by_phase.into(), move |by| bench.by_phase.set(by))}
            </div>
            {flags::flags(plot)}
            <div node_ref=place class="histogram-plot" style:height=format!("{HEIGHT}px") on:pointerdown=move |ev| begin(plot, &ev)>
                {live(move || bars::bars(plot))}
                {live(move || brush(plot))}
            </div>
            {live(move || axis(plot))}
            {lanes::lanes(plot)}
        </section>
    }
    .into_any()
}

struct Watch {
    observer: web_sys::ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn measure(place: NodeRef<leptos::html::Div>, width: RwSignal<f64>) {
    let watch = StoredValue::new_local(None::<Watch>);
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let measured = element.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            let now = f64::from(measured.client_width());
            if now > 0.0 && width.try_get_untracked().is_some_and(|w| (w - now).abs() >= 1.0) {
                let _ = width.try_set(now);
            }
        });
        if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
            watch.set_value(Some(Watch { observer, _changed: changed }));
        }
    });
}

/// What is drawn, in one sentence.
fn caption(plot: Plot) -> String {
    let zone = plot.bench.desk.zone.get();
    let Some(density) = plot.counts.get() else { return String::new() };
    let h = &density.histogram;
    let Some(ends) = plot.ends.get() else { return say!("All events stand at one time.").to_owned() };
    let totals = h.totals();
    let most = totals.iter().copied().max().unwrap_or(0);
    let bin = crate::model::Span(ends[1].since(ends[0]).0 / h.bins().max(1) as i64);
    let mut words = say!(
        "{zone} {ends}, at most {most} in {bin}",
        zone = strings::span(ends, zone),
        ends = strings::zone_at(zone, ends[0]),
        most = strings::count(u64::from(most), "event", "events"),
        bin
    );
    if h.implausible > 0 {
        words += &say!(
            "; {implausible} at impossible times not drawn",
            implausible = strings::number(u64::from(h.implausible))
        );
    }
    words
}

fn axis(plot: Plot) -> AnyView {
    let Some([from, to]) = plot.ends.get() else { return ().into_any() };
    let zone = plot.bench.desk.zone.get();
    let width = plot.width.get();
    let marks = time_ticks(from, to, (width / 88.0) as usize + 1, zone).into_iter().filter_map(|t| {
        let x = plot.x(t.at)?;
        // What would hang over the edge is left out: the context, such as a day, or the whole mark.
        let fits = |text: &str| x + 8.0 + 7.0 * text.chars().count() as f64 <= width;
        let label = t.label;
        let (there, context) = (fits(&label), t.context.filter(|c| fits(c)));
        let context = context.map(|c| view! { <span class="tick-context">{c}</span> }.into_any());
        there.then(|| view! { <span class="tick" style:left=format!("{x:.1}px")><span>{label}</span>{context}</span> }.into_any())
    });
    view! { <div class="histogram-axis" aria-hidden="true">{marks.collect_view()}</div> }.into_any()
}

/// The chosen range with its two ends, which the keys move.
fn brush(plot: Plot) -> AnyView {
    let Some([first, last]) = plot.ends.get() else { return ().into_any() };
    let zone = plot.bench.desk.zone.get();
    let chosen = plot.range();
    let [from, to] = chosen.unwrap_or([first, last]);
    let (Some(left), Some(right)) = (plot.x(from.clamp(first, last)), plot.x(to.clamp(first, last))) else {
        return ().into_any();
    };
    let width = plot.width.get();
    let veil = chosen.map(|_| {
        view! {
            <span class="brush-out" style:left="0px" style:width=format!("{left:.1}px")></span>
            <span class="brush-out" style:left=format!("{right:.1}px") style:width=format!("{:.1}px", (width - right).max(0.0))></span>
            <span class="brush-in" style:left=format!("{left:.1}px") style:width=format!("{:.1}px", (right - left).max(1.0))></span>
        }
        .into_any()
    });
    view! {
        {veil}
        {handle(plot, false, from, left, zone, [first, last])}
        {handle(plot, true, to, right, zone, [first, last])}
    }
    .into_any()
}

fn handle(
    plot: Plot,
    end: bool,
    at: Timestamp,
    x: f64,
    zone: Zone,
    [first, last]: [Timestamp; 2],
) -> AnyView {
    let name = if end { "End of the range" } else { "Start of the range" };
    let id = if end { "brush-end" } else { "brush-start" };
    let part = |t: Timestamp| (t.since(first).as_seconds() as i64).to_string();
    let key = move |ev: leptos::ev::KeyboardEvent| {
        let step = plot.bin() * if ev.shift_key() { 10 } else { 1 };
        let [from, to] = untrack(|| plot.range()).unwrap_or([first, last]);
        let now = if end { to } else { from };
        let to_be = match ev.key().as_str() {
            "ArrowRight" | "ArrowUp" => Timestamp(now.0 + step),
            "ArrowLeft" | "ArrowDown" => Timestamp(now.0 - step),
            "PageUp" => Timestamp(now.0 + 10 * step),
            "PageDown" => Timestamp(now.0 - 10 * step),
            "Home" => first,
            "End" => last,
            "Escape" => {
                ev.stop_propagation();
                plot.choose(None);
                return;
            }
            _ => return,
        };
        ev.prevent_default();
        ev.stop_propagation();
        let range = if end { [from, to_be.clamp(from, last)] } else { [to_be.clamp(first, to), to] };
        plot.choose((range != [first, last]).then_some(range));
        // The handle is made anew with the new range.
        set_timeout(
            move || {
                if let Some(handle) =
                    document().get_element_by_id(id).and_then(|h| h.dyn_into::<web_sys::HtmlElement>().ok())
                {
                    let _ = handle.focus();
                }
            },
            std::time::Duration::ZERO,
        );
    };
    view! {
        <span id=id class="brush-handle" role="slider" tabindex="0" aria-label=name aria-orientation="horizontal"
            aria-valuemin="0" aria-valuemax=part(last) aria-valuenow=part(at.clamp(first, last))
            aria-valuetext=format!("{} {}", zone.local(at).format("%Y-%m-%d %H:%M"), strings::zone_at(zone, at))
            style:left=format!("{x:.1}px") on:keydown=key></span>
    }
    .into_any()
}

/// Draws a range with the pointer.
fn begin(plot: Plot, ev: &leptos::ev::PointerEvent) {
    if ev.button() != 0 {
        return;
    }
    let Some(element) = plot.place.get_untracked() else { return };
    let left = element.get_bounding_client_rect().left();
    let Some(start) = plot.at(f64::from(ev.client_x()) - left) else { return };
    // A handle that was pressed moves its own end.
    let pressed = ev.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()).map(|e| e.id());
    let range = untrack(|| plot.range().or(plot.ends.get()));
    let fixed = match (pressed.as_deref(), range) {
        (Some("brush-start"), Some([_, to])) => to,
        (Some("brush-end"), Some([from, _])) => from,
        _ => start,
    };
    let moved_from = f64::from(ev.client_x());
    let watch = StoredValue::new_local(Vec::<gloo::events::EventListener>::new());
    let over = move |x: f64| plot.at(x - left).map(|now| [fixed.min(now), fixed.max(now)]);
    let moves = gloo::events::EventListener::new(&window(), "pointermove", move |ev| {
        if let Some(ev) = ev.dyn_ref::<web_sys::PointerEvent>() {
            plot.draft.set(over(f64::from(ev.client_x())));
        }
    });
    let ends = gloo::events::EventListener::new(&window(), "pointerup", move |ev| {
        let x =
            ev.dyn_ref::<web_sys::PointerEvent>().map(|ev| f64::from(ev.client_x())).unwrap_or(moved_from);
        plot.draft.set(None);
        // A press without a move takes the range away.
        plot.choose(if (x - moved_from).abs() < 4.0 { None } else { over(x) });
        // The listener may not drop itself while it runs.
        set_timeout(move || watch.dispose(), std::time::Duration::ZERO);
    });
    watch.set_value(vec![moves, ends]);
}
