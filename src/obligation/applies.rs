//! Whether a rule applies to a case, by its facts.

use super::rule::{InForce, Rule, Status};
use super::{Pair, Question, place};
use crate::language::known;
use crate::milestone::Milestones;
use crate::model::{Facts, Milestone, Timestamp, Zone};
use crate::say;
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
    /// What is still to be said, where nobody has; what rules it out, where that does.
    pub question: Option<Question>,
}

impl Applies {
    fn no(question: Option<Question>, because: String) -> Self {
        Applies { selected: false, answer: Some(false), because, question }
    }

    fn ask(selected: bool, question: Question, because: String) -> Self {
        Applies { selected, answer: None, because, question: Some(question) }
    }
}

/// What one condition of a rule comes to.
enum Check {
    /// It is met, or the rule has no such condition.
    Met,
    /// It is not met, and why.
    Fails(Option<Question>, String),
    /// Nobody has said.
    Open(Question, String),
}

/// What the facts say of a rule. A fact that nobody stated is asked for, never assumed.
///
/// A rule for a sector, or for those who hold data for somebody else, is selected only once that is said, or once a
/// person gave a time that only this rule asks for: otherwise each case in Europe would stand under bank law.
pub(super) fn applies(rule: &Rule, facts: &Facts, milestones: &Milestones) -> Applies {
    let stated = stated(rule, milestones);
    let place = match place_of(rule, facts) {
        Ok(place) => place,
        Err(applies) if stated && applies.answer.is_none() => return Applies { selected: true, ..applies },
        Err(applies) => return applies,
    };
    let checks = checks(rule, facts, milestones);
    let fails = checks
        .iter()
        .find_map(|c| if let Check::Fails(question, why) = c { Some((*question, why)) } else { None });
    if let Some((question, why)) = fails {
        return Applies::no(question, say!("{place}, but {why}.", place, why));
    }
    let (personal, ground) = personal_data(facts);
    let open =
        checks.iter().find_map(|c| if let Check::Open(q, words) = c { Some((*q, words)) } else { None });
    if let Some((question, words)) = open {
        let known = match personal {
            Some(true) if rule.conditions.needs.personal_data => say!("{place} and {ground}", place, ground),
            _ => place,
        };
        let narrow = |c: &Check| matches!(c, Check::Open(Question::Sector | Question::Processor, _));
        let selected = stated || !checks.iter().any(narrow);
        return Applies::ask(selected, question, format!("{known}; {words}"));
    }
    let needs = &rule.conditions.needs;
    let because = match (needs.personal_data, needs.unless_risk_unlikely) {
        (false, false) => format!("{place}."),
        (true, false) => say!("{place} and {ground}.", place, ground),
        (false, true) => say!("{place}, and a risk to them is not unlikely.", place),
        (true, true) => say!("{place} and {ground}, and a risk to them is not unlikely.", place, ground),
    };
    Applies { selected: true, answer: Some(true), because, question: None }
}

/// Triggers that many rules share, so that their times say nothing of one rule.
const COMMON: &[&str] = &[
    "discovered",
    "determined_breach",
    "reasonably_believes",
    "suspected",
    "occurred",
    "ransom_paid",
    "handled",
    "calendar_year_end",
];

/// Whether a person gave a time that only this rule, or its kind, asks for.
fn stated(rule: &Rule, milestones: &Milestones) -> bool {
    let has = |m: &Milestone| milestones.moment(m).is_some();
    let own = match &rule.trigger.milestone {
        own @ Milestone::Legal(name) => !COMMON.contains(&name.as_str()) && has(own),
        _ => false,
    };
    own || has(&Milestone::Sent(rule.id.clone())) || has(&Milestone::Received(rule.id.clone()))
}

