//! The page: a shell around the pages of the flow, thin over the engine's answers.
//!
//! Addresses, keys, words and the geometry of long lists are plain functions and are tested on the host; everything
//! that touches the browser is compiled for wasm alone. Pages read [`state::Desk`] and ask with [`state::ask`]; they
//! change nothing themselves but send a [`crate::workspace::Change`].

pub mod held;
pub mod route;
pub mod scroll;
pub mod shortcuts;
pub mod strings;

#[cfg(target_arch = "wasm32")]
pub mod files;
#[cfg(target_arch = "wasm32")]
pub mod handover;
#[cfg(target_arch = "wasm32")]
pub mod pages;
#[cfg(target_arch = "wasm32")]
pub mod prefs;
#[cfg(target_arch = "wasm32")]
pub mod shell;
#[cfg(target_arch = "wasm32")]
pub mod state;
#[cfg(target_arch = "wasm32")]
pub mod view;
#[cfg(target_arch = "wasm32")]
pub mod widgets;

/// Puts the app on the page in place of its first paint, or of the program that hands over to it.
///
/// * `pages`: those that this program has.
#[cfg(target_arch = "wasm32")]
pub fn mount(pages: handover::Pages) {
    crate::platform::program::learn_language();
    crate::language::speak();
    let carried = handover::arrive();
    let client = crate::platform::client::Client::new();
    handover::prepare(view::mount(move || shell::app(client, pages, carried)));
    if let Some(skeleton) = leptos::prelude::document().get_element_by_id("skeleton") {
        skeleton.remove();
    }
}
