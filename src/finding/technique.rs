//! ATT&CK techniques where the record names them: by identifier alone, in tags or texts. No name is looked up or guessed.

use crate::model::{EventId, Timestamp};
use crate::timeline::EventView;
use memchr::memchr2_iter;
use std::collections::BTreeMap;

/// More techniques than this are a catalogue, not an incident.
const MOST: usize = 500;

/// The tactics of Enterprise ATT&CK in the order of its matrix: identifier, name, and how Hayabusa shortens it. Sigma writes the name
/// small, with dashes or underscores.
const TACTICS: [(&str, &str, &str); 14] = [
    ("TA0043", "Reconnaissance", "Recon"),
    ("TA0042", "Resource Development", "ResDev"),
    ("TA0001", "Initial Access", "InitAccess"),
    ("TA0002", "Execution", "Exec"),
    ("TA0003", "Persistence", "Persis"),
    ("TA0004", "Privilege Escalation", "PrivEsc"),
    ("TA0005", "Defense Evasion", "Evas"),
    ("TA0006", "Credential Access", "CredAccess"),
    ("TA0007", "Discovery", "Disc"),
    ("TA0008", "Lateral Movement", "LatMov"),
    ("TA0009", "Collection", "Collect"),
    ("TA0011", "Command and Control", "C2"),
    ("TA0010", "Exfiltration", "Exfil"),
    ("TA0040", "Impact", "Impact"),
];

/// A technique under one tactic, as the record names both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Technique {
    /// The place of the tactic in the matrix with its name; `None` where no event names one beside the technique.
    pub tactic: Option<(usize, &'static str)>,
    /// Its identifier, such as `T1059.001`.
    pub id: String,
    /// How many events name it.
    pub count: u32,
    /// The start of the first of them.
    pub first: Timestamp,
    /// The start of the last.
    pub last: Timestamp,
    /// The first of them.
    pub event: EventId,
}

/// The techniques seen so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Techniques(BTreeMap<(usize, String), Technique>);

impl Techniques {
    /// Takes the next event in the order of the timeline.
    pub fn read(&mut self, event: &EventView<'_>) {
        let mut named = vec![];
        for tag in &event.tags {
            find(tag, true, &mut named);
        }
        find(event.text, false, &mut named);
        if named.is_empty() {
            return;
        }
        named.sort();
        named.dedup();
        let mut tactics: Vec<usize> = event.tags.iter().filter_map(|tag| tactic(tag)).collect();
        tactics.sort_unstable();
        tactics.dedup();
        if tactics.is_empty() {
            tactics.push(TACTICS.len());
        }
        let at = event.moment.earliest;
        for id in named {
            for &place in &tactics {
                let key = (place, id.clone());
                if self.0.len() >= MOST && !self.0.contains_key(&key) {
                    continue;
                }
                let seen = self.0.entry(key).or_insert_with(|| Technique {
                    tactic: TACTICS.get(place).map(|(_, name, _)| (place, *name)),
                    id: id.clone(),
                    count: 0,
                    first: at,
                    last: at,
                    event: event.id,
                });
                seen.count += 1;
                seen.last = seen.last.max(at);
            }
        }
    }

    /// In the order of the matrix, then by identifier; those without a tactic last.
    pub fn all(&self) -> impl Iterator<Item = &Technique> {
        self.0.values()
    }
}

/// The place of the tactic that a tag names: `attack.initial-access`, `TA0001`, `Initial Access`, or Hayabusa's `InitAccess`.
fn tactic(tag: &str) -> Option<usize> {
    let tag = tag.trim();
    // Compared without copies: a timeline of detections asks for each tag of each event.
    fn plain(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase)
    }
    let sigma = tag.strip_prefix("attack.").unwrap_or(tag);
    TACTICS.iter().position(|(id, name, short)| {
        tag.eq_ignore_ascii_case(id) || plain(sigma).eq(plain(name)) || tag.eq_ignore_ascii_case(short)
    })
}

/// The identifiers in a text: `T`, four figures, and perhaps a full stop or slash and three more, alone as a word. Tags may
/// write them small (`attack.t1136`).
fn find(text: &str, tag: bool, named: &mut Vec<String>) {
    let bytes = text.as_bytes();
    let figure = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let word = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    for at in memchr2_iter(b'T', if tag { b't' } else { b'T' }, bytes) {
        if at > 0 && (word(at - 1) || bytes.get(at - 1) == Some(&b'-')) {
            continue;
        }
        if !(1..=4).all(|n| figure(at + n)) {
            continue;
        }
        let sub = matches!(bytes.get(at + 5), Some(b'.' | b'/'))
            && (6..=8).all(|n| figure(at + n))
            && !word(at + 9);
        let four = text.get(at + 1..at + 5).unwrap_or_default();
        // Those of ICS begin at T0800, those of Enterprise and Mobile at T1001.
        let known = four.parse().is_ok_and(|n: u32| (800..900).contains(&n) || (1001..2000).contains(&n));
        if !known || !sub && word(at + 5) {
            continue;
        }
        named.push(match text.get(at + 6..at + 9).filter(|_| sub) {
            Some(three) => format!("T{four}.{three}"),
            None => format!("T{four}"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Scan;
    use crate::finding::testing::Story;

    fn found(text: &str, tag: bool) -> Vec<String> {
        let mut named = vec![];
        find(text, tag, &mut named);
        named
    }

    #[test]
    fn identifiers_are_found_as_words_alone() {
        assert_eq!(found("PowerShell (T1059.001), then T1105.", false), ["T1059.001", "T1105"]);
        assert_eq!(found("attack.mitre.org/techniques/T1059/001", false), ["T1059.001"]);
        assert_eq!(found("attack.t1136", true), ["T1136"]);
        let none: [&str; 6] =
            ["2026-03-12T2345", "order T10591", "AT1059", "t1059", "ticket T0001", "REQ-T1059"];
        for text in none {
            assert!(found(text, false).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_tactic_is_known_by_each_name_that_tools_write() {
        for tag in
            ["TA0001", "attack.initial-access", "attack.initial_access", "Initial Access", "InitAccess"]
        {
            assert_eq!(tactic(tag), Some(2), "{tag}");
        }
        assert_eq!(tactic("high"), None);
    }

    #[test]
    fn techniques_are_counted_with_their_first_and_last_time() {
        let story = Story::default().event("2026-03-12T23:44:19Z", "", "", "web shell (T1505.003)").event(
            "2026-03-13T01:00:00Z",
            "",
            "",
            "web shell used, T1505.003 and T1059",
        );
        story.view(|view| {
            let scan = Scan::new(view.timeline);
            let all: Vec<_> = scan.techniques().map(|t| (t.id.as_str(), t.count, t.tactic)).collect();
            assert_eq!(all, [("T1059", 1, None), ("T1505.003", 2, None)]);
            let last = scan.techniques().last().unwrap();
            assert_eq!(
                (last.first, last.last),
                ("2026-03-12T23:44:19Z".parse().unwrap(), "2026-03-13T01:00:00Z".parse().unwrap())
            );
        });
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,40}|[Tt0-9./_ é-]{0,30}") {
            for id in found(&text, true) {
                proptest::prop_assert!(id.len() == 5 || id.len() == 9);
            }
        }
    }
}
