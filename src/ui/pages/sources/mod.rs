//! Sources: the files of a case, and how each was read.
pub mod mapper;
use crate::ui::state::Desk;
use leptos::prelude::*;
/// The page.
pub fn page(_desk: Desk) -> AnyView { ().into_any() }
