//! Which columns of a table of incidents are what, as their names and first rows suggest: a person confirms them.

use super::delimited::Record;
use super::timestamp;
use crate::model::Milestone;
use crate::model::source::{Columns, IncidentMapping};

/// The words by which a column of times tells a milestone, best first. One column serves the first of them that names it.
const MILESTONES: &[(Milestone, &[&str])] = &[
    (Milestone::Detected, &["detected", "detection", "discovered", "found", "reported"]),
    (Milestone::Acknowledged, &["acknowledged", "acked", "triaged", "triage"]),
    (Milestone::Declared, &["declared", "escalated", "engaged"]),
    (Milestone::Aware, &["aware", "awareness"]),
    (
        Milestone::Contained,
        &["contained", "containment", "mitigated", "isolated", "stable", "stabilised", "stabilized"],
    ),
    (Milestone::Eradicated, &["eradicated", "eradication", "cleaned"]),
    (Milestone::Recovered, &["recovered", "recovery", "restored", "resolved", "fixed"]),
    (Milestone::Closed, &["closed"]),
    (Milestone::Compromise, &["compromised", "compromise", "breached"]),
    (Milestone::ExposureStarted, &["started", "start", "began", "onset"]),
    (Milestone::FirstSignal, &["signal", "alerted", "triggered", "opened", "created"]),
];

/// The names of columns that tell incidents apart from each other in groups.
const GROUPS: [&str; 8] = ["severity", "priority", "team", "service", "type", "category", "cause", "status"];
/// Most columns that are suggested for groups.
const MOST_GROUPS: usize = 4;

/// What the columns of a table would be, were each of its rows an incident.
pub fn suggest(header: &[String], rows: &[Record]) -> IncidentMapping {
    let mut taken: Vec<usize> = vec![];
    let mut find = |words: &[&str], fits: &dyn Fn(usize) -> bool| {
        let found = words.iter().find_map(|word| {
            let named = |n: &usize| header.get(*n).is_some_and(|name| has_word(name, word));
            (0..header.len()).find(|n| named(n) && !taken.contains(n) && fits(*n))
        });
        taken.extend(found);
        found.map(|n| Columns::name(n, header))
    };
    let is_time = |n: usize| {
        let cell = |row: &Record| row.cells.get(n).is_some_and(|cell| timestamp::parse(cell).is_ok());
        rows.iter().any(cell)
    };
    let milestones = MILESTONES
        .iter()
        .filter_map(|(milestone, words)| Some((milestone.clone(), Columns(vec![find(words, &is_time)?]))))
        .collect();
    let no_time = |n: usize| !is_time(n);
    let id = find(&["id", "key", "number", "ref", "reference", "incident"], &no_time);
    let title = find(&["title", "name", "summary", "subject", "description", "what"], &no_time);
    let groups = GROUPS.iter().filter_map(|word| find(&[word], &no_time)).take(MOST_GROUPS).collect();
    IncidentMapping {
        id: Columns(id.into_iter().collect()),
        title: Columns(title.into_iter().collect()),
        milestones,
        groups: Columns(groups),
        ..IncidentMapping::default()
    }
}

/// Whether a word stands in the name of a column: `Detected at`, `detected_at`, `detectedAt`.
fn has_word(name: &str, word: &str) -> bool {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && lower_before) {
            words.push(String::new());
        }
        if let Some(last) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            last.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
    words.iter().any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_a_fleet_are_suggested_by_their_names() {
        let header = [
            "Incident ID",
            "Title",
            "Severity",
            "Started",
            "detected_at",
            "containedAt",
            "Resolved on",
            "Closed",
        ];
        let header = header.map(str::to_owned);
        let cells = ["7", "Skimmer", "high", "2026-03-13", "2026-03-16 09:05", "2026-03-16 09:48", "", "yes"];
        let row = Record { cells: cells.map(str::to_owned).into(), ..Record::default() };
        let mapping = suggest(&header, &[row]);
        let one = |name: &str| Columns(vec![name.to_owned()]);
        assert_eq!(
            (&mapping.id, &mapping.title, &mapping.groups),
            (&one("Incident ID"), &one("Title"), &one("Severity"))
        );
        // A column without a time is no milestone, whatever its name.
        let expected = [
            (Milestone::ExposureStarted, one("Started")),
            (Milestone::Detected, one("detected_at")),
            (Milestone::Contained, one("containedAt")),
        ];
        assert_eq!(mapping.milestones, expected.into());
    }
}
