//! The mapper.
use crate::ui::state::Desk;
use leptos::prelude::*;
/// The dialog.
pub fn dialog(_desk: Desk) -> AnyView { ().into_any() }
