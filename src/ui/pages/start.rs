//! Start: what to do first, an example, and the cases of this workspace.

use crate::engine::view::CaseLine;
use crate::model::Moment;
use crate::ui::files;
use crate::ui::route::{Page, Route};
use crate::ui::state::Desk;
use crate::ui::strings::{self, STAYS};
use crate::ui::view::prelude::*;
use crate::ui::widgets::icon::{Icon, icon};

/// What can be opened: name, what it is, and how it is known.
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
    ("Post-mortems in Markdown", "each an incident with its key events, milestones and timeline"),
    ("Response plan in Markdown", "your own; its text stays as it is outside what you accept"),
    ("Floodmark timeline.csv", "what the report page saves, read back without loss"),
    (".floodmark", "a saved workspace with its original files"),
];

/// The page.
pub fn page(desk: Desk) -> AnyView {
    let any = Memo::new(move |_| desk.overview.with(|o| !o.cases.is_empty()));
    view! {
        <div class="page start">
            <section class="start-open" aria-labelledby="start-title">
                <h1 id="start-title">"Drop the export of an incident here"</h1>
                <p class="start-lead">"See what happened and how long each thing took, and turn what was learned into the next version of your response plan."</p>
                <div class="form-actions">
                    <button type="button" class="button primary large" on:click=move |_| files::choose(desk)>{icon(Icon::Open)}"Open files…"</button>
                    <span class="hint">"or paste text. Several files at once become one case."</span>
                </div>
                <details class="formats">
                    <summary>"What can be opened"</summary>
                    <dl>{FORMATS.iter().map(|&(name, what)| view! { <div><dt>{name}</dt><dd>{what}</dd></div> }.into_any()).collect_view()}</dl>
                    <p class="hint">"A file is known by what is in it, not by its name. UTF-8, UTF-16 and Windows-1252 are read."</p>
                </details>
            </section>
            {move || any.get().then(|| recent(desk))}
            <section aria-labelledby="examples-title">
                <h2 id="examples-title">"Try an example"</h2>
                <ul class="cards">
                    <li>
                        <button type="button" class="card" on:click=move |_| desk.open_example()>
                            <span class="card-kind">"Invented case"</span>
                            <span class="card-title">"A skimmer on a WooCommerce checkout"</span>
                            <span class="card-text">"Two sources that do not quite agree, and a response plan. Teaches how the same incident has several times to contain, and what a plan was missing."</span>
                            <span class="card-go">"Try an example"</span>
                        </button>
                    </li>
                </ul>
            </section>
            <section class="stays" aria-labelledby="stays-title">
                <h2 id="stays-title">{STAYS}</h2>
                <p>"Files are read, kept and written by this page alone. There is no server behind it and no account. "
                    <a href="#/help" on:click=move |ev| { ev.prevent_default(); desk.go_page(Page::Help); }>"How to check this yourself"</a>
                </p>
            </section>
        </div>
    }
    .into_any()
}

fn recent(desk: Desk) -> AnyView {
    let cases = move || {
        let zone = desk.zone.get();
        desk.overview
            .with(|o| o.cases.iter().rev().take(6).cloned().collect::<Vec<_>>())
            .into_iter()
            .map(|c| line(desk, c, zone))
            .collect_view()
    };
    let more = move || desk.overview.with(|o| o.cases.len().saturating_sub(6));
    view! {
        <section aria-labelledby="recent-title">
            <h2 id="recent-title">"Your cases"</h2>
            <ul class="recent">{cases}</ul>
            {move || (more() > 0).then(|| view! {
                <p><button type="button" class="link" on:click=move |_| desk.go_page(Page::Cases)>{format!("{} more on Cases", more())}</button></p>
            }.into_any())}
        </section>
    }
    .into_any()
}

fn line(desk: Desk, case: CaseLine, zone: crate::model::Zone) -> AnyView {
    let to = Route { page: Page::Timeline, case: Some(case.id), event: None };
    let made = case.created.map(|at| format!(", opened {}", strings::moment(&Moment::exact(at), zone)));
    view! {
        <li>
            <a href=to.to_string() on:click=move |ev| { ev.prevent_default(); desk.go(to); }>{case.title}</a>
            <span class="hint">{strings::count(case.sources as u64, "file", "files")}{made}</span>
        </li>
    }
    .into_any()
}
