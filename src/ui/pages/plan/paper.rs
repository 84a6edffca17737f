//! The plan as paper: each block with the changes that land at it, and the margin beside it.
//!
//! A plan may have hundreds of pages. Its rows are drawn by the sheet, those with changes and the first ones at once, the
//! others a moment later; a decision draws nothing anew but the card that it is about.

use super::{Table, amendment, redline};
use crate::engine::view::PlanPaper;
use crate::model::case::AmendmentDecision;
use crate::plan::read::block::{Block, BlockKind};
use crate::ui::pages::desk::scroll_to;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{later, live};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// About so many rows make a sheet.
const SHEET: usize = 40;

/// So many sheets get their place on the page together.
const STACK: usize = 10;

/// A card may reach down beside so many rows, where they have none of their own, so that it does not pull the text apart.
const REACH: usize = 8;

/// The document with its margin.
pub(super) fn paper(table: Table) -> AnyView {
    let stacks = Memo::new(move |_| {
        let Some(paper) = table.paper.get() else { return vec![] };
        let sheets = table.landing.with(|l| sheets(paper.blocks.len(), l));
        sheets.chunks(STACK).map(|stack| (paper.edition, stack.to_vec())).collect::<Vec<_>>()
    });
    view! {
        <div class="plan-paper document" role="region" aria-label="The plan with its proposed changes">
            {live(move || table.paper.with(Option::is_none).then(crate::ui::widgets::empty::skeleton))}
            <For each=move || stacks.get() key=|stack| stack.clone() children=move |(_, sheets)| {
                table.paper.get_untracked().map(|paper| stack(table, paper, sheets))
            }/>
        </div>
    }
    .into_any()
}

/// Which rows are drawn together. The rows beside which a card may reach down are on its own sheet.
fn sheets<T>(blocks: usize, landing: &BTreeMap<usize, T>) -> Vec<Range<usize>> {
    let mut all = vec![];
    let mut from = 0;
    while from < blocks {
        let mut to = (from + SHEET).min(blocks);
        while let Some((last, _)) = landing.range(from.max(to.saturating_sub(REACH))..to).next_back()
            && to < (last + REACH).min(blocks)
        {
            to = (last + REACH).min(blocks);
        }
        all.push(from..to);
        from = to;
    }
    all
}

/// Goes to the section that starts at a byte of the plan, which is drawn first where it is not yet there.
pub(super) fn go_to(table: Table, start: usize) {
    table.wanted.set(Some(start));
    set_timeout(move || scroll_to(&format!("plan-{start}")), std::time::Duration::ZERO);
}

/// Goes to a section by its number in the outline, wherever it starts by now.
pub(super) fn go_to_section(table: Table, section: usize) {
    if let Some(start) = table.view.with_untracked(|v| v.outline.get(section).map(|r| r.start)) {
        go_to(table, start);
    }
}

/// Some rows, drawn at once or when their turn comes, and when somebody goes to one of them.
fn in_turn(
    table: Table,
    paper: &PlanPaper,
    rows: &Range<usize>,
    at_once: bool,
    draw: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    if at_once {
        return live(draw);
    }
    let start = |row: usize| paper.blocks.get(row).map_or(usize::MAX, |b| b.range.start);
    let bytes = start(rows.start)..start(rows.end);
    let asked = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || table.wanted.with(|w| w.is_some_and(|at| bytes.contains(&at)))
    });
    let turn = (rows.start / SHEET) as u32;
    let drawn = StoredValue::new(draw);
    let part = move || drawn.with_value(|draw| draw());
    // What is gone to does not wait for its turn.
    live(move || if asked.get() { live(part) } else { later(turn, part) })
}

