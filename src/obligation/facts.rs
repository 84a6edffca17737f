//! Whether stated facts use codes that the rules know.

use super::place::{CONTRACTS, check_code, check_country};
use super::rule::{MOST, Rule, Unit};
use crate::model::{Facts, Zone};

/// A code in the facts that no rule knows.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct UnknownFact {
    /// The field of the facts.
    pub field: &'static str,
    /// Which code, and what would be right.
    pub problem: String,
}

/// A limit as a contract states it: a number and a unit, such as `24 hours`, `3 days`, `2 business days`, `1 month`.
///
/// ```
/// use floodmark::obligation::facts::limit;
/// use floodmark::obligation::rule::Unit;
/// assert_eq!(limit("24 h"), Some((24, Unit::Hours)));
/// assert_eq!(limit("2 business days"), Some((2, Unit::BusinessDays)));
/// assert_eq!(limit("soon"), None);
/// ```
pub fn limit(text: &str) -> Option<(u32, Unit)> {
    let text = text.trim().to_lowercase();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim() {
        "h" | "hour" | "hours" => Unit::Hours,
        "d" | "day" | "days" | "calendar days" => Unit::Days,
        "business day" | "business days" | "working day" | "working days" => Unit::BusinessDays,
        "month" | "months" => Unit::Months,
        _ => return None,
    };
    Some((number.parse().ok().filter(|n| *n <= MOST)?, unit))
}

/// The limit that the case's own contract puts in the place of a rule's: by the rule's name, else by its contract.
pub(super) fn own_limit(rule: &Rule, facts: &Facts) -> Option<(u32, Unit)> {
    let contract = rule.contract.as_ref()?;
    // One contract may have several rules, so that its name stands for the one without a number.
    let by_contract = || rule.limit().filter(|l| l.value.is_none()).and(facts.contract_limits.get(contract));
    limit(facts.contract_limits.get(&rule.id).or_else(by_contract)?)
}

/// Checks the codes of jurisdictions and contracts, the zones and the limits.
///
/// # Errors
/// [`UnknownFact`] names the first one that no rule knows.
pub fn check_facts(facts: &Facts) -> Result<(), UnknownFact> {
    let places = facts.jurisdictions.iter().map(|code| ("jurisdictions", code));
    for (field, code) in places.chain(facts.residents.keys().map(|code| ("residents", code))) {
        check_code(code).map_err(|e| UnknownFact { field, problem: e.to_string() })?;
    }
    if !facts.acquirer_country.trim().is_empty() {
        check_country(&facts.acquirer_country)
            .map_err(|e| UnknownFact { field: "acquirer_country", problem: e.to_string() })?;
    }
    for (key, name) in &facts.zones {
        name.parse::<Zone>().map_err(|e| UnknownFact { field: "zones", problem: format!("{key}: {e}") })?;
    }
    for (key, text) in &facts.contract_limits {
        if limit(text).is_none() {
            let problem =
                format!("{key}: “{text}” is no limit such as “24 hours”, “3 days” or “2 business days”");
            return Err(UnknownFact { field: "contract_limits", problem });
        }
    }
    match facts.contracts.iter().find(|c| !CONTRACTS.contains(&c.as_str())) {
        None => Ok(()),
        Some(other) => Err(UnknownFact {
            field: "contracts",
            problem: format!(
                "“{other}” is no contract with known terms; use one of {}",
                CONTRACTS.join(", ")
            ),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_is_refused_by_name() {
        let facts = |jurisdictions: &[&str], contracts: &[&str]| Facts {
            jurisdictions: jurisdictions.iter().map(|c| (*c).to_owned()).collect(),
            contracts: contracts.iter().map(|c| (*c).to_owned()).collect(),
            ..Facts::default()
        };
        assert_eq!(check_facts(&facts(&["EU", "GB", "US-CA"], &["visa"])), Ok(()));
        assert!(check_facts(&facts(&["ZZ"], &[])).unwrap_err().to_string().contains("ZZ"));
        assert!(check_facts(&facts(&[], &["paypal"])).unwrap_err().to_string().contains("paypal"));
        let acquirer = |code: &str| Facts { acquirer_country: code.to_owned(), ..Facts::default() };
        assert_eq!(
            ["", " ", " us-tx ", "eu"].map(|code| check_facts(&acquirer(code))),
            [const { Ok(()) }; 4]
        );
        let world = check_facts(&acquirer("world")).unwrap_err().to_string();
        assert!(world.contains("acquirer_country") && world.contains("one country"), "{world}");
        let own = |limit: &str, zone: &str| Facts {
            contract_limits: [("acquirer".to_owned(), limit.to_owned())].into(),
            zones: [("US-TX".to_owned(), zone.to_owned())].into(),
            ..Facts::default()
        };
        assert_eq!(check_facts(&own("24 hours", "America/Denver")), Ok(()));
        assert!(check_facts(&own("soon", "UTC")).unwrap_err().to_string().contains("“soon” is no limit"));
        assert!(check_facts(&own("999999999 days", "UTC")).is_err());
        assert!(check_facts(&own("3 days", "Texas")).unwrap_err().to_string().contains("US-TX"));
    }
}
