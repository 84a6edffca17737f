//! The whole window takes files that are dropped on it, and shows that it does.

use crate::ui::files;
use crate::ui::state::{Desk, desk};
use crate::ui::view::prelude::*;
use crate::workspace::Target;

/// Whether files hang over the window.
#[derive(Clone, Copy)]
struct Hanging(RwSignal<bool>);

/// Listens for files over the window.
pub fn listen(desk: Desk) {
    let hanging = RwSignal::new(false);
    provide_context(Hanging(hanging));
    let carries_files = |ev: &web_sys::DragEvent| {
        ev.data_transfer()
            .is_some_and(|d| d.types().iter().any(|t| t.as_string().as_deref() == Some("Files")))
    };
    let over = window_event_listener(leptos::ev::dragover, move |ev| {
        if carries_files(&ev) {
            ev.prevent_default();
            if let Some(data) = ev.data_transfer() {
                data.set_drop_effect("copy");
            }
            hanging.set(true);
            desk.client().wake();
        }
    });
    let left = window_event_listener(leptos::ev::dragleave, move |ev| {
        // Leaving the window goes nowhere; leaving an element goes to another.
        if ev.related_target().is_none() {
            hanging.set(false);
        }
    });
    let dropped = window_event_listener(leptos::ev::drop, move |ev| {
        hanging.set(false);
        if carries_files(&ev) {
            ev.prevent_default();
            if let Some(data) = ev.data_transfer() {
                files::open(desk, &data, files::list(data.files()));
            }
        }
    });
    on_cleanup(move || {
        over.remove();
        left.remove();
        dropped.remove();
    });
}

/// What is seen while files hang over the window.
pub fn veil() -> AnyView {
    let desk = desk();
    let hanging = expect_context::<Hanging>().0;
    (move || {
        hanging.get().then(|| {
            let words = match desk.target() {
                _ if desk.reads.get() => say!("This tab is read-only").to_owned(),
                Target::NewCase => say!("Drop to open as a new case").to_owned(),
                Target::Case(_) => {
                    let title = desk.head.with(|h| h.as_ref().map(|h| h.title.clone())).unwrap_or_default();
                    say!("Drop to add to “{title}”", title)
                }
            };
            view! {
                <div class="drop-veil" aria-hidden="true">
                    <div class="drop-sign"><p>{words}</p><p class="hint">"A response plan or a .floodmark file is known by its content."</p></div>
                </div>
            }
            .into_any()
        })
    })
    .into_any()
}
