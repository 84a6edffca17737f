//! What made the way in and the recovery what they were, as the record says it.
//!
//! These findings rest on phrases in the texts of events, so that each shows where it was said.

use super::CaseView;
use super::draft::Rule;
use super::scan::{Scan, said};
use crate::model::{Duty, Family, Finding, Theme};
use crate::say;

pub(super) struct Cause {
    pub rule: Rule,
    theme: Theme,
    /// Of what the texts speak, as it is said.
    what: fn() -> &'static str,
}

/// What texts may tell of.
pub(super) static CAUSES: [Cause; 5] = [
    Cause {
        theme: Theme::ThirdParty,
        what: || say!("of a supplier or partner as part of the way in"),
        rule: Rule {
            name: "third-party",
            title: "A supplier as part of the way in",
            family: Family::Containment,
            duty: Some(Duty::IdentifyAndIsolate),
            looks_at: "Events that speak of a supplier, a partner or their code as part of the way in. A gap where one does.",
            why: "Access that others hold is access that others can lose; NIST SP 800-61r3 (CSF 2.0 GV.SC-08) asks that \
                  suppliers are part of incident planning.",
            question: "Which access of partners could we cut within minutes, and whom would we have to call?",
            change: "Contacts of suppliers and the steps that cut off their access and their code.",
            thresholds: &[],
        },
    },
    Cause {
        theme: Theme::CredentialHygiene,
        what: || say!("of passwords, keys, tokens or second factors that opened the way"),
        rule: Rule {
            name: "credential-hygiene",
            title: "Credentials that opened the way",
            family: Family::Containment,
            duty: Some(Duty::TrainingAndResources),
            looks_at: "Events that speak of passwords, keys, tokens or second factors that were stolen, reused, shared or \
                  missing. A gap where one does.",
            why: "A credential that leaked stays open until it is changed; NIST SP 800-61r3 (CSF 2.0 PR.AA-01, PR.AA-03) asks \
                  that identities and credentials are managed and authenticated.",
            question: "Which credentials could open this system, and how would we change all of them in an hour?",
            change: "The list of credentials to change in an incident, in order, with who can change them.",
            thresholds: &[],
        },
    },
    Cause {
        theme: Theme::MissingPatch,
        what: || say!("of a known fix that was not yet in place"),
        rule: Rule {
            name: "missing-patch",
            title: "A fix that was not in place",
            family: Family::Containment,
            duty: Some(Duty::TrainingAndResources),
            looks_at: "Events that speak of a known fix that was not applied. A gap where one does.",
            why: "Known holes are looked for by everybody; NIST SP 800-61r3 (CSF 2.0 PR.PS-02, ID.RA-01) asks that software is \
                  maintained and vulnerabilities are recorded.",
            question: "What stood between the fix and the system, and how long would it stand there today?",
            change: "How fast a fix for an exposed system goes in, and what is done until then.",
            thresholds: &[],
        },
    },
    Cause {
        theme: Theme::AssetInventory,
        what: || say!("of systems, accounts or data that were not where anybody expected them"),
        rule: Rule {
            name: "asset-inventory",
            title: "Systems that nobody had on a list",
            family: Family::Containment,
            duty: Some(Duty::IdentifyAndIsolate),
            looks_at: "Events that speak of systems, accounts, settings or data that were not where anybody expected them. A gap \
                  where one does.",
            why: "What is not on the list is not isolated; NIST SP 800-61r3 (CSF 2.0 ID.AM) asks that hardware, software, \
                  services and data are inventoried.",
            question: "Where else could something like this be, and which list would tell us?",
            change: "The list of systems and of places with personal data that is checked while scoping.",
            thresholds: &[],
        },
    },
    Cause {
        theme: Theme::RecoveryGap,
        what: || say!("of copies or restores that did not work as hoped"),
        rule: Rule {
            name: "recovery-gap",
            title: "Copies or restores that failed",
            family: Family::Recovery,
            duty: Some(Duty::TrainingAndResources),
            looks_at: "Events that speak of backups, copies or restores that were missing, failed or did not work as hoped. A \
                  gap where one does.",
            why: "A backup is as good as its last restore; NIST SP 800-61r3 (CSF 2.0 PR.DS-11, RC.RP-03) asks that backups are \
                  tested and checked before use.",
            question: "When did we last restore this, how long did it take, and who would notice if it failed?",
            change: "A restore that is rehearsed and timed, and an alarm when a backup fails.",
            thresholds: &[],
        },
    },
];

/// The causes that the texts tell of.
pub(super) fn causes(view: &CaseView<'_>, scan: &Scan) -> Vec<Finding> {
    CAUSES.iter().filter_map(|c| said(view, scan, &c.rule, c.theme, (c.what)())).collect()
}
