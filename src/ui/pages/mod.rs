//! One file a view.

pub mod cases;
pub mod desk;
pub mod fact;
pub mod findings;
pub mod help;
pub mod meeting;
pub mod milestone_form;
pub mod notices;
pub mod obligations;
pub mod plan;
pub mod report;
pub mod response;
pub mod settings;
pub mod share;
pub mod sources;
pub mod start;
pub mod timeline;
pub mod words;
