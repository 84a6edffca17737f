//! One file a view.

pub mod cases;
pub mod desk;
pub mod findings;
pub mod plan;
pub mod report;
pub mod response;
pub mod words;
