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
    let forbids = forbids_in(plan);
    leads.retain(|block, _| !forbids(*block));
    leads
}

/// Words near the beginning of a step by which it says what must not be done, and how near.
const FORBIDDING: ([&str; 2], usize) = (["not", "never"], 4);

/// Whether a step says what must not be done.
fn forbids(step: &str) -> bool {
    let (forbidding, near) = FORBIDDING;
    words(step).iter().take(near).any(|word| forbidding.contains(&&**word))
}

/// Whether a block of a plan says what must not be done, by its number.
pub fn forbids_in(plan: &Plan) -> impl Fn(usize) -> bool {
    let (forbidding, near) = FORBIDDING;
    let forbidding: Vec<u32> = forbidding.iter().filter_map(|word| plan.spoken().number(word)).collect();
    move |block| plan.spoken().block(block).iter().take(near).any(|word| forbidding.contains(word))
}

/// The duty whose sections ask for a milestone.
pub fn duty_of(milestone: &Milestone) -> Option<Duty> {
    DUTIES.iter().find(|(_, m)| m == milestone).map(|(duty, _)| *duty)
}
