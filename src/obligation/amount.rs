//! How much time a rule gives, in words: “72 hours”, “30 to 60 days”, “without undue delay”.

use super::facts::own_limit;
use super::rule::{Deadline, DeadlineKind, Rule, Unit};
use crate::model::Facts;
use crate::say;

/// What practice holds for reasonable, in words.
pub(super) fn benchmark(rule: &Rule) -> Option<String> {
    let d = rule.deadlines.iter().find(|d| d.kind == DeadlineKind::Benchmark)?;
    Some(format!("{} {}: {}", d.value?, unit_words(d.unit, d.value), d.basis))
}

/// The principal limit in words.
pub(super) fn limit_words(rule: &Rule, facts: &Facts) -> String {
    let Some(limit) = rule.limit() else { return String::new() };
    if let Some((value, unit)) = own_limit(rule, facts) {
        return say!("{value} {unit} (the case’s contract)", value, unit = unit_words(unit, Some(value)));
    }
    match (limit.value, limit.min_value) {
        (Some(0), _) if limit.not_after.is_some() => say!("with the other notice").to_owned(),
        (Some(_), None) if limit.kind == DeadlineKind::NotBefore => {
            say!("not before {amount}", amount = amount(limit))
        }
        _ => amount(limit),
    }
}

/// How much a deadline gives: “72 hours”, “30 to 60 days”, “without undue delay”.
pub fn amount(deadline: &Deadline) -> String {
    let unit = unit_words(deadline.unit, deadline.value);
    match (deadline.value, deadline.min_value) {
        (Some(most), Some(least)) => say!("{least} to {most} {unit}", least, most, unit),
        (Some(value), None) => format!("{value} {unit}"),
        (None, _) => unit.to_owned(),
    }
}

/// The name of a unit beside its number.
fn unit_words(unit: Unit, value: Option<u32>) -> &'static str {
    match (unit, value) {
        (Unit::Hours, Some(1)) => say!("hour"),
        (Unit::Hours, _) => say!("hours"),
        (Unit::Days, Some(1)) => say!("day"),
        (Unit::Days, _) => say!("days"),
        (Unit::BusinessDays, Some(1)) => say!("business day"),
        (Unit::BusinessDays, _) => say!("business days"),
        (Unit::Months, Some(1)) => say!("month"),
        (Unit::Months, _) => say!("months"),
        (Unit::WithoutUndueDelay, _) => say!("without undue delay"),
        (Unit::None, _) => say!("no limit"),
    }
}
