//! What rules ask a notice to say, told from their own words.

use serde::{Deserialize, Serialize};

/// Something that a notice can say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Who writes.
    Organisation,
    /// What happened.
    Nature,
    /// When it happened, was found and was contained.
    Dates,
    /// By what it became possible.
    Cause,
    /// Which kinds of data.
    Data,
    /// How many people.
    People,
    /// What kinds of people.
    Categories,
    /// How many records.
    Records,
    /// What it may mean for the people affected.
    Consequences,
    /// What was done and will be done.
    Measures,
    /// What the people affected can do.
    Advice,
    /// Where to ask.
    Contact,
    /// Why the notice comes late.
    Delay,
    /// Credit bureaus, freezes, the trade commission: what notices in the United States name.
    Services,
}

impl Content {
    /// As the thing that is missing or said, in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Content::Organisation => "who writes",
            Content::Nature => "what happened",
            Content::Dates => "when",
            Content::Cause => "what made it possible",
            Content::Data => "which data",
            Content::People => "how many people",
            Content::Categories => "what kinds of people",
            Content::Records => "how many records",
            Content::Consequences => "what it may mean",
            Content::Measures => "what was done about it",
            Content::Advice => "what people can do",
            Content::Contact => "where to ask",
            Content::Delay => "why it comes late",
            Content::Services => "credit bureaus, fraud alerts and freezes",
        }
    }
}

/// What an item of a rule's list asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    /// That the notice says all of these.
    Says(Vec<Content>),
    /// That it says none of these.
    KeepsOut(Vec<Content>),
    /// Something that stands beside the text: a form, a copy of another notice.
    Beside,
    /// It cannot be told from the words.
    Unclear,
}

/// The words that tell what is asked; all that stand in an item count.
const WORDS: [(Content, &[&str]); 14] = [
    (Content::Delay, &["reasons for delay", "reasons for the delay", "delay statement"]),
    (
        Content::Services,
        &[
            "credit bureau",
            "fraud alert",
            "freeze",
            "ftc contact",
            "identity protection",
            "credit monitoring",
            "credit-monitoring",
            "free services",
            "police report",
            "federal agencies",
            "mitigation services",
            "complaint right",
        ],
    ),
    (
        Content::Advice,
        &[
            "self-protection",
            "self-help",
            "protective steps",
            "protection steps",
            "steps individuals",
            "steps for the individual",
            "what you can do",
            "advice",
            "recommended steps",
            "minimise damage",
            "recipient can take",
            "users can deploy",
            "for users",
            "assistance",
            "for the person",
            "breach details, steps",
        ],
    ),
    (Content::Contact, &["contact", "dpo", "for more information", "reporter", "abn", "name/address"]),
    (
        Content::Organisation,
        &[
            "organisation,",
            "entity identity",
            "institution",
            "breached entity",
            "charter",
            "operator and service",
            "parent company",
            "type of entity",
            "name and contact",
            "unit, system",
        ],
    ),
    (Content::Records, &["number of records", "numbers of records", "number of data and"]),
    (
        Content::Categories,
        &[
            "categories and approximate number of people",
            "categories and number",
            "categories, numbers",
            "categories and numbers",
            "number of data and persons",
        ],
    ),
    (
        Content::People,
        &[
            "number of people",
            "number of individuals",
            "number of residents",
            "number of consumers",
            "number of affected",
            "number of illinois",
            "number of vermonters",
            "number of data subjects",
            "number affected",
            "number already notified",
            "many residents",
            "identity of individuals",
            "numbers",
            "and number of data and persons",
        ],
    ),
    (
        Content::Data,
        &[
            "data types",
            "types of data",
            "data items",
            "items leaked",
            "information involved",
            "information was involved",
            "information accessed",
            "kinds of information",
            "types of information",
            "types of unsecured",
            "data accessed",
            "data involved",
            "data categories",
            "category of data",
            "elements of information",
            "nature, data",
            "circumstances, data",
            "of breach, data",
            "organisation, information",
            "categories, causes",
            "nature, effects, categories",
            "card numbers",
            "interlink",
            "sensitivity",
        ],
    ),
    (
        Content::Consequences,
        &["consequence", "harm", "risk", "impact", "effect", "damage", "injury", "severity", "losses"],
    ),
    (
        Content::Cause,
        &[
            "cause",
            "threat",
            "vulnerability",
            "origin",
            "intruder",
            "person responsible",
            "who caused",
            "malicious",
            "attack type",
            "technique",
            "indicators of compromise",
            "how discovered",
        ],
    ),
    (
        Content::Measures,
        &[
            "measure",
            "mitigat",
            "steps taken",
            "steps to contain",
            "steps to reduce",
            "steps by",
            "taken/planned",
            "planned steps",
            "actions",
            "remed",
            "containment",
            "what we are doing",
            "entity is doing",
            "safeguard",
            "response status",
            "resolution",
            "corrective",
            "prevention",
            "rectification",
            "response and",
            "notice plans",
        ],
    ),
    (
        Content::Dates,
        &[
            "date",
            "time and",
            "time,",
            "time frame",
            "date/time",
            "period",
            "timing",
            "when",
            "chronology",
            "duration",
            "day or",
            "times",
        ],
    ),
    (
        Content::Nature,
        &[
            "nature",
            "what happened",
            "breach facts",
            "incident facts",
            "incident and",
            "the incident",
            "incident information",
            "circumstances",
            "description",
            "facts",
            "overview",
            "synopsis",
            "breach details",
            "details of breach",
            "breach or disruption",
            "breach, consequences",
            "breach, risks",
            "type of incident",
            "as nis2 incident",
            "as data-subject notice",
            "art. 33(3)",
        ],
    ),
];

