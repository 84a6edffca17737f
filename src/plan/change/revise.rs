//! Amendments that change what stands in the plan: another order of steps, a limit in place of a vague word, a target that
//! the cases can be held against. Each says the words that it replaces.

use super::limits::limits;
use super::notice::corrections;
use super::propose::section_name;
use super::{Amendment, AmendmentKind, cells, owner_of};
use crate::finding::{CaseView, duty_rule};
use crate::model::finding::Outcome;
use crate::model::{Duty, Finding, MetricId, Milestone};
use crate::plan::coverage::{Deputy, deputies};
use crate::plan::kept::{kept, spoken};
use crate::plan::read::block::BlockKind;
use crate::plan::read::meaning::leads;
use crate::plan::read::{Plan, Step};
use crate::plan::words::{holds, words};

/// The revisions that a case justifies and the plan's history does not name.
pub fn revisions(plan: &Plan, view: &CaseView<'_>, findings: &[Finding]) -> Vec<Amendment> {
    let standing = |rule: &str| findings.iter().find(|f| f.rule == rule);
    let mut all = vec![];
    if let Some(finding) = standing("preserve-evidence").filter(|f| f.outcome == Outcome::Gap) {
        all.extend(evidence_first(plan, view, finding));
    }
    all.extend(limits(plan, view.obligations, standing));
    if let Some(finding) = standing("engage-response-team").filter(|f| f.outcome == Outcome::Gap) {
        all.extend(open_deputies(plan, finding));
    }
    if let Some(finding) = standing("notice-content").filter(|f| f.outcome == Outcome::Gap) {
        all.extend(corrections(plan, view, finding));
    }
    all.extend(targets(plan, view, findings));
    all.retain(|a| !plan.amended.contains(&a.id));
    all
}

pub(super) fn revision(
    plan: &Plan,
    id: String,
    kind: AmendmentKind,
    section: usize,
    finding: &Finding,
) -> Amendment {
    Amendment {
        kind,
        section: section_name(plan, section),
        findings: vec![finding.rule.clone()],
        text: String::new(),
        reason: String::new(),
        effect: String::new(),
        owner: owner_of(&id).to_owned(),
        duty: finding.duty,
        metric: None,
        cells: vec![],
        replaces: None,
        id,
    }
}

/// Where evidence was secured only after the traces were removed, and a list of the plan has its steps in that order: the
/// step that secures goes before the one that removes.
fn evidence_first(plan: &Plan, view: &CaseView<'_>, finding: &Finding) -> Option<Amendment> {
    let moment = |m| view.milestones.moment(&m);
    let (kept, removed) = (moment(Milestone::EvidencePreserved)?, moment(Milestone::Eradicated)?);
    if kept.earliest <= removed.latest {
        return None;
    }
    let lists = plan.lists.iter().filter(|list| list.depth == 0);
    let milestones = leads(plan);
    let (from, to, replaces, text) = lists.into_iter().find_map(|list| {
        let items: Vec<_> = list.items.iter().filter_map(|n| plan.blocks.get(*n)).collect();
        let place = |m: Milestone| list.items.iter().position(|n| milestones.get(n) == Some(&m));
        let to = place(Milestone::EvidencePreserved)?;
        let from = place(Milestone::Eradicated).filter(|from| *from < to)?;
        if items.iter().any(|b| b.quote > 0) {
            return None;
        }
        let start = |n: usize| match items.get(n).map(|b| &b.kind) {
            Some(BlockKind::Item { content, .. }) => Some(*content),
            _ => None,
        };
        let end = |n: usize| {
            let limit = items.get(n + 1).map_or(list.end, |b| b.range.start);
            plan.text.get(..limit).map(|t| t.trim_end().len())
        };
        let piece = |n: usize| plan.text.get(start(n)?..end(n)?);
        let gap = |n: usize| plan.text.get(end(n)?..start(n + 1)?);
        let mut text = piece(to)?.to_owned();
        for n in from..to {
            text.push_str(gap(n)?);
            text.push_str(piece(n)?);
        }
        Some((*items.get(from)?, *items.get(to)?, plan.text.get(start(from)?..end(to)?)?.to_owned(), text))
    })?;
    let section = from.section?;
    let id = "preserve-evidence.order".to_owned();
    Some(Amendment {
        text,
        replaces: Some(replaces),
        reason: format!(
            "{} The plan removes (“{}”) before it secures (“{}”).",
            finding.claim,
            from.text(),
            to.text()
        ),
        effect: "Whoever follows the steps in their order secures the traces before they are removed."
            .to_owned(),
        ..revision(plan, id, AmendmentKind::ReorderSteps, section, finding)
    })
}

