//! Whether stated facts use codes that the rules know.

use super::place::{CONTRACTS, check_code};
use crate::model::Facts;

/// A code in the facts that no rule knows.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct UnknownFact {
    /// The field of the facts.
    pub field: &'static str,
    /// Which code, and what would be right.
    pub problem: String,
}

/// Checks the codes of jurisdictions and contracts.
///
/// # Errors
/// [`UnknownFact`] names the first one that no rule knows.
pub fn check_facts(facts: &Facts) -> Result<(), UnknownFact> {
    let places = facts.jurisdictions.iter().map(|code| ("jurisdictions", code));
    for (field, code) in places.chain(facts.residents.keys().map(|code| ("residents", code))) {
        check_code(code).map_err(|e| UnknownFact { field, problem: e.to_string() })?;
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
    }
}
