//! What the charts of a curve over lengths of time share: a share from 0 to 100 % over an axis of durations.

use super::axis::{self, EDGE, SMALL};
use super::measured::{fit, text_width};
use super::scale::Scale;
use super::scene::{Align, Point, Scene, Shape};
use super::theme::Ink;

/// How near to a step the pointer must be to read it, in pixels.
const REACH: f64 = 6.0;

/// What stands around a curve.
pub struct Around {
    /// The result.
    pub title: String,
    /// What stands under the picture.
    pub caption: String,
    /// What the share is of.
    pub share: String,
    /// What the lengths are of.
    pub length: String,
    /// The least and the greatest length in seconds; the least of those above 0.
    pub ends: [f64; 2],
    /// Whether the axis is logarithmic.
    pub log: bool,
    /// Names of several curves, for a row over them.
    pub names: Vec<String>,
}

/// The height of the row of names.
const NAMES: f64 = 20.0;

/// The scales of a curve.
pub struct Plot {
    /// Lengths of time.
    pub x: Scale,
    /// Shares.
    pub y: Scale,
}

impl Around {
    fn plot(&self, width: f64, (top, bottom): (f64, f64)) -> Plot {
        let left = EDGE + text_width("100 %", SMALL, false) + 8.0;
        let pixels = [left, (width - EDGE - 10.0).max(left + 20.0)];
        let [shortest, longest] = [self.ends[0], self.ends[1].max(60.0)];
        let x = if self.log {
            // From the decade of the shortest: zeros stand at the axis.
            Scale::log([shortest.min(longest / 10.0) / 1.5, longest * 1.1], pixels)
        } else {
            Scale::linear([0.0, longest * 1.03], pixels)
        };
        let top = if self.names.is_empty() { top + 26.0 } else { top + 26.0 + NAMES };
        Plot { x, y: Scale::linear([0.0, 1.0], [(bottom - 40.0).max(top + 20.0), top]) }
    }

    /// Draws title, caption, axes and grid.
    pub fn draw(&self, scene: &mut Scene, width: f64, height: f64) -> Plot {
        let room = axis::frame(scene, &self.title, &self.caption, width, height);
        let plot = self.plot(width, room);
        let ([left, right], [base, top]) = (plot.x.pixels(), plot.y.pixels());
        scene.text((EDGE, room.0 + 6.0), self.share.clone(), SMALL, Align::Start, Ink::Muted);
        for (n, share) in [0.0, 0.25, 0.5, 0.75, 1.0].into_iter().enumerate() {
            let at = plot.y.pixel(share);
            if n > 0 {
                scene.line((left, at), (right, at), Ink::Grid, 1.0);
            }
            if n % 2 == 0 || base - top > 90.0 {
                let words = format!("{:.0} %", share * 100.0);
                scene.text((left - 8.0, at), words, SMALL, Align::End, Ink::Muted);
            }
        }
        self.name_row(scene, [left, right], room.0 + 6.0 + NAMES);
        axis::duration_axis(scene, &plot.x, top, base);
        let label = axis::named(self.length.clone(), self.log);
        scene.text(((left + right) / 2.0, base + 31.0), label, SMALL, Align::Middle, Ink::Muted);
        plot
    }

    /// The names, each behind a piece of its curve.
    fn name_row(&self, scene: &mut Scene, [left, right]: [f64; 2], y: f64) {
        const PIECE: f64 = 30.0;
        let room = (right - left) / self.names.len().max(1) as f64;
        let mut x = left;
        for (n, name) in self.names.iter().enumerate() {
            Stroke::of(n).draw(scene, &[(x, y), (x + PIECE, y)]);
            let name = fit(name, SMALL, true, room - PIECE - 20.0);
            let width = text_width(&name, SMALL, true);
            scene.bold((x + PIECE + 6.0, y), name, SMALL, Align::Start, Ink::Text);
            x += PIECE + width + 26.0;
        }
    }

    /// The scales with the length at a pixel: that of the nearest step within reach, else the pixel's own. `None` outside
    /// the frame.
    pub fn read(
        &self,
        width: f64,
        height: f64,
        pixel: f64,
        steps: impl Iterator<Item = f64>,
    ) -> Option<(Plot, f64)> {
        let room = axis::frame(&mut Scene::default(), &self.title, &self.caption, width, height);
        let plot = self.plot(width, room);
        let [left, right] = plot.x.pixels();
        if !(left - REACH..=right + REACH).contains(&pixel) {
            return None;
        }
        let away = |time: &f64| (plot.x.pixel(*time) - pixel).abs();
        let near = steps.filter(|t| away(t) <= REACH).min_by(|a, b| away(a).total_cmp(&away(b)));
        let time = near.unwrap_or_else(|| plot.x.value(pixel).max(0.0));
        Some((plot, time))
    }
}

impl Plot {
    /// The corners of a curve as pixels.
    pub fn points(&self, corners: &[(f64, f64)]) -> Vec<Point> {
        let mut points: Vec<Point> =
            corners.iter().map(|(t, s)| (self.x.pixel(*t), self.y.pixel(*s))).collect();
        points.dedup();
        if let (true, Some(first)) = (self.x.is_log(), points.first().copied()) {
            points.insert(0, (self.x.pixels()[0], first.1));
        }
        points
    }
}

/// The least length above 0, for the start of a logarithmic axis.
pub fn shortest(times: impl Iterator<Item = f64>) -> f64 {
    times.filter(|t| *t > 0.0).fold(f64::INFINITY, f64::min).min(f64::MAX)
}

/// How one of several curves is drawn, so that they are told apart without colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stroke {
    /// An unbroken line.
    Solid,
    /// Dashes.
    Dashed,
}

impl Stroke {
    /// That of the first curve, or of another.
    pub fn of(place: usize) -> Stroke {
        if place == 0 { Stroke::Solid } else { Stroke::Dashed }
    }

    /// Its colour.
    pub fn ink(self) -> Ink {
        match self {
            Stroke::Solid => Ink::Accent,
            Stroke::Dashed => Ink::Text,
        }
    }

    /// Draws a line through points.
    pub fn draw(self, scene: &mut Scene, points: &[Point]) {
        match self {
            Stroke::Solid => scene.shapes.push(Shape::Line(points.to_vec(), self.ink(), 2.5)),
            Stroke::Dashed => {
                let pieces = dashes(points).into_iter();
                scene.shapes.extend(pieces.map(|piece| Shape::Line(piece, self.ink(), 2.0)));
            }
        }
    }
}

/// A line cut into dashes of 8 px with gaps of 4 px; a dash goes on around corners.
fn dashes(points: &[Point]) -> Vec<Vec<Point>> {
    const ON: f64 = 8.0;
    const OFF: f64 = 4.0;
    let mut pieces: Vec<Vec<Point>> = vec![];
    let (mut drawing, mut left) = (true, ON);
    pieces.extend(points.first().map(|p| vec![*p]));
    for (from, to) in points.iter().zip(points.iter().skip(1)) {
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        if !length.is_finite() || length > 20_000.0 {
            continue;
        }
        let mut at = 0.0;
        while at < length {
            let step = left.min(length - at);
            (at, left) = (at + step, left - step);
            let part = at / length;
            let here = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            if drawing && let Some(piece) = pieces.last_mut() {
                piece.push(here);
            }
            if left <= 1e-6 {
                drawing = !drawing;
                left = if drawing { ON } else { OFF };
                if drawing {
                    pieces.push(vec![here]);
                }
            }
        }
    }
    pieces.retain(|piece| piece.len() > 1);
    pieces
}
