//! A chart on a canvas: sharp on any screen, in both themes, with pointer, keys, a table of the same numbers, and files.
//!
//! The picture carries its own title and caption; the figure repeats them for those who do not see it.

use crate::chart::{self, Chart, Theme};
use crate::document::Rests;
use crate::language::{language, written};
use crate::platform::dom;
use crate::platform::messages::UserError;
use crate::ui::view::prelude::*;
use crate::ui::widgets::explained::{behind, chart_table};
use crate::ui::widgets::live::{live, word};
use gloo::events::EventListener;
use plotters_canvas::CanvasBackend;
use web_sys::wasm_bindgen::prelude::Closure;
use web_sys::wasm_bindgen::{JsCast, JsValue};

/// Charts are saved as SVG at this width in pixels, whatever the size on screen.
const SAVED: u32 = 960;

/// A point under the pointer or the keys: where it is on the canvas, in CSS pixels, and what it says.
#[derive(Clone, PartialEq)]
struct Point {
    x: f64,
    y: f64,
    text: String,
}

/// A resize observer that ends with its chart.
struct Watch {
    observer: web_sys::ResizeObserver,
    _resized: Closure<dyn FnMut()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Whether the page is dark now: as chosen on the page, else as the system prefers.
fn is_dark() -> bool {
    let chosen = document().document_element().and_then(|root| root.get_attribute("data-theme"));
    match chosen.as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => media("(prefers-color-scheme: dark)").is_some_and(|m| m.matches()),
    }
}

fn media(query: &str) -> Option<web_sys::MediaQueryList> {
    window().match_media(query).ok().flatten()
}

fn theme() -> Theme {
    if media("print").is_some_and(|m| m.matches()) {
        Theme::print()
    } else if is_dark() {
        Theme::dark()
    } else {
        Theme::light()
    }
}

/// Draws on the canvas at the density of the screen; a canvas without size stays as it is.
fn draw(canvas: &web_sys::HtmlCanvasElement, chart: &Chart, width: f64, height: f64, theme: &Theme) {
    let density = window().device_pixel_ratio().clamp(1.0, 4.0);
    let (w, h) = ((width * density).round(), (height * density).round());
    if !(w >= 16.0 && h >= 16.0) {
        return;
    }
    canvas.set_width(w as u32);
    canvas.set_height(h as u32);
    if let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) {
        // What cannot be drawn still has its table.
        let _ = chart::draw(chart, backend, theme, density);
    }
}

/// A chart as it is shown: its words are said in the language of the page, or as they are written in the document that it stands in.
#[derive(Clone, Copy)]
struct Drawn {
    given: Signal<Chart>,
    /// Whether durations stand on a logarithmic axis, once a person chose.
    log: RwSignal<Option<bool>>,
    written: bool,
}

impl Drawn {
    fn with<T>(self, make: impl FnOnce(&Chart) -> T) -> T {
        self.made(|| self.given.with(|chart| on_axis(chart, self.log.get(), make)))
    }

    fn with_untracked<T>(self, make: impl FnOnce(&Chart) -> T) -> T {
        self.made(|| self.given.with_untracked(|chart| on_axis(chart, self.log.get_untracked(), make)))
    }

    fn made<T>(self, make: impl FnOnce() -> T) -> T {
        if self.written { written(make) } else { make() }
    }

    /// The language of its words.
    fn lang(self) -> &'static str {
        self.made(language).id()
    }
}

/// Makes something of a chart on the axis that a person chose. It is copied only where it stands on the other: it holds all cases,
/// and every move of the pointer comes through here.
fn on_axis<T>(chart: &Chart, log: Option<bool>, make: impl FnOnce(&Chart) -> T) -> T {
    match log {
        Some(log) if chart.is_log().is_some_and(|is| is != log) => make(&chart.clone().with_log(log)),
        _ => make(chart),
    }
}

/// A chart with its title, caption and buttons. `name` names its files and parts.
pub fn chart_view(given: Signal<Chart>, name: &'static str) -> AnyView {
    view_of(given, name, false)
}

/// A figure of a document, which is as it is written there.
pub fn figure_view(chart: Chart) -> AnyView {
    view_of(Signal::stored(chart), "report-phases", true)
}

