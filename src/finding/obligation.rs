//! Rules of law and contract: whether the case's are known, and what their clocks say.

use super::CaseView;
use super::draft::{Rule, capital, count, lasted, list, utc, when};
use crate::language::inside;
use crate::model::{Duty, Family, Finding, Milestone, Severity, Span, Theme, Threshold, Timestamp};
use crate::obligation::{Obligation, Verdict, applicable, open_questions};
use crate::say;
use Milestone::{AuthorityNotified, Aware, Detected};

pub(super) const KNOW: Rule = Rule {
    name: "know-obligations",
    title: "Know the obligations",
    family: Family::Obligation,
    duty: Some(Duty::KnowObligations),
    looks_at: "The facts that select rules of the pack, the questions that are still open, and the time from detection \
          to awareness against the threshold.",
    why: "Clocks start before anybody has looked them up; NIST SP 800-61r3 (CSF 2.0 GV.OC-03) asks that legal and contractual \
          requirements are understood, and EDPB Guidelines 9/2022 start the clock at a reasonable degree of certainty. This \
          is a computed aid, not legal advice.",
    question: "Who could tell on the first evening which rules apply, and from when their clocks run?",
    change: "A table of the rules that apply, from which awareness, to whom, and who files.",
    thresholds: &[Threshold::Investigation],
};

/// Which regimes apply, from which awareness.
pub(super) fn know_obligations(view: &CaseView<'_>) -> Finding {
    let facts = &view.case.facts;
    let events = view.behind(&[Aware]);
    let selected: Vec<&Obligation> = in_force(view);
    let names: Vec<String> = selected.iter().map(|o| o.rule.clone()).collect();
    let ask = |(_, because, rules): (_, &str, usize)| {
        let because = because.trim_end_matches(['.', '?']);
        match rules {
            2.. => format!("{because} ({})", count(rules, "one rule", "rules")),
            _ => because.to_owned(),
        }
    };
    let open: Vec<String> = open_questions(view.obligations).into_iter().map(ask).collect();
    if facts.jurisdictions.is_empty() {
        let claim = say!("Nobody has said where affected people live, so that no rule can be selected.");
        return Finding { severity: Severity::Medium, ..KNOW.not_shown(claim, events) };
    }
    let which = match names.len() {
        0 => say!("No rule of the pack is selected by the facts").to_owned(),
        n => say!(
            "{rules} selected: {names}",
            rules = capital(&count(n, "one rule", "rules")),
            names = list(&names, 5)
        ),
    };
    if !open.is_empty() {
        let claim = say!("{which}. Still open: {open}.", which, open = open.join("; "));
        return Finding { severity: Severity::Medium, ..KNOW.not_shown(claim, events) };
    }
    if selected.is_empty() {
        return KNOW.shown(format!("{which}."), events);
    }
    let Some(aware) = view.at(&Aware) else {
        let claim =
            say!("{which}. The moment of awareness, at which their clocks start, has no time.", which);
        return Finding { severity: Severity::Medium, ..KNOW.not_shown(claim, events) };
    };
    let aware = when(&aware);
    match view.took(&Detected, &Aware) {
        Some(took) if took.min().is_some_and(|min| min > view.thresholds.span(Threshold::Investigation)) => {
            let claim = say!(
                "{which}. Awareness: {aware}, {took} after detection: the reasons for that investigation belong on record.",
                which,
                aware,
                took = lasted(&took)
            );
            KNOW.gap(Severity::Low, &[], claim, events)
        }
        Some(took) => {
            let took = lasted(&took);
            KNOW.shown(
                say!("{which}. Awareness: {aware}, {took} after detection.", which, aware, took),
                events,
            )
        }
        None => KNOW.shown(say!("{which}. Awareness: {aware}.", which, aware), events),
    }
}

pub(super) const REPORT: Rule = Rule {
    name: "timely-reporting",
    title: "Timely reporting",
    family: Family::Obligation,
    duty: Some(Duty::TimelyReporting),
    looks_at: "Due, sent, margin and verdict of each rule that applies. A gap where one is late, too early or not sent; \
          “not legal advice” throughout.",
    why: "A notice on time keeps the choice of words; the limits are those of the rules named, as computed from their triggers. \
          This is a computed aid, not legal advice.",
    question: "What did we wait for before we sent the notice, and could it have followed as further information?",
    change: "Who starts which clock, who files, and what is sent first when not everything is known.",
    thresholds: &[],
};

