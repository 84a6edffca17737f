//! Scenarios that a case itself offers, and what any scenario would have changed. Nothing here is a fact of the record: it is
//! computed from a copy of the milestones and kept nowhere.

use super::{CaseView, duty_rule};
use crate::language::inside;
use crate::metric::{self, Breakdown, Metric};
use crate::milestone::{Shifted, shift};
use crate::model::{Duration, Duty, MetricId, Milestone, Span, Theme, Timestamp};
use crate::obligation::{self, Obligation, Pack};
use crate::say;
use std::collections::BTreeMap;

/// One milestone at another time.
#[derive(Clone, PartialEq, Debug)]
pub struct Scenario {
    /// What would have been done otherwise, in words.
    pub title: String,
    /// The milestone.
    pub milestone: Milestone,
    /// The other time.
    pub to: Timestamp,
    /// The findings that speak of the same, by rule: an amendment that rests on one of them serves this scenario.
    pub rules: Vec<String>,
    /// The metric whose target it meets, where it is one of the plan's targets.
    pub metric: Option<MetricId>,
}

/// The record and the scenario side by side.
#[derive(Clone, PartialEq, Debug)]
pub struct WhatIf {
    /// What moved.
    pub shifted: Shifted,
    /// The metrics as they would be, in the order of the case's.
    pub metrics: Vec<Metric>,
    /// The obligations as they would be, in the order of the pack.
    pub obligations: Vec<Obligation>,
    /// How much earlier containment would have come, at least and at most; negative when later, `None` where it has no time.
    pub saved: Option<[Span; 2]>,
}

/// What a scenario changes.
pub fn what_if(view: &CaseView<'_>, pack: &Pack, milestone: &Milestone, to: Timestamp) -> WhatIf {
    let shifted = shift(view.milestones, milestone, to);
    let as_of = Some(view.as_of);
    let computed = metric::compute(&shifted.milestones, &view.case.metrics, &BTreeMap::new(), as_of);
    let moves = |m: &Milestone| m == milestone || shifted.with.contains(m);
    // What the record states of a duration stands unless one of its ends moved against the other.
    let metrics = view.metrics.iter().zip(computed);
    let metrics = metrics.map(|(own, other)| {
        if moves(&own.from) == moves(&own.to) && own.from == other.from { own.clone() } else { other }
    });
    WhatIf {
        metrics: metrics.collect(),
        obligations: obligation::assess(pack, &view.case.facts, &shifted.milestones, view.as_of),
        saved: saved(view, milestone, &shifted),
        shifted,
    }
}

/// How much earlier containment comes. It moves by as much as the milestone that it follows, or not at all; how well its own
/// time is known changes nothing of that.
fn saved(view: &CaseView<'_>, moved: &Milestone, shifted: &Shifted) -> Option<[Span; 2]> {
    view.milestones.moment(&Milestone::Contained)?;
    let moves = *moved == Milestone::Contained || shifted.with.contains(&Milestone::Contained);
    let [least, most] = shifted.by;
    Some(if moves { [Span(-most.0), Span(-least.0)] } else { [Span::ZERO; 2] })
}

/// The scenarios that the case offers, in the order of what they save to containment, most first.
/// `parts` is where the time to contain went ([`CaseView::containment`]).
pub fn scenarios(view: &CaseView<'_>, parts: Option<&(&Metric, Breakdown)>) -> Vec<(Scenario, [Span; 2])> {
    let mut all = vec![];
    all.extend(first_alert(view));
    all.extend(parts.and_then(|(_, parts)| silence(view, parts)));
    all.extend(targets(view));
    let middle = |[least, most]: [Span; 2]| Span(least.0.midpoint(most.0));
    let mut ranked: Vec<(Scenario, [Span; 2])> = all
        .into_iter()
        .filter_map(|scenario| {
            let shifted = shift(view.milestones, &scenario.milestone, scenario.to);
            let saved = saved(view, &scenario.milestone, &shifted)?;
            (middle(saved) > Span::ZERO).then_some((scenario, saved))
        })
        .collect();
    ranked.sort_by_key(|(_, saved)| std::cmp::Reverse(middle(*saved)));
    ranked
}

fn first_alert(view: &CaseView<'_>) -> Option<Scenario> {
    let signal = view.milestones.moment(&Milestone::FirstSignal)?;
    let detected = view.milestones.moment(&Milestone::Detected)?;
    (signal.latest < detected.earliest).then(|| Scenario {
        title: say!("The first alert is acted on at once").to_owned(),
        milestone: Milestone::Detected,
        to: signal.middle(),
        rules: [Theme::DetectionGap, Theme::AlertIgnored].map(|t| t.id().to_owned()).to_vec(),
        metric: None,
    })
}

