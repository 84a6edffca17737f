//! Paints a scene through Plotters on any backend, and as SVG text.

use super::Chart;
use super::measured::Measured;
use super::scene::{Align, Pattern, Point, Scene, Shape, Text};
use super::theme::{Ink, Theme};
use crate::model::shown;
use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text as Words};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, RGBColor, ShapeStyle, TextStyle};

/// The face of all texts.
const FACE: &str = "sans-serif";

/// The backend refused to draw.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the chart could not be drawn: {0}")]
pub struct DrawError(pub String);

/// Draws a chart over the whole backend, whose size in device pixels divided by `scale` is its size in logical
/// pixels: on a canvas the scale is the device pixel ratio.
///
/// The backend must take a font's size as pixels of the em square, as a canvas does; for SVG see [`Chart::svg`].
///
/// # Errors
/// When the backend fails.
pub fn draw<DB: DrawingBackend>(
    chart: &Chart,
    backend: DB,
    theme: &Theme,
    scale: f64,
) -> Result<(), DrawError> {
    let (width, height) = backend.get_size();
    let scale = if scale.is_finite() && scale > 0.0 { scale } else { 1.0 };
    let scene = chart.scene(f64::from(width) / scale, f64::from(height) / scale);
    paint(&scene, backend, theme, scale, 1.0)
}

/// The chart as an SVG document of a size in pixels, with a title and a description for screen readers.
pub(super) fn svg(chart: &Chart, width: u32, height: u32, theme: &Theme) -> String {
    /// The backend draws on whole units: four to a pixel keep curves smooth.
    const UNITS: u32 = 4;
    /// The SVG backend divides the size of a font by this.
    const SVG_FONT: f64 = 1.24;
    let (width, height) = (width.clamp(1, 20_000), height.clamp(1, 20_000));
    let mut body = String::new();
    let backend = SVGBackend::with_string(&mut body, (width * UNITS, height * UNITS));
    let scene = chart.scene(f64::from(width), f64::from(height));
    // Writing to a string cannot fail; if it ever did, an empty picture with its title and description remains.
    let _ = paint(&scene, backend, theme, f64::from(UNITS), SVG_FONT);
    // The backend's own start tag gives way to one with the size in pixels, a title and a description.
    let inner = body.split_once('>').map_or("", |(_, rest)| rest).trim_start();
    let inner = inner.strip_suffix("</svg>\n").unwrap_or(inner);
    let head = body.split_once("xmlns=").map_or("", |(_, rest)| rest).split('>').next().unwrap_or_default();
    format!(
        "<svg xmlns={head} role=\"img\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\">\n<title>{}</title>\n<desc>{}</desc>\n{inner}</svg>\n",
        width * UNITS,
        height * UNITS,
        escape(&chart.title()),
        escape(&chart.describe()),
    )
}

/// A text within markup. Characters that XML does not have are left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in printable(text) {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Without control characters and what else XML 1.0 has no place for, and without turns of direction; a line break becomes a space.
fn printable(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
        .filter(|c| !c.is_control())
        .filter_map(shown)
}

/// Paints a scene over the whole backend.
fn paint<DB: DrawingBackend>(
    scene: &Scene,
    backend: DB,
    theme: &Theme,
    scale: f64,
    font: f64,
) -> Result<(), DrawError> {
    let area = Measured(backend).into_drawing_area();
    let brush = Brush { area, theme, scale, font };
    brush.area.fill(&brush.rgb(Ink::Paper)).map_err(refused)?;
    for shape in &scene.shapes {
        brush.shape(shape)?;
    }
    brush.area.present().map_err(refused)
}

fn refused(error: impl std::fmt::Display) -> DrawError {
    DrawError(error.to_string())
}

struct Brush<'a, DB: DrawingBackend> {
    area: DrawingArea<Measured<DB>, Shift>,
    theme: &'a Theme,
    scale: f64,
    font: f64,
}

