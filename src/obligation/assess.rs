//! The rules of a pack against one case.

use super::amount::{benchmark, limit_words};
use super::applies::{applies, in_force};
use super::calendar::{Counting, counting};
use super::clock::{Due, by_date, due, judge, judge_absent, margin};
use super::facts::own_limit;
use super::pack::Pack;
use super::rule::{Deadline, DeadlineKind, ExcuseFact, Mode, Rule, Status, Unit};
use super::times::{self, Sent, hold};
use super::{Obligation, Pair, Question, Verdict};
use crate::language::known;
use crate::milestone::Milestones;
use crate::model::{Facts, Milestone, Span, Timestamp, Zone};
use crate::say;

/// One rule on its way through the assessment.
struct Draft<'a> {
    rule: &'a Rule,
    counting: Counting,
    obligation: Obligation,
}

/// Applies each rule of the pack, in its order. Rules that do not apply are in the answer too, with the reason;
/// [`applicable`] leaves them out.
pub fn assess(pack: &Pack, facts: &Facts, milestones: &Milestones, as_of: Timestamp) -> Vec<Obligation> {
    let own = sent_by(pack, |rule| times::sent(rule, milestones, None).0);
    let mut drafts: Vec<Draft<'_>> =
        pack.rules.iter().map(|rule| begin(pack, rule, facts, milestones, &own)).collect();
    let wanted: Vec<_> = drafts
        .iter()
        .filter(|d| d.obligation.selected && d.obligation.verdict != Verdict::NotInForce)
        // A rule without any limit asks for no notice.
        .filter(|d| d.rule.limit().is_some_and(|l| l.unit != Unit::None))
        .map(|d| d.rule.recipient)
        .collect();
    let mut sent = Sent::new();
    for Draft { rule, obligation, .. } in &mut drafts {
        let rivals = wanted.iter().filter(|kind| **kind == rule.recipient).count();
        let (time, note) = times::sent(rule, milestones, obligation.selected.then_some(rivals));
        obligation.sent = time;
        obligation.unassigned = time.is_none() && times::unassigned(rule, milestones);
        obligation.received = times::time(&Milestone::Received(rule.id.clone()), milestones, &own);
        obligation.notes.extend(note);
        sent.extend(time.map(|time| (rule.id.clone(), time)));
    }
    let finished = drafts.into_iter().map(|mut draft| {
        // A clock that another notice starts is known only now.
        enter(&mut draft, milestones, &sent);
        finish(&mut draft, facts, milestones, &sent, as_of);
        draft.obligation
    });
    finished.collect()
}

fn sent_by(pack: &Pack, time: impl Fn(&Rule) -> Option<Pair>) -> Sent {
    pack.rules.iter().filter_map(|rule| Some((rule.id.clone(), time(rule)?))).collect()
}

/// The obligations that the case's jurisdictions and contracts select and that no fact rules out: those that
/// analysis.json lists. A question that is still open does not rule out.
pub fn applicable(obligations: &[Obligation]) -> impl Iterator<Item = &Obligation> {
    obligations.iter().filter(|o| o.selected)
}

/// The questions that are still open, each once, with the first sentence that asks it and how many rules wait for it.
/// What sector the organisation is of, or which contracts it has, is no open question where nothing else selects
/// those rules.
pub fn open_questions(obligations: &[Obligation]) -> Vec<(Question, &str, usize)> {
    let mut open: Vec<(Question, &str, usize)> = Vec::new();
    for obligation in obligations.iter().filter(|o| o.verdict != Verdict::NotInForce) {
        let Some(question) = obligation.question.filter(|_| obligation.applies.is_none()) else { continue };
        if !obligation.selected && question != Question::Place {
            continue;
        }
        match open.iter_mut().find(|(q, ..)| *q == question) {
            Some((.., count)) => *count += 1,
            None => open.push((question, &obligation.because, 1)),
        }
    }
    open
}

