//! The appendices: where everything comes from and how it was computed.

use super::ReportInput;
use crate::document::words::{count, cut, instant, moment};
use crate::document::{Document, Run, plain};
use crate::metric;
use crate::model::{Family, MetricId};

/// Beyond this many events the report lists the first ones and says so; the CSV has all.
const MOST_EVENTS: usize = 1000;
/// Texts show so many characters.
const SHOWN: usize = 120;
/// Beyond this many refusals the report lists the first ones and says so.
const MOST_REFUSALS: usize = 50;

pub fn manifest(input: &ReportInput<'_>, document: &mut Document) {
    let rows = input.sources.iter().map(|s| {
        let span = s.span.map(|[a, b]| format!("{} to {}", instant(a, input.zone), instant(b, input.zone)));
        vec![
            plain(s.name.clone()),
            plain(s.format.clone()),
            plain(s.zone.clone()),
            plain(s.bytes.to_string()),
            plain(s.rows.to_string()),
            plain(s.events.to_string()),
            plain(s.refused.to_string()),
            plain(span.unwrap_or_default()),
            vec![Run::Code(s.sha256.clone())],
        ]
    });
    let columns = ["File", "Format", "Zone", "Bytes\t", "Rows\t", "Events\t", "Refused\t", "Span", "SHA-256"];
    document.table("Files of the case", &columns, rows.collect());
    let hand = input.view.case.hand_events.iter().filter(|h| !h.removed).count();
    if hand > 0 {
        document.paragraph(format!(
            "{} written by hand, with the person's words as provenance.",
            count(hand, "event was", "events were")
        ));
    }
    for source in input.sources {
        document.list(source.notes.iter().map(|n| plain(format!("{}: {n}", source.name))).collect());
    }
    let refusals: Vec<_> =
        input.sources.iter().flat_map(|s| s.refusals.iter().map(move |r| (s, r))).collect();
    if refusals.is_empty() {
        return;
    }
    let rows = refusals.iter().take(MOST_REFUSALS).map(|(source, refusal)| {
        vec![
            plain(source.name.clone()),
            plain(refusal.line.to_string()),
            plain(refusal.reason.clone()),
            plain(cut(&refusal.text, SHOWN)),
        ]
    });
    document.table("Rows that were refused", &["File", "Line\t", "Reason", "Text"], rows.collect());
    if refusals.len() > MOST_REFUSALS {
        document.paragraph(format!("{} more are listed on Sources.", refusals.len() - MOST_REFUSALS));
    }
}

pub fn timeline(input: &ReportInput<'_>, document: &mut Document) {
    let timeline = input.view.timeline;
    let rows = timeline.events().take(MOST_EVENTS).map(|event| {
        let place = match (event.source, event.line) {
            ("", _) => "written by hand".to_owned(),
            (source, 0) => format!("{source}{}", event.pointer),
            (source, line) => format!("{source}:{line}"),
        };
        vec![
            plain((event.position + 1).to_string()),
            plain(moment(&event.moment, input.zone)),
            plain(event.actor),
            plain(cut(event.text, SHOWN)),
            plain(event.asset),
            plain(place),
        ]
    });
    let rows = rows.collect();
    document.table("Events in order", &["No.\t", "Time", "Actor", "Event", "Asset", "Source"], rows);
    if timeline.len() > MOST_EVENTS {
        document.paragraph(format!(
            "The first {MOST_EVENTS} of {} events are listed; the timeline export has all of them.",
            timeline.len()
        ));
    }
}

pub fn method(input: &ReportInput<'_>, document: &mut Document) {
    let own = input.view.case.metrics.iter().filter(|m| !MetricId::STANDARD.contains(m));
    let rows = MetricId::STANDARD.iter().chain(own).map(|id| {
        let definition = metric::definition(id);
        vec![plain(id.label()), plain(definition.meaning), plain(definition.origin)]
    });
    document.table("Metrics", &["Metric", "Meaning", "Source of the definition"], rows.collect());
    let sentences = [
        "A time is an interval: an hour is plus or minus 30 minutes, a date a whole day, a month a whole month, in the zone in force.",
        "A duration between imprecise times is a range; one whose end had not come by the end of the record is “at least” that long.",
        "Milestones marked as proposed were suggested by Floodmark from the words, tags and order of the events; nobody has confirmed them.",
        "Numbers of events count from 1 in the order of Appendix B.",
    ];
    document.list(sentences.into_iter().map(plain).collect());
    let changed: Vec<Vec<Run>> =
        input.view.thresholds.changed().map(|m| plain(format!("{}.", m.words()))).collect();
    if !changed.is_empty() {
        document.heading(3, "Thresholds set in this workspace");
        document.list(changed);
    }
    let quality: Vec<Vec<Run>> = input
        .findings
        .iter()
        .filter(|f| f.family == Family::DataQuality)
        .map(|f| {
            let mut runs = plain(f.claim.clone());
            runs.push(Run::Text(" ".to_owned()));
            runs.extend(input.evidence(&f.events));
            runs
        })
        .collect();
    if !quality.is_empty() {
        document.heading(3, "Data quality");
        document.list(quality);
    }
}
