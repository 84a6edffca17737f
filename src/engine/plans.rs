//! The plan with the amendments of a case: what the page shows, the next version, and two versions side by side.

use super::analysis::CaseAnalysis;
use super::protocol::QueryError;
use super::{Engine, export, findings, view};
use crate::language::{look, retold, written};
use crate::model::case::AmendmentDecision;
use crate::plan::change::{self, Amendment, Change, Revision};
use crate::plan::coverage::{Against, Line, State, coverage};
use crate::plan::read::block::{Block, BlockKind};
use crate::plan::read::{self, Plan, SAID, Topic};
use crate::plan::redline::{self, Op, Redline};
use crate::workspace::PlanDocument;
use chrono::NaiveDate;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// Events of a finding that the card of an amendment shows.
const GROUNDS: usize = 3;

/// What a plan has, lacks and has out of date, held against a case where there is one.
pub(super) fn covered(plan: &Plan, analysis: Option<&CaseAnalysis>, today: NaiveDate) -> Vec<Line> {
    let of = || analysis.map(|a| a.judgement().obligations.as_slice()).unwrap_or_default();
    let said = of();
    // Plans are held against the limits of rules as these are written.
    let obligations = written(of);
    let took = analysis.map(|a| a.view(obligations).all_took()).unwrap_or_default();
    coverage(plan, &Against { today, obligations, said, took: &took })
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
    let (edition, versions) = versions(engine, &document, &plan);
    Ok(view::PlanView {
        name: document.name.clone(),
        title: plan.title.clone(),
        version: plan.version.clone(),
        edition,
        is_word: document.word.is_some() && !document.is_playbook(),
        is_playbook: document.is_playbook(),
        outline,
        amendments: rows,
        versions,
        coverage,
        exercised: exercised(engine),
    })
}

/// The day of the last exercise that was held in the workspace.
fn exercised(engine: &Engine) -> Option<NaiveDate> {
    let sessions = engine.workspace().cases.iter().flat_map(|case| &case.exercise.sessions);
    sessions.filter_map(|session| session.ended).max().map(|ended| ended.naive_utc().date())
}

/// The document itself, as the view of that edition shows it: the one that is here now, or one that was undone meanwhile.
pub(super) fn paper(engine: &Engine, asked: u64) -> Result<view::PlanPaper, QueryError> {
    let document = engine.workspace().plan.as_ref().ok_or(QueryError::NoPlan)?;
    let plan = engine.plan().ok_or(QueryError::NoPlan)?;
    if stated(engine, document, &plan).last().is_some_and(|s| s.edition == asked) {
        return Ok(view::PlanPaper { edition: asked, blocks: plan.blocks.clone() });
    }
    let mut around: Vec<&Arc<PlanDocument>> =
        engine.history.versions().filter_map(|w| w.plan.as_ref()).collect();
    around.dedup_by(|a, b| Arc::ptr_eq(a, b));
    let mut texts = around.into_iter().filter_map(|document| document.versions.last());
    let version = texts.find(|v| edition(&v.text) == asked).ok_or(QueryError::NoSuchVersion)?;
    Ok(view::PlanPaper { edition: asked, blocks: version.read().blocks.clone() })
}

/// Tells a text from any other.
fn edition(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
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
    let findings = &analysis.judgement().findings;
    let ground = |rule: &String| {
        let events =
            findings.iter().find(|f| f.rule == *rule).map(|f| f.events.as_slice()).unwrap_or_default();
        let title = crate::finding::rules().find(|known| known.name == *rule).map(|known| known.title);
        view::Ground {
            rule: rule.clone(),
            title: title.map_or_else(|| rule.clone(), |title| look(title).to_owned()),
            evidence: findings::evidence(analysis, events.iter().take(GROUNDS)),
            more: events.len().saturating_sub(GROUNDS),
        }
    };
    let row = |amendment: &Amendment| {
        let change = export::change_of(case, amendment);
        let redline = redline::redline(plan, &change);
        let before = plan.blocks.partition_point(|b| b.range.start <= redline.at.saturating_sub(1));
        let block = before.saturating_sub(1);
        view::AmendmentRow {
            amendment: amendment.clone(),
            proposed_owner: change::owner_of(&amendment.id).to_owned(),
            decision: case.amendments.get(&amendment.id).cloned(),
            block,
            section: plan.blocks.get(block).and_then(|b| b.section),
            in_place: None,
            added: added(&redline),
            redline,
            conflicts: against(&amendment.id),
            comment: change.comment,
            grounds: amendment.findings.iter().map(ground).collect(),
        }
    };
    let mut rows: Vec<view::AmendmentRow> = all.iter().map(row).collect();
    rows.sort_by_key(|r| r.redline.at);
    // Of several changes of one block, the first is shown in it.
    let mut taken = 0;
    for row in rows.iter_mut().filter(|r| !matches!(r.decision, Some(AmendmentDecision::Rejected))) {
        row.in_place = in_place(plan, &row.redline).filter(|own| own.blocks.start >= taken);
        taken = row.in_place.as_ref().map_or(taken, |own| own.blocks.end);
    }
    rows
}

/// The blocks that a change adds; none where it takes words out, or adds to a line. A row of a table alone is none.
fn added(redline: &Redline) -> Vec<Block> {
    let [Op::Insert(text)] = redline.ops.as_slice() else { return vec![] };
    let (blocks, _) = read::block::parse(text);
    let whole = |b: &Block| {
        !matches!(b.kind, BlockKind::Paragraph) || !b.runs.first().is_some_and(|r| r.text.starts_with('|'))
    };
    if blocks.iter().all(whole) { blocks } else { vec![] }
}

