//! Evidence: whether it was secured, and before it could be lost.

use super::CaseView;
use super::draft::{Rule, lasted, quote, utc, when};
use super::scan::{Scan, ids};
use super::words::Topic;
use crate::language::{inside, known};
use crate::model::{Duty, Family, Finding, Milestone, Moment, Severity, Theme, Threshold};
use crate::say;
use Milestone::{Contained, Detected, Eradicated, EvidencePreserved, Recovered};

pub(super) const PRESERVE: Rule = Rule {
    name: "preserve-evidence",
    title: "Preserve evidence",
    family: Family::Evidence,
    duty: Some(Duty::PreserveEvidence),
    looks_at: "When evidence was secured: against eradication (else recovery), which removes it, and against the \
          threshold from detection; events that speak of evidence that was lost.",
    why: "Eradication removes what shows how the attack went; NIST SP 800-61r3 (CSF 2.0 RS.AN-06, RS.AN-07) and RFC 3227 ask \
          to collect and protect evidence, the most volatile first.",
    question: "What would we want to look at now that we no longer have, and who could have secured it in time?",
    change: "Snapshots, memory and logs secured before anything is removed, with who takes them and where they are kept.",
    thresholds: &[Threshold::Evidence],
};

/// Snapshots and logs secured, and before eradication.
pub(super) fn preserve_evidence(view: &CaseView<'_>, scan: &Scan) -> Finding {
    let lost = scan.theme(Theme::EvidenceLost);
    let removal = view.first_of(&[Eradicated, Recovered]);
    let Some(preserved) = view.at(&EvidencePreserved) else {
        if let Some(first) = lost.first() {
            let claim = say!(
                "No time at which evidence was secured is on record, and the record speaks of evidence that was lost: {quote}.",
                quote = quote(view, first.position)
            );
            return PRESERVE.gap(Severity::High, &[Theme::EvidenceLost], claim, ids(lost));
        }
        let hints = scan.of(Topic::Preservation);
        let mut claim = match &removal {
            Some((milestone, moment)) => say!(
                "“{milestone}” was {when}; no time at which evidence was secured is on record.",
                milestone = known(milestone.label()),
                when = when(moment)
            ),
            None => {
                say!("No time at which evidence was secured is on record by {by}.", by = utc(view.as_of))
            }
        };
        if !hints.is_empty() {
            claim.push(' ');
            claim.push_str(&match hints.len() {
                1 => say!("One event speaks of securing it: confirm it if it was that.").to_owned(),
                n => say!("{n} events speak of securing it: confirm one of them if it was that.", n),
            });
        }
        return Finding { severity: Severity::Medium, ..PRESERVE.not_shown(claim, ids(hints)) };
    };
    let events = view.behind(&[EvidencePreserved, Contained, Eradicated]);
    let secured = when(&preserved);
    let secured = match view.took(&Detected, &EvidencePreserved) {
        Some(took) => {
            let took = lasted(&took);
            say!("Evidence was secured {when}, {took} after detection", when = secured, took)
        }
        None => say!("Evidence was secured {when}", when = secured),
    };
    let mut claim = match view.at(&Contained).map(|contained| certain_order(&preserved, &contained)) {
        Some(Some(true)) => say!("{secured} and before containment.", secured),
        Some(Some(false)) => say!("{secured} and after containment.", secured),
        Some(None) => say!("{secured}; whether before containment is uncertain.", secured),
        None => format!("{secured}."),
    };
    if let Some(first) = lost.first() {
        let quote = quote(view, first.position);
        claim.push(' ');
        claim.push_str(&say!("The record speaks of evidence that was lost: {quote}.", quote));
        let mut all = ids(lost);
        all.extend(events);
        return PRESERVE.gap(Severity::High, &[Theme::EvidenceLost], claim, all);
    }
    let limit = view.within(Threshold::Evidence);
    let late = view.took(&Detected, &EvidencePreserved).filter(|took| limit.over(took) == Some(true));
    let in_time = |mut claim: String, events| match late {
        Some(_) => {
            claim.push(' ');
            claim.push_str(&say!("That was later than {limit}.", limit = limit.span));
            PRESERVE.gap(Severity::Medium, &[Theme::EvidenceLost], claim, events)
        }
        None => PRESERVE.shown(claim, events),
    };
    let Some((milestone, removed)) = removal else {
        claim.push(' ');
        claim.push_str(say!("No eradication is on record to hold it against."));
        return in_time(claim, events);
    };
    let (name, when) = (inside(milestone.label()), when(&removed));
    claim.push(' ');
    match certain_order(&preserved, &removed) {
        Some(true) => {
            claim.push_str(&say!("That was before “{name}” ({when}).", name, when));
            in_time(claim, events)
        }
        Some(false) => {
            claim.push_str(&say!("By then “{name}” ({when}) had already changed the systems.", name, when));
            PRESERVE.gap(Severity::High, &[Theme::EvidenceLost], claim, events)
        }
        None => {
            claim.push_str(&say!("Whether that was before “{name}” ({when}) is uncertain.", name, when));
            Finding { severity: Severity::Low, ..PRESERVE.shown(claim, events) }
        }
    }
}

/// Whether the first moment certainly came before the second one; `None` where their intervals overlap.
pub(super) fn certain_order(first: &Moment, second: &Moment) -> Option<bool> {
    if first == second || (first.earliest < second.latest && second.earliest < first.latest) {
        None
    } else {
        Some(first.latest <= second.earliest)
    }
}
