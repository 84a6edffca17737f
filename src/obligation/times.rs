//! The times of a case that a rule's clock needs: trigger, notice, receipt, hold.

use super::Pair;
use super::calendar::{Counting, end_of_day};
use super::clock::{Hold, Relief, Start};
use super::facts::own_limit;
use super::rule::{DeadlineKind, Rollover, Rule};
use crate::language::known;
use crate::milestone::Milestones;
use crate::model::{Facts, Milestone, Moment, Span, Timestamp};
use crate::say;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// When law enforcement asked to hold notices back.
pub(super) const HOLD_STARTED: &str = "law_enforcement_hold_started";
/// When it lifted that.
pub(super) const HOLD_ENDED: &str = "law_enforcement_hold_ended";

/// When notices were sent, by rule, with those that a milestone of the case stands for.
pub(super) type Sent = BTreeMap<String, Pair>;

pub(super) fn pair(moment: Moment) -> Pair {
    [moment.earliest, moment.latest]
}

/// The time of a milestone; that of a notice is looked up among `sent`.
pub(super) fn time(milestone: &Milestone, milestones: &Milestones, sent: &Sent) -> Option<Pair> {
    match milestone {
        Milestone::Sent(rule) => sent.get(rule).copied(),
        other => milestones.moment(other).map(pair),
    }
}

/// When a rule's clock starts, and notes on where that time is from.
///
/// A notice of one rule that the trigger prefers, the rule's own milestone, what stands in for it (`discovered` takes
/// `detected`; `determined_breach` and `reasonably_believes` take `aware`; the end of the year is that of the
/// discovery), then the rule's alternatives.
pub(super) fn trigger(
    rule: &Rule,
    milestones: &Milestones,
    sent: &Sent,
    counting: &Counting,
) -> (Option<Pair>, Vec<String>) {
    let own = &rule.trigger.milestone;
    let at = |m: &Milestone| time(m, milestones, sent);
    if let Some((m, pair)) = rule.trigger.prefer.iter().find_map(|m| Some((m, at(m)?))) {
        return (
            Some(pair),
            vec![say!("The clock starts at the time of “{milestone}”.", milestone = known(m.label()))],
        );
    }
    if let Some(pair) = at(own) {
        return (Some(pair), vec![]);
    }
    let name = match own {
        Milestone::Legal(name) if !milestones.is_none(own) => name.as_str(),
        _ => "",
    };
    if name == "calendar_year_end" {
        let discovered = Milestone::Legal("discovered".to_owned());
        let found = at(&discovered).or_else(|| at(&Milestone::Detected));
        if let Some(found) = found {
            let note = say!("The year is that in which the breach was discovered.").to_owned();
            return (Some(found.map(|t| year_end(t, counting))), vec![note]);
        }
    }
    let stands_for = match name {
        "discovered" => Some(Milestone::Detected),
        "determined_breach" | "reasonably_believes" => Some(Milestone::Aware),
        _ => None,
    };
    let others = stands_for.iter().chain(&rule.trigger.alternatives);
    match others.into_iter().find_map(|m| Some((m, at(m)?))) {
        Some((m, pair)) => {
            let note = say!(
                "“{own}” has no time of its own; “{other}” stands in for it.",
                own = known(own.label()),
                other = known(m.label())
            );
            (Some(pair), vec![note])
        }
        None => {
            (None, vec![say!("The clock starts at “{own}”, which has no time.", own = known(own.label()))])
        }
    }
}

/// How long it took from the discovery to a decision that starts the clock, where the law wants that without
/// unreasonable delay.
pub(super) fn deciding(rule: &Rule, trigger: Pair, milestones: &Milestones) -> Option<String> {
    let discovered = Milestone::Legal("discovered".to_owned());
    let from = rule.trigger.prompt.then(|| [discovered, Milestone::Detected].into_iter())?;
    let [first, last] = from.filter_map(|m| milestones.moment(&m)).map(pair).next()?;
    let [start, end] = trigger;
    let (least, most) = (start.since(last), end.since(first));
    (most > Span::ZERO).then(|| {
        let [a, b] = [least.max(Span::ZERO), most].map(|span| format!("{span:#}"));
        let took = if least == most { b } else { say!("between {a} and {b}", a, b) };
        say!(
            "From the discovery to “{milestone}” it took {took}. The law wants that decision without unreasonable delay, \
             which is a question of its own.",
            milestone = known(rule.trigger.milestone.label()),
            took
        )
    })
}

