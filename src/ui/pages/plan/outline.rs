//! The outline of the plan, with what each section covers and how many changes land in it.

use super::Table;
use crate::model::Duty;
use crate::ui::pages::desk::scroll_to;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// The outline with its coverage marks.
pub(super) fn outline(table: Table) -> AnyView {
    let rows = Memo::new(move |_| table.view.with(|v| v.outline.clone()));
    let uncovered = move || {
        rows.with(|rows| {
            let missing = Duty::ALL.iter().filter(|d| !rows.iter().any(|r| r.duty == Some(**d)));
            missing.map(|d| d.label()).collect::<Vec<_>>()
        })
    };
    view! {
        <nav class="plan-outline" aria-label="Outline of the plan">
            <ol>{live(move || rows.get().into_iter().map(|r| {
                let target = format!("plan-{}", r.start);
                let covers = r.duty.map(|d| view! {
                    <span class="covers" title=r.because.clone()><span class="mark" aria-hidden="true"></span>{format!("covers: {}", d.label().to_lowercase())}</span>
                }.into_any());
                let changes = (r.amendments > 0).then(|| view! {
                    <span class="count">{if r.amendments == 1 { "1 change".to_owned() } else { format!("{} changes", r.amendments) }}</span>
                }.into_any());
                view! {
                    <li data-level=r.level.to_string()>
                        <button type="button" class="link" on:click=move |_| scroll_to(&target)>{r.title}</button>
                        {covers}{changes}
                    </li>
                }.into_any()
            }).collect_view())}</ol>
            {live(move || {
                let missing = uncovered();
                (!missing.is_empty()).then(|| view! {
                    <div class="uncovered">
                        <h2>"No section covers"</h2>
                        <ul>{missing.into_iter().map(|d| view! { <li><span class="mark" aria-hidden="true"></span>{d}</li> }.into_any()).collect_view()}</ul>
                    </div>
                }.into_any())
            })}
        </nav>
    }
    .into_any()
}
