//! What a case would change in the plan: findings against what the plan already says.

use super::catalogue::{Entry, entries};
use super::home::{home, people, recovery, section_title, topic_title};
use super::revise::{revisions, round};
use super::{Amendment, AmendmentKind, CellKind, owner_of, split};
use crate::finding::CaseView;
use crate::model::finding::{Family, Outcome, Severity};
use crate::model::{Duration, Duty, Finding, MetricId, Milestone};
use crate::obligation::{Obligation, Recipient};
use crate::plan::kept::{ENOUGH, kept, spoken};
use crate::plan::limit::{limit_minutes, written};
use crate::plan::named::{addition, binds, mentions, own};
use crate::plan::read::target::lengths;
use crate::plan::read::{Plan, Topic, topics_around};
use crate::plan::words::words_at;

/// A sentence of the plan is the same as a new one when they share this much of their words.
const SAME: f64 = 0.7;

/// The amendments that the findings of a case justify and the plan does not have.
pub fn propose(plan: &Plan, view: &CaseView<'_>, findings: &[Finding]) -> Vec<Amendment> {
    let mut all = vec![];
    let took = view.all_took();
    for finding in findings {
        for entry in entries().filter(|e| e.rule == finding.rule && asked(e, finding, plan)) {
            let mut amendment = amendment(plan, entry, finding);
            if let Some(metric) = amendment.metric.clone() {
                set_limit(&mut amendment, &metric, view.obligations, &took);
            }
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
        AmendmentKind::NameContact => people(plan),
        _ => entry.section,
    };
    let own = own.or_else(|| recovery(plan).filter(|_| entry.brings_back()));
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

/// Sets the limit of a target: what a law limits, by the strictest rule that binds; anything else, by what three cases of
/// four could have kept, where enough of them tell. Without either the proposed limit stands.
fn set_limit(
    amendment: &mut Amendment,
    metric: &MetricId,
    obligations: &[Obligation],
    took: &[(MetricId, Duration)],
) {
    let (limit, why) = if *metric == MetricId::TimeToNotifyAuthority {
        let rules = obligations.iter().filter(|o| binds(o) && o.recipient_kind == Recipient::Authority);
        let rules = rules.filter(|o| !o.not_before).filter_map(|o| Some((limit_minutes(o)?, o)));
        let Some((_, rule)) = rules.min_by_key(|(minutes, _)| *minutes) else { return };
        // In the rule's own unit, so that both can be compared.
        let stated = lengths(&rule.limit, &words_at(&rule.limit)).into_iter().next();
        let Some(limit) = stated.and_then(|l| rule.limit.get(l.range)) else { return };
        (limit.to_owned(), format!("{} has a limit of {}.", rule.title, rule.limit))
    } else {
        let stand = kept(metric, 0, took);
        let Some(minutes) = stand.within(0.75).filter(|_| stand.cases >= ENOUGH).map(round) else { return };
        (spoken(minutes), format!("{}: {}; three of four took no longer.", metric.label(), stand.words()))
    };
    let mut cells = split(&amendment.text);
    let at = amendment.cells.iter().position(|c| *c == CellKind::Limit);
    if let Some(cell) = at.and_then(|at| cells.get_mut(at)) {
        *cell = format!("within {limit}");
        amendment.text = cells.join(" | ");
        amendment.reason = format!("{} {why}", amendment.reason);
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
    // What the history tells of a change is not the change.
    let is_own = own(plan);
    let near = |(block, _): (usize, usize)| {
        let block = plan.blocks.get(block).filter(|b| is_own(b));
        block.is_some_and(|b| anywhere || b.section.is_some_and(about))
    };
    spoken.lines(entry.covered).into_iter().any(near)
}

/// A row for each rule that applies and that the plan does not name.
fn obligation_rows(plan: &Plan, obligations: &[Obligation], finding: &Finding) -> Vec<Amendment> {
    let named = mentions(plan, obligations);
    let missing = obligations
        .iter()
        .zip(named)
        .filter(|(o, named)| binds(o) && named.is_none() && !plan.amended.contains(&addition(o)));
    let section = home(plan, Duty::KnowObligations).unwrap_or(Duty::KnowObligations.label());
    let row = |(o, _): (&Obligation, _)| {
        let id = addition(o);
        let owner = owner_of(&id);
        let (title, limit, starts, recipient) = (&o.title, written(o), starts(o), &o.recipient);
        Amendment {
            id,
            kind: AmendmentKind::AddObligation,
            section: section.to_owned(),
            findings: vec![finding.rule.clone()],
            text: format!("{title} | {limit} | {starts} | {recipient} | {owner}"),
            reason: format!("{} {}", o.because, o.citation),
            effect: "The rule, its clock and its recipient are known before the next incident.".to_owned(),
            owner: owner.to_owned(),
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
        }
    };
    missing.map(row).collect()
}

/// What starts the clock of a rule, in words.
fn starts(obligation: &Obligation) -> String {
    match &obligation.starts {
        Some(Milestone::Aware) => "reasonable certainty of a personal-data breach".to_owned(),
        Some(milestone) => milestone.label().to_lowercase(),
        None => "see the rule".to_owned(),
    }
}
