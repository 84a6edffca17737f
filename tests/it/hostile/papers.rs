//! Every file that the engine writes of a case, and the check that fits each.

use super::check;
use floodmark::chart::{Chart, Theme};
use floodmark::document::notice::NoticeKind;
use floodmark::document::template::Of;
use floodmark::engine::evidence::evidence;
use floodmark::engine::export::{export, template_file};
use floodmark::engine::notices::{NoticeView, Which};
use floodmark::engine::protocol::{Export, PaperFormat};
use floodmark::engine::share::{ShareOf, SharePart, share};
use floodmark::engine::view::{Exported, ObligationsView, ResponseView, SourcesView};
use floodmark::engine::{Engine, Query};
use floodmark::model::{CaseId, Zone};
use floodmark::workspace::bundle;
use floodmark::workspace::redact::{Audience, Wish};
use std::io::Cursor;

/// All that is exported of one case.
const EXPORTS: [Export; 24] = [
    Export::AnalysisJson,
    Export::AnalysisSchema,
    Export::Rules,
    Export::RulesSchema,
    Export::TimelineCsv,
    Export::IrisCsv,
    Export::TimesketchCsv,
    Export::TimesketchJsonl,
    Export::Veris,
    Export::Stix,
    Export::ActionsGithub,
    Export::ActionsScript,
    Export::ActionsJira,
    Export::ActionsMarkdown,
    Export::ActionsCalendar,
    Export::ReportMarkdown,
    Export::ReportHtml,
    Export::PlanMarkdown,
    Export::PlanWord,
    Export::ReportWord,
    Export::PlanChanges,
    Export::MinutesMarkdown,
    Export::MinutesHtml,
    Export::MinutesWord,
];

/// A file that was written.
pub struct File {
    /// Which.
    pub what: String,
    pub name: String,
    pub mime: String,
    pub bytes: Vec<u8>,
    /// The plan is a person's own text, byte for byte: only its name is ours.
    own: bool,
}

fn date() -> chrono::NaiveDate {
    "2026-03-24".parse().unwrap()
}

fn file(what: &str, exported: Exported) -> File {
    let Exported { name, mime, text, make } = exported;
    let made = make.map(|make| make.opened().unwrap().made().unwrap().bytes);
    let bytes = made.unwrap_or_else(|| text.into_bytes());
    File {
        what: what.to_owned(),
        name,
        mime,
        bytes,
        own: matches!(what, "PlanMarkdown" | "PlanWord") || what.starts_with("template"),
    }
}

fn chart(what: &str, chart: &Chart) -> [File; 2] {
    let one = |name: &str, mime: &str, text: String| {
        let text = Exported { name: name.to_owned(), mime: mime.to_owned(), text, make: None };
        file(what, text)
    };
    let height = chart.height(960.0).ceil() as u32;
    [
        one("chart.svg", "image/svg+xml", chart.svg(960, height, &Theme::print())),
        one("chart.csv", "text/csv", chart.csv()),
    ]
}

