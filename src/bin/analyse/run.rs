//! From the files to what is printed, in the order in which a person would do it on the page.

use super::call::{self, Call, CallError, for_all, meanings, messages, value_for};
use super::read::{expanded, json_of, opened_plan, read, read_from, text_of};
use super::write::{verify, write_affected, write_documents, write_plan, write_share};
use chrono::NaiveDate;
use floodmark::container;
use floodmark::document::template::{self, TemplateFile};
use floodmark::engine::export::{self, Unread};
use floodmark::engine::{Engine, fleet};
use floodmark::import::{Content, timestamp};
use floodmark::model::{CaseId, Facts, Mapping, MappingFile, Milestone, MilestoneDecision, Timestamp, Zone};
use floodmark::obligation;
use floodmark::workspace::change::NewSource;
use floodmark::workspace::{Change, Target};
use std::fs;

/// The time of each change: the same call gives the same output, whenever it is made.
const AT: Timestamp = Timestamp(0);

fn apply(engine: &mut Engine, change: Change) -> Result<(), CallError> {
    engine.apply(&change.into(), AT).map_err(|e| e.to_string())
}

/// Runs the program and gives what it prints.
pub fn run() -> Result<String, CallError> {
    let call = call::parse()?;
    if let Some(path) = &call.verify {
        return verify(path);
    }
    let orders = call.orders.iter().filter_map(|text| Some(text.rsplit_once('=')?.0.to_owned()));
    let named: Vec<String> = call.files.iter().cloned().chain(orders).collect();
    let zone = for_all(&call.zones, &named).map(call::zone).transpose()?.unwrap_or_default();
    let mut engine = Engine::new();
    let unread = read_files(&call, &mut engine)?;
    let cases: Vec<CaseId> = engine.workspace().cases.iter().map(|c| c.id).collect();
    assert_zones(&call, &mut engine, &cases, &named)?;
    decide(&call, &mut engine, &cases, zone)?;
    open_further(&call, &mut engine)?;

    let first = cases.first().copied().unwrap_or_default();
    let as_of = engine.analysis(first).map(|a| a.as_of).unwrap_or_default();
    let date: NaiveDate = match &call.date {
        Some(text) => text.parse().map_err(|_| format!("--date {text}: write a date such as 2026-03-24"))?,
        None => as_of.naive_utc().date(),
    };
    let output = export::analysis_json(&fleet::analyses(&engine), &unread).map_err(|e| e.to_string())?;
    write_documents(&call, &engine, first, zone, date)?;
    if let Some(text) = &call.share {
        write_share(&call, &engine, first, text, zone, date)?;
    }
    if let Some(text) = &call.orders {
        write_affected(&call, &engine, first, text, &named)?;
    }
    if let Some(out) = &call.write_plan {
        write_plan(&call, &mut engine, &cases, date, out)?;
    }
    Ok(output)
}

/// Reads the files: events of all of them as one case, unless each is to be a case of its own. What could not be read is told.
fn read_files(call: &Call, engine: &mut Engine) -> Result<Vec<Unread>, CallError> {
    let mut joined: Vec<NewSource> = vec![];
    let mut unread = vec![];
    let mut read_any = false;
    for path in &call.files {
        let mut files = vec![];
        match expanded(path)? {
            None => files.push((path.clone(), None)),
            Some(mut inside) => {
                unread.append(&mut inside.unread);
                files.extend(inside.members.into_iter().map(|m| (m.name, Some(m.bytes))));
            }
        }
        for (name, held) in files {
            let mapping = value_for(&call.maps, &name, path, &call.files)
                .map(json_of::<MappingFile>)
                .transpose()?
                .map(Mapping::from);
            let slack = messages(call, &name, path)?;
            let result = match &held {
                None => read(path, mapping, slack)?,
                Some(bytes) => read_from(&name, &mut bytes.as_slice(), bytes.len() as u64, mapping, slack)?,
            };
            match result {
                Ok((sha256, reading, imported)) => {
                    read_any = true;
                    let events = matches!(imported.content, Content::Events(_));
                    let mut new = engine.supply(&sha256, reading, imported);
                    new.name.clone_from(&name);
                    if events && !call.fleet {
                        joined.push(new);
                    } else {
                        apply(engine, Change::AddSources { target: Target::NewCase, sources: vec![new] })?;
                    }
                }
                Err(error) => {
                    let bytes = match &held {
                        Some(bytes) => bytes.len() as u64,
                        None => fs::metadata(path).map(|m| m.len()).unwrap_or_default(),
                    };
                    unread.push(Unread { name, bytes, reason: error.to_string() });
                }
            }
        }
    }
    if !read_any {
        let lines: Vec<String> = unread.iter().map(|u| format!("{}: {}", u.name, u.reason)).collect();
        return Err(lines.join("\n"));
    }
    for file in &unread {
        eprintln!("{}: {}", file.name, file.reason);
    }
    if !joined.is_empty() {
        apply(engine, Change::AddSources { target: Target::NewCase, sources: joined })?;
    }
    Ok(unread)
}

