//! Report: the post-mortem as it will print, its sections, and the files to take away; and the notices.

use super::desk::{Desk, ask, desk, loaded};
use super::notices;
use crate::engine::Query;
use crate::engine::protocol::Export;
use crate::engine::view::ReportView;
use crate::platform::clock;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::{document_view, headings};
use crate::ui::widgets::exports::{Kind, exports};
use crate::ui::widgets::live::live;
use crate::ui::widgets::segmented::segmented;
use std::sync::Arc;

/// What the page shows.
#[derive(Clone, Copy, PartialEq)]
enum Paper {
    PostMortem,
    Notices,
}

/// The page Report of the open case.
pub fn open() -> AnyView {
    let desk = desk();
    let shown = RwSignal::new(Paper::PostMortem);
    let papers = vec![(Paper::PostMortem, "Post-mortem".to_owned()), (Paper::Notices, "Notices".to_owned())];
    view! {
        <div class="page report">
            <header class="page-head no-print">
                <h1>"Report"</h1>
                {segmented("paper", "What is shown", papers, shown.into(), move |paper| shown.set(paper))}
                {live(move || (shown.get() == Paper::PostMortem).then(|| actions(desk)))}
            </header>
            {live(move || match shown.get() {
                Paper::PostMortem => post_mortem(desk),
                Paper::Notices => notices::open(),
            })}
        </div>
    }
    .into_any()
}

fn post_mortem(desk: Desk) -> AnyView {
    let answer = ask::<ReportView>(move || {
        let zone = desk.zone.get();
        Some(Query::Report { case: desk.case(), zone, date: clock::today(zone) })
    });
    loaded(answer, sheet)
}

/// What can be taken away, with what each keeps.
const EXPORTS: [Kind; 3] = [
    (
        "The report",
        &[
            (Export::ReportHtml, "Save as HTML", "one self-contained file with its charts; prints well"),
            (Export::ReportWord, "Save as Word", "headings, contents, tables and charts of a Word document"),
            (Export::ReportMarkdown, "Save as Markdown", "text, tables and figures in numbers"),
        ],
    ),
    (
        "The timeline",
        &[
            (Export::TimelineCsv, "Save timeline as CSV", "all events; Floodmark reads it back without loss"),
            (
                Export::TimesketchCsv,
                "Save for Timesketch (CSV)",
                "all events with instants, texts, tags, actors and assets",
            ),
            (
                Export::TimesketchJsonl,
                "Save for Timesketch (JSON lines)",
                "the same, with nothing put before formulas",
            ),
            (Export::IrisCsv, "Save for DFIR-IRIS", "the timeline as the CSV that its upload takes"),
        ],
    ),
    (
        "The incident for other tools",
        &[
            (
                Export::AnalysisJson,
                "Save analysis.json",
                "milestones, metrics, obligations and findings, by a published schema",
            ),
            (
                Export::AnalysisSchema,
                "Save the schema of analysis.json",
                "JSON Schema, for those who read it by program",
            ),
            (
                Export::Veris,
                "Save as VERIS 1.4",
                "dates and lengths; “Unknown” where the case does not tell. The summary has the title of the case",
            ),
            (
                Export::Stix,
                "Save as STIX 2.1",
                "a bundle with incident, events, tasks and impact; up to 2,000 events, else the important ones",
            ),
        ],
    ),
];

/// What takes the report away.
fn actions(desk: Desk) -> AnyView {
    view! {
        <div class="report-actions" role="group" aria-label="Take away">
            {exports(desk, "Export the report and its data", &EXPORTS, || ().into_any())}
            <button type="button" class="button" title="or save as PDF from the print dialogue" on:click=move |_| { let _ = window().print(); }>"Print…"</button>
        </div>
    }
    .into_any()
}

/// The report as it will print, beside its sections.
fn sheet(view: Signal<Arc<ReportView>>) -> AnyView {
    let document = Signal::derive(move || view.with(|v| v.document.clone()));
    let outline = Memo::new(move |_| document.with(headings));
    view! {
        <div class="report-desk">
            <nav class="report-sections no-print" aria-label="Sections of the report">
                <ol>{live(move || outline.get().into_iter().filter(|h| h.level <= 2).map(|h| {
                    let id = h.id.clone();
                    view! {
                        <li data-level=h.level.to_string()>
                            <button type="button" class="link" on:click=move |_| super::desk::scroll_to(&id)>{h.text}</button>
                        </li>
                    }.into_any()
                }).collect_view())}</ol>
            </nav>
            <article class="paper document" aria-label="The report as it will print">{document_view(document)}</article>
        </div>
    }
    .into_any()
}
