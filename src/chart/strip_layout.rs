//! The strip chart laid out: dots for the exact cases, bars for the ranges, arrows for what was not over.

use super::CaseLength;
use super::axis::{self, EDGE, SMALL};
use super::measured::{fit, text_width};
use super::scale::Scale;
use super::scene::{Align, Hit, Point, Scene, Shape};
use super::strip::StripChart;
use super::theme::Ink;
use super::ticks::span;
use super::words::rough;
use crate::language::known;
use crate::model::Duration;
use crate::model::order;
use crate::say;
use std::collections::BTreeMap;

/// The name of a band over its marks.
const NAME: f64 = 18.0;
/// A stack of dots is at most this high; then columns take over.
const STACK: f64 = 110.0;
/// The columns of a crowd.
const COLUMN: f64 = 6.0;
/// The height of a crowd of bars.
const CROWD: f64 = 60.0;
/// Rows of bars or arrows at most, and their pitch.
const ROWS: usize = 14;
const PITCH: f64 = 11.0;

/// Cases that share their ends: one bar or arrow.
struct Group<'a> {
    from: f64,
    to: Option<f64>,
    cases: Vec<&'a CaseLength>,
}

/// Cases in columns of pixels, by the column's number.
type Columns<'a> = BTreeMap<i64, Vec<&'a CaseLength>>;

/// Bars or arrows.
enum Bars<'a> {
    /// Few enough to see each.
    Rows(Vec<Vec<Group<'a>>>),
    /// A crowd: how many may lie in each column, or start there when open.
    Crowd(Columns<'a>),
}

impl Bars<'_> {
    fn height(&self) -> f64 {
        match self {
            Bars::Rows(rows) => rows.len() as f64 * PITCH,
            Bars::Crowd(_) => CROWD,
        }
    }

    fn highest(&self) -> Option<usize> {
        match self {
            Bars::Rows(_) => None,
            Bars::Crowd(columns) => columns.values().map(Vec::len).max(),
        }
    }
}

/// Everything that has its place.
struct Layout<'a> {
    x: Scale,
    /// The radius of the dots, or `None` for columns.
    radius: Option<f64>,
    stacks: Columns<'a>,
    ranges: Bars<'a>,
    censored: Bars<'a>,
    heights: [f64; 3],
}

fn seconds(case: &CaseLength) -> (f64, Option<f64>) {
    let from = case.duration.min().map_or(0.0, |s| s.as_seconds());
    (from, case.duration.max().map(|s| s.as_seconds()))
}

fn layout(chart: &StripChart, width: f64) -> Layout<'_> {
    let pixels = [EDGE + 8.0, (width - EDGE - 22.0).max(EDGE + 60.0)];
    let all = chart.cases.iter().map(seconds);
    let ends: Vec<f64> = all.flat_map(|(a, b)| [Some(a), b]).flatten().collect();
    let longest = ends.iter().copied().fold(60.0, f64::max);
    let x = if chart.log {
        let shortest = ends.iter().copied().filter(|s| *s > 0.0).fold(longest, f64::min);
        Scale::log([shortest.min(longest / 4.0) / 1.3, longest * 1.2], pixels)
    } else {
        Scale::linear([0.0, longest * 1.04], pixels)
    };
    let exact = || chart.cases.iter().filter(|c| matches!(c.duration, Duration::Exact { .. }));
    let stacked = |step: f64| {
        let mut stacks = Columns::new();
        for case in exact() {
            stacks.entry((x.pixel(seconds(case).0) / step).round() as i64).or_default().push(case);
        }
        stacks
    };
    let tallest = |stacks: &Columns| stacks.values().map(Vec::len).max().unwrap_or(0);
    let radius = [5.0, 4.0, 3.0, 2.0].into_iter().find(|r| {
        let step = 2.0 * r + 1.0;
        tallest(&stacked(step)) as f64 * step <= STACK
    });
    let stacks = stacked(radius.map_or(COLUMN, |r| 2.0 * r + 1.0));
    let dots = match radius {
        _ if stacks.is_empty() => 0.0,
        Some(r) => tallest(&stacks) as f64 * (2.0 * r + 1.0),
        None => STACK,
    };
    let of = |f: fn(&Duration) -> bool| {
        let cases: Vec<&CaseLength> = chart.cases.iter().filter(|c| f(&c.duration)).collect();
        pack(&cases, &x).map_or_else(|| Bars::Crowd(crowd(&cases, &x)), Bars::Rows)
    };
    let ranges = of(|d| matches!(d, Duration::Range { .. }));
    let censored = of(|d| matches!(d, Duration::RightCensored { .. }));
    let heights =
        [dots, ranges.height(), censored.height()].map(|h| if h > 0.0 { h + NAME + 8.0 } else { 0.0 });
    Layout { x, radius, stacks, ranges, censored, heights }
}

