//! What made the way in and the recovery what they were, as the record says it.
//!
//! These findings rest on phrases in the texts of events, so that each shows where it was said.

use super::CaseView;
use super::draft::Rule;
use super::scan::{Scan, said};
use crate::model::{Duty, Family, Finding, Theme};

struct Cause {
    rule: Rule,
    theme: Theme,
    what: &'static str,
}

const CAUSES: [Cause; 5] = [
    Cause {
        theme: Theme::ThirdParty,
        what: "of a supplier or partner as part of the way in",
        rule: Rule {
            name: "third-party",
            family: Family::Containment,
            duty: Some(Duty::IdentifyAndIsolate),
            why: "Access that others hold is access that others can lose; NIST SP 800-61r3 (CSF 2.0 GV.SC-08) asks that \
                  suppliers are part of incident planning.",
            question: "Which access of partners could we cut within minutes, and whom would we have to call?",
            change: "Contacts of suppliers and the steps that cut off their access and their code.",
        },
    },
    Cause {
        theme: Theme::CredentialHygiene,
        what: "of passwords, keys, tokens or second factors that opened the way",
        rule: Rule {
            name: "credential-hygiene",
            family: Family::Containment,
            duty: Some(Duty::TrainingAndResources),
            why: "A credential that leaked stays open until it is changed; NIST SP 800-61r3 (CSF 2.0 PR.AA-01, PR.AA-03) asks \
                  that identities and credentials are managed and authenticated.",
            question: "Which credentials could open this system, and how would we change all of them in an hour?",
            change: "The list of credentials to change in an incident, in order, with who can change them.",
        },
    },
    Cause {
        theme: Theme::MissingPatch,
        what: "of a known fix that was not yet in place",
        rule: Rule {
            name: "missing-patch",
            family: Family::Containment,
            duty: Some(Duty::TrainingAndResources),
            why: "Known holes are looked for by everybody; NIST SP 800-61r3 (CSF 2.0 PR.PS-02, ID.RA-01) asks that software is \
                  maintained and vulnerabilities are recorded.",
            question: "What stood between the fix and the system, and how long would it stand there today?",
            change: "How fast a fix for an exposed system goes in, and what is done until then.",
        },
    },
    Cause {
        theme: Theme::AssetInventory,
        what: "of systems, accounts or data that were not where anybody expected them",
        rule: Rule {
            name: "asset-inventory",
            family: Family::Containment,
            duty: Some(Duty::IdentifyAndIsolate),
            why: "What is not on the list is not isolated; NIST SP 800-61r3 (CSF 2.0 ID.AM) asks that hardware, software, \
                  services and data are inventoried.",
            question: "Where else could something like this be, and which list would tell us?",
            change: "The list of systems and of places with personal data that is checked while scoping.",
        },
    },
    Cause {
        theme: Theme::RecoveryGap,
        what: "of copies or restores that did not work as hoped",
        rule: Rule {
            name: "recovery-gap",
            family: Family::Containment,
            duty: Some(Duty::TrainingAndResources),
            why: "A backup is as good as its last restore; NIST SP 800-61r3 (CSF 2.0 PR.DS-11, RC.RP-03) asks that backups are \
                  tested and checked before use.",
            question: "When did we last restore this, how long did it take, and who would notice if it failed?",
            change: "A restore that is rehearsed and timed, and an alarm when a backup fails.",
        },
    },
];

/// The causes that the texts tell of.
pub(super) fn causes(view: &CaseView<'_>, scan: &Scan) -> Vec<Finding> {
    CAUSES.iter().filter_map(|c| said(view, scan, &c.rule, c.theme, c.what)).collect()
}
