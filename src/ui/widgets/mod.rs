//! Shared pieces.
pub mod chart;
pub mod document;
pub mod live;
