//! A file's clock that was fast or slow.

use super::Shelf;
use crate::model::{SourceId, Span};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::field::text_field;
use crate::workspace::Change;

/// The editor.
pub(super) fn editor(shelf: Shelf, id: SourceId) -> AnyView {
    let now = untrack(|| shelf.row(id)).map(|s| s.clock_offset).unwrap_or_default();
    let typed = RwSignal::new(if now == Span::ZERO { String::new() } else { format!("{now:#}") });
    let read = Memo::new(move |_| {
        typed.with(|t| if t.trim().is_empty() { Some(Span::ZERO) } else { strings::parse_offset(t) })
    });
    let desk = shelf.desk;
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if let Some(offset) = read.get_untracked() {
            let change = Change::SetClockOffset { case: untrack(|| desk.case()), source: id, offset };
            desk.apply_then(change, move || shelf.close());
        }
    };
    let hint = move || match read.get() {
        Some(Span::ZERO) => {
            Ok("Added to each time of the file. Leave empty for a clock that was right.".to_owned())
        }
        Some(s) if s.0 > 0 => Ok(format!("The clock was {s:#} slow: each time moves later by as much.")),
        Some(s) => Ok(format!("The clock was {:#} fast: each time moves earlier by as much.", Span(-s.0))),
        None => Err("Write seconds, or lengths such as −2 m 30 s, 1 h or 00:01:30".to_owned()),
    };
    view! {
        <form class="form below" aria-label="Clock of the file" on:submit=submit
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); shelf.close(); }>
            {text_field("source-clock", "Add to each time", typed, hint)}
            <div class="form-actions">
                <button type="submit" class="button primary" disabled=move || read.with(Option::is_none)>"Shift the times"</button>
                <button type="button" class="button" on:click=move |_| shelf.close()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}
