//! ATT&CK techniques where the record names them: by identifier alone, in tags or texts. No name is looked up or guessed.

use crate::model::{EventId, Timestamp};
use crate::timeline::{EventView, named_techniques};
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
pub(super) struct Techniques {
    named: BTreeMap<(usize, String), Technique>,
    /// How many events name each, whatever the tactic.
    ids: BTreeMap<String, u32>,
}

impl Techniques {
    /// Takes the next event in the order of the timeline.
    pub fn read(&mut self, event: &EventView<'_>) {
        let named = named_techniques(event);
        if named.is_empty() {
            return;
        }
        for id in &named {
            if self.ids.len() < MOST || self.ids.contains_key(id) {
                *self.ids.entry(id.clone()).or_default() += 1;
            }
        }
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
                if self.named.len() >= MOST && !self.named.contains_key(&key) {
                    continue;
                }
                let seen = self.named.entry(key).or_insert_with(|| Technique {
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

    /// Each technique with how many events name it and the tactics that stand beside it, by identifier.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u32, Vec<&'static str>)> {
        self.ids.iter().map(|(id, count)| {
            let beside = self.named.values().filter(|t| t.id == *id);
            (id.as_str(), *count, beside.filter_map(|t| Some(t.tactic?.1)).collect())
        })
    }

    /// In the order of the matrix, then by identifier; those without a tactic last.
    pub fn all(&self) -> impl Iterator<Item = &Technique> {
        self.named.values()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Scan;
    use crate::finding::testing::Story;

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
            let counts: Vec<_> = scan.technique_counts().map(|(id, n, _)| (id, n)).collect();
            assert_eq!(counts, [("T1059", 1), ("T1505.003", 2)]);
            let last = scan.techniques().last().unwrap();
            assert_eq!(
                (last.first, last.last),
                ("2026-03-12T23:44:19Z".parse().unwrap(), "2026-03-13T01:00:00Z".parse().unwrap())
            );
        });
    }
}
