//! Templates: what they are, which documents have one, and the fields that they may name.

use crate::document::template::{self, Of};
use crate::engine::Query;
use crate::ui::state::Desk;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::Change;

/// The section of the page.
pub(super) fn section(desk: Desk) -> AnyView {
    let fields = template::fields()
        .into_iter()
        .map(|(name, words)| view! { <div><dt><code>{name}</code></dt><dd>{words}</dd></div> }.into_any());
    view! {
        <section aria-labelledby="templates-title">
            <h2 id="templates-title">"Templates"</h2>
            <p>"An organisation can replace the wording and the order of every document. Save its template, change it, and drop the file on the page: it is checked, and errors are told by their lines. A template is Markdown whose first line names its document; an expression of Jinja such as "<code>"{{ case }}"</code>" writes a field, "<code>"{{ section(\"impact\") }}"</code>" on a line of its own places a computed section, "<code>"{% for f in findings %}…{% endfor %}"</code>" repeats. Values are always text, never marks."</p>
            {documents(desk)}
            <details><summary>"The fields"</summary>
                <p class="hint">"What stands under a name with [] is of each one in a list."</p>
                <dl class="glossary">{fields.collect_view()}</dl>
                <p>{say!("Sections of the report: {n}. Those of a notice are listed in “sections”.", n = Of::Report.sections().join(", "))}</p>
                <p>{say!("Sections of the minutes: {n}. Those of other documents are listed in “sections”.", n = Of::Minutes.sections().join(", "))}</p>
            </details>
        </section>
    }
    .into_any()
}

/// Every document with the template that it is written by.
fn documents(desk: Desk) -> AnyView {
    let row = |(of, id): (Of, &'static str)| {
        let own = Memo::new(move |_| {
            let mine = |all: &Vec<(Of, String)>| {
                all.iter().find(|(known, _)| *known == of).map(|(_, name)| name.clone())
            };
            desk.overview.with(|o| mine(&o.templates))
        });
        let label = known(of.label());
        let save = say!("Save the template: {label}", label);
        let back = say!("Use the built-in template: {label}", label);
        view! {
            <tr>
                <th scope="row">{label}</th><td><code>{id}</code></td>
                <td>{live(move || own.get().unwrap_or_else(|| say!("built-in").to_owned()))}</td>
                <td>
                    <button type="button" class="button small" aria-label=save on:click=move |_| desk.take_away(Query::TemplateFile { of })>"Save the template"</button>
                    {live(move || own.with(Option::is_some).then(|| view! {
                        <button type="button" aria-disabled=read_only() class="button small" aria-label=back.clone() on:click=move |_| desk.apply(Change::RemoveTemplate { of })>"Use the built-in template"</button>
                    }.into_any()))}
                </td>
            </tr>
        }
        .into_any()
    };
    view! {
        <details><summary>"The documents and their templates"</summary>
            <div class="table-scroll">
                <table class="table" aria-label="The documents and their templates">
                    <thead><tr><th scope="col">"Document"</th><th scope="col">"Its name on the first line"</th><th scope="col">"Written by"</th><th scope="col">"Template"</th></tr></thead>
                    <tbody>{Of::ALL.map(row).into_iter().collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}
