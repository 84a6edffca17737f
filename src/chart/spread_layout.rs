//! The distribution function laid out: steps where times are known, boxes where the record cannot tell.

use super::curve::{Around, Plot, shortest};
use super::scene::{Hit, Point, Scene, Shape};
use super::spread::SpreadChart;
use super::theme::Ink;
use super::ticks::span;
use super::words::{from_to, rough};
use crate::language::known;
use crate::say;

fn around(chart: &SpreadChart) -> Around {
    Around {
        title: chart.title(),
        caption: chart.caption(),
        share: say!("Share {done}", done = chart.done()),
        length: known(chart.metric.label()),
        ends: [shortest(times(chart)), chart.longest],
        log: chart.log,
        names: vec![],
    }
}

fn times(chart: &SpreadChart) -> impl Iterator<Item = f64> {
    chart.support.iter().flat_map(|s| std::iter::once(s.lower).chain(s.upper))
}

/// The curve with its boxes.
pub fn scene(chart: &SpreadChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    let plot = around(chart).draw(&mut scene, width, height);
    let Plot { x, y } = &plot;
    let right = x.pixels()[1];
    let mut line: Vec<(f64, f64)> = vec![(0.0, 0.0)];
    let mut lines: Vec<Vec<Point>> = vec![];
    let mut share = 0.0;
    for stretch in chart.support.iter().filter(|s| s.mass > 1e-9) {
        let next = 1.0 - stretch.survival;
        line.push((stretch.lower, share));
        match stretch.upper {
            Some(upper) if upper == stretch.lower => line.push((upper, next)),
            upper => {
                // Somewhere in this box the share grows; the curve breaks off before it and goes on behind.
                lines.push(plot.points(&line));
                let to = upper.map_or(right, |upper| x.pixel(upper).min(right));
                let (from, to) = ((x.pixel(stretch.lower), y.pixel(next)), (to, y.pixel(share)));
                if upper.is_some() {
                    scene.rect(from, to, Ink::Band);
                    scene.shapes.push(Shape::Frame(from, to, Ink::Accent, 1.0, true));
                }
                line = upper.map(|upper| (upper, next)).into_iter().collect();
            }
        }
        share = next;
    }
    if let Some((last, height)) = line.last().copied() {
        line.push((chart.longest.max(last), height));
    }
    lines.push(line.iter().map(|(t, s)| (x.pixel(*t), y.pixel(*s))).collect());
    for points in lines.into_iter().filter(|points| points.len() > 1) {
        scene.shapes.push(Shape::Line(points, Ink::Accent, 2.0));
    }
    marks(&mut scene, chart, &plot);
    scene
}

/// The stops of the keyboard: the deciles and quartiles, and the end.
fn marks(scene: &mut Scene, chart: &SpreadChart, plot: &Plot) {
    let of = |share: f64| chart.quantile(share).map(|s| s.upper.unwrap_or(s.lower));
    let mut times: Vec<f64> = [0.1, 0.25, 0.5, 0.75, 0.9].into_iter().filter_map(of).collect();
    times.push(chart.longest);
    times.dedup();
    for time in times {
        let hit = hit(chart, time, plot);
        let at = (hit.x, hit.y);
        scene.target((at.0 - 4.0, at.1 - 4.0), (at.0 + 4.0, at.1 + 4.0), true, hit);
    }
}

fn hit(chart: &SpreadChart, time: f64, plot: &Plot) -> Hit {
    let [least, most] = chart.at(time).map(|share| share * 100.0);
    let share = if most - least > 0.5 {
        from_to(format!("{least:.0}"), format!("{most:.0} %"))
    } else {
        format!("{least:.0} %")
    };
    let label = say!("By {time}: {share} {done}", time = rough(span(time)), share, done = chart.done());
    Hit::new((plot.x.pixel(time), plot.y.pixel(least / 100.0)), label)
}

/// The curve read at a pixel.
pub fn read(chart: &SpreadChart, width: f64, height: f64, pixel: f64) -> Option<Hit> {
    let (plot, time) = around(chart).read(width, height, pixel, times(chart))?;
    Some(hit(chart, time, &plot))
}
