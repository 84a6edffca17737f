//! How the incident was known, and how it could have been known before.

use super::ReportInput;
use super::judged::{is_detection, standing_finding, write_finding};
use crate::chart::Chart;
use crate::document::words::{cut, moment};
use crate::document::{Block, Document, Run, plain};
use crate::metric;
use crate::model::{Finding, MetricId, Milestone, Moment};

/// Texts beside the two lanes show so many characters.
const SHOWN: usize = 90;

pub fn detection(input: &ReportInput<'_>, document: &mut Document) {
    let view = &input.view;
    document.heading(3, "How it was known");
    let mut rows = vec![];
    for milestone in [Milestone::FirstSignal, Milestone::Detected, Milestone::Acknowledged] {
        let Some(held) = view.milestones.get(&milestone) else { continue };
        let Some(at) = held.moment else { continue };
        let event = held.events.first().and_then(|id| view.timeline.find(*id));
        let reference = held.events.first().and_then(|id| input.reference(*id)).unwrap_or_default();
        let (text, actor) = event.map_or(Default::default(), |e| (e.text.to_owned(), e.actor.to_owned()));
        rows.push(vec![
            vec![Run::Strong(milestone.label())],
            plain(moment(&at, input.zone)),
            plain(actor),
            plain(text),
            plain(reference),
        ]);
    }
    match rows.is_empty() {
        true => document.paragraph("The record does not tell how the incident was detected."),
        false => document.table(
            "From the first sign to somebody at work",
            &["Milestone", "Time", "Actor", "What the record says", "Evidence"],
            rows,
        ),
    }
    let took = [MetricId::Dwell, MetricId::TimeToAcknowledge].into_iter().filter_map(|id| {
        let metric = view.metrics.iter().find(|m| m.id == id && m.duration.min().is_some())?;
        Some(format!("{}: {}.", id.label(), metric::note(metric)))
    });
    let took: Vec<String> = took.collect();
    if !took.is_empty() {
        document.paragraph(took.join(" "));
    }
    document.heading(3, "How it could have been known");
    let here = |f: &&Finding| is_detection(f) && standing_finding(input, f);
    let mut findings = input.findings.iter().filter(here).peekable();
    if findings.peek().is_none() {
        document.paragraph("The record shows no earlier sign.");
    }
    for finding in findings {
        write_finding(input, finding, document);
    }
}

/// When things happened beside when the responders knew, where the record tells both.
pub fn lanes(input: &ReportInput<'_>, document: &mut Document) {
    let both = input.view.timeline.awareness(None);
    let told: Vec<(String, Moment, Moment)> = both
        .iter()
        .filter_map(|a| Some((cut(input.view.timeline.event(a.position)?.text, SHOWN), a.happened, a.known)))
        .collect();
    if let Some(chart) = Chart::awareness(&told, input.zone) {
        document.heading(3, "When it happened, and when it was known");
        document.blocks.push(Block::Figure(Box::new(chart)));
    }
}
