//! What is known of an incident besides its events.

use super::EventId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The facts of a case, as a person stated them. Everything may be missing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The title of the case.
    pub title: Option<String>,
    /// Where affected people live: ISO 3166-1 or -2 codes, `EU` and `WORLD`.
    pub jurisdictions: Vec<String>,
    /// The kinds of data affected, such as `name`, `payment card number`.
    pub data_types: Vec<String>,
    /// How many people or records are affected.
    pub records_affected: Option<u64>,
    /// Affected residents by jurisdiction code.
    pub residents: BTreeMap<String, u64>,
    /// The sector of the organisation.
    pub sector: String,
    /// Contracts that carry notification terms: `visa mastercard amex discover acquirer insurer customer pci`.
    pub contracts: Vec<String>,
    /// Whether personal data were affected; null where nobody has said.
    pub personal_data: Option<bool>,
    /// Whether a risk to people is unlikely (the exemption of Art. 33(1)); null where nobody has said.
    pub risk_unlikely: Option<bool>,
    /// Whether a high risk to people is likely (GDPR Art. 34); null where nobody has said.
    pub high_risk: Option<bool>,
    /// Whether the organisation holds the data for somebody else, as a processor, host or agent; null where nobody
    /// has said.
    pub processor: Option<bool>,
    /// Whether the threshold that a rule has in words is met, by rule.
    pub thresholds: BTreeMap<String, bool>,
    /// Limits of the case's own contracts, such as `24 hours`, by contract or rule.
    pub contract_limits: BTreeMap<String, String>,
    /// The zone in which days are counted, such as `Europe/Berlin`, by jurisdiction code or contract.
    pub zones: BTreeMap<String, String>,
    /// The country of the acquirer by its code, whose holidays count where a card brand gives business days; empty where nobody
    /// has said.
    pub acquirer_country: String,
    /// The documented reasons for a late notice, by rule.
    pub delay_reasons: BTreeMap<String, String>,
    /// How often updates were promised, in minutes.
    pub update_cadence_minutes: Option<u32>,
    /// What the notice to the people affected said; parts that nobody has said are missing.
    pub notice: BTreeMap<NoticePart, bool>,
    /// What only a person can say in notices, in their words.
    pub said: BTreeMap<Particular, String>,
    /// The teams that took part in the review.
    pub review_teams: Vec<String>,
    /// The kind of attack, in the person's words: cases of one word are one group.
    pub attack: String,
    /// The team that responded, by which cases are told apart.
    pub team: String,
    /// Answers to the factors of ENISA's severity of a personal-data breach, in quarters of a point; see
    /// `obligation::severity`.
    pub breach: BTreeMap<BreachFactor, i8>,
    /// The events that an answer rests on, by factor, in the order in which a person named them.
    pub breach_events: BTreeMap<BreachFactor, Vec<EventId>>,
    /// Why these answers, in the person's words.
    pub breach_note: String,
}

/// A part of a notice to the people affected.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticePart {
    /// What happened.
    Nature,
    /// Which kinds of data.
    Data,
    /// What it may mean for them.
    Consequences,
    /// What was done about it.
    Measures,
    /// What they can do.
    Advice,
    /// Where they can ask.
    Contact,
}

impl NoticePart {
    /// All of them in order.
    pub const ALL: [NoticePart; 6] = [
        NoticePart::Nature,
        NoticePart::Data,
        NoticePart::Consequences,
        NoticePart::Measures,
        NoticePart::Advice,
        NoticePart::Contact,
    ];

    /// What it says, in words.
    pub fn words(self) -> &'static str {
        match self {
            NoticePart::Nature => "what happened",
            NoticePart::Data => "which data",
            NoticePart::Consequences => "what it may mean for them",
            NoticePart::Measures => "what was done about it",
            NoticePart::Advice => "what they can do",
            NoticePart::Contact => "where they can ask",
        }
    }
}

/// What notices need and no record tells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Particular {
    /// The organisation, with its address.
    Organisation,
    /// Whom to ask: data protection officer or another contact point.
    Contact,
    /// What happened, in plain words.
    WhatHappened,
    /// What kinds of people are affected.
    Categories,
    /// What it may mean for the people affected.
    Consequences,
    /// What was done and will be done, in plain words.
    Measures,
    /// What people can do.
    Advice,
    /// When and where the next word comes.
    NextUpdate,
}

impl Particular {
    /// All of them in order.
    pub const ALL: [Particular; 8] = [
        Particular::Organisation,
        Particular::Contact,
        Particular::WhatHappened,
        Particular::Categories,
        Particular::Consequences,
        Particular::Measures,
        Particular::Advice,
        Particular::NextUpdate,
    ];

    /// As a question to a person.
    pub fn words(self) -> &'static str {
        match self {
            Particular::Organisation => "The organisation, with its address",
            Particular::Contact => "Whom to ask: name, telephone, e-mail",
            Particular::WhatHappened => "What happened, in plain words",
            Particular::Categories => "What kinds of people are affected",
            Particular::Consequences => "What it may mean for them",
            Particular::Measures => "What was done and will be done",
            Particular::Advice => "What they can do",
            Particular::NextUpdate => "When and where the next word comes",
        }
    }
}

/// A factor of ENISA's severity of a personal-data breach.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreachFactor {
    /// The basic score of the data processing context, by the gravest category of data.
    Category,
    /// What the context adds to it or takes away.
    Adjustment,
    /// Ease of identification.
    Identification,
    /// Loss of confidentiality.
    Confidentiality,
    /// Loss of integrity.
    Integrity,
    /// Loss of availability.
    Availability,
    /// Malicious intent.
    Malicious,
    /// Whether the data were unintelligible to others: a flag, no part of the score.
    Unintelligible,
}
