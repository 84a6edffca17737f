//! The template of a document: which it is, the way to take it away or to go back to the built-in one; and the document as
//! a template makes it.

use super::Desk;
use crate::document::Document;
use crate::document::template::Of;
use crate::engine::Query;
use crate::engine::word::Sealed;
use crate::platform::messages::UserError;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::{flag, live};
use crate::workspace::Change;
use leptos::task::spawn_local;

/// What is said of the template of a document.
pub fn panel(desk: Desk, of: Signal<Of>, name: Signal<Option<String>>) -> AnyView {
    view! {
        <details class="report-template" open=flag(move || name.with(Option::is_some))>
            <summary>"Template"</summary>
            <p class="hint">{live(move || match name.get() {
                Some(name) => say!("Written by {name}.", name),
                None => say!("Written by the built-in template. Save it, change wording and order, and drop the file here; Help lists the fields.").to_owned(),
            })}</p>
            <div class="form-actions">
                <button type="button" class="button small" on:click=move |_| desk.take_away(Query::TemplateFile { of: of.get_untracked() })>"Save the template"</button>
                {live(move || name.with(Option::is_some).then(|| view! {
                    <button type="button" aria-disabled=read_only() class="button small" on:click=move |_| desk.apply(Change::RemoveTemplate { of: of.get_untracked() })>"Use the built-in template"</button>
                }.into_any()))}
            </div>
        </details>
    }
    .into_any()
}

/// A document on the page, made by its template where it has one, and what is wrong where it cannot be.
#[derive(Clone, Copy)]
pub struct Written {
    /// The document.
    pub document: RwSignal<Document>,
    /// What is wrong in its template.
    pub wrong: RwSignal<Option<String>>,
}

/// The document that an answer has, or that its template makes.
pub fn written(desk: Desk, answer: impl Fn() -> (Document, Option<Sealed>) + 'static) -> Written {
    let to = Written { document: RwSignal::new(Document::default()), wrong: RwSignal::new(None) };
    // What was asked for last is shown, not what comes last.
    let turn = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let (document, make) = answer();
        turn.update_untracked(|turn| *turn += 1);
        let mine = turn.get_untracked();
        let Some(make) = make else {
            to.wrong.set(None);
            return to.document.set(document);
        };
        spawn_local(async move {
            let made = desk.client().written(make).await;
            if turn.try_get_untracked() != Some(mine) {
                return;
            }
            match made {
                Ok(document) => {
                    to.wrong.set(None);
                    to.document.set(document);
                }
                Err(error) => {
                    let UserError { title, remedy } = error.told();
                    to.wrong.set(Some(format!("{title}: {remedy}")));
                }
            }
        });
    });
    to
}

/// What is wrong in a template, above the paper.
pub fn wrong(of: Written) -> AnyView {
    live(move || {
        of.wrong
            .get()
            .map(|text| view! { <p class="document-note no-print" role="alert">{text}</p> }.into_any())
    })
}