/// The codes of the case: where affected people live, and where residents are counted.
fn codes(facts: &Facts) -> Vec<String> {
    let counted = facts.residents.iter().filter(|(_, n)| **n > 0).map(|(code, _)| code);
    let mut codes = facts.jurisdictions.clone();
    for code in counted {
        if !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    codes
}

/// What selects a rule by place or contract, or that nothing does.
fn place_of(rule: &Rule, facts: &Facts) -> Result<String, Applies> {
    if let Some(contract) = &rule.contract {
        return match facts.contracts.iter().any(|c| c.eq_ignore_ascii_case(contract)) {
            true => Ok(say!("The case names a contract with “{contract}”", contract)),
            false if facts.contracts.is_empty() => Err(Applies::ask(
                false,
                Question::Contracts,
                say!(
                    "Which contracts have terms for incidents? The case names none, so none with “{contract}”.",
                    contract
                ),
            )),
            false => Err(Applies::no(
                Some(Question::Contracts),
                say!("The case names no contract with “{contract}”.", contract),
            )),
        };
    }
    let codes = codes(facts);
    match place::deciding(&codes, &rule.jurisdiction) {
        Some(code) if code == rule.jurisdiction => {
            Ok(say!("Affected people live in {place}", place = place::named(code)))
        }
        Some(code) => Ok(say!(
            "Affected people live in {place} ({code}), which {law} covers",
            place = place::named(code),
            code,
            law = known(&*rule.jurisdiction_label)
        )),
        None => Err(elsewhere(rule, &codes)),
    }
}

/// A rule whose jurisdiction none of the case's codes touches.
fn elsewhere(rule: &Rule, codes: &[String]) -> Applies {
    let ask = |words: String| Applies::ask(false, Question::Place, words);
    if codes.is_empty() {
        return ask(say!("Where do affected people live? The case names no jurisdiction.").to_owned());
    }
    if codes.iter().any(|c| c.trim().eq_ignore_ascii_case("WORLD")) {
        return ask(say!(
            "The case says worldwide; are people in {place} among those affected?",
            place = known(&*rule.jurisdiction_label)
        ));
    }
    // The country is named, but not which of its parts.
    let country = rule.jurisdiction.split_once('-').map(|(country, _)| country);
    let parts = |c: &String| c.split_once('-').map(|(country, _)| country.to_ascii_uppercase());
    if let Some(country) = country
        && codes.iter().any(|c| c.trim().eq_ignore_ascii_case(country))
        && !codes.iter().any(|c| parts(c).as_deref() == Some(country))
    {
        return ask(say!(
            "The case names {country} as a whole; are people in {place} among those affected?",
            country = place::named(country),
            place = place::named(&rule.jurisdiction)
        ));
    }
    Applies::no(
        Some(Question::Place),
        say!(
            "The case names {codes}; the rule is for {place}.",
            codes = codes.join(", "),
            place = known(&*rule.jurisdiction_label)
        ),
    )
}

/// The conditions of a rule, in the order in which they are asked.
fn checks(rule: &Rule, facts: &Facts, milestones: &Milestones) -> Vec<Check> {
    let needs = &rule.conditions.needs;
    let truth = |wanted: bool, fact: Option<bool>, fails: &str, question: Question, ask: &str| match fact {
        _ if !wanted => Check::Met,
        Some(true) => Check::Met,
        Some(false) => Check::Fails(Some(question), fails.to_owned()),
        None => Check::Open(question, ask.to_owned()),
    };
    let personal = personal_data(facts).0;
    let high = facts.high_risk.or(facts.risk_unlikely.filter(|unlikely| *unlikely).map(|_| false));
    vec![
        never(rule, milestones),
        truth(
            needs.personal_data,
            personal,
            say!("no personal data were affected"),
            Question::PersonalData,
            say!("were personal data affected?"),
        ),
        truth(
            needs.unless_risk_unlikely,
            facts.risk_unlikely.map(|unlikely| !unlikely),
            say!("a risk to people is stated to be unlikely"),
            Question::Risk,
            say!("is a risk to them unlikely?"),
        ),
        truth(
            needs.high_risk,
            high,
            say!("a high risk to people is stated not to be likely"),
            Question::HighRisk,
            say!("is a high risk to them likely?"),
        ),
        residents(rule, facts),
        people(rule, facts),
        sector(rule, facts),
        truth(
            needs.processor,
            facts.processor,
            say!("the organisation holds the data for itself, not for somebody else"),
            Question::Processor,
            say!("does the organisation hold the data for somebody else, as a processor, host or agent?"),
        ),
        card(rule, facts),
        threshold(rule, facts),
    ]
}

/// A trigger of the rule's own that a person said never came.
fn never(rule: &Rule, milestones: &Milestones) -> Check {
    let own = &rule.trigger.milestone;
    match own {
        Milestone::Legal(_) if milestones.is_none(own) => Check::Fails(
            None,
            say!("“{own}”, which starts its clock, is stated not to have happened", own = known(own.label())),
        ),
        _ => Check::Met,
    }
}

fn residents(rule: &Rule, facts: &Facts) -> Check {
    let Some(least) = rule.conditions.needs.residents_at_least else { return Check::Met };
    match facts.residents.get(&rule.jurisdiction) {
        Some(n) if *n < least => {
            Check::Fails(Some(Question::Residents), say!("{n} residents are fewer than {least}", n, least))
        }
        Some(_) => Check::Met,
        None => Check::Open(
            Question::Residents,
            say!("how many residents are affected? The rule needs {least}.", least),
        ),
    }
}

fn people(rule: &Rule, facts: &Facts) -> Check {
    let (least, below) = (rule.conditions.needs.people_at_least, rule.conditions.needs.people_below);
    match facts.records_affected {
        _ if least.is_none() && below.is_none() => Check::Met,
        Some(n) if least.is_some_and(|least| n < least) => Check::Fails(
            Some(Question::People),
            say!("{n} people are fewer than {least}", n, least = least.unwrap_or_default()),
        ),
        Some(n) if below.is_some_and(|below| n >= below) => Check::Fails(
            Some(Question::People),
            say!("{n} people are not fewer than {below}", n, below = below.unwrap_or_default()),
        ),
        Some(_) => Check::Met,
        None => Check::Open(Question::People, say!("how many people are affected?").to_owned()),
    }
}

/// The sectors that the facts name, in the words of the pack: `retail, listed` is two.
fn sectors(facts: &Facts) -> Vec<String> {
    let word = |part: &str| {
        let part = part.trim().to_lowercase();
        let part = part.strip_prefix("regulated:").unwrap_or(&part).replace([' ', '_'], "-");
        match part.as_str() {
            "regulated" | "critical-infrastructure" => "critical".to_owned(),
            "healthcare" | "health-care" => "health".to_owned(),
            "financial" | "financial-services" | "fintech" => "finance".to_owned(),
            "banking" => "bank".to_owned(),
            "telecoms" | "telecommunications" => "telecom".to_owned(),
            "public-company" | "listed-company" => "listed".to_owned(),
            _ => part,
        }
    };
    facts.sector.split([',', ';', '/']).map(word).filter(|w| !w.is_empty()).collect()
}

fn sector(rule: &Rule, facts: &Facts) -> Check {
    let wanted = &rule.conditions.needs.sectors;
    let named = sectors(facts);
    let words = || wanted.join(", ");
    match () {
        () if wanted.is_empty() => Check::Met,
        () if named.is_empty() => Check::Open(
            Question::Sector,
            say!("is the organisation of the sector {sector}?", sector = words()),
        ),
        () if named.iter().any(|n| wanted.contains(n)) => Check::Met,
        () => Check::Fails(
            Some(Question::Sector),
            say!("the rule is for the sector {sector}", sector = words()),
        ),
    }
}

fn card(rule: &Rule, facts: &Facts) -> Check {
    const CARD: [&str; 4] = ["card", "cvv", "payment", "pan"];
    let names = |kind: &String| CARD.iter().any(|word| kind.to_lowercase().contains(word));
    match () {
        () if !rule.conditions.needs.card_data || facts.data_types.iter().any(names) => Check::Met,
        () if facts.data_types.is_empty() => {
            Check::Open(Question::DataTypes, say!("were payment card data among those affected?").to_owned())
        }
        () => Check::Fails(
            Some(Question::DataTypes),
            say!("the kinds of data affected name no payment card data").to_owned(),
        ),
    }
}

fn threshold(rule: &Rule, facts: &Facts) -> Check {
    let words = || rule.conditions.threshold.clone().unwrap_or_else(|| rule.applies_to.clone());
    match facts.thresholds.get(&rule.id) {
        Some(false) => Check::Fails(
            Some(Question::Threshold),
            say!("its threshold is stated not to be met: {threshold}", threshold = words()),
        ),
        None if rule.conditions.needs.threshold => {
            Check::Open(Question::Threshold, say!("is its threshold met: {threshold}?", threshold = words()))
        }
        _ => Check::Met,
    }
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
        return (facts.personal_data, say!("personal data were affected").to_owned());
    }
    let personal = facts.data_types.iter().find(|kind| {
        let kind = kind.to_lowercase();
        PERSONAL.iter().any(|word| kind.contains(word))
    });
    match personal {
        Some(kind) => (Some(true), say!("the data affected include “{kind}”", kind)),
        None => (None, String::new()),
    }
}

