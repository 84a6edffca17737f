//! The page.
pub mod pages;
pub mod widgets;
