//! The page Findings: what each rule saw, with its evidence, and the catalogue of rules.

use super::analysis::CaseAnalysis;
use super::answer::CHIP_TEXT;
use super::view;
use crate::document::words::cut;
use crate::finding;
use crate::language::look;
use crate::model::finding::Outcome;
use crate::model::{Duty, EventId, Family, Threshold};

/// Everything on the page.
///
/// * `too_many`: how many cases there are, where these are too many for rules over cases.
pub(super) fn view(analysis: &CaseAnalysis, too_many: Option<usize>) -> view::FindingsView {
    let judgement = analysis.judgement();
    let case = &analysis.case;
    let duties = Duty::ALL.iter().map(|duty| {
        let own = finding::of_duty(&judgement.findings, *duty);
        view::DutyLine {
            duty: *duty,
            outcome: own.map_or(Outcome::NotShown, |f| f.outcome),
            rule: own.map(|f| f.rule.clone()).unwrap_or_default(),
        }
    });
    let finding_row = |finding: &crate::model::Finding| view::FindingRow {
        finding: finding.clone(),
        decision: case.findings.get(&finding.rule).cloned(),
        note: case.notes.get(&finding.rule).cloned().unwrap_or_default(),
        evidence: evidence(analysis, &finding.events),
        amendments: judgement
            .amendments
            .iter()
            .filter(|a| a.findings.contains(&finding.rule))
            .map(|a| a.id.clone())
            .collect(),
    };
    view::FindingsView {
        duties: duties.collect(),
        findings: judgement.findings.iter().map(finding_row).collect(),
        span: analysis.timeline.span(),
        rules: catalogue(analysis, too_many),
        thresholds: Threshold::ALL.iter().map(|t| analysis.thresholds.measure(*t)).collect(),
    }
}

/// All rules by family, with what each saw in the case. Those over cases were not asked where there are `too_many`.
fn catalogue(analysis: &CaseAnalysis, too_many: Option<usize>) -> Vec<view::RuleLine> {
    let found = &analysis.judgement().findings;
    let line = |rule: &'static finding::Rule| view::RuleLine {
        rule: rule.name.to_owned(),
        title: look(rule.title).to_owned(),
        family: rule.family,
        duty: rule.duty,
        looks_at: look(rule.looks_at).to_owned(),
        why: look(rule.why).to_owned(),
        question: look(rule.question).to_owned(),
        change: look(rule.change).to_owned(),
        thresholds: rule.thresholds.iter().map(|t| analysis.thresholds.measure(*t)).collect(),
        saw: found.iter().find(|f| f.rule == rule.name).map(|f| (f.severity, f.outcome)),
        too_many: too_many.filter(|_| rule.family == Family::Recurrence),
    };
    let mut lines: Vec<view::RuleLine> = finding::rules().map(line).collect();
    lines.sort_by_key(|line| line.family);
    lines
}

/// Events as evidence.
pub(super) fn evidence<'a>(
    analysis: &CaseAnalysis,
    events: impl IntoIterator<Item = &'a EventId>,
) -> Vec<view::Evidence> {
    let one = |id: &EventId| {
        let event = analysis.timeline.find(*id)?;
        Some(view::Evidence {
            id: *id,
            position: event.position,
            moment: event.moment,
            text: cut(event.text, CHIP_TEXT),
        })
    };
    events.into_iter().filter_map(one).collect()
}
