//! Every rule of the catalogue speaks of a gap on one case and not on another.

use super::testing::{Story, european, moment};
use super::{Action, Earlier, rules};
use crate::model::case::AmendmentDecision;
use crate::model::facts::NoticePart;
use crate::model::finding::{Family, Outcome};
use crate::model::{MetricId, Precision, RowTime, Theme, Threshold, Timestamp};
use crate::plan::read::read;

const DETECTED: (&str, &str) = ("detected", "2026-03-16T09:00:00Z");
const CONTAINED: (&str, &str) = ("contained", "2026-03-16T10:00:00Z");
const DAY: &str = "2026-03-16";
const PLAN: &str = "# Plan\n\n## Contain\n\n1. Switch the checkout off.\n2. Take snapshots of the disks.\n\n## Targets\n\n- Contain within 30 minutes of detection.\n";

fn said(text: &str) -> Story {
    Story::with(&[DETECTED]).event("2026-03-16T08:00:00Z", "", "", text)
}

fn with(milestones: &[(&str, &str)]) -> Story {
    Story::with(milestones)
}

fn earlier(factors: &[Theme], actions: &[(&str, Option<&str>)]) -> Earlier {
    let action = |(opened, closed): &(&str, Option<&str>)| Action {
        name: "#7 Enforce a second factor".to_owned(),
        opened: Some(moment(opened)),
        closed: closed.map(moment),
        due: None,
    };
    Earlier {
        title: "Skimmer of 2025".to_owned(),
        began: moment("2025-03-16"),
        factors: factors.to_vec(),
        actions: actions.iter().map(action).collect(),
        accepted: vec![],
        took: vec![],
    }
}

fn after(other: Earlier) -> Story {
    Story { earlier: vec![other], ..said("Password reused and leaked") }
}

fn row(precision: Precision, offset: Option<i32>, at: &str) -> Story {
    let micros = moment(at).earliest.0;
    Story::default().row(RowTime { micros, offset, precision, abbreviation: None, zone: None }, "x")
}

