//! A change in place: what is taken out and what comes in, word by word.

use super::Table;
use crate::engine::view::AmendmentRow;
use crate::model::case::AmendmentDecision;
use crate::plan::read::block::Block;
use crate::plan::redline::Op;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::block_view;
use crate::ui::widgets::live::live;

/// Words kept, taken out and brought in, as elements that say so.
pub(super) fn words(ops: &[Op]) -> AnyView {
    ops.iter()
        .map(|op| match op {
            Op::Equal(text) => view! { <span>{text.clone()}</span> }.into_any(),
            Op::Insert(text) => view! { <ins>{text.clone()}</ins> }.into_any(),
            Op::Delete(text) => view! { <del>{text.clone()}</del> }.into_any(),
        })
        .collect_view()
        .into_any()
}

/// A block of the plan, or the change that is shown in its place: at the first of the blocks that it cuts into, in all their
/// words.
pub(super) fn block(table: Table, n: usize, block: &Block) -> AnyView {
    let cuts = move |r: &AmendmentRow| r.in_place.as_ref().is_some_and(|own| own.blocks.contains(&n));
    // What is rejected now may be taken back.
    let own = block.range.clone();
    let may = |r: &AmendmentRow| {
        let cut = r.redline.range();
        cut.start < own.end && own.start < cut.end
    };
    if !table.view.with_untracked(|v| v.amendments.iter().any(may)) {
        return block_view(block);
    }
    let row = Memo::new(move |_| table.view.with(|v| v.amendments.iter().find(|r| cuts(r)).cloned()));
    let block = StoredValue::new(block.clone());
    live(move || {
        row.with(|r| match r.as_ref().and_then(|r| Some((r, r.in_place.as_ref()?))) {
            None => block.with_value(block_view),
            Some((r, own)) if own.blocks.start == n => line(r, &own.ops),
            Some(_) => ().into_any(),
        })
    })
}

/// The words of a change, or the blocks that it adds, with its name and whether it is decided.
fn line(row: &AmendmentRow, ops: &[Op]) -> AnyView {
    let state = if row.decision.is_some() { "accepted" } else { "proposed" };
    let name = say!("Change in place: {what}", what = inside(row.amendment.kind.label()));
    if row.in_place.is_none() && !row.added.is_empty() {
        let blocks = row.added.iter().map(block_view).collect_view();
        return view! { <div class="redline added" role="group" aria-label=name data-state=state><ins>{blocks}</ins></div> }.into_any();
    }
    view! { <div class="redline" role="group" aria-label=name data-state=state>{words(ops)}</div> }.into_any()
}

/// The redline of one amendment under the block at which it lands; nothing once it is rejected, or where it is shown in the
/// place of what it changes.
pub(super) fn inserted(table: Table, id: String) -> AnyView {
    let row = {
        let id = id.clone();
        Memo::new(move |_| table.row(&id))
    };
    live(move || {
        row.with(|r| {
            let r = r.as_ref().filter(|r| r.in_place.is_none())?;
            let rejected = matches!(r.decision, Some(AmendmentDecision::Rejected));
            (!rejected).then(|| line(r, &r.redline.ops))
        })
    })
}
