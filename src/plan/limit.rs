//! What a plan says of the limits of rules: where it names a rule with its limit, with another, with a vague word or with none.

use super::named::{Mention, binds, line_at};
use super::read::Plan;
use super::read::target::lengths;
use super::words::{holds, words, words_at};
use crate::obligation::{Obligation, Recipient};
use std::collections::BTreeSet;

/// Words in place of a limit.
pub const VAGUE: &[&str] = &[
    "without undue delay",
    "without delay",
    "as soon as possible",
    "as soon as practicable",
    "immediately",
    "promptly",
    "unverzüglich",
];

/// Whether a line speaks of telling such a recipient.
pub fn tells(line: &str, recipient: Recipient) -> bool {
    let words = words(line);
    let patterns: &[&str] = match recipient {
        Recipient::Authority => {
            &["authority", "authorities", "regulator*", "supervisory", "ico", "dpa", "aufsichtsbehörde"]
        }
        Recipient::Cert => &["cert", "csirt", "national+contact"],
        Recipient::Individuals => {
            &["customers", "individuals", "data+subject*", "people+affected", "affected+people"]
        }
        Recipient::Customers => &["business+customer*", "controller*"],
        Recipient::Market => &["market", "investor*", "media"],
        Recipient::CardBrands => &["acquirer*", "card+brand*", "payment+processor*"],
        Recipient::Insurer => &["insurer*", "insurance"],
    };
    let says = ["notif*", "tell*", "report*", "inform*", "contact*", "melde*"];
    patterns.iter().any(|p| holds(&words, p)) && says.iter().any(|p| holds(&words, p))
}

/// The vague word of a line that states no length of time.
pub fn vague(line: &str) -> Option<&'static str> {
    let small = line.to_lowercase();
    let found = VAGUE.iter().find(|v| small.contains(**v))?;
    lengths(line, &words_at(line)).is_empty().then_some(*found)
}

/// The limit of a rule in minutes, where it is a number.
pub fn limit_minutes(obligation: &Obligation) -> Option<u32> {
    lengths(&obligation.limit, &words_at(&obligation.limit)).first().map(|l| l.minutes)
}

/// The lines that say something vague in place of a limit, in order: the block of each, and the line. Only those are looked at
/// that hold the words: a plan may have tens of thousands of lines.
pub fn vague_lines(plan: &Plan) -> Vec<(usize, String)> {
    let places: BTreeSet<(usize, usize)> =
        VAGUE.iter().flat_map(|words| plan.spoken().may_hold(words)).collect();
    let lines = places.into_iter().filter_map(|(block, n)| Some((block, line_at(plan, block, n)?)));
    lines.filter(|(_, line)| vague(line).is_some()).collect()
}

/// The limit of a rule as a plan states it: what a contract of the case sets is a contract in the plan.
///
/// ```
/// use floodmark::obligation::Obligation;
/// use floodmark::plan::limit::written;
/// let rule = Obligation { limit: "24 hours (the case’s contract)".into(), ..Obligation::default() };
/// assert_eq!(written(&rule), "24 hours (by contract)");
/// ```
pub fn written(obligation: &Obligation) -> String {
    obligation.limit.replace("the case’s contract", "by contract")
}

/// How a line that names a rule stands to the rule's limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stated {
    /// It states it.
    Holds,
    /// It states none, or those of other rules that it names alone.
    Missing,
    /// It states another, in minutes.
    Other(u32),
}

/// How a line stands to a limit in minutes. `beside`: the limits of the other rules that it names.
///
/// ```
/// use floodmark::plan::limit::{Stated, stated};
/// assert_eq!(stated("Art. 33: within 72 hours", 72 * 60, &[]), Stated::Holds);
/// assert_eq!(stated("Art. 33: within 48 hours", 72 * 60, &[]), Stated::Other(48 * 60));
/// assert_eq!(stated("Art. 33 (72 hours), NIS2 Art. 23", 24 * 60, &[72 * 60]), Stated::Missing);
/// ```
pub fn stated(line: &str, minutes: u32, beside: &[u32]) -> Stated {
    let all = lengths(line, &words_at(line));
    if all.iter().any(|l| l.minutes == minutes) {
        return Stated::Holds;
    }
    let other = all.iter().find(|l| !beside.contains(&l.minutes));
    other.map_or(Stated::Missing, |l| Stated::Other(l.minutes))
}

/// The limits of the other rules that the line of a rule names, in minutes.
pub fn beside(rules: &[Obligation], mentions: &[Option<Mention>], rule: &Obligation) -> Vec<u32> {
    let all = || rules.iter().zip(mentions).filter(|(o, _)| binds(o));
    let own = all().find(|(o, _)| o.rule == rule.rule).and_then(|(_, m)| m.as_ref());
    let same = all().filter(|(o, m)| o.rule != rule.rule && own.is_some() && m.as_ref() == own);
    same.filter_map(|(o, _)| limit_minutes(o)).collect()
}
