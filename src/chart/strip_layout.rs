//! The strip chart laid out.

use super::axis;
use super::scene::Scene;
use super::strip::StripChart;

/// The height at which it is neither crowded nor loose.
pub fn height(_chart: &StripChart, _width: f64) -> f64 {
    200.0
}

/// The cases on their axis.
pub fn scene(chart: &StripChart, width: f64, height: f64) -> Scene {
    let mut scene = Scene::default();
    axis::frame(&mut scene, &chart.title(), &chart.caption(), width, height);
    scene
}