/// The last second of the year of an instant.
fn year_end(at: Timestamp, counting: &Counting) -> Timestamp {
    let day = counting.zone.local(at).date();
    NaiveDate::from_ymd_opt(day.year(), 12, 31).map_or(at, |last| end_of_day(last, counting.zone))
}

/// When the notice of a rule was sent: its own `sent:RULE`, else the case's one milestone for that recipient where
/// `rivals`, the rules that apply and ask for it, number just one.
pub(super) fn sent(
    rule: &Rule,
    milestones: &Milestones,
    rivals: Option<usize>,
) -> (Option<Pair>, Option<String>) {
    let own = Milestone::Sent(rule.id.clone());
    if let Some(held) = milestones.get(&own) {
        return (held.moment.map(pair), None);
    }
    // What was received was sent before, but not when.
    let Some(shared) = rule.recipient.milestone() else { return (None, None) };
    let Some(moment) = milestones.moment(&shared) else { return (None, None) };
    match rivals {
        Some(1) => (Some(pair(moment)), None),
        Some(n) if n > 1 => {
            let note = say!(
                "“{shared}” has a time, but {n} rules ask for such a notice; say which one it served (`{own}`).",
                shared = known(shared.label()),
                n,
                own
            );
            (None, Some(note))
        }
        _ => (None, None),
    }
}

/// Whether the case has a notice to a rule's kind of recipient, and nobody has said when, or that never, the rule's own
/// went.
pub(super) fn unassigned(rule: &Rule, milestones: &Milestones) -> bool {
    let own = Milestone::Sent(rule.id.clone());
    let shared = rule.recipient.milestone();
    milestones.get(&own).is_none() && shared.is_some_and(|m| milestones.moment(&m).is_some())
}

/// The hold by law enforcement that suspends a rule's clock, where the rule knows one.
pub(super) fn hold(rule: &Rule, milestones: &Milestones) -> Option<Hold> {
    let at = |name: &str| milestones.moment(&Milestone::Legal(name.to_owned())).map(pair);
    let from = rule.conditions.hold.then(|| at(HOLD_STARTED)).flatten()?;
    Some(Hold { from, to: at(HOLD_ENDED) })
}

/// Which relief of Delegated Regulation (EU) 2025/301 Art. 5(4) to (6) the organisation has for a rule. The final report
/// always has it; the others have it by the kind of entity.
fn relief(rule: &Rule, facts: &Facts) -> Relief {
    const WITHOUT: [&str; 6] = ["bank", "credit-institution", "ccp", "trading-venue", "nis2", "critical"];
    const WITH: [&str; 6] = ["payment", "e-money", "investment", "insurance", "crypto", "credit-union"];
    if rule.computation.rollover != Rollover::Dora54 {
        return Relief::No;
    }
    let sector = facts.sector.to_lowercase();
    let names = |list: &[&str]| list.iter().any(|word| sector.contains(word));
    match rule.id.ends_with("-final") {
        true => Relief::Yes,
        false if names(&WITHOUT) => Relief::No,
        false if names(&WITH) => Relief::Yes,
        false => Relief::Perhaps,
    }
}

/// Everything that the end of a rule's limits depends on, for a clock that starts at `trigger`.
pub(super) fn start<'a>(
    rule: &Rule,
    trigger: Pair,
    facts: &Facts,
    milestones: &Milestones,
    sent: &Sent,
    counting: &'a Counting,
) -> Start<'a> {
    let from = |d: &super::rule::Deadline| {
        let notice = d.not_after.as_ref().filter(|_| d.kind != DeadlineKind::Limit);
        let notice = notice.and_then(|rule| sent.get(rule).copied());
        notice.or_else(|| time(d.from.as_ref()?, milestones, sent))
    };
    let others = rule.deadlines.iter().enumerate().skip(1).filter_map(|(n, d)| Some((n, from(d)?))).collect();
    Start {
        trigger,
        others,
        own: own_limit(rule, facts),
        relief: relief(rule, facts),
        hold: hold(rule, milestones),
        counting,
    }
}

/// Whether the clock of a rule is one of a cap alone: its own trigger has no time, but that of a cap stands in for it.
pub(super) fn cap_alone(rule: &Rule, milestones: &Milestones, sent: &Sent) -> bool {
    let caps = || rule.deadlines.iter().filter(|d| d.kind == DeadlineKind::Cap);
    caps().next().is_some() && time(&rule.trigger.milestone, milestones, sent).is_none()
}
