//! The form of one action item, with what it still lacks.

use super::Agreed;
use crate::document::actions::misses;
use crate::engine::view::ActionRow;
use crate::model::action::NewAction;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{flag, live};
use chrono::NaiveDate;

/// The form: of an item, or of a new one.
pub(super) fn form(agreed: Agreed, row: Option<ActionRow>) -> AnyView {
    let before = row.as_ref().map(|row| row.item.what.clone()).unwrap_or_default();
    let words = |text: &str| RwSignal::new(text.to_owned());
    let day = |day: Option<NaiveDate>| RwSignal::new(day.map(|d| d.to_string()).unwrap_or_default());
    let (title, owner, effect) = (words(&before.title), words(&before.owner), words(&before.effect));
    let (due, review) = (day(before.due), day(before.review));
    let finding = words(before.finding.as_deref().unwrap_or_default());
    let amendment = before.amendment.clone();
    let what = Memo::new(move |_| NewAction {
        title: title.with(|t| t.trim().to_owned()),
        owner: owner.with(|t| t.trim().to_owned()),
        due: due.with(|d| d.parse().ok()),
        review: review.with(|d| d.parse().ok()),
        finding: Some(finding.get()).filter(|rule| !rule.is_empty()),
        amendment: amendment.clone(),
        effect: effect.with(|t| t.trim().to_owned()),
    });
    let first = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = first.get() {
            let _ = field.focus();
        }
    });
    // The focus goes back to where the form was opened from.
    let opener = row
        .as_ref()
        .map_or("#action-add".to_owned(), |row| format!("#action-{} .action-change button", row.item.id));
    let close = move || {
        agreed.editing.set(None);
        let opener = opener.clone();
        set_timeout(
            move || {
                use web_sys::wasm_bindgen::JsCast;
                let found = document().query_selector(&opener).ok().flatten();
                if let Some(button) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = button.focus();
                }
            },
            std::time::Duration::ZERO,
        );
    };
    let close = StoredValue::new_local(close);
    let shut = move || close.with_value(|close| close());
    let heading = if row.is_some() { "Change the action item" } else { "A new action item" };
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let what = what.get_untracked();
        if what.title.is_empty() {
            return;
        }
        match &row {
            None => agreed.add(vec![what]),
            Some(row) if row.item.what != what => agreed.edit(&row.item.id, what, row.item.status),
            Some(_) => {}
        }
        shut();
    };
    let field = |id: &'static str, label: &'static str, kind: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input id=id class="input" type=kind autocomplete="off" prop:value=value.get_untracked()
                    on:input=move |ev| value.set(event_target_value(&ev))/>
            </div>
        }
        .into_any()
    };
    let chosen = before.finding.clone().unwrap_or_default();
    let findings = agreed.view.with_untracked(|v| v.findings.clone());
    let options = findings.into_iter().map(|(rule, claim)| {
        let words = format!("{rule}: {}", crate::document::words::cut(&claim, 80));
        let selected = (rule == chosen).then_some("");
        view! { <option value=rule selected=selected>{words}</option> }.into_any()
    });
    let options = options.collect_view();
    view! {
        <form class="action-form" aria-label=heading on:submit=submit
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); shut(); }>
            <h3>{heading}</h3>
            <div class="field wide">
                <label for="action-title">"What is to be done"</label>
                <input node_ref=first id="action-title" class="input" type="text" autocomplete="off" required=true prop:value=title.get_untracked()
                    on:input=move |ev| title.set(event_target_value(&ev))/>
            </div>
            {field("action-owner", "Owner: a role, a name, or an account such as @osei", "text", owner)}
            {field("action-due", "Due", "date", due)}
            {field("action-review", "Effect reviewed", "date", review)}
            <div class="field wide">
                <label for="action-finding">"Finding behind it"</label>
                <select id="action-finding" class="input" on:change=move |ev| finding.set(event_target_value(&ev))>
                    <option value="">"none"</option>{options}
                </select>
            </div>
            <div class="field wide">
                <label for="action-effect">"Expected effect: by what one can tell that it worked"</label>
                <textarea id="action-effect" class="input" rows="2" prop:value=effect.get_untracked()
                    on:input=move |ev| effect.set(event_target_value(&ev))></textarea>
            </div>
            <div class="wide smart" role="status">{live(move || match misses(&what.get()) {
                none if none.is_empty() => view! { <p class="hint">"Specific, measurable, assigned, relevant and time-bound."</p> }.into_any(),
                some => {
                    let lines = some.into_iter().map(|miss| view! { <li><strong>{known(miss.label())}</strong>" "{miss.remedy()}</li> }.into_any());
                    view! { <p class="hint">"It can be kept as it is. What would make it easier to follow through:"</p><ul class="mends">{lines.collect_view()}</ul> }.into_any()
                }
            })}</div>
            <div class="form-actions wide">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=flag(move || what.with(|w| w.title.is_empty()))>"Keep the action item"</button>
                <button type="button" class="button" on:click=move |_| shut()>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}