/// The words of what a text cannot carry.
const BESIDE: [&str; 9] =
    ["form", "portal", "sample", "copy", "annex", "appendix", "transfer", "prescribed", "certification"];

/// The items that are one word.
const SHORT: [(&str, Content); 6] = [
    ("data", Content::Data),
    ("information", Content::Data),
    ("incident", Content::Nature),
    ("types of threats", Content::Cause),
    ("entity", Content::Organisation),
    ("communications", Content::Contact),
];

/// What an item of a rule's list asks for.
///
/// ```
/// use floodmark::document::notice::{Asked, Content, asked};
/// assert_eq!(asked("Likely consequences"), Asked::Says(vec![Content::Consequences]));
/// assert_eq!(asked("Not: number of Illinois residents affected"), Asked::KeepsOut(vec![Content::People]));
/// assert_eq!(asked("Sample notice"), Asked::Beside);
/// ```
pub fn asked(item: &str) -> Asked {
    let item = item.trim().to_lowercase();
    let (inverted, words) = match item.strip_prefix("not:") {
        Some(rest) => (true, rest.trim()),
        None => (
            item.starts_with("the notice may neither") || item.starts_with("the notice may not say"),
            item.as_str(),
        ),
    };
    let mut all: Vec<Content> = WORDS
        .iter()
        .filter(|(_, words_of)| words_of.iter().any(|w| words.contains(w)))
        .map(|(c, _)| *c)
        .collect();
    all.extend(SHORT.iter().filter(|(short, _)| words == *short).map(|(_, c)| *c));
    all.sort();
    all.dedup();
    let beside = BESIDE.iter().any(|w| words.split(|c: char| !c.is_alphanumeric()).any(|word| word == *w));
    match (all.is_empty(), inverted, beside) {
        (false, true, _) => Asked::KeepsOut(all),
        (_, false, true) => Asked::Beside,
        (false, false, false) => Asked::Says(all),
        (true, ..) => Asked::Unclear,
    }
}

/// Whether a rule's remark is on what the notice must keep out.
pub fn keeps_out(note: &str) -> bool {
    matches!(asked(note), Asked::KeepsOut(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obligation::Pack;

    #[test]
    fn most_of_what_the_built_in_rules_ask_is_understood() {
        let pack = Pack::builtin();
        let items: Vec<&str> =
            pack.rules.iter().flat_map(|r| r.content_required.iter().map(String::as_str)).collect();
        let unclear: Vec<&str> = items.iter().copied().filter(|item| asked(item) == Asked::Unclear).collect();
        // Lists that the pack itself leaves open (“State-specific list”), and what is beside any text.
        assert!(unclear.len() * 5 < items.len(), "{} of {}: {unclear:#?}", unclear.len(), items.len());
    }

    #[test]
    fn the_two_rules_that_invert_are_told_by_their_words() {
        let pack = Pack::builtin();
        let inverted: Vec<&str> = pack
            .rules
            .iter()
            .filter(|r| r.content_required.iter().chain(&r.clock_notes).any(|item| keeps_out(item)))
            .map(|r| r.id.as_str())
            .collect();
        assert_eq!(inverted, ["us-ma-93h-individuals", "us-il-pipa-individuals"]);
        let note = &pack.rule("us-ma-93h-individuals").unwrap().clock_notes[0];
        assert_eq!(asked(note), Asked::KeepsOut(vec![Content::Nature, Content::People]));
    }
}
