//! Which milestone a step of a plan leads to, told from its words.

use super::Plan;
use super::topic::step_patterns;
use crate::model::{Duty, Milestone};
use crate::plan::words::{holds, words};
use std::collections::BTreeMap;

/// Words that lead to a milestone beside those that speak of a duty; patterns as for [`holds`].
static WORDS: [(Milestone, &[&str]); 9] = [
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
static DUTIES: [(Duty, Milestone); 8] = [
    (Duty::PreserveEvidence, Milestone::EvidencePreserved),
    (Duty::TimelyReporting, Milestone::AuthorityNotified),
    (Duty::NotifyAffectedParties, Milestone::IndividualsNotified),
    (Duty::SupportChannels, Milestone::SupportOpened),
    (Duty::PostMortem, Milestone::ReviewHeld),
    (Duty::UpdatePlan, Milestone::PlanUpdated),
    (Duty::EngageResponseTeam, Milestone::Declared),
    (Duty::IdentifyAndIsolate, Milestone::Contained),
];

/// The patterns that lead to a milestone; what comes first decides.
fn patterns() -> impl Iterator<Item = (&'static Milestone, &'static [&'static str])> {
    let by_duty = DUTIES.iter().map(|(duty, m)| (m, step_patterns(*duty)));
    WORDS.iter().map(|(m, patterns)| (m, *patterns)).chain(by_duty)
}

/// The milestone that a step leads to, where its words leave no doubt. What must not be done leads to none.
///
/// ```
/// use floodmark::{model::Milestone, plan::read::meaning::leads_to};
/// assert_eq!(leads_to("Revoke all sessions of administrators."), Some(Milestone::Contained));
/// assert_eq!(leads_to("Do not switch off a server without asking."), None);
/// assert_eq!(leads_to("The team meets in the chat room."), None);
/// ```
pub fn leads_to(step: &str) -> Option<Milestone> {
    let said = words(step);
    let leads = |(_, all): &(&Milestone, &[&str])| all.iter().any(|p| holds(&said, p));
    patterns().find(leads).filter(|_| !forbids(step)).map(|(m, _)| m.clone())
}

/// The milestones that the blocks of a plan lead to, each as [`leads_to`] tells it, by the block's number.
pub fn leads(plan: &Plan) -> BTreeMap<usize, Milestone> {
    let mut leads = BTreeMap::new();
    for (milestone, patterns) in patterns() {
        for block in plan.spoken().blocks(patterns) {
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
