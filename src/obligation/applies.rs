//! Whether a rule applies to a case, by its facts.

use super::rule::{InForce, Rule, Status};
use super::{Pair, place};
use crate::model::{Facts, Timestamp};
use chrono::NaiveDate;

/// Whether a rule applies, and the fact that decides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Applies {
    /// Whether the case's jurisdictions or contracts select it and no fact rules it out.
    pub selected: bool,
    /// Yes, no, or nobody has said.
    pub answer: Option<bool>,
    /// Why, in one sentence.
    pub because: String,
}

impl Applies {
    fn no(because: String) -> Self {
        Applies { selected: false, answer: Some(false), because }
    }

    fn ask(selected: bool, because: String) -> Self {
        Applies { selected, answer: None, because }
    }
}

/// What the facts say of a rule. A fact that nobody stated is asked for, never assumed.
pub(super) fn applies(rule: &Rule, facts: &Facts) -> Applies {
    let place = match &rule.contract {
        Some(contract) => match facts.contracts.iter().any(|c| c.eq_ignore_ascii_case(contract)) {
            true => format!("The case names a contract with “{contract}”"),
            false => return Applies::no(format!("The case names no contract with “{contract}”.")),
        },
        None => match place::deciding(&facts.jurisdictions, &rule.jurisdiction) {
            Some(code) if code == rule.jurisdiction => {
                format!("Affected people live in {}", place::label(code))
            }
            Some(code) => format!(
                "Affected people live in {} ({code}), which {} covers",
                place::label(code),
                rule.jurisdiction_label
            ),
            None => return elsewhere(rule, facts),
        },
    };
    let needs = &rule.conditions.needs;
    let (personal, ground) = personal_data(facts);
    if needs.personal_data && personal == Some(false) {
        return Applies::no(format!("{place}, but no personal data were affected."));
    }
    if needs.unless_risk_unlikely && facts.risk_unlikely == Some(true) {
        return Applies::no(format!("{place}, but a risk to people is stated to be unlikely."));
    }
    if let Some(least) = needs.residents_at_least {
        match facts.residents.get(&rule.jurisdiction) {
            Some(n) if *n < least => {
                return Applies::no(format!("{place}, but {n} residents are fewer than {least}."));
            }
            None => {
                return Applies::ask(
                    true,
                    format!("{place}; how many residents are affected? The rule needs {least}."),
                );
            }
            _ => {}
        }
    }
    if !needs.sectors.is_empty() {
        let sectors = needs.sectors.join(", ");
        if facts.sector.is_empty() {
            return Applies::ask(true, format!("{place}; is the organisation of the sector {sectors}?"));
        }
        if !needs.sectors.iter().any(|s| s.eq_ignore_ascii_case(&facts.sector)) {
            return Applies::no(format!("{place}, but the rule is for the sector {sectors}."));
        }
    }
    if needs.personal_data && personal.is_none() {
        return Applies::ask(true, format!("{place}; were personal data affected?"));
    }
    if needs.unless_risk_unlikely && facts.risk_unlikely.is_none() {
        return Applies::ask(true, format!("{place} and {ground}; is a risk to them unlikely?"));
    }
    let risk = if needs.unless_risk_unlikely { ", and a risk to them is not unlikely" } else { "" };
    let ground = if needs.personal_data { format!(" and {ground}") } else { String::new() };
    Applies { selected: true, answer: Some(true), because: format!("{place}{ground}{risk}.") }
}

/// A rule whose jurisdiction none of the case's codes touches.
fn elsewhere(rule: &Rule, facts: &Facts) -> Applies {
    if facts.jurisdictions.is_empty() {
        return Applies::ask(
            false,
            "Where do affected people live? The case names no jurisdiction.".to_owned(),
        );
    }
    if facts.jurisdictions.iter().any(|c| c.trim().eq_ignore_ascii_case("WORLD")) {
        return Applies::ask(
            false,
            format!(
                "The case says worldwide; are people in {} among those affected?",
                rule.jurisdiction_label
            ),
        );
    }
    let codes = facts.jurisdictions.join(", ");
    Applies::no(format!("The case names {codes}; the rule is for {}.", rule.jurisdiction_label))
}

/// Words of [`Facts::data_types`] that name data about people.
const PERSONAL: &[&str] = &[
    "name",
    "address",
    "e-mail",
    "email",
    "mail",
    "phone",
    "birth",
    "card",
    "cvv",
    "iban",
    "bank",
    "account",
    "password",
    "health",
    "patient",
    "medical",
    "social security",
    "passport",
    "national id",
    "tax number",
    "personal",
    "customer data",
    "employee",
    "salary",
    "location",
    "biometric",
];

/// Whether personal data were affected and what says so: the answer where one was given, else kinds of data that
/// name people.
pub(super) fn personal_data(facts: &Facts) -> (Option<bool>, String) {
    if facts.personal_data.is_some() {
        return (facts.personal_data, "personal data were affected".to_owned());
    }
    let personal = facts.data_types.iter().find(|kind| {
        let kind = kind.to_lowercase();
        PERSONAL.iter().any(|word| kind.contains(word))
    });
    match personal {
        Some(kind) => (Some(true), format!("the data affected include “{kind}”")),
        None => (None, String::new()),
    }
}

