//! A menu of files to take away, each with what it keeps.

use super::menu::menu;
use crate::engine::protocol::Export;
use crate::ui::state::Desk;
use crate::ui::view::prelude::*;

/// Files of one kind: their heading, and of each what it is called and what it keeps.
pub type Kind = (&'static str, &'static [(Export, &'static str, &'static str)]);

/// The menu.
///
/// * `name`: its accessible name, which begins with “Export”.
/// * `kinds`: what it holds.
/// * `more`: stands below them.
pub fn exports(
    desk: Desk,
    name: &'static str,
    kinds: &'static [Kind],
    more: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    menu(
        || "Export".into_any(),
        move || look(name).to_owned(),
        "export-menu",
        move |close| {
            let kinds = kinds.iter().map(|(heading, files)| {
                let files = files.iter().map(|(what, label, keeps)| {
                    let what = *what;
                    view! {
                        <li>
                            <button type="button" class="menu-item export-item" on:click=move |_| { close.close(); desk.export(what); }>
                                <span class="export-name">{*label}</span>" "<span class="export-keeps">{*keeps}</span>
                            </button>
                        </li>
                    }
                    .into_any()
                });
                view! { <section aria-label=*heading><h3>{*heading}</h3><ul>{files.collect_view()}</ul></section> }.into_any()
            });
            (kinds.collect_view(), more()).into_any()
        },
    )
}