/// The rules that are selected and bind, or may bind.
fn in_force<'a>(view: &CaseView<'a>) -> Vec<&'a Obligation> {
    applicable(view.obligations).filter(|o| o.verdict != Verdict::NotInForce).collect()
}

/// Rules that stand in one sentence; the ledger has them all.
const SENTENCES: usize = 6;

/// Due, sent, margin, for each.
pub(super) fn timely_reporting(view: &CaseView<'_>) -> Finding {
    let events = view.behind(&[Aware, AuthorityNotified]);
    let mut selected: Vec<&Obligation> = in_force(view);
    if selected.is_empty() {
        let mut known = view.obligations.iter().filter(|o| o.verdict != Verdict::NotInForce).peekable();
        let ruled_out = known.peek().is_some() && open_questions(view.obligations).is_empty();
        return match ruled_out {
            true => REPORT.shown(
                say!("No rule of the pack applies by the facts of the case, so that nothing was due."),
                events,
            ),
            false => REPORT.not_shown(
                say!("No rule is selected yet, so that nothing can be held against a limit."),
                events,
            ),
        };
    }
    let worst = selected.iter().map(|o| weight(o)).max().unwrap_or(Weight::Unknown);
    selected.sort_by_key(|o| std::cmp::Reverse(weight(o)));
    let mut claim = selected.iter().take(SENTENCES).map(|o| verdict_words(o)).collect::<Vec<_>>().join(" ");
    if let Some(more) = selected.len().checked_sub(SENTENCES).filter(|n| *n > 0) {
        claim.push(' ');
        claim.push_str(&say!("The ledger has {rules}.", rules = count(more, "one more rule", "more rules")));
    }
    match worst {
        Weight::Missed => REPORT.gap(Severity::High, &[Theme::LateNotification], claim, events),
        Weight::Excused => Finding { severity: Severity::Low, ..REPORT.shown(claim, events) },
        Weight::Unknown => Finding { severity: Severity::Medium, ..REPORT.not_shown(claim, events) },
        Weight::Met => REPORT.shown(claim, events),
    }
}

/// What a verdict weighs, least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Weight {
    Met,
    Excused,
    Unknown,
    Missed,
}

fn weight(obligation: &Obligation) -> Weight {
    match obligation.verdict {
        Verdict::OnTime | Verdict::NotInForce => Weight::Met,
        // No number to hold it against: that the notice went is all that can be told. Where it is still open whether
        // the rule applies, that is asked elsewhere.
        Verdict::NotAssessable if obligation.sent.is_some() || obligation.applies.is_none() => Weight::Met,
        Verdict::OnTimeLenient | Verdict::LateWithReason => Weight::Excused,
        Verdict::NotSent if obligation.unassigned => Weight::Unknown,
        // Nobody has said whether it applies.
        Verdict::Late | Verdict::NotSent | Verdict::TooEarly if obligation.applies.is_none() => {
            Weight::Unknown
        }
        Verdict::Late | Verdict::NotSent | Verdict::TooEarly => Weight::Missed,
        Verdict::Undetermined
        | Verdict::NoTrigger
        | Verdict::NotAssessable
        | Verdict::ContractValueMissing => Weight::Unknown,
    }
}

/// One sentence on one rule: due, sent, margin.
fn verdict_words(obligation: &Obligation) -> String {
    let mut words = format!("{}: {}", obligation.rule, inside(obligation.verdict.label()));
    if let Some([first, last]) = obligation.due {
        words.push_str(&say!("; due {due}", due = range(first, last)));
    }
    if let Some([first, last]) = obligation.sent {
        words.push_str(&say!(", sent {sent}", sent = range(first, last)));
    }
    if let Some([least, most]) = obligation.margin_seconds {
        words.push_str(&match (least, most) {
            (a, _) if a >= 0 => say!(", at least {spare} to spare", spare = Span::seconds(a)),
            (_, b) if b < 0 => say!(", at least {over} over", over = Span::seconds(b.saturating_neg())),
            (a, b) => say!(
                ", between {over} over and {spare} to spare",
                over = Span::seconds(a.saturating_neg()),
                spare = Span::seconds(b)
            ),
        });
    }
    if obligation.verdict == Verdict::NotSent && obligation.unassigned {
        words.push_str(say!("; a notice is on record, but it is not said which rule it served"));
    }
    words.push('.');
    words
}

fn range(first: Timestamp, last: Timestamp) -> String {
    match first == last {
        true => utc(first),
        false => say!("between {first} and {last}", first = utc(first), last = utc(last)),
    }
}
