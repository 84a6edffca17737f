//! Documents on the page: the report and the plan as paper, from data, never from markup.

use super::explained::explained_view;
use crate::document::{self, Document};
use crate::plan::read::block::{Block, BlockKind, Cell, Run};
use crate::ui::view::prelude::*;
use crate::ui::widgets::chart::figure_view;

/// The title of a document, and what stands under it.
pub fn head_view(document: &Document) -> AnyView {
    let meta = document
        .meta
        .iter()
        .map(|(name, value)| view! { <div><dt>{name.clone()}</dt><dd>{value.clone()}</dd></div> }.into_any());
    let meta = meta.collect_view();
    view! {
        <h2 class="h1" lang="en">{document.title.clone()}</h2>
        <dl class="document-meta" lang="en">{meta}</dl>
    }
    .into_any()
}

/// Blocks of a report, or of an answer for the screen. A document around them says that it is English.
pub fn blocks_view(blocks: &[document::Block]) -> AnyView {
    blocks_with(blocks, &as_written)
}

/// Text as it stands.
pub(super) fn as_written(text: &str) -> AnyView {
    text.to_owned().into_any()
}

/// How text of a report is shown, whatever its style.
pub type Show<'a> = &'a dyn Fn(&str) -> AnyView;

/// Blocks of a report, whose text is shown in a way of its own.
pub fn blocks_with(blocks: &[document::Block], show: Show<'_>) -> AnyView {
    blocks.iter().map(|block| report_block(block, show)).collect_view().into_any()
}

fn report_block(block: &document::Block, show: Show<'_>) -> AnyView {
    use document::Block;
    match block {
        // The page has its own first heading: the document's stand one below.
        Block::Heading { level, text, id } => {
            let (text, id) = (show(text), id.clone());
            match level {
                2 => view! { <h3 class="h2" id=id tabindex="-1">{text}</h3> }.into_any(),
                3 => view! { <h4 class="h3" id=id tabindex="-1">{text}</h4> }.into_any(),
                _ => view! { <h5 class="h4" id=id tabindex="-1">{text}</h5> }.into_any(),
            }
        }
        Block::Paragraph(runs) => view! { <p>{report_runs(runs, show)}</p> }.into_any(),
        Block::Note(runs) => {
            view! { <p class="document-note" role="note">{report_runs(runs, show)}</p> }.into_any()
        }
        Block::List { ordered, items } => {
            let items = items
                .iter()
                .map(|item| view! { <li>{report_runs(item, show)}</li> }.into_any())
                .collect_view();
            if *ordered {
                view! { <ol>{items}</ol> }.into_any()
            } else {
                view! { <ul>{items}</ul> }.into_any()
            }
        }
        Block::Table { .. } => table_view(block, &|_, runs| report_runs(runs, show)),
        Block::Explained(explained) => explained_view(explained, show),
        Block::Figure(chart) => figure_view((**chart).clone()),
        Block::Own(blocks) => {
            let written = blocks_with(blocks, show);
            view! {
                <div class="own-words" role="group" aria-label=document::OWN_WORDS>
                    <p class="own-label">{document::OWN_WORDS}</p>{written}
                </div>
            }
            .into_any()
        }
        Block::PageBreak => view! { <hr class="page-break"/> }.into_any(),
    }
}

/// What stands in a cell of a table, by its row and column and the words of the document.
pub(super) type InCell<'a> = &'a dyn Fn((usize, usize), &[document::Run]) -> AnyView;

/// A table of a report; nothing for what is none.
pub(super) fn table_view(table: &document::Block, cell: InCell<'_>) -> AnyView {
    let document::Block::Table { caption, columns, rows } = table else { return ().into_any() };
    let head = columns
        .iter()
        .map(|c| view! { <th scope="col" class:number=c.numeric>{c.title.clone()}</th> }.into_any());
    let body = rows.iter().enumerate().map(|(row, cells)| {
        let cells = cells.iter().enumerate().map(|(n, runs)| {
            let column = columns.get(n);
            let number = column.is_some_and(|c| c.numeric);
            let lang = column.filter(|c| c.english).map(|_| "en");
            view! { <td class:number=number lang=lang>{cell((row, n), runs)}</td> }.into_any()
        });
        view! { <tr>{cells.collect_view()}</tr> }.into_any()
    });
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=caption.clone()><table class="document-table">
            <caption>{caption.clone()}</caption>
            <thead><tr>{head.collect_view()}</tr></thead>
            <tbody>{body.collect_view()}</tbody>
        </table></div>
    }
    .into_any()
}

/// Text in its styles, as a document has it.
pub(super) fn report_runs(runs: &[document::Run], show: Show<'_>) -> AnyView {
    use document::Run;
    let one = |run: &Run| match run {
        Run::Text(text) => show(text),
        Run::Strong(text) => view! { <strong>{show(text)}</strong> }.into_any(),
        Run::Emphasis(text) => view! { <em>{show(text)}</em> }.into_any(),
        Run::Code(text) => view! { <code>{text.clone()}</code> }.into_any(),
    };
    runs.iter().map(one).collect_view().into_any()
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
            let named: Vec<String> = header.cells.iter().map(Cell::text).collect();
            let named = say!("Table: {named}", named = named.join(", "));
            view! {
                <div class="table-scroll" tabindex="0" role="region" aria-label=named><table class="document-table">
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