/// A case on which the rule sees a gap, and a similar one on which it does not.
fn cases(rule: &str) -> Option<[Story; 2]> {
    let hour = |h: u32| format!("2026-03-16T{h:02}:00:00Z");
    let (at10, at12) = (hour(10), hour(12));
    let plan = || Some(read(PLAN));
    Some(match rule {
        "detection-gap" => {
            [("compromise", "2026-01-01"), ("compromise", "2026-03-15")].map(|c| with(&[c, DETECTED]))
        }
        "alert-ignored" => ["2026-03-01", "2026-03-15"].map(|s| with(&[("first_signal", s), DETECTED])),
        "change-did-not-help" => ["2026-01-02", "2026-05-02"].map(|date| {
            let history = format!("\n## Revision history\n\n| Version | Date | Changes |\n|---|---|---|\n| 1.1 | {date} | identify-and-isolate.scope-first |\n");
            Story { plan: Some(read(&format!("{PLAN}{history}"))), ..with(&[DETECTED, CONTAINED]) }
        }),
        "slow-escalation" => ["2026-03-11", "2026-03-15"].map(|s| with(&[("first_signal", s), DETECTED])),
        "logging-gap" => ["Audit logging was not enabled", "Logs exported"].map(said),
        "engage-response-team" => ["2026-03-18", "2026-03-16"].map(|d| with(&[DETECTED, ("declared", d)])),
        "late-acknowledgement" => {
            ["2026-03-18T09:00:00Z", "2026-03-16T09:10:00Z"].map(|a| with(&[DETECTED, ("acknowledged", a)]))
        }
        "identify-and-isolate" => ["2026-03-18", "2026-03-16"].map(|c| with(&[DETECTED, ("contained", c)])),
        "late-containment" => ["The skimmer is still active", "The skimmer is removed"].map(said),
        "segmentation" => ["Intruder pivots to another server", "Intruder leaves"].map(said),
        "contained-after-eradication" => ["2026-03-16T09:30:00Z", "2026-03-16T11:00:00Z"].map(|at| {
            with(&[DETECTED, CONTAINED]).event(at, "ops", "shop", "Web shell removed: malware deleted")
        }),
        "preserve-evidence" => ["2026-03-18T00:00:00Z", "2026-03-16T09:30:00Z"]
            .map(|p| with(&[DETECTED, ("eradicated", &at12), ("evidence_preserved", p)])),
        "notify-affected-parties" => ["2026-05-18", "2026-03-18"]
            .map(|told| with(&[DETECTED, ("aware", &at10), ("individuals_notified", told)])),
        "poor-communication" => {
            ["Customers find the notice confusing", "Customers read the notice"].map(said)
        }
        "regular-updates" => [60, 240].map(|minutes| {
            with(&[DETECTED, ("contained", &at12)])
                .event(&at10, "support", "", "Update posted on the status page")
                .and(|c| c.facts.update_cadence_minutes = Some(minutes))
        }),
        "support-channels" => ["2026-03-19T10:00:00Z", "2026-03-17T10:00:00Z"].map(|opened| {
            with(&[("individuals_notified", "2026-03-18T10:00:00Z"), ("support_opened", opened)])
        }),
        "notice-content" => [false, true].map(|advice| {
            with(&[("individuals_notified", "2026-03-18")]).and(|c| {
                c.facts.notice = NoticePart::ALL.into_iter().map(|part| (part, true)).collect();
                c.facts.notice.insert(NoticePart::Advice, advice);
            })
        }),
        "know-obligations" => {
            ["2026-03-20T12:00:00Z", &at12].map(|aware| european(&[DETECTED, ("aware", aware)]))
        }
        "timely-reporting" => ["2026-03-21T12:00:00Z", "2026-03-18T12:00:00Z"]
            .map(|sent| european(&[("aware", &at12), ("authority_notified", sent)])),
        "slow-recovery" => {
            ["2026-04-16", "2026-03-18"].map(|r| with(&[DETECTED, CONTAINED, ("recovered", r)]))
        }
        "recovered-before-eradicated" => ["2026-03-20", "2026-03-17"]
            .map(|e| with(&[CONTAINED, ("eradicated", e), ("recovered", "2026-03-18")])),
        "recovery-gap" => ["The backup is corrupt", "The backup is restored"].map(said),
        "post-mortem" => ["2026-05-20", "2026-03-20"].map(|held| {
            with(&[CONTAINED, ("review_held", held)]).and(|c| c.facts.review_teams = vec!["legal".into()])
        }),
        "update-plan" => [true, false].map(|accepted| {
            let story = Story { plan: plan(), ..with(&[DETECTED]) };
            story.and(|c| {
                if accepted {
                    c.amendments.insert("x.y".into(), AmendmentDecision::Accepted { text: None });
                }
            })
        }),
        "training-and-resources" => {
            let gap = || said("Password reused and leaked");
            [gap(), gap().event("2026-04-01", "", "", "Security training held for all teams")]
        }
        "plan-not-followed" => ["The checklist was skipped", "The checklist was followed"].map(said),
        "training-gap" => ["The step is missing in the runbook", "The runbook helps"].map(said),
        "plan-steps" => [&at10, "2026-03-16T09:20:00Z"].map(|at| {
            let story = with(&[DETECTED, ("contained", at)]).event(at, "ops", "", "Checkout switched off");
            Story { plan: plan(), ..story }
        }),
        "recurring-factor" => {
            [Theme::CredentialHygiene, Theme::Segmentation].map(|t| after(earlier(&[t], &[])))
        }
        "overdue-actions" => {
            [None, Some("2025-06-01")].map(|closed| after(earlier(&[], &[("2025-04-01", closed)])))
        }
        "third-party" => ["Access of a supplier stolen", "Supplier told by phone"].map(said),
        "credential-hygiene" => ["Admin password was reused", "Password changed"].map(said),
        "missing-patch" => ["The patch was not applied", "Patch applied"].map(said),
        "asset-inventory" => ["A forgotten server answers", "The server answers"].map(said),
        "milestones-missing" => [said("x"), Story::with(&[DETECTED])],
        "order-reversed" => ["2026-03-01", &at10].map(|c| with(&[DETECTED, ("contained", c)])),
        "order-uncertain" => [DAY, &at10].map(|c| with(&[DETECTED, ("contained", c)])),
        "milestones-imprecise" => [DAY, &at10].map(|c| with(&[("contained", c)])),
        "time-implausible" => {
            let far = RowTime::utc(Timestamp::PLAUSIBLE_UNTIL.plus(crate::model::Span::seconds(1)));
            [Story::default().row(far, "x"), said("x")]
        }
        "zone-assumed" => [None, Some(0)].map(|offset| row(Precision::Day, offset, DAY)),
        "rows-without-zone" => [None, Some(0)].map(|offset| row(Precision::Exact, offset, &at10)),
        "duplicates" => ["x", "y"].map(|text| said(text).event("2026-03-16T08:00:00Z", "", "", "x")),
        // These rest on how a file was read or in which zone it stands: tests/it/findings.rs has them.
        "time-fields-disagree" | "midnight-date-only" | "time-skipped" => return None,
        other => panic!("no cases for {other}"),
    })
}

#[test]
fn every_rule_speaks_on_one_case_and_not_on_another() {
    for rule in rules() {
        let Some([gap, fine]) = cases(rule.name) else { continue };
        let found = gap.shows(rule.name, Outcome::Gap, "");
        assert_eq!((found.family, found.duty), (rule.family, rule.duty));
        let thresholds: Vec<Threshold> = found.measures.iter().map(|m| m.threshold).collect();
        let plan_has = rule.thresholds.iter().all(|t| thresholds.contains(t)) || gap.plan.is_some();
        assert!(plan_has, "{} does not say what it was held against", rule.name);
        let silent = fine.finding(rule.name);
        assert!(silent.as_ref().is_none_or(|f| f.outcome != Outcome::Gap), "{}: {silent:?}", rule.name);
    }
}

