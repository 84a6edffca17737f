//! The phase chart laid out.

use super::axis::{self, EDGE, SMALL};
use super::flags::{Placed, ROW};
use super::measured::{fit, text_width};
use super::phase::{Clock, PhaseChart};
use super::phase_plan::{self, LINE, Lane, Plan, plan};
use super::scene::{Align, Hit, Pattern, Point, Scene, Shape};
use super::theme::{Ink, Phase};
use super::words::{between, full_time, lower, short_time};
use crate::language::known;
use crate::milestone::Status;
use crate::model::Timestamp;
use crate::obligation::Verdict;
use crate::say;

/// The height at which everything has its room.
pub fn height(chart: &PhaseChart, width: f64) -> f64 {
    plan(chart, width).map_or(120.0, |p| p.height.ceil())
}

/// The pattern of a phase on charts; the histogram of the timeline draws the same in its own way.
pub fn pattern(phase: Phase) -> Pattern {
    match phase {
        Phase::Exposure => Pattern::Solid,
        Phase::Declaring => Pattern::Rising,
        Phase::Containing => Pattern::Falling,
        Phase::Eradicating => Pattern::Crossed,
        Phase::Recovering => Pattern::Upright,
        Phase::After => Pattern::Dotted,
    }
}

/// The lanes.
pub fn scene(chart: &PhaseChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    axis::frame(&mut scene, &chart.title(), &chart.caption(), width, height);
    let Some(plan) = plan(chart, width) else { return scene };
    funnel(&mut scene, &plan, width);
    for (n, lane) in plan.lanes.iter().enumerate() {
        if let Some(name) = lane.name {
            scene.text((EDGE, lane.top + 8.0), name, SMALL, Align::Start, Ink::Muted);
        }
        let lines: Vec<f64> = bracket(&plan).filter(|_| n == 0).map_or(vec![], |(a, b)| vec![a, b]);
        axis::time_axis(&mut scene, &lane.scale, chart.zone, [lane.bar, lane.axis], width - EDGE, &lines);
        stretches(&mut scene, chart, &plan, lane, n);
        for placed in &lane.flags {
            flag(&mut scene, chart, lane, placed);
        }
        if let Some(top) = lane.clocks {
            for (k, clock) in chart.clocks.iter().enumerate() {
                draw_clock(&mut scene, chart, clock, lane, top + k as f64 * plan.clock, width, &plan);
            }
        }
    }
    for (n, index) in plan.list.iter().enumerate() {
        let Some(flag) = chart.flags.get(*index) else { continue };
        let y = plan.list_top + (n as f64 + 0.5) * LINE;
        scene.text((EDGE + 16.0, y), (index + 1).to_string(), SMALL, Align::End, Ink::Muted);
        let words = phase_plan::flag_words(chart, flag, plan.year);
        let words = if flag.status == Status::Proposed { say!("{words}, proposed", words) } else { words };
        let words = fit(&words, SMALL, false, width - 2.0 * EDGE - 24.0);
        scene.text((EDGE + 24.0, y), words, SMALL, Align::Start, Ink::Text);
    }
    legend(&mut scene, chart, &plan, width);
    scene
}

/// From where to where the enlarged part lies on the whole.
fn bracket(plan: &Plan) -> Option<(f64, f64)> {
    let ([from, to], whole) = (plan.window?, plan.lanes.first()?);
    let (a, b) = (whole.scale.pixel(from as f64).floor(), whole.scale.pixel(to as f64).ceil());
    Some((a - 1.0, b.max(a + 2.0) + 1.0))
}

/// From the part on the whole to the lane that shows it enlarged.
fn funnel(scene: &mut Scene, plan: &Plan, width: f64) {
    let (Some((a, b)), [whole, part]) = (bracket(plan), plan.lanes.as_slice()) else { return };
    let (left, right) = (EDGE / 2.0, width - EDGE / 2.0);
    // Upright past the labels of the axis, so that no line runs through one.
    let (top, neck) = (whole.bar - 3.0, whole.axis + phase_plan::AXIS - 4.0);
    let shape = vec![(a, top), (b, top), (b, neck), (right, part.top), (left, part.top), (a, neck)];
    scene.shapes.push(Shape::Polygon(shape, Ink::Zoom));
    scene.rect((left, part.top), (right, part.axis + phase_plan::AXIS - 2.0), Ink::Zoom);
    scene.shapes.push(Shape::Line(vec![(a, top), (a, neck), (left, part.top)], Ink::Axis, 1.0));
    scene.shapes.push(Shape::Line(vec![(b, top), (b, neck), (right, part.top)], Ink::Axis, 1.0));
}

