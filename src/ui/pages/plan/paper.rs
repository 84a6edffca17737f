//! The plan as paper, row by row: each block with the changes that land at it, and the margin beside it.

use super::{Table, amendment, redline};
use crate::model::case::AmendmentDecision;
use crate::plan::read::block::{Block, BlockKind};
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::block_view;
use crate::ui::widgets::live::{flag, live, word};

/// The document with its margin.
pub(super) fn paper(table: Table) -> AnyView {
    let blocks = Memo::new(move |_| table.view.with(|v| v.blocks.clone()));
    view! {
        <div class="plan-paper document" role="region" aria-label="The plan with its proposed changes">
            {live(move || blocks.get().into_iter().enumerate().map(|(n, b)| row(table, n, b)).collect_view())}
        </div>
    }
    .into_any()
}

fn row(table: Table, number: usize, block: Block) -> AnyView {
    // A card may reach down beside the rows that have none, so that it does not pull the text apart.
    let reach = move || {
        table.landing.with(|l| l.range(number + 1..).next().map_or(8, |(next, _)| next - number).min(8))
    };
    let line = number + 1;
    let ids = Memo::new(move |_| table.landing.with(|l| l.get(&number).cloned().unwrap_or_default()));
    let anchor = format!("plan-{}", block.range.start);
    let heading = matches!(block.kind, BlockKind::Heading { .. }).then_some(block.section).flatten();
    let margin = heading.map(|section| {
        let open = Memo::new(move |_| table.undecided(Some(section)));
        live(move || {
            let count = open.with(Vec::len);
            (count > 1).then(|| {
                view! {
                    <button type="button" class="button small" on:click=move |_| table.accept_all(open.get_untracked())>
                        {format!("Accept all {count} in this section")}</button>
                    <button type="button" class="button small" on:click=move |_| {
                        table.decide(open.get_untracked(), Some(AmendmentDecision::Rejected));
                    }>{format!("Reject all {count} in this section")}</button>
                }
                .into_any()
            })
        })
    });
    view! {
        <div class="plan-row" class:changed=flag(move || ids.with(|i| !i.is_empty()))>
            <div class="plan-text" id=anchor tabindex="-1" style:grid-row=line.to_string()>
                {block_view(&block)}
                <For each=move || ids.get() key=|id| id.clone() children=move |id| redline::inserted(table, id)/>
            </div>
            <div class="plan-margin" style:grid-row=word(move || format!("{line} / span {}", if ids.with(|i| i.is_empty()) { 1 } else { reach() }))>
                {margin}
                <For each=move || ids.get() key=|id| id.clone() children=move |id| amendment::card(table, id)/>
            </div>
        </div>
    }
    .into_any()
}
