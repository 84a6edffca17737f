//! What is written beside the analysis: documents, the plan, a case for others.

use super::call::{Call, CallError, value_for, zone};
use chrono::NaiveDate;
use floodmark::engine::export;
use floodmark::engine::protocol::Export;
use floodmark::engine::share::{SharePart, share};
use floodmark::engine::word::Make;
use floodmark::engine::{Engine, affected};
use floodmark::model::{CaseId, Timestamp, Zone};
use floodmark::ooxml::Stamp;
use floodmark::plan::change::Revision;
use floodmark::workspace::redact::Wish;
use floodmark::workspace::{Change, bundle};
use floodmark::{cacao, document};
use std::fs;

/// Checks an evidence bundle.
pub fn verify(path: &str) -> Result<String, CallError> {
    let told = |e: String| format!("--verify {path}: {e}");
    let file = fs::File::open(path).map_err(|e| told(e.to_string()))?;
    let verified = bundle::verify(file).map_err(|e| told(e.to_string()))?;
    let text = serde_json::to_string_pretty(&verified).map_err(|e| told(e.to_string()))?;
    if verified.differs.is_empty() {
        return Ok(text);
    }
    println!("{text}");
    std::process::exit(1);
}

/// Writes a case for others, and its key where that is asked for.
pub fn write_share(
    call: &Call,
    engine: &Engine,
    case: CaseId,
    text: &str,
    zone: Zone,
    date: NaiveDate,
) -> Result<(), CallError> {
    let told = |e: String| format!("--share {text}: {e}");
    let (audience, out) = text.split_once('=').ok_or_else(|| told("write AUDIENCE=OUT".to_owned()))?;
    let wish = Wish { audience: audience.parse().map_err(told)?, ..Wish::default() };
    let shared = share(engine, case, &wish).map_err(|e| told(e.to_string()))?;
    let title = engine.workspace().case(case).map(|c| c.title.clone()).unwrap_or_default();
    let part = |part| shared.part(part, &title, zone, date).map_err(|e| told(e.to_string()));
    save(out, &part(SharePart::Workspace)?.text)?;
    for left in &shared.residue {
        eprintln!("analyse: {out}: still there: {} “{}”", left.kind.label(), left.text);
    }
    match &call.share_key {
        Some(path) => save(path, &part(SharePart::Key)?.text),
        None => Ok(()),
    }
}

fn save(path: &str, text: &str) -> Result<(), CallError> {
    fs::write(path, text).map_err(|e| format!("{path}: {e}"))
}

/// Writes the reports, the timeline and the exports of a case.
pub fn write_documents(
    call: &Call,
    engine: &Engine,
    case: CaseId,
    zone: Zone,
    date: NaiveDate,
) -> Result<(), CallError> {
    let Some(analysis) = engine.analysis(case) else { return Ok(()) };
    let write = |what: Export, path: &str| -> Result<(), CallError> {
        let file = export::export(engine, what, Some(&analysis), zone, date).map_err(|e| e.to_string())?;
        let Some(make) = file.make else { return save(path, &file.text) };
        let made = make.opened().and_then(|make| make.made()).map_err(|e| e.to_string())?;
        fs::write(path, made.bytes).map_err(|e| format!("{path}: {e}"))
    };
    for path in &call.reports {
        let formats = [Export::ReportMarkdown, Export::ReportHtml, Export::ReportWord];
        let of = [".md", ".html", ".docx"].into_iter().zip(formats).find(|(end, _)| path.ends_with(end));
        let what = of.map(|(_, what)| what).ok_or("end the name in .md, .html or .docx".to_owned());
        what.and_then(|what| write(what, path)).map_err(|e| format!("--report {path}: {e}"))?;
    }
    if let Some(path) = &call.events {
        save(path, &document::timeline_csv::write(&analysis.timeline))?;
    }
    for text in &call.exports {
        let told = |e: String| format!("--export {text}: {e}");
        let (kind, path) = text.split_once('=').ok_or_else(|| told("write KIND=OUT".to_owned()))?;
        let what: Export = kind.parse().map_err(told)?;
        write(what, path).map_err(told)?;
    }
    Ok(())
}

/// Writes how many customers ordered while data could be taken.
pub fn write_affected(
    call: &Call,
    engine: &Engine,
    case: CaseId,
    text: &str,
    files: &[String],
) -> Result<(), CallError> {
    let told = |e: String| format!("--orders {text}: {e}");
    let (file, out) = text.rsplit_once('=').ok_or_else(|| told("write IN.csv=OUT.json".to_owned()))?;
    let zone = value_for(&call.zones, file, file, files).map(zone).transpose()?;
    let bytes = fs::read(file).map_err(|e| told(e.to_string()))?;
    let Some(analysis) = engine.analysis(case) else { return Ok(()) };
    let counted = affected::affected(&analysis, &bytes, zone).map_err(told)?;
    save(out, &serde_json::to_string_pretty(&counted).map_err(|e| told(e.to_string()))?)
}

/// Writes the plan with the amendments of each case in turn.
pub fn write_plan(
    call: &Call,
    engine: &mut Engine,
    cases: &[CaseId],
    date: NaiveDate,
    out: &str,
) -> Result<(), CallError> {
    if call.plan.is_none() {
        return Err("--write-plan needs --plan".to_owned());
    }
    for case in cases {
        let Some((plan, analysis)) = engine.plan().zip(engine.analysis(*case)) else { continue };
        let revision = Revision { date, case: analysis.case.title.clone(), ..Revision::default() };
        let (written, changes) = export::write_plan(&plan, &analysis, &revision, call.accept_all);
        drop(analysis);
        if changes > 0 && written.text != plan.text {
            let stamp = Some(Stamp { author: String::new(), date });
            let change = Change::WritePlan { case: *case, text: written.text, edits: written.edits, stamp };
            engine.apply(&change.into(), Timestamp::default()).map_err(|e| e.to_string())?;
        }
    }
    let Some(plan) = engine.workspace().plan.clone() else { return Ok(()) };
    if let Some(file) = plan.word.as_ref().filter(|_| plan.is_playbook() && out.ends_with(".json")) {
        let made = cacao::follow(&String::from_utf8_lossy(&file.0), &plan.steps());
        return save(out, &made.map_err(|e| format!("--write-plan {out}: {e}"))?);
    }
    match (plan.word.clone(), out.ends_with(".docx")) {
        (Some(file), true) => {
            let made = Make::Plan { file, steps: plan.steps() }.made();
            let made = made.map_err(|e| format!("--write-plan {out}: {e}"))?;
            for left in made.left {
                eprintln!("analyse: {out}: {left}");
            }
            fs::write(out, made.bytes).map_err(|e| format!("{out}: {e}"))
        }
        (_, true) => Err(format!(
            "--write-plan {out}: the plan is Markdown; end the name in .md, or open it as a Word document"
        )),
        _ => save(out, plan.text()),
    }
}
