//! The survival chart laid out.

use super::axis::{self, EDGE, SMALL};
use super::measured::text_width;
use super::scale::Scale;
use super::scene::{Align, Hit, Point, Scene, Shape};
use super::survival::SurvivalChart;
use super::theme::Ink;
use super::ticks::span;
use super::words::rough;

/// The frame of the curve.
struct Plot {
    x: Scale,
    y: Scale,
}

fn plot(chart: &SurvivalChart, width: f64, (top, bottom): (f64, f64)) -> Plot {
    let left = EDGE + text_width("100 %", SMALL, false) + 8.0;
    let pixels = [left, (width - EDGE - 10.0).max(left + 20.0)];
    let longest = chart.longest().max(60.0);
    let x = if chart.log {
        // From the decade of the shortest: zeros stand at the axis.
        let shortest = chart.curve.times.iter().copied().find(|t| *t > 0.0).unwrap_or(60.0);
        Scale::log([shortest.min(longest / 10.0) / 1.5, longest * 1.1], pixels)
    } else {
        Scale::linear([0.0, longest * 1.03], pixels)
    };
    Plot { x, y: Scale::linear([0.0, 1.0], [(bottom - 40.0).max(top + 46.0), top + 26.0]) }
}

/// The curve with its band, censor marks, median and axes.
pub fn scene(chart: &SurvivalChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    let room = axis::frame(&mut scene, &chart.title(), &chart.caption(), width, height);
    let Plot { x, y } = plot(chart, width, room);
    let ([left, right], [base, top]) = (x.pixels(), y.pixels());
    let what = format!("Share not yet {}", chart.done());
    scene.text((EDGE, room.0 + 6.0), what, SMALL, Align::Start, Ink::Muted);
    for (n, share) in [0.0, 0.25, 0.5, 0.75, 1.0].into_iter().enumerate() {
        let at = y.pixel(share);
        if n > 0 {
            scene.line((left, at), (right, at), Ink::Grid, 1.0);
        }
        if n % 2 == 0 || base - top > 90.0 {
            scene.text((left - 8.0, at), format!("{:.0} %", share * 100.0), SMALL, Align::End, Ink::Muted);
        }
    }
    axis::duration_axis(&mut scene, &x, top, base);
    let label = format!("{}{}", chart.metric.label(), if chart.log { ", logarithmic" } else { "" });
    scene.text(((left + right) / 2.0, base + 31.0), label, SMALL, Align::Middle, Ink::Muted);
    if let Some(band) = band(chart, &x, &y) {
        scene.shapes.push(Shape::Polygon(band, Ink::Band));
    }
    let mut points: Vec<Point> =
        chart.curve.corners().iter().map(|(t, s)| (x.pixel(*t), y.pixel(*s))).collect();
    points.dedup();
    if x.is_log() {
        points.insert(0, (left, top));
    }
    median(&mut scene, chart, &x, &y);
    scene.shapes.push(Shape::Line(points, Ink::Accent, 2.0));
    for (time, share) in chart.curve.censor_marks() {
        let (x, y) = (x.pixel(time), y.pixel(share));
        scene.line((x, y - 5.0), (x, y + 5.0), Ink::Accent, 1.5);
    }
    marks(&mut scene, chart, &x, &y);
    scene
}

/// The band as one polygon: along the upper edge and back along the lower one.
fn band(chart: &SurvivalChart, x: &Scale, y: &Scale) -> Option<Vec<Point>> {
    let steps: Vec<_> = chart.curve.steps().collect();
    let first = steps.iter().position(|s| s.lower.is_some())?;
    let steps: Vec<_> = steps.into_iter().skip(first).collect();
    let edge = |upper: bool| {
        let mut edge: Vec<Point> = vec![];
        let mut last = None;
        for step in &steps {
            // Where the band is undefined because the curve has reached 0, it keeps its last height until there.
            let here = if upper { step.upper } else { step.lower };
            let at = x.pixel(step.time);
            if let Some(height) = last {
                edge.push((at, y.pixel(height)));
            }
            if let Some(height) = here {
                edge.push((at, y.pixel(height)));
                last = here;
            } else {
                break;
            }
        }
        edge
    };
    let mut around = edge(true);
    around.extend(edge(false).into_iter().rev());
    (around.len() > 3).then_some(around)
}