/// Whether it applies, and whether it was in force as far as its clock is known yet.
fn begin<'a>(pack: &Pack, rule: &'a Rule, facts: &Facts, milestones: &Milestones, sent: &Sent) -> Draft<'a> {
    let applies = applies(rule, facts, milestones);
    let counting = counting(rule, facts);
    let obligation = Obligation {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        citation: rule.citation.clone(),
        jurisdiction: rule.jurisdiction.clone(),
        recipient: rule.recipient_name.clone(),
        recipient_kind: rule.recipient,
        pack: pack.version.clone(),
        selected: applies.selected,
        applies: applies.answer,
        because: applies.because,
        question: applies.question,
        limit: limit_words(rule, facts),
        starts: Some(rule.trigger.milestone.clone()),
        benchmark: benchmark(rule),
        ..Obligation::default()
    };
    let mut draft = Draft { rule, counting, obligation };
    let kept = draft.obligation.notes.len();
    enter(&mut draft, milestones, sent);
    draft.obligation.notes.truncate(kept);
    draft
}

/// The zone of the dates between which a rule is in force: that in which it counts days; UTC for limits in hours.
fn force_zone(rule: &Rule, counting: &Counting) -> Zone {
    if rule.limit().is_some_and(|l| by_date(l.unit)) { counting.zone } else { Zone::Utc }
}

/// When its clock starts, and whether it was in force then.
fn enter(draft: &mut Draft<'_>, milestones: &Milestones, sent: &Sent) {
    let Draft { rule, counting, obligation } = draft;
    let (trigger, mut notes) = times::trigger(rule, milestones, sent, counting);
    obligation.trigger = trigger;
    obligation.verdict = match trigger.map(|pair| in_force(rule, pair, force_zone(rule, counting))) {
        _ if matches!(rule.status, Status::Proposed | Status::NotInForce) => Verdict::NotInForce,
        None => Verdict::NoTrigger,
        Some(Some(false)) => Verdict::NotInForce,
        Some(None) => {
            notes.push(
                say!("The rule came into or went out of force within the interval of the trigger.")
                    .to_owned(),
            );
            Verdict::Undetermined
        }
        Some(Some(true)) => Verdict::Undetermined,
    };
    if obligation.verdict == Verdict::NotInForce {
        notes.push(match (rule.status, rule.in_force.from) {
            (Status::Proposed, _) => {
                say!("A proposal: not adopted on the date of the pack, so that it gives no verdict.")
                    .to_owned()
            }
            (Status::NotInForce, _) => {
                say!("Without effect on the date of the pack, so that it gives no verdict.").to_owned()
            }
            (Status::InForce | Status::Contractual, Some(day)) => say!("In force from {day} only.", day),
            (_, Some(day)) => say!("Not in force at that time; expected from {day}.", day),
            (_, None) => say!("Not in force at that time.").to_owned(),
        });
    }
    notes.append(&mut obligation.notes);
    obligation.notes = notes;
}

/// Due, verdict, margin, notes.
fn finish(draft: &mut Draft<'_>, facts: &Facts, milestones: &Milestones, sent: &Sent, as_of: Timestamp) {
    let Draft { rule, counting, obligation } = draft;
    if let (Some(trigger), Verdict::Undetermined) = (obligation.trigger, obligation.verdict) {
        let straddles = in_force(rule, trigger, force_zone(rule, counting)).is_none();
        match ends(rule, trigger, facts, milestones, sent, counting) {
            Ok(ends) => {
                obligation.due = Some(ends.strict);
                obligation.due_lenient = ends.lenient;
                obligation.not_before = ends.not_before;
                let told = told(rule, obligation);
                // A clock that starts at the end of the year runs for those who wait; most send before it.
                let of_year =
                    matches!(&rule.trigger.milestone, Milestone::Legal(name) if name == "calendar_year_end");
                if !of_year && told.is_some_and(|[_, last]| last < trigger[0]) {
                    let note =
                        say!("The notice went before its clock started: look whether both times are right.");
                    obligation.notes.push(note.to_owned());
                }
                obligation.counted = told;
                obligation.margin_seconds = told.map(|sent| margin(&ends, sent));
                let verdict = against(rule, &ends, told, as_of, facts, milestones, &mut obligation.notes);
                if !straddles {
                    obligation.verdict = verdict;
                }
                figure(rule, facts, obligation);
            }
            Err(why) => without_end(rule, obligation, why),
        }
        order(rule, obligation, milestones, sent);
        obligation.notes.extend(times::deciding(rule, trigger, milestones));
    }
    // A rule that is not selected is listed by its reason alone.
    if obligation.selected {
        clock_notes(rule, facts, counting, obligation);
    }
}