#[test]
fn the_catalogue_says_everything_of_every_rule() {
    let mut names = std::collections::BTreeSet::new();
    for rule in rules() {
        assert!(names.insert(rule.name), "{} stands twice", rule.name);
        assert!(!rule.title.is_empty() && rule.looks_at.len() > 40 && rule.why.len() > 40, "{}", rule.name);
        assert!(rule.question.ends_with('?'), "{}", rule.name);
        let quality = rule.family == Family::DataQuality;
        assert_eq!((rule.duty.is_none(), rule.change.is_empty()), (quality, quality), "{}", rule.name);
    }
    for family in Family::ALL {
        assert!(rules().any(|rule| rule.family == *family), "{}", family.label());
    }
    for threshold in Threshold::ALL {
        assert!(rules().any(|rule| rule.thresholds.contains(threshold)), "{}", threshold.label());
    }
    for theme in Theme::ALL {
        let other = [Theme::EvidenceLost, Theme::LateNotification].contains(theme);
        assert!(other || names.contains(theme.id()), "{}", theme.label());
    }
}

#[test]
fn a_threshold_that_is_set_decides_and_is_said() {
    let story = Story::with(&[("compromise", "2026-03-01T09:00:00Z"), DETECTED]);
    let found = story.shows("detection-gap", Outcome::Gap, "15 d");
    assert!(found.measures.iter().all(|m| !m.is_set()));
    let mut calm = story.clone();
    calm.thresholds.set(Threshold::Dwell, Some(20));
    assert_eq!(calm.finding("detection-gap"), None);
    let mut strict = story;
    strict.thresholds.set(Threshold::LongDwell, Some(10));
    let heavy = strict.shows("detection-gap", Outcome::Gap, "15 d");
    assert_eq!(heavy.severity, crate::model::Severity::High);
    assert!(heavy.measures.iter().any(|m| m.is_set() && m.value == 10));
    // Where the plan sets a target, the threshold for the same is out of use.
    let mut planned = Story { plan: Some(read(PLAN)), ..Story::with(&[DETECTED, CONTAINED]) };
    planned.thresholds.set(Threshold::Contain, Some(2));
    let found = planned.shows("identify-and-isolate", Outcome::Gap, "the plan's target of 30 min");
    assert_eq!(found.measures, []);
    let own = Story { plan: None, ..planned };
    own.shows("identify-and-isolate", Outcome::Shown, "2 h, the threshold set in this workspace");
    assert_eq!(MetricId::TimeToContain.label(), "Time to contain");
}

#[test]
fn three_cases_weigh_more_than_two_and_a_later_case_counts_for_nothing() {
    let first = earlier(&[Theme::CredentialHygiene], &[]);
    let second = Earlier { title: "Login of 2024".to_owned(), began: moment("2024-02"), ..first.clone() };
    let later = Earlier { title: "Next".to_owned(), began: moment("2026-12-01"), ..first.clone() };
    let story = |earlier: Vec<Earlier>| Story { earlier, ..said("Password reused and leaked") };
    let two =
        story(vec![first.clone(), later.clone()]).shows("recurring-factor", Outcome::Gap, "Skimmer of 2025");
    assert!(!two.claim.contains("Next") && !two.events.is_empty());
    assert_eq!(two.severity, crate::model::Severity::Medium);
    let three = story(vec![first, second, later]).shows("recurring-factor", Outcome::Gap, "Login of 2024");
    assert_eq!(three.severity, crate::model::Severity::High);
}

#[test]
fn an_item_with_a_day_is_overdue_after_it_and_one_without_after_the_threshold() {
    let with = |opened: &str, due: Option<&str>| {
        let mut other = earlier(&[], &[(opened, None)]);
        other.actions[0].due = due.map(|due| moment(due).latest);
        after(other)
    };
    // This case began on 2026-03-16.
    let late = with("2026-03-10", Some("2026-03-14"));
    late.shows("overdue-actions", Outcome::Gap, "Enforce a second factor");
    let recorded = Story::default().event("2026-03-16T08:00:00Z", "", "", "Password reused and leaked");
    let start = Story { earlier: late.earlier, ..recorded }.finding("overdue-actions").unwrap().events;
    assert_eq!(start.len(), 1, "it opens to the start of this case");
    assert_eq!(with("2025-04-01", Some("2026-03-16")).finding("overdue-actions"), None);
    assert_eq!(with("2026-03-10", None).finding("overdue-actions"), None);
}
