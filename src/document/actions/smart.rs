//! Whether an action item is specific, measurable, assignable, relevant and time-bound (Doran 1981). Each miss is said
//! with what would mend it, and keeps nobody from anything.

use crate::model::action::NewAction;
use serde::{Deserialize, Serialize};

/// What an item lacks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Miss {
    /// What is to be done is not said so that one could begin.
    Specific,
    /// One could not tell whether it worked.
    Measurable,
    /// Nobody sees to it.
    Assignable,
    /// Nothing tells why.
    Relevant,
    /// There is no day.
    TimeBound,
}

impl Miss {
    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Miss::Specific => "Specific",
            Miss::Measurable => "Measurable",
            Miss::Assignable => "Assignable",
            Miss::Relevant => "Relevant",
            Miss::TimeBound => "Time-bound",
        }
    }

    /// What would mend it.
    pub fn remedy(self) -> &'static str {
        match self {
            Miss::Specific => "Say what will be different, in three words or more: which system, which step.",
            Miss::Measurable => {
                "Say by what one can tell that it worked: a number, a limit, or “every” and “none”."
            }
            Miss::Assignable => "Name one owner, a role or a person.",
            Miss::Relevant => "Choose the finding that it answers.",
            Miss::TimeBound => "Set the day by which it is done.",
        }
    }
}

/// Words with which a title says a wish rather than a deed.
const VAGUE: [&str; 12] = [
    "improve",
    "better",
    "consider",
    "investigate",
    "explore",
    "review",
    "discuss",
    "look",
    "think",
    "try",
    "ensure",
    "raise",
];

/// Words that make an effect one that can be told from its absence.
const TELLING: [&str; 14] = [
    "every", "each", "all", "none", "no", "never", "always", "within", "before", "once", "twice", "without",
    "half", "until",
];

/// What an item lacks, in the order of the word.
pub fn misses(what: &NewAction) -> Vec<Miss> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
        words.filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let title = words(&what.title);
    let vague = title.first().is_some_and(|first| VAGUE.contains(&first.as_str())) && title.len() < 5;
    let effect = words(&what.effect);
    let telling = |w: &String| TELLING.contains(&w.as_str()) || w.chars().any(|c| c.is_ascii_digit());
    let checks = [
        (Miss::Specific, title.len() >= 3 && !vague),
        (Miss::Measurable, effect.iter().any(telling)),
        (Miss::Assignable, !what.owner.trim().is_empty()),
        (Miss::Relevant, what.finding.is_some() || what.amendment.is_some()),
        (Miss::TimeBound, what.due.is_some()),
    ];
    checks.into_iter().filter(|(_, met)| !met).map(|(miss, _)| miss).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_miss_is_named_with_its_remedy() {
        let none = NewAction { title: "Improve monitoring".into(), ..NewAction::default() };
        let all = [Miss::Specific, Miss::Measurable, Miss::Assignable, Miss::Relevant, Miss::TimeBound];
        assert_eq!(misses(&none), all);
        assert!(all.iter().all(|m| m.remedy().ends_with('.')));
        let smart = NewAction {
            title: "Alert on changed files of the checkout".into(),
            owner: "Shop operations".into(),
            due: "2026-04-30".parse().ok(),
            finding: Some("detection-gap".into()),
            effect: "A changed file is seen within 15 minutes.".into(),
            ..NewAction::default()
        };
        assert_eq!(misses(&smart), []);
        let wished = NewAction { title: "Improve the monitoring of the checkout pages".into(), ..smart };
        assert_eq!(misses(&wished), []);
    }
}