/// Every file of a case; without `shares`, those that it alone makes.
pub fn all(engine: &Engine, case: CaseId, shares: bool) -> Vec<File> {
    let analysis = engine.analysis(case).unwrap();
    let mut files = vec![];
    for what in EXPORTS {
        // Without a plan there is none to write, and not every plan was a Word document.
        if let Ok(exported) = export(engine, what, Some(&analysis), Zone::Utc, date()) {
            files.push(file(&format!("{what:?}"), exported));
        }
    }
    let ask = |query: Query| engine.answer(&query, &()).unwrap();
    if shares {
        let which = Which { kind: NoticeKind::Authority, only: None };
        let query = Query::Notice { case, which, zone: Zone::Utc, date: date() };
        for (which, _) in NoticeView::try_from(ask(query)).unwrap().all {
            for format in [PaperFormat::Html, PaperFormat::Markdown, PaperFormat::Word] {
                let query =
                    Query::NoticeFile { case, which: which.clone(), format, zone: Zone::Utc, date: date() };
                files.push(file(&format!("notice {which:?} {format:?}"), ask(query).try_into().unwrap()));
            }
        }
        for audience in [Audience::Regulator, Audience::Internal, Audience::Training] {
            let shared = share(engine, case, &Wish { audience, ..Wish::default() }).unwrap();
            let documents =
                [ShareOf::Html, ShareOf::Markdown, ShareOf::Word, ShareOf::Timeline].map(SharePart::Document);
            for part in [SharePart::Workspace, SharePart::Key].into_iter().chain(documents) {
                let written = shared.part(part, "x", Zone::Utc, date()).unwrap();
                files.push(file(&format!("share {audience:?} {part:?}"), written));
            }
        }
    }
    let response = ResponseView::try_from(ask(Query::Response { case, zone: Zone::Utc })).unwrap();
    files.extend(chart("phases", &response.phases));
    let obligations = ObligationsView::try_from(ask(Query::Obligations { case, zone: Zone::Utc })).unwrap();
    files.extend(obligations.clocks.iter().flat_map(|clocks| chart("clocks", clocks)));
    let sources = SourcesView::try_from(ask(Query::Sources { case })).unwrap();
    for source in sources.sources.iter().filter(|s| !s.summary.refusals.is_empty()).take(40) {
        let query = Query::RefusalsCsv { case, source: source.id };
        files.push(file("refusals", ask(query).try_into().unwrap()));
    }
    files.extend(Of::ALL.map(|(of, ..)| file(&format!("template {of:?}"), template_file(engine, of))));
    if shares {
        files.push(evidence_of(engine, case));
    }
    files
}

/// The evidence bundle, with originals of no bytes.
fn evidence_of(engine: &Engine, case: CaseId) -> File {
    let mut packed = evidence(engine, case, Zone::Utc, date(), "{}\n").unwrap();
    let mut texts = packed.texts.iter();
    let mut source = vec![];
    for part in &mut packed.parts {
        match part.sha256.take() {
            Some(_) => part.bytes = 0,
            None => source.extend(texts.next().unwrap().as_bytes()),
        }
    }
    let mut zip = vec![];
    bundle::write(&packed.title, "2026-03-24", &packed.parts, &mut Cursor::new(source), &mut zip).unwrap();
    File {
        what: "evidence".into(),
        name: packed.name,
        mime: "application/zip".into(),
        bytes: zip,
        own: false,
    }
}

/// What is wrong with a file.
pub fn wrong(file: &File) -> Vec<String> {
    let mut wrong = check::name(&file.name);
    if file.own {
        return wrong;
    }
    if file.mime.contains("wordprocessingml") {
        wrong.extend(check::word(&file.bytes));
        return wrong;
    }
    if file.mime == "application/zip" {
        let (odd, members) = check::archive(&file.bytes);
        wrong.extend(odd);
        let sums = members.iter().find(|(name, _)| name == "SHA256SUMS").unwrap();
        // A line a file, and nothing that a shell's tool would take for another.
        wrong.extend(
            (String::from_utf8_lossy(&sums.1).lines().count() + 1 != members.len())
                .then(|| "sums".to_owned()),
        );
        return wrong;
    }
    let text = std::str::from_utf8(&file.bytes).unwrap();
    wrong.extend(match file.mime.as_str() {
        "text/html" => check::html(text),
        "text/markdown" => check::markdown(text),
        "text/csv" => check::csv(text),
        "text/calendar" => check::calendar(text),
        "image/svg+xml" => check::xml(text),
        "application/x-sh" => check::script(text),
        "application/jsonl" => check::json(text, true),
        // A workspace and a key are not for reading, and keep each character as it is.
        _ if file.name.ends_with(".floodmark") || file.what.ends_with("Key") => check::valid_json(text),
        mime if mime.contains("json") => check::json(text, false),
        mime => vec![format!("the type {mime} is not known to this test")],
    });
    wrong
}
