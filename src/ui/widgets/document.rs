//! Documents on the page: the report and the plan as paper, from data, never from markup.

use crate::document::Document;
use crate::plan::read::block::{Block, BlockKind, Cell, Run};
use leptos::prelude::*;

/// A heading of a document, for its list of sections.
#[derive(Clone, PartialEq)]
pub struct Heading {
    /// Its level, from 1.
    pub level: u8,
    /// The element that it stands in.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// The headings of a document in their order.
///
/// Empty until the document model is there.
pub fn headings(_document: &Document) -> Vec<Heading> {
    vec![]
}

/// A document as paper.
///
/// Nothing until the document model is there.
pub fn document_view(_document: Signal<Document>) -> AnyView {
    ().into_any()
}

/// Text in its styles. An address stands in the tooltip: a document on the bench leads nowhere.
pub fn runs_view(runs: &[Run]) -> AnyView {
    runs.iter()
        .map(|run| {
            let mut view = run.text.clone().into_any();
            if run.code {
                view = view! { <code>{view}</code> }.into_any();
            }
            if run.strike {
                view = view! { <s>{view}</s> }.into_any();
            }
            if run.italic {
                view = view! { <em>{view}</em> }.into_any();
            }
            if run.bold {
                view = view! { <strong>{view}</strong> }.into_any();
            }
            match &run.link {
                Some(link) => view! { <span class="address" title=link.clone()>{view}</span> }.into_any(),
                None => view,
            }
        })
        .collect_view()
        .into_any()
}

/// A block of the plan.
pub fn block_view(block: &Block) -> AnyView {
    let runs = || runs_view(&block.runs);
    let depth = block.depth.min(6).to_string();
    let quote = (block.quote > 0).then_some("");
    match &block.kind {
        // The page has its own first heading: the plan's stand one below.
        BlockKind::Heading { level } => match level {
            1 => view! { <h2 class="h1">{runs()}</h2> }.into_any(),
            2 => view! { <h3 class="h2">{runs()}</h3> }.into_any(),
            3 => view! { <h4 class="h3">{runs()}</h4> }.into_any(),
            _ => view! { <h5 class="h4">{runs()}</h5> }.into_any(),
        },
        BlockKind::Paragraph => view! { <p data-depth=depth data-quote=quote>{runs()}</p> }.into_any(),
        BlockKind::Item { marker, task, .. } => {
            let marker = if marker.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')')) {
                marker.clone()
            } else {
                "•".to_owned()
            };
            let task = task.map(|done| if done { "☑ (done) " } else { "☐ " });
            view! {
                <p class="item" data-depth=depth data-quote=quote><span class="marker">{marker}</span><span>{task}{runs()}</span></p>
            }
            .into_any()
        }
        BlockKind::Table { header, rows } => {
            let cells = |cells: &[Cell], head: bool| {
                cells
                    .iter()
                    .map(|c| {
                        let runs = runs_view(&c.runs);
                        if head {
                            view! { <th scope="col">{runs}</th> }.into_any()
                        } else {
                            view! { <td>{runs}</td> }.into_any()
                        }
                    })
                    .collect_view()
                    .into_any()
            };
            view! {
                <div class="table-scroll"><table class="document-table">
                    <thead><tr>{cells(&header.cells, true)}</tr></thead>
                    <tbody>{rows.iter().map(|r| view! { <tr>{cells(&r.cells, false)}</tr> }.into_any()).collect_view()}</tbody>
                </table></div>
            }
            .into_any()
        }
        BlockKind::Code { .. } | BlockKind::Html => {
            view! { <pre data-depth=depth><code>{runs()}</code></pre> }.into_any()
        }
        BlockKind::FrontMatter => view! { <pre class="front-matter"><code>{runs()}</code></pre> }.into_any(),
        BlockKind::Rule => view! { <hr/> }.into_any(),
    }
}
