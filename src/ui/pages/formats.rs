//! What can be opened, as Start lists it in short. What is read of each format stands in [`crate::import::SUPPORTED`], which Help shows.

use crate::ui::view::prelude::*;

/// Each format: its name, and what comes of it.
const FORMATS: &[(&str, &str)] = &[
    ("Timesketch CSV and JSONL", "events, also with extra or missing columns"),
    ("DFIR-IRIS case JSON and timeline CSV", "events, tasks and evidence, as exported or as for upload"),
    ("TheHive JSON", "timeline, cases, tasks and procedures, as its API answers"),
    ("Aurora .fox and Kanvas workbook", "the timeline; in Kanvas also what was isolated and when"),
    ("PagerDuty log entries, Dispatch timeline and events", "events, with who was paged and who took it on"),
    ("Incidents of PagerDuty, Opsgenie and Dispatch", "each row an incident with its milestones"),
    ("Slack export", "the messages that somebody marked or that speak of the response"),
    ("WP Activity Log, Simple History, Stream, Activity Log", "what happened in WordPress, as CSV or JSON"),
    ("WooCommerce log, PHP error log", "entries, with what stands under them"),
    ("Apache and nginx access logs", "requests, put together to bursts by address, path and status"),
    ("WooCommerce orders CSV", "no timeline, and not kept: how many ordered while data could be taken"),
    ("GitHub issues JSON, Jira CSV", "action items: opened, closed"),
    ("Plaso CSV, JSON lines, l2tcsv and TLN", "events"),
    ("Hayabusa and Chainsaw, CSV, JSON and JSONL", "detections with rule, level and event data"),
    ("Velociraptor rows, Forensic Timeliner CSV", "events; a row with several times gives several"),
    ("Any CSV, TSV or JSON", "you say which column is the time and which the text, with a preview"),
    ("Splunk, Kibana, EZ tools", "tables whose columns are already chosen for you to confirm"),
    ("MISP event, STIX 2.1 bundle, Attack Flow", "what was seen, done and reported; indicators are counted"),
    ("VERIS JSON, 1.2 to 1.4", "incidents: one object, an array, or one a line"),
    (
        "Post-mortems in Markdown or Word",
        "in English: each an incident with its key events, milestones and timeline",
    ),
    (
        "Response plan in Markdown, Word or CACAO 2.0",
        "your own; its text stays as it is outside what you accept",
    ),
    ("ZIP, gzip, XLSX", "each file or sheet in them"),
    ("Templates in Markdown", "an organisation's own wording of the report and the notices"),
    ("Floodmark timeline.csv", "what the report page saves, read back without loss"),
    (".floodmark", "a saved workspace with its original files, also under a passphrase"),
];

/// The formats, as the entries of a list of terms.
pub fn list() -> AnyView {
    let entry = |(name, what): &(&'static str, &'static str)| {
        view! { <div><dt>{*name}</dt><dd>{*what}</dd></div> }.into_any()
    };
    FORMATS.iter().map(entry).collect_view().into_any()
}