/// The bars of a lane, with their words below.
fn stretches(scene: &mut Scene, chart: &PhaseChart, plan: &Plan, lane: &Lane, number: usize) {
    let [left, right] = lane.scale.pixels();
    for stretch in &chart.stretches {
        let [from, to] = phase_plan::ends(chart, stretch);
        let (a, b) = (lane.scale.pixel(from as f64), lane.scale.pixel(to as f64));
        if b < left || a > right {
            continue;
        }
        let (a, b) = (a.max(left), b.min(right));
        bar(scene, stretch.phase, (a, lane.bar), (b.max(a + 1.5), lane.under));
        if stretch.to.is_none() {
            let (top, bottom, ink) = (lane.bar, lane.under, Ink::Phase(stretch.phase));
            let tip = (b + 12.0, (top + bottom) / 2.0);
            scene.shapes.push(Shape::Polygon(vec![(b, top - 4.0), tip, (b, bottom + 4.0)], ink));
        }
        if phase_plan::lane_of(chart, stretch, plan.window) != number {
            continue;
        }
        if let Some((words, _)) = phase_plan::direct_words(chart, stretch, b - a) {
            scene.text(((a + b) / 2.0, lane.under + 12.0), words, SMALL, Align::Middle, Ink::Text);
        }
        let (name, length) = phase_plan::stretch_words(chart, stretch);
        let hit = Hit::new(((a + b) / 2.0, (lane.bar + lane.under) / 2.0), format!("{name}: {length}"));
        scene.target((a, lane.bar), (b, lane.under), true, hit);
    }
}

/// A stretch of a phase in its colour and pattern.
fn bar(scene: &mut Scene, phase: Phase, from: Point, to: Point) {
    let gap = if to.0 - from.0 > 4.0 { 1.0 } else { 0.0 };
    let to = (to.0 - gap, to.1);
    scene.rect(from, to, Ink::Phase(phase));
    if pattern(phase) != Pattern::Solid {
        scene.shapes.push(Shape::Hatch(from, to, pattern(phase), Ink::Pattern(phase)));
    }
}

/// A milestone: its label on a pole, solid when confirmed or stated, dashed when proposed; a bar as far as its time
/// is uncertain.
fn flag(scene: &mut Scene, chart: &PhaseChart, lane: &Lane, placed: &Placed) {
    let Some(flag) = chart.flags.get(placed.index) else { return };
    let y = lane.bar - 8.0 - (placed.row as f64 + 0.5) * ROW;
    let (x, foot) = (placed.x, lane.bar - 3.0);
    let [left, right] = lane.scale.pixels();
    if !flag.moment.is_exact() {
        let end = |t: Timestamp| lane.scale.pixel(t.0 as f64).clamp(left, right);
        let (from, to) = (end(flag.moment.earliest), end(flag.moment.latest));
        scene.rect((from, foot - 3.0), (to.max(from + 3.0), foot + 1.0), Ink::Axis);
    }
    let pole = vec![(x, y - 6.0), (x, foot)];
    if flag.status == Status::Proposed {
        scene.shapes.push(Shape::Dashed(pole, Ink::Muted, 1.0));
        scene.shapes.push(Shape::Ring((x, foot), 3.5, Ink::Text));
    } else {
        scene.line((x, y - 6.0), (x, foot), Ink::Muted, 1.0);
        scene.shapes.push(Shape::Dot((x, foot), 3.5, Ink::Text));
    }
    let align = if placed.left { Align::End } else { Align::Start };
    scene.text((placed.anchor(), y), placed.text.clone(), SMALL, align, Ink::Text);
    let status = match flag.status {
        Status::Proposed => say!(" (proposed)"),
        Status::Stated => say!(" (stated by the record)"),
        Status::Confirmed | Status::None => "",
    };
    let label = format!("{}: {}{status}", known(flag.milestone.label()), full_time(&flag.moment, chart.zone));
    let (a, b) = placed.stretch();
    let hit = Hit {
        milestone: Some(flag.milestone.clone()),
        at: Some(flag.moment.middle()),
        ..Hit::new((x, foot), label)
    };
    // The label answers, and so does the foot of the pole; the keyboard stops once.
    scene.target((a, y - ROW / 2.0), (b, y + ROW / 2.0), true, hit.clone());
    scene.target((x - 3.0, foot - 3.0), (x + 3.0, foot + 3.0), false, hit);
}

