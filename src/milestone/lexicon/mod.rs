//! What speaks for each milestone: words, who acts, what sort of record it is.
//!
//! Weights are on the scale of confidence: what reaches [`super::propose`]'s bar alone is at least 0.35. Phrases are
//! written as [`super::words::Phrases`] reads them.

mod attack;
mod response;
mod telling;

use super::role::{Kind, Role};
use crate::model::Milestone;

/// Among several candidates that are about as good, which one the milestone's meaning asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Prefer {
    First,
    Last,
    Strongest,
}

/// What speaks for one milestone.
pub(super) struct Profile {
    pub milestone: Milestone,
    pub prefer: Prefer,
    /// Phrases in the text. The strongest counts fully, others by a third.
    pub text: &'static [(&'static str, f64)],
    /// Phrases in the asset: whom a message goes to, what is touched. Counts only beside something else.
    pub asset: &'static [(&'static str, f64)],
    /// Added for who acts; `NO` rules the event out.
    pub roles: &'static [(Role, f64)],
    /// Added for the sort of record; counts by itself.
    pub kinds: &'static [(Kind, f64)],
    /// Added for tags as they stand.
    pub tags: &'static [(&'static str, f64)],
}

/// Rules an event out.
pub(super) const NO: f64 = -9.0;

/// The profiles, in the order of the milestones; the place of one is its number.
pub(super) fn profiles() -> impl Iterator<Item = &'static Profile> {
    attack::ATTACK.iter().chain(&response::RESPONSE).chain(&telling::TELLING)
}

/// What speaks against an event as a milestone of the response: it is about the aftermath. Times the confidence.
pub(super) const AFTERMATH: &str = "fine|fined|fines|penalty|penalties|settlement|settles|lawsuit|lawsuits|court|jury|\
     convicts|convicted|charged|charges|arrested|sentenced|judge|trial|senate|resigns|resigned|complaint|plaintiff*|\
     class|compensation|verdict|redress|hearing|enquiries|kill";
/// What turns a phrase that follows within a few words into its opposite, or into something that had not happened.
pub(super) const NEGATION: [&str; 2] = [
    "plan|plans|planned|planning to",
    "not|no|never|without|refused|failed|fails|will|would|should|could|\
     whether|possible|proposed|proposes|denies|denied|attempt|attempts|attempted|cannot|before|unless|if|intends|nobody|says|said|must|need|needs|needed",
];
/// What makes an event one of somebody else, or mere background. Tags.
pub(super) const BACKGROUND_TAGS: [&str; 3] = ["context", "related-incident", "downstream"];
/// What makes the time of an event doubtful. Tags.
pub(super) const DOUBT_TAGS: [&str; 4] = ["conflict", "unconfirmed", "date-from-memory", "not-before"];

/// The milestone that a tag or kind names outright, with synonyms; the notice of unsaid recipient is for the caller.
pub(super) fn named(name: &str) -> Option<Milestone> {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    let name = name.strip_prefix("milestone:").unwrap_or(&name);
    Some(match name {
        "compromise" | "initial_access" | "compromised" | "intrusion" | "incident_start" => {
            Milestone::Compromise
        }
        "exposure" | "exposure_start" | "exposure_started" | "exfiltration" | "impact_start" => {
            Milestone::ExposureStarted
        }
        "first_signal" | "first_alert" | "signal" => Milestone::FirstSignal,
        "detected" | "detection" | "discovery" | "discovered" | "identified" => Milestone::Detected,
        "acknowledged" | "acknowledgement" | "acknowledgment" | "ack" | "triage" => Milestone::Acknowledged,
        "declared" | "declaration" | "incident_declared" => Milestone::Declared,
        "aware" | "awareness" | "awareness_personal_data" | "breach_awareness" => Milestone::Aware,
        "evidence_preserved" | "evidence_preservation" | "evidence" | "preservation" => {
            Milestone::EvidencePreserved
        }
        "contained" | "containment" | "mitigated" | "stabilised" | "stable" => Milestone::Contained,
        "eradicated" | "eradication" => Milestone::Eradicated,
        "recovered" | "recovery" | "restored" | "resolved" | "resolution" => Milestone::Recovered,
        "closed" | "closure" | "close" => Milestone::Closed,
        "authority_notified" | "authority_notification" | "regulator_notified" => {
            Milestone::AuthorityNotified
        }
        "individuals_notified"
        | "individual_notification"
        | "customers_notified"
        | "customer_notification" => Milestone::IndividualsNotified,
        "public_disclosure" | "disclosure" | "disclosed" => Milestone::PublicDisclosure,
        "support_opened" | "support" => Milestone::SupportOpened,
        "review_held" | "review" | "post_mortem" | "postmortem" | "retrospective" => Milestone::ReviewHeld,
        "plan_updated" | "plan_update" => Milestone::PlanUpdated,
        other => return other.starts_with("sent:").then(|| other.replace('_', "-").parse().ok()).flatten(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_profile_a_milestone_in_their_order() {
        let milestones: Vec<Milestone> = profiles().map(|p| p.milestone.clone()).collect();
        assert_eq!(milestones, Milestone::ALL);
    }

    #[test]
    fn every_phrase_can_be_found() {
        let words = [AFTERMATH].into_iter().chain(NEGATION);
        let phrases = profiles().flat_map(|p| p.text.iter().chain(p.asset)).map(|(phrase, _)| *phrase);
        for phrase in phrases.chain(words) {
            for word in phrase.split(' ').filter(|w| *w != "..").flat_map(|w| w.split('|')) {
                let word = word.strip_suffix('*').unwrap_or(word);
                let plain = word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
                assert!(word.len() >= 2 && plain, "“{word}” in “{phrase}”");
            }
        }
    }

    #[test]
    fn names_of_milestones_have_synonyms() {
        assert_eq!(named("Containment"), Some(Milestone::Contained));
        assert_eq!(named("milestone:detection"), Some(Milestone::Detected));
        assert_eq!(named("evidence-preservation"), Some(Milestone::EvidencePreserved));
        assert_eq!(named("lateral_movement"), None);
        for milestone in Milestone::ALL {
            assert_eq!(named(&milestone.id()), Some(milestone));
        }
    }
}
