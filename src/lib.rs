//! Floodmark: a post-mortem bench for security breaches that runs entirely in the browser.

pub mod chart;
pub mod document;
pub mod engine;
pub mod example;
pub mod finding;
pub mod import;
pub mod metric;
pub mod milestone;
pub mod model;
pub mod obligation;
#[cfg(target_arch = "wasm32")]
pub mod platform;
pub mod plan;
#[cfg(target_arch = "wasm32")]
pub mod platform;
pub mod statistics;
pub mod timeline;
pub mod ui;
pub mod workspace;
