//! What is told at the edge of the screen, and read out.

use crate::ui::state::{Desk, Notice};
use crate::ui::view::prelude::*;
use crate::ui::widgets::icon::{Icon, icon, icon_button};
use crate::ui::widgets::progress::progress;

/// Notices, progress, and the region that is read out.
pub fn notices(desk: Desk) -> AnyView {
    let working = Memo::new(move |_| desk.work.with(Option::is_some));
    let shown = RwSignal::new(false);
    // What is done in less than a third of a second need not show that it was.
    Effect::new(move |_| {
        shown.set(false);
        if working.get() {
            set_timeout(
                move || {
                    if working.try_get_untracked() == Some(true) {
                        shown.set(true);
                    }
                },
                std::time::Duration::from_millis(300),
            );
        }
    });
    let one = move |n: Notice| {
        let Notice { id, error, title, body, offer } = n;
        let (class, drawing) = match (error, offer) {
            (true, None) => ("notice error", Icon::Attention),
            (true, Some(_)) => ("notice attention", Icon::Attention),
            (false, _) => ("notice", Icon::Check),
        };
        let press = move |offer| {
            desk.dismiss(id);
            desk.take_up(offer);
        };
        let offered = offer.map(|offer| view! { <p><button type="button" class="button small" on:click=move |_| press(offer)>{known(offer.label())}</button></p> }.into_any());
        view! {
            <li class=class>
                {icon(drawing)}
                <div><p class="notice-title">{title}</p>{(!body.is_empty()).then(|| view! { <p class="hint">{body}</p> }.into_any())}{offered}</div>
                {icon_button(Icon::Close, "Close this notice", move || desk.dismiss(id))}
            </li>
        }
        .into_any()
    };
    view! {
        <div class="edge">
            {move || shown.get().then(|| view! { <div class="notice">{progress(desk.work.into(), move || desk.cancel())}</div> }.into_any())}
            <div role="log" aria-label="Notices" aria-live="polite">
                <ul class="notices"><For each=move || desk.notices.get() key=|n| n.id children=one/></ul>
            </div>
        </div>
        <p class="visually-hidden" role="status" id="said">{move || desk.said.get()}</p>
    }
    .into_any()
}
