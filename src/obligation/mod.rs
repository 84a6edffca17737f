//! Obligations: rules from a dated pack, applied to a case. Not legal advice.

use crate::model::Timestamp;
use serde::{Deserialize, Serialize};

/// What a rule's clock says. “Late” is a computed fact, never a breach of law.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
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

/// A rule applied to a case. Pairs are `[earliest, latest]`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Obligation {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// Who must be told.
    pub recipient: String,
    /// The version of the pack.
    pub pack: String,
    /// Whether it applies by the facts, and the fact that decides; `None` while nobody has said.
    pub applies: Option<bool>,
    /// Why it applies, does not, or cannot be told, in one sentence.
    pub because: String,
    /// When its clock starts.
    pub trigger: Option<[Timestamp; 2]>,
    /// The strict limit.
    pub due: Option<[Timestamp; 2]>,
    /// The lenient limit, where the rule has one.
    pub due_lenient: Option<[Timestamp; 2]>,
    /// When the notice was sent.
    pub sent: Option<[Timestamp; 2]>,
    /// The verdict.
    pub verdict: Verdict,
    /// `due − sent` in seconds, smallest and largest; negative when late.
    pub margin_seconds: Option<[i64; 2]>,
    /// Which clock and calendar were used, and what else the reader must know, in plain sentences.
    pub notes: Vec<String>,
}
