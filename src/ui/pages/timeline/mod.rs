//! Timeline: all events in one order.
use crate::ui::state::Desk;
use crate::ui::shortcuts::Action;
use leptos::prelude::*;
pub mod add { use crate::ui::state::Desk;
use leptos::prelude::*;
/// The dialog.
pub fn dialog(_desk: Desk) -> AnyView { ().into_any() } }
pub mod paste { use crate::ui::state::Desk;
use leptos::prelude::*;
/// The dialog.
pub fn dialog(_desk: Desk, _t: String) -> AnyView { ().into_any() } }
pub mod milestone { use crate::ui::state::Desk;
use leptos::prelude::*;
/// The dialog.
pub fn dialog(_desk: Desk, _e: crate::model::EventId) -> AnyView { ().into_any() } }
/// The page.
pub fn page(_desk: Desk) -> AnyView { ().into_any() }
/// Acts.
pub fn act(_desk: Desk, _action: Action) {}
