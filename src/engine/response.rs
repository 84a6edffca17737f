//! The page Response: milestones, metrics, phases, plan against actual, and what if.

use super::analysis::CaseAnalysis;
use super::answer::CHIP_TEXT;
use super::{Engine, affected, fleet, view};
use crate::chart::Chart;
use crate::document::aligned::{self, Aligned};
use crate::document::words::cut;
use crate::document::{course, severity, techniques, whatif};
use crate::language::retold;
use crate::model::{Milestone, Timestamp, Zone};
use crate::obligation::Obligation;
use crate::{finding, metric, obligation};
use std::rc::Rc;

/// A milestone as it stands, with the text of the event that it rests on first.
pub(super) fn milestone_row(analysis: &CaseAnalysis, milestone: Milestone) -> view::MilestoneRow {
    let mut held = analysis.milestones.get(&milestone).cloned();
    if let Some(held) = &mut held {
        let others = held.alternatives.iter_mut().map(|proposal| &mut proposal.reasons);
        for reason in std::iter::once(&mut held.reasons).chain(others).flatten() {
            *reason = retold(std::mem::take(reason));
        }
    }
    let event = held.as_ref().and_then(|h| h.events.first()).and_then(|id| {
        let event = analysis.timeline.find(*id)?;
        Some(cut(event.text, CHIP_TEXT * 2))
    });
    view::MilestoneRow { milestone, held, event_text: event.unwrap_or_default() }
}

/// Everything on the page.
pub(super) fn view(engine: &Engine, analysis: &Rc<CaseAnalysis>, zone: Zone) -> view::ResponseView {
    let judgement = analysis.judgement();
    let milestones = &analysis.milestones;
    let listed = Milestone::ALL.iter().cloned();
    let further = milestones
        .0
        .keys()
        .filter(|m| matches!(m, Milestone::Legal(_) | Milestone::Sent(_) | Milestone::Received(_)))
        .cloned();
    let others = fleet::Beside::new(engine, analysis.case.id);
    let metric_row = |m: &metric::Metric| view::MetricRow {
        metric: m.clone(),
        definition: metric::definition(&m.id).meaning,
        origin: metric::definition(&m.id).origin.to_owned(),
        words: metric::note(m),
        target: analysis
            .plan
            .as_ref()
            .and_then(|p| p.targets.iter().find(|t| t.metric == m.id))
            .map(|t| (t.minutes, t.range.start)),
        others: others.of(&m.id, &m.duration),
    };
    let case = analysis.view(&judgement.obligations);
    let parts = case.containment();
    let scenarios = finding::scenarios(&case, parts.as_ref());
    let aligned = aligned::aligned(&case);
    let amendments: Vec<_> = judgement.amendments.iter().collect();
    view::ResponseView {
        ranking: whatif::ranking(
            &scenarios,
            &amendments,
            &analysis.case.amendments,
            &analysis.case.actions,
            zone,
        ),
        scenarios: scenarios.into_iter().map(|(s, _)| (s.title, s.milestone, s.to)).collect(),
        as_of: analysis.as_of_known.then_some(analysis.as_of),
        as_of_set: analysis.case.as_of.is_some(),
        milestones: listed.chain(further).map(|m| milestone_row(analysis, m)).collect(),
        metrics: analysis.metrics.iter().map(metric_row).collect(),
        phases: Chart::phases(milestones, &judgement.obligations, analysis.as_of, zone),
        spent: course::time_spent(&case, parts.as_ref(), zone),
        followed: aligned.as_ref().map(|a| a.blocks(zone)).unwrap_or_default(),
        aligned: aligned.filter(Aligned::is_drawn),
        severity: severity::blocks(&case, true),
        techniques: techniques::blocks(&analysis.events().scan(), &analysis.timeline, zone),
        facts: analysis.case.facts.clone(),
        orders: affected::view(analysis, zone),
        obligations: obligation::applicable(&judgement.obligations)
            .map(|o| Obligation { notes: vec![], ..o.clone() })
            .collect(),
    }
}

/// What a scenario would have changed.
pub(super) fn what_if(
    analysis: &CaseAnalysis,
    zone: Zone,
    milestone: &Milestone,
    to: Timestamp,
) -> view::WhatIfView {
    let case = analysis.view(&analysis.judgement().obligations);
    let what = finding::what_if(&case, analysis.pack(), milestone, to);
    view::WhatIfView { blocks: whatif::blocks(&case, &what, milestone, zone) }
}
