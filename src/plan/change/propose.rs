//! What a case would change in the plan: findings against what the plan already says.

use super::catalogue::{ENTRIES, Entry};
use super::home::{home, section_title, topic_title};
use super::revise::revisions;
use super::{Amendment, AmendmentKind, CellKind};
use crate::finding::CaseView;
use crate::model::finding::{Family, Outcome, Severity};
use crate::model::{Duty, Finding, Milestone};
use crate::obligation::{Obligation, Verdict};
use crate::plan::read::{Plan, Topic, topics_around};

/// A sentence of the plan is the same as a new one when they share this much of their words.
const SAME: f64 = 0.7;

/// The amendments that the findings of a case justify and the plan does not have.
pub fn propose(plan: &Plan, view: &CaseView<'_>, findings: &[Finding]) -> Vec<Amendment> {
    let mut all = vec![];
    for finding in findings {
        for entry in ENTRIES.iter().filter(|e| e.rule == finding.rule && asked(e, finding, plan)) {
            let amendment = amendment(plan, entry, finding);
            if !has(plan, entry, &amendment) {
                all.push(amendment);
            }
        }
        if finding.rule == "know-obligations" {
            all.extend(obligation_rows(plan, view.obligations, finding));
        }
    }
    all.extend(revisions(plan, view, findings));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|a| seen.insert(a.id.clone()));
    all
}

/// The title of a section by its number.
pub(super) fn section_name(plan: &Plan, section: usize) -> String {
    plan.sections.get(section).map(|s| s.title.clone()).unwrap_or_default()
}

/// A gap asks for a change; silence of the record does so only where the plan is silent too.
fn asked(entry: &Entry, finding: &Finding, plan: &Plan) -> bool {
    if finding.family == Family::DataQuality {
        return false;
    }
    match finding.outcome {
        Outcome::Gap => finding.severity > Severity::Info,
        Outcome::NotShown => section_title(plan, entry.duty).is_none(),
        Outcome::Shown => false,
    }
}

fn amendment(plan: &Plan, entry: &Entry, finding: &Finding) -> Amendment {
    let own = match entry.kind {
        AmendmentKind::SetTarget => topic_title(plan, Topic::Targets),
        AmendmentKind::NameContact => topic_title(plan, Topic::Roles),
        AmendmentKind::AddTemplate => Some("Template: notice to people affected"),
        _ => None,
    };
    let section = own.or_else(|| home(plan, entry.duty)).unwrap_or(entry.duty.label());
    Amendment {
        id: format!("{}.{}", entry.rule, entry.slot),
        kind: entry.kind,
        section: section.to_owned(),
        findings: vec![finding.rule.clone()],
        text: entry.text.to_owned(),
        reason: finding.claim.clone(),
        effect: entry.effect.to_owned(),
        owner: entry.owner.to_owned(),
        duty: Some(entry.duty),
        metric: entry.metric.and_then(|id| id.parse().ok()),
        cells: entry.cells.to_vec(),
        replaces: None,
    }
}

/// Whether the plan has a change already: named in its history, said in about the same words, or covered by others.
fn has(plan: &Plan, entry: &Entry, amendment: &Amendment) -> bool {
    if plan.amended.contains(&amendment.id) {
        return true;
    }
    if let Some(metric) = &amendment.metric {
        return plan.targets.iter().any(|t| t.metric == *metric);
    }
    let spoken = plan.spoken();
    if !spoken.like(entry.text, SAME).is_empty() {
        return true;
    }
    let anywhere = matches!(entry.kind, AmendmentKind::NameContact | AmendmentKind::AddTemplate);
    let about = |section| topics_around(plan, section).any(|t| t == Topic::Duty(entry.duty));
    let near = |(block, _): (usize, usize)| {
        anywhere || plan.blocks.get(block).and_then(|b| b.section).is_some_and(about)
    };
    spoken.lines(entry.covered).into_iter().any(near)
}

/// A row for each rule that applies and that the plan does not name.
fn obligation_rows(plan: &Plan, obligations: &[Obligation], finding: &Finding) -> Vec<Amendment> {
    let applicable =
        obligations.iter().filter(|o| o.applies == Some(true) && o.verdict != Verdict::NotInForce);
    let missing = applicable.filter(|o| {
        let id = format!("know-obligations.{}", o.rule);
        let named = plan.text.contains(&o.rule) || plan.text.contains(&o.citation);
        !named && !plan.amended.contains(&id)
    });
    let section = home(plan, Duty::KnowObligations).unwrap_or(Duty::KnowObligations.label());
    missing
        .map(|o| Amendment {
            id: format!("know-obligations.{}", o.rule),
            kind: AmendmentKind::AddObligation,
            section: section.to_owned(),
            findings: vec![finding.rule.clone()],
            text: format!(
                "{} | {} | {} | {} | Data protection officer",
                o.title,
                o.limit,
                starts(o),
                o.recipient
            ),
            reason: format!("{} {}", o.because, o.citation),
            effect: "The rule, its clock and its recipient are known before the next incident.".to_owned(),
            owner: "Data protection officer".to_owned(),
            duty: Some(Duty::KnowObligations),
            metric: None,
            cells: vec![
                CellKind::Name,
                CellKind::Limit,
                CellKind::From,
                CellKind::Recipient,
                CellKind::Owner,
            ],
            replaces: None,
        })
        .collect()
}

/// What starts the clock of a rule, in words.
fn starts(obligation: &Obligation) -> String {
    match &obligation.starts {
        Some(Milestone::Aware) => "reasonable certainty of a personal-data breach".to_owned(),
        Some(milestone) => milestone.label().to_lowercase(),
        None => "see the rule".to_owned(),
    }
}