impl<DB: DrawingBackend> Brush<'_, DB> {
    fn rgb(&self, ink: Ink) -> RGBColor {
        let c = self.theme.colour(ink);
        RGBColor(c.0, c.1, c.2)
    }

    fn at(&self, (x, y): Point) -> (i32, i32) {
        // `as` saturates, so that hostile numbers cannot panic.
        ((x * self.scale).round() as i32, (y * self.scale).round() as i32)
    }

    fn stroke(&self, ink: Ink, width: f64) -> ShapeStyle {
        let width = (width * self.scale).round().clamp(1.0, 1_000.0) as u32;
        ShapeStyle { color: self.rgb(ink).to_rgba(), filled: false, stroke_width: width }
    }

    fn fill(&self, ink: Ink) -> ShapeStyle {
        self.rgb(ink).filled()
    }

    fn radius(&self, radius: f64) -> i32 {
        (radius * self.scale).round().clamp(1.0, 10_000.0) as i32
    }

    fn path(&self, points: &[Point], ink: Ink, width: f64) -> Result<(), DrawError> {
        let points: Vec<_> = points.iter().map(|p| self.at(*p)).collect();
        self.area.draw(&PathElement::new(points, self.stroke(ink, width))).map_err(refused)
    }

    fn shape(&self, shape: &Shape) -> Result<(), DrawError> {
        match shape {
            Shape::Rect(a, b, ink) => {
                let (a, b) = (self.at(*a), self.at(*b));
                // At least one device pixel, so that nothing vanishes.
                let b = (b.0.max(a.0.saturating_add(1)), b.1.max(a.1.saturating_add(1)));
                self.area.draw(&Rectangle::new([a, b], self.fill(*ink))).map_err(refused)
            }
            Shape::Frame(a, b, ink, width, dashed) => {
                let around = [*a, (b.0, a.1), *b, (a.0, b.1), *a];
                if *dashed { self.dashed(&around, *ink, *width) } else { self.path(&around, *ink, *width) }
            }
            Shape::Line(points, ink, width) => self.path(points, *ink, *width),
            Shape::Dashed(points, ink, width) => self.dashed(points, *ink, *width),
            Shape::Polygon(points, ink) => {
                let points: Vec<_> = points.iter().map(|p| self.at(*p)).collect();
                self.area.draw(&Polygon::new(points, self.fill(*ink))).map_err(refused)
            }
            Shape::Dot(at, radius, ink) => {
                let dot = Circle::new(self.at(*at), self.radius(*radius), self.fill(*ink));
                self.area.draw(&dot).map_err(refused)
            }
            Shape::Ring(at, radius, ink) => {
                let (at, r) = (self.at(*at), self.radius(*radius));
                self.area.draw(&Circle::new(at, r, self.fill(Ink::Paper))).map_err(refused)?;
                self.area.draw(&Circle::new(at, r, self.stroke(*ink, 1.5))).map_err(refused)
            }
            Shape::Hatch(a, b, pattern, ink) => self.hatch(*a, *b, *pattern, *ink),
            Shape::Text(text) => self.words(text),
        }
    }

    fn words(&self, text: &Text) -> Result<(), DrawError> {
        let h = match text.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let style = if text.bold { FontStyle::Bold } else { FontStyle::Normal };
        let colour = self.rgb(text.ink);
        let style = TextStyle::from((FACE, text.size * self.scale * self.font, style))
            .color(&colour)
            .pos(Pos::new(h, VPos::Center));
        let words: String = printable(&text.text).collect();
        self.area.draw(&Words::new(words, self.at(text.at), style)).map_err(refused)
    }

    /// Dashes of 4 px with gaps of 3 px along a path.
    fn dashed(&self, points: &[Point], ink: Ink, width: f64) -> Result<(), DrawError> {
        for (a, b) in points.iter().zip(points.iter().skip(1)) {
            let length = (b.0 - a.0).hypot(b.1 - a.1);
            if !length.is_finite() {
                continue;
            }
            let along = |d: f64| {
                let t = if length > 0.0 { (d / length).min(1.0) } else { 0.0 };
                (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
            };
            for n in 0..((length / 7.0).ceil() as u32).min(5_000) {
                let from = f64::from(n) * 7.0;
                self.path(&[along(from), along(from + 4.0)], ink, width)?;
            }
        }
        Ok(())
    }

    fn hatch(&self, a: Point, b: Point, pattern: Pattern, ink: Ink) -> Result<(), DrawError> {
        const STEP: f64 = 7.0;
        let steps = |length: f64| 0..((length / STEP).ceil().clamp(0.0, 5_000.0) as u32);
        let height = b.1 - a.1;
        // A diagonal that meets the upper edge at x, cut to the rectangle.
        let diagonal = |x: f64, rising: bool| {
            let (low, high) = (x.max(a.0), (x + height).min(b.0));
            (low < high).then(|| {
                let y = |x0: f64| if rising { b.1 - (x0 - x) } else { a.1 + (x0 - x) };
                [(low, y(low)), (high, y(high))]
            })
        };
        match pattern {
            Pattern::Solid => {}
            Pattern::Rising | Pattern::Falling | Pattern::Crossed => {
                for n in steps(b.0 - a.0 + height) {
                    let x = a.0 - height + f64::from(n) * STEP + STEP / 2.0;
                    for rising in [true, false] {
                        let wanted = pattern == Pattern::Crossed || rising == (pattern == Pattern::Rising);
                        if let (true, Some(line)) = (wanted, diagonal(x, rising)) {
                            self.path(&line, ink, 1.0)?;
                        }
                    }
                }
            }
            Pattern::Upright => {
                for x in steps(b.0 - a.0).map(|n| a.0 + f64::from(n) * STEP + 3.0).filter(|x| *x < b.0) {
                    self.path(&[(x, a.1), (x, b.1)], ink, 1.0)?;
                }
            }
            Pattern::Dotted => {
                for x in steps(b.0 - a.0).map(|n| a.0 + f64::from(n) * STEP + 4.0).filter(|x| *x + 1.5 < b.0)
                {
                    for y in steps(height).map(|n| a.1 + f64::from(n) * STEP + 4.0).filter(|y| *y + 1.5 < b.1)
                    {
                        self.shape(&Shape::Dot((x, y), 1.2, ink))?;
                    }
                }
            }
        }
        Ok(())
    }
}
