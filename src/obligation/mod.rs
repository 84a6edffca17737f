//! Obligations: rules from a dated pack, applied to a case. Not legal advice.
//!
//! A [`Pack`] is a data file of rules. [`assess`] applies each of them to the facts and milestones of a case and
//! says which clock started when, what was due, what was sent and what follows. All times are intervals, so that a
//! verdict stands only where every reading of an imprecise time gives the same one. [`due_if`] shows how the end
//! moves with the moment that is taken for awareness.

mod amount;
mod applies;
mod assess;
pub mod calendar;
pub mod clock;
pub mod facts;
pub mod holidays;
pub mod pack;
pub mod place;
pub mod rule;
mod sensitivity;
pub mod severity;
mod times;

pub use amount::amount;
pub use assess::{applicable, assess, open_questions};
pub use facts::check_facts;
pub use pack::{Pack, PackError};
pub use place::{UnknownCode, check_code, check_country, jurisdictions};
pub use rule::{Recipient, Rule};
pub use sensitivity::{Alternative, SENSITIVITY, due_if};

use crate::language::look;
use crate::milestone::Milestones;
use crate::model::{Milestone, Timestamp};
use crate::say;
use serde::{Deserialize, Serialize};

/// Goes with everything legal, on screen and in documents.
pub const NOT_LEGAL_ADVICE: &str = "This is a computed aid, not legal advice.";

/// The earliest and the latest an imprecise time may be.
pub type Pair = [Timestamp; 2];

/// What a rule's clock says. “Late” is a computed fact, never a breach of law.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Sent within the strict limit.
    OnTime,
    /// Sent after the strict and within the lenient limit.
    OnTimeLenient,
    /// Sent after the limit, without documented reasons.
    Late,
    /// Sent after the limit, with documented reasons where the rule allows them.
    LateWithReason,
    /// Sent before the rule allows it.
    TooEarly,
    /// Not sent by the end of the record.
    NotSent,
    /// The ends of the intervals disagree.
    #[default]
    Undetermined,
    /// The milestone that starts the clock has no time.
    NoTrigger,
    /// Not in force at the trigger.
    NotInForce,
    /// No limit that can be computed.
    NotAssessable,
    /// The limit is in a contract that was not given.
    ContractValueMissing,
}

impl Verdict {
    /// All of them, best first.
    pub const ALL: &'static [Verdict] = &[
        Verdict::OnTime,
        Verdict::OnTimeLenient,
        Verdict::LateWithReason,
        Verdict::Late,
        Verdict::TooEarly,
        Verdict::NotSent,
        Verdict::Undetermined,
        Verdict::NoTrigger,
        Verdict::NotInForce,
        Verdict::NotAssessable,
        Verdict::ContractValueMissing,
    ];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::OnTime => "on_time",
            Verdict::OnTimeLenient => "on_time_lenient",
            Verdict::Late => "late",
            Verdict::LateWithReason => "late_with_reason",
            Verdict::TooEarly => "too_early",
            Verdict::NotSent => "not_sent",
            Verdict::Undetermined => "undetermined",
            Verdict::NoTrigger => "no_trigger",
            Verdict::NotInForce => "not_in_force",
            Verdict::NotAssessable => "not_assessable",
            Verdict::ContractValueMissing => "contract_value_missing",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Verdict::OnTime => "On time",
            Verdict::OnTimeLenient => "Within the lenient limit only",
            Verdict::Late => "Late",
            Verdict::LateWithReason => "Late, with reasons",
            Verdict::TooEarly => "Too early",
            Verdict::NotSent => "Not sent by the end of the record",
            Verdict::Undetermined => "Cannot be decided",
            Verdict::NoTrigger => "The clock has no start",
            Verdict::NotInForce => "Not in force then",
            Verdict::NotAssessable => "No limit to compute",
            Verdict::ContractValueMissing => "The contract's limit is missing",
        }
    }
}

/// A fact that a person has not stated and that decides whether a rule applies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Where affected people live.
    Place,
    /// Whether personal data were affected.
    PersonalData,
    /// Whether a risk to people is unlikely.
    Risk,
    /// Whether a high risk to people is likely.
    HighRisk,
    /// How many residents of a place are affected.
    Residents,
    /// How many people are affected in all.
    People,
    /// Of what sector the organisation is.
    Sector,
    /// Whether it holds the data for somebody else.
    Processor,
    /// What kinds of data were affected.
    DataTypes,
    /// Which contracts it has.
    Contracts,
    /// Whether the threshold of one rule, in its words, is met.
    Threshold,
}

