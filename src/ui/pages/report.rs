//! Report: the post-mortem as it will print, its sections, and the files to take away; the notices; and shares.

mod sections;
pub mod template;

use super::desk::{Desk, ask, desk, loaded};
use super::{notices, roles, share, wording};
use crate::document::template::Of;
use crate::document::{Block, Document, markdown};
use crate::engine::Query;
use crate::engine::protocol::Export;
use crate::engine::view::ReportView;
use crate::model::{Paper, Section};
use crate::platform::clock;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::{blocks_with, head_view};
use crate::ui::widgets::exports::{Kind, exports};
use crate::ui::widgets::live::live;
use crate::ui::widgets::segmented::segmented;
use crate::workspace::Change;
use std::sync::Arc;
use wording::Marking;

/// What the page shows.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    PostMortem,
    Notices,
    Share,
}

/// The page Report of the open case.
pub fn open() -> AnyView {
    let desk = desk();
    let first = if desk.notices_first.get_untracked() { Shown::Notices } else { Shown::PostMortem };
    desk.notices_first.set(false);
    let shown = RwSignal::new(first);
    let papers = vec![
        (Shown::PostMortem, say!("Post-mortem").to_owned()),
        (Shown::Notices, say!("Notices").to_owned()),
        (Shown::Share, say!("Share").to_owned()),
    ];
    view! {
        <div class="page report">
            <header class="page-head no-print">
                <h1>"Report"</h1>
                {segmented("paper", "What is shown", papers, shown.into(), move |paper| shown.set(paper))}
                {live(move || (shown.get() == Shown::PostMortem).then(|| actions(desk)))}
            </header>
            {live(move || match shown.get() {
                Shown::PostMortem => post_mortem(desk),
                Shown::Notices => notices::open(),
                Shown::Share => share::open(),
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
    loaded(answer, move |view| sheet(desk, view))
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
            {exports(desk, "Export the report and its data", &EXPORTS, move || live(move || {
                let roles = desk.head.with(|h| h.as_ref().is_some_and(|h| h.roles));
                roles.then(|| view! { <p class="hint">"The report has roles in the place of names; the timeline and files for other tools keep the names."</p> }.into_any())
            }))}
            <button type="button" class="button" title="or save as PDF from the print dialogue" on:click=move |_| { let _ = window().print(); }>"Print…"</button>
        </div>
    }
    .into_any()
}

/// The report on the page, with what a person is about to change.
#[derive(Clone, Copy)]
struct Sheet {
    desk: Desk,
    /// How the report shall be.
    paper: Memo<Paper>,
    /// The section that is being written.
    editing: RwSignal<Option<Section>>,
    /// The report as it is shown.
    document: RwSignal<Document>,
    /// What was pressed last, by its element.
    pressed: RwSignal<Option<String>>,
    /// Words in it to think about.
    phrases: RwSignal<Vec<wording::Phrase>>,
}

impl Sheet {
    /// Changes how the report shall be; what was pressed keeps the focus.
    fn change(self, pressed: &str, change: impl FnOnce(Paper) -> Paper) {
        let before = self.paper.get_untracked();
        let paper = change(before.clone());
        if paper != before {
            self.pressed.set(Some(pressed.to_owned()).filter(|id| !id.is_empty()));
            self.desk.apply(Change::SetPaper { case: self.desk.case(), paper: Box::new(paper) });
        }
    }

    /// What a section says now, as Markdown.
    fn said(self, section: Section) -> (String, bool) {
        let heads =
            |block: &Block| matches!(block, Block::Heading { level: 2, text, .. } if section.title() == text);
        self.document.with_untracked(|document| {
            let own = document.blocks.iter().skip_while(|block| !heads(block)).skip(1);
            let own: Vec<Block> =
                own.take_while(|b| !matches!(b, Block::Heading { level: 2, .. })).cloned().collect();
            (markdown::of(&own), own.iter().any(|block| matches!(block, Block::Figure(_))))
        })
    }

    /// Brings a section into view.
    fn go_to(self, section: Section) {
        super::desk::scroll_to(&format!("report-{}", section.id()));
    }
}

/// The report as it will print, beside its sections.
fn sheet(desk: Desk, view: Signal<Arc<ReportView>>) -> AnyView {
    let written = template::written(desk, move || view.with(|v| (v.document.clone(), v.make.clone())));
    let name = Signal::derive(move || view.with(|v| v.template.clone()));
    let of = Signal::stored(Of::Report);
    let paper = Memo::new(move |_| view.with(|v| v.paper.clone()));
    let (editing, pressed) = (RwSignal::new(None), RwSignal::new(None));
    let phrases = RwSignal::new(vec![]);
    let sheet = Sheet { desk, paper, editing, document: written.document, pressed, phrases };
    view! {
        <div class="report-desk">
            <nav class="report-sections no-print" aria-label="Sections of the report">
                {sections::list(sheet)}
                {sections::cover(sheet)}
                {template::panel(desk, of, name)}
                {roles::panel()}
            </nav>
            <div class="report-main">
                {template::wrong(written)}
                {wording::list(phrases)}
                <article class="paper document" aria-label="The report as it will print">{live(move || written.document.with(|d| paper_view(sheet, d)))}</article>
            </div>
        </div>
    }
    .into_any()
}

/// The report, each of its sections with the way to its own words.
fn paper_view(sheet: Sheet, document: &Document) -> AnyView {
    let is_section = |block: &Block| matches!(block, Block::Heading { level: 2, .. });
    let first = document.blocks.iter().position(is_section).unwrap_or(document.blocks.len());
    let (before, rest) = document.blocks.split_at(first);
    let marking = Marking::default();
    let show = |text: &str| marking.show(text);
    let before = blocks_with(before, &show);
    let mut parts = vec![];
    let mut rest = rest;
    while let Some((Block::Heading { text, id, .. }, after)) = rest.split_first() {
        let end = after.iter().position(is_section).unwrap_or(after.len());
        let (blocks, next) = after.split_at(end);
        let of = Section::ALL.into_iter().find(|section| section.title() == text);
        let name = of.map_or_else(|| id.clone(), |section| format!("report-{}", section.id()));
        let edit = of.map(|section| sections::edit(sheet, section));
        marking.enter(text);
        let body = blocks_with(blocks, &show);
        parts.push(
            view! {
                <div class="section-head"><h3 class="h2" id=name tabindex="-1" lang="en">{text.clone()}</h3>{edit}</div>
                <div lang="en">{body}</div>
            }
            .into_any(),
        );
        rest = next;
    }
    sheet.phrases.set(marking.found());
    view! { {head_view(document)}<div lang="en">{before}</div>{parts.into_iter().collect_view()} }.into_any()
}