/// Whether a rule is in force when its clock starts; `None` where it changes within the trigger's interval.
pub(super) fn in_force(rule: &Rule, trigger: Pair) -> Option<bool> {
    match rule.status {
        Status::Proposed | Status::NotInForce => Some(false),
        Status::Upcoming if rule.in_force.from.is_none() => Some(false),
        Status::InForce | Status::Contractual | Status::Upcoming => {
            let [first, last] = trigger.map(|t| within(&rule.in_force, t));
            (first == last).then_some(first)
        }
    }
}

fn within(period: &InForce, at: Timestamp) -> bool {
    let start = |day: NaiveDate| Timestamp::from_naive_utc(day.and_time(chrono::NaiveTime::MIN));
    period.from.is_none_or(|day| at >= start(day)) && period.to.is_none_or(|day| at < start(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obligation::Pack;

    fn gdpr() -> Rule {
        Pack::builtin().rule("eu-gdpr-33-1-authority").unwrap().clone()
    }

    fn facts(codes: &[&str], personal: Option<bool>, unlikely: Option<bool>) -> Facts {
        Facts {
            jurisdictions: codes.iter().map(|c| (*c).to_owned()).collect(),
            personal_data: personal,
            risk_unlikely: unlikely,
            ..Facts::default()
        }
    }

    #[track_caller]
    fn check(facts: &Facts, answer: Option<bool>, selected: bool, words: &str) {
        let got = applies(&gdpr(), facts);
        assert_eq!((got.answer, got.selected), (answer, selected), "{}", got.because);
        assert!(got.because.contains(words), "{} lacks {words}", got.because);
    }

    #[test]
    fn what_nobody_said_is_asked_for() {
        check(&facts(&[], None, None), None, false, "Where do affected people live?");
        check(&facts(&["WORLD"], None, None), None, false, "EU/EEA");
        check(&facts(&["EU"], None, None), None, true, "were personal data affected?");
        check(&facts(&["EU"], Some(true), None), None, true, "risk to them unlikely?");
    }

    #[test]
    fn facts_decide_with_a_reason() {
        check(&facts(&["FR"], Some(true), Some(false)), Some(true), true, "France (FR)");
        check(&facts(&["EU"], Some(false), None), Some(false), false, "no personal data");
        check(&facts(&["EU"], Some(true), Some(true)), Some(false), false, "unlikely");
        check(&facts(&["US-CA"], Some(true), Some(false)), Some(false), false, "US-CA");
    }

    #[test]
    fn kinds_of_data_that_name_people_answer_the_question() {
        let kinds = |kind: &str| Facts { data_types: vec![kind.to_owned()], ..Facts::default() };
        assert_eq!(personal_data(&kinds("payment card number")).0, Some(true));
        assert_eq!(personal_data(&kinds("source code")).0, None);
        let stated = Facts { personal_data: Some(false), ..kinds("name") };
        assert_eq!(personal_data(&stated).0, Some(false));
    }

    #[test]
    fn conditions_of_later_packs_are_read_from_the_facts() {
        let mut rule = gdpr();
        rule.conditions.needs.residents_at_least = Some(500);
        let mut f = facts(&["EU"], Some(true), Some(false));
        assert_eq!(applies(&rule, &f).answer, None);
        f.residents.insert("EU".to_owned(), 499);
        assert_eq!(applies(&rule, &f).answer, Some(false));
        f.residents.insert("EU".to_owned(), 500);
        assert_eq!(applies(&rule, &f).answer, Some(true));
        rule.conditions.needs.sectors = vec!["finance".to_owned()];
        assert_eq!(applies(&rule, &f).answer, None);
        f.sector = "retail".to_owned();
        assert_eq!(applies(&rule, &f).answer, Some(false));
        let contract = Rule { contract: Some("visa".to_owned()), ..gdpr() };
        assert_eq!(applies(&contract, &Facts::default()).answer, Some(false));
    }

    #[test]
    fn the_law_is_that_of_the_day_on_which_the_clock_starts() {
        let t = |s: &str| s.parse::<Timestamp>().unwrap();
        let force = |a: &str, b: &str| in_force(&gdpr(), [t(a), t(b)]);
        assert_eq!(force("2018-05-24T23:59:59Z", "2018-05-24T23:59:59Z"), Some(false));
        assert_eq!(force("2018-05-25T00:00:00Z", "2018-05-26T00:00:00Z"), Some(true));
        assert_eq!(force("2018-05-01T00:00:00Z", "2018-06-01T00:00:00Z"), None);
        let proposed = Rule { status: Status::Proposed, ..gdpr() };
        assert_eq!(in_force(&proposed, [t("2026-01-01T00:00:00Z"); 2]), Some(false));
    }
}