/// A legal clock: its words, and under them a line from start to end with the notice on it.
fn draw_clock(
    scene: &mut Scene,
    chart: &PhaseChart,
    clock: &Clock,
    lane: &Lane,
    top: f64,
    width: f64,
    plan: &Plan,
) {
    let ink = match clock.verdict {
        _ if !clock.decided => Ink::Muted,
        Verdict::OnTime | Verdict::OnTimeLenient => Ink::Done,
        Verdict::Late | Verdict::LateWithReason | Verdict::NotSent | Verdict::TooEarly => Ink::Harm,
        _ => Ink::Muted,
    };
    let scale = &lane.scale;
    let [left, right] = scale.pixels();
    let at = |t: Timestamp| scale.pixel(t.0 as f64);
    let (y, year) = (top + plan.clock - 13.0, plan.year);
    let mut words = String::new();
    if let Some(due) = clock.due {
        words.push_str(&say!(" · due {time}", time = short_time(&between(due), chart.zone, year)));
    }
    if let Some(sent) = clock.sent {
        words.push_str(&say!(" · sent {time}", time = short_time(&between(sent), chart.zone, year)));
    }
    words.push_str(&format!(" · {}", lower(&clock.words())));
    let room = width - 2.0 * EDGE - 4.0;
    let start = at(clock.start[0]).clamp(left, right);
    let lines = if plan.clock > 40.0 {
        vec![fit(&clock.title, SMALL, false, room), fit(words.trim_start_matches(" · "), SMALL, false, room)]
    } else {
        // The verdict must stay; the title gives way.
        let title = fit(&clock.title, SMALL, false, (room - text_width(&words, SMALL, false)).max(60.0));
        vec![fit(&format!("{title}{words}"), SMALL, false, room)]
    };
    let widest = lines.iter().map(|l| text_width(l, SMALL, false)).fold(0.0, f64::max);
    let from = start.min(width - EDGE - widest).max(EDGE + 4.0);
    for (n, line) in lines.into_iter().enumerate() {
        scene.text((from, top + 8.0 + n as f64 * 16.0), line, SMALL, Align::Start, Ink::Text);
    }
    let end = clock.due.map_or(chart.as_of, |d| d[1]);
    let stop = at(end).clamp(left, right);
    scene.line((start, y), (stop.max(start + 2.0), y), ink, 3.0);
    scene.line((start, y - 5.0), (start, y + 5.0), ink, 2.0);
    if clock.due.is_some() && at(end) > right + 0.5 {
        let tip = (right + 11.0, y);
        scene.shapes.push(Shape::Polygon(vec![(right, y - 5.0), tip, (right, y + 5.0)], ink));
    } else if let Some(due) = clock.due {
        scene.line((stop, y - 7.0), (stop, y + 7.0), Ink::Text, 2.0);
        let first = at(due[0]).clamp(left, right);
        if stop - first > 3.0 {
            scene.rect((first, y - 3.0), (stop, y + 3.0), ink);
        }
    }
    if let Some(sent) = clock.sent.filter(|s| at(s[1]) >= left && at(s[0]) <= right) {
        let (a, b) = (at(sent[0]).clamp(left, right), at(sent[1]).clamp(left, right));
        if b > stop {
            scene.shapes.push(Shape::Dashed(vec![(stop, y), (b, y)], ink, 2.0));
        }
        let x = (a + b) / 2.0;
        let diamond = vec![(x - 6.0, y), (x, y - 6.0), (x + 6.0, y), (x, y + 6.0)];
        scene.shapes.push(Shape::Polygon(diamond, ink));
    }
    let hit = Hit::new((start, y), format!("{}: {}", clock.title, chart.clock_words(clock)));
    scene.target((EDGE, top), (width - EDGE, top + plan.clock - 2.0), true, hit);
}

/// The phases whose names had no room.
fn legend(scene: &mut Scene, chart: &PhaseChart, plan: &Plan, width: f64) {
    for (n, row) in plan.legend.iter().enumerate() {
        let y = plan.foot + n as f64 * 20.0 + 8.0;
        for (x, index) in row {
            let Some(stretch) = chart.stretches.get(*index) else { continue };
            bar(scene, stretch.phase, (*x, y - 6.0), (x + 18.0, y + 6.0));
            let (name, length) = phase_plan::stretch_words(chart, stretch);
            let words = fit(&format!("{name} {length}"), SMALL, false, width - EDGE - x - 24.0);
            scene.text((x + 24.0, y), words, SMALL, Align::Start, Ink::Text);
        }
    }
}