fn silence(view: &CaseView<'_>, parts: &Breakdown) -> Option<Scenario> {
    let longest = parts.silences.first()?;
    // The milestone that the silence delayed: the end of the stretch in which it ended.
    let delayed = parts.stretches.iter().find(|s| s.ends[1] >= longest.ends[1])?;
    let milestone = delayed.to.clone()?;
    let at = view.milestones.moment(&milestone)?.middle();
    Some(Scenario {
        title: say!("The longest silence ({span}) does not happen", span = longest.length()),
        milestone,
        to: at.plus(Span(-longest.length().0)),
        rules: vec![Theme::SlowEscalation.id().to_owned(), duty_rule(Duty::RegularUpdates)],
        metric: None,
    })
}

fn targets(view: &CaseView<'_>) -> Vec<Scenario> {
    let targets = view.plan.map(|plan| plan.targets.as_slice()).unwrap_or_default();
    let one = |target: &crate::plan::read::Target| {
        let metric = view.metrics.iter().find(|m| m.id == target.metric)?;
        let limit = Span::seconds(i64::from(target.minutes) * 60);
        let over = matches!(metric.duration, Duration::Exact { .. } | Duration::Range { .. });
        let missed = over && metric.duration.min().is_some_and(|min| min > limit);
        let start = view.milestones.moment(&metric.from).filter(|_| missed)?;
        view.milestones.moment(&metric.to)?;
        Some(Scenario {
            title: say!(
                "The plan's target is met: {metric} within {limit}",
                metric = inside(metric.id.label()),
                limit
            ),
            milestone: metric.to.clone(),
            to: start.middle().plus(limit),
            rules: vec![Theme::PlanNotFollowed.id().to_owned()],
            metric: Some(metric.id.clone()),
        })
    };
    targets.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::testing::{Story, moment};

    fn story() -> Story {
        Story::with(&[
            ("exposure_started", "2026-03-16T08:00:00Z"),
            ("first_signal", "2026-03-16T09:00:00Z"),
            ("detected", "2026-03-16T10:00:00Z"),
            ("aware", "2026-03-16T10:30:00Z"),
            ("contained", "2026-03-16T12:00:00Z"),
            ("authority_notified", "2026-03-20T10:00:00Z"),
        ])
        .and(|case| {
            case.facts.jurisdictions = vec!["DE".into()];
            case.facts.personal_data = Some(true);
            case.facts.risk_unlikely = Some(false);
        })
    }

    #[test]
    fn acting_on_the_first_alert_moves_all_that_follows_and_nothing_before() {
        story().view(|view| {
            let (scenario, saved) = scenarios(view, view.containment().as_ref())
                .into_iter()
                .find(|(s, _)| s.title.contains("first alert"))
                .unwrap();
            assert_eq!((scenario.milestone.clone(), saved), (Milestone::Detected, [Span::seconds(3600); 2]));
            let what = what_if(view, Pack::builtin(), &scenario.milestone, scenario.to);
            assert_eq!(what.saved, Some([Span::seconds(3600); 2]));
            let of = |all: &[Metric], id| all.iter().find(|m| m.id == id).unwrap().duration;
            let hours = |n: i64| Duration::Exact { value: Span::seconds(n * 3600) };
            assert_eq!(of(view.metrics, MetricId::Exposure), hours(4));
            assert_eq!(of(&what.metrics, MetricId::Exposure), hours(3));
            assert_eq!(of(&what.metrics, MetricId::TimeToContain), hours(2));
            // The record itself is as it was.
            assert_eq!(view.milestones.moment(&Milestone::Detected), Some(moment("2026-03-16T10:00:00Z")));
        });
    }

    #[test]
    fn an_earlier_notice_alone_changes_the_margin_by_as_much() {
        story().view(|view| {
            let to = "2026-03-18T10:00:00Z".parse().unwrap();
            let what = what_if(view, Pack::builtin(), &Milestone::AuthorityNotified, to);
            let margin = |all: &[Obligation]| {
                all.iter()
                    .find(|o| o.rule == "eu-gdpr-33-1-authority")
                    .and_then(|o| o.margin_seconds)
                    .unwrap()[0]
            };
            assert_eq!(margin(&what.obligations) - margin(view.obligations), 2 * 86_400);
            assert_eq!(what.saved, Some([Span::ZERO; 2]));
        });
    }

    #[test]
    fn a_case_without_a_gap_offers_nothing() {
        Story::with(&[("detected", "2026-03-16T10:00:00Z")])
            .view(|view| assert!(scenarios(view, view.containment().as_ref()).is_empty()));
    }
}
