//! The post-mortem report, section by section. Everything in it is computed; each claim names the events it rests on.

mod actions;
mod appendix;
mod body;
mod changes;
mod detection;
mod judged;
mod ledger;

use super::words::{self, count, instant};
use super::{Block, Document, Run, written};
use crate::finding::{CaseView, Scan};
use crate::model::case::AmendmentDecision;
use crate::model::{EventId, Finding, Section, SourceSummary, Zone};
use crate::plan::change::Amendment;
use chrono::NaiveDate;

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// The case.
    pub view: CaseView<'a>,
    /// Its title.
    pub title: &'a str,
    /// What its texts speak of.
    pub scan: &'a Scan,
    /// Its findings in order of weight.
    pub findings: &'a [Finding],
    /// The amendments to the plan, with what was decided.
    pub amendments: &'a [(Amendment, Option<AmendmentDecision>)],
    /// Its files.
    pub sources: &'a [SourceSummary],
    /// The date of the report.
    pub date: NaiveDate,
    /// The zone of its times.
    pub zone: Zone,
}

pub(super) use body::standing;
pub(super) use changes::decided;
pub(super) use judged::standing_finding;

impl ReportInput<'_> {
    /// Where an event stands: its number in the timeline (from 1) and its place in its file.
    pub(super) fn reference(&self, id: EventId) -> Option<String> {
        let event = self.view.timeline.find(id)?;
        let number = event.position + 1;
        Some(match (event.source, event.line) {
            ("", _) => format!("event {number}, written by hand"),
            (source, 0) => format!("event {number}, {source}{}", event.pointer),
            (source, line) => format!("event {number}, {source}:{line}"),
        })
    }

    /// The events behind a claim, as a run; at most five by name.
    fn evidence(&self, events: &[EventId]) -> Vec<Run> {
        let mut known: Vec<String> = events.iter().take(5).filter_map(|id| self.reference(*id)).collect();
        if events.len() > 5 {
            known.push(format!("{} more", events.len() - 5));
        }
        match known.is_empty() {
            true => vec![Run::Emphasis("No event of the record bears on it.".to_owned())],
            false => vec![Run::Emphasis(format!("Evidence: {}.", known.join("; ")))],
        }
    }
}

/// Builds the report, as the case's settings have it.
pub fn report(input: &ReportInput<'_>) -> Document {
    let mut document = cover(input);
    for section in input.view.case.paper.order() {
        if !input.view.case.paper.is_off(section) {
            place(input, section, &mut document);
        }
    }
    document
}

/// The report without its sections: title, status, version, handling.
pub fn cover(input: &ReportInput<'_>) -> Document {
    let view = &input.view;
    let mut document = Document { title: format!("Post-mortem: {}", input.title), ..Document::default() };
    let zone = input.zone;
    let cover = &view.case.paper.cover;
    let or = |own: &str, usual: &str| if own.trim().is_empty() { usual.to_owned() } else { own.to_owned() };
    document.meta = vec![
        ("Status".to_owned(), or(&cover.status, "Draft for review")),
        ("Version".to_owned(), or(&cover.version, "1")),
        (
            "Handling".to_owned(),
            or(&cover.handling, "Confidential; share with the people named in the response plan"),
        ),
        ("Date".to_owned(), input.date.format("%Y-%m-%d").to_string()),
        ("Times in".to_owned(), zone.to_string()),
        ("End of the record".to_owned(), instant(view.as_of, zone)),
        (
            "Sources".to_owned(),
            format!(
                "{}, {}",
                count(input.sources.len(), "file", "files"),
                count(view.timeline.len(), "event", "events")
            ),
        ),
        ("Written by".to_owned(), format!("Floodmark {}", env!("CARGO_PKG_VERSION"))),
    ];
    document
}

/// Puts a section under its heading at the end of a document: what is computed, a person's own words in place of that or
/// after it.
pub fn place(input: &ReportInput<'_>, section: Section, document: &mut Document) {
    let own = input.view.case.paper.own(section);
    if section.is_appendix() {
        document.blocks.push(Block::PageBreak);
    }
    document.heading(2, section.title());
    if !own.is_some_and(|own| own.instead) {
        for block in computed(input, section).blocks {
            match block {
                // Names of headings are made anew, so that each stands once in the document.
                Block::Heading { level, text, .. } => document.heading(level, &text),
                block => document.blocks.push(block),
            }
        }
    }
    if let Some(own) = own {
        document.blocks.push(Block::Own(written::blocks(&own.text, 3, section.id())));
    }
}

/// What is computed for a section.
fn computed(input: &ReportInput<'_>, section: Section) -> Document {
    let mut document = Document::default();
    let write = match section {
        Section::Summary => body::summary,
        Section::Impact => body::impact,
        Section::Timeline => body::key_events,
        Section::Metrics => body::metrics,
        Section::Detection => detection::detection,
        Section::Response => judged::response,
        Section::Communication => judged::communication,
        Section::Ledger => ledger::ledger,
        Section::Factors => judged::factors,
        Section::Lessons => judged::lessons,
        Section::Actions => actions::actions,
        Section::Changes => changes::changes,
        Section::Training => judged::training,
        Section::Questions => judged::open_questions,
        Section::Evidence => appendix::manifest,
        Section::Events => appendix::timeline,
        Section::Method => appendix::method,
    };
    write(input, &mut document);
    document
}