fn view_of(given: Signal<Chart>, name: &'static str, written: bool) -> AnyView {
    let log = RwSignal::new(None::<bool>);
    let chart = Drawn { given, log, written };
    let is_log = move || chart.with(Chart::is_log);
    let height = RwSignal::new(300.0_f64);
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    // Counts what calls for drawing again: size, density, theme.
    let again = RwSignal::new(0_u32);
    let point = RwSignal::new(None::<Point>);
    let walked = RwSignal::new(None::<usize>);
    let as_table = RwSignal::new(false);
    let defined = RwSignal::new(false);
    let failed = RwSignal::new(None::<UserError>);
    // A browser takes the pixels of a canvas onto paper as they are: they must be those of paper before it looks.
    let for_paper = move || {
        if let Some(canvas) = canvas.get_untracked() {
            let (width, height) = (f64::from(canvas.client_width()), height.get_untracked());
            chart.with_untracked(|c| draw(&canvas, c, width, height, &Theme::print()));
        }
    };
    watch(canvas, again, for_paper);
    Effect::new(move |_| {
        again.track();
        chart.with(|drawn| {
            let Some(canvas) = canvas.get() else { return };
            let width = f64::from(canvas.client_width());
            if width > 0.0 {
                height.set(drawn.height(width).round());
            }
            draw(&canvas, drawn, width, height.get_untracked(), &theme());
            point.set(None);
            walked.set(None);
        });
    });
    let size = move || {
        canvas
            .get_untracked()
            .map(|c| (f64::from(c.client_width()), height.get_untracked()))
            .filter(|s| s.0 > 0.0)
    };
    let hover = move |ev: leptos::ev::PointerEvent| {
        let Some((w, h)) = size() else { return };
        let (x, y) = (f64::from(ev.offset_x()), f64::from(ev.offset_y()));
        let hit = chart.with_untracked(|c| c.hit(w, h, x, y));
        point.set(hit.map(|hit| Point { x: hit.x, y: hit.y, text: hit.label }));
    };
    let walk = move |ev: leptos::ev::KeyboardEvent| {
        let Some((w, h)) = size() else { return };
        let marks = chart.with_untracked(|c| c.marks(w, h));
        let last = marks.len().saturating_sub(1);
        let now = walked.get_untracked();
        let next = match ev.key().as_str() {
            _ if marks.is_empty() => return,
            "ArrowRight" | "ArrowDown" => now.map_or(0, |n| (n + 1).min(last)),
            "ArrowLeft" | "ArrowUp" => now.map_or(last, |n| n.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            "Escape" if now.is_some() => {
                walked.set(None);
                point.set(None);
                ev.stop_propagation();
                return;
            }
            _ => return,
        };
        ev.prevent_default();
        ev.stop_propagation();
        walked.set(Some(next));
        point.set(marks.into_iter().nth(next).map(|m| Point { x: m.x, y: m.y, text: m.label }));
    };
    let keep = move |result: Result<(), UserError>| failed.set(result.err());
    let svg = move |_| {
        let text = chart
            .with_untracked(|c| c.svg(SAVED, c.height(f64::from(SAVED)).round() as u32, &Theme::print()));
        keep(save(name, "svg", &text, "image/svg+xml"));
    };
    let csv = move |_| keep(save(name, "csv", &chart.with_untracked(Chart::csv), "text/csv"));
    let png = move |_| {
        if let Some(canvas) = canvas.get_untracked() {
            save_png(&canvas, name, failed);
        }
    };
    let (title, described) = (format!("chart-{name}-title"), format!("chart-{name}-about"));
    let button = |label: &'static str, what: &'static str, press: Box<dyn Fn(leptos::ev::MouseEvent)>| {
        view! { <button type="button" class="button small" aria-label=format!("{} ({})", look(what), look(name)) title=what on:click=press>{label}</button> }.into_any()
    };
    view! {
        <figure class="chart" aria-labelledby=title.clone() aria-describedby=described.clone()>
            <figcaption class="chart-head">
                <p class="visually-hidden" id=title.clone() lang=chart.lang()>{live(move || chart.with(Chart::title))}</p>
                <div class="chart-actions" role="group" lang=language().id() aria-label=say!("Chart {name}", name = look(name))>
                    <button type="button" class="button small" aria-pressed=word(move || as_table.get().to_string())
                        aria-label=say!("Table ({name})", name = look(name)) on:click=move |_| as_table.update(|t| *t = !*t)>"Table"</button>
                    <button type="button" class="button small" aria-expanded=word(move || defined.get().to_string())
                        aria-label=say!("Definition ({name})", name = look(name)) on:click=move |_| defined.update(|d| *d = !*d)>"Definition"</button>
                    {live(move || is_log().map(|on| view! {
                        <button type="button" class="button small" aria-pressed=on.to_string() aria-label=say!("Log axis ({name})", name = look(name))
                            title="Shorter and longer times get the same room" on:click=move |_| log.set(Some(!on))>"Log axis"</button>
                    }.into_any()))}
                    {button("SVG", "Save as SVG", Box::new(svg))}
                    {button("PNG", "Save as PNG", Box::new(png))}
                    {button("CSV", "Save as CSV", Box::new(csv))}
                </div>
            </figcaption>
            <div class="chart-area" style:height=word(move || format!("{}px", height.get()))>
                <canvas node_ref=canvas class="chart-canvas" role="img" tabindex="0" aria-labelledby=title.clone()
                    aria-describedby=described.clone() aria-keyshortcuts="ArrowLeft ArrowRight Home End"
                    on:pointermove=hover on:pointerleave=move |_| point.set(None)
                    on:keydown=walk on:blur=move |_| { walked.set(None); point.set(None); }></canvas>
                {live(move || point.get().map(|p| tooltip(p, size())))}
            </div>
            <p class="visually-hidden" lang=chart.lang()>{live(move || chart.with(Chart::caption))}</p>
            <p class="visually-hidden" id=described.clone() lang=chart.lang()>{live(move || chart.with(Chart::describe))}</p>
            <p class="visually-hidden" role="status">{live(move || walked.get().and_then(|_| point.get()).map(|p| p.text))}</p>
            {live(move || failed.get().map(|e| view! { <p class="error" role="alert">{e.sentences()}</p> }.into_any()))}
            {live(move || defined.get().then(|| definition(chart)))}
            {live(move || as_table.get().then(|| chart.with(|c| chart_table(c.clone(), written))))}
        </figure>
    }
    .into_any()
}

/// The crosshair and what it says, kept inside the chart.
fn tooltip(p: Point, size: Option<(f64, f64)>) -> AnyView {
    let right = size.is_some_and(|(w, _)| p.x > w / 2.0);
    let shift = size.map_or(0.0, |(w, _)| if right { w - p.x } else { p.x });
    view! {
        <span class="crosshair" aria-hidden="true" style:left=format!("{:.1}px", p.x)></span>
        <span class="hit-dot" aria-hidden="true" style:left=format!("{:.1}px", p.x) style:top=format!("{:.1}px", p.y)></span>
        <div class="chart-tooltip" aria-hidden="true"
            style:left=if right { "auto".to_owned() } else { format!("{:.1}px", shift + 10.0) }
            style:right=if right { format!("{:.1}px", shift + 10.0) } else { "auto".to_owned() }>{p.text}</div>
    }
    .into_any()
}

/// What is drawn, how it is computed, and what title and caption, whose numbers stand in the picture, rest on.
fn definition(chart: Drawn) -> AnyView {
    let (sentences, rests) = chart.with(|c| {
        let sentences = c.definition().into_iter().chain([c.caption()]);
        (sentences.collect::<Vec<_>>(), Rests::default().over(c.cases()).on_events(c.events()))
    });
    let sentences = sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }.into_any());
    view! {
        <div class="chart-definition hint explained-meaning" lang=chart.lang()>{sentences.collect_view()}{behind(rests.taken(&[]))}</div>
    }
    .into_any()
}