/// The median: where the curve crosses one half, with its label beside it.
fn median(scene: &mut Scene, chart: &SurvivalChart, x: &Scale, y: &Scale) {
    let Some(median) = chart.curve.median else { return };
    let ([left, right], [base, _]) = (x.pixels(), y.pixels());
    let (at, half) = (x.pixel(median), y.pixel(0.5));
    scene.shapes.push(Shape::Dashed(vec![(left, half), (at, half), (at, base)], Ink::Text, 1.0));
    let label = format!("Median {}", rough(span(median)));
    let width = text_width(&label, SMALL, true);
    // Above the curve on its right, where it is empty; near the right edge on the left and below.
    let (text, box_from) = if at + 10.0 + width <= right {
        let clear = clear_height(chart, x, y, at, at + 10.0 + width).min(half);
        ((at + 8.0, clear - 12.0), at + 4.0)
    } else {
        ((at - 8.0 - width, half + 16.0), at - 12.0 - width)
    };
    scene.rect((box_from, text.1 - 9.0), (box_from + width + 8.0, text.1 + 9.0), Ink::Paper);
    scene.bold(text, label, SMALL, Align::Start, Ink::Text);
}

/// The least pixel height that the curve and its band reach between two pixels.
fn clear_height(chart: &SurvivalChart, x: &Scale, y: &Scale, from: f64, to: f64) -> f64 {
    let mut highest: f64 = 0.0;
    let mut now = 1.0_f64;
    for step in chart.curve.steps() {
        let at = x.pixel(step.time);
        if at > to {
            break;
        }
        if at > from {
            highest = highest.max(now);
        }
        now = step.upper.unwrap_or(step.survival);
    }
    y.pixel(highest.max(now))
}

/// The stops of the keyboard: the quartiles and the ends.
fn marks(scene: &mut Scene, chart: &SurvivalChart, x: &Scale, y: &Scale) {
    let mut times: Vec<f64> =
        [0.1, 0.25, 0.5, 0.75, 0.9].iter().filter_map(|p| chart.curve.quantile(*p)).collect();
    times.push(chart.longest());
    times.dedup();
    for time in times {
        let hit = hit(chart, time, x, y);
        let at = (hit.x, hit.y);
        scene.target((at.0 - 4.0, at.1 - 4.0), (at.0 + 4.0, at.1 + 4.0), true, hit);
    }
}

fn hit(chart: &SurvivalChart, time: f64, x: &Scale, y: &Scale) -> Hit {
    let share = chart.curve.at(time);
    let step = chart.curve.steps().take_while(|s| s.time <= time).last();
    let band = step
        .and_then(|s| Some((s.lower?, s.upper?)))
        .map(|(a, b)| format!(" (95 % {:.0}–{:.0} %)", a * 100.0, b * 100.0))
        .unwrap_or_default();
    let label = format!(
        "After {}: {:.0} % not yet {}{band}, {} at risk",
        rough(span(time)),
        share * 100.0,
        chart.done(),
        chart.curve.at_risk_at(&[time]).first().copied().unwrap_or(0)
    );
    Hit::new((x.pixel(time), y.pixel(share)), label)
}

/// The curve read at a pixel: at the nearest step within reach, else in between. `None` outside its frame.
pub fn read(chart: &SurvivalChart, width: f64, height: f64, pixel: f64) -> Option<Hit> {
    const REACH: f64 = 6.0;
    let room = axis::frame(&mut Scene::default(), &chart.title(), &chart.caption(), width, height);
    let Plot { x, y } = plot(chart, width, room);
    let [left, right] = x.pixels();
    if !(left - REACH..=right + REACH).contains(&pixel) {
        return None;
    }
    let near = chart
        .curve
        .times
        .iter()
        .copied()
        .filter(|t| (x.pixel(*t) - pixel).abs() <= REACH)
        .min_by(|a, b| (x.pixel(*a) - pixel).abs().total_cmp(&(x.pixel(*b) - pixel).abs()));
    Some(hit(chart, near.unwrap_or_else(|| x.value(pixel).max(0.0)), &x, &y))
}
