//! The post-mortem report, section by section. Everything in it is computed; each claim names the events it rests on.

mod actions;
mod appendix;
mod body;

use super::words::{count, instant};
use super::{Document, Run};
use crate::finding::{CaseView, Scan};
use crate::model::case::AmendmentDecision;
use crate::model::{EventId, Finding, SourceSummary, Zone};
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

impl ReportInput<'_> {
    /// Where an event stands: its number in the timeline (from 1) and its place in its file.
    fn reference(&self, id: EventId) -> Option<String> {
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

/// Builds the report.
pub fn report(input: &ReportInput<'_>) -> Document {
    let view = &input.view;
    let mut document = Document { title: format!("Post-mortem: {}", input.title), ..Document::default() };
    let zone = input.zone;
    document.meta = vec![
        ("Status".to_owned(), "Draft for review".to_owned()),
        ("Handling".to_owned(), "Confidential; share with the people named in the response plan".to_owned()),
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
    body::summary(input, &mut document);
    body::impact(input, &mut document);
    body::key_events(input, &mut document);
    body::metrics(input, &mut document);
    body::response(input, &mut document);
    body::ledger(input, &mut document);
    body::factors(input, &mut document);
    body::changes(input, &mut document);
    actions::actions(input, &mut document);
    body::open_questions(input, &mut document);
    appendix::manifest(input, &mut document);
    appendix::timeline(input, &mut document);
    appendix::method(input, &mut document);
    document
}