/// Puts bars into as few rows as they need without touching; `None` when they need too many.
fn pack<'a>(cases: &[&'a CaseLength], x: &Scale) -> Option<Vec<Vec<Group<'a>>>> {
    let mut groups: BTreeMap<(i64, i64), Group<'a>> = BTreeMap::new();
    for case in cases {
        let (from, to) = seconds(case);
        let key = (from.round() as i64, to.map_or(i64::MAX, |t| t.round() as i64));
        groups.entry(key).or_insert(Group { from, to, cases: vec![] }).cases.push(case);
    }
    let mut rows: Vec<(f64, Vec<Group<'a>>)> = vec![];
    for group in groups.into_values() {
        let (start, end) = extent(&group, x);
        let full = rows.len() >= ROWS;
        match rows.iter_mut().find(|(taken, _)| *taken <= start) {
            Some((taken, row)) => {
                *taken = end;
                row.push(group);
            }
            None if full => return None,
            None => rows.push((end, vec![group])),
        }
    }
    Some(rows.into_iter().map(|r| r.1).collect())
}

/// The columns in which each case may lie; an open one stands where it was last seen.
fn crowd<'a>(cases: &[&'a CaseLength], x: &Scale) -> Columns<'a> {
    let column = |seconds: f64| (x.pixel(seconds) / COLUMN).round() as i64;
    let mut columns = Columns::new();
    for case in cases {
        let (from, to) = seconds(case);
        for n in column(from)..=to.map_or(column(from), column) {
            columns.entry(n).or_default().push(*case);
        }
    }
    columns
}

/// From where to where a group is drawn, with its arrow and count.
fn extent(group: &Group, x: &Scale) -> (f64, f64) {
    let start = x.pixel(group.from);
    let end = group.to.map_or(start + 20.0, |to| x.pixel(to).max(start + 4.0));
    (start - 4.0, end + 10.0 + count(group).map_or(0.0, |c| text_width(&c, 10.0, false) + 4.0))
}

fn count(group: &Group) -> Option<String> {
    (group.cases.len() > 1).then(|| format!("× {}", group.cases.len()))
}

/// The height at which it is neither crowded nor loose.
pub fn height(chart: &StripChart, width: f64) -> f64 {
    let (top, _) = axis::frame(&mut Scene::default(), &chart.title(), &chart.caption(), width, 0.0);
    let bands: f64 = layout(chart, width).heights.iter().sum();
    (top + 26.0 + bands + 44.0 + axis::foot_height(&chart.caption(), width)).ceil()
}

/// The bands over their axis, with the median through all.
pub fn scene(chart: &StripChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    let (top, bottom) = axis::frame(&mut scene, &chart.title(), &chart.caption(), width, height);
    let plan = layout(chart, width);
    let base = (bottom - 40.0).max(top + 40.0);
    axis::duration_axis(&mut scene, &plan.x, top + 22.0, base);
    let [left, right] = plan.x.pixels();
    let label = axis::named(known(chart.metric.label()), chart.log);
    scene.text(((left + right) / 2.0, base + 31.0), label, SMALL, Align::Middle, Ink::Muted);
    median(&mut scene, chart, &plan.x, top + 8.0, base);
    let mut y = top + 26.0;
    let not_yet = chart.not_yet();
    let exact = plan.stacks.values().map(Vec::len).sum::<usize>();
    let tallest = plan.stacks.values().map(Vec::len).max().filter(|_| plan.radius.is_none());
    let count = |f: fn(&Duration) -> bool| chart.cases.iter().filter(|c| f(&c.duration)).count();
    let of = |what: &str, n: usize, highest: Option<usize>| match highest {
        Some(highest) => say!("{what}: {n}, highest column {highest}", what, n, highest),
        None => format!("{what}: {n}"),
    };
    let names = [
        of(say!("Known exactly"), exact, tallest),
        of(
            say!("Known within a range"),
            count(|d| matches!(d, Duration::Range { .. })),
            plan.ranges.highest(),
        ),
        of(&not_yet, count(|d| matches!(d, Duration::RightCensored { .. })), plan.censored.highest()),
    ];
    for (n, (name, tall)) in names.into_iter().zip(plan.heights).enumerate() {
        if tall <= 0.0 {
            continue;
        }
        // On paper of its own, where the grid and the median run behind it.
        let name = fit(&name, SMALL, false, width - 2.0 * EDGE);
        let wide = text_width(&name, SMALL, false);
        scene.rect((EDGE - 2.0, y), (EDGE + wide + 4.0, y + NAME), Ink::Paper);
        scene.text((EDGE, y + NAME / 2.0), name, SMALL, Align::Start, Ink::Muted);
        let floor = y + tall - 6.0;
        match n {
            0 => dots(&mut scene, chart, &plan, floor),
            1 => bars(&mut scene, chart, &plan.ranges, &plan.x, y + NAME),
            _ => bars(&mut scene, chart, &plan.censored, &plan.x, y + NAME),
        }
        y += tall;
    }
    order::sort_by(&mut scene.targets, |a, b| a.hit.x.total_cmp(&b.hit.x));
    scene
}

