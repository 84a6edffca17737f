//! The rules of a pack against one case.

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

/// What practice holds for reasonable, in words.
fn benchmark(rule: &Rule) -> Option<String> {
    let d = rule.deadlines.iter().find(|d| d.kind == DeadlineKind::Benchmark)?;
    Some(format!("{} {}: {}", d.value?, unit_words(d.unit, d.value), d.basis))
}

/// The principal limit in words.
fn limit_words(rule: &Rule, facts: &Facts) -> String {
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
mod tests {
    use super::super::SENSITIVITY;
    use super::super::sensitivity::due_if;
    use super::*;
    use crate::milestone::{Held, Status as Standing};
    use crate::model::Moment;

    const EU: &str = "eu-gdpr-33-1-authority";

    fn t(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn held(moment: Option<Moment>) -> Held {
        let status = if moment.is_some() { Standing::Confirmed } else { Standing::None };
        Held { moment, status, confidence: 1.0, reasons: vec![], events: vec![], alternatives: vec![] }
    }

    fn milestones(list: &[(&str, &str)]) -> Milestones {
        let one = |(name, time): &(&str, &str)| {
            let moment = (*time != "none").then(|| Moment::exact(t(time)));
            (name.parse::<Milestone>().unwrap(), held(moment))
        };
        Milestones(list.iter().map(one).collect())
    }

    fn facts(codes: &[&str]) -> Facts {
        Facts {
            jurisdictions: codes.iter().map(|c| (*c).to_owned()).collect(),
            personal_data: Some(true),
            risk_unlikely: Some(false),
            high_risk: Some(false),
            processor: Some(false),
            ..Facts::default()
        }
    }

    fn verdicts(codes: &[&str], list: &[(&str, &str)], as_of: &str) -> Vec<(String, Verdict)> {
        let all = assess(Pack::builtin(), &facts(codes), &milestones(list), t(as_of));
        let adopted = |o: &&Obligation| Pack::builtin().rule(&o.rule).unwrap().status != Status::Proposed;
        applicable(&all).filter(adopted).map(|o| (o.rule.clone(), o.verdict)).collect()
    }

    const AWARE: (&str, &str) = ("aware", "2026-03-16T09:48:30Z");
    const LATER: &str = "2026-06-01T00:00:00Z";

    #[test]
    fn each_verdict_is_reached_by_its_own_story() {
        let one = |list: &[(&str, &str)], as_of: &str| verdicts(&["EU"], list, as_of)[0].1;
        let told = |time: &'static str| [AWARE, ("authority_notified", time)];
        assert_eq!(one(&told("2026-03-18T12:00:00Z"), LATER), Verdict::OnTime);
        assert_eq!(one(&told("2026-03-19T09:59:00Z"), LATER), Verdict::OnTimeLenient);
        assert_eq!(one(&told("2026-03-20T12:00:00Z"), LATER), Verdict::Late);
        assert_eq!(one(&[AWARE], LATER), Verdict::NotSent);
        assert_eq!(one(&[AWARE], "2026-03-17T00:00:00Z"), Verdict::Undetermined);
        assert_eq!(one(&[("detected", "2026-03-16T09:00:00Z")], LATER), Verdict::NoTrigger);
        assert_eq!(one(&[("aware", "2017-01-01T00:00:00Z")], LATER), Verdict::NotInForce);
    }

    /// The one obligation of a rule of the pack.
    fn of_rule(rule: &str, codes: &[&str], list: &[(&str, Moment)]) -> Obligation {
        let list = list.iter().map(|(name, at)| (name.parse::<Milestone>().unwrap(), held(Some(*at))));
        let all = assess(Pack::builtin(), &facts(codes), &Milestones(list.collect()), t(LATER));
        all.into_iter().find(|o| o.rule == rule).unwrap()
    }

    #[test]
    fn a_notice_whose_order_cannot_be_told_is_not_cleared() {
        let exact = |time: &str| Moment::exact(t(time));
        let sent = |notice: Moment| {
            let times = [
                ("discovered", exact("2026-11-16T09:00:00Z")),
                ("attorney_general_notified", exact("2026-11-18T12:00:00Z")),
                ("individuals_notified", notice),
            ];
            of_rule("us-md-individuals", &["US-MD"], &times)
        };
        let day = Moment { latest: t("2026-11-19T00:00:00Z"), ..exact("2026-11-18T00:00:00Z") };
        let either = sent(day);
        assert_eq!(either.verdict, Verdict::Undetermined, "{:?}", either.notes);
        assert!(either.notes.iter().any(|n| n.contains("cannot be told")), "{:?}", either.notes);
        assert_eq!(sent(exact("2026-11-18T12:00:00Z")).verdict, Verdict::OnTime);
        assert_eq!(sent(exact("2026-11-18T11:59:59Z")).verdict, Verdict::TooEarly);
        // What is late is late in either order.
        let times = [
            ("discovered", exact("2026-11-16T09:00:00Z")),
            ("attorney_general_notified", exact("2027-02-18T12:00:00Z")),
            (
                "individuals_notified",
                Moment { latest: t("2027-02-19T00:00:00Z"), ..exact("2027-02-18T00:00:00Z") },
            ),
        ];
        assert_eq!(of_rule("us-md-individuals", &["US-MD"], &times).verdict, Verdict::Late);
    }

    #[test]
    fn a_hold_is_told_only_where_it_moves_an_end() {
        let exact = |time: &str| Moment::exact(t(time));
        let held = |from: &str, to: &str| {
            let times = [
                ("discovered", exact("2026-03-02T09:00:00Z")),
                ("individuals_notified", exact("2026-03-20T12:00:00Z")),
                ("law_enforcement_hold_started", exact(from)),
                ("law_enforcement_hold_ended", exact(to)),
            ];
            let judged = of_rule("us-md-individuals", &["US-MD"], &times);
            judged.notes.iter().any(|n| n.starts_with("The time of the hold"))
        };
        assert!(held("2026-03-05T00:00:00Z", "2026-03-12T00:00:00Z"));
        // Before the clock starts, and after it ran out.
        assert!(!held("2026-02-01T00:00:00Z", "2026-02-20T00:00:00Z"));
        assert!(!held("2026-05-20T00:00:00Z", "2026-05-28T00:00:00Z"));
    }

    #[test]
    fn documented_reasons_excuse_a_late_notice() {
        let mut facts = facts(&["EU"]);
        facts.delay_reasons.insert(EU.to_owned(), "The processor told us late.".to_owned());
        let m = milestones(&[AWARE, ("authority_notified", "2026-03-20T12:00:00Z")]);
        let all = assess(Pack::builtin(), &facts, &m, t(LATER));
        assert_eq!(all[0].verdict, Verdict::LateWithReason);
        assert_eq!(all[0].margin_seconds, Some([-94_290, -94_290]));
    }

    #[test]
    fn one_notice_serves_only_the_one_rule_that_asks_for_it() {
        let list = [AWARE, ("authority_notified", "2026-03-18T12:00:00Z")];
        let both = verdicts(&["EU", "GB"], &list, LATER);
        assert!(both.iter().all(|(_, v)| *v == Verdict::NotSent), "{both:?}");
        let all = assess(Pack::builtin(), &facts(&["EU", "GB"]), &milestones(&list), t(LATER));
        assert!(all[0].notes.iter().any(|n| n.contains("2 rules ask")), "{:?}", all[0].notes);
        let own = [AWARE, list[1], ("sent:uk-gdpr-33-1-ico", "2026-03-18T12:00:00Z")];
        assert_eq!(verdicts(&["EU", "GB"], &own, LATER)[1].1, Verdict::OnTime);
        // A person who says that the rule's own notice never went wins over the shared one.
        let never = [AWARE, list[1], ("sent:eu-gdpr-33-1-authority", "none")];
        assert_eq!(verdicts(&["EU"], &never, LATER)[0].1, Verdict::NotSent);
    }

    #[test]
    fn a_member_state_selects_the_union_and_worldwide_selects_nothing() {
        assert_eq!(verdicts(&["DE"], &[AWARE], LATER).len(), 1);
        assert_eq!(verdicts(&["DE", "GB"], &[AWARE], LATER).len(), 2);
        assert_eq!(verdicts(&["WORLD"], &[AWARE], LATER).len(), 0);
        assert_eq!(verdicts(&[], &[AWARE], LATER).len(), 0);
    }

    #[test]
    fn a_trigger_of_another_name_is_stood_in_for_and_says_so() {
        let mut rule = Pack::builtin().rule(EU).unwrap().clone();
        rule.trigger.milestone = Milestone::Legal("discovered".to_owned());
        let m = milestones(&[("detected", "2026-03-16T09:00:00Z")]);
        let counting = counting(&rule, &Facts::default());
        let (pair, notes) = times::trigger(&rule, &m, &Sent::new(), &counting);
        assert_eq!(pair, Some([t("2026-03-16T09:00:00Z"); 2]));
        assert!(notes[0].contains("Detected"), "{notes:?}");
        let refused = milestones(&[("detected", "2026-03-16T09:00:00Z"), ("discovered", "none")]);
        assert_eq!(times::trigger(&rule, &refused, &Sent::new(), &counting).0, None);
    }

    #[test]
    fn what_if_awareness_came_earlier_stands_side_by_side() {
        let rule = Pack::builtin().rule(EU).unwrap();
        let m = milestones(&[
            ("first_signal", "2026-03-14T08:00:00Z"),
            AWARE,
            ("authority_notified", "2026-03-18T12:00:00Z"),
        ]);
        let facts = facts(&["EU"]);
        let all = assess(Pack::builtin(), &facts, &m, t(LATER));
        let side = due_if(rule, &SENSITIVITY, &facts, &m, &all[0], t(LATER));
        let got: Vec<_> = side.iter().map(|a| (a.milestone.id(), a.own, a.verdict)).collect();
        assert_eq!(
            got,
            [("first_signal".to_owned(), false, Verdict::Late), ("aware".to_owned(), true, Verdict::OnTime)]
        );
    }

    #[test]
    fn everything_may_be_missing() {
        let all = assess(Pack::builtin(), &Facts::default(), &Milestones::default(), Timestamp::default());
        assert_eq!(all.len(), Pack::builtin().rules.len());
        assert!(all.iter().all(|o| o.applies.is_none() && !o.selected));
        assert!(all.iter().all(|o| matches!(o.verdict, Verdict::NoTrigger | Verdict::NotInForce)));
        let open: Vec<_> = open_questions(&all).into_iter().map(|(q, ..)| q).collect();
        assert_eq!(open, [Question::Place]);
    }
}
