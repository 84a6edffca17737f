//! The phase chart laid out.

use super::axis;
use super::phase::PhaseChart;
use super::scene::Scene;
use crate::model::Timestamp;

/// The height at which it is neither crowded nor loose.
pub fn height(_chart: &PhaseChart, _width: f64) -> f64 {
    300.0
}

/// The instant at a pixel.
pub fn instant(_chart: &PhaseChart, _w: f64, _h: f64, _x: f64, _y: f64) -> Option<Timestamp> {
    None
}

/// The lanes.
pub fn scene(chart: &PhaseChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    axis::frame(&mut scene, &chart.title(), &chart.caption(), width, height);
    scene
}
