//! The survival chart laid out.

use super::axis::SMALL;
use super::curve::{Around, Plot, shortest};
use super::measured::text_width;
use super::scale::Scale;
use super::scene::{Align, Hit, Point, Scene, Shape};
use super::survival::SurvivalChart;
use super::theme::Ink;
use super::ticks::span;
use super::words::rough;
use crate::language::known;
use crate::say;
use crate::statistics::Survival;

fn around(chart: &SurvivalChart) -> Around {
    Around {
        title: chart.title(),
        caption: chart.caption(),
        share: say!("Share not yet {done}", done = chart.done()),
        length: known(chart.metric.label()),
        ends: [shortest(chart.curve.times.iter().copied()), chart.longest()],
        log: chart.log,
        names: vec![],
    }
}

/// The curve with its band, censor marks, median and axes.
pub fn scene(chart: &SurvivalChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    let plot = around(chart).draw(&mut scene, width, height);
    let Plot { x, y } = &plot;
    if let Some(band) = band(&chart.curve, x, y) {
        scene.shapes.push(Shape::Polygon(band, Ink::Band));
    }
    median(&mut scene, chart, x, y);
    scene.shapes.push(Shape::Line(plot.points(&chart.curve.corners()), Ink::Accent, 2.0));
    censor_marks(&mut scene, &chart.curve, &plot, Ink::Accent);
    marks(&mut scene, chart, x, y);
    scene
}

/// Upright strokes where somebody was last seen.
pub fn censor_marks(scene: &mut Scene, curve: &Survival, plot: &Plot, ink: Ink) {
    for (time, share) in curve.censor_marks() {
        let (x, y) = (plot.x.pixel(time), plot.y.pixel(share));
        scene.line((x, y - 5.0), (x, y + 5.0), ink, 1.5);
    }
}

/// The band as one polygon: along the upper edge and back along the lower one.
pub fn band(curve: &Survival, x: &Scale, y: &Scale) -> Option<Vec<Point>> {
    let steps: Vec<_> = curve.steps().collect();
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
    let label = say!("Median {time}", time = rough(span(median)));
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
    let label = say!(
        "After {time}: {share} % not yet {done}{band}, {n} at risk",
        time = rough(span(time)),
        share = format_args!("{:.0}", share * 100.0),
        done = chart.done(),
        band,
        n = chart.curve.at_risk_at(&[time]).first().copied().unwrap_or(0)
    );
    Hit::new((x.pixel(time), y.pixel(share)), label)
}

/// The curve read at a pixel: at the nearest step within reach, else in between. `None` outside its frame.
pub fn read(chart: &SurvivalChart, width: f64, height: f64, pixel: f64) -> Option<Hit> {
    let (plot, time) = around(chart).read(width, height, pixel, chart.curve.times.iter().copied())?;
    Some(hit(chart, time, &plot.x, &plot.y))
}
