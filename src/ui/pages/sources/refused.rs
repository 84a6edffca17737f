//! The rows of a file that could not be read, with the reason, and what would mend them.

use super::{Part, Shelf};
use crate::model::{Refusal, SourceId};
use crate::ui::strings;
use crate::ui::view::prelude::*;

/// How many rows are listed at once.
const SHOWN: usize = 200;

/// The list.
pub(super) fn list(shelf: Shelf, id: SourceId) -> AnyView {
    let Some(source) = untrack(|| shelf.row(id)) else { return ().into_any() };
    let refusals = source.summary.refusals;
    let all = source.summary.refused as usize;
    let waiting = source.waiting;
    let rows = refusals.iter().take(SHOWN).map(line).collect_view();
    let shown = refusals.len().min(SHOWN);
    let more = (all > shown).then(|| view! { <p class="hint">{format!("The first {} of {}.", strings::number(shown as u64), strings::number(all as u64))}</p> }.into_any());
    let fix = (waiting > 0).then(|| {
        view! { <button type="button" class="button small" on:click=move |_| shelf.open.set(Some((id, Part::Zone)))>"Choose the zone…"</button> }.into_any()
    });
    view! {
        <div class="below" role="group" aria-label="Refused rows" on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); shelf.close(); }>
            <div class="table-scroll refused" tabindex="0" role="region" aria-label=format!("Refused rows of {}", source.summary.name)>
                <table class="table compact">
                    <thead><tr><th scope="col" class="number">"Line"</th><th scope="col">"Why"</th><th scope="col">"Row as it stands"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
            <div class="form-actions">
                {fix}
                <button type="button" class="button small" on:click=move |_| shelf.close()>"Close"</button>
                <span class="hint">"Nothing is lost: these rows stay counted and are listed in the report."</span>
            </div>
        </div>
    }
    .into_any()
}

fn line(refusal: &Refusal) -> AnyView {
    let place = match (refusal.line, refusal.pointer.as_str()) {
        (0, "") => "–".to_owned(),
        (0, pointer) => pointer.to_owned(),
        (line, _) => strings::number(u64::from(line)),
    };
    view! { <tr><td class="number">{place}</td><td>{refusal.reason.clone()}</td><td><code>{refusal.text.clone()}</code></td></tr> }.into_any()
}