/// Has the chart drawn again when its size, the screen's density or the theme changes, and at once for paper.
fn watch(canvas: NodeRef<leptos::html::Canvas>, again: RwSignal<u32>, for_paper: impl Fn() + Copy + 'static) {
    let redraw = move || {
        let _ = again.try_update(|n| *n = n.wrapping_add(1));
    };
    let watches = StoredValue::new_local(None::<Watch>);
    let listeners = StoredValue::new_local(Vec::<EventListener>::new());
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let resized = Closure::<dyn FnMut()>::new(redraw);
        if let Ok(observer) = web_sys::ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(&canvas);
            watches.set_value(Some(Watch { observer, _resized: resized }));
        }
        let density = format!("(resolution: {}dppx)", window().device_pixel_ratio());
        let queries = ["print", "(prefers-color-scheme: dark)", density.as_str()];
        let heard = queries.iter().filter_map(|q| {
            let query: web_sys::EventTarget = media(q)?.into();
            Some(EventListener::new(&query, "change", move |_| redraw()))
        });
        let printing = [
            EventListener::new(&window(), "beforeprint", move |_| for_paper()),
            EventListener::new(&window(), "afterprint", move |_| redraw()),
        ];
        listeners.set_value(heard.chain(printing).collect());
    });
    // The shell tells when a theme was chosen on the page.
    if let Some(theme) = use_context::<ThemeTick>() {
        Effect::new(move |_| {
            theme.0.track();
            redraw();
        });
    }
}

/// Changes whenever a theme was chosen on the page.
#[derive(Clone, Copy)]
pub struct ThemeTick(pub Signal<u32>);

fn save(name: &str, kind: &str, text: &str, mime: &str) -> Result<(), UserError> {
    dom::download(&format!("{name}.{kind}"), &dom::text_blob(text, mime)?)
}

fn save_png(canvas: &web_sys::HtmlCanvasElement, name: &'static str, failed: RwSignal<Option<UserError>>) {
    let refused = move || UserError {
        title: say!("{name}.png could not be made", name),
        remedy: say!("Save it as SVG, or make the window larger and try again").to_owned(),
    };
    let ready = Closure::once_into_js(move |blob: JsValue| {
        let result = match blob.dyn_into::<web_sys::Blob>() {
            Ok(blob) => dom::download(&format!("{name}.png"), &blob),
            Err(_) => Err(refused()),
        };
        let _ = failed.try_set(result.err());
    });
    if canvas.to_blob(ready.unchecked_ref()).is_err() {
        failed.set(Some(refused()));
    }
}