/// The words of a step as they stand in the plan.
pub(super) fn words_of<'a>(plan: &'a Plan, step: &Step) -> Option<&'a str> {
    let block = plan.blocks.get(step.block)?;
    let BlockKind::Item { content, .. } = block.kind else { return None };
    plan.text.get(content..block.range.end).map(str::trim_end)
}

/// Who could stand in for whom: the words of a role, and a role that a shop has.
const DEPUTIES: &[(&str, &str)] = &[
    ("incident+lead", "Head of operations"),
    ("incident+commander", "Head of operations"),
    ("incident+manager", "Head of operations"),
    ("operations", "Lead developer"),
    ("data+protection+officer", "Legal counsel"),
    ("communication", "Managing director"),
    ("customer+service", "Head of communication"),
];

/// Deputies that a table of roles has a column for, and leaves open.
fn open_deputies(plan: &Plan, finding: &Finding) -> Vec<Amendment> {
    let of = |deputy: Deputy<'_>| {
        let role = words(&deputy.of);
        let (known, name) = DEPUTIES.iter().find(|(pattern, _)| holds(&role, pattern))?;
        let old = plan.text.get(deputy.row.range.clone())?.trim();
        let place = cells::ranges(old).into_iter().nth(deputy.column)?;
        Some(Amendment {
            text: format!("{} {name} {}", old.get(..place.start)?, old.get(place.end..)?),
            replaces: Some(old.to_owned()),
            reason: format!("{} The plan leaves open who stands in for “{}”.", finding.claim, deputy.of),
            effect: "The response goes on when somebody is away.".to_owned(),
            ..revision(
                plan,
                format!("engage-response-team.deputy-{}", known.replace('+', "-")),
                AmendmentKind::NameContact,
                deputy.section?,
                finding,
            )
        })
    };
    deputies(plan).into_iter().filter(|d| d.is_open).filter_map(of).collect()
}

/// The duty whose finding speaks of a metric.
fn duty_of(metric: &MetricId) -> Duty {
    match metric {
        MetricId::TimeToContain => Duty::IdentifyAndIsolate,
        MetricId::TimeToDeclare | MetricId::TimeToAcknowledge => Duty::EngageResponseTeam,
        MetricId::TimeToNotifyAuthority => Duty::TimelyReporting,
        MetricId::TimeToNotifyIndividuals => Duty::NotifyAffectedParties,
        _ => Duty::UpdatePlan,
    }
}

/// A length that a person would write: whole five minutes, hours or days, never shorter.
pub fn round(minutes: i64) -> i64 {
    let up = |to: i64| (minutes.max(1) + to - 1) / to * to;
    match minutes {
        ..60 => up(5),
        60..2880 => up(60),
        _ => up(1440),
    }
}

/// Targets that no case kept, or that every case kept with ease.
fn targets(plan: &Plan, view: &CaseView<'_>, findings: &[Finding]) -> Vec<Amendment> {
    let took = view.all_took();
    let mut seen: Vec<&MetricId> = vec![];
    let mut all = vec![];
    for target in &plan.targets {
        // What the law limits is no target to be moved.
        if seen.contains(&&target.metric) || target.metric == MetricId::TimeToNotifyAuthority {
            continue;
        }
        seen.push(&target.metric);
        let name = target.metric.to_string();
        let named = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let rule = duty_rule(duty_of(&target.metric));
        let Some(finding) = findings.iter().find(|f| f.rule == rule).filter(|_| named) else { continue };
        let stand = kept(&target.metric, target.minutes, &took);
        let (share, why, effect) = if stand.never() {
            (
                0.75,
                "which none of them kept",
                "The target can be kept by three cases of four, so that missing it says something; what keeps it from being shorter is an action of its own.",
            )
        } else if stand.easily(target.minutes) {
            (1.0, "which all of them kept with ease", "The target tells a slow response from a usual one.")
        } else {
            continue;
        };
        let Some(minutes) = stand.within(share).map(round).filter(|m| *m != i64::from(target.minutes)) else {
            continue;
        };
        let Some(old) = plan.text.get(target.range.clone()) else { continue };
        let limit = spoken(i64::from(target.minutes));
        all.push(Amendment {
            text: spoken(minutes),
            replaces: Some(old.to_owned()),
            reason: format!("{}: {}. The target is {limit}, {why}.", target.metric.label(), stand.words()),
            effect: effect.to_owned(),
            metric: Some(target.metric.clone()),
            ..revision(
                plan,
                format!("{rule}.target-{name}"),
                AmendmentKind::SetTarget,
                target.section,
                finding,
            )
        });
    }
    all
}
