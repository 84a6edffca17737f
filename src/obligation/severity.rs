//! How severe a breach is for the people affected, by the method of ENISA.
//!
//! *Recommendations for a methodology of the assessment of severity of personal data breaches*, ENISA, working document
//! 1.0, December 2013: `SE = DPC × EI + CB`. Every factor is a person's answer; what the facts and milestones of a case
//! suggest stands beside it as a proposal and never counts by itself. All values are kept in quarters, so that sums are exact.

use crate::milestone::{Milestones, Status};
use crate::model::facts::BreachFactor;
use crate::model::{EventId, Facts, Milestone};
use crate::say;
use BreachFactor::*;

/// Where the method is defined.
pub const SOURCE: &str = "ENISA, Recommendations for a methodology of the assessment of severity of personal data breaches, working document v1.0, December 2013";

/// More people than this are a flag of the method's own.
pub const MANY_PEOPLE: u64 = 100;

/// A factor of the method: its question, what it means, and the answers with their values in quarters.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Which factor.
    pub factor: BreachFactor,
    /// What a person is asked.
    pub words: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The answers: value and words.
    pub answers: &'static [(i8, &'static str)],
}

/// The factors, in the order in which they are asked.
pub const QUESTIONS: [Question; 8] = [
    Question {
        factor: Category,
        words: "What is the gravest kind of data?",
        meaning: "Data processing context (DPC): the basic score of the gravest category. Credentials take the category of what they open.",
        answers: &[
            (4, "simple: name, contact, education, profession"),
            (8, "behavioural: location, traffic, habits, preferences"),
            (12, "financial: income, transactions, accounts, cards"),
            (16, "sensitive: health, politics, beliefs, sexual life"),
        ],
    },
    Question {
        factor: Adjustment,
        words: "What does the context change?",
        meaning: "Raised by volume a person, a telling controller, or vulnerable people; lowered by data that are invalid, public before, or tell little. DPC stays between 1 and 4.",
        answers: &[
            (-12, "three lower"),
            (-8, "two lower"),
            (-4, "one lower"),
            (0, "nothing"),
            (4, "one higher"),
            (8, "two higher"),
            (12, "three higher"),
        ],
    },
    Question {
        factor: Identification,
        words: "How easily do the data identify a person?",
        meaning: "Ease of identification (EI): the factor by which DPC is multiplied.",
        answers: &[
            (1, "negligible: extremely hard to match with a person"),
            (2, "limited: possible with some effort"),
            (3, "significant: possible with little effort or other sources"),
            (4, "maximum: possible from the data at once"),
        ],
    },
    Question {
        factor: Confidentiality,
        words: "Who may have seen the data?",
        meaning: "Circumstances (CB): loss of confidentiality.",
        answers: &[
            (0, "nobody without right, as far as shown"),
            (1, "a known number of recipients"),
            (2, "an unknown number of recipients"),
        ],
    },
    Question {
        factor: Integrity,
        words: "Were data altered?",
        meaning: "Circumstances (CB): loss of integrity.",
        answers: &[
            (0, "not altered, or not used so"),
            (1, "altered and perhaps used, can be recovered"),
            (2, "altered and perhaps used, cannot be recovered"),
        ],
    },
    Question {
        factor: Availability,
        words: "Were data out of reach?",
        meaning: "Circumstances (CB): loss of availability.",
        answers: &[(0, "recovered without difficulty"), (1, "out of reach for a time"), (2, "lost for good")],
    },
    Question {
        factor: Malicious,
        words: "Was there malicious intent?",
        meaning: "Circumstances (CB): an act meant to harm people or the organisation, not an error.",
        answers: &[(0, "no: an error or accident"), (2, "yes")],
    },
    Question {
        factor: Unintelligible,
        words: "Were the data unintelligible to others?",
        meaning: "A flag that does not change the score: strong encryption whose key is safe, or salted hashes.",
        answers: &[(0, "no"), (1, "yes")],
    },
];

