//! Rule packs against ../shared/obligations, and findings on the real breaches of ../shared/data/cases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may panic, also in its helpers, and tell its numbers"
)]

use crate::cases::{confirmed, folders};
use crate::shared::shared;
use floodmark::finding::duty_rule;
use floodmark::model::{Duty, Theme};
use floodmark::obligation::Pack;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_pack_keeps_every_fact_of_the_shared_rules() {
    let Some(path) = shared("obligations/rules.json") else { return };
    let all: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for rule in &Pack::builtin().rules {
        let theirs = all.iter().find(|r| r["id"] == rule.id.as_str()).expect(&rule.id);
        let limit = rule.limit().unwrap();
        assert_eq!(limit.value.map(u64::from), theirs["deadline"]["value"].as_u64());
        assert_eq!(theirs["deadline"]["unit"], "hours");
        assert_eq!(theirs["trigger"]["milestone"], rule.trigger.milestone.id());
        assert_eq!(theirs["citation"], rule.citation);
        assert_eq!(theirs["jurisdiction"], rule.jurisdiction_label);
        assert_eq!(theirs["in_force"]["from"], rule.in_force.from.unwrap().to_string());
        assert_eq!(theirs["verified"], rule.verification.verified);
        assert_eq!(serde_json::to_value(rule.verification.level).unwrap(), theirs["verification"]["level"]);
        let urls: Vec<_> =
            theirs["sources"].as_array().unwrap().iter().map(|s| s["url"].as_str().unwrap()).collect();
        assert_eq!(urls, rule.sources.iter().map(|s| s.url.as_str()).collect::<Vec<_>>());
        assert_eq!(theirs["clock_notes"].as_array().unwrap().len(), rule.clock_notes.len());
        assert_eq!(theirs["content_required"].as_array().unwrap().len(), rule.content_required.len());
        assert_eq!(theirs["follow_ups"].as_array().unwrap().len(), rule.follow_ups.len());
    }
}

/// The themes in a list of findings, which of them as `theme` and which as `themes`.
fn themes(findings: &Value) -> BTreeSet<Theme> {
    let all = findings.as_array().unwrap().iter();
    let named = all.flat_map(|f| f["themes"].as_array().cloned().unwrap_or_else(|| vec![f["theme"].clone()]));
    named.map(|theme| serde_json::from_value(theme).unwrap()).collect()
}

#[test]
fn the_themes_of_real_breaches_are_mostly_found_and_rarely_invented() {
    let (mut hits, mut misses, mut extra) = (0, 0, 0);
    for folder in folders() {
        let (expected, analysis) = confirmed(&folder);
        let findings = &analysis["incidents"][0]["findings"];
        for duty in Duty::ALL {
            let own = findings.as_array().unwrap().iter().filter(|f| f["rule"] == duty_rule(*duty)).count();
            assert_eq!(own, 1, "{}: {}", folder.display(), duty.id());
        }
        let (documented, seen) = (themes(&expected["documented_findings"]), themes(findings));
        let ids = |set: BTreeSet<Theme>| set.iter().map(|t| t.id()).collect::<Vec<_>>().join(" ");
        println!("{}", folder.display());
        println!("  missed: {}", ids(&documented - &seen));
        println!("  not documented: {}", ids(&seen - &documented));
        hits += documented.intersection(&seen).count();
        misses += documented.difference(&seen).count();
        extra += seen.difference(&documented).count();
    }
    if hits + misses == 0 {
        return;
    }
    let (precision, recall) = (hits as f64 / (hits + extra) as f64, hits as f64 / (hits + misses) as f64);
    println!(
        "precision {precision:.2}, recall {recall:.2}: {hits} found, {misses} missed, {extra} not documented"
    );
    assert!(precision >= 0.8 && recall >= 0.75);
}
