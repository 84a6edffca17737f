//! Evidence: whether it was secured, and before it could be lost.

use super::CaseView;
use super::draft::{Rule, capital, count, lasted, quote, utc, when};
use super::scan::{Scan, ids};
use super::words::Topic;
use crate::model::{Duty, Family, Finding, Milestone, Moment, Severity, Theme, Threshold};
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
            let claim = format!(
                "No time at which evidence was secured is on record, and the record speaks of evidence that was lost: {}.",
                quote(view, first.position)
            );
            return PRESERVE.gap(Severity::High, &[Theme::EvidenceLost], claim, ids(lost));
        }
        let hints = scan.of(Topic::Preservation);
        let mut claim = match &removal {
            Some((milestone, moment)) => format!(
                "“{}” was {}; no time at which evidence was secured is on record.",
                milestone.label(),
                when(moment)
            ),
            None => format!("No time at which evidence was secured is on record by {}.", utc(view.as_of)),
        };
        if !hints.is_empty() {
            let (speaks, it) = if hints.len() == 1 { ("speaks", "it") } else { ("speak", "one of them") };
            claim.push_str(&format!(
                " {} {speaks} of securing it: confirm {it} if it was that.",
                capital(&count(hints.len(), "event"))
            ));
        }
        return Finding { severity: Severity::Medium, ..PRESERVE.not_shown(claim, ids(hints)) };
    };
    let events = view.behind(&[EvidencePreserved, Contained, Eradicated]);
    let mut claim = format!("Evidence was secured {}", when(&preserved));
    if let Some(took) = view.took(&Detected, &EvidencePreserved) {
        claim.push_str(&format!(", {} after detection", lasted(&took)));
    }
    if let Some(contained) = view.at(&Contained) {
        claim.push_str(match certain_order(&preserved, &contained) {
            Some(true) => " and before containment",
            Some(false) => " and after containment",
            None => "; whether before containment is uncertain",
        });
    }
    claim.push('.');
    if let Some(first) = lost.first() {
        claim.push_str(&format!(
            " The record speaks of evidence that was lost: {}.",
            quote(view, first.position)
        ));
        let mut all = ids(lost);
        all.extend(events);
        return PRESERVE.gap(Severity::High, &[Theme::EvidenceLost], claim, all);
    }
    let limit = view.within(Threshold::Evidence);
    let late = view.took(&Detected, &EvidencePreserved).filter(|took| limit.over(took) == Some(true));
    let in_time = |mut claim: String, events| match late {
        Some(_) => {
            claim.push_str(&format!(" That was later than {}.", limit.span));
            PRESERVE.gap(Severity::Medium, &[Theme::EvidenceLost], claim, events)
        }
        None => PRESERVE.shown(claim, events),
    };
    let Some((milestone, removed)) = removal else {
        claim.push_str(" No eradication is on record to hold it against.");
        return in_time(claim, events);
    };
    let name = milestone.label().to_lowercase();
    match certain_order(&preserved, &removed) {
        Some(true) => {
            claim.push_str(&format!(" That was before “{name}” ({}).", when(&removed)));
            in_time(claim, events)
        }
        Some(false) => {
            claim.push_str(&format!(
                " By then “{name}” ({}) had already changed the systems.",
                when(&removed)
            ));
            PRESERVE.gap(Severity::High, &[Theme::EvidenceLost], claim, events)
        }
        None => {
            claim.push_str(&format!(" Whether that was before “{name}” ({}) is uncertain.", when(&removed)));
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