/// A band of the score.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Band {
    /// Below 2.
    Low,
    /// From 2, below 3.
    Medium,
    /// From 3, below 4.
    High,
    /// From 4.
    VeryHigh,
}

impl Band {
    /// The band of a score in quarters.
    pub fn of(quarters: i32) -> Band {
        match quarters {
            ..8 => Band::Low,
            8..12 => Band::Medium,
            12..16 => Band::High,
            _ => Band::VeryHigh,
        }
    }

    /// Its name and what it means for people.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Band::Low => (say!("low"), say!("no effect on people, or a nuisance overcome without a problem")),
            Band::Medium => {
                (say!("medium"), say!("a significant nuisance that people overcome with some trouble"))
            }
            Band::High => {
                (say!("high"), say!("significant consequences that people overcome with serious trouble"))
            }
            Band::VeryHigh => (
                say!("very high"),
                say!("significant or irreversible consequences that people may not overcome"),
            ),
        }
    }
}

/// The score in quarters: the least and the most that the answers so far allow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Score {
    /// Data processing context, adjusted, between 4 and 16.
    pub context: [i32; 2],
    /// Ease of identification, from 1 to 4.
    pub identification: [i32; 2],
    /// Circumstances, from 0 to 8.
    pub circumstances: [i32; 2],
    /// `context × identification + circumstances`.
    pub total: [i32; 2],
    /// Factors of the score without an answer.
    pub open: Vec<BreachFactor>,
}

/// The score that the answers give. A factor without an answer stands for all that it may be.
///
/// ```
/// use floodmark::model::facts::BreachFactor::*;
/// use floodmark::obligation::severity::{Band, score};
/// // Full card details with names, taken by somebody for an unknown number of recipients: 4 × 1 + 0.5 + 0.5 = 5.
/// let answers = [(Category, 12), (Adjustment, 4), (Identification, 4), (Confidentiality, 2), (Integrity, 0),
///     (Availability, 0), (Malicious, 2)].into();
/// let score = score(&answers);
/// assert_eq!((score.total, Band::of(score.total[0])), ([20, 20], Band::VeryHigh));
/// ```
pub fn score(answers: &std::collections::BTreeMap<BreachFactor, i8>) -> Score {
    let mut open = vec![];
    let mut ends = |factor: BreachFactor| {
        let question = QUESTIONS.iter().find(|q| q.factor == factor);
        let values = question.map(|q| q.answers).unwrap_or_default();
        match answers.get(&factor).filter(|answer| values.iter().any(|(value, _)| value == *answer)) {
            Some(answer) => [i32::from(*answer); 2],
            None => {
                open.push(factor);
                let all = || values.iter().map(|(value, _)| i32::from(*value));
                [all().min().unwrap_or_default(), all().max().unwrap_or_default()]
            }
        }
    };
    let plus = |a: [i32; 2], b: [i32; 2]| [a[0] + b[0], a[1] + b[1]];
    let context = plus(ends(Category), ends(Adjustment)).map(|dpc| dpc.clamp(4, 16));
    let identification = ends(Identification);
    let parts = [Confidentiality, Integrity, Availability, Malicious];
    let circumstances = parts.into_iter().fold([0, 0], |sum, part| plus(sum, ends(part)));
    let product = [context[0] * identification[0] / 4, context[1] * identification[1] / 4];
    Score { context, identification, circumstances, total: plus(product, circumstances), open }
}

/// An answer that the case suggests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// For which factor.
    pub factor: BreachFactor,
    /// The answer.
    pub answer: i8,
    /// Why.
    pub because: String,
    /// The events that it rests on.
    pub events: Vec<EventId>,
}

/// Words of data types that stand for a category, gravest first.
const KINDS: [(i8, &[&str]); 4] = [
    (
        16,
        &["health", "medical", "biometric", "genetic", "religi", "political", "sexual", "ethnic", "criminal"],
    ),
    (12, &["card", "bank", "iban", "income", "salary", "account number", "payment", "credit", "invoice"]),
    (8, &["location", "browsing", "traffic", "preference", "purchase", "order history"]),
    (4, &["name", "mail", "address", "phone", "birth", "education", "profession"]),
];

