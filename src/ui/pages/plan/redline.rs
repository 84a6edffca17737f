//! A change in place: what is taken out and what comes in, word by word.

use super::Table;
use crate::model::case::AmendmentDecision;
use crate::plan::redline::Op;
use crate::ui::view::prelude::*;
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

/// The redline of one amendment under the block at which it lands; nothing once it is rejected.
pub(super) fn inserted(table: Table, id: String) -> AnyView {
    let row = {
        let id = id.clone();
        Memo::new(move |_| table.row(&id))
    };
    live(move || {
        row.with(|r| {
            let r = r.as_ref()?;
            let state = match r.decision {
                Some(AmendmentDecision::Rejected) => return None,
                Some(AmendmentDecision::Accepted { .. }) => "accepted",
                None => "proposed",
            };
            let name = say!("Change in place: {what}", what = inside(r.amendment.kind.label()));
            Some(view! { <div class="redline" role="group" aria-label=name data-state=state>{words(&r.redline.ops)}</div> }.into_any())
        })
    })
}
