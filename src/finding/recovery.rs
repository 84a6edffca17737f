//! Recovery: how long it took, and whether what was brought back was clean.

use super::CaseView;
use super::containment::themes;
use super::draft::{Rule, lasted, when};
use super::evidence::certain_order;
use crate::model::{Duty, Family, Finding, MetricId, Milestone, Severity, Theme, Threshold};
use crate::say;
use Milestone::{Contained, Eradicated, Recovered};

pub(super) const SLOW: Rule = Rule {
    name: "slow-recovery",
    title: "Recovery took long",
    family: Family::Recovery,
    duty: Some(Duty::TrainingAndResources),
    looks_at: "The time from containment to recovery against the plan's target, else the threshold. A gap where it \
          was longer.",
    why: "What is contained and not restored still costs the business; NIST SP 800-61r3 (CSF 2.0 RC.RP-01, RC.RP-02) asks to \
          carry out recovery actions by their priority.",
    question: "What did recovery wait for, and which part of it could be practised or prepared?",
    change: "A target for recovery, the order in which systems come back, and what each of them needs.",
    thresholds: &[Threshold::Recovery],
};

/// Restoring took longer than the plan or the threshold says.
pub(super) fn slow_recovery(view: &CaseView<'_>) -> Option<Finding> {
    let took = view.took(&Contained, &Recovered)?;
    let limit = view.limit(&MetricId::TimeToRecover, Threshold::Recovery);
    (limit.over(&took) == Some(true)).then(|| {
        let recovered = view.at(&Recovered).map(|m| when(&m)).unwrap_or_default();
        let claim = say!(
            "Recovered {recovered}: {took} after containment, against {limit}.",
            recovered,
            took = lasted(&took),
            limit = limit.words()
        );
        // Long is not yet failed: only a target that was missed says so.
        let themes = if limit.from_plan { themes(Theme::RecoveryGap, true) } else { vec![] };
        SLOW.gap(Severity::Medium, &themes, claim, view.behind(&[Contained, Recovered]))
    })
}

pub(super) const UNCLEAN: Rule = Rule {
    name: "recovered-before-eradicated",
    title: "Recovered before eradicated",
    family: Family::Recovery,
    duty: Some(Duty::IdentifyAndIsolate),
    looks_at: "The order of “eradicated” and “recovered”. A gap where systems were certainly back before what the other side \
          left was removed.",
    why: "What is brought back with the way in still open is lost again; NIST SP 800-61r3 (CSF 2.0 RC.RP-05) asks to verify \
          the integrity of restored assets before they are used.",
    question: "How did we know that what we brought back was clean?",
    change: "A check that what is brought back is clean, and who signs it before customers are let in.",
    thresholds: &[],
};

/// Back in use before it was clean.
pub(super) fn recovered_before_eradicated(view: &CaseView<'_>) -> Option<Finding> {
    let (eradicated, recovered) = (view.at(&Eradicated)?, view.at(&Recovered)?);
    (certain_order(&recovered, &eradicated) == Some(true)).then(|| {
        let (recovered, eradicated) = (when(&recovered), when(&eradicated));
        let claim = say!("Recovered {recovered}, before eradication ({eradicated}).", recovered, eradicated);
        UNCLEAN.gap(Severity::Medium, &[Theme::RecoveryGap], claim, view.behind(&[Recovered, Eradicated]))
    })
}