/// What the facts and milestones of a case suggest. The ease of identification and the extent of each loss are not read out of
/// a record; they stay questions.
pub fn suggestions(facts: &Facts, milestones: &Milestones) -> Vec<Suggestion> {
    let kinds: Vec<String> = facts.data_types.iter().map(|kind| kind.to_lowercase()).collect();
    let gravest = KINDS.iter().find_map(|(answer, words)| {
        let kind = kinds.iter().find(|kind| words.iter().any(|word| kind.contains(word)))?;
        Some((*answer, kind))
    });
    let mut all = vec![];
    if let Some((answer, kind)) = gravest {
        let because = say!("the data affected include “{kind}”, as stated under Obligations", kind);
        all.push(Suggestion { factor: Category, answer, because, events: vec![] });
    }
    let foothold = milestones.get(&Milestone::Compromise).filter(|held| held.moment.is_some());
    if let Some(held) = foothold {
        let because = match held.status {
            Status::Proposed => say!("the case proposes “Compromise”: somebody gained a foothold"),
            _ => say!("the case has “Compromise”: somebody gained a foothold"),
        };
        let because = because.to_owned();
        all.push(Suggestion { factor: Malicious, answer: 2, because, events: held.events.clone() });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestone::resolve;
    use crate::model::{MilestoneDecision, Moment, Timestamp};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_examples_of_the_method_come_out() {
        // A supermarket's list of customers, significant identification, sent to a known recipient in error: 1 × 0.75 + 0.25.
        let list = [
            (Category, 4),
            (Adjustment, 0),
            (Identification, 3),
            (Confidentiality, 1),
            (Integrity, 0),
            (Availability, 0),
            (Malicious, 0),
        ];
        let score = score(&list.into());
        assert_eq!((score.total, score.open.len()), ([4, 4], 0));
        assert_eq!(Band::of(4), Band::Low);
    }

    #[test]
    fn the_bands_begin_at_two_three_and_four() {
        let bands = [7, 8, 11, 12, 15, 16].map(Band::of);
        use Band::*;
        assert_eq!(bands, [Low, Medium, Medium, High, High, VeryHigh]);
    }

    #[test]
    fn without_any_answer_the_score_is_everything_it_may_be() {
        let score = score(&BTreeMap::new());
        assert_eq!((score.total, score.open.len()), ([1, 24], 7));
    }

    #[test]
    fn what_the_case_suggests_is_the_gravest_kind_and_the_foothold() {
        let facts =
            Facts { data_types: vec!["name".into(), "payment card number".into()], ..Facts::default() };
        let at =
            MilestoneDecision::At { moment: Moment::exact(Timestamp(0)), event: None, decided: Timestamp(0) };
        let milestones = resolve(BTreeMap::new(), &BTreeMap::new(), &[(Milestone::Compromise, at)].into());
        let said: Vec<_> = suggestions(&facts, &milestones).iter().map(|s| (s.factor, s.answer)).collect();
        assert_eq!(said, [(Category, 12), (Malicious, 2)]);
        assert!(suggestions(&Facts::default(), &Milestones::default()).is_empty());
    }

    proptest! {
        /// One more answer never widens what the score may be, and never leaves it.
        #[test]
        fn an_answer_narrows_the_score(picks in proptest::collection::vec(0_usize..7, 8), skip in 0_usize..8) {
            let mut answers = BTreeMap::new();
            for (n, (question, pick)) in QUESTIONS.iter().zip(picks).enumerate() {
                if n != skip {
                    answers.insert(question.factor, question.answers[pick % question.answers.len()].0);
                }
            }
            let before = score(&answers);
            for (value, _) in QUESTIONS[skip].answers {
                let mut more = answers.clone();
                more.insert(QUESTIONS[skip].factor, *value);
                let after = score(&more);
                prop_assert!(after.total[0] >= before.total[0] && after.total[1] <= before.total[1]);
                prop_assert_eq!(after.total[0], after.total[1]);
            }
        }
    }
}