/// Whether a rule is in force when its clock starts; `None` where it changes within the trigger's interval. Its dates
/// are those of `zone`.
pub(super) fn in_force(rule: &Rule, trigger: Pair, zone: Zone) -> Option<bool> {
    match rule.status {
        Status::Proposed | Status::NotInForce => Some(false),
        Status::Upcoming if rule.in_force.from.is_none() => Some(false),
        Status::InForce | Status::Contractual | Status::Upcoming => {
            let [first, last] = trigger.map(|t| within(&rule.in_force, t, zone));
            (first == last).then_some(first)
        }
    }
}

fn within(period: &InForce, at: Timestamp, zone: Zone) -> bool {
    let utc = |day: NaiveDate| Timestamp::from_naive_utc(day.and_time(chrono::NaiveTime::MIN));
    let start = |day: NaiveDate| zone.midnight(day).unwrap_or_else(|| utc(day));
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
        let got = applies(&gdpr(), facts, &Milestones::default());
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
        assert_eq!(applies(&rule, &f, &Milestones::default()).answer, None);
        f.residents.insert("EU".to_owned(), 499);
        assert_eq!(applies(&rule, &f, &Milestones::default()).answer, Some(false));
        f.residents.insert("EU".to_owned(), 500);
        assert_eq!(applies(&rule, &f, &Milestones::default()).answer, Some(true));
        rule.conditions.needs.sectors = vec!["finance".to_owned()];
        assert_eq!(applies(&rule, &f, &Milestones::default()).answer, None);
        f.sector = "retail".to_owned();
        assert_eq!(applies(&rule, &f, &Milestones::default()).answer, Some(false));
        let contract = Rule { contract: Some("visa".to_owned()), ..gdpr() };
        assert_eq!(applies(&contract, &Facts::default(), &Milestones::default()).answer, None);
    }

    #[test]
    fn the_law_is_that_of_the_day_on_which_the_clock_starts() {
        let t = |s: &str| s.parse::<Timestamp>().unwrap();
        let force = |a: &str, b: &str| in_force(&gdpr(), [t(a), t(b)], Zone::Utc);
        assert_eq!(force("2018-05-24T23:59:59Z", "2018-05-24T23:59:59Z"), Some(false));
        assert_eq!(force("2018-05-25T00:00:00Z", "2018-05-26T00:00:00Z"), Some(true));
        assert_eq!(force("2018-05-01T00:00:00Z", "2018-06-01T00:00:00Z"), None);
        let proposed = Rule { status: Status::Proposed, ..gdpr() };
        assert_eq!(in_force(&proposed, [t("2026-01-01T00:00:00Z"); 2], Zone::Utc), Some(false));
    }
}
