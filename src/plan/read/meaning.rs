//! Which milestone a step of a plan leads to, told from its words.

use super::Plan;
use super::topic::step_patterns;
use crate::model::{Duty, Milestone};
use crate::plan::words::words;
use std::collections::BTreeMap;

/// Words that lead to a milestone beside those that speak of a duty; patterns as for [`crate::plan::words::holds`].
const WORDS: [(Milestone, &[&str]); 9] = [
    (Milestone::Acknowledged, &["acknowledge*"]),
    (Milestone::Declared, &["declare*", "call* commander", "activate* team", "assemble* team", "open* room"]),
    (
        Milestone::EvidencePreserved,
        &["copy of+the+logs", "copy log*", "keep log*", "secure log*", "secure evidence", "preserve*"],
    ),
    (
        Milestone::Eradicated,
        &[
            "eradicat*",
            "delete* account*",
            "remov* malware",
            "remov* malicious",
            "remov* skimmer",
            "replace* file*",
            "change* password*",
            "change* key*",
            "rotat*",
            "update* plug+in",
            "patch*",
            "reimag*",
            "rebuild*",
            "clean*",
        ],
    ),
    (
        Milestone::Contained,
        &[
            "contain*",
            "checkout off",
            "switch* off",
            "shut* down",
            "maintenance+mode",
            "revoke*",
            "lock* account*",
            "disabl*",
            "block*",
            "disconnect*",
        ],
    ),
    (
        Milestone::Recovered,
        &["reopen*", "restor*", "resum*", "bring* back", "return normal", "back+online", "go+live"],
    ),
    (Milestone::AuthorityNotified, &["notif* authority", "report* authority", "notif* regulator*"]),
    (Milestone::SupportOpened, &["support+line", "support+page"]),
    (Milestone::ReviewHeld, &["hold* review", "review within"]),
];

/// The duties whose steps lead to a milestone.
const DUTIES: [(Duty, Milestone); 8] = [
    (Duty::PreserveEvidence, Milestone::EvidencePreserved),
    (Duty::TimelyReporting, Milestone::AuthorityNotified),
    (Duty::NotifyAffectedParties, Milestone::IndividualsNotified),
    (Duty::SupportChannels, Milestone::SupportOpened),
    (Duty::PostMortem, Milestone::ReviewHeld),
    (Duty::UpdatePlan, Milestone::PlanUpdated),
    (Duty::EngageResponseTeam, Milestone::Declared),
    (Duty::IdentifyAndIsolate, Milestone::Contained),
];

/// The milestone that each block of a plan leads to, by the block's number, where its words leave no doubt. What must not be
/// done leads to none.
///
/// ```
/// use floodmark::{model::Milestone, plan::read::{meaning::leads, read}};
/// let plan = read("- Revoke all sessions of administrators.\n- Do not switch off a server without asking.\n- The team meets.\n");
/// assert_eq!(leads(&plan).into_iter().collect::<Vec<_>>(), [(0, Milestone::Contained)]);
/// ```
pub fn leads(plan: &Plan) -> BTreeMap<usize, Milestone> {
    let spoken = plan.spoken();
    let by_duty = DUTIES.iter().map(|(duty, m)| (m, step_patterns(*duty)));
    // What comes first decides.
    let all = WORDS.iter().map(|(m, patterns)| (m, *patterns)).chain(by_duty);
    let mut leads = BTreeMap::new();
    for (milestone, patterns) in all {
        for block in spoken.blocks(patterns) {
            leads.entry(block).or_insert_with(|| milestone.clone());
        }
    }
    leads.retain(|block, _| plan.blocks.get(*block).is_some_and(|b| !forbids(&b.text())));
    leads
}

/// Whether a step says what must not be done.
pub fn forbids(step: &str) -> bool {
    words(step).iter().take(4).any(|word| word == "not" || word == "never")
}

/// The duty whose sections ask for a milestone.
pub fn duty_of(milestone: &Milestone) -> Option<Duty> {
    DUTIES.iter().find(|(_, m)| m == milestone).map(|(duty, _)| *duty)
}
