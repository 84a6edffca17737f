//! The awareness chart laid out: one row an event, from the axis to its dot; a crowd without names.

use super::axis::{self, EDGE, SMALL};
use super::gap::{GapChart, GapEvent, event_words};
use super::measured::{fit, text_width};
use super::scale::Scale;
use super::scene::{Align, Hit, Scene, Shape};
use super::theme::Ink;
use crate::say;

/// The height of a row with its name.
const ROW: f64 = 20.0;
/// More events than this stand without names.
const NAMED: usize = 24;
/// The height of a crowd.
const CROWD: f64 = 280.0;

fn ends(event: &GapEvent) -> [f64; 2] {
    let min = event.gap.min().map_or(0.0, |s| s.as_seconds());
    [min, event.gap.max().map_or(min, |s| s.as_seconds())]
}

fn is_named(chart: &GapChart) -> bool {
    chart.events.len() <= NAMED
}

fn rows_height(chart: &GapChart) -> f64 {
    if is_named(chart) { chart.events.len() as f64 * ROW } else { CROWD }
}

/// The height at which it is neither crowded nor loose.
pub fn height(chart: &GapChart, width: f64) -> f64 {
    let (top, _) = axis::frame(&mut Scene::default(), &chart.title(), &chart.caption(), width, 0.0);
    (top + 30.0 + rows_height(chart) + 44.0 + axis::foot_height(&chart.caption(), width)).ceil()
}

fn scale(chart: &GapChart, pixels: [f64; 2]) -> Scale {
    let all: Vec<f64> = chart.events.iter().flat_map(ends).collect();
    let longest = all.iter().copied().fold(60.0, f64::max);
    if chart.log {
        let shortest = all.iter().copied().filter(|s| *s > 0.0).fold(longest, f64::min);
        Scale::log([shortest.min(longest / 4.0) / 1.5, longest * 1.2], pixels)
    } else {
        Scale::linear([0.0, longest * 1.04], pixels)
    }
}

/// The rows over their axis, with the median through all.
pub fn scene(chart: &GapChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    let (top, bottom) = axis::frame(&mut scene, &chart.title(), &chart.caption(), width, height);
    let names = if is_named(chart) { (width * 0.36).clamp(96.0, 320.0) } else { 0.0 };
    let left = EDGE + names + 10.0;
    let x = scale(chart, [left, (width - EDGE - 14.0).max(left + 60.0)]);
    let base = (bottom - 40.0).max(top + 40.0);
    axis::duration_axis(&mut scene, &x, top + 24.0, base);
    let [left, right] = x.pixels();
    let label = axis::named(say!("From happening to knowing").to_owned(), chart.log);
    let label = fit(&label, SMALL, false, right - EDGE);
    let half = text_width(&label, SMALL, false) / 2.0;
    let middle = ((left + right) / 2.0).min(width - EDGE - half);
    scene.text((middle, base + 31.0), label, SMALL, Align::Middle, Ink::Muted);
    let first = top + 28.0;
    let pitch = (base - 4.0 - first).max(1.0) / chart.events.len().max(1) as f64;
    for (n, event) in chart.events.iter().enumerate() {
        let y = first + (n as f64 + 0.5) * pitch;
        let [from, to] = ends(event).map(|s| x.pixel(s).clamp(left, right));
        if is_named(chart) {
            let name = fit(&event.label, SMALL, false, names);
            scene.text((EDGE, y), name, SMALL, Align::Start, Ink::Text);
            scene.line((left, y), (from, y), Ink::Axis, 1.0);
        }
        // A range is a bar; what is exact is a dot.
        if to - from > 1.0 {
            let thick = (pitch * 0.2).clamp(0.5, 2.5);
            scene.rect((from, y - thick), (to.max(from + 4.0), y + thick), Ink::Accent);
        } else {
            scene.shapes.push(Shape::Dot((from, y), if is_named(chart) { 4.5 } else { 2.0 }, Ink::Accent));
        }
        let at = ((from + to) / 2.0, y);
        let reach = if is_named(chart) { left.min(EDGE) } else { from - 4.0 };
        let target = ((reach, y - pitch / 2.0), (to + 6.0, y + pitch / 2.0));
        scene.target(target.0, target.1, true, Hit::new(at, event_words(event, chart.zone)));
    }
    median(&mut scene, chart, &x, top + 10.0, base);
    scene
}

/// The median: a dashed line, or a stretch where it is known only so far.
fn median(scene: &mut Scene, chart: &GapChart, x: &Scale, y: f64, base: f64) {
    if chart.all < 3 {
        return;
    }
    let [left, right] = x.pixels();
    let [a, b] = chart.median.map(|s| x.pixel(s.as_seconds()).clamp(left, right));
    for at in if b - a > 1.5 { vec![a, b] } else { vec![a] } {
        scene.shapes.push(Shape::Dashed(vec![(at, y + 10.0), (at, base)], Ink::Text, 1.0));
    }
    let words = say!("Median {time}", time = chart.median_words());
    let half = text_width(&words, SMALL, true) / 2.0;
    let middle = ((a + b) / 2.0).clamp(EDGE + half, (right + 10.0 - half).max(EDGE + half));
    scene.bold((middle, y), words, SMALL, Align::Middle, Ink::Text);
}
