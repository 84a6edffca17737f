//! The chart of two curves laid out: one solid and one dashed, told apart without colour.

use super::curve::{Around, Plot, Stroke, shortest};
use super::pair::PairChart;
use super::scene::{Hit, Scene, Shape};
use super::survival_layout::{band, censor_marks};
use super::theme::Ink;
use super::ticks::span;
use super::words::rough;
use crate::language::known;
use crate::model::order;
use crate::say;

fn around(chart: &PairChart) -> Around {
    Around {
        title: chart.title(),
        caption: chart.caption(),
        share: say!("Share not yet {done}", done = chart.done()),
        length: known(chart.metric.label()),
        ends: [shortest(chart.times()), chart.longest()],
        log: chart.log,
        names: chart.names.to_vec(),
    }
}

/// Both curves with their bands and censor marks.
pub fn scene(chart: &PairChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    let plot = around(chart).draw(&mut scene, width, height);
    let Plot { x, y } = &plot;
    let bands = [&chart.curves[0], &chart.curves[1]].map(|curve| band(curve, x, y));
    let [first, second] = bands;
    scene.shapes.extend(first.map(|band| Shape::Polygon(band, Ink::Band)));
    // The other band is two thin lines, so that where they overlap both are seen.
    scene.shapes.extend(second.map(|band| Shape::Line(band, Ink::Axis, 1.0)));
    for (n, curve) in chart.curves.iter().enumerate() {
        let stroke = Stroke::of(n);
        stroke.draw(&mut scene, &plot.points(&curve.corners()));
        censor_marks(&mut scene, curve, &plot, stroke.ink());
    }
    for (n, curve) in chart.curves.iter().enumerate() {
        let shares = [0.25, 0.5, 0.75, 0.9].iter().filter_map(|p| curve.quantile(*p));
        let mut times: Vec<f64> = shares.chain(curve.times.last().copied()).collect();
        times.dedup();
        for time in times {
            let hit = hit(chart, time, n, &plot);
            let at = (hit.x, hit.y);
            scene.target((at.0 - 4.0, at.1 - 4.0), (at.0 + 4.0, at.1 + 4.0), true, hit);
        }
    }
    order::sort_by(&mut scene.targets, |a, b| a.hit.x.total_cmp(&b.hit.x));
    scene
}

/// Both curves at a time, marked on one of them.
fn hit(chart: &PairChart, time: f64, on: usize, plot: &Plot) -> Hit {
    let shares = chart.names.iter().zip(&chart.curves).map(|(name, curve)| {
        let at_risk = curve.at_risk_at(&[time]).first().copied().unwrap_or(0);
        let share = format!("{:.0}", curve.at(time) * 100.0);
        say!("{name} {share} %, {n} at risk", name, share, n = at_risk)
    });
    let shares = shares.collect::<Vec<_>>().join("; ");
    let label =
        say!("After {time}, not yet {done}: {shares}", time = rough(span(time)), done = chart.done(), shares);
    let share = chart.curves.get(on).map_or(0.0, |curve| curve.at(time));
    Hit::new((plot.x.pixel(time), plot.y.pixel(share)), label)
}

/// Both curves read at a pixel, on the one that is nearer.
pub fn read(chart: &PairChart, width: f64, height: f64, (x, y): (f64, f64)) -> Option<Hit> {
    let (plot, time) = around(chart).read(width, height, x, chart.times())?;
    let [a, b] = [0, 1].map(|n| hit(chart, time, n, &plot));
    Some(if (a.y - y).abs() <= (b.y - y).abs() { a } else { b })
}