/// The steps and paragraphs that a change cuts into, with the change in them; none where it only adds, or cuts a table.
fn in_place(plan: &Plan, redline: &Redline) -> Option<view::InPlace> {
    let cut = redline.range();
    let end = cut.end;
    if cut.is_empty() {
        return None;
    }
    let before = |at: usize| plan.blocks.partition_point(|b| b.range.start <= at).checked_sub(1);
    let blocks = before(redline.at)?..before(end - 1)? + 1;
    let own = plan.blocks.get(blocks.clone())?;
    let prose = |b: &Block| matches!(b.kind, BlockKind::Item { .. } | BlockKind::Paragraph);
    let (first, last) = own.first().zip(own.last()).filter(|_| own.iter().all(prose))?;
    let kept = |range: Range<usize>| {
        let text = plan.text.get(range).unwrap_or_default();
        (!text.is_empty()).then(|| Op::Equal(text.to_owned()))
    };
    let lead = kept(first.range.start..redline.at);
    let tail = kept(end..last.range.end.max(end));
    Some(view::InPlace {
        blocks,
        ops: lead.into_iter().chain(redline.ops.iter().cloned()).chain(tail).collect(),
    })
}

fn outline(plan: &Plan, rows: &[view::AmendmentRow], coverage: &[Line]) -> Vec<view::OutlineRow> {
    let row = |(n, (section, key)): (usize, (&read::Section, String))| {
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
            because: topic.map(|(_, because)| retold(because)).unwrap_or_default(),
            amendments: rows.iter().filter(own).count(),
            key,
            topic: topic.map(|(topic, _)| *topic),
            said: topic.is_some_and(|(_, because)| because == SAID),
            state: states
                .max_by_key(|s| [State::Has, State::Lacks, State::OutOfDate].iter().position(|o| o == s)),
        }
    };
    plan.sections.iter().zip(read::section_keys(plan)).enumerate().map(row).collect()
}

/// What a version of the plan says of itself.
#[derive(Debug)]
pub(super) struct Stated {
    version: Option<String>,
    date: Option<NaiveDate>,
    /// Tells its text from any other.
    edition: u64,
}

impl Stated {
    fn of(plan: &Plan) -> Rc<Stated> {
        let date = read::revision::stated_date(plan).map(|m| m.earliest.naive_utc().date());
        Rc::new(Stated { version: plan.version.clone(), date, edition: edition(&plan.text) })
    }
}

/// What each version says of itself; a version is read once.
fn stated(engine: &Engine, document: &Arc<PlanDocument>, current: &Plan) -> Rc<Vec<Rc<Stated>>> {
    let known = engine.versions.borrow().clone();
    if let Some((of, stated)) = &known
        && Arc::ptr_eq(of, document)
    {
        return stated.clone();
    }
    let before = |n: usize, text: &str| {
        let (of, stated) = known.as_ref()?;
        of.versions.get(n).filter(|v| v.text == text).and_then(|_| stated.get(n)).cloned()
    };
    let last = document.versions.len().saturating_sub(1);
    let of = |(n, v): (usize, &crate::workspace::PlanVersion)| match before(n, &v.text) {
        Some(known) => known,
        None if n == last => Stated::of(current),
        None => Stated::of(&v.read()),
    };
    let stated = Rc::new(document.versions.iter().enumerate().map(of).collect::<Vec<_>>());
    *engine.versions.borrow_mut() = Some((document.clone(), stated.clone()));
    stated
}

/// The edition of the current text, and all versions.
fn versions(engine: &Engine, document: &Arc<PlanDocument>, current: &Plan) -> (u64, Vec<view::VersionRow>) {
    let stated = stated(engine, document, current);
    let row = |(v, stated): (&crate::workspace::PlanVersion, &Rc<Stated>)| {
        let stamp = v.stamp.as_ref();
        view::VersionRow {
            written: v.written,
            effective: stamp.map(|s| s.date).or(stated.date),
            approver: stamp.map(|s| s.author.clone()).unwrap_or_default(),
            case: v.case.and_then(|id| engine.workspace().case(id)).map(|c| c.title.clone()),
            version: stated.version.clone(),
        }
    };
    let rows = document.versions.iter().zip(stated.iter()).map(row).collect();
    (stated.last().map_or(0, |s| s.edition), rows)
}

/// The next version as it would be written now.
pub(super) fn draft(
    engine: &Engine,
    analysis: &CaseAnalysis,
    asked: &Revision,
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
    // What could not be read as the version again is none, nor is the one there is.
    let is_next = |v: &String| read::control::is_version(v) && plan.version.as_ref() != Some(v);
    let version = asked.version.clone().filter(is_next);
    let revision = Revision { version, case: analysis.case.title.clone(), ..asked.clone() };
    let (written, changes) = export::write_plan(&plan, analysis, &revision, false);
    Ok(view::PlanDraft {
        changed: written.text != plan.text,
        ops: redline::edited(&plan.text, &written.edits),
        text: written.text,
        version: written.version,
        changes,
        edits: written.edits,
        stamp: crate::ooxml::Stamp { author: revision.approver, date: revision.date },
    })
}

/// Two kept versions, word by word.
pub(super) fn compare(engine: &Engine, from: usize, to: usize) -> Result<view::PlanComparison, QueryError> {
    let document = engine.workspace().plan.as_ref().ok_or(QueryError::NoPlan)?;
    let text = |n: usize| document.versions.get(n).map(|v| v.text.as_str()).ok_or(QueryError::NoSuchVersion);
    Ok(view::PlanComparison { ops: redline::compare(text(from)?, text(to)?) })
}