/// Says in which zone each source was written, and what its abbreviations mean.
fn assert_zones(
    call: &Call,
    engine: &mut Engine,
    cases: &[CaseId],
    named: &[String],
) -> Result<(), CallError> {
    for case in cases {
        for source in engine.workspace().case(*case).map(|c| c.sources.clone()).unwrap_or_default() {
            let path = source.name.split(container::SEPARATOR).next().unwrap_or(&source.name);
            if let Some(text) = value_for(&call.zones, &source.name, path, named) {
                let zone = Some(call::zone(text)?);
                apply(engine, Change::SetZone { case: *case, source: source.id, zone, whole_file: false })?;
            }
            for (abbreviation, text) in meanings(&call.zones, &source.name, path) {
                let zone = Some(call::zone(text)?);
                let (case, source) = (*case, source.id);
                apply(
                    engine,
                    Change::SetAbbreviation { case, source, abbreviation, zone, whole_file: false },
                )?;
            }
        }
    }
    Ok(())
}

/// What a person says of all cases: milestones, facts, the end of the record.
fn decide(call: &Call, engine: &mut Engine, cases: &[CaseId], zone: Zone) -> Result<(), CallError> {
    for text in &call.confirm {
        let (milestone, time) =
            text.split_once('=').ok_or_else(|| format!("--confirm {text}: write MILESTONE=TIME"))?;
        let milestone: Milestone = milestone.parse().map_err(|e| format!("--confirm {text}: {e}"))?;
        let decision = if time == "none" {
            MilestoneDecision::None { decided: AT }
        } else {
            let moment =
                timestamp::parse_confirm(time, zone).map_err(|e| format!("--confirm {text}: {e}"))?;
            MilestoneDecision::At { moment, event: None, decided: AT }
        };
        for case in cases {
            let (milestone, decision) = (milestone.clone(), Some(decision.clone()));
            apply(engine, Change::DecideMilestone { case: *case, milestone, decision })?;
        }
    }
    if let Some(path) = &call.facts {
        let facts: Facts = json_of(path)?;
        obligation::check_facts(&facts).map_err(|e| format!("{path}: {e}"))?;
        for case in cases {
            if let Some(title) = facts.title.clone().filter(|t| !t.trim().is_empty()) {
                apply(engine, Change::RenameCase { case: *case, title })?;
            }
            apply(engine, Change::SetFacts { case: *case, facts: Box::new(facts.clone()) })?;
        }
    }
    if let Some(text) = &call.as_of {
        let moment = timestamp::parse_confirm(text, zone).map_err(|e| format!("--as-of {text}: {e}"))?;
        for case in cases {
            apply(engine, Change::SetAsOf { case: *case, as_of: Some(moment.earliest) })?;
        }
    }
    Ok(())
}

/// Opens templates, rules and the plan.
fn open_further(call: &Call, engine: &mut Engine) -> Result<(), CallError> {
    for path in &call.templates {
        let told = |e: String| format!("--template {path}: {e}");
        let file = TemplateFile { name: path.clone(), text: text_of(path)? };
        let errors = template::check(&file);
        if !errors.is_empty() {
            return Err(told(template::told(&errors)));
        }
        let TemplateFile { name, text } = file;
        apply(engine, Change::OpenTemplate { name, text }).map_err(told)?;
    }
    if let Some(path) = &call.rules {
        let change = Change::OpenRules { name: path.clone(), text: text_of(path)? };
        apply(engine, change).map_err(|e| format!("--rules {path}: {e}"))?;
    }
    if let Some(path) = &call.plan {
        apply(engine, opened_plan(path)?)?;
    }
    Ok(())
}
