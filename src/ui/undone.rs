//! What a change does, as the engine says it for “Undo: …”, in the language of the page.
//!
//! The engine puts names and numbers into its words. Here the words are known again by these texts, and said anew.

use crate::language::{Language, fill, known, language, places};
use std::fmt::Display;

/// The texts, with their places; of two that fit, the one that stands first is meant.
const CHANGES: [&str; 84] = [
    "remove the case",
    "rename the case",
    "add an event",
    "remove a hand-written event",
    "correct an event",
    "change the facts",
    "remove the count of orders",
    "change the report",
    "set the end of the record",
    "add a metric",
    "remove a metric",
    "decide on a finding",
    "note on a finding",
    "add an action item",
    "change an action item",
    "remove an action item",
    "remove the plan",
    "use the rules that come with Floodmark",
    "accept an amendment",
    "reject an amendment",
    "take back an amendment",
    "write the new plan",
    "take back what a section is about",
    "comment on an amendment",
    "say who carries an amendment",
    "choose between amendments",
    "take over what participants wrote",
    "open a workspace",
    "start again",
    "move a section of the report",
    "change the cover of the report",
    "change the agenda",
    "end the meeting",
    "write a note",
    "record a decision",
    "record a question",
    "record a surprise",
    "put something aside",
    "note who is here",
    "reword an entry",
    "remove an entry",
    "change the exercise",
    "propose the exercise anew",
    "run the clock",
    "halt the clock",
    "move the clock",
    "change the pace",
    "end the session",
    "open the session again",
    "remove a session",
    "tick a step of the plan",
    "take a tick away",
    "rate an answer",
    "show roles instead of names",
    "show names again",
    "set a role",
    "count a vote from a file",
    "count {n} votes from files",
    "add {n} events",
    "add {n} action items",
    "accept {n} amendments",
    "reject {n} amendments",
    "take back {n} amendments",
    "open {n} files",
    "open the plan {name}",
    "open {name}",
    "assert {zone} for {name}",
    "take back the zone of {name}",
    "take back what {written} means in {name}",
    "set the clock offset of {name}",
    "read {written} as {zone} in {name}",
    "read {name} anew",
    "count the orders of {name}",
    "take over the status of {name}",
    "use the rules of {name}",
    "use the built-in template of “{name}”",
    "use the template {name}",
    "say that a section is about “{name}”",
    "take back the threshold “{name}”",
    "set “{name}” to {value}",
    "set “{name}”",
    "rule out “{name}”",
    "take back “{name}”",
    "remove {name}",
];

/// The words of a change in the language of the page.
pub fn said(words: String) -> String {
    again(&CHANGES, &words).unwrap_or(words)
}

/// Words that are one of these texts with its places filled, said anew in the language of the page; none in English, and where no
/// text fits.
pub(super) fn again(texts: &[&'static str], words: &str) -> Option<String> {
    if language() == Language::English {
        return None;
    }
    let number = |(name, value): &(&str, &str)| *name != "n" || value.parse::<u32>().is_ok();
    let (text, places) = texts.iter().find_map(|text| {
        let places = places(text, words).filter(|all| all.iter().all(number))?;
        Some((*text, places))
    })?;
    let values: Vec<(&str, String)> = places.into_iter().map(|(name, value)| (name, known(value))).collect();
    let values: Vec<(&str, &dyn Display)> =
        values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
    Some(fill(text, &values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{learn, speak};

    #[test]
    fn words_of_a_change_are_known_again_by_their_text() {
        assert_eq!(places("open {n} files", "open 3 files"), Some(vec![("n", "3")]));
        assert_eq!(places("open {n} files", "open 3"), None);
        assert_eq!(
            places("set “{name}” to {value}", "set “A” to 7 days"),
            Some(vec![("name", "A"), ("value", "7 days")])
        );
        assert_eq!(said("open a.csv".to_owned()), "open a.csv");
        let pairs = [
            "Contained",
            "Eingedämmt",
            "open {name}",
            "{name} öffnen",
            "open {n} files",
            "{n} Dateien öffnen",
            "set “{name}”",
            "„{name}“ setzen",
        ];
        learn(Language::German, pairs.join("\0"));
        speak();
        let german = ["open 3 files", "open my files", "set “Contained”", "do something new"]
            .map(|w| said(w.to_owned()));
        assert_eq!(
            german,
            ["3 Dateien öffnen", "my files öffnen", "„Eingedämmt“ setzen", "do something new"]
        );
    }
}
