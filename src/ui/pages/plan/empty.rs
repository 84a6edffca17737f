//! No plan yet: open one, or start from the template.

use crate::engine::Query;
use crate::engine::view::Exported;
use crate::platform::messages::UserError;
use crate::platform::{clock, unpacking};
use crate::ui::pages::desk::Desk;
use crate::ui::view::prelude::*;
use crate::workspace::Change;
use leptos::task::spawn_local;
use web_sys::wasm_bindgen::JsCast;

/// A button that chooses a file and opens it as the plan.
fn chooser(desk: Desk, label: &'static str, class: &'static str) -> AnyView {
    let input = NodeRef::<leptos::html::Input>::new();
    view! {
        <input node_ref=input type="file" class="visually-hidden" tabindex="-1" aria-label="Response plan file"
            accept=".md,.markdown,.txt,.docx,.docm,.json,text/markdown,text/plain,application/json,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            on:change=move |ev| {
                let Some(field) = ev.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
                if let Some(file) = field.files().and_then(|f| f.item(0)) {
                    desk.open_plan(file);
                }
                field.set_value("");
            }/>
        <button type="button" aria-disabled=read_only() class=class on:click=move |_| if let Some(input) = input.get_untracked() {
            unpacking::prepare();
            input.click();
        }>{label}</button>
    }
    .into_any()
}

/// Opens the plan to start from, as the organisation's own template makes it where there is one.
fn start(desk: Desk) {
    let zone = desk.zone.get_untracked();
    let query = Query::StartingPlan { zone, date: clock::today(zone) };
    desk.ask_once::<Exported>(query, move |Exported { name, text, make, .. }| {
        let Some(make) = make else {
            return desk.apply(Change::OpenPlan { name, text });
        };
        spawn_local(async move {
            match desk.client().text(make).await {
                Ok(text) => desk.apply(Change::OpenPlan { name, text }),
                Err(error) => {
                    let UserError { title, remedy } = error.told();
                    desk.tell(true, title, remedy);
                }
            }
        });
    });
}

fn from_template(desk: Desk, class: &'static str) -> AnyView {
    view! { <button type="button" aria-disabled=read_only() class=class on:click=move |_| start(desk)>"Start from the template"</button> }
        .into_any()
}

/// The page while there is no plan.
pub(super) fn empty(desk: Desk) -> AnyView {
    view! {
        <div class="page plan">
            <header class="page-head"><h1>"Plan"</h1></header>
            <div class="empty">
                <h2>"No response plan yet"</h2>
                <p>"Open your own plan in Markdown, Word or CACAO: it stays as it is, byte for byte, outside the changes that you accept, and in Word every change is tracked. Or start from the template, which covers the eleven duties section by section."</p>
                <div class="form-actions">
                    {chooser(desk, "Open your plan…", "button primary")}
                    {from_template(desk, "button")}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// The button that opens another plan in place of the one there is.
pub(super) fn open_another(desk: Desk) -> AnyView {
    chooser(desk, "Open another plan…", "button")
}