/// The median of all cases: a line, or a stretch where it is known only so far.
fn median(scene: &mut Scene, chart: &StripChart, x: &Scale, y: f64, base: f64) {
    let Some((low, high)) = chart.median.filter(|_| chart.cases.len() > 2) else { return };
    let [left, right] = x.pixels();
    let at = |seconds: f64| x.pixel(seconds).clamp(left, right);
    let (a, b) = (at(low), high.map_or(right, at));
    let time = rough(span(low));
    let words = match high {
        Some(high) if b - a > 1.5 => {
            say!("Median {time}", time = format_args!("{time} – {}", rough(span(high))))
        }
        Some(_) => say!("Median {time}", time),
        None => say!("Median at least {time}", time),
    };
    if b - a > 1.5 {
        scene.rect((a, y + 10.0), (b, base), Ink::Band);
    } else {
        scene.shapes.push(Shape::Dashed(vec![(a, y + 10.0), (a, base)], Ink::Text, 1.0));
    }
    let half = text_width(&words, SMALL, true) / 2.0;
    let middle = ((a + b) / 2.0).clamp(EDGE + half, (right + 10.0 - half).max(EDGE + half));
    scene.bold((middle, y), words, SMALL, Align::Middle, Ink::Text);
}

/// Stacks of dots from the floor up, or columns where there are too many.
fn dots(scene: &mut Scene, chart: &StripChart, plan: &Layout, floor: f64) {
    let Some(radius) = plan.radius else {
        return columns(scene, chart, &plan.stacks, &plan.x, floor, STACK);
    };
    let step = 2.0 * radius + 1.0;
    for (column, cases) in &plan.stacks {
        let mut ordered = cases.clone();
        order::sort_by_key(&mut ordered, |c| (c.duration.min(), c.case));
        for (n, case) in ordered.into_iter().enumerate() {
            let at = (*column as f64 * step, floor - (n as f64 + 0.5) * step);
            scene.shapes.push(Shape::Dot(at, radius, Ink::Accent));
            mark(scene, chart, &[case], at, (at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius));
        }
    }
}

/// How many cases lie in each column.
fn columns(scene: &mut Scene, chart: &StripChart, columns: &Columns, x: &Scale, floor: f64, tall: f64) {
    let highest = columns.values().map(Vec::len).max().unwrap_or(1).max(1) as f64;
    for (column, cases) in columns {
        let at = *column as f64 * COLUMN;
        let top = floor - (cases.len() as f64 / highest * tall).max(2.0);
        scene.rect((at - COLUMN / 2.0, top), (at + COLUMN / 2.0 - 1.0, floor), Ink::Accent);
        let label = match cases.as_slice() {
            [one] => chart.case_words(one),
            _ => say!("{n} cases about {time}", n = cases.len(), time = rough(span(x.value(at)))),
        };
        let hit = Hit { case: cases.first().map(|c| c.case), ..Hit::new((at, top), label) };
        scene.target((at - COLUMN / 2.0, floor - tall), (at + COLUMN / 2.0, floor), true, hit);
    }
}

/// Bars for ranges, arrows for what is open.
fn bars(scene: &mut Scene, chart: &StripChart, bars: &Bars, x: &Scale, top: f64) {
    let [left, right] = x.pixels();
    let rows = match bars {
        Bars::Rows(rows) => rows,
        Bars::Crowd(crowd) => return columns(scene, chart, crowd, x, top + CROWD, CROWD),
    };
    for (n, row) in rows.iter().enumerate() {
        let y = top + (n as f64 + 0.5) * PITCH;
        for group in row {
            let ink = Ink::Accent;
            let from = x.pixel(group.from).clamp(left, right);
            let end = match group.to {
                Some(to) => {
                    let to = x.pixel(to).clamp(from + 4.0, right + 4.0);
                    scene.rect((from, y - 2.5), (to, y + 2.5), ink);
                    to
                }
                None => {
                    let shaft = from + 12.0;
                    scene.line((from, y - 3.5), (from, y + 3.5), ink, 2.0);
                    scene.line((from, y), (shaft, y), ink, 2.0);
                    let head = vec![(shaft - 1.0, y - 4.0), (shaft + 7.0, y), (shaft - 1.0, y + 4.0)];
                    scene.shapes.push(Shape::Polygon(head, ink));
                    shaft + 7.0
                }
            };
            if let Some(count) = count(group) {
                // Beside the bar, or before it at the edge.
                let wide = text_width(&count, 10.0, false);
                if end + 4.0 + wide <= right + 20.0 {
                    scene.text((end + 4.0, y), count, 10.0, Align::Start, Ink::Muted);
                } else if from - 4.0 - wide >= EDGE {
                    scene.text((from - 4.0, y), count, 10.0, Align::End, Ink::Muted);
                }
            }
            mark(scene, chart, &group.cases, ((from + end) / 2.0, y), (from, y - 4.0), (end, y + 4.0));
        }
    }
}

fn mark(scene: &mut Scene, chart: &StripChart, cases: &[&CaseLength], at: Point, from: Point, to: Point) {
    let Some(one) = cases.first() else { return };
    let label = match cases.len() {
        0 | 1 => chart.case_words(one),
        n => say!("{case}, and {n} more alike", case = chart.case_words(one), n = n - 1),
    };
    scene.target(from, to, true, Hit { case: Some(one.case), ..Hit::new(at, label) });
}
