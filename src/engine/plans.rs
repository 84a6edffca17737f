//! The plan with the amendments of a case: what the page shows, the next version, and two versions side by side.

use super::analysis::CaseAnalysis;
use super::protocol::QueryError;
use super::{Engine, export, view};
use crate::model::case::AmendmentDecision;
use crate::plan::change::{self, Amendment, Change};
use crate::plan::coverage::{Against, Line, State, coverage};
use crate::plan::read::{self, Plan, SAID, Topic};
use crate::plan::redline;
use crate::workspace::PlanDocument;
use chrono::NaiveDate;

/// What a plan has, lacks and has out of date, held against a case where there is one.
pub(super) fn covered(plan: &Plan, analysis: Option<&CaseAnalysis>, today: NaiveDate) -> Vec<Line> {
    let obligations = analysis.map(|a| a.judgement().obligations.as_slice()).unwrap_or_default();
    let took = analysis.map(|a| a.view(obligations).all_took()).unwrap_or_default();
    coverage(plan, &Against { today, obligations, took: &took })
}

/// The page.
pub(super) fn view(
    engine: &Engine,
    analysis: Option<&CaseAnalysis>,
    today: NaiveDate,
) -> Result<view::PlanView, QueryError> {
    let document = engine.workspace().plan.clone().ok_or(QueryError::NoPlan)?;
    let plan = engine.plan().ok_or(QueryError::NoPlan)?;
    let rows = analysis.map(|a| amendments(&plan, a)).unwrap_or_default();
    let coverage = covered(&plan, analysis, today);
    let outline = outline(&plan, &rows, &coverage);
    Ok(view::PlanView {
        name: document.name.clone(),
        title: plan.title.clone(),
        version: plan.version.clone(),
        blocks: redline::document_blocks(&plan),
        is_word: document.word.is_some() && !document.is_playbook(),
        is_playbook: document.is_playbook(),
        outline,
        amendments: rows,
        versions: versions(engine, &document),
        coverage,
    })
}

fn amendments(plan: &Plan, analysis: &CaseAnalysis) -> Vec<view::AmendmentRow> {
    let case = &analysis.case;
    let all = &analysis.judgement().amendments;
    let rejected = |a: &&Amendment| matches!(case.amendments.get(&a.id), Some(AmendmentDecision::Rejected));
    let standing: Vec<Change> =
        all.iter().filter(|a| !rejected(a)).map(|a| export::change_of(case, a)).collect();
    let conflicts = change::conflicts(plan, &standing);
    let against = |id: &str| -> Vec<(String, String)> {
        let name = |n: usize| standing.get(n).map(|c| c.amendment.id.as_str());
        let other = |c: &change::Conflict| {
            let [a, b] = c.between.map(name);
            let other = if a == Some(id) { b } else { a.filter(|_| b == Some(id)) };
            Some((other?.to_owned(), c.because.clone()))
        };
        conflicts.iter().filter_map(other).collect()
    };
    let row = |amendment: &Amendment| {
        let change = export::change_of(case, amendment);
        view::AmendmentRow {
            amendment: amendment.clone(),
            decision: case.amendments.get(&amendment.id).cloned(),
            redline: redline::redline(plan, &change),
            conflicts: against(&amendment.id),
            comment: change.comment,
        }
    };
    let mut rows: Vec<view::AmendmentRow> = all.iter().map(row).collect();
    rows.sort_by_key(|r| r.redline.at);
    rows
}

fn outline(plan: &Plan, rows: &[view::AmendmentRow], coverage: &[Line]) -> Vec<view::OutlineRow> {
    let row = |(n, section): (usize, &read::Section)| {
        let topic = section.topics.first();
        let duty = section.topics.iter().find_map(|(topic, _)| match topic {
            Topic::Duty(duty) => Some(*duty),
            _ => None,
        });
        let own =
            |r: &&view::AmendmentRow| section.own.contains(&r.redline.at) || section.own.end == r.redline.at;
        let states = coverage.iter().filter(|l| l.section == Some(n)).map(|l| l.state);
        view::OutlineRow {
            title: section.title.clone(),
            level: section.level,
            start: section.range.start,
            duty,
            because: topic.map(|(_, because)| because.clone()).unwrap_or_default(),
            amendments: rows.iter().filter(own).count(),
            key: read::section_key(plan, n),
            topic: topic.map(|(topic, _)| *topic),
            said: topic.is_some_and(|(_, because)| because == SAID),
            state: states
                .max_by_key(|s| [State::Has, State::Lacks, State::OutOfDate].iter().position(|o| o == s)),
        }
    };
    plan.sections.iter().enumerate().map(row).collect()
}

fn versions(engine: &Engine, document: &PlanDocument) -> Vec<view::VersionRow> {
    let row = |v: &crate::workspace::PlanVersion| {
        let plan = read::read(&v.text);
        let stated = || read::revision::stated_date(&plan).map(|m| m.earliest.naive_utc().date());
        let stamp = v.stamp.as_ref();
        view::VersionRow {
            written: v.written,
            effective: stamp.map(|s| s.date).or_else(stated),
            approver: stamp.map(|s| s.author.clone()).unwrap_or_default(),
            case: v.case.and_then(|id| engine.workspace().case(id)).map(|c| c.title.clone()),
            version: plan.version,
        }
    };
    document.versions.iter().map(row).collect()
}

/// The next version as it would be written now.
pub(super) fn draft(
    engine: &Engine,
    analysis: &CaseAnalysis,
    date: NaiveDate,
    approver: &str,
) -> Result<view::PlanDraft, QueryError> {
    let plan = engine.plan().ok_or(QueryError::NoPlan)?;
    let accepted = export::changes(analysis, false);
    if let Some(conflict) = change::conflicts(&plan, &accepted).first() {
        let name = |n: usize| {
            let of = |c: &Change| format!("“{}” in {}", c.amendment.kind.label(), c.amendment.section);
            accepted.get(n).map(of).unwrap_or_default()
        };
        let [one, other] = conflict.between.map(name);
        let why = conflict.because.trim_end_matches('.');
        return Err(QueryError::Conflict(format!("{one} and {other} contradict each other: {why}")));
    }
    let (written, changes) = export::write_plan(&plan, analysis, date, approver, false);
    Ok(view::PlanDraft {
        changed: written.text != plan.text,
        text: written.text,
        version: written.version,
        changes,
        edits: written.edits,
        stamp: crate::ooxml::Stamp { author: approver.to_owned(), date },
    })
}

/// Two kept versions, word by word.
pub(super) fn compare(engine: &Engine, from: usize, to: usize) -> Result<view::PlanComparison, QueryError> {
    let document = engine.workspace().plan.as_ref().ok_or(QueryError::NoPlan)?;
    let text = |n: usize| document.versions.get(n).map(|v| v.text.as_str()).ok_or(QueryError::NoSuchVersion);
    Ok(view::PlanComparison { ops: redline::compare(text(from)?, text(to)?) })
}
