//! What is read of each format, what is lost, and where its zone comes from, as README.md has it too.

use crate::import::{SUPPORTED, Supported};
use crate::ui::view::prelude::*;

/// The table, as entries of a list of terms: its cells are sentences, and a narrow window has no room for five columns.
pub(super) fn table() -> AnyView {
    let entry = |row: &Supported| {
        let more = [
            (!row.lost.is_empty()).then(|| say!("Lost: {lost}", lost = known(row.lost))),
            (!row.zone.is_empty()).then(|| say!("Time zone: {zone}", zone = known(row.zone))),
            (!row.hints.is_empty()).then(|| say!("Milestones it names: {hints}", hints = known(row.hints))),
        ];
        let line = |text: String| view! { <br/><span class="hint">{marked(&text)}</span> }.into_any();
        view! {
            <div><dt>{marked(&known(row.name))}</dt><dd>{marked(&known(row.read))}{more.into_iter().flatten().map(line).collect_view()}</dd></div>
        }
        .into_any()
    };
    view! { <dl class="glossary">{SUPPORTED.iter().map(entry).collect_view()}</dl> }.into_any()
}

/// A text with what stands between backticks as code.
fn marked(text: &str) -> AnyView {
    let part = |(n, part): (usize, &str)| match n % 2 {
        0 => part.to_owned().into_any(),
        _ => view! { <code>{part.to_owned()}</code> }.into_any(),
    };
    text.split('`').enumerate().map(part).collect_view().into_any()
}
