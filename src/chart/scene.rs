//! What a chart consists of once laid out: shapes and texts in logical pixels, colours by role.
//!
//! A layout is a pure function of the data and the size; painting only walks the list. So tests can ask of a scene
//! what eyes would ask of a picture: does any text overlap another, or leave the frame?

use super::measured::text_width;
use super::theme::Ink;
use crate::model::{CaseId, Milestone, Timestamp};
use serde::{Deserialize, Serialize};

/// A point in logical pixels from the upper left corner.
pub type Point = (f64, f64);

/// Where a text stands against its point; always centred in height.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// It starts there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// The pattern over a filled stretch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pattern {
    /// No strokes.
    Solid,
    /// Strokes that rise to the right.
    Rising,
    /// Strokes that fall to the right.
    Falling,
    /// Rising and falling ones.
    Crossed,
    /// Upright strokes.
    Upright,
    /// Rows of dots.
    Dotted,
}

/// One thing to paint.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// A filled rectangle: upper left and lower right corner.
    Rect(Point, Point, Ink),
    /// The outline of a rectangle, dashed or not.
    Frame(Point, Point, Ink, f64, bool),
    /// A line through points with its width.
    Line(Vec<Point>, Ink, f64),
    /// A dashed line through points with its width.
    Dashed(Vec<Point>, Ink, f64),
    /// A filled polygon.
    Polygon(Vec<Point>, Ink),
    /// A filled circle with its radius.
    Dot(Point, f64, Ink),
    /// An open circle with its radius.
    Ring(Point, f64, Ink),
    /// Pattern strokes within a rectangle.
    Hatch(Point, Point, Pattern, Ink),
    /// A text.
    Text(Text),
}

/// A text in a scene.
#[derive(Clone, PartialEq, Debug)]
pub struct Text {
    /// Where, as `align` says; the height is that of its middle.
    pub at: Point,
    /// What it says.
    pub text: String,
    /// Its size in pixels.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// How it stands against `at`.
    pub align: Align,
    /// Its colour.
    pub ink: Ink,
}

impl Text {
    /// The corners of the box that it takes.
    pub fn bounds(&self) -> (Point, Point) {
        let width = text_width(&self.text, self.size, self.bold);
        let left = match self.align {
            Align::Start => self.at.0,
            Align::Middle => self.at.0 - width / 2.0,
            Align::End => self.at.0 - width,
        };
        let half = self.size * 0.55;
        ((left, self.at.1 - half), (left + width, self.at.1 + half))
    }
}

/// What lies under the pointer, or a stop of the keyboard.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Hit {
    /// Where the mark is, in logical pixels.
    pub x: f64,
    /// Where the mark is, in logical pixels.
    pub y: f64,
    /// What to say of it, in full.
    pub label: String,
    /// The milestone, on a phase chart.
    pub milestone: Option<Milestone>,
    /// The instant, on a time axis.
    pub at: Option<Timestamp>,
    /// The case.
    pub case: Option<CaseId>,
}

impl Hit {
    /// A mark with a label alone.
    pub fn new((x, y): Point, label: String) -> Hit {
        Hit { x, y, label, milestone: None, at: None, case: None }
    }
}

/// A hit with the rectangle that belongs to it.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// Upper left corner.
    pub from: Point,
    /// Lower right corner.
    pub to: Point,
    /// Whether the keyboard stops here.
    pub mark: bool,
    /// What it is.
    pub hit: Hit,
}

impl Target {
    /// How far a point is from the rectangle; 0 inside.
    pub fn distance(&self, (x, y): Point) -> f64 {
        let outside = |v: f64, a: f64, b: f64| (a - v).max(v - b).max(0.0);
        outside(x, self.from.0, self.to.0).hypot(outside(y, self.from.1, self.to.1))
    }
}

/// A chart laid out at a size.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Scene {
    /// What to paint, from the back to the front.
    pub shapes: Vec<Shape>,
    /// What answers to pointer and keyboard, in reading order.
    pub targets: Vec<Target>,
}

impl Scene {
    /// A filled rectangle.
    pub fn rect(&mut self, from: Point, to: Point, ink: Ink) {
        self.shapes.push(Shape::Rect(from, to, ink));
    }

    /// A straight line; one that is level or upright is a thin rectangle, which stays sharp on any screen.
    pub fn line(&mut self, from: Point, to: Point, ink: Ink, width: f64) {
        let half = width / 2.0;
        if from.0 == to.0 {
            let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
            self.rect(((from.0 - half).round(), top), ((from.0 - half).round() + width, bottom), ink);
        } else if from.1 == to.1 {
            let (left, right) = (from.0.min(to.0), from.0.max(to.0));
            self.rect((left, (from.1 - half).round()), (right, (from.1 - half).round() + width), ink);
        } else {
            self.shapes.push(Shape::Line(vec![from, to], ink, width));
        }
    }

    /// A text.
    pub fn text(&mut self, at: Point, text: impl Into<String>, size: f64, align: Align, ink: Ink) {
        self.shapes.push(Shape::Text(Text { at, text: text.into(), size, bold: false, align, ink }));
    }

    /// A bold text.
    pub fn bold(&mut self, at: Point, text: impl Into<String>, size: f64, align: Align, ink: Ink) {
        self.shapes.push(Shape::Text(Text { at, text: text.into(), size, bold: true, align, ink }));
    }

    /// Something that answers to the pointer within a rectangle, and to the keyboard when `mark`.
    pub fn target(&mut self, from: Point, to: Point, mark: bool, hit: Hit) {
        self.targets.push(Target { from, to, mark, hit });
    }

    /// The target at a point: the one it lies in or within 12 px of, the later and therefore upper one first.
    pub fn hit(&self, at: Point) -> Option<&Hit> {
        const REACH: f64 = 12.0;
        let mut best: Option<(f64, &Target)> = None;
        for target in &self.targets {
            let distance = target.distance(at);
            if distance <= REACH && best.is_none_or(|(least, _)| distance <= least) {
                best = Some((distance, target));
            }
        }
        best.map(|(_, target)| &target.hit)
    }

    /// The texts, for tests of the layout.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.shapes.iter().filter_map(|s| if let Shape::Text(text) = s { Some(text) } else { None })
    }

    /// What a reader would object to: texts that overlap or leave a frame of this size. Empty when all is well.
    pub fn complaints(&self, width: f64, height: f64) -> Vec<String> {
        let mut complaints = vec![];
        let boxes: Vec<_> = self.texts().map(|t| (t, t.bounds())).collect();
        for (n, (text, (a, b))) in boxes.iter().enumerate() {
            if a.0 < -0.5 || a.1 < -0.5 || b.0 > width + 0.5 || b.1 > height + 0.5 {
                complaints.push(format!("“{}” leaves the frame", text.text));
            }
            for (other, (c, d)) in boxes.iter().skip(n + 1) {
                if a.0 < d.0 && c.0 < b.0 && a.1 < d.1 && c.1 < b.1 {
                    complaints.push(format!("“{}” and “{}” overlap", text.text, other.text));
                }
            }
        }
        complaints
    }
}
