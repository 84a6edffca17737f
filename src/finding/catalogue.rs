//! The catalogue of the rules: each with what it looks at, why, and what it is held against, for a person to open.

use super::draft::Rule;
use super::{
    cause, communication, containment, data_quality, detection, escalation, evidence, followed, learning,
    notice, obligation, recovery, recurrence,
};

/// The rules that are no data quality and no cause told by texts.
const OWN: [&Rule; 29] = [
    &detection::GAP,
    &detection::IGNORED,
    &detection::LOGGING,
    &escalation::ENGAGE,
    &escalation::ACKNOWLEDGE,
    &escalation::SLOW,
    &containment::ISOLATE,
    &containment::HELD,
    &containment::SEGMENTATION,
    &containment::ERADICATED_FIRST,
    &evidence::PRESERVE,
    &communication::NOTIFY,
    &communication::POOR,
    &communication::UPDATES,
    &communication::SUPPORT,
    &notice::CONTENT,
    &obligation::KNOW,
    &obligation::REPORT,
    &recovery::SLOW,
    &recovery::UNCLEAN,
    &learning::REVIEW,
    &learning::PLAN,
    &learning::TRAIN,
    &learning::NOT_FOLLOWED,
    &learning::SKILL,
    &followed::STEPS,
    &recurrence::FACTOR,
    &recurrence::OVERDUE,
    &recurrence::UNHELPED,
];

/// All rules, those of one family not always together.
///
/// ```
/// use floodmark::finding::rules;
/// use floodmark::model::Family;
/// assert!(Family::ALL.iter().all(|family| rules().any(|rule| rule.family == *family)));
/// ```
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let causes = cause::CAUSES.iter().map(|cause| &cause.rule);
    OWN.into_iter().chain(causes).chain(data_quality::RULES)
}
