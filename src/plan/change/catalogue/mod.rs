//! The changes that Floodmark knows to propose: each with the rule that asks for it and the words that show that a plan
//! has it already.

mod course;
mod duties;

use super::{AmendmentKind, CellKind};
use crate::model::Duty;

/// A change that a finding can ask for.
#[derive(Debug)]
pub struct Entry {
    /// The rule whose finding asks for it.
    pub rule: &'static str,
    /// Which change, within the rule.
    pub slot: &'static str,
    /// What it does.
    pub kind: AmendmentKind,
    /// The duty of the section that it belongs to.
    pub duty: Duty,
    /// The title of the section that it makes, where it makes one of its own.
    pub section: Option<&'static str>,
    /// The new words.
    pub text: &'static str,
    /// What each cell says, where the words are a row.
    pub cells: &'static [CellKind],
    /// The metric that a target bounds, by name.
    pub metric: Option<&'static str>,
    /// Patterns of [`crate::plan::words::holds`]: a step or paragraph of the duty with one of these has it already.
    pub covered: &'static [&'static str],
    /// What it should change next time.
    pub effect: &'static str,
    /// Who should see to it, as a role.
    pub owner: &'static str,
}

impl Entry {
    /// Whether it is about bringing systems back, which is no duty of the chapter and has a section of its own in most plans.
    pub fn brings_back(&self) -> bool {
        matches!(self.rule, "recovery-gap" | "slow-recovery" | "recovered-before-eradicated")
    }
}

const fn step(
    rule: &'static str,
    slot: &'static str,
    duty: Duty,
    text: &'static str,
    covered: &'static [&'static str],
    effect: &'static str,
    owner: &'static str,
) -> Entry {
    Entry {
        rule,
        slot,
        kind: AmendmentKind::AddStep,
        duty,
        section: None,
        text,
        cells: &[],
        metric: None,
        covered,
        effect,
        owner,
    }
}

/// Somebody outside who has to be reached, in the table of roles and contacts.
const fn contact(
    slot: &'static str,
    text: &'static str,
    covered: &'static [&'static str],
    effect: &'static str,
) -> Entry {
    Entry {
        kind: AmendmentKind::NameContact,
        cells: &[CellKind::Name, CellKind::Owner, CellKind::Note],
        ..step("engage-response-team", slot, Duty::EngageResponseTeam, text, covered, effect, SECURITY)
    }
}

const OPERATIONS: &str = "Head of operations";
const SECURITY: &str = "Incident lead";
const LEGAL: &str = "Data protection officer";
const SERVICE: &str = "Head of customer service";
const SPEECH: &str = "Head of communication";

/// Who should see to an amendment, as a role, by the amendment's name: whom it proposes where nobody says otherwise.
///
/// ```
/// use floodmark::plan::change::owner_of;
/// assert_eq!(owner_of("slow-recovery.order"), "Head of operations");
/// assert_eq!(owner_of("know-obligations.eu-gdpr-33"), "Data protection officer");
/// ```
pub fn owner_of(id: &str) -> &'static str {
    let is = |e: &&Entry| id.strip_prefix(e.rule).and_then(|rest| rest.strip_prefix('.')) == Some(e.slot);
    let begins = |start: &str| id.starts_with(start);
    match entries().find(is) {
        Some(entry) => entry.owner,
        None if begins("know-obligations.") || begins("timely-reporting.limit-") => LEGAL,
        None if begins("notice-content.") => SPEECH,
        None => SECURITY,
    }
}

/// All entries: those of the duties in their order, then those of how the response went.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    duties::ENTRIES.iter().chain(course::ENTRIES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::rules;
    use crate::model::Family;

    #[test]
    fn every_rule_but_those_on_the_record_itself_has_an_amendment_to_suggest() {
        for rule in rules() {
            let amends = entries().any(|entry| entry.rule == rule.name);
            assert_eq!(amends, rule.family != Family::DataQuality, "{}", rule.name);
        }
        for entry in entries() {
            assert!(rules().any(|rule| rule.name == entry.rule), "{}", entry.rule);
        }
    }
}
