//! The clocks laid out: one row a rule, from its start to its due time, with the notice as a dot.

use super::axis::{self, EDGE, SMALL};
use super::clocks::{ClockRow, ClocksChart, row_words};
use super::measured::{fit, text_width};
use super::scale::Scale;
use super::scene::{Align, Hit, Scene, Shape};
use super::theme::Ink;
use crate::language::sense;
use crate::obligation::Verdict;
use crate::say;

/// The height of a row.
const ROW: f64 = 22.0;
/// The shortest time that a logarithmic axis shows: a quarter of an hour.
const SHORTEST: f64 = 900.0;

/// The longest verdict of a word or two.
const NOT_SENT: &str = "notice|not sent";

/// The height at which it is neither crowded nor loose.
pub fn height(chart: &ClocksChart, width: f64) -> f64 {
    let (top, _) = axis::frame(&mut Scene::default(), &chart.title(), &chart.caption(), width, 0.0);
    (top + 12.0 + chart.rows.len() as f64 * ROW + 44.0 + axis::foot_height(&chart.caption(), width)).ceil()
}

fn scale(chart: &ClocksChart, pixels: [f64; 2]) -> Scale {
    let ends = |r: &ClockRow| [r.due[1], r.lenient.map_or(0.0, |l| l[1]), r.sent.map_or(0.0, |s| s[1])];
    let longest = chart.rows.iter().flat_map(ends).fold(3600.0, f64::max);
    if chart.log {
        Scale::log([SHORTEST, longest * 1.3], pixels)
    } else {
        Scale::linear([0.0, longest * 1.04], pixels)
    }
}

/// The verdict in a word or two, where there is room for one.
fn brief(row: &ClockRow) -> (&'static str, Ink) {
    let (words, ink) = match row.verdict {
        _ if !row.decided => ("notice|open", Ink::Muted),
        Verdict::OnTime => ("notice|on time", Ink::Done),
        Verdict::OnTimeLenient => ("notice|lenient only", Ink::Done),
        Verdict::LateWithReason => ("notice|late, reasons", Ink::Harm),
        Verdict::Late => ("notice|late", Ink::Harm),
        Verdict::TooEarly => ("notice|too early", Ink::Harm),
        Verdict::NotSent => (NOT_SENT, Ink::Harm),
        _ => ("notice|open", Ink::Muted),
    };
    (sense(words), ink)
}

/// The rows over their axis.
pub fn scene(chart: &ClocksChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    let (top, bottom) = axis::frame(&mut scene, &chart.title(), &chart.caption(), width, height);
    let names = (width * 0.34).clamp(90.0, 380.0);
    let verdicts =
        if width > 560.0 { text_width(sense(NOT_SENT), SMALL, false).max(84.0).ceil() } else { 0.0 };
    let left = EDGE + names + 10.0;
    let x = scale(chart, [left, (width - EDGE - 14.0 - verdicts).max(left + 60.0)]);
    let base = (bottom - 40.0).max(top + 40.0);
    axis::duration_axis(&mut scene, &x, top + 6.0, base);
    let [left, right] = x.pixels();
    let label = axis::named(say!("Time since {zero}", zero = chart.zero_words()), chart.log);
    let label = fit(&label, SMALL, false, width - 2.0 * EDGE);
    let half = text_width(&label, SMALL, false) / 2.0;
    let middle = ((left + right) / 2.0).min(width - EDGE - half).max(EDGE + half);
    scene.text((middle, base + 31.0), label, SMALL, Align::Middle, Ink::Muted);
    let first = top + 10.0;
    let pitch = (base - 4.0 - first).max(1.0) / chart.rows.len().max(1) as f64;
    let at = |seconds: f64| x.pixel(seconds).clamp(left, right);
    for (n, row) in chart.rows.iter().enumerate() {
        let y = first + (n as f64 + 0.5) * pitch;
        scene.text((EDGE, y), fit(&row.title, SMALL, false, names), SMALL, Align::Start, Ink::Text);
        let [from, _] = row.start.map(at);
        let [due, due_last] = row.due.map(at);
        scene.line((from, y), (due.max(from + 1.0), y), Ink::Axis, 2.0);
        scene.line((from, y - 3.0), (from, y + 3.0), Ink::Axis, 1.0);
        if let Some([_, lenient]) = row.lenient.map(|l| l.map(at)) {
            scene.shapes.push(Shape::Dashed(vec![(due_last, y), (lenient, y)], Ink::Axis, 1.5));
        }
        // A due time known only within an interval is a block.
        scene.rect((due - 1.5, y - 7.0), (due_last.max(due) + 1.5, y + 7.0), Ink::Text);
        let (words, ink) = brief(row);
        if let Some([a, b]) = row.sent.map(|s| s.map(at)) {
            match b - a > 1.0 {
                true => scene.rect((a, y - 3.0), (b.max(a + 4.0), y + 3.0), ink),
                false => scene.shapes.push(Shape::Dot((a, y), 4.5, ink)),
            }
        }
        if verdicts > 0.0 {
            let words = fit(words, SMALL, false, verdicts);
            scene.text((width - EDGE, y), words, SMALL, Align::End, Ink::Text);
        }
        let target = ((EDGE, y - pitch / 2.0), (width - EDGE, y + pitch / 2.0));
        scene.target(target.0, target.1, true, Hit::new((due, y), row_words(row)));
    }
    scene
}