/// The ends of a rule's limits for a clock that starts at `trigger`.
pub(super) fn ends(
    rule: &Rule,
    trigger: Pair,
    facts: &Facts,
    milestones: &Milestones,
    sent: &Sent,
    counting: &Counting,
) -> Result<Due, &'static str> {
    let mut start = times::start(rule, trigger, facts, milestones, sent, counting);
    let cap = rule.deadlines.iter().find(|d| d.kind == DeadlineKind::Cap);
    if let Some(Deadline { value: Some(value), unit, from, .. }) = cap
        && times::cap_alone(rule, milestones, sent)
        && start.others.iter().any(|(_, pair)| *pair == trigger)
        && from.as_ref().is_some_and(|from| rule.trigger.alternatives.contains(from))
    {
        // The rule's own trigger never came: only the cap runs.
        start.own = Some((*value, *unit));
        start.others.clear();
    }
    due(rule, &start)
}

/// The time that counts against the limit: that of receipt where the rule asks for it and it is known.
fn told(rule: &Rule, obligation: &mut Obligation) -> Option<Pair> {
    if !rule.computation.receipt {
        return obligation.sent;
    }
    let note = match (obligation.received, obligation.sent) {
        (Some(_), _) => say!("The recipient must have the notice by then: the time of receipt counts."),
        (None, Some(_)) => say!(
            "The recipient must have the notice by then; the time of receipt is not on record, and that of sending stands \
             in for it."
        ),
        (None, None) => return None,
    };
    obligation.notes.push(note.to_owned());
    obligation.received.or(obligation.sent)
}

/// A figure that no source confirms, or that is no law, gives no verdict of its own weight.
fn figure(rule: &Rule, facts: &Facts, obligation: &mut Obligation) {
    if own_limit(rule, facts).is_some() {
        obligation.notes.push(say!("The limit is the one that the case’s own contract states.").to_owned());
        return;
    }
    if !rule.verification.verified {
        obligation.verdict = Verdict::NotAssessable;
        obligation.notes.push(
            say!("No source that was read confirms this figure: it is shown, and gives no verdict.")
                .to_owned(),
        );
    }
    if rule.limit().is_some_and(|l| l.kind == DeadlineKind::Guidance) {
        obligation
            .notes
            .push(say!("The number is guidance of the authority, not a limit of law.").to_owned());
    }
}

/// A rule without a number: the contract's is missing, or the law has none and the time that passed is shown.
fn without_end(rule: &Rule, obligation: &mut Obligation, why: &str) {
    let missing = rule.status == Status::Contractual && rule.computation.mode != Mode::Qualitative;
    obligation.verdict = if missing { Verdict::ContractValueMissing } else { Verdict::NotAssessable };
    obligation.notes.push(match missing {
        true => {
            say!("The limit stands in the case’s own contract; state it among the facts (`contract_limits`).")
                .to_owned()
        }
        false => why.to_owned(),
    });
    if let (Some([start, latest]), Some([first, last])) = (obligation.trigger, obligation.sent) {
        let (least, most) = (first.since(latest), last.since(start));
        let [a, b] = [least, most].map(|span| format!("{span:#}"));
        obligation.notes.push(match (least, most) {
            _ if least == most && least >= Span::ZERO => say!("Sent {a} after the start of the clock.", a),
            _ if least >= Span::ZERO => {
                say!("Sent between {a} and {b} after the start of the clock.", a, b)
            }
            _ if most >= Span::ZERO => say!("Sent at most {b} after the start of the clock.", b),
            _ => say!("Sent before the start of the clock.").to_owned(),
        });
    }
}

/// A notice that may not go before another one: too early where it surely did, and no verdict that clears it where it
/// may have.
fn order(rule: &Rule, obligation: &mut Obligation, milestones: &Milestones, sent: &Sent) {
    let bounds = rule.deadlines.iter().skip(1).filter(|d| d.kind == DeadlineKind::NotBefore);
    for other in bounds.filter_map(|d| d.from.as_ref()) {
        let (Some([first, last]), Some([start, end])) =
            (obligation.sent, times::time(other, milestones, sent))
        else {
            continue;
        };
        if last < start {
            obligation.verdict = Verdict::TooEarly;
            obligation.margin_seconds =
                Some([first.since(end), last.since(start)].map(|s| s.as_seconds().floor() as i64));
            obligation
                .notes
                .push(say!("Sent before “{other}”, which must come first.", other = known(other.label())));
        } else if first < end {
            // Being on time is half of what such a rule asks for: the other half cannot be told.
            if matches!(obligation.verdict, Verdict::OnTime | Verdict::OnTimeLenient | Verdict::NotAssessable)
            {
                obligation.verdict = Verdict::Undetermined;
            }
            obligation.notes.push(say!(
                "Whether it was sent before “{other}” cannot be told.",
                other = known(other.label())
            ));
        }
    }
}

