//! Action items: those of a case, what its decisions suggest, how far all cases have come, and what a tracker says.

use super::analysis::CaseAnalysis;
use super::protocol::QueryError;
use super::{Engine, view};
use crate::document::actions::{misses, tracked};
use crate::document::words::cut;
use crate::import;
use crate::language::written;
use crate::model::Format;
use crate::model::action::NewAction;
use crate::model::case::{AmendmentDecision, FindingDecision};
use crate::workspace::is_news;
use chrono::NaiveDate;

/// A suggested title is cut to this many characters.
const TITLE: usize = 140;

/// The items of a case.
pub(super) fn actions(engine: &Engine, analysis: &CaseAnalysis, date: NaiveDate) -> view::ActionsView {
    let row = |item: &crate::model::action::ActionItem| view::ActionRow {
        item: item.clone(),
        overdue: item.is_overdue(date),
        misses: if item.status.is_closed() { vec![] } else { misses(&item.what) },
    };
    let findings = analysis.judgement().findings.iter();
    view::ActionsView {
        items: analysis.case.actions.iter().map(row).collect(),
        // What is added of them is kept, as English as the plan that they go with.
        suggested: written(|| suggested(analysis)),
        findings: findings.map(|f| (f.rule.clone(), f.claim.clone())).collect(),
        cases: followed(engine, date),
    }
}

/// What accepted findings and amendments ask for, where no item takes it up.
pub(super) fn suggested(analysis: &CaseAnalysis) -> Vec<NewAction> {
    let (case, judgement) = (&analysis.case, analysis.judgement());
    let accepted = |rule: &str| case.findings.get(rule) == Some(&FindingDecision::Accepted);
    let into_plan = |id: &str| matches!(case.amendments.get(id), Some(AmendmentDecision::Accepted { .. }));
    let taken = |rule: &str| case.actions.iter().any(|item| item.what.finding.as_deref() == Some(rule));
    let mut all = vec![];
    for finding in judgement.findings.iter().filter(|f| accepted(&f.rule) && !taken(&f.rule)) {
        let serving: Vec<_> =
            judgement.amendments.iter().filter(|a| a.findings.contains(&finding.rule)).collect();
        let first = serving.iter().find(|a| into_plan(&a.id)).or(serving.first());
        let words = if finding.change.is_empty() { &finding.claim } else { &finding.change };
        all.push(NewAction {
            title: cut(words.trim_end_matches('.'), TITLE),
            owner: first.map(|a| a.owner.clone()).unwrap_or_default(),
            finding: Some(finding.rule.clone()),
            amendment: first.filter(|a| into_plan(&a.id)).map(|a| a.id.clone()),
            effect: first.map(|a| a.effect.clone()).unwrap_or_default(),
            ..NewAction::default()
        });
    }
    for amendment in judgement.amendments.iter().filter(|a| into_plan(&a.id)) {
        let known =
            |item: &crate::model::action::ActionItem| item.what.amendment.as_ref() == Some(&amendment.id);
        if amendment.findings.iter().any(|rule| accepted(rule)) || case.actions.iter().any(known) {
            continue;
        }
        all.push(NewAction {
            title: cut(&format!("{} in “{}”", amendment.kind.label(), amendment.section), TITLE),
            owner: amendment.owner.clone(),
            finding: amendment.findings.first().cloned(),
            amendment: Some(amendment.id.clone()),
            effect: amendment.effect.clone(),
            ..NewAction::default()
        });
    }
    all
}

/// How far the items of each case have come, those among them that a tracker exported as a file of the case.
fn followed(engine: &Engine, date: NaiveDate) -> Vec<view::ActionLine> {
    // Where there are too many cases to compare, their texts are not read for this.
    let read = engine.workspace().cases.len() == 1 || engine.compares();
    let line = |case: &std::sync::Arc<crate::model::Case>| {
        let exported = engine.events(case.id).filter(|_| read).map(|events| events.scan().actions());
        let exported = exported.unwrap_or_default();
        let closed = exported.iter().filter(|action| action.closed.is_some()).count() as u32;
        use crate::model::action::ActionStatus::{Done, Dropped};
        let count = |keep: &dyn Fn(&crate::model::action::ActionItem) -> bool| {
            case.actions.iter().filter(|item| keep(item)).count() as u32
        };
        (!case.actions.is_empty() || !exported.is_empty()).then(|| view::ActionLine {
            case: case.id,
            title: case.title.clone(),
            open: count(&|item| !item.status.is_closed()) + exported.len() as u32 - closed,
            overdue: count(&|item| item.is_overdue(date)),
            done: count(&|item| item.status == Done) + closed,
            dropped: count(&|item| item.status == Dropped),
        })
    };
    engine.workspace().cases.iter().filter_map(line).collect()
}

/// What a tracker's export says of the items of the workspace.
pub(super) fn tracker(engine: &Engine, name: &str, text: &str) -> Result<view::TrackerView, QueryError> {
    let wrong = || {
        QueryError::Tracker(format!(
            "{name} is no list of issues; save one with `gh issue list --state all --limit 500 --json number,title,body,state,stateReason,createdAt,closedAt,labels`, or as CSV from Jira"
        ))
    };
    let bytes = text.as_bytes();
    let found = import::detect(name, bytes, bytes.len() as u64).map_err(|_| wrong())?;
    let reading = found.candidates.into_iter().map(|c| c.reading);
    let reading = reading.into_iter().find(|r| matches!(r.format, Format::GithubIssues | Format::JiraCsv));
    let reading = reading.ok_or_else(wrong)?;
    let imported = import::read_all(name, bytes, Some(&reading))
        .map_err(|e| QueryError::Tracker(format!("{name}: {e}")))?;
    Ok(told(engine, &imported))
}

impl Engine {
    /// What a file that was read says of the items of the workspace; none where it names none of them, as most files do.
    pub fn told_of_actions(&self, imported: &import::Imported) -> Option<view::TrackerView> {
        if self.workspace().cases.iter().all(|case| case.actions.is_empty()) {
            return None;
        }
        let told = told(self, imported);
        (told.same > 0 || !told.tracked.is_empty()).then_some(told)
    }
}

/// What a list of issues says of the items of the workspace.
fn told(engine: &Engine, imported: &import::Imported) -> view::TrackerView {
    let ours = |id: &str| {
        let mut items = engine.workspace().cases.iter().flat_map(|case| &case.actions);
        items.find(|item| item.id == id).cloned()
    };
    let told = tracked(imported);
    let known: Vec<_> = told.into_iter().filter_map(|told| Some((ours(&told.action)?, told))).collect();
    let new = known.iter().filter(|(item, told)| is_news(item, told)).map(|(_, told)| told.clone());
    let new: Vec<_> = new.collect();
    let issues = issues(imported);
    view::TrackerView {
        same: (known.len() - new.len()) as u32,
        others: (issues - (known.len() as u32).min(issues)) + imported.report.refusals.len() as u32,
        tracked: new,
    }
}

/// How many issues an export has.
fn issues(imported: &import::Imported) -> u32 {
    let import::Content::Events(table) = &imported.content else { return 0 };
    (0..table.len() as u32).filter(|row| table.kind(*row) == "action item opened").count() as u32
}
