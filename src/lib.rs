//! Floodmark: a post-mortem bench for security breaches that runs entirely in the browser.
//!
//! Data flows one way through these modules, and each uses only those before it: [`language`] · [`model`] · [`import`] · [`container`] · [`timeline`] ·
//! [`milestone`] · [`metric`] · [`statistics`] · [`obligation`] · [`plan::read`] · [`finding`] · [`plan::change`] ·
//! [`exercise`] · [`chart`] · [`ooxml`] · [`cacao`] · [`document`] · [`example`] · [`workspace`] · [`engine`], then `platform` and [`ui`], which alone know the
//! browser. ARCHITECTURE.md is the map.

// A view is read token by token.
#![recursion_limit = "2048"]

pub mod cacao;
pub mod chart;
pub mod container;
pub mod document;
pub mod engine;
pub mod example;
pub mod exercise;
pub mod finding;
pub mod import;
pub mod language;
pub mod metric;
pub mod milestone;
pub mod model;
pub mod obligation;
pub mod ooxml;
pub mod plan;
#[cfg(target_arch = "wasm32")]
pub mod platform;
pub mod statistics;
pub mod timeline;
pub mod ui;
pub mod workspace;