/// Whether the facts document what excuses a late notice.
pub(super) fn excused(rule: &Rule, facts: &Facts) -> bool {
    rule.late_excuse.as_ref().is_some_and(|excuse| match excuse.from_facts {
        ExcuseFact::DelayReasons => facts.delay_reasons.get(&rule.id).is_some_and(|r| !r.trim().is_empty()),
    })
}

/// The verdict on a notice or on its absence.
pub(super) fn against(
    rule: &Rule,
    ends: &Due,
    sent: Option<Pair>,
    as_of: Timestamp,
    facts: &Facts,
    milestones: &Milestones,
    notes: &mut Vec<String>,
) -> Verdict {
    let verdict = match sent {
        Some(sent) => judge(ends, sent, excused(rule, facts)),
        None => judge_absent(ends, as_of),
    };
    let held = hold(rule, milestones);
    if let Some(hold) = held {
        let [first, _] = hold.from;
        let [_, last] = ends.strict;
        match hold.to {
            None if first <= last && !matches!(verdict, Verdict::OnTime) => {
                notes.push(
                    say!("Law enforcement held the notice back, and the record has no end of that hold.")
                        .to_owned(),
                );
                return Verdict::Undetermined;
            }
            Some(_) if ends.held => {
                notes.push(say!("The time of the hold by law enforcement does not count.").to_owned());
            }
            _ => {}
        }
    }
    match (verdict, sent) {
        (Verdict::Undetermined, None) => notes.push(say!(
            "No notice is in the record, and the limit had not surely passed when it ends ({as_of}).",
            as_of
        )),
        (Verdict::Undetermined, Some(_)) if ends.by_calendar => notes.push(
            say!(
                "Whether offices rest on a day within the limit is not known: its ends lead to different verdicts, unless the \
                 times are imprecise as well."
            )
            .to_owned(),
        ),
        (Verdict::Undetermined, Some(_)) => {
            notes.push(say!("The times are too imprecise: their ends lead to different verdicts.").to_owned());
        }
        (Verdict::Late, _) if rule.late_excuse.is_some() => notes.push(match excused(rule, facts) {
            true => say!("Reasons are stated, but the notice is later than they can excuse.").to_owned(),
            false => say!("No reasons for the delay are stated among the facts of the case.").to_owned(),
        }),
        (Verdict::NotAssessable, None) => {
            notes.push(say!("The rule has an earliest date and no latest one.").to_owned())
        }
        _ => {}
    }
    verdict
}

/// Which clock was used, and how well the rule is confirmed.
fn clock_notes(rule: &Rule, facts: &Facts, counting: &Counting, obligation: &mut Obligation) {
    let notes = &mut obligation.notes;
    let limit = own_limit(rule, facts).map(|(_, unit)| unit).or(rule.limit().map(|l| l.unit));
    if obligation.due.is_some() {
        let strict = [&rule.computation.strict, &rule.computation.lenient_words];
        notes.extend(strict.into_iter().filter(|s| !s.is_empty()).cloned());
        match limit.is_some_and(by_date) {
            true => notes.push(counting.zone_words.clone()),
            false => notes.extend(rule.computation.zone.clone()),
        }
        if !counting.calendar_words.is_empty() {
            notes.push(counting.calendar_words.clone());
        }
        if !rule.computation.note.is_empty() {
            notes.push(rule.computation.note.clone());
        }
    }
    if let Some(benchmark) = &obligation.benchmark {
        notes.push(say!("A benchmark, never a verdict: {benchmark}", benchmark));
    }
    if obligation.trigger.is_some() {
        notes.extend(rule.clock_notes.iter().cloned());
    }
    if rule.in_force.from.is_none() && rule.status == Status::InForce {
        notes.push(say!("Since when the rule is in force was not looked up.").to_owned());
    }
    let (level, pack) = (rule.verification.level.words(), &obligation.pack);
    notes.push(match rule.verification.verified {
        true => say!("Confirmed by {level}; pack {pack}.", level, pack),
        false => say!("Not confirmed; rests on {level}; pack {pack}.", level, pack),
    });
}

#[cfg(test)]
mod tests;