impl Question {
    /// As a question to a person.
    pub fn words(self) -> &'static str {
        match self {
            Question::Place => "Where do affected people live?",
            Question::PersonalData => "Were personal data affected?",
            Question::Risk => "Is a risk to people unlikely?",
            Question::HighRisk => "Is a high risk to people likely?",
            Question::Residents => "How many residents of each place are affected?",
            Question::People => "How many people are affected in all?",
            Question::Sector => "Of what sector is the organisation?",
            Question::Processor => "Does the organisation hold the data for somebody else?",
            Question::DataTypes => "What kinds of data were affected?",
            Question::Contracts => "Which contracts have terms for incidents?",
            Question::Threshold => "Is the threshold of the rule met?",
        }
    }
}

/// A rule applied to a case. Pairs are `[earliest, latest]`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Obligation {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// The code of its jurisdiction; empty for a contract.
    pub jurisdiction: String,
    /// Who must be told.
    pub recipient: String,
    /// What kind of recipient that is.
    pub recipient_kind: Recipient,
    /// The version of the pack.
    pub pack: String,
    /// Whether the case's jurisdictions or contracts select it and no fact rules it out: see [`applicable`].
    pub selected: bool,
    /// Whether it applies by the facts, and the fact that decides; `None` while nobody has said.
    pub applies: Option<bool>,
    /// Why it applies, does not, or cannot be told, in one sentence.
    pub because: String,
    /// The fact that decides: still to be stated where `applies` is `None`, ruling it out where it is false.
    pub question: Option<Question>,
    /// The principal limit, such as `72 hours` or `without undue delay`.
    pub limit: String,
    /// The milestone that starts its clock.
    pub starts: Option<Milestone>,
    /// When its clock starts.
    pub trigger: Option<Pair>,
    /// The strict limit.
    pub due: Option<Pair>,
    /// The lenient limit, where the rule has one.
    pub due_lenient: Option<Pair>,
    /// Whether `due` is the earliest time that the rule allows, and not the latest.
    pub not_before: bool,
    /// What practice holds for reasonable where the rule has no number; never a verdict.
    pub benchmark: Option<String>,
    /// When the notice was sent.
    pub sent: Option<Pair>,
    /// When it reached its recipient, where that is known.
    pub received: Option<Pair>,
    /// The time that counts against the limit: of receipt where the rule asks for it and it is known, else of sending.
    pub counted: Option<Pair>,
    /// Whether a notice to this kind of recipient is on record that nobody has assigned to a rule: it may have served
    /// this one.
    pub unassigned: bool,
    /// The verdict.
    pub verdict: Verdict,
    /// `due − sent` in seconds, smallest and largest; negative when late.
    pub margin_seconds: Option<[i64; 2]>,
    /// Which clock and calendar were used, and what else the reader must know, in plain sentences.
    pub notes: Vec<String>,
}

impl Obligation {
    /// Whether the verdict can be counted for or against anybody: somebody has said that the rule applies, and no notice
    /// is on record that may have served it. The verdict itself stays what the record shows for this rule.
    pub fn is_decided(&self) -> bool {
        self.applies.is_some() && !self.asks_for_notice()
    }

    /// The milestones on whose times it rests: of its start, the notice and the receipt, where each has one. Another than its own
    /// may stand in for one: then whichever has that very time.
    pub fn stands_on(&self, milestones: &Milestones) -> Vec<Milestone> {
        let sent = Milestone::Sent(self.rule.clone());
        let received = Milestone::Received(self.rule.clone());
        let of = |own: Option<&Milestone>, time: Option<Pair>| {
            let time = time?;
            let has = |m: &&Milestone| milestones.moment(m).is_some_and(|at| times::pair(at) == time);
            own.filter(has).or_else(|| milestones.0.keys().find(has)).cloned()
        };
        let each = [
            (self.starts.as_ref(), self.trigger),
            (Some(&sent), self.sent),
            (Some(&received), self.received),
        ];
        each.into_iter().filter_map(|(own, time)| of(own, time)).collect()
    }

    /// The verdict in words, with what is to be said before it counts.
    pub fn words(&self) -> String {
        words(self.verdict, self.applies, self.unassigned)
    }

    fn asks_for_notice(&self) -> bool {
        asks_for_notice(self.verdict, self.unassigned)
    }
}

/// A verdict in words, with what is to be said before it counts: for those who keep no more of an [`Obligation`] than this.
///
/// * `applies`: see [`Obligation::applies`].
/// * `unassigned`: see [`Obligation::unassigned`].
pub fn words(verdict: Verdict, applies: Option<bool>, unassigned: bool) -> String {
    let told = match asks_for_notice(verdict, unassigned) {
        true => say!("A notice is on record; say which rule it served"),
        false => look(verdict.label()),
    };
    match applies {
        None if verdict != Verdict::NotInForce => {
            say!("{verdict}; whether the rule applies is not decided", verdict = told)
        }
        _ => told.to_owned(),
    }
}

fn asks_for_notice(verdict: Verdict, unassigned: bool) -> bool {
    verdict == Verdict::NotSent && unassigned
}
