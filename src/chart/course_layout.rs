//! The individuals chart laid out: cases over time, the mean, the limits, and months without any.

use super::axis::{self, EDGE, SMALL};
use super::course::{CourseChart, CoursePoint};
use super::measured::text_width;
use super::scale::Scale;
use super::scene::{Align, Hit, Pattern, Scene, Shape};
use super::theme::Ink;
use super::ticks::{duration_ticks, log_duration_ticks, span};
use super::words::rough;
use crate::language::known;
use crate::model::Duration;
use crate::say;

/// The height of the row of months without incidents.
const MONTHS: f64 = 8.0;

/// The cases with their axes and limits.
pub fn scene(chart: &CourseChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    let (top, bottom) = axis::frame(&mut scene, &chart.title(), &chart.caption(), width, height);
    let base = (bottom - 40.0).max(top + 60.0);
    let y = lengths(chart, [base - MONTHS - 8.0, top + 26.0]);
    let label = axis::named(known(chart.metric.label()), chart.log);
    scene.text((EDGE, top + 6.0), label, SMALL, Align::Start, Ink::Muted);
    let ticks = if chart.log { log_duration_ticks(y.domain(), 6) } else { duration_ticks(y.domain(), 5) };
    let wide = ticks.iter().map(|t| text_width(&t.label, SMALL, false)).fold(20.0, f64::max);
    let left = EDGE + wide + 8.0;
    // The names of the lines stand to the right of them.
    let wide_name = [say!("upper limit"), say!("lower limit")].map(|name| text_width(name, SMALL, false));
    let names = chart.limits.map_or(0.0, |_| wide_name[0].max(wide_name[1]) + 8.0);
    let x = dates(chart, [left + 8.0, (width - EDGE - names - 8.0).max(left + 40.0)]);
    let right = x.pixels()[1] + 8.0;
    let mut free = f64::INFINITY;
    for tick in ticks {
        let at = y.pixel(tick.seconds);
        scene.line((left, at), (right, at), Ink::Grid, 1.0);
        if at + 8.0 < free {
            free = at - 8.0;
            scene.text((left - 8.0, at), tick.label, SMALL, Align::End, Ink::Muted);
        }
    }
    axis::time_axis(&mut scene, &x, crate::model::Zone::Utc, [top + 26.0, base], width - EDGE, &[]);
    for [from, to] in &chart.empty_months {
        let [from, to] = [from, to].map(|t| x.pixel(t.0 as f64).clamp(left, right));
        if to - from >= 1.0 {
            scene.shapes.push(Shape::Hatch((from, base - MONTHS), (to, base), Pattern::Rising, Ink::Axis));
        }
    }
    limits(&mut scene, chart, &y, [left, right]);
    for point in &chart.points {
        mark(&mut scene, point, &x, &y);
    }
    scene
}

fn lengths(chart: &CourseChart, pixels: [f64; 2]) -> Scale {
    let longest = chart.longest();
    if chart.log {
        let least = chart.points.iter().filter_map(|p| p.duration.min()).map(|s| s.as_seconds());
        let least = least.filter(|s| *s > 0.0).fold(longest / 10.0, f64::min);
        Scale::log([least / 1.5, longest * 1.2], pixels)
    } else {
        Scale::linear([0.0, longest * 1.05], pixels)
    }
}

fn dates(chart: &CourseChart, pixels: [f64; 2]) -> Scale {
    let at = |point: Option<&CoursePoint>| point.map_or(0.0, |p| p.at.0 as f64);
    Scale::linear([at(chart.points.first()), at(chart.points.last())], pixels)
}

/// The mean and the limits, each with its name behind it.
fn limits(scene: &mut Scene, chart: &CourseChart, y: &Scale, [left, right]: [f64; 2]) {
    let Some(limits) = chart.limits else { return };
    let mut taken: Vec<f64> = vec![];
    let mut line = |seconds: f64, name: &str, dashed: bool| {
        let at = y.pixel(seconds);
        if dashed {
            scene.shapes.push(Shape::Dashed(vec![(left, at), (right, at)], Ink::Text, 1.0));
        } else {
            scene.line((left, at), (right, at), Ink::Text, 1.0);
        }
        // Where two lie on one another, the first name stands for both.
        if taken.iter().all(|other| (other - at).abs() > 15.0) {
            taken.push(at);
            scene.text((right + 6.0, at), name, SMALL, Align::Start, Ink::Text);
        }
    };
    line(limits.mean, say!("mean"), false);
    line(limits.upper, say!("upper limit"), true);
    if limits.lower > 0.0 {
        line(limits.lower, say!("lower limit"), true);
    }
}

/// A dot for an exact value, a bar for a range, an arrow up for what was not over; a ring around what stands out.
fn mark(scene: &mut Scene, point: &CoursePoint, x: &Scale, y: &Scale) {
    let at = x.pixel(point.at.0 as f64);
    let seconds = |s: Option<crate::model::Span>| s.map_or(0.0, |s| s.as_seconds());
    let low = y.pixel(seconds(point.duration.min()));
    let [floor, ceiling] = y.pixels();
    match point.duration {
        Duration::Exact { .. } => {
            if point.beyond {
                scene.shapes.push(Shape::Ring((at, low), 7.0, Ink::Harm));
            } else if point.jump || point.run {
                scene.shapes.push(Shape::Ring((at, low), 6.0, Ink::Text));
            }
            scene.shapes.push(Shape::Dot((at, low), 3.5, Ink::Accent));
        }
        Duration::Range { max: Some(max), .. } => {
            scene.rect((at - 2.0, y.pixel(max.as_seconds())), (at + 2.0, low), Ink::Accent);
        }
        _ => {
            let head = (low - 12.0).max(ceiling);
            scene.line((at - 3.5, low), (at + 3.5, low), Ink::Accent, 2.0);
            scene.line((at, head + 4.0), (at, low), Ink::Accent, 2.0);
            let arrow = vec![(at - 4.0, head + 5.0), (at, head - 2.0), (at + 4.0, head + 5.0)];
            scene.shapes.push(Shape::Polygon(arrow, Ink::Accent));
        }
    }
    let place = low.min(floor);
    scene.target(
        (at - 5.0, place - 6.0),
        (at + 5.0, place + 6.0),
        true,
        Hit::new((at, place), point.words()),
    );
}

/// What the mean is, for those who follow the pointer between the dots.
pub fn read(chart: &CourseChart, width: f64, height: f64, at: (f64, f64)) -> Option<Hit> {
    let scene = scene(chart, width, height);
    if let Some(hit) = scene.hit(at) {
        return Some(hit.clone());
    }
    let limits = chart.limits?;
    let [mean, upper] = [limits.mean, limits.upper].map(|seconds| rough(span(seconds)));
    let words = say!("Mean {mean}, upper limit {upper}", mean, upper);
    let inside = (0.0..=width).contains(&at.0) && (0.0..=height).contains(&at.1);
    inside.then(|| Hit::new(at, words))
}