/// Sheets that get their place together: a plan of hundreds of pages has hundreds of sheets.
fn stack(table: Table, paper: Arc<PlanPaper>, sheets: Vec<Range<usize>>) -> AnyView {
    let start = sheets.first().map_or(0, |rows| rows.start);
    let rows = start..sheets.last().map_or(start, |rows| rows.end);
    let at_once = start == 0 || table.landing.with_untracked(|l| l.range(rows.clone()).next().is_some());
    let all = {
        let paper = paper.clone();
        move || {
            let one = |rows: &Range<usize>| sheet(table, paper.clone(), rows.clone());
            sheets.iter().map(one).collect_view().into_any()
        }
    };
    view! { <div class="plan-stack">{in_turn(table, &paper, &rows, at_once, all)}</div> }.into_any()
}

fn sheet(table: Table, paper: Arc<PlanPaper>, rows: Range<usize>) -> AnyView {
    let lands = {
        let (rows, edition) = (rows.clone(), paper.edition);
        Memo::new(move |before: Option<&Vec<(usize, Vec<String>)>>| {
            // A sheet of the text before is taken away, not drawn anew.
            if table.paper.with(|p| p.as_ref().is_none_or(|p| p.edition != edition)) {
                return before.cloned().unwrap_or_default();
            }
            table
                .landing
                .with(|l| l.range(rows.clone()).map(|(n, ids)| (*n, ids.clone())).collect::<Vec<_>>())
        })
    };
    let at_once = rows.start / SHEET < 2 || lands.with_untracked(|l| !l.is_empty());
    let (own, of) = (rows.clone(), paper.clone());
    let content = move || {
        lands.with(|lands| {
            let lands: BTreeMap<usize, &Vec<String>> = lands.iter().map(|(n, ids)| (*n, ids)).collect();
            let row = |n: usize| {
                let block = of.blocks.get(n)?;
                let next = lands.range(n + 1..).next().map_or(own.end, |(next, _)| *next);
                let ids = lands.get(&n).map(|ids| ids.to_vec()).unwrap_or_default();
                let reach = if ids.is_empty() { 1 } else { (next - n).min(REACH) };
                Some(row(table, (n, block), n - own.start + 1, reach, ids))
            };
            own.clone().filter_map(row).collect_view().into_any()
        })
    };
    view! { <div class="plan-sheet">{in_turn(table, &paper, &rows, at_once, content)}</div> }.into_any()
}

fn row(table: Table, (n, block): (usize, &Block), line: usize, reach: usize, ids: Vec<String>) -> AnyView {
    let anchor = format!("plan-{}", block.range.start);
    let heading = matches!(block.kind, BlockKind::Heading { .. }).then_some(block.section).flatten();
    let changed = !ids.is_empty();
    let margin =
        heading.filter(|s| table.view.with_untracked(|v| v.amendments.iter().any(|a| a.section == Some(*s))));
    let margin = margin.map(|section| whole_section(table, section));
    let words = ids.iter().map(|id| redline::inserted(table, id.clone())).collect_view();
    let cards = ids.iter().map(|id| amendment::card(table, id.clone())).collect_view();
    // A row without anything beside it is no more than its text.
    let beside = (changed || margin.is_some()).then(|| {
        view! { <div class="plan-margin" style:grid-row=format!("{line} / span {reach}")>{margin}{cards}</div> }.into_any()
    });
    view! {
        <div class="plan-text" lang="" class:changed=changed id=anchor tabindex="-1" style:grid-row=line.to_string()>{redline::block(table, n, block)}{words}</div>
        {beside}
    }
    .into_any()
}

/// What can be done with all changes of a section, beside its heading.
fn whole_section(table: Table, section: usize) -> AnyView {
    let open = Memo::new(move |_| table.undecided(Some(section)));
    live(move || {
        let count = open.with(Vec::len);
        (count > 1).then(|| {
            view! {
              <div class="plan-section-all">
                <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| table.accept_all(open.get_untracked())>
                    {say!("Accept all {count} in this section", count)}</button>
                <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| {
                    table.decide(open.get_untracked(), Some(AmendmentDecision::Rejected));
                }>{say!("Reject all {count} in this section", count)}</button>
              </div>
            }
            .into_any()
        })
    })
}
