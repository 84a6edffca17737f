//! Participants against history laid out: a group of bars a stretch, each named, with the plan's target through them.

use super::axis::{self, EDGE, SMALL};
use super::measured::{fit, text_width};
use super::scale::Scale;
use super::scene::{Align, Hit, Pattern, Scene, Shape};
use super::theme::{Ink, Phase};
use super::versus::{VersusChart, VersusRow, team_words, took};
use crate::language::known;
use crate::say;

/// The height of a bar with its room.
const BAR: f64 = 20.0;
/// The height of a group's name.
const HEAD: f64 = 24.0;
/// The room at the right for how long each took, where the target's bar crosses no word.
const VALUES: f64 = 92.0;
/// The shortest time that a logarithmic axis shows: a minute.
const SHORTEST: f64 = 60.0;

fn group(chart: &VersusChart) -> f64 {
    HEAD + (chart.teams.len() as f64 + 1.0) * BAR + 8.0
}

/// The height at which it is neither crowded nor loose.
pub fn height(chart: &VersusChart, width: f64) -> f64 {
    let (top, _) = axis::frame(&mut Scene::default(), &chart.title(), &chart.caption(), width, 0.0);
    (top + 12.0 + chart.rows.len() as f64 * group(chart) + 44.0 + axis::foot_height(&chart.caption(), width))
        .ceil()
}

fn scale(chart: &VersusChart, pixels: [f64; 2]) -> Scale {
    let of = |row: &VersusRow| {
        let teams = row.teams.iter().flatten().copied();
        let all = teams.chain(row.target).chain(row.history.min()).chain(row.history.max());
        all.map(|s| s.as_seconds()).fold(0.0, f64::max)
    };
    let longest = chart.rows.iter().map(of).fold(3_600.0, f64::max);
    if chart.log {
        Scale::log([SHORTEST, longest * 1.3], pixels)
    } else {
        Scale::linear([0.0, longest * 1.04], pixels)
    }
}

/// The groups over their axis.
pub fn scene(chart: &VersusChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    let (top, bottom) = axis::frame(&mut scene, &chart.title(), &chart.caption(), width, height);
    let names = (width * 0.22).clamp(76.0, 200.0);
    let left = EDGE + names + 10.0;
    let values = VALUES + 10.0;
    let x = scale(chart, [left, (width - EDGE - values).max(left + 60.0)]);
    let base = (bottom - 40.0).max(top + 40.0);
    axis::duration_axis(&mut scene, &x, top + 6.0, base);
    let [left, right] = x.pixels();
    let label = axis::named(say!("How long it took").to_owned(), chart.log);
    let half = text_width(&label, SMALL, false) / 2.0;
    let middle = ((left + right) / 2.0).min(width - EDGE - half).max(EDGE + half);
    scene.text((middle, base + 31.0), label, SMALL, Align::Middle, Ink::Muted);
    let pitch = (base - 4.0 - top - 10.0).max(1.0) / chart.rows.len().max(1) as f64;
    for (n, row) in chart.rows.iter().enumerate() {
        one(&mut scene, chart, row, (top + 10.0 + n as f64 * pitch, pitch), (&x, names, width));
    }
    scene
}

/// One stretch: its name, the bar of the case, and those of the teams.
fn one(
    scene: &mut Scene,
    chart: &VersusChart,
    row: &VersusRow,
    (top, pitch): (f64, f64),
    (x, names, width): (&Scale, f64, f64),
) {
    let [left, right] = x.pixels();
    let at = |seconds: f64| x.pixel(seconds.max(if x.is_log() { SHORTEST } else { 0.0 })).clamp(left, right);
    let name = fit(&known(&*row.label), SMALL, true, width - 2.0 * EDGE);
    scene.bold((EDGE, top + HEAD * 0.6), name, SMALL, Align::Start, Ink::Text);
    let bars = (pitch - HEAD - 8.0).max(1.0) / (chart.teams.len() as f64 + 1.0);
    let thick = (bars * 0.32).clamp(1.0, 6.0);
    for lane in 0..=chart.teams.len() {
        let team = lane.checked_sub(1);
        let y = top + HEAD + (lane as f64 + 0.5) * bars;
        let (who, span, ink, words) = match team {
            None => {
                (say!("History").to_owned(), row.history.min(), Ink::Phase(Phase::After), took(&row.history))
            }
            Some(n) => {
                let span = row.teams.get(n).copied().flatten();
                (chart.teams.get(n).cloned().unwrap_or_default(), span, Ink::Accent, team_words(span))
            }
        };
        scene.text((EDGE, y), fit(&who, SMALL, false, names), SMALL, Align::Start, Ink::Text);
        let to = span.map_or(left, |span| at(span.as_seconds()));
        if span.is_some() {
            let (from, end) = ((left, y - thick), (to.max(left + 2.0), y + thick));
            scene.rect(from, end, ink);
            if team.is_none() {
                // Told apart from the teams without colour, too.
                let pattern = Ink::Pattern(Phase::After);
                scene.shapes.push(Shape::Hatch(from, end, Pattern::Rising, pattern));
                if let Some(most) = row.history.max().map(|s| at(s.as_seconds())).filter(|most| *most > to) {
                    scene.shapes.push(Shape::Dashed(vec![(to, y), (most, y)], Ink::Axis, 1.5));
                }
            }
        }
        let words = fit(&words, SMALL, false, VALUES);
        scene.text((width - EDGE, y), words, SMALL, Align::End, Ink::Muted);
        let target = ((EDGE, y - bars / 2.0), (width - EDGE, y + bars / 2.0));
        scene.target(target.0, target.1, true, Hit::new((to, y), chart.bar_words(row, team)));
    }
    if let Some(target) = row.target {
        let place = at(target.as_seconds());
        scene.line((place, top + HEAD), (place, top + pitch - 8.0), Ink::Text, 2.0);
    }
}
